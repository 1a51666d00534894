/** Ledger lines of one variable as a waterfall: before, one step for each named cause, after. */
import type { CauseLine } from '../api/types';

export interface Step {
  rule: string;
  because: string;
  /** The author of a covert act is not told before the debrief. */
  hidden: boolean;
  delta: number;
  from: number;
  to: number;
}

export interface Waterfall {
  before: number;
  after: number;
  steps: Step[];
  /** What the lines at hand do not explain; 0 where the ledger is whole, as it must be. */
  unexplained: number;
  /** The range of values to draw. */
  low: number;
  high: number;
}

const EXACT = 0.0005;

/** Lines of the same rule and reason become one step, at the place of the first. */
export function waterfall(lines: readonly CauseLine[]): Waterfall | null {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return null;
  const merged = new Map<string, { rule: string; because: string; hidden: boolean; delta: number }>();
  for (const line of lines) {
    const key = `${line.rule}\n${line.because}`;
    const step = merged.get(key) ?? {
      rule: line.rule,
      because: line.because,
      hidden: line.hidden === true,
      delta: 0,
    };
    step.delta += line.delta;
    merged.set(key, step);
  }
  let running = first.before;
  const steps = [...merged.values()].map((step): Step => {
    const from = running;
    running += step.delta;
    return { ...step, from, to: running };
  });
  const gap = last.after - running;
  const values = [first.before, last.after, ...steps.flatMap(({ from, to }) => [from, to])];
  return {
    before: first.before,
    after: last.after,
    steps,
    unexplained: Math.abs(gap) < EXACT ? 0 : gap,
    ...domain(values),
  };
}

/** A little room on both sides, so that a change of a tenth of a point can still be seen; never out of proportion below 0. */
function domain(values: readonly number[]): { low: number; high: number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max((high - low) * 0.25, 0.02);
  return { low: Math.max(low - room, low < 0 ? -Infinity : 0), high: high + room };
}

/** Lines sorted into variables, in the order in which they first appear. */
export function byVariable(lines: readonly CauseLine[]): Map<string, CauseLine[]> {
  const groups = new Map<string, CauseLine[]>();
  for (const line of lines) groups.set(line.variable, [...(groups.get(line.variable) ?? []), line]);
  return groups;
}

export interface Outcome {
  variable: string;
  before: number;
  after: number;
  change: number;
  /** What moved it, largest first. */
  causes: Step[];
}

/**
 * What a turn did to one subject: each variable with its change and its causes. Figures come before
 * grievances, which are many and only forebode; among each the largest change comes first.
 */
export function outcomes(lines: readonly CauseLine[]): Outcome[] {
  return [...byVariable(lines)]
    .flatMap(([variable, group]): Outcome[] => {
      const fall = waterfall(group);
      if (!fall) return [];
      const change = fall.after - fall.before;
      const causes = [...fall.steps].sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
      return [{ variable, before: fall.before, after: fall.after, change, causes }];
    })
    .sort((a, b) => rank(a) - rank(b) || Math.abs(b.change) - Math.abs(a.change));
}

function rank({ variable }: Outcome): number {
  return variable.startsWith('grievance.') ? 1 : 0;
}
