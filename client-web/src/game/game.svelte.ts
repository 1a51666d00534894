import * as calls from '../api/calls';
import { freshKey } from '../api/http';
import { asTrouble, type Trouble } from '../api/trouble';
import type {
  Delivery,
  GameEvent,
  GameHeader,
  Injects,
  Message,
  Move,
  PublicBoard,
  Receipt,
  Room,
  RoomSeat,
  SeatBoard,
  Snapshot,
  Texts,
} from '../api/types';
import { browserDeps } from '../live/browser';
import { Connection, type ConnectionDeps, type LinkState } from '../live/connection';
import { keepingPages, withPage } from './earlier';
import { applyEvent, applyToRoom, changesEveryRow } from './events';

/** The routes that a game's state needs; tests give their own. */
export type GameCalls = Pick<
  typeof calls,
  | 'snapshot'
  | 'messagesBefore'
  | 'texts'
  | 'room'
  | 'submitMove'
  | 'withdrawMove'
  | 'setReady'
  | 'makeStatement'
  | 'sendCable'
>;

/**
 * One game as this reader may see it: the snapshot, kept true by the live line, and what the reader can do.
 * Screens read its fields and call its verbs; nothing else keeps game state.
 */
export class Game {
  readonly id: string;
  snapshot = $state.raw<Snapshot | null>(null);
  texts = $state.raw<Texts | null>(null);
  /** Kept only where `openRoom` was called (the instructor's page). */
  room = $state.raw<Room | null>(null);
  link = $state<LinkState>('connecting');
  /** Why the line is over, in the server's words. */
  linkReason = $state('');
  /** The server cannot save just now; moves wait. */
  savingPaused = $state(false);
  /** The turn that is being resolved at this moment, or null. */
  resolving = $state<number | null>(null);
  /** The turn that the rules could not resolve; told to the instructor alone. */
  failed = $state<number | null>(null);
  /** How far the server's clock is ahead of this device's. */
  skewMs = $state(0);
  /** What kept the game from opening. */
  trouble = $state.raw<Trouble | null>(null);
  /** The last receipt of this device. */
  receipt = $state.raw<Receipt | null>(null);

  readonly header: GameHeader | null = $derived(this.snapshot?.header ?? this.room?.header ?? null);
  readonly board: PublicBoard | null = $derived(this.snapshot?.board ?? null);
  readonly own: SeatBoard | null = $derived(this.snapshot?.own ?? null);
  readonly messages: readonly Message[] = $derived(this.snapshot?.messages ?? []);
  /** Moves can be submitted now. */
  readonly open: boolean = $derived(this.header?.status === 'running' && this.resolving === null);

  readonly #calls: GameCalls;
  readonly #connection: Connection;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen depends on who listens
  readonly #heard = new Set<(event: GameEvent) => void>();
  #roomWish: 'none' | 'reading' | 'again' = 'none';
  #pending: { body: string; key: string } | null = null;

  constructor(id: string, routes: GameCalls = calls, deps: ConnectionDeps = browserDeps(id)) {
    this.id = id;
    this.#calls = routes;
    this.#connection = new Connection(deps, {
      position: () => this.snapshot && { epoch: this.snapshot.epoch, heads: this.snapshot.heads },
      apply: (delivery) => this.#apply(delivery),
      replace: (snapshot) => this.#replace(snapshot),
      state: (state, why) => this.#linked(state, why),
      serverTime: (iso) => this.#setClock(iso),
      saving: (paused) => (this.savingPaused = paused),
    });
  }

  /** Loads words and snapshot, then goes live. Failing to load leaves `trouble`; calling again retries. */
  async start(): Promise<void> {
    this.trouble = null;
    try {
      const [texts, snapshot] = await Promise.all([
        this.#calls.texts(this.id),
        this.#calls.snapshot(this.id),
      ]);
      this.texts = texts;
      this.#replace(snapshot);
    } catch (error) {
      this.trouble = asTrouble(error);
      return;
    }
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  probe(): void {
    this.#connection.probe();
  }

  /**
   * Loads the instructor's picture of the seats and keeps it true from then on. The line is listened to first, so
   * that what happens while the picture is on its way is applied to it afterwards and not lost.
   */
  async openRoom(): Promise<void> {
    const meanwhile: GameEvent[] = [];
    const off = this.onEvent((event) => meanwhile.push(event));
    try {
      this.room = meanwhile.reduce(applyToRoom, await this.#calls.room(this.id));
    } finally {
      off();
    }
  }

  /** Reads the room anew; a wish that comes while one is on its way is granted once, afterwards. */
  #refreshRoom(): void {
    if (this.#roomWish !== 'none') {
      this.#roomWish = 'again';
      return;
    }
    this.#roomWish = 'reading';
    void this.openRoom()
      .catch(() => undefined)
      .finally(() => {
        const again = this.#roomWish === 'again';
        this.#roomWish = 'none';
        if (again) this.#refreshRoom();
      });
  }

  /** Calls back with every event that is newly applied, after the snapshot has changed; returns how to stop. */
  onEvent(heard: (event: GameEvent) => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  /**
   * Submits the whole move of this turn; the server keeps every revision and the last one counts. Submitting the
   * same move again after a failure repeats the same intention, so it can never be saved twice.
   */
  submit(move: Move): Promise<Receipt> {
    return this.#save(move, (turn, key) => this.#calls.submitMove(this.id, turn, move, key));
  }

  /** Takes back what was submitted for this turn, as if it never had been. */
  withdraw(): Promise<Receipt> {
    return this.#save(null, (turn, key) => this.#calls.withdrawMove(this.id, turn, key));
  }

  async #save(move: Move | null, send: (turn: number, key: string) => Promise<Receipt>): Promise<Receipt> {
    const turn = this.#turn();
    const body = JSON.stringify([turn, move]);
    if (this.#pending?.body !== body) this.#pending = { body, key: freshKey() };
    this.receipt = await send(turn, this.#pending.key);
    this.#pending = null;
    return this.receipt;
  }

  async setReady(ready: boolean): Promise<void> {
    const answer = await this.#calls.setReady(this.id, this.#turn(), ready);
    if (this.snapshot) this.snapshot = { ...this.snapshot, ready: answer.ready };
  }

  async makeStatement(text: string): Promise<void> {
    this.#keep(await this.#calls.makeStatement(this.id, text));
  }

  async sendCable(to: string[], text: string): Promise<void> {
    this.#keep(await this.#calls.sendCable(this.id, to, text));
  }

  /** Reads one page of what was said before the first message that is here; how many messages that were. */
  async showEarlierMessages(): Promise<number> {
    const first = this.snapshot?.messages[0];
    if (!first) return 0;
    const page = await this.#calls.messagesBefore(this.id, first.id);
    const before = this.snapshot;
    if (before === null) return 0;
    this.snapshot = withPage(before, page, first.id);
    return this.snapshot === before ? 0 : page.messages.length;
  }

  /** Takes a header that came as an answer, unless the live line has brought a newer one meanwhile. */
  accept(header: GameHeader): void {
    if (this.snapshot && header.server_now >= this.snapshot.header.server_now) {
      this.snapshot = { ...this.snapshot, header };
    }
    if (this.room) this.room = { ...this.room, header: this.snapshot?.header ?? header };
  }

  /** Takes a row of the situation room that came as an answer. */
  acceptRow(seat: RoomSeat): void {
    if (this.room) this.room = applyToRoom(this.room, { type: 'room_changed', seat });
  }

  /** Takes the events that wait for the next turn as they came with an answer. */
  acceptInjects(injects: Injects): void {
    if (this.room) this.room = applyToRoom(this.room, { type: 'injects_changed', injects });
  }

  #turn(): number {
    return this.snapshot?.header.turn ?? 0;
  }

  #keep(message: Message): void {
    const current = this.snapshot;
    if (!current || current.messages.some((other) => other.id === message.id)) return;
    this.snapshot = { ...current, messages: [...current.messages, message] };
  }

  #apply(delivery: Delivery): boolean {
    if (!this.snapshot) return false;
    const next = applyEvent(this.snapshot, delivery);
    if (next === null) return false;
    if (next === this.snapshot) return true;
    this.snapshot = next;
    if (this.room) this.room = applyToRoom(this.room, delivery.event);
    if (this.room && changesEveryRow(delivery.event)) this.#refreshRoom();
    this.#follow(delivery.event);
    for (const heard of this.#heard) heard(delivery.event);
    return true;
  }

  /** What the snapshot does not hold: whether a turn is being resolved at this moment, or failed to be. */
  #follow(event: GameEvent): void {
    if (event.type === 'turn_closed') {
      this.resolving = event.turn;
      this.failed = null;
    } else if (event.type === 'turn_resolved' || event.type === 'game_ended') {
      this.resolving = null;
    } else if (event.type === 'turn_failed') {
      this.resolving = null;
      this.failed = event.turn;
    }
  }

  #replace(snapshot: Snapshot): void {
    this.snapshot = keepingPages(this.snapshot, snapshot);
    this.resolving = null;
    // What the missed events would have told about the seats is only in a fresh picture.
    if (this.room) this.#refreshRoom();
    this.#setClock(snapshot.server_now);
  }

  #linked(state: LinkState, why = ''): void {
    this.link = state;
    this.linkReason = why;
  }

  #setClock(iso: string): void {
    const server = Date.parse(iso);
    if (!Number.isNaN(server)) this.skewMs = server - Date.now();
  }
}
