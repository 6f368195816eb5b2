"""Another version of a source: what is as it was stays where it lies, and the index grows with what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.ids import ClaimIds, EntityId, PropertyId, SourceId
from graph.index.building import MAX_SEGMENTS, compact, follow, reindex
from graph.index.catalogue import Catalogue, folder_of, path_of, read_catalogue
from graph.model import Claim, Evidence, Iri, Ref, Row, Source, Status, Text, Time, Value, value_key
from graph.plain import open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.view import PathSpec
from graph.vocabulary import IDENTIFIER, KG, NAME, SCHEMA, TYPE
from tests.graph.builders import PUBLISHER, SIBLING
from tests.graph.conformance import answers, asked_of, open_indexed

if TYPE_CHECKING:
    from pathlib import Path

LIST = SourceId("https://example.org/people.csv")
ROWS, CLAIMS_OF_A_ROW = 408, 15
MOST_OF_THE_BYTES = 0.02


def facts(number: int, name: str) -> Iterable[tuple[PropertyId, Value]]:
    """Yield what one row says of one person."""
    yield TYPE, Iri(SCHEMA + "Person")
    yield NAME, Text(name, "en")
    yield IDENTIFIER, Text(f"list:{number}")
    yield PropertyId(SCHEMA + "birthDate"), Time(f"19{number % 90:02}-01-02", f"2 Jan {number % 90:02}")
    for place in range(4):
        yield PropertyId(KG + "memberOf"), Ref(EntityId(f"urn:club:{(number + 11 * place) % 37}"))
    for place in range(7):
        yield PropertyId(f"urn:p:{place}"), Text(f"cell {place} of {number}")


def table(rows: int, **names: str) -> Content:
    """Return a dataset of `rows` rows; `names` are those of some of them, as `r17`."""
    ids, claims = ClaimIds(LIST), list[Claim]()
    for number in range(1, rows + 1):
        who, name = EntityId(f"urn:person:{number}"), names.get(f"r{number}", f"Person {number}")
        words = Evidence(LIST, Row(number), f"{number};{name};19{number % 90:02};club {number % 37};some more of a row")
        claims += [
            Claim(
                id=ids.next(who, prop, value_key(value), PUBLISHER),
                subject=who,
                property=prop,
                value=value,
                claimant=PUBLISHER,
                evidence=(words,),
            )
            for prop, value in facts(number, name)
        ]
    return Content(Source(id=LIST, title="People", publisher=PUBLISHER), sorted(claims, key=lambda claim: claim.id))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return initialise(tmp_path / "data")


def load(archive: Archive, content: Content, at: int) -> Catalogue:
    """Load a source, bring the index after it, hold it to the files, and return its catalogue."""
    follow(archive, archive.load([Deposit(content, None)], at=at), {content.source.id: content})
    check(archive)
    return read_catalogue(path_of(archive, archive.current()))


def check(archive: Archive) -> None:
    plain, index = (view(archive, archive.current()) for view in (open_plain, open_indexed))
    asked = asked_of(plain, 20)
    assert answers(index, asked) == answers(plain, asked)


def rows_of_segments(catalogue: Catalogue) -> list[int]:
    return [listed.ends.claims - listed.bases.claims for listed in catalogue.segments]


def files(archive: Archive) -> dict[Path, int]:
    """Return the files of the index, with when each was written."""
    return {path: path.stat().st_mtime_ns for path in folder_of(archive).rglob("*") if path.is_file()}


def test_one_row_of_408_that_changes_writes_a_fiftieth_of_the_bytes(archive: Archive) -> None:
    content = table(ROWS)
    assert len(content.claims) == ROWS * CLAIMS_OF_A_ROW
    load(archive, content, at=1)
    before = files(archive)
    first = sum(path.stat().st_size for path in before)
    found = load(archive, table(ROWS, r200="Another Name"), at=2)
    written = sum(path.stat().st_size for path, at in files(archive).items() if before.get(path) != at)
    assert written <= MOST_OF_THE_BYTES * first
    assert rows_of_segments(found) == [ROWS * CLAIMS_OF_A_ROW, CLAIMS_OF_A_ROW]
    assert (found.dead, len(found.gone), found.claims) == ((), CLAIMS_OF_A_ROW, ROWS * CLAIMS_OF_A_ROW)


def test_claims_that_stay_keep_when_they_were_recorded_and_the_others_are_new(archive: Archive) -> None:
    before, after = table(20), table(20, r7="Another Name")
    load(archive, before, at=1)
    load(archive, after, at=2)
    view, there = open_indexed(archive, archive.current()), {claim.id for claim in before.claims}
    for claim in after.claims:
        assert view.recorded_at([claim.id]) == [1 if claim.id in there else 2]
    assert view.claims_of([LIST]) == [after.claims]


def test_a_claim_that_is_only_reviewed_is_another(archive: Archive) -> None:
    before = table(4)
    reviewed = replace(before.claims[9], status=Status.PROPOSED)
    load(archive, before, at=1)
    found = load(archive, Content(before.source, [*before.claims[:9], reviewed, *before.claims[10:]]), at=2)
    assert (rows_of_segments(found), len(found.gone), found.proposed) == ([60, 1], 1, 1)
    found = load(archive, before, at=3)
    assert (rows_of_segments(found), len(found.gone), found.proposed) == ([60, 1, 1], 2, 0)


def test_a_source_that_is_only_described_anew_writes_no_claim(archive: Archive) -> None:
    before = table(4)
    load(archive, before, at=1)
    described = replace(before.source, title="All people", publisher=EntityId("urn:club:1"), published=Time("2019"))
    found = load(archive, Content(described, before.claims), at=2)
    assert (rows_of_segments(found), found.dead, found.gone) == ([60, 0], (), ())
    assert open_indexed(archive, archive.current()).sources([LIST]) == [described]


def test_a_source_of_which_little_stays_is_written_whole(archive: Archive) -> None:
    load(archive, table(4), at=1)
    found = load(archive, table(4, r1="A", r2="B", r3="C"), at=2)
    assert (rows_of_segments(found), found.dead, found.gone) == ([60, 60], (0,), ())


def test_a_source_that_is_withdrawn_takes_all_its_rows_along(archive: Archive) -> None:
    load(archive, table(4), at=1)
    load(archive, table(4, r1="A"), at=2)
    follow(archive, archive.withdraw([LIST], at=3), {})
    check(archive)
    found = read_catalogue(path_of(archive, archive.current()))
    assert (found.dead, found.gone, found.claims, len(found.silent)) == ((0, 1), (), 0, found.totals.entities)
    found = load(archive, table(4, r1="A"), at=4)
    assert (found.claims, found.silent) == (60, ())


def test_segments_of_one_source_are_pressed_together(archive: Archive) -> None:
    for at in range(MAX_SEGMENTS + 1):
        load(archive, table(40, **{f"r{at + 1}": "Another Name"}), at=at)
    assert compact(archive, archive.current())
    check(archive)
    found = read_catalogue(path_of(archive, archive.current()))
    assert len(found.segments) < MAX_SEGMENTS
    assert found.claims == 40 * CLAIMS_OF_A_ROW
    load(archive, table(40, r9="Yet Another"), at=99)
    reindex(archive, archive.current())
    check(archive)
    found = read_catalogue(path_of(archive, archive.current()))
    assert (rows_of_segments(found), found.dead, found.gone) == ([600], (), ())


def test_a_claim_that_was_away_while_nobody_followed_is_a_new_one(archive: Archive) -> None:
    whole = table(8)
    load(archive, whole, at=1)
    for at, content in ((2, Content(whole.source, whole.claims[1:])), (3, whole)):
        archive.load([Deposit(content, None)], at=at)
    check(archive)
    found = read_catalogue(path_of(archive, archive.current()))
    assert (rows_of_segments(found), len(found.gone)) == ([120, 1], 1)
    assert open_indexed(archive, archive.current()).recorded_at([whole.claims[0].id]) == [3]


def test_of_a_source_described_anew_every_claim_is_that_of_its_publisher_now(archive: Archive) -> None:
    before = table(8)
    load(archive, before, at=1)
    now = replace(before.source, publisher=EntityId("urn:club:1"))
    load(archive, Content(now, before.claims[1:]), at=2)
    view = open_indexed(archive, archive.current())
    people = [EntityId(f"urn:person:{number}") for number in range(1, 9)]
    for publisher, anybody in ((PUBLISHER, False), (now.publisher, True)):
        provenance = ProvenanceFilter(publishers=frozenset({publisher}))
        assert any(view.values(people, {NAME}, provenance)) == anybody


def test_a_connection_that_is_gone_does_not_make_a_hub(archive: Archive) -> None:
    ids, words = ClaimIds(LIST), Evidence(LIST, Row(1), "a row")
    anna, ola, *others = (EntityId(f"urn:person:{number}") for number in range(5))
    claims = [
        Claim(
            id=ids.next(ola, SIBLING, value_key(Ref(other)), PUBLISHER),
            subject=ola,
            property=SIBLING,
            value=Ref(other),
            claimant=PUBLISHER,
            evidence=(words,),
        )
        for other in (anna, *others)
    ]
    source = Source(id=LIST, title="", publisher=PUBLISHER)
    spec = PathSpec(hub_limit=3)
    for at, told, chains in ((1, claims, []), (2, claims[:3], [[anna, ola, others[0]]])):
        found = load(archive, Content(source, sorted(told, key=lambda claim: claim.id)), at=at)
        assert len(found.gone) == at - 1
        view = open_indexed(archive, archive.current())
        assert view.chains(anna, others[0], spec, EVERYTHING.connected()).chains == chains
