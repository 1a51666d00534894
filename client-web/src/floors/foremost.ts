/** What to show where there is not room for all. */

/** The `most` keys that rank highest, in the order in which they came; the rest is left out. */
export function foremost(keys: readonly string[], rank: (key: string) => number, most: number): string[] {
  if (keys.length <= most) return [...keys];
  const order = keys.map((key, index) => ({ key, index, worth: rank(key) }));
  order.sort((a, b) => b.worth - a.worth || a.index - b.index);
  const chosen = new Set(order.slice(0, most).map(({ key }) => key));
  return keys.filter((key) => chosen.has(key));
}
