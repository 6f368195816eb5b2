"""The persons of the EU's list of Belarus and the names it gives them, as its cells pack them."""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_PARENTHESIS = re.compile(r"\s*\(([^)]*)\)")


class Person(NamedTuple):
    """A person of the list: the number of the record, every name, the day of birth and the gender as written."""

    record: str
    names: list[str]
    born: str
    gender: str


def persons(shared: Path) -> list[Person]:
    """Return the persons of the list."""
    with (shared / "data" / "belarus" / "eu-765-2006-belarus.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] == "Person"]
    return [
        Person(row["recordId"], _names(f"{row['name']};{row['alias']};{row['weakAlias']}"), row["birthDate"],
               row["gender"].lower())
        for row in rows
    ]  # fmt: skip


def halves(listed: list[Person]) -> tuple[list[Person], list[Person]]:
    """Return the half that thresholds are set on, and the half that they are scored on."""
    chosen = {person.record for person in listed if sha256(person.record.encode()).digest()[0] % 2 == 0}
    return [one for one in listed if one.record in chosen], [one for one in listed if one.record not in chosen]


def _names(cells: str) -> list[str]:
    """Return the names between semicolons; one in parentheses replaces the whole name, or the word before it."""
    found = []
    for cell in cells.split(";"):
        match = _PARENTHESIS.search(cell)
        if not match:
            found.append(cell)
            continue
        before, after = cell[: match.start()], cell[match.end() :]
        found.append(before + after)
        for other in re.split("[,/]", match[1]):
            whole = len(other.split()) > 1
            found.append(other if whole else " ".join([*before.split()[:-1], other, after]))
    tidy = (" ".join(name.replace(",", " ").split()) for name in found)
    return [name for name in dict.fromkeys(tidy) if name]
