/** The pages of the client and the addresses that lead to them. */

export type Page =
  | { name: 'landing' }
  | { name: 'join' }
  | { name: 'watch' }
  | { name: 'invite' }
  | { name: 'sign-in' }
  | { name: 'account' }
  | { name: 'room'; game: string }
  | { name: 'play'; game: string }
  | { name: 'theatre'; game: string }
  | { name: 'debrief'; game: string }
  | { name: 'lost'; path: string };

const plain = new Set(['join', 'watch', 'invite', 'sign-in', 'account'] as const);
const ofGame = new Set(['room', 'play', 'theatre', 'debrief'] as const);

/** Reads a path; an address that leads nowhere is the page `lost`, never an error. */
export function pageOf(path: string): Page {
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { name: 'landing' };
  const [first = '', second] = parts;
  if (parts.length === 1 && isIn(plain, first)) return { name: first };
  if (parts.length === 2 && second !== undefined && isIn(ofGame, first)) {
    const game = decoded(second);
    if (game !== null) return { name: first, game };
  }
  return { name: 'lost', path };
}

/** Whether two addresses lead to the same page: then nothing of it is made anew. */
export function isSame(one: Page, other: Page): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What stands after `#` in one of our links: a join code to type by hand, or a secret that opens a seat. */
export type Fragment = { kind: 'code' | 'token'; value: string };

const CODE_MAX = 12;

export function fragmentOf(hash: string): Fragment | null {
  const value = hash.replace(/^#/, '');
  if (!/^[\w.~-]{4,512}$/.test(value)) return null;
  return { kind: value.length <= CODE_MAX ? 'code' : 'token', value };
}

function isIn<T extends string>(set: ReadonlySet<T>, value: string): value is T {
  return (set as ReadonlySet<string>).has(value);
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
