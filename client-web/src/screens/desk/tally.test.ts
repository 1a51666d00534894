import { expect, test } from 'vitest';
import type { TallyView } from '../../api/types';
import { texts } from '../../fixtures/build';
import { FOURTEEN } from '../../fixtures/worlds';
import { counts, outcomeOf, resistance, rollCall } from './tally';

const words = texts(FOURTEEN);
const vote: TallyView = {
  id: 't1-1',
  resolution: 'censure',
  institution: 'unsc',
  target: 'UKR',
  text: 'The Security Council censures Ukraine.',
  passed: false,
  vetoed: true,
  yes: 2,
  no: 1,
  abstain: 1,
  roll_call: { USA: 'yes', FRA: 'yes', RUS: 'no', CHN: 'abstain' },
  vetoed_by: ['RUS'],
};

test('a vote has passed, failed, or met a veto', () => {
  expect(outcomeOf(vote)).toBe('vetoed');
  expect(outcomeOf({ ...vote, vetoed: false })).toBe('failed');
  expect(outcomeOf({ ...vote, vetoed: false, passed: true })).toBe('passed');
  expect(counts(vote)).toBe('2 for, 1 against, 1 abstaining');
});

test('who stopped it is named, and who will not be bound by what passed', () => {
  expect(resistance(vote, words)).toEqual(['Stopped by the veto of Russia.']);
  const defied: TallyView = {
    ...vote,
    passed: true,
    vetoed: false,
    vetoed_by: [],
    roll_call: { USA: 'yes', RUS: 'defy' },
  };
  expect(resistance(defied, words)).toEqual(['1 state defies it and is not bound: Russia.']);
  // What failed binds nobody, so nobody defies it.
  expect(resistance({ ...defied, passed: false }, words)).toEqual([]);
});

test('the roll call names every state that had a vote, by what it cast', () => {
  expect(rollCall(vote, words).map(({ word, states }) => [word, states])).toEqual([
    ['For', ['France', 'United States']],
    ['Against', ['Russia']],
    ['Abstaining', ['China']],
  ]);
});
