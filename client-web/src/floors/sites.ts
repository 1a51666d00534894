/** Where each state stands in the picture: on the map, on a shelf beside it, or in a honeycomb. */
import type { PublicBoard, Texts } from '../api/types';
import { declutter, ROCK, type Mark, type Placed } from './declutter';
import { geography, type Atlas, type Geography } from './geography';
import { hexagon, honeycomb, type Honeycomb } from './honeycomb';
import { shortName, stateCodes, stateName } from './names';

export interface Site {
  key: string;
  name: string;
  label: string;
  /** The outline to fill with the state's stance, drawn around (0, 0) moved to (`outlineX`, `outlineY`). */
  path: string | null;
  outlineX: number;
  outlineY: number;
  /** The middle of its mark, and the place that the mark belongs to. */
  place: Placed;
  /** Side of the stance glyph. */
  glyph: number;
  /** What glyph and label take up together. */
  width: number;
  height: number;
}

export interface Scene {
  sites: Site[];
  map: Geography | null;
}

/** A scenario is drawn on the map where at least half of its states are real ones. */
export function onMap(texts: Texts): boolean {
  const states = Object.values(texts.states);
  return states.filter(({ iso_numeric: iso }) => iso).length * 2 >= states.length && states.length > 0;
}

export interface Corner {
  width: number;
  height: number;
}

export interface Frame {
  width: number;
  height: number;
  /** Height of a line of label text; 0 leaves labels away. */
  line: number;
  /** What stands over the lower left corner, so that no state may. */
  corner?: Corner | undefined;
}

const LABELLED_MOST = 40;

export function scene(
  board: PublicBoard,
  texts: Texts,
  atlas: Atlas | null,
  frame: Frame,
  mine: string | null,
): Scene {
  const keys = Object.keys(board.states);
  const powers = new Map(keys.map((key) => [key, board.states[key]?.power ?? 0]));
  return onMap(texts) && atlas
    ? mapScene(keys, powers, texts, atlas, frame, mine)
    : tileScene(keys, powers, texts, frame);
}

/** Sides of the glyphs: by the square root of power, so that area speaks. */
function glyphSizes(powers: ReadonlyMap<string, number>, small: number, large: number): Map<string, number> {
  const top = Math.max(...powers.values(), 1e-9);
  return new Map([...powers].map(([key, power]) => [key, small + (large - small) * Math.sqrt(power / top)]));
}

function mapScene(
  keys: readonly string[],
  powers: ReadonlyMap<string, number>,
  texts: Texts,
  atlas: Atlas,
  frame: Frame,
  mine: string | null,
): Scene {
  const { width, height, line } = frame;
  const isoByKey = Object.fromEntries(
    keys.flatMap((key) => {
      const iso = texts.states[key]?.iso_numeric;
      return iso ? [[key, iso]] : [];
    }),
  );
  const map = geography(atlas, isoByKey, width, height);
  const scale = Math.max(0.55, Math.min(1, Math.sqrt((width * height) / (keys.length * 9000))));
  // Where the words are larger, as on a projector, so are the glyphs.
  const unit = scale * Math.max(1, line / 17);
  const sizes = glyphSizes(powers, 22 * unit, 35 * unit);
  const labelled = new Set(
    [...keys].sort((a, b) => (powers.get(b) ?? 0) - (powers.get(a) ?? 0)).slice(0, LABELLED_MOST),
  );
  if (mine) labelled.add(mine);
  const outlines = new Map(map.countries.map((country) => [country.key, country]));
  // States that the map does not know stand in a row at the lower left, over the southern ocean.
  const shelf = new Map(keys.filter((key) => !outlines.has(key)).map((key, index) => [key, index]));
  const codes = stateCodes(keys.map((key) => ({ key, name: stateName(key, texts) })));
  const boxed = (key: string, label: string) => {
    const size = sizes.get(key) ?? 23;
    const country = outlines.get(key);
    return {
      key,
      label,
      x: country?.x ?? 40 + (shelf.get(key) ?? 0) * 62,
      y: country?.y ?? height - 34,
      width: Math.max(size, label.length * line * 0.6),
      height: size + (label ? line * 0.85 : 0),
      weight: key === mine ? ROCK : (powers.get(key) ?? 0),
    };
  };
  const most = width < 520 ? 4 : 9;
  const full = keys.map((key) => {
    const named = line > 0 && labelled.has(key);
    return boxed(key, named ? shortName(stateName(key, texts), codes.get(key) ?? key, most) : '');
  });
  // Where names would run into each other, codes stand instead.
  const marks = full.map((mark) => {
    const crowded = full.some((other) => other !== mark && near(mark, other));
    return crowded && mark.label && mark.key !== mine
      ? boxed(mark.key, codes.get(mark.key) ?? mark.label)
      : mark;
  });
  const placed = declutter(marks, width, height, 2, cornerMarks(frame));
  const sites = placed.map((place, index): Site => ({
    width: marks[index]?.width ?? 0,
    height: marks[index]?.height ?? 0,
    key: place.key,
    name: stateName(place.key, texts),
    label: marks[index]?.label ?? '',
    path: outlines.get(place.key)?.path ?? null,
    outlineX: 0,
    outlineY: 0,
    place,
    glyph: sizes.get(place.key) ?? 23,
  }));
  return { sites, map };
}

/** The corner as something that marks and badges keep clear of. */
export function cornerMarks({ height: bottom, corner }: Pick<Frame, 'height' | 'corner'>): Mark[] {
  if (!corner) return [];
  const { width, height } = corner;
  return [{ key: 'corner', x: width / 2, y: bottom - height / 2, width, height }];
}

function near(one: Mark, other: Mark): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2
  );
}

/** The honeycomb over the whole picture, or above the corner where a cell would lie under it. */
function honeycombBeside(
  corner: Corner | undefined,
  count: number,
  width: number,
  height: number,
): Honeycomb {
  const whole = honeycomb(count, width, height);
  const lies = whole.cells.some(
    ({ x, y }) => corner && x - whole.radius < corner.width && y + whole.radius > height - corner.height,
  );
  return corner && lies ? honeycomb(count, width, height - corner.height) : whole;
}

function tileScene(
  keys: readonly string[],
  powers: ReadonlyMap<string, number>,
  texts: Texts,
  { width, height, line, corner }: Frame,
): Scene {
  const { cells, radius } = honeycombBeside(corner, keys.length, width, height);
  const largest = Math.max(Math.min(radius * 0.95, radius * 1.3 - line * 1.2), 12);
  const sizes = glyphSizes(powers, largest * 0.6, largest);
  const codes = stateCodes(keys.map((key) => ({ key, name: stateName(key, texts) })));
  const sites = keys.map((key, index): Site => {
    const { x, y } = cells[index] ?? { x: width / 2, y: height / 2 };
    const name = stateName(key, texts);
    const most = Math.floor((radius * 1.55) / Math.max(line * 0.6, 1));
    return {
      key,
      name,
      label: line > 0 ? shortName(name, codes.get(key) ?? key, Math.max(most, 3)) : '',
      path: hexagon(radius * 0.965),
      outlineX: x,
      outlineY: y,
      place: { key, x, y, anchorX: x, anchorY: y, moved: 0 },
      glyph: sizes.get(key) ?? largest,
      width: largest,
      height: largest + line,
    };
  });
  return { sites, map: null };
}
