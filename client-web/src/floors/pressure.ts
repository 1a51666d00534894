/**
 * What presses between the floors, read off the public board. It names no cause and adds no number to the game: it only
 * points at gaps that the rules act upon, so that a reader knows where to look.
 */
import type { PublicBoard, Shares, Texts } from '../api/types';
import { listed } from './figures';
import { apart, meanShares } from './shares';
import { stateWithin } from './names';

export interface Pressure {
  from: 'ground' | 'middle' | 'top';
  to: 'ground' | 'middle' | 'top';
  /** Subjects concerned, the most pressed first. */
  subjects: string[];
  /** A few words for the slab between the floors, and the whole thing in a sentence. */
  label: string;
  words: string;
}

/** From this gap on a society drags its government along (Sakwa 2019: the ground floor moves the middle one). */
const SOCIETY_GAP = 0.25;
/** From this gap on an institution is felt to belong to others than its members' practice. */
const OWNERSHIP_GAP = 0.2;

export function pressures(board: PublicBoard, texts: Texts): Pressure[] {
  return [fromSocieties(board, texts), fromStates(board, texts), fromInstitutions(board, texts)].filter(
    (pressure) => pressure !== null,
  );
}

function fromSocieties(board: PublicBoard, texts: Texts): Pressure | null {
  const pulled = Object.entries(board.states)
    .map(([key, state]) => ({ key, gap: apart(state.stance, state.mood) }))
    .filter(({ gap }) => gap > SOCIETY_GAP)
    .sort((a, b) => b.gap - a.gap || (a.key < b.key ? -1 : 1));
  if (pulled.length === 0) return null;
  const names = pulled.map(({ key }) => stateWithin(key, texts));
  const many = pulled.length > 1;
  return {
    from: 'ground',
    to: 'middle',
    subjects: pulled.map(({ key }) => `state:${key}`),
    label: many
      ? `${pulled.length} societies pull at their governments`
      : `The society of ${names[0] ?? ''} pulls`,
    words: `${many ? 'Societies pull' : 'Society pulls'} at ${listed(names, 3)}: the public leans elsewhere than the government`,
  };
}

function fromStates(board: PublicBoard, texts: Texts): Pressure | null {
  const leaning = Object.entries(board.institutions)
    .map(([key, institution]) => ({
      key,
      gap: apart(institution.ownership, practice(board, institution.members)),
    }))
    .filter(({ gap, key }) => gap > OWNERSHIP_GAP && (board.institutions[key]?.members.length ?? 0) > 0)
    .sort((a, b) => b.gap - a.gap || (a.key < b.key ? -1 : 1));
  if (leaning.length === 0) return null;
  const names = leaning.map(({ key }) => texts.institutions[key]?.name ?? key);
  return {
    from: 'middle',
    to: 'top',
    subjects: leaning.map(({ key }) => `institution:${key}`),
    label:
      leaning.length > 1
        ? `Members press on ${leaning.length} institutions`
        : `Members press on ${names[0] ?? ''}`,
    words: `Members press for change in ${listed(names, 3)}: what they practise is not what the house was built on`,
  };
}

function fromInstitutions(board: PublicBoard, texts: Texts): Pressure | null {
  const deciding = [...new Set(board.docket.map((item) => item.institution))];
  if (deciding.length === 0) return null;
  const names = deciding.map((key) => texts.institutions[key]?.name ?? key);
  return {
    from: 'top',
    to: 'middle',
    subjects: deciding.map((key) => `institution:${key}`),
    label:
      board.docket.length > 1
        ? `${board.docket.length} resolutions to be decided`
        : 'A resolution to be decided',
    words: `${listed(names, 3)} ${deciding.length > 1 ? 'decide' : 'decides'} this turn on ${board.docket.length} ${board.docket.length > 1 ? 'resolutions' : 'resolution'} that will bind members`,
  };
}

/** The power-weighted stance of some states. */
export function practice(board: PublicBoard, members: readonly string[]): Shares {
  return meanShares(
    members.flatMap((key) => {
      const state = board.states[key];
      return state ? [{ shares: state.stance, weight: state.power }] : [];
    }),
  );
}
