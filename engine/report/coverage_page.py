"""What cases touch, as one page: the share, by criterion, what is not touched, and the ruleset's text marked line by line.

Self-contained: no script, no link to anything outside; the one style is held by its hash.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape

from ..files.visible import visible
from ..model.sentences import Pair
from ..publish import coverage_texts as texts
from ..publish.coverage_out import MARKS, CoverageRun, group_name, marks_of, needed, percent
from ..publish.explanation_words import cards_of
from ..publish.grid import Look
from ..testing.covering import Covered, share_of
from ..testing.grouping import Group, grouped

_STYLE = """:root{color-scheme:light dark;--paper:#fff;--ink:#1b2430;--soft:#5b6675;--line:#d8dee6;--wash:#f5f7fa;\
--good:#1b6e3c;--part:#8f5a00;--bad:#a3301f;--good-wash:#e8f4ec;--part-wash:#fdf3e0;--bad-wash:#fdecea}
@media screen and (prefers-color-scheme:dark){:root{--paper:#12171d;--ink:#e6ebf1;--soft:#a3afbd;--line:#2e3844;\
--wash:#1a2129;--good:#7fd6a0;--part:#f0b95c;--bad:#ff9c8c;--good-wash:#14251b;--part-wash:#2a2210;--bad-wash:#3b1713}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1rem 1.25rem 3rem;background:var(--paper);color:var(--ink);\
font:1rem/1.5 system-ui,"Segoe UI","Noto Sans",Roboto,Arial,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:.3em 0}h2{font-size:1.25rem;margin:2rem 0 .5rem}
.lead{color:var(--soft);margin:.2rem 0}.share{font-size:1.25rem;font-weight:600}
.mark{margin:0 0 1rem;padding:.45rem 1rem;text-align:center;font-weight:700;letter-spacing:.05em;\
color:var(--bad);background:var(--bad-wash)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.35rem .6rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
thead th{background:var(--wash)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.needs{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
pre{overflow-x:auto;border:1px solid var(--line);border-radius:.35rem;margin:.5rem 0;font:.85rem/1.5 "JetBrains Mono",\
"Noto Sans Mono",Consolas,Menlo,monospace}
pre span{display:block;padding:0 .6rem;min-width:max-content;white-space:pre}
.all{background:var(--good-wash)}.some{background:var(--part-wash)}.none{background:var(--bad-wash)}
.all b{color:var(--good)}.some b{color:var(--part)}.none b{color:var(--bad)}
pre b{display:inline-block;width:1.6em}pre i{display:inline-block;width:3.5em;color:var(--soft);font-style:normal}
a{color:inherit}
@media print{pre span{white-space:pre-wrap;min-width:0}tr{break-inside:avoid}}
"""
_TITLE: Pair = ("Các ca chạm tới đâu", "What the cases touch")
_PART: Pair = ("Phần", "Part")
_CLAUSE: Pair = ("Điều khoản", "Clause")
_SHARE: Pair = ("Đã chạm", "Touched")
_WHERE: Pair = ("Dòng", "Line")
_WHAT: Pair = ("Chưa chạm", "Not touched")
_OUT: Pair = ("Không ai chạm tới được", "Out of reach")
_MARK: Pair = ("SỐ LIỆU MINH HỌA", "MADE-UP FIGURES")


def coverage_page(made: CoverageRun, lang: str) -> str:
    """Write the page."""
    look, ruleset = Look(lang), made.coverage.ruleset
    name = f"{ruleset.title.say(lang)} ({ruleset.id}@{ruleset.version})"
    hashed = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_say(look, _TITLE)} · {_shown(name)}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f'<p class="mark" role="note">{_say(look, _MARK)}</p>' if made.illustrative else "",
        f"<header><h1>{_say(look, _TITLE)}</h1><p class=lead>{_shown(name)}</p>",
        *_lead(made, look),
        "</header><main>",
        *_parts(made, look),
        *_gaps(made, look),
        *_sources(made, look),
        "</main></body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _say(look: Look, pair: Pair, **values: object) -> str:
    return escape(look.say(pair, **values))


def _shown(text: str) -> str:
    return escape(visible(text))


def _lead(made: CoverageRun, look: Look) -> Iterator[str]:
    found, ruleset = made.coverage, made.coverage.ruleset
    touched, gaps = len(found.of("touched")), len(found.of("gap"))
    share = percent(found.share, look.lang)
    name = f"{ruleset.id}@{ruleset.version}"
    said = _say(look, texts.HEAD, ruleset=visible(name), touched=touched, whole=touched + gaps, share=share)
    yield f"<p class=share>{said}</p>"
    out = len(found.of("unreachable"))
    lines = [_say(look, texts.UNREACHABLE, count=out)] if out else []
    lines.append(_say(look, texts.COUNTED, counted=found.counted))
    if found.generated or found.failed or found.unread:
        lines.append(_say(look, texts.NOT_COUNTED, generated=found.generated, failed=found.failed, unread=found.unread))
    yield from (f"<p class=lead>{line}</p>" for line in lines)


def _parts(made: CoverageRun, look: Look) -> Iterator[str]:
    groups = grouped(made.coverage.ruleset, made.coverage.points)
    cards = cards_of(made.coverage.ruleset, look.lang)
    yield f"<h2>{_say(look, texts.BY_CLAUSE)}</h2><div class=scroll><table><thead><tr>"
    heads = ((_PART, ""), (_CLAUSE, ""), (_SHARE, " class=n"), (("%", "%"), " class=n"))
    yield "".join(f"<th scope=col{kind}>{_say(look, head)}</th>" for head, kind in heads) + "</tr></thead><tbody>"
    yield from (
        _part(group, cards, look) for group in groups if any(each.standing != "unreachable" for each in group.points)
    )
    yield "</tbody></table></div>"


def _part(group: Group, cards: Mapping[str, str], look: Look) -> str:
    touched = sum(each.standing == "touched" for each in group.points)
    whole = touched + sum(each.standing == "gap" for each in group.points)
    name = group_name(group, cards, look.lang)
    share = percent(share_of(group.points), look.lang)
    return (
        f"<tr><th scope=row>{_shown(name)}</th><td>{_shown(group.clause)}</td>"
        f"<td class=n>{touched} / {whole}</td><td class=n>{share}</td></tr>"
    )


def _gaps(made: CoverageRun, look: Look) -> Iterator[str]:
    yield from _table(made, look, made.coverage.of("gap"), texts.GAPS, _WHAT)
    yield from _table(made, look, made.coverage.of("unreachable"), texts.OUT, _OUT)


def _table(made: CoverageRun, look: Look, points: Sequence[Covered], title: Pair, what: Pair) -> Iterator[str]:
    """Write some points, each with where it is; of a gap also what a case would do."""
    if not points:
        return
    yield f"<h2>{_say(look, title, count=len(points))}</h2><div class=scroll><table><thead><tr>"
    yield f"<th scope=col class=n>{_say(look, _WHERE)}</th><th scope=col>{_say(look, what)}</th></tr></thead><tbody>"
    yield from (_row(made, each, look) for each in points)
    yield "</tbody></table></div>"


def _row(made: CoverageRun, each: Covered, look: Look) -> str:
    point = each.point
    says = point.says[0 if look.lang == "vi" else 1]
    files = list(made.texts)
    line = point.place.line
    link = f'<a href="#f{files.index(point.place.file)}l{line}">{line}</a>' if point.place.file in files else str(line)
    words = f"{point.owner.removeprefix('self:')}: {says}"
    is_gap = each.standing == "gap"
    needs = f"<div class=needs>{_shown(needed(made.coverage, each, look.lang))}</div>" if is_gap else ""
    return f"<tr><td class=n>{link}</td><td>{_shown(words)}{needs}</td></tr>"


def _sources(made: CoverageRun, look: Look) -> Iterator[str]:
    for number, (file, text) in enumerate(made.texts.items()):
        marks = marks_of(file, made.coverage.points)
        if not marks:
            continue
        yield f"<h2>{_shown(made.shown.get(file, file))}</h2><p class=lead>{_say(look, texts.GUTTER)}</p>"
        rows = (
            f'<span id="f{number}l{line}"{_kind(marks.get(line, ""))}><b>{MARKS.get(marks.get(line, ""), "")}</b>'
            f"<i>{line}</i>{_shown(row)}</span>"
            for line, row in enumerate(text.splitlines(), 1)
        )
        yield f'<pre tabindex="0">{"".join(rows)}</pre>'


def _kind(mark: str) -> str:
    return f" class={mark}" if mark else ""
