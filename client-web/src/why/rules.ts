/** A ledger rule in words. Rules of the model have their own text; deeds are told by the thing that was done. */
import type { Texts } from '../api/types';
import { capital } from '../floors/names';

export interface RuleWords {
  name: string;
  words: string;
  source: string;
}

export function ruleWords(rule: string, texts: Texts): RuleWords | null {
  const known = texts.rules[rule];
  if (known) return known;
  const [kind = '', key = '', part] = rule.split('.');
  if (key === 'hidden') {
    return {
      name: 'A covert act',
      words:
        'Somebody did this in secret. Its effect is known at once; who did it is told when the archive is opened.',
      source: '',
    };
  }
  const action = kind === 'action' || kind === 'pact' ? texts.actions[key] : undefined;
  if (action) return { name: action.name, words: action.help, source: action.source };
  const resolution = kind === 'resolution' ? texts.resolutions[key] : undefined;
  if (resolution) return { name: resolution.name, words: resolution.help, source: resolution.source };
  const event = kind === 'event' ? texts.events[key] : undefined;
  if (event) return { name: event.name, words: event.text, source: event.source };
  // A choice is named with its event: `choice.EVENT.CHOICE`.
  const choice = kind === 'choice' && part !== undefined ? texts.events[key]?.choices[part] : undefined;
  if (choice) return { name: choice.name, words: choice.text, source: texts.events[key]?.source ?? '' };
  return null;
}

/** A name for the rule even where it has no text of its own. */
export function ruleName(rule: string, texts: Texts): string {
  return ruleWords(rule, texts)?.name ?? capital(rule.split('.').join(': ').replaceAll('_', ' '));
}
