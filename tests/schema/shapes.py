"""Whether an answer has the shape that its document and the schema promise: a second opinion on the executor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    InlineFragmentNode,
    NameNode,
    SelectionSetNode,
    Visitor,
    get_named_type,
    parse,
    visit,
)
from graphql.language import FragmentSpreadNode, OperationDefinitionNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphql import GraphQLNamedType, GraphQLSchema

_LEAVES: dict[str, type | tuple[type, ...]] = {"Boolean": bool, "Int": int, "Float": (int, float)}


class _Naming(Visitor):
    def leave_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode:
        typename = FieldNode(
            name=NameNode(value="__typename"), arguments=(), directives=(), alias=None, selection_set=None
        )
        return SelectionSetNode(selections=(*node.selections, typename))


def with_typenames(document: DocumentNode) -> DocumentNode:
    """Return `document` asking for the type of every object: an answer to it can be checked."""
    found: DocumentNode = visit(document, _Naming())
    return found


def _is_leaf(value: Any, type_: GraphQLEnumType | GraphQLScalarType) -> bool:  # noqa: ANN401 - JSON
    if isinstance(type_, GraphQLEnumType):
        return value in type_.values
    expected = _LEAVES.get(type_.name, str)
    return isinstance(value, expected) and (expected is bool or not isinstance(value, bool))


class Shapes:
    """Checks answers to one document."""

    def __init__(self, schema: GraphQLSchema, document: str) -> None:
        self._schema = schema
        definitions = parse(document).definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        (self._operation,) = (d for d in definitions if isinstance(d, OperationDefinitionNode))

    def wrong(self, data: dict[str, Any]) -> list[str]:
        """Return what in `data` is not as promised, with where it stands."""
        return list(self._object(data, [self._operation.selection_set], self._schema.query_type, "data"))

    def _value(self, value: Any, type_: Any, below: list[SelectionSetNode], at: str) -> Iterator[str]:  # noqa: ANN401 - JSON, a type
        if isinstance(type_, GraphQLNonNull):
            if value is None:
                yield f"{at} is null: expected {type_}"
                return
            type_ = type_.of_type
        if value is None:
            return
        if isinstance(type_, GraphQLList):
            if not isinstance(value, list):
                yield f"{at} is no list: expected {type_}"
                return
            for number, item in enumerate(value):
                yield from self._value(item, type_.of_type, below, f"{at}.{number}")
        elif isinstance(type_, GraphQLEnumType | GraphQLScalarType):
            if not _is_leaf(value, type_):
                yield f"{at} is {value!r}: expected {type_}"
        else:
            yield from self._object(value, below, type_, at)

    def _object(self, value: Any, below: list[SelectionSetNode], type_: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - JSON, a type
        if not isinstance(value, dict):
            yield f"{at} is no object: expected {type_}"
            return
        named = self._schema.type_map.get(value.get("__typename", ""))
        if not isinstance(named, GraphQLObjectType) or not self._is(named, type_):
            yield f"{at} is of type {value.get('__typename')!r}: expected {type_}"
            return
        expected: dict[str, list[FieldNode]] = {}
        for node in self._fields(below, named):
            expected.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        if list(value) != list(expected):
            yield f"{at} has the keys {list(value)}: expected {list(expected)}"
            return
        for key, nodes in expected.items():
            name = nodes[0].name.value
            if name != "__typename":
                sets = [node.selection_set for node in nodes if node.selection_set]
                yield from self._value(value[key], named.fields[name].type, sets, f"{at}.{key}")

    def _fields(self, below: list[SelectionSetNode], named: GraphQLObjectType) -> Iterator[FieldNode]:
        for node in (node for selection in below for node in selection.selections):
            if isinstance(node, FieldNode):
                yield node
                continue
            assert isinstance(node, FragmentSpreadNode | InlineFragmentNode)
            found = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            condition = found.type_condition
            if condition is None or self._is(named, self._schema.type_map[condition.name.value]):
                yield from self._fields([found.selection_set], named)

    def _is(self, named: GraphQLObjectType, type_: GraphQLNamedType) -> bool:
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._schema.is_sub_type(type_, named)
        return get_named_type(type_).name == named.name
