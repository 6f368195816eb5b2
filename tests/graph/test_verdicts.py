"""What people rule of claims: shown by both views, in exports and in SPARQL, told among the changes, and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace
from pyoxigraph import RdfFormat, Store, parse

from graph.archive import Archive, Deposit, initialise
from graph.changes import Asked, ChangeKind, changes, of_claim, of_entity
from graph.codec import Content
from graph.decisions import (
    Decision,
    Decisions,
    Judgement,
    Ruling,
    Verdict,
    decide,
    pair_of,
    path_of,
    read_decisions,
)
from graph.errors import DamagedError, InvalidInputError, InvalidIriError, LoadError
from graph.export import contents, nquads
from graph.files import digest
from graph.hops import hops_from
from graph.ids import ClaimId, ClaimIds, EntityId, PropertyId, SourceId
from graph.index.oxigraph import store_folder
from graph.index.sparql import answer_json
from graph.indexed import IndexView, open_view
from graph.judgement_files import NOMENKLATURA, ONRECORD, exported, imported
from graph.model import Derivation, DerivationKind, Rank, Ref, Status, value_key
from graph.plain import open_plain
from graph.provenance import EVERYTHING
from graph.verdicts import Ruled, digest_of, ruled_by
from graph.view import View
from tests.graph.builders import PUBLISHER, deposit, name_claim, person
from tests.graph.past_strategies import states_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Opened = Callable[[], View]

ANNA, BORIS = person("Anna"), person("Boris")
MEMBER = PropertyId("https://schema.org/memberOf")
CLUB = EntityId("onrecord:entity/club-0000000000000000")
FIRST = name_claim("courier", "Anna")


def told() -> Deposit:
    """Return a source that names Anna, and that says, as a machine read it, that she is in a club."""
    made = deposit("courier", "Anna Boris")
    source = made.content.source.id
    (name, *others) = made.content.claims
    value = Ref(CLUB)
    member = replace(
        name,
        id=ClaimIds(source).next(ANNA, MEMBER, value_key(value), PUBLISHER),
        property=MEMBER,
        value=value,
        status=Status.PROPOSED,
        derivation=Derivation(DerivationKind.EXTRACTED, "rules/1 member"),
    )
    claims = sorted([name, *others, member], key=lambda claim: claim.id)
    return Deposit(Content(made.content.source, claims), made.text)


MEMBERSHIP = next(claim.id for claim in told().content.claims if claim.property == MEMBER)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = initialise(tmp_path / "data")
    archive.load([told()], at=1)
    return archive


@pytest.fixture(params=["plain", "index"])
def opened(archive: Archive, request: pytest.FixtureRequest) -> Opened:
    """Return how to open the archive as it is now, through either view."""

    def now() -> View:
        decisions = read_decisions(archive)
        if request.param == "plain":
            return open_plain(archive, archive.current(), decisions)
        view = open_view(archive, archive.current(), decisions)
        assert isinstance(view, IndexView)
        return view

    return now


def rule(archive: Archive, verdict: Verdict, *claims: ClaimId, by: str = "eva", reason: str | None = None) -> Decisions:
    rulings = [Ruling(by, reason=reason, claim=claim, verdict=verdict) for claim in claims]
    return decide(archive, rulings, at=5)


def state(view: View, claim: ClaimId) -> tuple[Status, Rank]:
    (found,) = view.claims([claim])
    assert found is not None
    return found.status, found.rank


@pytest.mark.parametrize(
    ("verdict", "status", "rank"),
    [
        (Verdict.ACCEPT, Status.ACCEPTED, Rank.NORMAL),
        (Verdict.REJECT, Status.REJECTED, Rank.NORMAL),
        (Verdict.PREFER, Status.PROPOSED, Rank.PREFERRED),
        (Verdict.DEPRECATE, Status.PROPOSED, Rank.DEPRECATED),
        (Verdict.NORMAL, Status.PROPOSED, Rank.NORMAL),
    ],
)
def test_a_claim_is_shown_as_people_ruled(
    archive: Archive, opened: Opened, verdict: Verdict, status: Status, rank: Rank
) -> None:
    assert state(opened(), MEMBERSHIP) == (Status.PROPOSED, Rank.NORMAL)
    rule(archive, verdict, MEMBERSHIP)
    view = opened()
    assert state(view, MEMBERSHIP) == (status, rank)
    assert [claim.rank for claim in view.about([ANNA], {MEMBER})[0]] == [rank]
    assert [claim.status for claim in view.scan() if claim.id == MEMBERSHIP] == [status]
    assert state(view, FIRST) == (Status.ACCEPTED, Rank.NORMAL)


def test_what_is_rejected_connects_nobody_and_counts_nowhere(archive: Archive, opened: Opened) -> None:
    assert [hop.end for hop in hops_from(opened(), [ANNA], EVERYTHING)[0]] == [CLUB]
    before = opened().counts()
    rule(archive, Verdict.REJECT, MEMBERSHIP, FIRST)
    view = opened()
    assert hops_from(view, [ANNA], EVERYTHING) == [[]]
    assert view.values([ANNA], {MEMBER}, EVERYTHING) == [[]]
    assert view.named(["Anna"]) == [[]]
    assert view.counts() == before._replace(proposed=before.proposed - 1)


def test_who_asks_for_what_is_rejected_gets_it(archive: Archive, opened: Opened) -> None:
    rule(archive, Verdict.REJECT, MEMBERSHIP)
    rejected = replace(EVERYTHING, statuses=frozenset({Status.REJECTED}))
    ((hop,),) = hops_from(opened(), [ANNA], rejected)
    assert (hop.end, hop.claims[0].status) == (CLUB, Status.REJECTED)


def test_status_and_rank_are_ruled_apart_and_the_last_word_stands(archive: Archive, opened: Opened) -> None:
    for verdict in (Verdict.REJECT, Verdict.PREFER, Verdict.ACCEPT, Verdict.DEPRECATE):
        rule(archive, verdict, MEMBERSHIP)
    assert state(opened(), MEMBERSHIP) == (Status.ACCEPTED, Rank.DEPRECATED)
    decide(archive, [Ruling("eva", undoes=3), Ruling("eva", undoes=4)], at=6)
    assert state(opened(), MEMBERSHIP) == (Status.REJECTED, Rank.PREFERRED)
    decide(archive, [Ruling("eva", undoes=1), Ruling("eva", undoes=2)], at=7)
    assert state(opened(), MEMBERSHIP) == (Status.PROPOSED, Rank.NORMAL)
    assert ruled_by(read_decisions(archive)) == {}


def test_a_claim_keeps_its_verdict_while_sources_change_and_when_it_is_back(archive: Archive, opened: Opened) -> None:
    rule(archive, Verdict.REJECT, FIRST)
    archive.load([deposit("courier", "Boris Anna")], at=6)
    assert state(opened(), FIRST)[0] is Status.REJECTED
    archive.withdraw([SourceId("courier")], at=7)
    assert opened().claims([FIRST]) == [None]
    archive.load([told()], at=8)
    assert state(opened(), FIRST)[0] is Status.REJECTED


def test_verdicts_hold_over_records_that_are_one(archive: Archive, opened: Opened) -> None:
    decide(archive, [Ruling("eva", pair_of(ANNA, BORIS), Judgement.SAME)], at=5)
    rule(archive, Verdict.REJECT, MEMBERSHIP)
    view = opened()
    assert view.identity.of(BORIS) == view.identity.of(ANNA)
    assert state(view, MEMBERSHIP)[0] is Status.REJECTED
    assert hops_from(view, [BORIS], EVERYTHING) == [[]]


# ---------------------------------------------------------------------- the log


def test_a_log_without_verdicts_is_written_and_read_as_ever(archive: Archive) -> None:
    made = decide(archive, [Ruling("jan", pair_of(ANNA, BORIS), Judgement.SAME, reason="one")], at=7)
    line = (
        b'{"number":1,"at":7,"by":"jan","pair":["onrecord:entity/anna-0000000000000000",'
        b'"onrecord:entity/boris-0000000000000000"],"judgement":"SAME","reason":"one","previous":"'
        + b"0" * 64
        + b'"}\n'
    )
    assert path_of(archive).read_bytes() == line
    assert made.head == digest(line).sha256
    assert read_decisions(archive).made == made.made


def test_a_verdict_is_one_line_of_the_log(archive: Archive) -> None:
    rule(archive, Verdict.REJECT, FIRST, reason="another Anna")
    (made,) = read_decisions(archive).made
    assert made == Decision(
        number=1, at=5, by="eva", claim=FIRST, verdict=Verdict.REJECT, reason="another Anna", previous="0" * 64
    )


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("eva", claim=FIRST),
        Ruling("eva", verdict=Verdict.REJECT),
        Ruling("eva", pair_of(ANNA, BORIS), Judgement.SAME, claim=FIRST, verdict=Verdict.REJECT),
        Ruling("eva", pair_of(ANNA, BORIS), verdict=Verdict.REJECT),
        Ruling("eva", undoes=1, claim=FIRST, verdict=Verdict.REJECT),
    ],
)
def test_half_a_verdict_is_none(archive: Archive, ruling: Ruling) -> None:
    rule(archive, Verdict.ACCEPT, FIRST)
    with pytest.raises(InvalidInputError, match="a decision is a judgement on two entities, a verdict on a claim, or"):
        decide(archive, [ruling], at=6)
    line = msgspec.json.decode(path_of(archive).read_bytes())
    del line["verdict"]
    path_of(archive).write_bytes(msgspec.json.encode(line) + b"\n")
    with pytest.raises(DamagedError, match="line 1 is no decision"):
        read_decisions(archive)


@pytest.mark.parametrize("claim", ["", "nonsense", "urn:a b", "x" * 10])
def test_what_is_no_claim_is_not_ruled_of(archive: Archive, claim: str) -> None:
    with pytest.raises(InvalidIriError):
        rule(archive, Verdict.REJECT, ClaimId(claim))


def test_equal_verdicts_have_one_name_and_others_another() -> None:
    one, other = ClaimId("urn:x:1"), ClaimId("urn:x:2")
    rejected, preferred = Ruled(status=Status.REJECTED), Ruled(rank=Rank.PREFERRED)
    assert digest_of({one: rejected, other: preferred}) == digest_of({other: preferred, one: rejected})
    names = [digest_of(some) for some in ({}, {one: rejected}, {one: preferred}, {other: rejected})]
    assert len(set(names)) == 4


# ---------------------------------------------------------------------- RDF


def direct(archive: Archive) -> set[tuple[str, str]]:
    """Return what stands as a fact in the export: subject and value."""
    quads = parse(b"".join(nquads(archive, archive.current(), read_decisions(archive))), format=RdfFormat.N_QUADS)
    facts = (quad for quad in quads if str(quad.graph_name).endswith("/asserted>"))
    return {
        (str(quad.subject).rpartition("/")[2][:-1], str(quad.object).strip('"<>').rpartition("/")[2]) for quad in facts
    }


def test_direct_triples_follow_what_is_accepted_and_rejected(archive: Archive) -> None:
    anna, boris, club = (name.rpartition("/")[2] for name in (ANNA, BORIS, CLUB))
    assert direct(archive) == {(anna, "Anna"), (boris, "Boris")}
    rule(archive, Verdict.ACCEPT, MEMBERSHIP)
    assert direct(archive) == {(anna, "Anna"), (boris, "Boris"), (anna, club)}
    rule(archive, Verdict.REJECT, FIRST)
    assert direct(archive) == {(boris, "Boris"), (anna, club)}
    rule(archive, Verdict.DEPRECATE, MEMBERSHIP)
    assert direct(archive) == {(boris, "Boris")}


def test_an_export_says_what_was_ruled_and_reads_back_so(archive: Archive) -> None:
    rule(archive, Verdict.ACCEPT, MEMBERSHIP)
    rule(archive, Verdict.DEPRECATE, FIRST)
    decisions = read_decisions(archive)
    (content,) = contents(b"".join(nquads(archive, archive.current(), decisions)), archive.base)
    view = open_plain(archive, archive.current(), decisions)
    assert content.claims == list(view.scan())
    (untouched,) = contents(b"".join(nquads(archive, archive.current())), archive.base)
    assert untouched.claims == list(open_plain(archive, archive.current()).scan())


def test_the_store_holds_what_the_export_says(archive: Archive) -> None:
    before = store_folder(archive, archive.current())
    rule(archive, Verdict.ACCEPT, MEMBERSHIP)
    decisions = read_decisions(archive)
    folder = store_folder(archive, archive.current(), decisions)
    assert folder != before
    wanted = set(parse(b"".join(nquads(archive, archive.current(), decisions)), format=RdfFormat.N_QUADS))
    assert set(Store.read_only(str(folder))) == wanted
    decide(archive, [Ruling("eva", pair_of(ANNA, BORIS), Judgement.NOT_SAME)], at=6)
    assert store_folder(archive, archive.current(), read_decisions(archive)) == folder


def test_a_fact_that_another_source_tells_too_stays_in_the_store(archive: Archive) -> None:
    archive.load([deposit("dispatch", "Anna")], at=6)
    built = store_folder(archive, archive.current())
    for verdict, claim in (
        (Verdict.REJECT, FIRST),
        (Verdict.REJECT, name_claim("dispatch", "Anna")),
        (Verdict.ACCEPT, FIRST),
    ):
        rule(archive, verdict, claim)
        decisions = read_decisions(archive)
        folder = store_folder(archive, archive.current(), decisions)
        wanted = set(parse(b"".join(nquads(archive, archive.current(), decisions)), format=RdfFormat.N_QUADS))
        assert set(Store.read_only(str(folder))) == wanted
        assert built.exists()
    assert direct(archive) == {(name.rpartition("/")[2], name_) for name, name_ in ((ANNA, "Anna"), (BORIS, "Boris"))}


def test_sparql_answers_as_people_ruled(archive: Archive) -> None:
    query = "ASK { GRAPH ?g { ?who <https://schema.org/memberOf> ?what } }"
    assert '"boolean":false' in answer_json(archive, archive.current(), query)
    rule(archive, Verdict.ACCEPT, MEMBERSHIP)
    assert '"boolean":true' in answer_json(archive, archive.current(), query, decisions=read_decisions(archive))


# ---------------------------------------------------------------------- files, changes


def test_verdicts_go_out_and_come_in(archive: Archive) -> None:
    rule(archive, Verdict.REJECT, FIRST, reason="another Anna")
    decide(archive, [Ruling("jan", pair_of(ANNA, BORIS), Judgement.SAME)], at=6)
    view = open_plain(archive, archive.current())
    lines = b"".join(exported(view, read_decisions(archive), ONRECORD))
    rulings = imported(view, lines, ONRECORD, "somebody").rulings
    assert rulings == [
        Ruling("eva", reason="another Anna", claim=FIRST, verdict=Verdict.REJECT),
        Ruling("jan", pair_of(ANNA, BORIS), Judgement.SAME),
    ]
    assert len(b"".join(exported(view, read_decisions(archive), NOMENKLATURA)).splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"claim": "urn:x:1"}',
        b'{"verdict": "REJECT"}',
        b'{"claim": "urn:x:1", "verdict": "MAYBE"}',
        b'{"claim": "urn:x:1", "verdict": "REJECT", "one": "urn:x:2"}',
        b'{"claim": "no iri", "verdict": "REJECT"}',
        b'{"claim": 7, "verdict": "REJECT"}',
    ],
)
def test_a_line_that_is_no_verdict_stops_an_import(archive: Archive, line: bytes) -> None:
    with pytest.raises(LoadError, match="line 1: it is no judgement"):
        imported(open_plain(archive, archive.current()), line, ONRECORD, "eva")


def test_what_was_ruled_of_a_claim_is_told_among_the_changes(archive: Archive) -> None:
    rule(archive, Verdict.REJECT, MEMBERSHIP, reason="another Anna")
    decide(archive, [Ruling("jan", undoes=1, reason="it is she")], at=6)
    states = states_of(archive, read_decisions(archive))
    (claim,) = states.view.claims([MEMBERSHIP])
    assert claim is not None
    for about in (of_claim(claim), of_entity(states.view, CLUB)):
        found = changes(states, Asked(about=about)).items
        assert [(one.kind, one.by, one.reason) for one in found] == [
            (ChangeKind.ADDED, None, None),
            (ChangeKind.REJECTED, "eva", "another Anna"),
            (ChangeKind.UNDONE, "jan", "it is she"),
        ]
        assert [one.claim.id for one in found if one.claim] == [MEMBERSHIP] * 3
    assert [one.kind for one in changes(states, Asked(about=of_entity(states.view, BORIS))).items] == [ChangeKind.ADDED]
