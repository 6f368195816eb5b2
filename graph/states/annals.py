"""What each generation changed: told from the manifests alone, and kept, since no generation ever changes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.archive import EMPTY
from graph.states.deltas import read_history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Archive, Generation
    from graph.history import Gone
    from graph.ids import ClaimId, SourceId
    from graph.manifest import Version

_STEPS_KEPT = 4_096
_LOST_KEPT = 64


class Turn(NamedTuple):
    """What became of one source in a generation: the version before and the one after; None where it is not there."""

    source: SourceId
    before: Version | None
    after: Version | None

    @property
    def only(self) -> Version | None:
        """The one version there is, of a source that came or went; None where there are two."""
        return self.after if self.before is None else self.before if self.after is None else None


class Step(NamedTuple):
    """What a generation changed, in the order of the sources' ids. `digest` names the generation, `before` that before.

    `created` is when it was made, in seconds since 1970.
    """

    number: int
    created: int
    digest: str
    before: str
    turns: tuple[Turn, ...]


class Annals:
    """The steps of an archive from one generation to the next. Any number of threads may ask."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        # whoever goes back from one generation to the next reads each manifest once
        self._generation = lru_cache(2)(archive.generation)
        self._step = lru_cache(_STEPS_KEPT)(self._read)
        self._lost = lru_cache(_LOST_KEPT)(self._read_lost)

    def generation(self, number: int) -> Generation:
        """Return generation `number`, which has been published.

        Raises:
            DamagedError: its manifest is missing, or not what was written.
        """
        return self._generation(number)

    def step(self, number: int) -> Step:
        """Return what generation `number` changed, which has been published.

        Raises:
            DamagedError: its manifest, or the one before, is missing or not what was written.
        """
        return self._step(number)

    def back(self, newest: int, until: int = 0) -> Iterator[Step]:
        """Yield the steps from generation `newest` back to the one after `until`, the newest first."""
        return map(self.step, range(newest, until, -1))

    def as_of(self, newest: Generation, at: int) -> Generation:
        """Return the generation that was served at the time `at`, not after `newest`; the empty one before the first.

        Cost: one manifest for each generation since, the first time.

        Raises:
            DamagedError: a manifest on the way is missing, or not what was written.
        """
        if newest.number == 0 or newest.created <= at:
            return newest
        found = next((step.number for step in self.back(newest.number) if step.created <= at), 0)
        return self.generation(found) if found else EMPTY

    def lost(self, version: Version) -> dict[ClaimId, Gone]:
        """Return the claims that `version` of a source was the one to let go.

        Raises:
            DamagedError: its history is not what was written.
        """
        return self._lost(version)

    def _read(self, number: int) -> Step:
        now, then = self.generation(number), self.generation(number - 1)
        names = [name for name, version in now.sources.items() if then.sources.get(name) != version]
        names += [name for name in then.sources if name not in now.sources]
        turns = tuple(Turn(name, then.sources.get(name), now.sources.get(name)) for name in sorted(names))
        return Step(number, now.created, now.digest, then.digest, turns)

    def _read_lost(self, version: Version) -> dict[ClaimId, Gone]:
        gone = read_history(self._archive.root / "sources", version).gone
        now = version.version, version.recorded_at
        return {claim: each for claim, each in gone.items() if (each.version, each.retracted_at) == now}
