"""What a stream of FollowTheMoney looks like at its first line: entities, changes, statements, or a CSV of these."""

from __future__ import annotations

import re

FORMAT = "FollowTheMoney"

ENTITY = re.compile(rb'\s*\{(?=.*"id"\s*:)(?=.*"(?:schema|properties)"\s*:)', re.DOTALL)
CHANGE = re.compile(rb'\s*\{(?=.*"op"\s*:\s*"(?:ADD|MOD|DEL)")(?=.*"entity"\s*:)', re.DOTALL | re.IGNORECASE)
STATEMENT = re.compile(rb'\s*\{(?=.*"entity_id"\s*:)(?=.*"prop"\s*:)', re.DOTALL)
_COLUMNS = {"entity_id", "prop", "schema", "value", "dataset"}
_NOT_OURS = (b'"claims"', b'"labels"')


def looks_like_one(name: str, first: bytes) -> bool:
    """Say whether a file called `name` whose first line is `first` is such a stream."""
    if header(first) is not None or name.endswith((".ftm.json", ".ijson", ".delta.json")):
        return True
    if CHANGE.match(first) or STATEMENT.match(first):
        return True
    return bool(ENTITY.match(first)) and b'"schema"' in first and not any(word in first for word in _NOT_OURS)


def header(line: bytes) -> list[str] | None:
    """Return the columns of a CSV of statements whose first line is `line`; None where it is none."""
    names = [name.strip().strip('"') for name in line.decode(errors="replace").strip().split(",")]
    return names if names and set(names) >= _COLUMNS else None
