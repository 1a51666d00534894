// How a game of the make-believe class fares.
import { instant } from './state.mjs';

/** In this class every game fares well. */
export function healthOf({ header, seats }) {
  return {
    server_now: instant(),
    turn: header.turn,
    overdue_seconds: 0,
    unresolved_seconds: 0,
    failed: false,
    other_rules: null,
    last_resolution:
      header.turn > 1 ? { turn: header.turn - 1, at: instant(Date.now() - 180_000), seconds: 0.84 } : null,
    live_updates: 'at_once',
    people: seats.flatMap(({ seat, name, people }) =>
      people.map((one) => ({ seat, seat_name: name, name: one.name, here: one.here })),
    ),
  };
}
