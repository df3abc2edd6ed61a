"""Results as a stranger may send them: real ones, altered at every key within the schema, and what reads them.

`bases` are results that itrank wrote, which together hold every key of the schema.
`altered` gives a base with one place changed to something hostile of the same kind.
`READERS` are the ways in which commands read a result, each with the texts that it puts out.
"""

import copy
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from itrank import cli
from itrank.engine.observe.previous import read_previous
from itrank.engine.publish.grid import Look
from itrank.engine.report.charts import charts
from itrank.engine.report.claims import check_document
from itrank.engine.report.claims.reading import parse_document
from itrank.engine.report.claims.told import as_json, as_text
from itrank.engine.report.comparison.comparing import compare
from itrank.engine.report.comparison.document import sheets
from itrank.engine.report.comparison.saying import Saying
from itrank.engine.report.comparison.told import as_json as comparison_as_json
from itrank.engine.report.comparison.told import as_table, write_csv
from itrank.engine.report.contents import contents
from itrank.engine.report.docx import document
from itrank.engine.report.facts import retold
from itrank.engine.report.html import page
from itrank.engine.report.letters import letters
from itrank.engine.report.open_data import package
from itrank.engine.report.pdf import profiles_pdf, report_pdf
from itrank.engine.report.profiles import profiles
from itrank.engine.report.text import announcement
from itrank.engine.report.xlsx import workbook
from itrank.engine.result.published import Published, published

RULESET = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: {vi: Ví dụ, en: Example}
period: 2026
show: 2
decision: {number: 1/QĐ-UBND, date: 2026-01-02}
data: {marks: {KAD: not_applicable}}
groups: {so: {title: {vi: Sở, en: Departments}}, xa: {title: {vi: Xã, en: Communes}}}
inputs:
  so_hop: {type: count, label: {vi: Số cuộc họp, en: Meetings}, measured_in: cuộc}
  can_bo: {type: count, min: 1}
  co_may: {type: count, max: can_bo}
  ty_le: {type: percent}
  muc: {type: choice, options: {cao: Cao, thap: Thấp}}
  ngay: {type: date, missing: skip}
  kip: {type: yes_no}
values: {gop: {formula: so_hop + can_bo, publish: true}}
scorecards:
  bang:
    for: [so]
    max: 40
    criteria:
      - {id: hop, code: "1", title: {vi: Họp, en: Meetings}, max: 10, score: {formula: "clamp(so_hop * 2, 0, 10)"}, clause: Điều 1}
      - id: tin
        code: "2"
        criteria:
          - {id: may, max: 15, score: {ratio: [co_may, can_bo]}}
          - {id: cao, max: 5, not_applicable: rescale, score: {formula: "5 if muc == 'cao' else 0"}}
      - {id: tyle, max: 10, score: {formula: "ty_le * 10"}, applies: kip, not_applicable: rescale}
      - {id: nop_muon, role: penalty, score: given}
      - {id: dk, role: condition, on_fail: lowest_tier, score: {formula: "1 if kip else 0"}}
    ranking: {lists: group, tie_break: [hop]}
    tiers: [{id: tot, title: {vi: Tốt, en: Good}, from: 80%, requires: so_hop > 2, quota: 50%, at_ties: below}, {id: kha, from: 50%}, {id: kem}]
  nho:
    for: [xa]
    criteria: [{id: a, max: 10, score: given}, {id: b, max: 10, score: given}]
    ranking: {lists: group, by: a}
    tiers: [{id: d, above: 10}, {id: k, up_to: 10}]
"""
UNITS = "id,name,group,predecessors\n" + "".join(f"s{n},Sở số {n},so,\n" for n in range(1, 6))
UNITS += "x1,Xã 1,xa,x1\nx2,Xã 2,xa,x2; x8\nx3,Xã 3,xa,\nx4,Xã 4,xa,\nx5,Xã 5,xa,\n"
DATA = """\
id,so_hop,can_bo,co_may,ty_le,muc,ngay,kip,nop_muon,a,b
s1,5,10,7,90%,cao,2026-01-05,có,0,,
s2,3,30,11,80%,KAD,,có,1,,
s3,4,10,9,70%,thap,2026-01-05,không,0,,
s4,4,10,9,,thap,2026-01-05,có,0,,
s5,1,10,2,10%,thap,2026-01-05,có,0,,
x1,,,,,,,,,5,7
x2,,,,,,,,,6,3.5
x3,,,,,,,,,1,
x4,,,,,,,,,9,9
x5,,,,,,,,,4,4
"""
BEFORE = "id,name,total,max,rank,tier\ns1,Sở số 1,30,40,2,tot\ns2,Sở số 2,31,40,1,tot\ns3,Sở số 3,20,40,3,kha\nx1,Xã 1,5,20,3,k\nx2,Xã 2,6,20,2,k\nx3,Xã 3,7,20,1,k\nx8,Xã 8,3,20,5,k\nx9,Xã 9,1,20,4,k\n"
CORRECTED = "unit,target,stage,from,to,reason,basis,by,at\ns1,so_hop,first,5,4,Thiếu biên bản,BB 1,Nguyễn A,2026-02-01\ns2,can_bo,first,30,31,Đếm lại,BB 2,Nguyễn A,2026-02-01\n"


HOSTILE_SIGNS = "\x1b[2J\x00\x07\x85\x9b31m\u202e\u2066\u200f\u061c\u200b\u2028\ufeff\ufffe\uffff\U000e0041\U0001fffe"
LONG = "9" * 100_000
TEXTS = (
    "", " ", "x" * 40_000, HOSTILE_SIGNS, "a\ud800b", "=1+1", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "\ufe66x", "﹢1",
    "{0.__class__}", "{{7*7}}", "%s", "</script><b>", '"', "'", "a\\", "__proto__", "khong-co", "..", "/", "&C&D", "1e999999999", "1/0",
    "-1", "true", "NaN",
)  # fmt: skip
DECIMALS = (
    "0", "-0", "-1", "0.000000000001", "1" + "0" * 400, "-1" + "0" * 400, LONG, f"-{LONG}", "1" + "0" * 59_000, "100.5", "9" * 16, "9" * 5_000,
)  # fmt: skip
EXACTS = ("1/1", "0/1", "-1/3", f"1/{LONG}", f"{LONG}/7", "1/3", "1" + "0" * 5000 + "/3")
WHOLES = (-(10**18), -1, 0, 1, 2, 13, 41, 10_000_000, 10**18)


@cache
def bases() -> tuple[bytes, ...]:
    """Give results that itrank wrote: after an appraisal with provisional ranks, and one in which answers are missing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = (("bo.yaml", RULESET), ("u.csv", UNITS), ("d.csv", DATA), ("t.csv", BEFORE), ("c.csv", CORRECTED))
        for file, text in files:
            (folder / file).write_text(text, encoding="utf-8")
        out, made = folder / "kq.json", []
        for more in (["--provisional", "--corrections", f"{folder}/c.csv"], []):
            code = cli.run(
                ["evaluate", "--ruleset", f"{folder}/bo.yaml", "--data", f"{folder}/d.csv", "--units", f"{folder}/u.csv",
                 "--previous", f"{folder}/t.csv", "--format", "json", "--output", str(out), *more]
            )  # fmt: skip
            assert code in {0, 1}, code
            made.append(out.read_bytes())
        return tuple(made)


Path_ = tuple[str | int, ...]


def places(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Give where everything of a record stands."""
    yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*at, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))


def found_at(value: Any, at: Path_) -> Any:
    for key in at:
        value = value[key]
    return value


def hostile(value: Any, at: Path_) -> Iterator[tuple[str, Any]]:
    """Give what may stand in place of a value, each with a name; most of it fits the schema."""
    yield "null", None
    match value:
        case bool():
            yield "not", not value
        case int() | None:
            for each in WHOLES:
                yield f"whole {each}", each
            if value is None:
                yield from ((f"decimal {each[:9]}.. {len(each)}", each) for each in DECIMALS)
        case str():
            if at[-2:-1] == ("exact",):
                yield from ((f"exact {each[:9]}.. {len(each)}", each) for each in EXACTS)
            elif value.lstrip("-").replace(".", "").isdigit():
                yield from ((f"decimal {each[:9]}.. {len(each)}", each) for each in DECIMALS)
            yield from ((f"text {each[:20]!r}.. {len(each)}", each) for each in TEXTS)
        case list():
            yield "empty", []
            if value:
                yield "twice", value + copy.deepcopy(value)
                yield "backwards", value[::-1]
                yield "less", value[1:]
                yield "200 times", [copy.deepcopy(each) for _ in range(200) for each in value[:1]]
        case dict():
            yield "nothing", {}
            for key in value:
                yield f"without {key}", {each: of for each, of in value.items() if each != key}
            yield "with a key", {**value, "khong-co": next(iter(value.values()), "1")}
            yield "with hostile key", {**value, HOSTILE_SIGNS: next(iter(value.values()), "1")}
            if "exact" not in value:
                yield "with exact", {**value, "exact": {next(iter(value), "a"): "1/3"}}


def generic(at: Path_) -> str:
    return ".".join("0" if isinstance(key, int) else key for key in at)


def alterations() -> Iterator[tuple[int, Path_, str, Any]]:
    """Give all of them: base, place, name and value; of places that are alike, the first in each base."""
    for number, content in enumerate(bases()):
        record, seen = json.loads(content), set()
        for at in places(record):
            if not at or generic(at) in seen:
                continue
            seen.add(generic(at))
            yield from ((number, at, name, value) for name, value in hostile(found_at(record, at), at))


def altered(number: int, at: Path_, value: Any) -> bytes:
    """Give a base with another value in a place."""
    record = json.loads(bases()[number])
    found_at(record, at[:-1])[at[-1]] = value
    return written(record)


def written(record: Any) -> bytes:
    """Write a record with its signs as they are; halves of characters as JSON has them."""
    text = json.dumps(record, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text).encode()


STATED = "Đơn vị Sở số 1 đạt 32,5 điểm, xếp hạng 1, loại Tốt. Có 5 đơn vị được xếp hạng, điểm bình quân 21,75. Xã 4 đứng đầu.\nTốt từ 32 điểm. Thang điểm 40. Sở số 3 không đạt.\n"


def _claims(told: Published, content: bytes) -> list[str]:
    text = announcement(told)
    read = parse_document(f"{STATED}{text}"[:15_000].encode(), "a.md")
    if not hasattr(read, "passages"):
        return []
    checked = check_document(told, read)
    return [as_text(checked, "vi"), as_json(told, read, checked)]


def _compared(told: Published, content: bytes) -> list[str]:
    """Compare a result with a base, both ways round."""
    texts = []
    for number in range(len(bases())):
        base = published(bases()[number], "goc.json")
        assert isinstance(base, Published)
        for before, now in ((base, told), (told, base)):
            saying = Saying(compare(before, now), before, now, "vi")
            stream = io.StringIO()
            write_csv(saying, stream)
            texts += [
                as_table(saying, Look("vi", 80)),
                comparison_as_json(saying.made),
                json.dumps(sheets(saying).record(), ensure_ascii=False),
            ]
            texts.append(stream.getvalue().removeprefix("\ufeff"))
    return texts


def _workbook(told: Published, content: bytes) -> list[str]:
    return opened(workbook(told))


def opened(made: bytes) -> list[str]:
    """Give the parts of a zip as texts, each well-formed."""
    from xml.etree import ElementTree as ET

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        texts = []
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                texts += ["".join(ET.fromstring(archive.read(part)).itertext()), archive.read(part).decode()]
        return texts


def _previous(told: Published, content: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kq.json"
        path.write_bytes(content)
        read_previous(path)
    return []


READERS: dict[str, Callable[[Published, bytes], list[str]]] = {
    "text": lambda told, _: [announcement(told, "UBND")],
    "html": lambda told, _: [page(told)],
    "xlsx": _workbook,
    "open-data": lambda told, content: list(package(told, content).values()),
    "contents": lambda told, _: [json.dumps(contents(told).record(), ensure_ascii=False)],
    "charts": lambda told, _: [str([chart.spec for chart in charts(told)])],
    "profiles": lambda told, _: [json.dumps(retold(profiles(told), letters), ensure_ascii=False)],  # as they are set
    "claims": _claims,
    "compare": _compared,
    "previous": _previous,
}
SLOW: dict[str, Callable[[Published, bytes], list[str]]] = {
    "docx": lambda told, _: opened(document(contents(told), None, "", charts(told))),
    "pdf": lambda told, _: [str(len(report_pdf(contents(told), charts(told))))],
    "profiles-pdf": lambda told, _: [str(len(profiles_pdf(profiles(told))))],
}
