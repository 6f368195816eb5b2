"""The ontology: kinds, properties and the roles of events, read once from the Turtle files beside this module.

The Turtle is the one rule book. The door check (`graph.vocabulary.door`), the types of the API, the reading of
annotations and the rule of custody all follow it, so that a new kind or property is one edit there.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from pyoxigraph import Literal, NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf

from graph.ids import KindId, PropertyId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

KG = "https://w3id.org/onrecord/ns#"
SCHEMA = "https://schema.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

TYPE = PropertyId(RDF + "type")
NAME = PropertyId(SCHEMA + "name")
ALIAS = PropertyId(SCHEMA + "alternateName")
DESCRIPTION = PropertyId(SCHEMA + "description")
IDENTIFIER = PropertyId(SCHEMA + "identifier")
WHEN = PropertyId(KG + "when")
PLACE = PropertyId(KG + "place")
TERM = PropertyId(KG + "term")
AFFECTED_COUNT = PropertyId(KG + "affectedCount")
HELD_ROLE = PropertyId(KG + "heldRole")
DURATION = PropertyId(KG + "duration")
AFFECTED_PERSON = PropertyId(KG + "affectedPerson")

EVENT = KindId(SEM + "Event")
THING = KindId(SCHEMA + "Thing")
ORGANIZATION = KindId(SCHEMA + "Organization")
PERSON = KindId(SCHEMA + "Person")

# What every entity is described by; the API answers these with fields of their own.
GENERAL = frozenset({TYPE, NAME, ALIAS, DESCRIPTION, IDENTIFIER})


class Range(StrEnum):
    """What kind of value a property takes."""

    ENTITY = "ENTITY"
    KIND = "KIND"
    TEXT = "TEXT"
    TIME = "TIME"
    QUANTITY = "QUANTITY"
    DURATION = "DURATION"


class Measure(StrEnum):
    """What a count counts: what is there on a day, or what happens in a period."""

    STOCK = "STOCK"
    FLOW = "FLOW"


class Custody(StrEnum):
    """The state of custody that an event leads to."""

    DETAINED = "DETAINED"
    IMPRISONED = "IMPRISONED"
    FREE = "FREE"
    DECEASED = "DECEASED"


class Property(Struct, frozen=True, kw_only=True):
    """What relates a subject and a value, and what follows from that."""

    id: PropertyId
    name: str
    label: str
    inverse_label: str
    range: Range
    kinds: frozenset[KindId] = frozenset()
    notation: str | None = None
    projects: bool = False
    functional: bool = False
    symmetric: bool = False
    text_form: PropertyId | None = None
    measures: Measure | None = None
    is_role: bool = False


class Kind(Struct, frozen=True, kw_only=True):
    """A class of entities; `lineage` is itself and the classes above, nearest first, `takes` all their properties."""

    id: KindId
    name: str | None
    label: str
    notation: str | None
    lineage: tuple[KindId, ...]
    takes: tuple[PropertyId, ...]
    self_role: str | None = None
    joins: str = "of"
    leads_to: Custody | None = None
    needs: PropertyId | None = None
    holds_undated: bool = False
    comes_after: frozenset[KindId] = frozenset()
    may_come_after: frozenset[KindId] = frozenset()
    comes_after_every: frozenset[KindId] = frozenset()

    @property
    def is_event(self) -> bool:
        """Whether it stands below `sem:Event`."""
        return EVENT in self.lineage


class Vocabulary(NamedTuple):
    """The rule book: everything by its IRI, and by the notation that annotation files use."""

    kinds: dict[KindId, Kind]
    properties: dict[PropertyId, Property]
    entity_types: dict[str, Kind]
    event_types: dict[str, Kind]
    relations: dict[str, Property]
    counts: dict[str, Property]
    schemes: frozenset[str]
    """The schemes of identifiers that name one thing."""

    def role(self, kind: Kind, notation: str) -> Property | None:
        """Return the property that an event of `kind` files the role `notation` under; nearest class first."""
        return next(
            (p for p in map(self.properties.__getitem__, kind.takes) if p.is_role and p.notation == notation), None
        )

    def most_specific(self, kinds: frozenset[KindId]) -> list[Kind]:
        """Return the known ones of `kinds`, most specific first, equals by IRI."""
        known = [self.kinds[k] for k in kinds if k in self.kinds]
        return sorted(known, key=lambda kind: (-len(kind.lineage), kind.id))


@cache
def vocabulary() -> Vocabulary:
    """Return the ontology. The files are read on the first call (milliseconds), then kept."""
    return _read(Path(__file__).parent.glob("*.ttl"))


@cache
def digest() -> str:
    """Return a digest of the ontology: what was derived under another one may say something else."""
    files = sorted(Path(__file__).parent.glob("*.ttl"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


class _Node(dict[str, list[NamedNode | Literal]]):
    """What the ontology says of one term: predicate → values, in the order of the file."""

    def texts(self, predicate: str) -> list[str]:
        return [term.value for term in self.get(predicate, [])]

    def text(self, predicate: str) -> str | None:
        return next(iter(self.texts(predicate)), None)

    def flag(self, predicate: str) -> bool:
        return self.text(predicate) == "true"


def _read(files: Iterator[Path]) -> Vocabulary:
    nodes: defaultdict[str, _Node] = defaultdict(_Node)
    for file in sorted(files):
        for quad in parse_rdf(file.read_bytes(), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                said = nodes[quad.subject.value].setdefault(quad.predicate.value, [])
                # the files are one graph: what two of them say is said once
                if quad.object not in said:
                    said.append(quad.object)
    classes = {iri: node for iri, node in nodes.items() if RDFS + "Class" in node.texts(RDF + "type")}
    properties = {
        PropertyId(iri): _property(PropertyId(iri), node)
        for iri, node in nodes.items()
        if RDFS + "range" in node and iri not in classes
    }
    kinds = {KindId(iri): _kind(KindId(iri), classes, properties) for iri in classes}
    return Vocabulary(
        kinds,
        properties,
        entity_types=_by_notation(kinds.values(), lambda kind: not kind.is_event)
        | {name: kinds[KindId(iri)] for name, iri in (("campaign", KG + "Campaign"), ("event", SEM + "Event"))},
        event_types=_by_notation(kinds.values(), lambda kind: kind.is_event and kind.id != EVENT),
        relations=_of_class(nodes, properties, "Relation"),
        counts=_of_class(nodes, properties, "Count"),
        schemes=frozenset(nodes[IDENTIFIER].texts(KG + "identifies")),
    )


def _property(iri: PropertyId, node: _Node) -> Property:
    label = node.text(RDFS + "label") or _local(iri)
    value_range, kinds = _range(node.texts(RDFS + "range"))
    form, measures = node.text(KG + "textForm"), node.text(KG + "measures")
    return Property(
        id=iri,
        name=_local(iri),
        label=label,
        inverse_label=node.text(KG + "inverseLabel") or label,
        range=value_range,
        kinds=kinds,
        notation=node.text(SKOS + "notation"),
        projects=node.flag(KG + "projects"),
        functional=node.flag(KG + "functional"),
        symmetric=node.flag(KG + "symmetric"),
        text_form=PropertyId(form) if form else None,
        measures=Measure(_local(measures).upper()) if measures else None,
        is_role=KG + "Role" in node.texts(RDF + "type") or iri == TERM,
    )


_DATATYPES = {
    RDF + "langString": Range.TEXT,
    EDTF: Range.TIME,
    KG + "Quantity": Range.QUANTITY,
    XSD + "duration": Range.DURATION,
    RDFS + "Class": Range.KIND,
}


def _range(iris: list[str]) -> tuple[Range, frozenset[KindId]]:
    if len(iris) == 1 and iris[0] in _DATATYPES:
        return _DATATYPES[iris[0]], frozenset()
    return Range.ENTITY, frozenset(map(KindId, iris))


def _kind(iri: KindId, classes: dict[str, _Node], properties: dict[PropertyId, Property]) -> Kind:
    node, lineage = classes[iri], _lineage(iri, classes)
    leads_to, needs = node.text(KG + "leadsTo"), node.text(KG + "needs")
    return Kind(
        id=iri,
        name=node.text(KG + "typeName"),
        label=node.text(RDFS + "label") or _local(iri),
        notation=node.text(SKOS + "notation"),
        lineage=lineage,
        takes=tuple(dict.fromkeys(_takes(lineage, classes, properties))),
        self_role=node.text(KG + "selfRole"),
        joins=node.text(KG + "joins") or "of",
        leads_to=Custody(leads_to) if leads_to else None,
        needs=PropertyId(needs) if needs else None,
        holds_undated=node.flag(KG + "holdsUndated"),
        comes_after=_kinds(node, "comesAfter"),
        may_come_after=_kinds(node, "mayComeAfter"),
        comes_after_every=_kinds(node, "comesAfterEvery"),
    )


def _kinds(node: _Node, name: str) -> frozenset[KindId]:
    return frozenset(map(KindId, node.texts(KG + name)))


def _lineage(iri: str, classes: dict[str, _Node]) -> tuple[KindId, ...]:
    above = (_lineage(parent, classes) for parent in classes[iri].texts(RDFS + "subClassOf") if parent in classes)
    return (KindId(iri), *dict.fromkeys(kind for line in above for kind in line))


def _takes(
    lineage: tuple[KindId, ...], classes: dict[str, _Node], properties: dict[PropertyId, Property]
) -> Iterator[PropertyId]:
    for kind in lineage:
        for iri in map(PropertyId, classes[kind].texts(KG + "takes")):
            yield iri
            if form := properties[iri].text_form:
                yield form


def _by_notation(kinds: Iterable[Kind], wanted: Callable[[Kind], bool]) -> dict[str, Kind]:
    return {kind.notation: kind for kind in kinds if kind.notation and wanted(kind)}


def _of_class(nodes: dict[str, _Node], properties: dict[PropertyId, Property], name: str) -> dict[str, Property]:
    found = (p for p in properties.values() if KG + name in nodes[p.id].texts(RDF + "type"))
    return {prop.notation: prop for prop in found if prop.notation}


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
