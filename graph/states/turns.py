"""What a generation changed of a source, claim by claim: what was let go, what was taken up, what is told otherwise."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from graph.codec import decode
from graph.ids import ClaimId
from graph.manifest import Stored
from graph.model import Claim, Source
from graph.ntriples import iri, read
from graph.states.deltas import delta, read_history, read_lines
from graph.states.parts import claim_nodes, part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence, Sized
    from pathlib import Path

    from graph.ids import EntityId, SourceId
    from graph.manifest import Version
    from graph.states.annals import Turn

_CLAIMS_KEPT = 300_000


class Telling(NamedTuple):
    """A claim as one version of its source makes it, that source, and when the claim was taken up."""

    claim: Claim
    source: Source
    version: Version
    recorded_at: int


Both = tuple[Telling | None, Telling | None]
"""A claim before and after; None where it is not there."""
_Some = TypeVar("_Some", bound="Sized")


class Turns:
    """What became of the claims of sources. What was found is kept up to a number of claims; any thread may ask."""

    def __init__(self, folder: Path) -> None:
        """Read the files of versions below `folder`."""
        self._folder = folder
        self._names = _Kept[list[ClaimId]](_CLAIMS_KEPT)
        self._differences = _Kept[dict[ClaimId, Both]](_CLAIMS_KEPT)

    def claims(self, turn: Turn, about: Collection[EntityId] | None = None) -> list[ClaimId]:
        """Return the ids of the claims that `turn` changed, in order; those with one of `about` as subject or value.

        Raises:
            DamagedError: a file is not what was written.
        """
        only = turn.only
        if only is None:
            found = self._difference(turn)
            return [claim for claim in found if about is None or any(_speaks_of(each, about) for each in found[claim])]
        if about is not None:
            return self._named(only, about)
        return self._names.get(only, lambda: self._named(only, None))

    def read(self, turn: Turn, claims: Sequence[ClaimId]) -> list[Both]:
        """Return those of the claims that `turn` changed, before and after.

        Raises:
            DamagedError: a file is not what was written.
        """
        only = turn.only
        if only is None:
            found = self._difference(turn)
            return [found[claim] for claim in claims]
        if not claims:
            return []
        content = decode(part(read_lines(self._folder, only), map(iri, claims), turn.source), only.version)
        earlier = read_history(self._folder, only).earlier
        told = {
            claim.id: Telling(claim, content.source, only, earlier.get(claim.id, only.recorded_at))
            for claim in content.claims
        }
        return [(None, told[claim]) if turn.before is None else (told[claim], None) for claim in claims]

    def about(self, version: Version, source: SourceId, entities: Collection[EntityId]) -> Stored:
        """Return `version` of `source` with only its claims that have one of `entities` as subject or value.

        Raises:
            DamagedError: a file is not what was written.
        """
        lines = read_lines(self._folder, version)
        content = decode(part(lines, claim_nodes(lines, entities), source), version.version)
        return Stored(version, content, None, read_history(self._folder, version))

    def _named(self, version: Version, about: Collection[EntityId] | None) -> list[ClaimId]:
        return sorted(ClaimId(read(node)) for node in claim_nodes(read_lines(self._folder, version), about))

    def _difference(self, turn: Turn) -> dict[ClaimId, Both]:
        return self._differences.get(turn, lambda: dict(_differing(self._folder, turn)))


class _Kept(Generic[_Some]):
    """Answers that were asked for last, up to a number of members of all of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Some] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _Some]) -> _Some:
        """Return what is kept under `key`, else what `make` makes."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            # each counts for one more, so that there are never too many empty ones
            while sum(len(some) + 1 for some in self._kept.values()) > self._most and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return made


def _differing(folder: Path, turn: Turn) -> Iterator[tuple[ClaimId, Both]]:
    """Yield the claims that are told otherwise, by their ids."""
    assert turn.before is not None
    assert turn.after is not None
    found = delta(folder, turn.source, turn.before, turn.after, times=False)
    before, after = ({claim.id: claim for claim in stored.content.claims} for stored in found)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or not _says_the_same(was, now):
            yield name, (_telling(was, found.before), _telling(now, found.after))


def _telling(claim: Claim | None, stored: Stored) -> Telling | None:
    return (
        None if claim is None else Telling(claim, stored.content.source, stored.version, stored.recorded_at(claim.id))
    )


def _says_the_same(was: Claim, now: Claim) -> bool:
    """Say whether a claim is told alike by two versions: where its words stand in them does not matter."""
    words = [sorted(piece.exact for piece in claim.evidence) for claim in (was, now)]
    return words[0] == words[1] and replace(was, evidence=()) == replace(now, evidence=())


def _speaks_of(telling: Telling | None, entities: Collection[EntityId]) -> bool:
    return telling is not None and not telling.claim.speaks_of.isdisjoint(entities)
