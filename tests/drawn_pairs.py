"""Draw a ruleset twice, with one or two of its choices drawn anew the second time, and units with answers to both."""

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import yaml
from drawn import Draw
from itrank.engine import load_text
from itrank.engine.language.edits import edited
from itrank.engine.language.loading import remade
from itrank.engine.model.observed import Observation, Observed, Previous, Unit
from itrank.engine.prove.trying import Trial
from itrank.engine.testing.mutants import mutants_of

FORMULAS = (
    "a", "b", "a + b", "a / 2", "round(a / 2)", "round(b)", "min(a, 4)", "max(a - 3, 0)", "k", "a * k / 4", "v", "v / 2",
    "a if y else b", "8 if a >= k else 2", "8 if a > k else 2", "a / c", "c / a", "c / a if a > 0 else 0", "b * b", "0 - a",
    "10 if h == 'p' else a", "mean(a, b)", "a // 3", "cohort_max(a)", "cohort_rank(b)", "last_year(a)", "8 - a", "floor(b)",
)  # fmt: skip
SCORES: tuple[Any, ...] = (
    {"ratio": ["c", "a"], "on_zero": "zero"}, {"ratio": ["c", "a"], "on_zero": "not_applicable"},
    {"ratio": ["c", "a"], "full_at": "80%", "on_zero": "full"}, {"share": "a / 8"}, {"yes_no": "y"}, {"yes_no": "a > k"},
    {"checklist": ["y", "a > 2"]}, {"checklist": {"y": 2, "a > 2": 1}}, {"count": "a", "each": 2}, {"count": "b", "each": 1},
    {"steps": "b", "from": {6: 8, 3: 4}, "otherwise": 0}, {"steps": "a", "above": {6: 8, 3: 4}, "otherwise": 1},
    {"interpolate": "b", "points": {0: 0, 5: 8}}, {"choice": "h", "points": {"p": 8, "q": 4, "r": 0}}, "given",
    {"choice": "h", "points": {"p": 8, "q": 4, "r": "not_applicable"}}, {"scale": "b", "from": 0, "to": 5},
    {"relative": "a", "to": "min_max"}, {"relative": "b", "to": "best"},
)  # fmt: skip
TIERS: tuple[Any, ...] = (
    None, [{"from": 12}, {"from": 6}, {}], [{"from": 12, "requires": "y"}, {"from": 6}, {}], [{"from": "60%"}, {}],
    [{"above": 12}, {"from": 6, "requires": "y"}, {"from": 3, "requires": "a > k"}, {}], [{"below": 6}, {"from": 6}],
    [{"from": 4, "quota": 2, "at_ties": "below"}, {"from": 2, "quota": 4, "at_ties": "above"}, {}],
    [{"when": "y"}, {"from": 6}, {}], [{"from": 6}, {"up_to": 6}], [{"from": 4, "quota": "25%", "at_ties": "above"}, {}],
)  # fmt: skip
RANKINGS: tuple[Any, ...] = (
    {"lists": "all"}, {"lists": "all", "tie_break": ["a"]}, {"lists": "all", "tie_break": ["round(b)", "l4"]}, {"lists": "group"},
    {"lists": "all", "by": "l1"}, {"lists": "all", "best": "lowest"}, {"lists": "all", "ties": "dense"}, None,
    {"lists": "all", "tie_break": ["value_of"]}, {"lists": "all", "ties": "ordinal"},
)  # fmt: skip
APPLIES = (None,) * 8 + ("y", "a > 2", "a > k")
POLICIES = ("zero", "zero", "full", "exclude", "rescale", "rescale_total")
UNITS = 14


class Twice:
    """A document that is drawn choice by choice, each by its own name: drawn anew where the name is among some."""

    def __init__(self, seed: int, anew: frozenset[str] = frozenset()) -> None:
        self.seed, self.anew, self.names = seed, anew, list[str]()
        self.document = self._document()

    def pick(self, name: str, options: Any) -> Any:
        """Choose one of some, by the seed and the name of the choice."""
        self.names.append(name)
        return random.Random(f"{self.seed}/{name}/{name in self.anew}").choice(options)

    def _some(self, name: str, made: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
        chosen = {key: self.pick(f"{name}.{key}", options) for key, options in keys.items()}
        return made | {key: value for key, value in chosen.items() if value is not None}

    def _leaf(self, id_: str, **more: Any) -> dict[str, Any]:
        scores = (*({"formula": each} for each in FORMULAS), *SCORES)
        made = {
            "id": id_,
            "max": self.pick(f"{id_}.max", (8, 8, 10)),
            "score": self.pick(f"{id_}.score", scores),
            **more,
        }
        keys = {
            "applies": APPLIES, "not_applicable": POLICIES, "cap": (*(None,) * 9, 4, 6), "min": (*(None,) * 9, 1, 2),
            "then": (*(None,) * 9, "value / 2", "min(value, 5)", "8 - value", "round(value / 2)"), "out_of": (*(None,) * 9, 16),
            "round": (*(None,) * 9, 0),
        }  # fmt: skip
        return self._some(id_, made, keys)

    def _branch(self, id_: str, children: list[Any]) -> dict[str, Any]:
        names = [child["id"] for child in children if "role" not in child]
        formula = {"formula": self.pick(f"{id_}.formula", (" + ".join(names), names[0], f"{names[0]} * k"))}
        aggregates = (*("sum",) * 6, "mean", "min", "max", "geometric_mean", formula, formula)
        order = children if self.pick(f"{id_}.order", (True,) * 3 + (False,)) else children[::-1]
        made = {"id": id_, "aggregate": self.pick(f"{id_}.aggregate", aggregates), "criteria": order}
        if made["aggregate"] in ("sum", "mean") and self.pick(f"{id_}.weights", (False, False, True)):
            made["criteria"] = [each | {"weight": self.pick(f"{each['id']}.weight", (1, 2))} for each in order]
        keys = {
            "cap": (*(None,) * 4, 4, 10, 12, 40, 50), "out_of": (*(None,) * 5, 20, 50), "min": (*(None,) * 5, 1, 3),
            "then": (*(None,) * 6, "value / 2", "10 - value", "min(value, 10)", "round(value / 3)", "min(value + k, 20)"),
            "applies": APPLIES, "not_applicable": POLICIES, "at_least": (*(None,) * 6, 1, 2), "round": (*(None,) * 6, 0),
            "max": (16, 20, 40) if made["aggregate"] in (formula, "geometric_mean") else (None,), "tiers": (None, None, self._tiers(id_)),
        }  # fmt: skip
        return self._some(id_, made, keys)

    def _tiers(self, id_: str) -> Any:
        rows = self.pick(
            f"{id_}.tiers", TIERS if id_ == "root" else [each for each in TIERS if "quota" not in repr(each)]
        )
        if rows is None:
            return None
        named = [{"id": f"t{number}", **row} for number, row in enumerate(rows)]
        if self.pick(f"{id_}.tiers.order", (True,) * 4 + (False,)):
            return named
        return [*named[1:], named[0]] if len(named) > 2 else named[::-1]

    def _document(self) -> dict[str, Any]:
        extra = self._leaf("l3", role=self.pick("l3.role", ("bonus", "penalty")))
        fails = self.pick("l7.on_fail", ("flag", "unranked", "lowest_tier"))
        held = {
            "id": "l7",
            "role": "condition",
            "on_fail": fails,
            "score": {"formula": self.pick("l7.score", ("a - 3", "a > k", "y"))},
        }
        inner = self._branch("g2", [self._leaf("l5"), self._leaf("l6")])
        rows = [self._branch("g1", [self._leaf("l1"), self._leaf("l2"), extra]), inner, self._leaf("l4")]
        rows += self.pick("condition", ([], [], [held]))
        card = self._branch("s", rows)
        del card["id"]
        card.pop("not_applicable", None)
        card.pop("applies", None)
        card["tiers"] = self._tiers("root")
        ranking = self.pick("ranking", RANKINGS)
        card["ranking"] = (
            ranking if ranking is None or "value_of" not in repr(ranking) else {"lists": "all", "tie_break": ["v"]}
        )
        numbers = {
            "a": {"type": "count", "max": self.pick("a.max", (8, 8, 9))},
            "b": {"type": "number", "min": 0, "max": 8},
        }
        numbers["b"]["min"] = self.pick("b.min", (0, 0, -2))
        others: dict[str, Any] = {
            "c": {"type": "count", "max": "a"}, "y": {"type": "yes_no"},
            "h": {"type": "choice", "options": {"p": "P", "q": "Q", "r": "R"}},
        }  # fmt: skip
        for each in ("a", "b", "y"):
            blank = self.pick(
                f"{each}.missing", (None, None, "zero", "unranked", "cohort_mean" if each != "y" else None)
            )
            (numbers | others)[each].update({"missing": blank} if blank else {})
        if extremes := self.pick("b.outliers", (*(None,) * 5, {"percentiles": ["10%", "90%"]})):
            numbers["b"]["outliers"] = extremes
        names = ("v", "w") if self.pick("v.name", (True,) * 3 + (False,)) else ("w", "v")
        formula = self.pick("v.formula", ("a + b", "round(b / 2)", "a * k", "cohort_mean(a)", "max(a, b)"))
        missing = self.pick("v.missing", (None, None, "zero", "group_mean"))
        value = {"formula": formula} | ({"missing": missing} if missing else {})
        rounding = self._some("rounding", {}, {
            "mode": (None, None, "half_even", "half_down", "floor"), "leaf": (None, None, 0), "total": (None, None, 0, 1),
            "branch": (None, None, 1),
        })  # fmt: skip
        cohort = self.pick("cohort", ("all", "all", "list", ["g"]))
        document = {
            "format": "itrank-ruleset/1", "id": "f", "version": "1", "title": "F", "period": self.pick("period", (2025, 2025, 2026)),
            "rounding": rounding, "groups": {"g": {"title": "G"}, "h": {"title": "H"}},
            "parameters": {"k": self.pick("k", (4, 4, 5, {2025: 4, 2026: 5}))}, "inputs": numbers | others,
            "defaults": {"criteria": {"cohort": cohort}, "inputs": {"cohort": cohort}, "values": {"cohort": cohort}},
            "values": {names[0]: value}, "scorecards": {"s": {key: each for key, each in card.items() if each is not None}},
        }  # fmt: skip
        return document if names[0] == "v" else _renamed(document)


def _renamed(part: Any) -> Any:
    """Read the value by its other name."""
    if isinstance(part, dict):
        return {key: _renamed(each) for key, each in part.items()}
    if isinstance(part, list):
        return [_renamed(each) for each in part]
    return {"v": "w", "v / 2": "w / 2"}.get(part, part) if isinstance(part, str) else part


class _Whole(yaml.SafeDumper):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def loaded(document: Any) -> Any:
    """Load a document; None where it has errors."""
    found = load_text(yaml.dump(document, Dumper=_Whole, allow_unicode=True, sort_keys=False))
    return found if found.ruleset is not None else None


def drawn_pair(seed: int) -> Any:
    """Draw two rulesets that differ in little; None where one of them has errors, or they don't differ."""
    rng = random.Random(seed)
    if rng.random() < 0.6:
        first = Twice(seed)
        before = loaded(first.document)
        if before is None:
            return None
        for _ in range(12):
            anew = frozenset(rng.sample(sorted(set(first.names)), rng.choice((1, 1, 1, 2))))
            second = Twice(seed, anew).document
            if second != first.document and (after := loaded(second)) is not None:
                return before, after
        return None
    document = Twice(seed).document if rng.random() < 0.5 else Draw(seed, is_wide=rng.random() < 0.2).document
    before = loaded(document)
    if before is None:
        return None
    mutants = mutants_of(before.document)
    for mutant in rng.sample(mutants, min(8, len(mutants))):
        after = remade(before, edited(before.document, mutant.edits))
        if after.ruleset is not None:
            return before, after
    return None


# ── Units ──


def observed_pair(rng: random.Random, before: Any, after: Any, to_before: dict[str, str], blank: float = 0) -> Any:
    """Draw units that both rulesets admit, some of them twice, and read them as each asks; None where none is found."""
    rulesets = before.ruleset, after.ruleset
    trials = [Trial(ruleset, frozenset(each.key for each in ruleset.inputs)) for ruleset in rulesets]
    asked = {each.key: [each] for each in rulesets[0].inputs}
    for each in rulesets[1].inputs:
        asked.setdefault(to_before.get(each.key, f"after:{each.key}"), []).append(each)
    rows: list[dict[str, Any]] = []
    for _ in range(UNITS * 12):
        row: dict[str, Any] = {}
        for name in sorted(asked, key=lambda name: any(isinstance(each.maximum, str) for each in asked[name])):
            row[name] = _answer(rng, asked[name], row)
        sides = _sides(rulesets, row, to_before)
        if all(trial.admits(_values(side)) for trial, side in zip(trials, sides, strict=True)):
            rows.append(row)
        if len(rows) == UNITS:
            break
    if len(rows) < 4:
        return None
    rows[-2:] = rows[:2]
    for row in rows:
        for name in row:
            if rng.random() < blank:
                row[name] = Observation(None, rng.choice(("missing", "missing", "not_applicable")))
    groups = [next(iter(ruleset.groups), "") for ruleset in rulesets]
    shared = [*(group for group in rulesets[0].groups if group in rulesets[1].groups)] or [groups[0]]
    units = tuple(
        Unit(f"u{number}", f"U{number}", rng.choice(shared), "", role="reference" if rng.random() < 0.1 else "ranked")
        for number in range(len(rows))
    )
    names = {name.removeprefix("self:") for name, each in asked.items() if each[0].traits.kind == "number"}
    previous = {
        unit.id: Previous(
            unit.id, unit.name, values={name: Fraction(rng.randint(0, 8)) for name in names | {"l1", "l2"}}
        )
        for unit in units
    }
    made = []
    for side, ruleset in enumerate(rulesets):
        values = {
            each.key: [_sides(rulesets, row, to_before)[side][each.key] for row in rows] for each in ruleset.inputs
        }
        made.append(replace(Observed(units, values), previous=previous))
    return made


def _sides(rulesets: Any, row: dict[str, Any], to_before: dict[str, str]) -> Any:
    first = {each.key: row[each.key] for each in rulesets[0].inputs}
    second = {each.key: row[to_before.get(each.key, f"after:{each.key}")] for each in rulesets[1].inputs}
    return first, second


def _values(side: dict[str, Any]) -> dict[str, Any]:
    return {key: each.value for key, each in side.items() if each.value is not None}


def _answer(rng: random.Random, asked: Any, row: dict[str, Any]) -> Observation:
    first = asked[0]
    match first.traits.kind:
        case "yes_no":
            return Observation(rng.random() < 0.6, "observed")
        case "choice":
            options = [each for each in first.options if all(each in other.options for other in asked)]
            return Observation(rng.choice(options), "observed") if options else Observation(None, "missing")
        case "number":
            ends = [_end(bound, row) for each in asked for bound in (each.minimum, each.maximum)]
            known = [each for each in ends if each is not None] or [Fraction(0), Fraction(10)]
            low, high = min(known), max(known)
            low = low if len(known) > 1 else min(Fraction(0), low)
            whole = any(each.traits.is_whole for each in asked)
            steps = Fraction(1) if whole else rng.choice((Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 3)))
            value = rng.choice((low, high, low + (high - low) * Fraction(rng.randint(0, 12), 12)))
            value = value // steps * steps
            return Observation(max(value, Fraction(0)) if whole else value, "observed")
    return Observation(None, "missing")


def _end(bound: Any, row: dict[str, Any]) -> Any:
    if isinstance(bound, str):
        bound = row[bound].value if bound in row else None
    return bound if isinstance(bound, Fraction) else None
