"""The segments of a generation, read as some records being one: their rows count as one row.

Nothing is written. A merge costs an array of the rows of entities and one of the edges; what is read passes through
them, and the half-edges of records that another stands for lie once more at that one's row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.identity import Identity
from graph.ids import EntityId, PropertyId
from graph.index.adjacency import HalfEdges
from graph.index.edges import distinct
from graph.index.stack import Stack
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from graph.index.adjacency import Adjacency
    from graph.index.arrow import Rows

_ENTITIES = {
    ("claims", "subject"),
    ("claims", "value_entity"),
    ("claims", "claimant"),
    ("edges", "subject"),
    ("edges", "value"),
}
"""Columns that hold rows of entities."""


class MergedStack(Stack):
    """A stack as `identity` has it: every row of an entity is that of the record it is shown by."""

    def __init__(self, stack: Stack, identity: Identity) -> None:
        super().__init__(stack.segments, stack.bases, stack.dead.tolist(), stack.gone.tolist())
        self.identity = identity
        self.overlay = stack.overlay
        rows = iter(stack.entity_rows([record for some in identity.members.values() for record in some]).tolist())
        clusters = [[row for _, row in zip(some, rows, strict=False)] for some in identity.members.values()]
        self._records = {some[0]: [row for row in some if row >= 0] for some in clusters if some[0] >= 0}
        self.shown = np.arange(stack.bases.entities, dtype=np.int32)
        """Of each row of an entity the row that it is shown by."""
        for row, records in self._records.items():
            self.shown[records] = row
        self.edge_shown = self._edges_shown(stack)
        """Of each edge the one that has its ends and its property, as they are shown; -1 where these are one."""

    def _edges_shown(self, stack: Stack) -> NDArray[np.int32]:
        shown = np.arange(stack.bases.edges, dtype=np.int32)
        if not self._records:
            return shown
        among = np.zeros(stack.bases.entities, bool)
        among[[row for records in self._records.values() for row in records]] = True
        subject, value = (stack.whole("edges", name, np.int32) for name in ("subject", "value"))
        touched = np.flatnonzero(among[subject] | among[value])
        subject, value = self.shown[subject[touched]], self.shown[value[touched]]
        names = stack.texts("edges", "property", touched)
        codes = {name: code for code, name in enumerate(sorted({name or "" for name in names}))}
        prop = np.array([codes[name or ""] for name in names], np.int64)
        known = (vocabulary().properties.get(PropertyId(name)) for name in codes)
        symmetric = np.array([bool(prop and prop.symmetric) for prop in known], bool)
        turned = symmetric[prop] & (subject > value) if len(prop) else np.empty(0, bool)
        ends = np.where(turned, value, subject), np.where(turned, subject, value)
        first, which = distinct(*ends, prop * 2 + stack.flags("edges", "denies")[touched])
        shown[touched] = np.where(ends[0] == ends[1], -1, touched[first][which])
        return shown

    # ------------------------------------------------------------------ as a stack is read

    def take(self, table: str, column: str, rows: Rows) -> NDArray[Any]:
        """Return the numbers of a column in `rows`; rows of entities as they are shown."""
        return self._mapped(table, column, super().take(table, column, rows))

    def whole(self, table: str, column: str, kind: type[np.generic]) -> NDArray[Any]:
        """Return a column of all segments; rows of entities and edges as they are shown."""
        found = super().whole(table, column, kind)
        if (table, column) == ("claims", "edge"):
            return np.where(found >= 0, self.edge_shown[found], -1).astype(np.int32) if len(self.edge_shown) else found
        return self._mapped(table, column, found)

    def as_shown(self, entities: NDArray[Any]) -> NDArray[Any]:
        """Return rows of entities, or -1, as they are shown."""
        return np.where(entities >= 0, self.shown[entities], entities) if len(self.shown) else entities

    def spread(self, by_edge: NDArray[Any], nothing: int = 0) -> NDArray[Any]:
        """Return what holds of edges as shown for every edge; `nothing` for one that leads from a record to itself."""
        return np.where(self.edge_shown >= 0, by_edge[self.edge_shown], nothing) if len(by_edge) else by_edge

    def texts(self, table: str, column: str, rows: Rows) -> list[str | None]:
        """Return the texts of a column in `rows`; publishers as they are shown."""
        found = super().texts(table, column, rows)
        if (table, column) != ("sources", "publisher"):
            return found
        return [None if text is None else self.identity.of(EntityId(text)) for text in found]

    def listed(self, table: str, key: str, keys: Rows) -> tuple[Rows, Rows]:
        """Return the claims that a table lists under each of `keys`, and under the records that are one with it."""
        if key != "entity":
            return super().listed(table, key, keys)
        records = [self._records.get(row, [row]) for row in keys.tolist()]
        owner = np.repeat(np.arange(len(records)), [len(some) for some in records])
        owners, claims = super().listed(table, key, np.array([row for some in records for row in some], np.int64))
        return owner[owners], claims

    def entity_rows(self, iris: Sequence[str]) -> Rows:
        """Return the number of each entity as it is shown; -1 for one that no segment has."""
        return super().entity_rows([self.identity.of(EntityId(iri)) for iri in iris])

    # ------------------------------------------------------------------ of identity alone

    @property
    def entity_count(self) -> int:
        """How many entities there are, those of whom nobody speaks now included."""
        return self.bases.entities - sum(len(records) - 1 for records in self._records.values())

    def silent(self, rows: Collection[int]) -> frozenset[int]:
        """Return the rows of entities none of whose records is spoken of, given those of the records."""
        merged = {row: records for records in self._records.values() for row in records}
        return frozenset(int(self.shown[row]) for row in rows if all(each in rows for each in merged.get(row, ())))

    def moved(self, adjacency: Adjacency) -> HalfEdges:
        """Return the half-edges of every record that another stands for, at the row of that one."""
        gone = np.array([row for records in self._records.values() for row in records[1:]], np.int64)
        around = adjacency.around(gone)
        owner = self.shown[gone[around.owner]]
        order = np.argsort(owner, kind="stable")
        rows, sizes = np.unique(owner, return_counts=True)
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return HalfEdges(rows.astype(np.int32), offsets, self.shown[around.neighbour[order]], around.edge[order])

    def _mapped(self, table: str, column: str, found: NDArray[Any]) -> NDArray[Any]:
        return self.as_shown(found) if (table, column) in _ENTITIES else found
