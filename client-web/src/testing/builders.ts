import type {
  GameEvent,
  GameHeader,
  GameHealth,
  Message,
  PublicBoard,
  Room,
  RoomSeat,
  SeatPresence,
  Snapshot,
  Texts,
} from '../api/types';

export function aHeader(parts: Partial<GameHeader> = {}): GameHeader {
  return {
    id: 'g1',
    title: 'Monday class',
    scenario: 'crash-course',
    scenario_title: 'Crash course',
    status: 'running',
    turn: 1,
    turns: 4,
    deadline_at: '2026-01-31T10:07:00.000Z',
    deadline_version: 1,
    remaining_seconds: null,
    early: true,
    bots_fill: false,
    server_now: '2026-01-31T10:00:00.000Z',
    seed_commitment: 'c0ffee',
    seed: null,
    ...parts,
  };
}

export function aHealth(parts: Partial<GameHealth> = {}): GameHealth {
  return {
    server_now: '2026-01-31T10:00:00.000Z',
    turn: 2,
    overdue_seconds: 0,
    unresolved_seconds: 0,
    failed: false,
    other_rules: null,
    last_resolution: { turn: 1, at: '2026-01-31T09:53:00.000Z', seconds: 0.84 },
    live_updates: 'at_once',
    people: [
      { seat: 'usa', seat_name: 'The United States', name: 'Ada', here: true },
      { seat: 'fiji', seat_name: 'Fiji', name: 'Grace', here: false },
    ],
    ...parts,
  };
}

export function aBoard(turn = 0): PublicBoard {
  return {
    turn,
    indices: {},
    system: {},
    challenges: {},
    globalisms: {},
    order_phase: { globalism: 'liberal', phase: 'contained' },
    stakes: {},
    at_stake: {},
    measured: {},
    tallies: [],
    institutions: {},
    states: {},
    movements: {},
    pairs: [],
    blocs: {},
    docket: [],
    events: [],
    headlines: [],
    over: null,
  };
}

export function aPresence(seat: string, parts: Partial<SeatPresence> = {}): SeatPresence {
  return { seat, name: `The ${seat}`, state: seat, bot: false, held: true, ready: false, ...parts };
}

export function aMessage(id: string, parts: Partial<Message> = {}): Message {
  return {
    id,
    turn: 1,
    kind: 'statement',
    from: 'usa',
    to: [],
    text: 'We come in peace.',
    sent_at: '2026-01-31T10:01:00.000Z',
    ...parts,
  };
}

export function aSnapshot(parts: Partial<Snapshot> = {}): Snapshot {
  return {
    epoch: 'e1',
    heads: { public: 3, private: 1 },
    header: aHeader(),
    board: aBoard(),
    own: null,
    move: null,
    ready: false,
    seats: [aPresence('usa'), aPresence('china')],
    messages: [],
    earlier_messages: 0,
    server_now: '2026-01-31T10:00:00.000Z',
    ...parts,
  };
}

export function aRoomSeat(seat: string, parts: Partial<RoomSeat> = {}): RoomSeat {
  return {
    seat,
    name: `The ${seat}`,
    state: seat,
    people: [],
    status: 'empty',
    bot: false,
    rev: 0,
    blocking: false,
    ...parts,
  };
}

export function aRoom(seats: RoomSeat[], parts: Partial<Room> = {}): Room {
  return {
    header: aHeader(),
    join_code: 'K7M2QX',
    join_url: 'http://localhost/join#K7M2QX',
    seats,
    injects: { turn: 1, waiting: [] },
    ...parts,
  };
}

export function publicly(seq: number, event: GameEvent) {
  return { stream: 'public', seq, event } as const;
}

export function privately(seq: number, event: GameEvent) {
  return { stream: 'private', seq, event } as const;
}

export function someTexts(): Texts {
  return { seats: { usa: { name: 'The United States', state: 'usa' } } } as unknown as Texts;
}
