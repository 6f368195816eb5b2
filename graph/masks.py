"""Which claims and which edges may count, for all of an index at once: provenance, windows, kinds and hubs as masks.

Each mask says of every claim (or edge, or entity) what `ProvenanceFilter.admits` and the rules of `graph.support` say
of one. They are made in one pass over the columns and kept, the least recently used go first: a state never changes.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace

from graph.edtf import during, parse
from graph.ids import ClaimId, EntityId, KindId, PropertyId
from graph.index.adjacency import OPEN_END, OPEN_START
from graph.index.press import STATES
from graph.provenance import EVERYTHING, ProvenanceFilter, published_by
from graph.vocabulary import THING, TYPE, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from graph.index.stack import Stack
    from graph.view import PathSpec, Window

    Mask = NDArray[np.bool_]
    Voice = Callable[[Sequence[ClaimId]], list[str]]
    Owners = Callable[[Sequence[EntityId]], list[EntityId]]

_KEPT = 16


class Masks:
    """The masks of one state. `owners` and `voices` say who stands behind publishers, and behind claims that repeat."""

    def __init__(self, stack: Stack, owners: Owners, voices: Voice) -> None:
        self._stack = stack
        self._owners = owners
        self._voices = voices
        self.claims = lru_cache(_KEPT)(self._claims)
        self.support = lru_cache(_KEPT)(self._support)
        self.dated = lru_cache(_KEPT)(self._dated)
        self.times = lru_cache(_KEPT)(self._times)
        self.entities = lru_cache(_KEPT)(self._entities)
        self._edge_of_claim = stack.whole("claims", "edge", np.int32)

    def edges(self, spec: PathSpec, provenance: ProvenanceFilter) -> Mask:
        """Say of each edge whether a path may go over it."""
        enough = max(provenance.min_independent_sources, 1)
        kept = self.support(replace(provenance, min_independent_sources=1)) >= enough
        if spec.properties is not None or spec.not_properties:
            kept = kept & self._over("edges", "property", lambda prop: spec.allows(PropertyId(prop)))
        if spec.during is not None:
            kept = kept & self.dated(spec.during, replace(provenance, min_independent_sources=1))
        return kept

    # ------------------------------------------------------------------ claims

    def _claims(self, provenance: ProvenanceFilter) -> Mask:
        """Say of each claim whether it may count."""
        kept: Mask = self._sources(provenance)[self._stack.whole("claims", "source", np.int32)]
        kept[self._stack.gone] = False
        states = {
            "rank": provenance.ranks,
            "status": provenance.statuses,
            "certainty": provenance.certainties,
            "stance": provenance.stances,
            "derivation": provenance.derivations,
        }
        for column, allowed in states.items():
            if allowed is not None and len(allowed) < len(STATES[column]):
                wanted = np.array([state in allowed for state in STATES[column]], bool)
                kept &= wanted[self._stack.whole("claims", column, np.int8)]
        if provenance.claimants is not None:
            kept &= self._said_by(provenance.claimants)
        if provenance.not_claimants:
            kept &= ~self._said_by(provenance.not_claimants)
        if provenance.asserted_on is not None:
            window, match = provenance.asserted_on, provenance.asserted_match
            kept &= self._over("claims", "asserted_on", lambda time: during(parse(time), window, match), absent=True)
        return kept

    def _sources(self, provenance: ProvenanceFilter) -> Mask:
        """Say of each row of a source whether its claims may count; those of a source that is gone may not."""
        rows = self._stack.described_by
        kept = np.ones(len(rows), bool)
        kept[self._stack.dead] = False
        if provenance.sources is not None:
            kept &= _among(self._stack.texts("sources", "id", rows), provenance.sources)
        if provenance.publishers is not None or provenance.not_publishers:
            publishers = self._stack.texts("sources", "publisher", rows)
            if provenance.publishers is not None:
                kept &= _among(publishers, provenance.publishers)
            kept &= ~_among(publishers, provenance.not_publishers)
        if provenance.published_until is not None:
            until = provenance.published_until
            days = self._stack.texts("sources", "published", rows)
            kept &= np.array([day is not None and published_by(parse(day), until) for day in days], bool)
        return kept

    def _said_by(self, claimants: Collection[EntityId]) -> Mask:
        rows = self._stack.entity_rows(sorted(claimants))
        return np.isin(self._stack.whole("claims", "claimant", np.int32), rows)

    # ------------------------------------------------------------------ edges

    def _support(self, provenance: ProvenanceFilter) -> NDArray[np.int32]:
        """Return how many independent sources stand behind each edge."""
        rows = np.flatnonzero(self.claims(provenance) & (self._edge_of_claim >= 0))
        found = self.independent(rows, self._edge_of_claim[rows], self._stack.bases.edges)
        return self._stack.spread(found)

    def independent(self, rows: NDArray[np.int64], group: NDArray[Any], groups: int) -> NDArray[np.int32]:
        """Return how many independent sources stand behind each group of claims (`graph.support.independent_sources`).

        `group` is that of each of `rows`, a number below `groups`.
        """
        count = np.bincount(group, minlength=groups)
        several = count[group] > 1
        rows, group = rows[several], group[several]
        found = (count > 0).astype(np.int32)
        if len(rows):
            behind = (_distinct(group, who, groups) for who in (self._printers(rows), self._speakers(rows)))
            fewest = np.minimum(*behind)
            found[group] = fewest[group]
        return found

    def _printers(self, claims: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a number for who owns the publisher of each claim."""
        found: NDArray[np.int64] = self._printer_of_source[self._stack.take("claims", "source", claims)]
        return found

    @cached_property
    def _printer_of_source(self) -> NDArray[np.int64]:
        publishers = self._stack.texts("sources", "publisher", self._stack.described_by)
        known = sorted({EntityId(publisher or "") for publisher in publishers})
        owners = dict(zip(known, self._owners(known), strict=True))
        numbers = {owner: number for number, owner in enumerate(sorted(set(owners.values())))}
        return np.array([numbers[owners[EntityId(publisher or "")]] for publisher in publishers], np.int64)

    def _speakers(self, claims: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a number for who speaks in each claim in the end: whom it repeats, if it repeats another's."""
        speakers = self._stack.take("claims", "claimant", claims).astype(np.int64)
        repeats = np.flatnonzero(self._stack.is_there("claims", "origin", claims))
        ids = self._stack.texts("claims", "id", claims[repeats])
        voices = self._voices([ClaimId(id_ or "") for id_ in ids])
        rows = self._stack.entity_rows(voices)
        strangers = {voice: self._stack.bases.entities + n for n, voice in enumerate(sorted(set(voices)))}
        for place, row, voice in zip(repeats.tolist(), rows.tolist(), voices, strict=True):
            speakers[place] = row if row >= 0 else strangers[voice]
        return speakers

    # ------------------------------------------------------------------ time

    def _dated(self, window: Window, provenance: ProvenanceFilter) -> Mask:
        """Say of each edge whether somebody who may count gives it a day in `window`."""
        inside = self._over("claims", "time", lambda time: during(parse(time), window.span, window.match))
        relations, events = self._dating(self.claims(provenance) & inside)
        happened = np.zeros(self._stack.bases.entities, bool)
        happened[self._stack.take("claims", "subject", events)] = True
        subjects, are_roles = self._roles()
        edges = are_roles & happened[subjects]
        edges[self._edge_of_claim[relations]] = True
        shown: Mask = self._stack.spread(edges)
        return shown

    def _times(self, provenance: ProvenanceFilter) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first and the last second at which each edge may be, by the days that those who may count give."""
        relations, events = self._dating(self.claims(provenance) & self._over("claims", "time", lambda _: True))
        earliest = self._widest("earliest_start", OPEN_START, np.minimum, (relations, events))
        end = self._widest("latest_end", OPEN_END, np.maximum, (relations, events))
        # the last second of it: what begins when it has ended is after it
        return earliest, end - (end != OPEN_END)

    def _dating(self, claims: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return those of `claims` that date a relation, and those that date an event."""
        _, are_roles = self._roles()
        rows = np.flatnonzero(claims & (self._edge_of_claim >= 0))
        relations = rows[~are_roles[self._edge_of_claim[rows]]]
        when = self._over("claims", "property", lambda prop: prop == WHEN)
        when &= self._over("claims", "value_kind", lambda kind: kind == "time")
        denies = self._stack.flags("claims", "denies")
        return relations, np.flatnonzero(claims & when & ~denies)

    def _roles(self) -> tuple[NDArray[np.int32], Mask]:
        """Return the subject of each edge, and whether it is a part in an event: then its subject is the event."""
        roles = {prop.id for prop in vocabulary().properties.values() if prop.is_role}
        return (
            self._stack.whole("edges", "subject", np.int32),
            self._over("edges", "property", lambda prop: prop in roles),
        )

    def _widest(
        self, column: str, open_: int, widest: np.ufunc, dating: tuple[NDArray[np.int64], NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """Return the widest bound that claims give each edge, `open_` where none does."""
        relations, events = dating
        subjects, are_roles = self._roles()
        unset = OPEN_END if widest is np.minimum else OPEN_START
        edges, entities = (np.full(n, unset) for n in (self._stack.bases.edges, self._stack.bases.entities))
        widest.at(edges, self._edge_of_claim[relations], self._bound(column, relations, open_))
        widest.at(entities, self._stack.take("claims", "subject", events), self._bound(column, events, open_))
        edges = np.where(are_roles, entities[subjects], edges)
        return self._stack.spread(np.where(edges == unset, open_, edges), open_)

    def _bound(self, column: str, claims: NDArray[np.int64], open_: int) -> NDArray[np.int64]:
        there = self._stack.is_there("claims", column, claims)
        return np.where(there, self._stack.take("claims", column, claims), np.int64(open_))

    # ------------------------------------------------------------------ entities

    def _entities(self, kinds: frozenset[KindId] | None, not_kinds: frozenset[KindId], hub: int | None) -> Mask:
        """Say of each entity whether a path may cross it, by its kinds and by how many connections it is in."""
        kept = np.ones(self._stack.bases.entities, bool)
        if kinds is not None:
            kept &= self._of_kinds(kinds)
        if not_kinds:
            kept &= ~self._of_kinds(not_kinds)
        if hub is not None:
            kept &= self._degrees() <= hub
        return kept

    def _of_kinds(self, wanted: frozenset[KindId]) -> Mask:
        typed = self.claims(EVERYTHING) & self._over("claims", "property", lambda prop: prop == TYPE)
        known = typed & self._over("claims", "value_iri", lambda kind: KindId(kind) in vocabulary().kinds)
        fits = known & self._over("claims", "value_iri", lambda kind: bool(wanted & _lineage(kind)))
        subject = self._stack.whole("claims", "subject", np.int32)
        found, has_kind = (np.zeros(self._stack.bases.entities, bool) for _ in range(2))
        found[subject[fits]] = True
        has_kind[subject[known]] = True
        return found | ~has_kind if THING in wanted else found

    def _degrees(self) -> NDArray[np.int64]:
        """Return how many connections each entity is in, whoever says so."""
        counts = self._sources(_ANYTHING)[self._stack.whole("claims", "source", np.int32)]
        counts[self._stack.gone] = False
        live = np.zeros(self._stack.bases.edges, bool)
        live[self._edge_of_claim[counts & (self._edge_of_claim >= 0)]] = True
        ends = [self._stack.whole("edges", name, np.int32)[live] for name in ("subject", "value")]
        degrees: NDArray[np.int64] = np.bincount(np.concatenate(ends), minlength=self._stack.bases.entities)
        return degrees

    def _over(self, table: str, column: str, wanted: Callable[[str], bool], *, absent: bool = False) -> Mask:
        """Say of each row whether `wanted` holds of its text in a coded column; asked once a text, not once a row."""
        found: Mask = self._stack.over(table, column, wanted, absent).astype(bool)
        return found


_ANYTHING = ProvenanceFilter()


def _distinct(group: NDArray[Any], who: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Return how many different ones of `who` each group has."""
    width = int(who.max()) + 1
    pairs = np.unique(group.astype(np.int64) * width + who)
    return np.bincount(pairs // width, minlength=groups)


def _among(texts: Iterable[str | None], wanted: Collection[str]) -> Mask:
    return np.array([text in wanted for text in texts], bool)


def _lineage(kind: str) -> frozenset[KindId]:
    found = vocabulary().kinds.get(KindId(kind))
    return frozenset(found.lineage) if found else frozenset()
