"""The JSON Schema of the mapping file that may lie beside data.

`python -m itrank.engine.observe.mapping_schema > schemas/mapping.schema.json` writes the committed file; a test compares.
"""

import json
import sys
from functools import cache

from ..language.kinds.fragments import described
from ..language.schema import WORD, Schema, by_name, rows, table, words

FORMAT = "itrank-mapping/1"
_LINE: Schema = {"type": "integer", "minimum": 1, "maximum": 1_048_576}
_NAME: Schema = {"type": ["string", "null"], "minLength": 1, "maxLength": 200}


@cache
def mapping_schema() -> Schema:
    """Assemble the schema."""
    properties: dict[str, Schema] = {
        "format": described({"const": FORMAT}, f"Luôn là {FORMAT}.", f"Always {FORMAT}."),
        "columns": described(
            by_name(_NAME, least=0),
            'Cột nào là đầu vào nào: "Số cuộc họp": so_hop; "Tên cơ quan": name (hoặc id, group, parent; ở bảng dọc: input, value, state); "Ghi chú": ~ là bỏ qua.',
            'Which column is which input: "Số cuộc họp": so_hop; "Tên cơ quan": name (or id, group, parent; in a long table: input, value, state); "Ghi chú": ~ is left out.',
        ),
        "units": described(
            by_name(WORD, least=0),
            'Tên trong tệp là đơn vị nào: "Sở TT-TT": so_tttt.',
            'Which unit a name in the file stands for: "Sở TT-TT": so_tttt.',
        ),
        "unit": described(
            WORD,
            "Cả tệp là số liệu của một đơn vị này, khi không cột nào ghi đơn vị: unit: so_a.",
            "The whole file is about this one unit, where no column names units: unit: so_a.",
        ),
        "key": described(
            {"type": "array", "minItems": 2, "maxItems": 2, "uniqueItems": True, "items": WORD},
            'Hai cột cùng nhau mới chỉ rõ một đơn vị: key: [Tên xã, Tên huyện]; đơn vị là "Tân Phú, Huyện A".',
            'Two columns that only together name a unit: key: [Commune, District]; a unit is "Tân Phú, District A".',
        ),
        "predecessors": described(
            by_name(rows(WORD, most=200), least=0),
            "Đơn vị năm nay thay cho những đơn vị nào của năm trước: so_khcn: [so_khcn_cu, so_tttt].",
            "Which units of last year a unit takes the place of: so_khcn: [so_khcn_cu, so_tttt].",
        ),
        "decimal": described(words(".", ","), "Dấu thập phân của tệp.", "The decimal sign of the file."),
        "sheet": described(
            {"type": ["string", "array"], "minLength": 1, "maxLength": 200, "minItems": 1, "items": WORD},
            "Chỉ đọc trang tính này (hoặc các trang tính này).",
            "Only this sheet is read (or these sheets).",
        ),
        "header_row": described(_LINE, "Dòng của tên cột, tính từ 1.", "The line of the headers, from 1."),
        "skip_rows": described(
            rows(_LINE, most=1000), "Những dòng không phải số liệu, ví dụ dòng tổng cộng.", "Lines that are no data, such as totals."
        ),
        "marks": described(
            by_name(words("not_applicable", "missing", "yes", "no"), least=0),
            "Ký hiệu trong ô của tệp này: KAD: not_applicable; x: yes ở đầu vào có/không.",
            "Marks in the cells of this file: KAD: not_applicable; x: yes for an input of yes or no.",
        ),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://itrank.example/schemas/mapping.schema.json",
        "title": "itrank mapping",
        "description": "Cách đọc một tệp số liệu: cột nào là đầu vào nào.\n\nHow a data file is read: which column is which input.",
        **table(properties, ("format",)),
    }


def written() -> str:
    """Write the schema as the committed file has it."""
    return json.dumps(mapping_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written())
