"""Outcomes to lists, tiers, ranks and the change since last year."""

from .appraising import appraise, last_stage
from .ranking import Evaluation, evaluate, evaluation, with_declared

__all__ = ["Evaluation", "appraise", "evaluate", "evaluation", "last_stage", "with_declared"]
