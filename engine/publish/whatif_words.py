"""The words of scenarios, in Vietnamese and English; filled by `model.sentences.sentence`."""

NOTICE = ("KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ", "SCENARIO, NOT A RESULT")
IN_EFFECT = ("So với bộ tiêu chí: {ruleset}, sha256 {hash}", "Compared with the ruleset: {ruleset}, sha256 {hash}")
PERIOD = ("năm {period}", "{period}")
SCENARIO = ("Kịch bản: {title}", "Scenario: {title}")
CHANGE = ("{about}: {before} → {now}", "{about}: {before} → {now}")
TITLE = ("{about} = {now}", "{about} = {now}")
TITLE_SWEPT = ("{about} {now}", "{about} {now}")
TITLE_MORE = ("{title} và {count} thay đổi khác", "{title} and {count:other change}")
FOLLOWS = (
    "{about}: hiện ghi {before}, trong kịch bản tự cộng theo các mục con",
    "{about}: stated as {before}, in the scenario the sum of what is below",
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
NEAR_ASKS = ("{near}, mức này còn điều kiện kèm theo", "{near}, a tier that asks for more besides")
NEAR_AT = ("{unit} được {total}, đúng ngưỡng {tier}", "{unit} has {total}, just the bound of {tier}")
MORE = ("và {count} đơn vị khác", "and {count} more")
WARNINGS = ("Cần biết:", "To know:")

SWEEP = (
    "Quét {about} từ {low} đến {high}: {points} điểm có đơn vị đổi hạng hoặc đổi mức; ",
    "Sweep of {about} from {low} to {high}: {points:point} where somebody changes rank or tier; ",
)
STAYS = {
    "exact": (
        "{stays} đơn vị không đổi trên cả khoảng.",
        "{stays:unit never moves/units never move} in the range.",
    ),
    "every_value": (
        "{stays} đơn vị không đổi ở mọi giá trị đã tính.",
        "{stays:unit stands/units stand} alike at every value evaluated.",
    ),
    "grid": (
        "{stays} đơn vị không thấy đổi.",
        "{stays:unit is not seen to move/units are not seen to move}.",
    ),
}
SWEPT_IN = ("Tính trong: {lists}.", "In: {lists}.")
SWEPT_LIST = ("{list} ({count} đơn vị)", "{list} ({count:unit})")
ELSEWHERE = ("{count} đơn vị ở danh sách khác không đổi và không được đếm.", "{count:unit} in other lists stay as they are and are not counted.")  # fmt: skip
KNOWN = {
    "exact": (
        "Đủ mọi điểm: mức của một đơn vị chỉ đổi khi ngưỡng bằng đúng điểm của đơn vị; đã tính {evaluated} giá trị, ở từng điểm và hai bên.",
        "Every point is found: a unit's tier changes only where the bound is just its points; {evaluated:value} evaluated, at each point and on both sides.",
    ),
    "every_value": (
        "Đã tính {evaluated} giá trị, từ {low} đến {high}, bước {step}; mỗi giá trị được so với giá trị ngay trước. Giữa hai giá trị thì không xét.",
        "{evaluated:value was/values were} evaluated, from {low} to {high} in steps of {step}, each compared with the one before. Between two values nothing was looked at.",
    ),
    "grid": (
        "Đã tính trên lưới bước {step} rồi tìm đúng điểm, {evaluated} lần tính; mỗi điểm đã tính cả ngay dưới và ngay trên. Đổi rồi đổi lại trong một bước lưới thì không thấy được.",
        "A grid of step {step} was evaluated, then the exact points looked for, {evaluated:evaluation}; each point was evaluated just below and just above too. What moves and moves back within one step of the grid is not seen.",
    ),
}  # fmt: skip
NO_POINTS = ("Không đơn vị nào đổi hạng, đổi mức ở các giá trị đã tính.", "Nobody changes rank or tier at the values that were evaluated.")  # fmt: skip
AT, WHO = ("Tại", "At"), ("Đơn vị", "Unit")
MOVES = ("Ngay dưới → tại → ngay trên", "Just below → at → just above")
STEPS = ("Giá trị trước → tại giá trị này", "Value before → at this value")
MOVES_OR_STEPS = (
    "Ngay dưới → tại → ngay trên; quét theo bước: giá trị trước → tại giá trị này",
    "Just below → at → just above; by steps: value before → at this value",
)
ABOUT = ("khoảng {value}", "about {value}")
BETWEEN = ("giữa {low} và {high}", "between {low} and {high}")
REFUSED_BELOW = ("ngay dưới không tính được", "cannot be evaluated just below")
REFUSED_ABOVE = ("ngay trên không tính được", "cannot be evaluated just above")
REFUSED_BEFORE = ("giá trị trước không tính được", "the value before cannot be evaluated")
REFUSED_FROM = ("từ giá trị này không tính được", "cannot be evaluated from this value on")
REFUSED_SIDE = ("không tính được", "not evaluated")
EVERYBODY = ("(mọi đơn vị)", "(all units)")
REFUSED_SOMEWHERE = ("Một phần của khoảng không tính được.", "A part of the range cannot be evaluated.")
REFUSED = ("Một phần của khoảng không tính được: {message}", "A part of the range cannot be evaluated: {message}")
ACROSS = (
    "{count} đơn vị khác nhau ở hai bên chỗ không tính được; đổi ở giá trị nào thì không biết.",
    "{count:unit stands/units stand} otherwise beyond what cannot be evaluated; at which value is not known.",
)
HAD_RANK = ("hạng {rank}", "rank {rank}")
NO_RANK = ("không có hạng", "no rank")
SIDE_BY_SIDE = ("Các kịch bản cạnh nhau", "Side by side")
EACH_TIER, EACH_UP, EACH_DOWN = ("Đổi xếp loại", "Other tier"), ("Lên hạng", "Up"), ("Xuống hạng", "Down")
EACH_UNCHANGED = ("Không đổi", "Unchanged")
NAME = ("Kịch bản", "Scenario")
