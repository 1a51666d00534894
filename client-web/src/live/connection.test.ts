import { beforeEach, describe, expect, test } from 'vitest';
import type { Delivery, Heads, Snapshot, StreamAnswer } from '../api/types';
import { Trouble } from '../api/trouble';
import { applyEvent } from '../game/events';
import { aHeader, aMessage, aSnapshot, privately, publicly } from '../testing/builders';
import { FakeClock, settled } from '../testing/fake-clock';
import { FakeSocket } from '../testing/fake-socket';
import { Connection, LATE_MS, POLL_MS, SILENCE_MAX_MS, type LinkState } from './connection';

let clock: FakeClock;
let sockets: FakeSocket[];
let states: LinkState[];
let snapshot: Snapshot | null;
let fresh: Snapshot[];
let ticketTrouble: Trouble | null;
let streamed: StreamAnswer | null;
let streamAsked: Heads[];
let why: string | undefined;
let saving: boolean;

const statement = (seq: number): Delivery =>
  publicly(seq, { type: 'statement_made', message: aMessage(`m${seq}`) });
const socket = () => sockets[sockets.length - 1] as FakeSocket;

function line(): Connection {
  return new Connection(
    {
      openSocket: () => {
        sockets.push(new FakeSocket());
        return socket();
      },
      ticket: () => (ticketTrouble ? Promise.reject(ticketTrouble) : Promise.resolve('t1')),
      stream: (heads) => {
        streamAsked.push(heads);
        return streamed ? Promise.resolve(streamed) : Promise.reject(new Trouble('network', 'no'));
      },
      snapshot: () => {
        const next = fresh.shift();
        return next ? Promise.resolve(next) : Promise.reject(new Trouble('server', 'no'));
      },
      clock,
      random: () => 1,
    },
    {
      position: () => snapshot && { epoch: snapshot.epoch, heads: snapshot.heads },
      apply: (delivery) => {
        const next = snapshot && applyEvent(snapshot, delivery);
        if (next) snapshot = next;
        return next !== null;
      },
      replace: (next) => (snapshot = next),
      state: (state, reason) => {
        states.push(state);
        why = reason;
      },
      serverTime: () => undefined,
      saving: (paused) => (saving = paused),
    },
  );
}

async function liveLine(): Promise<Connection> {
  const connection = line();
  connection.start();
  await settled();
  socket().onopen?.();
  socket().welcomes({ public: 3, private: 1 });
  expect(connection.state).toBe('live');
  return connection;
}

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  states = [];
  snapshot = aSnapshot({ heads: { public: 3, private: 1 } });
  fresh = [];
  ticketTrouble = null;
  streamed = null;
  streamAsked = [];
  why = undefined;
  saving = false;
});

describe('coming in', () => {
  test('the hello carries the ticket and the last numbers applied', async () => {
    line().start();
    await settled();
    socket().onopen?.();
    expect(socket().sent).toEqual([{ type: 'hello', ticket: 't1', epoch: 'e1', public: 3, private: 1 }]);
  });

  test('without a snapshot the hello asks from nothing and the server sends everything', async () => {
    snapshot = null;
    const connection = line();
    connection.start();
    await settled();
    socket().onopen?.();
    expect(socket().sent[0]).toMatchObject({ epoch: null, public: 0, private: 0 });
    socket().welcomes({ public: 8, private: 2 });
    expect(connection.state).toBe('connecting');
    socket().says({ type: 'snapshot', snapshot: aSnapshot({ heads: { public: 8, private: 2 } }) });
    expect(connection.state).toBe('live');
  });

  test('it is live only when everything missed has been applied', async () => {
    const connection = line();
    connection.start();
    await settled();
    socket().onopen?.();
    socket().welcomes({ public: 5, private: 1 });
    socket().delivers(statement(4));
    expect(connection.state).toBe('connecting');
    socket().delivers(statement(5));
    expect(connection.state).toBe('live');
    expect(states).toEqual(['connecting', 'live']);
  });

  test('a reader whose line never comes is told that what is shown may be old', async () => {
    // Given a page that has its board, and a network that was lost before the line stood
    const connection = line();
    connection.start();
    await settled();
    await clock.pass(LATE_MS - 1);
    expect(connection.state).toBe('connecting');
    await clock.pass(1);
    expect(connection.state).toBe('reconnecting');
    // And when the line comes after all, it is live
    socket().onopen?.();
    socket().welcomes({ public: 3, private: 1 });
    expect(connection.state).toBe('live');
  });

  test('a first line that breaks is told at once, and where nothing is shown there is nothing to tell', async () => {
    const connection = line();
    connection.start();
    await settled();
    socket().onclose?.({ code: 1006, reason: '' });
    expect(connection.state).toBe('reconnecting');
    snapshot = null;
    const empty = line();
    empty.start();
    await settled();
    socket().onclose?.({ code: 1006, reason: '' });
    await clock.pass(LATE_MS);
    expect(empty.state).toBe('connecting');
  });

  test('a reader who may not listen is told and never tries again', async () => {
    ticketTrouble = new Trouble('login', 'Your link was replaced.', 401);
    const connection = line();
    connection.start();
    await clock.pass(120_000);
    expect(connection.state).toBe('over');
    expect(why).toBe('Your link was replaced.');
    expect(sockets).toHaveLength(0);
    expect(clock.pending).toBe(0);
  });
});

describe('while live', () => {
  test('the numbers applied are acknowledged, at most every five seconds', async () => {
    await liveLine();
    socket().delivers(statement(4));
    socket().delivers(statement(5));
    await clock.pass(5_000);
    expect(socket().sent.filter((frame) => frame.type === 'ack')).toEqual([
      { type: 'ack', public: 5, private: 1 },
    ]);
  });

  test('a gap fetches a fresh snapshot, and what came meanwhile is applied on top', async () => {
    const connection = await liveLine();
    fresh = [aSnapshot({ heads: { public: 6, private: 1 } })];
    socket().delivers(statement(6));
    socket().delivers(statement(7));
    expect(connection.state).toBe('reconnecting');
    await settled();
    expect(snapshot?.heads.public).toBe(7);
    expect(connection.state).toBe('live');
  });

  test('a snapshot that cannot be fetched is asked for again', async () => {
    const connection = await liveLine();
    socket().delivers(statement(9));
    await settled();
    fresh = [aSnapshot({ heads: { public: 9, private: 1 } })];
    await clock.pass(500);
    expect(snapshot?.heads.public).toBe(9);
    expect(connection.state).toBe('live');
  });

  test('one heartbeat ahead is news on its way, two are a loss', async () => {
    await liveLine();
    fresh = [aSnapshot({ heads: { public: 4, private: 1 } })];
    socket().beats({ public: 4, private: 1 });
    await settled();
    expect(snapshot?.heads.public).toBe(3);
    socket().beats({ public: 4, private: 1 });
    await settled();
    expect(snapshot?.heads.public).toBe(4);
  });

  test('silence for two heartbeats is a lost line', async () => {
    const connection = await liveLine();
    await clock.pass(SILENCE_MAX_MS - 1);
    expect(connection.state).toBe('live');
    await clock.pass(1);
    expect(connection.state).toBe('reconnecting');
  });

  test('a device that wakes up checks the line at once', async () => {
    const connection = await liveLine();
    connection.probe();
    expect(socket().sent.at(-1)).toEqual({ type: 'ping' });
    await clock.pass(4_000);
    expect(connection.state).toBe('reconnecting');
  });

  test('an answer to the probe keeps the line', async () => {
    const connection = await liveLine();
    connection.probe();
    socket().says({ type: 'pong' });
    await clock.pass(10_000);
    expect(connection.state).toBe('live');
  });

  test('frames that are no messages are ignored', async () => {
    const connection = await liveLine();
    for (const frame of ['', '{', 'null', '[]', '"hi"', '{"type":"unheard"}']) socket().says(frame);
    expect(connection.state).toBe('live');
  });

  test('a pause of saving is told, and its end', async () => {
    await liveLine();
    socket().says({ type: 'notice', code: 'saving_paused' });
    expect(saving).toBe(true);
    socket().says({ type: 'notice', code: 'saving_resumed' });
    expect(saving).toBe(false);
  });
});

describe('coming back', () => {
  test('a dropped line is taken up again where it stopped, and nothing is missed', async () => {
    const connection = await liveLine();
    socket().delivers(statement(4));
    socket().drops(1012, 'restart');
    expect(connection.state).toBe('reconnecting');
    await clock.pass(500);
    socket().onopen?.();
    expect(socket().sent[0]).toMatchObject({ type: 'hello', epoch: 'e1', public: 4, private: 1 });
    socket().welcomes({ public: 5, private: 2 });
    socket().delivers(statement(5));
    expect(connection.state).toBe('reconnecting');
    socket().delivers(privately(2, { type: 'ready_changed', turn: 1, ready: true }));
    expect(connection.state).toBe('live');
    expect(snapshot?.messages.map((message) => message.id)).toEqual(['m4', 'm5']);
  });

  test('what an older socket still says is dropped', async () => {
    await liveLine();
    const old = socket();
    old.drops();
    old.delivers(statement(4));
    expect(snapshot?.heads.public).toBe(3);
    expect(old.closed).toBe(true);
  });

  test('the waits grow with each failure', async () => {
    await liveLine();
    const opened: number[] = [];
    socket().drops();
    for (const wait of [500, 1000, 2000, 4000]) {
      await clock.pass(wait - 1);
      const before = sockets.length;
      await clock.pass(1);
      opened.push(sockets.length - before);
      socket().drops();
    }
    expect(opened).toEqual([1, 1, 1, 1]);
  });

  test('a seat that was handed over is the end of the line', async () => {
    const connection = await liveLine();
    socket().drops(4003, 'The link was replaced.');
    await clock.pass(60_000);
    expect(connection.state).toBe('over');
    expect(why).toBe('The link was replaced.');
    expect(sockets).toHaveLength(1);
  });

  test('stopping ends everything', async () => {
    const connection = await liveLine();
    connection.stop();
    expect(socket().closed).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('where sockets are blocked', () => {
  async function blocked(): Promise<Connection> {
    const connection = await liveLine();
    streamed = { epoch: 'e1', heads: { public: 4, private: 1 }, public: [statement(4)], private: [] };
    for (const wait of [0, 500, 1000]) {
      await clock.pass(wait);
      socket().drops();
    }
    await settled();
    return connection;
  }

  test('after three failures it polls, and says so', async () => {
    const connection = await blocked();
    expect(connection.state).toBe('polling');
    expect(snapshot?.heads.public).toBe(4);
  });

  test('it asks every five seconds from the last number', async () => {
    await blocked();
    streamed = { epoch: 'e1', heads: { public: 5, private: 1 }, public: [statement(5)], private: [] };
    await clock.pass(POLL_MS);
    expect(streamAsked.at(-1)).toEqual({ public: 4, private: 1 });
    expect(snapshot?.heads.public).toBe(5);
  });

  test('the same delivery by both ways is applied once', async () => {
    await blocked();
    await clock.pass(POLL_MS);
    expect(snapshot?.messages).toHaveLength(1);
  });

  test('another epoch means that numbers no longer mean the same: a fresh snapshot', async () => {
    await blocked();
    streamed = { epoch: 'e2', heads: { public: 1, private: 0 }, public: [], private: [] };
    fresh = [aSnapshot({ epoch: 'e2', heads: { public: 1, private: 0 }, header: aHeader({ turn: 3 }) })];
    await clock.pass(POLL_MS);
    expect(snapshot).toMatchObject({ epoch: 'e2', header: { turn: 3 } });
  });

  test('a socket that works again ends the polling', async () => {
    const connection = await blocked();
    await clock.pass(2000);
    socket().onopen?.();
    socket().welcomes({ public: 4, private: 1 });
    expect(connection.state).toBe('live');
    const asked = streamAsked.length;
    await clock.pass(POLL_MS * 3);
    expect(streamAsked).toHaveLength(asked);
  });

  test('when the server answers again after it was away, the socket is tried at once', async () => {
    await blocked();
    streamed = null;
    await clock.pass(POLL_MS);
    for (let i = 0; i < 4; i += 1) {
      socket().drops();
      await clock.pass(POLL_MS);
    }
    streamed = { epoch: 'e1', heads: { public: 4, private: 1 }, public: [], private: [] };
    const before = sockets.length;
    await clock.pass(POLL_MS);
    expect(sockets.length).toBe(before + 1);
  });

  test('when polling fails too, it is reconnecting', async () => {
    const connection = await blocked();
    streamed = null;
    await clock.pass(POLL_MS);
    expect(connection.state).toBe('reconnecting');
  });
});
