"""`itrank check` as it is called: which files it checks, what it prints, how it ends; and its page of documentation."""

import io
import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from itrank.cli import run

ROOT = Path(__file__).parent.parent
GOOD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {type: count}
scorecards:
  bang:
    criteria:
      - {id: hop, max: 20, score: {steps: so_hop, from: {4: 20, 2: 10}, otherwise: 0}}
tests:
  - {name: họp bốn lần, given: {so_hop: 4}, expect: {hop: 20}}
"""
WARNED = GOOD.replace("inputs:\n", "inputs:\n  so_lop: {type: count}\n")
BROKEN = GOOD.replace("steps: so_hop,", "steps: so_hopp,")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def put(name: str, text: str = GOOD) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def check(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["check", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_clean_ruleset_is_said_to_be_clean(capsys):
    put("a.yaml")
    assert check(capsys, "a.yaml") == (
        0, "Đã kiểm tra 1 bộ tiêu chí, chạy 1 ca của chúng: không có gì phải sửa.\n", "",
    )  # fmt: skip
    assert check(capsys, "a.yaml", "--lang", "en")[1] == "Checked 1 ruleset, ran 1 case: nothing to mend.\n"


def test_what_was_not_run_is_not_called_well(capsys):
    put("a.yaml")
    assert check(capsys, "a.yaml", "--lang", "en", "--no-tests")[1] == (
        "Checked 1 ruleset, did not run 1 case: nothing to mend in what was checked.\n"
    )
    assert check(capsys, "a.yaml", "--no-tests")[1] == (
        "Đã kiểm tra 1 bộ tiêu chí, chưa chạy 1 ca: không có gì phải sửa trong những gì đã kiểm tra.\n"
    )


# What a file still says of itself: the ruleset's text, and what is left of it in English and Vietnamese.
LEFT = {
    "a comment": (
        GOOD.replace("id: ", "# TODO: mã của bộ\nid: ", 1),
        "1 line with TODO (line 2)", "1 dòng TODO (dòng 2)",
    ),
    "comments behind what they are about": (
        "".join(f"{row}  # TODO\n" if row.startswith(("title", "version", "locale", "period")) else f"{row}\n" for row in GOOD.splitlines()),
        "lines with TODO (lines 3", "dòng TODO (dòng 3",
    ),
    "more than are named": (GOOD + "# TODO 1\n" * 7, "7 lines with TODO (lines {last}, …)", "7 dòng TODO (dòng {last}, …)"),
    "in the middle of a comment": (f"# sửa lại, TODO: hỏi Sở\n{GOOD}", "1 line with TODO (line 1)", "1 dòng TODO (dòng 1)"),
    "the whole": (f"provenance: illustrative\n{GOOD}", "1 illustrative part (the whole ruleset)", "1 phần minh họa (cả bộ tiêu chí)"),
    "a criterion and a day": (
        GOOD.replace("{id: hop,", "{id: hop, provenance: illustrative,") + "effective: {from: 2026-01-01, provenance: illustrative}\n",
        "2 illustrative parts (hop, effective)", "2 phần minh họa (hop, effective)",
    ),
    "both": (
        f"provenance: illustrative  # TODO\n{GOOD}",
        "1 line with TODO (line 1); 1 illustrative part (the whole ruleset)",
        "1 dòng TODO (dòng 1); 1 phần minh họa (cả bộ tiêu chí)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_to_do_is_counted(capsys, name):
    text, en, vi = LEFT[name]
    last = ", ".join(str(GOOD.count("\n") + place) for place in range(1, 6))
    put("a.yaml", text)
    for lang, told, well, label in (("en", en, "nothing", "Left in"), ("vi", vi, "không có gì", "Còn lại trong")):
        code, out, _ = check(capsys, "a.yaml", "--lang", lang)
        assert code == 0
        assert told.format(last=last) in out
        assert f"{label} a.yaml: " in out
        assert well not in out
    made = json.loads(check(capsys, "a.yaml", "--format", "json")[1])["rulesets"][0]
    assert len(made["todo"]) == sum("TODO" in row for row in text.splitlines())
    assert len(made["illustrative"]) == text.count("illustrative")


def test_a_word_in_a_text_or_in_passing_is_no_todo(capsys):
    put("a.yaml", GOOD + "# chỗ nào ghi TODO là chỗ phải xem\n# TODOS\ndescription: 'x # TODO: y'\n")
    assert "không có gì phải sửa" in check(capsys, "a.yaml")[1]


def test_what_is_left_is_counted_where_there_are_errors_too_and_for_each_file(capsys):
    put("a.yaml", f"{BROKEN}# TODO\n")
    put("b.yaml", f"# TODO\n{GOOD}".replace("id: ", "id: b-", 1))
    put("c.yaml", "a: [  # TODO\n")
    out = check(capsys, "a.yaml", "b.yaml", "c.yaml", "--lang", "en")[1]
    last = BROKEN.count("\n") + 1
    assert f"Left in a.yaml: 1 line with TODO (line {last}).\nLeft in b.yaml: 1 line with TODO (line 1).\n" in out
    assert "Left in c.yaml" not in out


@pytest.mark.long
def test_a_draft_says_how_much_of_it_is_left(capsys):
    """The draft of an annex is full of TODO; a successor has one place for the decision."""
    assert run(
        [
            "new",
            "2027",
            "--from-table",
            str(Path(__file__).parent / "faults/annex/n1-level-points.docx"),
            "--output",
            "d.yaml",
        ]
    ) in {0, 1}
    assert run(["new", "2023", "--from", "2022", "--output", "s.yaml"]) in {0, 1}
    capsys.readouterr()
    for name in ("d.yaml", "s.yaml"):
        out = check(capsys, name, "--lang", "en")[1]
        assert "nothing to mend" not in out
        marked = re.search(r"(\d+) lines? with TODO", out)
        assert marked
        assert int(marked[1]) == sum(
            bool(re.search(r"# TODO|: [\"']?TODO", row)) for row in Path(name).read_text("utf-8").splitlines()
        )
        assert re.search(r"\d+ illustrative parts? \(", out)


def test_findings_are_the_result_and_stand_on_stdout(capsys):
    put("a.yaml", BROKEN)
    code, out, err = check(capsys, "a.yaml")
    assert (code, err) == (1, "")
    assert out == (
        'a.yaml:10:43: lỗi ITR204: không có tên "so_hopp"\n'
        "   |\n"
        "10 |       - {id: hop, max: 20, score: {steps: so_hopp, from: {4: 20, 2: 10}, otherwise: 0}}\n"
        "   |                                           ^^^^^^^\n"
        '   = gợi ý: có phải "so_hop"? Các tên có ở đây: so_hop, bang, hop.\n'
        "\n"
        "1 lỗi\n"
        "\n"
        "Đã kiểm tra 1 bộ tiêu chí.\n"
    )


@pytest.mark.parametrize(
    ("level", "text", "ends"),
    [
        ("error", WARNED, 0), ("warning", WARNED, 1), ("info", WARNED, 1), ("warning", GOOD, 0), ("info", GOOD, 0),
        ("error", BROKEN, 1), ("info", GOOD.replace("title: Thử", "title: Thử\nfunctions: {'f(hop)': hop + 1}"), 1),
    ],
)  # fmt: skip
def test_fail_level_decides_the_exit_code(capsys, level, text, ends):
    put("a.yaml", text)
    assert check(capsys, "a.yaml", "--fail-level", level)[0] == ends


def test_without_arguments_the_folder_rulesets_is_checked(capsys):
    put("rulesets/b.yaml", WARNED.replace("id: thu\n", "id: khac\n"))
    put("rulesets/a.yml")
    put("rulesets/sub/c.yaml", "not: a ruleset\n")
    code, out, _ = check(capsys)
    assert code == 0
    assert "rulesets/b.yaml:6:3: cảnh báo ITR340" in out
    assert out.endswith("Đã kiểm tra 2 bộ tiêu chí, chạy 2 ca của chúng.\n")


def test_without_arguments_and_without_the_folder_it_is_told(capsys):
    code, out, err = check(capsys)
    assert (code, out) == (2, "")
    assert "ITR901" in err
    assert "itrank check đường-dẫn.yaml" in err


def test_of_a_folder_what_says_that_it_is_a_ruleset_is_checked(capsys):
    put("du-an/2022.yaml")
    put("du-an/.hidden/2023.yaml")
    put("du-an/data/mapping.yaml", "format: itrank-mapping/1\n")
    put("du-an/compose.yaml", "services: {}\n")
    put("du-an/rulesets/unfinished.yaml", "id: dang-viet\n")
    put("du-an/rulesets/mapping.yaml", "format: itrank-mapping/1\n")
    code, out, _ = check(capsys, "du-an", "--format", "json")
    assert [file["file"] for file in json.loads(out)["rulesets"]] == [
        "du-an/2022.yaml", "du-an/rulesets/unfinished.yaml",
    ]  # fmt: skip
    assert code == 1


def test_a_folder_without_rulesets_and_names_that_lead_nowhere_are_matters_of_usage(capsys):
    Path("rong").mkdir()
    code, out, err = check(capsys, "rong")
    assert (code, out) == (2, "")
    assert 'ITR901: thư mục "rong" không có bộ tiêu chí nào' in err
    put("a.yaml", BROKEN)
    code, out, err = check(capsys, "a.yaml", "khong-co.yaml", "cung-khong.yaml")
    assert (code, out) == (2, "")
    assert err.count("ITR901") == 2


def test_a_file_outside_of_its_folder_is_refused_beside_what_else_is_found(capsys):
    put("a.yaml", BROKEN)
    Path("loop.yaml").symlink_to("../outside.yaml")
    Path("../outside.yaml").write_text(GOOD, "utf-8")
    code, out, _ = check(capsys, "a.yaml", "loop.yaml")
    assert "ITR121" in out
    assert code == 1  # outside of its folder: the ruleset is wrong, not the machine
    assert check(capsys, "a.yaml", "\0")[0] == 2


def test_each_file_is_checked_once(capsys):
    put("rulesets/a.yaml", WARNED)
    out = check(capsys, "rulesets", "rulesets/a.yaml", "rulesets")[1]
    assert out.count("ITR340") == 1
    assert "Đã kiểm tra 1 bộ tiêu chí" in out


def test_standard_input_is_a_file_without_a_name(capsys, monkeypatch):
    def stdin(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    stdin(WARNED)
    assert check(capsys, "-")[1].startswith("<stdin>:6:3: cảnh báo ITR340")
    stdin(WARNED)
    assert check(capsys, "-", "--stdin-filename", "rulesets/moi.yaml")[1].startswith("rulesets/moi.yaml:6:3: ")
    put("goc.yaml")
    amendment = 'format: itrank-ruleset/1\nid: thu\nversion: "2"\nextends: goc.yaml\n'
    stdin(amendment)
    assert "ITR142" in check(capsys, "-")[1]  # a file without a name lies nowhere
    stdin(amendment)
    assert check(capsys, "-", "--stdin-filename", "moi.yaml")[0] == 0
    code, _, err = check(capsys, "goc.yaml", "--stdin-filename", "x.yaml")
    assert (code, "ITR947" in err) == (2, True)


def test_standard_input_without_end_is_bounded(capsys, monkeypatch):
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            buffer[:] = b"#" * len(buffer)
            return len(buffer)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    code, out, _ = check(capsys, "-")
    assert (code, "ITR101" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--format", "xml"], "ITR912"), (["--fail-level", "fatal"], "ITR912"), (["--lang", "fr"], "ITR912"), (["--fix-all"], "ITR923")],
)  # fmt: skip
def test_a_wrong_option_is_a_matter_of_usage(capsys, arguments, code):
    put("a.yaml")
    ends, out, err = check(capsys, "a.yaml", *arguments)
    assert (ends, out) == (2, "")
    assert code in err


def test_output_is_written_whole_and_never_over_what_is_read(capsys):
    put("a.yaml", WARNED)
    assert check(capsys, "a.yaml", "--output", "out.txt") == (0, "", "")
    assert Path("out.txt").read_text("utf-8").startswith("a.yaml:6:3: cảnh báo ITR340")
    code, _, err = check(capsys, "a.yaml", "--output", "a.yaml")
    assert (code, "ITR907" in err) == (2, True)
    assert Path("a.yaml").read_text("utf-8") == WARNED
    assert check(capsys, "a.yaml", "--output", "khong/co/out.txt")[0] == 2


# ── Amendments ──────────────────────────────────────────────────────────────────────────────────────────────────────

BASE = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
effective: {from: 2021-01-01, through: 2021-12-31}
inputs:
  so_hop: {type: count}
  so_lop: {type: count}
scorecards:
  bang:
    criteria:
      - {id: hop, score: {formula: so_hop}}
      - {id: lop, score: {formula: so_lop}}
"""
AMENDED = """format: itrank-ruleset/1
id: thu
version: "2"
extends: thu@1
effective: {from: 2022-01-01, through: 2022-12-31}
repeal: [lop]
"""


def test_what_an_amendment_makes_useless_is_told_where_it_extends(capsys):
    put("rulesets/2021.yaml", BASE)
    put("rulesets/2022.yaml", AMENDED)
    out = check(capsys)[1]
    assert "rulesets/2022.yaml:4:1: cảnh báo ITR340" in out
    assert "extends: thu@1" in out
    assert out.count("ITR340") == 1
    put("rulesets/2022.yaml", AMENDED.replace("thu@1\n", "thu@1  # itrank: ignore[ITR340] năm sau lại dùng\n"))
    assert "ITR340" not in check(capsys)[1]


def test_what_is_wrong_in_the_file_that_is_extended_is_told_there_with_its_path(capsys):
    put("rulesets/2021.yaml", BASE.replace("formula: so_hop", "formula: so_hopp"))
    put("rulesets/2022.yaml", AMENDED)
    out = check(capsys)[1]
    assert out.count("rulesets/2021.yaml:12:36: lỗi ITR204") == 1
    assert "2022.yaml:" not in out


@pytest.mark.long
def test_a_packaged_ruleset_that_is_amended_keeps_a_name_of_its_own(capsys):
    """The amendment may be called as the file that it amends: each excerpt is from the right one."""
    head = AMENDED.partition("extends")[0].replace("id: thu", "id: haugiang-dti")
    put("2022.yaml", f"{head}extends: haugiang-dti@2022.1\namend: {{t_hop: {{score: {{count: khong_co, each: 5}}}}}}\n")
    out = check(capsys, "2022.yaml")[1]
    assert "\n2022.yaml:5:32: lỗi ITR204" in out
    assert "5 | amend: {t_hop" in out
    put("2022.yaml", f"{head}extends: haugiang-dti@2022.1\nrepeal: [t_hop]\n")
    out = check(capsys, "2022.yaml")[1]
    assert "\n2022.yaml:5:10: lỗi ITR301: t_nhan_thuc" in out  # where the sum was changed
    assert "itrank/rulesets/2022.yaml, dòng" in out  # and what it is that does not fit any more


def test_a_silence_of_the_file_that_is_extended_holds_for_its_amendment(capsys):
    put("rulesets/2021.yaml", BASE.replace("{formula: so_lop}", "{formula: so_lop + 1}").replace(
        "so_lop: {type: count}", "so_lop: {type: count}  # itrank: ignore[ITR340] chỉ để đối chiếu"))  # fmt: skip
    put("rulesets/2022.yaml", AMENDED)
    out = check(capsys, "rulesets/2022.yaml")[1]
    assert "ITR340" not in out
    assert "1 điều được bỏ qua có lý do" in out
    assert "ITR148" not in out  # it does nothing for the file itself, which is told when that is checked
    assert "ITR148" in check(capsys, "rulesets/2021.yaml")[1]


# ── --explain ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("asked", ["ITR301", "itr301", " 301 "])
def test_explain_prints_the_page_in_the_language_of_the_operator(capsys, asked):
    code, vi, _ = check(capsys, "--explain", asked)
    assert code == 0
    assert vi.startswith("# ITR301: điểm tối đa không khớp\n")
    assert "## Sai\n" in vi
    assert "Bad" not in vi
    en = check(capsys, "--explain", asked, "--lang", "en")[1]
    assert en.startswith("# ITR301: maxima that do not add up\n")
    assert "## Good\n" in en
    assert "Sửa" not in en.split("## Bad")[0]
    assert "```yaml\n" in en


@pytest.mark.parametrize(
    ("asked", "near"),
    [("ITR199", "ITR202"), ("ITR99", "ITR101"), ("../../etc/passwd", "ITR101"), ("", "ITR101"), ("ITR" + "9" * 5000, "ITR974")],
)  # fmt: skip
def test_an_unknown_code_is_told_with_the_nearest(capsys, asked, near):
    code, out, err = check(capsys, "--explain", asked)
    assert (code, out) == (2, "")
    assert "ITR923" in err
    assert near in err


def test_explain_can_be_written_to_a_file(capsys):
    assert check(capsys, "--explain", "ITR204", "--output", "trang.md")[:2] == (0, "")
    assert Path("trang.md").read_text("utf-8").startswith("# ITR204")


# ── What is shipped, and the page about checking ────────────────────────────────────────────────────────────────────


def test_the_shipped_rulesets_are_clean(capsys):
    code, out, _ = check(capsys, str(ROOT / "rulesets"), "--fail-level", "warning")
    # Deserved: what a blank sheet earns, and that more documents may be signed by the head than were asked for.
    found = re.findall(r"rulesets/(\S+?):\d+:\d+: .*?(ITR\d{3}): (.*)", out)
    ratios = [(name, said.rpartition(": ")[2]) for name, told, said in found if told == "ITR275"]
    assert ratios == [("2022.yaml", "t_van_ban (vb_nguoi_ky / vb_yeu_cau)")]
    assert {told for _, told, _ in found} == {"ITR275", "ITR842"}
    assert len(found) == out.count(" ITR")
    assert code == 0
    assert "có lý do" in out


FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = (ROOT / "docs" / "checking.md").read_text("utf-8")


@pytest.mark.long
@pytest.mark.parametrize(
    "line", [line for kind, _, body in FENCE.findall(PAGE) if kind == "console" for line in body.splitlines()]
)
def test_a_command_of_the_page_runs(capsys, line):
    shutil.copytree(ROOT / "rulesets", "rulesets")
    shutil.copytree(ROOT / "examples" / "data", "data")
    assert line.startswith("$ itrank ")
    assert run(shlex.split(line)[2:]) == 0, capsys.readouterr()


def test_the_page_prints_what_is_printed(capsys):
    blocks = [body for kind, _, body in FENCE.findall(PAGE) if kind == "text"]
    commands = {PAGE[: PAGE.index(body)].rsplit("$ itrank ", 1)[1].splitlines()[0]: body for body in blocks}
    (command,) = [each for each in commands if "--bounds" not in each]  # that has a test of its own
    shown = commands[command]
    assert run(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


def test_the_workflow_and_the_hook_of_the_page_name_what_there_is(capsys):
    blocks = {rest.strip(): yaml.safe_load(body) for kind, rest, body in FENCE.findall(PAGE) if kind == "yaml"}
    steps = blocks["workflow"]["jobs"]["check"]["steps"]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("itrank ")]
    assert len(commands) == 2
    shutil.copytree(ROOT / "rulesets", "rulesets")
    assert [run(shlex.split(command)[1:]) for command in commands] == [0, 0]
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (wanted,) = blocks["pre-commit"]["repos"][0]["hooks"]
    assert wanted["id"] == hook["id"]
    put("rulesets/khac.yaml", WARNED)
    assert re.search(hook["files"], "rulesets/khac.yaml")
    assert not re.search(hook["files"], "data/khac.yaml")
    assert run([*shlex.split(hook["entry"])[1:], "rulesets/khac.yaml"]) == 0
