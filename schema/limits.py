"""What a document may cost: its depth, fields, aliases, directives and operations, each fragment counted once.

Counting a fragment once and remembering it keeps the rule linear: 2ⁿ spreads cost n. The limiters that come with
strawberry do not remember and can be made to hang with 22 fragments, so they are not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphql import GraphQLError
from graphql.language import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode
from graphql.validation import ValidationContext, ValidationRule

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


LIMITS = Limits()
_INTROSPECTION_DEPTH = 20


class Cost(NamedTuple):
    """What a selection costs with its fragments expanded."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0


class LimitRule(ValidationRule):
    """Refuses a document that costs more than `LIMITS`."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        definitions = context.document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._costs: dict[str, Cost | None] = {}
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
        bounds = Cost(deepest, LIMITS.fields, LIMITS.aliases, LIMITS.directives)
        return [name for name, is_, most in zip(Cost._fields, cost, bounds, strict=True) if is_ > most]

    def _cost(self, selection: SelectionSetNode | None) -> Cost:
        depth = fields = aliases = directives = 0
        for node in selection.selections if selection else ():
            directives += len(node.directives or ())
            if isinstance(node, FragmentSpreadNode):
                below = self._fragment(node.name.value)
            else:
                below = self._cost(getattr(node, "selection_set", None))
                if isinstance(node, FieldNode):
                    below = below._replace(
                        depth=below.depth + 1, fields=below.fields + 1, aliases=below.aliases + (node.alias is not None)
                    )
            depth = max(depth, below.depth)
            fields, aliases, directives = fields + below.fields, aliases + below.aliases, directives + below.directives
        return Cost(depth, fields, aliases, directives)

    def _fragment(self, name: str) -> Cost:
        """Return the cost of a fragment, counted once; a cycle or an unknown name is reported by the usual rules."""
        if name not in self._costs and name in self._fragments:
            self._costs[name] = None
            self._costs[name] = self._cost(self._fragments[name].selection_set)
        return self._costs.get(name) or Cost()
