// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { aRoomSeat } from '../../testing/builders';
import SeatRow from './SeatRow.svelte';

afterEach(cleanup);

const nothing = () => undefined;

function laid(browsers: number) {
  const seat = aRoomSeat('usa', { people: [{ name: 'Ada', here: true, browsers }] });
  const given = {
    stateName: '',
    busy: false,
    ended: false,
    botToCome: false,
    onbot: nothing,
    onlink: nothing,
  };
  render(SeatRow, { seat, ...given });
}

test('whoever is signed in twice is seen to be', () => {
  laid(2);
  expect(screen.getByRole('list').textContent).toContain('Ada, here in 2 browsers');
});

test('of whoever has one browser nothing is said', () => {
  laid(1);
  expect(screen.getByRole('list').textContent).not.toContain('browser');
});
