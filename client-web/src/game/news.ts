import type { GameEvent, Texts } from '../api/types';
import { deadlineText } from '../ui/time';

/** An event as one line for a screen reader; null when there is nothing worth interrupting for. */
export function newsOf(event: GameEvent, texts: Texts | null, now: number): string | null {
  switch (event.type) {
    case 'game_started':
      return 'The game has started.';
    case 'turn_opened': {
      const { turn, turns, deadline_at: deadline } = event.header;
      const until = deadline ? `, until ${deadlineText(deadline, now)}` : '';
      return `Turn ${turn} of ${turns} is open${until}.`;
    }
    case 'turn_closed':
      return `Turn ${event.turn} is closed and being resolved.`;
    case 'turn_resolved':
      return `Turn ${event.turn} is resolved. The board has changed.`;
    case 'deadline_changed': {
      const deadline = event.header.deadline_at;
      return deadline ? `The deadline is now ${deadlineText(deadline, now)}.` : 'The deadline was lifted.';
    }
    case 'game_paused':
      return 'The game is paused. You can read on, but not submit.';
    case 'game_resumed':
      return 'The game goes on.';
    case 'game_ended':
      return 'The game has ended. The debrief is open.';
    case 'statement_made':
      return `Public statement from ${seatName(event.message.from, texts)}.`;
    case 'cable_received':
      return `Private cable from ${seatName(event.message.from, texts)}.`;
    case 'move_saved':
      return `Move saved, revision ${event.move.rev}.`;
    case 'injects_changed': {
      const { turn, waiting } = event.injects;
      if (waiting.length === 0) return `No event waits for turn ${turn + 1}.`;
      return `${waiting.length} ${waiting.length === 1 ? 'event waits' : 'events wait'} for turn ${turn + 1}.`;
    }
    case 'turn_failed':
      return `Turn ${event.turn} could not be resolved. The game is paused; every move is kept.`;
    case 'seat_changed':
    case 'seat_resolved':
    case 'ready_changed':
    case 'room_changed':
      return null;
  }
}

export function seatName(seat: string, texts: Texts | null): string {
  return texts?.seats[seat]?.name ?? seat;
}
