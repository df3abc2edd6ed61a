"""Read the tables of an annex as trees of lines: what each row is, whose it is, and what is doubtful about it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..files.naming import fold
from ..files.surroundings import is_numbering
from ..files.tables import letters
from ..files.word import FOOTNOTE
from ..model.findings import Finding, Place, finding
from .annex import Annex, Beside, Line, Part, ReadColumn, Total
from .asked_columns import GROUP_WORDS, ROLE_WORDS, Asked
from .cell_rows import parted_row, with_cell_rows
from .columns import Columns, columns_as_asked, columns_by_contents, find_columns, is_repeated
from .contents import CONTENTS
from .numbering import BULLETS, Tree, number_in, number_of, style_of
from .paper import Grid, Paper, TableRow
from .quoting import QUOTES, with_notes
from .remarks import remarks_of, with_remarks
from .text import bare, number, one_line, points_in

_LONGEST_HEADING = 150
_FEW = 3  # rows that a table has which is there for the layout, as the heads of letters are
_TOTAL = re.compile(r"(?:tong(?: cong| so| diem| so diem| so diem toi da| diem toi da)?|cong|total)\b")
_SUMMED = re.compile(
    r"(?:(?:diem|toi da|so|cong|muc|phan|nhom|tieu chi|chi so|cua|bang|cac|toan|chung|[ivxlc]+|[a-d]|\d+)\s*)+"
)
# With their marks: "điểm công khai" is no bonus, and "điểm phát wifi" no penalty.
_BONUS = re.compile(r"(?:(?:nhóm|các|mục|tiêu chí|phần) )*(?:điểm (?:thưởng|cộng)|thưởng điểm|cộng điểm)\b")
_PENALTY = re.compile(r"(?:(?:nhóm|các|mục|tiêu chí|phần) )*(?:điểm (?:trừ|phạt)|trừ điểm|phạt điểm)\b")
_SCORED = re.compile(r"^\s*[-+*•]\s|\d\s*(?:diem|d)\b|diem toi da|ty le.*[x*/]")
_IN_LABEL = re.compile(
    r"\s*[(\[]\s*(?:toi da|diem toi da|tong diem|tong)?:?\s*(\d+(?:[.,]\d+)?)\s*(?:diem|d)\s*[)\]]\s*:?\s*$"
)
_UNNAMED = re.compile(r"(?:sheet|trang tinh|trang|bang|table)?\s*\d*")
NO_POINTS = {
    "unscored": re.compile(r"khong (?:tinh|cham|co|cho) diem|chi thong ke|thong tin"),
    "condition": re.compile(r"(?:tieu chi |la )?dieu kien(?: bat buoc| can)?|bat buoc"),
}
_PRINTED_ROLE = re.compile(r"(?:de biet|dieu kien), khong tinh diem(?:\n|$)")  # as `itrank table` prints it
_REMARK = re.compile(r"[*\[]|\(\*+\)|(?:ghi chu|chu thich|luu y|(?:muc |tieu chuan )?(?:xep|phan) loai)\b")
_OF_UNITS = re.compile(  # "A. Đối với các sở, ban, ngành": a heading that names those who are scored, and no subject
    r"(?:(?:bo |bang |cac )?(?:tieu chi|chi so|diem|danh gia|cham diem|ap dung)\s+)*(?:doi voi|danh cho|cho|khoi|nhom cac|cac so|so, ban|ubnd|uy ban nhan dan|cap (?:tinh|huyen|xa)|cac (?:don vi|co quan|xa|phuong|huyen))\b"
)
_SIGNED = re.compile(
    r"\s*(?:nguoi (?:lap|cham|tong hop|ky)|thu truong|chu tich|giam doc|truong phong|t(?:m|l|uq)\. |kt\. |noi nhan|\(?\s*(?:ky|da ky)\b|xac nhan cua)"
)
_ABOVE = re.compile(
    r"(?:tong (?:so )?diem|thang diem|diem toi da)[^.;\n\d]{0,40}?(\d+(?:[.,]\d+)?)(?:\s*diem)?(?![\d%/,.])"
)


def read_annex(paper: Paper, asked: Asked = ()) -> Annex:
    """Find the annex's tables in a file and read them; `asked` names their columns, where somebody has."""
    findings = list(paper.findings)
    parts: list[_Part] = []
    remarks = remarks_of(paper)
    beside: list[Beside] = []
    paragraphs = [Beside(text, Place(paper.file, line, cell=f"đoạn {line}")) for line, text in paper.lines]
    for grid, found in zip(paper.grids, _columns_found(paper.grids, asked), strict=True):
        columns = _columns_of(grid, found, parts)
        if columns is None:
            if len(grid.rows) > _FEW and _width(grid) > 2:
                findings.append(finding("ITR723.asked" if asked else "ITR723", grid.whole, rows=len(grid.rows)))
            beside += _beside(grid, grid.rows)
            continue
        body = grid.rows[columns.last + 1 :]
        beside += _beside(grid, grid.rows[: max(columns.first, 0)])
        section = _section(grid, columns, body)
        if _is_another(parts, columns, body, section):
            parts.append(_Part(grid, columns, findings, remarks=remarks))
            findings += _told_by_contents(grid, columns)
        parts[-1].read(grid, columns, body, section)
        while paragraphs and paragraphs[0].place.line <= grid.after:
            beside.append(paragraphs.pop(0))
    (parts[-1].below_it if parts else beside).extend(paragraphs)
    made = tuple(part.finish() for part in parts)
    if not any(part.lines for part in made):
        findings.append(finding("ITR724", Place(paper.file)))
    return Annex(paper.file, tuple(part for part in made if part.lines), tuple(findings), tuple(beside))


def _width(grid: Grid) -> int:
    return len(grid.rows[0].cells) if grid.rows else 0


def _columns_found(grids: Sequence[Grid], asked: Asked) -> Sequence[Columns | None]:
    """Find the columns of each table: as they are asked for, by their headings, or where no table has any by their contents."""
    if asked:
        return [columns_as_asked(grid, asked) for grid in grids]
    found = [find_columns(grid) for grid in grids]
    return found if any(found) else [columns_by_contents(grid) if len(grid.rows) >= _FEW else None for grid in grids]


def _told_by_contents(grid: Grid, columns: Columns) -> Iterator[Finding]:
    """Say of each column that its contents told, so that a reader can see whether they were right."""
    for at, why in sorted(columns.why.items()):
        if why in CONTENTS:
            role = next((role for role, cells in columns.by_role.items() if at in cells), "")
            (role_vi, role_en), (why_vi, why_en) = ROLE_WORDS.get(role, GROUP_WORDS), CONTENTS[why]
            place, heading = grid.place(grid.rows[columns.first], at), one_line(columns.headings[at])[:80] or "–"
            yield finding("ITR723.columns", place, found=heading, role_vi=role_vi, role_en=role_en, why_vi=why_vi, why_en=why_en)  # fmt: skip


def _columns_of(grid: Grid, found: Columns | None, parts: "Sequence[_Part]") -> Columns | None:
    """Take the columns of a table, or of the table before that goes on in it without headings; None for neither."""
    if not parts:
        return found
    before = parts[-1]
    if found is None or (grid.table and not any(found.headings) and _width(grid) == before.width):
        goes_on = grid.table and _width(grid) == before.width
        return replace(before.columns, first=-1, last=-1) if goes_on else None
    if found.headings == before.columns.headings:  # the next page of it
        return replace(before.columns, first=found.first, last=found.last)
    return found


def _is_another(parts: "Sequence[_Part]", columns: Columns, body: Sequence[TableRow], section: tuple[str, str]) -> bool:
    """Whether a piece begins a table, and does not continue the one before; `section` is the numbered heading above it."""
    if not parts:
        return True
    before = parts[-1]
    number, name = section
    are_of_units = bool(_OF_UNITS.match(bare(name))) and before.is_of_units
    if columns.first < 0 or (number and before.goes_on(number) and not are_of_units):
        return False
    is_next_section = bool(number) and before.section >= 0
    return is_next_section or before.is_closed or _begins_anew(body, columns, before)


def _beside(grid: Grid, rows: Sequence[TableRow]) -> list[Beside]:
    return [Beside(_whole(row), grid.place(row)) for row in rows]


def _section(grid: Grid, columns: Columns, body: Sequence[TableRow]) -> tuple[str, str]:
    """Give the number and the name of a heading right above a table in Word: `II. Ứng dụng CNTT`; empty for none.

    A table whose own rows count in the same way stands below no section: `I. Bảng điểm` over I, II, III.
    """
    above = [line for line in grid.before.split("\n") if line.strip()]
    if not grid.table or columns.first < 0 or not above:
        return "", ""
    found, name = number_in(above[-1])
    if found in {"", *BULLETS} or len(name) > _LONGEST_HEADING:
        return "", ""
    return ("", "") if style_of(found) == style_of(_first_number(body, columns)) else (found, name)


def _begins_anew(body: Sequence[TableRow], columns: Columns, before: "_Part") -> bool:
    """Whether the first number of a table is one that the table before began with, too."""
    found = _first_number(body, columns)
    return found is not None and (not found or found in before.begun)


def _first_number(body: Sequence[TableRow], columns: Columns) -> str | None:
    """Give the number of the first row that has a name and is no total; None where there is none."""
    for row in body:
        found, label = _number_and_label({role: _text(row, cells) for role, cells in columns.by_role.items()})
        if label and not is_repeated(row, columns) and (found or not _TOTAL.match(bare(label))):
            return found
    return None


def _number_and_label(printed: Mapping[str, str]) -> tuple[str, str]:
    """Give a row's number, of its own cell or of its name, and its name on one line."""
    label, said = one_line(printed["label"]), printed.get("number", "")
    found = number_of(said) if said else None
    if found is not None:
        return found, label
    inside, rest = number_in(label)
    return inside, rest


def _text(row: TableRow, columns: Sequence[int]) -> str:
    return _joined(*(row.cells[column] for column in columns if column < len(row.cells)))


@dataclass(slots=True)
class _Part:
    """A table that is being read; `read` is called for each piece of it."""

    grid: Grid
    columns: Columns
    findings: list[Finding]
    lines: list[Line] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    begun: set[str] = field(default_factory=set)
    remarks: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = False
    is_signed: bool = False
    numbers: dict[tuple[int, str], Place] = field(default_factory=dict)
    head: tuple[str, Place, str] = ("", Place(), "")
    section: int = -1
    heads: list[Beside] = field(default_factory=list)
    read_columns: tuple[ReadColumn, ...] = ()
    below_it: list[Beside] = field(default_factory=list)

    @property
    def width(self) -> int:
        return _width(self.grid)

    def goes_on(self, number: str) -> bool:
        """Whether a heading above a table comes after the one above the table before."""
        if self.section < 0:
            return False
        trial = Tree(list(self.tree.open), dict(self.tree.last))
        parent, expected = trial.place(number, len(self.lines))
        return not expected and parent == self.lines[self.section].parent

    @property
    def is_of_units(self) -> bool:
        """Whether the heading above the table names those who are scored."""
        return self.section >= 0 and bool(_OF_UNITS.match(bare(self.lines[self.section].label)))

    def read(self, grid: Grid, columns: Columns, body: Sequence[TableRow], section: tuple[str, str] = ("", "")) -> None:
        """Read the rows of a piece of the table, its headings left out; `section` is a numbered heading above it."""
        self.grid, self.columns = grid, columns
        if not self.lines:
            self._begin(section=bool(section[0]))
        if section[0]:
            self._open_section(*section)
        ends = next((at for at in reversed(range(len(body))) if not _is_remark(body[at])), -1)
        for at, row in enumerate(body):
            text = _whole(row)
            self.is_signed = self.is_signed or (bool(self.lines) and _is_signature(row))
            is_below = at > ends and (self.is_closed or _REMARK.match(bare(text)))
            if is_below or self.is_signed or (self.is_closed and _is_words_only(row)):
                self.below_it.append(Beside(text, grid.place(row)))
            elif not is_repeated(row, columns) and not is_numbering(row.cells) and not _is_lettering(row.cells):
                label, maxima = columns.by_role["label"][0], columns.by_role.get("max", ())
                for each in parted_row(row, label, (*maxima, *columns.parts)):
                    self._row(each)

    def _open_section(self, number: str, name: str) -> None:
        """Begin with the heading above the table as a line of its own."""
        points, label = self._points("", name, {})
        parent, _ = self.tree.place(number, len(self.lines))
        self.section = len(self.lines)
        places = {"label": self.grid.whole}
        self._add(parent, number, label, points, {"number": number}, places, frozenset(), is_heading=True)

    def _begin(self, *, section: bool) -> None:
        """Keep what is written above the table, but the heading of a section; the sum of all points may stand there, too."""
        grid, first = self.grid, self.columns.first
        above = grid.before if grid.table else "\n".join(_whole(row) for row in grid.rows[: max(first, 0)])
        above = above.rpartition("\n")[0] if section else above
        if first >= 0:
            self.heads = list(_heads(grid, self.columns))
            self.read_columns = tuple(_read_columns(grid, self.columns))
        named = "" if _UNNAMED.fullmatch(bare(grid.name)) else one_line(grid.name)
        self.head = above, grid.place(grid.rows[first]) if first >= 0 else grid.whole, named
        # What `itrank table` says of a value ("Trong đó: …") is no sum, whatever it is called.
        match = _ABOVE.search(re.sub(r"(?m)^trong do:.*$", lambda line: " " * len(line[0]), bare(above)))
        if match is not None and (value := number(match[1])) is not None:
            self.totals.append(Total(value, above[match.start() : match.end()], grid.whole))

    def finish(self) -> Part:
        """Give the table."""
        self._drop_title()
        self.lines, self.totals = with_cell_rows(self.lines, self.totals)
        above, place, _ = self.head
        roles, lines = tuple(self.columns.by_role), tuple(self.lines)
        title = one_line(_title(above)) or self.head[2]
        heads, below_it = tuple(self.heads), tuple(self.below_it)
        return Part(title, above, place, roles, lines, tuple(self.totals), heads, below_it, self.read_columns)

    def _drop_title(self) -> None:
        """Make the heading above the table its title, where no other follows it: one section is no part of a whole."""
        if self.section != 0 or len(self.below_top) > 1:
            return
        heading, (above, place, named) = self.lines.pop(0), self.head
        self.head = _joined(above, f"{heading.number}. {heading.label}"), place, named
        if heading.max is not None:
            self.totals.append(Total(heading.max, heading.label, heading.place("label")))
        self.lines = [
            replace(line, parent=line.parent - 1, depth=max(0, line.depth - 1)) if line.parent >= 0 else line
            for line in self.lines
        ]
        self.totals = [replace(total, line=max(-1, total.line - 1)) for total in self.totals]

    @property
    def below_top(self) -> list[int]:
        """The topmost lines."""
        return [at for at, line in enumerate(self.lines) if line.parent < 0]

    def _group(self, row: TableRow) -> TableRow:
        """Open the group that a row begins, and give the row without what is the group's."""
        column, cells = self.columns.group, list(row.cells)
        if column < 0 or column >= len(cells) or not cells[column]:
            return row
        name = self.columns.by_role["label"][0]
        if _TOTAL.match(bare(cells[column])) and not cells[name]:  # a sum is no group
            cells[name], cells[column] = cells[column], ""
            return replace(row, cells=tuple(cells))
        found, label = number_in(one_line(cells[column]))
        printed, places = {"number": found}, {"label": self.grid.place(row, column)}
        numbers = self.columns.by_role.get("number", ())
        if numbers and not found and self.columns.counts_groups:
            found = number_of(cells[numbers[0]]) or ""
            printed, places = {"number": found}, places | {"number": self.grid.place(row, numbers[0])}
            cells[numbers[0]] = ""
        points, label = self._points("", label, places)
        parent, _ = self.tree.place(found, len(self.lines), is_heading=not found)
        self._add(parent, found, label, points, printed, places, frozenset(), is_heading=True)
        cells[column] = ""
        return replace(row, cells=tuple(cells))

    def _noted(self, row: TableRow) -> TableRow:
        """Put what footnotes say where their marks stand in a text; a number, a name and points are read without the mark."""
        texts = {at for role in ("wording", "evidence", "notes") for at in self.columns.by_role.get(role, ())}
        row = with_remarks(row, self.remarks)
        cells = (
            with_notes(cell, row.footnotes.get(at, "")) if at in texts else cell.replace(FOOTNOTE, "").strip()
            for at, cell in enumerate(row.cells)
        )
        return replace(row, cells=tuple(cells))

    def _row(self, row: TableRow) -> None:
        row = self._group(self._noted(row))
        places = {role: self.grid.place(row, columns[0]) for role, columns in self.columns.by_role.items()}
        printed = self._printed(row, places)
        across = 2 * row.span > len(row.cells) > 2
        found, label = self._named(row, printed, places, across=across)
        said_number, said_max = printed.get("number", ""), printed.get("max", "")
        if self._is_total(said_number if number_of(said_number) is None else "", label, said_max, row, places):
            return
        points, label = self._points(said_max, label, places)
        if not label:
            self._continue(printed, found, points, row)
            return
        is_emphasised = across or row.bold
        if points is None and not is_emphasised and self._is_item(found, printed):
            self._append(f"{found} {label}".strip(), printed)
            return
        heading = not found and points is None and is_emphasised
        parent, expected = self.tree.place(found, len(self.lines), is_heading=heading)
        self._keep_number(parent, found, expected, places.get("number", places["label"]))
        shared = self._shared(row, printed)
        self._add(parent, found, label, points, printed, places, shared, is_heading=heading)

    def _printed(self, row: TableRow, places: dict[str, Place]) -> dict[str, str]:
        """Give what a row has in the columns of each role; one that nobody typed, as a day or a failed formula, is not read."""
        by_role = self.columns.by_role
        printed = {role: _text(row, columns) for role, columns in by_role.items()}
        part = next((at for at in self.columns.parts if points_in(_text(row, (at,))) is not None), -1)
        if part >= 0 and not printed.get("max"):
            printed["max"], places["max"] = _text(row, (part,)), self.grid.place(row, part)
            row = replace(row, cells=tuple("" if at == part else text for at, text in enumerate(row.cells)))
        printed["notes"] = self._notes(row)
        printed["footnotes"] = _joined(*(row.footnotes[column] for column in sorted(row.footnotes)))
        if not printed.get("wording"):
            printed["label"], printed["wording"] = _parted(printed["label"])
        for role in ("number", "max"):
            if row.odd & set(by_role.get(role, ())):
                self.findings.append(finding("ITR725", places[role], found=printed[role][:40]))
                printed[role] = ""
        return printed

    def _shared(self, row: TableRow, printed: Mapping[str, str]) -> frozenset[str]:
        """Name the roles whose cell a row shares with the row above."""
        roles = ("number", "max", "wording", "evidence")
        below = (role for role in roles if row.below & set(self.columns.by_role.get(role, ())))
        return frozenset(role for role in below if not printed.get(role))

    def _named(
        self, row: TableRow, printed: dict[str, str], places: dict[str, Place], *, across: bool
    ) -> tuple[str, str]:
        """Find a row's number and name, also where they lie over the width, or the name in the number's cell."""
        found, label = _number_and_label(printed)
        if across and not label:  # a heading over the width stands in the first column
            filled = [column for column, text in enumerate(row.cells) if text]
            places["label"] = self.grid.place(row, filled[0])
            found, label = number_in(one_line(row.cells[filled[0]]))
            printed["number"] = ""
        said = printed.get("number", "")
        if said and number_of(said) is None:
            if not label:
                label, places["label"] = one_line(said), places["number"]
            elif not _TOTAL.match(bare(said)):
                self.findings.append(finding("ITR725.number", places["number"], found=said[:60]))
        return found, label

    def _is_item(self, found: str, printed: Mapping[str, str]) -> bool:
        """Whether a row only adds to the line above, as an item of its list does."""
        if not self.lines or printed.get("max") or found not in {"", *BULLETS}:
            return False
        return not _PRINTED_ROLE.match(bare(printed.get("wording", "")))

    def _keep_number(self, parent: int, found: str, expected: str, place: Place) -> None:
        """Keep a line's number, and report one that is there twice or out of order."""
        if found and found not in BULLETS and (parent, found) in self.numbers:
            self.findings.append(finding("ITR364.annex", place, found=found, first=self.numbers[parent, found].cell))
        elif expected:
            self.findings.append(finding("ITR365.annex", place, found=found, expected=expected))
        if found:
            self.numbers.setdefault((parent, found), place)
            if parent < 0:
                self.begun.add(found)

    def _add(
        self,
        parent: int,
        found: str,
        label: str,
        points: Fraction | None,
        printed: Mapping[str, str],
        places: Mapping[str, Place],
        shared: frozenset[str],
        *,
        is_heading: bool,
    ) -> None:
        above = self.lines[parent] if parent >= 0 else None
        texts = {text: printed.get(text, "") for text in QUOTES}
        if self.lines:
            texts |= {text: getattr(self.lines[-1], text) for text in shared & {"wording", "evidence"}}
        role, inherited = _role(label, printed), self._role_above(parent)
        if points is not None and points < 0:  # a penalty is written positive
            is_penalty = "penalty" in {role, inherited}
            if not is_penalty:
                self.findings.append(finding("ITR725.maximum", places["max"], found=printed.get("max", "")[:60]))
            points = -points if is_penalty else None
        self.lines.append(
            Line(
                parent=parent,
                depth=above.depth + 1 if above is not None else 0,
                number=found,
                label=label,
                max=points,
                role="" if inherited else role,
                places=dict(places),
                printed={key: printed[key] for key in ("number", "max") if printed.get(key)},
                shared=shared,
                is_heading=is_heading,
                **texts,
            )
        )

    def _role_above(self, line: int) -> str:
        while line >= 0:
            if self.lines[line].role:
                return self.lines[line].role
            line = self.lines[line].parent
        return ""

    def _points(self, said: str, label: str, places: Mapping[str, Place]) -> tuple[Fraction | None, str]:
        """Read a row's points; those in brackets behind its name, where the cell is empty, are taken off the name."""
        inside = _IN_LABEL.search(bare(label))
        in_label = number(inside[1]) if inside is not None else None
        if said:
            points = points_in(said)
            if points is None and not re.fullmatch(r"[-–—xX\s.]*", said) and not _without_points(said):
                self.findings.append(finding("ITR725.maximum", places["max"], found=one_line(said)[:60]))
            elif in_label is not None and points is not None and in_label != points:
                self.findings.append(finding("ITR729", places["max"], found=said, label=inside[1] if inside else ""))
            return points, label
        if in_label is not None and inside is not None:
            return in_label, label[: inside.start()].strip()
        return None, label

    def _notes(self, row: TableRow) -> str:
        """Keep what the other columns say, each with its heading."""
        told = ((self.columns.headings[at], _text(row, (at,))) for at in self.columns.by_role.get("notes", ()))
        return "\n".join(f"{one_line(heading)}: {text}" if heading else text for heading, text in told if text)

    def _is_total(self, said: str, label: str, points: str, row: TableRow, places: Mapping[str, Place]) -> bool:
        """Whether a row is a printed sum; it is kept as one."""
        text = label or one_line(said) or one_line(_whole(row))
        match = _TOTAL.match(bare(text)) or _TOTAL.match(bare(said))
        value = _sum_in(text, points, row)
        if match is None or value is None:
            return False
        # "Tổng số máy tính" is a criterion: a sum says nothing else than that it is one, and of what.
        rest = re.sub(r"[^a-z0-9]+", " ", bare(text)[match.end() :]).strip()
        if rest and not _SUMMED.fullmatch(rest):
            return False
        others = tuple(self._besides(row, {text, one_line(said), one_line(points)}, value))
        self.totals.append(Total(value, text, places.get("max", places["label"]), self._summed(rest), others))
        self.is_closed = self.totals[-1].line < 0 and bool(self.lines)
        return True

    def _besides(self, row: TableRow, said: Collection[str], value: Fraction) -> Iterator[Beside]:
        """Give what the row of a sum says besides."""
        for at, cell in enumerate(row.cells):
            if cell and one_line(cell) not in said and points_in(cell) != value:
                yield Beside(cell, self.grid.place(row, at))

    def _summed(self, rest: str) -> int:
        """Find the line whose sum is told: `Cộng mục I`; else the sum is of all."""
        named = re.findall(r"\b(?:[ivxlc]+|[a-d]|\d+)\b", rest)
        if len(named) != 1:
            return -1 if named or "cong" in rest else self.section
        at = (at for at, line in enumerate(self.lines) if line.number.lower() == named[0])
        return next(at, -1)

    def _continue(self, printed: Mapping[str, str], found: str, points: Fraction | None, row: TableRow) -> None:
        """Add a row without a name to the line above: a cell that a page has parted."""
        if not self.lines or (found and found not in BULLETS) or points is not None:
            self.findings.append(finding("ITR723.row", self.grid.place(row)))
            return
        self._append("", printed)

    def _append(self, label: str, printed: Mapping[str, str]) -> None:
        last = self.lines[-1]
        self.lines[-1] = replace(
            last,
            wording=_joined(last.wording, label, printed.get("wording", "")),
            evidence=_joined(last.evidence, printed.get("evidence", "")),
            notes=_joined(last.notes, printed.get("notes", "")),
            footnotes=_joined(last.footnotes, printed.get("footnotes", "")),
        )


def _role(label: str, printed: Mapping[str, str]) -> str:
    """Tell the role of a line by its cells for scoring and for points, else by its name."""
    wording = bare(printed.get("wording", ""))
    if _PRINTED_ROLE.match(wording):
        return "unscored" if wording.startswith("de") else "condition"
    name = fold(label)
    by_name = (role for role, pattern in (("bonus", _BONUS), ("penalty", _PENALTY)) if pattern.match(name))
    return _without_points(printed.get("max", "")) or next(by_name, "")


def _heads(grid: Grid, columns: Columns) -> Iterator[Beside]:
    """Give the headings of a table, each with what its column is for."""
    roles = {column: role for role, cells in columns.by_role.items() for column in cells}
    for at, text in enumerate(columns.headings):
        if text:
            yield Beside(text, grid.place(grid.rows[columns.first], at), roles.get(at, ""))


def _read_columns(grid: Grid, columns: Columns) -> Iterator[ReadColumn]:
    """Say what each column was taken for, and why."""
    roles = {column: role for role, cells in columns.by_role.items() for column in cells} | {columns.group: "group"}
    filled = {at for row in grid.rows for at, text in enumerate(row.cells) if text}
    for at in sorted(filled & {*roles, *columns.parts}):
        name = f"cột {at + 1}" if grid.table else letters(at)
        role = "max" if at in columns.parts else roles[at]
        yield ReadColumn(name, one_line(columns.headings[at]), role, columns.why.get(at, ""))


def _sum_in(text: str, points: str, row: TableRow) -> Fraction | None:
    """Read the points of a printed sum, in their own cell or in any other; of a long sentence, only in their own."""
    value = points_in(points)
    if value is not None or (not points and len(bare(text)) > 40):
        return value
    return next((found for cell in row.cells if (found := points_in(cell)) is not None), None)


def _is_remark(row: TableRow) -> bool:
    """Whether a row has one text alone and no number: below the last criterion it is none."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and not number_in(one_line(filled[0]))[0] and points_in(filled[0]) is None


def _is_words_only(row: TableRow) -> bool:
    """Whether nothing in a row is a number or points: below a total of all it is no criterion."""
    numbers = ({number_in(one_line(text))[0], number_of(text) or ""} for text in row.cells)
    return all(each <= {"", *BULLETS} for each in numbers) and all(points_in(text) is None for text in row.cells)


def _is_signature(row: TableRow) -> bool:
    """Whether a row is where those sign who have filled the table in."""
    return _is_words_only(row) and any(_SIGNED.match(bare(text)) for text in row.cells)


def _is_lettering(cells: Sequence[str]) -> bool:
    """Whether a row only names the columns: A, B, 1, 2, 3 = 1 x 2.

    >>> _is_lettering(("A", "B", "1", "2=1x3")), _is_lettering(("I", "A", "5"))
    (True, False)
    """
    signs = [re.sub(r"[()\s]|=.*", "", cell) for cell in cells if cell]
    letters = "".join(sign for sign in signs if sign.isalpha())
    digits = [sign for sign in signs if sign.isdecimal()]
    is_named = letters in {"A", "AB", "ABC"} and digits == [str(at) for at in range(1, len(digits) + 1)]
    return is_named and bool(digits) and len(signs) == len(letters) + len(digits) >= 3


def _without_points(said: str) -> str:
    """Tell the role of a criterion of which the cell for points says that it has none."""
    plain = " ".join(bare(said).split())
    return next((role for role, words in NO_POINTS.items() if words.fullmatch(plain)), "")


def _parted(label: str) -> tuple[str, str]:
    r"""Part a name from how it is scored, where one cell says both: from the first line that is an item or gives points.

    >>> _parted("Họp\n- 4 cuộc: 20 điểm\n- 3 cuộc: 15 điểm"), _parted("Họp\nBan chỉ đạo")
    (('Họp', '- 4 cuộc: 20 điểm\n- 3 cuộc: 15 điểm'), ('Họp\nBan chỉ đạo', ''))
    """
    lines = label.split("\n")
    at = next((at for at, line in enumerate(lines) if at and _SCORED.search(bare(line))), len(lines))
    return "\n".join(lines[:at]), "\n".join(lines[at:])


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _whole(row: TableRow) -> str:
    return " ".join(text for text in row.cells if text)


_LETTERHEAD = re.compile(
    r"\s*(?:[(*\[].*|cong hoa xa hoi.*|doc lap.*|(?:uy ban nhan dan|ubnd|hoi dong nhan dan|so|bo(?! (?:tieu chi|chi so)))\b.{0,60}|phu luc(?: so)?\s*[ivx\d]*[a-z]?[.:]?)"
)


_ISSUED_WITH = re.compile(r"\s*\((?:ban hanh )?kem theo [^()]*\)\s*$")


def _title(above: str) -> str:
    """Give the last lines above a table that name it: no letterhead, no note in brackets, not the annex's number."""
    lines = [line for line in above.split("\n") if line.strip() and not _LETTERHEAD.fullmatch(bare(line))]
    ends = [found.start() if (found := _ISSUED_WITH.search(bare(line))) else len(line) for line in lines]
    return " - ".join([line[:end] for line, end in zip(lines, ends, strict=True)][-2:])
