"""The reports of a bundle: recognised when it is frozen, made again when it is verified, else compared by what they state."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.findings import Finding, Place, finding
from ..model.result import Result
from ..report.claims.told import where_in
from ..report.figures_read import Read, read_figures
from ..report.remaking import (
    FORMATS,
    OPTIONS,
    Recipe,
    candidates,
    libraries,
    made,
    other_libraries,
    recipe_of,
    recognised,
)
from ..result.published import Published
from ..result.record import engine_version
from . import texts
from .compared import Compared, Reason, reason, report_by_hash, report_made
from .manifest import DEPENDENCIES, Member
from .opening import Opened

_MOST_TOLD = 10  # figures of a report


class Source(NamedTuple):
    """A result that reports are made of: as read, as computed, and its bytes."""

    published: Published
    result: Result
    content: bytes


class Frozen(NamedTuple):
    """Of reports that go into a bundle: how each of ours is made, by its path, and what was found."""

    recipes: Mapping[str, Recipe]
    findings: tuple[Finding, ...]


def frozen_reports(reports: Sequence[Member], source: Source) -> Frozen:
    """Recognise the reports that itrank made of a result, and read the figures of the others.

    Args:
        reports: as they go into the bundle.
        source: the result that goes into it.
    """
    recipes: dict[str, Recipe] = {}
    findings: list[Finding] = []
    for member in sorted(reports, key=lambda each: each.name.endswith(".pdf")):  # what says its options first
        recipe = recognised(member.content, member.name, *source, list(recipes.values()))
        if recipe is not None:
            recipes[member.path] = recipe
            continue
        findings.append(finding("ITR858", path=member.path))
        versions = _versions(member.content, member.name, source)
        read = _figures_of(member.content, member.name, source, versions)
        findings += _wrong(member.path, read, Place())
    return Frozen(recipes, tuple(findings))


def compared_reports(opened: Opened, source: Source) -> tuple[Compared, list[Finding]]:
    """Make each report of a bundle again and compare it; of one that cannot be, compare the figures that can be read."""
    recipes = {row["path"]: recipe_of(row) for row in opened.manifest.get("reports", ())}
    compared, findings = Compared(), list(_unknown(opened, recipes))
    for file in opened.of_role("report"):
        path = file["path"]
        says, found = _compared(opened, path, recipes.get(path), source, Place(opened.name))
        compared += says
        findings += found
    return compared, findings


def _unknown(opened: Opened, recipes: Mapping[str, Recipe]) -> list[Finding]:
    """Name what a manifest says of reports that it does not have, or of libraries that none of them needs."""
    paths = [file["path"] for file in opened.of_role("report")]
    rows = opened.manifest.get("reports", ())
    needed = {*DEPENDENCIES, *libraries(recipes.values())}
    wrong = [f"reports: {row['path']}" for row in rows if row["path"] not in paths or row["format"] not in FORMATS]
    wrong += [f"reports: {path}" for path in recipes if sum(row["path"] == path for row in rows) > 1]
    wrong += [f"reports: {path}: {key}" for path, recipe in recipes.items() for key in _unknown_options(recipe)]
    wrong += [f"dependencies: {name}" for name in sorted(needed ^ opened.manifest["dependencies"].keys())]
    return [
        finding("ITR861.manifest", Place(opened.name), where=where[:200], rule="reports")
        for where in wrong[:_MOST_TOLD]
    ]


def _unknown_options(recipe: Recipe) -> list[str]:
    return [key for key in recipe.options if key not in OPTIONS.get(recipe.format, ())]


def _compared(
    opened: Opened, path: str, recipe: Recipe | None, source: Source, at: Place
) -> tuple[Compared, list[Finding]]:
    content, name = opened.members[path], path.rpartition("/")[2]
    why = reason(texts.NOT_OURS)
    if recipe is not None:
        again = _made_again(recipe, source, name)
        if again == content:
            return Compared((report_made(path, recipe.options),)), []
        excuse = again if isinstance(again, Reason) else _other_versions(opened, recipe)
        if excuse is None:
            differs = _first_difference(content, again if isinstance(again, bytes) else None)
            return Compared(), [finding("ITR880.report", at, path=path, why=differs.vi, why_en=differs.en)]
        why = excuse
    versions = _versions(content, name, source)
    if opened.is_first and (same := [each for each, again in versions.items() if again == content]):
        return Compared((report_made(path, same[0].options),)), []
    if opened.manifest["engine"] != engine_version():
        why = reason(texts.OTHER_ITRANK, version=opened.manifest["engine"])
    read = _figures_of(content, name, source, versions)
    return Compared((), (report_by_hash(path, why, _figures(read)),)), _wrong(path, read, at)


def _made_again(recipe: Recipe, source: Source, name: str) -> bytes | Reason | None:
    """Make a report again: its bytes, why that cannot be tried here, or None where nothing can be made."""
    try:
        return made(recipe, *source, name)
    except ModuleNotFoundError as error:
        return reason(texts.LIBRARY_MISSING, name=error.name or "–")
    except ValueError:
        return None


def _other_versions(opened: Opened, recipe: Recipe) -> Reason | None:
    """Say which software made a report, where it is not this one; then other bytes prove nothing."""
    if others := other_libraries(recipe, opened.manifest["dependencies"]):
        return reason(texts.OTHER_LIBRARIES, names=", ".join(others))
    engine = opened.manifest["engine"]
    return reason(texts.OTHER_ITRANK, version=engine) if engine != engine_version() else None


def _figures(read: Read | None) -> Reason:
    """Say how far the figures of a report were compared."""
    if read is None:
        return reason(texts.NO_FIGURES)
    return reason(texts.FIGURES_DIFFER if read.wrong else texts.FIGURES_AGREE, right=read.right, wrong=len(read.wrong))


def _versions(content: bytes, name: str, source: Source) -> dict[Recipe, bytes]:
    """Make a report as this version makes it, in each language, of whichever of our reports it may be.

    No PDF: nothing reads its figures, and a typesetter would take its time for nothing.
    """
    found: dict[Recipe, bytes] = {}
    if name.casefold().endswith(".pdf"):
        return found
    for recipe in candidates(content, name, source.published):
        try:
            again = made(recipe, *source, name)
        except (ModuleNotFoundError, ValueError):
            continue
        if again is not None:
            found[recipe] = again
    return found


def _figures_of(content: bytes, name: str, source: Source, versions: Mapping[Recipe, bytes]) -> Read | None:
    """Read the figures of a report; an agency read in the report itself could say anything, so none is taken for ours."""
    own = [again for recipe, again in versions.items() if not recipe.options]
    return read_figures(content, name, source.published, own)


def _wrong(path: str, read: Read | None, at: Place) -> list[Finding]:
    return [
        finding(
            "ITR857",
            at,
            path=path,
            where=each.where,
            where_en=where_in(each.where, "en"),
            stated=f"“{each.stated[:80]}”",
            truth=f"“{each.truth[:80]}”",
            truth_en=f"“{each.truth_en[:80]}”",
        )
        for each in (read.wrong if read is not None else ())[:_MOST_TOLD]
    ]


def _first_difference(there: bytes, here: bytes | None) -> Reason:
    """Name the first line of a text, or else the first byte, at which two files differ."""
    if here is None:
        return reason(texts.NOT_MADE_AGAIN)
    place = next((at for at, (a, b) in enumerate(zip(there, here, strict=False)) if a != b), min(len(there), len(here)))
    if b"\0" in here[:4096]:
        return reason(texts.DIFFERS_FROM_BYTE, place=place + 1)
    return reason(texts.DIFFERS_FROM_LINE, place=here.count(b"\n", 0, place) + 1)
