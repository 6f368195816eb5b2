"""Those who are named side by side, and what then speaks of all of them. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract

EWA, JAN = "ewa-nowak", "jan-kowal"
BOTH = {EWA, JAN}


def about(body: str, kind: str) -> list[set[str]]:
    """Return whom each event of `kind` is about, in the order of the text."""
    claims = extract(f"A day of news\n\n\n{body}\n", "2024-05-10").claims
    found = [next(iter(claim.args.values()), ()) for claim in claims if claim.kind == "event" and claim.type == kind]
    return [{first} if isinstance(first, str) else set(first) for first in found]


@pytest.mark.parametrize("they", ["They", "Both", "The two", "The couple", "The pair", "Both teachers"])
def test_what_speaks_of_two_means_those_named_side_by_side(they: str) -> None:
    body = f"Ewa Nowak and Jan Kowal live in Lublin. {they} were arrested in May."
    assert about(body, "arrest") == [BOTH]


def test_they_may_be_three() -> None:
    body = "Ewa Nowak, Jan Kowal and Adam Wilk live in Lublin. The three were arrested in May."
    assert about(body, "arrest") == [BOTH | {"adam-wilk"}]


@pytest.mark.parametrize("they", ["The three", "Both cars", "The two women", "The two countries"])
def test_what_speaks_of_others_means_nobody_of_them(they: str) -> None:
    body = f"Ewa Nowak and Jan Kowal live in Lublin. {they} were arrested in May."
    assert not any(whom & BOTH for whom in about(body, "arrest"))


def test_both_before_two_names_is_no_more_than_the_names() -> None:
    assert about("Both Ewa Nowak and Jan Kowal were arrested in May.", "arrest") == [BOTH]


def test_two_whom_the_lead_does_not_name_are_the_two_of_whom_the_rest_tells_the_same() -> None:
    body = "Two officers were convicted of rape on Monday.\n\nEwa Nowak and Jan Kowal were charged in May."
    assert about(body, "conviction") == [BOTH]


def test_two_who_were_abducted_need_not_be_the_two_who_were_arrested() -> None:
    body = "Two officers were abducted on Monday.\n\nEwa Nowak and Jan Kowal were arrested in May."
    assert not any(whom & BOTH for whom in about(body, "abduction"))


def test_of_two_in_a_lead_nobody_is_made_up() -> None:
    body = "Two officers were convicted of rape on Monday.\n\nEwa Nowak was arrested in May."
    assert not any(whom & BOTH for whom in about(body, "conviction"))


@pytest.mark.parametrize(("they", "who"), [("The defendants", BOTH), ("The teachers", BOTH), ("The nurses", set())])
def test_the_defendants_are_those_in_the_dock_and_the_teachers_those_called_so(they: str, who: set[str]) -> None:
    body = f"Teacher Ewa Nowak and teacher Jan Kowal were charged with theft. {they} were convicted in May."
    assert BOTH & set().union(*about(body, "conviction")) == who
