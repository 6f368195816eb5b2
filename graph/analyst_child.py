"""The process in which networks are analysed: it is told numbers, and answers numbers.

It reads a message and writes one, in turns, on the socket whose descriptor is its last argument, and ends when that is
closed. A message is its length in eight bytes and MessagePack; nothing in it is ever unpickled.
"""

from __future__ import annotations

import resource
import signal
import sys
from contextlib import suppress
from enum import StrEnum
from socket import socket
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct, msgpack

from graph.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

HEADER = 8
MOST = 100
"""Clusters of an answer, entities shown of each, and entities with a score."""
_GRACE_SECONDS = 2.0
_MEMORY_BYTES = 4 << 30
_PIECE = 1 << 20


class Measure(StrEnum):
    """What may be asked of a network."""

    COMPONENTS = "COMPONENTS"
    COMMUNITIES = "COMMUNITIES"
    RANKS = "RANKS"
    BETWEENNESS = "BETWEENNESS"


class Pairs(Struct, frozen=True):
    """A network: `ends` are int32[2n], the places of the two entities of each pair; `support` is int32[n]."""

    entities: int
    ends: bytes
    support: bytes


class Job(Struct, frozen=True):
    """What to do: a measure of `pairs`, or, where these are not sent, of those that were sent last."""

    measure: Measure
    samples: int
    seconds: float
    pairs: Pairs | None = None


class Group(Struct, frozen=True):
    """Entities that belong together: how many there are, and the places of the most connected of them."""

    size: int
    members: list[int]


class Measured(Struct, frozen=True):
    """What came out: groups, or entities by place with their scores, the greatest first; else why there is nothing."""

    groups: list[Group] = []
    scores: list[tuple[int, float]] = []
    code: str = ""
    reason: str = ""


def serve() -> None:
    """Answer until nobody asks any more."""
    with suppress(ValueError, OSError):  # where memory cannot be limited, it is not
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    end = socket(fileno=int(sys.argv[-1]))
    graph: nx.Graph[int] | None = None
    while request := read(end):
        job = msgpack.decode(request, type=Job)
        # whoever asked may have been killed: then this ends all the same
        signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE_SECONDS)
        try:
            if job.pairs is not None:
                graph = None
                graph = _graph(job.pairs)
            assert graph is not None
            answer = _measured(graph, job)
        except OnrecordError as error:
            answer = Measured(code=error.code, reason=str(error))
        except MemoryError:
            answer = Measured(code="LIMIT", reason="it needs more memory than there is for it")
        signal.setitimer(signal.ITIMER_REAL, 0)
        write(end, msgpack.encode(answer))


def read(end: socket) -> bytes:
    """Return the next message; empty when the other end is closed."""
    size = int.from_bytes(_exactly(end, HEADER))
    return _exactly(end, size) if size else b""


def write(end: socket, message: bytes) -> None:
    """Send a message."""
    end.sendall(len(message).to_bytes(HEADER))
    end.sendall(message)


def _exactly(end: socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = end.recv(min(size - len(found), _PIECE))
        if not piece:
            return b""
        found += piece
    return bytes(found)


def _graph(pairs: Pairs) -> nx.Graph[int]:
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(pairs.entities))
    ends = np.frombuffer(pairs.ends, np.int32).reshape(-1, 2).tolist()
    support = np.frombuffer(pairs.support, np.int32).tolist()
    graph.add_weighted_edges_from(((one, other, n) for (one, other), n in zip(ends, support, strict=True)), "support")
    return graph


def _measured(graph: nx.Graph[int], job: Job) -> Measured:
    from graph import measures

    match job.measure:
        case Measure.COMPONENTS:
            return Measured(groups=_groups(graph, measures.components(graph)))
        case Measure.COMMUNITIES:
            return Measured(groups=_groups(graph, measures.communities(graph)))
        case Measure.RANKS:
            return Measured(scores=_highest(measures.ranks(graph)))
        case Measure.BETWEENNESS:
            return Measured(scores=_highest(measures.betweenness(graph, job.samples)))


def _groups(graph: nx.Graph[int], found: list[set[int]]) -> list[Group]:
    degree: Mapping[int, Any] = dict(graph.degree())
    listed = (sorted(some, key=lambda place: (-degree[place], place)) for some in found[:MOST])
    return [Group(len(some), some[:MOST]) for some in listed]


def _highest(scores: dict[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:MOST]
