/** A resolved turn as a sequence of pages, by weight: decisions, what came, oneself, the others, the order. */
import type { Gauge, Headline, PublicBoard, TallyView, Texts } from '../../api/types';
import type { Floor } from '../../floors/headlines';
import { subjectName, subjectOf, variableName } from '../../floors/names';

export interface Moved {
  subject: string;
  variable: string;
  gauge: Gauge;
  label: string;
}

/** One thing to tell: a vote with its tally, or a headline. */
export type Told = { tally: TallyView; headline: null } | { tally: null; headline: Headline };

export type Part = 'decided' | 'came' | 'you' | 'others' | 'order';

export interface Group {
  /** Nothing above a page's only group. */
  title: string | null;
  told: Told[];
}

export interface Page {
  part: Part;
  title: string;
  gloss: string;
  /** The floor that stands out in the picture meanwhile. */
  floor: Floor | null;
  groups: Group[];
  /** The numbers behind this page that moved most. */
  moved: Moved[];
}

const WORDS: Readonly<Record<Part, Omit<Page, 'part' | 'groups' | 'moved'>>> = {
  decided: {
    title: 'What was decided',
    gloss: 'Every vote in the institutions, and why it passed or failed.',
    floor: 'top',
  },
  came: {
    title: 'What came',
    gloss: 'Crises, upheavals, and the events that open the coming turn.',
    floor: 'ground',
  },
  you: {
    title: 'What it did to you',
    gloss: 'What others did to your state, and what you did.',
    floor: 'middle',
  },
  others: { title: 'What others did', gloss: 'Deeds and stances of the other states.', floor: 'middle' },
  order: { title: 'The order', gloss: 'How the four models and the world as a whole moved.', floor: 'order' },
};

/** Kinds of headline that tell of something that came, the weightiest first. */
const CAME = ['nuclear_war', 'event', 'upheaval', 'crisis', 'easing'];
const DEEDS = new Set(['action', 'agreement']);

/** Pages of a board's last turn as `me`, a state, reads them; the public, without a state, has none of its own. */
export function pages(board: PublicBoard, texts: Texts, me: string | null, most = 4): Page[] {
  const lines = (rows: readonly Headline[]): Told[] => rows.map((headline) => ({ tally: null, headline }));
  const sorted = bySort(board.headlines, me);
  const tallies = board.tallies.map((tally): Told => ({ tally, headline: null }));
  const only = (told: Told[]): Group[] => (told.length > 0 ? [{ title: null, told }] : []);
  const groups: Record<Part, Group[]> = {
    // A board that was stored before it told of votes has them as headlines alone.
    decided: only(tallies.length > 0 ? tallies : lines(sorted.votes)),
    came: only(lines(sorted.came)),
    you: [
      { title: 'What others did to you', told: lines(sorted.toMe) },
      { title: 'What you did', told: lines(sorted.mine) },
    ].filter(({ told }) => told.length > 0),
    others: [
      { title: 'Deeds', told: lines(sorted.deeds) },
      { title: 'Elsewhere', told: lines(sorted.rest) },
    ].filter(({ told }) => told.length > 0),
    order: only(lines(sorted.order)),
  };
  const parts: readonly Part[] = [
    'decided',
    'came',
    ...(me === null ? [] : (['you'] as const)),
    'others',
    'order',
  ];
  return parts.map((part) => ({
    part,
    ...WORDS[part],
    groups: groups[part],
    moved: movers(board, part, texts, most),
  }));
}

type Sort = 'votes' | 'came' | 'toMe' | 'mine' | 'deeds' | 'rest' | 'order';

function bySort(headlines: readonly Headline[], me: string | null): Record<Sort, Headline[]> {
  const sorted: Record<Sort, Headline[]> = {
    votes: [],
    came: [],
    toMe: [],
    mine: [],
    deeds: [],
    rest: [],
    order: [],
  };
  for (const headline of headlines) sorted[sortOf(headline, me)].push(headline);
  sorted.came.sort((a, b) => CAME.indexOf(a.kind) - CAME.indexOf(b.kind));
  return sorted;
}

/** Who acts comes first among the states that a headline is about. */
function sortOf({ kind, about }: Headline, me: string | null): Sort {
  if (kind.startsWith('vote_')) return 'votes';
  if (CAME.includes(kind)) return 'came';
  const states = about.map(subjectOf).flatMap((subject) => (subject.kind === 'state' ? subject.keys : []));
  const isMine = kind === 'agreement' ? states.includes(me ?? '') : states[0] === me;
  if (DEEDS.has(kind)) return isMine ? 'mine' : states.includes(me ?? '') ? 'toMe' : 'deeds';
  if (kind === 'stance' && isMine) return 'mine';
  return states.length > 0 ? 'rest' : 'order';
}

function movers(board: PublicBoard, part: Part, texts: Texts, most: number): Moved[] {
  return candidates(board, part)
    .filter(({ gauge }) => Math.abs(gauge.change) >= 0.05)
    .sort((a, b) => Math.abs(b.gauge.change) - Math.abs(a.gauge.change))
    .slice(0, most)
    .map((one) => ({ ...one, label: label(one, texts) }));
}

type Candidate = Omit<Moved, 'label'>;

function candidates(board: PublicBoard, part: Part): Candidate[] {
  const pick = (prefix: string, rows: Record<string, object>, variables: readonly string[]) =>
    Object.entries(rows).flatMap(([key, row]) =>
      variables.map((variable) => ({
        subject: `${prefix}:${key}`,
        variable,
        gauge: (row as Record<string, Gauge>)[variable] ?? { value: 0, change: 0 },
      })),
    );
  switch (part) {
    case 'decided':
      return pick('institution', board.institutions, ['authority', 'legitimacy', 'universality']);
    case 'came':
      return pick('movement', board.movements, ['strength']);
    case 'you':
      // What moved at home is told with its causes.
      return [];
    case 'others':
      return pick('state', board.states, [
        'economy',
        'military',
        'technology',
        'standing',
        'autonomy',
        'cohesion',
      ]);
    case 'order':
      return [
        ...pick('globalism', board.globalisms, [
          'prevalence',
          'legitimacy',
          'claim',
          'recognition',
          'radicalisation',
          'gap',
        ]),
        ...Object.entries({ ...board.indices, ...board.system }).map(([variable, gauge]) => ({
          subject: 'system',
          variable,
          gauge,
        })),
      ];
  }
}

function label({ subject, variable }: Candidate, texts: Texts): string {
  if (subject === 'system') return texts.indices[variable]?.name ?? texts.system[variable]?.name ?? variable;
  return `${subjectName(subject, texts)}: ${variableName(variable, texts).toLowerCase()}`;
}
