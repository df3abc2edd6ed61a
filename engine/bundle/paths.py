"""Where each file of a bundle must be, and which names no file of one may have: whoever unpacks it runs a program there."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..model.findings import Finding, Place, finding
from .manifest import DATA, EVALUATOR, GUIDE, NAME, RESULT, RULES, SIGNATURE

MAIN = {"rules": RULES, "plain_data": DATA, "result": RESULT, "evaluator": EVALUATOR, "guide": GUIDE}
"""The roles that one file has, always of the same name."""
_FOLDERS = {"ruleset": ("ruleset/", "ruleset-itrank/"), "report": ("reports/",)}
_DATA_FOLDER = ("data/",)
_LONGEST = 200
_REFUSED = re.compile(r'[\\:*?"<>|]')
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
_HIDING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # categories of Unicode
_MOST_TOLD = 20


def folded(path: str) -> str:
    """Give what two paths share that some system takes for one: case and the composition of letters aside.

    >>> folded("reports/CAFE\u0301.txt") == folded("Reports/caf\u00e9.TXT")
    True
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def unfit(path: str) -> tuple[str, str] | None:
    r"""Say why a path cannot be unpacked as it is on every system, in Vietnamese and English.

    >>> unfit("data/2021.csv"), unfit("data/a.csv.")[1], unfit("reports/NUL.txt")[1], unfit("reports/a\u202etxt.exe")[1]
    (None, 'a name ends in a dot, or has a space at one end', 'NUL is a device of Windows', 'it has a hidden sign, U+202E')
    """
    if not path:
        return "tên trống", "its name is empty"
    if len(path) > _LONGEST:
        return f"dài quá {_LONGEST} ký tự", f"it is longer than {_LONGEST} characters"
    hidden = next((sign for sign in path if unicodedata.category(sign) in _HIDING or _is_no_character(sign)), None)
    if hidden is not None:
        return f"có ký tự ẩn U+{ord(hidden):04X}", f"it has a hidden sign, U+{ord(hidden):04X}"
    refused = _REFUSED.search(path)
    if refused is not None:
        return f"có ký tự {refused.group()}", f"it has the sign {refused.group()}"
    return next((why for part in path.split("/") if (why := _unfit_part(part)) is not None), None)


def _unfit_part(part: str) -> tuple[str, str] | None:
    """Say why no folder or file can be called so on every system."""
    if part in {"", ".", ".."}:
        return "dẫn ra ngoài thư mục, hoặc không phải tên tệp", "it leads out of the folder, or names no file"
    if part.endswith(".") or part != part.strip():
        vi = "có tên kết thúc bằng dấu chấm, hoặc có dấu cách ở đầu hay cuối"
        return vi, "a name ends in a dot, or has a space at one end"
    stem = part.partition(".")[0].strip()
    if _DEVICE.fullmatch(stem):
        return f"{stem} là thiết bị của Windows", f"{stem} is a device of Windows"
    return None


def _is_no_character(sign: str) -> bool:
    return ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"


def misplaced(files: Sequence[Mapping[str, Any]], left_out: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Name the files that are not where their role says, as (path, why in Vietnamese, in English).

    Args:
        files: rows of a manifest whose schema holds.
        left_out: its rows of files that are named only.
    """
    found = []
    for file in (*files, *left_out):
        path, role = file["path"], file["role"]
        if role in MAIN:
            fits, where = path == MAIN[role], MAIN[role]
        else:
            folders = _FOLDERS.get(role, _DATA_FOLDER)
            fits, where = path.startswith(folders), folders[0]
            if role == "report":  # named as it was, and in no folder of that one
                fits = fits and path.removeprefix(where) == file["name"] and "/" not in file["name"]
        if role in MAIN and file["name"]:
            found.append(
                (path, "itrank làm ra tệp này: nó không có tên (name) khác", "itrank made it: it has no other name")
            )
        if not fits:
            found.append((path, f'tệp có vai trò "{role}" phải là {where}', f'the role "{role}" belongs to {where}'))
    return found


def wrong_names(paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """Name the paths that cannot be unpacked beside each other on every system, as `misplaced`.

    >>> wrong_names(["reports/A.html", "reports/a.html"])[0][2]
    'it differs from reports/A.html only by case or by how letters are composed'
    """
    found = []
    alike: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if (why := unfit(path)) is not None:
            found.append((path, *why))
        alike[folded(path)].append(path)
    for first, *others in alike.values():
        found += [
            (
                other,
                f"chỉ khác {first} ở chữ hoa, chữ thường hoặc cách ghép dấu",
                f"it differs from {first} only by case or by how letters are composed",
            )
            for other in others
        ]
    return found


def wrong_paths(members: Iterable[str], manifest: Mapping[str, Any] | None, at: Place) -> tuple[Finding, ...]:
    """Hold every path of a bundle against what a bundle may hold: by name, then by role.

    Args:
        members: the paths in the container.
        manifest: its schema holds; None before it is read.
        at: the bundle.
    """
    if manifest is None:
        found = wrong_names(dict.fromkeys([NAME, SIGNATURE, *members]))
    else:
        listed = [file["path"] for file in (*manifest["files"], *manifest["left_out"])]
        found = wrong_names(dict.fromkeys([NAME, SIGNATURE, *listed]))
        found = found or misplaced(manifest["files"], manifest["left_out"])
    return tuple(finding("ITR850", at, path=path[:200], why=vi, why_en=en) for path, vi, en in found[:_MOST_TOLD])
