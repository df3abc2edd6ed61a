"""Alter one member of a bundle, correct every hash, and count what `itrank verify` says of it.

    python tests/bundle_alterations.py [--seed 20261] [--count 2400] [--only TEXT] [--show 20] [--write FOLDER]

A stranger who alters a bundle corrects the manifest and the zip too, so no hash is wrong in what is drawn here. Each
alteration must end in one of four ways: `found` (exit 1, and what is said names the place), `same` (nothing that a person or
a program is shown has changed), `named` (it touches what a public bundle cannot derive, and the verdict says that this part
was not compared), or `bound` (only the hash of the member in the guide tells: whoever corrects that too alters two members).
All else is missed, and ends this program with exit code 1. The judge reads JSON by itself: nothing of what `verify` compares
with decides what is the same.
"""

import argparse
import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property, partial
from hashlib import sha256
from json.decoder import scanstring
from pathlib import Path
from typing import Any

import typer
from itrank import cli
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.bundle.manifest import DATA, EVALUATOR, GUIDE, NAME, RESULT, RULES, SIGNATURE
from itrank.engine.bundle.signing import signature_bytes

SEED, COUNT = 20261, 2_400
LONGEST = 20.0  # seconds of the processor for one verification; the slowest that is right takes 3
DEEP = 100_000
BASIS = """\
format: itrank-ruleset/1
id: goc
version: "1"
title: {vi: Bộ gốc, en: The base}
locale: vi
period: 2025
decision: {number: 12/QĐ-UBND, date: "2025-03-01"}
effective: {from: 2025-01-01, through: 2025-12-31}
show: 2
data: {marks: {KAD: not_applicable}}
groups:
  so: {title: {vi: Sở, en: Departments}}
  xa: {title: {vi: Xã, en: Communes}}
units: {xa_03: {role: unranked}}
parameters: {nguong: 80%}
inputs:
  can_bo: {label: {vi: Cán bộ, en: Officials}, type: count, min: 1, measured_in: người}
  co_may: {label: {vi: Có máy, en: With a computer}, type: count, max: can_bo}
  hai_long: {label: {vi: Hài lòng, en: Satisfied}, type: percent, min: 0, max: 100%, publish: true}
  chu_tri: {label: {vi: Chủ trì, en: Chair}, type: choice, options: {cao: Bí thư, thap: Phó bí thư}}
  quy_che: {label: {vi: Có quy chế, en: Has rules}, type: yes_no}
  han: {label: {vi: Hạn, en: Due}, type: date}
  ngay_nop: {label: {vi: Ngày nộp, en: Handed in}, type: date}
  minh_chung: {label: {vi: Minh chứng, en: Evidence}, type: text, publish: true}
  ghi_chu: {label: {vi: Ghi chú, en: Notes}, type: text}
values:
  moi_may: {label: {vi: Người mỗi máy, en: People a computer}, formula: "can_bo / co_may", publish: true}
scorecards:
  bang:
    for: [so, xa]
    title: {vi: Tổng điểm, en: Total}
    max: 50
    criteria:
      - id: to_chuc
        code: "1"
        title: {vi: Tổ chức, en: Organisation}
        max: 30
        clause: "Phụ lục I, mục 1"
        criteria:
          - {id: may, code: "1.1", title: {vi: Máy, en: Computers}, max: 20, score: {ratio: [co_may, can_bo]}}
          - id: chu
            code: "1.2"
            title: {vi: Người chủ trì, en: The chair}
            max: 10
            not_applicable: exclude
            score: {choice: chu_tri, points: {cao: 10, thap: 4}}
        tiers: [{id: manh, title: {vi: Mạnh, en: Strong}, from: 20}, {id: non, title: {vi: Non, en: Weak}}]
        ranking: {lists: all}
      - id: nguoi_dan
        code: "2"
        title: {vi: Người dân, en: Citizens}
        max: 20
        criteria:
          - {id: long, code: "2.1", title: {vi: Hài lòng, en: Content}, max: 14, score: {share: hai_long, full_at: nguong}}
          - {id: che, code: "2.2", title: {vi: Quy chế, en: Rules}, max: 6, score: {yes_no: quy_che}}
      - {id: muon, code: "3", title: {vi: Nộp muộn, en: Late}, max: 2, role: penalty, score: {yes_no: "days(han, ngay_nop) > 0"}}
    tiers:
      - {id: tot, title: {vi: Tốt, en: Good}, from: 80%, requires: quy_che}
      - {id: kha, title: {vi: Khá, en: Fair}, from: 60%}
      - {id: yeu, title: {vi: Yếu, en: Weak}}
    ranking: {lists: group, ties: standard, tie_break: [nguoi_dan]}
"""
AMENDED = """\
format: itrank-ruleset/1
id: bo
version: "2"
title: {vi: Bộ năm nay, en: This year}
period: 2026
extends: goc@1
amend:
  che: {max: 6, title: {vi: Quy chế an toàn, en: Rules of security}}
"""
YEAR = {
    "nam.csv": """\
id,name,Cán bộ,co_may,hai_long,chu_tri,quy_che,han,ngay_nop,minh_chung,ghi_chu
so_01,Sở Một,45,40,85,cao,có,2025-12-15,2025-12-10,BB 01/BC,x
so_02,Sở Hai,38,31,62,thap,có,2025-12-15,2025-12-12,BB 02/BC,
so_03,Sở Ba,52,30,70,KAD,không,2025-12-15,2025-12-20,,
xa_01,Xã Một,24,22,91,cao,có,2025-12-15,2025-12-01,BB 04/BC,y
xa_02,Xã Hai,21,11,,thap,không,2025-12-15,2025-12-18,BB 05/BC,
xa_03,Xã Ba,18,9,64,cao,có,2025-12-15,2025-12-02,BB 06/BC,
""",
    "nam.mapping.yaml": "format: itrank-mapping/1\ncolumns: {Cán bộ: can_bo}\n",
    "nam.units.csv": """\
id,name,group,parent,predecessors
so_01,Sở Một,so,,
so_02,Sở Hai,so,,
so_03,Sở Ba,so,,
xa_01,Xã Một,xa,so_01,
xa_02,Xã Hai,xa,so_01,xa_08; xa_09
xa_03,Xã Ba,xa,so_02,
""",
    "nam.previous.csv": """\
id,name,total,max,rank,tier
so_01,Sở Một,40.25,50,1,tot
so_02,Sở Hai,110/3,50,2,kha
so_09,Sở Chín,30,50,3,kha
xa_01,Xã Một,41,50,1,tot
xa_08,Xã Tám,20,50,2,yeu
xa_09,Xã Chín,19,50,3,yeu
""",
    "nam.corrections.csv": """\
unit,target,stage,from,to,reason,basis,by,at
so_01,co_may,first,40,38,Hai máy đã thanh lý,BB 1,Nguyễn A,2026-02-01
xa_01,chu,first,10,7.5,Chỉ họp một lần,BB 2,Nguyễn A,2026-02-01
xa_02,quy_che,second,không,có,Có văn bản bổ sung,CV 9,Trần B,2026-02-20
""",
}


# ── The bundles that are altered ──


@dataclass(frozen=True, eq=False)
class Base:
    """A bundle that holds, by its members; nothing in it is signed."""

    name: str
    members: Mapping[str, bytes]
    is_public: bool

    def text(self, path: str) -> str:
        return self.members[path].decode()


def ran(arguments: list[str]) -> str:
    """Run a command that must succeed, and give what it prints; a year may have cells of which errors are reported."""
    code, out, err = spoken(arguments)
    if code > (arguments[0] == "evaluate"):
        raise RuntimeError(f"{arguments}: {err}")
    return out


@cache
def _command() -> Any:
    cli.prepare_streams()
    return typer.main.get_command(cli.application("en"))


def spoken(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command as `cli.run` does, but with the parser made once, and let an exception through."""
    cli.watch(arguments)
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogatepass") for _ in "12")
    try:
        code = _command().main(args=[*arguments, "--lang", "en"], prog_name="itrank", standalone_mode=False)()
    finally:
        written = [stream.detach() for stream in (sys.stdout, sys.stderr)]
        sys.stdout, sys.stderr = kept
    return code, *(made.getvalue().decode("utf-8", "surrogatepass") for made in written)


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


NAMES = ("init", "rich", "pages", "word")
_PAGES = {"thong-bao.txt": "text", "trang.html": "html", "so.xlsx": "xlsx", "bang.csv": "", "ket-qua.json": ""}


@cache
def bases(name: str) -> tuple[Base, ...]:
    """Make a full and a public bundle.

    Args:
        name: `init`, the project of `itrank init`; `pages` and `word`, the same with reports; `rich`, in which almost every key
            of a result, of rules and of data occurs.
    """
    with tempfile.TemporaryDirectory() as folder, inside(Path(folder)):
        if name == "rich":
            return rich({})
        ran(["init", "p", "--year", "2026"])
        with inside(Path("p")):
            return _frozen(
                name, ["--ruleset", "2026"], {"pages": _PAGES, "word": {"bao-cao.docx": "docx"}}.get(name, {})
            )


def rich(other: Mapping[str, str]) -> tuple[Base, ...]:
    """Make the bundles in which every key occurs, in the current folder, some of their files with other texts."""
    for path, text in {"goc.yaml": BASIS, "bo.yaml": AMENDED, **YEAR, **other}.items():
        Path(path).write_text(text, "utf-8")
    year = [f"--{key}=nam.{key}.csv" for key in ("units", "previous", "corrections")]
    return _frozen("rich", ["--ruleset", "bo.yaml", "--data", "nam.csv", *year, "--provisional"], {})


def _frozen(name: str, asked: list[str], reports: Mapping[str, str]) -> tuple[Base, ...]:
    ran(["evaluate", *asked, "--format", "json", "--output", "kq.json"])
    for report, form in reports.items():
        if form:
            ran(["report", "kq.json", "--format", form, "--output", report])
        elif report.endswith(".csv"):
            ran(["evaluate", *asked, "--format", "csv", "--output", report])
        else:
            shutil.copy("kq.json", report)
    made = []
    for kind in ("full", "public"):
        given = [f"--report={report}" for report in reports] + ["--public"] * (kind == "public")
        ran(["freeze", "kq.json", "--output", "goi.zip", *given])
        members = unpacked(Path("goi.zip").read_bytes())
        assert isinstance(members, dict)
        made.append(Base(f"{name}, {kind}", members, kind == "public"))
    return tuple(made)


# ── JSON as text: where each value stands, so that one of them is altered and no other byte ──

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Span:
    """Where a value stands in its text; `entry` begins at its key, where it has one."""

    entry: int
    start: int
    end: int


def spans(text: str) -> dict[Keys, Span]:
    """Find every value of a document.

    >>> made = spans('{"a": [1, 2]}')
    >>> {keys: '{"a": [1, 2]}'[span.start : span.end] for keys, span in made.items()}[("a", 1)]
    '2'
    """
    found: dict[Keys, Span] = {}
    blank = re.compile(r"\s*")

    def skip(at: int) -> int:
        return blank.match(text, at).end()

    def value(entry: int, at: int, keys: Keys) -> int:
        start = at
        if text[at] in "{[":
            is_object, at, count = text[at] == "{", skip(at + 1), 0
            while text[at] not in "}]":
                inner, key = at, count
                if is_object:
                    key, at = scanstring(text, at + 1)
                    at = skip(skip(at) + 1)
                at = skip(value(inner, at, (*keys, key)))
                count += 1
                if text[at] == ",":
                    at = skip(at + 1)
            at += 1
        elif text[at] == '"':
            at = scanstring(text, at + 1)[1]
        else:
            at = re.compile(r"[-+.\w]+").match(text, at).end()
        found[keys] = Span(entry, start, at)
        return at

    value(skip(0), skip(0), ())
    return found


def pattern(keys: Keys) -> str:
    """Name what a value is, whichever row it is in.

    >>> pattern(("units", 3, "name"))
    'units[].name'
    """
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".") or "/"


def at(tree: Any, keys: Keys) -> Any:
    for key in keys:
        tree = tree[key]
    return tree


def put(text: str, span: Span, new: str) -> str:
    return text[: span.start] + new + text[span.end :]


def without(text: str, span: Span) -> str:
    """Take an entry out, with the comma that parts it from another."""
    before, after = text[: span.entry].rstrip(), text[span.end :].lstrip()
    if after.startswith(","):
        return text[: span.entry] + after[1:].lstrip()
    return (before.removesuffix(",")) + text[span.end :]


# ── Alterations of JSON ──


@dataclass(frozen=True)
class Document:
    """A document of JSON that is to be altered at one place."""

    text: str
    tree: Any
    spans: Mapping[Keys, Span]

    @classmethod
    def of(cls, text: str) -> "Document":
        return cls(text, json.loads(text), spans(text))

    @cached_property
    def places(self) -> Mapping[str, list[Keys]]:
        """The places of each pattern."""
        found = defaultdict(list)
        for keys in self.spans:
            found[pattern(keys)].append(keys)
        return found

    def alike(self, keys: Keys) -> list[Keys]:
        """The other places of the same pattern that hold another value."""
        here = self.raw(keys)
        return [other for other in self.places[pattern(keys)] if self.raw(other) != here]

    def raw(self, keys: Keys) -> str:
        span = self.spans[keys]
        return self.text[span.start : span.end]


Drawn = tuple[str, str] | None
"""How it was altered, and the new text."""


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


SIGNS = ("\u202e", "\u200b", "\u0000", "\u001b[31m", "\u0007", "\ufffe", "\n  chữ ký hợp lệ", "\u2028", "\u00ad")


def _array(parts: list[str]) -> str:
    return "[" + ", ".join(parts) + "]"


def _object(rows: list[str]) -> str:
    return "{" + ", ".join(rows) + "}"


def _texts(value: str, draw: random.Random) -> list[tuple[str, str]]:
    """Give other writings of a text of JSON, each as JSON."""
    place = draw.randrange(len(value) + 1)
    made = [
        ("empty", _dumped("")),
        ("space", _dumped(draw.choice((value + " ", " " + value, value + "\u00a0")))),
        ("sign", json.dumps(value[:place] + draw.choice(SIGNS) + value[place:])),
        ("surrogate", _dumped(value)[:-1] + '\\ud800"'),
        ("huge", _dumped(draw.choice(("9" * 100_000, "a" * 40_000, value + "1" * 5_000)))),
        ("null", "null"),
        ("type", draw.choice(("0", "true", "[]", "{}", f"[{_dumped(value)}]"))),
        ("case", _dumped(value.swapcase())),
        ("composed", _dumped(unicodedata.normalize("NFD", value))),
        ("escaped", json.dumps(value)),
        ("formula", _dumped("=1+1")),
    ]
    letters = [index for index, sign in enumerate(value) if sign.isalpha()]
    digits = [index for index, sign in enumerate(value) if sign.isdecimal()]
    if letters:
        index = draw.choice(letters)
        made.append(("letter", _dumped(value[:index] + draw.choice("aeoxyz") + value[index + 1 :])))
    for _ in range(3):
        if digits:
            index = draw.choice(digits)
            other = draw.choice([sign for sign in "0123456789" if sign != value[index]])
            made.append(("digit", _dumped(value[:index] + other + value[index + 1 :])))
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        cut = value[:-1] if "." in value else f"{value}.0"
        other = (
            f"{value}0" if "." in value else f"{value}.0",
            f"+{value}",
            f"0{value}",
            f"{value}e0",
            cut,
            f"-{value}",
            f"{value}/1",
        )
        made += [
            ("spelling", _dumped(draw.choice(other))),
            ("wide", _dumped(value.translate(str.maketrans("0123456789", "０１２３４５６７８９")))),
        ]
    if re.fullmatch(r"-?\d+/\d+", value):
        top, bottom = value.split("/")
        made += [("spelling", _dumped(f"{int(top) * 2}/{int(bottom) * 2}")), ("zero", _dumped(f"{top}/0"))]
    return [each for each in made if each[1] != _dumped(value)]


def _numbers(value: int, draw: random.Random) -> list[tuple[str, str]]:
    return [
        ("number", str(value + draw.choice((1, -1, 2, 10)))),
        ("spelling", draw.choice((f"{value}.0", f"{value}e0", f"{value}.0E+0"))),
        ("huge", draw.choice(("10000000", "9" * 30, "1" + "0" * 5_000, "1e400", "-1"))),
        ("null", "null"),
        ("type", draw.choice((f'"{value}"', "true", "[]", "{}"))),
    ]


def _decimals(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the numbers of an object, each as a fraction: none of them has its exact value beside it but where that is needed."""
    for key, each in value.items():
        if isinstance(each, str) and re.fullmatch(r"-?\d+(\.\d+)?", each):
            yield key, str(Fraction(each))


def _values(document: Document, keys: Keys, draw: random.Random) -> list[tuple[str, str]]:
    """Give other values for a place."""
    value = at(document.tree, keys)
    match value:
        case bool():
            return [
                ("flag", _dumped(not value)),
                ("flag", _dumped(not value)),
                ("null", "null"),
                ("type", draw.choice((str(int(value)), f'"{str(value).lower()}"', "[]"))),
            ]
        case int():
            return _numbers(value, draw)
        case str():
            return _texts(value, draw)
        case None:
            return [
                ("filled", each)
                for each in ('""', "0", '"x"', '"1"', "[]", "{}", "false", "1", '{"vi": "x", "en": "x"}')
            ]
        case list():
            parts = [document.raw((*keys, index)) for index in range(len(value))]
            new = draw.choice(("null", '"x"', "{}"))
            made = [("null", "null"), ("type", draw.choice(("{}", '""', "0"))), ("added", _array([*parts, new]))]
            if parts:
                index = draw.randrange(len(parts))
                made += [
                    ("emptied", "[]"),
                    ("dropped", _array(parts[:index] + parts[index + 1 :])),
                    ("doubled", _array([*parts[: index + 1], *parts[index:]])),
                ]
            if len(parts) > 1:
                made.append(("order", _array(parts[::-1])))
            return made
        case dict():
            rows = [f"{_dumped(key)}: {document.raw((*keys, key))}" for key in value]
            news = [
                (key, new) for key in ("ghi_chu", "__proto__", "total", "en", "exact") for new in ("1", '"x"', "{}")
            ]
            news += [
                ("exact", _object([f'{_dumped(key)}: "{draw.choice((each, "290/3"))}"']))
                for key, each in _decimals(value)
            ]
            key, new = draw.choice([each for each in news if each[0] not in value])
            new = f"{_dumped(key)}: {new}"
            made = [
                ("null", "null"),
                ("type", draw.choice(("[]", '""', "0"))),
                ("added", _object([*rows, new])),
            ]
            if len(rows) > 1:
                made.append(("order of keys", _object(rows[::-1])))
            if rows:
                made.append(("emptied", "{}"))
            return made
    raise AssertionError(value)


def altered_json(document: Document, keys: Keys, draw: random.Random) -> tuple[str, str]:
    """Alter a document at one place."""
    text, span = document.text, document.spans[keys]
    kinds: list[Callable[[], Drawn]] = [lambda: _valued(document, keys, draw)] * 6
    if keys and isinstance(keys[-1], str):
        key = keys[-1]
        entry, raw = text[span.entry : span.start], document.raw(keys)
        kinds += [
            lambda: ("key removed", without(text, span)),
            lambda: ("key renamed", text[: span.entry] + entry.replace(key, draw.choice((key + "_", key.upper(), key[:-1] or "x"))) + text[span.start :]),
            lambda: ("key doubled, as it was", text[: span.end] + f", {entry}{raw}" + text[span.end :]),
            lambda: ("key doubled, last another", text[: span.end] + f", {entry}{_another(document, keys, draw)}" + text[span.end :]),
            lambda: ("key doubled, first another", text[: span.entry] + f"{entry}{_another(document, keys, draw)}, " + text[span.entry :]),
        ]  # fmt: skip
    elif keys:
        kinds += [lambda: ("removed", without(text, span))]
    if others := document.alike(keys):
        kinds += [lambda: _exchanged(document, keys, draw.choice(others))] * 4
        kinds += [lambda: ("copied", put(text, span, document.raw(draw.choice(others))))]
    if beside := [
        other for other in document.spans if len(other) == len(keys) and other[:-1] == keys[:-1] and other != keys
    ]:
        kinds += [lambda: _exchanged(document, keys, draw.choice(beside))]
    while True:
        made = draw.choice(kinds)()
        if made is not None and made[1] != text:
            return made


def _another(document: Document, keys: Keys, draw: random.Random) -> str:
    return draw.choice(_values(document, keys, draw))[1]


def _valued(document: Document, keys: Keys, draw: random.Random) -> Drawn:
    kind, new = draw.choice(_values(document, keys, draw))
    return kind, put(document.text, document.spans[keys], new)


def _exchanged(document: Document, keys: Keys, other: Keys) -> Drawn:
    first, last = sorted((document.spans[keys], document.spans[other]), key=lambda span: span.start)
    text = document.text
    one, two = text[first.start : first.end], text[last.start : last.end]
    if first.end > last.start or one == two:
        return None
    return "exchanged", text[: first.start] + two + text[first.end : last.start] + one + text[last.end :]


def broken_json(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """Alter a document of JSON as a whole."""
    text = content.decode()
    body = text.rstrip()
    commas = [index for index, sign in enumerate(text) if sign in ',:{}[]"']
    index = draw.choice(commas)
    deep = draw.choice(("[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, "[" * DEEP))
    made = {
        "mark of order": "\ufeff" + text,
        "lines": text.replace("\n", "\r\n"),
        "blanks": text + "\n\n",
        "indented": json.dumps(json.loads(text), ensure_ascii=False, indent=3),
        "more after it": text + draw.choice(("{}", "x", "\u0000", "// x")),
        "cut": text[: draw.randrange(len(text))],
        "sign lost": text[:index] + text[index + 1 :],
        "sign added": text[:index] + text[index] + text[index:],
        "deep": deep,
        "deep inside": body[:-1] + f', "sau": {deep}' + "}",
        "NaN": body[:-1] + ', "so": ' + draw.choice(("NaN", "Infinity", "-Infinity")) + "}",
        "empty": "",
        "list": f"[{body}]",
        "other": draw.choice(("null", "[]", "{}", "1", '""', "true", "9" * 10_000)),
    }
    kind = draw.choice([*made, "not UTF-8", "UTF-16", "bytes"])
    if kind == "not UTF-8":
        return kind, content[:40] + b"\xff" + content[40:]
    if kind == "UTF-16":
        return kind, text.encode("utf-16")
    if kind == "bytes":
        return kind, draw.randbytes(200)
    return kind, made[kind].encode()


# ── Alterations of texts, of tables and of files of Office ──


def altered_text(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """Alter a text: one character, one line, or the whole."""
    text = content.decode()
    lines = text.splitlines(keepends=True)
    line = draw.randrange(len(lines))
    letters = [index for index, sign in enumerate(text) if sign.isalpha()]
    digits = [index for index, sign in enumerate(text) if sign.isdecimal()]
    place = draw.randrange(len(text))
    kinds: dict[str, Callable[[], str | bytes]] = {
        "letter": lambda: _set(text, draw.choice(letters), draw.choice("aeoxyzĐ")),
        "digit": lambda: _set(text, draw.choice(digits), draw.choice("0123456789")),
        "digit, too": lambda: _set(text, draw.choice(digits), draw.choice("0123456789")),
        "line lost": lambda: "".join(lines[:line] + lines[line + 1 :]),
        "line doubled": lambda: "".join(lines[: line + 1] + lines[line:]),
        "lines exchanged": lambda: "".join([*lines[:line], *lines[line : line + 2][::-1], *lines[line + 2 :]]),
        "line added": lambda: text + draw.choice(("# x\n", "x\n", "\n", "import os\n", "<p>10</p>\n")),
        "sign": lambda: text[:place] + draw.choice(SIGNS) + text[place:],
        "cut": lambda: text[:place],
        "lines": lambda: text.replace("\n", "\r\n"),
        "mark of order": lambda: "\ufeff" + text,
        "empty": lambda: "",
        "not UTF-8": lambda: content[:place] + b"\xff" + content[place:],
        "deep": lambda: "[" * DEEP,
        "space": lambda: text[:place] + " " + text[place:],
    }
    while True:
        kind = draw.choice(
            [kind for kind in kinds if (digits or not kind.startswith("digit")) and (letters or kind != "letter")]
        )
        made = kinds[kind]()
        made = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
        if made != content:
            return kind, made


def _set(text: str, place: int, sign: str) -> str:
    return text[:place] + sign + text[place + 1 :]


def altered_office(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """Alter a workbook or a document of Word: a character that is shown, a part, or the bytes."""
    kind = draw.choice(
        ("shown", "shown", "shown", "part lost", "packed again", "byte", "more after it", "empty", "text")
    )
    if kind == "byte":
        place = draw.randrange(len(content))
        return kind, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    if kind in {"more after it", "empty", "text"}:
        return kind, {"more after it": content + b"x", "empty": b"", "text": b"so_01 100\n"}[kind]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if kind == "part lost":
        del parts[draw.choice(list(parts))]
    if kind == "shown":
        named = [
            name
            for name in parts
            if re.fullmatch(r"word/document\.xml|xl/worksheets/sheet\d+\.xml|xl/sharedStrings\.xml", name)
        ]
        name = draw.choice(named)
        text = parts[name].decode()
        shown = [m.start(1) for m in re.finditer(r"(?<=>)[^<>]*?([0-9a-zđ])[^<>]*(?=</(?:w:t|t|v)>)", text)]
        place = draw.choice(shown)
        parts[name] = _set(text, place, draw.choice([sign for sign in "0123456789" if sign != text[place]])).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return kind, made.getvalue()


# ── What is drawn ──


@dataclass(frozen=True)
class Altered:
    """A bundle of which one member was altered.

    Attributes:
        base: what it was.
        member: that was altered.
        keys: where in it; empty for the whole member.
        kind: how.
        members: after it, all hashes corrected, those in the guide too; the signature is another matter.
        words: what may name the place in what is said of it.
        is_same: whether nothing that anybody is shown has changed.
        places: that were altered, in JSON.
        unbound: the same with the guide as it was, where that names the hash of the member.
    """

    base: Base
    member: str
    keys: Keys
    kind: str
    members: Mapping[str, bytes]
    words: tuple[str, ...]
    is_same: bool = False
    places: frozenset[str] = frozenset()
    unbound: Mapping[str, bytes] | None = None
    signed: str = "unsigned"
    extra: str = field(default="", compare=False)

    @property
    def place(self) -> str:
        return pattern(self.keys) if self.keys else ""

    def __str__(self) -> str:
        return f"{self.base.name}, {self.signed}: {self.member} {self.place}: {self.kind} {self.extra}".rstrip()


class _TwiceError(ValueError):
    """A key that is there twice: which of the two is read depends on who reads."""


def meaning(content: bytes) -> Any:
    """Read JSON so that what is equal is the same to every reader: numbers by their spelling, no key twice."""

    def pairs(rows: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(rows)) != len(rows):
            raise _TwiceError
        return dict(rows)

    return json.loads(
        content.decode(), object_pairs_hook=pairs, parse_int=_spelled, parse_float=_spelled, parse_constant=_spelled
    )


@dataclass(frozen=True)
class _Spelled:
    text: str


_spelled = _Spelled


def is_same_json(one: bytes, other: bytes, *, is_ordered: bool = False) -> bool:
    """Say whether two documents are the same to every reader.

    Args:
        one: bytes of JSON.
        other: the same or not.
        is_ordered: whether the order of keys is shown too, as that of the counts of tiers in a result.

    >>> is_same_json(b'{"a": 1, "b": 2}', b'{"b": 2, "a": 1}'), is_same_json(b'{"a": 1}', b'{"a": 1.0}')
    (True, False)
    """
    try:
        before, after = meaning(one), meaning(other)
        return before == after and (not is_ordered or repr(before) == repr(after))
    except (ValueError, RecursionError):
        return False


def is_same_member(member: str, one: bytes, other: bytes) -> bool:
    """Say whether an altered member is the same to whoever reads it.

    The order of keys of a result is shown. Those of last year's units and of the rows of a manifest are not: what a result
    says of the units is compared, and a file is found by its path.
    """
    one, other = (_in_order(each, _NO_LISTS.get(member, ())) for each in (one, other))
    return member.endswith(".json") and is_same_json(one, other, is_ordered=member == RESULT)


_NO_LISTS = {DATA: ("previous",), NAME: ("files", "left_out", "reports")}


def _in_order(content: bytes, keys: tuple[str, ...]) -> bytes:
    try:
        meaning(content)
        made = json.loads(content)
        rows = {key: sorted(made[key], key=partial(json.dumps, sort_keys=True)) for key in keys if key in made}
        return json.dumps({**made, **rows}).encode() if keys else content
    except (ValueError, RecursionError, TypeError):
        return content


def touched(one: bytes, other: bytes) -> frozenset[str]:
    """Name the places at which two documents differ; "" where one of them is none, or has a key twice.

    >>> sorted(touched(b'{"a": [{"b": 1}], "c": 1}', b'{"a": [{"b": 2}]}'))
    ['a[].b', 'c']
    """

    def walk(there: Any, here: Any, keys: Keys) -> Iterator[str]:
        if type(there) is type(here) is dict:
            for key in there.keys() | here.keys():
                yield from walk(there.get(key, ...), here.get(key, ...), (*keys, key))
        elif type(there) is type(here) is list and len(there) == len(here):
            for index, pair in enumerate(zip(there, here, strict=True)):
                yield from walk(*pair, (*keys, index))
        elif there != here:
            yield pattern(keys)

    try:
        return frozenset(walk(meaning(one), meaning(other), ()))
    except (ValueError, RecursionError):
        return frozenset({""})


def corrected(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> dict[str, bytes]:
    """Write a manifest with the true length and hash of every file that is there."""
    made = json.loads(json.dumps(manifest))
    for file in made["files"]:
        if file["path"] in members:
            content = members[file["path"]]
            file |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    return {**members, NAME: (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()}


@cache
def _document(base: Base, member: str) -> Document:
    return Document.of(base.text(member))


@dataclass(frozen=True)
class Task:
    """A place that is to be altered."""

    base: Base
    member: str
    pattern: str

    def __str__(self) -> str:
        return f"{self.base.name} {self.member} {self.pattern}"


JSON_MEMBERS = (RESULT, RULES, DATA, NAME)
WHOLE, LISTED = "(whole)", "(members)"
_MORE = {RESULT: 6, RULES: 6, DATA: 6, NAME: 6, EVALUATOR: 5, GUIDE: 5}


def tasks(names: tuple[str, ...] = NAMES) -> list[Task]:
    """List every place: each key of every JSON, and so many alterations of whole members and of their list."""
    found = []
    for base in (base for name in names for base in bases(name)):
        with_reports = base.name.startswith(("pages", "word"))
        for member in sorted(base.members):
            is_report = member.startswith("reports/")
            if with_reports and member == NAME:  # how each report is made
                recipes = sorted({pattern(keys) for keys in _document(base, NAME).spans if keys[:1] == ("reports",)})
                found += [Task(base, NAME, each) for each in recipes]
            if with_reports and not is_report:
                continue  # what a report says is compared with the result: without reports a wrong result has to be found too
            if member in JSON_MEMBERS:
                found += [Task(base, member, each) for each in sorted(_document(base, member).places)]
            again = (3 if "docx" in member else 12) if is_report else _MORE.get(member, 8)
            found += [Task(base, member, WHOLE)] * again
        found += [Task(base, "", LISTED)] * (20 if not with_reports else 5)
        if not with_reports:
            found += [Task(base, SIGNATURE, WHOLE)] * 12
    return found


def drawn(seed: int, count: int, only: str = "", names: tuple[str, ...] = NAMES) -> Iterator[Altered]:
    """Draw alterations, the same for the same seed: each place in turn, in an order that is drawn."""
    draw = random.Random(seed)
    places = [task for task in tasks(names) if only in str(task)]
    made = 0
    while made < count and places:
        draw.shuffle(places)
        for task in places[: count - made]:
            yield _signed(_altered(task, random.Random(draw.random())), draw)
        made += len(places)


def _altered(task: Task, draw: random.Random) -> Altered:
    base, member = task.base, task.member
    if task.pattern == LISTED:
        return _listed(base, draw)
    if member == SIGNATURE:
        return Altered(base, SIGNATURE, (), "", base.members, (SIGNATURE, "signature", "ITR877"))
    before = base.members[member]
    keys: Keys = ()
    if task.pattern != WHOLE:
        document = _document(base, member)
        keys = draw.choice(document.places[task.pattern])
        kind, text = altered_json(document, keys, draw)
        after = text.encode("utf-8", "surrogatepass")
    elif member.endswith((".xlsx", ".docx")):
        kind, after = altered_office(before, draw)
    elif member.endswith(".json") and draw.random() < 0.8:
        kind, after = broken_json(before, draw)
    else:
        kind, after = altered_text(before, draw)
    is_same = is_same_member(member, before, after)
    places = touched(before, after) if member.endswith(".json") else frozenset()
    members = {**base.members, member: after}
    if member != NAME:
        members = corrected(members, json.loads(base.members[NAME]))
    unbound = members
    if member in {RESULT, RULES, DATA}:
        members = with_guide(members, before, after)
    words, extra = _words(base, member, keys), _shown(before, after)
    made = Altered(base, member, keys, kind, members, words, is_same, places, extra=extra)
    return made if members is unbound else replace(made, unbound=unbound)


def with_guide(members: dict[str, bytes], before: bytes, after: bytes) -> dict[str, bytes]:
    """Correct the hash of a member in the guide too, where that names it.

    Nothing but data, rules and result is named there; a report may be the result once more.
    """
    old, new = (sha256(each).hexdigest().encode() for each in (before, after))
    if old not in members[GUIDE]:
        return members
    return corrected({**members, GUIDE: members[GUIDE].replace(old, new)}, json.loads(members[NAME]))


def _shown(before: bytes, after: bytes) -> str:
    """Give what was altered, shortly."""
    place = next(
        (index for index, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    start = max(0, place - 25)
    return f"«{before[start : place + 25].decode('utf-8', 'replace')}» → «{after[start : place + 25].decode('utf-8', 'replace')}»"


_CALLED = {NAME: ("manifest", "ITR850", "ITR876", "ITR876", "ITR876"), RESULT: ("result",), GUIDE: ("guide",)}


def _words(base: Base, member: str, keys: Keys) -> tuple[str, ...]:
    """Give what may name a place: the member, the last key, the unit or criterion that it belongs to."""
    found = [member, member.rpartition("/")[2], *_CALLED.get(member, ())]
    if member.startswith("data/"):
        found.append("data[")  # the result has the hash of each file
    if member.startswith("ruleset/"):
        found += ["ruleset.sources", "ruleset.sha256"]
    if member in JSON_MEMBERS:
        tree = json.loads(base.members[member])
        found += [key for key in keys[-1:] if isinstance(key, str)]
        for length in range(1, len(keys)):
            inner = at(tree, keys[:length])
            if isinstance(inner, dict):
                found += [inner[key] for key in ("id", "key", "path", "name") if isinstance(inner.get(key), str)]
                found += [key for key in keys[length:] if isinstance(key, str)]
    return tuple(word for word in dict.fromkeys(found) if word)


_STRANGE = (
    "json.py", "fractions/__init__.py", "sitecustomize.py", "__pycache__/json.cpython-311.pyc", "reports/json.py",
    "data/x.csv", "ruleset/x.yaml", "RESULT.JSON", "Result.json", "data.json.bak", "manifest.json.txt", "Reports/a.html",
    "reports/CON.txt", "reports/nul", "reports/a.txt.", "reports/a .txt ", "reports/a\u200b.txt", "reports/a\u202etxt.exe",
    "reports/cafe\u0301.txt", "reports/x/y.html", "reports/", "reports/~$a.docx", ".hidden",
)  # fmt: skip
_ROLES = ("report", "data", "ruleset", "units", "guide", "evaluator", "plain_data", "result", "corrections")


def _listed(base: Base, draw: random.Random) -> Altered:
    """Add, remove, rename or double a member, and list it so in the manifest."""
    members, manifest = dict(base.members), json.loads(base.members[NAME])
    file = draw.choice(manifest["files"])
    kind = draw.choice(list(_LISTINGS))
    role = file["role"]
    words, is_same = _LISTINGS[kind](members, manifest, file, draw)
    made = corrected(members, manifest)
    names = [
        name
        for word in (file["path"], file["name"], role, "data[", *words)
        for name in (word, word.rpartition("/")[2])
        if name
    ]
    return Altered(base, LISTED, (), kind, made, tuple(names), is_same, extra=f"{file['path']} {words}")


Row = dict[str, Any]
Listing = tuple[tuple[str, ...], bool]
"""What names the place besides the file, and whether nothing that is shown has changed."""


def _added(members: dict[str, bytes], manifest: Row, _: Row, draw: random.Random) -> Listing:
    path, role = draw.choice(_STRANGE), draw.choice(_ROLES)
    members[path] = b"import os\n"
    manifest["files"].append({"path": path, "role": role, "name": draw.choice(("", path)), "bytes": 0, "sha256": ""})
    return (path, role), False


def _unlisted(members: dict[str, bytes], _: Row, __: Row, draw: random.Random) -> Listing:
    path = draw.choice(_STRANGE)
    members[path] = b"import os\n"
    return (path,), False


def _removed(members: dict[str, bytes], manifest: Row, file: Row, _: random.Random) -> Listing:
    """Take a file away; a report that is there no more is shown to nobody, as docs/verification.md says."""
    del members[file["path"]]
    manifest["files"].remove(file)
    return (NAME, file["role"]), file["role"] == "report"


def _renamed(members: dict[str, bytes], _: Row, file: Row, draw: random.Random) -> Listing:
    path = file["path"]
    last = path.rpartition("/")[2]
    new = draw.choice((f"{path}x", path.upper(), f"reports/{last}", last, f"ruleset/z/{last}", "x.py", f"2-{path}"))
    while new in members:
        new += "x"
    members[new] = members.pop(path)
    file["path"] = new
    return (path, new), False


def _doubled(members: dict[str, bytes], manifest: Row, file: Row, draw: random.Random) -> Listing:
    folder, _, last = file["path"].rpartition("/")
    new = draw.choice(
        (f"2{file['path']}", f"{file['path']}.2", file["path"].swapcase(), f"{folder or 'data'}/2/{last}")
    )
    members[new] = members[file["path"]]
    manifest["files"].append({**file, "path": new})
    return (new, file["role"]), False


def _of_other_role(_: dict[str, bytes], __: Row, file: Row, draw: random.Random) -> Listing:
    file["role"] = draw.choice([role for role in (*_ROLES, "mapping", "previous", "rules") if role != file["role"]])
    return (file["role"],), False


def _of_other_name(_: dict[str, bytes], __: Row, file: Row, draw: random.Random) -> Listing:
    file["name"] = draw.choice((f"{file['name']}x", "../x", "itrank/x.yaml", "\u202ex", "2026.yaml"))
    return ("name",), False


def _turned(_: dict[str, bytes], manifest: Row, __: Row, ___: random.Random) -> Listing:
    manifest["files"].reverse()
    return (), True


def _left_out(_: dict[str, bytes], manifest: Row, file: Row, draw: random.Random) -> Listing:
    if manifest["left_out"]:
        draw.choice(manifest["left_out"])["name"] += "x"
    else:
        manifest["left_out"].append({**file, "path": "data/khac.csv", "name": "khac.csv", "sha256": "0" * 64})
    return ("left_out", "khac.csv", "data/"), False


def _not_left_out(_: dict[str, bytes], manifest: Row, file: Row, draw: random.Random) -> Listing:
    if manifest["left_out"]:
        manifest["left_out"].remove(draw.choice(manifest["left_out"]))
    else:
        manifest["left_out"].append(file)
    return ("left_out", "data/", "data["), False


def _taken_out(members: dict[str, bytes], manifest: Row, file: Row, _: random.Random) -> Listing:
    """Name a file as left out that was in the bundle."""
    manifest["files"].remove(file)
    manifest["left_out"].append(file)
    del members[file["path"]]
    return ("left_out", file["role"], NAME), False


_LISTINGS: Mapping[str, Callable[[dict[str, bytes], Row, Row, random.Random], Listing]] = {
    "added": _added,
    "added, too": _added,
    "unlisted": _unlisted,
    "removed": _removed,
    "renamed": _renamed,
    "doubled": _doubled,
    "of another role": _of_other_role,
    "of another name": _of_other_name,
    "order": _turned,
    "left out": _left_out,
    "not left out": _not_left_out,
    "taken out": _taken_out,
}


# ── The signature ──


@cache
def _keys() -> tuple[bytes, bytes, bytes]:
    """Make two keys: the publisher's, private and public, and a stranger's."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = []
    for seed in (b"1" * 32, b"2" * 32):
        key = Ed25519PrivateKey.from_private_bytes(seed)
        made += [
            key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()),
            key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo),
        ]
    return made[0], made[1], made[2]


def _signed(altered: Altered, draw: random.Random) -> Altered:
    """Draw what becomes of the signature: there was none, or it was left, dropped, made with another key, or is checked."""
    left = signature_bytes(altered.base.members[NAME], _keys()[0])
    if altered.member == SIGNATURE:
        return _signature(altered, left, draw)
    signed = draw.choice(
        ("unsigned", "unsigned", "unsigned", "unsigned", "left", "dropped", "dropped", "another key", "checked")
    )
    made = replace(altered, signed=signed, members=_sealed(altered.members, signed, left))
    return made if made.unbound is None else replace(made, unbound=_sealed(made.unbound, signed, left))


def _sealed(members: Mapping[str, bytes], signed: str, left: bytes) -> Mapping[str, bytes]:
    """Put a signature in: the one that was there, or one of a stranger."""
    if signed in {"left", "checked"}:
        return {**members, SIGNATURE: left}
    return {**members, SIGNATURE: signature_bytes(members[NAME], _keys()[2])} if signed == "another key" else members


def _signature(altered: Altered, left: bytes, draw: random.Random) -> Altered:
    """Alter the signature alone."""
    _, _, other = _keys()
    kind = draw.choice(("key", "key", "whole", "dropped", "another key"))
    after, keys = left, ()
    if kind == "key":
        document = Document.of(left.decode())
        keys = draw.choice(list(document.spans))
        kind, text = altered_json(document, keys, draw)
        after = text.encode("utf-8", "surrogatepass")
    elif kind == "whole":
        kind, after = broken_json(left, draw)
    elif kind == "another key":
        after = signature_bytes(altered.base.members[NAME], other)
    members = {**altered.base.members, SIGNATURE: after}
    if kind == "dropped":
        del members[SIGNATURE]
    signed = draw.choice(("left", "checked"))
    is_same = kind != "dropped" and is_same_json(left, after)
    return replace(
        altered, keys=keys, kind=kind, members=members, signed=signed, is_same=is_same, extra=_shown(left, after)
    )


# ── The judge ──

GOOD = ("found", "same", "named", "bound")
BAD = ("missed", "no place", "broke", "slow", "raw signs")
NEVER_DERIVED = {rf"{NAME} dependencies.*": "dependencies", rf"{NAME} reports.*": "reports"}
NOT_DERIVED = {
    # member and place of a public bundle -> the part of the verdict's `not_compared`
    rf"{RESULT} data(\[\])?(\.sha256)?|{NAME} left_out\[\]\.(sha256|bytes)": "data_files",
    rf"{RESULT} (data\[\]\.tables|units\[\]\.cells).*|{DATA} (units|inputs\.\w+)\[\]\.at.*": "cell_findings",
    rf"{RESULT} diagnostics.*": "cell_findings",
    rf"{RESULT} units\[\]\.(inputs|values)\.minh_chung|{DATA} inputs\.minh_chung.*": "evidence",
    rf"{RESULT} units\[\]\.corrections.*|{DATA} corrections\[\]\.(reason|basis|by|at)": "correction_words",
}


@dataclass(frozen=True)
class Judged:
    """What was said of an alteration, and whether that is right."""

    altered: Altered
    outcome: str
    said: str


class _SlowError(BaseException):
    """It takes too long; no `except Exception` takes it for its own."""


def _late(*_: object) -> None:
    raise _SlowError


def judge(altered: Altered, folder: Path) -> Judged:
    """Verify an altered bundle, and say whether that is what should be said.

    What is missed may still be found by its hash in the guide, where that was left as it was: `bound`.
    """
    one = _judge(altered, altered.members, folder)
    if one.outcome == "missed" and altered.unbound is not None:
        other = _judge(altered, altered.unbound, folder)
        return replace(other, outcome="bound") if other.outcome == "found" else one
    return one


def _judge(altered: Altered, members: Mapping[str, bytes], folder: Path) -> Judged:
    path, key = folder / "goi.zip", folder / "khoa.pem"
    path.write_bytes(packed(members))
    asked = ["verify", str(path), "--format", "json"]
    if altered.signed == "checked":
        key.write_bytes(_keys()[1])
        asked += ["--key", str(key)]
    signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        code, out, err = spoken(asked)
        raw = _raw_signs(err)
        if code == 0 and not raw and not altered.is_same:  # what a person sees
            raw = _raw_signs("".join(map(str, spoken(["verify", str(path)]))))
    except _SlowError:
        return Judged(altered, "slow", f"more than {LONGEST} s")
    except Exception:  # noqa: BLE001  # what itrank would call its own fault
        return Judged(altered, "broke", " | ".join(traceback.format_exc().strip().splitlines()[-3:]))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Judged(altered, raw or _outcome(altered, code, out, err), err.strip() or out.strip())


_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def _raw_signs(text: str) -> str:
    return "raw signs" if _RAW.search(text) else ""


_PLACED = re.compile(r"differs at (?!the whole result|/ |/\n)\S|\.(csv|yaml)(:\d+:\d+)?: error")


def _outcome(altered: Altered, code: int, out: str, err: str) -> str:
    if code not in {0, 1} or "ITR908" in err:
        return "broke"
    if code == 1:
        return "found" if _is_placed(altered, err + out) else "no place"
    verdict = json.loads(out)
    if not verdict["holds"]:
        return "broke"
    parts = {row["part"] for row in verdict["not_compared"]}
    if altered.signed != "checked" and "origin" not in parts:
        return "missed"  # anybody could have made it, and the verdict has to say so
    if altered.is_same:
        return "same"
    return "named" if _is_named(altered, parts) else "missed"


def _is_placed(altered: Altered, said: str) -> bool:
    """Say whether the place of an alteration is named."""
    if "ITR877" in said or "ITR877" in said:
        return True  # a signature that does not fit is the place
    # Of a source and a result that disagree nobody knows which was altered: what they disagree about is the place.
    is_source = altered.member in {RULES, DATA} or altered.member.startswith(("ruleset/", "data/"))
    if is_source and _PLACED.search(said):
        return True
    told = said.casefold()
    return any(word.casefold() in told for word in (*altered.words, *_escaped(altered.words)))


def _escaped(words: tuple[str, ...]) -> Iterator[str]:
    """Give words that are shown without their signs, or with the signs by name: what is left of them must be there."""
    for word in words:
        if (plain := _RAW.split(word))[0] != word:
            yield max(plain, key=len)


def _is_named(altered: Altered, parts: set[str]) -> bool:
    """Say whether an alteration touches what cannot be derived, and the verdict says that it was not compared."""
    member, is_report = altered.member, altered.member.startswith("reports/")
    if member == LISTED:
        is_report = altered.kind in {"added", "added, too", "renamed", "doubled"} and "reports/" in altered.extra
    if member == SIGNATURE or is_report:  # without its signature a bundle is anybody's: `origin`
        return is_report <= ("reports" in parts)
    own = NOT_DERIVED if altered.base.is_public else {}
    known = [place for place, part in {**own, **NEVER_DERIVED}.items() if part in parts]
    here = [f"{member} {place}" for place in altered.places]
    return bool(here) and all(any(re.fullmatch(each, place) for each in known) for place in here)


def judged(seed: int, count: int, only: str = "", names: tuple[str, ...] = NAMES) -> Iterator[Judged]:
    """Draw and judge."""
    with tempfile.TemporaryDirectory() as folder:
        for altered in drawn(seed, count, only, names):
            yield judge(altered, Path(folder))


# ── By hand ──


def group(one: Judged) -> str:
    """Name the member of an alteration, whatever the file is called."""
    member = one.altered.member
    return "reports/*" + member[member.rindex(".") :] if member.startswith("reports/") else member


def main() -> int:
    """Draw, judge and print the counts; 1 if anything was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", default="", help="a part of `base member pattern`")
    parser.add_argument("--show", type=int, default=40, help="so many misses are printed")
    parser.add_argument("--write", type=Path, help="a folder for the bundles that were missed")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    missed: list[Judged] = []
    begun = time.monotonic()
    for one in judged(asked.seed, asked.count, asked.only):
        counts[group(one)][one.outcome] += 1
        if one.outcome in BAD:
            missed.append(one)
            if asked.write:
                asked.write.mkdir(parents=True, exist_ok=True)
                (asked.write / f"{len(missed):04}.zip").write_bytes(packed(one.altered.members))
    columns = (*GOOD, *BAD)
    print(f"{'member':28}" + "".join(f"{name:>10}" for name in columns))
    for member, row in sorted(counts.items()):
        print(f"{member:28}" + "".join(f"{row[name] or '':>10}" for name in columns))
    total = sum(counts.values(), Counter())
    print(f"{'all':28}" + "".join(f"{total[name]:>10}" for name in columns))
    print(f"{total.total()} alterations in {time.monotonic() - begun:.0f} s, {len(missed)} missed")
    for number, one in enumerate(missed[: asked.show], 1):
        print(f"{number:4} {one.outcome}: {one.altered}"[:400].replace("\n", "⏎"))
        if one.outcome != "missed":
            print(f"       {one.said[-300:]}".replace("\n", "⏎"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
