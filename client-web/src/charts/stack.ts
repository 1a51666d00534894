/** Shares over turns as four stacked bands. */
import type { Globalism, Shares } from '../api/types';
import { GLOBALISMS } from '../ui/globalisms';

export interface Band {
  globalism: Globalism;
  path: string;
  /** Its share at the end, and the height at which its shape can stand there. */
  last: number;
  middle: number;
}

/** Bands from the top down in the usual order, in a box of `width` x `height`. One turn alone is drawn as a level. */
export function stack(turns: readonly Shares[], width: number, height: number): Band[] {
  const shares = turns.length === 1 ? [...turns, ...turns] : turns;
  const x = (index: number) => ((index / Math.max(shares.length - 1, 1)) * width).toFixed(1);
  const tops = shares.map(() => 0);
  return GLOBALISMS.map((globalism) => {
    const upper = [...tops];
    shares.forEach((share, index) => (tops[index] = (tops[index] ?? 0) + (share[globalism] ?? 0)));
    const point = (index: number, value: number) => `${x(index)} ${(value * height).toFixed(1)}`;
    const down = upper.map((value, index) => point(index, value));
    const back = tops.map((value, index) => point(index, value)).reverse();
    const last = shares.at(-1)?.[globalism] ?? 0;
    return {
      globalism,
      path: `M${down.join('L')}L${back.join('L')}z`,
      last,
      middle: ((upper.at(-1) ?? 0) + last / 2) * height,
    };
  });
}
