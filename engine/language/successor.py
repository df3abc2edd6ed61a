"""The text of next year's ruleset, made of this year's: an amendment that extends it, or a full copy.

Nothing of a copy is touched but the lines that name the year: its comments and layout are those of the original.
What only the new decision can say is marked TODO, and `itrank check` tells of it until it is filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .document import Map, Seq, read_document
from .writing import one_line, scalar, written

_TOP_KEY = re.compile(r"[^\s#][^:]*:")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAID = {
    "vi": {
        "amends": "SỬA ĐỔI, BỔ SUNG {base} CHO NĂM {year}",
        "how": "Chỉ ghi chỗ khác với bộ cũ: amend (sửa), add (thêm), repeal (bỏ); xem docs/ruleset-language.md.",
        "copied": "Chép từ {base}; sửa theo quyết định của năm {year}.",
        "merged": "Gộp {base} với bộ mà nó sửa đổi (chú thích của các tệp không được chép); sửa theo quyết định của năm {year}.",
        "decision": "TODO: số và ngày của quyết định mới",
        "kept": "TODO: giữ mức của năm trước; sửa nếu quyết định mới khác",
        "case": "TODO: ca này không còn đúng với năm {year}: tính lại expect bằng tay, rồi bỏ dấu # ở các dòng dưới",
        "example": "Ví dụ, sửa điểm tối đa của một tiêu chí và bỏ một tiêu chí:",
    },
    "en": {
        "amends": "AMENDS {base} FOR {year}",
        "how": "Write only what differs: amend, add, repeal; see docs/ruleset-language.md.",
        "copied": "Copied from {base}; to be edited as the decision of {year} says.",
        "merged": "{base} put together with what it amends (comments of the files are left out); to be edited as the decision of {year} says.",
        "decision": "TODO: number and date of the new decision",
        "kept": "TODO: kept as it was; edit where the new decision differs",
        "case": "TODO: this case holds no more in {year}: do the sum again by hand, and take the # off the lines below",
        "example": "For example, change the points of a criterion and drop another:",
    },
}


@dataclass(frozen=True, slots=True)
class Base:
    """The ruleset that is followed.

    Attributes:
        text: of its own file.
        document: with all that it extends put together.
        own: its own file alone.
    """

    id: str
    version: str
    text: str
    document: Map
    own: Map

    @property
    def identity(self) -> str:
        """How `extends` names it."""
        return f"{self.id}@{self.version}"


def amendment(base: Base, year: int, lang: str) -> str:
    """Write a ruleset that extends the base and states only the new year."""
    say = _SAID[lang]
    lines = [line for line in base.text.split("\n")[:3] if "yaml-language-server:" in line]
    kept = _kept_parameters(base.document, str(year))
    lines += [
        "#",
        f"# {say['amends'].format(base=_one_line(base.identity), year=year)}",
        f"# {say['how']}",
        "",
        "format: itrank-ruleset/1",
        f"id: {scalar(base.id)}",
        f'version: "{year}.1"',
        f"extends: {scalar(base.identity)}",
        *(f"{key}: {value}" for key, value in _dated(base.document, year, lang).items()),
    ]
    if kept:
        lines += ["parameters:"]
        lines += [f"  {name}: {{{year}: {value}}}  # {say['kept']}" for name, value in kept.items()]
    lines += ["", f"# {say['example']}", "# amend:", "#   tieu_chi_a: {max: 15}", "# repeal: [tieu_chi_b]"]
    return "\n".join(lines[lines[0] == "#" :]) + "\n"


def full_copy(base: Base, year: int, lang: str) -> str:
    """Copy the base's own file, its year replaced and its comments kept; an amendment with all that it amends."""
    note = _SAID[lang]["copied"]
    if "extends" in base.own:
        modeline = [line for line in base.text.split("\n")[:3] if "yaml-language-server:" in line]
        text = "\n".join([*modeline, written(base.document)])
        base, note = replace(base, text=text, own=read_document(text, "")[0] or Map()), _SAID[lang]["merged"]
    text = _with_parameters(base, str(year), lang)
    values = {"version": f'"{year}.1"', **_dated(base.document, year, lang)}
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    after = "version"
    for key, value in values.items():
        lines = _with_line(lines, key, f"{key}: {value}", after)
        after = key
    note = f"# {note.format(base=_one_line(base.identity), year=year)}"
    at = 1 if lines and "yaml-language-server:" in lines[0] else 0
    return "\n".join([*lines[:at], "#", note, *lines[at:]]).rstrip("\n") + "\n"


def without_cases(base: Base, text: str, names: frozenset[str], year: int, lang: str) -> str:
    """Turn cases of the base that do not hold in the new year into comments that say TODO.

    Args:
        base: whose cases an amendment repeats, as it can only state all of them.
        text: of the new ruleset.
        names: of the cases.
        year: the new one.
        lang: of the comments.
    """
    document, _ = read_document(text, "")
    inherited = base.document.get("tests")
    if document is not None and "tests" not in document and isinstance(inherited, Seq):
        repeated = Map()
        repeated.put("tests", inherited, inherited.place, inherited.place)
        text = f"{text}\n{written(repeated)}"
        document, _ = read_document(text, "")
    cases = document.get("tests") if document is not None else None
    lines = text.split("\n")
    if not isinstance(cases, Seq) or names.issuperset(map(_name_of, cases)):  # a list of none is not a list of cases
        return text
    begins = [place.line - 1 for place in cases.places]
    _, end = _extent(lines, "tests")
    for case, first, behind in reversed(list(zip(cases, begins, [*begins[1:], end], strict=True))):
        if _name_of(case) not in names or not lines[first].lstrip().startswith("- "):
            continue
        indent = lines[first][: lines[first].index("-")]
        own = [f"{indent}# {line.removeprefix(indent)}" if line.strip() else line for line in lines[first:behind]]
        lines[first:behind] = [f"{indent}# {_SAID[lang]['case'].format(year=year)}", *own]
    return "\n".join(lines)


def _name_of(case: object) -> str:
    return str(case.get("name", "")) if isinstance(case, Map) else ""


def _dated(document: Map, year: int, lang: str) -> Mapping[str, str]:
    """Give the keys that tell the year, as they are written; an old decision must not stand for the new one."""
    decision = document.get("decision")
    inherited = decision if isinstance(decision, Map) else {}
    parts = ["number: TODO", "date: TODO"]
    parts += ["title: TODO"] if "title" in inherited else []
    parts += ["provenance: illustrative"] if "provenance" in inherited else []
    return {
        "period": str(year),
        "decision": f"{{{', '.join(parts)}}}  # {_SAID[lang]['decision']}",
        "effective": f"{{from: {year}-01-01, through: {year}-12-31, provenance: illustrative}}",
    }


def _by_year(document: Map) -> Mapping[str, Map]:
    parameters = document.get("parameters")
    given = parameters if isinstance(parameters, Map) else {}
    return {
        name: value
        for name, value in given.items()
        if isinstance(value, Map) and value and all(_YEAR.fullmatch(key) for key in value)
    }


def _kept_parameters(document: Map, year: str) -> Mapping[str, str]:
    """Give the parameters by year that lack the year, each with the value of the latest year before it."""
    found = {}
    for name, value in _by_year(document).items():
        before = [key for key in value if key < year]
        if year not in value and before:
            found[name] = _value(value[max(before)])
    return found


def _value(kept: object) -> str:
    """Write the value of a parameter; a day has no quotes, as rulesets write it."""
    return kept if isinstance(kept, str) and _DAY.fullmatch(kept) else one_line(kept)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _with_parameters(base: Base, year: str, lang: str) -> str:
    """Add the year to the parameters of the base's own file that lack it."""
    kept = _kept_parameters(base.own, year)
    lines = base.text.split("\n")
    additions = []
    for name, value in _by_year(base.own).items():
        if name in kept:
            last = list(value)[-1]
            additions.append((value.key_places[last], value.value_places[last], kept[name]))
    todo = f"  # {_SAID[lang]['kept']}"
    for key, place, text in sorted(additions, reverse=True):
        line = lines[key.line - 1]
        indent = line[: key.column - 1]
        if indent.strip():  # {2022: 50%}
            row = lines[place.line - 1].rstrip().removesuffix(todo)
            end = place.column - 1 + place.length
            end += row[end : end + 1] in {'"', "'"}
            lines[place.line - 1] = f"{row[:end]}, {year}: {text}{row[end:]}{todo}"
        else:
            lines.insert(place.line, f"{indent}{year}: {text}{todo}")
    return "\n".join(lines)


def _with_line(lines: list[str], key: str, line: str, after: str) -> list[str]:
    """Put a top-level key into one line, in place of what it had, or behind another key where it is new."""
    first, end = _extent(lines, key)
    if first is None:
        _, end = _extent(lines, after)
        return [*lines[:end], line, *lines[end:]]
    comment = _comment(lines[first]) if end == first + 1 and "  #" not in line else ""
    return [*lines[:first], line + comment, *lines[end:]]


def _extent(lines: list[str], key: str) -> tuple[int | None, int]:
    """Find the lines of a top-level key: the first, and the one behind the last that is its own."""
    first = next((i for i, line in enumerate(lines) if re.match(rf"['\"]?{key}['\"]?[ \t]*:", line)), None)
    if first is None:
        return None, len(lines)
    end = first + 1
    while end < len(lines) and not _TOP_KEY.match(lines[end]):
        end += 1
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return first, end


def _comment(line: str) -> str:
    """Give the comment behind a value that has no quotes or signs of its own.

    >>> _comment('period: 2022  # of the figures'), _comment('period: 2022')
    ('  # of the figures', '')
    """
    found = re.search(r"[ \t]+#.*$", line)
    return found.group() if found else ""
