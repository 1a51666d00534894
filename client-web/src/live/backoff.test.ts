import { expect, test } from 'vitest';
import { backoffMs } from './backoff';

test('the ceiling doubles from half a second to half a minute', () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 20].map((failures) => backoffMs(failures, () => 1));
  expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('the wait is anything up to the ceiling, so that a class does not come back at once', () => {
  expect(backoffMs(4, () => 0)).toBe(0);
  expect(backoffMs(4, () => 0.25)).toBe(1000);
});
