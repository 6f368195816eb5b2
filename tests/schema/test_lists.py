"""Lists of connections, claims and sources: which are asked for, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

HERS = '{ entity(ref: { name: "Maryya Kalesnikava" }) { found: %s } }'


def hers(ask: Asker, field: str) -> Any:  # noqa: ANN401 - whatever the field answers
    """Return what a field of hers answers."""
    return ask(HERS % field)["entity"]["found"]


def test_relations_go_the_way_that_is_asked_for(ask: Asker) -> None:
    found = {
        way: hers(ask, f"relations(where: {{ direction: {way} }}) {{ edges {{ direction }} }}")["edges"]
        for way in ("OUT", "IN")
    }
    assert all(edge["direction"] == way for way, edges in found.items() for edge in edges)
    assert any(found.values())


def test_relations_of_two_orders_are_the_same_and_have_cursors_of_their_own(ask: Asker) -> None:
    names = {
        order: hers(ask, f"relations(orderBy: {order}) {{ edges {{ cursor node {{ name }} }} }}")["edges"]
        for order in ("PROPERTY", "TIME", "SUPPORT")
    }
    sets = [sorted(edge["node"]["name"] for edge in edges) for edges in names.values()]
    assert sets[0] == sets[1] == sets[2]
    other = names["PROPERTY"][0]["cursor"]
    assert ask.codes(HERS % f'relations(orderBy: TIME, after: "{other}") {{ totalCount }}') == ["INVALID_CURSOR"]


def test_her_claims_can_be_narrowed(ask: Asker) -> None:
    found = hers(ask, 'claims(where: { properties: ["name"] }) { nodes { property { label } } }')["nodes"]
    assert {claim["property"]["label"] for claim in found} == {"name"}


def test_her_sources_say_how_many_claims_are_about_her(ask: Asker) -> None:
    found = hers(ask, "sources { edges { claimCount node { sourceId } } }")["edges"]
    claims = hers(ask, "claims(first: 100) { nodes { source { sourceId } } }")["nodes"]
    told = [claim["source"]["sourceId"] for claim in claims]
    assert {edge["node"]["sourceId"]: edge["claimCount"] for edge in found} == {name: told.count(name) for name in told}


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_claims_by_day_of_publication_can_be_walked(ask: Asker, direction: str) -> None:
    query = """query($after: String, $way: SortDirection!) {
        claims(first: 7, after: $after, orderBy: { by: PUBLISHED, direction: $way }) {
            totalCount pageInfo { hasNextPage endCursor } nodes { id source { published { edtf } } }
        }
    }"""
    nodes: list[dict[str, Any]] = []
    page = ask(query, way=direction)["claims"]
    while True:
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        page = ask(query, way=direction, after=page["pageInfo"]["endCursor"])["claims"]
    days = [node["source"]["published"]["edtf"] for node in nodes]
    assert days == sorted(days, reverse=direction == "DESC")
    assert len({node["id"] for node in nodes}) == len(nodes) == page["totalCount"]


def test_the_ontology_tells_its_kinds_and_properties(ask: Asker) -> None:
    found = ask("{ kinds { typeName isEvent above { typeName } properties { label } } }")["kinds"]
    arrest = next(kind for kind in found if kind["typeName"] == "Arrest")
    assert arrest["isEvent"]
    assert "affected person" in {prop["label"] for prop in arrest["properties"]}
    labels = ask("{ properties { label range isRole projects functional } }")["properties"]
    sibling = next(prop for prop in labels if prop["label"] == "sibling")
    assert sibling == {"label": "sibling", "range": "ENTITY", "isRole": False, "projects": True, "functional": False}


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ('relations(where: { properties: ["birthDate"] }) { totalCount }', "'birthDate' connects no entities"),
        ('relations(where: { properties: ["name"] }) { totalCount }', "'name' connects no entities"),
    ],
)
def test_what_is_never_a_connection_is_not_looked_for(ask: Asker, field: str, message: str) -> None:
    (error,) = ask.errors(HERS % field)
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert error["message"].startswith(message)


@pytest.mark.parametrize("wikidata", ["184", "q184", "Q", "Q0", "wikidata:Q184", "Q" + "1" * 50])
def test_what_is_no_wikidata_id_is_said(ask: Asker, wikidata: str) -> None:
    query = "query($q: String!) { entity(ref: { wikidata: $q }) { name } }"
    assert ask.codes(query, q=wikidata) == ["INVALID_INPUT"]
