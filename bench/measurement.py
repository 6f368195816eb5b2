"""One measurement: its numbers, the goal it is held against, and the line that says so."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGINES = ("numpy", "networkx", "pyoxigraph", "pyarrow", "tantivy")


class Goal(NamedTuple):
    """What a number is to be: at least, or else at most, `bound`."""

    bound: float
    at_least: bool

    def met_by(self, number: float) -> bool:
        """Say whether `number` is good enough."""
        return number >= self.bound if self.at_least else number <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


def at_least(bound: float) -> Goal:
    """Return the goal of `bound` or more."""
    return Goal(bound, at_least=True)


def at_most(bound: float) -> Goal:
    """Return the goal of `bound` or less."""
    return Goal(bound, at_least=False)


class Measurement(Struct, frozen=True, omit_defaults=True):
    """What one row measured.

    `ratio` is the number that the goal speaks of; `ours` and `baseline` are what it was made of, in `unit`. `more` has
    what else is worth knowing: the other clock, the other quantile, how often.
    """

    name: str
    ours: float
    baseline: float
    ratio: float
    unit: str
    against: str
    goal: str = ""
    met: bool | None = None
    note: str = ""
    more: dict[str, float] = {}
    machine: str = ""


def measured(  # noqa: PLR0913 - the parts of a line
    name: str,
    *,
    ours: float,
    baseline: float,
    ratio: float,
    unit: str,
    against: str,
    goal: Goal | None = None,
    also: tuple[float, Goal] | None = None,
    note: str = "",
    more: Mapping[str, float] | None = None,
) -> Measurement:
    """Return a measurement; `also` is a second number with its goal, where there are two."""
    met = None if goal is None else goal.met_by(ratio) and (also is None or also[1].met_by(also[0]))
    words = "" if goal is None else str(goal) + (f", and {also[1]}" if also else "")
    rounded = {key: _rounded(number) for key, number in (more or {}).items()}
    return Measurement(
        name=name,
        ours=_rounded(ours),
        baseline=_rounded(baseline),
        ratio=_rounded(ratio),
        unit=unit,
        against=against,
        goal=words,
        met=met,
        note=note,
        more=rounded,
        machine=machine(),
    )


def as_line(found: Measurement) -> bytes:
    """Return `found` as one line of JSON, without what it keeps to itself."""
    fields = msgspec.to_builtins(found)
    fields |= fields.pop("more", {})
    return msgspec.json.encode(fields)


def machine() -> str:
    """Return what this was measured on."""
    lines = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.*)", lines)
    engines = ", ".join(f"{name} {version(name)}" for name in _ENGINES)
    cores = os.cpu_count()
    return f"{model[1] if model else platform.machine()}, {cores} cores, Python {platform.python_version()}, {engines}"


def _rounded(number: float) -> float:
    return float(f"{number:.4g}")
