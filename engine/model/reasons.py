"""Why the system refused: the usual errors in the reader's words, the others by the name that the system has for them."""

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
    "FileExistsError": (
        "không phải một tệp thường",
        "it is not a regular file",
    ),  # `engine.publish.files` has no number
    "EPIPE": ("nơi nhận đã đóng", "the receiver has closed"),
}


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
