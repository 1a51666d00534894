import { beforeEach, expect, test } from 'vitest';
import { Trouble } from '../api/trouble';
import type { MessagePage, Room, Snapshot } from '../api/types';
import {
  aHeader,
  aMessage,
  aRoom,
  aRoomSeat,
  aSnapshot,
  privately,
  publicly,
  someTexts,
} from '../testing/builders';
import { FakeClock, settled } from '../testing/fake-clock';
import { FakeSocket } from '../testing/fake-socket';
import { Game, type GameCalls } from './game.svelte';

let socket: FakeSocket;
let keys: string[];
let failures: number;
let room: Promise<Room>;
let roomReads: number;
let snapshots: Snapshot[];
let asked: string[];
let pages: () => Promise<MessagePage>;

function routes(): GameCalls {
  return {
    texts: () => Promise.resolve(someTexts()),
    snapshot: () => {
      const next = snapshots.shift();
      return next ? Promise.resolve(next) : Promise.reject(new Trouble('network', 'No answer.'));
    },
    messagesBefore: (_game, message) => {
      asked.push(message);
      return pages();
    },
    room: () => {
      roomReads += 1;
      return room;
    },
    submitMove: (_game, turn, _move, key) => {
      keys.push(key);
      if (failures-- > 0) return Promise.reject(new Trouble('network', 'No answer.'));
      return Promise.resolve({ move_id: 'm', rev: 1, turn, received_at: '', receipt: 'r' });
    },
    withdrawMove: (_game, turn, key) => {
      keys.push(key);
      return Promise.resolve({ move_id: 'm', rev: 2, turn, received_at: '', receipt: 'w' });
    },
    setReady: (_game, _turn, ready) => Promise.resolve({ ready }),
    makeStatement: (_game, text) => Promise.resolve(aMessage('m9', { text })),
    sendCable: (_game, to, text) => Promise.resolve(aMessage('c9', { kind: 'cable', to, text })),
  };
}

async function liveGame(): Promise<Game> {
  const game = new Game('g1', routes(), {
    openSocket: () => (socket = new FakeSocket()),
    ticket: () => Promise.resolve('t1'),
    stream: () => Promise.reject(new Error('unused')),
    snapshot: routes().snapshot as () => Promise<Snapshot>,
    clock: new FakeClock(),
    random: () => 1,
  });
  await game.start();
  await settled();
  socket.onopen?.();
  socket.welcomes({ public: 3, private: 1 });
  return game;
}

beforeEach(() => {
  keys = [];
  asked = [];
  roomReads = 0;
  failures = 0;
  snapshots = [aSnapshot()];
  room = Promise.resolve(aRoom([aRoomSeat('usa')]));
});

test('a game that cannot be opened keeps the trouble and can be tried again', async () => {
  snapshots = [];
  const game = new Game('g1', routes(), {} as never);
  await game.start();
  expect(game.trouble?.kind).toBe('network');
  expect(game.snapshot).toBeNull();
});

test('a delivery changes the snapshot and is told to whoever listens, once', async () => {
  const game = await liveGame();
  const heard: string[] = [];
  game.onEvent((event) => heard.push(event.type));
  const delivery = publicly(4, { type: 'statement_made', message: aMessage('m1') });
  socket.delivers(delivery);
  socket.delivers(delivery);
  expect(game.link).toBe('live');
  expect(game.messages).toHaveLength(1);
  expect(heard).toEqual(['statement_made']);
});

test('between the close and the resolution of a turn no move can be submitted', async () => {
  const game = await liveGame();
  expect(game.open).toBe(true);
  socket.delivers(publicly(4, { type: 'turn_closed', turn: 1 }));
  expect(game.open).toBe(false);
  const { board, header } = aSnapshot();
  socket.delivers(publicly(5, { type: 'turn_resolved', turn: 1, board, header }));
  expect(game.open).toBe(true);
});

test('the same move after a failure repeats the same key; another move has its own', async () => {
  const game = await liveGame();
  failures = 1;
  await expect(game.submit({ votes: { d1: 'yes' } })).rejects.toThrow();
  await game.submit({ votes: { d1: 'yes' } });
  await game.submit({ votes: { d1: 'no' } });
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('taking a move back is an intention of its own', async () => {
  const game = await liveGame();
  await game.submit({});
  const receipt = await game.withdraw();
  expect(receipt.receipt).toBe('w');
  expect(game.receipt).toBe(receipt);
  expect(keys[1]).not.toBe(keys[0]);
});

test('a message that I sent is there before its delivery comes, and only once after', async () => {
  const game = await liveGame();
  await game.makeStatement('We agree.');
  expect(game.messages.map((message) => message.text)).toEqual(['We agree.']);
  socket.delivers(publicly(4, { type: 'statement_made', message: aMessage('m9', { text: 'We agree.' }) }));
  expect(game.messages).toHaveLength(1);
});

test('a page of earlier messages comes before what is there, and news after it', async () => {
  snapshots = [aSnapshot({ messages: [aMessage('m3')], earlier_messages: 3 })];
  const game = await liveGame();
  pages = () => Promise.resolve({ messages: [aMessage('m1'), aMessage('m2')], earlier_messages: 1 });
  const coming = game.showEarlierMessages();
  socket.delivers(publicly(4, { type: 'statement_made', message: aMessage('m4') }));
  expect(await coming).toBe(2);
  expect(asked).toEqual(['m3']);
  expect(game.messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4']);
  expect(game.snapshot?.earlier_messages).toBe(1);
});

test('earlier messages that do not come leave all as it was, and can be asked for again', async () => {
  snapshots = [aSnapshot({ messages: [aMessage('m2')], earlier_messages: 1 })];
  const game = await liveGame();
  pages = () => Promise.reject(new Trouble('network', 'No answer.'));
  await expect(game.showEarlierMessages()).rejects.toThrow();
  expect(game.messages.map(({ id }) => id)).toEqual(['m2']);
  pages = () => Promise.resolve({ messages: [aMessage('m1')], earlier_messages: 0 });
  await game.showEarlierMessages();
  expect(game.messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
});

test('what happens while the room is on its way is not lost', async () => {
  const game = await liveGame();
  let arrive: (room: Room) => void = () => undefined;
  room = new Promise((done) => (arrive = done));
  const opening = game.openRoom();
  socket.delivers(privately(2, { type: 'room_changed', seat: aRoomSeat('usa', { status: 'ready' }) }));
  arrive(aRoom([aRoomSeat('usa')]));
  await opening;
  expect(game.room?.seats[0]?.status).toBe('ready');
  socket.delivers(privately(3, { type: 'room_changed', seat: aRoomSeat('usa', { status: 'bot' }) }));
  expect(game.room?.seats[0]?.status).toBe('bot');
});

test('after a resync the room is read anew', async () => {
  const game = await liveGame();
  await game.openRoom();
  room = Promise.resolve(aRoom([aRoomSeat('usa', { status: 'submitted' })]));
  snapshots = [aSnapshot({ heads: { public: 9, private: 4 } })];
  socket.delivers(publicly(9, { type: 'turn_closed', turn: 1 }));
  await settled();
  expect(game.room?.seats[0]?.status).toBe('submitted');
});

test('a new turn changes every row, so the room is read anew, at most twice for a burst of news', async () => {
  const game = await liveGame();
  await game.openRoom();
  roomReads = 0;
  room = Promise.resolve(aRoom([aRoomSeat('usa', { status: 'reading', blocking: true })]));
  const { header } = aSnapshot();
  for (const [index, type] of (
    ['game_started', 'turn_opened', 'game_paused', 'game_resumed'] as const
  ).entries()) {
    socket.delivers(publicly(4 + index, { type, header }));
  }
  await settled();
  expect(game.room?.seats[0]).toMatchObject({ status: 'reading', blocking: true });
  expect(roomReads).toBe(2);
});

test('a header that came as an answer never undoes a newer one from the line', async () => {
  const game = await liveGame();
  const newer = aHeader({ status: 'paused', server_now: '2026-01-31T10:00:09.000Z' });
  socket.delivers(publicly(4, { type: 'game_paused', header: newer }));
  game.accept(aHeader({ server_now: '2026-01-31T10:00:05.000Z' }));
  expect(game.header?.status).toBe('paused');
  game.accept(aHeader({ server_now: '2026-01-31T10:00:10.000Z' }));
  expect(game.header?.status).toBe('running');
});
