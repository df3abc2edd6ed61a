"""Codes 1xx: findings about the text of a file."""

from ..findings import Code

CODES: tuple[Code, ...] = (
)
