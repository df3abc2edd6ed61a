"""The words of scenarios, in Vietnamese and English; filled by `model.sentences.sentence`."""

NOTICE = ("KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ", "SCENARIO, NOT A RESULT")
IN_EFFECT = ("So với bộ tiêu chí: {ruleset}, sha256 {hash}", "Compared with the ruleset: {ruleset}, sha256 {hash}")
PERIOD = ("năm {period}", "{period}")
SCENARIO = ("Kịch bản: {title}", "Scenario: {title}")
CHANGE = ("{about}: {before} → {now} ({address})", "{about}: {before} → {now} ({address})")
SAME_WORDS = ("{address}: {before} → {now}", "{address}: {before} → {now}")
TITLE = ("{about} {now}", "{about} {now}")
TITLE_MORE = ("{title} và {count} thay đổi khác", "{title} and {count} more changes")
FOLLOWS = (
    "{about}: hiện ghi {before}, trong kịch bản tự cộng theo các mục con ({address})",
    "{about}: stated as {before}, in the scenario the sum of what is below ({address})",
)
AMENDMENT = ("tệp sửa đổi {name}", "amendment file {name}")
NOT_STATED = ("chưa ghi", "not stated")
BLANK = ("để trống", "blank")
MOVED = (
    "{tiers} đơn vị đổi xếp loại, {up} lên hạng, {down} xuống hạng; {changed} đơn vị có gì đó khác, {unchanged} không đổi.",
    "{tiers:unit changes/units change} tier, {up} up, {down} down; {changed:unit differs/units differ}, {unchanged} unchanged.",
)
PARTS_MOVED = (
    "{count} đơn vị đổi mức hay hạng ở một tiêu chí có mức hay xếp hạng riêng.",
    "{count:unit changes/units change} tier or rank in a criterion that has tiers or a ranking of its own.",
)
PART_TIER, PART_RANK = ("mức {tiers}", "tier {tiers}"), ("hạng {ranks}", "rank {ranks}")
CRITERION, PART_MOVES = ("Tiêu chí", "Criterion"), ("Mức, hạng ở tiêu chí ấy", "Tier and rank there")
NOBODY = ("Không đơn vị nào khác: đã so {count} đơn vị.", "Nothing differs: {count:unit} compared.")
OUTSIDE = ("Không thuộc danh sách nào trong kịch bản", "In no list under the scenario")
ALL_UNITS = ("Tất cả đơn vị", "All units")
RANK, UNIT, TIER = ("Hạng", "Rank"), ("Đơn vị", "Unit"), ("Xếp loại", "Tier")
TOTAL_BEFORE, TOTAL_NOW = ("Điểm gốc", "Total as is"), ("Điểm kịch bản", "Scenario")
DIFFERENCE, WHY = ("Chênh", "Diff."), ("Do", "Through")
OUT_OF = ("Thang điểm tối đa đổi với {count} đơn vị: chênh lệch là của hai tổng điểm, không cùng điểm tối đa.", "The maximum changes for {count:unit}: differences are of totals out of different maxima.")  # fmt: skip
THROUGH = {
    "points": ("{causes}", "{causes}"),
    "bounds": ("ngưỡng, điều kiện của mức", "bounds or conditions of tiers"),
    "order": ("đơn vị khác đổi chỗ", "others moved"),
    "nothing": ("chỉ điểm tối đa đổi", "only its maximum changed"),
    "same": ("không gì đổi", "nothing changed"),
}
POINTS_ELSEWHERE = ("điểm của chính đơn vị", "its own points")
CAUSE = ("{name} {before} → {now} ({change})", "{name} {before} → {now} ({change})")
CAUSES_MORE = ("và {count} tiêu chí khác", "and {count} more")
UNRANKED = ("Không xếp hạng trong kịch bản ({count}): {units}.", "Without a rank in the scenario ({count}): {units}.")
NEAR = ("Gần ngưỡng nhất: {units}.", "Closest to a bound: {units}.")
NEAR_BELOW = (
    "{unit} được {total}, còn thiếu {gap} điểm tới ngưỡng {tier} ({bound})",
    "{unit} has {total}, {gap} short of the bound of {tier} ({bound})",
)
NEAR_ABOVE = (
    "{unit} được {total}, hơn ngưỡng {tier} ({bound}) {gap} điểm",
    "{unit} has {total}, {gap} above the bound of {tier} ({bound})",
)
NEAR_AT = ("{unit} được {total}, đúng ngưỡng {tier}", "{unit} has {total}, just the bound of {tier}")
MORE = ("và {count} đơn vị khác", "and {count} more")
WARNINGS = ("Cần biết:", "To know:")

SWEEP = ("Quét {about} ({address}) từ {low} đến {high}: {points} điểm có đơn vị đổi hạng hoặc đổi mức; {stays} đơn vị không đổi trên cả khoảng.", "Sweep of {about} ({address}) from {low} to {high}: {points:point} where somebody changes rank or tier; {stays:unit never moves/units never move} in the range.")  # fmt: skip
SWEPT_IN = ("Tính trong: {lists}.", "In: {lists}.")
SWEPT_LIST = ("{list} ({count} đơn vị)", "{list} ({count:unit})")
ELSEWHERE = ("{count} đơn vị ở danh sách khác không đổi và không được đếm.", "{count:unit} in other lists stay as they are and are not counted.")  # fmt: skip
KNOWN = {
    "exact": (
        "Đủ mọi điểm: mức của một đơn vị chỉ đổi khi ngưỡng bằng đúng điểm của đơn vị; đã tính {evaluated} giá trị, ở từng điểm và hai bên.",
        "Every point is found: a unit's tier changes only where the bound is just its points; {evaluated:value} evaluated, at each point and on both sides.",
    ),
    "every_value": (
        "Đã tính mọi giá trị, bước {step}: {evaluated} giá trị. Giữa hai giá trị thì không xét.",
        "Every value was evaluated, in steps of {step}: {evaluated:value}. Between two values nothing was looked at.",
    ),
    "grid": (
        "Đã tính trên lưới bước {step} rồi tìm đúng điểm, {evaluated} lần tính; mỗi điểm đã tính cả ngay dưới và ngay trên. Đổi rồi đổi lại trong một bước lưới thì không thấy được.",
        "A grid of step {step} was evaluated, then the exact points looked for, {evaluated:evaluation}; each point was evaluated just below and just above too. What moves and moves back within one step of the grid is not seen.",
    ),
}  # fmt: skip
NO_POINTS = ("Không đơn vị nào đổi hạng, đổi mức ở các giá trị đã tính.", "Nobody changes rank or tier at the values that were evaluated.")  # fmt: skip
AT, WHO, MOVES = ("Tại", "At"), ("Đơn vị", "Unit"), ("Ngay dưới → tại → ngay trên", "Just below → at → just above")
BETWEEN = ("giữa {low} và {high}", "between {low} and {high}")
REFUSED_BELOW = ("ngay dưới: bộ tiêu chí bị check từ chối", "just below: check refuses the ruleset")
REFUSED_ABOVE = ("ngay trên: bộ tiêu chí bị check từ chối", "just above: check refuses the ruleset")
RULESET = ("(bộ tiêu chí)", "(the ruleset)")
REFUSED = ("check báo lỗi ở một phần của khoảng: {message}", "check finds errors in a part of the range: {message}")
HAD_RANK = ("hạng {rank}", "rank {rank}")
NO_RANK = ("không có hạng", "no rank")
SIDE_BY_SIDE = ("Các kịch bản cạnh nhau", "Side by side")
EACH_TIER, EACH_UP, EACH_DOWN = ("Đổi xếp loại", "Other tier"), ("Lên hạng", "Up"), ("Xuống hạng", "Down")
EACH_UNCHANGED = ("Không đổi", "Unchanged")
NAME = ("Kịch bản", "Scenario")
