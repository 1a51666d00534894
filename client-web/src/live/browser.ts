import * as calls from '../api/calls';
import type { ConnectionDeps, SocketLike } from './connection';

/** The browser's own socket, clock and chance, for one game. */
export function browserDeps(game: string): ConnectionDeps {
  return {
    openSocket: () => openSocket(game),
    ticket: async () => (await calls.liveTicket(game)).ticket,
    stream: (heads) => calls.stream(game, heads.public, heads.private),
    snapshot: () => calls.snapshot(game),
    clock: {
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    random: Math.random,
  };
}

function openSocket(game: string): SocketLike {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(
    `${scheme}://${location.host}/api/v1/games/${encodeURIComponent(game)}/live`,
  ) as SocketLike;
}
