// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { router } from './router.svelte';

let stop: () => void;

beforeEach(() => {
  vi.stubGlobal('scrollTo', () => undefined);
  history.replaceState(null, '', '/debrief/g1');
  stop = router.start();
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

/** What a browser does when a link to a place in the page is pressed. */
function jumpTo(place: string) {
  history.pushState(null, '', place);
  dispatchEvent(new PopStateEvent('popstate'));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

test('a link to a place in the page leaves the page as it is', () => {
  const before = router.page;
  jumpTo('#moves');
  expect(router.page).toBe(before);
});

test('an address of another page is another page', () => {
  router.go('/debrief/g2');
  expect(router.page).toEqual({ name: 'debrief', game: 'g2' });
});

test('the secret of a link is taken on a page that is open already', () => {
  router.go('/join');
  jumpTo('#K7M2QX');
  expect(router.fragment).toEqual({ kind: 'code', value: 'K7M2QX' });
  expect(location.hash).toBe('');
});
