import { expect, test } from 'vitest';
import { spread } from './spread';
import { stack } from './stack';

test('labels with room stay at home', () => {
  expect(spread([10, 60, 120], 15, 0, 200)).toEqual([10, 60, 120]);
});

test('labels that would touch share the room around their common middle', () => {
  const placed = spread([50, 52, 48], 10, 0, 200);
  expect([...placed].sort((a, b) => a - b)).toEqual([40, 50, 60]);
  expect(placed[2]).toBeLessThan(placed[0] ?? 0);
});

test('labels stay inside the picture', () => {
  expect(spread([0, 1], 12, 4, 100)).toEqual([4, 16]);
  expect(spread([100, 99], 12, 4, 100)).toEqual([100, 88]);
});

test('stacked bands fill the height at every turn', () => {
  const bands = stack(
    [
      { liberal: 0.5, transformative: 0, mercantilist: 0.25, conservative: 0.25 },
      { liberal: 0, transformative: 0.5, mercantilist: 0.25, conservative: 0.25 },
    ],
    100,
    80,
  );
  expect(bands.map(({ last }) => last)).toEqual([0, 0.5, 0.25, 0.25]);
  expect(bands[0]?.path).toBe('M0.0 0.0L100.0 0.0L100.0 0.0L0.0 40.0z');
  expect(bands.at(-1)?.path).toContain('80.0');
  expect(bands[1]?.middle).toBe(20);
});

test('a single turn is drawn as a level', () => {
  expect(stack([{ liberal: 1 }], 100, 80)[0]?.path).toBe('M0.0 0.0L100.0 0.0L100.0 80.0L0.0 80.0z');
});
