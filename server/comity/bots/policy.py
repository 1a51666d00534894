"""A house bot: what its seat sees and may do, a temperament and some chance, made into a move.

It sees exactly what a player on that seat sees: the public board and the seat's own board. It leans to a
blend of its state's character and its temperament's ideal, acts in character, treats friends as friends, and
votes by its logic.
"""

from collections import Counter
from typing import Any

import numpy as np

from comity.bots.guide import Guide
from comity.rules.draws import Draws
from comity.rules.views import ActionOption, DocketItem, PublicBoard, SeatBoard, TablingOption
from comity.rules.vocabulary import GLOBALISMS

STANCE_STEP = 2
"""Points of stance that a bot moves at most in one turn: drift is cheaper than swings."""
DEFAULT_TRUST, DEFAULT_TENSION = 50.0, 10.0
FIRM = 0.12
"""Below this strength of opinion a bot abstains: the middle hedges."""


def move(board: PublicBoard, seat: SeatBoard, guide: Guide, temperament: str, draws: Draws) -> dict[str, Any]:
    """A legal move for one seat, as a move body."""
    return _Bot(board, seat, guide, temperament, draws).move()


class _Bot:
    def __init__(
        self, board: PublicBoard, seat: SeatBoard, guide: Guide, temperament: str, draws: Draws
    ) -> None:
        self._board, self._seat, self._guide = board, seat, guide
        self._temper = guide.temperaments[temperament]
        self._draws = draws
        self._me = np.array([guide.chance[seat.state]], dtype=np.int64)
        self._trust = {
            self._other(row.a, row.b): row.trust for row in board.pairs if seat.state in (row.a, row.b)
        }
        self._tension = {
            self._other(row.a, row.b): row.tension for row in board.pairs if seat.state in (row.a, row.b)
        }
        self._stance = self._wanted_stance()
        houses = (*board.institutions, *board.movements, *board.blocs, *GLOBALISMS)
        lots = draws.table([f"bot:taste:{key}" for key in houses], self._me)[0, :, 0].tolist()
        self._taste: dict[str, float] = dict(zip(houses, lots, strict=True))

    def _other(self, a: str, b: str) -> str:
        return b if a == self._seat.state else a

    def move(self) -> dict[str, Any]:
        body: dict[str, Any] = {"stance": self._stance, "actions": self._actions(), "votes": self._votes()}
        tabled = self._tabling()
        if tabled is not None:
            body["tabled"] = [tabled]
        if self._seat.answers:
            body["answers"] = {
                event.event: event.choices[self._pick(event.event, len(event.choices))]
                for event in self._seat.answers
            }
        return body

    def _pick(self, event: str, count: int) -> int:
        """The first choice, unless boldness says otherwise."""
        lot = float(self._draws.uniform(f"bot:answer:{event}", self._me)[0, 0])
        return int(lot / self._temper.boldness * count) if lot < self._temper.boldness else 0

    def _wanted_stance(self) -> dict[str, int]:
        """Ten whole points, at most STANCE_STEP away from the stance in force."""
        own = self._board.states[self._seat.state].predisposition
        ideal = dict(zip(GLOBALISMS, (self._temper.ideal / 10_000).tolist(), strict=True))
        wish = {
            key: (1 - self._temper.pull) * own[key] + self._temper.pull * ideal[key] for key in GLOBALISMS
        }
        now, goal = whole_points(self._seat.stance), whole_points(wish)
        for _ in range(STANCE_STEP):
            gap = {key: goal[key] - now[key] for key in GLOBALISMS}
            up, down = max(GLOBALISMS, key=lambda key: gap[key]), min(GLOBALISMS, key=lambda key: gap[key])
            if gap[up] <= 0:
                break
            now[up] += 1
            now[down] -= 1
        return now

    def _actions(self) -> list[dict[str, Any]]:
        """The best deeds that fit the purse, in order of liking."""
        purse = self._seat.capital.value * (1 - self._temper.thrift)
        chosen: list[dict[str, Any]] = []
        count: Counter[str] = Counter()
        for _, option, target in sorted(self._candidates(), key=lambda row: -row[0]):
            if len(chosen) == self._guide.actions_per_turn:
                break
            if option.cost > purse or count[option.action] >= self._guide.per_turn[option.action]:
                continue
            purse -= option.cost
            count[option.action] += 1
            chosen.append({"action": option.action} | ({"target": target} if target else {}))
        return chosen

    def _candidates(self) -> list[tuple[float, ActionOption, str | None]]:
        options = [option for option in self._seat.actions if option.reason is None]
        if not options:
            return []
        noise = self._draws.table([f"bot:act:{option.action}" for option in options], self._me)[
            0, :, 0
        ].tolist()
        rows: list[tuple[float, ActionOption, str | None]] = []
        for option, lot in zip(options, noise, strict=True):
            share = self._stance[self._guide.action_globalism[option.action]] / 10
            liking = share * option.fit + self._temper.boldness * lot
            if self._guide.action_target[option.action] == "none":
                rows.append((liking, option, None))
                continue
            ranked = [
                (self._regard(option.action, row.key), row.key)
                for row in option.targets
                if row.reason is None
            ]
            best = sorted(ranked, key=lambda row: (-row[0], self._guide.chance.get(row[1], 0)))[
                : self._guide.per_turn[option.action]
            ]
            rows.extend((liking * regard, option, key) for regard, key in best if regard > 0)
        return rows

    def _regard(self, action: str, target: str) -> float:
        """How well a target suits an action, 0..1.5: foes for hostile acts, friends else; or by taste."""
        if self._guide.action_target[action] != "state":
            return 0.75 + 0.5 * self._taste[target]
        trust, tension = self._trust.get(target, DEFAULT_TRUST), self._tension.get(target, DEFAULT_TENSION)
        warmth = (trust - tension) / 100.0
        if action in self._guide.hostile:
            return max(0.25 - warmth, 0.0) * 1.5
        return max(warmth + (0.35 if action in self._guide.needs_both else 0.25), 0.0)

    def _votes(self) -> dict[str, str]:
        mine = set(self._seat.votes)
        return {item.id: self._vote(item) for item in self._board.docket if item.id in mine}

    def _vote(self, item: DocketItem) -> str:
        """By one's logic, and by regard for who proposes and who is meant."""
        favour = self._guide.favour[item.resolution]
        if self._seat.state in item.sponsors:
            return "yes"
        if item.target == self._seat.state and favour != 0:
            return "yes" if favour > 0 else "no"
        others = [key for key in item.sponsors if key != self._seat.state]
        friends = [self._trust.get(key, DEFAULT_TRUST) - DEFAULT_TRUST for key in others]
        opinion = self._appeal(item.resolution)
        opinion += self._temper.loyalty * sum(friends) / (100.0 * max(len(friends), 1))
        if item.target in self._board.states:
            warmth = (self._trust.get(item.target or "", DEFAULT_TRUST) - DEFAULT_TRUST) / 100.0
            opinion += self._temper.loyalty * (warmth if favour > 0 else -warmth)
        return "yes" if opinion > FIRM else "no" if opinion < -FIRM else "abstain"

    def _appeal(self, resolution: str) -> float:
        return sum(self._guide.appeal[resolution][key] * self._stance[key] / 10 for key in GLOBALISMS)

    def _tabling(self) -> dict[str, Any] | None:
        """Now and then, the resolution that most appeals: good ones for a friend, others for a foe."""
        if float(self._draws.uniform("bot:table", self._me)[0, 0]) > 0.25 + 0.25 * self._temper.boldness:
            return None
        open_rows = [
            row
            for row in self._seat.tabling
            if row.reason is None
            and self._appeal(row.resolution) > FIRM
            and (self._aims(row) or not row.targets)
        ]
        if not open_rows:
            return None
        noise = self._draws.table(
            [f"bot:table:{row.resolution}:{row.institution}" for row in open_rows], self._me
        )[0, :, 0].tolist()
        best = max(
            range(len(open_rows)),
            key=lambda i: self._appeal(open_rows[i].resolution) + self._temper.boldness * noise[i],
        )
        row = open_rows[best]
        body: dict[str, Any] = {"resolution": row.resolution, "institution": row.institution}
        if row.targets:
            sign = -1 if self._guide.favour[row.resolution] > 0 else 1
            body["target"] = min(
                self._aims(row),
                key=lambda key: (sign * self._trust.get(key, DEFAULT_TRUST), self._guide.chance.get(key, 0)),
            )
        return body

    def _aims(self, row: TablingOption) -> list[str]:
        """Whom a resolution may be about: a bot asks nothing for itself."""
        return [
            target.key for target in row.targets if target.reason is None and target.key != self._seat.state
        ]


def whole_points(shares: dict[str, float]) -> dict[str, int]:
    """Shares as ten whole points, by largest remainder."""
    exact = {key: shares[key] * 10 for key in GLOBALISMS}
    points = {key: int(exact[key]) for key in GLOBALISMS}
    order = sorted(GLOBALISMS, key=lambda key: -(exact[key] - points[key]))
    for key in order[: 10 - sum(points.values())]:
        points[key] += 1
    return points
