/** A movement as a crowd: one figure for every three points of strength, in rows that grow like roots. */

export interface Figure {
  x: number;
  y: number;
  /** 0..1, less than 1 for the last figure where strength is no whole number of figures. */
  size: number;
}

export const POINTS_PER_FIGURE = 3;

/** Figures around the middle of `width`, the rows behind first; those stand higher and half a step aside. */
export function crowd(strength: number, width: number, step = 11, rise = 8): Figure[] {
  const count = Math.max(strength, 0) / POINTS_PER_FIGURE;
  const whole = Math.ceil(count - 1e-9);
  const perRow = Math.max(1, Math.floor(width / step));
  const figures = Array.from({ length: whole }, (_, index): Figure => {
    const row = Math.floor(index / perRow);
    const place = index % perRow;
    // From the middle outward, so that a growing crowd spreads and nobody already there moves.
    const offset = (place % 2 === 0 ? 1 : -1) * Math.ceil(place / 2);
    return {
      x: width / 2 + (offset + (row % 2) / 2) * step,
      y: row === 0 ? 0 : -row * rise,
      size: Math.min(1, Math.max(0.35, count - index)),
    };
  });
  return figures.reverse();
}
