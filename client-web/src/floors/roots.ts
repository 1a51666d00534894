/** Roots of a movement below the ground line: more and deeper with strength. Always the same for the same strength. */

/** SVG paths from (`x`, 0) down into a band of `depth`. */
export function roots(strength: number, x: number, spread: number, depth: number): string[] {
  const count = strength <= 0 ? 0 : 2 + Math.floor(strength / 11);
  const reach = depth * Math.min(1, 0.35 + strength / 80);
  const n = (value: number) => value.toFixed(1);
  return Array.from({ length: count }, (_, index) => {
    const side = count === 1 ? 0 : (index / (count - 1)) * 2 - 1;
    const start = x + side * spread * 0.45;
    const end = x + side * spread;
    const length = reach * (1 - 0.5 * side * side) * (index % 2 === 0 ? 1 : 0.7);
    return `M${n(start)} 0C${n(start)} ${n(length * 0.55)} ${n(end)} ${n(length * 0.25)} ${n(end)} ${n(length)}`;
  });
}
