"""Scalars of the API, and how they are read and written."""

from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph.calendar_days import written
from graph.edtf import day, parse, seconds

DateTime = NewType("DateTime", int)
"""A second since 1970, UTC; written as RFC 3339."""
Date = NewType("Date", str)
"""A calendar day, YYYY-MM-DD."""
EDTF = NewType("EDTF", str)
"""An imprecise date."""
IRI = NewType("IRI", str)
LanguageTag = NewType("LanguageTag", str)
Duration = NewType("Duration", str)


def _edtf(text: Any) -> str:  # noqa: ANN401 - whatever a client sends
    return parse(_string(text)).text


def _date(text: Any) -> str:  # noqa: ANN401 - whatever a client sends
    return day(_string(text)).text


def _moment(text: Any) -> int:  # noqa: ANN401 - whatever a client sends
    return seconds(_string(text))


def _string(text: Any) -> str:  # noqa: ANN401 - whatever a client sends
    if not isinstance(text, str):
        raise TypeError(f"expected a string, found {text!r}")
    return text


SCALARS: dict[object, ScalarDefinition] = {
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A moment, RFC 3339 with Z or an offset; a day alone is its midnight in UTC.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=written,
        parse_value=_moment,
    ),
    Date: strawberry.scalar(
        name="Date",
        description="A calendar day, YYYY-MM-DD.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=str,
        parse_value=_date,
    ),
    EDTF: strawberry.scalar(
        name="EDTF",
        description="Extended Date/Time Format, levels 0–2: 1982, 2021-09~, 2025-01/2025-09, [2025-01..2025-09].",
        specified_by_url="https://www.loc.gov/standards/datetime/",
        serialize=str,
        parse_value=_edtf,
    ),
    IRI: strawberry.scalar(
        name="IRI",
        description="An absolute IRI.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3987",
        serialize=str,
        parse_value=_string,
    ),
    LanguageTag: strawberry.scalar(
        name="LanguageTag",
        description="A language, as in en or be-Latn.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc5646",
        serialize=str,
        parse_value=_string,
    ),
    Duration: strawberry.scalar(
        name="Duration",
        description="A length of time, ISO 8601: P11Y, P1Y6M.",
        serialize=str,
        parse_value=_string,
    ),
}
