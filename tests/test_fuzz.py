"""*Any text is either a ruleset or findings*, whatever happened to it on the way, and every finding can be shown."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.engine import load_text, observe
from itrank.engine.files.json_tables import parse_json_table
from itrank.engine.files.tables import parse_table
from itrank.engine.files.workbooks import parse_workbook
from itrank.engine.model.codes import severity_of
from itrank.engine.model.findings import Severity
from itrank.engine.prove.checks import checked
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.prove.reaching import facts
from itrank.engine.publish.diagnostics import as_text
from itrank.engine.rank import evaluate
from itrank.engine.result.record import finding_record
from sampling import size

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = re.findall(r"```yaml[^\n]*\n(.*?)```", (ROOT / "docs" / "ruleset-language.md").read_text("utf-8"), re.DOTALL)
FENCES = [text for text in EXAMPLES if "itrank-ruleset/1" in text and load_text(text).ruleset is not None]
RULESETS = [*FENCES, *(path.read_text("utf-8")[:9_000] for path in sorted((ROOT / "rulesets").glob("*[!t].yaml")))]
PARTS = re.compile(r"\w+|[^\w\s]|\s+")
INPUTS = load_text(FENCES[0]).ruleset
TABLE = 'id,name,group,a\nso-a,Sở A,so,1.5\nso-b,Sở B,so,"2,5"\nso-c,Sở C,huyen,x\n'
STRANGE = ["", "\n", "\t", ":", "- ", "{", "}", "[", "]", "'", '"', "|", "&a ", "*a", "!!int ", "#", "%", "\\", "\u00e0", "a\u0300", "1e9", "80%", "null",
           "if", "else", "**", "//", "(", ")", "cohort_max(", "last_year(", "self", "value", "\ufeff", "\x85", "９", "10" * 30]  # fmt: skip


@st.composite
def damaged(draw, texts):
    """Draw a text in which words were taken out, doubled, swapped or replaced."""
    words = PARTS.findall(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(["out", "twice", "swap", "other", "cut"])):
            case "out":
                del words[at]
            case "twice":
                words.insert(at, words[at])
            case "swap":
                other = draw(st.integers(0, len(words) - 1))
                words[at], words[other] = words[other], words[at]
            case "other":
                words[at] = draw(st.sampled_from(STRANGE) | st.text(max_size=3))
            case "cut":
                words = words[: at + 1]
        words = words or [" "]
    return "".join(words)


def shown(findings, texts) -> None:
    for lang in ("vi", "en"):
        as_text(findings, texts, lang)
    json.dumps([finding_record(found) for found in findings])


@settings(max_examples=size(30, 150))
@given(damaged(RULESETS))
def test_a_damaged_ruleset_is_a_ruleset_or_findings(text):
    loaded = load_text(text)
    findings, _ = checked(loaded, "ruleset.yaml")
    shown(findings, loaded.texts)
    assert (loaded.ruleset is None) == any(severity_of(found) is Severity.ERROR for found in loaded.findings)
    if loaded.ruleset is not None:
        facts(loaded.ruleset, proved_bounds(loaded.ruleset))


@settings(max_examples=size(25, 100))
@given(st.text(max_size=200))
def test_any_text_is_a_formula_or_findings(text):
    loaded = load_text(FENCES[0].replace("so_hop", "so_hop", 1))
    assert loaded.ruleset is not None
    from itrank.engine.formula.parse import Place, parse

    tree, findings = parse(text, Place("f", 1, 1))
    assert (tree is None) == bool(findings)
    shown(findings, {"f": text})


@settings(max_examples=size(30, 150))
@given(damaged([TABLE]))
def test_a_damaged_table_is_a_table_or_findings(text):
    table, findings = parse_table(text.encode("utf-8", "surrogatepass"), "d.csv")
    shown(findings, {})
    assert (table is None) == bool(findings)
    if table is not None:
        observed = observe(INPUTS, [table])
        shown(observed.findings, {})
        evaluate(INPUTS, observed)


@settings(max_examples=size(25, 100))
@given(
    st.binary(max_size=400)
    | st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]).flatmap(
        lambda head: st.binary(max_size=400).map(head.__add__)
    )
)
def test_any_bytes_are_tables_or_findings(content):
    tables, findings = parse_workbook(content, "d.xlsx")
    assert tables or findings
    table, findings = parse_json_table(content, "d.json")
    assert (table is None) == bool(findings)
    shown(findings, {})
