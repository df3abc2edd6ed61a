"""Put a result into a bundle, with all that it was made of."""

import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain
from pathlib import Path
from posixpath import normpath
from typing import Any, NamedTuple
from unicodedata import normalize

from ..files.contents import read_bytes
from ..files.file_names import names_on_disk
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Ruleset
from ..result.contract import ResultRecord
from ..result.record import engine_version
from .guide import digests_of, guide
from .manifest import DATA, DATA_ROLES, EVALUATOR, GUIDE, RESULT, RULES, Member, manifest_bytes
from .paths import folded
from .rules import plain_bytes, rules_record

LARGEST_FILE = 256 * 1024 * 1024  # bytes
_MOST_TOLD = 20
_PACKAGED = "itrank/"
_SHORTEST_WORD = 6  # characters
_FOLDERS_ABOVE = 3  # the result's folder, in which its project may be
_DEEPEST, _MOST_MET, _MOST_ALIKE = 4, 20_000, 20  # folders, files, files of one name that are looked through


class Wanted(NamedTuple):
    """A file that a result names: what it calls it, what it was read as, its hash, its path in the bundle."""

    name: str
    role: str
    sha256: str
    path: str


def wanted_files(record: ResultRecord) -> list[Wanted]:
    """Name the files of which a result was made, each with a place of its own in the bundle.

    The ruleset and what it extends keep their places relative to each other; a ruleset that comes with itrank stands
    apart, since `extends` finds it among the packaged ones.
    """
    found: list[Wanted] = []
    taken: set[str] = set()
    for index, source in enumerate(record.ruleset.sources):
        name = source.path
        own = name.rpartition("/")[2] if index == 0 else normpath(name)  # "./a/../goc.yaml" is "goc.yaml"
        path = f"ruleset/{own}" if not own.startswith(_PACKAGED) else f"ruleset-{own}"
        found.append(Wanted(name, "ruleset", source.sha256, _free(path, taken)))
    for file in record.data:
        name = file.path
        found.append(Wanted(name, file.role, file.sha256, _free(f"data/{name.rpartition('/')[2]}", taken)))
    return found


def wrong_sources(record: ResultRecord, manifest: Mapping[str, Any], at: Place) -> tuple[Finding, ...]:
    """Hold what a manifest lists as sources against the files that the result names: these and no other, each in its place.

    Args:
        record: of the result.
        manifest: its schema holds.
        at: the bundle.
    """
    wanted = {each.path: each for each in wanted_files(record)}
    out = {path for path, each in wanted.items() if manifest["public"] and each.role != "ruleset"}
    inside = [row for row in manifest["files"] if row["role"] in {"ruleset", *DATA_ROLES}]
    found = [
        *_wrong_rows(
            "files", inside, {path: each for path, each in wanted.items() if path not in out}, ("role", "name")
        ),
        *_wrong_rows(
            "left_out", manifest["left_out"], {path: wanted[path] for path in out}, ("role", "name", "sha256")
        ),
    ]
    return tuple(
        finding("ITR876.listed", at, path=path, why=vi, why_en=en) for path, vi, en in sorted(found)[:_MOST_TOLD]
    )


def _wrong_rows(
    key: str, rows: Sequence[Mapping[str, Any]], wanted: Mapping[str, Wanted], same: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Give what is wrong with the rows under a key of a manifest: the path, and what is said of it in both languages."""
    listed = {row["path"]: row for row in rows}
    for path in listed.keys() - wanted.keys():
        yield path, f"{key}: thừa", f"{key}: the result does not name it"
    for path in wanted.keys() - listed.keys():
        yield path, f"{key}: thiếu", f"{key}: it is not listed"
    for path in wanted.keys() & listed.keys():
        for name in same:
            if listed[path][name] != getattr(wanted[path], name):
                yield path, f"{key}: khác ở {name}", f"{key}: {name} differs"


def _free(path: str, taken: set[str]) -> str:
    """Give a path that nothing has: `data/a.csv`, else `data/2/a.csv` and so on."""
    folder, _, name = path.rpartition("/")
    number = 1
    while folded(path) in taken:
        number += 1
        path = f"{folder}/{number}/{name}"
    taken.add(folded(path))
    return path


def found_files(
    record: ResultRecord, here: Path, result: Path, given: Sequence[Path] = ()
) -> tuple[list[Member], tuple[Finding, ...]]:
    """Read the files of which a result was made, each with the very bytes of which the result has the hash.

    A result says nothing of the machine that made it, so each file is looked for by its name: among what is given, from
    `here`, from the result's folder; then from the folders above that one, and in those below all of these.

    Args:
        record: of the result.
        here: the current folder.
        result: the result's file.
        given: files and folders that the user names.
    """
    search = _Search(
        record.ruleset.sources[0].path,
        [*(place for place in given if place.is_dir()), here, result.parent],
        [place for place in given if not place.is_dir()],
        result.absolute().parents[1 : 1 + _FOLDERS_ABOVE],
    )
    found = [(wanted, search.content(wanted)) for wanted in wanted_files(record)]
    members = [
        Member(wanted.path, wanted.role, content, wanted.name)
        for wanted, content in found
        if isinstance(content, bytes)
    ]
    return members, tuple(content for _, content in found if isinstance(content, Finding))


class _Search:
    """Where the files of a result may be.

    Attributes:
        main: the result's name of its ruleset.
        folders: in which files have the names that the result has for them.
        single: files that may be any of them.
        above: folders above the result, in which it may be named from.
        below: what is in and below the folders, however the result names it.
    """

    def __init__(self, main: str, folders: Sequence[Path], single: Sequence[Path], above: Sequence[Path]) -> None:
        self.main, self.folders, self.single, self.above = main, folders, single, above
        self.below = _FilesBelow(folders)

    def content(self, wanted: Wanted) -> bytes | Finding:
        """Read the file that has the hash, or say whether one of its name has another."""
        near = [content for place in self._near(wanted) if (content := _content(place, wanted)) is not None]
        far = (_content(place, wanted) for place in self._far(wanted))
        for content in chain(near, far):
            if content and sha256(content).hexdigest() == wanted.sha256:
                return content
        return finding("ITR871" if near else "ITR401.source", Place(wanted.name), name=wanted.name)

    def _near(self, wanted: Wanted) -> list[Path]:
        if wanted.name.startswith(_PACKAGED):
            return [Path(str(files("itrank"))) / wanted.name.removeprefix(_PACKAGED)]
        return [root / name for root in self.folders for name in self._names(wanted)]

    def _far(self, wanted: Wanted) -> Iterator[Path]:
        yield from self.single
        if not wanted.name.startswith(_PACKAGED):
            yield from (root / name for root in self.above for name in self._names(wanted))
        yield from self.below.called(wanted.name)

    def _names(self, wanted: Wanted) -> list[str]:
        """Give the names that a file may have from a folder: what a ruleset extends is named from the ruleset's."""
        beside = [(Path(self.main).parent / wanted.name).as_posix()] if wanted.role == "ruleset" else []
        return [wanted.name, *beside]


def _content(place: Path, wanted: Wanted) -> bytes | None:
    content = read_bytes(place, wanted.name, LARGEST_FILE)
    return None if isinstance(content, Finding) else content


class _FilesBelow:
    """The files in some folders and below them, by name; they are looked for once, and only where that is needed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    @cached_property
    def by_name(self) -> dict[str, list[Path]]:
        """Every file that was met: name -> paths."""
        found: dict[str, list[Path]] = {}
        met = 0
        for root in dict.fromkeys(self.folders):
            for top, inner, names in os.walk(root):
                depth = len(Path(top).relative_to(root).parts)
                inner[:] = sorted(name for name in inner if not name.startswith(".")) if depth < _DEEPEST else []
                for name in sorted(names):
                    found.setdefault(normalize("NFC", name), []).append(Path(top, name))
                met += len(names) + len(inner)
                if met > _MOST_MET:
                    return found
        return found

    def called(self, name: str) -> Iterator[Path]:
        """Give the files that a result may mean by a name."""
        for own in names_on_disk(name):
            yield from self.by_name.get(own, ())[:_MOST_ALIKE]


def bundle_members(
    ruleset: Ruleset,
    plain: Mapping[str, Any],
    record: ResultRecord,
    result: bytes,
    sources: Sequence[Member],
    reports: Sequence[Member],
    *,
    public: bool,
) -> list[Member]:
    """Gather all that goes into a bundle but the manifest.

    Args:
        ruleset: of the result, as loaded.
        plain: its data in plain form.
        record: the result.
        result: its bytes.
        sources: the files of which it was made.
        reports: that were made of it.
        public: leave out the original data files, which may name persons; the plain data do not.
    """
    kept = [
        Member(each.path, each.role, each.content, each.name, left_out=public and each.role != "ruleset")
        for each in sources
    ]
    evaluator = files("itrank.engine.bundle").joinpath(EVALUATOR).read_bytes()
    made = {RESULT: result, RULES: plain_bytes(rules_record(ruleset)), DATA: plain_bytes(plain)}
    told = guide(record, public=public, version=engine_version(), digests=digests_of(made))
    return [
        *kept,
        *reports,
        Member(RULES, "rules", made[RULES]),
        Member(DATA, "plain_data", made[DATA]),
        Member(RESULT, "result", result),
        Member(EVALUATOR, "evaluator", evaluator),
        Member(GUIDE, "guide", told),
    ]


def told_word(report: bytes, words: Iterable[str]) -> str | None:
    """Find words of corrections in a report that a public bundle is to have without them; None where there are none.

    A report that is a zip (.xlsx, .docx, open data) is looked into. Words of less than 6 characters stand anywhere and
    are not looked for.

    >>> told_word('<td>Thiếu biên bản &amp; phụ lục</td>'.encode(), ["BB 1", "Thiếu biên bản & phụ lục"])
    'Thiếu biên bản & phụ lục'
    """
    texts = [report, *_parts(report)]
    for word in words:
        if len(word) >= _SHORTEST_WORD:
            spelled = {word, escape(word), escape(word, quote=False), json.dumps(word)[1:-1]}
            spelled.add(json.dumps(word, ensure_ascii=False)[1:-1])
            if any(each.encode() in text for each in spelled for text in texts):
                return word
    return None


def _parts(report: bytes) -> Iterator[bytes]:
    """Unpack a report that is a zip, as far as it is no bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(report)) as archive:
            left = LARGEST_FILE
            for entry in archive.infolist():
                left -= entry.file_size
                if left < 0:
                    return
                yield archive.read(entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        return


def manifest_of(
    record: ResultRecord,
    members: Sequence[Member],
    *,
    public: bool,
    full: str,
    reports: Sequence[Mapping[str, str]] = (),
    libraries: Mapping[str, str] | None = None,
    approval: Mapping[str, Any] | None = None,
) -> bytes:
    """Write the manifest of a bundle.

    Args:
        record: of the result in the bundle.
        members: of the bundle.
        public: whether original data were left out.
        full: the SHA-256 of the result as it was evaluated; a public bundle may have one without words in its place.
        reports: of each report of itrank among them, how it is made again.
        libraries: on which the bytes of these hang, with their versions.
        approval: who approved the result and by which minutes; None where nobody did.
    """
    rules = record.ruleset
    stated = {} if approval is None else {"approval": approval}
    return manifest_bytes(
        members,
        {
            "engine": record.engine,
            "ruleset": {"id": rules.id, "version": rules.version, "sha256": rules.sha256},
            "provisional": record.provisional,
            "illustrative": record.illustrative,
            "public": public,
            "full_result": full,
            "reports": sorted(reports, key=lambda row: row["path"]),
            **stated,
        },
        libraries or {},
    )
