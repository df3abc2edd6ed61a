"""Each check finds what it is for, at its line, and leaves alone what only looks like it."""

import json
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.formula.suggest import MOST_ADVISED
from itrank.engine.model.codes import CODES, advice, checks, message, proofs
from itrank.engine.prove.checks import CHECKS, Neighbour, checked, neighbours

HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'
# Two leaves, two groups, two scorecards: what most checks are about. Nothing is found in it.
GOOD = HEAD + """\
groups:
  so: {title: Sở}
  xa: {title: Xã}
parameters:
  nguong: 80%
functions:
  dat(p, q): p / q
inputs:
  a: {label: Số đạt, type: count, max: b}
  b: {label: Tổng số, type: count, min: 1}
  c: {label: Trình độ, type: choice, options: {tot: Tốt, kha: Khá, yeu: Yếu}}
  d: {label: Có trang, type: yes_no}
values:
  v: dat(a, b)
scorecards:
  bang_so:
    for: [so]
    max: 30
    criteria:
      - id: chuong
        code: "1"
        title: Chương
        max: 30
        criteria:
          - {id: x, code: "1.1", title: Dòng một, max: 10, score: {ratio: [a, b], full_at: nguong}}
          - {id: y, code: "1.2", title: Dòng hai, max: 20, score: {steps: a, from: {4: 20, 2: 10}, otherwise: 0}}
    ranking: {lists: group}
  bang_xa:
    for: [xa]
    max: 30
    criteria:
      - {id: z, code: "1", title: Dòng, max: 10, score: {choice: c, points: {tot: 10, kha: 5, yeu: 0}}}
      - {id: t, code: "2", title: Dòng khác, max: 10, score: {share: v}}
      - {id: u, code: "10", title: Dòng cuối, max: 10, applies: d, not_applicable: full, score: given}
    ranking: {lists: group}
"""  # fmt: skip


def told(text: str, **options):
    loaded = load_text(text)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    return checked(loaded, "ruleset.yaml", **options)[0]


def test_a_plain_title_is_in_the_language_of_the_ruleset():
    assert told(GOOD.replace("title: Thử\n", "title: Thử\nlocale: en\n")) == told(GOOD)


def line_of(text: str, marked: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if marked in line)


def edited(*changes: tuple[str, str]) -> str:
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    "score", ["first_nonzero(x, 1) + v", "children_mean(x) + v", "cohort_max(z) + v", "v if has(x) else 1"]
)
def test_points_of_another_scorecard_may_be_asked_for_where_a_lack_is_meant(score):
    text = edited(("score: {share: v}", f'cohort: list, score: {{formula: "{score}"}}'))
    assert [found.code for found in told(text) if found.code == "ITR375"] == []


def test_functions_that_only_call_one_another_are_called_by_nobody():
    text = edited(("  dat(p, q): p / q\n", "  dat(p, q): h(p) / q\n  h(r): r\n  f(r): g(r)\n  g(r): f(r) + 1\n"))
    found = [message(each, "en") for each in told(text)]
    assert found == ['the function "f" is used nowhere', 'the function "g" is used nowhere']


def test_a_good_ruleset_has_no_finding():
    assert [message(found, "en") for found in told(GOOD)] == []


Y = "{steps: a, from: {4: 20, 2: 10}, otherwise: 0}"
TIERS = "    tiers: [{id: cao, from: 20}, {id: thap}]\n    ranking: {lists: group}\n  bang_xa:"
RANKING = "    ranking: {lists: group}\n  bang_xa:"

PROVED = {row.code for row in proofs.CODES}  # what bounds say besides, of which other tests ask
# What is done to the good ruleset, the code, words of the English message, a mark of the line where it is told.
BAD = {
    "a blank answer sheet that earns points": (
        [("type: count, max: b}", "type: count, max: b, missing: zero}"), (Y, "{steps: a, up_to: {1: 20, 4: 10}, otherwise: 0}")],
        "ITR842", "an entirely blank answer sheet earns 20 of 30 points, from y (20)", "  bang_so:",
    ),
    "an input that nothing reads": ([("  d: {label", "  e: {label: Khác, type: count}\n  d: {label")], "ITR340", 'report "e"', "e: {label: Khác"),
    "an answer that nothing reads": ([("max: 20, score: {steps", "max: 20, answer: {type: count}, score: {steps")], "ITR340", 'report "y"', "answer:"),
    "an input only for information": (
        [("  d: {label", "  e: {label: Khác, type: count}\n  d: {label"), ("          - {id: x,", "          - {id: w, role: unscored, title: Chỉ xem, score: {formula: e}}\n          - {id: x,")],
        "ITR341", "(w)", "e: {label: Khác",
    ),
    "a parameter": ([("full_at: nguong", "full_at: 80%")], "ITR342", '"nguong" is used nowhere', "nguong: 80%"),
    "a function": ([("v: dat(a, b)", "v: a / b")], "ITR342", 'the function "dat" is used nowhere', "dat(p, q)"),
    "an argument with the name of an input": ([("dat(p, q): p / q", "dat(a, q): a / q")], "ITR368", 'in the function dat, "a" is its argument and not the input', "dat(a, q)"),
    "a value": ([("score: {share: v}", "score: {share: a / b}")], "ITR342", 'the value "v" is used nowhere', "v: dat"),
    "a group in no list": ([(RANKING, "    ranking: {lists: {cap_xa: [xa]}}\n  bang_xa:")], "ITR335", "group so", "lists: {cap_xa"),
    "options that nothing tells apart": ([("{choice: c, points: {tot: 10, kha: 5, yeu: 0}}", '{formula: "10 if c == \'tot\' else 0"}')], "ITR346", "the options kha, yeu apart", "c: {label"),
    "steps that fall and rise": ([(Y, "{steps: a, from: {4: 20, 3: 5, 2: 10}, otherwise: 0}")], "ITR347", "otherwise: 0, 2: 10, 3: 5, 4: 20", "id: y"),
    "otherwise above the first step": ([(Y, "{steps: a, from: {4: 20, 2: 10}, otherwise: 15}")], "ITR347", "otherwise: 15, 2: 10, 4: 20", "id: y"),
    "steps down with a high rest": ([(Y, "{steps: a, up_to: {2: 20, 4: 10}, otherwise: 15}")], "ITR347", "2: 20, 4: 10, otherwise: 15", "id: y"),
    "a maximum of a percentage without its sign": ([("  d: {label", "  e: {label: Khác, type: percent, max: 100, publish: true}\n  d: {label")], "ITR377", "100, held against the percentage e, is 10000%", "100, publish"),
    "a step of a percentage without its sign": ([("  d: {label", "  e: {label: Khác, type: percent}\n  d: {label"), (Y, "{steps: e, from: {80: 20, 50%: 10}, otherwise: 0}")], "ITR377", "80, held against the percentage e", "80: 20"),
    "a parameter for full marks without its sign": ([("nguong: 80%", "nguong: 80")], "ITR377", "the parameter nguong is 80, that is 8000%, and is compared with shares: in x", "nguong: 80"),
    "a parameter for full marks of a computed share": (
        [("nguong: 80%", "nguong: 80"), ("{ratio: [a, b], full_at: nguong}", "{ratio: [a, b]}"), ("{share: v}", "{share: v, full_at: nguong}")],
        "ITR377", "the parameter nguong is 80, that is 8000%, and is compared with shares: in t", "nguong: 80",
    ),
    "a parameter of this year without its sign": (
        [('version: "1"\n', 'version: "1"\nperiod: 2024\n'), ("nguong: 80%", "nguong: {2023: 80%, 2024: 80}")],
        "ITR377", "the parameter nguong is 80", "2024: 80",
    ),
    "a parameter with which a share is compared": (
        [("nguong: 80%", "nguong: 80"), ("full_at: nguong", "full_at: 80%"), ("{share: v}", "{formula: 10 if v >= nguong else 5}")],
        "ITR377", "is compared with shares: in t", "nguong: 80",
    ),
    "a goalpost of a percentage without its sign": ([("  d: {label", "  e: {label: Khác, type: percent, min: 0, max: 100%}\n  d: {label"), (Y, "{scale: e, from: 20, to: 80%}")], "ITR377", "y: the goalpost from: 20 of the percentage e is 2000%", "from: 20"),
    "a goalpost that is a parameter without its sign": ([("  d: {label", "  e: {label: Khác, type: percent, min: 0, max: 100%}\n  d: {label"), ("nguong: 80%", "nguong: 80"), ("full_at: nguong", "full_at: 80%"), (Y, "{scale: e, from: 0, to: nguong}")], "ITR377", "the parameter nguong is 80", "nguong: 80"),
    "a comparison of a percentage": ([("  d: {label", "  e: {label: Khác, type: percent}\n  d: {label"), (Y, "{formula: 20 if e >= 80 else 0}")], "ITR377", "80, held against the percentage e", "80 else"),
    "a range that holds nothing": ([("  d: {label", "  e: {label: Khác, type: number, min: 50, max: 20, publish: true}\n  d: {label")], "ITR378", "no value lies from 50 to 20", "20, publish"),
    "a range of days that holds nothing": ([("  d: {label", "  e: {label: Khác, type: date, min: 2022-03-01, max: 2022-02-01, publish: true}\n  d: {label")], "ITR378", "from 2022-03-01 to 2022-02-01", "2022-02-01, publish"),
    "a bound of another measure": ([("  d: {label", "  e: {label: Khác, type: money, measured_in: đồng, publish: true}\n  f: {label: Nữa, type: money, measured_in: triệu, max: e, publish: true}\n  d: {label")], "ITR379", "f (triệu) is bounded by e (đồng)", "e, publish"),
    "a step between whole numbers": ([(Y, "{steps: a, from: {4: 20, 2.7: 10, 2.2: 5}, otherwise: 0}")], "ITR376", "from 2.2: a has none between 2.2 and 2.7", "2.2:"),
    "a step between whole numbers of something computed": ([(Y, '{steps: "max(a - 1, 0)", up_to: {4: 20, 15.2: 10, 15.5: 5}, otherwise: 0}')], "ITR376", "up_to 15.5: max(a − 1, 0) has none between 15.2 and 15.5", "15.5:"),
    "a step above a whole number": ([(Y, "{steps: a, above: {2.8: 20, 2.2: 10, 1: 5}, otherwise: 0}")], "ITR376", "above 2.2", "2.2:") ,
    "a share turned over": ([("ratio: [a, b], full_at: nguong", "ratio: [b, a], full_at: nguong, on_zero: full")], "ITR300", "x: b / a is never below 1, as a is a part of b", "id: x"),
    "a share turned over, of a whole whose blank is 0": (
        [("ratio: [a, b], full_at: nguong", "ratio: [b, a], full_at: nguong, on_zero: full"), ("type: count, min: 1}", "type: count, min: 1, missing: zero}"), ("v: dat(a, b)", "v: dat(a, b) if b > 0 else 0")],
        "ITR300", "b / a is not below 1 where b is reported, as a is a part of b", "id: x",
    ),
    "a part divided by another whole": (
        [("type: count, max: b}", "type: count, max: b, measured_in: người}"), ("type: count, min: 1}", "type: count, min: 1, measured_in: người}"),
         ("  d: {label", "  e: {label: Máy, type: count, min: 1, measured_in: máy}\n  d: {label"), ("ratio: [a, b]", "ratio: [a, e]")],
        "ITR379", "x: a (người) is a part of b, and is divided by e (máy)", "id: x",
    ),
    "lines that fall and rise": ([(Y, "{interpolate: a, points: {0: 0, 50%: 20, 1: 10}}")], "ITR347", "0: 0, 50%: 20, 1: 10", "id: y"),
    "an open range": (
        [("a: {label: Số đạt, type: count, max: b}", 'a: {label: "Mức, 0 đến 4", type: count}'), ("ratio: [a, b]", "ratio: [a, b], on_zero: zero")],
        "ITR348", '"Mức, 0 đến 4" has an upper end, but values above 4', "id: y",
    ),
    "full_at of a part of the whole": ([("full_at: nguong", "full_at: 1.2"), ("dat(p, q): p / q", "dat(p, q): p / q / nguong")], "ITR377", "full_at is 1.2, that is 120%", "id: x"),
    "full_at of any ratio": (
        [("full_at: nguong", "full_at: 80"), ("dat(p, q): p / q", "dat(p, q): p / q / nguong"), ("type: count, max: b", "type: count")],
        "ITR377", "that is 8000%", "id: x",
    ),
    "a leaf without its clause": ([("title: Thử\n", "title: Thử\ndecision: {number: 1/QĐ}\n"), ("title: Dòng một, ", "title: Dòng một, clause: mục 1, ")], "ITR357", "4 of 5 leaves have no clause: y, z, t, u", "id: y"),
    "a leaf without its origin": ([("title: Dòng một, ", "title: Dòng một, provenance: published, ")], "ITR357", "4 of 5 leaves", "id: y"),
    "tiers in points beside exclude": ([(RANKING, TIERS.replace("lists: group", "lists: group, by: x")), ("title: Dòng hai, ", "title: Dòng hai, not_applicable: exclude, applies: d, ")], "ITR359", "the tier cao is in points (from: 20)", "id: cao"),
    "tiers in points beside rescale": ([(RANKING, TIERS), ("title: Dòng hai, ", "title: Dòng hai, not_applicable: rescale, applies: d, ")], "ITR360", "as y has not_applicable: rescale", "id: cao"),
    "a decision that is still to be filled in": ([("title: Thử\n", "title: Thử\ndecision: {number: TODO, date: '2022'}\n")], "ITR701", "decision.number still says TODO", "decision"),
    "a title that is still to be written": ([("title: Dòng hai", "title: TODO dịch")], "ITR701", "still says TODO", "id: y"),
    "days the wrong way": ([("title: Thử\n", "title: Thử\neffective: {from: 2022-02-01, through: 2022-01-31}\n")], "ITR361", "from 2022-02-01 through 2022-01-31", "effective"),
    "no day of the calendar": ([("title: Thử\n", "title: Thử\neffective: {from: 2022-02-30, through: 2022-12-31}\n")], "ITR317", '"2022-02-30" is not a day', "effective"),
    "a number twice": ([('code: "1.2"', 'code: "1.1"')], "ITR364", '"1.1" is there twice in bang_so: at x and y', "id: y"),
    "a number twice, with and without a full stop": ([('code: "1.2"', 'code: "1.1."')], "ITR364", "at x and y", "id: y"),
    "a number twice under its heading": ([('code: "1.1"', 'code: "a"'), ('code: "1.2"', 'code: "a"')], "ITR364", '"a" is there twice in bang_so: at x and y', "id: y"),
    "a number below another": ([('code: "1.2"', 'code: "2.2"')], "ITR365", 'it stands below "1"', "id: y"),
    "numbers out of order": ([('code: "2", title: Dòng khác', 'code: "11", title: Dòng khác')], "ITR365", 'it comes after "11"', "id: u"),
    "a title in another language": ([("title: Dòng hai", "title: {en: Second}")], "ITR357", "1 place has no title in Vietnamese (locale: vi): y", "id: y"),
    "a title in Vietnamese only": ([("title: Thử\n", "title: Thử\nlocale: en\n"), ("title: Dòng hai", "title: {vi: Dòng hai}")], "ITR357", "1 place has no title in English (locale: en): y", "id: y"),
    "a row without a title": ([('code: "1.2", title: Dòng hai', 'code: "1.2"')], "ITR357", ": y", "id: y"),
    "an input without a label": ([("{label: Có trang, type: yes_no}", "{type: yes_no}")], "ITR357", ": d", "d: {type"),
    "names that differ by an underscore": ([("  d: {label", "  a_: {label: Khác, type: count}\n  d: {label"), ("score: {share: v}", "score: {share: v * a_}")], "ITR367", '"a_" differs from "a" (line 13)', "a_: {label"),
    "names that differ by an accent": ([("  d: {label", "  á: {label: Khác, type: count}\n  d: {label"), ("score: {share: v}", "score: {share: v * á}")], "ITR367", '"á" differs from "a"', "á: {label"),
    "max of one argument": ([("score: {share: v}", 'score: {formula: "max(v) * 10"}')], "ITR270", "max of one argument is that argument", "max(v)"),
    "a part without its whole": ([("type: count, max: b}", "type: count}")], "ITR275", "earns full points: x (a / b)", "ratio: [a"),
    "a part of a value": ([("type: count, max: b}", "type: count}"), ("{ratio: [a, b], full_at: nguong}", "{share: a / (a + b), full_at: nguong}")], "ITR275", "earns full points: t (a / b)", "share: v"),
    "a part cut by hand": ([("type: count, max: b}", "type: count}"), ("{ratio: [a, b], full_at: nguong}", '{formula: "min(8 * a / b / nguong, 10)"}')], "ITR275", "earns full points: x (a / b)", "formula"),
    "a part in steps": ([("type: count, max: b}", "type: count}"), ("{ratio: [a, b], full_at: nguong}", "{steps: a / b, from: {100%: 10, nguong: 5}, otherwise: 0}")], "ITR275", "earns full points: x (a / b)", "steps: a / b"),
    "points of another scorecard": ([("share: v}", "formula: x + 0 * v}")], "ITR375", "t needs the points of x in the scorecard bang_so, which units of bang_xa", "id: t"),
    "points of another scorecard through a value": ([("v: dat(a, b)", "v: dat(a, b) + x / 10")], "ITR375", "t needs the points of x in the scorecard bang_so", "id: t"),
    "one label for two": ([("label: Tổng số", "label: số đạt ")], "ITR364", "a and b", "b: {label"),
    "weights short of 1": (
        [("title: Dòng một, ", "title: Dòng một, weight: 0.3, "), ("title: Dòng hai, ", "title: Dòng hai, weight: 0.6, "), ("        max: 30\n", ""), ("    max: 30\n    criteria:\n      - id: chuong", "    criteria:\n      - id: chuong")],
        "ITR374", "add up to 0.9, not 1", "id: chuong",
    ),
    "weights over 100": (
        [("title: Dòng một, ", "title: Dòng một, weight: 45, "), ("title: Dòng hai, ", "title: Dòng hai, weight: 60, "), ("        max: 30\n", ""), ("    max: 30\n    criteria:\n      - id: chuong", "    criteria:\n      - id: chuong")],
        "ITR374", "add up to 105, not 100", "id: chuong",
    ),
    "digits of round": ([("v: dat(a, b)", "v: round(dat(a, b), 13)")], "ITR372", "are 13", "v: round"),
    "digits of floor below": ([("v: dat(a, b)", "v: floor(dat(a, b), -13)")], "ITR372", "are -13", "v: floor"),
    "digits that are no whole number": ([("v: dat(a, b)", "v: ceil(dat(a, b), nguong)")], "ITR372", "are 0.8", "v: ceil"),
    "one list, best at both ends": ([("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: all}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    ranking: {lists: all, best: lowest}")], "ITR369", "differ in best: highest and lowest", "best: lowest"),
    "one list, ties in two ways": ([("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: {l: [so]}}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    ranking: {lists: {l: [xa]}, ties: dense}")], "ITR369", "share the list l, but differ in ties", "ties: dense"),
    "one list, more tie-breaks here": ([("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: parent, tie_break: [x]}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    ranking: {lists: parent}")], "ITR370", "different numbers of comparisons: 1 and 0", "lists: parent}"),
    "points of unequal maxima": ([("title: Dòng hai, ", "title: Dòng hai, not_applicable: exclude, applies: d, ")], "ITR393", "bang_so: units are ranked by points, but the maximum of 30 can shrink for a unit, as y has", "ranking: {lists: group}"),
    "a quota by rank": ([(RANKING, "    cohort: list\n    tiers: [{id: cao, from: 70%, requires: cohort_rank(bang_so) <= cohort_count(bang_so) / 4}, {id: thap}]\n" + RANKING)], "ITR398", "bang_so: the tier cao limits its units by a condition on the rank", "id: cao"),
    "a quota by rank, through a value": ([(RANKING, "    tiers: [{id: cao, from: 70%, when: w <= 3}, {id: thap}]\n" + RANKING), ("  v: dat(a, b)", "  v: dat(a, b)\n  w: {formula: cohort_above(bang_so) + 1, cohort: all}")], "ITR398", "bang_so: the tier cao limits", "id: cao"),
    "nothing ranked": ([("    for: [so]\n    max: 30\n", "    for: [so]\n    aggregate: none\n")], "ITR394", "bang_so: makes no total", "aggregate: none"),
    "one list, two scales": ([("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: all}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    out_of: 100\n    ranking: {lists: all}")], "ITR371", "(max 30) and bang_xa (max 100)", "lists: all}"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_it_is_found_at_its_line(name):
    changes, code, words, mark = BAD[name]
    text = edited(*changes)
    found = [
        each
        for each in told(text)
        if each.code.startswith(
            ("ITR27", "ITR300", "ITR335", "ITR34", "ITR35", "ITR36", "ITR37", "ITR39", "ITR317", "ITR701", "ITR842")
        )
    ]
    found = [each for each in found if code in {each.code, "ITR275"} or each.code != "ITR275"]  # deserved beside others
    assert [each.code for each in found] == [code], [message(each, "en") for each in found]
    assert words in message(found[0], "en")
    lines = text.splitlines()
    assert mark in lines[found[0].place.line - 1], (lines[found[0].place.line - 1], found[0].place)


# What looks like a mistake and is none.
FINE = {
    "a word that only begins as TODO does": [("title: Dòng hai", "title: TODOS")],
    "an input that is only published": [("  d: {label", "  e: {label: Khác, type: count, publish: true}\n  d: {label")],
    "an input that bounds another": [("a: {label: Số đạt, type: count, max: b}", "a: {label: Số đạt, type: count, max: e}"), ("  d: {label", "  e: {label: Khác, type: count, max: b}\n  d: {label"), ("ratio: [a, b]", "ratio: [a, b]")],
    "evidence": [("  d: {label", "  e: {label: Minh chứng, type: text}\n  d: {label")],
    "an input for a tier only": [("  d: {label", "  e: {label: Khác, type: yes_no}\n  d: {label"), (RANKING, "    tiers: [{id: cao, from: 50%, requires: e}, {id: thap}]\n    ranking: {lists: group}\n  bang_xa:")],
    "an input for a tie-break only": [("  d: {label", "  e: {label: Khác, type: count}\n  d: {label"), (RANKING, "    ranking: {lists: group, tie_break: [e]}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    ranking: {lists: group, tie_break: [z]}")],
    "an input of last year": [("  d: {label", "  e: {label: Khác, type: count}\n  d: {label"), ("score: {share: v}", "score: {share: last_year(e)}"), ("v: dat(a, b)", "v: {formula: 'dat(a, b)', publish: true}")],
    "an answer only for information": [("          - {id: x,", "          - {id: w, role: unscored, title: Chỉ xem, score: given}\n          - {id: x,")],
    "a parameter in a bound": [("full_at: nguong", "full_at: 80%"), ("from: {4: 20, 2: 10}", "from: {4: 20, 3 * nguong: 10}")],
    "a parameter in a function": [("full_at: nguong", "full_at: 80%"), ("dat(p, q): p / q", "dat(p, q): p / q / nguong")],
    "one option left as the rest": [("{choice: c, points: {tot: 10, kha: 5, yeu: 0}}", "{formula: \"10 if c == 'tot' else 5 if c == 'kha' else 0\"}")],
    "a parameter of a rate that may be above its whole": [("nguong: 80%", "nguong: 300%"), ("label: Số đạt, type: count, max: b", "label: Số đạt, type: count, measured_in: giờ"), ("label: Tổng số,", "label: Tổng số, measured_in: người,")],
    "a parameter for an amount": [("nguong: 80%", "nguong: 80"), ("full_at: nguong", "full_at: 80%"), (Y, "{scale: a, from: 0, to: nguong}")],
    "a goalpost of 300% that has its sign": [("  d: {label", "  e: {label: Khác, type: percent}\n  d: {label"), (Y, "{scale: e, from: 100%, to: 300%}")],
    "steps of a part of a whole number": [(Y, "{steps: a / 2, from: {4: 20, 2.7: 10, 2.2: 5}, otherwise: 0}")],
    "steps that only fall": [(Y, "{steps: a, from: {4: 0, 2: 10}, otherwise: 20}")],
    "steps that are level": [(Y, "{steps: a, from: {4: 10, 2: 10}, otherwise: 0}")],
    "steps below": [(Y, "{steps: a, below: {2: 20, 4: 10}, otherwise: 0}")],
    "points of a parameter": [(Y, "{steps: a, from: {4: 100%, 2: nguong * 10}, otherwise: 0}")],
    "a range in words, closed": [("a: {label: Số đạt, type: count, max: b}", 'a: {label: "Mức, 0 đến 4", type: count, max: 4}'), ("type: count, min: 1}", "type: count, min: 4}")],
    "full_at of 120% of two counts": [("full_at: nguong", "full_at: 1.2"), ("dat(p, q): p / q", "dat(p, q): p / q / nguong / 2"), ("type: count, max: b", "type: count")],
    "full_at above 1 of amounts": [("{ratio: [a, b], full_at: nguong}", "{share: a / b, full_at: 20}"), ("dat(p, q): p / q", "dat(p, q): p / q / nguong")],
    "a mean of two": [("score: {share: v}", 'score: {formula: "mean(v, 1) * 10"}')],
    "an amount for each of others": [("label: Số đạt, type: count, max: b", "label: Số đạt, type: count, measured_in: giờ"), ("label: Tổng số,", "label: Tổng số, measured_in: người,")],
    "a part of what is a part, by another measure": [
        ("type: count, max: b}", "type: count, max: e, measured_in: người}"), ("  d: {label", "  e: {label: Giữa, type: count, max: b, measured_in: người}\n  d: {label"),
    ],
    "a density of a part": [
        ("type: count, max: b}", "type: count, max: b, measured_in: người}"), ("type: count, min: 1}", "type: count, min: 1, measured_in: người}"),
        ("  d: {label", "  e: {label: Diện tích, type: count, min: 1, measured_in: km²}\n  d: {label"), ("ratio: [a, b], full_at: nguong", "ratio: [a, e], full_at: nguong / 100"),
    ],
    "computers for each official": [
        ("type: count, max: b}", "type: count, measured_in: máy}"), ("type: count, min: 1}", "type: count, min: 1, measured_in: người}"),
    ],
    "a part that its whole knows": [("type: count, max: b}", "type: count}"), ("type: count, min: 1}", "type: count, min: a}")],
    "a part of what is a part itself": [("type: count, max: b}", "type: count, max: e}"), ("  d: {label", "  e: {label: Giữa, type: count, max: b}\n  d: {label")],
    "a part of fixed bounds": [("type: count, max: b}", "type: count, max: 5}"), ("type: count, min: 1}", "type: count, min: 5}")],
    "a rate that is not cut at the whole": [("type: count, max: b}", "type: count}"), ("full_at: nguong", "full_at: 3"), ("score: {share: v}", 'score: {formula: "min(v, 4) * 2.5"}'), ("full_at: 3", "full_at: 3 * nguong")],
    "a clause on the branch": [("title: Thử\n", "title: Thử\ndecision: {number: 1/QĐ}\n"), ("        title: Chương\n", "        title: Chương\n        clause: I\n"), ("title: Dòng, ", "title: Dòng, clause: II, "), ("title: Dòng khác, ", "title: Dòng khác, clause: II, "), ("title: Dòng cuối, ", "title: Dòng cuối, clause: II, ")],
    "a decision and no clauses at all": [("title: Thử\n", "title: Thử\ndecision: {number: 1/QĐ}\n")],
    "an origin for the whole file": [("title: Thử\n", "title: Thử\nprovenance: published\n")],
    "tiers in per cent beside exclude": [(RANKING, TIERS.replace("from: 20", "from: 70%")), ("title: Dòng hai, ", "title: Dòng hai, not_applicable: exclude, applies: d, "), ("    max: 30\n    criteria:\n      - id: chuong", "    max: 30\n    out_of: 100\n    criteria:\n      - id: chuong")],
    "points beside exclude, ranked by something else": [("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: group, by: x}\n  bang_xa:"), ("title: Dòng hai, ", "title: Dòng hai, not_applicable: exclude, applies: d, ")],
    "a quota that holds at ties": [(RANKING, "    tiers: [{id: cao, from: 70%, quota: 25%, at_ties: below}, {id: thap}]\n" + RANKING)],
    "a tier that asks for a rank in something else": [(RANKING, "    cohort: list\n    tiers: [{id: cao, from: 70%, requires: cohort_rank(x) <= 3}, {id: thap}]\n" + RANKING)],
    "points beside rescale": [("title: Dòng hai, ", "title: Dòng hai, not_applicable: rescale, applies: d, ")],
    "exclude from a mean of one scale": [("        title: Chương\n        max: 30\n", "        title: Chương\n        aggregate: mean\n"), ("    max: 30\n    criteria:\n      - id: chuong", "    criteria:\n      - id: chuong"), ("title: Dòng hai, max: 20, ", "title: Dòng hai, max: 10, not_applicable: exclude, applies: d, "), ("{4: 20, 2: 10}", "{4: 10, 2: 5}")],
    "no total, and a ranking of a criterion": [("    for: [so]\n    max: 30\n", "    for: [so]\n    aggregate: none\n"), ("title: Dòng một, ", "title: Dòng một, ranking: {lists: all}, ")],
    "no total, and a ranking by something": [("    for: [so]\n    max: 30\n", "    for: [so]\n    aggregate: none\n"), ("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: group, by: x}\n  bang_xa:")],
    "tiers in points beside full": [(RANKING, TIERS), ("title: Dòng hai, ", "title: Dòng hai, not_applicable: full, applies: d, ")],
    "one day": [("title: Thử\n", "title: Thử\neffective: {from: 2022-01-31, through: 2022-01-31}\n")],
    "numbers counted anew under their heading": [
        ('code: "1"\n', 'code: "I"\n'), ('code: "1.1"', 'code: "1"'), ('code: "1.2", title: Dòng hai', 'code: "I", title: Dòng hai'),
    ],
    "a number again in another scorecard": [('code: "2", title: Dòng khác', 'code: "1.1", title: Dòng khác')],
    "1.10 after 1.9": [('code: "1.1"', 'code: "1.9"'), ('code: "1.2"', 'code: "1.10"')],
    "letters for numbers": [('code: "1.1"', "code: b"), ('code: "1.2"', "code: a")],
    "weights that are weights": [("title: Dòng một, ", "title: Dòng một, weight: 2, "), ("title: Dòng hai, ", "title: Dòng hai, weight: 1, "), ("        max: 30\n", ""), ("    max: 30\n    criteria:\n      - id: chuong", "    criteria:\n      - id: chuong")],
    "weights of 1 together": [("title: Dòng một, ", "title: Dòng một, weight: 0.4, "), ("title: Dòng hai, ", "title: Dòng hai, weight: 60%, "), ("        max: 30\n", ""), ("    max: 30\n    criteria:\n      - id: chuong", "    criteria:\n      - id: chuong")],
    "twelve digits": [("v: dat(a, b)", "v: round(dat(a, b), 12) + floor(a, -12)")],
    "digits that a unit reports": [("v: dat(a, b)", "v: round(dat(a, b), b)")],
    "the same label with a column of its own": [("label: Tổng số,", "label: Số đạt, column: Tổng,")],
    "one list, ranked alike": [("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: all, tie_break: [x]}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    ranking: {lists: all, tie_break: [z]}")],
    "one list by shares": [("    ranking: {lists: group}\n  bang_xa:", "    ranking: {lists: all, by: bang_so / 30}\n  bang_xa:"), ("given}\n    ranking: {lists: group}", "given}\n    out_of: 100\n    ranking: {lists: all, by: bang_xa / 100}")],
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_only_looks_like_it_is_left_alone(name):
    found = [each for each in told(edited(*FINE[name])) if each.code not in PROVED]
    assert [message(each, "en") for each in found] == []


def test_every_check_says_what_should_hold_and_finds_something():
    names = {check.__name__ for check in CHECKS}
    assert len(names) == len(CHECKS) >= 20
    for check in CHECKS:
        assert check.__doc__
        assert check.__doc__.strip().endswith(".")
    found = {row[1] for row in BAD.values()} | {row[1] for row in CASES} | {"ITR362", "ITR363", "ITR508"}
    rules = {
        code
        for code in CODES
        if code.startswith(("ITR34", "ITR35", "ITR36", "ITR37", "ITR39")) and CODES[code] in checks.CODES
    }
    assert rules <= found
    assert {code for code in CODES if code.startswith("ITR50")} <= found


# ── Versions beside one another ─────────────────────────────────────────────────────────────────────────────────────

NOW = edited(("title: Thử\n", "title: Thử\neffective: {from: 2022-01-01, through: 2022-12-31}\n"))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (Neighbour("cu.yaml", "0", "2021-01-01", "2021-12-31"), None),
        (Neighbour("cu.yaml", "0", "2021-01-01", "2022-01-01"), "ITR362"),
        (Neighbour("cu.yaml", "0", "2022-12-31", ""), "ITR362"),
        (Neighbour("cu.yaml", "0", "2023-01-01", ""), None),
        (Neighbour("cu.yaml", "0"), None),
        (Neighbour("cu.yaml", "1", "2020-01-01", "2020-12-31"), "ITR363"),
    ],
)
def test_versions_of_one_folder_do_not_overlap(other, code):
    assert [each.code for each in told(NOW, beside=[other])] == ([] if code is None else [code])


def test_an_open_end_overlaps_with_all_that_comes_after():
    text = NOW.replace(", through: 2022-12-31", "")
    assert [each.code for each in told(text, beside=[Neighbour("sau.yaml", "3", "2030-01-01", "2030-12-31")])] == [
        "ITR362"
    ]
    assert told(text, beside=[Neighbour("truoc.yaml", "0", "2021-01-01", "2021-12-31")]) == ()


def test_neighbours_are_the_other_versions_in_the_folder(tmp_path: Path):
    (tmp_path / "2022.yaml").write_text(NOW, "utf-8")
    (tmp_path / "2021.yml").write_text(NOW.replace('"1"', '"0"', 1).replace("2022-", "2021-"), "utf-8")
    (tmp_path / "khac.yaml").write_text(NOW.replace("id: thu\n", "id: khac\n"), "utf-8")
    (tmp_path / "hong.yaml").write_text("id: thu\n  broken: [", "utf-8")
    (tmp_path / "trong.yaml").write_text("# id: thu\n", "utf-8")
    (tmp_path / "ghi-chu.txt").write_text(NOW, "utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path.parent / "x.yaml")
    (tmp_path.parent / "x.yaml").write_text(NOW, "utf-8")
    found = neighbours(tmp_path / "2022.yaml", "thu")
    assert found == (Neighbour("2021.yml", "0", "2021-01-01", "2021-12-31"),)
    assert neighbours(tmp_path / "nowhere" / "2022.yaml", "thu") == ()


# ── The ruleset's own cases ─────────────────────────────────────────────────────────────────────────────────────────

# A case, the code, words of the message; None where the case holds.
CASES = [
    ("{name: t, given: {a: 4, b: 5}, expect: {x: 10, y: 20, chuong: 30, total: 30, max: 30, status: ranked}}", None, ""),
    ("{name: t, given: {a: 3, b: 5}, expect: {x: 7.5, v: 3/5}}", None, ""),
    ("{name: t, given: {a: 3, b: 5}, expect: {v: 60%}}", None, ""),
    ("{name: t, given: {a: 3, b: 5}, expect: {x: 8}}", "ITR504", "x is expected to be 8, but is 7.5"),
    ("{name: t, given: {a: 3, b: 5}, expect: {x: tám}}", "ITR504", "x is expected to be tám, but is 7.5"),
    ("{name: t, given: {b: 5}, expect: {x: 0}}", "ITR504", "but is no score: missing, no_value (a)"),
    ("{name: t, given: {b: 5}, expect: {x: {state: missing, reason: no_value}}}", None, ""),
    ("{name: t, given: {b: 5}, expect: {x: {state: scored}}}", "ITR504", "x, state is expected to be scored, but is missing"),
    ("{name: t, given: {a: 3, b: 5}, expect: {x: {points: 7}}}", "ITR204", 'there is no result "points"'),
    ("{name: t, scorecard: bang_xa, given: {c: Tốt, a: 1, b: 2, d: không}, expect: {z: 10, t: 5, u: {score: 10, counted: 10}}}", None, ""),
    ("{name: t, scorecard: bang_xa, given: {c: tot, a: 1, b: 2, d: true, u: 4}, expect: {u: 4, bang_xa: 19, d: true}}", None, ""),
    ("{name: t, scorecard: bang_xa, given: {d: false}, expect: {d: true}}", "ITR504", "d is expected to be true, but is no"),
    ("{name: t, scorecard: bang_ca, given: {a: 1}, expect: {x: 1}}", "ITR204", 'no scorecard "bang_ca"'),
    ("{name: t, given: {aa: 1}, expect: {x: 1}}", "ITR204", 'no input "aa"'),
    ("{name: t, given: {a: 1}, expect: {xx: 1}}", "ITR204", 'no result "xx"'),
    ("{name: t, given: {a: 1.5, b: 2}, expect: {x: 1}}", "ITR505", 'case "t": a'),
    ("{name: t, given: {a: 3, b: 2}, expect: {x: 1}}", "ITR505", 'case "t": a'),
    ("{name: t, cohort: [{id: p, a: 4, b: 5}, {id: q, a: 2, b: 5}], expect: {p: {rank: 1, x: 10}, q: {rank: 2, tied: false}}}", None, ""),
    ("{name: t, cohort: [{id: p, a: 4, b: 5}, {id: q, a: 4, b: 5}], expect: {q: {rank: 2}}}", "ITR504", "q: rank is expected to be 2, but is 1"),
    ("{name: t, cohort: [{id: p, a: 4, b: 5}], expect: {r: {rank: 1}}}", "ITR204", 'no unit "r"'),
    ("{name: t, cohort: [{a: 4, b: 5}], expect: {p: {rank: 1}}}", "ITR505", "needs an id"),
    ("{name: t, cohort: [{id: '', a: 4, b: 5}], expect: {'': {rank: 1}}}", "ITR505", ""),
    ("{name: t, given: {a: 1}, cohort: [{id: p}], expect: {p: {rank: 1}}}", "ITR321", "both given and cohort"),
    ("{name: t, given: {a: 4, b: 5}, previous: [{id: cu, total: 20, max: 30, rank: 3}], expect: {rank_change: 2}}", None, ""),
    ("{name: t, given: {a: 4, b: 5}, expect: {tier: cao}}", "ITR504", "tier is expected to be cao, but is empty"),
    ("{name: t, given: {a: 4, b: 5}, expect: {x: 10}}\n  - {name: t, given: {a: 4, b: 5}, expect: {x: 10}}", "ITR507", 'called "t"; the first is at ruleset.yaml:'),
]  # fmt: skip


@pytest.mark.parametrize(("case", "code", "words"), CASES, ids=range(len(CASES)))
def test_a_case_of_the_ruleset_is_run(case, code, words):
    text = f"{GOOD}tests:\n  - {case}\n"
    found = told(text)
    assert {each.code for each in found} == (set() if code is None else {code}), [message(each, "en") for each in found]
    assert all(words in message(each, "en") for each in found[:1])
    assert all(each.place.line >= line_of(text, "tests:") for each in found)


def test_a_case_that_fails_points_at_what_it_expects():
    text = f"{GOOD}tests:\n  - name: t\n    given: {{a: 3, b: 5}}\n    expect: {{y: 10, x: 8}}\n"
    (found,) = told(text)
    line = text.splitlines()[found.place.line - 1]
    assert line[found.place.column - 1 :][: found.place.length] == "8"


def test_a_case_whose_data_are_wrong_points_at_the_figure():
    text = f"{GOOD}tests:\n  - {{name: t, given: {{b: 2, a: ba}}, expect: {{x: 1}}}}\n  - {{name: s, given: {{a: 4, b: 5}}, expect: {{x: 9}}}}\n"
    first, second = told(text)
    assert [first.code, second.code] == ["ITR505", "ITR504"]
    assert text.splitlines()[first.place.line - 1][first.place.column - 1 :].startswith("ba}")


def test_no_case_is_run_where_that_is_not_wanted():
    text = f"{GOOD}tests:\n  - {{name: t, given: {{a: 3, b: 5}}, expect: {{x: 8}}}}\n  - {{name: s, given: {{aa: 3}}, expect: {{x: 8}}}}\n"
    assert [each.code for each in told(text, run_tests=False)] == ["ITR204"]


def test_cases_that_look_around_are_run_one_by_one():
    """A cohort of a case is that case's: the others are not there to be compared with."""
    text = edited(("score: {share: v}", "cohort: all, score: {relative: v, to: best}"))
    cases = "".join(
        f"  - {{name: {name}, scorecard: bang_xa, given: {{a: {a}, b: 4}}, expect: {{t: 10}}}}\n"
        for name, a in (("p", 1), ("q", 4))
    )
    assert told(f"{text}tests:\n{cases}") == ()


def test_of_many_names_that_are_not_there_the_first_are_told_what_was_meant():
    """However many cases they stand in."""
    halves = [", ".join(f"aaa{n}: 1" for n in range(start, start + 30)) for start in (0, 30)]
    text = edited(("  a: {", "  aaa: {type: count}\n  a: {"))
    cases = "".join(f"  - {{name: c{n}, given: {{{names}}}, expect: {{x: 1}}}}\n" for n, names in enumerate(halves))
    found = [each for each in told(f"{text}tests:\n{cases}") if each.code == "ITR204"]
    is_advised = [advice(each, "en").startswith('Did you mean "aaa"?') for each in found]
    assert is_advised == [True] * MOST_ADVISED + [False] * 20


def test_many_cases_are_walked_together(monkeypatch):
    from itrank.engine.cases import running

    runs = []
    real = running.evaluation
    monkeypatch.setattr(running, "evaluation", lambda *given, **how: runs.append(1) or real(*given, **how))
    many = "".join(
        f"  - {{name: c{n}, given: {{a: 4, b: {n + 4}}}, expect: {{y: 20, rank: 1}}}}\n"
        f"  - {{name: d{n}, cohort: [{{id: p, a: 4, b: {n + 30}}}, {{id: q, a: 4, b: {n + 4}}}], expect: {{p: {{rank: 2}}}}}}\n"
        for n in range(50)
    )
    assert told(f"{GOOD}tests:\n{many}") == ()
    assert runs == [1]


@pytest.mark.parametrize(
    ("case", "runs"),
    [
        ("cohort: [{id: p, a: 4, b: 5}, {id: q, a: 2, b: 5}], expect: {p: {rank: 1}, q: {rank: 2}}", 1),
        ("cohort: [{id: p, name: Sở, a: 4, b: 5}], expect: {p: {rank: 1}}", 2),
        ("cohort: [{id: p, parent: q, a: 4, b: 5}, {id: q, a: 4, b: 5}], expect: {p: {rank: 1}}", 2),
        ("cohort: [{id: Sở P, a: 4, b: 5}], expect: {Sở P: {rank: 1}}", 2),
        ("given: {a: 4, b: 5}, previous: [{id: cu, total: 20, max: 30, rank: 3}], expect: {rank_change: 2}", 2),
    ],
)
def test_cases_whose_units_have_names_are_run_by_themselves(monkeypatch, case, runs):
    from itrank.engine.cases import running

    seen = []
    real = running.evaluation
    monkeypatch.setattr(running, "evaluation", lambda *given, **how: seen.append(1) or real(*given, **how))
    assert (
        told(f"{GOOD}tests:\n  - {{name: x, given: {{a: 4, b: 5}}, expect: {{x: 10}}}}\n  - {{name: t, {case}}}\n")
        == ()
    )
    assert len(seen) == runs


def test_cases_that_are_walked_together_say_what_each_says_by_itself():
    """Their units have the same ids, one has a figure that cannot be read, one has a unit twice."""
    wrong = [
        "{name: t1, cohort: [{id: p, a: 4, b: 5}, {id: q, a: 4, b: 5}], expect: {q: {rank: 2}}}",
        "{name: t2, cohort: [{id: p, a: ba, b: 5}, {id: q, a: 4, b: 5}], expect: {q: {rank: 2}}}",
        "{name: t3, cohort: [{id: p, a: 4, b: 5}, {id: p, a: 4, b: 5}], expect: {p: {rank: 2}}}",
        "{name: t4, given: {a: 4, b: 5}, expect: {rank: 3}}",
        "{name: t5, cohort: [{id: p, a: 1, b: 5}, {id: q, a: 4, b: 5}], expect: {p: {rank: 2, tied: true}}}",
    ]
    each = [message(found, "vi") for case in wrong for found in told(f"{GOOD}tests:\n  - {case}\n")]
    together = "".join(f"  - {case}\n" for case in wrong)
    assert len(each) == 5
    assert sorted(message(found, "vi") for found in told(f"{GOOD}tests:\n{together}")) == sorted(each)


def test_cases_are_run_up_to_a_limit_and_no_further(monkeypatch):
    from itrank.engine.prove.checks import cases

    def case(name: str) -> str:
        return f"  - {{name: {name}, cohort: [{{id: p, a: 4, b: 5}}], expect: {{p: {{rank: 1}}}}}}\n"

    text = f"{GOOD}tests:\n{''.join(map(case, ('mot', 'hai', 'ba')))}"
    each = len(load_text(text).ruleset.columns)
    monkeypatch.setattr(cases, "MOST_CELLS", 3 * each)
    assert told(text) == ()
    monkeypatch.setattr(cases, "MOST_CELLS", 3 * each - 1)
    (found,) = told(text)
    assert message(found, "en") == (
        '1 of 3 cases were not run, as it would be too much work; the first left out is "ba"'
    )
    assert found.code == "ITR508"
    assert "name: ba" in text.splitlines()[found.place.line - 1]


def test_a_decimal_comma_in_the_data_does_not_change_the_cases():
    text = edited(
        ("title: Thử\n", "title: Thử\ndata: {decimal: ','}\n"),
        ("a: {label: Số đạt, type: count", "a: {label: Số đạt, type: number"),
    )
    assert told(f"{text}tests:\n  - {{name: t, given: {{a: 2.5, b: 5}}, expect: {{v: 0.5}}}}\n") == ()


def test_a_misread_cell_is_told_of_the_case_that_holds_it(tmp_path, monkeypatch, capsys):
    """Cases are evaluated together; what is wrong with the second is not told of the first."""
    text = (
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\ninputs: {a: {type: count}}\n'
        "scorecards:\n  bang:\n    criteria: [{id: x, score: {formula: a}}]\ntests:\n"
        "  - {name: một, given: {a: 1}, expect: {x: 1}}\n"
        "  - {name: hai, given: {a: 1.5}, expect: {x: {state: invalid}}}\n"
        "  - {name: ba, given: {a: 3}, expect: {x: 3}}\n"
    )
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["check", "r.yaml", "--format", "json"]) == 1
    told = [found for found in json.loads(capsys.readouterr().out)["findings"] if found["code"] == "ITR505"]
    assert [(found["place"]["line"], 'ca "hai"' in found["message"]["vi"]) for found in told] == [(11, True)]
