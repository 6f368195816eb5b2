"""Offices and descriptions: who is said to be what, and of which body. The sentences are made up."""

from __future__ import annotations

import pytest

from loaders.article.extract import extract

Roles = set[tuple[str, str, str | None]]


def roles(text: str) -> Roles:
    """Return (who, role, body or place) of every office in `text`."""
    found = [claim for claim in extract(text, "2024-05-10").claims if claim.type in {"role", "member"}]
    return {
        (str(claim.args.get("person", claim.args.get("org"))), str(claim.args["role"]), _where(claim.args))
        for claim in found
        if "role" in claim.args
    }


def _where(args: dict[str, str | tuple[str, ...]]) -> str | None:
    where = args.get("org") if "person" in args else None
    where = where or args.get("place")
    return str(where) if where is not None else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Ilona Marek spoke on Monday.", {("ilona-marek", "#President", None)}),
        ("US President Ilona Marek spoke on Monday.", {("ilona-marek", "#President", "united-states")}),
        ("Polish author Ilona Marek spoke on Monday.", {("ilona-marek", "#author", "poland")}),
        ("Jailed opposition politician Ilona Marek spoke.", {("ilona-marek", "#opposition politician", None)}),
        ("Former prime minister Ilona Marek spoke.", {("ilona-marek", "#Former prime minister", None)}),
        ("Secretary of Justice Ilona Marek spoke.", {("ilona-marek", "#Secretary of Justice", None)}),
        ("The mayor of London, Ilona Marek, spoke.", {("ilona-marek", "#mayor", "london")}),
        ("A student named Jan Novak was hurt in Prague.", {("jan-novak", "#student", None)}),
        (
            "United States senator and presidential candidate Peter Hill was there.",
            {("peter-hill", "#senator", "united-states"), ("peter-hill", "#presidential candidate", None)},
        ),
        (
            "Police questioned officers Jan Novak and Peter Hill.",
            {("jan-novak", "#officer", None), ("peter-hill", "#officer", None)},
        ),
    ],
)
def test_a_title_before_a_name_is_its_role(text: str, expected: Roles) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan Novak, 53, mayor of London, spoke.", {("jan-novak", "#mayor", "london")}),
        ("Jan Novak, a jailed Polish writer, was freed.", {("jan-novak", "#writer", "poland")}),
        (
            "Jan Novak, a writer and director, was freed.",
            {("jan-novak", "#writer", None), ("jan-novak", "#director", None)},
        ),
        ("Jan Novak, who is a journalist, was freed.", {("jan-novak", "#journalist", None)}),
        ("Jan Novak is a human rights activist.", {("jan-novak", "#human rights activist", None)}),
        ("Jan Novak served as mayor of London.", {("jan-novak", "#mayor", "london")}),
    ],
)
def test_what_follows_a_name_or_is_said_of_it_is_a_role(text: str, expected: Roles) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jan Novak, the current President of the European Council, spoke.",
            {("jan-novak", "#President", "european-council")},
        ),
        ("RFE/RL journalist Jan Novak was pardoned.", {("jan-novak", "#journalist", "rfe-rl")}),
        ("Jan Novak is a correspondent for Reuters.", {("jan-novak", "#correspondent", "reuters")}),
        ("The Labour Party's leader, Jan Novak, spoke.", {("jan-novak", "#leader", "labour-party")}),
        (
            "Jan Novak, a reporter for the BBC and Reuters, spoke.",
            {("jan-novak", "#reporter", "bbc"), ("jan-novak", "#reporter", "reuters")},
        ),
        ("Greenpeace and its director Ilona Marek spoke.", {("ilona-marek", "#director", "greenpeace")}),
        (
            "Jan Novak, Peter Hill and Ilona Marek are members of the Labour Party.",
            {
                ("jan-novak", "#member", "labour-party"),
                ("peter-hill", "#member", "labour-party"),
                ("ilona-marek", "#member", "labour-party"),
            },
        ),
    ],
)
def test_an_office_of_a_named_body_is_a_membership(text: str, expected: Roles) -> None:
    assert roles(text) == expected


def test_a_body_is_described_too() -> None:
    text = "The Polish human rights group Amnesty International, an old network, spoke."
    assert ("amnesty-international", "#human rights group", "poland") in roles(text)


def test_the_same_role_in_the_same_words_is_told_once() -> None:
    text = "President Ilona Marek spoke. Later President Marek left."
    found = [claim for claim in extract(text, "2024-05-10").claims if claim.type == "role"]
    assert [claim.args for claim in found] == [{"person": "ilona-marek", "role": "#President"}]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Novak is not a journalist.",
        "Jan Novak, winner of the 2015 Nobel Prize, spoke.",
        "Jan Novak, officials said, was freed.",
        "Jan Novak became president in 2019.",
    ],
)
def test_an_event_a_denial_or_somebody_else_is_no_role(text: str) -> None:
    assert roles(text) == set()


def test_the_words_of_a_role_are_the_title_and_the_name() -> None:
    text = "On Monday US President Ilona Marek spoke in Vienna."
    (claim,) = [claim for claim in extract(text, "2024-05-10").claims if claim.type == "role"]
    (span,) = claim.evidence
    assert text[span.start : span.end] == "US President Ilona Marek"
    assert (claim.speaker, claim.certainty) == ("@article", "asserted")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A spokesman for the Border Directorate, Colonel Jan Novak, denied it.",
            {("jan-novak", "#spokesman", "border-directorate"), ("jan-novak", "#Colonel", None)},
        ),
        ("Ilona Marek, 68, a retired librarian, spoke.", {("ilona-marek", "#retired librarian", None)}),
        ("The man was held by deckhand Jan Novak.", {("jan-novak", "#deckhand", None)}),
        ("Ilona Marek spoke. Jan Novak, Marek's chief of staff, resigned.", {("jan-novak", "#chief of staff", None)}),
        ("Ilona Marek is a Swedish national.", {("ilona-marek", "#national", "sweden")}),
        (
            "Police raided the Clean Hands Foundation. One of its observers, Jan Novak, was hurt.",
            {("jan-novak", "#observer", "clean-hands-foundation")},
        ),
    ],
)
def test_a_description_of_any_kind_is_a_role(text: str, expected: Roles) -> None:
    assert roles(text) == expected


def test_a_lawyer_of_somebody_is_told_as_counsel_alone() -> None:
    assert roles("Ilona Marek was tried on Monday. Her lawyer, Jan Novak, spoke.") == set()


def test_a_description_with_a_life_in_it_means_whom_the_sentence_before_is_about() -> None:
    text = "Jan Novak was released on Sunday. The 61-year-old priest was flown to Rome."
    assert roles(text) == {("jan-novak", "#priest", None)}


def test_a_description_after_what_an_official_says_means_nobody() -> None:
    text = "Police chief Ilona Marek said nothing was clear. The former mill worker was charged on Monday."
    assert roles(text) == {("ilona-marek", "#Police chief", None)}


def test_a_kind_alone_says_nothing_of_a_body() -> None:
    assert roles("The Clean Hands Foundation, a group, was closed.") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The general manager of Delta Media, Dr Karim Zadeh, spoke.",
            {("karim-zadeh", "#general manager", "delta-media")},
        ),
        (
            "Eva Novak, the then chair and spokesperson for the Green Party, spoke.",
            {("eva-novak", "#chair", "green-party"), ("eva-novak", "#spokesperson", "green-party")},
        ),
        (
            "Jan Novak, one of President Eva Marek's aides, spoke.",
            {("jan-novak", "#aide", None), ("eva-marek", "#President", None)},
        ),
        ("Jan Novak, previously the mayor of London, died.", {("jan-novak", "#mayor", "london")}),
        ("Jan Novak, who held the post of speaker, resigned.", {("jan-novak", "#speaker", None)}),
        ("As president of Chile, Jan Novak signed the law.", {("jan-novak", "#president", "chile")}),
        ("During his time as vice president, Jan Novak met him.", {("jan-novak", "#vice president", None)}),
        ("Trade Secretary Jan Novak spoke.", {("jan-novak", "#Trade Secretary", None)}),
        ("Jan Novak was the US ambassador to the United Nations.", {("jan-novak", "#ambassador", "united-states")}),
        ("Jan Novak became leader of the Green Party.", {("jan-novak", "#leader", "green-party")}),
        ("A member of the Polish Parliament, Jan Novak said no.", {("jan-novak", "#member", "polish-parliament")}),
        ("A Warsaw-based activist, Jan Novak, was there.", {("jan-novak", "#activist", "warsaw")}),
        ("Dr. Jan Novak spoke.", set()),
    ],
)
def test_an_office_is_told_in_many_words(text: str, expected: Roles) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The independent newspaper Nova Gazeta was closed.", {("nova-gazeta", "#independent newspaper", None)}),
        ("The state broadcaster BNT was closed.", {("bnt", "#state broadcaster", None)}),
        ("Belta, the state news agency, was closed.", {("belta", "#state news agency", None)}),
        ("The militant group, the Army of Light, was banned.", {("army-of-light", "#militant group", None)}),
    ],
)
def test_a_body_is_what_the_noun_beside_it_says(text: str, expected: Roles) -> None:
    assert roles(text) == expected


def test_what_is_told_again_is_told_where_it_stands_first() -> None:
    text = "US President Marek left. US President Ilona Marek spoke."
    (found,) = (claim for claim in extract(text, "2024-05-10").claims if claim.type == "role")
    assert found.evidence[0].start == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mark Hill and Eva Marek, both journalists, were there.",
            {("mark-hill", "#journalist", None), ("eva-marek", "#journalist", None)},
        ),
        (
            "Two journalists, Mark Hill and Eva Marek, were there.",
            {("mark-hill", "#journalist", None), ("eva-marek", "#journalist", None)},
        ),
        (
            "Two senators, Peter Hill and Eva Marek, spoke.",
            {("peter-hill", "#senator", None), ("eva-marek", "#senator", None)},
        ),
        ("Sen. Mark Hill spoke.", {("mark-hill", "#Sen.", None)}),
        ("A Republican, Mark Hill, spoke.", {("mark-hill", "#Republican", None)}),
        ("The Conservative Party met. Conservative MP Mark Hill spoke.", {("mark-hill", "#MP", "conservative-party")}),
        (
            "Delta Media's founder and editor Mark Hill spoke.",
            {("mark-hill", "#founder", "delta-media"), ("mark-hill", "#editor", "delta-media")},
        ),
        (
            "Democratic challenger former Vice President Mark Hill spoke. Democrats cheered.",
            {("mark-hill", "#challenger", "democratic-party"), ("mark-hill", "#former Vice President", None)},
        ),
        (
            "Eva Hill, spokeswoman for the Trump administration's Department of Justice, spoke.",
            {("eva-hill", "#spokeswoman", "department-of-justice")},
        ),
    ],
)
def test_offices_of_several_and_of_parties_are_told(text: str, expected: Roles) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jan Novak is president and publisher of the Delta Institute.",
            {("jan-novak", "#president", "delta-institute"), ("jan-novak", "#publisher", "delta-institute")},
        ),
        ("Jan Novak is co-founder of the Delta Institute.", {("jan-novak", "#co-founder", "delta-institute")}),
        ("The Delta Institute (DI) director Jan Novak spoke.", {("jan-novak", "#director", "delta-institute")}),
        (
            "Jan Novak, journalist and writer, founder of the Delta Institute, spoke.",
            {
                ("jan-novak", "#journalist", None),
                ("jan-novak", "#writer", None),
                ("jan-novak", "#founder", "delta-institute"),
            },
        ),
        ("He was linked to Russian officials and Jan Novak.", set()),
        ("Jan Novak is no longer a member of the Green Party.", set()),
        ("Jan Novak ceased to be a member of the Green Party.", set()),
    ],
)
def test_joined_titles_share_a_body_and_denied_ones_are_not_told(text: str, expected: Roles) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Legislative Council met. Council President Ann Roe adjourned the session.",
            {("ann-roe", "#President", "legislative-council")},
        ),
        ("The dead sailor was identified as Ann Roe.", {("ann-roe", "#dead sailor", None)}),
        ("The gunman was identified as Mark Lowe.", set()),
    ],
)
def test_who_somebody_turned_out_to_be_is_told(text: str, expected: Roles) -> None:
    assert roles(text) == expected


def test_a_committee_chairman_is_of_the_committee_named_before() -> None:
    text = "The House Judiciary Committee met. Democratic committee chairman Mark Lowe spoke."
    assert roles(text) == {("mark-lowe", "#chairman", "house-judiciary-committee")}
