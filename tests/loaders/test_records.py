"""Records become rows that fit, and drafts that the door lets in or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ids import ClaimIds, EntityId, PropertyId, SourceId, publisher_id
from graph.model import Claim, Refused, Remark, Row, Text, value_key
from graph.vocabulary import NAME
from graph.vocabulary.door import MAX_EVIDENCE_LENGTH
from loaders.records import Draft, Ids, Intake, Problem, Record, broken, packed_rows
from loaders.rows import block, row_of

A, B = EntityId("https://example.org/a"), EntityId("https://example.org/b")
SOURCE = SourceId("s")
WORDS = st.text(st.characters(categories=["L", "N", "Zs"]), max_size=40)


@given(st.lists(st.tuples(st.sampled_from(["name", "born"]), WORDS), max_size=6))
def test_cells_that_fit_are_one_row_as_a_dataset_has_it(cells: list[tuple[str, str]]) -> None:
    rows, places = packed_rows(cells)
    assert rows == [text for text in [block(cells)] if text]
    assert places == [(0,)] * len(cells)


@given(st.lists(st.integers(0, 25_000), max_size=6))
def test_no_row_is_longer_than_evidence_may_be_and_every_cell_is_in_its_rows(sizes: list[int]) -> None:
    cells = [("notes", chr(ord("a") + number) * size) for number, size in enumerate(sizes)]
    rows, places = packed_rows(cells)
    assert all(len(row) <= MAX_EVIDENCE_LENGTH for row in rows)
    for (_, words), stands in zip(cells, places, strict=True):
        if words:
            assert "".join(rows[place] for place in stands).count(words[0]) >= len(words)


def test_a_column_that_is_too_long_is_cut() -> None:
    rows, _ = packed_rows([("x" * 50_000, "words")])
    assert [len(row) for row in rows] == [200 + len(": words")]


def test_the_ids_of_a_record_are_those_of_a_source_that_has_it_alone() -> None:
    value = Text("Anna")
    alone = ClaimIds(SOURCE)
    expected = [alone.next(A, NAME, value_key(value), B) for _ in range(2)]
    ids = Ids(SOURCE, A, "a")
    assert [ids.next(A, NAME, value, B) for _ in range(2)] == expected


def test_records_that_say_the_same_of_another_entity_or_come_again_have_ids_of_their_own() -> None:
    value = Text("Anna")
    told = [
        Ids(SOURCE, A, "a", 0),
        Ids(SOURCE, A, "a", 1),
        Ids(SOURCE, B, "b"),
        Ids(SOURCE, B, "c"),
        Ids(SOURCE, B, "c", 1),
    ]
    assert len({ids.next(A, NAME, value, B) for ids in told}) == len(told)


@pytest.fixture
def intake() -> Iterator[Intake]:
    with closing(Intake(SOURCE, publisher_id("P"), "P")) as made:
        yield made


def draft(**changes: object) -> Draft:
    given_: dict[str, object] = {
        "id": Ids(SOURCE, A, "a").next(A, NAME, Text("Anna"), B),
        "subject": A,
        "property": NAME,
        "value": Text("Anna"),
        "claimant": B,
    }
    return Draft(**(given_ | changes))  # type: ignore[arg-type]


def record(*drafts: Draft, rows: int = 2, name: str = "a") -> Record:
    return Record(7, name, [f"name: {n}" for n in range(rows)], list(drafts), {}, {B: "B"}, [], {"eyes": 2})


def test_rows_are_numbered_over_all_records_and_stored(intake: Intake) -> None:
    first = list(intake.admit(record(draft())))
    second = list(intake.admit(record(draft(rows=(0, 1)))))
    claims = [item for item in [*first, *second] if isinstance(item, Claim) and item.subject == A]
    assert [[piece.place for piece in claim.evidence] for claim in claims] == [[Row(1)], [Row(3), Row(4)]]
    text = intake.text("s").content.decode()
    assert [row_of(text, number) for number in (1, 4, 5)] == ["name: 0", "name: 1", None]


def test_each_claimant_is_introduced_once(intake: Intake) -> None:
    items = [item for _ in range(2) for item in intake.admit(record(draft()))]
    names = [item.value for item in items if isinstance(item, Claim) and item.subject != A and item.property == NAME]
    assert names == [Text("P"), Text("B")]


def test_what_the_door_refuses_is_told_with_the_line_and_the_rest_is_let_in(intake: Intake) -> None:
    bad = draft(property=PropertyId("https://example.org/p"))
    items = list(intake.admit(record(bad, draft())))
    (refused,) = (item for item in items if isinstance(item, Refused))
    assert refused.place == "line 7, a"
    assert refused.reason.startswith("unknown property https://example.org/p")
    assert any(isinstance(item, Claim) and item.subject == A for item in items)


def test_a_draft_without_a_row_has_no_evidence_and_is_refused(intake: Intake) -> None:
    items = list(intake.admit(record(draft(rows=(9,)))))
    assert [item.reason for item in items if isinstance(item, Refused)] == [
        "no evidence: expected the words that it stands on"
    ]


def test_problems_are_refusals_or_remarks(intake: Intake) -> None:
    odd = Record(3, "", [], [], {}, {}, [Problem("born", "odd", refused=False)], {})
    assert list(intake.admit(broken(2, "x", "bad"))) == [Refused("line 2, x", "bad")]
    assert list(intake.admit(odd)) == [Remark("line 3: born", "odd")]


def test_what_has_no_place_is_told_by_number_and_from_200_properties_on_together(intake: Intake) -> None:
    for number in range(202):
        list(intake.admit(Record(1, "", [], [], {}, {}, [], {f"p{number:03}": 1 if number else 3})))
    told = [remark.text for remark in intake.remarks("s", "")]
    assert told[0] == "p000: 3 values have no place in the ontology"
    assert told[1] == "p001: 1 value has no place in the ontology"
    assert told[-1] == "2 more properties: 2 values have no place in the ontology"
    assert len(told) == 201
