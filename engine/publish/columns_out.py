"""A result of very many units on a terminal: how many, in which tiers, who is first, and why others have no rank."""

from collections.abc import Iterator

from ..files.visible import visible
from ..model.ruleset import Ruleset
from ..scale.running import Summary
from .grid import Column, Look, wrapped_grid

TOLD = (
    "{id} {version}: {units} đơn vị, {ranked} có hạng, tính bằng {engine}.",
    "{id} {version}: {units:unit}, {ranked} ranked, computed by {engine}.",
)
ILLUSTRATIVE = ("Số liệu hoặc bộ tiêu chí có phần minh họa.", "The data or the ruleset are illustrative in part.")
WHOLE = (
    "Bảng này chỉ có các đơn vị đầu; ghi cả kết quả bằng --output kq.parquet, kq.csv hoặc kq.json.",
    "Only the first units are shown; --output result.parquet, .csv or .json writes all of them.",
)
UNRANKED = (
    "Không xếp hạng: {reason}: {count} đơn vị, đầu tiên là {first}",
    "Unranked: {reason}: {count:unit}, the first is {first}",
)
MORE_REASONS = ("… và {count} lý do khác, ở cột reason", "… and {count:more reason}, in the column reason")
TIER = ("  {title}: {count}", "  {title}: {count}")
HEADS = (
    ("danh sách", "list"),
    ("hạng", "rank"),
    ("mã", "id"),
    ("tên", "name"),
    ("tổng", "total"),
    ("xếp loại", "tier"),
)
RIGHT = frozenset({1, 4})


def counts_text(ruleset: Ruleset, summary: Summary, engine: str, look: Look) -> str:
    """Write how many units a result has that was written to a file, and why others have no rank."""
    return "\n".join(_counts(ruleset, summary, engine, look)) + "\n"


def summary_text(ruleset: Ruleset, summary: Summary, engine: str, look: Look) -> str:
    """Write what is said of a result that is too long to print."""
    return "\n".join(line.rstrip() for line in _lines(ruleset, summary, engine, look)) + "\n"


def _counts(ruleset: Ruleset, summary: Summary, engine: str, look: Look) -> Iterator[str]:
    said = {"id": ruleset.id, "version": ruleset.version, "engine": engine}
    yield look.say(TOLD, units=summary.units, ranked=summary.ranked, **said)
    if summary.illustrative:
        yield look.paint(look.say(ILLUSTRATIVE), "bold yellow")
    titles = {tier.id: tier.title.say(look.lang) or tier.id for card in ruleset.scorecards for tier in card.root.tiers}
    for tier, count in summary.tiers:
        yield look.say(TIER, title=visible(titles[tier]), count=count)
    for reason, count, first in summary.reasons:
        yield look.say(UNRANKED, reason=reason or "?", count=count, first=visible(first))
    if summary.reasons_left:
        yield look.say(MORE_REASONS, count=summary.reasons_left)


def _lines(ruleset: Ruleset, summary: Summary, engine: str, look: Look) -> Iterator[str]:
    yield from _counts(ruleset, summary, engine, look)
    if summary.best:
        yield ""
        columns = [
            Column(look.say(head), [visible(row[place]) for row in summary.best], place in RIGHT)
            for place, head in enumerate(HEADS)
        ]
        yield from wrapped_grid(columns, look)
        yield ""
        yield look.say(WHOLE)
