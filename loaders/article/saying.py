"""Who says something: the one whom a verb of speech, "according to" or "the statement of …" names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from loaders.article.cast import Member, slug
from loaders.article.extraction import Mention, Span
from loaders.article.frames import frames
from loaders.article.grammar import SUBJECTS, agents, antecedent, is_passive, objects, parts, subjects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Token

    from loaders.article.cast import Cast

TO_SOMEBODY = frozenset({"tell", "inform", "assure", "remind"})
"""Verbs after which whom it is said to is named."""
_NEAR, _FAR = 9, 300
_NOUNS = frozenset({"NOUN", "PROPN", "NUM", "DET", "ADJ", "PRON"})
_SPEAKERS = frozenset({"person", "org", "group", "campaign", "place"})
_PARTS = frozenset({"compound", "flat", "nmod"})
_NAMING_CLAUSE = frozenset({"name", "call", "use", "identify", "know"})


def whose_words(cast: Cast, token: Token) -> Member | None:
    """Return the person or body that `token` speaks of: its own name, an apposition, or its pronoun."""
    member = cast.of(token)
    if member is not None:
        return (_person_after(cast, token) if member.type != "person" else None) or member
    for child in token.children:
        member = cast.named(child) if child.dep_ in _PARTS or child.dep_ == "appos" else None
        # a Cheltenham man is not Cheltenham, nor a Trump supporter Trump
        apart = child.dep_ != "appos" and token.lemma_.lower() in frames().people
        if member is not None and not apart and (child.dep_ == "appos" or member.type == "person"):
            return member
    return _apposed(cast, token)


def _person_after(cast: Cast, token: Token) -> Member | None:
    """Return the person whom a comma names after a noun that is itself no name: its spokesman, X; a Republican, Y."""
    if token.pos_ != "NOUN" and all(child.dep_ != "det" or child.lower_ == "the" for child in token.children):
        return None
    named = (cast.named(child) for child in token.children if child.dep_ == "appos" and child.i > token.i)
    return next((member for member in named if member is not None and member.type == "person"), None)


def _apposed(cast: Cast, token: Token) -> Member | None:
    """Return the name that hangs deeper: the mayor of Paris, X; the judge in the case, Y; the envoy to Oslo Jan Z."""
    lemma = token.lemma_.lower()
    if lemma not in _people() or token.tag_ in {"NNS", "NNPS"}:
        return None
    if (member := _after_place(cast, token)) is not None:
        return member
    for child in token.subtree:
        if child.dep_ != "appos" or child.i < token.i or child.head.lemma_.lower() in frames().people:
            continue
        member, other = cast.named(child), cast.named(child.head)
        if member is not None and member.type == "person" and (other is None or other.type != "person"):
            return member
    return None


def _after_place(cast: Cast, token: Token) -> Member | None:
    """Return the person named right after the name of a place or body in the phrase of a title: mayor of London X."""
    if token.i + 1 >= len(token.doc) or token.nbor().dep_ != "prep":
        return None
    before: Member | None = None
    for other in token.doc[token.i + 2 : token.i + _NEAR]:
        if other.is_punct or other.pos_ in {"VERB", "AUX", "ADP", "CCONJ"}:
            break
        member = cast.named(other)
        if member is not None and before is not None and member is not before and member.type == "person":
            return member if before.type != "person" else None
        before = member
    return None


def sayers(cue: Token, skipped: Collection[int] = ()) -> list[Token]:
    """Return the words that name who says by `cue`, nearest first; those at `skipped` are words of a quotation."""
    if cue.dep_ == "pcomp" and cue.head.lower_ == "as" and cue.head.head.pos_ == "VERB":
        above = cue.head.head
        return objects(above) if cue.lemma_.lower() in frames().speech.verbs else sayers(above, skipped)
    if cue.lower_ == "per":
        return [noun for noun in cue.children if noun.dep_ == "pobj"]
    if cue.lower_ == "according":
        return [noun for prep in cue.children if prep.dep_ == "prep" for noun in prep.children if noun.dep_ == "pobj"]
    if cue.pos_ not in {"VERB", "AUX"} and not cue.is_sent_start:
        return []
    if (other := _instead(cue)) is not None:
        return sayers(other, skipped)
    active = any(child.dep_ == "nsubj" for child in cue.children)  # "said by telephone" is no passive
    found = _signed(cue) or (_by(cue) if is_passive(cue) and not active else _whoever(cue))
    found = [antecedent(token) for token in found if token.i not in skipped]
    return found or [*_beside(cue, skipped)]


def _instead(cue: Token) -> Token | None:
    """Return the verb whose subject says by `cue` too: "…," she told reporters, adding "…"."""
    if _goes_on(cue):
        return cue.head.head
    adds = cue.tag_ == "VBG" and cue.dep_ == "advcl" and cue.head.lemma_.lower() in frames().speech.verbs
    return cue.head if adds else None


def _whoever(cue: Token) -> list[Token]:
    """Return the subjects of `cue`, its own where it has some."""
    own = [child for child in cue.children if child.dep_ == "nsubj"] if is_passive(cue) else []
    return [part for noun in own for part in parts(noun)] or subjects(cue)


def _signed(cue: Token) -> list[Token]:
    """Return whom a document is from that another gives: the palace issued the following statement from the king."""
    documents = (child for child in cue.children if child.dep_ == "dobj" and child.lemma_ in frames().speech.documents)
    return [
        noun
        for document in documents
        for prep in document.children
        if prep.lower_ in {"from", "by"} and prep.dep_ == "prep"
        for noun in prep.children
        if noun.dep_ == "pobj" and noun.ent_type_ not in {"DATE", "TIME"}
    ]


def _goes_on(cue: Token) -> bool:
    """Say whether a verb goes on with what the speaker does: she denied that he had been held and called it a lie."""
    said = cue.head
    return (
        cue.dep_ == "conj"
        and cue.tag_ == "VBD"
        and said.dep_ == "ccomp"
        and said.tag_ != "VBD"
        and said.head.tag_ == "VBD"
        and said.head.lemma_.lower() in frames().speech.verbs
        and all(child.dep_ not in SUBJECTS for child in cue.children)
    )


def _by(cue: Token) -> list[Token]:
    """Return by whom it is said, also where the parse hangs "by" below what is said: declared an enemy by the court."""
    found = agents(cue)
    for child in cue.children:
        if not found and child.dep_ in {"oprd", "dobj", "attr", "pobj", "xcomp"}:
            found = [
                noun for prep in child.children if prep.lower_ == "by" for noun in prep.children if noun.dep_ == "pobj"
            ]
    return found


def could_speak(cast: Cast, token: Token) -> bool:
    """Say whether `token` is somebody or a document, and not a thing that "says" something in a wrong parse."""
    words, lemma = frames(), token.lemma_.lower()
    if token.pos_ in {"PRON", "DET", "NUM"} or cast.of(token) is not None or whose_words(cast, token) is not None:
        return True
    said = {lemma, token.lower_}
    known = not said.isdisjoint(_bodies()) or not said.isdisjoint(words.speech.documents)
    return known or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}


def first_speaker(cast: Cast, nouns: Sequence[Token]) -> Member | None:
    """Return whom the first of `nouns` that names somebody names; only when none does, a body without a name."""
    for noun in nouns:
        member = whose_words(cast, noun)
        if member is not None and member.type in _SPEAKERS:
            return member
    return next((member for noun in nouns if (member := speaker(cast, noun)) is not None), None)


def _beside(cue: Token, skipped: Collection[int]) -> Iterator[Token]:
    """Yield the noun right after or right before a verb whose subject the parse did not find: "…," said the mayor."""
    doc = cue.doc
    before = doc[cue.i - 1] if cue.i else None
    if is_passive(cue) and (before is None or not before.is_quote or cue.dep_ != "amod"):
        return
    if (name := _named_before(cue)) is not None and name.i not in skipped:
        yield _top(name)
        return
    told = cue.lemma_.lower() in TO_SOMEBODY
    if told and (who := _person_before(cue, skipped)) is not None:
        yield who
        return
    inverted = before is not None and not told and (before.i in skipped or before.is_quote or before.text == ",")
    after = range(cue.i + 1, min(cue.i + _NEAR, len(doc)))
    earlier = range(cue.i - 1, max(cue.i - _NEAR, -1), -1)
    for step in (after,) if inverted else (earlier,):
        for i in step:
            token = doc[i]
            if i in skipped or token.is_punct or token.pos_ in {"VERB", "ADP", "SCONJ"}:
                break
            if token.pos_ in {"NOUN", "PROPN", "PRON"}:
                yield _top(token)
                break


def _named_before(cue: Token) -> Token | None:
    """Return the name that a comma parts from a verb whose words follow: the president of the League, Jan X, said …."""
    if not 1 < cue.i < len(cue.doc) - 1 or cue.nbor(-1).text != ",":
        return None
    name, follows = cue.nbor(-2), cue.nbor()
    is_name = name.pos_ == "PROPN" and name.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    return name if is_name and (follows.is_punct or follows.lower_ == "that") else None


def _person_before(cue: Token, skipped: Collection[int]) -> Token | None:
    """Return the last person named before "told" in its sentence, where the parse found it no subject."""
    for i in range(cue.i - 1, cue.sent.start - 1, -1):
        if cue.doc[i].ent_type_ == "PERSON" and i not in skipped:
            return cue.doc[i]
    return None


def _top(token: Token) -> Token:
    """Return the noun that `token` is a part of: "director" of "Amnesty International director"."""
    for _ in range(_NEAR):
        if token.dep_ not in _PARTS or token.head.i == token.i or token.head.pos_ not in {"NOUN", "PROPN"}:
            break
        token = token.head
    return token


def speaker(cast: Cast, token: Token) -> Member | None:
    """Return who speaks when `token` is said to speak: whom it names, whose statement it is, a body without a name."""
    member = whose_words(cast, token) or _named_after(cast, token)
    lemma = token.lemma_.lower()
    if member is None and lemma in frames().speech.documents:
        return _author(cast, token)
    if member is not None and member.type not in _SPEAKERS:
        return _author(cast, token) or member
    if member is None and token.pos_ in _NOUNS and {lemma, token.lower_} & _bodies():
        return _body(cast, token)
    return member


def _named_after(cast: Cast, token: Token) -> Member | None:
    """Return the name after a noun that says so: a protester named Anna, a man identified as B."""
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in _NAMING_CLAUSE:
            for inner in child.subtree:
                member = cast.named(inner)
                if member is not None and member.type == "person":
                    return member
    return None


def _author(cast: Cast, document: Token) -> Member | None:
    """Return whose statement, letter or ruling `document` is: its possessor, or whom "of", "by" or "from" names."""
    for child in document.children:
        if child.dep_ == "poss" and (member := speaker(cast, child)) is not None:
            return member
    for child in document.children:
        if (child.dep_ == "prep" and child.lower_ in {"of", "by", "from"}) or _is_by(child):
            for inner in child.subtree:
                if (
                    inner.dep_ in {"pobj", "poss"}
                    and (member := whose_words(cast, inner) or _of_body(cast, inner)) is not None
                ):
                    return member
    for child in document.children:
        if child.dep_ in _PARTS and (member := whose_words(cast, child)) is not None and member.type != "place":
            return member
    return _presenter(cast, document) or _known_author(cast, document)


def _is_by(child: Token) -> bool:
    """Say whether `child` may name the author: issued by X; in "a statement saying that …" it does not."""
    return child.dep_ == "agent" or (child.dep_ == "acl" and child.tag_ != "VBG")


def _known_author(cast: Cast, document: Token) -> Member | None:
    """Return whose statement "the statement" is: that of whoever gave the last one told of before."""
    if all(child.lower_ not in {"the", "this"} for child in document.children):
        return None
    for i in range(document.i - 1, max(-1, document.i - _FAR), -1):
        other = document.doc[i]
        if other.lower_ == document.lower_ and any(
            child.lower_ in {"a", "his", "her", "its"} for child in other.children
        ):
            return _author(cast, other)
    return None


def _presenter(cast: Cast, document: Token) -> Member | None:
    """Return who gives a document that names no author: they released a statement, people held a banner."""
    verb = document.head.head if document.dep_ == "pobj" else document.head
    if document.dep_ not in {"dobj", "pobj"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    for noun in subjects(verb):
        member = whose_words(cast, noun) or _of_body(cast, noun)
        if member is not None and noun.i != document.i:
            return member
    return None


@cache
def _bodies() -> frozenset[str]:
    words = frames()
    return words.speech.bodies | words.people | words.titles | words.org_titles | frozenset(words.kin)


@cache
def _people() -> frozenset[str]:
    words = frames()
    return words.titles | words.people | words.speech.bodies


def _of_body(cast: Cast, token: Token) -> Member | None:
    return _body(cast, token) if {token.lemma_.lower(), token.lower_} & _bodies() else None


def _body(cast: Cast, token: Token) -> Member:
    """Return the entity of a speaker without a name (police, officials), one for each noun, and note that it speaks."""
    known = cast.members.get(slug(token.lower_))
    if known is None or known.names:
        known = Member(slug(token.lower_), f"({token.lower_})", _kind(token))
        cast.add(known)
    span = Span(cast.parsed.start(token), cast.parsed.end(token))
    if all(mention.span != span for mention in known.mentions):
        known.mentions.append(Mention(span, "nominal"))
    return known


def _kind(token: Token) -> str:
    if token.lower_ == "police" or token.lemma_.lower() in frames().org_titles:
        return "org"
    return "group" if token.tag_ in {"NNS", "NNPS"} else "person"
