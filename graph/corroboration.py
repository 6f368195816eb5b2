"""Claims that say the same as another: of one subject, property and value, whatever the language or the wording."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.statements import Statement, counting, saying, statement
from graph.support import independent_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Claim
    from graph.provenance import ProvenanceFilter
    from graph.view import View


def corroborating(view: View, claims: Sequence[Claim], provenance: ProvenanceFilter) -> list[list[Claim]]:
    """Return for each of `claims` the others that say the same and may count, best first.

    What is asserted is corroborated by what is asserted, a denial by a denial, and only by an independent source: two
    papers that quote one group, or one paper that quotes two, do not corroborate each other. What holds both ways
    counts from either end.

    A filter that leaves certainty and stance open lets count what is asserted, or denied: a hope corroborates nothing.
    One that asks for independent sources leaves out what has fewer, all claims that say it taken together.
    """
    told = {one.id: one for one in saying(view, {statement(claim) for claim in claims})}.values()
    asserted = counting(view, [one for one in told if not one.denies], provenance.connected())
    denied = counting(view, [one for one in told if one.denies], provenance.disputed())
    groups: defaultdict[Statement, list[Claim]] = defaultdict(list)
    for one in (*asserted, *denied):
        groups[statement(one)].append(one)
    beside = [[(claim, one) for one in groups[statement(claim)] if one.id != claim.id] for claim in claims]
    sources = iter(independent_each(view, [pair for pairs in beside for pair in pairs]))
    return [[one for _, one in pairs if next(sources) > 1] for pairs in beside]
