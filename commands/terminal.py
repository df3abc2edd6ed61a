"""What every command shares: exit codes, the operator's language, findings on stderr, results on stdout or in a file.

Nothing of the engine is imported before it is needed, so that `itrank --version` answers at once.
"""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import errno
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from .opened import is_opened, note_written
from .secrets import masked

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.columns.making import UnsupportedError
    from ..engine.model.findings import Finding

WELL, WRONG, USAGE, FAULT = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141  # as shells count signals
LANGUAGES = ("vi", "en")
STDOUT = "-"
"""As the name of an output: standard output, as for other programs."""

_IS_THERE = (
    "Không gì bị ghi đè. Đặt tên khác sau --output; muốn lập lại từ đầu thì xóa cái cũ trước.",
    "Nothing was overwritten. Give another name after --output; to make it anew delete the old one first.",
)
Task = Callable[[], int]
"""What a command gives the parser: the work itself, done outside of it."""


class _Closed(io.TextIOBase):
    """Takes the place of an output that was closed before we began: a result that goes nowhere is no success."""

    def write(self, _: str | bytes) -> int:
        raise OSError(errno.EBADF, "closed")

    @property
    def buffer(self) -> "_Closed":
        """Where bytes would go."""
        return self


def prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page; what is told where nobody listens is lost, a result is not."""
    _hold_descriptors()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Nobody hears what is told; but a result must arrive.
            setattr(sys, name, _Closed() if name == "stdout" else open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _hold_descriptors() -> None:
    """Fill the places of streams that were closed before we began: a file that took one would get what libraries print."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            with suppress(OSError):  # the lowest that is free is this one
                os.open(os.devnull, os.O_RDWR)


def abandon(stream: TextIO) -> None:
    """Let nothing more be written: Python would fail once more when it closes the stream at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Find the operator's language before anything else is read, so that usage errors are told in it.

    >>> language(["evaluate", "--lang", "en"], {}), language([], {"ITRANK_LANG": "en"}), language(["--lang=xx"], {})
    ('en', 'en', 'vi')
    """
    asked = environment.get("ITRANK_LANG", "")
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else "vi"


def speaker(lang: str) -> Callable[[str, str], str]:
    """Give the function that picks the Vietnamese or the English of two texts.

    >>> speaker("en")("Bộ tiêu chí", "A ruleset")
    'A ruleset'
    """
    return lambda vi, en: vi if lang == "vi" else en


def refused(lang: str, **choices: tuple[str, Sequence[str]]) -> int | None:
    """Hold options against their choices; the exit code of the first that is none of them, else None.

    Args:
        lang: what `--lang` was given; it is held itself.
        choices: option -> what was given, and what may be.
    """
    for option, (found, allowed) in {"lang": (lang, LANGUAGES), **choices}.items():
        if found not in allowed:
            spoken = lang if lang in LANGUAGES else language([], os.environ)
            name = "--" + option.replace("_", "-")
            return fail("ITR912", spoken, USAGE, option=name, found=found, choices=", ".join(allowed))
    return None


def tell(
    findings: Sequence["Finding"],
    lang: str,
    code: int,
    texts: Mapping[str, str] | None = None,
    shown: Mapping[str, str] | None = None,
) -> int:
    """Print findings on stderr, and give the exit code.

    Args:
        findings: what is printed.
        lang: of the words.
        code: what is given back.
        texts: file name -> text, for excerpts.
        shown: file name -> what the user called the file.
    """
    if findings:
        from ..engine.publish.diagnostics import as_text

        text = as_text(findings, texts or {}, lang, colour=wants_colour(sys.stderr, os.environ), shown=shown)
        together = code in {WELL, WRONG} and is_terminal(sys.stdout) and is_terminal(sys.stderr)
        say_aside(masked(f"{text}\n" if together else text))
    return code


def say_aside(text: str, stream: TextIO | None = None) -> None:
    """Write to stderr; where nobody can hear it, nothing is said, and the work goes on: a full log costs no result."""
    stream = sys.stderr if stream is None else stream
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        abandon(stream)


def fail(code: str, lang: str, exit_code: int, *, advice: tuple[str, str] | None = None, **params: object) -> int:
    """Print one finding on stderr, and give the exit code; `advice` is what to do, in place of the code's general words."""
    from ..engine.model.findings import finding

    words: Any = {key: printable(str(value)) for key, value in params.items()}
    return tell([finding(code, help=advice, **words)], lang, exit_code)


def unranked(error: "UnsupportedError", name: str, lang: str) -> int:
    """Say why columns cannot rank by a ruleset, and give the exit code."""
    from ..engine.columns.plan import why_of

    why, why_en = why_of(error.why, error.about)
    return fail("ITR970", lang, WRONG, name=name, why=why, why_en=why_en)


def unwritten(name: str, error: Exception, lang: str) -> int:
    """Say why a file could not be written, and give the exit code."""
    from ..engine.files.reasons import reasons

    is_there = isinstance(error, FileExistsError) and error.errno == errno.EEXIST
    return fail("ITR906", lang, USAGE, advice=_IS_THERE if is_there else None, name=name, **reasons(error))


def unread(name: str, error: Exception, lang: str) -> int:
    """Say why a file could not be read, and give the exit code."""
    from ..engine.files.reasons import reasons

    return fail("ITR403", lang, USAGE, name=name, **reasons(error))


_LIBRARIES: Mapping[str, tuple[str, str]] = {
    "sign": ("ký và kiểm tra chữ ký", "signing"),
    "watch": ("chạy lại khi tệp đổi", "running again when a file changes"),
    "scale": ("tính trên cột số nguyên", "computing on columns"),
    "postgres": ("đọc và ghi ở PostgreSQL", "reading and writing in PostgreSQL"),
    "spark": ("tính trên Spark", "computing on Spark"),
}


def without_library(lang: str, missing: str, extra: str | None = None) -> int:
    """Say that a library is not installed, with the extra of the package that brings all that is needed."""
    from .extras import EXTRAS, extra_of

    extra = extra or extra_of(missing)
    what, what_en = _LIBRARIES.get(extra, ("ghi dạng này", "this form"))
    size = EXTRAS[extra].megabytes
    return fail("ITR864", lang, USAGE, missing=missing, extra=extra, megabytes=size, what=what, what_en=what_en)


def code_of(findings: Sequence["Finding"]) -> int:
    """Give the exit code of findings that stop everything: 2 if a file could not be opened."""
    from ..engine.model.codes import is_unopened

    return USAGE if is_unopened(findings) else WRONG


def put_out(write: Callable[[TextIO], object], output: str | None, lang: str) -> int:
    """Write a result whole, to the file or to stdout (also named `-`); 0 if that went well."""
    if output in {None, STDOUT}:
        return put_stdout(lambda: void(write(sys.stdout)), lang)
    from ..engine.files.writing import write_whole

    return put_file(lambda path: write_whole(path, lambda stream: void(write(stream))), output, lang)


def put_said(text: str, lang: str, outputs: Sequence[str | None]) -> int:
    """Write what a command says of its work: to stdout, or to stderr where a result itself goes to stdout.

    Args:
        text: what is said.
        lang: of what is said where it cannot be written.
        outputs: where results were written to.
    """
    if STDOUT not in outputs:
        return put_out(lambda stream: stream.write(text), None, lang)
    say_aside(text)
    return WELL


def put_bytes(content: bytes, output: str, lang: str, *, in_place: bool = False) -> int:
    """Write a file that is no text, whole; 0 if that went well.

    Args:
        content: the whole file.
        output: its name.
        lang: of what is said where it cannot be written.
        in_place: whether the file is the one that was read, and meant to be.
    """
    from ..engine.files.writing import write_bytes

    if output == STDOUT:
        return put_stdout(lambda: void(sys.stdout.buffer.write(content)), lang)
    return put_file(
        lambda path: write_bytes(path, lambda stream: void(stream.write(content))), output, lang, in_place=in_place
    )


def put_back(path: "Path", text: str, name: str, lang: str) -> int:
    """Write the new text of a file that was read, in its place; 0 if that went well.

    Args:
        path: the file.
        text: the whole of it.
        name: what the user calls it.
        lang: of what is said where it cannot be written.
    """
    from ..engine.files.writing import write_whole

    if (code := approved(str(path), name, lang)) is not None:
        return code
    try:
        write_whole(path, lambda stream: void(stream.write(text)))
    except (OSError, ValueError) as error:
        return unwritten(name, error, lang)
    return WELL


def put_stdout(write: Callable[[], None], lang: str) -> int:
    """Write to stdout; 0 if that went well."""
    try:
        write()
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon(sys.stdout)
        from ..engine.files.reasons import reasons

        return fail("ITR906.stream", lang, USAGE, **reasons(error))
    return WELL


def put_file(write: "Callable[[Path], None]", output: str, lang: str, *, in_place: bool = False) -> int:
    """Write a file that this run neither reads nor has written; 0 if that went well."""
    from pathlib import Path

    if not in_place and (code := clashing(output, lang)) is not None:
        return code
    if (code := approved(output, output, lang)) is not None:
        return code
    try:
        write(Path(output))
    except (OSError, ValueError) as error:
        return unwritten(output, error, lang)
    note_written(output)
    return WELL


def clashing(output: str | None, lang: str) -> int | None:
    """Refuse an output that is a file which this run reads or has written; None where it is none."""
    return fail("ITR907", lang, USAGE, name=output) if output is not None and is_opened(output) else None


def approved(output: str, name: str, lang: str) -> int | None:
    """Refuse an output that belongs to an approved result, until that is opened again; None where it belongs to none.

    Args:
        output: the file.
        name: what the user calls it.
        lang: of what is said.
    """
    from pathlib import Path

    from ..engine.files.seals import seals_near

    try:
        is_near = seals_near(Path(os.path.realpath(output)), Path.cwd())
    except (OSError, ValueError):  # writing it says why
        return None
    if not is_near:
        return None
    from ..engine.bundle.guarding import guard_of
    from ..engine.model.findings import Finding
    from ..engine.project import FILE

    guard = guard_of(Path(output), Path.cwd(), (FILE,))
    if guard is None:
        return None
    if isinstance(guard.seal, Finding):
        return tell([guard.seal], lang, USAGE)
    last = guard.seal.last
    at = guard.path.relative_to(Path.cwd()) if guard.path.is_relative_to(Path.cwd()) else guard.path
    file = at.with_name(last.result.file)
    return fail("ITR866", lang, USAGE, name=name, number=last.decision.minutes.number, at=at, file=file)


def void(_: object) -> None:
    """Give nothing: what a stream's `write` returns is of no use."""


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Colour a terminal, unless NO_COLOR; anything, if FORCE_COLOR (https://no-color.org, https://force-color.org)."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or is_terminal(stream)


def columns_of(stream: TextIO) -> int | None:
    """Give the width of the terminal; None where nobody looks, and nothing need be cut."""
    if not is_terminal(stream):
        return None
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def read_stdin(limit: int) -> "bytes | Finding":
    """Read standard input, of what is longer a byte more than the limit; a finding where it cannot be read."""
    from ..engine.files.reasons import reasons
    from ..engine.model.findings import Place, finding

    name = "<stdin>"
    unopened: Any = {"reason": "không được mở để đọc", "reason_en": "it is not open for reading"}
    if sys.stdin is None:
        return finding("ITR403", Place(name), name=name, **unopened)
    try:
        content: bytes | None = sys.stdin.buffer.read(limit)
        if content is None:  # a source that does not wait, before anybody has written
            raise BlockingIOError(errno.EAGAIN, "")  # told as other errors of reading are
    except (OSError, ValueError) as error:
        why = unopened if getattr(error, "errno", None) == errno.EBADF else reasons(error)
        return finding("ITR403", Place(name), name=name, **why)
    return content


def exists(name: str) -> bool:
    """Say whether there is a file or folder of that name; no name that the system cannot hold has one."""
    from pathlib import Path

    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def printable(text: str) -> str:
    """Give a path as text that UTF-8 can hold: bytes of another encoding are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
