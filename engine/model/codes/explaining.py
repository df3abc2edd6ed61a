"""Codes 93x: which unit and which criterion are to be explained."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E = Severity.ERROR

_option = partial(Code, subject=Subject.OPTION)
_environment = partial(Code, subject=Subject.ENVIRONMENT)

CODES: tuple[Code, ...] = (
    _environment(
        "ITR488.folder", E,
        'thư mục nhận "{name}" đã có', 'the output folder "{name}" exists already',
        "Chọn tên thư mục mới, hoặc dời thư mục cũ đi; không tệp nào bị ghi đè.",
        "Choose a new name, or move the old folder away; no file is ever overwritten.",
        aliases=("ITR934",),
    ),
    _option(
        "ITR923.criterion", E,
        'bảng điểm của đơn vị "{unit}" không có tiêu chí "{found}"', 'the scorecard of the unit "{unit}" has no criterion "{found}"',
        aliases=("ITR931",),
    ),
    _option(
        "ITR930", E,
        '"{found}" có thể là nhiều {what}: {listed}', '"{found}" may be any of several {what_en}: {listed}',
        "Ghi mã của một trong số ấy.", "Write the id of one of them.",
        aliases=("ITR932",),
    ),
    _option(
        "ITR933", E,
        "cần đúng một trong hai: tên một đơn vị, hoặc --all kèm --output thư mục",
        "exactly one is needed: the name of a unit, or --all with --output and a folder",
        "Ví dụ: itrank explain dv01 --ruleset 2022, hoặc itrank explain --all --ruleset 2022 --output giai-trinh",
        "For example: itrank explain dv01 --ruleset 2022, or itrank explain --all --ruleset 2022 --output explained",
    ),
    _option(
        "ITR935", E,
        'bảng điểm của đơn vị "{unit}" không có đúng một mức xếp loại "{found}"; các mức: {tiers}',
        'the scorecard of the unit "{unit}" has not exactly one tier "{found}"; its tiers: {tiers}',
        "Ghi mã của một mức.", "Write the id of one of them.",
    ),
)  # fmt: skip
