"""The report, or a page for each unit, as PDF/A, set by typst from plain data.

Names reach typst as data and never as markup; it reads nothing but the two files of its own temporary folder, fetches
no package, and uses the fonts that it carries, so that the same result gives the same bytes everywhere.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from .contents import Contents

STANDARD: Literal["a-2b"] = "a-2b"
_NO_DAY = date(2000, 1, 1)  # PDF/A wants a date, and the clock would make other bytes each time


def report_pdf(made: Contents, day: date | None = None) -> bytes:
    """Set the report.

    Args:
        made: what it prints.
        day: of issue, for the document's properties.

    Raises:
        ModuleNotFoundError: the extra `print` is not installed.
    """
    return _compiled("report.typ", made.record(), day or _NO_DAY)


def profiles_pdf(made: Mapping[str, Any]) -> bytes:
    """Set a page for each unit, of what `profiles` gathered.

    Raises:
        ModuleNotFoundError: the extra `print` is not installed.
    """
    return _compiled("profiles.typ", made, _NO_DAY)


def _compiled(template: str, record: Mapping[str, Any], day: date) -> bytes:
    import typst  # noqa: PLC0415  # an extra

    source = files("itrank.engine.report").joinpath("page", template).read_bytes()
    told = {**record, "date": [day.year, day.month, day.day]}
    with tempfile.TemporaryDirectory(prefix="itrank-") as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes(source)
        (Path(folder) / "data.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        made: bytes = typst.compile(
            str(main), root=folder, format="pdf", ignore_system_fonts=True, pdf_standards=[STANDARD]
        )
    return made
