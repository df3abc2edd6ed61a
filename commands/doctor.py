"""`itrank doctor`: whether this computer has what itrank needs, and what to install for the rest."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import json
import locale
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated

import typer

from . import options, words
from .extras import EXTRAS
from .terminal import LANGUAGES, WELL, WRONG, Task, put_out, refused, speaker, wants_colour
from .words import said

FORMATS = ("text", "json")
_LEAST = (3, 11)
_FONTS = 5
OK, NOTE, MISSING, BROKEN = "ok", "note", "missing", "broken"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at.

    Attributes:
        name: of the thing, the same in every language.
        state: `ok`; `note` where something may look wrong; `missing` where a part is not installed; `broken` where
            itrank cannot do its work.
        found: what is there.
        advice: what to run or to do; nothing where all is well.
    """

    name: str
    state: str
    found: str
    advice: str = ""


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Xem máy này có đủ để chạy itrank không, và cài gì cho phần còn thiếu. Mã thoát là 1 nếu phần cần có bị hỏng.",
            "See whether this computer has what itrank needs, and what to install for the rest. Exits with 1 if a needed "
            "part is broken.",
        )
    )
    def doctor(
        *,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _doctor(format, output, lang)


def _doctor(form: str, output: str | None, lang: str) -> int:
    """Look at everything, and write what was found."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    rows = tuple(looked_at(lang))
    text = _json(rows) if form == "json" else _text(rows, lang)
    code = WRONG if any(row.state == BROKEN for row in rows) else WELL
    return put_out(lambda stream: stream.write(text), output, lang) or code


def looked_at(lang: str) -> Iterator[Row]:
    """Give a row for each thing that itrank depends on."""
    yield _python(lang)
    yield _itrank(lang)
    yield _libraries(lang)
    yield from _extras(lang)
    yield _fonts(lang)
    yield _encoding(lang)
    yield _colour(lang)
    yield _locale(lang)
    yield _folder(lang)


def _python(lang: str) -> Row:
    found = said(words.PYTHON_FOUND, lang, version=".".join(map(str, sys.version_info[:3])), path=sys.executable)
    return Row("python", OK if sys.version_info >= _LEAST else BROKEN, found)


def _itrank(lang: str) -> Row:
    try:
        return Row("itrank", OK, f"{version('itrank')}, {Path(__file__).resolve().parents[1]}")
    except PackageNotFoundError:  # a copy that is run without being installed
        return Row("itrank", NOTE, said(words.NOT_INSTALLED, lang), _pip("-e ."))


def _libraries(lang: str) -> Row:
    """Look for the libraries without which no command runs whole."""
    try:
        needed = [each for each in requires("itrank") or () if "extra ==" not in each]
    except PackageNotFoundError:
        needed = []
    names = [name[0] for each in needed if (name := re.match(r"[\w.-]+", each))]
    missing = [name for name in names if not _is_there(name)]
    if missing:
        return Row("libraries", BROKEN, said(words.LIBRARIES_MISSING, lang, names=", ".join(missing)), _pip(*missing))
    return Row("libraries", OK, said(words.LIBRARIES_FOUND, lang, count=len(names)))


def _is_there(distribution: str) -> bool:
    try:
        return bool(version(distribution))
    except PackageNotFoundError:
        return False


def _extras(lang: str) -> Iterator[Row]:
    for name, extra in EXTRAS.items():
        use = extra.use[lang != "vi"]
        if extra.is_installed:
            yield Row(name, OK, use)
        else:
            yield Row(
                name, MISSING, said(words.EXTRA_SIZE, lang, use=use, size=extra.megabytes), _pip(f"itrank[{name}]")
            )


def _pip(*names: str) -> str:
    """Give the line that installs into this very Python; both kinds of shell take these quotes."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    wanted = " ".join(f'"{name}"' if "[" in name else name for name in names)
    return f"{python} -m pip install {wanted}"


def _fonts(lang: str) -> Row:
    folder = Path(__file__).resolve().parents[1] / "engine" / "report" / "fonts"
    there = len(list(folder.glob("*.ttf")))
    found = said(words.FONTS_FOUND, lang, count=there)
    return (
        Row("fonts", OK, found) if there >= _FONTS else Row("fonts", BROKEN, found, _pip("--force-reinstall", "itrank"))
    )


def _encoding(lang: str) -> Row:
    """Look at what the terminal expects; itrank itself always writes UTF-8."""
    expected = locale.getpreferredencoding(do_setlocale=False)
    if expected.replace("-", "").casefold() == "utf8":
        return Row("encoding", OK, expected)
    advice = "chcp 65001" if os.name == "nt" else "export LANG=C.UTF-8"
    return Row("encoding", NOTE, said(words.ENCODING_OTHER, lang, found=expected), advice)


def _colour(lang: str) -> Row:
    if wants_colour(sys.stdout, os.environ):
        why = words.COLOUR_ON
    elif os.environ.get("NO_COLOR"):
        why = words.COLOUR_REFUSED
    else:
        why = words.COLOUR_NO_TERMINAL
    return Row("colour", OK, said(why, lang))


def _locale(lang: str) -> Row:
    system = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := os.environ.get(name))), "–")
    return Row("locale", OK, said(words.LOCALE_FOUND, lang, found=system, spoken=lang))


def _folder(lang: str) -> Row:
    """Try the folder itself: what permissions say is not what a disk or a share allows."""
    folder = Path.cwd()
    try:
        with TemporaryFile(dir=folder):
            return Row("folder", OK, said(words.FOLDER_WRITABLE, lang, name=folder))
    except OSError:
        return Row("folder", NOTE, said(words.FOLDER_CLOSED, lang, name=folder), said(words.FOLDER_ADVICE, lang))


def _text(rows: Sequence[Row], lang: str) -> str:
    """Write a line for each row and one for what to do."""
    from ..engine.files.visible import visible

    states = {state: said(pair, lang) for state, pair in words.STATES.items()}
    names = {
        row.name: said(words.LOOKED_AT[row.name], lang) if row.name in words.LOOKED_AT else row.name for row in rows
    }
    state_width, width = (max(map(len, column.values())) for column in (states, names))
    lines = []
    for row in rows:
        lines.append(f"{states[row.state]:<{state_width}}  {names[row.name]:<{width}}  {row.found}")
        if row.advice:
            lines.append(f"{'':{state_width}}  {'':{width}}  → {row.advice}")
    closing = words.DOCTOR_BROKEN if any(row.state == BROKEN for row in rows) else words.DOCTOR_WELL
    return "".join(f"{visible(line)}\n" for line in (*lines, "", said(closing, lang)))


def _json(rows: Sequence[Row]) -> str:
    parts: list[Mapping[str, str]] = [
        {"name": row.name, "state": row.state, "found": row.found, "advice": row.advice} for row in rows
    ]
    return json.dumps({"format": "itrank-doctor/1", "parts": parts}, ensure_ascii=False, indent=1) + "\n"
