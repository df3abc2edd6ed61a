"""`itrank diff`: what it prints, what it gives programs, its exit codes, and as git's own driver."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.diff.contract import schema_text
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
OLD = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Bộ thử
groups: {so: {title: Sở}}
parameters: {nguong: 80%}
inputs:
  hop: {label: Số cuộc họp, type: count, max: 20}
  may: {label: Số máy, type: count, min: 1}
  tot: {label: Máy tốt, type: count, max: may}
scorecards:
  bang:
    title: Bảng điểm
    criteria:
      - {id: c1, code: "2.3", title: Họp, max: 40, score: {count: hop, each: 10}}
      - {id: c2, code: "2.4", title: Máy, max: 20, score: {ratio: [tot, may], full_at: nguong}}
    tiers: [{id: tot_nhat, title: Tốt, from: 50}, {id: kem, title: Kém}]
    ranking: {lists: all}
"""
NEW = (
    OLD.replace('version: "1"', 'version: "2"')
    .replace("max: 40, score: {count: hop, each: 10}", "max: 60, score: {count: hop, each: 15}")
    .replace("nguong: 80%", "nguong: 90%")
    .replace("from: 50", "from: 45")
)


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    """Run a command beside the two rulesets; its exit code, output and what it says."""
    monkeypatch.chdir(tmp_path)
    Path("cu.yaml").write_text(OLD, "utf-8")
    Path("moi.yaml").write_text(NEW, "utf-8")

    def run(*arguments):
        return cli.run(arguments), *capsys.readouterr()

    return run


def test_it_says_what_changed_with_old_and_new_values(ran):
    code, out, err = ran("diff", "cu.yaml", "moi.yaml")
    assert (code, err) == (0, "")
    scoring = '"Số cuộc họp" × 10, không dưới 0, không quá 40 → "Số cuộc họp" × 15, không dưới 0, không quá 60'
    changed = f'Tiêu chí 2.3 "Họp": đổi tỷ trọng: điểm tối đa 40 → 60; cách chấm {scoring}; tỷ lệ đạt giữ nguyên'
    assert changed in out
    assert 'Tiêu chí 2.4 "Máy": chặt hơn: do tham số nguong thay đổi (đã chứng minh với mọi câu trả lời)' in out
    assert "Tham số nguong: đổi khác: giá trị 80% → 90%" in out
    assert 'Mức "Tốt" của "Bảng điểm": nới hơn: ngưỡng từ 50 → 45' in out


def test_it_says_so_where_nothing_differs(ran):
    code, out, _ = ran("diff", "cu.yaml", "cu.yaml", "--exit-code", "--lang", "en")
    assert (code, "They do not differ." in out) == (0, True)
    assert "Compared: 3 criteria, 3 inputs, 2 tiers, 1 parameter, 0 named values that both have." in out
    assert ran("diff", "cu.yaml", "moi.yaml", "--exit-code")[0] == 1


def test_json_keeps_to_its_schema_and_is_the_same_each_time(ran):
    code, out, _ = ran("diff", "cu.yaml", "moi.yaml", "--format", "json")
    made = json.loads(out)
    Draft202012Validator(json.loads(schema_text())).validate(made)
    assert (code, made["format"], made["differs"], made["keeps_meaning"]) == (0, "itrank-diff/1", True, False)
    assert ran("diff", "cu.yaml", "moi.yaml", "--format", "json")[1] == out
    (witness,) = [
        each["witness"] for each in made["changes"] if each["subject"] == "criterion" and each["key"] == "score"
    ]
    assert witness["points_before"] > witness["points_after"]


def test_the_schema_is_the_committed_one():
    committed = (ROOT / "schemas" / "diff.schema.json").read_text("utf-8")
    assert committed == schema_text(), "python -m itrank.engine.diff.contract > schemas/diff.schema.json"


def test_what_cannot_be_loaded_is_no_difference(ran):
    Path("hong.yaml").write_text(OLD.replace("count: hop", "count: hopp"), "utf-8")
    code, out, err = ran("diff", "cu.yaml", "hong.yaml")
    assert (code, out) == (1, "")
    assert "ITR204" in err
    assert ran("diff", "cu.yaml", "khong-co.yaml")[0] == 2


def test_a_name_of_a_stranger_commands_no_terminal(ran):
    """Titles, ids and formulas are escaped in text and in JSON."""
    hidden = "\\e[2J\\u202e"
    for name, text in (("a.yaml", OLD), ("b.yaml", NEW)):
        titled = text.replace("title: Bảng điểm", f'title: "Bảng {hidden}"').replace(
            "title: Họp,", f'title: "Họp {hidden}",'
        )
        Path(name).write_text(titled, "utf-8")
    for form in ("text", "json"):
        code, out, err = ran("diff", "a.yaml", "b.yaml", "--format", form)
        assert (code == 1 and "ITR" in err) or not {"\x1b", "\u202e"} & set(out), form


@pytest.mark.long
def test_long_chains_of_values_are_compared(ran):
    """A value of a value of a value …: nothing is put in so deep that Python gives up."""
    values = "".join(f"  v{n}: {{formula: {f'v{n - 1}' if n else 'hop'} + 1}}\n" for n in range(400))
    for name, more in (("a.yaml", 0), ("b.yaml", 1)):
        text = OLD.replace("scorecards:\n", f"values:\n{values}scorecards:\n")
        Path(name).write_text(
            text.replace("{count: hop, each: 10}", f"{{formula: 'min(v399 / 20 + {more}, 40)'}}"), "utf-8"
        )
    code, out, err = ran("diff", "a.yaml", "b.yaml", "--lang", "en")
    assert (code, err) == (0, "")
    assert 'Criterion 2.3 "Họp": loosened' in out


def git(folder, *arguments):
    """Run git in a folder, with nothing of who runs it."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_PAGER": "cat", "LANG": "C.UTF-8"}
    names = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    made = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **alone, **names},
        capture_output=True,
        text=True,
        check=False,
    )
    return made.returncode, made.stdout, made.stderr


@pytest.fixture
def repository(tmp_path):
    """A repository with the driver of docs/diff.md, a ruleset, and one that extends it."""
    (tmp_path / "bo").mkdir()
    (tmp_path / "bo" / "goc.yaml").write_text(OLD, "utf-8")
    more = 'format: itrank-ruleset/1\nid: thu\nversion: "3"\nextends: goc.yaml\namend: {c1: {title: Họp mặt}}\n'
    (tmp_path / "bo" / "sua.yaml").write_text(more, "utf-8")
    (tmp_path / ".gitattributes").write_text("bo/*.yaml diff=itrank\n", "utf-8")
    itrank = f"{sys.executable} -c 'from itrank.cli import main; main()'"
    (told,) = re.findall(r"git config diff.itrank.command '(.*)'", (ROOT / "docs" / "diff.md").read_text("utf-8"))
    driver = told.replace("itrank diff", f"{itrank} diff")
    assert driver != told
    for line in (["init", "-q"], ["config", "diff.itrank.command", driver], ["add", "-A"], ["commit", "-qm", "a"]):
        assert git(tmp_path, *line)[0] == 0, line
    return tmp_path


@pytest.mark.long
def test_git_diff_shows_what_a_commit_means(repository):
    (repository / "bo" / "goc.yaml").write_text(NEW, "utf-8")
    code, out, err = git(repository, "diff")
    assert (code, err) == (0, "")
    assert "itrank diff bo/goc.yaml" in out
    assert "điểm tối đa 40 → 60" in out


@pytest.mark.long
def test_git_diff_puts_amendments_together(repository):
    path = repository / "bo" / "sua.yaml"
    path.write_text(path.read_text("utf-8") + "repeal: [c2]\n", "utf-8")
    code, out, _ = git(repository, "diff")
    assert (code, 'Tiêu chí 2.4 "Máy": bãi bỏ' in out) == (0, True)


@pytest.mark.long
def test_git_diff_goes_on_behind_a_ruleset_that_is_broken(repository):
    (repository / "bo" / "goc.yaml").write_text("id: [", "utf-8")
    path = repository / "bo" / "them.yaml"
    path.write_text(OLD.replace("id: thu", "id: khac"), "utf-8")
    git(repository, "add", "-A")
    code, out, err = git(repository, "diff", "--cached")
    assert (code, "ITR" in err) == (0, True)
    assert "Bộ tiêu chí mới, chưa có bản trước để so." in out


def test_words_of_a_reader_stand_for_ids_and_notation(ran):
    """Labels of inputs and options, có/không, per cent where it is written so, days as Vietnamese write them."""
    inputs = (
        "  co: {label: Có thủ tục, type: yes_no}\n"
        "  ai: {label: Trưởng ban, type: choice, options: {bi_thu: Bí thư, khac: Người khác}}\n"
    )
    score = "{formula: \"20 if co and ai == 'khac' else 0\"}"
    for name, text, more in (("cu.yaml", OLD, score), ("moi.yaml", NEW, score.replace("20 if", "10 if"))):
        made = text.replace("  hop:", inputs + "  hop:").replace(
            "    tiers:", f"      - {{id: c3, title: Trưởng, max: 20, score: {more}}}\n    tiers:"
        )
        day = "2022-03-28" if text is OLD else "2023-03-01"
        Path(name).write_text(f"{made}decision: {{number: 1/QĐ, date: {day}}}\n", "utf-8")
    out = ran("diff", "cu.yaml", "moi.yaml")[1]
    assert 'ví dụ: "Có thủ tục" = có, "Trưởng ban" = "Người khác": 20 → 10 điểm' in out
    assert "ngày của quyết định 28/3/2022 → 1/3/2023" in out
    assert "ô trống được xử lý theo quy định của từng số liệu" in out
    english = ran("diff", "cu.yaml", "moi.yaml", "--lang", "en")[1]
    assert "date of the decision 2022-03-28 → 2023-03-01" in english


def test_words_of_the_other_language_are_counted_and_not_printed(ran):
    """The Vietnamese title stays while the English one goes: a Vietnamese reader sees no difference there."""
    for name, title in (("cu.yaml", "{vi: Tốt, en: Good}"), ("moi.yaml", "Tốt")):
        Path(name).write_text(OLD.replace("title: Tốt", f"title: {title}"), "utf-8")
    out = ran("diff", "cu.yaml", "moi.yaml")[1]
    assert "Ngoài ra 1 chỗ chỉ đổi bản tiếng Anh, không in ở đây." in out
    assert "Good" not in out
    assert "Không khác nhau." not in out
    assert 'wording: title "Good" → "Tốt"' in ran("diff", "cu.yaml", "moi.yaml", "--lang", "en")[1]
    (change,) = json.loads(ran("diff", "cu.yaml", "moi.yaml", "--format", "json")[1])["changes"]
    assert (change["class"], change["details"][0]["before"]["en"]) == ("editorial", "Good")


def test_steps_and_options_are_told_whole(ran):
    """A council reads the whole scale on both sides, not which key of it came or went."""
    inputs = "  ai: {label: Trưởng ban, type: choice, options: {bi_thu: Bí thư, khac: Người khác}}\n"
    scores = {
        "cu.yaml": ("{steps: hop, from: {4: 100%, 3: 75%}, otherwise: 0}", "{bi_thu: 100%, khac: 50%}"),
        "moi.yaml": ("{steps: hop, from: {6: 100%, 4: 75%, 2: 12.5%}, otherwise: 0}", "{bi_thu: 100%, khac: 0}"),
    }
    for name, (steps, points) in scores.items():
        made = OLD.replace("  hop:", inputs + "  hop:").replace("{count: hop, each: 10}", steps)
        choice = f"      - {{id: c3, title: Trưởng, max: 20, score: {{choice: ai, points: {points}}}}}\n    tiers:"
        Path(name).write_text(made.replace("    tiers:", choice), "utf-8")
    out = ran("diff", "cu.yaml", "moi.yaml")[1]
    scale = "từ 6: 100%; từ 4: 75%; từ 2: 12,5%; còn lại 0"
    assert f"cách chấm từ 4: 100%; từ 3: 75%; còn lại 0 → {scale}" in out
    assert '20 nếu "Trưởng ban" = "Bí thư", còn lại 10 → 20 nếu "Trưởng ban" = "Bí thư", còn lại 0' in out
    assert ran("diff", "cu.yaml", "moi.yaml", "-o", "bang.html")[0] == 0
    page = Path("bang.html").read_text("utf-8")
    assert f"cách chấm: {scale}" in page
    assert "để trống" not in page
    assert "from." not in page


def test_an_example_of_a_tier_says_of_which_maximum_its_points_are(ran):
    """80% trở lên → 85% trở lên, điểm tối đa 60 → 80: cùng một tỷ lệ, điểm nhiều hơn mà mức thấp hơn."""
    for name, text, share in (("cu.yaml", OLD, "80%"), ("moi.yaml", NEW, "85%")):
        Path(name).write_text(re.sub(r"from: \d+", f"from: {share}", text), "utf-8")
    out = ran("diff", "cu.yaml", "moi.yaml")[1]
    assert "ví dụ: cùng đạt 80% điểm tối đa (48 của 60 → 64 của 80 điểm): Tốt → Kém" in out
    english = ran("diff", "cu.yaml", "moi.yaml", "--lang", "en")[1]
    assert "the same 80% of the maximum (48 of 60 → 64 of 80 points)" in english


def test_what_is_asked_otherwise_is_told_in_words(ran):
    """Kiểu, giới hạn, lựa chọn và cách xử lý ô trống đều nói bằng chữ của người đọc."""
    inputs = "  ty: {{label: Tỷ lệ, type: percent, max: {most}, missing: {missing}}}\n"
    inputs += "  ai: {{label: Trưởng ban, type: choice, options: {{bi_thu: Bí thư{more}}}}}\n"
    for name, most, missing, more in (
        ("cu.yaml", "100%", "error", ", khac: Người khác"),
        ("moi.yaml", "87.5%", "zero", ", khac: Người khác, pho: Cấp phó"),
    ):
        told = inputs.format(most=most, missing=missing, more=more)
        Path(name).write_text(OLD.replace("  hop:", told + "  hop:"), "utf-8")
    out = ran("diff", "cu.yaml", "moi.yaml")[1]
    assert "giá trị lớn nhất 100% → 87,5%" in out
    assert "khi để trống: lỗi phải bổ sung → 0" in out
    assert "các lựa chọn Bí thư, Người khác → Bí thư, Người khác, Cấp phó" in out
