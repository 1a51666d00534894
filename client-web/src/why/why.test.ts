import { expect, test } from 'vitest';
import type { CauseLine } from '../api/types';
import { texts } from '../fixtures/build';
import { FIVE } from '../fixtures/worlds';
import { Causes, explaining, isShare, linesOf } from './causes';
import { ruleName, ruleWords } from './rules';
import { byVariable, outcomes, waterfall } from './waterfall';

function ledger(variable: string, before: number, ...deltas: [string, string, number][]): CauseLine[] {
  let running = before;
  return deltas.map(([rule, because, delta]) => {
    const line = {
      turn: 1,
      rule,
      subject: 'state:x',
      variable,
      before: running,
      delta,
      after: running + delta,
      because,
      deed: null,
      hidden: rule === 'action.hidden',
    };
    running += delta;
    return line;
  });
}

const lines = ledger(
  'cohesion',
  60,
  ['action.tariffs', 'Dorn: tariffs', -2],
  ['society.mood', 'Society and government', 1.5],
  ['action.tariffs', 'Dorn: tariffs', -1],
  ['action.hidden', 'hidden until the debrief', -0.5],
);

test('the steps lead from before to after without a gap', () => {
  const fall = waterfall(lines);
  expect(fall?.before).toBe(60);
  expect(fall?.after).toBe(58);
  expect(fall?.unexplained).toBe(0);
  expect(fall?.steps.reduce((sum, { delta }) => sum + delta, 60)).toBe(58);
  fall?.steps.slice(1).forEach((step, index) => expect(step.from).toBe(fall.steps[index]?.to));
});

test('causes of the same rule and reason become one step', () => {
  expect(waterfall(lines)?.steps.map(({ because, delta }) => [because, delta])).toEqual([
    ['Dorn: tariffs', -3],
    ['Society and government', 1.5],
    ['hidden until the debrief', -0.5],
  ]);
});

test('a covert cause is marked as hidden by its line and by no word of it', () => {
  expect(waterfall(lines)?.steps.map(({ hidden }) => hidden)).toEqual([false, false, true]);
  const told = ledger('cohesion', 60, ['action.tariffs', 'hidden until the debrief', -2]);
  expect(waterfall(told)?.steps.map(({ hidden }) => hidden)).toEqual([false]);
});

test('what the lines do not explain is shown as a gap, never smoothed over', () => {
  const holed = lines.filter(({ rule }) => rule !== 'society.mood');
  expect(waterfall(holed)?.unexplained).toBeCloseTo(1.5);
});

test('the drawn range holds every step and never goes below zero without need', () => {
  const fall = waterfall(ledger('claim', 0.5, ['a', 'a', -0.5], ['b', 'b', 4]));
  expect(fall?.low).toBe(0);
  expect(fall?.high).toBeGreaterThan(4);
});

test('no lines make no waterfall', () => {
  expect(waterfall([])).toBeNull();
});

test('what a turn did is told largest change first, each with all its causes', () => {
  const told = outcomes([...ledger('economy', 40, ['growth', 'Growth', 0.2]), ...lines]);
  expect(told.map(({ variable, change }) => [variable, Math.round(change * 10) / 10])).toEqual([
    ['cohesion', -2],
    ['economy', 0.2],
  ]);
  expect(told[0]?.causes.map(({ delta }) => delta)).toEqual([-3, 1.5, -0.5]);
});

test('grievances are told after figures, however much they moved', () => {
  const told = outcomes([
    ...ledger('grievance.identity', 10, ['a', 'a', 9]),
    ...ledger('economy', 40, ['b', 'b', 1]),
  ]);
  expect(told.map(({ variable }) => variable)).toEqual(['economy', 'grievance.identity']);
});

test('universality is explained by the lines of ownership', () => {
  const owned = ledger('ownership.liberal', 0.6, ['institution.practice', 'Practice', -0.01]);
  expect(linesOf([...owned, ...lines], 'universality')).toEqual(owned);
  expect(explaining('cohesion')).toBeNull();
  expect(isShare('ownership.liberal')).toBe(true);
});

test('lines are sorted by variable in the order in which they come', () => {
  expect([...byVariable([...lines, ...ledger('economy', 1, ['a', 'a', 1])]).keys()]).toEqual([
    'cohesion',
    'economy',
  ]);
});

test('a rule is told by its own words, a deed by what was done, and a covert deed by neither', () => {
  const words = texts(FIVE);
  expect(ruleWords('growth', words)?.name).toBe('Growth');
  expect(ruleWords('action.tariffs', words)?.name).toBe('Tariffs');
  expect(ruleWords('resolution.censure', words)?.source).toContain('Sakwa');
  expect(ruleWords('choice.school_strikes.ban', words)?.name).toBe('Ban the marches');
  expect(ruleWords('action.hidden', words)?.words).toContain('secret');
  expect(ruleWords('some.new_rule', words)).toBeNull();
  expect(ruleName('some.new_rule', words)).toBe('Some: new rule');
});

test('the ledger of a turn is fetched once, and again only after a failure', async () => {
  let calls = 0;
  let fail = true;
  const store = new Causes(() => {
    calls += 1;
    return fail ? Promise.reject(new Error('no answer')) : Promise.resolve(lines);
  });
  await expect(store.of('g', 1, 'state:x', false)).rejects.toThrow('no answer');
  fail = false;
  expect(await store.of('g', 1, 'state:x', false)).toBe(lines);
  expect(await store.of('g', 1, 'state:x', false)).toBe(lines);
  expect(calls).toBe(2);
});

test('the debrief asks anew, because it may read more', async () => {
  let calls = 0;
  const store = new Causes(() => Promise.resolve((calls++, lines)));
  await store.of('g', 1, 'state:x', false);
  await store.of('g', 1, 'state:x', true);
  expect(calls).toBe(2);
});
