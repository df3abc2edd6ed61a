"""How a node came to its points, in words: the formula with its figures, what chose it, and each step that followed."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..explain.explanation import Explanation, NodeTold, Told
from ..formula.aggregates import AGGREGATES
from ..model.outcome import NoScore, Outcome
from ..model.policies import POLICIES
from ..model.ruleset import Node, Value, Words
from ..model.sentences import sentence
from ..result.words import MODES, why_no_score
from ..score.steps import Step
from . import texts
from .explanation_words import amount, correction_lines, equation

_MOST_PARTS = 16  # of a sum that is written out
AGGREGATE_WORDS: Mapping[str, Words] = {
    **{name: each.words for name, each in AGGREGATES.items()},
    "formula": Words(*texts.BY_FORMULA),
    "none": Words(*texts.NOT_AGGREGATED),
}
_POLICY_WORDS = {name: policy.words for name, policy in POLICIES.items()} | {"": texts.STEPS["applies"]}


def calculation(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say in a line or two how a node came to its points: the formula with its figures, what chose it, what followed."""
    corrected = correction_lines(made, told, lang)
    if isinstance(told.outcome, NoScore):
        return [why_no_score(made.result.ruleset, told.outcome).say(lang), *corrected]
    lines, steps = _by_formula(told, lang)
    return [*lines, *(step_words(made, told, step, lang) for step in steps if _acted(step)), *corrected]


def _by_formula(told: NodeTold, lang: str) -> tuple[list[str], tuple[Step, ...]]:
    """Say a formula with its figures and what chose its way; give the steps that are still to be said."""
    if told.score is None or not told.score.figures:
        return [], told.steps
    lines, steps = [], told.steps
    figures, value = told.score.figures.say(lang), _first_value(told.score, steps)
    if isinstance(value, Fraction) and figures != amount(value, lang) and told.node.role != "condition":
        lines.append(equation(figures, value, lang))
        if _rounds(steps[-1], value):  # in the same line
            points = amount(steps[-1].after, lang)
            lines, steps = [sentence(texts.ROUNDED_TO, lang, equation=lines[0], points=points)], steps[:-1]
    if reasons := "; ".join(reason.say(lang) for reason in told.score.because):
        lines.append(sentence(texts.SINCE, lang, reasons=reasons))
    return lines, steps


def _first_value(score: Told, steps: Sequence[Step]) -> Value | Outcome:
    """Give what the formula or the children gave, before any step changed it."""
    return next((step.after for step in steps if step.kind in {"score", "aggregate"}), score.result)


def _rounds(step: Step, value: Outcome) -> bool:
    return step.kind == "rounding" and step.before == value and _acted(step)


def _acted(step: Step) -> bool:
    """Say whether a step changed anything that the formula and the children do not say already."""
    return step.kind not in {"score", "aggregate", "at_least", "applies"} and step.before != step.after


def step_lines(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say every step of a node; rounding what is round already is not worth a line."""
    return [step_words(made, told, step, lang) for step in told.steps if step.kind != "rounding" or _acted(step)]


def step_words(made: Explanation, told: NodeTold, step: Step, lang: str) -> str:
    """Say one step of the pipeline: what acted, and the value before and after."""
    said, after = _what_acted(made, told, step, lang), amount(step.after, lang)
    if step.kind == "aggregate" and (parts := _parts(made, told, lang)):
        return f"{said}: {equation(parts, step.after, lang)}"
    if step.before is None:
        return f"{said}: {after}" if isinstance(step.after, Fraction) else said
    if step.kind == "then" and told.then is not None and told.then.figures:
        return equation(said, step.after, lang)
    return f"{said}: {amount(step.before, lang)} → {after}"


def _what_acted(made: Explanation, told: NodeTold, step: Step, lang: str) -> str:
    match step.kind:
        case "not_applicable":
            return sentence(_POLICY_WORDS[step.about], lang)
        case "score":
            return (told.kind or Words(*texts.SCORED)).say(lang)
        case "aggregate":
            return AGGREGATE_WORDS[step.about].say(lang)
        case "rounding":
            return _rounding(told.node, lang)
    return sentence(
        texts.STEPS[step.kind],
        lang,
        much=amount(step.amount, lang),
        over=amount(step.over, lang),
        title=_title(made, step.about, lang),
        figures=told.then.figures.say(lang) if told.then is not None else "",
    )


def _rounding(node: Node, lang: str) -> str:
    """Say to how many digits a node is rounded, and how."""
    digits, mode = (node.rounding.digits, node.rounding.mode) if node.rounding is not None else (0, "half_up")
    pair = texts.DECIMALS if digits > 0 else texts.MULTIPLES if digits < 0 else texts.WHOLE_NUMBER
    places = sentence(pair, lang, digits=digits, step=10 ** max(-digits, 0))
    return sentence(texts.STEPS["rounding"], lang, digits=places, mode=sentence(MODES[mode], lang))


def _title(made: Explanation, id_: str, lang: str) -> str:
    node = made.result.ruleset.columns.get(id_)
    return f'"{node.title.say(lang) or id_}"' if isinstance(node, Node) else id_


def _parts(made: Explanation, told: NodeTold, lang: str) -> str:
    """Write what was put together under a sum or a mean: each child that counts, times its weight."""
    counted = list(_counted(made, told))
    if told.node.aggregate not in {"sum", "mean"} or not 1 < len(counted) <= _MOST_PARTS:
        return ""
    added = " + ".join(_term(amount(weight, lang), amount(value, lang)) for weight, value in counted)
    if told.node.aggregate == "sum":
        return added
    return f"({added}) ÷ {amount(sum((weight for weight, _ in counted), Fraction(0)), lang)}"


def _counted(made: Explanation, told: NodeTold) -> Iterator[tuple[Fraction, Fraction]]:
    """Give the weight and the points of each child that is scored and has points."""
    known = {one.node.id: one.outcome for one in made.nodes}
    for child in told.node.children:
        value = known.get(child.id)
        if child.role == "scored" and isinstance(value, Fraction):
            yield child.weight, value


def _term(weight: str, value: str) -> str:
    """Write one part of a sum.

    >>> _term("1", "3"), _term("0.5", "-2")
    ('3', '0.5 × (-2)')
    """
    text = f"({value})" if value.startswith("-") else value
    return text if weight == "1" else f"{weight} × {text}"
