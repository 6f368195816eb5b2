"""Bodies are capped before they are held: by what they announce, and by what comes."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from schema.limits import LIMITS
from web.body import BadRequestError, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

CAP = 262_144
HEADERS = {"content-type": "application/json", "accept": "application/graphql-response+json"}


def padded(size: int) -> bytes:
    """Return a request of exactly `size` bytes: a short question and spaces after it."""
    return b'{"query": "{ __typename }"}'.ljust(size)


def chunks(content: bytes, size: int = 65_536) -> Iterator[bytes]:
    """Yield `content` piece by piece, so that its length is not announced."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


def test_the_cap_is_256_kib() -> None:
    assert LIMITS.body_bytes == CAP


def test_a_body_of_just_the_cap_is_answered(client: TestClient) -> None:
    assert client.post("/graphql", content=padded(CAP), headers=HEADERS).status_code == 200


def test_a_body_of_just_the_cap_that_comes_in_pieces_is_answered(client: TestClient) -> None:
    assert client.post("/graphql", content=chunks(padded(CAP)), headers=HEADERS).status_code == 200


def test_a_body_that_announces_a_byte_more_gets_413(client: TestClient) -> None:
    refused = client.post("/graphql", content=padded(CAP + 1), headers=HEADERS)
    assert refused.status_code == 413
    assert refused.json() == {
        "errors": [{"message": "the body is too large: expected at most 262144 bytes", "extensions": {"code": "LIMIT"}}]
    }


def test_a_body_that_comes_in_pieces_gets_413_when_it_is_too_large(client: TestClient) -> None:
    refused = client.post("/graphql", content=chunks(padded(CAP + 1)), headers=HEADERS)
    assert refused.status_code == 413
    assert refused.json()["errors"][0]["extensions"] == {"code": "LIMIT"}


@pytest.mark.parametrize("announced", [b"-1", b"1e3", b"\xb3", b"many", b"9" * 400])
def test_a_length_that_is_none_gets_413(client: TestClient, announced: bytes) -> None:
    headers = {**{name.encode(): value.encode() for name, value in HEADERS.items()}, b"content-length": announced}
    assert client.post("/graphql", content=padded(30), headers=headers).status_code == 413


def test_a_body_that_announces_less_than_it_brings_is_capped_all_the_same(client: TestClient) -> None:
    refused = client.post("/graphql", content=padded(CAP + 1), headers={**HEADERS, "content-length": "10"})
    assert refused.status_code == 413


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "identity, gzip"])
def test_a_compressed_body_gets_415_and_is_not_expanded(client: TestClient, encoding: str) -> None:
    content = gzip.compress(padded(1_000))
    refused = client.post("/graphql", content=content, headers={**HEADERS, "content-encoding": encoding})
    assert refused.status_code == 415
    assert refused.json()["errors"][0]["message"] == "the body is compressed: expected it as it is"


def test_a_body_that_says_it_is_not_compressed_is_answered(client: TestClient) -> None:
    headers = {**HEADERS, "content-encoding": "identity"}
    assert client.post("/graphql", content=padded(30), headers=headers).status_code == 200


@pytest.mark.parametrize("content", ["", "{", b"\xff", "[" * 100_000, "9" * 1_000_000, "nul"])
def test_what_is_no_json_is_said_to_be_none(content: str | bytes) -> None:
    with pytest.raises(BadRequestError, match=r"^the body is not JSON$") as refused:
        read_json(content)
    assert refused.value.status == 400


@pytest.mark.parametrize("value", [None, True, 7, "Калеснікава", [1], {"a": {"b": []}}])
def test_json_is_read(value: object) -> None:
    assert read_json(json.dumps(value)) == value
