import type { ClientMessage, Delivery, Heads, ServerMessage, Snapshot, StreamAnswer } from '../api/types';
import { Trouble } from '../api/trouble';
import { backoffMs } from './backoff';

/**
 * `connecting`: first time. `live`: welcomed and caught up. `reconnecting`: something is shown, and the line to it was
 * lost, is still catching up, or was never there when it should have been.
 * `polling`: sockets fail here, news comes every few seconds by HTTP. `over`: this reader may no longer listen.
 */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'over';

/** The part of a browser's WebSocket that is used. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface Clock {
  after(ms: number, run: () => void): () => void;
}

export interface ConnectionDeps {
  openSocket(): SocketLike;
  ticket(): Promise<string>;
  stream(heads: Heads): Promise<StreamAnswer>;
  snapshot(): Promise<Snapshot>;
  clock: Clock;
  random(): number;
}

/** What the connection asks of and tells to the one who keeps the state. */
export interface Listener {
  /** The last numbers applied and their epoch; null before the first snapshot. */
  position(): { epoch: string; heads: Heads } | null;
  /** Applies one delivery; false asks for a fresh snapshot. */
  apply(delivery: Delivery): boolean;
  replace(snapshot: Snapshot): void;
  state(state: LinkState, why?: string): void;
  serverTime(iso: string): void;
  saving(paused: boolean): void;
}

export const SILENCE_MAX_MS = 32_000;
/** A line that is not there so long after it was asked for is missing: the reader is told. */
export const LATE_MS = 10_000;
export const POLL_MS = 5_000;
export const FAILURES_BEFORE_POLLING = 3;
const ACK_MS = 5_000;
const PROBE_MS = 4_000;
const CLOSE_NOT_ALLOWED = 4003;

/** One reader's live line to one game. It never gives up by itself; `stop` ends it. */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #listener: Listener;
  #state: LinkState = 'connecting';
  #socket: SocketLike | null = null;
  #failures = 0;
  #target: Heads | null = null;
  #wasBehind = false;
  #pollFailed = false;
  #fetching = false;
  #fetchFailures = 0;
  /** What came while a snapshot was on its way: part of it may be newer than that snapshot. */
  #waiting: Delivery[] = [];
  #acked = '';
  /** Grows with every new attempt, so that answers to an older one are dropped. */
  #attempt = 0;
  #cancelRetry: () => void = nothing;
  #cancelSilence: () => void = nothing;
  #cancelPoll: () => void = nothing;
  #cancelAck: () => void = nothing;
  #cancelLate: () => void = nothing;
  #cancelFetch: () => void = nothing;

  constructor(deps: ConnectionDeps, listener: Listener) {
    this.#deps = deps;
    this.#listener = listener;
  }

  get state(): LinkState {
    return this.#state;
  }

  start(): void {
    this.#listener.state(this.#state);
    this.#cancelLate = this.#deps.clock.after(LATE_MS, () => this.#state === 'connecting' && this.#miss());
    void this.#connect();
  }

  stop(): void {
    this.#end('over', undefined, false);
  }

  /** The device came back (page shown, network up): check the line now instead of waiting for silence. */
  probe(): void {
    if (this.#state === 'over') return;
    if (this.#socket && this.#state === 'live') {
      this.#send({ type: 'ping' });
      this.#watchSilence(PROBE_MS);
    } else if (!this.#socket) {
      this.#cancelRetry();
      void this.#connect();
    }
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    let ticket: string;
    try {
      ticket = await this.#deps.ticket();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof Trouble && (error.kind === 'login' || error.kind === 'missing')) {
        this.#end('over', error.message);
      } else {
        this.#failed();
      }
      return;
    }
    if (attempt !== this.#attempt) return;
    const socket = this.#deps.openSocket();
    this.#socket = socket;
    const mine = () => attempt === this.#attempt;
    socket.onopen = () => mine() && this.#hello(ticket);
    socket.onmessage = (event) => mine() && this.#hear(event.data);
    socket.onclose = (event) => mine() && this.#closed(event.code, event.reason);
    this.#watchSilence(SILENCE_MAX_MS);
  }

  #hello(ticket: string): void {
    const position = this.#listener.position();
    const heads = position?.heads ?? { public: 0, private: 0 };
    this.#send({ type: 'hello', ticket, epoch: position?.epoch ?? null, ...heads });
  }

  #hear(data: unknown): void {
    this.#watchSilence(SILENCE_MAX_MS);
    const message = parsed(data);
    if (message === null) return;
    switch (message.type) {
      case 'welcome':
        this.#target = message.heads;
        this.#listener.serverTime(message.server_now);
        this.#settle();
        return;
      case 'snapshot':
        this.#listener.replace(message.snapshot);
        this.#settle();
        return;
      case 'delivery':
        this.#take([message]);
        return;
      case 'heartbeat':
        this.#listener.serverTime(message.server_now);
        this.#compare(message.heads);
        return;
      case 'notice':
        this.#listener.saving(message.code === 'saving_paused');
        return;
      case 'pong':
      case 'bye':
        return;
    }
  }

  /** Applies deliveries in order; the first that does not fit asks for a snapshot instead. */
  #take(deliveries: readonly Delivery[]): void {
    if (this.#fetching) {
      this.#waiting.push(...deliveries);
      return;
    }
    const fits = deliveries.every((delivery) => this.#listener.apply(delivery));
    if (!fits) void this.#refresh();
    else this.#settle();
  }

  /** Live means: welcomed, and everything up to the heads named in the welcome is applied. */
  #settle(): void {
    const position = this.#listener.position();
    if (this.#target === null || position === null || isBehind(position.heads, this.#target)) return;
    this.#wasBehind = false;
    if (this.#state !== 'live') {
      this.#failures = 0;
      this.#cancelPoll();
      this.#move('live');
    }
    this.#acknowledge();
  }

  /** A heartbeat names the heads. Behind at two in a row means that something was lost on the way. */
  #compare(heads: Heads): void {
    const position = this.#listener.position();
    const behind = position === null || isBehind(position.heads, heads);
    if (behind && this.#wasBehind) void this.#refresh();
    this.#wasBehind = behind;
  }

  async #refresh(): Promise<void> {
    if (this.#fetching || this.#state === 'over') return;
    this.#fetching = true;
    if (this.#state === 'live') this.#move('reconnecting');
    try {
      this.#listener.replace(await this.#deps.snapshot());
      this.#fetchFailures = 0;
    } catch {
      this.#fetchFailures += 1;
    }
    this.#fetching = false;
    // Stopped while the snapshot was on its way.
    if (this.state === 'over') return;
    if (this.#fetchFailures > 0) {
      const wait = backoffMs(this.#fetchFailures, () => this.#deps.random());
      this.#cancelFetch = this.#deps.clock.after(wait, () => void this.#refresh());
      return;
    }
    this.#take(this.#waiting.splice(0));
  }

  #closed(code: number, reason: string): void {
    this.#dropSocket();
    if (code === CLOSE_NOT_ALLOWED) this.#end('over', reason);
    else this.#failed();
  }

  #failed(): void {
    this.#dropSocket();
    this.#failures += 1;
    this.#target = null;
    this.#miss();
    if (this.#failures === FAILURES_BEFORE_POLLING) void this.#poll();
    const wait = backoffMs(this.#failures, () => this.#deps.random());
    this.#cancelRetry = this.#deps.clock.after(wait, () => void this.#connect());
  }

  /** What is shown may be old from now on, whether the line was lost or never came. */
  #miss(): void {
    const shown = this.#state === 'connecting' && this.#listener.position() !== null;
    if (shown || this.#state === 'live') this.#move('reconnecting');
  }

  async #poll(): Promise<void> {
    const position = this.#listener.position();
    try {
      if (position === null) {
        this.#listener.replace(await this.#deps.snapshot());
      } else {
        const answer = await this.#deps.stream(position.heads);
        if (this.#isLiveOrOver()) return;
        if (answer.epoch !== position.epoch) await this.#refresh();
        else this.#take([...answer.public, ...answer.private]);
      }
      if (this.#isLiveOrOver()) return;
      if (this.#state !== 'polling') this.#move('polling');
      // The server was away and answers again, so its socket may be back too: no need to wait out the backoff.
      if (this.#pollFailed) this.probe();
      this.#pollFailed = false;
    } catch (error) {
      if (error instanceof Trouble && error.kind === 'login') return this.#end('over', error.message);
      this.#pollFailed = true;
      if (this.#state === 'polling') this.#move('reconnecting');
    }
    if (!this.#isLiveOrOver()) this.#cancelPoll = this.#deps.clock.after(POLL_MS, () => void this.#poll());
  }

  #isLiveOrOver(): boolean {
    return this.#state === 'live' || this.#state === 'over';
  }

  #watchSilence(ms: number): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#deps.clock.after(ms, () => this.#failed());
  }

  /** Tells the server how far this reader is, at most every few seconds. */
  #acknowledge(): void {
    this.#cancelAck();
    this.#cancelAck = this.#deps.clock.after(ACK_MS, () => {
      const heads = this.#listener.position()?.heads;
      const text = JSON.stringify(heads);
      if (!heads || text === this.#acked || !this.#socket) return;
      this.#acked = text;
      this.#send({ type: 'ack', ...heads });
    });
  }

  #send(frame: ClientMessage): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #dropSocket(): void {
    this.#attempt += 1;
    this.#cancelSilence();
    this.#cancelAck();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #end(state: LinkState, why?: string, tell = true): void {
    this.#dropSocket();
    for (const cancel of [this.#cancelRetry, this.#cancelPoll, this.#cancelFetch, this.#cancelLate]) cancel();
    this.#state = state;
    if (tell) this.#listener.state(state, why);
  }

  #move(state: LinkState): void {
    this.#state = state;
    this.#listener.state(state);
  }
}

function nothing(): void {
  // Stands in for a timer that is not set.
}

function isBehind(have: Heads, want: Heads): boolean {
  return have.public < want.public || have.private < want.private;
}

function parsed(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}
