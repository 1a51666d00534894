/** A resolved turn as a sequence of pages: oneself first, then the house floor by floor. */
import type { Gauge, Headline, PublicBoard, Texts } from '../../api/types';
import { byFloor, FLOORS, type Floor } from '../../floors/headlines';
import { subjectName, variableName } from '../../floors/names';

export interface Moved {
  subject: string;
  variable: string;
  gauge: Gauge;
  label: string;
}

export interface Page {
  floor: Floor;
  headlines: Headline[];
  /** The numbers of this floor that moved most. */
  moved: Moved[];
}

/** Pages of a board's last turn, from the roof's order down; a floor where nothing happened has an empty page. */
export function pages(board: PublicBoard, texts: Texts, most = 4): Page[] {
  const sorted = byFloor(board.headlines);
  return FLOORS.map((floor) => ({
    floor,
    headlines: sorted[floor],
    moved: candidates(board, floor)
      .filter(({ gauge }) => Math.abs(gauge.change) >= 0.05)
      .sort((a, b) => Math.abs(b.gauge.change) - Math.abs(a.gauge.change))
      .slice(0, most)
      .map((one) => ({ ...one, label: label(one, texts) })),
  }));
}

type Candidate = Omit<Moved, 'label'>;

function candidates(board: PublicBoard, floor: Floor): Candidate[] {
  const pick = (prefix: string, rows: Record<string, object>, variables: readonly string[]) =>
    Object.entries(rows).flatMap(([key, row]) =>
      variables.map((variable) => ({
        subject: `${prefix}:${key}`,
        variable,
        gauge: (row as Record<string, Gauge>)[variable] ?? { value: 0, change: 0 },
      })),
    );
  switch (floor) {
    case 'top':
      return pick('institution', board.institutions, ['authority', 'legitimacy', 'universality']);
    case 'middle':
      return pick('state', board.states, [
        'economy',
        'military',
        'technology',
        'standing',
        'autonomy',
        'cohesion',
      ]);
    case 'ground':
      return pick('movement', board.movements, ['strength']);
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
