"""Imports go down: cli and server, web, schema beside loaders, graph; and inside `graph/` in the order of its files."""

from __future__ import annotations

import ast
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]

FLOORS = {
    "graph": 0,
    "schema": 1,
    "loaders": 1,
    "web": 2,
    "server": 3,
    "cli_output": 4,
    "cli_decisions": 5,
    "cli_identity": 5,
    "cli_load": 5,
    "cli_table": 5,
    "cli_claim": 6,
    "cli": 7,
}
STRANGERS = {("schema", "loaders"), ("loaders", "schema")}

GRAPH_FLOORS = (
    {
        "errors",
        "calendar",
        "edtf",
        "files",
        "finding",
        "ids",
        "letters",
        "names",
        "ntriples",
        "rows",
        "spelling",
        "wording",
    },
    {"model"},
    {"vocabulary"},
    {"codec", "normal", "terms"},
    {"archive", "decisions", "deposits", "hands", "history", "manifest", "packing", "verdicts"},
    {"identity"},
    {"joining"},
    {"index"},
    {"provenance"},
    {"view"},
)
"""The files and packages of `graph/` from the lowest rank up; `edtf` stands for `edtf_date` too.

Every other file is a question: the questions stand above all that is listed, and may use each other.
"""
GRAPH_RANK = {name: rank for rank, names in enumerate(GRAPH_FLOORS) for name in names}
QUESTION = len(GRAPH_FLOORS)

HTTP_AND_GRAPHQL = frozenset({"starlette", "strawberry", "graphql", "uvicorn"})
ENVIRONMENT = frozenset({"environ", "environb", "getenv", "getenvb"})


class Module(NamedTuple):
    """A module and its text."""

    name: str
    text: str
    package: bool = False


class Import(NamedTuple):
    """One import, wherever in its file it stands; `for_types` when it is not made at run time."""

    importer: str
    line: int
    target: str
    for_types: bool = False

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def modules() -> Iterator[Module]:
    """Yield every module of the floors that this checkout has."""
    for path in sorted(ROOT.rglob("*.py")):
        *parents, stem = path.relative_to(ROOT).with_suffix("").parts
        package = stem == "__init__"
        parts = parents if package else [*parents, stem]
        if parts and parts[0] in FLOORS:
            yield Module(".".join(parts), path.read_text(encoding="utf-8"), package)


def imports(module: Module, known: frozenset[str]) -> Iterator[Import]:
    """Yield what `module` imports, as full names; a name that is a module of `known` is that module."""
    tree = ast.parse(module.text)
    types = {id(node) for block in ast.walk(tree) if is_for_types(block) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module.name, node.lineno, alias.name, id(node) in types)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                parts = module.name.split(".")
                base = parts[: len(parts) - node.level + module.package]
                origin = ".".join([*base, origin] if origin else base)
            names = [f"{origin}.{alias.name}" for alias in node.names]
            for target in sorted({name if name in known else origin for name in names}):
                yield Import(module.name, node.lineno, target, id(node) in types)


def is_for_types(node: ast.AST) -> bool:
    """Say whether `node` is a block that only type checkers enter."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def faults(found: list[Module]) -> list[str]:
    """Return what is wrong with the imports of `found`, one sentence each."""
    known = frozenset(module.name for module in found)
    wrong = []
    for module in found:
        for each in imports(module, known):
            reason = upward(each.importer, each.target)
            if reason:
                wrong.append(f"{each}: {reason}")
        if first(module.name) == "graph":
            wrong.extend(f"{module.name}:{line} reads the environment" for line in environment_reads(module))
    return wrong


def upward(importer: str, target: str) -> str:
    """Return why `importer` may not import `target`, or nothing."""
    floor, other = first(importer), first(target)
    if floor in {"graph", "loaders"} and other in HTTP_AND_GRAPHQL:
        return f"{floor} knows no HTTP and no GraphQL"
    if other not in FLOORS:
        return ""
    if (floor, other) in STRANGERS:
        return "neither schema nor loaders knows the other"
    if FLOORS[other] > FLOORS[floor]:
        return f"{other} stands above {floor}"
    if floor == other == "graph" and rank(target) > rank(importer):
        return f"in graph, {target} (rank {rank(target)}) stands above {importer} (rank {rank(importer)})"
    return ""


def first(module: str) -> str:
    """Return the floor of a module, or the package that is none of ours."""
    return module.partition(".")[0]


def rank(module: str) -> int:
    """Return the rank of a module of `graph`."""
    within = module.removeprefix("graph.").partition(".")[0]
    return GRAPH_RANK.get(within.partition("_")[0], QUESTION)


def environment_reads(module: Module) -> Iterator[int]:
    """Yield the lines on which `module` touches the environment."""
    for node in ast.walk(ast.parse(module.text)):
        if isinstance(node, ast.Attribute):
            names = {node.attr}
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
        else:
            continue
        if not names.isdisjoint(ENVIRONMENT):
            yield node.lineno


def cycle(found: list[Module]) -> list[str]:
    """Return the modules of one cycle of imports made at run time, or nothing.

    Types may know one another, as those of the API must: a claim has a subject, an entity has claims.
    """
    known = frozenset(module.name for module in found)
    below: Mapping[str, set[str]] = defaultdict(set)
    for module in found:
        found_here = imports(module, known)
        below[module.name].update(each.target for each in found_here if each.target in known and not each.for_types)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_import_goes_up() -> None:
    assert faults(list(modules())) == []


def test_no_import_goes_round() -> None:
    assert cycle(list(modules())) == []


def test_the_floors_are_read() -> None:
    names = {module.name for module in modules()}
    assert {"graph", "graph.errors"} <= names
    assert not {name for name in names if name.startswith(("tests", "."))}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("graph.planted", "import schema", "graph.planted:1 imports schema: schema stands above graph"),
        ("graph.planted", "def f():\n    from web.pages import page", "graph.planted:2 imports web.pages: web stands"),
        ("schema.planted", "from loaders import table", "schema.planted:1 imports loaders: neither schema nor loaders"),
        ("loaders.planted", "from schema.query import Query", "loaders.planted:1 imports schema.query: neither schema"),
        ("loaders.planted", "import graphql", "loaders.planted:1 imports graphql: loaders knows no HTTP"),
        ("web.planted", "from server import app", "web.planted:1 imports server: server stands above web"),
        ("server", "from cli import main", "server:1 imports cli: cli stands above server"),
        ("graph.codec", "from graph.archive import load", "graph.codec:1 imports graph.archive: in graph"),
        ("graph.errors", "from graph import model", "graph.errors:1 imports graph.model: in graph"),
        ("graph.view", "from graph.paths import shortest", "graph.view:1 imports graph.paths: in graph"),
        ("graph.index.columns", "from ..view import View", "graph.index.columns:1 imports graph.view: in graph"),
        ("graph.planted", "import starlette.responses", "graph.planted:1 imports starlette.responses: graph knows no"),
        ("graph.planted", "import os\nos.environ['X']", "graph.planted:2 reads the environment"),
        ("graph.planted", "from os import getenv", "graph.planted:1 reads the environment"),
    ],
)
def test_a_planted_import_is_named(name: str, text: str, fault: str) -> None:
    (found,) = faults([Module(name, text), Module("graph.model", "")])
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cli", "import server\nfrom loaders import table\nfrom graph.errors import LoadError"),
        ("web.pages", "from schema.query import Query\nfrom starlette.responses import Response"),
        ("schema.query", "import strawberry\nfrom graph.paths import find_paths"),
        ("graph.connections", "from graph.paths import find_paths\nfrom graph.view import View"),
        ("graph.edtf", "from graph.errors import InvalidDateError\nfrom graph.edtf_date import Date"),
        ("graph.archive.files", "import os\nos.fsync(1)\nfrom .names import current"),
    ],
)
def test_an_import_of_a_lower_floor_is_let_be(name: str, text: str) -> None:
    assert faults([Module(name, text)]) == []


def test_a_planted_cycle_is_named() -> None:
    found = [Module("graph.a", "from graph.b import x"), Module("graph.b", "import graph.a")]
    assert set(cycle(found)) == {"graph.a", "graph.b"}
