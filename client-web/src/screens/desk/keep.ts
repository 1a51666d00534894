/** Keeps a draft on this device, so that a reload or a dead battery loses nothing. One draft a game, turn and seat. */
import { emptyDraft, type Draft } from './draft';

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  readonly length: number;
  key(index: number): string | null;
}

const PREFIX = 'comity:draft:';

export interface Place {
  game: string;
  seat: string;
  turn: number;
}

/** `onRev` is the saved revision that the draft was written over: a teammate's newer one then does not pass unseen. */
export interface Kept {
  draft: Draft;
  onRev: number;
}

export function keep(shelf: Shelf, place: Place, kept: Kept): void {
  try {
    shelf.setItem(nameOf(place), JSON.stringify(kept));
  } catch {
    // A full or forbidden shelf must never stop a player from writing.
  }
}

export function kept(shelf: Shelf, place: Place): Kept | null {
  try {
    const found: unknown = JSON.parse(shelf.getItem(nameOf(place)) ?? 'null');
    if (!isRecord(found) || !isRecord(found.draft) || typeof found.onRev !== 'number') return null;
    return { draft: { ...emptyDraft(), ...(found.draft as Partial<Draft>) }, onRev: found.onRev };
  } catch {
    return null;
  }
}

export function forget(shelf: Shelf, place: Place): void {
  try {
    shelf.removeItem(nameOf(place));
  } catch {
    // Nothing to forget where nothing can be kept.
  }
}

/** Drops this seat's drafts of turns that have passed. */
export function forgetPast(shelf: Shelf, place: Place): void {
  try {
    const mine = `${PREFIX}${place.game}:${place.seat}:`;
    const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '');
    for (const name of names) {
      if (name.startsWith(mine) && Number(name.slice(mine.length)) < place.turn) shelf.removeItem(name);
    }
  } catch {
    // As above.
  }
}

function nameOf({ game, seat, turn }: Place): string {
  return `${PREFIX}${game}:${seat}:${turn}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
