"""Read who is ranked: from a table of units, or from the first data table's own columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, cast, get_args

from ..model.findings import Place
from ..model.observed import Table, Unit
from ..model.ruleset import Node, Ruleset
from .columns import PROVENANCE, find_column, previous_headers, standard_columns, whole
from .naming import fold
from .report import Report
from .tables import place_of

_Role = Literal["ranked", "unranked", "reference"]
_ROLES: tuple[str, ...] = get_args(_Role)
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Roll:
    """The units, and the names by which data may call them.

    Attributes:
        by_name: id, alias or name -> the indices of the units so called; an id hides an alias, an alias a name.
    """

    units: tuple[Unit, ...]
    by_name: Mapping[str, tuple[int, ...]]

    def find(self, text: str, place: Place, report: Report) -> int | None:
        """Find a unit by id, alias or exact name; a finding if there is none, or several."""
        found = self.by_name.get(tidy(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            report.add("ITR467", place, found=text, units=_listed(self.units[index].id for index in found))
        else:
            names = (name for unit in self.units for name in dict.fromkeys((unit.id, unit.name)))
            report.add("ITR461", place, near=(text, names), found=text)
        return None


def list_attributes(ruleset: Ruleset) -> dict[str, None]:
    """Name the attributes of units that rankings make lists by."""
    nodes = (column for column in ruleset.columns.values() if isinstance(column, Node))
    roots = (node for scorecard in ruleset.scorecards for node in scorecard.nodes())
    lists = (node.ranking.lists for node in (*nodes, *roots) if node.ranking)
    return {by: None for by in lists if isinstance(by, str) and by not in {"all", "group", "parent"}}


def read_units(ruleset: Ruleset, table: Table, *, is_roll: bool, report: Report) -> Roll:
    """Read the units of a table, in its order.

    Args:
        ruleset: gives the headers, the groups and the roles.
        table: of units (`is_roll`), or of data whose rows begin with what is known of the unit.
        is_roll: then there may be roles and aliases, and every other column is an attribute.
        report: takes the findings.
    """
    standard = standard_columns(table, ruleset.headers)
    if standard["id"] < 0:
        standard["id"] = standard["name"]
    if standard["id"] < 0:
        report.add("ITR460", whole(table), expected=ruleset.headers.id or "id", headers=_listed(table.headers))
        return Roll((), {})
    columns = standard | {word: find_column(table, word) if is_roll else -1 for word in ("role", "aliases")}
    attributes = _attribute_columns(ruleset, table, set(columns.values()), is_roll=is_roll)
    return _read(ruleset, table, range(len(table.rows)), columns, attributes, report)


def read_units_of_long(ruleset: Ruleset, table: Table, by: int, report: Report) -> Roll:
    """Read the units of a long table: the first row of each, with which the others must agree."""
    columns = standard_columns(table, ruleset.headers) | {"id": by, "role": -1, "aliases": -1}
    attributes = _attribute_columns(ruleset, table, set(columns.values()), is_roll=False)
    alike = {columns["name"], columns["group"], columns["parent"], *attributes.values()} - {-1, by}
    first: dict[str, int] = {}
    for number, row in enumerate(table.rows):
        if not row[by]:
            continue  # told where the values are read
        kept = first.setdefault(tidy(row[by]), number)
        for column in sorted(alike):
            if row[column] and row[column] != table.rows[kept][column]:
                report.add(
                    "ITR472",
                    place_of(table, number, column),
                    column=table.headers[column],
                    unit=row[by],
                    found=row[column],
                    other=table.rows[kept][column],
                    where=place_of(table, kept, column).cell,
                )
    return _read(ruleset, table, first.values(), columns, attributes, report)


def check_attributes(ruleset: Ruleset, roll: Roll, place: Place, report: Report) -> None:
    """An attribute by which lists are made is a column of some table."""
    for name in list_attributes(ruleset):
        if roll.units and not any(name in unit.attributes for unit in roll.units):
            report.add("ITR478", place, attribute=name)


def check_roles(ruleset: Ruleset, roll: Roll, place: Place, report: Report) -> None:
    """A unit to which the ruleset gives a role is among the units."""
    known = {unit.id for unit in roll.units}
    for id_ in ruleset.roles:
        if id_ not in known:
            report.add("ITR470", place, near=(id_, known), unit=id_)


def group_reader(ruleset: Ruleset) -> Callable[[str], str]:
    """Make a function from a group's id or title to its id; other text stays as it is."""
    groups = _groups(ruleset)
    return lambda text: groups.get(fold(text), text)


def _read(
    ruleset: Ruleset,
    table: Table,
    rows: Iterable[int],
    columns: Mapping[str, int],
    attributes: Mapping[str, int],
    report: Report,
) -> Roll:
    """Make a unit of each of some rows."""
    groups = _groups(ruleset)
    units: dict[str, Unit] = {}
    folded: dict[str, str] = {}
    for number in rows:
        row, place = table.rows[number], place_of(table, number, columns["id"])
        cells = {word: tidy(row[column]) if column >= 0 else "" for word, column in columns.items()}
        id_ = cells["id"]
        if not id_:
            report.add("ITR466", place)
            continue
        if id_ in units:
            report.add("ITR462", place, unit=id_, first=units[id_].place.cell)
            continue
        twin = folded.setdefault(fold(id_), id_)
        if twin != id_:
            report.add("ITR471", place, unit=id_, twin=twin)
        units[id_] = Unit(
            id=id_,
            name=cells["name"] or id_,
            group=_group(id_, cells["group"], groups, ruleset, place, report),
            parent=cells["parent"],
            role=_role(id_, cells["role"], ruleset, place, report),
            aliases=tuple(dict.fromkeys(alias for part in cells["aliases"].split(";") if (alias := part.strip()))),
            attributes={name: row[column] for name, column in attributes.items()},
            place=place,
        )
    return _roll(_with_parents(tuple(units.values()), report), report)


def _attribute_columns(ruleset: Ruleset, table: Table, used: set[int], *, is_roll: bool) -> dict[str, int]:
    wanted = {fold(name): name for name in list_attributes(ruleset)}
    previous = {fold(header) for header in previous_headers(ruleset.headers).values()} | {PROVENANCE}
    return {
        wanted.get(fold(header), header): column
        for column, header in enumerate(table.headers)
        if fold(header) in wanted or (is_roll and column not in used and fold(header) not in previous)
    }


def _groups(ruleset: Ruleset) -> dict[str, str]:
    """Group ids by their folded id and titles."""
    known: dict[str, str] = {}
    for id_, title in ruleset.groups.items():
        for text in (title.vi, title.en):
            if text:
                known[fold(text)] = id_
    return known | {fold(id_): id_ for id_ in ruleset.groups}


def _group(unit: str, text: str, groups: Mapping[str, str], ruleset: Ruleset, place: Place, report: Report) -> str:
    if not ruleset.groups:
        return text
    listed = ", ".join(ruleset.groups)
    if not text:
        report.add("ITR464", place, unit=unit, groups=listed, header=ruleset.headers.group or "group")
    elif fold(text) not in groups:
        titles = (name for id_, title in ruleset.groups.items() for name in (id_, title.vi, title.en) if name)
        report.add("ITR463", place, near=(text, titles), unit=unit, group=text, groups=listed)
    return groups.get(fold(text), text)


def _role(unit: str, text: str, ruleset: Ruleset, place: Place, report: Report) -> _Role:
    stated = ruleset.roles.get(unit, "")
    if text and text not in _ROLES:
        report.add("ITR468", place, near=(text, _ROLES), unit=unit, found=text)
    elif text and stated and text != stated:
        report.add("ITR472", place, column="role", unit=unit, found=text, other=stated, where=ruleset.id)
    role = stated or text
    return cast("_Role", role) if role in _ROLES else "ranked"


def _with_parents(units: tuple[Unit, ...], report: Report) -> tuple[Unit, ...]:
    """Give parents by id; where some parents are units, one that is none is pointed out."""
    by_name = _by_name(units)
    parents = {unit.parent: by_name.get(unit.parent, ()) for unit in units if unit.parent}
    if not any(parents.values()):
        return units  # parents are names of lists only
    known = [unit.id for unit in units]
    for unit in units:
        meant = parents.get(unit.parent, ())
        if unit.parent and len(meant) != 1:
            report.add("ITR469", unit.place, near=(unit.parent, known), unit=unit.id, parent=unit.parent)
        elif unit.parent and units[meant[0]].id == unit.id:
            report.add("ITR483", unit.place, unit=unit.id)
    return tuple(
        replace(unit, parent=units[parents[unit.parent][0]].id) if len(parents.get(unit.parent, ())) == 1 else unit
        for unit in units
    )


def _roll(units: tuple[Unit, ...], report: Report) -> Roll:
    """List the names of units; an alias that is another unit's id or alias is a finding."""
    by_name = _by_name(units)
    for index, unit in enumerate(units):
        for alias in unit.aliases:
            others = [units[other].id for other in by_name[alias] if other != index]
            if others:
                report.add("ITR467", unit.place, found=alias, units=_listed((unit.id, *others)))
    return Roll(units, by_name)


def _by_name(units: tuple[Unit, ...]) -> dict[str, tuple[int, ...]]:
    levels: tuple[Callable[[Unit], Iterable[str]], ...] = (
        lambda unit: (unit.id,),
        lambda unit: unit.aliases,
        lambda unit: (unit.name,),
    )
    known: dict[str, list[int]] = {}
    for names_of in levels:
        level: dict[str, list[int]] = {}
        for index, unit in enumerate(units):
            for name in names_of(unit):
                level.setdefault(name, []).append(index)
        known = level | known
    return {name: tuple(called) for name, called in known.items()}


def _listed(names: Iterable[str]) -> str:
    first = list(islice(names, _MOST_NAMED + 1))
    return ", ".join(first[:_MOST_NAMED]) + (", …" if len(first) > _MOST_NAMED else "")


def tidy(text: str) -> str:
    r"""Leave one space between words.

    >>> tidy("Sở\n  Y tế")
    'Sở Y tế'
    """
    return " ".join(text.split())
