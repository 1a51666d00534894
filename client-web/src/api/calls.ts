/** Every route that the client uses, one function each, grouped by who may call them. */

import { call, freshKey } from './http';
import type {
  CauseLine,
  Chronicle,
  ClassRow,
  Debrief,
  GameHeader,
  GameHealth,
  Inject,
  Injects,
  JoinLook,
  LinkMade,
  Message,
  MessagePage,
  Move,
  MoveRecord,
  NewGame,
  OwnSession,
  PlayedTurn,
  Receipt,
  RoleSheet,
  Room,
  RoomSeat,
  ScenarioLeftOut,
  ScenarioSummary,
  Session,
  Snapshot,
  StreamAnswer,
  Texts,
} from './types';

const part = encodeURIComponent;
const game = (id: string) => `/games/${part(id)}`;

/** Anyone. */
export const session = () => call<Session>('GET', '/session');
export const signOut = () => call<undefined>('DELETE', '/session');
export const sessions = () => call<OwnSession[]>('GET', '/sessions');
export const signOutElsewhere = () => call<undefined>('DELETE', '/sessions');
export const signIn = (name: string, password: string) =>
  call<Session>('POST', '/session', { body: { name, password } });
export const createInstructor = (invite: string, name: string, password: string) =>
  call<Session>('POST', '/instructors', { body: { invite, name, password } });
export const lookAtCode = (code: string) => call<JoinLook>('POST', '/join/look', { body: { code } });
export const join = (code: string, name: string, seat: string) =>
  call<Session>('POST', '/join', { body: { code, name, seat } });
export const claimLink = (token: string, name?: string) =>
  call<Session>('POST', '/links/claim', { body: name ? { token, name } : { token } });
export const scenarios = () => call<ScenarioSummary[]>('GET', '/scenarios');

/** An instructor. */
export const scenariosLeftOut = () => call<ScenarioLeftOut[]>('GET', '/scenarios-left-out');
export const classes = () => call<ClassRow[]>('GET', '/classes');
export const createClass = (name: string, delete_on?: string) =>
  call<ClassRow>('POST', '/classes', { body: delete_on ? { name, delete_on } : { name } });
export const gamesOfClass = (id: string) => call<GameHeader[]>('GET', `/classes/${part(id)}/games`);
export const createGame = (classId: string, body: NewGame) =>
  call<GameHeader>('POST', `/classes/${part(classId)}/games`, { body });
export const room = (id: string) => call<Room>('GET', `${game(id)}/room`);
export const health = (id: string) => call<GameHealth>('GET', `${game(id)}/health`);
export type Lever = 'start' | 'pause' | 'resume' | 'finish';
export const pull = (id: string, lever: Lever) =>
  call<GameHeader>('POST', `${game(id)}/${lever}`, { body: {} });
export const resolve = (id: string, turn: number) =>
  call<GameHeader>('POST', `${game(id)}/resolve`, { body: { turn } });
export const extend = (id: string, minutes: number, deadline_version: number) =>
  call<GameHeader>('POST', `${game(id)}/extend`, { body: { minutes, deadline_version }, key: freshKey() });
export const sendEvent = (id: string, { event, state }: Inject) =>
  call<Injects>('POST', `${game(id)}/injects`, { body: state === null ? { event } : { event, state } });
export const takeEventBack = (id: string, { event, state }: Inject) =>
  call<Injects>(
    'DELETE',
    `${game(id)}/injects/${part(event)}${state === null ? '' : `?state=${part(state)}`}`,
  );
export const setBot = (id: string, seat: string, on: boolean) =>
  call<RoomSeat>('PUT', `${game(id)}/seats/${part(seat)}/bot`, { body: { on } });
export const newSeatLink = (id: string, seat: string) =>
  call<LinkMade>('POST', `${game(id)}/seats/${part(seat)}/link`, { body: {} });
export const newSpectatorLink = (id: string, showOut: boolean) =>
  call<LinkMade>('POST', `${game(id)}/spectator-link`, { body: { show_out: showOut } });

/** A member of the game. */
export const header = (id: string) => call<GameHeader>('GET', game(id));
export const texts = (id: string) => call<Texts>('GET', `${game(id)}/texts`);
export const snapshot = (id: string) => call<Snapshot>('GET', `${game(id)}/snapshot`);
export const messagesBefore = (id: string, message: string) =>
  call<MessagePage>('GET', `${game(id)}/messages?before=${part(message)}`);
export const stream = (id: string, publicAfter: number, privateAfter: number) =>
  call<StreamAnswer>('GET', `${game(id)}/stream?public_after=${publicAfter}&private_after=${privateAfter}`);
export const liveTicket = (id: string) =>
  call<{ ticket: string; expires_in: number }>('POST', '/ws-ticket', { body: { game: id } });
export const causes = (id: string, turn: number, subject: string, variable?: string) => {
  const query = new URLSearchParams({ subject, ...(variable !== undefined && { variable }) });
  return call<CauseLine[]>('GET', `${game(id)}/turns/${turn}/causes?${query}`);
};
export const debrief = (id: string) => call<Debrief>('GET', `${game(id)}/debrief`);
export const chronicle = (id: string) => call<Chronicle>('GET', `${game(id)}/chronicle`);
export const exportUrl = (id: string, format: 'json' | 'csv') => `/api/v1${game(id)}/export?format=${format}`;

/** A seat. */
export const role = (id: string) => call<RoleSheet>('GET', `${game(id)}/role`);
export const savedMove = (id: string, turn: number) =>
  call<{ move: MoveRecord | null }>('GET', `${game(id)}/turns/${turn}/move`);
export const playedTurn = (id: string, turn: number) =>
  call<PlayedTurn>('GET', `${game(id)}/turns/${turn}/played`);
/** `key` names the intention: give the same one when the same submission is tried again by hand. */
export const submitMove = (id: string, turn: number, move: Move, key: string, ifMatch?: number) =>
  call<Receipt>('PUT', `${game(id)}/turns/${turn}/move`, {
    body: move,
    key,
    ...(ifMatch !== undefined && { ifMatch }),
  });
export const withdrawMove = (id: string, turn: number, key: string) =>
  call<Receipt>('DELETE', `${game(id)}/turns/${turn}/move`, { key });
export const setReady = (id: string, turn: number, ready: boolean) =>
  call<{ ready: boolean }>('PUT', `${game(id)}/turns/${turn}/ready`, { body: { ready } });
export const makeStatement = (id: string, text: string) =>
  call<Message>('POST', `${game(id)}/statements`, { body: { text } });
export const sendCable = (id: string, to: string[], text: string) =>
  call<Message>('POST', `${game(id)}/cables`, { body: { to, text } });
