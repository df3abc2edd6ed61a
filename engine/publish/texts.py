"""What the outputs say in sentences, in Vietnamese and English; `words.py` has the reasons and states of results.

Texts are `str.format` templates for `model.sentences.sentence`: there `{n:unit}` is "1 unit" or "2 units".
"""

ILLUSTRATIVE = ("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE DATA")
MARKS = {"illustrative": ILLUSTRATIVE, "provisional": ("KẾT QUẢ TẠM THỜI", "PROVISIONAL RESULT")}
"""The warnings that a result carries, by the keys of its record."""
ABOVE = ("trên", "above")
FROM = ("từ", "from")

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
    "Tổng điểm vượt mức trên của {tier}: {bound}.",
    "The total passes the upper bound of {tier}: {bound}.",
)
REQUIREMENT_UNMET = ("Điều kiện chưa đạt: {formula}", "What it requires does not hold: {formula}")
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
ENOUGH_BUT = ("đủ điểm cho mức {tier}, chưa đáp ứng {asked}", "points enough for {tier}, but not {asked}")

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
HOLDS_CONDITION = ("đạt điều kiện {name}", "the condition {name}")
NEEDS_TOO = ("; cần thêm {asked}", "; it also needs {asked}")
FAILED = ("Không đạt điều kiện (!)", "Conditions that do not hold (!)")
UNMET = ("Đủ điểm nhưng chưa đáp ứng yêu cầu khác của mức", "Points enough, but not what else is asked")
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
DECISION = ("quyết định {number}", "decision {number}")
DECISION_OF = ("quyết định {number} ({day})", "decision {number} ({day})")
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
