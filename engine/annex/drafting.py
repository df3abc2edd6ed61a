"""Draft a ruleset from an annex: its tree, its maxima, its clauses, and the scoring kinds that its wordings surely are.

Nothing is guessed in silence: what is not sure loads as points that are reported (`score: given`) and says TODO, both in a
comment and at the beginning of its description, which `itrank check` tells of until it is taken off.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from keyword import iskeyword
from pathlib import PurePath
from typing import cast

from ..files.naming import fold
from ..formula.functions import FUNCTIONS
from ..language.writing import scalar
from ..model.codes import message
from ..model.findings import Finding, Place, in_order
from ..prove.checks.versions import is_day
from .annex import Annex, Line, Part
from .numbering import BULLETS
from .planning import Planned, PlannedCard, every, planned
from .quoting import described
from .rungs import folded
from .scoring import Asked, Scoring, Value
from .text import bare, free, one_line, slug
from .yaml_text import block, entry, flow

_TAKEN = (*FUNCTIONS, "value", "total", "self")
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_CLAUSE = 500, 3_500, 190
_DECISION = re.compile(
    r"quyet dinh so:?\s*(?P<number>\d+/[^\s,;)]{2,30})\s*,?\s*ngay\s+(?P<day>\d{1,2})\s*(?:/|-|thang)"
    r"\s*(?P<month>\d{1,2})\s*(?:/|-|nam)\s*(?P<year>\d{4})"
)
_ANNEX = re.compile(r"\bphu luc(?P<number>(?: so)? (?:[ivx]+|\d{1,2}[a-z]?)\b|)")
_INPUTS = "# Số liệu mà cách chấm gọi tên; câu trả lời của riêng một tiêu chí thì ghi ở tiêu chí ấy (answer)."


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and what is to be said of it.

    Attributes:
        text: the ruleset's YAML.
        findings: each doubt, at its cell.
        kinds: scoring kind -> in how many leaves it was recognised.
        criteria: how many rows became criteria.
        leaves: how many of them have nothing under them, and are scored.
    """

    text: str
    findings: tuple[Finding, ...]
    kinds: Mapping[str, int]
    criteria: int
    leaves: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a scorecard: its own and its group's, those of its lines, and the inputs that each leaf asks for."""

    id: str
    group: str
    lines: Mapping[int, str]
    asked: Mapping[int, Mapping[str, str]]


def draft(annex: Annex, year: int, schema: str = "") -> Draft:
    """Write the draft of a ruleset for a year.

    Args:
        annex: as it was read, with a table at least.
        year: of the figures.
        schema: where editors find the schema, seen from the draft; empty where there is none.
    """
    cards = [planned(folded(part)) for part in annex.parts]
    names, inputs = _named(cards)
    told: dict[Place, list[Finding]] = {}
    for each in in_order(annex.findings):
        told.setdefault(each.place, []).append(each)
    body: list[str] = []
    for card, named in zip(cards, names, strict=True):
        body += _scorecard(card, named, told)
    apart = [each for each in in_order(annex.findings) if each.place in told]  # what no line has taken
    lines = [*_head(annex, year, apart, schema), *_groups(cards, names), *_inputs(inputs), "scorecards:", *body]
    criteria = [each for card in cards for each in every(card.criteria)]
    findings = [*annex.findings, *_doubts(cards), *_doubts(criteria)]
    kinds = Counter(each.scoring.kind for each in criteria if each.scoring is not None)
    leaves = sum(not each.children and _role(each) != "unscored" for each in criteria)
    return Draft("\n".join(lines) + "\n", in_order(findings), dict(sorted(kinds.items())), len(criteria), leaves)


def _doubts(planned_: Iterable[PlannedCard | Planned]) -> Iterator[Finding]:
    for each in planned_:
        yield from each.findings


def rule_alone(scoring: Scoring, most: Fraction) -> str:
    """Write a ruleset of one criterion that is scored so; what it asks for is named by its letters."""
    names = {letter: f"{letter}_" for letter in scoring.inputs}
    lines = [
        "format: itrank-ruleset/1", "id: mot", 'version: "1"', "title: Một",
        *_inputs({names[letter]: replace(asked, within="") for letter, asked in scoring.inputs.items()}),
        "scorecards:", "  bang:", "    criteria:", "      - id: mot_", f"        max: {flow(most)}",
        *_score(scoring, names, "        ", is_doubtful=False),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


# ── Names ──


def _named(cards: Sequence[PlannedCard]) -> tuple[list[_Names], dict[str, Asked]]:
    """Name criteria by their numbers and inputs by their words."""
    taken = set(_TAKEN)
    made = [_names_of_card(card, str(number) if len(cards) > 1 else "", taken) for number, card in enumerate(cards, 1)]
    inputs = _NamedInputs(taken)
    return [replace(names, asked=inputs.of(card, names)) for card, names in zip(cards, made, strict=True)], inputs.known


def _names_of_card(card: PlannedCard, mark: str, taken: set[str]) -> _Names:
    """Name a scorecard and its lines; `mark` tells it from others."""
    id_ = free("_".join(filter(None, ("bang", mark))), taken)
    lines: dict[int, str] = {}
    ordinals = {at: place for under in card.part.below.values() for place, at in enumerate(under, 1)}
    for each in every(card.criteria):
        lines[each.at] = free(_wanted(ordinals[each.at], each, lines, f"tc{mark}"), taken)
    return _Names(id_, f"nhom_{mark}" if mark else "", lines, {})


@dataclass(frozen=True, slots=True)
class _NamedInputs:
    """The inputs that have a name by now; two that are worded alike are one."""

    taken: set[str]
    known: dict[str, Asked] = field(default_factory=dict)
    by_words: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, card: PlannedCard, names: _Names) -> dict[int, dict[str, str]]:
        """Name what the leaves of a scorecard ask for: line -> letter -> name."""
        asked = {}
        for each in every(card.criteria):
            if each.scoring is not None and (inputs := each.scoring.inputs):
                line = names.lines[each.at]
                named = {letter: self._name(input_, f"{line}_{letter}") for letter, input_ in inputs.items()}
                self._bound(inputs, named)
                asked[each.at] = named
        return asked

    def _name(self, input_: Asked, otherwise: str) -> str:
        """Name an input by its label, or by its leaf where it has none."""
        key = fold(input_.label), input_.type
        if input_.label and key in self.by_words:
            return self.by_words[key]
        wanted = slug(input_.label, 32) if input_.label else otherwise
        name = free(f"{wanted}_" if iskeyword(wanted) else wanted, self.taken)
        self.known[name] = replace(input_, within="")
        self.by_words[key] = name
        return name

    def _bound(self, inputs: Mapping[str, Asked], named: Mapping[str, str]) -> None:
        """Bound each input that is a part of another by that, by its name."""
        for letter, input_ in inputs.items():
            part, whole = named[letter], named.get(input_.within, "")
            if whole and not self.known[part].within and not _is_within(self.known, whole, part):
                self.known[part] = replace(self.known[part], within=whole)


def _is_within(inputs: Mapping[str, Asked], name: str, other: str) -> bool:
    """Whether an input is another, or a part of it: two that bound each other would be one."""
    while name and name != other:
        name = inputs[name].within
    return name == other


def _wanted(ordinal: int, each: Planned, lines: Mapping[int, str], first: str) -> str:
    """Name a criterion: `tc_1_2` for 1.2 and for 2 under I, whose name is `tc_i`."""
    number = each.line.number
    above = lines.get(each.line.parent, "")
    is_item = number in {"", *BULLETS}
    own = str(ordinal) if is_item else re.sub(r"[^a-z0-9]+", "_", bare(number)).strip("_")
    return f"{above}_{own}" if above and "." not in number else f"{first}_{own}"


# ── Text ──


def _head(annex: Annex, year: int, apart: Sequence[Finding], schema: str) -> Iterator[str]:
    above = " ".join(part.above for part in annex.parts)
    title = next((part.title for part in annex.parts if part.title), "")
    if schema:
        yield f"# yaml-language-server: $schema={schema}"
    yield "#"
    yield f"# BẢN THẢO, ĐỌC TỪ {_comment(PurePath(annex.file).name)}"
    yield "# Chỗ nào ghi TODO là chỗ phụ lục không nói rõ, hoặc máy không chắc đã hiểu đúng: sửa rồi xóa chữ TODO."
    yield "# Sau đó chạy `itrank check` và đối chiếu từng số với bản đã ký."
    yield from (_todo(each, "") for each in apart)
    yield ""
    yield "format: itrank-ruleset/1"
    yield "id: bo-tieu-chi  # TODO: mã riêng của bộ, chữ không dấu, giữ nguyên qua các năm"
    yield f'version: "{year}.1"'
    yield f"title: {scalar(_cut(title, _LONGEST_TITLE) if title else 'TODO: tên bộ tiêu chí')}"
    yield "locale: vi"
    yield f"period: {year}"
    yield _decision(above)
    yield f"effective: {{from: {year}-01-01, through: {year}-12-31, provenance: illustrative}}  # TODO: ngày hiệu lực"
    yield "provenance: illustrative  # TODO: đổi thành published khi đã đối chiếu xong với bản đã ký"
    yield "# TODO: quyết định nói làm tròn thế nào thì bỏ dấu # ở dòng sau và sửa; không ghi thì không làm tròn"
    yield "# rounding: {mode: half_up, leaf: 2, total: 2}"
    yield ""


def _decision(above: str) -> str:
    """Give the decision that the annex names, if it names one alone."""
    found = list(_DECISION.finditer(bare(above)))
    if len({match.groups() for match in found}) == 1:
        match = found[0]
        day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
        if is_day(day):
            number = above[match.start("number") : match.end("number")]
            return f'decision: {{number: {scalar(number)}, date: "{day}"}}  # TODO: đối chiếu với bản đã ký'
    return "decision: {number: TODO, date: TODO}  # TODO: số và ngày của quyết định"


def _groups(cards: Sequence[PlannedCard], names: Sequence[_Names]) -> Iterator[str]:
    if len(cards) < 2:
        return
    yield "# TODO: đặt lại mã và tên các nhóm đơn vị; mỗi bảng điểm dành cho một nhóm"
    yield "groups:"
    for card, named in zip(cards, names, strict=True):
        yield f"  {named.group}: {{title: {scalar(_cut(card.part.title or f'TODO: {named.group}', _LONGEST_TITLE))}}}"
    yield ""


def _inputs(inputs: Mapping[str, Asked]) -> Iterator[str]:
    if not inputs:
        return
    yield _INPUTS
    yield "inputs:"
    for name, asked in inputs.items():
        label = _cut(asked.label, _LONGEST_TITLE) if asked.label else f"TODO: {name} là số liệu nào"
        bound = {"max": asked.within} if asked.within else {}
        yield from entry(name, {"label": label, "type": asked.type, **bound}, "  ")
    yield ""


def _scorecard(card: PlannedCard, names: _Names, told: dict[Place, list[Finding]]) -> Iterator[str]:
    part = card.part
    annex = _ANNEX.search(bare(part.above))
    source = f"Phụ lục{part.above[annex.start('number') : annex.end('number')]}" if annex is not None else "Phụ lục"
    yield f"  {names.id}:"
    if names.group:
        yield f"    for: [{names.group}]"
    if part.title:
        yield f"    title: {scalar(_cut(part.title, _LONGEST_TITLE))}"
    yield from (_todo(each, "    ") for each in card.findings)
    if card.max is not None:
        yield f"    max: {flow(card.max)}"
    yield "    criteria:"
    for each in card.criteria:
        yield from _criterion(each, card, names, told, "      ", source)
    yield from (f"    # Dưới bảng: {_comment(each.text)}" for each in part.below_it)
    yield "    # TODO: mức xếp loại của quyết định, ví dụ: tiers: [{id: tot, title: Tốt, from: 80%}, {id: con_lai}]"
    yield f"    ranking: {{lists: {'group' if names.group else 'all'}}}  # TODO: cách xếp hạng, khi bằng điểm thì sao"


def _criterion(
    each: Planned, card: PlannedCard, names: _Names, told: dict[Place, list[Finding]], indent: str, source: str
) -> Iterator[str]:
    deeper = indent + "  "
    doubts = [found for place in dict.fromkeys(each.line.places.values()) for found in told.pop(place, ())]
    doubts += each.findings
    yield from (_todo(found, indent) for found in doubts)
    yield f"{indent}- id: {names.lines[each.at]}"
    yield from _printed(each, deeper)
    clause = _clause(card.part, each.at)
    yield f"{deeper}clause: {scalar(_cut(f'{source}, {clause}' if clause else source, _LONGEST_CLAUSE))}"
    description = _description(each.line, is_doubtful=bool(doubts))
    if description:
        yield from block("description", description, deeper)
    yield from (f"{deeper}{key}: {flow(value)}" for key, value in each.keys.items())
    if not each.children:
        yield from _score(each.scoring, names.asked.get(each.at, {}), deeper, is_doubtful=bool(doubts))
        return
    yield f"{deeper}criteria:"
    for child in each.children:
        yield from _criterion(child, card, names, told, deeper + "  ", source)


def _printed(each: Planned, indent: str) -> Iterator[str]:
    """Write what a line prints of itself: its number, its name and its maximum."""
    number, role = each.line.number, _role(each)
    if number not in {"", *BULLETS}:
        yield f"{indent}code: {json.dumps(number, ensure_ascii=False)}"
    yield f"{indent}title: {scalar(_cut(each.line.label, _LONGEST_TITLE))}"
    if role:
        yield f"{indent}role: {role}"
    if each.max is not None and role != "unscored":
        yield f"{indent}max: {flow(each.max)}"


def _role(each: Planned) -> str:
    return each.line.role or ("unscored" if each.max == 0 and not each.children else "")


def _score(scoring: Scoring | None, asked: Mapping[str, str], indent: str, *, is_doubtful: bool) -> Iterator[str]:
    todo = "  # TODO" if is_doubtful else ""
    if scoring is None:
        yield f"{indent}score: given{todo}"
        return
    yield from entry("score", _with_names(scoring.score, asked), indent, todo)
    for key, value in scoring.keys.items():
        yield f"{indent}{key}: {flow(_with_names(value, asked))}{todo}"
    if scoring.answer:
        yield from entry("answer", scoring.answer, indent)


def _with_names(value: Value, asked: Mapping[str, str]) -> Value:
    """Put the names of inputs where the kind's text has only letters for them."""
    if isinstance(value, str):
        return re.sub(r"\{([a-z])\}", lambda letter: asked[letter[1]], value)
    if isinstance(value, Mapping):
        named = {str(_with_names(key, asked)): _with_names(each, asked) for key, each in value.items()}
        return cast("Value", named)
    return tuple(_with_names(each, asked) for each in value) if isinstance(value, tuple) else value


def _description(line: Line, *, is_doubtful: bool) -> str:
    """Keep what the annex says in its own words."""
    text = _cut(described(line), _LONGEST_TEXT)
    return f"TODO: xem chú thích phía trên\n{text}".strip() if is_doubtful else text


def _clause(part: Part, at: int) -> str:
    """Say where a line stands: `mục I, 7.1`; a number with full stops names those before it."""
    told: list[str] = []
    while at >= 0:
        number = part.lines[at].number
        if number not in {"", *BULLETS} and not (told and told[-1].startswith(f"{number}.")):
            told.append(number)
        at = part.lines[at].parent
    return f"mục {', '.join(reversed(told))}" if told else ""


def _todo(found: Finding, indent: str) -> str:
    cell = f"{found.place.cell}: " if found.place.cell else ""
    return f"{indent}# TODO {_comment(cell + message(found, 'vi'))}"


def _comment(text: str) -> str:
    return one_line(text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
