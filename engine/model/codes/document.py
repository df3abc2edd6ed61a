"""Codes 1xx: findings about the text of a file."""

from ..findings import Code, Severity

E = Severity.ERROR

CODES: tuple[Code, ...] = (
    Code("ITR101", E, "tệp quá lớn: {found} byte, giới hạn là {limit}", "the file is too large: {found} bytes, the limit is {limit}"),
    Code(
        "ITR102", E,
        "tệp không phải UTF-8 (byte {found} ở dòng này)", "the file is not UTF-8 (byte {found} on this line)",
        "Lưu lại tệp với bảng mã UTF-8.", "Save the file as UTF-8.",
    ),
    Code(
        "ITR103", E,
        "có ký tự điều khiển không nhìn thấy ({sign})", "there is an invisible control character ({sign})",
        "Xóa ký tự này; nó thường đến từ việc chép từ Word hay trang web.",
        "Delete it; such characters often come with text copied from Word or a web page.",
    ),
    Code(
        "ITR104", E,
        "không đọc được YAML ở đây ({problem})", "this is not YAML ({problem})",
        "Kiểm tra thụt dòng, dấu hai chấm và dấu nháy.", "Look at indentation, colons and quotes.",
    ),
    Code(
        "ITR105", E,
        "tệp không phải một bộ tiêu chí (phải bắt đầu bằng các khóa như format:, id:)",
        "the file is no ruleset (it must begin with keys such as format:, id:)",
    ),
    Code("ITR106", E, "lồng nhau quá {limit} tầng", "nested more than {limit} levels deep"),
    Code("ITR107", E, "tệp có quá {limit} phần tử", "the file has more than {limit} items"),
    Code("ITR108", E, "tệp có hơn một tài liệu YAML (dấu ---)", "the file holds more than one YAML document (---)"),
    Code(
        "ITR109", E,
        "bộ tiêu chí không dùng neo, tham chiếu, nhãn hay khóa trộn của YAML ({what})",
        "rulesets have no YAML anchors, aliases, tags or merge keys ({what})",
        "Viết nội dung ra; để dùng lại, có defaults, parameters, functions và extends.",
        "Write it out; for reuse there are defaults, parameters, functions and extends.",
    ),
    Code(
        "ITR110", E,
        '"{key}" không có giá trị', '"{key}" has no value',
        "Điền giá trị, hoặc xóa khóa này.", "Give it a value, or delete the key.",
    ),
    Code("ITR111", E, "khóa phải là chữ hoặc số", "a key must be plain text"),
    Code(
        "ITR112", E,
        'khóa "{key}" bị lặp; đã có ở dòng {line}', 'the key "{key}" is there twice; first on line {line}',
        "YAML thường âm thầm lấy giá trị sau; itrank thì không. Giữ một khóa.",
        "YAML would silently take the last one; itrank does not. Keep one.",
    ),
    Code("ITR120", E, 'không mở được tệp "{name}"', 'cannot open the file "{name}"'),
    Code(
        "ITR121", E,
        'tệp "{name}" nằm ngoài thư mục của bộ tiêu chí', 'the file "{name}" lies outside the ruleset\'s folder',
    ),
    Code("ITR122", E, '"{name}" không phải tệp thường', '"{name}" is not a regular file'),
)  # fmt: skip
