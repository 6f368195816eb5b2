"""What a document may cost: its depth, fields, aliases, directives, operations, nodes and cost, each fragment once.

Nodes are what lists below lists multiply to: the pages of one within the pages of another, and what is named in a list.
The cost adds up the weights of the fields, each as often as it may be answered: 1, or what `@cost` says in the schema.

Counting a fragment once and remembering it keeps the rule linear: 2ⁿ spreads cost n. The limiters that come with
strawberry do not remember and can be made to hang with 22 fragments, so they are not used.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import strawberry
from graphql.language import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.type import GraphQLObjectType, GraphQLSchema
from strawberry.schema_directive import Location

from graph.paging import DEFAULT_PAGE, MAX_PAGE
from schema.inputs import MAX_LIST


class Limits(NamedTuple):
    """The limits, as `service.limits` publishes them."""

    depth: int = 15
    fields: int = 1_000
    aliases: int = 50
    directives: int = 50
    operations: int = 10
    tokens: int = 4_000
    body_bytes: int = 256 << 10
    seconds: int = 10
    nodes: int = 50_000
    cost: int = 500_000


LIMITS = Limits()
_INTROSPECTION_DEPTH = 20
_DIGITS = 6
_SEVERAL = {"refs", "ids", "queries"}
"""Arguments that name what is asked for: a field answers one object for each."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="cost", description="What a field costs; without it: 1."
)
class Weight:
    weight: int = strawberry.directive_field(name="weight")


def cost(weight: int) -> list[object]:
    """Return the directives of a field that costs `weight`: about what it reads, a plain field being 1."""
    return [Weight(weight=weight)]


class Known(NamedTuple):
    """What the schema says of fields, by their names: which answer pages or several by name, and what they cost."""

    paged: frozenset[str]
    several: dict[str, str]
    weights: dict[str, int]


@cache
def known(schema: GraphQLSchema) -> Known:
    """Return what `schema` says of its fields; of several of one name the most that one costs."""
    kinds = (kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType))
    fields = [(name, field) for kind in kinds for name, field in kind.fields.items()]
    weights: dict[str, int] = {}
    for name, field in fields:
        definition = (field.extensions or {}).get("strawberry-definition")
        for directive in getattr(definition, "directives", ()):
            if isinstance(directive, Weight):
                weights[name] = max(weights.get(name, 1), directive.weight)
    several = {name: argument for name, field in fields for argument in field.args if argument in _SEVERAL}
    return Known(frozenset(name for name, field in fields if "after" in field.args), several, weights)


class Cost(NamedTuple):
    """What a selection costs with its fragments expanded."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    nodes: int = 0
    cost: int = 0


def refusal(document: DocumentNode, costs: Mapping[str, Cost]) -> str | None:
    """Return why `document` is not answered, or None; `costs` are those of its operations."""
    over = ["operations"] if len(costs) > LIMITS.operations else []
    for operation in _operations(document):
        over += _over(operation, costs[_name(operation)])
    if not over:
        return None
    named = (f"{name} (at most {getattr(LIMITS, name):,})" for name in dict.fromkeys(over))
    return f"the query asks for too much: {', '.join(named)}"


def costs_of(document: DocumentNode, schema: GraphQLSchema) -> dict[str, Cost]:
    """Return what each operation of `document` costs, by its name ("" where it has none)."""
    counting = _Counting(document, known(schema))
    return {_name(operation): counting.cost(operation.selection_set) for operation in _operations(document)}


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]


def _name(operation: OperationDefinitionNode) -> str:
    return operation.name.value if operation.name else ""


def _over(operation: OperationDefinitionNode, found: Cost) -> list[str]:
    fields = (s for s in operation.selection_set.selections if isinstance(s, FieldNode))
    names = {field.name.value for field in fields}
    deepest = _INTROSPECTION_DEPTH if names <= {"__schema", "__type", "__typename"} else LIMITS.depth
    bounds = Cost(deepest, LIMITS.fields, LIMITS.aliases, LIMITS.directives, LIMITS.nodes, LIMITS.cost)
    return [name for name, is_, most in zip(Cost._fields, found, bounds, strict=True) if is_ > most]


class _Counting:
    """Counts what selections of one document cost; of each fragment once."""

    def __init__(self, document: DocumentNode, fields: Known) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._costs: dict[str, Cost | None] = {}
        self._known = fields

    def cost(self, selection: SelectionSetNode | None) -> Cost:
        """Return what a selection costs."""
        depth = fields = aliases = directives = nodes = cost = 0
        for node in selection.selections if selection else ():
            if isinstance(node, FragmentSpreadNode):
                below = self._fragment(node.name.value)
            else:
                below = self.cost(getattr(node, "selection_set", None))
                if isinstance(node, FieldNode):
                    below = self._field(node, below)
            depth = max(depth, below.depth)
            fields, aliases = fields + below.fields, aliases + below.aliases
            directives += below.directives + len(node.directives or ())
            nodes, cost = nodes + below.nodes, cost + below.cost
        return Cost(depth, fields, aliases, directives, nodes, cost)

    def _field(self, node: FieldNode, below: Cost) -> Cost:
        """Return what a field costs with what is `below` it."""
        name, known = node.name.value, self._known
        times = self._page(node) if name in known.paged else self._named(node)
        return Cost(
            below.depth + 1,
            below.fields + 1,
            below.aliases + (node.alias is not None),
            below.directives,
            below.nodes if times is None else times * (below.nodes + 1),
            known.weights.get(name, 1) + (1 if times is None else times) * below.cost,
        )

    def _named(self, node: FieldNode) -> int | None:
        """Return how many a field asks for by name, the most of all for a variable; None where it does not."""
        wanted = self._known.several.get(node.name.value)
        given = next((argument.value for argument in node.arguments or () if argument.name.value == wanted), None)
        if given is None:
            return None
        return min(len(given.values), MAX_LIST) if isinstance(given, ListValueNode) else MAX_LIST

    def _page(self, node: FieldNode) -> int:
        """Return how many rows a page may have: what `first` says, the most of all for a variable."""
        given = next((argument.value for argument in node.arguments or () if argument.name.value == "first"), None)
        if given is None:
            return DEFAULT_PAGE
        if isinstance(given, IntValueNode) and len(given.value) < _DIGITS:
            return max(0, min(int(given.value), MAX_PAGE))
        return MAX_PAGE

    def _fragment(self, name: str) -> Cost:
        """Return the cost of a fragment, counted once; a cycle or an unknown name is reported by the usual rules."""
        if name not in self._costs and name in self._fragments:
            self._costs[name] = None
            self._costs[name] = self.cost(self._fragments[name].selection_set)
        return self._costs.get(name) or Cost()
