"""Names of the files that units get: plain on every system, and never two the same."""

import re
from collections.abc import Iterable, Iterator

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
_LONGEST = 80  # characters; a name of 255 bytes is the most that systems take


def file_names(ids: Iterable[str], suffix: str = ".xlsx") -> list[str]:
    """Give each id a file name; letters, digits, dots and hyphens stay as they are.

    >>> file_names(["so_noi_vu", "Sở/Y tế", "../x", "SO_NOI_VU", "con"])
    ['so_noi_vu.xlsx', 'Sở_Y_tế.xlsx', 'x.xlsx', 'SO_NOI_VU-2.xlsx', '_con.xlsx']
    """
    return list(each_file_name(ids, suffix))


def each_file_name(ids: Iterable[str], suffix: str = ".xlsx") -> Iterator[str]:
    """As `file_names`, each when it is asked for."""
    taken: set[str] = set()
    for id_ in ids:
        plain = re.sub(r"[^\w.-]+", "_", id_)[:_LONGEST].strip("._-") or "_"
        plain = f"_{plain}" if _RESERVED.match(plain) else plain
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        yield name + suffix
