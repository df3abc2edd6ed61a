"""What each unit is asked to mend: a sheet that prints on one page wide, in words for who filled the form.

Every text is written as text; the same forms give the same bytes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..files.packed import made_workbook
from ..files.visible import visible
from ..model.codes import advice, message, of, severity_of
from ..model.findings import Finding, Severity, finding
from ..model.records import Subject, Trait
from ..model.sending import UNSAID, Sending
from ..result.numbers import show
from .collecting import Collected, FormStatus
from .naming import file_names
from .returned import REPLY, Asked, label_of
from .status import STATES
from .workbook import ILLUSTRATIVE

_LONGEST = 2_000
_WIDTHS = (5, 9, 40, 46, 38)
_WORDS: Mapping[str, tuple[str, str]] = {
    "sheet": ("Phản hồi", "Reply"),
    "title": ("PHIẾU PHẢN HỒI BIỂU KÊ KHAI", "REPLY TO A RETURNED FORM"),
    "no_agency": ("(CƠ QUAN TỔNG HỢP)", "(WHO COLLECTS)"),
    "day": ("Ngày {day}", "{day}"),
    "no_day": ("Ngày …… tháng …… năm ………", "Date …………"),
    "unit": ("Kính gửi", "To"),
    "file": ("Biểu đã nhận", "Form received"),
    "none": ("chưa có", "none"),
    "state": ("Tình trạng", "State"),
    "answers": ("Đã trả lời", "Answered"),
    "score": ("Điểm tự chấm tạm tính", "Self-score so far"),
    "must": ("A. Phải sửa, bổ sung", "A. To be mended"),
    "should": ("B. Nên xem lại", "B. To be looked at"),
    "nothing": ("Biểu đã nhận đủ, không có nội dung phải sửa.", "The form is complete; nothing is to be mended."),
    "absent": (
        "Chưa nhận được biểu của đơn vị. Đề nghị đơn vị điền biểu đã gửi, lưu lại và gửi về cơ quan tổng hợp{by}.",
        "No form of the unit has come back. Please fill the form that was sent, save it and return it{by}.",
    ),
    "how": (
        "Cảm ơn đơn vị đã gửi biểu. Đề nghị đơn vị sửa ngay trong biểu đã gửi (ô nêu ở cột thứ hai, trang Kê khai), lưu và gửi lại một tệp duy nhất{by}.",
        "Thank you for the form. Please mend it as it was sent (the cells are named in the second column), save it and return one file{by}.",
    ),
    "by": (", chậm nhất ngày {day}", ", by {day} at the latest"),
    "contact": (
        "Nội dung cần trao đổi, đề nghị liên hệ: {contact}. Trân trọng cảm ơn.",
        "Please ask: {contact}. Thank you.",
    ),
    "missing": ("Chưa có câu trả lời", "There is no answer"),
    "fill": ("Nhập câu trả lời vào ô này", "Type the answer into this cell"),
    "mend": ("Sửa câu trả lời trong ô này.", "Mend the answer in this cell."),
    "whole": ("(cả biểu)", "(the form)"),
    "page": ("Trang &P/&N", "Page &P/&N"),
}
_HEADS = (
    ("TT", "No."), ("Ô", "Cell"), ("Câu hỏi, tiêu chí", "Question, criterion"), ("Nội dung", "What was found"),
    ("Cách sửa", "What to do"),
)  # fmt: skip


class FixRequest(NamedTuple):
    """What a unit is asked to fix in its form."""

    line: int
    cell: str
    label: str
    found: str
    todo: str
    is_must: bool = True


def replies(collected: Collected, asked: Asked, sending: Sending = UNSAID) -> Iterator[tuple[str, bytes]]:
    """Make a reply for each unit that was asked, with the name of its file."""
    names = file_names(status.unit.id for status in collected.statuses)
    cards = {unit.id: card for unit, card in zip(asked.units, asked.cards, strict=True)}
    for name, status in zip(names, collected.statuses, strict=True):
        form = asked.forms[cards[status.unit.id]]
        labels = {line.row + 1: label_of(asked.ruleset, line) for line in form.plan.lines}
        names_of = {line.asked.id: label_of(asked.ruleset, line) for line in form.plan.questions if line.asked}
        yield name, reply(status, rows_of(status, labels, names_of, asked.ruleset.locale), asked, sending)


def rows_of(status: FormStatus, labels: Mapping[int, str], names: Mapping[str, str], lang: str) -> list[FixRequest]:
    """List what a unit is asked to mend, by row of its form.

    Args:
        status: of the unit.
        labels: what the rows of the form ask.
        names: of the inputs by id, which no unit knows.
        lang: of the reply.
    """
    pick = 0 if lang == "vi" else 1
    told_to_units = (_named(told, names) for told in status.findings if Trait.NOT_FOR_UNITS not in of(told).traits)
    rows = [_row(told, labels, lang) for told in told_to_units]
    taken = status.taken
    for typed in taken.missing if taken else ():
        cell = typed.cell.rpartition("!")[2]
        texts = (_WORDS["missing"][pick], _WORDS["fill"][pick])
        rows.append(FixRequest(typed.row + 1, cell, labels.get(typed.row + 1, ""), *texts))
    if taken is not None and taken.bare:
        cells = ", ".join(typed.cell.rpartition("!")[2] for typed in taken.bare)
        told = finding("ITR623", count=len(taken.bare), cells=cells)
        rows.append(_row(told, labels, lang))
    return sorted(rows, key=lambda row: (not row.is_must, row.line, row.found))


def _named(told: Finding, names: Mapping[str, str]) -> Finding:
    """Call the input that bounds another by its name."""
    id_, equals, limit = told.params.get("bound", "").partition(" = ")
    return replace(told, params={**told.params, "bound": f"{names.get(id_, id_)}{equals}{limit}"}) if equals else told


def _row(told: Finding, labels: Mapping[int, str], lang: str) -> FixRequest:
    pick = 0 if lang == "vi" else 1
    text = message(told, lang).removeprefix(f"{told.params.get('about', '')}: ")
    record = of(told)
    todo = record.help_unit[pick] if record.help_unit else advice(told, lang) or _WORDS["mend"][pick]
    cell = told.place.cell.rpartition("!")[2] if record.subject is not Subject.FORM else ""
    label = labels.get(told.place.line, "") if cell else _WORDS["whole"][pick]
    text = text[:1].upper() + text[1:]
    return FixRequest(told.place.line if cell else 0, cell, label, text, todo, severity_of(told) is Severity.ERROR)


def reply(status: FormStatus, rows: list[FixRequest], asked: Asked, sending: Sending = UNSAID) -> bytes:
    """Make the reply of a unit.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    return made_workbook(status.unit.name, lambda book: _Writer(book, status, rows, asked, sending).write())


class _Writer:
    def __init__(self, book: Any, status: FormStatus, rows: list[FixRequest], asked: Asked, sending: Sending) -> None:
        self.status, self.rows, self.asked, self.sending = status, rows, asked, sending
        self.lang = asked.ruleset.locale
        self.pick = 0 if self.lang == "vi" else 1
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
        self.plain = book.add_format({**base, "text_wrap": False})
        self.wrapped = book.add_format(base)
        self.strong = book.add_format({**base, "bold": True, "text_wrap": False})
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "align": "center", "text_wrap": False})
        self.under = book.add_format({**base, "align": "center", "italic": True, "text_wrap": True})
        self.head = book.add_format(
            {**base, "bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#E8EDF3"}
        )
        self.cell = book.add_format({**base, "font_size": 11, "border": 1, "align": "left", "indent": 1})
        self.middle = book.add_format({**base, "font_size": 11, "border": 1, "align": "center"})
        self.must = book.add_format({**base, "bold": True, "font_color": "#8A1C1C", "text_wrap": False})
        self.sheet = book.add_worksheet(self.word("sheet"))
        about = book.add_worksheet("_itrank")
        about.very_hidden()
        about.write_string(0, 0, "format")
        about.write_string(0, 1, REPLY)

    def word(self, key: str) -> str:
        return _WORDS[key][self.pick]

    def write(self) -> None:
        sheet, rules, status = self.sheet, self.asked.ruleset, self.status
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        sheet.hide_gridlines(2)
        # & begins a code in footers; what stands for itself is doubled.
        sheet.set_footer(
            f'&L&"Times New Roman"{visible(status.unit.name).replace("&", "&&")[:150]}&R&"Times New Roman"{self.word("page")}'
        )
        day = self.sending.day
        issued = self.word("no_day") if day is None else self.word("day").format(day=f"{day:%d/%m/%Y}")
        sheet.write_string(0, 0, visible(self.sending.agency.upper() or self.word("no_agency"))[:_LONGEST], self.strong)
        sheet.write_string(0, len(_WIDTHS) - 1, issued, self.under)
        self.across(1, self.word("title"), self.title, 24)
        title = " · ".join(filter(None, (rules.title.say(self.lang) or rules.id, f"{rules.id}@{rules.version}")))
        self.across(2, title, self.under, 18)
        if self.asked.is_illustrative:
            self.across(3, ILLUSTRATIVE[self.pick], self.must, 18)
        row = 4
        for key, text in self.facts():
            sheet.write_string(
                row, 0, f"{self.word(key)}: {visible(text)}"[:_LONGEST], self.strong if key == "unit" else self.plain
            )
            row += 1
        row += 1
        due = self.sending.deadline
        by = "" if due is None else self.word("by").format(day=f"{due:%d/%m/%Y}")
        is_absent = status.state == "absent"
        ask = self.word("how" if self.rows else "absent" if is_absent else "nothing").format(by=by)
        self.across(row, ask, self.wrapped, 36)
        row += 1
        if self.sending.contact:
            contact = visible(self.word("contact").format(contact=self.sending.contact))
            self.across(row, contact, self.wrapped, 20)
            row += 1
        row += 1
        for key, is_must in (("must", True), ("should", False)):
            some = [one for one in self.rows if one.is_must is is_must]
            if some:
                row = self.table(row, key, some) + 1

    def across(self, row: int, text: str, look: Any, height: int) -> None:
        self.sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", look)
        self.sheet.write_string(row, 0, text[:_LONGEST], look)
        self.sheet.set_row(row, height)

    def facts(self) -> Iterator[tuple[str, str]]:
        status, taken = self.status, self.status.taken
        yield "unit", status.unit.name
        yield "file", ", ".join(status.files) or self.word("none")
        yield "state", STATES[status.state][self.pick]
        if taken is not None:
            yield "answers", f"{status.answered}/{taken.wanted}"
            if taken.points is not None:
                yield "score", show(taken.points, self.asked.ruleset.show, self.lang)

    def table(self, row: int, key: str, rows: list[FixRequest]) -> int:
        """Write a table; give the row below it."""
        sheet = self.sheet
        sheet.write_string(row, 0, self.word(key), self.must if key == "must" else self.strong)
        for column, both in enumerate(_HEADS):
            sheet.write_string(row + 1, column, both[self.pick], self.head)
        sheet.set_row(row + 1, 22)
        for number, one in enumerate(rows, start=1):
            at = row + 1 + number
            texts = [visible(text)[:_LONGEST] for text in (one.label, one.found, one.todo)]
            sheet.write_number(at, 0, number, self.middle)
            sheet.write_string(at, 1, one.cell or "–", self.middle)
            for column, text in enumerate(texts, start=2):
                sheet.write_string(at, column, text, self.cell)
            # Programs make a row as high as it wraps only where nobody set a height.
            lines = max(-(-len(text) // (width * 11 // 10)) for text, width in zip(texts, _WIDTHS[2:], strict=True))
            sheet.set_row(at, min(16 * max(lines, 1) + 3, 400))
        return row + 2 + len(rows)
