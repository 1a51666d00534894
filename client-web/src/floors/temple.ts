/**
 * An institution as a building. Its height is its authority; its columns are solid as far as it is held legitimate;
 * the frieze over them is owned in four parts.
 */
import type { Globalism, Shares } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

export interface Column {
  x: number;
  /** How much of it is solid, from the bottom: 0..1. */
  solid: number;
}

export interface FriezePart {
  globalism: Globalism;
  share: number;
  x: number;
  width: number;
}

export interface Temple {
  width: number;
  /** The whole drawing, pediment to steps. */
  height: number;
  pediment: string;
  frieze: { y: number; height: number; parts: FriezePart[] };
  columns: { y: number; height: number; width: number; items: Column[] };
  steps: { x: number; y: number; width: number; height: number }[];
}

export const COLUMNS = 5;
const STEP = 3.5;
const FRIEZE = 12;
const ROOF = 21;
const SHORTEST = 8;

/** Lays the building out in a plot of `width` x `plot`; the ground line is at `plot`. */
export function temple(
  authority: number,
  legitimacy: number,
  ownership: Shares,
  width: number,
  plot: number,
): Temple {
  const tallest = plot - STEP * 2 - FRIEZE - ROOF;
  const columnHeight = SHORTEST + (tallest - SHORTEST) * (Math.min(Math.max(authority, 0), 100) / 100);
  const base = plot - STEP * 2;
  const columnsTop = base - columnHeight;
  const friezeTop = columnsTop - FRIEZE;
  const inset = width * 0.09;
  const span = width - inset * 2;
  const columnWidth = Math.min(span / (COLUMNS * 1.9), 12);
  const between = (span - columnWidth) / (COLUMNS - 1);
  return {
    width,
    height: plot,
    pediment: `M${inset * 0.35} ${friezeTop}L${width / 2} ${friezeTop - ROOF}L${width - inset * 0.35} ${friezeTop}z`,
    frieze: { y: friezeTop, height: FRIEZE, parts: band(ownership, span, inset) },
    columns: {
      y: columnsTop,
      height: columnHeight,
      width: columnWidth,
      items: Array.from({ length: COLUMNS }, (_, index) => ({
        x: inset + index * between,
        solid: Math.min(Math.max((legitimacy / 100) * COLUMNS - index, 0), 1),
      })),
    },
    steps: [
      { x: inset * 0.55, y: base, width: width - inset * 1.1, height: STEP },
      { x: 0, y: base + STEP, width, height: STEP },
    ],
  };
}

/** Four shares side by side over `width`, starting at `x`; they fill it exactly. */
export function band(shares: Shares, width: number, x = 0): FriezePart[] {
  const total = GLOBALISMS.reduce((sum, key) => sum + Math.max(shares[key] ?? 0, 0), 0) || 1;
  let left = x;
  return GLOBALISMS.map((globalism) => {
    const share = Math.max(shares[globalism] ?? 0, 0) / total;
    const part = { globalism, share, x: left, width: share * width };
    left += part.width;
    return part;
  });
}
