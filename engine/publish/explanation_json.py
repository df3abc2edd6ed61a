"""An explanation as JSON, format `itrank-explanation/1`: all that is needed to compute every score again.

Numbers are strings, exact: a whole number or a fraction in lowest terms ("22/7"). docs/explaining.md has the vocabulary.
"""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TextIO

from ..explain.explanation import ColumnTold, Explanation, Neighbour, NodeTold, Standing, TieBreak, TierGap, Told
from ..explain.naming import kind_of
from ..files.visible import visible_in_json
from ..formula.plain import plain
from ..model.findings import Place
from ..model.numerals import ratio
from ..model.outcome import NoScore
from ..model.ruleset import (
    Decimals,
    Formula,
    Input,
    LastYear,
    NamedValue,
    RollUp,
    Ruleset,
    Statistic,
    Value,
    Words,
    unpadded,
)
from ..result.quotas import quota_record
from ..result.record import engine_version, unit_record
from ..result.rules_record import Record
from ..result.shapes import written
from ..result.words import why_no_score
from ..score.steps import Step

FORMAT = "itrank-explanation/1"
_UNIT_KEYS = (
    "id", "name", "group", "parent", "scorecard", "status", "reason", "tier", "list", "rank", "rank_printed", "tied",
    "rank_change", "previous", "succession", "unresolved", "failed",
)  # fmt: skip


def explanation_record(made: Explanation) -> Record:
    """Give an explanation as values of JSON."""
    result, ruleset = made.result, made.result.ruleset
    unit = unit_record(ruleset, made.unit)
    return {
        "format": FORMAT,
        "engine": engine_version(),
        "ruleset": {
            "id": ruleset.id,
            "version": ruleset.version,
            "title": _words(ruleset.title),
            "decision": dict(ruleset.decision),
            "sha256": ruleset.sha256,
            "sources": [{"path": source.path, "sha256": source.sha256} for source in ruleset.sources],
        },
        "data": [{"path": source.path, "sha256": source.sha256} for source in result.data],
        "illustrative": made.illustrative,
        "rounding_mode": ruleset.rounding_mode,
        "show": unpadded(ruleset.show),
        **({"show_fixed": True} if isinstance(ruleset.show, Decimals) else {}),
        "unit": {key: unit[key] for key in _UNIT_KEYS}
        | {
            "total": _number(made.unit.outcome),
            "max": _number(made.unit.max),
            "total_change": _number(made.unit.total_change),
        },
        "start": made.start,
        "lenient": made.lenient,
        "nodes": [_node(ruleset, told) for told in made.nodes],
        "columns": {key: _column(ruleset, told) for key, told in made.columns.items()},
        "lost": list(made.lost),
        "standing": _standing(made.standing),
    }


def write_explanation(made: Explanation, stream: TextIO) -> None:
    """Write an explanation, a line for each node and each column."""
    record = explanation_record(made)
    nodes, columns = record.pop("nodes"), record.pop("columns")
    head = ",\n ".join(f"{_dumped(key)}: {_dumped(value)}" for key, value in record.items())
    listed = ",\n  ".join(map(_dumped, nodes))
    named = ",\n  ".join(f"{_dumped(key)}: {_dumped(value)}" for key, value in columns.items())
    stream.write(f'{{{head},\n "nodes": [\n  {listed}],\n "columns": {{\n  {named}}}}}\n')


def _dumped(value: object) -> str:
    return visible_in_json(_encoded(value))


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _node(ruleset: Ruleset, told: NodeTold) -> Record:
    node = told.node
    rounding = node.rounding
    return {
        "id": node.id,
        "code": node.code,
        "title": _words(node.title),
        "parent": told.parent,
        "children": [child.id for child in node.children],
        "is_total": node.is_total,
        "value": _number(told.outcome),
        "state": told.state.value,
        "lack": _lack(ruleset, told.outcome),
        "max": _number(node.max),
        "full": _number(node.full),
        "counted": _number(told.counted),
        "role": node.role,
        "on_fail": node.on_fail,
        "weight": ratio(node.weight),
        "kind": node.kind,
        "kind_words": _words(told.kind),
        "aggregate": node.aggregate,
        "inside": [_formula(gate) for gate in node.inside],
        "applies": _told(told.applies),
        "score": _told(told.score),
        "not_applicable": node.not_applicable,
        "at_least": None
        if node.at_least is None
        else {"amount": ratio(node.at_least.amount), "share": node.at_least.share, "of": node.at_least.of},
        "cap": _number(node.cap),
        "out_of": _number(node.out_of),
        "then": _told(told.then),
        "min": _number(node.minimum),
        "rounding": None if rounding is None else {"digits": rounding.digits, "mode": rounding.mode},
        "steps": [_step(ruleset, step) for step in told.steps],
        "tier": told.tier,
        "rank": told.rank,
        "lost": _number(told.lost),
        "cost": _number(told.cost),
        "worth": _number(told.worth),
        "clause": node.clause,
        "provenance": node.provenance,
        "illustrative": told.illustrative,
        "place": _place(node.place),
        **_appraised(ruleset, told),
    }


def _appraised(ruleset: Ruleset, told: NodeTold) -> Record:
    """Give what was declared and corrected; nothing where there was no appraisal."""
    if told.declared is None:
        return {}
    rows = [
        {
            "target": row.target, "stage": row.stage, "from": row.before, "to": row.after,
            "reason": row.reason, "basis": row.basis,
        }
        for row in told.corrections
    ]  # fmt: skip
    return {
        "declared": {"value": _number(told.declared), "lack": _lack(ruleset, told.declared)},
        "corrections": rows,
    }


def _step(ruleset: Ruleset, step: Step) -> Record:
    return {
        "step": step.kind,
        "before": _number(step.before),
        "after": _number(step.after),
        "lack": _lack(ruleset, step.after),
        "amount": _number(step.amount),
        "over": _number(step.over),
        "about": step.about,
    }


def _column(ruleset: Ruleset, told: ColumnTold) -> Record:
    column = told.column
    record: Record = {
        "kind": kind_of(column),
        "label": _words(told.label),
        **_value(told.value),
        "lack": _lack(ruleset, told.value),
        "percent": told.percent,
        "measured_in": told.measured_in,
        "imputed": told.imputed,
        "drawn_in": told.drawn_in,
    }
    if isinstance(column, (Input, NamedValue)):
        record["missing"] = ratio(column.missing) if isinstance(column.missing, Fraction) else column.missing
        record["provenance"] = told.provenance
        record["place"] = _place(told.place if isinstance(column, Input) else column.place)
    if told.told is not None:
        record["formula"] = _told(told.told)
    if isinstance(column, (Statistic, RollUp, LastYear)):
        record["of"] = column.of
    if isinstance(column, (Statistic, RollUp)):
        record["stat"] = column.stat
    if told.cohort is not None:
        record["cohort"] = {"words": _words(told.cohort.words), "key": told.cohort.key, "units": told.cohort.units}
    return record


def _told(told: Told | None) -> Record | None:
    if told is None:
        return None
    return {
        **_formula(told.formula),
        "words": _words(told.words),
        "figures": _words(told.figures),
        "because": [_words(reason) for reason in told.because],
        **_value(told.result),
    }


def _formula(formula: Formula) -> Record:
    return {"source": formula.source, "tree": plain(formula.tree), "place": _place(formula.place)}


def _value(value: Value | NoScore) -> Record:
    """Give a value with its type: only numbers and days are not what JSON says they are."""
    match value:
        case NoScore():
            return {"type": None, "value": None}
        case bool():
            return {"type": "yes_no", "value": value}
        case Fraction():
            return {"type": "number", "value": ratio(value)}
        case date():
            return {"type": "date", "value": value.isoformat()}
    return {"type": "choice", "value": value}


def _number(value: object) -> str | None:
    return ratio(value) if isinstance(value, Fraction) else None


def _lack(ruleset: Ruleset, value: object) -> Record | None:
    if not isinstance(value, NoScore):
        return None
    why = why_no_score(ruleset, value)
    return {"state": value.state.value, "reason": why.code, "about": why.about, "vi": why.vi, "en": why.en}


def _standing(standing: Standing) -> Record:
    return {
        "list": None if standing.list is None else standing.list.id,
        "ranked": None if standing.list is None else standing.list.ranked,
        "by": _told(standing.by),
        "value": _number(standing.value),
        "above": _neighbour(standing.above),
        "below": _neighbour(standing.below),
        "tied": [{"id": unit.id, "name": unit.name} for unit in standing.tied],
        **({"tied_left_out": standing.tied_left_out} if standing.tied_left_out else {}),
        "tier": _words(standing.tier),
        "better_tier": _gap(standing.better),
        "own_tier": _gap(standing.own),
        **({"lowering": [node.id for node in standing.lowering]} if standing.lowering else {}),
    }


def _neighbour(other: Neighbour | None) -> Record | None:
    if other is None:
        return None
    return {
        "id": other.unit.id,
        "name": other.unit.name,
        "rank_printed": other.rank_printed,
        "value": ratio(other.value),
        "gap": ratio(other.gap),
        "decided_by": _tie_break(other.decided),
    }


def _tie_break(decided: TieBreak | None) -> Record | None:
    if decided is None:
        return None
    return {
        "number": decided.number,
        "words": _words(decided.words),
        "own": _number(decided.own),
        "other": _number(decided.other),
    }


def _gap(gap: TierGap | None) -> Record | None:
    if gap is None:
        return None
    return {
        "id": gap.tier.id,
        "title": _words(gap.tier.title),
        "bound": ratio(gap.bound),
        "strict": gap.strict,
        "gap": ratio(gap.gap),
        "requires": _told(gap.requires),
        **({} if gap.tier.quota is None else {"quota": written(quota_record(gap.tier.quota))}),
    }


def _words(words: Words) -> Mapping[str, Any]:
    return {"vi": words.vi, "en": words.en}


def _place(place: Place) -> Record:
    return {"file": place.file, "line": place.line, "column": place.column, "cell": place.cell}
