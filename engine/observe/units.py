"""Read who is ranked: from a table of units, or from the first data table's own columns."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from ..files.naming import fold, toned
from ..files.tables import place_of
from ..model.findings import Place
from ..model.observed import Heading, Table, Unit
from ..model.ruleset import Node, Ruleset
from .columns import PROVENANCE, find_column, in_sheet, previous_headers, standard_columns
from .mapping import KEY_SIGN, Guide
from .report import UNIT, Report
from .row_facts import About, Known
from .row_words import key_of, words_of

_Role = Literal["ranked", "unranked", "reference"]
_ROLES: tuple[str, ...] = get_args(_Role)
_MOST_NAMED = 12
_COUNT = re.compile(r"(?:[IVXLC]{1,6}|[A-Z]|[0-9]{1,2})(?:\s*[.)\-–:/]\s*|\s+|$)")  # what numbers a heading
_LONGEST_TITLE = 300  # characters of a heading
_OF_ROLLS = ("role", "aliases", "predecessors")


@dataclass(frozen=True, slots=True)
class Roll:
    """The units, and the names by which data may call them.

    Attributes:
        by_name: id, alias or name -> the indices of the units so called; an id hides an alias, an alias a name.
        by_tone: the same by names with their tone marks at the end of each word.
    """

    units: tuple[Unit, ...]
    by_name: Mapping[str, tuple[int, ...]]
    by_tone: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def find(
        self, text: str, place: Place, report: Report, named: Mapping[str, str] = MappingProxyType({})
    ) -> int | None:
        """Find a unit by id, alias or exact name; a finding if there is none, or several.

        Args:
            text: what stands in the cell.
            place: of the cell.
            report: takes the findings.
            named: folded names that stand for ids, by the file's mapping.
        """
        found = self.by_name.get(named.get(fold(text), tidy(text)) if named else tidy(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            report.add("ITR451.unit", place, found=text, units=_listed(self.units[index].id for index in found))
        elif fold(text) in named:
            return None  # told of the mapping
        elif len(alike := self.by_tone.get(toned(tidy(text)), ())) == 1:
            report.add("ITR456", place, found=text, name=self.units[alike[0]].name)
            return alike[0]
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


def read_units(ruleset: Ruleset, tables: Sequence[Table], guide: Guide, *, is_roll: bool, report: Report) -> Roll:
    """Read the units of the tables of one file, in their order; a unit that several sheets name is one.

    Args:
        ruleset: gives the groups, the roles and the predecessors.
        tables: of units (`is_roll`), or of data whose rows begin with what is known of the unit.
        guide: to the file.
        is_roll: then there may be roles, aliases and predecessors, and every other column is an attribute.
        report: takes the findings.
    """
    units: dict[str, Unit] = {}
    folded: dict[str, str] = {}
    found = [_columns_of_units(table, guide) for table in tables]
    groups = _groups_said(ruleset, tables, guide, found) if len(tables) > 1 else {}
    for table, standard in zip(tables, found, strict=True):
        if standard["id"] < 0:
            report.add(
                "ITR460",
                in_sheet(table),
                expected=guide.headers.id or "id",
                headers=_listed(table.headers),
            )
            continue
        columns = standard | {word: find_column(table, word) if is_roll else -1 for word in _OF_ROLLS}
        attributes = _attribute_columns(ruleset, table, set(columns.values()), guide, is_roll=is_roll)
        own = _read(ruleset, table, range(len(table.rows)), columns, attributes, guide, report, folded, groups)
        for id_, unit in own.items():
            units.setdefault(id_, unit)
    return _roll(units, report)


def _columns_of_units(table: Table, guide: Guide) -> dict[str, int]:
    """Find the columns about the unit; without ids the names are the ids."""
    columns = standard_columns(table, guide.headers, guide.names)
    return columns if columns["id"] >= 0 else columns | {"id": columns["name"]}


def _groups_said(
    ruleset: Ruleset, tables: Sequence[Table], guide: Guide, by: Sequence[Mapping[str, int]]
) -> dict[str, str]:
    """Find the group that some table gives each unit: not every sheet of a file repeats it."""
    found: dict[str, str] = {}
    for table, columns in zip(tables, by, strict=True):
        if columns["id"] < 0:
            continue
        of_sheet = group_of_sheet(ruleset, table)
        for number, row in enumerate(table.rows):
            own = tidy(row[columns["group"]]) if columns["group"] >= 0 else ""
            if (group := own or group_above(table, number) or of_sheet) and row[columns["id"]]:
                found.setdefault(_id_of(tidy(row[columns["id"]]), guide), group)
    return found


def read_units_of_long(ruleset: Ruleset, table: Table, by: int, guide: Guide, report: Report) -> Roll:
    """Read the units of a long table: the first row of each, with which the others must agree."""
    columns = standard_columns(table, guide.headers, guide.names) | {"id": by} | dict.fromkeys(_OF_ROLLS, -1)
    attributes = _attribute_columns(ruleset, table, set(columns.values()), guide, is_roll=False)
    alike = {columns["name"], columns["group"], columns["parent"], *attributes.values()} - {-1, by}
    first: dict[str, int] = {}
    for number, row in enumerate(table.rows):
        if not row[by]:
            continue  # told where the values are read
        kept = first.setdefault(_id_of(row[by], guide), number)
        for column in sorted(alike):
            if row[column] and row[column] != table.rows[kept][column]:
                report.add(
                    "ITR481.unit",
                    place_of(table, number, column),
                    column=table.headers[column],
                    unit=row[by],
                    found=row[column],
                    other=table.rows[kept][column],
                    where=place_of(table, kept, column).cell,
                )
    return _roll(_read(ruleset, table, first.values(), columns, attributes, guide, report, {}, {}), report)


def check_attributes(ruleset: Ruleset, roll: Roll, place: Place, report: Report) -> None:
    """An attribute by which lists are made is a column of some table."""
    for name in list_attributes(ruleset):
        if roll.units and not any(name in unit.attributes for unit in roll.units):
            report.add("ITR460.list", place, attribute=name)


def check_roles(ruleset: Ruleset, roll: Roll, place: Place, report: Report) -> None:
    """A unit to which the ruleset gives a role is among the units."""
    known = {unit.id for unit in roll.units}
    for id_ in ruleset.roles:
        if id_ not in known:
            report.add("ITR469.role", place, near=(id_, known), unit=id_)


def group_reader(ruleset: Ruleset) -> Callable[[str], str]:
    """Make a function from a group's id or title to its id; other text stays as it is."""
    groups = _groups(ruleset)
    return lambda text: _group_id(text, groups) or text


def group_of_sheet(ruleset: Ruleset, table: Table) -> str:
    """Find the group whose id or title is the name of a table's sheet; empty if there is none."""
    return _group_id(table.sheet, _groups(ruleset)) if table.sheet else ""


def group_above(table: Table, row: int) -> str:
    """Give the group of the heading under which a row stands; empty if there is none."""
    heading = table.headings[row] if table.headings else None
    return heading.group if heading is not None else ""


def about_of(ruleset: Ruleset, columns: Mapping[str, int]) -> About:
    """Say which columns tell whose a row is, and which titles of blocks name groups."""
    groups = _groups(ruleset)

    def group_of(text: str) -> str:
        title = tidy(text)
        count = _COUNT.match(title)
        return _group_id(title, groups) or (_group_id(title[count.end() :], groups) if count else "")

    return About(
        columns["id"],
        columns["name"],
        columns["group"],
        columns["parent"],
        lambda text: group_of(text) if len(text) <= _LONGEST_TITLE else "",
        frozenset(
            words for title in ruleset.groups.values() for text in (title.vi, title.en) if (words := words_of(text))
        ),
    )


def keyed(roll: Roll) -> Roll:
    """Give the units the names that they have where two columns name them: "Tân Phú, Huyện A".

    The second is the unit's group, its parent or that one's name, or what another column of the table of units says.
    """
    by_id = {unit.id: unit for unit in roll.units}
    found: dict[str, list[int]] = {}
    for index, unit in enumerate(roll.units):
        above = by_id.get(unit.parent)
        words = (unit.group, unit.parent, above.name if above is not None else "", *unit.attributes.values())
        for word in dict.fromkeys(tidy(word) for word in words if word):
            for name in (f"{unit.name}{KEY_SIGN}{word}", f"{word}{KEY_SIGN}{unit.name}"):
                found.setdefault(name, []).append(index)
    return _named(
        roll.units, {**{name: tuple(dict.fromkeys(called)) for name, called in found.items()}, **roll.by_name}
    )


def known_of(roll: Roll) -> Known:
    """Make the list that decides which rows are units."""
    return Known(frozenset(map(key_of, roll.by_name)), is_list=True)


def known_to(ruleset: Ruleset, guide: Guide) -> Known:
    """List the units that the ruleset or a mapping names, though they list not all."""
    named = (*ruleset.roles, *ruleset.predecessors, *guide.units.values())
    return Known(frozenset(map(key_of, named)))


def _read(
    ruleset: Ruleset,
    table: Table,
    rows: Iterable[int],
    columns: Mapping[str, int],
    attributes: Mapping[str, int],
    guide: Guide,
    report: Report,
    folded: dict[str, str],
    elsewhere: Mapping[str, str],
) -> dict[str, Unit]:
    """Make a unit of each of some rows.

    Args:
        ruleset: gives the groups.
        table: of the rows.
        rows: by number.
        columns: of id, name, group and the like; -1 where absent.
        attributes: name -> column.
        guide: to the table's file.
        report: takes the findings.
        folded: takes ids by what they are but for case, white space and places of tone marks.
        elsewhere: the group that another table gives a unit.
    """
    groups = _groups(ruleset)
    of_sheet = group_of_sheet(ruleset, table)
    units: dict[str, Unit] = {}
    for number in rows:
        row, place = table.rows[number], place_of(table, number, columns["id"])
        cells = {word: tidy(row[column]) if column >= 0 else "" for word, column in columns.items()}
        id_ = _id_of(cells["id"], guide)
        if not id_:
            report.add("ITR466", place, **UNIT)
            continue
        if id_ in units:
            report.add("ITR112.unit", place, unit=id_, first=units[id_].place.cell)
            continue
        twin = folded.setdefault(toned(fold(id_)), id_)
        if twin != id_:
            report.add("ITR471", place, unit=id_, twin=twin)
        units[id_] = Unit(
            id=id_,
            name=cells["name"] or cells["id"],
            group=_group(
                id_,
                cells["group"] or group_above(table, number) or of_sheet or elsewhere.get(id_, ""),
                groups,
                ruleset,
                guide,
                place_of(table, number, columns["group"]) if cells["group"] else place,
                table.headings[number] if table.headings else None,
                report,
            ),
            parent=cells["parent"],
            role=_role(id_, cells["role"], ruleset, place, report),
            aliases=_several(cells["aliases"]),
            attributes={name: row[column] for name, column in attributes.items()},
            place=place,
            predecessors=_predecessors(id_, _several(cells["predecessors"]), guide, place, report),
        )
    return units


def _id_of(text: str, guide: Guide) -> str:
    """Give the id of a unit as a cell has it, or as the file's mapping knows it."""
    return guide.units.get(fold(text), tidy(text)) if guide.units else tidy(text)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _predecessors(unit: str, stated: tuple[str, ...], guide: Guide, place: Place, report: Report) -> tuple[str, ...]:
    """Take the predecessors from the table, the ruleset or the mapping; where two of them speak they must agree."""
    for said, where in guide.predecessors:
        other = said.get(unit, ())
        if stated and other and set(stated) != set(other):
            found, listed = "; ".join(stated), "; ".join(other)
            report.add("ITR481.unit", place, column="predecessors", unit=unit, found=found, other=listed, where=where)
        stated = stated or other
    return stated


def _attribute_columns(
    ruleset: Ruleset, table: Table, used: set[int], guide: Guide, *, is_roll: bool
) -> dict[str, int]:
    wanted = {fold(name): name for name in list_attributes(ruleset)}
    previous = {fold(header) for header in previous_headers(guide.headers).values()} | {PROVENANCE}
    return {
        wanted.get(fold(header), header): column
        for column, header in enumerate(table.headers)
        if (fold(header) in wanted and not guide.names.is_left_out(header))
        or (is_roll and column not in used and fold(header) not in previous)
    }


def _groups(ruleset: Ruleset) -> dict[str, str]:
    """Group ids by their folded id and titles, and by these with their tone marks at the end of each word."""
    known: dict[str, str] = {}
    for names_of in (lambda id_: (ruleset.groups[id_].vi, ruleset.groups[id_].en), lambda id_: (id_,)):
        known |= {key: id_ for id_ in ruleset.groups for text in names_of(id_) if text for key in _keys(text)}
    return known


def _keys(text: str) -> tuple[str, str]:
    return toned(fold(text)), fold(text)


def _group_id(text: str, groups: Mapping[str, str]) -> str:
    """Find the group that a text names; empty if there is none."""
    return next((groups[key] for key in reversed(_keys(text)) if key in groups), "")


def _group(
    unit: str,
    text: str,
    groups: Mapping[str, str],
    ruleset: Ruleset,
    guide: Guide,
    place: Place,
    heading: Heading | None,
    report: Report,
) -> str:
    if not ruleset.groups:
        return text
    listed, header = ", ".join(ruleset.groups), guide.headers.group or "group"
    if not text and heading is not None:
        told: dict[str, Any] = {
            "heading": heading.text,
            "groups": listed,
            "unit": unit,
            "where": place.cell,
            "header": header,
        }
        # Once of each heading: what is below it is in no group for one reason.
        report.add("ITR464.heading", heading.place, once=True, **told)
    elif not text:
        report.add("ITR464", place, unit=unit, groups=listed, header=header)
    elif not _group_id(text, groups):
        titles = (name for id_, title in ruleset.groups.items() for name in (id_, title.vi, title.en) if name)
        report.add("ITR440.group", place, near=(text, titles), unit=unit, group=text, groups=listed)
    return _group_id(text, groups) or text


def _role(unit: str, text: str, ruleset: Ruleset, place: Place, report: Report) -> _Role:
    stated = ruleset.roles.get(unit, "")
    if text and text not in _ROLES:
        what, what_en = f'vai trò của đơn vị "{unit}"', f'role of the unit "{unit}"'
        choices = ", ".join(_ROLES)
        report.add("ITR440.unit", place, near=(text, _ROLES), what=what, what_en=what_en, found=text, choices=choices)
    elif text and stated and text != stated:
        report.add("ITR481.unit", place, column="role", unit=unit, found=text, other=stated, where=ruleset.id)
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
            report.add("ITR262.parent", unit.place, unit=unit.id)
    return tuple(
        replace(unit, parent=units[parents[unit.parent][0]].id) if len(parents.get(unit.parent, ())) == 1 else unit
        for unit in units
    )


def _roll(read: Mapping[str, Unit], report: Report) -> Roll:
    """List the names of units; an alias that is another unit's id or alias is a finding."""
    units = _with_parents(tuple(read.values()), report)
    by_name = _by_name(units)
    for index, unit in enumerate(units):
        for alias in unit.aliases:
            others = [units[other].id for other in by_name[alias] if other != index]
            if others:
                report.add("ITR451.unit", unit.place, found=alias, units=_listed((unit.id, *others)))
    return _named(units, by_name)


def _named(units: tuple[Unit, ...], by_name: Mapping[str, tuple[int, ...]]) -> Roll:
    by_tone: dict[str, tuple[int, ...]] = {}
    for name, called in by_name.items():
        if not name.isascii():
            key = toned(name)
            by_tone[key] = tuple(dict.fromkeys((*by_tone.get(key, ()), *called)))
    return Roll(units, by_name, by_tone)


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
