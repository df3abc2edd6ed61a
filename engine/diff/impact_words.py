"""What is said of an impact, in Vietnamese and English: changed clauses in words, and what is not known of it."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from ..language.document import Map, Num, Seq
from ..model.ruleset import Words
from ..model.sentences import Pair, sentence
from ..result.numbers import show
from .clauses import Clause, Kind
from .clauses import Pair as Rulesets
from .parts import Parts, is_same
from .words import INPUT_KEYS, KEYS, TEXTS, VALUES

_LONGEST = 60  # letters of a text of a rule that are quoted

CRITERION = ("tiêu chí {name}", "criterion {name}")
_KINDS: Mapping[Kind, Pair] = {
    "criterion": ("Tiêu chí {name}: {changes}", "Criterion {name}: {changes}"),
    "new": ("Thêm tiêu chí {name}{below}", "New criterion {name}{below}"),
    "gone": ("Bỏ tiêu chí {name}{below}", "Criterion {name} is gone{below}"),
    "moved": ("Chuyển tiêu chí {name} từ {old} sang {new}", "Criterion {name} moves from {old} to {new}"),
    "tiers": ("Mức xếp loại của {name}: {changes}", "Tiers of {name}: {changes}"),
    "ranking": ("Cách xếp hạng của {name}: {changes}", "Ranking of {name}: {changes}"),
    "parameter": ("Tham số {name}: {old} → {new}", "Parameter {name}: {old} → {new}"),
    "function": ("Hàm {name}: {old} → {new}", "Function {name}: {old} → {new}"),
    "value": ("Giá trị {name}: {changes}", "Value {name}: {changes}"),
    "input": ("Số liệu {name}: {changes}", "Input {name}: {changes}"),
    "group": ("Nhóm đơn vị {name}: {changes}", "Group {name}: {changes}"),
    "unit": ("Đơn vị {name}: {changes}", "Unit {name}: {changes}"),
    "rounding": ("Quy tắc làm tròn: {changes}", "Rounding: {changes}"),
    "defaults": ("Mặc định {name}: {old} → {new}", "Default {name}: {old} → {new}"),
    "reading": ("Cách đọc tệp số liệu: {changes}", "How data files are read: {changes}"),
    "period": ("Kỳ của bộ tiêu chí: {old} → {new}", "The ruleset's period: {old} → {new}"),
    "other": ("{name}: {old} → {new}", "{name}: {old} → {new}"),
}
_ADDED = {
    "parameter": ("Thêm tham số {name}: {new}", "New parameter {name}: {new}"),
    "function": ("Thêm hàm {name}", "New function {name}"),
    "value": ("Thêm giá trị {name}", "New value {name}"),
    "input": ("Thêm số liệu {name}", "New input {name}"),
    "group": ("Thêm nhóm đơn vị {name}", "New group {name}"),
}
_TAKEN = {
    "parameter": ("Bỏ tham số {name}", "Parameter {name} is gone"),
    "function": ("Bỏ hàm {name}", "Function {name} is gone"),
    "value": ("Bỏ giá trị {name}", "Value {name} is gone"),
    "input": ("Bỏ số liệu {name}", "Input {name} is gone"),
    "group": ("Bỏ nhóm đơn vị {name}", "Group {name} is gone"),
}
_BELOW = (" và {count} tiêu chí dưới nó", " and {count:criterion/criteria} below it")
_CHANGED = ("{key} {old} → {new}", "{key} {old} → {new}")
_OTHERWISE = ("đổi {key}", "{key} changed")
_NEW_TIER, _GONE_TIER = ("thêm mức {tier}", "new tier {tier}"), ("bỏ mức {tier}", "tier {tier} is gone")
_TIER = ('"{tier}" {change}', '"{tier}" {change}')
_NONE = ("không ghi", "not stated")
_DEFAULTS: Mapping[str, Pair] = {
    "criteria": ("của tiêu chí, {key}", "of criteria, {key}"),
    "inputs": ("của số liệu, {key}", "of inputs, {key}"),
    "values": ("của giá trị trung gian, {key}", "of named values, {key}"),
}
_OTHER = ("khác trước", "other than before")

# ── What is not known ──

NO_TOTAL = ("{unit} không có tổng điểm theo bộ tiêu chí {side}", "{unit} has no total under the {side} ruleset")
BEFORE, AFTER = ("trước", "older"), ("sau", "newer")
ALONE_NO_TOTAL = (
    "khi chỉ đổi điều {changes} thì không có tổng điểm, nên không biết phần nào là của riêng nó",
    "where only change {changes} is made there is no total, so that its own part is not known",
)
NOT_APART = (
    "hai bộ tiêu chí tách ra rồi ghép lại không cho đúng tổng điểm này, nên không tách",
    "put together of their parts the rulesets do not give this total, so that it is not attributed",
)
NOT_SHARED = (
    "có bộ tiêu chí ở giữa mà đơn vị không có tổng điểm, nên không chia được phần chung",
    "under a ruleset between the two the unit has no total, so that what they do together is not shared out",
)
SAME_DATA = (
    "Cùng một số liệu được chấm theo cả hai bộ tiêu chí; chênh lệch là do bộ tiêu chí, không phải do đơn vị thay đổi.",
    "The same data are scored under both rulesets: differences come from the rules, not from the units.",
)
CARRIED = (
    "Đầu vào đổi tên, số liệu lấy từ cột theo tên ở bộ kia: {names}.",
    "Inputs of another name, answered by the column of their name in the other ruleset: {names}.",
)
UNANSWERED = (
    "Số liệu không có đầu vào mà bộ sau hỏi: {inputs}. {criteria} tiêu chí không chấm được cho đơn vị nào: tổng điểm theo bộ sau chỉ tính phần có số liệu, và các đơn vị được xếp tạm trên phần ấy.",
    "Inputs that the newer ruleset asks for and the data do not have: {inputs}. {criteria:criterion/criteria} cannot be scored for any unit: totals under it are of what there are answers to, and ranks are provisional.",
)
NO_ANSWERS = (
    "{criteria} tiêu chí của bộ sau không chấm được cho đơn vị nào: tổng điểm theo bộ sau chỉ tính phần chấm được, và các đơn vị được xếp tạm trên phần ấy.",
    "{criteria:criterion/criteria} of the newer ruleset cannot be scored for any unit: totals under it are of what can be, and ranks are provisional.",
)
OTHER_HISTORY = (
    "Kết quả năm trước được tìm theo mã, mà mã đã đổi: {names}. Mỗi bộ tìm theo mã của mình; phần thay đổi vì thế không tách được cho điều nào.",
    "Last year's result is read by ids that changed: {names}. Each ruleset reads it by its own; what follows from that is attributed to no change.",
)
OTHER_MAXIMA = (
    "{units} đơn vị có điểm tối đa khác nhau giữa hai bộ: chênh lệch điểm gồm cả việc đổi thang điểm, và so bằng phần trăm thì đúng hơn.",
    "The maximum of {units:unit} differs between the rulesets: differences of points include the change of scale, and per cent compare better.",
)
MAXIMA_OF_ANSWERS = (
    "{units} đơn vị thiếu số liệu: điểm tối đa của phần có số liệu khác nhau giữa hai bộ, dù điểm tối đa của bảng điểm như nhau; so bằng phần trăm thì đúng hơn.",
    "{units:unit} lack answers: the maximum of what there are answers to differs between the rulesets, though that of the scorecard is the same; per cent compare better.",
)
TOGETHER = (
    "{changes} điều đổi gồm nhiều phần không đứng riêng được, và được tính chung.",
    "{changes:change} consists of parts that make no ruleset apart, and is tried whole.",
)
NOTHING = (
    "Hai bộ tiêu chí không khác nhau ở quy tắc nào.", "The rulesets differ in no rule.",
)  # fmt: skip
SOME_ANSWERS = (
    "{criteria} tiêu chí của bộ sau thiếu số liệu ở một số đơn vị: tổng điểm của những đơn vị ấy chỉ tính phần có số liệu.",
    "{criteria:criterion/criteria} of the newer ruleset lack answers of some units: totals of these are of what there are answers to.",
)


def both(said: Callable[[str], str]) -> Words:
    """Say something in both languages."""
    return Words(said("vi"), said("en"))


def in_both(pair: Pair, **values: object) -> Words:
    """Fill a pair of templates in both languages."""
    return both(lambda lang: sentence(pair, lang, **values))


def clause_in_words(rulesets: Rulesets, clause: Clause) -> Words:
    """Say what a changed clause changes, with old and new values where these are short."""
    return both(lambda lang: _said(rulesets, clause, lang))


def _said(rulesets: Rulesets, clause: Clause, lang: str) -> str:
    older, newer = rulesets.older, rulesets.newer
    old, new = _value(older, clause), _value(newer, clause)
    key = clause.subject.rpartition(".")[2]
    values = {
        "name": _name(rulesets, clause, lang),
        "changes": "; ".join(_changes(rulesets, clause.kind, (old, new), lang)),
        "old": _word(older, key, old, lang),
        "new": _word(newer, key, new, lang),
        "below": "",
    }
    if clause.kind in {"new", "gone"}:
        count = sum(address[0] == "place" for address in clause.addresses) - 1
        values["below"] = sentence(_BELOW, lang, count=count) if count else ""
    if clause.kind == "moved":
        ways = [parts.nodes[clause.subject].parent for parts in (older, newer)]
        values["old"], values["new"] = (
            title_of(parts, parent, lang) for parts, parent in zip((older, newer), ways, strict=True)
        )
    table = _ADDED if _is_none(older, clause) else _TAKEN if _is_none(newer, clause) else _KINDS
    return table.get(clause.kind, _KINDS[clause.kind])[lang != "vi"].format(**values)


def _is_none(parts: Parts, clause: Clause) -> bool:
    """Say whether a ruleset has nothing of what a clause changes."""
    return all(address not in parts.at for address in clause.addresses)


def _value(parts: Parts, clause: Clause) -> Any:
    """Give what a clause says in one ruleset, where it says one thing."""
    address = min(clause.addresses, key=len) if len(clause.addresses) == 1 else None
    return parts.at.get(address) if address is not None else None


def _name(rulesets: Rulesets, clause: Clause, lang: str) -> str:
    if clause.kind in {"criterion", "new", "gone", "moved", "tiers", "ranking"}:
        parts = rulesets.newer if clause.subject in rulesets.newer.nodes else rulesets.older
        return f"{title_of(parts, clause.subject, lang)}{_card(parts, clause.subject, lang)}"
    if clause.kind == "defaults":
        section, _, key = clause.subject.partition(".")
        word = sentence(KEYS[key], lang) if key in KEYS else key
        return sentence(_DEFAULTS[section], lang, key=word) if section in _DEFAULTS else clause.subject
    if clause.kind == "input":
        told = [parts.at.get(("inputs words", clause.subject)) for parts in (rulesets.newer, rulesets.older)]
        said: Any = next(filter(None, told), {})
        label = _words(said.get("label"), lang)
        return f'"{label}" ({clause.subject})' if label else clause.subject
    return clause.subject


def _card(parts: Parts, id_: str, lang: str) -> str:
    """Say of which scorecard a node is, where there are more: their numbers begin anew."""
    root = id_
    while parent := parts.nodes[root].parent:
        root = parent
    cards = [each for each, standing in parts.nodes.items() if not standing.parent]
    return f" ({title_of(parts, root, lang)})" if len(cards) > 1 and root != id_ else ""


def title_of(parts: Parts, id_: str, lang: str) -> str:
    """Name a node: its number and title, or its id."""
    said = parts.at.get(("words", id_), {})
    title = _words(said.get("title"), lang)
    return " ".join(filter(None, (str(said.get("code", "")), title))) or id_


def _words(said: Any, lang: str) -> str:
    if isinstance(said, Map):
        return Words(str(said.get("vi", "")), str(said.get("en", ""))).say(lang)
    return str(said or "")


def _changes(rulesets: Rulesets, kind: Kind, sides: tuple[Any, Any], lang: str) -> Iterator[str]:
    """Say which keys changed, and of short values what to."""
    old, new = sides
    if kind == "tiers":
        yield from _tiers(rulesets, old, new, lang)
        return
    if not isinstance(old, Map) or not isinstance(new, Map):
        told = [short(part, lang) for part in (old, new)]
        pair = _OTHER if "…" in told else _CHANGED
        yield pair[lang != "vi"].format(key="", old=told[0], new=told[1]).strip()
        return
    for key in dict.fromkeys((*new, *old)):
        if not is_same(old.get(key), new.get(key)):
            named = {**KEYS, **(INPUT_KEYS if kind == "input" else {})}
            word = sentence(named[key], lang) if key in named else str(key)
            told = _both_sides(rulesets, key, sides, lang)
            if told[0] == told[1]:  # they differ in the other language only
                told = _both_sides(rulesets, key, sides, "en" if lang == "vi" else "vi")
            pair = _OTHERWISE if "…" in told else _CHANGED
            yield pair[lang != "vi"].format(key=word, old=told[0], new=told[1])


def _both_sides(rulesets: Rulesets, key: str, sides: tuple[Any, Any], lang: str) -> list[str]:
    both_parts = zip((rulesets.older, rulesets.newer), sides, strict=True)
    return [_word(parts, key, part.get(key), lang) for parts, part in both_parts]


def _word(parts: Parts, key: str, value: Any, lang: str) -> str:
    """Write a value of a rule: a word of the language as people say it, what has a title by that."""
    if isinstance(value, Map) and value and value.keys() <= {"vi", "en"}:
        return _quoted(_words(value, lang))
    if isinstance(value, Seq) and all(isinstance(each, str) for each in value):
        return _cut("; ".join(_titled(parts, each, lang) for each in value))
    if not isinstance(value, str):
        return short(value, lang)
    if key in TEXTS:
        return _quoted(value)
    pair = VALUES.get(key, {}).get(value)
    return short(_titled(parts, value, lang), lang) if pair is None else sentence(pair, lang)


def _quoted(text: str) -> str:
    return _cut(f'"{text}"')


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else "…"


def _titled(parts: Parts, name: str, lang: str) -> str:
    """Name a criterion or an input by its title; anything else as it is written."""
    if name in parts.nodes:
        title = title_of(parts, name, lang)
        return title if title == name else f'"{title}"'
    label = _words(parts.at.get(("inputs words", name), {}).get("label"), lang)
    return f'"{label}"' if label else name


def _tiers(rulesets: Rulesets, old: Any, new: Any, lang: str) -> Iterator[str]:
    """Say which tiers are new, gone, have other bounds, or stand in another order."""
    before, after = ({str(tier["id"]): tier for tier in tiers or ()} for tiers in (old, new))
    for id_ in dict.fromkeys((*after, *before)):
        title = _title(after.get(id_) or before[id_], lang)
        if id_ not in before or id_ not in after:
            yield (_NEW_TIER if id_ in after else _GONE_TIER)[lang != "vi"].format(tier=title)
        elif not is_same(before[id_], after[id_]):
            change = ", ".join(_changes(rulesets, "criterion", (before[id_], after[id_]), lang))
            yield _TIER[lang != "vi"].format(tier=title, change=change)
    orders = [[id_ for id_ in tiers if id_ in before and id_ in after] for tiers in (before, after)]
    if orders[0] != orders[1]:
        yield sentence(
            _CHANGED, lang, key=sentence(KEYS["tiers"], lang),
            old=", ".join(_title(before[id_], lang) for id_ in orders[0]),
            new=", ".join(_title(after[id_], lang) for id_ in orders[1]),
        )  # fmt: skip


def _title(tier: Any, lang: str) -> str:
    return _words(tier.get("title"), lang) or str(tier["id"])


def short(value: Any, lang: str) -> str:
    """Write a value of a rule where it is short; else only that there is one.

    >>> from ..language.edits import number, text
    >>> short(number("0.5"), "vi"), short(text("a / b"), "vi"), short(None, "en"), short(Map(), "en")
    ('0,5', 'a / b', 'not stated', '…')
    """
    if value is None:
        return _NONE[lang != "vi"]
    if isinstance(value, Num):
        return show(Fraction(value), None, lang)
    if isinstance(value, bool):
        return ("có" if value else "không") if lang == "vi" else ("yes" if value else "no")
    if isinstance(value, str) and len(value) <= _LONGEST:
        return str(value)
    return "…"
