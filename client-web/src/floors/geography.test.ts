import { expect, test } from 'vitest';
import shapes from 'world-atlas/countries-110m.json';
import { board, texts } from '../fixtures/build';
import { FIVE, FOURTEEN } from '../fixtures/worlds';
import { geography, type Atlas } from './geography';
import { onMap, scene } from './sites';
import { badges, lines } from './tension';

const atlas = shapes as unknown as Atlas;
const frame = { width: 880, height: 330, line: 15 };

test('each state lies where it does on a globe', () => {
  const { countries } = geography(atlas, { usa: '840', fra: '250', chn: '156', zaf: '710' }, 880, 330);
  const at = Object.fromEntries(countries.map((country) => [country.key, country]));
  expect(at.usa?.x).toBeLessThan(at.fra?.x ?? 0);
  expect(at.fra?.x).toBeLessThan(at.chn?.x ?? 0);
  expect(at.fra?.y).toBeLessThan(at.zaf?.y ?? 0);
});

test('France lies in Europe although it has land in South America', () => {
  const { countries } = geography(atlas, { fra: '250', deu: '276', bra: '076' }, 880, 330);
  const at = Object.fromEntries(countries.map((country) => [country.key, country]));
  expect(Math.hypot((at.fra?.x ?? 0) - (at.deu?.x ?? 0), (at.fra?.y ?? 0) - (at.deu?.y ?? 0))).toBeLessThan(
    40,
  );
});

test('a state too small for the map has a place but no outline, and an unknown one is named as unplaced', () => {
  const drawn = geography(atlas, { mlt: '470', atl: '999' }, 880, 330);
  expect(drawn.countries).toMatchObject([{ key: 'mlt', path: null }]);
  expect(drawn.unplaced).toEqual(['atl']);
});

test('a world of real states is drawn on the map, an invented one is not', () => {
  expect(onMap(texts(FOURTEEN))).toBe(true);
  expect(onMap(texts(FIVE))).toBe(false);
});

test('all fourteen states stand inside the picture and none hides another', () => {
  const { sites } = scene(board(FOURTEEN), texts(FOURTEEN), atlas, frame, 'DEU');
  expect(sites).toHaveLength(14);
  sites.forEach((site, index) => {
    expect(site.place.x).toBeGreaterThan(0);
    expect(site.place.x).toBeLessThan(frame.width);
    for (const other of sites.slice(index + 1)) {
      const apart =
        Math.abs(site.place.x - other.place.x) >= (site.width + other.width) / 2 - 0.01 ||
        Math.abs(site.place.y - other.place.y) >= (site.height + other.height) / 2 - 0.01;
      expect(apart, `${site.key} and ${other.key}`).toBe(true);
    }
  });
});

test("the reader's own state stays at home while others make way", () => {
  const { sites } = scene(board(FOURTEEN), texts(FOURTEEN), atlas, frame, 'DEU');
  expect(sites.find(({ key }) => key === 'DEU')?.place.moved).toBe(0);
});

test('invented states stand in a honeycomb, the mightier with the larger glyph', () => {
  const { sites, map } = scene(board(FIVE), texts(FIVE), null, frame, null);
  expect(map).toBeNull();
  const size = Object.fromEntries(sites.map(({ key, glyph }) => [key, glyph]));
  expect(size.aurum).toBeGreaterThan(size.esker ?? 0);
});

test('calm pairs have no line; the worst quarrels lie on top and carry a badge clear of the states', () => {
  const { sites } = scene(board(FOURTEEN), texts(FOURTEEN), atlas, frame, 'DEU');
  const drawn = lines(FOURTEEN.pairs, new Map(sites.map(({ key, place }) => [key, place])));
  expect(drawn.map(({ rung }) => rung)).toEqual(['dispute', 'dispute', 'confrontation', 'militarised']);
  const marks = sites.map(({ key, place, width, height }) => ({
    key,
    x: place.x,
    y: place.y,
    width,
    height,
  }));
  const flagged = badges(drawn, marks, frame.width, frame.height);
  expect(flagged.map(({ subject }) => subject)).toEqual(['pair:RUS:USA', 'pair:RUS:UKR']);
  for (const badge of flagged) {
    for (const site of marks) {
      const clear =
        Math.abs(badge.x - site.x) >= 12 + site.width / 2 ||
        Math.abs(badge.y - site.y) >= 12 + site.height / 2;
      expect(clear).toBe(true);
    }
  }
});
