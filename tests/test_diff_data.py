"""`itrank diff --data`: what is printed, what programs get, what is refused, and that made-up data are marked."""

import json
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.diff.impact_contract import schema_text
from jsonschema import Draft202012Validator
from years_between import HEAD

ROOT = Path(__file__).parent.parent
BEFORE = (
    HEAD
    + """\
parameters: {moi_cuoc: 5}
inputs: {so_hop: {type: count, label: Số cuộc họp}, ky_so: {type: percent, label: Văn bản ký số}}
scorecards:
  bang:
    title: Bảng điểm
    criteria:
      - {id: hop, code: "1", title: Họp, max: 40, score: {formula: "min(so_hop * moi_cuoc, 40)"}}
      - {id: ky, code: "2", title: Ký số, max: 60, score: {formula: ky_so * 60}}
    tiers: [{id: tot, title: Tốt, from: 80}, {id: kha, title: Khá}]
    ranking: {lists: all}
"""
)
AFTER = (
    BEFORE.replace("moi_cuoc: 5", "moi_cuoc: 6")
    .replace("so_hop * moi_cuoc", "so_hop * moi_cuoc * 2")
    .replace("inputs: {", "inputs: {moi: {type: count, label: Sáng kiến, max: 9}, ")
    .replace("    tiers", '      - {id: them, code: "3", title: Sáng kiến, max: 9, score: {formula: moi}}\n    tiers')
)
DATA = "id,name,so_hop,ky_so\nso-a,Sở A,2,100%\nso-b,Sở B,7,50%\n"


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    """Run `itrank diff` beside two rulesets and a year; its exit code, output and what it says."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"truoc.yaml": BEFORE, "sau.yaml": AFTER, "so.csv": DATA}.items():
        Path(name).write_text(text, "utf-8")

    def run(*arguments):
        return cli.run(["diff", "truoc.yaml", "sau.yaml", *arguments]), *capsys.readouterr()

    return run


def test_it_says_who_moves_and_by_which_change(ran):
    """Sở A: 2 cuộc họp, 10 điểm; chỉ tham số 12 (+2), chỉ công thức 20 (+10), cả hai 24 (+14): cùng nhau +2."""
    code, out, _ = ran("--data", "so.csv")
    assert code == 0
    assert "Tiêu chí 1" in out, "what changed stands before what it does"
    assert "(1)  Tham số moi_cuoc: 5 → 6" in out
    assert "(1) +2; (2) +10 [riêng nó: Tốt]; (3) 0 [thiếu số liệu 3]; cùng nhau +2" in out
    assert "Số liệu không có đầu vào mà bộ sau hỏi: Sáng kiến. 1 tiêu chí không chấm được cho đơn vị nào" in out
    assert "84/100" in out, "of a total that lacks answers the maximum of what there is stands beside it"
    assert "Khá → Tốt" in out
    assert "không đơn vị nào có số liệu: Sáng kiến" in out


def test_who_is_passed_without_a_change_of_points_is_told_so(ran):
    """Sở C không họp, giữ 68,4 điểm; Sở A 67 → 69 và Sở B 65 → 70 vượt lên: hạng 1 → 3."""
    Path("sau.yaml").write_text(BEFORE.replace("moi_cuoc: 5", "moi_cuoc: 6"), "utf-8")
    Path("so.csv").write_text("id,name,so_hop,ky_so\nso-a,Sở A,2,95%\nso-b,Sở B,7,50%\nso-c,Sở C,0,114%\n", "utf-8")
    _, out, _ = ran("--data", "so.csv")
    assert "Sở C    (1) 0 [riêng nó: hạng 3]" in out


def test_who_falls_by_its_own_points_is_told_so_with_its_tier(ran):
    """Chỉ ký số được 50 điểm: Sở A 80 → 70, thành Khá và xuống sau Sở B, 78,4 → 72."""
    Path("truoc.yaml").write_text(BEFORE, "utf-8")
    Path("sau.yaml").write_text(BEFORE.replace("max: 60", "max: 50").replace("ky_so * 60", "ky_so * 50"), "utf-8")
    Path("so.csv").write_text("id,name,so_hop,ky_so\nso-a,Sở A,4,100%\nso-b,Sở B,10,64%\n", "utf-8")
    assert "(1) −10 [riêng nó: Khá, hạng 2]" in ran("--data", "so.csv")[1]


def test_a_column_that_one_ruleset_reads_is_not_told_as_unread(ran):
    Path("so.csv").write_text("id,name,so_hop,ky_so,moi,la\nso-a,Sở A,2,100%,3,1\n", "utf-8")
    err = ran("--data", "so.csv")[2]
    assert '"la" không khớp' in err
    assert '"moi"' not in err


def test_a_maximum_that_only_missing_answers_make_smaller_is_told_so(ran):
    """Cả hai bảng 100 điểm; phần có số liệu theo bộ sau chỉ 91."""
    Path("sau.yaml").write_text(AFTER.replace("max: 60", "max: 51").replace("ky_so * 60", "ky_so * 51"), "utf-8")
    out = ran("--data", "so.csv")[1]
    assert "2 đơn vị thiếu số liệu: điểm tối đa của phần có số liệu khác nhau giữa hai bộ" in out
    assert "gồm cả việc đổi thang điểm" not in out


def test_shapley_shares_out_what_is_joint(ran):
    _, out, _ = ran("--data", "so.csv", "--shapley", "--lang", "en")
    assert "(1) +2, with its share +3; (2) +10, with its share +11" in out
    assert "what is joint, +2, is shared out among them" in out


def test_programs_get_it_by_its_schema_and_in_the_same_bytes(ran):
    _, out, _ = ran("--data", "so.csv", "--format", "json", "--shapley")
    assert out == ran("--data", "so.csv", "--format", "json", "--shapley")[1]
    made = json.loads(out)
    for name, part in (("diff", made), ("impact", made["impact"])):
        schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(part)
    unit = {unit["id"]: unit for unit in made["impact"]["lists"][0]["units"]}["so-a"]
    assert [(each["change"], each["alone"], each["shared"]) for each in unit["effects"]] == [
        (1, "2", "3"), (2, "10", "11"), (3, "0", "0"),
    ]  # fmt: skip
    assert (unit["total_change"], unit["together"]) == ("14", "2")
    assert "impact" not in json.loads(ran("--format", "json")[1])


def test_the_schema_is_the_one_that_is_written():
    committed = (ROOT / "schemas" / "impact.schema.json").read_text("utf-8")
    assert committed == schema_text(), "python -m itrank.engine.diff.impact_contract > schemas/impact.schema.json"


def test_made_up_figures_are_marked(ran):
    Path("so.csv").write_text(
        DATA.replace("so_hop,ky_so", "so_hop,ky_so,provenance").replace("100%", "100%,illustrative"), "utf-8"
    )
    assert "SỐ LIỆU MINH HỌA" in ran("--data", "so.csv")[1]
    assert json.loads(ran("--data", "so.csv", "--format", "json")[1])["impact"]["illustrative"] is True


def test_what_cannot_be_read_is_said(ran):
    code, out, err = ran("--data", "khong-co.csv")
    assert (code, out) == (2, "")
    assert "ITR4" in err
    code, out, err = ran("--shapley")
    assert code == 2
    assert "ITR947: --shapley chỉ dùng cùng --data" in err


def test_names_of_strangers_cannot_command_a_terminal(ran):
    Path("so.csv").write_text(DATA.replace("Sở A", "\u202eSở A\x1b[31m"), "utf-8")
    _, out, _ = ran("--data", "so.csv")
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_tier_is_told_where_it_hangs_on_no_missing_answer(ran):
    """Thiếu "Sáng kiến" (0 đến 9 điểm), mức Tốt từ 80: 84 đến 93 là Tốt, 60 đến 69 là Khá, 74 đến 83 thì chưa rõ."""
    Path("so.csv").write_text(
        "id,name,so_hop,ky_so\nso-a,Sở A,2,100%\nso-b,Sở B,7,100%\nso-c,Sở C,0,100%\nso-d,Sở D,2,83.3333333%\n", "utf-8"
    )
    made = json.loads(ran("--data", "so.csv", "--format", "json")[1])["impact"]
    found = {unit["id"]: unit["after"] for unit in made["lists"][0]["units"]}
    assert [(found[id_]["tier"], found[id_]["tier_known"]) for id_ in ("so-a", "so-b", "so-c", "so-d")] == [
        ("tot", True), ("tot", True), ("kha", True), ("", False),
    ]  # fmt: skip
    assert found["so-d"]["tier_title"] == {"vi": "", "en": ""}
    assert "Khá → chưa rõ" in ran("--data", "so.csv")[1]


def test_a_tier_is_sure_though_another_unit_of_the_list_may_lack_a_total(ran):
    """Thứ hạng của cả danh sách chưa chắc, nhưng mức của Sở A chỉ do điểm của nó: 84 đến 93."""
    asked = AFTER.replace("inputs: {", "inputs: {chia: {type: count, label: Chia}, ")
    Path("sau.yaml").write_text(asked.replace("formula: moi}", 'formula: "min(moi / chia, 9)"}'), "utf-8")
    Path("so.csv").write_text("id,name,so_hop,ky_so,chia\nso-a,Sở A,2,100%,1\nso-b,Sở B,2,90%,0\n", "utf-8")
    made = json.loads(ran("--data", "so.csv", "--format", "json")[1])["impact"]
    found = {unit["id"]: unit["after"] for unit in made["lists"][0]["units"]}
    assert {id_: (each["tier"], each["tier_known"]) for id_, each in found.items()} == {
        "so-a": ("tot", True), "so-b": ("", False),
    }  # fmt: skip


@pytest.mark.parametrize("ratio", ["ratio: [moi, chia]", "ratio: [moi, chia], on_zero: full"])
def test_a_tier_is_sure_though_both_parts_of_a_new_ratio_lack(ran, ratio):
    """Cả tử số và mẫu số đều chưa có: tiêu chí vẫn chỉ được từ 0 đến 9 điểm."""
    least = "" if "on_zero" in ratio else ", min: 1"
    asked = AFTER.replace(
        "moi: {type: count, label: Sáng kiến, max: 9}", f"chia: {{type: count{least}}}, moi: {{type: count, max: chia}}"
    )
    Path("sau.yaml").write_text(asked.replace("formula: moi}", f"{ratio}}}"), "utf-8")
    Path("so.csv").write_text("id,name,so_hop,ky_so\nso-a,Sở A,2,100%\nso-c,Sở C,0,100%\nso-d,Sở D,2,80%\n", "utf-8")
    made = json.loads(ran("--data", "so.csv", "--format", "json")[1])["impact"]
    found = {unit["id"]: unit["after"]["tier"] for unit in made["lists"][0]["units"]}
    assert found == {"so-a": "tot", "so-c": "kha", "so-d": ""}
