/** Numbers as the screens write them: few digits, a true minus, and a direction in words for those who listen. */
import type { Gauge } from '../api/types';

const MINUS = '\u2212';

/** A quantity in points: one decimal below 10 in size or where it has one, never `-0`. */
export function points(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits).replace(/\.0+$/, '');
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A change with its sign; a change that rounds to nothing is `0`. */
export function signed(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits).replace(/\.0+$/, '');
  if (Number(text) === 0) return '0';
  return (value < 0 ? MINUS : '+') + text;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export type Direction = 'up' | 'down' | 'level';

export function direction(change: number): Direction {
  if (Math.abs(change) < 0.05) return 'level';
  return change > 0 ? 'up' : 'down';
}

/** A number of which the board does not say how it moved, as a gauge. */
export function steady(value: number): Gauge {
  return { value, change: 0 };
}

/** A gauge for a screen reader: `62.4, up 1.2`. */
export function gaugeInWords(gauge: Gauge): string {
  const way = direction(gauge.change);
  if (way === 'level') return `${points(gauge.value)}, unchanged`;
  return `${points(gauge.value)}, ${way} ${points(Math.abs(gauge.change))}`;
}

/** Variables where more is worse, and those where more is neither good nor bad. Everything else is better when higher. */
const WORSE = new Set([
  'inequality',
  'carbon',
  'tension',
  'escalation',
  'radicalisation',
  'power_legitimacy_gap',
  'gap',
  'hegemony',
  'sanctions',
]);
const NEITHER = new Set([
  'prevalence',
  'claim',
  'strength',
  'mood',
  'stance',
  'ownership',
  'floor_balance',
  'capital',
  'sub_order',
  'membership',
  'depth',
  'agreement',
]);

/** Whether a change of this variable is good news (1), bad news (-1) or neither (0) for whom it concerns. */
export function news(variable: string, change: number): -1 | 0 | 1 {
  const root = variable.split('.')[0] ?? variable;
  if (direction(change) === 'level' || NEITHER.has(root)) return 0;
  const better = WORSE.has(root) || root === 'grievance' || root === 'face' ? -1 : 1;
  return (change > 0 ? better : -better) as -1 | 1;
}

/** `one`, `one and two`, `one, two and three`, `one, two and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length === 0) return 'nobody';
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : [...shown];
  const last = parts.pop() ?? '';
  return parts.length ? `${parts.join(', ')} and ${last}` : last;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
