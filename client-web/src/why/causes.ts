/** Fetches ledger lines and keeps them: a resolved turn never changes, except that the debrief reveals it. */
import type { CauseLine } from '../api/types';
import * as calls from '../api/calls';

type Ask = (game: string, turn: number, subject: string, variable?: string) => Promise<CauseLine[]>;

export class Causes {
  readonly #ask: Ask;
  readonly #known = new Map<string, Promise<CauseLine[]>>();

  constructor(ask: Ask = calls.causes) {
    this.#ask = ask;
  }

  /** All lines of one subject in one turn; a failed call is forgotten, so that asking again tries again. */
  of(game: string, turn: number, subject: string, revealed: boolean): Promise<CauseLine[]> {
    const key = [game, turn, subject, revealed].join('\n');
    const found = this.#known.get(key);
    if (found) return found;
    const asked = this.#ask(game, turn, subject).catch((error: unknown) => {
      this.#known.delete(key);
      throw error;
    });
    this.#known.set(key, asked);
    return asked;
  }
}

export const causes = new Causes();

interface Explained {
  words: string;
  covers: (variable: string) => boolean;
}

/** Numbers that are worked out from others: which variables of the ledger explain them. */
export function explaining(variable: string): Explained | null {
  if (variable === 'universality') {
    return {
      covers: (other) => other.startsWith('ownership.'),
      words:
        'Universality is worked out from ownership: 100 where all four globalisms own it alike, 0 where one owns it alone. So what moved it is what moved ownership.',
    };
  }
  if (variable === 'power') {
    return {
      covers: (other) => POWERS.has(other),
      words: 'What moved it is what moved these three here, and what moved them elsewhere.',
    };
  }
  if (variable === 'quota') {
    return {
      covers: (other) => other.startsWith('quota.'),
      words: 'Votes are weighed against each other: what one member gains, the others lose.',
    };
  }
  if (SHARE_ROOTS.has(variable)) {
    return {
      covers: (other) => other.startsWith(`${variable}.`),
      words: 'Four shares that always add up to a whole: what one gains, the others lose.',
    };
  }
  return null;
}

/** The lines that explain a variable: its own, or those of the variables it is worked out from. */
export function linesOf(lines: readonly CauseLine[], variable: string): CauseLine[] {
  const from = explaining(variable);
  return lines.filter((line) => (from ? from.covers(line.variable) : line.variable === variable));
}

const POWERS = new Set(['economy', 'military', 'technology']);
const SHARE_ROOTS = new Set(['stance', 'mood', 'predisposition', 'ownership']);

/** Shares are written in percent, everything else in points. */
export function isShare(variable: string): boolean {
  return SHARE_ROOTS.has(variable.split('.')[0] ?? '');
}
