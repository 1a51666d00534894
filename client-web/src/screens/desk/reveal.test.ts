import { expect, test } from 'vitest';
import type { Headline } from '../../api/types';
import { board, texts } from '../../fixtures/build';
import { FOURTEEN } from '../../fixtures/worlds';
import { aHeader } from '../../testing/builders';
import { dwell, slides } from '../theatre/show';
import { pages, type Page, type Part } from './reveal';
import { turnName } from './turn-name';

const world = board(FOURTEEN);
const words = texts(FOURTEEN);
const told = pages(world, words, 'DEU');
const [vote] = world.tallies;
if (!vote) throw new Error('the fixture has no vote');

const line = (kind: string, ...about: string[]): Headline => ({ kind, text: about.join(' '), about });
const page = (rows: readonly Page[], part: Part): Page => {
  const found = rows.find((one) => one.part === part);
  if (!found) throw new Error(`no page ${part}`);
  return found;
};
const texted = ({ groups }: Page) =>
  groups.map(({ title, told: rows }) => [title, rows.map(({ headline }) => headline?.text)]);

test('a turn is told by weight: what was decided, what came, oneself, the others, the order', () => {
  expect(told.map(({ part }) => part)).toEqual(['decided', 'came', 'you', 'others', 'order']);
  expect(pages(world, words, null).map(({ part }) => part)).toEqual(['decided', 'came', 'others', 'order']);
});

test('everything is told once, and a vote by its tally instead of its headline', () => {
  const all = told.flatMap(({ groups }) => groups.flatMap((group) => group.told));
  const headlines = FOURTEEN.headlines.filter(({ kind }) => !kind.startsWith('vote_'));
  expect(all.filter(({ headline }) => headline)).toHaveLength(headlines.length);
  expect(all.filter(({ tally }) => tally)).toHaveLength(world.tallies.length);
});

test('a board that was stored before it told of votes has them as headlines', () => {
  const headlines = [line('vote_passed', 'resolution:censure', 'institution:unsc')];
  const old = page(pages({ ...world, tallies: [], headlines }, words, null), 'decided');
  expect(texted(old)).toEqual([[null, ['resolution:censure institution:unsc']]]);
});

test('what came is told from the weightiest, whatever order it was sent in', () => {
  const headlines = [
    line('easing', 'pair:DEU:FRA'),
    line('upheaval', 'state:BRA'),
    line('crisis', 'pair:RUS:UKR'),
    line('event', 'event:drought'),
    line('nuclear_war', 'system'),
  ];
  const came = page(pages({ ...world, headlines }, words, null), 'came');
  expect(texted(came)).toEqual([
    [null, ['system', 'event:drought', 'state:BRA', 'pair:RUS:UKR', 'pair:DEU:FRA']],
  ]);
});

test('what was done to me stands before what I did, and apart from what others did to each other', () => {
  const headlines = [
    line('action', 'action:tariffs', 'state:USA', 'state:CHN'),
    line('action', 'action:social_reform', 'state:DEU'),
    line('action', 'action:tariffs', 'state:USA', 'state:DEU'),
    line('stance', 'state:CHN', 'globalism:liberal'),
  ];
  const seen = pages({ ...world, headlines }, words, 'DEU');
  expect(texted(page(seen, 'you'))).toEqual([
    ['What others did to you', ['action:tariffs state:USA state:DEU']],
    ['What you did', ['action:social_reform state:DEU']],
  ]);
  expect(texted(page(seen, 'others'))).toEqual([
    ['Deeds', ['action:tariffs state:USA state:CHN']],
    ['Elsewhere', ['state:CHN globalism:liberal']],
  ]);
  // The public has no state: all deeds are others'.
  const [deeds] = page(pages({ ...world, headlines }, words, null), 'others').groups;
  expect(deeds?.told).toHaveLength(3);
});

test('what I agreed on with another is mine, and what moves my society is not what I did', () => {
  const headlines = [
    line('agreement', 'action:compact', 'state:FRA', 'state:DEU'),
    line('stance', 'state:DEU', 'globalism:liberal'),
    line('movement', 'movement:climate', 'state:DEU'),
  ];
  const seen = pages({ ...world, headlines }, words, 'DEU');
  expect(texted(page(seen, 'you'))).toEqual([
    ['What you did', ['action:compact state:FRA state:DEU', 'state:DEU globalism:liberal']],
  ]);
  expect(texted(page(seen, 'others'))).toEqual([['Elsewhere', ['movement:climate state:DEU']]]);
});

test('each page shows the numbers that moved most, largest first, with their names', () => {
  for (const { moved } of told) {
    const sizes = moved.map(({ gauge }) => Math.abs(gauge.change));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(moved.length).toBeLessThanOrEqual(4);
  }
  expect(told[0]?.moved[0]?.label).toMatch(/: (authority|legitimacy|universality)$/);
});

const rows = (count: number) =>
  Array.from({ length: count }, () => ({ tally: null, headline: line('action', 'state:USA') }));
const busy = (count: number): Page => ({
  ...page(told, 'others'),
  groups: [{ title: null, told: rows(count) }],
});

test('the projector stays longer on more headlines, but not without end, and skips silent pages', () => {
  expect(dwell({ told: rows(3) })).toBeGreaterThan(dwell({ told: rows(1) }));
  expect(dwell({ told: [{ tally: vote, headline: null }] })).toBeGreaterThan(dwell({ told: rows(1) }));
  expect(dwell({ told: rows(40) })).toBe(16_000);
  expect(slides([{ ...busy(0), groups: [], moved: [] }, busy(1)])).toHaveLength(1);
});

test('a page with much news takes two slides, its figures stand on the last, and the rest is counted', () => {
  expect(
    slides([busy(13)]).map(({ told: shown, moved, untold }) => [shown.length, moved.length > 0, untold]),
  ).toEqual([
    [5, false, 0],
    [5, true, 3],
  ]);
});

test('votes take more room than headlines', () => {
  const votes = Array.from({ length: 7 }, () => ({ tally: vote, headline: null }));
  const shown = slides([{ ...busy(0), groups: [{ title: null, told: votes }] }]);
  expect(shown.map(({ told: one, untold }) => [one.length, untold])).toEqual([
    [3, 0],
    [3, 1],
  ]);
});

test('a turn is called by its number and its label', () => {
  expect(turnName(aHeader({ turn: 3, turns: 8 }), words)).toBe('Turn 3 of 8 · 2016');
  expect(turnName(aHeader({ turn: 0, status: 'lobby' }), words)).toBe('Before the first turn');
  expect(turnName(aHeader({ turn: 8, turns: 8, status: 'ended' }), words)).toBe('After 8 turns');
});
