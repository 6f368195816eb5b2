"""Shortest paths: equal to those of networkx on random graphs, and each hop with the claims it stands on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LimitError
from graph.ids import EntityId, PropertyId
from graph.model import Certainty, Characters, Rank, Stance, Status, Time
from graph.paths import Paths, find_paths
from graph.plain import PlainView
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.view import PathMode, PathSpec
from graph.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press, Seed

law = settings(derandomize=True, deadline=None, database=None, max_examples=200)
SPEC = PathSpec()
SUPPORTS, SIBLING = PropertyId(KG + "supports"), PropertyId(SCHEMA + "sibling")

people = st.integers(0, 9).map("p{}".format)
edges = st.lists(
    st.tuples(people, people, st.sampled_from(["sibling", "supports", "opponent"]), st.sampled_from(["t", "c", "h"])),
    min_size=8,
    max_size=30,
)


def between(view: PlainView, spec: PathSpec = SPEC, provenance: ProvenanceFilter = EVERYTHING) -> Paths:
    """Return the paths from anna to piotr."""
    return find_paths(view, EntityId("anna"), EntityId("piotr"), spec, provenance)


def chains(found: Paths) -> list[list[EntityId]]:
    return [path.entities for path in found.paths]


def square(press: Press) -> None:
    """Print two ways of two hops from anna to piotr, over jan and over ola."""
    for one, other in pairwise(["anna", "jan", "piotr", "ola", "anna"]):
        press.say(one, "sibling", other)


def oracle(graph: nx.Graph[str], longest: int) -> set[tuple[str, ...]]:
    """Return what networkx finds from p0 to p1."""
    if "p0" not in graph or "p1" not in graph or not nx.has_path(graph, "p0", "p1"):
        return set()
    found = map(tuple, nx.all_shortest_paths(graph, "p0", "p1"))
    return {chain for chain in found if len(chain) <= longest + 1}


@law
@given(edges, st.integers(1, 4))
def test_paths_are_those_of_networkx(
    new_press: type[Press], said: list[tuple[str, str, str, str]], longest: int
) -> None:
    press = new_press()
    graph: nx.Graph[str] = nx.Graph()
    for one, other, prop, source in said:
        press.say(one, prop, other, source=source)
        graph.add_edge(one, other)
    spec = PathSpec(max_length=longest)
    found = find_paths(press.view(), EntityId("p0"), EntityId("p1"), spec, EVERYTHING)
    listed = [tuple(chain) for chain in chains(found)]
    assert set(listed) == oracle(graph, longest)
    assert len(set(listed)) == len(listed)
    assert found.complete


@law
@given(edges)
def test_paths_with_two_sources_are_those_of_networkx_over_connections_that_have_two(
    new_press: type[Press], said: list[tuple[str, str, str, str]]
) -> None:
    press, papers = new_press(), dict[tuple[frozenset[str], str, str], set[str]]()
    for one, other, prop, source in said:
        press.say(one, prop, other, source=source)
        direction = "" if prop == "sibling" else one
        papers.setdefault((frozenset({one, other}), prop, direction), set()).add(source)
    ends = [pair for (pair, _, _), sources in papers.items() if len(sources) > 1 and len(pair) > 1]
    graph: nx.Graph[str] = nx.Graph([(one, other) for one, other in ends])
    asked = ProvenanceFilter(min_independent_sources=2)
    found = find_paths(press.view(), EntityId("p0"), EntityId("p1"), SPEC, asked)
    assert {tuple(chain) for chain in chains(found)} == oracle(graph, 6)
    assert all(path.support >= 2 for path in found.paths)


@law
@given(edges)
def test_the_hops_of_a_path_join_and_their_claims_join_their_ends(
    new_press: type[Press], said: list[tuple[str, str, str, str]]
) -> None:
    press = new_press()
    for one, other, prop, source in said:
        press.say(one, prop, other, source=source)
    for path in find_paths(press.view(), EntityId("p0"), EntityId("p1"), SPEC, EVERYTHING).paths:
        assert path.entities[0] == "p0"
        assert path.entities[-1] == "p1"
        for hop in path.hops:
            assert hop.claims
            ends = hop.start, hop.end
            for claim in hop.claims:
                said_ends = claim.subject, getattr(claim.value, "entity", None)
                assert claim.property == hop.property
                assert said_ends == (ends if hop.forward else ends[::-1]) or (
                    set(said_ends) == set(ends) and hop.property == SIBLING
                )


def test_parallel_connections_are_one_path_over_the_best_supported(press: Press) -> None:
    press.say("anna", "supports", "piotr")
    press.say("anna", "sibling", "piotr")
    press.say("piotr", "sibling", "anna", source="courier")
    found = between(press.view())
    assert [[(hop.property, len(hop.claims)) for hop in path.hops] for path in found.paths] == [[(SIBLING, 2)]]


def test_two_sources_support_a_connection_better_than_three_claims_of_one(press: Press) -> None:
    for _ in range(3):
        press.say("anna", "supports", "piotr")
    press.say("anna", "sibling", "piotr", source="times")
    press.say("anna", "sibling", "piotr", source="courier")
    assert [hop.property for path in between(press.view()).paths for hop in path.hops] == [SIBLING]


def test_a_longer_path_with_two_sources_is_found_where_the_short_one_has_one(press: Press) -> None:
    press.say("anna", "sibling", "piotr")
    for source in ("times", "courier"):
        press.say("anna", "supports", "jan", source=source)
        press.say("jan", "supports", "piotr", source=source)
    view = press.view()
    assert chains(between(view)) == [["anna", "piotr"]]
    assert chains(between(view, provenance=ProvenanceFilter(min_independent_sources=2))) == [["anna", "jan", "piotr"]]
    assert chains(between(view, provenance=ProvenanceFilter(min_independent_sources=3))) == []


def test_the_filter_holds_during_the_search(press: Press) -> None:
    press.say("anna", "sibling", "piotr", source="courier")
    press.say("anna", "sibling", "jan")
    press.say("jan", "sibling", "piotr")
    only = ProvenanceFilter(publishers=frozenset({EntityId("times")}))
    assert chains(between(press.view(), provenance=only)) == [["anna", "jan", "piotr"]]


@pytest.mark.parametrize(
    "more",
    [
        {"certainty": Certainty.POSSIBLE},
        {"certainty": Certainty.ALLEGED},
        {"certainty": Certainty.NEGATED, "stance": Stance.DENIES},
        {"stance": Stance.PREDICTS},
        {"status": Status.REJECTED},
        {"rank": Rank.DEPRECATED},
    ],
)
def test_no_path_rests_on_what_is_not_asserted(press: Press, more: dict[str, object]) -> None:
    press.say("anna", "sibling", "piotr", **more)
    assert chains(between(press.view())) == []


def test_a_path_rests_on_what_is_possible_when_asked(press: Press) -> None:
    press.say("anna", "sibling", "piotr", certainty=Certainty.POSSIBLE)
    asked = ProvenanceFilter(certainties=frozenset({Certainty.POSSIBLE}))
    assert chains(between(press.view(), provenance=asked)) == [["anna", "piotr"]]


def test_two_participants_of_an_event_are_two_hops_apart(press: Press) -> None:
    press.event("arrest", "Arrest", affectedPerson="anna", perpetrator="piotr")
    assert chains(between(press.view())) == [["anna", "arrest", "piotr"]]


def test_standing_in_one_article_connects_nobody(press: Press) -> None:
    press.say("anna", "name", "Anna")
    press.say("piotr", "name", "Piotr", claimant=EntityId("anna"))
    assert chains(between(press.view())) == []


def test_properties_choose_what_a_path_goes_over(press: Press) -> None:
    square(press)
    press.say("anna", "supports", "piotr")
    view = press.view()
    without = [["anna", "jan", "piotr"], ["anna", "ola", "piotr"]]
    assert chains(between(view)) == [["anna", "piotr"]]
    assert chains(between(view, PathSpec(not_properties=frozenset({SUPPORTS})))) == without
    assert chains(between(view, PathSpec(properties=frozenset({SIBLING})))) == without
    both = PathSpec(properties=frozenset({SIBLING}), not_properties=frozenset({SIBLING}))
    assert chains(between(view, both)) == []


def test_a_hop_names_no_property_that_was_ruled_out(press: Press) -> None:
    press.say("anna", "supports", "piotr")
    press.say("anna", "sibling", "piotr")
    found = between(press.view(), PathSpec(not_properties=frozenset({SIBLING})))
    assert [hop.property for path in found.paths for hop in path.hops] == [SUPPORTS]


def test_a_path_is_no_longer_than_asked(press: Press) -> None:
    square(press)
    assert chains(between(press.view(), PathSpec(max_length=1))) == []
    assert len(chains(between(press.view(), PathSpec(max_length=2)))) == 2


@pytest.mark.parametrize("length", [0, -1, 11])
def test_a_length_out_of_bounds_is_refused(press: Press, length: int) -> None:
    with pytest.raises(LimitError, match=f"maxLength is {length}: expected 1 to 10"):
        between(press.view(), PathSpec(max_length=length))


def test_a_search_that_stops_at_its_limit_says_so(press: Press) -> None:
    square(press)
    view = press.view()
    found = between(view, PathSpec(limit=1))
    assert (len(found.paths), found.complete) == (1, False)
    assert between(view, PathSpec(limit=2)).complete


def test_the_shortest_alone_is_the_best_supported(press: Press) -> None:
    square(press)
    press.say("anna", "sibling", "ola", source="courier")
    press.say("ola", "sibling", "piotr", source="courier")
    found = between(press.view(), PathSpec(mode=PathMode.SHORTEST))
    assert chains(found) == [["anna", "ola", "piotr"]]
    assert found.complete
    assert chains(between(press.view()))[0] == ["anna", "ola", "piotr"]


def test_the_shortest_alone_is_not_complete_when_a_better_supported_one_may_be_left_out(press: Press) -> None:
    square(press)
    found = between(press.view(), PathSpec(mode=PathMode.SHORTEST, limit=1))
    assert (chains(found), found.complete) == ([["anna", "jan", "piotr"]], False)


def test_no_path_where_there_is_none_is_complete(press: Press) -> None:
    press.say("anna", "sibling", "jan")
    press.say("piotr", "sibling", "ola")
    found = between(press.view(), PathSpec(mode=PathMode.SHORTEST))
    assert (found.paths, found.complete) == ([], True)


def test_a_chain_is_as_strong_as_its_weakest_hop(press: Press) -> None:
    square(press)
    press.say("anna", "sibling", "ola", source="courier")
    view = press.view()
    found = between(view)
    assert [path.support for path in found.paths] == [1, 1]
    assert chains(found) == [["anna", "jan", "piotr"], ["anna", "ola", "piotr"]]


@pytest.mark.parametrize("end", ["anna", "nobody"])
def test_to_itself_or_to_nobody_there_is_no_path(press: Press, end: str) -> None:
    square(press)
    found = find_paths(press.view(), EntityId("anna"), EntityId(end), SPEC, EVERYTHING)
    assert (found.paths, found.complete) == ([], True)


def test_a_hop_is_told_in_walking_order(press: Press) -> None:
    press.say("piotr", "children", "anna")
    (path,) = between(press.view()).paths
    (hop,) = path.hops
    assert (hop.start, hop.end, hop.forward) == ("anna", "piotr", False)


@pytest.mark.shared
def test_homich_is_connected_with_tsikhanouski_over_her_sister_and_his_wife(seed: Seed) -> None:
    found = find_paths(seed.view, seed["homich"], seed["syarhey"], SPEC, EVERYTHING)
    (path,) = found.paths
    assert path.entities == [seed[local] for local in ("homich", "kalesnikava", "svyatlana", "syarhey")]
    assert [(hop.property, hop.forward) for hop in path.hops] == [
        (SIBLING, True),
        (KG + "campaignedFor", True),
        (SCHEMA + "spouse", False),
    ]
    assert found.complete


@pytest.mark.shared
def test_each_hop_to_tsikhanouski_shows_its_words_where_they_stand(seed: Seed) -> None:
    """The third hop names the wife only; the husband stands at the end of the same sentence (2300)."""
    (path,) = find_paths(seed.view, seed["homich"], seed["syarhey"], SPEC, EVERYTHING).paths
    evidence = [claim.evidence for hop in path.hops for claim in hop.claims]
    found = [(piece.place, piece.exact) for pieces in evidence for piece in pieces]
    campaign = "Kalesnikava was a key campaign leader for his wife, Svyatlana Tsikhanouskaya"
    sister = "Tatsiana Homich, sister of jailed Belarusian opposition politician Maryya Kalesnikava"
    assert found == [
        (Characters(105, 190), sister),
        (Characters(2167, 2243), campaign),
        (Characters(2167, 2243), campaign),
    ]
    assert seed.text[105:190] == sister
    assert seed.text[2167:2243] == campaign
    assert "\n" not in seed.text[2167:2330]
    assert seed.text[2300:2312] == "Tsikhanouski"


@pytest.mark.shared
def test_each_hop_to_tsikhanouski_is_asserted(seed: Seed) -> None:
    (path,) = find_paths(seed.view, seed["homich"], seed["syarhey"], SPEC, EVERYTHING).paths
    claims = [claim for hop in path.hops for claim in hop.claims]
    assert {(claim.certainty, claim.stance) for claim in claims} == {(Certainty.ASSERTED, Stance.ASSERTS)}


@pytest.mark.shared
def test_his_candidacy_is_only_possible_and_connects_nobody_to_lukashenko(seed: Seed) -> None:
    """He prepared to run. By what is asserted he is three hops away, over the candidacy of his wife."""
    asserted = find_paths(seed.view, seed["syarhey"], seed["lukashenko"], SPEC, EVERYTHING)
    asked = ProvenanceFilter(certainties=frozenset({Certainty.ASSERTED, Certainty.POSSIBLE}))
    possible = find_paths(seed.view, seed["syarhey"], seed["lukashenko"], SPEC, asked)
    assert min(len(path.hops) for path in possible.paths) == 2
    assert min(len(path.hops) for path in asserted.paths) == 3


def test_a_chronological_path_shows_hops_that_follow_each_other(press: Press) -> None:
    press.say("anna", "sibling", "jan", valid=Time("2010"))
    for source in ("times", "courier", "herald"):
        press.say("jan", "supports", "piotr", valid=Time("2000"), source=source)
    press.say("jan", "opposes", "piotr", valid=Time("2020"))
    (path,) = between(press.view(), PathSpec(chronological=True)).paths
    assert [hop.property.rpartition("#")[2] for hop in path.hops][1] == "opposes"
    (path,) = between(press.view()).paths
    assert [hop.property.rpartition("#")[2] for hop in path.hops][1] == "supports"


def test_of_hops_that_follow_each_other_one_is_left_for_those_after_it(press: Press) -> None:
    for source in ("times", "courier"):
        press.say("anna", "supports", "jan", valid=Time("2015"), source=source)
    press.say("anna", "opposes", "jan", valid=Time("2005"))
    press.say("jan", "sibling", "piotr", valid=Time("2010"))
    (path,) = between(press.view(), PathSpec(chronological=True)).paths
    assert path.hops[0].property.endswith("opposes")


@pytest.mark.parametrize(("second", "found"), [("2020", 0), ("2020-12-31/2021", 1), ("2021", 1), ("2022", 1)])
def test_a_year_that_has_ended_comes_before_the_one_that_begins_then(press: Press, second: str, found: int) -> None:
    press.say("anna", "sibling", "jan", valid=Time("2021"))
    press.say("jan", "supports", "piotr", valid=Time(second))
    assert len(between(press.view(), PathSpec(chronological=True)).paths) == found
