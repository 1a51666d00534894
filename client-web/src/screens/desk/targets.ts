/** Whom an action or a resolution may be aimed at, by name. */
import type { ActionOption, TablingOption, Texts } from '../../api/types';
import { subjectName } from '../../floors/names';

type Option = Pick<ActionOption | TablingOption, 'targets' | 'not_now'>;

export interface Target {
  key: string;
  name: string;
  /** Why not now; null where it is possible. */
  reason: string | null;
}

export function isAimed({ targets, not_now }: Option): boolean {
  return targets.length + not_now.length > 0;
}

/** All of them by name, the possible ones first. */
export function targetsOf(option: Option, kind: string, texts: Texts): Target[] {
  const named = (keys: readonly string[], reason: string | null): Target[] =>
    keys.map((key) => ({ key, name: kind === 'none' ? key : subjectName(`${kind}:${key}`, texts), reason }));
  const impossible = option.not_now.flatMap(({ targets, reason }) => named(targets, reason));
  return [...named(option.targets, null).sort(byName), ...impossible.sort(byName)];
}

function byName(one: Target, other: Target): number {
  return one.name.localeCompare(other.name, 'en');
}
