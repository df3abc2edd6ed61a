"""Numbers and values of data: what is plainly one is exact, all else says why not."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.engine.files.naming import did_you_mean, fold, nearest
from itrank.engine.files.numbers import Problem, parse_number, plain
from itrank.engine.model.codes import ROWS, advice, message
from itrank.engine.model.findings import Finding, Place
from itrank.engine.model.ruleset import Input, Words
from itrank.engine.observe.values import Style, reader_of
from pace import within
from sampling import size

TYPES = ("count", "number", "percent", "money", "date", "choice", "yes_no", "text")


def asked(kind, **more):
    return Input(key="x", id="x", label=Words(), type=kind, place=Place(), **more)


def said(problem, lang="en"):
    found = Finding(problem.row, Place(), {"about": "x (u)", **problem.params}, problem.help)
    return message(found, lang), advice(found, lang)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("0", ".", Fraction(0)),
        ("-12", ".", Fraction(-12)),
        ("+12.50", ".", Fraction(25, 2)),
        ("007", ".", Fraction(7)),
        ("0.1", ".", Fraction(1, 10)),
        ("959,9", ",", Fraction(9599, 10)),
        ("1.234", ".", Fraction(1234, 1000)),
        ("1,234", ",", Fraction(1234, 1000)),
        ("9" * 40, ".", Fraction(int("9" * 40))),
        ("0." + "3" * 39, ".", Fraction(int("3" * 39), 10**39)),
        ("2e-06", ".", Fraction(2, 10**6)),
        ("1e+05", ".", Fraction(10**5)),
        ("-1.5e3", ".", Fraction(-1500)),
        ("-1,234e-05", ",", Fraction(-1234, 10**8)),
        ("5e-324", ".", Fraction(5, 10**324)),
        ("1e0000400", ".", Fraction(10**400)),
        ("0e-400", ".", Fraction(0)),
    ],
)
def test_plain_numbers_are_exact(text, decimal, value):
    assert parse_number(text, decimal=decimal) == value


@pytest.mark.parametrize(
    ("text", "decimal", "code", "words"),
    [
        ("959,9", ".", "ITR422", 'written with the decimal sign ",", but the table uses "."; it would be 959.9'),
        ("959.9", ",", "ITR422", 'written with the decimal sign ".", but the table uses ","; it would be 959,9'),
        ("0,234", ".", "ITR422", "it would be 0.234"),
        ("1234,567", ".", "ITR422", "it would be 1234.567"),
        ("1.234", ",", "ITR421", '1234 (if "." groups thousands) or 1,234 (if "." is the decimal sign)'),
        ("-1,234", ".", "ITR421", '-1234 (if "," groups thousands) or -1.234 (if "," is the decimal sign)'),
        ("1.234.567", ",", "ITR423", "it would be 1234567"),
        ("1.234.567", ".", "ITR423", "it would be 1234567"),
        ("1.234.567,8", ",", "ITR423", "it would be 1234567,8"),
        ("1.234.567,8", ".", "ITR423", "it would be 1234567.8"),
        ("1,234,567.8", ".", "ITR423", "it would be 1234567.8"),
        ("1,234.5", ",", "ITR423", "it would be 1234,5"),
        ("1 234", ".", "ITR423", "it would be 1234"),
        ("1\u00a0234,5", ",", "ITR423", "it would be 1234,5"),
        ("１２", ".", "ITR423", "it would be 12"),
        ("١٢", ".", "ITR423", "it would be 12"),
        ("−5", ".", "ITR423", "it would be -5"),
        ("1_0", ".", "ITR420", '"1_0" has an underscore'),
        ("1E5", ".", "ITR426", '"1E5" is in scientific notation with a capital E'),
        ("1.2E+11", ".", "ITR426", "may have lost digits"),
        ("1,2E+11", ".", "ITR426", "may have lost digits"),
        ("2,5e-06", ".", "ITR422", 'written with the decimal sign ",", but the table uses "."; it would be 2.5e-06'),
        ("1e401", ".", "ITR426", '"1e401" has an exponent beyond 400'),
        ("0e-401", ".", "ITR426", '"0e-401" has an exponent beyond 400'),
        ("1e999999999", ".", "ITR426", '"1e999999999" has an exponent beyond 400'),
        ("1e" + "9" * 60, ".", "ITR426", "has an exponent beyond 400"),
        ("9" * 41 + "e3", ".", "ITR428", "the number has 41 digits; the limit is 40"),
        ("1e", ".", "ITR420", '"1e" is not a number'),
        ("e5", ".", "ITR420", '"e5" is not a number'),
        ("1e5e5", ".", "ITR420", '"1e5e5" is not a number'),
        ("1.5e2.5", ".", "ITR420", '"1.5e2.5" is not a number'),
        ("1e5/7", ".", "ITR420", '"1e5/7" is not a number'),
        ("nan", ".", "ITR420", '"nan" is a sign made by software'),
        ("-inf", ".", "ITR420", '"-inf" is a sign'),
        ("#DIV/0!", ".", "ITR420", '"#DIV/0!" is a sign'),
        ("9" * 41, ".", "ITR428", "the number has 41 digits; the limit is 40"),
        ("9" * 500, ".", "ITR428", "the number has 500 digits; the limit is 40"),
        ("85%", ".", "ITR429", '"85%" is a percentage, but the input is not of type percent'),
        ("12 34", ".", "ITR420", '"12 34" is not a number'),
        ("22/7", ".", "ITR420", '"22/7" is not a number'),
        (".5", ".", "ITR420", '".5" is not a number'),
        ("5.", ".", "ITR420", '"5." is not a number'),
        ("1,23,4", ".", "ITR420", '"1,23,4" is not a number'),
        ("1²", ".", "ITR420", '"1²" is not a number'),
        ("--5", ".", "ITR420", '"--5" is not a number'),
        ("12 cuộc", ".", "ITR420", '"12 cuộc" is not a number'),
        ("x" * 500, ".", "ITR420", '"' + "x" * 59 + '…" is not a number'),
    ],
)
def test_what_is_no_plain_number_says_why(text, decimal, code, words):
    problem = parse_number(text, decimal=decimal)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert words in said(problem)[0]


def test_a_decimal_comma_tells_how_to_declare_it():
    problem = parse_number("959,9")
    assert (
        said(problem)[1] == 'Write 959.9; if the whole file uses ",", declare it in the ruleset: data: {decimal: ","}.'
    )
    assert 'khai trong bộ tiêu chí: data: {decimal: ","}.' in said(problem, "vi")[1]


def test_fractions_are_numbers_only_where_itrank_wrote_them():
    assert parse_number("-22/7", allow_fraction=True) == Fraction(-22, 7)
    assert parse_number("1/0", allow_fraction=True).code == "ITR420"
    assert parse_number("1/" + "3" * 4_000, allow_fraction=True) == Fraction(1, int("3" * 4_000))
    assert parse_number("1/" + "3" * 4_001, allow_fraction=True).code == "ITR428"


@given(st.text(max_size=60), st.sampled_from(".,"), st.booleans(), st.booleans())
@settings(max_examples=size(100, 500))
def test_any_text_is_a_number_or_a_problem_that_can_be_told(text, decimal, percent, fraction):
    found = parse_number(text, decimal=decimal, percent=percent, allow_fraction=fraction)
    assert isinstance(found, Fraction) or all(said(found, "vi") + said(found, "en")[:1])


@given(st.text("0123456789.,+-eE%_ /\u00a0", max_size=14), st.sampled_from(".,"))
@settings(max_examples=size(120, 1000))
def test_only_signs_digits_and_one_decimal_sign_make_a_number(text, decimal):
    found = parse_number(text, decimal=decimal)
    mantissa, _, power = text.partition("e")
    shape = mantissa.lstrip("+-").replace(decimal, "", 1) + power.lstrip("+-")
    assert isinstance(found, Problem) or (shape.isascii() and shape.isdecimal())


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(".,"), st.booleans())
def test_what_pandas_and_json_write_is_read_exactly(number, decimal, is_number):
    """The decimal that stands there, with no float between."""
    text = repr(number).replace(".", decimal)
    text = text.upper() if is_number else text
    assert parse_number(text, decimal=decimal, is_number=is_number) == Fraction(repr(number))


@given(st.integers(-9999, 9999), st.integers(0, 12), st.integers(-420, 420), st.sampled_from(".,"), st.booleans())
def test_an_exponent_means_its_power_of_ten(digits, places, power, decimal, percent):
    written = f"{digits / 1:.0f}"
    sign, whole = ("-", written[1:]) if written.startswith("-") else ("", written)
    whole = whole.zfill(places + 1)
    text = f"{sign}{whole[: len(whole) - places]}{decimal if places else ''}{whole[len(whole) - places :] if places else ''}e{power}"
    found = parse_number(text, decimal=decimal, percent=percent)
    if abs(power) > 400:
        assert found.code == "ITR426"
    else:
        assert found == Fraction(digits, 10**places) * Fraction(10) ** power / (100 if percent else 1)


@pytest.mark.parametrize("text", ["1e999999999", "-1.5e-999999999999", "1e" + "9" * 5_000, "9" * 5_000 + "e5"])
def test_an_exponent_takes_no_time(text):
    with within(0.1):
        assert isinstance(parse_number(text, is_number=True), Problem)


@given(st.fractions(max_denominator=10**9), st.sampled_from(".,"))
def test_what_is_written_is_read_back(value, decimal):
    assert parse_number(plain(value, decimal), decimal=decimal, allow_fraction=True) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("percent", "85", Fraction(17, 20)),
        ("percent", "85%", Fraction(17, 20)),
        ("percent", "0.5 %", Fraction(1, 200)),
        ("count", "4", Fraction(4)),
        ("count", "4.0", Fraction(4)),
        ("money", "-1.5", Fraction(-3, 2)),
        ("date", "2022-02-28", date(2022, 2, 28)),
        ("date", "1/2/2022", date(2022, 2, 1)),
        ("date", "31/12/2022", date(2022, 12, 31)),
        ("yes_no", "Có", True),
        ("yes_no", "KHÔNG", False),
        ("yes_no", "co\u0301", True),
        ("yes_no", "1", True),
        ("yes_no", "False", False),
        ("text", "=1+1", "=1+1"),
    ],
)
def test_values_are_read_by_their_type(kind, text, value):
    read = reader_of(asked(kind))(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "code", "words"),
    [
        ("count", "4.5", "ITR430", "a whole number is expected, not 4.5"),
        ("count", "-1", "ITR446", "a count cannot be negative (-1)"),
        ("count", "4,5", "ITR422", "it would be 4.5"),
        ("percent", "85%%", "ITR429", '"85%%" is a percentage'),
        ("percent", "85,5%", "ITR422", "it would be 85.5"),
        ("date", "31/2/2022", "ITR317", 'there is no day "31/2/2022" in the calendar'),
        ("date", "12/31/2022", "ITR317", 'there is no day "12/31/2022"'),
        ("date", "2022", "ITR317", '"2022" is not a day'),
        ("date", "1/2/22", "ITR317", '"1/2/22" is not a day'),
        ("date", "0000-01-01", "ITR317", "no day"),
        ("yes_no", "x", "ITR441", '"x" is neither yes nor no'),
        ("yes_no", "2", "ITR441", '"2" is neither'),
    ],
)
def test_wrong_values_say_what_was_expected(kind, text, code, words):
    problem = reader_of(asked(kind))(text)
    assert problem.code == code
    assert words in said(problem)[0]


def test_options_are_read_by_id_and_label():
    options = {"bi_thu": Words("Bí thư", "Secretary"), "pho": Words("Phó"), "khac": Words("Khác"), "con": Words("Khác")}
    read = reader_of(asked("choice", options=options))
    assert [read(text) for text in ("bi_thu", "Bí thư", "bí  THƯ", "secretary", "PHO")] == ["bi_thu"] * 4 + ["pho"]
    assert said(read("Bi thu")) == (
        'x (u): "Bi thu" is not an option; the options are: bi_thu (Bí thư), pho (Phó), khac (Khác), con (Khác)',
        'Did you mean "bi_thu"?',
    )
    assert said(read("xyz"))[1] == "Write the id or the label of an option."
    assert said(read("Khác"))[0] == 'x (u): "Khác" is the label of several options: khac, con'


@pytest.mark.parametrize(
    ("kind", "bounds", "text", "words"),
    [
        ("number", {"maximum": Fraction(10)}, "10", None),
        ("number", {"maximum": Fraction(10)}, "10.01", "10.01 is above the most that is allowed (10)"),
        ("number", {"minimum": Fraction(1)}, "1", None),
        ("number", {"minimum": Fraction(1)}, "0.99", "0.99 is below the least that is allowed (1)"),
        ("percent", {"maximum": Fraction(1)}, "100", None),
        ("percent", {"maximum": Fraction(1)}, "100.5", "100.5% is above the most that is allowed (100%)"),
        ("date", {"minimum": date(2022, 1, 1)}, "1/1/2022", None),
        (
            "date",
            {"minimum": date(2022, 1, 1)},
            "31/12/2021",
            "2021-12-31 is below the least that is allowed (2022-01-01)",
        ),
    ],
)
def test_bounds_include_themselves(kind, bounds, text, words):
    read = reader_of(asked(kind, **bounds))(text)
    if words is None:
        assert not isinstance(read, Problem)
    else:
        assert words in said(read)[0]


@given(st.sampled_from(TYPES), st.text(min_size=1, max_size=30), st.booleans())
def test_any_text_is_a_value_or_a_problem_for_every_type(kind, text, fraction):
    options = {"a": Words("Một"), "b": Words("Hai")}
    read = reader_of(asked(kind, options=options, minimum=Fraction(0)), Style(",", fraction))
    found = read(text)
    assert isinstance(found, Fraction | bool | str | date) or all(said(found))


def test_names_are_compared_without_case_space_and_form():
    assert fold("Tổng\n  SỐ") == fold("to\u0302\u0309ng số")
    assert fold("hoà") != fold("hòa")


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        ("hoà", ["hòa", "x"], "hòa"),
        ("so-hop", ["so_hop"], "so_hop"),
        ("budgett", ["spend", "budget"], "budget"),
        ("Dak Lak", ["Đắk Lắk"], "Đắk Lắk"),
        ("alpha", ["omega"], ""),
        ("", ["a"], ""),
        ("x" * 200, ["x" * 199], ""),
    ],
)
def test_a_near_miss_is_proposed(text, names, meant):
    assert nearest(text, names) == meant
    expected = (f'Có phải là "{meant}"?', f'Did you mean "{meant}"?') if meant else None
    assert did_you_mean(text, names) == expected


def test_codes_of_data_say_the_same_in_both_languages():
    import string

    def fields(text):
        return {
            field.removesuffix("_vi").removesuffix("_en") for _, field, _, _ in string.Formatter().parse(text) if field
        }

    rows = [code for code in ROWS.values() if code.code.startswith("ITR4")]
    assert len(rows) > 60
    for code in rows:
        assert code.vi
        assert code.en
        assert fields(code.vi) == fields(code.en), code.code
        assert fields(code.help_vi) == fields(code.help_en), code.code
        assert bool(code.help_vi) == bool(code.help_en), code.code
