"""The JSON Schema of `itrank.yaml`.

`python -m itrank.engine.project.project_schema > schemas/project.schema.json` writes the committed file; a test compares.
"""

import json
import sys
from functools import cache

from ..language.kinds.fragments import described
from ..language.schema import WORD, Schema, rows, table
from ..language.validate import INSIDE

FORMAT = "itrank-project/1"
_PATH: Schema = {"type": "string", "pattern": INSIDE, "maxLength": 400}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 1000}


@cache
def project_schema() -> Schema:
    """Assemble the schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://itrank.example/schemas/project.schema.json",
        "title": "itrank project",
        "description": (
            "Dự án của một năm: bộ tiêu chí, số liệu, các mốc. Mọi đường dẫn tính từ thư mục của tệp này.\n\n"
            "A year's project: its ruleset, data and dates. Every path is relative to the folder of this file."
        ),
        **table({**_files(), **_words(), **_records()}, ("format", "ruleset")),
    }


def _files() -> dict[str, Schema]:
    sheets = {
        "first": described(_PATH, "Thư mục bảng thẩm định lần một.", "The sheets of the first appraisal."),
        "explanation": described(_PATH, "Thư mục bảng giải trình.", "The sheets of explanations."),
        "second": described(_PATH, "Thư mục bảng thẩm định lần hai.", "The sheets of the second appraisal."),
        "council": described(_PATH, "Thư mục bảng của hội đồng.", "The sheets of the council."),
    }
    data: Schema = {"anyOf": [_PATH, rows(_PATH, most=50)]}
    return {
        "format": described({"const": FORMAT}, f"Luôn là {FORMAT}.", f"Always {FORMAT}."),
        "ruleset": described(
            _PATH, "Bộ tiêu chí: rulesets/2026.yaml.", "The ruleset, such as rulesets/2026.yaml."
        ),
        "data": described(
            data,
            "Tệp số liệu, hoặc danh sách tệp; tệp sau chỉ điền ô trống.",
            "A file of data, or a list of them; later ones fill blanks.",
        ),
        "units": described(_PATH, "Bảng đơn vị: id,name,group.", "The table of units."),
        "previous": described(_PATH, "Kết quả năm trước.", "Last year's result."),
        "corrections": described(
            _PATH,
            "Tệp điều chỉnh khi thẩm định; mặc định <tên>.corrections.csv cạnh số liệu.",
            "Corrections of the appraisals; by default <name>.corrections.csv beside the data.",
        ),
        "forms": described(_PATH, "Thư mục biểu gửi đơn vị.", "The folder of the forms that are sent out."),
        "returned": described(
            _PATH, "Thư mục (hoặc .zip) biểu đơn vị đã nộp.", "The folder or .zip of the forms that came back."
        ),
        "appraisal": described(table(sheets), "Bảng thẩm định từng lần.", "The sheets of each appraisal."),
        "result": described(
            _PATH, "Tệp kết quả (evaluate -o ket-qua.json).", "The result (evaluate -o result.json)."
        ),
    }  # fmt: skip


def _words() -> dict[str, Schema]:
    return {
        "deadline": described(_DAY, "Hạn nộp biểu: 2027-01-31.", "The last day to return forms, such as 2027-01-31."),
        "agency": described(_TEXT, "Cơ quan ban hành, in trên báo cáo.", "Who publishes, as reports print it."),
        "place": described(_TEXT, "Nơi ban hành: Hậu Giang.", "Where it is issued."),
        "signer": described(_TEXT, "Người ký: chức vụ; họ tên.", "Who signs: position; name."),
        "contact": described(_TEXT, "Đầu mối: họ tên, điện thoại, thư điện tử.", "Whom to ask: name, phone, e-mail."),
    }


def _records() -> dict[str, Schema]:
    release = table(
        {
            "id": described(WORD, "Mã bộ tiêu chí.", "The ruleset's id."),
            "version": described(WORD, "Phiên bản.", "The version."),
            "file": described(_PATH, "Tệp bộ tiêu chí.", "The ruleset's file."),
            "sha256": described(_HASH, "Mã băm của bộ và các bộ nó nối tiếp.", "The hash, of what it extends too."),
            "on": described(_DAY, "Ngày ban hành trong dự án.", "The day of the release."),
            "number": described(WORD, "Số quyết định.", "The decision's number."),
            "date": described(WORD, "Ngày quyết định.", "The decision's date."),
        },
        ("id", "version", "file", "sha256", "on"),
    )
    minutes = table(
        {
            "file": described(_PATH, "Tệp biên bản.", "The file of the minutes."),
            "sha256": described(_HASH, "Mã băm của tệp.", "The file's hash."),
            "number": described(WORD, "Số biên bản.", "The number of the minutes."),
            "date": described(_DAY, "Ngày biên bản.", "The day of the minutes."),
        },
        ("file", "sha256", "number", "date"),
    )
    approved = table(
        {
            "result": described(_PATH, "Tệp kết quả được phê duyệt.", "The result that is approved."),
            "sha256": described(_HASH, "Mã băm của tệp kết quả.", "The hash of that file."),
            "bundle": described(_PATH, "Gói kiểm tra.", "The bundle."),
            "minutes": described(minutes, "Biên bản làm căn cứ.", "The minutes that approve it."),
            "by": described(_TEXT, "Ai phê duyệt, như đã gõ.", "Who approved it, as typed."),
            "at": described(_DAY, "Ngày phê duyệt.", "The day of the approval."),
        },
        ("result", "sha256", "minutes", "at"),
    )
    reopening = table(
        {
            "at": described(_DAY, "Ngày mở lại.", "The day on which it was reopened."),
            "reason": described(_TEXT, "Lý do.", "Why."),
            "by": described(_TEXT, "Ai mở lại, như đã gõ.", "Who reopened it, as typed."),
            "sha256": described(_HASH, "Mã băm của kết quả đã phê duyệt trước đó.", "The hash of what was approved."),
        },
        ("at", "reason", "sha256"),
    )
    return {
        "released": described(
            rows(release, most=200),
            "Các phiên bản đã ban hành; itrank release ghi vào đây, không sửa tay.",
            "The released versions; written by itrank release, never by hand.",
        ),
        "approved": described(
            approved,
            "Kết quả đã phê duyệt; itrank approve ghi vào đây, không sửa tay.",
            "The approved result; written by itrank approve, never by hand.",
        ),
        "reopened": described(
            rows(reopening, most=200),
            "Những lần mở lại; itrank reopen ghi vào đây, không sửa tay.",
            "Each reopening; written by itrank reopen, never by hand.",
        ),
    }


def written() -> str:
    """Write the schema as the committed file has it."""
    return json.dumps(project_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written())
