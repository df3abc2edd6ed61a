"""ITR86x: reading a result that reports are made from."""

from ..findings import Code, Severity

E = Severity.ERROR

CODES = (
    Code(
        "ITR860", E,
        "không đọc được tệp kết quả {name}", "the result {name} cannot be read",
        "Tạo tệp kết quả: itrank evaluate --ruleset … --format json --output ket-qua.json.",
        "Make one: itrank evaluate --ruleset … --format json --output result.json.",
    ),
    Code(
        "ITR861", E,
        "tệp kết quả không đúng lược đồ: {where} ({rule})", "the result does not fit its schema: {where} ({rule})",
        "Tệp đã bị sửa hoặc do phiên bản itrank khác ghi: tạo lại bằng itrank evaluate --format json.",
        "It was edited, or another version of itrank wrote it: make it again with itrank evaluate --format json.",
    ),
    Code(
        "ITR862", E,
        'đây không phải tệp kết quả: format là "{found}", cần "{expected}"', 'this is no result: its format is "{found}", "{expected}" is expected',
        "Cần tệp mà itrank evaluate --format json --output ghi ra.", "The file that itrank evaluate --format json --output writes is expected.",
    ),
    Code(
        "ITR863", E,
        "tệp kết quả lớn hơn {limit}", "the result is larger than {limit}",
        "Chia các đơn vị thành nhiều danh sách và chấm riêng.", "Split the units and evaluate them apart.",
    ),
    Code(
        "ITR864", E,
        "cần thêm thư viện để ghi dạng này: {missing}", "this form needs a library that is not installed: {missing}",
        'Cài đặt: python -m pip install "itrank[report]".', 'Install it: python -m pip install "itrank[report]".',
    ),
    Code(
        "ITR865", E,
        "dạng {format} phải ghi vào tệp", "the form {format} must be written to a file",
        "Thêm --output và tên tệp, ví dụ --output bao-cao.{format}.", "Add --output and a name, such as --output report.{format}.",
    ),
)  # fmt: skip
