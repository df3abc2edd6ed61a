"""The sentences of an explanation, in Vietnamese and English; text and Markdown only set them out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ..explain.explanation import ColumnTold, Explanation, NodeTold, Told
from ..explain.naming import plain_key, shower
from ..formula.aggregates import AGGREGATES
from ..formula.figures import figure
from ..model.codes import cell_in_words
from ..model.findings import Place
from ..model.outcome import NoScore, State
from ..model.policies import POLICIES
from ..model.ruleset import Constant, Input, NamedValue, Node, Words
from ..model.sentences import sentence
from ..result.numbers import show
from ..result.words import LACKS, STAGES, state_words, status_words, why_no_score, why_unranked
from ..score.steps import Step
from . import texts

_MOST_PARTS = 16  # of a sum that is written out

_AGGREGATES: Mapping[str, Words] = {name: each.words for name, each in AGGREGATES.items()} | {
    "formula": Words("theo công thức", "by the formula"),
    "none": Words("không tổng hợp", "not put together"),
}
_POLICIES: Mapping[str, tuple[str, str]] = {
    **{name: policy.words for name, policy in POLICIES.items()},
    "": ("không áp dụng", "does not apply"),
}
_MODES: Mapping[str, tuple[str, str]] = {
    "half_up": ("nửa làm tròn lên", "halves away from zero"),
    "half_even": ("nửa về số chẵn", "halves to even"),
    "half_down": ("nửa làm tròn xuống", "halves towards zero"),
    "up": ("luôn lên", "away from zero"),
    "down": ("bỏ phần lẻ", "towards zero"),
    "floor": ("xuống", "down"),
    "ceiling": ("lên", "up"),
}
_ROLES: Mapping[str, tuple[str, str]] = {
    "bonus": ("điểm thưởng", "bonus"),
    "penalty": ("điểm trừ", "penalty"),
    "unscored": ("không tính điểm", "not scored"),
    "condition": ("điều kiện", "condition"),
}
_IMPUTED: Mapping[str, tuple[str, str]] = {
    "last_year": ("lấy số năm trước vì để trống", "last year's, since it was blank"),
    "group_mean": ("lấy trung bình nhóm vì để trống", "the mean of the group, since it was blank"),
    "cohort_mean": ("lấy trung bình các đơn vị so sánh vì để trống", "the mean of the cohort, since it was blank"),
}


class Fact(NamedTuple):
    """A heading, and what is said under it."""

    heading: str
    lines: list[str]


def amount(value: object, lang: str) -> str:
    """Write points, or a dash where there are none."""
    return figure(value, lang) if isinstance(value, Fraction) else "–"


def code_and_title(node: Node, lang: str) -> str:
    """Give a node's code and title, as `1.2 Hạ tầng số`."""
    title = node.title.say(lang) or node.id
    if node.role in {"bonus", "penalty", "unscored"}:
        title += f" ({_ROLES[node.role][lang != 'vi']})"
    return f"{node.code}. {title}" if node.code and "." not in node.code else f"{node.code} {title}".strip()


def points(told: NodeTold, lang: str) -> str:
    """Write points and the maximum that counts, or why there are none."""
    if told.node.role == "condition":
        holds = (
            told.outcome != 0
            if isinstance(told.outcome, Fraction)
            else told.state in {State.NOT_APPLICABLE, State.SKIPPED}
        )
        if not holds and isinstance(told.outcome, NoScore):  # semantics §11: it counts as not held
            return "CHƯA BIẾT" if lang == "vi" else "NOT KNOWN"
        return ("đạt" if holds else "KHÔNG ĐẠT") if lang == "vi" else ("holds" if holds else "DOES NOT HOLD")
    if isinstance(told.outcome, NoScore):
        return state_words(told.outcome.state, lang)
    most = told.node.full if told.node.role == "unscored" else told.counted
    made = amount(told.outcome, lang)
    sign = {"bonus": "+", "penalty": "−"}.get(told.node.role, "")
    if sign or most is None:
        return f"{sign}{made}"
    return f"{made} / {amount(most, lang)}"


def headline(made: Explanation, lang: str) -> list[str]:
    """Name the unit, its rank, total and tier: the first in a line of its own."""
    unit, vi = made.unit, lang == "vi"
    ruleset, standing = made.result.ruleset, made.standing
    said = []
    if unit.rank is not None and standing.list is not None:
        of = len(standing.list.units)
        said.append(f"hạng {unit.rank_printed}/{of}" if vi else f"rank {unit.rank_printed} of {of}")
        if unit.status != "ranked":
            said[-1] += f" ({status_words(unit.status, lang)})"
    else:
        why = why_unranked(ruleset, unit)
        said.append(status_words(unit.status, lang) + (f": {why.say(lang)}" if why and why.code != "role" else ""))
    total = amount(unit.outcome, lang)
    if isinstance(unit.outcome, Fraction):
        printed = show(unit.outcome, ruleset.show, lang) if ruleset.show is not None else total
        most = f" / {amount(unit.max, lang)}" if unit.max is not None else ""
        also = "" if printed == total else f" (công bố {printed})" if vi else f" (published as {printed})"
        said.append(f"{total}{most} điểm{also}" if vi else f"{total}{most} points{also}")
    if standing.tier:
        said.append(standing.tier.say(lang))
    name = unit.unit.name or unit.unit.id
    group = ruleset.groups.get(unit.unit.group)
    beside = [unit.unit.id] if unit.unit.name and unit.unit.id != unit.unit.name else []
    beside += [group.say(lang)] if group else []
    return [name + (f" ({', '.join(beside)})" if beside else ""), *said]


def source(made: Explanation, lang: str) -> list[str]:
    """Name the ruleset, its decision and the data."""
    ruleset = made.result.ruleset
    parts = [ruleset.title.say(lang), f"{ruleset.id}@{ruleset.version}"]
    if number := ruleset.decision.get("number"):
        parts.append(f"{'Quyết định' if lang == 'vi' else 'Decision'} {number}")
    parts.append(f"sha256 {ruleset.sha256[:12]}")
    data = "Số liệu" if lang == "vi" else "Data"
    listed = ", ".join(f"{one.path} ({one.sha256[:12]})" for one in made.result.data)
    return [part for part in (*parts, f"{data}: {listed}" if listed else "") if part]


def calculation(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say in a line or two how a node came to its points: the formula with its figures, what chose it, what followed."""
    vi = lang == "vi"
    if isinstance(told.outcome, NoScore):
        return [why_no_score(made.result.ruleset, told.outcome).say(lang), *correction_lines(made, told, lang)]
    lines: list[str] = []
    score, steps = told.score, list(told.steps)
    if score is not None and score.figures:
        first = next((step.after for step in told.steps if step.kind in {"score", "aggregate"}), score.result)
        figures, value = score.figures.say(lang), amount(first, lang)
        if figures != value and isinstance(first, Fraction) and told.node.role != "condition":
            last = steps[-1]
            tail = ""
            if last.kind == "rounding" and last.before == first and _acted(last):
                tail = f", {'làm tròn' if vi else 'rounded to'} {amount(steps.pop().after, lang)}"
            lines.append(equation(figures, first, lang) + tail)
        reasons = [reason.say(lang) for reason in score.because]
        lines += [f"{'vì' if vi else 'since'} {'; '.join(reasons)}"] if reasons else []
    lines += [step_words(made, told, step, lang) for step in steps if _acted(step)]
    return [*lines, *correction_lines(made, told, lang)]


def correction_lines(made: Explanation, told: NodeTold, lang: str) -> list[str]:
    """Say what was declared, and what appraisers made of it, why and on what basis."""
    vi = lang == "vi"
    lines = []
    if told.corrections and told.declared is not None and told.declared != told.outcome:
        if isinstance(told.declared, Fraction):
            before = amount(told.declared, lang)
        else:
            before = why_no_score(made.result.ruleset, told.declared).say(lang)
        lines.append(f"{'tự chấm' if vi else 'declared'}: {before}")
    labels = {asked.id: asked.label.say(lang) for asked in made.result.ruleset.inputs}
    for row in told.corrections:
        of = "" if row.target == told.node.id else f", {labels.get(row.target) or row.target}"
        change = f"{_typed(row.before, lang)} → {_typed(row.after, lang)}" if row.after else ""
        said = "; ".join(filter(None, (change, row.reason, row.basis)))
        lines.append(f"{STAGES[row.stage][not vi]}{of}: {said}")
    return lines


def _typed(text: str, lang: str) -> str:
    if not text:
        return "trống" if lang == "vi" else "blank"
    return LACKS[text[1:]][lang != "vi"] if text[0] == "!" and text[1:] in LACKS else text


def _acted(step: Step) -> bool:
    """Say whether a step changed anything that the formula and the children do not say already."""
    if step.kind in {"score", "aggregate", "at_least", "applies"}:
        return False
    return step.before != step.after


def _is_told(step: Step) -> bool:
    """Say whether a step is worth a line: rounding what is round already is not."""
    return step.kind != "rounding" or _acted(step)


def equation(figures: str, value: object, lang: str) -> str:
    """Write `3 ÷ 4 × 20 = 15`, or `≈` where the result is not written in full.

    >>> equation("1 ÷ 3", Fraction(1, 3), "en"), equation("3 ÷ 4", Fraction(3, 4), "vi")
    ('1 ÷ 3 ≈ 0.333333', '3 ÷ 4 = 0,75')
    """
    text = figure(value, lang) if not isinstance(value, NoScore) else "–"  # type: ignore[arg-type]
    return f"{figures} ≈ {text[1:]}" if text.startswith("≈") else f"{figures} = {text}"


def step_words(made: Explanation, told: NodeTold, step: Step, lang: str) -> str:
    """Say one step of the pipeline: what acted, and the value before and after."""
    vi, node = lang == "vi", told.node
    much, over = amount(step.amount, lang), amount(step.over, lang)
    match step.kind:
        case "applies":
            said = ("không áp dụng", "does not apply")
        case "not_applicable":
            said = _POLICIES[step.about]
        case "score":
            said = (told.kind.vi or "chấm điểm", told.kind.en or "scored")
        case "aggregate":
            words = _AGGREGATES[step.about]
            said = (words.vi, words.en)
        case "at_least":
            said = (f"có {much} phần có số liệu, cần ít nhất {over}", f"{much} have a value, {over} are wanted")
        case "rescale" | "rescale_total":
            where = ("cùng nhóm", "cả bảng điểm"), ("the siblings", "the whole scorecard")
            place = step.kind == "rescale_total"
            said = (
                f"chia lại {much} điểm của phần không áp dụng cho {where[0][place]}: × ({over} + {much}) ÷ {over}",
                f"{much} points that do not apply are shared by {where[1][place]}: × ({over} + {much}) ÷ {over}",
            )
        case "cap":
            said = (f"không quá {much}", f"at most {much}")
        case "bonus" | "penalty":
            titles = [_title(made, step.about, each) for each in ("vi", "en")]
            sign = "+" if step.kind == "bonus" else "−"
            said = (
                f"{_ROLES[step.kind][0]} {titles[0]} {sign}{much}", f"{_ROLES[step.kind][1]} {titles[1]} {sign}{much}",
            )  # fmt: skip
        case "out_of":
            said = (f"quy về thang {much}: × {much} ÷ {over}", f"on a scale of {much}: × {much} ÷ {over}")
        case "then":
            figures = told.then.figures.say(lang) if told.then is not None else ""
            said = (f"quy đổi: {figures}", f"then: {figures}")
        case "appraised":
            said = ("điểm thẩm định, thay cho cách tính", "appraised points, in place of the rule")
        case "min":
            said = (f"ít nhất {much}", f"at least {much}")
        case _:
            digits = node.rounding.digits if node.rounding is not None else 0
            mode = _MODES[node.rounding.mode if node.rounding is not None else "half_up"]
            said = (
                f"làm tròn {_digits(digits, vi=True)} ({mode[0]})", f"rounded to {_digits(digits, vi=False)} ({mode[1]})",
            )  # fmt: skip
    if step.kind == "aggregate" and (parts := _parts(made, told, lang)):
        return f"{said[not vi]}: {equation(parts, step.after, lang)}"
    if step.kind == "then" and step.before is not None and told.then is not None and told.then.figures:
        return equation(said[not vi], step.after, lang)
    if step.before is None:
        return f"{said[not vi]}: {amount(step.after, lang)}" if isinstance(step.after, Fraction) else said[not vi]
    return f"{said[not vi]}: {amount(step.before, lang)} → {amount(step.after, lang)}"


def _parts(made: Explanation, told: NodeTold, lang: str) -> str:
    """Write what was put together under a sum or a mean: each child that counts, times its weight."""
    known = {one.node.id: one.outcome for one in made.nodes}
    parts = [(child.weight, known.get(child.id)) for child in told.node.children if child.role == "scored"]
    there = [(weight, value) for weight, value in parts if isinstance(value, Fraction)]
    if told.node.aggregate not in {"sum", "mean"} or not 1 < len(there) <= _MOST_PARTS:
        return ""
    written = [(amount(weight, lang), amount(value, lang)) for weight, value in there]
    texts = [f"({value})" if value.startswith("-") else value for _, value in written]
    terms = [text if weight == "1" else f"{weight} × {text}" for (weight, _), text in zip(written, texts, strict=True)]
    added = " + ".join(terms)
    if told.node.aggregate == "sum":
        return added
    return f"({added}) ÷ {amount(sum((weight for weight, _ in there), Fraction(0)), lang)}"


def _digits(digits: int, *, vi: bool) -> str:
    if digits < 0:
        return f"đến {10**-digits}" if vi else f"multiples of {10**-digits}"
    if digits == 0:
        return "đến số nguyên" if vi else "a whole number"
    return f"{digits} chữ số thập phân" if vi else f"{digits} decimal{'s' if digits > 1 else ''}"


def _title(made: Explanation, id_: str, lang: str) -> str:
    node = made.result.ruleset.columns.get(id_)
    return f'"{node.title.say(lang) or id_}"' if isinstance(node, Node) else id_


def facts(made: Explanation, told: NodeTold, lang: str) -> Iterator[Fact]:
    """Say all there is to say of a node."""
    vi, node = lang == "vi", told.node

    def word(first: str, second: str) -> str:
        return first if vi else second

    if isinstance(told.outcome, NoScore):
        yield Fact(
            word("Vì sao không có điểm", "Why there are no points"),
            [why_no_score(made.result.ruleset, told.outcome).say(lang)],
        )
    about = [_ROLES[node.role][not vi]] if node.role in _ROLES else []
    if node.weight != 1:
        about.append(f"{word('trọng số', 'weight')} {amount(node.weight, lang)}")
    if told.kind:
        about.append(f"{told.kind.say(lang)} ({node.kind})")
    elif node.aggregate:
        about.append(_AGGREGATES[node.aggregate].say(lang))
    if about:
        yield Fact(word("Cách chấm", "How it is scored"), ["; ".join(about)])
    if told.applies is not None:
        yield Fact(word("Áp dụng khi", "Applies if"), _formula(told.applies, lang))
    if told.score is not None:
        yield Fact(word("Công thức", "Formula"), _formula(told.score, lang))
    if told.then is not None:
        yield Fact(word("Quy đổi", "Then"), _formula(told.then, lang))
    if told.steps:
        yield Fact(
            word("Từng bước", "Step by step"),
            [step_words(made, told, step, lang) for step in told.steps if _is_told(step)],
        )
    reads = _read_by(made, told)
    if reads:
        yield Fact(
            word("Số liệu dùng", "What it reads"),
            [line for column in reads for line in column_lines(made, column, lang)],
        )
    if corrected := correction_lines(made, told, lang):
        yield Fact(word("Thẩm định", "Appraisal"), corrected)
    if told.lost:
        yield Fact(word("Mất điểm", "Points lost"), [amount(told.lost, lang)])
    if node.clause:
        yield Fact(
            word("Căn cứ", "Clause"),
            [", ".join(filter(None, (node.clause, made.result.ruleset.decision.get("number", ""))))],
        )
    written = [place_words(node.place, lang)]
    yield Fact(word("Viết tại", "Written at"), written)
    if told.illustrative or node.provenance:
        said = (
            sentence(texts.ILLUSTRATIVE, lang)
            if told.illustrative
            else {"published": word("đã công bố", "published")}.get(node.provenance, node.provenance)
        )
        yield Fact(word("Nguồn gốc", "Provenance"), [said])


def _read_by(made: Explanation, told: NodeTold) -> list[ColumnTold]:
    """Give what a node's formulas name, then the inputs on which its named values rest."""
    listed = [key for key in told.reads if key in made.columns]
    todo, rest = list(listed), []
    while todo:
        column = made.columns[todo.pop(0)].column
        below = sorted(column.formula.reads) if isinstance(column, NamedValue) else []
        fresh = [key for key in below if key in made.columns and key not in listed and key not in rest]
        rest += fresh
        todo += fresh
    inputs = [key for key in rest if isinstance(made.columns[key].column, Input)]
    return [made.columns[key] for key in (*listed, *inputs)]


def _formula(told: Told, lang: str) -> list[str]:
    lines = [told.words.say(lang)]
    figures = told.figures.say(lang)
    if figures and figures not in {lines[0], _plain_value(told, lang)}:
        lines.append(equation(figures, told.result, lang))
    elif figures and figures != lines[0]:
        lines.append(f"= {figures}")
    word = "vì" if lang == "vi" else "since"
    return lines + [f"{word} {reason.say(lang)}" for reason in told.because]


def _plain_value(told: Told, lang: str) -> str:
    return "" if isinstance(told.result, NoScore) else figure(told.result, lang)


def column_lines(made: Explanation, column: ColumnTold, lang: str) -> list[str]:
    """Say the value of a column, where it comes from, and one level of the formula of a named value."""
    vi, ruleset = lang == "vi", made.result.ruleset
    id_ = plain_key(column.key)
    named = column.label.say(lang)
    name = (
        f"{named} ({id_})" if named != id_ and not id_.startswith(("[", "cohort_", "children_", "last_year")) else named
    )
    if isinstance(column.value, NoScore):
        value = state_words(column.value.state, lang)
    else:
        value = shower(ruleset, lang)(column.key, column.value)
        value += f" {column.measured_in}" if column.measured_in else ""
    notes = []
    if isinstance(column.column, Constant):
        notes.append(f"{'tham số' if vi else 'parameter'}, {place_words(column.column.place, lang)}")
    if column.imputed:
        fixed = ("đặt thay vì để trống", "put in its place, since it was blank")
        notes.append(_IMPUTED.get(column.imputed, fixed)[not vi])
    if column.drawn_in:
        notes.append("đã kéo về trong khoảng (ngoại lai)" if vi else "drawn in as an outlier")
    if column.cohort is not None:
        notes.append(
            f"{column.cohort.words.say(lang)}, {column.cohort.units} {'đơn vị có giá trị' if vi else 'with a value'}"
        )
    if isinstance(column.column, Input) and not column.imputed and (column.place.line or column.place.cell):
        notes.append(place_words(column.place, lang))
    if column.provenance == "illustrative":
        notes.append(sentence(texts.ILLUSTRATIVE, lang))
    lines = [f"{name} = {value}" + (f" · {' · '.join(notes)}" if notes else "")]
    if isinstance(column.column, NamedValue) and column.told is not None and not column.key.startswith("["):
        lines += [f"  {line}" for line in _formula(column.told, lang)]
    return lines


def place_words(place: Place, lang: str) -> str:
    """Name a place: a file and its line, or its cell."""
    if place.cell:
        cell = cell_in_words(place.cell, lang)
        return f"{place.file}, {cell}" if place.file else cell
    return f"{place.file}:{place.line}" if place.line else place.file
