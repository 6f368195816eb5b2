"""What a request carries through the resolvers."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import strawberry

from graph.analyst import Analyst
from graph.errors import LimitError, UnavailableError
from graph.ids import EntityId
from graph.states import PATIENCE_S, States
from graph.view import View

if TYPE_CHECKING:
    from graph.changes import About
    from schema.changes import ChangeConnection
    from schema.entities import Entity

MAX_SEARCH_S = 8.0
LazyEntity = Annotated["Entity", strawberry.lazy("schema.entities")]
"""The interface of entities, for the types below it: types of an API know one another, modules should not."""
LazyChanges = Annotated["ChangeConnection", strawberry.lazy("schema.changes")]
"""A page of changes, for the claims that these show."""
Item = TypeVar("Item")


class Context(NamedTuple):
    """One request: the view it reads from first to last, and the version of the program that answers.

    `deadline` is when its time is up, by the monotonic clock; where none is given, that is counted from its start.
    `analyst` analyses networks; where none is given, the request has one of its own. `states` lead to older states than
    that of the view; where none are given, there are none.
    """

    view: View
    version: str
    deadline: float | None = None
    analyst: Analyst | None = None
    states: States | None = None


class Resolving(NamedTuple):
    """A request being answered; `show` makes the types of `schema.entities`, which stand above their values.

    So `tell` makes those of `schema.changes`: a page of what changed of each.
    """

    view: View
    version: str
    deadline: float
    show: "Callable[[View, Sequence[EntityId]], list[Entity]]"
    tell: "Callable[[Info, View, Sequence[About], int | None, str | None], list[ChangeConnection]]"
    analyst: Analyst
    states: States | None


Info = strawberry.Info["Resolving", None]


def check_time(info: Info) -> None:
    """Stop a long answer: every field that reads comes by here.

    Raises:
        LimitError: the time for the request is up.
    """
    if time.monotonic() > info.context.deadline:
        raise LimitError("the query took too long: ask for less")


def left(info: Info) -> float:
    """Return how many seconds one search of this request may take: those that are left, and at most eight."""
    return min(MAX_SEARCH_S, max(0.0, info.context.deadline - time.monotonic()))


def states_to(info: Info, view: View) -> States:
    """Return the states that lead up to that of `view`.

    Raises:
        UnavailableError: only one state is served.
    """
    if info.context.states is None:
        raise UnavailableError("older states are not served here")
    return info.context.states.within(view)


def patience(info: Info) -> float:
    """Return how many seconds this request may wait for another state."""
    return min(PATIENCE_S, left(info))


def shown(info: Info, view: View, ids: Sequence[EntityId]) -> list[LazyEntity]:
    """Return the entities with these ids as the API shows them, in their order: one batch."""
    return info.context.show(view, ids)


def shown_lists(info: Info, view: View, lists: Sequence[Sequence[EntityId]]) -> list[list[LazyEntity]]:
    """Return lists of entities as the API shows them: those of all are one batch."""
    made = iter(shown(info, view, [entity for some in lists for entity in some]))
    return [[next(made) for _ in some] for some in lists]


def shown_maybe(info: Info, view: View, ids: Sequence[EntityId | None]) -> list[LazyEntity | None]:
    """Return the entities with these ids as the API shows them, None where there is none."""
    made = iter(shown(info, view, [entity for entity in ids if entity is not None]))
    return [None if entity is None else next(made) for entity in ids]
