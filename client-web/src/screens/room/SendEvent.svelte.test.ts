// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Inject, Texts } from '../../api/types';
import { aHeader } from '../../testing/builders';
import SendEvent from './SendEvent.svelte';

const TEXTS = {
  states: {
    usa: { name: 'United States', within: 'the United States' },
    fiji: { name: 'Fiji', within: 'Fiji' },
  },
  events: {
    flood: {
      name: 'The flood',
      text: 'The sea takes a part of {state}. {state} asks for help.',
      hits: 'state',
      effects: [{ text: 'economy of the state -3', scaled_by: [] }],
      choices: {
        wait: { name: 'Wait', text: 'Do nothing.', effects: [] },
        move: {
          name: 'Move inland',
          text: 'Give up the coast.',
          effects: [{ text: 'cohesion -2', scaled_by: [] }],
        },
      },
      source: 'made up',
    },
    eclipse: { name: 'An eclipse', text: 'It is dark.', hits: 'world', effects: [], choices: {}, source: '' },
  },
} as unknown as Texts;

let sent: Inject[];
let back: Inject[];

beforeEach(() => {
  sent = [];
  back = [];
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

function card(parts: { waiting?: Inject[]; turn?: number; closed?: boolean; refused?: boolean } = {}) {
  const { waiting = [], turn = 2, closed = false, refused = false } = parts;
  const shown = render(SendEvent, {
    header: aHeader({ turn }),
    texts: TEXTS,
    injects: { turn, waiting },
    busy: null,
    closed,
    onsend: async (inject: Inject) => {
      sent.push(inject);
      if (!refused) await shown.rerender({ injects: { turn, waiting: [...waiting, inject] } });
    },
    onback: (inject: Inject) => {
      back.push(inject);
      return Promise.resolve();
    },
  });
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('the events of the scenario are offered by name', () => {
  card();
  const options = within(screen.getByLabelText('Event')).getAllByRole('option');
  expect(options.map((option) => option.textContent)).toEqual(['Choose an event', 'An eclipse', 'The flood']);
});

test('before it is sent, its words, effects and choices are shown for the state that it hits', async () => {
  card();
  await choose('Event', 'flood');
  expect(screen.getByText('The sea takes a part of the state. The state asks for help.')).toBeTruthy();
  await choose('State that it hits', 'fiji');
  expect(screen.getByText('The sea takes a part of Fiji. Fiji asks for help.')).toBeTruthy();
  for (const words of ['economy of the state -3', 'Move inland', 'cohesion -2']) {
    expect(screen.getByText(words)).toBeTruthy();
  }
});

test('an event that hits a state cannot be sent without one', async () => {
  card();
  await choose('Event', 'flood');
  expect(screen.getByRole('button', { name: 'Send it' }).hasAttribute('disabled')).toBe(true);
  await choose('State that it hits', 'fiji');
  await press('Send it');
  await screen.findByText(/It hits Fiji with turn 3/);
  expect(sent).toEqual([]);
  await press('Send the event');
  expect(sent).toEqual([{ event: 'flood', state: 'fiji' }]);
});

test('an event of the world takes no state, even after one was chosen', async () => {
  card();
  await choose('Event', 'flood');
  await choose('State that it hits', 'fiji');
  await choose('Event', 'eclipse');
  expect(screen.queryByLabelText('State that it hits')).toBeNull();
  await press('Send it');
  await press('Send the event');
  expect(sent).toEqual([{ event: 'eclipse', state: null }]);
});

test('once sent the choice is empty again; refused it stands', async () => {
  for (const refused of [false, true]) {
    card({ refused });
    await choose('Event', 'eclipse');
    await press('Send it');
    await press('Send the event');
    await vi.waitFor(() => {
      expect(screen.getByLabelText<HTMLSelectElement>('Event').value).toBe(refused ? 'eclipse' : '');
    });
    expect(sent).toHaveLength(refused ? 2 : 1);
    cleanup();
  }
});

test('what waits is listed with whom it hits, and each can be taken back', async () => {
  const eclipse = { event: 'eclipse', state: null };
  card({ waiting: [{ event: 'flood', state: 'fiji' }, eclipse] });
  const list = screen.getByRole('list', { name: 'Comes with turn 3' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(2);
  await press(/Take back.*An eclipse, the world/);
  expect(back).toEqual([eclipse]);
});

test('what waits already is not sent again', async () => {
  card({ waiting: [{ event: 'eclipse', state: null }] });
  await choose('Event', 'eclipse');
  expect(screen.getByRole('button', { name: 'It waits already' }).hasAttribute('disabled')).toBe(true);
});

test('once the turn is closed nothing is sent or taken back', () => {
  card({ waiting: [{ event: 'eclipse', state: null }], closed: true });
  expect(screen.getByLabelText('Event').hasAttribute('disabled')).toBe(true);
  expect(screen.getByRole('button', { name: /Take back/ }).hasAttribute('disabled')).toBe(true);
});

test('in the last turn there is nothing to choose, since no turn follows', () => {
  card({ turn: 4 });
  expect(screen.queryByLabelText('Event')).toBeNull();
  expect(screen.getByText(/last turn/)).toBeTruthy();
});
