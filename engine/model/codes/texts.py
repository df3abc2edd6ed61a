"""Codes 573-579, 585-599: what data and last year's result say, where their texts and figures may not be what they seem."""

from ..findings import Code, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

SINCE = "0.2.0"

CODES: tuple[Code, ...] = (
    Code(
        "ITR579",
        E,
        '{about}: "{found}" có số mũ vượt quá {limit}, không phần mềm thống kê nào ghi như vậy',
        '{about}: "{found}" has an exponent beyond {limit}, which no statistical program writes',
        "Kiểm tra lại số này ở nơi đã tạo ra tệp.",
        "Check the figure where the file was made.",
        since=SINCE,
    ),
    Code(
        "ITR586",
        I,
        "{count} số trong bảng kết quả năm trước có đủ {places} chữ số, có thể đã bị cắt khi ghi ra",
        "{count} figures in this table of last year's result fill all {places} digits and may have been cut when it was written",
        "Nếu cần đúng đến chữ số cuối, hãy dùng tệp kết quả JSON của năm trước; tệp này có sẵn trong thư mục dữ liệu mở.",
        "Where the last digit matters, use last year's result as JSON; it lies beside the tables of open data.",
        since=SINCE,
    ),
    Code(
        "ITR587",
        W,
        'kết quả năm trước ghi {name} là "{found}", nhưng năm nay {name} là {kind}; giá trị này không được dùng',
        'last year\'s result has {name} as "{found}", but this year {name} is {kind_en}; the value is not used',
        "Nếu hai năm hỏi hai điều khác nhau, hãy đặt mã khác cho đầu vào năm nay.",
        "If the two years ask different things, give this year's input another id.",
        since=SINCE,
    ),
)
