"""`itrank formula`: try an expression."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from . import complete, options, words
from .reading import read_rules, read_year
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, printable, put_out, refused, speaker, tell
from .words import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.language import Loaded
    from ..engine.model.observed import Observed

FORMATS = ("text", "json")
MODES = ("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Tính thử một biểu thức, từng bước. Ví dụ: itrank formula 'a / b * 20' --let a=3 --let b=4",
            "Try an expression, step by step. Example: itrank formula 'a / b * 20' --let a=3 --let b=4",
        )
    )
    def formula(
        expression: Annotated[str, typer.Argument(help=say("Biểu thức, đặt trong nháy.", "An expression, in quotes."))],
        *,
        let: Annotated[
            list[str] | None,
            typer.Option(
                metavar=say("TÊN=GIÁ_TRỊ", "NAME=VALUE"),
                help=say(
                    "Giá trị: a=3, x=85%, co=có, ngay=2022-12-31.", "A value: a=3, x=85%, has=yes, day=2022-12-31."
                ),
            ),
        ] = None,
        ruleset: Annotated[
            str | None,
            typer.Option(
                autocompletion=complete.rulesets,
                help=say(
                    "Dùng tên, tham số, hàm của bộ tiêu chí này.", "Use this ruleset's names, parameters, functions."
                ),
            ),
        ] = None,
        unit: Annotated[
            str | None,
            typer.Option(
                help=say("Lấy số liệu của đơn vị này (mã hoặc tên).", "Take the figures of this unit (id or name).")
            ),
        ] = None,
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        rounding: Annotated[
            str | None,
            typer.Option(help=say("Cách làm tròn của round: ", "How round rounds: ") + ", ".join(MODES)),
        ] = None,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        wanted = _Wanted(
            expression,
            tuple(let or ()),
            ruleset,
            unit,
            tuple(data or ()),
            units,
            previous,
            rounding,
            format,
            output,
            lang,
        )
        return lambda: _formula(wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    expression: str
    lets: tuple[str, ...]
    ruleset: str | None
    unit: str | None
    data: tuple[str, ...]
    units: str | None
    previous: str | None
    rounding: str | None
    form: str
    output: str | None
    lang: str


def _formula(wanted: _Wanted) -> int:
    """Read what the names mean, check the expression, compute it and write the answer."""
    lang = wanted.lang
    modes = MODES if wanted.rounding is not None else ("",)
    if (code := refused(lang, format=(wanted.form, FORMATS), rounding=(wanted.rounding or "", modes))) is not None:
        return code
    from ..engine.explain.trial import answer, ask
    from ..engine.model.codes import of
    from ..engine.model.findings import Place
    from ..engine.model.records import Subject
    from ..engine.publish.trial_out import answer_json, answer_text, unanswered

    read = _read(wanted)
    if isinstance(read, int):
        return read
    name = said(words.EXPRESSION, lang)
    expression = wanted.expression.replace("\n", " ").replace("\r", " ")
    texts = {**read.texts, name: expression}
    question, findings = ask(expression, Place(name, 1, 1), wanted.lets, read.loaded, wanted.rounding)  # type: ignore[arg-type]  # held above
    if question is None:
        code = USAGE if any(of(each).subject is Subject.OPTION for each in findings) else WRONG
        return tell(findings, lang, code, texts)
    answered = answer(question, read.observed, read.unit)
    if answered.value is None:
        return tell(unanswered(question, answered), lang, WRONG, texts)
    text = answer_json(question, answered) if wanted.form == "json" else answer_text(question, answered, lang)
    return put_out(lambda stream: stream.write(text), wanted.output, lang) or WELL


@dataclass(frozen=True, slots=True)
class _Read:
    """The ruleset and the figures that the expression may use."""

    loaded: "Loaded | None"
    observed: "Observed | None"
    unit: int
    texts: "Mapping[str, str]"


def _read(wanted: _Wanted) -> _Read | int:
    from ..engine.explain.choosing import choose_unit
    from ..engine.model.findings import Finding
    from ..engine.year import YearNames

    if wanted.ruleset is None:
        return _Read(None, None, 0, {})
    rules = read_rules(wanted.ruleset, wanted.lang)
    if isinstance(rules, int):
        return rules
    if wanted.unit is None:
        return _Read(rules.loaded, None, 0, rules.texts)
    names = YearNames(wanted.ruleset, wanted.data, wanted.units, wanted.previous, uses_all=True, shows_ranks=False)
    year = read_year(rules, names, wanted.lang)
    if isinstance(year, int):
        return year
    index = choose_unit(printable(wanted.unit), year.observed.units)
    if isinstance(index, Finding):
        return tell([index], wanted.lang, USAGE)
    return _Read(rules.loaded, year.observed, index, rules.texts)
