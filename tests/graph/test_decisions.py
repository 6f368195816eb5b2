"""The log of decisions: chained, append-only, whole after every crash, and never read as what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.archive import initialise
from graph.decisions import (
    NONE,
    Decision,
    Decisions,
    Judgement,
    Pair,
    Ruling,
    decide,
    pair_of,
    path_of,
    read_decisions,
    state_of,
    verify,
)
from graph.errors import DamagedError, InvalidInputError, InvalidIriError, NotFoundError, UnavailableError
from graph.ids import EntityId
from tests.graph.builders import no_file_above, person

if TYPE_CHECKING:
    from pathlib import Path

    from graph.archive import Archive

ANNA, BORIS = pair_of(person("anna"), person("boris"))
PAIR: Pair = (ANNA, BORIS)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return initialise(tmp_path / "data")


def same(reason: str | None = None) -> Ruling:
    return Ruling("jan", PAIR, Judgement.SAME, reason=reason)


def test_a_decision_is_read_as_it_was_made(archive: Archive) -> None:
    decide(archive, [same("one birth date")], at=7)
    (made,) = read_decisions(archive).made
    assert made == Decision(
        number=1, at=7, by="jan", pair=PAIR, judgement=Judgement.SAME, reason="one birth date", previous="0" * 64
    )


def test_what_is_known_is_not_read_again(archive: Archive) -> None:
    decide(archive, [same()], at=7)
    known = read_decisions(archive)
    path = path_of(archive)
    path.write_bytes(b"x" * known.size)
    decided = archive.root / "other"
    assert read_decisions(archive, known) is known
    assert not decided.exists()


def test_several_writers_follow_each_other(archive: Archive) -> None:
    first = decide(archive, [same()], at=7)
    second = decide(archive, [Ruling("eva", PAIR, Judgement.NOT_SAME)], at=8)
    assert [each.number for each in second.made] == [1, 2]
    assert read_decisions(archive, first).made == second.made
    assert read_decisions(archive).head == second.head


def test_the_last_word_on_a_pair_stands(archive: Archive) -> None:
    made = decide(archive, [same(), Ruling("eva", PAIR, Judgement.NOT_SAME)], at=7)
    assert made.judgements[PAIR].judgement is Judgement.NOT_SAME
    undone = decide(archive, [Ruling("eva", undoes=2, reason="a slip")], at=8)
    assert undone.judgements[PAIR].judgement is Judgement.SAME
    assert decide(archive, [Ruling("eva", undoes=1)], at=9).judgements == {}


def test_nothing_is_undone_twice_and_no_undoing_is_undone(archive: Archive) -> None:
    decide(archive, [same(), Ruling("jan", undoes=1)], at=7)
    for number in (1, 2):
        with pytest.raises(InvalidInputError, match=f"^decision {number} cannot be undone: it is no decision that st"):
            decide(archive, [Ruling("jan", undoes=number)], at=8)
    for number in (0, 3, -1):
        with pytest.raises(NotFoundError, match=f"^no decision {number}: there are 2$"):
            decide(archive, [Ruling("jan", undoes=number)], at=8)
    assert len(read_decisions(archive).made) == 2


def test_all_rulings_are_written_or_none(archive: Archive) -> None:
    with pytest.raises(InvalidInputError):
        decide(archive, [same(), Ruling("", PAIR, Judgement.SAME)], at=7)
    assert read_decisions(archive) is NONE


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling(" ", PAIR, Judgement.SAME),
        Ruling("j" * 201, PAIR, Judgement.SAME),
        Ruling("jan", PAIR),
        Ruling("jan", judgement=Judgement.SAME),
        Ruling("jan"),
        Ruling("jan", PAIR, Judgement.SAME, undoes=1),
        Ruling("jan", (BORIS, ANNA), Judgement.SAME),
        Ruling("jan", PAIR, Judgement.SAME, reason="x" * 2_001),
        Ruling("jan", PAIR, Judgement.SAME, reason="\ud800"),
    ],
)
def test_what_is_no_decision_is_not_written(archive: Archive, ruling: Ruling) -> None:
    with pytest.raises(InvalidInputError):
        decide(archive, [ruling], at=7)
    assert not path_of(archive).exists()


def test_a_pair_is_of_two_entities() -> None:
    with pytest.raises(InvalidInputError, match=r"is given twice$"):
        pair_of(ANNA, ANNA)
    with pytest.raises(InvalidIriError):
        pair_of(ANNA, EntityId("nobody"))


def test_what_a_dead_writer_left_does_not_count_and_is_written_over(archive: Archive) -> None:
    decide(archive, [same()], at=7)
    path = path_of(archive)
    path.write_bytes(path.read_bytes() + b'{"number":2,"at":8,"by":"e')
    assert len(read_decisions(archive).made) == 1
    assert verify(archive) == []
    decide(archive, [Ruling("eva", PAIR, Judgement.UNSURE)], at=8)
    assert [each.by for each in read_decisions(archive).made] == ["jan", "eva"]
    assert path.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_of_several_made_at_once_none_counts_before_all_are_there(archive: Archive, kept: int) -> None:
    before = decide(archive, [same()], at=7)
    decide(archive, [Ruling("eva", PAIR, Judgement.UNSURE)] * 3, at=8)
    path = path_of(archive)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept]))
    assert read_decisions(archive, before) is before
    assert read_decisions(archive).head == before.head
    decide(archive, [Ruling("jan", undoes=1)], at=9)
    assert [each.by for each in read_decisions(archive, before).made] == ["jan", "jan"]


def test_what_is_checked_and_refused_is_not_written(archive: Archive) -> None:
    def refuse(before: Decisions, after: Decisions) -> None:
        raise InvalidInputError(f"{len(before.made)} and {len(after.made)}")

    decide(archive, [same()], at=7)
    with pytest.raises(InvalidInputError, match=r"^1 and 3$"):
        decide(archive, [same(), same()], at=8, check=refuse)
    assert len(read_decisions(archive).made) == 1


def test_a_full_disk_leaves_what_was_there(archive: Archive) -> None:
    before = decide(archive, [same()], at=7)
    with no_file_above(before.size + 100), pytest.raises(UnavailableError):
        decide(archive, [same("x" * 1_000)] * 3, at=8)
    assert path_of(archive).stat().st_size == before.size
    assert len(decide(archive, [same()], at=9).made) == 2


def test_nothing_is_written_through_a_link(archive: Archive, tmp_path: Path) -> None:
    path_of(archive).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnavailableError):
        decide(archive, [same()], at=7)
    assert not (tmp_path / "elsewhere").exists()


@given(st.data())
def test_a_changed_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    archive = initialise(tmp_path_factory.mktemp("data") / "data")
    decide(archive, [same("a"), Ruling("eva", PAIR, Judgement.NOT_SAME), Ruling("eva", undoes=2)], at=7)
    path = path_of(archive)
    content = path.read_bytes()
    last = content.rindex(b"\n", 0, -1)
    # the last line has no line after it that knows its digest
    place = data.draw(st.integers(0, last))
    path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    with pytest.raises(DamagedError):
        read_decisions(archive)
    with pytest.raises(DamagedError):
        decide(archive, [same()], at=8)
    assert [damage.file for damage in verify(archive)] == [str(path)]


@pytest.mark.parametrize("kept", [0, 1])
def test_lines_that_are_gone_are_missed_by_who_knew_them(archive: Archive, kept: int) -> None:
    known = decide(archive, [same(), Ruling("eva", undoes=1)], at=7)
    path = path_of(archive)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept]))
    with pytest.raises(DamagedError, match="are gone"):
        read_decisions(archive, known)


@pytest.mark.parametrize("line", [b"{}\n", b"\n", b"[" * 100_000 + b"\n", b"\xff\n", b'{"number":1}\n'])
def test_a_line_that_is_no_decision_is_damage(archive: Archive, line: bytes) -> None:
    path_of(archive).write_bytes(line)
    with pytest.raises(DamagedError, match="line 1 is no decision"):
        read_decisions(archive)


def test_a_line_that_says_too_little_is_damage(archive: Archive) -> None:
    path_of(archive).write_bytes(msgspec.json.encode({"number": 1, "at": 1, "by": "a", "previous": "0" * 64}) + b"\n")
    with pytest.raises(DamagedError, match="line 1 is no decision"):
        read_decisions(archive)


def test_each_decision_is_another_state(archive: Archive) -> None:
    generation = archive.current()
    none = state_of(generation, NONE)
    one = state_of(generation, decide(archive, [same()], at=7))
    undone = state_of(generation, decide(archive, [Ruling("eva", undoes=1)], at=7))
    assert (none.decisions, one.decisions, undone.decisions) == (0, 1, 2)
    assert len({none.digest, one.digest, undone.digest}) == 3
    assert none.digest == generation.digest


def test_what_had_been_decided_by_a_time(archive: Archive) -> None:
    decide(archive, [same()], at=7)
    first = read_decisions(archive)
    decide(archive, [Ruling("eva", undoes=1)], at=9)
    assert read_decisions(archive).until(8).made == first.made
    assert read_decisions(archive).until(8).head == first.head
    assert read_decisions(archive).until(6).head == NONE.head
