"""A response as an indented outline, for people at a terminal; an object of one field is shown as that field."""

from __future__ import annotations

from typing import TypeAlias

from graph.names import printable

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def outline(response: Json) -> str:
    """Return `response` line by line: plain fields beside one another, others below, two blanks deeper.

    >>> print(outline({"edges": [{"node": {"from": {"name": "A"}, "to": {"name": "B"}, "claims": [{"text": "x"}]}}]}))
    - from: A · to: B
      claims
      - x
    """
    return "\n".join(_lines(_unwrapped(response)))


def _unwrapped(value: Json) -> Json:
    if isinstance(value, list):
        return [_unwrapped(item) for item in value]
    if isinstance(value, dict):
        inner = {name: _unwrapped(item) for name, item in value.items()}
        return next(iter(inner.values())) if len(inner) == 1 else inner
    return value


def _lines(value: Json) -> list[str]:
    if isinstance(value, list):
        return [line for item in value for line in _item(_lines(item))]
    if isinstance(value, dict):
        plain = " · ".join(
            f"{name}: {_word(item)}" for name, item in value.items() if not isinstance(item, list | dict)
        )
        below = [
            line
            for name, item in value.items()
            if isinstance(item, list | dict)
            for line in (name, *(_lines(item) if isinstance(item, list) else _deeper(_lines(item))))
        ]
        return ([plain] if plain else []) + below
    return [_word(value)]


def _item(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *_deeper(lines[1:])] if lines else []


def _deeper(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _word(value: Json) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else printable(str(value))
