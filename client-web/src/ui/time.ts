/** Time in the reader's words and zone. */

/** `12:05`, or `1:02:03` from an hour on, or `3 d 4 h` from two days on. Never negative. */
export function clockText(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const days = Math.floor(left / 86_400);
  if (days >= 2) return `${days} d ${Math.floor((left % 86_400) / 3600)} h`;
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const rest = String(left % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The same for a screen reader: `12 minutes 5 seconds`. */
export function spokenText(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const parts = [
    [Math.floor(left / 86_400), 'day'],
    [Math.floor((left % 86_400) / 3600), 'hour'],
    [Math.floor((left % 3600) / 60), 'minute'],
    [left % 60, 'second'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).slice(0, 2);
  if (said.length === 0) return 'no time';
  return said.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

/** A deadline as a clock time in the reader's own zone, with the day when it is not today. */
export function deadlineText(iso: string, now: number, locale?: string): string {
  const at = new Date(iso);
  const today = new Date(now).toDateString() === at.toDateString();
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    ...(!today && { weekday: 'short', day: 'numeric', month: 'short' }),
  }).format(at);
}

/** When something was sent: `14:03`, with the date if it was another day. */
export const sentText = deadlineText;
