"""Codes 54x: mending the file that is checked."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, I = Severity.ERROR, Severity.INFO  # noqa: E741

_option = partial(Code, subject=Subject.OPTION)
_file = partial(Code, subject=Subject.FILE)
_comment = partial(Code, subject=Subject.COMMENT)

CODES: tuple[Code, ...] = (
    _option(
        "ITR541", E,
        '"{name}" là bộ tiêu chí kèm theo itrank, nên --fix không sửa', '"{name}" comes with itrank, and --fix leaves it as it is',
        "Chép tệp ấy vào thư mục của bạn rồi sửa bản chép.", "Copy the file into a folder of your own, and mend the copy.",
    ),
    _option(
        "ITR542", E,
        "{option} và {other} không dùng cùng nhau", "{option} and {other} do not go together",
        "Bỏ một trong hai.", "Drop one of the two.",
    ),
    _option(
        "ITR542.stdin", E,
        "--fix sửa tệp tại chỗ, nên không dùng được với stdin (-)", "--fix mends a file in place, and standard input (-) is none",
        "Ghi tên tệp; hoặc dùng --diff để xem chỗ sửa được.", "Name the file; or see by --diff what can be mended.",
        aliases=("ITR540",),
    ),
    _file(
        "ITR543", E,
        'tệp "{name}" vừa bị chương trình khác sửa, nên không ghi đè', 'the file "{name}" was changed by another program just now, and is left as it is',
        "Lưu và đóng tệp trong trình soạn thảo, rồi chạy lại.", "Save and close it in the editor, then run it again.",
    ),
    _comment(
        "ITR544", I,
        '{code} không được sửa ("{old}" thành "{new}"), vì sửa xong lại có {codes}',
        '{code} was not mended ("{old}" to "{new}"), as that would bring {codes}',
        "Xem dòng này có còn điều gì khác chưa đúng không, rồi sửa bằng tay.", "See what else may be wrong on this line, and mend it by hand.",
    ),
)  # fmt: skip
