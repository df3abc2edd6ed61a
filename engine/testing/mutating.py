"""The mutants of a ruleset put to its cases: how many they notice, and what they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..cases import Outcome
from ..language.loading import Loaded
from .killing import Bench, Fate
from .mutants import Mutant, MutantClass, mutants_of, sampled
from .showing import Judge, Judged

MOST = 500
MOST_JUDGED = 60
"""Survivors for which a case is looked for; of others it is only said that they survive."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of the mutants of a ruleset.

    Attributes:
        judged: those that were tried, as they stand in the document; what survives maybe with a case that notices it.
        left: how many were not tried.
        unjudged: how many survivors nobody looked at further.
        cases: how many cases there were that show anything.
    """

    judged: tuple[Judged, ...]
    left: int
    unjudged: int
    cases: int

    def count(self, fate: Fate) -> int:
        """Count the mutants with a fate."""
        return sum(each.tried.fate == fate for each in self.judged)

    @property
    def share(self) -> Fraction:
        """The share that cases notice, of those that load and are not proved to mean the same; 1 of none."""
        killed, whole = self.count("killed"), self.count("killed") + self.count("survived")
        return Fraction(killed, whole) if whole else Fraction(1)

    @property
    def survivors(self) -> tuple[Judged, ...]:
        """Those that no case notices."""
        return tuple(each for each in self.judged if each.tried.fate == "survived")

    @property
    def by_class(self) -> Mapping[MutantClass, tuple[int, int]]:
        """Of each class how many are noticed, and of how many."""
        found: dict[MutantClass, tuple[int, int]] = {}
        for each in self.judged:
            if each.tried.fate in {"killed", "survived"}:
                killed, whole = found.get(each.tried.mutant.kind, (0, 0))
                found[each.tried.mutant.kind] = killed + (each.tried.fate == "killed"), whole + 1
        return found


def mutation_of(loaded: Loaded, outcomes: Sequence[Outcome], most: int = MOST, seed: int = 0) -> Mutation:
    """Put the mutants of a ruleset to its cases.

    Args:
        loaded: a ruleset without errors.
        outcomes: of its cases.
        most: how many mutants are tried; of more a sample is drawn.
        seed: of the sample.
    """
    assert loaded.document is not None
    every = mutants_of(loaded.document)
    taken: Sequence[Mutant] = sampled(every, most, seed)
    bench = Bench.of(loaded, outcomes)
    tried = [bench.tried(mutant) for mutant in taken]
    judge, judged, looked = Judge(loaded), list[Judged](), 0
    for each in tried:
        is_looked_at = each.fate == "survived" and looked < MOST_JUDGED
        looked += is_looked_at
        judged.append(judge.judged(bench, each) if is_looked_at else Judged(each))
    survived = sum(each.fate == "survived" for each in tried)
    return Mutation(tuple(judged), len(every) - len(taken), survived - looked, len(bench.cases))
