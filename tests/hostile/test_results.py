"""A stranger's result gives a report or a finding, in bounded work, and hides nothing in what is written of it."""

import json
import random
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.model.codes import message
from itrank.engine.report import book
from itrank.engine.report.open_data import package
from itrank.engine.report.text import announcement
from itrank.engine.report.xlsx import workbook
from itrank.engine.result import coherent
from itrank.engine.result.published import Published, published
from sampling import SEED, size

sys.path.insert(0, str(Path(__file__).parent))
from results import (  # a folder of tests is no package
    HOSTILE_SIGNS,
    READERS,
    SLOW,
    alterations,
    altered,
    bases,
    found_at,
    generic,
    opened,
    places,
    written,
)

# Escapes, C1, signs of direction, what has no width, what is no character; line ends and tabs are ours.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\U000e0041\U0001fffe\ud800-\udfff]"
)


@cache
def every():
    return tuple(alterations())


def sampled(most, seed=0):
    """The same few for a seed; as many as `ITRANK_SAMPLE` asks for, and others with `ITRANK_SEED`."""
    return random.Random(f"{SEED} {seed}").sample(every(), size(most, len(every())))


def is_clean(text):
    return HIDDEN.search(text.removeprefix("\ufeff")) is None


def held(each, readers):
    """Read one alteration and, where it is read, all that is made of it; say whether it was."""
    number, at, name, value = each
    content = altered(number, at, value)
    told = published(content, "kq.json")
    if not isinstance(told, Published):
        return False
    for key, reader in readers.items():
        try:
            texts = reader(told, content)
        except Exception as error:
            raise AssertionError(f"{key}: {'.'.join(map(str, at))} = {name}: {error!r}") from error
        assert all(map(is_clean, texts)), (key, at, name)
    return True


def test_the_bases_hold_every_part_of_a_result():
    every = {generic(at) for content in bases() for at in places(json.loads(content))}
    for part in ("units.0.declared.exact.total", "units.0.corrections.0.reason", "units.0.previous.rank", "gone.0.rank",
                 "certainty.0.hangs_on.0.min", "units.0.succession.of.0", "lists.0.exact.mean", "units.0.reason.vi",
                 "scorecards.0.tiers.0.quota.amount", "scorecards.0.ranking.by.vi", "diagnostics.0.message.vi",
                 "scorecards.0.criteria.0.on_fail", "units.0.lacks.ty_le", "units.0.values.gop"):  # fmt: skip
        assert part in every, part


@pytest.mark.long
@pytest.mark.sampled
def test_an_altered_result_is_read_whole_or_refused_and_hides_nothing():
    quick = {
        key: READERS[key]
        for key in ("text", "open-data", "contents", "profiles", "claims", "compare", "previous", "xlsx")
    }
    read = sum(held(each, quick) for each in sampled(24))
    assert read  # else nothing was tried


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("key", ["html", "charts", "docx", "pdf", "profiles-pdf"])
def test_an_altered_result_is_drawn_and_set(key):
    assert sum(held(each, {key: {**READERS, **SLOW}[key]}) for each in sampled(4, seed=3))


def changed(change, number=0):
    record = json.loads(bases()[number])
    change(record)
    return written(record)


def refused(content):
    told = published(content, "kq.json")
    assert not isinstance(told, Published)
    ((code, words),) = [(found.code, message(found, "en")) for found in told]
    return code, words


def put(at, value):
    def change(record):
        found_at(record, at[:-1])[at[-1]] = value

    return change


def again(*at):
    """Add what stands in a place once more to its list."""

    def change(record):
        rows = found_at(record, at[:-1])
        rows.append(rows[at[-1]])

    return change


UNIT, CARD, LIST = ("units", 0), ("scorecards", 0), ("lists", 0)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (again("groups", 0), "ITR112", 'has "so" twice: in groups[0].id and in groups[2].id'),
        (again("inputs", 0), "ITR112", "inputs[0].id"),
        (again("scorecards", 1), "ITR112", "scorecards[1].id and in scorecards[2].id"),
        (again(*CARD, "criteria", 6), "ITR112", "scorecards[0].criteria[6].id"),
        (again(*CARD, "tiers", 0), "ITR112", "scorecards[0].tiers[0].id"),
        (again(*UNIT), "ITR112", '"s1" twice: in units[0].id and in units[10].id'),
        (again(*LIST), "ITR112", "lists[2].id"),
        (again(*LIST, "units", 4), "ITR112", "lists[0].units[4] and in lists[0].units[5]"),
        (again(*LIST, "scorecards", 0), "ITR112", "lists[0].scorecards[0]"),
        (put((*UNIT, "scorecard"), "la"), "ITR951", 'names "la" in units[0].scorecard, and its scorecards'),
        (put((*UNIT, "list"), "la"), "ITR951", "units[0].list"),
        (put((*UNIT, "tier"), "la"), "ITR951", 'names "la" in units[0].tier, and its tiers'),
        (put((*UNIT, "failed"), ["la"]), "ITR951", "units[0].failed[0], and its criteria"),
        (put((*UNIT, "lacks"), {"la": "missing"}), "ITR951", "units[0].lacks, and its inputs"),
        (put((*UNIT, "cells"), {"la": "A1"}), "ITR951", "units[0].cells"),
        (put((*UNIT, "inputs", "la"), "1"), "ITR951", "units[0].inputs"),
        (put((*CARD, "ranking", "tie_nodes"), ["la"]), "ITR951", "scorecards[0].ranking.tie_nodes[0], and its"),
        (put((*CARD, "ranking", "tie_nodes"), ["hop", "may"]), "ITR952", "scorecards[0].ranking.tie_nodes"),
        (
            put((*CARD, "tiers", 1, "points_asked"), [{"node": "la", "side": "from", "amount": "1"}]),
            "ITR951", "scorecards[0].tiers[1].points_asked[0].node",
        ),
        (put((*CARD, "groups"), ["la"]), "ITR951", "scorecards[0].groups[0], and its groups"),
        (put((*CARD, "criteria", 1, "reads"), ["la"]), "ITR951", "scorecards[0].criteria[1].reads[0]"),
        (put((*CARD, "criteria", 1, "parent"), "dk"), "ITR951", "scorecards[0].criteria[1].parent"),
        (put((*LIST, "scorecards"), ["la"]), "ITR951", "lists[0].scorecards[0]"),
        (put((*LIST, "units", 0), "la"), "ITR951", "lists[0].units[0], and its units"),
        (put((*LIST, "unranked"), ["la"]), "ITR951", "lists[0].unranked[0]"),
        (put((*LIST, "tiers", "la"), 1), "ITR951", "lists[0].tiers, and its tiers"),
        (put(("certainty", 0, "unit"), "la"), "ITR951", "certainty[0].unit"),
        (put(("scorecards", 0, "criteria", 0, "children"), []), "ITR952", "scorecards[0].criteria[0].children: these"),
        (put((*CARD, "tiers", 0, "from"), {"amount": "9", "is_share": False, "points": None}), "ITR952", "from.points"),
        (lambda record: record["units"][0]["criteria"].pop(), "ITR952", "units[0].criteria: these are not the criteria"),
        (lambda record: record["units"][0]["criteria"].reverse(), "ITR952", "of the scorecard in its order"),
        (put((*UNIT, "inputs", "so_hop"), "nhiều"), "ITR952", "units[0].inputs.so_hop: this is not a number"),
        (put((*UNIT, "inputs", "so_hop"), True), "ITR952", "units[0].inputs.so_hop: this is not a number"),
        (put((*UNIT, "inputs", "so_hop"), "1" * 101), "ITR952", "units[0].inputs.so_hop: this is not a number"),
        (lambda record: record.pop("appraisal"), "ITR952", "units[0].declared: this is there if and only if"),
        (lambda record: record["units"][0].pop("corrections"), "ITR952", "units[0].corrections"),
        (lambda record: record["units"][0]["criteria"][1].pop("declared"), "ITR952", "units[0].criteria: declared is"),
        (lambda record: record["lists"][0]["units"].reverse(), "ITR952", "lists[0].units[1]: the units are not in order"),
        (put((*UNIT, "rank"), None), "ITR952", "lists[0].units[0]: this unit has no rank"),
        (put((*UNIT, "list"), "xa"), "ITR952", "lists[0].units[0]: this unit says that it is in another list"),
        (put((*LIST, "mean"), "19.9"), "ITR952", "lists[0].exact.mean: 19.9 stands beside it, but 2023/93 is 21.752688172043…"),
        (put((*LIST, "exact"), {"mean": "4046/186"}), "ITR952", "4046/186 is not in lowest terms"),
        (put((*UNIT, "exact"), {"total": "65/2"}), "ITR952", "units[0].exact.total"),
        (put((*UNIT, "exact"), {"la": "1/3"}), "ITR952", "units[0].exact.la: null stands beside it, but 1/3 is 0.333333333333…"),
        (put(("gone", 0, "exact"), {"total": "1/3"}), "ITR952", "gone[0].exact.total"),
        (put((*UNIT, "name"), "a\ud800"), "ITR492", "\\ud800 is half a character"),
        (put((*UNIT, "values"), {"\udfff": "1"}), "ITR492", "\\udfff is half a character"),
        (put((*LIST, "exact", "mean"), f"1/{'3' * coherent.LONGEST}"), "ITR428", "lists[0].exact.mean is longer than 150000"),
        (put(("ruleset", "locale"), "fr"), "ITR861", "ruleset.locale (enum: vi, en)"),
        (put(("show",), 13), "ITR861", "show (maximum: 12)"),
        (put(("show",), 10_000_000), "ITR861", "show (maximum: 12)"),
        (put(("show",), -1), "ITR861", "show (minimum: 0)"),
        (put((*UNIT, "rank"), 0), "ITR861", "rank (minimum: 1)"),
        (put((*UNIT, "total"), "9" * 101), "ITR861", "units[0].total"),
        (put((*CARD, "tiers", 0, "quota", "amount"), "=1"), "ITR861", "scorecards[0].tiers[0].quota.amount (pattern"),
        (put((*CARD, "criteria"), []), "ITR861", "scorecards[0].criteria (minItems: 1)"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_its_place(change, code, words):
    found, said = refused(changed(change))
    assert (found, said) == (code, said)
    assert words in said


def test_the_longest_fraction_is_read_and_one_sign_more_is_not():
    below = "1" + "0" * (coherent.LONGEST - 4) + "1"  # 1/…: cut, it is 0
    longest = changed(lambda record: record["lists"][0].update(mean="0", exact={"mean": f"1/{below}"}))
    assert len(f"1/{below}") == coherent.LONGEST
    told = published(longest, "kq.json")
    assert isinstance(told, Published)
    assert "điểm bình quân 0." in announcement(told)
    more = changed(lambda record: record["lists"][0].update(mean="0", exact={"mean": f"1/{below}1"}))
    assert refused(more)[0] == "ITR428"


def test_many_long_fractions_together_are_refused(monkeypatch):
    monkeypatch.setattr(coherent, "MOST_DIGITS", 4_000)
    exact = f"1/1{'0' * 1_997}1"
    assert len(exact) == 2_001
    one = {"total": "0", "total_change": None, "exact": {"total": exact}}
    assert isinstance(published(changed(lambda record: record["units"][5].update(one)), "kq.json"), Published)
    found, said = refused(changed(lambda record: [record["units"][place].update(one) for place in (5, 6)]))
    assert (found, "units[6].exact.total" in said) == ("ITR428", True)


@pytest.mark.parametrize("depth", [200, 600, 900, 5_000])
def test_deep_nesting_is_one_finding(depth):
    content = changed(lambda record: record.pop("show")).decode()
    deep = content[:-1] + f', "show": {"[" * depth}{"]" * depth}}}'
    assert refused(deep.encode())[0] in {"ITR492", "ITR861"}
    deep = content[:-1] + f', "show": {"{" + chr(34) + "a" + chr(34) + ":"}{"[" * depth}{"]" * depth}}}}}'
    assert refused(deep.encode())[0] in {"ITR492", "ITR861"}


RUN = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x")


@pytest.mark.parametrize("text", RUN)
def test_a_text_that_any_spreadsheet_runs_is_quoted(text):
    told = published(changed(put((*UNIT, "name"), text)), "kq.json")
    line = next(line for line in package(told, b"{}")["ranking.csv"].splitlines() if ",s1," in line)
    shown = line.split(",")[3]
    # White space is written out and runs nothing; every other sign has its apostrophe.
    assert shown.startswith("\\") if text[0].isspace() else shown == f"'{text}"
    cells = [part for part in opened(workbook(told)) if text.strip() in part]
    assert cells
    assert not any("<f>" in part and text.strip() in re.findall("<f>(.*?)</f>", part) for part in cells)


def test_open_data_keep_the_values_of_the_result_and_hide_none():
    told = published(content := changed(put((*UNIT, "name"), HOSTILE_SIGNS)), "kq.json")
    kept = package(told, b"\xef\xbb\xbf" + content)["result.json"]
    assert is_clean(kept)
    assert json.loads(kept) == json.loads(content)


YEAR = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
inputs: {x: {type: count}}
scorecards: {bang: {criteria: [{id: diem, max: 10, score: {formula: x}}]}}
"""


@pytest.mark.parametrize(("name", "code"), [(HOSTILE_SIGNS, 0), ("a\ud800", 1)])
def test_names_of_last_years_result_hide_nothing_in_this_years(tmp_path, capsys, monkeypatch, name, code):
    """JSON can write as escapes what no file of data may hold."""
    monkeypatch.chdir(tmp_path)
    Path("bo.yaml").write_text(YEAR, "utf-8")
    Path("d.csv").write_text("id,x\nso-a,4\n", "utf-8")
    gone = {"id": "so-b", "name": name, "total": "3", "max": "10", "rank": 1, "tier": ""}
    Path("t.json").write_text(json.dumps({"format": "itrank-result/1", "units": [gone]}), "ascii")
    year = ("evaluate", "--ruleset", "bo.yaml", "--data", "d.csv", "--previous", "t.json")
    assert cli.run([*year, "--format", "json", "--output", "kq.json"]) == code
    assert ("ITR492" in capsys.readouterr().err) == bool(code)
    assert Path("kq.json").exists() != bool(code)
    if not code:
        text = Path("kq.json").read_text("utf-8")
        assert is_clean(text)
        assert json.loads(text)["gone"][0]["name"] == " ".join(name.split())
        assert cli.run(["report", "kq.json"]) == 0
        assert cli.run(list(year)) == 0
        assert is_clean(capsys.readouterr().out)


@pytest.mark.sampled
def test_commands_give_an_exit_code_of_their_own_and_no_fault(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Sở số 1 đạt 32,5 điểm.\n", "utf-8")
    Path("goc.json").write_bytes(bases()[0])
    commands = (
        ("report", "kq.json"), ("report", "kq.json", "--format", "open-data", "--output", "goi"),
        ("claims", "a.md", "--result", "kq.json"), ("claims", "a.md", "--result", "kq.json", "--format", "json"),
        ("compare", "kq.json", "goc.json"), ("compare", "goc.json", "kq.json", "--format", "json"),
        ("freeze", "kq.json", "--output", "b.zip"), ("report", "kq.json", "--output", "kq.xlsx"),
    )  # fmt: skip
    for number, each in enumerate(sampled(12, seed=5)):
        Path("kq.json").write_bytes(altered(each[0], each[1], each[3]))
        code = cli.run(list(commands[number % len(commands)]))
        out, err = capsys.readouterr()
        assert code in {0, 1, 2}, (each[1:3], err)
        assert "ITR908" not in err, (each[1:3], err)
        assert is_clean(out), each[1:3]
        assert is_clean(err), each[1:3]


# ── Work that grows with the result, and not with its square ──


def rows_of(record, key):
    return record["scorecards"][0][key]


def more_lists(record, n):
    record["lists"] += [
        {**record["lists"][0], "id": f"l{k}", "units": [], "title": {"vi": f"D {k}", "en": ""}} for k in range(n)
    ]


def more_cards(record, n):
    record["scorecards"] += [{**record["scorecards"][0], "id": f"c{k}"} for k in range(n)]


def more_tiers(record, n):
    rows = rows_of(record, "tiers")
    rows += [{**rows[1], "id": f"t{k}", "title": {"vi": f"M {k}", "en": ""}} for k in range(n)]


def more_units(record, n):
    more = [{**record["units"][4], "id": f"u{k}", "name": f"Đơn vị {k}"} for k in range(n)]
    record["units"] += more
    record["lists"][0]["units"] += [unit["id"] for unit in more]


def more_conditions(record, n):
    rows, first = rows_of(record, "criteria"), rows_of(record, "criteria")[-1]
    rows += [{**first, "id": f"n{k}", "title": {"vi": f"Đ {k}", "en": ""}} for k in range(n)]
    rows[0]["children"] += [f"n{k}" for k in range(n)]
    for unit in record["units"][:5]:
        unit["criteria"] += [{**unit["criteria"][-1], "id": f"n{k}"} for k in range(n)]
        unit["failed"] = [f"n{k}" for k in range(n)]


def more_words(record, n):
    rows_of(record, "criteria")[1]["formula"] = {"vi": "min(" * n + "1" + ")" * n, "en": '"a" + (' * n}


def more_inputs(record, n):
    record["inputs"] += [{**record["inputs"][0], "id": f"i{k}"} for k in range(n)]


def steps(work):
    """Count the calls that work takes: what a clock would say, without the machine."""
    count = 0

    def counted(*_):
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.bar(9)
@pytest.mark.parametrize(
    "grow", [more_lists, more_cards, more_tiers, more_units, more_conditions, more_words, more_inputs]
)
@pytest.mark.parametrize("key", ["read", "text", "open-data", "contents", "profiles", "compare"])
def test_twice_as_much_takes_twice_the_work(grow, key):
    def taken(n):
        content = changed(lambda record: grow(record, n))
        told = published(content, "kq.json")
        assert isinstance(told, Published), told
        return steps(lambda: published(content, "kq.json") if key == "read" else READERS[key](told, content))

    _, least, once, twice = (taken(n) for n in (1, 1, 40, 79))  # the first fills caches
    assert twice - once <= 1.3 * (once - least) + 200


def test_a_workbook_that_excel_cannot_hold_is_a_finding(monkeypatch, tmp_path, capsys):
    told = published(changed(lambda record: more_lists(record, 30)), "kq.json")
    need = 32 + 2 + 6  # lists, scorecards; summary, what is computed, near bounds, appraisal, years, charts
    monkeypatch.setattr(book, "MOST_SHEETS", need)
    assert isinstance(workbook(told), bytes)
    monkeypatch.setattr(book, "MOST_SHEETS", need - 1)
    (found,) = workbook(told)
    assert (found.code, message(found, "en")) == (
        "ITR956", f"a workbook cannot hold this result: 34 sheets, one for each list and scorecard, at most {need - 1}",
    )  # fmt: skip
    source = tmp_path / "kq.json"
    source.write_bytes(changed(lambda record: more_lists(record, 30)))
    assert cli.run(["report", str(source), "--output", str(tmp_path / "b.xlsx")]) == 1
    assert "ITR956" in capsys.readouterr().err
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [("MOST_COLUMNS", 10, "columns in a sheet"), ("MOST_ROWS", 16, "rows in a sheet")],
)
def test_a_sheet_that_excel_cannot_hold_is_a_finding(monkeypatch, limit, most, words):
    told = published(bases()[0], "kq.json")
    monkeypatch.setattr(book, limit, most)
    assert isinstance(workbook(told), bytes)
    monkeypatch.setattr(book, limit, most - 1)
    (found,) = workbook(told)
    assert f"{most} {words}, at most {most - 1}" in message(found, "en")


def test_so_many_units_by_tiers_and_no_more(monkeypatch):
    count = 5 * 3 + 5 * 2 + 3 + 2  # units of each scorecard by its tiers, and each list once
    monkeypatch.setattr(coherent, "MOST_TIERS", count)
    assert isinstance(published(bases()[0], "kq.json"), Published)
    monkeypatch.setattr(coherent, "MOST_TIERS", count - 1)
    assert refused(bases()[0]) == (
        "ITR955", f"too many tiers for so many units and lists: {count} comparisons, at most {count - 1}",
    )  # fmt: skip
