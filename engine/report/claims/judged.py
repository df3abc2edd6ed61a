"""What judges of claims share: the result as claims ask for it, and how a figure is held against it."""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from ...result.contract import ListRecord, TierRecord, UnitRecord
from ...result.published import Published
from ..facts import printed, printed_plainly, unit_by_id
from .claim import Claim, Stated
from .figures import holds, plain
from .scopes import WHOLE, lists_in

Told = tuple[str, str]
NOTHING: Told = ("", "")
UNKNOWN_UNIT: Told = ("kết quả không có đơn vị này", "the result has no such unit")
NO_UNIT: Told = ("không rõ nói về đơn vị nào", "it is not clear which unit is meant")
MANY_UNITS: Told = ("tên có thể chỉ nhiều đơn vị", "the name may be that of several units")
NO_FIGURE: Told = ("kết quả không có số này", "the result does not have this figure")
RELATIONS = {
    ">": ("trên ", "above "),
    ">=": ("từ ", "from "),
    "<": ("dưới ", "below "),
    "<=": ("đến ", "up to "),
    "~": ("khoảng ", "about "),
}


class Judged(NamedTuple):
    """What a claim comes to: None where it cannot be decided; what it states, and what is true."""

    right: bool | None
    about: Told
    truth: Told


class Facts:
    """The result, as claims ask for it."""

    def __init__(self, published: Published) -> None:
        self.published, self.record = published, published.record
        self.digits = published.record.show
        self.units = unit_by_id(published)

    def lists(self, claim: Claim) -> list[ListRecord]:
        """Give the lists that a claim ranges over."""
        return lists_in(self.published, claim.words.get("scope", WHOLE))

    def ranked(self, claim: Claim) -> list[UnitRecord]:
        """Give the ranked units of these lists."""
        return [self.units[id_] for made in self.lists(claim) for id_ in made.units]

    def unranked(self, claim: Claim) -> list[UnitRecord]:
        """Give the others."""
        return [self.units[id_] for made in self.lists(claim) for id_ in made.unranked]

    def list_of(self, unit: UnitRecord) -> list[UnitRecord]:
        """Give the ranked units of the list of a unit."""
        return [self.units[id_] for made in self.record.lists if made.id == unit.list for id_ in made.units]

    def ranks_beside(self, unit: UnitRecord) -> list[int]:
        """Give the ranks in the list of a unit."""
        return [each.rank for each in self.list_of(unit) if each.rank is not None]

    def show(self, amount: Fraction | None) -> str:
        """Write a number as it is printed."""
        return printed(amount, self.published)

    def show_per_cent(self, amount: Fraction | None) -> str:
        """Write per cent as they are printed."""
        return printed_plainly(amount, self.published)


Judge = Callable[[Facts, Claim], Judged]


def stated_of(claim: Claim) -> Stated:
    """Give the figure of a claim that has one."""
    assert claim.stated is not None
    return claim.stated


def is_whole(claim: Claim, truth: int) -> bool:
    """Say whether a figure is a whole number."""
    return any(value == truth for value, _ in stated_of(claim).readings)


def amount(facts: Facts, claim: Claim, truth: Fraction | None, name: Told) -> Judged:
    """Hold a figure against an amount."""
    figure = stated_of(claim)
    more = RELATIONS.get(claim.relation, NOTHING)
    about = f"{name[0]} {more[0]}{figure.text}", f"{name[1]} {more[1]}{figure.text}"
    if truth is None:
        return Judged(None, about, NO_FIGURE)
    shown = facts.show(truth)
    return Judged(holds(figure, claim.relation, truth, facts.digits), about, (shown, shown))


def count_of(claim: Claim, truth: int, name: Told) -> Judged:
    """Hold a figure against a count."""
    return Judged(
        is_whole(claim, truth),
        (f"{stated_of(claim).text} {name[0]}", f"{stated_of(claim).text} {name[1]}"),
        (str(truth), str(truth)),
    )


def titles(tier: TierRecord) -> set[str]:
    """Give the titles of a tier without accents."""
    return {plain(title) for title in (tier.title.vi, tier.title.en) if title}
