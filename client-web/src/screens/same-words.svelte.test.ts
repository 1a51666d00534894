// @vitest-environment jsdom
// Authors and states may say the same thing twice: a list keyed by its words would then break the page.
import { cleanup, render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import type { Headline, PairView } from '../api/types';
import InWorld from '../fixtures/InWorld.svelte';
import { snapshot, texts } from '../fixtures/build';
import { FIVE } from '../fixtures/worlds';
import Relations from '../why/panels/Relations.svelte';
import Questions from './debrief/Questions.svelte';
import Telling from './desk/Telling.svelte';
import Background from './parts/Background.svelte';

afterEach(cleanup);

function inWorld<Given extends Record<string, unknown>>(
  part: Component<Given>,
  given: Given,
  { words = texts(FIVE), pairs = FIVE.pairs } = {},
) {
  const seen = snapshot(FIVE);
  render(InWorld, {
    texts: words,
    snapshot: { ...seen, board: { ...seen.board, pairs } },
    part: part as Component<Record<string, unknown>>,
    given,
  });
}

test('a learning goal that stands twice is shown twice', () => {
  render(Background, {
    texts: { content_note: null, learning_goals: ['Read a ledger', 'Read a ledger'], glossary: {} },
  });
  expect(screen.getAllByText('Read a ledger')).toHaveLength(2);
});

test('a question of the debrief that stands twice is shown twice', () => {
  render(Questions, { questions: ['And then?', 'And then?'] });
  expect(screen.getAllByText('And then?')).toHaveLength(2);
});

test('states of one name are related each for itself', () => {
  const words = texts(FIVE);
  const [us = '', ...others] = Object.keys(words.states);
  const states = Object.fromEntries(
    Object.entries(words.states).map(([key, state]) => [key, { ...state, name: 'Congo' }]),
  );
  const pairs = ['calm', 'calm', 'war', 'war'].map((rung, place) => ({
    ...(FIVE.pairs[0] as PairView),
    a: us,
    b: others[place] ?? '',
    rung,
    pacts: rung === 'war' ? ['trade_deal'] : [],
  }));
  inWorld(Relations, { state: us }, { words: { ...words, states }, pairs });
  expect(screen.getAllByRole('button', { name: 'Congo' })).toHaveLength(2 * 2 + 2);
});

test('what a headline is about twice opens from one button', () => {
  const headline: Headline = {
    kind: 'vote_passed',
    text: 'Reform: passed.',
    about: ['institution:wto', 'institution:wto'],
  };
  inWorld(Telling, { told: [{ tally: null, headline }] });
  expect(screen.getAllByRole('button')).toHaveLength(1);
});
