"""Running a document: what ran and what did not, errors with codes, and a surprise that says nothing but its number."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import schema.query
from graph.errors import OnrecordError
from schema import Context, execute
from schema.claims import ClaimPages

if TYPE_CHECKING:
    from tests.schema.conftest import Asker


def run(ask: Asker, document: str, **variables: object) -> tuple[bool, dict[str, Any]]:
    """Return whether `document` ran, and the response."""
    found = execute(document, Context(ask.view, "0.0.0"), variables)
    return found.ran, found.response


def test_a_document_runs(ask: Asker) -> None:
    ran, response = run(ask, "{ __typename }")
    assert (ran, response["data"]) == (True, {"__typename": "Query"})


@pytest.mark.parametrize("document", ["", "{", "{ nonsense }", "query($a: Int!) { __typename @include(if: $a) }"])
def test_what_cannot_run_did_not_run_and_has_no_data(ask: Asker, document: str) -> None:
    ran, response = run(ask, document)
    assert (ran, list(response)) == (False, ["errors"])


def test_a_variable_that_is_wanted_and_missing_stops_the_run(ask: Asker) -> None:
    ran, response = run(ask, "query($n: ID!) { node(id: $n) { id } }")
    assert (ran, list(response)) == (False, ["errors"])


def test_an_error_in_a_field_does_not_hide_that_it_ran(ask: Asker) -> None:
    ran, response = run(ask, "{ sources(first: 0) { totalCount } }")
    assert (ran, list(response)) == (True, ["data", "errors", "extensions"])


CODES = {
    "NOT_FOUND": '{ timeline(about: [{ name: "Nobody" }]) { totalCount } }',
    "LIMIT": "{ sources(first: 0) { totalCount } }",
    "INVALID_CURSOR": '{ sources(after: "nonsense") { totalCount } }',
    "INVALID_DATE": '{ timeline(about: [{ name: "Belarus" }], during: { from: "2020/2021" }) { totalCount } }',
    "INVALID_INPUT": '{ claims(where: { properties: ["nonsense"] }) { totalCount } }',
    "SYNTAX": "{",
    "VALIDATION": "{ nonsense }",
}


@pytest.mark.parametrize(("code", "document"), CODES.items(), ids=CODES)
def test_an_error_has_a_code(ask: Asker, code: str, document: str) -> None:
    assert ask.codes(document) == [code]


@pytest.mark.parametrize("date", ['"yesterday"', '"2020-02-30"', '"2020-13"'])
def test_a_date_that_is_none_is_refused_by_its_scalar(ask: Asker, date: str) -> None:
    query = '{ timeline(about: [{ name: "Belarus" }], during: { from: %s }) { totalCount } }'
    (error,) = ask.errors(query % date)
    assert date.strip('"') in error["message"]


def test_a_date_in_a_variable_that_is_none_is_invalid_and_not_a_surprise(ask: Asker) -> None:
    query = 'query($d: EDTF) { timeline(about: [{ name: "Belarus" }], during: { from: $d }) { totalCount } }'
    ran, response = run(ask, query, d="yesterday")
    assert ran is False
    assert response["errors"][0]["extensions"]["code"] in {"INVALID_DATE", "INVALID_INPUT"}


def test_not_found_says_what_was_asked_for_and_what_was_expected(ask: Asker) -> None:
    (error,) = ask.errors('{ timeline(about: [{ name: "Nobody" }]) { totalCount } }')
    assert error["message"] == "no entity 'Nobody': expected the id, IRI, Wikidata id or whole name of one"


class SurpriseError(Exception):
    """What nobody expects."""


class OursError(OnrecordError):
    """One of our own."""

    code = "OURS"


@pytest.fixture
def broken(ask: Asker, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """Return a schema of which the field `accounts` breaks, and `claims` fails as one of our errors does."""

    def surprise(*_: object) -> NoReturn:
        raise SurpriseError("the password is hunter2, the path /var/lib/secret")

    def ours(*_: object) -> NoReturn:
        raise OursError("said aloud")

    monkeypatch.setattr(schema.query, "find_accounts", surprise)
    monkeypatch.setattr(ClaimPages, "wanted", ours)
    return ask


BREAKS = '{ service { generation } accounts(about: { name: "Belarus" }) { totalCount } }'


def test_a_surprise_says_its_number_and_no_more(broken: Asker) -> None:
    (error,) = broken.errors(BREAKS)
    assert re.fullmatch(r"internal error [0-9a-f]{12}", error["message"])
    assert error["extensions"] == {"code": "INTERNAL"}
    assert error["path"] == ["accounts"]


def test_a_surprise_tells_nothing_of_its_cause(broken: Asker) -> None:
    assert not re.search(r"hunter2|secret|Surprise|Traceback", json.dumps(broken.response(BREAKS)))


def test_a_surprise_is_found_in_the_log_by_its_number(broken: Asker, caplog: pytest.LogCaptureFixture) -> None:
    (error,) = broken.errors(BREAKS)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert error["message"].removeprefix("internal error ") in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is SurpriseError


def test_a_surprise_logs_nothing_of_the_question(broken: Asker, caplog: pytest.LogCaptureFixture) -> None:
    broken.errors(BREAKS)
    assert "Belarus" not in caplog.text


def test_no_two_surprises_have_one_number(broken: Asker) -> None:
    (one,), (other,) = broken.errors(BREAKS), broken.errors(BREAKS)
    assert one["message"] != other["message"]


def test_our_own_errors_are_said_aloud(broken: Asker, caplog: pytest.LogCaptureFixture) -> None:
    (error,) = broken.errors("{ claims { totalCount } }")
    assert (error["message"], error["extensions"]) == ("said aloud", {"code": "OURS"})
    assert caplog.records == []


COUNTED = "query($p: ProvenanceFilter) { claims(provenance: $p) { totalCount } }"


@pytest.mark.parametrize(
    "member",
    ["publishers", "claimants", "sources", "certainties", "stances", "derivations", "statuses", "ranks"],
)
def test_a_filter_that_lets_nothing_in_lets_nothing_in(ask: Asker, member: str) -> None:
    assert ask(COUNTED, p={member: []}) == {"claims": {"totalCount": 0}}


@pytest.mark.parametrize("member", ["statuses", "ranks", "certainties"])
def test_a_filter_that_is_not_given_is_the_usual_one(ask: Asker, member: str) -> None:
    assert ask(COUNTED, p={member: None}) == ask(COUNTED)


@pytest.mark.parametrize("member", ["notPublishers", "notClaimants"])
def test_a_filter_that_shuts_nobody_out_changes_nothing(ask: Asker, member: str) -> None:
    assert ask(COUNTED, p={member: []}) == ask(COUNTED)


def test_a_document_run_twice_is_answered_alike(ask: Asker) -> None:
    assert run(ask, "{ service { generation } }") == run(ask, "{ service { generation } }")


def test_an_entity_without_a_type_of_its_own_is_no_surprise(ask: Asker) -> None:
    query = "{ claims(first: 100) { nodes { subject { __typename name } claimant { __typename } } } }"
    types = {claim["subject"]["__typename"] for claim in ask(query)["claims"]["nodes"]}
    assert "Person" in types
