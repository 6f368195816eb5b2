"""Which records of a stream count is found in one pass over numbers, and is what a plain reading finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.ftm.order import ordered

KEYS = st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=30)


@given(KEYS)
def test_how_often_an_id_came_before_is_counted(keys: list[tuple[int, bool]]) -> None:
    seen: dict[int, int] = {}
    expected = {}
    for position, (key, _) in enumerate(keys):
        if key and seen.get(key):
            expected[position] = seen[key]
        seen[key] = seen.get(key, 0) + 1
    order = ordered(keys)
    assert order.again == expected
    assert order.starts.all()
    assert not order.dropped.any()
    assert order.unknown == frozenset()


@given(KEYS)
def test_of_changes_the_state_after_all_of_them_counts(keys: list[tuple[int, bool]]) -> None:
    keys = [(key, key != 0 and deletes) for key, deletes in keys]
    there: dict[int, int] = {}
    unknown, unread = set(), set()
    for position, (key, deletes) in enumerate(keys):
        if not key:
            unread.add(position)  # it is refused when it is read
        elif not deletes:
            there[key] = position
        elif there.pop(key, None) is None:
            unknown.add(position)
    order = ordered(keys, changes=True)
    assert {position for position in range(len(keys)) if not order.dropped[position]} == {*there.values(), *unread}
    assert order.unknown == unknown
    assert order.again == {}


@given(KEYS)
def test_statements_of_one_id_that_stand_together_are_one_record(keys: list[tuple[int, bool]]) -> None:
    ids = [key for key, _ in keys]
    starts = [position == 0 or key != ids[position - 1] for position, key in enumerate(ids)]
    seen: dict[int, int] = {}
    expected = {}
    for position in (at for at, begins in enumerate(starts) if begins):
        key = ids[position]
        if key and seen.get(key):
            expected[position] = seen[key]
        seen[key] = seen.get(key, 0) + 1
    order = ordered(keys, statements=True)
    assert order.starts.tolist() == starts
    assert order.again == expected
