"""What a careful colleague would ask: each question of a ruleset that has the fault, and silence where it only seems so.

The bad and the good ruleset of each question are those of its page in `docs/codes/`, which other tests check; here stand
the messages, and what comes near.
"""

import re
from pathlib import Path

import pytest
from itrank.engine import load, load_text
from itrank.engine.model.codes import ROWS, message
from itrank.engine.prove.checks import checked

ROOT = Path(__file__).resolve().parent.parent
HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'
QUESTION = re.compile(r"ITR(28\d|29\d)")
TIERS = "inputs: {a: {type: number, min: 0, max: TOP}}\nscorecards:\n  bang:\n    criteria:\n      - {id: x, max: TOP, score: {formula: a}}\n    tiers:\n"


def asked(text: str) -> list[str]:
    """Give the questions about a ruleset, in English."""
    loaded = load_text(text if text.startswith("format") else HEAD + text)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    told, _ = checked(loaded, "ruleset.yaml")
    return [message(found, "en") for found in told if QUESTION.match(found.code)]


def tiers(*bounds: str, top: int = 100) -> str:
    """Write a ruleset with tiers of such bounds, and one for the rest."""
    rows = [f"      - {{id: t{number}, {bound}}}\n" for number, bound in enumerate(bounds, 1)]
    return TIERS.replace("TOP", str(top)) + "".join(rows) + "      - {id: con_lai}\n"


def card(*leaves: str, inputs: str, above: str = "", root: str = "") -> str:
    """Write a ruleset with some leaves and inputs."""
    rows = "".join(f"      - {{{leaf}}}\n" for leaf in leaves)
    given = "".join(f"  {line}\n" for line in inputs.splitlines())
    return f"{above}inputs:\n{given}scorecards:\n  bang:\n{root}    criteria:\n{rows}"


PART = "b: {type: count, min: 1}\na: {type: count, max: b}\nc: {type: count, max: b}"
TWO = "a: {label: Một, type: number, min: 0, max: 10}\nb: {label: Hai, type: number, min: 0, max: 10}"
SAME = ("id: x, max: 10, score: {formula: a}", "id: y, max: 10, score: {formula: b}")
CHOICE = "c: {type: choice, options: {mot: Một, hai: Hai, ba: Ba}}"
HAS = "co: {label: Có quy chế, type: yes_no}\na: {type: number, min: 0, max: 10}"
DAYS = "nop: {label: Ngày nộp, type: date}\nhan: {label: Hạn nộp, type: date}"
INCIDENTS = "n: {label: Số sự cố, type: count}"
APPLIES = "score: {formula: a}"

ASKED = {
    "a tier between two that are wide": (tiers("from: 90", "from: 66.5", "from: 65", "from: 50"), 'the tier "t2" begins at 66.5'),
    "a tier with a digit lost": (tiers("from: 850", "from: 700", "from: 55", top=1000), 'the tier "t3" begins at 55'),
    "a bound of shares": (tiers("from: 80%", "from: 56.5%", "from: 55%"), 'the tier "t2" begins at 0.565'),
    "one bound that is not taken in": (tiers("from: 80", "above: 65", "from: 50"), 'bang t2 says "above" where the other bounds say "from"'),
    "steps that do not take their bound in": (
        card("id: x, max: 2, score: {steps: a, above: {3: 2}, otherwise: 0}", "id: y, max: 2, score: {steps: b, from: {3: 2}, otherwise: 0}", "id: z, max: 2, score: {steps: b, from: {4: 2}, otherwise: 0}", inputs=TWO),
        'x says "above"',
    ),
    "a sum where tiers are of one child": (card(*SAME, inputs=TWO) + "    tiers: [{id: tot, from: 8}, {id: yeu}]\n", 'bang adds its children, up to 20, but its highest tier "tot" begins at 8, within the 10 of one child'),
    "a sum of shares": (
        card("id: x, score: {share: a / 10}", "id: y, score: {share: b / 10}", inputs=TWO) + "    tiers: [{id: tot, from: 0.8}, {id: yeu}]\n",
        "up to 2, but",
    ),
    "a penalty without a limit": (card(*SAME, "id: z, role: penalty, score: {formula: n}", inputs=TWO + "\nn: {type: count}"), "no limit is seen of this bonus or penalty: z"),
    "several extras at once": (card(*SAME, "id: z, role: penalty, score: {formula: n}", "id: t, role: bonus, score: {formula: n}", inputs=TWO + "\nn: {type: count}"), "penalty: z, t"),
    "a bonus that is called a penalty": (card(*SAME, "id: z, title: {vi: Điểm trừ, en: Deduction}, role: bonus, max: 2, score: {count: n, each: 1}", inputs=TWO + "\nn: {type: count}"), 'z: its title says "Deduction", but its role is bonus'),
    "a period of last year": ('format: itrank-ruleset/1\nid: t\nversion: "2025.1"\ntitle: Thử\nperiod: 2024\n' + card(*SAME, inputs=TWO), 'period is 2024, but version: "2025.1" says another year'),
    "a period before its title": ('format: itrank-ruleset/1\nid: t\nversion: "1"\ntitle: Chỉ số 2025\nperiod: 2024\n' + card(*SAME, inputs=TWO), "title: Chỉ số 2025"),
    "a percentage without a most": (card("id: x, max: 5, score: {share: p}", inputs="p: {label: Tỷ lệ, type: percent, min: 0}"), "so that 850% is taken too: p"),
    "a percentage unlike others": (
        card("id: x, max: 5, score: {share: p * q * r}", inputs="p: {type: percent}\nq: {type: percent, max: 100%}\nr: {type: percent, max: 100%}"),
        "taken too: p",
    ),
    "an item above the maximum": (card("id: x, max: 5, score: {count: n, each: 50}", inputs="n: {type: count}"), "x (50 > 5)"),
    "full points for next to nothing": (card("id: x, max: 5, score: {ratio: [a, b], full_at: 0.8%}", inputs=PART), "already earns full points: x (0.8%)"),
    "a parameter with a digit lost": ("parameters: {nguong: 7%}\n" + card("id: x, max: 5, score: {ratio: [a, b], full_at: nguong}", inputs=PART), "x (nguong = 7%)"),
    "all points between two close percentages": (card("id: x, max: 5, score: {scale: p, from: 2%, to: 0%}", inputs="p: {label: Tỷ lệ trễ, type: percent, min: 0, max: 100%}"), "between two close percentages: x (2% → 0%)"),
    "the best option worth nothing": (card("id: x, max: 5, score: {choice: c, points: {mot: 0, hai: 50%, ba: 0}}", inputs=CHOICE), "x (mot: 0, hai: 50%, ba: 0)"),
    "options of an own answer": (card("id: x, max: 5, answer: {type: choice, options: {mot: Một, hai: Hai, ba: Ba}}, score: {choice: self, points: {mot: 5, hai: 0, ba: 2}}", inputs=TWO), "order of the options: x"),
    "two best options alike": (card("id: x, max: 5, score: {choice: c, points: {mot: 5, hai: 5, ba: 0}}", inputs=CHOICE), "some options are worth the same: x"),
    "rows of a table exchanged": (
        card("id: x, max: 5, score: {share: v}", inputs="c: {type: choice, options: {mot: Một, hai: Hai}}\nd: {type: choice, options: {ba: Ba, bon: Bốn}}").replace("scorecards:", "values:\n  v: {lookup: [c, d], table: {mot: {ba: 60%, bon: 40%}, hai: {ba: 100%, bon: 80%}}}\nscorecards:"),
        "one choice and falls along those of the other: v (c ↑, d ↓)",
    ),
    "points for a lack": (card("id: x, title: Quy chế, max: 5, score: {yes_no: not co}", inputs=HAS), 'x (not co: "Có quy chế")'),
    "a condition that asks for a lack": (card(*SAME, "id: z, role: condition, on_fail: flag, score: {yes_no: not co}", inputs=TWO + "\n" + HAS.splitlines()[0]), "only met where the answer is no: z"),
    "only those without it": (card(f"id: x, max: 10, applies: not co, not_applicable: full, {APPLIES}", inputs=HAS), "only units of which it does not hold are scored: x"),
    "the contrary of a sibling": (
        card(f"id: x, max: 10, applies: k, not_applicable: full, {APPLIES}", "id: y, max: 5, applies: not k, not_applicable: full, score: {formula: a / 2}", inputs="k: {label: Là sở, type: yes_no}\na: {type: number, min: 0, max: 10}"),
        "scored: y (not k",
    ),
    "only those with none": (card("id: x, max: 10, applies: not (n > 0), not_applicable: full, score: {formula: a}", inputs="n: {type: count}\na: {type: number, min: 0, max: 10}"), "x (not (n > 0))"),
    "a criterion scored as another": (card("id: x, title: Một, max: 5, score: {ratio: [a, b]}", "id: y, title: Hai, max: 9, score: {ratio: [a, b]}", inputs=PART), "by the very same formula: x = y"),
    "brackets lost after a minus": (card("id: x, max: 5, score: {share: 1 - p + q}", inputs="p: {type: percent, max: 50%}\nq: {type: percent, max: 50%}"), "x: 1 - p + q is read as (1 - p) + q"),
    "brackets lost before a division": (card("id: x, max: 5, score: {share: a + c / b}", inputs=PART), "x: a + c / b is read as a + (c / b)"),
    "a number taken from itself": (card("id: x, max: 5, score: {share: (a - a) / b}", inputs=PART), "both sides of a − a are the same"),
    "more incidents for more points": (card("id: x, max: 10, score: {scale: n, from: 0, to: 5}", inputs=INCIDENTS), "more of it earns more points: x (n: 0 → 0, 1 → 2)"),
    "late for points": (card('id: x, max: 5, score: {yes_no: "days(han, nop) >= 0"}', inputs=DAYS), "a later day earns more points: x (nop: 2024-06-14 → 0, 2024-06-15 → 5)"),
    "late for points, by a value": (
        card("id: x, max: 5, score: {steps: tre, up_to: {0: 5, 5: 3}, otherwise: 0}", inputs=DAYS).replace("scorecards:", "values:\n  tre: max(days(nop, han), 0)\nscorecards:"),
        "x (tre, nop: 2024-05-06 → 0",
    ),
    "a digit lost between two bounds": (tiers("from: 80", "from: 5"), 'the tier "t2" begins at 5'),
    "a bound near the one below": (tiers("from: 62", "from: 60", "from: 57.2", "from: 56.9", "from: 53.5"), 'the tier "t3" begins at 57.2'),
    "one bound that is taken in": (tiers("above: 80", "from: 65", "above: 50"), 'bang t2 says "from" where the other bounds say "above"'),
    "a bonus of a tenth and more": (card(*SAME, "id: z, role: bonus, score: {formula: n * 0.5}", inputs=TWO + "\nn: {type: count, max: 12}"), "more than a tenth of the total: z (6 / 20)"),
    "a low bound beside a budget": (
        card("id: x, max: 5, score: {ratio: [a, b], full_at: 9%}", "id: y, max: 5, score: {ratio: [c, b], full_at: 90%}", "id: z, max: 5, score: {ratio: [m, k], full_at: 10%}", inputs=PART + "\nk: {type: money, min: 1}\nm: {type: money, min: 0, max: k}"),
        "x (9%)",
    ),
    "two options that are all there are": (card("id: x, max: 5, score: {choice: c, points: {mot: 5, hai: 5}}", inputs="c: {type: choice, options: {mot: Một, hai: Hai}}"), "some options are worth the same: x"),
    "points for a lack that no word begins": (card("id: x, title: Mạng, max: 5, score: {yes_no: not co}", inputs="co: {label: Kết nối mạng, type: yes_no}"), "x (not co"),
    "only where few are": (card("id: x, max: 10, applies: not (n >= 5), not_applicable: full, score: {formula: a}", inputs="n: {type: count}\na: {type: number, min: 0, max: 10}"), "x (not (n ≥ 5))"),
    "brackets lost after a division": (card("id: x, max: 5, score: {share: a / c + d}", inputs="b: {type: count, min: 1}\na: {type: count}\nc: {type: count, min: 1, max: b}\nd: {type: count, max: b}"), "a / c + d is read as (a / c) + d"),
    "a period before its id": ('format: itrank-ruleset/1\nid: dti_2025\nversion: "1"\ntitle: Thử\nperiod: 2024\n' + card(*SAME, inputs=TWO), "id: dti_2025"),
    "less of what rises elsewhere": (
        card(*(f"id: x_{name}, max: 5, score: {{ratio: [{name}, b]}}" for name in "ac"), "id: y, max: 5, score: {ratio: [a, c]}", "id: x, max: 5, cohort: all, score: {relative: r / b, to: best, better: lower}", inputs=PART.replace("max: b}\nc", "max: c}\nc").replace("c: {type: count", "c: {type: count, min: 1") + "\nr: {label: Băng thông, type: number, min: 0}"),
        "more of it earns fewer points, unlike in other criteria: x (r: ",
    ),
    "a condition that wants incidents": (card(*SAME, "id: z, role: condition, on_fail: flag, score: {yes_no: n > 3}", inputs=TWO + "\n" + INCIDENTS), "more of it earns more points: z (n: 3 → 0, 5 → 1)"),
    "late by a day that a parameter is": ("parameters: {han_nop: 2024-12-15}\n" + card("id: x, max: 5, score: {yes_no: nop >= han_nop}", inputs="nop: {label: Ngày nộp, type: date}"), "x (nop: 2024-12-14 → 0, 2024-12-15 → 5)"),
    "the fewest points first, of shares": (card(*(f"id: x_{name}, max: 5, score: {{ratio: [{name}, b]}}" for name in "ac"), "id: x, max: 5, score: {count: n, each: 1}", inputs=PART + "\nn: {type: count}") + "    ranking: {best: lowest}\n", "though most points are for a share"),
    "another input than the title says": (
        card("id: x, title: Tỷ lệ đạt chuẩn kỹ năng, max: 5, score: {ratio: [a, b]}", inputs="b: {label: Tổng số máy, type: count, min: 1}\na: {label: Số máy có mạng, type: count, max: b}\nk: {label: Số người đạt chuẩn kỹ năng số, type: count, publish: true}"),
        'x (k: "Số người đạt chuẩn kỹ năng số")',
    ),
    "the fewest points first": (tiers("from: 80", "from: 65") + "    ranking: {best: lowest}\n", "bang: the lowest points rank first"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_it_is_asked_once(name):
    text, words = ASKED[name]
    found = asked(text)
    assert len(found) == 1, found
    assert words in found[0]


# What comes near, and is as honest rulesets have it.
SILENT = {
    "tiers of a published index": tiers("from: 62", "from: 60", "from: 56.9", "from: 56", "from: 53.5"),
    "tiers of a decree": tiers("from: 220", "from: 196", "from: 171", "from: 122", top=245),
    "a tier at ten times another": tiers("from: 80", "from: 50", "from: 8"),
    "two tiers": tiers("from: 90", "from: 9"),
    "bounds that meet": tiers("from: 80", "above: 65, below: 80", "from: 50, up_to: 65"),
    "a tier beyond the scale": tiers("from: 800", "from: 65", "from: 50"),
    "all bounds left out": tiers("above: 80", "above: 65", "above: 50"),
    "a sum whose tiers are of the sum": card(*SAME, inputs=TWO) + "    tiers: [{id: tot, from: 16}, {id: yeu}]\n",
    "a sum that says its maximum": card(*SAME, inputs=TWO, root="    max: 20\n") + "    tiers: [{id: tot, from: 8}, {id: yeu}]\n",
    "a mean": card(*SAME, inputs=TWO, root="    aggregate: mean\n") + "    tiers: [{id: tot, from: 8}, {id: yeu}]\n",
    "a bonus of a choice": card(*SAME, "id: z, role: bonus, score: {formula: 2 if co else 0}", inputs=TWO + "\nco: {type: yes_no}"),
    "a bonus cut above": card(*SAME, "id: z, role: bonus, score: {formula: 'min(n, 2)'}", inputs=TWO + "\nn: {type: count}"),
    "a bonus for few penalties": card(*SAME, "id: z, title: Thưởng không bị phạt, role: bonus, max: 2, score: {formula: 'min(n, 2)'}", inputs=TWO + "\nn: {type: count}"),
    "a version of next year that says so": 'format: itrank-ruleset/1\nid: t\nversion: "2025.1"\ntitle: Số liệu 2024\nperiod: 2024\n' + card(*SAME, inputs=TWO),
    "a period without a year elsewhere": "period: 2024\n" + card(*SAME, inputs=TWO),
    "a rate of growth": card("id: x, max: 5, score: {share: p}", inputs="p: {label: Tốc độ tăng, type: percent, min: 0}"),
    "a percentage that says no bound": card("id: x, max: 5, score: {share: p}", inputs="p: {label: Tỷ lệ, type: percent}"),
    "one item for all": card("id: x, max: 5, score: {count: n, each: 5}", inputs="n: {type: count}"),
    "a tenth of a budget": card("id: x, max: 5, score: {ratio: [a, b], full_at: 1%}", inputs="b: {type: money, min: 1}\na: {type: money, min: 0, max: b}"),
    "a tenth of the whole": card("id: x, max: 5, score: {ratio: [a, b], full_at: 10%}", inputs=PART),
    "a bound of a score in finance": tiers("above: 29", "from: 18"),
    "a bonus of a twentieth": card(*SAME, "id: z, role: bonus, score: {formula: n * 0.5}", inputs=TWO + "\nn: {type: count, max: 2}"),
    "a denied comparison of two": card("id: x, max: 10, applies: not (n >= k), not_applicable: full, score: {formula: a}", inputs="n: {type: count}\nk: {type: count}\na: {type: number, min: 0, max: 10}"),
    "a title that two labels have": card(
        "id: x, title: Tỷ lệ đạt chuẩn, max: 5, score: {ratio: [a, b]}",
        inputs="b: {label: Tổng số máy, type: count, min: 1}\na: {label: Số máy có mạng, type: count, max: b}\nk: {label: Người đạt chuẩn, type: count, publish: true}\nh: {label: Xã đạt chuẩn, type: count, publish: true}",
    ),
    "a title of what is read, too": card(
        "id: x, title: Máy có mạng, max: 5, score: {ratio: [a, b]}",
        inputs="b: {label: Tổng số máy, type: count, min: 1}\na: {label: Số máy nối mạng, type: count, max: b}\nk: {label: Số xã có máy có mạng, type: count, publish: true}",
    ),
    "low bounds everywhere": card("id: x, max: 5, score: {ratio: [a, b], full_at: 5%}", "id: y, max: 5, score: {ratio: [c, b], full_at: 8%}", inputs=PART),
    "percentages five apart": card("id: x, max: 5, score: {scale: p, from: 5%, to: 0%}", inputs="p: {label: Tỷ lệ trễ, type: percent, min: 0, max: 100%}"),
    "options from the worst": card("id: x, max: 5, score: {choice: c, points: {mot: 0, hai: 2, ba: 5}}", inputs=CHOICE),
    "the two worst options alike": card("id: x, max: 5, score: {choice: c, points: {mot: 5, hai: 0, ba: 0}}", inputs=CHOICE),
    "an option that does not apply": card("id: x, max: 5, not_applicable: full, score: {choice: c, points: {mot: 5, hai: not_applicable, ba: 2}}", inputs=CHOICE),
    "a lack that is good": card("id: x, title: Vi phạm, max: 5, score: {yes_no: not vp}", inputs="vp: {label: Có vi phạm, type: yes_no}"),
    "a good answer to something else": card("id: x, title: Không có thủ tục thì đạt, max: 5, score: {yes_no: not co}", inputs=HAS),
    "those who are not new": card(f"id: x, max: 10, applies: not moi, not_applicable: full, {APPLIES}", inputs="moi: {label: Đơn vị mới thành lập, type: yes_no}\na: {type: number, min: 0, max: 10}"),
    "one figure in two scorecards": (
        "groups: {so: {title: Sở}, xa: {title: Xã}}\n" + card("id: x, title: Một, max: 5, score: {ratio: [a, b]}", inputs=PART, root="    for: [so]\n")
        + "  bang_xa:\n    for: [xa]\n    criteria:\n      - {id: y, title: Một, max: 5, score: {ratio: [a, b]}}\n"
    ),
    "own answers": card("id: x, title: Một, max: 5, score: {yes_no: self}", "id: y, title: Hai, max: 5, score: {yes_no: self}", inputs=TWO),
    "duties that differ": (
        "groups: {so: {title: Sở}, xa: {title: Xã}}\n" + card("id: x, title: Một, max: 5, score: {ratio: [a, b], on_zero: zero}", inputs=PART, root="    for: [so]\n")
        + "  bang_xa:\n    for: [xa]\n    criteria:\n      - {id: y, title: Một, max: 5, not_applicable: rescale, score: {ratio: [a, b], on_zero: not_applicable}}\n"
    ),
    "brackets that are there": card("id: x, max: 5, score: {share: 1 - (p + q)}", inputs="p: {type: percent, max: 50%}\nq: {type: percent, max: 50%}"),
    "a sum of two rates": card("id: x, max: 5, score: {share: (a / b + c / b) / 2}", inputs=PART),
    "a number beside a rate": card("id: x, max: 50, score: {formula: n + a / b}", inputs=PART + "\nn: {type: count, max: 9}"),
    "fewer incidents for more points": card("id: x, max: 10, score: {scale: n, from: 5, to: 0}", inputs=INCIDENTS),
    "incidents that were resolved": card("id: x, max: 10, score: {count: n, each: 1}", inputs="n: {label: Số sự cố đã xử lý, type: count}"),
    "more of what a penalty counts": card(*SAME, "id: z, role: penalty, max: 5, score: {count: n, each: 1}", inputs=TWO + "\n" + INCIDENTS),
    "in time for points": card('id: x, max: 5, score: {yes_no: "days(nop, han) >= 0"}', inputs=DAYS),
    "the later the better, by nothing": card('id: x, max: 5, score: {yes_no: "days(dau, nop) >= 30"}', inputs="nop: {label: Ngày cập nhật, type: date}\ndau: {label: Ngày đầu năm, type: date}"),
    "some that fall among some that rise": card(*(f"id: x_{name}, max: 5, score: {{scale: {name}, from: {ends}}}" for name, ends in (("p", "0, to: 9"), ("q", "0, to: 9"), ("r", "9, to: 0"), ("s", "9, to: 0"))), inputs="\n".join(f"{name}: {{label: Chỉ số {name}, type: number, min: 0, max: 10}}" for name in "pqrs")),
    "less is better, and ranks so": TIERS.replace("TOP", "100") + "      - {id: t1, up_to: 20}\n      - {id: t2, up_to: 50}\n      - {id: t3}\n    ranking: {best: lowest}\n",
    "incidents where the lowest is first": card("id: x, max: 50, score: {formula: n}", inputs=INCIDENTS.replace("}", ", max: 50}")) + "    ranking: {lists: all, best: lowest}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_what_honest_rulesets_have_is_not_asked_about(name):
    assert asked(SILENT[name]) == []


SHIPPED = [
    path
    for folder in ("rulesets", "examples", "tests/cases")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if "format: itrank-ruleset/1" in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_valid_ruleset_is_asked_three_questions_at_most(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    loaded = load(Path(path.name))
    if loaded.ruleset is None:  # the beginning of a year that is still to be filled in
        pytest.skip("no ruleset")
    told, _ = checked(loaded, path.name, run_tests=False)
    questions = [found for found in told if ROWS[found.row].severity == "info"]
    assert [message(found, "en") for found in questions if QUESTION.match(found.code)] == []
    assert len(questions) <= 3
