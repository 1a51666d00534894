/** One vote in words: how it ended, who stopped it, who will not be bound, who cast what. */
import type { TallyView, Texts, VoteChoice } from '../../api/types';
import { listed, plural } from '../../floors/figures';
import { stateName, stateWithin } from '../../floors/names';

export type Outcome = 'passed' | 'failed' | 'vetoed';

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  vetoed: 'Vetoed',
};

export function outcomeOf({ passed, vetoed }: TallyView): Outcome {
  return passed ? 'passed' : vetoed ? 'vetoed' : 'failed';
}

/** `12 for, 2 against, 4 abstaining` */
export function counts({ yes, no, abstain }: TallyView): string {
  return `${yes} for, ${no} against, ${abstain} abstaining`;
}

/** Whose veto stopped it and who defies it, a sentence each. */
export function resistance(tally: TallyView, texts: Texts): string[] {
  const names = (keys: readonly string[]) =>
    listed(
      keys.map((key) => stateWithin(key, texts)),
      20,
    );
  const defiant = Object.keys(tally.roll_call).filter((key) => tally.roll_call[key] === 'defy');
  return [
    ...(tally.vetoed_by.length > 0 ? [`Stopped by the veto of ${names(tally.vetoed_by)}.`] : []),
    ...(tally.passed && defiant.length > 0
      ? [
          `${plural(defiant.length, 'state defies it and is', 'states defy it and are')} not bound: ${names(defiant)}.`,
        ]
      : []),
  ];
}

const CAST: readonly (readonly [VoteChoice, string])[] = [
  ['yes', 'For'],
  ['no', 'Against'],
  ['defy', 'Against, and will not be bound'],
  ['abstain', 'Abstaining'],
];

/** Who cast what, by choice, in the order of the names. */
export function rollCall(
  tally: TallyView,
  texts: Texts,
): { choice: VoteChoice; word: string; states: string[] }[] {
  return CAST.map(([choice, word]) => ({
    choice,
    word,
    states: Object.keys(tally.roll_call)
      .filter((key) => tally.roll_call[key] === choice)
      .map((key) => stateName(key, texts))
      .sort((a, b) => a.localeCompare(b)),
  })).filter(({ states }) => states.length > 0);
}
