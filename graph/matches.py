"""Claims that a text matches, and how: those that give a name, those that describe, and those in whose quotes it is."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from graph.finding import finds, sounds_like
from graph.model import Text
from graph.view import SearchIn, TextMatch
from graph.vocabulary import ALIAS, DESCRIPTION, NAME
from graph.wording import stands_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from graph.finding import Found
    from graph.ids import EntityId
    from graph.model import Claim

    Name = Callable[[str], Found | None]
    Words = Callable[[str], float | None]

_DESCRIBED, _QUOTED = 0.6, 0.3
"""What a description and a quote score at most: what somebody is called counts for more than what is said of them."""
_PLACES = list(SearchIn)


def matches(text: str, claims: Iterable[Claim], places: Collection[SearchIn]) -> list[TextMatch]:
    """Return how `text` matches each of `claims` that it does, in their order: in the best of `places`.

    A text that many claims have is looked at once.
    """
    name, words = cache(partial(finds, text)), cache(partial(stands_in, text))
    ways = (list(_ways(claim, places, name, words)) for claim in claims)
    return [max(some, key=lambda way: (way.score, -_PLACES.index(way.place))) for some in ways if some]


def sounding(name: str, named: Iterable[Claim]) -> list[EntityId]:
    """Return the entities with a name among `named`, claims that count, that may be `name` in another spelling."""
    found = (c.subject for c in named if isinstance(c.value, Text) and sounds_like(name, c.value.text))
    return sorted({*found})


def _ways(claim: Claim, places: Collection[SearchIn], name: Name, words: Words) -> Iterator[TextMatch]:
    given = claim.value.text if isinstance(claim.value, Text) else None
    if given is not None and SearchIn.NAMES in places and claim.property in {NAME, ALIAS} and (found := name(given)):
        yield TextMatch(claim, SearchIn.NAMES, *found)
    if given is not None and SearchIn.DESCRIPTIONS in places and claim.property == DESCRIPTION and (by := words(given)):
        yield TextMatch(claim, SearchIn.DESCRIPTIONS, round(_DESCRIBED * by, 3))
    if SearchIn.QUOTES in places:
        quoted = max((words(piece.exact) or 0 for piece in claim.evidence), default=0)
        if quoted:
            yield TextMatch(claim, SearchIn.QUOTES, round(_QUOTED * quoted, 3))
