"""The masks of a state say of each claim what the filter says of it, and of each edge how many stand behind it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.hops import grouped
from graph.ids import EntityId, KindId
from graph.index.adjacency import OPEN_END, OPEN_START
from graph.index.building import open_index
from graph.index.records import read_claims
from graph.index.stack import Stack
from graph.masks import Masks
from graph.model import Time
from graph.plain import PlainView, open_plain
from graph.plain_paths import PlainPaths
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.support import admitted, independent_sources, owners, voices
from graph.view import PathSpec
from graph.vocabulary import vocabulary
from tests.graph.conformance import SCRATCH
from tests.graph.view_strategies import KINDS, filters, libraries, webs

ASKED = st.lists(filters, min_size=6, max_size=6)


def read(sources: list[Content]) -> tuple[PlainView, Stack, Masks]:
    """Load `sources`; return their plain view, their index, and the masks of that."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
        archive = initialise(Path(root) / "data")
        archive.load([Deposit(source, None) for source in sources], at=7)
        plain = open_plain(archive, archive.current())
        stack = open_index(archive, archive.current(), check=True).stack
    masks = Masks(
        stack,
        lambda publishers: owners(plain, publishers),
        lambda ids: voices(plain, [claim for claim in plain.claims(ids) if claim is not None]),
    )
    return plain, stack, masks


@settings(max_examples=60)
@given(libraries | webs() | webs(), ASKED)
def test_masks_say_what_the_filter_and_the_rule_of_independence_say(
    sources: list[Content], asked: list[ProvenanceFilter]
) -> None:
    plain, stack, masks = read(sources)
    claims = read_claims(stack, np.arange(stack.bases.claims))
    edge = stack.take("claims", "edge", np.arange(stack.bases.claims)).tolist()
    for provenance in asked:
        kept = admitted(plain, claims, provenance)
        mask = masks.claims(provenance).tolist()
        assert {claim.id for claim, counts in zip(claims, mask, strict=True) if counts} == {claim.id for claim in kept}
        groups = grouped(kept).values()
        numbers = {claim.id: number for claim, number in zip(claims, edge, strict=True)}
        support = {numbers[group[0].id]: independent_sources(plain, group) for group in groups}
        found = masks.support(provenance).tolist()
        assert {number: count for number, count in enumerate(found) if count} == support


@settings(max_examples=60)
@given(webs(), ASKED)
def test_an_edge_lasts_from_its_earliest_day_to_its_latest(
    sources: list[Content], asked: list[ProvenanceFilter]
) -> None:
    plain, stack, masks = read(sources)
    ids = np.arange(stack.bases.claims)
    numbers = dict(zip(stack.texts("claims", "id", ids), stack.take("claims", "edge", ids).tolist(), strict=True))
    for provenance in asked:
        kept = admitted(plain, list(plain.scan()), provenance)
        earliest, latest = masks.times(provenance)
        for (ends, _), group in grouped(kept).items():
            happened = [claim.value for claim in kept if claim.subject == ends.subject and not claim.denies]
            days = [value for value in happened if isinstance(value, Time)]
            held = [claim.valid for claim in group if claim.valid]
            spans = [time.span for time in (days if vocabulary().properties[ends.property].is_role else held)]
            starts = [OPEN_START if span.earliest_start is None else span.earliest_start for span in spans]
            stops = [OPEN_END if span.latest_end is None else span.latest_end - 1 for span in spans]
            edge = numbers[group[0].id]
            expected = min(starts, default=OPEN_START), max(stops, default=OPEN_END)
            assert (earliest[edge], latest[edge]) == expected


@settings(max_examples=60)
@given(webs(), st.frozensets(st.sampled_from(KINDS), max_size=2), st.integers(0, 12))
def test_an_entity_is_crossed_by_its_kinds_and_its_connections(
    sources: list[Content], kinds: frozenset[KindId], hub: int
) -> None:
    plain, stack, masks = read(sources)
    rows = np.arange(stack.bases.entities)
    for spec in (PathSpec(kinds=kinds), PathSpec(not_kinds=kinds), PathSpec(hub_limit=hub)):
        found = masks.entities(spec.kinds, spec.not_kinds, spec.hub_limit).tolist()
        paths = PlainPaths(plain, plain.scan(), spec, EVERYTHING)
        for entity, crossed in zip(stack.iris(rows), found, strict=True):
            if entity in paths._degrees:
                assert crossed == paths._may_cross(EntityId(entity))
