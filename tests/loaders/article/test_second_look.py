"""What is seen only when the whole article is read: who "the suspect" is, and that those counted as killed died."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract
from loaders.article.extraction import ExtractedClaim, Span
from loaders.article.second_look import deaths


def about(body: str, kind: str, title: str = "A day of news") -> list[object]:
    """Return whom each event of `kind` is about."""
    claims = extract(f"{title}\n\n\n{body}\n", "2024-05-10").claims
    return [next(iter(claim.args.values()), "") for claim in claims if claim.kind == "event" and claim.type == kind]


def test_the_suspect_is_the_one_person_in_the_dock() -> None:
    body = "Jan Novak was charged with murder.\n\nThe suspect was arrested in Minsk."
    assert about(body, "arrest") == ["jan-novak"]


def test_of_two_in_the_dock_none_is_the_suspect() -> None:
    body = "Jan Novak and Ewa Nowak were charged with murder.\n\nOne suspect was arrested in Minsk."
    assert about(body, "arrest") == ["#One suspect"]


@pytest.mark.parametrize("word", ["Another", "A second"])
def test_another_suspect_is_somebody_new(word: str) -> None:
    body = f"Jan Novak was charged with murder.\n\n{word} suspect was arrested in Minsk."
    assert "jan-novak" not in about(body, "arrest")


def test_a_headline_means_the_one_who_holds_the_office() -> None:
    body = "The mayor of Brest, Jan Novak, spoke.\n\nEwa Nowak was arrested in Minsk."
    assert about(body, "arrest", "Mayor arrested in Minsk on Monday")[0] == "jan-novak"


def test_a_headline_means_the_one_of_whom_the_body_tells_the_same() -> None:
    body = "Jan Novak was arrested in Minsk."
    assert about(body, "arrest", "Driver arrested in Minsk on Monday") == ["jan-novak", "jan-novak"]


def killed(text: str) -> ExtractedClaim:
    return ExtractedClaim(
        id="", kind="count", type="killed", args={"place": "minsk"}, evidence=(Span(0, len(text)),), rule="r", value=8
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("an attack killed at least five people in Minsk", "#at least five people"),
        ("the fire killed eight", "#eight"),
        ("eight were killed", "#eight"),
        ("the war killed thousands", "#thousands"),
        ("the fire was deadly", "#people"),
    ],
)
def test_those_counted_as_killed_died(text: str, words: str) -> None:
    (death,) = deaths([killed(text)], text)
    assert (death.kind, death.type, death.args, death.value) == ("event", "death", {"person": words}, 8)


def test_a_death_that_is_told_is_not_told_again() -> None:
    text = "eight were killed"
    told = ExtractedClaim(
        id="", kind="event", type="death", args={"person": "#eight"}, evidence=(Span(0, len(text)),), rule="r"
    )
    assert deaths([killed(text), told], text) == []
