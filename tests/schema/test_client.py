"""A client that a generator writes from the schema: its types hold by mypy's strictest rules, and it is answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from schema import sdl
from tests.web.conftest import load

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = Path(sys.prefix) / "clients" / "bin" / "ariadne-codegen"
QUERIES = Path(__file__).with_name("client_queries.graphql")
SAMPLE = ROOT / "data" / "sample"
SETTINGS = """\
[tool.ariadne-codegen]
schema_path = "schema.graphql"
queries_path = "queries"
target_package_name = "generated"
convert_to_snake_case = true

"""
SCALARS = ("Date", "DateTime", "Duration", "EDTF", "IRI", "LanguageTag")
STRICT = """\
[mypy]
strict = True
plugins = pydantic.mypy

# the generator copies it as it is: nothing in it comes from the schema
[mypy-generated.async_base_client]
ignore_errors = True
"""
USE = '''\
"""What an application does with the client; each line is looked at by mypy."""

from typing import Any

from generated import Client
from generated.enums import Certainty
from generated.input_types import EntityRef, ProvenanceFilter


async def told(http: Any) -> list[str]:
    client = Client("http://here/graphql", http_client=http)
    asserted = ProvenanceFilter(certainties=[Certainty.ASSERTED])
    profile = await client.profile(EntityRef(name="Maryya Kalesnikava"), asserted)
    assert profile.entity is not None
    assert profile.entity.typename__ == "Person"
    names: list[str] = [sibling.value.name for sibling in profile.entity.sibling]
    found = await client.connected(EntityRef(name="Tatsiana Homich"), EntityRef(name="Syarhey Tsikhanouski"))
    quote: str = found.paths.edges[0].node.hops[0].claims[0].evidence[0].exact.text
    page = await client.claims(first=3)
    after: str | None = page.claims.page_info.end_cursor
    rest = await client.claims(first=100, after=after)
    more: bool = rest.claims.page_info.has_next_page
    counted = [str(len(page.claims.edges) + len(rest.claims.edges)), str(more)]
    for edge in (await client.accounts(EntityRef(name="Belarus"))).accounts.edges:
        for side in edge.node.sides:
            if side.value is not None and side.value.typename__ == "QuantityValue":
                counted.append(str(side.value.amount))
    return [*names, quote, *counted]
'''
ASK = """\
import asyncio
import sys
from pathlib import Path

import httpx

from server import Settings, create_app
from use import told


async def main(data: Path) -> list[str]:
    transport = httpx.ASGITransport(app=create_app(Settings(data=data)))
    async with httpx.AsyncClient(transport=transport) as http:
        return await told(http)


print(*asyncio.run(main(Path(sys.argv[1]))), sep="\\n")
"""


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, finding our modules and its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    return subprocess.run(  # noqa: S603 - words of this file
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a generated client."""
    if not GENERATOR.exists() and not os.environ.get("CI"):
        pytest.skip("there is no generator of clients: scripts/setup --test puts it beside the packages")
    folder = tmp_path_factory.mktemp("client")
    scalars = "".join(f'[tool.ariadne-codegen.scalars.{name}]\ntype = "str"\n\n' for name in SCALARS)
    (folder / "pyproject.toml").write_text(SETTINGS + scalars, "utf-8")
    (folder / "schema.graphql").write_text(sdl(), "utf-8")
    (folder / "queries").mkdir()
    for question in json.loads((SAMPLE / "questions.json").read_text("utf-8")):
        # the methods of the client are called by the operations: those of the sample by another name
        text = question["query"].replace(f"query {question['name'].title()}", f"query Sample{question['name'].title()}")
        (folder / "queries" / f"{question['name']}.graphql").write_text(text, "utf-8")
    (folder / "queries" / "client.graphql").write_text(QUERIES.read_text("utf-8"), "utf-8")
    made = run(str(GENERATOR), "client", folder=folder)
    assert made.returncode == 0, made.stdout + made.stderr
    (folder / "use.py").write_text(USE, "utf-8")
    (folder / "ask.py").write_text(ASK, "utf-8")
    (folder / "mypy.ini").write_text(STRICT, "utf-8")
    return folder


def test_every_question_is_a_method(client: Path) -> None:
    written = (client / "generated" / "client.py").read_text("utf-8")
    methods = ["profile", "connected", "claims", "accounts", "found"]
    methods += ["sample_connection", "sample_claim", "sample_profile"]
    assert [name for name in methods if f"async def {name}(" not in written] == []


def checked(folder: Path, *what: str) -> subprocess.CompletedProcess[str]:
    """Let mypy look at a module or a package."""
    return run(sys.executable, "-m", "mypy", "--config-file", "mypy.ini", *what, folder=folder)


def test_its_types_hold_by_the_strictest_rules_and_so_does_a_use_of_them(client: Path) -> None:
    found = checked(client, "-p", "generated", "-m", "use")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("more: bool = rest.claims.page_info.has_next_page", "more: bool = rest.claims.page_info.end_cursor"),
        ("quote: str = found.paths", "quote: int = found.paths"),
        ("    assert profile.entity is not None\n", ""),
        ("Certainty.ASSERTED", "Certainty.SURE"),
        ("client.claims(first=3)", 'client.claims(first="3")'),
    ],
)
def test_a_wrong_use_of_them_is_seen(client: Path, right: str, wrong: str) -> None:
    assert right in USE
    (client / "wrong.py").write_text(USE.replace(right, wrong), "utf-8")
    found = checked(client, "-m", "wrong")
    assert (found.returncode, "wrong.py:" in found.stdout) == (1, True), found.stdout + found.stderr


def test_it_is_answered(client: Path, tmp_path: Path) -> None:
    load(tmp_path / "data", "courier", "dispatch")
    asked = run(sys.executable, "ask.py", str(tmp_path / "data"), folder=client)
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.splitlines() == [
        "Tatsiana Homich",
        "Her sister, Tatsiana Homich, says that Kalesnikava now receives no visits",
        "103",
        "True",
        "1200.0",
        "1400.0",
    ]
