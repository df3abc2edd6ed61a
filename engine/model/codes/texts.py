"""Codes 573-579, 585-599: what data and last year's result say, where their texts and figures may not be what they seem."""

from ..findings import Code, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

CODES: tuple[Code, ...] = (
    Code(
        "ITR579",
        E,
        '{about}: "{found}" có số mũ vượt quá {limit}, không phần mềm thống kê nào ghi như vậy',
        '{about}: "{found}" has an exponent beyond {limit}, which no statistical program writes',
        "Kiểm tra lại số này ở nơi đã tạo ra tệp.",
        "Check the figure where the file was made.",
        since="0.2.0",
    ),
)
