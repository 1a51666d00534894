/** A submitted move in words, for those who read it afterwards. */
import type { Move, Texts } from '../../api/types';
import { subjectName } from '../../floors/names';
import { GLOBALISMS, WORDS } from '../../ui/globalisms';

/** One part of a move, and why a house bot did it. */
export interface Line {
  text: string;
  because: string | undefined;
}

export interface MoveWords {
  stance: Line | null;
  actions: Line[];
  votes: Line[];
  tabled: Line[];
  answers: Line[];
}

/** `docket` has a sentence for each docket id; `because` one for each part of a bot's move (`actions[0]`). */
export function moveWords(
  body: Move,
  texts: Texts,
  docket: Readonly<Record<string, string>>,
  because: Readonly<Record<string, string>> = {},
): MoveWords {
  const { stance } = body;
  const line = (text: string, part: string): Line => ({ text, because: because[part] });
  return {
    stance: stance
      ? line(
          GLOBALISMS.filter((key) => (stance[key] ?? 0) > 0)
            .map((key) => `${WORDS[key].toLowerCase()} ${stance[key] ?? 0}`)
            .join(', '),
          'stance',
        )
      : null,
    actions: (body.actions ?? []).map(({ action, target, effort }, place) => {
      const words = texts.actions[action];
      const whom =
        target === undefined || target === null
          ? ''
          : ` (${subjectName(`${words?.target ?? 'state'}:${target}`, texts)})`;
      const twice = (effort ?? 1) > 1 ? `, effort ${effort}` : '';
      return line(`${words?.name ?? action}${whom}${twice}`, `actions[${place}]`);
    }),
    votes: Object.entries(body.votes ?? {}).map(([id, choice]) =>
      line(`${(docket[id] ?? docketName(id)).replace(/\.$/, '')}: ${choice}`, `votes.${id}`),
    ),
    tabled: (body.tabled ?? []).map(({ resolution, institution, target }, place) => {
      const about =
        target === undefined || target === null
          ? ''
          : `, ${subjectName(`${texts.resolutions[resolution]?.target ?? 'state'}:${target}`, texts)}`;
      const what = texts.resolutions[resolution]?.name ?? resolution;
      const where = texts.institutions[institution]?.name ?? institution;
      return line(`${what} in ${where}${about}`, `tabled[${place}]`);
    }),
    answers: Object.entries(body.answers ?? {}).map(([event, choice]) => {
      const words = texts.events[event];
      return line(`${words?.name ?? event}: ${words?.choices[choice]?.name ?? choice}`, `answers.${event}`);
    }),
  };
}

/** `t3-2` is the second item on the docket of turn 3; this is what is left where its sentence is not known. */
export function docketName(id: string): string {
  const found = /^t\d+-(\d+)$/.exec(id);
  return found ? `Item ${found[1] ?? ''}` : id;
}

export function saysNothing(words: MoveWords): boolean {
  return (
    words.stance === null &&
    words.actions.length + words.votes.length + words.tabled.length + words.answers.length === 0
  );
}
