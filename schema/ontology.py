"""What the ontology knows, as the API shows it: kinds and properties."""

from typing import Self

import strawberry

from graph.ids import KindId, PropertyId
from graph.vocabulary import vocabulary
from schema.global_ids import GlobalId, Sort, to_id
from schema.node import Node
from schema.scalars import IRI


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

    @strawberry.field(description="What to call it, from the subject.")
    def label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.label if found else self.key

    @strawberry.field(description="What to call it, from the value.")
    def inverse_label(self) -> str:
        found = vocabulary().properties.get(self.key)
        return found.inverse_label if found else self.key

    @strawberry.field(description="Whether at most one value can be true at a time.")
    def functional(self) -> bool:
        found = vocabulary().properties.get(self.key)
        return found is not None and found.functional
