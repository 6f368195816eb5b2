"""The words that say what somebody is: which nouns are titles, and what a phrase around one says and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.article.frames import frames
from loaders.article.lexicon import peoples, places
from loaders.article.relation_words import relation_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from loaders.article.cast import Cast, Member


REACH = 12
"""How many words of a phrase are read."""
INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
OF = frozenset({"of", "for", "at", "in", "with", "to", "from"})
DETERMINERS = frozenset({"the", "a", "an", "its", "another", "his", "her", "their"})
PLURAL = frozenset({"NNS", "NNPS"})
_SUFFIXES = ("ist", "woman", "ologist", "maker", "worker", "ographer", "ician", "keeper", "holder", "owner")
_WIDE = ("er", "or", "eer", "ee", "ian", "hand", "smith", "herd", "man")
"""How common nouns for people end, besides the things of `relations.toml`."""
_NOUNS = frozenset({"national", "native", "suspect"})
_NOT_SUFFIXED = frozenset(
    {"woman", "man", "list", "twist", "waist", "mist", "fist", "wrist", "gist", "racist", "sexist", "feminist", "hand"}
)


class Title(NamedTuple):
    """Words that say what somebody is: themselves, their noun, the bodies and the place they name, and all of it."""

    words: list[Token]
    noun: Token
    orgs: list[Member]
    place: Member | None
    all: list[Token]


def runs(cast: Cast, doc: Doc, *kinds: str) -> Iterator[tuple[Member, list[Token]]]:
    """Yield every name of an entity of the types `kinds` with its tokens."""
    known: Member | None = None
    name: list[Token] = []
    for i in cast.named_tokens():
        token = doc[i]
        member = cast.named(token)
        if member is known and name and name[-1].i == i - 1 and not token.is_sent_start:
            name.append(token)
            continue
        if known is not None and known.type in kinds:
            yield known, name
        known, name = member, [token]
    if known is not None and known.type in kinds:
        yield known, name


def is_title(token: Token, kind: str) -> bool:
    """Say whether `token` is a noun that tells what a person (or, for `kind` org, a body) is."""
    words = frames()
    known = words.titles if kind == "person" else words.org_titles
    lower, lemma = token.lower_, token.lemma_.lower()
    if (
        lower in known
        or lemma in known
        or lower.rsplit("-", 1)[-1] in known
        or (token.tag_ in PLURAL and lower.removesuffix("s") in known)
    ):
        return True
    if kind != "person" or token.pos_ not in {"NOUN", "PROPN"} or lemma in _NOT_SUFFIXED or lower in words.kin:
        return False
    return lemma.endswith(_SUFFIXES) or (
        token.pos_ == "NOUN"
        and (lemma in _NOUNS or (lemma.endswith(_WIDE) and lemma not in relation_words().not_people))
    )


def is_plural(noun: Token) -> bool:
    """Say whether `noun` means several, whatever the model takes an unknown word for: officers, but not fiancée."""
    return noun.tag_ in PLURAL and noun.lower_.endswith(("s", "men", "people"))


def title_of(cast: Cast, words: Sequence[Token], noun: Token, complement: Sequence[Token] = ()) -> Title | None:
    """Return what `words` say: the role itself without places, bodies and passing states, and those beside it."""
    whole = [*words, *complement]
    portfolio = _portfolio(cast, words)
    orgs = {
        member.id: member
        for token in whole
        if (member := cast.named(token)) is not None
        and member.type == "org"
        and token.i != noun.i
        and token.i not in portfolio
    }
    for member in _owners(cast, whole):
        if any(other.i for other in whole if cast.named(other) is not member and cast.named(other) in orgs.values()):
            orgs.pop(member.id, None)
    place = _place(cast, [token for token in words if token.i < noun.i]) or _place(cast, complement)
    kept: list[Token] = []
    for token in reversed([token for token in words if token.i <= noun.i]):
        named = cast.named(token)
        beside = token.i not in portfolio and (
            (named is not None and named.type != "person") or token.text in peoples() or token.text in places().aliases
        )
        if (
            (beside and token.i != noun.i)
            or token.tag_ in {"POS", "DT", "PRP$", "CD"}
            or token.lower_ == "based"
            or (token.lower_ in frames().not_in_role and token.i != noun.i)
            or token.is_space
        ):
            break
        if token.is_punct and token.text != "-":
            break
        kept.insert(0, token)
    while kept and (kept[0].is_punct or kept[0].lower_ in OF or kept[0].lower_ in {"and", "the"}):
        kept.pop(0)
    if not kept or kept[-1].i != noun.i:
        return None
    if complement and all(
        token.lower_ not in {"the", "and"} and cast.named(token) is None and token.text not in peoples()
        for token in complement
    ):
        kept += complement
    return Title(kept, noun, list(orgs.values()), place, list(whole))


def _owners(cast: Cast, words: Sequence[Token]) -> list[Member]:
    """Return the bodies of `words` that only own another: the government's Department of Justice."""
    owned = [(words[k - 1], word) for k, word in enumerate(words) if k and word.tag_ == "POS" and k + 1 < len(words)]
    found = [(cast.named(owner), mark) for owner, mark in owned]
    last = max((word.i for word in words if _is_body(cast.named(word))), default=-1)
    return [member for member, mark in found if member is not None and member.type == "org" and mark.i < last]


def _is_body(member: Member | None) -> bool:
    return member is not None and member.type == "org"


def _place(cast: Cast, words: Sequence[Token]) -> Member | None:
    """Return the place that `words` name, else the country that an adjective of theirs means."""
    named = (cast.named(token) for token in words)
    spoken = (cast.of(token) for token in words)
    return next((member for member in (*named, *spoken) if member is not None and member.type == "place"), None)


def _portfolio(cast: Cast, words: Sequence[Token]) -> set[int]:
    """Return where a minister's field stands that the model takes for a body: Commerce Secretary."""
    found: set[int] = set()
    for word in words:
        if word.lemma_.lower() not in relation_words().ministers or word.i == 0:
            continue
        i = word.i - 1
        body = cast.named(word.doc[i])
        if body is None or body.type != "org" or word.doc[i].is_upper:
            continue
        if word.doc[i].lower_ in relation_words().departments:
            continue
        while i >= words[0].i and cast.named(word.doc[i]) is body:
            found.add(i)
            i -= 1
    return found


def complement(cast: Cast, noun: Token) -> list[Token]:
    """Return "of the European Council", "for RFE/RL" after a title noun, when it names bodies or a place."""
    doc, i = cast.parsed.doc, noun.i + 1
    if i >= len(doc) or doc[i].lower_ not in OF:
        return []
    j, end = i + 1, i
    while j < len(doc) and j < i + 2 * REACH and not doc[j].is_sent_start:
        token, named = doc[j], cast.named(doc[j])
        if named is not None and named.type == "person":
            if token.dep_ not in {"compound", "nmod"} or j + 1 >= len(doc) or doc[j + 1].pos_ not in {"NOUN", "PROPN"}:
                break  # "spokeswoman for the Marek administration's Department of Justice" goes on
        elif named is not None:
            end = j
        elif (
            token.lower_ == "and"
            and end == j - 1
            and j + 1 < len(doc)
            and (after := cast.named(doc[j + 1])) is not None
            and after.type == "org"
        ):
            pass
        elif (token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PART"} and token.lower_ not in OF) or (
            token.lower_ in OF and end not in {i, j - 1}
        ):
            break
        j += 1
    return list(doc[i : end + 1]) if end > i else _kind_of(cast, noun)


def _kind_of(cast: Cast, noun: Token) -> list[Token]:
    """Return "of surgery", "of staff" after a title noun: what it is of, in one or two common words."""
    doc, i = noun.doc, noun.i + 1
    if doc[i].lower_ != "of":
        return []
    j = i + 1
    while j < len(doc) and j <= i + 2 and doc[j].tag_ in {"NN", "JJ"} and doc[j].is_lower and cast.of(doc[j]) is None:
        j += 1
    closed = j >= len(doc) or doc[j].is_punct or doc[j].is_space or doc[j].pos_ in {"VERB", "AUX"}
    return list(doc[i:j]) if closed and j > i + 1 and doc[j - 1].tag_ == "NN" else []


def is_person(cast: Cast, token: Token) -> bool:
    member = cast.named(token)
    return member is not None and member.type == "person"
