/**
 * Effects in phrases, sorted by whom they touch. The server writes the phrases from the rules themselves and always in the
 * same manner (`scenarios/effect_words`), so their first words tell whose quantity they move.
 */
import type { Texts } from '../../api/types';
import { capital } from '../../floors/names';

export type Effect = Texts['actions'][string]['effects'][number];
export type Side = 'you' | 'both' | 'them' | 'between' | 'others' | 'world';

const SIDES: readonly Side[] = ['you', 'both', 'them', 'between', 'others', 'world'];
const AROUND = '(neighbours|allies|adversaries|alliance)';
const OTHERS = new RegExp(`^(everyone|the (bound )?members|its |your ${AROUND}|the target's ${AROUND})`, 'i');

export function sideOf(text: string): Side {
  if (text.includes(' between ')) return 'between';
  if (/^you(r)? and the target/i.test(text)) return 'both';
  if (OTHERS.test(text) || / everywhere else\b/.test(text)) return 'others';
  if (/^your?\b/i.test(text) || / at home\b/.test(text)) return 'you';
  if (/^the target(?! model)\b/i.test(text) || / in the target\b/.test(text)) return 'them';
  return 'world';
}

/** What "the target" and the like stand for, once that is known. */
export interface Names {
  state?: string | undefined;
  globalism?: string | undefined;
  institution?: string | undefined;
  movement?: string | undefined;
  bloc?: string | undefined;
  /** Who stands behind "you", where the reader need not be the one who acts. */
  you?: string | undefined;
}

/** A phrase with the names put in. */
export function named(text: string, names: Names): string {
  const put = (told: string, words: RegExp, name: string | undefined) =>
    name === undefined ? told : told.replace(words, name);
  let told = put(text, /\bthe target model\b/gi, names.globalism);
  told = put(told, /\bthe target(?! model)\b/gi, names.state);
  told = put(told, /\bthe institution\b/gi, names.institution);
  told = put(told, /\bthe movement\b/gi, names.movement);
  told = put(told, /\bthe bloc\b/gi, names.bloc);
  told = put(told, /\byour\b/gi, names.you && `${names.you}'s`);
  return capital(put(told, /\byou\b/gi, names.you));
}

export interface Line {
  what: string;
  /** The number at the end of the phrase, where there is one: `+2.5`. */
  amount: string | null;
  scaledBy: string[];
}

export interface Group {
  side: Side;
  lines: Line[];
}

/** Effects by whom they touch. Under a heading that says whose they are, a line need not say it again. */
export function grouped(effects: readonly Effect[], names: Names = {}): Group[] {
  return SIDES.map((side) => ({
    side,
    lines: effects.filter(({ text }) => sideOf(text) === side).map((effect) => line(effect, side, names)),
  })).filter(({ lines }) => lines.length > 0);
}

function line({ text, scaled_by: scaledBy }: Effect, side: Side, names: Names): Line {
  const bare =
    side === 'you'
      ? text.replace(/^your /i, '')
      : side === 'them'
        ? text.replace(/^the target's /i, '')
        : side === 'both'
          ? text.replace(/^your and the target's /i, '')
          : text;
  const [, what = bare, amount = null] = /^(.*?) ([+\u2212][\d.]+)$/.exec(bare) ?? [];
  return { what: named(what, names), amount, scaledBy: [...scaledBy] };
}

/** Everything that scales one of these effects, each once, in the order of first mention. */
export function scalesOf(effects: readonly Effect[]): string[] {
  return [...new Set(effects.flatMap(({ scaled_by: by }) => by))];
}

/** One line for a choice: what it brings whoever chooses it, then the rest. */
export function inOneLine(effects: readonly Effect[]): string {
  const phrases = grouped(effects).flatMap(({ side, lines }) =>
    lines.map(({ what, amount }) => {
      const told = amount === null ? what : `${what} ${amount}`;
      return side === 'you' ? told : told.charAt(0).toLowerCase() + told.slice(1);
    }),
  );
  return phrases.join(' \u00b7 ');
}
