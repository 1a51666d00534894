import { expect, test } from 'vitest';
import { texts as textsOf } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import { isAimed, targetsOf } from './targets';

const texts = textsOf(FIVE);
const [one = '', two = '', three = ''] = Object.keys(texts.states);

test('those that are possible come first, the others with what stands against them', () => {
  const option = { targets: [two], not_now: [{ reason: 'already your ally', targets: [one, three] }] };
  expect(targetsOf(option, 'state', texts)).toEqual([
    { key: two, name: texts.states[two]?.name, reason: null },
    { key: one, name: texts.states[one]?.name, reason: 'already your ally' },
    { key: three, name: texts.states[three]?.name, reason: 'already your ally' },
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
