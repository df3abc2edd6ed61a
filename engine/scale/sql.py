"""A program on columns as queries of SQL: pure text, for three dialects, with generated names alone.

The prepared table is that of `columns/program.py`; a text column of an attribute is called `t1`, `t2` ... there, in the
order of `Program.texts` without `parent`, since what people call attributes is no name of SQL.

A query is a chain of named subqueries: `l0` casts each column once, each layer computes its columns from the one before,
each wave of operations groups, joins or opens windows. Where two waves would compute what is below them again and
again, the chain is cut into stages, tables that live as long as the script.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeAlias

from ..columns.integers import NARROW, Expr
from ..columns.program import (
    EVERY_STATE,
    Aggregate,
    Answered,
    Layer,
    Operation,
    Partition,
    Program,
    Rank,
    Reference,
    Sampled,
    Schedule,
    Step,
    columns_in,
    made_by,
    operands,
    result_columns,
)
from ..columns.schedule import as_read, read_as, scheduled
from .dialects import Dialect, comment, quoted_text
from .sql_exprs import CannotSayError, Kind, Sayer, chained, kind_of, kind_within, type_of

NAME = re.compile(r"[a-z][a-z_]{0,20}[0-9]{1,9}(_[a-z]{1,9})?|[a-z][0-9]{1,9}(_[a-z]{1,9})?")
ALWAYS = ("n", "unit")

MOST_KEYS = 2**20
"""Of so many different keys the places are counted up in one task; where there may be more, keys are put in buckets."""
BUCKETS = 2**14
LEAST_PACKED = 12  # columns that are handed on together

Columns: TypeAlias = Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the reference is asked between two statements.

    Attributes:
        operation: that asks, as the program has it: the reference knows its expressions by their identity.
        rows: the query of the distinct rows that are asked about; empty where there is one, of constants.
        members: of `Sampled`, the query of the distinct values of each part, and last how many rows have each.
        part, value: what a whole row consists of, in order: a constant, or None for the next column of the query. All
            is `value` for a `Reference`; in `rows` the value is left away unless the operation `is_placed`.
        answers: the table that the next stage reads: the columns of `rows`, the value, the lack.
        columns: of that table.
    """

    operation: Reference | Sampled
    rows: str
    members: str
    part: tuple[int | None, ...]
    value: tuple[int | None, ...]
    answers: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Stage:
    """A table that is made before the rest.

    Attributes:
        name: of the table.
        query: what fills it.
        columns: what it has; of one for each part, its figures.
        asks: what the reference has to answer before the next statement.
        has_units: whether it has a row a unit, or one for each part.
        layers: what is computed of the rows of the query, row by row, before they are the table.
    """

    name: str
    query: str
    columns: Columns
    asks: tuple[Ask, ...] = ()
    has_units: bool = True
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """A table or a view of a script, which it drops at its end.

    Attributes:
        name: of it.
        query: what fills it.
        make, drop: as `Dialect.stage` and `Dialect.unstage`.
    """

    name: str
    query: str
    make: str
    drop: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All statements of a program.

    Attributes:
        dialect: of the text.
        settings: a query that fails where the session would change the meaning of the others.
        checks: queries that fail where the prepared table is not what the program was compiled for.
        stages: tables to make, in order.
        query: the result: `n`, `unit` and what `result_columns` names, but for what is passed on.
        columns: of the result, whole.
        passed: results and texts beside them that the last stage of units holds, each by its column there.
    """

    dialect: Dialect
    settings: str
    checks: tuple[str, ...]
    stages: tuple[Stage, ...]
    query: str
    columns: Columns
    passed: Mapping[str, str]


def planned(
    program: Program,
    dialect: Dialect,
    source: str,
    comments: Mapping[str, str] | None = None,
    *,
    in_parts: bool = False,
    in_layers: bool = False,
    beside: Sequence[str] = (),
) -> Plan:
    """Write a program as queries.

    Args:
        program: what is computed.
        dialect: for which engine.
        source: the prepared table, its name quoted.
        comments: what stands beside the columns of inputs, operations and results (`i1`, `x1`, `o1`), by name.
        in_parts: for who keeps stages in memory and puts the result together: figures of parts are stages too, and
            windows of ranks read one, so that they move few columns; what the last stage holds is passed.
        in_layers: for who computes layers outside of SQL: they stand in the stages, the first of which has all columns
            of the prepared table as they are.
        beside: text columns of the prepared table that the result has too, so that nobody has to join them to it.

    Raises:
        CannotSayError: where the dialect has no form for it.
    """
    schedule = scheduled(program)
    needed = needed_after(program, schedule)
    soon = read_soon(program, schedule)
    told = _commented(program, schedule, comments or {})
    writer = Writer(program, dialect, told, in_parts, in_layers, beside=tuple(beside))
    given = writer.started(source, needed[0], soon[0])
    for step, kept, then in zip(schedule.steps, needed[1:], soon[1:], strict=True):
        if isinstance(step, Layer):
            writer.layer(step, kept, then)
        else:
            writer.wave([as_read(operation, schedule.names) for operation in step], kept)
    results = {name: read_as(expr, schedule.names) for name, expr in result_columns(program)}
    columns: dict[str, Kind] = {"n": "narrow", "unit": "text", **dict.fromkeys(beside, "text")}
    columns |= {name: kind_of(dialect, expr) for name, expr in result_columns(program)}
    held = next((stage.columns for stage in reversed(writer.stages) if in_parts and stage.has_units), {})
    passed = {name: name for name in writer.always[1:] if name in held}
    passed |= {name: expr.column for name, expr in results.items() if expr.column in held}
    query = writer.result({name: expr for name, expr in results.items() if name not in passed}, passed)
    holding = checks(program, dialect, source, given)
    return Plan(dialect, settings(dialect), holding, tuple(writer.stages), query, columns, passed)


def text_columns(program: Program) -> dict[str, str]:
    """Name the columns that texts are in, by what a program calls them."""
    attributes = [text for text in program.texts if text != "parent"]
    return {"unit": "unit", "parent": "parent"} | {
        text: f"t{number}" for number, text in enumerate(attributes, start=1)
    }


def _texts_of(operation: Operation) -> frozenset[str]:
    by: Partition = () if isinstance(operation, Reference) else operation.by
    at = operation.at if isinstance(operation, Aggregate) else None
    return frozenset(key for key in (*by, *(at or ())) if isinstance(key, str))


def needed_after(program: Program, schedule: Schedule) -> list[frozenset[str]]:
    """Give the columns that are still read: before the first step, and after each."""
    needed = columns_in([read_as(expr, schedule.names) for _, expr in result_columns(program)])
    found = [needed]
    for step in reversed(schedule.steps):
        made = step.made.keys() if isinstance(step, Layer) else {name for each in step for name in made_by(each)}
        needed = (needed - made) | _reads(program, schedule, step)
        found.append(needed)
    return found[::-1]


def read_soon(program: Program, schedule: Schedule) -> list[frozenset[str]]:
    """Give the columns that the next step reads, or the next wave: before the first step, and after each.

    A wave looks at some columns of all rows; of what holds others as well, all of it would be computed for that.
    """
    found, wave = [frozenset[str]()], frozenset[str]()
    for step in reversed(schedule.steps):
        reads = _reads(program, schedule, step)
        wave = wave if isinstance(step, Layer) else reads
        found.append(reads | wave)
    return found[::-1]


def _reads(program: Program, schedule: Schedule, step: Step) -> frozenset[str]:
    """Give the columns that a step reads."""
    if isinstance(step, Layer):
        return step.reads
    texts = text_columns(program)
    read = columns_in([read_as(expr, schedule.names) for each in step for expr in operands(each)])
    return read | {texts[text] for each in step for text in _texts_of(each)}


def _commented(program: Program, schedule: Schedule, comments: Mapping[str, str]) -> dict[str, str]:
    """Give comments by the columns of layers, too: a result is computed in one of them, and only read at the end."""
    found = {name: comment(text) for name, text in comments.items()}
    for name, expr in result_columns(program):
        inner = schedule.names.get(id(expr))
        if inner is not None and name in found:
            found.setdefault(inner, found[name])
    return found


@dataclass(slots=True)
class Writer:
    """Writes subqueries one after the other.

    Attributes:
        columns: that the last one has.
        last: its name.
        subqueries: of the stage that is being written.
        is_joined: whether a wave is among them, so that reading them twice would compute that twice.
        beside: texts that are handed on to the result.
        in_parts, in_layers: as of `planned`.
        waiting: layers that the next stage begins with, and the columns that are there before them.
        packs: columns that hold others, which the next step does not read.
        unfenced: layers since the last that has a fence.
    """

    program: Program
    dialect: Dialect
    comments: Mapping[str, str]
    in_parts: bool = False
    in_layers: bool = False
    columns: dict[str, Kind] = field(default_factory=dict)
    last: str = ""
    subqueries: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    is_joined: bool = False
    numbers: dict[str, int] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    waiting: tuple[list[Layer], dict[str, Kind]] | None = None
    packs: dict[str, dict[str, Kind]] = field(default_factory=dict)
    unfenced: int = 0

    @property
    def always(self) -> tuple[str, ...]:
        """Name the columns that every table of units has."""
        return (*ALWAYS, *self.beside)

    @property
    def is_apart(self) -> bool:
        """Whether figures of parts, and places of keys, are stages: what reads them then knows how few they are."""
        return self.in_layers or self.dialect.has_figures_apart

    def named(self, letter: str) -> str:
        """Give the next name of a letter."""
        self.numbers[letter] = self.numbers.get(letter, -1) + 1
        return f"{letter}{self.numbers[letter]}"

    @property
    def sayer(self) -> Sayer:
        """Write expressions that read the last subquery."""
        return self._sayer()

    def _sayer(self, of: str = "") -> Sayer:
        kinds = dict(self.columns)
        for held in self.packs.values():
            kinds |= held
        places = {name: f"{pack}.{name}" for pack, held in self.packs.items() for name in held}
        return Sayer(self.dialect, kinds, of, places)

    # Steps

    def started(self, source: str, needed: frozenset[str], soon: frozenset[str]) -> Columns:
        """Cast each column of the prepared table once; gives those that are read.

        Args:
            source: as of `planned`.
            needed: what is read of it.
            soon: what of that the first step reads.
        """
        ends = ends_of(self.program)
        kinds: dict[str, Kind] = {}
        for name in (*self.always, *(name for name in self._source_columns() if name in needed)):
            kinds[name] = kind_within(self.dialect, *ends[name]) if name in ends else "text"
        missing = needed - kinds.keys()
        if missing:
            raise CannotSayError("name", sorted(missing))
        if self.in_layers:
            self.last, self.columns, self.waiting = source, kinds, ([], kinds)
            return kinds
        columns, texts = dict(kinds), {name: self._cast(name, kind) for name, kind in kinds.items()}
        packed = self._packed(columns, soon, {name: self._told(text, name) for name, text in texts.items()})
        lines = [self._line(texts[name], name) for name in columns]
        lines += [f"{text} AS {name}" for name, text in packed.items()]
        self._add("l", f"SELECT\n{_listed(lines)}\nFROM {source}", columns)
        return kinds

    def _source_columns(self) -> list[str]:
        given = chain.from_iterable((each.name, each.state) for each in self.program.given)
        texts = text_columns(self.program)
        return ["g", "role", *(texts[text] for text in self.program.texts), *map(checked, given)]

    def _cast(self, name: str, kind: Kind) -> str:
        if kind == "text":
            return self.dialect.binary.format(f"CAST({name} AS {self.dialect.text})")
        return f"CAST({name} AS {type_of(self.dialect, kind)})"

    def layer(self, layer: Layer, needed: frozenset[str], soon: frozenset[str]) -> None:
        """Compute the columns of a layer.

        Args:
            layer: what is computed.
            needed: what is read after it.
            soon: what of that the next step reads.
        """
        if self.in_layers:
            self.waiting = self.waiting or ([], self.columns)
            self.waiting[0].append(layer)
            made = {checked(name): kind_of(self.dialect, expr) for name, expr in layer.made.items() if name in needed}
            self.columns = self._kept(needed) | made
            return
        sayer = self.sayer
        kinds = self._kept(needed)
        packs = self._forgotten(needed)
        packed = self._packed(kinds, soon, {name: name for name in kinds})
        lines = [", ".join([*kinds, *packs])]
        lines += [f"{text} AS {name}" for name, text in packed.items()]
        for name, expr in layer.made.items():
            lines.append(self._line(sayer.whole(expr), name))
            kinds[checked(name)] = kind_of(self.dialect, expr)
        self._add("l", f"SELECT\n{_listed(lines)}\nFROM {self.last}{self._fence()}", kinds)

    def _fence(self) -> str:
        """Write a fence where as many layers as may do so have followed one another without."""
        if self.unfenced == self.dialect.unfenced:
            self.unfenced = 0
            return self.dialect.fence
        self.unfenced += 1
        return ""

    def _packed(self, kinds: dict[str, Kind], soon: frozenset[str], texts: Mapping[str, str]) -> dict[str, str]:
        """Take what the next step does not read out of the columns; gives what holds it, by its name."""
        read = soon | frozenset(ALWAYS)
        idle: dict[str, Kind] = {n: kind for n, kind in kinds.items() if kind != "text" and n not in read}
        if not self.dialect.packed or self.in_layers or len(idle) < LEAST_PACKED:
            return {}
        for name in idle:
            del kinds[name]
        pack = self.named("q")
        self.packs[pack] = idle
        return {pack: self.dialect.packed.format(", ".join(f"{quoted_text(name)}, {texts[name]}" for name in idle))}

    def _forgotten(self, needed: frozenset[str]) -> list[str]:
        """Forget what nothing reads any more of what is packed; gives the columns that hold the rest."""
        kept = {pack: {n: kind for n, kind in held.items() if n in needed} for pack, held in self.packs.items()}
        self.packs = {pack: held for pack, held in kept.items() if held}
        return [*self.packs]

    def _unpacked(self, needed: frozenset[str]) -> list[str]:
        """Give all columns that are still read, each as what fills it."""
        self.columns = self._kept(needed)
        self._forgotten(needed)
        texts = [*self.columns]
        for pack, held in self.packs.items():
            texts += [f"{pack}.{name} AS {name}" for name in held]
            self.columns |= held
        self.packs.clear()
        return texts

    def wave(self, operations: Sequence[Operation], needed: frozenset[str]) -> None:
        """Do operations that need nothing of one another."""
        for name in chain.from_iterable(map(made_by, operations)):
            checked(name)
        self._compute_waiting()
        aggregates = [each for each in operations if isinstance(each, Aggregate)]
        ranks = [each for each in operations if isinstance(each, Rank)]
        asked = [each for each in operations if isinstance(each, (Reference, Sampled))]
        reads_twice = bool(aggregates) or bool(ranks and not self.dialect.has_global_windows)
        if (reads_twice and self.is_joined) or (ranks and self.in_parts):
            self.cut((), self._still_read(needed, operations))
        if aggregates:
            self._aggregated(aggregates, self._still_read(needed, [*ranks, *asked]))
        if ranks:
            kept = self._still_read(needed, asked)
            (self._windowed if self.dialect.has_global_windows else self._counted_up)(ranks, kept)
        self.is_joined = self.is_joined or reads_twice
        if asked:
            self._asked(asked, needed)

    def _compute_waiting(self) -> None:
        """End a stage with the layers that wait: its query gives the columns that they read, and that are kept."""
        if self.waiting is None:
            return
        (layers, before), kept = self.waiting, self.columns
        read = kept.keys() | frozenset(chain.from_iterable(layer.reads for layer in layers))
        query = self._with() + _select([name for name in before if name in read or name in self.always], self.last)
        self.waiting, self.is_joined = None, False
        self.last, self.columns = self.named("s"), dict(kept)
        self.subqueries.clear()
        self.stages.append(Stage(self.last, query, kept, layers=tuple(layers)))

    def cut(self, asked: Sequence[Reference | Sampled], needed: frozenset[str]) -> Stage:
        """End a stage; what comes reads its table, which has what is needed."""
        texts = self._unpacked(needed)
        if self.in_layers and not self.subqueries:
            last = self.stages[-1]
            self.stages[-1] = replace(last, asks=tuple(self._ask(each) for each in asked))
            return self.stages[-1]
        self._hold(len(self.columns))
        name = self.named("s")
        query = self._with() + _select(texts, self.last)
        columns = dict(self.columns)
        self.last, self.is_joined = name, False
        self.subqueries.clear()
        stage = Stage(name, query, columns, tuple(self._ask(each) for each in asked))
        self.stages.append(stage)
        if self.in_parts and "wide" in columns.values():
            # Who holds stages elsewhere may have decimals there, with which SQL would compute otherwise.
            cast = {name: f"{self._cast(name, kind)} AS {name}" for name, kind in columns.items() if kind == "wide"}
            self._add("l", _select([cast.get(each, each) for each in columns], name), columns)
        return stage

    def result(self, results: Mapping[str, Expr], passed: Container[str] = ()) -> str:
        """Give the query of the result, without texts that are passed."""
        self._compute_waiting()
        self._hold(len(self.always) + len(results))
        sayer = self.sayer
        always = [name for name in self.always if name not in passed]
        lines = [", ".join(always), *(self._line(sayer.whole(expr), name) for name, expr in results.items())]
        return f"{self._with()}SELECT\n{_listed(lines)}\nFROM {self.last}"

    # Texts

    def _add(self, letter: str, body: str, columns: dict[str, Kind] | None = None) -> str:
        """Add a subquery, which is the last one if its columns are given."""
        name = self.named(letter)
        self.subqueries.append(f"{name} {self.dialect.inlined}(\n{body}\n)")
        if columns is not None:
            self._hold(len(columns))
            self.last, self.columns = name, columns
        return name

    def _with(self) -> str:
        return f"WITH {', '.join(self.subqueries)}\n" if self.subqueries else ""

    def _line(self, text: str, name: str) -> str:
        return self._told(f"{text} AS {name}", name)

    def _told(self, text: str, name: str) -> str:
        told = self.comments.get(name)
        return text if told is None else f"{text} {told}"

    def _hold(self, count: int) -> None:
        most = self.dialect.most_columns
        if most is not None and count > most:
            raise CannotSayError("columns", [self.dialect.name], count, most)

    def _kept(self, needed: frozenset[str]) -> dict[str, Kind]:
        return {name: kind for name, kind in self.columns.items() if name in needed or name in self.always}

    def _still_read(self, needed: frozenset[str], others: Sequence[Operation]) -> frozenset[str]:
        texts = text_columns(self.program)
        read = columns_in(chain.from_iterable(map(operands, others)))
        return needed | read | {texts[text] for each in others for text in _texts_of(each)}

    def _key(self, key: Expr | str, of: str = "") -> str:
        if isinstance(key, str):
            return of + text_columns(self.program)[key]
        return self._sayer(of).integer(key)

    def _keys(self, by: Partition) -> list[str]:
        """Write what rows are put together by; what is the same for all rows puts nothing apart."""
        return [self._key(key) for key in by if not _is_constant(key)]

    def _joined(self, needed: frozenset[str], made: Iterable[tuple[str, str, Kind]], joins: Sequence[str]) -> None:
        """Add columns of other subqueries to those of the last that are needed."""
        kinds = self._kept(needed)
        lines = [", ".join(f"{self.last}.{name}" for name in (*kinds, *self._forgotten(needed)))]
        for name, text, kind in made:
            lines.append(self._line(text, name))
            kinds[name] = kind
        self._add("l", "\n".join([f"SELECT\n{_listed(lines)}", f"FROM {self.last}", *joins]), kinds)

    # Aggregates

    def _aggregated(self, asked: Sequence[Aggregate], needed: frozenset[str]) -> None:
        groups: dict[tuple[tuple[str, ...], str], list[Aggregate]] = {}
        for each in asked:
            groups.setdefault((tuple(self._keys(each.by)), self._condition(each)), []).append(each)
        made: list[tuple[str, str, Kind]] = []
        joins = []
        for (keys, condition), members in groups.items():
            lines = [f"{key} AS key_{number}" for number, key in enumerate(keys, start=1)]
            lines += [self._line(self._total(each), each.name) for each in members]
            body = f"SELECT\n{_listed(lines)}\nFROM {self.last}" + (f"\nGROUP BY {', '.join(keys)}" if keys else "")
            group = self._grouped(body, members)
            on = condition.format(group)
            joins.append(f"LEFT JOIN {group} ON {on}" if on else f"CROSS JOIN {group}")
            made += [(each.name, f"COALESCE({group}.{each.name}, 0)", self._kind_within(each)) for each in members]
        self._joined(needed, made, joins)

    def _grouped(self, body: str, members: Sequence[Aggregate]) -> str:
        """Add the figures of parts; who works in parts computes them before, for what is read twice would be kept."""
        if not (self.in_parts or self.is_apart):
            return self._add("g", body)
        return self._apart("g", body, {each.name: self._kind_within(each) for each in members})

    def _apart(self, letter: str, body: str, columns: Columns) -> str:
        """Make figures of parts a stage; gives its name."""
        name = self.named(letter)
        self.stages.append(Stage(name, f"{self._with()}{body}", columns, has_units=False))
        return name

    def _condition(self, asked: Aggregate) -> str:
        """Say which group a row looks up; {0} is the name of the groups."""
        found, number = [], 0
        for by, at in zip(asked.by, asked.by if asked.at is None else asked.at, strict=True):
            left = self._key(at, f"{self.last}.")
            if not _is_constant(by):
                number += 1
                found.append(f"{left} = {{0}}.key_{number}")
            elif asked.at is not None:
                found.append(f"{left} = {self._key(by)}")
        return " AND ".join(found)

    def _total(self, asked: Aggregate) -> str:
        sayer, kind = self.sayer, self._kind_within(asked)
        where = None if asked.where.op == "true" else sayer.truth(asked.where)
        if asked.how == "count":
            return "count(*)" if where is None else f"count(CASE WHEN {where} THEN 1 END)"
        text, of = sayer.said(asked.of)
        most = self.program.most_rows * max(-asked.of.low, asked.of.high)
        if of != "wide" and (most > NARROW if asked.how == "sum" else kind == "wide"):
            text, of = sayer.widened((text, of)), "wide"
        if where is not None:
            text = f"CASE WHEN {where} THEN {text} END"
        if asked.how != "sum" and kind == of:
            return f"{asked.how}({text})"
        return f"CAST({asked.how}({text}) AS {type_of(self.dialect, kind)})"

    def _kind_within(self, made: Aggregate | Answered) -> Kind:
        return kind_within(self.dialect, made.low, made.high)

    # Ranks

    def _windowed(self, asked: Sequence[Rank], needed: frozenset[str]) -> None:
        kinds = self._kept(needed)
        lines = [", ".join(kinds)]
        for each in asked:
            where = self.sayer.truth(each.where)
            parts = [*self._keys(each.by), *([] if each.where.is_constant else [where])]
            kind = kind_within(self.dialect, 0, each.high)
            place = f"CAST({WINDOWS[each.method]} OVER ({self._window(each, parts)}) AS {type_of(self.dialect, kind)})"
            lines.append(self._line(f"CASE WHEN {where} THEN {place} ELSE 0 END", each.name))
            kinds[each.name] = kind
        self._add("l", f"SELECT\n{_listed(lines)}\nFROM {self.last}", kinds)

    def _window(self, asked: Rank, parts: Sequence[str]) -> str:
        order = [f"{key} {direction} NULLS LAST" for key, direction in self._order(asked)]
        if asked.method == "single":
            order.append("unit ASC NULLS LAST")
        frame = ["RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"] if asked.method == "last" and order else []
        return " ".join([*_clause("PARTITION BY", parts), *_clause("ORDER BY", order), *frame])

    def _order(self, asked: Rank) -> list[tuple[str, str]]:
        return [
            (self._key(key), "DESC" if is_greatest else "ASC") for key, is_greatest in asked.keys if not key.is_constant
        ]

    def _counted_up(self, asked: Sequence[Rank], needed: frozenset[str]) -> None:
        """Rank by counting how many rows have each key: what has to be put in order is then the keys, not the rows."""
        made: list[tuple[str, str, Kind]] = []
        joins: list[str] = []
        counted = [(each, self._places(each, self._by(each), self.sayer.truth(each.where))) for each in asked]
        self._hand_on(self._still_read(frozenset(), asked))
        for each, places in counted:
            equal = [f"{key} = {places}.key_{number}" for number, key in enumerate(self._prefixed(each), start=1)]
            joins.append(f"LEFT JOIN {places} ON {' AND '.join(equal)}" if equal else f"CROSS JOIN {places}")
            test = self._sayer(f"{self.last}.").truth(each.where)
            made.append((each.name, f"CASE WHEN {test} THEN {self._place(each, places, test)} ELSE 0 END", "narrow"))
        self._joined(needed, made, joins)

    def _by(self, asked: Rank) -> list[str]:
        return [*self._keys(asked.by), *(key for key, _ in self._order(asked))]

    def _hand_on(self, soon: frozenset[str]) -> None:
        """Pack what the next step does not read of a table that nothing was computed of: a join writes rows anew."""
        columns = dict(self.columns)
        packed = {} if self.subqueries else self._packed(columns, soon, {name: name for name in columns})
        if packed:
            self._add(
                "l", _select([*columns, *(f"{text} AS {name}" for name, text in packed.items())], self.last), columns
            )

    def _prefixed(self, asked: Rank) -> list[str]:
        of = f"{self.last}."
        by = [self._key(key, of) for key in asked.by if not _is_constant(key)]
        return by + [self._key(key, of) for key, _ in asked.keys if not key.is_constant]

    def _place(self, asked: Rank, places: str, test: str) -> str:
        if asked.method != "single":
            return f"{places}.place"
        parts = [*self._prefixed(asked), *([] if asked.where.is_constant else [test])]
        window = " ".join(_clause("PARTITION BY", parts))
        return f"{places}.place + row_number() OVER ({window} ORDER BY {self.last}.unit ASC NULLS LAST) - 1"

    def _places(self, asked: Rank, keys: Sequence[str], where: str) -> str:
        """Give the place of each different key."""
        before = len(self.subqueries)
        body = self._placed(asked, keys, where)
        if not self.is_apart:
            return self._add("r", body)
        name = self._apart("r", body, {"place": "narrow"})
        del self.subqueries[before:]
        return name

    def _placed(self, asked: Rank, keys: Sequence[str], where: str) -> str:
        lines = [f"{key} AS key_{number}" for number, key in enumerate(keys, start=1)]
        lines.append("count(*) AS many")
        body = f"SELECT\n{_listed(lines)}\nFROM {self.last}\nWHERE {where}" + "".join(
            f"\n{clause}" for clause in _clause("GROUP BY", keys)
        )
        counts = self._add("h", body)
        names = [f"key_{number}" for number in range(1, len(keys) + 1)]
        split = len(names) - len(self._order(asked))
        parts, ordered = names[:split], names[split:]
        order = [f"{name} {way} NULLS LAST" for name, (_, way) in zip(ordered, self._order(asked), strict=True)]
        if not order:
            return _select([*names, _PLACES[asked.method].format("many", "many", "1")], counts)
        counted = "1" if asked.method == "dense" else "many"
        bucket = self._bucket(asked, ordered)
        if bucket is None:
            window = " ".join([*_clause("PARTITION BY", parts), *_clause("ORDER BY", order)])
            total = f"sum({counted}) OVER ({window} {FRAME})"
            return _select([*names, _PLACES[asked.method].format(total, "many", total)], counts)
        put = self._add("h", _select([*names, "many", f"{bucket} AS bucket"], counts))
        whole = _select([*parts, "bucket", f"sum({counted}) AS many"], put)
        whole += "\n" + " ".join(_clause("GROUP BY", [*parts, "bucket"]))
        sums = self._add("b", whole)
        way = order[0].removeprefix(f"{ordered[0]} ")
        window = " ".join([*_clause("PARTITION BY", parts), f"ORDER BY bucket {way}"])
        before = self._add(
            "b", _select([*parts, "bucket", f"sum(many) OVER ({window} {FRAME}) - many AS earlier"], sums)
        )
        window = " ".join(_clause("PARTITION BY", [f"{put}.{name}" for name in (*parts, "bucket")]))
        inner = ", ".join(f"{put}.{each}" for each in order)
        total = f"{before}.earlier + sum({counted}) OVER ({window} ORDER BY {inner} {FRAME})"
        place = _PLACES[asked.method].format(total, f"{put}.many", total)
        join = " AND ".join(f"{put}.{name} = {before}.{name}" for name in (*parts, "bucket"))
        return _select([*(f"{put}.{name}" for name in names), place], f"{put} JOIN {before} ON {join}")

    def _bucket(self, asked: Rank, ordered: Sequence[str]) -> str | None:
        """Give what puts the first key into few buckets, in its order; None where there are few keys anyway."""
        keys = [key for key, _ in asked.keys if not key.is_constant]
        many = 1
        for key in keys:
            many *= key.high - key.low + 1
        if many <= MOST_KEYS:
            return None
        first = keys[0]
        width = -(-(first.high - first.low + 1) // BUCKETS)
        return ordered[0] if width <= 1 else self._floored(ordered[0], kind_of(self.dialect, first), width)

    def _floored(self, name: str, kind: Kind, width: int) -> str:
        """Divide a column and leave the rest away downwards; no step is further from 0 than the column is."""
        dialect = self.dialect
        by = f"CAST({width} AS {dialect.wide})" if kind == "wide" else str(width)
        quotient = dialect.wide_quotient if kind == "wide" else dialect.quotient
        below = quotient.format(f"(-1 - {name})", by)
        return f"CAST(CASE WHEN {name} >= 0 THEN {quotient.format(name, by)} ELSE (-1 - {below}) END AS BIGINT)"

    # What the reference is asked

    def _asked(self, asked: Sequence[Reference | Sampled], needed: frozenset[str]) -> None:
        stage = self.cut(asked, self._still_read(needed, asked))
        made: list[tuple[str, str, Kind]] = []
        joins = []
        for each, ask in zip(asked, stage.asks, strict=True):
            makes = each.makes
            names = [name for name in ask.columns if name not in {makes.name, makes.lack}]
            equal = [f"{key} = {ask.answers}.{name}" for key, name in zip(self._matched(each), names, strict=True)]
            joins.append(f"JOIN {ask.answers} ON {' AND '.join(equal)}" if equal else f"CROSS JOIN {ask.answers}")
            made += [(name, f"{ask.answers}.{name}", ask.columns[name]) for name in (makes.name, makes.lack)]
        self._joined(needed, [column for column in made if column[0] in needed], joins)

    def _matched(self, asked: Reference | Sampled) -> list[str]:
        """Write what answers are found by, of the last subquery."""
        return [self._key(key, f"{self.last}.") for key in _asked_about(asked) if not _is_constant(key)]

    def _ask(self, asked: Reference | Sampled) -> Ask:
        number = self.numbers["a"] = self.numbers.get("a", 0) + 1
        about = self._keys(_asked_about(asked))
        names = [f"key_{place}" for place in range(1, len(about) + 1)]
        listed = [f"{key} AS {name}" for key, name in zip(about, names, strict=True)]
        rows = f"SELECT DISTINCT {', '.join(listed)} FROM {self.last}" if listed else ""
        kinds = [self._kind(key) for key in _asked_about(asked) if not _is_constant(key)]
        makes = asked.makes
        columns: dict[str, Kind] = dict(zip(names, kinds, strict=True))
        columns |= {checked(makes.name): self._kind_within(makes), checked(makes.lack): "narrow"}
        operation = next(each for each in self.program.operations if made_by(each) == made_by(asked))
        assert isinstance(operation, (Reference, Sampled))
        if isinstance(asked, Reference):
            return Ask(operation, rows, "", (), _template(asked.reads), f"a{number}", columns)
        keys = self._keys((*asked.by, *asked.of))
        members = f"SELECT {', '.join([*keys, 'count(*)'])} FROM {self.last} WHERE {self.sayer.truth(asked.where)}"
        members = " ".join([members, *_clause("GROUP BY", keys), "HAVING count(*) > 0"])
        return Ask(operation, rows, members, _template(asked.by), _template(asked.of), f"a{number}", columns)

    def _kind(self, key: Expr | str) -> Kind:
        if isinstance(key, str):
            return "text"
        kind = self.sayer.said(key)[1]
        return "narrow" if kind in {"truth", "small"} else kind


FRAME = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"

WINDOWS = {"first": "rank()", "last": "count(*)", "dense": "dense_rank()", "single": "row_number()"}
# From how many rows there are up to a key, how many have it, and how many keys there are.
_PLACES = {
    "first": "CAST({0} - {1} + 1 AS BIGINT) AS place",
    "last": "CAST({0} AS BIGINT) AS place",
    "dense": "CAST({2} AS BIGINT) AS place",
    "single": "CAST({0} - {1} + 1 AS BIGINT) AS place",
}


def _is_constant(key: Expr | str) -> bool:
    return isinstance(key, Expr) and key.is_constant


def _asked_about(asked: Reference | Sampled) -> Partition:
    if isinstance(asked, Reference):
        return asked.reads
    return (*asked.by, *(asked.of if asked.is_placed else ()))


def _template(keys: Partition) -> tuple[int | None, ...]:
    return tuple(_value(key) if isinstance(key, Expr) and key.is_constant else None for key in keys)


def _value(constant: Expr) -> int:
    return constant.low if constant.op == "number" else int(constant.op == "true")


def checked(name: str) -> str:
    """Give a name that the compiler made.

    Raises:
        CannotSayError: for one that is none, and might mean something to SQL.
    """
    if not NAME.fullmatch(name) or name.startswith("key_"):
        raise CannotSayError("name", [name])
    return name


def _clause(words: str, parts: Sequence[str]) -> list[str]:
    return [f"{words} {', '.join(parts)}"] if parts else []


def _listed(lines: Sequence[str]) -> str:
    """Put columns under one another."""
    return "  " + ",\n  ".join(lines)


def _select(lines: Sequence[str], source: str) -> str:
    return f"SELECT {', '.join(lines)}\nFROM {source}"


def settings(dialect: Dialect) -> str:
    """Write the query that fails under settings which would change the meaning of the others."""
    return f"SELECT {dialect.raised.format(dialect.settings, quoted_text(SETTINGS))} AS settings"


SETTINGS = "itrank: the settings of this session change what the script means, see docs/scale.md"
TYPES = "itrank: a column of the prepared table is of another type"
ROWS = "itrank: the prepared table has empty cells, integers outside their ranges, a unit twice or too many rows"


def checks(program: Program, dialect: Dialect, source: str, given: Columns) -> tuple[str, ...]:
    """Write the queries that fail where the prepared table is not what the program was compiled for."""
    wide = (*dialect.integers, *dialect.wide_integers)
    typed = [
        f"({dialect.type_of.format(name)} IN ({', '.join(map(quoted_text, wide if kind == 'wide' else dialect.integers))}))"
        for name, kind in given.items()
        if kind != "text"
    ]
    right = f"min(CASE WHEN {chained(typed, ' AND ')} THEN 1 ELSE 0 END)"
    one = f"(SELECT * FROM {source} LIMIT 1) AS one"
    tests = _of_rows(program, dialect, given)
    step = dialect.most_checked or len(tests)
    parts = [tests[at : at + step] for at in range(0, len(tests), step)]
    wrong = [f"(count(CASE WHEN ({chained(part, ' AND ')}) IS NOT TRUE THEN 1 END) = 0)" for part in parts]
    types = _select([dialect.raised.format(f"COALESCE({right}, 1) = 1", quoted_text(TYPES)) + " AS types"], one)
    # Where rows are counted by their ids, nothing else is counted with them.
    if dialect.most_checked is not None:
        return types, _holding(dialect, source, chained(wrong, " AND ")), unit_check(program, dialect, source)
    return types, _holding(dialect, source, " AND ".join([*wrong, _ids(program)]))


def unit_check(program: Program, dialect: Dialect, source: str) -> str:
    """Write the query that fails where a unit is there twice, or where there are too many."""
    return _holding(dialect, source, _ids(program))


def _ids(program: Program) -> str:
    return f"count(DISTINCT unit) = count(*) AND count(*) <= {program.most_rows}"


def _holding(dialect: Dialect, source: str, condition: str) -> str:
    return _select([dialect.raised.format(condition, quoted_text(ROWS)) + " AS checked"], source)


def ends_of(program: Program) -> dict[str, tuple[int, int]]:
    """Give between which integers each column of the prepared table lies, that is no text."""
    ends = {"n": (0, NARROW), "g": (0, len(program.groups)), "role": (0, 2)}
    for each in program.given:
        ends |= {each.name: (each.low, each.high), each.state: (min(EVERY_STATE), max(EVERY_STATE))}
    return ends


def _of_rows(program: Program, dialect: Dialect, given: Columns) -> list[str]:
    """Write what holds for each row of the prepared table."""
    ends = ends_of(program)
    states = {each.state: ", ".join(map(str, sorted(each.states))) for each in program.given}
    found = []
    for name, kind in given.items():
        if name in ends and name not in states and name != "n":
            low, high = ends[name]
            found.append(f"({name} BETWEEN {low} AND {high})")
        else:
            found.append(f"({name} IN ({states[name]}))" if name in states else f"({name} IS NOT NULL)")
        if kind == "wide":
            found.append(f"(CAST({name} AS {dialect.wide}) = {name})")
    return found


def script(plan: Plan, target: str, head: Iterable[str] = (), before: Sequence[str | Making] = ()) -> str:
    """Write a whole script, which makes a table.

    Args:
        plan: what is computed.
        target: the name of the table, quoted.
        head: what the first lines say.
        before: what comes before all others but the query of settings: queries, and what the script makes to read.

    Raises:
        CannotSayError: where the reference would have to be asked between two statements.
    """
    outside = [ask.operation.key for stage in plan.stages for ask in stage.asks]
    if outside:
        raise CannotSayError("outside", outside)
    dialect = plan.dialect
    stages = [Making(stage.name, stage.query, dialect.stage, dialect.unstage) for stage in plan.stages]
    steps = [*before, *plan.checks, *stages]
    made = [each for each in steps if isinstance(each, Making)]
    statements = [*dialect.opening, plan.settings, *map(_statement, steps), f"CREATE TABLE {target} AS\n{plan.query}"]
    statements += [*(each.drop.format(each.name) for each in made), *dialect.closing]
    return "".join([*(f"{comment(line)}\n" for line in head), *(f"{statement};\n" for statement in statements)])


def _statement(step: str | Making) -> str:
    return step if isinstance(step, str) else f"{step.make.format(step.name)}\n{step.query}"
