import type { Inject, Injects, Texts } from '../../api/types';
import { stateWithin, withState } from '../../floors/names';

export interface Named {
  key: string;
  name: string;
}

const byName = (a: Named, b: Named) => a.name.localeCompare(b.name, 'en');

/** What tells one event that was sent from another. */
export const injectKey = (inject: Inject) => `${inject.event} ${inject.state ?? ''}`;

/** The events of the scenario, by name. */
export function eventChoices(texts: Texts): Named[] {
  return Object.entries(texts.events)
    .map(([key, { name }]) => ({ key, name }))
    .sort(byName);
}

/** The states that an event can hit, by name. */
export function stateChoices(texts: Texts): Named[] {
  return Object.entries(texts.states)
    .map(([key, { name }]) => ({ key, name }))
    .sort(byName);
}

export const isWaiting = (injects: Injects, wanted: Inject) =>
  injects.waiting.some((inject) => injectKey(inject) === injectKey(wanted));

/** Whom it hits, in words; an event of the world hits everybody. */
export function touches(texts: Texts, inject: Inject): string {
  if (inject.state !== null) return stateWithin(inject.state, texts);
  return texts.events[inject.event]?.hits === 'state' ? 'a state' : 'the world';
}

/** The event's text as it will be read, with the state's name in its place. */
export function wordsFor(texts: Texts, inject: Inject): string {
  const text = texts.events[inject.event]?.text ?? '';
  return withState(text, inject.state === null ? 'the state' : touches(texts, inject));
}
