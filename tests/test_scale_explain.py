"""A unit of a large table is explained as the reference explains it among all units: text and JSON, to the letter."""

import io
import json
import random
import warnings
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import against_old
import pytest
import test_conformance as conformance
from itrank.engine import load_text, observe
from itrank.engine.columns.making import UnsupportedError
from itrank.engine.explain.explaining import explain
from itrank.engine.files.tables import parse_table
from itrank.engine.publish.explanation_files import explained, write_one
from itrank.engine.publish.grid import Look
from itrank.engine.rank import evaluation
from itrank.engine.year.evaluating import with_unreachable

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from itrank import cli

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")

from itrank.engine.model.findings import Finding  # noqa: E402  # beside what follows
from itrank.engine.scale import explaining  # noqa: E402  # it needs polars
from itrank.engine.scale.explaining import DifferentError, choose, one_of_many  # noqa: E402
from itrank.engine.scale.frames import sheet_of_file  # noqa: E402
from itrank.engine.scale.preparing import look, looked_of  # noqa: E402

TEXT = """
format: itrank-ruleset/1
id: r
version: "1"
title: R
groups: {so: {title: Sở}, xa: {title: Xã}}
defaults: {criteria: {cohort: all}}
inputs:
  a: {label: A, type: count, missing: unranked}
  b: {label: B, type: number, missing: group_mean, publish: true}
  c: {label: C, type: number, missing: zero, cohort: all, outliers: {percentiles: [10%, 90%]}}
  d: {label: D, type: number, missing: cohort_mean, cohort: [so, xa]}
  e: {label: E, type: percent, missing: zero}
values:
  third: {formula: b / 3, publish: true}
scorecards:
  t:
    for: [so, xa]
    ranking: {lists: group, tied_as: "={}", tie_break: [worst, e]}
    totals: [{id: two, title: Hai, of: [best, worst], ranking: {lists: all, ties: dense, tied_as: "={}"}}]
    criteria:
      - {id: best, max: 10, score: {formula: "min(a / cohort_max(a) * 10, 10)"}, ranking: {lists: all, tied_as: "={}"}}
      - {id: worst, max: 10, score: {formula: "min(third, 5)"}, then: "value / cohort_max(value) * 10"}
      - id: few
        aggregate: mean
        at_least: 1
        criteria:
          - {id: middle, max: 10, score: {formula: "10 if c > cohort_median(c) else cohort_percentile_rank(c) * 5"}}
          - {id: filled, max: 10, score: {formula: "min(d, 10)"}}
          - {id: below, max: 10, score: {formula: "min(children_sum(a), 10)"}}
    tiers:
      - {id: tot, title: Tốt, from: 50%, quota: 25%, at_ties: below}
      - {id: kha, title: Khá, from: 30%}
      - {id: con, title: Còn lại}
"""
RULES = load_text(TEXT).ruleset
assert RULES is not None


def table(count, seed=1, groups=("so", "xa", "")):
    """Draw rows with ties, blanks, bad cells, extremes and units below others."""
    chance = random.Random(seed)
    lines = ["id,name,group,parent,a,b,c,d,e"]
    for row in range(count):
        cells = [chance.choice(["1", "2", "3", "3", "8", ""]), chance.choice(["1", "2.5", "7", "", "x"])]
        cells += [
            chance.choice(["0", "1", "5", "90", ""]),
            chance.choice(["4", "4.25", ""]),
            chance.choice(["50%", "1%"]),
        ]
        parent = f"u{chance.randrange(count):03}" if row % 3 == 0 else ""
        parent = "" if parent == f"u{row:03}" else parent
        if row % 4 == 3:  # as the one before it, but for what decides between equals
            group, _, *same = lines[-1].split(",")[2:-1]
            lines.append(",".join([f"u{row:03}", f"Đơn vị {row}", group, "", *same, "70%"]))
            continue
        lines.append(",".join([f"u{row:03}", f"Đơn vị {row}", chance.choice(groups), parent, *cells]))
    return "\n".join(lines) + "\n"


def said(made, index, form, node=None):
    stream = io.StringIO()
    write_one(explained(made, index, form, "vi", node), form, Look("vi"), stream)
    return stream.getvalue()


def both(tmp_path, text, rules=RULES):
    """Look at a table as columns, and evaluate it by the reference."""
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    sheet, _ = sheet_of_file(tmp_path / "d.csv", "d.csv")
    looked = look(rules, sheet)
    observed = replace(observe(rules, [parse_table(text.encode(), "d.csv")[0]]), sources=looked.sources)
    made = evaluation(rules, observed)
    return looked, replace(made, result=with_unreachable(made.result)), observed


def without_places(value):
    """Leave out of JSON where a figure was read and what the file was."""
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items() if key not in {"place", "data"}}
    return [without_places(each) for each in value] if isinstance(value, list) else value


@pytest.mark.long
def test_units_of_a_table_are_explained_as_among_all(tmp_path):
    looked, made, observed = both(tmp_path, table(60))
    ranked = [unit for unit in made.result.units if unit.rank is not None]
    assert any(unit.tied for unit in ranked)
    assert any(unit.tie_break is not None for unit in ranked)
    assert {unit.tier for unit in ranked} == {"tot", "kha", "con"}
    broken = [observed.units.index(unit.unit) for unit in ranked if unit.tie_break is not None]
    nowhere = next(n for n, unit in enumerate(made.result.units) if not unit.scorecard)
    chosen = [0, 30, *broken[:2], nowhere]
    for index in chosen:
        found = one_of_many(looked, choose(looked, observed.units[index].id))
        for form in ("text", "json"):
            assert said(found.evaluation, found.index, form) == said(made, index, form)
        for node in ("worst", "b", "two"):
            if made.result.units[index].scorecard:
                assert said(found.evaluation, found.index, "text", node) == said(made, index, "text", node)


def test_a_unit_whose_parent_is_called_by_its_name_is_explained_in_that_list(tmp_path):
    rules = load_text(
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: number, missing: zero}}\nscorecards:\n"
        "  t: {criteria: [{id: x, score: {given: a}}], ranking: {lists: parent}}\n"
    ).ruleset
    rows = [("h0001", "Huyện Một", ""), *((f"x{n:04}", f"Xã {n}", "Huyện Một") for n in range(9))]
    text = "id,name,parent,a\n" + "".join(f"{id_},{name},{parent},{n}\n" for n, (id_, name, parent) in enumerate(rows))
    looked, made, _ = both(tmp_path, text, rules)
    found = one_of_many(looked, 5)
    assert found.evaluation.result.units[found.index].list == "h0001"
    assert said(found.evaluation, found.index, "text") == said(made, 5, "text")


def test_a_parquet_file_is_explained_as_the_text_that_it_was_made_of(tmp_path):
    text = table(40, 2)
    _, made, observed = both(tmp_path, text)
    frame = pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)
    frame = frame.with_columns(pl.col("a").cast(pl.Int32), pl.col("c").cast(pl.Float64))
    frame.write_parquet(tmp_path / "d.parquet")
    looked = look(RULES, sheet_of_file(tmp_path / "d.parquet", "d.parquet")[0])
    for index in (0, 21):
        found = one_of_many(looked, choose(looked, observed.units[index].name))
        own, theirs = (
            json.loads(said(each, at, "json")) for each, at in ((found.evaluation, found.index), (made, index))
        )
        assert without_places(own) == without_places(theirs)
        assert own["data"][0]["path"] == "d.parquet"


def test_findings_about_the_unit_are_told_with_it(tmp_path):
    looked, made, observed = both(tmp_path, table(40, 3))
    own = {found.place.line: found for found in made.result.findings if found.place.line}
    assert own
    for line, told in list(own.items())[:2]:
        index = next((n for n, unit in enumerate(observed.units) if unit.place.line == line), None)
        if index is not None:
            found = one_of_many(looked, index)
            assert told.sort_key in {each.sort_key for each in found.evaluation.result.findings}


SAME = "id,name,a\n" + "".join(f"u{row:04},Đơn vị {row},{5 if row >= 2 else row + 7}\n" for row in range(240))
PLAIN = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
inputs:
  a: {label: A, type: count, missing: unranked}
scorecards:
  t: {criteria: [{id: c, max: 10, score: {formula: "min(a, 10)"}}]}
""").ruleset


def test_of_many_with_one_rank_the_first_are_named_and_the_others_counted(tmp_path):
    looked, made, _ = both(tmp_path, SAME, PLAIN)
    found = one_of_many(looked, 200)
    standing, whole = explain(found.evaluation, found.index).standing, explain(made, 200).standing
    assert len(whole.tied) == 237
    assert len(standing.tied) + standing.tied_left_out == 237
    assert standing.tied[:5] == whole.tied[:5]
    assert (standing.list.ranked, standing.above.unit.id) == (240, whole.above.unit.id)
    assert said(found.evaluation, found.index, "text") == said(made, 200, "text")
    assert (
        json.loads(said(found.evaluation, found.index, "json"))["standing"]["tied_left_out"] == standing.tied_left_out
    )


def test_a_unit_is_found_by_id_name_or_a_part_and_else_it_is_said_what_was_meant(tmp_path, monkeypatch):
    looked, *_ = both(tmp_path, SAME, PLAIN)
    for most in (explaining.MOST_FOLDED, 10):
        monkeypatch.setattr(explaining, "MOST_FOLDED", most)
        assert choose(looked, "u0017") == choose(looked, "Đơn vị 17") == choose(looked, "ĐƠN VỊ 17 ".lower()[:-1]) == 17
        several = choose(looked, "vị 23")
        assert isinstance(several, Finding)
        assert several.code == "ITR930"
        nobody = choose(looked, "u00172")
        assert isinstance(nobody, Finding)
        assert (nobody.code, 'mean "u0' in nobody.help[1]) == ("ITR461", True)
        for hostile in ("", " ", "(", ".*", "u" * 5_000, "\x00"):
            assert isinstance(choose(looked, hostile), Finding)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command in a folder with a ruleset, its data as text, and as Parquet with a name of its own."""
    (tmp_path / "r.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "d.csv").write_text(table(40, groups=("so", "xa")), "utf-8")
    pl.read_csv(tmp_path / "d.csv", infer_schema=False).write_parquet(tmp_path / "big.parquet")
    monkeypatch.chdir(tmp_path)

    def ran(*arguments, data="big.parquet"):
        capsys.readouterr()
        code = cli.run(["explain", "--ruleset", "r.yaml", "--data", data, *arguments])
        return (code, *capsys.readouterr())

    return ran


@pytest.mark.long
def test_the_command_explains_a_unit_of_a_parquet_file(run):
    code, out, err = run("Đơn vị 7", "--format", "json")
    own, theirs = json.loads(out), json.loads(run("u007", "--format", "json", data="d.csv")[1])
    assert without_places(own) == without_places(theirs)
    assert code == run("u007", data="d.csv")[0]
    assert "ITR908" not in err
    assert run("u007", "best")[1].startswith("Đơn vị 7 (u007")
    assert run("nobody")[0] == run("u007", "nothing")[0] == 2


def test_the_command_says_what_it_does_not_take_with_many_rows(run, tmp_path):
    for more in (["--all", "--output", "x"], ["u007", "--provisional"], ["u007", "--previous", "d.csv"]):
        code, _, err = run(*more)
        assert (code, "ITR971" in err) == (2, True)
    (tmp_path / "big.units.csv").write_text("id,name\nu007,Bảy\n", "utf-8")
    code, _, err = run("u007")
    assert (code, "big.units.csv" in err) == (2, True)  # and not read as if it were not there


@pytest.mark.long
def test_why_not_and_freeze_say_that_they_take_no_such_table(run, capsys):
    assert cli.run(["why-not", "u007", "--tier", "tot", "--ruleset", "r.yaml", "--data", "big.parquet"]) == 2
    assert "ITR971" in capsys.readouterr().err
    for form in ("json", "parquet"):
        out = ["--format", form, "--output", f"result.{form}"]
        assert cli.run(["evaluate", "--engine", "polars", "--ruleset", "r.yaml", "--data", "big.parquet", *out]) in {
            0,
            1,
        }
        assert cli.run(["freeze", f"result.{form}", "--output", "x.zip"]) != 0
        err = capsys.readouterr().err
        assert "ITR105" in err
        assert "SHA-256" in err
    assert run("u007")[0] in {0, 1}


def test_the_command_says_a_fault_and_explains_nothing(run, monkeypatch):
    def differs(*_):
        raise DifferentError("u007", ["best"])

    monkeypatch.setattr(explaining, "one_of_many", differs)
    code, out, err = run("u007")
    assert (code, out) == (3, "")
    assert "ITR908" in err
    assert "u007: best" in err


def test_what_differs_is_a_fault_and_no_explanation(tmp_path, monkeypatch):
    looked, *_ = both(tmp_path, table(20))
    told = explaining._told
    monkeypatch.setattr(
        explaining, "_told", lambda *given: [{**each, ("best", "criterion"): Fraction(3, 7)} for each in told(*given)]
    )
    with pytest.raises(DifferentError) as raised:
        one_of_many(looked, 3)
    assert "best" in raised.value.about
    monkeypatch.setattr(explaining, "_told", lambda *given: [{**each, ("", "unit"): "x"} for each in told(*given)])
    with pytest.raises(DifferentError):
        one_of_many(looked, 3)


@dataclass(frozen=True)
class Rows:
    """Rows that were observed already, of no file."""

    observed: Any
    sheet: Any = field(default_factory=lambda: SimpleNamespace(is_same=None))

    def read(self, numbers):
        observed = self.observed
        values = {key: [cells[number] for number in numbers] for key, cells in observed.values.items()}
        units = tuple(observed.units[number] for number in numbers)
        return Rows(replace(observed, units=units, values=values, findings=()))


def compared(ruleset, observed):
    """Explain the first, the last and two units between, both ways."""
    try:
        looked = looked_of(ruleset, observed)
    except UnsupportedError:  # digits without an end, or too many
        return
    if not looked.count:
        return
    looked = replace(looked, rows=Rows(observed))
    made = evaluation(ruleset, observed)
    made = replace(made, result=with_unreachable(made.result))
    for index in sorted({0, len(observed.units) // 3, len(observed.units) - 1}):
        try:
            found = one_of_many(looked, index)
        except UnsupportedError:
            return
        assert said(found.evaluation, found.index, "json") == said(made, index, "json")


CASES = [
    param
    for param in conformance.cases()
    if not {"error", "appraised", "previous"} & param.values[0].keys() and param.values[0].get("provisional") != "true"
]


@pytest.mark.bar(8)
@pytest.mark.parametrize(("case", "source"), CASES)
def test_a_conformance_case_is_explained_the_same(case, source):
    ruleset = conformance.loaded(conformance.ruleset_text(case, source)).ruleset
    if ruleset is not None:
        compared(ruleset, conformance.data_of(case, ruleset))


@pytest.mark.long
@pytest.mark.bar(3)
@pytest.mark.parametrize("seed", range(1, 800, 2))
def test_a_drawn_ruleset_is_explained_the_same(seed):
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
    if ruleset is not None:
        compared(ruleset, observed)
