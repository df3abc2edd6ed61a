"""Why the system or a library refused: in the reader's words; of the system's errors the unusual ones by their names."""

import errno
from typing import Any

_WORDS = {
    "ENOENT": ("không có tệp hoặc thư mục này", "there is no such file or folder"),
    "EEXIST": ("đã có sẵn", "it is there already"),
    "EISDIR": ("là một thư mục", "it is a folder"),
    "ENOTDIR": ("một phần của đường dẫn không phải thư mục", "a part of the path is no folder"),
    "ENOTEMPTY": ("thư mục không rỗng", "the folder is not empty"),
    "EACCES": ("không có quyền", "permission denied"),
    "EPERM": ("không được phép", "not permitted"),
    "ENOSPC": ("ổ đĩa đã đầy", "the disk is full"),
    "EDQUOT": ("đã dùng hết phần ổ đĩa được cấp", "the disk quota is used up"),
    "EFBIG": ("tệp quá lớn", "the file is too large"),
    "EROFS": ("ổ đĩa chỉ cho đọc", "the disk is read-only"),
    "ELOOP": ("liên kết dẫn vòng quanh", "too many links lead to each other"),
    "EMLINK": ("quá nhiều liên kết", "too many links"),
    "EXDEV": ("hai nơi không cùng một ổ đĩa", "the two places are not on one disk"),
    "ENAMETOOLONG": ("tên quá dài", "the name is too long"),
    "EBUSY": ("đang được dùng ở nơi khác", "it is in use"),
    "ETXTBSY": ("đang được dùng ở nơi khác", "it is in use"),
    "EIO": ("thiết bị đọc ghi bị lỗi", "the device failed to read or write"),
    "EMFILE": ("quá nhiều tệp đang mở", "too many open files"),
    "ENFILE": ("quá nhiều tệp đang mở", "too many open files"),
    "EINVAL": ("tên hoặc cách mở không hợp lệ", "the name, or the way it is opened, is not valid"),
    # It has no number where `engine.files.writing` raises it.
    "FileExistsError": ("không phải một tệp thường", "it is not a regular file"),
    "EBADF": ("nơi ghi đã đóng từ trước", "the output was closed from the start"),
    "EAGAIN": ("chưa có gì để đọc", "there is nothing to read yet"),
    "EPIPE": ("nơi nhận đã đóng", "the receiver has closed"),
}


_DAMAGE = {
    "BadZipFile": ("tệp nén bị hỏng", "the archive is damaged"),
    "ZipError": ("tệp nén bị hỏng", "the archive is damaged"),
    "error": ("dữ liệu bên trong bị hỏng", "the data inside are damaged"),  # what zlib and struct call theirs
    "LZMAError": ("dữ liệu bên trong bị hỏng", "the data inside are damaged"),
    "NotImplementedError": ("nén theo cách không đọc được", "it is compressed in a way that is not read"),
    "ExpatError": ("XML bên trong viết sai", "the XML inside is not well formed"),
    "XmlError": ("XML bên trong viết sai", "the XML inside is not well formed"),
    "XMLSyntaxError": ("XML bên trong viết sai", "the XML inside is not well formed"),
    "EOFError": ("tệp kết thúc giữa chừng", "it ends too soon"),
    "UnicodeError": ("có chữ không đúng bảng mã", "it has text of another encoding"),
    "RecursionError": ("lồng nhau quá sâu", "it is nested too deeply"),
    "LookupError": ("thiếu một phần phải có", "a part is missing"),
    "PackageNotFoundError": ("thiếu một phần phải có", "a part is missing"),
    "ArithmeticError": ("có phép tính không làm được", "it has an operation without a value"),
    "zip": ("không phải tệp nén zip", "it is no zip archive"),
    "HTML, XML": ("là HTML hoặc XML", "it is HTML or XML"),
    "mimetype": ("không phải bảng tính OpenDocument", "it is no OpenDocument spreadsheet"),
    "OLE": ("là tệp Word đời cũ", "it is a file of an old Word"),
    "CFB": ("khung của tệp đời cũ bị hỏng", "the container of the old format is damaged"),
    "BIFF": ("dữ liệu của bảng tính đời cũ bị hỏng", "the records of the old workbook are damaged"),
    "Workbook": ("không có bảng tính bên trong", "there is no workbook inside"),
}


def damage(what: BaseException | str) -> dict[str, Any]:
    """Say why a file is not what its name says, as the parameters of a finding: texts.

    Args:
        what: what a library raised, of which a class that it comes from is asked too; or a word for what we found.

    >>> damage(KeyError("xl/workbook.xml")), damage("zip")["reason"]
    ({'reason': 'thiếu một phần phải có', 'reason_en': 'a part is missing'}, 'không phải tệp nén zip')
    >>> damage(ValueError("whatever the library says"))["reason"]
    'nội dung không đúng cấu trúc'
    """
    names = [what] if isinstance(what, str) else [kind.__name__ for kind in type(what).__mro__]
    vi, en = next((_DAMAGE[name] for name in names if name in _DAMAGE), _SHAPELESS)
    return {"reason": vi, "reason_en": en}


WORKBOOK: dict[str, Any] = {"what": "bảng tính", "what_en": "workbook", "program": "Excel", "suffix": ".xlsx"}
WORD_FILE: dict[str, Any] = {"what": "tệp Word", "what_en": "Word file", "program": "Word", "suffix": ".docx"}
"""What a damaged file is, beside `damage`: the parameters of its finding."""


_SHAPELESS = ("nội dung không đúng cấu trúc", "its content does not have its shape")


def reasons(error: BaseException) -> dict[str, Any]:
    """Say why something could not be opened, read or written, as the parameters of a finding: texts.

    Args:
        error: an `OSError`; or the `ValueError` that a name with a NUL or half a sign is.

    >>> reasons(FileNotFoundError(errno.ENOENT, "whatever the system says"))["reason"]
    'không có tệp hoặc thư mục này'
    >>> reasons(OSError(errno.EDOM, "")), reasons(UnicodeError())["reason"]
    ({'reason': 'lỗi hệ thống EDOM', 'reason_en': 'system error EDOM'}, 'tên có ký tự mà tên tệp không có được')
    """
    number = getattr(error, "errno", None)
    name = errno.errorcode.get(number, str(number)) if number is not None else type(error).__name__
    if isinstance(error, UnicodeError) or (isinstance(error, ValueError) and "null" in str(error)):
        vi, en = "tên có ký tự mà tên tệp không có được", "the name has signs that no file name may have"
    else:
        vi, en = _WORDS.get(name, (f"lỗi hệ thống {name}", f"system error {name}"))
    return {"reason": vi, "reason_en": en}
