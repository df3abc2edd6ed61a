"""A finished value is held to what is proved of it, so that points which siblings share out stay narrow, level upon level."""

import against_old
import pytest
from columns_reference import computed_by_hand, differences
from itrank.engine import evaluate, load_text, observe
from itrank.engine.columns import making
from itrank.engine.columns.compiling import compiled
from itrank.engine.columns.integers import NARROW
from itrank.engine.columns.making import UnsupportedError
from itrank.engine.columns.program import in_order
from itrank.engine.observe import table_of

LEAVES = 4
LEVELS = 3


def nested() -> str:
    """Write leaves of fractions that may not apply, below levels of branches that share out their points."""
    inputs, cells = [], []

    def branch(level: int, name: str) -> str:
        pad = " " * (6 + 4 * (LEVELS - level))
        if level == 0:
            inputs.append(f"  a{name}: {{type: count, max: 2000}}")
            inputs.append(f"  b{name}: {{type: count, min: 1, max: 2000}}")
            inputs.append(f"  k{name}: {{type: yes_no}}")
            cells.append(name)
            return f"{pad}- {{id: l{name}, max: 10, applies: k{name}, score: {{ratio: [a{name}, b{name}]}}}}\n"
        below = "".join(branch(level - 1, f"{name}_{n}") for n in range(LEAVES if level == 1 else 2))
        return f"{pad}- id: c{name}\n{pad}  criteria:\n{below}"

    tree = branch(LEVELS, "")
    return (
        "format: itrank-ruleset/1\nid: nested\nversion: '1'\ntitle: Nested\nrounding: {leaf: 2, branch: 2}\n"
        "defaults: {inputs: {missing: unranked}, criteria: {not_applicable: rescale}}\ninputs:\n"
        + "\n".join(inputs)
        + "\nscorecards:\n  all:\n    criteria:\n"
        + tree
        + "    ranking: {lists: all}\n"
    )


@pytest.fixture(scope="module")
def ruleset():
    loaded = load_text(nested())
    assert not [found for found in loaded.findings if found.severity == "error"]
    return loaded.ruleset


def test_shared_points_fit_into_64_bits_at_every_level(ruleset):
    program = compiled(ruleset, most_quotient=NARROW)
    exprs = in_order([expr for output in program.outputs for expr in (output.top, output.bottom, output.lack)])
    assert not [expr for expr in exprs if expr.is_wide]
    assert {note.engine for note in program.notes.values()} == {"columns"}


def test_what_is_held_is_what_the_reference_gives(ruleset):
    keys = [given.key for given in compiled(ruleset).given]
    rows = []
    for unit in range(40):
        row = {"id": f"u{unit}"}
        for number, key in enumerate(keys):
            lot = (unit * 31 + number * 17 + unit * number) % 23
            if key.startswith("k"):
                row[key] = "no" if lot < unit % 24 else "yes"  # nothing applies to some, everything to others
            else:
                row[key] = "" if lot == 22 and unit % 7 == 0 else str(1 + (unit * 7 + number * 13) % 2000)
        rows.append(row)
    observed = observe(ruleset, [table_of("rows", rows)])
    program, made, answers = computed_by_hand(ruleset, observed)
    result = evaluate(ruleset, observed)
    assert not differences(result, program, made, answers)
    assert len({unit.status for unit in result.units}) == 2


@pytest.mark.bar(4)
@pytest.mark.parametrize("seed", range(1, 1_000, 2))
def test_holding_every_value_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(making, "MOST_UNHELD", 0)
    ((_, ruleset, observed, _),) = against_old.rulesets(f"{seed - 1}:{seed}")
    if ruleset is None:
        return
    try:
        program, rows, answers = computed_by_hand(ruleset, observed)
    except UnsupportedError:
        return
    assert not differences(evaluate(ruleset, observed), program, rows, answers)
