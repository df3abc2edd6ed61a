"""A ruleset of one criterion with two units, and its result: what tests of bundles begin with."""

from pathlib import Path

from itrank import cli

RULESET = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
inputs: {so_hop: {type: count}}
scorecards:
  bang:
    criteria: [{id: diem, max: 20, score: {count: so_hop, each: 5}}]
    tiers: [{id: tot, from: 15}, {id: kem}]
"""
DATA = "id,so_hop\nso-a,4\nso-b,2\n"
EVALUATE = ["evaluate", "--ruleset", "bo.yaml", "--data", "so-lieu.csv", "--format", "json", "--output", "kq.json"]


def make_result(ruleset=RULESET, data=DATA):
    """Write `bo.yaml` and `so-lieu.csv` here, and their result `kq.json`."""
    Path("bo.yaml").write_text(ruleset, "utf-8")
    Path("so-lieu.csv").write_text(data, "utf-8")
    assert cli.run(EVALUATE) == 0
