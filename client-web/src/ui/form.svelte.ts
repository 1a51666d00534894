import { tick } from 'svelte';
import { asTrouble, sentence, type Trouble } from '../api/trouble';

/** One form's state: busy or not, what was wrong last time, and the fault of each field. */
export class Form {
  busy = $state(false);
  trouble = $state.raw<Trouble | null>(null);

  /** Runs what the form is for; true when it worked. After a refusal the first wrong field gets the focus. */
  async submit(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = asTrouble(error);
      await tick();
      document.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
      return false;
    } finally {
      this.busy = false;
    }
  }

  fault(field: string): string | undefined {
    const fault = this.trouble?.at(field);
    return fault && sentence(fault);
  }
}
