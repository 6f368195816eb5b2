"""Names that mean the same are one entity, and others are not. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.cast import Cast, cast_of, first_name_gender
from loaders.article.name_likeness import body_short, misspelt, person_short
from loaders.article.names import find_names
from loaders.article.parsed import parse
from loaders.article.segments import Part, Segment


def cast(text: str) -> Cast:
    parsed = parse(text, [Segment(0, text, Part.BODY)])
    return cast_of(parsed, find_names(parsed))


def groups(text: str) -> list[set[str]]:
    """Return the forms of each entity that the article names, in the order of their full names."""
    members = sorted(cast(text).members.values(), key=lambda member: member.name)
    return [set(member.names) for member in members]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Roe spoke. Roe said that she was glad.", [{"Ann Roe", "Roe"}]),
        (
            "The UK Supreme Court ruled. The Supreme Court of the United Kingdom sat. The Supreme Court rose.",
            [{"UK Supreme Court", "Supreme Court of the United Kingdom", "Supreme Court"}],
        ),
        (
            "Ricardo Nolasco Vega resigned. Nolasco said so. Then Ricardo Nolasco left.",
            [{"Ricardo Nolasco Vega", "Nolasco", "Ricardo Nolasco"}],
        ),
        (
            "Pedro Pierluto won. Pedro R. Pierluto Ortega was sworn in. Pierulto said little.",
            [{"Pedro Pierluto", "Pedro R. Pierluto Ortega", "Pierulto"}],
        ),
        ("Bill de Witt left. De Witt said that he was tired.", [{"Bill de Witt", "De Witt"}]),
        ("The Movement for Rural Change (MRC) won. The MRC won again.", [{"Movement for Rural Change", "MRC"}]),
        ("Hurricane Lena came. Lena grew stronger.", [{"Hurricane Lena", "Lena"}]),
        (
            "The United States Department of State answered. The State Department gave no reason.",
            [{"United States Department of State", "State Department"}],
        ),
    ],
)
def test_the_forms_of_one_name_are_one_entity(text: str, expected: list[set[str]]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Syarhei Baranouski was jailed. Sviatlana Baranouskaya fled. Baranouskaya said that Baranouski was well.",
            [{"Sviatlana Baranouskaya", "Baranouskaya"}, {"Syarhei Baranouski", "Baranouski"}],
        ),
        (
            "The Liberal Democratic Party lost. The Democratic Party won.",
            [{"Democratic Party"}, {"Liberal Democratic Party"}],
        ),
        ("Robert Kane and John Kane were brothers.", [{"John Kane"}, {"Robert Kane"}]),
    ],
)
def test_names_that_only_look_alike_are_two_entities(text: str, expected: list[set[str]]) -> None:
    assert groups(text) == expected


def test_a_shared_surname_means_whoever_was_introduced_first() -> None:
    text = "Robert Kane left. Kane said so. John Kane stayed. Kane said little."
    counts = {member.name: dict(member.names) for member in cast(text).members.values()}
    assert counts == {"Robert Kane": {"Robert Kane": 1, "Kane": 2}, "John Kane": {"John Kane": 1}}


def test_his_and_her_in_the_clause_tell_which_of_two_is_meant() -> None:
    text = "Robert Kane met Anna Kane. Kane gave her speech. Kane lost his hat."
    counts = {member.name: member.names["Kane"] for member in cast(text).members.values()}
    assert counts == {"Robert Kane": 1, "Anna Kane": 1}


def test_mr_and_mrs_tell_which_of_two_is_meant() -> None:
    text = "Robert Kane met Anna Kane. Later Mr Kane said that Mrs Kane had won."
    counts = {member.name: member.names["Kane"] for member in cast(text).members.values()}
    assert counts == {"Robert Kane": 1, "Anna Kane": 1}


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("A. Roe", "Ann Roe", True),
        ("Roe", "Ann Roe", True),
        ("Bob Roe", "Ann Roe", False),
        ("Julia Roe", "Julian Roe", False),
        ("Vega Ruiz", "Tomas Vega Ruiz", True),
    ],
)
def test_a_person_is_known_by_a_shorter_name(short: str, full: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert person_short(short, full) is same


@pytest.mark.parametrize(
    ("short", "full", "kind", "same"),
    [
        ("Senate", "Puerto Rico Senate", "org", True),
        ("House", "House of Lords", "org", True),
        ("Court", "Supreme Court", "org", True),
        ("Supreme", "Supreme Court", "org", False),
        ("BTP", "British Transport Police", "org", True),
        ("Bavaria", "State of Bavaria", "place", True),
        ("York", "New York", "place", False),
    ],
)
def test_a_body_is_known_without_its_place(short: str, full: str, kind: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert body_short(short, full, kind) is same


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [("Sacoolas", "Socoolas", True), ("Ivanov", "Ivanova", False), ("Lee", "Lea", False), ("Roland", "Roland", False)],
)
def test_a_slip_of_the_pen_is_told_from_another_name(one: str, other: str, slip: bool) -> None:  # noqa: FBT001 - a table
    assert misspelt(one, other) is slip


@pytest.mark.parametrize(
    ("text", "gender"), [("Anna Kane left.", "f"), ("Robert Kane left.", "m"), ("Zzyx Petrova left.", "f")]
)
def test_first_names_and_slavic_endings_tell_a_gender(text: str, gender: str) -> None:
    (member,) = cast(text).members.values()
    assert first_name_gender(member) == gender


def test_a_token_tells_whom_it_names() -> None:
    made = cast("Ann Roe spoke in Warsaw.")
    token = next(token for token in made.parsed.doc if token.text == "Roe")
    member = made.named(token)
    assert member is not None
    assert (member.id, member.type) == ("ann-roe", "person")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The government of Chad met. The Chadian government agreed.", [{"government of Chad", "Chadian government"}]),
        ("Republicans voted. The Republican Party won.", [{"Republicans", "Republican Party"}]),
        ("The Houthis won. The Houthi rebels marched.", [{"Houthis", "Houthi rebels"}]),
        ("Acme Holdings paid. Acme lost.", [{"Acme Holdings", "Acme"}]),
        ("Hurricane Roe hit land. Roe faded.", [{"Hurricane Roe", "Roe"}]),
        ("The Department of Trees met. The Department left.", [{"Department of Trees", "Department"}]),
        ("Osama bin Laden hid. Usama bin Ladin died.", [{"Osama bin Laden", "Usama bin Ladin"}]),
        ("The Acme Oil Union (AOU) met. AOU left.", [{"Acme Oil Union", "AOU"}]),
    ],
)
def test_short_and_other_forms_of_a_body_are_one_entity(text: str, expected: list[set[str]]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Bashar al-Assad spoke. Assad left.", {"Bashar al-Assad", "Assad"}),
        ("Leader Jaroslaw Kaczynski spoke. Jarosław Kaczyński left.", {"Jaroslaw Kaczynski", "Jarosław Kaczyński"}),
    ],
)
def test_accents_and_the_arabic_article_make_no_other_name(text: str, expected: set[str]) -> None:
    assert expected in groups(text)
