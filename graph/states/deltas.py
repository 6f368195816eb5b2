"""What two versions of a source say differently, told from their lines: all else in them is never taken apart.

Measured: of two versions with 86,000 claims each, one of them changed, in 1.9 s; taking one of them apart is 4.9 s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.codec import decode
from graph.files import read_file
from graph.history import History
from graph.ids import ClaimId
from graph.manifest import Stored, Version
from graph.ntriples import read
from graph.packing import Lines
from graph.states.parts import claim_nodes, part, touched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.ids import SourceId


class Delta(NamedTuple):
    """Two versions of a source, each with only those of its claims that the other lacks or has otherwise.

    The texts are left out.
    """

    before: Stored
    after: Stored


def delta(folder: Path, source: SourceId, before: Version, after: Version, *, times: bool) -> Delta:
    """Return what two versions of `source`, whose files lie below `folder`, say differently.

    With `times` a claim is told differently too that the two say to have been taken up at different times.

    Raises:
        DamagedError: a file is not what was written.
    """
    was, now = read_lines(folder, before), read_lines(folder, after)
    histories = read_history(folder, before), read_history(folder, after)
    nodes = touched(was, now)
    if times:
        nodes |= _taken_up_otherwise(claim_nodes(was) & claim_nodes(now), (before, after), histories)
    return Delta(
        Stored(before, decode(part(was, nodes, source), before.version), None, histories[0]),
        Stored(after, decode(part(now, nodes, source), after.version), None, histories[1]),
    )


def _taken_up_otherwise(nodes: Iterable[str], versions: Iterable[Version], histories: Iterable[History]) -> set[str]:
    """Return those of `nodes`, which both versions have, that they say to have been taken up at different times."""
    (was, before), (now, after) = zip(versions, histories, strict=True)
    names = ((node, ClaimId(read(node))) for node in nodes)
    return {
        node
        for node, name in names
        if before.earlier.get(name, was.recorded_at) != after.earlier.get(name, now.recorded_at)
    }


def read_history(folder: Path, version: Version) -> History:
    """Return what the versions before left to `version`.

    Raises:
        DamagedError: its file is not what was written.
    """
    if version.history_file is None:
        return History()
    name = f"{version.folder}/{version.history_file.sha256}.json"
    return History.from_bytes(read_file(folder / name, version.history_file))


def read_lines(folder: Path, version: Version) -> Lines:
    """Return the lines of `version`, whose files lie below `folder`.

    Raises:
        DamagedError: its file is not what was written.
    """
    name, expected = next(iter(version.files))
    return Lines(read_file(folder / name, expected), str(folder / name))
