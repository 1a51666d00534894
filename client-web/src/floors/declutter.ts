/** Gives every mark a place of its own, as near to where it belongs as can be. Deterministic. */

export interface Mark {
  key: string;
  /** Where it belongs: the middle of its glyph. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** The heavier choose first. */
  weight?: number;
}

export interface Placed {
  key: string;
  x: number;
  y: number;
  anchorX: number;
  anchorY: number;
  /** How far it had to move. */
  moved: number;
}

const STEP = 4;
const REACH = 152;
/** Lying on the place of a mark that is still to come costs as much as moving this far. */
const COVERING = 14;

/** The weight of a mark that stays at home, whatever it covers. */
export const ROCK = Infinity;

/** Offsets from the middle, the nearest first; computed once. */
const OFFSETS: readonly (readonly [number, number, number])[] = (() => {
  const found: [number, number, number][] = [];
  for (let dx = -REACH; dx <= REACH; dx += STEP) {
    for (let dy = -REACH; dy <= REACH; dy += STEP) {
      const far = Math.hypot(dx, dy);
      if (far <= REACH) found.push([dx, dy, far]);
    }
  }
  return found.sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1]);
})();

/**
 * Places `marks` inside `width` x `height`, at least `gap` apart and clear of `fixed` wherever there is room; the
 * result keeps their order.
 */
export function declutter(
  marks: readonly Mark[],
  width: number,
  height: number,
  gap = 2,
  fixed: readonly Mark[] = [],
): Placed[] {
  const order = marks.map((_, index) => index);
  order.sort((a, b) => (marks[b]?.weight ?? 1) - (marks[a]?.weight ?? 1) || a - b);
  const taken: Mark[] = [...fixed];
  const places = new Map<number, { x: number; y: number }>();
  order.forEach((index, rank) => {
    const mark = marks[index];
    if (!mark) return;
    const waiting = order.slice(rank + 1).flatMap((later) => marks[later] ?? []);
    const place = freePlace(mark, taken, waiting, width, height, gap);
    places.set(index, place);
    taken.push({ ...mark, ...place });
  });
  return marks.map((mark, index) => {
    const { x, y } = places.get(index) ?? mark;
    return {
      key: mark.key,
      x,
      y,
      anchorX: mark.x,
      anchorY: mark.y,
      moved: Math.hypot(x - mark.x, y - mark.y),
    };
  });
}

function freePlace(
  mark: Mark,
  taken: readonly Mark[],
  waiting: readonly Mark[],
  width: number,
  height: number,
  gap: number,
): { x: number; y: number } {
  const home = {
    x: clamp(mark.x, mark.width / 2, width - mark.width / 2),
    y: clamp(mark.y, mark.height / 2, height - mark.height / 2),
  };
  let best = home;
  let least = Infinity;
  for (const [dx, dy, far] of OFFSETS) {
    if (far >= least) break;
    const x = home.x + dx;
    const y = home.y + dy;
    if (x < mark.width / 2 || x > width - mark.width / 2) continue;
    if (y < mark.height / 2 || y > height - mark.height / 2) continue;
    if (taken.some((other) => overlap(x, y, mark, other, gap))) continue;
    const covered = waiting.filter(
      (other) => Math.abs(other.x - x) < mark.width / 2 && Math.abs(other.y - y) < mark.height / 2,
    );
    const cost = far + (mark.weight === ROCK ? 0 : covered.length * COVERING);
    if (cost < least) {
      least = cost;
      best = { x, y };
    }
  }
  return best;
}

function overlap(x: number, y: number, mark: Mark, other: Mark, gap: number): boolean {
  return (
    Math.abs(x - other.x) < (mark.width + other.width) / 2 + gap &&
    Math.abs(y - other.y) < (mark.height + other.height) / 2 + gap
  );
}

function clamp(value: number, low: number, high: number): number {
  return high < low ? (low + high) / 2 : Math.min(Math.max(value, low), high);
}
