/**
 * The way back to a seat, kept on this device: the personal code that joining gave. It opens the seat, so it is kept
 * only for the last seat and can be forgotten with one press.
 */
export interface Keepsake {
  code: string;
  name: string;
  seat: string;
  title: string;
}

const KEY = 'comity-seat';

export function keep(keepsake: Keepsake, storage = shelf()): void {
  try {
    storage?.setItem(KEY, JSON.stringify(keepsake));
  } catch {
    // A full or forbidden store: the code on the screen is still good.
  }
}

export function kept(storage = shelf()): Keepsake | null {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    return isKeepsake(value) ? value : null;
  } catch {
    return null;
  }
}

export function forget(storage = shelf()): void {
  try {
    storage?.removeItem(KEY);
  } catch {
    // Nothing was kept where nothing can be kept.
  }
}

function shelf(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function isKeepsake(value: unknown): value is Keepsake {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return ['code', 'name', 'seat', 'title'].every((field) => typeof fields[field] === 'string');
}
