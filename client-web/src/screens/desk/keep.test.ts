import { expect, test } from 'vitest';
import { emptyDraft } from './draft';
import { forget, forgetPast, keep, kept, type Shelf } from './keep';

export function aShelf(): Shelf & { names(): string[] } {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    key: (index) => [...held.keys()][index] ?? null,
    get length() {
      return held.size;
    },
    names: () => [...held.keys()],
  };
}

const place = { game: 'g1', seat: 'borea', turn: 2 };
const draft = { ...emptyDraft(), votes: { d1: 'yes' as const } };

test('a kept draft is found again, for its own game, seat and turn only', () => {
  const shelf = aShelf();
  keep(shelf, place, { draft, onRev: 3 });
  expect(kept(shelf, place)).toEqual({ draft, onRev: 3 });
  expect(kept(shelf, { ...place, turn: 3 })).toBeNull();
  expect(kept(shelf, { ...place, seat: 'dorn' })).toBeNull();
});

test('drafts of past turns are cleared away, those of other seats are not', () => {
  const shelf = aShelf();
  keep(shelf, { ...place, turn: 1 }, { draft, onRev: 0 });
  keep(shelf, { ...place, seat: 'dorn', turn: 1 }, { draft, onRev: 0 });
  keep(shelf, place, { draft, onRev: 0 });
  forgetPast(shelf, place);
  expect(shelf.names()).toEqual(['comity:draft:g1:dorn:1', 'comity:draft:g1:borea:2']);
  forget(shelf, place);
  expect(kept(shelf, place)).toBeNull();
});

test('damaged or refused storage never stops a player', () => {
  const shelf = aShelf();
  shelf.setItem('comity:draft:g1:borea:2', '{"draft": 7');
  expect(kept(shelf, place)).toBeNull();
  const full: Shelf = {
    ...aShelf(),
    setItem: () => {
      throw new Error('quota');
    },
  };
  expect(() => keep(full, place, { draft, onRev: 0 })).not.toThrow();
});
