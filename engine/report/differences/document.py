"""The table that compares two rulesets as a Word document on A4 landscape, laid out as drafts of decisions carry it."""

from ..docx import document
from .sheet import Sheet

TEMPLATE = "difference.docx"


def as_document(made: Sheet) -> bytes:
    """Write the document; the same table gives the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    written = document(made, shipped=TEMPLATE)
    if isinstance(written, bytes):
        return written
    raise ValueError("the shipped template is not usable")
