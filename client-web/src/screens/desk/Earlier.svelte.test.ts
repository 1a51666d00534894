// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { Trouble } from '../../api/trouble';
import type { MessagePage } from '../../api/types';
import { Game, type GameCalls } from '../../game/game.svelte';
import { aMessage, aSnapshot } from '../../testing/builders';
import Earlier from './Earlier.svelte';

afterEach(cleanup);

function laid({ left = 3, answers = [] as (MessagePage | Trouble)[] } = {}) {
  const routes = {
    messagesBefore: () => {
      const next = answers.shift();
      return next instanceof Trouble || !next ? Promise.reject(next as Trouble) : Promise.resolve(next);
    },
  } as unknown as GameCalls;
  const game = new Game('g1', routes, {} as never);
  game.snapshot = aSnapshot({ messages: [aMessage('m9')], earlier_messages: left });
  render(Earlier, { game, here: null });
  return game;
}

const page = (left: number, ...ids: string[]): MessagePage => ({
  messages: ids.map((id) => aMessage(id)),
  earlier_messages: left,
});
const button = () => screen.queryByRole('button');

test('where nothing came before there is nothing to press', () => {
  laid({ left: 0 });
  expect(button()).toBeNull();
});

test('a press shows a page, says how many came, and how many are left', async () => {
  const game = laid({ answers: [page(1, 'm7', 'm8')] });
  expect(button()?.textContent.trim()).toBe('Show earlier messages (3)');
  await fireEvent.click(screen.getByRole('button'));
  expect(await screen.findByText('2 earlier messages came.')).toBe(screen.getByRole('status'));
  expect(button()?.textContent.trim()).toBe('Show earlier messages (1)');
  expect(game.messages.map(({ id }) => id)).toEqual(['m7', 'm8', 'm9']);
});

test('after the last page the focus stays where the button was', async () => {
  laid({ answers: [page(0, 'm6', 'm7', 'm8')] });
  await fireEvent.click(screen.getByRole('button'));
  const end = await screen.findByText('Nothing was said before.');
  expect(button()).toBeNull();
  expect(document.activeElement).toBe(end);
});

test('a page that does not come is told of, and can be asked for again', async () => {
  laid({ answers: [new Trouble('network', 'No answer.'), page(0, 'm8')] });
  await fireEvent.click(screen.getByRole('button'));
  expect((await screen.findByRole('alert')).textContent).toBe(
    '▲ The earlier messages did not come. No answer.',
  );
  expect(button()?.textContent.trim()).toBe('Try again: show earlier messages (3)');
  await fireEvent.click(screen.getByRole('button'));
  await screen.findByText('1 earlier message came.');
  expect(screen.queryByRole('alert')).toBeNull();
});
