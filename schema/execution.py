"""Running a document: parsed, validated and limited, executed on one view, errors with codes and without secrets."""

import logging
import re
import time
from contextlib import nullcontext
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import uuid4

import strawberry
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    execute_sync,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.config import StrawberryConfig

from graph.analyst import Analyst
from graph.errors import OnrecordError
from schema.changes import histories
from schema.claims import Claim, Source
from schema.context import Context, Resolving
from schema.entities import TYPES, entities
from schema.limits import LIMITS, Cost, costs_of, refusal
from schema.query import Query
from schema.scalars import SCALARS

_log = logging.getLogger(__name__)
MAX_ERRORS = 5
_DOCUMENTS_KEPT = 256
_TOO_MUCH = re.compile(r"more than \d+ tokens|nested too deeply")

schema = strawberry.Schema(
    Query,
    types=[*TYPES.values(), Claim, Source],
    config=StrawberryConfig(scalar_map=SCALARS),
)
_core = schema._schema  # noqa: SLF001 - strawberry builds it and offers no other name


def _without_null_defaults(core: GraphQLSchema) -> None:
    """Make what may be left out have no default: an argument with the default null reads as if null meant something."""
    for kind in core.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            arguments = [argument for field in kind.fields.values() for argument in field.args.values()]
        else:
            arguments = list(kind.fields.values()) if isinstance(kind, GraphQLInputObjectType) else []
        for argument in arguments:
            if argument.default_value is None:
                argument.default_value = Undefined


_without_null_defaults(_core)
# strawberry prints @oneOf and does not tell graphql-core, whose rules then let two keys pass
cast("GraphQLInputObjectType", _core.type_map["EntityRef"]).is_one_of = True


class Result(NamedTuple):
    """The response object of GraphQL, and whether the document ran at all (False: a request error)."""

    response: dict[str, Any]
    ran: bool


def execute(
    document: str, context: Context, variables: dict[str, Any] | None = None, operation_name: str | None = None
) -> Result:
    """Run `document` on the view in `context` and return the response object."""
    ready = prepared(document)
    if not isinstance(ready, Prepared):
        return Result({"errors": ready}, ran=False)
    deadline = time.monotonic() + LIMITS.seconds if context.deadline is None else context.deadline
    told = context.view, context.version, deadline, entities, histories
    with nullcontext(context.analyst) if context.analyst else Analyst() as analyst:
        result = execute_sync(
            _core,
            ready.document,
            root_value=Query(view=context.view),
            context_value=Resolving(*told, analyst, context.states),
            variable_values=variables,
            operation_name=operation_name,
        )
    errors = [_formatted(error) for error in (result.errors or [])[:MAX_ERRORS]]
    if result.data is None and all("path" not in error for error in errors):
        return Result({"errors": errors}, ran=False)
    cost = ready.costs.get(operation_name or "", next(iter(ready.costs.values())))
    extensions = {"cost": {name: getattr(cost, name) for name in ("depth", "fields", "nodes", "cost")}}
    return Result({"data": result.data, **({"errors": errors} if errors else {}), "extensions": extensions}, ran=True)


def sdl() -> str:
    """Return the schema in the schema definition language."""
    return schema.as_str() + "\n"


class Prepared(NamedTuple):
    """A document that may run, and what each of its operations costs."""

    document: DocumentNode
    costs: dict[str, Cost]


@lru_cache(_DOCUMENTS_KEPT)
def prepared(document: str) -> Prepared | list[dict[str, Any]]:
    """Return `document` parsed, validated and within the limits, or what is wrong with it."""
    try:
        parsed = parse(document, max_tokens=LIMITS.tokens)
    except GraphQLError as error:
        code = "LIMIT" if _TOO_MUCH.search(error.message) else "SYNTAX"
        return [_formatted(error, code)]
    except RecursionError:
        return [{"message": "the query nests too deep to be read", "extensions": {"code": "LIMIT"}}]
    costs = costs_of(parsed, _core)
    if refused := refusal(parsed, costs):
        return [{"message": refused, "extensions": {"code": "LIMIT"}}]
    errors = validate(_core, parsed, rules=specified_rules, max_errors=MAX_ERRORS)
    return [_formatted(error, "VALIDATION") for error in errors[:MAX_ERRORS]] or Prepared(parsed, costs)


def _formatted(error: GraphQLError, code: str = "INVALID_INPUT") -> dict[str, Any]:
    """Return `error` as the response shows it: ours with their code, a surprise with a number to find it in the log."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    found = dict(error.formatted)
    if isinstance(cause, OnrecordError):
        return {**found, "message": str(cause), "extensions": {"code": cause.code}}
    if cause is None or not error.path:
        return {**found, "extensions": {"code": code, **(error.extensions or {})}}
    number = uuid4().hex[:12]
    _log.error("internal error id=%s path=%s", number, error.path, exc_info=cause)
    return {**found, "message": f"internal error {number}", "extensions": {"code": "INTERNAL"}}
