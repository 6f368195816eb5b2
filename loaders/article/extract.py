"""The rules: from the text of an article to its entities, claims and quotes.

The way is straight: segments, parse, names, cast, pronouns, quotes, voices and days, then each family of claims.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import structs

from loaders.article.cast import Cast, Member, cast_of, slug
from loaders.article.counts import Counts
from loaders.article.described import genders
from loaders.article.events import Events
from loaders.article.extraction import ExtractedEntity, ExtractedQuote, Extraction, Span
from loaders.article.frames import frames
from loaders.article.lexicon import peoples
from loaders.article.names import find_names
from loaders.article.parsed import parse
from loaders.article.quotes import attribute, find_quotes, spoken
from loaders.article.references import resolve, speakers
from loaders.article.relations import Relations
from loaders.article.scenes import Scenes
from loaders.article.segments import segments
from loaders.article.telling import Ledger, Reading
from loaders.article.times import Times
from loaders.article.titles import Titles, note_roles
from loaders.article.together import apart
from loaders.article.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.article.extraction import ExtractedClaim
    from loaders.article.quotes import Quote

EXTRACTOR = "rules 1"


def extract(text: str, published: str | None) -> Extraction:
    """Return what the rules find in `text`. `published` is EDTF; without a full day, "yesterday" stays undated.

    Cost: about a second for 1,000 words, nearly all of it the parse.
    """
    reading, quotes = understood(text, published)
    ledger, cast = Ledger(reading), reading.cast
    Events(reading, ledger).read()
    Titles(reading, ledger).read()
    Relations(reading, ledger).read()
    Counts(reading, ledger, _home(cast)).read()
    claims = apart(cast, [_with_subject(cast, claim) for claim in ledger.claims()])
    said = (ExtractedQuote(quote.span, quote.speaker, quote.cue) for quote in quotes)
    return Extraction(EXTRACTOR, tuple(_entities(cast, claims, quotes)), tuple(claims), tuple(said))


def understood(text: str, published: str | None) -> tuple[Reading, list[Quote]]:
    """Return what is known of an article before its claims are told, and its quotations."""
    parsed = parse(text, segments(text))
    cast = cast_of(parsed, find_names(parsed))
    _peoples(cast)
    genders(cast)
    note_roles(cast)
    quotes = find_quotes(parsed)
    attribute(cast, quotes)
    resolve(cast, quotes)
    attribute(cast, quotes)
    quotes = spoken(cast, quotes)
    speakers(cast, quotes)
    voices = Voices(cast, quotes)
    return Reading(parsed, cast, voices, Times(parsed, published, voices), Scenes(cast)), quotes


def _peoples(cast: Cast) -> None:
    """Let "Belarusian" speak of Belarus, so that a president's country or a number's place can be told."""
    by_name = {member.name: member for member in cast.members.values() if member.type == "place"}
    countries = peoples()
    for token in [cast.parsed.doc[i] for i, text in enumerate(cast.parsed.texts) if text in countries]:
        country = countries[token.text]
        if cast.named(token) is not None or token.pos_ not in {"ADJ", "PROPN", "NOUN"}:
            continue
        member = by_name.get(country)
        if member is None:
            member = by_name[country] = Member(slug(country), country, "place")
            cast.add(member)
        if token.dep_ in {"amod", "compound", "nmod"} or token.pos_ == "ADJ":
            cast.mention(member, Span(cast.parsed.start(token), cast.parsed.end(token)), [token], "nominal")


def _home(cast: Cast) -> Member | None:
    """Return the country or place that the article speaks of most."""
    counted = Counter({member.id: len(member.mentions) for member in cast.members.values() if member.type == "place"})
    return cast.members[counted.most_common(1)[0][0]] if counted else None


def _with_subject(cast: Cast, claim: ExtractedClaim) -> ExtractedClaim:
    """Return a relation with an entity for its subject where the text gives only words: her father, two officers."""
    role, subject = next(iter(claim.args.items()), ("", ""))
    if claim.kind != "relation" or not isinstance(subject, str) or not subject.startswith("#"):
        return claim
    words, span = subject.removeprefix("#"), claim.evidence[0]
    start = cast.parsed.text.find(words, span.start, span.end)
    where = Span(start, start + len(words)) if start >= 0 else span
    noun = words.split()[-1].lower() if words.split() else ""
    member = Member(slug(words), f"({words})", "person" if noun in frames().kin or noun in frames().titles else "group")
    cast.add(member)
    cast.mention(member, where, [], "nominal")
    return structs.replace(claim, args={**claim.args, role: member.id})


def _entities(cast: Cast, claims: Iterable[ExtractedClaim], quotes: Iterable[Quote]) -> list[ExtractedEntity]:
    """Return the entities that are named or that a claim or a quote speaks of, in the order of the text."""
    used = {who for claim in claims for who in _of(claim)} | {quote.speaker for quote in quotes}
    members = [member for member in cast.members.values() if member.mentions]
    found = [_entity(member) for member in members if _is_named(member) or member.id in used]
    return sorted(found, key=lambda entity: (entity.mentions[0].span.start, entity.id))


def _of(claim: ExtractedClaim) -> Iterator[str | None]:
    """Yield everybody and everything that a claim speaks of."""
    yield claim.speaker
    yield claim.place
    for given in claim.args.values():
        yield from (given,) if isinstance(given, str) else given


def _entity(member: Member) -> ExtractedEntity:
    return ExtractedEntity(
        member.id,
        member.name,
        member.type,
        tuple(sorted(set(member.mentions), key=lambda mention: (mention.span, mention.form))),
        tuple(name for name, _ in member.names.most_common() if name != member.name),
        unnamed=not _is_named(member) and not member.name[:1].isupper(),
    )


def _is_named(member: Member) -> bool:
    return any(mention.form == "name" for mention in member.mentions)
