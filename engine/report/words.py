"""The words of reports, in Vietnamese and English."""

from collections.abc import Mapping


def _both(vi: str, en: str) -> Mapping[str, str]:
    return {"vi": vi, "en": en}


PAGE: Mapping[str, Mapping[str, str]] = {
    "skip": _both("Đến nội dung", "To the content"),
    "period": _both("Năm", "Year"),
    "decision": _both("Quyết định", "Decision"),
    "units": _both("{n} đơn vị", "{n} units"),
    "all_units": _both("Tất cả các đơn vị", "All units"),
    "search": _both("Tìm đơn vị", "Find a unit"),
    "search_hint": _both("không cần dấu", "accents do not matter"),
    "tier": _both("Xếp loại", "Tier"),
    "all": _both("tất cả", "all"),
    "found": _both("{n} đơn vị phù hợp", "{n} units match"),
    "mean": _both("điểm bình quân", "mean"),
    "spread": _both("Mỗi chấm là một đơn vị, đặt theo tổng điểm; vạch đứt là mốc xếp loại.", "Each dot is a unit at its total; dashed lines are the bounds of tiers."),
    "rank": _both("Hạng", "Rank"),
    "change": _both("Tăng, giảm", "Change"),
    "unit": _both("Đơn vị", "Unit"),
    "total": _both("Điểm", "Points"),
    "parts": _both("Điểm theo tiêu chí", "Points by criterion"),
    "no_points": _both("không có điểm thành phần", "no points"),
    "provisional": _both("tạm thời", "provisional"),
    "unranked": _both("Chưa xếp hạng", "Not ranked"),
    "slope": _both("Thứ hạng năm trước và năm nay", "Ranks last year and this year"),
    "before": _both("Năm trước", "Last year"),
    "now": _both("Năm nay", "This year"),
    "formula": _both("Cách tính", "Formula"),
    "applies": _both("Áp dụng khi", "Applies if"),
    "clause": _both("Căn cứ", "Clause"),
    "illustrative": _both("minh họa", "illustrative"),
    "back": _both("← Bảng xếp hạng", "← Ranking"),
    "ruleset": _both("Bộ tiêu chí", "Ruleset"),
    "result": _both("Tệp kết quả", "Result"),
    "noscript": _both("Bật JavaScript để tìm, sắp xếp và xem từng đơn vị.", "With JavaScript on, units can be found, sorted and opened."),
    "yes": _both("có", "yes"),
    "no": _both("không", "no"),
    "missing": _both("chưa có", "missing"),
    "not_applicable": _both("không áp dụng", "not applicable"),
    "invalid": _both("không đọc được", "cannot be read"),
}  # fmt: skip
