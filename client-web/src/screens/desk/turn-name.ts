/** What a turn is called: `Turn 3 of 8 · 2016`. */
import type { GameHeader, Texts } from '../../api/types';

export function turnName(header: GameHeader, texts: Texts): string {
  if (header.status === 'lobby' || header.turn === 0) return 'Before the first turn';
  const shown = Math.min(header.turn, header.turns);
  const label = texts.turn_labels[shown - 1];
  if (header.status === 'ended') return `After ${header.turns} turns`;
  return `Turn ${shown} of ${header.turns}${label ? ` · ${label}` : ''}`;
}
