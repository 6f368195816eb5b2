"""The commands that read articles by machine: what they answer, what they refuse, and what they leave alone."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import pytest

from cli import main
from graph.archive import open_archive
from graph.model import Status
from tests.graph.builders import tree
from tests.loaders.article.fake_model import FakeModel, says
from tests.test_cli import Outcome, run_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Outcome]

ARTICLE = """\
Anna Kowal was arrested in Brest on 3 May 2021. Her brother, Jan Kowal, was arrested a week later.

The group Vesta counts 40 political prisoners in Belarus. “Anna may be released,” Jan Kowal said.
"""
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Held Again</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Held Again", "datePublished": "2021-06-01",
"publisher": {{"name": "The Post"}}}}</script></head><body><article><h1>Held Again</h1>
<p>Piotr Nowak was arrested in Minsk on 30 May 2021.</p>
<p>{"It was not the first time that people were held in the city. " * 8}</p></article></body></html>"""
FACTS = ("--published", "2021-05-11", "--publisher", "The Courier")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return how to run a command in a folder with two articles, and nothing of ours in the environment."""
    for name in ("DATA", "LLM_URL", "LLM_MODEL", "LLM_KEY", "LLM_CACHE"):
        monkeypatch.delenv(f"ONRECORD_{name}", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757200000")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    return lambda *words: run_command(capsys, *words)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the first article and with what is found in it, as `extract --json` prints it."""
    folder = tmp_path_factory.mktemp("extracted")
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    with (folder / "found.json").open("w", encoding="utf-8") as file, redirect_stdout(file):
        assert main(["extract", str(folder / "a.txt"), *FACTS, "--json"]) == 0
    return folder


def found_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "found.json").read_bytes())
    return found


# ---------------------------------------------------------------- extract


def test_what_is_extracted_is_an_annotation_file(extracted: Path) -> None:
    found = found_in(extracted)
    assert found["extractor"].startswith("rules ")
    assert found["doc"]["publisher"] == "The Courier"
    assert found["doc"]["published"] == "2021-05-11"
    (arrest,) = [claim for claim in found["claims"] if claim["id"] == "arrest:anna-kowal:1"]
    assert (arrest["args"]["person"], arrest["date"]) == ("anna-kowal", {"edtf": "2021-05-03", "text": "3 May 2021"})
    assert (arrest["speaker"], arrest["certainty"]) == ("@article", "asserted")
    (count,) = [claim for claim in found["claims"] if claim["kind"] == "count"]
    assert (count["type"], count["args"], count["value"]) == ("political_prisoners", {"place": "belarus"}, 40)
    (quote,) = found["quotes"]
    assert (quote["quote"], quote["speaker"]) == ("Anna may be released,", "jan-kowal")


def test_its_words_stand_at_their_offsets(extracted: Path) -> None:
    found = found_in(extracted)
    pieces = [*found["quotes"], *(piece for claim in found["claims"] for piece in claim["evidence"])]
    assert [ARTICLE[piece["start"] : piece["end"]] for piece in pieces] == [piece["quote"] for piece in pieces]


def test_what_is_extracted_loads_as_the_article_itself_does(run: Command, extracted: Path, tmp_path: Path) -> None:
    article = run("--data", "one", "load", "a.txt", *FACTS, "--source", "s", "--json")
    annotations = str(extracted / "found.json")
    file = run("--data", "two", "load", "a.txt", "--annotations", annotations, "--source", "s", "--json")
    assert (article.code, file.code) == (0, 0)
    (one,), (two,) = article.json["sources"], file.json["sources"]
    assert one["proposed"] == one["claims"] == two["proposed"] == two["claims"] > 0
    kept = [tree(tmp_path / data).items() for data in ("one", "two")]
    written = [{name: content for name, (content, _) in one if not name.startswith("index/")} for one in kept]
    assert written[0] == written[1]


def test_extract_shows_an_outline_and_makes_no_data_directory(run: Command, tmp_path: Path) -> None:
    before = tree(tmp_path)
    done = run("extract", "a.txt", "--published", "2021-05-11")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("a.txt: ")
    assert "  event arrest: person Anna Kowal, in Brest, 2021-05-03\n" in done.out
    assert "      “Anna Kowal was arrested in Brest on 3 May 2021” 0–46 " in done.out
    assert tree(tmp_path) == before


def test_a_corrected_file_of_a_page_loads_beside_the_text_that_was_read(run: Command, tmp_path: Path) -> None:
    (tmp_path / "read.txt").write_text(run("extract", "b.html", *FACTS, "--text").out, "utf-8")
    (tmp_path / "read.json").write_text(run("extract", "b.html", *FACTS, "--json").out, "utf-8")
    loaded = run("load", "read.txt", "--annotations", "read.json", "--source", "s", "--json")
    assert (loaded.code, loaded.json["sources"][0]["refused"]) == (0, [])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("absent.txt",), "absent.txt: there is no such file"),
        (("a.json",), "a.json: it is no article: expected .txt, .html or .pdf"),
        (("a.txt", "--published", "soon"), "a.txt: published: 'soon' is not a date"),
    ],
)
def test_what_cannot_be_extracted_is_code_1(run: Command, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    (tmp_path / "a.json").write_text("{}")
    refused = run("extract", *words)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"onrecord: {message}")


# ---------------------------------------------------------------- load


def test_articles_load_together_and_what_they_claim_is_proposed(run: Command, tmp_path: Path) -> None:
    done = run("--data", "data", "load", "a.txt", "b.html", "--publisher", "The Courier", "--jobs", "2")
    assert done.code == 0
    first, second, last = done.out.splitlines()
    assert first.startswith("a.txt: ")
    assert second.startswith("b.html: ")
    assert all(" of them proposed (" in line for line in (first, second))
    assert last == "published generation 1 in data"
    assert "onrecord: a.txt: nobody says its source id, so it is 'a' (give --source or --url)" in done.err
    assert "note a.txt: nobody says when it was published" in done.err
    archive = open_archive(tmp_path / "data")
    stored = {str(item.content.source.id): item for item in archive.read(archive.current())}
    assert stored["a"].text == ARTICLE
    assert (stored["b"].text or "").startswith("Held Again\n\nPiotr Nowak was arrested in Minsk")
    published = stored["b"].content.source.published
    assert published is not None
    assert published.edtf.startswith("2021-06-01")
    claims = [claim for item in stored.values() for claim in item.content.claims]
    assert {claim.status for claim in claims} == {Status.PROPOSED}
    held = run("--data", "data", "info", "--json").json
    assert held["proposed"] == held["claims"] == len(claims)
    again = run("--data", "data", "load", "b.html", "a.txt", "--publisher", "The Courier")
    assert again.out.splitlines()[-1] == "unchanged: generation 1 in data"


def test_an_address_is_the_source_and_a_bad_file_stops_the_load(run: Command, tmp_path: Path) -> None:
    url = "https://courier.example/1"
    assert run("--data", "data", "load", "a.txt", *FACTS, "--url", f"{url}#top").code == 0
    archive = open_archive(tmp_path / "data")
    assert set(archive.current().sources) == {url}
    before = tree(tmp_path / "data")
    (tmp_path / "c.txt").write_bytes(b"caf\xe9")
    refused = run("--data", "data", "load", "b.html", "c.txt", "--jobs", "2")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "onrecord: c.txt: it is not UTF-8 (byte 3): expected UTF-8 text\n"
    assert tree(tmp_path / "data") == before


def test_an_article_of_nobody_is_not_loaded(run: Command, tmp_path: Path) -> None:
    refused = run("--data", "data", "load", "a.txt", "--published", "2021-05-11")
    assert refused == (
        1,
        "",
        "onrecord: a.txt: nobody says who published the text: give --publisher NAME or doc.publisher\n",
    )
    assert not (tmp_path / "data").exists()


# ---------------------------------------------------------------- eval


def gold(folder: Path) -> Path:
    """Write what was found as if a person had annotated the article."""
    found = found_in(folder)
    (folder / "gold.json").write_text(json.dumps(found), "utf-8")
    return folder / "gold.json"


def test_eval_scores_a_file_that_was_found_before(run: Command, extracted: Path) -> None:
    done = run("eval", gold(extracted), "--predicted", extracted / "found.json")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "  1  gold"
    assert next(line for line in lines if line.startswith("all_claims")).split()[1:3] == ["F1", "1.000"]
    assert next(line for line in lines if line.startswith("evidence_not_verbatim")).split()[1] == "0"


def test_eval_reads_articles_itself_and_puts_them_side_by_side(run: Command, extracted: Path) -> None:
    one = gold(extracted)
    other = extracted / "other.json"
    content = found_in(extracted)
    content["claims"] = [*content["claims"], content["claims"][0] | {"type": "trial"}]
    other.write_text(json.dumps(content), "utf-8")
    done = run("eval", one, other, "--misses", "--json", "--jobs", "2")
    assert (done.code, done.err) == (0, "")
    count = len(content["claims"]) - 1
    first, second = done.json["articles"]
    assert (first["article"], second["article"]) == ("gold", "other")
    assert (first["all_claims"]["hits"], second["all_claims"]["gold"]) == (count, count + 1)
    assert done.json["together"]["all_claims"]["hits"] == 2 * count
    (miss,) = done.json["misses"]
    assert miss.startswith("other: MISSED ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("load", "a.txt", "b.html", "--url", "https://x.example/1"), "--url names one source, and 2 files are given"),
        (("load", "a.txt", "--url", "nonsense"), "--url is 'nonsense': expected an address such as https://"),
        (("extract", "a.txt", "--extractor", "both"), "--extractor both: expected a language model, in ONRECORD_LLM_U"),
        (("eval", "a.json", "b.json", "--predicted", "c.json"), "--predicted is of one article, and 2 annotations are"),
    ],
)
def test_what_cannot_be_asked_is_code_2(run: Command, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    refused = run("--data", "data", *words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"onrecord: {message}")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("load", "a.txt", "--jobs", "0"),
        ("load", "a.txt", "-j", "many"),
        ("load", "a.txt", "--jobs", "65"),
        ("load", "a.txt", "--seconds", "0"),
        ("load", "a.txt", "--seconds", "-1"),
        ("load", "a.txt", "--seconds", "nan"),
        ("load", "a.txt", "--seconds", "inf"),
        ("extract", "a.txt", "--seconds", "soon"),
        ("extract", "a.txt", "--extractor", "llm"),
        ("extract",),
        ("eval",),
    ],
)
def test_an_option_that_is_none_is_code_2_and_says_how_it_is_used(run: Command, words: tuple[str, ...]) -> None:
    refused = run(*words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"usage: onrecord {words[0]}")


# ---------------------------------------------------------------- a language model


def test_a_model_that_is_configured_is_asked_once_an_article_and_not_by_rules_alone(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeModel(says({"entities": [], "claims": []})) as server:
        monkeypatch.setenv("ONRECORD_LLM_URL", server.url)
        monkeypatch.setenv("ONRECORD_LLM_MODEL", "fake-1")
        monkeypatch.setenv("ONRECORD_LLM_KEY", "secret-key")
        alone = run("extract", "a.txt", *FACTS, "--extractor", "rules", "--json")
        assert len(server.asked) == 0
        both = run("extract", "a.txt", *FACTS, "--json")
        assert len(server.asked) == 1
    assert (alone.code, both.code) == (0, 0)
    assert both.json["extractor"] == f"{alone.json['extractor']} + llm fake-1"
    assert both.json["claims"] == alone.json["claims"]
    assert "secret-key" not in both.out + both.err


def test_a_model_without_a_name_is_code_2(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LLM_URL", "http://127.0.0.1:9/v1")
    refused = run("extract", "a.txt")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("onrecord: ONRECORD_LLM_URL is set and ONRECORD_LLM_MODEL is not")
