"""A scorecard as cells of a spreadsheet: every column of the ruleset that it needs, step by step as the engine takes them.

What one unit's sheet cannot know (cohorts, subordinate units) or Excel not compute to the last digit is left for later,
and so is what is made of it; `docs/forms.md` says which that is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from ..formula.days import serial
from ..formula.excel import (
    FALSE,
    MOST_DIGITS,
    TRUE,
    Excel,
    Formed,
    InexpressibleError,
    Lack,
    Part,
    at,
    call,
    is_error,
    is_lack,
    rounded,
    value,
)
from ..formula.excel_text import LONGEST, text_of
from ..model.input_types.input_type import ValueKind
from ..model.policies import POLICIES
from ..model.reads import NOTHING, names_in, reads_of
from ..model.reads import closure as closure_by
from ..model.ruleset import (
    Before,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    Missing,
    NamedValue,
    Node,
    RollUp,
    Ruleset,
    Scorecard,
    Statistic,
)
from .branches import Branches, Child

DEEPEST = 60
"""Functions inside functions; Excel takes 64."""

YES, NO = "Có", "Không"
_LONGEST_OPTION = 200  # characters


class HiddenCell(NamedTuple):
    """A cell of the hidden sheet: its label and its formula."""

    label: str
    part: Part


@dataclass(slots=True)
class Calculation:
    """The cells of a scorecard.

    Attributes:
        rows: in an order in which each comes after all that it reads.
        last_year: labels of cells that hold what is known of last year, and the key whose value it is.
        later: by node, why it is left for later: `cohort` or `digits`.
        so_far: nodes that have a running sum beside their value.
    """

    rows: list[HiddenCell] = field(default_factory=list)
    last_year: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    so_far: set[str] = field(default_factory=set)


def answer(key: str) -> str:
    """Label the cell into which an answer is typed."""
    return f"answer:{key}"


def needed(key: str) -> str:
    """Label the cell that says whether an answer is wanted."""
    return f"needed:{key}"


def checked(key: str) -> str:
    """Label the cell that holds an answer against what was asked."""
    return f"checked:{key}"


def so_far(id_: str) -> str:
    """Label the cell that adds up what there is of a node."""
    return f"so_far:{id_}"


def option_text(asked: Input, option: str, lang: str) -> str:
    """Give an option as a list offers it: its title, without what Excel would take for a formula; a number tells twins apart."""
    titles = {id_: _offered_title(words.say(lang) or id_) or id_ for id_, words in asked.options.items()}
    own = titles[option]
    twins = [id_ for id_, title in titles.items() if title.casefold() == own.casefold()]
    return own if len(twins) == 1 else f"{own} [{twins.index(option) + 1}]"


def _offered_title(title: str) -> str:
    plain = title.strip().lstrip("=+-@' ")
    return plain if len(plain) <= _LONGEST_OPTION else f"{plain[: _LONGEST_OPTION - 1]}…"


def chosen_option(asked: Input, text: str, lang: str) -> str:
    """Give the id of the option that a list offers by a text; any other text as it is."""
    return next((option for option in asked.options if option_text(asked, option, lang) == text), text)


def sources_of(column: Column) -> frozenset[str]:
    """Name the columns whose cells the sheet needs for a column: its bounds too, but nothing of other units."""
    match column:
        case Input():
            return frozenset(bound for bound in (column.minimum, column.maximum) if isinstance(bound, str))
        case RollUp():
            return NOTHING
        case Node():
            return reads_of(column) - {f"value:{column.id}"}
        case _:
            return reads_of(column)


def is_elsewhere(column: Column | None, card: Scorecard) -> bool:
    """Say whether a column is a criterion of another scorecard, which does not apply to the units of this one."""
    node = column.node if isinstance(column, Before) else column
    return isinstance(node, Node) and node.scorecard != card.id


def closure(ruleset: Ruleset, keys: Sequence[str], card: Scorecard) -> frozenset[str]:
    """Name all columns from which some are computed for the units of a scorecard, and they themselves."""
    return closure_by(
        ruleset.columns, keys, lambda column: NOTHING if is_elsewhere(column, card) else sources_of(column)
    )


def calculation_of(ruleset: Ruleset, card: Scorecard, asked: Sequence[str]) -> Calculation:
    """Write the cells of a scorecard.

    Args:
        ruleset: gives the columns, in an order of computation.
        card: the scorecard.
        asked: the inputs of the form, by key.
    """
    return _Writer(ruleset, card, asked).write()


class _Writer:
    def __init__(self, ruleset: Ruleset, card: Scorecard, asked: Sequence[str]) -> None:
        self.ruleset = ruleset
        self.card = card
        self.asked = list(asked)
        self.made = Calculation()
        self.formed: dict[str, Formed] = {}
        self.why: dict[str, str] = {}
        self.child: dict[str, Child] = {}
        self.count = 0
        self.about = ""
        self.excel = Excel(self.lookup, self.bind, ruleset.rounding_mode)
        self.roots = {card.root.id, *(node.id for node in card.totals)}

    def write(self) -> Calculation:
        nodes = [node.id for node in self.card.nodes()]
        wanted = closure(self.ruleset, [*self.asked, *nodes], self.card) | {f"value:{id_}" for id_ in nodes}
        inputs = [key for key in self.ruleset.columns if key in wanted and key in set(self.asked)]
        for key in inputs:
            self.typed(self.ruleset.columns[key])
        for key, column in self.ruleset.columns.items():
            if key in wanted:
                self.about = key
                self.column(key, column)
        self.wants()
        self.made.rows = [
            row if _fits(row.part) else HiddenCell(row.label, value(Lack.LATER)) for row in self.made.rows
        ]
        return self.made

    # Cells

    def put(self, label: str, part: Part) -> Part:
        self.made.rows.append(HiddenCell(label, part))
        return at(label)

    def bind(self, part: Part) -> Part:
        self.count += 1
        return self.put(f"{self.about}#{self.count}", part)

    def lookup(self, key: str) -> Formed:
        if key in self.why:
            raise InexpressibleError(self.why[key])
        return self.formed[key]

    # Columns

    def column(self, key: str, column: Column) -> None:
        if is_elsewhere(column, self.card):
            self.formed[key] = Formed(value(Lack.NOT_APPLICABLE), lacks=frozenset({Lack.NOT_APPLICABLE}))
            return
        try:
            match column:
                case Input():
                    self.input(key, column)
                case NamedValue():
                    self.named(key, column)
                case Constant():
                    self.formed[key] = self.excel.known(column.value)
                case Statistic() | RollUp():
                    self.why[key] = "cohort"
                case LastYear():
                    kind = self.kind_of(column.of)
                    part = self.remembered(column.of)
                    self.formed[key] = Formed(part, kind, frozenset({Lack.MISSING}), is_plain=True)
                case Before():
                    self.node(column.node, before=True)
                case Node():
                    self.node(column, before=False)
        except InexpressibleError as left:
            self.why[key] = left.why
            if isinstance(column, Node):
                self.for_later(column, left.why)

    def kind_of(self, key: str) -> ValueKind:
        column = self.ruleset.columns.get(key)
        if isinstance(column, Input):
            return column.traits.kind or "choice"
        return "number" if not isinstance(column, NamedValue) else column.formula.type.kind

    def remembered(self, key: str) -> Part:
        label = f"last_year:{key}"
        self.made.last_year[label] = key
        return at(label)

    def typed(self, column: Column) -> None:
        """Read the cell of an answer: a value, or why there is none."""
        assert isinstance(column, Input)
        cell, lang = at(answer(column.key)), self.ruleset.locale
        wrong: Part = value(Lack.INVALID)
        match column.traits.kind:
            case "yes_no":
                read = call("IF", Part("=", (cell, value(NO))), FALSE, wrong)
                read = call("IF", Part("=", (cell, value(YES))), TRUE, read)
            case "choice":
                read = wrong
                for option in reversed(list(column.options)):
                    same = Part("=", (cell, value(option_text(column, option, lang))))
                    read = call("IF", same, value(option), read)
            case None:
                read = cell
            case _:
                read = call("IF", call("ISNUMBER", cell), self.held(column, cell, wrong), wrong)
        for mark, state in self.ruleset.headers.marks.items():
            lack = Lack.NOT_APPLICABLE if state == "not_applicable" else Lack.MISSING
            read = call("IF", Part("=", (cell, value(mark))), value(lack), read)
        blank = call("IF", Part("=", (cell, value(""))), value(Lack.MISSING), read)
        self.put(f"typed:{column.key}", blank)

    def held(self, column: Input, cell: Part, wrong: Part) -> Part:
        """Compare a number with its type, and with its bounds that are not other inputs."""
        type_ = column.traits
        tests = [Part("=", (cell, call("INT", cell)))] if type_.is_whole else []
        limits = ((type_.least, ">="), (type_.most, "<="), (column.minimum, ">="), (column.maximum, "<="))
        for bound, sign in limits:
            if isinstance(bound, Fraction):
                tests.append(Part(sign, (cell, value(bound))))
            elif isinstance(bound, date):
                tests.append(Part(sign, (cell, value(serial(bound)))))
        return call("IF", call("AND", *tests) if len(tests) > 1 else tests[0], cell, wrong) if tests else cell

    def input(self, key: str, column: Input) -> None:
        if key not in self.asked:
            raise InexpressibleError("cohort")  # it is asked of other units
        part = at(f"typed:{key}")
        for bound, sign in ((column.minimum, "<="), (column.maximum, ">=")):
            if isinstance(bound, str) and bound in self.asked:
                other = at(f"typed:{bound}")
                holds = call("IF", is_error(other), TRUE, Part(sign, (other, part)))
                part = call("IF", holds, part, value(Lack.INVALID))
        part = self.put(checked(key), part)
        if column.outliers is not None:
            raise InexpressibleError("cohort")
        lacks = {Lack.INVALID, Lack.MISSING}
        if "not_applicable" in self.ruleset.headers.marks.values():
            lacks.add(Lack.NOT_APPLICABLE)
        kind = column.traits.kind or "choice"
        self.formed[key] = self.filled(key, Formed(part, kind, frozenset(lacks), is_plain=True), column.missing)

    def named(self, key: str, column: NamedValue) -> None:
        if column.outliers is not None:
            raise InexpressibleError("cohort")
        self.formed[key] = self.filled(key, self.excel.form(column.formula), column.missing)

    def filled(self, key: str, formed: Formed, missing: Missing) -> Formed:
        """Do with a blank as `missing` says."""
        part, lacks = formed.part, formed.lacks
        blank = {Lack.MISSING, Lack.EXPECTED, Lack.SKIPPED} & lacks
        if missing != "error" and blank:
            cell = self.put(f"before:{key}", part)
            stand_in: Part
            gone = lacks - blank
            match missing:
                case "unranked":
                    stand_in, more = value(Lack.EXPECTED), {Lack.EXPECTED}
                case "skip":
                    stand_in, more = value(Lack.SKIPPED), {Lack.SKIPPED}
                case "last_year":
                    stand_in, more = self.remembered(key), {Lack.MISSING}
                case "group_mean" | "cohort_mean":
                    stand_in, more = value(Lack.LATER), {Lack.LATER}
                case _:
                    stand_in, more = value(missing), set()
            part = call("IF", is_lack(cell, *sorted(blank)), stand_in, cell)
            lacks = gone | more
        return Formed(self.put(key, part), formed.kind, frozenset(lacks), formed.is_plain, formed.is_rough)

    # Nodes

    def gates(self, node: Node) -> list[Formed]:
        return [self.excel.form(gate) for gate in node.inside]

    def node(self, node: Node, *, before: bool) -> None:
        """Write the steps of a node; of one with a `then`, first those before it."""
        if node.then is not None and not before:
            self.finish(node, self.lookup(f"value:{node.id}"), self.child[f"value:{node.id}"])
            return
        gates = self.gates(node)
        applies = self.excel.form(node.applies) if node.applies is not None else None
        branches = Branches(self, self.child, self.roots)
        made = branches.branch(node) if node.aggregate is not None else self.leaf(node)
        if made.is_unscored:
            self.child[node.id] = made
            self.formed[node.id] = Formed(self.put(node.id, value(Lack.SKIPPED)), lacks=frozenset({Lack.SKIPPED}))
            return
        base, lacks, rough = _where_it_applies(made, applies)
        leaves = Lack.NOT_APPLICABLE in lacks
        cell = self.excel.bind(base) if leaves or node.out_of is not None else base
        part, counted, pending = self.steps(node, cell, made)
        lacks |= made.extra_lacks | ({Lack.INVALID} if node.out_of is not None else set())
        fixed: Part | None = None
        if leaves:
            gone = is_lack(cell, Lack.NOT_APPLICABLE)
            left, policy_lacks = self.left_out(node)
            part = call("IF", gone, left, part)
            lacks = (lacks - {Lack.NOT_APPLICABLE}) | policy_lacks
            counted, pending = self.counts_gone(node, gone, counted, pending)
            fixed = gone if self.final_points(node) is not None else None
        for gate in reversed(gates):
            part = call("IF", gate.part, part, value(Lack.NOT_APPLICABLE))
            pending = pending and call("IF", gate.part, pending, value(0))
            lacks |= gate.lacks | {Lack.NOT_APPLICABLE}
        child = Child(node, part, lacks, self.settled(f"counted:{node.id}", counted), rough)
        child.pending = self.settled(f"pending:{node.id}", pending)
        child.fixed = fixed
        if not before:
            self.close(node, part, child)
            return
        key = f"value:{node.id}"
        self.formed[key] = Formed(self.put(key, part), "number", frozenset(lacks), is_rough=rough)
        self.child[key] = child

    def settled(self, label: str, part: Part | None) -> Part | None:
        return part if part is None or part.op in {"value", "at"} else self.put(label, part)

    def left_out(self, node: Node) -> tuple[Part, set[Lack]]:
        """Say what a node that does not apply is worth."""
        points = self.final_points(node)
        if points is not None:
            return value(points), set()
        is_refused = node.not_applicable is None and node.role == "scored" and node.id not in self.roots
        lack = Lack.INVALID if is_refused else Lack.NOT_APPLICABLE
        return value(lack), {lack}

    def final_points(self, node: Node) -> Fraction | None:
        """Give what a node is worth at once where it does not apply; None where it leaves."""
        return None if node.not_applicable is None else POLICIES[node.not_applicable].points(node.full)

    def counts_gone(
        self, node: Node, gone: Part, counted: Part | None, pending: Part | None
    ) -> tuple[Part | None, Part | None]:
        """Give what a node counts with, and leaves for the root, where it may be gone."""
        full = node.full
        if self.final_points(node) is not None:
            counted = None if full is None or counted is None else call("IF", gone, value(full), counted)
        if node.not_applicable == "rescale_total":
            pending = call("IF", gone, value(Fraction(1) if full is None else full), pending or value(0))
        elif pending is not None:
            pending = call("IF", gone, value(0), pending)
        return counted, pending

    def leaf(self, node: Node) -> Child:
        if node.score is None:
            return Child(node, value(Lack.SKIPPED), frozenset({Lack.SKIPPED}), None, is_rough=False, is_unscored=True)
        score = self.excel.form(node.score)
        part, lacks = score.part, score.lacks
        if node.role == "condition":
            holds = part if score.kind == "yes_no" else Part(">", (part, value(0)))
            part = call("IF", holds, value(1), value(0))
        maximum = None if node.max is None else value(node.max)
        return Child(node, part, lacks, maximum, score.is_rough)

    def steps(self, node: Node, part: Part, made: Child) -> tuple[Part, Part | None, Part | None]:
        """Take the steps from `cap` to `out_of`: the value, what it counts with, and the points that wait for the root."""
        counted, pending = made.counted, made.pending
        if node.cap is not None:
            part = call("MIN", part, value(node.cap))
            counted = None if counted is None else call("MIN", counted, value(node.cap))
        for sign, term in made.extras:
            part = Part(sign, (part, term))
        if node.out_of is None:
            return part, counted, pending
        if counted is None:
            return call("IF", is_error(part), part, value(Lack.INVALID)), value(node.out_of), pending
        whole = counted = self.settled(f"of:{node.id}", counted) or counted
        if pending is None:
            return self.scaled(node, part, whole), value(node.out_of), None
        pending = self.settled(f"waiting:{node.id}", pending) or pending
        none = Part("=", (counted, value(0)))
        whole = self.bind(call("IF", none, value(Lack.INVALID), Part("+", (counted, pending))))
        return self.scaled(node, part, whole), self.scaled(node, counted, whole), self.scaled(node, pending, whole)

    def scaled(self, node: Node, part: Part, whole: Part) -> Part:
        """Bring points to the scale of `out_of`."""
        assert node.out_of is not None
        return Part("/", (Part("*", (part, value(node.out_of))), whole))

    def finish(self, node: Node, pre: Formed, before: Child) -> None:
        """Take `then` and what follows it."""
        assert node.then is not None
        then = self.excel.form(node.then)
        part, lacks, rough = then.part, pre.lacks | then.lacks, pre.is_rough or then.is_rough
        counted, pending, fixed = before.counted, before.pending, before.fixed
        worth = pre.part
        if Lack.NOT_APPLICABLE in then.lacks:
            cell = self.excel.bind(part)
            left, policy_lacks = self.left_out(node)
            gone = self.bind(call("IF", is_error(pre.part), FALSE, is_lack(cell, Lack.NOT_APPLICABLE)))
            part = call("IF", gone, left, cell)
            lacks = lacks | policy_lacks
            counted, pending = self.counts_gone(node, gone, counted, pending)
            if self.final_points(node) is not None:
                fixed = gone if fixed is None else call("OR", fixed, gone)
                worth = call("IF", gone, left, pre.part)
        part = call("IF", is_error(pre.part), pre.part, part) if pre.lacks else part
        child = Child(node, part, frozenset(lacks), self.settled(f"then_counted:{node.id}", counted), rough)
        child.pending, child.fixed, child.worth = self.settled(f"then_pending:{node.id}", pending), fixed, worth
        self.close(node, part, child)

    def close(self, node: Node, part: Part, child: Child) -> None:
        """Take `min` and the rounding, then put the value, and its running sum beside it."""
        rough, final = child.is_rough, part
        if node.minimum is not None:
            final = call("MAX", final, value(node.minimum))
        if node.rounding is not None:
            final = rounded(final, node.rounding.digits, node.rounding.mode, self.bind)
            rough = rough and node.rounding.digits > MOST_DIGITS
        if rough and node.role != "unscored":
            raise InexpressibleError("digits")
        if child.fixed is not None and (final is not part or node.then is not None):
            final = call("IF", child.fixed, child.worth or part, final)
        cell = self.put(node.id, final)
        self.formed[node.id] = Formed(cell, "number", frozenset(child.lacks))
        child.part = cell
        self.child[node.id] = child
        self.run(node, cell)

    def for_later(self, node: Node, why: str) -> None:
        """A node that is not computed here, with what can be added up of it."""
        self.made.later[node.id] = why
        cell = self.put(node.id, value(Lack.LATER))
        self.run(node, cell)

    def run(self, node: Node, cell: Part) -> None:
        """Add up what there is of a node."""
        parts: Part = value(0)
        adds = node.aggregate == "sum" and node.then is None and node.out_of is None
        if adds:
            parts = Branches.running(node, self.made.so_far)
            if node.rounding is not None and node.rounding.digits <= MOST_DIGITS:
                self.about = node.id
                parts = rounded(parts, node.rounding.digits, node.rounding.mode, self.bind)
        if node.role not in {"unscored", "condition"}:
            self.made.so_far.add(node.id)
            self.put(so_far(node.id), call("IF", call("ISNUMBER", cell), cell, parts))

    # What is wanted

    def wants(self) -> None:
        """Say of each input whether the form lacks something without it."""
        readers = self.readers()
        for key in self.asked:
            column = self.ruleset.columns[key]
            assert isinstance(column, Input)
            tests = [self.asks(node, key) for node in readers[key]] if column.missing in {"error", "unranked"} else []
            some = [test for test in tests if test is not None]
            wanted = TRUE if len(some) < len(tests) else call("OR", *some) if some else FALSE
            self.put(needed(key), wanted)

    def readers(self) -> Mapping[str, Sequence[Node]]:
        """Give the nodes that read each input."""
        readers: dict[str, list[Node]] = {key: [] for key in self.asked}
        for node in self.card.nodes():
            formulas = (node.applies, node.score, node.formula, node.then) if node.role != "unscored" else ()
            for key in closure_of(self.ruleset, formulas) & readers.keys():
                readers[key].append(node)
        return readers

    def asks(self, node: Node, key: str) -> Part | None:
        """Give the condition under which a node reads its inputs; None: always."""
        gates = [gate for gate in (*node.inside, node.applies) if gate is not None]
        if any(key in closure_of(self.ruleset, [gate]) for gate in gates) or not gates:
            return None
        try:
            tests = [call("IFERROR", self.excel.form(gate).part, TRUE) for gate in gates]
        except InexpressibleError:
            return None
        return call("AND", *tests)


def _where_it_applies(made: Child, applies: Formed | None) -> tuple[Part, frozenset[Lack], bool]:
    """Give what a node is worth where it applies, what it may lack, and whether it is rough."""
    if applies is None:
        return made.part, made.lacks, made.is_rough
    part = call("IF", applies.part, made.part, value(Lack.NOT_APPLICABLE))
    return part, made.lacks | applies.lacks | {Lack.NOT_APPLICABLE}, made.is_rough or applies.is_rough


def _fits(part: Part) -> bool:
    """Say whether Excel takes a formula, wherever its cells come to stand."""
    text = text_of(part, lambda label: "'Kê khai'!$F$10000" if label.startswith("answer:") else "$B$1000000")
    depth = accumulate((letter == "(") - (letter == ")") for letter in text)
    return len(text) <= LONGEST and max(depth, default=0) <= DEEPEST


def closure_of(ruleset: Ruleset, formulas: Sequence[Formula | None]) -> frozenset[str]:
    """Name all columns that formulas read through named values, but not through nodes."""
    return closure_by(ruleset.columns, names_in(formulas), _read_by_value)


def _read_by_value(column: Column) -> frozenset[str]:
    return reads_of(column) if isinstance(column, NamedValue | Statistic) else NOTHING
