"""The titles before a name: US President X; senator and candidate X; the mayor of London, X; officers X and Y."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.relation_words import relation_words
from loaders.article.title_phrases import (
    DETERMINERS,
    INSIDE,
    OF,
    REACH,
    Title,
    complement,
    is_person,
    is_plural,
    is_title,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast


_CLOSERS = frozenset({",", "(", ")", ";", ".", ":", "–", "—"})
_LISTS = frozenset({",", "and", "such", "as", "including", "like"})
_CALLED = frozenset({"named", "called", "nicknamed", "known", "identified", "pseudonym", "alias"})
_BY_NAME = _CALLED | {"only", "as", "using", "under", "the", "by"}
_SHORT_FORM = len("(B)")
_PORTFOLIOS = frozenset({"justice"})
"""Nouns that are an office themselves and also what another is for: Secretary of Justice."""
_OFFICES = frozenset({"staff", "state", "opposition", "police", "council"})


def titles_before(cast: Cast, name: Sequence[Token], kind: str) -> list[Title]:
    """Return the titles before a name: US President X; senator and candidate X; the mayor of London, X."""
    doc, i = name[0].doc, name[0].i - 1
    if i < 0 or (name[0].is_sent_start and doc[i].text != ")"):
        return []
    while i >= 0 and doc[i].lower_ in relation_words().honorifics:
        if doc[i].is_sent_start:
            return []
        i -= 1
    if kind == "org" and i > 0 and doc[i].lower_ == "the" and doc[i - 1].text == ",":
        i -= 1
    if doc[i].text == ")":
        i = next((j - 1 for j in range(i, max(-1, i - REACH), -1) if doc[j].text == "("), -1)
    if doc[i].lower_ in _CALLED:
        i = next((j for j in range(i, max(-1, i - REACH), -1) if doc[j].lower_ not in _BY_NAME), -1)
        return [title for title in _read(cast, _leftwards(cast, i), kind) if not is_plural(title.noun)] if i > 0 else []
    comma = i > 0 and doc[i].text == ","
    if comma:
        i -= 1
    if i < 0:
        return []
    phrase = _leftwards(cast, i)
    if comma and not _stands_apart(name, doc[i]) and not _opens_sentence(name, phrase):
        return []
    found = [title for title in _read(cast, phrase, kind) if not comma or _opens(cast, phrase, title)]
    kept = [title for title in found if not is_plural(title.noun) or (comma and _is_one_of(title))]
    return [*_further(cast, name, phrase, kind), *kept] if kept and not comma else kept


def _further(cast: Cast, name: Sequence[Token], phrase: Sequence[Token], kind: str) -> list[Title]:
    """Return the title before a comma and another title: a spokesman for B, Colonel X."""
    i, doc = phrase[0].i - 2, phrase[0].doc
    if i < 0 or doc[i + 1].text != "," or not _is_closed(name):
        return []
    before = _leftwards(cast, i)
    return [
        title
        for title in (_read(cast, before, kind) if before and not before[-1].is_sent_start else [])
        if not is_plural(title.noun) and _opens(cast, before, title)
    ]


def _is_one_of(title: Title) -> bool:
    """Say whether a plural is of one: one of its observers, X."""
    first = title.all[0]
    return first.i > 1 and [token.lower_ for token in first.doc[first.i - 2 : first.i]] == ["one", "of"]


def _is_closed(name: Sequence[Token]) -> bool:
    doc, after = name[-1].doc, name[-1].i + 1
    return after >= len(doc) or doc[after].text in _CLOSERS or doc[after].is_space


def _stands_apart(name: Sequence[Token], before: Token) -> bool:
    """Say whether a name after a comma explains the words before it: the mayor, X."""
    if _is_closed(name):
        return True
    head = next((token for token in name if token.dep_ == "appos"), None)
    if head is not None and head.head.i <= before.i:
        return True
    return any(token.dep_ == "nsubj" and before.dep_ == "nsubj" and token.head.i == before.head.i for token in name)


def _opens_sentence(name: Sequence[Token], phrase: Sequence[Token]) -> bool:
    """Say whether a name follows the phrase that the sentence begins with, without a second comma: A writer, X said."""
    doc, after = name[-1].doc, name[-1].i + 1
    if not phrase or phrase[0].i == 0 or after >= len(doc) or doc[after].pos_ not in {"VERB", "AUX"}:
        return False
    article = doc[phrase[0].i - 1]
    return bool(article.is_sent_start) and article.lower_ in {"a", "an", "the"}


def _opens(cast: Cast, phrase: Sequence[Token], title: Title) -> bool:
    """Say whether the phrase before a comma can stand for somebody: the mayor, Minsk's mayor, Former adviser."""
    first = phrase[0]
    doc = first.doc
    before = doc[first.i - 1] if first.i else None
    if first.is_sent_start or title.orgs or title.place is not None:
        return True
    if cast.named(first) is not None or first.lower_ in frames().not_in_role or first.lower_ in {"former", "ex"}:
        return True
    return before is not None and (before.lower_ in DETERMINERS or before.tag_ in {"POS", "PRP$"} or before.is_space)


def _leftwards(cast: Cast, i: int) -> list[Token]:
    """Return the run of words that ends at token `i` and may be a title: names of places and bodies, nouns, of, the."""
    return _run(cast, i)[::-1]


def _run(cast: Cast, i: int) -> list[Token]:
    doc, j = cast.parsed.doc, i
    words: list[Token] = []
    while j >= 0 and i - j < REACH and not (words and words[-1].is_sent_start):
        token, named = doc[j], cast.named(doc[j])
        if token.text == ")" and j > _SHORT_FORM and doc[j - 2].text == "(":
            short = cast.named(doc[j - 1])
            if short is not None and short is cast.named(doc[j - _SHORT_FORM]):
                j -= _SHORT_FORM  # "the Delta Project (DP) director"
                continue
        if (
            named is not None
            and named.type == "person"
            and not (words and words[-1].tag_ != "POS" and _describes(token))
        ):
            break
        if named is None and not _may_stand(cast, token, j):
            break
        words.append(token)
        j -= 1
    return words


def _describes(token: Token) -> bool:
    """Say whether a person's name stands before a title as what it is about: a Trump adviser."""
    return (
        token.dep_ in {"compound", "nmod"} and token.i + 1 < len(token.doc) and token.nbor().pos_ in {"NOUN", "PROPN"}
    )


def _may_stand(cast: Cast, token: Token, j: int) -> bool:
    before = token.doc[j - 1] if j else None
    if token.tag_ == "NNS" and token.lemma_.lower() in relation_words().headlines:
        return False
    if token.ent_type_ in {"DATE", "TIME"} and token.lower_ not in frames().not_in_role:
        return False
    if token.tag_ == "POS":
        owner = cast.named(before) if before is not None else None
        return before is not None and (owner.type != "person" if owner is not None else before.pos_ == "NOUN")
    if token.lower_ in {"the", "a", "an"}:
        return before is not None and before.lower_ in OF
    if token.lower_ in OF or token.lower_ == "and" or token.text in {"-", "&"}:
        return True
    return (
        (token.pos_ in INSIDE and not token.is_space)
        or (token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"})
        or token.lower_ in frames().not_in_role
    )


def _read(cast: Cast, phrase: list[Token], kind: str) -> list[Title]:
    """Return the titles of a phrase that stands right before a name: of its last noun, and of one joined by "and"."""
    while (
        phrase
        and (owner := cast.named(phrase[0])) is not None
        and owner.type == "person"
        and len(phrase) > 1
        and phrase[1].text == "'s"
    ):
        phrase = phrase[2:]
    if not phrase:
        return []
    of = max(
        (k for k in range(1, len(phrase)) if phrase[k].lower_ in OF and cast.named(phrase[k]) is None), default=None
    )
    last = phrase[-1]
    if (
        (cast.named(last) is None or last.lower_ in relation_words().partisans or _is_group(cast, last))
        and is_title(last, kind)
        and not (
            last.lower_ in _PORTFOLIOS
            and of is not None
            and phrase[of - 1].lower_ not in OF
            and is_title(phrase[of - 1], kind)
        )
    ):
        return _joined(cast, phrase[of + 1 if of is not None else 0 :], [], kind)
    start = len(phrase)
    for k in range(len(phrase) - 1, 0, -1):
        if (
            phrase[k].lower_ in OF
            and cast.named(phrase[k]) is None
            and cast.named(phrase[k - 1]) is None
            and is_title(phrase[k - 1], kind)
        ):
            start = k
            break
    complement = phrase[start:]
    if (
        not complement
        or len(complement) == 1
        or not (complement[-1].text[0].isupper() or complement[-1].lower_ in _OFFICES)
        or (complement[1].lower_ == "the" and not cast.within(complement))
    ):
        return []
    low = max((k + 1 for k in range(1, start) if phrase[k].lower_ in OF and cast.named(phrase[k]) is None), default=0)
    return _joined(cast, phrase[low:start], complement, kind)


def _is_group(cast: Cast, noun: Token) -> bool:
    """Say whether a name is but a title of several: Democratic Representatives."""
    member = cast.named(noun)
    return member is not None and member.type == "group" and is_plural(noun)


def _joined(cast: Cast, words: list[Token], complement: list[Token], kind: str) -> list[Title]:
    """Return the title that `words` end with, and the one that "and" joins to it: a senator and candidate."""
    while words and (words[0].lower_ in OF or words[0].lower_ in {"and", "the"} or words[0].is_punct):
        words = words[1:]
    for k in range(1, len(words) - 1):
        turned = words[k].lower_ in relation_words().turns and cast.named(words[k - 1]) is None
        if turned and is_title(words[k - 1], kind):
            first = title_of(cast, words[:k], words[k - 1])
            rest = _joined(cast, words[k:], complement, kind)
            return [first, *rest] if first is not None else rest
    cuts = [k for k in range(1, len(words) - 1) if words[k].lower_ == "and" and cast.named(words[k]) is None]
    for k in reversed(cuts):
        left, right = words[k - 1], words[k + 1]
        if cast.named(left) is None and is_title(left, kind):
            first = title_of(
                cast, [*words[:k]], left, complement if complement and not cast.within(words[:k], "org") else []
            )
            second = title_of(cast, [*words[k + 1 :]], words[-1], complement)
            if first is not None and second is not None and words[k - 2].tag_ == "POS" and not second.orgs:
                second = second._replace(orgs=first.orgs)  # B's founder and editor
            return [title for title in (first, second) if title is not None]
        if not (
            left.text[0].isupper()
            and right.text[0].isupper()
            and words[-1].text[0].isupper()
            and cast.named(left) is None
        ):
            words = words[k + 1 :]
            break
    only = title_of(cast, words, words[-1], complement) if words else None
    return [only] if only is not None else []


def titles_shared(cast: Cast, name: Sequence[Token]) -> list[Title]:
    """Return the title that several names share: officers X and Y."""
    doc, i = name[0].doc, name[0].i - 1
    steps = 0
    apart = False
    while i > 0 and steps < REACH and (doc[i].lower_ in _LISTS or is_person(cast, doc[i])):
        apart = apart or (doc[i].text == "," and cast.named(doc[i - 1]) is None)
        i, steps = i - 1, steps + 1
    after = name[-1].i + 1
    goes_on = after < len(doc) and doc[after].text in {",", "and"}
    if (
        i < 0
        or doc[i + 1].lower_ == "and"
        or not is_plural(doc[i])
        or not is_title(doc[i], "person")
        or (steps == 0 and not goes_on)
    ):
        return []
    numbered = any(child.dep_ == "nummod" for child in doc[i].children)
    return [title for title in _read(cast, _leftwards(cast, i), "person") if title.orgs or numbered or not apart]


def titles_apposed(cast: Cast, name: Sequence[Token]) -> list[Title]:
    """Return the title that a name is an apposition to, with more between: the judge presiding over the case, X."""
    head = next((token.head for token in name if token.dep_ == "appos" and token.head.i < name[0].i), None)
    if (
        head is None
        or not is_title(head, "person")
        or is_plural(head)
        or cast.named(head) is not None
        or name[0].nbor(-1).text != ","
    ):
        return []
    title = title_of(
        cast, [token for token in head.subtree if head.left_edge.i <= token.i <= head.i], head, complement(cast, head)
    )
    return [title] if title is not None else []
