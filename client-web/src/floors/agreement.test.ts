import { expect, test } from 'vitest';
import { board, shares, texts } from '../fixtures/build';
import { FIVE } from '../fixtures/worlds';
import { betweenOrders, byStake, commonGround, verdictOf } from './agreement';
import { effects } from '../fixtures/effects';
import { waysDown } from './crisis';
import { radicalOnes, strongestFace } from './radical';

const world = board(FIVE);
const words = texts(FIVE);
const LIBERAL = shares([10, 0, 0, 0]);
const CONSERVATIVE = shares([0, 0, 0, 10]);
const MERCANTILIST = shares([0, 0, 10, 0]);
const on = (rows: ReturnType<typeof commonGround>, ground: string) =>
  rows.find((row) => row.ground === ground);

test('what is most at stake comes first', () => {
  expect(byStake(world, words).map(({ ground }) => ground)).toEqual([
    'institutions',
    'intervention',
    'climate',
    'markets',
  ]);
});

test('pure repertoires agree as the rules say of their orders', () => {
  const rows = commonGround(LIBERAL, CONSERVATIVE, world, words);
  expect(on(rows, 'institutions')?.by).toBeCloseTo(0.6);
  expect(on(rows, 'institutions')?.verdict).toBe('meet');
  expect(on(rows, 'intervention')?.by).toBeCloseTo(-0.8);
  expect(on(rows, 'intervention')?.because).toContain('borders');
  expect(on(rows, 'climate')).toMatchObject({ by: 0, verdict: 'neither', because: null });
});

test('an order is at one with itself unless the rules say otherwise', () => {
  const liberals = commonGround(LIBERAL, LIBERAL, world, words);
  expect(liberals.every(({ by }) => Math.abs(by - 1) < 1e-9)).toBe(true);
  const traders = commonGround(MERCANTILIST, MERCANTILIST, world, words);
  expect(on(traders, 'markets')).toMatchObject({
    verdict: 'part',
    because: 'What one gains the other counts as lost.',
  });
});

test('mixed repertoires agree in proportion, and it is the same from both sides', () => {
  const half = shares([5, 0, 0, 5]);
  const there = commonGround(LIBERAL, half, world, words);
  expect(on(there, 'institutions')?.by).toBeCloseTo(0.5 + 0.5 * 0.6);
  const back = commonGround(half, LIBERAL, world, words);
  const sizes = (rows: typeof there) => rows.map(({ ground, by, because }) => [ground, by, because]);
  expect(sizes(back)).toEqual(sizes(there));
  // But for whose order it is that meets the other's
  expect(on(there, 'institutions')?.between).toEqual(['liberal', 'conservative']);
  expect(on(back, 'institutions')?.between).toEqual(['conservative', 'liberal']);
});

test('where two repertoires are indifferent no meeting is told as the reason', () => {
  const rows = commonGround(shares([1, 0, 9, 0]), shares([1, 0, 0, 9]), world, words);
  for (const row of rows.filter(({ verdict }) => verdict === 'neither')) expect(row.because).toBeNull();
  expect(rows.some(({ verdict, by }) => verdict === 'neither' && by !== 0)).toBe(true);
});

test('a meeting that turns on the stronger is told and not counted', () => {
  const row = on(commonGround(LIBERAL, MERCANTILIST, world, words), 'markets');
  expect(row).toMatchObject({ by: 0, verdict: 'neither', because: null });
  expect(row?.turning).toContain('dealmaker');
});

test('two orders meet and part by ground', () => {
  const rows = betweenOrders('liberal', 'conservative', world, words);
  expect(rows.map(({ ground, verdict }) => [ground, verdict])).toEqual([
    ['institutions', 'meet'],
    ['intervention', 'part'],
    ['climate', 'neither'],
    ['markets', 'neither'],
  ]);
  expect(verdictOf(0.1)).toBe('neither');
});

test('ways down the ladder are the deeds that lower a crisis', () => {
  const lowered = effects('actor-target escalation -12');
  const raised = effects('actor-target escalation +12', 'actor cohesion -12');
  const { censure } = words.resolutions;
  const { mediate, tariffs } = words.actions;
  if (!mediate || !tariffs || !censure) throw new Error('the fixture lacks a deed');
  const found = waysDown({
    ...words,
    actions: { mediate: { ...mediate, effects: lowered }, tariffs: { ...tariffs, effects: raised } },
    resolutions: { censure },
  });
  expect(found).toEqual({ actions: ['Mediate'], resolutions: [] });
});

test('an order that the board calls radical is known by its strongest face', () => {
  const view = world.globalisms.liberal;
  if (!view) throw new Error('the fixture lacks an order');
  const loud = {
    ...view,
    radical: true,
    faces: { kantian: { value: 12, change: 0 }, hobbesian: { value: 51, change: 1 } },
  };
  expect(strongestFace(loud)?.key).toBe('hobbesian');
  const said = (one: typeof view) => radicalOnes({ ...world, globalisms: { liberal: one } }, words);
  expect(said(loud).get('liberal')?.key).toBe('hobbesian');
  expect(said({ ...loud, radical: false }).size).toBe(0);
});
