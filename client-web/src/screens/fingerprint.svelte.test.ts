// @vitest-environment jsdom
// What the debrief says of the fingerprint holds only if everybody could see it before the game began.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as calls from '../api/calls';
import type { GameHeader } from '../api/types';
import { snapshot, texts } from '../fixtures/build';
import InWorld from '../fixtures/InWorld.svelte';
import { FIVE } from '../fixtures/worlds';
import { Game } from '../game/game.svelte';
import { aHealth, aRoom } from '../testing/builders';
import Proof from './debrief/Proof.svelte';
import PlayDesk from './desk/Desk.svelte';
import Fingerprint from './parts/Fingerprint.svelte';
import RoomDesk from './room/Desk.svelte';
import Stage from './theatre/Stage.svelte';

const WHOLE = '97dc1510366a0ce28fc90d1e3459f8ab97dc1510366a0ce28fc90d1e3459f8ab';
const SHORT = '97dc1510366a0ce2…';
const PLACES: Record<string, unknown> = { 'play desk': PlayDesk, theatre: Stage, 'situation room': RoomDesk };

// They are large, and not what is looked at here.
vi.mock('../floors/House.svelte', () => ({ default: () => undefined }));
vi.mock('./desk/MovePanel.svelte', () => ({ default: () => undefined }));
vi.mock('./desk/MyState.svelte', () => ({ default: () => undefined }));
vi.mock('./desk/Press.svelte', () => ({ default: () => undefined }));
vi.mock('./desk/SubmitBar.svelte', () => ({ default: () => undefined }));

// Svelte asks for it as soon as it is loaded.
vi.hoisted(() => {
  const query = { matches: true, addEventListener: () => {}, removeEventListener: () => {} };
  Object.assign(window, { matchMedia: () => query });
});

beforeEach(() => {
  vi.spyOn(calls, 'health').mockResolvedValue(aHealth());
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function open(place: string, status: GameHeader['status']) {
  const words = texts(FIVE);
  const now = snapshot(FIVE);
  const seen = { ...now, header: { ...now.header, status, seed_commitment: WHOLE } };
  vi.spyOn(calls, 'room').mockResolvedValue(aRoom([], { header: seen.header }));
  const game = new Game('fixture');
  game.snapshot = seen;
  game.texts = words;
  render(InWorld, {
    texts: words,
    snapshot: seen,
    part: PLACES[place] as Component<Record<string, unknown>>,
    given: { game, texts: words, snapshot: seen },
  });
}

const wholes = () => screen.getAllByLabelText<HTMLInputElement>('Fingerprint').map(({ value }) => value);

for (const place of Object.keys(PLACES)) {
  test(`the ${place} shows the fingerprint once before the game begins`, async () => {
    open(place, 'lobby');
    expect(await screen.findAllByText(SHORT)).toHaveLength(1);
    expect(wholes()).toEqual([WHOLE]);
  });
}

for (const place of ['theatre', 'situation room']) {
  test(`the ${place} still has it while the game runs`, async () => {
    open(place, 'running');
    expect(await screen.findAllByLabelText('Fingerprint')).toHaveLength(1);
    expect(wholes()).toEqual([WHOLE]);
  });
}

test('while the game runs the desk has it below what the game is about', async () => {
  open('play desk', 'running');
  expect(screen.queryByLabelText('Fingerprint')).toBeNull();
  await fireEvent.click(screen.getByText('My state'));
  expect(wholes()).toEqual([WHOLE]);
});

test('the desk shows it once before the game begins, also beside the role', async () => {
  open('play desk', 'lobby');
  await fireEvent.click(screen.getByText('Read your role'));
  expect(wholes()).toEqual([WHOLE]);
});

test('what is shown short is copied whole', async () => {
  const written = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText: written } });
  render(Fingerprint, { header: { seed_commitment: WHOLE } });
  await fireEvent.click(screen.getByText('Copy'));
  expect(written).toHaveBeenCalledExactlyOnceWith(WHOLE);
});

test('the debrief says whether the seed belongs to what was shown, with both in full', () => {
  const header = { id: 'g1', seed_commitment: WHOLE };
  render(Proof, { header, debrief: { seed: 'ab12', commitment_holds: true } });
  expect(screen.getByText(/belongs to this fingerprint, .* showed before the game began/)).toBeTruthy();
  expect([screen.getByText(WHOLE), screen.getByText('ab12')]).toHaveLength(2);
  cleanup();
  render(Proof, { header, debrief: { seed: 'ab12', commitment_holds: false } });
  expect(screen.getByText(/does not belong to this fingerprint, .* Ask your instructor/)).toBeTruthy();
});
