"""Counts over the sample case: buckets with keys that a client can ask further with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.counts import CountBy

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

QUERY = """query($by: [CountBy!]!, $of: Counted! = CLAIMS, $where: ClaimFilter, $kinds: [ID!],
    $provenance: ProvenanceFilter) {
  counts(by: $by, of: $of, where: $where, kinds: $kinds, provenance: $provenance, first: 100) {
    totalCount
    nodes { keys { by label id } count independentSources }
  }
}"""

TOTAL = """query($where: ClaimFilter, $provenance: ProvenanceFilter) {
  claims(where: $where, provenance: $provenance) { totalCount }
}"""


def counted(ask: Asker, *by: str, **variables: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(QUERY, by=list(by), **variables)["counts"]["nodes"]
    return found


def labelled(nodes: list[dict[str, Any]]) -> dict[Any, int]:
    """Return the counts by their labels; where there is one key, by its label."""
    labels = [tuple(key["label"] for key in node["keys"]) for node in nodes]
    return {each[0] if len(each) == 1 else each: node["count"] for each, node in zip(labels, nodes, strict=True)}


def test_arrests_are_counted_by_place_and_year(ask: Asker) -> None:
    found = labelled(counted(ask, "PLACE", "YEAR", of="ENTITIES", kinds=["Arrest"]))
    # both papers tell of Kalesnikava's on one day: that is one; Tsikhanouski's they date by the month
    assert found == {("Minsk", "2020"): 1, (None, "2020"): 2}


@pytest.mark.parametrize("by", [by for by in CountBy if by is not CountBy.PLACE])
def test_buckets_add_up_to_the_claims(ask: Asker, by: CountBy) -> None:
    for where in ({}, {"properties": ["affectedPerson"]}, {"text": "prison"}, {"during": {"from": "2020-01-01"}}):
        for least in (1, 2):
            provenance = {"minIndependentSources": least}
            claims = ask(TOTAL, where=where, provenance=provenance)["claims"]["totalCount"]
            assert sum(node["count"] for node in counted(ask, by, where=where, provenance=provenance)) == claims
            assert claims or least > 1


def test_an_id_of_a_key_can_be_asked_with(ask: Asker) -> None:
    first = counted(ask, "CLAIMANT")[0]
    (key,) = first["keys"]
    again = counted(ask, "CLAIMANT", where={"claimants": [key["id"]]})
    assert again == [first]
    assert (
        ask("query($id: ID!) { node(id: $id) { ... on Entity { name } } }", id=key["id"])["node"]["name"]
        == key["label"]
    )
    (kind,) = counted(ask, "KIND", kinds=["Person"])[0]["keys"]
    assert labelled(counted(ask, "KIND", kinds=[kind["id"]])) == labelled(counted(ask, "KIND", kinds=["Person"]))
    (prop,) = counted(ask, "PROPERTY")[0]["keys"]
    assert (
        ask("query($id: ID!) { node(id: $id) { ... on Property { label } } }", id=prop["id"])["node"]["label"]
        == prop["label"]
    )
    (source,) = counted(ask, "SOURCE")[0]["keys"]
    found = ask("query($id: ID!) { node(id: $id) { ... on Source { title { text } } } }", id=source["id"])["node"]
    assert found["title"]["text"] == source["label"]
    (year,) = counted(ask, "YEAR")[0]["keys"]
    assert year["id"] is None


def test_what_one_paper_alone_says_is_left_out(ask: Asker) -> None:
    twice = {"minIndependentSources": 2}
    assert sum(labelled(counted(ask, "PUBLISHER", provenance=twice)).values()) < sum(
        labelled(counted(ask, "PUBLISHER")).values()
    )
    assert {node["independentSources"] for node in counted(ask, "PROPERTY", provenance=twice)} == {2}


@pytest.mark.parametrize("by", [[], ["KIND", "KIND"], ["KIND", "YEAR", "PLACE", "MONTH"]])
def test_it_is_by_one_to_three_different_ones(ask: Asker, by: list[str]) -> None:
    assert ask.codes(QUERY, by=by) == ["INVALID_INPUT"]


def test_a_list_that_is_much_too_long_is_not_said_again(ask: Asker) -> None:
    (error,) = ask.errors(QUERY, by=["KIND"] * 20_000)
    assert error["message"] == "by is a list of 20000: expected one to 3 different ones"


def test_a_key_can_be_asked_for_alone(ask: Asker) -> None:
    query = """{ counts(by: [YEAR, PLACE], of: ENTITIES, kinds: ["Arrest"]) {
      nodes { year: key(by: YEAR) { label } place: key(by: PLACE) { by label } kind: key(by: KIND) { label } }
    } }"""
    nodes = ask(query)["counts"]["nodes"]
    assert nodes == [
        {"year": {"label": "2020"}, "place": {"by": "PLACE", "label": None}, "kind": None},
        {"year": {"label": "2020"}, "place": {"by": "PLACE", "label": "Minsk"}, "kind": None},
    ]
