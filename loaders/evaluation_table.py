"""The figures of an evaluation, side by side for people and as one object for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.names import printable
from loaders.evaluation import Figure, Share, pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.evaluation import Scores

_WIDTH = 7


def as_object(scores: Scores) -> dict[str, object]:
    """Return the figures of one article, or of several pooled, under their names."""
    return {name: _value(value) for name, value in scores.rows.items()}


def as_table(names: Sequence[str], scores: Sequence[Scores]) -> str:
    """Return a row for each figure: F1 of each article in its column, then all of it for the articles together."""
    together = pooled(scores)
    several = len(scores) > 1
    legend = [f"{number:>3}  {printable(name)}" for number, name in enumerate(names, start=1)]
    heads = "".join(f"{number:>{_WIDTH}}" for number in range(1, len(scores) + 1)) if several else ""
    lines = [*legend, "", f"{'':30}{heads}  {'together' if several else ''}".rstrip()]
    for name, value in together.rows.items():
        cells = "".join(f"{_cell(each.rows[name]):>{_WIDTH}}" for each in scores) if several else ""
        lines.append(f"{name:30}{cells}  {_in_full(value)}")
    return "\n".join(lines)


def _cell(value: Figure | Share | int) -> str:
    match value:
        case Figure():
            return f"{value.f1:.3f}" if value.predicted or value.gold else "–"
        case Share():
            return f"{value.hits}/{value.of}"
        case _:
            return str(value)


def _in_full(value: Figure | Share | int) -> str:
    if isinstance(value, Figure):
        numbers = f"{value.hits} of {value.predicted} found, {value.gold} annotated"
        return f"F1 {value.f1:.3f}  P {value.precision:.3f}  R {value.recall:.3f}  {numbers}"
    return _cell(value)


def _value(value: Figure | Share | int) -> object:
    if isinstance(value, Figure):
        shares = {"P": value.precision, "R": value.recall, "F1": value.f1}
        return {name: round(share, 3) for name, share in shares.items()} | value._asdict()
    return _cell(value) if isinstance(value, Share) else value
