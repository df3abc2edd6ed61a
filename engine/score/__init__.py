"""Columns of values to outcomes: cohorts, aggregates, reweighting, rounding, policies."""

from .evaluation import evaluate_columns
from .sheet import Sheet

__all__ = ["Sheet", "evaluate_columns"]
