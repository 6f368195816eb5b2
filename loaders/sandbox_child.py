"""The child side of the sandbox: a process that warms up, limits itself and answers until its parent is gone.

It is started by `loaders/sandbox.py`, which tells what for. A message either way is eight bytes, its length, and then
that many bytes: a pickle on the way down, MessagePack on the way up. A third pipe, its number the last argument, says
nothing and closes when the parent is gone.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select

from msgspec import Struct, msgpack

from graph.errors import LoadError, OnrecordError

HEADER = 8
PIECE = 1 << 20
MAX_ANSWER_BYTES = 64 << 20
MAX_REASON = 500
WARM_UP_SECONDS = 120.0
GRACE_SECONDS = 1.0
READY = "READY"
_NOBODY = 65534


class Limits(Struct, frozen=True):
    """What a child may take: memory beyond what it has after its warm-up, seconds for each input, descriptors.

    `descriptors` is the number that a new descriptor must stay below (RLIMIT_NOFILE): with 0 none can be opened.
    """

    memory_bytes: int = 1 << 30
    seconds: float = 60.0
    descriptors: int = 0


class Told(Struct, frozen=True, array_like=True):
    """What a child says: an answer when `code` is empty, else why there is none."""

    code: str
    words: bytes = b""


# Made beforehand: when there is no memory, there may be none to say so.
_NO_MEMORY = Told("MEMORY", b"it needs more memory than there is for it")
_TOO_DEEP = Told("NESTING", b"it nests too deep")
_TOO_LARGE = Told("ANSWER", f"its answer has more than {MAX_ANSWER_BYTES} bytes".encode())


def serve() -> None:
    """Be a child: take what to do from standard input, warm up, and answer until the parent is gone."""
    _end_with_parent(int(sys.argv.pop()))
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for end in (0, 1, 2):
        os.dup2(null, end)
    os.close(null)
    with suppress(EOFError, BrokenPipeError):
        task, limits = _prepared(requests, answers)
        while True:
            request = _taken(requests)
            with _ending_in(limits.seconds):
                told = _told(task, request)
            _tell(answers, told)


def _prepared(requests: int, answers: int) -> tuple[Callable[[object], object], Limits]:
    order = _taken(requests)
    try:
        with _ending_in(WARM_UP_SECONDS):
            task, prepare, limits = pickle.loads(order)  # noqa: S301 - of the parent, which started this process
            if prepare is not None:
                prepare()
    except Exception as error:
        # the outermost frame of this process: the parent raises it
        _tell(answers, Told("FAILED", _reason(error)))
        raise EOFError from error
    _confine(limits)
    _tell(answers, Told(READY))
    return task, limits


def _end_with_parent(life: int) -> None:
    """Let the kernel end this process as soon as the parent is gone.

    Nobody writes to the pipe `life`, so the only event on it is that it closes: SIGIO, whose default action ends a
    process even in the midst of a library that never comes back to Python. So it is on Linux; elsewhere the alarm of
    `_ending_in` ends what the end of its requests does not. The pipe of the requests would not do: the kernel tells of
    what was written after the reader has it, and the late word would end a child that is at work on it.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    if select([life], [], [], 0)[0]:
        os._exit(0)  # it was gone before that


@contextmanager
def _ending_in(seconds: float) -> Iterator[None]:
    """End this process if what is done within takes longer, and the parent does not see to it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _confine(limits: Limits) -> None:
    """Give up root and set every limit that this platform has; none can be raised again."""
    most = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_AS": _mapped_bytes() + limits.memory_bytes,
        "RLIMIT_NOFILE": limits.descriptors,
    }
    with suppress(OSError):
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
    for name, number in most.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            # a limit that is lower already, or that this platform does not keep, stays
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (number, number))


def _mapped_bytes() -> int:
    """Return how much address space this process has mapped; where nobody tells, a guess on the high side."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    except OSError:
        return 2 << 30


def _told(task: Callable[[object], object], request: bytes) -> Told:
    try:
        answer = msgpack.encode(task(pickle.loads(request)))  # noqa: S301 - of the parent
    except MemoryError:
        return _NO_MEMORY
    except RecursionError:
        return _TOO_DEEP
    except OnrecordError as error:
        return Told(error.code, _reason(error))
    except Exception as error:  # noqa: BLE001 - the outermost frame of this process: the parent tells the user
        return Told("FAILED", _reason(error))
    return Told("", answer) if len(answer) < MAX_ANSWER_BYTES - MAX_REASON else _TOO_LARGE


def _reason(error: Exception) -> bytes:
    reason = error.reason if isinstance(error, LoadError) else str(error)
    name = "" if isinstance(error, OnrecordError) else f"{type(error).__name__}: "
    return f"{name}{reason}"[:MAX_REASON].encode(errors="replace")


def _taken(requests: int) -> bytes:
    size = int.from_bytes(_read(requests, HEADER))
    return _read(requests, size)


def _read(end: int, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = os.read(end, min(size - len(found), PIECE))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _tell(answers: int, told: Told) -> None:
    words = msgpack.encode(told)
    unsent = memoryview(len(words).to_bytes(HEADER) + words)
    while unsent:
        unsent = unsent[os.write(answers, unsent) :]
