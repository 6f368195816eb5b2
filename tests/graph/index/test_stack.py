"""Segments, one upon the other, are read as one: numbers go on, and what no longer counts is not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from graph.archive import Archive, Deposit, initialise
from graph.codec import Content
from graph.index.arrow import spread
from graph.index.building import follow, open_index
from graph.index.stack import EMPTY_STACK, Stack
from graph.model import Time
from tests.graph.builders import deposit, name_claim, person

if TYPE_CHECKING:
    from pathlib import Path

TOLD = [("times", "Anna Jan"), ("courier", "Ola Anna"), ("times", "Jan Zoé"), ("herald", "Anna")]


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    archive: Archive = initialise(tmp_path / "data")
    for at, told in enumerate(TOLD):
        found = deposit(*told)
        follow(archive, archive.load([found], at=at), {found.content.source.id: found.content})
    return open_index(archive, archive.current(), check=True).stack


def test_each_load_is_a_segment_and_an_entity_has_one_number(stack: Stack) -> None:
    assert len(stack.segments) == 4
    people = [person(name) for name in ("anna", "jan", "ola", "zoé")]
    rows = stack.entity_rows([*people, person("nobody"), people[0]])
    assert rows[4] == -1
    assert (rows[0], len({*rows.tolist()})) == (rows[5], 5)
    assert stack.iris(rows[:4]) == people


def test_rows_of_several_segments_are_read_in_the_order_asked(stack: Stack) -> None:
    rows = np.array([6, 0, 3, 0, 5])
    there = [str(text) for text in stack.texts("claims", "value_text", rows)]
    assert there == [str(stack.texts("claims", "value_text", np.array([row]))[0]) for row in rows.tolist()]
    owners, pieces = stack.lists("claims", "evidence", rows)
    assert (owners.tolist(), len(pieces)) == ([0, 1, 2, 3, 4], 5)


def test_what_was_taken_back_does_not_count(stack: Stack) -> None:
    assert stack.dead.tolist() == [0]
    assert sorted(stack.source_rows) == ["courier", "herald", "times"]
    gone, kept = name_claim("times", "Anna"), name_claim("times", "Jan")
    assert stack.claim_rows([gone, kept, "none"])[[0, 2]].tolist() == [-1, -1]
    assert stack.claim_rows([kept])[0] >= stack.segments[2].bases.claims
    places, claims = stack.listed("by_subject", "entity", stack.entity_rows([person("anna"), person("jan")]))
    assert (places.tolist().count(0), places.tolist().count(1), len(claims)) == (2, 1, 3)


def test_nothing_is_a_stack_too() -> None:
    none = np.empty(0, np.int64)
    assert EMPTY_STACK.entity_rows([person("anna")]).tolist() == [-1]
    assert (EMPTY_STACK.texts("claims", "id", none), len(EMPTY_STACK.take("claims", "source", none))) == ([], 0)
    assert (EMPTY_STACK.source_rows, EMPTY_STACK.claim_rows(["x"]).tolist()) == ({}, [-1])


def test_places_are_spread_by_their_owners() -> None:
    owners, places = spread(np.array([3, 7, 7]), np.array([5, 7, 9]))
    assert (owners.tolist(), places.tolist()) == ([0, 0, 2, 2], [3, 4, 7, 8])


def test_numbers_of_segments_that_leave_a_column_out_and_that_have_it_are_read_together(tmp_path: Path) -> None:
    archive = initialise(tmp_path / "data")
    plain, dated = (deposit(name, "Anna").content for name in ("times", "courier"))
    far = Time("Y-5000000000")
    dated = Content(dated.source, [replace(claim, valid=far) for claim in dated.claims])
    for at, content in enumerate((plain, dated, deposit("herald", "Jan").content)):
        follow(archive, archive.load([Deposit(content, None)], at=at), {content.source.id: content})
    stack = open_index(archive, archive.current(), check=True).stack
    rows = np.arange(3)
    assert stack.is_there("claims", "latest_end", rows).tolist() == [False, True, False]
    assert stack.take("claims", "latest_end", rows)[1] == far.span.latest_end
