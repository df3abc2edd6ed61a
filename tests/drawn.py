"""Draw rulesets at random from the keys of the language, whether or not they go together, and data for them.

The oracle's generator draws only what is right; this one draws what people write: types that do not fit, policies that
say nothing of a type, `self` where there is none. Most draws are refused, each with a finding; none may be an error of
itrank itself.
"""

import random
from typing import Any

TYPES = {
    "count": ["3", "0", "7"], "number": ["1.5", "-2"], "percent": ["50%", "0%"], "money": ["1000"],
    "yes_no": ["có", "không"], "choice": ["a", "b"], "date": ["2024-01-02"], "text": ["abc"],
}  # fmt: skip
NUMBERS = ("count", "number", "percent", "money")
OF_INPUT: dict[str, list[Any]] = {
    "missing": ["error", "unranked", "zero", "last_year", "group_mean", "cohort_mean", "skip", 2, "50%"],
    "min": [0, "1", "x0"], "max": [9, "100%", "x1", "2024-05-01"], "cohort": ["all", "list", ["g"]],
    "outliers": [{"winsorise": 1, "skew": 1, "kurtosis": 1}, {"percentiles": ["5%", "95%"]}],
    "publish": [True], "measured_in": ["km"], "column": ["Cột"], "provenance": ["published"], "label": ["Nhãn"],
}  # fmt: skip
OF_LEAF: dict[str, list[Any]] = {
    "applies": ["x0", "x1 > 1", "x2 == 'a'", "has(x0)", "v"], "role": ["bonus", "penalty", "unscored", "condition"],
    "not_applicable": ["zero", "full", "exclude", "rescale", "rescale_total"], "cap": [5], "cohort": ["all", "list"],
    "answer": [
        {"type": "count"}, {"type": "yes_no", "missing": "zero"}, {"type": "percent"}, {"type": "text"}, {"type": "date"},
        {"type": "choice", "options": {"a": "A", "b": "B"}},
    ],
    "then": ["self * 2", "value * 2", "min(value, 5)", "x0"], "on_fail": ["flag", "unranked", "lowest_tier"],
    "tiers": [[{"id": "t", "from": 5}, {"id": "u"}]],
}  # fmt: skip
OF_BRANCH: dict[str, list[Any]] = {
    "aggregate": ["sum", "mean", "geometric_mean", "harmonic_mean", "min", "max", {"formula": "l0 + l1"}],
    "at_least": [1, "50%", {"leaves": 1}], "cap": [8], "max": [20], "out_of": [100], "then": ["self / 2", "value / 2"],
    "not_applicable": ["zero", "full", "exclude", "rescale"], "applies": ["has(x0)"], "weight": [2],
}  # fmt: skip
OF_CARD: dict[str, list[Any]] = {
    "ranking": [
        {"lists": "all"}, {"lists": "group", "tie_break": ["x0"]}, {"lists": "all", "by": "l2"}, {"lists": "parent"},
        {"lists": "all", "best": "lowest"}, {"lists": "all", "tie_break": ["v"]}, {"lists": "all", "ties": "dense"},
    ],
    "tiers": [
        [{"id": "tot", "from": "80%"}, {"id": "kem"}], [{"id": "tot", "when": "l2 > 1"}, {"id": "kem"}],
        [{"id": "tot", "from": 5, "requires": "x0"}, {"id": "kem"}],
    ],
    "max": [30], "out_of": [100], "totals": [[{"id": "tt", "of": ["br", "l2"]}]], "aggregate": ["mean", "max"],
}  # fmt: skip
UNITS = (("g", ""), ("g", "u0"), ("h", "u0"), ("g", ""))


class Draw:
    """One ruleset and its data, the same for the same seed.

    A wide one has besides what makes a ruleset long: a second scorecard, functions, tables to look up, amendments of
    the order of lists, marks in the data.
    """

    def __init__(self, seed: int, *, is_wide: bool = False) -> None:
        self.rng = random.Random(seed)
        self.calls: list[str] = []
        self.marks: dict[str, str] = {}
        kinds = [self.rng.choice(list(TYPES)) for _ in range(3)]
        self.types = {f"x{number}": kind for number, kind in enumerate(kinds)}
        inputs = {name: self.input(kind) for name, kind in self.types.items()}
        self.document: dict[str, Any] = {
            "format": "itrank-ruleset/1", "id": "f", "version": "1", "title": "F",
            "groups": {"g": {"title": "G"}, "h": {"title": "H"}}, "defaults": {"criteria": {"cohort": "all"}},
            "parameters": {"nguong": 0.5}, "inputs": inputs,
        }  # fmt: skip
        if self.chance(0.2):
            defaults = [{"missing": "zero"}, {"missing": "skip"}, {"cohort": "all"}]
            self.document["defaults"]["inputs"] = self.rng.choice(defaults)
        if self.chance(0.5):
            self.document["values"] = {"v": self.value()}
        if self.chance(0.2):
            self.document["rounding"] = {"leaf": 1, "total": 0}
        branch = self.with_some({"id": "br", "criteria": [self.leaf(0), self.leaf(1)]}, OF_BRANCH, 0.06)
        card = self.with_some({"criteria": [branch, self.leaf(2), self.leaf(3)]}, OF_CARD, 0.15)
        self.document["scorecards"] = {"b": card}
        if is_wide:
            self.widen()

    def widen(self) -> None:
        """Add what is there besides; what was drawn before stays as it is."""
        pick, one = self.rng.choice, self.number()
        self.document["functions"] = {"f(p, q)": pick(["p / q", f"min(p, q) + {one}", "p if q > 1 else 0"])}
        self.calls = [f"f({one}, {self.number()})", f"f(f(1, 2), {one})", f"f({one}, 3) - 1"]
        choices = [name for name, kind in self.types.items() if kind == "choice"]
        if choices and self.chance(0.7):
            table = pick([{"a": 1, "b": "50%"}, {"a": 3, "b": 0}, {"a": 1}])
            self.document.setdefault("values", {})["w"] = {"lookup": [pick(choices)], "table": table}
            self.calls += ["w", "w * 2"]
        if self.chance(0.5):
            self.marks = pick([{"KAD": "not_applicable", "..": "missing"}, {"v": "yes", "-": "no", "KAD": "missing"}])
            self.document["data"] = {"marks": self.marks}
        second = self.with_some({"criteria": [self.leaf(4), self.leaf(5)]}, OF_CARD, 0.05)
        cards = self.document["scorecards"]
        cards["b"]["for"], second["for"] = ["g"], ["h"]
        for card, formulas in ((second, ["l0", "b", "children_mean(b)"]), (cards["b"], ["l4 + 1", "children_sum(c)"])):
            if self.chance(0.4):
                score = {"formula": pick([*formulas, "cohort_rank(l5)", "first_nonzero(l4, l2)"])}
                card["criteria"].append({"id": "l6" if card is second else "l7", "max": 10, "score": score})
        cards["c"] = second

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def with_some(self, made: dict[str, Any], keys: dict[str, list[Any]], p: float) -> dict[str, Any]:
        return made | {key: self.rng.choice(values) for key, values in keys.items() if self.chance(p)}

    def input(self, kind: str) -> dict[str, Any]:
        made: dict[str, Any] = {"type": kind}
        if kind == "choice":
            made["options"] = {"a": "A", "b": "B"}
        return self.with_some(made, OF_INPUT, 0.06)

    def value(self) -> dict[str, Any]:
        formula = self.rng.choice(["x0", "x0 + x1", "x0 > 1", "x1 == 'a'", "not x2", "has(x0)"])
        self.types["v"] = "number" if formula in {"x0", "x0 + x1"} else "yes_no"
        keys = {
            "missing": ["zero", "unranked", "group_mean", 3, "last_year", "skip"], "publish": [True],
            "outliers": [{"percentiles": ["5%", "95%"]}],
        }  # fmt: skip
        return self.with_some({"formula": formula, "cohort": "all"}, keys, 0.4)

    def leaf(self, number: int) -> dict[str, Any]:
        made = self.with_some({"id": f"l{number}", "max": 10, "score": self.score()}, OF_LEAF, 0.05)
        if self.chance(0.08):
            del made["max"]
        return made

    def named(self, *kinds: str, otherwise: str) -> str:
        """Name an input of a kind; now and then of any."""
        fitting = [name for name, kind in self.types.items() if kind in kinds]
        return self.rng.choice(fitting or [otherwise]) if self.chance(0.95) else self.rng.choice(list(self.types))

    def number(self) -> str:
        return self.named(*NUMBERS, otherwise="1")

    def yes(self) -> str:
        return self.named("yes_no", otherwise="has(x0)")

    def expression(self) -> str:
        n, b, day = self.number, self.yes, lambda: self.named("date", otherwise="x0")
        if self.calls and self.chance(0.4):
            return self.rng.choice(self.calls)
        return self.rng.choice([
            n(), n(), f"1 if {b()} else 0", f"{n()} if {b()} and {n()} > 1 else self", f"{n()} + {n()}", f"{n()} / {n()}",
            f"cohort_max({n()} if {b()} else 0)", f"days({day()}, {day()})", f"cohort_percentile({n()}, 0.5)",
            f"last_year({n()}) + 1", f"children_sum({n()})", f"cohort_rank({n()})", f"cohort_mean({n()})", "nguong",
            f"last_year({n()})", f"first_nonzero({n()}, {n()})", f"round({n()}, 1)", "5", f"self if has(self) else {n()}",
        ])  # fmt: skip

    def score(self) -> Any:
        e, b = self.expression, self.yes
        more = {"full_at": ["80%", "nguong"], "on_zero": ["zero", "full", "not_applicable", "50%"]}
        how = self.rng.choice(["from", "above", "up_to", "below"])
        return self.rng.choice([
            {"formula": e()}, self.with_some({"ratio": [e(), e()]}, more, 0.5), {"share": e()}, "given",
            {"yes_no": self.rng.choice([b(), "self", f"{self.number()} > 2", f"not {b()}", f"has({b()})"])},
            {"checklist": list(dict.fromkeys([b(), b()]))}, {"checklist": {b(): 2}}, {"count": e(), "each": 2},
            {"steps": e(), how: {4: 10, 2: 5}, "otherwise": 0}, {"interpolate": e(), "points": {0: 0, 1: 10}},
            {"choice": self.named("choice", otherwise="self"), "points": {"a": 10, "b": 0}},
            {"relative": e(), "to": self.rng.choice(["best", "min_max", "percentile_rank"])},
            {"scale": e(), "from": 0, "to": 5},
        ])  # fmt: skip

    def rows(self, inputs: Any) -> list[list[str]]:
        """Draw a table of the units for the inputs of the loaded ruleset, a quarter of it blank."""
        heads = [asked.header or asked.id for asked in inputs]
        rows = [["id", "name", "group", "parent", *heads]]
        for number, (group, parent) in enumerate(UNITS):
            cells = ["" if self.chance(0.25) else self.rng.choice(TYPES[asked.type]) for asked in inputs]
            cells = [self.rng.choice(list(self.marks)) if self.marks and self.chance(0.1) else cell for cell in cells]
            rows.append([f"u{number}", f"U{number}", group, parent, *cells])
        return rows
