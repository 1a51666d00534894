import { describe, expect, test } from 'vitest';
import { clockText, deadlineText, spokenText } from './time';

describe('a countdown', () => {
  test.each([
    [0, '0:00'],
    [-5, '0:00'],
    [0.2, '0:01'],
    [65, '1:05'],
    [3723, '1:02:03'],
    [90_000, '25:00:00'],
    [180_000, '2 d 2 h'],
  ])('%d seconds read %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  test.each([
    [0, 'no time'],
    [1, '1 second'],
    [65, '1 minute 5 seconds'],
    [3660, '1 hour 1 minute'],
    [90_000, '1 day 1 hour'],
  ])('%d seconds are said as %s', (seconds, text) => {
    expect(spokenText(seconds)).toBe(text);
  });
});

describe('a deadline', () => {
  const now = new Date(2026, 0, 31, 10, 0).getTime();

  test('today is a clock time', () => {
    expect(deadlineText(new Date(2026, 0, 31, 14, 5).toISOString(), now, 'en-GB')).toBe('14:05');
  });

  test('another day names the day', () => {
    expect(deadlineText(new Date(2026, 1, 2, 9, 0).toISOString(), now, 'en-GB')).toMatch(
      /Mon.* 2 Feb.*09:00/,
    );
  });
});
