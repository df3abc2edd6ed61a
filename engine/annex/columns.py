"""Find the headings of an annex's table, and what each column is for."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..files.surroundings import is_numbering
from ..files.word import FOOTNOTE
from .asked_columns import Asked
from .contents import told_by_contents
from .numbering import number_of
from .paper import Grid, TableRow
from .text import bare, points_in

ROLES = ("number", "label", "max", "wording", "evidence", "notes")
_WITHIN = 25  # rows that may stand above the headings
# The first that fits a heading tells its role; a heading without a role is not read.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(words))
    for role, words in (
        ("evidence", r"evidence.*"),
        ("wording", r"how it is scored|scoring"),
        ("max", r"(?:max(?:imum)? )?points|max(?:imum)?"),
        ("label", r"criteri(?:on|a)|indicators?"),
        ("number", r"(?:so )?(?:tt|thu tu)|stt|(?:so|ma|ma so|ky hieu)(?: (?:tieu chi|chi so|hieu))?|no"),
        ("evidence", r".*(?:minh chung|kiem chung|chung minh|bang chung|tai lieu|ho so kem).*"),
        ("", r".*(?:tu cham|tu danh gia|dat duoc|chenh lech|nam truoc|diem tham dinh|diem hoi dong|giai trinh|thuc te).*"),
        ("wording", r".*(?:cach|phuong phap|huong dan|cong thuc|dien giai|mo ta|tieu chuan|muc danh gia|thang danh gia).*"),
        ("label", r"(?:ten |cac )?(?:tieu chi|chi so|noi dung|chi tieu|hang muc)(?: [a-z]+)? (?:cham|tinh|duoc cham|xet)(?: diem)?"),
        ("", r".*(?:diem (?:cham|thuong|tru|cong|phat|danh gia)|ket qua|trong so).*"),
        ("max", r".*diem.*"),
        ("notes", r".*(?:ghi chu|nguon|co quan|don vi|trach nhiem|dau moi).*"),
        ("label", r".*\b(?:tieu chi|chi so|noi dung|chi tieu|linh vuc|hang muc|danh muc|ten)\b.*"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a table.

    Attributes:
        first: its first row, among the grid's rows; `last` likewise.
        by_role: role -> its columns, from 0. Under a heading that is merged over several columns all are its own;
            `notes` are also those whose heading tells no role, so that nothing of a row is lost.
        headings: of every column.
        group: the column that names the group of several rows, left of the one that names each; -1 for none.
        counts_groups: whether the numbers are those of groups: their rows have none.
        why: column -> what tells its role where its heading does not: `asked`, or what `contents.py` gives.
        parts: further columns of points, which may hold those of rows that have none in the column of maxima.
    """

    first: int
    last: int
    by_role: Mapping[str, tuple[int, ...]]
    headings: tuple[str, ...]
    group: int = -1
    counts_groups: bool = False
    parts: tuple[int, ...] = ()
    why: Mapping[int, str] = field(default_factory=dict)


def role_of(heading: str) -> str:
    """Say what a column is for by its heading; empty for one that is not read.

    >>> role_of("Điểm tối đa"), role_of("Điểm tự chấm"), role_of("Cách tính điểm"), role_of("STT")
    ('max', '', 'wording', 'number')
    """
    return _known_role(heading) or ""


def _known_role(heading: str) -> str | None:
    """Give the role that a heading tells, which may be none; None for one whose words are unknown."""
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", bare(heading)).split())
    return next((role for role, pattern in _WORDS if words and pattern.fullmatch(words)), None)


def find_columns(grid: Grid) -> Columns | None:
    """Find the headings: a row, or two of which the lower parts the upper, that name a criterion and how it is scored."""
    for first, row in enumerate(grid.rows[:_WITHIN]):
        if sum(map(bool, row.cells)) < 2 or max(map(len, row.cells)) > 120:
            continue
        for height in (1, 2, 3):
            rows = grid.rows[first : first + height]
            if len(rows) == height and (columns := _columns(rows, first)) is not None:
                return _filled(grid, _grouped(grid, _widened(grid, columns)))
    return None


def columns_by_contents(grid: Grid) -> Columns | None:
    """Tell the columns of a table by what stands in them, where its headings do not say; None where that does not either."""
    first, data = _data_of(grid)
    headings = _headings_of(grid, first, data)
    known = {role: at for at, text in enumerate(headings) if (role := role_of(text))}
    columns = _filled(grid, Columns(first, data - 1, {role: (at,) for role, at in known.items()}, tuple(headings)))
    if "label" not in columns.by_role or not {"max", "wording"} & columns.by_role.keys():
        return None
    used = {columns.group, *(at for cells in columns.by_role.values() for at in cells)}
    rest = tuple(at for at in range(len(headings)) if at not in used)
    by_role = {**columns.by_role, "notes": tuple(sorted((*columns.by_role.get("notes", ()), *rest)))}
    return replace(columns, by_role=_in_order(by_role))


def columns_as_asked(grid: Grid, asked: Asked) -> Columns | None:
    """Take the columns of a table as somebody has named them; None where it does not have them all."""
    first, data = _data_of(grid)
    headings = _headings_of(grid, first, data)
    by_role: dict[str, tuple[int, ...]] = {}
    for each in asked:
        at = each.place(headings)
        if at is None:
            return None
        by_role[each.role] = (*by_role.get(each.role, ()), at)
    used = {at for cells in by_role.values() for at in cells}
    by_role["notes"] = tuple(
        sorted({*by_role.get("notes", ()), *range(len(headings))} - (used - set(by_role.get("notes", ()))))
    )
    why = {at: "asked" for role, cells in by_role.items() for at in cells if at in used}
    return Columns(first, data - 1, _in_order(by_role), tuple(headings), why=why)


def _in_order(by_role: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {role: by_role[role] for role in ROLES if by_role.get(role)}


def _data_of(grid: Grid) -> tuple[int, int]:
    """Find where a table begins: the first row of its headings, and the first that has a name beside a number or points."""
    data = next((at for at, row in enumerate(grid.rows[:_WITHIN]) if _is_data(row.cells)), 0)
    first = data
    while first > max(0, data - 3) and sum(map(bool, grid.rows[first - 1].cells)) > 1:
        first -= 1
    return first, data


def _is_data(cells: Sequence[str]) -> bool:
    texts = [text for text in cells if text]
    numbers = sum(
        (number_of(text) is not None or points_in(text) is not None) and not re.fullmatch(r"(?:19|20)\d\d", text)
        for text in texts
    )
    return 0 < numbers < len(texts) and any(
        re.search(r"[^\W\d_]{2}", text) and number_of(text) is None for text in texts
    )


def _headings_of(grid: Grid, first: int, data: int) -> list[str]:
    rows = [row for row in grid.rows[first:data] if not is_numbering(row.cells)]
    return _stacked(rows) if rows else [""] * max((len(row.cells) for row in grid.rows), default=0)


def _filled(grid: Grid, columns: Columns) -> Columns:
    """Find columns for the roles that no heading tells among those whose heading tells nothing."""
    rows = grid.rows[columns.last + 1 :]
    used = {at for role, cells in columns.by_role.items() if role != "notes" for at in (*cells, columns.group)}
    covered = _covered(grid.rows[max(columns.first, 0) : columns.last + 1])
    free = {at for at, text in enumerate(columns.headings) if _known_role(text) is None} - used - covered.keys()
    known = {role: cells[0] for role, cells in columns.by_role.items() if role != "notes"}
    found = told_by_contents(rows, free, known) if free else {}
    if not found:
        return columns
    by_role = {role: tuple(at for at in cells if at not in found) for role, cells in columns.by_role.items()}
    by_role |= {told.role: (at,) for at, told in found.items()}
    group = next(iter(by_role.pop("group", ())), columns.group)
    why = {at: told.why for at, told in found.items()}
    counts = not _counts_rows(rows, group, by_role.get("number", ())) if group in found else columns.counts_groups
    return replace(columns, by_role=_in_order(by_role), why=why, group=group, counts_groups=counts)


def _counts_rows(rows: Sequence[TableRow], group: int, numbers: Sequence[int]) -> bool:
    """Whether rows that begin no group have a number."""
    return any(_at(row, at) for row in rows if not _at(row, group) for at in numbers)


def _grouped(grid: Grid, columns: Columns) -> Columns:
    """See whether the first of two columns of names is that of groups: it is empty where the second has a name and points."""
    first = columns.by_role["label"][0]
    second = next((at for at in columns.by_role.get("wording", ()) if role_of(columns.headings[at]) == "label"), -1)
    under = list(_under_groups(grid.rows[columns.last + 1 :], columns, first, second))
    if second < first or not under:
        return columns
    by_role = {role: tuple(at for at in cells if at != second) for role, cells in columns.by_role.items()}
    by_role = {role: cells for role, cells in by_role.items() if cells} | {"label": (second,)}
    counts = all(not _at(row, at) for row in under for at in by_role.get("number", ()))
    return replace(columns, by_role=by_role, group=first, counts_groups=counts)


def _under_groups(rows: Sequence[TableRow], columns: Columns, first: int, second: int) -> Iterator[TableRow]:
    """Give the rows that have a name and points in the second column of names only, and are no totals."""
    for row in rows:
        name, has_points = _at(row, second), any(_at(row, at) for at in columns.by_role.get("max", ()))
        if name and has_points and not _at(row, first) and not re.match(r"(?:tong|cong)\b", bare(name)):
            yield row


def _columns(rows: Sequence[TableRow], first: int) -> Columns | None:
    headings, covered = _stacked(rows), _covered(rows)
    roles = _by_role(headings, covered)
    if not roles["label"] or not (roles["max"] or roles["wording"]):
        return None
    most = _best_maxima(headings, roles["max"])
    roles["notes"] += [*roles[""], *(column for column in roles["max"] if column not in most)]
    # A second name of the criterion says how it is met.
    roles |= {"max": most, "wording": roles["wording"] + roles["label"][1:], "label": roles["label"][:1]}
    found = {
        role: tuple(sorted([*roles[role], *(under for under, column in covered.items() if column in roles[role])]))
        for role in ROLES
        if roles[role]
    }
    parts = tuple(column for column in roles["notes"] if role_of(headings[column]) == "max")
    return Columns(first, first + len(rows) - 1, found, tuple(headings), parts=parts)


def _by_role(headings: Sequence[str], covered: Collection[int]) -> dict[str, list[int]]:
    """Give the columns of each role, and under an empty one those without."""
    roles: dict[str, list[int]] = {role: [] for role in ("", *ROLES)}
    for column, heading in enumerate(headings):
        if column not in covered:
            roles[role_of(heading)].append(column)
    if not roles["label"] and roles["max"] and roles["wording"]:  # "Tiêu chuẩn đánh giá", and nothing else
        roles["label"] = [roles["wording"].pop(0)]
    return roles


def _covered(rows: Sequence[TableRow]) -> dict[int, int]:
    """Find the columns that stand under another's heading alone: they have none of their own, and a merged one covers them."""
    return {
        left + more: left
        for row in rows
        for left, width in row.spans.items()
        for more in range(1, width)
        if not any(_at(each, left + more) for each in rows)
    }


def _best_maxima(headings: Sequence[str], columns: Sequence[int]) -> list[int]:
    """Of several columns of points, take the one that says it is the maximum; else the first."""
    said = [column for column in columns if re.search(r"toi da|chuan|thang diem|quy dinh", bare(headings[column]))]
    return list(said or columns)[:1]


def _widened(grid: Grid, columns: Columns) -> Columns:
    """Take in a row below that only parts the headings further: `Điểm` over `Tối đa` and `Tự chấm`."""
    after = columns.last + 1
    if after >= len(grid.rows):
        return columns
    row, upper = grid.rows[after], grid.rows[columns.first : after]
    label = columns.by_role["label"][0]
    is_parted = not row.cells[label] and any(each.cells[label] for each in upper)
    if not is_parted or not _are_headings(row.cells):
        return columns
    spans = any(_reach(upper[-1], column) > 1 for column, text in enumerate(row.cells) if text)
    return (_columns([*upper, row], columns.first) or columns) if spans else columns


def _are_headings(cells: Sequence[str]) -> bool:
    """Whether texts are short, and the first of them begins with no number."""
    return all(len(text) <= 40 for text in cells) and not re.match(r"[\dIVX(]", next(filter(None, cells), ""))


def _reach(row: TableRow, column: int) -> int:
    """Count the empty cells that a heading at or before a column may be merged over."""
    start = column
    while start > 0 and not row.cells[start]:
        start -= 1
    end = start + 1
    while end < len(row.cells) and not row.cells[end]:
        end += 1
    return end - start


def _stacked(rows: Sequence[TableRow]) -> list[str]:
    """Join headings that stand over one another, each spread over the empty cells right of it."""
    width = max(len(row.cells) for row in rows)
    stacks = ((_heading(rows, depth, column) for depth in range(len(rows))) for column in range(width))
    return [" ".join(" ".join(dict.fromkeys(filter(None, texts))).replace(FOOTNOTE, " ").split()) for texts in stacks]


def _heading(rows: Sequence[TableRow], depth: int, column: int) -> str:
    """Give the heading of a row over a column: where others stand below, one may be spread from the left."""
    if not _at(rows[depth], column) and any(_at(below, column) for below in rows[depth + 1 :]):
        while column > 0 and not _at(rows[depth], column):
            column -= 1
    return _at(rows[depth], column)


def _at(row: TableRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def is_repeated(row: TableRow, columns: Columns) -> bool:
    """Whether a row only repeats the headings, as tables do on each page."""
    cells = {" ".join(bare(text).split()) for text in row.cells if text}
    known = {" ".join(bare(heading).split()) for heading in columns.headings if heading}
    return len(cells) >= 2 and all(
        cell in known or (len(cell) >= 5 and any(cell in heading for heading in known)) for cell in cells
    )
