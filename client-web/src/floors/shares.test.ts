import { expect, test } from 'vitest';
import { apart, leading, meanShares, sharesInWords, toPoints } from './shares';

const stance = { liberal: 0.55, transformative: 0.15, mercantilist: 0.05, conservative: 0.25 };

test('shares become ten whole points by largest remainder, ties going to the earlier globalism', () => {
  expect(toPoints(stance)).toEqual({ liberal: 6, transformative: 2, mercantilist: 0, conservative: 2 });
});

test('whole points always add up to ten, whatever the shares', () => {
  for (let step = 0; step <= 100; step += 1) {
    const liberal = step / 100;
    const rest = (1 - liberal) / 3;
    const points = toPoints({ liberal, transformative: rest, mercantilist: rest, conservative: rest });
    expect(Object.values(points).reduce((sum, value) => sum + value, 0)).toBe(10);
  }
});

test('a globalism leads only where it is ahead by the margin asked for', () => {
  expect(leading(stance)).toBe('liberal');
  expect(leading(stance, 0.35)).toBeNull();
});

test('two opposite stances are wholly apart, and a stance is not apart from itself', () => {
  expect(apart({ liberal: 1 }, { conservative: 1 })).toBe(1);
  expect(apart(stance, stance)).toBe(0);
});

test('the mean of shares weighs each by its weight, and is even where nothing weighs', () => {
  const mean = meanShares([
    { shares: { liberal: 1 }, weight: 3 },
    { shares: { conservative: 1 }, weight: 1 },
  ]);
  expect(mean).toEqual({ liberal: 0.75, transformative: 0, mercantilist: 0, conservative: 0.25 });
  expect(meanShares([]).liberal).toBe(0.25);
});

test('a stance is told largest first and without what is not there', () => {
  expect(sharesInWords({ liberal: 0.3, conservative: 0.7, mercantilist: 0 }, (key) => key)).toBe(
    'conservative 70%, liberal 30%',
  );
});
