"""The words of a comparison, in Vietnamese and English; filled by `model.sentences.sentence`."""

from collections.abc import Mapping

from ...model.appraisal import SCORED_STAGES
from ...result.words import STAGES as APPRAISALS

STAGES: Mapping[str, tuple[str, str]] = {"declared": ("chưa có điều chỉnh thẩm định", "without corrections of an appraisal"), **{
    stage: (f"sau {APPRAISALS[stage][0]}", f"after the {APPRAISALS[stage][1]}") for stage in SCORED_STAGES
}}  # fmt: skip

# ── Head ──

TITLE = ("SO SÁNH KẾT QUẢ", "RESULTS COMPARED")
BEFORE, NOW = ("trước", "before"), ("sau", "now")
PERIOD = ("năm {period}", "{period}")
SIDE = ("Kết quả {side}", "Result {side}")
RULESET = ("{ruleset}, sha256 {hash}", "{ruleset}, sha256 {hash}")
RESULT = ("tệp {file}, sha256 {hash}", "file {file}, sha256 {hash}")
SAME = (
    "Không có gì khác: đã so {units} đơn vị, {criteria} điểm tiêu chí.",
    "Nothing differs: {units:unit} and {criteria:score} of criteria compared.",
)
SAME_COMPARED = (
    "So tên, danh sách, hạng, tổng điểm, điểm tối đa, xếp loại, lý do chưa xếp hạng và điểm tiêu chí cấp một của từng đơn vị.",
    "Of each unit the name, list, rank, total, maximum, tier, the reason for no rank and the scores of criteria of the first level were compared.",
)

# ── What to know ──

SAME_FILE = ("Hai tệp là cùng một kết quả.", "Both files are the same result.")
OTHER_RULESET = (
    "Hai kết quả theo hai bộ tiêu chí khác nhau: cùng mã tiêu chí chưa chắc cùng cách chấm.",
    "The results are by different rulesets: criteria of one id may be scored in different ways.",
)
OTHER_STAGE = ("Hai kết quả khác giai đoạn: {before}; {now}.", "The results are of different stages: {before}; {now}.")
REVERSED = (
    "Thứ tự có thể ngược: kết quả nêu trước thuộc về sau ({before}, {now}).",
    "The order may be reversed: the first result is the later one ({before}, {now}).",
)
UNDECLARED = (
    "Kết quả sau không được chấm với kết quả trước làm --previous: đơn vị được ghép theo mã và tên; hợp nhất, chia tách, đổi mã không được khai sẽ hiện là mới và không còn.",
    "The newer result was not made with the older one as --previous: units are matched by id and name; a merger, a split or a new id that was not declared shows as new and gone.",
)
NO_LIST = (
    "Danh sách không có ở kết quả trước, nên không so hạng: {lists}.",
    "Lists that the older result does not have, so that ranks are not compared: {lists}.",
)
OTHER_MAXIMA = (
    "{units} đơn vị có điểm tối đa hoặc thang điểm khác trước: không trừ tổng điểm, nêu phần trăm của điểm tối đa bên cạnh.",
    "The maximum or scale of {units:unit} is not that of before: totals are not subtracted, per cent of the maximum stand beside.",
)
ONLY_NOW = ("Tiêu chí chỉ kết quả sau có: {criteria}.", "Criteria of the newer result only: {criteria}.")
ONLY_BEFORE = ("Tiêu chí chỉ kết quả trước có: {criteria}.", "Criteria of the older result only: {criteria}.")
OTHER_CRITERIA = (
    "Tiêu chí không so vì điểm tối đa khác, ở mọi đơn vị hay một số đơn vị: {criteria}.",
    "Criteria that are not compared, as their maxima differ, of all units or of some: {criteria}.",
)
NO_SUM = (
    "Tổng điểm của {units} đơn vị không phải là tổng các tiêu chí cấp một: thay đổi của tiêu chí không cộng thành thay đổi của tổng điểm.",
    "The total of {units:unit} is not the sum of the criteria of the first level: changes of criteria do not add up to the change of the total.",
)
ROUNDED = (
    "Chênh lệch được tính từ giá trị đúng, không phải từ số đã làm tròn để in.",
    "Differences are of exact values, not of the rounded numbers that are printed.",
)
MORE = ("{named} và {count} mục khác", "{named} and {count} more")

# ── Summary ──

MOVED = (
    "{up} đơn vị lên hạng, {down} xuống hạng, {stayed} giữ nguyên",
    "{up:unit} up, {down} down, {stayed} unchanged",
)
UNCOMPARED = ("{count} không so được hạng", "{count} without ranks to compare")
NEW = ("{count} mới", "{count} new")
GONE = ("{count} không còn", "{count} gone")
TIERS = ("Đổi mức xếp loại: {count} đơn vị ({moves})", "Changed tier: {count:unit} ({moves})")
NO_TIERS = ("Không đơn vị nào đổi mức xếp loại", "No unit changed tier")
MOVE = ("{before} → {now}: {count}", "{before} → {now}: {count}")
MEAN = ("Điểm bình quân {before} → {now}", "Mean {before} → {now}")
MEAN_CHANGE = ("Điểm bình quân {before} → {now} ({change})", "Mean {before} → {now} ({change})")
NO_MEAN_CHANGE = (
    "Điểm bình quân {before} → {now} (khác điểm tối đa, không trừ)", "Mean {before} → {now} (other maxima, not subtracted)",
)  # fmt: skip

# ── Tables ──

OUTSIDE = ("Không thuộc danh sách nào, hoặc danh sách không còn", "In no list, or in one that is gone")
ILLUSTRATIVE_HERE = ("số liệu minh họa", "illustrative data")
RANK = ("Hạng", "Rank")
CHANGE = ("±", "±")
UNIT = ("Đơn vị", "Unit")
POINTS = ("Điểm {side}", "Total {side}")
PER_CENT = ("% {side}", "% {side}")
DIFFERENCE = ("Chênh", "Diff.")
TIER = ("Xếp loại", "Tier")
CRITERIA = ("Tăng, giảm theo tiêu chí", "Gains and losses by criterion")
NONE_CHANGED = ("không tiêu chí nào đổi điểm", "no criterion changed")
NONE_COMPARED = ("Không có tiêu chí nào so được.", "No criterion can be compared.")
OTHERS = ("tiêu chí khác {change}", "others {change}")
NOT_COMPARED = ("không so được {criteria}", "not compared {criteria}")
NOT_COMPARED_CHANGE = ("không so được {criteria}, cộng lại {change}", "not compared {criteria}, together {change}")
FORMERLY = ("{unit} {standing}", "{unit} {standing}")
HAD_RANK = ("hạng {rank}", "rank {rank}")
HAD_NO_RANK = ("không có hạng", "no rank")
HAD_TOTAL = ("{total} điểm", "{total:point}")
NOTE = ("Ghi chú", "Note")
WITHOUT_RANK = ("Không có hạng ở một trong hai kết quả", "Without a rank in either result")
RANK_BEFORE, RANK_NOW = ("Hạng {side}", "Rank {side}"), ("Hạng {side}", "Rank {side}")
WHY = ("Lý do", "Reason")
WHY_SIDE = ("{side}: {why}", "{side}: {why}")
GONE_UNITS = ("Không còn ở kết quả sau", "Gone from the newer result")
IDENTITIES = ("Đổi tên, hợp nhất, chia tách, đổi danh sách", "Renamed, merged, split, moved to another list")
IS_NEW = ("mới", "new")
WAS_CALLED = ("trước là {name}", "formerly {name}")
WAS_IN = ("trước ở danh sách {list}", "formerly in the list {list}")

# ── The document ──

KIND = ("BẢNG SO SÁNH KẾT QUẢ", "COMPARISON OF RESULTS")
SUBJECT = ("{title}, {before} và {now}", "{title}, {before} and {now}")
SUBJECT_OF_TWO = ("{before}; {now}", "{before}; {now}")
SOURCES = ("I. HAI KẾT QUẢ ĐƯỢC SO SÁNH", "I. THE TWO RESULTS")
RESULTS = ("II. SO SÁNH THỨ HẠNG, ĐIỂM VÀ XẾP LOẠI", "II. RANKS, POINTS AND TIERS COMPARED")
MADE_OF = (
    "Bảng so sánh này được lập từ hai tệp kết quả và hai bộ tiêu chí có mã băm sau:",
    "This comparison was made of two results and two rulesets with these hashes:",
)
RULESET_HASH = ("Bộ tiêu chí {side}, SHA-256: {hash}", "Ruleset {side}, SHA-256: {hash}")
RESULT_HASH = ("Kết quả {side}, SHA-256: {hash}", "Result {side}, SHA-256: {hash}")
TIER_SIDE = ("Xếp loại {side}", "Tier {side}")
MOVED_HEAD = ("Tăng, giảm hạng", "Moved")
DIFFERENCE_HEAD = ("Chênh lệch điểm", "Diff.")
TOTAL_HEAD = ("Tổng điểm", "Total")
OTHERS_HEAD = ("Khác", "Others")
BY_CRITERION = ("Tăng, giảm điểm theo tiêu chí:", "Points gained and lost by criterion:")
OUT_OF = ("{total}/{most} ({share}%)", "{total}/{most} ({share}%)")
GONE_LINE = ("Không còn ở kết quả sau: {units}.", "Gone from the newer result: {units}.")
