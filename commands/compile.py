"""`itrank compile`: a ruleset as a script of SQL, which ranks a table where it stands."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .options import both
from .reading import read_rules
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, fail, put_out, refused, speaker, tell, unranked

if TYPE_CHECKING:
    from ..engine.columns.plan import Pair
    from ..engine.scale.register import Asked
    from ..engine.scale.sql_exprs import CannotSayError
    from ..engine.year import Rules

TARGETS = ("sql", "table")
DIALECTS = ("postgres", "duckdb", "spark")
_MOST_DIGITS = 9
_WHY: Mapping[str, "Pair"] = {
    "quotient": ("phép chia quá 64 bit", "a quotient of more than 64 bits"),
    "columns": ("{count} cột, mà bảng chỉ có được {most}", "{count} columns, and a table has at most {most}"),
    "text": ("ký tự mà không phải SQL nào cũng đọc như nhau", "a character that not every SQL reads alike"),
    "wide": ("số nguyên quá 38 chữ số", "an integer of more than 38 digits"),
    "name": ("tên không dùng được trong SQL", "a name that SQL cannot have"),
}


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Viết bộ tiêu chí thành kịch bản SQL: chạy trong cơ sở dữ liệu, đọc một bảng mỗi đơn vị một dòng, tạo bảng kết quả.",
            "Write a ruleset as a script of SQL: it runs in your database, reads a table with a row a unit, makes one of results.",
        )
    )
    def compile(  # noqa: A001
        *,
        ruleset: options.Ruleset,
        to: Annotated[
            str,
            typer.Option(
                help=both(
                    "sql: kịch bản; table: lệnh tạo bảng số liệu còn trống.",
                    "sql: the script; table: the statement that makes an empty table of data.",
                )
            ),
        ] = "sql",
        dialect: Annotated[str, typer.Option(help=", ".join(DIALECTS))] = "postgres",
        table: Annotated[
            str, typer.Option(help=both("Bảng số liệu, như lược_đồ.bảng.", "The table of data, such as schema.table."))
        ] = "register",
        target: Annotated[str, typer.Option(help=both("Bảng kết quả sẽ tạo.", "The table to make."))] = "result",
        group: Annotated[
            list[str] | None,
            typer.Option(
                help=both(
                    "Một nhóm đơn vị có trong bảng, ngoài các nhóm của bộ tiêu chí; lặp lại được.",
                    "A group of units in the table, besides those of the ruleset; repeatable.",
                )
            ),
        ] = None,
        decimals: Annotated[
            int,
            typer.Option(
                min=0,
                max=_MOST_DIGITS,
                help=both(
                    "Số chữ số lẻ nhiều nhất của các số trong bảng.", "The most decimals of numbers in the table."
                ),
            ),
        ] = 2,
        groups: Annotated[
            bool,
            typer.Option("--groups/--no-groups", help=both("Bảng có cột group.", "The table has a column group.")),
        ] = True,
        roles: Annotated[
            bool,
            typer.Option(
                "--roles",
                help=both(
                    "Bảng có cột role: ranked, unranked, reference.",
                    "The table has a column role: ranked, unranked, reference.",
                ),
            ),
        ] = False,
        states: Annotated[
            bool,
            typer.Option(
                "--states",
                help=both(
                    "Cạnh mỗi cột có cột <tên>_state: not_applicable nếu không áp dụng.",
                    "Beside each column is <name>_state: not_applicable where it does not apply.",
                ),
            ),
        ] = False,
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        tables = (table, target)
        register = _Register(tuple(group or ()), decimals, groups, roles, states)
        return lambda: _compile(_Wanted(ruleset, to, dialect, tables, register, output, lang))


@dataclass(frozen=True, slots=True)
class _Register:
    """What is said of the table, as `engine.scale.register.Asked` has it."""

    groups: tuple[str, ...]
    decimals: int
    has_groups: bool
    has_roles: bool
    has_states: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    ruleset: str
    to: str
    dialect: str
    tables: tuple[str, str]
    register: _Register
    output: str | None
    lang: str


def _compile(wanted: _Wanted) -> int:
    """Load a ruleset, and write its script, or why there is none."""
    lang = wanted.lang
    if (code := refused(lang, to=(wanted.to, TARGETS), dialect=(wanted.dialect, DIALECTS))) is not None:
        return code
    from importlib.metadata import version

    from ..engine.columns.making import UnsupportedError
    from ..engine.scale.dialects import DIALECTS as KNOWN
    from ..engine.scale.dialects import quoted_name
    from ..engine.scale.register import Asked
    from ..engine.scale.scripts import compiled_script, register_definition
    from ..engine.scale.sql_exprs import CannotSayError

    dialect = next(each for name, each in KNOWN.items() if name == wanted.dialect)
    table, target = (tuple(name.split(".")) for name in wanted.tables)
    for option, parts in (("--table", table), ("--target", target)):
        try:
            quoted_name(dialect, *parts)
        except ValueError:
            return fail("ITR912.table", lang, USAGE, option=option, found=".".join(parts))
    rules = read_rules(wanted.ruleset, lang)
    if isinstance(rules, int):
        return rules
    tell(rules.findings, lang, WELL, rules.texts, rules.shown)
    said = wanted.register
    asked = Asked(table, said.groups, said.decimals, said.has_groups, said.has_roles, said.has_states)
    about: dict[str, str] = {"lang": lang, "made_by": f"itrank {version('itrank')}", "note": _note(rules, lang)}
    try:
        if wanted.to == "table":
            text = register_definition(rules.ruleset, dialect, asked, **about)
        else:
            text = compiled_script(rules.ruleset, dialect, asked, target, **about).text
    except UnsupportedError as error:
        return unranked(error, rules.typed, lang)
    except CannotSayError as error:
        return _told(error, rules, wanted.dialect, asked, lang)
    return put_out(lambda stream: stream.write(text), wanted.output, lang)


def _note(rules: "Rules", lang: str) -> str:
    """Say of a ruleset that is made up that it is."""
    from ..engine.model.sentences import sentence
    from ..engine.publish import texts
    from ..engine.rank.ranking import is_illustrative

    return sentence(texts.ILLUSTRATIVE, lang) if is_illustrative(rules.ruleset) else ""


def _told(error: "CannotSayError", rules: "Rules", dialect: str, asked: "Asked", lang: str) -> int:
    """Tell what cannot be written, each with its cause."""
    from ..engine.model.findings import finding

    found = [
        finding("ITR972", key=key, why=why, why_en=why_en)
        for key, (why, why_en) in _causes(error, rules, dialect, asked)
    ]
    return tell(found, lang, WRONG)


def _causes(error: "CannotSayError", rules: "Rules", dialect: str, asked: "Asked") -> "Iterator[tuple[str, Pair]]":
    if error.why != "outside":
        vi, en = _WHY[error.why]
        for key in error.about:
            yield key, (vi.format(count=error.count, most=error.most), en.format(count=error.count, most=error.most))
        return
    from ..engine.columns.plan import why_of
    from ..engine.scale.dialects import DIALECTS as KNOWN
    from ..engine.scale.scripts import asked_outside, program_of

    known = next(each for name, each in KNOWN.items() if name == dialect)
    for key, cause in asked_outside(program_of(rules.ruleset, known, asked)).items():
        why, _, about = cause.partition(" ")
        yield key, why_of(why, about)
