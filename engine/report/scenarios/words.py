"""The words of pages and workbooks of scenarios, in Vietnamese and English; filled by `model.sentences.sentence`."""

SLOPE = {
    "before": ("Bộ gốc", "As is"),
    "now": ("Kịch bản", "Scenario"),
    "movers": (" ({{shown}} đơn vị đổi nhiều nhất trong {{count}})", " (the {{shown}} of {{count}} that move most)"),
}
RANKS_MOVED = ("Đơn vị đổi hạng: bộ gốc và kịch bản", "Units that change rank: as is and in the scenario")
TIERS_MOVED = (
    "Số đơn vị ở từng mức: trên là bộ gốc, dưới là kịch bản", "Units in each tier: above as is, below the scenario",
)  # fmt: skip
UNITS_AXIS = ("Số đơn vị", "Units")
SWEPT = (
    "{list}: số đơn vị ở từng mức khi {about} đổi; mức cao nhất ở dưới",
    "{list}: units in each tier as {about} changes; the best at the bottom",
)  # fmt: skip

TITLE = ("Kịch bản", "Scenarios")
CHANGES = ("Đổi gì", "What changes")
WHO_MOVES = ("Ai đổi", "Who moves")
WHO_IS_NEAR = ("Ai gần ngưỡng", "Who is near a bound")
NOBODY_MOVES = ("Không đơn vị nào đổi hạng hay đổi mức.", "Nobody changes rank or tier.")
PARTS = ("Mức và hạng ở từng tiêu chí", "Tiers and ranks in criteria")
POINTS = ("Điểm đổi ở tiêu chí nào", "At which criteria points change")
BEFORE, NOW = ("Bộ gốc", "As is"), ("Kịch bản", "Scenario")
LIST = ("Danh sách", "List")
CLAUSE = ("Điều khoản", "Clause")
SWEEP = ("Quét", "Sweep")
ABOUT = ("Bộ tiêu chí và số liệu", "Ruleset and data")
DATA_FILE = ("{path}, SHA-256 {hash}", "{path}, SHA-256 {hash}")
RULESET_HASH = ("{ruleset}, SHA-256 {hash}", "{ruleset}, SHA-256 {hash}")
NOT_FOR_USE = (
    "Trang này cho biết điều gì sẽ xảy ra nếu bộ tiêu chí hay số liệu khác đi. Nó không phải kết quả, không công bố, không phê duyệt được.",
    "This page says what would happen if the ruleset or the data were others. It is not a result, and can be neither published nor approved.",
)
ONLY_POINTS = ("{count} đơn vị chỉ đổi điểm", "{count:unit changes/units change} points alone")
POINTS_MOVED = ("Điểm", "Points")
FORWARD = ("và {count} đơn vị khác chỉ đổi điểm", "and {count} more whose points alone change")
RANK_CHANGE = ("±", "±")
