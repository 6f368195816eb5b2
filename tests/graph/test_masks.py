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
from graph.index.building import open_index
from graph.index.records import read_claims
from graph.masks import Masks
from graph.plain import open_plain
from graph.provenance import ProvenanceFilter
from graph.support import admitted, independent_sources, owners, voices
from tests.graph.conformance import SCRATCH
from tests.graph.strategies import filters, libraries, webs


@settings(max_examples=100)
@given(libraries | webs() | webs(), st.lists(filters, min_size=6, max_size=6))
def test_masks_say_what_the_filter_and_the_rule_of_independence_say(
    sources: list[Content], asked: list[ProvenanceFilter]
) -> None:
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
