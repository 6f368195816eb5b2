"""What differing accounts are made of: sides, of which not all can hold."""

from __future__ import annotations

import builtins
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from graph.custody import CustodyState
from graph.ids import EntityId, PropertyId
from graph.model import Time
from graph.profiles import Claimed

if TYPE_CHECKING:
    from graph.paging import Key


class AccountsKind(StrEnum):
    """In what accounts differ.

    VALUE: values of a property that can have one at a time. TIME_ORDER: events of a person, dated in an order that
    cannot be. STANCE: one value, asserted and denied. EXCLUSIVE_STATE: states of custody that exclude each other.
    """

    VALUE = "VALUE"
    TIME_ORDER = "TIME_ORDER"
    STANCE = "STANCE"
    EXCLUSIVE_STATE = "EXCLUSIVE_STATE"


class Side(Claimed, frozen=True):
    """What some say, of what others say otherwise: a value with its claims, best first.

    `denied`: these claims say that it is not so. `event`: the event whose time the value is, or which led to `state`.
    """

    denied: bool = False
    event: EntityId | None = None
    state: CustodyState | None = None


class Accounts(Struct, frozen=True):
    """What different voices say of one entity: at least two sides, the best supported first.

    `property` is None where they do not speak of one property. `on` is a day on which the states exclude each other.
    `apart` tells from others of their kind those that are about the same: the kind or the id of an event.
    """

    kind: AccountsKind
    subject: EntityId
    property: PropertyId | None
    sides: tuple[Side, ...]
    on: Time | None = None
    apart: str = ""

    @builtins.property
    def key(self) -> Key:
        """Its place among all accounts: the same as long as its first claim is there."""
        first = min(claim.id for side in self.sides for claim in side.claims)
        return self.subject, self.property or "", self.kind.value, self.apart, first
