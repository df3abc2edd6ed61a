"""The table of a result from the columns of a program: exact, safe in a spreadsheet, and whole or not there at all."""

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from columns_reference import computed_by_hand, rows_of
from itrank.engine import evaluate, load, load_text, observe
from itrank.engine.files.tables import parse_table
from itrank.engine.model.outcome import NoScore

pl = pytest.importorskip("polars", reason="columns are read by polars (pip install itrank[scale])")

from itrank.engine.scale import results  # noqa: E402  # it needs polars
from itrank.engine.scale.preparing import looked_of, prepared  # noqa: E402  # it needs polars
from itrank.engine.scale.results import Made, result_table, write_table  # noqa: E402

RULES = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
groups: {so: {title: Sở}}
inputs:
  a: {label: A, type: count, missing: unranked, publish: true}
  b: {label: B, type: count, missing: zero}
  share: {label: Tỷ lệ, type: percent, missing: zero, publish: true}
  day: {label: Ngày, type: date, missing: unranked, publish: true}
  yes: {label: Có, type: yes_no, missing: zero, publish: true}
values:
  third: {formula: a / 3, publish: true}
  ratio: {formula: "a / (b + 1)", publish: true}
scorecards:
  t:
    for: [so]
    criteria:
      - {id: rank, max: 10, score: {formula: "min(a / 8, 10)"}}
      - {id: thirds, max: 10, score: {formula: "min(third, 10)"}}
    tiers: [{id: tot, title: Tốt, from: 5}, {id: chua, title: Chưa}]
""").ruleset
assert RULES is not None
DATA = """id,name,group,a,b,share,day,yes
u1,=1+1,so,8,2,85%,2022-03-01,có
u2,Sở Hai,so,,3,0.5%,2022-03-02,không
u3,Sở Ba,so,7,6,,2022-03-03,có
u4,Xã Bốn,xa,1,1,10%,2022-03-04,x
"""


def made_of(rules, text, **more):
    """Run a program by hand on data."""
    observed = observe(rules, [parse_table(text.encode(), "d.csv")[0]])
    program, rows, answers = computed_by_hand(rules, observed)
    looked = looked_of(rules, observed)
    assert prepared(program, looked).collect().to_dicts() == rows_of(program, rules, observed)
    schema = {name: pl.Int64 for name in rows[0] if name.startswith("o")}
    frame = pl.DataFrame([{name: int(row[name]) for name in schema} for row in rows], schema=schema)
    frame = frame.with_columns(pl.Series("n", range(len(rows)), dtype=pl.Int64))
    return Made(rules, program, frame.lazy(), looked, answers.kept, **more), evaluate(rules, observed)


def value_in(row, name):
    """Read a value of a row of Parquet."""
    if f"{name}:top" in row:
        top = row[f"{name}:top"]
        return None if top is None else Fraction(top, row[f"{name}:bottom"])
    value = row[name]
    return value if value is None or isinstance(value, bool | str | date) else Fraction(value)


def of_outcome(outcome):
    return None if isinstance(outcome, NoScore) or outcome is None else outcome


@pytest.mark.long
@pytest.mark.parametrize("name", ["2021", "2022"])
def test_the_table_of_the_examples_is_the_result(name):
    rules = load(Path(f"rulesets/{name}.yaml")).ruleset
    made, result = made_of(rules, Path(f"examples/data/{name}.csv").read_text("utf-8"))
    rows = result_table(made, "parquet").collect().to_dicts()
    assert len(rows) == len(result.units) > 20
    for row, unit in zip(rows, result.units, strict=True):
        assert (row["id"], row["name"], row["group"]) == (unit.unit.id, unit.unit.name, unit.unit.group)
        assert (row["status"], row["rank"], row["tier"] or "") == (unit.status, unit.rank, unit.tier)
        assert value_in(row, "total") == of_outcome(unit.outcome)
        for criterion in unit.criteria:
            assert value_in(row, criterion.node.id) == of_outcome(criterion.outcome)


def test_numbers_are_exact_in_parquet(tmp_path):
    made, _ = made_of(RULES, DATA)
    path = tmp_path / "r.parquet"
    write_table(made, path, "parquet", "1.2.3")
    frame = pl.read_parquet(path)
    assert frame["id"].to_list() == ["u1", "u2", "u3", "u4"]
    assert frame.schema["criterion:rank"] == pl.Decimal(9, 3)
    assert list(map(str, frame["criterion:rank"])) == ["1.000", "None", "0.875", "None"]
    assert frame["value:third:top"].to_list()[:3] == [8, None, 7]
    assert set(frame["value:third:bottom"].drop_nulls()) == {3}
    rows = frame.to_dicts()
    assert value_in(rows[0], "value:ratio") == Fraction(8, 3)
    assert value_in(rows[0], "value:share") == Fraction(85, 100)
    assert rows[0]["value:day"] == date(2022, 3, 1)
    assert rows[0]["value:yes"] is True
    assert frame["state:criterion:rank"].to_list()[:2] == ["scored", "missing"]
    assert rows[0]["name"] == "=1+1"


def test_parquet_says_what_it_depends_on(tmp_path):
    made, _ = made_of(RULES, DATA)
    write_table(made, tmp_path / "r.parquet", "parquet", "1.2.3")
    told = pl.read_parquet_metadata(tmp_path / "r.parquet")
    assert (told["itrank.ruleset"], told["itrank.ruleset_version"], told["itrank.version"]) == ("r", "1", "1.2.3")
    assert told["itrank.ruleset_sha256"] == RULES.sha256
    assert told["itrank.illustrative"] == "false"


def test_csv_has_every_digit_and_runs_nothing(tmp_path):
    made, _ = made_of(RULES, DATA, lang="en")
    write_table(made, tmp_path / "r.csv", "csv", "1.2.3")
    text = (tmp_path / "r.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[0]["name"] == "'=1+1"
    assert (rows[0]["value:third"], rows[0]["value:ratio"], rows[2]["value:ratio"]) == ("8/3", "8/3", "1")
    assert (rows[0]["value:share"], rows[1]["value:share"]) == ("85.0%", "0.5%")
    assert (rows[0]["value:yes"], rows[1]["value:yes"], rows[0]["value:day"]) == ("yes", "no", "2022-03-01")
    assert (rows[1]["total"], rows[1]["rank"], rows[1]["status"]) == ("", "", "unranked")
    assert rows[1]["reason"] == 'there are no data for "A" (a), as the ruleset allows'
    assert rows[3]["reason"] == 'there is no scorecard for the group "xa"'
    assert rows[0]["ruleset_sha256"] == RULES.sha256


def test_json_has_a_head_and_a_line_a_unit(tmp_path):
    made, _ = made_of(RULES, DATA)
    write_table(made, tmp_path / "r.jsonl", "json", "1.2.3")
    head, *rows = map(json.loads, (tmp_path / "r.jsonl").read_text("utf-8").splitlines())
    assert (head["format"], head["units"], head["ruleset"]["sha256"]) == ("itrank-table/1", 4, RULES.sha256)
    assert [column["name"] for column in head["columns"]] == list(rows[0])
    assert (rows[0]["criterion:rank"], rows[0]["value:ratio"], rows[0]["rank"]) == ("1.000", "8/3", 1)
    assert rows[1]["total"] is None


def test_only_what_is_asked_for_is_given():
    made, _ = made_of(RULES, DATA, only={"thirds"})
    names = result_table(made, "parquet").collect_schema().names()
    assert not {"criterion:rank"} & {*names}
    assert {"thirds:top", "total:top", "value:day"} <= {*names}


def test_rows_in_another_order_are_refused():
    made, _ = made_of(RULES, DATA)
    turned = Made(made.ruleset, made.program, made.frame.sort("n", descending=True), made.looked)
    with pytest.raises(Exception, match="not those of the data"):
        result_table(turned, "parquet").collect()


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_a_disk_that_is_full_leaves_the_older_file(form, tmp_path, monkeypatch):
    made, _ = made_of(RULES, DATA)
    path = tmp_path / "r"
    path.write_text("older")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_table(made, path, form, "1")
    assert [each.name for each in tmp_path.iterdir()] == ["r"]
    assert path.read_text() == "older"


@pytest.mark.parametrize(("low", "high", "places"), [(0, 1250, 2), (3, 40, 1), (0, 9, 3), (99, 300, 2), (7, 7, 1)])
def test_decimals_of_a_list_of_texts_are_those_of_decimals(low, high, places):
    numbers = pl.DataFrame({"x": [*range(low, high + 1), None]}, schema={"x": pl.Int32}).lazy()
    x = pl.col("x")
    texts = results._texts_between(low, high, places)
    found = numbers.select(results._one_of(x - low, pl.Enum(texts)).alias("y")).collect()
    wanted = numbers.select(results._decimal(x, places, high).alias("y")).collect()
    assert found.write_csv() == wanted.write_csv()


@pytest.mark.parametrize(("texts", "chosen"), [(20_000, 16), (0, 16), (20_000, 0)])
def test_csv_and_json_have_the_same_cells(texts, chosen, tmp_path, monkeypatch):
    monkeypatch.setattr(results, "MOST_TEXTS", texts)  # of a value that is one text with its state and its reason
    monkeypatch.setattr(results, "MOST_CHOSEN", chosen)
    made, _ = made_of(RULES, DATA.replace("Sở Hai", "'A, \"B\"'").replace("'", '"').replace('"B"', '""B""'), lang="en")
    for form in ("csv", "json"):
        write_table(made, tmp_path / form, form, "1.2.3")
    text = (tmp_path / "csv").read_text("utf-8-sig")
    head, *rows = map(json.loads, (tmp_path / "json").read_text("utf-8").splitlines())
    names = [column["name"] for column in head["columns"]]
    found = list(csv.DictReader(text.splitlines()))
    assert list(found[0]) == [*names, "ruleset", "ruleset_sha256", "data_sha256", "note"]
    own = [name for name in names if not name.startswith("value:") and name != "name"]
    for cells, wanted in zip(found, rows, strict=True):
        assert [cells[name] for name in own] == [str("" if wanted[name] is None else wanted[name]) for name in own]
    assert found[1]["name"] == 'A, "B"'


def test_texts_are_put_in_quotes_as_polars_does():
    texts = ["", "a", *(f"a{chr(code)}b" for code in range(1, 256))]
    for text in texts:
        wanted = pl.Series([text]).to_frame().write_csv(include_header=False).removesuffix("\n")
        assert (results._IN_QUOTES.search(text) is not None) == (wanted != text)
