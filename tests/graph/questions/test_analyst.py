"""Analyses in a process of their own: what they answer, what is kept, and how the process ends."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from msgspec.structs import replace

from bench.generator import contents as generated
from graph import analyst as module
from graph.analyst import MOST, Analyst, Cluster, Measure
from graph.analyst_child import write
from graph.archive import Deposit, initialise
from graph.errors import LimitError, UnavailableError
from graph.ids import EntityId
from graph.indexed import open_view
from graph.measures import betweenness, components, ranks
from graph.networks import Wanted, network
from graph.provenance import EVERYTHING
from graph.view import PathSpec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from socket import socket

    from graph.view import View
    from tests.graph.questions.conftest import Press

ANNA, JAN, OLA, PIOTR, UNION = map(EntityId, ("anna", "jan", "ola", "piotr", "union"))
ALL = Wanted(provenance=EVERYTHING)
SECONDS = 60.0


@pytest.fixture
def view(press: Press) -> View:
    """Print a union of three, one of them told twice, and two who are siblings."""
    for who, source in ((ANNA, "times"), (JAN, "times"), (JAN, "courier"), (OLA, "times")):
        press.say(who, "memberOf", UNION, source=source)
    press.say(PIOTR, "sibling", "zofia")
    return press.view()


@pytest.fixture
def analyst() -> Iterator[Analyst]:
    with Analyst() as made:
        yield made


def process_of(analyst: Analyst) -> int:
    assert analyst._child is not None
    return analyst._child._process.pid


def test_nothing_is_started_before_it_is_needed(view: View, analyst: Analyst) -> None:
    assert analyst.network(view, ALL).pairs == [(0, 4), (1, 4), (2, 4), (3, 5)]
    assert analyst._child is None


def test_the_largest_group_comes_first_and_in_it_the_most_connected(view: View, analyst: Analyst) -> None:
    found = analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    assert found == [Cluster(4, [UNION, ANNA, JAN, OLA]), Cluster(2, [PIOTR, EntityId("zofia")])]
    assert process_of(analyst) != os.getpid()
    assert [one.size for one in analyst.groups(view, ALL, Measure.COMMUNITIES, SECONDS)] == [4, 2]


def test_whoever_stands_between_others_comes_first(view: View, analyst: Analyst) -> None:
    assert analyst.scores(view, ALL, Measure.RANKS, SECONDS)[0].entity == UNION
    first, second, *_ = analyst.scores(view, ALL, Measure.BETWEENNESS, SECONDS)
    assert (first.entity, second.score) == (UNION, 0)


def test_an_analysis_of_an_empty_network_is_empty(view: View, analyst: Analyst) -> None:
    nothing = replace(ALL, spec=PathSpec(properties=frozenset()))
    assert analyst.groups(view, nothing, Measure.COMPONENTS, SECONDS) == []
    assert analyst.groups(view, nothing, Measure.COMMUNITIES, SECONDS) == []
    assert analyst.scores(view, nothing, Measure.RANKS, SECONDS) == []
    assert analyst.scores(view, nothing, Measure.BETWEENNESS, SECONDS) == []


def test_it_answers_what_networkx_does(tmp_path: Path, analyst: Analyst) -> None:
    archive = initialise(tmp_path / "data")
    archive.load([Deposit(content, None) for content in generated(1_200)], at=7)
    view = open_view(archive, archive.current())
    graph = network(view, PathSpec(), EVERYTHING)
    found = analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    assert [group.size for group in found] == [len(one) for one in components(graph)][:MOST]
    (every,) = components(graph)
    assert len(found[0].entities) == MOST < len(every) == found[0].size
    degrees = sorted((graph.degree(entity) for entity in every), reverse=True)
    assert [graph.degree(entity) for entity in found[0].entities] == degrees[:MOST]
    ranked, rank = analyst.scores(view, ALL, Measure.RANKS, SECONDS), ranks(graph)
    assert [one.score for one in ranked] == pytest.approx(sorted(rank.values(), reverse=True)[:MOST])
    assert all(rank[one.entity] == pytest.approx(one.score) for one in ranked)
    exact = nx.betweenness_centrality(graph)
    between = analyst.scores(view, ALL, Measure.BETWEENNESS, SECONDS, samples=1_000)
    assert len(graph) <= 1_000
    assert [one.score for one in between] == pytest.approx(sorted(exact.values(), reverse=True)[:MOST])
    assert betweenness(graph, len(graph)) == pytest.approx(exact)


def test_what_was_answered_is_kept_for_the_state(view: View, analyst: Analyst) -> None:
    first = analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    analyst.close()
    in_less = replace(ALL, spec=PathSpec(seconds=1.0))
    assert analyst.groups(view, in_less, Measure.COMPONENTS, SECONDS) == first
    assert analyst._child is not None
    assert analyst._child.ended


def test_after_a_crash_another_process_answers(view: View, analyst: Analyst) -> None:
    analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    gone = process_of(analyst)
    os.kill(gone, signal.SIGKILL)
    os.waitid(os.P_PID, gone, os.WEXITED | os.WNOWAIT)
    assert analyst.groups(view, ALL, Measure.COMMUNITIES, SECONDS)[0].size == 4
    assert process_of(analyst) != gone


def test_a_process_that_ends_while_it_works_is_said_to_have(
    view: View, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    os.kill(process_of(analyst), signal.SIGSTOP)
    told = threading.Event()

    def write_and_tell(end: socket, request: bytes) -> None:
        write(end, request)
        told.set()

    monkeypatch.setattr("graph.analyst.write", write_and_tell)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(analyst.groups, view, ALL, Measure.COMMUNITIES, SECONDS)
        assert told.wait(SECONDS)
        analyst.close()
        with pytest.raises(UnavailableError, match="ended: ask again"):
            asked.result(timeout=SECONDS)
    assert analyst.groups(view, ALL, Measure.COMMUNITIES, SECONDS)[0].size == 4


def test_an_analysis_that_takes_too_long_is_ended(view: View, analyst: Analyst) -> None:
    analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    gone = process_of(analyst)
    os.kill(gone, signal.SIGSTOP)
    with pytest.raises(LimitError, match="4 connections of 6 entities are not analysed in 0 seconds: ask for less"):
        analyst.groups(view, ALL, Measure.COMMUNITIES, 0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(gone, 0)
    assert analyst.groups(view, ALL, Measure.COMMUNITIES, SECONDS)[0].size == 4


def test_one_waits_and_others_are_told_to_come_again(
    view: View, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    with analyst._turn, ThreadPoolExecutor(1) as pool:
        waits = pool.submit(analyst.groups, view, ALL, Measure.COMPONENTS, 1.0)
        while not analyst._waiting:
            pass
        with pytest.raises(UnavailableError, match="other networks are being analysed"):
            analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
        with pytest.raises(UnavailableError, match="another network is being analysed"):
            waits.result(timeout=SECONDS)
    monkeypatch.setattr(module, "MAX_WAITING", 0)
    assert analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)[0].size == 4


def test_leaving_ends_the_process(view: View) -> None:
    with Analyst() as analyst:
        analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
        process = process_of(analyst)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_analyst_that_is_forgotten_ends_its_process(view: View) -> None:
    analyst = Analyst()
    analyst.groups(view, ALL, Measure.COMPONENTS, SECONDS)
    process = process_of(analyst)
    del analyst
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_samples_have_limits(view: View, analyst: Analyst) -> None:
    for samples in (0, 1_001):
        with pytest.raises(LimitError, match="expected 1 to 1,000"):
            analyst.scores(view, ALL, Measure.BETWEENNESS, SECONDS, samples)
