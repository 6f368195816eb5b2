"""Names of an article: where they begin and end, and of what type they are. The sentences are made up."""

from __future__ import annotations

from itertools import pairwise

import pytest

from loaders.article.name_spots import parts
from loaders.article.names import find_names
from loaders.article.parsed import Parsed, parse
from loaders.article.segments import Part, Segment


def body(text: str, headline: str = "") -> Parsed:
    segments = [Segment(0, headline, Part.HEADLINE)] if headline else []
    whole = f"{headline}\n{text}"
    return parse(whole, [*segments, Segment(len(headline) + 1, text, Part.BODY)])


def found(text: str) -> dict[str, str]:
    """Return the type of each name in an article whose body is `text`."""
    return {name.text: name.type for name in find_names(body(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prime Minister Ilona Marek said on Monday that the talks had failed.", "Ilona Marek"),
        ("Health Minister Paweł Wilk resigned on Friday.", "Paweł Wilk"),
        ("US District Judge Amy Jones sentenced him to ten years.", "Amy Jones"),
        ("Mme Delon told the court that she had been followed. Anne Delon lives in Lyon.", "Delon"),
        ("The actress, Doris Field, died on Monday. Field was 97.", "Field"),
        ("Ecologist Ryan Norton told reporters that the lake was dying.", "Ryan Norton"),
        ("Republican Ann Wells won the seat.", "Ann Wells"),
    ],
)
def test_a_title_is_no_part_of_the_name(text: str, name: str) -> None:
    assert found(text)[name] == "person"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The case was heard in U.S. Federal Court on Wednesday.", {"U.S. Federal Court": "org"}),
        ("If Parliament agrees, the law will change.", {"Parliament": "org"}),
        (
            "Ann Roe, director of Amnesty International Kei-man Tao, said so.",
            {"Ann Roe": "person", "Amnesty International": "org", "Kei-man Tao": "person"},
        ),
        (
            "The Faculty of Arts and Education of Harlow University was closed.",
            {"Faculty of Arts and Education of Harlow University": "org"},
        ),
        (
            "The University of Miami and Anna Falk signed it.",
            {"University of Miami": "org", "Anna Falk": "person"},
        ),
        ("Ali bin Tamim and Moammar al-Rani met.", {"Ali bin Tamim": "person", "Moammar al-Rani": "person"}),
        ("Residents fled. Many residents came back.", {}),
    ],
)
def test_names_end_where_something_else_begins(text: str, names: dict[str, str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He lost the 2020 presidential election to a rival.", "2020 presidential election", "event"),
        ("Voters of the 2016 referendum were asked once more.", "2016 referendum", "event"),
        ("They spoke before the 2019 Polish general election.", "2019 Polish general election", "event"),
        ("A man drove into the crowd at the Save the River rally.", "Save the River rally", "event"),
        ("She withdrew from the Democratic primary.", "Democratic primary", "event"),
        ("The strike was ordered by Polish authorities.", "Polish authorities", "org"),
        ("Norfolk police said that it was an accident.", "Norfolk police", "org"),
        ("The Lithuanian constitution forbids it.", "Lithuanian constitution", "law"),
        ("They invoked Article 50 on Monday.", "Article 50", "law"),
        ("The bus left U.S. Route 2 near the bridge.", "U.S. Route 2", "place"),
        ("Tom Marlow left. Then the Marlow campaign closed its offices.", "Marlow campaign", "campaign"),
        ("Tom Marlow left. The Marlow family had asked him to.", "Marlow family", "group"),
        ("David Marlow and Louise Marlow were held. The Marlows have a son.", "Marlows", "group"),
    ],
)
def test_a_proper_name_and_a_common_noun_make_one_name(text: str, name: str, kind: str) -> None:
    assert found(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He posted it on Twitter.", "Twitter", "org"),
        ("It was reported by TVN24 first.", "TVN24", "org"),
        ("The Guardian reported it first.", "The Guardian", "org"),
        ("The vote ended the Brexit talks.", "Brexit", "event"),
        ("Police closed Victoria Park at noon.", "Victoria Park", "place"),
        ("She received the Nobel Peace Prize in Oslo.", "Nobel Peace Prize", "award"),
        ("Hurricane Lena reached the coast.", "Hurricane Lena", "event"),
        ("He was taken to John Radley Hospital.", "John Radley Hospital", "place"),
        ("Baranauskaya has been silent since.", "Baranauskaya", "person"),
        ("The town of Brzeziny was cut off.", "Brzeziny", "place"),
        ("A shell hit the village near Zarnovka, Ukraine on Friday.", "Zarnovka", "place"),
        ("They were tried under the Public Order Act.", "Public Order Act", "law"),
        ("The petition is one of many. Their campaign, called Open Doors, began in May.", "Open Doors", "campaign"),
    ],
)
def test_a_name_has_the_type_that_its_words_or_neighbours_tell(text: str, name: str, kind: str) -> None:
    assert found(text)[name] == kind


@pytest.mark.parametrize(
    "text",
    [
        '"Nuestras calles estarán siempre abiertas y serán nuestras", she said.',
        "The ticket costs US$6.16 and not less.",
        "It was a British-built ship.",
        "They came back in May and left in August.",
    ],
)
def test_foreign_words_sums_and_months_are_no_names(text: str) -> None:
    assert found(text) == {}


def test_may_is_a_person_once_she_is_named_in_full() -> None:
    assert found("Theresa May resigned in May. May said that she was sorry.") == {
        "Theresa May": "person",
        "May": "person",
    }


def test_a_headline_in_title_case_makes_no_names_of_its_verbs() -> None:
    headline = "Jailed Activist Marek Sees Crucial Moment As Warsaw Engages"
    assert {name.text for name in find_names(body("Ilona Marek spoke in Warsaw on Monday.", headline))} == {
        "Marek",
        "Warsaw",
        "Ilona Marek",
    }


def test_names_stand_in_the_order_of_the_text_and_never_overlap() -> None:
    text = "The Supreme Court of Poland met in Warsaw. Ann Roe of the BBC and Tom Lee of the New York Times were there."
    spans = [name.span for name in find_names(body(text))]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann Roe", ["Roe", "Ann"]),
        ("Hugo de Witt", ["Hugo", "de Witt", "De Witt"]),
        ("Ricardo Nolasco Vega", ["Vega", "Ricardo", "Nolasco Vega", "Nolasco"]),
        ("Martin Hale Jr.", ["Hale", "Martin", "Martin Hale"]),
        ("Ann", []),
    ],
)
def test_the_parts_of_a_name_are_what_people_are_called_later(name: str, expected: list[str]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Chadian government asked.", {"Chadian government": "org"}),
        ("The government of Chad asked.", {"government of Chad": "org"}),
        ("Chad's government asked.", {"Chad's government": "org"}),
        ("Chad's parliament asked.", {"Chad": "place"}),
        ("Ann Kane won in May. The Kane administration asked.", {"Ann Kane": "person", "Kane administration": "org"}),
        ("The Saudi consulate and the Lublin airport closed.", {"Saudi consulate": "place", "Lublin airport": "place"}),
        ("Troops began Operation Fast and Loud in May.", {"Operation Fast and Loud": "event"}),
        ("They asked about the 2010 census.", {"2010 census": "event"}),
        ("She read it on znak.com and saw it on WKXY-TV.", {"znak.com": "org", "WKXY-TV": "org"}),
        ("The Lublin Workers' Party met.", {"Lublin Workers' Party": "org"}),
        ("Rebels hold Northern Syria.", {"Syria": "place"}),
        ("The Trade and Industry Office closed.", {"Trade and Industry Office": "org"}),
        ("He left the Aviation Safety Office of Chad.", {"Aviation Safety Office": "org", "Chad": "place"}),
        ("Countryman Jan Kowal won the race.", {"Jan Kowal": "person"}),
        (
            "On Sunday Presidents Muhammadu Okoro and Patrice Adjei met.",
            {"Muhammadu Okoro": "person", "Patrice Adjei": "person"},
        ),
        ("The Republican Guard attacked.", {"Republican Guard": "org"}),
    ],
)
def test_bodies_and_occasions_are_named_with_common_nouns(text: str, names: dict[str, str]) -> None:
    assert found(text) == names


def test_an_acronym_in_brackets_is_a_name_everywhere() -> None:
    names = found("The Acme Oil Union (AOU) met in May. Jan Kowal backs AOU.")
    assert names == {"Acme Oil Union": "org", "AOU": "org", "Jan Kowal": "person"}


def test_a_body_told_of_before_is_named_by_what_it_is() -> None:
    assert found("The Department of Trees met. The Department left.")["Department"] == "org"
    assert "Department" not in found("The Ministry of Trees met. The department left.")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The minister fell over the Profumo affair.", "Profumo affair", "event"),
        ("He resigned after the Windrush scandal.", "Windrush scandal", "event"),
        ("Ana dela Cruz of the army agreed.", "Ana dela Cruz", "person"),
        ("The government of mainland China agreed.", "government of mainland China", "org"),
        ("Commandant Admiral Elson Roe gave an order.", "Elson Roe", "person"),
        ("Judge Durham Hall said they left.", "Durham Hall", "person"),
        (
            "Judge Ann Roe of the United States District Court for the Western District of Virginia ruled on it.",
            "United States District Court for the Western District of Virginia",
            "org",
        ),
        (
            "The Office of the UN High Commissioner for Human Rights agreed.",
            "Office of the UN High Commissioner for Human Rights",
            "org",
        ),
        ("Abu Dhabi TV cameraman Ivan Petrov died.", "Abu Dhabi TV", "org"),
        ("She spoke with Ann Clark, mayor of Tomsk, on Friday.", "Tomsk", "place"),
    ],
)
def test_more_names_end_where_they_end(text: str, name: str, kind: str) -> None:
    assert found(text)[name] == kind


@pytest.mark.parametrize("text", ["Commandant Admiral Elson Roe gave an order.", '"[T]he House is moving," she said.'])
def test_an_office_and_a_bracket_are_no_names(text: str) -> None:
    assert not {"Commandant", "T]he House"} & found(text).keys()


def test_an_office_in_brackets_is_no_body() -> None:
    assert "Member of Parliament" not in found("Member of Parliament (MP) Ann Roe spoke.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Republican Senator Ann Roe spoke. The Democratic nomination is open.", {"Ann Roe": "person"}),
        (
            "Republican Senator Ann Roe spoke. The Republican Party won.",
            {"Ann Roe": "person", "Republican": "org", "Republican Party": "org"},
        ),
        (
            '"It is not new," said Steve Peers of the University of Essex.',
            {"Steve Peers": "person", "University of Essex": "org"},
        ),
    ],
)
def test_an_adjective_of_party_is_a_name_where_the_party_is_named(text: str, names: dict[str, str]) -> None:
    assert found(text) == names
