"""Where cases are written: under `tests:` of a ruleset, in the file beside it, and in files that are named."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..files.contents import read_bytes, read_inside
from ..files.resolve import Named
from ..files.table_files import tables_of
from ..files.tables import MOST_BYTES as MOST_TABLE_BYTES
from ..language.declared import declared_format
from ..language.document import MOST_BYTES, Map, read_document
from ..language.loading import Loaded
from ..language.validate import mismatches
from ..model.codes import has_errors, of
from ..model.findings import Finding, finding, in_order
from ..model.records import Trait
from ..model.ruleset import Ruleset
from .case import Case, Origin, twice_named
from .file_schema import FORMAT, tests_schema
from .sheets import cases_of
from .written import cases_in

SUFFIX = ".test.yaml"
"""What a file of cases is called behind the stem of its ruleset."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A place where cases are written.

    Attributes:
        name: what findings call the file.
        cases: in the order of the file; none where `findings` say why it cannot be read.
        text: of the file, for the excerpts of findings; empty of a workbook.
    """

    name: str
    origin: Origin
    cases: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()
    text: str = ""


def own_cases(document: Map | None, name: str) -> CaseFile:
    """Read the cases that a ruleset carries.

    Args:
        document: of the ruleset, with all that it extends put together.
        name: of its file.
    """
    return CaseFile(name, "ruleset", cases_in(() if document is None else document.get("tests", ()), "ruleset"))


def beside(ruleset: Named) -> Named:
    """Name the file of cases that belongs to a ruleset, whether or not it is there: `2021.test.yaml` of `2021.yaml`.

    >>> from pathlib import Path
    >>> beside(Named(Path("rulesets/2021.yaml"), "rulesets/2021.yaml")).name
    'rulesets/2021.test.yaml'
    """
    file = ruleset.path.stem + SUFFIX
    folder, slash, _ = ruleset.name.rpartition("/")
    return Named(ruleset.path.with_name(file), f"{folder}{slash}{file}")


def gathered(file_of: Named, loaded: Loaded, named: Sequence[Named] = ()) -> tuple[CaseFile, ...]:
    """Read every place of cases of a ruleset, each file once; names that two cases have are told over all of them.

    Args:
        file_of: the ruleset's file.
        loaded: what came of it, without errors.
        named: further files.
    """
    assert loaded.ruleset is not None
    file = beside(file_of)
    is_there = os.path.lexists(file.path)
    files = [own_cases(loaded.document, file_of.name), *([read_beside(file)] if is_there else [])]
    seen = [file.path] if is_there else []
    for each in named:
        if not any(_is_same(each.path, path) for path in seen):
            files.append(read_named(loaded.ruleset, each))
            seen.append(each.path)
    doubled = tuple(twice_named(case for each in files for case in each.cases))
    return tuple(replace(each, findings=(*each.findings, *_about(each.cases, doubled))) for each in files)


def _about(cases: Iterable[Case], findings: Iterable[Finding]) -> Iterator[Finding]:
    places = {case.place for case in cases}
    return (found for found in findings if found.place in places)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, which its reader says
        return one == other


def read_beside(named: Named) -> CaseFile:
    """Read the file beside a ruleset, which must lie in its folder once links are followed."""
    content = read_inside(named.path, named.path.parent, named.name, MOST_BYTES)
    return _unread(named, content) if isinstance(content, Finding) else of_text(content, named.name)


def read_named(ruleset: Ruleset, named: Named) -> CaseFile:
    """Read a file of cases that was named: YAML, or a workbook or table of any format of data files."""
    content = read_bytes(named.path, named.name, MOST_TABLE_BYTES)
    if isinstance(content, Finding):
        return _unread(named, content)
    if is_yaml(content, named.name):
        return of_text(content, named.name)
    tables, findings = tables_of(content, named.name)
    if has_errors(findings):
        return CaseFile(named.name, "workbook", findings=in_order(findings))
    cases, more = cases_of(ruleset, tables, named.name)
    told = in_order(map(_of_notes, (*findings, *more)))
    return CaseFile(named.name, "workbook", () if has_errors(told) else cases, told)


def _of_notes(found: Finding) -> Finding:
    """Say of a column without an id that it may hold notes, for which there is nothing to do."""
    is_unnamed = Trait.UNNAMED in of(found).traits
    return finding("ITR517", found.place, column=found.params["column"]) if is_unnamed else found


def is_yaml(content: bytes, name: str) -> bool:
    r"""Say whether a file is read as YAML: by its ending, or because it says a format of ours.

    >>> is_yaml(b"# ca\nformat: itrank-tests/1", "ca"), is_yaml(b"case,given.a", "ca.csv")
    (True, False)
    """
    return name.endswith((".yaml", ".yml")) or declared_format(content).startswith("itrank-")


def _unread(named: Named, found: Finding) -> CaseFile:
    return CaseFile(named.name, "file", findings=(found,))


def of_text(content: bytes, name: str) -> CaseFile:
    r"""Read cases of the bytes of a file in YAML.

    >>> of_text(b"format: itrank-tests/1\ntests: [{name: a, given: {b: 1}, expect: {c: 2}}]\n", "a.test.yaml").cases[0].name
    'a'
    """
    text = content.decode("utf-8", "replace")
    document, findings = read_document(content, name, form=FORMAT)
    if document is not None and not has_errors(findings):
        findings = (*findings, *mismatches(document, tests_schema()))
    if document is None or has_errors(findings):
        return CaseFile(name, "file", findings=in_order(findings), text=text)
    return CaseFile(name, "file", cases_in(document["tests"], "file"), in_order(findings), text)
