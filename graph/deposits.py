"""Writing what a load brings: the files of new source versions, and the cleaning up after a load that died."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from graph.codec import Content
from graph.errors import DamagedError
from graph.files import TEMPORARY, FileBatch, digest, disk_errors, is_whole, write_file
from graph.hands import Carried, carry
from graph.history import Before, Hand, History, follow
from graph.ids import ClaimId, SourceId, folder_name
from graph.manifest import Generation, Stored, Version, read_history, read_version
from graph.packing import Packed, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


class Deposit(NamedTuple):
    """What a load takes: what a source says, and the bytes of its text where it has one.

    Of its claims, `by_hand` are those that somebody adds; of those of the version before, it takes back `taken_back`.
    What else was added by hand before is no part of it, and stays (`graph.hands`).
    """

    content: Content
    text: bytes | None
    by_hand: Mapping[ClaimId, Hand] = {}
    taken_back: Mapping[ClaimId, str] = {}


class Difference(NamedTuple):
    """What a load did to one source: `kept + added` are its claims now, `retracted` were there before.

    Of those kept, `altered` say something else of themselves: other words, another certainty. `by_hand` says what
    became of claims that were added by hand, where there are any.
    """

    source: SourceId
    added: int
    kept: int
    retracted: int
    changed: bool
    altered: int = 0
    by_hand: Carried | None = None


class Writer:
    """Writes the files of one load. `sources` is what the next manifest will say."""

    def __init__(self, root: Path, now: Generation, older: Callable[[int], Generation | DamagedError], at: int) -> None:
        """Write below `root`, after the generation `now`, at the time `at`; `older` returns what was before, by number.

        Few loads ask for older ones: that after a dead load, and one of a version whose file lies there already.
        """
        self._root = root
        self._now = now
        self._older = cache(older)
        self._at = at
        self._marker = root / "LOADING"
        self._begun = False
        self._batch = FileBatch()
        self.sources = dict(now.sources)
        if any(root.glob(self._marker.name + "*")):
            self._sweep()

    def begin(self) -> None:
        """Leave a sign that files are being written, unless it is there."""
        if not self._begun:
            write_file(self._marker, b"")
            self._begun = True

    def settle(self) -> None:
        """Have on the disk what was put; before this nothing may name it."""
        self._batch.settle()

    def finish(self) -> None:
        """Take the sign away."""
        with disk_errors(self._marker):
            self._marker.unlink(missing_ok=True)

    def put(self, deposit: Deposit) -> Difference:
        """Write the files of one deposit, unless its source says just this already: then mend what is damaged."""
        source = deposit.content.source.id
        before = self.sources.get(source)
        stored = self._with_hands(before)
        found = None
        if stored is not None:
            content, found = carry(deposit.content, deposit.text, stored, deposit.taken_back)
            deposit = deposit._replace(content=content)
        packed = self._as_stored(pack(deposit.content), folder_name(source))
        if before and before.version == packed.version:
            self._mend(before, packed.content, deposit.text)
            return Difference(source, 0, len(deposit.content.claims), 0, changed=False, by_hand=found)
        if before is not None and stored is None:
            stored = read_version(self._root / "sources", before)
        self._write(deposit, packed, stored)
        if stored is None:
            return Difference(source, self.sources[source].claims, 0, 0, changed=True)
        # as it comes back: qualifiers and evidence in their order
        return _difference(unpack(packed.content, source), stored.content)._replace(by_hand=found)

    def _with_hands(self, before: Version | None) -> Stored | None:
        """Return the version before, if any of its claims was added by hand."""
        if before is None or not read_history(self._root / "sources", before).by_hand:
            return None
        return read_version(self._root / "sources", before)

    def _write(self, deposit: Deposit, packed: Packed, before: Stored | None) -> None:
        ids = {claim.id for claim in deposit.content.claims}
        history = self._history(deposit, packed, before, ids)
        version = Version(
            folder=folder_name(deposit.content.source.id),
            version=packed.version,
            quads_file=digest(packed.content),
            text_file=digest(deposit.text) if deposit.text is not None else None,
            history_file=digest(history) if history is not None else None,
            recorded_at=self._at,
            claims=len(ids),
            quads=packed.quads,
        )
        self.begin()
        contents = (raw for raw in (packed.content, deposit.text, history) if raw is not None)
        for (name, _), raw in zip(version.files, contents, strict=True):
            self._batch.put(self._root / "sources" / name, raw)
        self.sources[deposit.content.source.id] = version

    def _history(self, deposit: Deposit, packed: Packed, before: Stored | None, ids: set[ClaimId]) -> bytes | None:
        if before is None:
            return History(by_hand=dict(deposit.by_hand)).to_bytes() if deposit.by_hand else None
        known = before.history.by_hand
        back = {claim: replace(known[claim], taken_back_by=by) for claim, by in deposit.taken_back.items()}
        return follow(_left_by(before), ids, packed.version, self._at, {**back, **deposit.by_hand}).to_bytes()

    def _as_stored(self, packed: Packed, folder: str) -> Packed:
        """Return `packed` with the bytes that an older generation has for it: another zstandard may write others."""
        path = self._root / "sources" / folder / f"{packed.version}.nq.zst"
        if not path.exists():
            return packed
        for version in (v for one in self._whole() for v in one.sources.values()):
            if (version.folder, version.version) == (folder, packed.version) and is_whole(path, version.quads_file):
                return packed._replace(content=path.read_bytes())
        return packed

    def _published(self) -> Iterator[Generation | DamagedError]:
        """Yield every generation, the current one first, or for a manifest that is damaged what is wrong with it."""
        if self._now.number:
            yield self._now
        yield from (self._older(number) for number in range(self._now.number - 1, 0, -1))

    def _whole(self) -> Iterator[Generation]:
        return (one for one in self._published() if isinstance(one, Generation))

    def _mend(self, version: Version, *contents: bytes | None) -> None:
        """Write those of `contents` again that `version` names and the disk no longer holds whole."""
        held = {digest(raw): raw for raw in contents if raw is not None}
        for name, expected in version.files:
            path = self._root / "sources" / name
            if expected in held and not is_whole(path, expected):
                self.begin()
                write_file(path, held[expected])

    def _sweep(self) -> None:
        """Delete what a load that died has left: whatever no published generation names.

        Where an old manifest is damaged nobody can say what it names, so sources are left alone.
        """
        folder, manifests = self._root / "sources", self._root / "generations"
        named = {
            folder / name for one in self._whole() for version in one.sources.values() for name, _ in version.files
        }
        kept = named | {manifests / f"{number}.json" for number in range(1, self._now.number + 1)}
        known = all(isinstance(one, Generation) for one in self._published())
        sources = folder.glob("*/*" if known else "*/*" + TEMPORARY)
        with disk_errors(self._root):
            for path in [*self._root.glob("*" + TEMPORARY), *manifests.glob("*"), *sources]:
                # never through a link that leads elsewhere
                if path not in kept and not path.parent.is_symlink():
                    path.unlink()


def _left_by(stored: Stored) -> Before:
    claims = frozenset(claim.id for claim in stored.content.claims)
    return Before(claims, stored.version.recorded_at, stored.history)


def _difference(now: Content, before: Content) -> Difference:
    new, old = ({claim.id: claim for claim in content.claims} for content in (now, before))
    kept = new.keys() & old.keys()
    altered = sum(new[claim] != old[claim] for claim in kept)
    counted = len(new) - len(kept), len(kept), len(old) - len(kept)
    return Difference(now.source.id, *counted, changed=True, altered=altered)
