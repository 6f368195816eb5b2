"""Counting over the columns of an index: whole columns at a time, and keys are asked for distinct values only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from graph.edtf import during, parse
from graph.errors import LimitError
from graph.ids import EntityId
from graph.index.arrow import gathered
from graph.index.press import STATES, Coder
from graph.index.records import distinct_values, read_claims
from graph.statements import stated
from graph.support import says
from graph.view_tally import MAX_TALLIED, Bucket, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from graph.index.arrow import Rows
    from graph.index.stack import Stack
    from graph.masks import Masks
    from graph.provenance import ProvenanceFilter
    from graph.statements import Statement
    from graph.view_tally import ClaimFilter, Grouping, Tally

    Mask = NDArray[np.bool_]


def tally_rows(stack: Stack, masks: Masks, asked: Tally, provenance: ProvenanceFilter) -> list[Bucket]:
    """Answer `View.tally` from the columns of `stack`."""
    rows = np.flatnonzero(wanted_rows(stack, masks, asked, provenance))
    places, group, keys = _grouped([_split(stack, grouping, rows) for grouping in asked.by], len(rows))
    independent = masks.independent(rows[places], group, len(keys))
    if asked.entities:
        subjects = stack.take("claims", "subject", rows).astype(np.int64)[places]
        group = np.unique(group * stack.bases.entities + subjects) // max(stack.bases.entities, 1)
    sizes = np.bincount(group, minlength=len(keys))
    return sorted(map(Bucket, keys, sizes.tolist(), independent.tolist()), key=lambda bucket: bucket.order)


# ---------------------------------------------------------------------- which claims


def wanted_rows(stack: Stack, masks: Masks, asked: Tally, provenance: ProvenanceFilter) -> Mask:
    """Say of each claim whether it is wanted, about an entity of the kinds asked for, and may count."""
    provenance = provenance.as_shown(stack.identity)
    counts = masks.claims(replace(provenance, min_independent_sources=1))
    wanted = counts & _wanted(stack, asked.where.as_shown(stack.identity))
    if asked.kinds is not None:
        wanted &= masks.entities(asked.kinds, frozenset(), None)[stack.whole("claims", "subject", np.int32)]
    if provenance.min_independent_sources > 1:
        wanted &= _supported(stack, masks, counts, provenance.min_independent_sources)
    return wanted


def _wanted(stack: Stack, where: ClaimFilter) -> Mask:
    """Say of each claim whether it is wanted (`graph.claims.read_wanted`)."""
    wanted = np.ones(stack.bases.claims, bool)
    if (properties := where.properties) is not None:
        wanted &= stack.over("claims", "property", lambda prop: prop in properties, 0).astype(bool)
    ends = {"subject": where.subjects, "value_entity": where.objects, "claimant": where.claimants}
    for column, entities in ends.items():
        if entities is not None:
            rows = stack.entity_rows(sorted(entities))
            wanted &= np.isin(stack.whole("claims", column, np.int32), rows[rows >= 0])
    if (window := where.during) is not None:
        inside = stack.over("claims", "time", lambda time: during(parse(time), window.span, window.match), 0)
        wanted &= inside.astype(bool)
    return wanted & _saying(stack, where.text) if where.text is not None else wanted


def _saying(stack: Stack, words: str) -> Mask:
    """Say of each claim whether `words`, folded, stand in its words or its text."""
    found = [segment.words.holding(words) for segment in stack.segments]
    if any(some is None for some in found):
        rows = np.arange(stack.bases.claims)
    else:
        rows = np.array([row for some in found for row in some or ()], np.int64)
    rows = rows[stack.counts(rows)]
    said = np.zeros(stack.bases.claims, bool)
    said[rows[[says(claim, words) for claim in read_claims(stack, rows)]]] = True
    return said


def _supported(stack: Stack, masks: Masks, counts: Mask, at_least: int) -> Mask:
    """Say of each claim whether its value has as many independent sources, of all that may count."""
    rows = np.flatnonzero(counts)
    which, found = distinct_values(stack, stack.take("claims", "subject", rows), rows)
    owners = sorted({value.owner for value in found})
    iris = dict(zip(owners, map(EntityId, stack.iris(np.array(owners, np.int64))), strict=True))
    groups: dict[Statement, int] = {}
    group_of = np.empty(len(found), np.int64)
    for number, one in enumerate(found):
        what = stated(iris[one.owner], one.property, one.value, denied=one.denied)
        group_of[number] = groups.setdefault(what, len(groups))
    group = group_of[which]
    kept = np.zeros(stack.bases.claims, bool)
    kept[rows[masks.independent(rows, group, len(groups))[group] >= at_least]] = True
    return kept


# ---------------------------------------------------------------------- which buckets


class _Split(NamedTuple):
    """The keys of many rows: those of row i are `keys[code]` for each of `codes[offsets[i]:offsets[i + 1]]`."""

    offsets: NDArray[np.int64]
    codes: NDArray[np.int64]
    keys: list[str | None]


def _grouped(splits: Sequence[_Split], count: int) -> tuple[Rows, Rows, list[tuple[str | None, ...]]]:
    """Return each of `count` rows as often as it falls into a group: its place, the group, and the keys of groups."""
    places, group = np.arange(count), np.zeros(count, np.int64)
    labels: list[tuple[str | None, ...]] = [()] if count else []
    for split in splits:
        size = int(np.diff(split.offsets)[places].sum())
        if size > MAX_TALLIED:
            raise LimitError(f"the claims fall into {size} buckets: expected at most {MAX_TALLIED}; ask for fewer")
        owners, codes = gathered(split.offsets, split.codes, places)
        several = len(split.keys)
        distinct, next_group = np.unique(group[owners] * several + codes, return_inverse=True)
        labels = [(*labels[one // several], split.keys[one % several]) for one in distinct.tolist()]
        places, group = places[owners], next_group
    return places, group, labels


def _split(stack: Stack, grouping: Grouping, rows: Rows) -> _Split:
    """Return the keys of `rows`."""
    numbers, texts = _column(stack, grouping.column, rows)
    lists = [*grouping.keys(texts), [None]]
    known: dict[str | None, int] = {}
    codes = np.array([known.setdefault(key, len(known)) for keys in lists for key in keys], np.int64)
    offsets = np.concatenate([[0], np.cumsum([len(keys) for keys in lists])]).astype(np.int64)
    absent = np.flatnonzero(numbers < 0)
    owners, found = gathered(offsets, codes, np.where(numbers < 0, len(texts), numbers))
    if grouping.otherwise and len(absent):
        other = _split(stack, grouping.otherwise, rows[absent])
        recoded = np.array([known.setdefault(key, len(known)) for key in other.keys], np.int64)
        kept = numbers[owners] >= 0
        owners = np.concatenate([owners[kept], np.repeat(absent, np.diff(other.offsets))])
        found = np.concatenate([found[kept], recoded[other.codes]])
        order = np.argsort(owners, kind="stable")
        owners, found = owners[order], found[order]
    sizes = np.bincount(owners, minlength=len(rows))
    return _Split(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), found, list(known))


def _column(stack: Stack, column: Column, rows: Rows) -> tuple[NDArray[np.int64], list[str]]:
    """Return what stands in a column of `rows` as places in a list of distinct texts; -1 where nothing does."""
    match column:
        case Column.SUBJECT | Column.CLAIMANT:
            distinct, places = _distinct(stack.take("claims", column, rows))
            return places, stack.iris(distinct)
        case Column.SOURCE | Column.PUBLISHER:
            distinct, places = _distinct(stack.described_by[stack.take("claims", "source", rows)])
            name = "id" if column is Column.SOURCE else column
            return _recoded(places, stack.texts("sources", name, distinct))
        case Column.CERTAINTY | Column.STANCE:
            distinct, places = _distinct(stack.take("claims", column, rows))
            return places, [STATES[column][state] for state in distinct.tolist()]
        case _:
            coder = Coder()
            distinct, places = _distinct(stack.over("claims", column, coder, -1)[rows])
            texts = coder.texts
            return _recoded(places, [texts[code] if code >= 0 else None for code in distinct.tolist()])


def _distinct(numbers: NDArray[Any]) -> tuple[Rows, Rows]:
    found, places = np.unique(numbers, return_inverse=True)
    return found.astype(np.int64), places


def _recoded(places: Rows, texts: Sequence[str | None]) -> tuple[Rows, list[str]]:
    """Return places in `texts` as places in its distinct texts, -1 where there is none."""
    coder = Coder()
    codes = np.array([coder(text) for text in texts], np.int64)
    return codes[places], coder.texts
