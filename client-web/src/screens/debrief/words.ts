/** A submitted move in words, for those who read it afterwards. */
import type { Move, Texts } from '../../api/types';
import { stateName, subjectName } from '../../floors/names';
import { GLOBALISMS, WORDS } from '../../ui/globalisms';

export interface MoveWords {
  stance: string | null;
  actions: string[];
  votes: string[];
  tabled: string[];
  answers: string[];
}

/** `docket` has a sentence for each docket id. */
export function moveWords(body: Move, texts: Texts, docket: Readonly<Record<string, string>>): MoveWords {
  const { stance } = body;
  return {
    stance: stance
      ? GLOBALISMS.filter((key) => (stance[key] ?? 0) > 0)
          .map((key) => `${WORDS[key].toLowerCase()} ${stance[key] ?? 0}`)
          .join(', ')
      : null,
    actions: (body.actions ?? []).map(({ action, target, effort }) => {
      const words = texts.actions[action];
      const whom =
        target === undefined || target === null
          ? ''
          : ` (${subjectName(`${words?.target ?? 'state'}:${target}`, texts)})`;
      return `${words?.name ?? action}${whom}${(effort ?? 1) > 1 ? `, effort ${effort}` : ''}`;
    }),
    votes: Object.entries(body.votes ?? {}).map(
      ([id, choice]) => `${(docket[id] ?? docketName(id)).replace(/\.$/, '')}: ${choice}`,
    ),
    tabled: (body.tabled ?? []).map(({ resolution, institution, target }) => {
      const about = target === undefined || target === null ? '' : `, ${targetName(target, texts)}`;
      return `${texts.resolutions[resolution]?.name ?? resolution} in ${texts.institutions[institution]?.name ?? institution}${about}`;
    }),
    answers: Object.entries(body.answers ?? {}).map(([event, choice]) => {
      const words = texts.events[event];
      return `${words?.name ?? event}: ${words?.choices[choice]?.name ?? choice}`;
    }),
  };
}

/** `t3-2` is the second item on the docket of turn 3; this is what is left where its sentence is not known. */
export function docketName(id: string): string {
  const found = /^t\d+-(\d+)$/.exec(id);
  return found ? `Item ${found[1] ?? ''}` : id;
}

function targetName(key: string, texts: Texts): string {
  if (key in texts.states) return stateName(key, texts);
  return (
    texts.movements[key]?.name ?? (key in texts.globalisms ? subjectName(`globalism:${key}`, texts) : key)
  );
}

export function saysNothing(words: MoveWords): boolean {
  return (
    words.stance === null &&
    words.actions.length + words.votes.length + words.tabled.length + words.answers.length === 0
  );
}
