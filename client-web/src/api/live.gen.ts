/* Generated from live-schema.json by `npm run types`. Do not edit. */

/**
 * Both directions, so that one schema document holds them.
 */
export interface LiveMessages {
  client: Hello | Ack | Ping;
  server: Welcome | SnapshotSent | PublicDelivery | PrivateDelivery | Heartbeat | Pong | Notice | Bye;
}
/**
 * The first frame: the pass, and the last numbers that this client has applied (with their epoch).
 */
export interface Hello {
  epoch: string | null;
  private: number;
  public: number;
  ticket: string;
  type: 'hello';
}
/**
 * The numbers applied so far. Informative: nothing is resent because of it.
 */
export interface Ack {
  private: number;
  public: number;
  type: 'ack';
}
/**
 * Asks for a `pong`.
 */
export interface Ping {
  type: 'ping';
}
/**
 * The answer to `hello`; the missing deliveries or one snapshot follow.
 */
export interface Welcome {
  epoch: string;
  heads: Heads;
  protocol: 1;
  server_now: string;
  type: 'welcome';
}
/**
 * The last numbers of the caller's two streams; `private` is 0 for those who have none.
 */
export interface Heads {
  private: number;
  public: number;
}
/**
 * Everything that this member may know; replaces all that the client had.
 */
export interface SnapshotSent {
  snapshot: Snapshot;
  type: 'snapshot';
}
/**
 * Everything that the caller may know now, read in one transaction together with its `heads`.
 */
export interface Snapshot {
  board: PublicBoard;
  earlier_messages: number;
  epoch: string;
  header: GameHeader;
  heads: Heads;
  messages: Message[];
  move: MoveRecord | null;
  own: SeatBoard | null;
  ready: boolean;
  seats: SeatView[];
  server_now: string;
}
/**
 * What everyone may see of the world after `turn` turns were resolved (0 is the opening).
 */
export interface PublicBoard {
  at_stake: {
    [k: string]: AtStake;
  };
  blocs: {
    [k: string]: BlocView;
  };
  challenges: {
    [k: string]: Gauge;
  };
  docket: DocketItem[];
  events: PendingEvent[];
  globalisms: {
    [k: string]: GlobalismView;
  };
  headlines: Headline[];
  indices: {
    [k: string]: Gauge;
  };
  institutions: {
    [k: string]: InstitutionView;
  };
  measured: {
    [k: string]: MeasurePart[];
  };
  movements: {
    [k: string]: MovementView;
  };
  order_phase: OrderPhase;
  over: string | null;
  pairs: PairView[];
  stakes: {
    [k: string]: number;
  };
  states: {
    [k: string]: StateView;
  };
  system: {
    [k: string]: Gauge;
  };
  tallies: TallyView[];
  turn: number;
}
/**
 * Why a ground counts as it does: `rest` and `raised` sum to its `stakes`, in percent of all.
 */
export interface AtStake {
  by: number;
  raised: number;
  rest: number;
  subject: string | null;
  variable: string | null;
}
export interface BlocView {
  depth: Gauge;
  leader: string | null;
  members: string[];
  rigid: boolean;
}
/**
 * One published number and how far the last turn moved it.
 */
export interface Gauge {
  change: number;
  value: number;
}
/**
 * A resolution to be voted this turn.
 */
export interface DocketItem {
  id: string;
  institution: string;
  resolution: string;
  scheduled: boolean;
  sponsors: string[];
  target: string | null;
  text: string;
  voters: string[];
}
/**
 * An event that has come; `choices` is empty when it asks nothing.
 */
export interface PendingEvent {
  choices: string[];
  event: string;
  state: string | null;
}
export interface GlobalismView {
  claim: Gauge;
  faces: {
    [k: string]: Gauge;
  };
  gap: Gauge;
  leans: 'power' | 'legitimacy' | 'neither';
  legitimacy: Gauge;
  prevalence: Gauge;
  radical: boolean;
  radicalisation: Gauge;
  recognition: Gauge;
  sub_orders: {
    [k: string]: Gauge;
  };
}
/**
 * Something that happened, in words.
 *
 * `about` names first what was done or came (`action:KEY`, `resolution:KEY`, `event:KEY`), if anything, and
 * then whom it concerns (`state:KEY`, `pair:KEY:KEY` and the like), who acts first.
 */
export interface Headline {
  about: string[];
  kind: string;
  text: string;
}
export interface InstitutionView {
  authority: Gauge;
  council: string[];
  legitimacy: Gauge;
  members: string[];
  ownership: {
    [k: string]: number;
  };
  permanent: string[];
  quotas: {
    [k: string]: number;
  };
  renewal: Gauge;
  universality: Gauge;
}
/**
 * One part of an index or gauge of the system; `texts.measures` names it.
 */
export interface MeasurePart {
  key: string;
  most: number | null;
  value: number;
}
export interface MovementView {
  by_state: {
    [k: string]: number;
  };
  strength: Gauge;
}
/**
 * The predominant model of order, and the phase that it is in: `contained` by a viable competitor,
 * `unbounded` while none checks it, or `limits_met` once it claims much and is checked again.
 */
export interface OrderPhase {
  globalism: string;
  phase: string;
}
/**
 * Two states whose relation differs from the ordinary: a < b by key.
 */
export interface PairView {
  a: string;
  agreement: number;
  b: string;
  escalation: number;
  pacts: string[];
  rung: string;
  sanctions_by_a: number;
  sanctions_by_b: number;
  tension: number;
  trust: number;
}
export interface StateView {
  autonomy: Gauge;
  carbon: Gauge;
  cohesion: Gauge;
  economy: Gauge;
  governance: Gauge;
  grievances: {
    [k: string]: Gauge;
  };
  inequality: Gauge;
  military: Gauge;
  mood: {
    [k: string]: number;
  };
  power: number;
  predisposition: {
    [k: string]: number;
  };
  stance: {
    [k: string]: number;
  };
  standing: Gauge;
  technology: Gauge;
}
/**
 * How one resolution was voted; every vote is public.
 */
export interface TallyView {
  abstain: number;
  id: string;
  institution: string;
  no: number;
  passed: boolean;
  resolution: string;
  roll_call: {
    [k: string]: 'yes' | 'no' | 'abstain' | 'defy';
  };
  target: string | null;
  text: string;
  vetoed: boolean;
  vetoed_by: string[];
  yes: number;
}
export interface GameHeader {
  bots_fill: boolean;
  deadline_at: string | null;
  deadline_version: number;
  early: boolean;
  id: string;
  remaining_seconds: number | null;
  scenario: string;
  scenario_title: string;
  seed: string | null;
  seed_commitment: string;
  server_now: string;
  status: 'lobby' | 'running' | 'paused' | 'ended';
  title: string;
  turn: number;
  turns: number;
}
export interface Message {
  from: string;
  id: string;
  kind: 'statement' | 'cable';
  sent_at: string;
  text: string;
  to: string[];
  turn: number;
}
/**
 * The saved move of a seat; `body` is null when it was withdrawn, `by` is the teammate's name.
 */
export interface MoveRecord {
  body: {
    [k: string]: unknown;
  } | null;
  by: string | null;
  received_at: string;
  rev: number;
}
/**
 * What one seat sees beyond the public board.
 */
export interface SeatBoard {
  actions: ActionOption[];
  actions_limit: number;
  answers: PendingEvent[];
  capital: Gauge;
  capital_income: number;
  effort_factors: number[];
  fit_rule: FitRule;
  notices: string[];
  objectives: ObjectiveView[];
  relations: {
    [k: string]: Relation;
  };
  scales: EffectScales;
  score: number;
  score_parts: {
    [k: string]: number;
  };
  seat: string;
  stance: {
    [k: string]: number;
  };
  stance_price: StancePrice;
  state: string;
  tabling: TablingOption[];
  turn: number;
  votes: string[];
}
/**
 * What the seat may do now with one action; `reason` is null when it is possible.
 *
 * Targets are keys of the kind that the action's text names, in the scenario's order; an action without
 * targets has neither possible nor impossible ones. Each reason is told once: a world of 193 states has
 * 12,000 targets, and told one by one they weighed eight times as much.
 */
export interface ActionOption {
  action: string;
  cost: number;
  fit: number;
  not_now: NotNow[];
  reason: string | null;
  targets: string[];
}
/**
 * Why an action or a resolution cannot be aimed at these targets now.
 */
export interface NotNow {
  reason: string;
  targets: string[];
}
/**
 * How a stance carries an action: `floor` with none of the action's globalism in it, from there evenly up
 * to 1, which a share of `whole` and any larger one give. Both 0..1.
 */
export interface FitRule {
  floor: number;
  whole: number;
}
export interface ObjectiveView {
  hidden: boolean;
  key: string;
  met: boolean;
  now: number;
  points: number;
  subject: string;
  test: 'at_least' | 'at_most' | 'rises_by' | 'falls_by';
  text: string;
  variable: string;
  wanted: number;
}
/**
 * How one other state and the seat's own stand to each other.
 */
export interface Relation {
  agreement: number;
  scales: {
    [k: string]: number;
  };
  tension: Gauge;
  trust: Gauge;
}
/**
 * What an effect is multiplied by now, by the scale that it names.
 */
export interface EffectScales {
  by_institution: {
    [k: string]: {
      [k: string]: number;
    };
  };
  own: {
    [k: string]: number;
  };
}
/**
 * What a stance costs a state in cohesion, by the rule that resolves it: `swing` times the square of the
 * part that moves, once, and `departure` times what lies further than `free` from `home`, each turn.
 *
 * Parts are halves of summed differences of shares, 0..1.
 */
export interface StancePrice {
  departure: number;
  free: number;
  held_back: number;
  home: {
    [k: string]: number;
  };
  swing: number;
}
/**
 * What the seat may propose now in one institution; as an `ActionOption`.
 */
export interface TablingOption {
  institution: string;
  not_now: NotNow[];
  reason: string | null;
  resolution: string;
  targets: string[];
}
/**
 * What everybody may know of a seat.
 */
export interface SeatView {
  bot: boolean;
  held: boolean;
  name: string;
  ready: boolean;
  seat: string;
  state: string;
}
/**
 * The next event of the stream that all members share.
 */
export interface PublicDelivery {
  event:
    | GameStarted
    | TurnOpened
    | TurnClosed
    | TurnResolved
    | DeadlineChanged
    | GamePaused
    | GameResumed
    | StatementMade
    | SeatChanged
    | GameEnded;
  seq: number;
  stream: 'public';
  type: 'delivery';
}
export interface GameStarted {
  header: GameHeader;
  type: 'game_started';
}
export interface TurnOpened {
  header: GameHeader;
  type: 'turn_opened';
}
export interface TurnClosed {
  turn: number;
  type: 'turn_closed';
}
export interface TurnResolved {
  board: PublicBoard;
  header: GameHeader;
  turn: number;
  type: 'turn_resolved';
}
export interface DeadlineChanged {
  header: GameHeader;
  type: 'deadline_changed';
}
export interface GamePaused {
  header: GameHeader;
  type: 'game_paused';
}
export interface GameResumed {
  header: GameHeader;
  type: 'game_resumed';
}
export interface StatementMade {
  message: Message;
  type: 'statement_made';
}
export interface SeatChanged {
  seat: SeatView;
  type: 'seat_changed';
}
export interface GameEnded {
  header: GameHeader;
  type: 'game_ended';
}
/**
 * The next event of the member's own stream.
 */
export interface PrivateDelivery {
  event: MoveSaved | CableReceived | SeatResolved | ReadyChanged | RoomChanged | InjectsChanged | TurnFailed;
  seq: number;
  stream: 'private';
  type: 'delivery';
}
/**
 * `turn` says for which turn: this may arrive after the public news that the next one has opened.
 */
export interface MoveSaved {
  move: MoveRecord;
  turn: number;
  type: 'move_saved';
}
/**
 * Also told to the sender, whose teammates and other devices have to show it.
 */
export interface CableReceived {
  message: Message;
  type: 'cable_received';
}
export interface SeatResolved {
  own: SeatBoard;
  type: 'seat_resolved';
}
/**
 * `turn` as for a saved move.
 */
export interface ReadyChanged {
  ready: boolean;
  turn: number;
  type: 'ready_changed';
}
/**
 * For the instructor alone.
 */
export interface RoomChanged {
  seat: RoomSeat;
  type: 'room_changed';
}
/**
 * What the instructor sees of a seat; `rev` is the last saved revision of this turn, 0 for none.
 */
export interface RoomSeat {
  blocking: boolean;
  bot: boolean;
  name: string;
  people: PersonHere[];
  rev: number;
  seat: string;
  state: string;
  status: 'empty' | 'away' | 'reading' | 'drafting' | 'submitted' | 'ready' | 'bot';
}
/**
 * Somebody who holds a seat; `here` while a live line of theirs is open. `browsers` are those in which
 * they are signed in: more than they know of, where their personal code went round.
 */
export interface PersonHere {
  browsers: number;
  here: boolean;
  name: string;
}
/**
 * For the instructor alone: an event was sent or taken back, and these wait now.
 */
export interface InjectsChanged {
  injects: Injects;
  type: 'injects_changed';
}
/**
 * What was sent in `turn`, in that order, and comes with the turn after it; hidden until then.
 */
export interface Injects {
  turn: number;
  waiting: InjectView[];
}
/**
 * An event that the instructor sent; `state` is null where it hits the world.
 */
export interface InjectView {
  event: string;
  state: string | null;
}
/**
 * For the instructor alone: the rules could not resolve a turn, and the game is paused.
 */
export interface TurnFailed {
  turn: number;
  type: 'turn_failed';
}
/**
 * Every 15 seconds: a client that is behind `heads` has missed something.
 */
export interface Heartbeat {
  heads: Heads;
  server_now: string;
  type: 'heartbeat';
}
export interface Pong {
  type: 'pong';
}
/**
 * The database is away (moves cannot be saved for now) or back.
 */
export interface Notice {
  code: 'saving_paused' | 'saving_resumed';
  type: 'notice';
}
/**
 * Sent just before the server closes with the same code.
 */
export interface Bye {
  code: number;
  reason: string;
  type: 'bye';
}
