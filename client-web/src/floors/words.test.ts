import { expect, test } from 'vitest';
import { board, texts } from '../fixtures/build';
import { FIVE, FOURTEEN } from '../fixtures/worlds';
import { direction, gaugeInWords, listed, news, points, signed } from './figures';
import {
  buildingName,
  stateCodes,
  subjectName,
  subjectOf,
  variableName,
  withState,
  wordScale,
} from './names';
import { pressures } from './pressure';

const words = texts(FOURTEEN);

test('numbers are short, have a true minus and never a minus before nothing', () => {
  expect(points(62)).toBe('62');
  expect(points(-4.25)).toBe('\u22124.3');
  expect(points(-0.01)).toBe('0');
  expect(signed(1.2)).toBe('+1.2');
  expect(signed(-0.04)).toBe('0');
});

test('a gauge is told with its direction in words', () => {
  expect(gaugeInWords({ value: 61.24, change: -1.8 })).toBe('61.2, down 1.8');
  expect(gaugeInWords({ value: 50, change: 0.01 })).toBe('50, unchanged');
  expect(direction(0.2)).toBe('up');
});

test('more inequality is bad news, more cohesion good news, and more prevalence neither', () => {
  expect(news('inequality', 2)).toBe(-1);
  expect(news('grievance.identity', -2)).toBe(1);
  expect(news('cohesion', 2)).toBe(1);
  expect(news('prevalence', 2)).toBe(0);
});

test('long lists are cut with a count of the rest', () => {
  expect(listed([])).toBe('nobody');
  expect(listed(['a', 'b'])).toBe('a and b');
  expect(listed(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3 more');
});

test('subjects of the ledger have names', () => {
  expect(subjectName('pair:DEU:FRA', words)).toBe('Germany and France');
  expect(subjectName('institution:wto', words)).toBe('World Trade Organization');
  expect(subjectOf('nonsense:1').kind).toBe('system');
});

test('variables of the ledger have names, those of parts too', () => {
  expect(variableName('cohesion', words)).toBe('Cohesion');
  expect(variableName('face.kantian', words)).toBe('Face: rights without limit');
  expect(variableName('strength.DEU', words)).toBe('Strength: germany');
});

test('a name in a text is raised where it begins a sentence, and only there', () => {
  const text = '{state} waits. The tanks of {state} do not. {state}, he says: "{state}"';
  expect(withState(text, 'the Soviet Union')).toBe(
    'The Soviet Union waits. The tanks of the Soviet Union do not. The Soviet Union, he says: "the Soviet Union"',
  );
});

test('codes of states are short and all different', () => {
  const codes = stateCodes([
    { key: 'south_africa', name: 'South Africa' },
    { key: 'saudi_arabia', name: 'Saudi Arabia' },
    { key: 'germany', name: 'Germany' },
    { key: 'usa', name: 'United States' },
  ]);
  expect(codes.get('usa')).toBe('USA');
  expect(codes.get('germany')).toBe('GER');
  expect(new Set(codes.values()).size).toBe(4);
});

test('two hundred states of one long name still have short codes of their own', () => {
  const name = 'The Free Sovereign United Peoples States of Somewhere';
  const codes = stateCodes(
    Array.from({ length: 200 }, (_, number) => ({ key: `somewhere_${number}`, name })),
  );
  expect(new Set(codes.values()).size).toBe(200);
  expect(Math.max(...[...codes.values()].map((code) => code.length))).toBe(4);
});

test('a building is named by what fits over it', () => {
  expect(buildingName('World Trade Organization (WTO)', 'wto', 30, 5)).toBe('WTO');
  expect(buildingName('Asian Infrastructure Investment Bank', 'aiib', 30, 5)).toBe('AIIB');
  expect(buildingName('UN climate regime', 'climate', 30, 5)).toBe('UN climate regime');
  expect(buildingName('Four Powers over Germany', 'FOUR_POWERS', 10, 12)).toBe('FOUR POWERS');
  expect(buildingName('Shoreline Forum', 'SHORELINE', 10, 12)).toBe('Shoreline Forum');
});

test('the slabs between the floors name whose public leans elsewhere and what is to be decided', () => {
  const found = pressures(board(FIVE), texts(FIVE));
  const societies = found.find(({ from }) => from === 'ground');
  expect(societies?.subjects).toEqual(['state:dorn']);
  expect(found.find(({ from }) => from === 'top')?.label).toBe('2 resolutions to be decided');
});

test('a house at rest has no pressure between its floors', () => {
  const quiet = board(FIVE);
  const states = Object.fromEntries(
    Object.entries(quiet.states).map(([key, state]) => [key, { ...state, mood: state.stance }]),
  );
  expect(pressures({ ...quiet, states, docket: [], institutions: {} }, texts(FIVE))).toEqual([]);
});

test('a name shrinks as far as its longest word asks for, and never to nothing', () => {
  expect(wordScale('UN peacekeeping', 9)).toBe(0.75);
  expect(wordScale('World Bank', 9)).toBe(1);
  expect(wordScale('Religious traditionalists', 3)).toBe(0.7);
});
