/**
 * One place for everything that must be told: to a screen reader (`say`), and to everybody (`toast`).
 * `urgent` interrupts; use it for a closing deadline or a refused move, never for news.
 */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'bad';
}

const TOAST_MS = 6_000;

class Announcer {
  polite = $state('');
  urgent = $state('');
  toasts = $state.raw<readonly Toast[]>([]);
  #next = 1;

  say(text: string, { urgent = false } = {}): void {
    // The same words twice in a row must still be read twice, so the region's text has to differ.
    const again = text === (urgent ? this.urgent : this.polite) ? `${text}\u00a0` : text;
    if (urgent) this.urgent = again;
    else this.polite = again;
  }

  toast(text: string, tone: Toast['tone'] = 'plain'): void {
    const id = this.#next++;
    this.toasts = [...this.toasts.slice(-2), { id, text, tone }];
    this.say(text, { urgent: tone === 'bad' });
    setTimeout(() => this.dismiss(id), TOAST_MS);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}

export const announcer = new Announcer();
