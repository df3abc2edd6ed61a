"""The scoring kinds of docs/semantics.md §6."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

import exact
from formula import No, NoScoreError, divided, sized
from inputs import Inputs, Scope


class Kinds(Inputs):
    """What a leaf is worth."""

    def max_of(self, node: dict) -> Fraction | None:
        return self.quantity(node["max"]) if "max" in node else None

    def score(self, u: str, node: dict, scope: Scope):
        score, m = node["score"], self.max_of(node)
        points = Fraction(1) if m is None else m

        def calc(text):
            return self.calc(text, u, scope)

        if "steps" in score:
            return self.steps(score, calc(score["steps"]), m)
        if "choice" in score:
            given = score["points"][calc(score["choice"])]
            if given == "not_applicable":
                raise NoScoreError(No("not_applicable", "option_not_applicable"))
            return self.quantity(given, points)
        if "count" in score:
            return min(max(calc(score["count"]) * self.quantity(score["each"], points), Fraction(0)), points)
        if "interpolate" in score:
            return self.interpolate(score, calc(score["interpolate"]), points)
        if "formula" in score:
            return calc(score["formula"])
        if "given" in score:
            return calc(score["given"])
        share = self.share(score, calc, scope, u)
        return share if isinstance(share, bool) else min(max(share, Fraction(0)), Fraction(1)) * points

    def share(self, score: Mapping, calc: Callable, scope: Scope, u: str):
        if "yes_no" in score:
            return Fraction(int(calc(score["yes_no"])))
        if "checklist" in score:
            listed = score["checklist"]
            weights = dict(listed) if isinstance(listed, Mapping) else dict.fromkeys(listed, 1)
            held = [(self.quantity(w), calc(e)) for e, w in weights.items()]
            return sum((w for w, yes in held if yes), Fraction(0)) / sum((w for w, _ in held), Fraction(0))
        if "scale" in score:
            x, a, b = calc(score["scale"]), self.quantity(score["from"]), self.quantity(score["to"])
            t = min(max(x, min(a, b)), max(a, b))
            if score.get("log"):
                t, a, b = exact.ln(t), exact.ln(a), exact.ln(b)
            return (t - a) / (b - a)
        if "relative" in score:
            return self.relative(score, calc)
        return self.quotient(score, u, scope)

    def quotient(self, score: Mapping, u: str, scope: Scope):
        """`ratio` and `share`, with `on_zero` and `full_at`."""
        if "ratio" in score:
            a, b = map(self.tree, score["ratio"])
        else:
            a, b = self.tree(score["share"]), None
            if isinstance(a, ast.BinOp) and isinstance(a.op, ast.Div):
                a, b = a.left, a.right
        if b is not None and "on_zero" in score and self.walk(b, u, scope) == 0:
            return self.instead(score["on_zero"])
        share = self.walk(a, u, scope)
        if b is not None:
            share = sized(divided(share, self.walk(b, u, scope)))
        return share / self.quantity(score["full_at"]) if "full_at" in score else share

    def instead(self, answer: str) -> Fraction:
        """What the leaf is worth where the divisor is zero, whatever the dividend is: so the divisor is asked first."""
        if answer == "not_applicable":
            raise NoScoreError(No("not_applicable", "option_not_applicable"))
        return (
            {"zero": Fraction(0), "full": Fraction(1)}[answer] if answer in {"zero", "full"} else self.quantity(answer)
        )

    def relative(self, score: Mapping, calc: Callable):
        x, lower = f"({score['relative']})", score.get("better") == "lower"
        divisor = {
            "best": x if lower else f"cohort_max({x})",
            "min_max": f"cohort_max({x}) - cohort_min({x})",
            "percentile_rank": f"cohort_count({x}) - 1",
        }[score["to"]]
        if "on_zero" in score and calc(divisor) == 0:
            return self.instead(score["on_zero"])
        if score["to"] == "best":
            return calc(f"cohort_min({x}) / {x}" if lower else f"{x} / cohort_max({x})")
        if score["to"] == "percentile_rank":
            return calc(f"cohort_above({x}) / (cohort_count({x}) - 1)" if lower else f"cohort_percentile_rank({x})")
        width = f"(cohort_max({x}) - cohort_min({x}))"
        return calc(f"(cohort_max({x}) - {x}) / {width}" if lower else f"({x} - cohort_min({x})) / {width}")

    def steps(self, score: Mapping, x: Fraction, m: Fraction | None):
        word = next(k for k in ("from", "above", "up_to", "below") if k in score)
        bounds = {self.quantity(b if isinstance(b, int) else str(b)): p for b, p in score[word].items()}
        fits = {
            "from": lambda b: b <= x,
            "above": lambda b: b < x,
            "up_to": lambda b: b >= x,
            "below": lambda b: b > x,
        }[word]
        fitting = [b for b in bounds if fits(b)]
        if not fitting:
            return self.quantity(score["otherwise"], m)
        return self.quantity(bounds[max(fitting) if word in {"from", "above"} else min(fitting)], m)

    def interpolate(self, score: Mapping, x: Fraction, m: Fraction):
        line = sorted(
            (self.quantity(a if isinstance(a, int) else str(a)), self.quantity(p, m))
            for a, p in score["points"].items()
        )
        if x <= line[0][0]:
            return line[0][1]
        for (x1, p1), (x2, p2) in pairwise(line):
            if x <= x2:
                return p1 + (p2 - p1) * (x - x1) / (x2 - x1)
        return line[-1][1]
