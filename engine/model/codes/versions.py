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
)  # fmt: skip
