import { describe, expect, test } from 'vitest';
import { lengthText, minutesPerTurn, suggestedMinutes } from './pace';

const length = { turns: 4, minutes: 30 };

test('a turn in class is the length that was chosen, shared out over its turns', () => {
  expect(suggestedMinutes(length)).toBe(8);
  expect(suggestedMinutes({ ...length, minutes: 1 })).toBe(1);
  expect(suggestedMinutes(undefined)).toBe(10);
});

describe('the length of a turn', () => {
  test('in class it is what was typed', () => expect(minutesPerTurn('class', '7', '1')).toBe(7));
  test('over days it is whole days', () => expect(minutesPerTurn('days', '', '2')).toBe(2880));
  test('without a clock there is none', () => expect(minutesPerTurn('none', '7', '1')).toBeUndefined());
  test.each(['', ' ', '0', '-3', '1.5', 'ten', '43201'])('%j minutes make no sense', (text) => {
    expect(minutesPerTurn('class', text, '1')).toBeNull();
  });
});

test.each([
  [4, 7, '4 turns: 28 min at most'],
  [8, 15, '8 turns: 2 h at most'],
  [8, 20, '8 turns: 2 h 40 min at most'],
  [8, 2880, '8 turns: about 16 days'],
  [8, undefined, ''],
])('%d turns of %s minutes last %j', (turns, minutes, text) => {
  expect(lengthText(turns, minutes)).toBe(text);
});
