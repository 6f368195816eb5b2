"""The real article, and a paper that tells otherwise: every kind of differing accounts; and none where none is.

What the paper says is made up, of people who are real: it stands in no data.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.accounts import Accounts, AccountsKind, accounts, explanations
from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.corroboration import corroborating
from graph.custody import CustodyState
from graph.ids import ClaimIds, EntityId, PropertyId, SourceId, entity_id
from graph.indexed import open_view
from graph.model import Certainty, Characters, Claim, Evidence, Iri, Quantity, Ref, Source, Stance, Time, value_key
from graph.plain import open_plain
from graph.provenance import EVERYTHING, ProvenanceFilter
from graph.vocabulary import AFFECTED_PERSON, KG, SCHEMA, TYPE, WHEN
from loaders.batch import Batch, read_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.archive import Archive
    from graph.model import Value
    from graph.view import View

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEED, PAPER = SourceId("seed"), SourceId("the-other-paper")
PUBLISHER = EntityId("urn:the-other-paper")
HELD = PropertyId(KG + "politicalPrisonersHeld")
SIBLING = PropertyId(SCHEMA + "sibling")


def the(local: str) -> EntityId:
    """Return the record that the article has of somebody."""
    return entity_id(SEED, local)


def paper() -> Content:
    """Print the paper: a release, a death, a denial."""
    ids = ClaimIds(PAPER)

    def say(subject: EntityId, prop: PropertyId, value: Value, **more: Any) -> Claim:  # noqa: ANN401 - the members of a claim, by name
        name = ids.next(subject, prop, value_key(value), PUBLISHER)
        words = Evidence(PAPER, Characters(0, 4), "They")
        return Claim(
            id=name, subject=subject, property=prop, value=value, claimant=PUBLISHER, evidence=(words,), **more
        )

    def event(name: str, kind: str, who: str, when: str) -> Iterator[Claim]:
        iri = entity_id(PAPER, name)
        yield say(iri, TYPE, Iri(KG + kind))
        yield say(iri, AFFECTED_PERSON, Ref(the(who)))
        yield say(iri, WHEN, Time(when))

    claims = [
        *event("release", "Release", "kalesnikava", "2024-05-12"),
        *event("death", "Death", "syarhey", "2024-05-12"),
        say(the("homich"), SIBLING, Ref(the("kalesnikava")), certainty=Certainty.NEGATED, stance=Stance.DENIES),
        say(the("belarus"), HELD, Quantity(amount=Decimal(1200))),
    ]
    described = Source(id=PAPER, title="They say", publisher=PUBLISHER, published=Time("2025-09-07"))
    return Content(described, sorted(claims, key=lambda claim: claim.id))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip("the case files are not beside this checkout")
    made = initialise(tmp_path_factory.mktemp("accounts") / "data")
    (item,) = read_batch(Batch([folder / "000_c529104a15918ff4.txt"], [folder / "gold.json"]))
    made.load([Deposit(item.read.content, item.document.content)], at=7)
    made.load([Deposit(paper(), b"They say.")], at=8)
    return made


@pytest.fixture(scope="module", params=["plain", "index"])
def view(request: pytest.FixtureRequest, archive: Archive) -> View:
    return (open_plain if request.param == "plain" else open_view)(archive, archive.current())


def only(view: View, kind: AccountsKind, provenance: ProvenanceFilter = EVERYTHING) -> Accounts:
    (account,) = accounts(view, None, provenance, [kind])
    return account


def said(account: Accounts) -> list[tuple[frozenset[SourceId], int]]:
    return [(frozenset(claim.source for claim in side.claims), side.independent_sources) for side in account.sides]


def test_the_article_alone_differs_in_one_number_only(archive: Archive) -> None:
    alone = open_view(archive, archive.generation(1))
    assert [(a.kind, a.subject, a.property) for a in accounts(alone, None, EVERYTHING)] == [
        (AccountsKind.VALUE, the("belarus"), HELD)
    ]


def test_a_second_paper_supports_a_value(view: View) -> None:
    account = only(view, AccountsKind.VALUE)
    assert said(account) == [(frozenset({SEED, PAPER}), 2), (frozenset({SEED}), 1)]


def test_in_prison_by_the_article_and_free_by_the_paper(view: View) -> None:
    account = only(view, AccountsKind.EXCLUSIVE_STATE)
    assert (account.subject, account.on) == (the("kalesnikava"), Time("2025-09-06"))
    states = {side.state: {claim.source for claim in side.claims} for side in account.sides}
    assert states == {CustodyState.IMPRISONED: {SEED}, CustodyState.FREE: {PAPER}}


def test_released_by_the_article_after_death_by_the_paper(view: View) -> None:
    account = only(view, AccountsKind.TIME_ORDER)
    assert account.subject == the("syarhey")
    assert sorted(
        (side.value.edtf, {claim.source for claim in side.claims})
        for side in account.sides
        if isinstance(side.value, Time)
    ) == [("2024-05-12", {PAPER}), ("2025", {SEED})]


@pytest.mark.parametrize("about", ["homich", "kalesnikava"])
def test_sisters_by_the_article_and_not_by_the_paper(view: View, about: str) -> None:
    (account,) = accounts(view, [the(about)], EVERYTHING, [AccountsKind.STANCE])
    assert (account.subject, account.property) == (the(about), SIBLING)
    assert [(side.denied, sources) for side, (sources, _) in zip(account.sides, said(account), strict=True)] == [
        (False, frozenset({SEED})),
        (True, frozenset({PAPER})),
    ]
    only(view, AccountsKind.STANCE)


@pytest.mark.parametrize("kind", [AccountsKind.EXCLUSIVE_STATE, AccountsKind.TIME_ORDER, AccountsKind.STANCE])
def test_without_the_paper_nothing_differs(view: View, kind: AccountsKind) -> None:
    assert accounts(view, None, ProvenanceFilter(not_publishers=frozenset({PUBLISHER})), [kind]) == []


def test_each_is_told_in_words(view: View) -> None:
    told = explanations(view, accounts(view, None, EVERYTHING))
    custody, sisters = sorted(one for one in told if "Maryya Kalesnikava" in one)
    assert custody == (
        "Maryya Kalesnikava, on 6 September 2025: imprisoned according to"
        " Radio Free Europe/Radio Liberty, Tatsiana Homich; free according to urn:the-other-paper"
    )
    assert sisters == (
        "Tatsiana Homich, sibling Maryya Kalesnikava: asserted by Radio Free Europe/Radio Liberty;"
        " denied by urn:the-other-paper"
    )


def test_the_paper_corroborates_the_number(view: View) -> None:
    mine = next(claim for claim in view.about([the("belarus")], {HELD})[0] if claim.source == PAPER)
    (found,) = corroborating(view, [mine], EVERYTHING)
    assert {claim.source for claim in found} == {SEED}
    assert len(found) == 2
