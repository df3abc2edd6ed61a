"""Results of the shipped rulesets, and how reports read them."""

import io
import json
import tempfile
from functools import cache
from pathlib import Path

from itrank import cli
from itrank.engine.model.result import Result
from itrank.engine.result.published import published
from itrank.engine.result.record import write_json


@cache
def result_bytes(stem: str) -> bytes:
    """The result of a shipped ruleset with its example data."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kq.json"
        assert cli.run(["evaluate", "--ruleset", stem, "--format", "json", "--output", str(path)]) == 0
        return path.read_bytes()


def record_of(stem: str) -> dict:
    """The same as a record of one's own, to be altered."""
    return json.loads(result_bytes(stem))


def record(result: Result) -> dict:
    """A result as its JSON has it."""
    stream = io.StringIO()
    write_json(result, stream)
    return json.loads(stream.getvalue())


def read(made: bytes | dict, lang: str | None = None):
    """A result, or a record that was altered, as a report reads it."""
    content = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
    said = published(content, "kq.json", lang)
    assert not isinstance(said, tuple), said
    return said
