import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { Trouble } from '../../api/trouble';
import type { Move, MoveRecord, Receipt, Snapshot } from '../../api/types';
import { snapshot } from '../../fixtures/build';
import { FIVE } from '../../fixtures/worlds';
import type { Shelf } from './keep';
import { MoveDesk } from './move.svelte';

class Table {
  snapshot = $state.raw<Snapshot | null>(snapshot(FIVE));
  receipt: Receipt | null = null;
  sent: Move[] = [];
  refusal: Trouble | null = null;

  submit(move: Move): Promise<Receipt> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.sent.push(move);
    return Promise.resolve({ move_id: 'm', rev: this.sent.length, turn: 3, received_at: '', receipt: 'r' });
  }

  withdraw(): Promise<Receipt> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.save(null);
    const rev = this.snapshot?.move?.rev ?? 0;
    return Promise.resolve({ move_id: 'm', rev, turn: 3, received_at: '', receipt: 'r' });
  }

  save(body: Move | null, by = 'Ada', rev = (this.snapshot?.move?.rev ?? 0) + 1): void {
    const move: MoveRecord = { rev, body, received_at: '2026-01-31T10:00:00.000Z', by };
    if (this.snapshot) this.snapshot = { ...this.snapshot, move };
  }
}

const held = new Map<string, string>();
const shelf: Shelf = {
  getItem: (key) => held.get(key) ?? null,
  setItem: (key, value) => void held.set(key, value),
  removeItem: (key) => void held.delete(key),
  key: (index) => [...held.keys()][index] ?? null,
  get length() {
    return held.size;
  },
};
const place = { game: 'fixture', seat: 'borea', turn: 3 };
let table: Table;

function aDesk(): MoveDesk {
  const desk = new MoveDesk(table, shelf);
  desk.open(place);
  flushSync();
  return desk;
}

beforeEach(() => {
  held.clear();
  table = new Table();
});

test('nothing submitted, withdrawn, nothing to do, and submitted are four different things', () => {
  const desk = aDesk();
  expect(desk.standing).toBe('none');
  table.save(null);
  expect(desk.standing).toBe('withdrawn');
  table.save({});
  expect(desk.standing).toBe('idle');
  table.save({ votes: { d1: 'yes' } });
  expect(desk.standing).toBe('submitted');
});

test('what is withdrawn stays on the desk as a draft, also after a reload', async () => {
  const desk = aDesk();
  desk.vote('d1', 'yes');
  table.save({ votes: { d1: 'yes' } });
  desk.takeSaved();
  expect(await desk.withdraw()).toBe(true);
  desk.follow();
  expect(desk.standing).toBe('withdrawn');
  expect(desk.changed).toBe(true);
  expect(desk.overtaken).toBe(false);
  expect(aDesk().draft.votes).toEqual({ d1: 'yes' });
});

test('a withdrawal that is refused says why and changes nothing', async () => {
  const desk = aDesk();
  table.save({ votes: { d1: 'yes' } });
  table.refusal = new Trouble('refused', 'Turn 3 takes no moves.', 409, 'turn_closed');
  expect(await desk.withdraw()).toBe(false);
  expect(desk.standing).toBe('submitted');
  expect(desk.trouble?.code).toBe('turn_closed');
});

test('what is written survives a reload until it is submitted', async () => {
  aDesk().vote('d1', 'yes');
  const reloaded = aDesk();
  expect(reloaded.draft.votes).toEqual({ d1: 'yes' });
  expect(await reloaded.submit()).toBe(true);
  table.save({ votes: { d1: 'yes' } }, 'Ada', 1);
  reloaded.follow();
  expect(reloaded.changed).toBe(false);
  expect(held.size).toBe(0);
});

test('a draft with an open point is not sent, and says where it is stopped', async () => {
  const desk = aDesk();
  desk.setStance({ liberal: 2, transformative: 1, mercantilist: 2, conservative: 4 });
  expect(await desk.submit()).toBe(false);
  expect(table.sent).toEqual([]);
  expect(desk.missing.stance).toContain('last point');
});

test("the server's refusal lands at the field it names and goes away with the next change", async () => {
  const desk = aDesk();
  desk.addAction({ action: 'social_reform' });
  desk.addAction({ action: 'mediate', target: 'dorn' });
  const fault = {
    code: 'not_possible',
    field: 'actions[1]',
    message: 'they do not trust you',
    fix: 'choose another',
  };
  table.refusal = new Trouble('refused', 'No.', 422, 'not_possible', [fault]);
  expect(await desk.submit()).toBe(false);
  expect(desk.fault('actions[1]')).toEqual(fault);
  expect(desk.fault('actions[0]')).toBeUndefined();
  desk.dropAction(1);
  expect(desk.trouble).toBeNull();
  expect(desk.draft.actions).toHaveLength(1);
});

test("a teammate's move is followed while nothing of one's own is written", () => {
  const desk = aDesk();
  table.save({ votes: { d2: 'no' } }, 'Grace');
  desk.follow();
  expect(desk.draft.votes).toEqual({ d2: 'no' });
  expect(desk.overtaken).toBe(false);
});

test("a teammate's move never overwrites what one is writing: both are offered", () => {
  const desk = aDesk();
  desk.vote('d1', 'yes');
  table.save({ votes: { d1: 'no' } }, 'Grace');
  desk.follow();
  expect(desk.draft.votes).toEqual({ d1: 'yes' });
  expect(desk.overtaken).toBe(true);
  desk.keepMine();
  expect(desk.overtaken).toBe(false);
  desk.takeSaved();
  expect(desk.draft.votes).toEqual({ d1: 'no' });
});

test('a new turn begins with an empty desk', () => {
  const desk = aDesk();
  desk.vote('d1', 'yes');
  desk.open({ ...place, turn: 4 });
  expect(desk.draft.votes).toEqual({});
});
