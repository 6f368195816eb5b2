"""What the ontology knows, as the API shows it: kinds and properties."""

from typing import Self

import strawberry

from graph.ids import KindId, PropertyId
from graph.vocabulary import Range, vocabulary
from schema.global_ids import GlobalId, Sort, to_id
from schema.node import Node
from schema.scalars import IRI

strawberry.enum(Range, name="PropertyRange", description="What the values of a property are.")


@strawberry.type(description="A class of entities: person, arrest, campaign …")
class Kind:
    key: strawberry.Private[KindId]

    @strawberry.field(description="Its id, for filters.")
    def id(self) -> strawberry.ID:
        return to_id(Sort.KIND, self.key)

    @strawberry.field(description="Its IRI.")
    def iri(self) -> IRI:
        return IRI(self.key)

    @strawberry.field(description="What to call it.")
    def label(self) -> str:
        found = vocabulary().kinds.get(self.key)
        return found.label if found else self.key

    @strawberry.field(description="The name of its type in this API; null when it has none of its own.")
    def type_name(self) -> str | None:
        found = vocabulary().kinds.get(self.key)
        return found.name if found else None

    @strawberry.field(description="Whether it is a kind of event.")
    def is_event(self) -> bool:
        found = vocabulary().kinds.get(self.key)
        return found is not None and found.is_event

    @strawberry.field(description="The kinds above it, nearest first: whatever is of this kind is of those too.")
    def above(self) -> list["Kind"]:
        found = vocabulary().kinds.get(self.key)
        return [Kind(key=key) for key in found.lineage[1:]] if found else []

    @strawberry.field(description="What can be said of an entity of this kind.")
    def properties(self) -> list["Property"]:
        found = vocabulary().kinds.get(self.key)
        return [Property.of(key) for key in found.takes] if found else []


@strawberry.type(description="What relates a subject and a value: sibling, affected person, when …")
class Property(Node):
    key: strawberry.Private[PropertyId]

    @property
    def global_id(self) -> GlobalId:
        return GlobalId(Sort.PROPERTY, self.key)

    @classmethod
    def of(cls, key: PropertyId) -> Self:
        return cls(key=key)

    @strawberry.field(description="Its IRI.")
    def iri(self) -> IRI:
        return IRI(self.key)

    @strawberry.field(description="Its name in filters and as a field: affectedPerson; null where it has none.")
    def name(self) -> str | None:
        found = vocabulary().properties.get(self.key)
        return found.name if found else None

    @strawberry.field(description="What to call it, from the subject.")
    def label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.label if found else self.key

    @strawberry.field(description="What to call it, from the value.")
    def inverse_label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.inverse_label if found else self.key

    @strawberry.field(description="What its values are; null for a property that the ontology does not know.")
    def range(self) -> Range | None:
        found = vocabulary().properties.get(self.key)
        return found.range if found else None

    @strawberry.field(description="Whether it is the part that somebody or something plays in an event.")
    def is_role(self) -> bool:
        found = vocabulary().properties.get(self.key)
        return found is not None and found.is_role

    @strawberry.field(description="Whether its claims are hops: paths, relations and neighbourhoods lead over them.")
    def projects(self) -> bool:
        found = vocabulary().properties.get(self.key)
        return found is not None and found.projects

    @strawberry.field(description="Whether at most one value can be true at a time.")
    def functional(self) -> bool:
        found = vocabulary().properties.get(self.key)
        return found is not None and found.functional


def known_kinds() -> list[Kind]:
    """Return every kind of the ontology, by its label."""
    return [Kind(key=kind.id) for kind in sorted(vocabulary().kinds.values(), key=lambda kind: (kind.label, kind.id))]


def known_properties() -> list[Property]:
    """Return every property of the ontology, by its label."""
    return [Property.of(p.id) for p in sorted(vocabulary().properties.values(), key=lambda p: (p.label, p.id))]
