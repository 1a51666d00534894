"""Actions, resolutions and events: what they change and need, and whether the row hangs together."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios import schema
from comity.scenarios.faults import Path, suggest
from comity.scenarios.references.findings import SCENARIO, Findings, Table
from comity.scenarios.references.setting import Setting

_Deed = schema.Action | schema.Resolution | schema.Event
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}|[{}]")
_AROUND_THE_AUTHOR: Final = ("actor", "both", "allies", "neighbours", "adversaries", "others")
"""The roles that only the author of an act fills or draws around it."""


def check(findings: Findings) -> None:
    library, scenario = findings.library, findings.scenario
    tables: tuple[tuple[str, Sequence[_Deed], Sequence[_Deed]], ...] = (
        ("actions", library.actions, scenario.add_actions),
        ("resolutions", library.resolutions, scenario.add_resolutions),
        ("events", library.events, scenario.add_events),
    )
    for table, shipped, added in tables:
        for file, name, rows in (
            (f"library/{table}.yaml", table, shipped),
            (SCENARIO, f"add_{table}", added),
        ):
            for index, row in enumerate(rows):
                _Row(findings, file, (name, index)).check(row)


class _Row:
    """One row and where it stands."""

    def __init__(self, findings: Findings, file: str, path: Path) -> None:
        self._findings = findings
        self._file = file
        self._path = path

    def check(self, row: _Deed) -> None:
        if isinstance(row, schema.Action):
            self._action(row)
        elif isinstance(row, schema.Resolution):
            self._resolution(row)
        else:
            self._event(row)

    def _action(self, row: schema.Action) -> None:
        setting = Setting(row.target, own=row.globalism)
        self._effects(("effects",), row.effects, setting)
        self._effects(("each_turn",), row.each_turn, Setting("state", own=row.globalism))
        self._conditions(("requires",), row.requires, setting)
        if row.target != "state":
            for field in ("needs_both", "hostile"):
                if getattr(row, field):
                    message = f"{field} is about another state, and {row.key} has no target state"
                    self._add((field,), "no_target_state", message, f"set `target: state`, or remove {field}")
        if row.bloc_kinds and row.target != "bloc":
            message = f"{row.key} is not aimed at a bloc, so it has no kinds of bloc"
            self._add(("bloc_kinds",), "needless", message, "set `target: bloc`, or remove bloc_kinds")
        self._counterpart(row)
        if row.betrays and row.covert:
            message = f"nobody knows who did {row.key}, so nobody is called a cynic for it"
            self._add(("betrays",), "needless", message, "remove betrays, or set `covert: false`")
        if row.covert:
            self._secret(row)
        if row.domain is not None and row.target != "institution":
            message = f"{row.key} is not aimed at an institution, so it has no domain"
            self._add(("domain",), "needless", message, "set `target: institution`, or remove domain")
        if row.lasts and not row.needs_both:
            message = "only what two states agree on lasts"
            self._add(("lasts",), "needless", message, "set `needs_both: true`, or remove lasts")
        if row.each_turn and not row.lasts:
            message = f"{row.key} does not last, so nothing happens each turn"
            self._add(("each_turn",), "needless", message, "set `lasts:` to a number of turns, or remove it")

    def _secret(self, row: schema.Action) -> None:
        """A covert act may do nothing that shows who did it."""
        if row.needs_both:
            message = f"{row.key} is agreed on by two, and what they agree on is seen"
            self._add(("covert",), "betrays_its_author", message, "remove covert, or set `needs_both: false`")
        for index, effect in enumerate(row.effects):
            for field in ("whose", "of") if effect.change in words.PAIR_SCALARS else ("of",):
                role = getattr(effect, field)
                if role in _AROUND_THE_AUTHOR:
                    message = f"an effect on `{role}` shows who did {row.key}"
                    fix = "use target, or remove covert"
                    self._add(("effects", index, field), "betrays_its_author", message, fix)

    def _counterpart(self, row: schema.Action) -> None:
        """The other side's part in what needs both: there, and answering this one."""
        if row.counterpart is None:
            return
        if not row.needs_both or row.lasts:
            message = f"{row.key} has a counterpart, which is for what needs both and does not last"
            fix = "set `needs_both: true` and leave lasts out, or remove counterpart"
            self._add(("counterpart",), "needless", message, fix)
        taken = {other.key: other for other in self._findings.taken.actions}
        other = taken.get(row.counterpart)
        if row.key not in taken:
            return
        if other is None:
            message = f"{row.counterpart} is not among the actions that are taken"
            self._add(("counterpart",), "unknown_key", message, suggest(row.counterpart, taken))
        elif other.counterpart != row.key or not other.needs_both:
            message = f"{other.key} does not answer {row.key}"
            fix = f"give {other.key} `needs_both: true` and `counterpart: {row.key}`"
            self._add(("counterpart",), "one_sided", message, fix)

    def _resolution(self, row: schema.Resolution) -> None:
        setting = Setting(row.target, is_resolution=True)
        for index, key in enumerate(row.only_in):
            self._name(("only_in", index), "institutions", key)
        self._effects(("effects",), row.effects, setting)
        self._conditions(("requires",), row.requires, setting)
        known = self._placeholders(("text",), row.text, ("{institution}", "{target}"))
        if row.target == "none" and "{target}" in row.text:
            message = f"{row.key} has no target, and its text names {{target}}"
            self._add(("text",), "placeholder", message, "set a target kind, or leave {target} out")
        if known and row.target != "none" and "{target}" not in row.text:
            message = f"{row.key} is aimed at a {row.target}, and its text does not name it"
            fix = "put {target} where its name goes, or set `target: none`"
            self._add(("text",), "unnamed_target", message, fix)

    def _event(self, row: schema.Event) -> None:
        setting = Setting("hit", has_actor=row.hits == "state")
        self._effects(("effects",), row.effects, setting)
        self._conditions(("when",), row.when, Setting("none"))
        self._placeholders(("text",), row.text, ("{state}",) if row.hits == "state" else ())
        self._findings.unique(
            (*self._path, "choices"), [choice.key for choice in row.choices], file=self._file
        )
        for index, choice in enumerate(row.choices):
            self._effects(("choices", index, "effects"), choice.effects, setting)
        if row.choices and row.hits == "world":
            message = f"{row.key} hits the world, so there is nobody to choose"
            self._add(("choices",), "needless", message, "set `hits: state`, or remove the choices")

    def _effects(self, field: Path, rows: Sequence[schema.Effect], setting: Setting) -> None:
        for index, effect in enumerate(rows):
            for problem in setting.effect_problems(effect):
                self._add((*field, index, problem.field), problem.code, problem.message, problem.fix)
            self._names((*field, index), effect)

    def _conditions(self, field: Path, rows: Iterable[schema.Condition], setting: Setting) -> None:
        for index, condition in enumerate(rows):
            for problem in setting.condition_problems(condition):
                self._add((*field, index, problem.field), problem.code, problem.message, problem.fix)
            self._names((*field, index), condition)

    def _names(self, path: Path, row: schema.Effect | schema.Condition) -> None:
        tables: tuple[tuple[str, Table], ...] = (
            ("institution", "institutions"),
            ("movement", "movements"),
            ("bloc", "blocs"),
        )
        for field, table in tables:
            if (key := getattr(row, field, None)) is not None:
                self._name((*path, field), table, key)

    def _name(self, path: Path, table: Table, key: str) -> None:
        """A library row may name what this scenario does not take: it then says nothing here."""
        here = (*self._path, *path)
        if self._file == SCENARIO:
            self._findings.taken_row(here, table, key)
            return
        rows = (*getattr(self._findings.library, table), *getattr(self._findings.scenario, f"add_{table}"))
        what = table.removesuffix("s")
        self._findings.known(here, what, key, {other.key for other in rows}, file=self._file)

    def _placeholders(self, path: Path, text: str, known: Sequence[str]) -> bool:
        """Whether every word in braces is one that is filled in here; those that are not are faults."""
        strange = [word for word in _PLACEHOLDER.findall(text) if word not in known]
        for word in strange:
            message = f"{word} is not filled in here"
            fix = f"use {' and '.join(known)} only" if known else "write the text without braces"
            self._add(path, "placeholder", message, fix)
        return not strange

    def _add(self, path: Path, code: str, message: str, fix: str) -> None:
        self._findings.add((*self._path, *path), code, message=message, fix=fix, file=self._file)
