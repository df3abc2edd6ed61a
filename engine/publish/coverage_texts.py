"""The sentences of what cases touch and of mutants, in Vietnamese and English."""

from collections.abc import Mapping

from ..model.sentences import Pair

HEAD: Pair = ("{ruleset}: các ca chạm {touched} trên {whole} chỗ cần thử ({share}%).",
              "{ruleset}: the cases touch {touched} of {whole:point} ({share}%).")  # fmt: skip
COUNTED: Pair = ("Tính {counted} ca.", "{counted:case counts/cases count}.")
NOT_COUNTED: Pair = (
    "Không tính: {generated} ca đề xuất chưa ai xác nhận, {failed} ca sai, {unread} ca không so được.",
    "Not counted: {generated} proposed and not confirmed, {failed} failed, {unread} not compared.",
)
UNREACHABLE: Pair = (
    "{count} chỗ nữa đã chứng minh là không số liệu nào chạm tới: không tính.",
    "{count:more point is/more points are} proved to be out of reach of all data: not counted.",
)
BY_CLAUSE: Pair = ("Theo tiêu chí", "By criterion")
PART: Pair = ("phần", "part")
GAPS: Pair = ("Chưa ca nào chạm ({count})", "Not touched by any case ({count})")
OUT: Pair = ("Không số liệu nào chạm tới, đã chứng minh ({count})", "Out of reach of all data, proved ({count})")
MORE: Pair = (
    "… và {count} chỗ nữa: --page TỆP.html ghi đủ để đọc, --format json cho máy.",
    "… and {count} more: all are in --page FILE.html to read, and in --format json for programs.",
)
NEEDS: Pair = ("cần: {what}", "needs: {what}")
ILLUSTRATIVE: Pair = ("SỐ LIỆU MINH HỌA trong bộ tiêu chí.", "The ruleset has MADE-UP FIGURES.")
EXAMPLE: Pair = ("given: {given}, và mong đợi {key}", "given: {given}, and expect {key}")
OPEN: Pair = ("một ca mà {says}, và mong đợi {key}", "a case in which {says}, that expects {key}")
NEEDED: Mapping[str, Pair] = {
    "blank": (
        "một ca để trống {owner} mà mong đợi điểm của tiêu chí đọc nó",
        "a case that leaves {owner} blank and expects the points of a criterion that reads it",
    ),
    "tier": ("một ca mong đợi tier của {owner} ở mức này", "a case that expects this tier of {owner}"),
    "edge": (
        "một ca có điểm của {owner} ở đó, đạt mọi yêu cầu khác của mức; mong đợi tier",
        "a case with the points of {owner} there, which keeps all else that the tier asks, expecting tier",
    ),
    "asked_of_tier": (
        "một ca mà {when}, và mức phụ thuộc điều đó; mong đợi tier của {owner}",
        "a case in which {when}, and on that depends the tier; it expects tier of {owner}",
    ),
    "order": (
        "cohort hai đơn vị khác điểm, mong đợi rank",
        "a cohort of two units of different points, expecting rank",
    ),
    "tie": (
        "cohort hai đơn vị bằng nhau, mong đợi rank và tied",
        "a cohort of two equal units, expecting rank and tied",
    ),
    "tie_break": (
        "cohort hai đơn vị bằng điểm mà tie_break này phân được, mong đợi rank",
        "a cohort of two units of equal points that this tie_break tells apart, expecting rank",
    ),
    "on_fail": ("một ca không đạt điều kiện, mong đợi {fact}", "a case in which the condition fails, expecting {fact}"),
    "not_applicable": (
        "một ca mà tiêu chí này không áp dụng, mong đợi điểm của {key}",
        "a case in which the criterion does not apply, expecting the points of {key}",
    ),
}
GUTTER: Pair = (
    "✓ đã chạm hết   ◐ chạm một phần   ✗ chưa chạm   · không ai chạm tới được",
    "✓ all touched   ◐ some touched   ✗ not touched   · out of reach",
)
MUTANTS_HEAD: Pair = (
    "{ruleset}: các ca phát hiện {killed} trên {whole} thay đổi sai ({share}%).",
    "{ruleset}: the cases notice {killed} of {whole:mutant} ({share}%).",
)
MUTANTS_OUT: Pair = (
    "Không tính: {same} thay đổi được chứng minh là không đổi gì, {stillborn} bị từ chối khi đọc.",
    "Not counted: {same} proved to mean the same, {stillborn} refused when loaded.",
)
MUTANTS_LEFT: Pair = (
    "Chỉ thử {tried} trong {all} (lấy mẫu, hạt giống {seed}): {left} không được thử.",
    "Only {tried} of {all} were tried (a sample, seed {seed}): {left} were not.",
)
UNJUDGED: Pair = (
    "Với {count} thay đổi sống sót, chưa tìm ca hay chứng minh: quá nhiều; thêm ca rồi chạy lại.",
    "For {count:survivor} no case or proof was looked for, as there are too many: add cases and run again.",
)
MORE_MUTANTS: Pair = ("… và {count} thay đổi nữa.", "… and {count} more.")
SURVIVED: Pair = ("Không ca nào phát hiện ({count})", "Noticed by no case ({count})")
MUTANT: Pair = ("{owner}: {before} → {after}", "{owner}: {before} → {after}")
GONE: Pair = ("(bỏ)", "(gone)")
KILLED_BY: Pair = ("ca sau phát hiện được, dán vào tests:", "this case notices it; paste it under tests:")
NO_CASE: Pair = ("chưa tìm được ca nào phát hiện", "no case was found that notices it")
CLASSES: Mapping[str, Pair] = {
    "bound": ("ngưỡng bậc", "bound of a step"), "side": ("từ / trên", "at or above / above"),
    "points": ("điểm của bậc", "points of a step"), "number": ("số trong công thức", "number in a formula"),
    "swap": ("đổi chỗ hai dòng", "two rows swapped"), "limit": ("trần, sàn", "cap or floor"),
    "max": ("điểm tối đa", "maximum"), "weight": ("trọng số", "weight"), "policy": ("không áp dụng", "not applicable"),
    "missing": ("ô trống", "blanks"), "rounding": ("làm tròn", "rounding"), "tier": ("ngưỡng xếp loại", "tier bound"),
    "condition": ("điều kiện", "condition"), "aggregate": ("cách gộp", "aggregate"),
    "operator": ("phép tính", "operator"), "ties": ("đồng hạng", "ties"), "order": ("thứ tự", "order"),
    "on_fail": ("on_fail", "on_fail"),
}  # fmt: skip
BY_CLASS: Pair = ("Theo loại thay đổi", "By class")
PROPOSED_HEAD: Pair = (
    "{count} ca do itrank đề xuất cho {points} chỗ chưa ca nào chạm. Kết quả mong đợi do máy tính ra: hãy kiểm lại từng ca",
    "{count:case} proposed by itrank for {points:point} that no case touched. What they expect was computed by the engine:",
)
PROPOSED_ASKS: Pair = (
    "theo quyết định, rồi bỏ dòng generated: true; trước đó ca không được coi là bằng chứng.",
    "check each against the decree, then remove its line generated: true; until then it is no evidence.",
)
PROPOSED_LEFT: Pair = (
    "{count} chỗ chưa có ca: {names}.",
    "{count:point} without a case: {names}.",
)
