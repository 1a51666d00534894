/** How long each page of a resolved turn stands on the projector. */
import type { Page } from '../desk/reveal';

const BASE_MS = 3_500;
const HEADLINE_MS = 1_900;
const MOST_MS = 16_000;

/** Long enough to be read aloud once, never so long that a class gets restless. */
export function dwell(page: Page): number {
  return Math.min(BASE_MS + page.headlines.length * HEADLINE_MS, MOST_MS);
}

/** As many headlines as stand beside the house without scrolling, and as many pages as a class will bear of one floor. */
export const HEADLINES_MOST = 5;
const PAGES_MOST = 2;

export interface Slide extends Page {
  /** Headlines of this floor that are left to the feed. */
  untold: number;
}

/** The slides of a turn: a full floor takes two, the figures stand on its last, and a silent floor is passed over. */
export function slides(pages: readonly Page[]): Slide[] {
  return pages
    .filter(({ headlines, moved }) => headlines.length > 0 || moved.length > 0)
    .flatMap((page) => {
      const count = Math.min(Math.max(Math.ceil(page.headlines.length / HEADLINES_MOST), 1), PAGES_MOST);
      return Array.from({ length: count }, (_, index): Slide => {
        const last = index === count - 1;
        return {
          ...page,
          headlines: page.headlines.slice(index * HEADLINES_MOST, (index + 1) * HEADLINES_MOST),
          moved: last ? page.moved : [],
          untold: last ? Math.max(page.headlines.length - count * HEADLINES_MOST, 0) : 0,
        };
      });
    });
}
