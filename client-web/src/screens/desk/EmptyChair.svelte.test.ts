// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as calls from '../../api/calls';
import type { PlayedTurn } from '../../api/types';
import { snapshot, texts } from '../../fixtures/build';
import InWorld from '../../fixtures/InWorld.svelte';
import { FIVE } from '../../fixtures/worlds';
import EmptyChair from './EmptyChair.svelte';

const TITLE = 'The house bot played your turn 2';
const words = texts(FIVE);
const seen = snapshot(FIVE);
const byBot: PlayedTurn = {
  move: {
    turn: 2,
    seat: 'borea',
    body: {
      stance: { liberal: 4, transformative: 6, mercantilist: 0, conservative: 0 },
      actions: [{ action: 'tariffs', target: 'dorn' }, { action: 'social_reform' }],
      votes: { 't2-1': 'no' },
    },
    by_bot: true,
    because: {
      'actions[0]': 'It hurts the Dorn Federation, which it distrusts.',
      'votes.t2-1': 'It would lose by it.',
    },
  },
  docket: { 't2-1': 'Censure the Dorn Federation.' },
  bot_turns: [1, 2],
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function sitDown(given: { again?: boolean; turn?: number } = {}) {
  const { again = false, turn = 2 } = given;
  return render(InWorld, {
    texts: words,
    snapshot: { ...seen, board: { ...seen.board, turn } },
    part: EmptyChair as unknown as Component<Record<string, unknown>>,
    given: { seat: 'borea', state: seen.own?.state, again },
  });
}

function answering(...answers: PlayedTurn[]) {
  const asked = vi.spyOn(calls, 'playedTurn');
  for (const answer of answers) asked.mockResolvedValueOnce(answer);
  return asked;
}

test('who comes back reads each part of what the bot did, with the reason beside it', async () => {
  answering(byBot);
  sitDown();
  expect(await screen.findByRole('region', { name: TITLE })).toBeTruthy();
  const lines = screen.getAllByRole('listitem', { hidden: true }).map((line) => line.textContent);
  expect(lines).toEqual([
    'liberal 4, transformative 6',
    'Tariffs (Dorn Federation)It hurts the Dorn Federation, which it distrusts.',
    'Social reform',
    'Censure the Dorn Federation: noIt would lose by it.',
  ]);
  expect(screen.getByText(/It also played turn 1\./)).toBeTruthy();
  expect(screen.getByText(': 2 actions, 1 vote')).toBeTruthy();
  expect(screen.queryByText(/It moves again/)).toBeNull();
});

test('where the bot is still switched on, that is said', async () => {
  answering(byBot);
  sitDown({ again: true });
  expect(await screen.findByText(/It moves again if you save nothing\./)).toBeTruthy();
});

test('a bot that chose to do nothing is told as one', async () => {
  answering({ ...byBot, move: byBot.move && { ...byBot.move, body: {} }, bot_turns: [2] });
  sitDown();
  expect(await screen.findByText('It chose to do nothing.')).toBeTruthy();
  expect(screen.queryByText(/It also played/)).toBeNull();
});

test('a card that was closed stays closed until the bot plays again', async () => {
  answering(byBot);
  sitDown();
  await fireEvent.click(await screen.findByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('region', { name: TITLE })).toBeNull();
  cleanup();

  const again = answering(byBot);
  sitDown();
  await vi.waitFor(() => expect(again).toHaveResolved());
  expect(screen.queryByRole('region', { name: TITLE })).toBeNull();
  cleanup();

  const later = { ...byBot, move: byBot.move && { ...byBot.move, turn: 3 }, bot_turns: [1, 2, 3] };
  answering(later);
  sitDown({ turn: 3 });
  expect(await screen.findByRole('region', { name: 'The house bot played your turn 3' })).toBeTruthy();
  expect(screen.getByText(/It also played turns 1 and 2\./)).toBeTruthy();
});

test('news that leave the turn as it is ask nothing anew, and the next turn asks once', async () => {
  const asked = answering(byBot, { move: null, docket: {}, bot_turns: [] });
  const { rerender } = sitDown();
  await screen.findByRole('region', { name: TITLE });

  await rerender({ snapshot: { ...seen, board: { ...seen.board, turn: 2 }, ready: true } });
  expect(asked).toHaveBeenCalledTimes(1);

  await rerender({ snapshot: { ...seen, board: { ...seen.board, turn: 3 } } });
  await vi.waitFor(() => expect(screen.queryByRole('region', { name: TITLE })).toBeNull());
  expect(asked.mock.calls.map(([, turn]) => turn)).toEqual([2, 3]);
});

test('before the first turn is over, nothing is asked', () => {
  const asked = answering(byBot);
  sitDown({ turn: 0 });
  expect(asked).not.toHaveBeenCalled();
});

test('an answer that does not come leaves the desk as it is', async () => {
  const asked = vi.spyOn(calls, 'playedTurn').mockRejectedValue(new Error('away'));
  sitDown();
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  await Promise.resolve();
  expect(screen.queryByText(/house bot/)).toBeNull();
});
