"""A sum that is off: the term to look at first, where the numbers point at one, and one finding for a row that moved."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import advice, message
from itrank.engine.prove.checks import checked

HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\nscorecards:\n  bang:\n'


def found(text: str):
    return [each for each in checked(load_text(HEAD + text), "ruleset.yaml")[0] if each.code != "ITR842"]


def told(text: str) -> list[str]:
    return [f"{each.code} {message(each, 'en')}" for each in found(text)]


def hint(stated: str, *children: str) -> str:
    """Return what is said of a sum before the advice that is always given."""
    rows = "".join(f"      - {{id: {'abcdefgh'[n]}, {child}, score: given}}\n" for n, child in enumerate(children))
    (each,) = [each for each in found(f"    max: {stated}\n    criteria:\n{rows}") if each.code == "ITR301"]
    return advice(each, "en").partition("Mend max")[0].strip()


def maxima(stated: str, *amounts: object) -> str:
    return hint(stated, *(f"max: {each}" for each in amounts))


def weights(*amounts: object) -> str:
    return hint("100", *(f"weight: {each}, max: 10" for each in amounts))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (maxima("120", 40, 20, 20, 20, 10, 9), "Look first at f (line 14): with max: 10 the sum is 120."),
        (maxima("30", 10, 8, 7, 50), "Look first at d (line 12): with max: 5 the sum is 30."),
        (maxima("90", 15, 15, 20, 15, 10, 10, 0.5), "Look first at g (line 15): with max: 5 the sum is 90."),
        (maxima("50", 10, 15, 14, 10), "Look first at c (line 11): with max: 15 the sum is 50."),
        (maxima("55", 10, 15, 20, 5), ""),  # any of them may lack the five
        (maxima("40", 10, 10, 10), ""),
        (maxima("20", 7, 15), ""),  # of two neither is the odd one
        (maxima("100", 60, 30, 9.99), ""),
        (weights(2, 0.5, 2, 0.5, 2.5, 2.55), "Look first at f (line 14): with weight: 2.5 the sum is 100."),
        (weights(2, 0.5, 2, 5, 2.5, 2.5), "Look first at d (line 12): with weight: 0.5 the sum is 100."),
        (weights(20, 0.5, 2, 0.5, 2.5, 2.5), "Look first at a (line 9): with weight: 2 the sum is 100."),
        (weights(2, 0.05, 2, 0.5, 2.5, 2.5), "Look first at b (line 10): with weight: 0.5 the sum is 100."),
        (
            hint("20", "max: 10", "max: 10", "max: 3, title: {vi: Điểm thưởng sáng kiến}"),
            "Look first at c (line 11): without it the sum is 20; role: bonus or role: penalty may be missing.",
        ),
        (hint("20", "max: 10", "max: 10", "max: 3, title: {vi: Sáng kiến}"), ""),
    ],
)  # fmt: skip
def test_the_term_to_look_at_first(said, expected):
    assert said == expected


def headings(first: str, second: str, maxima: tuple[int, int] = (20, 30)) -> str:
    one, two = maxima
    return f"""    max: 50
    criteria:
      - id: m1
        code: "1"
        title: Mục một
        max: {one}
        criteria: [{first}]
      - id: m2
        code: "2"
        title: Mục hai
        max: {two}
        criteria: [{second}]
"""


A, B = '{id: a, code: "1.1", title: A, max: 10, score: given}', '{id: b, code: "1.2", title: B, max: 10, score: given}'
C = '{id: c, code: "2.1", title: C, max: 30, score: given}'


def test_a_row_under_another_heading_is_told_once():
    assert told(headings(A, f"{B}, {C}")) == [
        "ITR301 b (number 1.2) stands under m2, whose maxima come to 40 with it and not to 30; by its number it belongs under 1"
    ]
    assert told(headings(f"{A}, {B}", C)) == []


def test_a_row_by_whose_number_alone_it_stands_elsewhere_is_told_by_its_number():
    assert told(headings(A, f"{B}, {C}", (10, 40))) == ['ITR365 the number "1.2" is out of place: it stands below "2"']


def test_a_sum_that_is_off_beside_a_row_that_moved_is_told_too():
    """What the other heading lacks is not what came here."""
    assert told(headings(A, f"{B}, {C}", (25, 30))) == [
        "ITR301 m1: A: 10 = 10, but max is stated as 25",
        "ITR301 b (number 1.2) stands under m2, whose maxima come to 40 with it and not to 30; by its number it belongs under 1",
    ]


def test_a_maximum_that_is_not_the_sum_of_its_own_is_not_told_again_above():
    assert told(headings(f"{A}, {B}", C, (25, 30))) == ["ITR301 m1: A: 10 + B: 10 = 20, but max is stated as 25"]


def test_a_number_that_is_there_twice_is_told_once_for_all_below():
    text = headings(f"{A}, {B}", C).replace('code: "2"\n', 'code: "1"\n')
    assert told(text) == ['ITR364 the number "1" is there twice in bang: at m1 and m2']
