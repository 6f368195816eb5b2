"""Tables over HTTP: asked for by `Accept` or by the address, whole or an error in JSON."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from web.graphql import pick_media_type

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

CSV = "text/csv"
JSON = "application/json"
RESPONSE = "application/graphql-response+json"
CLAIMS = "{ claims(first: 100) { edges { node { id certainty } } } }"
FIRST = "{ claims(first: 60) { edges { node { id } } } }"


def get(client: TestClient, query: str, *, accept: str = CSV, etag: str = "", **params: str) -> Response:
    """Ask by GET."""
    headers = {"accept": accept, **({"if-none-match": etag} if etag else {})}
    return client.get("/graphql", params={"query": query, **params}, headers=headers)


def post(client: TestClient, query: str, *, address: str = "/graphql", accept: str = CSV, **more: Any) -> Response:  # noqa: ANN401 - JSON
    """Ask by POST."""
    return client.post(address, json={"query": query, **more}, headers={"accept": accept})


def rows(response: Response) -> list[list[str]]:
    """Return what another program reads from a table."""
    assert (response.status_code, response.headers["content-type"]) == (200, "text/csv; charset=utf-8; header=present")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", CSV),
        ("text/csv; charset=utf-8", CSV),
        ("text/csv, application/json;q=0.9", CSV),
        ("text/csv, */*", CSV),
        ("application/json, text/csv", CSV),
        ("text/csv;q=0.5, application/json", JSON),
        ("text/csv;q=0, application/json", JSON),
        ("*/*", JSON),
        ("text/*", None),
        ("text/csv;q=0", None),
    ],
)
def test_a_table_is_for_who_names_it(accept: str, expected: str | None) -> None:
    assert pick_media_type(accept) == expected


def test_the_rows_are_those_of_the_answer_in_json(client: TestClient) -> None:
    nodes = [edge["node"] for edge in get(client, CLAIMS, accept=JSON).json()["data"]["claims"]["edges"]]
    expected = [["node.id", "node.certainty"], *([node["id"], node["certainty"]] for node in nodes)]
    assert rows(get(client, CLAIMS)) == rows(post(client, CLAIMS)) == expected
    assert len(expected) == 101


@pytest.mark.parametrize("accept", ["*/*", JSON, "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_a_link_asks_for_a_table(client: TestClient, accept: str) -> None:
    assert rows(get(client, CLAIMS, accept=accept, format="csv")) == rows(get(client, CLAIMS))


def test_the_address_of_a_post_asks_for_a_table(client: TestClient) -> None:
    assert rows(post(client, CLAIMS, address="/graphql?format=csv", accept=JSON)) == rows(get(client, CLAIMS))


def test_the_address_asks_for_json_too(client: TestClient) -> None:
    assert get(client, CLAIMS, accept=CSV, format="json").json() == get(client, CLAIMS, accept=JSON).json()


def test_another_format_is_refused(client: TestClient) -> None:
    refused = get(client, CLAIMS, format="xls")
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


def test_variables_and_the_operation_count(client: TestClient) -> None:
    asked = "query A($n: Int) { claims(first: $n) { edges { cursor } } } query B { sources { edges { cursor } } }"
    assert len(rows(post(client, asked, variables={"n": 4}, operationName="A"))) == 5
    assert len(rows(get(client, asked, operationName="B"))) == 3


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("{ sources { edges { cursor } } }", "sources.csv"),
        ("query What { sources { edges { cursor } } }", "What.csv"),
        ("{ works: sources(first: 1) { edges { cursor } } }", "works-1-of-2.csv"),
    ],
)
def test_the_file_has_a_name(client: TestClient, query: str, name: str) -> None:
    assert get(client, query).headers["content-disposition"] == f'attachment; filename="{name}"'


def test_the_link_leads_through_all_pages(client: TestClient) -> None:
    page = get(client, FIRST)
    found = rows(page)
    while "link" in page.headers:
        link = re.fullmatch(r'<(\S+)>; rel="next"', page.headers["link"])
        assert link
        page = client.get(link[1], headers={"accept": "*/*"})
        found += rows(page)[1:]
    everything = len({tuple(row) for row in found[1:]})
    assert (
        everything
        == len(found) - 1
        == client.get("/graphql", params={"query": "{ claims { totalCount } }"}).json()["data"]["claims"]["totalCount"]
    )


def test_the_link_keeps_variables_and_operation(client: TestClient) -> None:
    asked = "query A($n: Int, $c: String) { sources(first: $n, after: $c) { edges { cursor } } } query B { __typename }"
    page = post(client, asked, variables={"n": 1}, operationName="A")
    link = page.headers["link"].split(">")[0][1:]
    given = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert (given["query"], given["operationName"], given["format"]) == (asked, "A", "csv")
    assert json.loads(given["variables"]) == {"n": 1, "c": page.headers["next-cursor"]}
    second = client.get(link)
    assert rows(second) != rows(page)
    assert "next-cursor" not in second.headers


def test_a_question_too_long_for_an_address_says_the_cursor_only(client: TestClient) -> None:
    page = post(client, f"# {9_000 * 'x'}\n{FIRST}")
    assert "link" not in page.headers
    assert page.headers["next-cursor"]


def test_an_unchanged_table_is_not_computed_again(client: TestClient) -> None:
    page = get(client, CLAIMS)
    again = get(client, CLAIMS, etag=page.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, CLAIMS, accept=JSON).headers["etag"] != page.headers["etag"]


def test_what_a_browser_of_another_origin_needs_is_exposed(client: TestClient) -> None:
    page = client.get(
        "/graphql", params={"query": FIRST}, headers={"accept": CSV, "origin": "https://elsewhere.example"}
    )
    exposed = page.headers["access-control-expose-headers"].lower()
    assert {"link", "next-cursor", "content-disposition", "etag"} <= set(exposed.split(", "))


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("{ x", 400, "SYNTAX"),
        ("{ nonsense }", 400, "VALIDATION"),
        ("{ service { state } }", 400, "INVALID_INPUT"),
        ("{ claims(first: 0) { edges { cursor } } }", 400, "LIMIT"),
        ('{ claims(after: "x") { edges { cursor } } }', 400, "INVALID_CURSOR"),
        ('{ timeline(about: [{ name: "Nobody" }]) { edges { cursor } } }', 404, "NOT_FOUND"),
        (
            '{ claims { edges { node { subject { claims(after: "x") { edges { cursor } } } } } } }',
            400,
            "INVALID_CURSOR",
        ),
    ],
)
def test_an_error_is_json_with_a_status_and_never_half_a_table(
    client: TestClient, query: str, status: int, code: str
) -> None:
    for answered in (get(client, query), post(client, query)):
        assert (answered.status_code, answered.headers["content-type"]) == (status, f"{RESPONSE}; charset=utf-8")
        found = answered.json()
        assert found.keys() == {"errors"}
        assert {error["extensions"]["code"] for error in found["errors"]} == {code}
        assert "content-disposition" not in answered.headers
        assert "etag" not in answered.headers


def test_a_fault_of_the_service_is_500(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("schema.query.ClaimPages", broken)
    answered = get(client, "{ claims(first: 9) { edges { cursor } } }")
    assert (answered.status_code, answered.json()["errors"][0]["extensions"]["code"]) == (500, "INTERNAL")


def test_a_body_that_is_no_request_is_json(client: TestClient) -> None:
    answered = client.post("/graphql", content=b"{", headers={"accept": CSV, "content-type": JSON})
    assert (answered.status_code, answered.headers["content-type"]) == (400, f"{RESPONSE}; charset=utf-8")
