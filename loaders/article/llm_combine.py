"""Two extractions of one article made one: what the rules found stays as it is, the language model adds what is new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import structs

from graph.vocabulary import vocabulary
from loaders.article.extraction import Extraction, Rejection
from loaders.article.gate_codes import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from loaders.article.extraction import Arguments, ExtractedClaim, ExtractedEntity, Mention, Span

_SHARED = 0.6
"""Of the longer of two names: "Anna Kowal" is "Kowal", but "Belarus" is not "RFE/RL's Belarus Service"."""
_TWO = 2


def combine(rules: Extraction, model: Extraction) -> Extraction:
    """Return the claims of `rules`, then those of `model` that say something else, under ids that are unique.

    An entity of the model is the one of the rules with which it shares most names in the same places, and lends it the
    mentions that the rules have not; two entities of the rules never become one. A claim of the model that repeats one
    of the rules (same type, same first participant or count, common words) is left out as corroboration.
    """
    same = {entity.id: found for entity in model.entities if (found := _same(entity, rules.entities))}
    fresh = _fresh([entity.id for entity in rules.entities])
    ids = {entity.id: same.get(entity.id) or fresh(entity.id) for entity in model.entities}
    fresh = _fresh([claim.id for claim in rules.claims] + [rejection.claim for rejection in rules.refused])
    claims, repeated = [], []
    for claim in model.claims:
        renamed = _renamed(claim, fresh(claim.id), ids)
        first = next((found for found in rules.claims if _repeats(renamed, found)), None)
        if first is None:
            claims.append(renamed)
        else:
            repeated.append(Rejection(renamed.id, Code.CORROBORATES, f"the rules found it too: {first.id}"))
    refused = [structs.replace(rejection, claim=fresh(rejection.claim)) for rejection in model.refused]
    return Extraction(
        f"{rules.extractor} + {model.extractor}",
        tuple(_entities(rules, model, same, ids)),
        (*rules.claims, *claims),
        (*rules.quotes, *model.quotes),
        (*rules.refused, *refused, *repeated),
    )


def _same(entity: ExtractedEntity, others: Sequence[ExtractedEntity]) -> str | None:
    """Return the one of `others` that shares most names with `entity`; one without a name shares any mention."""
    form = "nominal" if entity.unnamed else "name"
    own = [mention.span for mention in entity.mentions if mention.form == form]
    votes: Counter[str] = Counter()
    for other in others:
        spans = [mention.span for mention in other.mentions if mention.form == form]
        votes[other.id] = sum(any(_equal(span, found) for found in spans) for span in own)
    found = votes.most_common(1)
    return found[0][0] if found and found[0][1] else None


def _equal(one: Span, other: Span) -> bool:
    longer = max(one.end - one.start, other.end - other.start)
    return _common(one, other) >= _SHARED * longer


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _entities(
    rules: Extraction, model: Extraction, same: Mapping[str, str], ids: Mapping[str, str]
) -> Iterable[ExtractedEntity]:
    taken = {place for entity in rules.entities for mention in entity.mentions for place in _places(mention)}
    lent: dict[str, list[Mention]] = {}
    alone = []
    for entity in model.entities:
        mentions = tuple(mention for mention in entity.mentions if taken.isdisjoint(_places(mention)))
        if entity.id in same:
            lent.setdefault(same[entity.id], []).extend(mentions)
        else:
            alone.append(structs.replace(entity, id=ids[entity.id], mentions=mentions or entity.mentions))
    for entity in rules.entities:
        more = sorted({*entity.mentions, *lent.get(entity.id, ())}, key=lambda mention: mention.span.start)
        yield structs.replace(entity, mentions=tuple(more)) if entity.id in lent else entity
    yield from alone


def _places(mention: Mention) -> range:
    return range(mention.span.start, mention.span.end)


def _fresh(taken: Iterable[str]) -> Callable[[str], str]:
    """Return what gives an id that is not taken, the one that is asked for where it can; it remembers its answers."""
    used, given = set(taken), {}

    def fresh(wanted: str) -> str:
        if wanted not in given:
            number, free = 2, wanted
            while free in used:
                number, free = number + 1, f"{wanted}-{number}"
            used.add(free)
            given[wanted] = free
        return given[wanted]

    return fresh


def _renamed(claim: ExtractedClaim, local: str, ids: Mapping[str, str]) -> ExtractedClaim:
    args: Arguments = {
        role: ids.get(value, value) if isinstance(value, str) else tuple(ids.get(each, each) for each in value)
        for role, value in claim.args.items()
    }
    place = ids.get(claim.place, claim.place) if claim.place else None
    return structs.replace(claim, id=local, args=args, place=place, speaker=ids.get(claim.speaker, claim.speaker))


def _repeats(claim: ExtractedClaim, found: ExtractedClaim) -> bool:
    if (claim.kind, claim.type) != (found.kind, found.type) or not found.args:
        return False
    if not any(_common(one, other) for one in claim.evidence for other in found.evidence):
        return False
    match claim.kind:
        case "count":
            return _values(claim, 1) == _values(found, 1) and str(claim.value) == str(found.value)
        case "relation":
            ends = _values(claim, _TWO)
            return _values(found, _TWO) in ([ends, ends[::-1]] if _is_symmetric(claim.type) else [ends])
        case "event":
            first = next(iter(found.args))
            return _each(claim.args.get(first, ())) == _each(found.args[first])


def _is_symmetric(relation: str) -> bool:
    prop = vocabulary().relations.get(relation)
    return prop is not None and prop.symmetric


def _values(claim: ExtractedClaim, most: int) -> list[frozenset[str]]:
    return [_each(value) for value in list(claim.args.values())[:most]]


def _each(value: str | tuple[str, ...]) -> frozenset[str]:
    return frozenset((value,) if isinstance(value, str) else value)
