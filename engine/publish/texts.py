"""What the outputs say in sentences, in Vietnamese and English; `words.py` has the reasons and states of results.

Texts are `str.format` templates for `model.sentences.sentence`: there `{n:unit}` is "1 unit" or "2 units".
"""

from collections.abc import Mapping

from ..model.sentences import Pair

ILLUSTRATIVE = ("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE DATA")
MARKS = {"illustrative": ILLUSTRATIVE, "provisional": ("KẾT QUẢ TẠM THỜI", "PROVISIONAL RESULT")}
"""The warnings that a result carries, by the keys of its record."""
ABOVE = ("trên", "above")
FROM = ("từ", "from")
UNDER = ("dưới", "below")
UP_TO = ("không quá", "up to")

# ── Why not a better tier ──

NO_BOUND = ("không có chặn trên", "no bound")
NO_TIER = ("chưa xếp loại", "no tier")
TOTAL_NOW = ("{unit}: {total} điểm, {tier}", "{unit}: {total:point}, {tier}")
TOTAL_OF_NOW = ("{unit}: {total}/{most} điểm, {tier}", "{unit}: {total}/{most} points, {tier}")
TOTAL_UNKNOWN = ("{unit}: chưa có tổng điểm ({why})", "{unit}: no total ({why})")
IS_REACHED = ("Đã đạt {tier}.", "It is {tier} already.")
BOUND_OF_TIER = ("{tier} ({side} {bound}): {short}.", "{tier} ({side} {bound}): {short}.")
SHORT = ("còn thiếu {gap} điểm", "{gap:point} short")
SHORT_BY_MORE = ("còn thiếu hơn {gap} điểm", "more than {gap:point} short")
SHORT_UNKNOWN = ("chưa tính được", "unknown")
MUST_BE_ABOVE = ("phải trên ngưỡng", "must be above the bound")
POINTS_ENOUGH = ("đã đủ điểm", "points enough")
PASSES_UPPER_BOUND = (
    "Tổng điểm vượt mức trên của {tier}: {bound}{by}.",
    "The total passes the upper bound of {tier}: {bound}{by}.",
)
PASSED_BY = (", thừa {gap} điểm", ", by {gap:point}")
REQUIREMENT_UNMET = ("Điều kiện chưa đạt: {formula}", "What it requires does not hold: {formula}")
REQUIREMENT_UNMET_HAS = (
    "Điều kiện chưa đạt: {formula}; hiện {has}",
    "What it requires does not hold: {formula}; now {has}",
)
RANKED_ONLY = (
    "Mức này chỉ dành cho đơn vị được xếp hạng ({quota}), mà đơn vị này không được xếp hạng{why}.",
    "This tier is only for ranked units ({quota}), and this one is not ranked{why}.",
)
AS_IT_FAILS = (" vì không đạt điều kiện {conditions}", " as it fails the condition {conditions}")
QUOTA_TOO = ("Mức này còn đòi hỏi phải {quota}.", "It must also be {quota}.")
OUT_OF_REACH = (
    "Dù mọi tiêu chí đạt mức cao nhất cũng không quá {most} điểm.",
    "Even with the most of every criterion it would be at most {most:point}.",
)
SET_BY_APPRAISERS = (
    "Điểm do thẩm định ấn định, chỉ đổi được ở lần thẩm định sau: {nodes}.",
    "Set by appraisers, and changed by another appraisal only: {nodes}.",
)
GAINS = (
    "Điểm có thể lấy thêm (không quá), nhiều nhất trước:",
    "Where points could come from (at most), the most first:",
)
MORE_GAINS = ("  … và {rest} tiêu chí khác", "  … and {rest:more criterion/more criteria}")
LOWERED = (
    "Không đạt điều kiện nên xếp mức {tier}, dù được bao nhiêu điểm:",
    "It fails a condition, so its tier is {tier} whatever its points:",
)
NEEDS = ("  {name}: cần {asked}", "  {name}: it needs {asked}")
NEEDS_AND_HAS = ("  {name}: cần {asked}; hiện {has}", "  {name}: it needs {asked}; now {has}")
OTHERWISE = (
    "Nếu đạt các điều kiện ấy, mọi thứ khác như cũ: {tier}.",
    "With those conditions held and all else as it is: {tier}.",
)
BLANK = ("trống", "blank")

# ── What decides beside points ──

NOT_KNOWN = (" (chưa biết: thiếu số liệu)", " (not known: an answer is missing)")
SO_LOWEST = (", xếp mức {tier}", ", so the tier is {tier}")
SO_UNRANKED = (", không xếp hạng", ", so it is not ranked")
FAILS = ("không đạt điều kiện {condition}", "fails the condition {condition}")
ENOUGH_BUT = (
    "đủ điểm cho mức {tier}, chưa đáp ứng đủ yêu cầu khác: {asked}",
    "points enough for {tier}, but not all else that it asks for: {asked}",
)

# ── Notes under a ranking ──

NEAR = (
    "Sát ngưỡng: còn thiếu không quá 2% điểm tối đa để lên mức xếp loại cao hơn",
    "Near a threshold: at most 2% of the maximum below a better tier",
)
NEAR_SHORT = (
    "{unit}: {total}, thiếu {gap} điểm để đạt {tier} ({side} {bound})",
    "{unit}: {total}, {gap} short of {tier} ({side} {bound})",
)
NEAR_ABOVE = (
    "{unit}: {total}, phải trên ngưỡng để đạt {tier} ({side} {bound})",
    "{unit}: {total}, must be above the threshold of {tier} ({side} {bound})",
)
NEAR_UPPER = (
    "Sát ngưỡng: còn cách mức xếp loại cao hơn không quá 2% điểm tối đa",
    "Near a threshold: at most 2% of the maximum from a better tier",
)
NEAR_OVER = (
    "{unit}: {total}, thừa {gap} điểm so với {tier} ({side} {bound})",
    "{unit}: {total}, {gap} too many for {tier} ({side} {bound})",
)
NEAR_ON_UPPER = (
    "{unit}: {total}, phải dưới ngưỡng để đạt {tier} ({side} {bound})",
    "{unit}: {total}, must be below the threshold of {tier} ({side} {bound})",
)
HOLDS_CONDITION = ("đạt điều kiện {name}", "the condition {name}")
NEEDS_TOO = ("; mức này còn đòi hỏi {asked}", "; that tier also asks for {asked}")
FAILED = ("Không đạt điều kiện (!)", "Conditions that do not hold (!)")
UNMET = ("Đủ điểm nhưng chưa đáp ứng đủ yêu cầu khác của mức", "Points enough, but not all else that is asked")
PROVISIONAL = ("Xếp hạng tạm thời, chưa tính phần còn thiếu (*)", "Ranked provisionally, without what is lacking (*)")
CERTAIN = (
    "Dù số liệu còn thiếu là bao nhiêu (trong khoảng cho phép)",
    "Whatever the missing answers are (within their declared range)",
)
NOTHING_CERTAIN = (
    "chưa nói được gì chắc chắn: chưa biết những ai được xếp hạng khi còn thiếu {inputs}",
    "nothing is certain yet: who is ranked at all is not known without {inputs}",
)
RANKS_UNCHANGED = ("hạng {ranks} không đổi", "unchanged: {ranks}")
RANK_BETWEEN = ("{unit}: hạng {ranks}", "{unit}: rank {ranks}")
POINTS = (" ({low} điểm)", " ({low:point})")
POINTS_BETWEEN = (" ({low} đến {high} điểm)", " ({low} to {high} points)")
BETWEEN = (" ({low} đến {high})", " ({low} to {high})")
MORE_UNITS = ("và {more} đơn vị khác", "and {more:more unit}")
DEPENDS_ON = ("còn tùy {input}", "it hangs on {input}")
MORE_INPUTS = ("và {more} số liệu khác", "and on {more:more input}")
SURELY = (", chắc chắn {tier}", ", surely {tier}")
OR = ("hoặc", "or")
NOT_COMPARABLE = ("Không so sánh được với năm trước ({mark})", "Not comparable with last year ({mark})")

# ── What a check found ──

SO_TOO = ("cũng vậy: {count} tên khác: {headers}", "so too: {count} others: {headers}")
EXAMPLE = ("ví dụ", "example")
TRY = ("thử", "try")
AND_OTHERS = (", … (và {count} đầu vào nữa)", ", … (and {count} more)")
CHECKED = ("Đã kiểm tra {files} bộ tiêu chí", "Checked {files:ruleset}")
CASES_RUN = (", chạy {cases} ca của chúng", ", ran {cases:case}")
CASES_NOT_RUN = (", chưa chạy {cases} ca", ", did not run {cases:case}")
NOTHING_WRONG = (": không có gì phải sửa", ": nothing to mend")
IN_WHAT_WAS_CHECKED = (" trong những gì đã kiểm tra", " in what was checked")
SILENCED = ("; {silenced} điều được bỏ qua có lý do", "; {silenced} silenced with a reason")
WHOLE_RULESET = ("cả bộ tiêu chí", "the whole ruleset")
TODO_LINE = ("{count} dòng TODO (dòng {lines})", "{count:line} with TODO (line {lines})")
TODO_LINES = ("{count} dòng TODO (dòng {lines})", "{count:line} with TODO (lines {lines})")
ILLUSTRATIVE_PARTS = ("{count} phần minh họa ({parts})", "{count:illustrative part} ({parts})")
LEFT_IN = ("Còn lại trong {file}: {left}.", "Left in {file}: {left}.")

# ── The rulesets at hand ──

BROKEN = ("hỏng", "broken")
PERIOD = ("kỳ {period}", "period {period}")
EFFECTIVE = ("hiệu lực {first} – {last}", "effective {first} – {last}")
NO_ORIGIN = ("không ghi kỳ, quyết định, hiệu lực", "no period, decision or days stated")
ALL_GROUPS = ("mọi nhóm", "all groups")
MOST_POINTS = (", {most} điểm", ", {most:point}")
INPUTS = ("{inputs} đầu vào", "{inputs:input}")
ORIGINS = {
    "illustrative": ("minh họa", "illustrative"),
    "published": ("đã công bố", "published"),
    "inferred": ("suy ra", "inferred"),
}

# ── What a rank and a tier depend on ──

OTHERS = ("{more} tiêu chí khác", "{more:other}")
SEPARATE_SCALE = (" (theo thang riêng)", " (on a scale of its own)")
RANKED_BY = ("Xếp hạng theo {by} = {value}", "Ranked by {by} = {value}")
TIED_WITH = ("Đồng hạng với {units}", "Shares its rank with {units}")
NEXT_ABOVE = ("Ngay trên: {unit}", "Next above: {unit}")
NEXT_BELOW = ("Ngay dưới: {unit}", "Next below: {unit}")
OVER_BOUND = ("Hơn ngưỡng {tier} ({bound}) {gap} điểm", "{gap} above the bound of {tier} ({bound})")
AT_BOUND = ("Vừa đúng ngưỡng {tier} ({bound})", "At the bound of {tier} ({bound})")
UNIT_NOT_COMPARABLE = ("Không so sánh được với năm trước: {why}", "Not comparable with last year: {why}")
ROSE = ("So với năm trước: lên {steps} bậc (năm trước hạng {rank})", "Since last year: up {steps} (from rank {rank})")
FELL = (
    "So với năm trước: xuống {steps} bậc (năm trước hạng {rank})",
    "Since last year: down {steps} (from rank {rank})",
)
SAME_RANK = (
    "So với năm trước: giữ nguyên hạng (năm trước hạng {rank})",
    "Since last year: the same rank (from rank {rank})",
)
TOTAL_CHANGE = (", {change} điểm", ", {change:point}")
LOWERS = (", nên xếp mức {tier} dù được bao nhiêu điểm", ", so its tier is {tier} whatever its points")
UNRANKS = (", nên không xếp hạng", ", so it is not ranked")
CONDITION_UNKNOWN = (
    "Chưa biết, tính như không đạt điều kiện {name}{effect}; cần {asked}",
    "Not known, so the condition {name} counts as not held{effect}; it needs {asked}",
)
CONDITION_FAILED = (
    "Không đạt điều kiện {name}{effect}; cần {asked}",
    "The condition {name} does not hold{effect}; it needs {asked}",
)
NEIGHBOUR = ("{unit} (hạng {rank}), {value}", "{unit} (rank {rank}), {value}")
GAP_OF = (", cách {gap}", ", a gap of {gap}")
GAP_OF_POINTS = (", cách {gap} điểm", ", a gap of {gap:point}")
SAME_POINTS = (", bằng điểm", ", the same points")
SAME_VALUE = (", bằng nhau", ", the same")
BY_ID = ("; theo thứ tự mã đơn vị", "; in the order of ids")
DECIDED_BY = ("; phân định bằng {by}: {own} so với {other}", "; decided by {by}: {own} against {other}")
SHORT_OF_TIER = ("Thiếu {gap} điểm để đạt {tier} ({side} {bound})", "{gap} short of {tier} ({side} {bound})")
ABOVE_TIER = (
    "Phải trên ngưỡng mới đạt {tier} ({side} {bound})",
    "It must be above the bound of {tier} ({side} {bound})",
)
ENOUGH_FOR_TIER = ("Đủ điểm cho {tier} ({side} {bound})", "It has the points for {tier} ({side} {bound})")
NEEDS_HELD = ("; cần thêm {asked} (đã đạt)", "; it also needs {asked} (it holds)")
NEEDS_UNHELD = ("; cần thêm {asked} (chưa đạt)", "; it also needs {asked} (it does not hold)")
CONDITION_TOO = ("; cần đạt cả điều kiện nêu trên", "; the condition named above must hold too")
MUST_BE = ("; phải {quota}", "; it must be {quota}")

# ── The ranking for a terminal ──

UNITS = ("{units} đơn vị", "{units:unit}")
RANK = ("Hạng", "Rank")
UNIT = ("Đơn vị", "Unit")
POINTS_OF_NODE = ("Điểm", "Points")
POINTS_TOTAL = ("Điểm", "Total")
MAXIMUM = ("Tối đa", "Maximum")
TIER = ("Xếp loại", "Tier")
REASON = ("Lý do", "Reason")
NEW = ("mới", "new")
UNRANKED = ("Không có hạng", "Without a rank")
NOT_READ = ("Không đọc: {name}", "Not read: {name}")
READ = ("Đọc: {name}", "Read: {name}")
READ_CELLS = ("Đọc: {name} {span}", "Read: {name} {span}")
READ_LINES = ("Đọc: {name} dòng {span}", "Read: {name} lines {span}")
UNITS_AND_INPUTS = ("{units} đơn vị, {inputs} đầu vào", "{units:unit}, {inputs:input}")
DECIMAL_COMMA = ("dấu thập phân: phẩy", "decimal comma")
PROVISIONAL_RANKING = ("XẾP HẠNG TẠM THỜI", "PROVISIONAL RANKING")
ALTOGETHER = ("Toàn bộ {units} đơn vị{tiers}", "Altogether {units:unit}{tiers}")
MEAN = (" · điểm bình quân {mean}", " · mean total {mean}")
MAKES_NO_TOTAL = (
    "{units} đơn vị. Bộ tiêu chí không tính tổng điểm, nên không có hạng theo tổng điểm.",
    "{units:unit}. The ruleset makes no total, so nothing is ranked by it.",
)
OWN_RANK = ("Trong ngoặc: hạng riêng của tiêu chí", "In brackets: the rank by that criterion alone")
OWN_TIER = ("Trong ngoặc: mức xếp loại riêng của tiêu chí", "In brackets: the tier by that criterion alone")
OWN_RANK_AND_TIER = (
    "Trong ngoặc: hạng và mức xếp loại riêng của tiêu chí",
    "In brackets: the rank and tier by that criterion alone",
)
RANKS_BY_NODE = ("Hạng theo từng tiêu chí", "Ranks by criterion")
TIERS_BY_NODE = ("Mức xếp loại theo từng tiêu chí", "Tiers by criterion")
PLACES_BY_NODE = ("Hạng và mức xếp loại theo từng tiêu chí", "Ranks and tiers by criterion")
LEFT_OUT = ("Không in vì hẹp: {first}", "No room for: {first}")
SEE_FILES = ("xem CSV hoặc JSON", "see the CSV or JSON")
GONE = ("Không còn so với năm trước: {units}", "Gone since last year: {units}")
WITH_RANK = ("{unit} (hạng {rank})", "{unit} (rank {rank})")
IN_NO_LIST = ("Không thuộc danh sách nào · {units} đơn vị", "In no list · {units:unit}")

# ── An explanation: how a unit came to its points ──

HOLDS = ("đạt", "holds")
DOES_NOT_HOLD = ("KHÔNG ĐẠT", "DOES NOT HOLD")
HELD_UNKNOWN = ("CHƯA BIẾT", "NOT KNOWN")
RANK_OF = ("hạng {rank}/{units}", "rank {rank} of {units}")
TOTAL = ("{total} điểm", "{total} points")
TOTAL_PRINTED = ("{total} điểm (công bố {printed})", "{total} points (published as {printed})")
DATA_OF = ("Số liệu: {files}", "Data: {files}")
ROUNDED_TO = ("{equation}, làm tròn {points}", "{equation}, rounded to {points}")
SINCE = ("vì {reasons}", "since {reasons}")
DECLARED = ("tự chấm: {points}", "declared: {points}")

# How it is set out.
EXPLANATION = ("Giải trình", "Explanation")
EXPLANATIONS = ("Giải trình", "Explanations")
POINTS_TABLE = ("Điểm từng tiêu chí", "Points of each criterion")
LOST_MOST_FIRST = ("Mất điểm, nhiều nhất trước", "Points lost, the most first")
RANK_AND_TIER = ("Thứ hạng và xếp loại", "Rank and tier")
IN_DETAIL = ("Chi tiết", "In detail")
NODE_HEADS: tuple[Pair, ...] = (("Tiêu chí", "Criterion"), POINTS_OF_NODE, ("Cách tính", "How"))
LOST_HEADS = (NODE_HEADS[1], NODE_HEADS[0])
INDEX_HEADS: tuple[Pair, ...] = (("Danh sách", "List"), RANK, UNIT, POINTS_TOTAL)

# The steps of a node.
SCORED = ("chấm điểm", "scored")
STEPS: Mapping[str, Pair] = {
    "applies": ("không áp dụng", "does not apply"),
    "at_least": ("có {much} phần có số liệu, cần ít nhất {over}", "{much} have a value, {over} are wanted"),
    "rescale": (
        "chia lại {much} điểm của phần không áp dụng cho cùng nhóm: × ({over} + {much}) ÷ {over}",
        "{much} points that do not apply are shared by the siblings: × ({over} + {much}) ÷ {over}",
    ),
    "rescale_total": (
        "chia lại {much} điểm của phần không áp dụng cho cả bảng điểm: × ({over} + {much}) ÷ {over}",
        "{much} points that do not apply are shared by the whole scorecard: × ({over} + {much}) ÷ {over}",
    ),
    "cap": ("không quá {much}", "at most {much}"),
    "bonus": ("điểm thưởng {title} +{much}", "bonus {title} +{much}"),
    "penalty": ("điểm trừ {title} −{much}", "penalty {title} −{much}"),
    "out_of": ("quy về thang {much}: × {much} ÷ {over}", "on a scale of {much}: × {much} ÷ {over}"),
    "then": ("quy đổi: {figures}", "then: {figures}"),
    "appraised": ("điểm thẩm định, thay cho cách tính", "appraised points, in place of the rule"),
    "min": ("ít nhất {much}", "at least {much}"),
    "rounding": ("làm tròn {digits} ({mode})", "rounded to {digits} ({mode})"),
}
MULTIPLES = ("đến {step}", "multiples of {step}")
WHOLE_NUMBER = ("đến số nguyên", "a whole number")
DECIMALS = ("{digits} chữ số thập phân", "{digits:decimal}")
BY_FORMULA = ("theo công thức", "by the formula")
NOT_AGGREGATED = ("không tổng hợp", "not put together")

# What is said of a node, under its headings.
WHY_NO_POINTS = ("Vì sao không có điểm", "Why there are no points")
HOW_SCORED = ("Cách chấm", "How it is scored")
WEIGHT = ("trọng số {weight}", "weight {weight}")
APPLIES_IF = ("Áp dụng khi", "Applies if")
FORMULA = ("Công thức", "Formula")
THEN = ("Quy đổi", "Then")
STEP_BY_STEP = ("Từng bước", "Step by step")
READS = ("Số liệu dùng", "What it reads")
APPRAISAL = ("Thẩm định", "Appraisal")
LOST = ("Mất điểm", "Points lost")
CLAUSE = ("Căn cứ", "Clause")
WRITTEN_AT = ("Viết tại", "Written at")
PROVENANCE = ("Nguồn gốc", "Provenance")
PARAMETER_AT = ("tham số, {place}", "parameter, {place}")
DRAWN_IN = ("đã kéo về trong khoảng (ngoại lai)", "drawn in as an outlier")
AS_ABOVE = ("đã nêu ở trên: {values}", "as above: {values}")
VALUES_MORE = (
    "… và {more} giá trị khác: itrank explain ĐƠN-VỊ GIÁ-TRỊ",
    "… and {more:more value}: itrank explain UNIT VALUE",
)
SUBORDINATES = ("các đơn vị trực thuộc: {units}", "subordinate units: {units}")
SUBORDINATES_MORE = ("… và {more} đơn vị khác", "… and {more:more unit}")
COHORT_WITH_VALUE = ("{cohort}, {units} đơn vị có giá trị", "{cohort}, {units} with a value")
IMPUTED: Mapping[str, Pair] = {
    "last_year": ("lấy số năm trước vì để trống", "last year's, since it was blank"),
    "group_mean": ("lấy trung bình nhóm vì để trống", "the mean of the group, since it was blank"),
    "cohort_mean": ("lấy trung bình các đơn vị so sánh vì để trống", "the mean of the cohort, since it was blank"),
}
PUT_IN_PLACE = ("đặt thay vì để trống", "put in its place, since it was blank")

# ── The answer to a tried expression ──

VALUE_TYPE = ("  kiểu: {type}", "  type: {type}")
READING = ("  đọc là: {words}", "  reads: {words}")
ITS_STEPS = ("  từng bước:", "  step by step:")

# ── What nodes can reach ──

BOUNDS_OF = ("{file}: mỗi mục được từ bao nhiêu đến bao nhiêu điểm", "{file}: from what to what each node can score")
NO_BOUNDS = (
    "{file}: có lỗi, nên chưa biết mục nào được bao nhiêu điểm; sửa lỗi trước: itrank check {file}",
    "{file}: it has errors, so nothing is known of what nodes can score; mend them first: itrank check {file}",
)
BOUNDS_HEAD: tuple[Pair, ...] = (
    ("id", "id"), ("mã", "code"), ("tên", "title"), ("tối đa", "max"), ("từ", "from"), ("đến", "to"),
)  # fmt: skip
UNBOUNDED = ("không thấy giới hạn", "no end found")
SHOWN_WITHIN = ("{value} ({sign} {bound})", "{value} ({sign} {bound})")
ENDS: Mapping[tuple[str, bool], Pair] = {
    ("reached", False): ("ít nhất", "least"),
    ("reached", True): ("nhiều nhất", "most"),
    ("shown", False): ("có thể ít tới", "can be as low as"),
    ("shown", True): ("có thể nhiều tới", "can be as high as"),
    ("unbounded", False): ("không thấy giới hạn dưới, như", "no lower end was found, such as"),
    ("unbounded", True): ("không thấy giới hạn trên, như", "no upper end was found, such as"),
    ("unshown", False): (
        "đầu thấp: chưa tìm được câu trả lời nào có điểm",
        "low end: no answers with a value were found",
    ),
    ("unshown", True): (
        "đầu cao: chưa tìm được câu trả lời nào có điểm",
        "high end: no answers with a value were found",
    ),
}
BEYOND: Mapping[tuple[str, bool], Pair] = {
    ("shown", False): ("; ít hơn nữa thì chưa loại trừ", "; lower is not excluded"),
    ("shown", True): ("; nhiều hơn nữa thì chưa loại trừ", "; higher is not excluded"),
}
NEVER_BEYOND: Mapping[bool, Pair] = {
    False: (", không bao giờ dưới {bound}", ", below {bound} never"),
    True: (", không bao giờ quá {bound}", ", above {bound} never"),
}
DIVISIONS: Mapping[str, Pair] = {
    "proved": (
        "mức xếp loại: mọi điểm có thể có đều có mức (đã chứng minh)",
        "tiers: every value that there can be has one (proved)",
    ),
    "hole": ("mức xếp loại: {hole} điểm không có mức nào", "tiers: {hole:point} have none"),
    "open": (
        "mức xếp loại: có điều kiện, hoặc tính theo điểm tối đa của từng đơn vị, nên chưa chứng minh được là chia hết",
        "tiers: with conditions, or of a maximum that is not everybody's, so that it is not proved that every value has one",
    ),
}
TIERS_REACHED: Mapping[str, Pair] = {
    "reached": ("{tier}: có thể đạt", "{tier}: can be reached"),
    "never": ("{tier}: không đơn vị nào có điểm ấy (đã chứng minh)", "{tier}: no unit has such points (proved)"),
    "open": ("{tier}: chưa tìm được ví dụ, cũng chưa loại trừ", "{tier}: no example was found, and it is not excluded"),
}
TIER_ASKS_MORE = ("; còn tùy điều kiện của mức", "; the tier asks for more than points")
RESTS_ON = ("tùy vào: {inputs}", "rests on: {inputs}")
RESTS_ON_NOTHING = ("không tùy vào đầu vào nào", "rests on no input")

# ── Cases of a ruleset ──

CASE_STATUS: Mapping[str, Pair] = {
    "held": ("đúng", "held"),
    "failed": ("SAI", "FAILED"),
    "ill_made": ("KHÔNG CHẠY ĐƯỢC", "NOT RUN"),
    "idle": ("không mong đợi gì", "expects nothing"),
    "left_out": ("chưa chạy", "left out"),
}
UNIT_FACTS: Mapping[str, Pair] = {
    "total": ("tổng điểm", ""),
    "max": ("điểm tối đa", ""),
    "tier": ("xếp loại", ""),
    "list": ("danh sách", ""),
    "rank": ("hạng", ""),
    "tied": ("đồng hạng", ""),
    "status": ("được xếp hạng hay không", ""),
    "rank_change": ("thay đổi hạng", ""),
}
"""What is expected of a unit as a whole; in English the word itself says it."""
CRITERION_FACTS: Mapping[str, Pair] = {
    "state": ("trạng thái", "state"),
    "counted": ("điểm tối đa được tính", "maximum that counts"),
    "tier": ("xếp loại", "tier"),
    "rank": ("hạng", "rank"),
    "reason": ("lý do không có điểm", "why it has no points"),
}
"""What is expected of a criterion besides its points."""
CASE_HEAD = ('{status}: ca "{name}" ({place})', '{status}: case "{name}" ({place})')
CASE_WHY = ("vì sao có ca này: {why}", "why it is there: {why}")
CASE_BASIS = ("căn cứ: {basis}", "basis: {basis}")
CASE_UNIT = ("đơn vị {unit}", "unit {unit}")
CASE_EXPECTED = ("mong đợi", "expected")
CASE_FOUND = ("tính ra", "found")
CASE_DIFFERENCE = ("lệch", "off by")
CASE_PROPOSED = (
    "kết quả mong đợi do máy đề xuất, chưa ai xác nhận",
    "the expected values were proposed by a program, and nobody has confirmed them",
)
CASE_EXPLAINED = ("Vì sao tính ra như vậy:", "Why it is so:")
CASE_TREE_CUT = (
    "… {more} tiêu chí bên dưới không in ở đây; xem cả cây: itrank test --case {name}",
    "… {more:more criterion/more criteria} below; the whole tree: itrank test --case {name}",
)
CASES_UNEXPLAINED = (
    "Chỉ giải trình {most} ca sai đầu tiên; {more} ca sai nữa chỉ nêu chỗ lệch.",
    "Only the first {most} failures are explained; of {more} more only the differences are given.",
)
CASES_OF = ("{ruleset}: {cases} ca", "{ruleset}: {cases:case}")
CASES_HELD = ("{count} đúng", "{count} held")
CASES_FAILED = ("{count} sai", "{count} failed")
CASES_ILL_MADE = ("{count} không chạy được", "{count} could not be run")
CASES_IDLE = (
    "{count} không mong đợi gì nên không so được gì",
    "{count} expected nothing, so that nothing was compared",
)
CASES_LEFT_OUT = (
    "{count} chưa chạy vì quá nhiều việc (đầu tiên: {name})",
    "{count} not run, as it would be too much work (the first: {name})",
)
CASES_PROPOSED = (
    "Trong số ca đúng có {count} ca do máy đề xuất mà chưa ai xác nhận: không tính là bằng chứng.",
    "Of those that held {count:was/were} proposed by a program and confirmed by nobody: no evidence.",
)
CASES_COMPARED = ("{count} kết quả đã so", "{count:value} compared")
CASES_FROM = ("  {file}: {cases} ca", "  {file}: {cases:case}")
CASES_NOT_ASKED = (
    "{count} ca khác không chạy vì --case",
    "{count:other case was/other cases were} not run because of --case",
)
