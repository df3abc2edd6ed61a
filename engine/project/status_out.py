"""Where a year stands, for the terminal, for programs, and as a page for the wall."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from html import escape

from ..files.visible import visible, visible_in_json
from ..forms.status import STATES
from ..formula.words import day as said_day
from ..model.sentences import sentence
from ..publish.grid import Column, Look, grid
from ..publish.text import flowed, width, wrapped
from ..result.shapes import written
from . import texts
from .status_contract import StatusRecord, UnitStatusRecord

_STYLES = {"done": "green", "now": "bold", "later": "", "wrong": "bold red"}


def status_json(made: StatusRecord) -> str:
    """Write it for programs; the same folder and day give the same bytes."""
    return visible_in_json(json.dumps(written(made), ensure_ascii=False, indent=1)) + "\n"


def status_text(made: StatusRecord, look: Look) -> str:
    """Lay it out for the terminal: the steps, the units, what comes next."""
    return "\n".join(_lines(made, look)) + "\n"


def _lines(made: StatusRecord, look: Look) -> Iterator[str]:
    if title := visible(made.title.say(look.lang)):
        yield from (look.paint(line, "bold") for line in wrapped(title, look.columns))
    yield from flowed([visible(part) for part in _heading(made, look.lang)], look.columns)
    yield ""
    names = [look.say(texts.STEPS[step.name]) for step in made.steps]
    widest = max(map(width, names))
    for step, name in zip(made.steps, names, strict=True):
        mark = look.paint(texts.MARKS[step.state], _STYLES[step.state])
        told = wrapped(visible(step.said.say(look.lang)), look.columns, " " * (widest + 4), " " * (widest + 4))
        yield f"{mark} {name}{' ' * (widest - width(name))}  {told[0].lstrip()}"
        yield from told[1:]
    if made.units:
        yield ""
        yield from grid(_columns(made, look.lang), [""] * len(made.units), look, flexible=0)
    if any(unit.late == "dated_late" for unit in made.units):
        yield from wrapped(look.say(texts.DATES_ARE_WEAK), look.columns)
    yield ""
    yield from wrapped(f"{look.say(texts.NEXT)}: {visible(made.next.say(look.lang))}", look.columns)
    yield from (f"    {visible(command)}" for command in made.commands)


def _heading(made: StatusRecord, lang: str) -> Iterator[str]:
    if made.ruleset:
        yield made.ruleset
    yield sentence(texts.AS_OF, lang, day=_day(made.day, lang))
    if made.days_left is not None:
        left = made.days_left
        pair = texts.DEADLINE_TODAY if left == 0 else texts.DEADLINE_LEFT if left > 0 else texts.DEADLINE_PAST
        yield sentence(pair, lang, day=_day(made.deadline, lang), days=abs(left))


def _day(text: str, lang: str) -> str:
    return said_day(date.fromisoformat(text), lang) if text else ""


def _columns(made: StatusRecord, lang: str) -> list[Column]:
    """Give the columns of the units; what no unit has anything to say of is left out."""
    pick = 0 if lang == "vi" else 1
    rows = [_cells(unit, lang) for unit in made.units]
    every = [
        Column(head[pick], [row[at] for row in rows], right=at == len(texts.HEADS) - 1)
        for at, head in enumerate(texts.HEADS)
    ]
    return [column for at, column in enumerate(every) if at == 0 or any(column.cells)]


def _cells(unit: UnitStatusRecord, lang: str) -> tuple[str, ...]:
    """Give a unit's cells, in the order of `HEADS`."""
    pick = 0 if lang == "vi" else 1
    return (
        visible(unit.name),
        sentence(texts.FORM_MADE, lang) if unit.form else "",
        "" if unit.state is None else STATES[unit.state][pick],
        sentence(texts.LATE[unit.late], lang, day=_day(unit.file_date, lang)),
        ", ".join(texts.STAGES[stage][pick] for stage in unit.corrected),
        "" if unit.rank is None else str(unit.rank),
    )


# ── The page ──

_STYLE = """
:root{--ink:#1b2430;--soft:#5b6675;--line:#c9d1da;--wash:#f3f5f8;--done:#1b6e3c;--now:#0b5394;--wrong:#a3301f}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.2rem;max-width:80rem;background:#fff;color:var(--ink);font:1rem/1.45 system-ui,"Segoe UI","Noto Sans",Roboto,Arial,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .2rem}
h2{font-size:1.2rem;margin:1.4rem 0 .5rem}
p{margin:.2rem 0}
.lead,footer,.weak{color:var(--soft)}
.mark{color:var(--wrong);font-weight:700}
ol{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.6rem;padding:0;margin:1rem 0}
li{border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.3rem;padding:.5rem .7rem;break-inside:avoid}
li p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 .8rem;white-space:nowrap}
li.done{border-left-color:var(--done)}li.now{border-left-color:var(--now);background:#eef5fc}li.wrong{border-left-color:var(--wrong);background:#fdf0ee}
li i{font-style:normal;font-weight:600}
li.done i{color:var(--done)}li.now i{color:var(--now)}li.wrong i{color:var(--wrong)}li.later i{color:var(--soft);font-weight:400}
.next{border:2px solid var(--now);border-radius:.3rem;padding:.6rem .8rem;break-inside:avoid}
.scroll{overflow-x:auto;margin-top:1.2rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.3rem .6rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
thead th{background:var(--wash);border-bottom:2px solid var(--soft)}
tbody th{font-weight:500}
tr{break-inside:avoid}
td.r,th.r{text-align:right;font-variant-numeric:tabular-nums}
.complete{color:var(--done);font-weight:600}.absent,.wrong-cell,.overdue{color:var(--wrong);font-weight:600}
footer{margin-top:1.2rem;border-top:1px solid var(--line);padding-top:.5rem;font-size:.85rem;overflow-wrap:anywhere}
@media (max-width:40rem){body{padding:.8rem}h1{font-size:1.35rem}ol{grid-template-columns:1fr}th,td{padding:.3rem .35rem;font-size:.92rem}}
@page{margin:12mm}
@media print{body{padding:0;max-width:none;font-size:11pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}thead{display:table-header-group}}
""".strip()
_BAD = frozenset({"absent", "wrong", "conflict", "refused"})


def status_page(made: StatusRecord, lang: str) -> str:
    """Make a page for the wall: it asks for nothing, prints on A4 and A3, and fits a telephone.

    Texts reach it escaped; its policy allows its own style by the hash, and nothing else.
    """
    return "\n".join(_page(made, lang)) + "\n"


def _page(made: StatusRecord, lang: str) -> Iterator[str]:
    title = f"{sentence(texts.PAGE_TITLE, lang)}: {made.title.say(lang) or made.ruleset}"
    style = b64encode(sha256(_STYLE.encode()).digest()).decode()
    yield f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header>"
    if made.illustrative:
        yield f'<p class="mark">{_text(sentence(texts.ILLUSTRATIVE, lang))}</p>'
    yield f'<h1>{_text(title)}</h1>\n<p class="lead">{_text(" · ".join(_heading(made, lang)))}</p>\n</header>\n<main>\n<ol>'
    for step in made.steps:
        state = _text(sentence(texts.STATE_WORDS[step.state], lang))
        name, said = _text(sentence(texts.STEPS[step.name], lang)), _text(step.said.say(lang))
        yield f'<li class="{step.state}"><p><b>{name}</b><i>{texts.MARKS[step.state]} {state}</i></p>{said}</li>'
    yield f'</ol>\n<p class="next"><b>{_text(sentence(texts.NEXT, lang))}:</b> {_text(made.next.say(lang))}</p>'
    if made.units:
        yield from _table(made, lang)
    yield "</main>\n<footer>"
    if made.contact:
        yield f"<p>{_text(sentence(texts.CONTACT, lang))}: {_text(made.contact)}</p>"
    yield f"<p>{_text(sentence(texts.MADE_BY, lang))}, {_text(_day(made.day, lang))}.</p>\n</footer>\n</body>\n</html>"


def _table(made: StatusRecord, lang: str) -> Iterator[str]:
    columns = _columns(made, lang)
    heads = "".join(f'<th scope="col"{_right(column)}>{_text(column.header)}</th>' for column in columns)
    yield f'<div class="scroll">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for row, unit in enumerate(made.units):
        name, *others = columns
        cells = "".join(f"<td{_class(column, unit, row, lang)}>{_text(column.cells[row])}</td>" for column in others)
        yield f'<tr><th scope="row">{_text(name.cells[row])}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"
    if any(unit.late == "dated_late" for unit in made.units):
        yield f'<p class="weak">{_text(sentence(texts.DATES_ARE_WEAK, lang))}</p>'


def _right(column: Column) -> str:
    return ' class="r"' if column.right else ""


def _class(column: Column, unit: UnitStatusRecord, row: int, lang: str) -> str:
    """Colour what is whole, and what somebody has to do something about."""
    if unit.state is not None and column.cells[row] == STATES[unit.state][0 if lang == "vi" else 1]:
        return ' class="complete"' if unit.state == "complete" else ' class="absent"' if unit.state in _BAD else ""
    if unit.late == "overdue" and column.cells[row] == sentence(texts.LATE["overdue"], lang):
        return ' class="overdue"'
    return _right(column)


def _text(text: str) -> str:
    """Write a text of strangers into the page."""
    return escape(visible(text))
