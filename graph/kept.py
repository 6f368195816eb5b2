"""Answers about entities that are kept for the state they hold in: of a country thousands of claims give the name."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Concatenate

    from graph.ids import EntityId
    from graph.view import View

_MOST = 50_000
"""Answers kept for one view; what is asked after that is worked out anew."""
_More = ParamSpec("_More")
_Answer = TypeVar("_Answer")


def kept(
    ask: Callable[Concatenate[View, Sequence[EntityId], _More], list[_Answer]],
) -> Callable[Concatenate[View, Sequence[EntityId], _More], list[_Answer]]:
    """Keep what `ask` answers about each entity, as long as its view is there: a view never changes.

    `ask` answers for many entities in their order, and for each of them whatever the others are.
    """
    memory: WeakKeyDictionary[View, dict[Hashable, _Answer]] = WeakKeyDictionary()

    @wraps(ask)
    def answer(view: View, entities: Sequence[EntityId], *more: _More.args, **named: _More.kwargs) -> list[_Answer]:
        known: dict[Hashable, _Answer] = memory.setdefault(view, {})
        keys: list[Hashable] = [(entity, *map(_hashable, more), *named.items()) for entity in entities]
        open_ = {key: entity for key, entity in zip(keys, entities, strict=True) if key not in known}
        found = dict(zip(open_, ask(view, list(open_.values()), *more, **named), strict=True)) if open_ else {}
        answers = [found[key] if key in found else known[key] for key in keys]
        if len(known) + len(found) <= _MOST:
            known.update(found)
        return answers

    return cast("Callable[Concatenate[View, Sequence[EntityId], _More], list[_Answer]]", answer)


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
