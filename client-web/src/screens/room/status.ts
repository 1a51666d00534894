import type { GameHeader, RoomSeat, SeatStatus } from '../../api/types';
import { listed } from '../../floors/figures';

/** What a seat is doing, in a word, with a glyph of its own so that colour is never needed. */
export interface StatusLook {
  word: string;
  /** Drawn in a box of 16 by 16. */
  glyph: string;
  tone: 'quiet' | 'work' | 'done';
}

export const STATUS: Record<SeatStatus, StatusLook> = {
  empty: { word: 'Nobody here', glyph: 'M3 8h10', tone: 'quiet' },
  away: { word: 'Away', glyph: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3.2l2.2 1.4', tone: 'quiet' },
  reading: {
    word: 'Reading',
    glyph: 'M8 4C6 2.8 4 2.6 2 3v9.5c2-.4 4-.2 6 1c2-1.2 4-1.4 6-1V3c-2-.4-4-.2-6 1zM8 4v9.5',
    tone: 'work',
  },
  drafting: { word: 'Drafting', glyph: 'M3 13l.8-3.2L11 2.6l2.4 2.4-7.2 7.2zM9.4 4.2l2.4 2.4', tone: 'work' },
  submitted: { word: 'Submitted', glyph: 'M2.5 8.5l3.8 3.8 7.2-8', tone: 'done' },
  ready: { word: 'Ready', glyph: 'M1 8.8l3 3 5.6-6.4M6.8 11l.8.8L14.8 4', tone: 'done' },
  bot: { word: 'House bot', glyph: 'M3 6h10v7H3zM8 6V2.8M6 9v1M10 9v1', tone: 'done' },
};

/** The one line that says what the class waits for. */
export function waitingText(seats: readonly RoomSeat[], nameOf: (seat: RoomSeat) => string): string {
  const blocking = seats.filter((seat) => seat.blocking).map(nameOf);
  if (blocking.length === 0) return 'Nobody is waited for.';
  return `Waiting for ${listed(blocking, blocking.length)}.`;
}

/** Seats that would lose something if the turn closed now: people are there and nothing is saved. */
export function unsaved(seats: readonly RoomSeat[]): RoomSeat[] {
  return seats.filter((seat) => !seat.bot && seat.people.length > 0 && seat.rev === 0);
}

/** Whether the start of the game gives this seat to a house bot, as things stand. */
export function awaitsBot(seat: RoomSeat, header: Pick<GameHeader, 'status' | 'bots_fill'>): boolean {
  return header.status === 'lobby' && header.bots_fill && !seat.bot && seat.people.length === 0;
}

export function presenceText(seat: RoomSeat): string {
  if (seat.people.length === 0) return 'nobody has joined';
  const here = seat.people.filter((person) => person.here).length;
  return `${here} of ${seat.people.length} here`;
}
