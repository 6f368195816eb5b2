"""GraphQL over HTTP: the rules of the specification that the 61 audits of `graphql-http` look at, and ETags and CORS.

The audits themselves run with Node; these are their rules, and a few more, in our own words.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from web.graphql import pick_media_type

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
ANSWER = {"data": {"__typename": "Query"}}


def said(response: Response) -> dict[str, Any]:
    """Return the response object but for what it cost."""
    found: dict[str, Any] = response.json()
    return {name: value for name, value in found.items() if name != "extensions"}


def post(client: TestClient, body: object, *, accept: str = RESPONSE, content_type: str = JSON) -> Response:
    """Send `body`, as JSON unless it is bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/graphql", content=content, headers={"accept": accept, "content-type": content_type})


def get(client: TestClient, accept: str = RESPONSE, headers: dict[str, str] | None = None, **params: str) -> Response:
    """Ask by GET."""
    return client.get("/graphql", params=params, headers={"accept": accept, **(headers or {})})


def code(response: Response) -> str:
    """Return the code of the one error, after holding that nothing else is answered."""
    found: dict[str, Any] = response.json()
    assert found.keys() == {"errors"}
    (error,) = found["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


# ---------------------------------------------------------------- what a client says it takes


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("   ", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        ("Application/JSON", JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8", RESPONSE),
        (f"{RESPONSE}, {JSON}", RESPONSE),
        (f"{JSON}, {RESPONSE}", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON};q=0.9", JSON),
        (f"{RESPONSE};q=0.9, {JSON};q=0.5", RESPONSE),
        (f"{RESPONSE};q=0.9, */*;q=0.1", RESPONSE),
        (f"{JSON};q=0, {RESPONSE};q=0.1", RESPONSE),
        (f"text/html, {JSON};q=0.1", JSON),
        (f"{JSON};q=0", None),
        ("text/html", None),
        ("text/*", None),
        ("application/xml, text/plain;q=0.5", None),
        (f"{JSON};q=high", None),
        ("nonsense", None),
    ],
)
def test_the_better_of_two_media_types_is_picked(accept: str, expected: str | None) -> None:
    assert pick_media_type(accept) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (f"{JSON};q=0, */*", RESPONSE),
        (f"*/*, {JSON};q=0", RESPONSE),
        (f"{RESPONSE};q=0, */*", JSON),
        (f"{JSON};q=0, application/*", RESPONSE),
        (f"{RESPONSE};q=0, application/*;q=0.1", JSON),
        (f"application/*;q=0, {JSON}", JSON),
        (f"{RESPONSE};q=0.9, {JSON};q=0.1, */*", RESPONSE),
        (f"{JSON};q=0, {RESPONSE};q=0, */*", None),
        ("application/*;q=0, */*", None),
    ],
)
def test_the_more_specific_range_says_the_quality(accept: str, expected: str | None) -> None:
    assert pick_media_type(accept) == expected


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_the_answer_is_of_the_type_asked_for_in_utf_8(client: TestClient, accept: str) -> None:
    assert (
        post(client, {"query": "{ __typename }"}, accept=accept).headers["content-type"] == f"{accept}; charset=utf-8"
    )


def test_the_answer_says_that_it_depends_on_the_type_asked_for(client: TestClient) -> None:
    assert "accept" in get(client, query="{ __typename }").headers["vary"].lower()


@pytest.mark.parametrize("accept", ["text/plain", "image/png", f"{JSON};q=0"])
def test_who_takes_neither_type_gets_406(client: TestClient, accept: str) -> None:
    refused = post(client, {"query": "{ __typename }"}, accept=accept)
    assert refused.status_code == 406
    assert code(refused) == "BAD_REQUEST"
    assert refused.headers["content-type"] == f"{JSON}; charset=utf-8"


# ---------------------------------------------------------------- GET and POST that are answered


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_a_question_is_answered_by_post(client: TestClient, accept: str) -> None:
    answered = post(client, {"query": "{ __typename }"}, accept=accept)
    assert (answered.status_code, said(answered)) == (200, ANSWER)


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_a_question_is_answered_by_get(client: TestClient, accept: str) -> None:
    answered = get(client, accept, query="{ __typename }")
    assert (answered.status_code, said(answered)) == (200, ANSWER)


def test_a_body_in_utf_8_is_read(client: TestClient) -> None:
    query = '{ entity(ref: { name: "Калеснікава" }) { name } }'
    answered = post(
        client, json.dumps({"query": query}, ensure_ascii=False).encode(), content_type=f"{JSON}; charset=UTF-8"
    )
    assert said(answered) == {"data": {"entity": None}}


@pytest.mark.parametrize("absent", ["variables", "operationName", "extensions"])
def test_a_parameter_may_be_null(client: TestClient, absent: str) -> None:
    answered = post(client, {"query": "{ __typename }", absent: None})
    assert (answered.status_code, said(answered)) == (200, ANSWER)


def test_a_parameter_that_nobody_knows_is_passed_over(client: TestClient) -> None:
    assert said(post(client, {"query": "{ __typename }", "nonsense": [1]})) == ANSWER


def test_the_operation_is_picked_by_its_name(client: TestClient) -> None:
    both = "query A { a: __typename } query B { b: __typename }"
    assert said(post(client, {"query": both, "operationName": "B"})) == {"data": {"b": "Query"}}


def test_the_operation_is_picked_by_its_name_in_a_get(client: TestClient) -> None:
    both = "query A { a: __typename } query B { b: __typename }"
    assert said(get(client, query=both, operationName="A")) == {"data": {"a": "Query"}}


NAMED = "query Q($name: String!) { entity(ref: { name: $name }) { name } }"
BELARUS = {"data": {"entity": {"name": "Belarus"}}}


def test_variables_of_a_post_are_an_object(client: TestClient) -> None:
    assert said(post(client, {"query": NAMED, "variables": {"name": "Belarus"}})) == BELARUS


def test_variables_of_a_get_are_json(client: TestClient) -> None:
    assert said(get(client, query=NAMED, variables='{"name": "Belarus"}')) == BELARUS


def test_a_get_may_say_extensions_as_json(client: TestClient) -> None:
    assert said(get(client, query="{ __typename }", extensions='{"a": 1}')) == ANSWER


# ---------------------------------------------------------------- requests that are none


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"query",
        b"[]",
        b"null",
        b"7",
        b'"{ __typename }"',
        b"{}",
        b'{"query": null}',
        b'[{"query": "{ __typename }"}]',
        b'{"query": "\xff"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"query": "{ __typename }", "variables": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
        b'{"query": "{ __typename }", "variables": {"x": ' + b"9" * 100_000 + b"}}",
    ],
    ids=lambda body: body[:24].decode("latin-1") + f" ({len(body)})",
)
@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_a_body_that_is_no_request_gets_400(client: TestClient, body: bytes, accept: str) -> None:
    refused = post(client, body, accept=accept)
    assert refused.status_code == 400
    assert code(refused) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "member",
    [
        b'"query": "{ __typename } # \\ud800"',
        b'"query": "{ a }", "variables": {"x": "\\ud800"}',
        b'"query": "{ a }", "variables": {"\\udfff": 1}',
        b'"query": "{ a }", "operationName": "\\ud83d"',
    ],
    ids=["query", "variable", "name of a variable", "operation"],
)
@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_half_a_surrogate_pair_gets_400(client: TestClient, member: bytes, accept: str) -> None:
    refused = post(client, b"{" + member + b"}", accept=accept)
    assert (refused.status_code, code(refused)) == (400, "BAD_REQUEST")
    assert refused.json()["errors"][0]["message"] == (
        "the request holds half a character (a lone surrogate): expected Unicode"
    )


def test_half_a_surrogate_pair_gets_400_by_get_too(client: TestClient) -> None:
    refused = get(client, query="{ __typename }", variables='{"x": "\\ud800"}')
    assert (refused.status_code, code(refused)) == (400, "BAD_REQUEST")


def test_a_whole_surrogate_pair_is_a_character(client: TestClient) -> None:
    asked = b'{"query": "{ __typename } # \\ud83d\\ude00"}'
    assert said(post(client, asked)) == ANSWER


@pytest.mark.parametrize("value", [7, True, [], {}, ["{ __typename }"]])
def test_a_query_that_is_no_string_gets_400(client: TestClient, value: object) -> None:
    assert code(post(client, {"query": value})) == "BAD_REQUEST"


@pytest.mark.parametrize("value", [7, True, "{}", [], [{}]])
def test_variables_that_are_no_object_get_400(client: TestClient, value: object) -> None:
    assert code(post(client, {"query": "{ __typename }", "variables": value})) == "BAD_REQUEST"


@pytest.mark.parametrize("value", [7, True, {}, ["A"]])
def test_an_operation_name_that_is_no_string_gets_400(client: TestClient, value: object) -> None:
    assert code(post(client, {"query": "{ __typename }", "operationName": value})) == "BAD_REQUEST"


@pytest.mark.parametrize("value", [7, True, "{}", [], [{}]])
def test_extensions_that_are_no_object_get_400(client: TestClient, value: object) -> None:
    assert code(post(client, {"query": "{ __typename }", "extensions": value})) == "BAD_REQUEST"


def test_a_get_without_a_query_gets_400(client: TestClient) -> None:
    refused = get(client)
    assert (refused.status_code, code(refused)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("variables", ["{", "[]", "7", '"x"', "[" * 2_000])
def test_variables_of_a_get_that_are_no_json_object_get_400(client: TestClient, variables: str) -> None:
    refused = get(client, query="{ __typename }", variables=variables)
    assert (refused.status_code, code(refused)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/graphql", f"{JSON}; charset=latin-1", "json"],
)
def test_a_body_of_another_type_gets_415(client: TestClient, content_type: str) -> None:
    refused = post(client, {"query": "{ __typename }"}, content_type=content_type)
    assert (refused.status_code, code(refused)) == (415, "BAD_REQUEST")


def test_a_body_that_does_not_say_its_type_gets_415(client: TestClient) -> None:
    refused = client.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"accept": RESPONSE})
    assert (refused.status_code, code(refused)) == (415, "BAD_REQUEST")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_gets_405(client: TestClient, method: str) -> None:
    refused = client.request(method, "/graphql", headers={"accept": RESPONSE})
    assert refused.status_code == 405
    assert {"GET", "POST"} <= {name.strip() for name in refused.headers["allow"].split(",")}


def head(client: TestClient, headers: dict[str, str], **params: str) -> Response:
    """Ask by HEAD."""
    return client.head("/graphql", params=params, headers=headers)


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
@pytest.mark.parametrize("query", ["{ __typename }", "{ nonsense }", "{"])
def test_head_is_get_without_the_answer(client: TestClient, query: str, accept: str) -> None:
    answered, whole = head(client, {"accept": accept}, query=query), get(client, accept, query=query)
    assert answered.content == b""
    assert (answered.status_code, answered.headers) == (whole.status_code, whole.headers)


def test_head_without_a_query_gets_400(client: TestClient) -> None:
    assert head(client, {"accept": RESPONSE}).status_code == 400


def test_head_of_a_browser_is_the_page_without_the_page(client: TestClient) -> None:
    answered = head(client, {"accept": "text/html"})
    assert (answered.status_code, answered.content) == (200, b"")
    assert answered.headers["content-type"] == "text/html; charset=utf-8"


def test_head_of_an_unchanged_answer_is_304(client: TestClient) -> None:
    held = get(client, query="{ __typename }").headers["etag"]
    assert head(client, {"accept": RESPONSE, "if-none-match": held}, query="{ __typename }").status_code == 304


# ---------------------------------------------------------------- documents that do not run

NOT_RUN = {
    "syntax": ({"query": "{"}, "SYNTAX"),
    "empty": ({"query": ""}, "SYNTAX"),
    "unknown field": ({"query": "{ nonsense }"}, "VALIDATION"),
    "no such operation": ({"query": "query A { __typename }", "operationName": "B"}, "INVALID_INPUT"),
    "two operations and no name": ({"query": "query A { a: __typename } query B { __typename }"}, "INVALID_INPUT"),
    "a variable of another type": ({"query": NAMED, "variables": {"name": [7]}}, "INVALID_INPUT"),
    "a variable that is wanted": ({"query": NAMED}, "INVALID_INPUT"),
    "too deep": ({"query": "{a" * 20 + "}" * 20}, "LIMIT"),
}


@pytest.mark.parametrize(("body", "expected"), NOT_RUN.values(), ids=NOT_RUN)
def test_what_did_not_run_gets_400_and_no_data(client: TestClient, body: dict[str, object], expected: str) -> None:
    refused = post(client, body)
    assert refused.status_code == 400
    assert refused.headers["content-type"] == f"{RESPONSE}; charset=utf-8"
    assert code(refused) == expected


@pytest.mark.parametrize(("body", "expected"), NOT_RUN.values(), ids=NOT_RUN)
def test_what_did_not_run_gets_200_for_old_clients_and_no_data(
    client: TestClient, body: dict[str, object], expected: str
) -> None:
    refused = post(client, body, accept=JSON)
    assert refused.status_code == 200
    assert code(refused) == expected


def test_what_did_not_run_gets_400_by_get_too(client: TestClient) -> None:
    refused = get(client, query="{ nonsense }")
    assert (refused.status_code, code(refused)) == (400, "VALIDATION")


@pytest.mark.parametrize("ask", ["mutation { a }", "subscription { a }"])
def test_there_is_nothing_to_write_and_nothing_to_subscribe_to(client: TestClient, ask: str) -> None:
    assert (get(client, query=ask).status_code, post(client, {"query": ask}).status_code) == (400, 400)


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
def test_an_error_in_a_field_gets_200_with_the_error_and_the_path(client: TestClient, accept: str) -> None:
    answered = post(client, {"query": "{ service { version } sources(first: 0) { totalCount } }"}, accept=accept)
    assert answered.status_code == 200
    assert said(answered) == {
        "data": None,
        "errors": [
            {
                "message": "first is 0: expected 1 to 100",
                "locations": [{"line": 1, "column": 23}],
                "path": ["sources"],
                "extensions": {"code": "LIMIT"},
            }
        ],
    }


def test_no_suggestion_is_needed_to_read_an_error_of_a_wrong_type(client: TestClient) -> None:
    refused = post(client, {"query": "{ service { claimCounts } }"})
    assert refused.json()["errors"][0]["locations"] == [{"line": 1, "column": 13}]


# ---------------------------------------------------------------- ETag and 304

ASKED = "{ service { generation claimCount } }"


def tag(response: Response) -> str:
    """Return the ETag of an answer."""
    return str(response.headers["etag"])


def test_an_unchanged_answer_is_304_without_a_body(client: TestClient) -> None:
    first = get(client, query=ASKED)
    again = get(client, headers={"if-none-match": tag(first)}, query=ASKED)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert tag(again) == tag(first)


@pytest.mark.parametrize("held", ['"a", {tag}', '{tag},W/"b"', "*"])
def test_one_of_several_tags_is_enough(client: TestClient, held: str) -> None:
    header = held.replace("{tag}", tag(get(client, query=ASKED)))
    assert get(client, headers={"if-none-match": header}, query=ASKED).status_code == 304


@pytest.mark.parametrize("held", ["{strong}", "W/{strong}", '"a", {strong}', 'W/"a",W/{strong}'])
def test_tags_are_compared_weakly(client: TestClient, held: str) -> None:
    header = held.replace("{strong}", tag(get(client, query=ASKED)).removeprefix("W/"))
    assert get(client, headers={"if-none-match": header}, query=ASKED).status_code == 304


def test_the_tag_is_a_weak_one(client: TestClient) -> None:
    assert tag(get(client, query=ASKED)).startswith('W/"')


def test_another_tag_gets_the_answer(client: TestClient) -> None:
    assert get(client, headers={"if-none-match": 'W/"other"'}, query=ASKED).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"query": "{ service { generation } }"},
        {"query": ASKED, "variables": '{"a": 1}'},
        {"query": f"query A {ASKED} query B {{ __typename }}", "operationName": "A"},
        {"query": ASKED, "accept": JSON},
    ],
    ids=["query", "variables", "operation", "media type"],
)
def test_another_question_has_another_tag(client: TestClient, other: dict[str, str]) -> None:
    accept = other.pop("accept", RESPONSE)
    assert tag(get(client, accept, None, **other)) != tag(get(client, query=ASKED))


def test_the_order_of_the_variables_does_not_change_the_tag(client: TestClient) -> None:
    one, other = ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}')
    assert tag(get(client, query=ASKED, variables=one)) == tag(get(client, query=ASKED, variables=other))


def test_caches_must_ask_again(client: TestClient) -> None:
    assert get(client, query=ASKED).headers["cache-control"] == "no-cache"


def test_a_post_is_always_answered(client: TestClient) -> None:
    headers = {"accept": RESPONSE, "if-none-match": "*"}
    assert client.post("/graphql", json={"query": ASKED}, headers=headers).status_code == 200


# ---------------------------------------------------------------- CORS


def test_any_page_may_read_the_answer_without_credentials(client: TestClient) -> None:
    answered = get(client, headers={"origin": "https://reader.example"}, query="{ __typename }")
    assert answered.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answered.headers


def test_a_page_may_read_the_tag_and_when_to_ask_again(client: TestClient) -> None:
    answered = get(client, headers={"origin": "https://reader.example"}, query="{ __typename }")
    assert answered.headers["access-control-expose-headers"].lower() == (
        "etag, retry-after, link, next-cursor, content-disposition"
    )


def test_a_preflight_lets_json_be_posted(client: TestClient) -> None:
    asked = {
        "origin": "https://reader.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, accept",
    }
    answered = client.options("/graphql", headers=asked)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == "*"
    assert answered.headers["access-control-allow-methods"] == "GET, POST"
    assert "content-type" in answered.headers["access-control-allow-headers"].lower()


def test_a_preflight_for_a_method_that_is_not_there_is_refused(client: TestClient) -> None:
    asked = {"origin": "https://reader.example", "access-control-request-method": "DELETE"}
    assert client.options("/graphql", headers=asked).status_code == 400


# ---------------------------------------------------------------- what is not logged

SECRETS = ("secret-in-text", "secret-in-variable", "Kalesnikava", "secret_field")


@pytest.mark.parametrize(
    "body",
    [
        {"query": '{ entity(ref: { name: "secret-in-text Kalesnikava" }) { name } } # secret-in-text'},
        {"query": NAMED, "variables": {"name": "secret-in-variable Kalesnikava"}},
        {"query": '{ entity(ref: { name: "secret-in-text" }) { secret_field } }'},
        {"query": '{ entity(ref: { name: "secret-in-text'},
        {"query": NAMED, "variables": {"name": ["secret-in-variable"]}},
        {"query": '{ accounts(about: { name: "secret-in-text Kalesnikava" }) { totalCount } }'},
        {"query": '{ sources(after: "secret-in-text") { totalCount } }'},
        {"query": ["secret-in-text"]},
    ],
    ids=["answered", "variable", "validation", "syntax", "coercion", "not found", "cursor", "no request"],
)
def test_nothing_of_a_question_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, body: dict[str, object]
) -> None:
    with caplog.at_level(logging.INFO):
        post(client, body)
        if isinstance(body["query"], str):
            get(client, query=body["query"], variables=json.dumps(body.get("variables", {})))
    # the client of the tests logs what it sends; nobody else does
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert [line for line in ours for secret in SECRETS if secret in line] == []
