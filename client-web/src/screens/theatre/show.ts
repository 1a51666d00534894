/** How long each page of a resolved turn stands on the projector. */
import type { Page, Told } from '../desk/reveal';

const BASE_MS = 3_500;
const TOLD_MS = 1_900;
const MOST_MS = 16_000;

/** As much as stands beside the house without scrolling, and as many slides as a class will bear of one page. */
export const TOLD_MOST = 5;
/** A vote takes the room and time of so many headlines. */
const VOTE = 1.6;
const SLIDES_MOST = 2;

export interface Slide extends Omit<Page, 'groups'> {
  told: Told[];
  /** What is left to the feed. */
  untold: number;
}

const weight = ({ tally }: Told) => (tally ? VOTE : 1);

/** Long enough to be read aloud once, never so long that a class gets restless. */
export function dwell({ told }: Pick<Slide, 'told'>): number {
  return Math.min(BASE_MS + told.reduce((sum, one) => sum + weight(one), 0) * TOLD_MS, MOST_MS);
}

/** The slides of a turn: a full page takes two, the figures stand on its last, and a silent page is passed over. */
export function slides(pages: readonly Page[]): Slide[] {
  return pages.flatMap(({ groups, ...page }) => {
    const all = groups.flatMap(({ told }) => told);
    if (all.length === 0 && page.moved.length === 0) return [];
    const shown = filled(all);
    return shown.map((told, index): Slide => {
      const last = index === shown.length - 1;
      const count = shown.reduce((sum, one) => sum + one.length, 0);
      return { ...page, told, moved: last ? page.moved : [], untold: last ? all.length - count : 0 };
    });
  });
}

/** What there is to tell, filled into as many slides as are borne. */
function filled(all: readonly Told[]): Told[][] {
  const shown: Told[][] = [[]];
  let room = TOLD_MOST;
  for (const one of all) {
    if (weight(one) > room) {
      if (shown.length === SLIDES_MOST) break;
      shown.push([]);
      room = TOLD_MOST;
    }
    shown.at(-1)?.push(one);
    room -= weight(one);
  }
  return shown;
}
