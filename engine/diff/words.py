"""The words of a comparison of rulesets, in Vietnamese and English: its sentences are filled by `saying`."""

from collections.abc import Mapping

from ..explain.naming import COHORTS
from ..model.sentences import Pair
from ..result.words import MODES, ROLES
from .change import Class

CLASSES: Mapping[Class, Pair] = {
    "tightened": ("chặt hơn", "tightened"),
    "loosened": ("nới hơn", "loosened"),
    "reweighted": ("đổi tỷ trọng", "reweighted"),
    "changed": ("đổi khác", "changed"),
    "new": ("mới", "new"),
    "gone": ("bãi bỏ", "gone"),
    "moved": ("chuyển chỗ", "moved"),
    "not_proved": ("chưa chứng minh được là giống hay khác", "not proved to be the same or different"),
    "renumbered": ("đổi số mục", "renumbered"),
    "renamed": ("đổi mã", "renamed"),
    "editorial": ("câu chữ", "wording"),
    "unchanged": ("viết khác, ý nghĩa không đổi", "written differently, meaning unchanged"),
}
"""What each class is called, those that matter most first."""

SUBJECTS: Mapping[str, Pair] = {
    "ruleset": ("Bộ tiêu chí", "The ruleset"),
    "group": ('Nhóm "{name}" ({id})', 'Group "{name}" ({id})'),
    "function": ("Hàm {id}", "Function {id}"),
    "parameter": ("Tham số {id}", "Parameter {id}"),
    "input": ('Số liệu "{name}" ({id})', 'Input "{name}" ({id})'),
    "value": ('Giá trị "{name}" ({id})', 'Value "{name}" ({id})'),
    "scorecard": ('Bảng điểm "{name}"', 'Scorecard "{name}"'),
    "criterion": ("Tiêu chí {name}", "Criterion {name}"),
    "tier": ('Mức "{name}"{of}', 'Tier "{name}"{of}'),
    "ranking": ("Xếp hạng {name}", "Ranking of {name}"),
    "data": ("Cách đọc số liệu", "How data are read"),
}
NAMELESS: Mapping[str, Pair] = {
    "group": ("Nhóm {id}", "Group {id}"),
    "input": ("Số liệu {id}", "Input {id}"),
    "value": ("Giá trị {id}", "Value {id}"),
}
OF: Pair = (" của {name}", " of {name}")

SECTIONS: Mapping[str, Pair] = {
    "ruleset": ("Thông tin chung", "The ruleset itself"),
    "group": ("Nhóm đơn vị", "Groups of units"),
    "tree": ("Tiêu chí, mức và xếp hạng", "Criteria, tiers and ranking"),
    "parameter": ("Tham số", "Parameters"),
    "function": ("Hàm", "Functions"),
    "value": ("Giá trị trung gian", "Named values"),
    "input": ("Số liệu phải thu", "What units report"),
    "data": ("Cách đọc số liệu", "How data are read"),
}
"""The order in which changes are told: what a council decides first, what follows for files last."""

KEYS: Mapping[str, Pair] = {
    "above": ("trên", "above"),
    "aggregate": ("cách gộp", "how children are put together"),
    "answer": ("câu trả lời", "answer"),
    "applies": ("phạm vi áp dụng", "when it applies"),
    "at_least": ("số liệu tối thiểu", "at least"),
    "below": ("dưới", "below"),
    "best": ("đứng đầu là", "best"),
    "branch": ("mục", "branches"),
    "by": ("xếp theo", "by"),
    "cap": ("không quá", "cap"),
    "clause": ("điều khoản", "clause"),
    "code": ("số mục", "number"),
    "cohort": ("nhóm so sánh", "cohort"),
    "column": ("cột trong tệp", "column in files"),
    "data": ("cách đọc tệp", "files"),
    "data.decimal": ("dấu thập phân", "decimal sign"),
    "data.group": ("cột nhóm", "column of groups"),
    "data.id": ("cột mã đơn vị", "column of unit ids"),
    "data.layout": ("bảng dọc", "long table"),
    "data.marks": ("ký hiệu trong ô", "mark in cells"),
    "data.name": ("cột tên đơn vị", "column of unit names"),
    "data.parent": ("cột đơn vị cấp trên", "column of parent units"),
    "data.previous": ("cột kết quả năm trước", "column of last year's result"),
    "decision": ("quyết định", "decision"),
    "decision.date": ("ngày của quyết định", "date of the decision"),
    "decision.number": ("số quyết định", "number of the decision"),
    "defaults.criteria.cohort": ("nhóm so sánh mặc định", "default cohort"),
    "description": ("mô tả", "description"),
    "effective": ("hiệu lực", "effective"),
    "effective.from": ("hiệu lực từ", "effective from"),
    "effective.through": ("hiệu lực đến", "effective through"),
    "for": ("dành cho", "for"),
    "formula": ("công thức", "formula"),
    "from": ("ngưỡng từ", "from"),
    "functions": ("hàm", "function"),
    "id": ("mã", "id"),
    "label": ("nhãn", "label"),
    "leaf": ("tiêu chí lá", "leaves"),
    "lists": ("danh sách", "lists"),
    "locale": ("ngôn ngữ", "language"),
    "lookup": ("tra theo", "looked up by"),
    "max": ("điểm tối đa", "maximum"),
    "measured_in": ("đơn vị đo", "measured in"),
    "min": ("không dưới", "at least"),
    "missing": ("khi để trống", "when blank"),
    "mode": ("cách làm tròn", "mode"),
    "not_applicable": ("khi không áp dụng", "when not applicable"),
    "of": ("gồm", "of"),
    "on_fail": ("khi không đạt", "on failure"),
    "option labels": ("tên lựa chọn", "option labels"),
    "options": ("các lựa chọn", "options"),
    "out_of": ("đổi sang thang", "out of"),
    "outliers": ("giá trị ngoại lệ", "outliers"),
    "parameters": ("giá trị", "value"),
    "parent": ("thuộc mục", "under"),
    "period": ("kỳ số liệu", "period"),
    "predecessors": ("đơn vị tiền thân", "predecessors"),
    "provenance": ("nguồn gốc", "provenance"),
    "publish": ("in trong kết quả", "printed in results"),
    "quota": ("số lượng nhiều nhất", "quota"),
    "requires": ("điều kiện kèm theo", "required condition"),
    "role": ("vai trò", "role"),
    "round": ("làm tròn", "rounding"),
    "rounding": ("làm tròn", "rounding"),
    "rounding.branch": ("làm tròn mục", "rounding of branches"),
    "rounding.leaf": ("làm tròn tiêu chí", "rounding of leaves"),
    "rounding.mode": ("cách làm tròn", "rounding mode"),
    "rounding.total": ("làm tròn tổng điểm", "rounding of totals"),
    "score": ("cách chấm", "scoring"),
    "score.full_at": ("đạt đủ điểm từ", "full at"),
    "show": ("số chữ số khi in", "digits shown"),
    "table": ("bảng tra", "table"),
    "then": ("bước quy đổi", "last step"),
    "tie_break": ("so khi bằng điểm", "tie-break"),
    "tied_as": ("cách in hạng đồng hạng", "printed ties"),
    "tiers": ("thứ tự các mức", "order of tiers"),
    "ties": ("cách xếp đồng hạng", "ties"),
    "title": ("tên", "title"),
    "total": ("tổng điểm", "totals"),
    "type": ("kiểu", "type"),
    "units": ("đơn vị", "unit"),
    "up_to": ("đến", "up to"),
    "values": ("cách tính", "value"),
    "version": ("phiên bản", "version"),
    "weight": ("trọng số", "weight"),
    "when": ("điều kiện", "condition"),
}
"""What a key is called; of a longer way the beginning that is known, and then the rest as it is written."""
UNIT_KEYS = frozenset({"role", "predecessors"})
"""Keys of what is said of a unit, under `units`."""
INPUT_KEYS: Mapping[str, Pair] = {"max": ("giá trị lớn nhất", "maximum"), "min": ("giá trị nhỏ nhất", "minimum")}
ORDER: Pair = ("thứ tự các mục bên dưới", "the order of what is below")

YES: Pair = ("có", "yes")
NO: Pair = ("không", "no")
MISSING: Mapping[str, Pair] = {
    "zero": ("0", "0"),
    "error": ("lỗi phải bổ sung", "an error to fix"),
    "unranked": ("không xếp hạng đơn vị", "the unit is not ranked"),
    "last_year": ("lấy số năm trước", "last year's answer"),
    "group_mean": ("lấy trung bình của nhóm", "the mean of the group"),
    "cohort_mean": ("lấy trung bình của các đơn vị so cùng", "the mean of the cohort"),
    "skip": ("bỏ qua tiêu chí", "the criterion is skipped"),
}
"""What a blank becomes."""
VALUES: Mapping[str, Mapping[str, Pair]] = {
    "aggregate": {
        "sum": ("tổng", "sum"),
        "mean": ("trung bình cộng", "mean"),
        "geometric_mean": ("trung bình nhân", "geometric mean"),
        "harmonic_mean": ("trung bình điều hòa", "harmonic mean"),
        "min": ("nhỏ nhất", "the least"),
        "max": ("lớn nhất", "the greatest"),
        "none": ("không gộp", "not put together"),
    },
    "best": {"highest": ("cao nhất", "the highest"), "lowest": ("thấp nhất", "the lowest")},
    "cohort": COHORTS,
    "lists": {
        "all": ("một danh sách chung", "one for all units"),
        "group": ("mỗi nhóm một danh sách", "one for each group"),
        "parent": ("mỗi đơn vị cấp trên một danh sách", "one for each parent unit"),
    },
    "locale": {"vi": ("tiếng Việt", "Vietnamese"), "en": ("tiếng Anh", "English")},
    "marks": {
        "not_applicable": ("không áp dụng", "not applicable"),
        "missing": ("không có số liệu", "no answer"),
        "yes": YES,
        "no": NO,
    },
    "missing": MISSING,
    "mode": MODES,
    "not_applicable": {
        "rescale": ("các mục cùng cấp chia nhau điểm", "its siblings share its points"),
        "rescale_total": ("cả bảng chia nhau điểm", "the whole scorecard shares its points"),
        "exclude": ("bỏ khỏi điểm tối đa", "it leaves the maximum"),
        "full": ("được điểm tối đa", "full points"),
        "zero": ("được 0 điểm", "0 points"),
    },
    "on_fail": {
        "flag": ("chỉ nêu ra", "it is only named"),
        "unranked": ("không xếp hạng", "the unit is not ranked"),
        "lowest_tier": ("xuống mức cuối", "the lowest tier"),
    },
    "role": {
        "scored": ("được chấm điểm", "scored"),
        "ranked": ("được xếp hạng", "ranked"),
        "unranked": ("chấm nhưng không xếp hạng", "scored but not ranked"),
        "reference": ("để tham chiếu", "for reference"),
        **ROLES,
    },
}
"""What words of the language are called, by the key that has them."""

FROM_TO: Pair = ("{key} {before} → {after}", "{key} {before} → {after}")
ADDED: Pair = ("thêm {key} {after}", "{key} {after} added")
TAKEN: Pair = ("bỏ {key} {before}", "{key} {before} removed")
IS: Pair = ("{key} {value}", "{key} {value}")
IN_WORDS: Mapping[Pair, Pair] = {
    FROM_TO: ("{key}: {before} → {after}", "{key}: {before} → {after}"),
    ADDED: ("thêm {key}: {after}", "{key} added: {after}"),
    TAKEN: ("bỏ {key}: {before}", "{key} removed: {before}"),
    IS: ("{key}: {value}", "{key}: {value}"),
}
"""The same of a key whose values are words and not figures."""
TEXTS = frozenset({"clause", "column", "description", "label", "title"})
"""Keys whose values are texts of the ruleset's own: they stand in quotation marks."""
BLANK: Pair = ("không có", "none")
THROUGH: Pair = ("do {names} thay đổi", "because {names} changed")
THROUGH_AT: Pair = ("{key}: do {names} thay đổi", "{key}: because {names} changed")
THROUGH_NOTHING: Pair = (
    "{key} viết như cũ, nhưng điều mà nó dựa vào đã đổi", "{key} is written as before, but what it depends on changed",
)  # fmt: skip
KINDS: Mapping[str, Pair] = {
    "parameter": ("tham số {id}", "parameter {id}"),
    "value": ("giá trị {id}", "value {id}"),
    "function": ("hàm {id}", "function {id}"),
    "input": ("số liệu {id}", "input {id}"),
}
BY_SHARE: Pair = ("xét theo tỷ lệ của điểm tối đa", "by share of the maximum")
SAME_SHARE: Pair = ("tỷ lệ đạt giữ nguyên", "shares stay the same")
SAME_BOUNDS: Pair = (
    "ngưỡng tính bằng điểm giữ nguyên nên tỷ lệ khác đi",
    "the bound in points stays, so that its share is another",
)
SAME_SHARES: Pair = (
    "ngưỡng tính bằng tỷ lệ giữ nguyên nên số điểm khác đi",
    "the bound as a share stays, so that its points are others",
)
GIVEN: Pair = (
    "điểm được cho trong phạm vi điểm tối đa, nên mỗi đơn vị được cho tỷ lệ nào thì hai bộ không nói",
    "its points are given, at most that many, so that the two do not say which share of them a unit is given",
)
COUNTED: Pair = (
    "điểm như cũ, nhưng tính vào mục trên với điểm tối đa khác",
    "its points stay, and it counts above with another maximum",
)
FOLLOWS: Pair = ("hệ quả của các thay đổi khác", "follows from other changes")

FOUND_BY: Mapping[tuple[str, str], Pair] = {
    ("group", "id"): ("đơn vị trong tệp được xếp nhóm theo mã này", "files put units into the group by this id"),
    ("group", "title"): ("đơn vị trong tệp được xếp nhóm theo tên này", "files put units into the group by this title"),
    ("input", "code"): ("cột trong tệp được tìm theo số mục này", "columns in files are found by this number"),
    ("input", "column"): ("cột trong tệp được tìm theo tên này", "columns in files are found by this name"),
    ("input", "id"): ("cột trong tệp được tìm theo mã này", "columns in files are found by this id"),
    ("input", "label"): ("cột trong tệp được tìm theo nhãn này", "columns in files are found by this label"),
    ("input", "option labels"): (
        "câu trả lời trong tệp được đọc theo tên này", "answers in files are read by these labels",
    ),
}  # fmt: skip
"""What is found in files by which name of what."""
HISTORY: Pair = ("số liệu năm trước được tìm theo mã này", "last year's value is found by this id")

PROVED: Pair = ("đã chứng minh với mọi câu trả lời", "proved for all answers")
PROVED_OF_POINTS: Pair = ("đã chứng minh với mọi số điểm", "proved for all points")
PROVED_OF_LISTS: Pair = ("với mọi danh sách", "of every list")
NOT_PROVED: Pair = (
    "chưa chứng minh được rằng không có đơn vị nào bị ngược lại",
    "not proved that no unit has it the other way",
)
EXAMPLE: Pair = ("ví dụ", "example")
GIVES: Pair = ("{before} → {after} điểm", "{before} → {after:point}")
GIVES_AT: Pair = ("{before} → {after} điểm ở {name}", "{before} → {after:point} at {name}")
GIVES_NONE: Pair = ("{before} → {after}", "{before} → {after}")
GIVES_NONE_AT: Pair = ("{before} → {after} ở {name}", "{before} → {after} at {name}")
SHARE_OF_BOTH: Pair = (
    "cùng đạt {share} điểm tối đa ({before} của {most_before} → {after} của {most_after} điểm)",
    "the same {share} of the maximum ({before} of {most_before} → {after} of {most_after} points)",
)
SHARES_OF_BOTH: Pair = (
    "{before} của {most_before} điểm ({share}) → {after} của {most_after} điểm ({share_after})",
    "{before} of {most_before} points ({share}) → {after} of {most_after} points ({share_after})",
)
HOLDS: Pair = ("{before} → {after}", "{before} → {after}")
MET: Pair = ("đạt", "met")
NOT_MET: Pair = ("không đạt", "not met")
UNSCORED: Pair = ("tự nó không tính vào tổng điểm nào", "by itself it counts in no total")
PERIOD: Pair = ("{value} (kỳ {period})", "{value} (for {period})")
CUT: Pair = ("cắt về phân vị {low} và {high}", "cut to percentiles {low} and {high}")
WINSORISED: Pair = (
    "kéo vào giá trị kề bên, ít hơn {points} giá trị, đến khi độ lệch ≤ {skew} hoặc độ nhọn ≤ {kurtosis}",
    "drawn in to the next value, fewer than {points} values, until skewness ≤ {skew} or kurtosis ≤ {kurtosis}",
)
IN_EFFECT: Pair = ("giá trị của kỳ {period} vẫn là {value}", "the value for {period} is still {value}")
OF_POINTS: Pair = ("{points} điểm", "{points:point}")
TIER_MOVES: Pair = ("{before} → {after}", "{before} → {after}")
NO_TIER: Pair = ("không xếp loại", "no tier")
NO_SCORE: Pair = ("không có điểm", "no score")
AND_MORE: Pair = (", và {count} số liệu khác", ", and {count:other input}")

TITLE: Pair = ("SO SÁNH HAI BỘ TIÊU CHÍ", "TWO RULESETS COMPARED")
OLDER: Pair = ("Trước", "Before")
NEWER: Pair = ("Sau", "After")
SOURCE: Pair = ("{side}: {id}@{version} · {title} · {file}", "{side}: {id}@{version} · {title} · {file}")
ILLUSTRATIVE: Pair = (
    "CÓ PHẦN MINH HỌA: {names}",
    "PARTS ARE ILLUSTRATIVE: {names}",
)
SAME: Pair = ("Không khác nhau.", "They do not differ.")
SAME_MEANING: Pair = (
    "Ý nghĩa không đổi: điểm, xếp loại, thứ hạng và số liệu phải thu của mọi đơn vị vẫn như cũ.",
    "The meaning is unchanged: every unit's points, tier and rank, and what it reports, stay as they were.",
)
SUMMARY: Pair = ("{count} chỗ khác nhau: {classes}.", "{count:difference}: {classes}.")
COUNT: Pair = ("{count} {name}", "{count} {name}")
FOLLOWING: Pair = (
    "Ngoài ra {count} chỗ chỉ là hệ quả của thay đổi khác.",
    "Consequences of other changes only: {count:difference}.",
)
OTHER_LANGUAGE: Pair = (
    "Ngoài ra {count} chỗ chỉ đổi bản tiếng Anh, không in ở đây.",
    "In the Vietnamese wording only, not printed here: {count:difference}.",
)
COMPARED: Pair = (
    "Đã so {nodes} tiêu chí, {inputs} số liệu, {tiers} mức, {parameters} tham số, {values} giá trị trung gian có ở cả hai.",
    "Compared: {nodes:criterion/criteria}, {inputs:input}, {tiers:tier}, {parameters:parameter}, {values:named value} that both have.",
)
UNPROVED: Pair = (
    "Chưa chứng minh được đầy đủ: {count} chỗ, ghi rõ ở từng chỗ.",
    "Not fully proved: {count:difference}, each marked.",
)
LEFT: Pair = ("Không so: {keys}.", "Not compared: {keys}.")
UNCOMPARED: Mapping[str, Pair] = {"tests": ("ca kiểm thử (tests), hai bên khác nhau", "cases (tests), which differ")}
ANSWERS: Pair = (
    "Chứng minh là với mọi câu trả lời đầy đủ trong giới hạn đã khai; ô trống được xử lý theo quy định của từng số liệu.",
    "Proofs are for all complete answers within the declared bounds; for a blank see `missing` of each input.",
)
