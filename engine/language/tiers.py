"""Lower tiers and rankings, which any node may have."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..model.findings import Place
from ..model.ruleset import Bound, Formula, Quota, Ranking, Tier
from .document import Num, place_at
from .inputs import words
from .kinds.leaf import percentage
from .workshop import Scope, Workshop


def _source(value: Any) -> str:
    return value.text if isinstance(value, Num) else str(value)


def lower_tiers(
    given: Sequence[Any], where: Any, scope: Scope, shop: Workshop, *, root: bool = False
) -> tuple[Tier, ...]:
    """Lower the tiers of a node, in their order; only those of a scorecard may have quotas."""
    tiers: dict[str, Tier] = {}
    for index, tier in enumerate(given):

        def at(key: str, tier: Any = tier, index: int = index) -> Place:
            return place_at(tier, (key,)) if key in tier else where("tiers", index)

        def bound(key: str, tier: Any = tier, at: Any = at) -> Bound | None:
            value = tier.get(key)
            if value is None:
                return None
            share = percentage(value) if isinstance(value, str) else None
            if share is not None:
                return Bound(share, share=True)
            amount = shop.constant(value, at(key))
            return None if amount is None else Bound(amount)

        def condition(key: str, tier: Any = tier, at: Any = at) -> Formula | None:
            if key not in tier:
                return None
            return shop.formula(shop.expression(tier[key], at(key)), _source(tier[key]), at(key), scope, "yes_no")

        def quota(tier: Any = tier, at: Any = at) -> Quota | None:
            stated = [key for key in ("quota", "at_ties") if key in tier]
            if len(stated) == 1:
                lacking = "at_ties" if stated == ["quota"] else "quota"
                shop.report("ITR396", at(stated[0]), id=str(tier["id"]), stated=stated[0], lacking=lacking)
            if len(stated) < 2:
                return None
            if not root:
                shop.report("ITR395", at("quota"), id=str(tier["id"]))
                return None
            value = tier["quota"]
            share = percentage(value) if isinstance(value, str) else None
            most = share if share is not None else shop.constant(value, at("quota"))
            if most is None:
                return None
            if not (0 < most <= 1 if share is not None else most >= 1 and most.denominator == 1):
                shop.report("ITR397", at("quota"), id=str(tier["id"]), found=_source(value))
                return None
            return Quota(most, share is not None, tier["at_ties"])

        id_ = str(tier["id"])
        if id_ in tiers:
            shop.report("ITR330", at("id"), id=id_)
        tiers[id_] = Tier(
            id=id_,
            title=words(tier.get("title")),
            place=at("id"),
            from_=bound("from"),
            above=bound("above"),
            up_to=bound("up_to"),
            below=bound("below"),
            when=condition("when"),
            requires=condition("requires"),
            quota=quota(),
        )
    return tuple(tiers.values())


def lower_ranking(
    given: Mapping[str, Any] | None, where: Any, scope: Scope, shop: Workshop, groups: tuple[str, ...]
) -> Ranking | None:
    """Lower a ranking; `lists` as sets of groups get an id each."""
    if given is None:
        return None

    def formula(value: Any, *path: str | int) -> Formula | None:
        at = where("ranking", *path)
        return shop.formula(shop.expression(value, at), _source(value), at, scope, "number")

    lists: Any = given.get("lists", "group" if groups else "all")
    if isinstance(lists, Mapping):
        lists = {str(name): tuple(str(group) for group in members) for name, members in lists.items()}
    elif not isinstance(lists, str):
        lists = {"+".join(str(group) for group in members): tuple(str(g) for g in members) for members in lists}
    if isinstance(lists, dict):
        seen: dict[str, str] = {}
        for position, (name, members) in enumerate(lists.items()):
            step: str | int = name if isinstance(given["lists"], Mapping) else position
            for index, group in enumerate(members):
                at = where("ranking", "lists", step, index)
                if group not in groups:
                    shop.unknown_name(group, at, groups, "ITR331")
                if group in seen:
                    shop.report("ITR332", at, group=group, first=seen[group], second=name)
                seen[group] = name
    breaks = [formula(value, "tie_break", index) for index, value in enumerate(given.get("tie_break", []))]
    return Ranking(
        by=formula(given["by"], "by") if "by" in given else None,
        best=given.get("best", "highest"),
        ties=given.get("ties", "standard"),
        tied_as=str(given.get("tied_as", "")),
        lists=str(lists) if isinstance(lists, str) else lists,
        tie_break=tuple(found for found in breaks if found is not None),
    )
