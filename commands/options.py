"""Options that several commands take, each said once: its type, its help in both languages, its completion.

An option's help is the same object whatever the operator speaks; `speak` leaves his language of it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from inspect import get_annotations, unwrap
from typing import Annotated, Any, TypeAlias

import click
import typer
from typer.core import TyperArgument

from . import complete, help_words
from .asked import SUFFIXES, Formats, Refused, suffix_of
from .opened import OUTPUT
from .terminal import USAGE, say_aside

_BETWEEN = "\x1f"
_POSITION = "position"


def both(vi: str, en: str) -> str:
    """Hold a help text in both languages until `speak` chooses."""
    return f"{vi}{_BETWEEN}{en}"


_RULESET = "--ruleset"
_NAMED = both("Bộ tiêu chí: đường dẫn, 2022.yaml, 2022 hoặc mã@phiên-bản.", "A path, 2022.yaml, 2022 or id@version.")
Ruleset: TypeAlias = Annotated[str, typer.Option(_RULESET, autocompletion=complete.rulesets, help=_NAMED)]
Rulesets: TypeAlias = Annotated[list[str] | None, typer.Option(_RULESET, autocompletion=complete.rulesets, help=_NAMED)]
Data: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        help=both(
            "Tệp số liệu .xlsx .ods .xls .csv .json; tệp sau chỉ điền ô trống.",
            "Data: .xlsx .ods .xls .csv .json; later files fill blanks.",
        )
    ),
]


def _data_or(more: str) -> Any:
    """Make the option of data that may also be a table of very many units."""
    return typer.Option(
        "--data",
        help=both(
            f"Tệp số liệu .xlsx .ods .xls .csv .json; tệp sau chỉ điền ô trống. Hoặc {more}.",
            f"Data: .xlsx .ods .xls .csv .json; later files fill blanks. Or {more}.",
        ),
    )


_FILES, _TABLE = ".parquet .arrow", "postgresql://…?table=…"
FilesOfData: TypeAlias = Annotated[list[str] | None, _data_or(f"{_FILES} (itrank[scale])")]
LargeData: TypeAlias = Annotated[list[str] | None, _data_or(f"{_FILES}, {_TABLE} (itrank[scale], itrank[postgres])")]
Units: TypeAlias = Annotated[str | None, typer.Option(help=both("Bảng đơn vị.", "The table of units."))]
Columns: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=both(
            "Các cột của phụ lục, từ trái: mã, tên, điểm, cách chấm; hoặc B=tên; D=điểm.",
            "The annex's columns, from the left: number, name, points; or B=name; D=points.",
        )
    ),
]
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
            "Giai đoạn: declared (như kê khai), first, second, council; mặc định là lần thẩm định cuối trong tệp.",
            "The stage: declared, first, second or council; by default the last appraisal in the file.",
        )
    ),
]
Deadline: TypeAlias = Annotated[
    str | None,
    typer.Option(help=both("Hạn nộp, ngày cuối: 2023-02-15 hoặc 15/02/2023.", "The last day to return it.")),
]
Contact: TypeAlias = Annotated[
    str,
    typer.Option(help=both("Đơn vị hỏi ai: tên, điện thoại, thư điện tử.", "Whom units ask: name, telephone, e-mail.")),
]
Agency: TypeAlias = Annotated[str, typer.Option(help=both("Cơ quan gửi.", "Who sends it."))]
Place: TypeAlias = Annotated[str, typer.Option(help=both("Nơi ký.", "Where it is signed."))]
Signer: TypeAlias = Annotated[
    str,
    typer.Option(
        help=both(
            "Chức vụ của người ký; sau dấu chấm phẩy là họ tên.",
            "The position of who signs; after a semicolon, the name.",
        )
    ),
]
Issued: TypeAlias = Annotated[
    str | None,
    typer.Option("--date", help=both("Ngày ký; không có thì để trống.", "The day of issue; else it is left open.")),
]
Reports: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--report", help=both("Báo cáo kèm trong gói; lặp lại được.", "A report to put in; repeatable.")),
]
Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help=both(
            "Tệp hoặc thư mục có bộ tiêu chí, số liệu của kết quả, khi không ở đây; lặp lại được.",
            "A file or folder with the result's ruleset or data, where they are not here; repeatable.",
        ),
    ),
]
Key: TypeAlias = Annotated[
    str | None, typer.Option(help=both("Khóa riêng Ed25519 (PEM) để ký.", "A private Ed25519 key (PEM) to sign."))
]
Provisional: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--provisional", help=both("Xếp hạng tạm cả đơn vị còn thiếu số liệu.", "Also rank units that lack data.")
    ),
]
Watch: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--watch",
        help=both(
            "Chạy lại mỗi khi tệp đã đọc thay đổi; Ctrl+C để dừng.",
            "Run again whenever a file that was read changes; Ctrl+C ends it.",
        ),
    ),
]


def output(vi: str, en: str) -> Any:
    """Make the option of what a command writes, spelled alike in all of them."""
    return typer.Option(*OUTPUT, help=both(vi, en))


def form(formats: Sequence[str]) -> Any:
    """Make the option of a command's formats, the first of which is usual; the ending of `--output` chooses too."""
    listed = ", ".join(formats)
    words = both(f"{listed}; mặc định theo đuôi của --output.", f"{listed}; by default as --output ends.")
    return typer.Option(click_type=Formats(formats), help=words)


Output: TypeAlias = Annotated[str | None, output("Ghi vào tệp, thay cho màn hình.", "Write to a file instead.")]
LargeOutput: TypeAlias = Annotated[
    str | None,
    output(
        "Ghi vào tệp, thay cho màn hình; cả .parquet, hoặc postgresql://…?table=… (itrank[scale], itrank[postgres]).",
        "Write to a file instead; also .parquet, or postgresql://…?table=… (itrank[scale], itrank[postgres]).",
    ),
]


def ask_command(group: typer.Typer) -> None:
    """Print the help of a group of commands where none of them is named, as a matter of usage."""

    @group.callback(invoke_without_command=True)
    def _ask(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            say_aside(context.get_help() + "\n")
            raise typer.Exit(USAGE)


def by_position(command: click.Command) -> click.Command:
    """Let a command, and those below it, take `--ruleset` by position too, where no other argument has the position."""
    for below in getattr(command, "commands", {}).values():
        by_position(below)
    option = next((param for param in command.params if _RULESET in param.opts), None)
    if isinstance(option, click.Option) and not any(isinstance(param, click.Argument) for param in command.params):
        position = TyperArgument(
            param_decls=[_POSITION],
            nargs=-1 if option.multiple else 1,
            required=False,
            expose_value=False,
            metavar=both("[BỘ_TIÊU_CHÍ]...", "[RULESET]...") if option.multiple else both("[BỘ_TIÊU_CHÍ]", "[RULESET]"),
            autocompletion=complete.rulesets,
        )
        position.help = both("Bộ tiêu chí; hoặc ghi sau --ruleset.", "The ruleset; or write it after --ruleset.")
        command.params.insert(0, position)
        command.make_parser = partial(_joining, command.make_parser, option)  # type: ignore[method-assign]
    return command


def _joining(make: Callable[[click.Context], Any], option: click.Option, context: click.Context) -> Any:
    """Make a parser that gives the option what is given by position."""
    parser = make(context)
    parse = parser.parse_args

    def parse_both(args: list[str]) -> Any:
        values, rest, order = parse(args)
        position, named = values.pop(_POSITION, None), values.get(option.name)
        if isinstance(position, list | tuple):
            values[option.name] = [*position, *(named or ())]
        elif isinstance(position, str):
            if named in {None, position} or context.resilient_parsing:
                values[option.name] = position
            elif suffix_of(position) in {"", *SUFFIXES["yaml"]}:
                raise Refused("ITR542", option=f"{_RULESET} {named}", other=position)
            else:  # a file of data whose option was forgotten
                rest = [position, *rest]
        return values, rest, order

    parser.parse_args = parse_both
    return parser


def _give_help(param: click.Argument, callback: Callable[..., Any] | None) -> None:
    """Give an argument the help that was declared: click 8.5 takes it from arguments of typer."""
    declared = get_annotations(unwrap(callback)).get(param.name or "") if callback is not None else None
    for told in getattr(declared, "__metadata__", ()):
        param.help = getattr(param, "help", None) or told.help


def speak(command: click.Command, lang: str) -> click.Command:
    """Leave one language of every help text of a command and of those below it."""
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    for param in arguments:
        _give_help(param, command.callback)
    command.format_arguments = lambda *_: None  # type: ignore[attr-defined,method-assign,unused-ignore]  # typer has them
    for each in command.params:
        for name in ("help", "metavar"):
            told = getattr(each, name, None)
            if told and _BETWEEN in told:
                vi, _, en = told.partition(_BETWEEN)
                setattr(each, name, vi if lang == "vi" else en)
    if lang == "vi":
        command.context_class = help_words.VietnameseContext
        for param in arguments:
            param.metavar = param.metavar or help_words.ARGUMENTS.get(param.name or "")
    for below in getattr(command, "commands", {}).values():
        speak(below, lang)
    return command
