"""A finding code is a record: other code asks the record, and neither compares numbers of codes nor reads messages."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine.bundle.versions import without_newer
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import ALIASES, CODES, ROWS, SUCCESSORS, message, names_in, of
from itrank.engine.model.findings import Finding, Place, finding
from itrank.engine.model.parameters import PARAMETERS, kinds_of
from itrank.engine.model.records import Depends, Fix, Kind, Subject, Trait, fields_of
from itrank.engine.prove.checks import checked

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {
    path: path.read_text("utf-8")
    for path in (*(ROOT / "engine").rglob("*.py"), *(ROOT / "commands").rglob("*.py"), ROOT / "cli.py")
    if (ROOT / "engine" / "model" / "codes") not in path.parents
}
CODE = re.compile(r"ITR\d{3}(?:\.[a-z_]+)?")
PART_OF_A_CODE = re.compile(r"\bITR\d{0,2}(?:$|[\[(|?*+](?!0-9\]\{3))")
# What makes a finding, or says of which code one is to be made.
MAKERS = {
    "Finding", "Problem", "Refused", "RefusedError", "_Contradicted", "_RefusedError", "_differs", "_refusal", "add", "fail",
    "finding", "report", "unknown_name",
}  # fmt: skip


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Name the node above each node: a walk through all of them, which every look at a source begins with."""
    parents, waiting = {}, [tree]
    while waiting:
        node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            parents[child] = node
            waiting.append(child)
    return parents


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def makes_a_finding(constant: ast.Constant, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a code stands where a finding is made of it: as an argument, or under a name that is one."""
    node, above = constant, parents[constant]
    while isinstance(above, ast.IfExp) and node is not above.test:
        node, above = above, parents[above]
    match above:
        case ast.Call():
            return name_of(above) in MAKERS
        case ast.Dict():
            return any(node is value for value in above.values)
        case ast.Assign() | ast.AnnAssign():
            return True
        case ast.Tuple():  # codes beside what fills their messages, or the values of a table
            return isinstance(parents[above], ast.Assign | ast.Tuple | ast.For | ast.Return)
    return False


def docstrings_of(nodes: Iterable[ast.AST]) -> set[ast.AST]:
    return {node.value for node in nodes if isinstance(node, ast.Expr)}


def code_misuses(source: str) -> list[str]:
    """Name the lines at which a source does anything with a code than make a finding of it."""
    parents = parents_of(ast.parse(source))
    said = docstrings_of(parents)
    wrong = []
    for node in parents:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            if CODE.fullmatch(node.value) and not makes_a_finding(node, parents):
                wrong.append(f"{node.lineno}: {node.value} is asked for, not made")
            elif not CODE.search(node.value) and PART_OF_A_CODE.search(node.value):
                wrong.append(f"{node.lineno}: a part of a code: {node.value}")
    return wrong


def is_parameter(node: ast.AST) -> bool:
    """Whether an expression is a parameter of a finding: `each.params["why"]`, `each.params.get("why", "")`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        node = node.func
        return isinstance(node.value, ast.Attribute) and node.value.attr == "params"
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "params"


def is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and name_of(node) in {"message", "advice"}


def message_readings(source: str) -> list[str]:
    """Name the lines at which a source looks into the words of a message: in whole, or in a parameter of words."""
    tree = ast.parse(source)
    wrong = []
    for node in ast.walk(tree):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {
            "startswith", "endswith", "find", "index", "match", "search", "fullmatch",
        }:  # fmt: skip
            sides = [node.func.value, *node.args]
        words = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
        if any(map(is_message, sides)) or (any(map(is_parameter, sides)) and any(" " in word for word in words)):
            wrong.append(f"{node.lineno}: the words of a message are read")
        keys = {
            key.value
            for side in sides
            for key in ast.walk(side)
            if isinstance(key, ast.Constant) and is_parameter(side)
        }
        if any(PARAMETERS.get(str(key)) is Kind.WORDS for key in keys):
            wrong.append(f"{node.lineno}: the words of a message are read")
    return wrong


@pytest.mark.long
def test_no_code_outside_the_table_but_where_a_finding_is_made():
    wrong = {str(path.relative_to(ROOT)): code_misuses(text) for path, text in SOURCES.items() if "ITR" in text}
    assert {path: lines for path, lines in wrong.items() if lines} == {}


@pytest.mark.long
def test_nothing_reads_the_words_of_a_message():
    looked_at = {path: text for path, text in SOURCES.items() if "params" in text or "message(" in text}
    wrong = {str(path.relative_to(ROOT)): message_readings(text) for path, text in looked_at.items()}
    assert {path: lines for path, lines in wrong.items() if lines} == {}


@pytest.mark.long
def test_only_codes_that_are_given_are_made():
    """A retired code is an alias for those who silence or look it up; nothing makes a finding of it."""
    for path, text in SOURCES.items():
        nodes = list(ast.walk(ast.parse(text if "ITR" in text else "")))
        said = docstrings_of(nodes)
        made = {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and node not in said and CODE.fullmatch(str(node.value))
        }
        assert made - ROWS.keys() == set(), path


MISUSES = {
    'found.code == "ITR204"': "ITR204 is asked for",
    'found.code in {"ITR380", "ITR381"}': "ITR380 is asked for",
    '_CODES = {"ITR380", "ITR381"}': "ITR380 is asked for",
    '_CODES = frozenset(f"ITR{number}" for number in range(9))': "a part of a code: ITR",
    '_CELLS = re.compile("ITR4[23][0-9]")': "a part of a code",
    '_HELP = {"ITR447": ("a", "b")}': "ITR447 is asked for",
    'code.startswith("ITR34")': "a part of a code: ITR34",
    'report.has("ITR550")': "ITR550 is asked for",
    'match code:\n    case "ITR561":\n        pass': "ITR561 is asked for",
    'rest = [each for each in found if each.code != "ITR148"]': "ITR148 is asked for",
}


@pytest.mark.parametrize(("source", "says"), MISUSES.items(), ids=MISUSES)
def test_a_misuse_is_seen(source, says):
    assert any(says in each for each in code_misuses(source))


@pytest.mark.parametrize(
    "source",
    [
        'finding("ITR204", place, name=name)',
        'code = "ITR480" if is_blank else "ITR481"',
        'report.add("ITR453" if a == b else "ITR454", place)',
        '_CODES = {Reason.NO_VALUE: "ITR355"}',
        'def f():\n    """Give ITR641 where it is another unit\'s."""',
    ],
)
def test_a_use_is_no_misuse(source):
    assert code_misuses(source) == []


@pytest.mark.parametrize(
    "source",
    [
        'found.params.get("why_en", "").startswith("the tiers before")',
        'found.params["expected_en"] == "true or false"',
        '"year-month-day, as" in found.params["expected_en"]',
        'message(found, "en") == other',
    ],
)
def test_reading_a_message_is_seen(source):
    assert message_readings(source) != []


# ── The records ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_parameter_has_a_kind_and_every_kind_a_parameter():
    """A parameter that two languages spell, or a help, is known by its name; no row changes a kind for nothing."""
    used = set()
    for code in ROWS.values():
        names = frozenset().union(*map(fields_of, code.templates))
        used |= names
        assert names - PARAMETERS.keys() == set(), code.row
        assert kinds_of(code).keys() >= names
        assert all(kind is not PARAMETERS.get(name) for name, kind in code.kinds.items() if name in names), code.row
        extra = {name: kind for name, kind in code.kinds.items() if name not in names}
        assert set(extra.values()) <= {Kind.FORM}, f"{code.row}: what no message shows is for other code"
        used |= extra.keys()
    assert PARAMETERS.keys() - used == set()


def shown_in(code) -> set[str]:
    return set(kinds_of(code))


def findings_made() -> list[tuple[str, int, str, set[str]]]:
    """Give each call that states a code and all parameters by name: file, line, code, parameters."""
    made = []
    own = {"help", "near", "once", "advice"}
    for path, text in SOURCES.items():
        for node in ast.walk(ast.parse(text if "ITR" in text else "")):
            if (
                not isinstance(node, ast.Call)
                or name_of(node) not in {"finding", "fail", "add", "report"}
                or not node.args
            ):
                continue
            code = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            names = {keyword.arg for keyword in node.keywords}
            if isinstance(code, str) and CODE.fullmatch(code) and None not in names:
                made.append(
                    (
                        str(path.relative_to(ROOT)),
                        node.lineno,
                        code,
                        names - (own | ({"subject"} if name_of(node) == "add" else set())),
                    )
                )
    return made


@pytest.mark.long
def test_every_finding_is_made_with_the_parameters_of_its_code():
    made = findings_made()
    assert len(made) > 300
    wrong = [
        (path, line, code, sorted(names ^ shown_in(ROWS[code])))
        for path, line, code, names in made
        if not names >= shown_in(ROWS[code])
    ]
    assert wrong == []
    more = [
        (path, line, code, sorted(names - shown_in(ROWS[code])))
        for path, line, code, names in made
        if names - shown_in(ROWS[code])
    ]
    assert more == []


def test_a_count_is_a_number_wherever_a_ruleset_is_wrong():
    """What the table says of a parameter is true of findings; here of those of the pages of rulesets."""
    looked_at = 0
    for page in sorted((ROOT / "docs" / "codes").glob("ITR[123]*.md"))[::6]:
        for text in re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            for found in load_text(text).findings:
                for name, value in found.params.items():
                    looked_at += 1
                    kind = kinds_of(of(found)).get(name)
                    assert kind is not None, (found.code, name)
                    assert kind is not Kind.COUNT or re.fullmatch(r"-?\d+", value), (found.code, name, value)
    assert looked_at > 20


def test_names_of_a_finding_are_those_of_the_ruleset():
    found = finding("ITR375", id="a", name="b", card="c", own="d")
    assert names_in(found) == ("a", "b", "c")
    assert names_in(finding("ITR105")) == ()


# ── What the properties mean ────────────────────────────────────────────────────────────────────────────────────────


def with_subject(subject: Subject) -> set[str]:
    return {row.row for row in ROWS.values() if row.subject is subject}


def test_what_is_wrong_with_one_cell_is_not_wrong_with_its_file():
    """Three readings asked for this by patterns that differed; now it is one property."""
    cells = with_subject(Subject.CELL)
    assert {"ITR420", "ITR434", "ITR446", "ITR448", "ITR440.state", "ITR477", "ITR564", "ITR426.exponent"} <= cells
    # Both decimal signs in one file put every number in doubt; a blank that is filled is of two cells.
    assert cells.isdisjoint({"ITR447", "ITR449", "ITR112.row", "ITR481", "ITR487", "ITR418.group", "ITR561.row"})
    assert all("about" in kinds_of(ROWS[code]) or code == "ITR103.cell" for code in cells)


def test_every_property_is_asked_or_said_of_some_code():
    rows = ROWS.values()
    assert {row.subject for row in rows} == set(Subject)
    assert {row.depends for row in rows} == set(Depends)
    assert {trait for row in rows for trait in row.traits} == set(Trait)
    assert {row.fix for row in rows} - {None} == set(Fix)
    table = ROOT / "engine" / "model" / "codes" / "__init__.py"
    sources = "".join((*SOURCES.values(), table.read_text("utf-8")))
    assert [trait for trait in Trait if f"Trait.{trait.name}" not in sources] == []
    assert [fix for fix in Fix if f"Fix.{fix.name}" not in sources] == []


def test_what_the_truth_of_a_finding_depends_on_is_said_of_rulesets_only():
    """Findings about data, forms and commands depend on nothing else that can be wrong in a ruleset."""
    of_ruleset = {Subject.EXTENDS, Subject.KEY, Subject.VALUE, Subject.FORMULA, Subject.NAME, Subject.CRITERION}
    for row in ROWS.values():
        is_of_ruleset = row.row[3] in "123" or row.row == "ITR842" or row.subject in of_ruleset
        is_of_ruleset |= row.row.endswith(".ruleset")
        assert is_of_ruleset or row.depends is Depends.ITSELF, row.row


def test_a_record_is_looked_up_by_a_finding():
    assert of(Finding("ITR204")).fix is Fix.NAME


CASES = """
format: itrank-ruleset/1
id: a
version: "1"
title: A
inputs:
  n: {type: count}
scorecards:
  b: {criteria: [{id: c, max: 10, score: {formula: "min(n, 10)"}}]}
tests:
  - {name: units, cohort: [UNITS], expect: {Da Lat: {total: 1}}}
"""


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ("{id: Da Lat, n: 1}, {id: da  lat, n: 2}", 'the unit ids "da lat" and "Da Lat" differ only by case'),
        ("{id: Da Lat, n: 1, parent: Da Lat}", 'the unit "Da Lat" is its own parent'),
        ("{id: Da Lat, n: 1.5}", "a whole number is expected, not 1.5"),
    ],
)
def test_what_is_wrong_with_a_unit_of_a_case_is_reported(units, says):
    """The pattern of the cases left these out, so that a case about a unit that is no unit passed."""
    loaded = load_text(CASES.replace("UNITS", units), "a.yaml")
    found, _ = checked(loaded, "a.yaml")
    assert any(each.code == "ITR505" and says in message(each, "en") for each in found)


# ── Retired codes ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_retired_code_is_an_alias_of_one_that_is_given():
    assert ALIASES
    assert ALIASES.keys().isdisjoint(CODES)
    assert set(ALIASES.values()) <= CODES.keys()
    assert len(ALIASES) == sum(len(row.aliases) for row in ROWS.values())
    assert {retired: row.partition(".")[0] for retired, row in SUCCESSORS.items()} == ALIASES


def test_the_rows_of_a_code_are_as_grave_as_each_other():
    """A comment silences a code, and an error cannot be silenced: so a code is one or the other, whatever the subject."""
    for row in ROWS.values():
        assert row.code in CODES, f"{row.row}: a further row of no code"
        assert row.severity is CODES[row.code].severity, row.row


SILENCED = CASES.replace("UNITS", "{id: Da Lat, n: 1}") + "functions:\n  f(x): x + 1 # itrank: ignore[CODE] kept\n"


@pytest.mark.parametrize("code", ["ITR342", "ITR343"])
def test_a_comment_with_a_retired_code_silences(code):
    loaded = load_text(SILENCED.replace("CODE", code), "a.yaml")
    found, silenced = checked(loaded, "a.yaml")
    assert [each.finding.code for each in silenced] == ["ITR342"]
    assert not [each.code for each in found if each.code in {"ITR342", "ITR147", "ITR148"}]


def test_a_retired_code_is_explained_by_the_one_that_is_given(capsys):
    assert run(["check", "--explain", "343"]) == 0
    assert capsys.readouterr().out.startswith("# ITR342: ")


def test_an_older_result_is_compared_through_the_aliases():
    """A result of an earlier version says codes that are retired by now; only the code and the place are compared."""
    place = {"file": "a.yaml", "line": 2, "column": 1, "cell": ""}

    def row(code: str, said: str) -> dict[str, object]:
        return {"code": code, "severity": "warning", "place": place, "message": {"vi": said, "en": said}}

    there = {"engine": "0.1.0", "previous": [], "diagnostics": [row("ITR342", "a"), row("ITR343", "b")]}
    here = {"engine": "9.9", "previous": [], "diagnostics": [row("ITR342", "c"), row("ITR342", "d")]}
    old, new, _ = without_newer(there, here, Place("a.zip"))
    assert old["diagnostics"] == new["diagnostics"]
    other, new, _ = without_newer({**there, "diagnostics": [row("ITR342", "a"), row("ITR340", "b")]}, here, Place("a"))
    assert other["diagnostics"] != new["diagnostics"]


def test_what_an_earlier_version_could_not_say_is_known_by_its_row():
    """ITR418 is of the first version, but of rows of headings only since 0.2.0."""
    place = {"file": "a.csv", "line": 2, "column": 0, "cell": ""}
    row = {"code": "ITR418", "severity": "info", "place": place, "message": {"vi": "a", "en": "a"}}
    there = {"engine": "0.1.0", "previous": [], "diagnostics": [row]}
    here = {"engine": "9.9", "previous": [], "diagnostics": [row, row]}
    made = [Finding("ITR418"), Finding("ITR418.heading")]
    old, new, told = without_newer(there, here, Place("a.zip"), made)
    assert old["diagnostics"] == new["diagnostics"]
    assert [each.code for each in told] == ["ITR890", "ITR892"]


def test_what_only_check_said_before_is_no_difference_of_results():
    """ITR386 is of the first version, where a result did not say it."""
    place = {"file": "a.yaml", "line": 2, "column": 1, "cell": ""}
    row = {"code": "ITR386", "severity": "warning", "place": place, "message": {"vi": "a", "en": "a"}}
    there = {"engine": "0.1.0", "previous": [], "diagnostics": []}
    here = {"engine": "9.9", "previous": [], "diagnostics": [row]}
    old, new, told = without_newer(there, here, Place("a.zip"), [Finding("ITR386.maximum")])
    assert (old["diagnostics"], new["diagnostics"], [each.code for each in told]) == ([], [], ["ITR890"])
