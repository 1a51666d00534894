/** Moves labels along a line apart, at least `gap` from each other, in their order and as near home as can be. */
export function spread(homes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = homes
    .map((home, index) => ({ home, index }))
    .sort((a, b) => a.home - b.home || a.index - b.index);
  // Neighbours that are too close form a block around their common middle; blocks merge until none touch.
  const blocks: { from: number; items: typeof order }[] = [];
  const settle = (items: typeof order) => {
    const middle = items.reduce((sum, { home }, at) => sum + home - at * gap, 0) / items.length;
    const most = high - (items.length - 1) * gap;
    return { from: Math.min(Math.max(middle, low), Math.max(most, low)), items };
  };
  for (const item of order) {
    let block = settle([item]);
    for (;;) {
      const before = blocks.at(-1);
      if (!before || before.from + before.items.length * gap <= block.from) break;
      blocks.pop();
      block = settle([...before.items, ...block.items]);
    }
    blocks.push(block);
  }
  const placed = [...homes];
  for (const { from, items } of blocks) items.forEach(({ index }, at) => (placed[index] = from + at * gap));
  return placed;
}
