"""Each change of two rulesets as a sentence, with old and new values, and the unit that shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..explain.naming import shower, spoken_labels
from ..formula.figures import figure
from ..model.findings import Witness
from ..model.outcome import NoScore, Outcome
from ..model.ruleset import Node, Ruleset, Words
from ..model.sentences import Pair, sentence
from ..prove.trying import witness_of
from . import words
from .change import Change, Class, Detail, Part, Shown

_MOST_ANSWERS = 6
_LONGEST_NAME = 80


def named(part: Part, lang: str) -> str:
    """Name a criterion by its number and title, or else by its id."""
    title = part.title.say(lang)
    title = title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1]}…"
    return " ".join(each for each in (part.code, f'"{title}"' if title else part.id if not part.code else "") if each)


def subject(change: Change, lang: str) -> str:
    """Say what a change is of.

    >>> from ..model.ruleset import Words
    >>> subject(Change("new", "criterion", "criterion", None, Part("a", Words("Họp"), "2.3")), "vi")
    'Tiêu chí 2.3 "Họp"'
    """
    part = change.part
    name = named(part, lang) if change.subject in {"criterion", "ranking"} else part.title.say(lang) or part.id
    pair = words.SUBJECTS[change.subject]
    if not part.title and change.subject in words.NAMELESS:
        pair = words.NAMELESS[change.subject]
    if part.clause and change.subject == "criterion":
        name = f"{name} ({part.clause})"
    of = "" if change.of is None else sentence(words.OF, lang, name=named(change.of[1], lang))
    return sentence(pair, lang, name=name, id=part.id, of=of)


def said(change: Change, lang: str) -> str:
    """Say a change in one sentence: what it is of, what kind it is, old and new values, and what is known of it.

    >>> from ..model.ruleset import Words
    >>> detail = Detail("max", Words("40", "40"), Words("60", "60"))
    >>> print(said(Change("reweighted", "criterion", "max", Part("a", code="2.3"), Part("a", code="2.3"), "proved", (detail,)), "vi"))
    Tiêu chí 2.3: đổi tỷ trọng: điểm tối đa 40 → 60; tỷ lệ đạt giữ nguyên (đã chứng minh với mọi câu trả lời)
    """
    told = [
        *(_detail(change, each, lang) for each in change.told_in(lang)),
        *_more(change, lang),
    ]
    class_ = sentence(words.CLASSES[change.class_], lang)
    what = "; ".join(told)
    sure = _sure(change)
    known = f" ({sentence(sure, lang)})" if sure else ""
    return f"{subject(change, lang)}: {class_}{': ' if what else ''}{what}{known}"


def _more(change: Change, lang: str) -> Iterator[str]:
    """Say what changed without being written there."""
    if change.key == "order":
        yield sentence(words.ORDER, lang)
    if change.key == "max" and change.subject == "criterion" and not change.follows:
        shares = {"reweighted": words.SAME_SHARE, "tightened": words.BY_SHARE, "loosened": words.BY_SHARE}
        yield from (sentence(pair, lang) for class_, pair in shares.items() if class_ == change.class_)
    yield from _why(change, lang)
    if change.follows and change.subject == "tier":
        yield sentence(words.SAME_BOUNDS, lang)
    if change.follows:
        yield sentence(words.FOLLOWS, lang)
    if change.note:
        yield change.note.say(lang)


def _why(change: Change, lang: str) -> Iterator[str]:
    """Say through what a change came that is written nowhere in its subject."""
    key = _key(change, change.key, lang)
    if change.through:
        parts = (each.partition(".") for each in change.through)
        names = ", ".join(sentence(words.KINDS[kind], lang, id=id_) for kind, _, id_ in parts)
        is_told = change.details or change.key not in _COMPUTED - {"score"}
        yield sentence(words.THROUGH if is_told else words.THROUGH_AT, lang, names=names, key=key)
    elif change.class_ not in _ONE_SIDED and change.key in _COMPUTED and not _differs(change):
        yield sentence(words.THROUGH_NOTHING, lang, key=key)


def _differs(change: Change) -> bool:
    """Say whether anything of a change is written differently."""
    return any(detail.before != detail.after for detail in change.details)


_ONE_SIDED: frozenset[Class] = frozenset({"new", "gone"})
_COMPUTED = frozenset({"score", "formula", "applies", "requires", "when", "aggregate", "then", "by", "tie_break"})


def _sure(change: Change) -> Pair | None:
    if change.class_ == "not_proved" or change.proof not in _SURE or change.subject == "parameter":
        return None
    if change.proof == "proved":
        return _PROVED_OF.get(change.key, words.PROVED)
    return words.NOT_PROVED


_SURE = frozenset({"proved", "not_proved"})
_PROVED_OF: Mapping[str, Pair] = {
    "bounds": words.PROVED_OF_POINTS,
    "cap": words.PROVED_OF_POINTS,
    "min": words.PROVED_OF_POINTS,
    "rounding": words.PROVED_OF_POINTS,
    "tiers": words.PROVED_OF_POINTS,
    "quota": words.PROVED_OF_LISTS,
}


def _detail(change: Change, detail: Detail, lang: str) -> str:
    key = _key(change, detail.key, lang)
    if change.class_ in {"new", "gone"}:
        value = _value(detail.key, detail.after or detail.before, lang)
        return sentence(_in_words(detail.key, words.IS), lang, key=key, value=value)
    sides = (detail.before, detail.after)
    before, after = (_value(detail.key, each, lang) for each in sides)
    if not detail.says_in(lang):  # they differ in the other language only, or in what they depend on
        before, after = (_value(detail.key, each, "en" if lang == "vi" else "vi") for each in sides)
    if before == after:
        return sentence(_in_words(detail.key, words.IS), lang, key=key, value=before)
    pair = words.FROM_TO
    if detail.before is None or detail.after is None:
        pair = words.ADDED if detail.before is None else words.TAKEN
    return sentence(_in_words(detail.key, pair), lang, key=key, before=before, after=after)


def _in_words(key: str, pair: Pair) -> Pair:
    """Put a colon before values that are words."""
    parts = (part.partition("[")[0] for part in key.split("."))
    return words.IN_WORDS[pair] if any(part in words.VALUES for part in parts) else pair


def _value(key: str, value: Words | None, lang: str) -> str:
    """Write what stands at a key; words of the language as people say them."""
    if value is None:
        return sentence(words.BLANK, lang)
    text = value.say(lang)
    tables = (words.VALUES.get(part.partition("[")[0], {}) for part in reversed(key.split(".")))
    text = next((sentence(table[text], lang) for table in tables if text in table), text)
    return f'"{text}"' if key in words.TEXTS else text


def _key(change: Change, key: str, lang: str) -> str:
    """Name a key: the longest beginning that has a word, then the rest as it is written."""
    table = {**words.KEYS, **(words.INPUT_KEYS if change.subject == "input" else {})}
    parts = key.split(".")
    for count in range(len(parts), 0, -1):
        head, _, index = ".".join(parts[:count]).partition("[")
        if head in table:
            rest = [f"[{index}"] if index else []
            left = [sentence(words.KEYS[each], lang) if each in words.UNIT_KEYS else each for each in parts[count:]]
            return " ".join([sentence(table[head], lang), *rest, (" " if head == "units" else ".").join(left)]).strip()
    return key


# ── The unit that shows it ──


def shown(change: Change, rulesets: Sequence[Ruleset], lang: str) -> str:
    """Say the unit that shows a change: its answers, and what comes of them on both sides; empty where there is none."""
    witness = change.witness
    if witness is None:
        return ""
    if witness.is_of_points:
        return f"{_of_maxima(change, witness, rulesets, lang)}: {_tiers(witness, rulesets, lang)}"
    told = list(_answers(witness, rulesets, lang))
    more = len(told) - _MOST_ANSWERS
    listed = ", ".join(told[:_MOST_ANSWERS]) + (sentence(words.AND_MORE, lang, count=more) if more > 0 else "")
    gives = _gives(change, witness, rulesets, lang)
    if witness.tiers[0]:
        gives = f"{_of_maxima(change, witness, rulesets, lang)}: {_tiers(witness, rulesets, lang)}"
    return f"{listed}: {gives}" if listed else gives


def _gives(change: Change, witness: Shown, rulesets: Sequence[Ruleset], lang: str) -> str:
    """Say what comes of the answers: whether a condition is met, points, or shares of maxima where these are compared."""
    nodes = _nodes_of(witness, rulesets)
    is_condition = change.key == "score" and all(node is not None and node.role == "condition" for node in nodes)
    if is_condition or (change.subject == "tier" and change.key in {"requires", "when"}):
        before, after = (_yes_no(each, lang, (words.MET, words.NOT_MET)) for each in witness.points)
        return sentence(words.HOLDS, lang, before=before, after=after)
    if change.key == "max" and change.class_ in {"tightened", "loosened"}:
        return _of_maxima(change, witness, rulesets, lang)
    return _points(change, witness, lang)


def _nodes_of(witness: Shown, rulesets: Sequence[Ruleset]) -> list[Node | None]:
    return [
        next((node for node in ruleset.nodes() if node.id == id_), None)
        for ruleset, id_ in zip(rulesets, witness.nodes, strict=True)
    ]


def _answers(shown: Shown, rulesets: Sequence[Ruleset], lang: str) -> Iterator[str]:
    """Say what the unit answered, by the labels of inputs and options; of an input that both have, once."""
    told: dict[str, str] = {}
    for answers, ruleset in zip(shown.answers, rulesets, strict=True):
        label, show = spoken_labels(ruleset, lang), shower(ruleset, lang)
        told |= {
            asked.id: f"{label(asked.key)} = {show(asked.key, answers[asked.key])}"
            for asked in ruleset.inputs
            if asked.key in answers
        }
    yield from told.values()


def answers_of(shown: Shown, rulesets: Sequence[Ruleset], side: int) -> Mapping[str, str]:
    """Give the answers of one side as `itrank formula --let` reads them."""
    made: Witness = witness_of("", shown.answers[side], rulesets[side].inputs, ("", ""))
    return made.answers


def _points(change: Change, witness: Shown, lang: str) -> str:
    if change.key in {"applies", "requires", "when"}:
        before, after = (_yes_no(each, lang) for each in witness.points)
        return sentence(words.HOLDS, lang, before=before, after=after)
    if witness.is_of_points and witness.points[0] == witness.points[1]:
        return sentence(words.OF_POINTS, lang, points=_figure(witness.points[0], lang))
    own = {each.id for each in (change.before, change.after) if each is not None}
    is_own = change.subject != "criterion" or bool(own & set(witness.nodes))
    if any(isinstance(each, NoScore) for each in witness.points):
        before, after = (_points_or_none(each, lang) for each in witness.points)
        return sentence(
            words.GIVES_NONE if is_own else words.GIVES_NONE_AT, lang, before=before, after=after, name=witness.nodes[1]
        )
    before, after = (_figure(each, lang) for each in witness.points)
    return sentence(words.GIVES if is_own else words.GIVES_AT, lang, before=before, after=after, name=witness.nodes[1])


def _points_or_none(outcome: Outcome, lang: str) -> str:
    text = _figure(outcome, lang)
    return text if isinstance(outcome, NoScore) else sentence(words.OF_POINTS, lang, points=text)


def _of_maxima(change: Change, witness: Shown, rulesets: Sequence[Ruleset], lang: str) -> str:
    """Say the points of a tier's example, of other maxima as shares of them: more points may then be a lower tier."""
    maxima = [None if node is None else node.full for node in _nodes_of(witness, rulesets)]
    (before, after), (most_before, most_after) = witness.points, maxima
    if not (isinstance(before, Fraction) and isinstance(after, Fraction) and most_before and most_after):
        return _points(change, witness, lang)
    if most_before == most_after:
        return _points(change, witness, lang)
    shares = before / most_before, after / most_after
    pair = words.SHARE_OF_BOTH if shares[0] == shares[1] else words.SHARES_OF_BOTH
    return sentence(
        pair, lang, share=figure(shares[0], lang, percent=True), share_after=figure(shares[1], lang, percent=True),
        before=figure(before, lang), after=figure(after, lang),
        most_before=figure(most_before, lang), most_after=figure(most_after, lang),
    )  # fmt: skip


def _figure(outcome: Outcome, lang: str) -> str:
    return figure(outcome, lang) if isinstance(outcome, Fraction) else sentence(words.NO_SCORE, lang)


def _yes_no(outcome: Outcome, lang: str, pairs: tuple[Pair, Pair] = (words.YES, words.NO)) -> str:
    if isinstance(outcome, NoScore):
        return sentence(words.NO_SCORE, lang)
    return sentence(pairs[0] if outcome else pairs[1], lang)


def _tiers(witness: Shown, rulesets: Sequence[Ruleset], lang: str) -> str:
    """Name both tiers by their titles."""
    told = []
    for ruleset, node, tier in zip(rulesets, witness.nodes, witness.tiers, strict=True):
        tiers = next((each.tiers for each in ruleset.nodes() if each.id == node), ())
        title = next((each.title.say(lang) for each in tiers if each.id == tier), "")
        told.append(title or (sentence(words.NO_TIER, lang) if tier == "-" else tier))
    return sentence(words.TIER_MOVES, lang, before=told[0], after=told[1])


def sides(change: Change, lang: str) -> tuple[list[str], list[str]]:
    """Give what a change is of and what is written of it, on the older and on the newer side; nothing where it is not.

    >>> from ..model.ruleset import Words
    >>> detail = Detail("max", Words("40", "40"), Words("60", "60"))
    >>> sides(Change("reweighted", "criterion", "max", Part("a", code="2.3"), Part("a", code="2.3"), "proved", (detail,)), "vi")
    (['Tiêu chí 2.3', 'điểm tối đa: 40'], ['Tiêu chí 2.3', 'điểm tối đa: 60'])
    """
    found: list[list[str]] = []
    for part, is_newer in ((change.before, False), (change.after, True)):
        lines = [] if part is None else [subject(replace(change, before=part, after=part), lang)]
        lines += [part.clause] if part is not None and part.clause and change.subject != "criterion" else []
        for detail in change.told_in(lang) if part is not None else ():
            value = detail.after if is_newer else detail.before
            lines.append(f"{_key(change, detail.key, lang)}: {_value(detail.key, value, lang)}")
        found.append(lines)
    return found[0], found[1]
