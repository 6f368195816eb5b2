"""The documents hold what the code does: examples run, tables agree, links lead somewhere.

`.venv/bin/python tests/test_docs.py` writes the tables of `docs/ontology.md` anew.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from cli import _parser, main
from graph.archive import open_archive
from graph.decisions import NONE
from graph.errors import OnrecordError
from graph.export import nquads
from graph.index.sparql import answer_json
from graph.paging import MAX_PAGE
from graph.plain import open_plain
from graph.states import Past, States
from graph.vocabulary import AFFECTED_PERSON, EVENT, KG, SCHEMA, SEM, Range, vocabulary
from loaders.article.gate_codes import Code
from schema import Context, execute, sdl
from schema.execution import MAX_ERRORS
from schema.inputs import MAX_LIST, MAX_WORDS, ProvenanceInput
from schema.limits import LIMITS
from server import SETTINGS, VERSION, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.plain import PlainView
    from graph.vocabulary import Kind, Property

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "data/sample/README.md", *sorted(DOCS.rglob("*.md"))]
CODES_OUTSIDE_THE_TREE = {"SYNTAX", "VALIDATION", "BAD_REQUEST", "OVERLOADED"}
MAX_README_LINES = 150

FENCE = re.compile(
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"\]\((?!\w+://)(?P<path>[^)#]*)(?:#(?P<anchor>[^)]*))?\)")
TABLE = re.compile(r"<!-- (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a page that are written in `language`."""
    return [found["text"] for found in FENCE.finditer(text_of(name)) if found["language"] == language]


def written_files(name: str, folder: Path) -> None:
    """Write the blocks of a page that are files into `folder`."""
    for found in FENCE.finditer(text_of(name)):
        if found["file"]:
            (folder / found["file"]).write_text(found["text"], "utf-8")


def section(name: str, heading: str) -> str:
    """Return what stands below a heading, up to the next of its level."""
    level = heading.split(maxsplit=1)[0]
    return text_of(name).split(f"\n{heading}\n")[1].split(f"\n{level} ")[0]


def first_cells(markdown: str) -> list[str]:
    """Return what stands in backticks at the beginning of the rows of tables."""
    return re.findall(r"^\| `([^`]+)`", markdown, re.MULTILINE)


# ---------------------------------------------------------------------- examples


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1757203200")
        assert main(["--data", str(folder), "demo", "--no-serve"]) == 0
    return folder


@pytest.fixture(scope="module")
def view(sample: Path) -> PlainView:
    archive = open_archive(sample)
    return open_plain(archive, archive.current())


@pytest.mark.parametrize("query", blocks("docs/graphql.md", "graphql"))
def test_every_graphql_example_runs_on_the_sample_and_finds_something(
    sample: Path, view: PlainView, query: str
) -> None:
    states = States(Past.of(open_archive(sample)), open_archive(sample).current(), NONE, view)
    response = execute(query, Context(view, VERSION, states=states)).response
    assert "errors" not in response, response
    assert all(any(leaves(answer)) for answer in response["data"].values())


def leaves(found: object) -> Iterator[object]:
    """Yield what an answer says at its ends, but for what is null, zero or false."""
    match found:
        case dict():
            yield from leaves(list(found.values()))
        case list():
            yield from (leaf for item in found for leaf in leaves(item))
        case _ if found:
            yield found
        case _:
            return


@pytest.mark.parametrize("query", blocks("docs/rdf.md", "sparql"))
def test_every_sparql_example_finds_something_in_the_sample(sample: Path, query: str) -> None:
    archive = open_archive(sample)
    assert json.loads(answer_json(archive, archive.current(), query))["results"]["bindings"]


@pytest.mark.parametrize("turtle", blocks("docs/rdf.md", "turtle"))
def test_every_claim_shown_in_turtle_stands_in_the_sample_just_so(sample: Path, turtle: str) -> None:
    archive = open_archive(sample)
    quads = parse(b"".join(nquads(archive, archive.current())), format=RdfFormat.N_QUADS)
    exported = {quad.triple for quad in quads}
    shown = {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}
    assert shown <= exported
    claim = next(triple.subject for triple in shown if triple.object.value == KG + "Claim")
    assert {t for t in exported if t.subject == claim} == {t for t in shown if t.subject == claim}


def test_the_annotation_example_is_loaded_without_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_files("docs/annotations.md", tmp_path)
    letter, annotations = str(tmp_path / "letter.txt"), str(tmp_path / "letter.annotations.json")
    assert main(["--data", str(tmp_path / "data"), "load", letter, "--annotations", annotations]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.splitlines()[0] in text_of("docs/annotations.md")


def test_the_snippet_that_finds_offsets_finds_those_of_the_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written_files("docs/annotations.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    (snippet,) = blocks("docs/annotations.md", "python")
    exec(snippet, {})  # noqa: S102 - our own words
    assert capsys.readouterr().out == "{'start': 55, 'end': 79, 'quote': 'Her brother, Ben Example'}\n"


def test_the_tour_of_the_readme_goes_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written_files("README.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["--data", "mine", "load", "note.txt", "--annotations", "note.json"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out in text_of("README.md")
    assert main(["--data", "mine", "query", "note.graphql"]) == 0
    (edge,) = json.loads(capsys.readouterr().out)["data"]["paths"]["edges"]
    assert f'"sentence": "{edge["node"]["sentence"]}"' in text_of("README.md")
    (hop,) = edge["node"]["hops"]
    assert [piece["verified"] for claim in hop["claims"] for piece in claim["evidence"]] == [True]


def test_the_answer_pictured_in_the_readme_is_the_answer(view: PlainView) -> None:
    query = next(q["query"] for q in json.loads(text_of("data/sample/questions.json")) if q["name"] == "connection")
    (edge,) = execute(query, Context(view, VERSION)).response["data"]["paths"]["edges"]
    picture = section("README.md", "## What an answer looks like")
    for hop in edge["node"]["hops"]:
        assert f"{hop['from']['name']} – {hop['property']['label']} – {hop['to']['name']}" in picture
        for claim in hop["claims"]:
            (piece,) = claim["evidence"]
            line = next(x for x in picture.splitlines() if x.endswith(f" {piece['start']}–{piece['end']}"))
            assert claim["claimant"]["name"] in line
            quoted = re.findall(r"“(?:\[…\] )?(.*)”", line)
            assert quoted[0] in piece["exact"]["text"]


# ---------------------------------------------------------------------- lists


def test_the_table_of_errors_has_every_code_and_no_other() -> None:
    def codes(error: type[OnrecordError]) -> Iterator[str]:
        yield error.code
        for below in error.__subclasses__():
            if below.__module__ == OnrecordError.__module__:
                yield from codes(below)

    listed = first_cells(section("docs/graphql.md", "## Errors"))
    assert len(listed) == len(set(listed))
    assert set(listed) == set(codes(OnrecordError)) | CODES_OUTSIDE_THE_TREE


def test_the_table_of_questions_has_every_field_and_no_other() -> None:
    rows = re.findall(r"^\| \S.*\? \| (.*) \|$", text_of("docs/graphql.md"), re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    questions = sdl().split("type Query {")[1].split("\n}")[0]
    assert sorted(listed) == sorted(re.findall(r"^  (\w+)[(:]", questions, re.MULTILINE))


def test_the_table_of_limits_has_the_numbers_of_the_code() -> None:
    rows = re.findall(r"^\| (?!at most)[^|]+ \| ([\d,]+)", section("docs/graphql.md", "## Limits"), re.MULTILINE)
    expected = [LIMITS.depth, LIMITS.fields, LIMITS.aliases, LIMITS.operations, LIMITS.tokens, LIMITS.body_bytes]
    expected += [LIMITS.seconds, LIMITS.nodes, LIMITS.cost, MAX_WORDS]
    assert [int(row.replace(",", "")) for row in rows] == [*expected, MAX_PAGE, MAX_LIST, MAX_ERRORS]


def test_every_code_of_the_gate_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*?) \|", section("docs/articles.md", "## What the gate refuses"), re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(Code)


def test_every_member_of_the_provenance_filter_is_documented() -> None:
    definition = ProvenanceInput.__strawberry_definition__  # type: ignore[attr-defined] # strawberry adds it
    names = {re.sub(r"_(\w)", lambda found: found[1].upper(), field.python_name) for field in definition.fields}
    rows = section("docs/graphql.md", "## Which claims count: `ProvenanceFilter`")
    listed = {name for row in re.findall(r"^\| (`.*?) \|", rows, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert listed == names


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the commands and what reads their options."""
    actions = _parser(Settings())._actions
    (found,) = (action for action in actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def test_every_command_is_documented_and_no_other() -> None:
    headings = re.findall(r"^### `(\w+)`$", text_of("docs/command-line.md"), re.MULTILINE)
    assert sorted(headings) == sorted(commands())


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the options of a command, and those of what it does."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options_of(below)


@pytest.mark.parametrize("name", commands())
def test_every_option_of_a_command_is_documented_with_it(name: str) -> None:
    common = text_of("docs/command-line.md").split("## Commands")[0]
    below = section("docs/command-line.md", f"### `{name}`").split("\n## ")[0]
    options = set(options_of(commands()[name]))
    missing = {option for option in options if not re.search(rf"{option}\b", common + below)}
    assert missing == set()


def test_every_environment_variable_is_documented() -> None:
    listed = first_cells(section("docs/command-line.md", "## Environment variables"))
    assert set(listed) == {setting.variable for setting in SETTINGS.values()} | {"SOURCE_DATE_EPOCH"}


def test_the_changelog_begins_with_what_is_not_released_or_with_this_version() -> None:
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["version"] == VERSION
    newest = re.findall(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)[0]
    assert newest in {"Unreleased", VERSION}
    assert VERSION in text_of("CHANGELOG.md")


def test_the_readme_can_be_read_at_one_sitting() -> None:
    assert len(text_of("README.md").splitlines()) <= MAX_README_LINES


def test_the_decisions_are_numbered_without_a_gap_and_say_what_was_decided() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for number, page in enumerate(pages, start=1):
        assert page.read_text("utf-8").startswith(f"# {number}. ")
        assert "**Decided:**" in page.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_files_leads_somewhere(page: Path) -> None:
    for found in LINK.finditer(FENCE.sub("", page.read_text("utf-8"))):
        target = (page.parent / found["path"]).resolve() if found["path"] else page
        assert target.exists(), found[0]
        if found["anchor"]:
            assert found["anchor"] in anchors(target), found[0]


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as links to them are written."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


# ---------------------------------------------------------------------- tables of the ontology


def short(iri: str) -> str:
    for prefix, namespace in (("kg", KG), ("schema", SCHEMA), ("sem", SEM)):
        if iri.startswith(namespace):
            return f"`{prefix}:{iri.removeprefix(namespace)}`"
    raise AssertionError(iri)


def kinds_in_words(iris: Iterable[str]) -> str:
    wanted, known = frozenset(iris), vocabulary().kinds
    return ", ".join(sorted(known[iri].label for iri in known if iri in wanted))


def takers(prop: Property) -> str:
    """Return in words which kinds can have `prop`: the highest ones, for those below them can too."""
    known = vocabulary().kinds
    taking = {kind.id for kind in known.values() if prop.id in kind.takes}
    return kinds_in_words(iri for iri in taking if taking.isdisjoint(known[iri].lineage[1:]))


def table(head: str, rows: Iterable[Iterable[str]]) -> str:
    count = head.count("|") - 1
    return "\n".join([head, "|---" * count + "|", *(f"| {' | '.join(row)} |" for row in rows)])


def kinds_table() -> str:
    def row(word: str, kind: Kind) -> list[str]:
        return [f"`{word}`", kind.label, f"`{kind.name}`", short(kind.id)]

    return table(
        "| type | what it is | in the API | in RDF |", (row(*item) for item in vocabulary().entity_types.items())
    )


def roles_of(kind: Kind) -> dict[str, Property]:
    """Return the roles that an event of `kind` has beside those of every event, in the order of the ontology."""
    words = [vocabulary().properties[p].notation for p in kind.takes if vocabulary().properties[p].is_role]
    found = {word: prop for word in words if word and (prop := vocabulary().role(kind, word))}
    every = {vocabulary().role(vocabulary().kinds[EVENT], word) for word in words if word}
    return {word: prop for word, prop in found.items() if prop not in every}


def events_table() -> str:
    def row(word: str, kind: Kind) -> list[str]:
        roles = [f"`{role}` → `{prop.name}`" for role, prop in roles_of(kind).items()]
        roles += [f"`{kind.self_role}`: the event itself"] if kind.self_role else []
        return [f"`{word}`", f"`{kind.name}`", short(kind.id), ", ".join(roles), custody_of(kind)]

    rows = (row(*item) for item in sorted(vocabulary().event_types.items()))
    return table("| type | in the API | in RDF | roles | custody |", rows)


def custody_of(kind: Kind) -> str:
    if not kind.leads_to or AFFECTED_PERSON not in kind.takes:
        return ""
    return f"{kind.leads_to}, with a term" if kind.needs else str(kind.leads_to)


def roles_table() -> str:
    def row(prop: Property) -> list[str]:
        only = {Range.DURATION: "a duration, as words", Range.TEXT: "words"}
        what = only.get(prop.range) or kinds_in_words(prop.kinds)
        words = vocabulary().properties[prop.text_form].name if prop.text_form else ""
        return [f"`{prop.name}`", prop.label, what, "yes" if prop.projects else "no", f"`{words}`" if words else ""]

    taken = {iri for kind in vocabulary().kinds.values() for iri in kind.takes}
    roles = (prop for prop in vocabulary().properties.values() if prop.is_role and prop.id in taken)
    return table("| field | label | takes | a hop | words |", map(row, sorted(roles, key=lambda prop: prop.name)))


def relations_table() -> str:
    def row(word: str, prop: Property) -> list[str]:
        value = "words" if prop.range is Range.TEXT else kinds_in_words(prop.kinds)
        hop = ("yes, both ways" if prop.symmetric else "yes") if prop.projects else "no"
        return [f"`{word}`", f"`{prop.name}`", prop.label, takers(prop), value, hop, short(prop.id)]

    rows = (row(*item) for item in sorted(vocabulary().relations.items()))
    return table("| type | field | label | of | value | a hop | in RDF |", rows)


def counts_table() -> str:
    def row(word: str, prop: Property) -> list[str]:
        return [f"`{word}`", f"`{prop.name}`", prop.label, f"{prop.measures}".lower(), takers(prop)]

    rows = (row(*item) for item in sorted(vocabulary().counts.items()))
    return table("| type | field | label | counts | of |", rows)


TABLES = {
    "kinds": kinds_table,
    "events": events_table,
    "roles": roles_table,
    "relations": relations_table,
    "counts": counts_table,
}


def with_tables(page: str) -> str:
    """Return the page of the ontology with its tables made anew."""
    return TABLE.sub(lambda found: f"<!-- {found['name']} -->\n\n{TABLES[found['name']]()}\n\n<!-- end -->", page)


def test_the_tables_of_the_ontology_are_those_of_the_vocabulary() -> None:
    page = text_of("docs/ontology.md")
    assert set(TABLE.findall(page)) == set(TABLES)
    assert page == with_tables(page)


@pytest.mark.parametrize("word", ["person", "stock"])
def test_a_changed_table_would_be_noticed(word: str) -> None:
    page = text_of("docs/ontology.md").replace(word, "other")
    assert page != with_tables(page)


if __name__ == "__main__":
    (DOCS / "ontology.md").write_text(with_tables(text_of("docs/ontology.md")), "utf-8")
