"""Silences: what is a comment, of which line it speaks, and what can be silenced at all."""

import pytest
from itrank.engine import load_text
from itrank.engine.language.silence import apply, silences
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Place, finding
from itrank.engine.prove.checks import checked

TEXT = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {type: count}
  so_lop: {type: count}  #SAME
scorecards:
  bang:
    criteria:
      - {id: hop, score: {formula: so_hop}}
"""


def told(text: str):
    loaded = load_text(text)
    assert loaded.document is not None
    return checked(loaded, "ruleset.yaml")


def codes(text: str) -> list[str]:
    return [each.code for each in told(text)[0]]


def test_without_a_comment_it_is_told():
    assert codes(TEXT.replace("  #SAME", "")) == ["ITR340"]


@pytest.mark.parametrize(
    "comment",
    [
        "# itrank: ignore[ITR340] năm sau mới chấm",
        "#itrank:ignore[ITR340] năm sau mới chấm",
        "#\titrank: ignore[ ITR340 ]: năm sau mới chấm",
        "# itrank: ignore[ITR340] - năm sau mới chấm  ",
    ],
)
def test_a_comment_silences_its_line_and_the_reason_is_kept(comment):
    findings, silenced = told(TEXT.replace("#SAME", comment))
    assert findings == ()
    assert [(each.finding.code, each.finding.place.line, each.reason) for each in silenced] == [
        ("ITR340", 7, "năm sau mới chấm"),
    ]  # fmt: skip


def test_a_comment_that_stands_alone_speaks_of_the_next_line():
    above = "  # itrank: ignore[ITR340] năm sau mới chấm\n\n  # một lời chú khác\n  so_lop:"
    assert codes(TEXT.replace("  so_lop:", above).replace("  #SAME", "")) == []


def test_a_comment_speaks_of_no_other_line():
    wrong_line = TEXT.replace("so_hop: {type: count}", "so_hop: {type: count}  # itrank: ignore[ITR340] nhầm dòng")
    assert codes(wrong_line.replace("  #SAME", "")) == ["ITR148", "ITR340"]
    after = TEXT.replace("  #SAME", "\n  # itrank: ignore[ITR340] nhầm dòng")
    assert codes(after) == ["ITR340", "ITR148"]


def test_several_codes_have_one_reason():
    text = TEXT.replace(
        "so_lop: {type: count}  #SAME", "so_hop_: {type: count}  # itrank: ignore[ITR340, ITR367] để dành"
    )
    findings, silenced = told(text)
    assert findings == ()
    assert [(each.finding.code, each.reason) for each in silenced] == [("ITR340", "để dành"), ("ITR367", "để dành")]


# A comment, and what is told of it besides what it does not silence.
WRONG = {
    "# itrank: ignore[ITR340]": (["ITR340", "ITR146"], "ITR340 is silenced without a reason"),
    "# itrank: ignore[ITR340, ITR341]  ": (["ITR340", "ITR146"], "ITR340, ITR341 is silenced without a reason"),
    "# itrank: ignore[ITR999] vì": (["ITR340", "ITR147"], 'does not understand "ITR999"'),
    "# itrank: ignore[340] vì": (["ITR340", "ITR147"], 'does not understand "340"'),
    "# itrank: ignore[] vì": (["ITR340", "ITR147"], "does not understand"),
    "# itrank: bỏ qua dòng này": (["ITR340", "ITR147"], 'does not understand "bỏ qua dòng này"'),
    "# itrank: ignore ITR340 vì": (["ITR340", "ITR147"], 'does not understand "ignore ITR340 vì"'),
    "# itrank:": (["ITR340", "ITR147"], 'does not understand ""'),
    "# itrank: ignore[ITR341] vì": (["ITR340", "ITR148"], "ITR341 is silenced here, but line 7 raises no ITR341"),
    "# itrank: ignore[ITR340, ITR341] vì": (["ITR148"], "line 7 raises no ITR341"),
    "# itrank: ignore[ITR340, ITR999] vì": (["ITR147"], "ITR999"),
    "# itrank: ignore[ITR361] vì": (["ITR340", "ITR149"], "ITR361 is an error and cannot be silenced"),
}


@pytest.mark.parametrize("comment", WRONG)
def test_a_comment_that_is_wrong_is_told(comment):
    expected, words = WRONG[comment]
    findings = told(TEXT.replace("#SAME", comment))[0]
    assert [each.code for each in findings] == expected
    assert words in message(findings[-1], "en")
    assert findings[-1].place[1:3] == (7, 26)


def test_a_long_comment_is_told_in_short():
    (found,) = silences(f"a: 1  # itrank: {'x' * 5000}", "r.yaml")[1]
    assert len(found.params["found"]) <= 60


def test_an_error_is_told_although_it_is_silenced():
    text = TEXT.replace("  #SAME", "").replace("formula: so_hop", "formula: so_hopp").replace(
        "- {id: hop", "# itrank: ignore[ITR204] biết rồi\n      - {id: hop")  # fmt: skip
    assert [each.code for each in told(text)[0]] == ["ITR149", "ITR204"]


# What looks like a comment and is text.
TEXTS = (
    'a: "x  # itrank: ignore[ITR340] vì"',
    "a: 'x  # itrank: ignore[ITR340] vì'",
    "a: |\n  x  # itrank: ignore[ITR340] vì\n  # itrank: ignore[ITR340] vì",
    "a: >-\n  x\n  # itrank: ignore[ITR340] vì\nb: 1",
    'a: "x\n  # itrank: ignore[ITR340] vì\n  y"',
    "a: x# itrank: ignore[ITR340] vì",
    "a: {b: 'it''s # itrank: ignore[ITR340] vì', c: 2}",
    '"a # itrank: ignore[ITR340] vì": 1',
    "# nói về itrank: ignore[ITR340] vì",
    "a: 1  ## itrank: ignore[ITR340] vì",
)


@pytest.mark.parametrize("text", TEXTS)
def test_what_stands_in_text_is_no_comment(text):
    assert silences(text, "r.yaml") == ((), ())


# What is a comment, and the line of which it speaks.
COMMENTS = {
    "a: |  # itrank: ignore[ITR340] vì\n  x\n": 1,
    "a:\n  - 'x'  # itrank: ignore[ITR340] vì\n": 2,
    "a: |\n  x\n# itrank: ignore[ITR340] vì\nb: 1\n": 4,
    "a: [1,  # itrank: ignore[ITR340] vì\n  2]\n": 1,
    "# itrank: ignore[ITR340] vì": 1,
    'a: "một\n  hai"  # itrank: ignore[ITR340] vì\n': 2,
    "\ufeffa: 1  # itrank: ignore[ITR340] vì\n": 1,
    "a: 1  # itrank: ignore[ITR340] vì\r\nb: 2\r\n": 1,
    "tên: 'đ#'  # itrank: ignore[ITR340] vì": 1,
}  # fmt: skip


@pytest.mark.parametrize("text", COMMENTS)
def test_what_is_a_comment_is_found(text):
    (found,), wrong = silences(text, "r.yaml")
    assert (found.line, found.reason, wrong) == (COMMENTS[text], "vì", ())


def test_text_that_is_no_yaml_silences_nothing():
    assert silences("a: 'x\n# itrank: ignore[ITR340] vì\n", "r.yaml") == ((), ())


def test_a_ruleset_that_cannot_be_read_has_no_silences():
    loaded = load_text(TEXT.replace("#SAME", "# itrank: ignore[ITR340]") + "a: [")
    assert [each.code for each in checked(loaded, "ruleset.yaml")[0]] == ["ITR104"]


def test_where_not_everything_could_be_looked_for_no_silence_is_one_too_many():
    broken = TEXT.replace("#SAME", "# itrank: ignore[ITR340] để dành").replace("formula: so_hop", "formula: so_hopp")
    assert codes(broken) == ["ITR204"]


def test_a_silence_holds_only_in_its_own_file():
    found = finding("ITR340", Place("b.yaml", 1, 1), name="x")
    texts = {"a.yaml": "a: 1  # itrank: ignore[ITR340] vì", "b.yaml": "a: 1"}
    assert apply([found], texts) == ((found,), ())


def test_an_evaluation_keeps_silent_about_what_is_silenced(tmp_path, capsys, monkeypatch):
    from itrank.cli import run

    monkeypatch.chdir(tmp_path)
    text = TEXT.replace("inputs:", "groups: {so: {}, xa: {}}\ninputs:").replace("  bang:\n", "  bang:\n    for: [so]\n")
    (tmp_path / "d.csv").write_text("id,group,so_hop,so_lop\na,so,1,1\n", "utf-8")
    for comment, is_told in (("", True), ("# itrank: ignore[ITR335] chưa chấm cấp xã\n", False)):
        (tmp_path / "r.yaml").write_text(text.replace("groups:", f"{comment}groups:").replace("  #SAME", ""), "utf-8")
        assert run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv"]) == 0
        assert ("ITR335" in capsys.readouterr().err) is is_told


def test_many_comments_and_a_line_that_holds_everything_are_read_once():
    """Comments below each other all speak of the same line; a long line is not copied for each of its words."""
    rows = "".join(f"# itrank: ignore[ITR{i % 9 + 340}] {i}\n" for i in range(500))
    words = ", ".join(["'a # itrank: ignore[ITR340] b'"] * 500)
    found, wrong = silences(f"{rows}\n# plain\na: [{words}]  # itrank: ignore[ITR340] at the end\n", "r.yaml")
    assert {each.line for each in found} == {503}
    assert (len(found), wrong) == (501, ())


# ── Reasons that do not hold ──

SCORED = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count, max: 4}
  b: {type: count, max: a}
  c: {type: count}
  d: {type: percent, max: 100%}
  co: {type: yes_no}
  muc: {type: choice, options: {thap: Thấp, cao: Cao}}
scorecards:
  bang:
    criteria:
      # itrank: ignore[CODE] không đơn vị nào quá 20
      - {id: x, max: 20, ROUND score: {formula: "FORMULA"}}
      - {id: y, score: {formula: a + b + c + d + (1 if co else 0) + (1 if muc == 'cao' else 0)}}
"""

# A formula of 20 points at most, and what it is worth in answers that its reason denies; none: nothing contradicts it.
REASONS = {
    "a * 5 + b": ("ITR380", 24, "a = 4, b = 4"),
    "a * 5 + 4 - b": ("ITR380", 24, "a = 4, b = 0"),
    "(4 - a) * 6": ("ITR380", 24, "a = 0"),
    "a * 5 + (1 if co else 0)": ("ITR380", 21, "a = 4, co = true"),
    "a * 5 + (0 if co else 1)": ("ITR380", 21, "a = 4, co = false"),
    "a * 5 + (1 if muc == 'cao' else 0)": ("ITR380", 21, "a = 4, muc = cao"),
    "a * 5 + (1 if muc == 'thap' else 0)": ("ITR380", 21, "a = 4, muc = thap"),
    "d * 21": ("ITR380", 21, "d = 1"),
    "c * 21": ("ITR381", 210, "c = 10"),  # one of it passes, however few there are
    "a * 5 + c": ("ITR381", 30, "a = 4, c = 10"),
    "c * 10": ("ITR381", None, ""),  # who says that there are never three is not contradicted
    "c * 20": ("ITR381", None, ""),  # 20 of 20
    "a * b - a * (b - 1) * 9": ("ITR380", 36, "a = 4, b = 0"),
    "a * 5 + a - b * 6 + b": ("ITR380", 24, "a = 4, b = 0"),
}


def scored(formula: str, code: str, rounds: str = "") -> str:
    return SCORED.replace("FORMULA", formula).replace("CODE", code).replace("ROUND", rounds)


@pytest.mark.parametrize("formula", REASONS)
def test_a_reason_that_answers_contradict_is_told_with_them(formula):
    code, value, answers = REASONS[formula]
    findings, silenced = told(scored(formula, code))
    assert [each.finding.code for each in silenced] == [code]
    if value is None:
        assert findings == ()
        return
    assert [each.code for each in findings] == ["ITR166"]
    assert message(findings[0], "en") == (
        f"the comment that silences {code} does not hold: x is worth {value} of at most 20 with {answers}"
    )
    assert findings[0].place == silenced[0].finding.place


def test_what_an_evaluation_allows_is_no_contradiction():
    """A value that its own rounding takes to the maximum passes nothing; a hair more does."""
    text = scored("a * 5 + d / 3", "ITR380", "max: 20.3, round: 0,").replace("max: 20, ", "")
    assert not any(each.code == "ITR166" for each in told(text)[0])


def test_a_reason_may_be_kept_knowingly():
    """What no bound of the language can say: the comment names that finding too."""
    findings, silenced = told(scored("a * 5 + 4 - b", "ITR380, ITR166"))
    assert findings == ()
    assert [each.finding.code for each in silenced] == ["ITR166", "ITR380"]
    assert [each.code for each in told(scored("a * 5", "ITR380, ITR166"))[0]] == ["ITR148", "ITR148"]


def test_points_of_subordinate_units_are_tried_in_every_order_of_scorecards():
    """A total with a bonus passes the maximum of the mean that the unit above takes of it."""
    text = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {tren: {}, duoi: {}}
inputs:
  a: {type: count, max: 4}
scorecards:
  tren:
    for: [tren]
    criteria:
      # itrank: ignore[ITR380] không ai quá 20
      - {id: x, max: 20, score: {formula: children_mean(duoi)}}
  duoi:
    for: [duoi]
    max: 20
    criteria:
      - {id: y, max: 20, score: {count: a, each: 5}}
      - {id: z, max: 3, role: bonus, score: {count: a, each: 1}}
"""
    findings, _ = told(text)
    assert [each.code for each in findings if each.code == "ITR166"] == ["ITR166"]
    assert "x is worth 23 of at most 20 with a = 4" in message(findings[-1], "en") + message(findings[0], "en")
    without = told(text.replace("      - {id: z, max: 3, role: bonus, score: {count: a, each: 1}}\n", ""))
    assert not any(each.code == "ITR166" for each in without[0])


@pytest.mark.slow
def test_the_search_is_bounded(monkeypatch):
    """Hundreds of inputs: few are looked at together, and the answer is the same."""
    from itrank.engine.prove import passing as looked

    names = [f"n{number}" for number in range(60)]
    text = scored(" + ".join(names), "ITR380")
    text = text.replace("inputs:\n", "inputs:\n" + "".join(f"  {name}: {{type: count, max: 1}}\n" for name in names))
    assert "x is worth 60 of at most 20" in message(told(text)[0][0], "en")
    monkeypatch.setattr(looked, "MOST_CELLS", 1)
    assert "x is worth 60 of at most 20" in message(told(text)[0][0], "en")


@pytest.mark.long
def test_no_shipped_ruleset_has_a_reason_that_is_false():
    from pathlib import Path

    from itrank.engine.language import load

    for path in sorted((Path(__file__).parent.parent / "rulesets").glob("*[!t].yaml")):
        loaded = load(path, path.name)
        findings, silenced = checked(loaded, path.name, run_tests=False)
        assert "ITR166" not in {each.code for each in findings}, path.name
        assert silenced, path.name
    old = (
        path.read_text("utf-8")
        .replace("        cap: 100  #", "        #")
        .replace("ignore[ITR383]", "ignore[ITR381, ITR383]")
    )
    findings, _ = checked(load_text(old, "r.yaml"), "r.yaml", run_tests=False)
    (false,) = (each for each in findings if each.code == "ITR166")
    assert "p_xa is worth 103 of at most 100" in message(false, "en")
