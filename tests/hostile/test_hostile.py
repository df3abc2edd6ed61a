"""Nothing that a stranger writes into a formula, a ruleset or a table runs, hangs, reads another file or ends in a fault."""

import json
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import evaluate, load, load_text, observe
from itrank.engine.formula.suggest import MOST_ADVISED
from itrank.engine.formula.types import MOST_LISTED
from itrank.engine.model.codes import advice, severity_of
from itrank.engine.model.findings import Severity
from itrank.engine.observe import read_tables, table_of
from itrank.engine.prove import mending
from itrank.engine.publish.diagnostics import as_text
from itrank.engine.result.record import finding_record
from pace import within

HERE = Path(__file__).resolve().parent
LONGEST = 2  # seconds for a case

FRAME = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {{type: number}}
  c: {{type: yes_no}}
  k: {{type: choice, options: {{x: X, y: Y}}}}
scorecards:
  bang:
    criteria:
      - id: diem
        score: {{formula: {}}}
"""

DATA_RULES = load_text("""format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, huyen: {title: Huyện}}
data: {decimal: ".", marks: {KAD: not_applicable}}
inputs:
  n: {label: Số, type: number}
  c: {label: Đếm, type: count, max: 10}
  p: {label: Tỷ lệ, type: percent}
  d: {label: Ngày, type: date}
  k: {label: Chọn, type: choice, options: {x: Mức X, y: Mức Y}}
  j: {label: Có không, type: yes_no}
scorecards:
  bang:
    criteria: [{id: s, score: {formula: "n + c + p + (1 if has(d) and j and k == 'x' else 0)"}}]
""").ruleset


def corpus(name: str) -> list[dict]:
    return json.loads((HERE / name).read_text("utf-8"))


def shown(findings, texts=None) -> str:
    """Write findings as every face does; that, too, must not fail, and nothing that commands a terminal comes through."""
    records = json.dumps([finding_record(found) for found in findings], ensure_ascii=False)
    made = "".join(as_text(findings, texts or {}, lang) for lang in ("vi", "en")) + records
    assert not any(sign in made for sign in "\x1b\x07\x00\u202e\u200b\u2066")
    return made


def codes_of(text: str) -> list[str]:
    with within(LONGEST):
        loaded = load_text(text)
    shown(loaded.findings, loaded.texts)
    assert (loaded.ruleset is None) == any(severity_of(found) is Severity.ERROR for found in loaded.findings)
    return sorted({found.code for found in loaded.findings})


def with_formula(formula: str) -> str:
    return FRAME.format(json.dumps(formula, ensure_ascii=False))


FORMULAS, DOCUMENTS, TABLES = corpus("formulas.json"), corpus("documents.json"), corpus("tables.json")


def test_there_are_enough_of_each():
    assert len(FORMULAS) >= 300
    assert len(DOCUMENTS) >= 100
    assert len(TABLES) >= 100
    for key, cases in (("formula", FORMULAS), ("text", DOCUMENTS), ("text", TABLES)):
        texts = [case[key] for case in cases]
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("case", FORMULAS, ids=range(len(FORMULAS)))
def test_a_hostile_formula_is_refused(case):
    assert codes_of(with_formula(case["formula"])) == case["codes"]


@pytest.mark.parametrize("case", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_a_hostile_ruleset_is_refused(case):
    assert codes_of(case["text"]) == case["codes"]


@pytest.mark.parametrize("case", TABLES, ids=range(len(TABLES)))
def test_a_hostile_table_is_refused(case, tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(case["text"].encode("utf-8", "surrogatepass"))
    assert table_codes(path) == case["codes"]


def table_codes(path: Path) -> list[str]:
    with within(LONGEST):
        tables, _, findings = read_tables(path, path.name)
        if tables:
            observed = observe(DATA_RULES, tables)
            findings = (*findings, *observed.findings)
            evaluate(DATA_RULES, observed)
    shown(findings)
    return sorted({found.code for found in findings if severity_of(found) is Severity.ERROR})


# ── What must be read ───────────────────────────────────────────────────────────────────────────────────────────────

BENIGN = {
    "a": "2", "a + 1": "3", "-a": "-2", "+a": "2", "a - 1": "1", "a * 3": "6", "a / 3": "2/3", "7 // a": "3", "7 % a": "1",
    "a ** 2": "4", "a ** -2": "1/4", "2 ** 64": "18446744073709551616", "0.1 + 0.2": "3/10", "1/3 * 3": "1", "(a)": "2",
    "((a + 1) * 2)": "6", "1 if a > 1 else 0": "1", "1 if a > 1 and c else 0": "1", "1 if not c else 0": "0",
    "1 if a == 2 or a == 3 else 0": "1", "1 if 1 < a < 3 else 0": "1", "1 if 1 < a < 2 else 0": "0", "1 if k == 'x' else 0": "1",
    "1 if k != 'x' else 0": "0", '1 if k == "y" else 0': "0", "min(a, 1)": "1", "max(a, 1)": "2", "sum(a, 1, 2)": "5",
    "mean(a, 4)": "3", "abs(-a)": "2", "clamp(a, 0, 1)": "1", "sqrt(a * 2)": "2", "power(a, 3)": "8", "ln(1)": "0",
    "log10(100)": "2", "exp(0)": "1", "normal_cdf(0)": "1/2", "round(a / 3, 2)": "67/100", "floor(a / 3)": "0", "ceil(a / 3)": "1",
    "1 if has(a) else 0": "1", "first_nonzero(0, a)": "2", "geometric_mean(a, 8)": "4", "harmonic_mean(2, 6)": "3",
    "a\n+ 1": "3", " a ": "2", "a if c else -a": "2", "1.50": "3/2", "007": None, "1000000": "1000000", "a*a*a": "8", "80%": "4/5",
}  # fmt: skip


@pytest.mark.parametrize(("formula", "value"), BENIGN.items(), ids=range(len(BENIGN)))
def test_a_benign_formula_has_its_value(formula, value):
    loaded = load_text(with_formula(formula))
    if value is None:  # a leading zero is no number of Python's
        assert loaded.ruleset is None
        return
    assert loaded.ruleset is not None, loaded.findings
    observed = observe(loaded.ruleset, [table_of("t", [{"id": "u", "a": 2, "c": True, "k": "x"}])])
    assert evaluate(loaded.ruleset, observed).units[0].outcome == Fraction(value)


BENIGN_TABLES = [
    ("n", text)
    for text in ("1.5", "+1.5", "-1.5", "0", "000.5", " 1.5 ", "1234567.25", '"1.5"', "0.0000000001", "9" * 40)
] + [
    ("p", "85"), ("p", "85%"), ("p", "85.5 %"), ("p", "0"), ("p", "120%"), ("d", "1/2/2022"), ("d", "2022-02-01"),
    ("k", "x"), ("k", "Mức X"), ("k", "MỨC x"), ("k", "y"), ("j", "Có"), ("j", "KHÔNG"), ("j", "yes"), ("j", "0"), ("j", "TRUE"),
    ("c", "0"), ("c", "10"), ("c", "KAD"), ("n", ""), ("id", "=1+1"), ("id", "@x"), ("id", "Sở Nội vụ"), ("id", "a'b\"\"c"),
    ("id", "<script>"), ("id", "../../x"), ("id", "`id`"), ("id", "$(id)"), ("id", "{{7*7}}"), ("id", "%s%s%n"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text"), BENIGN_TABLES)
def test_a_benign_cell_is_read(column, text, tmp_path):
    cells = dict(
        zip(
            ["id", "group", "n", "c", "p", "d", "k", "j"],
            ["sa", "so", "1.5", "2", "85%", "2022-12-31", "x", "có"],
            strict=True,
        )
    )
    cells[column] = text if '"' not in text or column == "n" else f'"{text}"'
    path = tmp_path / "d.csv"
    path.write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", "utf-8")
    assert table_codes(path) == []


@pytest.mark.parametrize(
    "text",
    [
        with_formula("a"), "\ufeff" + with_formula("a"), with_formula("a").replace("\n", "\r\n"), with_formula("a") + "# hết\n",
        with_formula("a").replace("title: Thử", 'title: "Thử \\u0110ô"'), with_formula("a").replace("title: Thử", "title: '<b>&amp;'"),
        with_formula("a").replace("title: Thử", "title: >-\n  Thử\n  nữa"), with_formula("a").replace("title: Thử", "title: {vi: Thử, en: Try}"),
        with_formula("a").replace('version: "1"', 'version: "2022.1-rc+x"'), with_formula("a").replace("thu", "thu-nghiem.2022_a"),
    ],
)  # fmt: skip
def test_a_benign_ruleset_is_loaded(text):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings


# ── What is too large for a file of cases ───────────────────────────────────────────────────────────────────────────

LARGE = {
    "5 MB of YAML": (lambda: "a: " + "x" * 5_000_000, ["ITR101"]),
    "5 MB of keys": (lambda: "".join(f"k{i}: 1\n" for i in range(500_000)), ["ITR101"]),
    "many keys": (lambda: "".join(f"k{i}: 1\n" for i in range(60_000)), ["ITR408"]),
    "100 kB of brackets": (lambda: "[" * 100_000, ["ITR106"]),
    "100 kB of braces": (lambda: "{" * 100_000, ["ITR106"]),
    "100 kB of dashes": (lambda: "- " * 50_000 + "a", ["ITR106"]),
    "deep maps": (lambda: "".join(" " * i + "a:\n" for i in range(300)), ["ITR106"]),
    "an alias bomb": (
        lambda: "a0: &a0 x\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)), ["ITR109"],
    ),
    "a merge bomb": (lambda: "m: &m {a: 1}\nb:\n  <<: [" + ",".join(["*m"] * 2_000) + "]\n", ["ITR109"]),
    "a formula of brackets": (lambda: with_formula("(" * 100_000), None),
    "a formula of signs": (lambda: with_formula("-" * 3_900 + "a"), None),
    "a formula of sums": (lambda: with_formula("a" + "+a" * 1_900), None),
    "a formula of ifs": (lambda: with_formula("a if c else " * 300 + "a"), None),
    "functions that expand without end": (
        lambda: with_formula("f30(a)").replace(
            "inputs:", "functions:\n  f0(x): x + x\n" + "".join(f"  f{i}(x): f{i - 1}(x) + f{i - 1}(x)\n" for i in range(1, 31)) + "inputs:",
        ), None,
    ),
    "a power of powers": (lambda: with_formula("((((a ** 64) ** 64) ** 64) ** 64) ** 64"), []),
}  # fmt: skip


@pytest.mark.parametrize(("make", "codes"), LARGE.values(), ids=LARGE)
def test_a_bomb_is_one_finding(make, codes):
    found = codes_of(make())
    if codes is None:
        assert found
        assert all(code.startswith(("ITR1", "ITR2", "ITR408")) for code in found)
    else:
        assert found == codes


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer is not timed")
def test_what_takes_longer_is_noticed():
    with pytest.raises(AssertionError, match=r"took 0\.\d\d s of the 0\.\d\d that are allowed"), within(0.01):
        sorted(range(1_000_000), key=str)


def rules_of(formulas, options="x: X"):
    leaves = "".join(
        f"      - {{id: d{i}, max: 1, score: {{formula: {json.dumps(each)}}}}}\n" for i, each in enumerate(formulas)
    )
    declared = f"  alpha: {{type: number}}\n  k: {{type: choice, options: {{{options}}}}}\n"
    return f"{FRAME.partition('inputs:')[0]}inputs:\n{declared}scorecards:\n  bang:\n    criteria:\n{leaves}"


MANY = MOST_ADVISED + 10
WRONG_MANY_TIMES = {
    "names": (rules_of(f"alphx + {i}" for i in range(MANY)), "ITR204"),
    "functions": (rules_of(f"maxi(alpha, {i})" for i in range(MANY)), "ITR204"),
    "options": (rules_of([f"{i} if k == 'option_z' else 0" for i in range(MANY)], "option_y: X"), "ITR204"),
    "options of one formula": (
        rules_of(["1 if " + " or ".join(["k == 'option_z'"] * MANY) + " else 0"], "option_y: X"),
        "ITR204",
    ),
    "keys": (with_formula("a") + "".join(f"titl{i}: 1\n" for i in range(MANY)), "ITR140"),
}


@pytest.mark.parametrize(("text", "code"), WRONG_MANY_TIMES.values(), ids=WRONG_MANY_TIMES)
def test_what_was_meant_is_looked_for_so_many_times_and_no_more(text, code):
    """To compare one word with thousands is slow, and tens of thousands may be wrong."""
    found = [each for each in load_text(text).findings if each.code == code]
    assert len(found) == MANY
    assert ["có phải" in advice(each, "vi").casefold() for each in found] == [True] * MOST_ADVISED + [False] * 10


def test_advice_names_so_many_options_and_no_more():
    def listed(count):
        options = ", ".join(f"o{i}: O{i}" for i in range(count))
        (found,) = load_text(rules_of(["1 if k == 'p' else 0"], options)).findings
        return advice(found, "vi").partition("Các lựa chọn: ")[2]

    assert listed(MOST_LISTED) == ", ".join(f"o{i}" for i in range(MOST_LISTED)) + "."
    assert listed(MOST_LISTED + 1) == ", ".join(f"o{i}" for i in range(MOST_LISTED)) + ", …."


@pytest.mark.long
def test_a_file_full_of_slips_is_checked_twice_to_mend_it(monkeypatch):
    """As it is, with two hundred mends, and never again: what is left waits for another call."""
    text = FRAME.partition("inputs:")[0] + "inputs:\n" + "".join(f"  b{i}: {{typ: number}}\n" for i in range(4_000))
    seen = []
    real = mending._tried
    monkeypatch.setattr(mending, "_tried", lambda *given, **more: seen.append(given) or real(*given, **more))
    made = mending.mended(text.encode(), "a.yaml", None)
    assert len(made.done) == mending.MOST_MENDS
    assert len(seen) == 2


def test_numbers_that_grow_have_no_score():
    """*A value whose absolute value passes 10^30 ... is no score.*"""
    loaded = load_text(with_formula("((((a ** 64) ** 64) ** 64) ** 64) ** 64"))
    observed = observe(loaded.ruleset, [table_of("t", [{"id": "u", "a": 3, "c": True, "k": "x"}])])
    with within(LONGEST):
        result = evaluate(loaded.ruleset, observed)
    assert [found.code for found in result.findings] == ["ITR354"]


# ── Other files, the network, and code ──────────────────────────────────────────────────────────────────────────────

WATCHED = """
import json, sys
from pathlib import Path
sys.path[:0] = {tests!r}
import test_hostile as own
from itrank.engine import load_text, observe
own.codes_of(own.with_formula("a"))
seen = []
allowed = tuple(map(str, {allowed!r}))
def hook(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "ctypes.dlopen"):
        seen.append([event, repr(given)[:200]])
    if event == "open" and isinstance(given[0], (str, bytes)):
        path = given[0] if isinstance(given[0], str) else given[0].decode()
        writes = isinstance(given[1], str) and any(mode in given[1] for mode in "wax+")
        if writes or not path.startswith(allowed):
            seen.append([event, path])
    if event == "exec" and getattr(given[0], "co_filename", "").startswith("<unknown>"):
        seen.append([event, given[0].co_filename])
sys.addaudithook(hook)
for case in own.FORMULAS:
    own.codes_of(own.with_formula(case["formula"]))
for case in own.DOCUMENTS:
    own.codes_of(case["text"])
print(json.dumps(seen))
"""


def test_the_corpora_open_no_other_file_and_no_socket_and_run_nothing():
    allowed = [sys.prefix, sys.base_prefix, str(HERE.parent.parent), "/usr/lib/python"]
    script = WATCHED.format(tests=[str(HERE), str(HERE.parent)], allowed=allowed)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    "target", ["../ngoai.yaml", "/etc/passwd", "http://127.0.0.1:9/x.yaml", "lien-ket.yaml", "ong", "thu-muc"]
)
def test_extends_reaches_nothing_outside_its_folder(target, tmp_path):
    import os

    (tmp_path / "ngoai.yaml").write_text("bí mật: 1\n", "utf-8")
    folder = tmp_path / "trong"
    folder.mkdir()
    (folder / "lien-ket.yaml").symlink_to(tmp_path / "ngoai.yaml")
    (folder / "thu-muc").mkdir()
    os.mkfifo(folder / "ong")
    path = folder / "r.yaml"
    path.write_text(f'format: itrank-ruleset/1\nid: thu\nversion: "2"\nextends: {target}\n', "utf-8")
    with within(5 * LONGEST, time.monotonic):
        loaded = load(path, "r.yaml")
    assert loaded.ruleset is None
    assert "bí mật" not in shown(loaded.findings, loaded.texts)
