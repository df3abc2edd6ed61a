"""Say in words how many units a tier takes at most."""

from collections.abc import Mapping
from fractions import Fraction

from ..formula.figures import figure
from ..formula.words import number
from ..model.ruleset import Quota
from .contract import QuotaRecord

_WORDS: Mapping[str, tuple[str, str]] = {
    "share": (
        "trong hạn mức tối đa {amount}% số đơn vị được xếp hạng của danh sách, {ties}",
        "among at most {amount}% of the ranked units of the list, {ties}",
    ),
    "units": (
        "trong hạn mức tối đa {amount} đơn vị được xếp hạng của danh sách, {ties}",
        "among at most {amount} ranked units of the list, {ties}",
    ),
}
AT_TIES: Mapping[str, tuple[str, str]] = {
    "below": ("đồng hạng vượt số này thì không đơn vị nào được", "and nobody of a tie that passes it"),
    "above": ("đồng hạng vượt số này thì đều được", "and all of a tie that passes it"),
}
"""What becomes of a tie that passes a quota."""


def quota_words(quota: Quota, lang: str) -> str:
    """Say how many units a tier takes at most, and what becomes of a tie.

    >>> quota_words(Quota(Fraction(1, 4), True, "below"), "en")
    'among at most 25% of the ranked units of the list, and nobody of a tie that passes it'
    """
    at = 0 if lang == "vi" else 1
    shown = figure(quota.amount * (100 if quota.share else 1), lang)
    kind = "share" if quota.share else "units"
    return _WORDS[kind][at].format(amount=shown, ties=AT_TIES[quota.at_ties][at])


def quota_record(quota: Quota) -> QuotaRecord:
    """Give a quota as results have it."""
    return QuotaRecord(number(quota.amount), quota.share, quota.at_ties)


def quota_of(record: QuotaRecord) -> Quota:
    """Give a quota as a ruleset has it from that of a result."""
    return Quota(Fraction(record.amount), record.is_share, record.at_ties)
