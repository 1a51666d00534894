/** The move of one seat in one turn, from first thought to receipt. */
import { asTrouble, type Fault, type Trouble } from '../../api/trouble';
import type { ActionMove, SeatBoard, TablingMove, VoteChoice } from '../../api/types';
import type { Game } from '../../game/game.svelte';
import {
  draftOf,
  emptyDraft,
  fitting,
  isEmpty,
  moveOf,
  obstacles,
  sameMove,
  type Draft,
  type Part,
  type Points,
} from './draft';
import { forget, forgetPast, keep, kept, type Place, type Shelf } from './keep';

/**
 * `none`: nothing was ever saved. `withdrawn`: something was, and was taken back. `idle`: the seat said that it does nothing.
 * `submitted`: a move is saved. These are different facts and never told as one.
 */
export type Standing = 'none' | 'withdrawn' | 'idle' | 'submitted';

type Table = Pick<Game, 'submit' | 'withdraw' | 'snapshot' | 'receipt'>;

export class MoveDesk {
  draft = $state.raw<Draft>(emptyDraft());
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);
  /** The reader has tried to submit, so what is missing may be shown. */
  tried = $state(false);
  /** The saved revision that the draft was written over. */
  #onRev = $state(0);

  readonly #game: Table;
  readonly #shelf: Shelf;
  #place: Place | null = null;
  /** What the draft began as; null where that is not known any more. */
  #base: Draft | null = null;

  constructor(game: Table, shelf: Shelf) {
    this.#game = game;
    this.#shelf = shelf;
  }

  readonly own: SeatBoard | null = $derived.by(() => this.#game.snapshot?.own ?? null);
  readonly record = $derived.by(() => this.#game.snapshot?.move ?? null);
  readonly saved: Draft | null = $derived(this.record ? draftOf(this.record.body) : null);
  readonly standing: Standing = $derived.by(() => {
    if (!this.record) return 'none';
    if (this.record.body === null) return 'withdrawn';
    return isEmpty(draftOf(this.record.body)) ? 'idle' : 'submitted';
  });
  /** The draft says something else than what is saved. */
  readonly changed: boolean = $derived(!sameMove(this.draft, this.saved ?? emptyDraft()));
  /** A teammate has saved something newer than what this draft was written over. */
  readonly overtaken: boolean = $derived((this.record?.rev ?? 0) > this.#onRev && this.changed);
  readonly missing: Partial<Record<Part, string>> = $derived(this.own ? obstacles(this.draft, this.own) : {});

  /** Lays the desk for a turn: what was kept on this device, else what is saved, else nothing. */
  open(place: Place): void {
    this.#place = place;
    this.trouble = null;
    this.tried = false;
    const rev = this.record?.rev ?? 0;
    const found = kept(this.#shelf, place);
    const base = found?.draft ?? this.saved ?? emptyDraft();
    this.draft = this.own ? fitting(base, this.own) : base;
    this.#onRev = found ? found.onRev : rev;
    this.#base = this.#onRev === rev ? (this.saved ?? emptyDraft()) : null;
    forgetPast(this.#shelf, place);
  }

  /** A newer revision has come; a draft that had nothing of its own follows it. */
  follow(): void {
    if (!this.record || this.record.rev <= this.#onRev) return;
    const untouched = this.#base !== null && sameMove(this.draft, this.#base);
    if (untouched || !this.changed) this.takeSaved();
  }

  /** Goes back to what is saved, or to nothing. */
  takeSaved(): void {
    this.draft = this.saved ?? emptyDraft();
    this.#settled(this.record?.rev ?? 0);
  }

  keepMine(): void {
    this.#onRev = this.record?.rev ?? 0;
    this.#base = this.saved;
    this.#change(this.draft);
  }

  setStance(stance: Points | null): void {
    this.#change({ ...this.draft, stance });
  }

  addAction(chosen: ActionMove): void {
    this.#change({ ...this.draft, actions: [...this.draft.actions, chosen] });
  }

  setAction(index: number, chosen: ActionMove): void {
    this.#change({
      ...this.draft,
      actions: this.draft.actions.map((old, at) => (at === index ? chosen : old)),
    });
  }

  dropAction(index: number): void {
    this.#change({ ...this.draft, actions: this.draft.actions.filter((_, at) => at !== index) });
  }

  vote(id: string, choice: VoteChoice | null): void {
    const others = Object.entries(this.draft.votes).filter(([key]) => key !== id);
    const votes = Object.fromEntries(choice === null ? others : [...others, [id, choice]]);
    this.#change({ ...this.draft, votes });
  }

  table(tabled: TablingMove | null): void {
    this.#change({ ...this.draft, tabled: tabled ? [tabled] : [] });
  }

  answer(event: string, choice: string): void {
    this.#change({ ...this.draft, answers: { ...this.draft.answers, [event]: choice } });
  }

  /** Sends the whole move; true when it is saved. What stands against it is left in `missing` or `trouble`. */
  async submit(): Promise<boolean> {
    this.tried = true;
    this.trouble = null;
    if (Object.keys(this.missing).length > 0 || this.busy) return false;
    const sent = this.draft;
    this.busy = true;
    try {
      const receipt = await this.#game.submit(moveOf(sent));
      this.tried = false;
      if (sameMove(sent, this.draft)) this.#settled(receipt.rev);
      return true;
    } catch (error) {
      this.trouble = asTrouble(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Takes back what is submitted; the draft stays on the desk, as a draft. True when it is done. */
  async withdraw(): Promise<boolean> {
    this.trouble = null;
    this.busy = true;
    try {
      const draft = this.draft;
      this.#onRev = (await this.#game.withdraw()).rev;
      this.#base = emptyDraft();
      this.#change(draft);
      return true;
    } catch (error) {
      this.trouble = asTrouble(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What the server said against one field, e.g. `actions[1]` or `votes.t2-1`. */
  fault(field: string): Fault | undefined {
    return this.trouble?.at(field);
  }

  #change(draft: Draft): void {
    this.draft = draft;
    this.trouble = null;
    if (this.#place) keep(this.#shelf, this.#place, { draft, onRev: this.#onRev });
  }

  /** The draft is what is saved, so nothing needs to be kept here. */
  #settled(rev: number): void {
    this.#onRev = Math.max(this.#onRev, rev);
    this.#base = this.draft;
    if (this.#place) forget(this.#shelf, this.#place);
  }
}
