"""`itrank data describe` shows how files are read before anything is computed; a mapping beside the data is used."""

import json
import warnings

import pytest
from itrank.engine.publish.text import width

with warnings.catch_warnings():
    # typer below 0.25 reads names that click 8.4 deprecates.
    warnings.simplefilter("ignore", DeprecationWarning)
    from itrank import cli

RULESET = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {tinh: {title: Cấp tỉnh}, huyen: {title: Cấp huyện}}
data: {marks: {KAD: not_applicable}}
inputs:
  can_bo: {label: {vi: Tổng số cán bộ}, type: count, measured_in: người}
  so_hop: {label: {vi: Số cuộc họp}, type: count, missing: zero}
  hoa_giai: {label: {vi: Hoà giải thành}, type: percent}
  kinh_phi: {label: Kinh phí, type: money, missing: zero}
  thieu: {label: Thiếu, type: number, missing: zero}
scorecards:
  bang:
    criteria:
      - {id: a, max: 10, score: {ratio: [so_hop, can_bo]}, not_applicable: zero}
      - {id: b, score: {formula: hoa_giai * 10 + kinh_phi + thieu}, not_applicable: zero}
"""
DATA = """Mã;Tên;Nhóm;Tổng số cán bộ (người);Số cuộc họp;Hòa giải thành (%);Ghi chú;Kinh phi
so_a;Sở A;tinh;12;3;85,5;x;1,2
so_b;Sở B;Cấp tỉnh;30;KAD;90;;3
so_c;Sở C;huyen;;2;70%;;x
"""
MAPPING = """format: itrank-mapping/1
columns: {Mã: id, "Tên": name, "Nhóm": group, "Ghi chú": ~}
"""
TEXT = """Tệp: d.csv · dòng 1-4 · 3 dòng số liệu · dấu tách cột: ;
  Dấu thập phân: dấu phẩy, theo ô hoa_giai (so_a): "85,5"
  Tệp ghép cột: d.mapping.yaml
  Ký hiệu: KAD 1
  Cột về đơn vị: id = "Mã", name = "Tên", group = "Nhóm"

Cột                 là                   theo                 số  trống  KH  sai
Tổng số cán bộ (n…  can_bo (count)       nhãn, đơn vị đo       2      1   0    0
Số cuộc họp         so_hop (count)       nhãn                  2      0   1    0
Hòa giải thành (%)  hoa_giai (percent…   nhãn, đơn vị đo, d…   3      0   0    0

Không được đọc:
  Kinh phi → có phải là kinh_phi?

Bỏ qua theo tệp ghép cột:
  Ghi chú

Đầu vào không có cột:
  kinh_phi (Kinh phí) · ô trống: 0
  thieu (Thiếu) · ô trống: 0

Đơn vị: 3, có dòng: 3
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a ruleset, data as somebody sent them, and a mapping."""
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "ITRANK_DEBUG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "r.yaml").write_text(RULESET, "utf-8")
    (tmp_path / "d.csv").write_text(DATA, "utf-8")
    (tmp_path / "d.mapping.yaml").write_text(MAPPING, "utf-8")
    return tmp_path


@pytest.fixture
def itrank(folder, capsys):
    """Run the command line here: its exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        return (code, *capsys.readouterr())

    return run


def describe(itrank, *arguments):
    return itrank("data", "describe", "d.csv", "--ruleset", "r.yaml", *arguments)


def test_how_a_file_is_read_fits_a_terminal(itrank):
    code, out, err = describe(itrank)
    assert (code, out) == (0, TEXT)
    assert max(map(width, out.splitlines())) <= 80
    assert "ITR450" in err
    assert "ITR449" in err
    english = describe(itrank, "--lang", "en")[1]
    assert "Decimal sign: the comma, by the cell hoa_giai (so_a)" in english
    assert "Not read:\n  Kinh phi → did you mean kinh_phi?" in english
    assert max(map(width, english.splitlines())) <= 80


def test_the_same_as_json(itrank):
    code, out, _ = describe(itrank, "--format", "json")
    shown = json.loads(out)
    assert (code, shown["format"]) == (0, "itrank-reading/1")
    table = shown["tables"][0]
    assert (table["decimal"], table["decimal_how"], table["delimiter"], table["layout"]) == (
        ",",
        "inferred",
        ";",
        "wide",
    )
    assert table["columns"][5] == {
        "number": 6, "header": "Hòa giải thành (%)", "use": "input", "names": ["hoa_giai"], "by": "label",
        "despite": ["measure", "tone"], "near": "",
    }  # fmt: skip
    got = {made["id"]: made for made in shown["inputs"]}
    assert [got["so_hop"][key] for key in ("values", "blank", "marked", "invalid")] == [2, 0, {"KAD": 1}, 0]
    assert (got["can_bo"]["blank"], got["hoa_giai"]["percent"], got["thieu"]["columns"]) == (1, "both", [])
    assert [source["path"] for source in shown["data"]] == ["d.csv", "d.mapping.yaml"]
    assert {found["code"] for found in shown["diagnostics"]} == {"ITR449", "ITR450", "ITR454", "ITR456"}


def test_wrong_cells_and_unknown_units_are_counted_and_told(itrank, folder):
    (folder / "u.csv").write_text("id,name,group\nso_a,Sở A,tinh\nso_z,Sở Z,tinh\n", "utf-8")
    (folder / "d.csv").write_text("Mã,Tổng số cán bộ,so_hop,hoa_giai\nso_a,x,3,85%\nSở Q,2,3,4\n", "utf-8")
    code, out, err = describe(itrank, "--units", "u.csv")
    assert code == 1
    assert "Tổng số cán bộ  can_bo (count)              nhãn   0      0   0    1" in out
    assert "hoa_giai (percent ghi 85%)" in out
    assert out.endswith("Đơn vị: 2, có dòng: 1\n  Không có dòng: so_z\n  Không nhận ra: Sở Q\n")
    assert 'd.csv:2:2: lỗi ITR420: can_bo (so_a): "x" không phải là một số' in err


def test_a_mapping_that_was_written_reads_back_as_what_was_matched(itrank, folder):
    code, out, _ = describe(itrank, "--write-mapping", "m.yaml")
    assert (code, out) == (0, TEXT)
    written = (folder / "m.yaml").read_text("utf-8")
    assert '  "Tổng số cán bộ (người)": "can_bo"\n' in written
    assert '  # "Kinh phi": ~  # có phải là "kinh_phi"?\n' in written
    assert 'decimal: ","\n' in written
    first = json.loads(describe(itrank, "--format", "json")[1])
    code, out, err = describe(itrank, "--mapping", "m.yaml", "--format", "json")
    again = json.loads(out)
    assert code == 0
    assert again["inputs"] == first["inputs"]
    assert [column["names"] for column in again["tables"][0]["columns"]] == [
        column["names"] for column in first["tables"][0]["columns"]
    ]
    assert "ITR457" not in err
    # With what was left to do done, nothing is left to tell.
    done = written.replace('  # "Kinh phi": ~', '  "Kinh phi": kinh_phi')
    (folder / "m2.yaml").write_text(done, "utf-8")
    (folder / "d.csv").write_text(DATA.replace(";;x\n", ";;4\n"), "utf-8")
    code, out, err = describe(itrank, "--mapping", "m2.yaml")
    assert (code, "Không được đọc" in out, "cảnh báo" in err) == (0, False, False)


def test_a_mapping_is_never_written_over_a_file(itrank, folder):
    code, _, err = describe(itrank, "--write-mapping", "d.mapping.yaml")
    assert (code, "ITR907" in err) == (2, True)
    (folder / "m.yaml").write_text("của tôi", "utf-8")
    code, out, err = describe(itrank, "--write-mapping", "m.yaml")
    assert (code, out, "ITR488" in err) == (2, "", True)
    assert (folder / "m.yaml").read_text("utf-8") == "của tôi"
    code, _, err = describe(itrank, "--write-mapping", "khong-co/m.yaml")
    assert (code, "ITR906" in err) == (2, True)


def test_a_mapping_asks_for_what_could_not_be_told(itrank, folder):
    (folder / "d.mapping.yaml").unlink()
    (folder / "u.csv").write_text("id,group\nso_a,tinh\n", "utf-8")
    (folder / "d.csv").write_text("id,lạ,kinh_phi\nSở A,1,2\nso_a,1,1.234\n", "utf-8")
    code, _, _ = describe(itrank, "--units", "u.csv", "--write-mapping", "m.yaml", "--lang", "en")
    assert (code, (folder / "m.yaml").read_text("utf-8")) == (
        1,
        """# How this data file is read; column: input, or ~ to leave it out.
format: itrank-mapping/1
# TODO: the decimal sign of the file
# decimal: ","
columns:
  "kinh_phi": "kinh_phi"
  # TODO: this column matches no input yet; remove the # and write the input's id, or ~ to leave it out
  # "lạ": ~
# TODO: this name is not recognised; remove the # and write the unit's id
# units:
#   "Sở A":
""",
    )
    assert "ITR1" not in describe(itrank, "--units", "u.csv", "--mapping", "m.yaml")[2]
    done = (
        (folder / "m.yaml").read_text("utf-8").replace("# units:\n# ", "units:\n ").replace('"Sở A":', '"Sở A": so_a')
    )
    done = done.replace('  # "lạ"', '  "lạ"').replace("# decimal", "decimal")
    (folder / "m2.yaml").write_text(done, "utf-8")
    (folder / "d.csv").write_text('id,lạ,kinh_phi\nSở A,1,"2,5"\n', "utf-8")
    code, out, err = describe(itrank, "--units", "u.csv", "--mapping", "m2.yaml")
    assert (code, "lỗi" in err, out.endswith("Đơn vị: 1, có dòng: 1\n")) == (0, False, True)


def test_a_mapping_of_which_everything_is_left_to_do_is_a_mapping(itrank, folder):
    (folder / "d.mapping.yaml").unlink()
    (folder / "u.csv").write_text("id,group\nso_a,tinh\n", "utf-8")
    (folder / "d.csv").write_text("id,lạ\nso_a,1\n", "utf-8")
    assert describe(itrank, "--units", "u.csv", "--write-mapping", "m.yaml")[0] == 0
    text = (folder / "m.yaml").read_text("utf-8")
    assert describe(itrank, "--units", "u.csv", "--mapping", "m.yaml")[0] == 0
    (folder / "m2.yaml").write_text(
        text.replace("# columns:", "columns:").replace('#   "lạ": ~', '    "lạ": so_hop'), "utf-8"
    )
    code, out, err = describe(itrank, "--units", "u.csv", "--mapping", "m2.yaml")
    row = next(line.split() for line in out.splitlines() if line.startswith("lạ"))
    assert (code, row[:5] == ["lạ", "so_hop", "(count)", "tệp", "ghép"], "ITR450" in err) == (0, True, False)


def test_headers_that_would_break_out_of_a_mapping_are_quoted(itrank, folder):
    (folder / "d.mapping.yaml").unlink()
    (folder / "d.csv").write_text('id,so_hop,"a"": ~ #","- x: [1","~"\nso_a,1,2,3,4\n', "utf-8")
    (folder / "r.yaml").write_text(
        RULESET.replace("groups: {tinh: {title: Cấp tỉnh}, huyen: {title: Cấp huyện}}\n", ""), "utf-8"
    )
    assert describe(itrank, "--write-mapping", "m.yaml")[0] == 0
    lines = (folder / "m.yaml").read_text("utf-8").splitlines()
    done = "\n".join(line.replace('  # "', '  "') for line in lines)
    (folder / "m2.yaml").write_text(done + "\n", "utf-8")
    code, out, err = describe(itrank, "--mapping", "m2.yaml", "--format", "json")
    assert (code, "ITR457" in err) == (0, False)
    assert [column["use"] for column in json.loads(out)["tables"][0]["columns"]] == ["unit", "input", *["ignored"] * 3]


def test_evaluate_uses_the_mapping_beside_the_data_and_says_what_was_read(itrank, folder):
    code, out, _ = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv")
    assert "Đọc: d.csv dòng 1-4 · 3 đơn vị, 3 đầu vào · dấu thập phân: phẩy · KAD: 1\n" in out
    assert "d.mapping.yaml (" in out
    assert code == 1  # so_c lacks an answer
    shown = json.loads(itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "json")[1])
    assert [(file["path"], file["tables"]) for file in shown["data"]] == [
        ("d.csv", [{"sheet": "", "span": "1-4", "rows": 3, "units": 3, "decimal": ",", "marks": {"KAD": 1}}]),
        ("d.mapping.yaml", []),
    ]
    (folder / "d.mapping.yaml").rename(folder / "khac.yaml")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv")
    assert ("3 đơn vị" in out, "ITR450" in err) == (True, True)  # its headers are usual ones, but one is not known
    (folder / "la.csv").write_text(DATA.replace("Mã;Tên;Nhóm", "Ký hiệu;Gọi là;Khối"), "utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "la.csv")
    assert (code, out, "ITR460" in err) == (1, "", True)
    assert itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--mapping", "khac.yaml")[1]
    english = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--mapping", "khac.yaml", "--lang", "en")[1]
    assert "Read: d.csv lines 1-4 · 3 units, 3 inputs · decimal comma · KAD: 1\n" in english


def test_a_wrong_mapping_stops_everything_at_its_line(itrank, folder):
    (folder / "d.mapping.yaml").write_text(MAPPING + "decimal: ;\n", "utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv")
    assert (code, out) == (1, "")
    assert "d.mapping.yaml:3:10: lỗi ITR143" in err
    assert "3 | decimal: ;" in err
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--mapping", "khong-co.yaml")
    assert (code, out, "ITR401" in err) == (2, "", True)
    (folder / "d.mapping.yaml").write_text(MAPPING, "utf-8")
    (folder / "khac").hardlink_to(folder / "d.mapping.yaml")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--output", "khac")
    assert (code, "ITR907" in err) == (2, True)


def test_signs_that_contradict_stop_everything_and_ambiguous_cells_only_their_units(itrank, folder):
    (folder / "d.mapping.yaml").unlink()
    head = "id,name,group,can_bo,so_hop,hoa_giai,kinh_phi\n"
    (folder / "d.csv").write_text(head + 'a,A,tinh,5,5,85,"1,5"\nb,B,tinh,5,5,85,1.5\n', "utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv")
    assert (code, out, err.count("ITR447")) == (1, "", 1)
    (folder / "d.csv").write_text(head + "a,A,tinh,5,5,85,1.500\nb,B,tinh,5,5,85,2\n", "utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", "--data", "d.csv")
    assert (code, err.count("ITR448")) == (1, 1)
    assert 'A       số liệu "Kinh phí" (kinh_phi) sai' in out
    assert "   1  B" in out


def test_what_is_wrong_with_the_command_line_is_told(itrank):
    assert itrank("data")[0] == 2
    code, _, err = itrank("data", "x")
    assert (code, "Các lệnh: describe." in err) == (2, True)
    code, _, err = itrank("data", "describe", "--ruleset", "r.yaml")
    assert (code, "ITR910: thiếu TỆP..." in err) == (2, True)
    code, _, err = describe(itrank, "--format", "csv")
    assert (code, "ITR912" in err) == (2, True)
    code, _, err = itrank("data", "describe", "khong-co.csv", "--ruleset", "r.yaml")
    assert (code, "ITR401" in err) == (2, True)
    code, _, err = itrank("data", "describe", "d.csv", "--ruleset", "khong-co")
    assert (code, "ITR901" in err) == (2, True)


@pytest.mark.parametrize("name", [".", "", "..", "/"])
@pytest.mark.parametrize("option", ["--data", "--units", "--previous"])
def test_a_folder_is_no_file(itrank, folder, option, name):
    data = () if option == "--data" else ("--data", "d.csv")
    code, out, err = itrank("evaluate", "--ruleset", "r.yaml", *data, option, name)
    assert (code, out) == (2, "")
    assert "ITR402" in err


def test_each_sheet_is_counted_for_itself_and_one_without_a_table_is_named(tmp_path, monkeypatch, capsys):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    with xlsxwriter.Workbook("d.xlsx") as book:
        for name, rows in {
            "Cấp tỉnh": [["Mã", "Tổng số cán bộ"], ["so_a", 12], ["so_b", 30], ["so_c", None]],
            "Cấp huyện": [["Mã", "Tổng số cán bộ"], ["h_a", 7]],
            "Ghi chú": [["Số liệu đến 31/12/2025"], ["Người lập: A"]],
            "Trống": [],
        }.items():
            own = book.add_worksheet(name)
            for number, row in enumerate(rows):
                own.write_row(number, 0, row)
    (tmp_path / "r.yaml").write_text(RULESET, "utf-8")
    cli.run(["data", "describe", "d.xlsx", "--ruleset", "r.yaml"])
    shown = capsys.readouterr().out
    assert [line.split("nhãn")[1].split() for line in shown.splitlines() if "can_bo (count)" in line] == [
        ["2", "1", "0", "0"], ["1", "0", "0", "0"],
    ]  # fmt: skip
    assert "Tệp: d.xlsx [Ghi chú] · không có bảng số liệu, không được đọc" in shown
    assert "Trống" not in shown
    cli.run(["data", "describe", "d.xlsx", "--ruleset", "r.yaml", "--format", "json"])
    read = json.loads(capsys.readouterr().out)
    (asked,) = [each for each in read["inputs"] if each["id"] == "can_bo"]
    assert [(each["sheet"], each["values"], each["blank"]) for each in asked["columns"]] == [
        ("Cấp tỉnh", 2, 1), ("Cấp huyện", 1, 0),
    ]  # fmt: skip
    cli.run(["evaluate", "--ruleset", "r.yaml", "--data", "d.xlsx", "--provisional"])
    assert "Không đọc: d.xlsx [Ghi chú]" in capsys.readouterr().out
