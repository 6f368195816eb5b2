"""Where people live and where bodies sit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames
from loaders.article.grammar import is_passive, objects, subjects, with_preposition
from loaders.article.lexicon import places
from loaders.article.participants import literal
from loaders.article.related import Tie
from loaders.article.relation_words import relation_words
from loaders.article.title_phrases import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from loaders.article.cast import Member
    from loaders.article.extraction import Arguments
    from loaders.article.related import Related

_FEW = 6
_TOWNS = frozenset({"city", "town", "village", "capital", "district", "region", "suburb", "port", "state", "province"})
_THOUGHT = frozenset({"believe", "think", "presume"})
_RESIDENTS = frozenset({"resident", "native", "inhabitant"})
_OWN = frozenset({"nsubj", "nsubjpass", "appos", "attr", "ROOT", "conj"})
_SITES = ("in", "on", "near", "at")


def read_life(related: Related, verb: Token) -> None:
    """Tell of "X lives in Y" and "X lives abroad"."""
    believed = verb.dep_ == "xcomp" and verb.head.lemma_ in _THOUGHT
    for who in subjects(verb):
        person = related.entity(who) or _said_of(related, who)
        if person is None or person.type != "person":
            continue
        near = with_preposition(verb, "in")
        if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
            near.append(verb.head)
        for where in [*near, *(inner for exile in near if exile.lower_ == "exile" for inner in _beneath(exile))]:
            place = related.entity(where)
            if place is not None and place.type == "place":
                related.tell(
                    Tie(
                        "lives_in",
                        {"person": person.id, "place": place.id},
                        verb,
                        [who, where],
                        "live in",
                        sure="possible" if believed else None,
                    )
                )
        for child in verb.children:
            if child.lower_ in relation_words().abroad:
                related.tell(
                    Tie(
                        "lives_in",
                        {"person": person.id, "place": f"#{child.lower_}"},
                        verb,
                        [who, child],
                        "live abroad",
                    )
                )


def read_resident(related: Related, noun: Token) -> None:
    """Tell of "a Leeds man" and "a woman from Leeds" whom nobody names, and of "X, a resident of Leeds"."""
    doc, person = noun.doc, related.entity(noun)
    after = related.cast.named(doc[noun.i + 1]) if noun.i + 1 < len(doc) else None
    if after is not None and after.type == "person":
        return
    as_one = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    if person is None and (as_one or noun.dep_ in {"appos", "attr"}):
        whom = [noun.head] if noun.dep_ == "appos" else subjects(noun.head.head if as_one else noun.head)
        person = next((member for who in whom if (member := related.cast.of(who)) is not None), None)
        if person is None:
            return
    if person is None and noun.tag_ != "NN":
        return
    resident = noun.lemma_.lower() in _RESIDENTS
    before = noun.nbor(-1) if noun.i else noun
    words = [before] if before.dep_ in {"compound", "nmod"} else []
    words += with_preposition(noun, "of") if resident else with_preposition(noun, "from")
    for word in words:
        place = related.cast.named(word)
        said = person.id if person is not None else literal(noun)
        if place is None or place.type != "place" or said is None or (person is not None and person.type != "person"):
            continue
        tie = Tie("lives_in", {"person": said, "place": place.id}, noun, [noun.left_edge, word], "Y man")
        related.tell(tie._replace(sure="asserted"))
        return


def _said_of(related: Related, noun: Token) -> Member | None:
    """Return who "X is a Swedish national living in Oslo" is about."""
    if noun.dep_ != "attr":
        return None
    return next((member for who in subjects(noun.head) if (member := related.entity(who)) is not None), None)


def _beneath(exile: Token) -> list[Token]:
    return with_preposition(exile, "in")


def read_home(related: Related, noun: Token) -> None:
    """Tell of "her home in Y" and "returned home to Y"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    people = [owner] if owner is not None else subjects(noun.head) if noun.head.lemma_ == "return" else []
    doc = noun.doc
    i = noun.i + 1
    while (
        i < len(doc)
        and i < noun.i + _FEW + 1
        and (
            doc[i].lower_ in {"in", "to", "the", "of"}
            or doc[i].pos_ in {"ADJ", "NOUN", "PROPN"}
            or doc[i].tag_ == "VBG"
        )
    ):
        place = related.cast.named(doc[i])
        if place is not None:
            break
        i += 1
    place = related.cast.named(doc[i]) if noun.i + 1 < i < len(doc) and doc[noun.i + 1].lower_ in {"in", "to"} else None
    for who in people:
        person = related.entity(who)
        if person is not None and person.type == "person" and place is not None and place.type == "place":
            related.tell(Tie("lives_in", {"person": person.id, "place": place.id}, noun, [who, doc[i]], "home in"))


def read_origin(related: Related, name: Sequence[Token], person: Member) -> None:
    """Tell of "Ohio man X", "X, 34, of Leeds," and "X, from Toronto, …"."""
    doc, i = name[0].doc, name[0].i - 1
    if i > 0 and doc[i].text == ",":
        i -= 1
    if i > 0 and not name[0].is_sent_start and doc[i].lower_ in relation_words().residents:
        place = related.cast.named(doc[i - 1])
        if place is not None and place.type == "place":
            related.tell(
                Tie(
                    "lives_in",
                    {"person": person.id, "place": place.id},
                    name[-1],
                    [doc[i - 1], name[0]],
                    "Y man X",
                    sure="asserted",
                )
            )
    i, commas = name[-1].i + 1, 0
    while (
        i < len(doc)
        and i < name[-1].i + _FEW
        and (doc[i].text in {",", "-"} or doc[i].like_num or doc[i].lower_ in {"aged", "year", "old"})
    ):
        commas += doc[i].text == ","
        i += 1
    if i + 1 < len(doc) and (commas or _is_town_and_state(related, name, i)) and doc[i].lower_ in {"of", "from"}:
        i += 2 if doc[i + 1].lower_ in {"the", "nearby"} else 1
        place = related.cast.named(doc[i]) if i < len(doc) and not doc[i].is_sent_start else None
        if place is not None and place.type == "place":
            related.tell(
                Tie(
                    "lives_in",
                    {"person": person.id, "place": place.id},
                    name[-1],
                    [name[0], doc[i]],
                    "X, from Y",
                    sure="asserted",
                )
            )


def _is_town_and_state(related: Related, name: Sequence[Token], i: int) -> bool:
    """Say whether "of" after a bare full name has a town and its state after it: X of Waco, Texas."""
    doc, j = name[0].doc, i + 1
    first = related.cast.named(doc[j])
    while j < len(doc) and first is not None and related.cast.named(doc[j]) is first:
        j += 1
    second = related.cast.named(doc[j + 1]) if j + 1 < len(doc) and doc[j].text == "," else None
    if first is None or second is None or not (first.type == second.type == "place") or len(name) == 1:
        return False
    return name[0].i == 0 or not is_title(name[0].nbor(-1), "person")


# ---------------------------------------------------------------------- bodies


def read_based(related: Related, token: Token) -> None:
    """Tell of "B, a Minsk-based group" and of "Minsk-based activist X": `token` is "based"."""
    doc = token.doc
    place = related.cast.named(doc[token.i - 2]) if token.i > 1 and doc[token.i - 1].text == "-" else None
    if place is None or place.type != "place":
        return
    noun = _end(token)
    near: list[Token] = list(doc[noun.i + 1 : noun.i + 3])
    candidates = [noun, *(word for word in near if word.text != ",")]
    left = token.i - 3
    while left > 0 and doc[left].lower_ in {"a", "an", "the", ","}:
        left -= 1
    if doc[left + 1].text == ",":
        candidates.insert(0, doc[left])
    kinds = frozenset({"org"}) if noun.lemma_.lower() in frames().org_titles else frozenset({"org", "person"})
    if (named := related.cast.named(noun)) is not None and named.type in kinds:
        candidates = [noun]
    found = ((related.cast.named(word) or related.cast.of(word), word) for word in candidates)
    body, word = next(((who, word) for who, word in found if who is not None and who.type in kinds), (None, noun))
    if body is not None:
        kind, role = ("lives_in", "person") if body.type == "person" else ("located_in", "org")
        words = [doc[token.i - 2], noun, word]
        related.tell(Tie(kind, {role: body.id, "place": place.id}, token, words, "Y-based", sure="asserted"))


def _end(token: Token) -> Token:
    """Return the last noun of the phrase that `token` stands in."""
    i, doc = token.i, token.doc
    while (
        i + 1 < len(doc)
        and (doc[i + 1].pos_ in {"NOUN", "PROPN", "ADJ"} or doc[i + 1].text == "-")
        and i < token.i + _FEW
    ):
        i += 1
    return doc[i]


def read_site(related: Related, verb: Token) -> None:
    """Tell of "B is located in Y" and "B, based in Y"."""
    if not is_passive(verb) and verb.tag_ != "VBN":
        return
    for what in objects(verb):
        body = related.entity(what)
        for where in (where for prep in _SITES[:3] for where in with_preposition(verb, prep)):
            place = related.entity(where)
            if (
                body is not None
                and place is not None
                and place.type == "place"
                and body is not place
                and body.type in {"org", "person"}
            ):
                if body.type == "org":
                    related.tell(
                        Tie("located_in", {"org": body.id, "place": place.id}, verb, [what, where], verb.lemma_)
                    )
                else:
                    related.tell(
                        Tie("lives_in", {"person": body.id, "place": place.id}, verb, [what, where], verb.lemma_)
                    )


def read_operation(related: Related, verb: Token) -> None:
    """Tell of "B publishes from Y"."""
    for who in subjects(verb):
        body = related.entity(who)
        for where in with_preposition(verb, "from"):
            place = related.entity(where)
            if (
                body is not None
                and body.type in {"org", "work"}
                and place is not None
                and place.type == "place"
                and place is not body
            ):
                related.tell(Tie("located_in", {"org": body.id, "place": place.id}, verb, [who, where], "operate from"))


def read_office(related: Related, noun: Token) -> None:
    """Tell of "B's office in the city of Y" and "a B store in Y"."""
    owner = next((child for child in noun.children if child.dep_ in {"poss", "compound", "nmod"}), None)
    body = related.entity(owner) if owner is not None else None
    if owner is None or body is None or body.type != "org" or (owner.dep_ != "poss" and owner.i != noun.i - 1):
        return  # the "U.N. human rights office" is not the U.N.
    for where in with_preposition(noun, "in"):
        inner = [where, *with_preposition(where, "of")] if where.lemma_ in _TOWNS else [where]
        for one in inner:
            place = related.entity(one)
            if place is not None and place.type == "place":
                related.tell(
                    Tie(
                        "located_in",
                        {"org": body.id, "place": place.id},
                        noun,
                        [owner, one],
                        "B's office in Y",
                        sure="asserted",
                    )
                )
                return


def read_address(related: Related, name: Sequence[Token], body: Member) -> None:
    """Tell of "the Court of Session in Scotland", "B, Y," of an institution, and of "B's C", "C at B" of bodies."""
    doc, i = name[0].doc, name[-1].i + 1
    words = {word.lower() for word in body.name.split()} | {token.lower_ for token in name}
    own = _has_place(related, name, body) and not words & relation_words().moving
    if i + 1 < len(doc) and (own or words & relation_words().institutions) and not doc[i].is_sent_start:
        where = _past_town(doc, i + 1)
        place = related.cast.named(doc[where])
        if place is not None and place.type == "place" and place is not body and not doc[where].is_sent_start:
            last = where
            while last + 1 < len(doc) and related.cast.named(doc[last + 1]) is place:
                last += 1
            closed = last + 1 >= len(doc) or (
                doc[last + 1].lower_ not in {"and", "'s", "or"} and doc[last + 1].pos_ not in {"VERB", "AUX", "PROPN"}
            )
            if doc[i].lower_ == "in" or (doc[i].text == "," and closed):
                related.tell(
                    Tie(
                        "located_in",
                        {"org": body.id, "place": place.id},
                        name[-1],
                        [name[0], doc[where]],
                        "B in Y",
                        sure="asserted",
                    )
                )
    if body.type == "org":
        _beside(related, name, body)
        _of_country(related, name, body)


def _of_country(related: Related, name: Sequence[Token], body: Member) -> None:
    """Tell of "Baltic Air of Estonia": a body, the country that it is of."""
    doc, i = name[0].doc, name[-1].i + 1
    if i + 1 >= len(doc) or doc[i].lower_ != "of" or doc[i].head.i not in {token.i for token in name}:
        return
    i += 2 if doc[i + 1].lower_ == "the" else 1
    place = related.cast.named(doc[i]) if i < len(doc) else None
    if place is not None and place.name in places().countries and len(name) > 1:
        args: Arguments = {"org": body.id, "place": place.id}
        related.tell(Tie("located_in", args, name[-1], [name[0], doc[i]], "B of Y", sure="asserted"))


def _has_place(related: Related, name: Sequence[Token], body: Member) -> bool:
    """Say whether the "in" after a body's name belongs to it: the Houthi movement in Yemen, not "told the BBC in"."""
    doc, i = name[0].doc, name[-1].i + 1
    if body.type != "org" or i >= len(doc) or doc[i].lower_ != "in" or related.cast.named(doc[i].head) is not body:
        return False
    return doc[i].head.dep_ in _OWN or (doc[i].head.dep_ == "pobj" and doc[i].head.head.lower_ == "of")


def _past_town(doc: Doc, i: int) -> int:
    """Return where the name stands in "the northern city of Y", "the nearby town of Y", "the Y"."""
    j = i
    while j + 1 < len(doc) and j < i + _FEW and doc[j].is_lower and (doc[j].pos_ in {"DET", "ADJ", "NOUN"} or j > i):
        j += 1
        if doc[j].lower_ == "of" and doc[j - 1].lower_ in _TOWNS:
            return j + 1
    return j if j <= i + 1 and doc[i].lower_ == "the" else i


def _beside(related: Related, name: Sequence[Token], body: Member) -> None:
    """Tell of "the Brno weekly B": a town, a kind of body, its name."""
    doc, i = name[0].doc, name[0].i - 1
    if i < 1 or name[0].is_sent_start or doc[i].lower_ not in relation_words().media:
        return
    place = related.cast.named(doc[i - 1])
    if place is not None and place.type == "place":
        related.tell(
            Tie(
                "located_in",
                {"org": body.id, "place": place.id},
                name[-1],
                [doc[i - 1], name[0]],
                "Y weekly B",
                sure="asserted",
            )
        )
