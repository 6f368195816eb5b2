"""The files of the graph: what was loaded, generation by generation. They are the truth; every index comes from them.

    onrecord.json                          format and base, sealed
    sources/<source>/<version>.nq.zst      canonical, sorted N-Quads of one version of a source
                     <sha256>.txt          the stored text
                     <sha256>.json         when its claims were taken up, which were let go, which added by hand
    generations/<n>.json                   a manifest: which versions, their digests and counts; sealed; kept for ever
    CURRENT                                the number and the digest of the manifest that is served
    LOCK                                   held by the one writer
    LOADING                                there while a writer writes; what a dead load left, the next one removes

A load writes files, then the manifest, then renames CURRENT: before that rename the old state holds, after it the new.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from graph.deposits import Deposit, Difference, Writer
from graph.errors import BusyError, DamagedError, InvalidInputError, NotFoundError
from graph.files import (
    TEMPORARY,
    damaged,
    disk_errors,
    is_whole,
    make_folder,
    only_writer,
    read_any,
    read_file,
    seal,
    unseal,
    write_file,
)
from graph.ids import DEFAULT_BASE, SourceId, check_iri
from graph.manifest import EMPTY, Generation, Stored, Version, follow_with, read_history, read_manifest, read_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graph.history import Hand
    from graph.model import Claim

FORMAT = 1
_SETTINGS = "onrecord.json"
_CURRENT = re.compile(r"(0|[1-9]\d{0,11}) ([0-9a-f]{64})\n")


def initialise(root: Path, base: str = DEFAULT_BASE) -> Archive:
    """Make an empty data directory at `root`, whose IRIs are published below `base`.

    Raises:
        InvalidInputError: `root` holds something else, or `base` is no address that ends in `/` or `#`.
        UnavailableError: it may not be written.
    """
    check_iri(base)
    if not base.startswith(("http://", "https://")) or base[-1] not in "/#":
        raise InvalidInputError(f"{base!r} cannot be a base: expected an http(s) address that ends in / or #")
    _expect_folder(root)
    _expect_empty(root)
    with disk_errors(root):
        make_folder(root)
    with only_writer(root / "LOCK"):
        _expect_empty(root)
        write_file(root / "CURRENT", _pointer(EMPTY))
        write_file(root / _SETTINGS, seal({"format": FORMAT, "base": base}))
    return Archive(root, base)


def open_archive(root: Path) -> Archive:
    """Open the data directory at `root`.

    Raises:
        NotFoundError: there is none.
        UnavailableError: it may not be read.
        DamagedError: its settings are not those that were written, or were written by a newer program.
    """
    settings = root / _SETTINGS
    _expect_folder(root)
    with disk_errors(root):
        if not settings.is_file():
            raise NotFoundError(f"{root} is no data directory: expected one made by `onrecord init` or `onrecord load`")
    found = re.search(rb'"format": *(\d{1,9})', read_any(settings))
    if found and int(found[1]) > FORMAT:
        reason = f"it says format {int(found[1])}, this program reads {FORMAT}: made by a newer onrecord, or changed"
        raise DamagedError(str(settings), reason)
    return Archive(root, unseal(settings)["base"])


def _expect_folder(root: Path) -> None:
    taken = next((path for path in (root, *root.parents) if path.exists() and not path.is_dir()), None)
    if taken is not None:
        raise InvalidInputError(f"{root} cannot be a data directory: {taken} is a file, expected a folder")


def _expect_empty(root: Path) -> None:
    """Refuse a folder that holds anything but what a start that died leaves."""
    with disk_errors(root):
        held = [entry.name for entry in root.iterdir()] if root.exists() else []
    if any(name not in {"CURRENT", "LOCK"} and not name.endswith(TEMPORARY) for name in held):
        raise InvalidInputError(f"{root} is not empty: expected an absent or empty directory")


class Loaded(NamedTuple):
    """What a load or a withdrawal did: the generation before and the one that is served now, and what each deposit did.

    They are one where nothing changed. A version that both name is the same object in both; `differences` stand in the
    order of the deposits, none for what was withdrawn.
    """

    before: Generation
    generation: Generation
    differences: list[Difference]


class Archive:
    """A data directory. Reading needs no lock: what a generation names never changes."""

    def __init__(self, root: Path, base: str) -> None:
        self.root = root
        self.base = base

    # ------------------------------------------------------------------ reading

    def current(self) -> Generation:
        """Return the generation that CURRENT names; its files are not looked at.

        Raises:
            DamagedError: CURRENT or the manifest is not what was written.
        """
        pointer = self.root / "CURRENT"
        found = _CURRENT.fullmatch(read_any(pointer).decode("utf-8", "replace"))
        if not found:
            raise DamagedError(str(pointer), "expected a number and a SHA-256")
        try:
            generation = self.generation(int(found[1]))
        except DamagedError:
            others = map(self._generation_or_damage, self._numbers())
            if any(isinstance(other, Generation) and other.digest == found[2] for other in others):
                raise DamagedError(str(pointer), f"it names generation {found[1]} by another's digest") from None
            raise
        if generation.digest != found[2]:
            raise DamagedError(str(pointer), f"it does not name generation {found[1]} as that was written")
        return generation

    def pointer(self) -> bytes:
        """Return the bytes of CURRENT: a cheap sign that another generation is there."""
        return read_any(self.root / "CURRENT")

    def generation(self, number: int) -> Generation:
        """Return generation `number`.

        Raises:
            DamagedError: its manifest is missing, or not what was written.
        """
        if number == 0:
            return EMPTY
        return read_manifest(self.manifest(number), number)

    def as_of(self, at: int) -> Generation:
        """Return the generation that was served at the time `at`; the empty one before the first load.

        Cost: one manifest for each load since.

        Raises:
            DamagedError: its manifest, or one after it, is not what was written.
        """
        found = self.current()
        while found.number and found.created > at:
            found = self.generation(found.number - 1)
        return found

    def newest_whole(self, known: Generation = EMPTY) -> tuple[Generation, list[DamagedError]]:
        """Return the newest published generation whose every file is whole, and what is damaged in newer ones.

        Reads every byte of what it returns, but for the versions that `known` has, which were read before: call it
        once at start, not in each worker.

        Raises:
            DamagedError: no generation is whole.
        """
        damages: list[DamagedError] = []
        try:
            number = self.current().number
        except DamagedError as damage:
            damages.append(damage)
            number = max(self._numbers(), default=0)
        while number > 0:
            found = self._damages_of(number, known)
            if not found:
                return self.generation(number), _once(damages)
            damages += found
            number -= 1
        if damages:
            raise damages[0]
        return EMPTY, []

    def read(self, generation: Generation) -> Iterator[Stored]:
        """Yield every source of `generation`, in the order of their ids.

        Raises:
            DamagedError: a file is not what was written.
        """
        for source in sorted(generation.sources):
            yield read_version(self.root / "sources", generation.sources[source])

    def stored(self, generation: Generation, source: SourceId) -> Stored:
        """Return one source of `generation`.

        Raises:
            NotFoundError: it is not there.
            DamagedError: a file is not what was written.
        """
        if source not in generation.sources:
            near = get_close_matches(source, generation.sources, 3, 0.3) or list(generation.sources)[:3]
            raise NotFoundError(f"no source {source!r}: expected the id of one, such as {' or '.join(near) or 'none'}")
        return read_version(self.root / "sources", generation.sources[source])

    def by_hand(self, generation: Generation, source: SourceId) -> list[tuple[Claim, Hand]]:
        """Return the claims of one source that somebody added by hand, by their ids, each with who did.

        Raises:
            NotFoundError: the source is not there.
            DamagedError: a file is not what was written.
        """
        version = generation.sources.get(source)
        if version is not None and not read_history(self.root / "sources", version).by_hand:
            return []
        stored = self.stored(generation, source)
        hands = stored.history.by_hand
        return [(claim, hands[claim.id]) for claim in stored.content.claims if claim.id in hands]

    def quads_files(self, generation: Generation) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each version's N-Quads (`graph.packing`), in the order of the sources' ids.

        Raises:
            DamagedError: a file is not what was written.
        """
        for source in sorted(generation.sources):
            name, expected = next(iter(generation.sources[source].files))
            yield name, read_file(self.root / "sources" / name, expected)

    def verify(self) -> list[DamagedError]:
        """Return every file of every generation that is not what was written; empty when all is well."""
        damages: list[DamagedError] = []
        newest = 0
        try:
            unseal(self.root / _SETTINGS)
            newest = self.current().number
        except DamagedError as damage:
            damages.append(damage)
        for number in sorted(self._numbers() | set(range(1, newest + 1))):
            damages += self._damages_of(number)
        return _once(damages)

    # ------------------------------------------------------------------ writing

    def load(self, deposits: Sequence[Deposit], *, at: int, onto: Generation | None = None) -> Loaded:
        """Publish one generation with `deposits` in place of what their sources said before.

        All or nothing, and repeatable: a source that says what it said changes nothing, and when none changes there is
        no new generation. `at` is the time to record. What a deposit was made from is `onto`, where that matters.

        Raises:
            InvalidInputError: two deposits of one source, or an entity with an IRI that only this graph gives.
            BusyError: another process is writing, or has published another generation than `onto`.
            UnavailableError: the disk is full, or may not be written.
            DamagedError: the version before is not what was written.
        """
        counted = Counter(deposit.content.source.id for deposit in deposits)
        if several := [source for source, times in counted.items() if times > 1]:
            raise InvalidInputError(f"several deposits of {', '.join(several)}: expected one of each source")
        for claim in (claim for deposit in deposits for claim in deposit.content.claims):
            if claim.subject.startswith(self.base):
                reason = f"IRIs below {self.base} are given by this graph; use identifiers, or an IRI of your own"
                raise InvalidInputError(f"{claim.source}: an entity has the IRI {claim.subject}: {reason}")
        with only_writer(self.root / "LOCK"):
            now = generation = self.current()
            if onto is not None and now.digest != onto.digest:
                raise BusyError(f"generation {now.number} was published meanwhile: try again")
            writer = Writer(self.root, now, self._generation_or_damage, at)
            differences = [writer.put(deposit) for deposit in deposits]
            if any(difference.changed for difference in differences):
                writer.settle()
                generation = self._publish(now, writer.sources, at)
            writer.finish()
        return Loaded(now, generation, differences)

    def withdraw(self, sources: Sequence[SourceId], *, at: int) -> Loaded:
        """Publish one generation without `sources`; the older ones still hold them.

        Raises:
            NotFoundError: one of them is not in the current generation.
        """
        with only_writer(self.root / "LOCK"):
            now = self.current()
            for source in sources:
                if source not in now.sources:
                    raise NotFoundError(f"no source {source!r}: expected one of {', '.join(now.sources) or 'none'}")
            left = {source: version for source, version in now.sources.items() if source not in sources}
            writer = Writer(self.root, now, self._generation_or_damage, at)
            writer.begin()
            generation = self._publish(now, left, at)
            writer.finish()
        return Loaded(now, generation, [])

    def _publish(self, before: Generation, sources: dict[SourceId, Version], at: int) -> Generation:
        generation, manifest = follow_with(before, sources, at)
        write_file(self.manifest(generation.number), manifest)
        write_file(self.root / "CURRENT", _pointer(generation))
        return generation

    # ------------------------------------------------------------------ files

    def manifest(self, number: int) -> Path:
        """Return where the manifest of generation `number` lies."""
        return self.root / "generations" / f"{number}.json"

    def _numbers(self) -> set[int]:
        return {
            int(path.stem)
            for path in (self.root / "generations").glob("*.json")
            if path.stem.isascii() and path.stem.isdigit()
        }

    def _generation_or_damage(self, number: int) -> Generation | DamagedError:
        try:
            return self.generation(number)
        except DamagedError as damage:
            return damage

    def _damages_of(self, number: int, known: Generation = EMPTY) -> list[DamagedError]:
        try:
            sources = self.generation(number).sources
        except DamagedError as damage:
            return [damage]
        versions = (version for source, version in sources.items() if known.sources.get(source) != version)
        files = ((self.root / "sources" / name, expected) for version in versions for name, expected in version.files)
        return [damaged(path) for path, expected in files if not is_whole(path, expected)]


def _once(damages: Sequence[DamagedError]) -> list[DamagedError]:
    return list({damage.file: damage for damage in damages}.values())


def _pointer(generation: Generation) -> bytes:
    return f"{generation.number} {generation.digest}\n".encode()


__all__ = [
    "EMPTY",
    "Archive",
    "Deposit",
    "Difference",
    "Generation",
    "Loaded",
    "Stored",
    "Version",
    "initialise",
    "open_archive",
]
