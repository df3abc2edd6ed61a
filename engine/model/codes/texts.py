"""Codes 573-579, 585-599: what data and last year's result say, where their texts and figures may not be what they seem."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

SINCE = "0.2.0"

_last_year = partial(Code, subject=Subject.LAST_YEAR)
_file = partial(Code, subject=Subject.FILE)
_cell = partial(Code, subject=Subject.CELL)

CODES: tuple[Code, ...] = (
    _cell(
        "ITR426.exponent",
        E,
        '{about}: "{found}" có số mũ vượt quá {limit}, không phần mềm thống kê nào ghi như vậy',
        '{about}: "{found}" has an exponent beyond {limit}, which no statistical program writes',
        "Kiểm tra lại số này ở nơi đã tạo ra tệp.",
        "Check the figure where the file was made.",
        since=SINCE,
        aliases=("ITR579",),
    ),
    _last_year(
        "ITR573",
        W,
        'chưa rõ đơn vị "{unit}" ({name}) là đơn vị nào của năm trước: {entries}; đơn vị này không được so sánh với năm trước',
        'it is unclear which unit of last year "{unit}" ({name}) is: {entries}; it is not compared with last year',
        "Ghi mã năm trước của đơn vị ở cột predecessors của bảng đơn vị, ở units: của bộ tiêu chí hoặc predecessors: của tệp ghép cột.",
        "Write its id of last year in the column predecessors of the table of units, under units: of the ruleset or predecessors: of a mapping.",
        since=SINCE,
    ),
    _last_year(
        "ITR573.left",
        W,
        'đơn vị "{unit}" ghi tiền thân khác, nên không còn thay cho đơn vị cùng mã của năm trước: {entry}; không đơn vị nào thay cho đơn vị đó',
        '"{unit}" names other predecessors, so it does not take the place of the unit of last year with its id: {entry}; nobody does',
        "Nếu đơn vị gồm cả đơn vị đó, ghi đủ ở cột predecessors: {listed}.",
        "If it took that one in as well, list all in the column predecessors: {listed}.",
        since=SINCE,
        aliases=("ITR575",),
    ),
    _last_year(
        "ITR573.several",
        W,
        'đơn vị "{unit}" ({name}) và {others} cùng khớp với một đơn vị của năm trước: {entry}; không đơn vị nào được so sánh với năm trước',
        '"{unit}" ({name}) and {others} match one unit of last year: {entry}; neither is compared with last year',
        "Ghi mã năm trước của đơn vị kế tục ở cột predecessors; nếu đơn vị được chia tách, ghi ở mọi đơn vị được tách ra.",
        "Write last year's id in the column predecessors of the unit that takes its place; of all that do where it was split.",
        since=SINCE,
        aliases=("ITR574",),
    ),
    _last_year(
        "ITR576",
        W,
        "số đơn vị khớp với kết quả năm trước: {matched} trong {units} (năm trước có {entries}); chưa khớp: {unmatched}; của năm trước: {left}",
        "units found in last year's result: {matched} of {units} ({entries} listed there); not found: {unmatched}; of last year's: {left}",
        "Kiểm tra xem có đúng tệp không; mã, bí danh hoặc tên phải viết như trong kết quả năm trước (cột aliases, predecessors của bảng đơn vị).",
        "See whether it is the right file; ids, aliases or names must be written as last year's result has them (columns aliases, predecessors of the table of units).",
        since=SINCE,
    ),
    _file(
        "ITR577",
        W,
        'chữ trong tệp viết theo bảng mã cũ {encoding}, không phải Unicode: "{found}", đọc ra là "{reading}" (số ô: {count})',
        'the file has texts in the old encoding {encoding} and not in Unicode: "{found}" would read "{reading}" (cells: {count})',
        "Chuyển tệp sang Unicode, ví dụ bằng công cụ chuyển mã của UniKey (Ctrl+Shift+F6), rồi lưu lại.",
        "Convert the file to Unicode, for instance with the converter of UniKey (Ctrl+Shift+F6), and save it again.",
        since=SINCE,
    ),
    _file(
        "ITR577.lost",
        W,
        'chữ trong tệp đã mất khi lưu bằng bảng mã không có tiếng Việt: "{found}" (số ô: {count})',
        'the file has lost letters when it was saved in an encoding without Vietnamese: "{found}" (cells: {count})',
        'Lấy lại tệp gốc và lưu bằng "CSV UTF-8 (Comma delimited)"; chữ đã thành dấu hỏi không khôi phục được.',
        'Go back to the original file and save it as "CSV UTF-8 (Comma delimited)"; letters that became question marks cannot be restored.',
        since=SINCE,
        aliases=("ITR588",),
    ),
    _file(
        "ITR577.misread",
        W,
        'chữ trong tệp đã hỏng vì mở UTF-8 bằng bảng mã khác: "{found}", lẽ ra là "{reading}" (số ô: {count})',
        'the file has texts that were UTF-8 and read as another encoding: "{found}" was "{reading}" (cells: {count})',
        "Lấy lại tệp gốc; trong Excel mở bằng Data > From Text/CSV và chọn 65001: Unicode (UTF-8).",
        "Go back to the original file; in Excel open it by Data > From Text/CSV and choose 65001: Unicode (UTF-8).",
        since=SINCE,
        aliases=("ITR578",),
    ),
    _last_year(
        "ITR586",
        I,
        "{count} số trong bảng kết quả năm trước có đủ {places} chữ số, có thể đã bị cắt khi ghi ra",
        "{count:figure in this table of last year's result fills/figures in this table of last year's result fill} all {places} digits and may have been cut when it was written",
        "Nếu cần đúng đến chữ số cuối, hãy dùng tệp kết quả JSON của năm trước; tệp này có sẵn trong thư mục dữ liệu mở.",
        "Where the last digit matters, use last year's result as JSON; it lies beside the tables of open data.",
        since=SINCE,
    ),
    _last_year(
        "ITR587",
        W,
        'kết quả năm trước ghi {name} là "{found}", nhưng năm nay {name} là {kind}; giá trị này không được dùng',
        'last year\'s result has {name} as "{found}", but this year {name} is {kind_en}; the value is not used',
        "Nếu hai năm hỏi hai điều khác nhau, hãy đặt mã khác cho đầu vào năm nay.",
        "If the two years ask different things, give this year's input another id.",
        since=SINCE,
    ),
)
