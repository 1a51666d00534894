import { expect, test } from 'vitest';
import { texts } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import { docketName, moveWords, saysNothing } from './words';

const names = texts(FIVE);
const said = (text: string, because?: string) => ({ text, because });

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
    stance: said('liberal 4, transformative 6'),
    actions: [said('Tariffs (Dorn Federation), effort 2'), said('Social reform')],
    votes: [said('Censure the Dorn Federation in the UN General Assembly: defy')],
    tabled: [said('Censure in UN General Assembly, Dorn Federation')],
    answers: [said('Schools on strike: Meet them')],
  });
});

test('an empty move says nothing', () => {
  expect(saysNothing(moveWords({}, names, {}))).toBe(true);
  expect(saysNothing(moveWords({ votes: { d1: 'yes' } }, names, {}))).toBe(false);
});

test('a vote on what nobody can name any more is told by its place on the docket', () => {
  expect(moveWords({ votes: { 't3-2': 'yes' } }, names, {}).votes).toEqual([said('Item 2: yes')]);
});

test('an id that is no docket id is shown as it is', () => {
  expect(docketName('x')).toBe('x');
});

test('what a house bot did stands beside why it did it', () => {
  const because = { 'actions[1]': 'It serves its own cohesion.', 'votes.t1-1': 'It asked for this itself.' };
  const body = {
    actions: [{ action: 'tariffs', target: 'dorn' }, { action: 'social_reform' }],
    votes: { 't1-1': 'yes' },
  };
  const words = moveWords(body as never, names, { 't1-1': 'Censure.' }, because);
  expect(words.actions).toEqual([
    said('Tariffs (Dorn Federation)'),
    said('Social reform', because['actions[1]']),
  ]);
  expect(words.votes).toEqual([said('Censure: yes', because['votes.t1-1'])]);
});
