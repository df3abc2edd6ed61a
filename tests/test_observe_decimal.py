"""The decimal sign of a file is declared, or inferred from all its numbers together, and never cell by cell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.files.tables import parse_table
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.ruleset import Headers, Input, Ruleset, Words
from itrank.engine.observe import observe, table_of
from itrank.engine.observe.decimal_sign import hint
from itrank.engine.observe.mapping import DataMapping


def asked(key, kind="number", **more):
    return Input(key=key, id=key, label=Words(), type=kind, place=Place(), **more)


def rules(*inputs, decimal="", **more):
    return Ruleset("r", "1", Words(), (), "", {i.key: i for i in inputs}, (), headers=Headers(decimal=decimal, **more))


def table(text, name="a.csv"):
    made, findings = parse_table(text.encode(), name)
    assert findings == ()
    return made


def column(*cells):
    """Make a file of one column of numbers, and read it without a declared sign."""
    return observe(rules(asked("x")), [table("id;x\n" + "".join(f"u{i};{cell}\n" for i, cell in enumerate(cells)))])


def told(observed, lang="en"):
    return [(found.code, message(found, lang)) for found in observed.findings]


def values(observed, key="x"):
    return [cell.value for cell in observed.values[key]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("12", ""), ("-12", ""), ("85%", ""), ("abc", ""), ("1.5.2022", ""), ("", ""), ("1,234.567.8", ""),
        ("959,9", ","), ("12,5", ","), ("12,50", ","), ("12,3456", ","), ("85,5%", ","), ("85,5 %", ","), ("-0,5", ","),
        ("0.25", "."), ("12.5", "."), ("1.5%", "."),
        ("1.234", "either"), ("1,234", "either"), ("123.456", "either"), ("-1.234", "either"), ("1.234%", "either"),
        ("0.962", "."), ("0,962", ","), ("012.345", "."), ("1234.567", "."), ("1234,567", ","),
        ("1.234.567", ","), ("1,234,567", "."), ("1.234,5", ","), ("1,234.5", "."), ("1.234.567,125", ","),
        ("1 234,567", ","), ("1 234.567", "."), ("1 234 567", ""), ("1\u00a0234,5", ","), ("+1,5", ","),
    ],
)  # fmt: skip
def test_what_a_cell_says_of_the_sign(text, says):
    assert hint(text) == says


def test_a_comma_that_cannot_group_fixes_the_sign_of_the_whole_file():
    observed = column("959,9", "1,234", "7")
    assert values(observed) == [Fraction(9599, 10), Fraction(1234, 1000), 7]
    assert told(observed) == [("ITR449", 'the decimal sign of the file is the comma, by the cell x (u0): "959,9"')]
    assert told(observed, "vi") == [("ITR449", 'dấu thập phân của tệp là dấu phẩy, theo ô x (u0): "959,9"')]
    assert observed.findings[0].place == Place("a.csv", 2, 2, 'dòng 2, cột "x"')
    read = observed.read[0]
    assert (read.decimal, read.decimal_how, read.decimal_by) == (",", "inferred", ('x (u0): "959,9"',))


def test_groups_of_three_say_the_other_sign_and_stay_errors_themselves():
    observed = column("1.234.567", "12,5")
    assert values(observed) == [None, Fraction(25, 2)]
    assert told(observed)[0] == ("ITR423", 'x (u0): "1.234.567" has thousands separators; it would be 1234567')
    observed = column("1.234.567", "1,234")
    assert values(observed) == [None, Fraction(1234, 1000)]


def test_a_point_is_the_rule_and_not_told():
    observed = column("12.5", "1.234", "0.962")
    assert values(observed) == [Fraction(25, 2), Fraction(1234, 1000), Fraction(962, 1000)]
    assert observed.findings == ()
    assert observed.read[0].decimal_how == "inferred"


def test_three_decimals_below_one_are_unmistakable():
    assert values(column("0.962", "1.234")) == [Fraction(962, 1000), Fraction(1234, 1000)]


def test_a_column_that_says_nothing_by_itself_is_told_of_when_others_settle_it():
    observed = observe(rules(asked("x"), asked("y")), [table("id,x,y\na,12.5,1.234\nb,3,2.500\n")])
    assert values(observed, "y") == [Fraction(1234, 1000), Fraction(5, 2)]
    assert [code for code, _ in told(observed)] == ["ITR449"]
    assert advice(observed.findings[0], "en") == 'Hence y (a) "1.234" is read as 1.234 and not as 1234.'
    assert advice(observed.findings[0], "vi") == 'Vì vậy y (a) "1.234" được đọc là 1,234, không phải 1234.'


def test_a_column_that_a_comma_makes_an_error_is_told_of_at_its_cells():
    observed = observe(rules(asked("x"), asked("y")), [table('id,x,y\na,"12,5",1.234\n')])
    assert [code for code, _ in told(observed)] == ["ITR449", "ITR421"]
    assert advice(observed.findings[0], "en") == ""


def test_signs_that_contradict_are_one_finding_with_both_cells_and_nothing_with_a_sign_is_read():
    observed = column("12.5", "959,9", "7", "1.234")
    assert told(observed) == [
        ("ITR447", 'the file uses both decimal signs: x (u0) says "12.5", but x (u1) says "959,9"')
    ]
    assert "a.mapping.yaml" in advice(observed.findings[0], "vi")
    assert [(cell.value, cell.state) for cell in observed.values["x"]] == [
        (None, "invalid"), (None, "invalid"), (7, "observed"), (None, "invalid"),
    ]  # fmt: skip


def test_only_cells_with_two_readings_are_one_finding_with_both_readings():
    observed = column("1.234", "2.500", "7")
    assert told(observed, "vi") == [
        ("ITR448", 'x (u0): "1.234" là 1234 hay 1,234? Không ô nào của tệp cho biết dấu thập phân (2 ô như vậy)')
    ]
    assert told(observed)[0][1].startswith('x (u0): is "1.234" 1234 or 1.234? No cell')
    assert 'decimal: "."' in advice(observed.findings[0], "vi")
    assert [cell.state for cell in observed.values["x"]] == ["invalid", "invalid", "observed"]
    assert told(column("1,234"))[0][1].startswith('x (u0): is "1,234" 1234 or 1.234?')


@pytest.mark.parametrize(("sign", "value"), [(".", Fraction(1234, 1000)), (",", None)])
def test_a_declared_sign_settles_it(sign, value):
    text = table("id,x\na,1.234\n")
    assert values(observe(rules(asked("x"), decimal=sign), [text])) == [value]
    mapping = DataMapping("a.mapping.yaml", decimal=sign)
    observed = observe(rules(asked("x")), [text], mappings={"a.csv": mapping})
    assert values(observed) == [value]
    assert observed.read[0].decimal_how == "declared"


def test_a_mapping_is_nearer_to_the_file_than_the_ruleset():
    mapping = DataMapping("a.mapping.yaml", decimal=",")
    observed = observe(rules(asked("x"), decimal="."), [table('id,x\na,"1,5"\n')], mappings={"a.csv": mapping})
    assert values(observed) == [Fraction(3, 2)]


def test_each_file_has_its_own_sign():
    tables = [table("id;x\na;12,5\n"), table("id,y\na,12.5\n", "b.csv")]
    observed = observe(rules(asked("x"), asked("y")), tables)
    assert (values(observed), values(observed, "y")) == ([Fraction(25, 2)], [Fraction(25, 2)])
    assert [read.decimal for read in observed.read] == [",", "."]


def test_sheets_of_one_file_have_one_sign():
    tables = [table("id;x\na;1,234\n"), table("id;y\na;12,5\n")]
    assert values(observe(rules(asked("x"), asked("y")), tables)) == [Fraction(1234, 1000)]


def test_only_numbers_are_asked_and_marks_are_none():
    inputs = asked("x"), asked("d", "date"), asked("t", "text")
    observed = observe(rules(*inputs, marks={"1,5": "missing"}), [table('id,x,d,t\na,"1,5",1/2/2022,"12,5"\n')])
    assert observed.findings == ()
    assert observed.read[0].decimal_how == "unneeded"
    assert dict(observed.read[0].marks) == {"1,5": 1}


def test_last_years_figures_are_numbers_of_the_file_too():
    observed = observe(rules(asked("x"), previous="total=cũ"), [table("id;x;cũ\na;1,234;89,5\n")])
    assert (values(observed), observed.previous["a"].total) == ([Fraction(1234, 1000)], Fraction(179, 2))
    ambiguous = observe(rules(asked("x"), previous="total=cũ"), [table("id;x;cũ\na;1;1.234\n")])
    assert [code for code, _ in told(ambiguous)] == ["ITR448"]
    assert "a" not in ambiguous.previous


def test_long_tables_show_their_sign_in_the_rows_of_numbers():
    layout = {"input": "i", "value": "v"}
    text = "id;i;v\na;t;12.5\na;x;1,234\nb;x;12,5\n"
    observed = observe(rules(asked("x"), asked("t", "text"), layout=layout), [table(text)])
    assert values(observed) == [Fraction(1234, 1000), Fraction(25, 2)]


def test_rows_of_python_values_are_never_ambiguous():
    assert values(observe(rules(asked("x")), [table_of("t", [{"id": "a", "x": "1.234"}])])) == [Fraction(1234, 1000)]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("0.85", "0.9", "1"), ["ITR487"]),
        (("0.85", "0.9", "1.01"), []),
        (("0.85", "0.9"), []),
        (("0", "1", "1"), []),
        (("0.85%", "0.9", "1"), []),
        (("85%", "0.9", "1"), ["ITR487"]),
        (("85%", "1", "0"), ["ITR487"]),
        (("85%", "90", "1"), []),
        (("0.9", "0.855", "75"), ["ITR487"]),  # one that is right among shares
        (("0.9", "75", "80", "92"), ["ITR487"]),  # and one share among those that are right
        (("0.4", "0.9", "2.5", "75"), []),  # rates that are small
        (("75", "0", "1"), []),
    ],
)
def test_percentages_that_all_lie_from_0_to_1_are_asked_about(cells, code):
    text = "id,x\n" + "".join(f"u{i},{cell}\n" for i, cell in enumerate(cells))
    observed = observe(rules(asked("x", "percent")), [table(text)])
    assert [found for found, _ in told(observed)] == code
    read = [Fraction(cell.removesuffix("%")) / 100 for cell in cells]
    assert values(observed) == read  # and read as they are written
    if code and cells[0] == "0.85":
        assert told(observed, "vi")[0][1].endswith('(2 giá trị): "0.85" được đọc là 0.85%')


NUMBERS = st.fractions(-10_000, 10_000).map(lambda x: Fraction(round(x * 1000), 1000))


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.sampled_from(".,"), st.randoms(use_true_random=False))
def test_a_file_written_in_one_way_is_read_as_it_was_meant_or_not_at_all(numbers, sign, shuffle):
    """No number is ever read a thousand times too large or too small, in whatever order the rows stand."""
    cells = [written(number, sign) for number in numbers]
    order = shuffle.sample(range(len(cells)), len(cells))
    observed = column(*cells)
    again = column(*(cells[i] for i in order))
    for seen, meant in ((values(observed), numbers), (values(again), [numbers[i] for i in order])):
        assert all(value in {None, number} for value, number in zip(seen, meant, strict=True))
    assert {code for code, _ in told(observed)} == {code for code, _ in told(again)} <= {"ITR448", "ITR449"}


def written(number, sign):
    text = f"{abs(number.numerator * 1000 // number.denominator):04}"
    text = f"{'-' if number < 0 else ''}{text[:-3]}{sign}{text[-3:]}"
    return text.rstrip("0").rstrip(sign)
