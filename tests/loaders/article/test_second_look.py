"""What is seen only when the whole article is read: who "the suspect" is."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract


def about(body: str, kind: str, title: str = "A day of news") -> list[object]:
    """Return whom each event of `kind` is about."""
    claims = extract(f"{title}\n\n\n{body}\n", "2024-05-10").claims
    return [next(iter(claim.args.values()), "") for claim in claims if claim.kind == "event" and claim.type == kind]


def test_the_suspect_is_the_one_person_in_the_dock() -> None:
    body = "Jan Novak was charged with murder.\n\nThe suspect was arrested in Minsk."
    assert about(body, "arrest") == ["jan-novak"]


def test_of_two_in_the_dock_none_is_the_suspect() -> None:
    body = "Jan Novak and Ewa Nowak were charged with murder.\n\nThe suspect was arrested in Minsk."
    assert about(body, "arrest") == ["#suspect"]


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


def test_a_lead_means_the_one_whom_the_article_names_later() -> None:
    body = "A teacher was sentenced to two years in prison on Monday.\n\nJan Novak was convicted in May."
    assert about(body, "sentence") == ["jan-novak"]


def test_a_lead_does_not_mean_whom_it_named_already() -> None:
    body = "Jan Novak was convicted in May.\n\nA teacher was sentenced to two years in prison on Monday."
    assert "jan-novak" not in about(body, "sentence")


def test_a_woman_in_the_lead_is_no_man() -> None:
    body = "A woman was sentenced to two years in prison on Monday.\n\nMr Jan Novak was convicted in May."
    assert "jan-novak" not in about(body, "sentence")


def test_a_convict_who_stands_by_is_not_the_attacker() -> None:
    body = "Jan Novak, a convicted murderer, ran after him.\n\nThe attacker was arrested in Minsk."
    assert "jan-novak" not in about(body, "arrest")


def test_an_inquiry_that_names_nobody_is_into_the_one_person_investigated() -> None:
    text = "Poland opened an inquiry into the conduct of Jan Novak. The Senate launched an inquiry on Monday.\n"
    claims = extract(f"A day of news\n\n\n{text}\n\nIlona Marek launched an inquiry.\n", "2024-05-10").claims
    assert [claim.args.get("person") for claim in claims if claim.type == "investigation"] == ["jan-novak"] * 2 + [None]
