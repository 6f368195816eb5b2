"""Every question of the graph that takes a provenance filter, one row each: a new question is one line more.

A row asks one question about some entities under a filter, and returns all of its answer but how long it took to find.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.accounts import AccountsKind, accounts
from graph.claims import ClaimFilter, claims_about, claims_in, find_claims
from graph.connections import common
from graph.corroboration import corroborating
from graph.counts import CountBy, Counted, counts
from graph.custody import custody
from graph.edtf import parse
from graph.facets import FacetBy, facets
from graph.hops import hops_from
from graph.ids import KindId, PropertyId
from graph.neighbourhood import neighbourhood, ways
from graph.networks import Wanted, find_network, network
from graph.paths import find_paths
from graph.profiles import identifiers, names, values
from graph.relations import RelationFilter, RelationOrder, relations
from graph.search import search
from graph.support import admitted_each
from graph.timeline import hop_times, timeline
from graph.view import PathMode, PathSpec, SearchIn, Window
from graph.vocabulary import DESCRIPTION, EVENT, KG, PERSON, TYPE, WHEN, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.ids import EntityId
    from graph.model import Hop, Time
    from graph.provenance import ProvenanceFilter
    from graph.view import View

    Ask = Callable[[View, Sequence[EntityId], ProvenanceFilter], Any]

HELD = PropertyId(KG + "politicalPrisonersHeld")
SIBLING = PropertyId("https://schema.org/sibling")
SUMMER_2021 = 1_625_000_000
YEARS = Window(parse("2020/2021"))
WORDS = ("Anna", "anna kowal", "group", "—")


class Question(NamedTuple):
    """A question: what it asks, and whether it rests on facts where the filter leaves certainty and stance open.

    Or on facts `and_denials`.
    """

    ask: Ask
    rests_on_facts: bool = False
    and_denials: bool = False


def _paths(spec: PathSpec) -> Ask:
    def ask(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> object:
        found = [find_paths(view, one, other, spec, kept) for one, other in combinations(about[:4], 2)]
        if spec.mode is PathMode.DISJOINT:  # several sets are right: as many paths, of as many hops in all
            return [(len(some.paths), sum(len(path.hops) for path in some.paths), some.complete) for some in found]
        return [(some.paths, some.complete) for some in found]

    return ask


def _times(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> list[list[Time]]:
    return hop_times(view, [hop for hops in hops_from(view, about, kept) for hop in hops], kept)


def _participants(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> list[list[Hop]]:
    roles = {prop.id for prop in vocabulary().properties.values() if prop.is_role}
    return [[hop for hop in hops if hop.forward and hop.property in roles] for hops in hops_from(view, about, kept)]


def _neighbourhood(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> object:
    spec = PathSpec(max_length=2)
    found = neighbourhood(view, about[:2], spec, kept)
    return found.near, found.complete, ways(view, found, found.near, spec, kept)


def _network(view: View, _: Sequence[EntityId], kept: ProvenanceFilter) -> object:
    found = network(view, PathSpec(), kept)
    pairs = sorted((*sorted((one, other)), data["support"]) for one, other, data in found.edges(data=True))
    return sorted(found.nodes), pairs


def _counts(of: Counted) -> Ask:
    by = [*((one,) for one in CountBy), (CountBy.KIND, CountBy.YEAR, CountBy.CLAIMANT)]
    return lambda view, _, kept: [counts(view, of, some, kept) for some in by]


def _relations(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> object:
    hops = hops_from(view, about, kept)
    return relations(view, hops, RelationFilter(during=YEARS), RelationOrder.SUPPORT, kept)


def _search(*places: SearchIn) -> Ask:
    return lambda view, _, kept: [search(view, text, None, places, kept) for text in WORDS]


def _facets(view: View, _: Sequence[EntityId], kept: ProvenanceFilter) -> object:
    found = [search(view, text, None, list(SearchIn), kept) for text in WORDS]
    return [facets(view, hits, list(FacetBy)) for hits in found]


def _accounts(kind: AccountsKind, whom: str) -> Ask:
    return lambda view, about, kept: accounts(view, about if whom == "some" else None, kept, {kind})


def _corroborating(view: View, about: Sequence[EntityId], kept: ProvenanceFilter) -> object:
    claims = [claim for some in admitted_each(view, view.about(about), kept.disputed()) for claim in some]
    return {claim.id: found for claim, found in zip(claims, corroborating(view, claims, kept), strict=True) if found}


QUESTIONS: dict[str, Question] = {
    "values of a symmetric property": Question(lambda view, about, kept: values(view, about, SIBLING, kept)),
    "values of a count": Question(lambda view, about, kept: values(view, about, HELD, kept)),
    "values of when": Question(lambda view, about, kept: values(view, about, WHEN, kept)),
    "values of kind": Question(lambda view, about, kept: values(view, about, TYPE, kept)),
    "names": Question(names),
    "descriptions": Question(lambda view, about, kept: values(view, about, DESCRIPTION, kept)),
    "identifiers": Question(identifiers),
    "relations": Question(hops_from, rests_on_facts=True),
    "participants": Question(_participants, rests_on_facts=True),
    "times of hops": Question(_times, rests_on_facts=True),
    "timeline": Question(timeline, rests_on_facts=True),
    "timeline in a window": Question(
        lambda view, about, kept: timeline(view, about, kept, YEARS, frozenset({EVENT})), rests_on_facts=True
    ),
    **{
        f"paths {mode.name}": Question(_paths(PathSpec(mode=mode, max_length=4)), rests_on_facts=True)
        for mode in PathMode
    },
    "paths in the order of time": Question(_paths(PathSpec(chronological=True, max_length=4)), rests_on_facts=True),
    "paths of a time": Question(_paths(PathSpec(during=YEARS, max_length=4)), rests_on_facts=True),
    "what they have in common": Question(lambda view, about, kept: common(view, about[:3], kept), rests_on_facts=True),
    "neighbourhood": Question(_neighbourhood, rests_on_facts=True),
    "network": Question(_network, rests_on_facts=True),
    "network around some": Question(
        lambda view, about, kept: find_network(view, Wanted(provenance=kept, around=(about[0],), hops=2)),
        rests_on_facts=True,
    ),
    "counts of claims": Question(_counts(Counted.CLAIMS)),
    "counts of entities": Question(_counts(Counted.ENTITIES), rests_on_facts=True),
    "relations of a time by support": Question(_relations, rests_on_facts=True),
    **{
        f"accounts of {whom} {kind.name}": Question(_accounts(kind, whom), rests_on_facts=True, and_denials=is_stance)
        for kind in AccountsKind
        for whom in ("some", "all")
        for is_stance in (kind is AccountsKind.STANCE,)
    },
    "what corroborates": Question(_corroborating, rests_on_facts=True, and_denials=True),
    "custody": Question(lambda view, about, kept: custody(view, about, SUMMER_2021, kept), rests_on_facts=True),
    "claims": Question(lambda view, _, kept: find_claims(view, ClaimFilter(), kept)),
    "claims with words": Question(lambda view, _, kept: find_claims(view, ClaimFilter(text="anna"), kept)),
    "claims about": Question(claims_about),
    "claims of sources": Question(lambda view, _, kept: claims_in(view, view.source_ids(), kept)),
    "counts of claims by three": Question(
        lambda view, _, kept: counts(view, Counted.CLAIMS, [CountBy.PROPERTY, CountBy.KIND, CountBy.CLAIMANT], kept)
    ),
    "counts of entities by two": Question(
        lambda view, _, kept: counts(view, Counted.ENTITIES, [CountBy.KIND, CountBy.PUBLISHER], kept),
        rests_on_facts=True,
    ),
    "search in names": Question(_search(SearchIn.NAMES)),
    "search in descriptions": Question(_search(SearchIn.DESCRIPTIONS)),
    "search in quotes": Question(_search(SearchIn.QUOTES)),
    "search in everything": Question(_search(*SearchIn)),
    "search for kinds": Question(
        lambda view, _, kept: search(view, "anna", frozenset({KindId(PERSON)}), list(SearchIn), kept)
    ),
    "facets": Question(_facets),
}
"""What takes a filter. Who is whom, what somebody is called, of what kind they are and who owns a publisher are asked
of all claims, whatever the filter: they say of whom an answer speaks, and not what it says."""
