"""How to cite a claim: a line that a journalist can paste, and an item for reference managers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from graph.citing import CitationStyle, citations
from graph.ids import EntityId, SourceId
from graph.model import Characters, Claim, Evidence, Row, Text, Time

if TYPE_CHECKING:
    from tests.graph.questions.conftest import Press

TEXTS = {"title", "container-title", "publisher", "URL", "language", "note"}
TYPES = {"article", "article-newspaper", "dataset", "webpage"}
HOSTILE = "a\x00b\r\nc\u202ed\u2028e\ud800f\x1b[31m “g” \"h\" =cmd|' /C calc'!A0"


def piece(words: str, source: str = "times", start: int = 0) -> Evidence:
    return Evidence(SourceId(source), Characters(start, start + len(words)), words)


def quoted(press: Press, **more: object) -> Claim:
    """Print that anna is quoted in a paper."""
    press.say("anna", "name", Text("Anna Kowal"), source="register")
    press.say("paper", "name", Text("The Times"), source="register")
    return press.say("jan", "sibling", "anna", claimant=EntityId("anna"), evidence=(piece("my brother"),), **more)


def described(press: Press, **more: Any) -> None:  # noqa: ANN401 - members of a source
    press.source("times", publisher="paper", published=more.pop("published", "2020-09-07"))
    press.describe("times", title="A family waits", **more)


def item(press: Press, claim: Claim) -> dict[str, Any]:
    """Return the item of CSL-JSON, which is of the structure of CSL 1.0.2."""
    (text,) = citations(press.view(), [claim], CitationStyle.CSL_JSON)
    found: dict[str, Any] = json.loads(text)
    assert found.keys() <= TEXTS | {"id", "type", "author", "issued"}
    assert {"id", "type"} <= found.keys()
    assert found["type"] in TYPES
    assert all(isinstance(found[name], str) for name in TEXTS & found.keys())
    assert all(author.keys() == {"literal"} for author in found.get("author", []))
    assert found.get("issued", {}).keys() <= {"date-parts", "season", "circa", "literal"}
    return found


def test_a_line_says_who_what_where_and_when(press: Press) -> None:
    described(press, url="https://times.example/a")
    claim = quoted(press)
    (line,) = citations(press.view(), [claim])
    expected = "Anna Kowal: “my brother” — A family waits, The Times, 7 September 2020. https://times.example/a"
    assert line == expected


def test_pieces_of_words_are_parted(press: Press) -> None:
    described(press)
    claim = press.say("jan", "sibling", "anna", evidence=(piece("my brother"), piece("Jan", start=40)))
    (line,) = citations(press.view(), [claim])
    assert "“my brother […] Jan”" in line


def test_a_source_without_a_day_and_an_address_says_so(press: Press) -> None:
    described(press, published=None)
    claim = quoted(press)
    (line,) = citations(press.view(), [claim])
    assert line.endswith("A family waits, The Times, no date. http://localhost:8000/source/times")
    assert item(press, claim)["type"] == "article"


def test_a_row_of_a_dataset_is_named(press: Press) -> None:
    described(press)
    claim = press.say("jan", "sibling", "anna", evidence=(Evidence(SourceId("times"), Row(17, 0, 3), "Jan"),))
    (line,) = citations(press.view(), [claim])
    assert "A family waits, row 17, paper, 7 September 2020." in line
    found = item(press, claim)
    assert (found["type"], found["publisher"], "container-title" in found) == ("dataset", "paper", False)


def test_an_item_has_all_that_a_reference_manager_takes(press: Press) -> None:
    described(press, url="https://times.example/a", authors=("Ann", "Борис"), language="en")
    claim = quoted(press)
    assert item(press, claim) == {
        "id": claim.id,
        "type": "article-newspaper",
        "title": "A family waits",
        "author": [{"literal": "Ann"}, {"literal": "Борис"}],
        "issued": {"date-parts": [[2020, 9, 7]]},
        "container-title": "The Times",
        "URL": "https://times.example/a",
        "language": "en",
        "note": "Anna Kowal: “my brother”",
    }


@pytest.mark.parametrize(
    ("edtf", "issued"),
    [
        ("2020", {"date-parts": [[2020]]}),
        ("2020-09", {"date-parts": [[2020, 9]]}),
        ("2020-09?", {"date-parts": [[2020, 9]], "circa": True}),
        ("-0043-03-15", {"date-parts": [[-43, 3, 15]]}),
        ("2020-03/2020-06", {"date-parts": [[2020, 3], [2020, 6]]}),
        ("2020-24", {"date-parts": [[2020]], "season": 4}),
        ("2020-33", {"literal": "1st quarter of 2020"}),
        ("2020-21/2020-22", {"literal": "spring 2020 – summer 2020"}),
        ("2020/..", {"literal": "since 2020"}),
        ("202X", {"literal": "2020s"}),
        ("2020-09-07T10:00:00Z", {"date-parts": [[2020, 9, 7]]}),
    ],
)
def test_an_imprecise_day_is_given_as_it_is(press: Press, edtf: str, issued: dict[str, Any]) -> None:
    described(press, published=edtf)
    assert item(press, quoted(press))["issued"] == issued


def test_a_page_without_a_day_is_a_web_page(press: Press) -> None:
    described(press, published=None, url="https://times.example/a")
    assert item(press, quoted(press))["type"] == "webpage"


@pytest.mark.parametrize("style", CitationStyle)
def test_hostile_words_stay_one_line_and_good_json(press: Press, style: CitationStyle) -> None:
    described(press, authors=(HOSTILE,), url="https://times.example/a")
    press.describe("times", title=HOSTILE)
    claim = press.say("jan", "sibling", "anna", claimant=EntityId("anna"), evidence=(piece(HOSTILE),))
    (text,) = citations(press.view(), [claim], style)
    assert text.encode().decode() == text
    if style is CitationStyle.TEXT:
        assert text.isprintable()
        assert "a b c d e\ufffdf [31m “g”" in text
    else:
        assert json.loads(text)["note"] == f"anna: “{HOSTILE.replace(chr(0xD800), chr(0xFFFD))}”"


def test_citations_are_in_the_order_of_the_claims(press: Press) -> None:
    described(press)
    claims = [press.say("jan", "sibling", who, evidence=(piece(who),)) for who in ("anna", "eva", "anna")]
    view = press.view()
    assert ["eva" in line for line in citations(view, claims)] == [False, True, False]
    assert citations(view, []) == []


def test_a_day_in_the_words_of_the_source_is_given_in_them(press: Press) -> None:
    described(press)
    press.describe("times", published=Time("2020-09-07", "last Monday"))
    claim = quoted(press)
    (line,) = citations(press.view(), [claim])
    assert "The Times, last Monday." in line
