"""`itrank diff`: two rulesets, compared by meaning."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import complete, options, words
from .diff_data import Tried, impact_of
from .options import both
from .progress import doing
from .reading import read_rules, unless_stopped
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    columns_of,
    fail,
    printable,
    put_bytes,
    put_out,
    refused,
    speaker,
    unread,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.diff.change import Difference
    from ..engine.diff.impact_contract import ImpactRecord
    from ..engine.model.ruleset import Ruleset
    from ..engine.year import Rules

FORMATS = ("text", "json", "html", "docx")
_NO_FILE = "/dev/null"


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "So sánh hai bộ tiêu chí theo ý nghĩa: chặt hơn, nới hơn, đổi tỷ trọng, mới, bãi bỏ; có chứng minh hoặc ví dụ.",
            "Compare two rulesets by meaning: tightened, loosened, reweighted, new, gone; with proofs or examples.",
        )
    )
    def diff(
        before: Annotated[
            str,
            typer.Argument(
                autocompletion=complete.rulesets,
                help=both(
                    "Bộ tiêu chí trước: đường dẫn, 2021 hoặc mã@phiên-bản.",
                    "The older ruleset: a path, 2021 or id@version.",
                ),
            ),
        ],
        now: Annotated[
            str,
            typer.Argument(autocompletion=complete.rulesets, help=both("Bộ tiêu chí sau.", "The newer ruleset.")),
        ],
        *,
        exit_code: Annotated[
            bool,
            typer.Option("--exit-code", help=say("Mã thoát là 1 nếu có khác biệt.", "Exit with 1 if they differ.")),
        ] = False,
        git_path: Annotated[
            str | None,
            typer.Option(
                metavar=say("ĐƯỜNG_DẪN", "PATH"),
                help=say(
                    "Chạy thay git diff cho tệp này (docs/diff.md).",
                    "Stand in for git diff of this file (docs/diff.md).",
                ),
            ),
        ] = None,
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        shapley: Annotated[
            bool,
            typer.Option(
                "--shapley",
                help=say(
                    "Chia cả phần chỉ có khi nhiều điều đổi cùng nhau (Shapley), tới 12 điều tác động lẫn nhau.",
                    "Also share out what only several changes together do (Shapley), up to 12 that interact.",
                ),
            ),
        ] = False,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        tried = Tried(tuple(data), units, previous, shapley) if data else None
        wanted = _Wanted(format, output, exit_code, lang, tried)
        if git_path is None:
            return lambda: _diff(before, now, wanted)
        return lambda: _for_git(git_path, before, now, wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for, besides what is compared."""

    form: str
    output: str | None
    exit_code: bool
    lang: str
    tried: Tried | None = None


def _diff(before: str, now: str, wanted: _Wanted) -> int:
    """Load both rulesets, compare them and write what was found."""
    if (code := refused(wanted.lang, format=(wanted.form, FORMATS))) is not None:
        return code
    first = read_rules(before, wanted.lang)
    if isinstance(first, int):
        return first
    second = read_rules(now, wanted.lang)
    return second if isinstance(second, int) else _compared(first, second, wanted)


def _compared(first: "Rules", second: "Rules", wanted: _Wanted, head: str = "") -> int:
    from ..engine.diff.differing import difference

    if wanted.form == "docx" and wanted.output is None:
        return fail("ITR865", wanted.lang, USAGE, format=wanted.form)
    impact = None if wanted.tried is None else impact_of(first, second, wanted.tried, wanted.lang)
    if isinstance(impact, int):
        return impact
    with doing(said(words.COMPARING_RULESETS, wanted.lang)):
        found = _Found(difference(first.loaded, second.loaded), first, second, impact)
    written = _table(found, wanted) if wanted.form in _TABLES else _told(found, wanted, head)
    return written or (WRONG if wanted.exit_code and found.difference.changes else WELL)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of two rulesets."""

    difference: "Difference"
    first: "Rules"
    second: "Rules"
    impact: "ImpactRecord | None"

    @property
    def rulesets(self) -> "tuple[Ruleset, Ruleset]":
        """The two, the older one first."""
        return self.first.ruleset, self.second.ruleset


def _told(found: _Found, wanted: _Wanted, head: str) -> int:
    """Write what was found as text, or as JSON."""
    from ..engine.publish.diff_out import diff_json, diff_text
    from ..engine.publish.grid import Look
    from ..engine.publish.impact_out import impact_text
    from ..engine.result.contract import ABSENT

    files = (found.first.named.name, found.second.named.name)
    if wanted.form == "json":
        text = diff_json(found.difference, found.rulesets, files, ABSENT if found.impact is None else found.impact)
    else:
        to_screen = wanted.output is None
        columns = columns_of(sys.stdout) if to_screen else None
        look = Look(wanted.lang, columns, to_screen and wants_colour(sys.stdout, os.environ))
        text = head + diff_text(found.difference, found.rulesets, files, look)
        text += "" if found.impact is None else f"\n{impact_text(found.impact, look)}"
    return put_out(lambda stream: stream.write(text), wanted.output, wanted.lang)


_TABLES = ("html", "docx")
"""Formats of the table that drafts of decisions carry."""


def _table(found: _Found, wanted: _Wanted) -> int:
    """Write the table that drafts of decisions carry, in the language of the newer ruleset."""
    from ..engine.report.differences.document import as_document
    from ..engine.report.differences.page import as_page
    from ..engine.report.differences.sheet import sheet

    try:
        with doing(said(words.MAKING_REPORT, wanted.lang)):
            made = sheet(found.difference, found.rulesets, found.impact)
            content = as_page(made) if wanted.form == "html" else as_document(made)
    except ModuleNotFoundError as error:
        return without_library(wanted.lang, error.name or str(error))
    if isinstance(content, bytes):
        return put_bytes(content, str(wanted.output), wanted.lang)
    return put_out(lambda stream: stream.write(content), wanted.output, wanted.lang)


def _for_git(path: str, older: str, newer: str, wanted: _Wanted) -> int:
    """Compare two files that git wrote out of one path.

    git takes another exit code than 0 for a driver that died, and shows no more files: what is wrong with a ruleset is
    said, and the code stays 0.
    """
    if (code := refused(wanted.lang, format=(wanted.form, FORMATS))) is not None:
        return code
    if wanted.form in _TABLES:
        return fail("ITR542", wanted.lang, USAGE, option="--git-path", other=f"--format {wanted.form}")
    head = f"itrank diff {printable(path)}\n"
    if _NO_FILE in {older, newer}:
        pair = words.ADDED_TO_GIT if older == _NO_FILE else words.TAKEN_FROM_GIT
        text = said(pair, wanted.lang)
        return put_out(lambda stream: stream.write(f"{head}{text}\n"), wanted.output, wanted.lang)
    rules = [_of_git(path, each, wanted.lang) for each in (older, newer)]
    first, second = rules
    if isinstance(first, int) or isinstance(second, int):
        return WELL
    return _compared(first, second, wanted, head)


def _of_git(path: str, file: str, lang: str) -> "Rules | int":
    """Load a file that git wrote out as if it stood at its path, so that `extends` finds what stands beside it."""
    from ..engine.files.held import Held
    from ..engine.files.resolve import Named
    from ..engine.year.rules import load_rules

    own = Path(path)
    try:
        content = Path(file).read_bytes()
        beside = {each.as_posix(): each.read_bytes() for each in sorted(own.parent.glob("*.yaml"))[:_MOST_BESIDE]}
    except OSError as error:
        return unread(file, error, lang)
    files = {f"{_HELD}/{name}": each for name, each in {**beside, own.as_posix(): content}.items()}
    held = Held(f"{_HELD}/{own.as_posix()}", files)
    return unless_stopped(load_rules(Named(own, path, held)), lang)


_HELD = "git"
_MOST_BESIDE = 200  # as many files as `extends` looks at
