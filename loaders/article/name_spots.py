"""Every place where the names of an article stand: one pass over its words, the longest name at each place."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from loaders.article.extraction import Span
from loaders.article.lexicon import first_names, known_kinds, known_places, names
from loaders.article.name_edges import title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Token

    from loaders.article.parsed import Parsed

_WORD = re.compile(r"\w+|[^\w\s]")
_INITIAL = re.compile(r"[A-Z]\.?")
_TAIL = re.compile(r"-(?!based|led|backed|owned|run|linked|born|area|controlled|style)\w")
_WORDLIKE = frozenset({"VERB", "AUX", "ADV", "DET", "PRON", "ADP", "SCONJ", "CCONJ", "NUM", "INTJ", "PART"})
_SHORT = 3


class _Entry(NamedTuple):
    words: tuple[str, ...]
    text: str
    kind: str


def _entry(text: str, kind: str) -> _Entry:
    return _Entry(tuple(_WORD.findall(text)), text, kind)


def _merged(entries: Iterable[_Entry]) -> list[_Entry]:
    """Return the names that begin with a word, the longest first; of the same words the last holds."""
    return sorted({entry.words: entry for entry in entries}.values(), key=_longest_first)


@cache
def _lexicon() -> dict[str, list[_Entry]]:
    """Return the names that every article is searched for, by their first word."""
    found: defaultdict[str, list[_Entry]] = defaultdict(list)
    for text, kind in (dict.fromkeys(known_places(), "place") | known_kinds()).items():
        entry = _entry(text, kind)
        found[entry.words[0]].append(entry)
    return {word: _merged(entries) for word, entries in found.items()}


class Spots:
    """The names to look for. `among` yields where they stand."""

    def __init__(self, parsed: Parsed, typed: Mapping[str, str]) -> None:
        self._parsed = parsed
        self._people = {part for text, kind in typed.items() if kind == "person" for part in parts(text)}
        storms = {
            text.rsplit(" ", 1)[-1]: kind
            for text, kind in typed.items()
            if kind == "event" and text.count(" ") in {1, 2} and text.split()[0] in names().leads.event
        }
        self._full_seen: set[str] = set()
        self._parties: dict[str, bool] = {}
        wanted = {word: kind for word, kind in storms.items() if word.isalpha()} | dict(typed)
        for text, kind in typed.items():
            if kind == "org" and text.rsplit(" ", 1)[-1].lower() in names().beside.lowered:
                wanted.setdefault(text.lower(), kind)
        wanted |= dict.fromkeys((part for part in self._people if not _is_known(part)), "person")
        own: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in (_entry(text, kind) for text, kind in wanted.items()):
            if entry.words:
                own[entry.words[0]].append(entry)
        # the article's own type of a name holds
        self._own = {word: _merged([*_lexicon().get(word, ()), *entries]) for word, entries in own.items()}

    def among(self) -> Iterator[tuple[Span, str]]:
        """Yield each name's place and type, in the order of the text; none overlaps another."""
        text = self._parsed.text.replace("’", "'")
        for segment in self._parsed.spans:
            found = [
                (match.group(), segment.start + match.start())
                for match in _WORD.finditer(text[segment.start : segment.end])
            ]
            i = 0
            while i < len(found):
                hit = self._at(found, i)
                if hit is None:
                    i += 1
                    continue
                count, kind = hit
                yield Span(found[i][1], found[i + count - 1][1] + len(found[i + count - 1][0])), kind
                i += count

    def _at(self, found: list[tuple[str, int]], i: int) -> tuple[int, str] | None:
        word = found[i][0]
        for entry in self._own.get(word) or _lexicon().get(word) or ():
            count = len(entry.words)
            if i + count > len(found) or any(found[i + k][0] != entry.words[k] for k in range(1, count)):
                continue
            span = Span(found[i][1], found[i + count - 1][1] + len(found[i + count - 1][0]))
            kind = self._kind(entry, span)
            if kind:
                if kind == "person" and count > 1:
                    self._full_seen.update(entry.words)
                return count, kind
        return None

    def _kind(self, entry: _Entry, span: Span) -> str | None:
        """Return what the name is at `span`, or None if it is only a part of a word or a word like another."""
        text = self._parsed.text
        before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 12]
        if before in {"-", "@", "#", "/"} and entry.words[0] != before:
            leaning = entry.kind == "place" and text[max(0, span.start - 5) : span.start].lower().endswith(
                ("pro-", "anti-", "ex-")
            )
            return entry.kind if leaning else None
        if _TAIL.match(after) and entry.kind != "place":
            return None
        if entry.kind == "place" and (after[:1] == "$" or after.startswith((" dollar", "$"))):
            return None
        if len(entry.words) > 1:
            return entry.kind
        return self._single(entry, span)

    def _single(self, entry: _Entry, span: Span) -> str | None:
        word, token = entry.words[0], self._parsed.token_at(span.start)
        if token is None or len(token) != len(word):
            return entry.kind if entry.kind == "place" else None if token is None else entry.kind
        previous = token.nbor(-1).lower_ if token.i and not token.is_sent_start else ""
        if word in names().beside.parties and (_part_of_longer(token) or not self._is_party(word)):
            return None
        if word in names().around.months:
            dated = previous in names().around.dating or token.ent_type_ == "DATE" or _numbered(token)
            return entry.kind if not dated and (token.pos_ == "PROPN" or _acts(token)) else None
        surname = word in self._full_seen and not token.is_stop and not first_names().known(word)
        if token.is_sent_start and token.pos_ in _WORDLIKE and word not in known_places() and not surname:
            return None
        if word in self._people and _is_known(word):
            return entry.kind if previous in names().around.into or word not in self._full_seen else "person"
        return entry.kind

    def _is_party(self, word: str) -> bool:
        """Say whether an adjective of party stands for it: only where the article names the party or its members."""
        if word == "Labour":
            return True
        if word not in self._parties:
            plural = "Tories" if word == "Tory" else f"{word.removesuffix('ic')}s"
            self._parties[word] = (
                re.search(rf"\b(?:{word.removesuffix('ic')}(?:ic)? [Pp]arty|{plural})\b", self._parsed.text) is not None
            )
        return self._parties[word]


def _is_known(text: str) -> bool:
    return text in known_places() or text in known_kinds()


def _longest_first(entry: _Entry) -> tuple[int, tuple[str, ...]]:
    return -len(entry.words), entry.words


def _part_of_longer(token: Token) -> bool:
    """Say whether a party's name is a word of a longer one: the Republican Guard, the Democratic Forces."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return (
        following.i != token.i
        and following.text[:1].isupper()
        and following.ent_type_ != "PERSON"
        and following.lower_ not in title_words()
        and not first_names().known(following.text)
    )


def _acts(token: Token) -> bool:
    """Say whether a verb or 's follows, which a month or "may" has not."""
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ in {"VBD", "VBZ", "POS"}


def _numbered(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).text[:1].isdigit()


def parts(name: str) -> list[str]:
    """Return the words by which a person is spoken of after the first time: surname, first name, both surnames."""
    words = [word for word in name.split() if word not in {"Jr.", "Jr", "Sr.", "II", "III", "IV"}]
    if len(words) <= 1:
        return []
    bare = [words[-1].split("-", 1)[1]] if words[-1].lower().startswith(("al-", "el-")) else []
    found = [words[-1], *bare, words[0], " ".join(words[-2:]), *(words[1:-1] if len(words) == _SHORT else [])]
    if words[-2].lower() in names().beside.particles:
        surname = " ".join(words[-2:])
        found = [words[0], surname, surname[0].upper() + surname[1:]]
    never = names().beside.never - names().around.months
    return [
        part
        for part in dict.fromkeys(found)
        if len(part) >= _SHORT - (part == words[-1])
        and (part[0].isupper() or " " in part or "-" in part)
        and not _INITIAL.fullmatch(part)
        and part not in never
        and part != name
    ]
