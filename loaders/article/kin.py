"""Who is whose wife, brother or child, as the article tells it somewhere, so that "his wife" can mean her elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.article.frames import frames

if TYPE_CHECKING:
    from loaders.article.cast import Member

_BACK = {"sibling": "sibling", "spouse": "spouse", "parent": "child", "child": "parent"}


class Kin:
    """The kinship that one article tells."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str, Member]] = []

    def tell(self, owner: Member, kind: str, relative: Member, noun: str) -> None:
        """Note that `relative` is the `noun` of `owner`: the wife, which is a kind of spouse."""
        if relative.gender is None:
            relative.gender = "f" if noun in frames().gender.f else "m" if noun in frames().gender.m else None
        self._told.append((owner.id, kind, relative))
        self._told.append((relative.id, _BACK[kind], owner))

    def of(self, owner: Member, kind: str, noun: str) -> Member | None:
        """Return the one whom "the `noun` of `owner`" means; None when the article tells of none, or of several."""
        gender = "f" if noun in frames().gender.f else "m" if noun in frames().gender.m else None
        found = {
            member.id: member
            for whose, told, member in self._told
            if whose == owner.id and told == kind and (gender is None or member.gender in {gender, None})
        }
        return next(iter(found.values())) if len(found) == 1 else None
