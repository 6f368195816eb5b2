"""Pages of a list in a total order, by keyset cursors: a page begins after a key, not after a number."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from graph.errors import InvalidCursorError, LimitError

MAX_PAGE = 100
DEFAULT_PAGE = 20

Scalar = str | int | float | bool
Key = tuple[Scalar, ...]
Item = TypeVar("Item")


class Page(Struct, Generic[Item], frozen=True):
    """A stretch of a list: its items with their cursors, whether there is more, and a way to count all."""

    items: Sequence[Item]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool
    total: int


def page(
    items: Sequence[Item], key: Callable[[Item], Key], *, name: str, first: int | None, after: str | None
) -> Page[Item]:
    """Return the `first` items (20, at most 100) that come after the cursor `after`.

    `items` are in the order of `key`, which no two share. `name` is what the list is: a cursor of another list is
    refused. The item that a cursor stands for may be gone: the page begins where it would have been.

    Raises:
        LimitError: `first` is not 1–100.
        InvalidCursorError: `after` is not a cursor of this list.
    """
    size = page_size(first, DEFAULT_PAGE)
    try:
        start = 0 if after is None else _position(items, key, key_in(after, name))
    except TypeError as cause:  # a key whose parts are of other types than those of this list
        raise InvalidCursorError((after or "")[:80]) from cause
    shown = items[start : start + size]
    cursors = [cursor_of(key(item), name) for item in shown]
    return Page(shown, cursors, has_next=start + size < len(items), has_previous=start > 0, total=len(items))


def fetched(
    fetch: Callable[[Key | None, int], tuple[Sequence[Item], int]],
    key: Callable[[Item], Key],
    *,
    name: str,
    first: int | None,
    after: str | None,
) -> Page[Item]:
    """Return a page of a list that is too long to be at hand: see `page`.

    `fetch` is asked for at most so many items after a key (None: from the first), and how many there are in all.

    Raises:
        LimitError: `first` is not 1–100.
        InvalidCursorError: `after` is not a cursor of this list.
    """
    size = page_size(first, DEFAULT_PAGE)
    begin = None if after is None else key_in(after, name)
    items, total = fetch(begin, size + 1)
    cursors = [cursor_of(key(item), name) for item in items[:size]]
    return Page(items[:size], cursors, has_next=len(items) > size, has_previous=after is not None, total=total)


def page_size(first: int | None, otherwise: int) -> int:
    """Return how many items are wanted: `first`, or `otherwise` when it is not given.

    Raises:
        LimitError: `first` is not 1–100.
    """
    if first is None:
        return otherwise
    if not 1 <= first <= MAX_PAGE:
        raise LimitError(f"first is {first}: expected 1 to {MAX_PAGE}")
    return first


def _position(items: Sequence[Item], key: Callable[[Item], Key], after: Key) -> int:
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if key(items[middle]) <= after:
            low = middle + 1
        else:
            high = middle
    return low


def cursor_of(key: Key, name: str) -> str:
    """Return the cursor of what has `key` in the list called `name`."""
    return base64.urlsafe_b64encode(msgspec.json.encode((name, *key))).decode().rstrip("=")


def key_in(cursor: str, name: str) -> Key:
    """Return the key that `cursor` holds, if it is one of the list called `name`.

    Raises:
        InvalidCursorError: it is not.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = msgspec.json.decode(raw, type=tuple[Scalar, ...])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as cause:
        raise InvalidCursorError(cursor[:80]) from cause
    if not found or found[0] != name:
        raise InvalidCursorError(cursor[:80])
    return found[1:]
