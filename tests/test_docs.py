"""The documentation holds: its rulesets load, the numbers that it states come out, its Python runs.

`docs/ruleset-language.md` is read block by block. The first word after the fence's language says what a block is:

    yaml ruleset [file]      a whole ruleset; with a file name later rulesets may extend it
    yaml inputs              the inputs that all fragments share
    yaml top|card|criteria   a fragment: keys of the file, keys of a scorecard, a list of nodes
    yaml <one of these> ITRnnn   is refused, and the finding has this code
    csv                      data of the ruleset above
    text                     lines `data → expected` under a header line, scored by the ruleset above
    text formulas            lines `formula → value`

`ITRANK_WRITE=1 pytest tests/test_docs.py` writes docs/reference-kinds.md anew.
"""

import csv
import doctest
import importlib
import io
import os
import pkgutil
import re
import string
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import itrank
import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.language.kinds import KINDS
from itrank.engine.model import codes
from itrank.engine.model.codes import ROWS, has_errors, message
from itrank.engine.model.observed import Previous
from itrank.engine.model.outcome import NoScore
from itrank.engine.model.sentences import sentence
from itrank.engine.observe import table_of

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'
ABOUT_UNIT = {"đơn vị": "id", "nhóm": "group", "cấp trên": "parent"}
RESULTS = {
    "tổng": "outcome", "tối đa": "max", "mức": "tier", "hạng": "rank", "tăng hạng": "rank_change", "danh sách": "list",
}  # fmt: skip


@dataclass
class Example:
    """A ruleset of the page with the data and the results that follow it."""

    line: int
    kind: str
    word: str
    text: str
    data: list[dict[str, str]] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def examples() -> list[Example]:
    page = (DOCS / "ruleset-language.md").read_text("utf-8")
    found: list[Example] = []
    for match in FENCE.finditer(page):
        language, info, body = match[1], match[2].split(), match[3]
        line = page[: match.start()].count("\n") + 1
        if language == "yaml":
            assert info, f"line {line}: what kind of example is it?"
            found.append(Example(line, info[0], info[1] if len(info) > 1 else "", body))
        elif language == "csv":
            found[-1].data = list(csv.DictReader(io.StringIO(body)))
        elif info == ["formulas"]:
            found.append(Example(line, "formulas", "", body))
        else:
            assert language == "text", f"line {line}: nothing runs this block"
            found[-1].tables.append(body)
    return found


EXAMPLES = examples()
SHARED = next(example.text for example in EXAMPLES if example.kind == "inputs")


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


def whole(example: Example) -> str:
    """Put what is missing around a fragment."""
    inputs = "" if re.search(r"^inputs:", example.text, re.MULTILINE) else SHARED
    match example.kind:
        case "ruleset":
            return example.text
        case "inputs":
            return HEAD + SHARED + "scorecards: {bang: {criteria: [{id: x, score: {formula: 1}}]}}\n"
        case "top":
            return HEAD + inputs + example.text
        case "card":
            return HEAD + SHARED + "scorecards:\n  bang:\n" + indented(example.text, 4)
        case "criteria":
            return HEAD + SHARED + "scorecards:\n  bang:\n    criteria:\n" + indented(example.text, 6)
        case kind:
            raise AssertionError(f"line {example.line}: unknown kind of example {kind}")


def ids(example: Example) -> str:
    return f"line {example.line}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("rulesets")
    for example in EXAMPLES:
        if example.kind == "ruleset" and example.word.endswith(".yaml"):
            (made / example.word).write_text(example.text, "utf-8")
    return made


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def rows_of(table: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Read `data → expected` lines under their header."""
    header, *lines = [[cells(side) for side in line.split("→")] for line in table.splitlines() if line.strip()]
    assert lines, f"a table without a line: {header}"
    assert {len(line) for line in lines} == {2}
    return [tuple(dict(zip(*pair, strict=True)) for pair in zip(header, line, strict=True)) for line in lines]


def shown(value) -> str:
    match value:
        case None:
            return ""
        case NoScore():
            return str(value.state)
        case bool():
            return "có" if value else "không"
    return str(value)


def same(expected: str, value) -> bool:
    if isinstance(value, Fraction):
        return re.fullmatch(r"-?[\d./]+", expected) is not None and Fraction(expected) == value
    return expected == shown(value)


def read(ruleset, example: Example, rows):
    """Observe a table's rows: units, inputs (all others are blank) and last year's `... năm trước`."""
    before = {"hạng": "rank", "tổng": "total", "tối đa": "max"}
    inputs = [asked.id for asked in ruleset.inputs]
    units, table, previous = [], [], {}
    for number, (given, _) in enumerate(rows, 1):
        unit = {ABOUT_UNIT[key]: cell for key, cell in given.items() if key in ABOUT_UNIT}
        unit.setdefault("id", f"u{number}")
        units.append({**unit, "name": unit["id"]})
        own = {key: cell for key, cell in given.items() if key not in ABOUT_UNIT and not key.endswith(" năm trước")}
        assert own.keys() <= set(inputs), f"no such inputs: {own.keys() - set(inputs)}"
        old = {key.removesuffix(" năm trước"): Fraction(cell) for key, cell in given.items()
               if key.endswith(" năm trước") and cell}  # fmt: skip
        if old:
            known = {before[key]: int(value) if key == "hạng" else value for key, value in old.items() if key in before}
            values = {key: value for key, value in old.items() if key not in before}
            previous[unit["id"]] = Previous(unit["id"], **known, values=values)
        table.append({"id": unit["id"], **dict.fromkeys(inputs, ""), **own})
    if example.data:
        return observe(ruleset, [table_of("data.csv", example.data)])
    return observe(ruleset, [table_of("data.csv", table)], table_of("units.csv", units), previous)


def differences(unit, expected: dict[str, str]) -> list[str]:
    nodes = {criterion.node.id: criterion.outcome for criterion in unit.criteria}
    found = {**unit.values, **nodes, **{word: getattr(unit, name) for word, name in RESULTS.items()}}
    return [
        f"{unit.unit.id}, {key}: the page says {wanted!r}, it is {shown(found[key])!r}"
        for key, wanted in expected.items()
        if not same(wanted, found[key])
    ]


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.kind != "formulas"], ids=ids)
def test_an_example_of_the_language_loads_and_gives_what_the_page_says(example, folder):
    loaded = load_text(whole(example), "vi-du.yaml", folder)
    found = [(problem.code, message(problem, "en")) for problem in loaded.findings]
    if example.word.startswith("ITR"):
        assert example.word in [code for code, _ in found]
        return
    assert not found
    for table in example.tables:
        rows = rows_of(table)
        result = evaluate(loaded.ruleset, read(loaded.ruleset, example, rows))
        problems = [message(problem, "vi") for problem in result.findings if has_errors([problem])]
        foreseen = {cell for _, expected in rows for cell in expected.values()} & {"missing", "invalid"}
        assert foreseen or not problems
        units = {unit.unit.id: unit for unit in result.units}
        for number, (given, expected) in enumerate(rows, 1):
            assert differences(units[given.get("đơn vị", f"u{number}")], expected) == []


@pytest.mark.parametrize("example", [example for example in EXAMPLES if "\ntests:\n" in example.text], ids=ids)
def test_the_cases_of_a_ruleset_of_the_page_hold(example):
    def text(value) -> str:
        return str(getattr(value, "text", value))

    ruleset = load_text(whole(example)).ruleset
    assert len(ruleset.tests) >= 2
    for case in ruleset.tests:
        units = case.get("cohort", [{"id": "u1", **case.get("given", {})}])
        expect = case["expect"] if "cohort" in case else {"u1": case["expect"]}
        rows = [
            ({("đơn vị" if key == "id" else key): text(value) for key, value in unit.items()}, {}) for unit in units
        ]
        for unit in evaluate(ruleset, read(ruleset, example, rows)).units:
            wanted = {("hạng" if key == "rank" else key): text(value) for key, value in expect[unit.unit.id].items()}
            assert wanted
            assert differences(unit, wanted) == [], case["name"]


def test_the_index_that_the_page_writes_gives_the_published_ranking():
    """PCI 2015, written from this page alone: 63 totals and ranks as published."""
    folder = ROOT / "tests" / "cases" / "pci_2015"
    example = next(example for example in EXAMPLES if "id: pci-tu-viet" in example.text)
    ruleset = load_text(example.text).ruleset
    leaves = [node.id for node in ruleset.scorecards[0].root.children]
    with (folder / "data.csv").open(encoding="utf-8") as file:
        rows = [dict(zip(["id", *leaves], row, strict=False)) for row in list(csv.reader(file))[1:]]
    with (folder / "expected.csv").open(encoding="utf-8") as file:
        published = {row["id"]: (Fraction(row["total"]), int(row["rank"])) for row in csv.DictReader(file)}
    result = evaluate(ruleset, observe(ruleset, [table_of("data.csv", rows)]))
    assert len(published) == 63
    # The published totals and indices agree no better than that (see tests/cases/pci_2015/README.md).
    assert {unit.unit.id: unit.rank for unit in result.units} == {id_: rank for id_, (_, rank) in published.items()}
    assert max(abs(unit.outcome - published[unit.unit.id][0]) for unit in result.units) <= Fraction(1, 100_000)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.tables], ids=ids)
def test_a_number_that_the_page_does_not_say_would_be_noticed(example, folder):
    ruleset = load_text(whole(example), "vi-du.yaml", folder).ruleset
    rows = rows_of(example.tables[0])
    unit = evaluate(ruleset, read(ruleset, example, rows)).units[0]
    assert all(differences(unit, {key: "-77"}) for key in rows[0][1])


@pytest.mark.parametrize(
    ("formula", "expected"),
    [tuple(part.strip() for part in line.rsplit("→", 1))
     for example in EXAMPLES if example.kind == "formulas" for line in example.text.splitlines()],
)  # fmt: skip
def test_a_formula_of_the_page_gives_what_it_says(formula, expected):
    kind = "yes_no" if expected in {"có", "không"} else "formula"
    text = f"{HEAD}scorecards:\n  bang:\n    criteria:\n      - id: x\n        score:\n          {kind}: {formula!r}\n"
    loaded = load_text(text)
    assert not [message(problem, "en") for problem in loaded.findings]
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("data.csv", [{"id": "u", "name": "u"}])]))
    value = result.units[0].criteria[1].outcome
    assert same({"có": "1", "không": "0"}.get(expected, expected), value), shown(value)


def test_the_page_speaks_of_every_kind_every_key_and_every_function():
    from itrank.engine.formula.functions import FUNCTIONS
    from itrank.engine.language.schema import INPUT_KEYS, NODE_KEYS, RANKING, TIER, ruleset_schema

    page = (DOCS / "ruleset-language.md").read_text("utf-8")
    words = set(re.findall(r"\w+", page))
    keys = {*KINDS, *NODE_KEYS, *INPUT_KEYS, *RANKING["properties"], *TIER["properties"], *FUNCTIONS}
    keys |= {*ruleset_schema()["properties"], *ruleset_schema()["properties"]["data"]["properties"]}
    keys |= {key for kind in KINDS.values() for key in kind.keys}
    assert sorted(key for key in keys if not key.startswith("_") and key not in words) == []


# ── The reference of the scoring kinds ──────────────────────────────────────────────────────────────────────────────


def reference() -> str:
    """Write docs/reference-kinds.md from the records."""
    lines = [
        "# Các cách chấm · Scoring kinds",
        "",
        "Trang này được tạo từ chương trình; cách dùng và ví dụ có số ở [ruleset-language.md](ruleset-language.md).",
        "",
        "> Generated from the program; how they are used is in [ruleset-language.md](ruleset-language.md).",
    ]
    for kind in KINDS.values():
        lines += ["", f"## {kind.name}: {kind.words.vi} · {kind.words.en}", ""]
        for key, schema in kind.keys.items():
            vi, _, en = schema["description"].partition("\n\n")
            needed = "" if key == kind.name or key in kind.required else " (tùy chọn · optional)"
            lines += [f"* `{key}`{needed}: {vi}", f"  *{en}*"]
        lines += ["", "```yaml", kind.example, "```"]
    return "\n".join(lines) + "\n"


def test_the_reference_of_kinds_is_the_one_of_the_code():
    path = DOCS / "reference-kinds.md"
    if os.environ.get("ITRANK_WRITE"):
        path.write_text(reference(), "utf-8")
    assert path.read_text("utf-8") == reference(), "run: ITRANK_WRITE=1 pytest tests/test_docs.py"


# ── Python ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_python_page_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (DOCS / "python-api.md").read_text("utf-8")
    blocks = [match[3] for match in FENCE.finditer(page) if match[1] == "python"]
    assert len(blocks) >= 4
    parsed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python-api.md", "python-api.md", 0)
    assert len(parsed.examples) >= 10
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(parsed, out=told.append)
    assert "".join(told) == ""


MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(itrank.__path__, "itrank.")
    if module.name.startswith(("itrank.engine", "itrank.commands")) or module.name == "itrank.cli"
)


@pytest.mark.filterwarnings("ignore:'click:DeprecationWarning")  # typer imports what click 9 will not have
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name):
    told: list[str] = []
    runner = doctest.DocTestRunner()
    module = importlib.import_module(name)
    # To look into texts that have no example, and to run none of it, took most of the time.
    is_with = ">>> " in Path(module.__file__).read_text("utf-8")
    for case in doctest.DocTestFinder().find(module) if is_with else ():
        if case.examples:
            runner.run(case, out=told.append)
    assert "".join(told) == ""


def test_the_package_has_examples_in_docstrings():
    sources = [path.read_text("utf-8") for path in (ROOT / "engine").rglob("*.py")]
    assert len(MODULES) >= 60
    assert sum(">>> " in source for source in sources) >= 20


# ── The table of codes ──────────────────────────────────────────────────────────────────────────────────────────────

TABLES = [importlib.import_module(each.name) for each in pkgutil.iter_modules(codes.__path__, f"{codes.__name__}.")]


def test_codes_are_unique_and_sorted_within_their_tables():
    rows = [row.row for table in TABLES for row in table.CODES]
    assert len(rows) == len(set(rows)) == len(ROWS)
    for table in TABLES:
        own = [row.row for row in table.CODES]
        assert own == sorted(own)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.row)
def test_a_code_speaks_two_languages_of_the_same_things(row):
    def parameters(template: str) -> set[str]:
        named = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        return {re.sub("_(vi|en)$", "", name) for name in named}

    assert re.fullmatch(r"ITR[1-9]\d\d(\.[a-z_]+)?", row.row)
    assert row.vi
    assert row.en
    assert row.vi != row.en
    assert bool(row.help_vi) == bool(row.help_en)
    assert parameters(row.vi) == parameters(row.en)
    assert parameters(row.help_vi) == parameters(row.help_en)
    for template in (row.vi, row.en, row.help_vi, row.help_en):
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        filled = sentence((template, template), "en", **dict.fromkeys(names, "x"))
        assert filled == filled.strip()


@pytest.mark.long
def test_a_finding_is_made_with_the_parameters_that_its_code_prints():
    """Every `finding("ITRnnn", ...)` in the sources names what the templates of ITRnnn want."""
    import ast

    seen = set()
    for path in (ROOT / "engine").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "finding"):
                continue
            code = call.args[0] if call.args else None
            if not isinstance(code, ast.Constant) or any(keyword.arg is None for keyword in call.keywords):
                continue  # the code or its parameters are chosen while it runs
            row = ROWS[code.value]
            given = {keyword.arg for keyword in call.keywords}
            texts = [row.vi, row.en, *(() if "help" in given else (row.help_vi, row.help_en))]
            wanted = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            assert wanted <= given, f"{path.name}:{call.lineno}: {code.value} prints {wanted - given}"
            seen.add(code.value)
    assert len(seen) >= 60


# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), target
