"""A rule of each kind that a wording can be, printed by `itrank table` and drafted from that, gives the same points."""

import random
from fractions import Fraction
from itertools import product

import pytest
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.paper import Paper, parse_paper
from itrank.engine.annex.printed_files import as_docx
from itrank.engine.annex.printing import printed
from itrank.engine.annex.reading import read_annex
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import message
from sampling import size

MOST = 20
OPTIONS = ["Bí thư", "Phó Bí thư", "Ủy viên", "Chưa có"]
NUMBERS = [Fraction(each, 4) for each in (0, 1, 2, 3, 4, 8, 12, 20, 28, 40, 41, 80, 100, 400, 401)]
SHARES = [Fraction(each, 40) for each in (0, 1, 8, 19, 20, 21, 28, 32, 33, 36, 40)]
COUNTS = [Fraction(each) for each in (*range(12), 19, 20, 21, 40, 100)]
VALUES = {"yes_no": [False, True], "percent": SHARES, "count": COUNTS, "number": NUMBERS}


def steps(chance, *, of_shares):
    how = chance.choice(["from", "above", "up_to", "below"])
    bounds = sorted(chance.sample([20, 50, 70, 80, 90] if of_shares else range(1, 12), chance.randint(1, 3)))
    points = [*sorted(chance.sample(range(1, MOST), len(bounds) - 1)), MOST]
    points = points if how in {"from", "above"} else points[::-1]
    sign = "%" * of_shares
    table = ", ".join(f"{bound}{sign}: {worth}" for bound, worth in zip(bounds, points, strict=True))
    label = chance.choice(["Tỷ lệ hồ sơ", "Kết quả"]) if of_shares else "Số cuộc họp"
    answer = f"{{type: {'percent' if of_shares else 'count'}, label: {label}}}"
    return f"{{steps: self, {how}: {{{table}}}, otherwise: {chance.choice([0, 0, 1])}}}", answer, ""


def choice(chance):
    count = chance.randint(2, 4)
    points = [MOST, *sorted(chance.sample(range(-2, MOST), count - 1), reverse=True)]
    options = ", ".join(f"o{at}: {OPTIONS[at]}" for at in range(count))
    worths = ", ".join(f"o{at}: {worth}" for at, worth in enumerate(points))
    return f"{{choice: self, points: {{{worths}}}}}", f"{{type: choice, label: Trưởng ban, options: {{{options}}}}}", ""


def count(chance):
    counted = chance.choice(["self", "self", f"floor(self / {chance.randint(2, 10)})"])
    return (
        f'{{count: "{counted}", each: {chance.choice(["0.5", "1", "2", "2.5"])}}}',
        "{type: count, label: Số lớp}",
        "",
    )


def full_at(chance):
    return chance.choice(["", ", full_at: 80%", ", full_at: 90%"])


def ratio(chance):
    inputs = "a: {label: Số máy tốt, type: number}, b: {label: Tổng số máy, type: number}"
    return f"{{ratio: [a, b]{full_at(chance)}}}", "", inputs


def share(chance):
    said = chance.choice(["self", "1 - self", "self if self >= 0.8 else 0"])
    return f'{{share: "{said}"{full_at(chance) if " if " not in said else ""}}}', "{type: percent, label: Kết quả}", ""


def sums(chance):
    inputs = ", ".join(f"{name}: {{label: Số hồ sơ {name}, type: count}}" for name in "abc")
    return f'{{share: "(a {chance.choice("+-")} b) / c"}}', "", inputs


def yes_no(chance):
    del chance
    return "{yes_no: self}", "{type: yes_no, label: Có kế hoạch}", ""


def checklist(chance):
    first = chance.randint(1, MOST - 1)
    inputs = ", ".join(f"{name}: {{label: Có việc {name}, type: yes_no}}" for name in "ab")
    return f"{{checklist: {{a: {first}, b: {MOST - first}}}}}", "", inputs


def deduction(chance):
    each, least = chance.choice(["0.5", "1", "2"]), chance.choice([0, 0, 5])
    return f'{{formula: "max({MOST} - {each} * self, {least})"}}', "{type: count, label: Số báo cáo chậm}", ""


def parts(chance):
    most = chance.randint(1, MOST - 1)
    inputs = "a: {label: Tỷ lệ kết nối, type: percent}, b: {label: Số ứng dụng, type: count}"
    return f'{{formula: "min(a, 1) * {most} + min(b * 1, {MOST - most})"}}', "", inputs


DRAWN = {
    "steps": lambda chance: steps(chance, of_shares=False),
    "steps of shares": lambda chance: steps(chance, of_shares=True),
    **{each.__name__: each for each in (choice, count, ratio, share, sums, yes_no, checklist, deduction, parts)},
}


def loaded(text):
    made = load_text(text, "b.yaml")
    assert made.ruleset is not None, (text, [message(each, "en") for each in made.findings])
    return made.ruleset


def leaf_of(ruleset):
    (node,) = [each for each in ruleset.scorecards[0].nodes() if each is not ruleset.scorecards[0].root]
    return node


def points(ruleset, named):
    """Compute the one criterion where the inputs have these values, by their names."""
    known = {each.key: named[each.label.say("vi")] for each in ruleset.inputs}
    return evaluate_exact(leaf_of(ruleset).score.tree, Exact(known.__getitem__, ruleset.rounding_mode))


def drawn(kind, seed):
    score, answer, inputs = DRAWN[kind](random.Random(f"{kind} {seed}"))
    inputs = f"inputs: {{{inputs}}}\n" if inputs else ""
    answer = f"\n        answer: {answer}" if answer else ""
    return loaded(
        f'format: itrank-ruleset/1\nid: t\nversion: "1"\ntitle: T\n{inputs}scorecards:\n  bang:\n    criteria:\n'
        f'      - id: x\n        code: "1"\n        title: Tiêu chí một\n        max: {MOST}\n        score: {score}{answer}\n'
    )


def possible(asked, other):
    """Values of an input with those that mean the same to the drafted one: options by their words, the last as all others."""
    if not asked.options:
        return [(value, value) for value in VALUES[asked.type]]
    ids = {title.say("vi"): id_ for id_, title in other.options.items()}
    return [(id_, ids.get(title.say("vi"), "con_lai")) for id_, title in asked.options.items()]


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("kind", DRAWN)
def test_a_printed_rule_is_drafted_as_the_same_rule(kind):
    for seed in range(size(3, 300)):
        ruleset = drawn(kind, seed)
        paper = parse_paper(as_docx(printed(ruleset, "vi")), "bang.docx")
        assert isinstance(paper, Paper)
        again = loaded(draft(read_annex(paper), 2026).text)
        wording = printed(ruleset, "vi")[0].entries[0].wording
        assert leaf_of(again).kind != "given", wording
        asked, other = ({each.label.say("vi"): each for each in one.inputs} for one in (ruleset, again))
        assert asked.keys() == other.keys(), wording
        for values in product(*(possible(asked[name], other[name]) for name in asked)):
            first, second = ({name: pair[at] for name, pair in zip(asked, values, strict=True)} for at in (0, 1))
            assert points(again, second) == points(ruleset, first), (wording, first)


def test_what_is_printed_of_a_relative_rule_is_read_again():
    text = (
        'format: itrank-ruleset/1\nid: t\nversion: "1"\ntitle: T\nscorecards:\n  bang:\n    criteria:\n      - id: x\n        code: "1"\n'
        "        title: Băng thông\n        max: 20\n        score: {relative: self, to: best}\n        cohort: list\n"
    )
    paper = parse_paper(as_docx(printed(loaded(text), "vi")), "bang.docx")
    assert "score: {relative: self, to: best}\n        cohort: list" in draft(read_annex(paper), 2026).text
