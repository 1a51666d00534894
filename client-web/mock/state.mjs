// A make-believe class for working on the instructor's and the joiner's screens without the real server. It keeps
// everything in memory, plays no rules, and knows one game: `g1`, with the code K7M2QX.
import { randomBytes } from 'node:crypto';

const THEORIES = [
  { key: 'sakwa', name: "Sakwa's four globalisms", gloss: 'Four operating systems contend on three floors.' },
  {
    key: 'realist',
    name: 'Structural realism',
    gloss: 'Power decides. Institutions and societies weigh little.',
  },
];
const length = (key, name, turns, minutes) => ({ key, name, gloss: `${turns} turns.`, turns, minutes });

export const SCENARIOS = [
  {
    key: 'crash-course',
    title: 'Crash course',
    summary: 'Five powers, four turns and half an hour: enough to meet every floor once.',
    seats: 5,
    turns: 4,
    minutes: 30,
    lengths: [
      length('standard', 'As written', 4, 30),
      length('lesson', 'One lesson', 3, 50),
      length('term', 'A term', 10, 600),
    ],
    theories: THEORIES,
    content_note: 'The game speaks of debt, refugees and a civil war in an invented country.',
  },
  {
    key: 'new-cold-war-2014',
    title: 'A new cold war, 2014',
    summary:
      'From Crimea to the trade wars: fourteen states, the institutions that they share, and societies that stir.',
    seats: 14,
    turns: 8,
    minutes: 120,
    lengths: [length('standard', 'As written', 8, 120)],
    theories: THEORIES,
    content_note: null,
  },
];

/** What a seat that is open tells of itself, the same for all. */
export const OPENING = {
  brief: 'You built this house, and you are tired of being thanked for it.',
  power: 20,
  predisposition: { liberal: 0.6, transformative: 0.1, mercantilist: 0.2, conservative: 0.1 },
};

const SEATS = [
  ['usa', 'The United States', 'usa'],
  ['russia', 'The Russian Federation', 'russia'],
  ['china', "The People's Republic of China", 'china'],
  ['germany', 'Germany, for the European Union', 'germany'],
  ['fiji', 'Fiji, for the small island states', 'fiji'],
];
const MANY = [
  'India',
  'Brazil',
  'Japan',
  'France',
  'Turkey',
  'Iran',
  'Ukraine',
  'Saudi Arabia',
  'South Africa',
];
const seatsOf = (scenario) =>
  scenario === 'crash-course'
    ? SEATS
    : [...SEATS, ...MANY.map((name) => [name.toLowerCase().replace(' ', '_'), name, name])];
const STATUSES = ['reading', 'submitted', 'ready', 'bot', 'empty'];

export const instant = (ms = Date.now()) => new Date(ms).toISOString();
export const token = () => randomBytes(32).toString('base64url');

export function newGame(id, wish, title) {
  const minutes = wish.minutes_per_turn ?? null;
  return {
    minutes,
    code: 'K7M2QX',
    header: {
      id,
      title,
      scenario: wish.scenario,
      scenario_title: SCENARIOS.find((scenario) => scenario.key === wish.scenario)?.title ?? wish.scenario,
      status: 'lobby',
      turn: 0,
      turns: 4,
      deadline_at: null,
      deadline_version: 0,
      remaining_seconds: null,
      early: wish.early,
      bots_fill: wish.bots_fill ?? false,
      server_now: instant(),
      seed_commitment: randomBytes(32).toString('hex'),
      seed: null,
    },
    seats: seatsOf(wish.scenario).map(([seat, name, state]) => ({
      seat,
      name,
      state,
      people: [],
      status: wish.bots_fill ? 'bot' : 'empty',
      bot: Boolean(wish.bots_fill),
      rev: 0,
      blocking: false,
    })),
    heads: { public: 0, private: 0 },
    sockets: new Set(),
  };
}

/** A game in the middle of its second turn, with one seat in each state. */
export function middleOfTurnTwo() {
  const game = newGame(
    'g1',
    { scenario: 'crash-course', early: true, minutes_per_turn: 7 },
    'IR 101, Tuesday group',
  );
  game.header = {
    ...game.header,
    status: 'running',
    turn: 2,
    deadline_version: 2,
    deadline_at: instant(Date.now() + 5 * 60_000),
  };
  const people = [
    [
      { name: 'Amara', here: true, browsers: 1 },
      { name: 'Jonas', here: true, browsers: 1 },
    ],
    [{ name: 'Wei', here: true, browsers: 1 }],
    [
      { name: 'Lucía', here: true, browsers: 2 },
      { name: 'Tomasz', here: false, browsers: 1 },
    ],
    [],
    [],
  ];
  game.seats.forEach((seat, index) => {
    seat.people = people[index];
    seat.status = STATUSES[index];
    seat.bot = seat.status === 'bot';
    seat.rev = ['submitted', 'ready'].includes(seat.status) ? 2 : 0;
    seat.blocking = ['reading', 'empty', 'submitted'].includes(seat.status);
  });
  return game;
}

export function board(turn) {
  return {
    turn,
    indices: {},
    system: {},
    challenges: {},
    globalisms: {},
    institutions: {},
    states: {},
    movements: {},
    pairs: [],
    order_phase: { globalism: 'liberal', phase: 'contained' },
    stakes: {},
    blocs: {},
    docket: [],
    events: [],
    headlines: [],
    over: null,
  };
}

export function texts(game) {
  const none = [
    'globalisms',
    'faces',
    'states',
    'institutions',
    'movements',
    'blocs',
    'actions',
    'resolutions',
  ];
  const more = [
    'events',
    'indices',
    'system',
    'challenges',
    'variables',
    'rules',
    'grievances',
    'sub_orders',
    'phases',
    'bloc_kinds',
    'grounds',
    'scales',
    'glossary',
  ];
  return {
    digest: 'mock',
    title: game.header.scenario_title,
    summary: '',
    briefing_html: '<p>Made up.</p>',
    turns: 4,
    minutes: 30,
    turn_labels: ['2026', '2027', '2028', '2029'],
    theory: { key: 'sakwa', name: 'Sakwa', gloss: '' },
    seats: Object.fromEntries(game.seats.map(({ seat, name, state }) => [seat, { name, state }])),
    sources: [],
    learning_goals: [],
    debrief_questions: [],
    content_note: null,
    ...Object.fromEntries([...none, ...more].map((key) => [key, {}])),
  };
}
