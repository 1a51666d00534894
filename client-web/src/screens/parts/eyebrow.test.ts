import { expect, test } from 'vitest';
import { eyebrow } from './eyebrow';

test('the scenario is named over a title of its own, and not twice', () => {
  const scenario_title = 'The Year After';
  expect(eyebrow('Debrief', { title: 'Tuesday', scenario_title })).toBe('Debrief · The Year After');
  expect(eyebrow('Debrief', { title: scenario_title, scenario_title })).toBe('Debrief');
  expect(eyebrow('', { title: 'Tuesday', scenario_title })).toBe('The Year After');
  expect(eyebrow('', { title: scenario_title, scenario_title })).toBe('');
});
