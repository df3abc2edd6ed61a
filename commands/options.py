"""Options that several commands take, each said once: its type, its help in both languages, its completion.

An option's help is the same object whatever the operator speaks; `speak` leaves his language of it.
"""

from typing import Annotated, TypeAlias

import click
import typer

from . import complete
from .terminal import USAGE, say_aside

_BETWEEN = "\x1f"


def both(vi: str, en: str) -> str:
    """Hold a help text in both languages until `speak` chooses."""
    return f"{vi}{_BETWEEN}{en}"


Ruleset: TypeAlias = Annotated[
    str,
    typer.Option(
        autocompletion=complete.rulesets,
        help=both(
            "Bộ tiêu chí: đường dẫn, 2022.yaml, 2022 hoặc mã@phiên-bản.", "A path, 2022.yaml, 2022 or id@version."
        ),
    ),
]
Data: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        help=both(
            "Tệp số liệu .xlsx .ods .xls .csv .json; tệp sau chỉ điền ô trống.",
            "Data: .xlsx .ods .xls .csv .json; later files fill blanks.",
        )
    ),
]
Units: TypeAlias = Annotated[str | None, typer.Option(help=both("Bảng đơn vị.", "The table of units."))]
Previous: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=both(
            "Kết quả năm trước: JSON của itrank, hoặc bảng xếp hạng.", "Last year's result: JSON of itrank, or a table."
        )
    ),
]
Mapping: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=both(
            "Tệp ghép cột; mặc định <tên>.mapping.yaml cạnh số liệu.",
            "A mapping of columns; by default <name>.mapping.yaml beside the data.",
        )
    ),
]
Corrections: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=both(
            "Tệp điều chỉnh khi thẩm định; mặc định <tên>.corrections.csv cạnh số liệu.",
            "Corrections of the appraisal; by default <name>.corrections.csv beside the data.",
        )
    ),
]
Stage: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=both(
            "Giai đoạn: declared (như kê khai), first, second; mặc định là lần thẩm định cuối trong tệp.",
            "The stage: declared, first or second; by default the last appraisal in the file.",
        )
    ),
]
Provisional: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--provisional", help=both("Xếp hạng tạm cả đơn vị còn thiếu số liệu.", "Also rank units that lack data.")
    ),
]
Output: TypeAlias = Annotated[
    str | None, typer.Option(help=both("Ghi vào tệp, thay cho màn hình.", "Write to a file instead."))
]


def ask_command(group: typer.Typer) -> None:
    """Print the help of a group of commands where none of them is named, as a matter of usage."""

    @group.callback(invoke_without_command=True)
    def _ask(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            say_aside(context.get_help() + "\n")
            raise typer.Exit(USAGE)


def speak(command: click.Command, lang: str) -> click.Command:
    """Leave one language of every help text of a command and of those below it."""
    for param in command.params:
        told = getattr(param, "help", None)
        if told and _BETWEEN in told:
            vi, _, en = told.partition(_BETWEEN)
            param.help = vi if lang == "vi" else en
    for below in getattr(command, "commands", {}).values():
        speak(below, lang)
    return command
