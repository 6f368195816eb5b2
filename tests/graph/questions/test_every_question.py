"""The one filter on every question: the index answers as the plain view does, and every member of the filter counts.

Three proofs for all rows of `tests.graph.every_question`. Where a member lets nothing count, the answer is that of an
empty graph, for each member and each question. What a filter lets count, alone in a graph, is all that a question sees.
And both views answer alike, on 210 generated claim sets, with each member alone and each two together.
"""

from __future__ import annotations

import tempfile
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, assume, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from graph.archive import Deposit, Stored, Version, initialise
from graph.codec import Content
from graph.decisions import Decision, Decisions, Judgement, State
from graph.edtf import Match, parse
from graph.files import digest
from graph.history import History
from graph.ids import EntityId, PropertyId, SourceId
from graph.model import Certainty, Characters, DerivationKind, Evidence, Iri, Rank, Stance, Status, Time
from graph.plain import PlainView, open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import KG, PERSON
from tests.graph.claim_sets import EVENTS, PEOPLE, claim_sets
from tests.graph.conformance import SCRATCH, open_indexed
from tests.graph.every_question import QUESTIONS
from tests.graph.view_strategies import FEW, MEMBERS, judged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.view import Said
    from tests.graph.questions.conftest import Press

ABOUT = [*PEOPLE, *EVENTS, EntityId("urn:nobody")]
CHOICES: list[tuple[str, ...]] = [*((member,) for member in MEMBERS), *combinations(MEMBERS, 2)]
VERSION = Version(
    folder="", version="", quads_file=digest(b""), text_file=None, history_file=None, recorded_at=7, claims=0, quads=0
)
EACH = 2
"""Claim sets for each choice of members."""


def speaks_of_much(contents: Sequence[Content]) -> bool:
    """Say whether a claim set is none of the emptiest, with which generators begin."""
    return len({(claim.subject, claim.property) for content in contents for claim in content.claims}) > 12


def drawn(members: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what the members of a filter may be; how a span is matched says nothing without the span."""
    spanned = ("asserted_on",) if "asserted_match" in members else ()
    return st.fixed_dictionaries({member: MEMBERS[member] for member in (*spanned, *members)})


def test_every_member_of_the_filter_is_tried() -> None:
    assert {member.name for member in fields(ProvenanceFilter)} == {*MEMBERS}


# ---------------------------------------------------------------------- views of a part


ALL = ProvenanceFilter(
    certainties=frozenset(Certainty), stances=frozenset(Stance), ranks=frozenset(Rank), statuses=frozenset(Status)
)


APART = Decisions(
    tuple(
        Decision(number=number, at=1, by="", pair=pair, judgement=Judgement.NOT_SAME, previous="")
        for number, pair in enumerate(combinations(sorted(FEW), 2), start=1)
    )
)
"""Everybody is somebody else."""


class Only(PlainView):
    """A view that has only some claims, but for what is asked of all claims whatever the filter.

    That are kinds and labels, by `View.values`. Who is whom is asked of all claims too: here all are shown as
    in the whole view, and nobody is joined anew. So are the owners of publishers, and whom a claim repeats: here nobody
    repeats anybody or owns anything.
    """

    def __init__(self, whole: PlainView, stored: Sequence[Stored]) -> None:
        super().__init__(whole.state, whole.base, whole.updated_at, stored, APART)
        self._whole = whole

    def values(
        self, subjects: Sequence[EntityId], properties: Collection[PropertyId], provenance: ProvenanceFilter
    ) -> list[list[Said]]:
        """Return what is said, of kinds and labels whatever the filter."""
        asked = self._whole.values if provenance == EVERYTHING else super().values
        return asked(subjects, properties, provenance)


def stored(contents: Sequence[Content]) -> list[Stored]:
    return [Stored(VERSION, content, None, History()) for content in contents]


def only(whole: PlainView, kept: ProvenanceFilter) -> Only:
    """Return a view of the claims that `kept` lets count, as `whole` shows them."""
    shown = kept.as_shown(whole.identity)
    contents = []
    for source in whole.sources(whole.source_ids()):
        assert source is not None
        claims = [claim for claim in whole.claims_of([source.id])[0] if shown.admits(claim, source)]
        contents.append(Content(source, claims))
    return Only(whole, stored(contents))


# ---------------------------------------------------------------------- every member, on every question


LETS_NOTHING: dict[str, dict[str, Any]] = {
    "sources": {"sources": frozenset({SourceId("courier")})},
    "publishers": {"publishers": frozenset({EntityId("courier")})},
    "not_publishers": {"not_publishers": frozenset({EntityId("times"), EntityId("herald")})},
    "claimants": {"claimants": frozenset({EntityId("courier")})},
    "not_claimants": {"not_claimants": frozenset({EntityId("times"), EntityId("herald")})},
    "published_until": {"published_until": parse("2021-05-31")},
    "asserted_on": {"asserted_on": parse("2022")},
    "asserted_match": {"asserted_on": parse("2021-05"), "asserted_match": Match.CERTAIN},
    "certainties": {"certainties": frozenset({Certainty.POSSIBLE})},
    "stances": {"stances": frozenset({Stance.DENIES})},
    "ranks": {"ranks": frozenset({Rank.PREFERRED})},
    "statuses": {"statuses": frozenset({Status.PROPOSED})},
    "derivations": {"derivations": frozenset({DerivationKind.INFERRED})},
    "min_independent_sources": {"min_independent_sources": 3},
}
"""Of each member what lets nothing of `story` count, all else being as it is."""


def story(press: Press) -> PlainView:
    """Print a story that a paper tells about some time in May 2021, in which every question finds something.

    Another paper tells one thing of it too, for those who ask what corroborates.
    """
    words = Evidence(SourceId("times"), Characters(0, 13), "Anna was held")
    manner = {"asserted_on": Time("2021-05~"), "evidence": (words,)}

    def say(subject: str, prop: str, value: str) -> None:
        press.say(subject, prop, value, **manner)

    for person, other in pairwise(PEOPLE):
        say(person, "sibling", other)
    for event, kind in zip(EVENTS, ("Arrest", "Release", "Imprisonment"), strict=True):
        say(event, "type", KG + kind)
        say(event, "affectedPerson", PEOPLE[0])
        say(event, "agent", PEOPLE[1])
        say(event, "when", "2021-04")
    _differ(press, manner)
    for amount in ("1200", "1400"):
        press.say(PEOPLE[0], "politicalPrisonersHeld", amount, valid=Time("2021-05"), **manner)
    for prop, value in {"name": "Anna", "description": "Anna’s group", "identifier": "x:1", "type": PERSON}.items():
        say(PEOPLE[0], prop, value)
    return press.view()


def _differ(press: Press, manner: dict[str, Any]) -> None:
    """Print a death before an arrest and amid years in prison, and what is said twice and denied once."""
    for event, kind, when in (("end", "Death", "2019"), ("years", "Imprisonment", "2018/2022")):
        press.say(event, "type", Iri(KG + kind), **manner)
        press.say(event, "affectedPerson", PEOPLE[0], **manner)
        press.say(event, "when", when, **manner)
    for how in ({}, {"certainty": Certainty.NEGATED, "stance": Stance.REPORTS}):
        press.say(PEOPLE[0], "supports", PEOPLE[1], **manner, **how)
    press.source("herald")
    there = Evidence(SourceId("herald"), Characters(0, 13), "Anna was held")
    press.say(PEOPLE[0], "supports", PEOPLE[1], source="herald", **manner | {"evidence": (there,)})


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_member_changes_the_answer_to_every_question(press: Press, name: str, member: str) -> None:
    view, question = story(press), QUESTIONS[name]
    members = LETS_NOTHING[member]
    dropped = ProvenanceFilter(**{key: value for key, value in members.items() if key != member})
    there, gone = (question.ask(view, ABOUT, kept) for kept in (dropped, ProvenanceFilter(**members)))
    assert there != gone
    assert gone == question.ask(only(view, ProvenanceFilter(sources=frozenset())), ABOUT, ALL)


# ---------------------------------------------------------------------- what may count, alone


PER_CLAIM = [choice for choice in CHOICES if "min_independent_sources" not in choice]


def without_voices(content: Content) -> Content:
    """Return `content` where nobody repeats anybody, and nobody owns anything."""
    claims = [replace(claim, origin=None) for claim in content.claims if claim.property != KG + "partOf"]
    return Content(content.source, claims)


@pytest.mark.parametrize("members", PER_CLAIM, ids="-".join)
def test_a_question_sees_what_the_filter_lets_count_and_nothing_else(members: tuple[str, ...]) -> None:
    kept = drawn(members)

    @settings(max_examples=EACH, phases=[Phase.generate])
    @seed(CHOICES.index(members))
    @given(claim_sets(), judged(), kept)
    def law(contents: list[Content], decisions: Decisions, kept: dict[str, Any]) -> None:
        assume(speaks_of_much(contents))
        contents = list(map(without_voices, contents))
        whole = PlainView(State(1, 0, "0" * 64), "http://localhost:8000/", 7, stored(contents), decisions)
        about = list(dict.fromkeys(map(whole.identity.of, ABOUT)))
        wanted = ProvenanceFilter(**kept)
        facts = {(True, False): wanted.connected(), (True, True): wanted.disputed(), (False, False): wanted}
        alone = {counted: only(whole, kept) for counted, kept in facts.items()}
        for name, question in QUESTIONS.items():
            seen = question.ask(alone[question.rests_on_facts, question.and_denials], about, ALL)
            assert question.ask(whole, about, wanted) == seen, name

    law()


# ---------------------------------------------------------------------- two views


@pytest.mark.parametrize("members", CHOICES, ids="-".join)
def test_the_index_answers_every_question_as_the_plain_view_does(members: tuple[str, ...]) -> None:
    kept = drawn(members)

    @settings(max_examples=EACH, phases=[Phase.generate])
    @seed(CHOICES.index(members))
    @given(claim_sets(), judged(), kept)
    def law(contents: list[Content], decisions: Decisions, kept: dict[str, Any]) -> None:
        assume(speaks_of_much(contents))
        with tempfile.TemporaryDirectory(dir=SCRATCH) as root:
            archive = initialise(Path(root) / "data")
            archive.load([Deposit(content, None) for content in contents], at=7)
            found = archive.current()
            plain, index = open_plain(archive, found, decisions), open_indexed(archive, found, decisions)
            assert index.identity.canonical == plain.identity.canonical
            for name, question in QUESTIONS.items():
                answers = [question.ask(view, ABOUT, ProvenanceFilter(**kept)) for view in (index, plain)]
                assert answers[0] == answers[1], name

    law()
