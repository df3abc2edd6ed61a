"""The JSON Schema of the ruleset language, assembled from the records of the scoring kinds and the keys below.

Every key carries its meaning in Vietnamese, then English: an editor's hover teaches the language.
`python -m itrank.engine.language.schema > schemas/ruleset.schema.json` writes the committed file; a test compares.
"""

import json
import sys
from functools import cache
from typing import Any

from ..formula.aggregates import AGGREGATES
from ..model.input_types import INPUT_TYPES
from ..model.ties import TIES
from .kinds.fragments import described
from .score_schema import score_schema

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 4000}
WORD: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
SWITCH: Schema = {"type": "boolean"}


def ref(name: str) -> Schema:
    """Refer to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def table(keys: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Make an object with these keys and no others."""
    made: Schema = {"type": "object", "additionalProperties": False, "properties": keys}
    if required:
        made["required"] = list(required)
    return made


def rows(item: Schema, least: int = 1, most: int = 2000) -> Schema:
    """Make a list."""
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


def by_name(item: Schema, least: int = 1) -> Schema:
    """Make a mapping whose keys are names."""
    return {
        "type": "object",
        "additionalProperties": item,
        "minProperties": least,
        "maxProperties": 5000,
        "propertyNames": {"maxLength": 200},
    }


def words(*allowed: str) -> Schema:
    """Allow some words."""
    return {"enum": list(allowed)}


def _types(lang: int) -> str:
    return ", ".join(
        f"{each.name} ({each.hint[lang]})" if each.hint[lang] else each.name for each in INPUT_TYPES.values()
    )


TITLE = described(
    ref("words"), "Tên gọi, tiếng Việt hoặc {vi: ..., en: ...}.", "The title, plain Vietnamese or {vi: ..., en: ...}."
)
PROVENANCE = described(
    words("published", "illustrative", "inferred"),
    "Nguồn gốc: published (đã công bố), inferred (suy ra từ số đã công bố), illustrative (minh họa). Các mục con kế thừa.",
    "Where it comes from: published, inferred from published figures, or illustrative. Inherited by what is below.",
)
COHORT = described(
    {"anyOf": [words("list", "scorecard", "all"), rows(WORD, most=100)]},
    "So với ai: list (cùng danh sách xếp hạng), scorecard (cùng bảng điểm), all (tất cả), hoặc [nhóm, nhóm].",
    "Whom a unit is compared with: list, scorecard, all, or [group, group].",
)
MISSING = described(
    {
        "anyOf": [
            words("error", "unranked", "zero", "last_year", "group_mean", "cohort_mean", "skip"),
            ref("quantity"),
        ]
    },
    "Ô trống nghĩa là gì: error (lỗi, mặc định), unranked (không xếp hạng), zero (0; có/không thì là Không) hoặc một số, last_year (số năm trước), "
    "group_mean, cohort_mean (trung bình), skip (bỏ qua trong trung bình).",
    "What a blank means: error (default), unranked, zero (of yes or no: no) or a number, last_year, group_mean, cohort_mean, skip.",
)
OUTLIERS = described(
    {
        "anyOf": [
            table(
                {"winsorise": ref("quantity"), "skew": ref("quantity"), "kurtosis": ref("quantity")},
                ("winsorise", "skew", "kurtosis"),
            ),
            table({"percentiles": {**rows(ref("quantity")), "minItems": 2, "maxItems": 2}}, ("percentiles",)),
        ]
    },
    "Giá trị ngoại lai: {winsorise: 5, skew: 2, kurtosis: 3.5} hoặc {percentiles: [5%, 95%]}; cần cohort.",
    "Outliers: {winsorise: 5, skew: 2, kurtosis: 3.5} or {percentiles: [5%, 95%]}; needs a cohort.",
)
TIER = table(
    {
        "id": described(WORD, "Mã của mức, ví dụ tot.", "The tier's id, e.g. tot."),
        "title": TITLE,
        "from": described(
            ref("quantity"), "Từ mức này trở lên (≥): điểm, hoặc % của điểm tối đa.", "≥: points, or % of max."
        ),
        "above": described(ref("quantity"), "Trên mức này (>).", "Above this (>)."),
        "up_to": described(ref("quantity"), "Đến mức này (≤).", "Up to this (≤)."),
        "below": described(ref("quantity"), "Dưới mức này (<).", "Below this (<)."),
        "when": described(ref("expression"), "Điều kiện thay cho điểm.", "A condition in place of points."),
        "requires": described(
            ref("expression"),
            "Điều kiện kèm theo; không đạt thì xét mức kế tiếp.",
            "What must hold besides; otherwise the next tier that fits is taken.",
        ),
        "quota": described(
            ref("quantity"),
            "Nhiều nhất bao nhiêu đơn vị được xếp hạng của danh sách: 25% (làm tròn xuống) hoặc một số; cần at_ties.",
            "At most so many of the ranked units of the list: 25% (rounded down) or a number; needs at_ties.",
        ),
        "at_ties": described(
            words("below", "above"),
            "Đồng hạng ở chỗ hết hạn mức: below là không đơn vị nào được, above là đều được.",
            "Units that tie at the edge of the quota: below takes none of them, above takes all.",
        ),
        "provenance": PROVENANCE,
    },
    ("id",),
)
_TIES = ", ".join(f"{name} {ties.example}" for name, ties in TIES.items())
RANKING = table(
    {
        "by": described(
            ref("expression"), "Xếp theo biểu thức này; mặc định là tổng điểm.", "What is ranked; the total by default."
        ),
        "best": described(words("highest", "lowest"), "Cao nhất hay thấp nhất đứng đầu.", "Which end is rank 1."),
        "ties": described(
            words(*TIES),
            f"Bằng điểm: {_TIES}.",
            f"Equals: {_TIES}.",
        ),
        "tied_as": described(WORD, 'Cách in hạng đồng hạng, ví dụ "={}".', 'How a shared rank is printed, e.g. "={}".'),
        "lists": described(
            {"anyOf": [WORD, rows(rows(WORD)), by_name(rows(WORD))]},
            "Danh sách xếp hạng, một trong: all, group, parent, tên một cột của bảng đơn vị, các tập nhóm ({chung: [so, huyen]}). Hạng thứ hai: ranking của một tiêu chí bọc các tiêu chí khác.",
            "Ranking lists, one of: all, group, parent, an attribute of the units, sets of groups ({both: [departments, districts]}). A second rank: the ranking of a criterion around the others.",
        ),
        "tie_break": described(
            rows(ref("expression"), most=20),
            "Khi bằng điểm, lần lượt so các biểu thức này, cao hơn đứng trước.",
            "Where values are equal these are compared in turn, higher first.",
        ),
    }
)
ROUNDING_MODE = described(
    words("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"),
    "Cách làm tròn; half_up: 0,5 làm tròn xa số 0 (mặc định).",
    "How to round; half_up (default): halves away from zero.",
)
ROUND = described(
    {"anyOf": [ref("quantity"), table({"digits": ref("quantity"), "mode": ROUNDING_MODE}, ("digits",))]},
    "Số chữ số thập phân khi làm tròn mục này, hoặc {digits: 3, mode: half_even}.",
    "Decimals to which this node is rounded, or {digits: 3, mode: half_even}.",
)
_DECIMALS: Schema = {"type": "integer", "minimum": 0, "maximum": 12}
SHOW = described(
    {
        "anyOf": [
            _DECIMALS,
            table(
                {
                    "digits": described(_DECIMALS, "Số chữ số khi in.", "Decimals printed."),
                    "fixed": described(
                        {"type": "boolean"}, "true: luôn in đủ, như 70,00.", "true: always all of them, as in 70.00."
                    ),
                },
                ("digits",),
            ),
        ]
    },
    "Số chữ số khi in, hoặc {digits: 2, fixed: true}; không đổi giá trị.",
    "Decimals printed, or {digits: 2, fixed: true}; changes no value.",
)
INPUT_KEYS: dict[str, Schema] = {
    "label": described(ref("words"), "Nhãn mà đơn vị đọc.", "What a unit reads."),
    "type": described(
        words(*INPUT_TYPES),
        f"Kiểu: {_types(0)}.",
        f"The type: {_types(1)}.",
    ),
    "min": described(
        {"anyOf": [ref("quantity"), WORD]},
        "Nhỏ nhất; số, ngày, tham số hoặc tên đầu vào khác.",
        "Least; a number, a day, a parameter, or another input.",
    ),
    "max": described(
        {"anyOf": [ref("quantity"), WORD]},
        "Lớn nhất; số, ngày, tham số hoặc tên đầu vào khác.",
        "Most; a number, a day, a parameter, or another input.",
    ),
    "options": described(by_name({"anyOf": [ref("words")]}), "Các lựa chọn: mã: nhãn.", "The options: id: label."),
    "missing": MISSING,
    "outliers": OUTLIERS,
    "cohort": COHORT,
    "measured_in": described(WORD, "Đơn vị đo, ví dụ người, Mbps.", "The unit of measurement, e.g. people, Mbps."),
    "column": described(WORD, "Tên cột trong tệp số liệu.", "The column's header in data files."),
    "publish": described(SWITCH, "true: in giá trị này trong kết quả.", "true: print the value in the result."),
    "provenance": PROVENANCE,
    "description": described(TEXT, "Ghi chú cho người đọc.", "A note for readers."),
}
VALUE = {
    "anyOf": [
        ref("expression"),
        table(
            {
                "formula": described(ref("expression"), "Biểu thức.", "The expression."),
                "lookup": described(
                    rows(WORD, most=4), "Các đầu vào choice để tra bảng.", "The choices to look up by."
                ),
                "table": described({"type": "object"}, "Bảng tra: {lựa chọn: số}.", "The table: {option: number}."),
                "label": INPUT_KEYS["label"],
                "missing": MISSING,
                "outliers": OUTLIERS,
                "cohort": COHORT,
                "publish": INPUT_KEYS["publish"],
                "provenance": PROVENANCE,
            }
        ),
    ]
}
NODE_KEYS: dict[str, Schema] = {
    "id": described(
        WORD, "Tên duy nhất của tiêu chí, dùng trong công thức.", "The criterion's own name, for formulas."
    ),
    "code": described(WORD, 'Số mục, đặt trong nháy: "1.10".', 'Its number, in quotes: "1.10".'),
    "title": TITLE,
    "description": described(TEXT, "Cách đo, minh chứng, ghi chú.", "How it is measured, evidence, notes."),
    "max": described(
        ref("quantity"),
        "Điểm tối đa; ở nhánh phải bằng tổng các mục con.",
        "Maximum points; of a branch, what its children make.",
    ),
    "weight": described(
        ref("quantity"),
        "Trọng số trong mục cha; mọi mục cùng cấp đều có hoặc đều không.",
        "Weight in the parent; all siblings have one or none.",
    ),
    "clause": described(WORD, "Điều khoản của quyết định.", "The clause of the decree."),
    "provenance": PROVENANCE,
    "criteria": described(rows(ref("node")), "Các tiêu chí con.", "The criteria below."),
    "score": described(ref("score"), "Cách chấm điểm của tiêu chí lá.", "How a leaf is scored."),
    "answer": described(
        table(INPUT_KEYS),
        "Mô tả câu trả lời (self) báo cáo dưới id của chính tiêu chí.",
        "Describes the answer (self) reported under the leaf's own id.",
    ),
    "aggregate": described(
        {
            "anyOf": [
                words(*AGGREGATES, "none"),
                table({"formula": ref("expression")}, ("formula",)),
            ]
        },
        f"Gộp các mục con: {', '.join(AGGREGATES)}, none hoặc {{formula: ...}}.".replace("sum", "sum (mặc định)"),
        "How children are put together: sum (default), mean, ..., or {formula: ...}.",
    ),
    "applies": described(
        ref("expression"), "Chỉ áp dụng khi điều kiện này đúng.", "The node applies only where this holds."
    ),
    "not_applicable": described(
        words("rescale", "rescale_total", "exclude", "full", "zero"),
        "Khi không áp dụng: rescale (chia điểm cho mục cùng cấp), rescale_total (chia cho cả bảng), exclude (giảm điểm tối "
        "đa), full (cho điểm tối đa), zero (0 điểm).",
        "Where it does not apply: rescale (siblings share the points), rescale_total, exclude, full, zero.",
    ),
    "cap": described(ref("quantity"), "Không quá mức này.", "At most this."),
    "min": described(ref("quantity"), "Không dưới mức này.", "At least this."),
    "out_of": described(ref("quantity"), "Đổi sang thang khác: × out_of / max.", "Another scale: × out_of / max."),
    "then": described(
        ref("expression"), "Công thức trên value, ví dụ value / cohort_max(value) * 100.", "A formula on value."
    ),
    "role": described(
        words("scored", "bonus", "penalty", "unscored", "condition"),
        "scored (mặc định), bonus (điểm cộng), penalty (điểm trừ, viết số dương), unscored (không tính điểm), condition "
        "(điều kiện bắt buộc).",
        "scored (default), bonus, penalty (written positive), unscored, condition.",
    ),
    "on_fail": described(
        words("flag", "unranked", "lowest_tier"),
        "Khi điều kiện không đạt: chỉ nêu ra, không xếp hạng, hoặc xếp mức thấp nhất.",
        "Where a condition fails: only named, unranked, or the lowest tier.",
    ),
    "at_least": described(
        {"anyOf": [ref("quantity"), table({"leaves": ref("quantity")}, ("leaves",))]},
        "Cần ít nhất bấy nhiêu mục con có số liệu: 3, 65% hoặc {leaves: 65%}.",
        "How many children must have a value: 3, 65% or {leaves: 65%}.",
    ),
    "round": ROUND,
    "cohort": COHORT,
    "tiers": described(
        rows(ref("tier"), most=100), "Các mức xếp loại, xét từ trên xuống.", "The tiers, tried from the top."
    ),
    "ranking": described(ref("ranking"), "Cách xếp hạng.", "How units are ranked."),
}


MOST_CASES = 2000
CASE: Schema = table(
    {
        "name": described(WORD, "Tên ca kiểm thử.", "The case's name."),
        "why": described(TEXT, "Vì sao.", "Why."),
        "scorecard": described(WORD, "Bảng điểm.", "The scorecard."),
        "given": described({"type": "object"}, "Số liệu của một đơn vị.", "One unit's inputs."),
        "cohort": described(rows({"type": "object"}), "Số liệu của nhiều đơn vị.", "Several units."),
        "previous": described(rows({"type": "object"}), "Kết quả năm trước.", "Last year's result."),
        "expect": described({"type": "object"}, "Kết quả mong đợi.", "What is expected."),
        "basis": described(
            TEXT,
            "Kết quả mong đợi từ đâu mà có: Điều 5 khoản 2; tính tay: 4/5*20 = 16.",
            "Where the expected values come from: a clause, or the sum that was done.",
        ),
        "generated": described(
            {"type": "boolean"},
            "true: kết quả do máy đề xuất, chưa ai xác nhận, nên chưa chứng minh điều gì.",
            "true: a program proposed the expected values and nobody confirmed them, so that they are no evidence.",
        ),
    },
    ("name", "expect"),
)
"""A case, under `tests:` of a ruleset or of a file beside it."""


@cache
def ruleset_schema() -> Schema:
    """Assemble the schema."""
    decision = table(
        {
            "number": described(WORD, "Số quyết định, ví dụ 1949/QĐ-UBND.", "The decision's number."),
            "date": described(WORD, "Ngày, tháng hoặc năm: 2022-11-15, 2022-11, 2022.", "A day, a month or a year."),
            "title": TITLE,
            "provenance": PROVENANCE,
        }
    )
    day = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    effective = table(
        {
            "from": described(day, "Ngày bắt đầu có hiệu lực.", "The first day."),
            "through": described(day, "Ngày cuối cùng có hiệu lực.", "The last day."),
            "provenance": PROVENANCE,
        }
    )
    digits = {key: described(ref("quantity"), vi, en) for key, vi, en in (
        ("leaf", "Số chữ số thập phân của tiêu chí lá.", "Decimals of leaves."),
        ("branch", "Số chữ số thập phân của nhánh.", "Decimals of branches."),
        ("total", "Số chữ số thập phân của tổng điểm.", "Decimals of the total."),
    )}  # fmt: skip
    total = table(
        {**{key: schema for key, schema in NODE_KEYS.items() if key not in {"criteria", "score", "answer"}},
         "of": described(rows(WORD), "Các tiêu chí được tính vào tổng này.", "The nodes that this total takes.")},
        ("id", "of"),
    )  # fmt: skip
    card = table(
        {
            "for": described(rows(WORD, most=200), "Dành cho các nhóm đơn vị này.", "The groups that it is for."),
            **{key: schema for key, schema in NODE_KEYS.items() if key not in {"id", "weight", "role", "on_fail"}},
            "totals": described(
                rows(total, most=200), "Các tổng khác bên cạnh cây tiêu chí.", "Totals beside the tree."
            ),
        }
    )
    properties: dict[str, Schema] = {
        "format": described({"const": "itrank-ruleset/1"}, "Luôn là itrank-ruleset/1.", "Always itrank-ruleset/1."),
        "id": described({"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$", "maxLength": 100}, "Mã của bộ tiêu chí, ví dụ haugiang-dti.", "The ruleset's id."),
        "version": described(WORD, 'Phiên bản, trong nháy: "2022.1".', 'The version, in quotes: "2022.1".'),
        "title": TITLE,
        "description": NODE_KEYS["description"],
        "locale": described(words("vi", "en"), "Ngôn ngữ của báo cáo.", "The language of reports."),
        "period": described({"type": ["integer", "string"]}, "Kỳ của số liệu, ví dụ 2022.", "The period of the figures."),
        "decision": described(decision, "Quyết định ban hành.", "The decree that brings it."),
        "effective": described(effective, "Thời gian hiệu lực, tính cả hai ngày.", "When it holds, both days included."),
        "provenance": PROVENANCE,
        "extends": described(WORD, "Dựa trên bộ khác: id@phiên-bản hoặc đường dẫn.", "Built on another: id@version or a path."),
        "rounding": described(table({"mode": ROUNDING_MODE, **digits}), "Làm tròn ở đâu và thế nào.", "Where and how to round."),
        "show": SHOW,
        "groups": described(by_name(described(table({"title": TITLE, "description": NODE_KEYS["description"]}), "Một nhóm đơn vị; bảng điểm gọi nhóm bằng tên này.", "A group of units; scorecards name it so.")), "Các nhóm đơn vị.", "The groups of units."),
        "units": described(
            by_name(table({"role": described(words("ranked", "unranked", "reference"), "ranked (mặc định), unranked (chấm nhưng không xếp hạng), reference (để tham chiếu).", "ranked (default), unranked, reference."),
                           "predecessors": described(rows(WORD, most=200), "Các đơn vị của năm trước mà đơn vị này thay thế (đổi tên, hợp nhất, chia tách).", "Units of last year that this one takes the place of (renamed, merged, split).")})),
            "Vai trò và tiền thân của từng đơn vị.", "The role and predecessors of single units.",
        ),
        "parameters": described(by_name({"anyOf": [ref("quantity"), by_name(ref("quantity"))]}), "Tham số dùng chung, số hoặc ngày: nguong: 80%, {2022: 80%} hoặc han: 2022-12-15.", "Parameters, numbers or days: threshold: 80%, {2022: 80%} or due: 2022-12-15."),
        "functions": described(by_name(ref("expression")), "Hàm: dat(a, b): min(a / b, 1).", "Functions: reached(a, b): min(a / b, 1)."),
        "inputs": described(by_name(described(table(INPUT_KEYS), "Một đầu vào: số liệu mà mỗi đơn vị báo cáo; tên này dùng trong công thức.", "An input: a figure that every unit reports; formulas use this name.")), "Những gì đơn vị báo cáo.", "What units report."),
        "values": described(by_name(VALUE), "Các bước tính có tên.", "Named steps."),
        "scorecards": described(by_name(described(card, "Một bảng điểm: cây tiêu chí của các nhóm đơn vị ghi ở for.", "A scorecard: the tree of criteria of the groups named by `for`.")), "Bảng điểm: mỗi thang điểm một bảng.", "Scorecards: one per scale."),
        "data": described(
            table(
                {
                    "id": described(WORD, "Cột mã đơn vị.", "The column of unit ids."),
                    "name": described(WORD, "Cột tên đơn vị.", "The column of names."),
                    "group": described(WORD, "Cột nhóm.", "The column of groups."),
                    "parent": described(WORD, "Cột đơn vị cấp trên.", "The column of parents."),
                    "previous": described({"anyOf": [WORD, table({"rank": WORD, "total": WORD, "tier": WORD, "max": WORD})]}, "Cột kết quả năm trước.", "Columns of last year's result."),
                    "decimal": described(words(".", ","), "Dấu thập phân của tệp.", "The decimal sign."),
                    "layout": described(table({"unit": WORD, "input": WORD, "value": WORD, "state": WORD}, ("input", "value")), "Bảng dọc: cột đầu vào, cột giá trị.", "A long table: its columns."),
                    "marks": described(by_name(words("not_applicable", "missing", "yes", "no")), "Ký hiệu trong ô: KAD: not_applicable; x: yes ở đầu vào có/không.", "Marks in cells: KAD: not_applicable; x: yes for an input of yes or no."),
                }
            ),
            "Cách đọc tệp số liệu.", "How data files are read.",
        ),
        "defaults": described(
            table(
                {
                    "inputs": table(INPUT_KEYS),
                    "values": table({key: INPUT_KEYS[key] for key in ("missing", "outliers", "cohort", "publish")}),
                    "criteria": table({key: NODE_KEYS[key] for key in ("not_applicable", "cohort", "round", "provenance", "clause", "ranking", "aggregate", "min", "cap", "at_least")}),
                }
            ),
            "Khóa mặc định cho mọi đầu vào, giá trị, tiêu chí chưa ghi khóa đó.", "Keys for all that lack them.",
        ),
        "tests": described(rows(CASE, most=MOST_CASES), "Ca kiểm thử của bộ tiêu chí.", "The ruleset's own cases."),
        "amend": described({"type": "object"}, "Với extends: sửa tiêu chí theo id.", "With extends: change nodes by id."),
        "add": described({"type": "array"}, "Với extends: thêm tiêu chí.", "With extends: add nodes."),
        "repeal": described({"type": "array"}, "Với extends: bãi bỏ tiêu chí, đầu vào, giá trị, tham số.", "With extends: remove nodes, inputs, values, parameters."),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://itrank.example/schemas/ruleset.schema.json",
        "title": "itrank ruleset",
        "description": "Bộ tiêu chí xếp hạng của itrank.\n\nA ruleset of itrank.",
        **table(properties),
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": ["format", "id", "version", "title", "scorecards"]},
        "else": {"required": ["format", "id", "version"]},
        "$defs": {
            # Keywords for text pass over objects, and those for objects over text: no anyOf, which costs the most.
            "words": {**table({"vi": TEXT, "en": TEXT}), "type": ["string", "object"], "maxLength": 2000},
            "expression": {"type": ["string", "number"], "minLength": 1, "maxLength": 4000},
            "quantity": {"type": ["number", "string"], "minLength": 1, "maxLength": 400},
            "points": {"type": ["number", "string"], "minLength": 1, "maxLength": 400},
            "score": score_schema(),
            "tier": TIER,
            "ranking": RANKING,
            "node": table(NODE_KEYS, ("id",)),
        },
    }


def written() -> str:
    """Write the schema as the committed file has it."""
    return json.dumps(ruleset_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(written())
