import type { JoinSeat } from '../../api/types';

/** From more seats than these on, nobody reads the whole list. */
export const MANY = 24;

/** Letters without their accents and without their case, so that `cote` finds Côte d'Ivoire. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The seats whose names hold what is wanted; the one that is chosen stays among them. */
export function found(seats: readonly JoinSeat[], wanted: string, chosen: string): readonly JoinSeat[] {
  const words = plain(wanted).trim();
  if (words === '') return seats;
  return seats.filter(
    (seat) => seat.seat === chosen || plain(`${seat.name} ${seat.state_name}`).includes(words),
  );
}
