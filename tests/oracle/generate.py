"""Random valid rulesets with data, from a seed: small numbers, many ties, thresholds that totals meet exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

import oracle
from draw import F
from formula import No
from itrank.engine.model.ties import TIES
from plain_yaml import printable, yaml_text
from trees import Trees

MARK = "KAD"


@dataclass
class Case:
    """A ruleset, its units with their cells, last year's values, and what of the language it uses."""

    seed: int
    ruleset: dict
    units: list[dict]
    previous: dict[str, dict[str, Fraction]]
    features: set[str] = field(default_factory=set)


class Generator(Trees):
    """A whole ruleset with its data."""

    def ruleset(self) -> dict:
        if self.option("defaults", 0.3):
            self.defaults = {k: {"cohort": self.cohort()} for k in ("inputs", "values", "criteria")}
        if self.option("defaults:missing", 0.05):
            self.defaults.setdefault("inputs", {})["missing"] = "unranked"
        self.make_parameters()
        self.make_inputs()
        self.previous_names = self.of_type("count", "number")
        self.make_functions()
        self.make_values()
        cards = {"bang": self.groups}
        if len(self.groups) > 1 and self.option("scorecards", 0.5):
            cards = {"bang_a": self.groups[:1], "bang_b": self.groups[1:]}
        rounding: dict = {}
        if self.chance(0.7):
            rounding = {"mode": self.mode_word()}
            rounding |= {
                k: self.rng.randint(0, 2) for k in ("leaf", "branch", "total") if self.option(f"rounding:{k}", 0.5)
            }
        ranking = self.ranking()
        roots = {}
        for card, groups in cards.items():
            nodes: list[str] = []
            root, _ = self.branch(card, self.rng.randint(1, 4), "sum", nodes, chain=not self.index, root=True)
            del root["id"]
            roots[card] = {"for": groups, **root, "ranking": dict(ranking)}
            if self.option("tie_break", 0.4):
                roots[card]["ranking"]["tie_break"] = [
                    self.pick([*nodes, *self.names().numbers]) for _ in range(self.rng.randint(1, 2))
                ]
            if self.option("ranking:by", 0.12):
                roots[card]["ranking"]["by"] = self.pick([f"{self.pick(nodes)} + 1", self.pick(nodes), f"{card} * 2"])
            self.on_branches(roots[card])
        out = {
            "format": "itrank-ruleset/1",
            "id": "sinh-ngau-nhien",
            "version": "1",
            "title": f"Hạt giống {self.seed}",
            "period": 2022,
            "rounding": rounding,
            "data": {"marks": {MARK: "not_applicable", "..": "missing"}},
            "defaults": self.defaults,
            "groups": {g: {"title": f"Nhóm {g}"} for g in self.groups},
            "parameters": {**self.parameters, **self.due},
            "functions": self.functions,
            "inputs": self.inputs,
            "values": self.values,
            "scorecards": roots,
        }
        return {k: v for k, v in out.items() if v != {}}

    def ranking(self) -> dict:
        lists = self.chosen("lists", "all", "group", "sets", "named", "parent", *(["vung"] if self.attribute else []))
        some = self.rng.randint(0, len(self.groups))
        sets = [s for s in (self.groups[:some], self.groups[some:]) if s]
        ranking: dict = {"lists": {"sets": sets, "named": {f"ds{i}": s for i, s in enumerate(sets)}}.get(lists, lists)}
        self.by_parent = lists == "parent"
        if self.chance(0.7):
            ranking["ties"] = self.chosen("ties", *TIES)
        if self.option("best:lowest", 0.2):
            ranking["best"] = "lowest"
        return ranking

    def on_branches(self, root: dict) -> None:
        """Add totals, and a ranking and tiers of another node."""
        plain = [c for c in root["criteria"] if c.get("role", "scored") == "scored"]
        if self.has_totals:
            of = [c["id"] for c in self.rng.sample(plain, self.rng.randint(1, len(plain)))]
            i = self.new_id("t")
            root["totals"] = [
                {"id": i, "title": f"Tổng {i}", "of": of, **({"aggregate": "mean"} if self.index else {})}
            ]
        if self.option("ranking:node", 0.2):
            child = self.pick(plain)
            child["ranking"] = {
                "lists": self.pick(["all", "group"]),
                "ties": self.pick(list(TIES)),
            }
            if child.get("criteria") and self.chance(0.5):
                condition = self.other("condition", [])
                child["criteria"].append({**condition, "on_fail": "unranked"})
            # A root without a total has no maximum that `out_of` could take to another scale.
            weighted = any("weight" in c for c in root["criteria"])
            if not weighted and "out_of" not in root and self.option("aggregate:none", 0.3):
                root["aggregate"] = "none"

    def units(self, ruleset: dict) -> list[dict]:
        out, roles = [], {}
        heads = ["cq1", "cq2"] if self.by_parent or self.option("parents", 0.4) else []
        ids = [*heads, *(f"u{k}" for k in range(1, self.rng.randint(2, 12) + 1))]
        for i in ids:
            unit = {"id": i, "name": f"Đơn vị {i}", "group": self.pick(self.groups)}
            if heads:
                unit["parent"] = "" if i in heads else self.pick(heads)
                if i in heads:
                    roles[i] = {"role": "reference"}
            if self.attribute:
                unit["vung"] = self.pick(["bac", "nam"])
            if i not in heads and self.chance(0.15):
                roles[i] = {"role": self.chosen("unit", "unranked", "reference")}
            unit |= {name: self.cell(d, sure=name in self.safe) for name, d in self.inputs.items()}
            unit |= {name: self.cell({"label": "", **d}) for name, d in self.answers.items()}
            out.append(unit)
        for g in self.groups:
            if not any(u["group"] == g for u in out):
                self.pick(out)["group"] = g
        if roles:
            ruleset["units"] = roles
        return out

    def cell(self, declared: dict, *, sure: bool = False) -> str:
        if not sure and self.option("cell:blank", 0.03 if declared.get("missing", "error") == "error" else 0.15):
            return self.pick(["", "", ".."])
        if not sure and self.option("cell:not_applicable", 0.02):
            return MARK
        kind = declared["type"]
        if isinstance(declared.get("max"), str) and declared["max"] in self.inputs and self.chance(0.8):
            return "0"
        if isinstance(declared.get("max"), int) and self.chance(0.95):
            return self.pick(["0", "1", "2", "3"])
        if declared.get("max") == "60%" and self.chance(0.95):
            return self.pick(["0", "20%", "37,5%".replace(",", "."), "60"])
        if kind == "yes_no":
            return self.pick(["có", "không", "yes", "no", "true", "false", "1", "0", "Có", "KHÔNG"])
        if kind == "choice":
            options = declared["options"]
            return self.pick([*options, *options.values()] if isinstance(options, dict) else options)
        if kind == "date":
            return self.pick(["2022-01-31", "2022-03-01", "31/12/2021", "1/1/2022"])
        if kind == "percent":
            return self.pick(["0", "20%", "40", "50%", "80%", "100", "37.5"])
        if kind == "number":
            top = declared.get("top")
            pool = ["0", "0.5", "1", "1.5", "2", "2.25", "3", "4", "5"]
            if "top" in declared and self.chance(0.97):
                return self.pick(x for x in pool if F(x) <= (top or 1))
            return self.pick([*pool, "-1", "-0.5"])
        return str(self.pick([0, 1, 1, 2, 2, 3, 4, 5, 6]))

    def previous(self, units: list[dict], nodes: list[str]) -> dict:
        if not self.option("previous", 0.8):
            return {}
        names = [*self.of_type("count", "number", "percent", "money"), *nodes]
        names += [v for v, d in self.values.items() if isinstance(d, dict) and d.get("publish")]
        return {
            u["id"]: {n: F(self.rng.randint(0, 8), 2) for n in names if self.chance(0.95)}
            for u in units
            if self.chance(0.95)
        }

    def add_tiers(self, ruleset: dict, case: Case) -> None:
        """Add tiers whose thresholds are totals that are attained."""
        seen = oracle.evaluate(ruleset, case.units, case.previous)
        world = oracle.World(ruleset, case.units, case.previous)
        for card, root in ruleset["scorecards"].items():
            mine = {u["id"] for u in case.units if u["group"] in root["for"]}
            outs = [seen[u] for u in mine]
            if not self.chance(0.8) and "lowest_tier" not in repr(root):
                continue
            root["tiers"] = self.tiers([o["total"] for o in outs], world.full_max(world.roots[card]))
            for tier in root["tiers"][:-1]:
                if self.option("tiers:quota", 0.2):
                    tier["quota"] = self.pick([1, 2, 3, "10%", "34%", "50%", "100%"])
                    tier["at_ties"] = self.chosen("at_ties", "below", "above")
            branches = [c for c in root["criteria"] if c.get("role", "scored") == "scored"]
            if self.option("tiers:node", 0.2):
                child = self.pick(branches)
                made = [o["nodes"][child["id"]] for o in outs]
                child["tiers"] = self.tiers([o["score"] for o in made], world.full_max(world.nodes[child["id"]]))

    def tiers(self, totals: list, top: Fraction | None) -> list[dict]:
        met = sorted(
            {
                x
                for x in totals
                if not isinstance(x, No)
                and printable(x)
                and x > 0
                and x.denominator <= 10**6
                and (top is None or x < top)
            },
            reverse=True,
        )
        bounds: list = met if len(met) <= 3 else sorted(self.rng.sample(met, 3), reverse=True)
        word = self.chosen("tiers", "from", "above", "up_to", "below", "when")
        if not bounds:
            bounds = [F(1, 2)]
        if word == "when":
            name = self.pick(self.names().numbers)
            return [
                {"id": "h1", "title": "A", "when": f"{name} >= 2"},
                {"id": "h2", "title": "B", "when": f"{name} < 2"},
            ]
        if word in {"up_to", "below"}:
            bounds = bounds[::-1]
        elif top is not None and self.option("tiers:percent", 0.4):
            bounds = ["80%", "50%", "20%"]
        out = [{"id": f"h{k}", "title": f"Hạng {k}", word: b} for k, b in enumerate(bounds)]
        if self.option("tiers:requires", 0.3):
            out[0]["requires"] = self.yes(self.names(), 1)
        return [*out, {"id": "con_lai", "title": "Còn lại"}]


def generate(seed: int, *, comparing: bool = True) -> Case:
    """Make the ruleset and the data of a seed; without `comparing`, of units that stand for themselves."""
    made = Generator(seed, comparing=comparing)
    ruleset = made.ruleset()
    units = made.units(ruleset)
    ids = re.findall(r"^ *id: \"(n\d+)\"", yaml_text(ruleset), re.MULTILINE) + list(ruleset["scorecards"])
    case = Case(seed, ruleset, units, made.previous(units, ids), made.features)
    made.add_tiers(ruleset, case)
    return case


def rows(case: Case) -> tuple[list[dict], list[dict]]:
    """Return the rows of the table of units and of the table of data."""
    told = ("id", "name", "group", "parent", "vung")
    people = [{k: u[k] for k in told if k in u} for u in case.units]
    data = [{k: v for k, v in u.items() if k == "id" or k not in told} for u in case.units]
    return people, data
