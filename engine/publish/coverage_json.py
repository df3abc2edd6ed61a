"""What cases touch, for programs: `itrank-coverage/1`."""

import json

from ..files.visible import visible_in_json
from ..model.ruleset import Words
from ..result.record import engine_version
from ..result.shapes import written
from ..testing.covering import Covered
from ..testing.grouping import Group, grouped
from .coverage_contract import FORMAT, CoveragePlaceRecord, CoverageRecord, PartRecord, PointRecord
from .coverage_out import CoverageRun, needed


def coverage_json(made: CoverageRun) -> str:
    """Write what cases touch as JSON."""
    return visible_in_json(json.dumps(written(record_of(made)), ensure_ascii=False, indent=1)) + "\n"


def record_of(made: CoverageRun) -> CoverageRecord:
    """Make the record of what cases touch."""
    found, ruleset = made.coverage, made.coverage.ruleset
    return CoverageRecord(
        format=FORMAT,
        engine=engine_version(),
        ruleset=f"{ruleset.id}@{ruleset.version}",
        sha256=ruleset.sha256,
        illustrative=made.illustrative,
        per_cent=found.share * 100,
        touched=len(found.of("touched")),
        gaps=len(found.of("gap")),
        unreachable=len(found.of("unreachable")),
        counted=found.counted,
        generated=found.generated,
        failed=found.failed,
        unread=found.unread,
        parts=tuple(_part(made, group) for group in grouped(ruleset, found.points)),
    )


def _part(made: CoverageRun, group: Group) -> PartRecord:
    standings = [each.standing for each in group.points]
    return PartRecord(
        group.id, group.code, group.title, group.clause,
        standings.count("touched"), standings.count("gap"), standings.count("unreachable"),
        tuple(_point(made, each) for each in group.points),
    )  # fmt: skip


def _point(made: CoverageRun, each: Covered) -> PointRecord:
    point = each.point
    place = CoveragePlaceRecord(
        made.shown.get(point.place.file, point.place.file), point.place.line, point.place.column
    )
    is_gap = each.standing == "gap"
    needs = Words(needed(made.coverage, each, "vi"), needed(made.coverage, each, "en")) if is_gap else Words()
    return PointRecord(point.id, point.kind, point.owner, Words(*point.says), place, each.standing, each.cases, needs)
