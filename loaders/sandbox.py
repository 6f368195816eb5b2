"""Foreign bytes, read in child processes with little memory, little time, no files and no network.

A child is a fresh interpreter. It imports and warms up what it needs, gives up root, and then limits itself: it can
open no descriptor any more, so no socket and no file; it can write to none but the pipe to its parent, start no
process, and grow by `Limits.memory_bytes`. What it crashes on, hangs on or chokes on is a `Failure` of that one
input; the next is read by a new child. Answers are MessagePack that the parent decodes as the type it expects: nothing
that a child says is ever unpickled.

This holds off bad input, crashes, bombs and stray reads. It is no jail for code that took over the child: such code
may still lie about every input it is given, and signal processes of the same user.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from math import ceil
from queue import SimpleQueue
from select import POLLIN, POLLOUT, poll
from threading import Lock
from time import monotonic
from typing import BinaryIO, Generic, TypeVar

from msgspec import DecodeError, Struct, msgpack

from graph.errors import UnavailableError
from loaders.sandbox_child import (
    GRACE_SECONDS,
    HEADER,
    MAX_ANSWER_BYTES,
    MAX_REASON,
    PIECE,
    READY,
    WARM_UP_SECONDS,
    Limits,
    Told,
)

__all__ = ["DEFAULT_LIMITS", "Failure", "Limits", "run_each"]

Given = TypeVar("Given")
Made = TypeVar("Made")

DEFAULT_LIMITS = Limits()

# What an interpreter may need to start. No other variable reaches a child: some hold passwords. Strings hash alike in
# every child, so that equal inputs give equal answers, and no library starts threads, each of which maps memory.
_HANDED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
_FIXED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_BOOT = "import sys; sys.path[:] = sys.argv[1:-1]; from loaders.sandbox_child import serve; serve()"


class Failure(Struct, frozen=True):
    """Why there is no answer to one input.

    `code` is TIMEOUT, MEMORY (it needs more than there is for it), NESTING (it nests too deep), CRASHED (the child
    ended), ANSWER (the child answered what is no answer), the code of the error of ours that the task raised, such as
    LOAD_FAILED, or FAILED for any other exception. `reason` is for people; of a `LoadError` it is the reason alone.
    """

    code: str
    reason: str


def run_each(  # noqa: PLR0913 - all but the first three are by name and have a default
    task: Callable[[Given], Made],
    inputs: Iterable[Given],
    answer: type[Made],
    *,
    prepare: Callable[[], None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    jobs: int = 1,
) -> Generator[Made | Failure, None, None]:
    """Yield what `task` makes of each of `inputs`, in their order, each as soon as it and those before it are there.

    `task` and `prepare` are functions of modules: a child imports them by name. `prepare` runs once in each child,
    before the limits fall: what a task needs of files and imports is read then. Inputs may be whatever pickles;
    answers are of the type `answer`, which msgspec can encode. `jobs` children work at a time, at most `jobs` inputs
    ahead of the reader; they end when the iterator is exhausted or closed, and when this process ends, however it does.

    Raises:
        UnavailableError: a child does not get through `prepare`.
    """
    return _answers(pickle.dumps((task, prepare, limits)), inputs, msgpack.Decoder(answer), limits, jobs)


def _answers(
    order: bytes, inputs: Iterable[Given], decoder: msgpack.Decoder[Made], limits: Limits, jobs: int
) -> Generator[Made | Failure, None, None]:
    children = [_Child(order, decoder, limits) for _ in range(jobs)]
    idle: SimpleQueue[_Child[Made]] = SimpleQueue()
    for child in children:
        idle.put(child)

    def answered(each: Given) -> Made | Failure:
        child = idle.get()
        try:
            return child.answer(pickle.dumps(each))
        finally:
            idle.put(child)

    waiting: deque[Future[Made | Failure]] = deque()
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="sandbox")
    try:
        for each in inputs:
            waiting.append(pool.submit(answered, each))
            if len(waiting) > jobs:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        for child in children:
            child.kill()
        # threads are not joined: the collector may close what was left open in the midst of another thread's start
        pool.shutdown(wait=False, cancel_futures=True)
        wait([each for each in waiting if not each.cancelled()])
        for child in children:
            child.end()


def _first(waiting: deque[Future[Made | Failure]]) -> Made | Failure:
    """Return the answer to the first of `waiting` and take it out, once it is there."""
    found = waiting[0].result()
    waiting.popleft()
    return found


class _Child(Generic[Made]):
    """One child process at a time, started when there is something to read and again after it was lost."""

    def __init__(self, order: bytes, decoder: msgpack.Decoder[Made], limits: Limits) -> None:
        self._order = order
        self._decoder = decoder
        self._seconds = limits.seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._life: BinaryIO  # a pipe that nobody writes to: when it closes, the child ends
        self._closed = False
        self._lock = Lock()

    def answer(self, request: bytes) -> Made | Failure:
        """Return what the child makes of one input; a child that cannot go on is ended."""
        process = self._process or self._warm()
        try:
            told = _asked(process, request, monotonic() + self._seconds)
            if not told.code:
                return self._decoder.decode(told.words)
            failure = Failure(told.code, told.words.decode(errors="replace")[:MAX_REASON])
        except TimeoutError:
            failure = Failure("TIMEOUT", f"it took longer than {self._seconds:g} seconds")
        except DecodeError:
            failure = Failure("ANSWER", "the process that read it gave no answer that can be understood")
        except (EOFError, OSError):
            failure = Failure("CRASHED", f"the process that read it ended ({self.end(GRACE_SECONDS)})")
        if failure.code in {"TIMEOUT", "MEMORY", "ANSWER"}:
            self.end()
        return failure

    def kill(self) -> None:
        """End the child, whoever waits for its answer, and let none be started any more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _kill(self._process)

    def end(self, patience_s: float = 0) -> str:
        """End the child if there is one, and return how it ended: a signal's name or a status.

        One that is ending by itself has `patience_s` seconds to do so. No other thread may be waiting for its answer.
        """
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return "ended"
        with self._life, process:  # which closes its pipes and waits for it
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience_s)
            _kill(process)
        status = process.returncode
        return signal.Signals(-status).name if status < 0 else f"status {status}"

    def _warm(self) -> subprocess.Popen[bytes]:
        process = self._start()
        try:
            told = _asked(process, self._order, monotonic() + WARM_UP_SECONDS)
        except (EOFError, OSError, DecodeError) as cause:
            slow = isinstance(cause, TimeoutError)
            status = self.end(0 if slow else GRACE_SECONDS)
            reason = "its warm-up took too long" if slow else f"it ended ({status})"
            raise UnavailableError(f"the process that reads foreign files did not start: {reason}") from cause
        if told.code != READY:
            self.end()
            raise UnavailableError(told.words.decode(errors="replace")[:MAX_REASON])
        return process

    def _start(self) -> subprocess.Popen[bytes]:
        """Start an interpreter in a session of its own: what the keyboard interrupts is this process alone."""
        environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ} | _FIXED
        with self._lock:
            if self._closed:
                raise UnavailableError("nobody waits for an answer any more")
            read_end, life = os.pipe()
            self._life = os.fdopen(life, "wb", buffering=0)
            try:
                self._process = process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                    [sys.executable, "-P", "-s", "-c", _BOOT, *sys.path, str(read_end)],
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                    pass_fds=[read_end],
                    start_new_session=True,
                )
            finally:
                os.close(read_end)
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        return process


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that has not ended, and whatever it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _asked(process: subprocess.Popen[bytes], request: bytes, deadline: float) -> Told:
    """Send one request to a child and return what it tells.

    Raises:
        TimeoutError: the deadline passed.
        EOFError, OSError: the child ended.
        DecodeError: it told something else.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    unsent = memoryview(len(request).to_bytes(HEADER) + request)
    while unsent:
        _wait(process.stdin.fileno(), POLLOUT, deadline)
        unsent = unsent[os.write(process.stdin.fileno(), unsent) :]
    size = int.from_bytes(_read(process.stdout.fileno(), HEADER, deadline))
    if size > MAX_ANSWER_BYTES:
        raise DecodeError(f"an answer of {size} bytes: expected at most {MAX_ANSWER_BYTES}")
    return msgpack.decode(_read(process.stdout.fileno(), size, deadline), type=Told)


def _read(end: int, size: int, deadline: float) -> bytes:
    found = bytearray()
    while len(found) < size:
        _wait(end, POLLIN, deadline)
        piece = os.read(end, min(size - len(found), PIECE))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _wait(end: int, event: int, deadline: float) -> None:
    waiting = poll()
    waiting.register(end, event)
    if not waiting.poll(max(0, ceil((deadline - monotonic()) * 1000))):
        raise TimeoutError
