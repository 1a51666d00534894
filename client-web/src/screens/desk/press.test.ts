import { expect, test } from 'vitest';
import { aMessage } from '../../testing/builders';
import { circle, PUBLIC, seen, threads, unread } from './press';

const at = (minute: number) => `2026-01-31T10:${String(minute).padStart(2, '0')}:00.000Z`;
const messages = [
  aMessage('1', { kind: 'statement', from: 'a', to: [], sent_at: at(1) }),
  aMessage('2', { kind: 'cable', from: 'a', to: ['me'], sent_at: at(2) }),
  aMessage('3', { kind: 'cable', from: 'me', to: ['a', 'b'], sent_at: at(3) }),
  aMessage('4', { kind: 'cable', from: 'b', to: ['me', 'a'], sent_at: at(4) }),
  aMessage('5', { kind: 'cable', from: 'me', to: ['a'], sent_at: at(5) }),
];

test('each circle of seats has one thread, whoever writes in it', () => {
  expect(threads(messages, 'me').map(({ key, messages: own }) => [key, own.map(({ id }) => id)])).toEqual([
    [PUBLIC, ['1']],
    ['a', ['2', '5']],
    ['a+b', ['3', '4']],
  ]);
});

test('the public square stands first even when nothing was said', () => {
  expect(threads([], 'me')).toEqual([{ key: PUBLIC, others: [], messages: [] }]);
});

test('only what others wrote since one last looked is new', () => {
  const [, , both] = threads(messages, 'me');
  if (!both) throw new Error('no thread');
  expect(unread(both, 'me', undefined)).toBe(1);
  const looked = seen(both, {});
  expect(unread(both, 'me', looked[both.key])).toBe(0);
  expect(seen(both, looked)).toBe(looked);
});

test('a circle has one name, however it was chosen', () => {
  expect(circle(['b', 'a', 'b'])).toBe('a+b');
});
