"""A checked ruleset and its data in plain form, for an evaluator that knows nothing of YAML, Excel or this program.

Formats `itrank-rules/1` and `itrank-data/2`; docs/verification.md says what each key means.
Numbers are texts, exact: a whole number or a fraction in lowest terms.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from ..formula.plain import plain
from ..model.appraisal import Correction
from ..model.findings import Finding, Place
from ..model.numerals import ratio
from ..model.observed import Observation, Observed, Previous, Unit
from ..model.ruleset import (
    Before,
    Bound,
    Cohort,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    Outliers,
    Quota,
    Ranking,
    RollUp,
    Ruleset,
    Scorecard,
    Statistic,
    Tier,
    Value,
)
from ..result.record import correction_record, files_record

Record = dict[str, Any]
RULES, FIRST_DATA, DATA = "itrank-rules/1", "itrank-data/1", "itrank-data/2"


def rules_record(ruleset: Ruleset) -> Record:
    """Give all that a ruleset makes of data: columns in an order of computation, scorecards, lists."""
    return {
        "format": RULES,
        "id": ruleset.id,
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "rounding_mode": ruleset.rounding_mode,
        "groups": list(ruleset.groups),
        "scorecards": [_scorecard(card) for card in ruleset.scorecards],
        "columns": [_column(key, column) for key, column in ruleset.columns.items()],
    }


def data_record(
    ruleset: Ruleset, observed: Observed, findings: Sequence[Finding] = (), told: Iterable[Finding] = ()
) -> Record:
    """Give all that a result is made of but its ruleset, so that the result follows from it to the byte, and no more.

    Args:
        ruleset: of the result.
        observed: its data.
        findings: about the data, but for those that the ruleset alone gives.
        told: the findings of the result: lines and columns are given of the cells that these name.
    """
    named = {each.place[:4] for each in told}
    first = first_data_record(ruleset, observed)
    lists = _attributes_of_lists(ruleset)
    made: Record = {
        "format": DATA,
        "files": files_record(observed.sources, observed.read),
        "illustrative": observed.illustrative,
        "units": [
            _placed_unit(row, unit.place, lists, named)
            for row, unit in zip(first["units"], observed.units, strict=True)
        ],
        "inputs": {
            key: [{**row, **_at(seen.place, named)} for row, seen in zip(column, observed.values[key], strict=True)]
            for key, column in first["inputs"].items()
        },
        "evidence": {
            asked.key: [{**_evidence(seen), **_at(seen.place, named)} for seen in observed.values[asked.key]]
            for asked in _observed_inputs(ruleset, observed)
            if asked.traits.is_evidence and asked.publish
        },
        "previous": [
            {**row, "rank_printed": before.rank_text}
            for row, before in zip(first["previous"], observed.previous.values(), strict=True)
        ],
        "findings": [_finding(each) for each in findings],
    }
    if (appraisal := observed.appraisal) is not None:
        rows = [row for unit in observed.units for row in appraisal.corrections.get(unit.id, ())]
        made |= {"stage": appraisal.stage, "declared": first["declared"], "appraised": first["appraised"]}
        made["corrections"] = list(map(_correction, rows))
    return made


def _placed_unit(row: Record, place: Place, lists: Container[str], named: Container[tuple[object, ...]]) -> Record:
    """Give a unit with the columns that something is ranked by, and with its cell where a finding names that."""
    attributes = {key: value for key, value in row["attributes"].items() if key in lists}
    return {**row, "attributes": attributes, **(_at(place, named) if place[:4] in named else {})}


def _observed_inputs(ruleset: Ruleset, observed: Observed) -> list[Input]:
    """Give the inputs that the data have."""
    return [asked for asked in ruleset.inputs if asked.key in observed.values]


def first_data_record(ruleset: Ruleset, observed: Observed) -> Record:
    """Give what `itrank-data/1` has: units, each input's value or lack for each unit, and last year's result.

    Where answers were corrected: `inputs` as they stand after it, `declared` those that were corrected as they were
    declared, `appraised` the points that stand in place of a leaf's rule, by leaf and index of the unit.
    """
    made: Record = {
        "format": FIRST_DATA,
        "units": list(map(_unit, observed.units)),
        "inputs": {
            asked.key: list(map(_observation, observed.values[asked.key]))
            for asked in _observed_inputs(ruleset, observed)
            if not asked.traits.is_evidence  # evidence, of which no point is made
        },
        "previous": list(map(_previous, observed.previous.values())),
    }
    if (appraisal := observed.appraisal) is not None:
        made["declared"] = {
            asked.key: list(map(_observation, appraisal.declared[asked.key]))
            for asked in ruleset.inputs
            if asked.key in appraisal.declared
        }
        made["appraised"] = {
            leaf: {str(unit): ratio(points) for unit, points in sorted(by_unit.items())}
            for leaf, by_unit in sorted(appraisal.points.items())
        }
    return made


def without_words(observed: Observed) -> Observed:
    """Take from corrections why they were made, by whom and when: these may name persons."""
    if (appraisal := observed.appraisal) is None:
        return observed
    bare = {
        unit: [replace(row, reason="", basis="", by="", at="") for row in rows]
        for unit, rows in appraisal.corrections.items()
    }
    return replace(observed, appraisal=replace(appraisal, corrections=bare))


def _attributes_of_lists(ruleset: Ruleset) -> set[str]:
    """Name the columns of units that something is ranked by: others may name persons, and nothing is made of them."""
    nodes = (node for card in ruleset.scorecards for node in card.nodes())
    lists = (node.ranking.lists for node in nodes if node.ranking is not None)
    return {each for each in lists if isinstance(each, str)}


def _at(place: Place, named: Container[tuple[object, ...]]) -> Record:
    """Give a cell as results do: its file and what it is called; line and column where that is all, or shown too."""
    if not place.file:
        return {}
    is_whole = not place.cell or place[:4] in named
    return {"at": list(place[:4]) if is_whole else [place.file, place.cell]}


def _evidence(seen: Observation) -> Record:
    return {"text": str(seen.value)} if seen.value is not None else {"lack": seen.state}


def _finding(found: Finding) -> Record:
    told: Record = {"code": found.row, "at": list(found.place[:4]), "words": dict(found.params)}
    return told if found.help is None else {**told, "help": list(found.help)}


def _correction(row: Correction) -> Record:
    return {"unit": row.unit, **correction_record(row), "by": row.by, "at": row.at}


def plain_bytes(record: Mapping[str, Any]) -> bytes:
    """Write rules or data in plain form: a line for each column, unit or input."""
    lines = []
    for key, value in record.items():
        told = json.dumps(key)
        if isinstance(value, list) and value:
            rows = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value)
            lines.append(f"{told}: [\n  {rows}\n ]")
        elif isinstance(value, dict) and value:
            rows = ",\n  ".join(
                f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()
            )
            lines.append(f"{told}: {{\n  {rows}\n }}")
        else:
            lines.append(f"{told}: {json.dumps(value, ensure_ascii=False)}")
    return ("{" + ",\n ".join(lines) + "}\n").encode()


def _scorecard(card: Scorecard) -> Record:
    return {
        "id": card.id,
        "groups": list(card.groups),
        "root": card.root.id,
        "tree": [node.id for node in card.root.walk()],
        "totals": [node.id for node in card.totals],
    }


def _column(key: str, column: Column) -> Record:
    match column:
        case Input():
            made: Record = {
                "kind": "input",
                "type": column.type,
                "missing": _missing(column.missing),
                "cohort": _cohort(column.cohort),
                "outliers": _outliers(column.outliers),
                "publish": column.publish
                and not column.traits.is_evidence,  # what nothing is computed of is not recomputed
            }
        case NamedValue():
            made = {
                "kind": "value",
                "formula": _tree(column.formula),
                "missing": _missing(column.missing),
                "cohort": _cohort(column.cohort),
                "outliers": _outliers(column.outliers),
                "publish": column.publish,
            }
        case Constant():
            made = {
                "kind": "constant",
                "value": _value(column.value) if isinstance(column.value, date) else ratio(column.value),
            }
        case Statistic():
            made = {
                "kind": "cohort",
                "stat": column.stat,
                "of": column.of,
                "cohort": _cohort(column.cohort),
                "argument": _number(column.argument),
            }
        case RollUp():
            made = {"kind": "children", "stat": column.stat, "of": column.of}
        case LastYear():
            made = {"kind": "last_year", "of": column.of}
        case Before():
            made = {"kind": "before", "node": column.node.id}
        case Node():
            made = {"kind": "node", **_node(column)}
    return {"key": key, **made}


def _node(node: Node) -> Record:
    return {
        "scorecard": node.scorecard,
        "is_total": node.is_total,
        "role": node.role,
        "on_fail": node.on_fail,
        "max": _number(node.max),
        "weight": ratio(node.weight),
        "score": _tree(node.score),
        "aggregate": node.aggregate,
        "formula": _tree(node.formula),
        "children": [child.id for child in node.children],
        "inside": [plain(gate.tree) for gate in node.inside],
        "applies": _tree(node.applies),
        "not_applicable": node.not_applicable,
        "at_least": None
        if node.at_least is None
        else {"amount": ratio(node.at_least.amount), "share": node.at_least.share, "of": node.at_least.of},
        "cap": _number(node.cap),
        "out_of": _number(node.out_of),
        "then": _tree(node.then),
        "min": _number(node.minimum),
        "rounding": None if node.rounding is None else {"digits": node.rounding.digits, "mode": node.rounding.mode},
        "tiers": [_tier(tier) for tier in node.tiers],
        "ranking": _ranking(node.ranking),
    }


def _tier(tier: Tier) -> Record:
    return {
        "id": tier.id,
        "from": _bound(tier.from_),
        "above": _bound(tier.above),
        "up_to": _bound(tier.up_to),
        "below": _bound(tier.below),
        "when": _tree(tier.when),
        "requires": _tree(tier.requires),
        **_quota(tier.quota),
    }


def _quota(quota: Quota | None) -> Record:
    """Give a quota where there is one: rules without quotas are written as they were before there were any."""
    if quota is None:
        return {}
    return {"quota": {"amount": ratio(quota.amount), "share": quota.share, "at_ties": quota.at_ties}}


def _bound(bound: Bound | None) -> Record | None:
    return None if bound is None else {"amount": ratio(bound.amount), "share": bound.share}


def _ranking(ranking: Ranking | None) -> Record | None:
    if ranking is None:
        return None
    lists = ranking.lists
    return {
        "by": _tree(ranking.by),
        "best": ranking.best,
        "ties": ranking.ties,
        "tied_as": ranking.tied_as,
        "lists": lists if isinstance(lists, str) else {name: list(groups) for name, groups in lists.items()},
        "tie_break": [plain(formula.tree) for formula in ranking.tie_break],
    }


def _tree(formula: Formula | None) -> Record | None:
    return None if formula is None else plain(formula.tree)


def _missing(missing: object) -> Record | str:
    if isinstance(missing, bool):
        return {"yes_no": missing}
    return {"number": ratio(missing)} if isinstance(missing, Fraction) else str(missing)


def _cohort(cohort: Cohort | None) -> Record | None:
    return None if cohort is None else {"by": cohort.by, "groups": list(cohort.groups)}


def _outliers(rule: Outliers | None) -> Record | None:
    if rule is None:
        return None
    return {
        "cohort": _cohort(rule.cohort),
        "points": rule.points,
        "skew": ratio(rule.skew),
        "kurtosis": ratio(rule.kurtosis),
        "percentiles": None if rule.percentiles is None else [ratio(share) for share in rule.percentiles],
    }


def _number(amount: Fraction | None) -> str | None:
    return None if amount is None else ratio(amount)


def _unit(unit: Unit) -> Record:
    return {
        "id": unit.id,
        "name": unit.name,
        "group": unit.group,
        "parent": unit.parent,
        "role": unit.role,
        "aliases": _texts(unit.aliases),
        "predecessors": _texts(unit.predecessors),
        "attributes": dict(sorted(unit.attributes.items())),
    }


def _texts(names: Sequence[str]) -> list[str]:
    return list(names)


def _observation(seen: Observation) -> Record:
    if seen.state == "observed" and seen.value is not None:
        return _value(seen.value)
    return {"lack": "missing" if seen.state == "observed" else seen.state}


def _value(value: Value) -> Record:
    match value:
        case bool():
            return {"yes": value}
        case Fraction():
            return {"number": ratio(value)}
        case date():
            return {"date": value.isoformat()}
    return {"option": value}


def _previous(before: Previous) -> Record:
    answers = {name: _value(value) for name, value in sorted((before.answers or {}).items())}
    return {
        "id": before.id,
        "name": before.name,
        "total": _number(before.total),
        "max": _number(before.max),
        "rank": before.rank,
        "tier": before.tier,
        "values": {name: _value(value) for name, value in sorted(before.values.items())},
        **({} if before.answers is None else {"answers": answers}),
    }
