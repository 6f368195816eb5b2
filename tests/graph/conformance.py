"""What two views of one generation must answer alike: every primitive, and paths where several answers may be right."""

from __future__ import annotations

from itertools import chain as joined
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec.structs import replace

from graph.decisions import NONE
from graph.edtf import parse
from graph.ids import ClaimId, EntityId, KindId, PropertyId, SourceId
from graph.indexed import IndexView, open_view
from graph.model import Certainty, Ref, Text
from graph.provenance import EVERYTHING, FACTS, ProvenanceFilter
from graph.view import PathMode, SearchIn, Window
from graph.view_tally import ClaimFilter, Column, Grouping, Tally
from graph.vocabulary import ALIAS, NAME, TYPE, WHEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.archive import Archive, Generation
    from graph.decisions import Decisions
    from graph.view import Chains, PathSpec, View

ODD = ["", " ", "urn:nobody", "\ud800", "é", "onrecord:", "日本", "a\x00b", "\u202e"]
"""Nobody and nothing is called so."""
SCRATCH = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory: these tests load very often
ASKED_PROPERTIES = [NAME, TYPE, PropertyId("urn:p"), PropertyId("urn:nothing")]
ASKED_VALUES = [NAME, ALIAS, TYPE, WHEN, PropertyId("urn:p"), PropertyId("urn:nothing")]
ASKED_PROVENANCE = [
    EVERYTHING,
    FACTS,
    replace(EVERYTHING, min_independent_sources=2),
    ProvenanceFilter(certainties=frozenset({Certainty.NEGATED})),
]
ASKED_IN = [
    ((SearchIn.NAMES,), EVERYTHING),
    ((SearchIn.DESCRIPTIONS,), ProvenanceFilter(certainties=frozenset({Certainty.NEGATED, Certainty.ASSERTED}))),
    ((SearchIn.NAMES, SearchIn.QUOTES), FACTS),
    ((*SearchIn,), EVERYTHING),
]
_MANY = 1 << 30
Item = TypeVar("Item")


class Asked(NamedTuple):
    """What is asked of views: known and unknown, some of it twice."""

    entities: list[EntityId]
    claims: list[ClaimId]
    sources: list[SourceId]
    texts: list[str]

    @property
    def pairs(self) -> list[tuple[EntityId, EntityId]]:
        """Every two of the first entities, one with itself, and somebody with nobody."""
        few = self.entities[:8]
        return [*((one, other) for one in few for other in few), (self.entities[0], self.entities[-1])]


def open_indexed(
    archive: Archive, generation: Generation, decisions: Decisions = NONE, *, check: bool = True
) -> IndexView:
    """Open a generation through its index, and by no other way."""
    view = open_view(archive, generation, decisions, check=check)
    assert isinstance(view, IndexView)
    return view


def asked_of(view: View, most: int = 60) -> Asked:
    """Return what to ask of `view` and of those that should answer as it does: up to about `most` of each."""
    claims = list(view.scan())
    claims = claims[:: max(1, len(claims) // most)]
    entities = {claim.subject for claim in claims} | {claim.claimant for claim in claims}
    entities |= {claim.value.entity for claim in claims if isinstance(claim.value, Ref)}
    said = {claim.value.text for claim in claims if isinstance(claim.value, Text)}
    said |= {piece.exact for claim in claims for piece in claim.evidence}
    return Asked(
        [*map(EntityId, _twice(sorted(entities)[:most])), *map(EntityId, ODD)],
        [*(ClaimId(claim) for claim in _twice([claim.id for claim in claims])), *map(ClaimId, ODD)],
        [*(SourceId(source) for source in _twice(view.source_ids()[:most])), *map(SourceId, ODD)],
        [*_cuttings(sorted(said)[:: max(1, 5 * len(said) // most)]), *ODD, ",", "—"],
    )


def _twice(ids: Sequence[str]) -> list[str]:
    return [*ids, *reversed(ids)]


def _cuttings(texts: Sequence[str]) -> list[str]:
    """Return `texts`, and pieces of them that begin and end inside words."""
    pieces = joined.from_iterable((text, text[1:-1], text[2:7], text[: len(text) // 2].upper()) for text in texts)
    return list(dict.fromkeys(pieces))


def answers(view: View, asked: Asked) -> dict[str, Any]:
    """Return what `view` answers to each of its primitives but for paths."""
    return {
        "state": (view.state, view.base, view.updated_at),
        "identity": (view.identity.canonical, view.identity.members, {**view.identity.bonds}),
        "counts": view.counts(),
        "known": view.known(asked.entities),
        "about": view.about(asked.entities),
        "about some": view.about(asked.entities, ASKED_PROPERTIES),
        "values": [view.values(asked.entities, ASKED_VALUES, provenance) for provenance in ASKED_PROVENANCE],
        "values of all": [
            view.values_of_all(properties, provenance)
            for properties in (None, ASKED_VALUES, ASKED_PROPERTIES[-1:])
            for provenance in ASKED_PROVENANCE
        ],
        "naming": view.naming(asked.entities),
        "between": view.between(asked.pairs),
        "said_by": view.said_by(asked.entities),
        "claims": view.claims(asked.claims),
        "scan": list(view.scan()),
        "scan after": [[claim.id for claim in view.scan(after)] for after in asked.claims[:8] + asked.claims[-8:]],
        "recorded_at": view.recorded_at(asked.claims),
        "source_ids": view.source_ids(),
        "sources": view.sources(asked.sources),
        "claims_of": view.claims_of(asked.sources),
        "texts": view.texts(asked.sources),
        "named": view.named(asked.texts),
        "identified": view.identified(asked.texts),
        "matching": {
            (text, *places): view.matching(text, places, provenance)
            for text, (places, provenance) in _some(asked, [*product(asked.texts, ASKED_IN)], 2 * len(asked.texts))
        },
        "sounding": view.sounding(asked.texts),
        "saying": {text: view.wanted(ClaimFilter(text=text), EVERYTHING) for text in asked.texts},
        "wanted": [
            view.wanted(tally.where, provenance, after, most)
            for tally, provenance in _some(asked, [*product(_tallies(asked), ASKED_PROVENANCE)], 8)
            for after, most in ((None, None), (asked.claims[len(asked.claims) // 3], 2))
        ],
        "tally": [
            view.tally(tally, provenance)
            for tally, provenance in _some(asked, [*product(_tallies(asked), ASKED_PROVENANCE)], 12)
        ],
        "none": [
            *(view.known([]), view.about([]), view.naming([]), view.said_by([]), view.claims([]), view.named([])),
            *(view.values([], [NAME], EVERYTHING), *view.values(asked.entities[:2], [], EVERYTHING)),
            *(view.between([]), *view.about(asked.entities[:2], [])),
            *(view.recorded_at([]), view.sources([]), view.claims_of([]), view.texts([]), view.identified([])),
            view.sounding([]),
        ],
    }


def _some(asked: Asked, many: Sequence[Item], count: int) -> list[Item]:
    """Return some of `many`, which are too many to be asked each time: other ones of another graph."""
    return Random(repr(asked)).sample(many, count)  # noqa: S311 - a choice, not a secret


def _tallies(asked: Asked) -> list[Tally]:
    """Return what to count: by each column alone and by two of them, with several keys, one and none."""
    some = frozenset([*asked.entities[:4], *map(EntityId, ODD)])
    filters = [
        ClaimFilter(),
        ClaimFilter(properties=frozenset(ASKED_PROPERTIES), claimants=some),
        ClaimFilter(subjects=some, text=next((text for text in asked.texts if len(text) > 1), "a")),
        ClaimFilter(objects=some, during=Window(parse("2020"))),
    ]
    alone = [Tally(filters[0], (Grouping(column, _by_letters),)) for column in Column]
    dated = Grouping(Column.TIME, _by_letters, Grouping(Column.SUBJECT, _by_letters))
    both = [Tally(where, (dated, Grouping(Column.STANCE, _as_it_is))) for where in filters]
    kinds = frozenset({KindId("https://schema.org/Person"), KindId("https://schema.org/Thing")})
    whole = Tally(ClaimFilter(), (Grouping(Column.CLAIMANT, _as_it_is), dated), kinds, entities=True)
    return [*alone, *both, whole, Tally(ClaimFilter(), (), kinds), Tally(ClaimFilter(), (), entities=True)]


def _as_it_is(values: Sequence[str]) -> list[list[str | None]]:
    return [[value] for value in values]


def _by_letters(values: Sequence[str]) -> list[list[str | None]]:
    """Return keys that several values share: two of some, none of others, and what nobody says."""
    return [_letters(value) for value in values]


def _letters(value: str) -> list[str | None]:
    match len(value) % 4:
        case 0:
            return [value[-1:], str(len(value))]
        case 1:
            return [value[:1]]
        case 2:
            return [None]
        case _:
            return []


def check_chains(
    plain: View, view: View, ends: tuple[EntityId, EntityId], spec: PathSpec, provenance: ProvenanceFilter
) -> None:
    """Hold the chains of `view` to those of `plain`: all of them, or of more than the limit as many of the nearest."""
    found = view.chains(*ends, spec, provenance)
    wanted = plain.chains(*ends, replace(spec, limit=_MANY), provenance).chains
    assert found.chains == sorted(found.chains)
    if spec.mode is PathMode.DISJOINT:
        every = plain.chains(*ends, replace(spec, mode=PathMode.SIMPLE, limit=_MANY), provenance).chains
        _check_disjoint(found, wanted, every, spec)
    elif len(wanted) <= spec.limit:
        assert (found.chains, found.complete) == (wanted, True)
    else:
        assert not found.complete
        assert {*map(tuple, found.chains)} <= {*map(tuple, wanted)}
        assert sorted(map(len, found.chains)) == sorted(map(len, wanted))[: spec.limit]


def _check_disjoint(found: Chains, wanted: list[list[EntityId]], every: list[list[EntityId]], spec: PathSpec) -> None:
    """Several sets are right; one that is not known to be the greatest may be smaller."""
    assert all(chain in every for chain in found.chains)
    assert not any({*one[1:-1]} & {*other[1:-1]} for one, other in combinations(found.chains, 2))
    assert len(found.chains) <= min(spec.limit, len(wanted))
    assert bool(found.chains) == bool(wanted)
    if found.complete:
        assert len(found.chains) == len(wanted)
        assert spec.chronological or sum(map(len, found.chains)) == sum(map(len, wanted))


def check_around(  # noqa: PLR0913, PLR0917 - the whole question
    plain: View, view: View, starts: Sequence[EntityId], spec: PathSpec, provenance: ProvenanceFilter, cap: int
) -> None:
    """Hold who is around to what `plain` says; of more than `cap` the nearest, whichever of the farthest they are."""
    found, wanted = view.around(starts, spec, provenance, cap), plain.around(starts, spec, provenance, _MANY)
    whole = dict(zip(wanted.entities, wanted.distances, strict=True))
    assert found.distances == wanted.distances[:cap]
    assert found.complete == (len(whole) <= cap)
    assert [whole[entity] for entity in found.entities] == found.distances
    assert len({*found.entities}) == len(found.entities)
    crossed = dict(zip(wanted.entities, wanted.crossed, strict=True))
    assert [crossed[entity] for entity in found.entities] == found.crossed
    if found.complete:
        assert found.entities == wanted.entities
