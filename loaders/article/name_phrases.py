"""Names that end in a common noun: Belarusian authorities, the 2016 referendum, the Roe campaign, the Roe family."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from loaders.article.extraction import Span
from loaders.article.lexicon import known_kinds, known_places, names, peoples, places
from loaders.article.name_edges import head_kind, title_words
from loaders.article.name_likeness import deciding_word, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from loaders.article.parsed import Parsed

_CAPITAL = r"[^\W\d_a-z][\w.'’-]*"
_OWNER = rf"(?<![\w-])(?P<owner>{_CAPITAL}(?: {_CAPITAL}){{0,3}}?)(?:['’]s?)? "
_NUMBERED = {
    "law": re.compile(r"\b(?:Article|Section|Amendment|Resolution|Proposition) \d+[A-Z]?\b"),
    "place": re.compile(r"\b(?:(?:U\.?S\.?|State|County) )?(?:Route|Highway|Interstate) [A-Z]?\d+\b"),
    "org": re.compile(
        r"(?<![\w@/.])(?:[\w-]{2,}\.(?:com|org|net|info|news|online|by|ru|ua|de|at|fr|it|es|pl|co\.uk|co\.nz)\b|[WK][A-Z]{2,3}-(?:TV|FM|AM)\b)"
    ),
    "event": re.compile(rf"{_CAPITAL}(?: (?:{_CAPITAL}|of|the)){{0,4}} vs?\.? {_CAPITAL}(?: (?:{_CAPITAL}|of)){{0,3}}"),
}
_CREDIT = re.compile(
    r"\b(?:Image|Photo|Photograph|Picture|Credit)s?(?: credit)?(?: by|:) ?(?P<who>(?:[A-Z]\.\s?)*[^\n.();,|/:]{2,40})"
)
_KIN = re.compile(rf"(?P<owner>{_CAPITAL}) (?P<what>family|campaign|administration|government|regime|dynasty|clan)\b")
_GROUPS = frozenset({"family", "dynasty", "clan"})
_STATES = re.compile(rf"\b[Gg]overnment of (?:(?:the|mainland|central) )?(?P<owner>{_CAPITAL}(?: {_CAPITAL}){{0,2}})")
_PLURAL = re.compile(rf"\b[Tt]he (?P<owner>{_CAPITAL}s)\b")
_ALONE = re.compile(rf"\b[Tt]he (?P<word>{_CAPITAL})(?!\.?\w|[ -]{_CAPITAL}| (?:of|for) )")
_STOP = re.compile(r"[^\W\d_]{3}[.,] ")
_ACRONYM = re.compile(r"\((?:the |or |the then )?(?P<short>[A-Z][A-Z&]{1,7})\)")
_WORDS = re.compile(r"[\w'’-]+")
_BEFORE = 90
_OWNED = re.compile(r"['’]s?$")
_FEW = 3


def phrases(parsed: Parsed, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Yield where such a name stands and its type; `typed` has the names of the article that are known already."""
    text = parsed.text
    yield from _occasions(text, typed)
    yield from _bodies(parsed, typed)
    yield from _kin(text, typed)
    yield from _again(text, typed)
    yield from _bracketed(text, typed)
    for kind, pattern in _NUMBERED.items():
        for match in pattern.finditer(text):
            yield Span(*match.span()), kind
    for match in _CREDIT.finditer(text):
        who = match["who"].rstrip()
        if (
            len(who.split()) <= _FEW
            and known_kinds().get(who) is None
            and who not in typed
            and who[0].isalpha()
            and not who.isupper()
        ):
            yield Span(match.start("who"), match.start("who") + len(who)), "person"


@cache
def _dated() -> re.Pattern[str]:
    words = names().occasions
    return re.compile(
        rf"(?<![\w-])(?:19|20)\d\d(?: (?:{_any(words.between)}|(?-i:{_CAPITAL}))){{0,6}}? (?:{_any(words.dated)})\b",
        re.IGNORECASE,
    )


@cache
def _named() -> re.Pattern[str]:
    inner = rf"(?:(?:{_CAPITAL}|the|of|and|for) ){{0,4}}"
    return re.compile(rf"(?<![\w-])(?P<owner>{_CAPITAL} {inner})(?P<what>{_any(names().occasions.named)})\b")


@cache
def _owned() -> re.Pattern[str]:
    words = names().bodies
    kinds = {"national": words.national, "local": words.local, "site": words.sites, "law": words.laws}
    nouns = "|".join(f"(?P<{kind}>{_any(listed)})" for kind, listed in kinds.items())
    return re.compile(rf"{_OWNER}(?:{nouns})\b")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _occasions(text: str, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    for match in _dated().finditer(text):
        yield Span(*match.span()), "event"
    for match in _named().finditer(text):
        owner, start = match["owner"].rstrip(), match.start()
        cut = list(_STOP.finditer(owner))
        if cut:
            start, owner = start + cut[-1].end(), owner[cut[-1].end() :]
        first = (owner.split() or [""])[0]
        if first.lower() in names().beside.loud or first.lower() in names().around.dating:
            start += len(first) + 1
            owner = owner[len(first) + 1 :]
        many = " " in owner and typed.get(owner) != "place"
        person = typed.get(owner) == "person" and match["what"] not in names().occasions.of_people
        if owner[:1].isupper() and not person and (many or match["what"] != "rally"):
            yield Span(start, match.end()), "event"


def _bodies(parsed: Parsed, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    text = parsed.text
    for match in _owned().finditer(text):
        noun = parsed.token_at(match.end() - len(match.group().rsplit(" ", 1)[-1]))
        if noun is not None and noun.dep_ in {"compound", "nmod"}:
            continue
        words = _OWNED.sub("", match["owner"]).split()
        for skipped in range(len(words)):
            owner = " ".join(words[skipped:])
            people = owner in peoples()
            if not (people or owner in known_places() or owner in places().aliases or typed.get(owner) == "place"):
                continue
            start = match.start("owner") + match["owner"].rindex(owner)
            if _OWNED.search(match["owner"]) and match["national"] in names().bodies.shared:
                break
            indefinite = re.search(r"\b[Aa]n? $", text[max(0, start - 3) : start])
            if (match["local"] and people) or (indefinite and not match["national"]):
                break
            kind = "place" if match["site"] else "law" if match["law"] else "org"
            yield Span(start, match.end()), kind
            break


def _bracketed(text: str, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Yield an acronym wherever it stands, if the words before its brackets are what it is short for."""
    seen: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        short = match["short"]
        before = list(_WORDS.finditer(text, max(0, match.start() - _BEFORE), match.start()))
        for count in range(len(short) - 1, len(short) + _FEW + 1):
            if not 1 < count <= len(before) or before[-count].group()[0].islower():
                continue
            if before[-count].group().lower() in title_words():
                continue
            name = text[before[-count].start() : before[-1].end()]
            if short in initials(" ".join(name.split())) and seen.setdefault(short, "") == "":
                seen[short] = typed.get(name) or head_kind(name.split()) or "org"
                yield Span(before[-count].start(), before[-1].end()), seen[short]
    for short, kind in seen.items():
        if kind and kind != "person":
            yield from ((Span(*match.span()), kind) for match in re.finditer(rf"(?<![\w.]){re.escape(short)}\b", text))


def _again(text: str, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Yield the words for what a body or building is, with a capital and "the", as in the Department, the Palace."""
    known: dict[str, set[str]] = {}
    for name, kind in typed.items():
        word = deciding_word(name) if kind in {"org", "place"} else None
        if word is not None:
            known.setdefault(word, set()).add(kind)
    for match in _ALONE.finditer(text):
        kinds = known.get(match["word"], set())
        if len(kinds) == 1:
            yield Span(*match.span("word")), next(iter(kinds))


def _kin(text: str, typed: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    surnames = {name.split()[-1] for name, kind in typed.items() if kind == "person"}
    for match in _KIN.finditer(text):
        house = match["what"] == "dynasty" and match["owner"] not in peoples()
        if (house or match["owner"] in surnames) and match["owner"] not in names().beside.never:
            kind = "group" if match["what"] in _GROUPS else "campaign" if match["what"] == "campaign" else "org"
            yield Span(*match.span()), kind
    for match in _STATES.finditer(text):
        if match["owner"] in known_places() or match["owner"] in places().aliases:
            yield Span(*match.span()), "org"
    for match in _PLURAL.finditer(text):
        if match["owner"][:-1] in surnames or match["owner"].removesuffix("es") in surnames:
            yield Span(*match.span("owner")), "group"
