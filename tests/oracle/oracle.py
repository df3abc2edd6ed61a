"""A second reading of docs/semantics.md, with nothing in common with the engine but that text.

`evaluate(ruleset, units, previous)` takes the ruleset as plain dicts (numbers as int, Fraction or text), the units
as dicts of text, and answers Fractions. It is naive on purpose: it works out every name for every unit when asked, and
keeps the answer. It checks nothing: the ruleset is taken to be valid.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction

import exact
from formula import No, NoScoreError, divided, geometric, harmonic, in_domain, invalid
from inputs import Made, Scope, is_no, missing
from kinds import Kinds

sys.setrecursionlimit(20_000)

LEAVES = ("rescale", "rescale_total", "exclude")


class World(Kinds):
    """One ruleset, its units, last year's values; every answer is kept."""

    def children(self, node: dict) -> list[dict]:
        return [self.nodes[i] for i in node["of"]] if "of" in node else node["criteria"]

    def of_role(self, node: dict, *roles: str) -> list[dict]:
        return [c for c in self.children(node) if c.get("role", "scored") in roles]

    def weight(self, node: dict) -> Fraction:
        return self.quantity(node.get("weight", 1))

    def finished(self, u: str, node: dict) -> Made:
        return self.keep(("finished", u, node["id"]), lambda: self.finish(u, node))

    def finish(self, u: str, node: dict) -> Made:
        if node["card"] != self.card(u):
            return Made(No("not_applicable", "other_scorecard"))
        before = self.before_then(u, node)
        if not is_no(before.value):
            scope = Scope(node.get("cohort"), node, in_then=True, imputed=before.imputed)
            made = self.made(scope, lambda: self.last_steps(u, node, before.value, scope))
        else:
            made = before
        gone = is_no(made.value) and made.value.state == "not_applicable"
        if gone and node.get("role", "scored") == "scored" and not self.taken_along(u, node):
            # Whatever step made it so: `applies` or `then` that reads something marked, too.
            policy = self.policy(node)
            if policy in {"zero", "full"}:
                self.kept["by_policy", u, node["id"]] = True
                return Made(Fraction(0) if policy == "zero" else self.full_max(node), made.imputed)
            if policy is None and not node["root"] and "of" not in node:
                return Made(No("invalid", "bad_value"))
        return made

    def applies(self, u: str, node: dict):
        """Yes, no or a no-score; what `applies` reads is not what the value rests on (§10)."""
        if "applies" not in node:
            return True
        scope = Scope(node.get("cohort"), node)
        return self.keep(
            ("applies", u, node["id"]), lambda: self.made(scope, lambda: self.calc(node["applies"], u, scope))
        ).value

    def policy(self, node: dict) -> str | None:
        """§8: a node's own, else its children's if they all leave and agree."""
        if "not_applicable" in node:
            return node["not_applicable"]
        below = {self.policy(c) for c in self.of_role(node, "scored")}
        return below.pop() if len(below) == 1 and below <= set(LEAVES) else None

    def last_steps(self, u: str, node: dict, x: Fraction, scope: Scope) -> Fraction:
        if "then" in node:
            x = self.calc(node["then"], u, scope)
        if "min" in node:
            x = max(x, self.quantity(node["min"]))
        rounding = self.ruleset.get("rounding", {})
        kind = "total" if node["root"] else "leaf" if "score" in node else "branch"
        digits, mode = node.get("round", rounding.get(kind)), self.mode
        if isinstance(digits, Mapping):
            digits, mode = digits["digits"], digits.get("mode", mode)
        return x if digits is None else exact.rounded(x, digits, mode)

    def before_then(self, u: str, node: dict) -> Made:
        scope = Scope(node.get("cohort"), node)
        return self.keep(("before", u, node["id"]), lambda: self.made(scope, lambda: self.first_steps(u, node, scope)))

    def first_steps(self, u: str, node: dict, scope: Scope) -> Fraction:
        if node["card"] != self.card(u):
            raise NoScoreError(No("not_applicable", "other_scorecard"))
        if above := self.taken_along(u, node):
            raise NoScoreError(above)
        applies = self.applies(u, node)
        if applies is not True:
            raise NoScoreError(applies or No("not_applicable", "does_not_apply"))
        if "score" in node:
            x = self.score(u, node, scope)
        elif not self.children(node) or node.get("aggregate") == "none":
            raise NoScoreError(No("unscored", "not_summed"))
        else:
            x = self.aggregate(u, node, scope)
        if node.get("role") == "condition":
            return Fraction(int(x if isinstance(x, bool) else x > 0))
        if "at_least" in node:
            self.enough(u, node)
        if "cap" in node:
            x = min(x, self.quantity(node["cap"]))
        x = self.with_bonus(u, node, x, scope)
        if "out_of" in node:
            x = x * self.scale(u, node)
        return x

    def scale(self, u: str, node: dict) -> Fraction:
        """§5.6: by what `out_of` changes points, the maximum and what waits for the root alike."""
        most = self.own_max(u, node)
        if not most:
            raise invalid("division_by_zero")
        return divided(self.quantity(node["out_of"]), most + self.waiting(u, node))

    def taken_along(self, u: str, node: dict) -> No | None:
        """What does not apply takes all that is below it along, whatever their own policies."""
        up = self.nodes.get(node.get("parent"))
        return None if up is None else self.keep(("taken", u, up["id"]), lambda: self.takes_along(u, up))

    def takes_along(self, u: str, up: dict) -> No | None:
        if above := self.taken_along(u, up):
            return above
        applies = self.applies(u, up)
        return None if applies is True else applies or No("not_applicable", "does_not_apply")

    @staticmethod
    def spoiling(node: dict, made: Sequence[Made]) -> None:
        """§7: a child that is missing or invalid makes its parent so; with `at_least`, not one that may be missing."""
        found = [m.value for m in made if is_no(m.value) and m.value.state in {"invalid", "missing"}]
        if "at_least" in node:
            found = [no for no in found if no != No("missing", "no_value_expected")]
        if found:
            raise NoScoreError(next((no for no in found if no.state == "invalid"), found[0]))

    def aggregate(self, u: str, node: dict, scope: Scope) -> Fraction:
        made = [(c, self.finished(u, c)) for c in self.of_role(node, "scored")]
        self.spoiling(node, [m for _, m in made])
        counting = [(c, m) for c, m in made if not is_no(m.value)]
        if not counting and "at_least" in node:
            self.enough(u, node)
        if not counting:
            gone = any(m.value.state == "not_applicable" for _, m in made)
            raise NoScoreError(No("not_applicable" if gone else "skipped", "no_child_counts"))
        scope.imputed |= any(m.imputed for _, m in counting)
        pairs = [(self.weight(c), m.value) for c, m in counting]
        values, weights = [v for _, v in pairs], sum(w for w, _ in pairs)
        how = node.get("aggregate", "sum")
        if isinstance(how, Mapping):
            return self.calc(how["formula"], u, scope)
        if how == "min":
            return min(values)
        if how == "max":
            return max(values)
        if how == "mean":
            return sum(w * v for w, v in pairs) / weights
        if how == "geometric_mean":
            return in_domain(geometric(pairs))
        if how == "harmonic_mean":
            return in_domain(harmonic(pairs))
        x = sum(w * v for w, v in pairs)
        r, p = self.shared_out(u, node), self.left_at_root(u, node) if self.is_top(node) else Fraction(0)
        whole = sum(self.weight(c) * self.counted(u, c) for c, _ in counting) if r or p else Fraction(0)
        if r and whole:
            x, whole = x * (whole + r) / whole, whole + r
        return x * (whole + p) / whole if p and whole else x

    def shared_out(self, u: str, node: dict) -> Fraction:
        """§8: R, what the children left out by `rescale` were worth."""
        return sum(
            (
                self.weight(c) * self.full_max(c)
                for c in self.of_role(node, "scored")
                if self.left_by(u, c) == "rescale"
            ),
            Fraction(0),
        )

    def left_by(self, u: str, node: dict) -> str | None:
        x = self.finished(u, node).value
        return self.policy(node) if is_no(x) and x.state == "not_applicable" else None

    @staticmethod
    def is_top(node: dict) -> bool:
        """§8: a total shares out `rescale_total` as a root does."""
        return node["root"] or "of" in node

    def waiting(self, u: str, node: dict) -> Fraction:
        """§8: what of P a node leaves to the root, before its `out_of`."""
        is_sum = "score" not in node and node.get("aggregate", "sum") == "sum"
        return self.left_at_root(u, node) if is_sum and not self.is_top(node) else Fraction(0)

    def left_at_root(self, u: str, node: dict) -> Fraction:
        """§8: P, over all nodes left out by `rescale_total`."""
        total = Fraction(0)
        for c in self.of_role(node, "scored"):
            if self.left_by(u, c) == "rescale_total":
                total += self.weight(c) * self.full_max(c)
            elif not is_no(self.finished(u, c).value) and not self.by_policy(u, c) and (left := self.waiting(u, c)):
                total += self.weight(c) * left * (self.scale(u, c) if "out_of" in c else 1)
        return total

    def by_policy(self, u: str, node: dict) -> bool:
        self.finished(u, node)
        return ("by_policy", u, node["id"]) in self.kept

    def with_bonus(self, u: str, node: dict, x: Fraction, scope: Scope) -> Fraction:
        made = [(c, self.finished(u, c)) for c in self.of_role(node, "bonus", "penalty")]
        self.spoiling(node, [m for _, m in made])
        for c, m in made:
            if not is_no(m.value):
                scope.imputed |= m.imputed
                x += self.weight(c) * m.value * (1 if c["role"] == "bonus" else -1)
        return x

    def enough(self, u: str, node: dict) -> None:
        """§10."""
        wanted = node["at_least"]
        below = self.of_role(node, "scored")
        if isinstance(wanted, Mapping):
            wanted, below = wanted["leaves"], self.leaves_below(u, node)
        made = [self.finished(u, c) for c in below]
        could = [m for m in made if not (is_no(m.value) and m.value.state == "not_applicable")]
        have = sum(not is_no(m.value) and not m.imputed for m in could)
        if could and have < self.quantity(wanted, Fraction(len(could))):
            raise missing("too_few")

    def leaves_below(self, u: str, node: dict) -> list[dict]:
        out = []
        for c in self.of_role(node, "scored"):
            x = self.finished(u, c).value
            if "score" in c:
                out.append(c)
            elif not (is_no(x) and x.state == "not_applicable"):
                out += self.leaves_below(u, c)
        return out

    def full_max(self, node: dict) -> Fraction | None:
        """The maximum of a node when everything applies."""
        if "out_of" in node:
            return self.quantity(node["out_of"])
        if "max" in node or "score" in node:
            return self.max_of(node)
        return self.combined(
            node, [(self.weight(c), self.full_max(c)) for c in self.of_role(node, "scored")], Fraction(0)
        )

    def own_max(self, u: str, node: dict) -> Fraction | None:
        """The maximum for one unit, before `out_of`."""
        if "score" in node:
            return self.max_of(node)
        counting = [c for c in self.of_role(node, "scored") if not is_no(self.finished(u, c).value)]
        if not counting:
            return Fraction(0)
        more = Fraction(0)
        if node.get("aggregate", "sum") == "sum":
            more = self.shared_out(u, node) + (self.left_at_root(u, node) if self.is_top(node) else 0)
        is_whole = len(counting) == len(self.of_role(node, "scored")) and not node.keys() & {"cap"}
        if "max" in node and is_whole and all(self.counted(u, c) == self.full_max(c) for c in counting):
            return self.max_of(node) + more
        return self.combined(node, [(self.weight(c), self.counted(u, c)) for c in counting], more)

    def combined(self, node: dict, pairs: list, r: Fraction) -> Fraction | None:
        how = node.get("aggregate", "sum")
        if isinstance(how, Mapping) or how in {"geometric_mean", "harmonic_mean"}:
            return self.max_of(node)
        maxima = [m for _, m in pairs]
        if not pairs or how == "none" or None in maxima:
            return None
        if how == "min":
            whole = min(maxima)
        elif how == "max":
            whole = max(maxima)
        else:
            whole = sum(w * m for w, m in pairs)
            whole = whole / sum(w for w, _ in pairs) if how == "mean" else whole + r
        return min(whole, self.quantity(node["cap"])) if "cap" in node else whole

    def counted(self, u: str, node: dict) -> Fraction | None:
        return self.keep(("counted", u, node["id"]), lambda: self.count(u, node))

    def count(self, u: str, node: dict) -> Fraction | None:
        if is_no(self.finished(u, node).value):
            return Fraction(0)
        if self.by_policy(u, node):
            return self.full_max(node)
        most = self.own_max(u, node)
        return most * self.scale(u, node) if "out_of" in node and most else most

    def ancestors(self, node: dict) -> list[str]:
        up = self.nodes.get(node["parent"])
        return [] if up is None else [up["id"], *self.ancestors(up)]

    def concerns(self, condition: dict, node: dict) -> bool:
        """§17.5: a condition concerns its parent, and all that stands below or above that."""
        if "of" in node:
            return any(self.concerns(condition, self.nodes[i]) for i in node["of"])
        parent = self.nodes[condition["parent"]]
        own, others = [node["id"], *self.ancestors(node)], [parent["id"], *self.ancestors(parent)]
        return node["id"] in others or parent["id"] in own

    def failed(self, u: str, on_fail: str, of: dict | None = None) -> bool:
        for node in self.nodes.values():
            if of is not None and (node.get("role") != "condition" or not self.concerns(node, of)):
                continue
            if node.get("role") == "condition" and node.get("on_fail") == on_fail and node["card"] == self.card(u):
                x = self.finished(u, node).value
                if is_no(x):
                    if x.state not in {"not_applicable", "skipped"}:
                        return True
                elif x != 1:
                    return True
        return False

    def tried(self, text, u: str, node: dict):
        """The value of an expression of a node, or its no-score."""
        scope = Scope(node.get("cohort"), node)
        return self.made(scope, lambda: self.calc(text, u, scope)).value

    def yes(self, text, u: str, node: dict) -> bool:
        return self.tried(text, u, node) is True

    def tier(self, u: str, node: dict) -> str | None:
        tiers, x = node.get("tiers", []), self.finished(u, node).value
        if not tiers:
            return None
        if is_no(x) and any(not t.keys() & {"when"} for t in tiers):
            return None
        if node["root"] and not is_no(x) and self.failed(u, "lowest_tier"):
            return tiers[-1]["id"]
        fits = {
            "from": lambda b: x >= b,
            "above": lambda b: x > b,
            "up_to": lambda b: x <= b,
            "below": lambda b: x < b,
        }
        for t in tiers:
            if "quota" in t and not self.within(t, u, node):
                continue
            bounds = all(f(self.quantity(t[k], self.counted(u, node))) for k, f in fits.items() if k in t)
            if bounds and all(self.yes(t[k], u, node) for k in ("when", "requires") if k in t):
                return t["id"]
        return None

    def within(self, tier: dict, u: str, node: dict) -> bool:
        """§16: whether a unit is among those that the tier's quota lets through, if it fits."""
        mine = [
            v
            for v in self.total_ranks
            if self.card(v) == self.card(u)
            and self.list_of(v, node.get("ranking")) == self.list_of(u, node.get("ranking"))
        ]
        if u not in mine:
            return False
        earlier = [t for t in node["tiers"] if t is not tier][: node["tiers"].index(tier)]
        without = {k: x for k, x in tier.items() if k not in {"quota", "at_ties"}}
        # The tiers after it matter to who has no value: one without `when` among them leaves no tier at all.
        alone = {**node, "tiers": [*earlier, without, *node["tiers"][len(earlier) + 1 :], {"id": "", "when": "1 == 1"}]}
        lowered = [v for v in mine if self.failed(v, "lowest_tier") and not is_no(self.finished(v, node).value)]
        rivals = [self.total_ranks[v] for v in mine if v not in lowered and self.tier(v, alone) == tier["id"]]
        quota, rank = tier["quota"], self.total_ranks[u]
        places = math.floor(self.quantity(quota, Fraction(len(mine))))
        if tier["at_ties"] == "below":
            return len([r for r in rivals if r <= rank]) <= places
        return len([r for r in rivals if r < rank]) < places

    def ranks(self, node: dict) -> dict[str, int]:
        """Ranks within the lists of the node's ranking; of roots, over all scorecards together."""
        places: dict[str, tuple] = {}
        where: dict[str, tuple[str, Mapping]] = {}
        for u in self.unit:
            here = self.roots.get(self.card(u)) if node["root"] else node
            ranking = here and here.get("ranking")
            if ranking is None or self.role(u) != "ranked" or self.failed(u, "unranked", here):
                continue
            x = self.tried(ranking["by"], u, here) if "by" in ranking else self.finished(u, here).value
            if is_no(x) or here["card"] != self.card(u):
                continue
            keys = [(0, x if ranking.get("best") == "lowest" else -x)]
            for text in ranking.get("tie_break", []):
                made = self.tried(text, u, here)
                keys.append((1, 0) if is_no(made) else (0, -made))
            places[u] = tuple(keys)
            where[u] = self.list_of(u, ranking), ranking
        out = {}
        for u, key in places.items():
            others = {v: k for v, k in places.items() if where[v][0] == where[u][0]}
            ties = where[u][1].get("ties", "standard")
            better = {v: k for v, k in others.items() if k < key}
            if ties == "dense":
                out[u] = 1 + len(set(better.values()))
            else:
                out[u] = 1 + len(better)
                if ties == "ordinal":
                    out[u] += sum(k == key and v < u for v, k in others.items())
        return out


def evaluate(ruleset: Mapping, units: Sequence[Mapping], previous: Mapping[str, Mapping] | None = None) -> dict:
    """Return, per unit, total, max, tier, rank and, per node, score, max, tier and rank."""
    world = World(ruleset, units, previous)
    first_root = next(iter(world.roots.values()))
    world.total_ranks = total_ranks = world.ranks(first_root)
    ranks = {i: world.ranks(node) for i, node in world.nodes.items() if "ranking" in node and not node["root"]}
    out = {}
    for u in world.unit:
        root = world.roots[world.card(u)]
        nodes = {
            i: {
                "score": world.finished(u, node).value,
                "max": world.counted(u, node),
                "tier": world.tier(u, node),
                "rank": ranks.get(i, {}).get(u),
            }
            for i, node in world.nodes.items()
            if node["card"] == root["id"] and not node["root"]
        }
        out[u] = {
            "total": world.finished(u, root).value,
            "max": world.counted(u, root),
            "tier": world.tier(u, root),
            "rank": total_ranks.get(u),
            "status": "ranked" if u in total_ranks else "unranked",
            "nodes": nodes,
        }
    return out
