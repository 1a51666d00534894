import { expect, test } from 'vitest';
import type { JoinSeat } from '../../api/types';
import { found } from './seats';

const seat = (key: string, name: string, state: string) =>
  ({ seat: key, name, state_name: state }) as unknown as JoinSeat;
const SEATS = [
  seat('fiji', 'Fiji', 'Fiji'),
  seat('civ', 'Government of Côte d’Ivoire', 'Côte d’Ivoire'),
  seat('usa', 'The United States', 'United States'),
];
const keys = (wanted: string, chosen = '') => found(SEATS, wanted, chosen).map((one) => one.seat);

test('nothing wanted shows all', () => expect(keys('  ')).toEqual(['fiji', 'civ', 'usa']));
test('a part of a name finds it, without case or accents', () => {
  expect(keys('COTE')).toEqual(['civ']);
  expect(keys('united')).toEqual(['usa']);
});
test('what is chosen does not vanish while one looks on', () => {
  expect(keys('fij', 'usa')).toEqual(['fiji', 'usa']);
});
test('what nobody has finds nothing', () => expect(keys('atlantis')).toEqual([]));
