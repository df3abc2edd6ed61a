"""Where keys reach, what is not taken there, and what was probably meant: told when a ruleset is loaded."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import advice, message, severity_of
from itrank.engine.model.findings import Severity
from itrank.engine.prove.checks import checked

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
    assert found == ([f"5 ITR271 defaults: {key} does not reach the own answers of: {names}"] if names else [])


def test_an_answer_that_states_the_key_is_not_named():
    own = "{id: a, max: 10, answer: {max: 5}, score: given}"
    assert told(card(own, B, head=defaults("inputs: {max: 3}"))) == [
        "5 ITR271 defaults: max does not reach the own answers of: b"
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


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ("{id: a, max: 5, missing: zero, score: given}", "missing", "write answer: {missing: ...}"),
        ("{id: a, max: 5, type: percent, score: {given: self}}", "type", "write answer: {type: ...}"),
        ("{id: a, max: 5, outliers: {percentiles: [5%, 95%]}, score: {relative: self, to: best}}", "outliers", "write answer: {outliers: ...}"),
        ("{id: a, max: 5, measured_in: giờ, score: {count: self, each: 1}}", "measured_in", "write answer: {measured_in: ...}"),
        ("{id: a, max: 5, publish: true, score: {share: x}}", "publish", "on the input that the score reads, under inputs"),
        ("{id: a, max: 5, clumn: C, score: given}", "clumn", "Allowed here: "),
        ("{id: a, missing: zero, criteria: [{id: b, score: given}]}", "missing", "Allowed here: "),
    ],
)  # fmt: skip
def test_a_key_of_inputs_on_a_leaf_is_led_to_where_it_belongs(row, key, words):
    (found,) = load_text(card(row, head="inputs: {x: {type: number}}\n")).findings
    assert (found.code, message(found, "en")) == ("ITR140", f'there is no key "{key}" here')
    assert words in advice(found, "en")


def test_a_key_of_inputs_among_the_defaults_of_criteria_is_led_to_those_of_inputs():
    (found,) = load_text(card(A, head=defaults("criteria: {missing: zero}"))).findings
    assert advice(found, "en") == '"missing" is a key of inputs: state it under defaults: inputs.'


# ── choices ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CHOICES = """\
inputs:
  s: {type: choice, options: {u: U, c: C}}
  h: {type: choice, options: {x: X, y: Y}}
  k: {type: choice, options: {c: C, z: Z}}
  n: {type: count}
"""


def asked(formula: str, head: str = CHOICES) -> list[tuple[str, str]]:
    found = load_text(card("{id: a, max: 5, score: {formula: '" + formula + "'}}", head=head)).findings
    return [(each.code, advice(each, "en")) for each in found]


IN_GENERAL = 'Compare with an option in quotes, as in x == "a", or give both the same ids of options.'


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 if s == h else 0", [("ITR268", IN_GENERAL)]),
        ("1 if h != s else 0", [("ITR268", IN_GENERAL)]),
        ("1 if (s if n > 1 else k) == h else 0", [("ITR268", IN_GENERAL)]),
        ("1 if n > 1 and not s == h else 0", [("ITR268", IN_GENERAL)]),
        ("1 if s == k else 0", []),
        ("1 if (s if n > 1 else h) == k else 0", []),
        # What either branch may be is an option of the whole.
        ('1 if (s if n > 1 else h) == "y" else 0', []),
        ('1 if (s if n > 1 else h) == "z" else 0', [("ITR204", "The options are: u, c, x, y.")]),
        ("1 if s == u else 0", [("ITR204", 'Options stand in quotes: "u".')]),
        ("1 if y == h else 0", [("ITR204", 'Options stand in quotes: "y".')]),
        ("1 if s == w else 0", [("ITR204", "Names here: s, h, k, n, t, a.")]),
    ],
)
def test_choices_are_compared_with_their_options(formula, expected):
    assert asked(formula) == expected


def test_an_option_that_is_also_a_name_is_asked_about_in_quotes():
    head = CHOICES.replace("{u: U, c: C}", "{h: H, n: N}")
    assert asked("1 if s == h else 0", head) == [("ITR268", 'Options stand in quotes: "h".')]
    assert asked("1 if s == n else 0", head) == [("ITR214", 'Options stand in quotes: "n".')]


def test_an_option_misspelt_without_quotes_is_known():
    head = CHOICES.replace("{u: U, c: C}", "{chua_dat: X, dat: D}")
    assert asked("1 if s == chua_datt else 0", head) == [("ITR204", 'Options stand in quotes: "chua_dat".')]


def test_an_option_of_the_own_answer_is_known():
    row = (
        "{id: a, max: 5, score: {formula: 1 if self == mot else 0}, answer: {type: choice, options: {mot: M, hai: H}}}"
    )
    (found,) = load_text(card(row)).findings
    assert advice(found, "en") == 'Options stand in quotes: "mot".'


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["in", "if", "else", "and", "or", "not", "is", "lambda", "for", "True", "None"])
@pytest.mark.parametrize(
    "text",
    [
        card("{id: a, max: 5, score: {formula: W * 2}}", head="inputs: {W: {type: count}}\n"),
        card("{id: a, max: 5, score: {share: W}}", head="values: {W: 1}\n"),
        card("{id: a, max: W, score: given}", head="parameters: {W: 5}\n"),
        card("{id: W, max: 5, score: given}", "{id: c, role: unscored, score: {formula: 'min(W, 2)'}}"),
        card("{id: a, max: 5, score: {formula: 'W(self, 1)'}}", head="functions: {W(x): x / 2}\n"),
        card("{id: a, max: 5, score: {formula: f(self)}}", head="functions: {f(W): W / 2}\n"),
        card("{id: a, max: 5, score: {formula: f(self)}}", head="functions: {f(x): x / W}\ninputs: {W: {type: count}}\n"),
        HEAD + "scorecards: {W: {criteria: [{id: a, max: 5, score: given}]}}\n",
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_of_formulas_is_refused_by_name_and_once(text, word):
    loaded = load_text(text.replace("W", word))
    found, _ = checked(loaded, "ruleset.yaml")
    assert [message(each, "en") for each in found if severity_of(each) is Severity.ERROR] == [
        f'"{word}" is a word of formulas and cannot be a name'
    ]


def test_names_that_only_hold_such_words_are_names():
    head = "inputs: {may_in: {type: count}, in_an: {type: count}, IN: {type: count}, If: {type: count}, true: {type: count}}\n"
    rule = card("{id: a, score: {formula: may_in + in_an + IN + If + true}}", head=head)
    assert told(rule) == []


def test_a_name_that_no_formula_reads_is_refused_where_it_is_declared():
    for name in ("_x", "ｘ", "х"):  # an underscore, a full-width and a Cyrillic letter
        text = card("{id: a, score: {formula: " + name + " * 2}}", head="inputs: {" + name + ": {type: count}}\n")
        found, _ = checked(load_text(text), "ruleset.yaml")
        assert [each.code for each in found] == ["ITR267"], name


# ── enough data ─────────────────────────────────────────────────────────────────────────────────────────────────────

INNER = "{id: g, criteria: [{id: c, score: given}, {id: d, score: given}]}"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2", ""),
        ("3", "3 can never be met: there are 2 children"),
        ("100%", ""),
        ("101%", "101% can never be met: there are 2 children"),
        ("{leaves: 3}", ""),
        ("{leaves: 4}", "4 can never be met: there are 3 leaves"),
        ("{leaves: 120%}", "120% can never be met: there are 3 leaves"),
        ("{leaves: 99.5%}", ""),
        ("2.5", "2.5 can never be met: there are 2 children"),
        ("p", "7 can never be met: there are 2 children"),
        ("0", ""),
    ],
)
def test_at_least_asks_for_no_more_than_there_is(given, words):
    text = card(
        A, INNER, "{id: e, role: unscored, score: given}", head="parameters: {p: 7}\n", keys=f"at_least: {given}"
    )
    assert told(text) == ([f"8 ITR372 t: at_least: {words}"] if words else [])


def test_a_child_that_never_has_a_value_is_not_counted():
    none = "{id: g, aggregate: none, criteria: [{id: c, score: given}]}"
    assert told(card(A, none, keys="at_least: 2")) == ["7 ITR372 t: at_least: 2 can never be met: there is 1 child"]


# ── what only follows ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head",
    [
        "functions: {f(x): x / 2, g(x): f(x) + 1}\n",
        "parameters: {p: 2}\nfunctions: {g(x): x / p}\n",
        "inputs: {so: {type: count, label: Số}}\nfunctions: {f(x): x / so, g(x): f(x) + 1}\n",
        "inputs: {so: {type: count, label: Số}}\nvalues: {v: so / 2}\nfunctions: {g(x): x + v}\n",
    ],
)
def test_what_only_a_wrong_formula_uses_through_functions_is_not_unused(head):
    row = "{id: a, title: A, max: 5, score: {formula: g(khong_co)}}"
    found, _ = checked(load_text(card(row, head=head)), "ruleset.yaml")
    assert [each.code for each in found] == ["ITR204"]


def test_what_nothing_uses_is_unused_beside_a_wrong_formula():
    row = "{id: a, title: A, max: 5, score: {formula: g(khong_co)}}"
    found, _ = checked(load_text(card(row, head="functions: {f(x): x / 2, g(x): x + 1}\n")), "ruleset.yaml")
    assert [(each.code, each.params["name"]) for each in found] == [("ITR342", "f"), ("ITR204", "khong_co")]
