"""Codes 600-609: corrections of declared answers."""

from ..findings import Code, Severity

E = Severity.ERROR

CODES: tuple[Code, ...] = (
    Code(
        "ITR600",
        E,
        "tệp điều chỉnh thiếu cột: {missing}",
        "the file of corrections lacks columns: {missing}",
        "Dòng đầu của tệp là: {columns}",
        "The first line of the file is: {columns}",
    ),
    Code(
        "ITR601",
        E,
        'không có đơn vị nào mã "{found}"',
        'no unit has the id "{found}"',
        "Ghi mã đơn vị như trong bảng đơn vị.",
        "Write the unit's id as the table of units has it.",
    ),
    Code(
        "ITR602",
        E,
        '"{found}" không phải đầu vào hay tiêu chí chấm điểm nào có thể điều chỉnh',
        '"{found}" is no input and no scored leaf that can be corrected',
        "Ghi mã của đầu vào, hoặc của tiêu chí không có tiêu chí con; bằng chứng bằng chữ, điều kiện và tổng không điều chỉnh trực tiếp.",
        "Write the id of an input, or of a criterion without children; evidence in words, conditions and sums are not corrected themselves.",
    ),
    Code(
        "ITR603",
        E,
        'không có giai đoạn "{found}"',
        'there is no stage "{found}"',
        "Các giai đoạn: {stages}.",
        "The stages are: {stages}.",
    ),
    Code(
        "ITR604",
        E,
        'dòng điều chỉnh {target} của {unit} để trống cột "{column}"',
        'the correction of {target} of {unit} leaves the column "{column}" blank',
        "Mọi điều chỉnh phải có lý do, người điều chỉnh, ngày và giá trị mới; công nhận như đã kê khai thì không ghi dòng nào.",
        "Every correction has a reason, who made it, the day and the new value; what stands as declared gets no row.",
    ),
    Code(
        "ITR605",
        E,
        "{target} của {unit}: dòng này sửa từ {found}, nhưng trước nó giá trị là {standing}",
        "{target} of {unit}: this row corrects {found}, but before it the value was {standing}",
        "Số kê khai đã đổi sau khi thẩm định, hoặc còn thiếu dòng điều chỉnh trước; xuất lại bảng thẩm định và điều chỉnh từ giá trị hiện nay.",
        "What was declared changed after the appraisal, or an earlier row is not there; export the sheets anew and correct what stands now.",
    ),
    Code(
        "ITR606",
        E,
        "{target} của {unit}: hai lần thẩm định trái nhau: dòng {line} ({by}) đã sửa {found} thành {other}, dòng này sửa {found} thành {own}",
        "{target} of {unit}: two corrections contradict each other: line {line} ({by}) made {other} of {found}, this one makes {own} of it",
        "Thống nhất một giá trị; nếu sửa lại kết quả của dòng trước thì ghi từ {standing}.",
        "Agree on one value; if this is to correct the earlier row, let it correct {standing}.",
    ),
    Code(
        "ITR608",
        E,
        "{target} không thể thành {found}",
        "{target} cannot become {found}",
        "Câu trả lời được bác bằng !missing hoặc !not_applicable; điểm của tiêu chí thì ghi 0.",
        "An answer is struck by !missing or !not_applicable; for the points of a leaf write 0.",
    ),
    Code(
        "ITR609",
        E,
        "{about}: điểm thẩm định {found} ngoài khoảng 0 đến {most}",
        "{about}: {found} appraised points are not from 0 to {most}",
        "Ghi điểm trong khoảng của tiêu chí.",
        "Write points within the criterion's range.",
    ),
)
