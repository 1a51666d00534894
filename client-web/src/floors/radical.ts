/** Which globalisms have gone to extremes, and in which of their faces. */
import type { Gauge, Globalism, GlobalismView, PublicBoard, Texts } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

export interface Face {
  key: string;
  gauge: Gauge;
}

export function faces(view: GlobalismView): Face[] {
  return Object.entries(view.faces)
    .map(([key, gauge]) => ({ key, gauge }))
    .sort((a, b) => b.gauge.value - a.gauge.value);
}

/** The face that speaks loudest. */
export function strongestFace(view: GlobalismView): Face | null {
  return faces(view)[0] ?? null;
}

export type Loud = Face & { name: string; gloss: string };

/** The globalisms that have gone to extremes, each with its strongest face. */
export function radicalOnes(board: PublicBoard, texts: Texts): ReadonlyMap<Globalism, Loud> {
  const found = new Map<Globalism, Loud>();
  for (const key of GLOBALISMS) {
    const view = board.globalisms[key];
    const face = view?.radical ? strongestFace(view) : null;
    if (!face) continue;
    const words = texts.faces[face.key];
    found.set(key, { ...face, name: words?.name ?? face.key, gloss: words?.gloss ?? '' });
  }
  return found;
}
