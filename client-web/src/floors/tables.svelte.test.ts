// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { snapshot, texts } from '../fixtures/build';
import TablesBench from '../fixtures/TablesBench.svelte';
import { FIVE } from '../fixtures/worlds';

afterEach(cleanup);

test('in every table each row has a cell under each heading, and no more', () => {
  render(TablesBench, { texts: texts(FIVE), snapshot: snapshot(FIVE) });
  const tables = screen.getAllByRole('table');
  expect(tables.length).toBeGreaterThan(3);
  for (const table of tables) {
    const [head, ...rows] = within(table).getAllByRole('row');
    const cells = (row: HTMLElement) =>
      [...row.querySelectorAll('th, td')].reduce(
        (sum, cell) => sum + (cell as HTMLTableCellElement).colSpan,
        0,
      );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(cells(row)).toBe(cells(head as HTMLElement));
  }
});
