"""*Never wrong without saying so*: what `diff` calls unchanged, proved or following is so, of pairs that look as if it were.

Each pair is a ruleset, what is put in place of what, and all that is said of it: class, subject, id, key, proof.
"""

import pytest
from itrank.engine import load_text
from itrank.engine.diff.differing import difference
from itrank.engine.diff.saying import said, shown

HEAD = 'format: itrank-ruleset/1\nid: a\nversion: "1"\ntitle: A\nperiod: 2025\n'
TIERS = """\
inputs: {a: {type: count, max: 100}, p: {type: yes_no}, q: {type: yes_no}}
scorecards:
  s:
    tiers: [%s]
    criteria: [{id: c, max: 100, score: {formula: a}}%s]
"""
A, B, C = "{id: A, from: 50, requires: p}", "{id: B, from: 50, requires: q}", "{id: C, from: 0}"
FIRST, SECOND = "{id: A, from: 50, quota: 1, at_ties: below}", "{id: B, from: 50, quota: 2, at_ties: below}"
LOW, HIGH = "{id: L, below: 50, requires: p}", "{id: H, from: 50, requires: q}"
TO_LAST = ", {id: d, role: condition, on_fail: lowest_tier, score: {formula: p}}"
MODE = """\
rounding: {mode: half_up}
inputs: {a: {type: number, min: 0, max: 10}, y: {type: yes_no}}
values: {v: {formula: "%s", missing: zero}}
scorecards:
  s:
    ranking: {lists: all, tie_break: ["%s"]}
    criteria:
      - {id: c, max: 50, score: {formula: "v + round(2.5, 0)"}}
      - {id: g, max: 50, then: "%s", criteria: [{id: d, max: 50, score: {formula: a}}]}
"""
OTHER_MODE = [("half_up", "floor")]

CLAIMS = {
    "tiers that ask for something, in another order": (
        TIERS % (f"{A}, {B}, {C}", ""), [(f"{A}, {B}", f"{B}, {A}")], [("changed", "criterion", "s", "tiers", "stated")],
    ),
    "quotas in another order": (
        TIERS % (f"{FIRST}, {SECOND}, {C}", ""), [(f"{FIRST}, {SECOND}", f"{SECOND}, {FIRST}")],
        [("changed", "criterion", "s", "tiers", "stated")],
    ),
    "tiers of other points in another order": (
        TIERS % (f"{LOW}, {HIGH}, {C}", ""), [(f"{LOW}, {HIGH}", f"{HIGH}, {LOW}")],
        [("unchanged", "criterion", "s", "tiers", "proved")],
    ),
    "tiers that take all of other points in another order": (
        TIERS % ("{id: L, below: 50}, {id: H, from: 50}", ""),
        [("{id: L, below: 50}, {id: H, from: 50}", "{id: H, from: 50}, {id: L, below: 50}")],
        [("unchanged", "criterion", "s", "tiers", "proved")],
    ),
    "another last tier, to which a failed condition sends": (
        TIERS % ("{id: L, below: 50}, {id: H, from: 50}", TO_LAST),
        [("{id: L, below: 50}, {id: H, from: 50}", "{id: H, from: 50}, {id: L, below: 50}")],
        [("changed", "criterion", "s", "tiers", "stated")],
    ),
    "another mode, which nobody asks": (
        (MODE % ("floor(a / 3)", "a", "value / 3")).replace(" + round(2.5, 0)", ""), OTHER_MODE,
        [("unchanged", "ruleset", "a", "rounding", "proved")],
    ),
    "another mode of a named value": (
        (MODE % ("round(a / 3)", "a", "value / 3")).replace(" + round(2.5, 0)", ""), OTHER_MODE,
        [("changed", "ruleset", "a", "rounding", "stated"), ("changed", "value", "v", "formula", "stated"),
         ("changed", "criterion", "c", "score", "not_proved")],
    ),
    "another mode of a number": (
        MODE % ("floor(a / 3)", "a", "value / 3"), OTHER_MODE,
        [("changed", "ruleset", "a", "rounding", "stated"), ("tightened", "criterion", "c", "score", "proved")],
    ),
    "another mode of a tie-break": (
        (MODE % ("a", "round(a / 7)", "value / 3")).replace(" + round(2.5, 0)", ""), OTHER_MODE,
        [("changed", "ruleset", "a", "rounding", "stated"), ("changed", "ranking", "s", "tie_break", "stated")],
    ),
    "another mode of a last step": (
        (MODE % ("a", "a", "round(value / 3)")).replace(" + round(2.5, 0)", ""), OTHER_MODE,
        [("changed", "ruleset", "a", "rounding", "stated"), ("changed", "criterion", "g", "then", "stated")],
    ),
}  # fmt: skip


def read(text):
    loaded = load_text(HEAD + text)
    assert loaded.ruleset is not None, loaded.findings
    return loaded


def pair(name):
    """Both rulesets of a row."""
    text, swaps, _ = CLAIMS[name]
    new = text
    for old, other in swaps:
        assert old in new, old
        new = new.replace(old, other)
    return read(text), read(new)


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_said_is_so(name):
    before, after = pair(name)
    found = difference(before, after)
    told = {
        (each.class_, each.subject, each.part.id, each.key, each.proof) for each in found.changes if not each.follows
    }
    assert told == set(CLAIMS[name][2]), [said(each, "en") for each in found.changes]
    for change in found.changes:
        assert all(said(change, lang) for lang in ("vi", "en"))
        shown(change, (before.ruleset, after.ruleset), "vi")
