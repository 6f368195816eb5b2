"""Who stands around entities, in which order, and by which way."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.generator import contents as generated
from graph import neighbourhood as module
from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.decisions import Decisions
from graph.edtf import parse
from graph.errors import LimitError
from graph.ids import EntityId, KindId, PropertyId
from graph.model import Certainty
from graph.neighbourhood import Near, neighbourhood, ways
from graph.plain import open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.support import independent_sources
from graph.view import PathSpec, Window
from graph.vocabulary import EVENT, PERSON, SCHEMA
from tests.graph.conformance import SCRATCH, open_indexed
from tests.graph.view_strategies import FEW, filters, judged, libraries, specs, webs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Hop
    from graph.view import View
    from tests.graph.questions.conftest import Press

ANNA, JAN, OLA, PIOTR, UNION = map(EntityId, ("anna", "jan", "ola", "piotr", "union"))
ONE, TWO = PathSpec(max_length=1), PathSpec(max_length=2)
MEMBER = PropertyId(SCHEMA + "memberOf")


@pytest.fixture
def view(press: Press) -> View:
    """Print anna, jan and ola in one union, jan twice so; ola and piotr at one arrest."""
    for who, source in ((ANNA, "times"), (JAN, "times"), (JAN, "courier"), (OLA, "times")):
        press.say(who, "memberOf", UNION, source=source)
    press.event("arrest", "Arrest", affectedPerson=OLA, when="2020-09-07")
    press.say("arrest", "affectedPerson", PIOTR)
    press.say(ANNA, "sibling", PIOTR, certainty=Certainty.ALLEGED)
    return press.view()


def around(view: View, of: EntityId, spec: PathSpec) -> list[tuple[str, int]]:
    return [(one.entity, one.distance) for one in neighbourhood(view, [of], spec, EVERYTHING).near]


def walked(
    view: View, about: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter = EVERYTHING
) -> dict[EntityId, list[EntityId]]:
    """Return the way to each of the neighbourhood, by its entities."""
    found = neighbourhood(view, about, spec, provenance)
    hops = ways(view, found, found.near, spec, provenance)
    return {one.entity: [way[0].start, *(hop.end for hop in way)] for one, way in zip(found.near, hops, strict=True)}


def test_the_nearest_come_first_and_then_by_id(view: View) -> None:
    assert around(view, ANNA, PathSpec(max_length=4)) == [
        ("union", 1),
        ("jan", 2),
        ("ola", 2),
        ("arrest", 3),
        ("piotr", 4),
    ]
    assert around(view, ANNA, TWO) == [("union", 1), ("jan", 2), ("ola", 2)]


def test_of_those_as_near_the_best_supported_come_first(view: View) -> None:
    found = neighbourhood(view, [UNION], ONE, EVERYTHING).near
    assert [(one.entity, one.support) for one in found] == [(JAN, 2), (ANNA, 1), (OLA, 1)]


def test_of_those_as_well_supported_the_ones_with_more_neighbours_among_the_asked_come_first(press: Press) -> None:
    for who, where in ((ANNA, "club"), (ANNA, "team"), (JAN, "team")):
        press.say(who, "memberOf", where)
    found = neighbourhood(press.view(), [ANNA, JAN], ONE, EVERYTHING).near
    assert [(one.entity, one.neighbours) for one in found] == [("team", 2), ("club", 1)]


def test_a_way_is_as_strong_as_its_weakest_hop_and_the_strongest_is_shown(press: Press) -> None:
    for middle, sources in (("a", ("times",)), ("b", ("times", "courier"))):
        for source in sources:
            press.say(ANNA, "memberOf", middle, source=source)
            press.say(JAN, "memberOf", middle, source=source)
    view = press.view()
    (jan,) = [one for one in neighbourhood(view, [ANNA], TWO, EVERYTHING).near if one.entity == JAN]
    assert jan == Near(JAN, 2, support=2, neighbours=2)
    assert walked(view, [ANNA], TWO)[JAN] == [ANNA, "b", JAN]


def test_every_hop_of_a_way_has_its_claims(view: View) -> None:
    found = neighbourhood(view, [JAN], TWO, EVERYTHING)
    (way,) = ways(view, found, [one for one in found.near if one.entity == OLA], TWO, EVERYTHING)
    assert [(hop.start, hop.end, len(hop.claims)) for hop in way] == [(JAN, UNION, 2), (UNION, OLA, 1)]


def test_a_way_starts_at_the_nearest_of_those_asked_about(view: View) -> None:
    assert walked(view, [PIOTR, ANNA], TWO) == {
        "arrest": [PIOTR, "arrest"],
        UNION: [ANNA, UNION],
        JAN: [ANNA, UNION, JAN],
        OLA: [PIOTR, "arrest", OLA],
    }


def test_what_is_cut_off_is_said_to_be(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_AROUND", 2)
    found = neighbourhood(view, [ANNA], TWO, EVERYTHING)
    assert ([one.entity for one in found.near], found.complete) == ([UNION, JAN], False)
    monkeypatch.setattr(module, "MAX_AROUND", 3)
    assert neighbourhood(view, [ANNA], TWO, EVERYTHING).complete


def test_the_best_are_kept_where_it_is_cut_off(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_AROUND", 1)
    assert [one.entity for one in neighbourhood(view, [UNION], ONE, EVERYTHING).near] == [JAN]


def test_only_facts_connect_unless_more_is_asked_for(view: View) -> None:
    assert around(view, PIOTR, ONE) == [("arrest", 1)]
    alleged = replace(EVERYTHING, certainties=frozenset(Certainty))
    assert [one.entity for one in neighbourhood(view, [PIOTR], ONE, alleged).near] == [ANNA, "arrest"]


def test_as_many_sources_as_are_asked_for_stand_behind_every_hop(view: View) -> None:
    twice = replace(EVERYTHING, min_independent_sources=2)
    assert [one.entity for one in neighbourhood(view, [JAN], TWO, twice).near] == [UNION]


def test_a_hub_is_found_and_not_crossed(view: View) -> None:
    assert around(view, ANNA, PathSpec(max_length=2, hub_limit=2)) == [("union", 1)]
    assert walked(view, [ANNA], PathSpec(max_length=2, hub_limit=2)) == {UNION: [ANNA, UNION]}


def test_whom_a_way_may_not_cross_is_found_and_not_crossed(view: View) -> None:
    assert around(view, ANNA, PathSpec(max_length=3, avoid=frozenset({UNION}))) == [("union", 1)]
    assert around(view, ANNA, PathSpec(max_length=2, not_properties=frozenset({MEMBER}))) == []


def test_only_the_kinds_asked_for_are_listed_whatever_stands_between(press: Press) -> None:
    press.event("arrest", "Arrest", affectedPerson=OLA)
    press.say("arrest", "affectedPerson", PIOTR)
    view = press.view()
    assert [one.entity for one in neighbourhood(view, [OLA], TWO, EVERYTHING, frozenset({KindId(EVENT)})).near] == [
        "arrest"
    ]
    found = neighbourhood(view, [OLA], TWO, EVERYTHING, frozenset({KindId(PERSON)}))
    assert (found.near, found.complete) == ([], True)


def test_a_window_of_time_holds_of_every_hop(view: View) -> None:
    during = {year: PathSpec(max_length=2, during=Window(parse(year))) for year in ("2020", "2021")}
    assert around(view, OLA, during["2020"]) == [("arrest", 1), ("piotr", 2)]
    assert around(view, OLA, during["2021"]) == []


def test_chronological_ways_lead_from_earlier_to_later(press: Press) -> None:
    for event, day, who in (("first", "2020", (ANNA, JAN)), ("second", "2022", (JAN, OLA))):
        press.event(event, "Arrest", when=day)
        for person in who:
            press.say(event, "affectedPerson", person)
    spec = PathSpec(max_length=4, chronological=True)
    view = press.view()
    assert walked(view, [ANNA], spec)[OLA] == [ANNA, "first", JAN, "second", OLA]
    assert ANNA not in walked(view, [OLA], spec)


def test_chronological_ways_that_take_too_long_are_refused(view: View) -> None:
    spec = PathSpec(max_length=2, chronological=True)
    found = neighbourhood(view, [ANNA], spec, EVERYTHING)
    gone = [Near(EntityId("nobody"), 1)]
    with pytest.raises(LimitError, match="not found in time"):
        ways(view, found, gone, spec, EVERYTHING)


@pytest.mark.parametrize("longest", [0, 5])
def test_a_neighbourhood_has_limits(view: View, longest: int) -> None:
    with pytest.raises(LimitError, match="expected 1 to 4"):
        neighbourhood(view, [ANNA], PathSpec(max_length=longest), EVERYTHING)
    with pytest.raises(LimitError, match="hubLimit is 0"):
        neighbourhood(view, [ANNA], PathSpec(max_length=1, hub_limit=0), EVERYTHING)


def test_nobody_has_no_neighbourhood(view: View) -> None:
    assert neighbourhood(view, [EntityId("urn:nobody")], TWO, EVERYTHING).near == []
    assert neighbourhood(view, [], TWO, EVERYTHING).near == []


# ---------------------------------------------------------------------- both views, and networkx


QUESTIONS = st.lists(
    st.tuples(st.lists(st.sampled_from(FEW), min_size=1, max_size=2), specs, filters, st.integers(1, 4)),
    min_size=10,
    max_size=10,
)


@settings(max_examples=40)
@given(libraries | webs() | webs(), judged(), QUESTIONS)
def test_both_views_show_the_same_neighbours_by_the_same_ways(
    sources: list[Content],
    decisions: Decisions,
    questions: list[tuple[list[EntityId], PathSpec, ProvenanceFilter, int]],
) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        archive.load([Deposit(source, f"{source.source.title} 😀".encode()) for source in sources], at=7)
        generation = archive.current()
        plain = open_plain(archive, generation, decisions)
        index = open_indexed(archive, generation, decisions)
        for about, asked, provenance, hops in questions:
            spec = replace(asked, max_length=hops, hub_limit=asked.hub_limit or None)
            found, wanted = (neighbourhood(view, about, spec, provenance) for view in (index, plain))
            assert (found.near, found.complete) == (wanted.near, wanted.complete)
            shown = ways(index, found, found.near, spec, provenance)
            assert shown == ways(plain, wanted, wanted.near, spec, provenance)
            check_ways(plain, about, found.near, shown)


def check_ways(view: View, about: Sequence[EntityId], near: Sequence[Near], shown: Sequence[tuple[Hop, ...]]) -> None:
    """Hold ways to what they must be: joined hops from one asked about to the entity, as long as it is far."""
    starts = {*map(view.identity.of, about)}
    for one, way in zip(near, shown, strict=True):
        assert len(way) == one.distance
        assert way[0].start in starts
        assert way[-1].end == one.entity
        assert all(first.end == second.start for first, second in pairwise(way))
        assert all(hop.claims for hop in way)


def test_the_best_way_is_the_best_that_networkx_finds(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, None) for content in generated(1_200)], at=7)
    view = open_indexed(archive, archive.current())
    connected = view.connected(PathSpec(), EVERYTHING.connected(), 1_000_000)
    assert connected is not None
    graph: nx.Graph[EntityId] = nx.Graph()
    for (one, other), sources in zip(connected.pairs, connected.support, strict=True):
        graph.add_edge(connected.entities[one], connected.entities[other], support=sources)
    busiest = sorted(graph, key=lambda one: (-graph.degree(one), one))[:3]
    for start in busiest:
        assert not neighbourhood(view, [start], replace(TWO, budget=2), EVERYTHING).complete
        found = neighbourhood(view, [start], TWO, EVERYTHING)
        lengths = nx.single_source_shortest_path_length(graph, start, cutoff=2)
        assert {near.entity: near.distance for near in found.near} == {k: v for k, v in lengths.items() if v}
        for near, way in zip(found.near, ways(view, found, found.near, TWO, EVERYTHING), strict=True):
            chains = nx.all_shortest_paths(graph, start, near.entity)
            best = max(min(graph.edges[step]["support"] for step in pairwise(chain)) for chain in chains)
            assert best == near.support == min(independent_sources(view, hop.claims) for hop in way)
