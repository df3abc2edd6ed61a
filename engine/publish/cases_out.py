"""What came of cases, for the terminal: counts, each failure with its figures, and the tree of what differs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from shlex import quote

from ..cases.case import Case, Expected
from ..cases.comparing import difference
from ..cases.running import Check, Outcome, Status, run_alone
from ..explain.explaining import explain
from ..explain.explanation import Explanation, NodeTold
from ..files.visible import visible
from ..formula.figures import amount, figure
from ..model.findings import Place
from ..model.outcome import NoScore, State
from ..model.ruleset import Constant, Node, Ruleset
from ..model.sentences import Pair, sentence
from ..result.words import state_words, why_no_score, why_unranked
from . import texts
from .diagnostics import blocks_of
from .explanation_standing import standing_lines, tier_lines
from .explanation_text import tree_lines
from .explanation_words import code_and_title
from .grid import Look
from .text import wrapped

MOST_EXPLAINED = 20
_MOST_NODES = 40  # of a tree that is printed beside others
_WIDTH, _WIDEST = 100, 120
_STATES = frozenset(State)
_OF_RANK = frozenset({"rank", "tied", "rank_change", "list"})
_COUNTED: Sequence[tuple[Status, Pair]] = (
    ("held", texts.CASES_HELD),
    ("failed", texts.CASES_FAILED),
    ("ill_made", texts.CASES_ILL_MADE),
    ("idle", texts.CASES_IDLE),
    ("left_out", texts.CASES_LEFT_OUT),
)


@dataclass(frozen=True, slots=True)
class CasesRun:
    """Cases that were run.

    Attributes:
        sources: how many cases each file has, by its name.
        outcomes: in the order of the files.
        not_asked: how many cases were there and not asked for.
        texts: file name -> text, for excerpts.
        shown: file name -> what the user calls the file.
        is_marked: whether the counts begin with the mark of made-up data.
    """

    ruleset: Ruleset
    sources: Mapping[str, int]
    outcomes: Sequence[Outcome]
    not_asked: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    is_marked: bool = True

    @property
    def illustrative(self) -> bool:
        """Whether anything that was computed is made up, as parts of the ruleset may be."""
        return any(each.evaluation is not None and each.evaluation.result.illustrative for each in self.outcomes)

    def place(self, place: Place) -> str:
        """Write a place as the terminal makes a link of it, or the cell."""
        parts = (self.shown.get(place.file, place.file), *(str(part) for part in place[1:3] if part and not place.cell))
        return visible(":".join(parts)) + (f" {visible(place.cell)}" if place.cell else "")


def cases_text(made: CasesRun, look: Look) -> str:
    """Write every failure, and at the end the counts."""
    blocks = [lines for _, lines in explained_lines(made, look)]
    failures = sum(each.status in {"failed", "ill_made"} for each in made.outcomes)
    if failures > MOST_EXPLAINED:
        blocks.append([look.say(texts.CASES_UNEXPLAINED, most=MOST_EXPLAINED, more=failures - MOST_EXPLAINED)])
    blocks.append(list(_closing(made, look)))
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def explained_lines(made: CasesRun, look: Look) -> Iterator[tuple[Outcome, list[str]]]:
    """Give each failure with all that is said of it; the first few are explained."""
    wide = min(look.columns or _WIDTH, _WIDEST)
    told = [each for each in made.outcomes if each.status in {"failed", "ill_made"}]
    for number, each in enumerate(told):
        yield each, "\n".join(_block(made, each, look, wide, is_explained=number < MOST_EXPLAINED)).split("\n")


def closing_lines(made: CasesRun, lang: str) -> list[str]:
    """Give the counts, a sentence a line."""
    return list(_closing(replace(made, is_marked=False), Look(lang)))


def _block(made: CasesRun, outcome: Outcome, look: Look, wide: int, *, is_explained: bool) -> list[str]:
    case = outcome.case
    head = look.say(
        texts.CASE_HEAD,
        status=look.say(texts.CASE_STATUS[outcome.status]),
        name=visible(case.name),
        place=made.place(case.place),
    )
    lines = [look.paint(line, "bold red") for line in wrapped(head, wide, "  ")]
    for pair, said in ((texts.CASE_WHY, {"why": case.why}), (texts.CASE_BASIS, {"basis": case.basis})):
        if any(said.values()):
            words = {key: visible(" ".join(text.split())) for key, text in said.items()}
            lines += [look.paint(line, "dim") for line in wrapped(look.say(pair, **words), wide, "    ", "  ")]
    if case.is_generated:
        lines.append(look.paint(f"  {look.say(texts.CASE_PROPOSED)}", "yellow"))
    faults = [*outcome.findings, *(check.fault for check in outcome.differences if check.fault is not None)]
    for block in blocks_of(faults, made.texts, look.lang, colour=look.colour, shown=made.shown):
        lines += ["", block]
    differ = [check for check in outcome.differences if check.fault is None]
    for check in differ:
        lines += ["", *_difference(made, outcome, check, look, wide)]
    if differ and is_explained:
        lines += _explained(made, outcome, differ, look, wide)
    return lines


def _difference(made: CasesRun, outcome: Outcome, check: Check, look: Look, wide: int) -> Iterator[str]:
    """Say of one value what was expected and what came out, with the place of the first."""
    case = outcome.case
    unit = look.say(texts.CASE_UNIT, unit=visible(case.units[check.unit].id)) + " · " if case.is_cohort else ""
    name = f"{unit}{visible(name_words(made.ruleset, check.expected.key, check.expected.fact, look.lang))}"
    yield from (
        look.paint(line, "bold") for line in wrapped(f"{name}  {made.place(check.expected.place)}", wide, "    ", "  ")
    )
    rows = [(look.say(texts.CASE_EXPECTED), wanted_words(made.ruleset, check.expected, look.lang), "")]
    rows.append((look.say(texts.CASE_FOUND), found_words(made.ruleset, outcome, check, look.lang), "red"))
    off = difference(check.expected, check.found)
    if off is not None:
        rows.append((look.say(texts.CASE_DIFFERENCE), ("+" if off > 0 else "") + figure(off, look.lang), ""))
    most = max(len(head) for head, _, _ in rows)
    for head, said, style in rows:
        lines = wrapped(visible(said), wide, " " * (most + 8), f"    {head.ljust(most)}  ")
        yield from (look.paint(line, style) for line in lines)


def name_words(ruleset: Ruleset, key: str, fact: str, lang: str) -> str:
    """Name what is expected: a criterion by its number and title too."""
    column = ruleset.columns.get(key)
    title = code_and_title(column, lang) if isinstance(column, Node) else ""
    if column is None and key in texts.UNIT_FACTS:
        title = sentence(texts.UNIT_FACTS[key], lang)
    name = key if fact == "score" else f"{key}, {sentence(texts.CRITERION_FACTS[fact], lang)}"
    return f"{name} · {title}" if title and title != key else name


def wanted_words(ruleset: Ruleset, wanted: Expected, lang: str) -> str:
    """Write what is expected, numbers in the reader's notation and tiers with their titles."""
    if isinstance(wanted.value, Fraction):
        return figure(wanted.value, lang)
    return _worded(ruleset, wanted, wanted.text, lang)


def _worded(ruleset: Ruleset, wanted: Expected, text: str, lang: str) -> str:
    """Write a state in words, and put a tier's title before its id; any other text stays as it is."""
    if wanted.fact == "state" and text in _STATES:
        return state_words(State(text), lang)
    if "tier" not in {wanted.fact, wanted.key if wanted.key not in ruleset.columns else ""}:
        return text
    title = next((tier.title.say(lang) for node in ruleset.nodes() for tier in node.tiers if tier.id == text), "")
    return f"{title} ({text})" if title and title != text else text


def found_words(ruleset: Ruleset, outcome: Outcome, check: Check, lang: str) -> str:
    """Write what came out, in words where it is no value."""
    found = check.found
    if isinstance(found, NoScore):
        return f"{state_words(found.state, lang)} ({found.state}): {why_no_score(ruleset, found).say(lang)}"
    if isinstance(found, bool | Fraction):
        text = figure(found, lang)
        exact = amount(found) if isinstance(found, Fraction) and text.startswith("≈") else "≈"
        return text if exact.startswith("≈") else f"{text} ({exact})"
    if found not in {None, ""}:
        return _worded(ruleset, check.expected, str(found), lang)
    blank = sentence(texts.BLANK, lang)
    if check.expected.key in ruleset.columns or outcome.evaluation is None:
        return blank
    why = why_unranked(ruleset, outcome.evaluation.result.units[outcome.units[check.unit]])
    return f"{blank}: {why.say(lang)}" if why is not None else blank


# ── Why ──


def _explained(made: CasesRun, outcome: Outcome, differ: Sequence[Check], look: Look, wide: int) -> Iterator[str]:
    """Explain what differs: its tree alone; of what is about the unit as a whole, the whole tree or its upper part."""
    # What the ruleset sets is as it is written: there is nothing to explain.
    differ = [check for check in differ if not isinstance(made.ruleset.columns.get(check.expected.key), Constant)]
    if not differ:
        return
    alone = run_alone(made.ruleset, outcome.case)  # beside other cases its units have other names, and neighbours
    if alone.evaluation is None:
        return
    yield from ("", look.paint(f"  {look.say(texts.CASE_EXPLAINED)}", "cyan"))
    is_whole = made.not_asked > 0 and len(made.outcomes) == 1
    for unit in dict.fromkeys(check.unit for check in differ):
        own = [check.expected for check in differ if check.unit == unit]
        keys = [each.key for each in own]
        if outcome.case.is_cohort:
            yield look.paint(f"  {look.say(texts.CASE_UNIT, unit=visible(outcome.case.units[unit].id))}", "bold")
        of_tier = _of_tier(alone, unit, own, look.lang)
        yield from _sentences(of_tier, wide)
        printed: set[str] = set()
        for key in _of_keys(made.ruleset, keys):
            if key not in printed:
                told = explain(alone.evaluation, alone.units[unit], key, (look.lang,))
                nodes = told.nodes if is_whole else _upper(told)
                printed |= {each.node.id for each in nodes}
                yield from (f"    {line}" for line in _tree(told, nodes, outcome.case, look, wide - 4))
        if _OF_RANK & set(keys):
            told = explain(alone.evaluation, alone.units[unit], None, (look.lang,))
            yield from _sentences([line for line in standing_lines(told, look.lang) if line not in of_tier], wide)


def _of_tier(alone: Outcome, unit: int, differ: Sequence[Expected], lang: str) -> list[str]:
    """Say first what the tier that was expected asks for, as points may be enough; nothing where the tier is right."""
    if alone.evaluation is None:
        return []
    columns = alone.evaluation.result.ruleset.columns
    wanted = [each.text for each in differ if each.key == "tier" and each.key not in columns]
    if not wanted:
        return []
    return list(tier_lines(explain(alone.evaluation, alone.units[unit], None, (lang,), wanted[0]), lang))


def _sentences(lines: Iterable[str], wide: int) -> Iterator[str]:
    for line in lines:
        yield from wrapped(visible(line), wide, "      ", "    ")


def _of_keys(ruleset: Ruleset, keys: Sequence[str]) -> list[str | None]:
    """Give what is explained of the names that differ, each once and what holds others first; None for the whole tree."""
    nodes = {node.id: number for number, node in enumerate(ruleset.nodes())}
    own = sorted((key for key in keys if key in ruleset.columns), key=lambda key: nodes.get(key, len(nodes)))
    is_whole = any(key not in ruleset.columns and key not in _OF_RANK for key in keys)
    return [*([None] if is_whole else []), *dict.fromkeys(own)]


def _upper(told: Explanation) -> tuple[NodeTold, ...]:
    """Leave out the deepest nodes until few enough are left; of a tree without a value all but the first level."""
    nodes, most = told.nodes, _MOST_NODES
    if nodes and isinstance(nodes[0].outcome, NoScore):
        most = 0
    deepest = max((node.depth for node in nodes), default=0)
    while len(nodes) > most and deepest > 1:
        nodes = tuple(node for node in nodes if node.depth < deepest)
        deepest -= 1
    return nodes


def _tree(told: Explanation, nodes: tuple[NodeTold, ...], case: Case, look: Look, wide: int) -> Iterator[str]:
    """Print some nodes of a tree, and say how many are below them."""
    yield from tree_lines(told, nodes, look, wide)
    if len(nodes) < len(told.nodes):
        more = len(told.nodes) - len(nodes)
        yield from wrapped(look.say(texts.CASE_TREE_CUT, more=more, name=quote(visible(case.name))), wide, "  ")


# ── The counts ──


def _closing(made: CasesRun, look: Look) -> Iterator[str]:
    if made.illustrative and made.is_marked:
        yield look.paint(look.say(texts.ILLUSTRATIVE), "bold yellow")
    counts = Counter(each.status for each in made.outcomes)
    first = next((each.case.name for each in made.outcomes if each.status == "left_out"), "")
    parts = [look.say(pair, count=counts[status], name=visible(first)) for status, pair in _COUNTED if counts[status]]
    compared = sum(len(each.checks) for each in made.outcomes)
    parts.append(look.say(texts.CASES_COMPARED, count=compared))
    if made.not_asked:
        parts.append(look.say(texts.CASES_NOT_ASKED, count=made.not_asked))
    identity = f"{made.ruleset.id}@{made.ruleset.version}"
    style = (
        "bold green" if set(counts) <= {"held"} else "bold red" if counts["failed"] or counts["ill_made"] else "bold"
    )
    said = f"{look.say(texts.CASES_OF, ruleset=visible(identity), cases=len(made.outcomes))}: {', '.join(parts)}."
    yield from (look.paint(line, style) for line in wrapped(said, look.columns, "  "))
    if len(made.sources) > 1:
        for file, cases in made.sources.items():
            yield look.say(texts.CASES_FROM, file=visible(made.shown.get(file, file)), cases=cases)
    proposed = sum(each.case.is_generated and each.status == "held" for each in made.outcomes)
    if proposed:
        yield from wrapped(look.say(texts.CASES_PROPOSED, count=proposed), look.columns, "  ")
