/**
 * The shapes that the server sends and takes, under the names that the screens use. All of them come from the server's
 * own documents; only where those say "any object" (a saved move, a stored event) the client says which.
 */

import type * as live from './live.gen';
import type { components } from './openapi.gen';

type Shapes = components['schemas'];
/** A request as the client writes it: a part is there or left out, never null. */
type Present<T> = { [Key in keyof T]: NonNullable<T[Key]> };

/** Keys of the four models of global order; the rules know no other. */
export type Globalism = 'liberal' | 'transformative' | 'mercantilist' | 'conservative';
/** Four shares keyed by globalism, summing to 1. */
export type Shares = Shapes['StateView']['stance'];
export type VoteChoice = NonNullable<Shapes['Move']['votes']>[string];
export type TargetKind = Shapes['ActionText']['target'];

export type Session = Shapes['SessionView'];
export type OwnSession = Shapes['OwnSession'];
export type JoinLook = Shapes['LookedUp'];
export type JoinSeat = Shapes['OpenSeat'];
export type LengthOption = Shapes['LengthOption'];
export type ScenarioLeftOut = Shapes['ScenarioLeftOut'];
export type ScenarioSummary = Shapes['ScenarioSummary'];
export type ClassRow = Shapes['ClassView'];
export type NewGame = Present<Shapes['NewGame']>;
export type GameHeader = Shapes['GameHeader'];
export type GameStatus = GameHeader['status'];
export type Room = Shapes['RoomPage'];
export type GameHealth = Shapes['GameHealth'];
export type RoomSeat = Shapes['RoomSeat'];
export type SeatStatus = RoomSeat['status'];
export type Injects = Shapes['Injects'];
export type Inject = Shapes['InjectView'];
export type LinkMade = Shapes['LinkMade'];

export type Gauge = Shapes['Gauge'];
export type GlobalismView = Shapes['GlobalismView'];
export type InstitutionView = Shapes['InstitutionView'];
export type StateView = Shapes['StateView'];
export type MovementView = Shapes['MovementView'];
export type PairView = Shapes['PairView'];
export type BlocView = Shapes['BlocView'];
export type DocketItem = Shapes['DocketItem'];
export type PendingEvent = Shapes['PendingEvent'];
export type Headline = Shapes['Headline'];
export type TallyView = Shapes['TallyView'];
export type PublicBoard = Shapes['PublicBoard'];
export type ActionOption = Shapes['ActionOption'];
export type TablingOption = Shapes['TablingOption'];
export type ObjectiveView = Shapes['ObjectiveView'];
export type Relation = Shapes['Relation'];
export type SeatBoard = Shapes['SeatBoard'];
export type CauseLine = Shapes['CauseLine'];
export type ScoreLine = Shapes['ScoreLine'];
export type RoleSheet = Shapes['RoleSheet'];
export type Texts = Shapes['Texts'];

export type ActionMove = Present<Shapes['ActionMove']>;
export type TablingMove = Present<Shapes['TablingMove']>;
export type Move = Omit<Present<Shapes['Move']>, 'actions' | 'tabled'> & {
  actions?: ActionMove[];
  tabled?: TablingMove[];
};
export type MoveRecord = Omit<Shapes['MoveRecord'], 'body'> & { body: Move | null };
export type Receipt = Shapes['Receipt'];
export type Message = Shapes['Message'];
export type MessagePage = Shapes['MessagePage'];
export type SeatPresence = Shapes['SeatView'];
export type Heads = Shapes['Heads'];
export type Snapshot = Omit<Shapes['Snapshot'], 'move'> & { move: MoveRecord | null };
export type Chronicle = Shapes['Chronicle'];
export type DebriefTurn = Shapes['DebriefTurn'];
export type PlayedMove = Omit<Shapes['PlayedMove'], 'body'> & { body: Move };
export type PlayedTurn = Omit<Shapes['PlayedTurn'], 'move'> & { move: PlayedMove | null };
export type Debrief = Omit<Shapes['Debrief'], 'moves'> & { moves: PlayedMove[] };

export type PublicEvent = live.PublicDelivery['event'];
export type PrivateEvent =
  | Exclude<live.PrivateDelivery['event'], { type: 'move_saved' }>
  | { type: 'move_saved'; turn: number; move: MoveRecord };
export type GameEvent = PublicEvent | PrivateEvent;
export interface Delivery {
  stream: 'public' | 'private';
  seq: number;
  event: GameEvent;
}
export interface StreamAnswer {
  epoch: string;
  public: Delivery[];
  private: Delivery[];
  heads: Heads;
}
export type ServerMessage =
  | Exclude<live.LiveMessages['server'], { type: 'delivery' | 'snapshot' }>
  | { type: 'snapshot'; snapshot: Snapshot }
  | ({ type: 'delivery' } & Delivery);
export type ClientMessage = live.LiveMessages['client'];
