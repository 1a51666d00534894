// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import * as calls from '../../api/calls';
import LeftOut from './LeftOut.svelte';

const fault = {
  code: 'missing',
  field: 'scenario.yaml:3 seats',
  message: 'seats is missing',
  fix: 'add seats',
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('where every scenario is sound, nothing is said', async () => {
  const asked = vi.spyOn(calls, 'scenariosLeftOut').mockResolvedValue([]);
  render(LeftOut);
  await vi.waitFor(() => expect(asked).toHaveResolved());
  expect(screen.queryByText(/left out/)).toBeNull();
});

test('one that is not sound is named, with each fault where it stands, said twice where it is there twice', async () => {
  vi.spyOn(calls, 'scenariosLeftOut').mockResolvedValue([{ key: 'ours', faults: [fault, fault] }]);
  render(LeftOut);
  expect(await screen.findByText('1 scenario left out')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'ours', hidden: true })).toBeTruthy();
  const told = screen.getAllByRole('listitem', { hidden: true }).map((item) => item.textContent);
  expect(told).toEqual(Array(2).fill('scenario.yaml:3 seats Seats is missing. Add seats.'));
});
