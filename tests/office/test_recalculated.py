"""LibreOffice recalculates the forms and shows what the engine computed (marker `office`)."""

from fractions import Fraction

import pytest
from itrank.engine.forms.filling import filled, remembered
from itrank.engine.forms.plan import plan_of
from itrank.engine.forms.workbook import Form, workbook
from itrank.engine.language import load_text
from itrank.engine.model.observed import Unit
from itrank.engine.rank import evaluation
from python_calamine import CalamineWorkbook
from recalculating import saved_anew, spoilt
from sampling import drawn
from test_conformance import data_of, loaded, ruleset_text
from test_explain_retrace import EXPECTED
from test_forms import answers_of
from test_shipped_rulesets import STEMS, observed, shipped

pytestmark = pytest.mark.office


def recalculated(folder, made):
    """Let LibreOffice compute workbooks anew, by name, and read their hidden calculation."""
    saved = saved_anew(folder, made)
    return {name: calculation(folder / "in" / name, saved / name) for name in made}


def calculation(made, saved):
    """Labels as they were made, values as they were saved: LibreOffice turns `_xa_` in a text into a line break."""
    before, after = (CalamineWorkbook.from_path(path).get_sheet_by_name("_tinh").to_python() for path in (made, saved))
    return [[row[0], *other[1:]] for row, other in zip(before, after, strict=True)]


def compare(folder, forms):
    """Hold the numbers of every node against the engine's, to the fifteen digits that a workbook keeps."""
    shown = recalculated(folder, {name: spoilt(content) for name, (content, *_) in forms.items()})
    compared, wrong = 0, []
    for name, (_, cells, nodes) in forms.items():
        values = {row[0]: row[1] for row in shown[name]}
        for label in nodes:
            exact = cells[label]
            if isinstance(exact, Fraction):
                compared += 1
                seen = values[label]
                if not isinstance(seen, (int, float)) or abs(Fraction(seen) - exact) > abs(exact) / 10**13:
                    wrong.append((name, label, exact, seen))
            elif isinstance(values.get(label), (int, float)):
                wrong.append((name, label, exact, values[label]))
    return compared, wrong


def form_for(form, unit, data, index, before, ruleset):
    answers = answers_of(form.plan, data, index, ruleset)
    last = remembered(form.plan, before)
    cells = filled(form.plan, answers, last)
    return workbook(form, unit, last, answers), cells, [node.id for node in form.plan.card.nodes()]


@pytest.mark.parametrize("stem", STEMS)
def test_libreoffice_shows_the_engines_points_of_a_shipped_ruleset(stem, tmp_path):
    ruleset = shipped(stem)
    data = observed(ruleset, stem)
    made = evaluation(ruleset, data)
    cards = {card.id: Form(plan_of(ruleset, card)) for card in ruleset.scorecards}
    forms = {}
    for index, unit in enumerate(data.units):
        card = ruleset.scorecard_of(unit.group)
        forms[f"{index}.xlsx"] = form_for(cards[card.id], unit, data, index, made.before[index], ruleset)
    compared, wrong = compare(tmp_path, forms)
    assert compared >= 300
    assert wrong == []


def test_libreoffice_shows_the_engines_points_of_the_conformance_cases(tmp_path):
    forms, held = {}, drawn([param.id for param in EXPECTED], 250)
    for number, param in enumerate(EXPECTED):
        case, source = param.values
        if param.id not in held:
            continue
        ruleset = loaded(ruleset_text(case, source)).ruleset
        read = data_of(case, ruleset)
        card = ruleset.scorecard_of(read.units[0].group)
        if card is None or any(seen.state == "invalid" for values in read.values.values() for seen in values):
            continue
        if "appraised" in case or any(word in case["name"] for word in TOO_FINE):
            continue
        before = evaluation(ruleset, read).before[0]
        forms[f"{number}.xlsx"] = form_for(Form(plan_of(ruleset, card)), read.units[0], read, 0, before, ruleset)
    compared, wrong = compare(tmp_path, forms)
    assert compared >= len(forms) / 2 > 50
    assert wrong == []


TOO_FINE = ("194761 bits", "201253 bits", "fails just under the bound")
"""Cases about numbers that no spreadsheet holds (docs/forms.md)."""


def test_what_is_typed_is_computed(tmp_path):
    ruleset = load_text(
        "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: Thử\n"
        "inputs: {a: {type: number}}\n"
        "scorecards: {bang: {criteria: [{id: m, max: 10, round: 1, score: {formula: 'a * 0.15'}}]}}\n"
    ).ruleset
    form = Form(plan_of(ruleset, ruleset.scorecards[0]))
    forms = {}
    for tenth in range(200):  # each half of a tenth: where binary fractions round the wrong way
        answers = {"a": Fraction(2 * tenth + 1, 3)}
        cells = filled(form.plan, answers, {})
        forms[f"{tenth}.xlsx"] = workbook(form, Unit("u", "U"), {}, answers), cells, ["m"]
    compared, wrong = compare(tmp_path, forms)
    assert compared == 200
    assert wrong == []
