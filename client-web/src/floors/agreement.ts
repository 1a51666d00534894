/** Where orders meet and part: what two repertoires make of each ground, and how much each ground counts now. */
import type { Globalism, PublicBoard, Shares, Texts } from '../api/types';
import { GLOBALISMS, isGlobalism } from '../ui/globalisms';

type Ground = Texts['grounds'][string];
export type Meeting = Ground['meetings'][number];
export type Verdict = 'meet' | 'part' | 'neither';

export interface Common {
  ground: string;
  name: string;
  words: string;
  /** How much the ground counts now, in percent of all. */
  stake: number;
  /** -1 they collide, 1 they are at one. */
  by: number;
  verdict: Verdict;
  /** The sentence of the meeting that weighs most here; none where they are indifferent. */
  because: string | null;
  /** Which part of the one's repertoire meets which of the other's in that sentence. */
  between: readonly [Globalism, Globalism] | null;
  /** A meeting that turns on who is the stronger: told, and not counted. */
  turning: string | null;
}

/** Closer to nothing than this, two orders are told to be indifferent. */
const TELLING = 0.15;

export function verdictOf(by: number): Verdict {
  if (Math.abs(by) < TELLING) return 'neither';
  return by > 0 ? 'meet' : 'part';
}

/** What the rules say of two globalisms on a ground: an order is at one with itself unless that is said otherwise. */
export function meetingOf(ground: Ground, one: Globalism, other: Globalism): Meeting | null {
  const listed = ground.meetings.find(
    ({ between: [a, b] }) => (a === one && b === other) || (a === other && b === one),
  );
  return listed ?? null;
}

function sizeOf(ground: Ground, one: Globalism, other: Globalism): number {
  const meeting = meetingOf(ground, one, other);
  if (meeting?.if_stronger) return 0;
  return meeting?.by ?? (one === other ? 1 : 0);
}

/** The grounds, what is most at stake first. */
export function byStake(board: PublicBoard, texts: Texts): { ground: string; stake: number; text: Ground }[] {
  return Object.entries(texts.grounds)
    .map(([ground, text]) => ({ ground, stake: board.stakes[ground] ?? 0, text }))
    .sort((a, b) => b.stake - a.stake);
}

/** How far two repertoires agree on each ground, and the sentence that says most about why. */
export function commonGround(one: Shares, other: Shares, board: PublicBoard, texts: Texts): Common[] {
  return byStake(board, texts).map(({ ground, stake, text }) => {
    let by = 0;
    for (const g of GLOBALISMS)
      for (const h of GLOBALISMS) by += (one[g] ?? 0) * (other[h] ?? 0) * sizeOf(text, g, h);
    const weight = (meeting: Meeting) => {
      const [g = '', h = ''] = meeting.between;
      const both = (one[g] ?? 0) * (other[h] ?? 0) + (g === h ? 0 : (one[h] ?? 0) * (other[g] ?? 0));
      return both * Math.abs(meeting.by);
    };
    const weightiest = (meetings: readonly Meeting[]) =>
      [...meetings].filter((meeting) => weight(meeting) > 0.02).sort((a, b) => weight(b) - weight(a))[0];
    // Only a reason that points the way of the whole explains it, and indifference has none to give.
    const alike = text.meetings.filter((meeting) => !meeting.if_stronger && meeting.by * by > 0);
    const reason = verdictOf(by) === 'neither' ? undefined : weightiest(alike);
    return {
      ground,
      name: text.name,
      words: text.words,
      stake,
      by,
      verdict: verdictOf(by),
      because: reason?.because ?? null,
      between: reason ? sidesOf(reason, one, other) : null,
      turning: weightiest(text.meetings.filter((meeting) => meeting.if_stronger))?.because ?? null,
    };
  });
}

/** Who brings which of the two orders that meet: the way round in which they hold more of them. */
function sidesOf({ between }: Meeting, one: Shares, other: Shares): readonly [Globalism, Globalism] | null {
  const [g, h] = between;
  if (g === undefined || h === undefined || !isGlobalism(g) || !isGlobalism(h)) return null;
  return (one[g] ?? 0) * (other[h] ?? 0) >= (one[h] ?? 0) * (other[g] ?? 0) ? [g, h] : [h, g];
}

/** What one globalism makes of another, ground by ground. */
export function betweenOrders(one: Globalism, other: Globalism, board: PublicBoard, texts: Texts): Common[] {
  return byStake(board, texts).map(({ ground, stake, text }) => {
    const meeting = meetingOf(text, one, other);
    const by = sizeOf(text, one, other);
    return {
      ground,
      name: text.name,
      words: text.words,
      stake,
      by,
      verdict: verdictOf(by),
      because: meeting && !meeting.if_stronger ? meeting.because : null,
      between: null,
      turning: meeting?.if_stronger ? meeting.because : null,
    };
  });
}
