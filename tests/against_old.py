"""Compare what this checkout computes with what an older one does: results, explanations and bounds, ruleset by ruleset.

    git worktree add /tmp/old dd9f891
    python tests/against_old.py /tmp/old                     # conformance cases, published rankings, shipped rulesets
    python tests/against_old.py /tmp/old --drawn 0:10000     # drawn rulesets, which takes an hour

Each checkout computes in a process of its own, which writes a line for each ruleset. Results must be equal byte for byte,
and so must the steps of explanations (of a drawn ruleset, those of one unit); bounds may only be narrower. What docs/decisions/0022 changed is named and counted
apart: a node without a value counts with 0, and `out_of` scales what `rescale_total` left below it. So is what bounds of a
total said before: nothing of the points that it shares out among the nodes that it names.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent


def main() -> int:
    """Compute twice and compare; the exit code is 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path, help="a checkout of the older version")
    parser.add_argument("--drawn", default="", help="seeds of drawn rulesets, as 0:300, in place of the kept cases")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        with asked.write.open("w", encoding="utf-8") as stream:
            for number, (name, ruleset, data, provisional) in enumerate(rulesets(asked.drawn)):
                made = None
                if ruleset is not None:
                    explained = number if asked.drawn else None
                    with suppress(Exception):  # an older version may fail where a later one no longer does
                        made = computed(ruleset, data, provisional=provisional, explained=explained)
                stream.write(json.dumps([name, made]) + "\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = [computed_by(checkout, asked, Path(folder)) for checkout in (asked.old.resolve(), TESTS.parent)]
        told = Counter[str]()
        with made[0].open(encoding="utf-8") as old, made[1].open(encoding="utf-8") as new:
            for before, after in zip(old, new, strict=True):
                for text in differences(json.loads(before), json.loads(after)):
                    print(text)
                    told[text.split(":")[0]] += 1
                told["rulesets"] += 1
    print(", ".join(f"{word}: {count}" for word, count in told.items()))
    return int(any(word in told for word in ("DIFFERENT", "WIDER")))


def computed_by(checkout: Path, asked: argparse.Namespace, folder: Path) -> Path:
    """Let a checkout compute everything; the cases and the seeds are of this one."""
    home = folder / f"{checkout.name}-{len(list(folder.iterdir()))}"
    home.mkdir()
    (home / "itrank").symlink_to(checkout)
    out = home / "lines"
    command = [sys.executable, __file__, str(checkout), "--write", str(out), "--drawn", asked.drawn]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": f"{home}:{TESTS}", "PYTHONHASHSEED": "0"})
    return out


# ── What is computed ──


def rulesets(drawn: str) -> Iterator[tuple[str, Any, Any, bool]]:
    """Give each ruleset with its data: those that are kept, or those drawn from seeds."""
    yield from _drawn(*map(int, drawn.split(":"))) if drawn else _kept()


def _kept() -> Iterator[tuple[str, Any, Any, bool]]:
    from itrank.engine import load, observe, read_table
    from test_conformance import cases, data_of, loaded, ruleset_text
    from test_explain_retrace import PUBLISHED
    from test_shipped_rulesets import STEMS, observed, shipped

    for param in cases():
        case, source = param.values
        ruleset = loaded(ruleset_text(case, source)).ruleset
        data = None if ruleset is None else data_of(case, ruleset)
        yield str(param.id), ruleset, data, case.get("provisional") == "true"
    for stem in STEMS:
        yield stem, shipped(stem), observed(shipped(stem), stem), True
    for name, rules, data in PUBLISHED:
        ruleset = load(TESTS / "cases" / name / rules).ruleset
        table, *_ = read_table(TESTS / "cases" / name / data, data)
        yield f"{name}/{data}", ruleset, observe(ruleset, [table]), False


def _drawn(first: int, last: int) -> Iterator[tuple[str, Any, Any, bool]]:
    sys.path.insert(0, str(TESTS / "oracle"))
    import compare
    from itrank.engine import load_text, observe
    from itrank.engine.observe import table_of

    for seed in range(first, last):
        case = compare.generate(seed)
        ruleset = load_text(compare.yaml_text(case.ruleset)).ruleset
        units, rows = compare.rows(case)
        data = None if ruleset is None else observe(ruleset, [table_of("d", rows)], table_of("u", units))
        yield f"drawn {seed}", ruleset, data, seed % 2 == 1


def computed(ruleset: Any, data: Any, *, provisional: bool, explained: int | None) -> dict[str, Any]:
    """Give the JSON of the result, the steps of each node and unit, and the bounds of each column and node.

    With a number in `explained` the steps are those of one unit: the first for 0, the second for 1, and round again.
    """
    from itrank.engine.explain.explaining import explain
    from itrank.engine.prove.bounds import bounds_of
    from itrank.engine.publish.explanation_json import explanation_record
    from itrank.engine.rank import evaluation, with_declared
    from itrank.engine.result.record import write_json

    made = evaluation(ruleset, data, provisional=provisional)
    stream = io.StringIO()
    write_json(with_declared(made.result), stream)
    units = [index for index, unit in enumerate(made.result.units) if unit.scorecard]
    if explained is not None and units:
        units = [units[explained % len(units)]]
    steps = {
        made.result.units[index].unit.id: {
            node["id"]: node["steps"] for node in explanation_record(explain(made, index, None))["nodes"]
        }
        for index in units
    }
    bounds = bounds_of(ruleset)
    inner = [node for card in ruleset.scorecards for node in card.root.walk() if node is not card.root]
    scaled = [node for node in inner if node.children and node.out_of is not None]
    return {
        "scales_what_waits": any(b.not_applicable == "rescale_total" for node in scaled for b in node.walk()),
        "sharing_totals": [
            node.id
            for card in ruleset.scorecards
            for node in card.totals
            if any(b.not_applicable in {"rescale", "rescale_total"} for child in node.children for b in child.walk())
        ],
        "result": json.loads(stream.getvalue()),
        "steps": steps,
        "columns": {key: _interval(each) for key, each in bounds.columns.items()},
        "nodes": {
            key: [_interval(each.value), _interval(each.counted), _interval(each.share)]
            for key, each in bounds.nodes.items()
            if not key.startswith("value:")
        },
    }


def _interval(found: Any) -> list[Any]:
    ends = [None if end is None else str(end) for end in (found.low, found.high)]
    return [*ends, found.may_lack, sorted(found.holds)]


# ── What differs ──


def differences(before: list[Any], after: list[Any]) -> Iterator[str]:
    """Say what differs of one ruleset."""
    name, old = before
    again, new = after
    assert name == again, f"{name} and {again}: the two checkouts do not compute the same rulesets"
    if old is None or new is None:
        if old is not new:
            yield f"{'REFUSED BEFORE' if old is None else 'DIFFERENT: refused now'}: {name}"
        return
    old["result"]["engine"] = new["result"]["engine"]
    told = "CHANGED BY out_of" if new["scales_what_waits"] else "DIFFERENT"
    if count := _count_with_nothing(old["result"], new["result"]):
        yield f"CHANGED BY counted: {name}: {count} nodes without a value"
    for part in ("result", "steps"):
        yield from (f"{told}: {name}: {where}" for where in _places(old[part], new[part], part))
    sharing = set(new["sharing_totals"])
    for key, was in old["columns"].items():
        why = "WRONG BEFORE" if key in sharing else told
        yield from _wider(f"{name}: bounds of {key}", was, new["columns"][key], why)
    for key, was in old["nodes"].items():
        why = "WRONG BEFORE" if key in sharing else told
        for word, one, other in zip(("value", "counted", "share"), was, new["nodes"][key], strict=True):
            yield from _wider(f"{name}: {word} of {key}", one, other, why)


def _count_with_nothing(old: dict[str, Any], new: dict[str, Any]) -> int:
    """Let nodes without a value count with 0 in an older result too, where they now do; say how many did not."""
    count = 0
    for before, after in zip(old["units"], new["units"], strict=True):
        for was, now in zip(before["criteria"], after["criteria"], strict=True):
            if was["score"] is None and now["counted"] == "0" != was["counted"]:
                was["counted"] = "0"
                count += 1
    return count


def _places(one: Any, other: Any, way: str) -> Iterator[str]:
    """Name the places where two records differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from _places(one.get(key), other.get(key), f"{way} / {key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _places(a, b, f"{way} / {index}")
    elif one != other:
        yield f"{way}: {json.dumps(one)[:80]} is now {json.dumps(other)[:80]}"


def _wider(what: str, was: list[Any], now: list[Any], told: str) -> Iterator[str]:
    """Say how bounds differ; whether a maximum or a share may lack is not asked, since nobody does."""
    is_value = " share of " not in what and " counted of " not in what
    if was == now or (not is_value and was[:2] == now[:2]):
        return
    low, high = (None if end is None else Fraction(end) for end in was[:2])
    own_low, own_high = (None if end is None else Fraction(end) for end in now[:2])
    is_wider = (
        (low is not None and (own_low is None or own_low < low))
        or (high is not None and (own_high is None or own_high > high))
        or (now[2] and not was[2] and is_value)
        or not set(now[3]) <= set(was[3])
    )
    verdict = "narrower" if not is_wider else "WIDER" if told == "DIFFERENT" else told
    yield f"{verdict}: {what}: {was} is now {now}"


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
