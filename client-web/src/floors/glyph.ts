/** The shapes of the four globalisms at any size, and the four-part glyph of a stance. */
import type { Globalism, Shares } from '../api/types';
import { GLOBALISMS, SHAPES, type Shape } from '../ui/globalisms';

const at = (value: number): string => value.toFixed(2).replace(/\.?0+$/, '');

/**
 * An SVG path of one shape around (x, y). All four have the same area, that of a circle of radius `r`,
 * so that sizes can be compared across shapes.
 */
export function shapePath(shape: Shape, r: number, x = 0, y = 0): string {
  if (shape === 'circle') {
    return `M${at(x - r)} ${at(y)}a${at(r)} ${at(r)} 0 1 0 ${at(2 * r)} 0a${at(r)} ${at(r)} 0 1 0 ${at(-2 * r)} 0z`;
  }
  if (shape === 'square') {
    const side = r * Math.sqrt(Math.PI);
    return `M${at(x - side / 2)} ${at(y - side / 2)}h${at(side)}v${at(side)}h${at(-side)}z`;
  }
  if (shape === 'diamond') {
    const half = r * Math.sqrt(Math.PI / 2);
    return `M${at(x)} ${at(y - half)}l${at(half)} ${at(half)}l${at(-half)} ${at(half)}l${at(-half)} ${at(-half)}z`;
  }
  const side = r * Math.sqrt((4 * Math.PI) / Math.sqrt(3));
  const height = (side * Math.sqrt(3)) / 2;
  return `M${at(x)} ${at(y - (height * 2) / 3)}l${at(side / 2)} ${at(height)}h${at(-side)}z`;
}

/** Where each globalism stands in the four-part glyph: always the same corner, so position speaks as well as shape. */
const CORNERS: Readonly<Record<Globalism, readonly [number, number]>> = {
  liberal: [-1, -1],
  transformative: [1, -1],
  mercantilist: [-1, 1],
  conservative: [1, 1],
};

export interface GlyphPart {
  globalism: Globalism;
  share: number;
  path: string;
}

/** How far each shape of radius 1 reaches from its centre: left and right, up, down. */
const REACH: Readonly<Record<Shape, readonly [number, number, number]>> = {
  circle: [1, 1, 1],
  square: [0.886, 0.886, 0.886],
  diamond: [1.253, 1.253, 1.253],
  triangle: [1.347, 1.555, 0.778],
};

/**
 * The four-part stance glyph inside a square of side `size` around the origin: four shapes in fixed corners, their area
 * in proportion to the share. A share under one in fifty leaves its corner empty.
 */
export function stanceGlyph(shares: Shares, size: number): GlyphPart[] {
  const half = size / 2;
  return GLOBALISMS.flatMap((globalism) => {
    const share = Math.max(0, Math.min(1, shares[globalism] ?? 0));
    if (share < 0.02) return [];
    const shape = SHAPES[globalism];
    const [aside, up, down] = REACH[shape];
    const radius = Math.max(size * 0.31 * Math.sqrt(share), size * 0.05);
    const [dx, dy] = CORNERS[globalism];
    // In the middle of its corner if it fits there, else as near to it as the edge allows.
    const x = dx * Math.min(size * 0.25, half - radius * aside);
    const middle = dy * size * 0.25 + (radius * (up - down)) / 2;
    const y = Math.min(Math.max(middle, radius * up - half), half - radius * down);
    return [{ globalism, share, path: shapePath(shape, radius, x, y) }];
  });
}
