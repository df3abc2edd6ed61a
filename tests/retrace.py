"""A second evaluator: every score of a unit from the JSON of its explanation alone, after docs/semantics.md.

It reads formulas, parameters and what was put in (inputs, cohort values, last year's); never a score that the engine
made. Roots and logarithms are those of tests/oracle, which shares no code with the engine either.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "oracle"))
import exact
import formula as naive

ZERO, ONE = Fraction(0), Fraction(1)
LEFT = {"not_applicable", "skipped", "unscored"}


@dataclass(frozen=True)
class No:
    """No score: a state and its reason."""

    state: str
    reason: str


@dataclass(frozen=True)
class Made:
    """What a node came to: its value, the maximum with which it counts, the points left to be shared at the root."""

    value: Any
    counted: Fraction | None = ZERO
    pending: Fraction = ZERO


def number(text: str | None) -> Fraction | None:
    """Read "22/7", of any length."""
    if text is None:
        return None
    above, _, below = text.partition("/")
    return Fraction(int(Decimal(above)), int(Decimal(below or "1")))


class Retrace:
    """One unit's explanation, computed again."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.nodes = {node["id"]: node for node in record["nodes"]}
        self.columns = record["columns"]
        self.mode = record["rounding_mode"]
        self.made: dict[str, Made] = {}
        self.values: dict[str, Any] = {}
        self.befores: dict[str, Any] = {}
        self.roots = {node["id"] for node in record["nodes"] if not node["parent"]} if record["start"] else set()

    # ── Columns ──

    def column(self, key: str) -> Any:
        if key in self.nodes:
            return self.node(key).value
        if key not in self.values:
            self.values[key] = self._column(key)
        return self.values[key]

    def _column(self, key: str) -> Any:
        told = self.columns[key]
        if told["kind"] == "before":
            id_ = key.removeprefix("value:")
            if id_ in self.nodes:
                if id_ not in self.befores:  # else it is the node itself that asks, in its `then`
                    self.node(id_)
                return self.befores[id_]
        if told["kind"] != "value" or told["imputed"] or told["drawn_in"]:
            return self.given(told)
        value = self.calc(told["formula"])
        if isinstance(value, No) and value.state in {"missing", "skipped"}:
            match told["missing"]:
                case "skip":
                    return No("skipped", "left_out")
                case "unranked":
                    return No("missing", "no_value_expected")
                case "error":
                    return value
                case _:
                    return self.given(told)
        return value

    def given(self, told: dict[str, Any]) -> Any:
        match told["type"]:
            case None:
                return No(told["lack"]["state"], told["lack"]["reason"])
            case "number":
                return number(told["value"])
            case "date":
                return dt.date.fromisoformat(told["value"])
        return told["value"]

    # ── Formulas ──

    def calc(self, told: dict[str, Any]) -> Any:
        try:
            return self.tree(told["tree"])
        except naive.NoScoreError as stop:
            return No(stop.no.state, stop.no.reason)

    def tree(self, tree: dict[str, Any]) -> Any:
        return naive.sized(self._tree(tree))

    def _tree(self, tree: dict[str, Any]) -> Any:
        if "number" in tree:
            return number(tree["number"])
        if "date" in tree:
            return dt.date.fromisoformat(tree["date"])
        if "option" in tree:
            return tree["option"]
        if "name" in tree:
            value = self.column(tree["name"])
            if isinstance(value, No):
                raise naive.NoScoreError(naive.No(value.state, value.reason))
            return value
        op, args = tree["op"], tree["args"]
        match op:
            case "if":
                return self.tree(args[1] if self.tree(args[0]) else args[2])
            case "and":
                return all(self.tree(arg) for arg in args)
            case "or":
                return any(self.tree(arg) for arg in args)
            case "has":
                return self.tried(args[0])[0]
            case "first_nonzero":
                return self.first_nonzero(args)
            case "not_applicable":
                raise naive.NoScoreError(naive.No("not_applicable", "option_not_applicable"))
        values = [self.tree(arg) for arg in args]
        match op:
            case "not":
                return not values[0]
            case "negate":
                return -values[0]
            case "**":
                return naive.raised(values[0], int(values[1]))
            case "round" | "floor" | "ceil" if len(values) > 1 and (values[1].denominator != 1 or abs(values[1]) > 12):
                raise naive.invalid("out_of_domain")
            case "round":
                return exact.rounded(values[0], int(values[1]) if len(values) > 1 else 0, self.mode)
        return OPERATIONS[op](*values) if op in OPERATIONS else naive.SIMPLE[op](*values)

    def tried(self, tree: dict[str, Any]) -> tuple[bool, Any]:
        try:
            return True, self.tree(tree)
        except naive.NoScoreError as stop:
            return False, stop

    def first_nonzero(self, args: list[dict[str, Any]]) -> Fraction:
        lacks, seen = [], False
        for arg in args:
            there, value = self.tried(arg)
            if not there:
                lacks.append(value)
            elif value != 0:
                return value
            else:
                seen = True
        if seen or not lacks:
            return ZERO
        raise lacks[0]

    # ── Nodes ──

    def node(self, id_: str) -> Made:
        if id_ not in self.made:
            self.made[id_] = self._node(self.nodes[id_])
        return self.made[id_]

    def _node(self, node: dict[str, Any]) -> Made:
        made, is_final = self.before_then(node)
        self.befores[node["id"]] = made.value
        if isinstance(made.value, No) or is_final:
            return made
        value = made.value
        if node["then"]:
            value = self.calc(node["then"])
            if isinstance(value, No):
                if value.state == "not_applicable":
                    return self.left_out(node, value)[0]
                return Made(value)
        if node["min"] is not None:
            value = max(value, number(node["min"]))
        if node["rounding"]:
            value = exact.rounded(value, node["rounding"]["digits"], node["rounding"]["mode"])
        return Made(value, made.counted, made.pending)

    def before_then(self, node: dict[str, Any]) -> tuple[Made, bool]:
        for gate in node["inside"]:
            holds = self.calc(gate)
            if holds is not True:
                return Made(holds if isinstance(holds, No) else No("not_applicable", "does_not_apply")), False
        points = appraised_points(node)
        if points is not None:
            return Made(points, full_of(node)), True
        if node["applies"]:
            holds = self.calc(node["applies"])
            if holds is False:
                holds = No("not_applicable", "does_not_apply")
            if isinstance(holds, No):
                return self.left_out(node, holds) if holds.state == "not_applicable" else (Made(holds), False)
        made = self.branch(node) if node["aggregate"] else self.leaf(node)
        if isinstance(made.value, No):
            return self.left_out(node, made.value) if made.value.state == "not_applicable" else (made, False)
        value, counted, pending = made.value, made.counted, made.pending
        if node["cap"] is not None:
            value = min(value, number(node["cap"]))
            counted = None if counted is None else min(counted, number(node["cap"]))
        for child in self.children(node, "bonus", "penalty"):
            amount = self.node(child["id"]).value
            if not isinstance(amount, No):
                sign = 1 if child["role"] == "bonus" else -1
                value += sign * number(child["weight"]) * amount
        if node["out_of"] is not None:
            if not counted or counted + pending == 0:
                return Made(No("invalid", "division_by_zero")), False
            scale = number(node["out_of"]) / (counted + pending)
            value, counted, pending = value * scale, counted * scale, pending * scale
        return Made(value, counted, pending), False

    def left_out(self, node: dict[str, Any], lack: No) -> tuple[Made, bool]:
        full = number(node["full"])
        match node["not_applicable"]:
            case "zero":
                return Made(ZERO, full), True
            case "full":
                return Made(ONE if full is None else full, full), True
            case "rescale_total":
                return Made(lack, ZERO, ONE if full is None else full), False
            case None if node["role"] == "scored" and node["id"] not in self.roots:
                return Made(No("invalid", "bad_value")), False
        return Made(lack), False

    def leaf(self, node: dict[str, Any]) -> Made:
        if node["score"] is None:
            return Made(No("unscored", "not_summed"))
        value = self.calc(node["score"])
        if isinstance(value, No):
            return Made(value)
        if node["role"] == "condition":
            return Made(ONE if value > 0 else ZERO)
        return Made(value, number(node["max"]))

    def children(self, node: dict[str, Any], *roles: str) -> list[dict[str, Any]]:
        return [self.nodes[id_] for id_ in node["children"] if self.nodes[id_]["role"] in roles]

    def branch(self, node: dict[str, Any]) -> Made:
        if node["aggregate"] == "none":
            return Made(No("unscored", "not_summed"))
        scored = [(child, self.node(child["id"])) for child in self.children(node, "scored")]
        spoilt = [made.value for _, made in scored if self.spoils(node, made.value)]
        if spoilt:
            return Made(next((lack for lack in spoilt if lack.state == "invalid"), spoilt[0]))
        if node["at_least"] and not self.has_enough(node):
            return Made(No("missing", "too_few"))
        parts = [(number(child["weight"]), made) for child, made in scored if not isinstance(made.value, No)]
        gone = [
            (child, made)
            for child, made in scored
            if isinstance(made.value, No) and made.value.state == "not_applicable"
        ]
        if not parts:
            return Made(No("not_applicable" if gone else "skipped", "no_child_counts"))
        value = self.calc(node["score"]) if node["aggregate"] == "formula" else aggregated(node["aggregate"], parts)
        if isinstance(value, No):
            return Made(value)
        extras = [self.node(child["id"]).value for child in self.children(node, "bonus", "penalty")]
        spoilt = [lack for lack in extras if self.spoils(node, lack)]
        if spoilt:
            return Made(next((lack for lack in spoilt if lack.state == "invalid"), spoilt[0]))
        whole = all(not isinstance(made.value, No) and made.counted == full_of(child) for child, made in scored)
        counted = number(node["max"]) if whole and node["cap"] is None else counted_of(node, parts)
        if node["aggregate"] != "sum":
            return Made(value, counted)
        pending = sum(
            (number(child["weight"]) * made.pending for child, made in scored
             if not isinstance(made.value, No) or made.value.state == "not_applicable"), ZERO,
        )  # fmt: skip
        if counted:
            shared = sum(
                (number(child["weight"]) * number(child["full"]) for child, _ in gone
                 if child["not_applicable"] == "rescale" and child["full"] is not None), ZERO,
            )  # fmt: skip
            value, counted = value * (counted + shared) / counted, counted + shared
            if node["id"] in self.roots:
                value, counted, pending = value * (counted + pending) / counted, counted + pending, ZERO
        return Made(value, counted, pending)

    def spoils(self, node: dict[str, Any], value: Any) -> bool:
        if not isinstance(value, No) or value.state in LEFT or self.record["lenient"]:
            return False
        return not (node["at_least"] and value == No("missing", "no_value_expected"))

    def has_enough(self, node: dict[str, Any]) -> bool:
        rule = node["at_least"]
        could = [
            id_
            for id_ in self.asked(node, rule["of"])
            if not (isinstance(self.node(id_).value, No) and self.node(id_).value.state == "not_applicable")
        ]
        have = sum(not isinstance(self.node(id_).value, No) and not self.rests_on_imputed(id_) for id_ in could)
        amount = number(rule["amount"])
        return not could or have >= (amount * len(could) if rule["share"] else amount)

    def asked(self, node: dict[str, Any], of: str) -> list[str]:
        found: list[str] = []
        for child in self.children(node, "scored"):
            if of == "leaves" and child["children"]:
                value = self.node(child["id"]).value
                if not (isinstance(value, No) and value.state == "not_applicable"):
                    found += self.asked(child, of)
            else:
                found.append(child["id"])
        return found

    def rests_on_imputed(self, id_: str) -> bool:
        todo, seen = [id_], set()
        while todo:
            key = todo.pop()
            if key in seen:
                continue
            seen.add(key)
            key = key.removeprefix("value:")
            if key in self.nodes:
                node = self.nodes[key]
                if appraised_points(node) is not None:
                    continue
                todo += node["children"]
                todo += [name for word in ("score", "then") if node[word] for name in reads(node[word]["tree"])]
                continue
            told = self.columns[key]
            if told["imputed"]:
                return True
            if told["kind"] == "value":
                todo += reads(told["formula"]["tree"])
            elif told["kind"] == "cohort":
                todo.append(told["of"])
        return False


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": naive.divided,
    "//": naive.floor_divided,
    "%": lambda a, b: a - b * naive.floor_divided(a, b),
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def reads(tree: dict[str, Any]) -> list[str]:
    """Name the columns of a formula."""
    return [tree["name"]] if "name" in tree else [name for arg in tree.get("args", ()) for name in reads(arg)]


def aggregated(aggregate: str, parts: list[tuple[Fraction, Made]]) -> Any:
    pairs = [(weight, made.value) for weight, made in parts]
    weights = sum((weight for weight, _ in pairs), ZERO)
    match aggregate:
        case "min" | "max":
            return (min if aggregate == "min" else max)(value for _, value in pairs)
        case "sum":
            return sum((weight * value for weight, value in pairs), ZERO)
    if aggregate == "mean" and weights == 0:
        return No("invalid", "division_by_zero")
    if aggregate == "mean":
        return sum((weight * value for weight, value in pairs), ZERO) / weights
    value = (naive.geometric if aggregate == "geometric_mean" else naive.harmonic)(pairs)
    return No("invalid", "out_of_domain") if value is None else value


def appraised_points(node: dict[str, Any]) -> Fraction | None:
    """Give the points that appraisers gave a leaf in place of its rule."""
    rows = [row for row in node.get("corrections", ()) if row["target"] == node["id"] and row["stage"] != "explanation"]
    if not rows or node["score"] is None or node["children"]:
        return None
    if f"self:{node['id']}" in reads(node["score"]["tree"]):  # it is the answer that was corrected
        return None
    return Fraction(rows[-1]["to"].replace(",", "."))


def full_of(node: dict[str, Any]) -> Fraction | None:
    return number(node["max"] if node["out_of"] is None else node["out_of"])


def counted_of(node: dict[str, Any], parts: list[tuple[Fraction, Made]]) -> Fraction | None:
    aggregate = node["aggregate"]
    if aggregate in {"geometric_mean", "harmonic_mean", "formula"}:
        return number(node["max"])
    if any(made.counted is None for _, made in parts):
        return None
    pairs = [(weight, made.counted) for weight, made in parts]
    if aggregate in {"min", "max"}:
        return (min if aggregate == "min" else max)(counted for _, counted in pairs)
    total = sum((weight * counted for weight, counted in pairs), ZERO)
    weights = sum((weight for weight, _ in pairs), ZERO)
    return total if aggregate == "sum" else total / weights if weights else None


def retrace(record: dict[str, Any]) -> dict[str, Any]:
    """Compute every node of an explanation again: id -> a number, or a `No`."""
    again = Retrace(record)
    return {id_: again.node(id_).value for id_ in again.nodes}


def differences(record: dict[str, Any]) -> list[str]:
    """Compare what is printed with what it comes to: scores, states, maxima, the total."""
    again = Retrace(record)
    found = []
    for id_, node in again.nodes.items():
        made = again.node(id_)
        printed = No(node["lack"]["state"], node["lack"]["reason"]) if node["lack"] else number(node["value"])
        if made.value != printed:
            found.append(f"{id_}: printed {printed}, comes to {made.value}")
        elif not isinstance(made.value, No) and node["role"] == "scored" and made.counted != number(node["counted"]):
            found.append(f"{id_}: counted {node['counted']}, comes to {made.counted}")
    for key, told in record["columns"].items():
        if told["kind"] == "value" and again.column(key) != again.given(told):
            found.append(f"{key}: printed {again.given(told)}, comes to {again.column(key)}")
    total = number(record["unit"]["total"])
    root = again.made.get(record["unit"]["scorecard"])
    if root is not None and total is not None and root.value != total:
        found.append(f"total {total}, comes to {root.value}")
    return found
