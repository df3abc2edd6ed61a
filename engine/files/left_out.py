"""Report text that nobody sees and that is not read: struck out, hidden or deleted."""

from collections.abc import Collection

from ..model.findings import Finding, Place, finding

_LISTED = 12


def left_out_at(place: Place, spots: Collection[str]) -> tuple[Finding, ...]:
    """Give the finding that text was left out; none where there was no such text.

    Args:
        place: the file, or the sheet of it.
        spots: the cells and paragraphs that had it, as a reader names them.

    >>> left_out_at(Place("a.docx"), ["đoạn 7"])[0].params["cells"], left_out_at(Place("a.docx"), [])
    ('đoạn 7', ())
    """
    if not spots:
        return ()
    listed = "; ".join(list(spots)[:_LISTED]) + ("; …" if len(spots) > _LISTED else "")
    return (finding("ITR561.text", place, count=len(spots), cells=listed),)
