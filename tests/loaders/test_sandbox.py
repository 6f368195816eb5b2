"""Foreign bytes in child processes: real children that hang, crash, eat memory, reach out, lie and are left alone."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from msgspec import msgpack

from graph.errors import UnavailableError
from loaders import sandbox, sandbox_child
from loaders.sandbox import Failure, Limits, run_each
from tests.loaders.sandbox_tasks import (
    Word,
    act,
    dawdle,
    environment,
    fail,
    keep,
    lie,
    process,
    process_late,
    read_late,
    shout,
    stumble,
    vanish,
    weigh,
)

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(memory_bytes=128 << 20, seconds=2.0)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")


def done(*words: str, limits: Limits = QUICK, jobs: int = 1) -> list[Word | Failure]:
    return list(run_each(act, [Word(word) for word in words], Word, limits=limits, jobs=jobs))


def code(found: Word | Failure) -> str:
    assert isinstance(found, Failure)
    return found.code


def alive(number: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def gone(number: int, within_s: float) -> bool:
    end = time.monotonic() + within_s
    while alive(number) and time.monotonic() < end:
        time.sleep(0.01)
    return not alive(number)


def children() -> set[str]:
    """Return the processes that this one started, those that ended and were not waited for included."""
    found: set[str] = set()
    for thread in Path("/proc/self/task").iterdir():
        # a thread may end meanwhile
        with suppress(FileNotFoundError, ProcessLookupError):
            found.update((thread / "children").read_text("ascii").split())
    return found


@pytest.fixture
def no_child_left() -> Iterator[None]:
    """Check that a test leaves no process behind, not even a dead one."""
    before = children() if sys.platform == "linux" else set()
    yield
    assert (children() if sys.platform == "linux" else set()) <= before


pytestmark = pytest.mark.usefixtures("no_child_left")


def test_answers_come_in_the_order_of_the_inputs() -> None:
    found = list(run_each(shout, [Word("a"), Word("b"), Word("c")], Word))
    assert found == [Word("A"), Word("B"), Word("C")]


def test_nothing_to_read_starts_nothing() -> None:
    assert list(run_each(shout, [], Word, prepare=fail)) == []


def test_one_child_reads_all() -> None:
    assert len(set(run_each(process, [Word("")] * 3, Word))) == 1


def test_two_jobs_keep_the_order() -> None:
    words = [Word("slow"), Word("b"), Word("slow"), Word("d"), Word("e"), Word("slow")]
    assert list(run_each(dawdle, words, Word, jobs=2)) == words


def test_two_jobs_are_two_children() -> None:
    found = run_each(process_late, [Word("")] * 8, Word, jobs=2)
    assert len(set(found)) == 2


def test_the_first_answer_is_there_before_the_last_is_computed() -> None:
    found = run_each(act, [Word("a"), Word("b"), Word("hang")], Word, limits=Limits(seconds=30.0))
    with closing(found):
        assert next(found) == Word("did a")


def test_bytes_go_in_and_come_out() -> None:
    found = list(run_each(weigh, [b"x" * (20 << 20), b""], bytes))
    assert found == [(20 << 20).to_bytes(8), bytes(8)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hang", Failure("TIMEOUT", "it took longer than 2 seconds")),
        ("hang_in_a_library", Failure("TIMEOUT", "it took longer than 2 seconds")),
        ("eat", Failure("MEMORY", "it needs more memory than there is for it")),
        ("dig", Failure("NESTING", "it nests too deep")),
        ("crash", Failure("CRASHED", "the process that read it ended (SIGSEGV)")),
        ("shoot", Failure("CRASHED", "the process that read it ended (SIGKILL)")),
        ("leave", Failure("CRASHED", "the process that read it ended (status 3)")),
        ("babble", Failure("ANSWER", "the process that read it gave no answer that can be understood")),
        ("stumble", Failure("FAILED", "ValueError: a word that nobody knows")),
        ("refuse", Failure("LOAD_FAILED", "it has no article")),
        ("reach", Failure("FAILED", "OSError: [Errno 24] Too many open files")),
        ("pry", Failure("FAILED", "OSError: [Errno 24] Too many open files: '/etc/hosts'")),
        ("climb", Failure("FAILED", "ValueError: not allowed to raise maximum limit")),
    ],
)
def test_what_fails_fails_alone(word: str, expected: Failure) -> None:
    assert done("before", word, "after") == [Word("did before"), expected, Word("did after")]


@LINUX
def test_a_child_starts_no_process() -> None:
    (found,) = done("multiply")
    assert found == Failure("FAILED", "BlockingIOError: [Errno 11] Resource temporarily unavailable")


def test_failures_of_two_jobs_stand_where_their_inputs_stood() -> None:
    found = done("a", "crash", "b", "dig", "hang", "c", "leave", jobs=2)
    assert [each.text for each in found if isinstance(each, Word)] == ["did a", "did b", "did c"]
    assert [code(found[place]) for place in (1, 3, 4, 6)] == ["CRASHED", "NESTING", "TIMEOUT", "CRASHED"]


def test_what_a_child_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert done("chatter") == [Word("did chatter")]
    assert capfd.readouterr() == ("", "")


def test_an_answer_of_another_type_is_no_answer() -> None:
    found = list(run_each(lie, [Word("a"), Word("lie"), Word("b")], Word))
    assert found[0::2] == [Word("a"), Word("b")]
    assert code(found[1]) == "ANSWER"


def test_an_answer_is_not_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.sandbox.MAX_ANSWER_BYTES", 100)
    found = list(run_each(shout, [Word("a"), Word("b" * 200)], Word))
    assert found[0] == Word("A")
    assert code(found[1]) == "ANSWER"


def test_no_secret_reaches_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    (found,) = run_each(environment, [Word("")], Word)
    assert isinstance(found, Word)
    assert "PYTHONHASHSEED" in found.text
    assert "SOME_TOKEN" not in found.text


def test_what_is_prepared_is_there_when_no_file_can_be_opened() -> None:
    assert list(run_each(read_late, [Word("")], Word, prepare=keep)) == [Word('"""What th')]


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (fail, "no model is installed"),
        (stumble, "ValueError: a word that nobody knows"),
        (vanish, r"the process that reads foreign files did not start: it ended \(status 9\)"),
    ],
)
def test_a_warm_up_that_fails_is_told_once(prepare: Callable[[], None], message: str) -> None:
    with pytest.raises(UnavailableError, match=f"^{message}$"):
        list(run_each(shout, [Word("a"), Word("b")], Word, prepare=prepare))


def test_a_function_without_a_name_is_refused_at_once() -> None:
    with pytest.raises(AttributeError, match="lambda"):
        run_each(lambda word: word, [Word("a")], Word)


@LINUX
def test_a_closed_iterator_ends_its_children() -> None:
    found = run_each(process, [Word("")] * 100, Word, jobs=2)
    first = next(found)
    assert isinstance(first, Word)
    assert alive(int(first.text))
    found.close()
    assert not alive(int(first.text))


def test_what_was_left_open_is_closed_while_a_thread_starts_without_waiting_for_it() -> None:
    """The collector closes it wherever it is called, as in a thread that holds the lock of starting threads."""
    found = run_each(process, [Word("")] * 100, Word, jobs=2)
    next(found)
    closed = threading.Event()

    # newer Pythons have no such lock, and nothing to wait for
    lock = getattr(threading, "_shutdown_locks_lock", None) or threading.Lock()

    def close() -> None:
        with lock:
            found.close()
        closed.set()

    threading.Thread(target=close, daemon=True).start()
    assert closed.wait(30)


def test_an_interrupt_ends_the_children_at_once() -> None:
    found = run_each(act, [Word("a"), Word("hang")], Word, limits=Limits(seconds=60.0))
    assert next(found) == Word("did a")
    timer = threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT])
    began = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        next(found)
    assert time.monotonic() - began < 30


LONELY = """\
import sys
from loaders.sandbox import Limits, run_each
from tests.loaders.sandbox_tasks import Word, tell_and_act
limits = Limits(seconds=60.0)
found = run_each(tell_and_act, [Word("")] + [Word("{word}")] * 3, Word, limits=limits)
print(next(found).text, flush=True)
sys.stdin.read()
"""


@LINUX
@pytest.mark.parametrize("word", ["hang", "hang_in_a_library", "rest"])
def test_a_child_does_not_outlive_a_parent_that_is_killed(word: str) -> None:
    script = LONELY.format(word=word)
    parent = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
        parent.wait()
        assert gone(child, within_s=60)


def test_a_word_that_comes_while_a_child_works_does_not_end_it() -> None:
    """The kernel may tell of a request when the child has read it: the child is at work then."""
    limits = Limits()
    child = sandbox._Child(pickle.dumps((process_late, None, limits)), msgpack.Decoder(Word), limits)
    try:
        first = threading.Thread(target=child.answer, args=[pickle.dumps(Word(""))])
        process = child._warm()
        first.start()
        time.sleep(0.1)
        request = pickle.dumps(Word(""))
        assert process.stdin is not None
        os.write(process.stdin.fileno(), len(request).to_bytes(8) + request)
        first.join()
        time.sleep(0.3)
        assert process.poll() is None
    finally:
        child.end()


def test_a_child_whose_parent_does_not_end_it_ends_itself() -> None:
    """The alarm of the child is for platforms that do not tell it that its parent is gone."""
    script = "from loaders.sandbox_child import _ending_in\nwith _ending_in(-0.9):\n    while True: pass\n"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)  # noqa: S603
    assert ended.returncode == -signal.SIGALRM


def test_limits_that_a_platform_lacks_are_left_out() -> None:
    script = (
        "import resource\n"
        "from pathlib import Path\n"
        "from loaders.sandbox_child import Limits, _confine\n"
        "del resource.RLIMIT_AS, resource.RLIMIT_NPROC\n"
        "_confine(Limits())\n"
        "try:\n    Path('/etc/hosts').read_bytes()\n"
        "except OSError:\n    raise SystemExit(7)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)  # noqa: S603
    assert ended.returncode == 7


def test_where_nobody_tells_what_is_mapped_a_guess_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_bytes", absent)
    assert sandbox_child._mapped_bytes() == 2 << 30
