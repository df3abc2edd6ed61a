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
BRANCH = """\
inputs: {a: {type: count, max: 25}, b: {type: count, max: 25}, y: {type: yes_no}}
scorecards:
  s:
    round: 2
    %s
    criteria:
      - {id: g, %s, criteria: [{id: c, max: 25, score: {formula: a}}, {id: d, %smax: 25, score: {formula: b}}]}
"""
GIVEN = "scorecards: {s: {criteria: [{id: c, max: 10, score: given}, {id: d, max: 5, score: given}]}}"


SHARES = """\
inputs: {a: {type: count, max: b}, b: {type: count}}
scorecards: {s: {criteria: [{id: c, max: 10, not_applicable: rescale, %s}, {id: d, max: 5, score: given}]}}
"""
ON_ZERO = "score: {ratio: [a, b], on_zero: not_applicable}"


def branch(keys, root="", child=""):
    """A ruleset with keys of a branch, of the whole and of one criterion."""
    return BRANCH % (root, keys, child)


SAFE = """\
inputs: {x: {type: count, max: 40}, w: {type: yes_no}, b: {type: yes_no}, q: {type: yes_no}}
scorecards:
  s:
    tiers: [{id: A, from: 30, requires: safe >= 4}, {id: B, from: 20}, {id: C}]
    criteria: [{id: c, max: 40, score: {formula: x}}, {id: safe, max: 5, score: {checklist: {w: 2, b: 2, q: 1}}}]
"""

CHAIN = """\
inputs: {x: {type: count, max: 40}, y: {type: count, max: 40}}
values: {v: {formula: "1 < x <= 30", missing: unranked}}
scorecards:
  s:
    tiers: [{id: A, requires: "1 < x <= 3"}, {id: B, requires: v}, {id: C}]
    criteria: [{id: c, max: 40, score: {formula: "x if 1 < x <= 20 else 0"}}]
"""

CLAIMS = {
    "a chain that goes further": (
        CHAIN, [('<= 3"', '<= 4"'), ("<= 20", "<= 21")],
        [("loosened", "tier", "A", "requires", "proved"), ("loosened", "criterion", "c", "score", "proved")],
    ),
    "a chain that is written link by link": (
        CHAIN, [('1 < x <= 3"', '1 < x and x <= 3"'), ("1 < x <= 30", "1 < x and x <= 30"), ("1 < x <= 20", "1 < x and x <= 20")],
        [("unchanged", "tier", "A", "requires", "proved"), ("unchanged", "criterion", "c", "score", "proved"),
         ("unchanged", "value", "v", "formula", "proved")],
    ),
    "a chain of a value that goes further": (
        CHAIN, [("<= 30", "<= 31")], [("changed", "value", "v", "formula", "stated"), ("loosened", "tier", "B", "requires", "proved")],
    ),
    "a condition on a criterion that is easier": (
        SAFE, [("safe >= 4", "safe >= 3")], [("loosened", "tier", "A", "requires", "proved")],
    ),
    "a condition on a criterion that asks for more": (
        SAFE, [("safe >= 4", "safe >= 4 and x >= 35")], [("tightened", "tier", "A", "requires", "proved")],
    ),
    "a condition on a criterion in place of another": (
        SAFE, [("safe >= 4", "q")], [("changed", "tier", "A", "requires", "witness")],
    ),
    "a gate that the scoring had": (
        SHARES % ON_ZERO, [(ON_ZERO, "applies: b > 0, score: {ratio: [a, b]}")],
        [("unchanged", "criterion", "c", "score", "proved"), ("unchanged", "criterion", "c", "applies", "proved")],
    ),
    "a gate that leaves out more than the scoring did": (
        SHARES % ON_ZERO, [(ON_ZERO, "applies: b > 1, score: {ratio: [a, b]}")],
        [("changed", "criterion", "c", "applies", "witness"), ("changed", "criterion", "c", "score", "witness")],
    ),
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
    "a cap before another scale": (
        branch("cap: 50, out_of: 100"), [("cap: 50", "cap: 40")], [("changed", "criterion", "g", "cap", "not_proved")],
    ),
    "a cap before a last step that turns points round": (
        branch("cap: 50, then: 50 - value"), [("cap: 50", "cap: 40")], [("loosened", "criterion", "g", "cap", "proved")],
    ),
    "a cap before a last step that keeps their order": (
        branch("cap: 50, then: 'min(value, 45) / 2'"), [("cap: 50", "cap: 40")],
        [("tightened", "criterion", "g", "cap", "proved")],
    ),
    "a cap and a floor that go two ways": (
        branch("cap: 50, min: 0"), [("cap: 50, min: 0", "cap: 40, min: 5")],
        [("changed", "criterion", "g", "cap", "witness"), ("changed", "criterion", "g", "min", "witness")],
    ),
    "a cap and a floor that go one way": (
        branch("cap: 50, min: 7"), [("cap: 50, min: 7", "cap: 40, min: 5")],
        [("tightened", "criterion", "g", "cap", "proved"), ("tightened", "criterion", "g", "min", "proved")],
    ),
    "a cap that nobody reaches": (
        branch("cap: 60"), [("cap: 60", "cap: 70")], [("unchanged", "criterion", "g", "cap", "proved")],
    ),
    "a cap of other children": (
        branch("cap: 50"), [("cap: 50", "cap: 40"), ("{id: c,", "{id: e, max: 5, score: {yes_no: y}}, {id: c,")],
        [("changed", "criterion", "g", "cap", "stated"), ("new", "criterion", "e", "criterion", "stated")],
    ),
    "another scale before a last step": (
        branch("out_of: 100, then: 'min(value, 60)'"), [("out_of: 100", "out_of: 80")],
        [("changed", "criterion", "g", "out_of", "stated")],
    ),
    "a maximum that a branch states for itself": (
        branch("max: 100, aggregate: {formula: c + d}, tiers: [{id: A, from: 80%}, {id: B}]"), [("max: 100", "max: 50")],
        [("changed", "criterion", "g", "max", "stated"), ("changed", "tier", "A", "bounds", "proved")],
    ),
    "a maximum of which another scale is made": (
        branch("max: 100, out_of: 10, aggregate: {formula: c + d}"), [("max: 100", "max: 50")],
        [("changed", "criterion", "g", "max", "stated")],
    ),
    "a cap that cuts only what counts": (
        branch("round: 0").replace("{id: c, max: 25,", "{id: c, max: 30, cap: 28,"), [("cap: 28", "cap: 26")],
        [("changed", "criterion", "c", "score", "stated")],
    ),
    "a share of another maximum for everybody": (
        branch("round: 0", "tiers: [{id: A, from: 80%}, {id: B}]", "applies: y, not_applicable: exclude, "),
        [("from: 80%", "from: 40")], [("not_proved", "tier", "A", "bounds", "not_proved")],
    ),
    "a share of everybody's maximum": (
        branch("round: 0", "tiers: [{id: A, from: 80%}, {id: B}]"),
        [("from: 80%", "from: 40")], [("unchanged", "tier", "A", "bounds", "proved")],
    ),
    "a last step that does not read what was scored": (
        branch("round: 0", "", "then: b, ").replace("score: {formula: b}", 'score: {ratio: [b, "1 if y else 0"]}'),
        [("1 if y else 0", "1 if y else 1")], [("changed", "criterion", "d", "score", "witness")],
    ),
    "a share of a maximum that siblings share out": (
        branch("round: 0", "tiers: [{id: A, from: 80%}, {id: B}]", "applies: y, not_applicable: rescale, "),
        [("from: 80%", "from: 40")], [("unchanged", "tier", "A", "bounds", "proved")],
    ),
    "points that are given": (
        GIVEN, [("max: 10", "max: 20")],
        [("changed", "criterion", "c", "max", "stated"), ("changed", "input", "c", "max", "stated")],
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


@pytest.mark.bar(6)
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
