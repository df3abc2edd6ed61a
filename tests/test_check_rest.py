"""A file in which much is wrong: everything is told at once, and nothing that is only for want of what is wrong."""

import random
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from drawn import Draw
from itrank.cli import run
from itrank.engine.language import load_text, salvage
from itrank.engine.language.salvage import rest_of
from itrank.engine.prove.checks import checked

ROOT = Path(__file__).parent.parent
HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\n'
MANY = """format: itrank-ruleset/1
id: thu
version: "1"
titel: Bộ tiêu chí thử
inputs:
  ho_so: {label: Hồ sơ, type: count, max: tong}
  tong: {label: Tổng hồ sơ, type: count}
  can_bo: {label: Cán bộ, typo: count}
  may: {label: Máy tính, type: nubmer}
  phong: {label: Phòng họp, type: count}
functions:
  gap_doi(a): a * 2
scorecards:
  bang:
    title: Tổng điểm
    max: 100
    tiers:
      - {id: tot, title: Tốt, from: 80%}
      - {id: kha, title: Khá, from: 50%, up_to: 85%}
      - {id: yeu, title: Yếu}
    criteria:
      - id: ha_tang
        title: Hạ tầng
        max: 60
        criteria:
          - {id: trang_bi, title: Trang bị, max: 20, score: {rato: [may, can_bo]}}
          - {id: ho_so_so, title: Hồ sơ số, max: 30, score: {ratio: [ho_so, tong, 1]}}
      - id: nhan_luc
        title: Nhân lực
        max: 40
        score: {steps: tong, from: {0: 1, 10: 5, 5: 20}, otherwise: 0}
      - {id: hoc, title: Tập huấn, max: abc, score: {formula: can_bo / hocc}}
"""


NAMES = re.compile(r"([A-Za-z_]\w*):( |$)")


def told(text: str, name: str = "r.yaml", folder: Path | None = None, *, whole: bool = True):
    loaded = load_text(text, name, folder)
    return checked(loaded, name, run_tests=False, whole=whole)[0]


def where(found) -> list[str]:
    return [f"{each.place.line} {each.code}" for each in found]


def ruleset(*rows: str, head: str = "") -> str:
    """Make a ruleset of one scorecard; each row is a criterion, in one line."""
    return (
        HEAD
        + "title: Thử\n"
        + head
        + "scorecards:\n  bang:\n    criteria:\n"
        + "".join(f"      - {row}\n" for row in rows)
    )


# ── told at once ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_findings_at_once():
    """Slips of keys, shapes, names, maxima, steps and what is used nowhere: each with its line, in one go."""
    assert where(told(MANY)) == [
        "1 ITR141",   # title
        "4 ITR140",   # titel
        "8 ITR140",   # typo
        "9 ITR143",   # nubmer
        "10 ITR340",  # nobody reads `phong`
        "12 ITR342",  # nobody calls `gap_doi`
        "24 ITR301",  # 20 + 30 is not 60
        "26 ITR144",  # rato
        "26 ITR275",  # and there may be more of the part than of the whole
        "26 ITR383",  # and there may be no official to divide by
        "27 ITR142",  # a ratio of three
        "31 ITR347",  # 1, 20, 5
        "32 ITR252",  # max: abc
        "32 ITR204",  # hocc
    ]  # fmt: skip


def test_what_mends_look_at_is_one_after_the_other():
    """A mend is held against what it brings forth, which must not hang on what else was put aside."""
    assert where(told(MANY, whole=False)) == ["1 ITR141", "4 ITR140", "8 ITR140", "9 ITR143", "26 ITR144", "27 ITR142"]


def test_the_command_tells_all(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(MANY, "utf-8")
    assert run(["check", "r.yaml", "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "r.yaml:24:14: error ITR301: ha_tang: Trang bị: 20 + Hồ sơ số: 30 = 50, but max is stated as 60" in shown
    assert 'Did you mean "ratio"? The kinds are: ratio, share' in shown
    assert "9 errors, 4 warnings" in shown


def test_what_is_left_after_mends_is_told_at_once_too(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(MANY, "utf-8")
    assert run(["check", "r.yaml", "--fix", "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "title: Bộ tiêu chí thử" in Path("r.yaml").read_text("utf-8")
    assert "ITR140" not in shown
    assert "ITR142" in shown  # the ratio of three, which nobody can guess
    assert "ITR301" in shown
    assert "ITR347" in shown


ONE_AND_ANOTHER = {
    "an empty key, and a name": (
        ruleset("{id: a, max: 5, title: A, score: {formula: khong_co}}", head="show:\n"), ["5 ITR110", "9 ITR204"],
    ),
    "a key twice, and a name": (
        ruleset("{id: a, max: 5, score: given, max: 6}", "{id: b, score: {formula: khong_co}}"),
        ["8 ITR112", "9 ITR204"],
    ),
    "a shape, and a name": (
        ruleset("{id: a, max: [5], score: given}", "{id: b, score: {formula: khong_co}}"), ["8 ITR142", "9 ITR204"],
    ),
    "no criterion at all, and a formula": (
        ruleset("5", "{id: b, score: {formula: 1 +}}"), ["8 ITR142", "9 ITR207"],
    ),
    "a criterion without an id, and a formula": (
        ruleset("{max: 5, score: given}", "{id: b, score: {formula: 1 +}}"), ["8 ITR141", "9 ITR207"],
    ),
    "a name, and a maximum that is not reached": (
        ruleset("{id: a, max: 5, score: {formula: khong_co}}", "{id: b, max: 5, score: {formula: 3}}"),
        ["8 ITR204", "9 ITR382"],
    ),
    "a circle, and a divisor of zero": (
        ruleset(
            "{id: a, score: {formula: b}}", "{id: b, score: {formula: a}}", "{id: c, score: {formula: 1 / n}}",
            head="inputs: {n: {type: count}}\n",
        ),
        ["9 ITR262", "11 ITR383"],
    ),
    "a default, a name and a sum": (
        ruleset(
            "{id: a, max: 9, criteria: [{id: b, max: 8, score: {formula: khong_co}}]}",
            head="defaults: {criteria: {cohort: [1, danh_sach]}}\n",
        ),
        ["5 ITR145", "9 ITR301", "9 ITR204"],
    ),
    "an unknown group, and a scorecard in which something is wrong": (
        ruleset("{id: a, score: {dem: n}}", head="groups: {so: {title: Sở}}\n").replace("  bang:\n", "  bang:\n    for: [soo]\n"),
        ["8 ITR204", "10 ITR144"],
    ),
    "an id twice, and a step too high": (
        ruleset(
            "{id: a, score: given}", "{id: a, score: given}", "{id: c, max: 5, score: {steps: n, from: {3: 7}, otherwise: 0}}",
            head="inputs: {n: {type: count}}\n",
        ),
        ["10 ITR112", "11 ITR380"],
    ),
    "a weight that is not there, and a step too high": (
        ruleset(
            "{id: a, weight: 1, score: given}", "{id: b, score: {formula: 1 +}}",
            "{id: c, weight: 1, max: 5, score: {steps: n, from: {3: 7}, otherwise: 0}}",
            head="inputs: {n: {type: count}}\n",
        ),
        ["10 ITR327", "10 ITR207", "11 ITR380"],
    ),
    "two errors in one score, and the sums above it": (
        ruleset("{id: a, max: 20, criteria: [{id: b, max: 15, score: {scale: n, tu: 0, to: 5}}]}", head="inputs: {n: {type: count}}\n"),
        ["9 ITR301", "9 ITR141", "9 ITR140"],
    ),
    "a strange key, and a type elsewhere": (
        ruleset("{id: a, tieu_de: Nhân lực số, score: given}", "{id: b, max: 1, score: {yes_no: n}}", head="inputs: {n: {type: number}}\n"),
        ["9 ITR140", "10 ITR214"],
    ),
    "a name, and tiers that swallow one another": (
        ruleset("{id: a, max: 9, score: {formula: khong_co}}").replace(
            "    criteria:", "    max: 9\n    tiers: [{id: t, from: 5}, {id: k, from: 7}, {id: y}]\n    criteria:"
        ),
        ["8 ITR386", "10 ITR204"],
    ),
    "a key twice, and a word above it": (
        ruleset("{id: a, max: 9, max: 8, score: given}").replace("    criteria:", "    ranking: {ties: standart2}\n    criteria:"),
        ["7 ITR143", "9 ITR112"],
    ),
    "what a failed condition does, and a sum": (
        ruleset("{id: a, max: 9, score: given}", "{id: k, role: condition, on_fail: canh_bao, score: {yes_no: self}}").replace(
            "    criteria:", "    max: 8\n    criteria:"
        ),
        ["7 ITR301", "10 ITR143"],
    ),
    "a function that cannot be read": (
        ruleset("{id: a, score: {formula: 'f(n, 2)'}}", "{id: b, score: {formula: khong_co}}", head='inputs: {n: {type: count}}\nfunctions: {"f(a, b)": "min(a / b, 1"}\n'),
        ["6 ITR207", "11 ITR204"],
    ),
    "a maximum that cannot be read, and shares of it": (
        ruleset("{id: a, max: muoi, score: {steps: n, from: {4: 100%, 3: 50%}, otherwise: 0}}", head="inputs: {n: {type: count}}\n"),
        ["9 ITR252"],
    ),
    "a maximum of parts, and tiers that overlap": (
        ruleset("{id: a, max: 5, criteria: [{id: b, max: 4, score: given}]}")
        + "  xa:\n    for: [x]\n    max: 10\n    tiers: [{id: t, from: 5}, {id: k, up_to: 6}]\n"
        "    criteria: [{id: d, max: 10, score: given}]\n",
        ["6 ITR334", "8 ITR301", "10 ITR204", "12 ITR388"],
    ),
    "a text without a clause that is cut, and the count of clauses": (
        ruleset(
            "{id: a, clause: Điều 1, score: {formula: khong_co}}", "{id: b, score: given}",
            head="decision: {number: 1/QĐ}\n",
        ),
        ["9 ITR204", "10 ITR357"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), ONE_AND_ANOTHER.values(), ids=ONE_AND_ANOTHER)
def test_one_thing_does_not_hide_another(text, codes):
    assert where(told(text)) == codes


# ── and nothing that is only for want of what is wrong ──────────────────────────────────────────────────────────────

ALONE = {
    "the name of an input that is wrong": ruleset(
        "{id: a, score: {formula: n + 1}}", head="inputs: {n: {type: [count]}}\n"
    ),
    "what only a wrong formula reads": ruleset(
        "{id: a, score: {formula: n + }}", head="inputs: {n: {type: count}}\n"
    ),
    "what is read by what only a wrong formula reads": ruleset(
        "{id: a, score: {formula: m + }}", head="inputs: {n: {type: count}}\nvalues: {m: n + 1}\n"
    ),
    "an option of which the score is wrong": ruleset(
        "{id: a, max: 5, score: {choice: n, points: {x: 5, y: 3, z: 1}}}",
        head="inputs: {n: {type: choice, options: {x: X, y: Y}}}\n",
    ),
    "the sum over a maximum that is wrong": ruleset(
        "{id: a, max: 6, criteria: [{id: b, max: 2, score: given}, {id: c, max: x, score: given}]}"
    ),
    "a share of a maximum that is wrong": ruleset("{id: a, max: [6], score: {steps: n, from: {1: 50%}, otherwise: 0}}", head="inputs: {n: {type: count}}\n"),
    "criteria that are no list, and who reads them": ruleset(
        "{id: a, criteria: {b: 1}}", "{id: c, score: {formula: b + 1}}"
    ),
    "a group that is wrong": ruleset("{id: a, cohort: [x], score: given}", head="groups: {x: [1]}\n"),
    "a section of no known name": ruleset("{id: a, score: {formula: n}}", head="dauvao: {n: {type: count}}\n"),
    "a maximum that cannot be read, beside points that are shared out": ruleset(
        "{id: a, max: muoi, score: {count: n, each: 2}}",
        "{id: b, max: 5, score: given, applies: n > 1, not_applicable: rescale}",
        head="inputs: {n: {type: count}}\n",
    ),
    "a maximum below 0, and the sum above it": ruleset(
        "{id: h, max: 9, criteria: [{id: a, max: -5, score: given}, {id: b, max: 5, score: given}]}"
    ),
    "two scores, of which the second is read by nobody": ruleset(
        "{id: a, max: 5, score: {ratio: [n, n]}, score: {count: c, each: moi}}",
        head="parameters: {moi: 2}\ninputs: {n: {type: count, min: 1}, c: {type: count}}\n",
    ),
    "a tier beyond all points, where shares are not everybody's": ruleset(
        "{id: a, max: 10, score: given}", "{id: b, max: 90, score: given, applies: a > 1, not_applicable: exclude}"
    ).replace("    criteria:", "    tiers: [{id: c, from: 150}, {id: t, from: 50%}, {id: y}]\n    criteria:").replace(
        "from: 150", "from: [150]"
    ),
    "the name of a criterion of which the id is wrong": ruleset(
        "{id: [1], max: 5, score: given}", "{id: b, score: {formula: muc + 1}}"
    ),
    "what is of another type only as an input is wrong": ruleset(
        "{id: a, score: {formula: 1 if v else 0}}", head="inputs: {x: {type: [1]}}\nvalues: {v: has(x)}\n"
    ),
    "a criterion above a maximum that is misspelt": ruleset(
        "{id: h, criteria: [{id: a, zz: 5, score: given}]}",
        "{id: b, max: 5, score: given, applies: a > 1, not_applicable: rescale}",
    ),
    "digits of rounding": ruleset(
        "{id: a, max: 1, tiers: [{id: t, from: 0.8}, {id: y, below: 0.8}], criteria: [{id: b, max: 1, score: given}]}",
        head="rounding: {total: x}\nshow: 1\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_what_is_wrong_is_told_alone(text):
    assert where(told(text)) == where(told(text, whole=False))
    assert len(told(text)) == 1


JUNK = ("abc", "[1, 2]", "{a: 1}", "-5", "2O", "n_khong_co + 1", "true", "~", "a +", "sum", "given", "1,5")


def broken(row: str, draw: random.Random) -> str:
    """Break a line: a letter of a key, the value, a word."""
    keys = list(NAMES.finditer(row))
    what = draw.choice(("key", "value", "word"))
    if what == "key" and keys:
        found = draw.choice(keys)
        at = draw.randrange(found.start(1), found.end(1))
        return row[:at] + draw.choice(("", "x", row[at] * 2)) + row[at + 1 :]
    if what == "value" and keys and not row[keys[-1].end() :].startswith(("{", "[", "|", ">")):
        return row[: keys[-1].end()] + draw.choice(JUNK) if row[keys[-1].end() :] else row
    words = list(re.finditer(r"\w+", row))
    if not words:
        return row
    found = draw.choice(words)
    return row[: found.start()] + draw.choice(("zz", f"{found[0]}_x", "1")) + row[found.end() :]


GOOD = [ROOT / "rulesets" / "2021.yaml", ROOT / "rulesets" / "2022.yaml", *sorted(ROOT.glob("tests/**/ruleset.yaml"))]


@cache
def clear(path: Path):
    return told(path.read_text("utf-8"), path.name, path.parent)


@pytest.mark.bar(12)
@pytest.mark.parametrize("seed", range(120))
def test_a_ruleset_with_one_broken_line(seed):
    """What was not told of the whole ruleset is told only where a line was broken, or of a name that is read no more."""
    draw = random.Random(seed)
    path = draw.choice(GOOD)
    rows = path.read_text("utf-8").split("\n")
    number = draw.randrange(len(rows))
    rows[number] = broken(rows[number], draw)
    text = "\n".join(rows)
    known = {
        (each.code, tuple(each.params.items()))
        for each in (*clear(path), *told(text, path.name, path.parent, whole=False))
    }
    for each in told(text, path.name, path.parent):
        is_new = (each.code, tuple(each.params.items())) not in known
        assert not is_new or each.place.line == number + 1 or is_unread(each, text), (rows[number], each)


@pytest.mark.long
@pytest.mark.bar(1)
@pytest.mark.parametrize("batch", range(8))
def test_a_drawn_ruleset_with_one_broken_line(batch):
    """The same of rulesets that are put together of any keys: two scorecards, functions, lookups, marks."""
    tried = 0
    for seed in range(batch * 100, batch * 100 + 100):
        rows = yaml.safe_dump(Draw(seed, is_wide=seed % 2 == 0).document, allow_unicode=True, sort_keys=False).split(
            "\n"
        )
        if load_text("\n".join(rows), "f.yaml").ruleset is None:
            continue
        clear = told("\n".join(rows), "f.yaml")
        draw = random.Random(seed)
        number = draw.randrange(len(rows) - 1)
        rows[number] = broken(rows[number], draw)
        text = "\n".join(rows)
        known = {(each.code, tuple(each.params.items())) for each in (*clear, *told(text, "f.yaml", whole=False))}
        tried += 1
        for each in told(text, "f.yaml"):
            is_new = (
                each.code,
                tuple(each.params.items()),
            ) not in known and each.code != "ITR357"  # it names what it counts
            assert not is_new or each.place.line == number + 1 or is_unread(each, text), (seed, rows[number], each)
    assert tried


def is_unread(found, text: str) -> bool:
    return found.code in {"ITR340", "ITR342"} and (len(re.findall(rf"\b{found.params['name']}\b", text)) == 1)


# ── limits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("count", "codes"), [(salvage.MOST_ERRORS, 1), (salvage.MOST_ERRORS + 1, 0)])
def test_so_many_errors_are_put_aside(count, codes):
    rows = [f"{{id: a{number}, max: [1], score: given}}" for number in range(count)]
    text = ruleset(*rows, "{id: b, score: {formula: khong_co}}")
    assert [each.code for each in told(text)].count("ITR204") == codes


def test_a_file_as_long_as_that_is_looked_at_as_far_as_it_loads():
    text = ruleset("{id: a, max: [1], score: given}", "{id: b, score: {formula: khong_co}}")
    text += "#" * (salvage.LONGEST - len(text))
    assert where(told(text)) == ["8 ITR142", "9 ITR204"]
    assert where(told(text + "#")) == ["8 ITR142"]


def test_a_ruleset_that_loads_has_no_rest():
    assert rest_of(load_text(ruleset("{id: a, score: given}"))) is None
    assert rest_of(load_text("[")) is None


def test_silences_hold_beside_errors():
    text = ruleset("{id: a, score: {formula: khong_co}}", head="inputs:\n  n: {type: count}\n")
    silent = text.replace("type: count}", "type: count}  # itrank: ignore[ITR340] để dành")
    assert (where(told(text)), where(told(silent))) == (["6 ITR340", "10 ITR204"], ["10 ITR204"])


def test_slips_of_an_amendment_come_at_once_and_bring_no_sums(tmp_path):
    """Whom a change was meant for is not known, so neither are the maxima; names and keys are."""
    (tmp_path / "goc.yaml").write_text(
        ruleset("{id: a, max: 5, score: given}", "{id: b, max: 5, score: given}").replace(
            "    criteria:", "    max: 10\n    criteria:"
        ),
        "utf-8",
    )
    text = (
        'format: itrank-ruleset/1\nid: thu\nversion: "2"\nextends: goc.yaml\namend: {bb: {max: 7}}\nrepeal: [aa]\n'
        "add:\n  - {under: bang, after: cc, id: d, max: 5, score: given}\n  - {under: bangg, id: e, max: 5, score: given}\n"
        "values: {v: khong_co + 1}\n"
    )
    assert where(told(text, "sua.yaml", tmp_path)) == ["5 ITR204", "6 ITR204", "8 ITR204", "9 ITR204", "10 ITR204"]


def test_what_the_other_file_says_stands_there(tmp_path):
    """An amended ruleset and its amendment: what is wrong with a formula is told in the file that says it."""
    (tmp_path / "goc.yaml").write_text(ruleset("{id: a, max: 5, score: {formula: khong_co}}"), "utf-8")
    text = 'format: itrank-ruleset/1\nid: thu\nversion: "2"\nextends: goc.yaml\ntitel: Sửa\namend: {a: {max: [4]}}\n'
    found = told(text, "sua.yaml", tmp_path)
    assert [(each.place.file, each.place.line, each.code) for each in found] == [
        ("goc.yaml", 8, "ITR204"), ("sua.yaml", 5, "ITR140"), ("sua.yaml", 6, "ITR142"),
    ]  # fmt: skip
