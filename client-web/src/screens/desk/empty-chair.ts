/** What the house bot last played for a seat, so that who comes back to it can read what was done, and why. */
import * as calls from '../../api/calls';
import type { PlayedMove, PlayedTurn } from '../../api/types';
import { listed } from '../../floors/figures';

type Ask = (game: string, turn: number) => Promise<PlayedTurn>;

/** The bot's last move for the seat, and the turns before it in which it moved too. */
export interface BotPlayed {
  move: PlayedMove;
  docket: PlayedTurn['docket'];
  before: number[];
}

/** Null where no bot ever moved, or the seat has moved itself since. `turn` is the last one that is resolved. */
export async function lastByBot(
  game: string,
  turn: number,
  ask: Ask = calls.playedTurn,
): Promise<BotPlayed | null> {
  const played = await ask(game, turn);
  const last = played.bot_turns.at(-1);
  if (last === undefined || (played.move && !played.move.by_bot)) return null;
  const { move, docket, bot_turns } = last === turn ? played : await ask(game, last);
  return move && { move, docket, before: bot_turns.filter((other) => other !== last) };
}

/** `turn 2`, `turns 2 and 3`, `turns 1, 2 and 3`; from four in a row on `turns 1 to 4`. */
export function turnsInWords(turns: readonly number[]): string {
  const first = turns[0] ?? 0;
  const last = turns.at(-1) ?? 0;
  if (turns.length < 2) return `turn ${last}`;
  if (turns.length > 3 && last - first === turns.length - 1) return `turns ${first} to ${last}`;
  return `turns ${listed(turns.map(String), turns.length)}`;
}
