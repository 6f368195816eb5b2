"""What was found, counted: a bucket has as many as the same search finds when it is asked for that bucket alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facets import UNTOLD, Facet, FacetBy, facets
from graph.ids import EntityId, KindId, SourceId
from graph.model import Iri
from graph.provenance import ProvenanceFilter
from graph.search import search
from graph.view import SearchIn
from graph.vocabulary import ORGANIZATION, PERSON
from tests.graph.claim_sets import claim_sets

if TYPE_CHECKING:
    from graph.codec import Content
    from graph.plain import PlainView
    from tests.graph.questions.conftest import Press


@pytest.fixture
def told(press: Press) -> Press:
    """Print three that are called Kowal, by three papers of two years."""
    press.source("courier", published="2020")
    press.source("sunday", publisher="times", published="2021~")
    press.say("anna", "type", Iri(PERSON))
    press.say("vesta", "type", Iri(ORGANIZATION))
    press.say("anna", "name", "Anna Kowal")
    press.say("anna", "alternateName", "A. Kowal", source="courier", claimant=EntityId("vesta"))
    press.say("jan", "name", "Jan Kowal", source="sunday")
    press.say("vesta", "name", "Kowal’s group")
    press.say("ola", "name", "Ola")
    return press


def counted(press: Press, by: FacetBy, text: str = "kowal") -> list[tuple[str | None, str, int]]:
    view = press.view()
    (facet,) = facets(view, search(view, text), [by])
    assert facet.by is by
    return [(bucket.key, bucket.label, bucket.count) for bucket in facet.buckets]


def test_entities_are_counted_by_publisher_claimant_and_source(told: Press) -> None:
    assert counted(told, FacetBy.PUBLISHER) == [("times", "times", 3), ("courier", "courier", 1)]
    assert counted(told, FacetBy.CLAIMANT) == [("times", "times", 3), ("vesta", "Kowal’s group", 1)]
    assert counted(told, FacetBy.SOURCE) == [("times", "times", 2), ("courier", "courier", 1), ("sunday", "sunday", 1)]


def test_entities_are_counted_by_the_year_in_which_their_sources_were_published(told: Press) -> None:
    assert counted(told, FacetBy.YEAR) == [("2021", "2021", 2), ("2020", "2020", 1), (None, UNTOLD, 1)]


def test_entities_are_counted_under_their_kinds_and_those_above(told: Press) -> None:
    found = {key: count for key, _, count in counted(told, FacetBy.KIND)}
    assert found[PERSON] == found[ORGANIZATION] == 1
    assert found["https://schema.org/Thing"] == 3


def test_what_is_asked_is_answered_in_order_and_nothing_found_has_no_buckets(told: Press) -> None:
    view = told.view()
    asked = [FacetBy.YEAR, FacetBy.KIND]
    assert facets(view, search(view, "nobody"), asked) == [Facet(by, ()) for by in asked]


NARROWED: dict[FacetBy, Any] = {
    FacetBy.PUBLISHER: lambda key: (None, {"publishers": frozenset({EntityId(key)})}),
    FacetBy.CLAIMANT: lambda key: (None, {"claimants": frozenset({EntityId(key)})}),
    FacetBy.SOURCE: lambda key: (None, {"sources": frozenset({SourceId(key)})}),
    FacetBy.KIND: lambda key: (frozenset({KindId(key)}), {}),
}


@settings(max_examples=30)
@given(claim_sets(), st.sampled_from(["anna", "group", "jan", "held"]))
def test_a_bucket_has_as_many_as_are_found_when_it_is_asked_for(
    new_press: type[Press], contents: list[Content], text: str
) -> None:
    view: PlainView = new_press.of(contents)
    found = search(view, text, None, list(SearchIn))
    for facet in facets(view, found, list(NARROWED)):
        for bucket in facet.buckets:
            kinds, members = NARROWED[facet.by](bucket.key)
            narrowed = search(view, text, kinds, list(SearchIn), ProvenanceFilter(**members))
            assert len(narrowed) == bucket.count, (facet.by, bucket)


def test_counts_do_not_read_more_for_more_that_is_found(new_press: type[Press]) -> None:
    asked = []
    for many in (2, 30):
        press = new_press()
        for number in range(many):
            press.say(f"person-{number}", "name", f"Kowal {number}", source=f"paper-{number}")
        view = press.view()
        found = search(view, "kowal")
        assert len(found) == many
        asked.append(calls(view, found))
    assert asked[0] == asked[1]


def calls(view: PlainView, hits: Any) -> int:  # noqa: ANN401 - what search found
    """Return how often `view` is called to count `hits`."""
    counted = 0

    class Counting:
        def __getattr__(self, name: str) -> object:
            nonlocal counted
            counted += name not in {"identity", "base", "state"}
            return getattr(view, name)

    facets(Counting(), hits, list(FacetBy))  # type: ignore[arg-type]  # all that it lacks, the view has
    return counted
