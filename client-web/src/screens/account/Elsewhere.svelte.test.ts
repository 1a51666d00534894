// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import * as calls from '../../api/calls';
import type { OwnSession } from '../../api/types';
import Elsewhere from './Elsewhere.svelte';

const here: OwnSession = {
  created_at: '2026-01-31T10:00:00.000Z',
  seen_at: '2026-01-31T11:00:00.000Z',
  present: true,
};
const there: OwnSession = { ...here, present: false };

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('who is signed in here only is told nothing', async () => {
  const asked = vi.spyOn(calls, 'sessions').mockResolvedValue([here]);
  render(Elsewhere);
  await vi.waitFor(() => expect(asked).toHaveResolved());
  expect(screen.queryByRole('button')).toBeNull();
});

test('other browsers are counted, and one press ends them', async () => {
  vi.spyOn(calls, 'sessions').mockResolvedValue([here, there, there]);
  const end = vi.spyOn(calls, 'signOutElsewhere').mockResolvedValue(undefined);
  render(Elsewhere);
  expect(await screen.findByText(/2 other browsers/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Sign out everywhere else' }));
  await vi.waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  expect(end).toHaveBeenCalledOnce();
});
