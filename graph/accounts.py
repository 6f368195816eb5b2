"""Differing accounts: what different voices say of one thing and what cannot all hold, side by side.

One file each: values (`graph.differing.values`), the order of events (`graph.differing.order`), what is asserted and
denied (`graph.differing.stances`), states of custody (`graph.differing.states`).
"""

from __future__ import annotations

from math import inf
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from graph.differing import Accounts, AccountsKind, Side
from graph.differing.lives import lives, telling
from graph.differing.order import disorders
from graph.differing.stances import contested
from graph.differing.states import exclusive_states
from graph.differing.values import differing_values
from graph.ids import KindId
from graph.model import Certainty, Duration, Iri, Quantity, Ref, Time, value_key
from graph.profiles import kinds, labels
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from graph.ids import EntityId
    from graph.model import Claim, Value
    from graph.provenance import ProvenanceFilter
    from graph.view import View

__all__ = [
    "Accounts",
    "AccountsKind",
    "Found",
    "Side",
    "accounts",
    "explanation",
    "explanations",
    "find_accounts",
    "in_words",
]

_VOICES = 10
_EVERY = frozenset(AccountsKind)


class Found(NamedTuple):
    """Differing accounts by their keys, and whether these are all."""

    accounts: list[Accounts]
    complete: bool


def accounts(
    view: View,
    about: Sequence[EntityId] | None,
    provenance: ProvenanceFilter,
    wanted: Collection[AccountsKind] = _EVERY,
) -> list[Accounts]:
    """Return where the voices differ about each of `about`, or, when it is None, about anything. O(claims) then."""
    return find_accounts(view, about, provenance, wanted).accounts


def find_accounts(
    view: View,
    about: Sequence[EntityId] | None,
    provenance: ProvenanceFilter,
    wanted: Collection[AccountsKind] = _EVERY,
    seconds: float = inf,
) -> Found:
    """Return `accounts`, those that are found in `seconds` by the clock, looked at now and then."""
    subjects = None if about is None else list(dict.fromkeys(about))
    end = monotonic() + seconds
    found: list[Accounts] = []
    for several in _found(view, subjects, provenance, frozenset(wanted)):
        found += several
        if monotonic() > end:
            return Found(_by_key(found), complete=False)
    return Found(_by_key(found), complete=True)


def _found(
    view: View, about: Sequence[EntityId] | None, provenance: ProvenanceFilter, wanted: AbstractSet[AccountsKind]
) -> Iterator[list[Accounts]]:
    """Yield what is found, some after some; in the end nothing."""
    standing = provenance.connected()
    if AccountsKind.VALUE in wanted:
        yield differing_values(view, about, standing)
    if wanted & {AccountsKind.TIME_ORDER, AccountsKind.EXCLUSIVE_STATE}:
        told = lives(view, about, telling(), standing)
        yield []
        if AccountsKind.TIME_ORDER in wanted:
            yield disorders(view, told, standing)
        if AccountsKind.EXCLUSIVE_STATE in wanted:
            yield exclusive_states(view, told, standing)
    if AccountsKind.STANCE in wanted:
        yield from contested(view, about, provenance)


def _by_key(found: Iterable[Accounts]) -> list[Accounts]:
    return sorted(found, key=lambda account: account.key)


def explanation(view: View, differing: Accounts) -> str:
    """Return in words who says what."""
    return explanations(view, [differing])[0]


def explanations(view: View, several: Sequence[Accounts]) -> list[str]:
    """Return of each of `several` in words who says what, for all of them at once."""
    sides = [side for differing in several for side in differing.sides]
    named = {claim.claimant for side in sides for claim in side.claims}
    named |= {differing.subject for differing in several}
    named |= {side.value.entity for side in sides if isinstance(side.value, Ref)}
    events = sorted({side.event for side in sides if side.event is not None})
    entities = sorted(named)
    words = _Words(
        dict(zip(entities, labels(view, entities), strict=True)),
        {event: some[0].label for event, some in zip(events, kinds(view, events), strict=True)} if events else {},
    )
    return [_explained(differing, words) for differing in several]


class _Words(NamedTuple):
    """What entities are called, and of what kind events are."""

    called: dict[EntityId, str]
    kinds: dict[EntityId, str]

    def of(self, value: Value) -> str:
        if isinstance(value, Ref):
            return self.called[value.entity]
        kind = vocabulary().kinds.get(KindId(value.iri)) if isinstance(value, Iri) else None
        return kind.label if kind else in_words(value)


def _explained(differing: Accounts, words: _Words) -> str:
    sides = [_said(differing.kind, side, words) for side in differing.sides]
    return f"{words.called[differing.subject]}, {_what(differing, words)}: {'; '.join(sides)}"


def _what(differing: Accounts, words: _Words) -> str:
    """Return in words what the sides speak of."""
    if differing.property is not None:
        label = vocabulary().properties[differing.property].label
        is_value = differing.kind is AccountsKind.VALUE
        return label if is_value else f"{label} {words.of(differing.sides[0].value)}"
    if differing.on is not None:
        return f"on {differing.on.span.display()}"
    return "in what order" if differing.kind is AccountsKind.TIME_ORDER else "in what custody"


def _said(kind: AccountsKind, side: Side, words: _Words) -> str:
    """Return in words what one side says, and who does."""
    voices = _some(list(dict.fromkeys(_voice(claim, words.called[claim.claimant]) for claim in side.claims)))
    if kind is AccountsKind.STANCE:
        return f"{'denied' if side.denied else 'asserted'} by {voices}"
    if kind is AccountsKind.TIME_ORDER and side.event is not None:
        return f"{words.kinds[side.event]} ({words.of(side.value)}) according to {voices}"
    return f"{words.of(side.value)} according to {voices}"


def _voice(claim: Claim, claimant: str) -> str:
    is_plain = claim.certainty is Certainty.ASSERTED or claim.denies
    return claimant if is_plain else f"{claimant} ({claim.certainty.lower()})"


def _some(voices: Sequence[str]) -> str:
    """Return a list of voices; of more than ten how many more there are."""
    more = len(voices) - _VOICES
    return ", ".join(voices) if more <= 0 else f"{', '.join(voices[:_VOICES])} and {more} more"


def in_words(value: Value) -> str:  # noqa: PLR0911 - one return a type of value
    """Return a value that can differ in words."""
    match value:
        case Quantity(amount=amount) if amount is not None:
            return f"{'about ' if value.approximate else ''}{amount:,f}"
        case Quantity(lower=lower, upper=None):
            return f"more than {lower:,f}"
        case Quantity(lower=None, upper=upper):
            return f"fewer than {upper:,f}"
        case Quantity(lower=lower, upper=upper):
            return f"{lower:,f} to {upper:,f}"
        case Time():
            return value.span.display()
        case Duration():
            return value.duration
        case _:
            return " ".join(value_key(value)[1:]).strip()
