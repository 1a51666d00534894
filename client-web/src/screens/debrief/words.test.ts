import { expect, test } from 'vitest';
import { texts } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import { docketName, moveWords, saysNothing } from './words';

const names = texts(FIVE);

test('a move is told in the names of the scenario', () => {
  const words = moveWords(
    {
      stance: { liberal: 4, transformative: 6, mercantilist: 0, conservative: 0 },
      actions: [{ action: 'tariffs', target: 'dorn', effort: 2 }, { action: 'social_reform' }],
      votes: { 't3-2': 'defy' },
      tabled: [{ resolution: 'censure', institution: 'unga', target: 'dorn' }],
      answers: { school_strikes: 'meet' },
    },
    names,
    { 't3-2': 'Censure the Dorn Federation in the UN General Assembly.' },
  );
  expect(words).toEqual({
    stance: 'liberal 4, transformative 6',
    actions: ['Tariffs (Dorn Federation), effort 2', 'Social reform'],
    votes: ['Censure the Dorn Federation in the UN General Assembly: defy'],
    tabled: ['Censure in UN General Assembly, Dorn Federation'],
    answers: ['Schools on strike: Meet them'],
  });
});

test('an empty move says nothing', () => {
  expect(saysNothing(moveWords({}, names, {}))).toBe(true);
  expect(saysNothing(moveWords({ votes: { d1: 'yes' } }, names, {}))).toBe(false);
});

test('a vote on what nobody can name any more is told by its place on the docket', () => {
  expect(moveWords({ votes: { 't3-2': 'yes' } }, names, {}).votes).toEqual(['Item 2: yes']);
});

test('an id that is no docket id is shown as it is', () => {
  expect(docketName('x')).toBe('x');
});
