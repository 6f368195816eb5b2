"""Counts as the API shows them: buckets, with what their keys are."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import strawberry

from graph.counts import CountBy, Counted, count_labels, entity_of
from graph.paging import Page
from graph.view import View
from graph.view_tally import Bucket
from schema.batch import Member
from schema.context import Info
from schema.global_ids import Sort, to_id
from schema.node import Connection, connection

strawberry.enum(Counted, description="What is counted: claims, or the entities they are about. Events are entities.")
strawberry.enum(
    CountBy,
    description="What is counted by. KIND: the most specific kind of what a claim is about; PLACE: every place where"
    " that is said to be. YEAR and MONTH: of the time a claim says, else when it holds, else the best supported date of"
    " the event it is about; of entities the last alone. A date that does not settle it is of no year or month.",
)
_SORTS = {CountBy.PROPERTY: Sort.PROPERTY, CountBy.KIND: Sort.KIND, CountBy.SOURCE: Sort.SOURCE}


@strawberry.type(description="What is the same of all that a bucket counts.")
class CountKey:
    by: CountBy = strawberry.field(description="What it is of.")
    label: str | None = strawberry.field(description="What to call it; null for what nobody says, or nothing settles.")
    id: strawberry.ID | None = strawberry.field(
        description="The id of the entity, source, property or kind that it is; null for a year, a month, a state, and"
        " a place that is told in words only."
    )

    @classmethod
    def of(cls, by: CountBy, key: str | None, label: str | None) -> Self:
        """Show a key."""
        sort = Sort.ENTITY if entity_of(by, key) else _SORTS.get(by)
        return cls(by=by, label=label, id=to_id(sort, key) if sort is not None and key is not None else None)


class Told(NamedTuple):
    """A bucket, and what its keys are of."""

    by: Sequence[CountBy]
    bucket: Bucket


@strawberry.type(description="How many there are that have these keys.")
class Count(Member[Told]):
    @strawberry.field(description="Its keys, in the order of `by`.")
    def keys(self, info: Info) -> list[CountKey]:
        return self.ask(info, _keys)

    @strawberry.field(
        description="One of its keys, for a table with a column each; null where it is not counted by that."
    )
    def key(self, info: Info, by: CountBy) -> CountKey | None:
        def named(view: View, some: Sequence[Told]) -> list[CountKey | None]:
            return [next((key for key in keys if key.by is by), None) for keys in _keys(view, some)]

        return self.ask(info, named)

    @strawberry.field(description="How many claims, or entities.")
    def count(self) -> int:
        return self.item.bucket.count

    @strawberry.field(description="How many independent sources stand behind what is counted.")
    def independent_sources(self) -> int:
        return self.item.bucket.independent_sources


def _keys(view: View, some: Sequence[Told]) -> list[list[CountKey]]:
    by = some[0].by
    labels = count_labels(view, by, [told.bucket for told in some])
    return [
        [CountKey.of(*one) for one in zip(by, told.bucket.keys, called, strict=True)]
        for told, called in zip(some, labels, strict=True)
    ]


def count_connection(view: View, found: Page[Bucket], by: Sequence[CountBy]) -> Connection[Count]:
    """Show a page of buckets."""
    return connection(found, Count.all(view, [Told(by, bucket) for bucket in found.items]))
