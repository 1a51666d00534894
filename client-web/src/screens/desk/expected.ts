/**
 * What an effect may come to: its figure times what scales it now, as the seat's board gives that. The engine multiplies the
 * same numbers when the turn is resolved; what others do in the turn is not known yet.
 */
import type { Globalism, SeatBoard } from '../../api/types';
import { points, signed } from '../../floors/figures';
import { isGlobalism } from '../../ui/globalisms';
import { reachedStance, type Draft } from './draft';
import { grouped, type Effect, type Names, type Side } from './effects';

export interface Aim {
  /** 0..1: how well the deed fits the stance; 1 where no stance carries it. */
  fit: number;
  /** What the chosen effort multiplies it by. */
  effort: number;
  /** The state that it is aimed at: a key, null where it is aimed at none, undefined while none is chosen. */
  state: string | null | undefined;
  /** The institution in which it is done, likewise. */
  institution: string | null | undefined;
  /** Somebody else does it, whose own numbers are not on this desk. */
  foreign?: boolean;
}

export interface Factor {
  scale: string;
  /** Null while it hangs on a target that is not chosen yet. */
  by: number | null;
}

export interface Expected {
  /** The figure that may be expected; null where the effect has none, or a target is still to be chosen. */
  amount: number | null;
  factors: Factor[];
}

const OF_TARGET = new Set(['trust', 'exposure', 'fragility']);
const OF_INSTITUTION = new Set(['authority', 'legitimacy']);

export function expected(effect: Effect, aim: Aim, own: SeatBoard): Expected {
  const factors = effect.scaled_by.map((scale): Factor => ({ scale, by: factorOf(scale, effect, aim, own) }));
  if (aim.effort !== 1) factors.push({ scale: 'effort', by: aim.effort });
  if (effect.amount === null) return { amount: null, factors: [] };
  let amount: number | null = effect.amount;
  for (const { by } of factors) amount = amount === null || by === null ? null : amount * by;
  return { amount, factors };
}

export interface ExpectedLine {
  what: string;
  /** The figure of the rules; null where something comes or goes. */
  base: string | null;
  /** What may be expected; null where that is not known yet. */
  about: string | null;
  /** What it is multiplied by, e.g. `× fit 0.72 × trust`. */
  how: string;
}

/** Each effect as one line with what may be expected of it, by whom it touches. */
export function expectedGroups(
  effects: readonly Effect[],
  names: Names,
  aim: Aim,
  own: SeatBoard,
): { side: Side; lines: ExpectedLine[] }[] {
  const told = effects.flatMap((effect) => {
    const [group] = grouped([effect], names);
    const [line] = group?.lines ?? [];
    if (!group || !line) return [];
    const { amount, factors } = expected(effect, aim, own);
    // A leaning moves by hundredths, and its phrase has the figure in the middle.
    const write = (value: number) => (line.amount === null ? `${points(Math.abs(value))}%` : signed(value));
    return {
      side: group.side,
      line: {
        what: line.what,
        base: effect.amount === null ? null : write(effect.amount),
        about: amount === null ? null : write(amount),
        how: factors.map(inWords).join(' '),
      },
    };
  });
  return grouped(effects, names).map(({ side }) => ({
    side,
    lines: told.filter((one) => one.side === side).map(({ line }) => line),
  }));
}

function inWords({ scale, by }: Factor): string {
  return by === null ? `\u00d7 ${scale}` : `\u00d7 ${scale} ${Number(by.toFixed(2))}`;
}

function factorOf(scale: string, effect: Effect, aim: Aim, own: SeatBoard): number | null {
  if (scale === 'fit') return aim.fit;
  if (OF_TARGET.has(scale)) {
    // Where there is nobody to ask, nothing is scaled.
    if (aim.state === null) return 1;
    if (aim.state === undefined || aim.foreign) return null;
    return own.relations[aim.state]?.scales[scale] ?? null;
  }
  if (OF_INSTITUTION.has(scale)) {
    const house = effect.institution ?? aim.institution;
    if (house === null) return 1;
    return house === undefined ? null : (own.scales.by_institution[house]?.[scale] ?? null);
  }
  return aim.foreign ? null : (own.scales.own[scale] ?? 1);
}

/** How well a globalism's actions fit a stance, by the rule that the server gives; `share` is 0..1. */
export function fitOf(share: number, { floor, whole }: SeatBoard['fit_rule']): number {
  return floor + (1 - floor) * Math.min(share / whole, 1);
}

/** The share of the stance that will be in force when actions take effect: stances are taken up first. */
export function shareThen(globalism: string, draft: Draft, own: SeatBoard): number {
  return isGlobalism(globalism) ? reachedStance(draft, own)[globalism satisfies Globalism] : 0;
}
