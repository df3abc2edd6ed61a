"""Bounds that `defaults` gives many inputs are looked at once, where they are written."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import message
from itrank.engine.prove.checks import checked

TEXT = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
defaults:
  inputs: {BOUNDS}
inputs:
  a: {}
  b: {}
  c: {OWN}
scorecards:
  bang:
    criteria:
      - {id: x, max: 3, score: {formula: (a + b + c) / 100}}
"""


def told(bounds: str, own: str = "") -> list[str]:
    loaded = load_text(TEXT.replace("BOUNDS", bounds).replace("OWN", own))
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    found = [each for each in checked(loaded, "ruleset.yaml")[0] if each.code in {"ITR377", "ITR378"}]
    return [f"{each.place.line} {message(each, 'en')}" for each in found]


@pytest.mark.parametrize(
    ("bounds", "own", "expected"),
    [
        ("type: number, min: 100, max: 0", "", ["6 a, b, c: no value lies from 100 to 0"]),
        ("type: number, min: 0, max: 100", "", []),
        ("type: number, min: 0, max: 100", "min: 200", ["10 c: no value lies from 200 to 100"]),
        ("type: number, min: 100, max: 0", "min: 0, max: 5", ["6 a, b: no value lies from 100 to 0"]),
        ("type: percent, min: 0, max: 100", "", ["6 100, held against the percentage a, b, c, is 10000%"]),
        ("type: percent, min: 0, max: 100%", "", []),
        (
            "type: percent, min: 0, max: 100%",
            "max: 90",
            ["10 90, held against the percentage c, is 9000%"],
        ),
    ],
)
def test_what_defaults_say_is_told_once(bounds, own, expected):
    assert told(bounds, own) == expected
