"""`itrank check --fix` and `--diff`: what is mechanical is mended in the file, or shown."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import words
from .terminal import USAGE, WELL, WRONG, code_of, fail, put_back, put_out, read_stdin, say_aside, tell
from .words import said

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.model.findings import Finding
    from ..engine.prove.checks import Checked
    from ..engine.prove.mending import Mend, Mended

STDIN = Path("-")
NAMELESS = "<stdin>"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read, and what became of its text."""

    target: "Named"
    content: bytes
    mended: "Mended"


def fix(targets: "Sequence[Named]", lang: str, *, run_tests: bool) -> "tuple[int, Checked | None] | None":
    """Mend files in place and say what was mended.

    Returns:
        0, or 2 where a file could not be written, and what a check says of the only file as it stands now: of several,
        one may say other things when the next is mended. None where nothing was begun, as files were named that are not
        mended.
    """
    from ..engine.model.findings import finding

    problems: list[Finding] = []
    for target in targets:
        if target.path == STDIN:
            problems.append(finding("ITR542.stdin"))
        elif _is_packaged(target):
            problems.append(finding("ITR541", name=target.name))
    if problems:
        tell(problems, lang, USAGE)
        return None
    code, check = WELL, None
    for target in targets:
        read = _read(target, run_tests=run_tests)
        if not isinstance(read, _Read):  # the report that follows says why
            continue
        if read.mended.done and (failed := _write(read, lang)):
            code = failed
            continue
        _say(read, lang, said(words.FIXED, lang))
        check = read.mended.check if len(targets) == 1 else None
    return code, check


def show(targets: "Sequence[Named]", output: str | None, lang: str, *, run_tests: bool) -> int:
    """Print what would be mended as a unified diff; 1 if there is anything, 2 if a file cannot be read."""
    problems: list[Finding] = []
    lines: list[str] = []
    for target in targets:
        read = _read(target, run_tests=run_tests)
        if not isinstance(read, _Read):
            problems.append(read)
        elif read.mended.done:
            lines += _difference(read)
            _say(read, lang, said(words.FIXABLE, lang))
    code = put_out(lambda stream: stream.write("".join(lines)), output, lang)
    return code or (tell(problems, lang, code_of(problems)) if problems else WRONG if lines else WELL)


def _is_packaged(target: "Named") -> bool:
    from ..engine.files.resolve import package_folder

    try:
        return target.path.resolve().is_relative_to(package_folder().resolve() / "rulesets")
    except (OSError, RuntimeError, ValueError):
        return False


def _read(target: "Named", *, run_tests: bool) -> "_Read | Finding":
    from ..engine.annex.agreement import wordings_agree
    from ..engine.files.contents import read_inside
    from ..engine.language.document import MOST_BYTES
    from ..engine.model.findings import Finding
    from ..engine.prove.mending import mended

    path: Path | None = target.path
    if target.path == STDIN:
        content = read_stdin(MOST_BYTES + 1)
        path = None if target.name == NAMELESS else Path(target.name)
    else:
        content = read_inside(target.path, target.path.parent, target.name, MOST_BYTES)
    if isinstance(content, Finding):
        return content
    return _Read(target, content, mended(content, target.name, path, run_tests=run_tests, also=(wordings_agree,)))


def _write(read: _Read, lang: str) -> int:
    """Put the new text in the place of the old, whole, if the old is still there."""
    from ..engine.files.contents import read_inside
    from ..engine.language.document import MOST_BYTES

    path, name = read.target.path, read.target.name
    if read_inside(path, path.parent, name, MOST_BYTES) != read.content:
        return fail("ITR543", lang, USAGE, name=name)
    return put_back(path, read.mended.text, name, lang)


def _say(read: _Read, lang: str, verb: str) -> None:
    """Say on stderr what was mended, a line for each; and what was not, as that would have made things worse."""
    from ..engine.files.visible import visible
    from ..engine.model.findings import finding, in_order

    rows = [
        f"{visible(read.target.name)}:{mend.finding.place.line}:{mend.finding.place.column}: {verb} {mend.finding.code}: "
        for mend in read.mended.done
    ]
    changes = [visible(", ".join(dict.fromkeys(_changes(mend, lang)))) for mend in read.mended.done]
    say_aside("".join(f"{row}{change}\n" for row, change in zip(rows, changes, strict=True)))
    left = []
    for (found, edits), codes in read.mended.refused:
        edit = edits[0]
        left.append(
            finding(
                "ITR544", found.place, code=found.code, old=_cut(edit.old), new=_cut(edit.new), codes=", ".join(codes)
            )
        )
    tell(in_order(left), lang, WELL)


def _changes(mend: "Mend", lang: str) -> Iterator[str]:
    for edit in mend.edits:
        if not edit.new:
            yield said(words.DELETED, lang, old=_cut(edit.old))
        elif not edit.old:
            yield said(words.ADDED, lang, new=_cut(edit.new))
        else:
            yield f"{_cut(edit.old)} → {_cut(edit.new)}"


def _cut(text: str) -> str:
    """Give an edit's text on one line, cut where it is long."""
    line = " ".join(text.split()) or text
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _difference(read: _Read) -> list[str]:
    """Write a unified diff that cannot command a terminal, and that `patch` can read where nothing is hidden."""
    from difflib import unified_diff

    from ..engine.files.visible import visible

    name = visible(read.target.name)
    before = read.content.decode("utf-8")
    found = unified_diff(_lines(before), _lines(read.mended.text), name, name, lineterm="")
    made = []
    for line in found:
        bare, carriage = line.removesuffix("\n").removesuffix("\r"), "\r" if line.endswith("\r\n") else ""
        made.append(f"{visible(bare)}{carriage}\n")
        if not line.endswith("\n") and line[:1] in {"+", "-", " "} and not line.startswith(("+++ ", "--- ")):
            made.append("\\ No newline at end of file\n")
    return made


def _lines(text: str) -> list[str]:
    r"""Split where `patch` does, at `\n` only, and keep it."""
    rows = text.split("\n")
    return [f"{row}\n" for row in rows[:-1]] + rows[-1:] * bool(rows[-1])
