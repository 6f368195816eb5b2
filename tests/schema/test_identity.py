"""Who is whom over GraphQL: one entity by each of its ids, how many records it has, and why they are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.decisions import Judgement, Ruling, decide, pair_of
from graph.ids import ClaimIds, EntityId, SourceId
from graph.indexed import open_view
from graph.model import Claim, Evidence, Iri, Row, Source, Text, Value, value_key
from graph.vocabulary import IDENTIFIER, NAME, PERSON, TYPE
from schema.global_ids import Sort, to_id
from tests.schema.conftest import Asker

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = [EntityId(f"onrecord:entity/record-{number:03}") for number in range(120)]
ANNA = EntityId("onrecord:entity/anna")
WHY = "recordCount mergedFrom bonds { one other reason detail decision decidedBy decidedAt }"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """Ask a list in which 120 records share an identifier, and somebody who was decided to be one with them."""
    folder: Path = tmp_path_factory.mktemp("identity")
    archive = initialise(folder / "data")
    source, ids, publisher = SourceId("list"), ClaimIds(SourceId("list")), EntityId("onrecord:entity/list")
    said: list[tuple[EntityId, Any, Value]] = [(ANNA, NAME, Text("Anna")), (ANNA, TYPE, Iri(PERSON))]
    for record in RECORDS:
        said += [
            (record, IDENTIFIER, Text("wikidata:Q1")),
            (record, NAME, Text(record[-3:])),
            (record, TYPE, Iri(PERSON)),
        ]
    claims = [
        Claim(
            id=ids.next(subject, prop, value_key(value), publisher),
            subject=subject,
            property=prop,
            value=value,
            claimant=publisher,
            evidence=(Evidence(source, Row(number), f"row: {number}"),),
        )
        for number, (subject, prop, value) in enumerate(said, start=1)
    ]
    described = Source(id=source, title="A list", publisher=publisher)
    archive.load([Deposit(Content(described, sorted(claims, key=lambda claim: claim.id)), None)], at=7)
    ruling = Ruling("eva", pair_of(ANNA, RECORDS[5]), Judgement.SAME, reason="one face")
    return Asker(open_view(archive, archive.current(), decide(archive, [ruling], at=8)))


def entity(ask: Asker, fields: str, record: EntityId) -> dict[str, Any]:
    """Return what is answered of an entity asked by one of its ids."""
    found = ask(f'{{ node(id: "{to_id(Sort.ENTITY, record)}") {{ ... on Entity {{ {fields} }} }} }}')["node"]
    assert isinstance(found, dict)
    return found


def test_each_id_gives_the_same_entity(ask: Asker) -> None:
    answers = [entity(ask, f"id iri name {WHY}", record) for record in (ANNA, RECORDS[0], RECORDS[-1])]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["id"] == to_id(Sort.ENTITY, ANNA)


def test_records_are_counted_and_the_first_hundred_listed(ask: Asker) -> None:
    found = entity(ask, WHY, ANNA)
    assert (found["recordCount"], len(found["mergedFrom"]), len(found["bonds"])) == (121, 100, 100)
    few = entity(ask, "mergedFrom(first: 2) bonds(first: 1) { reason }", ANNA)
    assert (len(few["mergedFrom"]), len(few["bonds"])) == (2, 1)


def test_a_bond_says_why(ask: Asker) -> None:
    bonds = entity(ask, WHY, ANNA)["bonds"]
    (decided,) = (bond for bond in bonds if bond["reason"] == "DECISION")
    assert {decided["one"], decided["other"]} == {to_id(Sort.ENTITY, record) for record in (ANNA, RECORDS[5])}
    assert (decided["detail"], decided["decision"], decided["decidedBy"]) == ("one face", 1, "eva")
    assert decided["decidedAt"] == "1970-01-01T00:00:08Z"
    shared = next(bond for bond in bonds if bond["reason"] == "IDENTIFIER")
    assert (shared["detail"], shared["decision"], shared["decidedBy"]) == ("wikidata:Q1", None, None)


def test_who_is_one_record_has_no_bonds(ask: Asker) -> None:
    assert entity(ask, WHY, EntityId("onrecord:entity/list")) == {"recordCount": 1, "mergedFrom": [], "bonds": []}


def test_several_ids_of_one_entity_are_answered_each(ask: Asker) -> None:
    ids = [to_id(Sort.ENTITY, record) for record in (RECORDS[3], ANNA)]
    found = ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)["nodes"]
    assert found == [{"id": to_id(Sort.ENTITY, ANNA)}] * 2


@pytest.mark.parametrize("first", [0, 101])
def test_a_page_is_one_to_a_hundred(ask: Asker, first: int) -> None:
    with pytest.raises(AssertionError, match="LIMIT"):
        entity(ask, f"mergedFrom(first: {first})", ANNA)
