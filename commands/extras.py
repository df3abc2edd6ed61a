"""The optional parts of itrank: what each is for, what it brings, and whether it is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Extra:
    """An optional part, as `pip install "itrank[name]"` takes it.

    Attributes:
        use: what it is for, in Vietnamese and English.
        libraries: the modules that it brings.
        megabytes: what it adds to a fresh installation, with the parts that it needs itself.
    """

    use: tuple[str, str]
    libraries: tuple[str, ...]
    megabytes: int

    @property
    def is_installed(self) -> bool:
        """Whether every library is there, without loading any."""
        return all(find_spec(name) is not None for name in self.libraries)


EXTRAS: Mapping[str, Extra] = {
    "report": Extra(
        (
            "biểu, bảng Excel; báo cáo Word, trang web, sổ Excel",
            "Excel forms and sheets; Word report, web page, workbook",
        ),
        ("jinja2", "xlsxwriter", "docxtpl", "vl_convert"),
        100,
    ),
    "print": Extra(("báo cáo và hồ sơ đơn vị dạng PDF", "report and unit profiles in PDF"), ("typst", "pikepdf"), 220),
    "sign": Extra(("ký gói và kiểm tra chữ ký", "signing bundles and checking signatures"), ("cryptography",), 20),
    "watch": Extra(
        ("tự chạy lại khi tệp đổi (--watch)", "running again when a file changes (--watch)"), ("watchfiles",), 4
    ),
    "scale": Extra(
        ("chấm hàng triệu đơn vị (--engine)", "millions of units (--engine)"),
        ("polars", "pyarrow", "narwhals", "duckdb"),
        430,
    ),
    "postgres": Extra(("số liệu ở máy chủ PostgreSQL", "data in a PostgreSQL server"), ("psycopg",), 450),
    "spark": Extra(("chạy trên Spark", "running on Spark"), ("pyspark",), 1000),
}
"""Those that an operator may want; the others of pyproject.toml are for who develops itrank."""


def extra_of(library: str) -> str:
    """Name the smallest part that brings a library.

    >>> extra_of("docxtpl"), extra_of("typst"), extra_of("docx")
    ('report', 'print', 'report')
    """
    return next((name for name, extra in EXTRAS.items() if library.partition(".")[0] in extra.libraries), "report")
