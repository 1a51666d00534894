/** What the reader is looking into: a stack of views, so that "Back" leads where one came from. */
import { createContext } from 'svelte';
import type { PublicBoard, Texts } from '../api/types';
import type { Pressure } from '../floors/pressure';

/** The game as the floors, charts and panels read it; its fields stay current. */
export interface World {
  readonly game: string;
  readonly texts: Texts;
  readonly board: PublicBoard;
  /** The game has ended, so nothing is hidden any more. */
  readonly revealed: boolean;
  /** The reader's own state, where there is one. */
  readonly mine: string | null;
}

export type View =
  | { kind: 'subject'; subject: string }
  | { kind: 'why'; subject: string; variable: string }
  | { kind: 'pressure'; pressure: Pressure };

export class Why {
  stack = $state.raw<readonly View[]>([]);
  readonly current: View | null = $derived(this.stack.at(-1) ?? null);

  /** Opens the page of a subject, e.g. `institution:wto`. */
  show(subject: string): void {
    this.#push({ kind: 'subject', subject });
  }

  /** Opens the causes of one number. */
  ask(subject: string, variable: string): void {
    this.#push({ kind: 'why', subject, variable });
  }

  explain(pressure: Pressure): void {
    this.#push({ kind: 'pressure', pressure });
  }

  back(): void {
    this.stack = this.stack.slice(0, -1);
  }

  close(): void {
    this.stack = [];
  }

  #push(view: View): void {
    this.stack = [...this.stack, view];
  }
}

export const [getWorld, setWorld] = createContext<World>();
export const [getWhy, setWhy] = createContext<Why>();
