"""Pages by keyset cursors: pages put together are the list, and a cursor from elsewhere is refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidCursorError, LimitError
from graph.paging import Key, Page, page

law = settings(derandomize=True, deadline=None, database=None, max_examples=200)

Item = tuple[bool, int, str]
items = st.lists(
    st.tuples(st.booleans(), st.integers(-(2**62), 2**62), st.text(max_size=5)), unique=True, max_size=25
).map(sorted)


def itself(item: Item) -> Key:
    return item


def listed(content: list[Item], first: int | None = 100, after: str | None = None) -> Page[Item]:
    return page(content, itself, name="list", first=first, after=after)


def walked(content: list[Item], size: int) -> list[Page[Item]]:
    """Return every page of `content`, each asked for by the last cursor of the one before."""
    pages = [listed(content, size)]
    while pages[-1].has_next:
        assert len(pages) <= len(content), "a page does not begin after its cursor"
        pages.append(listed(content, size, pages[-1].cursors[-1]))
    return pages


def cursor(*key: object) -> str:
    """Return a cursor made by hand."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


@law
@given(items, st.integers(1, 100))
def test_pages_put_together_are_the_list(content: list[Item], size: int) -> None:
    pages = walked(content, size)
    assert [item for one in pages for item in one.items] == content
    assert [one.has_previous for one in pages] == [False] + [True] * (len(pages) - 1)
    assert len(pages) == max(1, -(-len(content) // size))
    assert {one.total for one in pages} == {len(content)}
    assert all(len(one.items) == len(one.cursors) <= size for one in pages)


@law
@given(items.filter(bool), st.data())
def test_an_item_that_is_gone_disturbs_no_page(content: list[Item], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(content) - 1))
    removed = data.draw(st.integers(0, len(content) - 1))
    after = listed(content).cursors[position]
    left = content[:removed] + content[removed + 1 :]
    expected = [item for item in content[position + 1 :] if item != content[removed]]
    assert list(listed(left, 100, after).items) == expected


@law
@given(items.filter(bool), st.data())
def test_an_item_that_is_new_disturbs_no_page(content: list[Item], data: st.DataObject) -> None:
    new = data.draw(st.integers(0, len(content) - 1))
    before = listed(content[:new] + content[new + 1 :])
    for item, after in zip(before.items, before.cursors, strict=True):
        assert list(listed(content, 100, after).items) == content[content.index(item) + 1 :]


def numbered(count: int) -> list[Item]:
    return [(True, number, "") for number in range(count)]


def test_a_page_has_20_items_unless_asked() -> None:
    found = listed(numbered(30), None)
    assert (len(found.items), found.has_next, found.has_previous, found.total) == (20, True, False, 30)


def test_an_empty_list_has_one_empty_page() -> None:
    assert listed([]) == Page([], [], has_next=False, has_previous=False, total=0)


def test_a_page_after_the_last_item_is_empty() -> None:
    content = numbered(3)
    found = listed(content, 2, listed(content).cursors[-1])
    assert (list(found.items), found.has_next, found.has_previous) == ([], False, True)


def test_after_a_first_item_that_is_gone_there_is_none_before() -> None:
    content = numbered(3)
    found = listed(content[1:], 10, listed(content).cursors[0])
    assert (list(found.items), found.has_previous) == (content[1:], False)


@pytest.mark.parametrize("first", [1, 100])
def test_a_page_may_have_1_to_100_items(first: int) -> None:
    assert len(listed(numbered(200), first).items) == first


@pytest.mark.parametrize("first", [0, -1, 101, 2**70])
def test_another_size_is_refused(first: int) -> None:
    with pytest.raises(LimitError, match=f"first is {first}: expected 1 to 100"):
        listed(numbered(3), first)


def test_a_cursor_has_no_sign_that_an_address_must_escape() -> None:
    cursors = listed([(True, 1, "ÿ?>~" * 9), (True, 2, "\x00\U0010ffff")]).cursors
    assert all(set(one) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") for one in cursors)


@pytest.mark.parametrize(
    "after",
    [
        "",
        "garbage",
        "é",
        "\ud800",
        "\x00",
        "====",
        "A",
        cursor(),
        cursor("other", *numbered(1)[0]),
        cursor(["list"]),
        base64.urlsafe_b64encode(b'{"list": 1}').decode(),
        base64.urlsafe_b64encode(b'["list", "\xff"]').decode(),
        base64.urlsafe_b64encode(b"[" * 50_000).decode(),
        "A" * 1_000_000,
        "😀" * 10_000,
    ],
    ids=lambda after: after[:12].encode("unicode_escape").decode() or "empty",
)
def test_a_cursor_from_elsewhere_is_refused(after: str) -> None:
    with pytest.raises(InvalidCursorError) as refused:
        listed(numbered(3), 10, after)
    assert len(refused.value.cursor) <= 80


@pytest.mark.parametrize("after", [cursor("list", "text", 1, ""), cursor("list", 1, "text", "")])
def test_a_cursor_with_a_key_of_other_types_is_refused(after: str) -> None:
    with pytest.raises(InvalidCursorError):
        listed(numbered(3), 10, after)
