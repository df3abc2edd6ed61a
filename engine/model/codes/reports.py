"""ITR838-841, 86x, 950-952, 954-956: reading a result that reports are made from."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject, Trait

E = Severity.ERROR

_report = partial(Code, subject=Subject.REPORT)
_result = partial(Code, subject=Subject.RESULT)
_environment = partial(Code, subject=Subject.ENVIRONMENT)

CODES = (
    _result(
        "ITR101.result", E,
        "tệp kết quả lớn hơn {limit}", "the result is larger than {limit}",
        "Chia các đơn vị thành nhiều danh sách và chấm riêng.", "Split the units and evaluate them apart.",
        aliases=("ITR863",),
    ),
    _result(
        "ITR105.result", E,
        'đây không phải tệp kết quả: format là "{found}", cần "{expected}"', 'this is no result: its format is "{found}", "{expected}" is expected',
        "Cần tệp mà itrank evaluate --format json --output ghi ra.", "The file that itrank evaluate --format json --output writes is expected.",
        aliases=("ITR862",),
    ),
    _result(
        "ITR105.table", E,
        "đây là một bảng của rất nhiều đơn vị, không phải tệp kết quả đóng gói, báo cáo hay so sánh được", "this is a table of very many units, and no result that can be frozen, reported or compared",
        "Thay cho gói, hãy giữ cùng nhau: bộ tiêu chí, tệp số liệu, và bảng dạng Parquet (evaluate -o kq.parquet), trong đó có SHA-256 của hai tệp kia và phiên bản itrank. Ai có ba tệp ấy đều tính lại và so được từng ô: itrank verify kq.parquet --ruleset r.yaml --data d.parquet",
        "In place of a bundle keep together: the ruleset, the data file, and the table in Parquet (evaluate -o result.parquet), which has the SHA-256 of the other two and the version of itrank. Whoever has these three computes it again and compares each cell: itrank verify result.parquet --ruleset r.yaml --data d.parquet",
        since="0.3.0",
    ),
    _result(
        "ITR112.result", E,
        'kết quả có "{id}" hai lần: ở {first} và ở {where}', 'the result has "{id}" twice: in {first} and in {where}',
        "Tệp đã bị sửa: lấy lại bản gốc, hoặc tạo lại bằng itrank evaluate --format json.",
        "It was edited: fetch the original again, or make it again with itrank evaluate --format json.",
        since="0.2.0",
        aliases=("ITR950",),
    ),
    _result(
        "ITR403.result", E,
        "không đọc được tệp kết quả {name}", "the result {name} cannot be read",
        "Tạo tệp kết quả: itrank evaluate --ruleset … --format json --output ket-qua.json.",
        "Make one: itrank evaluate --ruleset … --format json --output result.json.",
        traits=(Trait.UNOPENED,),
        aliases=("ITR860",),
    ),
    _result(
        "ITR428.result", E,
        "phân số đúng ở {where} dài quá {limit} ký tự, hoặc các phân số dài của kết quả cộng lại quá {all} ký tự",
        "the exact fraction in {where} is longer than {limit} characters, or the long fractions of the result are longer than {all} together",
        "Làm tròn điểm trong bộ tiêu chí (rounding), rồi tính lại.", "Round points in the ruleset (rounding), then evaluate again.",
        since="0.2.0",
        aliases=("ITR954",),
    ),
    _report(
        "ITR839", E,
        "mẫu báo cáo có thẻ không dùng được: {why} (thẻ: {tag})", "the template has a tag that cannot be used: {why} (tag: {tag})",
        "Trong hai dấu ngoặc nhọn chỉ được ghi tên có trong mẫu kèm theo; vòng lặp chỉ đi qua các danh sách của báo cáo.",
        "Between double braces there may only stand names of the template that comes with itrank; loops go through the report's lists.",
    ),
    _report(
        "ITR839.file", E,
        "không dùng được mẫu báo cáo: {why}", "the template cannot be used: {why_en}",
        "Lấy mẫu bằng itrank report --write-template mau.docx, sửa trong Word và lưu thành .docx không mật khẩu, không macro.",
        "Get the template by itrank report --write-template, edit it in Word and save it as .docx without a password or macros.",
        aliases=("ITR838",),
    ),
    _result(
        "ITR861", E,
        "tệp kết quả không đúng lược đồ: {where} ({rule})", "the result does not fit its schema: {where} ({rule})",
        "Tệp đã bị sửa hoặc do phiên bản itrank khác ghi: tạo lại bằng itrank evaluate --format json.",
        "It was edited, or another version of itrank wrote it: make it again with itrank evaluate --format json.",
    ),
    _environment(
        "ITR864", E,
        "cần thêm thư viện để {what}: {missing}", "{what_en} needs a library that is not installed: {missing}",
        'Cài đặt (khoảng {megabytes} MB): python -m pip install "itrank[{extra}]".',
        'Install it (about {megabytes} MB): python -m pip install "itrank[{extra}]".',
        aliases=("ITR881",),
    ),
    _report(
        "ITR865", E,
        "dạng {format} phải ghi vào tệp", "the form {format} must be written to a file",
        "Thêm --output và tên tệp, ví dụ --output bao-cao.{format}.", "Add --output and a name, such as --output report.{format}.",
    ),
    _report(
        "ITR871.bundle", E,
        "gói {bundle} không chứa đúng kết quả này", "the bundle {bundle} does not hold this very result",
        "Đóng gói lại kết quả (itrank freeze), hoặc lập báo cáo từ result.json trong gói.",
        "Freeze the result again (itrank freeze), or make the report of the bundle's result.json.",
        aliases=("ITR840",),
    ),
    _report(
        "ITR912.date", E,
        '{option} không đọc được: "{found}"', '{option} cannot be read: "{found}"',
        "Viết ngày như 2026-03-15 hoặc 15/3/2026.", "Write the day as 2026-03-15 or 15/3/2026.",
        aliases=("ITR841",),
    ),
    _result(
        "ITR951", E,
        'kết quả nêu "{id}" ở {where}, nhưng {of} của nó không có', 'the result names "{id}" in {where}, and its {of} do not have it',
        "Tệp đã bị sửa: lấy lại bản gốc, hoặc tạo lại bằng itrank evaluate --format json.",
        "It was edited: fetch the original again, or make it again with itrank evaluate --format json.",
        since="0.2.0",
    ),
    _result(
        "ITR952", E,
        "kết quả tự mâu thuẫn ở {where}: {why}", "the result contradicts itself in {where}: {why_en}",
        "Tệp đã bị sửa: lấy lại bản gốc, hoặc tạo lại bằng itrank evaluate --format json.",
        "It was edited: fetch the original again, or make it again with itrank evaluate --format json.",
        since="0.2.0",
    ),
    _result(
        "ITR955", E,
        "quá nhiều mức cho chừng ấy đơn vị và danh sách: phải so {count} lần, nhiều nhất {limit}",
        "too many tiers for so many units and lists: {count} comparisons, at most {limit}",
        "Bỏ bớt mức trong bộ tiêu chí, hoặc chấm các đơn vị thành nhiều đợt.", "Use fewer tiers in the ruleset, or evaluate the units in parts.",
        since="0.2.0",
    ),
    _result(
        "ITR956", E,
        "sổ tính không chứa được kết quả này: {count} {what}, nhiều nhất {limit}",
        "a workbook cannot hold this result: {count} {what_en}, at most {limit}",
        "Dùng dạng khác: --format html hoặc open-data.", "Use another form: --format html or open-data.",
        since="0.2.0",
    ),
)  # fmt: skip
