/** The world map's shapes, fetched once and only by those who see a map. */
import address from 'world-atlas/countries-110m.json?url';
import type { Atlas } from './geography';

let loading: Promise<Atlas> | null = null;

export function loadAtlas(): Promise<Atlas> {
  loading ??= fetch(address)
    .then((answer) => {
      if (!answer.ok) throw new Error(`the map did not load: ${answer.status}`);
      return answer.json() as Promise<Atlas>;
    })
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}
