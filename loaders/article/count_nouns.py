"""What makes a number a count by a noun: a toll, lives, clemency, the arrests of 96 people, what is put at so many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.count_words import count_words
from loaders.article.frames import frames

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.count_frames import Counted
    from loaders.article.frames import CountFrame

_FAR = 10
_SHORT = 5


def mercy(found: Counted) -> Token | None:
    """Return the "clemency" of "granted clemency to 38 convicts"."""
    before = found.token.doc[max(found.token.sent.start, found.token.i - _FAR) : found.token.i]
    if not any(token.lower_ in {"to", "for"} for token in before[-3:]):
        return None
    return next((token for token in before if token.pos_ == "NOUN" and token.lower_ in count_words().mercy), None)


def put_at(found: Counted) -> tuple[Token, str] | None:
    """Return the verb of "puts the number of activists behind bars at 26" and the words for what is put there."""
    prep = found.head.head
    verb = prep.head
    if found.head.dep_ != "pobj" or prep.lower_ not in {"at", "in"} or verb.lemma_.lower() not in count_words().puts:
        return _risen(found)
    return verb, verb.doc[max(verb.i + 1, prep.i - 2 * _FAR) : prep.i].text.lower()


def _risen(found: Counted) -> tuple[Token, str] | None:
    """Return the verb of "the number of dead climbed to 45" and the words for what did."""
    verb, words = found.verb, count_words()
    if found.percent or verb.lemma_.lower() not in words.rises or found.token.i < verb.i:
        return None
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.lemma_.lower() not in words.tolls:
        return None
    prep = found.head.head
    direct = found.head.dep_ in {"dobj", "attr", "npadvmod", "nummod"} or (
        prep.i == verb.i and found.head.dep_ != "nsubj"
    )
    if not direct and prep.lower_ not in {"to", "at", "past", "above", "over"}:
        return None
    return verb, verb.doc[subject.left_edge.i : verb.i].text.lower()


def toll(found: Counted) -> Token | None:
    """Return the "toll" of "the toll is 50", the "lives" of "took 14 lives", the verb of "50 lost their lives"."""
    noun, verb = found.noun, found.verb
    if noun.lemma_.lower() == "life":
        return noun if verb.lemma_.lower() in count_words().takes and verb.pos_ == "VERB" else None
    lives = any(child.lemma_ == "life" and child.dep_ == "dobj" for child in verb.children)
    if lives and verb.lemma_.lower() == "lose" and found.head.dep_ == "nsubj":
        return verb
    if noun.i != found.token.i and noun.lemma_.lower() not in frames().people:
        return None
    doc = found.token.doc
    for i in range(found.token.i - 1, max(found.token.sent.start, found.token.i - _FAR) - 1, -1):
        if doc[i].like_num or doc[i].text == "," or doc[i].lower_ == "from":
            return None
        if doc[i].lower_ == "toll" or (doc[i].lower_ in {"death", "deaths"} and doc[i + 1].lower_ == "of"):
            return doc[i]
    return None


def lives(found: Counted) -> Token | None:
    """Return the "lives" of "the fire took the lives of 14 people"."""
    prep = found.head.head
    noun = prep.head
    if found.head.dep_ != "pobj" or prep.lower_ != "of" or noun.lemma_.lower() != "life":
        return None
    return noun if noun.head.lemma_.lower() in count_words().takes else None


def done(frame: CountFrame, found: Counted) -> Token | None:
    """Return the "arrests" of "the arrests of 96 people"."""
    prep = found.head.head
    if found.head.dep_ != "pobj" or prep.lower_ != "of" or not _are_people(found):
        return None
    return prep.head if prep.head.lemma_.lower() in count_words().done.get(frame.type, ()) else None


def among(frame: CountFrame, found: Counted) -> Token | None:
    """Return the "dead" of "the dead are five soldiers", "among the dead were two nurses", "the dead include two"."""
    those, head = count_words().those.get(frame.type, frozenset()), _listed(found.head)
    verb = head.head
    if verb.lemma_.lower() not in count_words().comprises or not those:
        return None
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "among" and child.i < verb.i and head.i > verb.i:
            return next((noun for noun in child.children if noun.lower_ in those), None)
        if child.dep_ == "nsubj" and child.i < verb.i and head.dep_ in {"attr", "dobj"} and child.lower_ in those:
            return child
    return None


def likewise(found: Counted) -> Token:
    """Return the verb that "as were 17 of the guards" repeats, else that of the clause."""
    verb = found.head.head
    repeats = verb.dep_ == "advcl" and verb.lemma_ == "be" and found.head.i > verb.i
    marked = any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.children)
    return verb.head if repeats and marked and found.head.dep_ in {"acomp", "attr", "nsubj"} else found.verb


def strong(frame: CountFrame, found: Counted) -> Token | None:
    """Return the verb of "turned out 9,000 strong", which is of votes if they came to vote."""
    head = found.head.head
    if head.lower_ != "strong" or head.i <= found.token.i:
        return None
    votes = any(token.lemma_ == "vote" for token in head.sent)
    return head if (frame.type == "votes") == votes and frame.type in {"votes", "attendance"} else None


def listed_at(number: Token) -> Token | None:
    """Return the "in" of "300 marched in Y, 100 in Z": it follows a number that stands in a list of them."""
    doc, i = number.doc, number.i
    if not number.like_num:
        return None
    after = doc[i + 1] if i + 1 < len(doc) else number
    if after.lower_ not in {"in", "at"} or after.is_sent_start:
        return None
    while i > number.sent.start and doc[i - 1].pos_ in {"NUM", "ADV", "ADJ", "ADP"} and i > number.i - _SHORT:
        i -= 1
    return after if i > number.sent.start and doc[i - 1].lower_ in {",", "and", ";"} else None


def _listed(noun: Token) -> Token:
    """Return the first of the nouns that a list joins `noun` to."""
    for _ in range(_FAR):
        if noun.dep_ not in {"conj", "appos"} or noun.head.i >= noun.i:
            break
        noun = noun.head
    return noun


def _are_people(found: Counted) -> bool:
    return found.noun.i == found.token.i or found.noun.lemma_.lower() in frames().people | frames().titles
