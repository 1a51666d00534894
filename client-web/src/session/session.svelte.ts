import * as calls from '../api/calls';
import { asTrouble, type Trouble } from '../api/trouble';
import type { Session } from '../api/types';

const NOBODY: Session = { principal: 'anonymous', name: null, game: null, seat: null, personal_code: null };

/** Who this browser is. One browser holds one session at a time; the cookie itself is out of our reach. */
class Who {
  current = $state.raw<Session | null>(null);
  trouble = $state.raw<Trouble | null>(null);

  /** Asks the server; null until it has answered. */
  async load(): Promise<Session | null> {
    try {
      this.current = await calls.session();
      this.trouble = null;
    } catch (error) {
      this.trouble = asTrouble(error);
    }
    return this.current;
  }

  take(session: Session): void {
    this.current = session;
    this.trouble = null;
  }

  async signOut(): Promise<void> {
    await calls.signOut();
    this.current = NOBODY;
  }
}

export const who = new Who();

/** Where this session belongs, and what that place is called; null for somebody who is nobody yet. */
export function homeOf(session: Session | null): { path: string; label: string } | null {
  if (!session) return null;
  if (session.principal === 'instructor') return { path: '/account', label: 'Your classes' };
  if (!session.game) return null;
  const game = encodeURIComponent(session.game);
  if (session.principal === 'seat') return { path: `/play/${game}`, label: 'Back to your seat' };
  if (session.principal === 'spectator') return { path: `/theatre/${game}`, label: 'Back to the theatre' };
  return null;
}
