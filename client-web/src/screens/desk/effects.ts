/** Effects sorted by whom they touch, with names in the place of slots. */
import type { Texts } from '../../api/types';
import { capital } from '../../floors/names';
import { isShare } from '../../why/causes';

export type Effect = Texts['actions'][string]['effects'][number];
export type Side = 'you' | 'both' | 'them' | 'between' | 'others' | 'world';

const SIDES: readonly Side[] = ['you', 'both', 'them', 'between', 'others', 'world'];
const OF_ROLE: Readonly<Record<string, Side>> = { actor: 'you', target: 'them', both: 'both' };

export function sideOf({ whose, other }: Effect): Side {
  if (other !== null) return 'between';
  return whose === null ? 'world' : (OF_ROLE[whose] ?? 'others');
}

/** What the slots of a phrase stand for, once that is known. */
export interface Names {
  state?: string | undefined;
  globalism?: string | undefined;
  institution?: string | undefined;
  movement?: string | undefined;
  bloc?: string | undefined;
  /** Who stands behind "you", where the reader need not be the one who acts. */
  you?: string | undefined;
}

/** A phrase with the names put in, and plain words where none is known. */
export function named(phrase: string, names: Names): string {
  const words: Readonly<Record<string, string>> = {
    you: names.you ?? 'you',
    your: names.you === undefined ? 'your' : possessive(names.you),
    target: names.state ?? 'the target',
    model: names.globalism ?? 'the target globalism',
    institution: names.institution ?? 'the institution',
    movement: names.movement ?? 'the movement',
    bloc: names.bloc ?? 'the bloc',
  };
  const spoken = names.you === undefined ? phrase : phrase.replace(/^\{you\} (?:join|leave)\b/, '$&s');
  return capital(spoken.replace(/\{(\w+)\}/g, (slot, key: string) => words[key] ?? slot));
}

export interface Line {
  what: string;
  /** The number behind the phrase, where it is not in it: `+2.5`. */
  amount: string | null;
  scaledBy: string[];
}

export interface Group {
  side: Side;
  lines: Line[];
}

const possessive = (name: string) => (name.endsWith('s') ? `${name}'` : `${name}'s`);

/** Effects by whom they touch. Under a heading that says whose they are, a line need not say it again. */
export function grouped(effects: readonly Effect[], names: Names = {}): Group[] {
  return SIDES.map((side) => ({
    side,
    lines: effects.filter((effect) => sideOf(effect) === side).map((effect) => line(effect, side, names)),
  })).filter(({ lines }) => lines.length > 0);
}

function line(effect: Effect, side: Side, names: Names): Line {
  const { phrase, short, amount, variable, scaled_by: scaledBy } = effect;
  const headed = side === 'you' || side === 'both' || side === 'them';
  const figure = amount === null || isShare(variable) ? null : written(amount);
  return { what: named(headed ? short : phrase, names), amount: figure, scaledBy: [...scaledBy] };
}

/** A figure of the rules, as exact as they give it. */
function written(amount: number): string {
  return `${amount < 0 ? '\u2212' : '+'}${Math.abs(amount)}`;
}

/** Everything that scales one of these effects, each once, in the order of first mention. */
export function scalesOf(effects: readonly Effect[]): string[] {
  return [...new Set(effects.flatMap(({ scaled_by: by }) => by))];
}

/** One line for a choice: what it brings whoever chooses it, then the rest. */
export function inOneLine(effects: readonly Effect[], names: Names = {}): string {
  const phrases = grouped(effects, names).flatMap(({ side, lines }) =>
    lines.map(({ what, amount }) => {
      const told = amount === null ? what : `${what} ${amount}`;
      return side === 'you' ? told : told.charAt(0).toLowerCase() + told.slice(1);
    }),
  );
  return phrases.join(' \u00b7 ');
}
