import { expect, test } from 'vitest';
import { grouped, inOneLine, named, scalesOf, sideOf, type Effect } from './effects';

const effect = (text: string, ...scaled_by: string[]): Effect => ({ text, scaled_by });

test('the first words of a phrase tell whom it touches', () => {
  expect(sideOf('Your standing +2')).toBe('you');
  expect(sideOf('You leave the bloc')).toBe('you');
  expect(sideOf('Strength of the movement at home \u22127')).toBe('you');
  expect(sideOf("Your and the target's economy +1.6")).toBe('both');
  expect(sideOf("The target's cohesion \u22123")).toBe('them');
  expect(sideOf('The target joins your alliance')).toBe('them');
  expect(sideOf('Strength of Violent extremists in the target +2')).toBe('them');
  expect(sideOf("Tension between you and the target's neighbours +10")).toBe('between');
});

test('neighbours and allies are others, whoever they belong to', () => {
  expect(sideOf("The target's neighbours' grievance of intrusion +5")).toBe('others');
  expect(sideOf("Your neighbours' grievance of loss of identity +0.7")).toBe('others');
  expect(sideOf("Everyone else's autonomy +0.3")).toBe('others');
  expect(sideOf("The bound members' carbon \u22122.5")).toBe('others');
  expect(sideOf('Strength of the movement everywhere else +1')).toBe('others');
});

test('claims, faces, challenges and institutions are the order', () => {
  expect(sideOf('Claim of Liberal international order +1.5')).toBe('world');
  expect(sideOf('Hobbesian face +2')).toBe('world');
  expect(sideOf('Recognition of the target model +1.5')).toBe('world');
  expect(sideOf('Authority of the institution \u22124')).toBe('world');
});

test('effects are grouped, and a line under a heading does not say again whose it is', () => {
  const groups = grouped([
    effect("The target's governance +2.5", 'fit'),
    effect('Your standing +1.5', 'fit', 'weight'),
    effect('Your mood 3 percent toward Liberal international order'),
  ]);
  expect(groups.map(({ side }) => side)).toEqual(['you', 'them']);
  expect(groups[0]?.lines).toEqual([
    { what: 'Standing', amount: '+1.5', scaledBy: ['fit', 'weight'] },
    { what: 'Mood 3 percent toward Liberal international order', amount: null, scaledBy: [] },
  ]);
  expect(groups[1]?.lines.at(-1)).toEqual({ what: 'Governance', amount: '+2.5', scaledBy: ['fit'] });
});

test('what stands for a target gives way to its name once one is chosen', () => {
  expect(named("Tension between the target and the target's neighbours", { state: 'Russia' })).toBe(
    "Tension between Russia and Russia's neighbours",
  );
  expect(
    named('Recognition of the target model', { state: 'Russia', globalism: 'Mercantilist nationalism' }),
  ).toBe('Recognition of Mercantilist nationalism');
  expect(named('You leave the bloc', { bloc: 'NATO' })).toBe('You leave NATO');
  expect(named('Trust between you and the target', { you: 'the sponsor' })).toBe(
    'Trust between the sponsor and the target',
  );
});

test('each scale is told once, and a choice in one line', () => {
  const effects = [
    effect('Your cohesion +1'),
    effect('Hobbesian face +2', 'fit', 'weight'),
    effect('X', 'fit'),
  ];
  expect(scalesOf(effects)).toEqual(['fit', 'weight']);
  expect(inOneLine(effects.slice(0, 2))).toBe('Cohesion +1 \u00b7 hobbesian face +2');
});
