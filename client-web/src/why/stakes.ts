/** Why a ground is at stake. The board says how much each counts; what it counts by is a number that can be asked about. */
import type { PublicBoard } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

export interface Reason {
  words: string;
  /** The one number that it hangs on, where there is one. */
  asks: { subject: string; variable: string; words: string } | null;
}

/** As in the engine (`rules/grounds`): each ground counts by half its weight at rest, and up to three halves at most. */
const REASONS: Readonly<Record<string, string>> = {
  institutions: 'It counts for more the weaker the institutions are.',
  intervention: 'It counts for more the more people feel intruded upon.',
  hegemony: 'It counts for more the larger the largest claim to be order itself.',
  non_alignment: 'It counts for more the tenser states are with each other.',
  markets: 'It counts for more the more states depend on each other in trade.',
  climate: 'It counts for more the worse the climate is handled.',
};

export function whyAtStake(ground: string, board: PublicBoard): Reason | null {
  const words = REASONS[ground];
  if (words === undefined) return null;
  if (ground === 'climate')
    return {
      words,
      asks: { subject: 'system', variable: 'challenge.climate', words: 'How the climate is handled' },
    };
  const claimant = ground === 'hegemony' ? largestClaim(board) : null;
  if (claimant)
    return {
      words,
      asks: { subject: `globalism:${claimant}`, variable: 'claim', words: 'The largest claim' },
    };
  return { words, asks: null };
}

function largestClaim(board: PublicBoard): string | null {
  const claim = (key: string) => board.globalisms[key]?.claim.value ?? -1;
  const [first] = [...GLOBALISMS].sort((a, b) => claim(b) - claim(a));
  return first && claim(first) >= 0 ? first : null;
}
