"""A comparison of two rulesets as the record that its JSON is written from."""

from collections.abc import Sequence
from fractions import Fraction

from ..model.ruleset import Ruleset, Words
from ..rank.ranking import is_illustrative
from ..result.contract import ABSENT, Absent
from .change import Change, Detail, Difference, Part, Shown
from .contract import FORMAT, ChangeRecord, ComparedRulesetRecord, DetailRecord, DiffRecord, PartRecord, WitnessRecord
from .impact_contract import ImpactRecord
from .saying import answers_of, said


def record_of(
    found: Difference,
    rulesets: tuple[Ruleset, Ruleset],
    files: tuple[str, str],
    impact: ImpactRecord | Absent = ABSENT,
) -> DiffRecord:
    """Give the record of a comparison.

    Args:
        found: the comparison.
        rulesets: that were compared, the older one first.
        files: as outputs call them.
        impact: what it does to a year's units, where data were given.
    """
    before, after = (_ruleset(ruleset, file) for ruleset, file in zip(rulesets, files, strict=True))
    return DiffRecord(
        format=FORMAT,
        before=before,
        after=after,
        differs=bool(found.changes),
        keeps_meaning=found.keeps_meaning,
        counts=dict(sorted(found.counts.items())),
        compared=dict(found.compared),
        not_compared=found.left,
        changes=tuple(_change(change, rulesets) for change in found.changes),
        impact=impact,
    )


def _ruleset(ruleset: Ruleset, file: str) -> ComparedRulesetRecord:
    return ComparedRulesetRecord(
        ruleset.id, ruleset.version, ruleset.title, file, ruleset.sha256, is_illustrative(ruleset)
    )


def _change(change: Change, rulesets: Sequence[Ruleset]) -> ChangeRecord:
    return ChangeRecord(
        class_=change.class_,
        subject=change.subject,
        key=change.key,
        proof=change.proof,
        keeps_meaning=change.keeps_meaning,
        follows=change.follows,
        before=_part(change.before),
        after=_part(change.after),
        of="" if change.of is None else change.of[1].id,
        details=tuple(map(_detail, change.details)),
        through=change.through,
        witness=None if change.witness is None else _witness(change.witness, rulesets),
        sentence=Words(said(change, "vi"), said(change, "en")),
    )


def _part(part: Part | None) -> PartRecord | None:
    if part is None:
        return None
    return PartRecord(part.id, part.title, part.code, part.clause, part.place.file, part.place.line)


def _detail(detail: Detail) -> DetailRecord:
    return DetailRecord(detail.key, detail.before, detail.after, *(place.line for place in detail.places))


def _witness(shown: Shown, rulesets: Sequence[Ruleset]) -> WitnessRecord:
    points = [each if isinstance(each, Fraction) else None for each in shown.points]
    return WitnessRecord(
        criterion_before=shown.nodes[0],
        criterion_after=shown.nodes[1],
        answers_before=answers_of(shown, rulesets, 0),
        answers_after=answers_of(shown, rulesets, 1),
        points_before=points[0],
        points_after=points[1],
        tier_before=shown.tiers[0],
        tier_after=shown.tiers[1],
        points_only=shown.is_of_points,
    )
