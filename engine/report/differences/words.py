"""The words of the table that compares two rulesets, in Vietnamese and English."""

KIND = ("BẢNG SO SÁNH, THUYẾT MINH", "COMPARISON AND EXPLANATION")
SUBJECT = ("{before} và dự thảo {after}", "{before} and the draft of {after}")
SUBJECT_OF_ONE = ("Dự thảo sửa đổi {title}", "Draft amendment of {title}")
ATTACHED = (
    "(Kèm theo Tờ trình số ........../TTr-.......... ngày ...... tháng ...... năm ..........)",
    "(Attached to proposal no. .......... of ..........)",
)
TITLED = ("{title} ({ruleset})", "{title} ({ruleset})")
SOURCES = ("I. HAI BỘ TIÊU CHÍ", "I. THE TWO RULESETS")
CURRENT, DRAFT = ("Hiện hành: {title}", "Current: {title}"), ("Dự thảo: {title}", "Draft: {title}")
TABLE = ("II. NỘI DUNG SO SÁNH", "II. WHAT DIFFERS")
NUMBER = ("TT", "No.")
BEFORE, AFTER, WHY = ("Quy định hiện hành", "Current provision"), ("Dự thảo", "Draft"), ("Thuyết minh", "Explanation")
AS_IT_WAS = ("(giữ nguyên câu chữ)", "(the wording stays)")
NOT_YET, REPEALED = ("Chưa quy định", "Not provided for"), ("Bãi bỏ", "Repealed")
EXAMPLE = ("Ví dụ: {text}", "Example: {text}")
IMPACT = ("III. TÁC ĐỘNG ĐẾN CÁC ĐƠN VỊ", "III. WHAT IT DOES TO THE UNITS")
CHANGES = (
    "Các điều đổi, mỗi điều được thử riêng trên cùng số liệu:",
    "The changes, each tried by itself on the same data:",
)
RANK, TOTAL_BEFORE, TOTAL_AFTER = (
    ("Hạng", "Rank"),
    ("Điểm hiện hành", "Total, current"),
    ("Điểm dự thảo", "Total, draft"),
)
UNCOMPARED = ("Các tiêu chí không so được:", "Criteria that cannot be compared:")
MADE_OF = ("Lập từ các tệp có mã băm SHA-256 sau:", "Made of files with these SHA-256 hashes:")
HASH = ("{name}: {hash}", "{name}: {hash}")
SKIP = ("Đến nội dung", "Skip to the content")
"""Of the page."""
