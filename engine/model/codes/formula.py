"""Codes 2xx: findings about formulas."""

from ..findings import Code

CODES: tuple[Code, ...] = (
)
