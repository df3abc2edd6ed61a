"""Run the engine and the oracle on a generated ruleset and tell where they differ."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import oracle
from draw import COHORT_FUNCTIONS
from formula import No
from generate import Case, generate, rows
from itrank.engine import evaluate, load_text, observe
from itrank.engine.formula.aggregates import AGGREGATES
from itrank.engine.language.kinds import KINDS
from itrank.engine.model.input_types import INPUT_TYPES
from itrank.engine.model.observed import Previous
from itrank.engine.model.ties import TIES
from itrank.engine.observe import table_of
from plain_yaml import yaml_text

# What the engine has, the oracle must have too, or the two agree on rulesets without it.
WHOLE = {
    *(f"kind:{kind}" for kind in KINDS),
    *(f"aggregate:{aggregate}" for aggregate in AGGREGATES),
    *(f"ties:{ties}" for ties in TIES),
    *(f"input:{type_}" for type_ in INPUT_TYPES if type_ != "text"),
}
EXPECTED = {
    *WHOLE,
    "aggregate:formula",
    *(f"policy:sum:{k}" for k in ["zero", "full", "exclude", "rescale", "rescale_total"]),
    *(f"policy:mean:{k}" for k in ["zero", "full", "exclude", "rescale"]),
    *(
        f"missing:{k}"
        for k in ["error", "unranked", "skip", "zero", "no", "number", "last_year", "group_mean", "cohort_mean"]
    ),
    *(f"value_missing:{k}" for k in ["unranked", "zero", "number", "last_year", "group_mean", "cohort_mean"]),
    *(f"cohort_function:{k}" for k in (*COHORT_FUNCTIONS, "percentile")),
    *(f"cohort:{k}" for k in ["list", "scorecard", "all", "groups"]),
    *(f"steps:{k}" for k in ["from", "above", "up_to", "below"]),
    *(f"tiers:{k}" for k in ["from", "above", "up_to", "below", "when", "percent", "requires", "node"]),
    *(f"lists:{k}" for k in ["all", "group", "sets", "named", "parent", "vung"]),
    *(
        f"rounding:{k}"
        for k in ["half_up", "half_even", "half_down", "up", "down", "floor", "ceiling", "leaf", "branch", "total"]
    ),
    *(f"role:{k}" for k in ["bonus", "penalty", "unscored", "condition"]),
    *(f"on_fail:{k}" for k in ["flag", "unranked", "lowest_tier"]),
    *(f"on_zero:{k}" for k in ["zero", "full", "not_applicable", "50%"]),
    *(f"relative:{k}{lower}" for k in ["best", "min_max", "percentile_rank"] for lower in ("", ":lower")),
    *(f"operator:{k}" for k in ["/", "//", "%", "**", "if", "chain", "and_or"]),
    *["input:bounds", "input:bound_by_input"],
    *[
        "applies",
        "applies:branch",
        "answer:missing",
        "at_least",
        "best:lowest",
        "cap",
        "cell:blank",
        "cell:not_applicable",
        "children",
    ],
    *[
        "choice:not_applicable",
        "defaults",
        "full_at",
        "functions",
        "functions:nested",
        "last_year",
        "max:parameter",
        "max:stated",
        "min",
    ],
    *[
        "out_of",
        "outliers",
        "outliers:percentiles",
        "outliers:winsorise",
        "parameters:by_year",
        "parameters:day",
        "policy:derived",
        "previous",
    ],
    *[
        "ranking:by",
        "ranking:node",
        "round",
        "scale:log",
        "scorecards",
        "self",
        "then",
        "then:cohort",
        "tie_break",
        "totals",
    ],
    *[
        "unit:reference",
        "unit:unranked",
        "values:lookup",
        "values:missing",
        "values:outliers",
        "values:yes_no",
        "weight",
    ],
}


class RefusedError(Exception):
    """The engine does not load a ruleset that the generator holds valid."""


@lru_cache(maxsize=4)
def loaded(text: str):
    """Load a ruleset that must load; the one that each unit of a case is tried with alone, once."""
    found = load_text(text, "generated.yaml")
    if found.ruleset is None:
        raise RefusedError("\n".join(f"{f.code} {f.place.line}:{f.place.column} {f.params}" for f in found.findings))
    return found.ruleset


def run(case: Case, text: str | None = None) -> dict:
    """Evaluate a case with the engine, in the oracle's shape."""
    ruleset = loaded(text or yaml_text(case.ruleset))
    people, data = rows(case)
    previous = {
        u: Previous(
            id=u, total=next((values[c] for c in case.ruleset["scorecards"] if c in values), None), values=values
        )
        for u, values in case.previous.items()
    }
    observed = observe(ruleset, [table_of("data.csv", data)], table_of("units.csv", people), previous)
    return shaped(evaluate(ruleset, observed))


def shaped(result) -> dict:
    """Turn a result into what the oracle answers."""
    return {
        unit.unit.id: {
            "total": plain(unit.outcome),
            "max": unit.max,
            "tier": unit.tier or None,
            "rank": unit.rank,
            "nodes": {
                made.node.id: {"score": plain(made.outcome), "tier": made.tier or None, "rank": made.rank}
                for made in unit.criteria
            },
        }
        for unit in result.units
    }


def plain(outcome):
    """A score, or state and reason."""
    return No(outcome.state, outcome.reason) if hasattr(outcome, "state") else outcome


def differences(case: Case, text: str | None = None) -> list[str]:
    """Say where engine and oracle differ, one line each."""
    ours, theirs = oracle.evaluate(case.ruleset, case.units, case.previous), run(case, text)
    out = [f"units: {sorted(ours)} / {sorted(theirs)}"] if ours.keys() != theirs.keys() else []
    for u in ours.keys() & theirs.keys():
        a, b = ours[u], theirs[u]
        keys = ["total", "tier", "rank"] + ([] if isinstance(a["total"], No) or a["max"] is None else ["max"])
        out += [f"{u} {k}: oracle {show(a[k])}, engine {show(b[k])}" for k in keys if a[k] != b[k]]
        for i, node in a["nodes"].items():
            if i not in b["nodes"]:
                out.append(f"{u} {i}: the engine does not know it")
                continue
            out += [
                f"{u} {i} {k}: oracle {show(node[k])}, engine {show(b['nodes'][i][k])}"
                for k in ("score", "tier", "rank")
                if node[k] != b["nodes"][i][k]
            ]
    return out


def show(x) -> str:
    return f"{x.state} ({x.reason})" if isinstance(x, No) else str(x)


def check(seeds: Iterable[int]) -> tuple[list[str], Counter]:
    """Compare the cases of some seeds; return reports of disagreements and the count of features."""
    reports, features = [], Counter()
    for seed in seeds:
        case = generate(seed)
        features.update(case.features)
        text = yaml_text(case.ruleset)
        try:
            found = differences(case, text)
        except RefusedError as refusal:
            found = [f"refused: {refusal}"]
        except Exception as fault:  # noqa: BLE001 - the seed must be told
            found = [f"the engine fails: {fault!r}"]
        if found:
            reports.append(f"seed {seed}\n" + "\n".join(found[:20]) + f"\n{text}")
    return reports, features


if __name__ == "__main__":
    reports, _ = check(range(int(sys.argv[1]), int(sys.argv[2])))
    print("\n\n".join(reports))
    sys.exit(1 if reports else 0)
