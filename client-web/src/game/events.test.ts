import { describe, expect, test } from 'vitest';
import type { GameEvent } from '../api/types';
import {
  aBoard,
  aHeader,
  aMessage,
  aPresence,
  aRoom,
  aRoomSeat,
  aSnapshot,
  privately,
  publicly,
} from '../testing/builders';
import { applyEvent, applyToRoom } from './events';

const statement: GameEvent = { type: 'statement_made', message: aMessage('m1') };

describe('numbers', () => {
  test('the next number of a stream is applied and remembered', () => {
    const next = applyEvent(aSnapshot(), publicly(4, statement));
    expect(next?.heads).toEqual({ public: 4, private: 1 });
    expect(next?.messages.map((message) => message.id)).toEqual(['m1']);
  });

  test('the two streams are numbered apart', () => {
    const next = applyEvent(aSnapshot(), privately(2, { type: 'ready_changed', turn: 1, ready: true }));
    expect(next?.heads).toEqual({ public: 3, private: 2 });
  });

  test('a number that was applied already changes nothing', () => {
    const snapshot = aSnapshot();
    expect(applyEvent(snapshot, publicly(3, statement))).toBe(snapshot);
  });

  test('a gap asks for a resync', () => {
    expect(applyEvent(aSnapshot(), publicly(5, statement))).toBeNull();
  });

  test('an event of a kind that this client does not know asks for a resync', () => {
    expect(applyEvent(aSnapshot(), publicly(4, { type: 'comet_seen' } as unknown as GameEvent))).toBeNull();
  });

  test('the given snapshot is never changed', () => {
    const snapshot = aSnapshot();
    const before = structuredClone(snapshot);
    applyEvent(snapshot, publicly(4, { type: 'seat_changed', seat: aPresence('usa', { ready: true }) }));
    expect(snapshot).toEqual(before);
  });
});

describe('a turn', () => {
  test('a resolved turn brings its board and header, and the own board on the private stream', () => {
    const header = aHeader({ turn: 2 });
    const resolved = applyEvent(
      aSnapshot(),
      publicly(4, { type: 'turn_resolved', turn: 1, board: aBoard(1), header }),
    );
    expect(resolved?.board.turn).toBe(1);
    expect(resolved?.header.turn).toBe(2);
    const own = { seat: 'usa', turn: 1 } as never;
    expect(applyEvent(aSnapshot(), privately(2, { type: 'seat_resolved', own }))?.own).toBe(own);
  });

  test('a new turn starts with nothing submitted and nobody ready', () => {
    const snapshot = aSnapshot({
      move: { rev: 2, body: {}, received_at: '', by: 'Ada' },
      ready: true,
      seats: [aPresence('usa', { ready: true }), aPresence('china')],
    });
    const next = applyEvent(snapshot, publicly(4, { type: 'turn_opened', header: aHeader({ turn: 2 }) }));
    expect(next).toMatchObject({ move: null, ready: false, header: { turn: 2 } });
    expect(next?.seats.some((seat) => seat.ready)).toBe(false);
  });

  test('a move saved by a teammate is the saved move here too', () => {
    const move = { rev: 3, body: { votes: { d1: 'yes' as const } }, received_at: '', by: 'Grace' };
    expect(applyEvent(aSnapshot(), privately(2, { type: 'move_saved', turn: 1, move }))?.move).toEqual(move);
  });

  test('what was saved for a turn that has passed leaves the new turn empty', () => {
    const snapshot = aSnapshot({ header: aHeader({ turn: 2 }) });
    const move = { rev: 3, body: {}, received_at: '', by: 'Grace' };
    const saved = applyEvent(snapshot, privately(2, { type: 'move_saved', turn: 1, move }));
    expect(saved?.move).toBeNull();
    const ready = saved && applyEvent(saved, privately(3, { type: 'ready_changed', turn: 1, ready: true }));
    expect(ready?.ready).toBe(false);
    expect(ready?.heads.private).toBe(3);
  });

  test('what was saved for a turn that we have not heard of asks for a resync', () => {
    const move = { rev: 1, body: {}, received_at: '', by: 'Grace' };
    expect(applyEvent(aSnapshot(), privately(2, { type: 'move_saved', turn: 2, move }))).toBeNull();
  });

  test.each(['deadline_changed', 'game_paused', 'game_resumed', 'game_ended'] as const)(
    '%s brings the new header and leaves the board alone',
    (type) => {
      const snapshot = aSnapshot();
      const header = aHeader({ status: 'paused', deadline_version: 9 });
      const next = applyEvent(snapshot, publicly(4, { type, header }));
      expect(next?.header).toEqual(header);
      expect(next?.board).toBe(snapshot.board);
    },
  );
});

describe('people and words', () => {
  test('a changed seat replaces its row and keeps the order', () => {
    const seat = aPresence('usa', { bot: true });
    const next = applyEvent(aSnapshot(), publicly(4, { type: 'seat_changed', seat }));
    expect(next?.seats.map((row) => row.seat)).toEqual(['usa', 'china']);
    expect(next?.seats[0]).toEqual(seat);
  });

  test('a message that the sender has already stands there once', () => {
    const snapshot = aSnapshot({ messages: [aMessage('m1')] });
    expect(applyEvent(snapshot, publicly(4, statement))?.messages).toHaveLength(1);
  });

  test('a cable comes on the private stream', () => {
    const message = aMessage('c1', { kind: 'cable', to: ['usa'], from: 'china' });
    const next = applyEvent(aSnapshot(), privately(2, { type: 'cable_received', message }));
    expect(next?.messages).toEqual([message]);
  });
});

describe('the situation room', () => {
  test('a changed row replaces the old one, the others stay as they were', () => {
    const room = aRoom([aRoomSeat('usa'), aRoomSeat('china')]);
    const seat = aRoomSeat('china', { status: 'submitted', rev: 1 });
    const next = applyToRoom(room, { type: 'room_changed', seat });
    expect(next.seats[1]).toEqual(seat);
    expect(next.seats[0]).toBe(room.seats[0]);
  });

  test('every event with a header moves the clock of the room too', () => {
    const header = aHeader({ status: 'paused' });
    expect(applyToRoom(aRoom([]), { type: 'game_paused', header }).header).toBe(header);
  });

  test('what waits for the next turn is replaced, and the snapshot stays as it was', () => {
    const waiting = [{ event: 'flood', state: 'fiji' }];
    const event = { type: 'injects_changed', injects: { turn: 1, waiting } } as const;
    expect(applyToRoom(aRoom([]), event).injects.waiting).toEqual(waiting);
    const snapshot = aSnapshot();
    expect(applyEvent(snapshot, privately(2, event))).toEqual({
      ...snapshot,
      heads: { public: 3, private: 2 },
    });
  });

  test('what waited in a turn that has passed changes nothing any more', () => {
    const room = aRoom([], { header: aHeader({ turn: 2 }), injects: { turn: 2, waiting: [] } });
    const waiting = [{ event: 'flood', state: 'fiji' }];
    expect(applyToRoom(room, { type: 'injects_changed', injects: { turn: 1, waiting } })).toBe(room);
  });

  test('events about something else leave the room alone', () => {
    const room = aRoom([]);
    expect(applyToRoom(room, statement)).toBe(room);
  });
});
