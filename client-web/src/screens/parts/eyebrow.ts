import type { GameHeader } from '../../api/types';

/** What stands over a game's title: where one is, and which scenario it is where the title does not say it. */
export function eyebrow(where: string, header: Pick<GameHeader, 'title' | 'scenario_title'>): string {
  return [where, header.title === header.scenario_title ? '' : header.scenario_title]
    .filter(Boolean)
    .join(' · ');
}
