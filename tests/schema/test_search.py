"""Search through the API: in names, descriptions and quotes, under the filter, counted by facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.schema.conftest import Asker

SEARCH = """
query ($text: String!, $in: [SearchIn!]! = [NAMES], $provenance: ProvenanceFilter, $kinds: [ID!], $first: Int) {
  search(text: $text, in: $in, provenance: $provenance, kinds: $kinds, first: $first) {
    totalCount
    edges {
      score foundIn how matchedName { text } claimCount
      node { name }
      claim { id evidence { exact { text } } source { id publisher { id } } claimant { id } }
    }
    facets(by: [KIND, PUBLISHER, CLAIMANT, SOURCE, YEAR]) { by bucketCount buckets { id label count } }
  }
}
"""
FILTERS: list[dict[str, object] | None] = [
    None,
    {"certainties": ["POSSIBLE"]},
    {"minIndependentSources": 2},
    {"statuses": []},
]
EVERYWHERE = ["NAMES", "DESCRIPTIONS", "QUOTES"]


def test_a_quote_finds_whom_its_claims_are_about_and_shows_the_words(ask: Asker) -> None:
    found = ask(SEARCH, text="arrested", **{"in": ["QUOTES"]})["search"]
    first = found["edges"][0]
    assert {edge["foundIn"] for edge in found["edges"]} == {"QUOTES"}
    assert (first["how"], first["matchedName"], first["score"]) == (None, None, 0.3)
    assert "arrested" in " ".join(piece["exact"]["text"] for piece in first["claim"]["evidence"]).casefold()
    assert "Maryya Kalesnikava" in {edge["node"]["name"] for edge in found["edges"]}


def test_names_alone_are_looked_at_unless_more_is_asked(ask: Asker) -> None:
    assert ask('{ search(text: "arrested") { totalCount } }') == {"search": {"totalCount": 0}}
    assert ask('{ search(text: "homich", in: []) { totalCount } }') == {"search": {"totalCount": 0}}
    (best, *_) = ask(SEARCH, text="Tatsiana Homich", **{"in": EVERYWHERE})["search"]["edges"]
    assert (best["foundIn"], best["how"], best["matchedName"]["text"]) == ("NAMES", "WHOLE", "Tatsiana Homich")


def test_a_source_that_does_not_count_names_nobody(ask: Asker) -> None:
    (facet,) = ask('{ search(text: "kalesnikava") { facets(by: [PUBLISHER]) { buckets { id } } } }')["search"]["facets"]
    publishers = [bucket["id"] for bucket in facet["buckets"]]
    none = ask(SEARCH, text="kalesnikava", provenance={"notPublishers": publishers})
    assert (len(publishers), none["search"]["totalCount"]) == (2, 0)
    early = ask(SEARCH, text="Central Election Commission", provenance={"publishedUntil": "2025-09-04"})["search"]
    late = ask(SEARCH, text="Central Election Commission", provenance={"publishedUntil": "2025-09-06"})["search"]
    assert (early["totalCount"], late["totalCount"]) == (0, 1)


@pytest.mark.parametrize("text", ["belarus", "held", "kalesnikava"])
def test_a_facet_counts_as_many_as_are_found_when_it_is_asked_for(ask: Asker, text: str) -> None:
    asked: dict[str, object] = {"text": text, "in": EVERYWHERE}
    everything = ask(SEARCH, **asked)["search"]
    facets = {facet["by"]: facet["buckets"] for facet in everything["facets"]}
    assert [*facets] == ["KIND", "PUBLISHER", "CLAIMANT", "SOURCE", "YEAR"]
    narrowed: list[tuple[Any, dict[str, object]]] = [(bucket, {"kinds": [bucket["id"]]}) for bucket in facets["KIND"]]
    for by, member in (("PUBLISHER", "publishers"), ("CLAIMANT", "claimants"), ("SOURCE", "sources")):
        narrowed += [(bucket, {"provenance": {member: [bucket["id"]]}}) for bucket in facets[by]]
    assert len(narrowed) > 4
    for bucket, more in narrowed:
        assert ask(SEARCH, **asked, **more)["search"]["totalCount"] == bucket["count"], bucket
    assert [(bucket["id"], bucket["label"]) for bucket in facets["YEAR"]] == [(None, "2025")]


def test_facets_count_all_that_was_found_and_not_the_page(ask: Asker) -> None:
    page, whole = (ask(SEARCH, text="kales", **{"in": EVERYWHERE, "first": first})["search"] for first in (1, 100))
    assert (len(page["edges"]), len(whole["edges"])) == (1, whole["totalCount"])
    assert page["facets"] == whole["facets"]


def test_few_of_the_buckets_are_shown_and_all_are_counted(ask: Asker) -> None:
    query = '{ search(text: "kales") { facets(by: [KIND, KIND]) { bucketCount buckets(first: 1) { count } } } }'
    (facet,) = ask(query)["search"]["facets"]
    assert (len(facet["buckets"]), facet["bucketCount"] > 1) == (1, True)


def test_a_profile_says_what_those_who_count_say(ask: Asker) -> None:
    query = """query ($kept: ProvenanceFilter) { entity(ref: { name: "Maryya Kalesnikava" }) {
      names(provenance: $kept) { text claims { source { publisher { name } } } }
      description(provenance: $kept) { claims { id } }
      identifiers(provenance: $kept) { claims { id } }
    } }"""
    everything = ask(query)["entity"]
    nothing = ask(query, kept={"statuses": []})["entity"]
    assert nothing == {"names": [], "description": [], "identifiers": []}
    publishers = {c["source"]["publisher"]["name"] for name in everything["names"] for c in name["claims"]}
    assert len(publishers) > 1
    two = ask(query, kept={"minIndependentSources": 2})["entity"]["names"]
    assert {name["text"] for name in two} < {name["text"] for name in everything["names"]}


def test_a_source_lists_the_claims_that_count(ask: Asker) -> None:
    query = """query ($kept: ProvenanceFilter) {
      sources { edges { claimCount node { claims(provenance: $kept) { totalCount } } } }
    }"""
    counts = [
        [edge["node"]["claims"]["totalCount"] for edge in ask(query, kept=kept)["sources"]["edges"]] for kept in FILTERS
    ]
    everything, possible, two, nothing = counts
    assert all(0 <= some < every for some, every in zip(possible, everything, strict=True))
    assert all(0 < some < every for some, every in zip(two, everything, strict=True))
    assert sum(possible) > sum(nothing) == 0
