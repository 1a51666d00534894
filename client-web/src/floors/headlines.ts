/** Which floor a headline belongs to, so that a resolved turn can be told floor by floor. */
import type { Headline } from '../api/types';
import { subjectOf } from './names';

export type Floor = 'top' | 'middle' | 'ground' | 'order';

/** From the roof down; `order` is what concerns the globalisms and the system as a whole. */
export const FLOORS: readonly Floor[] = ['top', 'middle', 'ground', 'order'];

export const FLOOR_WORDS: Readonly<Record<Floor, { name: string; what: string; gloss: string }>> = {
  top: {
    name: 'Top floor',
    what: 'Institutions',
    gloss: 'What states have built above themselves to be bound by.',
  },
  middle: {
    name: 'Middle floor',
    what: 'States',
    gloss: 'Sovereigns: their powers, their quarrels, their stances.',
  },
  ground: {
    name: 'Ground floor',
    what: 'Societies',
    gloss: 'Movements and publics that carry, push and shake the house.',
  },
  order: { name: 'The roof', what: 'The order', gloss: 'Four ideas of how the whole house should be run.' },
};

export function floorOf(headline: Headline): Floor {
  const kinds = headline.about.map((about) => subjectOf(about).kind);
  if (kinds.includes('institution')) return 'top';
  if (kinds.includes('movement')) return 'ground';
  if (kinds.some((kind) => kind === 'state' || kind === 'pair' || kind === 'bloc')) return 'middle';
  return 'order';
}

export function byFloor(headlines: readonly Headline[]): Record<Floor, Headline[]> {
  const sorted: Record<Floor, Headline[]> = { top: [], middle: [], ground: [], order: [] };
  for (const headline of headlines) sorted[floorOf(headline)].push(headline);
  return sorted;
}
