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


def is_by_line(first: bytes) -> bool:
    """Say whether a file whose first line is `first` has an entity on each line.

    >>> is_by_line(b"["), is_by_line(b'{"id": "Q1"},'), is_by_line(b"{"), is_by_line(b'{"entities": {"Q1": {}}}')
    (True, True, False, True)
    """
    line = first.strip().removesuffix(b",")
    return line == b"[" or (line.startswith(b"{") and line.endswith(b"}"))
