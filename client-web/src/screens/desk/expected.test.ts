import { expect, test } from 'vitest';
import { seatBoard } from '../../fixtures/seat';
import { FIVE } from '../../fixtures/worlds';
import { emptyDraft } from './draft';
import type { Effect } from './effects';
import { expected, expectedGroups, fitOf, shareThen, type Aim } from './expected';

const board = seatBoard(FIVE);
const [friend = ''] = Object.keys(board.relations);
const [house = ''] = Object.keys(board.scales.by_institution);
const relation = board.relations[friend];
if (!relation) throw new Error('the fixture lacks a relation');
const own = {
  ...board,
  fit_rule: { floor: 0.3, whole: 0.5 },
  relations: { [friend]: { ...relation, scales: { trust: 0.5, exposure: 2, fragility: 1 } } },
  scales: { own: { weight: 1.2 }, by_institution: { [house]: { authority: 0.8, legitimacy: 1 } } },
};
const effect = (amount: number | null, ...scaledBy: string[]): Effect => ({
  text: 'Trust between you and the target \u22126',
  amount,
  scaled_by: scaledBy,
  institution: null,
  variable: 'trust',
  whose: 'actor',
  other: 'target',
  phrase: 'Trust between {you} and {target}',
  short: 'Trust between {you} and {target}',
});
const aim: Aim = { fit: 0.5, effort: 1, state: friend, institution: null };

test('a figure is multiplied by all that scales it, and by effort', () => {
  expect(expected(effect(-6, 'fit', 'trust', 'weight'), { ...aim, effort: 1.7 }, own)).toEqual({
    amount: expect.closeTo(-6 * 0.5 * 0.5 * 1.2 * 1.7) as number,
    factors: [
      { scale: 'fit', by: 0.5 },
      { scale: 'trust', by: 0.5 },
      { scale: 'weight', by: 1.2 },
      { scale: 'effort', by: 1.7 },
    ],
  });
});

test('what hangs on a target is not guessed before one is chosen', () => {
  expect(expected(effect(-6, 'fit', 'exposure'), { ...aim, state: undefined }, own).amount).toBeNull();
  expect(expected(effect(-6, 'fit'), { ...aim, state: undefined }, own).amount).toBeCloseTo(-3);
  expect(expected(effect(4, 'authority'), { ...aim, institution: undefined }, own).amount).toBeNull();
  expect(expected(effect(4, 'authority'), { ...aim, institution: house }, own).amount).toBeCloseTo(3.2);
});

test('where there is nobody to ask nothing is scaled, as in the rules', () => {
  expect(expected(effect(-6, 'trust'), { ...aim, state: null }, own).amount).toBe(-6);
  expect(expected(effect(4, 'authority'), { ...aim, institution: null }, own).amount).toBe(4);
});

test('of what another state does only the institution is known on this desk', () => {
  const foreign = { ...aim, institution: house, foreign: true };
  expect(expected(effect(4, 'weight'), foreign, own).amount).toBeNull();
  expect(expected(effect(4, 'authority'), foreign, own).amount).toBeCloseTo(3.2);
});

test('what comes or goes has no figure', () => {
  const joins = {
    ...effect(null, 'fit'),
    variable: 'bloc',
    whose: 'target',
    other: null,
    short: '{target} joins {your} alliance',
  };
  expect(expectedGroups([joins], {}, aim, own)).toEqual([
    { side: 'them', lines: [{ what: 'The target joins your alliance', base: null, about: null, how: '' }] },
  ]);
});

test('a line tells what to expect, the base, and how the one comes from the other', () => {
  expect(expectedGroups([effect(-6, 'fit', 'trust')], { state: 'Serica' }, aim, own)).toEqual([
    {
      side: 'between',
      lines: [
        {
          what: 'Trust between you and Serica',
          base: '\u22126',
          about: '\u22121.5',
          how: '\u00d7 fit 0.5 \u00d7 trust 0.5',
        },
      ],
    },
  ]);
});

test('fit rises evenly from its floor, and half the stance is enough where the rule says so', () => {
  expect([0, 0.25, 0.5, 0.9].map((share) => fitOf(share, own.fit_rule))).toEqual([
    0.3,
    expect.closeTo(0.65),
    1,
    1,
  ]);
});

test('a drafted stance counts before actions do, less what is held back', () => {
  const seat = {
    ...own,
    stance: { liberal: 0.2, transformative: 0, mercantilist: 0, conservative: 0.8 },
    stance_price: { ...own.stance_price, held_back: 0.25 },
  };
  const chosen = { liberal: 6, transformative: 0, mercantilist: 0, conservative: 4 };
  expect(shareThen('liberal', emptyDraft(), seat)).toBe(0.2);
  expect(shareThen('liberal', { ...emptyDraft(), stance: chosen }, seat)).toBeCloseTo(0.5);
});
