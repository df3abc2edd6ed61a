"""What the outputs say in sentences, in Vietnamese and English; `words.py` has the reasons and states of results.

Texts are `str.format` templates for `model.sentences.sentence`: there `{n:unit}` is "1 unit" or "2 units".
"""

ILLUSTRATIVE = ("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE DATA")
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
