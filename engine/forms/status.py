"""Who has sent a form, and how it stands: as a table for the terminal, CSV and JSON."""

import csv
import io
import json
from collections import Counter
from typing import Any

from ..files.visible import visible
from ..model.codes import message, severity_of
from ..publish.text import fit, width
from ..result.numbers import decimal, show
from .collected_data import clean
from .collecting import Collected, FormStatus, State

FORMAT = "itrank-collected/1"
HEADERS = ("unit", "name", "state", "file", "answered", "wanted", "missing", "without_evidence", "self_score")
STATES: dict[State, tuple[str, str]] = {
    "complete": ("đủ", "complete"),
    "incomplete": ("còn thiếu", "incomplete"),
    "wrong": ("có lỗi", "has errors"),
    "conflict": ("các biểu khác nhau", "forms differ"),
    "refused": ("không đọc được", "not read"),
    "absent": ("chưa nộp", "not sent"),
}
_TEXTS = {"unit", "name", "file"}
_WIDEST = 34
_HEADS = (
    ("Đơn vị", "Unit"), ("Tình trạng", "State"), ("Trả lời", "Answers"), ("Thiếu minh chứng", "No evidence"),
    ("Tự chấm", "Self-score"), ("Tệp", "File"),
)  # fmt: skip


def summary(collected: Collected, lang: str) -> str:
    """Say in one line how many have sent their forms, and how these are."""
    counts = Counter(status.state for status in collected.statuses)
    asked = len(collected.statuses)
    sent, wrong = asked - counts["absent"], counts["wrong"] + counts["conflict"] + counts["refused"]
    parts = (
        (f"{sent}/{asked} đơn vị đã nộp", f"{sent}/{asked} units have sent their forms"),
        (f"{wrong} có lỗi", f"{wrong} with errors"),
        (f"{counts['incomplete']} còn thiếu", f"{counts['incomplete']} incomplete"),
        (f"{counts['complete']} đủ", f"{counts['complete']} complete"),
    )
    return ", ".join(part[0 if lang == "vi" else 1] for part in parts)


def status_text(collected: Collected, lang: str) -> str:
    """Lay the units out as a table; the summary stands above it."""
    pick = 0 if lang == "vi" else 1
    rows = [[head[pick] for head in _HEADS]]
    rows += [_cells(status, collected, lang) for status in collected.statuses]
    widths = [min(_WIDEST, max(width(row[column]) for row in rows)) for column in range(len(_HEADS))]
    lines = [summary(collected, lang), ""]
    for row in rows:
        some = [fit(cell, widths[n], right=n in {2, 3, 4}) for n, cell in enumerate(row[:-1])]
        lines.append("  ".join([*some, row[-1]]).rstrip())
    return "\n".join(lines) + "\n"


def _cells(status: FormStatus, collected: Collected, lang: str) -> list[str]:
    taken = status.taken
    points = "" if taken is None or taken.points is None else show(taken.points, collected.ruleset.show, lang)
    return [
        visible(status.unit.name),
        STATES[status.state][0 if lang == "vi" else 1],
        f"{status.answered}/{taken.wanted}" if taken else "",
        str(len(taken.bare)) if taken else "",
        points,
        visible(", ".join(status.files)),
    ]


def status_csv(collected: Collected) -> str:
    """Give a row a unit; the words of states are those of the program in every language."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADERS)
    for one in map(_record, collected.statuses):
        cells = {**one, "file": "; ".join(one["files"])}
        writer.writerow([clean(cells[head]) if head in _TEXTS else cells[head] for head in HEADERS])
    return stream.getvalue()


def status_json(collected: Collected) -> str:
    """Give the same with every finding, for programs."""
    rules = collected.ruleset
    made = {
        "format": FORMAT,
        "ruleset": {"id": rules.id, "version": rules.version, "sha256": rules.sha256},
        "units": [_record(status) for status in collected.statuses],
        "findings": [
            {
                "code": one.code,
                "severity": severity_of(one).value,
                "file": one.place.file,
                "cell": one.place.cell,
                "message": {lang: message(one, lang) for lang in ("vi", "en")},
            }
            for one in collected.findings
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _record(status: FormStatus) -> dict[str, Any]:
    taken = status.taken
    return {
        "unit": status.unit.id,
        "name": status.unit.name,
        "state": status.state,
        "files": list(status.files),
        "answered": status.answered if taken else None,
        "wanted": taken.wanted if taken else None,
        "missing": len(taken.missing) if taken else None,
        "without_evidence": len(taken.bare) if taken else None,
        "self_score": decimal(taken.points)[0] if taken is not None and taken.points is not None else None,
    }
