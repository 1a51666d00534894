/** Messages sorted into conversations: the public square, and one thread for each circle of seats. */
import type { Message } from '../../api/types';

export const PUBLIC = 'public';

export interface Thread {
  /** `public`, or the other seats' keys in order, joined by a plus sign. */
  key: string;
  others: string[];
  messages: Message[];
}

export function circle(seats: readonly string[]): string {
  return [...new Set(seats)].sort().join('+');
}

/** The conversations that `me` takes part in: the public square first, then the latest talk first. */
export function threads(messages: readonly Message[], me: string | null): Thread[] {
  const square: Thread = { key: PUBLIC, others: [], messages: [] };
  const found = new Map<string, Thread>();
  for (const message of messages) {
    if (message.kind === 'statement') {
      square.messages.push(message);
      continue;
    }
    const others = [message.from, ...message.to].filter((seat) => seat !== me);
    const key = circle(others);
    const thread = found.get(key) ?? { key, others: key.split('+'), messages: [] };
    thread.messages.push(message);
    found.set(key, thread);
  }
  const latest = (thread: Thread) => thread.messages.at(-1)?.sent_at ?? '';
  const private_ = [...found.values()].sort((a, b) => latest(b).localeCompare(latest(a)));
  return [square, ...private_];
}

/** How many messages of others came after the reader last looked. */
export function unread(thread: Thread, me: string | null, seenUntil: string | undefined): number {
  return thread.messages.filter(({ from, sent_at: at }) => from !== me && at > (seenUntil ?? '')).length;
}

/** When each conversation was last looked at, by thread key; as kept on this device. */
export type Seen = Readonly<Record<string, string>>;

export function seen(thread: Thread, before: Seen): Seen {
  const last = thread.messages.at(-1)?.sent_at;
  if (last === undefined || (before[thread.key] ?? '') >= last) return before;
  return { ...before, [thread.key]: last };
}

export const TEXT_MOST = 2000;
