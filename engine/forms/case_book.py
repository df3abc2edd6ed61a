"""The workbook in which an official writes cases: a row for each, figures on the left, what should come of them on the right.

`engine/cases/sheets.py` reads it: by the ids of the first row, so that columns can be deleted, moved and added.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..cases.sheets import BASIS, CASE, CHOICES, EXPECT, GIVEN, GUIDE, LABELS, PREVIOUS, UNIT
from ..files.naming import fold
from ..files.packed import made_workbook
from ..files.tables import MOST_COLUMNS
from ..files.visible import visible
from ..model.ruleset import Input, LastYear, Node, Ruleset
from ..model.sentences import Pair, sentence
from ..observe.values import reader_of
from ..publish.explanation_words import cards_of, code_and_title
from ..publish.texts import ILLUSTRATIVE
from ..rank.ranking import is_illustrative
from ..result.words import name_of
from .calculation import option_text
from .pens import Pens, lines_of, validate
from .wanted import offered, rule, wanted

SHEET: Pair = ("Ca", "Cases")
EXPECTED: Mapping[str, Pair] = {
    "total": ("Tổng điểm", "Total"),
    "tier": ("Xếp loại", "Tier"),
    "rank": ("Hạng", "Rank"),
}
_GROUP: Pair = ("Nhóm đơn vị", "Group")
_LAST_YEAR: Pair = ("Năm trước: {name}", "Last year: {name}")
_SHOULD_BE: Pair = ("Mong đợi: {name}", "Expected: {name}")
_SHOULD_BE_IN: Pair = ("Mong đợi ({card}): {name}", "Expected ({card}): {name}")
_FIRST, _ROWS = 2, 500
"""The first row of cases, from 0, and how many rows hold what is typed against rules."""
_FILLS = {"case": "#EDEDED", "given": "#E8EDF3", "previous": "#F3EDE8", "expect": "#E2F0D9"}
_TITLE: Pair = ("Ca kiểm thử: {title} ({id}@{version})", "Cases: {title} ({id}@{version})")
_LINES: Sequence[Pair] = (
    (
        "1. Mỗi dòng ở trang “Ca” là một đơn vị giả định. Gõ tên ca, các số liệu (cột nền xanh dương), rồi kết quả mà anh chị ĐÃ TỰ TÍNH TAY theo quyết định (cột nền xanh lá). Đừng chép kết quả của máy: ca chỉ có ích khi hai người tính độc lập.",
        "1. Each row of the sheet “Cases” is an imagined unit. Type the name of the case, its figures (blue columns), then what YOU worked out by hand from the decree (green columns). Do not copy what the program gives: a case is of use only where two have computed it.",
    ),
    (
        "2. Ô số liệu để trống: đơn vị không báo cáo số ấy. Ô kết quả để trống: không so.",
        "2. A blank figure: the unit does not report it. A blank result: it is not compared.",
    ),
    (
        "3. Muốn xét hạng thì một ca có nhiều dòng liền nhau, cùng tên ca; ở cột Đơn vị đặt mã ngắn cho từng dòng: a, b, c.",
        "3. Where ranks matter a case has several rows, one below the other, with the same name; give each a short id in the column Unit: a, b, c.",
    ),
    (
        "4. Cột Căn cứ: ghi điều khoản, hoặc phép tính tay, như “4/5*20 = 16”.",
        "4. The column Basis: the clause, or the sum that was done, such as “4/5*20 = 16”.",
    ),
    (
        "5. Ở cột điểm của một tiêu chí có thể ghi “không áp dụng” hoặc “thiếu số liệu” thay cho số. Điểm lẻ không hết thì gõ đúng như quyết định làm tròn, hoặc gõ phân số bằng chữ: '20/3.",
        "5. In place of points “not applicable” or “missing” may stand. Points that do not end are typed as the decree rounds them, or as a fraction in text: '20/3.",
    ),
    (
        "6. Đừng đổi mã ở hàng 1 của trang “Ca”. Cột không dùng thì xóa được; cột ghi chú riêng thì thêm được, để trống hàng 1.",
        "6. Do not change the ids in row 1 of the sheet “Cases”. Columns that are not needed can be deleted; columns of your own can be added, with row 1 left blank.",
    ),
    (
        "7. Lưu tệp, rồi chạy: itrank test {name} --cases ca.xlsx -o ket-qua.xlsx. Tệp ket-qua.xlsx có ô xanh là đúng, ô đỏ là sai, và trang giải trình từng chỗ sai.",
        "7. Save the file, then run: itrank test {name} --cases cases.xlsx -o result.xlsx. In result.xlsx green is right and red is wrong, and a sheet explains what is wrong.",
    ),
)
_CUT: Pair = (
    "Bảng chỉ có đủ chỗ cho {shown} trên {total} tiêu chí; cần tiêu chí khác thì thêm cột, ghi ở hàng 1 mã expect.MÃ.",
    "There is room for {shown} of {total} criteria; for another add a column with expect.ID in row 1.",
)
_EXAMPLE: Pair = ("Ví dụ về cách ghi (số minh họa):", "An example (figures are made up):")
_EXAMPLE_ROWS: Sequence[tuple[Pair, str, str, str, Pair, str]] = (
    (("Một đơn vị, đủ điểm", "One unit, full points"), "", "4", "100", ("Tốt", "Good"), ""),
    (("Hai đơn vị, xét hạng", "Two units, ranked"), "a", "4", "100", ("Tốt", "Good"), "1"),
    (("Hai đơn vị, xét hạng", "Two units, ranked"), "b", "3", "85", ("Khá", "Fair"), "2"),
)
_A_FIGURE: Pair = ("Số cuộc họp", "Meetings")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the sheet.

    Attributes:
        id: in the first row.
        part: which of the fills it has.
        asked: the input whose figures it holds.
        choices: what a list offers; empty for none.
    """

    id: str
    label: str
    part: str
    width: int = 14
    asked: Input | None = None
    choices: tuple[str, ...] = ()


def case_template(ruleset: Ruleset, name: str) -> bytes:
    """Make the workbook.

    Args:
        ruleset: whose cases will be written.
        name: what the user calls it, for the command to run.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    lang = ruleset.locale
    heads = heads_of(ruleset)
    title = sentence(_TITLE, lang, title=ruleset.title.say(lang), id=ruleset.id, version=ruleset.version)

    def write(book: Any) -> None:
        guide, cases = book.add_worksheet(sentence(GUIDE, lang)), book.add_worksheet(sentence(SHEET, lang))
        choices = book.add_worksheet(CHOICES)
        choices.hide()
        pens = Pens(book, choices)
        _guide(guide, pens, ruleset, heads, title, name)
        _cases(cases, pens, ruleset, heads)
        cases.activate()

    return made_workbook(visible(title), write)


def heads_of(ruleset: Ruleset) -> list[Head]:
    """Give the columns: what names a case, figures, last year's, and what is expected."""
    lang = ruleset.locale
    pick = lang != "vi"
    heads = [Head(CASE, LABELS[CASE][pick], "case", 32), Head(UNIT, LABELS[UNIT][pick], "case", 10)]
    if len(ruleset.groups) > 1:
        titles = _titles({id_: words.say(lang) for id_, words in ruleset.groups.items()})
        heads.append(Head(f"{GIVEN}group", _GROUP[pick], "given", 16, choices=titles))
    heads += [
        Head(f"{GIVEN}{asked.id}", _input_name(ruleset, asked), "given", asked=asked, choices=_offered(ruleset, asked))
        for asked in ruleset.inputs
        if not asked.traits.is_evidence
    ]
    read = dict.fromkeys(
        each.of.removeprefix("self:") for each in ruleset.columns.values() if isinstance(each, LastYear)
    )
    heads += [
        Head(f"{PREVIOUS}{key}", sentence(_LAST_YEAR, lang, name=_bare(name_of(ruleset, key, lang))), "previous")
        for key in read
        if re.fullmatch(r"\w+", key)
    ]
    heads.append(Head(BASIS, LABELS[BASIS][pick], "expect", 30))
    tiers = _titles({tier.id: tier.title.say(lang) for card in ruleset.scorecards for tier in card.root.tiers})
    for key, label in EXPECTED.items():
        heads.append(
            Head(f"{EXPECT}{key}", _expected(label[pick], lang), "expect", choices=tiers if key == "tier" else ())
        )
    cards = cards_of(ruleset, lang)
    width = 22 if cards else 14
    criteria = [
        Head(f"{EXPECT}{node.id}", _expected(code_and_title(node, lang), lang, cards.get(node.id, "")), "expect", width)
        for node in criteria_of(ruleset)
    ]
    return [*heads, *criteria[: max(MOST_COLUMNS - len(heads), 0)]]


def criteria_of(ruleset: Ruleset) -> list[Node]:
    """Give the criteria whose points a case can expect, in the ruleset's order; of a whole scorecard it expects `total`."""
    roots = {card.root.id for card in ruleset.scorecards}
    return [node for node in ruleset.nodes() if node.id not in roots and node.role != "unscored"]


def _expected(name: str, lang: str, card: str = "") -> str:
    """Head a column of results; a criterion of one of several scorecards names it."""
    return sentence(_SHOULD_BE_IN if card else _SHOULD_BE, lang, name=name, card=card)


def _input_name(ruleset: Ruleset, asked: Input) -> str:
    """Name an input; of a criterion's own answer by the criterion."""
    return _bare(name_of(ruleset, asked.key, ruleset.locale))


def _bare(name: str) -> str:
    """Take a name without its id and quotation marks.

    >>> _bare('"Số cuộc họp" (so_hop)'), _bare('"so_hop"')
    ('Số cuộc họp', 'so_hop')
    """
    match = re.fullmatch(r'"(.*)"(?: \(\S+\))?', name, re.DOTALL)
    return match[1] if match else name


def _titles(titles: Mapping[str, str]) -> tuple[str, ...]:
    """Give what a list offers for ids with titles: the title where it is one's alone and no formula, else the id."""
    folded = [fold(title) for title in titles.values()]
    return tuple(
        title if title and folded.count(fold(title)) == 1 and not title.startswith(("=", "+", "-", "@", "'")) else id_
        for id_, title in titles.items()
    )


def _offered(ruleset: Ruleset, asked: Input) -> tuple[str, ...]:
    """Give what a list offers for an input, each text so that it is read back as what it stands for."""
    if not asked.traits.has_options:
        return offered(ruleset, asked)
    read = reader_of(asked)
    texts = ((option, option_text(asked, option, ruleset.locale)) for option in asked.options)
    return (*(text if read(text) == option else option for option, text in texts), *ruleset.headers.marks)


# ── The sheet of cases ──


def _cases(sheet: Any, pens: Pens, ruleset: Ruleset, heads: Sequence[Head]) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  # an extra

    addresses = {
        head.asked.key: xl_rowcol_to_cell(_FIRST, column) for column, head in enumerate(heads) if head.asked is not None
    }
    sheet.set_row(0, 12)
    deepest = max(lines_of(visible(head.label), head.width) for head in heads)
    sheet.set_row(1, min(15 * deepest + 6, 150))
    for column, head in enumerate(heads):
        form = head.asked.traits.number_format if head.asked is not None else "General"
        sheet.set_column(column, column, head.width, pens.look(num_format=form, text_wrap=head.width > 20))
        sheet.write_string(0, column, head.id, pens.look(font_size=7, font_color="#808080"))
        label = {"bold": True, "text_wrap": True, "border": 1, "bg_color": _FILLS[head.part], "valign": "vcenter"}
        sheet.write_string(1, column, visible(head.label), pens.look(**label))
        _hold(sheet, pens, ruleset, column, head, addresses)
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(0, 1)


def _hold(sheet: Any, pens: Pens, ruleset: Ruleset, column: int, head: Head, addresses: Mapping[str, str]) -> None:
    """Hold what is typed into a column against what it takes."""
    pick = 0 if ruleset.locale == "vi" else 1
    held: dict[str, Any] = {}
    told = ", ".join(head.choices)[:250]
    if head.choices:
        held = {"validate": "list", "source": pens.list_of(head.choices)}
    if head.asked is not None:
        told = wanted(ruleset, head.asked)
        own = addresses[head.asked.key]
        held = held or dict(rule(ruleset, head.asked, own, lambda key: addresses.get(key, own)))
    if held:
        validate(sheet, _FIRST, column, held, told, pick, last=_FIRST + _ROWS - 1)


# ── The guide ──


def _guide(sheet: Any, pens: Pens, ruleset: Ruleset, heads: Sequence[Head], title: str, name: str) -> None:
    lang = ruleset.locale
    sheet.hide_gridlines(2)
    sheet.set_column(0, 5, 20)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = _paragraph(sheet, pens, 0, visible(title), bold=True, font_size=14)
    if is_illustrative(ruleset):
        row = _paragraph(sheet, pens, row, sentence(ILLUSTRATIVE, lang), bold=True, font_color="#8A1C1C")
    for line in _said(ruleset, heads, name):
        row = _paragraph(sheet, pens, row, line)
    row = _paragraph(sheet, pens, row + 1, sentence(_EXAMPLE, lang), bold=True)
    pick = lang != "vi"
    shown = [LABELS[CASE][pick], LABELS[UNIT][pick], _A_FIGURE[pick], *(label[pick] for label in EXPECTED.values())]
    fills = ["case", "case", "given", "expect", "expect", "expect"]
    for column, (text, fill) in enumerate(zip(shown, fills, strict=True)):
        sheet.write_string(row, column, text, pens.look(bold=True, border=1, bg_color=_FILLS[fill]))
    for number, (case, unit, figure, total, tier, rank) in enumerate(_EXAMPLE_ROWS, row + 1):
        for column, text in enumerate((case[pick], unit, figure, total, tier[pick], rank)):
            sheet.write_string(number, column, text, pens.look(border=1, font_color="#808080", text_wrap=True))


def _said(ruleset: Ruleset, heads: Sequence[Head], name: str) -> Iterator[str]:
    for line in _LINES:
        yield sentence(line, ruleset.locale, name=visible(name))
    total = len(criteria_of(ruleset))
    shown = sum(head.id.startswith(EXPECT) for head in heads) - len(EXPECTED)
    if shown < total:
        yield sentence(_CUT, ruleset.locale, shown=shown, total=total)


def _paragraph(sheet: Any, pens: Pens, row: int, line: str, **look: Any) -> int:
    """Write a sentence over the columns of the guide, high enough to be read; the row below."""
    form = pens.look(text_wrap=True, **look)
    sheet.merge_range(row, 0, row, 5, "", form)
    sheet.write_string(row, 0, line, form)
    height = look.get("font_size", 11) * 1.5
    sheet.set_row(row, height * lines_of(line, 110) + 4)
    return row + 1
