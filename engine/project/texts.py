"""What is said of where a year stands, in Vietnamese and English."""

from ..model.sentences import Pair

# Steps.
STEPS: dict[str, Pair] = {
    "ruleset": ("Bộ tiêu chí", "Ruleset"),
    "forms": ("Biểu gửi đi", "Forms"),
    "returned": ("Biểu nộp về", "Returned"),
    "data": ("Số liệu", "Data"),
    "appraisal": ("Thẩm định", "Appraisal"),
    "result": ("Xếp hạng", "Ranking"),
    "approval": ("Phê duyệt", "Approval"),
}
RULESET_BROKEN = ("{file}: {errors} lỗi", "{file}: {errors:error}")
NOT_LOOKED_AT = ("chưa xem được khi bộ tiêu chí có lỗi", "not looked at while the ruleset is wrong")
NOT_RELEASED = ("chưa ban hành", "not released")
RELEASED = ("đã ban hành {day}{number}", "released {day}{number}")
RELEASED_OTHER = ("đã đổi sau khi ban hành ({day})", "changed after its release ({day})")
NO_UNITS = ("không đọc được bảng đơn vị {file}", "the table of units {file} cannot be read")
NO_FORMS = ("chưa lập", "not made")
FORMS_OUT = ("{forms}/{units} đơn vị có biểu", "forms of {forms}/{units} units")
NONE_RETURNED = ("chưa có", "none")
RETURNED = (
    "{sent}/{asked} đã nộp: {complete} đủ, {incomplete} còn thiếu, {wrong} có lỗi",
    "{sent}/{asked} sent: {complete} complete, {incomplete} incomplete, {wrong} with errors",
)
NO_DATA = ("chưa có", "none")
DATA_BEHIND = ("{file} chưa có hết các biểu đã nộp", "{file} does not hold all that was sent")
DATA_THERE = ("{file}", "{file}")
NOT_CORRECTED = ("chưa có điều chỉnh", "nothing corrected")
NONE_CORRECTED = ("không có điều chỉnh", "nothing corrected")
CORRECTED = (
    "điều chỉnh {units} đơn vị, qua {stages} lần",
    "{units:unit} corrected, in {stages:stage}",
)
NO_RESULT = ("chưa có", "none")
RANKED = ("{ranked}/{units} đơn vị có hạng", "{ranked}/{units} units ranked")
RESULT_BEHIND = (
    "{file} không phải của bộ tiêu chí và số liệu hiện nay",
    "{file} is not of the present ruleset and data",
)
NOT_APPROVED = ("chưa phê duyệt", "not approved")
APPROVED = ("đã phê duyệt {day} ({number})", "approved {day} ({number})")
APPROVED_OTHER = ("tệp đã đổi sau khi phê duyệt {day}", "the files changed after the approval of {day}")

# What comes next.
FIX_RULESET = ("Sửa bộ tiêu chí.", "Mend the ruleset.")
RELEASE_IT = (
    "Kiểm tra bộ tiêu chí lần cuối; khi quyết định đã ký thì ban hành.",
    "Check the ruleset once more, and release it when the decision is signed.",
)
RESTORE_OR_RENUMBER = (
    "Khôi phục bộ tiêu chí như khi ban hành, hoặc đổi version rồi ban hành lại.",
    "Restore the ruleset as it was released, or give it a new version and release that.",
)
WRITE_UNITS = ("Lập bảng đơn vị {file}: id,name,group.", "Write the table of units {file}: id,name,group.")
SEND_FORMS = ("Lập biểu và gửi cho từng đơn vị.", "Make the forms and send one to each unit.")
PUT_RETURNED = (
    "Để biểu nhận lại vào thư mục {folder}, tên tệp tùy ý.",
    "Put the forms that come back into the folder {folder}, under any names.",
)
ASK_ABSENT = ("Đôn đốc {absent} đơn vị chưa nộp.", "Ask the {absent:unit} without a form.")
ASK_TO_MEND = (
    "Gửi phiếu phản hồi cho {unmended} đơn vị phải sửa.",
    "Send replies to the {unmended:unit} that must mend a form.",
)
ASK_BOTH = (
    "Đôn đốc {absent} đơn vị chưa nộp; gửi phiếu phản hồi cho {unmended} đơn vị phải sửa.",
    "Ask the {absent:unit} without a form; send replies to the {unmended:unit} that must mend a form.",
)
COLLECT = ("Tổng hợp các biểu thành số liệu.", "Collect the forms as data.")
WRITE_DATA = ("Đưa số liệu vào {file}.", "Put the data into {file}.")
EXPORT_SHEETS: dict[str, Pair] = {
    "first": ("Lập bảng thẩm định.", "Make the appraisal sheets."),
    "explanation": ("Lập bảng để đơn vị giải trình.", "Make the sheets in which units explain themselves."),
    "second": ("Lập bảng thẩm định lần hai.", "Make the sheets of the second appraisal."),
    "council": ("Lập bảng ghi quyết định của hội đồng.", "Make the sheets for what the council decides."),
}
APPLY_SHEETS = (
    "Nhận lại bảng trong {folder} khi đã điền xong; không có gì phải sửa thì xếp hạng luôn: itrank evaluate.",
    "Take back the sheets of {folder} once they are filled; where nothing is corrected, rank: itrank evaluate.",
)
EVALUATE = ("Chấm điểm, xếp hạng, ghi vào {file}.", "Score and rank into {file}.")
REPORT_IT = (
    "Lập báo cáo, trình hội đồng; có biên bản thì phê duyệt (ghi số, ngày của biên bản).",
    "Make the report for the council; once there are minutes, approve (with their number and day).",
)
RESTORE_APPROVED = (
    "Khôi phục tệp như khi phê duyệt, hoặc mở lại rồi phê duyệt lại.",
    "Restore the files as they were approved, or reopen and approve again.",
)
NOTHING_LEFT = ("Không còn việc nào của năm.", "Nothing of the year is left to do.")

# Heads and marks.
MARKS = {"done": "✓", "now": "→", "later": "·", "wrong": "!"}
STATE_WORDS: dict[str, Pair] = {
    "done": ("xong", "done"),
    "now": ("đang làm", "at work"),
    "later": ("chưa đến", "later"),
    "wrong": ("xem lại", "look"),
}
AS_OF = ("tính đến {day}", "as of {day}")
DEADLINE_LEFT = ("hạn nộp {day} (còn {days} ngày)", "deadline {day} ({days:day} left)")
DEADLINE_TODAY = ("hạn nộp {day} (hôm nay)", "deadline {day} (today)")
DEADLINE_PAST = ("hạn nộp {day} (đã qua {days} ngày)", "deadline {day} ({days:day} ago)")
NEXT = ("Việc tiếp theo", "Next")
HEADS: tuple[Pair, ...] = (
    ("Đơn vị", "Unit"),
    ("Biểu", "Form"),
    ("Nộp", "Returned"),
    ("Hạn", "Deadline"),
    ("Thẩm định", "Appraisal"),
    ("Hạng", "Rank"),
)
FORM_MADE = ("có", "made")
LATE: dict[str, Pair] = {
    "no": ("", ""),
    "unknown": ("", ""),
    "overdue": ("quá hạn", "overdue"),
    "dated_late": ("tệp ghi ngày {day}", "file dated {day}"),
}
STAGES: dict[str, Pair] = {
    "first": ("lần một", "first"),
    "explanation": ("giải trình", "explanation"),
    "second": ("lần hai", "second"),
    "council": ("hội đồng", "council"),
}
DATES_ARE_WEAK = (
    "Ngày của tệp đổi khi chép lại: chỉ để xem lại, không phải bằng chứng nộp muộn.",
    "The date of a file changes when it is copied: a reason to look, no proof that it came late.",
)
PAGE_TITLE = ("Tiến độ", "Progress")
CONTACT = ("Đầu mối", "Contact")
ILLUSTRATIVE = ("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE FIGURES")
MADE_BY = ("Lập bằng itrank status", "Made by itrank status")
