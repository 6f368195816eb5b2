"""What a document may cost: its depth, fields, aliases, directives, operations and rows, each fragment counted once.

Rows are what lists below lists multiply to: the pages of one within the pages of another.

Counting a fragment once and remembering it keeps the rule linear: 2ⁿ spreads cost n. The limiters that come with
strawberry do not remember and can be made to hang with 22 fragments, so they are not used.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from graphql import GraphQLError
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    OperationDefinitionNode,
)
from graphql.type import GraphQLObjectType, GraphQLSchema
from graphql.validation import ValidationContext, ValidationRule

from graph.paging import DEFAULT_PAGE, MAX_PAGE

if TYPE_CHECKING:
    from graphql.language import SelectionSetNode


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
    rows: int = 50_000


LIMITS = Limits()
_INTROSPECTION_DEPTH = 20
_DIGITS = 6


@cache
def _paged(schema: GraphQLSchema) -> frozenset[str]:
    """Return the names of the fields that answer pages of a list."""
    kinds = (kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType))
    return frozenset(name for kind in kinds for name, field in kind.fields.items() if "after" in field.args)


class Cost(NamedTuple):
    """What a selection costs with its fragments expanded."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    rows: int = 0


class LimitRule(ValidationRule):
    """Refuses a document that costs more than `LIMITS`."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        definitions = context.document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._costs: dict[str, Cost | None] = {}
        self._paged = _paged(context.schema)
        operations = [d for d in definitions if isinstance(d, OperationDefinitionNode)]
        over = ["operations"] if len(operations) > LIMITS.operations else []
        for operation in operations:
            over += self._over(operation)
        if over:
            found = ", ".join(f"{name} (at most {getattr(LIMITS, name):,})" for name in dict.fromkeys(over))
            message = f"the query asks for too much: {found}"
            context.report_error(GraphQLError(message, extensions={"code": "LIMIT"}))

    def _over(self, operation: OperationDefinitionNode) -> list[str]:
        cost = self._cost(operation.selection_set)
        fields = (s for s in operation.selection_set.selections if isinstance(s, FieldNode))
        names = {field.name.value for field in fields}
        deepest = _INTROSPECTION_DEPTH if names <= {"__schema", "__type", "__typename"} else LIMITS.depth
        bounds = Cost(deepest, LIMITS.fields, LIMITS.aliases, LIMITS.directives, LIMITS.rows)
        return [name for name, is_, most in zip(Cost._fields, cost, bounds, strict=True) if is_ > most]

    def _cost(self, selection: SelectionSetNode | None) -> Cost:
        depth = fields = aliases = directives = rows = 0
        for node in selection.selections if selection else ():
            directives += len(node.directives or ())
            if isinstance(node, FragmentSpreadNode):
                below = self._fragment(node.name.value)
            else:
                below = self._cost(getattr(node, "selection_set", None))
                if isinstance(node, FieldNode):
                    below = Cost(
                        below.depth + 1,
                        below.fields + 1,
                        below.aliases + (node.alias is not None),
                        below.directives,
                        self._page(node) * (below.rows + 1) if node.name.value in self._paged else below.rows,
                    )
            depth = max(depth, below.depth)
            fields, aliases, directives = fields + below.fields, aliases + below.aliases, directives + below.directives
            rows += below.rows
        return Cost(depth, fields, aliases, directives, rows)

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
            self._costs[name] = self._cost(self._fragments[name].selection_set)
        return self._costs.get(name) or Cost()
