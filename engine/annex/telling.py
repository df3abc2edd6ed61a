"""Say how the tables of an annex were read: which column was taken for what and why, and what rows came of it."""

from collections.abc import Iterator

from ..files.visible import visible
from ..model.sentences import sentence
from .annex import Annex, ReadColumn
from .asked_columns import GROUP_WORDS, ROLE_WORDS
from .contents import CONTENTS
from .text import plain_points

_TABLE = (
    "{table}: {lines} tiêu chí, {totals} hàng tổng{sums}.",
    "{table}: {lines:criterion/criteria}, {totals:row/rows} of totals{sums}.",
)
_SUMS = (" ({sums})", " ({sums})")
_COLUMN = ('  {name} "{heading}" đọc là {role}{why}', '  {name} "{heading}" read as {role}{why}')
_UNNAMED = ("  {name} (không có tiêu đề) đọc là {role}{why}", "  {name} (without a heading) read as {role}{why}")
_WHY = (", vì {why}", ", because of {why}")
_ASKED = (", theo --columns", ", as --columns says")
_KEPT = (" (giữ trong mô tả)", " (kept in the description)")


def tables_told(annex: Annex, lang: str) -> Iterator[str]:
    """Give the lines that say how each table was read, in the language `vi` or `en`."""
    for part in annex.parts:
        sums = "; ".join(f"{visible(total.label)[:80]}: {plain_points(total.value)}" for total in part.totals[:6])
        told = sentence(_SUMS, lang, sums=sums) if sums else ""
        table = visible(part.place.cell.partition(",")[0].partition("!")[0]) or part.place.file
        yield sentence(_TABLE, lang, table=table, lines=len(part.lines), totals=len(part.totals), sums=told)
        yield from (_column(each, lang) for each in part.columns)


def _column(column: ReadColumn, lang: str) -> str:
    role = ROLE_WORDS.get(column.role, GROUP_WORDS)[lang != "vi"] + (
        sentence(_KEPT, lang) if column.role == "notes" else ""
    )
    why = sentence(_ASKED, lang) if column.why == "asked" else ""
    if column.why in CONTENTS:
        why = sentence(_WHY, lang, why=CONTENTS[column.why][lang != "vi"])
    name = column.name if lang == "vi" else column.name.replace("cột", "column")
    form = _COLUMN if column.heading else _UNNAMED
    return sentence(form, lang, name=name, heading=visible(column.heading)[:60], role=role, why=why)
