// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GameHeader, RoomSeat } from '../../api/types';
import { aHeader, aRoomSeat } from '../../testing/builders';
import Levers from './Levers.svelte';

const people = [{ name: 'Ada', here: true, browsers: 1 }];
let pulled: string[];
let extended: number[];

beforeEach(() => {
  pulled = [];
  extended = [];
  // jsdom draws nothing, so the dialog's animations never end by themselves.
  vi.stubGlobal('matchMedia', () => ({
    matches: true,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function levers(header: GameHeader, seats: RoomSeat[], resolving = false) {
  return render(Levers, {
    header,
    seats,
    busy: null,
    resolving,
    onpull: (lever) => {
      pulled.push(lever);
      return Promise.resolve();
    },
    onresolve: (turn) => {
      pulled.push(`resolve ${turn}`);
      return Promise.resolve();
    },
    onextend: (minutes) => {
      extended.push(minutes);
      return Promise.resolve();
    },
  });
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

test('a full class starts at one press', async () => {
  levers(aHeader({ status: 'lobby', turn: 0 }), [aRoomSeat('usa', { people })]);
  await press('Start the game');
  expect(pulled).toEqual(['start']);
});

test('with free seats the start is asked about, by name', async () => {
  levers(aHeader({ status: 'lobby', turn: 0 }), [aRoomSeat('usa', { people }), aRoomSeat('fiji')]);
  await press('Start the game');
  expect(pulled).toEqual([]);
  await screen.findByText(/^Free so far: The fiji. A free seat keeps its stance/);
  await press('Start');
  expect(pulled).toEqual(['start']);
});

test('free seats that house bots will take are said to be taken', async () => {
  const lobby = aHeader({ status: 'lobby', turn: 0, bots_fill: true });
  levers(lobby, [aRoomSeat('usa', { people }), aRoomSeat('fiji')]);
  await press('Start the game');
  await screen.findByText(/House bots take these seats now/);
});

test('resolving early names the teams that have nothing saved', async () => {
  levers(aHeader(), [aRoomSeat('usa', { people, rev: 1 }), aRoomSeat('fiji', { people })]);
  await press('Resolve now');
  await screen.findByText(/The fiji has nothing saved/);
  await press('Resolve the turn');
  expect(pulled).toEqual(['resolve 1']);
});

test('a question about a turn is gone when that turn is over', async () => {
  const { rerender } = levers(aHeader({ turn: 3 }), [aRoomSeat('usa', { people, rev: 1 })]);
  await press('Resolve now');
  await screen.findByText('Resolve turn 3 now?');
  await rerender({ header: aHeader({ turn: 4 }) });
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(pulled).toEqual([]);
});

test('more time is one press and needs no question', async () => {
  levers(aHeader(), []);
  await press('+5 min');
  expect(extended).toEqual([5]);
});

test('a game over days is extended by days', () => {
  levers(aHeader({ deadline_at: '2026-02-07T10:00:00.000Z' }), []);
  expect(screen.getByRole('button', { name: '+1 day' })).toBeTruthy();
});

test('while a turn is being resolved nothing can be pulled', () => {
  levers(aHeader(), [], true);
  expect(screen.getByRole('button', { name: 'Pause' }).hasAttribute('disabled')).toBe(true);
  expect(screen.getByRole('button', { name: 'Resolving' }).hasAttribute('disabled')).toBe(true);
});

test('an ended game offers the debrief and nothing else', () => {
  levers(aHeader({ status: 'ended' }), []);
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.getByRole('link', { name: 'Open the debrief' }).getAttribute('href')).toBe('/debrief/g1');
});
