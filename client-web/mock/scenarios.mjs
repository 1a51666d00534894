// What there is to play in the make-believe class, and a scenario that is left out.
import { SCENARIOS } from './state.mjs';

const LEFT_OUT = [
  {
    key: 'our-own',
    faults: [
      {
        code: 'unknown_field',
        field: 'scenario.yaml:166 seatz',
        message: 'there is no field seatz here',
        fix: 'did you mean seats?',
      },
    ],
  },
];

export const scenarioRoutes = [
  ['GET', /^\/scenarios$/, () => SCENARIOS],
  ['GET', /^\/scenarios-left-out$/, () => LEFT_OUT],
];
