"""The table that compares two rulesets as one web page that needs nothing else and runs nothing."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from .sheet import Sheet


def as_page(made: Sheet) -> str:
    """Make the page; the same table gives the same bytes. Texts reach it escaped; it has no script.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from jinja2 import Environment  # noqa: PLC0415  # an extra
    from markupsafe import Markup  # noqa: PLC0415

    style = f"{_own('page.css')}\n{_own('difference.css')}"
    digest = b64encode(sha256(style.encode()).digest()).decode()
    styled = {"style": Markup(style), "style_hash": digest}  # noqa: S704  # our own files
    return str(_template(Environment).render({**made.record(), **styled}))


@cache
def _template(made_in: Callable[..., Any]) -> Any:
    made = made_in(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return made.from_string(_own("difference.html"))


def _own(name: str) -> str:
    return files("itrank.engine.report").joinpath("page", name).read_text("utf-8").rstrip("\n")
