"""Measurements as a table for people: plain text that is Markdown too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLUMNS = ("row", "ratio", "goal", "met", "ours", "baseline", "unit")
_MET = {True: "yes", False: "**no**", None: ""}


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """Return the lines that `bench.measurement.as_line` makes as a table, and the machines that they name below it."""
    rows = [_COLUMNS, *(_row(one) for one in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, _line(["-" * width for width in widths], widths))
    machines = dict.fromkeys(str(one["machine"]) for one in found)
    return "\n".join([*lines, "", *machines]) + "\n"


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    numbers = (f"{one[name]:.4g}" for name in ("ours", "baseline"))
    return (one["name"], f"{one['ratio']:.3g}", one.get("goal", ""), _MET[one.get("met")], *numbers, one["unit"])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
