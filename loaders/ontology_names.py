"""The short names by which mapping files call what is in the ontology: `kg:owns`, `schema:name`, `sem:Event`."""

from __future__ import annotations

from graph.vocabulary import KG, SCHEMA, SEM

_PREFIXES = {"kg": KG, "schema": SCHEMA, "sem": SEM}


def iri(name: str) -> str:
    """Return the IRI that `name` is short for.

    >>> iri("schema:name")
    'https://schema.org/name'
    """
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local
