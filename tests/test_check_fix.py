"""`itrank check --fix` and `--diff`: what can be right in one way only is mended, and nothing else of the file changes."""

import difflib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank import commands
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.language import loading
from itrank.engine.language.document import MOST_BYTES
from itrank.engine.language.mends import FIXES
from itrank.engine.language.slips import keys_at, meant, words_at
from itrank.engine.model.codes import CODES, ROWS
from itrank.engine.prove import mending
from itrank.engine.prove.checks import checked
from itrank.engine.prove.mending import mended
from sampling import size

ROOT = Path(__file__).parent.parent
GOOD = """# thử nghiệm
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
effective: {from: 2022-01-31}
groups: {so_nganh: {title: Sở}}
inputs:
  so_hop: {type: count, publish: true}  # họp
  can_bo: {type: count, min: 1}
  chu_tri: {type: choice, options: {bi_thu: Bí thư, pho: Phó}}
  ngay: {type: date, min: 2022-01-05, publish: true}
parameters: {nguong: 7.5}
functions: {'ty_le(a, b)': a / b}
scorecards:
  bang:
    for: [so_nganh]
    ranking: {lists: [[so_nganh]]}
    criteria:
      - {id: hop, code: "1.10", max: 20, score: {steps: so_hop, from: {4: 20, 2: 10}, otherwise: 0}}
      - {id: tri, code: "1.20", max: 20, score: {choice: chu_tri, points: {bi_thu: 20, pho: 10}}}
      - {id: cong, max: 99, cap: 99, min: 0, score: {formula: "so_hop * ty_le(so_hop, can_bo) if can_bo > nguong and chu_tri == 'pho' else min(ty_le(can_bo, 1), can_bo, nguong * 0.8, 1.5)"}}
tests:
  - {name: họp bốn lần, scorecard: bang, given: {so_hop: 4, can_bo: 3}, expect: {hop: 20}}
  - {name: không họp, scorecard: bang, given: {so_hop: 0}, expect: {hop: 0}}
"""
AMENDING = """format: itrank-ruleset/1
id: thu-2
version: "2"
title: Thử
extends: base.yaml
amend:
  hop: {title: Họp, score: {steps: so_hop, from: {4: 20}, otherwise: 0}}
repeal: [tri]
"""
HIDDEN = "\u200b"


@pytest.fixture
def itrank(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(["check", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def fixed(text: str, **options: object) -> mending.Mended:
    return mended(text.encode(), "r.yaml", None, **options)


def told(text: str) -> list[str]:
    return [each.code for each in checked(load_text(text, "r.yaml"), "r.yaml")[0]]


def test_the_ruleset_that_is_damaged_below_is_whole():
    assert [code for code in told(GOOD) if CODES[code].severity == "error"] == []
    assert fixed(GOOD) == mending.Mended(GOOD)


# What is written in place of what; the code of the finding; each comes back.
DAMAGES = {
    "a key": ("title: Thử\n", "titel: Thử\n", "ITR140"),
    "a key at the top that must be there": ("scorecards:", "scorecard:", "ITR140"),
    "a key with all that is below it": ("    criteria:", "    critera:", "ITR140"),
    "a key's case": ("cap: 99", "Cap: 99", "ITR140"),
    "the line format": ("format: itrank-ruleset/1\n", "", "ITR141"),
    "the word after format": ("itrank-ruleset/1", "itrank-rulset/1", "ITR143"),
    "a switch": ("publish: true}  #", "publish: Yes}  #", "ITR142"),
    "a switch in Vietnamese": ("publish: true}  #", "publish: có}  #", "ITR142"),
    "a switch in quotes": ("publish: true}  #", 'publish: "true"}  #', "ITR142"),
    "a word": ("type: choice", "type: chioce", "ITR143"),
    "a scoring kind": ("steps: so_hop", "stpes: so_hop", "ITR144"),
    "a number that is text": ('code: "1.10"', "code: 1.10", "ITR145"),
    "a version that is text": ('version: "1"', "version: 1", "ITR145"),
    "a name": ("so_hop * ty", "so_hopp * ty", "ITR204"),
    "a name without accents": ("can_bo > nguong", "cán_bộ > nguong", "ITR204"),
    "a sign of print": ("so_hop * ty", "so_hop × ty", "ITR205"),
    "a space that is not the common one": ("so_hop * ty", "so_hop\u00a0* ty", "ITR205"),
    "a full-width sign": ("so_hop * ty", "so_hop ＊ ty", "ITR205"),
    "a full-width letter": ("can_bo > nguong", "ｃan_bo > nguong", "ITR205"),
    "a decimal comma": ("parameters: {nguong: 7.5}", 'parameters: {nguong: "7,5"}', "ITR208"),
    "a number between points": ("can_bo > nguong", "can_bo > 1_000", "ITR210"),
    "a function": ("ty_le(so_hop", "ty_lee(so_hop", "ITR204"),
    "a function of itrank's": ("else min(", "else Min(", "ITR204"),
    "a day": ("2022-01-05", "2022/1/5", "ITR317"),
    "a day on which it begins": ("from: 2022-01-31", "from: 31/01/2022", "ITR142"),
    "a group": ("for: [so_nganh]", "for: [so_nghanh]", "ITR204"),
    "an input of a case": ("given: {so_hop: 4", "given: {so_hopp: 4", "ITR204"),
    "letters without width": ("so_hop * ty", f"so{HIDDEN}_hop * ty{HIDDEN}", "ITR103"),
}  # fmt: skip


def differs_in_quotes(text: str) -> str:
    return text.replace('nguong: "7.5"', "nguong: 7.5")


@pytest.mark.parametrize(
    ("was", "now", "code"), [row for row in DAMAGES.values() if row[2]], ids=[name for name in DAMAGES if DAMAGES[name][2]]
)  # fmt: skip
def test_what_is_mended(was, now, code):
    assert GOOD.count(was) == 1
    bad = GOOD.replace(was, now)
    made = fixed(bad)
    assert code in told(bad)
    assert made.refused == ()
    assert {mend.finding.code for mend in made.done} == {code}
    if "1_000" in now:
        assert made.text == GOOD.replace(was, "can_bo > 1000")
    else:
        assert differs_in_quotes(made.text) == GOOD
    assert fixed(made.text) == mending.Mended(made.text)
    assert load_text(made.text, "r.yaml").ruleset is not None


@pytest.mark.parametrize(
    ("was", "now", "becomes"),
    [
        ("nguong * 0.8", "nguong ^ 2", "nguong ** 2"),
        ("nguong and chu_tri", "nguong và chu_tri", "nguong and chu_tri"),
        ("nguong * 0.8, 1.5", "nguong * 80%, 12.5%", "nguong * 0.8, 0.125"),
        ("0.8, 1.5)", ".8, 2.)", "0.8, 2)"),
        ("nguong: 7.5", "nguong: '0,500'", "nguong: '0.500'"),
        ("nguong: 7.5", "nguong: '7,5%'", "nguong: '7.5%'"),
        ("nguong: 7.5", "nguong: '1234,567'", "nguong: '1234.567'"),
    ],
)
def test_what_formulas_write_otherwise(was, now, becomes):
    """The words and signs of a formula that cannot be read; quotes that are needed stay."""
    assert GOOD.count(was) == 1
    bad = GOOD.replace(" and chu_tri == 'pho'", " and can_bo > 1" if "chu_tri" not in was else " and chu_tri")
    bad = bad.replace("nguong and chu_tri", "nguong and can_bo > 2") if "chu_tri" in was else bad
    was, now, becomes = (each.replace("chu_tri", "can_bo > 2") for each in (was, now, becomes))
    made = fixed(bad.replace(was, now))
    assert made.text == bad.replace(was, becomes)
    assert [code for code in told(made.text) if CODES[code].severity == "error"] == []


LEFT = {
    "a key that may be two": ("cap: 99", "map: 99"),
    "a key that is far from all": ("cap: 99", "tran: 99"),
    "a key that would then be there twice": ("max: 99", "max: 99, maxx: 99"),
    "a word that may be two": ("type: choice", "type: chon"),
    "another version of the language": ("itrank-ruleset/1", "itrank-ruleset/2"),
    "a number where a switch is wanted": ("publish: true}  #", "publish: 1}  #"),
    "a name that is far from all": ("so_hop * ty", "so_lop_hoc * ty"),
    "a name that differs by a digit": ("so_hop * ty", "so_hop2 * ty"),
    "a declaration of which there is but one": ("  can_bo: {", "  can_bo_: {"),
    "an equals sign": ("can_bo > nguong", "can_bo = nguong"),
    "a comma that may part thousands": ("nguong: 7.5", 'nguong: "1,500"'),
    "a superscript": ("so_hop * ty", "so_hop² * ty"),
    "a percentage and perhaps a remainder": ("nguong * 0.8, 1.5", "nguong * 80%, 80% + 1"),
    "a day that may be a month": ("2022-01-05", "01/05/2022"),
    "a day that is none": ("2022-01-05", "2022/02/30"),
    "a maximum that does not add up": ("    for: [so", "    max: 100\n    for: [so"),
    "what turns the direction of writing": ("title: Thử", "title: T\u202ehử"),
    "an input without use": ("  can_bo: {", "  khac: {type: count}\n  can_bo: {"),
    "a tab": ("  can_bo: {", "\tcan_bo: {"),
    "a value that is missing": ("title: Thử", "title:"),
    "a key that is there twice": ("title: Thử", "title: Thử\ntitle: Thử"),
    "a name that is taken": ("  ngay: {", "  sum: {"),
    "a slip within a block of text": ("title: Thử", "title: |\n  titel: Thử"),
    "a file in another encoding": ("# thử nghiệm", "# th\udcff"),
}


@pytest.mark.parametrize(("was", "now"), LEFT.values(), ids=LEFT)
def test_what_is_left_to_a_person(was, now):
    assert GOOD.count(was) == 1
    bad = GOOD.replace(was, now).encode("utf-8", "surrogateescape")
    assert mended(bad, "r.yaml", None).done == ()


# Names that stand in text beside the damage more than once: text, damage, code.
ELSEWHERE = {
    "an option": ("chu_tri == 'bi_thu'", "chu_tri == 'bi_thuu'", "ITR204"),
    "an option with points": ("points: {bi_thu: 20", "points: {bithu: 20", "ITR204"),
    "a misspelt parameter of a cap": ("cap: nguong * 20", "cap: nguon * 20", "ITR252"),
    "a misspelt parameter": ("min: nguong}", "min: nguon}", "ITR204"),
    "what a case expects": ("expect: {so_hop: 0}", "expect: {so_hopp: 0}", "ITR204"),
    "a scorecard": ("scorecard: bang, given: {so_hop: 0}", "scorecard: bag, given: {so_hop: 0}", "ITR204"),
}
WITH_MORE = (
    GOOD.replace("chu_tri == 'pho'", "chu_tri == 'bi_thu'")
    .replace("can_bo: {type: count, min: 1}", "can_bo: {type: count, min: nguong}")
    .replace("cap: 99", "cap: nguong * 20")
    .replace("expect: {hop: 0}", "expect: {so_hop: 0}")
)


@pytest.mark.parametrize(("was", "now", "code"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_names_that_stand_elsewhere_too(was, now, code):
    assert WITH_MORE.count(was) == 1
    bad = WITH_MORE.replace(was, now)
    made = fixed(bad)
    assert ([mend.finding.code for mend in made.done], made.text) == ([code], WITH_MORE)


def test_every_mend_is_tried_here():
    tried = {row[2] for row in (*DAMAGES.values(), *ELSEWHERE.values())}
    fixed_codes = {row.code for row in ROWS.values() if row.fix is not None}
    assert fixed_codes == tried | {"ITR204", "ITR148", "ITR206", "ITR207"}  # by tests of their own
    assert FIXES.keys() == {row.fix for row in ROWS.values()} - {None}


# ── Silences ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Thử  # itrank: ignore[ITR340] cũ\n", "title: Thử\n"),
        ("title: Thử   # của tỉnh  # itrank: ignore[ITR340] cũ\n", "title: Thử   # của tỉnh\n"),
        ("# itrank: ignore[ITR340] cũ\ntitle: Thử\n", "title: Thử\n"),
        ("  # itrank: ignore[ITR340] cũ\n# khác\ntitle: Thử\n", "# khác\ntitle: Thử\n"),
        ("title: Thử  # itrank: ignore[ITR340, ITR342] cũ\n", "title: Thử\n"),
    ],
)  # fmt: skip
def test_a_silence_without_need_is_deleted(before, after):
    made = fixed(GOOD.replace("title: Thử\n", before))
    assert made.text == GOOD.replace("title: Thử\n", after)


@pytest.mark.parametrize(
    "comment",
    [
        "# itrank: ignore[ITR340] một dòng khác vẫn có ITR340",
        "# itrank: ignore[ITR34O] gõ sai",
        "# itrank: ignore[ITR342]",
        "# itrank: ignore[ITR204] lỗi",
    ],
)
def test_a_silence_that_may_have_been_meant_for_something_stays(comment):
    text = GOOD.replace("  can_bo: {", "  khac: {type: count}\n  can_bo: {").replace(
        "title: Thử\n", f"title: Thử  {comment}\n"
    )
    assert fixed(text).text == text


def test_of_several_codes_the_one_without_need_goes():
    text = GOOD.replace("  can_bo: {", "  khac: {type: count}  # itrank: ignore[ITR340, ITR347] để in\n  can_bo: {")
    assert fixed(text).text == text.replace("[ITR340, ITR347]", "[ITR340]")


def test_a_silence_of_what_was_not_looked_at_stays():
    text = GOOD.replace("title: Thử\n", "title: Thử  # itrank: ignore[ITR508] nhiều ca\n")
    assert fixed(text, run_tests=False).text == text
    assert fixed(text).text == GOOD


# ── What is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_and_line_ends_are_kept():
    windows = "\ufeff" + GOOD.replace("\n", "\r\n")
    bad = windows.replace("titl", "tit", 1).replace("format: itrank-ruleset/1\r\n", "")
    assert fixed(bad).text == windows
    assert fixed(GOOD.rstrip("\n").replace("title:", "tittle:")).text == GOOD.rstrip("\n")


def test_decomposed_letters_are_put_together_where_they_are_read():
    text = "# thử\n" + GOOD.replace("title: Thử", "title: Thử Đây").replace("so_hop", "số_họp")
    apart = "".join(
        unicodedata.normalize("NFD", row) if "#" not in row else row for row in text.splitlines(keepends=True)
    )
    comment = unicodedata.normalize("NFD", "# giữ nguyên thế này\n")
    made = fixed(comment + apart)
    assert made.text == comment + text
    assert {mend.finding.code for mend in made.done} == {"ITR206"}


def test_two_slips_at_different_depths_are_both_found():
    bad = (
        GOOD.replace("criteria:", "critera:")
        .replace("steps: so_hop", "stepss: so_hop")
        .replace("so_hop * ty", "so_hopp × ty")
    )
    made = fixed(bad)
    assert made.text == GOOD
    assert [mend.finding.code for mend in made.done] == ["ITR140", "ITR144", "ITR205", "ITR204"]


def test_a_mend_that_makes_things_worse_is_not_taken_and_the_others_are():
    bad = GOOD.replace("cap: 99", "caps: [99]").replace("title: Thử\n", "titel: Thử\n")
    made = fixed(bad)
    assert made.text == GOOD.replace("cap: 99", "caps: [99]")
    assert [(each.mend.finding.code, each.codes) for each in made.refused] == [("ITR140", ("ITR142",))]


@pytest.mark.long
def test_there_is_an_end_to_trying(monkeypatch):
    tries = []
    tried = mending._tried
    monkeypatch.setattr(mending, "_tried", lambda *args, **options: tries.append(1) or tried(*args, **options))
    wrong = "".join(
        f"      - {{id: x{chr(97 + n // 26)}{chr(97 + n % 26)}, maxx: [1], score: {{formula: 1}}}}\n" for n in range(60)
    )
    made = fixed(GOOD.replace("tests:\n", wrong + "tests:\n"))
    assert (made.done, len(tries)) == ((), mending.MOST_TRIALS + 1)


def test_a_slip_in_what_amends_is_held_against_what_it_amends(tmp_path):
    (tmp_path / "base.yaml").write_text(GOOD, "utf-8")
    path = tmp_path / "next.yaml"
    for was, now in (
        ("  hop: {title", "  hopp: {title"),
        ("[tri]", "[trii]"),
        ("steps: so_hop", "steps: so_hopp"),
        ("steps:", "step:"),
    ):
        bad = AMENDING.replace(was, now)
        made = mended(bad.encode(), "next.yaml", path)
        # `hop` and `tri` are too short for a slip to be certain.
        assert made.text == (bad if "hopp:" in now or "trii" in now else AMENDING), now
    assert load_text(AMENDING, "next.yaml", tmp_path).ruleset is not None
    longer = AMENDING.replace("[tri]", "[tri, cuoc_hopp]")
    (tmp_path / "base.yaml").write_text(GOOD.replace("id: cong", "id: cuoc_hop"), "utf-8")
    made = mended(longer.encode(), "next.yaml", path)
    assert [mend.finding.code for mend in made.done] == ["ITR204"]
    assert made.text == AMENDING.replace("[tri]", "[tri, cuoc_hop]")


SHIPPED = {path.stem: path.read_text("utf-8") for path in sorted(ROOT.glob("rulesets/*.yaml"))}
SPOTS = {
    name: [
        m for m in re.finditer(r"[^\W\d]\w+", text) if "#" not in text[text.rfind("\n", 0, m.start()) + 1 : m.start()]
    ]
    for name, text in SHIPPED.items()
}


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=size(12, 60))
def test_one_wrong_letter_comes_back_or_stays(data):
    """Of a word that lost, gained, changed or swapped a letter nothing third is ever made."""
    name = data.draw(st.sampled_from(sorted(SHIPPED)))
    text, spot = SHIPPED[name], data.draw(st.sampled_from(SPOTS[name]))
    word, at = spot[0], data.draw(st.integers(0, len(spot[0]) - 1))
    letter = data.draw(st.sampled_from("abcdeghimnorstuy_ăôX"))
    damaged = data.draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    bad = text[: spot.start()] + damaged + text[spot.end() :]
    assert fixed(bad, run_tests=False).text in {text, bad}


@given(st.text(max_size=60))
@settings(max_examples=size(12, 60))
def test_any_text_is_mended_or_left(text):
    made = mended(text.encode("utf-8", "surrogatepass"), "r.yaml", None)
    assert (
        made.done
        or made.text.encode("utf-8", "replace")
        == text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    )


@pytest.mark.long
def test_what_is_shipped_has_nothing_to_mend():
    for text in SHIPPED.values():
        assert fixed(text) == mending.Mended(text)


def test_words_are_those_of_the_language():
    assert {"steps", "from", "above", "log"} <= keys_at(("scorecards", "x", "criteria", 0, "criteria", 1, "score"))
    assert words_at(("inputs", "x", "type")) >= {"count", "yes_no"}
    assert meant("stpes", keys_at(("scorecards", "x", "criteria", 0, "score"))) == "steps"
    assert (meant("abc", []), meant("x" * 201, ["x" * 200]), meant("max", ["max", "maxx"])) == (None, None, None)


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────────────

BAD = GOOD.replace("title: Thử\n", "titel: Thử\n").replace("so_hop * ty", "so_hopp * ty")


def test_fix_mends_the_file_says_what_and_reports_what_is_left(itrank):
    path = Path("a.yaml")
    path.write_text(BAD.replace("cap: 99", "tran: 99"), "utf-8")
    code, out, err = itrank("a.yaml", "--fix")
    assert (code, err) == (1, "a.yaml:5:1: đã sửa ITR140: titel → title\n")
    assert 'ITR140: khóa "tran" không có ở đây' in out
    path.write_text(BAD, "utf-8")
    path.chmod(0o640)
    code, out, err = itrank("a.yaml", "--fix", "--lang", "en")
    assert code == 0
    assert err.splitlines() == [
        "a.yaml:5:1: mended ITR140: titel → title",
        "a.yaml:22:64: mended ITR204: so_hopp → so_hop",
    ]
    assert out.endswith("Checked 1 ruleset, ran 2 cases.\n")
    assert path.read_text("utf-8") == GOOD
    assert path.stat().st_mode & 0o777 == 0o640
    assert itrank("a.yaml", "--fix")[2] == ""
    assert [entry.name for entry in Path().iterdir()] == ["a.yaml"]


def test_what_is_added_and_deleted_is_named(itrank):
    Path("a.yaml").write_text(
        GOOD.replace("format: itrank-ruleset/1\n", "").replace("title: Thử", "title: Thử  # itrank: ignore[ITR340] x"),
        "utf-8",
    )
    err = itrank("a.yaml", "--fix")[2]
    assert err == (
        "a.yaml:2:1: đã sửa ITR141: thêm format: itrank-ruleset/1\n"
        "a.yaml:5:13: đã sửa ITR148: xóa # itrank: ignore[ITR340] x\n"
    )  # fmt: skip
    assert Path("a.yaml").read_text("utf-8") == GOOD


def test_what_is_not_taken_is_said_with_its_reason(itrank):
    Path("a.yaml").write_text(GOOD.replace("cap: 99", "caps: [99]"), "utf-8")
    code, out, err = itrank("a.yaml", "--fix")
    assert code == 1
    assert 'ITR544: ITR140 không được sửa ("caps" thành "cap"), vì sửa xong lại có ITR142' in err
    assert "ITR140" in out


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("text", [BAD, BAD.replace("cap: 99", "tran: 99"), GOOD, "a: [", GOOD.replace("title", "# itrank: ignore[ITR340] x\ntitle", 1)])  # fmt: skip
def test_what_is_reported_of_a_mended_file_is_what_a_check_of_it_says(itrank, text, start):
    Path("a.yaml").write_text(start + text, "utf-8")
    code, out, _ = itrank("a.yaml", "--fix", "--format", "json")
    assert itrank("a.yaml", "--format", "json")[:2] == (code, out)


@pytest.mark.parametrize(("names", "loads"), [(["a.yaml"], 2), (["a.yaml", "b.yaml"], 6)])
def test_the_only_file_is_not_checked_once_more(itrank, monkeypatch, names, loads):
    """Of several each is: what one says may hang on the others, and they were mended after it."""
    seen = []
    for module in (mending, loading):
        real = module.load_bytes
        monkeypatch.setattr(module, "load_bytes", lambda *given, real=real: seen.append(1) or real(*given))
    for name in names:
        Path(name).write_text(GOOD.replace("title: Thử", "titel: Thử"), "utf-8")
    itrank(*names, "--fix")
    assert len(seen) == loads


def test_json_stays_json(itrank):
    Path("a.yaml").write_text(BAD, "utf-8")
    code, out, _ = itrank("a.yaml", "--fix", "--format", "json")
    assert (code, json.loads(out)["rulesets"][0]["loaded"]) == (0, True)


def test_diff_is_one_that_patch_takes_and_nothing_is_written(itrank):
    for name, good in (("a.yaml", GOOD), ("b.yaml", GOOD.rstrip("\n")), ("c.yaml", GOOD.replace("\n", "\r\n"))):
        bad = good.replace("title: Thử", "titel: Thử").replace("expect: {hop: 0}", "expectt: {hop: 0}")
        Path(name).write_bytes(bad.encode())
        code, out, err = itrank(name, "--diff")
        assert code == 1
        assert out.startswith(f"--- {name}\n+++ {name}\n@@ ")
        assert err.startswith(f"{name}:5:1: sửa được ITR140: titel → title\n")
        assert Path(name).read_bytes() == bad.encode()
        if shutil.which("patch"):
            subprocess.run(["patch", "-p0", "--binary", "-s"], input=out.encode(), check=True)
            assert Path(name).read_bytes() == good.encode()
        Path(name).write_bytes(good.encode())
        assert itrank(name, "--diff") == (0, "", "")


def test_diff_agrees_with_difflib_and_hides_nothing(itrank):
    Path("a.yaml").write_text(GOOD.replace("so_hop * ty", f"so{HIDDEN}_hop * ty"), "utf-8")
    code, out, _ = itrank("a.yaml", "--diff", "--output", "a.diff")
    assert (code, out) == (1, "")
    text = Path("a.diff").read_text("utf-8")
    assert "so\\u200b_hop" in text
    before = GOOD.replace("so_hop * ty", "so\\u200b_hop * ty").splitlines(keepends=True)
    assert text == "".join(difflib.unified_diff(before, GOOD.splitlines(keepends=True), "a.yaml", "a.yaml"))


def test_standard_input_can_be_shown_and_not_mended(itrank):
    code, out, err = itrank("--fix", "-", stdin=BAD.encode())
    assert (code, out) == (2, "")
    assert "ITR542" in err
    code, out, _ = itrank("--diff", "-", "--stdin-filename", "r/x.yaml", stdin=BAD.encode())
    assert (code, out.split("\n", 1)[0]) == (1, "--- r/x.yaml")
    assert itrank("--diff", "-", stdin=GOOD.encode()) == (0, "", "")
    assert itrank("--diff", "-", stdin=b"x" * (MOST_BYTES + 1)) == (0, "", "")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--fix", "--diff"], "--diff và --fix không dùng cùng nhau"),
        (["--diff", "--format", "json"], "--diff và --format không dùng cùng nhau"),
    ],
)
def test_options_that_exclude_each_other(itrank, options, says):
    Path("a.yaml").write_text(BAD, "utf-8")
    code, out, err = itrank("a.yaml", *options)
    assert (code, out) == (2, "")
    assert f"ITR542: {says}" in err
    assert Path("a.yaml").read_text("utf-8") == BAD


def test_what_comes_with_itrank_is_left_and_so_is_what_was_named_with_it(itrank):
    Path("a.yaml").write_text(BAD, "utf-8")
    code, out, err = itrank("--fix", "a.yaml", "2021", str(ROOT / "rulesets" / "2022.yaml"))
    assert (code, out) == (2, "")
    assert err.count("ITR541") == 2
    assert Path("a.yaml").read_text("utf-8") == BAD
    assert itrank("--diff", "2021") == (0, "", "")


def test_of_what_is_extended_nothing_is_changed(itrank):
    base = GOOD.replace("title: Thử\n", "title: Thử  # itrank: ignore[ITR340] cũ\n")
    Path("base.yaml").write_text(base, "utf-8")
    Path("next.yaml").write_text(AMENDING.replace("score: {steps", "scroe: {steps"), "utf-8")
    assert itrank("--fix", "next.yaml")[0] == 0
    assert (Path("base.yaml").read_text("utf-8"), Path("next.yaml").read_text("utf-8")) == (base, AMENDING)


def test_a_folder_is_mended_file_by_file(itrank):
    Path("rulesets").mkdir()
    for name in ("a", "b"):
        Path("rulesets", f"{name}.yaml").write_text(BAD.replace("id: thu", f"id: {name}"), "utf-8")
    code, _, err = itrank("--fix")
    assert (code, err.count("đã sửa")) == (0, 4)


def test_a_link_is_followed_and_stays_a_link(itrank):
    Path("a.yaml").write_text(BAD, "utf-8")
    Path("link.yaml").symlink_to("a.yaml")
    assert itrank("--fix", "link.yaml")[0] == 0
    assert Path("link.yaml").is_symlink()
    assert Path("a.yaml").read_text("utf-8") == GOOD
    Path("sub").mkdir()
    Path("a.yaml").write_text(BAD, "utf-8")
    Path("sub/out.yaml").symlink_to("../a.yaml")
    code, out, _ = itrank("--fix", "sub/out.yaml")
    assert (code, "ITR121" in out) == (1, True)
    assert Path("a.yaml").read_text("utf-8") == BAD
    code, out, err = itrank("--diff", "sub/out.yaml")
    assert (code, out, "ITR121" in err) == (1, "", True)


def test_what_cannot_be_written_is_as_it_was_and_the_others_are_mended(itrank, monkeypatch):
    from itrank.engine.files import writing

    for name in ("a.yaml", "b.yaml"):
        Path(name).write_text(BAD.replace("id: thu", f"id: {name[0]}"), "utf-8")
    write_whole = writing.write_whole

    def failing(path, write):
        if path.name == "a.yaml":
            raise OSError(28, "No space left on device")
        write_whole(path, write)

    monkeypatch.setattr(writing, "write_whole", failing)
    code, out, err = itrank("--fix", "a.yaml", "b.yaml")
    assert code == 2
    assert 'ITR906: không ghi được tệp "a.yaml": ổ đĩa đã đầy' in err
    assert "a.yaml:5:1: đã sửa" not in err
    assert "b.yaml:5:1: đã sửa ITR140" in err
    assert "a.yaml:5:1: lỗi ITR140" in out
    assert Path("a.yaml").read_text("utf-8") == BAD.replace("id: thu", "id: a")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions hold")
def test_a_folder_that_is_read_only(itrank, tmp_path):
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "a.yaml").write_text(BAD, "utf-8")
    folder.chmod(0o555)
    try:
        code, _, err = itrank("--fix", "r/a.yaml")
    finally:
        folder.chmod(0o755)
    assert (code, "ITR906" in err) == (2, True)
    assert (folder / "a.yaml").read_text("utf-8") == BAD


def test_a_file_that_cannot_be_made_beside_it(itrank, monkeypatch):
    """As in a folder that is read-only, whoever runs the tests."""
    Path("a.yaml").write_text(BAD, "utf-8")
    opened = os.open

    def guarded(path, flags, *rest, **options):
        if flags & os.O_CREAT and ".itrank-" in str(path):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", guarded)
    code, _, err = itrank("--fix", "a.yaml")
    assert (code, "ITR906" in err, "không có quyền" in err, "đã sửa" in err) == (2, True, True, False)
    assert Path("a.yaml").read_text("utf-8") == BAD


def test_a_file_that_changes_meanwhile_is_left(itrank, monkeypatch):
    Path("a.yaml").write_text(BAD, "utf-8")
    write = commands.mending._write

    def late(read, lang):
        Path("a.yaml").write_text(BAD + "# của người khác\n", "utf-8")
        return write(read, lang)

    monkeypatch.setattr(commands.mending, "_write", late)
    code, _, err = itrank("--fix", "a.yaml")
    assert code == 2
    assert 'ITR543: tệp "a.yaml" vừa bị chương trình khác sửa' in err
    assert Path("a.yaml").read_text("utf-8") == BAD + "# của người khác\n"
