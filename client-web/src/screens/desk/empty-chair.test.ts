import { expect, test, vi } from 'vitest';
import type { PlayedTurn } from '../../api/types';
import { lastByBot, turnsInWords } from './empty-chair';

const played = (turn: number, byBot: boolean, bot_turns: number[]): PlayedTurn => ({
  move: { turn, seat: 'borea', body: {}, by_bot: byBot, because: {} },
  docket: {},
  bot_turns,
});

test('the turn that was just resolved is told, with those before it in which the bot moved too', async () => {
  const ask = vi.fn().mockResolvedValue(played(4, true, [1, 3, 4]));
  const last = await lastByBot('g', 4, ask);
  expect(last?.move.turn).toBe(4);
  expect(last?.before).toEqual([1, 3]);
  expect(ask.mock.calls).toEqual([['g', 4]]);
});

test('where the seat has moved itself since, nothing is told', async () => {
  const ask = vi.fn().mockResolvedValue(played(4, false, [2, 3]));
  expect(await lastByBot('g', 4, ask)).toBeNull();
});

test('where nobody has moved since, the turn in which the bot last did is told', async () => {
  const nothing: PlayedTurn = { move: null, docket: {}, bot_turns: [1, 2] };
  const ask = vi
    .fn()
    .mockResolvedValueOnce(nothing)
    .mockResolvedValueOnce(played(2, true, [1, 2]));
  const last = await lastByBot('g', 4, ask);
  expect(last?.move.turn).toBe(2);
  expect(last?.before).toEqual([1]);
  expect(ask.mock.calls).toEqual([
    ['g', 4],
    ['g', 2],
  ]);
});

test('where no bot ever moved, nothing is told', async () => {
  const ask = vi.fn().mockResolvedValue({ move: null, docket: {}, bot_turns: [] });
  expect(await lastByBot('g', 4, ask)).toBeNull();
  expect(ask).toHaveBeenCalledTimes(1);
});

test.each([
  [[2], 'turn 2'],
  [[2, 3], 'turns 2 and 3'],
  [[1, 3, 4], 'turns 1, 3 and 4'],
  [[1, 2, 3, 4], 'turns 1 to 4'],
  [[1, 2, 3, 5], 'turns 1, 2, 3 and 5'],
])('%j are told as %s', (turns, words) => expect(turnsInWords(turns)).toBe(words));
