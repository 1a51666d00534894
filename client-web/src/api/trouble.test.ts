import { describe, expect, test } from 'vitest';
import { Trouble, sentence, troubleFrom } from './trouble';

const fault = (field: string, message = 'Too short', fix = 'Use 12 characters') => ({
  code: 'x',
  field,
  message,
  fix,
});

describe('faults find their field', () => {
  const trouble = new Trouble('refused', 'Refused.', 422, 'x', [
    fault('password'),
    fault('actions[2].target', 'No such state', 'Pick one'),
    fault('body', 'Unknown field', 'Remove it'),
  ]);

  test('by name', () => {
    expect(trouble.at('password')?.message).toBe('Too short');
    expect(trouble.at('pass')).toBeUndefined();
  });

  test('a fault inside a list belongs to the list', () => {
    expect(trouble.at('actions')?.message).toBe('No such state');
  });

  test('what no field shows is told above the form', () => {
    expect(trouble.beside(['password', 'actions'])).toBe('Unknown field. Remove it.');
  });

  test('when every fault has its field there is nothing more to say', () => {
    expect(trouble.beside(['password', 'actions', 'body'])).toBe('');
  });
});

test('without faults the words of the trouble are what is told', () => {
  expect(new Trouble('busy', 'Wait 3 s.').beside(['name'])).toBe('Wait 3 s.');
});

test('a fault is said as sentences', () => {
  expect(sentence(fault('a', 'the name is taken', 'choose another'))).toBe(
    'The name is taken. Choose another.',
  );
});

test.each([null, [], 'text', { faults: 'none' }, { type: 7, faults: [null, 3, {}] }])(
  'a body that is no problem document (%j) is survived',
  (body) => {
    const trouble = troubleFrom(422, body);
    expect(trouble.faults).toEqual([]);
    expect(trouble.message).not.toBe('');
  },
);
