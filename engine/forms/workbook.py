"""A form as a workbook: the sheet of entries, what is missing, and hidden the calculation and what the form is.

All texts are written as text; the only formulas are ours, made from the checked ruleset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from ..annex.agreement import standing_wording
from ..annex.quoting import quoted
from ..explain.naming import quoted_names, spoken_labels
from ..files.naming import fold
from ..files.packed import made_workbook
from ..formula.excel import ERRORS, Lack
from ..formula.excel_text import Shown, text_of
from ..formula.spoken import spoken
from ..formula.words import say
from ..model.observed import Unit
from ..model.ruleset import Input, Node, Ruleset, unpadded
from ..model.sending import UNSAID, Sending
from ..observe.values import unsure_from
from ..prove.blank import Blank, blank_sheet
from ..result.numbers import most_places, show
from .calculation import answer, checked, closure, needed, so_far
from .filling import filled
from .pens import Pens, lines_of, put, validate
from .plan import FIRST, FORMAT, Line, Plan
from .wanted import offered, rule, wanted

TABLE_ROW = 11
"""The row, from 1, of the head of the table on the sheet that says what the form is."""
EVIDENCE = 6
"""The column, from 0, of the first cell of evidence."""
_CODE, _LABEL, _HOW, _UNIT, _LAST, _ANSWER, _POINTS, _MAX, _NOTE = 0, 1, 2, 3, 4, 5, 10, 11, 12
_SENT = EVIDENCE  # where the head says by when and to whom a form goes back

ILLUSTRATIVE = (
    "MINH HỌA: bộ tiêu chí này có phần không được công bố, do người soạn đặt ra",
    "ILLUSTRATIVE: parts of these criteria were not published and are made up",
)
OTHERS = ("Câu hỏi khác", "Other questions")
_WORDS = {
    "entry": ("Kê khai", "Entry"),
    "missing": ("Thiếu", "Missing"),
    "unit": ("Đơn vị: ", "Unit: "),
    "guide": (
        "Chỉ nhập vào các ô nền vàng. Ô đỏ là còn thiếu. Điểm tự chấm được tính ngay, in nghiêng là chưa nhập; ghi tài liệu kiểm chứng vào bốn cột bên phải câu trả lời.",
        "Type into yellow cells only. A red cell is still wanted. Points are computed at once, in italics where nothing is typed yet; the four columns beside an answer are for evidence.",
    ),
    "blank": (
        "Theo bộ tiêu chí, phiếu để trống hoàn toàn vẫn được {points}{of} điểm, ở: {leaves}.",
        "By the ruleset an entirely blank form earns {points}{of} points, at: {leaves}.",
    ),
    "illustrative": ILLUSTRATIVE,
    "asks": ("Minh chứng: {evidence}", "Evidence: {evidence}"),
    "counts": ("Tính điểm: {formula}", "Points: {formula}"),
    "due": ("Hạn nộp: chậm nhất ngày {deadline}", "To be returned by {deadline} at the latest"),
    "contact": ("Liên hệ: {contact}", "Contact: {contact}"),
    "filler": ("NGƯỜI LẬP BIỂU\n(Ký, ghi rõ họ tên)", "FILLED BY\n(Signature, name)"),
    "head_of_unit": ("THỦ TRƯỞNG ĐƠN VỊ\n(Ký tên, đóng dấu)", "HEAD OF THE UNIT\n(Signature, seal)"),
    "signed_on": ("{place}, ngày …… tháng …… năm ………", "{place}, date ……………"),
    "total": ("Tổng điểm tự chấm (tạm tính)", "Self-score so far"),
    "nothing": ("chưa nhập", "nothing entered"),
    "untouched": ("Chưa nhập; điểm của ô trống", "Nothing entered; points of a blank"),
    "with_blanks": ("Trong đó có điểm của ô trống (in nghiêng)", "With points of blanks (in italics)"),
    "left": ("Còn thiếu", "Still wanted"),
    "wrong": ("Sai", "Wrong"),
    "empty": ("Chưa có", "Wanted"),
    "far_out": ("Quá lớn? Gõ 85 là 85%", "So large? Type 85 for 85%"),
    "others": OTHERS,
    "unapplied": ("Không áp dụng", "Does not apply"),
    "more": ("Cần thêm số liệu", "Needs more data"),
    "unscored": ("Không chấm điểm", "Not scored"),
    "later": ("Tính sau, khi tổng hợp", "Computed later"),
    "cohort": ("Tính sau, khi có số liệu của các đơn vị", "Computed later, from all units' data"),
    "digits": ("Tính sau: Excel không tính đúng đến chữ số cuối", "Computed later: Excel lacks the digits"),
    "page": ("Trang &P/&N", "Page &P/&N"),
}
HEADS = (
    ("TT", "No."), ("Tiêu chí, câu hỏi", "Criterion, question"), ("Cách tính, cách nhập", "How it is measured"),
    ("Đơn vị tính", "Measured in"), ("Năm trước", "Last year"), ("Trả lời", "Answer"),
    ("Số, ký hiệu văn bản", "Document no."), ("Ngày", "Date"), ("Trích yếu tài liệu kiểm chứng", "Evidence"),
    ("Liên kết", "Link"), ("Điểm tự chấm", "Self-score"), ("Điểm tối đa", "Maximum"), ("Ghi chú", "Note"),
)  # fmt: skip
_MOST_NAMED = 12  # criteria that give points of themselves
_WIDTHS = (5, 31, 31, 7, 8, 11, 12, 10, 17, 6, 7, 7, 26)
"""In characters. A page of A4 shows all but the last, the notes, at 88 %: letters of 10.5 points are 9 there."""
_SMALL = 10.5
_LONGEST_WORDING = 2_000  # characters of what the annex says of a criterion
_MOST_CELLS = 200  # that a function is given one by one; Excel takes 255
_HIGHEST = 400  # points; Excel takes 409
_SIGNED, _HEAD, _TOP, _PAGE = 118, 45, 160, 570
"""Points: the row that is signed, the heads of the table, the first page down to the table, a page at the scale of print."""
_KEPT, _UNSURE = 2, 40  # rows that go to the next page with the signatures; points that programs differ by


@dataclass(frozen=True)
class Form:
    """A plan with the texts that all its units' workbooks share."""

    plan: Plan
    sending: Sending = UNSAID

    @cached_property
    def pick(self) -> int:
        """Which of two texts is spoken."""
        return 0 if self.plan.ruleset.locale == "vi" else 1

    def word(self, key: str) -> str:
        """Give a word in the ruleset's language."""
        return _WORDS[key][self.pick]

    @cached_property
    def places(self) -> dict[str, str]:
        """Give the address of every labelled cell, as formulas of other sheets write it."""
        entry = self.word("entry")
        made = {
            answer(line.asked.key): f"'{entry}'!$F${line.row + 1}"
            for line in self.plan.questions
            if line.asked is not None
        }
        calculation = self.plan.calculation
        for row, label in enumerate((*calculation.last_year, *(one.label for one in calculation.rows)), start=1):
            made[label] = f"_tinh!$B${row}"
        return made

    @cached_property
    def formulas(self) -> tuple[tuple[str, str], ...]:
        """Give the formulas of the calculation, by label."""
        return tuple((row.label, text_of(row.part, self.places.__getitem__)) for row in self.plan.calculation.rows)

    @cached_property
    def how(self) -> dict[str, str]:
        """Say of each criterion how it is scored."""
        ruleset, lang = self.plan.ruleset, self.plan.ruleset.locale
        names, named = spoken_labels(ruleset, lang), quoted_names(ruleset, lang)
        said = {}
        for node in self.plan.card.nodes():
            formula = node.score or node.formula
            said[node.id] = "" if formula is None else spoken(say(formula.tree, names, lang), lang, named)
        return said

    @cached_property
    def rules(self) -> Mapping[str, str]:
        """Say of each criterion what the annex says of it, how it is scored, and what evidence is asked for."""
        ruleset, said = self.plan.ruleset, {}
        for node in self.plan.card.nodes():
            wording, evidence = standing_wording(ruleset, node).strip(), quoted(node.description, "evidence").strip()
            formula = _cut(self.how[node.id])
            parts = [wording, self.word("counts").format(formula=formula) if wording and formula else formula]
            parts += [self.word("asks").format(evidence=evidence)] if evidence else []
            said[node.id] = "\n".join(_cut(part, _LONGEST_WORDING) for part in parts if part)
        return said

    @cached_property
    def read_by(self) -> Mapping[str, Sequence[Line]]:
        """Give the questions that a criterion reads, by node; of so many that Excel cannot count them, none."""
        questions = {}
        for node in self.plan.card.nodes():
            read = closure(self.plan.ruleset, [below.id for below in node.walk()], self.plan.card)
            own = [line for line in self.plan.questions if line.asked is not None and line.asked.key in read]
            questions[node.id] = own if len(own) <= _MOST_CELLS else []
        return questions

    @cached_property
    def given_blank(self) -> frozenset[str]:
        """Name the criteria that have points while nothing is typed."""
        leaves = {node.id for node, _ in self._blank.leaves} if self._blank is not None else set()
        nodes = self.plan.card.nodes()
        return frozenset(node.id for node in nodes if any(below.id in leaves for below in node.walk()))

    @cached_property
    def _blank(self) -> Blank | None:
        return blank_sheet(self.plan.ruleset, self.plan.card)

    @cached_property
    def blank(self) -> str:
        """Say what the form earns if nothing is typed into it; empty where that is nothing."""
        ruleset, made = self.plan.ruleset, self._blank
        if made is None or made.points <= 0:
            return ""
        points, most = (
            None if number is None else show(number, ruleset.show, ruleset.locale)
            for number in (made.points, made.maximum)
        )
        named = [node.code or node.title.say(ruleset.locale) or node.id for node, _ in made.leaves]
        shown = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
        of = "" if most is None else (f" trên {most}", f" of {most}")[self.pick]
        return self.word("blank").format(points=points, of=of, leaves=shown)

    @cached_property
    def words(self) -> Mapping[tuple[int, int], str]:
        """Give what the sheet of entries says of the criteria to every unit, by row and column from 0."""
        rules = self.plan.ruleset
        said = {
            (0, 0): rules.title.say(rules.locale) or rules.id,
            (2, 0): f"{rules.id}@{rules.version} · {rules.period}".strip(" ·"),
        }
        if self.is_illustrative:
            said[3, 0] = self.word("illustrative")
        if self.blank:
            said[6, 0] = self.blank
        for line in self.plan.lines:
            if line.asked is not None:
                said[line.row, _HOW] = wanted(rules, line.asked)
                said[line.row, _UNIT] = line.asked.measured_in or ""
            elif line.node is not None:
                said[line.row, _HOW] = self.rules[line.node.id]
        return said

    @cached_property
    def earlier_words(self) -> Mapping[tuple[int, int], str]:
        """Give what forms made before 0.3.0 say in the same places, where that is something else."""
        nodes = {line.row: line.node.id for line in self.plan.lines if line.node is not None}
        return {(row, _HOW): _cut(self.how[id_]) for row, id_ in nodes.items() if self.rules[id_] != self.how[id_]}

    @cached_property
    def maxima(self) -> Mapping[tuple[int, int], Fraction]:
        """Give the maxima that the sheet of entries states, by row and column from 0."""
        lines = {(line.row, _MAX): line.node.full for line in self.plan.lines if line.node is not None}
        stated = {(5, 4): self.plan.card.root.full, **lines}
        return {cell: full for cell, full in stated.items() if full is not None}

    @cached_property
    def notes(self) -> frozenset[str]:
        """Give what the last column may say of itself, as texts are compared."""
        keys = ("empty", "wrong", "far_out", "unapplied", "more", "unscored", "later", "cohort", "digits", "untouched")
        return frozenset("".join(fold(self.word(key)).split()) for key in keys)

    @cached_property
    def places_of_its_own(self) -> frozenset[tuple[int, int]]:
        """Give the cells of the sheet of entries into which something belongs, by row and column from 0."""
        own = {(1, 0), (4, 0), (5, 1), (5, 2), (5, 3), (5, 5), *((7, column) for column in range(len(HEADS)))}
        own |= {(1, _SENT), (2, _SENT), (self.last + 1, 0), (self.last + 1, _ANSWER)}
        for line in self.plan.lines:
            columns = {_CODE, _LABEL, _NOTE}
            columns |= {_POINTS} if line.asked is None else {_LAST, *range(_ANSWER, EVIDENCE + 4)}
            own |= {(line.row, column) for column in columns}
        return frozenset(own | self.words.keys() | self.maxima.keys())

    @property
    def last(self) -> int:
        """Give the last row of the table, from 0."""
        return self.plan.lines[-1].row if self.plan.lines else FIRST

    @cached_property
    def is_illustrative(self) -> bool:
        """Whether anything of the criteria is made up."""
        rules = self.plan.ruleset
        said = [rules.provenance, *(one.provenance for one in rules.inputs)]
        return "illustrative" in (*said, *(node.provenance for node in self.plan.card.nodes()))


def workbook(
    form: Form, unit: Unit, last_year: Mapping[str, Shown], answers: Mapping[str, Shown] | None = None
) -> bytes:
    """Make the form of a unit; the same form gives the same bytes.

    Args:
        form: of the unit's scorecard.
        unit: whose form it is.
        last_year: by key, what is known of its last year.
        answers: by input key, what stands in the form already.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    return made_workbook(unit.name, lambda book: _Writer(form, unit, last_year, answers or {}, book).write())


def title_of(ruleset: Ruleset, asked: Input) -> str:
    """Name an answer that has no label of its own by its criterion."""
    column = ruleset.columns.get(asked.id)
    return (column.title.say(ruleset.locale) if isinstance(column, Node) else "") or asked.id


class _Writer:
    def __init__(
        self, form: Form, unit: Unit, last_year: Mapping[str, Shown], answers: Mapping[str, Shown], book: Any
    ) -> None:
        self.form, self.plan, self.unit, self.book = form, form.plan, unit, book
        self.last_year, self.answers = last_year, answers
        self.cells = filled(form.plan, answers, last_year)
        self.notes: dict[int, str] = {}
        self.untouched: dict[int, bool] = {}
        self.heights: dict[int, int] = {}
        self.blank_look = book.add_format({"italic": True, "bold": False, "font_color": "#777777"})

    def write(self) -> None:
        self.entry = self.book.add_worksheet(self.form.word("entry"))
        self.missing = self.book.add_worksheet(self.form.word("missing"))
        self.choices = self.book.add_worksheet("_chon")
        self.calculation = self.book.add_worksheet("_tinh")
        self.about = self.book.add_worksheet("_itrank")
        self.pens = Pens(self.book, self.choices)
        self.format = self.pens.look
        self.choices.hide()
        self.calculation.hide()
        self.about.very_hidden()
        self.calculate()
        self.fill()
        self.head()
        self.count()
        self.tell()
        for sheet in (self.entry, self.missing, self.choices, self.calculation, self.about):
            sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    # The calculation

    def calculate(self) -> None:
        row = 0
        for label in self.plan.calculation.last_year:
            self.calculation.write_string(row, 0, label)
            self.constant(row, self.cells[label])
            row += 1
        for label, text in self.form.formulas:
            self.calculation.write_string(row, 0, label)
            self.calculation.write_formula(row, 1, f"={text}", None, _cached(self.cells[label]))
            row += 1

    def constant(self, row: int, shown: Shown) -> None:
        match shown:
            case Lack():
                self.calculation.write_formula(row, 1, f"={ERRORS[shown]}", None, ERRORS[shown])
            case bool():
                self.calculation.write_boolean(row, 1, shown)
            case Fraction():
                self.calculation.write_number(row, 1, float(shown))
            case str():
                self.calculation.write_string(row, 1, shown)

    # Entries

    def head(self) -> None:
        plan, entry = self.plan, self.entry
        entry.write_string(1, 0, f"{self.form.word('unit')}{self.unit.name}", self.format(bold=True, font_size=13))
        looks: Mapping[int, Mapping[str, Any]] = {
            0: {"bold": True, "font_size": 14},
            2: {"font_color": "#555555"},
            3: {"bold": True, "font_color": "#8A1C1C"},
            6: {"italic": True},
        }
        for row, look in looks.items():
            if (row, 0) in self.form.words:
                entry.write_string(row, 0, self.form.words[row, 0], self.format(**look))
        entry.write_string(4, 0, self.form.word("guide"), self.format(italic=True))
        root = plan.card.root
        entry.write_string(5, 1, self.form.word("total"), self.format(bold=True, align="right"))
        self.total()
        entry.write_string(5, 3, "" if root.full is None else "/ ", self.format(bold=True, align="right"))
        if (full := self.form.maxima.get((5, 4))) is not None:
            entry.write_number(5, 4, float(full), self.format(bold=True, align="left"))
        head = self.format(bold=True, text_wrap=True, align="center", valign="vcenter", border=1, bg_color="#E8EDF3")
        for column, (both, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            entry.write_string(7, column, both[self.form.pick], head)
            entry.set_column(column, column, width)
        entry.set_row(7, _HEAD)
        entry.freeze_panes(8, 2)
        entry.set_landscape()
        entry.set_paper(9)
        entry.fit_to_pages(1, 0)
        entry.repeat_rows(7)
        entry.print_area(0, 0, self.form.last + 1, _MAX)
        entry.set_margins(left=0.35, right=0.35, top=0.65, bottom=0.6)
        self.running_heads(entry)
        self.sent()
        self.sign()
        empty = self.book.add_format({"bg_color": "#F4B6B0"})
        last = self.form.last
        wanted_here = f'=$M9="{self.form.word("empty")}"'
        entry.conditional_format(
            8, _ANSWER, last, _ANSWER, {"type": "formula", "criteria": wanted_here, "format": empty}
        )
        wrong = self.book.add_format({"bg_color": "#F4B6B0", "bold": True})
        entry.conditional_format(
            8, _ANSWER, last, _ANSWER,
            {"type": "formula", "criteria": f'=LEFT($M9,{len(self.form.word("wrong"))})="{self.form.word("wrong")}"', "format": wrong},
        )  # fmt: skip

    def running_heads(self, sheet: Any) -> None:
        """Say on every page whose it is, of what and of which year, and its number; `&` begins a code there."""
        rules, look = self.plan.ruleset, '&"Times New Roman"&11'
        of = " · ".join(filter(None, (rules.title.say(rules.locale) or rules.id, rules.period)))
        unit, of = (text.replace("&", "&&")[:90] for text in (self.unit.name, of))
        sheet.set_header(f"&L{look}{unit}&R{look}{of}")
        sheet.set_footer(f"&R{look}{self.form.word('page')}")

    def sent(self) -> None:
        """Say by when and to whom the form goes back, at the right of the head."""
        sending, word = self.form.sending, self.form.word
        wrapped = self.format(text_wrap=True)
        if sending.deadline is not None:
            due = word("due").format(deadline=f"{sending.deadline:%d/%m/%Y}")
            self.entry.write_string(1, _SENT, due, self.format(bold=True))
        if sending.contact:
            self.entry.merge_range(2, _SENT, 3, _MAX, "", wrapped)
            self.entry.write_string(2, _SENT, word("contact").format(contact=sending.contact), wrapped)

    def sign(self) -> None:
        """Write the places for signatures in one row with the total, so that no page has them alone."""
        row, word, full = self.form.last + 1, self.form.word, self.plan.card.root.full
        look = self.format(text_wrap=True, align="center", valign="top", bold=True, locked=False)
        where, digits = "$C$6", unpadded(self.plan.ruleset.show)
        number = f"ROUND({where},{most_places(None)})" if digits is None else f"FIXED({where},{digits},TRUE)"
        of = "" if full is None else f" / {show(full, self.plan.ruleset.show, self.plan.ruleset.locale)}"
        filler = '"&CHAR(10)&"'.join(("", "", *word("filler").split("\n")))
        formula = f'=CHAR(10)&"{word("total")}: "&IF(ISNUMBER({where}),{number},{where})&"{of}{filler}"'
        said = self.so_far
        said = said if isinstance(said, str) else show(said, self.plan.ruleset.show, self.plan.ruleset.locale)
        self.entry.merge_range(row, 0, row, _ANSWER - 1, "", look)
        self.entry.write_formula(row, 0, formula, look, f"\n{word('total')}: {said}{of}\n\n{word('filler')}")
        place = word("signed_on").format(place=self.form.sending.place or "…………")
        self.entry.merge_range(row, _ANSWER, row, _MAX, "", look)
        self.entry.write_string(row, _ANSWER, f"\n{place}\n{word('head_of_unit')}", look)
        self.entry.set_row(row, _SIGNED)
        if len(self.heights) > _KEPT and self.room_below() < _SIGNED + _UNSURE:
            self.entry.set_h_pagebreaks([row - _KEPT])

    def room_below(self) -> int:
        """Estimate how many points the last page has left below the table."""
        left = _PAGE - _TOP
        for row in range(FIRST, self.form.last + 1):
            high = self.heights.get(row, 15)
            left = left - high if high <= left else _PAGE - _HEAD - high
        return left

    def total(self) -> None:
        """Write the self-score live: no figure while nothing is answered, and beside it whether blanks are in it."""
        first, last, word, said = FIRST + 1, self.form.last + 1, self.form.word, self.so_far
        answered, (where, _) = f"COUNTA($F${first}:$F${last})", self.shown_of(self.plan.card.root)
        look = self.format(bold=True, num_format=self.shown, align="right")
        formula = f'=IF({answered}=0,"{word("nothing")}",IF(ISNUMBER({where}),{where},""))'
        self.entry.write_formula(5, 2, formula, look, said if isinstance(said, str) else float(said))
        if unpadded(self.plan.ruleset.show) is None:  # as many places as elsewhere; the cell keeps the whole number
            few = self.book.add_format({"num_format": "0." + "#" * most_places(None)})
            broken = {"type": "formula", "criteria": "=AND(ISNUMBER($C$6),$C$6<>INT($C$6))", "format": few}
            self.entry.conditional_format(5, 2, 5, 2, broken)
        if self.form.given_blank:
            with_blanks = f'COUNTIF($M${first}:$M${last},"{word("untouched")}")>0'
            told = word("with_blanks") if said != word("nothing") and any(self.untouched.values()) else ""
            text = f'=IF(AND({answered}>0,{with_blanks}),"{word("with_blanks")}","")'
            self.entry.write_formula(5, _ANSWER, text, self.format(italic=True), told)

    @property
    def so_far(self) -> Fraction | str:
        """Give the self-score that the form shows, or what it says in its place."""
        if not any(map(self.is_answered, self.plan.questions)):
            return self.form.word("nothing")
        _, shown = self.shown_of(self.plan.card.root)
        return shown if isinstance(shown, Fraction) else ""

    def is_answered(self, line: Line) -> bool:
        """Whether anything is typed as the answer of a question."""
        return line.asked is not None and self.cells[answer(line.asked.key)] not in {None, ""}

    def shown_of(self, node: Node) -> tuple[str, Shown]:
        """Give the cell that holds what a criterion has so far, and what that is."""
        label = so_far(node.id) if node.id in self.plan.calculation.so_far else node.id
        return self.form.places[label], self.cells[label]

    @property
    def shown(self) -> str:
        digits = unpadded(self.plan.ruleset.show)
        return "General" if digits is None else f"0.{'0' * digits}".rstrip(".")

    def fill(self) -> None:
        for line in self.plan.lines:
            if line.asked is not None:
                self.question(line, line.asked)
            elif line.node is not None:
                self.criterion(line, line.node)
            else:
                band = self.format(bold=True, border=1, bg_color="#F3F4F6", text_wrap=True)
                for column in range(len(HEADS)):
                    self.entry.write_blank(line.row, column, None, band)
                self.entry.write_string(line.row, _LABEL, self.form.word("others"), band)

    def height(self, row: int, label: str, how: str, at_least: int = 1) -> None:
        """Make a row as high as its texts wrap; programs do so by themselves only where nobody set a height."""
        lines = max(lines_of(label, _WIDTHS[_LABEL] - 2), lines_of(how, _WIDTHS[_HOW]), at_least)
        self.heights[row] = min(14 * lines + 3, _HIGHEST)
        self.entry.set_row(row, self.heights[row])

    def criterion(self, line: Line, node: Node) -> None:
        lang = self.plan.ruleset.locale
        shade = "#DCE6F1" if line.depth <= 1 else "#F3F6FA"
        look: dict[str, Any] = {"border": 1, "bg_color": shade, "bold": bool(node.children) or line.depth <= 1}
        band = self.format(**look, text_wrap=True)
        for column in range(len(HEADS)):
            self.entry.write_blank(line.row, column, None, band)
        title = node.title.say(lang) or node.id
        self.entry.write_string(line.row, _CODE, node.code, band)
        self.entry.write_string(
            line.row, _LABEL, title, self.format(**look, text_wrap=True, indent=max(0, line.depth - 1))
        )
        told = self.form.words[line.row, _HOW]
        self.height(line.row, title, told)
        how = self.format(border=1, bg_color=shade, text_wrap=True, font_size=_SMALL, font_color="#333333")
        self.entry.write_string(line.row, _HOW, told, how)
        self.points(line.row, _POINTS, node, self.format(**look, num_format=self.shown, align="right"))
        if (full := self.form.maxima.get((line.row, _MAX))) is not None:
            self.entry.write_number(line.row, _MAX, float(full), self.format(**look, align="right"))
        note = self.format(border=1, bg_color=shade, text_wrap=True, font_size=_SMALL)
        self.state(line.row, node, note)

    def points(self, row: int, column: int, node: Node, look: Any) -> None:
        """Write what a criterion has so far, live."""
        where, shown = self.shown_of(node)
        value = float(shown) if isinstance(shown, Fraction) else ""
        self.entry.write_formula(row, column, f'=IF(ISNUMBER({where}),{where},"")', look, value)

    def state(self, row: int, node: Node, look: Any) -> None:
        """Say live why a criterion has no points yet."""
        where, word = self.form.places[node.id], self.form.word
        later = word(self.plan.calculation.later.get(node.id, "later"))
        said = (word("wrong"), word("unapplied"), word("more"), later, word("unscored"), word("more"))
        options = ",".join(f'"{text}"' for text in said)
        shown = self.cells[node.id]
        value = said[int(shown) - 2] if isinstance(shown, Lack) else ""
        otherwise = '""'
        if questions := self.form.read_by[node.id]:
            nothing = f"COUNTA({','.join(f'$F${line.row + 1}' for line in questions)})=0"
            if node.id in self.form.given_blank:
                otherwise = f'IF({nothing},"{word("untouched")}","")'
                value = value or ("" if any(map(self.is_answered, questions)) else word("untouched"))
                self.untouched[row] = value == word("untouched")
            italic = {"type": "formula", "criteria": f"={nothing}", "format": self.blank_look}
            self.entry.conditional_format(row, _POINTS, row, _POINTS, italic)
        self.entry.write_formula(
            row, _NOTE, f"=IF(ISERROR({where}),CHOOSE(ERROR.TYPE({where})-1,{options}),{otherwise})", look, value
        )

    def question(self, line: Line, asked: Input) -> None:
        row, entry, lang = line.row, self.entry, self.plan.ruleset.locale
        plain = self.format(border=1, text_wrap=True)
        small = self.format(border=1, text_wrap=True, font_size=_SMALL, font_color="#333333")
        label = asked.label.say(lang) or title_of(self.plan.ruleset, asked)
        entry.write_string(row, _CODE, "", plain)
        entry.write_string(row, _LABEL, label, self.format(border=1, text_wrap=True, indent=line.depth))
        told = self.form.words[row, _HOW]
        self.height(row, "  " * line.depth + label, told, at_least=2)
        entry.write_string(row, _HOW, told, small)
        entry.write_string(row, _UNIT, self.form.words[row, _UNIT], plain)
        number = asked.traits.number_format
        put(
            self.entry,
            row,
            _LAST,
            self.last_year.get(asked.key),
            self.format(border=1, num_format=number, align="right", font_color="#555555"),
        )
        look = self.format(border=1, bg_color="#FFF7D6", locked=False, num_format=number, align="right" if asked.traits.is_ordered else "left", text_wrap=True)  # fmt: skip
        put(self.entry, row, _ANSWER, self.answers.get(asked.key), look)
        self.validate(row, asked, told)
        open_cell = self.format(border=1, bg_color="#FFFDF3", locked=False, num_format="@", text_wrap=True)
        for column in range(EVIDENCE, EVIDENCE + 4):
            entry.write_blank(row, column, None, open_cell)
        entry.write_string(row, _POINTS, "", plain)
        entry.write_string(row, _MAX, "", plain)
        self.note(row, asked, self.format(border=1, text_wrap=True, font_size=_SMALL, font_color="#8A1C1C"))

    def validate(self, row: int, asked: Input, told: str) -> None:
        texts = offered(self.plan.ruleset, asked)
        held = (
            {"validate": "list", "source": self.pens.list_of(texts)}
            if texts
            else dict(rule(self.plan.ruleset, asked, f"F{row + 1}", self.beside))
        )
        validate(self.entry, row, _ANSWER, held, told, self.form.pick)

    def beside(self, key: str) -> str:
        """Give the address of another answer on the same sheet."""
        return self.form.places[answer(key)].split("!")[1]

    def note(self, row: int, asked: Input, look: Any) -> None:
        """Say live whether an answer is wanted, or wrong."""
        key = asked.key
        own, want, held = f"$F${row + 1}", self.form.places[needed(key)], self.form.places[checked(key)]
        empty, wrong = self.form.word("empty"), self.form.word("wrong")
        # 85 that is pasted into a cell of per cent is 8500%, and passes for a number.
        limit, far_out = unsure_from(asked), self.form.word("far_out")
        large = '""' if limit is None else f'IF(ABS(N({own}))>={limit},"{far_out}","")'
        formula = (
            f'=IF({own}="",IF({want},"{empty}",""),IF(ISERROR({held}),IF(ERROR.TYPE({held})=2,"{wrong}",""),{large}))'
        )
        typed = self.cells[answer(key)]
        if typed is None or typed == "":
            value = empty if self.cells[needed(key)] is True else ""
        else:
            is_large = limit is not None and isinstance(typed, Fraction) and abs(typed) >= limit
            value = wrong if self.cells[checked(key)] is Lack.INVALID else far_out if is_large else ""
        self.notes[row] = value
        self.entry.write_formula(row, _NOTE, formula, look, value)

    # What is missing, and what the form is

    def count(self) -> None:
        sheet, word = self.missing, self.form.word
        bold = self.format(bold=True, font_size=13)
        head = self.format(bold=True, border=1, bg_color="#E8EDF3", text_wrap=True)
        cell = self.format(border=1, text_wrap=True)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 2, 14)
        rows = self.plan.questions
        last = 5 + len(rows)
        sheet.write_string(0, 0, f"{word('unit')}{self.unit.name}", bold)
        for row, key in ((1, "empty"), (2, "wrong")):
            sheet.write_string(row, 1, word(key), self.format(bold=True))
            found = sum(value == word(key) for value in self.notes.values())
            sheet.write_formula(row, 2, f'=COUNTIF($C$6:$C${last},"{word(key)}")', self.format(bold=True), found)
        for column, text in enumerate((HEADS[0][self.form.pick], HEADS[1][self.form.pick], word("left"))):
            sheet.write_string(4, column, text, head)
        for row, line in enumerate(rows, start=5):
            assert line.asked is not None
            label = line.asked.label.say(self.plan.ruleset.locale) or title_of(self.plan.ruleset, line.asked)
            sheet.write_string(row, 0, line.code, cell)
            sheet.write_string(row, 1, label, cell)
            sheet.write_formula(row, 2, f"='{word('entry')}'!$M${line.row + 1}", cell, self.notes[line.row])
        sheet.autofilter(4, 0, max(5, last - 1), 2)
        sheet.freeze_panes(5, 0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(4)
        self.running_heads(sheet)

    def tell(self) -> None:
        rules = self.plan.ruleset
        said = (
            ("format", FORMAT), ("ruleset", rules.id), ("version", rules.version), ("sha256", rules.sha256),
            ("scorecard", self.plan.card.id), ("unit", self.unit.id), ("name", self.unit.name),
            ("layout", self.plan.layout), ("lang", rules.locale),
            # LibreOffice reads `_xa_` in a text as an escape and saves a line break: an id may not come back.
            ("unit_sha256", sha256(self.unit.id.encode()).hexdigest()),
        )  # fmt: skip
        for row, (key, text) in enumerate(said):
            self.about.write_string(row, 0, key)
            self.about.write_string(row, 1, text)
        heads = ("input", "sheet", "answer", "number", "date", "title", "link", "note")
        for column, text in enumerate(heads):
            self.about.write_string(TABLE_ROW - 1, column, text)
        for row, line in enumerate(self.plan.questions, start=TABLE_ROW):
            assert line.asked is not None
            number = line.row + 1
            cells = (line.asked.id, self.form.word("entry"), *(f"{letter}{number}" for letter in "FGHIJM"))
            for column, text in enumerate(cells):
                self.about.write_string(row, column, text)


def _cached(shown: Shown) -> Any:
    match shown:
        case Lack():
            return ERRORS[shown]
        case Fraction():
            return float(shown)
        case None:
            return 0
    return shown


def _cut(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
