"""The questions: one field each."""

from typing import Annotated

import strawberry
from msgspec.structs import replace

from graph.accounts import find_accounts
from graph.changes import ANYTHING, of_entity
from graph.claims import ClaimFilter
from graph.connections import common
from graph.counts import CountBy, Counted, counts
from graph.errors import LimitError
from graph.ids import ClaimId, EntityId, PropertyId, SourceId
from graph.match import match
from graph.neighbourhood import neighbourhood
from graph.networks import Wanted
from graph.paging import MAX_PAGE, page
from graph.paths import MAX_LENGTH, find_paths
from graph.search import search
from graph.timeline import timeline
from graph.view import PathSpec, SearchIn, View
from graph.vocabulary import vocabulary
from schema.accounts import AccountsConnection, Ways, ways
from schema.changes import ChangeConnection, changed
from schema.claims import Claim, ClaimPages, sources
from schema.context import Info, check_time, left, patience, states_to
from schema.counts import Count, count_connection
from schema.entities import Entity, entities
from schema.global_ids import Sort, from_id
from schema.hops import HopConnection
from schema.inputs import (
    MAX_LIST,
    ClaimInput,
    ClaimOrderInput,
    EntityRef,
    PathInput,
    ProvenanceInput,
    TimeRange,
    asked_with,
    find,
    find_known,
    kinds_of,
    words,
)
from schema.limits import LIMITS, cost
from schema.matching import MatchQuery, MatchResult, asked
from schema.neighbourhood import NeighbourConnection, Sought
from schema.network import Network
from schema.node import Connection, Node
from schema.ontology import Kind, Property, known_kinds, known_properties
from schema.paths import PathConnection, SharedConnection
from schema.scalars import DateTime
from schema.search import SearchConnection
from schema.sources import SourceConnection


@strawberry.type(description="What a request may cost.")
class Limits:
    max_first: int = strawberry.field(description="Items of one page.")
    max_list: int = strawberry.field(description="Ids in one list.")
    max_depth: int = strawberry.field(description="Fields below one another.")
    max_fields: int = strawberry.field(description="Fields in all, fragments expanded.")
    max_nodes: int = strawberry.field(description="Items that pages within pages may come to.")
    max_cost: int = strawberry.field(
        description="Weights of fields (@cost, else 1), each as often as it may be answered."
    )
    max_aliases: int = strawberry.field(description="Aliases in all.")
    max_path_length: int = strawberry.field(description="Hops of a path.")
    max_body_bytes: int = strawberry.field(description="Bytes of a request.")
    max_seconds: int = strawberry.field(description="Seconds until an answer that is not ready is given up.")


@strawberry.type(description="This service, and what it holds now.")
class Service:
    version: str
    state: str = strawberry.field(description="What is shown: generation, decisions, digest. Key of every ETag.")
    generation: int = strawberry.field(description="The number of the published state of the sources.")
    entity_count: int = strawberry.field(description="Entities of every kind: events and places too.")
    claim_count: int = strawberry.field(description="Claims, whatever their certainty and status.")
    source_count: int = strawberry.field(description="Sources.")
    updated_at: DateTime = strawberry.field(description="When the state was published.")
    limits: Limits = strawberry.field(description="What a request may cost.")


@strawberry.type(description="The questions.")
class Query:
    view: strawberry.Private[View]

    @strawberry.field(
        description="The same questions of the graph as it was in one state: `service.state`, or its first two numbers:"
        " 12-3 is generation 12 under 3 decisions. So what was found can be found again.",
    )
    def at(self, info: Info, state: str) -> "Query":
        check_time(info)
        return Query(view=states_to(info, self.view).at(state, patience=patience(info)))

    @strawberry.field(description="Whatever has this id; null when nothing has.")
    def node(self, id: strawberry.ID) -> Node | None:  # noqa: A002 - Relay's name for it
        return _nodes(self.view, [str(id)])[0]

    @strawberry.field(description="Whatever has these ids, in their order, null where nothing has.")
    def nodes(self, ids: list[strawberry.ID]) -> list[Node | None]:
        return _nodes(self.view, [str(text) for text in ids])

    @strawberry.field(description="An entity; null when there is none. A name that several carry is AMBIGUOUS.")
    def entity(self, ref: EntityRef) -> Entity | None:
        return _find(self.view, [ref])[0]

    @strawberry.field(description="Entities, in the order of the references, null where there is none.")
    def entities(self, refs: list[EntityRef]) -> list[Entity | None]:
        return _find(self.view, refs)

    @strawberry.field(
        description="Entities by name, in any spelling or script, begun or with a typing error; by the words of a"
        " description or of a quote. Each word of the text finds one of theirs. Best match first.",
        directives=cost(100),
    )
    def search(
        self,
        info: Info,
        text: str,
        in_: Annotated[list[SearchIn], strawberry.argument(name="in")] = [SearchIn.NAMES],  # noqa: B006 - the schema's
        kinds: list[strawberry.ID] | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> SearchConnection:
        view, counting = asked_with(info, self.view, provenance)
        found = search(view, words(text), kinds_of(kinds), frozenset(in_), counting)
        name = f"search {' '.join(sorted({*in_}))} {text}"
        shown = page(found, lambda hit: hit.key, name=name, first=first, after=after)
        return SearchConnection.of(view, found, shown)

    @strawberry.field(
        description="Whom descriptions mean: candidates with reasons, in the order of the queries. Of at most 50"
        " descriptions up to 20 candidates each, of a score of at least `threshold`.",
        directives=cost(200),
    )
    def match(self, info: Info, queries: list[MatchQuery], limit: int = 5, threshold: float = 0.7) -> list[MatchResult]:
        check_time(info)
        sought = asked(queries, limit, threshold)
        return MatchResult.of(self.view, match(self.view, sought, limit, threshold))

    @strawberry.field(
        description="How two entities are connected: chains of hops, best supported first.", directives=cost(500)
    )
    def paths(
        self,
        info: Info,
        from_: Annotated[EntityRef, strawberry.argument(name="from")],
        to: EntityRef,
        spec: PathInput | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PathConnection:
        view, counting = asked_with(info, self.view, provenance)
        (start,), (end,) = find_known(view, [from_]), find_known(view, [to])
        wanted = replace(spec.read(view) if spec else PathSpec(), seconds=left(info))
        found = find_paths(view, start, end, wanted, counting)
        shown = page(found.paths, lambda path: path.key, name=f"paths {start} {end}", first=first, after=after)
        return PathConnection.of(view, shown, found, counting)

    @strawberry.field(
        description="What several entities have in common: neighbours of at least `minShared` of them; with"
        " `neighbourKinds` only those of these kinds: the events that they share are of the kind Event.",
        directives=cost(200),
    )
    def connections(
        self,
        info: Info,
        of: list[EntityRef],
        min_shared: int = 2,
        neighbour_kinds: list[strawberry.ID] | None = None,
        spec: PathInput | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> SharedConnection:
        view, counting = asked_with(info, self.view, provenance)
        ids = find_known(view, of)
        wanted = replace(spec.read(view) if spec else PathSpec(), seconds=left(info))
        found = common(view, ids, counting, wanted, min_shared, wanted=kinds_of(neighbour_kinds))
        name = f"connections {' '.join(ids)}"
        shown = page(found.shared, lambda one: one.key, name=name, first=first, after=after)
        return SharedConnection.of(view, shown, found, counting)

    @strawberry.field(
        description="Who stands around entities: everyone within `hops` hops of any of them, at most 4, the nearest"
        " first, then the best supported. `spec` says over which connections and across whom, as for paths;"
        " `neighbourKinds` keeps entities of these kinds, whatever stands between.",
        directives=cost(200),
    )
    def neighbourhood(
        self,
        info: Info,
        of: list[EntityRef],
        hops: int = 1,
        neighbour_kinds: list[strawberry.ID] | None = None,
        spec: PathInput | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> NeighbourConnection:
        view, counting = asked_with(info, self.view, provenance)
        ids = find_known(view, of)
        wanted = replace(spec.read(view) if spec else PathSpec(), max_length=hops, seconds=left(info))
        found = neighbourhood(view, ids, wanted, counting, kinds_of(neighbour_kinds))
        name = f"neighbourhood {hops} {' '.join(ids)}"
        shown = page(found.near, lambda near: near.key, name=name, first=first, after=after)
        return NeighbourConnection.of(view, shown, Sought(found, wanted, counting))

    @strawberry.field(
        description="Who is connected with whom, in all that `spec` and `provenance` let count, or within `hops` hops"
        " `around` some, at most 4: for analyses of the whole. Of `spec` lengths, order and modes do not count.",
        directives=cost(200),
    )
    def network(
        self,
        info: Info,
        around: list[EntityRef] | None = None,
        hops: int = 1,
        spec: PathInput | None = None,
        provenance: ProvenanceInput | None = None,
    ) -> Network:
        view, counting = asked_with(info, self.view, provenance)
        ids = None if around is None else tuple(find_known(view, around))
        wanted = replace(spec.read(view) if spec else PathSpec(), seconds=left(info))
        return Network.of(info, view, Wanted(provenance=counting, spec=wanted, around=ids, hops=hops))

    @strawberry.field(
        description="The events that any of these take part in, in the order of their dates.", directives=cost(50)
    )
    def timeline(
        self,
        info: Info,
        about: list[EntityRef],
        during: TimeRange | None = None,
        kinds: list[strawberry.ID] | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> HopConnection:
        view, counting = asked_with(info, self.view, provenance)
        ids = find_known(view, about)
        window = during.window() if during else None
        entries = timeline(view, ids, counting, window, kinds_of(kinds))
        name = f"timeline {' '.join(ids)}"
        shown = page(entries, lambda entry: entry.key, name=name, first=first, after=after)
        return HopConnection.of_entries(view, [shown])[0]

    @strawberry.field(
        description="Where voices differ about one entity, or about anything.",
        directives=cost(200),
    )
    def accounts(
        self,
        info: Info,
        about: EntityRef | None = None,
        first: int | None = None,
        after: str | None = None,
        provenance: ProvenanceInput | None = None,
        kinds: Ways = None,
    ) -> AccountsConnection:
        view, counting = asked_with(info, self.view, provenance)
        subjects = find_known(view, [about]) if about else None
        found = find_accounts(view, subjects, counting, ways(kinds), left(info))
        name = f"accounts {subjects[0] if subjects else None}"
        shown = page(found.accounts, lambda one: one.key, name=name, first=first, after=after)
        return AccountsConnection.of(view, [shown], complete=found.complete)[0]

    @strawberry.field(
        description="Claims by what they say, who says it and when; every certainty, marked.", directives=cost(50)
    )
    def claims(
        self,
        info: Info,
        where: ClaimInput | None = None,
        provenance: ProvenanceInput | None = None,
        order_by: ClaimOrderInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Claim]:
        view, counting = asked_with(info, self.view, provenance)
        pages = ClaimPages(first, after, order_by.read() if order_by else None)
        return pages.wanted(view, where.read(view) if where else ClaimFilter(), counting)

    @strawberry.field(
        description="How many claims, or entities, there are by one to three dimensions together: the largest first."
        " Of claims every certainty counts, of entities what is asserted, unless `provenance` says otherwise.",
        directives=cost(200),
    )
    def counts(
        self,
        info: Info,
        by: list[CountBy],
        of: Counted = Counted.CLAIMS,
        where: ClaimInput | None = None,
        kinds: list[strawberry.ID] | None = None,
        provenance: ProvenanceInput | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Count]:
        view, counting = asked_with(info, self.view, provenance)
        found = counts(view, of, by, counting, where.read(view) if where else ClaimFilter(), kinds_of(kinds))
        name = f"counts {of} {' '.join(by)}"
        shown = page(found, lambda bucket: bucket.order, name=name, first=first, after=after)
        return count_connection(view, shown, by)

    @strawberry.field(
        description="What changed after `since` and until `until`, or now: claims taken up, told otherwise and let go,"
        " and what was decided, in the order of time; with `about` of one entity.",
        directives=cost(200),
    )
    def changes(
        self,
        info: Info,
        since: DateTime,
        until: DateTime | None = None,
        about: EntityRef | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> ChangeConnection:
        check_time(info)
        wanted = of_entity(self.view, find_known(self.view, [about])[0]) if about else ANYTHING
        return changed(info, self.view, since, until, wanted, (first, after))

    @strawberry.field(description="The works that the claims stand in.")
    def sources(self, first: int | None = None, after: str | None = None) -> SourceConnection:
        return SourceConnection.of(self.view, [dict.fromkeys(self.view.source_ids())], [""], first, after)[0]

    @strawberry.field(description="The kinds of the ontology: what entities can be.", directives=cost(20))
    def kinds(self) -> list[Kind]:
        return known_kinds()

    @strawberry.field(description="The properties of the ontology: what can be said of entities.", directives=cost(20))
    def properties(self) -> list[Property]:
        return known_properties()

    @strawberry.field(description="This service, and what it holds now.")
    def service(self, info: Info) -> Service:
        view = self.view
        counts = view.counts()
        return Service(
            version=info.context.version,
            state=str(view.state),
            generation=view.state.generation,
            entity_count=counts.entities,
            claim_count=counts.claims,
            source_count=counts.sources,
            updated_at=DateTime(view.updated_at),
            limits=Limits(
                max_first=MAX_PAGE,
                max_list=MAX_LIST,
                max_depth=LIMITS.depth,
                max_fields=LIMITS.fields,
                max_nodes=LIMITS.nodes,
                max_cost=LIMITS.cost,
                max_aliases=LIMITS.aliases,
                max_path_length=MAX_LENGTH,
                max_body_bytes=LIMITS.body_bytes,
                max_seconds=LIMITS.seconds,
            ),
        )


def _nodes(view: View, ids: list[str]) -> list[Node | None]:
    if len(ids) > MAX_LIST:
        raise LimitError(f"a list has {len(ids)} items: expected at most {MAX_LIST}")
    found = [from_id(text) for text in ids]
    keys = {sort: [g.key for g in found if g and g.sort is sort] for sort in Sort}
    there = [EntityId(key) for key in keys[Sort.ENTITY]]
    there = [key for key, known in zip(there, view.known(there), strict=True) if known]
    made: dict[tuple[Sort, str], Node] = {}
    shown = entities(view, [view.identity.of(key) for key in there])
    made |= {(Sort.ENTITY, key): node for key, node in zip(there, shown, strict=True)}
    models = view.claims([ClaimId(key) for key in keys[Sort.CLAIM]])
    made |= {(Sort.CLAIM, node.item.id): node for node in Claim.all(view, [m for m in models if m])}
    made |= {(Sort.SOURCE, node.item.id): node for node in sources(view, [SourceId(key) for key in keys[Sort.SOURCE]])}
    for key in keys[Sort.PROPERTY]:
        if key in vocabulary().properties:
            made[Sort.PROPERTY, key] = Property.of(PropertyId(key))
    return [made.get(one) if one else None for one in found]


def _find(view: View, refs: list[EntityRef]) -> list[Entity | None]:
    found = find(view, refs)
    there = iter(entities(view, [key for key in found if key is not None]))
    return [next(there) if key is not None else None for key in found]
