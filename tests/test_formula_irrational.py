"""Roots, logarithms and the like are exact where the result is rational, else right in all 34 digits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.irrational import TOO_LARGE, cut, exact_root, power, weighted_geometric_mean
from itrank.engine.formula.parse import parse
from itrank.engine.model.findings import Place

