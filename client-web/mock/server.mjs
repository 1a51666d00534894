// `npm run mock`: serves the built client with the real content policy, over the make-believe class of state.mjs.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { file } from './files.mjs';
import { healthOf } from './health.mjs';
import { injectRoutes, waiting, withEvents } from './injects.mjs';
import { scenarioRoutes } from './scenarios.mjs';
import { sessionRoutes } from './sessions.mjs';
import { OPENING, board, instant, middleOfTurnTwo, newGame, texts, token } from './state.mjs';

const port = Number(process.env.PORT ?? 8000);
const origin = `http://127.0.0.1:${port}`;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const sessions = new Map();
const games = new Map([['g1', middleOfTurnTwo()]]);
const classes = [{ id: 'c1', name: 'IR 101, Tuesday', delete_on: '2027-07-31', created_at: instant() }];
const nobody = { principal: 'anonymous', name: null, game: null, seat: null, personal_code: null };

class Problem extends Error {
  constructor(status, code, field, message, fix) {
    super(message);
    this.status = status;
    this.body = {
      type: `/problems/${code}`,
      title: 'Refused',
      status,
      detail: message,
      field,
      fix,
      faults: [{ code, field, message, fix }],
    };
  }
}
const missing = () => new Problem(404, 'not_found', '', 'There is nothing here.', 'Check the address.');

function gameOf(id) {
  const game = games.get(id);
  if (!game) throw missing();
  game.header.server_now = instant();
  return game;
}

function tell(game, stream, event) {
  const seq = ++game.heads[stream];
  for (const socket of game.sockets) socket.send(JSON.stringify({ type: 'delivery', stream, seq, event }));
}

function moved(game, type, changes) {
  Object.assign(game.header, changes, { server_now: instant() });
  tell(game, 'public', { type, header: game.header });
  return game.header;
}

function rowChanged(game, seat) {
  tell(game, 'private', { type: 'room_changed', seat });
  return seat;
}

const deadline = (game) => (game.minutes ? instant(Date.now() + game.minutes * 60_000) : null);

const LEVERS = {
  start: (game) =>
    moved(game, 'game_started', {
      status: 'running',
      turn: 1,
      deadline_at: deadline(game),
      deadline_version: 1,
    }),
  pause: (game) =>
    moved(game, 'game_paused', {
      status: 'paused',
      remaining_seconds: game.header.deadline_at
        ? (Date.parse(game.header.deadline_at) - Date.now()) / 1000
        : null,
      deadline_at: null,
    }),
  resume: (game) =>
    moved(game, 'game_resumed', {
      status: 'running',
      deadline_at: instant(Date.now() + (game.header.remaining_seconds ?? 60) * 1000),
      remaining_seconds: null,
      deadline_version: game.header.deadline_version + 1,
    }),
  resolve: (game) => {
    tell(game, 'public', { type: 'turn_closed', turn: game.header.turn });
    setTimeout(() => {
      const turn = game.header.turn;
      game.injects = [];
      Object.assign(game.header, { turn: turn + 1, deadline_at: deadline(game), server_now: instant() });
      tell(game, 'public', { type: 'turn_resolved', turn, board: board(turn), header: game.header });
      moved(game, 'turn_opened', {});
    }, 1200);
    return game.header;
  },
  finish: (game) => moved(game, 'game_ended', { status: 'ended', deadline_at: null, seed: 'c0ffee' }),
};

/** [method, pattern, handler]; the pattern's groups come before the body. */
const ROUTES = [
  ['GET', /^\/session$/, (call) => call.session],
  ['DELETE', /^\/session$/, (call) => call.enter(nobody, 204)],
  [
    'POST',
    /^\/session$/,
    (call) => {
      if (call.body.password.length < 3)
        throw new Problem(
          401,
          'wrong_password',
          'session',
          'The name or the password is wrong.',
          'Try again.',
        );
      return call.enter({ ...nobody, principal: 'instructor', name: call.body.name });
    },
  ],
  [
    'POST',
    /^\/instructors$/,
    (call) => {
      if (call.body.password.length < 12)
        throw new Problem(
          422,
          'text_too_short',
          'password',
          'The password is too short.',
          'Use at least 12 characters.',
        );
      return call.enter({ ...nobody, principal: 'instructor', name: call.body.name }, 201);
    },
  ],
  [
    'POST',
    /^\/join\/look$/,
    (call) => {
      if (call.body.code.toUpperCase() !== 'K7M2QX')
        throw new Problem(422, 'unknown_code', 'code', 'No game has this code.', 'Ask your instructor.');
      const { header, seats } = games.get('g1');
      return {
        game: 'g1',
        title: header.title,
        scenario_title: header.scenario_title,
        seats: seats.map(({ seat, name, state, people, bot }) => ({
          seat,
          name,
          state,
          bot,
          holders: people.length,
          taken: people.length > 0,
          ...OPENING,
          state_name: name,
        })),
      };
    },
  ],
  [
    'POST',
    /^\/join$/,
    (call) => {
      const game = games.get('g1');
      const seat = game.seats.find((row) => row.seat === call.body.seat);
      seat.people.push({ name: call.body.name, here: true, browsers: 1 });
      Object.assign(seat, { bot: false, status: 'reading' });
      rowChanged(game, seat);
      return call.enter(
        { principal: 'seat', name: call.body.name, game: 'g1', seat: seat.seat, personal_code: token() },
        201,
      );
    },
  ],
  [
    'POST',
    /^\/links\/claim$/,
    (call) => {
      const { token: secret, name } = call.body;
      if (secret.startsWith('watch'))
        return call.enter({ ...nobody, principal: 'spectator', game: 'g1' }, 201);
      if (secret.startsWith('old'))
        throw new Problem(
          422,
          'unknown_link',
          'token',
          'This link leads nowhere any more.',
          'Ask for a new one.',
        );
      if (!name)
        throw new Problem(
          422,
          'field_missing',
          'name',
          'The seat needs a name.',
          'Write the name you go by.',
        );
      return call.enter({ principal: 'seat', name, game: 'g1', seat: 'fiji', personal_code: token() }, 201);
    },
  ],
  ...scenarioRoutes,
  ...sessionRoutes,
  ['GET', /^\/classes$/, () => classes],
  [
    'POST',
    /^\/classes$/,
    (call) => {
      const row = {
        id: `c${classes.length + 1}`,
        name: call.body.name,
        delete_on: call.body.delete_on ?? null,
        created_at: instant(),
      };
      classes.push(row);
      return row;
    },
  ],
  [
    'GET',
    /^\/classes\/(\w+)\/games$/,
    (call, id) => (id === 'c1' ? [...games.values()].map((game) => game.header) : []),
  ],
  [
    'POST',
    /^\/classes\/\w+\/games$/,
    (call) => {
      const game = newGame(`g${games.size + 1}`, call.body, call.body.title ?? 'A new game');
      games.set(game.header.id, game);
      return game.header;
    },
  ],
  ['GET', /^\/games\/(\w+)$/, (call, id) => gameOf(id).header],
  [
    'GET',
    /^\/games\/(\w+)\/room$/,
    (call, id) => {
      const game = gameOf(id);
      return {
        header: game.header,
        join_code: game.code,
        join_url: `${origin}/join#${game.code}`,
        seats: game.seats,
        injects: waiting(game),
      };
    },
  ],
  ['GET', /^\/games\/(\w+)\/health$/, (call, id) => healthOf(gameOf(id))],
  ...injectRoutes(gameOf),
  ['GET', /^\/games\/(\w+)\/texts$/, (call, id) => withEvents(texts(gameOf(id)))],
  [
    'GET',
    /^\/games\/(\w+)\/snapshot$/,
    (call, id) => {
      const game = gameOf(id);
      const seats = game.seats.map(({ seat, name, state, bot, people }) => ({
        seat,
        name,
        state,
        bot,
        held: people.length > 0,
        ready: false,
      }));
      return {
        epoch: 'mock',
        heads: game.heads,
        header: game.header,
        board: board(game.header.turn),
        own: null,
        move: null,
        ready: false,
        seats,
        messages: [],
        earlier_messages: 0,
        server_now: instant(),
      };
    },
  ],
  [
    'POST',
    /^\/games\/(\w+)\/(start|pause|resume|resolve|finish)$/,
    (call, id, lever) => LEVERS[lever](gameOf(id)),
  ],
  [
    'POST',
    /^\/games\/(\w+)\/extend$/,
    (call, id) => {
      const game = gameOf(id);
      const at = instant(Date.parse(game.header.deadline_at) + call.body.minutes * 60_000);
      return moved(game, 'deadline_changed', {
        deadline_at: at,
        deadline_version: game.header.deadline_version + 1,
      });
    },
  ],
  [
    'PUT',
    /^\/games\/(\w+)\/seats\/(\w+)\/bot$/,
    (call, id, key) => {
      const game = gameOf(id);
      const seat = game.seats.find((row) => row.seat === key);
      return rowChanged(
        game,
        Object.assign(seat, { bot: call.body.on, status: call.body.on ? 'bot' : 'empty' }),
      );
    },
  ],
  ['POST', /^\/games\/\w+\/seats\/\w+\/link$/, () => ({ url: `${origin}/join#${token()}` })],
  ['POST', /^\/games\/\w+\/spectator-link$/, () => ({ url: `${origin}/watch#watch${token()}` })],
  ['POST', /^\/ws-ticket$/, () => ({ ticket: token(), expires_in: 30 })],
];

const http = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, origin);
  response.setHeader('Content-Security-Policy', POLICY);
  try {
    if (pathname.startsWith('/api/v1')) await answer(request, response, pathname.slice('/api/v1'.length));
    else await file(response, pathname);
  } catch (error) {
    const problem = error instanceof Problem ? error : missing();
    if (!(error instanceof Problem)) console.error(error);
    send(response, problem.status, problem.body, 'application/problem+json');
  }
});

async function answer(request, response, path) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : undefined;
  const cookie = /comity-dev=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  let status = 200;
  const call = {
    body,
    query: new URL(request.url, origin).searchParams,
    session: sessions.get(cookie) ?? nobody,
    enter(session, code = 200) {
      const fresh = token();
      sessions.set(fresh, { ...session, personal_code: null });
      response.setHeader('Set-Cookie', `comity-dev=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
      status = code;
      return session;
    },
  };
  for (const [method, pattern, handle] of ROUTES) {
    const match = pattern.exec(path);
    if (match && method === request.method) {
      const found = handle(call, ...match.slice(1));
      return send(response, status, status === 204 ? undefined : found, 'application/json');
    }
  }
  throw missing();
}

function send(response, status, body, type) {
  response.writeHead(status, { 'Content-Type': type });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

const live = new WebSocketServer({ noServer: true });
http.on('upgrade', (request, socket, head) => {
  const id = /^\/api\/v1\/games\/(\w+)\/live$/.exec(request.url)?.[1];
  const game = games.get(id);
  if (!game) return socket.destroy();
  live.handleUpgrade(request, socket, head, (client) => {
    client.once('message', () => {
      game.sockets.add(client);
      const welcome = {
        type: 'welcome',
        protocol: 1,
        epoch: 'mock',
        heads: game.heads,
        server_now: instant(),
      };
      client.send(JSON.stringify(welcome));
    });
    client.on('close', () => game.sockets.delete(client));
  });
});
setInterval(() => {
  for (const game of games.values())
    for (const client of game.sockets)
      client.send(JSON.stringify({ type: 'heartbeat', heads: game.heads, server_now: instant() }));
}, 15_000);

http.listen(port, '127.0.0.1', () => console.log(`a make-believe class at ${origin}`));
