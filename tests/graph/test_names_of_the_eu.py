"""One person under many spellings: the EU's list of Belarus, thresholds set on one half and scored on the other."""

from __future__ import annotations

import csv
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from graph.archive import Deposit, initialise
from graph.ids import SourceId
from graph.likeness_of_names import SAME_NAME, alike
from graph.plain import open_plain
from graph.proposals import proposals
from loaders.batch import Batch, read_batch
from tests.graph.eu_list import Person, halves, persons
from tests.graph.people import archive_of, deposit, entity, persons_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.shared


class Scored(NamedTuple):
    """How well a threshold tells two names of one person from names of two."""

    precision: float
    recall: float
    f1: float


def scored(pairs: Sequence[tuple[bool, float]], threshold: float) -> Scored:
    right = sum(same and score >= threshold for same, score in pairs)
    taken = sum(score >= threshold for _, score in pairs)
    true = sum(same for same, _ in pairs)
    return Scored(right / taken, right / true, 2 * right / (taken + true))


def pairs_of(listed: Sequence[Person]) -> list[tuple[bool, float]]:
    names = [(person.record, name) for person in listed for name in person.names]
    return [(one[0] == other[0], alike(one[1], other[1])) for one, other in combinations(names, 2)]


def test_two_names_of_one_person_are_told_from_names_of_two(shared: Path) -> None:
    set_on, scored_on = halves(persons(shared))
    assert (len(set_on), len(scored_on)) == (158, 154)

    candidates = [hundredths / 100 for hundredths in range(80, 100)]
    known = pairs_of(set_on)
    best = max(candidates, key=lambda threshold: scored(known, threshold).f1)
    assert scored(known, SAME_NAME).f1 >= scored(known, best).f1 - 0.004

    found = scored(pairs_of(scored_on), SAME_NAME)
    assert found.f1 >= 0.975
    assert found.precision >= 0.995
    assert found.recall >= 0.96


def test_of_as_many_persons_as_there_are_names_those_of_one_person_are_proposed(shared: Path, tmp_path: Path) -> None:
    listed = halves(persons(shared))[1]
    record_of = {entity(f"{one.record}-{place}"): one.record for one in listed for place in range(len(one.names))}
    told = {f"{one.record}-{place}": [name] for one in listed for place, name in enumerate(one.names)}
    archive = archive_of(tmp_path / "data", persons_named(told))

    found = list(proposals(open_plain(archive, archive.current())))

    right = sum(record_of[proposal.one] == record_of[proposal.other] for proposal in found)
    true = sum(len(one.names) * (len(one.names) - 1) // 2 for one in listed)
    assert right / true >= 0.955
    assert right / len(found) >= 0.995
    assert [proposal.score for proposal in found] == sorted((proposal.score for proposal in found), reverse=True)


def test_of_three_sources_of_one_case_those_who_are_in_two_are_proposed_and_their_kin_are_not(
    shared: Path, tmp_path: Path
) -> None:
    listed = persons_named({f"eu-{one.record}": one.names for one in persons(shared)})
    with (shared / "data" / "belarus" / "viasna_prisoners_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        prisoners = persons_named({row["name"].replace(" ", "-"): [row["name"]] for row in csv.DictReader(file)})
    (article,) = read_batch(Batch([*(shared / "seed").glob("*.txt")], [shared / "seed" / "gold.json"]))
    archive = initialise(tmp_path / "data")
    told = [deposit(SourceId("eu"), listed), deposit(SourceId("viasna"), prisoners)]
    archive.load([Deposit(article.read.content, article.document.content), *told], at=1_000)

    found = [(one.one, one.other) for one in proposals(open_plain(archive, archive.current()))]

    assert sorted(found) == [
        (entity("Maryia-Kalesnikava"), entity("kalesnikava-h8r73ip6nr64f4d3")),
        (entity("eu-45"), entity("lukashenko-ns813ga3nrco90jp")),
    ]
