/** An objective's own number, and how far it has to go, in a sentence. */
import type { ObjectiveView } from '../../api/types';
import { points, signed } from '../../floors/figures';

export function progress({ test, now, wanted, met }: ObjectiveView): string {
  const gap = Math.abs(wanted - now);
  const togo = met ? '' : `, ${finely(gap)} to go`;
  switch (test) {
    case 'at_least':
      return `now ${finely(now)}, wanted ${finely(wanted)} or more${togo}`;
    case 'at_most':
      return `now ${finely(now)}, wanted ${finely(wanted)} or less${togo}`;
    case 'rises_by':
      return `${signed(now)} since the opening, wanted ${signed(wanted)}${togo}`;
    case 'falls_by':
      return `${signed(-now)} since the opening, wanted ${signed(-wanted)}${togo}`;
  }
}

/** A gap too small for one decimal is still a gap. */
function finely(value: number): string {
  return points(value, Math.abs(value) > 0 && Math.abs(value) < 0.1 ? 2 : 1);
}
