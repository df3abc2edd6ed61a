"""Codes 7xx: findings about the versions of a ruleset."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W = Severity.ERROR, Severity.WARNING

_version = partial(Code, subject=Subject.VERSION)

CODES: tuple[Code, ...] = (
    _version(
        "ITR488.version", E,
        'tệp "{name}" đã có, nên không ghi', 'the file "{name}" exists already and is left as it is',
        "Sửa tệp ấy, hoặc chọn tên khác bằng --output.", "Edit that file, or choose another name by --output.",
        aliases=("ITR702",),
    ),
    _version(
        "ITR701", W,
        "{where} còn ghi TODO", "{where} still says TODO",
        "Điền nội dung của quyết định mới vào chỗ này.", "Write here what the new decision says.",
    ),
    _version(
        "ITR703", E,
        "năm mới {found} phải sau kỳ {period} của {base}", "the new year {found} must come after the period {period} of {base}",
        "Một bộ đã ban hành không bị sửa; bộ mới là của một năm sau.", "A ruleset in force is never edited; a new one is of a later year.",
    ),
    _version(
        "ITR704", E,
        'bộ mới ghi ở "{name}" sẽ không tìm thấy {base} để nối tiếp', 'the new ruleset at "{name}" would not find {base}, which it extends',
        "Ghi tệp mới cùng thư mục với bộ cũ, hoặc dùng --full để chép toàn bộ.",
        "Write it into the folder of the old one, or copy the whole by --full.",
    ),
    _version(
        "ITR705", W,
        "{identity} không còn như khi ban hành ngày {period}: mã băm khi ấy {old}…, nay {new}…",
        "{identity} is not as it was released on {period}: its hash was {old}… and is {new}…",
        "Khôi phục tệp như khi ban hành; hoặc ghi version mới trong bộ tiêu chí rồi chạy itrank release.",
        "Restore the file as it was released; or give the ruleset a new version and run itrank release.",
        since="0.3.0",
    ),
    _version(
        "ITR705.result", W,
        "kết quả này tính bằng {identity} khác với bản ban hành ngày {period}: mã băm khi ấy {old}…, của kết quả {new}…",
        "this result was computed by another {identity} than was released on {period}: its hash was {old}…, that of the result is {new}…",
        "Khôi phục bộ tiêu chí như khi ban hành rồi chạy lại itrank evaluate; hoặc ban hành một version mới.",
        "Restore the ruleset as it was released and run itrank evaluate again; or release a new version.",
        since="0.3.0",
    ),
    _version(
        "ITR706", E,
        "{identity} đã ban hành ngày {period} với nội dung khác: mã băm khi ấy {old}…, nay {new}…",
        "{identity} was released on {period} with another content: its hash was {old}… and is {new}…",
        "Một phiên bản đã ban hành không đổi nữa: khôi phục tệp, hoặc ghi version mới rồi ban hành version ấy.",
        "A released version does not change: restore the file, or write a new version and release that.",
        since="0.3.0",
    ),
    _version(
        "ITR706.unfinished", E,
        "không ban hành: {where} còn ghi TODO", "not released: {where} still says TODO",
        "Điền theo quyết định đã ký, rồi chạy lại.", "Write what the signed decision says, and run it again.",
        since="0.3.0",
    ),
)  # fmt: skip
