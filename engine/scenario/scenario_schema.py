"""The JSON Schema of `NAME.whatif.yaml`, the scenarios that stand beside a ruleset and never in it.

`python -m itrank.engine.scenario.scenario_schema > schemas/whatif.schema.json` writes the committed file.
"""

import json
import sys
from functools import cache

from ..language.kinds.fragments import described
from ..language.schema import TITLE, Schema, ruleset_schema, table
from ..language.validate import INSIDE
from .scenario import MOST_CHANGES

FORMAT = "itrank-whatif/1"
MOST_KEPT = 200
"""Scenarios in a file."""


@cache
def scenario_schema() -> Schema:
    """Assemble the schema."""
    value: Schema = {"type": ["string", "number", "boolean"], "maxLength": 4000}
    changes: Schema = {
        "type": "object",
        "additionalProperties": value,
        "minProperties": 1,
        "maxProperties": MOST_CHANGES,
        "propertyNames": {"minLength": 1, "maxLength": 400},
    }
    scenario = table(
        {
            "title": TITLE,
            "set": described(
                changes,
                "Địa chỉ: giá trị thử. Một khoảng (800..900) thì tìm các điểm có đơn vị đổi hạng, đổi mức.",
                "Address: the value to try. A range (800..900) looks for the points where somebody moves.",
            ),
            "amend": described(
                {"type": "string", "pattern": INSIDE, "maxLength": 400},
                "Tệp sửa đổi (extends), trong thư mục của tệp này.",
                "An amendment file (extends), in the folder of this file.",
            ),
        }
    )
    scenario["minProperties"] = 1
    scenarios: Schema = {
        "type": "object",
        "additionalProperties": scenario,
        "minProperties": 1,
        "maxProperties": MOST_KEPT,
        "propertyNames": {"minLength": 1, "maxLength": 100},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://itrank.example/schemas/whatif.schema.json",
        "title": FORMAT,
        "description": (
            "Kịch bản thử trên một bộ tiêu chí; không phải bộ tiêu chí và không cho ra kết quả.\n\n"
            "Scenarios to try on a ruleset; not a ruleset, and what they give is no result."
        ),
        **table(
            {
                "format": described({"const": FORMAT}, f"Luôn là {FORMAT}.", f"Always {FORMAT}."),
                "ruleset": described(
                    {"type": "string", "minLength": 1, "maxLength": 200},
                    "Bộ tiêu chí mà kịch bản viết cho, id@phiên-bản; dùng với bộ khác là lỗi.",
                    "The ruleset that they are for, id@version; with another one it is an error.",
                ),
                "scenarios": described(scenarios, "Các kịch bản theo tên.", "The scenarios by name."),
            },
            ("format", "scenarios"),
        ),
        "$defs": {"words": ruleset_schema()["$defs"]["words"]},
    }


def written() -> str:
    """Write the schema as the committed file has it."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written())
