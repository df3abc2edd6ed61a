"""Every evaluator that itrank ever put into a bundle, by its SHA-256: what is not among them is a stranger's program.

A new `recompute.py` is added by hand, under the version that freezes it; `tests/test_bundle_members.py` says which hash is
missing. The hash of a version that was published is never taken away: its bundles are verified for years.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from ..model.findings import Finding, Place, finding
from ..result.contract import ResultRecord
from ..result.record import engine_version
from .guide import digests_of, guide, stated_digests
from .manifest import EVALUATOR, FIRST_FORMAT, GUIDE
from .versions import is_newer

EVALUATORS = {
    "0.1.0": (
        "e0523608739b8fad61a29e41825b1ce16c5e2382633bb7564d3a0b67932a9ac1",
        "b2378bf953f29c31ec7fc6cf785c5d829659fcde9ba2c8d609f9601994907597",
        "0b620fbf490d9f6ebaaed23d61126c292b6b7bd6323cc981acb039dc1103afe1",
        "694f8efc0d55fe6a80e4ef0a21ea5498a8823b9c272dbe0a94da56f68a21d70b",
        "e559205699e4d3ee140d0e71f193a23e5e5745ecb4cd23a81b01013cd8383b07",
        "8122a76e15685b54b31950c0167d06b3cb26f5f9d2a7ef1f4c2f611ef41bb29d",
    ),
    "0.2.0": ("57c4a1d754839f03e34d313ed7a0564c513ca3017136251d62d9384cac04cf85",),
    "0.3.0": ("dce457d62b02542aec705a6457178fd961e9da923566ca7e7ce1c2b647bc0c9c",),
}


def strange_members(
    members: Mapping[str, bytes], manifest: Mapping[str, Any], record: ResultRecord, at: Place
) -> tuple[Finding, ...]:
    """Hold the evaluator and the guide of a bundle against those of the version that the manifest states.

    Args:
        members: by path, the two among them.
        manifest: its schema holds.
        record: of the result.
        at: the bundle.
    """
    version, own = manifest["engine"], engine_version()
    if is_newer(version, own):
        return (finding("ITR852", at, path=EVALUATOR, found=version, own=own),)
    found = []
    if sha256(members[EVALUATOR]).hexdigest() not in EVALUATORS.get(version, ()):
        found.append(finding("ITR880.evaluator", at, path=EVALUATOR, found=version))
    return (*found, *(_strange_guide(members, manifest, record, at) if version in EVALUATORS else ()))


def _strange_guide(
    members: Mapping[str, bytes], manifest: Mapping[str, Any], record: ResultRecord, at: Place
) -> Iterator[Finding]:
    """Make the guide again: it is another one, or it is right but for the hashes of members that were altered."""
    version, is_first = manifest["engine"], manifest["format"] == FIRST_FORMAT
    made = partial(guide, record, public=manifest["public"], version=version)
    own = None if is_first else digests_of(members)
    if members[GUIDE] == made(digests=own):
        return
    stated = stated_digests(members[GUIDE])
    if own is None or stated.keys() != own.keys() or members[GUIDE] != made(digests=stated):
        yield finding("ITR880.guide", at, path=GUIDE, found=version)
        return
    for path, digest in own.items():
        if stated[path] != digest:
            yield finding("ITR876.named", at, path=path, guide=GUIDE)
