import { expect, test } from 'vitest';
import { crowd, POINTS_PER_FIGURE } from './crowd';
import { declutter, type Mark } from './declutter';
import { foremost } from './foremost';
import { honeycomb, rows } from './honeycomb';
import { roots } from './roots';
import { neighbour } from './roving';
import { band, temple } from './temple';

function overlapping(marks: readonly Mark[], width: number, height: number): number {
  const placed = declutter(marks, width, height);
  let count = 0;
  placed.forEach((one, i) =>
    placed.slice(i + 1).forEach((other, j) => {
      const a = marks[i];
      const b = marks[i + 1 + j];
      if (!a || !b) return;
      const x = Math.abs(one.x - other.x) < (a.width + b.width) / 2 - 0.01;
      const y = Math.abs(one.y - other.y) < (a.height + b.height) / 2 - 0.01;
      if (x && y) count += 1;
    }),
  );
  return count;
}

const mark = (key: string, x: number, y: number, weight = 1): Mark => ({
  key,
  x,
  y,
  width: 40,
  height: 30,
  weight,
});

test('marks that want the same spot all find one of their own, inside the picture', () => {
  const crowdOfNine = Array.from({ length: 9 }, (_, index) => mark(`s${index}`, 300, 20));
  expect(overlapping(crowdOfNine, 600, 300)).toBe(0);
  for (const { x, y } of declutter(crowdOfNine, 600, 300)) {
    expect(x).toBeGreaterThanOrEqual(20);
    expect(y).toBeGreaterThanOrEqual(15);
  }
});

test('the heaviest mark stays where it belongs and the lighter ones make way', () => {
  const [light, heavy] = declutter([mark('light', 300, 150), mark('heavy', 300, 150, 9)], 600, 300);
  expect(heavy?.moved).toBe(0);
  expect(light?.moved).toBeGreaterThan(20);
});

test('a mark with room around it does not move at all', () => {
  const placed = declutter([mark('a', 100, 100), mark('b', 400, 200)], 600, 300);
  expect(placed.map(({ moved }) => moved)).toEqual([0, 0]);
});

test('marks keep clear of what is fixed', () => {
  const [only] = declutter([mark('a', 100, 100)], 600, 300, 2, [mark('rock', 100, 100)]);
  expect(only?.moved).toBeGreaterThan(25);
});

test('a honeycomb has a cell for each state, all inside the box and none on top of another', () => {
  for (const count of [1, 4, 5, 6, 7, 12, 14, 30]) {
    const { cells, radius } = honeycomb(count, 800, 320);
    expect(cells).toHaveLength(count);
    cells.forEach((cell, index) => {
      expect(cell.x - (radius * Math.sqrt(3)) / 2).toBeGreaterThanOrEqual(-0.5);
      expect(cell.y + radius).toBeLessThanOrEqual(320.5);
      for (const other of cells.slice(index + 1)) {
        expect(Math.hypot(cell.x - other.x, cell.y - other.y)).toBeGreaterThan(radius * 1.7);
      }
    });
  }
});

test('honeycomb rows are as even as can be and hold every state', () => {
  expect(rows(8, 3)).toEqual([3, 3, 2]);
  expect(rows(5, 2)).toEqual([3, 2]);
});

test('an arrow leads to the nearest mark that lies that way, and nowhere past the edge', () => {
  const spots = [
    { key: 'west', x: 0, y: 50 },
    { key: 'middle', x: 100, y: 50 },
    { key: 'east', x: 200, y: 60 },
    { key: 'south', x: 100, y: 150 },
  ];
  expect(neighbour(spots, 'middle', 'ArrowRight')).toBe('east');
  expect(neighbour(spots, 'middle', 'ArrowDown')).toBe('south');
  expect(neighbour(spots, 'west', 'ArrowLeft')).toBeNull();
  expect(neighbour(spots, 'south', 'Home')).toBe('west');
  expect(neighbour(spots, 'south', 'a')).toBeNull();
});

test('a building rises with authority and its columns fill with legitimacy', () => {
  const owned = { liberal: 0.5, conservative: 0.5 };
  const low = temple(20, 50, owned, 100, 90);
  const high = temple(80, 50, owned, 100, 90);
  expect(high.columns.height).toBeGreaterThan(low.columns.height);
  expect(low.columns.items.map(({ solid }) => solid)).toEqual([1, 1, 0.5, 0, 0]);
});

test('the four parts of a band fill its width exactly and keep their order', () => {
  const parts = band({ liberal: 2, transformative: 1, mercantilist: 0, conservative: 1 }, 100, 10);
  expect(parts.map(({ width }) => width)).toEqual([50, 25, 0, 25]);
  expect(parts.at(-1)).toMatchObject({ globalism: 'conservative', x: 85 });
});

test('a crowd has one figure for every few points, the last one smaller, and nobody leaves when it grows', () => {
  const small = crowd(POINTS_PER_FIGURE * 4, 120);
  const grown = crowd(POINTS_PER_FIGURE * 5.5, 120);
  expect(small).toHaveLength(4);
  expect(grown).toHaveLength(6);
  expect(grown[0]?.size).toBe(0.5);
  for (const figure of small) expect(grown).toContainEqual(figure);
  expect(crowd(0, 120)).toHaveLength(0);
});

test('roots grow in number with strength, and a movement of no strength has none', () => {
  expect(roots(0, 50, 30, 20)).toHaveLength(0);
  expect(roots(80, 50, 30, 20).length).toBeGreaterThan(roots(20, 50, 30, 20).length);
});

test('where there is not room for all, the foremost stay in their order', () => {
  const worth: Record<string, number> = { a: 1, b: 9, c: 5, d: 7 };
  expect(foremost(['a', 'b', 'c', 'd'], (key) => worth[key] ?? 0, 3)).toEqual(['b', 'c', 'd']);
  expect(foremost(['a', 'b'], () => 0, 3)).toEqual(['a', 'b']);
});
