"""How sure the article is of what it tells: a hope, an allegation or a denial is never a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from loaders.article.frames import frames
from loaders.article.grammar import MAX_STEPS, agents, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.article.extraction import Certainty

_Governed = Literal["asserted", "alleged", "possible", "negated", "demanded"] | None
_RANK: dict[Certainty, int] = {"asserted": 0, "alleged": 1, "possible": 2, "negated": 3}
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_GIVEN = frozenset(
    {"the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "your", "whose"}
)
_DENIES = frozenset({"deny", "refute", "dispute"})
_CLAIMED = frozenset({"victory", "win"})
_CLAIMS = frozenset({"claim", "report", "declare", "announce"})
_ALMOST = frozenset({"almost", "nearly", "narrowly"})
_UNTRUE = frozenset({"false", "untrue", "wrong", "baseless", "unfounded", "fabricated", "incorrect", "fake"})
_ANYBODY = frozenset({"anyone", "anybody", "whoever", "everyone", "everybody"})
_PRESENT = frozenset({"VBZ", "VBP"})
_ASIDE = 6
_CONDITIONS = frozenset({"if", "unless", "whether"})
_CHARGED_OVER = frozenset({"of", "with", "for", "over", "on"})
_GIVEN_AFTER = frozenset({"after", "since", "following", "during", "despite", "amid", "upon", "before"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "poss", "dative"})


def certainty(token: Token) -> Certainty | None:
    """Return how sure the telling of the event at `token` is; None when it is only demanded, which tells no event."""
    found: Certainty = "negated" if _is_denied_aside(token) else "asserted"
    current = token
    for step in range(MAX_STEPS):
        own = _own(current, is_trigger=step == 0)
        if own is not None and _RANK[own] > _RANK[found]:
            found = own
        head = current.head
        if head.i == current.i:
            # a question, or the headline "Mayor to stand trial"
            open_ = _is_infinitive(current) or _is_asked(current)
            return "possible" if open_ and found in {"asserted", "alleged"} else found
        if _is_given(current):
            return found
        governed = _governed(current, head)
        if governed == "demanded":
            return None
        if governed is not None and _RANK[governed] > _RANK[found]:
            found = governed
        if _ends_here(current, head, found, step):
            return found
        current = head
    return found


def _is_asked(root: Token) -> bool:
    """Say whether the sentence of `root` ends in a question mark, or in one before a quotation mark."""
    last = root.right_edge
    return last.text == "?" or (last.i > root.i and last.nbor(-1).text == "?")


def _is_denied_aside(token: Token) -> bool:
    """Say whether a "not" stands a little before a verb with words between commas: was not, as reported, arrested."""
    if token.pos_ != "VERB" or token.i < _ASIDE or token.nbor(-1).text != ",":
        return False
    before = [other for other in token.doc[token.i - _ASIDE : token.i] if other.sent == token.sent]
    return any(other.lower_ in {"not", "n't", "never"} for other in before)


def less_sure(one: Certainty, other: Certainty) -> Certainty:
    """Return the one that claims less."""
    return max(one, other, key=_RANK.__getitem__)


def _ends_here(current: Token, head: Token, found: Certainty, step: int) -> bool:
    """Say whether what stands above `current` says nothing of how sure it is."""
    verbal = current.pos_ in {"VERB", "AUX"}
    ends = {
        "relcl": True,
        "advcl": not (head.pos_ in {"VERB", "AUX"} and _is_infinitive(current)),
        "conj": verbal and _stands_alone(current, head),
        "pcomp": head.lower_ in {"for", "of"},
        "ccomp": _ends_clause(current, head, found),
        "acl": verbal and current.tag_ in {"VBN", "VBG"},
    }
    nominal = step > 0 and current.dep_ in {"nsubj", "nsubjpass"} and current.pos_ in _NOMINAL
    return ends.get(current.dep_, nominal)


def _ends_clause(current: Token, head: Token, found: Certainty) -> bool:
    lemma, speech = head.lemma_.lower(), frames().speech
    if current.i < head.i and lemma not in speech.verbs:
        return True  # two sentences that the parse joins
    return lemma in speech.indirect and (found != "asserted" or lemma in frames().hedges.states)


def _is_given(token: Token) -> bool:
    """Say whether the noun `token` speaks of what did happen, whatever is said of it: "may appeal his arrest"."""
    if token.pos_ not in _NOMINAL or token.dep_ not in _ARGUMENTS:
        return False
    if token.dep_ == "pobj" and token.head.lower_ in _GIVEN_AFTER:
        return True
    if not any(
        child.dep_ in {"det", "poss"} and (child.lower_ in _GIVEN or child.dep_ == "poss") for child in token.children
    ):
        return False
    above = token.head.head if token.dep_ == "pobj" else token.head
    lemma = above.lemma_.lower()
    hedges = frames().hedges
    if token.dep_ == "dobj" and lemma in hedges.not_of_objects:
        return True
    if token.dep_ in {"nsubj", "nsubjpass"}:
        acts = any(
            (child.dep_ == "dobj" and child.lower_ != "place") or (child.dep_ == "attr" and lemma == "be")
            for child in above.children
        )
        return (acts or lemma not in hedges.happening) and not _impends(above)
    governing = (
        hedges.happening,
        hedges.demands,
        hedges.possible_objects,
        hedges.demand_nouns,
        hedges.possible_nouns,
        hedges.alleged_nouns,
    )
    governs = any(lemma in words for words in governing)
    return not governs and above.pos_ in {"VERB", "AUX", "NOUN"} and lemma not in _DENIES


def _own(token: Token, *, is_trigger: bool) -> Certainty | None:
    """Return what the words around one word of the chain say."""
    hedges = frames().hedges
    found: Certainty | None = "negated" if token.pos_ in {"VERB", "AUX"} and _is_inverted(token) else None
    for child in token.children:
        lower = child.lower_
        if _negates(child, is_trigger=is_trigger):
            return "negated"
        if child.dep_ == "aux" and lower in hedges.possible_auxiliaries:
            found = _modal(token, lower)
        elif child.dep_ in {"advmod", "amod", "compound"} and lower in hedges.alleged_words:
            found = found or "alleged"
        elif child.dep_ in {"advmod", "amod"} and lower in hedges.possible_words:
            found = "possible" if is_trigger and not _is_superlative(token) else found
        elif child.dep_ == "mark" and lower in _CONDITIONS:
            found = "possible"
    return found


def _negates(child: Token, *, is_trigger: bool) -> bool:
    """Say whether a word below another says that it did not happen: not, never, almost, nobody, no one."""
    lower = child.lower_
    if child.dep_ == "neg" or (lower in {"no", "never"} and child.dep_ in {"det", "advmod"}):
        return is_trigger or child.head.pos_ in {"VERB", "AUX"}
    if child.dep_ in {"nsubj", "nsubjpass"}:
        return lower in {"nobody", "none", "neither"} or _is_no(child)
    return is_trigger and child.dep_ == "advmod" and lower in _ALMOST


def _is_inverted(verb: Token) -> bool:
    """Say whether it is the condition of what did not happen: "had he been there, …"."""
    if verb.dep_ not in {"advcl", "ccomp"}:
        return False
    subjects = [child.i for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return bool(subjects) and any(child.lower_ == "had" and child.i < min(subjects) for child in verb.children)


def _is_superlative(token: Token) -> bool:
    """Say whether it is the best possible one, which need not be only possible."""
    return any(inner.tag_ in {"JJS", "RBS"} for child in token.lefts for inner in child.subtree)


def _is_no(token: Token) -> bool:
    return any(child.lower_ == "no" and child.dep_ == "det" for child in token.children) or (
        token.lower_ == "one" and token.i > 0 and token.nbor(-1).lower_ == "no"
    )


def _modal(verb: Token, auxiliary: str) -> Certainty | None:
    """Return what a modal says: it may be so, and what would have been was not."""
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children)
    if perfect and auxiliary in {"would", "should", "could", "'d"}:
        return "negated"
    return "possible"


def _governed(token: Token, head: Token) -> _Governed:
    """Return what the word above says of `token`: hoped, alleged, denied, or "demanded"."""
    if head.pos_ in _VERBAL:
        said = _infinitive(token, head) if _is_infinitive(token) or token.dep_ == "xcomp" else None
        said = said or _complement(token, head)
        if said is not None:
            return said
    if token.dep_ == "pcomp" or (token.dep_ == "pobj" and token.pos_ in _NOMINAL):
        return _below_preposition(head)
    if token.dep_ == "relcl" and head.lower_ in _ANYBODY:
        return "possible"
    if token.dep_ in {"acl", "ccomp", "relcl"} and head.pos_ == "NOUN" and _is_untrue(head):
        return "negated"
    if head.pos_ in _NOMINAL and (token.dep_ in {"acl", "ccomp"} or (token.dep_ == "relcl" and _is_infinitive(token))):
        return _below_noun(head.lemma_.lower(), infinitive=_is_infinitive(token))
    return None


def _infinitive(token: Token, head: Token) -> _Governed:
    """Return what a verb says of an infinitive below it."""
    hedges, lemma = frames().hedges, head.lemma_.lower()
    if token.dep_ not in {"xcomp", "ccomp", "advcl", "acl"} or not _is_infinitive(token):
        return None
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in token.children)
    if lemma in frames().speech.denying:
        return "negated"
    if lemma in hedges.alleging_governors or (lemma in {"say", "report", "know", "understand"} and is_passive(head)):
        return None if lemma in {"say", "report"} and agents(head) else "alleged"
    if lemma in hedges.demands and head.pos_ == "VERB":
        return "demanded" if token.dep_ != "advcl" else "possible"
    is_to = lemma == "be" and token.dep_ == "xcomp" and head.tag_ in _PRESENT  # he is to be replaced
    if lemma in hedges.factive and not perfect and not is_to:
        return None
    return "possible" if is_to or lemma in hedges.possible_governors or _is_base(token) else None


def _complement(token: Token, head: Token) -> _Governed:
    """Return what a verb says of a clause, an object or a subject below it."""
    hedges, lemma = frames().hedges, head.lemma_.lower()
    if token.dep_ in {"ccomp", "xcomp", "dobj"} and lemma in _DENIES:
        return "negated"
    if token.dep_ == "ccomp":
        return _clause(token, head)
    if token.dep_ == "dobj":
        return _object(token, lemma)
    if token.dep_ == "nsubjpass" and lemma in hedges.calls_off:
        return "negated"
    if token.dep_ == "xcomp" and not _is_infinitive(token) and lemma in hedges.possible_objects:
        return "possible"  # feared being arrested
    impends = token.dep_ == "nsubj" and lemma == "be" and _impends(head)
    return "possible" if impends or (token.dep_ == "nsubjpass" and lemma in hedges.schedules) else None


def _said(token: Token, verb: Token) -> _Governed:
    """Return what comes of who says a clause: of what nobody said nothing, of what anybody may have said a rumour."""
    sayers = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    unsaid = any(child.dep_ == "neg" for child in verb.children) or any(
        child.lower_ in {"nobody", "none"} or _is_no(child) for child in sayers
    )
    # why it happened supposes that it did
    if unsaid and not any(child.tag_ == "WRB" for child in token.children):
        return "demanded"
    return "alleged" if any(child.lemma_.lower() in frames().hedges.hearsay for child in sayers) else None


def _is_untrue(noun: Token) -> bool:
    """Say whether a report is said to be false: "the report that he was freed was false"."""
    return noun.dep_ == "nsubj" and any(
        child.dep_ in {"acomp", "oprd", "attr"} and child.lower_ in _UNTRUE for child in noun.head.children
    )


def _clause(token: Token, head: Token) -> _Governed:
    hedges, lemma = frames().hedges, head.lemma_.lower()
    if lemma in frames().speech.verbs and (said := _said(token, head)) is not None:
        return said
    if lemma in hedges.alleging_governors or (lemma in {"report", "say"} and _is_impersonal(head)):
        return "alleged"
    if lemma in hedges.hoping_governors:
        return "possible"
    return "demanded" if _is_base(token) and lemma in hedges.demands - {"insist", "ask"} else None


def _object(token: Token, lemma: str) -> _Governed:
    hedges = frames().hedges
    if lemma in hedges.demands - hedges.not_of_objects:
        return "demanded"
    if lemma in _CLAIMS and token.lemma_.lower() in _CLAIMED:
        return "alleged"
    return "possible" if lemma in hedges.possible_objects else None


def _is_impersonal(verb: Token) -> bool:
    """Say whether nobody is said to say it: "it was reported that"."""
    return is_passive(verb) and not agents(verb)


def _impends(copula: Token) -> bool:
    return any(
        obj.lemma_.lower() in frames().hedges.impending
        for prep in copula.children
        if prep.dep_ == "prep"
        for obj in prep.children
    ) or any(child.dep_ == "acomp" and child.lower_ in frames().hedges.possible_words for child in copula.children)


def _below_noun(lemma: str, *, infinitive: bool) -> _Governed:
    hedges = frames().hedges
    if lemma in hedges.alleged_nouns:
        return "alleged"
    if lemma in hedges.demand_nouns:
        return "demanded"
    return "possible" if lemma in hedges.possible_nouns or infinitive else None


def _below_preposition(prep: Token) -> _Governed:
    """Return what "accused of …", "calls for …", "suspicion of …" say of what follows."""
    hedges = frames().hedges
    above, word = prep.head, prep.lower_
    lemma = above.lemma_.lower()
    if word == "without" or (word == "from" and lemma in hedges.prevents):
        return "negated"
    if word in _CHARGED_OVER and lemma in hedges.accused_of | hedges.alleged_nouns:
        return "alleged"
    if word == "of" and above.lower_ == "reports":
        return "alleged"
    if word == "for" and lemma in hedges.demands | hedges.demand_nouns:
        return "demanded"
    return "possible" if lemma in hedges.possible_nouns and above.pos_ == "NOUN" else None


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _is_base(verb: Token) -> bool:
    return verb.tag_ == "VB" or any(child.dep_ == "auxpass" and child.tag_ == "VB" for child in verb.children)


def _stands_alone(verb: Token, other: Token) -> bool:
    """Say whether a co-ordinated verb shares no auxiliary with the first one: "did not resign and was dismissed"."""
    if any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children):
        return True
    if any(child.dep_ in {"aux", "auxpass"} and child.tag_ in {"VBD", "VBZ", "VBP", "MD"} for child in verb.children):
        return True
    helped = any(child.dep_ == "aux" for child in other.children)
    return verb.tag_ in {"VBD", "VBZ", "VBP"} and helped
