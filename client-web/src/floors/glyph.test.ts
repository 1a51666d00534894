import { expect, test } from 'vitest';
import { GLOBALISMS } from '../ui/globalisms';
import { shapePath, stanceGlyph } from './glyph';

/** The corners that a path of absolute and relative lines passes through; circles by their extremes. */
function corners(path: string): [number, number][] {
  const circle = /^M(-?[\d.]+) (-?[\d.]+)a([\d.]+) /.exec(path);
  if (circle) {
    const [left, y, r] = circle.slice(1).map(Number) as [number, number, number];
    return [
      [left, y],
      [left + 2 * r, y],
      [left + r, y - r],
      [left + r, y + r],
    ];
  }
  let x = 0;
  let y = 0;
  return [...path.matchAll(/([Mlhv])(-?[\d.]+)?(?: (-?[\d.]+))?/g)].map(
    ([, letter, one = '0', two = '0']) => {
      if (letter === 'M') [x, y] = [Number(one), Number(two)];
      else if (letter === 'h') x += Number(one);
      else if (letter === 'v') y += Number(one);
      else [x, y] = [x + Number(one), y + Number(two)];
      return [x, y];
    },
  );
}

test('every glyph stays inside its square, whatever the stance', () => {
  for (const first of GLOBALISMS) {
    for (const share of [0.02, 0.3, 0.6, 1]) {
      const shares = Object.fromEntries(
        GLOBALISMS.map((key) => [key, key === first ? share : (1 - share) / 3]),
      );
      for (const part of stanceGlyph(shares, 40)) {
        for (const [x, y] of corners(part.path)) {
          expect(Math.abs(x)).toBeLessThanOrEqual(20.1);
          expect(Math.abs(y)).toBeLessThanOrEqual(20.1);
        }
      }
    }
  }
});

test('a share under one in fifty leaves its corner empty', () => {
  expect(stanceGlyph({ liberal: 0.99, conservative: 0.01 }, 40).map((part) => part.globalism)).toEqual([
    'liberal',
  ]);
});

test('the four shapes of one size have one area', () => {
  const square = corners(shapePath('square', 10));
  const side = (square[1]?.[0] ?? 0) - (square[0]?.[0] ?? 0);
  expect(side * side).toBeCloseTo(Math.PI * 100, 0);
  const triangle = corners(shapePath('triangle', 10));
  const base = (triangle[1]?.[0] ?? 0) - (triangle[2]?.[0] ?? 0);
  const height = (triangle[1]?.[1] ?? 0) - (triangle[0]?.[1] ?? 0);
  expect((base * height) / 2).toBeCloseTo(Math.PI * 100, 0);
});
