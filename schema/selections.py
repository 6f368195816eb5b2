"""What a document selects, with the types of the schema: fragments expanded, what has one key merged."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

Below = Sequence[tuple[GraphQLNamedType, SelectionSetNode]]
"""Selections, each with the type that it is of."""


class Selected(NamedTuple):
    """What is asked under one key: the nodes that ask it, the type of the field, and what is asked below it."""

    nodes: list[FieldNode]
    type: GraphQLOutputType
    below: list[tuple[GraphQLNamedType, SelectionSetNode]]

    @property
    def name(self) -> str:
        """The name of the field, whatever its alias."""
        return self.nodes[0].name.value

    @property
    def named(self) -> GraphQLNamedType:
        """Its type, or that of its items."""
        return get_named_type(self.type)

    @property
    def is_list(self) -> bool:
        """Whether it answers a list."""
        bare = self.type.of_type if isinstance(self.type, GraphQLNonNull) else self.type
        return isinstance(bare, GraphQLList)

    @property
    def is_connection(self) -> bool:
        """Whether it answers a page of a connection of Relay."""
        return self.named.name.endswith("Connection") and not self.is_list


class Selections:
    """The selections of a document that was validated and is within the limits: those bound what is expanded here."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._types = schema.type_map
        self._query = schema.query_type
        definitions = document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._operations = [d for d in definitions if isinstance(d, OperationDefinitionNode)]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """Return the operation of this name, without a name the only one; None where there is none or are several."""
        found = [each for each in self._operations if name is None or (each.name and each.name.value == name)]
        return found[0] if len(found) == 1 else None

    def of_operation(self, operation: OperationDefinitionNode) -> Mapping[str, Selected]:
        """Return what an operation selects, by key, in the order of the document."""
        assert self._query is not None
        return self.of([(self._query, operation.selection_set)])

    def of(self, below: Below) -> Mapping[str, Selected]:
        """Return what selections ask, by key, in the order of the document."""
        found: dict[str, Selected] = {}
        for kind, node in self._fields(below):
            key = node.alias.value if node.alias else node.name.value
            field = self._type_of(kind, node.name.value)
            selected = found.setdefault(key, Selected([], field, []))
            if all(node.loc != known.loc for known in selected.nodes):
                selected.nodes.append(node)
            if node.selection_set:
                selected.below.append((get_named_type(field), node.selection_set))
        return found

    def _fields(self, below: Below) -> Iterator[tuple[GraphQLNamedType, FieldNode]]:
        for kind, selection in below:
            for node in selection.selections:
                if isinstance(node, FieldNode):
                    yield kind, node
                elif isinstance(node, FragmentSpreadNode):
                    fragment = self._fragments[node.name.value]
                    named = self._types[fragment.type_condition.name.value]
                    yield from self._fields([(named, fragment.selection_set)])
                elif isinstance(node, InlineFragmentNode):
                    condition = node.type_condition
                    named = self._types[condition.name.value] if condition else kind
                    yield from self._fields([(named, node.selection_set)])

    def _type_of(self, kind: GraphQLNamedType, field: str) -> GraphQLOutputType:
        known = kind.fields if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else {}
        # what every type has, and begins with two underscores, stands in none
        return known[field].type if field in known else GraphQLString
