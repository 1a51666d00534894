/** A move while it is written: plain values and pure steps, so that nothing here knows a screen or a server. */
import type {
  ActionMove,
  Globalism,
  Move,
  SeatBoard,
  Shares,
  TablingMove,
  VoteChoice,
} from '../../api/types';
import { toPoints } from '../../floors/shares';
import { GLOBALISMS } from '../../ui/globalisms';
import { isAimed } from './targets';

export type Points = Record<Globalism, number>;

export interface Draft {
  /** Null keeps the stance in force. */
  stance: Points | null;
  actions: ActionMove[];
  votes: Record<string, VoteChoice>;
  tabled: TablingMove[];
  answers: Record<string, string>;
}

export const STANCE_POINTS = 10;
export const EFFORT_MAX = 3;

export function emptyDraft(): Draft {
  return { stance: null, actions: [], votes: {}, tabled: [], answers: {} };
}

/** A saved move as a draft; a withdrawn one is empty. */
export function draftOf(move: Move | null): Draft {
  if (!move) return emptyDraft();
  const stance = move.stance
    ? (Object.fromEntries(GLOBALISMS.map((key) => [key, move.stance?.[key] ?? 0])) as Points)
    : null;
  return {
    stance,
    actions: [...(move.actions ?? [])],
    votes: { ...move.votes },
    tabled: [...(move.tabled ?? [])],
    answers: { ...move.answers },
  };
}

/** What is sent. A field that says nothing is left out. */
export function moveOf(draft: Draft): Move {
  return {
    ...(draft.stance && { stance: draft.stance }),
    ...(draft.actions.length > 0 && { actions: draft.actions }),
    ...(Object.keys(draft.votes).length > 0 && { votes: draft.votes }),
    ...(draft.tabled.length > 0 && { tabled: draft.tabled }),
    ...(Object.keys(draft.answers).length > 0 && { answers: draft.answers }),
  };
}

export function isEmpty(draft: Draft): boolean {
  return sameMove(draft, emptyDraft());
}

export function sameMove(one: Draft, other: Draft): boolean {
  return canonical(one) === canonical(other);
}

function canonical(draft: Draft): string {
  const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const action = ({ action: key, target, effort }: ActionMove) => [key, target ?? null, effort ?? 1];
  return JSON.stringify([
    draft.stance && GLOBALISMS.map((key) => draft.stance?.[key] ?? 0),
    draft.actions.map(action),
    sorted(draft.votes),
    draft.tabled.map(({ resolution, institution, target }) => [resolution, institution, target ?? null]),
    sorted(draft.answers),
  ]);
}

/** Takes away what cannot be meant any more: votes, answers and actions that this turn's board does not offer. */
export function fitting(draft: Draft, own: SeatBoard): Draft {
  const votes = Object.fromEntries(Object.entries(draft.votes).filter(([id]) => own.votes.includes(id)));
  const asked = new Map(own.answers.map((event) => [event.event, event.choices]));
  const answers = Object.fromEntries(
    Object.entries(draft.answers).filter(([event, choice]) => asked.get(event)?.includes(choice)),
  );
  const offered = new Set(own.actions.map(({ action }) => action));
  const actions = draft.actions.filter(({ action }) => offered.has(action));
  return { ...draft, votes, answers, actions };
}

export interface Budget {
  have: number;
  spent: number;
  left: number;
  /** What each chosen action costs, in the order of the draft. */
  costs: number[];
}

/** The capital that the chosen actions take; `effort` multiplies the cost. */
export function budget(draft: Draft, own: SeatBoard): Budget {
  const costs = draft.actions.map((chosen) => actionCost(chosen, own));
  const spent = costs.reduce((sum, cost) => sum + cost, 0);
  const have = own.capital.value;
  return { have, spent, left: have - spent, costs };
}

export function actionCost(chosen: ActionMove, own: SeatBoard): number {
  const option = own.actions.find(({ action }) => action === chosen.action);
  if (!option) return 0;
  return option.cost * (chosen.effort ?? 1);
}

/** The stance shown by the control: what was chosen, else the stance in force in whole points. */
export function shownStance(draft: Draft, inForce: Shares): Points {
  return draft.stance ?? toPoints(inForce, STANCE_POINTS);
}

export function placed(stance: Points): number {
  return GLOBALISMS.reduce((sum, key) => sum + stance[key], 0);
}

/** One point more or less for one globalism; a step that is not possible changes nothing. */
export function stepStance(stance: Points, globalism: Globalism, by: number): Points {
  const wanted = stance[globalism] + by;
  if (wanted < 0 || wanted > STANCE_POINTS || placed(stance) + by > STANCE_POINTS) return stance;
  return { ...stance, [globalism]: wanted };
}

/** How many points change hands between the stance in force and a chosen one. */
export function pointsMoved(inForce: Shares, chosen: Points): number {
  const total = GLOBALISMS.reduce(
    (sum, key) => sum + Math.abs(chosen[key] - (inForce[key] ?? 0) * STANCE_POINTS),
    0,
  );
  return total / 2;
}

export interface StanceCost {
  moved: number;
  /** Cohesion lost once, for the swing. */
  swing: number;
  /** Cohesion lost each turn, for standing apart from what regime and society lean to. */
  apart: number;
}

/** The shares, 0..1, that the drafted stance reaches: what is chosen, less what the establishment holds back. */
export function reachedStance(draft: Draft, own: SeatBoard): Points {
  const { held_back: heldBack } = own.stance_price;
  const chosen = draft.stance;
  return Object.fromEntries(
    GLOBALISMS.map((key) => {
      const now = own.stance[key] ?? 0;
      return [key, chosen ? now + (chosen[key] / STANCE_POINTS - now) * (1 - heldBack) : now];
    }),
  ) as Points;
}

/** The price of the stance that is drafted, or else of the one in force, by the rule that the server gives. */
export function stanceCost(draft: Draft, own: SeatBoard): StanceCost {
  const { home, free, departure, swing, held_back } = own.stance_price;
  const chosen = draft.stance;
  const moved = chosen ? pointsMoved(own.stance, chosen) : 0;
  const reached = reachedStance(draft, own);
  const part = (moved / STANCE_POINTS) * (1 - held_back);
  const distance = GLOBALISMS.reduce((sum, key) => sum + Math.abs(reached[key] - (home[key] ?? 0)), 0) / 2;
  return { moved, swing: swing * part * part, apart: departure * Math.max(distance - free, 0) };
}

export type Part = 'stance' | 'actions' | 'votes' | 'tabled' | 'answers';

/** What stops a submission, by the part of the form where it is mended. */
export function obstacles(draft: Draft, own: SeatBoard): Partial<Record<Part, string>> {
  const found: Partial<Record<Part, string>> = {};
  const open = draft.stance ? STANCE_POINTS - placed(draft.stance) : 0;
  if (open !== 0)
    found.stance = `Place ${open === 1 ? 'the last point' : `the last ${open} points`} of your stance.`;
  const { left } = budget(draft, own);
  if (left < -1e-9)
    found.actions = `Your actions cost ${(-left).toFixed(1).replace(/\.0$/, '')} more capital than you have.`;
  const excess = draft.actions.length - own.actions_limit;
  if (excess > 0)
    found.actions = `A move has at most ${own.actions_limit} actions: take back ${excess === 1 ? 'one' : excess}.`;
  const aimless = draft.actions.find((chosen) => needsTarget(chosen, own) && chosen.target === undefined);
  if (aimless) found.actions ??= 'Choose whom each action is aimed at.';
  return found;
}

function needsTarget(chosen: ActionMove, own: SeatBoard): boolean {
  const option = own.actions.find(({ action }) => action === chosen.action);
  return option !== undefined && isAimed(option);
}
