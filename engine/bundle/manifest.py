"""The manifest of a bundle: what is in it, what each file is, and its SHA-256."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

FIRST_FORMAT, FORMAT = "itrank-bundle/1", "itrank-bundle/2"
NAME = "manifest.json"
SIGNATURE = "manifest.sig.json"
RULES, DATA, RESULT, EVALUATOR, GUIDE = "rules.json", "data.json", "result.json", "recompute.py", "DOC-TRUOC.txt"
DATA_ROLES = ("data", "units", "previous", "mapping", "corrections")
ROLES = (
    "ruleset",
    *DATA_ROLES,
    "rules",
    "plain_data",
    "result",
    "evaluator",
    "guide",
    "report",
)
DEPENDENCIES = ("jsonschema", "pyyaml", "python-calamine", "simpleeval")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a bundle.

    Attributes:
        path: in the bundle.
        role: what it is, one of `ROLES`.
        name: what the result calls it; empty for what itrank made.
        content: its bytes; empty where it was left out.
        left_out: whether a public bundle names it only.
    """

    path: str
    role: str
    content: bytes
    name: str = ""
    left_out: bool = False


def manifest_bytes(members: Sequence[Member], head: Mapping[str, Any], libraries: Mapping[str, str]) -> bytes:
    """Write the manifest, the same bytes for the same members.

    Args:
        members: of the bundle.
        head: what stands before them.
        libraries: on which the bytes of its reports hang, with their versions.
    """
    made = {
        "format": FORMAT,
        **head,
        "dependencies": {**_versions(), **libraries},
        "files": [_told(member) for member in sorted(members, key=lambda each: each.path) if not member.left_out],
        "left_out": [_told(member) for member in sorted(members, key=lambda each: each.path) if member.left_out],
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _told(member: Member) -> Record:
    return {
        "path": member.path,
        "role": member.role,
        "name": member.name,
        "bytes": len(member.content),
        "sha256": sha256(member.content).hexdigest(),
    }


def _versions() -> dict[str, str]:
    """Give the versions of what computed the result."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow, and only needed here

    found = {}
    for name in DEPENDENCIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "0"
    return found


def wrong_files(manifest: Mapping[str, Any], members: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Hold the members against the manifest: each path that differs, and how (`changed`, `missing`, `added`)."""
    listed = {file["path"]: file for file in manifest["files"]}
    found = [(path, "added") for path in members if path not in listed and path not in {NAME, SIGNATURE}]
    for path, file in listed.items():
        if path not in members:
            found.append((path, "missing"))
        elif sha256(members[path]).hexdigest() != file["sha256"] or len(members[path]) != file["bytes"]:
            found.append((path, "changed"))
    return sorted(found)


def manifest_schema(form: str = FORMAT) -> Record:
    """Give the shape of a manifest of a format, for who reads one that a stranger wrote."""
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    text = {"type": "string", "maxLength": 4096}
    version = {"type": "string", "pattern": "^[0-9A-Za-z.+!-]{1,40}$"}
    file = _object(
        {"path": text, "role": {"enum": list(ROLES)}, "name": text, "bytes": {"type": "integer"}, "sha256": digest}
    )
    report = _object(
        {
            "path": text,
            "format": {"type": "string", "pattern": "^[a-z-]{1,20}$"},
            "lang": {"enum": ["vi", "en"]},
            "agency": text,
            "place": text,
            "date": {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"},
            "bundle": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
        }
    )
    dependencies = _object(dict.fromkeys(DEPENDENCIES, version))
    later = {
        "full_result": digest,
        "reports": {"type": "array", "items": report},
        "dependencies": {**dependencies, "additionalProperties": version},  # those of reports besides
    }
    made = _object(
        {
            "format": {"const": form},
            "engine": text,
            "ruleset": _object({"id": text, "version": text, "sha256": digest}),
            "provisional": {"type": "boolean"},
            "illustrative": {"type": "boolean"},
            "public": {"type": "boolean"},
            **({"dependencies": dependencies} if form == FIRST_FORMAT else later),
            "files": {"type": "array", "items": file},
            "left_out": {"type": "array", "items": file},
        }
    )
    if form == FORMAT:  # only of an approved result; `seal.py` reads what it says
        made["properties"]["approval"] = {"type": "object"}
    return made


def _object(properties: Record) -> Record:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
