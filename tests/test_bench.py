"""The command `scripts/bench`: every row runs, says what it must, and compares the answers; nothing is timed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from bench import archives, articles, loads, paths, profiles, streams, worker
from bench.__main__ import main
from bench.busy import busy, busy_contents
from bench.graphs import Graph, made_up, networkx_graph, real
from bench.measurement import as_line, at_least, at_most, measured
from bench.plan import tiny
from bench.rows import NAMES, groups_of
from bench.table import table
from bench.timing import Times, alternate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.measurement import Measurement
    from bench.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
NOT_THERE = Path("/nowhere")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Return the smallest sizes, without what lies beside the checkout."""
    return tiny(tmp_path_factory.mktemp("bench"), NOT_THERE)


def line_of(found: Measurement) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(as_line(found))
    return line


MEASURES: dict[str, tuple[Callable[[Plan], Iterator[Measurement]], set[str]]] = {
    "paths": (paths.rows, {"path-median", "path-p99", "path-filtered-median", "all-shortest"}),
    "profiles": (profiles.rows, {"profile-read", "profile-growth"}),
    "start": (worker.start_rows, {"start"}),
    "edges": (worker.edge_rows, {"edge-bytes"}),
    "memory": (worker.memory_rows, {"worker-rss"}),
    "article": (articles.rows, {"load-article"}),
    "bulk": (loads.rows, {"load-bulk"}),
    "streams": (streams.rows, {"read-ftm", "read-ftm-memory", "read-wikidata", "read-wikidata-memory", "read-table"}),
}


@pytest.mark.parametrize("group", MEASURES)
def test_a_row_says_what_every_line_must_say(group: str, plan: Plan) -> None:
    measure, names = MEASURES[group]
    lines = [line_of(found) for found in measure(plan)]
    assert {line["name"] for line in lines} >= names
    for line in lines:
        assert all(math.isfinite(line[number]) and line[number] > 0 for number in ("ours", "baseline", "ratio"))
        assert "Python" in line["machine"]


def test_the_rows_are_those_of_the_issue_and_real_graphs_and_articles() -> None:
    assert set(NAMES) == {
        *("path-median", "path-p99", "path-filtered-median", "all-shortest", "profile-read", "profile-growth"),
        *("start", "edge-bytes", "worker-rss", "load-article", "load-bulk"),
        *("path-wiki-vote", "path-facebook", "path-debian", "article-cost"),
        *("read-ftm", "read-ftm-memory", "read-wikidata", "read-wikidata-memory", "read-table"),
    }
    assert sum(len(group.names) for group in groups_of([])) == len(NAMES)


def test_every_row_is_in_the_readme() -> None:
    text = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in text] == []


def test_with_json_nothing_but_lines_is_printed(plan: Plan, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["edge-bytes", "--tiny", "--json", "--cache", str(plan.cache)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["edge-bytes"]


def test_without_json_a_table_follows(plan: Plan, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["edge-bytes", "--tiny", "--cache", str(plan.cache)]) == 0
    first, blank, heading, *_ = capfd.readouterr().out.splitlines()
    assert (first[0], blank, heading.split()[:4]) == ("{", "", ["|", "row", "|", "ratio"])


def test_an_unknown_row_is_refused_with_the_names_that_there_are(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["path-mean"]) == 2
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("bench: no row path-mean: expected some of path-median, ")


# ---------------------------------------------------------------------- what is measured


def test_the_ratio_of_a_goal_decides_and_a_second_number_too() -> None:
    def met(ratio: float, ours: float = 1.0) -> bool | None:
        both = (ours, at_most(2))
        return measured("a", ours=ours, baseline=1, ratio=ratio, unit="s", against="b", goal=at_most(2), also=both).met

    assert (met(2), met(2.1), met(1, 2.1)) == (True, False, False)
    assert (at_least(5).met_by(5), at_least(5).met_by(4.9), str(at_least(5))) == (True, False, "≥ 5")


def test_contenders_begin_by_turns() -> None:
    seen: list[str] = []
    times = alternate({"a": lambda _: seen.append("a"), "b": lambda _: seen.append("b")}, [0, 0], rounds=2)
    assert "".join(seen) == "abbabaab"
    assert len(times["a"].runs) == 4


def test_a_table_tells_what_is_missed() -> None:
    missed = measured("row", ours=3, baseline=1, ratio=3, unit="s", against="b", goal=at_most(2))
    assert "| row | 3     | ≤ 2  | **no** | 3" in table([line_of(missed)])


def test_no_runs_have_no_median() -> None:
    with pytest.raises(IndexError):
        Times().cpu()


# ---------------------------------------------------------------------- what it is measured on


def test_a_made_up_graph_is_the_same_for_a_seed_and_has_a_hub() -> None:
    one, same, other = made_up(2_000, 1), made_up(2_000, 1), made_up(2_000, 2)
    assert all(np.array_equal(column, again) for column, again in zip(one[1:], same[1:], strict=True))
    assert not np.array_equal(one.subject, other.subject)
    degrees = np.bincount(np.concatenate([one.subject, one.value]))
    assert degrees.max() >= 0.05 * 2_000
    assert not (one.subject == one.value).any()


def test_both_ways_search_one_graph() -> None:
    graph = made_up(2_000, 1)
    network, adjacency = networkx_graph(graph), graph.adjacency()
    assert adjacency.edge_count == len(graph.subject)
    row = max(network, key=lambda node: len(network[node]))
    assert set(adjacency.neighbours_of(row)) == set(network[row])


def test_answers_that_differ_stop_a_row() -> None:
    ends, same = np.array([0, 1]), np.ones(2, np.int64)
    graph = Graph(3, ends, ends + 1, same, same, np.arange(3))
    network = nx.Graph([(0, 1), (1, 2), (0, 2)])
    searched = paths.searched_in(graph)._replace(network=network)
    with pytest.raises(AssertionError, match=r"lengths differ: \(0, 2\)"):
        paths.compared(searched, [(0, 2)])


@pytest.mark.shared
def test_a_real_graph_is_read_without_its_headings(shared: Path) -> None:
    graph = real("facebook", shared)
    assert graph is not None
    assert (graph.entities, len(graph.subject)) == (4_039, 88_234)


def test_a_real_graph_that_is_not_there_is_left_out() -> None:
    assert real("facebook", NOT_THERE) is None


def test_a_busy_person_has_thirty_facts_told_five_times_each() -> None:
    told = [claim for content in busy_contents(2) for claim in content.claims]
    who = busy(1)
    of_one = [claim for claim in told if claim.subject == who or getattr(claim.value, "entity", None) == who]
    assert len(of_one) == 150
    assert len({(claim.subject, claim.property, claim.value) for claim in of_one}) == 30


def test_an_archive_is_made_once_and_kept(plan: Plan) -> None:
    first, again = archives.archive(plan, plan.few), archives.archive(plan, plan.few)
    assert first.root == again.root
    assert first.current() == again.current()
    assert first.root.is_relative_to(plan.cache)
