"""Names that are not Slavic: the folding of Slavic spellings does not make one of two members of a parliament."""

from __future__ import annotations

import json
import tarfile
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from graph.likeness_of_names import SAME_NAME, alike
from graph.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.shared

OF_EACH = 30


def parliaments(shared: Path) -> Iterator[list[str]]:
    """Yield names of members of each parliament, evenly chosen, each name once."""
    with tarfile.open(shared / "data" / "popolo-everypolitician.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith("ep-popolo-v1.0.json") else None
            if file:
                names = {folded(person["name"]): person["name"] for person in json.load(file)["persons"]}
                ordered = [names[key] for key in sorted(names)]
                yield ordered[:: max(1, len(ordered) // OF_EACH)][:OF_EACH]


def test_members_of_a_parliament_stay_apart(shared: Path) -> None:
    pairs = [pair for names in parliaments(shared) for pair in combinations(names, 2)]
    taken = [pair for pair in pairs if alike(*pair) >= SAME_NAME]
    assert len(pairs) > 40_000
    assert len(taken) / len(pairs) < 0.0003
