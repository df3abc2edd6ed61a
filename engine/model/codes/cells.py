"""Codes 56x and 57x: cells of workbooks that show another thing than they hold, are struck out or merged."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

SINCE = "0.2.0"

_cell = partial(Code, subject=Subject.CELL)
_table = partial(Code, subject=Subject.TABLE)

CODES: tuple[Code, ...] = (
    _cell(
        "ITR560", E,
        '{about}: một phần của ô bị gạch ngang: ô chứa "{found}", phần không gạch là "{rest}"',
        '{about}: part of the cell is struck out: it holds "{found}", of which "{rest}" is not struck out',
        'Nếu đúng là "{rest}", gõ lại ô như vậy, không còn chữ gạch ngang.',
        'If "{rest}" is meant, type the cell again so, with nothing struck out.',
        since=SINCE,
    ),
    _table(
        "ITR560.name", E,
        'một phần của ô ghi tên, mã hoặc nhóm bị gạch ngang: ô chứa "{found}", phần không gạch là "{rest}"',
        'part of a cell that names a unit, a group or an input is struck out: it holds "{found}", of which "{rest}" is not struck out',
        'Nếu đúng là "{rest}", gõ lại ô như vậy, không còn chữ gạch ngang.',
        'If "{rest}" is meant, type the cell again so, with nothing struck out.',
        since=SINCE,
        aliases=("ITR571",),
    ),
    _cell(
        "ITR561", W,
        '{about}: ô "{found}" bị gạch ngang, đọc như ô trống', '{about}: the cell "{found}" is struck out, and read as a blank',
        "Xóa ô, hoặc bỏ gạch ngang nếu số liệu vẫn dùng.", "Empty the cell; or if it still counts, take off the strikethrough.",
        since=SINCE,
    ),
    _table(
        "ITR561.part", W,
        'phần bị gạch ngang của ô không đọc: ô chứa "{found}", đọc là "{rest}"', 'what is struck out of the cell is not read: it holds "{found}" and is read as "{rest}"',
        "Xóa phần bị gạch ngang.", "Delete what is struck out.",
        since=SINCE,
        aliases=("ITR568",),
    ),
    _table(
        "ITR561.row", W,
        "dòng {row} bị gạch ngang cả dòng, không đọc: {found}", "row {row} is struck out and not read: {found}",
        "Xóa dòng, hoặc bỏ gạch ngang nếu đơn vị vẫn được xếp hạng.",
        "Delete the row; or if the unit is still ranked, take off the strikethrough.",
        since=SINCE,
        aliases=("ITR562",),
    ),
    _table(
        "ITR561.text", W,
        "chữ bị gạch ngang, bị ẩn hoặc đã xóa không được đọc; có ở {count} chỗ: {cells}",
        "text that is struck out, hidden or deleted is not read; number of places: {count}: {cells}",
        "Dùng bản đã ký, hoặc xóa hẳn phần chữ ấy rồi lưu lại.", "Use the signed version, or delete that text for good and save it.",
        since=SINCE,
        aliases=("ITR570",),
    ),
    _cell(
        "ITR563", E,
        '{about}: ô gộp {range} chỉ ghi một giá trị, "{found}": không rõ của đơn vị, của cột nào',
        '{about}: the merged cells {range} hold one value, "{found}": of which unit or column it is nobody knows',
        "Bỏ gộp ô rồi ghi giá trị của từng đơn vị vào ô của đơn vị ấy.",
        "Unmerge the cells, and write the value of each unit into a cell of its own.",
        since=SINCE,
    ),
    _cell(
        "ITR564", E,
        '{about}: định dạng số làm ô hiện "{shown}", còn tệp giữ {held}',
        '{about}: by its number format the cell shows "{shown}"; the file holds {held}',
        "Đặt định dạng ô là General (Chung) và gõ lại giá trị đúng.",
        "Set the cell's format to General and type the value that is right.",
        since=SINCE,
    ),
    _cell(
        "ITR565", W,
        '{about}: đọc là "{shown}" như ô hiện; tệp giữ {held}', '{about}: read as "{shown}", as the cell shows it; the file holds {held}',
        'Nếu đúng, gõ thẳng "{shown}" vào ô; nếu không, đặt định dạng ô là General (Chung).',
        'If that is right, type "{shown}" into the cell; else set the cell\'s format to General.',
        since=SINCE,
    ),
    _cell(
        "ITR566", I,
        "{about}: ô giữ số 0 mà định dạng số làm ô trông như trống; đọc là 0", "{about}: the cell holds 0 and by its number format looks blank; it is read as 0",
        since=SINCE,
    ),
    _cell(
        "ITR567", I,
        '{about}: ô hiện "{shown}", đọc là {held}', '{about}: the cell shows "{shown}" and is read as {held}',
        "Nếu bộ tiêu chí tính theo đơn vị khác, gõ số đầy đủ; nếu không, ghi đơn vị tính của đầu vào (measured_in).",
        "If the ruleset counts in another unit, type the full number; else name the input's unit of measurement (measured_in).",
        since=SINCE,
    ),
    _cell(
        "ITR569", W,
        "{about}: {found} có thể là {reading}: 85 dán vào ô phần trăm thành 8500%",
        "{about}: {found} may be {reading}: 85 that is pasted into a cell of per cent becomes 8500%",
        "Nếu là {reading}, gõ lại {reading} vào ô. Nếu đầu vào có thể lớn như vậy, khai max của nó.",
        "If it is {reading}, type {reading} into the cell. If the input can be so large, declare its max.",
        since=SINCE,
    ),
)  # fmt: skip
