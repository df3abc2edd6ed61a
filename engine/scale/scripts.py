"""A ruleset as a script of SQL that reads a register and makes a table of the result.

The table has a row a unit: `id`, `scorecard`, `list`, `status`, `reason`, `total`, `max`, `tier`, `rank`; of each
published value `<id>_value`, of each criterion `<id>`, `<id>_counted`, `<id>_rank`, `<id>_tier`, `<id>_failed`, and
beside every one that may lack `<..>_state`. A number whose denominator is the same for all units and divides a power of
ten is a decimal; of any other `<..>_top` and `<..>_bottom` are whole numbers. Where there is no value stands NULL. A name
that SQL would not keep, or that there is already, is `itrank_o1`, `itrank_o2` ..., as the head of the script says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..columns.compiling import compiled
from ..columns.integers import NARROW, WIDE, Expr
from ..columns.program import ATTRIBUTE, Output, Program, Reference, Sampled
from ..files.numbers import decimals_of, plain
from ..model.outcome import NoScore, State
from ..model.ruleset import Ruleset
from ..result.words import why_no_score, why_not_ranked
from .dialects import Dialect, comment, harmless, quoted_name
from .register import (
    COPY,
    PREPARED,
    ROLES,
    Asked,
    Names,
    Register,
    copied,
    definition,
    head,
    prepared,
    queries,
    ranges_of,
    register_of,
    text_of,
)
from .sql import Making, Plan, planned, script, text_columns, unit_check

_SUFFIXES = {"value": "_value", "counted": "_counted", "node_rank": "_rank", "node_tier": "_tier", "failed": "_failed"}
_UNIT = ("scorecard", "list", "status", "why", "total", "max", "tier", "rank")
_MOST_DIGITS = 37


@dataclass(frozen=True, slots=True)
class Compiled:
    """A script.

    Attributes:
        text: of the whole file.
        renamed: columns of the result that have a name of ours: what each is about.
    """

    text: str
    renamed: Mapping[str, str]


def compiled_script(
    ruleset: Ruleset, dialect: Dialect, asked: Asked, target: Sequence[str], *, lang: str, made_by: str, note: str = ""
) -> Compiled:
    """Compile a ruleset to a script.

    Args:
        ruleset: as loaded.
        dialect: of the script.
        asked: the register that it reads.
        target: the name of the table that it makes, after the schemas it is in.
        lang: of comments and reasons.
        made_by: who wrote it, with the version.
        note: what is said of a ruleset that is made up.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
        CannotSayError: where the dialect has no form for it, `outside` with the program's columns that would have to be
            asked for; a name, a text or the number of columns has no place in it.
        ValueError: a name of a table is none.
    """
    program = program_of(ruleset, dialect, asked)
    table = quoted_name(dialect, *target)
    register = register_of(ruleset, program, dialect, asked)
    titles = {node.id: node.title.say(lang) for node in ruleset.nodes()}
    plan = planned(program, dialect, PREPARED, _comments(register, titles, lang))
    result = _Result(register, titles, lang, Names(dialect))
    plan = replace(plan, query=result.query(plan.query), checks=_checks(plan, program))
    lines = [
        *_about(ruleset, lang, made_by, note),
        *head(register, lang),
        *(f"{name} = {about}" for name, about in result.renamed.items()),
    ]
    text = script(plan, table, lines, _before(register))
    return Compiled(text, result.renamed)


def register_definition(
    ruleset: Ruleset, dialect: Dialect, asked: Asked, *, lang: str, made_by: str, note: str = ""
) -> str:
    """Write the statement that makes the register, empty, for who has none yet.

    Args:
        ruleset: as of `compiled_script`, as are the others.
        dialect: of the statement.
        asked: the register.
        lang: of comments.
        made_by: who wrote it.
        note: of a ruleset that is made up.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
        CannotSayError: as of `compiled_script`.
        ValueError: the name of the table is none.
    """
    register = register_of(ruleset, program_of(ruleset, dialect, asked), dialect, asked)
    lines = _about(ruleset, lang, made_by, note)
    return "".join([*(f"{comment(line)}\n" for line in lines), definition(register, lang)])


def _about(ruleset: Ruleset, lang: str, made_by: str, note: str) -> list[str]:
    """Say of which ruleset a text is."""
    about = [f"{ruleset.id}@{ruleset.version}: {ruleset.title.say(lang)}", f"sha256 {ruleset.sha256}", made_by]
    return [*about, *([note] if note else [])]


def _checks(plan: Plan, program: Program) -> tuple[str, ...]:
    """Give the queries that hold the prepared table against the program.

    Where it is a view of a copy whose cells were checked, only ids can still be wrong; looking at each column that the
    view makes would compute it once more.
    """
    return (unit_check(program, plan.dialect, COPY),) if plan.dialect.view else plan.checks


def _before(register: Register) -> list[str | Making]:
    """Give what comes before the program: queries that fail, and the prepared table."""
    types, faults = queries(register)
    dialect = register.dialect
    made = prepared(register)
    if not dialect.view:
        return [types, faults, Making(PREPARED, made, dialect.stage, dialect.unstage)]
    copy = Making(COPY, copied(register), dialect.stage, dialect.unstage)
    return [types, copy, faults, Making(PREPARED, made, dialect.view, dialect.unview)]


def program_of(ruleset: Ruleset, dialect: Dialect, asked: Asked) -> Program:
    """Compile a ruleset for a register of which only this is known.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
    """
    most = WIDE if dialect.is_wide_quotient_wide else NARROW
    return compiled(ruleset, ranges_of(ruleset, asked), groups=asked.groups, most_quotient=most)


def asked_outside(program: Program) -> dict[str, str]:
    """Say of what only the reference computes why: by the key of the column, `rank` where no column is the cause."""
    asked = [each for each in program.operations if isinstance(each, (Reference, Sampled))]
    found: dict[str, str] = {}
    for each in asked:
        if each.key:
            found.setdefault(each.key, each.why)
    return found or {"rank": asked[0].why}


def _comments(register: Register, titles: Mapping[str, str], lang: str) -> dict[str, str]:
    """Say beside the columns of inputs and outputs what they are."""
    found = {column.given.name: f"{column.key}: {column.title[lang == 'en']}" for column in register.columns}
    for number, output in enumerate(register.program.outputs, 1):
        if output.key:
            found[f"o{number}"] = f"{output.key} ({output.what}): {titles.get(output.key, '')}"
        else:
            found[f"o{number}"] = output.what
    return found


@dataclass(slots=True)
class _Result:
    """Writes the last query: the columns of the program under names for people."""

    register: Register
    titles: Mapping[str, str]
    lang: str
    names: Names
    renamed: dict[str, str] = field(default_factory=dict)
    reads_list: bool = False

    def query(self, inner: str) -> str:
        lines = [f"o.unit AS {self._named('id', 'id', 'id')}", *self._lines()]
        query = "SELECT\n  " + ",\n  ".join(lines) + f"\nFROM (\n{inner}\n) AS o"
        return f"{query} JOIN {PREPARED} AS p ON p.unit = o.unit" if self.reads_list else query

    def _lines(self) -> Iterator[str]:
        outputs = list(enumerate(self.register.program.outputs, 1))
        of_unit = {
            output.what: (number, output) for number, output in outputs if not output.key or output.what == "list"
        }
        for what in _UNIT:
            if what in of_unit:
                yield from self._of_unit(what, *of_unit[what])
        for number, output in outputs:
            if output.what not in _UNIT:
                id_ = output.key.removeprefix("self:")
                yield from self._of_value(id_ + _SUFFIXES.get(output.what, ""), number, output)

    def _of_unit(self, what: str, number: int, output: Output) -> Iterator[str]:
        if what == "list" and output.key:
            self.reads_list = True
            text = output.key if output.key == "parent" else ATTRIBUTE + output.key
            yield self._line(f"p.{text_columns(self.register.program)[text]}", "list", number, output)
        elif what == "why":
            yield self._line(self._why(number, output), "reason", number, output)
        else:
            yield from self._of_value(what, number, output)

    def _named(self, wanted: str, instead: str, about: str) -> str:
        name = self.names.named(wanted, instead)
        if name != wanted:
            self.renamed[name] = about
        return quoted_name(self.register.dialect, name)

    def _line(self, text: str, name: str, number: int, output: Output, end: str = "") -> str:
        about = f"{name}: {self.titles.get(output.key, '')}" if output.key else ""
        named = self._named(name, f"o{number}{end}", about or name)
        return f"{text} AS {named}" + (f" {comment(about)}" if about else "")

    def _of_value(self, name: str, number: int, output: Output) -> Iterator[str]:
        top = _read(output.top, f"o.o{number}")
        if output.what in {"rank", "node_rank"}:
            yield self._line(f"NULLIF({_read(output.top, f'o.o{number}')}, 0)", name, number, output)
        elif output.what == "failed" or output.kind == "yes_no":
            yield self._line(self._where_there(f"({top} = 1)", number, output), name, number, output)
        elif output.kind == "date":
            day = self.register.dialect.day.format(top)
            yield self._line(self._where_there(day, number, output), name, number, output)
        elif output.kind == "code":
            words = self._chosen(top, {place: text_of(word) for place, word in enumerate(output.words) if word})
            yield self._line(self._where_there(words, number, output), name, number, output)
        else:
            yield from self._number(name, number, output)
        if output.what in {"criterion", "value", "total"} and not _is_sure(output.lack):
            yield self._line(
                _state(_read(output.lack, f"o.o{number}_s"), self.register.program.lacks),
                f"{name}_state",
                number,
                output,
                "_state",
            )

    def _number(self, name: str, number: int, output: Output) -> Iterator[str]:
        top, bottom = _read(output.top, f"o.o{number}"), _read(output.bottom, f"o.o{number}_d")
        type_ = _decimal_type(output)
        if type_ is None:
            yield self._line(self._where_there(top, number, output), f"{name}_top", number, output, "_top")
            yield self._line(self._where_there(bottom, number, output), f"{name}_bottom", number, output, "_bottom")
        elif not type_[1]:
            yield self._line(self._where_there(top, number, output), name, number, output)
        else:
            whole, places = type_
            part = plain(Fraction(1, output.bottom.low))
            value = f"CAST(CAST({top} AS DECIMAL({whole}, 0)) * {part} AS DECIMAL({whole + places}, {places}))"
            yield self._line(self._where_there(value, number, output), name, number, output)

    def _where_there(self, text: str, number: int, output: Output) -> str:
        if _is_sure(output.lack):
            return text
        return f"CASE WHEN {_read(output.lack, f'o.o{number}_s')} = 0 THEN {text} END"

    def _why(self, number: int, output: Output) -> str:
        """Say why a unit has no rank: a lack of its total, its role, its group or a condition."""
        words = {place: _sentence(self._kept_out(word)) for place, word in enumerate(output.words) if word}
        top = _read(output.top, f"o.o{number}")
        text = self._chosen(top, words)
        status = self._status()
        if "role" in output.words and status:
            test = f"{top} = {output.words.index('role')} AND {status} = {ROLES.index('reference')}"
            text = f"CASE WHEN {test} THEN {_sentence(self._kept_out('reference'))} ELSE {text} END"
        if _is_sure(output.lack):
            return text
        lack = _read(output.lack, f"o.o{number}_s")
        of = output.lack
        lacks = self.register.program.lacks.items()
        reasons = {
            code: _sentence(why_no_score(self.register.ruleset, each).say(self.lang))
            for code, each in lacks
            if of.low <= code <= of.high
        }
        return f"CASE WHEN {lack} = 0 THEN {text} ELSE {self._chosen(lack, reasons)} END"

    def _status(self) -> str:
        """Name the column that says the status, where it is not the same for all units."""
        outputs = enumerate(self.register.program.outputs, 1)
        return next((f"o.o{n}" for n, each in outputs if each.what == "status" and not each.top.is_constant), "")

    def _kept_out(self, word: str) -> str:
        if word == "scorecard":  # which group that is, the register says
            return (
                "there is no scorecard for its group" if self.lang == "en" else "không có bảng điểm cho nhóm của đơn vị"
            )
        is_reference = word == "reference"
        ruleset = self.register.ruleset
        return why_not_ranked(ruleset, "role" if is_reference else word, "", is_reference=is_reference).say(self.lang)

    def _chosen(self, code: str, texts: Mapping[int, str]) -> str:
        """Give the text of each code, which is SQL; NULL for others."""
        if not texts:
            return f"CAST(NULL AS {self.register.dialect.text})"
        tests = "\n    ".join(f"WHEN {number} THEN {text}" for number, text in texts.items())
        return f"CASE {code}\n    {tests} END"


def _sentence(text: str) -> str:
    """Write what people read; a mark that means something to SQL is another there."""
    return f"'{harmless(text)}'"


def _decimal_type(output: Output) -> tuple[int, int] | None:
    """Give how many digits a number has before the point and behind it; None of what is no decimal."""
    if not output.bottom.is_constant:
        return None
    try:
        places = decimals_of(Fraction(1, output.bottom.low))
    except ValueError:
        return None
    whole = len(str(max(abs(output.top.low), abs(output.top.high))))
    return (whole, places) if whole + places < _MOST_DIGITS or not places else None


def _is_sure(expr: Expr) -> bool:
    return expr.is_constant and expr.low == 0


def _read(expr: Expr, name: str) -> str:
    """Give a column, or the constant that needs none."""
    if not expr.is_constant:
        return f"(CASE WHEN {name} THEN 1 ELSE 0 END)" if expr.is_truth else name
    value = int(expr.op == "true") if expr.is_truth else expr.low
    return f"CAST({value} AS {'BIGINT' if abs(value) <= NARROW else 'DECIMAL(38, 0)'})"


def _state(lack: str, lacks: Mapping[int, NoScore]) -> str:
    """Write the state that the code of a lack says: those of one state lie together."""
    ends = {lacks[code].state: code for code in sorted(lacks)}
    tests = " ".join(f"WHEN {lack} <= {end} THEN '{state.value}'" for state, end in ends.items())
    return f"CASE WHEN {lack} = 0 THEN '{State.SCORED.value}' {tests} END"
