"""What makes a number a count: the verb that the people are subject or object of, or the noun that is counted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from loaders.article.count_nouns import among, done, likewise, lives, mercy, strong, toll
from loaders.article.count_words import count_words
from loaders.article.frames import frames
from loaders.article.grammar import clause, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.frames import CountFrame

_NEAR = 6
_MANY = 50
_SCALES = frozenset({"hundred", "thousand", "million", "dozen"})
_VERBS = frozenset({"VERB", "AUX"})
_STOCK = "political_prisoners"


class Counted:
    """A number in its place: its token, the noun that it counts (itself, if none), and whether it is a share."""

    def __init__(self, token: Token, noun: Token, *, percent: bool = False) -> None:
        self.token = token
        self.noun = self._of() if noun.i == token.i else noun
        self.head = noun
        self.percent = percent

    def _of(self) -> Token:
        """Return the noun of "thousands of protesters"."""
        for child in self.token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((inner for inner in child.children if inner.dep_ == "pobj"), self.token)
        return self.token

    @property
    def is_those(self) -> bool:
        """Say whether it stands for a noun told before: those 1,400."""
        return self.noun.i == self.token.i and any(child.lower_ in {"those", "these"} for child in self.token.children)

    @cached_property
    def phrase(self) -> str:
        """The counted noun with the words before it, as lemmas."""
        noun = self.noun
        left = [
            child.lemma_.lower() for child in noun.lefts if child.dep_ in {"amod", "compound"} and not child.like_num
        ]
        return f"{' '.join(left)} {noun.lemma_.lower()}".strip()

    @cached_property
    def verb(self) -> Token:
        """The verb of its clause."""
        return clause(self.head)

    @cached_property
    def definite(self) -> bool:
        """Whether the number is of people already spoken of: the two parents."""
        if self.noun.i == self.token.i and self.token.tag_ == "NNS":
            return False
        if any(child.lower_ in count_words().definite and child.i < self.noun.i for child in self.head.children):
            return not any(child.dep_ in {"acl", "relcl"} for child in self.head.children)
        return self.noun.i != self.head.i and self.partial

    @cached_property
    def of_all(self) -> bool:
        """Whether it is said of all of so many: all 14 on board."""
        said = {child.lower_ for child in self.head.children if child.i < self.noun.i} & count_words().definite
        return said == {"all"} and self.noun.i != self.token.i

    @cached_property
    def partial(self) -> bool:
        """Whether it is some of a number told before: six of the murders."""
        return self.noun.i != self.head.i and any(
            child.lower_ in count_words().definite for child in self.noun.children
        )


def is_stock(frame: CountFrame, found: Counted) -> bool:
    """Say whether the noun is what `frame` counts as a stock: hundreds of political prisoners."""
    if frame.type != _STOCK:
        return False
    after = " ".join(token.lower_ for token in found.noun.doc[found.noun.i + 1 : found.noun.i + 3])
    phrases = {found.phrase, f"{found.phrase} {after}"}
    return any(phrase.endswith(word) for phrase in phrases for word in frame.nouns) or _is_called(frame, found)


def _is_called(frame: CountFrame, found: Counted) -> bool:
    """Say whether people are said to be what `frame` counts: recognised 1,200 people as political prisoners."""
    verb = found.head.head
    if verb.pos_ not in _VERBS or verb.lemma_.lower() not in count_words().calls:
        return False
    after = " ".join(token.lemma_.lower() for token in verb.doc[found.head.i + 1 : found.head.i + _NEAR])
    return any(f"as {word}" in after for word in frame.nouns)


def fits(frame: CountFrame, found: Counted) -> Token | None:
    """Return the word that makes the number one of `frame`: its verb, an adjective, or the counted noun itself."""
    if found.percent:
        return _share(found) if frame.type == "votes" else None
    lemma = found.noun.lemma_.lower()
    if frame.type == "votes" and (together := strong(frame, found)) is not None:
        return together
    if frame.beside:
        near = {other.lemma_.lower() for other in (found.verb, found.verb.head)}
        return found.noun if lemma in frame.nouns and near & frame.beside else None
    if frame.type == _STOCK:
        return found.noun if is_stock(frame, found) else None
    return None if _is_rate(found) or _is_other(frame, found) else _told(frame, found)


def _told(frame: CountFrame, found: Counted) -> Token | None:
    if found.verb.lemma_.lower() in count_words().averts:
        return None
    if any(found.phrase.endswith(word) for word in frame.nouns):
        if not found.definite and not found.partial:
            return found.noun
    elif found.definite and not found.partial and not found.of_all:
        return None
    special = None
    match frame.type:
        case "killed":
            special = toll(found) or lives(found)
        case "attendance":
            special = _crowd(frame, found)
        case "pardoned":
            special = mercy(found)
    if (whole := among(frame, found) or strong(frame, found)) is not None:
        return whole
    told = _adjective(frame, found) or special or _verb(frame, found) or _phrase(frame, found)
    return told or done(frame, found)


def _is_other(frame: CountFrame, found: Counted) -> bool:
    """Say whether the noun is not what `frame` counts: things, people on duty at a march, a margin of votes."""
    lemma, words = found.noun.lemma_.lower(), count_words()
    if frame.type == "votes":
        return _is_margin(found)
    if frame.type == "attendance" and lemma in words.on_duty:
        return True
    if lemma in frame.nouns and lemma in frames().people and found.verb.lemma_.lower() in words.freed:
        return True
    return lemma in words.things and not (lemma == "life" and frame.type == "killed")


def _is_rate(found: Counted) -> bool:
    """Say whether it is so many of so many: four deaths per 100,000."""
    after = found.token.doc[found.token.i : found.token.i + _NEAR]
    before = found.token.doc[max(0, found.token.i - 1) : found.token.i]
    return any(token.lower_ == "per" for token in (*before, *after))


def _is_margin(found: Counted) -> bool:
    """Say whether votes are those between two: won by one vote, a margin of 108 votes."""
    prep = found.head.head
    return prep.lower_ == "by" or (prep.lower_ == "of" and prep.head.lemma_.lower() in {"margin", "majority", "lead"})


def _verb(frame: CountFrame, found: Counted) -> Token | None:
    """Return the verb of `frame` whose subject or object is counted."""
    head = found.head
    for _ in range(_NEAR):
        listed = head.dep_ == "conj" or (head.dep_ == "appos" and _is_numbered(head) and _is_numbered(head.head))
        if not listed or head.head.i == head.i or head.head.pos_ in _VERBS:
            break
        head = head.head
    if (verb := likewise(found)) is not found.verb and _tells(frame, verb) and is_passive(verb):
        return verb
    raised = [child for child in head.head.children if child.dep_ in {"xcomp", "ccomp"} and _is_raised(head.head)]
    for verb in [head.head, *raised, *(child for child in found.head.children if child.dep_ in {"acl", "relcl"})]:
        if not _tells(frame, verb):
            continue
        if verb in raised:
            return verb if is_passive(verb) or verb.lemma_.lower() in count_words().own else None
        if verb.dep_ in {"acl", "relcl"} and verb.head.i == found.head.i:
            return verb if verb.lemma_.lower() in count_words().own or is_passive(verb) else None
        if _takes(verb, head):
            return verb
    by = found.head.head
    if frame.type == "attendance" and by.lower_ == "by" and by.head.lemma_ in {"attend", "join"}:
        return by.head
    return None


def _is_numbered(noun: Token) -> bool:
    return any(child.dep_ == "nummod" for child in noun.children)


def _is_raised(verb: Token) -> bool:
    """Say whether what is below `verb` is said of its subject: 14 people are believed to have died."""
    return verb.lemma_.lower() in count_words().raises and is_passive(verb)


def one_of(frame: CountFrame, token: Token) -> Token | None:
    """Return the verb of "one of them was injured"."""
    verb = token.head
    below = {child.lower_ for child in token.children}
    if token.dep_ not in {"nsubj", "nsubjpass"} or "of" not in below or "," in below:
        return None  # "one of its observers, X, was detained" tells of X
    return verb if _tells(frame, verb) and _takes(verb, token) else None


def _is_headline(verb: Token, noun: Token) -> bool:
    """Say whether a headline leaves out "were": four teenagers shot at party."""
    ends = verb.sent[-1].is_punct and verb.sent[-1].text in {".", "!", "?"}
    bare = not any(child.dep_ in {"dobj", "aux"} for child in verb.children) and verb.tag_ in {"VBD", "VBN"}
    return bare and not ends and noun.dep_ == "nsubj" and verb.lemma_.lower() in count_words().headlined


def _phrase(frame: CountFrame, found: Counted) -> Token | None:
    """Return the verb of "rounded up 412 people", "41 were sent home", "13 are behind bars", "400 held"."""
    phrases = count_words().phrases.get(frame.type)
    people = found.noun.i == found.token.i or found.noun.lemma_.lower() in frames().people | {"other"}
    if phrases is None or not people:
        return None
    if found.phrase.endswith("political prisoner") and frame.type not in {"released", "pardoned"}:
        return None
    head = found.head
    for verb in [head.head, *(child for child in head.children if child.dep_ in {"acl", "relcl"})]:
        if verb.pos_ not in _VERBS:
            continue
        own = verb.head.i == head.i
        if not own and head.dep_ not in {"dobj", "nsubjpass", "nsubj"}:
            continue
        lemma, later = verb.lemma_.lower(), {token.lower_ for token in verb.doc[verb.i + 1 : verb.i + _NEAR]}
        for phrase in phrases:
            first, _, beside = phrase.partition(" ")
            active = head.dep_ == "dobj" or lemma in count_words().undergoes
            if first == lemma and (beside in later if beside else is_passive(verb) or _is_headline(verb, head)):
                return verb if active or is_passive(verb) or own or _is_headline(verb, head) else None
    return None


def _tells(frame: CountFrame, verb: Token) -> bool:
    """Say whether `verb` is of `frame`: people turn out, and not just turn."""
    lemma = verb.lemma_.lower()
    if verb.pos_ not in _VERBS or lemma not in frame.verbs:
        return False
    return lemma != "turn" or any(child.lower_ == "out" for child in verb.children)


def _takes(verb: Token, noun: Token) -> bool:
    """Say whether `noun` stands where `verb` has those whom it is about."""
    lemma = verb.lemma_.lower()
    if lemma in count_words().own:
        return noun.dep_ in {"nsubj", "nsubjpass"}
    if lemma in count_words().drawn:
        return noun.dep_ == "dobj"
    headline = verb.tag_ == "VBN" and not any(child.dep_ == "dobj" for child in verb.children)
    return noun.dep_ in {"dobj", "nsubjpass"} or (noun.dep_ == "nsubj" and headline)


def _adjective(frame: CountFrame, found: Counted) -> Token | None:
    """Return the adjective or "to death" after the number: 14 dead, left 42 people dead, four stabbed to death."""
    doc, words = found.token.doc, count_words()
    for token in _past_aside(found.token):
        if token.is_sent_start:
            return None
        if token.lower_ in frame.adjectives and not _modifies(token):
            return token
        if frame.type == "killed" and token.lower_ in words.violent:
            later = [after.lower_ for after in doc[token.i + 1 : token.i + 3]]
            return token if later[:1] == ["dead"] or later == ["to", "death"] else None
        people = token.lower_ in words.between | words.feared or token.lemma_.lower() in frames().people
        if not people and token.pos_ not in {"ADV", "ADJ"} and token.dep_ != "compound":
            return None
    return None


def _past_aside(number: Token) -> list[Token]:
    """Return the words after `number`, without an aside: around 20 more, including her colleague, were injured."""
    doc, i = number.doc, number.i + 1
    near = list(doc[i : i + _NEAR + 1])
    for place, token in enumerate(near[:-1]):
        if token.text == "," and near[place + 1].lower_ in {"including", "among"}:
            end = min(len(doc), token.i + 2 * _NEAR)
            closing = next((j for j in range(token.i + 1, end) if doc[j].text == ","), None)
            return near[:place] + (list(doc[closing + 1 : closing + _NEAR]) if closing is not None else [])
    return near


def _modifies(adjective: Token) -> bool:
    """Say whether an adjective belongs to a noun after it: two dead dogs."""
    after = adjective.nbor() if adjective.i + 1 < len(adjective.doc) else adjective
    return adjective.dep_ == "amod" and after.pos_ in {"NOUN", "PROPN"} and after.lower_ not in count_words().between


def _crowd(frame: CountFrame, found: Counted) -> Token | None:
    """Return the word that makes people a crowd: a crowd of 5,000; 300 protesters blocked; took to the streets."""
    head, verb, above, words = found.head, found.verb, found.head.head, count_words()
    if head.dep_ == "pobj" and above.lower_ in {"of", "by"} and above.head.lemma_.lower() in words.crowds:
        return above.head
    if head.dep_ == "pobj" and above.lower_ == "in" and above.head.lemma_.lower() == "number":
        return above.head
    following = found.token.nbor() if found.token.i + 1 < len(found.token.doc) else found.token
    if following.lower_ in frame.verbs & words.own:
        return following
    if head.dep_ != "nsubj" or verb.pos_ not in _VERBS:
        return None
    comers = verb.lemma_.lower() in words.comes and found.noun.lemma_.lower() in frames().people - words.newcomers
    if not is_passive(verb) and (found.noun.lemma_.lower() in frame.subjects or (comers and _is_crowd(found))):
        return verb
    said = {token.lower_ for token in verb.subtree} if verb.lemma_.lower() in {"take", "join"} else set()
    part = "part" in said and (said & words.marches or _is_crowd(found))
    return verb if "streets" in said or part or (verb.lemma_.lower() == "join" and said & words.marches) else None


def _is_crowd(found: Counted) -> bool:
    """Say whether a number is that of many: 300, thousands."""
    text = found.token.lower_.replace(",", "")
    if text.isdigit():
        return int(text) >= _MANY
    return found.token.tag_ == "NNS" or any(child.lower_ in _SCALES for child in (found.token, *found.token.children))


def _share(found: Counted) -> Token | None:
    """Return the word that makes a share one of votes: 52% of voters voted, won 30% of the vote, and 48% to stay."""
    sign, verb, doc, i = found.head, clause(found.token), found.token.doc, found.token.i
    if any(token.lower_ in count_words().polls for token in found.token.sent):
        return None
    below = {token.lemma_.lower() for token in (sign.subtree if sign.i != verb.i else found.token.subtree)}
    if below & {"vote", "voter", "ballot"} or (verb.lemma_ == "vote" and verb.pos_ == "VERB"):
        return verb
    after = doc[i + 2].lower_ if i + 2 < len(doc) else ""
    before = doc[found.token.sent.start : i]
    other = any(token.text == "%" for token in before) and any(token.lemma_ in {"vote", "voter"} for token in before)
    return verb if other and after in {"to", "for", "against", "of"} else None


def is_feared(noun: Token, trigger: Token) -> bool:
    """Say whether a number is of people only feared or believed to be dead."""
    first, last = sorted((noun.i, trigger.i))
    return any(token.lower_ in count_words().feared for token in noun.doc[first:last])


def none_of(frame: CountFrame, found: Counted) -> Token | None:
    """Return the word by which nobody is of `frame`: "no injuries were reported", "no soldiers were hurt"."""
    noun = found.token if found.token.lower_ in count_words().nobody else found.noun
    verb = noun.head
    if noun.lemma_.lower() in frame.nouns and noun.lemma_ != "casualty":
        plain = noun.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "conj"}
        return noun if plain and verb.lemma_.lower() in count_words().reports | {noun.lemma_.lower()} else None
    people = (
        noun.lemma_.lower() in frames().people | count_words().on_duty
        or noun.lower_ in count_words().nobody
        or noun.lower_ == "one"
    )
    if not people or noun.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    return verb if _tells(frame, verb) and (is_passive(verb) or verb.lemma_.lower() in count_words().own) else None
