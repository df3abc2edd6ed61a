"""A stranger's table as the prepared table of a program, in SQL: checked, and every number made a whole one.

A row of the register is a unit. NULL is a blank, and so is an empty text. A number outside the range that the ruleset
declares, or that is not whole where only whole ones are asked for, is invalid, as the reference has it. Anything else
that has no place in the program stops the script, with a message that names the column.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..columns.integers import NARROW
from ..columns.making import ASSUMED_DIGITS, FIRST_DAY, LAST_DAY
from ..columns.program import (
    ATTRIBUTE,
    BLANK,
    EVERY_STATE,
    INVALID,
    MARKED,
    VALUE,
    Given,
    Program,
    Range,
    columns_in,
    operands,
)
from ..files.numbers import plain
from ..model.reads import last_year_keys
from ..model.ruleset import Input, Ruleset
from .dialects import Dialect, comment, harmless, quoted_name, quoted_text
from .sql import text_columns
from .sql_exprs import CannotSayError

PREPARED, COPY = "p0", "d0"
OURS = "itrank_"
"""How a name of the register begins that stands for one which SQL would not keep."""
LAST_YEAR, STATE = "_last_year", "_state"
ROLES = ("ranked", "unranked", "reference")
# Spark's tables hold no column with one of these in its name.
_AWKWARD = frozenset(" ,;{}()=:.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of the register.

    Attributes:
        table: its name, after the schemas it is in.
        groups: that its units have, besides those of the ruleset.
        digits: how many decimals its numbers have, at most.
        has_groups, has_roles, has_states: whether it has a column `group`, a column `role`, and beside each input a
            column that says what does not apply.
    """

    table: tuple[str, ...]
    groups: tuple[str, ...] = ()
    digits: int = ASSUMED_DIGITS
    has_groups: bool = True
    has_roles: bool = False
    has_states: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register that holds an input, or what an input was last year.

    Attributes:
        given: what the program is given.
        name: in the register.
        key: the column of the ruleset that it is about.
        title: of that, in Vietnamese and English.
        options: of a choice, those that may stand there.
        digits: how many decimals stand there at most.
        is_whole: whether other numbers are invalid, not a fault of the table.
        has_least, has_most: whether what is beyond its range is invalid; else it stops the script.
    """

    given: Given
    name: str
    key: str
    title: tuple[str, str]
    options: tuple[str, ...]
    digits: int
    is_whole: bool
    has_least: bool
    has_most: bool

    @property
    def ends(self) -> tuple[int, int]:
        """Whole numbers around its range, as they would stand in the register."""
        scale = 10**self.digits
        return self.given.low // scale, -(-self.given.high // scale)

    @property
    def is_between(self) -> bool:
        """Whether its range ends between whole numbers."""
        low, high = self.ends
        return (low * 10**self.digits, high * 10**self.digits) != (self.given.low, self.given.high)


@dataclass(frozen=True, slots=True)
class Register:
    """A register, and what is read of it.

    Attributes:
        asked: what was said of it.
        texts: the text columns that the program reads: the name in the program -> in the register.
        reads_groups: whether the program does.
    """

    asked: Asked
    dialect: Dialect
    ruleset: Ruleset
    program: Program
    columns: tuple[Column, ...]
    texts: dict[str, str]
    reads_groups: bool


def key_of(text: str) -> str:
    """Give what two names have in common that some dialect does not keep apart.

    >>> key_of("Đơn_vị") == key_of("đơn_VỊ"), key_of("ı") == key_of("I")
    (True, True)
    """
    return unicodedata.normalize("NFKC", text.upper().casefold())


def is_safe(dialect: Dialect, name: str) -> bool:
    """Whether a dialect keeps a name as it is."""
    try:
        quoted_name(dialect, name)
    except ValueError:
        return False
    return not _AWKWARD & {*name} and not key_of(name).startswith(OURS)


class Names:
    """Gives names, each once."""

    def __init__(self, dialect: Dialect, taken: Iterable[str] = ()) -> None:
        self.dialect = dialect
        self.taken = set(map(key_of, taken))

    def named(self, wanted: str, instead: str) -> str:
        """Give a name as it is wanted, or one of ours where it is taken, or not safe."""
        name = wanted if is_safe(self.dialect, wanted) and key_of(wanted) not in self.taken else OURS + instead
        self.taken.add(key_of(name))
        return name


def ranges_of(ruleset: Ruleset, asked: Asked) -> dict[str, Range]:
    """Say to the compiler how many decimals a register has, and which states its cells can have."""
    found = {each.key: _range(asked.digits, each, _states_of(asked, each)) for each in ruleset.inputs}
    for key in last_year_keys(ruleset):
        found[f"last:{key}"] = _range(asked.digits, ruleset.columns[key])
    return found


def _range(digits: int, column: object, states: frozenset[int] = EVERY_STATE) -> Range:
    per_cent = isinstance(column, Input) and column.traits.per_cent
    return Range(None, None, digits + 2 * per_cent, states)


def _states_of(asked: Asked, column: Input) -> frozenset[int]:
    """Give the states that a cell can have: what is no truth value, or none of the options, stops the script."""
    own = {INVALID} if column.traits.is_ordered else frozenset()
    return frozenset({VALUE, BLANK, *own, *([MARKED] if asked.has_states else [])})


def register_of(ruleset: Ruleset, program: Program, dialect: Dialect, asked: Asked) -> Register:
    """Name the columns of a register.

    Raises:
        CannotSayError: there would be more than a table can have.
    """
    standard = ["id", "name", "group", "role", "parent"]
    names = Names(dialect, standard)
    texts = {}
    for text, own in text_columns(program).items():
        if text in program.texts:
            texts[own] = "parent" if text == "parent" else names.named(text.removeprefix(ATTRIBUTE), own)
    columns = tuple(_column(ruleset, given, names) for given in program.given)
    count = 5 + len(texts) + 3 * len(columns)
    if dialect.most_columns is not None and count > dialect.most_columns:
        raise CannotSayError("columns", [dialect.name], count, dialect.most_columns)
    exprs = [expr for operation in program.operations for expr in operands(operation)]
    exprs += [expr for output in program.outputs for expr in (output.top, output.bottom, output.lack)]
    return Register(asked, dialect, ruleset, program, columns, texts, "g" in columns_in(exprs))


def _column(ruleset: Ruleset, given: Given, names: Names) -> Column:
    key = given.key.removeprefix("last:")
    is_last = key != given.key
    column = ruleset.columns[key]
    input_ = column if isinstance(column, Input) else None
    id_ = (input_.id if input_ is not None else key.removeprefix("self:")) + LAST_YEAR * is_last
    per_cent = input_ is not None and input_.traits.per_cent
    digits = max(0, len(str(given.scale)) - 1 - 2 * per_cent)
    words = getattr(column, "label", None) or getattr(column, "title", None)
    title = (words.say("vi"), words.say("en")) if words is not None else ("", "")
    options = tuple(input_.options) if input_ is not None and input_.options else given.options
    if given.kind != "number" or input_ is None or is_last:
        # Last year's figures are nobody's to judge: what has no place stops the script.
        is_own = given.kind == "date"
        return Column(given, names.named(id_, given.name), key, title, options, digits, False, is_own, is_own)
    traits = input_.traits
    has_least = any(isinstance(end, Fraction) for end in (input_.minimum, traits.least))
    has_most = any(isinstance(end, Fraction) for end in (input_.maximum, traits.most))
    return Column(
        given, names.named(id_, given.name), key, title, options, digits, traits.is_whole, has_least, has_most
    )


# Texts


def text_of(words: str) -> str:
    """Write a text that stands in the register.

    Raises:
        CannotSayError: it has a character that not every dialect reads alike.
    """
    if not words.isprintable() or "\\" in words:
        raise CannotSayError("text", [harmless(words)])
    return "'" + words.replace("'", "''") + "'"


def _name(register: Register, name: str) -> str:
    return "r." + quoted_name(register.dialect, name)


def _as_text(register: Register, expr: str) -> str:
    return register.dialect.binary.format(f"CAST({expr} AS {register.dialect.text})")


def _whole(number: int) -> str:
    """Write a whole number; one of more than 64 bits is a decimal, which no comparison takes for a binary number."""
    return str(number) if abs(number) <= NARROW else f"CAST({number} AS DECIMAL(38, 0))"


def _decimal(column: Column) -> str:
    """Name the type in which a number is exact at the scale of its column."""
    most = max(map(abs, column.ends))
    return f"DECIMAL({min(38, len(str(most)) + column.digits)}, {column.digits})"


def _day(ordinal: int) -> str:
    return f"DATE '{date.fromordinal(min(max(ordinal, FIRST_DAY), LAST_DAY)).isoformat()}'"


# What is read


def read_columns(register: Register) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give each column that is read: what it is called within the script, its name, and the types it may have."""
    dialect = register.dialect
    types = {
        "number": (*dialect.integers, dialect.decimals),
        "yes_no": dialect.truths,
        "date": dialect.days,
        "choice": dialect.texts,
    }
    yield "unit", "id", (*dialect.texts, *dialect.integers)
    if register.reads_groups and register.asked.has_groups:
        yield "group_", "group", dialect.texts
    if register.asked.has_roles:
        yield "role_", "role", dialect.texts
    for own, name in register.texts.items():
        yield own, name, dialect.texts
    for column in register.columns:
        yield _c(column), column.name, types[column.given.kind]
        if register.asked.has_states:
            yield f"{_c(column)}_s", state_name(register, column), dialect.texts


def state_name(register: Register, column: Column) -> str:
    """Name the column beside an input that says what does not apply."""
    name = column.name + STATE
    return name if is_safe(register.dialect, name) else f"{OURS}{column.given.name}{STATE}"


def _c(column: Column) -> str:
    return "c" + column.given.name.removeprefix("i")


def queries(register: Register) -> tuple[str, ...]:
    """Write the queries that fail where the register is not what the script was written for."""
    dialect = register.dialect
    typed = []
    for own, name, types in read_columns(register):
        test = _typed(dialect, _name(register, name), types)
        right = test if dialect.knows_types else f"COALESCE(min(CASE WHEN {test} THEN 1 ELSE 0 END), 1) = 1"
        listed = ", ".join(types).replace("(", "")
        words = f"itrank: the column {harmless(name)} is of another type than {listed}"
        typed.append(f"{dialect.raised.format(right, quoted_text(words))} AS {own}")
    source = quoted_name(dialect, *register.asked.table)
    return f"SELECT\n  {_lines(typed)}\nFROM (SELECT * FROM {source} LIMIT 1) AS r", _no_faults(register)


def _typed(dialect: Dialect, name: str, types: Sequence[str]) -> str:
    """Say that a column is of one of some types."""
    kind = dialect.type_of.format(name)
    tests = [
        f"{kind} LIKE '{each}%'" if each == dialect.decimals and each.endswith("(") else f"{kind} = '{each}'"
        for each in types
    ]
    return " OR ".join(tests)


def _no_faults(register: Register) -> str:
    """Write the query that fails with the message of a fault."""
    dialect, faults, none = register.dialect, list(_faults(register)), quoted_text("itrank: the table has no rows")
    said = [quoted_text(f"itrank: {message}") for _, _, message in faults]
    most = dialect.most_checked
    if most is None:
        counts = [f"count(CASE WHEN {test} THEN 1 END) = 0" for _, test, _ in faults]
        raised = [dialect.raised.format(*each) for each in zip(counts, said, strict=True)]
        lines = [f"{dialect.raised.format('count(*) > 0', none)} AS some_rows"]
        lines += [f"{text} AS {own}" for text, (own, _, _) in zip(raised, faults, strict=True)]
        return f"SELECT\n  {_lines(lines)}\nFROM {_rows(register)} AS d"
    # One figure for some faults: the number of the first, of any row.
    first, lines = ["count(*) AS some_rows"], [f"{dialect.raised.format('some_rows > 0', none)} AS some_rows"]
    for at in range(0, len(faults), most):
        numbered = range(at, min(at + most, len(faults)))
        tests = " ".join(f"WHEN {faults[number][1]} THEN {number}" for number in numbered)
        first.append(f"min(CASE {tests} END) AS f{at}")
        words = " ".join(f"WHEN {number} THEN {said[number]}" for number in numbered)
        lines.append(f"{dialect.raised.format(f'f{at} IS NULL', f'CASE f{at} {words} END')} AS f{at}")
    found = f"SELECT\n  {_lines(first)}\nFROM {_rows(register)} AS d"
    return f"SELECT\n  {_lines(lines)}\nFROM (\n{found}\n) AS found"


def copied(register: Register) -> str:
    """Write the query of a copy of the register, which all that follows reads: what others change is not seen."""
    return _read(register)


def _rows(register: Register) -> str:
    """Write where the columns that are read come from."""
    return COPY if register.dialect.view else f"(\n{_read(register)}\n)"


def _lines(parts: Sequence[str]) -> str:
    return ",\n  ".join(parts)


def _faults(register: Register) -> Iterator[tuple[str, str, str]]:
    """Give what stops the script: the column, a test of a row, and the message."""
    yield "unit", "unit IS NULL OR unit = ''", "a unit has no id"
    asked = register.asked
    if register.reads_groups and asked.has_groups:
        known = [text_of(name) for name in ("", *register.program.groups)]
        test = f"group_ NOT IN ({', '.join(known)})"
        if register.ruleset.groups:
            test = f"group_ IS NULL OR group_ = '' OR {test}"
        yield (
            "group_",
            test,
            "the column group is empty, or has a group that this script was not written for, see --group",
        )
    if asked.has_roles:
        roles = ", ".join(map(text_of, ("", *ROLES)))
        yield "role_", f"role_ NOT IN ({roles})", f"the column role has another word than {', '.join(ROLES)}"
    for column in register.columns:
        c = _c(column)
        if column.given.kind == "choice":
            listed = ", ".join(["''", *map(text_of, column.options)])
            yield (
                c,
                f"{c} NOT IN ({listed})",
                f"the column {harmless(column.name)} has a text that is none of the options",
            )
        elif column.given.kind == "number":
            low, high = map(plain, map(Fraction, column.ends))
            message = f"the column {harmless(column.name)} has a number that is not from {low} to {high}"
            yield (
                c,
                _is_no_place(register, column),
                f"{message}, or has more than {column.digits} decimals, see --decimals",
            )
        if asked.has_states:
            yield (
                f"{c}_s",
                f"{c}_s NOT IN ('', {', '.join(map(text_of, _states(column)))}) OR ({c}_s <> '' AND {c} IS NOT NULL)",
                f"the column {harmless(state_name(register, column))} has another word, or one beside a value",
            )


def _states(column: Column) -> dict[str, int]:
    """Name what may stand in the column beside an input."""
    return {"not_comparable": INVALID} if column.given.key.startswith("last:") else {"not_applicable": MARKED}


def _is_no_place(register: Register, column: Column) -> str:
    """Say where a number has no place in the program, and is not simply invalid."""
    c, (low, high) = _c(column), column.ends
    inside = "FALSE" if column.is_whole else _is_cut(register, column)
    below, above = (str(not has).upper() for has in (column.has_least, column.has_most))
    return (
        f"CASE WHEN {c} IS NULL THEN FALSE WHEN {c} < {_whole(low)} THEN {below} WHEN {c} > {_whole(high)} THEN {above}"
        f" ELSE {inside} END"
    )


def _read(register: Register) -> str:
    """Write the query of the columns that are read, under names of ours."""
    texts = {"unit", "group_", "role_", *register.texts}
    texts |= {_c(column) for column in register.columns if column.given.kind == "choice"}
    lines = []
    for own, name, _ in read_columns(register):
        expr = _name(register, name)
        if own in texts or own.endswith("_s"):
            expr = _as_text(register, expr)
        lines.append(f"{expr} AS {own}")
    return f"  SELECT\n  {_lines(lines)}\n  FROM {quoted_name(register.dialect, *register.asked.table)} AS r"


def prepared(register: Register) -> str:
    """Write the query that makes the prepared table, as `columns.program` says it."""
    states = [(_state(register, column), column) for column in register.columns]
    if register.dialect.view:
        # A row is written anew for each query within another: a state is computed twice in less time.
        source = COPY
        pairs = [_pair(register, column, text) for text, column in states]
    else:
        named = [f"{text} AS {column.given.state}" for text, column in states]
        fence = "" if register.dialect.unfenced else register.dialect.fence
        middle = f"SELECT\n  {_lines(['d.*', *named])}\nFROM {_rows(register)} AS d{fence}"
        source = f"(\n{middle}\n)"
        pairs = [_pair(register, column, column.given.state) for column in register.columns]
    own = [*_of_unit(register), *(each for pair in pairs for each in pair)]
    held = _held(register)
    query = f"SELECT\n  {_lines([f'{expr} AS {name}' for name, expr in own])}\nFROM {source} AS e"
    if not held:
        return query
    lines = [f"{held.get(name, name)} AS {name}" for name, _ in own]
    return f"SELECT\n  {_lines(lines)}\nFROM (\n{query}\n) AS f"


def _of_unit(register: Register) -> Iterator[tuple[str, str]]:
    yield "n", "CAST(0 AS BIGINT)"
    yield "unit", "unit"
    groups = [f"WHEN {text_of(name)} THEN {number}" for number, name in enumerate(register.program.groups, 1)]
    reads = register.reads_groups and register.asked.has_groups and groups
    yield "g", f"CAST(CASE group_ {' '.join(groups)} ELSE 0 END AS BIGINT)" if reads else "CAST(0 AS BIGINT)"
    stated = [f"WHEN unit = {text_of(id_)} THEN {ROLES.index(role)}" for id_, role in register.ruleset.roles.items()]
    if register.asked.has_roles:
        stated += [f"WHEN role_ = '{role}' THEN {number}" for number, role in enumerate(ROLES) if number]
    yield "role", f"CAST(CASE {' '.join(stated)} ELSE 0 END AS SMALLINT)" if stated else "CAST(0 AS SMALLINT)"
    for name in register.texts:
        yield name, f"COALESCE({name}, '')"


def _state(register: Register, column: Column) -> str:
    """Write the state of a cell."""
    c, given = _c(column), column.given
    is_blank = f"{c} IS NULL OR {c} = ''" if given.kind == "choice" else f"{c} IS NULL"
    tests = []
    if register.asked.has_states:
        tests += [f"WHEN {c}_s = '{word}' THEN {state}" for word, state in _states(column).items()]
    tests.append(f"WHEN {is_blank} THEN {BLANK}")
    if given.kind == "date":
        tests.append(f"WHEN NOT ({c} BETWEEN {_day(given.low)} AND {_day(given.high)}) THEN {INVALID}")
    if given.kind == "number":
        low, high = map(_whole, column.ends)
        tests.append(f"WHEN NOT ({c} BETWEEN {low} AND {high}) THEN {INVALID}")
        tests.append(f"WHEN {_is_cut(register, column)} THEN {INVALID}")
        if column.is_between:
            tests.append(f"WHEN NOT ({_scaled(register, column)} BETWEEN {given.low} AND {given.high}) THEN {INVALID}")
    return f"CAST(CASE {' '.join(tests)} ELSE {VALUE} END AS SMALLINT)"


def _is_cut(register: Register, column: Column) -> str:
    """Say that a number within its range has more decimals than are read."""
    c, dialect = _c(column), register.dialect
    test = f"CAST({c} AS {_decimal(column)}) <> {c}"
    return f"(NOT ({_typed(dialect, c, dialect.integers)}) AND {test})" if dialect.knows_types else test


def _type(register: Register, given: Given) -> str:
    return register.dialect.wide if max(-given.low, given.high) > NARROW else "BIGINT"


def _scaled(register: Register, column: Column) -> str:
    """Write a number as the integer of the program."""
    exact = f"CAST({_c(column)} AS {_decimal(column)})"
    if column.digits:
        exact = f"{exact} * {10**column.digits}"
    elif register.dialect.knows_types and max(map(abs, column.ends)) <= NARROW:
        exact = _c(column)  # it is whole where this is asked
    return f"CAST({exact} AS {_type(register, column.given)})"


def _value(register: Register, column: Column) -> str:
    c, given = _c(column), column.given
    if given.kind == "number":
        return _scaled(register, column)
    if given.kind == "yes_no":
        return f"CASE WHEN {c} THEN 1 ELSE 0 END"
    if given.kind == "date":
        return register.dialect.ordinal.format(c)
    tests = [f"WHEN {text_of(option)} THEN {given.options.index(option)}" for option in column.options]
    return f"CASE {c} {' '.join(tests)} END" if tests else str(given.blank)


def _pair(register: Register, column: Column, state: str) -> Iterator[tuple[str, str]]:
    """Give both columns of an input, where its state is that text."""
    given = column.given
    value = f"CASE WHEN {state} = {VALUE} THEN {_value(register, column)} ELSE {given.blank} END"
    yield given.name, f"CAST({value} AS {_type(register, given)})"
    yield given.state, state


def _held(register: Register) -> dict[str, str]:
    """Make invalid what is beyond the value of another input, as `cells.hold_bounds` does."""
    of = {column.key: column.given for column in register.columns if not column.given.key.startswith("last:")}
    found: dict[str, str] = {}
    for key, given in of.items():
        asked = register.ruleset.columns[key]
        if not isinstance(asked, Input):
            continue
        tests = []
        for other, is_least in ((asked.minimum, True), (asked.maximum, False)):
            bound = of.get(other) if isinstance(other, str) else None
            if bound is not None and bound.kind == given.kind:
                pair = (given, bound) if is_least else (bound, given)
                tests.append(_is_less(register, *pair))
        if tests:
            test = " OR ".join(tests)
            found[given.name] = f"CASE WHEN {test} THEN {given.blank} ELSE {given.name} END"
            found[given.state] = f"CAST(CASE WHEN {test} THEN {INVALID} ELSE {given.state} END AS SMALLINT)"
    return found


def _is_less(register: Register, one: Given, other: Given) -> str:
    scale = max(one.scale, other.scale)
    sides = []
    for each in (one, other):
        text = f"CAST({each.name} AS {register.dialect.wide})"
        sides.append(text if each.scale == scale else f"{text} * {scale // each.scale}")
    return f"({one.state} = {VALUE} AND {other.state} = {VALUE} AND {sides[0]} < {sides[1]})"


def head(register: Register, lang: str) -> Iterator[str]:
    """Say which columns are read, and what has to stand in them."""
    en = lang == "en"
    yield "Reads:" if en else "Đọc các cột:"
    kinds = {
        "number": ("số", "number"),
        "yes_no": ("có/không (boolean)", "boolean"),
        "date": ("ngày (date)", "date"),
        "choice": ("chữ", "text"),
    }
    titles = {_c(column): column for column in register.columns}
    for own, name, types in read_columns(register):
        column = titles.get(own)
        if column is None:
            yield f"{name}: {', '.join(types[:1])}"
            continue
        what = kinds[column.given.kind][en]
        yield f"{name}: {what}{_limits(column, lang)}; {column.key}: {column.title[en]}"


def _limits(column: Column, lang: str) -> str:
    if column.given.kind == "choice":
        return ": " + ", ".join(column.options)
    if column.given.kind != "number":
        return ""
    low, high = (plain(Fraction(end, 10**column.digits)) for end in (column.given.low, column.given.high))
    per_cent = column.given.scale != 10**column.digits
    decimals = "decimals" if lang == "en" else "chữ số lẻ"
    return f" {low} .. {high}{'%' * per_cent}, {column.digits} {decimals}"


NAME, _NOT_READ = "name", ("tên; câu lệnh SQL không đọc", "not read by the script")


def definition(register: Register, lang: str) -> str:
    """Write the statement that makes an empty register, each input with its title beside it."""
    dialect = register.dialect
    columns = {_c(column): column for column in register.columns}
    types = {"number": dialect.number, "yes_no": "BOOLEAN", "date": "DATE"}
    lines = []
    read = list(read_columns(register))
    if NAME not in {key_of(name) for _, name, _ in read}:
        # What data mostly have beside the id: a file is loaded with all of its columns.
        read.insert(1, (NAME, NAME, ()))
    for own, name, _ in read:
        column = columns.get(own)
        type_ = types.get(column.given.kind if column is not None else "", dialect.text)
        title = column.title[lang == "en"] if column is not None else _NOT_READ[lang == "en"] if own == NAME else ""
        needed = " NOT NULL" if own == "unit" else ""
        lines.append((f"{quoted_name(dialect, name)} {type_}{needed}", f" {comment(title)}" if title else ""))
    ends = [*[","] * (len(lines) - 1), ""]
    listed = "\n  ".join(f"{text}{end}{told}" for (text, told), end in zip(lines, ends, strict=True))
    return f"CREATE TABLE {quoted_name(dialect, *register.asked.table)} (\n  {listed}\n);\n"
