// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Trouble } from '../../api/trouble';
import type { GameEvent, GameHealth } from '../../api/types';
import { aHealth } from '../../testing/builders';
import Health from './Health.svelte';

let answer: () => Promise<GameHealth>;
let asked: number;
let hear: ((event: GameEvent) => void) | null;

beforeEach(() => {
  vi.useFakeTimers();
  answer = () => Promise.resolve(aHealth());
  asked = 0;
  hear = null;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function panel() {
  render(Health, {
    game: {
      savingPaused: false,
      onEvent: (heard: (event: GameEvent) => void) => {
        hear = heard;
        return () => (hear = null);
      },
    },
    read: () => {
      asked += 1;
      return answer();
    },
  });
  await vi.advanceTimersByTimeAsync(0);
}

const button = () => screen.getByRole('button', { name: 'Game health' });
const isOpen = () => button().getAttribute('aria-expanded') === 'true';

test('while all is well it is one line, and opens on request', async () => {
  await panel();
  expect(screen.getByRole('status').textContent.trim()).toBe('All well');
  expect(isOpen()).toBe(false);
  await fireEvent.click(button());
  expect(isOpen()).toBe(true);
  expect(screen.getByText('Not connected: Grace (Fiji)')).toBeTruthy();
});

test('it opens by itself when something is wrong', async () => {
  answer = () => Promise.resolve(aHealth({ unresolved_seconds: 45 }));
  await panel();
  expect(isOpen()).toBe(true);
  expect(screen.getByText('Turn 2 closed 0:45 ago and is not resolved')).toBeTruthy();
});

test('it asks again every ten seconds, and at once when a turn is resolved', async () => {
  await panel();
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toBe(2);
  hear?.({ type: 'turn_failed', turn: 2 });
  expect(asked).toBe(3);
});

test('once the page is left it asks no more', async () => {
  await panel();
  cleanup();
  await vi.advanceTimersByTimeAsync(30_000);
  expect([asked, hear]).toEqual([1, null]);
});

test('a failing answer says whether the server or its database is silent, and the next good one ends it', async () => {
  answer = () => Promise.reject(new Trouble('server', 'away', 503, 'unavailable'));
  await panel();
  expect(screen.getByText(/the database does not answer/)).toBeTruthy();
  answer = () => Promise.reject(new Trouble('network', 'no answer'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(screen.getByText(/Does not answer/)).toBeTruthy();
  answer = () => Promise.resolve(aHealth());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(screen.getByRole('status').textContent.trim()).toBe('All well');
});
