/** Names of things, from a ledger subject such as `state:DEU` or `pair:DEU:FRA`. */
import type { Texts } from '../api/types';

export type SubjectKind = 'state' | 'institution' | 'movement' | 'globalism' | 'pair' | 'bloc' | 'system';

export interface Subject {
  kind: SubjectKind;
  /** One key; two for a pair; none for the system. */
  keys: readonly string[];
}

const KINDS = new Set<string>(['state', 'institution', 'movement', 'globalism', 'pair', 'bloc', 'system']);

/** Reads a subject; anything unknown counts as the system, so that no headline can break a screen. */
export function subjectOf(text: string): Subject {
  const [kind = '', ...keys] = text.split(':');
  return KINDS.has(kind) ? { kind: kind as SubjectKind, keys } : { kind: 'system', keys: [] };
}

export function subjectName(text: string, texts: Texts): string {
  const { kind, keys } = subjectOf(text);
  const [one = '', two = ''] = keys;
  switch (kind) {
    case 'state':
      return stateName(one, texts);
    case 'institution':
      return texts.institutions[one]?.name ?? one;
    case 'movement':
      return texts.movements[one]?.name ?? one;
    case 'globalism':
      return globalismName(one, texts);
    case 'bloc':
      return texts.blocs[one]?.name ?? one;
    case 'pair':
      return `${stateName(one, texts)} and ${stateName(two, texts)}`;
    case 'system':
      return 'The order as a whole';
  }
}

export function stateName(key: string, texts: Texts): string {
  return texts.states[key]?.name ?? key;
}

/** The name inside a sentence, with the article of those that have one: `the Soviet Union`. */
export function stateWithin(key: string, texts: Texts): string {
  return texts.states[key]?.within ?? key;
}

export function seatName(key: string, texts: Texts): string {
  return texts.seats[key]?.name ?? key;
}

/** Seats are known to players by their state, by its plain name or as `name` has it. */
export function seatStateName(seat: string, texts: Texts, name = stateName): string {
  const state = texts.seats[seat]?.state;
  return state === undefined ? seatName(seat, texts) : name(state, texts);
}

export function globalismName(key: string, texts: Texts): string {
  return (texts.globalisms as Partial<Texts['globalisms']>)[key]?.name ?? key;
}

/** A variable in words: `cohesion` -> its published name, `grievance.identity` -> `Grievance: identity`. */
export function variableName(variable: string, texts: Texts): string {
  const known = texts.variables[variable];
  if (known) return known.name;
  const [root = variable, ...rest] = variable.split('.');
  const part = rest.join('.');
  if (part === '') return capital(root.replaceAll('_', ' '));
  const named =
    (texts.grievances[part]?.name ?? texts.faces[part]?.name ?? texts.challenges[part]?.name) ||
    texts.indices[part]?.name ||
    texts.system[part]?.name ||
    texts.sub_orders[part]?.name ||
    texts.actions[part]?.name ||
    (part in texts.globalisms ? globalismName(part, texts) : stateName(part, texts));
  const head = texts.variables[root]?.name ?? capital(root.replaceAll('_', ' '));
  return `${head}: ${named.charAt(0).toLowerCase() + named.slice(1)}`;
}

/** A label that fits beside a mark on the map. */
export function shortName(name: string, code: string, most = 9): string {
  return name.length <= most ? name : code;
}

/** A code is never longer: it stands where a name has no room. */
const CODE_MOST = 4;

/**
 * Codes of two to four signs for states, all different: a short key as it is, else initials, else three letters, else
 * letters and a number.
 */
export function stateCodes(states: readonly { key: string; name: string }[]): Map<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set<string>();
  for (const { key, name } of states) {
    const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word));
    const [first = key] = words;
    const initials = words.map((word) => word.charAt(0)).join('');
    const candidates = [
      ...(key.length <= CODE_MOST ? [key.toUpperCase()] : []),
      ...(initials.length >= 2 ? [initials] : []),
      first.slice(0, 3).toUpperCase(),
      first.slice(0, 3) + initials.slice(1),
      key.toUpperCase(),
    ].map((candidate) => candidate.slice(0, CODE_MOST));
    const code =
      candidates.find((candidate) => candidate.length >= 2 && !taken.has(candidate)) ??
      numbered(key.toUpperCase(), taken);
    taken.add(code);
    codes.set(key, code);
  }
  return codes;
}

/** The letters that fit, and the first number that makes them a code of their own. */
function numbered(letters: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const code = letters.slice(0, CODE_MOST - String(number).length) + number;
    if (!taken.has(code)) return code;
  }
}

/** Institutions by a name that fits over a building: what stands in brackets, else a key of half its length, else itself. */
export function buildingName(name: string, key: string, most: number, keyMost: number): string {
  const short = /\(([^)]{2,12})\)/.exec(name)?.[1];
  if (short) return short;
  if (name.length <= most) return name;
  return key.length <= keyMost && key.length * 2 <= name.length
    ? key.toUpperCase().replace(/[_-]/g, ' ')
    : name;
}

/** How far a name must shrink, 0.7..1, for its longest word to fit where `letters` letters fit. */
export function wordScale(name: string, letters: number): number {
  const longest = Math.max(...name.split(/[\s-]+/).map((word) => word.length), 1);
  return Math.max(0.7, Math.min(1, letters / longest));
}

/** A text with a state's name in its place, raised where the name begins a sentence. */
export function withState(text: string, name: string): string {
  const begins = (at: number) => /(^|[.!?]["”)]*\s+)$/.test(text.slice(0, at));
  return text.replace(/\{state\}/g, (_, at: number) => (begins(at) ? capital(name) : name));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
