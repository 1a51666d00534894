/** Which globalisms have gone to extremes, and in which of their faces. */
import type { Gauge, Globalism, GlobalismView, PublicBoard, Texts } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

/** From here on a globalism counts as radicalised on the picture, as claims count as large (design choice, `rules/globalisms`). */
export const RADICAL_FROM = 40;

export interface Face {
  key: string;
  gauge: Gauge;
}

export function isRadical(view: GlobalismView): boolean {
  return view.radicalisation.value >= RADICAL_FROM;
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

export type Loud = Face & { name: string };

/** The globalisms that have gone to extremes, each with its strongest face. */
export function radicalOnes(board: PublicBoard, texts: Texts): ReadonlyMap<Globalism, Loud> {
  const found = new Map<Globalism, Loud>();
  for (const key of GLOBALISMS) {
    const view = board.globalisms[key];
    const face = view && isRadical(view) ? strongestFace(view) : null;
    if (face) found.set(key, { ...face, name: texts.faces[face.key]?.name ?? face.key });
  }
  return found;
}
