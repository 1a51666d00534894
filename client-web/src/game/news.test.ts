import { expect, test } from 'vitest';
import type { GameEvent } from '../api/types';
import { aHeader, aMessage, someTexts } from '../testing/builders';
import { newsOf } from './news';

const now = Date.parse('2026-01-31T10:00:00.000Z');

test('a new turn says which it is and until when', () => {
  const event: GameEvent = { type: 'turn_opened', header: aHeader({ turn: 2 }) };
  expect(newsOf(event, null, now)).toMatch(/^Turn 2 of 4 is open, until \d\d:07/);
});

test('a turn without a clock names no deadline', () => {
  const event: GameEvent = { type: 'turn_opened', header: aHeader({ turn: 2, deadline_at: null }) };
  expect(newsOf(event, null, now)).toBe('Turn 2 of 4 is open.');
});

test('a message says who sent it, by the name of the seat', () => {
  const event: GameEvent = { type: 'statement_made', message: aMessage('m1') };
  expect(newsOf(event, someTexts(), now)).toBe('Public statement from The United States.');
});

test('an event that was sent or taken back is told by how many wait', () => {
  const flood = { event: 'flood', state: 'fiji' };
  const told = (...waiting: (typeof flood)[]) =>
    newsOf({ type: 'injects_changed', injects: { turn: 1, waiting } }, null, now);
  expect(told()).toBe('No event waits for turn 2.');
  expect(told(flood)).toBe('1 event waits for turn 2.');
  expect(told(flood, flood)).toBe('2 events wait for turn 2.');
});

test('a change that can be seen but need not be said is silent', () => {
  expect(newsOf({ type: 'ready_changed', turn: 1, ready: true }, null, now)).toBeNull();
});
