"""LibreOffice recalculates the workbooks of results: every formula shows what the engine computed (marker `office`)."""

import io
import re
import zipfile
from fractions import Fraction
from html import unescape

import pytest
import yaml
from drawn import Draw
from itrank.engine import evaluate, load_text, observe
from itrank.engine.formula.rounding import rounded
from itrank.engine.observe import table_of
from itrank.engine.report.xlsx import workbook
from python_calamine import CalamineWorkbook
from recalculating import saved_anew, spoilt
from reports import read, record, result_bytes
from sampling import size
from test_cases import result
from test_shipped_rulesets import STEMS

pytestmark = pytest.mark.office

_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>(<f>.*?</f>)?<v>(.*?)</v></c>')
CASES = [("cpi_2017",), ("hdi_2022",), ("papi_2014",), ("pci_2015",), ("commune_2025", "ruleset.yaml", "self.csv")]


def computed_cells(content):
    """The cells with formulas of a workbook: sheet, row and column from 0, the cached value, the decimals shown."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        names = re.findall(r'<sheet name="(.*?)"', archive.read("xl/workbook.xml").decode())
        sheets = [archive.read(f"xl/worksheets/sheet{place}.xml").decode() for place in range(1, len(names) + 1)]
    codes = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="(.*?)"', styles)) | {"1": "0", "2": "0.00"}
    formats = [codes.get(id_) for id_ in re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])]
    for name, sheet in zip(names, sheets, strict=True):
        for column, row, style, kind, formula, cached in _CELL.findall(sheet):
            if formula:
                code = formats[int(style or 0)]
                at = sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(column)))
                value = unescape(cached) if kind == "str" else float(cached)
                yield (
                    unescape(name),
                    int(row) - 1,
                    at - 1,
                    value,
                    len((code or "0.").partition(".")[2]) if code else None,
                )


def shown(value, digits):
    """What a cell shows: a number as the decimal of fifteen digits that it is taken for, rounded as its format says."""
    if isinstance(value, str) or digits is None:
        return value
    return rounded(Fraction(format(value, ".15g")), digits, "half_up")


def kept(content):
    """How many values are marked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    fills = re.findall(r"<fill>(.*?)</fill>", styles)
    xfs = re.findall(r'<xf numFmtId="\d+" fontId="\d+" fillId="(\d+)"', styles.split("<cellXfs")[1])
    marked = {place for place, fill in enumerate(xfs) if "FFF2CC" in fills[int(fill)]}
    return sum(int(style) in marked for sheet in sheets for style in re.findall(r'<c r="\w+" s="(\d+)"', sheet))


def compare(folder, made):
    """Hold what LibreOffice computes against what the engine did: formulas, values kept, and what differs."""
    saved = saved_anew(folder, {name: spoilt(content) for name, content in made.items()})
    count, wrong = 0, []
    for name, content in made.items():
        again = CalamineWorkbook.from_path(saved / name)
        rows = {sheet: again.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in again.sheet_names}
        for sheet, row, column, cached, digits in computed_cells(content):
            count += 1
            now = rows[sheet][row][column] if row < len(rows[sheet]) and column < len(rows[sheet][row]) else ""
            if type(now) is not type(cached) or shown(now, digits) != shown(cached, digits):
                wrong.append((name, sheet, row, column, cached, now))
    marked = sum(map(kept, made.values()))
    print(f"{len(made)} results: {count} formulas recalculated, {marked} values kept, {len(wrong)} differ")
    return count, wrong


def test_libreoffice_shows_the_results_of_shipped_rulesets_and_real_cases(tmp_path):
    made = {f"{stem}.xlsx": workbook(read(result_bytes(stem))) for stem in STEMS}
    made |= {f"{case[0]}.xlsx": workbook(read(record(result(*case)))) for case in CASES}
    count, wrong = compare(tmp_path, made)
    assert wrong == []
    assert count > 1_000


def drawn_results(count):
    """So many results of drawn rulesets that rank or score anybody, by their seeds."""
    found, seed = {}, 0
    while len(found) < count:
        seed += 1
        drawn = Draw(seed, is_wide=seed % 2 == 0)
        loaded = load_text(yaml.safe_dump(drawn.document, allow_unicode=True, sort_keys=False), "f.yaml")
        if loaded.ruleset is None:
            continue
        head, *rows = drawn.rows(loaded.ruleset.inputs)
        data = observe(loaded.ruleset, [table_of("d.csv", [dict(zip(head, row, strict=True)) for row in rows])])
        made = record(evaluate(loaded.ruleset, data))
        if any(criterion["score"] is not None for unit in made["units"] for criterion in unit["criteria"]):
            found[f"{seed}.xlsx"] = workbook(read(made))
    return found


@pytest.mark.sampled
def test_libreoffice_shows_drawn_results(tmp_path):
    made = drawn_results(size(60, 1_000))
    count, wrong = compare(tmp_path, made)
    assert wrong == []
    assert count > len(made)
