import { describe, expect, test } from 'vitest';
import type { RoomSeat } from '../../api/types';
import { aHeader, aRoomSeat } from '../../testing/builders';
import { awaitsBot, presenceText, STATUS, unsaved, waitingText } from './status';

describe('what the class waits for', () => {
  const nameOf = ({ name }: RoomSeat) => name;

  test('nobody, when every seat is done', () => {
    expect(waitingText([aRoomSeat('usa', { status: 'ready' })], nameOf)).toBe('Nobody is waited for.');
  });

  test('one, two or more seats by name', () => {
    const [a, b, c] = ['usa', 'fiji', 'china'].map((key) => aRoomSeat(key, { blocking: true }));
    if (!a || !b || !c) throw new Error('three seats');
    expect(waitingText([a], nameOf)).toBe('Waiting for The usa.');
    expect(waitingText([a, b], nameOf)).toBe('Waiting for The usa and The fiji.');
    expect(waitingText([a, b, c], nameOf)).toBe('Waiting for The usa, The fiji and The china.');
  });
});

test('only a seat with people and nothing saved would lose something', () => {
  const people = [{ name: 'Ada', here: true, browsers: 1 }];
  const seats = [
    aRoomSeat('usa', { people, rev: 0 }),
    aRoomSeat('china', { people, rev: 2 }),
    aRoomSeat('fiji', { people, bot: true }),
    aRoomSeat('india'),
  ];
  expect(unsaved(seats).map((seat) => seat.seat)).toEqual(['usa']);
});

test('presence counts who is here among who has joined', () => {
  const people = [
    { name: 'Ada', here: true, browsers: 1 },
    { name: 'Grace', here: false, browsers: 1 },
  ];
  expect(presenceText(aRoomSeat('usa', { people }))).toBe('1 of 2 here');
  expect(presenceText(aRoomSeat('usa'))).toBe('nobody has joined');
});

test('no two states of a seat look or read the same', () => {
  const looks = Object.values(STATUS);
  expect(new Set(looks.map((look) => look.word)).size).toBe(looks.length);
  expect(new Set(looks.map((look) => look.glyph)).size).toBe(looks.length);
});

test('an empty seat waits for a bot only before the start of a game that gives it one', () => {
  const lobby = aHeader({ status: 'lobby', bots_fill: true });
  const ada = [{ name: 'Ada', here: true, browsers: 1 }];
  expect(awaitsBot(aRoomSeat('usa'), lobby)).toBe(true);
  expect(awaitsBot(aRoomSeat('usa', { people: ada }), lobby)).toBe(false);
  expect(awaitsBot(aRoomSeat('usa', { bot: true }), lobby)).toBe(false);
  expect(awaitsBot(aRoomSeat('usa'), aHeader({ status: 'lobby', bots_fill: false }))).toBe(false);
  expect(awaitsBot(aRoomSeat('usa'), aHeader({ status: 'running', bots_fill: true }))).toBe(false);
});
