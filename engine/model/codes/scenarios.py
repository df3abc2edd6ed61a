"""ITR780-791: scenarios: what is tried, and that what comes of it is no result."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E = Severity.ERROR

_option = partial(Code, subject=Subject.OPTION, since="0.3.0")
_result = partial(Code, subject=Subject.RESULT, since="0.3.0")

CODES: tuple[Code, ...] = (
    _result(
        "ITR105.scenario", E,
        "đây là kịch bản thử (what-if), không phải kết quả: không đóng gói, báo cáo, phê duyệt hay so sánh được",
        "this is a scenario (what-if), not a result: it cannot be frozen, reported, approved or compared",
        "Muốn lấy làm kết quả thì sửa bộ tiêu chí hoặc số liệu cho đúng thẩm quyền, rồi chạy itrank evaluate.",
        "To make it a result change the ruleset or the data by whoever may, then run itrank evaluate.",
    ),
    _option(
        "ITR105.scenarios", E,
        "đây là tệp kịch bản (itrank-whatif/1), không phải bộ tiêu chí", "this is a file of scenarios (itrank-whatif/1), no ruleset",
        "Chạy: itrank what-if BỘ_TIÊU_CHÍ --scenarios TỆP.", "Run: itrank what-if RULESET --scenarios FILE.",
    ),
    _option(
        "ITR780", E,
        'không có "{target}" trong bộ tiêu chí, cũng không có đơn vị, đầu vào nào như vậy',
        'nothing in the ruleset is called "{target}", and no unit with such an input is',
        "Các địa chỉ: tiers.MỨC, parameters.TÊN, TIÊU_CHÍ.max, TIÊU_CHÍ.from.BẬC, ĐƠN_VỊ.ĐẦU_VÀO; xem docs/what-if.md.",
        "Addresses: tiers.TIER, parameters.NAME, CRITERION.max, CRITERION.from.STEP, UNIT.INPUT; see docs/what-if.md.",
    ),
    _option(
        "ITR780.input", E,
        'đơn vị "{unit}" có, nhưng không có đầu vào "{target}"', 'there is a unit "{unit}", but no input "{target}"',
        "Ghi mã đầu vào như trong inputs của bộ tiêu chí.", "Write the id of the input as the ruleset has it below inputs.",
    ),
    _option(
        "ITR780.unit", E,
        'không có đơn vị "{target}"', 'there is no unit "{target}"',
        "Ghi tên hoặc mã đơn vị như trong số liệu.", "Write the name or the id of the unit as the data have it.",
    ),
    _option(
        "ITR781", E,
        '"{target}" không chỉ đúng một giá trị; có thể là: {choices}', '"{target}" is not one value; it may be: {choices}',
        "Ghi địa chỉ của một giá trị.", "Write the address of one value.",
    ),
    _option(
        "ITR782", E,
        '"{found}" không phải ĐỊA_CHỈ=GIÁ_TRỊ', '"{found}" is not ADDRESS=VALUE',
        'Ví dụ: --set tiers.tot=860, --set tieu_chi.max=30, --set "Sở Y tế".so_hop=4.',
        'For example: --set tiers.good=860, --set criterion.max=30, --set "Department of Health".meetings=4.',
    ),
    _option(
        "ITR782.sign", E,
        '"{found}" có dấu cộng: không rõ là tăng thêm hay là giá trị mới', '"{found}" has a plus sign: is it so much more, or the new value?',
        "Luôn ghi giá trị mới, không ghi phần tăng: ngưỡng 850 tăng 10 thì ghi 860. Dấu trừ là số âm.",
        "Always write the new value, not the difference: for a bound of 850 raised by 10 write 860. A minus sign makes a negative number.",
    ),
    _option(
        "ITR783", E,
        'không có kịch bản "{name}" trong tệp này', 'this file has no scenario "{name}"',
        "Xem tên dưới scenarios: trong tệp.", "See the names below scenarios: in the file.",
    ),
    _option(
        "ITR783.file", E,
        "chưa nói thử gì: không có --set, --amend, và không có tệp {name}", "nothing to try: no --set, no --amend, and no file {name}",
        "Ghi --set ĐỊA_CHỈ=GIÁ_TRỊ, hoặc viết kịch bản vào tệp ấy (format: itrank-whatif/1).",
        "Give --set ADDRESS=VALUE, or write scenarios into that file (format: itrank-whatif/1).",
    ),
    _option(
        "ITR784", E,
        "{found} kịch bản, nhiều nhất {limit} cạnh nhau", "{found} scenarios, at most {limit} side by side",
        "Chọn một số bằng --scenario TÊN.", "Choose some with --scenario NAME.",
    ),
    _option(
        "ITR784.changes", E,
        "kịch bản có {found} thay đổi, nhiều nhất {limit}", "the scenario has {found} changes, at most {limit}",
        "Nhiều hơn thì viết tệp sửa đổi (extends) và dùng --amend.", "For more write an amendment (extends) and use --amend.",
    ),
    _option(
        "ITR784.points", E,
        "khoảng quét có {found} giá trị, nhiều nhất {limit}", "the sweep has {found} values, at most {limit}",
        "Dùng bước lớn hơn, khoảng hẹp hơn, hoặc bỏ step.", "Use a larger step, a smaller range, or no step.",
    ),
    _option(
        "ITR785", E,
        '"{found}" không phải một khoảng tăng của hai số cùng cách viết', '"{found}" is no rising range of two numbers of one kind',
        "Ví dụ: 800..900, 50%..80%, 800..900 step 10.", "For example: 800..900, 50%..80%, 800..900 step 10.",
    ),
    _option(
        "ITR786", E,
        'hai khoảng quét trong một kịch bản: "{target}" là khoảng thứ hai', 'two sweeps in one scenario: "{target}" is the second',
        "Mỗi kịch bản quét một số; các số khác đặt một giá trị.", "A scenario sweeps one number; set the others to one value each.",
    ),
    _option(
        "ITR787", E,
        "tệp kịch bản viết cho {found}, không phải {wanted}", "the scenarios are for {found}, not for {wanted}",
        "Dùng đúng bộ tiêu chí, hoặc xem lại từng kịch bản rồi sửa dòng ruleset.",
        "Use the right ruleset, or go through the scenarios and then change the line ruleset.",
    ),
    _option(
        "ITR788", E,
        "tệp sửa đổi nối tiếp (extends) {found}, không phải {wanted} đang thử", "the amendment extends {found}, not {wanted}, which is tried",
        "Ghi extends: id@phiên-bản của bộ đang thử.", "Write extends: id@version of the ruleset that is tried.",
    ),
    _option(
        "ITR789", E,
        '"{target}" được đặt hai lần trong một kịch bản', '"{target}" is set twice in one scenario',
        "Giữ một giá trị; thử nhiều giá trị thì viết nhiều kịch bản, hoặc một khoảng.", "Keep one value; for several write several scenarios, or a range.",
    ),
    _option(
        "ITR790", Severity.WARNING,
        "{unit}: người thẩm định đã ấn định điểm ở {ids}; câu trả lời thử không đổi điểm ở đó",
        "{unit}: appraisers have set the points of {ids}; the answer that is tried does not change them",
        "Muốn thử cả điểm ấy thì chạy với --stage declared, là số trước thẩm định.",
        "To try those points too run it with --stage declared, on the figures before the appraisal.",
    ),
    _option(
        "ITR791", Severity.WARNING,
        "{target} vốn đã là {value}: đặt lại như vậy không đổi gì", "{target} is {value} already: setting it so changes nothing",
        "Xem lại địa chỉ và giá trị muốn thử.", "Look at the address and at the value to try.",
    ),
)  # fmt: skip
