"""The view on the index: what questions ask, answered from mapped columns."""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from graph.bare import values_by_rows
from graph.claims import read_wanted, wanted_of
from graph.decisions import NONE, state_of, updated_at
from graph.errors import DamagedError, OutdatedError, UnavailableError
from graph.files import read_any
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
from graph.index.building import open_index
from graph.index.joining import IndexRecords
from graph.index.layers import adjacency_of
from graph.index.merged import MergedStack
from graph.index.numbering import keys_of
from graph.index.press import STATES
from graph.index.records import read_claims, read_source
from graph.indexed_paths import IndexedPaths
from graph.joining import identify
from graph.masks import Masks
from graph.matches import matches, sounding
from graph.model import Status, Text
from graph.names import folded
from graph.provenance import EVERYTHING, STANDING
from graph.support import owners, voices
from graph.tallies import tally_rows, wanted_rows
from graph.verdicts import ruled_by
from graph.view import Counts
from graph.view_tally import Tally, Wanted
from graph.worded import sounding_rows, worded_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions
    from graph.index.arrow import Rows
    from graph.index.catalogue import Catalogue
    from graph.index.stack import Segment, Stack
    from graph.masks import Mask
    from graph.model import Claim, Source
    from graph.plain import PlainView
    from graph.provenance import ProvenanceFilter
    from graph.view import Cancelled, Chains, Connected, Neighbourhood, PathSpec, Said, SearchIn, TextMatch, View
    from graph.view_tally import Bucket, ClaimFilter

_log = logging.getLogger(__name__)
_SOURCES_KEPT = 4_096
_TEXTS_KEPT = 32
_SCANNED = 4_096
_FIRST_SCANNED = 128
"""So few are read of a list of which only the first may be wanted."""
_PROPOSED = STATES["status"].index(Status.PROPOSED)


def open_view(
    archive: Archive,
    generation: Generation,
    decisions: Decisions = NONE,
    *,
    check: bool = True,
    known: View | None = None,
) -> IndexView | PlainView:
    """Open `generation`, as `decisions` say who is whom, through its index (`graph.index.building`).

    The index is built where it is missing or damaged.

    With `check` the index is compared with its digests, but for what `known` has open. Where there is no index and
    none may be written, the claims are read from their files, which takes longer and needs more memory.

    Raises:
        DamagedError: a file of the generation is not what was written.
    """
    if isinstance(known, IndexView) and known.catalogue.digest == generation.digest:
        return known.under(decisions)
    checked = known.catalogue if isinstance(known, IndexView) else None
    try:
        opened = open_index(archive, generation, check=check, known=checked)
    except UnavailableError as error:
        from graph.plain import open_plain  # networkx takes longer to import than all else

        _log.warning("%s: there is no index, claims are read from their files", error)
        return open_plain(archive, generation, decisions)
    for damage in opened.mended:
        level = logging.INFO if isinstance(damage, OutdatedError) else logging.WARNING
        _log.log(level, "%s: the index has been built again", damage)
    told = Told(archive.base, generation, opened.catalogue, archive.root / "sources")
    return IndexView(told, opened.stack, decisions)


class Told(NamedTuple):
    """What an index is of: where it is published, its generation and its list of files, and where texts lie."""

    base: str
    generation: Generation
    catalogue: Catalogue
    texts: Path


class IndexView:
    """A generation through its index. See `graph.view.View` for what each method answers."""

    def __init__(self, told: Told, stack: Stack, decisions: Decisions = NONE) -> None:
        self.state = state_of(told.generation, decisions)
        self.base = told.base
        self.updated_at = updated_at(told.generation, decisions)
        self.catalogue = told.catalogue
        self.told = told
        self.unmerged = stack
        stack = stack.under(ruled_by(decisions))
        decided = self.unmerged.take("claims", "status", stack.overlay.rows("status")) == _PROPOSED
        self._proposed = told.catalogue.proposed - int(decided.sum())
        self._silent = frozenset(told.catalogue.silent)
        self._masks = Masks(stack, lambda publishers: owners(self, publishers), self._voices)
        self.identity = identify(IndexRecords(stack, self._masks.claims(STANDING), self._silent), decisions)
        if self.identity:
            stack = MergedStack(stack, self.identity)
            self._silent = stack.silent(self._silent)
            self._masks = Masks(stack, lambda publishers: owners(self, publishers), self._voices)
        self._stack = stack
        self._source = lru_cache(_SOURCES_KEPT)(lambda row: read_source(stack, row))
        self._text = lru_cache(_TEXTS_KEPT)(self._read_text)
        self._adjacency = adjacency_of(stack)
        self._paths = IndexedPaths(stack, self._masks, self._adjacency)

    def under(self, decisions: Decisions) -> IndexView:
        """Return the same generation as other `decisions` say who is whom. Opens nothing."""
        return IndexView(self.told, self.unmerged, decisions)

    def counts(self) -> Counts:
        kept, entities = self.catalogue, self._stack.entity_count - len(self._silent)
        return Counts(entities, kept.claims, len(self._stack.source_rows), self._proposed)

    def known(self, entities: Sequence[EntityId]) -> list[bool]:
        return [row >= 0 and row not in self._silent for row in self._stack.entity_rows(entities).tolist()]

    def about(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId] | None = None
    ) -> list[list[Claim]]:
        return self._listed("by_subject", subjects, properties)

    def values(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId], provenance: ProvenanceFilter
    ) -> list[list[Said]]:
        owners_, rows = self._owned("by_subject", subjects, properties)
        provenance = provenance.as_shown(self.identity)
        counts = self._masks.claims(replace(provenance, min_independent_sources=1))[rows]
        owned = owners_[counts], rows[counts]
        found = values_by_rows(self._stack, owned, provenance, self._masks.independent)
        return [found.get(place, []) for place in range(len(subjects))]

    def values_of_all(
        self, properties: Collection[PropertyId] | None, provenance: ProvenanceFilter
    ) -> list[tuple[EntityId, list[Said]]]:
        provenance = provenance.as_shown(self.identity)
        rows = np.flatnonzero(self._masks.claims(replace(provenance, min_independent_sources=1)))
        if properties is not None:
            rows = rows[self._stack.are_among("claims", "property", rows, properties)]
        owned = self._stack.take("claims", "subject", rows).astype(np.int64), rows
        found = values_by_rows(self._stack, owned, provenance, self._masks.independent)
        iris = map(EntityId, self._stack.iris(np.array([*found], np.int64)))
        return sorted((who, said) for who, said in zip(iris, found.values(), strict=True) if said)

    def naming(self, values: Sequence[EntityId]) -> list[list[Claim]]:
        return self._listed("by_value", values)

    def said_by(self, claimants: Sequence[EntityId]) -> list[list[Claim]]:
        return self._listed("by_claimant", claimants)

    def between(self, pairs: Sequence[tuple[EntityId, EntityId]]) -> list[list[Claim]]:
        ends = self._stack.entity_rows([entity for pair in pairs for entity in pair]).tolist()
        rows = zip(ends[::2], ends[1::2], strict=True)
        edges = [[] if min(pair) < 0 else self._joining(*pair) for pair in rows]
        owner = np.repeat(np.arange(len(pairs)), [len(some) for some in edges])
        flat = np.array([edge for some in edges for edge in some], np.int64)
        places, claims = self._stack.listed("by_edge", "edge", flat)
        return self._shared_out(owner[places], claims, len(pairs))

    def claims(self, ids: Sequence[ClaimId]) -> list[Claim | None]:
        rows = self._stack.claim_rows(ids)
        there = np.flatnonzero(rows >= 0)
        found: list[Claim | None] = [None] * len(ids)
        for place, claim in zip(there.tolist(), read_claims(self._stack, rows[there]), strict=True):
            found[place] = claim
        return found

    def scan(self, after: ClaimId | None = None) -> Iterator[Claim]:
        return merge(*(self._scan(segment, after) for segment in self._stack.segments), key=_ID)

    def recorded_at(self, claims: Sequence[ClaimId]) -> list[int | None]:
        rows = self._stack.claim_rows(claims)
        there = np.flatnonzero(rows >= 0)
        found: list[int | None] = [None] * len(claims)
        times = self._stack.take("claims", "recorded_at", rows[there])
        for place, time in zip(there.tolist(), times.tolist(), strict=True):
            found[place] = time
        return found

    def source_ids(self) -> list[SourceId]:
        return [SourceId(name) for name in sorted(self._stack.source_rows)]

    def sources(self, ids: Sequence[SourceId]) -> list[Source | None]:
        rows = (self._stack.source_rows.get(name) for name in ids)
        return [None if row is None else self._source(row) for row in rows]

    def claims_of(self, sources: Sequence[SourceId]) -> list[list[Claim]]:
        return [self._by_id(self._stack.claims_of(name)) for name in sources]

    def texts(self, sources: Sequence[SourceId]) -> list[str | None]:
        rows = [self._stack.source_rows.get(name) for name in sources]
        return [None if row is None else self._text(row) for row in rows]

    def named(self, names: Sequence[str]) -> list[list[EntityId]]:
        return self._carrying("names", list(map(folded, names)), folded)

    def identified(self, identifiers: Sequence[str]) -> list[list[EntityId]]:
        return self._carrying("identifiers", identifiers, str)

    def matching(self, text: str, places: Collection[SearchIn], provenance: ProvenanceFilter) -> list[TextMatch]:
        counts = self._masks.claims(replace(provenance.as_shown(self.identity), min_independent_sources=1))
        return matches(text, self._by_id(worded_rows(self._stack, text, places, counts)), places)

    def sounding(self, names: Sequence[str]) -> list[list[EntityId]]:
        return [sounding(name, self._admitted(sounding_rows(self._stack, name))) for name in names]

    # ------------------------------------------------------------------ paths

    def chains(
        self,
        start: EntityId,
        end: EntityId,
        spec: PathSpec,
        provenance: ProvenanceFilter,
        cancelled: Cancelled = None,
    ) -> Chains:
        return self._paths.chains((start, end), spec, provenance.as_shown(self.identity), cancelled)

    def around(
        self, starts: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int
    ) -> Neighbourhood:
        return self._paths.around(starts, spec, provenance.as_shown(self.identity), cap)

    def among(self, entities: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter) -> Connected:
        return self._paths.among(entities, spec, provenance.as_shown(self.identity))

    def connected(self, spec: PathSpec, provenance: ProvenanceFilter, most: int) -> Connected | None:
        return self._paths.connected(spec, provenance.as_shown(self.identity), most)

    def wanted(
        self, where: ClaimFilter, provenance: ProvenanceFilter, after: ClaimId | None = None, most: int | None = None
    ) -> Wanted:
        if (where.subjects, where.objects, where.claimants) != (None, None, None):
            return wanted_of(read_wanted(self, where, provenance), after, most)
        kept = wanted_rows(self._stack, self._masks, Tally(where, ()), provenance)
        found = merge(*(self._scan(segment, after, kept) for segment in self._stack.segments), key=_ID)
        return Wanted([*islice(found, most)], int(kept.sum()))

    def tally(self, asked: Tally, provenance: ProvenanceFilter) -> list[Bucket]:
        return tally_rows(self._stack, self._masks, asked, provenance)

    # ------------------------------------------------------------------ rows

    def _listed(
        self, table: str, entities: Sequence[EntityId], properties: Collection[PropertyId] | None = None
    ) -> list[list[Claim]]:
        return self._shared_out(*self._owned(table, entities, properties), len(entities))

    def _owned(
        self, table: str, entities: Sequence[EntityId], properties: Collection[PropertyId] | None
    ) -> tuple[Rows, Rows]:
        """Return the claims that a table lists under each of `entities`: whose, and the claim."""
        rows = self._stack.entity_rows(entities)
        there = np.flatnonzero(rows >= 0)
        owners_, claims = self._stack.listed(table, "entity", rows[there])
        if properties is not None:
            wanted = self._stack.are_among("claims", "property", claims, properties)
            owners_, claims = owners_[wanted], claims[wanted]
        return there[owners_], claims

    def _joining(self, one: int, other: int) -> list[int]:
        """Return the edges between two entities, by looking around the one that is in fewer."""
        if one == other:
            return []
        near, far = sorted((one, other), key=self._adjacency.degree)
        around = zip(self._adjacency.edges_of(near), self._adjacency.neighbours_of(near), strict=True)
        return [edge for edge, neighbour in around if neighbour == far]

    def _shared_out(self, owners_: Rows, claims: Rows, count: int) -> list[list[Claim]]:
        """Return claims by who owns them, for each owner by their ids."""
        if count == 1:
            return [self._by_id(claims)]
        found: list[list[Claim]] = [[] for _ in range(count)]
        for owner, claim in zip(owners_.tolist(), read_claims(self._stack, claims), strict=True):
            found[owner].append(claim)
        for several in found:
            several.sort(key=_ID)
        return found

    def _carrying(self, table: str, wanted: Sequence[str], written: Callable[[str], str]) -> list[list[EntityId]]:
        found: list[set[EntityId]] = [set() for _ in wanted]
        places, rows = self._stack.keyed(table, keys_of(wanted))
        counts = self._masks.claims(EVERYTHING)[rows]
        for place, claim in zip(places[counts].tolist(), read_claims(self._stack, rows[counts]), strict=True):
            if isinstance(claim.value, Text) and written(claim.value.text) == wanted[place]:
                found[place].add(claim.subject)
        return [sorted(some) for some in found]

    def _admitted(self, rows: Rows) -> list[Claim]:
        return self._by_id(rows[self._masks.claims(EVERYTHING)[rows]])

    def _by_id(self, rows: Rows) -> list[Claim]:
        return sorted(read_claims(self._stack, rows), key=_ID)

    def _scan(self, segment: Segment, after: ClaimId | None, kept: Mask | None = None) -> Iterator[Claim]:
        """Yield the claims of a segment that count, in the order of their ids; with `kept`, those that it keeps."""
        order = segment["claims"].numbers("by_id")
        start = 0 if after is None else segment.after(after)
        rows = order[start:].astype(np.int64) + segment.bases.claims
        if kept is not None:
            rows = rows[kept[rows]]
        size = _FIRST_SCANNED
        while len(rows):
            some, rows = rows[:size], rows[size:]
            size = _SCANNED
            yield from read_claims(self._stack, some[self._stack.counts(some)])

    def _read_text(self, row: int) -> str | None:
        name = self._stack.texts("sources", "text_file", np.array([row]))[0]
        if name is None:
            return None
        path = self.told.texts / name
        content = read_any(path)
        if hashlib.sha256(content).hexdigest() != path.stem:
            raise DamagedError(str(path), "its bytes are not those that were written (SHA-256 differs)")
        return content.decode()

    def _voices(self, ids: Sequence[ClaimId]) -> list[str]:
        return voices(self, [claim for claim in self.claims(ids) if claim is not None])


_ID = attrgetter("id")
