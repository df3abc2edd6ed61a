"""Cases of a ruleset: sums done by hand, read from where they are written and done again by the engine."""

from .case import Case, CaseUnit, Expected, Given
from .faults import faults_of
from .running import Check, Outcome, run
from .written import cases_in

__all__ = ["Case", "CaseUnit", "Check", "Expected", "Given", "Outcome", "cases_in", "faults_of", "run"]
