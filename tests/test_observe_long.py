"""Tables with a row for each value under headers of their own: read where a mapping says so, told where nothing does."""

import pytest
from itrank.cli import run
from itrank.engine import load_text, observe
from itrank.engine.files.tables import parse_table
from itrank.engine.model.codes import advice, message
from itrank.engine.observe.mapping import read_mapping

RULESET = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {label: Số cuộc họp, type: count}
  can_bo: {label: Số cán bộ, type: count, missing: zero}
scorecards:
  bang:
    criteria:
      - {id: diem, score: {formula: so_hop + can_bo}}
"""
DATA = """TT,Đơn vị,Chỉ tiêu,Giá trị
1,Sở A,Số cuộc họp,4
2,Sở A,Số cán bộ,30
3,Sở B,Số cuộc họp,2
4,Sở B,Số cán bộ,25
"""
MAPPING = 'format: itrank-mapping/1\ncolumns: {"Chỉ tiêu": input, "Giá trị": value%s}\n'


def read(data=DATA, mapping="", ruleset=RULESET, tmp_path=None):
    loaded = load_text(ruleset)
    assert loaded.ruleset is not None, loaded.findings
    table, findings = parse_table(data.encode(), "d.csv")
    assert table is not None, findings
    known = {}
    if mapping:
        (tmp_path / "m.yaml").write_text(mapping, "utf-8")
        made, _, _, told = read_mapping(tmp_path / "m.yaml", "d.mapping.yaml")
        assert made is not None, told
        known = {"d.csv": made}
    return observe(loaded.ruleset, [table], mappings=known)


def values(observed):
    return {
        unit.name or unit.id: tuple(column[index].value for column in observed.values.values())
        for index, unit in enumerate(observed.units)
    }


def test_it_is_told_with_the_line_to_write():
    (found,) = read().findings
    assert message(found, "vi") == (
        'mỗi dòng của bảng là một giá trị, tên đầu vào ở cột "Chỉ tiêu", mà chưa nơi nào nói như vậy'
    )
    assert advice(found, "en") == 'Write in d.mapping.yaml: columns: {"Chỉ tiêu": input, "Giá trị": value}'


def test_a_mapping_reads_it(tmp_path):
    observed = read(mapping=MAPPING % "", tmp_path=tmp_path)
    assert observed.findings == ()
    assert values(observed) == {"Sở A": (4, 30), "Sở B": (2, 25)}


def test_a_mapping_names_the_column_of_states(tmp_path):
    data = DATA.replace("Giá trị", "Giá trị,Tình trạng").replace(",25", ",,missing")
    data = "\n".join(line if line.count(",") == 4 else f"{line}," for line in data.splitlines())
    observed = read(data, MAPPING % ', "Tình trạng": state', tmp_path=tmp_path)
    assert [each.code for each in observed.findings] == []
    assert values(observed) == {"Sở A": (4, 30), "Sở B": (2, None)}


def test_an_input_of_that_name_comes_first(tmp_path):
    """`value` is then what the ruleset calls so, and a wide table is read as before."""
    ruleset = RULESET.replace("can_bo", "value")
    data = "id,Họp,Người\na,4,30\nb,2,25\n"
    mapping = 'format: itrank-mapping/1\ncolumns: {"Họp": so_hop, "Người": value}\n'
    assert load_text(ruleset).ruleset is None  # a word of formulas is no name of an input: nothing can be mistaken
    assert read(data, mapping.replace(": value", ": can_bo"), tmp_path=tmp_path).findings == ()


@pytest.mark.parametrize(
    "data",
    [
        "id,Số cuộc họp,Số cán bộ\na,4,30\nb,2,25\n",  # wide
        "id,Số cuộc họp,Ghi chú\na,4,Số cán bộ\nb,2,Số cán bộ\n",  # a remark in words beside an input
        "id,Chỉ tiêu,Giá trị\na,Số cuộc họp,4\nb,Số cán bộ,2\n",  # nothing is named twice
        "id,Chỉ tiêu,Giá trị\na,Khác,4\na,Khác,2\nb,Số cán bộ,2\n",  # most are no inputs
    ],
)
def test_what_is_not_plainly_long_is_not_taken_for_it(data):
    assert "ITR400" not in [each.code for each in read(data).findings]


def test_where_two_columns_may_hold_the_values_none_is_named():
    data = "\n".join(f"{line},{number}" for number, line in enumerate(DATA.splitlines()))
    (found,) = read(data).findings
    assert found.params["line"] == 'columns: {"Chỉ tiêu": input, "…": value}'


def test_describe_says_it_and_ends(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RULESET, "utf-8")
    (tmp_path / "d.csv").write_text(DATA, "utf-8")
    assert run(["data", "describe", "d.csv", "--ruleset", "r.yaml", "--lang", "en"]) == 1
    assert "ITR400" in capsys.readouterr().err
    (tmp_path / "d.mapping.yaml").write_text(MAPPING % "", "utf-8")
    assert run(["data", "describe", "d.csv", "--ruleset", "r.yaml", "--lang", "en"]) == 0
    assert "· long: a row for a" in (shown := capsys.readouterr().out)
    assert "Not read" not in shown
    assert run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv"]) == 0
