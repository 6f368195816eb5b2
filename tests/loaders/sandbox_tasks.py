"""What the children of the sandbox's tests do: hang, crash, eat, reach out, lie. Each task is imported by its name."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from msgspec import Struct

from graph.errors import LoadError, UnavailableError


class Word(Struct, frozen=True):
    """What goes in and comes out."""

    text: str


def shout(word: Word) -> Word:
    return Word(word.text.upper())


def act(word: Word) -> Word:
    """Do what the word says; any other word is answered."""
    ACTS.get(word.text, lambda: None)()
    return Word(f"did {word.text}")


def act_each(words: list[Word]) -> list[Word]:
    """Do what each word says, one after the other."""
    return [act(word) for word in words]


def hang() -> None:
    while True:
        pass


def hang_in_a_library() -> None:
    """Never come back to Python, and never let go of its lock."""
    re.match(r"(a|a)*$", "a" * 60 + "b")


def eat() -> None:
    bytearray(1 << 30)


def dig() -> None:
    dig()


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def shoot() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def chatter() -> None:
    for _ in range(1000):
        sys.stdout.write("x" * 10_000)
        sys.stderr.write("x" * 10_000)
    os.write(1, b"x" * 10_000)
    os.write(2, b"x" * 10_000)


def babble() -> None:
    """Write nonsense to whatever can be written to, the pipe of the answers included."""
    for end in range(3, 64):
        with suppress(OSError):
            os.write(end, b"\xff" * 1000)


def stumble() -> None:
    raise ValueError("a word that nobody knows")


def refuse() -> None:
    raise LoadError("a.html", "it has no article")


def reach() -> None:
    socket.socket().connect(("127.0.0.1", 9))


def pry() -> None:
    Path("/etc/hosts").read_bytes()


def multiply() -> None:
    os.fork()


def climb() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


ACTS: dict[str, Callable[[], object]] = {
    function.__name__: function
    for function in (
        hang,
        hang_in_a_library,
        eat,
        dig,
        crash,
        leave,
        shoot,
        chatter,
        babble,
        stumble,
        refuse,
        reach,
        pry,
        multiply,
        climb,
    )
}


def lie(word: Word) -> Word:
    return cast("Word", {"not": "a word"}) if word.text == "lie" else word


def process(_: Word) -> Word:
    return Word(str(os.getpid()))


def process_late(_: Word) -> Word:
    """Tell which process this is, so late that another one is asked meanwhile."""
    time.sleep(0.2)
    return Word(str(os.getpid()))


def environment(_: Word) -> Word:
    return Word(" ".join(sorted(os.environ)))


def dawdle(word: Word) -> Word:
    """Answer late when the word is "slow"."""
    time.sleep(0.3 if word.text == "slow" else 0)
    return word


def weigh(content: bytes) -> bytes:
    return len(content).to_bytes(8)


def read_late(_: Word) -> Word:
    return Word(KEPT["hosts"])


KEPT: dict[str, str] = {}


def keep() -> None:
    KEPT["hosts"] = Path(__file__).read_text("utf-8")[:10]


def fail() -> None:
    raise UnavailableError("no model is installed")


def vanish() -> None:
    os._exit(9)


def tell_and_act(word: Word) -> Word:
    """Tell which process this is, then do what the next word says."""
    act(word)
    return Word(str(os.getpid()))
