/** How other states stand to one's own: which come first. */
import type { Relation } from '../../api/types';

export type Order = 'trusted' | 'distrusted' | 'tense' | 'agreed';

export const ORDERS: Readonly<Record<Order, string>> = {
  trusted: 'the most trusted first',
  distrusted: 'the least trusted first',
  tense: 'the most tense first',
  agreed: 'the most common ground first',
};

export function sorted(relations: Readonly<Record<string, Relation>>, order: Order): [string, Relation][] {
  const rank = {
    trusted: ({ trust }: Relation) => -trust.value,
    distrusted: ({ trust }: Relation) => trust.value,
    tense: ({ tension }: Relation) => -tension.value,
    agreed: ({ agreement }: Relation) => -agreement,
  }[order];
  return Object.entries(relations).sort(
    ([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1),
  );
}
