import { expect, test } from 'vitest';
import { seatBoard } from '../../fixtures/seat';
import { FIVE } from '../../fixtures/worlds';
import {
  budget,
  draftOf,
  emptyDraft,
  fitting,
  isEmpty,
  moveOf,
  obstacles,
  placed,
  pointsMoved,
  sameMove,
  shownStance,
  stanceCost,
  stepStance,
} from './draft';

const own = seatBoard(FIVE);
const stance = { liberal: 2, transformative: 1, mercantilist: 2, conservative: 5 };

test('the control begins at the stance in force, in whole points', () => {
  expect(shownStance(emptyDraft(), own.stance)).toEqual(stance);
});

test('a point must be taken before it can be given', () => {
  expect(stepStance(stance, 'liberal', 1)).toBe(stance);
  const freed = stepStance(stance, 'conservative', -1);
  expect(placed(freed)).toBe(9);
  expect(stepStance(freed, 'liberal', 1)).toEqual({ ...stance, liberal: 3, conservative: 4 });
});

test('no globalism falls below nothing', () => {
  const none = { liberal: 10, transformative: 0, mercantilist: 0, conservative: 0 };
  expect(stepStance(none, 'transformative', -1)).toBe(none);
});

test('a swing costs by its square, once; standing apart costs each turn, beyond what is free', () => {
  const free = { home: own.stance, free: 0.1, departure: 6, swing: 14, held_back: 0.5 };
  const at_home = { ...own, stance_price: free };
  expect(stanceCost(emptyDraft(), at_home)).toEqual({ moved: 0, swing: 0, apart: 0 });

  const chosen = { ...stance, liberal: 4, conservative: 3 };
  const small = stanceCost({ ...emptyDraft(), stance: chosen }, at_home);
  expect(small.moved).toBeCloseTo(2);
  expect(small.swing).toBeCloseTo(14 * 0.1 ** 2);
  expect(small.apart).toBeCloseTo(0);

  const unfree = { ...at_home, stance_price: { ...free, free: 0 } };
  expect(stanceCost({ ...emptyDraft(), stance: chosen }, unfree).apart).toBeCloseTo(6 * 0.1);
});

test('keeping a stance that stands apart still wears on cohesion', () => {
  const home = { liberal: 0, transformative: 0, mercantilist: 1, conservative: 0 };
  const strange = { ...own, stance_price: { ...own.stance_price, home } };
  const kept = stanceCost(emptyDraft(), strange);
  expect(kept.swing).toBe(0);
  expect(kept.apart).toBeGreaterThan(0);
});

test('a stance between whole points moves by the fraction as well', () => {
  expect(
    pointsMoved(
      { liberal: 0.55, conservative: 0.45 },
      { ...stance, liberal: 6, transformative: 0, mercantilist: 0, conservative: 4 },
    ),
  ).toBeCloseTo(0.5);
});

test('the budget counts every action by its cost and its effort', () => {
  const draft = {
    ...emptyDraft(),
    actions: [
      { action: 'tariffs', target: 'dorn' },
      { action: 'social_reform', effort: 2 },
    ],
  };
  expect(budget(draft, own)).toMatchObject({ spent: 16, costs: [4, 12] });
  expect(budget(draft, own).left).toBeCloseTo(6.4);
});

test('more actions than a move may have stop it before it is sent', () => {
  const actions = Array.from({ length: own.actions_limit }, () => ({ action: 'social_reform' }));
  const rich = { ...own, capital: { value: 100, change: 0 } };
  expect(obstacles({ ...emptyDraft(), actions }, rich).actions).toBeUndefined();
  const more = { ...emptyDraft(), actions: [...actions, { action: 'social_reform' }] };
  expect(obstacles(more, rich).actions).toBe('A move has at most 3 actions: take back one.');
});

test('what stands against submitting is named at the part where it is mended', () => {
  expect(obstacles(emptyDraft(), own)).toEqual({});
  expect(obstacles({ ...emptyDraft(), stance: { ...stance, liberal: 1 } }, own).stance).toBe(
    'Place the last point of your stance.',
  );
  const dear = { ...emptyDraft(), actions: [{ action: 'parallel', target: 'wto', effort: 3 }] };
  expect(obstacles(dear, own).actions).toBe('Your actions cost 4.6 more capital than you have.');
  expect(obstacles({ ...emptyDraft(), actions: [{ action: 'tariffs' }] }, own).actions).toContain('aimed at');
});

test('an empty draft is sent as an empty move, which means to do nothing', () => {
  expect(moveOf(emptyDraft())).toEqual({});
  expect(isEmpty(draftOf({}))).toBe(true);
  expect(isEmpty(draftOf(null))).toBe(true);
});

test('a draft survives being sent and read back', () => {
  const draft = {
    stance,
    actions: [{ action: 'mediate', target: 'dorn' }],
    votes: { d1: 'yes' as const },
    tabled: [{ resolution: 'censure', institution: 'unga', target: 'dorn' }],
    answers: { school_strikes: 'meet' },
  };
  expect(sameMove(draftOf(moveOf(draft)), draft)).toBe(true);
});

test('the order in which votes were cast makes no other move, the order of actions does', () => {
  const one = { ...emptyDraft(), votes: { d1: 'yes' as const, d2: 'no' as const } };
  const other = { ...emptyDraft(), votes: { d2: 'no' as const, d1: 'yes' as const } };
  expect(sameMove(one, other)).toBe(true);
  expect(sameMove({ ...one, votes: { d1: 'no' } }, one)).toBe(false);
});

test('votes and answers of another turn are dropped from a kept draft', () => {
  const old = {
    ...emptyDraft(),
    votes: { d1: 'yes' as const, gone: 'no' as const },
    answers: { school_strikes: 'no_such' },
  };
  expect(fitting(old, own)).toMatchObject({ votes: { d1: 'yes' }, answers: {} });
});
