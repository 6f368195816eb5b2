"""Objects of an answer come in batches: what one of them is asked, all of them are asked, in one go.

A page of a hundred people is one batch. When the name of the first is wanted, the names of all hundred are read with
one call of the view, and so are their relations: those of all make up one batch again. So the calls that a query makes
grow with its depth, and never with its result.

A batch carries the view that it was read from: below a field that asks for an older state, all is of that state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

import strawberry

from graph.provenance import ProvenanceFilter
from graph.view import View
from schema.context import Info, check_time
from schema.inputs import ProvenanceInput, asked_with

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batch(Generic[Item]):
    """What came into an answer together, and what it was asked so far."""

    def __init__(self, view: View, items: Sequence[Item]) -> None:
        self.view = view
        self.items = items
        self._answers: dict[int, Sequence[Any]] = {}

    def answers(self, field: int, ask: Callable[[View, Sequence[Item]], Sequence[Answer]]) -> Sequence[Answer]:
        """Return what `ask` answers for all items, in their order; asked once for each `field` of the document."""
        if field not in self._answers:
            self._answers[field] = ask(self.view, self.items)
        return self._answers[field]


@dataclass(kw_only=True)
class Member(Generic[Item]):
    """An object of the API: one of a batch."""

    batch: strawberry.Private[Batch[Any]]
    place: strawberry.Private[int]

    @property
    def item(self) -> Item:
        """What it shows."""
        shown: Item = self.batch.items[self.place]
        return shown

    @property
    def view(self) -> View:
        """Where it was read."""
        return self.batch.view

    def ask(self, info: Info, question: Callable[[View, Sequence[Item]], Sequence[Answer]]) -> Answer:
        """Return the answer for this one; `question` is asked for the whole batch, the first time.

        A field of the document has one set of arguments: its node tells the questions of a batch apart.

        Raises:
            LimitError: the time for the request is up.
        """
        check_time(info)
        node = info._raw_info.field_nodes[0]  # noqa: SLF001 - strawberry deprecates its own way to it
        return self.batch.answers(id(node), question)[self.place]

    def ask_with(
        self,
        info: Info,
        provenance: ProvenanceInput | None,
        question: Callable[[View, Sequence[Item], ProvenanceFilter], Sequence[Answer]],
    ) -> Answer:
        """Return the answer for this one under `provenance`, which may choose an older state to ask."""
        return self.ask(info, lambda view, items: _told(question, info, view, items, provenance))

    @classmethod
    def all(cls, view: View, items: Sequence[Item]) -> list[Self]:
        """Return `items` as the API shows them: one batch."""
        batch = Batch(view, items)
        return [cls(batch=batch, place=place) for place in range(len(items))]

    @classmethod
    def lists(cls, view: View, lists: Sequence[Sequence[Item]]) -> list[list[Self]]:
        """Return `lists` as the API shows them: the items of all are one batch."""
        made = iter(cls.all(view, [item for items in lists for item in items]))
        return [[next(made) for _ in items] for items in lists]

    @classmethod
    def maybe(cls, view: View, items: Sequence[Item | None]) -> list[Self | None]:
        """Return `items` as the API shows them, None where there is none."""
        made = iter(cls.all(view, [item for item in items if item is not None]))
        return [None if item is None else next(made) for item in items]


def _told(
    question: Callable[[View, Sequence[Item], ProvenanceFilter], Sequence[Answer]],
    info: Info,
    view: View,
    items: Sequence[Item],
    provenance: ProvenanceInput | None,
) -> Sequence[Answer]:
    asked = asked_with(info, view, provenance)
    return question(asked.view, items, asked.provenance)
