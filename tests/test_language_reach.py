"""Where keys reach, what is not taken there, and what was probably meant: told when a ruleset is loaded."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import advice, message

HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'
CARD = "scorecards:\n  t:\n    {keys}criteria: [{rows}]\n"
A, B = "{id: a, max: 10, score: given}", "{id: b, max: 10, score: given}"


def card(*rows: str, head: str = "", keys: str = "") -> str:
    """Make a ruleset of one scorecard."""
    lines = f"{keys}\n    " if keys else ""
    return HEAD + head + CARD.replace("{keys}", lines).replace("{rows}", ", ".join(rows))


def told(text: str) -> list[str]:
    """Give what is found at load: line, code, message."""
    return [f"{each.place.line} {each.code} {message(each, 'en')}" for each in load_text(text).findings]


def defaults(inside: str) -> str:
    return f"defaults: {{{inside}}}\n"


# ── defaults ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("given", ["cap: 10", "min: 1", "round: 2", "at_least: 1", "ranking: {lists: all}"])
def test_a_default_that_no_root_takes_is_reported_at_its_key(given):
    key = given.partition(":")[0]
    text = card(A, head=defaults(f"criteria: {{{given}}}"))
    assert told(text) == [f"5 ITR271 defaults: {key} does not reach the root of: t"]
    assert load_text(text).ruleset is not None
    assert told(text.replace("criteria: [", f"{given}\n    criteria: [")) == []


def test_digits_of_the_total_answer_for_round():
    text = card(A, head=defaults("criteria: {round: 2}"))
    assert told(text.replace("defaults", "rounding: {total: 1}\ndefaults")) == []
    assert told(text.replace("defaults", "rounding: {leaf: 1}\ndefaults")) != []


def test_what_a_root_takes_is_not_reported():
    taken = "aggregate: mean, cohort: all, not_applicable: exclude, provenance: published, clause: Điều 1"
    loaded = load_text(card(A, B, head=defaults(f"criteria: {{{taken}}}")))
    root = loaded.ruleset.scorecards[0].root
    assert loaded.findings == ()
    assert (root.aggregate, root.not_applicable, root.provenance, root.clause) == (
        "mean", "exclude", "published", "Điều 1",
    )  # fmt: skip


def test_only_scorecards_that_lack_the_key_are_named():
    text = card(A, head="groups: {g: {title: G}, h: {title: H}}\n" + defaults("criteria: {cap: 5}"), keys="for: [g]")
    text += "  c:\n    for: [h]\n    cap: 7\n    criteria: [{id: x, max: 10, score: given}]\n"
    assert told(text) == ["6 ITR271 defaults: cap does not reach the root of: t"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("type: percent", "a, b"),
        ("type: choice", ""),  # nobody gives one for a number
        ("min: 1", "a, b"),
        ("min: 0", ""),  # it is so already
        ("max: 9.5", "a, b"),
        ("max: 10", ""),
        ("max: 100", ""),
        ("max: 90%", "a, b"),
        ("publish: true", "a, b, c"),
        ("publish: false", ""),
        ("missing: unranked", ""),
        ("missing: 3", ""),
        ("cohort: all, outliers: {percentiles: [5%, 95%]}", ""),
    ],
)
def test_a_default_that_no_own_answer_takes_is_reported_where_it_would_change_one(given, names):
    key = given.partition(":")[0]
    text = card(A, B, "{id: c, max: 10, score: {yes_no: self}}", head=defaults(f"inputs: {{{given}}}"))
    found = told(text)
    assert found == ([f"5 ITR272 defaults: {key} does not reach the own answers of: {names}"] if names else [])


def test_an_answer_that_states_the_key_is_not_named():
    own = "{id: a, max: 10, answer: {max: 5}, score: given}"
    assert told(card(own, B, head=defaults("inputs: {max: 3}"))) == [
        "5 ITR272 defaults: max does not reach the own answers of: b"
    ]
    assert told(card(own, head=defaults("inputs: {max: 3}"))) == []


def test_inputs_take_every_default_and_nothing_is_said_of_them():
    rule = card(
        "{id: a, score: {formula: x}}", head=defaults("inputs: {type: count, max: 3}") + "inputs: {x: {min: 1}}\n"
    )
    assert told(rule) == []


def test_what_may_be_left_out_by_default_is_not_left_out_of_a_sum_in_silence():
    (found,) = load_text(card(A, head=defaults("inputs: {missing: skip}"))).findings
    assert (found.code, message(found, "en")) == (
        "ITR336",
        "a: a has missing: skip, but t is a sum, where leaving out would silently be 0",
    )
    assert "aggregate: mean" in advice(found, "en")
