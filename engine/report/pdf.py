"""The report, or a page for each unit, as PDF/A, set by typst from plain data.

Names reach typst as data and never as markup; it reads nothing but what is given to it in memory, fetches no package,
and uses the fonts that come with itrank, so that the same result gives the same bytes everywhere.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Literal

from .charts import Chart, as_svg
from .contents import Contents
from .facts import retold
from .joining import joined
from .letters import font_folder, letters

STANDARD: Literal["a-2b"] = "a-2b"
PAGES_OF_A_PART = 30
"""Pages that are set at once; typst remembers ten settings, 1.4 MB a page."""


def report_pdf(made: Contents, charts: Sequence[Chart] = ()) -> bytes:
    """Set the report.

    Args:
        made: what it prints.
        charts: what its last annex shows.

    Raises:
        ModuleNotFoundError: the extra `print` is not installed.
    """
    drawn = {f"chart{number}.svg": as_svg(chart.spec) for number, chart in enumerate(charts)}
    shown = [
        {"file": file, "heading": chart.heading, "title": chart.title, "alt": chart.alt}
        for file, chart in zip(drawn, charts, strict=True)
    ]
    return _compiled("report.typ", {**made.record(), "charts": shown}, drawn)


def profiles_pdf(
    made: Mapping[str, Any], watched: Callable[[Iterable[bytes], int], Iterable[bytes]] | None = None
) -> bytes:
    """Set a page for each unit, of what `profiles` gathered; many are set in parts, so that memory does not grow with them.

    Args:
        made: what it prints.
        watched: gives the parts on as they come, told how many there will be; for a line of progress.

    Raises:
        ModuleNotFoundError: the extra `print` is not installed.
    """
    units = made["profiles"]
    starts = range(0, len(units), PAGES_OF_A_PART) or [0]
    parts: Iterable[bytes] = (
        _compiled("profiles.typ", {**made, "profiles": units[start : start + PAGES_OF_A_PART]}, {}) for start in starts
    )
    return joined(watched(parts, len(starts)) if watched is not None else parts)


def _compiled(template: str, record: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    import typst  # noqa: PLC0415  # an extra

    source = files("itrank.engine.report").joinpath("page", template).read_bytes()
    # PDF/A refuses a letter that none of the fonts has.
    told = retold(record, letters)
    # All in memory: a run that is killed leaves no names of units in a temporary folder.
    read = {"main.typ": source, "data.json": json.dumps(told, ensure_ascii=False).encode()}
    read |= {picture: svg.encode() for picture, svg in pictures.items()}
    with font_folder() as fonts:
        made: bytes = typst.compile(
            read,  # type: ignore[call-overload]  # the types of typst lag behind what it documents
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[STANDARD],
        )
    return made
