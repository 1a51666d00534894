// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aHeader } from '../testing/builders';
import { announcer } from './announcer.svelte';
import Countdown from './Countdown.svelte';

const START = Date.parse('2026-01-31T10:00:00.000Z');

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  announcer.urgent = '';
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const shown = () => screen.getByRole('timer').textContent;

test('it counts down by the clock of the server, not of the device', async () => {
  render(Countdown, { header: aHeader({ deadline_at: '2026-01-31T10:07:00.000Z' }), skewMs: 60_000 });
  expect(shown()).toBe('6:00');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown()).toBe('5:55');
});

test('the last minutes are said once each, never every second', async () => {
  const said: string[] = [];
  render(Countdown, { header: aHeader({ deadline_at: '2026-01-31T10:05:10.000Z' }) });
  for (let second = 0; second < 310; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    if (announcer.urgent !== (said.at(-1) ?? '')) said.push(announcer.urgent);
  }
  expect(said).toEqual([
    '5 minutes left in turn 1.',
    '1 minute left in turn 1.',
    '15 seconds left in turn 1.',
  ]);
});

test('a pause shows what was left, and time stands still', async () => {
  const header = aHeader({ status: 'paused', deadline_at: null, remaining_seconds: 125 });
  render(Countdown, { header });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown()).toBe('2:05');
});

test('without a clock it says how the turn ends', () => {
  render(Countdown, { header: aHeader({ deadline_at: null }) });
  expect(screen.queryByRole('timer')).toBeNull();
  expect(screen.getByText('No deadline: ends when all are ready')).toBeTruthy();
});
