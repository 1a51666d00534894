import { expect, test } from 'vitest';
import shapes from 'world-atlas/countries-110m.json';
import { board, texts } from '../fixtures/build';
import { FIVE, FOURTEEN } from '../fixtures/worlds';
import type { Atlas } from './geography';
import { scene, type Site } from './sites';

const atlas = shapes as unknown as Atlas;
const corner = { width: 330, height: 110 };
const SIZES = [
  [390, 300],
  [880, 330],
] as const;

function named(plan: typeof FIVE, name: string) {
  const words = texts(plan);
  const states = Object.fromEntries(
    Object.entries(words.states).map(([key, state]) => [key, { ...state, name }]),
  );
  return { ...words, states };
}

const lowest = ({ place, height }: Site) => place.y + height / 2;
const leftmost = ({ place, width }: Site) => place.x - width / 2;

test.each(SIZES)('no state of a map lies under what stands over its corner, at %i x %i', (width, height) => {
  for (const mine of [null, 'bra', 'usa']) {
    const { sites } = scene(
      board(FOURTEEN),
      texts(FOURTEEN),
      atlas,
      { width, height, line: 15, corner },
      mine,
    );
    const under = sites.filter(
      (site) => leftmost(site) < corner.width && lowest(site) > height - corner.height,
    );
    expect(under.map(({ key }) => key)).toEqual([]);
  }
});

test.each(SIZES)('no cell lies under what stands over the corner, at %i x %i', (width, height) => {
  const { sites } = scene(board(FIVE), texts(FIVE), null, { width, height, line: 15, corner }, null);
  expect(sites).toHaveLength(5);
  for (const { place, glyph } of sites)
    expect(place.x - glyph / 2 >= corner.width || place.y + glyph / 2 <= height - corner.height).toBe(true);
});

test.each([
  ['on the map', FOURTEEN, atlas],
  ['in a honeycomb', FIVE, null],
] as const)('names of forty characters leave their marks as narrow as a code, %s', (_, plan, drawn) => {
  for (const name of [
    'The Free Sovereign United Peoples States',
    'of the many and united small free peoples',
  ]) {
    const { sites } = scene(
      board(plan),
      named(plan, name),
      drawn,
      { width: 390, height: 300, line: 15 },
      null,
    );
    expect(sites.filter(({ label }) => label.length > 4)).toEqual([]);
    expect(new Set(sites.map(({ label }) => label)).size).toBe(sites.length);
  }
});
