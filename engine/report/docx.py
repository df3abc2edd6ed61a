"""The province's report as a Word document, from a template that officials edit in Word.

A template comes from strangers. It may name what `contents` holds and go through its lists; it cannot call, import,
reach for attributes of Python or loop over anything but the report's own rows, so that its work is bounded by its own
size times the report's.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Protocol

from ..files.packed import repacked
from ..files.reasons import damage
from ..model.findings import Finding, Place, finding
from .charts import Chart, as_png

LARGEST_TEMPLATE = 5 * 1024 * 1024  # bytes
LARGEST_PARTS = 50 * 1024 * 1024  # bytes, unpacked
MOST_PARTS = 300
_LONGEST = 32  # characters of a line in a column
_LETTER, _CELL = 82_800, 180_000  # EMU: the width of a letter of 12 points, and what a cell has beside its text
_PICTURE = 165  # mm: the width of A4 between the margins of the decree
_FILTERS = frozenset(
    {"upper", "lower", "title", "trim", "default", "d", "join", "length", "first", "last", "e", "escape"}
)
_TESTS = frozenset({"defined", "undefined", "none", "odd", "even", "first", "last"})
_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_TAG = re.compile(r"\{[{%#][^{}]{0,80}")


class Recorded(Protocol):
    """What a template is filled with; `dated` of it is the day of the document's properties, ISO."""

    def record(self) -> dict[str, Any]:
        """Give all of it as lists, mappings and texts."""
        ...


def shipped_template(name: str = "report.docx") -> bytes:
    """Give a template that comes with itrank, by default that of a report."""
    return files("itrank.engine.report").joinpath("page", name).read_bytes()


def document(
    made: Recorded,
    template: bytes | None = None,
    name: str = "",
    charts: Sequence[Chart] = (),
    shipped: str = "report.docx",
) -> bytes | tuple[Finding, ...]:
    """Fill a template in; the same report and template give the same bytes.

    Args:
        made: the report.
        template: of officials; None: the one that comes with itrank.
        name: what findings call the template.
        charts: what the last annex shows; a template may leave them out.
        shipped: which of the templates that come with itrank is used where none is given.

    Returns:
        The document, or findings that say why the template is not used.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from docx.shared import Mm  # noqa: PLC0415  # an extra
    from docxtpl import DocxTemplate, InlineImage  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415

    content = shipped_template(shipped) if template is None else template
    if (why := _unfit(content)) is not None:
        return (finding("ITR839.file", Place(name), why=why[0], why_en=why[1]),)
    environment = _own_environment() if template is None else _environment()
    try:
        filled = DocxTemplate(io.BytesIO(content))
        pictures = [as_png(chart.spec) for chart in charts]
        shown = [
            {
                "heading": chart.heading,
                "title": chart.title,
                "picture": InlineImage(filled, io.BytesIO(png), width=Mm(_PICTURE)),
            }
            for chart, png in zip(charts, pictures, strict=True)
        ]
        record = made.record()
        filled.render({**record, "charts": shown}, environment, autoescape=True)
        properties = filled.docx.core_properties
        properties.created = properties.modified = datetime.fromisoformat(record["dated"])
        if template is None:
            _turn(list(filled.docx.sections), ends_turned=bool(record.get("has_wide")) and not charts)
        _described(filled.docx, {png: chart.alt for chart, png in zip(charts, pictures, strict=True)})
        for table in filled.docx.tables:
            if table.autofit:
                _fitted(table)
        stream = io.BytesIO()
        filled.save(stream)
    except TemplateError as error:
        return (finding("ITR839", Place(name), why=_short(str(error.message or error)), tag=_tag(error)),)
    except Exception as error:  # what a library makes of a file that only looks like a document
        if template is None:
            raise
        why_not = damage(error)
        vi, en = f"không đọc được ({why_not['reason']})", f"it cannot be read ({why_not['reason_en']})"
        return (finding("ITR839.file", Place(name), why=vi, why_en=en),)
    return repacked(stream.getvalue())


def _turn(sections: Sequence[Any], *, ends_turned: bool) -> None:
    """Number the pages of all sections but the first from their first; turn the last where nothing follows turned tables."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415

    for section in sections[1:]:
        section.different_first_page_header_footer = False
    if ends_turned:
        last = sections[-1]
        last.page_width, last.page_height = last.page_height, last.page_width
        last.orientation = WD_ORIENT.LANDSCAPE


def _described(document: Any, words: Mapping[bytes, str]) -> None:
    """Say in words what each of our pictures shows, for those who hear the document."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for inline in document.element.body.iter(qn("wp:inline")):
        for blip in inline.iter(qn("a:blip")):
            picture = document.part.related_parts.get(blip.get(qn("r:embed")))
            if picture is not None and picture.blob in words:
                inline.docPr.set("descr", words[picture.blob])


def _fitted(table: Any) -> None:
    """Share the width of a table whose columns fit their text, as Word would when it opens it: no word is broken."""
    grid = table._tbl.tblGrid.gridCol_lst  # noqa: SLF001  # the library's own way takes a search for each cell
    rows = [row.tc_lst for row in table._tbl.tr_lst]  # noqa: SLF001
    if any(len(row) != len(grid) for row in rows):
        return
    columns = [[_text(cell) for cell in column] for column in zip(*rows, strict=True)]
    widths = _widths(columns, sum(column.w for column in grid))
    for column, width in zip(grid, widths, strict=True):
        column.w = width
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width


def _text(cell: Any) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return "".join(part.text or "" for part in cell.iter(qn("w:t")))


def _widths(columns: Sequence[Sequence[str]], whole: int) -> list[int]:
    """Share a width: each column has room for its longest word, and what is left goes to those whose lines are longer.

    >>> _widths([["Hạng", "1"], ["Đơn vị", "Sở Nội vụ"]], 5_000_000)
    [594000, 4406000]
    >>> _widths([["1", "2,5"], ["2", "2,75"]], 300_000)  # no room for either
    [136781, 163218]
    """
    words = [
        # A head is bold, and as wide as if it had a letter more.
        max((len(word) + (not row) for row, text in enumerate(column) for word in text.split()), default=1)
        for column in columns
    ]
    lines = [min(max(map(len, column)), _LONGEST) for column in columns]
    least = [word * _LETTER + _CELL for word in words]
    rest = whole - sum(least)
    if rest <= 0:
        return [whole * each // sum(least) for each in least]
    longer = [max(line - word, 0) for line, word in zip(lines, words, strict=True)]
    shares = longer if any(longer) else words
    return [each + rest * share // sum(shares) for each, share in zip(least, shares, strict=True)]


def _unfit(content: bytes) -> tuple[str, str] | None:
    """Say why a file is no template, before any library looks into it."""
    if len(content) > LARGEST_TEMPLATE:
        return f"lớn hơn {LARGEST_TEMPLATE // 2**20} MB", f"it is larger than {LARGEST_TEMPLATE // 2**20} MB"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "có mật khẩu, hoặc là .doc kiểu cũ", "it has a password, or is an old .doc"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PARTS:
                return "quá lớn sau khi giải nén", "it is too large when unpacked"
            for part in parts:
                if "vbaproject" in part.filename.lower():
                    return "có macro", "it has macros"
                with archive.open(part) as stream:
                    text = stream.read(part.file_size + 1)
                if _DECLARES.search(text):
                    return "có khai báo DOCTYPE hoặc ENTITY", "it declares a DOCTYPE or an ENTITY"
                if part.filename.endswith(".rels") and _OUTSIDE.search(text):
                    return "có liên kết ra ngoài tệp", "it links to outside the file"
            if "word/document.xml" not in archive.namelist():
                return "không phải tài liệu Word .docx", "it is no Word document (.docx)"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return "không phải tài liệu Word .docx, hoặc bị hỏng", "it is no Word document (.docx), or is damaged"
    return None


def _check_nodes(node: Any, outer: tuple[str, ...]) -> None:
    """Refuse all of a template but words, conditions and loops; `outer` names the rows of the loops around."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415
    from jinja2 import nodes as jinja  # noqa: PLC0415

    allowed = (
        jinja.Template, jinja.Output, jinja.TemplateData, jinja.Name, jinja.Getattr, jinja.Getitem, jinja.For, jinja.If,
        jinja.Const, jinja.Compare, jinja.Operand, jinja.And, jinja.Or, jinja.Not, jinja.Filter, jinja.Test, jinja.CondExpr,
        jinja.Concat, jinja.Keyword,
    )  # fmt: skip
    if not isinstance(node, allowed):
        raise TemplateSyntaxError(f"{type(node).__name__}", getattr(node, "lineno", 1))
    name = getattr(node, "name", "")
    if isinstance(node, jinja.Filter) and name not in _FILTERS:
        raise TemplateSyntaxError(f"|{name}", node.lineno)
    if isinstance(node, jinja.Test) and name not in _TESTS:
        raise TemplateSyntaxError(f"is {name}", node.lineno)
    if isinstance(node, jinja.For):
        _check_loop(node, outer)
        outer = (*outer, _name(node.target))
    for child in node.iter_child_nodes():
        _check_nodes(child, outer)


def _check_loop(node: Any, outer: tuple[str, ...]) -> None:
    """Refuse a loop unless it goes through a list of the report, or within another one through a list of its row."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415
    from jinja2 import nodes as jinja  # noqa: PLC0415

    over, target = node.iter, node.target
    root = over.node if isinstance(over, jinja.Getattr) else over
    plain = isinstance(root, jinja.Name) and isinstance(target, jinja.Name) and not node.recursive
    if not plain or (outer and _name(root) != outer[-1]) or _name(target) in outer:
        raise TemplateSyntaxError("for", node.lineno)


@cache
def _own_environment() -> Any:
    """Make the sandbox of the templates that come with itrank; it compiles each text once, for hundreds of letters."""
    made = _environment()
    made.from_string = lru_cache(maxsize=32)(made.from_string)
    return made


def _environment() -> Any:
    """Make the sandbox: every template is looked over before it runs."""
    from jinja2 import StrictUndefined  # noqa: PLC0415
    from jinja2 import nodes as jinja  # noqa: PLC0415
    from jinja2.runtime import LoopContext  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Sandbox(ImmutableSandboxedEnvironment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> jinja.Template:
            tree = super()._parse(source, name, filename)
            _check_nodes(tree, ())
            return tree

        def getattr(self, obj: Any, attribute: str) -> Any:
            """Give a word or list of the report, and nothing that Python's own types have besides."""
            if isinstance(obj, dict) and attribute in obj:
                return obj[attribute]
            if isinstance(obj, LoopContext):
                return super().getattr(obj, attribute)
            return self.undefined(obj=obj, name=attribute)

    made = Sandbox(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    return made


def _name(node: Any) -> str:
    return str(node.name)


def _tag(error: Exception) -> str:
    """Find the tag that an error is about, where the library says so."""
    source, line = getattr(error, "source", None), getattr(error, "lineno", None)
    if not source or not line:
        return "–"
    lines = source.splitlines()
    tags = _TAG.findall(lines[line - 1]) if line <= len(lines) else []
    return _short(tags[0] if len(tags) == 1 else "–")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


__all__ = ["document", "shipped_template"]
