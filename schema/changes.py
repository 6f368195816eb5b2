"""What changed in the graph, as the API shows it."""

from collections.abc import Sequence
from typing import Self

import strawberry

from graph.changes import About, Asked, ChangeKind, ChangePage, changes, count_changes
from graph.changes import Change as ChangeModel
from graph.decisions import State
from graph.errors import InvalidInputError
from graph.ids import EntityId
from graph.states import States
from graph.states.recalled import recalled
from graph.states.turns import Telling
from graph.view import View
from schema.batch import Batch, Member
from schema.claims import Claim
from schema.context import Info, LazyEntity, left, shown_maybe, states_to
from schema.global_ids import Sort, to_id
from schema.node import Edge, PageInfo
from schema.scalars import DateTime

strawberry.enum(
    ChangeKind,
    description="What became of a claim: ADDED, taken up; CHANGED, its source tells it otherwise; RETRACTED, let go. Or"
    " what a person ruled of two records: MERGED, one entity; SPLIT, two; UNSURE, nobody can tell. Or of a claim:"
    " ACCEPTED, REJECTED, PREFERRED, DEPRECATED, NORMAL. UNDONE: such a decision no longer stands.",
)


@strawberry.type(description="One change of the graph.")
class Change(Member[ChangeModel]):
    @strawberry.field(description="Since when it counts.")
    def at(self) -> DateTime:
        return DateTime(self.item.at)

    @strawberry.field(description="What happened.")
    def kind(self) -> ChangeKind:
        return self.item.kind

    @strawberry.field(
        description="The claim, as it is told after the change, or last was told; of a decision on a claim as it is"
        " now; null of one on two records. Whom it speaks of is shown as in the state that is asked."
    )
    def claim(self, info: Info) -> Claim | None:
        def shown(view: View, some: Sequence[ChangeModel]) -> list[Claim | None]:
            told = _claims(info, view, [(one.telling, one.told_in) for one in some])
            ruled = Claim.maybe(view, [one.ruled for one in some])
            return [one or other for one, other in zip(told, ruled, strict=True)]

        return self.ask(info, shown)

    @strawberry.field(description="Of a claim that CHANGED: as it was told before; else null.")
    def before(self, info: Info) -> Claim | None:
        return self.ask(info, lambda view, some: _claims(info, view, [(one.before, one.state_before) for one in some]))

    @strawberry.field(description="Of a decision: the entity; null of claims, and where nothing is said of it now.")
    def entity(self, info: Info) -> LazyEntity | None:
        def ruled(view: View, some: Sequence[ChangeModel]) -> list[LazyEntity | None]:
            named = [view.identity.of(one.entity) for one in some if one.entity]
            known = {name for name, is_known in zip(named, view.known(named), strict=True) if is_known}
            return shown_maybe(info, view, [name if (name := _shown(view, one)) in known else None for one in some])

        return self.ask(info, ruled)

    @strawberry.field(description="Of a decision: the id of the other record; null of claims.")
    def other(self) -> strawberry.ID | None:
        pair = [record for record in (self.item.other, self.item.entity) if record]
        found = next((record for record in pair if record != _shown(self.view, self.item)), None)
        return to_id(Sort.ENTITY, found) if found else None

    @strawberry.field(description="Of a decision: who made it; null of claims.")
    def by(self) -> str | None:
        return self.item.by

    @strawberry.field(description="Of a decision: why, in the words of who made it.")
    def reason(self) -> str | None:
        return self.item.reason

    @strawberry.field(description="The state after it, to be asked again with `at`.")
    def state(self) -> str:
        return str(self.item.state)


@strawberry.type(description="A page of changes, in the order of time.")
class ChangeConnection(Member[Asked]):
    states: strawberry.Private[States]
    page: strawberry.Private[ChangePage]
    edges: list[Edge[Change]]

    @strawberry.field(description="The changes without their cursors.")
    def nodes(self) -> list[Change]:
        return [edge.node for edge in self.edges]

    @strawberry.field(description="Where the page stands: endCursor goes on, also after a page that is not complete.")
    def page_info(self) -> PageInfo:
        return PageInfo(
            has_next_page=self.page.has_next,
            has_previous_page=self.page.has_previous,
            start_cursor=self.page.cursors[0] if self.page.cursors else None,
            end_cursor=self.page.end,
        )

    @strawberry.field(description="How many there are on all pages; null where counting takes too long.")
    def total_count(self, info: Info) -> int | None:
        def counted(_: View, some: Sequence[Asked]) -> list[int | None]:
            return [count_changes(self.states, one._replace(seconds=left(info) / len(some))) for one in some]

        return self.ask(info, counted)

    @strawberry.field(description="False when the search stopped early: ask on after endCursor.")
    def complete(self) -> bool:
        return self.page.complete

    @classmethod
    def of(cls, states: States, view: View, asked: Sequence[Asked]) -> list[Self]:
        """Show a page for each of `asked`."""
        pages = [changes(states, one) for one in asked]
        nodes = Change.lists(view, [page.items for page in pages])
        batch = Batch(view, asked)
        return [
            cls(
                batch=batch,
                place=place,
                states=states,
                page=page,
                edges=[Edge(cursor=cursor, node=node) for cursor, node in zip(page.cursors, some, strict=True)],
            )
            for place, (page, some) in enumerate(zip(pages, nodes, strict=True))
        ]


def changed(
    info: Info, view: View, since: int, until: int | None, about: About, page: tuple[int | None, str | None]
) -> ChangeConnection:
    """Return a page of what changed between two moments.

    Raises:
        InvalidInputError: it would end before it begins.
    """
    if until is not None and until < since:
        raise InvalidInputError("until lies before since: expected since the earlier moment, and until the later")
    asked = Asked(since=since, about=about, first=page[0], after=page[1], seconds=left(info))
    asked = asked if until is None else asked._replace(until=until)
    return ChangeConnection.of(states_to(info, view), view, [asked])[0]


def histories(
    info: Info, view: View, abouts: Sequence[About], first: int | None, after: str | None
) -> list[ChangeConnection]:
    """Return a page of the changes of each of `abouts`, from the first generation on."""
    seconds = left(info) / max(1, len(abouts))
    asked = [Asked(about=about, first=first, after=after, seconds=seconds) for about in abouts]
    return ChangeConnection.of(states_to(info, view), view, asked)


def _shown(view: View, change: ChangeModel) -> EntityId | None:
    return view.identity.of(change.entity) if change.entity else None


def _claims(info: Info, view: View, told: Sequence[tuple[Telling | None, State]]) -> list[Claim | None]:
    """Return claims as they are told; those that one view shows are one batch."""
    given = [(telling, state) for telling, state in told if telling]
    views = recalled(states_to(info, view), given)
    made: dict[int, Claim] = {}
    for one in dict.fromkeys(views):
        places = [place for place, other in enumerate(views) if other is one]
        claims = one.claims([given[place][0].claim.id for place in places])
        made |= zip(places, Claim.all(one, [claim for claim in claims if claim]), strict=True)
    found = iter(range(len(given)))
    return [made[next(found)] if telling else None for telling, _ in told]
