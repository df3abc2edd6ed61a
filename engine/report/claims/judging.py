"""Hold one claim against the result: each kind of claim has its judge, which says what is stated, what is true, and whether they agree."""

from .claim import Checked, Claim, Verdict
from .judged import Facts
from .judging_lists import OF_LISTS
from .judging_units import OF_UNITS

_KINDS = {**OF_UNITS, **OF_LISTS}


def judge(facts: Facts, claim: Claim) -> Checked:
    """Give the verdict of a claim."""
    judged = _KINDS[claim.kind](facts, claim)
    verdict = Verdict.UNDECIDED if judged.right is None else Verdict.RIGHT if judged.right else Verdict.WRONG
    return Checked(claim, verdict, judged.about, judged.truth)
