"""The tables of a segment, made of what `graph.index.press` took up: whole columns at a time.

Entities, claims, sources, evidence and edges are numbered over all segments (`graph.index.stack`): a segment goes on
where the one before ends, so that a number means the same in every segment of a generation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.edtf import parse
from graph.index.arrow import coded, grouped, lists, numbers
from graph.index.edges import number_edges
from graph.index.numbering import key_of
from graph.index.press import STATES, VALUE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.index.arrow import Columns, Ints
    from graph.index.numbering import Bases
    from graph.index.press import Press, Sheet
    from graph.index.stack import Stack

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
_FARTHEST = 2**63 - 1


def tables_of(press: Press, stack: Stack) -> dict[str, Columns]:
    """Return the tables of a segment that comes after those of `stack`."""
    bases = stack.bases
    rows, fresh = stack.entity_rows_or_new(press.entities.texts)
    claims = _claims(press, bases, rows)
    edge, edges = number_edges(stack, claims, press.properties.texts, bases.entities + len(fresh))
    claims["edge"] = numbers(edge, pa.int32())
    subject, claimant, value = (claims[name].to_numpy() for name in ("subject", "claimant", "value_entity"))
    here = np.arange(bases.claims, bases.claims + len(press), dtype=np.int32)
    return {
        "entities": {"iri": pa.array(fresh, pa.string())},
        "entity_keys": _entity_keys(fresh, bases.entities),
        "claims": claims,
        "evidence": _evidence(press, bases),
        "sources": _sources(press, bases),
        "edges": edges.columns,
        "adjacency": edges.adjacency,
        "by_subject": _by("entity", subject, here),
        "by_value": _by("entity", value[value >= 0], here[value >= 0]),
        "by_claimant": _by("entity", claimant, here),
        "by_edge": _by("edge", edge[edge >= 0], here[edge >= 0]),
        "names": _keys(press.names, bases.claims),
        "identifiers": _keys(press.identifiers, bases.claims),
    }


def _claims(press: Press, bases: Bases, rows: NDArray[np.int32]) -> Columns:
    """Return the columns of the claims; `rows` are the numbers of the entities that the press numbered."""
    found = press.claims.columns()
    value, time = _codes(found, "value_entity"), _codes(found, "time")
    words = {
        "property": press.properties.texts,
        "value_language": press.languages.texts,
        "value_iri": press.iris.texts,
        "method": press.methods.texts,
        **dict.fromkeys(("valid", "asserted_on", "time"), press.times.texts),
    }
    texts = ("id", "value_text", "value_wording", "valid_wording", "asserted_on_wording", "origin", "qualifiers")
    return {
        "subject": numbers(rows[_codes(found, "subject")], pa.int32()),
        "value_entity": numbers(np.where(value >= 0, rows[value], -1) if len(rows) else value, pa.int32()),
        "claimant": numbers(rows[_codes(found, "claimant")], pa.int32()),
        **{name: pa.array(found[name], pa.string()) for name in texts},
        **{name: coded(_codes(found, name), known) for name, known in words.items()},
        **{name: _state(found[name], known) for name, known in {"value_kind": VALUE_KINDS, **STATES}.items()},
        **_bounds(time, press.times.texts),
        "source": numbers(_codes(found, "source") + bases.sources, pa.int32()),
        "recorded_at": pa.array(found["recorded_at"], pa.int64()),
        "denies": pa.array(found["denies"], pa.bool_()),
        "evidence": _evidence_of(press, bases),
        "by_id": numbers(np.array(sorted(range(len(press)), key=found["id"].__getitem__), np.int32), pa.int32()),
    }


def _evidence_of(press: Press, bases: Bases) -> pa.Array:
    offsets = np.zeros(len(press) + 1, np.int64)
    np.cumsum([len(pieces) for pieces in press.pieces], out=offsets[1:])
    flat = [piece for pieces in press.pieces for piece in pieces]
    return lists(offsets, np.array(flat, np.int32) + bases.evidence)


def _evidence(press: Press, bases: Bases) -> Columns:
    found = press.evidence.columns()
    return {
        "source": numbers(_codes(found, "source") + bases.sources, pa.int32()),
        **{name: pa.array(found[name], pa.int64()) for name in ("start", "end", "row")},
        "exact": pa.array(found["exact"], pa.string()),
    }


def _sources(press: Press, bases: Bases) -> Columns:
    found = press.sources.columns()
    numbered = {"claims", "proposed", "first_claim"}
    return {
        **{name: pa.array(column, pa.string()) for name, column in found.items() if name not in numbered},
        **{name: pa.array(found[name], pa.int32()) for name in ("claims", "proposed")},
        "first_claim": numbers(_codes(found, "first_claim") + bases.claims, pa.int32()),
    }


def _entity_keys(iris: Sequence[str], base: int) -> Columns:
    keys = np.array([key_of(iri) for iri in iris], np.uint64)
    order = np.argsort(keys, kind="stable")
    return {"key": numbers(keys[order], pa.uint64()), "entity": numbers(order.astype(np.int32) + base, pa.int32())}


def _keys(sheet: Sheet, base: int) -> Columns:
    found = sheet.columns()
    keys = np.array(found["key"], np.uint64)
    order = np.argsort(keys, kind="stable")
    return {
        "key": numbers(keys[order], pa.uint64()),
        "claim": numbers(_codes(found, "claim")[order] + base, pa.int32()),
    }


def _by(name: str, keys: Ints, claims: Ints) -> Columns:
    """Return the claims of each key as two columns."""
    distinct, offsets, values = grouped(keys, claims)
    return {name: numbers(distinct, pa.int32()), "claims": lists(offsets, values)}


def _codes(columns: Mapping[str, Sequence[Any]], name: str) -> NDArray[np.int32]:
    return np.array(columns[name], np.int32)


def _state(codes: Sequence[int], words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(words, pa.string()))


def _bounds(codes: NDArray[np.int32], times: Sequence[str]) -> Columns:
    """Return the four bounds of each time, in seconds since 1970; null where there is none, or no time."""
    spans = [parse(time) for time in times]
    columns: Columns = {}
    for name in BOUNDS:
        known = pa.array([_clamped(getattr(span, name)) for span in spans], pa.int64())
        columns[name] = known.take(pa.array(codes, mask=codes < 0)) if spans else pa.nulls(len(codes), pa.int64())
    return columns


def _clamped(bound: int | None) -> int | None:
    return None if bound is None else max(-_FARTHEST, min(bound, _FARTHEST))
