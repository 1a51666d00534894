/** The floors of the house in words, for a picture in which one of them stands out. */

/** From the roof down; `order` is what concerns the globalisms and the system as a whole. */
export type Floor = 'top' | 'middle' | 'ground' | 'order';

export const FLOOR_WORDS: Readonly<Record<Floor, { name: string; what: string }>> = {
  top: { name: 'Top floor', what: 'Institutions' },
  middle: { name: 'Middle floor', what: 'States' },
  ground: { name: 'Ground floor', what: 'Societies' },
  order: { name: 'The roof', what: 'The order' },
};
