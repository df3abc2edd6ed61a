"""What a text says about a result, held against it: scores, ranks, changes, tiers, counts; each right, wrong or not decidable."""

from .checking import check_document
from .claim import Checked, Claim, Verdict
from .reading import Document, Passage, read_document

__all__ = ["Checked", "Claim", "Document", "Passage", "Verdict", "check_document", "read_document"]
