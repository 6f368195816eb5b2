"""What holds for every file here: no path of a machine, no address of a registry, not too long, scripts that run."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:work|root|home)/")
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|crates|debian)\.(?:org|com|io|net)\b", re.IGNORECASE)
LOCK_FILES = [
    "requirements.lock",
    "requirements-test.lock",
    "requirements-clients.lock",
    "web/package-lock.json",
]

MAX_LINES = 400
LONG_FILES: frozenset[str] = frozenset()
"""Files that may be longer, each with its reason beside it."""


@cache
def files() -> list[str]:
    """Return the files of the repository, those not yet added included and ignored ones left out."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
    return sorted(name for name in set(listed.stdout.split("\0")) if name and (ROOT / name).is_file())


def text(name: str) -> str:
    """Return the text of a file; bytes that are not UTF-8 become marks."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Return `file:line` of each line of the repository in which `pattern` is found."""
    return [
        f"{name}:{number}"
        for name in files()
        for number, line in enumerate(text(name).splitlines(), start=1)
        if pattern.search(line)
    ]


def python_files() -> list[str]:
    """Return the Python files."""
    return [name for name in files() if name.endswith(".py")]


def test_no_file_speaks_of_a_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_names_a_registry() -> None:
    assert lines_with(REGISTRY) == []


@pytest.mark.parametrize("folder", ["work", "root", "home"])
def test_a_machine_path_is_seen(folder: str) -> None:
    assert MACHINE_PATH.search(f"cd /{folder}/someone")


@pytest.mark.parametrize("line", ["https://example.org/home/news", "tests/work/x", "the homework/ folder"])
def test_an_address_or_a_folder_of_ours_is_no_machine_path(line: str) -> None:
    assert not MACHINE_PATH.search(line)


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_holds_hashes_and_no_address(name: str) -> None:
    locked = text(name)
    assert "sha256:" in locked or '"integrity": "sha512-' in locked
    assert "://" not in locked
    assert "--index-url" not in locked
    assert "--find-links" not in locked


def test_every_script_can_be_executed() -> None:
    scripts = [name for name in files() if name.startswith("scripts/") or name == ".ci/run"]
    assert {"scripts/setup", "scripts/check", "scripts/test", ".ci/run"} <= set(scripts)
    assert [name for name in scripts if not os.access(ROOT / name, os.X_OK)] == []


def test_every_python_file_says_what_it_is() -> None:
    assert [name for name in python_files() if not ast.get_docstring(ast.parse(text(name)))] == []


def test_no_file_is_too_long_to_know() -> None:
    long = {
        name: lines
        for name in python_files()
        if not name.startswith("tests/") and (lines := text(name).count("\n")) > MAX_LINES and name not in LONG_FILES
    }
    assert long == {}


def test_the_list_of_long_files_is_true() -> None:
    assert [name for name in sorted(LONG_FILES) if text(name).count("\n") <= MAX_LINES] == []
