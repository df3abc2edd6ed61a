"""What a verdict on a bundle says in sentences, in Vietnamese and English; `compared.py` has the parts that it names."""

# ── The verdict ──

BUNDLE_HOLDS = ("Gói {name} đúng.", "The bundle {name} holds.")
BUNDLE_DOES_NOT_HOLD = ("Gói {name} KHÔNG đúng.", "The bundle {name} does NOT hold.")
RULESET = ("  bộ tiêu chí     {ruleset} · {sha256}", "  ruleset     {ruleset} · {sha256}")
MANIFEST = ("  bản kê          {sha256}", "  manifest    {sha256}")
FILES = ("  tệp             {count}, đúng mã băm từng tệp", "  files       {count}, each with its hash")
COMPUTED = (
    "  tính lại        {units} đơn vị, {scores} điểm, hai bộ tính độc lập: khớp",
    "  computed    {units:unit}, {scores:score}, by two independent evaluators: all agree",
)
APPROVED = (
    "  phê duyệt       biên bản số {number} ngày {date}, tệp {file} · {sha256}",
    "  approved    by minutes No. {number} of {date}, the file {file} · {sha256}",
)
APPROVED_BY = (
    "                  {by}, ngày {at}, như đã gõ: chỉ chữ ký mới chứng tỏ ai",
    "              {by}, on {at}, as typed: only a signature proves who",
)
NOBODY = ("không ghi người phê duyệt", "nobody is named")
REOPENED = (
    "  đã mở lại       ngày {at}, {by}: {reason}",
    "  reopened    on {at}, {by}: {reason}",
)
SIGNED_BY = ("  người ký        khóa {key}", "  signed by   the key {key}")
COMPARED = ("  đã so:", "  compared:")
COMPARED_WITH_ERRORS = (
    "  đã so (khác ở đâu thì nêu ở phần lỗi):",
    "  compared (where it differs, the errors say so):",
)
NOT_COMPARED = ("  không so:", "  not compared:")

# ── Reports in a bundle ──

LIBRARY_MISSING = ("chưa cài {name}", "{name} is not installed")
OTHER_LIBRARIES = ("thư viện khác phiên bản ({names})", "other versions of libraries ({names})")
OTHER_ITRANK = ("itrank {version} lập gói này", "itrank {version} made the bundle")
NOT_OURS = ("không do itrank lập, hoặc theo mẫu riêng", "not made by itrank, or by a template of its own")
NO_FIGURES = ("không đọc được con số nào trong đó", "none of its figures can be read")
FIGURES_AGREE = (
    "{right} con số đọc được khớp với kết quả",
    "{right:figure that was read agrees/figures that were read agree} with the result",
)
FIGURES_DIFFER = (
    "{right} con số đọc được khớp với kết quả, {wrong} chỗ thì không",
    "{right:figure that was read agrees/figures that were read agree} with the result, and {wrong:does/do} not",
)
NOT_MADE_AGAIN = ("không lập lại được", "it cannot be made again")
DIFFERS_FROM_BYTE = ("khác từ byte {place}", "it differs from byte {place} on")
DIFFERS_FROM_LINE = ("khác từ dòng {place}", "it differs from line {place} on")
