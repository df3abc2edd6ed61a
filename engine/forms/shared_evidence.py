"""Documents that are cited as evidence more than once: by several units, or by one unit for several criteria.

A document is known by its number with its signs (`12/BC-SNV`), its link, or a title long enough to be its own. That it
is cited twice may be right; it is pointed out and never counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..files.naming import fold
from .page import bare

_SHORTEST_TITLE = 20  # characters, without spaces: shorter ones are words that everybody uses


class Citation(NamedTuple):
    """Where a document is cited: by which unit, for which criterion, in which answer."""

    unit: str
    criterion: str
    input: str


class Cited(NamedTuple):
    """A document that is cited more than once, as it is called at the first place, and all the places."""

    text: str
    places: Sequence[Citation]


def documents_of(evidence: Sequence[str]) -> dict[str, str]:
    """Name the documents that the evidence of an answer cites: how each is compared, and how it is called.

    Args:
        evidence: its number, date, title and link.

    >>> documents_of(("Số 12/BC-SNV", "1/2/2023", "Báo cáo", "")), documents_of(("12", "", "Biên bản", ""))
    ({'12/bc-snv': 'Số 12/BC-SNV'}, {})
    """
    stated, _, title, link = (*evidence, "", "", "", "")[:4]
    number = bare(stated).removeprefix("số").lstrip(":.")
    named = {}
    if "/" in number and any(map(str.isdigit, number)) and any(map(str.isalpha, number)):
        named[number] = stated.strip()
    elif len(bare(title)) >= _SHORTEST_TITLE:
        named[bare(title)] = title.strip()
    return named | ({fold(link).strip(): link.strip()} if link.strip() else {})


def cited_together(cited: Iterable[tuple[Citation, Sequence[str]]]) -> Mapping[str, Cited]:
    """Give the documents that several units, or several criteria of one, cite, by how they are compared."""
    found: dict[str, tuple[str, list[Citation]]] = {}
    for where, evidence in cited:
        for document, text in documents_of(evidence).items():
            found.setdefault(document, (text, []))[1].append(where)
    return {
        document: Cited(text, places)
        for document, (text, places) in found.items()
        if len({(place.unit, place.criterion) for place in places}) > 1
    }
