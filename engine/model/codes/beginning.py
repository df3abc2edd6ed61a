"""Codes 92x: beginning a project, listing rulesets, writing schemas and layout."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E = Severity.ERROR

_environment = partial(Code, subject=Subject.ENVIRONMENT)
_option = partial(Code, subject=Subject.OPTION)
_document = partial(Code, subject=Subject.DOCUMENT)

CODES: tuple[Code, ...] = (
    _environment(
        "ITR488.project", E,
        'thư mục "{name}" đã có nội dung: {listed}', 'the folder "{name}" is not empty: {listed}',
        "Chọn một thư mục mới hoặc còn trống; không tệp nào bị ghi đè. Ví dụ: itrank init xep-hang",
        "Choose a folder that is new or empty; no file is ever overwritten. For example: itrank init ranking",
        aliases=("ITR920",),
    ),
    _environment(
        "ITR906.project", E,
        'không tạo được dự án trong "{name}": {reason}', 'the project cannot be made in "{name}": {reason_en}',
        "Không tệp nào được ghi. Kiểm tra đường dẫn và quyền ghi, rồi chạy lại.",
        "Nothing was written. Check the path and the permission to write, then run it again.",
        aliases=("ITR921",),
    ),
    _option(
        "ITR912.columns", E,
        'không đọc được "{part}" trong --columns "{found}"', '"{part}" in --columns "{found}" cannot be read',
        'Nêu các cột từ trái sang bằng những chữ mã, tên, điểm, cách chấm, minh chứng, ghi chú (có tên, và điểm hoặc cách chấm, mỗi chữ một lần), ví dụ "mã, tên, điểm, cách chấm"; hoặc "B=tên; D=điểm", "Nhóm việc=tên; Mức=điểm".',
        'Name the columns from the left by the words number, name, points, scoring, evidence, notes (name, and points or scoring, each once), such as "number, name, points, scoring"; or "B=name; D=points", "Task=name; Level=points".',
    ),
    _option(
        "ITR912.year", E,
        '"{found}" không phải một năm', '"{found}" is not a year',
        "Ghi năm bằng bốn chữ số, ví dụ 2026.", "Write the year in four digits, such as 2026.",
        aliases=("ITR922",),
    ),
    _option(
        "ITR923", E,
        'không có {what} "{found}"', 'there is no {what_en} "{found}"',
        "Ghi tên một trong: {choices}.", "Name one of: {choices}.",
        aliases=("ITR926",),
    ),
    _document(
        "ITR924", E,
        'không trình bày lại được "{name}" mà vẫn giữ nguyên nội dung và chú thích',
        '"{name}" cannot be laid out anew with all that it says and its comments',
        "Tệp còn nguyên. Bỏ chú thích ở bên trong {{...}} và [...], rồi chạy lại.",
        "The file is as it was. Take comments out of {{...}} and [...], then run it again.",
    ),
    _document(
        "ITR925", E,
        "trình bày chưa theo mẫu", "this is not laid out as it should be",
        "Chạy: itrank fmt {name}", "Run: itrank fmt {name}",
    ),
)  # fmt: skip
