/** Arithmetic on shares of the four globalisms. */
import type { Globalism, Shares } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

/** The largest share, and null where no globalism leads by at least `margin`. */
export function leading(shares: Shares, margin = 0): Globalism | null {
  const ranked = [...GLOBALISMS].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  const [first, second] = ranked;
  if (!first || !second || (shares[first] ?? 0) - (shares[second] ?? 0) < margin) return null;
  return first;
}

/** How far two repertoires differ, 0..1: half the sum of their differences. */
export function apart(one: Shares, other: Shares): number {
  return GLOBALISMS.reduce((sum, key) => sum + Math.abs((one[key] ?? 0) - (other[key] ?? 0)), 0) / 2;
}

/** The weighted mean of several repertoires; even quarters where nothing weighs. */
export function meanShares(parts: readonly { shares: Shares; weight: number }[]): Shares {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  return Object.fromEntries(
    GLOBALISMS.map((key) => [
      key,
      total > 0 ? parts.reduce((sum, part) => sum + (part.shares[key] ?? 0) * part.weight, 0) / total : 0.25,
    ]),
  );
}

/** Shares as whole points that add up to `total`, by largest remainder (ties to the earlier globalism). */
export function toPoints(shares: Shares, total = 10): Record<Globalism, number> {
  const sum = GLOBALISMS.reduce((all, key) => all + (shares[key] ?? 0), 0) || 1;
  const exact = GLOBALISMS.map((key) => ((shares[key] ?? 0) / sum) * total);
  const whole = exact.map((value) => Math.floor(value + 1e-9));
  let left = total - whole.reduce((all, value) => all + value, 0);
  const order = exact.map((value, index) => ({ index, rest: value - (whole[index] ?? 0) }));
  order.sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order) {
    if (left <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    left -= 1;
  }
  return Object.fromEntries(GLOBALISMS.map((key, index) => [key, whole[index] ?? 0])) as Record<
    Globalism,
    number
  >;
}

/** A repertoire in words, largest first: `liberal 60%, conservative 30%, transformative 10%`. */
export function sharesInWords(shares: Shares, names: (globalism: Globalism) => string): string {
  return [...GLOBALISMS]
    .filter((key) => (shares[key] ?? 0) >= 0.005)
    .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    .map((key) => `${names(key)} ${Math.round((shares[key] ?? 0) * 100)}%`)
    .join(', ');
}
