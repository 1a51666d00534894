import type { Globalism } from '../api/types';

/** The four globalisms, always in this order, each with a shape of its own. */
export const GLOBALISMS = ['liberal', 'transformative', 'mercantilist', 'conservative'] as const;

export type Shape = 'circle' | 'triangle' | 'square' | 'diamond';

export const SHAPES: Record<Globalism, Shape> = {
  liberal: 'circle',
  transformative: 'triangle',
  mercantilist: 'square',
  conservative: 'diamond',
};

/** The word to show where the scenario's own texts are not at hand. */
export const WORDS: Record<Globalism, string> = {
  liberal: 'Liberal',
  transformative: 'Transformative',
  mercantilist: 'Mercantilist',
  conservative: 'Conservative',
};

/** The outline of each shape in a box of 16 by 16, of about the same area. */
export const OUTLINES: Record<Shape, string> = {
  circle: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z',
  triangle: 'M8 1L15.4 14.4H.6z',
  square: 'M2.2 2.2h11.6v11.6H2.2z',
  diamond: 'M8 .2L15.8 8L8 15.8L.2 8z',
};

export function isGlobalism(key: string): key is Globalism {
  return (GLOBALISMS as readonly string[]).includes(key);
}
