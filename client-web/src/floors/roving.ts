/** One tab stop for many marks: arrow keys walk to the nearest mark in that direction. */

export interface Spot {
  key: string;
  x: number;
  y: number;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The key of the spot that `arrow` leads to from `from`, or null where the key is no arrow or nothing lies that way.
 * Going straight counts more than going near.
 */
export function neighbour(spots: readonly Spot[], from: string, arrow: string): string | null {
  const way = ARROWS[arrow];
  if (arrow === 'Home') return spots[0]?.key ?? null;
  if (arrow === 'End') return spots.at(-1)?.key ?? null;
  const here = spots.find((spot) => spot.key === from);
  if (!way || !here) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const spot of spots) {
    if (spot.key === from) continue;
    const dx = spot.x - here.x;
    const dy = spot.y - here.y;
    const ahead = dx * way[0] + dy * way[1];
    if (ahead <= 0.5) continue;
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    const cost = ahead + aside * 2.2;
    if (cost < least) {
      least = cost;
      best = spot.key;
    }
  }
  return best;
}
