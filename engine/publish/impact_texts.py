"""The words of an impact as it is printed, in Vietnamese and English; filled by `model.sentences.sentence`."""

TITLE = ("TÁC ĐỘNG ĐẾN CÁC ĐƠN VỊ, CÙNG MỘT SỐ LIỆU", "WHAT IT DOES TO THE UNITS, ON THE SAME DATA")
SIDE = ("Bộ {side}: {ruleset}, sha256 {hash}", "{side} ruleset: {ruleset}, sha256 {hash}")
DATA = ("Số liệu: {file}, sha256 {hash}", "Data: {file}, sha256 {hash}")
BEFORE, AFTER = ("trước", "Older"), ("sau", "Newer")
CHANGES = ("Các điều đổi, mỗi điều được thử riêng", "The changes, each tried by itself")
WITH = ("cùng với: {text}", "with: {text}")
WHY = ("vì đứng riêng thì: {why}", "as apart: {why}")
NUMBER = ("Số", "No.")
CHANGE = ("Điều đổi", "Change")
UNITS = ("Đơn vị", "Units")
MOVED = (
    "{up} đơn vị lên hạng, {down} xuống hạng, {stayed} giữ nguyên",
    "{up:unit} up, {down} down, {stayed} unchanged",
)
UNCOMPARED = ("{count} không so được hạng", "{count} without ranks to compare")
TIERS = ("Đổi mức xếp loại: {moves}", "Changed tier: {moves}")
MOVE = ("{before} → {now}: {count} đơn vị", "{before} → {now}: {count:unit}")
RANK = ("Hạng", "Rank")
UNIT = ("Đơn vị", "Unit")
TOTAL_BEFORE, TOTAL_AFTER = ("Điểm trước", "Total before"), ("Điểm sau", "Total after")
DIFFERENCE = ("Chênh", "Diff.")
TIER = ("Xếp loại", "Tier")
NOT_KNOWN = ("chưa rõ", "not known")
SHARE_BEFORE, SHARE_AFTER = ("% trước", "% before"), ("% sau", "% after")
PARTIAL = ("{total}/{most}", "{total}/{most}")
EFFECTS = ("Do điều nào", "By which change")
EFFECT = ("({number}) {amount}", "({number}) {amount}")
SHARED = ("({number}) {amount}, chia cả phần chung {shared}", "({number}) {amount}, with its share {shared}")
NO_TOTAL = ("không có tổng điểm", "no total")
LOST = ("{text} [thiếu số liệu {criteria}]", "{text} [no answers at {criteria}]")
ALONE = ("{text} [riêng nó: {what}]", "{text} [by itself: {what}]")
RANK_ALONE = ("hạng {rank}", "rank {rank}")
TOGETHER = ("cùng nhau {amount}", "together {amount}")
SPREAD = ("phần chung {amount} đã chia vào các điều", "what is joint, {amount}, is shared out among them")
NONE = ("không đổi", "unchanged")
WHY_NOT = ("không tách: {why}", "not attributed: {why}")
WHY_NOT_SHARED = ("phần chung không chia: {why}", "what is joint is not shared out: {why}")
CRITERIA = ("Tiêu chí không so được", "Criteria that cannot be compared")
CRITERION = ("Tiêu chí", "Criterion")
STANDING = ("Vì sao", "Why")
STANDINGS = {
    "no_answers": ("không đơn vị nào có số liệu: {inputs}", "no unit has answers: {inputs}"),
    "no_scores": ("không chấm được cho đơn vị nào", "cannot be scored for any unit"),
    "some_answers": ("{without}/{units} đơn vị thiếu số liệu", "{without} of {units:unit} lack answers"),
    "only_before": ("chỉ bộ trước có", "only the older ruleset has it"),
    "only_after": ("chỉ bộ sau có", "only the newer ruleset has it"),
}
MOVES_ALONE = (
    "Riêng điều ({number}): {tiers} đơn vị đổi xếp loại, {ranks} đổi hạng",
    "Change ({number}) by itself: {tiers:unit changes/units change} tier, {ranks:unit changes/units change} rank",
)
HOW = (
    "Số trong ngoặc là điều đổi; điểm sau nó là thay đổi khi chỉ đổi điều ấy. «cùng nhau» là phần chỉ có khi các điều đổi đi cùng; cộng lại đúng bằng chênh lệch.",
    'In brackets is the change; after it what it does by itself. "together" is what only their combination does; they add up exactly to the difference.',
)
