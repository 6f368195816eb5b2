"""The plain view over a real archive: every primitive takes many and answers in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.errors import DamagedError
from graph.ids import ClaimId, EntityId, SourceId
from graph.model import Certainty, Characters, Claim, Evidence, Ref, Source, Status, Text, Value
from graph.plain import PlainView, open_plain
from graph.provenance import EVERYTHING
from graph.search import search
from graph.support import owners
from graph.view import Counts, PathSpec, View
from graph.vocabulary import ALIAS, KG, NAME, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from graph.archive import Archive

TEXT = "Anna and her brother Jan. Anna Kowal supports Jan."
BASE = "https://graph.example/"


def entity(name: str) -> EntityId:
    return EntityId(f"https://example.org/{name}")


ANNA, JAN, TIMES, COURIER = (entity(name) for name in ("anna", "jan", "times", "courier"))


def claim(number: int, subject: EntityId, prop: str, value: Value, source: str, **more: object) -> Claim:
    evidence = Evidence(SourceId(source), Characters(0, 4), "Anna")
    members = {"claimant": entity(source), "evidence": (evidence,)} | more
    return Claim(id=ClaimId(f"onrecord:claim/{number}"), subject=subject, property=prop, value=value, **members)  # type: ignore[arg-type]  # the members of a claim, by name


TOLD = [
    claim(1, ANNA, SCHEMA + "sibling", Ref(JAN), "times"),
    claim(2, ANNA, NAME, Text("Anna Kowal"), "times"),
    claim(3, ANNA, ALIAS, Text("Ánna"), "courier"),
    claim(4, JAN, KG + "supports", Ref(ANNA), "courier", claimant=ANNA),
    claim(5, COURIER, KG + "partOf", Ref(TIMES), "times"),
    claim(6, TIMES, KG + "partOf", Ref(JAN), "times", certainty=Certainty.POSSIBLE),
]


def loaded(archive: Archive, claims: list[Claim], *, at: int) -> PlainView:
    """Load what `claims` say into `archive`, and open it."""
    deposits = []
    for name in ("times", "courier"):
        source = Source(id=SourceId(name), title=name, publisher=entity(name))
        said = [claim for claim in claims if claim.source == name]
        deposits.append(Deposit(Content(source, said), TEXT.encode() if name == "times" else None))
    archive.load(deposits, at=at)
    return open_plain(archive, archive.current())


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return initialise(tmp_path / "data", BASE)


@pytest.fixture
def view(archive: Archive) -> PlainView:
    return loaded(archive, TOLD, at=1_000)


def numbers(claims: list[Claim]) -> list[int]:
    return [int(claim.id.rsplit("/", 1)[-1]) for claim in claims]


def test_it_is_a_view(view: View) -> None:
    assert (view.state.generation, view.state.decisions, view.base, view.updated_at) == (1, 0, BASE, 1_000)


def test_it_counts_subjects_values_and_claimants(view: PlainView) -> None:
    assert view.counts() == Counts(entities=4, claims=6, sources=2)


def test_who_is_spoken_of_or_speaks_is_known(view: PlainView) -> None:
    assert view.known([JAN, entity("nobody"), TIMES, ANNA]) == [True, False, True, True]


def test_claims_are_found_by_subject_value_claimant_and_source(view: PlainView) -> None:
    nobody = entity("nobody")
    assert [numbers(found) for found in view.about([JAN, nobody, ANNA])] == [[4], [], [1, 2, 3]]
    assert [numbers(found) for found in view.naming([ANNA, nobody, JAN])] == [[4], [], [1, 6]]
    assert [numbers(found) for found in view.said_by([nobody, ANNA, TIMES])] == [[], [4], [1, 2, 5, 6]]
    sources = [SourceId("courier"), SourceId("none")]
    assert [numbers(found) for found in view.claims_of(sources)] == [[3, 4], []]


def test_claims_are_found_by_id_in_the_order_asked(view: PlainView) -> None:
    asked = [TOLD[3].id, ClaimId("none"), TOLD[0].id]
    assert view.claims(asked) == [TOLD[3], None, TOLD[0]]


def test_a_scan_begins_after_any_id(view: PlainView) -> None:
    assert numbers(list(view.scan())) == [1, 2, 3, 4, 5, 6]
    assert numbers(list(view.scan(TOLD[3].id))) == [5, 6]
    assert numbers(list(view.scan(ClaimId("onrecord:claim/35")))) == [4, 5, 6]
    assert list(view.scan(TOLD[5].id)) == []


def test_sources_and_texts_are_those_loaded(view: PlainView) -> None:
    courier, times, none = SourceId("courier"), SourceId("times"), SourceId("none")
    assert view.source_ids() == [courier, times]
    assert [source.title if source else None for source in view.sources([times, none, courier])] == [
        "times",
        None,
        "courier",
    ]
    assert view.texts([times, none, courier]) == [TEXT, None, None]


def test_who_owns_a_publisher_is_what_is_said_as_a_fact(view: PlainView) -> None:
    assert owners(view, [COURIER, TIMES, JAN]) == [TIMES, TIMES, JAN]


def test_publishers_that_own_each_other_have_one_owner(archive: Archive) -> None:
    turned = claim(7, TIMES, KG + "partOf", Ref(COURIER), "times")
    assert owners(loaded(archive, [*TOLD, turned], at=1_000), [TIMES, COURIER, JAN]) == [COURIER, COURIER, JAN]


def test_a_name_that_was_ruled_out_finds_nobody(archive: Archive) -> None:
    rejected = claim(7, JAN, NAME, Text("Wrong"), "times", status=Status.REJECTED)
    view = loaded(archive, [*TOLD, rejected], at=1_000)
    assert (view.named(["wrong"]), search(view, "wrong")) == ([[]], [])


def test_names_are_found_whole_whatever_their_case_and_accents(view: PlainView) -> None:
    assert view.named(["ANNA", "anna kowal", "Kowal", ""]) == [[ANNA], [ANNA], [], []]


def test_identifiers_are_found_whole(archive: Archive) -> None:
    said = claim(7, JAN, SCHEMA + "identifier", Text("wikidata:Q42"), "times")
    view = loaded(archive, [*TOLD, said], at=1_000)
    assert view.identified(["wikidata:Q4", "wikidata:Q42"]) == [[], [JAN]]


def test_names_are_found_by_beginnings_of_words(view: PlainView) -> None:
    (hit,) = search(view, "ann")
    assert (hit.entity, numbers([hit.claim])) == (ANNA, [3])
    assert search(view, "wal") == []


def test_the_shortest_chains_are_found(view: PlainView) -> None:
    found = view.chains(ANNA, TIMES, PathSpec(), EVERYTHING)
    assert (found.chains, found.complete) == ([[ANNA, JAN, TIMES]], True)
    standing = view.chains(ANNA, TIMES, PathSpec(), EVERYTHING.connected())
    assert (standing.chains, standing.complete) == ([], True)


def test_a_claim_keeps_the_time_at_which_it_was_first_taken_up(archive: Archive) -> None:
    loaded(archive, TOLD[:4], at=1_000)
    view = loaded(archive, TOLD, at=2_000)
    recorded = view.recorded_at([TOLD[0].id, TOLD[4].id, ClaimId("none"), TOLD[2].id])
    assert recorded == [1_000, 2_000, None, 1_000]
    assert (view.state.generation, view.updated_at) == (2, 2_000)


def test_an_older_generation_is_read_as_it_was(archive: Archive) -> None:
    loaded(archive, TOLD[:4], at=1_000)
    loaded(archive, TOLD, at=2_000)
    assert open_plain(archive, archive.generation(1)).counts().claims == 4


def test_nothing_loaded_is_an_empty_view(archive: Archive) -> None:
    view = open_plain(archive, archive.current())
    assert view.counts() == Counts(0, 0, 0)
    assert (list(view.scan()), search(view, "anna"), view.named(["anna"])) == ([], [], [[]])


def test_another_state_is_another_digest(archive: Archive) -> None:
    before, after = loaded(archive, TOLD[:4], at=1_000), loaded(archive, TOLD, at=1_000)
    assert before.state.digest != after.state.digest
    assert str(after.state) == f"2-0-{after.state.digest[:16]}"


def test_a_damaged_file_is_never_read_as_truth(archive: Archive, view: PlainView) -> None:
    del view
    file = next((archive.root / "sources").glob("times*/*.nq.zst"))
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(DamagedError, match=file.name):
        open_plain(archive, archive.current())
