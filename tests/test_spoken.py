"""What is notation in a formula is said in words to an official: every function, every arity, options by title."""

import pytest
from itrank.engine import load_text
from itrank.engine.explain.naming import formula_in_words, quoted_names
from itrank.engine.formula.functions import FUNCTIONS, NOT_APPLICABLE
from itrank.engine.formula.parse import Place, parse
from itrank.engine.formula.spoken import Names, option_names, spoken
from itrank.engine.formula.words import say
from itrank.engine.result.rules_record import said

NAMES = "abcdefgh"
CALLS = [
    f"{name}({', '.join(NAMES[:count])})"
    for name, row in FUNCTIONS.items()
    if name != NOT_APPLICABLE
    for count in range(row.least, min(row.most, 3) + 1)
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("call", CALLS)
def test_no_function_of_the_language_is_left_in_its_notation(call, lang):
    tree, findings = parse(call, Place())
    assert tree is not None, findings
    words = spoken(say(tree, lambda name: f'"Tên {name}"', lang), lang)
    name, arguments = call.removesuffix(")").split("(")
    assert f"{name}(" not in words
    assert [words.count(f'"Tên {each}"') for each in arguments.split(", ")] == [1] * len(arguments.split(", "))
    assert words.count("(") == words.count(")")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("10 nếu a ≥ 1,5, còn lại 0", "10 nếu a ≥ 1,5, còn lại 0"),
        ("min((a + b) ÷ 2; 5)", "số nhỏ nhất trong ((a + b) ÷ 2; 5)"),
        ('max("Máy (loại A; B)"; 1)', 'số lớn nhất trong ("Máy (loại A; B)"; 1)'),
        ("clamp(min(a; b); 0; max(c; 1))", "số nhỏ nhất trong (a; b), không dưới 0, không quá số lớn nhất trong (c; 1)"),
        ("thứ hạng theo Máy (A; B) + round(a; 1)", "thứ hạng theo Máy (A; B) + (a, làm tròn đến 1 chữ số lẻ)"),
        # A title may hold anything: where the words cannot be told from the notation, nothing is changed.
        ('clamp("Máy 15" xách (tay"; 0; 1)', 'clamp("Máy 15" xách (tay"; 0; 1)'),
        ("clamp(Máy; loại A; 0; 1)", "clamp(Máy; loại A; 0; 1)"),
        ("a) + (b", "a) + (b"),
        ("max({0}; {all})", "số lớn nhất trong ({0}; {all})"),
        ("clamp({1}; {2}; {0})", "{1}, không dưới {2}, không quá {0}"),
        ("clamp(a; 0; 1) × (b + c)", "(a, không dưới 0, không quá 1) × (b + c)"),
        ("supmax(a; b)", "supmax(a; b)"),
        ("power(a; b)", "(a) lũy thừa (b)"),
        ('clamp("Máy (A) và (B)"; 0; 1)', '"Máy (A) và (B)", không dưới 0, không quá 1'),
    ],
)  # fmt: skip
def test_brackets_titles_and_separators_stay_what_they_are(said, words):
    assert spoken(said) == words


def test_an_option_is_called_by_its_title_only_where_the_whole_text_in_quotes_is_its_id():
    names = Names({"tot": "Tốt"})
    assert spoken('10 nếu "Mức" = "tot" hoặc "rất tot", còn lại 0', "vi", names) == (
        '10 nếu "Mức" = "Tốt" hoặc "rất tot", còn lại 0'
    )


def test_an_option_that_two_inputs_share_is_that_of_the_one_that_it_is_compared_with():
    names = option_names([("Một", {"dat": "Trên"}), ("Hai", {"dat": "Đủ"})], {"Một", "Hai"}, ())
    said = '2 nếu "Một" = "dat" và "Hai" ≠ "dat" hoặc "dat" = "Hai", còn lại 0'
    assert spoken(said, "vi", names) == '2 nếu "Một" = "Trên" và "Hai" ≠ "Đủ" hoặc "Đủ" = "Hai", còn lại 0'
    assert spoken('"Trên" = "dat"', "vi", names) == '"Trên" = "Trên"'  # with a unit's figures
    # Beside nothing that has such an option it stays what it is.
    assert spoken('"Ba" = "dat"', "vi", names) == '"Ba" = "dat"'


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('5 nếu "Tỷ lệ" ≥ 0,8, còn lại 0', '5 nếu "Tỷ lệ" ≥ 80%, còn lại 0'),
        ('clamp("Tỷ lệ" ÷ 0,9; 0; 1) × 15', '("Tỷ lệ" ÷ 90%, không dưới 0, không quá 1) × 15'),
        ('"Tỷ lệ" ≥ 0,8: 85% ≥ 0,8', '"Tỷ lệ" ≥ 80%: 85% ≥ 80%'),
        ('"Tỷ lệ" > 1', '"Tỷ lệ" > 100%'),
        # Neither a count, nor a fraction, nor what stands further on.
        ('"Số họp" ≥ 0,8', '"Số họp" ≥ 0,8'),
        ('"Tỷ lệ" ≥ 2/3', '"Tỷ lệ" ≥ 2/3'),
        ('"Tỷ lệ" × 20 ≥ 4', '"Tỷ lệ" × 20 ≥ 4'),
        ('"Tỷ lệ" ≥ 80%', '"Tỷ lệ" ≥ 80%'),
        ('"Tỷ lệ" ≥ "Số họp" ÷ 2', '"Tỷ lệ" ≥ "Số họp" ÷ 2'),
        ('min("Tỷ lệ" ÷ 2; 10)', 'số nhỏ nhất trong ("Tỷ lệ" ÷ 2; 10)'),
        ('5 nếu "Máy" × "Tỷ lệ" ≥ 100, còn lại 1', '5 nếu "Máy" × "Tỷ lệ" ≥ 100, còn lại 1'),
        ('"Tỷ lệ" = 0,3 + 0,2', '"Tỷ lệ" = 0,3 + 0,2'),
        ('"Tỷ lệ" > 5 × "Máy"', '"Tỷ lệ" > 5 × "Máy"'),
        ("80% ÷ 2", "80% ÷ 2"),
        ("12 × 85% ≥ 100", "12 × 85% ≥ 100"),
        ("70% ÷ 0,8 × 20 = 17,5", "70% ÷ 80% × 20 = 17,5"),
    ],
)
def test_what_a_share_is_held_against_is_said_as_per_cent(said, words):
    assert spoken(said, "vi", Names(percents={"Tỷ lệ"})) == words


def test_in_english_too():
    assert spoken('"Share" ≥ 0.125', "en", Names(percents={"Share"})) == '"Share" ≥ 12.5%'


def test_an_option_that_is_called_as_a_column_is_not_taken_for_it():
    rules = load_text(
        "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\ninputs:\n"
        "  c: {type: choice, label: C, options: {full: Toàn trình, part: Một phần}}\n  g: {type: number, label: full}\n"
        "scorecards: {b: {criteria: [{id: x, max: 5, score: {formula: \"5 if c == 'part' and g > 2 else 1\"}}]}}\n",
        "a.yaml",
    ).ruleset
    names = quoted_names(rules, "vi")
    assert (names.options, names.of["C"]) == ({"part": "Một phần"}, {"part": "Một phần"})


def test_a_title_with_one_quotation_mark_leaves_no_function_in_its_notation():
    rules = load_text("""
format: itrank-ruleset/1
id: a
version: "1"
title: A
inputs: {x: {type: count, label: 'Số máy 15"'}, y: {type: count, label: Cán bộ}}
scorecards:
  b: {criteria: [{id: l, title: Máy, max: 9, score: {formula: "min(x / max(y, 1), 9)"}}]}
""").ruleset
    kept = said(rules, rules.columns["l"].score)["vi"]  # in a result, whose bytes are the same years later
    assert kept == 'min("Số máy 15"" ÷ max("Cán bộ"; 1); 9)'
    words = formula_in_words(rules, rules.columns["l"].score, "vi")
    assert words == """số nhỏ nhất trong ("Số máy 15'" ÷ số lớn nhất trong ("Cán bộ"; 1); 9)"""
