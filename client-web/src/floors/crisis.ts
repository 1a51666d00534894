/** What moves two states up and down the ladder of a crisis, in the words of the scenario's own rules and deeds. */
import type { PairView, Texts } from '../api/types';

/** Names of actions and resolutions that take a crisis down a rung: those with an effect that lowers it. */
export function waysDown(texts: Texts): { actions: string[]; resolutions: string[] } {
  const lowers = ({ effects }: { effects: readonly { variable: string; amount: number | null }[] }) =>
    effects.some(({ variable, amount }) => variable === 'escalation' && (amount ?? 0) < 0);
  const named = (deeds: Texts['actions'] | Texts['resolutions']) =>
    Object.values(deeds)
      .filter(lowers)
      .map(({ name }) => name);
  return { actions: named(texts.actions), resolutions: named(texts.resolutions) };
}

/** Pairs of one state, the most dangerous first. */
export function pairsOf(state: string, pairs: readonly PairView[]): PairView[] {
  return pairs
    .filter(({ a, b }) => a === state || b === state)
    .sort((one, other) => other.escalation - one.escalation || other.tension - one.tension);
}
