"""Networks as the API shows them: how large they are, and what analyses tell of them."""

from typing import Self

import strawberry

from graph.analyst import Cluster as ClusterModel
from graph.analyst import Measure
from graph.analyst import Ranked as RankedModel
from graph.networks import Wanted
from graph.paging import DEFAULT_PAGE, page_size
from graph.view import View
from schema.batch import Member
from schema.context import Info, LazyEntity, check_time, left, shown, shown_lists
from schema.limits import cost


@strawberry.type(description="Entities of a network that belong together.")
class Cluster(Member[ClusterModel]):
    @strawberry.field(description="How many they are.")
    def size(self) -> int:
        return self.item.size

    @strawberry.field(description="The most connected of them, in that order: 20, at most 100.")
    def entities(self, info: Info, first: int | None = None) -> list[LazyEntity]:
        most = page_size(first, DEFAULT_PAGE)
        return self.ask(info, lambda view, some: shown_lists(info, view, [one.entities[:most] for one in some]))


@strawberry.type(description="An entity of a network, and how much it counts there.")
class Ranked(Member[RankedModel]):
    @strawberry.field(description="The entity.")
    def node(self, info: Info) -> LazyEntity:
        return self.ask(info, lambda view, some: shown(info, view, [one.entity for one in some]))

    @strawberry.field(description="The greater, the more it counts; only scores of one network can be compared.")
    def score(self) -> float:
        return self.item.score


@strawberry.type(
    description="Entities, and which of them are connected. Analyses take seconds, and not more than the request may:"
    " one that takes longer is null, with an error that says what to narrow. Each list is of 20, at most 100."
)
class Network:
    view: strawberry.Private[View]
    wanted: strawberry.Private[Wanted]
    entity_count: int = strawberry.field(description="How many entities it has.")
    pair_count: int = strawberry.field(description="How many pairs of them are connected, by one hop or several.")

    @classmethod
    def of(cls, info: Info, view: View, wanted: Wanted) -> Self:
        """Show the network that is wanted."""
        found = info.context.analyst.network(view, wanted)
        return cls(view=view, wanted=wanted, entity_count=len(found.entities), pair_count=len(found.pairs))

    @strawberry.field(
        description="Who is connected with whom in any number of hops, the largest set first.", directives=cost(1_000)
    )
    def components(self, info: Info, first: int | None = None) -> list[Cluster] | None:
        return self._groups(info, Measure.COMPONENTS, first)

    @strawberry.field(
        description="Who is more connected with each other than with others (Louvain, weighted by independent"
        " sources), the largest set first.",
        directives=cost(10_000),
    )
    def communities(self, info: Info, first: int | None = None) -> list[Cluster] | None:
        return self._groups(info, Measure.COMMUNITIES, first)

    @strawberry.field(
        description="Who counts most, by those that it is connected with (PageRank, weighted by independent sources).",
        directives=cost(2_000),
    )
    def ranks(self, info: Info, first: int | None = None) -> list[Ranked] | None:
        return self._scores(info, Measure.RANKS, first)

    @strawberry.field(
        description="Who stands most often on the shortest ways between others, estimated from the ways of `samples`"
        " entities: at most 1,000.",
        directives=cost(20_000),
    )
    def betweenness(self, info: Info, first: int | None = None, samples: int = 200) -> list[Ranked] | None:
        return self._scores(info, Measure.BETWEENNESS, first, samples)

    def _groups(self, info: Info, measure: Measure, first: int | None) -> list[Cluster]:
        check_time(info)
        most = page_size(first, DEFAULT_PAGE)
        found = info.context.analyst.groups(self.view, self.wanted, measure, left(info))
        return Cluster.all(self.view, found[:most])

    def _scores(self, info: Info, measure: Measure, first: int | None, samples: int = 1) -> list[Ranked]:
        check_time(info)
        most = page_size(first, DEFAULT_PAGE)
        found = info.context.analyst.scores(self.view, self.wanted, measure, left(info), samples)
        return Ranked.all(self.view, found[:most])
