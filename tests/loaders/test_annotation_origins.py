"""A claim may say which claim it repeats: one of the same file, or any by its IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import Claim
from tests.loaders.builders import ARRESTED, HELD, ids

if TYPE_CHECKING:
    from tests.loaders.conftest import Annotated

ELSEWHERE = "onrecord:claim/2fnud3ainjso7sb7ssp1nrqce6"
SIBLING: dict[str, object] = {"a": "anna", "b": "jan"}


def repeats(article: Annotated, origin: str) -> None:
    """Annotate that two are siblings, twice, the second time as a repetition of `origin`."""
    article.claim("c1", "relation:sibling", SIBLING, "her brother", speaker="vesta")
    article.claim("c2", "relation:sibling", SIBLING, "with her brother Jan Kowal", origin=origin)


def by_voice(claims: list[Claim]) -> dict[str, Claim]:
    return {claim.claimant.split("/")[-1].split("-")[0]: claim for claim in claims}


def test_a_claim_repeats_another_of_its_file(article: Annotated) -> None:
    repeats(article, "c1")
    said = by_voice(article.said("sibling"))
    assert said["courier"].origin == said["vesta"].id
    assert said["vesta"].origin is None


def test_the_one_that_is_repeated_may_come_later(article: Annotated) -> None:
    repeats(article, "c1")
    article.claims.reverse()
    said = by_voice(article.said("sibling"))
    assert said["courier"].origin == said["vesta"].id


@pytest.mark.parametrize(
    "iri",
    [
        ELSEWHERE,
        ELSEWHERE.replace("onrecord:", "http://localhost:8000/"),
        ELSEWHERE.replace("onrecord:", "https://kg.example/some/where/"),
    ],
)
def test_a_claim_repeats_another_by_its_iri(article: Annotated, iri: str) -> None:
    repeats(article, iri)
    assert by_voice(article.said("sibling"))["courier"].origin == ELSEWHERE


def test_what_a_claim_repeats_is_no_part_of_its_id(article: Annotated) -> None:
    article.claim("c1", "relation:sibling", SIBLING, "her brother")
    before = ids(article.said("sibling"))
    article.claims[-1]["origin"] = ELSEWHERE
    assert ids(article.said("sibling")) == before


def test_each_claim_of_an_event_repeats_the_one_that_says_the_same(article: Annotated) -> None:
    article.claim("c1", "event:arrest", {"person": "anna"}, ARRESTED, speaker="vesta")
    article.claim("c2", "event:arrest", {"person": "anna"}, HELD, place="brest", origin="c1")
    claims = article.read().content.claims
    told = [claim for claim in claims if claim.origin]
    origins = {claim.id: claim for claim in claims}
    by_property = {claim.property.rsplit("#", 1)[-1]: origins[claim.origin] for claim in told if claim.origin}
    assert {name: origin.property.rsplit("#", 1)[-1] for name, origin in by_property.items()} == {
        "type": "type",
        "affectedPerson": "affectedPerson",
        "place": "type",
    }
    assert set(by_voice(list(by_property.values()))) == {"vesta"}


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        ("c3", "unknown origin 'c3': expected a claim of the file, or the IRI of a claim"),
        ("", "unknown origin ''"),
        ("https://example.org/claim/x", "unknown origin 'https://example.org/claim/x'"),
        (ELSEWHERE + "6", "unknown origin"),
        (ELSEWHERE.upper(), "unknown origin"),
        ("https://a b/claim/2fnud3ainjso7sb7ssp1nrqce6", "unknown origin"),
        ("c2", "its origin 'c2' leads back to it: expected a claim that it repeats"),
    ],
)
def test_an_origin_that_is_none_refuses_its_claim_and_no_other(article: Annotated, origin: str, reason: str) -> None:
    repeats(article, origin)
    ((place, found),) = article.refusals()
    assert place == "courier-1: claim c2"
    assert found.startswith(reason)


def test_claims_that_repeat_each_other_are_refused_and_what_repeats_them(article: Annotated) -> None:
    for number, origin in enumerate([1, 2, 1, 2, None]):
        more = {} if origin is None else {"origin": f"c{origin}"}
        article.claim(f"c{number}", "relation:sibling", SIBLING, "her brother", **more)
    assert dict(article.refusals()) == {
        "courier-1: claim c0": "its origin 'c1' is refused itself",
        "courier-1: claim c1": "its origin 'c2' leads back to it: expected a claim that it repeats",
        "courier-1: claim c2": "its origin 'c1' leads back to it: expected a claim that it repeats",
        "courier-1: claim c3": "its origin 'c2' is refused itself",
    }


def test_a_refused_claim_takes_those_that_repeat_it_along(article: Annotated) -> None:
    article.claim("c1", "relation:sibling", {"a": "anna", "b": "nobody"}, "her brother")
    article.claim("c2", "relation:sibling", SIBLING, "her brother", origin="c1")
    article.claim("c3", "relation:sibling", SIBLING, "her brother", origin="c2")
    reasons = [reason for _, reason in article.refusals()]
    assert reasons[1:] == ["its origin 'c1' is refused itself", "its origin 'c2' is refused itself"]


def test_a_very_long_chain_is_read(article: Annotated) -> None:
    for number in range(3_000):
        article.claim(f"c{number}", "relation:sibling", SIBLING, "her brother", origin=f"c{number + 1}")
    article.claim("c3000", "relation:sibling", SIBLING, "her brother")
    said = article.said("sibling")
    assert [claim.origin is None for claim in said].count(True) == 1


def test_an_origin_is_a_text(article: Annotated) -> None:
    repeats(article, "c1")
    article.claims[-1]["origin"] = ["c1"]
    ((_, reason),) = article.refusals()
    assert reason == "Expected `str | null`, got `array` - at `$.origin`"
