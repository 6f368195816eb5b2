"""Relations: kin, lawyers, bodies, places, and who stands for or against whom. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract

Arguments = dict[str, str | tuple[str, ...]]


def told(text: str, kind: str) -> list[Arguments]:
    """Return the arguments of every relation `kind` in `text`, in its order."""
    return [
        claim.args for claim in extract(text, "2024-05-10").claims if claim.kind == "relation" and claim.type == kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "a", "b"),
    [
        ("Ilona Marek, sister of Jan Novak, spoke.", "sibling", "ilona-marek", "jan-novak"),
        ("Jan Novak's sister, Ilona Marek, spoke.", "sibling", "ilona-marek", "jan-novak"),
        ("Jan Novak spoke. His wife, Ilona Marek, did not.", "spouse", "ilona-marek", "jan-novak"),
        ("The wife of Jan Novak, Ilona Marek, did not speak.", "spouse", "ilona-marek", "jan-novak"),
        ("Ilona Marek married Jan Novak in 2010.", "spouse", "ilona-marek", "jan-novak"),
        ("Ilona Marek, Jan Novak's mother, spoke.", "parent", "ilona-marek", "jan-novak"),
        ("Ilona Marek and her son, Jan Novak, spoke.", "parent", "ilona-marek", "jan-novak"),
        ("Ilona Marek said that her father visited her in prison.", "parent", "father", "ilona-marek"),
    ],
)
def test_kin_are_told_in_many_words(text: str, kind: str, a: str, b: str) -> None:
    assert told(text, kind) == [{"a": a, "b": b}]


def test_kin_who_are_named_anywhere_are_nobody_new() -> None:
    text = "Ilona Marek said that her sister wept. Anna Kowal, sister of Ilona Marek, left."
    assert told(text, "sibling") == [{"a": "anna-kowal", "b": "ilona-marek"}]


def test_somebody_listed_after_kin_is_not_the_kin() -> None:
    text = "Police met the wife of Jan Novak, Ilona Marek, and Peter Hill."
    assert all("ilona-marek" not in args.values() for args in told(text, "spouse"))


def test_a_brother_in_law_is_no_brother() -> None:
    assert told("Jan Novak's brother-in-law, Peter Hill, spoke.", "sibling") == []


@pytest.mark.parametrize(
    ("text", "client", "lawyer"),
    [
        ("Ilona Marek's lawyer, Jan Novak, spoke.", "ilona-marek", "jan-novak"),
        ("Jan Novak, a lawyer for Ilona Marek, spoke.", "ilona-marek", "jan-novak"),
        ("Jan Novak, who represents Ilona Marek, spoke.", "ilona-marek", "jan-novak"),
        ("Ilona Marek's lawyers spoke.", "ilona-marek", "#lawyers"),
    ],
)
def test_a_lawyer_represents_a_client(text: str, client: str, lawyer: str) -> None:
    assert told(text, "represented_by") == [{"a": client, "b": lawyer}]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Novak works for Reuters.",
        "Jan Novak joined Reuters in 2014.",
        "Jan Novak heads Reuters.",
        "Jan Novak was hired by Reuters.",
        "Jan Novak of Reuters was there.",
        "Jan Novak's former employer, Reuters, was silent.",
    ],
)
def test_somebody_is_of_a_body(text: str) -> None:
    assert told(text, "member") == [{"person": "jan-novak", "org": "reuters"}]


def test_how_long_somebody_worked_for_a_body_is_its_value() -> None:
    claims = extract("Jan Novak worked for 17 years for Reuters.", "2024-05-10").claims
    assert [claim.value for claim in claims if claim.type == "member"] == ["P17Y"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Jan Novak lives in Warsaw.", "warsaw"),
        ("Jan Novak lives abroad.", "#abroad"),
        ("Ohio man Jan Novak was freed.", "ohio"),
        ("Jan Novak, 34, of Leeds, was freed.", "leeds"),
        ("Jan Novak, from Toronto, was freed.", "toronto"),
        ("Jan Novak was arrested at his home in Warsaw.", "warsaw"),
    ],
)
def test_somebody_lives_somewhere(text: str, place: str) -> None:
    assert told(text, "lives_in") == [{"person": "jan-novak", "place": place}]


@pytest.mark.parametrize(
    ("text", "body", "place"),
    [
        ("She called the US Embassy in London on Monday.", "us-embassy", "london"),
        ("He was held at Oakwood Prison, New Zealand, for a year.", "oakwood-prison", "new-zealand"),
        ("Amnesty International, a London-based group, spoke.", "amnesty-international", "london"),
        ("Amnesty International is based in London.", "amnesty-international", "london"),
    ],
)
def test_a_body_sits_somewhere(text: str, body: str, place: str) -> None:
    assert told(text, "located_in") == [{"org": body, "place": place}]


def test_a_body_is_part_of_another() -> None:
    text = "The Faculty of Arts at Oakwood University opened on Monday."
    assert told(text, "part_of") == [{"a": "faculty-of-arts", "b": "oakwood-university"}]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Ilona Marek supports Jan Novak.", "supports", {"person": "ilona-marek", "campaign": "jan-novak"}),
        ("Jan Novak, who is backed by Reuters, spoke.", "supports", {"org": "reuters", "campaign": "jan-novak"}),
        ("Ilona Marek opposed the new tax.", "opposes", {"a": "ilona-marek", "b": "#new tax"}),
        ("Thousands of students protested against the bill.", "opposes", {"a": "thousands-of-students", "b": "#bill"}),
        ("There were protests against the bill.", "opposes", {"a": "protesters", "b": "#bill"}),
        ("Jan Novak's rival, Ilona Marek, spoke.", "opponent", {"a": "ilona-marek", "b": "jan-novak"}),
        (
            "Ilona Marek led opposition efforts against Jan Novak.",
            "opponent",
            {"a": "ilona-marek", "b": "jan-novak"},
        ),
    ],
)
def test_people_stand_for_or_against(text: str, kind: str, expected: Arguments) -> None:
    assert told(text, kind) == [expected]


def test_a_campaign_leader_campaigns_for_somebody() -> None:
    text = "Jan Novak was a campaign leader for Ilona Marek."
    assert told(text, "campaign_for") == [{"person": "jan-novak", "for": "ilona-marek", "role": "#campaign leader"}]
    assert told(text, "role") == []


def test_the_child_of_a_couple_has_two_parents() -> None:
    text = "Jan Novak and Ilona Marek live in Prague. Their daughter, Petra Novak, is a student."
    assert told(text, "parent") == [{"a": "jan-novak", "b": "petra-novak"}, {"a": "ilona-marek", "b": "petra-novak"}]


def test_kin_behind_a_title_are_named() -> None:
    text = "Ilona Marek held a photograph of her husband, the jailed reporter Jan Novak."
    assert told(text, "spouse") == [{"a": "jan-novak", "b": "ilona-marek"}]


def test_a_house_of_parents_tells_nothing_of_them() -> None:
    assert told("Ilona Marek was arrested at her parents' home in Prague.", "parent") == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "Ilona Marek is a Swedish national now living in Oslo.",
            "lives_in",
            {"person": "ilona-marek", "place": "oslo"},
        ),
        ("Jan Novak lives in exile in Oslo.", "lives_in", {"person": "jan-novak", "place": "oslo"}),
        (
            "Police raided the Clean Hands Foundation's office in the northern city of Kharkiv.",
            "located_in",
            {"org": "clean-hands-foundation", "place": "kharkiv"},
        ),
        ("Jan Novak writes for the Guardian.", "member", {"person": "jan-novak", "org": "the-guardian"}),
    ],
)
def test_where_people_and_bodies_are(text: str, kind: str, expected: Arguments) -> None:
    assert told(text, kind) == [expected]


def test_where_somebody_is_believed_to_live_is_possible() -> None:
    text = "Jan Novak, who is believed to be living in Turkey, denied it."
    (found,) = (claim for claim in extract(text, "2024-05-10").claims if claim.type == "lives_in")
    assert found.certainty == "possible"


def test_an_office_beside_a_name_is_not_of_that_body() -> None:
    found = told("The U.N. human rights office in Geneva called for calm.", "located_in")
    assert found == [{"org": "u-n-human-rights-office", "place": "geneva"}]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Riga, the capital of Latvia, was calm.", "riga", "latvia"),
        ("Latvia's capital, Riga, was calm.", "riga", "latvia"),
        ("The Latvian capital Riga was calm.", "riga", "latvia"),
        ("Latvia was calm. The country's capital, Riga, was calm.", "riga", "latvia"),
        ("Riga is the capital of Latvia.", "riga", "latvia"),
        ("A bomb went off in Mosul, in northern Iraq.", "mosul", "iraq"),
        ("He was arrested in Poland's Mazovia region.", "mazovia", "poland"),
    ],
)
def test_a_capital_or_a_region_is_part_of_its_country(text: str, part: str, whole: str) -> None:
    assert told(text, "part_of") == [{"a": part, "b": whole}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He asked Eva Marek to name Karim Salem and his son, Omar Salem.", [("karim-salem", "omar-salem")]),
        ("Jan Novak, who is married and has five children, was jailed.", [("jan-novak", "#five children")]),
        (
            "Eva Marek is survived by her husband Karim and two sons, Omar and Ali.",
            [("eva-marek", "omar"), ("eva-marek", "ali")],
        ),
        (
            "Jan Novak was born to Peter Novak and Eva Marek.",
            [("peter-novak", "jan-novak"), ("eva-marek", "jan-novak")],
        ),
        ("Jan Novak has five cars.", []),
    ],
)
def test_parents_and_children_are_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(args["a"], args["b"]) for args in told(text, "parent")] == expected


def test_a_marriage_to_somebody_is_told() -> None:
    assert told("Eva Marek's marriage to Jan Novak ended in 2010.", "spouse") == [{"a": "eva-marek", "b": "jan-novak"}]


def test_a_legal_team_represents_a_client() -> None:
    assert told("Jan Novak's legal team appealed.", "represented_by") == [{"a": "jan-novak", "b": "#team"}]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Iran backs Hamas.", "supports", [{"org": "iran", "campaign": "hamas"}]),
        ("Jan Novak supported the bill.", "supports", [{"person": "jan-novak", "campaign": "#bill"}]),
        ("Jan Novak supported his family.", "supports", []),
        ("Jan Novak could not support him.", "supports", []),
        (
            "Jan Novak has voiced support for the peace plan.",
            "supports",
            [{"person": "jan-novak", "campaign": "#peace plan"}],
        ),
        ("Jan Novak voted for the bill.", "supports", [{"person": "jan-novak", "campaign": "#bill"}]),
        ("Jan Novak voted against the bill.", "opposes", [{"a": "jan-novak", "b": "#bill"}]),
        ("Jan Novak, a vocal critic of Russia, was jailed.", "opposes", [{"a": "jan-novak", "b": "russia"}]),
        ("The court ruled in favour of the plan.", "supports", []),
    ],
)
def test_stances_are_told_by_verbs_and_nouns(text: str, kind: str, expected: list[Arguments]) -> None:
    assert told(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan Novak said his Labour Party was ready.", [("jan-novak", "labour-party")]),
        ("Jan Novak sits on the board of Delta Holdings.", [("jan-novak", "delta-holdings")]),
        ("Jan Novak studied at Yale University.", [("jan-novak", "yale-university")]),
    ],
)
def test_a_party_a_board_and_a_university_have_members(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(args["person"], args["org"]) for args in told(text, "member")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan Novak, a resident of Leeds, was arrested.", [("jan-novak", "leeds")]),
        ("Poland-based activist Jan Novak was arrested.", [("jan-novak", "poland")]),
        ("Jan Novak fled to Poland, where he now lives.", [("jan-novak", "poland")]),
        ("A Leeds man was arrested.", [("leeds-man", "leeds")]),
        ("A Leeds student was arrested.", []),
    ],
)
def test_residents_live_somewhere(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(args["person"], args["place"]) for args in told(text, "lives_in")] == expected


def test_a_place_behind_the_listener_is_not_that_of_the_body() -> None:
    assert told("He told the BBC in London that it was over.", "located_in") == []


def test_a_station_of_a_body_is_part_of_it() -> None:
    assert told("NBC affiliate KTAL reported the fire.", "part_of") == [{"a": "ktal", "b": "nbc"}]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Novak no longer works for the Delta Institute.",
        "Jan Novak did not join the Delta Institute.",
        "Jan Novak refused to join the Delta Institute.",
    ],
)
def test_what_is_over_or_never_was_is_negated(text: str) -> None:
    (found,) = (claim for claim in extract(text, "2024-05-10").claims if claim.type == "member")
    assert found.certainty == "negated"


def test_a_party_of_somebody_has_him_for_a_member() -> None:
    assert told("Eva Marek's Progressive Party won.", "member") == [{"person": "eva-marek", "org": "progressive-party"}]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Mark Lowe of the army's Northern Command agreed.", "northern-command"),
        ("Mark Lowe of the conservative Progress Party agreed.", "progress-party"),
        ("Mark Lowe of the newly founded Progress Party left.", "progress-party"),
    ],
)
def test_words_may_stand_between_somebody_and_their_body(text: str, body: str) -> None:
    assert told(text, "member") == [{"person": "mark-lowe", "org": body}]


def test_a_body_of_a_country_is_there() -> None:
    assert told("A judge fined Baltic Air of Estonia.", "located_in") == [{"org": "baltic-air", "place": "estonia"}]
    assert told("The judge fined Alliance Air of Omsk.", "located_in") == []
