"""Deciding who is whom on the command line: candidates, rulings, the log, and files of judgements."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cli import main
from graph.archive import Deposit, initialise
from graph.codec import Content
from graph.ids import ClaimIds, EntityId, PropertyId, SourceId
from graph.model import Claim, Evidence, Iri, Row, Source, Text, Time, Value, value_key
from graph.vocabulary import ALIAS, IDENTIFIER, NAME, PERSON, SCHEMA, TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

BORN = PropertyId(SCHEMA + "birthDate")
A, B, C, D, E = (EntityId(f"onrecord:entity/{name}") for name in ("anna-1", "anna-2", "jan", "vera-1", "vera-2"))


def told(name: str, said: Sequence[tuple[EntityId, PropertyId, Value]]) -> Deposit:
    """Return a dataset that says so."""
    source, ids = SourceId(name), ClaimIds(SourceId(name))
    publisher = EntityId(f"onrecord:entity/{name}")
    claims = [
        Claim(
            id=ids.next(subject, prop, value_key(value), publisher),
            subject=subject,
            property=prop,
            value=value,
            claimant=publisher,
            evidence=(Evidence(source, Row(number), f"row: {number}"),),
        )
        for number, (subject, prop, value) in enumerate(said, start=1)
    ]
    return Deposit(
        Content(Source(id=source, title=name, publisher=publisher), sorted(claims, key=lambda c: c.id)), None
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data directory in which two lists know one woman under two spellings, and a man."""
    archive = initialise(tmp_path / "data")
    person = Iri(PERSON)
    first: list[tuple[EntityId, PropertyId, Value]] = [
        *((A, TYPE, person), (A, NAME, Text("Anna Kavalkova")), (A, BORN, Time("1980-05-17"))),
        *((A, IDENTIFIER, Text("ftm:anna")), (C, TYPE, person), (C, NAME, Text("Jan Nowak"))),
        *((D, TYPE, person), (D, NAME, Text("Volha Smirnova")), (D, BORN, Time("1991"))),
    ]
    second: list[tuple[EntityId, PropertyId, Value]] = [
        *((B, TYPE, person), (B, NAME, Text("Ганна Кавалькова")), (B, ALIAS, Text("Hanna Kavalkova"))),
        *((B, BORN, Time("1980-05-17")), (B, IDENTIFIER, Text("list:17"))),
        *((E, TYPE, person), (E, NAME, Text("Вольга Смірнова")), (E, BORN, Time("1991"))),
    ]
    archive.load([told("one", first), told("two", second)], at=7)
    return archive.root


class Shell:
    """Runs commands on one data directory."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._data, self._capsys, self._monkeypatch = data, capsys, monkeypatch

    def run(self, *words: str, typed: str = "", code: int = 0) -> tuple[str, str]:
        """Return what a command says on both outputs."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        self._capsys.readouterr()
        assert main(["--data", str(self._data), *words]) == code
        captured = self._capsys.readouterr()
        return captured.out, captured.err

    def json(self, *words: str) -> Any:  # noqa: ANN401 - any answer
        """Return what a command answers as JSON."""
        return json.loads(self.run("--json", *words)[0])

    def ask(self, query: str) -> Any:  # noqa: ANN401 - any answer
        """Return the data of an answer."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(query))
        self._capsys.readouterr()
        assert main(["--data", str(self._data), "query", "-"]) == 0
        return json.loads(self._capsys.readouterr().out)["data"]

    def records(self, name: str) -> list[str]:
        """Return the ids that are one with whoever carries a name."""
        self._monkeypatch.setattr(
            "sys.stdin", io.StringIO("query($n: String) { entity(ref: {name: $n}) { mergedFrom } }")
        )
        self._capsys.readouterr()
        assert main(["--data", str(self._data), "query", "-", "--variables", json.dumps({"n": name})]) == 0
        found = json.loads(self._capsys.readouterr().out)
        return list(found["data"]["entity"]["mergedFrom"])


@pytest.fixture
def shell(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(data, capsys, monkeypatch)


def test_candidates_are_listed_with_reasons(shell: Shell) -> None:
    pairs = shell.json("resolve")["candidates"]
    (found,) = (each for each in pairs if "Anna Kavalkova" in each["names"])
    assert len(pairs) == 2
    assert {found["one"], found["other"]} == {f"http://localhost:8000/entity/anna-{n}" for n in (1, 2)}
    assert any("1980-05-17" in feature["detail"] for feature in found["features"])
    out, _ = shell.run("resolve", "--list")
    assert "Anna Kavalkova" in out
    assert "Ганна Кавалькова" in out


@pytest.mark.parametrize(("key", "count", "left"), [("y", 2, 1), ("n", 0, 1), ("u", 0, 1), ("s", 0, 2), ("q", 0, 2)])
def test_one_key_decides(shell: Shell, key: str, count: int, left: int) -> None:
    _, err = shell.run("resolve", "--by", "eva", "--about", "Anna Kavalkova", typed=f"{key}\n")
    assert "1 candidate\n" in err
    assert len(shell.records("Jan Nowak")) == 0
    assert len(shell.records("Anna Kavalkova")) == count
    assert len(shell.json("resolve")["candidates"]) == left


def test_a_decision_is_taken_back_with_a_key_and_asked_again(shell: Shell) -> None:
    _, err = shell.run("resolve", "--by", "eva", typed="n\nb\ny\nq\n")
    assert "1 decision made" in err
    made = shell.json("decisions")["decisions"]
    assert [(each["judgement"], each["undoes"], each["stands"]) for each in made] == [
        ("NOT_SAME", None, False),
        (None, 1, True),
        ("SAME", None, True),
    ]


def test_another_key_explains_the_keys_and_asks_again(shell: Shell) -> None:
    _, err = shell.run("resolve", "--by", "eva", typed="x\n\nb\nn\nn\n")
    assert err.count("y same") == 4
    assert "2 decisions made" in err


def test_candidates_of_one_entity_only(shell: Shell) -> None:
    (found,) = shell.json("resolve", "--about", "Volha Smirnova")["candidates"]
    assert "http://localhost:8000/entity/vera-1" in {found["one"], found["other"]}
    assert shell.json("resolve", "--about", "Jan Nowak") == {"candidates": []}


def test_two_are_ruled_on_by_name_identifier_or_iri_and_undone(shell: Shell) -> None:
    made = shell.json(
        "decide", "ftm:anna", "http://localhost:8000/entity/anna-2", "same", "--by", "eva", "--reason", "one"
    )
    assert (made["number"], made["judgement"], made["reason"], made["by"]) == (1, "SAME", "one", "eva")
    assert len(shell.records("Hanna Kavalkova")) == 2
    shell.run("decisions", "--undo", "1", "--by", "jan")
    assert shell.records("Hanna Kavalkova") == []
    out, _ = shell.run("decisions")
    assert "(undone)" in out
    assert "takes back decision 1" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["decide", "Nobody", "Jan Nowak", "same"], "no entity 'Nobody'"),
        (["decide", "Jan Nowak", "Jan Nowak", "same"], "is given twice"),
        (["decide", "Jan Nowak", "ftm:anna", "same", "--by", ""], "who made it"),
        (["decisions", "--undo", "1"], "no decision 1: there are 0"),
    ],
)
def test_what_cannot_be_decided_is_told(shell: Shell, words: list[str], message: str) -> None:
    _, err = shell.run(*words, code=1)
    assert message in err
    assert shell.json("decisions") == {"decisions": []}


def test_a_contradiction_is_refused(shell: Shell) -> None:
    shell.run("decide", "Anna Kavalkova", "Jan Nowak", "not-same", "--by", "eva")
    shell.run("decide", "Anna Kavalkova", "Hanna Kavalkova", "same", "--by", "eva")
    _, err = shell.run("decide", "http://localhost:8000/entity/anna-2", "Jan Nowak", "same", "--by", "eva", code=1)
    assert "judged not to be the same" in err


def test_two_that_were_made_one_are_parted_by_what_each_is_called(shell: Shell) -> None:
    shell.run("decide", "Anna Kavalkova", "Hanna Kavalkova", "same", "--by", "eva")
    out, _ = shell.run("decide", "Anna Kavalkova", "list:17", "not-same", "--by", "jan")
    assert "Anna Kavalkova <http://localhost:8000/entity/anna-1> and" in out
    assert "<http://localhost:8000/entity/anna-2>" in out
    assert shell.records("Anna Kavalkova") == []


def test_the_log_calls_records_as_they_were_called_before_they_were_one(shell: Shell) -> None:
    shell.run("decide", "Anna Kavalkova", "Jan Nowak", "same", "--by", "eva")
    out, _ = shell.run("decisions")
    assert "Anna Kavalkova <http://localhost:8000/entity/anna-1> and Jan Nowak <http" in out


def test_judgements_go_out_and_come_in(shell: Shell, tmp_path: Path) -> None:
    shell.run("decide", "Anna Kavalkova", "Hanna Kavalkova", "same", "--by", "eva", "--reason", "one birth date")
    shell.run("decide", "Anna Kavalkova", "Jan Nowak", "not-same", "--by", "jan")
    file = tmp_path / "judgements.jsonl"
    _, err = shell.run("decisions", "--export", str(file))
    assert f"wrote 2 decisions to {file}" in err
    assert shell.json("decisions", "--import", str(file)) == {"added": 0, "known": 2, "leftOut": 0, "decisions": 2}
    for number in ("1", "2"):
        shell.run("decisions", "--undo", number, "--by", "eva")
    assert shell.json("decisions", "--import", str(file))["added"] == 2
    assert [each["by"] for each in shell.json("decisions")["decisions"]] == ["eva", "jan", "eva", "eva", "eva", "jan"]
    assert len(shell.records("Anna Kavalkova")) == 2


def test_judgements_of_nomenklatura_join_records_over_its_own_ids(shell: Shell, tmp_path: Path) -> None:
    lines = [
        ["NK-aaa", "anna", "positive", 0.9, "eva", "2024-01-01T00:00:00"],
        ["NK-aaa", "http://localhost:8000/entity/anna-2", "positive", None, None, None],
        ["anna", "http://localhost:8000/entity/jan", "negative", None, "jan", None],
        ["anna", "nobody", "unsure", None, "jan", None],
        ["anna", "Q1", "no_judgement", 0.4, None, None],
    ]
    file = tmp_path / "resolver.ijson"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    out, err = shell.run("decisions", "--import", str(file), "--format", "nomenklatura", "--by", "import")
    assert "2 decisions added" in out
    assert "line 4: left out: no record has the id nobody" in err
    assert len(shell.records("Hanna Kavalkova")) == 2
    made = shell.json("decisions")["decisions"]
    assert [(each["judgement"], each["by"]) for each in made] == [("SAME", "import"), ("NOT_SAME", "jan")]
    out, _ = shell.run("decisions", "--export", "-", "--format", "nomenklatura")
    found = list(map(json.loads, out.splitlines()))
    assert [line[2] for line in found] == ["positive", "negative"]
    assert all("anna" in line[:2] for line in found)


NO_JUDGEMENTS = [b"{}", b"[1]", b"\xff", b'{"one": "a", "other": "b", "judgement": "SAME"}', b"[" * 99_999]


@pytest.mark.parametrize("content", NO_JUDGEMENTS)
@pytest.mark.parametrize("form", ["onrecord", "nomenklatura"])
def test_a_file_without_judgements_changes_nothing(shell: Shell, tmp_path: Path, content: bytes, form: str) -> None:
    file = tmp_path / "file"
    good = {
        "onrecord": b'{"one":"urn:a","other":"urn:b","judgement":"SAME"}\n',
        "nomenklatura": b'["NK-a","anna","positive",null,null,null]\n',
    }
    file.write_bytes(good[form] + content)
    _, err = shell.run("decisions", "--import", str(file), "--format", form, code=1)
    assert "line 2" in err
    assert shell.json("decisions") == {"decisions": []}


def test_the_last_word_of_a_file_stands_whatever_was_known(shell: Shell, tmp_path: Path) -> None:
    pair = "http://localhost:8000/entity/anna-1", "http://localhost:8000/entity/anna-2"
    shell.run("decide", *pair, "same", "--by", "eva")
    shell.run("decide", *pair, "not-same", "--by", "eva")
    file = tmp_path / "judgements.jsonl"
    shell.run("decisions", "--export", str(file))
    assert shell.json("decisions", "--import", str(file))["added"] == 0
    assert shell.records("Anna Kavalkova") == []
    file.write_text("".join(reversed(file.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    assert shell.json("decisions", "--import", str(file))["added"] == 1
    assert len(shell.records("Anna Kavalkova")) == 2


def test_to_take_back_what_others_rest_on_is_refused(shell: Shell) -> None:
    anna, hanna = "http://localhost:8000/entity/anna-1", "http://localhost:8000/entity/anna-2"
    jan = "http://localhost:8000/entity/jan"
    for one, other, word in [(anna, jan, "not-same"), (anna, jan, "same"), (anna, hanna, "same")]:
        shell.run("decide", one, other, word, "--by", "eva")
    shell.run("decisions", "--undo", "2", "--by", "eva")
    shell.run("decide", anna, jan, "same", "--by", "eva")
    shell.run("decide", anna, jan, "not-same", "--by", "eva")
    shell.run("decide", hanna, jan, "not-same", "--by", "eva")
    _, err = shell.run("decisions", "--undo", "6", "--by", "eva", code=1)
    assert "judged not to be the same" in err


def test_both_ids_of_elsewhere_are_told_of_two_that_are_one(shell: Shell) -> None:
    shell.run("decide", "ftm:anna", "http://localhost:8000/entity/anna-2", "same", "--by", "eva")
    out, _ = shell.run("decisions", "--export", "-", "--format", "nomenklatura")
    assert json.loads(out)[:2] == ["http://localhost:8000/entity/anna-2", "anna"]
    out, _ = shell.run("decisions")
    assert "Anna Kavalkova <" in out
    assert "Ганна Кавалькова <" in out


def test_a_negative_of_nomenklatura_holds_against_two_that_are_one(shell: Shell, tmp_path: Path) -> None:
    shell.run("decide", "ftm:anna", "http://localhost:8000/entity/anna-2", "same", "--by", "eva")
    file = tmp_path / "resolver.ijson"
    file.write_text('["anna", "http://localhost:8000/entity/anna-2", "negative", null, "jan", null]\n', "utf-8")
    shell.run("decisions", "--import", str(file), "--format", "nomenklatura")
    assert shell.records("Anna Kavalkova") == []


def test_what_controls_a_terminal_is_written_as_an_escape(shell: Shell) -> None:
    words = "decide", "ftm:anna", "Jan Nowak", "same"
    out, _ = shell.run(*words, "--by", "e\u202eva", "--reason", "\x1b[2J\nx")
    out += shell.run("decisions")[0]
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert out.count("\\u001b[2J\\u000ax") == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"one":"urn:a","other":"urn:b","judgement":"SAME","by":" "}',
        '["anna","Q1","positive",null,"' + "j" * 201 + '"]',
    ],
)
def test_a_line_that_does_not_say_who_is_told_by_its_number(shell: Shell, tmp_path: Path, line: str) -> None:
    file = tmp_path / "file"
    file.write_text(line.replace("Q1", "http://localhost:8000/entity/jan") + "\n", "utf-8")
    form = "nomenklatura" if line.startswith("[") else "onrecord"
    _, err = shell.run("decisions", "--import", str(file), "--format", form, code=1)
    assert "line 1: it is no judgement: a decision says who made it" in err


def test_a_file_without_end_is_refused(shell: Shell) -> None:
    _, err = shell.run("decisions", "--import", "/dev/zero", code=1)
    assert "expected at most" in err


def test_a_candidate_is_not_asked_about_where_nobody_says_who_decides(shell: Shell) -> None:
    _, err = shell.run("resolve", "--by", " ", typed="y\n", code=1)
    assert "who made it" in err


def test_there_is_no_key_where_there_is_no_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_cli_identity.io.StringIO", lambda _: None)
    _, err = shell.run("resolve", "--by", "eva")
    assert "0 decisions made" in err


def test_an_input_that_is_no_text_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = io.TextIOWrapper(io.BytesIO(b"\xff\n"), "utf-8")
    monkeypatch.setattr("tests.test_cli_identity.io.StringIO", lambda _: broken)
    _, err = shell.run("resolve", "--by", "eva", code=2)
    assert "standard input is not UTF-8" in err


@pytest.mark.parametrize("option", ["--export", "--import"])
def test_a_file_without_a_name_is_told(shell: Shell, option: str) -> None:
    shell.run("decisions", option, "", code=2)


# ---------------------------------------------------------------------- claims


def claim_of(shell: Shell, prop: str) -> str:
    """Return the IRI of the first claim of a property."""
    query = f'{{ claims(where: {{ properties: ["{prop}"] }}) {{ nodes {{ iri }} }} }}'
    return str(shell.ask(query)["claims"]["nodes"][0]["iri"])


def statuses(shell: Shell, claim: str) -> tuple[str, str]:
    """Return status and rank of a claim, whatever they are."""
    query = (
        "{ claims(first: 100, provenance: { statuses: [ACCEPTED, PROPOSED, REJECTED, SUPERSEDED],"
        " ranks: [PREFERRED, NORMAL, DEPRECATED] }) { nodes { iri status rank } } }"
    )
    (found,) = (node for node in shell.ask(query)["claims"]["nodes"] if node["iri"] == claim)
    return found["status"], found["rank"]


def test_a_claim_is_ruled_on_and_the_log_says_so(shell: Shell) -> None:
    claim = claim_of(shell, "birthDate")
    out, _ = shell.run("decide", "reject", claim, "--by", "eva", "--reason", "another woman")
    assert out.startswith("decision 1: REJECT: Ганна Кавалькова – born – 17 May 1980, says two <")
    assert out.endswith(f"{claim}> (another woman)\n")
    assert statuses(shell, claim) == ("REJECTED", "NORMAL")
    shell.run("decide", "deprecate", claim, "--by", "eva")
    assert statuses(shell, claim) == ("REJECTED", "DEPRECATED")
    shell.run("decisions", "--undo", "1", "--by", "jan")
    assert statuses(shell, claim) == ("ACCEPTED", "DEPRECATED")
    made = shell.json("decisions")["decisions"]
    assert [(one["verdict"], one["claim"], one["stands"]) for one in made] == [
        ("REJECT", claim, False),
        ("DEPRECATE", claim, True),
        (None, None, True),
    ]
    assert "(undone)" in shell.run("decisions")[0].splitlines()[0]


def test_several_claims_are_ruled_on_all_or_none(shell: Shell) -> None:
    claims = [claim_of(shell, "birthDate"), claim_of(shell, "name")]
    shell.run("decide", "reject", *claims, "http://localhost:8000/claim/nobody", "--by", "eva", code=1)
    assert shell.json("decisions") == {"decisions": []}
    made = shell.json("decide", "reject", *claims, claims[0], "--by", "eva")["decisions"]
    assert [one["claim"] for one in made] == claims


@pytest.mark.parametrize(
    "words",
    [("reject",), ("accept", "--by", "eva"), ("praise", "urn:x:1"), ("a", "b"), ("a", "b", "maybe"), ("a",) * 4],
)
def test_what_is_no_ruling_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    _, err = shell.run("decide", *words, code=2)
    assert "expected two entities and same, not-same, unsure, or accept, reject, prefer" in err


def test_verdicts_go_out_and_come_in(shell: Shell, tmp_path: Path) -> None:
    claim, file = claim_of(shell, "birthDate"), tmp_path / "decisions.jsonl"
    shell.run("decide", "prefer", claim, "--by", "eva")
    shell.run("decide", "accept", claim, "--by", "eva")
    shell.run("decisions", "--export", str(file))
    shell.run("decisions", "--undo", "1", "--by", "eva")
    told = shell.json("decisions", "--import", str(file))
    assert (told["added"], told["known"]) == (1, 1)
    assert statuses(shell, claim) == ("ACCEPTED", "PREFERRED")
