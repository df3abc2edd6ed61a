"""Floor 6: outcomes to lists, tiers, ranks and the change since last year."""

from .ranking import Evaluation, evaluate, evaluation

__all__ = ["Evaluation", "evaluate", "evaluation"]
