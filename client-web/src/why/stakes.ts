/** Why a ground is at stake, as the board tells it: what it counts by at rest, what raises it, and where that shows most. */
import type { PublicBoard, Texts } from '../api/types';
import { subjectName, subjectOf, variableName } from '../floors/names';

export interface Reason {
  /** What raises it, e.g. `Intrusion felt`, and the rule in a sentence. */
  name: string;
  words: string;
  /** In percent of all; together they are what the ground counts for. */
  rest: number;
  raised: number;
  /** How far what raises it is present now, 0 to 100. */
  by: number;
  /** The number in which that shows most, where there is one. */
  asks: { subject: string; variable: string; words: string } | null;
}

export function whyAtStake(ground: string, board: PublicBoard, texts: Texts): Reason | null {
  const parts = board.at_stake[ground];
  const told = texts.stakes[ground];
  if (!parts || !told) return null;
  const { subject, variable, rest, raised, by } = parts;
  const asks =
    subject !== null && variable !== null
      ? { subject, variable, words: numberName(subject, variable, texts) }
      : null;
  return { ...told, rest, raised, by, asks };
}

/** `Authority, World Trade Organization`; of the world's own numbers the variable alone. */
export function numberName(subject: string, variable: string, texts: Texts): string {
  const name = variableName(variable, texts);
  return subjectOf(subject).kind === 'system' ? name : `${name}, ${subjectName(subject, texts)}`;
}
