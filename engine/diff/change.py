"""What a comparison of two rulesets says: changes, each of one subject, with what shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ..model.findings import Place
from ..model.outcome import Outcome
from ..model.ruleset import Value, Words
from .matching import Matching

Class: TypeAlias = Literal[
    "editorial", "renamed", "renumbered", "moved", "unchanged",
    "tightened", "loosened", "reweighted", "new", "gone", "changed", "not_proved",
]  # fmt: skip
"""What kind of change it is (docs/diff.md has the definitions):

* editorial, renamed, renumbered: text, an id, a number; no unit's points, tier or rank can follow from it;
* unchanged: written otherwise, and proved to give everybody the same;
* moved: under another heading; new, gone: on one side only;
* tightened, loosened: never more, or never fewer, and somewhere fewer, or more; reweighted: the same share of another
  maximum, or another weight;
* changed: neither tightened nor loosened, or no such thing can be said of it;
* not_proved: written otherwise, and neither a proof nor a unit that shows a difference was found.
"""

Subject: TypeAlias = Literal[
    "ruleset", "group", "function", "parameter", "input", "value", "scorecard", "criterion", "tier", "ranking", "data"
]
Proof: TypeAlias = Literal["proved", "witness", "stated", "not_proved"]
"""What shows a class: `proved` over all admissible answers (a witness shows besides that somebody is concerned);
`witness`: a unit shows it; `stated`: the files say it; `not_proved`: a difference is shown or may be, its class is not."""

_SAME: frozenset[Class] = frozenset({"editorial", "renamed", "renumbered", "unchanged"})
_READ_ONLY: frozenset[Subject] = frozenset({"function", "parameter", "value"})
"""What gives nobody points by itself: what follows from it is told of the criteria that read it."""
_OPPOSITE: Mapping[Class, Class] = {
    "tightened": "loosened",
    "loosened": "tightened",
    "new": "gone",
    "gone": "new",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The subject of a change, in one of the two rulesets.

    Attributes:
        id: of a criterion, tier, input and so on; of the ruleset itself its id.
        clause: of the decree, where the ruleset says one.
        place: where it stands in its file.
    """

    id: str
    title: Words = Words()
    code: str = ""
    clause: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Detail:
    """A key that differs, with what it says on each side.

    Attributes:
        key: of the language, as a way: `max`, `score.full_at`, `parameters.nguong`.
        before, after: what stands there, in Vietnamese and English; None where nothing does.
        places: where, in both files.
    """

    key: str
    before: Words | None
    after: Words | None
    places: tuple[Place, Place] = (Place(), Place())

    def says_in(self, lang: str) -> bool:
        """Say whether the two sides read otherwise in a language, and not only in the other one."""
        told = [None if each is None else each.say(lang) for each in (self.before, self.after)]
        return told[0] != told[1]

    @property
    def mirrored(self) -> "Detail":
        """Turn it round."""
        return Detail(self.key, self.after, self.before, self.places[::-1])


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit that shows a difference: the engine evaluated its answers under both rulesets.

    Attributes:
        answers: what it reports under each, by the key of the input.
        nodes: of which criterion the points are, under each.
        points: what it is worth, or why it has no score; of a condition 1 where it holds, else 0.
        tiers: of a tier, which it gets under each; empty where tiers are not asked about, `-` where it gets none.
        is_of_points: whether it is only points, which no answers were looked for to give.
    """

    answers: tuple[Mapping[str, Value], Mapping[str, Value]]
    nodes: tuple[str, str]
    points: tuple[Outcome, Outcome]
    tiers: tuple[str, str] = ("", "")
    is_of_points: bool = False

    @property
    def mirrored(self) -> "Shown":
        """Turn it round."""
        return Shown(self.answers[::-1], self.nodes[::-1], self.points[::-1], self.tiers[::-1], self.is_of_points)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two rulesets.

    Attributes:
        class_: what kind of change it is.
        subject: of what it is.
        key: what of the subject: a key of the language, or `score` for what a criterion gives.
        before, after: the subject on each side; None where it is on one side only.
        details: what is written otherwise, key by key; none where all comes through others.
        through: the parameters, inputs, values and criteria by which what the subject gives changed, as `kind.id` of
            the side that has them.
        of: the criterion that a tier or a ranking is of.
        follows: whether it only follows from other changes that are told, as a branch's maximum does.
        note: what is to be known of it besides.
        is_read_otherwise: whether the same files are read otherwise for it, though nothing else changed.
    """

    class_: Class
    subject: Subject
    key: str
    before: Part | None
    after: Part | None
    proof: Proof = "stated"
    details: tuple[Detail, ...] = ()
    witness: Shown | None = None
    through: tuple[str, ...] = ()
    of: tuple[Part, Part] | None = None
    follows: bool = False
    note: Words = Words()
    is_read_otherwise: bool = False

    @property
    def part(self) -> Part:
        """The subject as the newer ruleset has it, or else as the older one had it."""
        part = self.after or self.before
        assert part is not None  # it is on one side at least
        return part

    def told_in(self, lang: str) -> tuple[Detail, ...]:
        """Give the details that read otherwise in a language; all of them where none does."""
        return tuple(each for each in self.details if each.says_in(lang)) or self.details

    def is_silent_in(self, lang: str) -> bool:
        """Say whether only words of the other language changed."""
        return (
            self.class_ == "editorial" and bool(self.details) and not any(each.says_in(lang) for each in self.details)
        )

    @property
    def keeps_meaning(self) -> bool:
        """Whether no unit's points, tier or rank, and nothing that is asked of units, can follow from it."""
        if self.is_read_otherwise:
            return False
        if self.key == "defaults":  # what follows is told of the criteria
            return True
        return self.class_ in _SAME or (
            self.subject in _READ_ONLY and self.key not in {"missing", "outliers", "cohort"}
        )

    @property
    def mirrored(self) -> "Change":
        """Turn it round: what was tightened is loosened, what is new is gone."""
        return replace(
            self,
            class_=_OPPOSITE.get(self.class_, self.class_),
            before=self.after,
            after=self.before,
            details=tuple(each.mirrored for each in self.details),
            witness=None if self.witness is None else self.witness.mirrored,
            of=None if self.of is None else self.of[::-1],
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Two rulesets compared.

    Attributes:
        changes: in the order of the newer ruleset.
        compared: how many of each kind of part were paired and compared.
        left: keys of the files that differ and were not compared, such as `tests`.
    """

    matching: Matching
    changes: tuple[Change, ...]
    compared: Mapping[str, int]
    left: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Class, int]:
        """Count the changes by class."""
        return Counter(change.class_ for change in self.changes)

    @property
    def keeps_meaning(self) -> bool:
        """Whether nobody's points, tier or rank, and nothing that is asked of units, can differ."""
        return all(change.keeps_meaning for change in self.changes)

    @property
    def mirrored(self) -> "Difference":
        """Turn it round."""
        changes = tuple(change.mirrored for change in self.changes)
        return replace(self, matching=self.matching.mirrored, changes=changes)
