"""One profile, read in two ways: through the view on the index, and by triple patterns from a store for SPARQL.

A profile is what is said of an entity, or has it as its value, each claim with its words, its place and its source;
and of everybody named in these claims the names, kinds and days that stand as facts: what a label is chosen from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import NamedNode

from graph.codec import evidence_iri, to_absolute
from graph.ids import ASSERTED, EntityId, source_iri
from graph.model import Iri, Ref, Text, Time
from graph.provenance import FACTS
from graph.vocabulary import KG, NAME, RDF, SCHEMA, TYPE, WHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Store

    from graph.model import Claim, Source, Value
    from graph.view import Said, View


class Told(NamedTuple):
    """One claim of a profile, as texts."""

    id: str
    subject: str
    property: str
    value: str
    claimant: str
    certainty: str
    status: str
    derivation: str
    method: str
    evidence: tuple[tuple[str, str], ...]


class Profile(NamedTuple):
    """What was read from a store: claims by id, sources by IRI (title, publisher, day), and what labels come from."""

    claims: dict[str, Told]
    sources: dict[str, tuple[str, str, str]]
    labels: dict[str, Labelling]


class Seen(NamedTuple):
    """What was read through a view: the same as claims and sources, which already have all parts at hand."""

    claims: list[Claim]
    sources: list[Source]
    labels: dict[EntityId, Labelling]


Labelling = dict[str, list[str]]
"""Of one entity: its names, kinds and days that stand as facts, by the property."""
_LABELLING = frozenset({NAME, TYPE, WHEN})

# ---------------------------------------------------------------------- through the view


def from_view(view: View, entity: EntityId) -> Seen:
    """Read the profile of `entity` through `view`."""
    said = {claim.id: claim for claims in (*view.about([entity]), *view.naming([entity])) for claim in claims}
    claims = list(said.values())
    wanted = {piece.source for claim in claims for piece in claim.evidence}
    sources = [source for source in view.sources(list(wanted)) if source is not None]
    others = list(_others(entity, claims, sources))
    labels = dict(zip(others, map(_labelling, view.values(others, _LABELLING, FACTS)), strict=True))
    return Seen(claims, sources, labels)


def _others(entity: EntityId, claims: Sequence[Claim], sources: Iterable[Source]) -> set[EntityId]:
    found = {source.publisher for source in sources}
    found.update([claim.subject for claim in claims], [claim.claimant for claim in claims])
    found.update([claim.value.entity for claim in claims if isinstance(claim.value, Ref)])
    return found - {entity}


def _labelling(said: Iterable[Said]) -> Labelling:
    found: Labelling = {}
    for one in said:
        found.setdefault(one.property, []).append(_text(one.value))
    return {prop: sorted(set(texts)) if len(texts) > 1 else texts for prop, texts in found.items()}


def _text(value: Value) -> str:
    match value:
        case Ref(entity=text) | Iri(iri=text) | Text(text=text) | Time(edtf=text):
            return text
    raise AssertionError(value)


# ---------------------------------------------------------------------- by triple patterns

_SUBJECT, _PREDICATE, _OBJECT = (RDF + name for name in ("subject", "predicate", "object"))
_EXACT, _EVIDENCE = NamedNode(KG + "exact"), KG + "evidence"
_LABELLING_NODES = [NamedNode(prop) for prop in _LABELLING]
_Find = Callable[..., "Iterator[Any]"]
"""`Store.quads_for_pattern`; its quads have terms of which some have no `value`, and none such is here."""


def from_store(store: Store, base: str, entity: EntityId) -> Profile:
    """Read the profile of `entity` from `store`, in which IRIs are absolute below `base`."""
    find: _Find = store.quads_for_pattern
    node = NamedNode(to_absolute(entity, base))
    claims = {}
    for predicate in (_SUBJECT, _OBJECT):
        for quad in find(None, NamedNode(predicate), node):
            name = quad.subject.value
            if name not in claims:
                claims[name] = _claim_of(find, NamedNode(name))
    sources = {}
    for told in claims.values():
        for place, _ in told.evidence:
            name = place.partition("#")[0]
            if name not in sources:
                sources[name] = _source_of(find, name)
    others = {source[1] for source in sources.values()}
    for told in claims.values():
        others.update((told.subject, told.claimant))
        if told.value.startswith(base):
            others.add(told.value)
    asserted = NamedNode(to_absolute(ASSERTED, base))
    others.discard(node.value)
    labels = {other: _labels_of(find, NamedNode(other), asserted) for other in others}
    return Profile({told.id: told for told in claims.values()}, sources, labels)


def _claim_of(find: _Find, node: NamedNode) -> Told:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for quad in find(node, None, None):
        said[quad.predicate.value].append(quad.object.value)
    return Told(
        node.value,
        said[_SUBJECT][0],
        said[_PREDICATE][0],
        said[_OBJECT][0],
        said[KG + "claimant"][0],
        _state(said, "certainty", "ASSERTED"),
        _state(said, "status", "ACCEPTED"),
        _state(said, "derivation", "STATED"),
        said[KG + "method"][0] if KG + "method" in said else "",
        tuple((place, _words_of(find, place)) for place in sorted(said[_EVIDENCE])),
    )


def _state(said: dict[str, list[str]], name: str, default: str) -> str:
    found = said.get(KG + name)
    return found[0].removeprefix(KG).upper() if found else default


def _words_of(find: _Find, place: str) -> str:
    return "".join(quad.object.value for quad in find(NamedNode(place), _EXACT, None))


def _source_of(find: _Find, name: str) -> tuple[str, str, str]:
    said = {quad.predicate.value: quad.object.value for quad in find(NamedNode(name), None, None)}
    return said[SCHEMA + "headline"], said[SCHEMA + "publisher"], said.get(SCHEMA + "datePublished", "")


def _labels_of(find: _Find, node: NamedNode, asserted: NamedNode) -> dict[str, list[str]]:
    found = {}
    for prop in _LABELLING_NODES:
        texts = {quad.object.value for quad in find(node, prop, None, asserted)}
        if texts:
            found[prop.value] = sorted(texts)
    return found


# ---------------------------------------------------------------------- alike


def in_the_world(seen: Seen, base: str) -> Profile:
    """Return what a view has shown as a store whose IRIs are absolute below `base` tells it."""

    def out(text: str) -> str:
        return to_absolute(text, base)

    claims = {out(claim.id): _told(claim, base) for claim in seen.claims}
    sources = {
        out(source_iri(source.id)): (
            source.title,
            out(source.publisher),
            source.published.edtf if source.published else "",
        )
        for source in seen.sources
    }
    return Profile(claims, sources, {out(other): facts for other, facts in seen.labels.items()})


def _told(claim: Claim, base: str) -> Told:
    return Told(
        to_absolute(claim.id, base),
        to_absolute(claim.subject, base),
        claim.property,
        to_absolute(_text(claim.value), base),
        to_absolute(claim.claimant, base),
        claim.certainty,
        claim.status,
        claim.derived,
        (claim.derivation.method if claim.derivation else None) or "",
        tuple((to_absolute(evidence_iri(piece), base), piece.exact) for piece in claim.evidence),
    )
