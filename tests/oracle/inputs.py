"""Units, cohorts, inputs and named values of docs/semantics.md §4 and §12 to §15, and how an expression is asked."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import exact
from formula import Answers, Inline, No, NoScoreError, calculate, day, in_domain, own_functions, parsed, sized

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES = {"có", "yes", "true", "1"}


class Made(NamedTuple):
    """What a name has for a unit, and whether it rests on an imputed value (§10)."""

    value: object
    imputed: bool = False


@dataclass
class Scope:
    """Where an expression stands."""

    cohort: object = None
    node: dict | None = None
    in_then: bool = False
    imputed: bool = False


def missing(reason: str) -> NoScoreError:
    return NoScoreError(No("missing", reason))


def is_no(x) -> bool:
    return isinstance(x, No)


def percentile(ascending: Sequence[Fraction], p: Fraction) -> Fraction:
    """§12: position (n − 1)·p, linear between neighbours.

    >>> percentile([Fraction(x) for x in (10, 20, 20, 40)], Fraction(1, 4))
    Fraction(35, 2)
    """
    position = (len(ascending) - 1) * p
    low = math.floor(position)
    high = min(low + 1, len(ascending) - 1)
    return ascending[low] + (ascending[high] - ascending[low]) * (position - low)


def winsorised(xs: list[Fraction], most: int, skew: Fraction, kurtosis: Fraction) -> list[Fraction]:
    """§15: draw in the extreme values while both measures pass their bounds and fewer than so many units are treated."""
    xs, n = list(xs), len(xs)
    treated: set[int] = set()
    while n >= 4 and len(set(xs)) > 1 and len(treated) < most:
        mean = sum(xs, Fraction(0)) / n
        m2, m3, m4 = (sum(((x - mean) ** k for x in xs), Fraction(0)) / n for k in (2, 3, 4))
        skew_squared = Fraction(n * (n - 1), (n - 2) ** 2) * m3**2 / m2**3
        excess = Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
        if not (skew_squared > skew**2 and excess > kurtosis):
            break
        extreme = max(xs) if m3 > 0 else min(xs)
        rest = [x for x in xs if x != extreme]
        new = max(rest) if m3 > 0 else min(rest)
        treated |= {place for place, x in enumerate(xs) if x == extreme}
        xs = [new if x == extreme else x for x in xs]
    return xs


OF_ROOTS = {"aggregate", "cohort", "not_applicable", "provenance", "clause"}  # §4, Defaults
OF_ANSWERS = {"missing", "cohort", "outliers"}


class Inputs:
    """One ruleset, its units, last year's values; every answer is kept."""

    def __init__(self, ruleset: Mapping, units: Sequence[Mapping], previous: Mapping[str, Mapping] | None) -> None:
        self.ruleset = ruleset
        self.unit = {u["id"]: u for u in units}
        self.previous = previous or {}
        self.kept: dict[tuple, object] = {}
        self.total_ranks: dict[str, int] = {}
        self.mode = ruleset.get("rounding", {}).get("mode", "half_up")
        self.defaults = {k: dict(ruleset.get("defaults", {}).get(k, {})) for k in ("inputs", "values", "criteria")}
        self.parameters: dict[str, Fraction | dt.date] = {}
        self.in_percent: set[str] = set()  # parameters that are written so
        for name, q in ruleset.get("parameters", {}).items():
            by_year = {str(k): v for k, v in q.items()} if isinstance(q, Mapping) else {}
            of_period = by_year.get(str(ruleset.get("period")), q)
            is_day = isinstance(of_period, str) and DAY.fullmatch(of_period)
            self.parameters[name] = day(of_period) if is_day else self.quantity(of_period)
            if self.is_share(of_period):
                self.in_percent.add(name)
        self.functions = own_functions(ruleset.get("functions", {}))
        self.inputs = {k: self.defaults["inputs"] | dict(v) for k, v in ruleset.get("inputs", {}).items()}
        self.values = {
            k: self.defaults["values"] | (dict(v) if isinstance(v, Mapping) else {"formula": v})
            for k, v in ruleset.get("values", {}).items()
        }
        self.nodes: dict[str, dict] = {}
        self.roots: dict[str, dict] = {}
        for card, root in ruleset["scorecards"].items():
            self.roots[card] = self.add({**root, "id": card}, card, root=True)
        for card in self.roots:
            for total in ruleset["scorecards"][card].get("totals", []):
                self.add(dict(total), card)

    def add(self, node: dict, card: str, root: bool = False, parent: str = "") -> dict:
        reach = {k: v for k, v in self.defaults["criteria"].items() if not root or k in OF_ROOTS}
        node = {**reach, **node, "card": card, "root": root, "parent": parent}
        node["criteria"] = [self.add(dict(c), card, parent=node["id"]) for c in node.get("criteria", [])]
        if node.get("score") == "given":
            node["score"] = {"given": "self"}
        self.nodes[node["id"]] = node
        if "score" in node and self.reads_self(node):
            self.inputs[node["id"]] = {
                **{k: v for k, v in self.defaults["inputs"].items() if k in OF_ANSWERS},
                "type": self.answer_type(node),
                **self.answer_bounds(node),
                **node.get("answer", {}),
            }
        return node

    @staticmethod
    def reads_self(node) -> bool:
        return any(re.search(r"\bself\b", repr(node.get(k))) for k in ("score", "applies", "then"))

    @staticmethod
    def answer_type(node) -> str:
        kinds = {"yes_no": "yes_no", "checklist": "yes_no", "choice": "choice", "count": "count"}
        return next((t for k, t in kinds.items() if k in node["score"]), "number")

    def answer_bounds(self, node) -> dict:
        out = {}
        if "given" in node["score"]:
            out["min"] = 0
            if "max" in node:
                out["max"] = node["max"]
        if "choice" in node["score"]:
            out["options"] = {k: k for k in node["score"]["points"]}
        return out

    def quantity(self, q, whole: Fraction | None = None) -> Fraction:
        """Read a number, a percentage (of `whole` where there is one) or the name of a parameter, which is either."""
        if isinstance(q, (int, Fraction)):
            return Fraction(q)
        of = whole if whole is not None and self.is_share(q) else 1
        if q in self.parameters:
            return self.parameters[q] * of
        return Fraction(q[:-1]) / 100 * of if q.endswith("%") else Fraction(q)

    def is_share(self, q) -> bool:
        """§1.2: `80%`, or the name of a parameter that is written so."""
        return isinstance(q, str) and (q in self.in_percent or (q not in self.parameters and q.endswith("%")))

    def keep(self, key: tuple, make: Callable):
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def made(self, scope: Scope, make: Callable) -> Made:
        """Run what may have no score."""
        try:
            return Made(sized(make()), scope.imputed)
        except NoScoreError as stop:
            return Made(stop.no, scope.imputed)

    def calc(self, text, u: str, scope: Scope):
        """Return the value of an expression of the ruleset for a unit."""
        return self.walk(self.tree(text), u, scope)

    def tree(self, text) -> ast.expr:
        """An expression of the ruleset with its own functions put in place."""
        return self.keep(
            ("tree", str(text)), lambda: Inline(self.functions, {}).visit(copy.deepcopy(parsed(str(text))))
        )

    def walk(self, tree: ast.expr, u: str, scope: Scope):
        return calculate(
            tree,
            Answers(
                name=lambda name: self.read(name, u, scope),
                special=lambda function, args: self.special(function, args, u, scope),
                mode=self.mode,
            ),
        )

    def read(self, name: str, u: str, scope: Scope):
        found = self.look_up(name, u, scope)
        if found.imputed:
            scope.imputed = True
        if is_no(found.value):
            raise NoScoreError(found.value)
        return found.value

    def look_up(self, name: str, u: str, scope: Scope) -> Made:
        if name == "self":
            return self.input(u, scope.node["id"])
        if name == "value" and scope.in_then:
            return self.before_then(u, scope.node)
        if name == "total":
            return self.finished(u, self.roots[scope.node["card"] if scope.node else next(iter(self.roots))])
        if name in self.parameters:
            return Made(self.parameters[name])
        if name in self.nodes:
            return self.finished(u, self.nodes[name])
        if name in self.values:
            return self.value(u, name)
        return self.input(u, name)

    def special(self, function: str, args: list[ast.expr], u: str, scope: Scope):
        if function == "last_year":
            return self.last_year(u, args[0].id)
        if function.startswith("children_"):
            below = [v for v in self.unit if self.unit[v].get("parent") == u]
            xs = [x for v in below if not is_no(x := self.column(args[0], v, scope))]
            what = function.removeprefix("children_")
            if what in {"sum", "count"}:
                return sum(xs, Fraction(0)) if what == "sum" else Fraction(len(xs))
            if not xs:
                raise missing("no_subordinates")
            return {"mean": sum(xs) / len(xs), "min": min(xs), "max": max(xs)}[what]
        xs = sorted(x for v in self.members(scope.cohort, u) if not is_no(x := self.column(args[0], v, scope)))
        p = self.walk(args[1], u, scope) if len(args) > 1 else None
        return self.cohort_value(function.removeprefix("cohort_"), xs, lambda: self.walk(args[0], u, scope), p)

    def column(self, tree: ast.expr, u: str, scope: Scope):
        """An expression for another unit; what that rests on is no concern of this one."""
        other = Scope(scope.cohort, scope.node, scope.in_then)
        key = ("column", ast.dump(tree), u, repr(scope.cohort), scope.node and scope.node["id"], scope.in_then)
        return self.keep(key, lambda: self.made(other, lambda: self.walk(tree, u, other))).value

    def cohort_value(self, what: str, xs: list[Fraction], own: Callable, p: Fraction | None):
        n = len(xs)
        if what in {"above", "below", "rank", "percentile_rank"}:
            x = own()
            above, below = sum(y > x for y in xs), sum(y < x for y in xs)
            if what == "percentile_rank":
                if n < 2:
                    raise missing("no_cohort")
                return Fraction(below, n - 1)
            return Fraction({"above": above, "below": below, "rank": above + 1}[what])
        if what == "count":
            return Fraction(n)
        if what == "sum":
            return sum(xs, Fraction(0))
        if not n or (what == "stdev" and n < 2):
            raise missing("no_cohort")
        mean = sum(xs) / n
        if what == "stdev":
            return in_domain(exact.sqrt(sum((x - mean) ** 2 for x in xs) / (n - 1)))
        if what == "median":
            return (xs[(n - 1) // 2] + xs[n // 2]) / 2
        if what == "percentile":
            return percentile(xs, p)
        return {"max": xs[-1], "min": xs[0], "mean": mean}[what]

    def role(self, u: str) -> str:
        return self.ruleset.get("units", {}).get(u, {}).get("role", "ranked")

    def card(self, u: str) -> str | None:
        return self.keep(("card", u), lambda: self.card_of(u))

    def card_of(self, u: str) -> str | None:
        group = self.unit[u].get("group")
        return next((c for c, root in self.ruleset["scorecards"].items() if group in root.get("for", [group])), None)

    def list_of(self, u: str, ranking: Mapping | None = None) -> str | None:
        """§17.1: the id of the list a unit stands in."""
        if ranking is None:
            ranking = self.roots[self.card(u)].get("ranking", {})
        lists, unit = ranking.get("lists", "group"), self.unit[u]
        if lists == "all":
            return "all"
        if isinstance(lists, str):
            return unit.get(lists) or None
        named = lists if isinstance(lists, Mapping) else {"+".join(groups): groups for groups in lists}
        return next((k for k, groups in named.items() if unit["group"] in groups), None)

    def members(self, cohort, u: str) -> list[str]:
        return self.keep(("members", repr(cohort), u), lambda: self.members_of(cohort, u))

    def members_of(self, cohort, u: str) -> list[str]:
        """§12: the ranked units of the cohort (those without a value are dropped by the caller)."""
        ranked = [v for v in self.unit if self.role(v) == "ranked"]
        if cohort == "all":
            return ranked
        if cohort == "list":
            return [v for v in ranked if self.list_of(v) == self.list_of(u)]
        if cohort == "scorecard":
            return [v for v in ranked if self.card(v) == self.card(u)]
        return [v for v in ranked if self.unit[v]["group"] in cohort]

    def last_year(self, u: str, name: str):
        found = self.previous.get(u, {}).get(name)
        if found is None:
            raise missing("no_last_year")
        return found

    def cell(self, u: str, name: str):
        """A value, a no-score, or None for a blank."""
        return self.keep(("cell", u, name), lambda: self.read_cell(u, name))

    def read_cell(self, u: str, name: str):
        declared, text = self.inputs[name], self.unit[u].get(name, "")
        text = {"missing": "", "not_applicable": None}.get(
            self.ruleset.get("data", {}).get("marks", {}).get(text), text
        )
        if text is None:
            return No("not_applicable", "marked_not_applicable")
        text = text.strip()
        if not text:
            return None
        bad = No("invalid", "bad_value")
        try:
            x = self.typed(declared, text)
        except (ValueError, ZeroDivisionError):
            return bad
        for key in ("min", "max"):
            bound = declared.get(key)
            if bound is None:
                continue
            bound = self.cell(u, bound) if bound in self.inputs else self.quantity(bound)
            if isinstance(bound, Fraction) and (x < bound if key == "min" else x > bound):
                return bad
        return x

    def typed(self, declared: Mapping, text: str):
        kind = declared["type"]
        if kind == "yes_no":
            if text.lower() not in YES | {"không", "no", "false", "0"}:
                raise ValueError(text)
            return text.lower() in YES
        if kind == "choice":
            by_label = {(v["vi"] if isinstance(v, Mapping) else v): k for k, v in declared["options"].items()}
            if text not in declared["options"] and text not in by_label:
                raise ValueError(text)
            return text if text in declared["options"] else by_label[text]
        if kind == "date":
            return day(text)
        x = Fraction(text.removesuffix("%").replace(",", ".")) / (100 if kind == "percent" else 1)
        if kind == "count" and (x < 0 or x.denominator != 1):
            raise ValueError(text)
        return x

    def input(self, u: str, name: str) -> Made:
        return self.keep(
            ("input", u, name), lambda: self.tamed(("filled", name), self.inputs[name], u, self.filled_input)
        )

    def filled_input(self, u: str, key: tuple) -> Made:
        name = key[1]
        x = self.cell(u, name)
        if x is not None:
            return Made(x)
        return self.filled(u, name, self.inputs[name], "error", lambda v: self.cell(v, name))

    def value(self, u: str, name: str) -> Made:
        return self.keep(
            ("value", u, name), lambda: self.tamed(("filled", name), self.values[name], u, self.filled_value)
        )

    def filled_value(self, u: str, key: tuple) -> Made:
        name = key[1]
        made = self.plain_value(u, name)
        policy = self.values[name].get("missing")
        if policy is None or not is_no(made.value) or made.value.state not in {"missing", "skipped"}:
            return made
        return self.filled(u, name, self.values[name], policy, lambda v: self.plain_value(v, name).value)

    def plain_value(self, u: str, name: str) -> Made:
        declared = self.values[name]

        def make():
            if "lookup" not in declared:
                return self.calc(declared["formula"], u, scope)
            at, keys = declared["table"], declared["lookup"]
            for key in [keys] if isinstance(keys, str) else keys:
                at = at[self.calc(key, u, scope)]
            return self.quantity(at)

        scope = Scope(declared.get("cohort"))
        return self.keep(("plain", u, name), lambda: self.made(scope, make))

    def filled(self, u: str, name: str, declared: Mapping, default: str, observed: Callable) -> Made:
        """§4: what a missing cell becomes."""
        policy = declared.get("missing", default)
        if policy == "error":
            return Made(No("missing", "no_value"))
        if policy == "unranked":
            return Made(No("missing", "no_value_expected"))
        if policy == "skip":
            return Made(No("skipped", "left_out"))
        if policy == "zero":
            return Made(False if declared.get("type") == "yes_no" else Fraction(0), imputed=True)
        if policy == "last_year":
            x = self.previous.get(u, {}).get(name)
            return Made(No("missing", "no_last_year")) if x is None else Made(x, imputed=True)
        if policy in {"group_mean", "cohort_mean"}:
            cohort = [self.unit[u]["group"]] if policy == "group_mean" else declared.get("cohort")
            xs = [x for v in self.members(cohort, u) if (x := observed(v)) is not None and not is_no(x)]
            return Made(sum(xs) / len(xs), imputed=True) if xs else Made(No("missing", "no_cohort"))
        return Made(self.quantity(policy), imputed=True)

    def tamed(self, key: tuple, declared: Mapping, u: str, filled: Callable) -> Made:
        """§15: outliers, after `missing`."""
        made, rule = filled(u, key), declared.get("outliers")
        if not rule or is_no(made.value):
            return made
        members = self.members(declared.get("cohort"), u)
        column = {v: x for v in members if not is_no(x := filled(v, key).value)}
        if not column:
            return made
        x, xs = made.value, list(column.values())
        if "percentiles" in rule:
            low, high = (percentile(sorted(xs), self.quantity(q)) for q in rule["percentiles"])
        else:
            drawn = winsorised(xs, rule["winsorise"], self.quantity(rule["skew"]), self.quantity(rule["kurtosis"]))
            low, high = min(drawn), max(drawn)
        return Made(min(max(x, low), high), made.imputed)
