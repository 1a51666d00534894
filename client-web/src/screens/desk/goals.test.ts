import { expect, test } from 'vitest';
import type { ObjectiveView } from '../../api/types';
import { progress } from './goals';
import { sorted } from './relations';

const goal = (parts: Partial<ObjectiveView>): ObjectiveView => ({
  key: 'g',
  text: 'A goal.',
  hidden: false,
  points: 10,
  met: false,
  test: 'at_least',
  now: 54.2,
  wanted: 60,
  subject: 'state:x',
  variable: 'standing',
  ...parts,
});

test('an objective says where its number stands and how far it has to go', () => {
  expect(progress(goal({}))).toBe('now 54.2, wanted 60 or more, 5.8 to go');
  expect(progress(goal({ now: 61, met: true }))).toBe('now 61, wanted 60 or more');
  expect(progress(goal({ test: 'at_most', now: 13.4, wanted: 12 }))).toBe(
    'now 13.4, wanted 12 or less, 1.4 to go',
  );
});

test('an objective that counts from the opening says how far it has come, and which way', () => {
  expect(progress(goal({ test: 'rises_by', now: 1.5, wanted: 4 }))).toBe(
    '+1.5 since the opening, wanted +4, 2.5 to go',
  );
  expect(progress(goal({ test: 'falls_by', now: -2, wanted: 5 }))).toBe(
    '+2 since the opening, wanted \u22125, 7 to go',
  );
});

test('a gap too small for one decimal is still told', () => {
  expect(progress(goal({ now: 59.96 }))).toContain('0.04 to go');
});

test('relations can be read from the friendliest and from the worst', () => {
  const still = (value: number) => ({ value, change: 0 });
  const relation = (trust: number, tension: number, agreement: number) => ({
    trust: still(trust),
    tension: still(tension),
    agreement,
    scales: {},
  });
  const all = { a: relation(50, 30, -10), b: relation(80, 5, 20), c: relation(10, 60, 5) };
  const keys = (order: Parameters<typeof sorted>[1]) => sorted(all, order).map(([key]) => key);
  expect(keys('trusted')).toEqual(['b', 'a', 'c']);
  expect(keys('distrusted')).toEqual(['c', 'a', 'b']);
  expect(keys('tense')).toEqual(['c', 'a', 'b']);
  expect(keys('agreed')).toEqual(['b', 'c', 'a']);
});
