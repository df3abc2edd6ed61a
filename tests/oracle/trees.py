"""Draw the tree of a scorecard: leaves, branches, and what finishes their values."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from draw import DISPUTED, Draw, F, Names
from plain_yaml import number, printable


def settled(node: dict) -> str | None:
    """Return what happens when a node does not apply: its own word, or the one word of all that it counts (§8)."""
    if "not_applicable" in node or "applies" in node:
        return node.get("not_applicable")
    below = {settled(c) for c in node.get("criteria", []) if c.get("role", "scored") == "scored"}
    return below.pop() if len(below) == 1 and below <= {"exclude", "rescale", "rescale_total"} else None


class Trees(Draw):
    """Leaves and branches."""

    def points(self, m: Fraction | None) -> int | Fraction | str:
        if m is None:
            return self.pick([0, F(1, 4), F(1, 2), F(3, 4), 1])
        return self.pick([0, m, m / 2, "50%", "100%", "0%", "25%"])

    def leaf(self, under: str, nodes: list[str], *, chain: bool, role: str = "scored") -> tuple[dict, Fraction | None]:
        self.leaves += 1
        i = self.new_id("n")
        m = None if self.index and self.chance(0.6) else F(self.pick([1, 2, 3, 4, 5, 10, F(5, 2), 20]))
        node: dict = {"id": i, "title": f"Tiêu chí {i}"}
        cohort = self.comparing and self.chance(0.2)
        names = self.names(nodes, cohort=cohort)
        extra = role in {"bonus", "penalty"} and not DISPUTED
        if extra:
            names = self.sure(names, plain=True)
        kinds = ["ratio", "share", "yes_no", "checklist", "scale", "steps", "choice", "interpolate", "formula", "given"]
        kinds += ["count"] if m is not None else []
        kinds += ["relative"] if cohort or (self.comparing and self.chance(0.15)) else []
        kind = self.chosen("kind", *(["scale", "steps", "yes_no", "checklist", "interpolate"] if extra else kinds))
        leaving = False
        if m is not None:
            node["max"] = m
            if self.option("max:parameter", 0.05):
                name = self.new_id("p")
                self.parameters[name] = m
                node["max"] = name
        node["score"], leaving, answer = self.scored(kind, names, m, own=not extra and self.chance(0.4))
        if kind == "relative" or cohort:
            node |= {} if self.by_default("criteria") else {"cohort": self.cohort()}
        if answer:
            self.use("self")
            self.answers[i] = answer
            if answer["type"] == "count" and kind != "count":
                node["answer"] = {"type": "count"}
            if not self.sparse and self.option("answer:missing", 0.3):
                node.setdefault("answer", {})
                node["answer"] |= {"missing": "zero" if answer["type"] in {"number", "count"} else "unranked"}
                if kind == "given":
                    node["answer"] |= {"type": "number", "min": 0} | ({"max": m} if m is not None else {})
                    answer |= {}
                elif "type" not in node["answer"] and answer["type"] != "choice":
                    node["answer"]["type"] = answer["type"]
                if answer["type"] == "choice":
                    node.pop("answer")
        if self.option("applies", 0.15):
            node["applies"] = self.yes(self.sure(names), 1)
            leaving = True
        leaving = leaving or bool(re.search(r"\bn\d+\b", repr(node["score"])))
        if role == "scored" and (leaving or self.chance(0.2)):
            node["not_applicable"] = self.policy(under, m, chain=chain)
        if role != "scored":
            self.use(f"role:{role}")
            node["role"] = role
            if leaving:
                node["not_applicable"] = "exclude"
        m = self.finishing(node, names, m)
        return node, m

    def scored(self, kind: str, names: Names, m: Fraction | None, *, own: bool) -> tuple[object, bool, dict | None]:
        """Return the score of a leaf, whether it can be not applicable, and its answer."""
        x = self.expression(names, 1)
        leaving = False
        if kind in {"ratio", "share"}:
            below = self.expression(names, 0)
            score: dict = {"ratio": [x, below]}
            if kind == "share":
                quotient = self.chance(0.7)
                score = {"share": f"{x} / {below}" if quotient else self.expression(names, 2)}
            if self.option("full_at", 0.4):
                score["full_at"] = self.pick(["80%", 2, F(1, 2), *self.parameters])
            if self.chance(0.9) and (kind == "ratio" or quotient):
                score["on_zero"] = self.chosen("on_zero", "zero", "full", "not_applicable", "50%")
                leaving = score["on_zero"] == "not_applicable"
            return score, leaving, None
        if kind == "yes_no":
            return {"yes_no": "self" if own else self.yes(names, 1)}, False, {"type": "yes_no"} if own else None
        if kind == "checklist":
            if names.answers and self.chance(0.5):
                answers = self.rng.sample(names.answers, self.rng.randint(1, len(names.answers)))
                return {"checklist": {a: self.pick([1, 2, F(1, 2)]) for a in answers}}, False, None
            items = list(dict.fromkeys(self.yes(names, 1) for _ in range(self.rng.randint(1, 3))))
            return {"checklist": items}, False, None
        if kind == "scale":
            if self.option("scale:log", 0.3):
                a, b = self.rng.sample([1, 2, 4, 10, F(1, 2)], 2)
                return {"scale": x, "from": a, "to": b, "log": True}, False, None
            a, b = self.rng.sample([0, 1, 2, 3, 5, F(1, 2)], 2)
            return {"scale": x, "from": a, "to": b}, False, None
        if kind == "relative":
            to = self.chosen("relative", "best", "min_max", "percentile_rank")
            score = {"relative": self.pick(names.numbers) if self.chance(0.7) else x, "to": to}
            if self.option(f"relative:{to}:lower", 0.4):
                score["better"] = "lower"
            return score, False, None
        if kind == "steps":
            word = self.chosen("steps", "from", "above", "up_to", "below")
            bounds = sorted(self.rng.sample([0, 1, 2, 3, 4, F(1, 2), F(3, 2)], self.rng.randint(1, 4)))
            answer = {"type": "number"} if own else None
            score = {
                "steps": "self" if own else x,
                word: {b: self.points(m) for b in bounds},
                "otherwise": self.points(m),
            }
            return score, False, answer
        if kind == "choice":
            if own:
                options = [f"m{i}" for i in range(self.rng.randint(2, 3))]
            else:
                name, options = self.pick(names.choices.items())
            points = {o: self.points(m) for o in options}
            if self.option("choice:not_applicable", 0.2):
                points[options[-1]] = "not_applicable"
                leaving = True
            return (
                {"choice": "self" if own else name, "points": points},
                leaving,
                ({"type": "choice", "options": options} if own else None),
            )
        if kind == "count":
            score = {"count": "self" if own else x, "each": self.pick([1, F(1, 2), 2, "10%", "50%"])}
            return score, False, {"type": "count"} if own else None
        if kind == "interpolate":
            at = self.rng.sample([0, 1, 2, 3, 5, F(1, 2)], self.rng.randint(2, 4))
            answer = {"type": "number"} if own else None
            return {"interpolate": "self" if own else x, "points": {a: self.points(m) for a in at}}, False, answer
        if kind == "formula":
            if own:
                names.own = "self"
            x = self.expression(names, 3)
            names.own = None
            top = number(m or F(1))
            text = f"clamp({x}, 0, {top})" if self.chance(0.5) or self.index else x
            return {"formula": text}, False, {"type": "number"} if re.search(r"\bself\b", text) else None
        if self.chance(0.3):
            return {"given": f"clamp({x}, 0, {number(m or F(1))})"}, False, None
        return "given", False, {"type": "number", "top": m}

    def policy(self, under: str, m: Fraction | None, *, chain: bool, leaves: bool = False) -> str:
        words = ["exclude", "rescale"] + ([] if leaves else ["zero"]) + ([] if m is None or leaves else ["full"])
        if under == "sum" and chain and not self.has_totals:
            words.append("rescale_total")
        return self.chosen(f"policy:{'sum' if under == 'sum' else 'mean'}", *words)

    def finishing(self, node: dict, names: Names, m: Fraction | None) -> Fraction | None:
        """Add what finishes a value; return the maximum that its parent sees."""
        if "cap" not in node and m is not None and printable(m) and self.option("cap", 0.08):
            node["cap"] = m
        if m is not None and self.option("out_of", 0.08):
            node["out_of"] = F(self.pick([10, 100, 5]))
            m = node["out_of"]
        if (DISPUTED or node.get("role") not in {"bonus", "penalty"}) and self.option("then", 0.1):
            inner = replace(self.sure(names), own="value", asked=None)
            top = m if m is not None and printable(m) else F(1)
            node["then"] = f"clamp({self.expression(inner, 2)}, 0, {number(top)})"
            if (
                node.get("role", "scored") in {"scored", "unscored"}
                and self.chance(0.3)
                and self.comparing
                and not names.cohort
                and node.get("not_applicable") not in {"zero", "full"}
            ):
                node |= {} if self.by_default("criteria") or "cohort" in node else {"cohort": self.cohort()}
                node["then"] = f"value / cohort_max(value) * {number(top)}"
                self.use("then:cohort")
        if self.option("min", 0.08):
            node["min"] = self.pick([0, F(1, 2), F(1, 4)]) if m is None or m >= 1 else 0
        if self.option("round", 0.1):
            digits = self.rng.randint(0, 2)
            node["round"] = digits if self.chance(0.5) else {"digits": digits, "mode": self.mode_word()}
        return m

    def mode_word(self) -> str:
        return self.chosen("rounding", "half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")

    def branch(
        self, i: str, depth: int, under: str, nodes: list[str], *, chain: bool, root: bool
    ) -> tuple[dict, Fraction | None]:
        """Return a node with children and its maximum; `chain`: all above add up."""
        before = self.names(list(nodes))
        node: dict = {"id": i, "title": f"Nhóm {i}"}
        if self.index:
            how = self.pick(["mean", "mean", "mean", "geometric_mean", "harmonic_mean", "min", "max", "formula"])
        else:
            how = (
                "sum"
                if root and self.chance(0.9)
                else self.pick(["sum", "sum", "sum", "sum", "mean", "min", "max", "formula"])
            )
        self.use(f"aggregate:{how}")
        chain = chain and how == "sum"
        children, maxima = [], []
        for _ in range(self.rng.randint(2, 4 if depth > 1 else 5)):
            if depth > 1 and self.chance(0.55) and self.leaves < 20:
                child, m = self.branch(self.new_id("n"), depth - 1, how, nodes, chain=chain, root=False)
            else:
                child, m = self.leaf(how, nodes, chain=chain)
            children.append(child)
            maxima.append(m)
            nodes.append(child["id"])
        weighted = how not in {"min", "max", "formula"} and self.option("weight", 0.35)
        weights = [F(self.pick([1, 2, 3, F(1, 2), F(3, 2)])) if weighted else F(1) for _ in children]
        for child, w in zip(children, weights, strict=True):
            if weighted:
                child["weight"] = w
        if how == "formula":
            ids = [c["id"] for c in children]
            node["aggregate"] = {
                "formula": self.pick([" + ".join(ids), f"max({', '.join(ids)})", f"{ids[0]} + 2 * {ids[-1]}"])
            }
        elif how != "sum" or self.chance(0.1):
            node["aggregate"] = how
        m = self.maximum(how, weights, maxima)
        if how in {"geometric_mean", "harmonic_mean", "formula"} and None not in maxima:
            node["max"] = m = F(-(-max(maxima) // 1) if how != "formula" else -(-2 * sum(maxima) // 1))
        extra = ["bonus"] * (0 if self.index else 1) + ["penalty"] + ["unscored"] + (["condition"] * 2 if root else [])
        times = [None for _ in range(2 if root else 1) if self.chance(0.35 if root else 0.08)]
        others = [self.other(self.pick(extra), nodes) for _ in times]
        for other in others:
            if weighted and other.get("role") in {"bonus", "penalty"}:
                other["weight"] = self.pick([1, 2])
            nodes.append(other["id"])
        names = self.names(nodes)
        if how == "sum" and m is not None and not root and self.option("cap", 0.12) and printable(m / 2):
            node["cap"] = m = m / 2
        if m is not None and "max" not in node and printable(m) and self.option("max:stated", 0.5):
            node["max"] = m
        node["criteria"] = children + others
        self.rng.shuffle(node["criteria"])
        at_least = self.sparse and how in {"sum", "mean", "min", "max"}
        if (DISPUTED or at_least) and self.option("at_least", 0.4):
            n = len(children)
            node["at_least"] = self.pick([1, n - 1, n, "50%", "65%", "100%", {"leaves": "65%"}, {"leaves": n}])
        saved = node.get("cap")
        if not root or not chain:
            node.setdefault("cap", None)
            m = self.finishing(node, names, m)
            node["cap"] = saved
            if saved is None:
                node.pop("cap")
        if not root:
            policies = {settled(c) for c in children}
            leaving = policies & {"exclude", "rescale", "rescale_total"}
            if self.option("applies:branch", 0.08):
                node["applies"] = self.yes(self.sure(before), 1)
                leaving.add("itself")
            if leaving and not (
                len(policies) == 1
                and policies <= {"exclude", "rescale"}
                and "itself" not in leaving
                and self.chance(0.5)
            ):
                node["not_applicable"] = self.policy(
                    under, m, chain=chain, leaves="cohort_max(value)" in node.get("then", "")
                )
            elif leaving:
                self.use("policy:derived")
        return node, m

    def other(self, role: str, nodes: list[str]) -> dict:
        if role == "condition":
            self.use("role:condition")
            names = self.names(nodes)
            i = self.new_id("n")
            score = (
                {"yes_no": self.yes(names, 1)}
                if self.chance(0.6)
                else {"formula": self.pick([self.yes(names, 1), self.expression(names, 1)])}
            )
            node = {"id": i, "title": f"Điều kiện {i}", "role": role, "score": score}
            node["on_fail"] = self.chosen("on_fail", "flag", "unranked", "lowest_tier")
            return node
        node, _ = self.leaf("sum", nodes, chain=False, role=role)
        return node

    def maximum(self, how: str, weights: list[Fraction], maxima: list) -> Fraction | None:
        if None in maxima:
            return None
        if how == "sum":
            return sum(w * m for w, m in zip(weights, maxima, strict=True))
        if how == "mean":
            return sum(w * m for w, m in zip(weights, maxima, strict=True)) / sum(weights)
        return {"min": min, "max": max}.get(how, lambda _: None)(maxima)
