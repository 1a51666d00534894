import { expect, test } from 'vitest';
import { forget, keep, kept } from './keepsake';

function shelf(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as Storage;
}

const seat = { code: 'vT9x', name: 'Grace', seat: 'Fiji', title: 'Tuesday' };

test('the last seat is kept and can be forgotten', () => {
  const storage = shelf();
  keep(seat, storage);
  expect(kept(storage)).toEqual(seat);
  forget(storage);
  expect(kept(storage)).toBeNull();
});

test.each(['', '{', '7', '{"code":1}', '{"code":"x","name":"y"}'])(
  '%j in the store is no keepsake',
  (text) => {
    const storage = shelf();
    storage.setItem('comity-seat', text);
    expect(kept(storage)).toBeNull();
  },
);

test('a browser that keeps nothing is no error', () => {
  const broken = {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('full');
    },
  } as unknown as Storage;
  keep(seat, broken);
  expect(kept(broken)).toBeNull();
});
