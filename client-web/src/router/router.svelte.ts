import { fragmentOf, isSame, pageOf, type Fragment, type Page } from './routes';

/** Where the reader is. A link's secret is taken out of the address bar before anything else sees it. */
class Router {
  page = $state.raw<Page>({ name: 'landing' });
  fragment = $state.raw<Fragment | null>(null);
  /** True once the reader has moved within the client: then a new page takes the focus to its heading. */
  moved = false;

  start(): () => void {
    this.#read();
    const onPop = () => {
      this.moved = true;
      this.#read();
    };
    addEventListener('popstate', onPop);
    addEventListener('hashchange', onPop);
    document.addEventListener('click', this.#onClick);
    return () => {
      removeEventListener('popstate', onPop);
      removeEventListener('hashchange', onPop);
      document.removeEventListener('click', this.#onClick);
    };
  }

  go(path: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    this.moved = true;
    this.#read();
    scrollTo(0, 0);
  }

  #read(): void {
    const page = pageOf(location.pathname);
    const fragment = isSecretPage(page) ? fragmentOf(location.hash) : null;
    if (fragment !== null) history.replaceState(null, '', location.pathname);
    if (fragment !== null || page.name !== this.page.name) this.fragment = fragment;
    // A link within a page moves to its place and leaves the page as it is.
    if (!isSame(page, this.page)) this.page = page;
  }

  /** Ordinary links stay ordinary links; a plain click on one of ours changes the page without a reload. */
  #onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  };
}

function isSecretPage(page: Page): boolean {
  return page.name === 'join' || page.name === 'watch' || page.name === 'invite';
}

export const router = new Router();
