"""The mapping file beside data: how that one file is to be read, in words of its own, so that nobody edits the data.

A ruleset says what is reported; a mapping says what a file that came from somewhere calls it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from ..files.contents import read_bytes
from ..files.held import Location
from ..files.naming import fold
from ..files.tables import Frame
from ..language.document import MOST_BYTES, Map, place_at, read_document
from ..language.validate import mismatches
from ..model.codes import has_errors
from ..model.findings import Finding, Place
from ..model.observed import Table
from ..model.ruleset import Headers, Ruleset, Source
from .columns import LONG, STANDARD, Catalogue, Target, find_column, ids, is_ambiguous
from .mapping_schema import FORMAT, mapping_schema
from .report import Report

SUFFIX = ".mapping.yaml"
KEY_SIGN = ", "
"""Between the two parts of the name of a unit, as in an address: "Tân Phú, Huyện A"."""


@dataclass(frozen=True, slots=True)
class DataMapping:
    """How a data file is to be read, where its own words do not say so.

    Attributes:
        name: what findings call the mapping.
        columns: header -> a name of an input, or `id`, `name`, `group`, `parent`, or in a long table `input`, `value`,
            `state`; None: it is left out.
        units: a name that stands in the file -> the id of a unit.
        unit: the unit that the whole file is about; empty where its rows say so.
        key: the two columns that together name a unit; empty where one does.
        predecessors: id of a unit -> the units of last year that it takes the place of.
        decimal: `.` or `,`; empty where the file shows it.
        sheets: of a workbook, those that are read; empty for all.
        header_row: the line of the headers; 0 where it is found.
        skip_rows: lines that are no data.
        marks: a text of cells -> `missing`, `not_applicable`, `yes` or `no`.
        places: of the entries, by section and key.
    """

    name: str
    columns: Mapping[str, str | None] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    key: tuple[str, ...] = ()
    predecessors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decimal: str = ""
    sheets: tuple[str, ...] = ()
    header_row: int = 0
    skip_rows: tuple[int, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    @property
    def frame(self) -> Frame:
        """Where the table stands in its file."""
        return Frame(self.header_row, self.skip_rows, tuple(map(fold, self.sheets)))

    def place(self, section: str, key: str = "") -> Place:
        """Find where an entry stands."""
        return self.places.get((section, key), Place(self.name))


@dataclass(frozen=True, slots=True)
class Guide:
    """What to know to read one file: the headers and names of the ruleset, as the file's mapping changes them.

    Attributes:
        file: whose guide it is.
        headers: the ruleset's, with the file's own columns of units, marks and decimal sign.
        names: what its columns may be called.
        units: folded names that stand for ids of units.
        mapping: where there is one.
        predecessors: what the ruleset and the mappings of the year say of units, each with its name.
    """

    file: str
    headers: Headers
    names: Catalogue
    units: Mapping[str, str] = field(default_factory=dict)
    mapping: DataMapping | None = None
    predecessors: tuple[tuple[Mapping[str, tuple[str, ...]], str], ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The two columns that together name a unit; none where one does."""
        return self.mapping.key if self.mapping is not None else ()

    @property
    def mapping_name(self) -> str:
        """What the file's mapping is called, or would be."""
        if self.mapping is not None:
            return self.mapping.name
        folder, slash, file = self.file.rpartition("/")
        return folder + slash + file.rpartition(".")[0] + SUFFIX


def read_mapping(path: Location, name: str) -> tuple[DataMapping | None, str, tuple[Source, ...], tuple[Finding, ...]]:
    """Read a mapping file; strict YAML, and unknown keys are findings.

    Returns:
        The mapping, or None where a finding says why not; its text; the file and its hash; the findings.
    """
    content = read_bytes(path, name, MOST_BYTES)
    if isinstance(content, Finding):
        return None, "", (), (content,)
    text, sources = content.decode("utf-8", "replace"), (Source(name, sha256(content).hexdigest()),)
    document, findings = read_document(content, name, keep_empty=True, form=FORMAT)
    if document is None or has_errors(findings):
        return None, text, sources, findings
    findings = (*findings, *mismatches(document, mapping_schema()))
    return (None if has_errors(findings) else mapping_of(document, name)), text, sources, findings


def mapping_of(document: Map, name: str) -> DataMapping:
    """Make a mapping of a document that the schema has passed."""
    sections = ("columns", "units", "predecessors", "marks")
    given: dict[str, Map] = {section: document.get(section, Map()) for section in sections}
    places = {(section, key): at for section, entries in given.items() for key, at in entries.key_places.items()}
    places |= {(key, ""): place_at(document, (key,)) for key in document}
    sheet: Any = document.get("sheet", ())
    return DataMapping(
        name=name,
        columns={key: None if value is None else str(value) for key, value in given["columns"].items()},
        units=_texts(given["units"]),
        unit=str(document.get("unit", "")),
        key=tuple(map(str, document.get("key", ()))),
        predecessors={key: tuple(map(str, value)) for key, value in given["predecessors"].items()},
        decimal=str(document.get("decimal", "")),
        sheets=(str(sheet),) if isinstance(sheet, str) else tuple(map(str, sheet)),
        header_row=int(document.get("header_row", 0)),
        skip_rows=tuple(int(line) for line in document.get("skip_rows", ())),
        marks=_texts(given["marks"]),
        places=places,
    )


def _texts(entries: Map) -> dict[str, str]:
    return {key: str(value) for key, value in entries.items()}


def guide_of(ruleset: Ruleset, names: Catalogue, file: str, mapping: DataMapping | None, report: Report) -> Guide:
    """Say how a file is to be read; what a mapping says of names that do not exist is a finding."""
    if mapping is None:
        return Guide(file, ruleset.headers, names)
    own, mapped = _meant(ruleset, names, mapping, report)
    known = ruleset.headers
    headers = replace(
        known,
        **{word: header for word, header in own.items() if word in STANDARD},
        marks={**known.marks, **mapping.marks},
        decimal=mapping.decimal or known.decimal,
        layout={**known.layout, **{word: own[word] for word in LONG if word in own}},
    )
    if whose := header_of_unit(mapping):
        headers = replace(headers, id=whose, name=whose, layout={**headers.layout, "unit": whose})
    units = {fold(name): id_ for name, id_ in mapping.units.items()}
    return Guide(file, headers, replace(names, mapped=mapped), units, mapping)


def _meant(
    ruleset: Ruleset, names: Catalogue, mapping: DataMapping, report: Report
) -> tuple[Mapping[str, str], Mapping[str, tuple[Target, ...]]]:
    """Give the headers of the columns that say whose a row is, and the inputs of others; none of one that is left out."""
    own: dict[str, str] = {}
    mapped: dict[str, tuple[Target, ...]] = {}
    for header, meant in mapping.columns.items():
        targets = names.targets(meant) if meant is not None else ()
        if meant is None or (targets and not is_ambiguous(targets)):
            mapped[fold(header)] = targets
        elif not targets and meant in {*STANDARD, *LONG}:
            own[meant] = header
        else:
            candidates = ids(targets) or [*(asked.id for asked in ruleset.inputs), *STANDARD, *LONG]
            place = mapping.place("columns", header)
            report.add("ITR458", place, near=(meant, candidates), header=header, found=meant)
    return own, mapped


def header_of_unit(mapping: DataMapping) -> str:
    """Name the column that `with_unit` gives the tables of a file; empty where their own columns name the units.

    >>> header_of_unit(DataMapping("m", key=("Xã", "Huyện"))), header_of_unit(DataMapping("m"))
    ('Xã, Huyện', '')
    """
    return f"unit: {mapping.unit}" if mapping.unit else KEY_SIGN.join(mapping.key)


def with_unit(table: Table, guide: Guide) -> Table:
    """Give a table the column by which its mapping says whose each row is, before all others.

    >>> table = Table("t", ("Xã", "Huyện", "x"), (("Tân Phú", "A", "1"),))
    >>> with_unit(table, Guide("t", Headers(), None, mapping=DataMapping("m", key=("Xã", "Huyện")))).rows
    (('Tân Phú, A', 'Tân Phú', 'A', '1'),)
    """
    mapping = guide.mapping
    if mapping is None or not table.headers or not (whose := header_of_unit(mapping)):
        return table
    columns = [find_column(table, header) for header in mapping.key]
    if min(columns, default=0) < 0:
        return table
    numbers = table.columns or range(1, len(table.headers) + 1)
    return replace(
        table,
        headers=(whose, *table.headers),
        rows=tuple((_whose(mapping, row, columns), *row) for row in table.rows),
        columns=(numbers[columns[0]] if columns else numbers[0], *numbers),
        kinds={(row, column + 1): kind for (row, column), kind in table.kinds.items()},
        remarks={(row, column + 1): remark for (row, column), remark in table.remarks.items()},
    )


def _whose(mapping: DataMapping, row: Sequence[str], columns: Sequence[int]) -> str:
    """Name the unit of a row: the one of the whole file, or by the columns that together name it."""
    return mapping.unit or KEY_SIGN.join(row[column] for column in columns if row[column])


def tell_units_of_mapping(guide: Guide, tables: Sequence[Table], report: Report) -> None:
    """Say where what a mapping says of whose the rows are does not fit the tables of its file.

    Args:
        guide: of the file.
        tables: of it, as they were read.
        report: takes the findings.
    """
    mapping = guide.mapping
    if mapping is None:
        return
    place = mapping.place("key")
    if mapping.key and mapping.unit:
        report.add("ITR550", place, unit=mapping.unit, column=KEY_SIGN.join(mapping.key))
    headed = [table for table in tables if table.headers]
    lacking = [{header for header in mapping.key if find_column(table, header) < 0} for table in headed]
    if headed and all(lacking):
        _tell_lacking(mapping, headed, set[str]().union(*lacking), report)


def _tell_lacking(mapping: DataMapping, tables: Sequence[Table], lacking: Collection[str], report: Report) -> None:
    """Say which of the columns that together name a unit is in none of the tables whole."""
    known = list(dict.fromkeys(header for table in tables for header in table.headers))
    first = next(header for header in mapping.key if header in lacking)
    report.add("ITR460.key", mapping.place("key"), near=(first, known), column=first, headers=", ".join(known[:12]))


def tell_unknown_units(guide: Guide, known: Collection[str], report: Report) -> None:
    """Point out the entries of a mapping that name units which do not exist."""
    mapping = guide.mapping
    for name, id_ in mapping.units.items() if mapping is not None else ():
        if mapping is not None and id_ not in known:
            report.add("ITR461.mapping", mapping.place("units", name), near=(id_, known), name=name, found=id_)


def tell_unused(
    guide: Guide, tables: Sequence[Table], inputs_named: Sequence[str], known_units: Collection[str], report: Report
) -> None:
    """Point out the entries of a mapping that nothing in its file answers to.

    Args:
        guide: of the file.
        tables: that were read from it.
        inputs_named: what stands in the column of inputs of its long tables.
        known_units: the ids of the units.
        report: takes the findings.
    """
    mapping = guide.mapping
    if mapping is None:
        return
    known = [text for table in tables for text in table.headers]
    headers = {*map(fold, (*known, *inputs_named, *(text.rpartition(" / ")[2] for text in known)))}
    named = _names_of_units(guide, tables)
    unused: dict[str, tuple[list[str], Collection[str]]] = {
        "columns": ([name for name in mapping.columns if fold(name) not in headers], known),
        "predecessors": ([name for name in mapping.predecessors if name not in known_units], known_units),
        "units": ([name for name in mapping.units if fold(name) not in named], ()),
    }
    for section, (names, near) in unused.items():
        for name in names:
            report.add("ITR457", mapping.place(section, name), near=(name, near), entry=name, file=guide.file)


def _names_of_units(guide: Guide, tables: Sequence[Table]) -> set[str]:
    """Gather what the tables of a file call their units, folded."""
    headers = guide.headers
    called = {"id": headers.id, "name": headers.name, "unit": headers.layout.get("unit", "")}
    columns = ((table, find_column(table, header, word)) for table in tables for word, header in called.items())
    return {fold(row[column]) for table, column in columns if column >= 0 for row in table.rows}
