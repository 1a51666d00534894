import { expect, test } from 'vitest';
import { texts as textsOf } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import { isAimed, targetsOf } from './targets';

const texts = textsOf(FIVE);
const [one = '', two = '', three = '', four = ''] = Object.entries(texts.states)
  .sort(([, a], [, b]) => a.name.localeCompare(b.name, 'en'))
  .map(([key]) => key);

test('those that are possible come first, the others with what stands against them, both by name', () => {
  const option = {
    targets: [four, two],
    not_now: [
      { reason: 'already your ally', targets: [three] },
      { reason: 'too far away', targets: [one] },
    ],
  };
  const named = (key: string, reason: string | null) => ({ key, name: texts.states[key]?.name, reason });
  expect(targetsOf(option, 'state', texts)).toEqual([
    named(two, null),
    named(four, null),
    named(one, 'too far away'),
    named(three, 'already your ally'),
  ]);
});

test('they are called by what they are', () => {
  const [bloc = ''] = Object.keys(texts.blocs);
  const found = targetsOf({ targets: [bloc], not_now: [] }, 'bloc', texts);
  expect(found.map(({ name }) => name)).toEqual([texts.blocs[bloc]?.name]);
  expect(targetsOf({ targets: ['liberal'], not_now: [] }, 'globalism', texts)[0]?.name).toBe(
    texts.globalisms['liberal']?.name,
  );
});

test('what has only targets that are impossible now is aimed all the same, what has none is not', () => {
  expect(isAimed({ targets: [], not_now: [{ reason: 'too far', targets: ['dorn'] }] })).toBe(true);
  expect(isAimed({ targets: [], not_now: [] })).toBe(false);
});
