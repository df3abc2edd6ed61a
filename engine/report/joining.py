"""Join documents that typst has set, one behind the other, with their tags and bookmarks.

A typesetter keeps all that it has set in memory, over a megabyte a page, so that thousands of pages are set in parts.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any


def joined(parts: Iterable[bytes]) -> bytes:
    """Join documents; one alone stays as it is, byte for byte.

    Args:
        parts: at least one; of one template, tagged, with a page or more each. The first gives title, language and profile.

    Raises:
        ModuleNotFoundError: the extra `print` is not installed, and there is more than one part.
        ValueError: there is none.
    """
    coming = iter(parts)
    first = next(coming, None)
    if first is None:
        raise ValueError("no document to join")
    second = next(coming, None)
    if second is None:
        return first
    import pikepdf  # noqa: PLC0415  # an extra

    with pikepdf.open(BytesIO(first)) as whole:
        for part in (second, *coming):
            with pikepdf.open(BytesIO(part)) as more:
                _append(whole, more)
        made = BytesIO()
        # The tags of a page are hundreds of small objects: a quarter of the size where they are packed together.
        whole.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _append(whole: Any, more: Any) -> None:
    """Add pages; their tags go below the document that is there, their bookmarks behind those that are there.

    ISO 32000-1, 14.7.4.4: a page finds its tags by its number in the tree of parents, which goes on counting.
    """
    count = len(whole.pages)
    whole.pages.extend(more.pages)
    tree, told = whole.Root.StructTreeRoot, whole.copy_foreign(more.Root.StructTreeRoot)
    shift = int(tree.ParentTreeNextKey)
    for page in list(whole.pages)[count:]:
        page.StructParents = int(page.StructParents) + shift
    numbers = list(told.ParentTree.Nums)
    for key, tags in zip(numbers[::2], numbers[1::2], strict=True):
        tree.ParentTree.Nums.extend([int(key) + shift, tags])
    tree.ParentTreeNextKey = shift + int(told.ParentTreeNextKey)
    (document,), (also,) = tree.K, told.K
    for tag in also.K:
        tag.P = document
        document.K.append(tag)
    _add_bookmarks(whole, more, count)


def _add_bookmarks(whole: Any, more: Any, count: int) -> None:
    from pikepdf import OutlineItem  # noqa: PLC0415  # an extra

    places = {page.objgen: number for number, page in enumerate(more.pages)}
    with more.open_outline() as listed, whole.open_outline() as there:
        for item in listed.root:
            page, kind, left, top, _ = item.destination
            number = count + places[page.objgen]
            there.root.append(OutlineItem(item.title, number, str(kind)[1:], left=left, top=top))
