import type { Delivery, GameEvent, Message, Room, SeatPresence, Snapshot } from '../api/types';

/**
 * The next snapshot after one delivery: `snapshot + event = snapshot`, nothing else changes it.
 *
 * A delivery that was applied already gives the same snapshot back. `null` means that this client cannot know the
 * result (a number was missed, or the event is of a newer kind) and must ask for a fresh snapshot.
 */
export function applyEvent(snapshot: Snapshot, delivery: Delivery): Snapshot | null {
  const last = snapshot.heads[delivery.stream];
  if (delivery.seq <= last) return snapshot;
  if (delivery.seq !== last + 1) return null;
  const changed = change(snapshot, delivery.event);
  return changed && { ...changed, heads: { ...snapshot.heads, [delivery.stream]: delivery.seq } };
}

function change(snapshot: Snapshot, event: GameEvent): Snapshot | null {
  switch (event.type) {
    case 'game_started':
    case 'turn_opened':
      return withHeader(freshTurn(snapshot), event.header);
    case 'turn_closed':
      return snapshot;
    case 'turn_resolved':
      return withHeader({ ...snapshot, board: event.board }, event.header);
    case 'deadline_changed':
    case 'game_paused':
    case 'game_resumed':
    case 'game_ended':
      return withHeader(snapshot, event.header);
    case 'statement_made':
    case 'cable_received':
      return { ...snapshot, messages: withMessage(snapshot.messages, event.message) };
    case 'seat_changed':
      return { ...snapshot, seats: withSeat(snapshot.seats, event.seat) };
    case 'move_saved':
      return ofThisTurn(snapshot, event.turn, { move: event.move });
    case 'seat_resolved':
      return { ...snapshot, own: event.own };
    case 'ready_changed':
      return ofThisTurn(snapshot, event.turn, { ready: event.ready });
    case 'room_changed':
    case 'injects_changed':
    case 'turn_failed':
      return snapshot;
    default:
      return null;
  }
}

/**
 * What a seat did in a turn, if that turn is still on the table. The private stream may tell of it after the public
 * one has opened the next turn; of a turn that we have not heard of we cannot know the rest.
 */
function ofThisTurn(snapshot: Snapshot, turn: number, done: Partial<Snapshot>): Snapshot | null {
  if (turn > snapshot.header.turn) return null;
  return turn < snapshot.header.turn ? snapshot : { ...snapshot, ...done };
}

/** A new turn starts without moves: nobody has submitted, nobody is ready. */
function freshTurn(snapshot: Snapshot): Snapshot {
  const seats = snapshot.seats.map((seat) => (seat.ready ? { ...seat, ready: false } : seat));
  return { ...snapshot, move: null, ready: false, seats };
}

function withHeader(snapshot: Snapshot, header: Snapshot['header']): Snapshot {
  return { ...snapshot, header, server_now: header.server_now };
}

/** The sender of a message has its answer and its delivery: it must stand there once. */
function withMessage(messages: Message[], message: Message): Message[] {
  return messages.some((other) => other.id === message.id) ? messages : [...messages, message];
}

function withSeat(seats: SeatPresence[], seat: SeatPresence): SeatPresence[] {
  const known = seats.some((other) => other.seat === seat.seat);
  return known ? seats.map((other) => (other.seat === seat.seat ? seat : other)) : [...seats, seat];
}

/** The instructor's page keeps its own picture of the seats, fed by the same deliveries. */
export function applyToRoom(room: Room, event: GameEvent): Room {
  if (event.type === 'room_changed') {
    const seats = room.seats.map((seat) => (seat.seat === event.seat.seat ? event.seat : seat));
    return { ...room, seats };
  }
  if (event.type === 'injects_changed') {
    // Of another turn than the one on the table it tells nothing: the room is read anew with each turn.
    return event.injects.turn === room.header.turn ? { ...room, injects: event.injects } : room;
  }
  return 'header' in event ? { ...room, header: event.header } : room;
}

/** After these every seat may have another state, and the line does not tell each row by itself. */
export function changesEveryRow(event: GameEvent): boolean {
  switch (event.type) {
    case 'game_started':
    case 'turn_opened':
    case 'turn_resolved':
    case 'game_paused':
    case 'game_resumed':
    case 'game_ended':
      return true;
    default:
      return false;
  }
}
