"""Find what somebody named: a unit, a criterion, a value or an input, by id, code or title, accents and case ignored."""

from collections.abc import Sequence

from ..formula.suggest import closest, folded
from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..model.ruleset import Input, NamedValue, Ruleset, Scorecard

_SHORTEST = 2  # of a part of a name
_MOST = 12  # that are listed
_UNITS, _CRITERIA = ("Các đơn vị", "The units are"), ("Các tiêu chí", "The criteria are")
_VALUES = ("Các giá trị và đầu vào", "The values and inputs are")
_DID_YOU_MEAN = ('Có phải "{near}"? ', 'Did you mean "{near}"? ')


def chosen(name: str, called: Sequence[Sequence[str]]) -> list[int]:
    """Find the things that are called so: exactly, else but for accents and case, else by a part of a name.

    Args:
        name: what somebody wrote.
        called: of each thing, its id and then its other names.

    >>> things = [("so-nv", "Sở Nội vụ"), ("so-tc", "Sở Tài chính")]
    >>> chosen("SO NOI VU", things), chosen("tài", things), chosen("sở", things), chosen("x", things)
    ([0], [1], [0, 1], [])
    """
    for number, names in enumerate(called):
        if name == names[0]:
            return [number]
    wanted = folded(name.strip())
    for fits in (
        lambda text: text == name,
        lambda text: folded(text) == wanted,
        lambda text: len(wanted) >= _SHORTEST and wanted in folded(text),
    ):
        found = [number for number, names in enumerate(called) if any(text and fits(text) for text in names)]
        if found:
            return found
    return []


def choose_unit(name: str, units: Sequence[Unit]) -> int | Finding:
    """Find a unit by id, name or alias; a finding says what there is where that is not one."""
    found = chosen(name, [(unit.id, unit.name, *unit.aliases) for unit in units])
    if len(found) == 1:
        return found[0]
    if found:
        listed = _listed([_both(units[i].id, units[i].name) for i in found])
        return finding("ITR930", found=name, what="đơn vị", what_en="units", listed=listed)
    near = closest(name, [text for unit in units for text in (unit.id, unit.name) if text])
    help_ = _help(near, ([unit.id for unit in units], _UNITS))
    return finding("ITR461.expression", help=help_, found=name)


def choose_start(name: str, ruleset: Ruleset, card: Scorecard, unit: Unit) -> str | Finding:
    """Find what is to be explained: a node of a unit's scorecard, else a value or an input.

    Returns:
        Its key; or a finding that says what there is, where that is not one.
    """
    nodes, paths = list(card.nodes()), card.full_codes()
    criteria = {node.id: (node.id, node.code, paths.get(node.id, ""), node.title.vi, node.title.en) for node in nodes}
    values = _values(ruleset)
    is_value = name in values and name not in criteria
    for what, what_en, things in (("tiêu chí", "criteria", criteria), ("giá trị", "values", values)):
        # The id of a value is no part of a criterion's title.
        found = (
            [list(things)[i] for i in chosen(name, list(things.values()))] if not is_value or things is values else []
        )
        if len(found) == 1:
            return found[0]
        if found:
            listed = _listed([_both(key, next(filter(None, things[key][-2:]), "")) for key in found])
            return finding("ITR930", found=name, what=what, what_en=what_en, listed=listed)
    near = closest(name, [text for names in (*criteria.values(), *values.values()) for text in names if text])
    help_ = _help(near, (list(criteria), _CRITERIA), (list(values), _VALUES))
    return finding("ITR923.criterion", Place(), help=help_, found=name, unit=unit.name or unit.id)


def _values(ruleset: Ruleset) -> dict[str, tuple[str, str, str]]:
    """Give the id and labels of each value and input by its key; an answer of a leaf is explained with the leaf."""
    return {
        key: (key, column.label.vi, column.label.en)
        for key, column in ruleset.columns.items()
        if isinstance(column, (Input, NamedValue)) and not key.startswith(("[", "self:"))
    }


def _both(id_: str, name: str) -> str:
    return f"{id_} ({name})" if name and name != id_ else id_


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (", …" if len(names) > _MOST else "")


def _help(near: str | None, *there: tuple[Sequence[str], tuple[str, str]]) -> tuple[str, str]:
    """Say what was perhaps meant, and what there is."""
    vi, en = (
        (did_you.format(near=near) if near else "")
        + " ".join(f"{which[at]}: {_listed(names)}." for names, which in there if names)
        for at, did_you in enumerate(_DID_YOU_MEAN)
    )
    return vi, en
