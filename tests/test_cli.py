"""The command line: answers on stdout, messages on stderr, exit codes 0, 1 and 2, and every command once around."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.request import urlopen

import pytest

from cli import main
from graph.archive import open_archive
from graph.export import contents
from graph.model import Certainty
from tests.graph.builders import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
COURIER = [str(SAMPLE / "courier.txt"), "--annotations", str(SAMPLE / "courier.annotations.json")]
DISPATCH = [str(SAMPLE / "dispatch.txt"), "--annotations", str(SAMPLE / "dispatch.annotations.json")]
BOTH = [COURIER[0], DISPATCH[0], *COURIER[1:], *DISPATCH[1:]]
TEXT = "Anna Kowal was arrested in Brest.\n"


class Outcome(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What it answered, as the one JSON object that it is."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def run_command(capsys: pytest.CaptureFixture[str], *words: object) -> Outcome:
    """Run one command line in this process."""
    capsys.readouterr()
    try:
        code = main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    said = capsys.readouterr()
    return Outcome(code, said.out, said.err)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each command in an empty folder, with nothing of ours in the environment and the time standing still."""
    for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757200000")
    monkeypatch.chdir(tmp_path)


class Shell:
    """A folder in which commands are run, one data directory among its files."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._capsys = capsys

    def __call__(self, *words: object) -> Outcome:
        """Run a command on the data directory."""
        return run_command(self._capsys, "--data", self.data, *words)

    def annotated(self, name: str, *, text: str = TEXT, claims: int = 1, **doc: str) -> list[str]:
        """Write an article and its annotation file; return the words that load them."""
        (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        mention = {"start": 0, "end": 10, "text": "Anna Kowal"}
        anna = {"id": "anna", "name": "Anna Kowal", "type": "person", "mentions": [mention]}
        evidence = [{"start": 0, "end": 23, "quote": "Anna Kowal was arrested"}]
        arrest = {"kind": "event", "type": "arrest", "args": {"person": "anna"}, "evidence": evidence}
        content = {
            "doc": {"publisher": "The Times", **doc},
            "entities": [anna],
            "claims": [{"id": f"c{number}", **arrest} for number in range(claims)],
        }
        (self.folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        return [str(self.folder / f"{name}.txt"), "--annotations", str(self.folder / f"{name}.json")]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shell without a data directory."""
    return Shell(tmp_path, capsys)


@pytest.fixture
def loaded(shell: Shell) -> Shell:
    """Return a shell whose data directory has the Courier's report."""
    assert shell("load", *COURIER).code == 0
    return shell


# ---------------------------------------------------------------- calling


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("load",),
        ("query",),
        ("sparql",),
        ("withdraw",),
        ("info", "more"),
        ("info", "--nonsense"),
        ("export", "--format", "turtle"),
        ("serve", "--port", "many"),
        ("serve", "--port", "abc"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "-1"),
        ("serve", "--port", ""),
        ("demo", "--port", "65536"),
        ("demo", "--no-serve", "-p", "abc"),
    ],
)
def test_a_command_that_is_none_is_code_2_and_says_how_it_is_used(shell: Shell, words: tuple[str, ...]) -> None:
    refused = shell(*words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("usage: onrecord")


@pytest.mark.parametrize(
    "command",
    ["init", "load", "extract", "eval", "withdraw", "verify", "query", "serve", "sparql", "export", "info", "demo"],
)
def test_every_command_says_what_it_does(shell: Shell, command: str) -> None:
    helped = shell(command, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert helped.out.startswith(f"usage: onrecord {command}")


def test_the_version_is_said(shell: Shell) -> None:
    assert shell("--version").out == "onrecord 0.1.0\n"


def test_the_data_directory_may_stand_before_and_after_the_command(
    loaded: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run_command(capsys, "--data", loaded.data, "info")
    after = run_command(capsys, "info", "--data", loaded.data)
    assert before == after
    assert before.code == 0


def test_json_may_stand_before_and_after_the_command(loaded: Shell) -> None:
    assert loaded("--json", "info").json == loaded("info", "--json").json


def test_the_data_directory_is_a_hidden_one_here_when_nobody_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(capsys, "load", *COURIER).code == 0
    assert (tmp_path / ".onrecord" / "CURRENT").is_file()
    assert run_command(capsys, "--json", "info").json["data"] == ".onrecord"


def test_the_environment_names_the_data_directory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "elsewhere"))
    assert run_command(capsys, "init").code == 0
    assert (tmp_path / "elsewhere" / "CURRENT").is_file()


@pytest.mark.parametrize(
    "words", [("info",), ("verify",), ("export",), ("query", "-"), ("sparql", "ASK {}"), ("withdraw", "x"), ("serve",)]
)
def test_without_a_data_directory_a_command_is_code_1_and_makes_none(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("{ __typename }"))
    refused = shell(*words)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"onrecord: {shell.data} is no data directory: expected one made by `onrecord init` or `onrecord load`\n"
    )
    assert not shell.data.exists()


# ---------------------------------------------------------------- init


def test_init_makes_an_empty_data_directory(shell: Shell) -> None:
    made = shell("init", "--base", "https://kg.example/")
    assert made == (0, f"made {shell.data}, published below https://kg.example/\n", "")
    assert shell("--json", "info").json["base"] == "https://kg.example/"


def test_init_says_it_in_json_too(shell: Shell) -> None:
    assert shell("init", "--json").json == {"data": str(shell.data), "base": "http://localhost:8000/"}


def test_init_does_not_touch_a_directory_that_holds_something(loaded: Shell) -> None:
    before = tree(loaded.data)
    refused = loaded("init")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"onrecord: {loaded.data} is not empty: expected an absent or empty directory\n"
    assert tree(loaded.data) == before


def test_init_refuses_a_base_that_cannot_be_one(shell: Shell) -> None:
    refused = shell("init", "--base", "kg.example")
    assert refused.code == 1
    assert refused.err.startswith("onrecord: 'kg.example' ")
    assert not shell.data.exists()


# ---------------------------------------------------------------- load


def test_load_reports_in_words(shell: Shell) -> None:
    assert shell("load", *shell.annotated("anna", id="times-1")) == (
        0,
        (
            "anna.txt: 6 claims about 3 entities (6 added, 0 kept, 0 retracted), 0 refused, source times-1\n"
            f"published generation 1 in {shell.data}\n"
        ),
        "",
    )


def test_load_reports_in_json(shell: Shell) -> None:
    assert shell("--json", "load", *shell.annotated("anna", id="times-1")).json == {
        "generation": 1,
        "changed": True,
        "sources": [
            {
                "file": "anna.txt",
                "source": "times-1",
                "claims": 6,
                "proposed": 0,
                "entities": 3,
                "added": 6,
                "kept": 0,
                "altered": 0,
                "retracted": 0,
                "refused": [],
                "remarks": [],
            }
        ],
    }


def test_a_field_that_nothing_reads_is_told(shell: Shell) -> None:
    words = shell.annotated("anna", id="times-1")
    file = Path(words[2])
    content = json.loads(file.read_text())
    content["claims"][0] |= {"confidence": "possible", "note": "mine", "attribution": "narration"}
    file.write_text(json.dumps(content))
    done = shell("load", *words)
    assert (done.code, done.err) == (0, f"note times-1: claim {content['claims'][0]['id']}: not read: 'confidence'\n")


def test_a_check_says_what_would_be_refused_and_loads_nothing(shell: Shell) -> None:
    words = shell.annotated("anna", id="times-1")
    assert shell("load", "--check", *words).code == 0
    file = Path(words[2])
    content = json.loads(file.read_text())
    content["claims"][0]["kind"] = "hearsay"
    file.write_text(json.dumps(content))
    for option in ("--check", "--strict"):
        done = shell("load", option, *words)
        assert done.code == 1
        assert done.err.splitlines()[-1] == "onrecord: 1 refused, nothing was loaded"
        assert not shell.data.exists()


def test_load_makes_an_absent_directory_and_uses_an_empty_one(shell: Shell) -> None:
    shell.data.mkdir()
    assert shell("load", *shell.annotated("anna", id="a")).code == 0
    shutil.rmtree(shell.data)
    assert shell("load", *shell.annotated("anna", id="a")).code == 0


def test_the_same_command_twice_changes_nothing(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(loaded.data)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    again = loaded("load", *COURIER)
    assert again.code == 0
    assert again.out.splitlines()[-1] == f"unchanged: generation 1 in {loaded.data}"
    assert tree(loaded.data) == before


def test_two_fresh_directories_are_the_same_to_the_byte(shell: Shell) -> None:
    held = []
    for _ in range(2):
        assert shell("load", *BOTH).code == 0
        held.append({name: content for name, (content, _) in tree(shell.data).items() if not name.startswith("index/")})
        shutil.rmtree(shell.data)
    assert held[0] == held[1]


def test_one_load_of_many_files_is_one_generation(shell: Shell) -> None:
    report = shell("--json", "load", *BOTH).json
    assert report["generation"] == 1
    assert [source["file"] for source in report["sources"]] == ["courier.txt", "dispatch.txt"]
    assert len(list((shell.data / "generations").iterdir())) == 1


@pytest.mark.parametrize("port", ["65536", "99999999999999999999", "abc", "\uff18\uff10", "1_0"])
def test_a_port_that_is_none_is_said_to_be(shell: Shell, port: str) -> None:
    refused = shell("serve", "--port", port)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.splitlines()[-1] == (
        f"onrecord serve: error: argument --port/-p: {port!r} is no port: expected 0 to 65535"
    )


@pytest.mark.xfail(strict=True, reason="argparse reads positionals in one stretch: 'unrecognized arguments'")
def test_each_text_may_be_followed_by_its_annotation_file(shell: Shell) -> None:
    assert shell("load", *COURIER, *DISPATCH).code == 0


def test_the_order_of_the_annotation_files_does_not_matter(shell: Shell) -> None:
    texts, annotations = [COURIER[0], DISPATCH[0]], ["--annotations", DISPATCH[2], "--annotations", COURIER[2]]
    report = shell("--json", "load", *texts, *annotations).json
    assert [bool(source["claims"]) for source in report["sources"]] == [True, True]


def test_an_annotation_file_without_a_digest_is_matched_by_the_name_of_the_text(shell: Shell) -> None:
    one = shell.annotated("one", id="one", file="one.txt", text=TEXT + "1")
    two = shell.annotated("two", id="two", file="two.txt", text=TEXT + "2")
    report = shell("--json", "load", one[0], two[0], *two[1:], *one[1:]).json
    assert [(source["file"], source["source"]) for source in report["sources"]] == [
        ("one.txt", "one"),
        ("two.txt", "two"),
    ]


def test_a_file_named_twice_is_loaded_once(shell: Shell) -> None:
    assert len(shell("--json", "load", COURIER[0], *COURIER).json["sources"]) == 1


@pytest.mark.parametrize(
    ("flags", "doc", "expected"),
    [
        (("--source", "given"), {"id": "said", "url": "https://times.example/1"}, "given"),
        ((), {"id": "said", "url": "https://times.example/1#top"}, "https://times.example/1"),
        ((), {"id": "said", "url": "nonsense"}, "said"),
        ((), {"id": "said"}, "said"),
    ],
    ids=["flag", "address", "no address", "id"],
)
def test_the_source_id_is_said_by_the_flag_the_address_or_the_file(
    shell: Shell, flags: tuple[str, ...], doc: dict[str, str], expected: str
) -> None:
    done = shell("--json", "load", *shell.annotated("anna", text=TEXT, claims=1, **doc), *flags)
    assert (done.json["sources"][0]["source"], done.err) == (expected, "")


def test_a_source_id_that_nobody_says_is_the_name_of_the_file_with_a_warning(shell: Shell) -> None:
    done = shell("--json", "load", *shell.annotated("anna"))
    assert done.json["sources"][0]["source"] == "anna"
    assert done.err == ("onrecord: anna.txt: nobody says its source id, so it is 'anna' (give --source or doc.id)\n")


@pytest.mark.parametrize("url", ["", "nonsense", "times.example/1", "ftp://times.example/1", "https://times .example/"])
def test_an_address_that_is_none_does_not_silence_the_warning(shell: Shell, url: str) -> None:
    done = shell("--json", "load", *shell.annotated("anna", url=url))
    assert done.json["sources"][0]["source"] == "anna"
    assert done.err == "onrecord: anna.txt: nobody says its source id, so it is 'anna' (give --source or doc.id)\n"


def test_an_address_is_a_source_id_without_a_warning(shell: Shell) -> None:
    done = shell("--json", "load", *shell.annotated("anna", url="https://times.example/1"))
    assert (done.json["sources"][0]["source"], done.err) == ("https://times.example/1", "")


def sources(shell: Shell) -> list[dict[str, Any]]:
    """Return what the graph says of its sources."""
    query = "{ sources { edges { node { sourceId published { edtf } publisher { name names { text } } } } } }"
    (shell.folder / "sources.graphql").write_text(query)
    found = shell("query", shell.folder / "sources.graphql").json
    return [edge["node"] for edge in found["data"]["sources"]["edges"]]


def test_what_the_command_says_wins_over_what_the_file_says(shell: Shell) -> None:
    words = shell.annotated("anna", id="said", published="2020")
    assert shell("load", *words, "--published", "2021-05-03", "--publisher", "The Post").code == 0
    (source,) = sources(shell)
    assert source["published"] == {"edtf": "2021-05-03"}
    assert source["publisher"]["name"] == "The Post"


def test_a_publisher_that_the_file_annotates_gets_the_name_as_one_more(shell: Shell) -> None:
    assert shell("load", *shell.annotated("anna", id="said", publisher="anna"), "--publisher", "The Post").code == 0
    (source,) = sources(shell)
    assert {name["text"] for name in source["publisher"]["names"]} == {"Anna Kowal", "The Post"}


def test_a_day_of_publication_that_is_none_stops_the_load(shell: Shell) -> None:
    refused = shell("load", *shell.annotated("anna", id="said"), "--published", "yesterday")
    assert refused.code == 1
    assert refused.err.startswith("onrecord: anna.txt: published: 'yesterday' is not a date")
    assert not shell.data.exists()


def test_a_source_id_for_two_files_is_code_2(shell: Shell) -> None:
    refused = shell("load", *BOTH, "--source", "both")
    assert (refused.code, refused.err) == (2, "onrecord: --source names one source, and 2 files are given\n")
    assert not shell.data.exists()


def test_two_files_of_one_source_are_refused(shell: Shell) -> None:
    one = shell.annotated("one", id="same", file="one.txt", text=TEXT + "1")
    two = shell.annotated("two", id="same", file="two.txt", text=TEXT + "2")
    refused = shell("load", one[0], two[0], *one[1:], *two[1:])
    assert refused.code == 1
    assert refused.err == "onrecord: one.txt, two.txt: 2 files are the source 'same': expected one file for each\n"
    assert not shell.data.exists()


def test_an_annotation_file_that_belongs_to_no_text_is_refused(shell: Shell) -> None:
    refused = shell("load", *COURIER, "--annotations", DISPATCH[2])
    assert refused.code == 1
    assert refused.err == (
        "onrecord: dispatch.annotations.json: it annotates dispatch.txt: expected one of courier.txt\n"
    )


def test_two_annotation_files_of_one_text_are_refused(shell: Shell) -> None:
    refused = shell("load", *COURIER, "--annotations", COURIER[2])
    assert refused.code == 1
    assert refused.err == (
        "onrecord: courier.annotations.json: courier.txt has an annotation file already: courier.annotations.json\n"
    )


def test_a_record_that_is_refused_is_named_and_the_rest_is_loaded(shell: Shell) -> None:
    words = shell.annotated("anna", id="said")
    file = Path(words[2])
    content = json.loads(file.read_text())
    content["claims"].append({**content["claims"][0], "id": "bad", "type": "nonsense"})
    file.write_text(json.dumps(content))
    done = shell("load", *words)
    assert done.code == 0
    assert "1 refused" in done.out
    assert done.err.startswith("refused said: claim bad: ")


def test_many_refused_records_are_shown_in_part_and_counted(shell: Shell) -> None:
    words = shell.annotated("anna", id="said", claims=0)
    file = Path(words[2])
    content = json.loads(file.read_text())
    content["claims"] = [{"id": f"c{number}"} for number in range(25)]
    file.write_text(json.dumps(content))
    done = shell("load", *words)
    assert len(re.findall(r"^refused said: claim c\d+: ", done.err, re.MULTILINE)) == 20
    assert done.err.splitlines()[-1] == "… and 5 more: --json lists them all"
    shutil.rmtree(shell.data)
    assert len(shell("load", *words, "--json").json["sources"][0]["refused"]) == 25


def test_a_changed_annotation_changes_only_its_claims(loaded: Shell) -> None:
    changed = json.loads((SAMPLE / "courier.annotations.json").read_text("utf-8"))
    del changed["claims"][0]
    (loaded.folder / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    before = {claim.id: claim for content in read_back(loaded) for claim in content.claims}
    (report,) = loaded("--json", "load", COURIER[0], "--annotations", loaded.folder / "changed.json").json["sources"]
    after = {claim.id: claim for content in read_back(loaded) for claim in content.claims}
    assert (report["added"], report["kept"], report["retracted"]) == (0, len(after), len(before) - len(after))
    assert {key: claim for key, claim in before.items() if key in after} == after
    assert report["retracted"] >= 2


@pytest.fixture
def less_sure(loaded: Shell) -> list[str]:
    """Return the words that load the Courier's report again, with her arrest no more than possible."""
    changed = json.loads((SAMPLE / "courier.annotations.json").read_text("utf-8"))
    arrest = next(claim for claim in changed["claims"] if claim["type"] == "arrest" and not claim.get("place"))
    arrest["certainty"] = "possible"
    (loaded.folder / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    return [COURIER[0], "--annotations", str(loaded.folder / "changed.json")]


def test_a_claim_that_says_something_else_of_itself_is_altered(loaded: Shell, less_sure: list[str]) -> None:
    before = {claim.id: claim for content in read_back(loaded) for claim in content.claims}
    (report,) = loaded("--json", "load", *less_sure).json["sources"]
    after = {claim.id: claim for content in read_back(loaded) for claim in content.claims}
    altered = [claim for key, claim in after.items() if before[key] != claim]
    assert (report["added"], report["kept"], report["retracted"]) == (0, len(before), 0)
    assert report["altered"] == len(altered) >= 2
    assert {claim.certainty for claim in altered} == {Certainty.POSSIBLE}


def test_altered_claims_are_told_in_words_too(loaded: Shell, less_sure: list[str]) -> None:
    done = loaded("load", *less_sure)
    assert re.search(r"\(0 added, \d+ kept, of them [2-9] altered, 0 retracted\), 0 refused, ", done.out)
    assert done.out.splitlines()[-1] == f"published generation 2 in {loaded.data}"


def test_a_load_that_alters_nothing_does_not_speak_of_it(loaded: Shell) -> None:
    assert "altered" not in loaded("load", *COURIER).out


def read_back(shell: Shell) -> list[Any]:
    """Return what the export of the data directory says."""
    return list(contents(shell("export").out.encode(), "http://localhost:8000/"))


# ---------------------------------------------------------------- withdraw, info, export


def test_a_withdrawn_source_is_gone_and_the_older_generation_keeps_it(shell: Shell) -> None:
    for name in ("one", "two"):
        assert shell("load", *shell.annotated(name, id=name)).code == 0
    gone = shell("--json", "withdraw", "one")
    assert (gone.code, gone.json) == (0, {"generation": 3, "withdrawn": ["one"]})
    assert [source["sourceId"] for source in sources(shell)] == ["two"]
    assert sorted(open_archive(shell.data).generation(2).sources) == ["one", "two"]


def test_a_withdrawal_is_told_in_words(shell: Shell) -> None:
    assert shell("load", *shell.annotated("one", id="one")).code == 0
    assert shell("withdraw", "one").out == "withdrew one: generation 2 has 0 sources\n"


def test_a_source_that_is_not_there_cannot_be_withdrawn(loaded: Shell) -> None:
    before = tree(loaded.data)
    refused = loaded("withdraw", "nobody")
    assert refused.code == 1
    assert refused.err.startswith("onrecord: no source 'nobody': expected one of https://")
    assert tree(loaded.data) == before


def test_info_says_what_is_held(shell: Shell) -> None:
    assert shell("load", *shell.annotated("anna", id="times-1")).code == 0
    assert shell("info") == (
        0,
        (
            f"data: {shell.data}\nbase: http://localhost:8000/\ngeneration: 1\ncreated: 2025-09-06T23:06:40Z\n"
            "entities: 3\nclaims: 6\nproposed: 0\ndecisions: 0\nsources:\n  times-1: 6 claims\n"
        ),
        "",
    )


def test_info_says_it_in_json_too(shell: Shell) -> None:
    assert shell("load", *shell.annotated("anna", id="times-1")).code == 0
    assert shell("info", "--json").json == {
        "data": str(shell.data),
        "base": "http://localhost:8000/",
        "generation": 1,
        "created": "2025-09-06T23:06:40Z",
        "entities": 3,
        "claims": 6,
        "proposed": 0,
        "decisions": 0,
        "sources": {"times-1": 6},
    }


def test_an_export_keeps_every_claim(loaded: Shell) -> None:
    archive = open_archive(loaded.data)
    assert read_back(loaded) == [stored.content for stored in archive.read(archive.current())]


def test_an_export_is_the_same_each_time(loaded: Shell) -> None:
    assert loaded("export").out == loaded("export").out


def test_who_stops_reading_an_export_is_not_told_off(loaded: Shell) -> None:
    command = [sys.executable, "-m", "cli", "--data", str(loaded.data), "export"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own interpreter
        assert process.stdout is not None
        assert process.stderr is not None
        assert len(process.stdout.read(10)) == 10
        process.stdout.close()
        assert process.stderr.read() == b""


# ---------------------------------------------------------------- verify


def test_verify_says_that_all_is_well(loaded: Shell) -> None:
    assert loaded("verify") == (0, "every file is as it was written\n", "")
    assert loaded("verify", "--json").json == {"damaged": []}


DAMAGES = {
    "quads": "sources/*/*.nq.zst",
    "text": "sources/*/*.txt",
    "history": "sources/*/*.json",
    "manifest": "generations/1.json",
    "newest manifest": "generations/2.json",
    "pointer": "CURRENT",
    "settings": "onrecord.json",
    "index": "index/oxigraph/*/*.sst",
    "index pointer": "index/oxigraph/*/CURRENT",
    "index seal": "index/oxigraph/*.seal.json",
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with every kind of file: two generations, a history, and an index."""
    folder = tmp_path_factory.mktemp("full")
    changed = json.loads((SAMPLE / "courier.annotations.json").read_text("utf-8"))
    changed["claims"].pop()
    (folder / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    data = ["--data", str(folder / "data")]
    assert main([*data, "load", *COURIER]) == 0
    assert main([*data, "load", COURIER[0], "--annotations", str(folder / "changed.json")]) == 0
    assert main([*data, "sparql", "ASK {}"]) == 0
    return folder / "data"


@pytest.mark.parametrize("pattern", DAMAGES.values(), ids=DAMAGES)
def test_verify_names_the_file_in_which_a_byte_has_flipped(shell: Shell, full: Path, pattern: str) -> None:
    shutil.copytree(full, shell.data)
    path = max(shell.data.glob(pattern))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    found = shell("verify")
    assert found.code == 1
    assert f"{path} is damaged: " in found.out + found.err


@pytest.mark.parametrize("pattern", [p for p in DAMAGES.values() if "seal" not in p])
def test_verify_names_the_file_that_is_gone(shell: Shell, full: Path, pattern: str) -> None:
    shutil.copytree(full, shell.data)
    path = max(shell.data.glob(pattern))
    path.unlink()
    found = shell("verify")
    assert found.code == 1
    assert str(path if path.name != "onrecord.json" else shell.data) in found.out + found.err


def test_verify_lists_what_is_damaged_in_json(shell: Shell, full: Path) -> None:
    shutil.copytree(full, shell.data)
    (path,) = shell.data.glob("sources/*/*.txt")
    path.write_bytes(path.read_bytes() + b" ")
    found = shell("--json", "verify")
    assert (found.code, found.json) == (
        1,
        {"damaged": [{"file": str(path), "reason": "its bytes are not those that were written (SHA-256 differs)"}]},
    )


def test_what_is_damaged_is_told_and_the_generation_before_is_read(shell: Shell) -> None:
    assert shell("load", *shell.annotated("one", id="one")).code == 0
    assert shell("load", *shell.annotated("two", id="two", text=TEXT + "2")).code == 0
    path = max(shell.data.glob("sources/two-*/*.nq.zst"))
    path.write_bytes(path.read_bytes()[:-1])
    found = shell("info", "--json")
    assert (found.code, found.json["generation"], list(found.json["sources"])) == (0, 1, ["one"])
    assert found.err == (
        f"onrecord: {path} is damaged: its bytes are not those that were written (SHA-256 differs); "
        "generation 1 is read instead\n"
    )


def test_where_no_generation_is_whole_nothing_is_answered(loaded: Shell) -> None:
    (path,) = loaded.data.glob("sources/*/*.txt")
    path.write_bytes(b"Kalesnikava was never arrested.")
    for command in (("info",), ("export",), ("sparql", "ASK {}"), ("query", "-")):
        refused = loaded(*command)
        assert (refused.code, refused.out) == (1, "") or command == ("query", "-")


# ---------------------------------------------------------------- query


@pytest.fixture
def asking(loaded: Shell) -> Shell:
    """Return a shell with a file `named.graphql` that takes a variable."""
    text = "query A($name: String!) { entity(ref: { name: $name }) { name } } query B { __typename }"
    (loaded.folder / "named.graphql").write_text(text)
    return loaded


def test_a_query_is_read_from_a_file(asking: Shell) -> None:
    done = asking("query", "named.graphql", "--operation", "A", "--variables", '{"name": "Belarus"}')
    assert (done.code, done.json["data"], done.err) == (0, {"entity": {"name": "Belarus"}}, "")


def test_a_query_is_read_from_standard_input(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("{ __typename }"))
    assert loaded("query", "-").json["data"] == {"__typename": "Query"}


def test_an_answer_with_errors_is_printed_and_code_1(asking: Shell) -> None:
    done = asking("query", "named.graphql", "--operation", "A")
    assert (done.code, list(done.json), done.err) == (1, ["errors"], "")


def test_letters_of_any_script_are_printed_as_they_are(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{ entity(ref: { name: "Калеснікава" }) { nonsense } }'))
    assert "nonsense" in loaded("query", "-").out
    monkeypatch.setattr(sys, "stdin", io.StringIO('{ timeline(about: [{ name: "Калеснікава" }]) { totalCount } }'))
    assert "Калеснікава" in loaded("query", "-").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("query", "absent.graphql"), "absent.graphql cannot be read: No such file or directory"),
        (("query", "."), ". cannot be read: Is a directory"),
        (("query", "latin.graphql"), "latin.graphql is not UTF-8"),
        (("query", "named.graphql", "--variables", "{"), "--variables is not JSON"),
        (("query", "named.graphql", "--variables", "[" * 100_000), "--variables is not JSON"),
        (("query", "named.graphql", "--variables", "[]"), "--variables: expected a JSON object"),
    ],
)
def test_a_query_that_cannot_be_read_is_code_2(asking: Shell, words: tuple[str, ...], message: str) -> None:
    (asking.folder / "latin.graphql").write_bytes(b"{ \xe9 }")
    refused = asking(*words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"onrecord: {message}")


# ---------------------------------------------------------------- sparql

PREFIXES = "PREFIX schema: <https://schema.org/> "


def test_a_select_an_ask_and_a_construct_print_one_json_object(loaded: Shell) -> None:
    select = loaded("sparql", PREFIXES + "SELECT ?n { ?s schema:name ?n } ORDER BY ?n LIMIT 1")
    ask = loaded("sparql", PREFIXES + "ASK { ?s schema:sibling ?o }")
    construct = loaded("sparql", PREFIXES + "CONSTRUCT WHERE { ?s schema:sibling ?o }")
    assert (select.json["head"], ask.json, list(construct.json)) == (
        {"vars": ["n"]},
        {"head": {}, "boolean": True},
        ["@graph"],
    )
    assert {outcome.code for outcome in (select, ask, construct)} == {0}


def test_sparql_is_read_from_standard_input(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK {}"))
    assert loaded("sparql", "-").json["boolean"] is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("nonsense", "the query is not SPARQL: "),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", "the query has SERVICE: expected one that asks this data only"),
        ("ASK {}" + " " * 32_768, "the query has 32774 characters: expected at most 32768"),
        ("ASK { FILTER(" + "!" * 20_000 + "true) }", "the engine did not survive the query: "),
    ],
    ids=["nonsense", "SERVICE", "too long", "crash"],
)
def test_sparql_that_may_not_run_is_code_1(loaded: Shell, query: str, message: str) -> None:
    refused = loaded("sparql", query)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: {message}")


def test_sparql_never_answers_from_a_damaged_index(loaded: Shell) -> None:
    query = PREFIXES + "SELECT ?n { ?s schema:name ?n } ORDER BY ?n"
    before = loaded("sparql", query)
    for path in sorted(loaded.data.glob("index/oxigraph/*/*.sst")):
        path.write_bytes(bytes(path.stat().st_size))
    assert loaded("sparql", query) == before


# ---------------------------------------------------------------- demo and serve


def test_the_demo_loads_the_sample_and_answers_three_questions(shell: Shell) -> None:
    done = shell("demo", "--no-serve")
    assert done.code == 0
    assert f"the sample case is in {shell.data}: 2 sources" in done.err
    titles = [
        "How is Tatsiana Homich connected with Syarhey Tsikhanouski, and on whose word?",
        "Who says how many political prisoners Belarus holds, and in which words?",
        "What is on record about Maryya Kalesnikava?",
    ]
    parts = done.out.split("\n\n")
    assert [part.strip().splitlines()[0] for part in parts] == titles
    assert "from: Maryya Kalesnikava · property: campaigned for · to: Svyatlana Tsikhanouskaya" in parts[0]
    assert "amount: 1200 · approximate: yes" in parts[1]
    assert "- text: Maryya Kalesnikava · independentSources: 2" in parts[2]


def test_the_demo_answers_in_json_too(shell: Shell) -> None:
    done = shell("demo", "--no-serve", "--json")
    assert done.code == 0
    assert list(done.json) == ["connection", "claim", "profile"]
    assert [list(response) for response in done.json.values()] == [["data", "extensions"]] * 3


def test_the_answers_of_the_demo_in_json_go_by_the_names_of_the_questions(shell: Shell) -> None:
    questions = json.loads((SAMPLE / "questions.json").read_text("utf-8"))
    assert list(shell("demo", "--no-serve", "--json").json) == [question["name"] for question in questions]


def test_the_demo_twice_is_the_demo(shell: Shell) -> None:
    assert shell("demo", "--no-serve") == shell("demo", "--no-serve")


def test_the_demo_has_a_data_directory_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(capsys, "demo", "--no-serve").code == 0
    assert (tmp_path / ".onrecord-demo").is_dir()
    assert not (tmp_path / ".onrecord").exists()


def test_the_demo_never_writes_into_the_directory_of_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATA", "mine")
    assert run_command(capsys, "load", *COURIER).code == 0
    before = tree(tmp_path / "mine")
    done = run_command(capsys, "demo", "--no-serve")
    assert (done.code, tree(tmp_path / "mine")) == (0, before)
    assert "the sample case is in .onrecord-demo: 2 sources" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == [".onrecord-demo", "mine"]


def test_the_demo_writes_where_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATA", "mine")
    for words in (("--data", "named", "demo", "--no-serve"), ("demo", "--no-serve", "--data", "named")):
        assert "the sample case is in named: 2 sources" in run_command(capsys, *words).err
    assert [path.name for path in tmp_path.iterdir()] == ["named"]


class Server(NamedTuple):
    """A server that runs as a process of its own, and its address."""

    process: subprocess.Popen[str]
    address: str


def start(*words: object) -> Server:
    """Start a server on a free port and wait until it says its address."""
    command = [sys.executable, "-m", "cli", *(str(word) for word in words), "--port", "0"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+/graphql", line):
            return Server(process, found[0])
    raise AssertionError(f"the server ended with {process.wait()}: {said}")


def stop(server: Server, with_signal: signal.Signals) -> tuple[int, str]:
    """Send a signal; return the exit code, and what was said from the start on."""
    server.process.send_signal(with_signal)
    _, err = server.process.communicate(timeout=60)
    return server.process.returncode, err


@pytest.fixture
def served(loaded: Shell) -> Iterator[Server]:
    """Return a server of the Courier's report."""
    server = start("--data", loaded.data, "serve")
    yield server
    if server.process.poll() is None:
        stop(server, signal.SIGKILL)


def get(address: str) -> dict[str, Any]:
    """Return what is answered at an address."""
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - 127.0.0.1
        found: dict[str, Any] = json.load(answer)
    return found


def test_a_server_answers(served: Server) -> None:
    assert get(served.address + "?query={__typename}")["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_as_soon_as_it_says_its_address_ends_with_code_0(
    loaded: Shell, told: signal.Signals
) -> None:
    code, said = stop(start("--data", loaded.data, "serve"), told)
    assert (code, "Traceback" in said) == (0, False)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_ends_with_code_0(served: Server, told: signal.Signals) -> None:
    get(served.address + "?query={__typename}")
    code, said = stop(served, told)
    assert (code, "Traceback" in said) == (0, False)


def test_a_server_writes_nothing_of_what_is_asked(served: Server) -> None:
    get(served.address + '?query={entity(ref:{name:"Secretname"}){name}}')
    _, said = stop(served, signal.SIGTERM)
    assert "Secretname" not in said
    assert "GET" not in said


def test_a_server_keeps_its_answers_to_itself(served: Server) -> None:
    stop(served, signal.SIGTERM)
    assert served.process.stdout is not None
    assert served.process.stdout.closed or served.process.stdout.read() == ""


def test_the_demo_serves_its_questions(tmp_path: Path) -> None:
    server = start("--data", tmp_path / "demo", "demo")
    try:
        questions = get(server.address.replace("/graphql", "/questions.json"))
    finally:
        stop(server, signal.SIGTERM)
    assert [question["name"] for question in questions] == ["connection", "claim", "profile"]  # type: ignore[index]  # a list


def test_a_port_that_is_taken_is_said_to_be(loaded: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = loaded("serve", "--port", port)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: cannot listen on 127.0.0.1 port {port}: ")
    assert "in use" in refused.err


def test_a_host_that_is_none_is_said_to_be(loaded: Shell) -> None:
    refused = loaded("serve", "--host", "256.0.0.1", "--port", "0")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("onrecord: cannot listen on 256.0.0.1 port 0: ")


@pytest.mark.parametrize("port", ["65536", "-1"])
def test_a_port_of_the_environment_that_is_none_is_code_1(
    loaded: Shell, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("ONRECORD_PORT", port)
    refused = loaded("serve")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        f"onrecord: ONRECORD_PORT is '{port}': expected the port to listen on, 0 to 65535; 0 picks a free one\n"
    )


STATE = "{ service { state sourceCount } }"


def test_a_query_is_asked_of_the_graph_as_it_stood(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, words in ((1_000_000, COURIER), (2_000_000, DISPATCH)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(at))
        assert shell("load", *words).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "3000000")
    assert shell("decide", "Maryya Kalesnikava", "Syarhey Tsikhanouski", "not-same", "--by", "eva").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000")
    assert shell("withdraw", min(shell("--json", "info").json["sources"])).code == 0
    (shell.folder / "state.graphql").write_text(STATE, encoding="utf-8")

    def asked(*words: str) -> tuple[list[str], int]:
        found = shell("query", shell.folder / "state.graphql", *words).json["data"]["service"]
        return found["state"].split("-")[:2], found["sourceCount"]

    assert asked() == (["3", "1"], 1)
    days = ["1970-01-01", "1970-01-13", "1970-01-24T03:33:19Z", "1970-01-24T03:33:20Z", "1970-02-10", "1970-02-20"]
    assert [asked("--as-of", day) for day in days] == [
        (["0", "0"], 0),
        (["1", "0"], 1),
        (["1", "0"], 1),
        (["2", "0"], 2),
        (["2", "1"], 2),
        (["3", "1"], 1),
    ]
    assert asked() == (["3", "1"], 1)
    assert shell("verify").code == 0


@pytest.mark.parametrize("moment", ["yesterday", "", "2026-11", "2026-11-23T00:00:00"])
def test_a_moment_that_is_none_is_told(loaded: Shell, moment: str) -> None:
    (loaded.folder / "state.graphql").write_text(STATE, encoding="utf-8")
    failed = loaded("query", loaded.folder / "state.graphql", "--as-of", moment)
    assert failed.code == 1
    assert f"'{moment}' is not a date" in failed.err
