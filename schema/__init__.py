"""The GraphQL schema: types from the ontology, questions from `graph/`, and how a document is run."""

from schema.context import Context
from schema.execution import execute, schema, sdl

__all__ = ["Context", "execute", "schema", "sdl"]
