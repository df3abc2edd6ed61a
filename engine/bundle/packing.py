"""From a result's file to what goes into its bundle: find its inputs, compute it again, recognise its reports, pack."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..files.contents import read_bytes
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.observed import Observed
from ..model.result import Result
from ..report.remaking import libraries
from ..result.published import Published, published
from ..result.record import engine_version, write_json
from ..year import Stopped, Year, result_of
from .comparison import differs
from .freezing import LARGEST_FILE, bundle_members, found_files, manifest_of, told_word
from .inside import year_of_members
from .manifest import RESULT, Member
from .paths import folded, unfit, wrong_names
from .report_members import Source, frozen_reports
from .rules import data_record, without_words

_RENAME = ("Đổi tên tệp.", "Rename the file.")
_RENAME_SOURCE = ("Đổi tên tệp ấy, chấm lại rồi đóng gói.", "Rename that file, evaluate again and freeze.")
_LARGEST_REPORT = 256 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Computed:
    """A result that came out again from its own files.

    Attributes:
        source: the result as published, as computed, and its bytes.
        members: the files of which it was made.
    """

    source: Source
    year: Year
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into a bundle: its members and its manifest, with what was found about the reports."""

    members: Sequence[Member]
    manifest: bytes
    findings: tuple[Finding, ...]


def find_members(of: Published, path: Path, given: Sequence[str]) -> list[Member] | Stopped:
    """Find the files of which a result was made, each with the very bytes that it was made of.

    Args:
        of: the result.
        path: its file.
        given: names of files and folders to look in, beside the current folder and that of the result.
    """
    engine = of.record.engine
    if engine != engine_version():
        return _stopped(finding("ITR859", found=engine, own=engine_version()))
    members, missing = found_files(of.record, Path(), path, [Path(name) for name in given])
    if missing:
        return _stopped(*missing)
    if misplaced := wrong_names(each.path for each in members):
        # It would be packed, and no system could be sure to unpack it: `verify` refuses it.
        return _stopped(
            *(finding("ITR850", Place(inside), help=_RENAME_SOURCE, path=inside, why=vi, why_en=en)
              for inside, vi, en in misplaced)
        )  # fmt: skip
    if (stray := _stray(given, members)) is not None:
        return _stopped(finding("ITR871.source", name=stray), is_usage=True)
    return members


def computed_again(of: Published, content: bytes, name: str, members: Sequence[Member]) -> Computed | Stopped:
    """Compute a result from the files of which it was made; it has to come out the same.

    Args:
        of: the result.
        content: its bytes.
        name: of its file.
        members: those files.
    """
    year = year_of_members(of.record, members)
    if isinstance(year, Stopped):
        return _stopped(*year.findings)
    result = result_of(year, provisional=of.record.provisional)
    found, _ = differs(result, content, name)
    if found is not None:
        return _stopped(found.told(Place(name)))
    return Computed(Source(of, result, content), year, members)


def read_reports(names: Sequence[str]) -> list[Member] | Stopped:
    """Read the reports that go into a bundle; each has to have a name that every system can unpack."""
    made: dict[str, Member] = {}
    for name in names:
        content = read_bytes(Path(name), name, _LARGEST_REPORT)
        if isinstance(content, Finding):
            return _stopped(content, is_usage=True)
        own = Path(name).name
        inside = f"reports/{own}"
        if (why := unfit(inside)) is not None:
            return _stopped(finding("ITR850", help=_RENAME, path=inside, why=why[0], why_en=why[1]), is_usage=True)
        if folded(inside) in made:
            return _stopped(finding("ITR112.report", name=own), is_usage=True)
        made[folded(inside)] = Member(inside, "report", content, own)
    return list(made.values())


def pack(
    computed: Computed,
    reports: Sequence[Member],
    approval: Mapping[str, Any] | None = None,
    *,
    public: bool,
    reasons: bool,
) -> Packed | Stopped:
    """Put together what goes into a bundle.

    Args:
        computed: the result.
        reports: that go in with it.
        approval: what the manifest is to state of who approved it; None where nobody did.
        public: leave out the data files, which may name persons, and the words of corrections.
        reasons: keep these words.
    """
    shown, observed = computed.source, computed.year.observed
    if public and not reasons and (bare := without_words(observed)) != observed:
        if (named := _with_words(reports, observed)) is not None:
            return _stopped(named)
        year = replace(computed.year, observed=bare)
        shown, observed = _as_published(result_of(year, provisional=shown.result.provisional)), bare
    frozen = frozen_reports(reports, shown)
    if has_errors(frozen.findings):
        return _stopped(*frozen.findings)
    ruleset = computed.year.rules.ruleset
    plain = data_record(ruleset, observed, computed.year.data_findings, computed.source.result.findings)
    members = bundle_members(
        ruleset, plain, shown.published.record, shown.content, computed.members, reports, public=public
    )
    manifest = manifest_of(
        shown.published.record,
        members,
        public=public,
        full=computed.source.published.sha256,
        reports=[recipe.record(path) for path, recipe in frozen.recipes.items()],
        libraries=libraries(frozen.recipes.values()),
        approval=approval,
    )
    return Packed(members, manifest, frozen.findings)


def _stopped(*findings: Finding, is_usage: bool = False) -> Stopped:
    return Stopped(findings, is_usage)


def _stray(given: Sequence[str], members: Sequence[Member]) -> str | None:
    """Name a file that was given and that is not one of those which the result names; None if each is."""
    known = {sha256(each.content).digest() for each in members}
    for name in given:
        content = b"" if Path(name).is_dir() else read_bytes(Path(name), name, LARGEST_FILE)
        if content and (not isinstance(content, bytes) or sha256(content).digest() not in known):
            return name
    return None


def _with_words(reports: Sequence[Member], observed: Observed) -> Finding | None:
    """Find a report that says why something was corrected, which a public bundle must not say."""
    rows = observed.appraisal.corrections.values() if observed.appraisal is not None else ()
    words = list(dict.fromkeys(word for own in rows for row in own for word in (row.reason, row.basis, row.by)))
    for report in reports:
        if told_word(report.content, words) is not None:
            return finding("ITR896", Place(report.name), name=report.name)
    return None


def _as_published(result: Result) -> Source:
    """Write a result as it goes into a bundle, and read it again as its readers will."""
    stream = io.StringIO()
    write_json(result, stream)
    content = stream.getvalue().encode()
    read = published(content, RESULT)
    if not isinstance(read, Published):
        raise TypeError(read)
    return Source(read, result, content)
