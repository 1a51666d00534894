import { expect, test } from 'vitest';
import { aMessage, aSnapshot } from '../testing/builders';
import { keepingPages, withPage } from './earlier';

const said = (...ids: string[]) => ids.map((id) => aMessage(id));
const ids = ({ messages }: { messages: { id: string }[] }) => messages.map(({ id }) => id);
const known = aSnapshot({ messages: said('m3', 'm4'), earlier_messages: 3 });

test('a page comes before the messages that are there, in order, with the count of the rest', () => {
  const next = withPage(known, { messages: said('m1', 'm2'), earlier_messages: 1 }, 'm3');
  expect(ids(next)).toEqual(['m1', 'm2', 'm3', 'm4']);
  expect(next.earlier_messages).toBe(1);
});

test('a page that was asked for before another message is left alone', () => {
  expect(withPage(known, { messages: said('m1'), earlier_messages: 0 }, 'm4')).toBe(known);
});

test('a newer snapshot keeps what was read before it', () => {
  const newer = aSnapshot({ messages: said('m4', 'm5'), earlier_messages: 4 });
  const kept = keepingPages(known, newer);
  expect(ids(kept)).toEqual(['m3', 'm4', 'm5']);
  expect(kept.earlier_messages).toBe(3);
});

test.each([
  ['does not meet it', { messages: said('m7'), earlier_messages: 6 }],
  ['is of another epoch', { epoch: 'e2', messages: said('m4'), earlier_messages: 4 }],
  ['begins no later', { messages: said('m3', 'm4', 'm5'), earlier_messages: 3 }],
  ['holds nothing', { messages: [] }],
])('a newer snapshot that %s stays as it came', (_, parts) => {
  const newer = aSnapshot(parts);
  expect(keepingPages(known, newer)).toBe(newer);
  expect(keepingPages(null, newer)).toBe(newer);
});
