"""The page for queries: GraphiQL or a plain form, its policy, and that nothing on it comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import web.pages

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WEB = Path(web.pages.__file__).parent
PAGES = ["graphiql.html", "form.html"]


def test_a_browser_gets_the_page(client: TestClient) -> None:
    page = client.get("/graphql", headers={"accept": BROWSER})
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.startswith("<!doctype html>")


def test_the_way_in_leads_to_the_page(client: TestClient) -> None:
    page = client.get("/", headers={"accept": BROWSER})
    assert (page.status_code, page.url.path) == (200, "/graphql")


def test_a_question_of_a_browser_is_answered(client: TestClient) -> None:
    answered = client.get("/graphql", params={"query": "{ __typename }"}, headers={"accept": BROWSER})
    assert answered.json()["data"] == {"__typename": "Query"}


def test_a_program_gets_no_page(client: TestClient) -> None:
    assert client.get("/graphql", headers={"accept": "*/*"}).status_code == 400


def test_without_the_editor_the_page_is_a_form_that_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.pages, "_VENDOR", ("not-there.js",))
    page = client.get("/graphql", headers={"accept": BROWSER}).text
    assert "the editor GraphiQL is not installed" in page
    assert "<textarea" in page


def test_with_the_editor_the_page_is_graphiql(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.pages, "_VENDOR", ())
    assert 'id="graphiql"' in client.get("/graphql", headers={"accept": BROWSER}).text


@pytest.mark.parametrize(
    "directive",
    ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"],
)
def test_the_page_runs_our_own_scripts_only(client: TestClient, directive: str) -> None:
    policy = client.get("/graphql", headers={"accept": BROWSER}).headers["content-security-policy"]
    assert directive in [part.strip() for part in policy.split(";")]


def test_the_page_is_taken_for_what_it_says(client: TestClient) -> None:
    assert client.get("/graphql", headers={"accept": BROWSER}).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_from_elsewhere(name: str) -> None:
    page = (WEB / "templates" / name).read_text("utf-8")
    loaded = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert loaded
    assert [address for address in loaded if not address.startswith("static/")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_script_of_its_own(name: str) -> None:
    page = (WEB / "templates" / name).read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_loads_of_ours_is_there(client: TestClient, name: str) -> None:
    page = (WEB / "templates" / name).read_text("utf-8")
    ours = [a for a in re.findall(r'(?:src|href)="([^"]*)"', page) if not a.startswith("static/vendor/")]
    assert [address for address in ours if client.get("/" + address).status_code != 200] == []


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2f..%2fcli.py"])
def test_no_file_beside_the_pages_is_given_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["form.js", "graphiql.js"])
def test_no_answer_becomes_markup(name: str) -> None:
    script = (WEB / "static" / name).read_text("utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script) == []
