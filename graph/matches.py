"""Claims of names, and how a text finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.finding import finds, sounds_like
from graph.model import Text
from graph.view import NameMatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ids import EntityId
    from graph.model import Claim


def best_matches(text: str, named: Iterable[Claim]) -> list[NameMatch]:
    """Return the entities that `text` finds by a name, best first, each by its best: the first where several are.

    `named` are claims of names that count, in the order of their ids.
    """
    best: dict[EntityId, NameMatch] = {}
    for claim in named:
        found = finds(text, claim.value.text) if isinstance(claim.value, Text) else None
        if found and (claim.subject not in best or best[claim.subject].score < found.score):
            best[claim.subject] = NameMatch(claim.subject, claim, *found)
    return sorted(best.values(), key=lambda match: (-match.score, match.entity))


def sounding(name: str, named: Iterable[Claim]) -> list[EntityId]:
    """Return the entities with a name among `named`, claims that count, that may be `name` in another spelling."""
    found = (c.subject for c in named if isinstance(c.value, Text) and sounds_like(name, c.value.text))
    return sorted({*found})
