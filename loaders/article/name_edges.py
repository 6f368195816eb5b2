"""Where a name begins and ends: what stands beside it is cut off, and names that touch are parted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.lexicon import first_names, known_kinds, known_places, names, peoples, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.parsed import Parsed

_NAME_WORD = re.compile(r"[^\W\d_][\w.'’&/-]*")
_WORDLIKE = frozenset({"VERB", "AUX", "ADV", "DET", "PRON", "ADP", "SCONJ", "CCONJ", "INTJ", "PART"})
_ELIDED = re.compile(r"(?:d|l|al|el|as|an|ar|at|ash|ad)['’-][A-Z]")
_NOT_LATIN = "\u0250"
_GOVERNING = frozenset({"of", "for", "on"})
_FULL = 2
"""A first name and a surname."""


def head_kind(words: Sequence[str]) -> str | None:
    """Return what the deciding word of a name makes it: the last, or the one before "of", "for" or "on"."""
    if len(words) < _FULL:
        return None
    heads, leads = names().heads, names().leads
    if heads.kind(" ".join(words[-3:])):
        return heads.kind(" ".join(words[-3:]))
    for position, word in enumerate(words):
        if position and word in _GOVERNING:
            return heads.kind(" ".join(words[max(0, position - 2) : position])) or heads.kind(words[position - 1])
    if words[-1] in leads.surnames and first_names().known(words[0]) and words[0] not in known_places():
        return None
    kind = heads.kind(" ".join(words[-2:])) or heads.kind(words[-1])
    plural = words[-1].endswith("s") and words[-1][:-1].lower() in title_words()
    if kind is None and plural and not first_names().known(words[0]):
        return "group"
    return kind or ("place" if words[0] in leads.place else "event" if words[0] in leads.event else None)


def capital(token: Token) -> bool:
    """Say whether `token` may be a word of a name by its letters."""
    text = token.text
    inner = _ELIDED.match(text)
    return (
        (text[:1].isupper() and text[0] < _NOT_LATIN and "]" not in text)
        or inner is not None
        or (text[:1].isdigit() and token.pos_ == "PROPN" and any(map(str.isalpha, text)))
    )


def pieces(parsed: Parsed, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the names within `tokens`, each without what is beside it."""
    for part in _parted(tokens):
        cut = _trimmed(part)
        known = _known_before_person(parsed, cut)
        for piece in (cut[:known], _trimmed(cut[known:])):
            if piece and _is_name(parsed, piece):
                yield piece


def title_words() -> frozenset[str]:
    """Return the nouns that tell what somebody is."""
    return frames().titles


def _parted(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the stretches of `tokens` between brackets, dashes and days: "Supreme Court | on Wednesday"."""
    run: list[Token] = []
    breaks = names().around.breaks
    ruled = any(token.lower_ in _GOVERNING for token in tokens)
    for token in tokens:
        dated = token.text in names().beside.never and token.ent_type_ in {"DATE", "TIME"}
        day = dated and bool(run) and not run[-1].text[:1].isupper()
        if (
            day
            or token.text in breaks
            or (token.text == "," and not ruled)
            or token.is_space
            or _joins_two(run, token, tokens)
            or _stands_in(run, token, tokens)
        ):
            yield run
            run = []
        else:
            run.append(token)
    yield run


def _joins_two(run: Sequence[Token], token: Token, tokens: Sequence[Token]) -> bool:
    """Say whether "and" stands between two names in full: Amnesty International and Human Rights Watch."""
    if token.lower_ != "and" or len(run) < _FULL or any(word.lower_ in _GOVERNING for word in run):
        return False
    after = [word for word in tokens if word.i > token.i]
    if after and {run[-1].text, after[0].text} <= names().beside.fields:
        return False
    return len(after) >= _FULL and all(map(capital, after)) and all(map(capital, run))


def _stands_in(run: Sequence[Token], token: Token, tokens: Sequence[Token]) -> bool:
    """Say whether a body or place in full stands before where it is: the Aviation Safety Office | of Chad."""
    rest = [word.text for word in tokens if word.i > token.i and word.lower_ != "the"]
    body = [word for word in run if word.lower_ != "the"]
    if len(body) < _FULL or not rest:
        return False
    if token.lower_ in {"at", "in"}:
        return head_kind(_texts(body)) is not None and "University" not in _texts(body)
    if token.lower_ != "of" or " ".join(rest) not in places().countries or not all(map(capital, body)):
        return False
    company = body[-1].text in names().short.endings
    return company or (len(body) > _FULL and names().heads.kind(body[-1].text) == "org")


def _known_before_person(parsed: Parsed, tokens: Sequence[Token]) -> int:
    """Return how many of `tokens` are a known name before a person's: Amnesty International Ann Roe."""
    if len(tokens) <= _FULL or head_kind(_texts(tokens)) or parsed.words(tokens) in known_kinds():
        return 0
    led = tokens[0].i > 0 and tokens[0].nbor(-1).pos_ == "ADP"
    for count in range(len(tokens) - _FULL, 0, -1):
        text, rest = parsed.words(tokens[:count]), tokens[count:]
        body = known_kinds().get(text) == "org" and led
        person = capital(rest[0]) and (body or first_names().known(rest[0].text))
        if person and (text in known_places() or text in known_kinds()):
            return count
    return 0


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` without articles, titles and adjectives before the name, and without 's after it."""
    kept, size = list(tokens), 0
    while kept and len(kept) != size:
        size = len(kept)
        kept = kept[1:] if _before(kept) else kept[_titled(kept) :]
    while kept and not _ends(kept):
        kept = kept[:-1]
    return kept


def _before(tokens: Sequence[Token]) -> bool:
    """Say whether the first of `tokens` stands before the name and is no part of it."""
    first, beside = tokens[0], names().beside
    if not (capital(first) or (first.lower_ in beside.particles and len(tokens) > 1)) or first.is_punct:
        return True
    if first.lower_ in beside.loud or (first.lower_ in beside.before and first.text.islower()):
        return True
    return len(tokens) > 1 and (_opens_sentence(first) or _office(tokens) or _side(tokens))


def _opens_sentence(first: Token) -> bool:
    """Say whether a capital is due to the sentence, not to the name: If Parliament, In London."""
    if first.ent_type_ == "DATE" and first.text in names().beside.never:
        return True
    small = (first.is_sent_start and first.pos_ in _WORDLIKE) or (first.is_stop and first.text.istitle())
    return bool(small) and not first_names().known(first.text)


def _office(tokens: Sequence[Token]) -> bool:
    """Say whether an office comes first: Archbishop of, Polish President, Ecologist Ann Roe."""
    first, second = tokens[0], tokens[1]
    if second.lower_ == "of" and first.lower_ in title_words():
        return True
    if first.text in peoples() and second.lower_ in title_words():
        return True
    named = len(tokens) > _FULL and first_names().known(second.text)
    return named and first.lower_.endswith(names().people.endings)


def _side(tokens: Sequence[Token]) -> bool:
    """Say whether a party or people comes first: Democrat Roe, Republican Ann Roe."""
    first = tokens[0].text
    if head_kind(_texts(tokens)) is not None:
        return False
    rest = " ".join(_texts(tokens[1:]))
    if first in names().beside.members or (first in names().beside.parties and rest in known_kinds()):
        return True
    sided = first in names().beside.parties or first in peoples()
    return sided and len(tokens) > _FULL and first_names().known(tokens[1].text)


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _titled(tokens: Sequence[Token]) -> int:
    """Return how many of `tokens` are a title before a person: Health Minister, Prime Minister, US District Judge."""
    for position in range(len(tokens) - 2, -1, -1):
        word = tokens[position].lower_
        if not {word, word.removesuffix("s")} & (title_words() | names().people.honorifics):
            continue
        rest = tokens[position + 1 :]
        if not _person_like(rest):
            continue
        surname = tokens[position].lower_ in names().people.surname_titles and first_names().known(tokens[0].text)
        if not (position and surname) or first_names().known(rest[0].text):
            return position + 1
    return 0


def _person_like(tokens: Sequence[Token]) -> bool:
    heads, particles = names().heads, names().beside.particles
    if all(token.text in names().short.suffixes or not token.is_alpha for token in tokens):
        return False
    if len(tokens) > 1 and tokens[-1].text in names().leads.surnames:
        return all(heads.kind(token.text) is None and capital(token) for token in tokens[:-1])
    if len(tokens) > 1 and first_names().known(tokens[0].text):
        tokens = tokens[1:]
    return all(heads.kind(token.text) is None and (capital(token) or token.lower_ in particles) for token in tokens)


def _ends(tokens: Sequence[Token]) -> bool:
    last = tokens[-1]
    if (last.text in names().beside.after or last.pos_ in {"PRON", "CCONJ", "SCONJ"}) and len(tokens) > 1:
        return False
    if last.text in names().around.days and " ".join(_texts(tokens[:-1])) in known_places():
        return False
    if last.text.isdigit() and len(tokens) > 1:
        return names().heads.kind(tokens[-2].text) in {"law", "place"} or tokens[-2].text in names().beside.numbered
    return bool(_NAME_WORD.fullmatch(last.text)) and (capital(last) or "-" in tokens[max(0, len(tokens) - 2)].text)


def _is_name(parsed: Parsed, tokens: Sequence[Token]) -> bool:
    text = parsed.words(tokens)
    if text in known_places() or text in known_kinds() or text in places().aliases:
        return True
    if text in names().beside.never or text in peoples() or len(text) < _FULL or _is_office(tokens):
        return False
    if len(tokens) == 1 and not _single(tokens[0]):
        return False
    if tokens[0].text in names().around.quarters and tokens[1:] and parsed.words(tokens[1:]) in places().countries:
        return False
    model = known_kinds().get(tokens[0].text) == "org" and any(map(str.isdigit, tokens[-1].text))
    if (len(tokens) == _FULL and model) or (all(map(_empty, tokens)) and head_kind(_texts(tokens)) is None):
        return False
    return parsed.segments[tokens[0].i] == parsed.segments[tokens[-1].i]


def _is_office(tokens: Sequence[Token]) -> bool:
    """Say whether the words name an office: National Security Advisor; Tim Cook and Ann Bishop are people."""
    last = tokens[-1].lower_
    if len(tokens) < _FULL or head_kind(_texts(tokens)) not in {None, "group"}:
        return False
    if tokens[0].text in names().beside.parties and last.removesuffix("s") in title_words():
        return True
    if head_kind(_texts(tokens)) is not None or last not in title_words() or last in names().people.surname_titles:
        return False
    return not first_names().known(tokens[0].text)


def _single(token: Token) -> bool:
    """Say whether a word alone may be a name: not a people, an office or the first word of a sentence."""
    singular = token.text.removesuffix("s")
    if {token.text, singular} & peoples().keys() or {token.lower_, singular.lower()} & title_words():
        return False
    opens = token.is_sent_start and token.pos_ not in {"PROPN", "NOUN"}
    return not opens and not (token.is_stop and token.text.istitle())


def _empty(token: Token) -> bool:
    beside = names().beside
    return token.text in beside.never or token.lower_ in title_words() or token.text in peoples() or not capital(token)
