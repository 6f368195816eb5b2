"""The one error tree: one class for each decision a caller can take.

    OnrecordError
    ├── InvalidInputError        fix the request
    │   ├── InvalidDateError         a date that is not EDTF
    │   ├── InvalidIriError          an IRI that RDF does not allow
    │   ├── InvalidCursorError       a cursor that this service did not give
    │   ├── AmbiguousError           a name that several entities carry
    │   └── RefusedClaimError        a claim that the door check does not let in
    ├── NotFoundError            stop
    ├── LimitError               ask for less
    ├── LoadError                fix the file
    ├── UnavailableError         try again later
    │   └── BusyError                another process is writing
    └── DamagedError             rebuild or restore; the generation before is served
        └── OutdatedError            made by another version of this program: rebuild

Each class has a `code` that never changes and is public in the API.
"""

from __future__ import annotations

from collections.abc import Sequence


class OnrecordError(Exception):
    """What every error of this service is."""

    code = "INTERNAL"


class InvalidInputError(OnrecordError):
    """A request that cannot be answered as it stands."""

    code = "INVALID_INPUT"


class InvalidDateError(InvalidInputError):
    """A date that is not EDTF, or that names a day no calendar has."""

    code = "INVALID_DATE"

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is not a date: {reason}")
        self.text = text
        self.reason = reason


class InvalidIriError(InvalidInputError):
    """An IRI that RDF does not allow."""

    code = "INVALID_IRI"

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is not an IRI: {reason}")
        self.text = text
        self.reason = reason


class InvalidCursorError(InvalidInputError):
    """A cursor that this service did not give."""

    code = "INVALID_CURSOR"

    def __init__(self, cursor: str) -> None:
        super().__init__(f"{cursor!r} is not a cursor of this list: expected one from its pageInfo or edges")
        self.cursor = cursor


class AmbiguousError(InvalidInputError):
    """A name that several entities carry."""

    code = "AMBIGUOUS"

    def __init__(self, name: str, candidates: Sequence[str], count: int) -> None:
        first = "first " if len(candidates) < count else ""
        listed = ", ".join(candidates)
        super().__init__(f"{name!r} names {count} entities: expected an id; {first}candidates: {listed}")
        self.name = name
        self.candidates = list(candidates)


class RefusedClaimError(InvalidInputError):
    """A claim that the door check does not let in."""

    code = "REFUSED_CLAIM"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFoundError(OnrecordError):
    """Something asked for by name or id that is not here (single look-ups at the edge only)."""

    code = "NOT_FOUND"


class LimitError(OnrecordError):
    """A request that is too deep, too wide, too long or too large."""

    code = "LIMIT"


class LoadError(OnrecordError):
    """A file that cannot be loaded; nothing of it was."""

    code = "LOAD_FAILED"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class UnavailableError(OnrecordError):
    """An engine, a disk or a worker that does not answer now."""

    code = "UNAVAILABLE"


class BusyError(UnavailableError):
    """Another process is writing to the data directory."""

    code = "BUSY"


class DamagedError(OnrecordError):
    """A file whose bytes are not those that were written."""

    code = "DAMAGED"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} is damaged: {reason}")
        self.file = file
        self.reason = reason


class OutdatedError(DamagedError):
    """A derived file that another version of this program made: it is whole, and is built again."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.args = (f"{file}: {reason}",)
