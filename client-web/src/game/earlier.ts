/** What was said before the messages of a snapshot: read page by page, and kept when a newer snapshot comes. */
import type { MessagePage, Snapshot } from '../api/types';

/** The snapshot with a page before its messages, or as it was where that page came before another message. */
export function withPage(snapshot: Snapshot, page: MessagePage, before: string): Snapshot {
  if (snapshot.messages[0]?.id !== before) return snapshot;
  return {
    ...snapshot,
    messages: [...page.messages, ...snapshot.messages],
    earlier_messages: page.earlier_messages,
  };
}

/** A newer snapshot with what was read before its messages, as far as the two meet without a gap. */
export function keepingPages(known: Snapshot | null, newer: Snapshot): Snapshot {
  // Another epoch may have other words: those of somebody who was erased are gone.
  if (known?.epoch !== newer.epoch) return newer;
  const oldest = newer.messages[0]?.id;
  const meeting = known.messages.findIndex(({ id }) => id === oldest);
  if (meeting < 1) return newer;
  return {
    ...newer,
    messages: [...known.messages.slice(0, meeting), ...newer.messages],
    earlier_messages: known.earlier_messages,
  };
}
