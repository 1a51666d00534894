import { expect, test } from 'vitest';
import { effects } from '../../fixtures/effects';
import { grouped, inOneLine, named, scalesOf, sideOf, type Effect } from './effects';

const side = (told: string) => sideOf(effects(told)[0] as Effect);

test('whom an effect touches is told by its roles', () => {
  expect(side('actor standing +2')).toBe('you');
  expect(side('both economy +1.6')).toBe('both');
  expect(side('target cohesion -3')).toBe('them');
  expect(side('target bloc 0 = {target} joins {your} alliance')).toBe('them');
  expect(side('actor-neighbours tension +10')).toBe('between');
  expect(side('neighbours grievance.intrusion +5')).toBe('others');
  expect(side('everyone carbon -2.5')).toBe('others');
  expect(side('order face.hobbesian +2')).toBe('world');
});

test('no word of a phrase tells whom it touches', () => {
  const [misleading] = effects('order claim +1 = claim of your target between all');
  expect(misleading && sideOf(misleading)).toBe('world');
});

test('effects are grouped, and a line under a heading does not say again whose it is', () => {
  const groups = grouped(
    effects(
      'target governance +2.5 / fit',
      'actor standing +1.5 / fit, weight',
      'actor mood -3 = mood 3 percent away from Liberal internationalism',
      'actor-target trust -0.25',
    ),
  );
  expect(groups.map(({ side: one }) => one)).toEqual(['you', 'them', 'between']);
  expect(groups[0]?.lines).toEqual([
    { what: 'Standing', amount: '+1.5', scaledBy: ['fit', 'weight'] },
    // Its figure stands in the phrase.
    { what: 'Mood 3 percent away from Liberal internationalism', amount: null, scaledBy: [] },
  ]);
  expect(groups[1]?.lines).toEqual([{ what: 'Governance', amount: '+2.5', scaledBy: ['fit'] }]);
  expect(groups[2]?.lines).toEqual([
    { what: 'Trust between you and the target', amount: '\u22120.25', scaledBy: [] },
  ]);
});

test('a slot gives way to its name once one is chosen, and to plain words before', () => {
  const between = "tension between {target} and {target}'s neighbours";
  expect(named(between, { state: 'Russia' })).toBe("Tension between Russia and Russia's neighbours");
  expect(named(between, {})).toBe("Tension between the target and the target's neighbours");
  expect(named('recognition of {model}', { state: 'Russia', globalism: 'Mercantilist nationalism' })).toBe(
    'Recognition of Mercantilist nationalism',
  );
  expect(named('{you} leave {bloc}', { bloc: 'NATO' })).toBe('You leave NATO');
  expect(named('{you} leave {bloc}', { bloc: 'NATO', you: 'France' })).toBe('France leaves NATO');
  expect(named('{your} trust in {you}', { you: 'the sponsor' })).toBe("The sponsor's trust in the sponsor");
  // A name that holds the word for a slot is left as it is.
  expect(named('strength of {movement}', { movement: 'Friends of the target' })).toBe(
    'Strength of Friends of the target',
  );
});

test('each scale is told once, and a choice in one line', () => {
  const told = effects(
    'actor cohesion +1',
    'order face.hobbesian +2 / fit, weight = Hobbesian face',
    'actor x +1 / fit',
  );
  expect(scalesOf(told)).toEqual(['fit', 'weight']);
  expect(inOneLine(told.slice(0, 2))).toBe('Cohesion +1 \u00b7 hobbesian face +2');
  const joins = effects('actor membership 0 = {you} join {institution}');
  expect(inOneLine(joins, { institution: 'UNSC', you: 'the Soviet Union' })).toBe(
    'The Soviet Union joins UNSC',
  );
});
