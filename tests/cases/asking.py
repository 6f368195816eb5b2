"""The cases of `queries/` and how they are asked: over HTTP, of the real application.

`python -m tests.cases.asking` prints the cases whose answer is another than the one beside them.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from server import Settings, create_app
from tests.cases.sets import built

if TYPE_CHECKING:
    from collections.abc import Callable

QUERIES = Path(__file__).parent / "queries"
CASES = sorted(str(file.relative_to(QUERIES).with_suffix("")) for file in QUERIES.rglob("*.graphql"))


class NotThereYetError(Exception):
    """The schema has no such field, argument or value."""


def listed(name: str) -> dict[str, str]:
    """Return the cases that a file lists, each with the reason."""
    lines = (QUERIES / name).read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {case: reason for case, _, reason in pairs}


AWAITED, FAULTY = listed("awaited.txt"), listed("faulty.txt")


def clients(folder: Path) -> Callable[[str], TestClient]:
    """Return what gives a client of a set, each of which is built once, below `folder`."""
    made: dict[str, TestClient] = {}

    def of(name: str) -> TestClient:
        if name not in made:
            made[name] = TestClient(create_app(Settings(data=built(name, folder))))
        return made[name]

    return of


def asked(client: TestClient, case: str) -> tuple[object, object]:
    """Return the answer to a case, and the one that is expected.

    Raises:
        NotThereYetError: the query does not fit the schema.
    """
    file = QUERIES / f"{case}.graphql"
    query, of_table = file.read_text("utf-8"), file.with_suffix(".csv")
    if of_table.exists():
        return table(client, query), of_table.read_text("utf-8")
    return answer(client, query), json.loads(file.with_suffix(".json").read_text("utf-8"))


def answer(client: TestClient, query: str) -> dict[str, Any]:
    """Return the response to `query` but for what it cost."""
    response: dict[str, Any] = client.post("/graphql", json={"query": query}).json()
    response.pop("extensions", None)
    if any(error["extensions"]["code"] == "VALIDATION" for error in response.get("errors", ())):
        raise NotThereYetError(response["errors"][0]["message"])
    return response


def table(client: TestClient, query: str) -> str:
    """Return the CSV that answers `query`, without its mark of byte order, its lines ended by newlines alone."""
    response = client.post("/graphql", json={"query": query}, headers={"accept": "text/csv"})
    if not response.headers["content-type"].startswith("text/csv"):
        raise NotThereYetError(response.text)
    assert response.content.startswith(BOM_UTF8)
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert not any("\n" in line for line in lines)
    return "\n".join(lines)


def unlike(client_of: Callable[[str], TestClient]) -> list[str]:
    """Return the cases whose answer is another, or none at all; what is awaited or faulty is not asked."""
    found = []
    for case in CASES:
        if case not in AWAITED and case not in FAULTY:
            try:
                seen, expected = asked(client_of(case.split("/", maxsplit=1)[0]), case)
            except Exception:  # noqa: BLE001 - a fault may be of any sort
                seen, expected = None, case
            if seen != expected:
                found.append(case)
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        print("\n".join(unlike(clients(Path(folder)))))  # noqa: T201 - it is what this is for
