"""The segments of a generation as one: numbers of entities, claims, sources and edges go on from segment to segment.

A segment is a folder of tables (`docs/index-format.md`), made by one load and never changed. What a later load takes
back is left in its segment and no longer counts: the generation's list says which sources and which claims those are.
A source has a row in each segment that has claims of it; the last describes it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from graph.identity import NOBODY
from graph.index.arrow import Table, gathered, spread
from graph.index.numbering import Bases, keys_of
from graph.index.overlay import NOTHING, overlay_of
from graph.index.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.ids import ClaimId
    from graph.index.arrow import Ints, Rows
    from graph.verdicts import Ruled

WORDS = "words"
TABLES = (
    "entities", "entity_keys", "claims", "evidence", "sources", "edges", "adjacency", "by_subject", "by_value",
    "by_claimant", "by_edge", "names", "identifiers",
)  # fmt: skip


class Segment:
    """The tables of one segment, mapped, and its text index."""

    def __init__(self, folder: Path, bases: Bases) -> None:
        """Open the segment in `folder`, whose numbers begin at `bases`.

        Raises:
            DamagedError: a table is missing, or none.
        """
        self.bases = bases
        self.words = Words(folder / WORDS)
        self._tables = {name: Table(folder / f"{name}.arrow") for name in TABLES}

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def claim(self, name: str) -> int | None:
        """Return the number of the claim with an id."""
        ids, order = self["claims"].column("id"), self["claims"].numbers("by_id")
        place = bisect_left(order, name, key=lambda row: ids[int(row)].as_py())
        if place < len(order) and ids[int(order[place])].as_py() == name:
            return self.bases.claims + int(order[place])
        return None

    def after(self, name: str) -> int:
        """Return the place, in the order of their ids, of the first claim whose id comes after `name`."""
        ids = self["claims"].column("id")
        return bisect_right(self["claims"].numbers("by_id"), name, key=lambda row: ids[int(row)].as_py())


class Stack:
    """Segments, one upon the other.

    `dead` are the rows of sources of which nothing counts any more, `gone` those of single claims that do not.
    """

    identity = NOBODY
    """Which records it shows as one (`graph.index.merged`)."""
    overlay = NOTHING
    """What people ruled of claims."""

    def __init__(
        self, segments: Sequence[Segment], bases: Bases, dead: Collection[int] = (), gone: Collection[int] = ()
    ) -> None:
        self.segments = segments
        self.bases = bases
        self.dead, self.gone = (np.array(sorted(rows), np.int64) for rows in (dead, gone))

    def under(self, ruled: Mapping[ClaimId, Ruled]) -> Stack:
        """Return it with the status and the rank that people gave claims: of those that are not there nothing."""
        if not ruled:
            return self
        stack = Stack(self.segments, self.bases, self.dead.tolist(), self.gone.tolist())
        stack.overlay = overlay_of(ruled, self.claim_rows(list(ruled)))
        return stack

    @property
    def entity_count(self) -> int:
        """How many entities there are, those of whom nobody speaks now included."""
        return self.bases.entities

    # ------------------------------------------------------------------ rows of one kind, over all segments

    def take(self, table: str, column: str, rows: Rows) -> NDArray[Any]:
        """Return the numbers of a column in `rows`."""
        if len(self.segments) == 1:
            return self.overlay.taken(table, column, rows, self.segments[0][table].numbers(column)[rows])
        parts = self._each(table, rows, lambda part, local: part.numbers(column)[local])
        # a column that a segment leaves out is of the widest kind
        found = np.empty(len(rows), np.result_type(*(part.dtype for _, part in parts)) if parts else np.int64)
        for places, part in parts:
            found[places] = part
        return self.overlay.taken(table, column, rows, found)

    def texts(self, table: str, column: str, rows: Rows) -> list[str | None]:
        """Return the texts of a column in `rows`, None where there is none."""
        if len(self.segments) == 1:
            return self.segments[0][table].texts(column, rows)
        found: list[str | None] = [None] * len(rows)
        for places, part in self._each(table, rows, lambda part, local: part.texts(column, local)):
            for place, text in zip(places.tolist(), part, strict=True):
                found[place] = text
        return found

    def is_there(self, table: str, column: str, rows: Rows) -> NDArray[np.bool_]:
        """Say of each of `rows` whether a column has a value there."""
        found = np.zeros(len(rows), bool)
        for places, part in self._each(table, rows, lambda part, local: part.is_there(column, local)):
            found[places] = part
        return found

    def are_among(self, table: str, column: str, rows: Rows, texts: Collection[str]) -> NDArray[np.bool_]:
        """Say of each of `rows` whether its text, in a coded column that has one in every row, is among `texts`."""
        found = np.zeros(len(rows), bool)
        for places, part in self._each(table, rows, lambda part, local: part.are_among(column, local, texts)):
            found[places] = part
        return found

    def whole(self, table: str, column: str, kind: type[np.generic]) -> NDArray[Any]:
        """Return a column of numbers of all segments; of one segment without a copy."""
        parts = [segment[table].numbers(column) for segment in self.segments]
        found = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, kind), *parts])
        return self.overlay.whole(table, column, found)

    def flags(self, table: str, column: str) -> NDArray[np.bool_]:
        """Return a column of yes and no of all segments."""
        return np.concatenate([np.empty(0, bool), *(segment[table].flags(column) for segment in self.segments)])

    def over(self, table: str, column: str, code: Callable[[str], int], absent: int) -> NDArray[np.int64]:
        """Return of each row what `code` makes of its text in a coded column; asked once a text, not once a row."""
        parts = [np.empty(0, np.int64)]
        for segment in self.segments:
            words = np.array([*map(code, segment[table].words(column)), absent], np.int64)
            parts.append(words[segment[table].codes(column)])
        return np.concatenate(parts)

    def as_shown(self, entities: NDArray[Any]) -> NDArray[Any]:
        """Return rows of entities, or -1, as they are shown: here each is shown as it is (see `MergedStack`)."""
        return entities

    def spread(self, by_edge: NDArray[Any], nothing: int = 0) -> NDArray[Any]:  # noqa: ARG002 - see `MergedStack`
        """Return what holds of edges as shown for every edge: here each is shown as it is."""
        return by_edge

    def lists(self, table: str, column: str, rows: Rows) -> tuple[Rows, NDArray[Any]]:
        """Return the lists of `rows` one after another: which of `rows` each number belongs to, and the number."""
        parts = [
            (places[owners], values)
            for places, (owners, values) in self._each(
                table, rows, lambda part, local: gathered(*part.lists(column), local)
            )
        ]
        owners, values = (np.concatenate(part) for part in zip(*parts, strict=True)) if parts else (_NONE, _NONE)
        order = np.argsort(owners, kind="stable")
        return owners[order], values[order]

    def _each(self, table: str, rows: Rows, read: Callable[[Table, Rows], Any]) -> list[tuple[Rows, Any]]:
        """Return what `read` reads of each segment that has any of `rows`, with the places of these in `rows`."""
        return [(places, read(segment[table], local)) for segment, places, local in self.parts(table, rows)]

    def parts(self, table: str, rows: Rows) -> list[tuple[Segment, Rows, Rows]]:
        """Return the segments that have any of `rows`: which of these each has, and their numbers in it."""
        if len(self.segments) == 1:
            return [(self.segments[0], np.arange(len(rows)), rows)]
        starts = [getattr(segment.bases, table) for segment in self.segments]
        owner = np.searchsorted(starts, rows, side="right") - 1
        found = []
        for number in np.unique(owner).tolist():
            places = np.flatnonzero(owner == number)
            found.append((self.segments[number], places, rows[places] - starts[number]))
        return found

    # ------------------------------------------------------------------ look-ups

    def listed(self, table: str, key: str, keys: Rows) -> tuple[Rows, Rows]:
        """Return the claims that a table lists under each of `keys`, those that count: whose, and the claim."""
        owners, claims = [], []
        for segment in self.segments:
            known = segment[table].numbers(key)
            if not len(known):
                continue
            places = np.minimum(known.searchsorted(keys), len(known) - 1)
            hits = np.flatnonzero(known[places] == keys)
            owner, values = gathered(*segment[table].lists("claims"), places[hits])
            owners.append(hits[owner])
            claims.append(values.astype(np.int64))
        return self._counting(_joined(owners), _joined(claims))

    def keyed(self, table: str, asked: NDArray[np.uint64]) -> tuple[Rows, Rows]:
        """Return what a table has under each of the keys `asked`: whose, and the row; another text may share a key."""
        owners, rows = [], []
        for segment in self.segments:
            known, values = segment[table].numbers("key"), segment[table].numbers(_KEYED[table])
            low, high = known.searchsorted(asked), known.searchsorted(asked, side="right")
            owner, places = spread(low, high)
            owners.append(owner)
            rows.append(values[places].astype(np.int64))
        return _joined(owners), _joined(rows)

    def _counting(self, owners: Rows, claims: Rows) -> tuple[Rows, Rows]:
        if not len(claims) or not (len(self.dead) or len(self.gone)):
            return owners, claims
        counts = self.counts(claims)
        return owners[counts], claims[counts]

    def counts(self, claims: Rows) -> NDArray[np.bool_]:
        """Say of each of `claims` whether it still counts."""
        found = ~among(claims, self.gone)
        if len(self.dead):
            found &= ~among(self.take("claims", "source", claims), self.dead)
        return found

    def entity_rows(self, iris: Sequence[str]) -> Rows:
        """Return the number of each entity; -1 for one that no segment has."""
        owners, rows = self.keyed("entity_keys", keys_of(iris))
        found = np.full(len(iris), -1, np.int64)
        named = self.texts("entities", "iri", rows)
        right = [iris[owner] == iri for owner, iri in zip(owners.tolist(), named, strict=True)]
        found[owners[right]] = rows[right]
        return found

    def entity_rows_or_new(self, iris: Sequence[str]) -> tuple[NDArray[np.int32], list[str]]:
        """Return the number of each entity, new numbers for new ones, and the new ones in the order of these."""
        rows = self.entity_rows(iris)
        fresh = np.flatnonzero(rows < 0)
        rows[fresh] = self.bases.entities + np.arange(len(fresh))
        return rows.astype(np.int32), [iris[place] for place in fresh.tolist()]

    def iris(self, entities: Rows) -> list[str]:
        """Return the IRIs of entities."""
        return cast("list[str]", self.texts("entities", "iri", entities))

    def claim_rows(self, ids: Sequence[str]) -> Rows:
        """Return the number of each claim; -1 for one that is not there, or no longer counts."""
        found = np.full(len(ids), -1, np.int64)
        for segment in self.segments:
            rows = [(place, row) for place, name in enumerate(ids) if (row := segment.claim(name)) is not None]
            if rows:
                places, claims = np.array(rows, np.int64).T
                count = self.counts(claims)
                found[places[count]] = claims[count]
        return found

    def claims_of(self, source: str) -> Rows:
        """Return the claims that stand in a source, in no order."""
        rows = np.array(self.rows_of(source), np.int64)
        firsts, lengths = (self.take("sources", name, rows).astype(np.int64) for name in ("first_claim", "claims"))
        claims = spread(firsts, firsts + lengths)[1]
        return claims[self.counts(claims)]

    def edge_numbers(
        self, subjects: Ints, values: Ints, properties: Sequence[str], denies: NDArray[np.bool_]
    ) -> NDArray[np.int32]:
        """Return the numbers of edges by what they are; -1 for one that no segment has."""
        found = np.full(len(subjects), -1, np.int32)
        for segment in self.segments:
            table = segment["edges"]
            known, ends = table.numbers("subject"), table.numbers("value")
            low, high = np.searchsorted(known, subjects), np.searchsorted(known, subjects, side="right")
            for place in np.flatnonzero(high > low).tolist():
                start = low[place] + int(np.searchsorted(ends[low[place] : high[place]], values[place]))
                while start < high[place] and ends[start] == values[place]:
                    at = np.array([start])
                    denied = table.column("denies")[int(start)].as_py()
                    if table.texts("property", at)[0] == properties[place] and denied == denies[place]:
                        found[place] = segment.bases.edges + start
                    start += 1
        return found

    # ------------------------------------------------------------------ sources

    @cached_property
    def source_rows(self) -> dict[str, int]:
        """The rows that describe the sources that count, by their ids."""
        dead = set(self.dead.tolist())
        return {name: row for row, name in enumerate(self.source_names) if row not in dead}

    @cached_property
    def described_by(self) -> Rows:
        """Of each row of a source the one that describes it: another where a later load has changed some of it."""
        found = np.arange(self.bases.sources)
        for rows in self._several_rows.values():
            found[rows] = rows[-1]
        return found

    def rows_of(self, source: str) -> list[int]:
        """Return the rows of a source that count."""
        last = self.source_rows.get(source)
        return [] if last is None else self._several_rows.get(source, [last])

    @cached_property
    def _several_rows(self) -> dict[str, list[int]]:
        """The rows of the sources that have more than one that counts."""
        count = np.setdiff1d(np.arange(self.bases.sources), self.dead)
        if len(count) == len(self.source_rows):
            return {}
        found = defaultdict[str, list[int]](list)
        for row in count.tolist():
            found[self.source_names[row]].append(row)
        return {name: rows for name, rows in found.items() if len(rows) > 1}

    @cached_property
    def source_names(self) -> list[str]:
        """The ids of all sources, by their numbers."""
        return cast("list[str]", self.texts("sources", "id", np.arange(self.bases.sources)))


def among(numbers: Rows, some: Rows) -> NDArray[np.bool_]:
    """Say of each of `numbers` whether it is among `some`, which are in order."""
    if not len(some):
        return np.zeros(len(numbers), bool)
    found: NDArray[np.bool_] = some[np.minimum(some.searchsorted(numbers), len(some) - 1)] == numbers
    return found


def _joined(parts: Sequence[Rows]) -> Rows:
    return parts[0] if len(parts) == 1 else np.concatenate([_NONE, *parts])


_NONE = np.empty(0, np.int64)
_KEYED = {"entity_keys": "entity", "names": "claim", "identifiers": "claim"}


EMPTY_STACK = Stack([], Bases())
