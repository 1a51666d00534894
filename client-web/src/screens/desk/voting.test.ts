import { expect, test } from 'vitest';
import { board, texts } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import { whoVotes } from './voting';

const world = board(FIVE);
const words = texts(FIVE);
const [item] = FIVE.docket;
const house = world.institutions.climate;
if (!item || !house) throw new Error('the fixture lacks a docket');

test('where every vote counts the same, who votes is listed with oneself first', () => {
  expect(whoVotes(item, house, 'borea', words)).toBe(
    'You, Aurum, Cassia, Dorn Federation and Esker: 5 votes, each counting the same.',
  );
});

test('where votes weigh by quota, the own weight is told and the largest are named', () => {
  const weighed = { ...house, quotas: { aurum: 50, borea: 30, cassia: 15, dorn: 5 } };
  expect(whoVotes(item, weighed, 'borea', words)).toBe(
    'Yours is 30% of all votes. Votes weigh by quota, the largest: Aurum 50%, you 30% and Cassia 15%.',
  );
});

test('a share too small for a figure is not told as none', () => {
  const weighed = { ...house, quotas: { aurum: 99.96, borea: 0.04 } };
  expect(whoVotes(item, weighed, 'borea', words)).toContain('Yours is less than 0.1% of all votes.');
});

test('a veto is told to those who hold it and to those who do not', () => {
  const council = { ...house, permanent: ['aurum', 'dorn'] };
  expect(whoVotes(item, council, 'aurum', words)).toContain('You are one of 2 states whose No is a veto.');
  expect(whoVotes(item, council, 'borea', words)).toContain('A No of Aurum and Dorn Federation is a veto.');
});

test('who has no vote reads who has', () => {
  const closed = { ...item, voters: ['aurum'] };
  expect(whoVotes(closed, house, 'borea', words)).toBe('Aurum: one vote.');
});
