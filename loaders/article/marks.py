"""Where quotation marks open and close in a paragraph: “…”, "…", „…“, «…», and single ones that are no apostrophes."""

from __future__ import annotations

_CLOSERS = {"“": '”"“', "„": '“”"', "«": "»", '"': '"”', "”": '”"', "\u2018": "’'", "'": "'’"}
_DOUBLE = frozenset('“„«"”')
_OPENS_AFTER = frozenset("([{—–-/…:“\"\u2018'„")
_ENDS = frozenset(".,!?…;:")
_LONG = 20


def marked(text: str, *, goes_on: bool = False, next_begins: str = "") -> tuple[list[tuple[int, int]], bool]:
    """Return what stands inside the quotation marks of a paragraph, and whether its last mark is left open.

    A quotation of several paragraphs opens in each and closes in the last one. `next_begins` is the first character of
    the paragraph that follows; `goes_on` says that the one before was left open.

    >>> marked("“Yes,” she said. “We’ll stay.”")
    ([(1, 5), (18, 29)], False)
    >>> marked("“We shall begin right here.", next_begins="“")
    ([(1, 27)], True)
    >>> marked("The workers' union asked for 'a better deal', he said.")
    ([(30, 43)], False)
    """
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(text):
        if not _opens(text, i):
            i += 1
            continue
        end = _closing(text, i)
        if end is None:
            rest = len(text.rstrip())
            starts = not text[:i].strip()
            left_open = text[i] in _DOUBLE and (starts or next_begins in _DOUBLE) and rest - i > _LONG
            if (left_open and next_begins != "") or (left_open and starts):
                return [*found, (i + 1, rest)], True
            i += 1
            continue
        found.append((i + 1, end))
        i = end + 1
    if goes_on and not found and (end := _only_closed(text)) is not None:
        return [(0, end)], False
    return found, False


def _opens(text: str, i: int) -> bool:
    """Say whether the character at `i` is a mark that opens: no letter before it, and a word right after it."""
    mark = text[i]
    if mark not in _CLOSERS:
        return False
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if before and not before.isspace() and before not in _OPENS_AFTER:
        return mark in {"“", "„", "«"} and not after.isspace()
    if not after or after.isspace():
        return False
    if mark == "”":
        return not before or before.isspace()
    return (
        mark in _DOUBLE
        or after.isalpha()
        or after in "[£$€"
        or (after.isdigit() and not text[i + 1 : i + 4].endswith("s"))
    )


def _closing(text: str, i: int) -> int | None:
    """Return where the quotation that opens at `i` closes."""
    closers = _CLOSERS[text[i]]
    double = text[i] in _DOUBLE
    depth = 0
    possible = None
    for j in range(i + 2, len(text)):
        mark = text[j]
        if double and mark in "“„" and text[i] != "„" and text[j + 1 : j + 2].isalpha():
            depth += 1
            continue
        if mark not in closers:
            if not double and mark in _DOUBLE:
                return possible
            continue
        if depth:
            depth -= 1
            continue
        if double:
            return j
        if _closes_single(text, j):
            return j
        if possible is None and not text[j + 1 : j + 2].isalnum() and not text[j - 1].isspace():
            possible = j
    return None if double else possible


def _closes_single(text: str, j: int) -> bool:
    """Say whether ' at `j` closes, and is no apostrophe: nothing of a word after it, and not "the workers' union"."""
    before, after = text[j - 1], text[j + 1 : j + 2]
    if before.isspace() or after.isalnum():
        return False
    return before != "s" or not after or after in _ENDS or before in _ENDS


def _only_closed(text: str) -> int | None:
    """Return where the last paragraph of a quotation closes, when it did not open anew."""
    for mark in ("”",):
        at = text.find(mark)
        if at > 0 and "“" not in text[:at]:
            return at
    return None
