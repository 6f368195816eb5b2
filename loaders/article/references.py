"""Whom pronouns and descriptions mean: he and she, it and they, "the accused", "the mayor", "the court"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.cast import Cast, Member, slug
from loaders.article.described import described
from loaders.article.dock import Dock
from loaders.article.extraction import Mention, Span
from loaders.article.frames import frames
from loaders.article.grammar import antecedent, is_passive
from loaders.article.kin import Kin
from loaders.article.salience import Leaning, Salience, Seen, own_clause_subject, role_weight
from loaders.article.segments import Part
from loaders.article.together import Together, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from loaders.article.extraction import Form
    from loaders.article.quotes import Quote

_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THEY = frozenset({"they", "them", "their", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_I = frozenset({"i", "me", "my", "myself", "mine"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_INSIDE_NAME = frozenset({"compound", "flat", "appos", "nmod", "amod", "attr"})
_DEFINITE = frozenset({"the", "this", "that"})
_BODIES = frozenset({"org", "campaign", "group", "work"})
_TITLES = frozenset({Part.HEADLINE, Part.HEADING, Part.CAPTION})
_SPEAKING_PLACES = frozenset({"place"})


def resolve(cast: Cast, quotes: Sequence[Quote]) -> None:
    """Give every pronoun and description whom it means, first to last. Inside `quotes`, "I" is left to `speakers`."""
    _Reader(cast, quotes).read()


def speakers(cast: Cast, quotes: Iterable[Quote]) -> None:
    """Give I, me and my inside a quote its speaker."""
    for quote in quotes:
        speaker = cast.members.get(quote.speaker or "")
        if speaker is None or speaker.type != "person":
            continue
        for token in quote.tokens:
            if token.lower_ in _I and cast.of(token) is None:
                cast.mention(speaker, _span(cast, token), [token], "pronoun")


def _span(cast: Cast, token: Token) -> Span:
    return Span(cast.parsed.start(token), cast.parsed.end(token))


_SURE = 1.0


class _Reader:
    """Reads an article from its first word to its last, and keeps whom it has spoken of so far."""

    def __init__(self, cast: Cast, quotes: Sequence[Quote]) -> None:
        self._cast = cast
        self._doc = cast.parsed.doc
        self._quotes = {token.i: quote for quote in quotes for token in quote.tokens}
        self._salience = Salience(cast.parsed)
        self._kin = Kin()
        self._together = Together(cast)
        self._owned: list[tuple[Token, Member, str]] = []
        self._dock = Dock(cast)

    def read(self) -> None:
        """Resolve everything; what needs the whole article, such as "his wife", comes last."""
        self._dock.claim_surnames()
        for token in self._cast.parsed.tokens:
            named = self._cast.named(token)
            if named is not None:
                self._name(token, named)
            elif token.lower_ in _HE and token.pos_ in {"PRON", "DET"}:
                self._pronoun(token, self._person(token))
            elif token.lower_ in _THEY and token.pos_ in {"PRON", "DET"}:
                self._pronoun(token, self._many(token))
            elif token.lower_ in _IT and token.pos_ in {"PRON", "DET"}:
                self._pronoun(token, self._body(token))
            elif (several := self._several(token)) is not None:
                self._take(token, several, "nominal")
            elif token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
                self._noun(token)
        self._relatives()

    def _name(self, token: Token, member: Member) -> None:
        if self._cast.named(token.head) is member and token.head.i != token.i and token.dep_ != "conj":
            return  # inside the name: its head stands for it
        self._see(token, member)
        together = self._together.beginning(token) if member.type == "person" else None
        if together is not None:
            self._see(token, together, plural=True)

    def _see(self, token: Token, member: Member, *, plural: bool = False) -> None:
        self._salience.see(Seen(token, member, role_weight(token), token.i in self._quotes, plural))

    def _pronoun(self, token: Token, member: Member | None) -> None:
        if member is None:
            return
        self._take(token, member, "pronoun")

    def _take(self, token: Token, member: Member, form: Form) -> None:
        if self._cast.members.get(member.id) is not member:
            self._cast.add(member)
        self._cast.mention(member, _span(self._cast, token), [token], form)
        for part in member.parts:
            part.mentions.append(Mention(_span(self._cast, token), form))
        self._see(token, member, plural=token.lower_ in _THEY or bool(member.parts))

    # ------------------------------------------------------------ pronouns

    def _person(self, token: Token) -> Member | None:
        gender = _HE[token.lower_]
        quote = self._quotes.get(token.i)
        likely, others = self._dock.held(token)

        def fits(seen: Seen) -> bool:
            member = seen.member
            if member.type != "person" or seen.plural or member.gender not in {gender, None} or member.id in others:
                return False
            return quote is None or quote.speaker != member.id

        if token.lower_ in _REFLEXIVE:
            own = own_clause_subject(token)
            member = self._cast.of(antecedent(own)) if own is not None else None
            if member is not None:
                return member
        beside = self._cast.named(token.head.head) if token.dep_ == "poss" and token.head.dep_ == "conj" else None
        if beside is not None and beside.type == "person" and beside.gender in {gender, None}:
            return beside  # Ann Roe and her son
        best = self._ahead(token, gender) if token.dep_ == "poss" and quote is None else None
        best = best or self._salience.best(token, fits, leaning=Leaning(gender, likely), quoted=quote is not None)
        if best is not None and best.gender is None:
            best.gender = gender
        return best

    def _ahead(self, token: Token, gender: str) -> Member | None:
        """Return whom the clause after a fronted one is about: "Through his lawyers, X denied it"."""
        main = token.sent.root
        subject = next((child for child in main.children if child.dep_ in _SUBJECT), None)
        comma = any(
            later.text == "," for later in self._doc[token.i + 1 : subject.i if subject is not None else token.i]
        )
        member = self._cast.named(subject) if subject is not None and comma else None
        return member if member is not None and member.type == "person" and member.gender in {gender, None} else None

    def _many(self, token: Token) -> Member | None:
        speaks = token.dep_ == "nsubj" and token.head.lemma_.lower() in frames().speech.verbs

        def fits(seen: Seen) -> bool:
            return seen.plural or seen.member.type == "group" or (speaks and seen.member.type == "org")

        return self._salience.best(token, fits, least=0.0)

    def _several(self, token: Token) -> Member | None:
        """Return whom "both" or "the two officers" means: the last so many that were named side by side."""
        number = number_of(token) if self._cast.of(token) is None else None
        if number is None:
            return None
        words = frames().gender
        gender = "f" if token.lemma_.lower() in words.f else "m" if token.lemma_.lower() in words.m else None

        def fits(seen: Seen) -> bool:
            each = seen.member.parts
            called = number or (each and self._are(each, token.lemma_.lower()))
            return (
                bool(called)
                and number in {len(each), 0}
                and all(gender is None or part.gender in {gender, None} for part in each)
            )

        found = self._salience.last(fits)
        accused = {member.id: member for member in self._dock.accused if member.names}
        human = token.tag_ == "NNS" or token.lower_ in {"both", "two", "three", "pair", "duo", "trio"}
        if found is None and human and number and len(accused) == number:
            found = self._together.of(accused.values())
        return found

    def _are(self, people: Iterable[Member], noun: str) -> bool:
        """Say whether `people` all were called by `noun`, or are in the dock and "the suspects" are meant."""
        accused = {member.id for member in self._dock.accused} if noun in frames().descriptions.accused else set()
        return all(noun in person.roles or person.id in accused for person in people)

    def _body(self, token: Token) -> Member | None:
        verb = token.head
        possessive = token.lower_ == "its"
        speaks = not possessive and verb.lemma_.lower() in frames().speech.verbs | frames().hedges.demands
        if not possessive and (token.dep_ != "nsubj" or verb.pos_ not in {"VERB", "AUX"} or _is_empty(token, verb)):
            return None

        def fits(seen: Seen) -> bool:
            return not seen.plural and seen.member.type in _BODIES | _SPEAKING_PLACES

        return self._salience.best(token, fits, least=-3.5 if speaks else 2.2)

    # -------------------------------------------------------- descriptions

    def _noun(self, token: Token) -> None:
        lemma = token.lemma_.lower()
        words = frames()
        person = (
            lemma in words.people or lemma in words.titles or lemma in words.kin or lemma in words.descriptions.accused
        )
        body = lemma in words.speech.bodies or lemma in words.org_titles or lemma in words.descriptions.named_after
        person = person or body or lemma in words.descriptions.many or token.lower_ in words.descriptions.many
        title = self._cast.parsed.part(token) in _TITLES and lemma not in words.kin
        if (token.i in self._quotes and not person) or title:
            return
        member = self._described(token, lemma) or self._relative(token, lemma) if token.i not in self._quotes else None
        if member is not None:
            self._take(token, member, "nominal")
        elif (
            token.i not in self._quotes
            and person
            and token.pos_ in {"NOUN", "PROPN"}
            and token.dep_ not in _INSIDE_NAME
            and described(self._cast, token) is None
        ):
            self._unnamed(token, lemma)

    def _described(self, token: Token, lemma: str) -> Member | None:
        """Return whom "the accused", "the mayor" or "the court" means: the last one put in that place."""
        words = frames().descriptions
        if not self._is_description(token):
            return None
        if {lemma, token.lower_} & words.accused:
            roles = frozenset({lemma}) if lemma in words.attackers else words.accused
            return self._last(self._dock.called(lemma), roles, token)
        if lemma in words.victim:
            return self._dock.victims[0] if len({member.id for member in self._dock.victims}) == 1 else None
        return self._titled(token, lemma) if token.pos_ in {"NOUN", "PROPN"} else None

    def _is_description(self, token: Token) -> bool:
        """Say whether a noun stands alone with "the", so that it means somebody told of before."""
        bare = token.lower_ == "police" and token.dep_ not in _INSIDE_NAME
        definite = any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in token.children)
        if not (bare or (definite and token.tag_ not in {"NNS", "NNPS"})) or token.dep_ in {"compound", "appos"}:
            return False
        if any(child.dep_ == "appos" and self._cast.named(child) is not None for child in token.children):
            return False
        told_of = token.lemma_.lower() in frames().descriptions.protagonist
        for child in token.children:
            # "the priest from X, arrested in 2021," is still the priest; "the mayor of X" need not be the mayor
            beside = child.dep_ == "acl" or (child.dep_ == "prep" and child.lower_ in {"from", "in", "at"})
            if child.dep_ in {"poss", "prep", "acl", "relcl"} and not (told_of and beside):
                return False
        return described(self._cast, token) is None

    def _titled(self, token: Token, lemma: str) -> Member | None:
        """Return the last one who holds that office, or the last body whose name ends in that noun."""
        words, last = frames(), self._salience.last
        if lemma in words.titles:
            held = last(lambda seen: lemma in seen.member.roles)
            return held or (self._protagonist(token, lemma) if lemma in words.descriptions.protagonist else None)
        if lemma in words.kin:
            return self._only(lemma)
        if lemma in words.descriptions.named_after:
            # the Scottish court is not the court
            other = any(child.dep_ in {"amod", "compound"} and not child.is_lower for child in token.children)
            return None if other else last(lambda seen: seen.member.type in _BODIES and _ends_in(seen.member, lemma))
        if lemma in words.org_titles:
            return last(lambda seen: seen.member.type in _BODIES and lemma in seen.member.roles)
        return None

    def _protagonist(self, token: Token, lemma: str) -> Member | None:
        """Return whom "the priest" means where nobody was called that: whom the sentences before are about.

        Who speaks is somebody else more often than not: "the doctor said" need not mean whom it is about.
        """
        if token.dep_ in _SUBJECT and token.head.lemma_.lower() in frames().speech.verbs:
            return None
        gender = "f" if lemma in frames().gender.f else "m" if lemma in frames().gender.m else None
        likely, others = self._dock.held(token)

        def fits(seen: Seen) -> bool:
            person = bool(seen.member.names) and seen.member.type == "person" and not seen.plural
            person = person and seen.member.id not in others
            return person and (gender is None or seen.member.gender in {gender, None})

        return self._salience.best(token, fits, leaning=Leaning(gender, likely), least=_SURE)

    def _last(self, noted: Sequence[Member], roles: frozenset[str], token: Token) -> Member | None:
        known = {member.id for member in noted}
        found = self._salience.last(
            lambda seen: seen.member.id in known or bool(seen.member.names and seen.member.roles & roles)
        )
        if found is not None and self._stands_with_others(found, known):
            return None
        if found is None and len(known) == 1:
            return noted[0]
        found = found or self._salience.last(lambda seen: bool(seen.member.roles & roles))
        if found is not None and not found.names:
            self._unnamed_again(token, found)
            return None
        return found

    def _stands_with_others(self, member: Member, known: set[str]) -> bool:
        """Say whether `member` was last named side by side with another of `known`, so that either may be meant."""
        own = next((seen.token for seen in reversed(self._salience.all()) if seen.member is member), None)
        for seen in reversed(self._salience.all()):
            if own is None or seen.token.sent.start < own.sent.start:
                return False
            if member in seen.member.parts:
                return sum(part.id in known for part in seen.member.parts) > 1
        return False

    def _only(self, lemma: str) -> Member | None:
        """Return the one mother, father, wife … of an article that speaks of one woman or one man."""
        gender = "f" if lemma in frames().gender.f else "m"
        fitting = {
            s.member.id: s.member
            for s in self._salience.all()
            if s.member.gender == gender and s.member.names and not s.member.roles & frames().titles
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _unnamed(self, token: Token, lemma: str) -> None:
        """Note somebody without a name, whom a pronoun may mean."""
        plural = token.tag_ in {"NNS", "NNPS"} or {lemma, token.lower_} & frames().descriptions.many != set()
        gender = "f" if lemma in frames().gender.f else "m" if lemma in frames().gender.m else None
        known = self._salience.last(lambda seen: seen.member.name == f"({token.lower_})")
        if known is not None and not any(child.lower_ in {"a", "an", "another"} for child in token.children):
            self._unnamed_again(token, known, plural=plural)
            return
        words = frames()
        human = {lemma, token.lower_} & (words.people | words.titles | words.kin.keys() | words.descriptions.accused)
        kind = "group" if plural else "person" if human else "org"
        member = Member(slug(token.lower_), f"({token.lower_})", kind, gender=gender)
        if lemma in frames().descriptions.accused:
            member.roles.add(lemma)
        self._unnamed_again(token, member, plural=plural)

    def _unnamed_again(self, token: Token, member: Member, *, plural: bool = False) -> None:
        # the words themselves stay words: only a pronoun needs an entity
        self._dock.take(token, member)
        member.mentions.append(Mention(_span(self._cast, token), "nominal"))
        self._see(token, member, plural=plural)

    # -------------------------------------------------------------- others

    def _relative(self, token: Token, lemma: str) -> Member | None:
        """Return whom "his wife" or "the sister of X" means, as told so far; note what is told here."""
        kin = frames().kin.get(lemma)
        owner = self._owner(token) if kin is not None else None
        if kin is None or owner is None or token.tag_ in {"NNS", "NNPS"}:
            return None
        named = described(self._cast, token)
        if named is None:
            found = self._kin.of(owner, kin, lemma)
            if found is None:
                self._owned.append((token, owner, lemma))
            return found
        if named is not owner:
            self._kin.tell(owner, kin, named, lemma)
        return None

    def _relatives(self) -> None:
        """Give "his wife" the name that the article gives her only later."""
        for token, owner, lemma in self._owned:
            member = self._kin.of(owner, frames().kin[lemma], lemma)
            if member is not None and self._cast.of(token) is None:
                self._cast.mention(member, _span(self._cast, token), [token], "nominal")

    def _owner(self, token: Token) -> Member | None:
        for child in token.children:
            if child.dep_ == "poss":
                return self._cast.of(child)
            if child.dep_ == "prep" and child.lower_ in {"of", "to"}:
                return next((m for inner in child.children if (m := self._cast.of(inner)) is not None), None)
        return None


def _ends_in(member: Member, lemma: str) -> bool:
    return any(lemma in name.lower().split() for name in (member.name, *member.names))


def _is_empty(token: Token, verb: Token) -> bool:
    """Say whether "it" means nothing: it was reported that, it is likely, it rained."""
    if verb.lemma_ == "be" or is_passive(verb):
        return True
    clauses = {child.dep_ for child in verb.children}
    return (
        verb.lemma_ in {"seem", "appear", "happen", "take", "rain", "snow", "turn"}
        or "csubj" in clauses
        or token.dep_ == "expl"
    )
