import { expect, test } from 'vitest';
import { board, texts } from '../../fixtures/build';
import { FOURTEEN } from '../../fixtures/worlds';
import { aHeader } from '../../testing/builders';
import { dwell, slides } from '../theatre/show';
import { pages } from './reveal';
import { turnName } from './turn-name';

const told = pages(board(FOURTEEN), texts(FOURTEEN));

test('a turn is told from the top floor down, and the order of the whole comes last', () => {
  expect(told.map(({ floor }) => floor)).toEqual(['top', 'middle', 'ground', 'order']);
});

test('every headline is told once', () => {
  expect(told.flatMap(({ headlines }) => headlines)).toHaveLength(FOURTEEN.headlines.length);
});

test('each floor shows the numbers that moved most, largest first, with their names', () => {
  for (const { moved } of told) {
    const sizes = moved.map(({ gauge }) => Math.abs(gauge.change));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(moved.length).toBeLessThanOrEqual(4);
  }
  expect(told[0]?.moved[0]?.label).toMatch(/: (authority|legitimacy|universality)$/);
});

test('the projector stays longer on more headlines, but not without end, and skips silent floors', () => {
  const [top, middle] = told;
  if (!top || !middle) throw new Error('no pages');
  expect(dwell(middle)).toBeGreaterThan(dwell(top));
  expect(dwell({ ...middle, headlines: Array(40).fill(middle.headlines[0]) })).toBe(16_000);
  expect(slides([{ ...top, headlines: [], moved: [] }, middle]).map(({ floor }) => floor)).toEqual([
    'middle',
  ]);
});

test('a floor with much news takes two slides, its figures stand on the last, and the rest is counted', () => {
  const [, middle] = told;
  if (!middle) throw new Error('no pages');
  const busy = { ...middle, headlines: Array(13).fill(middle.headlines[0]) };
  expect(
    slides([busy]).map(({ headlines, moved, untold }) => [headlines.length, moved.length > 0, untold]),
  ).toEqual([
    [5, false, 0],
    [5, true, 3],
  ]);
});

test('a turn is called by its number and its label', () => {
  const words = texts(FOURTEEN);
  expect(turnName(aHeader({ turn: 3, turns: 8 }), words)).toBe('Turn 3 of 8 · 2016');
  expect(turnName(aHeader({ turn: 0, status: 'lobby' }), words)).toBe('Before the first turn');
  expect(turnName(aHeader({ turn: 8, turns: 8, status: 'ended' }), words)).toBe('After 8 turns');
});
