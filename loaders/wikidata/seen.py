"""Which numbers were seen: a bit each, in pages made when they are needed."""

from __future__ import annotations

_PAGE_BITS = 1 << 16


class Seen:
    """A set of whole numbers that takes 8 KiB for each 65,536 in a row of which one was seen."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Note `number`, and say whether it was seen before.

        >>> seen = Seen()
        >>> seen.add(42), seen.add(7), seen.add(42)
        (False, False, True)
        """
        page, bit = divmod(number, _PAGE_BITS)
        held = self._pages.setdefault(page, bytearray(_PAGE_BITS // 8))
        place, mask = bit >> 3, 1 << (bit & 7)
        known = bool(held[place] & mask)
        held[place] |= mask
        return known
