"""ITR83x: a text that is held against a result."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W = Severity.ERROR, Severity.WARNING

_claim = partial(Code, subject=Subject.CLAIM)

CODES = (
    _claim(
        "ITR101.text", E,
        "văn bản quá lớn: {found}, giới hạn là {limit}", "the text is too large: {found}; the limit is {limit}",
        "Chỉ đối chiếu phần nêu kết quả.", "Check only the part that states results.",
        aliases=("ITR833",),
    ),
    _claim(
        "ITR405.text", E,
        "văn bản không phải UTF-8", "the text is not UTF-8",
        "Lưu lại với bảng mã UTF-8 (Unicode); phông TCVN3, VNI thì chuyển mã trước.", "Save it as UTF-8 (Unicode); text in TCVN3 or VNI fonts is converted first.",
        aliases=("ITR832",),
    ),
    _claim(
        "ITR499.macros", E,
        "tệp Word có macro nên không được mở", "the Word file holds macros and is not opened",
        "Lưu lại thành .docx không có macro.", "Save it as a .docx without macros.",
        aliases=("ITR836",),
    ),
    _claim(
        "ITR720.text", E,
        'không đối chiếu được loại tệp "{found}"', 'files of the kind "{found}" cannot be checked',
        "Lưu thành .docx, .txt hoặc .md.", "Save it as .docx, .txt or .md.",
        aliases=("ITR831",),
    ),
    _claim(
        "ITR830", E,
        "văn bản có {wrong} điều không khớp kết quả, trong {total} điều đã đối chiếu", "{wrong} of {total} statements do not agree with the result",
        "Sửa theo cột cuối của bảng, hoặc chỉ đúng tệp kết quả bằng --result.", "Mend them by the last column of the table, or name the right result with --result.",
    ),
    _claim(
        "ITR837", W,
        "không thấy điều nào để đối chiếu", "nothing was found that could be checked",
        "Lệnh này tìm điểm, hạng, bậc tăng giảm, xếp loại và số đơn vị.", "This command looks for points, ranks, changes, tiers and numbers of units.",
    ),
)  # fmt: skip
