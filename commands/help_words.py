"""What the parser's library says of itself in help, in Vietnamese: headings, defaults, and the names of arguments."""

from collections.abc import Iterable, Mapping, Sequence

import click

ARGUMENTS: Mapping[str, str] = {
    "before": "TRƯỚC",
    "bundle": "GÓI",
    "expression": "BIỂU_THỨC",
    "file": "TỆP",
    "files": "TỆP...",
    "folder": "THƯ_MỤC",
    "folders": "THƯ_MỤC...",
    "node": "TIÊU_CHÍ",
    "now": "SAU",
    "result": "KẾT_QUẢ",
    "unit": "ĐƠN_VỊ",
}
"""What an argument is called in help and in messages, by its name."""
_HEADINGS = {"Options": "Tùy chọn", "Arguments": "Tham số", "Positional arguments": "Tham số", "Commands": "Các lệnh"}
_TOLD = (
    ("Show this message and exit.", "In hướng dẫn này."),
    ("[default: ", "[mặc định: "),
    ("; required]", "; bắt buộc]"),
    ("[required]", "[bắt buộc]"),
)
_METAVARS = (
    ("[OPTIONS]", "[TÙY_CHỌN]"),
    ("[COMMAND] [ARGS]...", "[LỆNH] [THAM_SỐ]..."),
    ("TEXT", "GIÁ_TRỊ"),
    ("INTEGER", "SỐ"),
)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _replaced(args, _METAVARS), "Cách dùng: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = [(_replaced(first, _METAVARS), _replaced(second, _TOLD)) for first, second in rows]
        super().write_dl(said, col_max, col_spacing)


class VietnameseContext(click.Context):
    """A context of the parser whose help is in Vietnamese."""

    formatter_class = _Formatter


def _replaced(text: str, words: Sequence[tuple[str, str]]) -> str:
    for english, vietnamese in words:
        text = text.replace(english, vietnamese)
    return text
