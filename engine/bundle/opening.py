"""Open a bundle that a stranger sent: its container, its manifest, its hashes, its signature."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from ..files.reasons import damage
from ..files.strict_json import parse_record, read_again
from ..model.findings import Finding, Place, finding
from . import recompute
from .container import LARGEST, MOST_MEMBERS, unpacked
from .manifest import FIRST_FORMAT, FORMAT, NAME, RESULT, SIGNATURE, manifest_schema, wrong_files
from .paths import wrong_paths
from .signing import Signature, read_signature

_CODES = {"changed": "ITR876", "missing": "ITR876.missing", "added": "ITR876.added"}
_WHY = {"no zip": "ZIP", "too large": f"> {LARGEST // 2**20} MB, > {MOST_MEMBERS}"}  # in no language
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle whose bytes are those that its manifest lists.

    Attributes:
        manifest: the schema holds.
        members: by path.
        sha256: of the manifest.
    """

    name: str
    manifest: Mapping[str, Any]
    members: Mapping[str, bytes]
    sha256: str

    @property
    def signature(self) -> Signature | str | None:
        """The signature; the place at which it is none; None where there is no such file."""
        return read_signature(self.members[SIGNATURE]) if SIGNATURE in self.members else None

    @property
    def is_first(self) -> bool:
        """Whether it is of the first format, whose plain data say less."""
        return bool(self.manifest["format"] == FIRST_FORMAT)

    @property
    def is_public(self) -> bool:
        """Whether original data were left out."""
        return bool(self.manifest["public"])

    def of_role(self, role: str) -> list[Mapping[str, Any]]:
        """Give the manifest's rows of a role."""
        return [file for file in self.manifest["files"] if file["role"] == role]


def open_bundle(content: bytes, name: str) -> Opened | tuple[Finding, ...]:
    """Hold a bundle's bytes against its manifest, or say what is wrong; every file that differs is named."""
    at = Place(name)
    members = unpacked(content)
    if isinstance(members, str):
        code = "ITR876.bytes" if members == "changed" else "ITR105.bundle"
        return (finding(code, at, why=_WHY.get(members, members)),)
    if misfits := wrong_paths(members, None, at):
        return misfits
    if NAME not in members:
        return (finding("ITR105.bundle", at, why=f"{NAME}: –"),)
    manifest = _manifest(members[NAME])
    if isinstance(manifest, tuple):
        return (finding("ITR861.manifest", at, where=manifest[0], rule=manifest[1]),)
    if misfits := wrong_paths(members, manifest, at):
        return misfits
    wrong = wrong_files(manifest, members)
    if wrong:
        return tuple(finding(_CODES[how], at, path=path[:200]) for path, how in wrong[:_MOST_TOLD])
    return Opened(name, manifest, members, sha256(members[NAME]).hexdigest())


def _manifest(content: bytes) -> dict[str, Any] | tuple[str, str]:
    from fastjsonschema import JsonSchemaValueException  # noqa: PLC0415  # only where one is read

    try:
        made = parse_record(content.decode(), NAME)
        if isinstance(made, Finding):
            return "/", made.params.get("reason", "JSON")
        is_first = isinstance(made, dict) and made.get("format") == FIRST_FORMAT
        _checker(FIRST_FORMAT if is_first else FORMAT)(made)
    except (UnicodeDecodeError, ValueError) as error:
        if isinstance(error, JsonSchemaValueException):
            return str(error.name)[:200], str(error.rule)
        return "/", "JSON"
    wrong = _wrong_listing(made)
    return made if wrong is None else ("files", wrong)


def _wrong_listing(made: Mapping[str, Any]) -> str | None:
    """Name a path that a manifest lists twice, or a role that not one file has."""
    listed = Counter(file["path"] for file in (*made["files"], *made["left_out"]))
    if (twice := next((path for path, count in listed.items() if count > 1), None)) is not None:
        return str(twice)[:200]
    roles = Counter(file["role"] for file in made["files"])
    return next((role for role in ("result", "rules", "plain_data", "evaluator", "guide") if roles[role] != 1), None)


@cache
def _checker(form: str) -> Any:
    import fastjsonschema  # noqa: PLC0415

    return fastjsonschema.compile(manifest_schema(form))


def recomputed(opened: Opened, rules: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Compute the result once more with the second evaluator, from plain rules and data, and tell each difference."""
    at = Place(opened.name)
    try:
        result = read_again(opened.members[RESULT])
        evaluator: Any = recompute  # it has no annotations
        units = evaluator.computed(rules, data, result["provisional"])
        declared = evaluator.as_declared(data)
        before = None if declared is None else evaluator.computed(rules, declared, result["provisional"])
        found = evaluator.differences(result, units) + evaluator.declared_differences(result, before)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        why = damage(error)
        here, here_en = f"không tính được ({why['reason']})", f"nothing ({why['reason_en']})"
        where, where_en = "cả kết quả", "the whole result"
        return (finding("ITR879", at, where=where, where_en=where_en, there="–", here=here, here_en=here_en),)
    return tuple(
        finding(
            "ITR879",
            at,
            where=where,
            where_en=where,
            there=str(there)[:80],
            here=str(here)[:80],
            here_en=str(here)[:80],
        )
        for where, there, here in found[:_MOST_TOLD]
    )
