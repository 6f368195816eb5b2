"""Counting in the plain view, claim by claim: slow and simple, what faster counts are compared with."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from graph.claims import read_wanted
from graph.model import Claim, Time
from graph.profiles import of_kinds
from graph.support import independent_each
from graph.view_tally import Bucket, Column, Grouping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.provenance import ProvenanceFilter
    from graph.view import View
    from graph.view_tally import Tally


def tally_claims(view: View, asked: Tally, provenance: ProvenanceFilter) -> list[Bucket]:
    """Answer `View.tally` by reading the claims of `view`."""
    claims = read_wanted(view, asked.where, provenance)
    fitting = {*of_kinds(view, [claim.subject for claim in claims], asked.kinds)}
    claims = [claim for claim in claims if claim.subject in fitting]
    columns = [_keys_of(view, grouping, claims) for grouping in asked.by]
    groups: defaultdict[tuple[str | None, ...], list[Claim]] = defaultdict(list)
    for claim, *each in zip(claims, *columns, strict=True):
        for keys in product(*each):
            groups[keys].append(claim)
    support = independent_each(view, list(groups.values()))
    counts = (len({claim.subject for claim in group} if asked.entities else group) for group in groups.values())
    return sorted(map(Bucket, groups, counts, support), key=lambda bucket: bucket.order)


def _keys_of(view: View, grouping: Grouping, claims: Sequence[Claim]) -> list[Sequence[str | None]]:
    """Return the keys of each of `claims`."""
    texts = [_text(view, grouping.column, claim) for claim in claims]
    distinct = sorted({text for text in texts if text is not None})
    keys = dict(zip(distinct, grouping.keys(distinct), strict=True))
    without = [claim for claim, text in zip(claims, texts, strict=True) if text is None]
    others = _keys_of(view, grouping.otherwise, without) if grouping.otherwise else [[None] for _ in without]
    rest = iter(others)
    return [next(rest) if text is None else keys[text] for text in texts]


def _text(view: View, column: Column, claim: Claim) -> str | None:
    match column:
        case Column.TIME:
            time = claim.value if isinstance(claim.value, Time) else claim.valid
            return time.edtf if time else None
        case Column.PUBLISHER:
            (source,) = view.sources([claim.source])
            return source.publisher if source else None
        case _:
            return str(getattr(claim, column))
