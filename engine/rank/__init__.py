"""Floor 6: outcomes to lists, tiers, ranks and the change since last year."""

from .ranking import evaluate

__all__ = ["evaluate"]
