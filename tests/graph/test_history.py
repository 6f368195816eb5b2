"""A claim keeps the day on which it was taken up, and one that is let go is not forgotten."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.history import Before, Gone, History, follow
from graph.ids import ClaimId
from tests.graph.strategies import law

A, B, C = (ClaimId(f"onrecord:claim/{name}") for name in "abc")
Step = tuple[frozenset[ClaimId], History]


def claims(*found: ClaimId) -> frozenset[ClaimId]:
    return frozenset(found)


def test_a_claim_that_stays_keeps_the_time_at_which_it_was_recorded() -> None:
    assert follow(Before(claims(A), 100, History()), claims(A), "v2", 200) == History({A: 100}, {})


def test_a_claim_that_stays_twice_keeps_the_time_of_the_first() -> None:
    before = Before(claims(A, B), 200, History({A: 100}, {}))
    assert follow(before, claims(A, B), "v3", 300) == History({A: 100, B: 200}, {})


def test_a_new_claim_is_not_in_the_history_because_its_version_dates_it() -> None:
    assert follow(Before(claims(A), 100, History()), claims(A, B), "v2", 200) == History({A: 100}, {})


def test_a_claim_that_is_missing_is_retracted_by_the_version_that_lacks_it() -> None:
    before = Before(claims(A, B), 200, History({A: 100}, {}))
    assert follow(before, claims(), "v3", 300) == History({}, {A: Gone(100, 300, "v3"), B: Gone(200, 300, "v3")})


def test_a_claim_once_retracted_stays_in_the_history_as_it_was() -> None:
    before = Before(claims(B), 200, History({}, {A: Gone(100, 200, "v2")}))
    assert follow(before, claims(B), "v3", 300) == History({B: 200}, {A: Gone(100, 200, "v2")})


def test_a_claim_that_is_back_counts_as_new() -> None:
    before = Before(claims(B), 200, History({}, {A: Gone(100, 200, "v2")}))
    assert follow(before, claims(A, B), "v3", 300) == History({B: 200}, {})


def test_a_claim_retracted_a_second_time_was_recorded_when_it_came_back() -> None:
    back = Before(claims(A), 300, History({}, {}))
    assert follow(back, claims(), "v4", 400) == History({}, {A: Gone(300, 400, "v4")})


def test_a_history_is_kept_as_sorted_json() -> None:
    history = History({B: 200, A: 100}, {C: Gone(50, 60, "v2")})
    assert history.to_bytes().decode() == (
        '{\n "earlier": {\n  "onrecord:claim/a": 100,\n  "onrecord:claim/b": 200\n },\n'
        ' "gone": {\n  "onrecord:claim/c": {\n'
        '   "recorded_at": 50,\n   "retracted_at": 60,\n   "version": "v2"\n  }\n }\n}\n'
    )


ids = st.sampled_from([A, B, C])
times = st.integers(-(2**40), 2**40)
histories = st.builds(
    History, st.dictionaries(ids, times), st.dictionaries(ids, st.builds(Gone, times, times, st.text(max_size=5)))
)


@given(histories)
@law
def test_a_history_is_read_as_it_was_written(history: History) -> None:
    assert History.from_bytes(history.to_bytes()) == history


@given(histories)
@law
def test_equal_histories_are_equal_bytes_in_whatever_order(history: History) -> None:
    turned = History(dict(reversed(history.earlier.items())), dict(reversed(history.gone.items())))
    assert turned.to_bytes() == history.to_bytes()


@given(st.lists(st.frozensets(ids), min_size=1, max_size=6))
@law
def test_every_claim_ever_made_is_either_made_now_or_in_the_history(versions: list[frozenset[ClaimId]]) -> None:
    history = History()
    for number, (before, now) in enumerate(pairwise(versions), start=1):
        history = follow(Before(before, number * 100, history), now, f"v{number + 1}", number * 100 + 100)
    assert history.gone.keys() == frozenset().union(*versions) - versions[-1]
    assert history.earlier.keys() == (versions[-1] & versions[-2] if len(versions) > 1 else frozenset())


@given(st.lists(st.booleans(), min_size=2, max_size=8))
@law
def test_a_claim_is_dated_by_the_version_that_began_its_latest_unbroken_run(there: list[bool]) -> None:
    history = History()
    for number, (before, now) in enumerate(pairwise(there), start=1):
        made = [claims(A) if made else claims() for made in (before, now)]
        history = follow(Before(made[0], number * 100, history), made[1], f"v{number + 1}", number * 100 + 100)
    last = max((n for n, made in enumerate(there, start=1) if made), default=None)
    if last is None:
        assert history == History()
        return
    began = last
    while began > 1 and there[began - 2]:
        began -= 1
    if last < len(there):
        assert history.gone == {A: Gone(began * 100, last * 100 + 100, f"v{last + 1}")}
    else:
        assert history.earlier.get(A, last * 100) == began * 100
