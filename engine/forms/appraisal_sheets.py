"""Sheets for appraisers: what was declared, what stands, and cells for what they recognise and why.

A workbook for each unit, or for each criterion right below the root with all its units. Hidden in each row stand the
unit, the target and the value from which a correction goes, in the text of the file of corrections.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from ..files.numbers import Problem
from ..files.numbers import plain as plain_number
from ..files.packed import made_workbook
from ..formula.days import serial
from ..formula.excel_text import Shown
from ..formula.words import day as day_said
from ..model.appraisal import SCORED_STAGES, STAGES, Correction, Stage
from ..model.input_types.number import NUMBER
from ..model.observed import Observed, Previous
from ..model.outcome import NoScore
from ..model.ruleset import Input, Node, Ruleset, Scorecard
from ..model.sending import UNSAID, Sending
from ..observe.corrections import Corrections, Lack, Stood, Target, read_standing, standing_text, stood, targets_of
from ..publish.texts import ILLUSTRATIVE
from ..rank import appraise
from ..result.words import LACKS
from ..result.words import STAGES as STAGE_WORDS
from ..score import Sheet, evaluate_columns
from .calculation import NO, YES, option_text
from .filling import as_typed
from .page import listed
from .pens import Pens, lines_of, put, validate
from .plan import Line, Plan
from .shared_evidence import Citation, Cited, cited_together, documents_of
from .wanted import offered, rule, wanted
from .workbook import OTHERS, Form, title_of

FORMAT = "itrank-appraisal/1"
FIRST, HEAD = 8, 7
BY, AT = (3, 7), (4, 7)
"""The cells, by row and column from 0, in which appraisers write who they are and the day."""
UNIT, TARGET, FROM, NAME, LABEL, DECLARED, STANDS, APPRAISED, REASON, BASIS = 0, 1, 2, 3, 5, 7, 8, 12, 13, 14
NOT_RECOGNISED, NOT_APPLICABLE = "không công nhận", "không áp dụng"
MOST_ROWS = 10_000
"""Of a workbook of a criterion; where its units have more, it is several."""
By = Literal["unit", "criterion"]
SHEET = ("Thẩm định", "Appraisal")
HEADS = (
    ("unit", "unit"), ("target", "target"), ("from", "from"),
    ("Đơn vị", "Unit"), ("TT", "No."), ("Nội dung", "What"), ("Cách nhập", "How to fill"), ("Kê khai", "Declared"),
    ("Đang đứng", "Stands"), ("Năm trước", "Last year"), ("Thẩm định trước, giải trình", "Appraised so far, explained"),
    ("Minh chứng", "Evidence"), ("Thẩm định", "Appraised"), ("Lý do", "Reason"), ("Căn cứ", "Basis"),
)  # fmt: skip
_WIDTHS = (4, 4, 4, 20, 6, 36, 36, 11, 11, 10, 24, 24, 12, 26, 18)
_SMALL = 10.5
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_CITED = 5  # other places where a document is cited that are named
_WORDS = {
    "by": ("Người thẩm định", "Who appraises"),
    "by_unit": ("Người giải trình", "Who explains"),
    "by_council": ("Thư ký hội đồng", "Who keeps the minutes"),
    "at": ("Ngày", "Day"),
    "guide": (
        "Chỉ nhập vào ô nền vàng; để trống là công nhận như đang đứng. Bác một câu trả lời: gõ “không công nhận” hoặc “không áp dụng”. Mọi thay đổi phải có lý do.",
        "Type into yellow cells only; blank means that it stands. To strike an answer type “không công nhận” or “không áp dụng”. Every change has its reason.",
    ),
    "guide_council": (
        "Chỉ nhập vào ô nền vàng điều hội đồng quyết định khác với đang đứng; để trống là giữ nguyên. Mọi thay đổi phải có lý do và căn cứ: số, ngày biên bản họp hội đồng.",
        "Type into yellow cells only what the council decided otherwise; blank means that it stands. Every change has its reason, and as its basis the number and day of the council's minutes.",
    ),
    "illustrative": ILLUSTRATIVE,
    "text": ("để đọc, không thẩm định", "to be read, not appraised"),
    "points": ("Điểm: {title}", "Points: {title}"),
    "range": ("điểm từ 0 đến {most}", "points from 0 to {most}"),
    "any": ("điểm từ 0", "points from 0"),
    "to": ("Kính gửi: {unit}", "To: {unit}"),
    "day": ("ngày {day}", "{day}"),
    "ask": (
        "Đề nghị đơn vị xem kết quả thẩm định; nội dung nào chưa thống nhất thì ghi giá trị đề nghị, lý do, căn cứ vào ô nền vàng và gửi lại{by}.{contact}",
        "Please look at what was appraised; where you do not agree, give the value that you propose, the reason and the basis in the yellow cells, and return the sheet{by}.{contact}",
    ),
    "ask_by": (", chậm nhất ngày {day}", ", by {day} at the latest"),
    "ask_whom": (" Liên hệ: {contact}.", " Contact: {contact}."),
    "cited": ("Tài liệu này cũng được nêu ở: {places}", "This document is cited at, too: {places}"),
    "page": ("Trang &P/&N", "Page &P/&N"),
}  # fmt: skip


_WHO: Mapping[Stage, str] = {"explanation": "by_unit", "council": "by_council"}
"""The word for who fills the sheet of a stage; of others an appraiser does."""


@dataclass(frozen=True, slots=True)
class Round:
    """An appraisal that is going on.

    Attributes:
        now: the data as they stand, existing corrections of the stage included.
        start: every column when the stage began, for the points of leaves.
        declared: every column as declared.
        so_far: what was corrected and explained before, in words, by unit id and input id or leaf id.
        evidence: what data files say of documents (number, date, title, link), by unit id and input id.
        sending: what units are told that explain themselves.
        rules: how the annex and the ruleset score a criterion, by node.
        criteria: under which criterion an answer is asked, by input id.
        cited: the documents that are cited more than once.
    """

    ruleset: Ruleset
    observed: Observed
    stage: Stage
    now: Observed
    start: Sheet
    declared: Sheet
    before: Sequence[Previous | None]
    targets: Mapping[str, Target]
    so_far: Mapping[tuple[str, str], str]
    evidence: Mapping[tuple[str, str], Sequence[str]]
    sending: Sending = UNSAID
    rules: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, Cited] = field(default_factory=dict)

    @property
    def pick(self) -> int:
        """Which of two texts is spoken."""
        return 0 if self.ruleset.locale == "vi" else 1

    def stands(self, target: Target, unit: int) -> Stood:
        """Give what a correction of the stage would go from."""
        if target.leaf is None:
            return stood(self.now.values[target.key][unit])
        points = self.now.appraisal.points if self.now.appraisal is not None else {}
        own = points.get(target.key, {}).get(unit)
        return own if own is not None else points_of(self.start, target.key, unit)


def round_of(
    ruleset: Ruleset,
    observed: Observed,
    corrections: Corrections | None,
    stage: Stage,
    evidence: Mapping[tuple[str, str], Sequence[str]],
    sending: Sending = UNSAID,
) -> Round:
    """Take the data to where a stage stands.

    Args:
        ruleset: as loaded.
        observed: as declared.
        corrections: that there are already; they fit.
        stage: that is to be appraised.
        evidence: number, date, title and link of documents, by unit id and input id.
        sending: what units are told that explain themselves.
    """
    declared, before = evaluate_columns(ruleset, observed)
    start, now = observed, observed
    targets, so_far = targets_of(ruleset), {}
    if corrections is not None:
        stages = {row.stage for row in corrections.rows}
        for each in SCORED_STAGES:
            if each in stages and STAGES.index(each) <= STAGES.index(stage):
                now, _ = appraise(ruleset, observed, corrections, each)
                start = start if each == stage else now
        so_far = _told(
            ruleset, targets, [row for row in corrections.rows if STAGES.index(row.stage) <= STAGES.index(stage)]
        )
    began = declared if start is observed else evaluate_columns(ruleset, start)[0]
    return Round(ruleset, observed, stage, now, began, declared, before, targets, so_far, evidence, sending)


def _told(ruleset: Ruleset, targets: Mapping[str, Target], rows: Sequence[Correction]) -> dict[tuple[str, str], str]:
    """Say in words what was corrected and explained, a line a row of the file; who did so stays in the file."""
    pick = 0 if ruleset.locale == "vi" else 1
    told: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: STAGES.index(row.stage)):
        before, after = (in_words(ruleset, targets[row.target], text) for text in (row.before, row.after))
        change = "" if row.stage == "explanation" and not row.after else f" {before} → {after}."
        said = f"{_stage(row.stage, pick)}:{change} {row.reason}"
        earlier = told.get((row.unit, row.target))
        told[row.unit, row.target] = f"{earlier}\n{said}" if earlier else said
    return told


def _stage(stage: Stage, pick: int) -> str:
    """Name a stage at the beginning of a line."""
    named = STAGE_WORDS[stage][pick]
    return f"{named[0].upper()}{named[1:]}"


def in_words(ruleset: Ruleset, target: Target, text: str) -> str:
    """Say a value of the file of corrections as a cell of the sheet shows it."""
    pick = 0 if ruleset.locale == "vi" else 1
    value = read_standing(target, text)
    match value:
        case Problem():
            return text
        case Lack():
            return LACKS[value.state][pick]
        case bool():
            return YES if value else NO
        case date():
            return value.strftime("%d/%m/%Y")
        case str() if target.asked is not None and value in target.asked.options:
            return option_text(target.asked, value, ruleset.locale)
    shown = standing_text(target, value)
    return shown.replace(".", ",") if ruleset.locale == "vi" else shown


def points_of(sheet: Sheet, leaf: str, unit: int) -> Stood:
    """Give the points of a leaf, or why there are none."""
    cell = sheet.cells[leaf][unit]
    if isinstance(cell, NoScore):
        return Lack(cell.state.value)
    assert isinstance(cell, Fraction)  # a node's column holds nothing else
    return cell


def label_of(ruleset: Ruleset, target: Target) -> str:
    """Say what a row is of: a question, or the points of a criterion."""
    lang = ruleset.locale
    if target.asked is not None:
        return target.asked.label.say(lang) or title_of(ruleset, target.asked)
    assert target.leaf is not None  # a target is one of them
    return _WORDS["points"][0 if lang == "vi" else 1].format(title=target.leaf.title.say(lang) or target.leaf.id)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet; an answer in words has no target: it is shown, and not appraised."""

    unit: int
    line: Line
    target: Target | None
    name: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row shows besides whose it is.

    Attributes:
        before: what stands, as the file of corrections writes it.
        how: what may be typed.
        format: of its numbers.
    """

    label: str
    before: str
    how: str
    declared: Shown
    standing: Shown
    format: str


def workbooks(made: Round, plans: Mapping[str, Plan], by: By) -> Iterator[tuple[str, str, bytes]]:
    """Make the workbooks one after another: what each is of, its title, its bytes; the same for the same data.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    made = _beside(made, plans)
    cards = [made.ruleset.scorecard_of(unit.group) for unit in made.observed.units]
    if by == "unit":
        yield from _by_unit(made, plans, cards)
        return
    for card in made.ruleset.scorecards:
        units = [index for index, own in enumerate(cards) if own is card]
        yield from _by_criterion(made, plans[card.id], card, units)


def _beside(made: Round, plans: Mapping[str, Plan]) -> Round:
    """Put to a round what its sheets say beside an answer: the rule, and where else its documents are cited."""
    rules = {id_: told for plan in plans.values() for id_, told in Form(plan).rules.items()}
    criteria = {
        line.asked.id: line.code or title_of(made.ruleset, line.asked)
        for plan in plans.values()
        for line in plan.questions
        if line.asked is not None
    }
    cited = cited_together(
        (Citation(unit, criteria.get(input_, input_), input_), said) for (unit, input_), said in made.evidence.items()
    )
    return replace(made, rules=rules, criteria=criteria, cited=cited)


def _by_unit(
    made: Round, plans: Mapping[str, Plan], cards: Sequence[Scorecard | None]
) -> Iterator[tuple[str, str, bytes]]:
    for index, (unit, card) in enumerate(zip(made.observed.units, cards, strict=True)):
        if card is not None:
            rows = [row for line in plans[card.id].lines if (row := _row(made, index, line)) is not None]
            yield unit.id, unit.name, _workbook(made, unit.name, rows)


def _by_criterion(made: Round, plan: Plan, card: Scorecard, units: Sequence[int]) -> Iterator[tuple[str, str, bytes]]:
    """Make the workbooks of one scorecard, each question with all its units beside each other."""
    for of, title, lines in _parts(made, plan, card):
        # What Excel opens with ease, and what can be taken back: readers stop at twenty thousand rows.
        some = max(1, MOST_ROWS // max(1, len(lines)))
        for number, first in enumerate(range(0, len(units), some), start=1):
            rows = [row for line in lines for index in units[first : first + some] if (row := _row(made, index, line))]
            if any(row.target for row in rows):
                told, part = (f" ({number})", f"-{number}") if len(units) > some else ("", "")
                yield f"{card.id}-{of}{part}", f"{title}{told}", _workbook(made, f"{title}{told}", rows)


def _parts(made: Round, plan: Plan, card: Scorecard) -> Iterator[tuple[str, str, list[Line]]]:
    """Give the criteria at the top with what each is called in names of files, its title and its lines; then the rest."""
    taken: set[int] = set()
    for top in card.root.children or (card.root,):
        lines = list(_below(plan, top))
        taken |= {line.row for line in lines}
        yield top.code or top.id, f"{top.code} {top.title.say(made.ruleset.locale) or top.id}".strip(), lines
    others = [line for line in plan.lines if line.asked is not None and line.row not in taken]
    yield "khac", OTHERS[made.pick], others


def _below(plan: Plan, top: Node) -> Iterator[Line]:
    """Give the lines of a criterion: its nodes, and the questions that stand below them."""
    own = {node.id for node in top.walk()}
    inside = False
    for line in plan.lines:
        if line.node is not None:
            inside = line.node.id in own
        elif line.asked is None:
            inside = False
        if inside:
            yield line


def _row(made: Round, unit: int, line: Line) -> _Row | None:
    if line.asked is not None and line.asked.traits.is_evidence:
        return _Row(unit, line, None, "")
    if line.asked is not None:
        target, name = made.targets.get(line.asked.id), line.asked.id
    elif line.node is not None and not line.node.children:
        target, name = made.targets.get(line.node.id), line.node.id
    else:
        return None
    # A leaf with an answer of its own is corrected through it, by the same name.
    if target is None or (line.node is not None and target.leaf is None):
        return None
    return _Row(unit, line, target, name)


def _workbook(made: Round, title: str, rows: Sequence[_Row]) -> bytes:
    return made_workbook(title, lambda book: _Writer(made, book).write(title, rows))


def _as_read(text: str, lang: str) -> str:
    """Write a day of a data file as people read it; any other text as it is."""
    try:
        return day_said(date.fromisoformat(text), lang) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _height(label: str, how: str, so_far: str, evidence: str) -> int:
    """Give the height of a row in which the texts of its columns can be read, as far as a row may grow."""
    columns = ((label, _WIDTHS[5] - 2), (how, _WIDTHS[6]), (so_far, _WIDTHS[10]), (evidence, _WIDTHS[11]))
    return min(14 * max(lines_of(text, width) for text, width in columns) + 3, 400)


class _Writer:
    def __init__(self, made: Round, book: Any) -> None:
        self.made, self.book = made, book
        self.sheet = book.add_worksheet(SHEET[made.pick])
        self.choices = book.add_worksheet("_chon")
        self.about = book.add_worksheet("_itrank")
        self.pens = Pens(book, self.choices)

    def write(self, title: str, rows: Sequence[_Row]) -> None:
        self.head(title, rows, one_unit=len({row.unit for row in rows}) == 1)
        for number, row in enumerate(rows, start=FIRST):
            self.row(number, row)
        self.tell()

    def word(self, key: str) -> str:
        return _WORDS[key][self.made.pick]

    def format(self, **asked: Any) -> Any:
        return self.pens.look(**{"text_wrap": True, **asked})

    def head(self, title: str, rows: Sequence[_Row], *, one_unit: bool) -> None:
        sheet, made, rules = self.sheet, self.made, self.made.ruleset
        plain = {"text_wrap": False}
        sheet.write_string(
            0, 4, f"{_stage(made.stage, made.pick)}: {title}"[:300], self.format(**plain, bold=True, font_size=14)
        )
        about = f"{rules.title.say(rules.locale) or rules.id} · {rules.id}@{rules.version} {rules.period}".strip()
        sheet.write_string(1, 4, about, self.format(**plain, font_color="#555555"))
        if made.observed.illustrative or rules.provenance == "illustrative":
            sheet.write_string(2, 4, self.word("illustrative"), self.format(**plain, bold=True, font_color="#8A1C1C"))
        entry = self.format(border=1, bg_color="#FFF7D6", locked=False, text_wrap=False)
        for (row, column), key in ((BY, _WHO.get(made.stage, "by")), (AT, "at")):
            sheet.write_string(row, column - 1, self.word(key), self.format(bold=True, align="right"))
            look = entry if key != "at" else self.format(border=1, bg_color="#FFF7D6", locked=False, num_format="dd/mm/yyyy", text_wrap=False)  # fmt: skip
            sheet.write_blank(row, column, None, look)
        sheet.write_string(
            5, 4, self.word("guide_council" if made.stage == "council" else "guide"), self.format(**plain, italic=True)
        )
        if made.stage == "explanation":
            self.address(title)
        look = self.format(bold=True, align="center", valign="vcenter", border=1, bg_color="#E8EDF3")
        sheet.set_row(HEAD, 32)  # heads of two lines
        for column, (both, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            sheet.write_string(HEAD, column, both[made.pick], look)
            bare = {3: one_unit, 10: not made.so_far, 11: not made.evidence}
            hidden = column <= FROM or bare.get(column, False)
            sheet.set_column(column, column, width, None, {"hidden": True} if hidden else {})
        self.redden(HEAD + max(1, len(rows)))
        sheet.freeze_panes(FIRST, 6)
        sheet.autofilter(HEAD, 3, HEAD + max(1, len(rows)), BASIS)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        sheet.print_area(0, 3, HEAD + max(1, len(rows)), BASIS)
        look = '&"Times New Roman"&11'
        told = [text.replace("&", "&&")[:90] for text in (title, about)]
        sheet.set_header(f"&L{look}{told[0]}&R{look}{told[1]}")
        sheet.set_footer(f"&R{look}{self.word('page')}")
        self.choices.hide()
        self.about.very_hidden()

    def address(self, unit: str) -> None:
        """Say to the unit that explains itself who asks, what is asked, and by when."""
        sending, word, bold = self.made.sending, self.word, self.format(bold=True, text_wrap=False)
        self.sheet.write_string(3, 4, word("to").format(unit=unit), bold)
        day = word("day").format(day=f"{sending.day:%d/%m/%Y}") if sending.day is not None else ""
        sender = ", ".join(filter(None, (sending.agency, day)))
        self.sheet.write_string(4, 4, sender, self.format(text_wrap=False))
        by = word("ask_by").format(day=f"{sending.deadline:%d/%m/%Y}") if sending.deadline is not None else ""
        contact = word("ask_whom").format(contact=sending.contact) if sending.contact else ""
        ask = word("ask").format(by=by, contact=contact)
        self.sheet.write_string(6, 4, ask, self.format(text_wrap=False))

    def redden(self, last: int) -> None:
        """Show in red where a reason is wanted, of the council a basis too, and who and when, once anything is typed."""
        red = self.book.add_format({"bg_color": "#F4B6B0"})
        value, first = "M", FIRST + 1
        for column, letter in ((REASON, "N"), (BASIS, "O"))[: 2 if self.made.stage == "council" else 1]:
            asked = {"type": "formula", "criteria": f'=AND(${value}{first}<>"",${letter}{first}="")', "format": red}
            self.sheet.conditional_format(FIRST, column, last, column, asked)
        for row, column in (BY, AT):
            typed = f"COUNTA(${value}${first}:${value}${last + 1})"
            wanted_here = {"type": "formula", "criteria": f'=AND($H${row + 1}="",{typed}>0)', "format": red}
            self.sheet.conditional_format(row, column, row, column, wanted_here)

    def row(self, number: int, row: _Row) -> None:
        made, sheet, target = self.made, self.sheet, row.target
        unit, asked, node = made.observed.units[row.unit], row.line.asked, row.line.node
        said = self.question(row, asked) if asked is not None else self.criterion(row)
        key = (unit.id, asked.id if asked is not None else row.name)
        so_far, evidence = made.so_far.get(key, "")[:2000], self.evidence(unit.id, key)[:2000]
        told = "\n".join(filter(None, (made.rules.get(row.name, ""), said.how)))
        sheet.set_row(number, _height(said.label, told, so_far, evidence))
        plain, small = self.format(border=1), self.format(border=1, font_size=_SMALL, font_color="#333333")
        for column, text in ((UNIT, unit.id), (TARGET, row.name), (FROM, said.before), (3, unit.name)):
            sheet.write_string(number, column, text, plain)
        bold = {"bold": True, "bg_color": "#F3F6FA"} if node is not None else {}
        sheet.write_string(number, 4, row.line.code, plain)
        sheet.write_string(number, 5, said.label, self.format(border=1, **bold))
        sheet.write_string(number, 6, told, small)
        number_look = self.format(border=1, align="right", num_format=said.format, **bold)
        put(sheet, number, DECLARED, said.declared, number_look)
        put(sheet, number, STANDS, said.standing, number_look)
        last = self.format(border=1, align="right", num_format=said.format, font_color="#555555")
        put(sheet, number, 9, self.last_year(row), last)
        sheet.write_string(number, 10, so_far, small)
        sheet.write_string(number, 11, evidence, small)
        if target is None:
            for column in (APPRAISED, REASON, BASIS):
                sheet.write_blank(number, column, None, plain)
            return
        open_ = {"border": 1, "bg_color": "#FFF7D6", "locked": False}
        sheet.write_blank(number, APPRAISED, None, self.format(**open_, num_format=said.format, align="right"))
        for column in (REASON, BASIS):
            sheet.write_blank(number, column, None, self.format(**open_, num_format="@"))
        self.hold(number, asked, said.how)

    def evidence(self, unit: str, key: tuple[str, str]) -> str:
        """Say which documents an answer names, and to appraisers where else these are cited."""
        made, said = self.made, self.made.evidence.get(key, ())
        told = " · ".join(_as_read(part, made.ruleset.locale) for part in said if part)
        if made.stage == "explanation":  # what others cite is not the unit's to read
            return told
        own = made.criteria.get(key[1], key[1])
        others = dict.fromkeys(
            (place.unit, place.criterion)
            for document in documents_of(said)
            if document in made.cited
            for place in made.cited[document].places
            if (place.unit, place.criterion) != (unit, own)
        )
        if not others:
            return told
        names = {each.id: each.name for each in made.observed.units}
        places = [code if of == unit else f"{names.get(of, of)} ({code})" for of, code in others]
        return f"{told}\n{self.word('cited').format(places=listed(places, _MOST_CITED, '; '))}"

    def question(self, row: _Row, asked: Input) -> _Said:
        """Say what a row of an answer shows; one in words is not appraised."""
        made, rules, target = self.made, self.made.ruleset, row.target
        declared, standing = (
            as_typed(asked, data.values[asked.key][row.unit], rules) for data in (made.observed, made.now)
        )
        form = asked.traits.number_format
        if target is None:
            label = asked.label.say(rules.locale) or title_of(rules, asked)
            return _Said(label, "", self.word("text"), declared, standing, form)
        before = standing_text(target, made.stands(target, row.unit))
        return _Said(label_of(rules, target), before, wanted(rules, asked), declared, standing, form)

    def criterion(self, row: _Row) -> _Said:
        """Say what a row of a criterion's points shows."""
        made, node, target = self.made, row.line.node, row.target
        assert node is not None  # a row is of a question or of one of them
        assert target is not None
        most = node.full
        how = self.word("any") if most is None else self.word("range").format(most=plain_number(most))
        stands = made.stands(target, row.unit)
        points = (points_of(made.declared, node.id, row.unit), stands)
        declared, standing = (each if isinstance(each, Fraction) else None for each in points)
        before = standing_text(target, stands)
        return _Said(label_of(made.ruleset, target), before, how, declared, standing, NUMBER.number_format)

    def last_year(self, row: _Row) -> Shown:
        """Give the value that the unit had last year, if it is known."""
        last = self.made.before[row.unit] if self.made.before else None
        key = row.line.asked.key if row.line.asked is not None else row.name
        known = last.values.get(key.removeprefix("self:")) if last is not None else None
        return serial(known) if isinstance(known, date) else known

    def hold(self, number: int, asked: Input | None, how: str) -> None:
        """Tell while typing what a cell takes; a struck answer is typed in words, so that nothing is forbidden."""
        ruleset, struck = self.made.ruleset, (NOT_RECOGNISED, NOT_APPLICABLE)
        offer = offered(ruleset, asked) if asked is not None else ()
        if offer:
            held = {"validate": "list", "source": self.pens.list_of((*offer, *struck))}
        else:
            held = {} if asked is None else dict(rule(ruleset, asked, f"M{number + 1}", lambda _: '""', struck))
        validate(self.sheet, number, APPRAISED, held, how[:250], self.made.pick)

    def tell(self) -> None:
        """Say, hidden, what the workbook is, and lock all but the cells of entry."""
        rules = self.made.ruleset
        said = (
            ("format", FORMAT), ("ruleset", rules.id), ("version", rules.version), ("sha256", rules.sha256),
            ("stage", self.made.stage),
        )  # fmt: skip
        for row, (key, text) in enumerate(said):
            self.about.write_string(row, 0, key)
            self.about.write_string(row, 1, text)
        for sheet in (self.sheet, self.choices, self.about):
            sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
