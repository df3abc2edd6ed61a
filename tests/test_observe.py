"""Tables and units to typed values, each with the cell it came from."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.engine.files.tables import parse_table
from itrank.engine.model.codes import advice, has_errors, message
from itrank.engine.model.findings import Place
from itrank.engine.model.observed import Observation, Previous
from itrank.engine.model.ruleset import Headers, Input, Node, Ranking, Ruleset, Scorecard, Words
from itrank.engine.observe import observe, table_of
from itrank.engine.observe.report import MOST_OF_A_KIND
from sampling import size

GROUPS = {"tinh": Words("Cấp tỉnh", "Province"), "huyen": Words("Cấp huyện")}


def asked(key, kind="number", **more):
    return Input(
        key=key, id=key.removeprefix("self:"), label=more.pop("label", Words()), type=kind, place=Place(), **more
    )


def leaf(id_, scorecard="s", **more):
    return Node(
        id=id_, code=more.pop("code", ""), title=more.pop("title", Words()), place=Place(), scorecard=scorecard, **more
    )


def ruleset(*columns, **more):
    by_key = {column.key if isinstance(column, Input) else column.id: column for column in columns}
    return Ruleset("r", "1", Words(), (), "", by_key, more.pop("scorecards", ()), **more)


def table(text, name="a.csv"):
    made, findings = parse_table(text.encode(), name)
    assert findings == ()
    return made


def value(observed, key, unit):
    index = [found.id for found in observed.units].index(unit)
    return observed.values[key][index]


def told(observed, *codes):
    return [message(found, "en") for found in observed.findings if not codes or found.code in codes]


X, Y = asked("x"), asked("y")


def test_a_value_has_its_cell():
    observed = observe(ruleset(X), [table("id,name,x\na,Sở A,\nb,Sở B,1.50\n")])
    assert [(unit.id, unit.name, unit.group) for unit in observed.units] == [("a", "Sở A", ""), ("b", "Sở B", "")]
    assert list(observed.values["x"]) == [
        Observation(None, "missing", Place("a.csv", 2, 3, 'dòng 2, cột "x"')),
        Observation(Fraction(3, 2), "observed", Place("a.csv", 3, 3, 'dòng 3, cột "x"')),
    ]
    assert observed.findings == ()


def test_observations_are_a_sequence():
    cells = observe(ruleset(X), [table("id,x\na,1\nb,2\nc,3\n")]).values["x"]
    assert (len(cells), cells[-1].value, [cell.value for cell in cells[1:]]) == (3, 3, [2, 3])
    with pytest.raises(IndexError):
        cells[3]


@pytest.mark.parametrize(
    ("column", "header"),
    [
        (asked("so_hop"), "SO_HOP"),
        (asked("so_hop", label=Words("Số cuộc họp", "Meetings")), "số  cuộc HỌP"),
        (asked("so_hop", label=Words("Số cuộc họp", "Meetings")), "meetings"),
        (asked("so_hop", header="Họp"), "họp"),
        (asked("self:nt_hop"), "nt_hop"),
        (asked("self:nt_hop"), "1.10"),
        (asked("self:nt_hop"), "Họp ban chỉ đạo"),
        (asked("self:nt_hop", header="Cột B"), "cột b"),
    ],
)
def test_a_column_is_known_by_id_label_code_or_title(column, header):
    node = leaf("nt_hop", code="1.10", title=Words("Họp ban chỉ đạo"))
    observed = observe(ruleset(column, node), [table(f"id,{header}\na,4\n")])
    assert value(observed, column.key, "a").value == 4
    assert observed.findings == ()


def test_a_near_miss_is_told_and_never_read():
    observed = observe(ruleset(asked("so_hop")), [table("id,so hop,ghi chú\na,4,x\n")])
    assert value(observed, "so_hop", "a").state == "missing"
    assert [(found.code, found.place.column, message(found, "en"), advice(found, "vi")) for found in observed.findings] == [
        ("ITR450", 2, '"so hop" matches no input of the ruleset and is not read', 'Có phải là "so_hop"?'),
        (
            "ITR450", 3, '"ghi chú" matches no input of the ruleset and is not read',
            "Cột khớp theo mã, nhãn, hoặc column của đầu vào; theo mã, số hiệu hoặc tên của tiêu chí.",
        ),
    ]  # fmt: skip
    # That nothing has figures of it is not told besides: the column that may be meant stands there.
    other = observe(ruleset(asked("chu_tri")), [table("id,so hop,ghi chú\na,4,x\n")])
    assert told(other)[0] == "no table has figures for chu_tri (chu_tri); every unit lacks it"


def test_an_input_without_a_column_is_told_once_in_the_words_of_its_policy():
    inputs = (asked("x", label=Words("Số X")), asked("y", missing=Fraction(0)), asked("z", missing="unranked"))
    observed = observe(ruleset(*inputs), [table("id\na\nb\n")])
    assert told(observed) == [
        "no table has figures for x (Số X); every unit lacks it",
        "no table has figures for y (y); missing: 0 is applied",
        "no table has figures for z (z); missing: unranked is applied",
    ]
    assert [cell.place for cell in observed.values["x"]] == [Place(), Place()]
    assert not has_errors(observed.findings)


def test_a_header_that_means_two_things_is_an_error():
    same = Words("Tổng số")
    observed = observe(ruleset(asked("x", label=same), asked("y", label=same)), [table("id,tổng số\na,4\n")])
    assert told(observed, "ITR451") == ['"tổng số" can mean several things: x, y']
    observed = observe(ruleset(asked("name")), [table("id,name\na,4\n")])
    assert told(observed, "ITR451") == ['"name" can mean several things: name, name']
    observed = observe(ruleset(asked("x", label=same)), [table("id,tổng số,x\na,4,5\n")])
    assert told(observed) == ['two columns, "tổng số" and "x", are both the input x']
    assert value(observed, "x", "a").value == 4


def test_a_code_of_two_scorecards_is_for_each_units_own():
    nodes = leaf("tinh_1", "t", code="1.1"), leaf("huyen_1", "h", code="1.1")
    cards = Scorecard("t", nodes[0], ("tinh",)), Scorecard("h", nodes[1], ("huyen",))
    inputs = asked("self:tinh_1", maximum=Fraction(10)), asked("self:huyen_1", maximum=Fraction(5))
    rules = ruleset(*nodes, *inputs, scorecards=cards, groups=GROUPS)
    observed = observe(rules, [table("id,group,1.1\na,tinh,8\nb,huyen,4\nc,huyen,8\n")])
    assert [cell.value for cell in observed.values["self:tinh_1"]] == [8, None, None]
    assert [cell.value for cell in observed.values["self:huyen_1"]] == [None, 4, None]
    assert told(observed) == ["huyen_1 (c): 8 is above the most that is allowed (5)"]
    long = ruleset(
        *nodes, *inputs, scorecards=cards, groups=GROUPS, headers=Headers(layout={"input": "i", "value": "v"})
    )
    observed = observe(long, [table("id,group,i,v\na,tinh,1.1,8\nb,huyen,1.1,4\n")])
    assert [cell.value for cell in observed.values["self:tinh_1"]] == [8, None]
    assert [cell.value for cell in observed.values["self:huyen_1"]] == [None, 4]


def test_marks_say_missing_or_not_applicable():
    marks = {"KAD": "not_applicable", "..": "missing"}
    rules = ruleset(asked("x", "count"), headers=Headers(marks=marks))
    observed = observe(rules, [table("id,x\na,kad\nb,..\nc,n/a\n")])
    assert [cell.state for cell in observed.values["x"]] == ["not_applicable", "missing", "invalid"]
    assert told(observed) == ['x (c): "n/a" is not a number']
    assert observed.findings[0].place == Place("a.csv", 4, 2, 'dòng 4, cột "x"')


def test_the_decimal_sign_is_the_rulesets():
    text = "id;x\na;959,9\nb;1.234\n"
    observed = observe(ruleset(X, headers=Headers(decimal=",")), [table(text)])
    assert [cell.value for cell in observed.values["x"]] == [Fraction(9599, 10), None]
    assert told(observed)[0].startswith('x (b): "1.234" can be read in two ways: 1234')
    declared = observe(ruleset(X, headers=Headers(decimal=".")), [table(text)])
    assert told(declared)[0].startswith('x (a): "959,9" is written with the decimal sign ","')


def test_rows_of_python_values_are_read_whatever_the_decimal_sign():
    rows = [{"id": "a", "x": Fraction(22, 7)}, {"id": "b", "x": Fraction(1, 2)}]
    for decimal in ".,":
        observed = observe(ruleset(X, headers=Headers(decimal=decimal)), [table_of("t", rows)])
        assert [cell.value for cell in observed.values["x"]] == [Fraction(22, 7), Fraction(1, 2)]
        assert observed.values["x"][1].place == Place("t", 2, 2, 'dòng 2, cột "x"')
    assert told(observe(ruleset(X), [table("id,x\na,22/7\n")])) == ['x (a): "22/7" is not a number']


def test_bounds_may_be_other_inputs():
    inputs = asked("x", maximum="y", minimum="z"), asked("y", maximum=Fraction(100)), asked("z")
    text = "id,x,y,z\na,5,5,5\nb,6,5,1\nc,6,,1\nd,1,5,2\ne,7,101,0\n"
    observed = observe(ruleset(*inputs), [table(text)])
    assert [cell.state for cell in observed.values["x"]] == ["observed", "invalid", "observed", "invalid", "observed"]
    assert told(observed) == [
        "x (b): 6 is above the most that is allowed (y = 5)",
        "x (d): 1 is below the least that is allowed (z = 2)",
        "y (e): 101 is above the most that is allowed (100)",
    ]


def test_a_chain_of_bounds_does_not_depend_on_the_order_of_inputs():
    chain = asked("x", maximum="y"), asked("y", maximum="z"), asked("z")
    for inputs in (chain, chain[::-1]):
        observed = observe(ruleset(*inputs), [table("id,x,y,z\na,3,2,1\n")])
        assert sorted(told(observed)) == [
            "x (a): 3 is above the most that is allowed (y = 2)",
            "y (a): 2 is above the most that is allowed (z = 1)",
        ]


def test_a_second_table_fills_blanks_and_each_is_listed():
    first = table("id,x,y\na,,1\nb,2,\nc,3,9\n", "a.csv")
    second = table("id,x,y,z\na,7,1\nb,2,\nc,4,\n", "b.csv")
    observed = observe(ruleset(X, Y, asked("z", missing="skip")), [first, second])
    assert value(observed, "x", "a") == Observation(Fraction(7), "observed", Place("b.csv", 2, 2, 'dòng 2, cột "x"'))
    assert [cell.value for cell in observed.values["x"]] == [7, 2, 3]
    assert told(observed) == [
        'x (a): blank at a.csv, line 2, column "x", filled from b.csv, line 2, column "x"',
        'x (c): a.csv, line 4, column "x" says "3" but b.csv, line 4, column "x" says "4"',
    ]


def test_equal_values_written_differently_agree_and_marks_do_not_overwrite():
    rules = ruleset(X, headers=Headers(marks={"KAD": "not_applicable", "..": "missing"}))
    first, second = table("id,x\na,2\nb,KAD\nc,..\nd,1\n"), table("id,x\na,2.0\nb,3\nc,5\nd,\n", "b.csv")
    observed = observe(rules, [first, second])
    assert [(cell.value, cell.state) for cell in observed.values["x"]] == [
        (2, "observed"), (None, "not_applicable"), (5, "observed"), (1, "observed"),
    ]  # fmt: skip
    assert [found.code for found in observed.findings] == ["ITR481", "ITR480"]
    assert 'says "KAD" but b.csv, line 3, column "x" says "3"' in told(observed)[0]


def test_columns_split_over_two_tables_are_not_fills():
    observed = observe(ruleset(X, Y), [table("id,x\na,1\n"), table("id,y\na,2\n", "b.csv")])
    assert (value(observed, "x", "a").value, value(observed, "y", "a").value, observed.findings) == (1, 2, ())


UNITS = """id,name,group,parent,aliases,role,khối,predecessors
so_a,Sở A,tinh,,A;Sở Á,ranked,kinh tế,
h1,Huyện Một,Cấp huyện,so_a,,reference,,cũ
h2,Huyện Hai,huyen,Sở A,,,văn hóa,
"""


def test_the_table_of_units_names_who_is_ranked():
    data = table("id,x\nA,1\nHuyện  Một,2\nh2,3\n")
    observed = observe(ruleset(X, groups=GROUPS, roles={"h2": "unranked"}), [data], units=table(UNITS, "u.csv"))
    assert [(u.id, u.name, u.group, u.parent, u.role, u.aliases) for u in observed.units] == [
        ("so_a", "Sở A", "tinh", "", "ranked", ("A", "Sở Á")),
        ("h1", "Huyện Một", "huyen", "so_a", "reference", ()),
        ("h2", "Huyện Hai", "huyen", "so_a", "unranked", ()),
    ]
    assert observed.units[1].attributes == {"khối": ""}
    assert [unit.predecessors for unit in observed.units] == [(), ("cũ",), ()]
    assert observed.units[1].place == Place("u.csv", 3, 1, 'dòng 3, cột "id"')
    assert [cell.value for cell in observed.values["x"]] == [1, 2, 3]
    assert observed.findings == ()


def test_data_about_unknown_units_and_units_without_data_are_told():
    data = table("id,x\nso-a,1\nh1,2\n,5\nh1,3\nxyz,4\n")
    observed = observe(ruleset(X, groups=GROUPS), [data], units=table(UNITS, "u.csv"))
    assert [
        (found.code, found.place.line, message(found, "en"), advice(found, "en")[:13]) for found in observed.findings
    ] == [
        ("ITR461", 2, 'there is no unit "so-a"', "Did you mean "),
        ("ITR466", 4, "the row has data but names no unit", "Write the id "),
        ("ITR112", 5, 'the unit "h1" is there twice; first at line 3, column "id"', "Each unit has"),
        ("ITR461", 6, 'there is no unit "xyz"', "A unit must s"),
        ("ITR465", 2, 'the unit "so_a" has no row in the data', ""),
        ("ITR465", 4, 'the unit "h2" has no row in the data', ""),
    ]
    assert [cell.value for cell in observed.values["x"]] == [None, 2, None]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("id,group\na,tỉnh", ['the unit "a" is in the group "tỉnh", but the groups of the ruleset are: tinh, huyen']),
        ("id,group\na,", ['the unit "a" is in no group; the groups are: tinh, huyen']),
        ("id\na", ['the unit "a" is in no group; the groups are: tinh, huyen']),
        ("id,group\na,tinh\na,tinh", ['the unit "a" is there twice; first at line 2, column "id"']),
        ("id,group\na,tinh\nA,tinh", ['the unit ids "A" and "a" differ only by case, white space or where tone marks stand']),
        ("id,group\na,tinh\n,huyen", ["the row has data but names no unit"]),
        ("id,group,role\na,tinh,boss", ['the role of the unit "a" is "boss", which is none of ranked, unranked, reference']),
        ("id,group,role\nr,tinh,ranked", ['role of the unit "r" is "ranked" here, but "unranked" in r']),
        ("id,group,aliases\na,tinh,b;c\nb,tinh,c", ['"b" names several units: a, b', '"c" names several units: a, b', '"c" names several units: b, a']),
        ("id,group,parent\na,tinh,\nb,tinh,a\nc,tinh,aa", ['the parent "aa" of "c" is not among the units']),
        ("id,group,parent\na,tinh,a", ['the unit "a" is its own parent']),
        ("id,group,parent\na,tinh,Huyện X\nb,tinh,Huyện Y", []),
        ("ten,nhom\na,tinh", ['the table has no column of unit ids "id"; its columns: ten, nhom']),
    ],
)  # fmt: skip
def test_what_is_wrong_with_units_is_told(units, expected):
    observed = observe(ruleset(groups=GROUPS, roles={"r": "unranked"}), [], units=table(units + "\n", "u.csv"))
    assert told(observed) == expected or sorted(told(observed)) == sorted(
        [*expected, 'the ruleset gives a role to the unit "r", which is not among the units']
    )


def test_a_group_that_is_none_is_told_at_its_own_cell():
    observed = observe(ruleset(groups=GROUPS), [], units=table("id,name,group\na,Sở A,tỉnh\nb,Sở B,\n", "u.csv"))
    places = [found.place.cell for found in observed.findings]
    assert places == ['dòng 2, cột "group"', 'dòng 3, cột "id"']


def test_units_come_from_the_first_data_table_when_there_is_no_other():
    headers = Headers(id="Mã", name="Đơn vị", group="Khối", parent="Thuộc")
    rules = ruleset(X, groups=GROUPS, headers=headers)
    text = "mã,đơn vị,khối,thuộc,x\na,Sở A,Province,,1\nb,,cấp huyện,a,2\na,Sở A,tinh,,3\n,,,,4\n"
    observed = observe(rules, [table(text), table("Mã,x\nc,1\n", "b.csv")])
    assert [(u.id, u.name, u.group, u.parent) for u in observed.units] == [
        ("a", "Sở A", "tinh", ""),
        ("b", "b", "huyen", "a"),
    ]
    assert told(observed) == [
        'the unit "a" is there twice; first at line 2, column "mã"',
        "the row has data but names no unit",
        'there is no unit "c"',
    ]


def test_names_stand_in_for_ids():
    observed = observe(ruleset(X), [table("name,x\nSở A,1\n")])
    assert [(unit.id, unit.name) for unit in observed.units] == [("Sở A", "Sở A")]
    assert value(observed, "x", "Sở A").value == 1


def test_a_name_of_two_units_is_asked_about():
    units = table("id,name\na,Sở\nb,Sở\n", "u.csv")
    assert told(observe(ruleset(X), [table("id,x\nSở,1\na,2\nb,3\n")], units=units)) == [
        '"Sở" names several units: a, b'
    ]


def test_groups_of_data_and_units_must_agree():
    units = table("id,group\na,tinh\n", "u.csv")
    rules = ruleset(X, groups=GROUPS)
    assert observe(rules, [table("id,group,x\na,Cấp tỉnh,1\n")], units=units).findings == ()
    assert told(observe(rules, [table("id,group,x\na,huyen,1\n")], units=units)) == [
        'group of the unit "a" is "huyen" here, but "tinh" in u.csv'
    ]


def test_no_units_at_all_is_an_error():
    assert told(observe(ruleset(X), [table("id,x\n")])) == ["there are no units in the data"]
    assert told(observe(ruleset(X), [])) == ["there are no units in the data"]


def test_roles_of_unknown_units_are_told():
    observed = observe(
        ruleset(X, roles={"thanh_tra": "unranked", "b": "reference"}), [table("id,x\nthanhtra,1\nb,2\n")]
    )
    assert [unit.role for unit in observed.units] == ["ranked", "reference"]
    assert told(observed) == ['the ruleset gives a role to the unit "thanh_tra", which is not among the units']
    assert advice(observed.findings[0], "en") == 'Did you mean "thanhtra"?'


def test_lists_by_an_attribute_need_its_column():
    root = leaf("s", ranking=Ranking(lists="Region"))
    rules = ruleset(X, root, scorecards=(Scorecard("s", root),))
    observed = observe(rules, [table("id,region,x\na,Asia,1\n")])
    assert (observed.units[0].attributes, observed.findings) == ({"Region": "Asia"}, ())
    assert told(observe(rules, [table("id,x\na,1\n")])) == [
        'the ranking makes lists by "Region", but no table has that column'
    ]


LONG = Headers(
    layout={"unit": "đv", "input": "chỉ tiêu", "value": "giá trị", "state": "tt"}, marks={"KAD": "not_applicable"}
)


def test_long_tables_have_a_row_for_a_value():
    text = "đv,name,chỉ tiêu,giá trị,tt\na,Sở A,x,1,\nb,,y,,KAD\na,,Số Y,2,observed\nb,,x,,missing\n"
    observed = observe(ruleset(X, asked("y", label=Words("Số Y")), headers=LONG), [table(text)])
    assert [(unit.id, unit.name) for unit in observed.units] == [("a", "Sở A"), ("b", "b")]
    assert [(cell.value, cell.state) for cell in observed.values["y"]] == [(2, "observed"), (None, "not_applicable")]
    assert value(observed, "y", "a").place == Place("a.csv", 4, 4, 'dòng 4, cột "giá trị"')
    assert observed.findings == ()


def test_what_is_wrong_with_a_long_table_is_told_at_its_row():
    text = (
        "đv,name,chỉ tiêu,giá trị,tt\na,Sở A,x,1,\na,Sở B,x,1,\na,,xx,2,\na,,xx,3,\na,,,4,\n,,x,5,\na,,y,6,KAD\n"
        "b,,x,7,lạ\nb,,y,ba,\nb,,,8,\n"
    )
    observed = observe(ruleset(X, Y, headers=LONG), [table(text)])
    assert [(found.place.line, message(found, "en")) for found in observed.findings] == [
        (3, 'name of the unit "a" is "Sở B" here, but "Sở A" in line 2, column "name"'),
        (3, 'x (a): there are two rows, the first at line 2, column "giá trị"'),
        (4, '"xx" matches no input of the ruleset and is not read'),
        (6, "the row has data but names no input"),
        (7, "the row has data but names no unit"),
        (8, 'y (a): the cell has the value "6" but its state is KAD'),
        (9, 'x (b): the state "lạ" is unknown; states are observed, missing, not_applicable: KAD'),
        (10, 'y (b): "ba" is not a number'),
        (11, "the row has data but names no input"),
    ]
    assert [cell.state for cell in observed.values["x"]] == ["observed", "invalid"]


def test_a_declared_layout_must_be_found_and_wide_tables_may_stand_beside_it():
    wide = table("đv,x\na,1\n")
    rules = ruleset(X, headers=Headers(id="đv", layout=LONG.layout))
    assert told(observe(rules, [wide]))[0].startswith('no table has the columns of the long layout: unit: "đv", input:')
    observed = observe(rules, [wide, table("đv,chỉ tiêu,giá trị\na,x,1\n", "b.csv")])
    assert (value(observed, "x", "a").value, observed.findings) == (1, ())


def test_every_data_table_needs_a_column_of_units():
    units = table("id\na\n", "u.csv")
    expected = 'the table has no column of unit ids "id"; its columns: '
    assert told(observe(ruleset(X), [table("ký hiệu,x\na,1\n")], units=units), "ITR460") == [expected + "ký hiệu, x"]
    long = ruleset(X, headers=Headers(layout={"input": "i", "value": "v"}))
    assert expected + "i, v" in told(observe(long, [table("i,v\nx,1\n")], units=units))


def test_where_no_column_names_the_units_it_is_told_once_and_how_to_say_it():
    """What the table lacks is a consequence; the column that surely names them is proposed and not guessed."""
    units = table("id,name\na,Sở A\nb,Sở B\n", "u.csv")
    observed = observe(ruleset(X), [table("thuộc,x\nSở A,1\nSở B,2\n")], units=units)
    (found, unread) = observed.findings
    assert (found.code, unread.code) == ("ITR460", "ITR450")
    assert advice(found, "en") == 'The column "thuộc" names 2 units: write columns: {"thuộc": name} in a mapping.'
    observed = observe(ruleset(X), [table("thuộc,x\nSở C,1\nSở B,2\n,\n")], units=units)
    assert advice(observed.findings[0], "en").startswith('Name the column "id" or "name", or write')


def test_a_table_without_a_column_is_told_too():
    """A list of empty objects in JSON is such a table."""
    units = table("id\na\n", "u.csv")
    observed = observe(ruleset(X), [table_of("t.json", [{}, {}])], units=units)
    assert [found.code for found in observed.findings] == ["ITR460"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Mã,Tên đơn vị,Nhóm,x\na,Sở A,g,5", ("a", "Sở A", "g")),
        ("Mã đơn vị,ĐƠN VỊ,group,x\na,Sở A,g,5", ("a", "Sở A", "g")),
        ("id,Cơ quan,Nhóm,x\na,Sở A,g,5", ("a", "Sở A", "g")),
        ('STT,"Tên cơ quan,  đơn  vị",x\n1,Sở A,5', ("Sở A", "Sở A", "")),
    ],
)
def test_what_officials_call_the_columns_of_the_unit_is_known(text, unit):
    observed = observe(ruleset(X), [table(text + "\n")])
    assert [(each.id, each.name, each.group) for each in observed.units] == [unit]
    assert observed.findings == ()
    assert value(observed, "x", unit[0]).value == 5


def test_a_mark_may_be_a_yes_or_a_no_of_an_input_of_yes_or_no():
    headers = Headers(marks={"x": "yes", "–": "no", "KAD": "not_applicable"})
    rules = ruleset(asked("y", kind="yes_no"), X, headers=headers)
    observed = observe(rules, [table("id,y,x\na,X,1\nb,–,2\nc,KAD,3\nd,v,x\ne,có,–\n")])
    answers = [value(observed, "y", unit) for unit in "abcde"]
    assert [(each.value, each.state) for each in answers] == [
        (True, "observed"), (False, "observed"), (None, "not_applicable"), (None, "invalid"), (True, "observed"),
    ]  # fmt: skip
    assert [(found.code, found.params["about"]) for found in observed.findings] == [
        ("ITR441", "y (d)"),
        ("ITR420", "x (d)"),
        ("ITR420", "x (e)"),
    ]


def test_the_unit_above_is_known_by_its_usual_header_too():
    observed = observe(ruleset(X), [table("Mã,Cấp trên,x\na,,1\nb,a,2\n")])
    assert [(unit.id, unit.parent) for unit in observed.units] == [("a", ""), ("b", "a")]


def test_what_an_input_is_called_is_no_column_of_the_unit():
    rules = ruleset(X, asked("y", label=Words("Nhóm")))
    observed = observe(rules, [table("id,x,Nhóm\na,1,2\n")])
    assert (observed.units[0].group, value(observed, "y", "a").value) == ("", 2)


def test_a_long_row_that_means_two_inputs_is_told_once():
    same = Words("Tổng số")
    rules = ruleset(
        asked("x", label=same), asked("y", label=same), headers=Headers(layout={"input": "i", "value": "v"})
    )
    observed = observe(rules, [table("id,i,v\na,tổng số,1\nb,tổng số,2\n")])
    assert told(observed, "ITR451") == ['"tổng số" can mean several things: x, y']
    assert {cell.state for cells in observed.values.values() for cell in cells} == {"missing"}


@pytest.mark.parametrize(("count", "left_out"), [(MOST_OF_A_KIND, 0), (MOST_OF_A_KIND + 3, 3)])
def test_fills_past_the_limit_are_made_and_counted(count, left_out):
    blank, full = (table("id,x\n" + "".join(f"u{i},{text}\n" for i in range(count)), text or "a") for text in ("", "5"))
    observed = observe(ruleset(X), [blank, full])
    assert all(cell.value == 5 and cell.place.file == "5" for cell in observed.values["x"])
    assert len(told(observed, "ITR480")) == MOST_OF_A_KIND
    rest = [f"{left_out} more findings ITR480 of this kind about x are not listed"]
    assert told(observed, "ITR489") == (rest if left_out else [])


def test_illustrative_figures_say_so():
    observed = observe(ruleset(X), [table("id,x,provenance\na,1,Illustrative\nb,2,published\nc,3,\nd,4,đoán\n")])
    assert [cell.provenance for cell in observed.values["x"]] == ["illustrative", "published", "", ""]
    assert observed.illustrative
    assert told(observed) == ['the provenance is "đoán", which is none of published, illustrative']
    assert not observe(ruleset(X), [table("id,x,provenance\na,1,published\n")]).illustrative
    assert observe(ruleset(X), [], units=table("id,provenance\na,illustrative\n")).illustrative


def test_columns_of_last_year_fill_what_its_result_lacks():
    headers = Headers(previous="rank=hạng cũ;total=điểm cũ;tier=mức cũ")
    text = "id,x,hạng cũ,điểm cũ,mức cũ\na,1,3.0,82.5,Tốt\nb,1,,,\nc,1,0,x,\n"
    before = {"a": Previous("a", total=Fraction(90), values={"x": Fraction(7)})}
    observed = observe(ruleset(X, headers=headers), [table(text)], previous=before)
    assert observed.previous == {
        "a": Previous("a", total=Fraction(90), rank=3, tier="Tốt", values={"x": Fraction(7)}),
        "c": Previous("c", "c"),
    }
    assert told(observed) == [
        'hạng cũ (c): a rank is a whole number from 1, not "0"',
        'điểm cũ (c): "x" is not a number',
    ]
    observed = observe(ruleset(X, headers=Headers(previous="hạng")), [table("id,x\na,1\n")])
    assert told(observed) == ['no table has the column "hạng" with last year\'s rank']
    units = table("id,hạng\na,5\n", "u.csv")
    observed = observe(ruleset(X, headers=Headers(previous="hạng")), [table("id,x\na,1\n")], units=units)
    assert (observed.previous["a"].rank, observed.units[0].attributes, observed.findings) == (5, {}, ())


@pytest.mark.parametrize("more", [0, 1, 7])
def test_findings_of_one_kind_about_one_input_are_counted_past_a_limit(more):
    count = MOST_OF_A_KIND + more
    observed = observe(ruleset(X, Y), [table("id,x,y\n" + "".join(f"u{i},?,?\n" for i in range(count)))])
    assert len(told(observed, "ITR420")) == 2 * MOST_OF_A_KIND
    rest = f"{more} more findings ITR420 of this kind about {{}} are not listed"
    assert told(observed, "ITR489") == ([rest.format("x"), rest.format("y")] if more else [])
    assert all(cell.state == "invalid" for cell in observed.values["y"])


CELLS = st.sampled_from(["", "1", "2.5", "kad", "1,5", "x", "101"])


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=size(30, 60))
def test_the_order_of_rows_and_columns_does_not_matter(cells, shuffle):
    """The result does not depend on the order of units, rows or keys."""
    rules = ruleset(
        asked("x", maximum="y"), asked("y", maximum=Fraction(100)), headers=Headers(marks={"KAD": "not_applicable"})
    )
    rows = [(f"u{i}", *row) for i, row in enumerate(cells)]

    def seen(headers, rows):
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (headers, *rows))
        observed = observe(rules, [table(text)])
        values = {
            (unit.id, key): (observed.values[key][i].value, observed.values[key][i].state)
            for i, unit in enumerate(observed.units)
            for key in ("x", "y")
        }
        return values, sorted(told(observed))

    order = [0, 1, 2]
    shuffle.shuffle(order)
    moved = [tuple(row[i] for i in order) for row in shuffle.sample(rows, len(rows))]
    assert seen(("id", "x", "y"), rows) == seen(tuple(("id", "x", "y")[i] for i in order), moved)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "x", "group", "đv", "input", "value", "?"]), st.text(max_size=6)),
        max_size=5,
    )
)
@settings(max_examples=size(40, 150))
def test_any_rows_are_read_or_told_of(rows):
    layout = Headers(layout={"input": "input", "value": "value"}, previous="?")
    for rules in (ruleset(X, groups=GROUPS), ruleset(X, headers=layout)):
        for units in (None, table_of("u", rows)):
            observed = observe(rules, [table_of("t", rows)], units=units)
            assert all(len(cells) == len(observed.units) for cells in observed.values.values())
            assert all(message(found, "vi") for found in observed.findings)


def test_many_units_are_read_without_an_object_for_every_cell():
    draw = random.Random(1)
    count = 2_000
    lines = (f"u{i}," + ",".join(str(draw.randrange(50)) for _ in range(20)) for i in range(count))
    inputs = [asked(f"x{i}") for i in range(20)]
    observed = observe(
        ruleset(*inputs), [table("id," + ",".join(f"x{i}" for i in range(20)) + "\n" + "\n".join(lines))]
    )
    cells = observed.values["x7"]
    assert len({id(entry) for entry in cells.entries}) <= 50
    assert observed.values["x7"].rows is observed.values["x8"].rows


@pytest.mark.parametrize("in_one_file", [True, False])
def test_a_cell_that_cannot_be_read_is_no_blank_wherever_it_stands(in_one_file):
    """Neither on a second sheet nor in a second file is it a blank that counts as 0."""
    first = table("id,x\na,1\n", "one.csv")
    second = table("id,x\nb,bảy\nc,2\n", "one.csv" if in_one_file else "two.csv")
    observed = observe(ruleset(X), [first, second], units=table("id\na\nb\nc\n", "u.csv"))
    assert [value(observed, "x", unit).state for unit in "abc"] == ["observed", "invalid", "observed"]
    assert [found.code for found in observed.findings] == ["ITR420"]


def test_a_unit_is_in_the_group_that_another_sheet_of_the_file_says():
    """Not every sheet repeats the group; where none says it, it is asked for."""
    groups = ruleset(X, Y, groups={"g": Words("Sở")})
    observed = observe(groups, [table("id,x\na,1\nb,2\n"), table("id,group,y\na,g,1\n")])
    assert [(unit.id, unit.group) for unit in observed.units] == [("a", "g"), ("b", "")]
    assert [(found.code, found.params["unit"]) for found in observed.findings if found.code == "ITR464"] == [
        ("ITR464", "b")
    ]


@pytest.mark.parametrize("other", ["Sở Hòa Bình", "sở hoà bình", "Sở  Hoà Bình"])
def test_two_names_that_are_one_but_for_how_they_are_typed_are_told(other):
    observed = observe(ruleset(X), [table(f"id,x\nSở Hoà Bình,1\n{other},2\n")])
    assert [found.code for found in observed.findings] == ["ITR471"] if other != "Sở  Hoà Bình" else ["ITR112"]


def test_signatures_right_below_a_table_are_no_units():
    text = "STT,Tên đơn vị,x\n1,Sở A,1\n2,Sở B,\n,Người lập biểu,\n,Nguyễn Văn A,\n"
    observed = observe(ruleset(X), [parse_table(text.encode(), "a.csv")[0]])
    assert [unit.id for unit in observed.units] == ["Sở A", "Sở B"]
    assert [(found.code, found.place.line) for found in observed.findings] == [("ITR418", 4)]
