"""The explanations of all units: a file each, and an index that leads to them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TextIO, TypeAlias

from ..explain.explaining import explain
from ..explain.explanation import Explanation
from ..explain.naming import LANGUAGES
from ..files.visible import visible
from ..model.observed import Unit
from ..model.result import Result, UnitResult
from ..model.sentences import sentence
from ..rank.ranking import Evaluation
from ..result.words import status_words
from . import texts
from .explanation_json import write_explanation
from .explanation_markdown import banner_lines, explanation_markdown, safe, table_lines
from .explanation_text import explanation_text
from .explanation_words import amount
from .grid import Look

ENDINGS = {"text": "txt", "markdown": "md", "json": "json"}
_LONGEST = 60
# What Windows keeps for devices, and our own index.
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index)(\.|$)", re.IGNORECASE)

File = tuple[str, Callable[[TextIO], object]]
_Row: TypeAlias = tuple[UnitResult, str]


def file_names(units: Sequence[Unit], ending: str) -> list[str]:
    """Name a file for each unit after its id: ASCII letters, digits, `-` and `_`, no two alike but for case.

    >>> file_names([Unit("dv01", ""), Unit("../x", ""), Unit("con", ""), Unit("DV01", "")], "md")
    ['dv01.md', 'x-d6b96a97.md', 'con-1143da2b.md', 'DV01-8efea0b8.md']
    """
    seen: set[str] = set()
    made = []
    for unit in units:
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", unit.id).strip("-")[:_LONGEST]
        if name != unit.id or not name or _TAKEN.match(name) or name.casefold() in seen:
            name = f"{name or 'unit'}-{sha256(unit.id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        seen.add(name.casefold())
        made.append(f"{name}.{ending}")
    return made


def explanation_files(evaluation: Evaluation, form: str, lang: str) -> Iterator[File]:
    """Give every file's name and what writes it: a unit at a time, so that many are never in memory, then the index."""
    names = file_names([unit.unit for unit in evaluation.result.units], ENDINGS[form])
    for index, name in enumerate(names):
        yield name, _unit_writer(evaluation, index, form, lang)
    yield f"index.{ENDINGS[form]}", lambda stream: stream.write(index_text(evaluation, names, form, lang))


def _unit_writer(evaluation: Evaluation, index: int, form: str, lang: str) -> Callable[[TextIO], object]:
    return lambda stream: write_one(explained(evaluation, index, form, lang), form, Look(lang), stream)


def explained(evaluation: Evaluation, index: int, form: str, lang: str, node: str | None = None) -> Explanation:
    """Explain a unit, or one node of it, in the languages that a format has."""
    return explain(evaluation, index, node, LANGUAGES if form == "json" else (lang,))


def write_one(made: Explanation, form: str, look: Look, stream: TextIO) -> None:
    """Write an explanation in a format."""
    if form == "json":
        write_explanation(made, stream)
    else:
        stream.write(explanation_markdown(made, look.lang) if form == "markdown" else explanation_text(made, look))


def index_text(evaluation: Evaluation, names: Sequence[str], form: str, lang: str) -> str:
    """List the units in the order of their lists and ranks, each with its file."""
    result = evaluation.result
    order = {made.id: number for number, made in enumerate(result.lists)}
    rows = sorted(
        zip(result.units, names, strict=True),
        key=lambda row: (order.get(row[0].list, len(order)), row[0].rank is None, row[0].rank or 0, row[0].unit.id),
    )
    return _INDEXES[form](result, rows, lang)


def _index_json(_: Result, rows: Sequence[_Row], __: str) -> str:
    listed = [
        {"id": unit.unit.id, "name": unit.unit.name, "list": unit.list, "rank": unit.rank, "file": name}
        for unit, name in rows
    ]
    return json.dumps({"format": "itrank-explanations/1", "units": listed}, ensure_ascii=False, indent=1) + "\n"


def _index_text(result: Result, rows: Sequence[_Row], lang: str) -> str:
    banner = [sentence(texts.ILLUSTRATIVE, lang)] if result.illustrative else []
    lines = ("  ".join(map(visible, (*_cells(unit, lang), name))) for unit, name in rows)
    return "\n".join([visible(_title(result, lang)), *banner, "", *lines]) + "\n"


def _index_markdown(result: Result, rows: Sequence[_Row], lang: str) -> str:
    cells = [(*map(safe, _cells(unit, lang)), name) for unit, name in rows]
    table = [(list_, rank, f"[{unit}]({name})", total) for list_, rank, unit, total, name in cells]
    lines = [f"# {sentence(texts.EXPLANATIONS, lang)}: {safe(_title(result, lang))}", ""]
    lines += banner_lines(result.illustrative, lang)
    return "\n".join([*lines, *table_lines(texts.INDEX_HEADS, "|---|---:|---|---:|", table, lang)]) + "\n"


_INDEXES: Mapping[str, Callable[[Result, Sequence[_Row], str], str]] = {
    "text": _index_text,
    "markdown": _index_markdown,
    "json": _index_json,
}


def _title(result: Result, lang: str) -> str:
    ruleset = result.ruleset
    return f"{ruleset.title.say(lang) or ruleset.id} ({ruleset.id}@{ruleset.version}, sha256 {ruleset.sha256[:12]})"


def _cells(unit: UnitResult, lang: str) -> tuple[str, str, str, str]:
    """Give a unit's list, rank or status, name and total."""
    rank = unit.rank_printed or status_words(unit.status, lang)
    return unit.list, rank, unit.unit.name or unit.unit.id, amount(unit.outcome, lang)
