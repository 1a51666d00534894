// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import type { MessagePage } from '../../api/types';
import { snapshot, texts } from '../../fixtures/build';
import InWorld from '../../fixtures/InWorld.svelte';
import { FIVE } from '../../fixtures/worlds';
import { Game, type GameCalls } from '../../game/game.svelte';
import { aMessage } from '../../testing/builders';
import Press from './Press.svelte';

afterEach(cleanup);

const seen = snapshot(FIVE);
const me = seen.own?.seat ?? '';
const other = seen.seats.find(({ seat }) => seat !== me)?.seat ?? '';

function openPress(page: MessagePage) {
  const game = new Game(
    'g1',
    { messagesBefore: () => Promise.resolve(page) } as unknown as GameCalls,
    {} as never,
  );
  const messages = [aMessage('m9', { from: other, text: 'The last word.' })];
  game.snapshot = { ...seen, messages, earlier_messages: 3 };
  render(InWorld, {
    texts: texts(FIVE),
    snapshot: seen,
    part: Press as unknown as Component<Record<string, unknown>>,
    given: { game, me, seen: {}, onread: () => undefined },
  });
}

const lines = () => screen.getAllByRole('listitem').map((line) => line.querySelector('.text')?.textContent);

test('in a conversation its earlier messages come before what is there, and the others are said to have come', async () => {
  openPress({
    messages: [
      aMessage('m6', { from: other, text: 'The first word.' }),
      aMessage('m7', { from: other, kind: 'cable', to: [me], text: 'Between us.' }),
      aMessage('m8', { from: me, text: 'The second word.' }),
    ],
    earlier_messages: 0,
  });
  await fireEvent.click(screen.getByRole('button', { name: /^Public statements/ }));
  expect(lines()).toEqual(['The last word.']);

  await fireEvent.click(
    screen.getByRole('button', { name: 'Show earlier messages (3 in all conversations)' }),
  );

  await screen.findByText('3 earlier messages came, 2 of this conversation.');
  expect(lines()).toEqual(['The first word.', 'The second word.', 'The last word.']);
});

test('a conversation that is all in the past is listed once it was read', async () => {
  openPress({
    messages: [aMessage('m7', { from: other, kind: 'cable', to: [me], text: 'Between us.' })],
    earlier_messages: 2,
  });
  expect(screen.queryByText(/Between us/)).toBeNull();

  await fireEvent.click(screen.getByRole('button', { name: 'Show earlier messages (3)' }));

  expect(await screen.findByText(/Between us/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Show earlier messages (2)' })).toBeTruthy();
});
