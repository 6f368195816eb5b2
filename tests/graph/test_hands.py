"""Claims that were added by hand, and what becomes of them when their source is loaded again."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.archive import Archive, Deposit, initialise
from graph.errors import BusyError
from graph.hands import nearest
from graph.history import Before, Gone, Hand, History, follow
from graph.ids import ClaimId
from graph.model import Claim, Evidence, Row
from tests.graph.builders import deposit

ANNA, BORIS = Hand("Anna", 150), Hand("Boris", 160)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive with one source, of whose two claims one was added by hand."""
    found = initialise(tmp_path / "data")
    found.load([deposit("courier", "Anna")], at=100)
    both = deposit("courier", "Anna Boris")
    found.load([both._replace(by_hand={by_hand(both).id: ANNA})], at=150)
    return found


def by_hand(given: Deposit) -> Claim:
    """Return the claim of a deposit that is added by hand."""
    return next(claim for claim in given.content.claims if claim.evidence[0].exact == "Boris")


def words(archive: Archive) -> list[str]:
    """Return the words of the claims that stand, in order."""
    (stored,) = archive.read(archive.current())
    return sorted(claim.evidence[0].exact for claim in stored.content.claims)


def test_a_history_without_them_is_written_as_before() -> None:
    assert b"by_hand" not in History({ClaimId("a"): 1}).to_bytes()
    assert History.from_bytes(b'{"earlier": {}, "gone": {}}') == History()


def test_who_added_a_claim_is_kept_until_nothing_speaks_of_it() -> None:
    one, other = ClaimId("a"), ClaimId("b")
    before = Before(frozenset({one, other}), 100, History(by_hand={one: ANNA, other: BORIS}))
    after = follow(before, {one}, "v", 200, {one: BORIS})
    assert after.by_hand == {one: BORIS, other: BORIS}
    assert after.gone == {other: Gone(100, 200, "v")}
    assert History.from_bytes(after.to_bytes()) == after


def test_a_load_that_does_not_know_of_it_carries_it_over(archive: Archive) -> None:
    both = deposit("courier", "Anna Boris")
    read = both.content._replace(claims=[claim for claim in both.content.claims if claim != by_hand(both)])
    (difference,) = archive.load([Deposit(read, both.text)], at=200).differences
    assert (difference.changed, words(archive)) == (False, ["Anna", "Boris"])
    assert difference.by_hand is not None
    assert difference.by_hand[:3] == (1, 0, ())


def test_its_words_may_stand_elsewhere(archive: Archive) -> None:
    given = deposit("courier", "Clara Anna")
    (difference,) = archive.load([given._replace(text=b"Clara Anna Boris")], at=200).differences
    assert difference.by_hand is not None
    assert (difference.by_hand.kept, difference.by_hand.moved) == (1, 1)
    assert words(archive) == ["Anna", "Boris", "Clara"]
    (stored,) = archive.read(archive.current())
    moved = next(claim for claim in stored.content.claims if claim.evidence[0].exact == "Boris")
    assert stored.recorded_at(moved.id) == 150
    assert stored.history.by_hand == {moved.id: ANNA}


def test_without_its_words_it_is_retracted_and_named(archive: Archive) -> None:
    (difference,) = archive.load([deposit("courier", "Anna")], at=200).differences
    assert difference.by_hand is not None
    assert [claim.evidence[0].exact for claim in difference.by_hand.lost] == ["Boris"]
    assert (difference.retracted, words(archive)) == (1, ["Anna"])


def test_it_is_taken_back_by_name(archive: Archive) -> None:
    both = deposit("courier", "Anna Boris")
    gone = by_hand(both).id
    left = both.content._replace(claims=[claim for claim in both.content.claims if claim.id != gone])
    archive.load([Deposit(left, both.text, taken_back={gone: "Clara"})], at=200)
    assert words(archive) == ["Anna"]
    assert next(archive.read(archive.current())).history.by_hand == {gone: Hand("Anna", 150, "Clara")}
    assert archive.by_hand(archive.current(), both.content.source.id) == []


def test_what_was_made_from_another_generation_is_refused(archive: Archive) -> None:
    old = archive.generation(1)
    with pytest.raises(BusyError, match="generation 2 was published meanwhile"):
        archive.load([deposit("courier", "Anna")], at=200, onto=old)
    assert words(archive) == ["Anna", "Boris"]


@pytest.mark.parametrize(
    ("text", "lost"), [(b"name: Anna\n\nname: Boris\n", 0), (b"name: Boris\n", 1), (b"x: 1\n\nname: Clara\n", 1)]
)
def test_a_row_stays_while_it_says_so(tmp_path: Path, text: bytes, lost: int) -> None:
    archive = initialise(tmp_path / "data")
    given = deposit("rows", "Anna")
    (claim,) = given.content.claims
    piece = Evidence(given.content.source.id, Row(2, 6, 11), "Boris")
    row = given.content._replace(
        claims=[Claim(**{n: getattr(claim, n) for n in claim.__struct_fields__} | {"evidence": (piece,)})]
    )
    archive.load([Deposit(row, b"name: Anna\n\nname: Boris\n", by_hand={claim.id: ANNA})], at=100)
    empty = given.content._replace(claims=[])
    (difference,) = archive.load([Deposit(empty, text)], at=200).differences
    assert difference.by_hand is not None
    assert len(difference.by_hand.lost) == lost


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [("ab ab ab", 0, 0), ("ab ab ab", 3, 3), ("ab ab ab", 5, 6), ("ab ab ab", 90, 6), ("x", 0, None), ("", 0, None)],
)
def test_the_nearest_place_is_taken(text: str, start: int, found: int | None) -> None:
    assert nearest(text, "ab", start) == found
