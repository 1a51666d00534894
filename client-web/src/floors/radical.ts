/** Which globalisms have gone to extremes, and in which of their faces. */
import type { Gauge, GlobalismView } from '../api/types';

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
