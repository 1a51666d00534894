import { describe, expect, test } from 'vitest';
import { aHealth } from '../../testing/builders';
import { away, healthLines, verdict, type Reach } from './health';

const FINE: Reach = { savingPaused: false, silent: null };
const line = (label: string, parts = {}, reach: Partial<Reach> = {}) =>
  healthLines(aHealth(parts), { ...FINE, ...reach }).find((one) => one.label === label);

test('a game that fares well says so in every line', () => {
  const lines = healthLines(aHealth(), FINE);
  expect(lines.map((one) => one.label)).toEqual(['Turn', 'Last turn', 'News', 'Saving', 'Connected']);
  expect(verdict(lines)).toEqual({ text: 'All well', tone: 'good' });
});

describe('the turn', () => {
  test('is on time while a sweep may still come', () => {
    expect(line('Turn', { overdue_seconds: 3 })).toMatchObject({ text: 'On time', tone: 'good' });
    expect(line('Turn', { turn: 0 })?.text).toBe('Not started');
  });

  test('is told as late with its lateness, and is an alarm from half a minute on', () => {
    expect(line('Turn', { overdue_seconds: 12 })).toEqual({
      label: 'Turn',
      text: 'Turn 2 is 0:12 past its deadline',
      tone: 'warn',
    });
    expect(line('Turn', { unresolved_seconds: 31 })).toEqual({
      label: 'Turn',
      text: 'Turn 2 closed 0:31 ago and is not resolved',
      tone: 'bad',
    });
  });

  test('is told as failed whatever else it is', () => {
    expect(line('Turn', { failed: true, overdue_seconds: 2 })).toMatchObject({ tone: 'bad' });
  });
});

describe('rules that the server does not have', () => {
  const other_rules = { game: '5', server: ['6'] };

  test('are told with both versions and what to do', () => {
    const told = line('Rules', { other_rules });
    expect(told?.text).toMatch(/^The game was begun under rules 5, and this server has rules 6: /);
    expect(told?.text).toContain('serve it with the release that made it, or export it');
    expect(line('Rules')).toBeUndefined();
  });

  test('are not told where the server is of a release that does not speak of them', () => {
    expect(line('Rules', { other_rules: undefined })).toBeUndefined();
  });

  test('are an alarm once a turn waits for them', () => {
    expect(line('Rules', { other_rules })?.tone).toBe('warn');
    expect(line('Rules', { other_rules, overdue_seconds: 5 })?.tone).toBe('bad');
    expect(line('Rules', { other_rules, unresolved_seconds: 5 })?.tone).toBe('bad');
  });
});

test('the last turn is told with how long it took', () => {
  expect(line('Last turn')?.text).toMatch(/^Turn 1, resolved at .+ in 0\.8 s$/);
  const quick = { turn: 1, at: '2026-01-31T09:53:00.000Z', seconds: 0.02 };
  expect(line('Last turn', { last_resolution: quick })?.text).toMatch(/in less than 0\.1 s$/);
  expect(line('Last turn', { last_resolution: { ...quick, seconds: 130 } })?.text).toMatch(/in 2:10$/);
  expect(line('Last turn', { last_resolution: null })?.text).toBe('None resolved yet');
});

test('without hints news is late, which is worth a look and no alarm', () => {
  const lines = healthLines(aHealth({ live_updates: 'delayed' }), FINE);
  expect(verdict(lines).tone).toBe('warn');
});

test('saving that is paused is told, whether by the live line or by the answer', () => {
  expect(line('Saving', {}, { savingPaused: true })?.tone).toBe('bad');
  expect(line('Saving', {}, { silent: 'database' })?.text).toMatch(/^Paused/);
});

test('a server that does not answer is told, and nothing that is no longer known', () => {
  const lines = healthLines(aHealth(), { ...FINE, silent: 'server' });
  expect(lines.map((one) => one.label)).toEqual(['Server']);
  expect(verdict(lines).tone).toBe('bad');
});

test('who is connected is counted, and who is not is named with the seat', () => {
  expect(line('Connected')?.text).toBe('1 of 2 players');
  expect(line('Connected', { people: [] })?.text).toBe('Nobody has joined yet');
  expect(away(aHealth())).toEqual(['Grace (Fiji)']);
});
