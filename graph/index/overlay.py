"""What people ruled of claims, over the columns of an index: nothing is written, what is read passes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.index.press import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.ids import ClaimId
    from graph.index.arrow import Rows
    from graph.verdicts import Ruled

_Codes = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


class Overlay:
    """The status and the rank of some claims: `codes` has for each of these columns rows, ascending, and codes."""

    def __init__(self, ruled: Mapping[ClaimId, Ruled], codes: Mapping[str, _Codes]) -> None:
        self.ruled = ruled
        self._codes = codes

    def taken(self, table: str, column: str, rows: Rows, found: NDArray[Any]) -> NDArray[Any]:
        """Return what was `found` in `rows` of a column, as people ruled."""
        if table != "claims" or column not in self._codes:
            return found
        ruled, codes = self._codes[column]
        places = np.minimum(ruled.searchsorted(rows), len(ruled) - 1)
        return np.where(ruled[places] == rows, codes[places], found).astype(found.dtype)

    def whole(self, table: str, column: str, found: NDArray[Any]) -> NDArray[Any]:
        """Return a column of all claims, as people ruled."""
        if table != "claims" or column not in self._codes:
            return found
        ruled, codes = self._codes[column]
        shown = found.copy()
        shown[ruled] = codes
        return shown

    def rows(self, column: str) -> Rows:
        """Return the claims of which people ruled what stands in a column."""
        return self._codes[column][0] if column in self._codes else np.empty(0, np.int64)


NOTHING = Overlay({}, {})


def overlay_of(ruled: Mapping[ClaimId, Ruled], rows: Rows) -> Overlay:
    """Return the overlay of what was ruled of claims, which are in `rows`, -1 where one is not there."""
    codes = {}
    for column in ("status", "rank"):
        given = [
            (row, STATES[column].index(state))
            for row, one in zip(rows.tolist(), ruled.values(), strict=True)
            if row >= 0 and (state := getattr(one, column)) is not None
        ]
        if given:
            listed = np.array(sorted(given), np.int64)
            codes[column] = listed[:, 0], listed[:, 1]
    return Overlay(ruled, codes)
