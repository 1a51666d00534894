// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snapshot, texts } from '../../fixtures/build';
import StanceBench from '../../fixtures/StanceBench.svelte';
import { FIVE } from '../../fixtures/worlds';
import { MoveDesk } from './move.svelte';

const world = snapshot(FIVE);
const unused = () => Promise.reject(new Error('unused'));
let desk: MoveDesk;

beforeEach(() => {
  desk = new MoveDesk({ snapshot: world, receipt: null, submit: unused, withdraw: unused }, localStorage);
  desk.open({ game: 'fixture', seat: 'borea', turn: 3 });
  render(StanceBench, { texts: texts(FIVE), snapshot: world, desk });
});
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const slider = (name: RegExp) => screen.getByRole('slider', { name });
const words = () => screen.getByRole('group', { name: /Your stance/ }).textContent.replace(/\s+/g, ' ');

test('it begins at the stance in force and says what keeping it costs', () => {
  expect(slider(/Conservative/).getAttribute('aria-valuenow')).toBe('5');
  expect(slider(/Conservative/).getAttribute('aria-valuetext')).toBe(
    '5 of 10 points, in force 5, predisposition 5, society 4',
  );
  expect(words()).toContain(
    'You keep the stance in force. It is close enough to home to cost nothing each turn.',
  );
});

test('a freed point must be placed, and the price is told before anything is submitted', async () => {
  await fireEvent.click(screen.getByRole('button', { name: 'One point less for Conservative' }));
  expect(words()).toContain('One point is still to be placed.');
  await fireEvent.click(screen.getByRole('button', { name: 'One point more for Liberal' }));
  expect(desk.draft.stance).toEqual({ liberal: 3, transformative: 1, mercantilist: 2, conservative: 4 });
  expect(words()).toContain(
    'You move 1 point, of which your security establishment holds back 20%. The swing costs 0.1 cohesion, once',
  );
});

test('nothing can be added while no point is free', () => {
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'One point more for Liberal' }).disabled).toBe(
    true,
  );
});

test('arrow keys do the same as the buttons', async () => {
  await fireEvent.keyDown(slider(/Conservative/), { key: 'ArrowLeft' });
  await fireEvent.keyDown(slider(/Transformative/), { key: 'ArrowUp' });
  expect(desk.draft.stance).toEqual({ liberal: 2, transformative: 2, mercantilist: 2, conservative: 4 });
});

test('the old stance comes back with one button', async () => {
  await fireEvent.keyDown(slider(/Conservative/), { key: 'ArrowLeft' });
  await fireEvent.click(screen.getByRole('button', { name: 'Keep the old' }));
  expect(desk.draft.stance).toBeNull();
});

test('after an attempt to submit with an open point the fault stands at the control', async () => {
  await fireEvent.keyDown(slider(/Conservative/), { key: 'ArrowLeft' });
  await desk.submit();
  flushSync();
  expect(screen.getByRole('alert').textContent).toContain('Place the last point of your stance.');
});
