"""What commands say of their work, in Vietnamese and English; help is beside the options, findings have their own table.

Texts are `str.format` templates; of a whole number `{n:unit}` gives "1 unit" or "2 units" (engine/model/sentences.py).
"""

# What is being done: shown to a person at a terminal while it takes long.
READING_DATA = ("Đọc số liệu", "Reading the data")
READING_RESULT = ("Đọc kết quả", "Reading the result")
READING_FORMS = ("Đọc biểu", "Reading forms")
COMPUTING = ("Tính điểm", "Computing the scores")
RUNNING_CASES = ("Chạy các ca", "Running the cases")
LOOKING_AT_POINTS = ("Xem các ca chạm tới đâu", "Looking at what the cases touch")
TRYING_MUTANTS = ("Thử các thay đổi sai", "Trying mutants")
PROPOSING_CASES = ("Tìm ca", "Looking for cases")
COVERED_LESS = ("Ít hơn {wanted}% theo --fail-under.", "Less than the {wanted}% of --fail-under.")
CASES_PROPOSED = (
    "Đã ghi {count} ca đề xuất vào {file}; {left} chỗ chưa tìm được ca.",
    "{count:proposed case} written to {file}; no case was found for {left:point}.",
)
CASES_TEMPLATE = (
    "Đã ghi {file}: gõ ca từ hàng 3, lưu, rồi chạy itrank test {ruleset} --cases {file}",
    "{file} written: type cases from row 3 on, save it, then run itrank test {ruleset} --cases {file}",
)
COMPUTING_AGAIN = ("Tính lại kết quả", "Computing the result again")
TABLE_HOLDS = (
    "{name}: tính lại từ bộ tiêu chí và số liệu ra đúng bảng này: {units} đơn vị, {columns} cột, không ô nào khác.",
    "{name}: the ruleset and the data give this table again: {units:unit}, {columns:column}, no cell differs.",
)
TABLE_DIFFERS = (
    "{name}: KHÔNG đúng với kết quả tính lại từ bộ tiêu chí và số liệu ({units} đơn vị, {columns} cột).",
    "{name}: the ruleset and the data do NOT give this table again ({units:unit}, {columns:column}).",
)
NO_ROOM_ASIDE = (
    "Kết quả tính lại được ghi tạm vào thư mục ấy rồi xóa. Dọn chỗ, hoặc đặt TMPDIR là một thư mục còn chỗ.",
    "What is computed again is written in that folder and thrown away. Make room, or set TMPDIR to a folder that has some.",
)
COMPUTING_TWICE = ("Tính lại mọi điểm bằng hai bộ tính", "Computing every score again, twice")
COMPARING_FIGURES = ("Đối chiếu các con số", "Comparing the figures")
COMPARING_RESULTS = ("So sánh hai kết quả", "Comparing the results")
ATTRIBUTING = ("Thử từng điều đổi trên số liệu", "Trying each change on the data")
COMPARING_RULESETS = ("So sánh hai bộ tiêu chí", "Comparing the rulesets")
EXPLAINING = ("Giải thích từng đơn vị", "Explaining units")
MAKING_FORMS = ("Lập biểu", "Making forms")
MAKING_REPLIES = ("Lập phiếu phản hồi", "Making replies")
MAKING_SHEETS = ("Lập bảng", "Making sheets")
MAKING_REPORT = ("Lập báo cáo", "Making the report")
MAKING_PROFILES = ("Lập hồ sơ đơn vị, phần", "Making profiles, part")
PACKING = ("Đóng gói", "Packing")

# What git hands `itrank diff`.
ADDED_TO_GIT = ("Bộ tiêu chí mới, chưa có bản trước để so.", "A new ruleset: there is no older one to compare.")
TAKEN_FROM_GIT = ("Bộ tiêu chí đã bị xóa.", "The ruleset was deleted.")

# What was done.
WOULD_APPEND = (
    "{sheets} bảng: sẽ thêm {rows} điều chỉnh của {units} đơn vị vào {name}",
    "{sheets:sheet}: would add {rows:correction} of {units:unit} to {name}",
)
APPENDED = (
    "{sheets} bảng: đã thêm {rows} điều chỉnh của {units} đơn vị vào {name}",
    "{sheets:sheet}: added {rows:correction} of {units:unit} to {name}",
)
COMPARED = (
    "Đã đối chiếu {rows} hàng: {differences} chỗ khác.",
    "{rows:row} compared: {differences:difference}.",
)
NOT_COMPARED = (
    "Chưa đối chiếu {cells} ô (nêu ở trên): cần người đọc soát.",
    "{cells:cell} not compared (listed above): a person has to read them.",
)
PACKED = ("Đã đóng gói {files} tệp vào {name}", "{files:file was/files were} put into {name}")
HASH_OF_BUNDLE = ("  mã băm của gói (SHA-256)     {sha256}", "  the bundle's SHA-256    {sha256}")
HASH_OF_MANIFEST = ("  mã băm của bản kê (SHA-256)  {sha256}", "  the manifest's SHA-256  {sha256}")
LEFT_OUT = ("  không kèm: {name} ({sha256})", "  left out: {name} ({sha256})")
CREATED = (
    "Đã tạo {files} tệp; mọi số liệu là minh họa.",
    "Made {files:file}; all figures are illustrative.",
)
DRAFTED = (
    "Đã tạo bản thảo {name} từ {source}: {cards} bảng điểm, {criteria} tiêu chí.",
    "Made the draft {name} from {source}: {cards:scorecard}, {criteria:criterion/criteria}.",
)
RECOGNISED = (
    "Nhận ra cách chấm của {known}/{leaves} tiêu chí chấm điểm{kinds}.",
    "Recognised how {known} of {leaves:leaf is/leaves are} scored{kinds}.",
)
SUCCEEDED = ("Đã tạo {name}: {identity}, từ {base}.", "Made {name}: {identity}, from {base}.")
SET_ASIDE = (
    "{cases} ca thử của năm trước không còn đúng với ngưỡng của năm mới: để thành chú thích, chờ tính lại.",
    "{cases:case of last year no longer holds/cases of last year no longer hold} with the new year's thresholds: left as a comment, to be done again.",
)
COMPLETION_INSTALLED = (
    "Đã cài gợi ý lệnh; mở cửa sổ lệnh mới để dùng: {path}",
    "Completion is installed; open a new shell: {path}",
)

RELEASED = (
    "Đã ghi vào itrank.yaml: {identity} ban hành ngày {day}, mã băm {sha256}.",
    "Recorded in itrank.yaml: {identity} released on {day}, hash {sha256}.",
)
RELEASED_BEFORE = (
    "{identity} đã ban hành ngày {day} và không đổi từ đó, mã băm {sha256}.",
    "{identity} was released on {day} and has not changed since, hash {sha256}.",
)

# What to do next.
NEXT = ("Chạy tiếp:", "Next:")
FILL_IN = ("Điền những chỗ TODO, rồi chạy:", "Fill in what says TODO, then run:")
FILL_IN_AND_COMPARE = (
    "Điền những chỗ TODO, đối chiếu với bản đã ký, rồi chạy:",
    "Fill in what says TODO, compare it with the signed document, then run:",
)

PUT_INTO_PROJECT = (
    "itrank.yaml đang ghi ruleset: {own}; dùng bản thảo này cho năm thì sửa dòng ấy thành ruleset: {name}",
    "itrank.yaml says ruleset: {own}; to take this draft for the year change that line to ruleset: {name}",
)

# `--watch`.
WATCHING = (
    "Theo dõi {files} tệp; chạy lại khi có tệp đổi, Ctrl+C để dừng.",
    "Watching {files:file}; runs again on a change, Ctrl+C ends it.",
)
RUNNING_AGAIN = ("── {time} · đã đổi: {names}", "── {time} · changed: {names}")

# `itrank doctor`.
STATES = {
    "ok": ("OK", "OK"),
    "note": ("lưu ý", "note"),
    "missing": ("thiếu", "missing"),
    "broken": ("HỎNG", "BROKEN"),
}
LOOKED_AT = {
    "python": ("Python", "Python"),
    "libraries": ("thư viện", "libraries"),
    "fonts": ("phông chữ", "fonts"),
    "encoding": ("bảng mã", "encoding"),
    "colour": ("màu", "colour"),
    "locale": ("ngôn ngữ", "language"),
    "folder": ("thư mục", "folder"),
}
PYTHON_FOUND = ("{version} (cần 3.11 trở lên), {path}", "{version} (3.11 or later is needed), {path}")
NOT_INSTALLED = ("chạy từ mã nguồn, chưa cài", "run from its source, not installed")
LIBRARIES_FOUND = ("có đủ {count} thư viện cần thiết", "all {count} that are needed")
APPROVED = (
    "Đã phê duyệt {name} theo biên bản số {number} (tệp {file}, SHA-256 {sha256})",
    "{name} is approved by minutes No. {number} (the file {file}, SHA-256 {sha256})",
)
APPROVED_BY = (
    "Người phê duyệt, như đã gõ: {by}; chưa có chữ ký chứng tỏ (--key)",
    "Approved by, as typed: {by}; no signature proves it (--key)",
)
APPROVED_BY_SIGNED = (
    "Người phê duyệt, như đã gõ: {by}; gói có chữ ký bằng khóa đã nêu",
    "Approved by, as typed: {by}; the bundle is signed with the given key",
)
APPROVED_BY_NOBODY = ("không ghi (--by)", "not given (--by)")
SEALED = (
    "Con dấu: {name}; từ nay không lệnh nào sửa kết quả này cho đến khi itrank reopen",
    "The seal: {name}; no command changes this result until itrank reopen",
)
BY_CLOCK = ("{at} (theo đồng hồ máy)", "{at} (by the computer's clock)")
REOPENED = (
    "Đã mở lại {name} ngày {at}: {reason}. Sửa xong thì chạy lại evaluate và approve.",
    "{name} was opened again on {at}: {reason}. When it is changed, run evaluate and approve again.",
)
LIBRARIES_MISSING = ("thiếu {names}", "missing: {names}")
EXTRA_SIZE = ("{use} (khoảng {size} MB)", "{use} (about {size} MB)")
FONTS_FOUND = ("{count} phông của báo cáo PDF, đi kèm itrank", "{count:font} of the PDF reports, that come with itrank")
ENCODING_OTHER = (
    "{found}: itrank ghi UTF-8, nên chữ Việt có thể hiện sai trên màn hình này",
    "{found}: itrank writes UTF-8, so Vietnamese may look wrong on this screen",
)
COLOUR_ON = ("có", "on")
COLOUR_REFUSED = ("tắt, vì có NO_COLOR", "off, as NO_COLOR is set")
COLOUR_NO_TERMINAL = (
    "tắt, vì không in ra màn hình (FORCE_COLOR=1 để bật)",
    "off, as no terminal shows it (FORCE_COLOR=1 turns it on)",
)
LOCALE_FOUND = (
    "itrank nói: {spoken} (đổi bằng ITRANK_LANG); hệ thống: {found}",
    "itrank speaks: {spoken} (ITRANK_LANG changes it); system: {found}",
)
FOLDER_WRITABLE = ("ghi được: {name}", "writable: {name}")
FOLDER_CLOSED = ("không ghi được: {name}", "not writable: {name}")
FOLDER_ADVICE = (
    "Chuyển sang thư mục của bạn, hoặc ghi tệp ra chỗ khác bằng -o.",
    "Go to a folder of your own, or write elsewhere with -o.",
)
DOCTOR_WELL = ("Những gì cần đều có.", "All that is needed is there.")
DOCTOR_BROKEN = (
    "Có phần cần thiết bị hỏng: làm theo dòng → ở trên.",
    "A needed part is broken: do what the line with → says.",
)

# Parts of a line.
EXPRESSION = ("biểu thức", "expression")
FIXED = ("đã sửa", "mended")
FIXABLE = ("sửa được", "can be mended")
DELETED = ("xóa {old}", "deleted {old}")
ADDED = ("thêm {new}", "added {new}")
FROM_OR_TABLE = ("--from hoặc --from-table", "--from or --from-table")
OUTPUT_OR_AGAINST = ("--output hoặc --against", "--output or --against")


def said(pair: tuple[str, str], lang: str, /, **values: object) -> str:
    """Fill the texts of one language."""
    from ..engine.model.sentences import sentence  # noqa: PLC0415  # `itrank --version` must not load the engine

    return sentence(pair, lang, **values)
