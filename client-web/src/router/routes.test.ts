import { describe, expect, test } from 'vitest';
import { fragmentOf, pageOf } from './routes';

describe('addresses', () => {
  test.each([
    ['/', { name: 'landing' }],
    ['/join', { name: 'join' }],
    ['/join/', { name: 'join' }],
    ['/sign-in', { name: 'sign-in' }],
    ['/account', { name: 'account' }],
    ['/room/g7Kx', { name: 'room', game: 'g7Kx' }],
    ['/play/g%20x', { name: 'play', game: 'g x' }],
    ['/theatre/g1', { name: 'theatre', game: 'g1' }],
    ['/debrief/g1', { name: 'debrief', game: 'g1' }],
  ])('%s leads to its page', (path, page) => {
    expect(pageOf(path)).toEqual(page);
  });

  test.each(['/nowhere', '/play', '/room/a/b', '/join/x', '/play/%zz', '/constructor'])(
    '%s leads nowhere and says so',
    (path) => {
      expect(pageOf(path)).toEqual({ name: 'lost', path });
    },
  );
});

describe('what stands after #', () => {
  test('a short one is a join code', () => {
    expect(fragmentOf('#K7M2QX')).toEqual({ kind: 'code', value: 'K7M2QX' });
  });

  test('a long one is the secret of a personal link', () => {
    const token = 'vT9x_'.repeat(8);
    expect(fragmentOf(`#${token}`)).toEqual({ kind: 'token', value: token });
  });

  test.each(['', '#', '#abc', '#<script>alert(1)</script>', `#${'x'.repeat(600)}`])(
    '%j is neither',
    (hash) => {
      expect(fragmentOf(hash)).toBeNull();
    },
  );
});
