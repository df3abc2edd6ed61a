"""Codes 41x, 43x and 49x of workbooks: XLSX, XLS and ODS files, and cells that are not what they look like."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_file = partial(Code, subject=Subject.FILE)
_table = partial(Code, subject=Subject.TABLE)
_cell = partial(Code, subject=Subject.CELL)

CODES: tuple[Code, ...] = (
    _cell(
        "ITR103.cell", E,
        "ô có ký tự điều khiển hoặc vô hình {character}", "the cell has a control or invisible character {character}",
        "Xóa ký tự đó; nó thường đi theo khi dán từ trang web hoặc Word.", "Delete it; it often comes along when pasting from a web page or Word.",
        aliases=("ITR436",),
    ),
    _file(
        "ITR416", E,
        "tệp quá lớn khi mở ra: {found}, giới hạn là {limit}",
        "the file is too large when unpacked: {found_en}; the limit is {limit}",
        "Chép các ô cần dùng sang một tệp mới rồi lưu lại.", "Copy the cells that are needed into a new file and save it.",
    ),
    _table(
        "ITR417", E,
        "bảng tính có ô ngoài vùng cho phép hoặc có hai lần: {cell}",
        "the workbook has a cell out of bounds, or twice: {cell}",
        "Mở tệp bằng Excel, xóa các hàng và cột thừa, rồi lưu lại.", "Open it in Excel, delete stray rows and columns, and save it.",
    ),
    _table(
        "ITR418", I,
        'dòng {row} "{name}" là dòng tổng hợp (tổng, bình quân, …), không đọc như một đơn vị',
        'row {row} "{name}" is one of totals or means and not read as a unit',
        "Nếu là đơn vị, hãy ghi vào bảng đơn vị (--units).", "If it is a unit, put it in the table of units (--units).",
    ),
    _table(
        "ITR418.group", I,
        "dòng chỉ ghi tên nhóm {group}: các đơn vị bên dưới thuộc nhóm này", "the row only has the title of the group {group}: the units below are in it",
        aliases=("ITR438",),
    ),
    _table(
        "ITR418.notes", I,
        '{rows} là chữ ký hoặc ghi chú, không đọc như số liệu: "{text}"', '{rows_en} there are signatures or notes, not read as data: "{text}"',
        aliases=("ITR439",),
    ),
    _table(
        "ITR419", W,
        'trang tính "{sheet}" đang ẩn mà vẫn được đọc', 'the sheet "{sheet}" is hidden and read all the same',
        "Xóa trang nếu không dùng, hoặc chỉ rõ trang trong tệp ánh xạ (sheet).",
        "Delete it if it is of no use, or name the sheet in a mapping file (sheet).",
    ),
    _cell(
        "ITR420.day", E,
        "{about}: ô là ngày {found}, không phải một số", "{about}: the cell is the day {found} and not a number",
        "Excel hay tự đổi 3/4 thành ngày; đặt định dạng ô là Number rồi gõ lại.",
        "Excel turns 3/4 into a day; set the cell's format to Number and type it again.",
        aliases=("ITR432",),
    ),
    _cell(
        "ITR433", E,
        "{about}: câu trả lời trong biểu của đơn vị không đọc được khi tổng hợp", "{about}: the answer in the unit's form could not be read when it was collected",
        "Sửa ô ấy trong biểu của đơn vị rồi chạy lại itrank collect.", "Mend the cell in the unit's form, and run itrank collect again.",
    ),
    _cell(
        "ITR434", E,
        "{about}: ô là công thức chưa được tính", "{about}: the cell is a formula without a value",
        "Mở tệp bằng Excel hoặc LibreOffice, để nó tính, rồi lưu lại.", "Open it in Excel or LibreOffice, let it calculate, and save it.",
    ),
    _table(
        "ITR435", I,
        'trang tính "{sheet}" có hàng hoặc cột ẩn; chúng vẫn được đọc',
        'the sheet "{sheet}" has hidden rows or columns; they are read all the same',
    ),
    _cell(
        "ITR437", I,
        '{about}: số lưu dưới dạng chữ "{found}" được đọc là {reading}', '{about}: the number stored as text "{found}" is read as {reading}',
        help_unit=("Nên gõ lại thành số để Excel tính đúng.", "Better typed again as a number, so that Excel counts it."),
    ),
    _file(
        "ITR497", E,
        "tệp có mật khẩu nên không đọc được", "the file is protected by a password and cannot be read",
        "Bỏ mật khẩu trong Excel hoặc Word (Tệp, Thông tin, Bảo vệ) rồi lưu lại.", "Take the password off in Excel or Word (File, Info, Protect) and save it.",
        aliases=("ITR835",),
    ),
    _file(
        "ITR498", E,
        "{what} bị hỏng hoặc không đúng định dạng ({reason})", "the {what_en} is damaged or of another format ({reason_en})",
        "Mở bằng {program} hoặc LibreOffice rồi lưu lại thành {suffix}.", "Open it in {program} or LibreOffice and save it as {suffix}.",
        traits=(Trait.DAMAGED,), aliases=("ITR721", "ITR834"),
    ),
    _file(
        "ITR498.result", E,
        "đây là kết quả do itrank ghi ra, không phải số liệu", "this is a result that itrank wrote, not data",
        "Hãy chọn tệp số liệu mà từ đó kết quả này được tính.", "Name the data of which this result was computed.",
    ),
    _file(
        "ITR499", E,
        'phần "{part}" của tệp khai kiểu tài liệu hoặc thực thể XML, nên không được mở',
        'the part "{part}" declares a document type or entities of XML, and is not opened',
        "Không chương trình văn phòng nào lưu ra tệp như vậy; hãy lưu lại từ bản gốc.", "No office program saves such a file; save it again from the original.",
    ),
    _file(
        "ITR499.name", E,
        'tệp nén có tên không an toàn: "{part}"', 'the archive has an unsafe name: "{part}"',
        "Không chương trình văn phòng nào lưu ra tệp như vậy; hãy lưu lại từ bản gốc.", "No office program saves such a file; save it again from the original.",
        aliases=("ITR495",),
    ),
    _file(
        "ITR499.twice", E,
        'tệp nén có hai phần cùng tên: "{part}"', 'the archive has two parts of one name: "{part}"',
        "Không chương trình văn phòng nào lưu ra tệp như vậy; hãy lưu lại từ bản gốc.", "No office program saves such a file; save it again from the original.",
        aliases=("ITR496",),
    ),
)  # fmt: skip
