"""Codes 9xx: findings about the machine, files and folders."""

from ..findings import Code

CODES: tuple[Code, ...] = ()
