import type { LengthOption } from '../../api/types';

export type Pace = 'class' | 'days' | 'none';

const DAY_MIN = 24 * 60;
export const MINUTES_MAX = 43_200;
export const DAYS = [1, 2, 3, 7] as const;

/** What a length suggests for a turn in class, in whole minutes. */
export function suggestedMinutes(length: Pick<LengthOption, 'turns' | 'minutes'> | undefined): number {
  if (!length || length.turns < 1) return 10;
  return Math.max(1, Math.round(length.minutes / length.turns));
}

/** The length of a turn as the server takes it; undefined for a game without a clock, null when it makes no sense. */
export function minutesPerTurn(pace: Pace, minutes: string, days: string): number | undefined | null {
  if (pace === 'none') return undefined;
  if (pace === 'days') return Number(days) * DAY_MIN;
  const wanted = Number(minutes);
  const sound = minutes.trim() !== '' && Number.isInteger(wanted) && wanted >= 1 && wanted <= MINUTES_MAX;
  return sound ? wanted : null;
}

/** How long the whole game lasts at that pace, in words. */
export function lengthText(turns: number, minutes: number | undefined | null): string {
  if (!minutes) return '';
  const total = turns * minutes;
  if (total >= 2 * DAY_MIN) return `${turns} turns: about ${Math.round(total / DAY_MIN)} days`;
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  const words = [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''];
  return `${turns} turns: ${words.filter(Boolean).join(' ')} at most`;
}
