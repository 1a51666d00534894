/** Tense pairs as lines between states; the heavier the rung, the heavier the line. */
import type { PairView } from '../api/types';
import { declutter, type Mark } from './declutter';

export const RUNGS = ['calm', 'dispute', 'confrontation', 'militarised', 'war'] as const;
export type Rung = (typeof RUNGS)[number];

export interface Line {
  subject: string;
  a: string;
  b: string;
  rung: Rung;
  /** 1 dispute .. 4 war. */
  level: number;
  path: string;
  /** The middle of the line, where its badge stands. */
  x: number;
  y: number;
}

/** The top of the picture must stay clear of badges. */
const HEADROOM = 16;

type At = { x: number; y: number };

export function rungOf(pair: Pick<PairView, 'rung'>): Rung {
  return (RUNGS as readonly string[]).includes(pair.rung) ? (pair.rung as Rung) : 'calm';
}

/** Lines of all pairs that are not calm, the worst last so that they lie on top. */
export function lines(pairs: readonly PairView[], places: ReadonlyMap<string, At>): Line[] {
  return pairs
    .flatMap((pair): Line[] => {
      const rung = rungOf(pair);
      const from = places.get(pair.a);
      const to = places.get(pair.b);
      if (rung === 'calm' || !from || !to) return [];
      return [
        {
          subject: `pair:${pair.a}:${pair.b}`,
          a: pair.a,
          b: pair.b,
          rung,
          level: RUNGS.indexOf(rung),
          ...bow(from, to),
        },
      ];
    })
    .sort((one, other) => one.level - other.level);
}

/** A gentle bow upward: long lines rise more, so that they do not run through what lies between. */
function bow(from: At, to: At): { path: string; x: number; y: number } {
  const middleX = (from.x + to.x) / 2;
  const straightY = (from.y + to.y) / 2;
  const lift = Math.min(
    Math.hypot(to.x - from.x, to.y - from.y) * 0.18,
    60,
    Math.max(straightY - HEADROOM, 0),
  );
  const middleY = straightY - lift;
  const n = (value: number) => value.toFixed(1);
  return {
    path: `M${n(from.x)} ${n(from.y)}Q${n(middleX)} ${n(middleY - lift)} ${n(to.x)} ${n(to.y)}`,
    x: middleX,
    y: middleY,
  };
}

/** Badges of the worse quarrels (confrontation and up), beside their lines and clear of the states' marks. */
export function badges(
  drawn: readonly Line[],
  sites: readonly Mark[],
  width: number,
  height: number,
): Line[] {
  const shown = drawn.filter(({ level }) => level > 1);
  const marks = shown.map(({ subject, x, y, level }) => ({
    key: subject,
    x,
    y,
    width: BADGE,
    height: BADGE,
    weight: level,
  }));
  const places = new Map(declutter(marks, width, height, 1, sites).map((place) => [place.key, place]));
  return shown.map((line) => ({ ...line, ...at(places.get(line.subject) ?? line) }));
}

const BADGE = 24;
const at = ({ x, y }: At): At => ({ x, y });
