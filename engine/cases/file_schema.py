"""The JSON Schema of a file of cases, `NAME.test.yaml`.

`python -m itrank.engine.cases.file_schema > schemas/tests.schema.json` writes the committed file; a test compares.
"""

import json
import sys
from functools import cache

from ..language.kinds.fragments import described
from ..language.schema import CASE, MOST_CASES, TEXT, Schema, rows, table

FORMAT = "itrank-tests/1"


@cache
def tests_schema() -> Schema:
    """Assemble the schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://itrank.example/schemas/tests.schema.json",
        "title": "itrank cases",
        "description": (
            "Các ca kiểm thử của một bộ tiêu chí: 2021.test.yaml cạnh 2021.yaml.\n\n"
            "Cases of a ruleset: 2021.test.yaml beside 2021.yaml."
        ),
        **table(
            {
                "format": described({"const": FORMAT}, f"Luôn là {FORMAT}.", f"Always {FORMAT}."),
                "description": described(TEXT, "Các ca này để làm gì.", "What these cases are for."),
                "tests": described(rows(CASE, least=0, most=MOST_CASES), "Các ca.", "The cases."),
            },
            ("format", "tests"),
        ),
    }


def written() -> str:
    """Write the schema as the committed file has it."""
    return json.dumps(tests_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written())
