"""What came of cases as a workbook: beside what each expected stands what came out, green or red, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ..cases.comparing import difference
from ..cases.running import Check, Outcome
from ..files.packed import made_workbook
from ..files.tables import MOST_COLUMNS
from ..files.visible import visible
from ..formula.figures import figure
from ..model.sentences import Pair, sentence
from ..publish.cases_out import CasesRun, closing_lines, explained_lines, found_words, name_words, wanted_words
from ..publish.grid import Look
from ..publish.texts import CASE_STATUS, ILLUSTRATIVE
from .pens import Pens, lines_of

GREEN, RED, YELLOW, GREY = "#C6EFCE", "#FFC7CE", "#FFEB9C", "#EDEDED"
_SHEETS: Mapping[str, Pair] = {
    "summary": ("Tóm tắt", "Summary"),
    "table": ("Kết quả", "Results"),
    "why": ("Giải trình chỗ sai", "Why it differs"),
}
_TITLE: Pair = ("Kết quả chạy ca kiểm thử: {title} ({id}@{version})", "Cases that were run: {title} ({id}@{version})")
_HEADS: Sequence[tuple[Pair, int]] = (
    (("Ca", "Case"), 34),
    (("Đơn vị", "Unit"), 10),
    (("Kết luận", "Outcome"), 20),
    (("Viết ở", "Written at"), 28),
)
_WANTED: Pair = ("{name}: mong đợi", "{name}: expected")
_FOUND: Pair = ("{name}: tính ra", "{name}: found")
_OFF: Pair = ("lệch {by}", "off by {by}")
_NOT_SHOWN: Pair = (
    "{count} kết quả không có cột vì bảng đã đủ {most} cột; xem itrank test --format json.",
    "{count:value has/values have} no column, as the table has {most} already; see itrank test --format json.",
)
_COLOURS: Pair = (
    "Ô xanh: tính ra đúng như mong đợi. Ô đỏ: khác. Ô xám: không mong đợi gì nên không so.",
    "Green: as expected. Red: not as expected. Grey: nothing was expected, so that nothing was compared.",
)
_FILLS = {"held": GREEN, "failed": RED, "ill_made": YELLOW, "idle": GREY, "left_out": GREY}
_WHY_HEADS: Sequence[tuple[Pair, int]] = ((("Ca", "Case"), 30), (("Vì sao", "Why"), 110))
_MOST_SIGNS = 32_000  # of a cell
_WIDE = 105  # letters of one width in a line of the column of explanations
_LONG = 15  # digits that a cell of a number holds


class _Key(NamedTuple):
    """A value that some case expects."""

    key: str
    fact: str


def case_results(made: CasesRun, lang: str) -> bytes:
    """Make the workbook.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    ruleset = made.ruleset
    title = sentence(_TITLE, lang, title=ruleset.title.say(lang), id=ruleset.id, version=ruleset.version)

    def write(book: Any) -> None:
        sheets = {key: book.add_worksheet(sentence(name, lang)) for key, name in _SHEETS.items()}
        pens = Pens(book, None)
        left_out = _table(sheets["table"], pens, made, lang)
        _summary(sheets["summary"], pens, made, title, left_out, lang)
        _why(sheets["why"], pens, made, lang)

    return made_workbook(visible(title), write)


def _summary(sheet: Any, pens: Pens, made: CasesRun, title: str, left_out: int, lang: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 85)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    lines: list[tuple[str, dict[str, Any]]] = [(visible(title), {"bold": True, "font_size": 14})]
    if made.illustrative:
        lines.append((sentence(ILLUSTRATIVE, lang), {"bold": True, "font_color": "#8A1C1C"}))
    statuses = {outcome.status for outcome in made.outcomes}
    fill = GREEN if statuses <= {"held"} else RED if statuses & {"failed", "ill_made"} else YELLOW
    for number, line in enumerate(closing_lines(made, lang)):
        lines.append((line, {"bold": True, "bg_color": fill} if number == 0 else {}))
    lines.append((sentence(_COLOURS, lang), {}))
    if left_out:
        lines.append((sentence(_NOT_SHOWN, lang, count=left_out, most=MOST_COLUMNS), {"bg_color": YELLOW}))
    for row, (line, look) in enumerate(lines):
        sheet.write_string(row, 0, line, pens.look(text_wrap=True, **look))
        size = look.get("font_size", 11)
        sheet.set_row(row, size * 1.5 * lines_of(line, 85 * 11 // size) + 4)


# ── The table ──


def _table(sheet: Any, pens: Pens, made: CasesRun, lang: str) -> int:
    """Write a row for each unit of each case; give how many values have no column."""
    every = _keys(made.outcomes)
    keys = every[: (MOST_COLUMNS - len(_HEADS)) // 2]
    heads = [(head[lang != "vi"], width) for head, width in _HEADS]
    for key in keys:
        name = name_words(made.ruleset, key.key, key.fact, lang)
        heads += [(sentence(pair, lang, name=name), 14) for pair in (_WANTED, _FOUND)]
    look = {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EDF3", "valign": "vcenter"}
    top = _marked(sheet, pens, made, lang)
    for column, (text, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, visible(text), pens.look(**look))
    deepest = max(lines_of(visible(text), width) for text, width in heads)
    sheet.set_row(top, min(15 * deepest + 6, 150))
    row = top + 1
    for outcome in made.outcomes:
        for unit in range(len(outcome.case.units)):
            _row(sheet, pens, made, row, outcome, unit, keys, lang)
            row += 1
    sheet.freeze_panes(top + 1, 3)
    sheet.autofilter(top, 0, max(row - 1, top + 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(top)
    return len(every) - len(keys)


def _marked(sheet: Any, pens: Pens, made: CasesRun, lang: str) -> int:
    """Mark a sheet whose figures are made up, on the screen and on paper; give the row below."""
    if not made.illustrative:
        return 0
    mark = sentence(ILLUSTRATIVE, lang)
    sheet.write_string(0, 0, mark, pens.look(bold=True, font_color="#8A1C1C"))
    sheet.set_header(f"&C{mark}")
    return 1


def _keys(outcomes: Sequence[Outcome]) -> list[_Key]:
    """Name what cases expect, what is expected of most of them first."""
    counts = Counter(_Key(check.expected.key, check.expected.fact) for each in outcomes for check in each.checks)
    return list(counts)


def _row(
    sheet: Any, pens: Pens, made: CasesRun, row: int, outcome: Outcome, unit: int, keys: Sequence[_Key], lang: str
) -> None:
    case = outcome.case
    checks = {_Key(check.expected.key, check.expected.fact): check for check in outcome.checks if check.unit == unit}
    # Of several units each has its own outcome.
    own = (
        outcome.status
        if outcome.status != "failed"
        else "failed"
        if any(not each.holds for each in checks.values())
        else "held"
    )
    if outcome.status == "failed" and not checks:
        own = "idle"
    place = case.units[unit].place if case.is_cohort else case.place
    cells = [visible(case.name), visible(case.units[unit].id), sentence(CASE_STATUS[own], lang), made.place(place)]
    for column, text in enumerate(cells):
        fill = {"bg_color": _FILLS[own]} if column == 2 else {}
        sheet.write_string(row, column, text, pens.look(border=1, text_wrap=True, **fill))
    deepest = max(lines_of(text, width) for text, (_, width) in zip(cells, _HEADS, strict=True))
    sheet.set_row(row, 15 * deepest + 2)
    for number, key in enumerate(keys):
        at = len(_HEADS) + 2 * number
        check = checks.get(key)
        if check is None:
            blank = pens.look(border=1, bg_color=GREY)
            sheet.write_blank(row, at, None, blank)
            sheet.write_blank(row, at + 1, None, blank)
            continue
        _put(
            sheet,
            row,
            at,
            check.expected.value,
            visible(wanted_words(made.ruleset, check.expected, lang)),
            pens.look(border=1, text_wrap=True),
        )
        colour = (
            {"bg_color": GREEN, "font_color": "#006100"}
            if check.holds
            else {"bg_color": RED, "font_color": "#9C0006", "bold": True}
        )
        _put(
            sheet,
            row,
            at + 1,
            check.found,
            _said(made, outcome, check, lang),
            pens.look(border=1, text_wrap=True, **colour),
        )
        off = None if check.holds else difference(check.expected, check.found)
        if off is not None:
            sheet.write_comment(row, at + 1, sentence(_OFF, lang, by=figure(off, lang)))


def _put(sheet: Any, row: int, column: int, value: object, text: str, look: Any) -> None:
    """Write a number as a number, where the cell holds it as it is, and all else as text."""
    is_number = isinstance(value, Fraction | int) and not isinstance(value, bool)
    if is_number and "%" not in text and len(text.strip("-≈").replace(",", "")) <= _LONG:
        sheet.write_number(row, column, float(value), look)  # type: ignore[arg-type]
    else:
        sheet.write_string(row, column, text[:_MOST_SIGNS], look)


def _said(made: CasesRun, outcome: Outcome, check: Check, lang: str) -> str:
    return visible(found_words(made.ruleset, outcome, check, lang))


# ── Why ──


def _why(sheet: Any, pens: Pens, made: CasesRun, lang: str) -> None:
    """Write of each failure all that the terminal prints of it, in letters of one width so that its tree keeps its form."""
    top = _marked(sheet, pens, made, lang)
    for column, (head, width) in enumerate(_WHY_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, head[lang != "vi"], pens.look(bold=True, border=1, bg_color="#E8EDF3"))
    row = top + 1
    for name, lines in _blocks(made, lang):
        sheet.write_string(row, 0, name, pens.look(bold=True, text_wrap=True))
        for line in lines:
            sheet.write_string(
                row, 1, line[:_MOST_SIGNS], pens.look(font_name="Courier New", font_size=10, text_wrap=True)
            )
            if len(line) > _WIDE:
                sheet.set_row(row, 14 * -(-len(line) // _WIDE))
            row += 1
        row += 1
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)


def _blocks(made: CasesRun, lang: str) -> Iterator[tuple[str, list[str]]]:
    for outcome, lines in explained_lines(made, Look(lang)):
        yield visible(outcome.case.name), lines
