"""Lower tiers and rankings, which any node may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model.findings import Place
from ..model.ruleset import Bound, Formula, Quota, Ranking, Tier
from .document import Map, place_at
from .inputs import words
from .workshop import Scope, Workshop
from .written import Written, source_of


@dataclass(frozen=True, slots=True)
class _WrittenTier:
    """A tier as it is written, and what its names mean."""

    given: Map
    place: Place
    scope: Scope
    shop: Workshop

    def at(self, key: str) -> Place:
        """Find a key of the tier; the tier itself where it does not state the key."""
        return place_at(self.given, (key,)) if key in self.given else self.place

    def bound(self, key: str) -> Bound | None:
        """Read a number or a share."""
        return read_amount(self.given[key], self.at(key), self.shop) if key in self.given else None

    def condition(self, key: str) -> Formula | None:
        """Lower a yes/no."""
        if key not in self.given:
            return None
        value, at = self.given[key], self.at(key)
        return self.shop.formula(self.shop.expression(value, at), source_of(value), at, self.scope, "yes_no")

    def quota(self, *, root: bool) -> Quota | None:
        """Read how many units the tier takes, which only a tier of a scorecard may say."""
        id_ = str(self.given["id"])
        stated = [key for key in ("quota", "at_ties") if key in self.given]
        if len(stated) < 2:
            for key in stated:
                lacking = "at_ties" if key == "quota" else "quota"
                self.shop.report("ITR324.quota", self.at(key), id=id_, stated=key, lacking=lacking)
            return None
        if not root:
            self.shop.report("ITR395", self.at("quota"), id=id_)
            return None
        most = self.bound("quota")
        if most is None:
            return None
        if not _fits_quota(most):
            self.shop.report("ITR372.quota", self.at("quota"), id=id_, found=source_of(self.given["quota"]))
            return None
        return Quota(most.amount, most.share, self.given["at_ties"])


def read_amount(value: Any, place: Place, shop: Workshop) -> Bound | None:
    """Read a number, in which parameters are allowed, or a share such as `80%`; None where it is reported."""
    share = shop.share(value)
    if share is not None:
        return Bound(share, share=True, place=place)
    amount = shop.constant(value, place)
    return None if amount is None else Bound(amount, place=place)


def _fits_quota(most: Bound) -> bool:
    return 0 < most.amount <= 1 if most.share else most.amount >= 1 and most.amount.denominator == 1


def lower_tiers(node: Written, scope: Scope) -> tuple[Tier, ...]:
    """Lower the tiers of a node, in their order; only those of a scorecard may have quotas."""
    tiers: dict[str, Tier] = {}
    for index, tier in enumerate(node.keys.get("tiers", [])):
        written = _WrittenTier(tier, node.where("tiers", index), scope, node.shop)
        id_ = str(tier["id"])
        if id_ in tiers:
            node.shop.report("ITR112.tier", written.at("id"), id=id_)
        tiers[id_] = Tier(
            id=id_,
            title=words(tier.get("title")),
            place=written.at("id"),
            from_=written.bound("from"),
            above=written.bound("above"),
            up_to=written.bound("up_to"),
            below=written.bound("below"),
            when=written.condition("when"),
            requires=written.condition("requires"),
            quota=written.quota(root=node.is_root),
        )
    return tuple(tiers.values())


def lower_ranking(node: Written, scope: Scope) -> Ranking | None:
    """Lower a ranking; `lists` as sets of groups get an id each."""
    given, groups = node.keys.get("ranking"), node.around.groups
    if given is None:
        return None
    lists = _lists(given.get("lists", "group" if groups else "all"))
    if not isinstance(lists, str):
        _check_lists(given["lists"], lists, node)
    breaks = [
        node.formula(value, ("ranking", "tie_break", index), scope, "number")
        for index, value in enumerate(given.get("tie_break", []))
    ]
    return Ranking(
        by=node.formula(given["by"], ("ranking", "by"), scope, "number") if "by" in given else None,
        best=given.get("best", "highest"),
        ties=given.get("ties", "standard"),
        tied_as=str(given.get("tied_as", "")),
        lists=lists,
        tie_break=tuple(found for found in breaks if found is not None),
    )


def _lists(given: Any) -> str | dict[str, tuple[str, ...]]:
    """Name the lists of a ranking; one without a name is called by its groups."""
    if isinstance(given, str):
        return str(given)
    named = given.items() if isinstance(given, Mapping) else [("+".join(map(str, each)), each) for each in given]
    return {str(name): tuple(map(str, members)) for name, members in named}


def _check_lists(given: Any, lists: Mapping[str, tuple[str, ...]], node: Written) -> None:
    """Every group of a list exists, and no group is in two."""
    seen: dict[str, str] = {}
    for position, (name, members) in enumerate(lists.items()):
        step: str | int = name if isinstance(given, Mapping) else position
        for index, group in enumerate(members):
            at = node.where("ranking", "lists", step, index)
            if group not in node.around.groups:
                node.shop.unknown_name(group, at, node.around.groups, "ITR204.group")
            if group in seen:
                node.shop.report("ITR332", at, group=group, first=seen[group], second=name)
            seen[group] = name
