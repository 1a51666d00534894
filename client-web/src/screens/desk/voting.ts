/** Who votes on a resolution, and how much one's own vote weighs, in a sentence or two. */
import type { DocketItem, InstitutionView, Texts } from '../../api/types';
import { listed, plural, points } from '../../floors/figures';
import { capital, stateWithin } from '../../floors/names';

/** More names than these are counted, not listed: the house's own page has them all. */
const MOST = 5;

export function whoVotes(
  item: DocketItem,
  house: InstitutionView | undefined,
  me: string,
  texts: Texts,
): string {
  const name = (key: string) => (key === me ? 'you' : stateWithin(key, texts));
  const mine = item.voters.includes(me);
  const first = [...item.voters].sort((a, b) => Number(b === me) - Number(a === me));
  const who = listed(first.map(name), MOST);
  const quotas = Object.entries(house?.quotas ?? {}).sort(([, a], [, b]) => b - a);
  if (quotas.length > 0) {
    const largest = quotas.slice(0, 3).map(([key, quota]) => `${name(key)} ${points(quota)}%`);
    const own = house?.quotas[me];
    const weight =
      mine && own !== undefined
        ? `Yours is ${own < 0.1 ? 'less than 0.1' : points(own)}% of all votes. `
        : '';
    return `${weight}Votes weigh by quota, the largest: ${listed(largest)}.`;
  }
  const vetoes = (house?.permanent ?? []).filter((key) => item.voters.includes(key));
  const veto =
    vetoes.length === 0
      ? ''
      : vetoes.includes(me)
        ? ` You are one of ${plural(vetoes.length, 'state')} whose No is a veto.`
        : ` A No of ${listed(vetoes.map(name), MOST)} is a veto.`;
  return `${capital(who)}: ${item.voters.length === 1 ? 'one vote' : `${item.voters.length} votes, each counting the same`}.${veto}`;
}
