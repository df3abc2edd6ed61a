"""Codes ITR740 to ITR750: a ruleset held against the annex as it was signed."""

from ..findings import Code, Severity

E, W = Severity.ERROR, Severity.WARNING
_VI, _EN = "phụ lục ghi {paper}, bộ tiêu chí ({at}) có {rule}", "the annex says {paper}, the ruleset ({at}) has {rule}"
_MEND_VI, _MEND_EN = (
    "Đối chiếu với bản đã ký, rồi sửa bộ tiêu chí; nếu phụ lục sai thì cần văn bản đính chính.",
    "Compare with the signed paper and mend the ruleset; if the annex is wrong, it takes a corrigendum.",
)

CODES: tuple[Code, ...] = (
    Code(
        "ITR740", W,
        'phụ lục có hàng {number} "{label}", bộ tiêu chí không có', 'the annex has a row {number} "{label}", the ruleset has none',
        "Thêm tiêu chí ấy vào bộ tiêu chí, hoặc xem tên và số có bị gõ khác hẳn không.",
        "Add the criterion to the ruleset, or see whether its name and number are typed quite differently.",
    ),
    Code(
        "ITR741", W,
        'bộ tiêu chí có {number} "{label}", phụ lục {file} không có', 'the ruleset has {number} "{label}", the annex {file} has no such row',
        "Bỏ tiêu chí ấy, hoặc xem phụ lục có thiếu trang, thiếu bảng không.", "Remove the criterion, or see whether a page or table of the annex is missing.",
    ),
    Code("ITR742", W, f'số thứ tự của "{{what}}": {_VI}', f'the number of "{{what}}": {_EN}', _MEND_VI, _MEND_EN),
    Code("ITR743", W, 'tên của {what}: phụ lục ghi "{paper}", bộ tiêu chí ({at}) ghi "{rule}"', 'the name of {what}: the annex says "{paper}", the ruleset ({at}) says "{rule}"', _MEND_VI, _MEND_EN),
    Code("ITR744", W, f'điểm tối đa của "{{what}}": {_VI}', f'the maximum of "{{what}}": {_EN}', _MEND_VI, _MEND_EN),
    Code(
        "ITR745", W,
        'con số trong cách chấm của "{what}": phụ lục ghi {paper}, cách chấm trong bộ tiêu chí ({at}) có {rule}', 'a figure in the scoring of "{what}": the annex says {paper}, the rule of the ruleset ({at}) has {rule}',
        _MEND_VI, _MEND_EN,
    ),
    Code("ITR746", W, 'lời văn cách chấm của "{what}": phụ lục ghi "{paper}", bộ tiêu chí ({at}) ghi "{rule}"', 'the wording of the scoring of "{what}": the annex says "{paper}", the ruleset ({at}) says "{rule}"', _MEND_VI, _MEND_EN),
    Code(
        "ITR747", W,
        '"{what}" ở phụ lục thuộc "{paper}", trong bộ tiêu chí ({at}) thuộc "{rule}"', 'in the annex "{what}" stands under "{paper}", in the ruleset ({at}) under "{rule}"',
        _MEND_VI, _MEND_EN,
    ),
    Code(
        "ITR748", W,
        'phụ lục không có bảng nào cho bảng điểm "{title}"', 'the annex has no table for the scorecard "{title}"',
        "Xem tệp phụ lục có đủ các bảng không.", "See whether the file of the annex has all tables.",
    ),
    Code(
        "ITR749", E,
        'không ghi bảng tiêu chí ra loại tệp "{found}"', 'a table of criteria is not written to a file of the kind "{found}"',
        "Đặt tên tệp .xlsx hoặc .docx.", "Name a file .xlsx or .docx.",
    ),
    Code(
        "ITR750", W,
        'phụ lục còn bảng "{title}", bộ tiêu chí không có bảng điểm nào cho bảng ấy', 'the annex has one more table, "{title}", for which the ruleset has no scorecard',
        "Thêm bảng điểm ấy vào bộ tiêu chí, hoặc bỏ bảng ấy khỏi tệp nếu không phải bảng tiêu chí.",
        "Add the scorecard to the ruleset, or take the table out of the file if it is none of criteria.",
    ),
)  # fmt: skip
