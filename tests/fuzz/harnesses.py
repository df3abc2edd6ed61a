"""What is fuzzed: each harness takes any bytes, and whatever they are there is a value or findings, never an exception.

Nothing here needs atheris; a crash that was found is a file that plain pytest replays.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from itrank.engine import evaluate, load_text, observe
from itrank.engine.bundle.opening import open_bundle
from itrank.engine.files.json_tables import parse_json_table
from itrank.engine.files.numbers import parse_number
from itrank.engine.files.tables import parse_table
from itrank.engine.files.workbooks import parse_workbook
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.parse import Place, parse
from itrank.engine.language.kinds import KINDS
from itrank.engine.observe.mapping import read_mapping
from itrank.engine.prove.checks import checked
from itrank.engine.publish.diagnostics import as_text
from itrank.engine.result.published import published
from itrank.engine.result.record import finding_record

ROOT = Path(__file__).resolve().parents[2]
RULES = load_text("""format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {label: Số, type: number}
  c: {label: Đếm, type: count, missing: skip}
  p: {label: Tỷ lệ, type: percent, missing: zero}
  d: {type: date, missing: skip}
  k: {type: choice, options: {x: Mức X, y: Mức Y}, missing: skip}
  j: {type: yes_no, missing: skip}
scorecards:
  bang:
    criteria:
      - {id: m, score: {formula: a + p}}
      - {id: n, role: unscored, score: {formula: "1 if has(c) and has(d) and k == 'x' and j else 0"}}
""").ruleset


def shown(findings, texts=None) -> None:
    for lang in ("vi", "en"):
        as_text(findings, texts or {}, lang)
    for found in findings:
        finding_record(found)


def ruleset(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    loaded = load_text(text)
    findings, _ = checked(loaded, "ruleset.yaml")
    shown(findings, loaded.texts)


def formula(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    tree, findings = parse(text, Place("f", 1, 1))
    shown(findings, {"f": text})
    if tree is not None:
        frame = 'format: itrank-ruleset/1\nid: t\nversion: "1"\ntitle: T\ninputs:\n  a: {type: number}\n  b: {type: number}\n'
        quoted = text.replace("'", "''")
        loaded = load_text(
            f"{frame}scorecards:\n  s:\n    criteria:\n      - id: x\n        score: {{formula: '{quoted}'}}\n"
        )
        if loaded.ruleset is not None:
            for a, b in ((0, 0), (1, 2), (-7, 3)):
                values = {"a": Fraction(a), "b": Fraction(b)}
                score = loaded.ruleset.scorecards[0].root.children[0].score
                evaluate_exact(score.tree, Exact(lambda name, held=values: held.get(name, Fraction(1)), "half_up"))


def csv_table(content: bytes) -> None:
    table, findings = parse_table(content, "d.csv")
    shown(findings)
    if table is not None:
        observed = observe(RULES, [table])
        shown(observed.findings)
        shown(evaluate(RULES, observed).findings)


def json_table(content: bytes) -> None:
    table, findings = parse_json_table(content, "d.json")
    shown(findings)
    if table is not None:
        shown(observe(RULES, [table]).findings)


def workbook(content: bytes) -> None:
    tables, findings = parse_workbook(content, "d.xlsx")
    shown(findings)
    if tables:
        shown(observe(RULES, tables).findings)


def number(content: bytes) -> None:
    for decimal in (".", ","):
        parse_number(content.decode("utf-8", "replace"), decimal=decimal)


def result(content: bytes) -> None:
    made = published(content, "r.json")
    shown(made if isinstance(made, tuple) else ())


def bundle(content: bytes) -> None:
    made = open_bundle(content, "b.zip")
    shown(made if isinstance(made, tuple) else ())


def mapping(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".mapping.yaml") as file:
        file.write(content)
        file.flush()
        _, text, _, findings = read_mapping(Path(file.name), "d.mapping.yaml")
        shown(findings, {"d.mapping.yaml": text})


HARNESSES: Mapping[str, Callable[[bytes], None]] = {
    "ruleset": ruleset,
    "formula": formula,
    "csv_table": csv_table,
    "json_table": json_table,
    "workbook": workbook,
    "number": number,
    "result": result,
    "bundle": bundle,
    "mapping": mapping,
}


def seeds(name: str) -> Iterator[bytes]:
    """Where the search begins."""
    fences = re.findall(
        r"```(\w+)[^\n]*\n(.*?)```", (ROOT / "docs" / "ruleset-language.md").read_text("utf-8"), re.DOTALL
    )
    match name:
        case "ruleset":
            yield from (text.encode() for word, text in fences if word == "yaml" and "itrank-ruleset/1" in text)
        case "formula":
            yield from (
                b"a / b * 20",
                b"min(a, b) if a >= 2 else round(a ** 3, 2)",
                b"first_nonzero(a, b) // 7 % 2 < 1",
            )
            yield from (kind.name.encode() for kind in KINDS.values())
        case "csv_table":
            yield from (text.encode() for word, text in fences if word == "csv")
        case "json_table":
            yield b'[{"id": "a", "a": 1.5, "p": "85%"}]'
            yield b'{"units": [{"id": "a", "a": null}]}'
        case "workbook":
            yield from made_workbooks()
        case "number":
            yield from (b"1.234,5", b"85%", b"-0,5", b"1e9", b"10" * 20)
        case "result":
            yield b'{"format": "itrank-result/1", "units": []}'
        case "bundle":
            from itrank.engine.bundle.container import packed

            yield packed({"manifest.json": b'{"format": "itrank-bundle/1", "files": []}', "a": b"1"})
        case "mapping":
            yield b"format: itrank-mapping/1\ncolumns: {x: a}\n"


def made_workbooks() -> Iterator[bytes]:
    import io

    import xlsxwriter
    import xlwt

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "a", "p"])
        sheet.write_row(1, 0, ["x", 1.5, 0.85])
    yield stream.getvalue()
    old, stream = xlwt.Workbook(), io.BytesIO()
    page = old.add_sheet("s")
    for column, value in enumerate(("id", "a")):
        page.write(0, column, value)
        page.write(1, column, column)
    old.save(stream)
    yield stream.getvalue()
