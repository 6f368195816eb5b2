"""What a file of Wikidata looks like in its first bytes: a dump, JSON lines, or a file of some entities."""

from __future__ import annotations

import re

FORMAT = "Wikidata"

_MARKS = (b'"labels"', b'"descriptions"', b'"claims"', b'"aliases"', b'"sitelinks"', b'"mainsnak"')
_ENOUGH = 2
_ENTITY = re.compile(rb'"id"\s*:\s*"[QPLM][1-9]\d*"|"[QPLM][1-9]\d*"\s*:\s*\{')


def looks_like_one(first: bytes) -> bool:
    """Say whether a file that begins with `first` holds entities of Wikidata."""
    if not first.lstrip().startswith((b"{", b"[")) or not _ENTITY.search(first):
        return False
    return b'"wikibase-' in first or sum(mark in first for mark in _MARKS) >= _ENOUGH


def is_by_line(first: bytes, second: bytes = b"{}") -> bool:
    """Say whether a file that begins with the lines `first` and `second` has an entity on each line.

    >>> is_by_line(b"[", b'{"id": "Q1"},'), is_by_line(b'{"id": "Q1"},'), is_by_line(b"{"), is_by_line(b"[", b"  {")
    (True, True, False, False)
    """
    line = first.strip().removesuffix(b",")
    if line == b"[":
        return is_by_line(second)
    return (line.startswith(b"{") and line.endswith(b"}")) or line == b"]"
