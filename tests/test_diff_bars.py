"""What means the same is found unchanged, what changed gets its class, and every unit that shows it does so under both.

The tables are in `diff_tables.py`. A witness is checked by evaluating whole years of one unit, not by what found it.
"""

from fractions import Fraction
from pathlib import Path

import pytest
from diff_tables import BASE, CHANGES, REWRITES
from itrank.engine import evaluate, load, load_text
from itrank.engine.diff.differing import difference
from itrank.engine.diff.saying import said, shown
from itrank.engine.model.observed import Observation, Observed, Unit
from pace import within

ROOT = Path(__file__).parent.parent
OPPOSITE = {"tightened": "loosened", "loosened": "tightened", "new": "gone", "gone": "new"}


def read(text):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    return loaded


def written(swaps):
    text = BASE
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    assert text != BASE
    return read(text)


OLD = read(BASE)


def meaning(found):
    """Class, subject, id and key of every change that does not only follow from others."""
    return {(each.class_, each.subject, each.part.id, each.key) for each in found.changes if not each.follows}


def result_of(ruleset, card, answers):
    """Evaluate a year of one unit that has answered this."""
    own = next(each for each in ruleset.scorecards if each.id == card)
    group = own.groups[0] if own.groups else next(iter(ruleset.groups), "")
    values = {
        each.key: [Observation(answers.get(each.key), "observed" if each.key in answers else "missing")]
        for each in ruleset.inputs
    }
    (unit,) = evaluate(ruleset, Observed((Unit("x", "x", group, ""),), values)).units
    return unit


def outcome(ruleset, id_, answers):
    """What a criterion is worth to that unit."""
    node = next(each for each in ruleset.nodes() if each.id == id_)
    unit = result_of(ruleset, node.scorecard, answers)
    if any(node.id == each.root.id for each in ruleset.scorecards):
        return unit.outcome, node.full
    return next(each.outcome for each in unit.criteria if each.node.id == id_), node.full


def is_penalty(ruleset, id_):
    return next(each for each in ruleset.nodes() if each.id == id_).role == "penalty"


def check_witness(change, before, after):
    """Evaluate the unit under both rulesets and hold it against the class."""
    witness = change.witness
    if change.subject == "tier":
        if witness.is_of_points:
            return
        if witness.tiers[0]:
            for ruleset, answers, tier in zip((before, after), witness.answers, witness.tiers, strict=True):
                assert result_of(ruleset, ruleset.scorecards[0].id, answers).tier == tier.strip("-"), change
        return
    (older, most), (newer, full) = (
        outcome(ruleset, id_, answers)
        for ruleset, id_, answers in zip((before, after), witness.nodes, witness.answers, strict=True)
    )
    if change.key == "applies":
        return
    assert (older, newer) == witness.points, change
    if change.class_ == "reweighted":
        assert older != newer
    elif change.class_ in {"tightened", "loosened"}:
        scales = (most, full) if change.key == "max" else (1, 1)
        is_less = newer / scales[1] < older / scales[0]
        assert is_less == ((change.class_ == "tightened") != is_penalty(after, change.part.id)), change


@pytest.mark.bar(8)
@pytest.mark.parametrize("name", REWRITES)
def test_what_means_the_same_is_unchanged(name):
    """*30 rewrites that keep the meaning give "unchanged".*"""
    found = difference(OLD, written(REWRITES[name]))
    assert found.keeps_meaning, [said(each, "en") for each in found.changes]
    assert {each.proof for each in found.changes if each.class_ == "unchanged"} <= {"proved"}
    assert not {each.class_ for each in found.changes} & {"changed", "not_proved"} or all(
        each.subject in {"parameter", "function"} for each in found.changes if each.class_ == "changed"
    )


@pytest.mark.bar(14)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gets_its_class_and_a_true_witness(name):
    """*60 real changes get their class, with a true witness for tightened, loosened, reweighted.*"""
    swaps, expected = CHANGES[name]
    new = written(swaps)
    found = difference(OLD, new)
    assert meaning(found) == set(expected), [said(each, "en") for each in found.changes]
    for change in found.changes:
        assert all(said(change, lang) for lang in ("vi", "en"))
        if change.witness is not None:
            check_witness(change, OLD.ruleset, new.ruleset)
            assert shown(change, (OLD.ruleset, new.ruleset), "vi")
        if change.class_ in {"tightened", "loosened"}:
            assert change.proof == "proved"
        if change.class_ in {"tightened", "loosened", "reweighted"} and not change.follows and change.key != "quota":
            assert change.witness is not None


@pytest.mark.bar(6)
@pytest.mark.parametrize("name", CHANGES)
def test_the_other_way_round_is_the_mirror(name):
    """*diff(A, B) mirrors diff(B, A).*"""
    swaps, expected = CHANGES[name]
    new = written(swaps)
    found, back = difference(OLD, new), difference(new, OLD)
    assert set(map(repr, back.mirrored.changes)) == set(map(repr, found.changes))
    opposite = {(OPPOSITE.get(class_, class_), subject, key) for class_, subject, _, key in expected}
    assert {(class_, subject, key) for class_, subject, _, key in meaning(back)} == opposite


def test_there_are_as_many_as_was_promised():
    assert (len(REWRITES) >= 30, len(CHANGES) >= 60) == (True, True)


def test_a_ruleset_does_not_differ_from_itself():
    """*diff(A, A) is empty*, and says what was compared."""
    for loaded in (OLD, *(load(path) for path in sorted((ROOT / "rulesets").glob("*[!t].yaml")))):
        found = difference(loaded, loaded)
        assert (found.changes, found.left) == ((), ())
        assert found.compared["node"] == sum(1 for _ in loaded.ruleset.nodes())


# ── Real pairs ──


def test_an_amendment_is_put_together_first(tmp_path):
    """The same ruleset as an amendment and as a whole copy does not differ in what it means."""
    (tmp_path / "goc.yaml").write_text(BASE, "utf-8")
    changes = "amend: {c_may: {score: {full_at: 90%}}}\nrepeal: [c_mang]\nadd: [{under: nhom, id: m, max: 3, score: {yes_no: mang}}]\n"
    (tmp_path / "sua.yaml").write_text(
        f'format: itrank-ruleset/1\nid: thu\nversion: "1"\nextends: goc.yaml\n{changes}', "utf-8"
    )
    whole = written(
        [
            ("full_at: nguong", "full_at: 90%"),
            (
                '          - {id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}\n',
                "          - {id: m, max: 3, score: {yes_no: mang}}\n",
            ),
        ]
    )
    amended = load(tmp_path / "sua.yaml")
    assert amended.ruleset is not None, amended.findings
    assert difference(amended, whole).changes == ()
    assert meaning(difference(load(tmp_path / "goc.yaml"), amended)) == {
        ("tightened", "criterion", "c_may", "score"), ("gone", "criterion", "c_mang", "criterion"),
        ("new", "criterion", "m", "criterion"),
    }  # fmt: skip


@pytest.mark.slow
def test_next_year_begins_with_no_change_of_meaning(tmp_path, monkeypatch):
    """What `itrank new 2023 --from 2022` writes differs in its period and what the period chooses."""
    from itrank import cli

    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", "2023", "--from", "2022"]) == 0
    (path,) = tmp_path.rglob("*.yaml")
    found = difference(load(ROOT / "rulesets" / "2022.yaml"), load(path))
    told = {(each.class_, each.subject, each.part.id) for each in found.changes if each.class_ != "editorial"}
    assert told == {
        ("changed", "parameter", "nguong_nop"), ("tightened", "criterion", "t_nop"), ("tightened", "criterion", "h_nop"),
    }  # fmt: skip


def test_two_years_of_other_rules_have_little_in_common_and_say_so():
    found = difference(*(load(ROOT / "rulesets" / f"{year}.yaml") for year in (2021, 2022)))
    assert found.compared["input"] > 0
    assert found.left == ("tests",)
    assert {"new", "gone", "renamed"} <= set(found.counts)


# ── Speed ──


def wide(leaves, *, is_next):
    """A ruleset of many leaves; next year everything is a little otherwise."""
    far, most = ("85%", 12) if is_next else ("80%", 10)
    inputs = "".join(f"  a{n}: {{type: count, max: b{n}}}\n  b{n}: {{type: count, min: 1}}\n" for n in range(leaves))
    kinds = (
        "{ratio: [a%d, b%d], full_at: FAR}", "{steps: a%d, from: {9: MOST, 5: 5}, otherwise: 0}",
        "{formula: 'min(a%d / b%d * 9, MOST)'}", "{count: a%d, each: 2}",
    )  # fmt: skip
    rows = []
    for number in range(leaves):
        score = kinds[number % 4].replace("%d", str(number)).replace("FAR", far).replace("MOST", str(most))
        rows.append(f"      - {{id: c{number}, title: T{number}, max: {most}, score: {score}}}\n")
    head = 'format: itrank-ruleset/1\nid: w\nversion: "1"\ntitle: W\ninputs:\n'
    tiers = f"    tiers: [{{id: tot, from: {700 if is_next else 650}}}, {{id: kem}}]\n"
    return f"{head}{inputs}scorecards:\n  s:\n    criteria:\n{''.join(rows)}{tiers}"


@pytest.mark.slow
def test_two_rulesets_of_100_leaves_take_3_seconds_at_most():
    """*Two 100-leaf rulesets <= 3 s*, every leaf of them changed."""
    texts = [wide(100, is_next=is_next) for is_next in (False, True)]
    with within(3):
        found = difference(*map(read, texts))
    assert sum(each.subject == "criterion" for each in found.changes) > 100
    assert not [said(each, "en") for each in found.changes if each.proof == "not_proved"]


def test_a_share_is_exact():
    """Witnesses hold fractions, never floats."""
    for name in ("a threshold up", "a slower formula"):
        for change in difference(OLD, written(CHANGES[name][0])).changes:
            if change.witness is not None:
                assert all(isinstance(each, Fraction) for each in change.witness.points)


# ── What data are read by ──


def told(swaps, lang="en"):
    """Every change as its sentence, and whether all of them keep the meaning."""
    found = difference(OLD, written(swaps))
    return [said(each, lang) for each in found.changes], found.keeps_meaning


def test_exchanged_labels_of_options_are_no_wording():
    """Data say the label: the same file answers otherwise after it."""
    sentences, keeps = told([("rieng: Riêng, chung: Chung", "rieng: Chung, chung: Riêng")])
    names = "rieng: Riêng; chung: Chung; khong: Không → rieng: Chung; chung: Riêng; khong: Không"
    known = "answers in files are read by these labels"
    assert (sentences, keeps) == ([f'Input "Hình thức" (hinh): changed: option labels {names}; {known}'], False)


READ_BY = {
    "titles of groups exchanged": (
        [("so: {title: Sở}, huyen: {title: Huyện}", "so: {title: Huyện}, huyen: {title: Sở}")],
        ['Group "Huyện" (so): changed: title "Sở" → "Huyện"; files put units into the group by this title',
         'Group "Sở" (huyen): changed: title "Huyện" → "Sở"; files put units into the group by this title'],
    ),
    "a group less": ([(", huyen: {title: Huyện}", "")], ['Group "Huyện" (huyen): gone']),
    "another label": (
        [("label: Báo cáo trễ", "label: Số báo cáo trễ")],
        ['Input "Số báo cáo trễ" (tre): changed: label "Báo cáo trễ" → "Số báo cáo trễ"; columns in files are found by this label'],
    ),
    "another column": (
        [("label: Báo cáo trễ", "column: Trễ, label: Báo cáo trễ")],
        ['Input "Báo cáo trễ" (tre): changed: column in files "Trễ" added; columns in files are found by this name'],
    ),
    "another id": (
        [("  tre: {label", "  tre_han: {label"), ("{formula: tre}", "{formula: tre_han}")],
        ['Criterion 3 "Trừ điểm trễ": written differently, meaning unchanged: scoring formula tre → tre_han (proved for all answers)',
         'Input "Báo cáo trễ" (tre_han): renamed: id tre → tre_han; columns in files are found by this id'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_BY)
def test_a_name_by_which_files_are_read_is_no_wording(name):
    """The same file is read otherwise after it, or not at all."""
    swaps, expected = READ_BY[name]
    assert told(swaps) == (expected, False)


@pytest.mark.parametrize("swap", [("Báo cáo trễ", "BÁO CÁO  trễ"), ("title: Sở}", "title: sở}")])
def test_names_that_files_are_read_by_alike_are_wording(swap):
    found = difference(OLD, written([swap]))
    assert ([each.class_ for each in found.changes], found.keeps_meaning) == (["editorial"], True)


def test_the_number_of_an_answer_of_its_own_names_its_column():
    swaps = [("score: {yes_no: mang}", "score: {yes_no: self}")]
    old, new = written(swaps), written([*swaps, ('code: "1.4"', 'code: "1.5"')])
    assert [said(each, "vi") for each in difference(old, new).changes] == [
        'Tiêu chí 1.5 "Mạng": đổi số mục: số mục 1.4 → 1.5',
        'Số liệu "Mạng" (c_mang): đổi khác: số mục 1.4 → 1.5; cột trong tệp được tìm theo số mục này',
    ]


HISTORY = "last year's value is found by this id"


@pytest.mark.parametrize(
    ("score", "swaps", "renamed"),
    [
        ('"tre - last_year(tre)"', [("tre: {label", "tr: {label"), ("tre - last_year(tre)", "tr - last_year(tr)")],
         f'Input "Báo cáo trễ" (tr): renamed: id tre → tr; columns in files are found by this id; {HISTORY}'),
        ('"5 if c_hop > last_year(c_hop) else 0"', [("c_hop", "c_h")],
         f'Criterion 1.1 "Họp" (Điều 3): renamed: id c_hop → c_h; {HISTORY}'),
    ],
)  # fmt: skip
def test_what_is_read_of_last_year_is_read_by_its_id(score, swaps, renamed):
    """Last year's result has it under the old id: after a new one there is nothing to compare with."""
    text = BASE.replace("formula: tre}", f"formula: {score}}}")
    new = text
    for before, after in swaps:
        new = new.replace(before, after)
    found = difference(read(text), read(new))
    assert renamed in [said(each, "en") for each in found.changes]
    assert ("not_proved", "criterion", "c_tre", "score") in meaning(found)
    assert not found.keeps_meaning


def test_a_blank_filled_from_last_year_is_found_by_its_id():
    text = BASE.replace("max: 9}", "max: 9, missing: last_year}")
    found = difference(read(text), read(text.replace("tre: {", "tr: {").replace("formula: tre}", "formula: tr}")))
    assert [each.note.say("vi") for each in found.changes if each.class_ == "renamed"] == [
        "cột trong tệp được tìm theo mã này; số liệu năm trước được tìm theo mã này"
    ]


# ── What a sentence says ──


SAYS = {
    "a word of the language": (
        [("not_applicable: rescale", "not_applicable: zero")],
        ("khi không áp dụng: các mục cùng cấp chia nhau điểm → được 0 điểm",
         "when not applicable: its siblings share its points → 0 points"),
    ),
    "another role": ([("role: bonus, ", "")], ("vai trò: điểm thưởng → được chấm điểm", "role: bonus → scored")),
    "what is put together": (
        [("title: Nhóm một\n", "title: Nhóm một\n        at_least: 1\n")],
        ("thêm số liệu tối thiểu 1 mục con", "at least 1 child added"),
    ),
    "a quota": (
        [("title: Tốt, from: 70", "title: Tốt, from: 70, quota: 20%, at_ties: below")],
        ("thêm số lượng nhiều nhất 20% (đồng hạng vượt số này thì không đơn vị nào được)",
         "quota 20% (and nobody of a tie that passes it) added"),
    ),
    "how points are rounded": (
        [("mode: half_up", "mode: floor")], ("cách làm tròn: nửa làm tròn lên → xuống", "rounding mode: halves away from zero → down"),
    ),
    "a bound that is another input": (
        [("type: count, max: 9}", "type: count, max: lop}")], ('giá trị lớn nhất 9 → "Số lớp"', 'maximum 9 → "Số lớp"'),
    ),
    "an option of another id": (
        [("rieng: Riêng", "rg: Riêng"), ("{rieng: 8", "{rg: 8")],
        ("các lựa chọn rieng: Riêng; chung: Chung; khong: Không → rg: Riêng; chung: Chung; khong: Không",
         "options rieng: Riêng; chung: Chung; khong: Không → rg: Riêng; chung: Chung; khong: Không"),
    ),
    "a mark of files": (
        [("values:\n", "data: {marks: {KAD: not_applicable}}\nvalues:\n")],
        ("thêm ký hiệu trong ô KAD: không áp dụng", "mark in cells KAD added: not applicable"),
    ),
    "the role of a unit": (
        [("values:\n", "units: {u1: {role: reference}}\nvalues:\n")],
        ("thêm đơn vị u1 vai trò: để tham chiếu", "unit u1 role added: for reference"),
    ),
    "extremes": (
        [("max: 9}", "max: 9, cohort: all, outliers: {percentiles: [5%, 95%]}}")],
        ("thêm giá trị ngoại lệ cắt về phân vị 5% và 95%", "outliers cut to percentiles 5% and 95% added"),
    ),
    "groups of a cohort": (
        [("max: 9}", "max: 9, missing: cohort_mean, cohort: [so]}")],
        ("thêm nhóm so sánh: các nhóm Sở", "cohort added: the groups Sở"),
    ),
    "a blank of a value": (
        [("ty_le: {label: Tỷ lệ máy tốt,", "ty_le: {label: Tỷ lệ máy tốt, missing: zero,")],
        ("khi để trống: lỗi phải bổ sung → 0", "when blank: an error to fix → 0"),
    ),
    "a new input": (
        [("  tre: {label", "  moi: {label: Mới, type: count}\n  tre: {label"), ("{formula: tre}", "{formula: tre + moi}")],
        ("kiểu Số nguyên", "type A whole number"),
    ),
    "a new value": (
        [("values:\n", "values:\n  doi: {label: Gấp đôi, formula: 2 * tre}\n"), ("{formula: tre}", "{formula: doi}")],
        ('công thức 2 × "Báo cáo trễ"', 'formula 2 × "Báo cáo trễ"'),
    ),
    "a default": (
        [("values:\n", "defaults: {criteria: {cohort: scorecard}}\nvalues:\n")],
        ("thêm nhóm so sánh mặc định: các đơn vị cùng bảng điểm", "default cohort added: the units of the same scorecard"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_words_of_readers_stand_for_those_of_the_language(name):
    swaps, expected = SAYS[name]
    changes = difference(OLD, written(swaps)).changes
    for text, lang in zip(expected, ("vi", "en"), strict=True):
        assert [each for each in changes if said(each, lang).partition(": ")[2].partition(": ")[2].startswith(text)], [
            said(each, lang) for each in changes
        ]


BY_YEAR = BASE.replace("nguong: 80%", 'nguong: {"2023": 80%, "2024": 85%}')


@pytest.mark.parametrize(
    ("swap", "expected"),
    [
        (("period: 2023", "period: 2024"),
         ["Tham số nguong: đổi khác: giá trị 80% (kỳ 2023) → 85% (kỳ 2024)", "Parameter nguong: changed: value 80% (for 2023) → 85% (for 2024)"]),
        (('"2024": 85%', '"2024": 90%'),
         ["Tham số nguong: viết khác, ý nghĩa không đổi: giá trị 2024 85% → 90%; giá trị của kỳ 2023 vẫn là 80%",
          "Parameter nguong: written differently, meaning unchanged: value 2024 85% → 90%; the value for 2023 is still 80%"]),
        (('{"2023": 80%, "2024": 85%}', "80%"),
         ["Tham số nguong: viết khác, ý nghĩa không đổi: giá trị 80% (kỳ 2023) → 80%; giá trị của kỳ 2023 vẫn là 80%",
          "Parameter nguong: written differently, meaning unchanged: value 80% (for 2023) → 80%; the value for 2023 is still 80%"]),
    ],
)  # fmt: skip
def test_a_parameter_by_year_says_of_which_year(swap, expected):
    found = difference(read(BY_YEAR), read(BY_YEAR.replace(*swap)))
    (change,) = [each for each in found.changes if each.subject == "parameter"]
    assert [said(change, lang) for lang in ("vi", "en")] == expected


def test_what_reads_as_before_in_both_languages_is_not_told_in_the_other():
    """Formulas of which only a parameter changed are the same text: nothing falls back to another language."""
    text = BASE.replace("tie_break: [c_may]", 'tie_break: ["1 if lop > muc else 0"]')
    found = difference(read(text), read(text.replace("muc: 5", "muc: 4")))
    (change,) = [each for each in found.changes if each.subject == "ranking"]
    assert [said(change, lang) for lang in ("vi", "en")] == [
        'Xếp hạng "Bảng điểm": đổi khác: so khi bằng điểm: do tham số muc thay đổi',
        'Ranking of "Bảng điểm": changed: tie-break: because parameter muc changed',
    ]


EXAMPLES = {
    "a condition is met or not": (
        ("role: penalty, max: 9, score: {formula: tre}", "role: condition, on_fail: unranked, score: {formula: tre - 3}"),
        ("tre - 3", "tre - 5"), ("đạt → không đạt", "met → not met"),
    ),
    "shares where these are compared": (
        ("title: Họp, max: 10", "title: Họp, max: 10"), ("title: Họp, max: 10", "title: Họp, max: 15"),
        ("2 của 10 điểm (20%) → 2 của 15 điểm (≈13,333333%)", "2 of 10 points (20%) → 2 of 15 points (≈13.333333%)"),
    ),
    "no score is no number of points": (
        ("score: {yes_no: mang}", "score: {ratio: [lop, lop], on_zero: not_applicable}, not_applicable: rescale"),
        ("on_zero: not_applicable", "on_zero: zero"), ("không có điểm → 0 điểm", "no score → 0 points"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_came_out(name):
    first, second, expected = EXAMPLES[name]
    old, new = (read(text) for text in (BASE.replace(*first), BASE.replace(*first).replace(*second)))
    told = [each for each in difference(old, new).changes if each.witness is not None]
    for text, lang in zip(expected, ("vi", "en"), strict=True):
        assert text in [shown(each, (old.ruleset, new.ruleset), lang).partition(": ")[2] for each in told]


def test_what_is_not_scored_is_said_to_count_in_no_total():
    text = BASE.replace("title: Mạng, max: 12,", "title: Mạng, role: unscored, max: 12,")
    (change,) = difference(read(text), read(text.replace("{yes_no: mang}", '{formula: "6 if mang else 0"}'))).changes
    assert change.note.say("vi") == "tự nó không tính vào tổng điểm nào"
