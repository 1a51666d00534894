import type { GameHealth } from '../../api/types';
import { clockText } from '../../ui/time';

/** One question about the game, answered; `tone` is never the only sign, the text says it too. */
export interface HealthLine {
  label: string;
  text: string;
  tone: 'good' | 'warn' | 'bad' | 'plain';
}

/** What the page knows besides the answer: whether the server says that it can save, and who failed to answer. */
export interface Reach {
  savingPaused: boolean;
  silent: 'server' | 'database' | null;
}

const SAVING_PAUSED: HealthLine = {
  label: 'Saving',
  text: 'Paused: the database does not answer. Confirmed moves are safe.',
  tone: 'bad',
};

/** A sweep comes every second and a class closes at once; what takes longer than this is worth a look. */
const LATE_SECONDS = 5;
const ALARM_SECONDS = 30;

export function healthLines(health: GameHealth | null, { savingPaused, silent }: Reach): HealthLine[] {
  if (silent === 'database') return [SAVING_PAUSED];
  if (silent === 'server') {
    const text = 'Does not answer. What was confirmed is safe, and this page goes on asking.';
    return [{ label: 'Server', text, tone: 'bad' }];
  }
  if (health === null) return [];
  return [
    ...rulesLines(health),
    turnLine(health),
    { label: 'Last turn', text: lastText(health), tone: 'plain' },
    health.live_updates === 'at_once'
      ? { label: 'News', text: 'Reaches everybody at once', tone: 'good' }
      : { label: 'News', text: 'Up to two seconds late; nothing is lost', tone: 'warn' },
    savingPaused ? SAVING_PAUSED : { label: 'Saving', text: 'Works', tone: 'good' },
    connectedLine(health),
  ];
}

/** The word at the top, from the worst line. */
export function verdict(lines: readonly HealthLine[]): { text: string; tone: 'good' | 'warn' | 'bad' } {
  if (lines.some((line) => line.tone === 'bad')) return { text: 'Needs attention', tone: 'bad' };
  if (lines.some((line) => line.tone === 'warn')) return { text: 'Look here', tone: 'warn' };
  return { text: 'All well', tone: 'good' };
}

/** Who has no page of the game open, as `Ada (Fiji)`. */
export function away(health: GameHealth): string[] {
  return health.people.filter((one) => !one.here).map((one) => `${one.name} (${one.seat_name})`);
}

/** Nothing where the server has the rules of the game. Another server may have them, until turns come late. */
function rulesLines({ other_rules: other, overdue_seconds, unresolved_seconds }: GameHealth): HealthLine[] {
  if (!other) return []; // a server of an older release does not speak of it
  const text =
    `The game was begun under rules ${other.game}, and this server has rules ${other.server.join(', ')}: ` +
    'it can resolve no turn of it. Nothing is lost. Ask whoever runs the server to serve it with the release ' +
    'that made it, or export it.';
  const waits = Math.max(overdue_seconds, unresolved_seconds);
  return [{ label: 'Rules', text, tone: waits < LATE_SECONDS ? 'warn' : 'bad' }];
}

function turnLine({ failed, turn, overdue_seconds, unresolved_seconds }: GameHealth): HealthLine {
  const label = 'Turn';
  if (failed) return { label, text: `Turn ${turn} could not be resolved. Every move is kept.`, tone: 'bad' };
  const waits = Math.max(overdue_seconds, unresolved_seconds);
  if (waits < LATE_SECONDS) return { label, text: turn === 0 ? 'Not started' : 'On time', tone: 'good' };
  const tone = waits < ALARM_SECONDS ? 'warn' : 'bad';
  const text =
    unresolved_seconds > 0
      ? `Turn ${turn} closed ${clockText(unresolved_seconds)} ago and is not resolved`
      : `Turn ${turn} is ${clockText(overdue_seconds)} past its deadline`;
  return { label, text, tone };
}

function lastText({ last_resolution: last }: GameHealth): string {
  if (last === null) return 'None resolved yet';
  const at = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(
    new Date(last.at),
  );
  return `Turn ${last.turn}, resolved at ${at} in ${took(last.seconds)}`;
}

function took(seconds: number): string {
  if (seconds >= 100) return clockText(seconds);
  return seconds < 0.1 ? 'less than 0.1 s' : `${seconds.toFixed(1)} s`;
}

function connectedLine({ people }: GameHealth): HealthLine {
  const label = 'Connected';
  if (people.length === 0) return { label, text: 'Nobody has joined yet', tone: 'plain' };
  const here = people.filter((one) => one.here).length;
  const of = `${here} of ${people.length} ${people.length === 1 ? 'player' : 'players'}`;
  return { label, text: of, tone: 'plain' };
}
