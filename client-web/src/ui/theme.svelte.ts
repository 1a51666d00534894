/** Light, dark, or as the reader's system says. Kept on this device only. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'comity-theme';
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

class ThemeChoice {
  current = $state<Theme>('system');

  start(): void {
    const kept = read();
    if (kept === 'light' || kept === 'dark') this.set(kept);
  }

  set(theme: Theme): void {
    this.current = theme;
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing still shows the theme until the page is closed.
    }
  }

  turn(): void {
    this.set(NEXT[this.current]);
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const theme = new ThemeChoice();
