"""Pictures of a report, as SVG that stands inside a page and prints well.

Every picture has a title for those who do not see it, and says in figures what it shows by lengths.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import numpy as np

from comity.lab.par import Spread
from comity.lab.thesis import Effect
from comity.rules.layout import FloatArray

WIDTH: Final = 640
_LABEL: Final = 190
_ROW: Final = 26
_RIGHT: Final = 74
_INK, _SOFT, _BAND = "#1d2733", "#6b7785", "#c9d6e4"
"""Dark enough on white for every reader, and told apart in grey."""


def spreads(title: str, rows: Mapping[str, Spread], *, names: Mapping[str, str]) -> str:
    """Ranges from one in ten below to one in ten above, with the mean marked."""
    low = min((row.p10 for row in rows.values()), default=0.0)
    high = max((row.p90 for row in rows.values()), default=1.0)
    scale = _Scale(min(low, 50.0), max(high, 50.0))
    parts = [_rule(scale.x(50.0), len(rows))]
    for place, (key, row) in enumerate(rows.items()):
        y = _ROW * place + _ROW / 2
        parts += [
            _label(names.get(key, key), y),
            _bar(scale.x(row.p10), scale.x(row.p90), y, _BAND),
            f'<circle cx="{scale.x(row.mean):.1f}" cy="{y}" r="5" fill="{_INK}"/>',
            _figure(f"{row.mean:.1f}", y),
        ]
    return _svg(title, len(rows), parts)


def shares(
    title: str,
    won: Mapping[str, float],
    *,
    held: Mapping[str, float],
    names: Mapping[str, str],
    colours: Mapping[str, str],
) -> str:
    """Shares won as bars, with a mark at the share of seats that held the same."""
    scale = _Scale(0.0, max([*won.values(), *(held.get(key, 0.0) for key in won), 0.5]))
    parts = []
    for place, (key, share) in enumerate(won.items()):
        y = _ROW * place + _ROW / 2
        mark = scale.x(held.get(key, 0.0))
        parts += [
            _label(names.get(key, key), y),
            _bar(scale.x(0.0), scale.x(share), y, colours.get(key, _SOFT)),
            f'<path d="M{mark:.1f} {y - 10}v20" stroke="{_INK}" stroke-width="2"/>',
            _figure(f"{share:.0%}", y),
        ]
    return _svg(title, len(won), parts)


def intervals(title: str, rows: Sequence[tuple[str, Effect]]) -> str:
    """Effects with their intervals about nought."""
    known = [effect for _, effect in rows if effect.low is not None and effect.high is not None]
    most = max([1.0, *(abs(end) for effect in known for end in (effect.low or 0.0, effect.high or 0.0))])
    scale = _Scale(-most, most)
    parts = [_rule(scale.x(0.0), len(rows))]
    for place, (name, effect) in enumerate(rows):
        y = _ROW * place + _ROW / 2
        parts.append(_label(name, y))
        if effect.low is None or effect.high is None:
            parts.append(_figure("?", y))
            continue
        clear = effect.low > 0 or effect.high < 0
        colour = _INK if clear else _SOFT
        parts += [
            (
                f'<path d="M{scale.x(effect.low):.1f} {y}H{scale.x(effect.high):.1f}" stroke="{colour}" '
                'stroke-width="2"/>'
            ),
            (
                f'<circle cx="{scale.x(effect.effect):.1f}" cy="{y}" r="5" '
                f'fill="{colour if clear else "#ffffff"}" stroke="{colour}" stroke-width="2"/>'
            ),
            _figure(f"{effect.effect:+.2f}", y),
        ]
    return _svg(title, len(rows), parts)


def path(title: str, turns: Sequence[str], values: FloatArray) -> str:
    """One quantity by turn, [turn, game]: its mean as a line, the middle eight of ten games as a band."""
    low, high = np.percentile(values, 10, axis=1), np.percentile(values, 90, axis=1)
    mean, height, left, right = values.mean(axis=1), 120.0, 34.0, WIDTH / 2 - 16
    least, most = float(low.min()) - 2, float(high.max()) + 2

    def at(turn: int, value: float) -> str:
        x = left + (right - left) * turn / max(len(turns) - 1, 1)
        return f"{x:.1f} {height - (height - 10) * (value - least) / (most - least):.1f}"

    count = range(len(turns))
    band = "M" + "L".join([*(at(t, high[t]) for t in count), *(at(t, low[t]) for t in reversed(count))])
    line = "M" + "L".join(at(t, mean[t]) for t in count)
    ends = (
        f'<text x="{left}" y="{height + 16}" class="s">{escape(turns[0])}</text>'
        f'<text x="{right}" y="{height + 16}" class="s" text-anchor="end">{escape(turns[-1])}</text>'
        f'<text x="0" y="14" class="s">{most:.0f}</text><text x="0" y="{height}" class="s">{least:.0f}</text>'
    )
    return (
        f'<svg viewBox="0 0 {WIDTH // 2} {height + 22:.0f}" role="img"><title>{escape(title)}</title>'
        f'<path d="{band}Z" fill="{_BAND}"/><path d="{line}" fill="none" stroke="{_INK}" '
        f'stroke-width="2.5"/>{ends}</svg>'
    )


class _Scale:
    """From a quantity to a place between the labels and the figures."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._wide = low, max(high - low, 1e-9)

    def x(self, value: float) -> float:
        return _LABEL + (WIDTH - _LABEL - _RIGHT) * (value - self._low) / self._wide


def _svg(title: str, rows: int, parts: Sequence[str]) -> str:
    height = max(rows, 1) * _ROW + 4
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _label(words: str, y: float) -> str:
    return f'<text x="{_LABEL - 12}" y="{y + 5}" text-anchor="end">{escape(words)}</text>'


def _figure(words: str, y: float) -> str:
    return f'<text x="{WIDTH - 4}" y="{y + 5}" text-anchor="end" class="f">{escape(words)}</text>'


def _bar(start: float, end: float, y: float, colour: str) -> str:
    return (
        f'<rect x="{start:.1f}" y="{y - 7}" width="{max(end - start, 1.0):.1f}" height="14" rx="2" '
        f'fill="{colour}"/>'
    )


def _rule(x: float, rows: int) -> str:
    return f'<path d="M{x:.1f} 0V{rows * _ROW}" stroke="{_SOFT}" stroke-dasharray="3 3"/>'
