/** Where states stand when they are on no map: a honeycomb of rows as even as can be. */

export interface Cell {
  x: number;
  y: number;
}

export interface Honeycomb {
  cells: Cell[];
  /** Outer radius of one hexagon with a point on top. */
  radius: number;
}

/** `count` cells in `many` rows as even as can be, the fuller rows first. */
export function rows(count: number, many: number): number[] {
  const least = Math.floor(count / many);
  const fuller = count % many;
  return Array.from({ length: many }, (_, row) => least + (row < fuller ? 1 : 0));
}

/** How far each row is pushed aside, in cells: neighbours must interlock, so rows of like parity part by a half. */
function pushes(plan: readonly number[]): number[] {
  let pushed = false;
  return plan.map((inRow, row) => {
    const above = plan[row - 1];
    if (above !== undefined && (above - inRow) % 2 === 0) pushed = !pushed;
    return pushed ? 0.5 : 0;
  });
}

/** The largest honeycomb of `count` hexagons that fits the box. */
export function honeycomb(count: number, width: number, height: number, most = 92): Honeycomb {
  let best: { radius: number; plan: number[]; push: number[] } = { radius: 0, plan: [], push: [] };
  for (let many = 1; many <= Math.max(count, 1); many += 1) {
    const plan = rows(count, many);
    const push = pushes(plan);
    const across = Math.max(...plan.map((inRow, row) => inRow + (push[row] ?? 0) * 2));
    const radius = Math.min(width / (across * Math.sqrt(3)), height / (1.5 * many + 0.5), most);
    if (radius > best.radius + 0.001) best = { radius, plan, push };
  }
  const { radius, plan, push } = best;
  const tall = radius * (1.5 * plan.length + 0.5);
  const across = radius * Math.sqrt(3);
  // Rows that are pushed to the right pull the whole to the left by half as much, so that it stays in the middle.
  const lean = push.some((aside) => aside > 0) ? across / 4 : 0;
  const cells = plan.flatMap((inRow, row) => {
    const y = (height - tall) / 2 + radius + row * radius * 1.5;
    const left = width / 2 - ((inRow - 1) * across) / 2 + (push[row] ?? 0) * across - lean;
    return Array.from({ length: inRow }, (_, column) => ({ x: left + column * across, y }));
  });
  return { cells, radius };
}

/** A hexagon with a point on top around the origin, as an SVG path. */
export function hexagon(radius: number): string {
  const corners = Array.from({ length: 6 }, (_, index) => {
    const angle = (Math.PI / 3) * index - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(1)} ${(radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${corners.join('L')}z`;
}
