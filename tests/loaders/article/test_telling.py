"""What comes of a telling: a claim with speaker, certainty, day, words and id."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.article.evidence import LONGEST
from loaders.article.extract import extract, understood
from loaders.article.telling import Ledger, Told

BODY = "Jan Novak was arrested in Minsk on Monday, Ewa Nowak said."


def ledger_of(body: str, *tellings: dict[str, Any]) -> Ledger:
    """Return a ledger that was told of an arrest by the word "arrested" of `body`, once for each of `tellings`."""
    reading, _ = understood(f"A day of news\n\n\n{body}\n", "2024-05-10")
    ledger = Ledger(reading)
    trigger = next(token for token in reading.parsed.doc if token.text == "arrested")
    plain = Told("event", "arrest", {"person": "jan-novak"}, trigger, (), "a rule")
    for telling in tellings:
        ledger.tell(plain._replace(**telling))
    return ledger


def test_a_claim_has_its_speaker_certainty_day_words_rule_and_id() -> None:
    (claim,) = ledger_of(BODY, {}).claims()
    span = claim.evidence[0]
    text = f"A day of news\n\n\n{BODY}\n"
    assert (claim.speaker, claim.attribution, claim.certainty) == ("ewa-nowak", "indirect", "asserted")
    assert (claim.date and claim.date.edtf, claim.date and claim.date.text) == ("2024-05-06", "Monday")
    assert text[span.start : span.end] == "Jan Novak was arrested in Minsk on Monday"
    assert (claim.rule, claim.id) == ("a rule", "arrest:jan-novak:1")


def test_the_same_telling_is_taken_once() -> None:
    assert len(ledger_of(BODY, {}, {}).claims()) == 1


def test_two_claims_about_one_have_ids_of_their_own() -> None:
    claims = ledger_of(BODY, {}, {"value": 2}).claims()
    assert [claim.id for claim in claims] == ["arrest:jan-novak:1", "arrest:jan-novak:2"]


def test_a_claim_about_nobody_has_an_id_too() -> None:
    assert [claim.id for claim in ledger_of(BODY, {"args": {}}).claims()] == ["arrest:x:1"]


@pytest.mark.parametrize(
    ("at_most", "certainty"),
    [(None, "asserted"), ("asserted", "asserted"), ("alleged", "alleged"), ("negated", "negated")],
)
def test_a_frame_may_lower_how_sure_a_claim_is(at_most: str | None, certainty: str) -> None:
    assert [claim.certainty for claim in ledger_of(BODY, {"at_most": at_most}).claims()] == [certainty]


@pytest.mark.parametrize(
    "body",
    [
        "On the wall was written, “They have arrested three of our best friends this morning.”",
        "The group demanded that Jan Novak be arrested.",
    ],
)
def test_what_nobody_is_known_to_say_or_is_only_demanded_is_no_claim(body: str) -> None:
    assert ledger_of(body, {}).claims() == []


def test_a_hope_about_nobody_in_particular_is_no_claim() -> None:
    assert ledger_of("Two men may be arrested.", {"args": {"person": "#Two men"}}).claims() == []


def test_what_happens_after_the_day_of_publication_is_only_possible() -> None:
    (claim,) = ledger_of("Jan Novak was arrested on June 1, 2024.", {}).claims()
    assert claim.certainty == "possible"


TEXT = """\
Two held in Brest

Jan Novak, 34, was arrested in Brest on Monday. “They killed three men,” said Ewa Nowak, the mayor of Brest.

Jan Novak was sentenced to four years in prison for fraud in 2019; he was freed, pardoned and exiled a year later.
"""


def test_every_claim_stands_on_words_of_one_paragraph() -> None:
    claims = extract(TEXT, "2024-05-10").claims
    assert len(claims) > 5
    for claim in claims:
        for span in claim.evidence:
            words = TEXT[span.start : span.end]
            assert 0 < len(words) <= LONGEST
            assert words == words.strip()
            assert "\n\n" not in words
