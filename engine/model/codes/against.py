"""Codes ITR740 to ITR756: a ruleset compared with the annex as it was signed, and with the wording that it quotes of it."""

from functools import partial

from ..findings import Severity
from ..records import Code, Kind, Subject

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_VI, _EN = "phụ lục ghi {paper}, bộ tiêu chí ({at}) có {rule}", "the annex says {paper}, the ruleset ({at}) has {rule}"
_MEND_VI, _MEND_EN = (
    "Đối chiếu với bản đã ký, rồi sửa bộ tiêu chí; nếu phụ lục sai thì cần văn bản đính chính.",
    "Compare with the signed paper and mend the ruleset; if the annex is wrong, it takes a corrigendum.",
)

_annex = partial(Code, subject=Subject.ANNEX)

CODES: tuple[Code, ...] = (
    _annex(
        "ITR720.output", E,
        'không ghi bảng tiêu chí ra loại tệp "{found}"', 'a table of criteria is not written to a file of the kind "{found}"',
        "Đặt tên tệp .xlsx hoặc .docx.", "Name a file .xlsx or .docx.",
        aliases=("ITR749",),
    ),
    _annex(
        "ITR740", W,
        'phụ lục có hàng {number} "{label}", bộ tiêu chí không có', 'the annex has a row {number} "{label}", the ruleset has none',
        "Thêm tiêu chí ấy vào bộ tiêu chí, hoặc xem tên và số có bị gõ khác hẳn không.",
        "Add the criterion to the ruleset, or see whether its name and number are typed quite differently.",
    ),
    _annex(
        "ITR740.table", W,
        'phụ lục còn bảng "{title}", bộ tiêu chí không có bảng điểm nào cho bảng ấy', 'the annex has one more table, "{title}", for which the ruleset has no scorecard',
        "Thêm bảng điểm ấy vào bộ tiêu chí, hoặc bỏ bảng ấy khỏi tệp nếu không phải bảng tiêu chí.",
        "Add the scorecard to the ruleset, or take the table out of the file if it is none of criteria.",
        aliases=("ITR750",),
    ),
    _annex(
        "ITR741", W,
        'bộ tiêu chí có {number} "{label}", phụ lục {file} không có', 'the ruleset has {number} "{label}", the annex {file} has no such row',
        "Bỏ tiêu chí ấy, hoặc xem phụ lục có thiếu trang, thiếu bảng không.", "Remove the criterion, or see whether a page or table of the annex is missing.",
    ),
    _annex(
        "ITR741.table", W,
        'phụ lục không có bảng nào cho bảng điểm "{title}"', 'the annex has no table for the scorecard "{title}"',
        "Xem tệp phụ lục có đủ các bảng không.", "See whether the file of the annex has all tables.",
        aliases=("ITR748",),
    ),
    _annex("ITR744", W, f'điểm tối đa của "{{what}}": {_VI}', f'the maximum of "{{what}}": {_EN}', _MEND_VI, _MEND_EN),
    _annex(
        "ITR744.figure", W,
        'con số trong cách chấm của "{what}": phụ lục ghi {paper}, cách chấm trong bộ tiêu chí ({at}) có {rule}', 'a figure in the scoring of "{what}": the annex says {paper}, the rule of the ruleset ({at}) has {rule}',
        _MEND_VI, _MEND_EN,
        aliases=("ITR745",),
    ),
    _annex(
        "ITR744.level", W,
        'mức "{level}" của "{what}": phụ lục cho {paper} điểm, cách chấm trong bộ tiêu chí ({at}) cho {rule}', 'the level "{level}" of "{what}": the annex gives {paper} points, the rule of the ruleset ({at}) gives {rule}',
        _MEND_VI, _MEND_EN,
        since="0.2.0",
        aliases=("ITR751",),
    ),
    _annex("ITR744.name", W, 'tên của {what}: phụ lục ghi "{paper}", bộ tiêu chí ({at}) ghi "{rule}"', 'the name of {what}: the annex says "{paper}", the ruleset ({at}) says "{rule}"', _MEND_VI, _MEND_EN, aliases=("ITR743",)),
    _annex("ITR744.number", W, f'số thứ tự của "{{what}}": {_VI}', f'the number of "{{what}}": {_EN}', _MEND_VI, _MEND_EN, aliases=("ITR742",)),
    _annex(
        "ITR744.parent", W,
        '"{what}" ở phụ lục thuộc "{paper}", trong bộ tiêu chí ({at}) thuộc "{rule}"', 'in the annex "{what}" stands under "{paper}", in the ruleset ({at}) under "{rule}"',
        _MEND_VI, _MEND_EN,
        aliases=("ITR747",),
    ),
    _annex(
        "ITR744.role", W,
        '{role_vi} của "{what}": phụ lục ghi "{paper}", bộ tiêu chí ({at}) có "{rule}"', 'the {role_en} of "{what}": the annex says "{paper}", the ruleset ({at}) has "{rule}"',
        _MEND_VI, _MEND_EN,
        since="0.2.0",
        aliases=("ITR755",),
    ),
    _annex(
        "ITR744.tier", W,
        'xếp loại "{tier}" ({value} điểm): phụ lục ghi {paper}, bộ tiêu chí ({at}) xếp {rule}', 'the tier "{tier}" ({value} points): the annex says {paper}, the ruleset ({at}) gives {rule}',
        _MEND_VI, _MEND_EN,
        since="0.2.0",
        aliases=("ITR756",),
    ),
    _annex("ITR744.wording", W, 'lời văn cách chấm của "{what}": phụ lục ghi "{paper}", bộ tiêu chí ({at}) ghi "{rule}"', 'the wording of the scoring of "{what}": the annex says "{paper}", the ruleset ({at}) says "{rule}"', _MEND_VI, _MEND_EN, aliases=("ITR746",)),
    _annex(
        "ITR752", W,
        'mức "{level}" của "{what}"{more_vi}: lời văn "Cách chấm" trong mô tả cho {paper} điểm, cách chấm (score) cho {rule}', 'the level "{level}" of "{what}"{more_en}: the wording after "Cách chấm" in the description gives {paper} points, its score gives {rule}',
        "Sửa cách chấm (score) hoặc lời văn trong mô tả (description) cho khớp với văn bản đang có hiệu lực; cách chấm đã sửa đổi (amend) thì sửa cả mô tả.",
        "Make the score or the description say what the document in effect says; an amendment of the score amends the description, too.",
        since="0.2.0",
        kinds={"id": Kind.FORM},
    ),
    _annex(
        "ITR752.amended", W,
        'lời văn "Cách chấm" trong mô tả của "{what}" có từ trước khi cách chấm (score) được sửa đổi, và không so được với cách chấm mới', 'the wording after "Cách chấm" in the description of "{what}" is of before its score was amended, and cannot be compared with the new one',
        "Viết lại mô tả (description) của tiêu chí theo văn bản sửa đổi; chừng nào chưa viết lại, lời văn cũ không được in bên cách chấm mới.",
        "Write the criterion's description by the amending document; until then the old wording is not printed beside the new rule.",
        since="0.3.0",
    ),
    _annex(
        "ITR753", INFO,
        "chưa đối chiếu {what_vi}: {count} ô: {cells}", "not compared: {what_en}: {count_en}: {cells}",
        "Đọc soát những ô này bằng mắt; ghi lời văn của phụ lục vào mô tả (Cách chấm:, Minh chứng:, Ghi chú:, Chú thích:) thì lần sau được so.",
        "Proof-read these cells; what the description quotes (Cách chấm:, Minh chứng:, Ghi chú:, Chú thích:) is compared the next time.",
        since="0.2.0",
    ),
)  # fmt: skip
