"""Whose the rows of a file are, where its mapping says so: one unit, two columns together, columns that are left out."""

import pytest
from itrank.engine.files.tables import parse_table
from itrank.engine.language import load_text
from itrank.engine.language.document import read_document
from itrank.engine.language.validate import mismatches
from itrank.engine.model.codes import has_errors, message
from itrank.engine.observe import observe
from itrank.engine.observe.mapping import mapping_of
from itrank.engine.observe.mapping_schema import mapping_schema

RULES = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs: {x: {label: Cán bộ, type: number}, y: {label: Máy tính, type: number, missing: zero}}
scorecards: {t: {criteria: [{id: d, score: {formula: x + y}}]}}
""").ruleset
assert RULES is not None
LONG = "columns: {Chỉ tiêu: input, Giá trị: value}"


def read(text, mapping, units=""):
    document, findings = read_document(f"format: itrank-mapping/1\n{mapping}\n".encode(), "m.yaml", keep_empty=True)
    assert document is not None
    assert not has_errors((*findings, *mismatches(document, mapping_schema())))
    table = parse_table(text.encode(), "d.csv")[0]
    roll = parse_table(units.encode(), "u.csv")[0] if units else None
    return observe(RULES, [table], roll, mappings={"d.csv": mapping_of(document, "m.yaml")})


def told(observed):
    return [found.code for found in observed.findings if found.code not in {"ITR453", "ITR454"}]


def said(observed, row):
    return next(message(found, "en") for found in observed.findings if found.row == row)


def values(observed, key="x"):
    return {unit.id: value.value for unit, value in zip(observed.units, observed.values[key], strict=True)}


def test_a_long_table_may_be_about_one_unit():
    observed = read("Chỉ tiêu,Giá trị\nx,1\nMáy tính,2\n", f"{LONG}\nunit: so_a")
    assert (values(observed), values(observed, "y"), told(observed)) == ({"so_a": 1}, {"so_a": 2}, [])
    observed = read("Chỉ tiêu,Giá trị\nx,1\n", f"{LONG}\nunit: so_a", "id,name\nso_a,Sở A\nso_b,Sở B\n")
    assert (values(observed), told(observed)) == ({"so_a": 1, "so_b": None}, ["ITR465"])
    observed = read("Chỉ tiêu,Giá trị\nx,1\n", f"{LONG}\nunit: Sở A", "id,name\nso_a,Sở A\n")
    assert values(observed) == {"so_a": 1}
    assert "ITR461" in told(read("Chỉ tiêu,Giá trị\nx,1\n", f"{LONG}\nunit: so_x", "id,name\nso_a,Sở A\n"))
    assert said(read("Chỉ tiêu,Giá trị\nx,1\nx,2\n", f"{LONG}\nunit: so_a"), "ITR112.row") == (
        'x (so_a): there are two rows, the first at line 2, column "Giá trị"'
    )


def test_a_long_table_whose_nobody_knows_is_told_how_to_say_it():
    (found,) = [found for found in read("Chỉ tiêu,Giá trị\nx,1\n", LONG).findings if found.code == "ITR460"]
    from itrank.engine.model.codes import advice

    assert "where all of it is about one unit, write unit: its id" in advice(found, "en")


def test_a_wide_table_may_be_about_one_unit():
    assert values(read("x,y\n1,2\n", "unit: so_a")) == {"so_a": 1}
    assert told(read("x,y\n1,2\n3,4\n", "unit: so_a")) == ["ITR112"]


@pytest.mark.parametrize("header", ["id", "Tên đơn vị", "Cơ quan"])
def test_one_unit_beside_a_column_of_units_is_told(header):
    observed = read(f"{header},x\nb,1\n", "unit: so_a")
    assert "ITR550" in told(observed)
    assert said(observed, "ITR550") == (
        f'the mapping says that the whole file is about the unit "so_a", but "{header}" names units too'
    )
    assert values(read(f"{header},x\nb,1\n", f'unit: so_a\ncolumns: {{"{header}": ~}}')) == {"so_a": 1}


TWO = "Xã,Huyện,Cán bộ\nTân Phú,Huyện A,1\nTân Phú,Huyện B,2\nAn Bình,Huyện A,3\n"


def test_two_columns_together_name_a_unit():
    observed = read(TWO, "key: [Xã, Huyện]")
    assert values(observed) == {"Tân Phú, Huyện A": 1, "Tân Phú, Huyện B": 2, "An Bình, Huyện A": 3}
    assert [unit.name for unit in observed.units] == ["Tân Phú, Huyện A", "Tân Phú, Huyện B", "An Bình, Huyện A"]
    assert told(observed) == []
    assert read(TWO, "key: [Xã, Huyện]").read[0].columns[0].header == "Xã, Huyện"
    assert told(read(TWO + "An Bình,Huyện A,4\n", "key: [Xã, Huyện]")) == ["ITR112"]


@pytest.mark.parametrize(
    "units",
    [
        "id,name,parent\na,Tân Phú,Huyện A\nb,Tân Phú,Huyện B\nc,An Bình,Huyện A\n",
        "id,name,huyen\na,Tân Phú,Huyện A\nb,Tân Phú,Huyện B\nc,An Bình,Huyện A\n",
        "id,name,group\na,Tân Phú,Huyện A\nb,Tân Phú,Huyện B\nc,An Bình,Huyện A\n",
        'id,name,aliases\na,Tân Phú,"Tân Phú, Huyện A"\nb,Tân Phú,"Tân Phú, Huyện B"\nc,"An Bình, Huyện A",\n',
        "id,name,parent\nha,Huyện A,\nhb,Huyện B,\na,Tân Phú,ha\nb,Tân Phú,hb\nc,An Bình,ha\n",
    ],
)
@pytest.mark.parametrize("key", ["[Xã, Huyện]", "[Huyện, Xã]"])
def test_two_columns_find_the_unit_of_a_list(units, key):
    if "aliases" in units and key.startswith("[Huyện"):
        return
    observed = read(TWO, f"key: {key}", units)
    found = values(observed)
    assert {id_: found[id_] for id_ in "abc"} == {"a": 1, "b": 2, "c": 3}
    assert [code for code in told(observed) if code not in {"ITR465", "ITR469"}] == []


def test_a_key_that_no_unit_of_the_list_has_is_told():
    units = "id,name,parent\na,Tân Phú,Huyện A\nb,Tân Phú,Huyện B\n"
    observed = read(TWO, "key: [Xã, Huyện]", units)
    assert told(observed) == ["ITR461"]
    assert said(observed, "ITR461") == 'there is no unit "An Bình, Huyện A"'
    assert "ITR451" in told(read("name,x\nTân Phú,1\n", "decimal: '.'", units))  # without the key it is one of two


def test_a_key_is_whole_and_its_columns_are_there():
    observed = read("Xã,Huyện,Cán bộ\nTân Phú,Huyện A,1\nTân Mỹ,,2\n", "key: [Xã, Huyện]")
    assert told(observed) == ["ITR466"]
    assert said(observed, "ITR466.key") == (
        'the row "Tân Mỹ" has a blank in the column "Huyện", and only both columns of the key name a unit'
    )
    observed = read("Xã,Quận,Cán bộ\nTân Phú,Quận A,1\n", "key: [Xã, Huyện]")
    assert "ITR460" in told(observed)
    assert 'the column "Huyện" is part of the key' in said(observed, "ITR460.key")


def test_totals_and_headings_are_none_under_a_key():
    text = "STT,Xã,Huyện,Cán bộ\nI,Huyện A,,\n1,Tân Phú,Huyện A,1\n2,An Bình,Huyện A,3\n,Tổng cộng,,4\n"
    observed = read(text, "key: [Xã, Huyện]")
    assert values(observed) == {"Tân Phú, Huyện A": 1, "An Bình, Huyện A": 3}
    assert sorted(told(observed)) == ["ITR418", "ITR418"]


def test_two_columns_name_the_units_of_a_long_table():
    text = "Xã,Huyện,Chỉ tiêu,Giá trị\nTân Phú,Huyện A,x,1\nTân Phú,Huyện B,x,2\nTân Phú,Huyện A,y,5\n"
    observed = read(text, f"{LONG}\nkey: [Xã, Huyện]")
    assert values(observed) == {"Tân Phú, Huyện A": 1, "Tân Phú, Huyện B": 2}
    assert values(observed, "y") == {"Tân Phú, Huyện A": 5, "Tân Phú, Huyện B": None}
    assert told(observed) == []


@pytest.mark.parametrize("word", ["id", "group", "parent", "name"])
def test_a_mapping_leaves_out_a_column_of_the_unit(word):
    other = "name" if word == "id" else "id"
    text = f"{other},{word},input,value\nu,p,x,1\nu,q,y,2\n"
    observed = read(text, f"columns: {{{word}: ~, input: input, value: value}}")
    assert (values(observed), values(observed, "y"), told(observed)) == ({"u": 1}, {"u": 2}, [])
    assert (observed.units[0].name, observed.units[0].group, observed.units[0].parent) == ("u", "", "")
    text = f"{other},{word},x\nu,p,1\nv,p,2\n"
    observed = read(text, f"columns: {{{word}: ~}}")
    assert (values(observed), told(observed)) == ({"u": 1, "v": 2}, [])
    (column,) = [column for column in observed.read[0].columns if column.header == word]
    assert column.use == "ignored"
