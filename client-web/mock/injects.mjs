// Events that the make-believe instructor can send, and the routes that do it.

const EVENTS = {
  border_flood: {
    name: 'The river comes over the bank',
    text: 'The river has taken three towns in {state}. The relief lorries wait at a bridge that is no longer there.',
    hits: 'state',
    effects: [
      { text: 'economy of the state hit -3', scaled_by: [] },
      { text: 'grievance over the climate in the state hit +4', scaled_by: [] },
    ],
    choices: {
      wait: { name: 'Wait for the water', text: 'It always went down before.', effects: [] },
      ask: {
        name: 'Ask for help',
        text: 'Let the neighbours’ engineers in.',
        effects: [
          { text: 'cohesion +2', scaled_by: [] },
          { text: 'autonomy -1', scaled_by: [] },
        ],
      },
    },
    source: 'made up',
  },
  hottest_year: {
    name: 'The hottest year, again',
    text: 'It beats last year, which beat the year before. The graph no longer fits on the slide that was made for it.',
    hits: 'world',
    effects: [{ text: 'grievance over the climate everywhere +2.5', scaled_by: [] }],
    choices: {},
    source: 'made up',
  },
};

export const waiting = (game) => ({ turn: game.header.turn, waiting: (game.injects ??= []) });

/** The words of the events, and of the states that they may hit. */
export const withEvents = (texts) => ({
  ...texts,
  events: EVENTS,
  states: Object.fromEntries(Object.values(texts.seats).map(({ name, state }) => [state, { name }])),
});

const same = (one, other) => one.event === other.event && one.state === other.state;

function send(game, { event, state = null }) {
  const inject = { event, state };
  if (!waiting(game).waiting.some((other) => same(other, inject))) game.injects.push(inject);
  return waiting(game);
}

function takeBack(game, event, state) {
  game.injects = waiting(game).waiting.filter((other) => !same(other, { event, state }));
  return waiting(game);
}

export const injectRoutes = (gameOf) => [
  ['POST', /^\/games\/(\w+)\/injects$/, (call, id) => send(gameOf(id), call.body)],
  [
    'DELETE',
    /^\/games\/(\w+)\/injects\/(\w+)$/,
    (call, id, event) => takeBack(gameOf(id), event, call.query.get('state')),
  ],
];
