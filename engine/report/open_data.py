"""A result as open data: plain tables with a description that programs read (Frictionless Data Package, version 1).

https://specs.frictionlessdata.io/data-package/ and https://specs.frictionlessdata.io/table-schema/
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from ..files.apostrophes import guarded
from ..files.visible import visible, visible_in_json
from ..result.contract import CriterionRecord, NodeRecord
from ..result.numbers import decimal
from ..result.published import Published
from .answers import value_for_programs
from .details import cell_at, has_place, nodes_made
from .facts import formulas, marks, retold, tier_title, titled
from .text import methods
from .tiers import failed_of

Field = tuple[str, str, str, str]  # name, type, and what it is in Vietnamese and English
Table = tuple[Sequence[Field], list[str], list[list[object]]]  # fields, primary key, rows

_RANKING: tuple[Field, ...] = (
    ("list", "string", "Danh sách xếp hạng", "Ranking list"),
    ("rank", "integer", "Hạng; trống nếu chưa xếp hạng", "Rank; empty where there is none"),
    ("unit", "string", "Mã đơn vị", "Id of the unit"),
    ("name", "string", "Tên đơn vị", "Name of the unit"),
    ("group", "string", "Nhóm", "Group"),
    ("scorecard", "string", "Bảng điểm", "Scorecard"),
    ("status", "string", "ranked, provisional, unranked, reference", "ranked, provisional, unranked, reference"),
    ("total", "number", "Tổng điểm, cắt ở 12 chữ số lẻ", "Total, cut to 12 places"),
    ("max", "number", "Điểm tối đa của đơn vị", "The unit's maximum"),
    ("tier", "string", "Mã mức", "Id of the tier"),
    ("tier_title", "string", "Tên mức", "Name of the tier"),
    ("previous_rank", "integer", "Hạng năm trước", "Rank last year"),
    ("rank_change", "integer", "Số bậc tăng (dương) hay giảm", "Places up (positive) or down"),
    (
        "conditions",
        "string",
        "Điều kiện ngoài điểm mà đơn vị không đạt, và hệ quả",
        "Conditions beside points that the unit fails, and what follows",
    ),
)
_SCORES: tuple[Field, ...] = (
    ("unit", "string", "Mã đơn vị", "Id of the unit"),
    ("criterion", "string", "Mã tiêu chí", "Id of the criterion"),
    ("score", "number", "Điểm; trống nếu không có", "Score; empty where there is none"),
    ("counted", "number", "Điểm tối đa được tính cho đơn vị", "The maximum with which it counts"),
    ("state", "string", "Trạng thái", "State"),
)
_PLACES: tuple[Field, ...] = (
    ("rank", "integer", "Hạng riêng của tiêu chí", "The rank by the criterion alone"),
    ("rank_printed", "string", "Hạng ấy như được in", "That rank as it is printed"),
    ("tier", "string", "Mã mức riêng của tiêu chí", "Id of the tier by the criterion alone"),
    ("tier_title", "string", "Tên mức ấy", "Name of that tier"),
)
_VALUES: tuple[Field, ...] = (
    ("unit", "string", "Mã đơn vị", "Id of the unit"),
    ("value", "string", "Mã giá trị", "Id of the value"),
    ("title", "string", "Tên giá trị", "Name of the value"),
    ("type", "string", "Kiểu", "Type"),
    ("measured_in", "string", "Đơn vị đo", "Unit of measurement"),
    (
        "amount",
        "string",
        "Giá trị được công bố: số thập phân (phần trăm có dấu %), yes hoặc no, YYYY-MM-DD, mã lựa chọn hoặc chữ; trống nếu không có",
        "The published value: a decimal (per cent with its sign), yes or no, YYYY-MM-DD, an option's id or text; empty where there is none",
    ),
)
_CRITERIA: tuple[Field, ...] = (
    ("scorecard", "string", "Bảng điểm", "Scorecard"),
    ("criterion", "string", "Mã tiêu chí", "Id of the criterion"),
    ("code", "string", "Số thứ tự", "Number"),
    ("title", "string", "Tên", "Title"),
    ("parent", "string", "Mục cha", "The node above"),
    ("max", "number", "Điểm tối đa", "Maximum"),
    ("role", "string", "Vai trò", "Role"),
    ("formula", "string", "Cách tính", "Formula"),
    ("clause", "string", "Căn cứ", "Clause"),
    ("provenance", "string", "Nguồn gốc", "Provenance"),
)


def package(published: Published, content: bytes) -> dict[str, str]:
    """Make the files of a data package, by name; the same result gives the same bytes.

    Args:
        published: the result.
        content: its bytes, which are one of the files; signs that cannot be seen are written as JSON escapes there.
    """
    ranking = _ranking(published)
    is_decided = any(row[-1] for row in ranking)  # by anything beside points: else there is no such column
    tables: dict[str, Table] = {
        "ranking": (
            _RANKING if is_decided else _RANKING[:-1],
            ["unit"],
            ranking if is_decided else [row[:-1] for row in ranking],
        ),
        "scores": _scores(published),
        "criteria": (_CRITERIA, ["scorecard", "criterion"], _criteria(published)),
        **({"values": (_VALUES, ["unit", "value"], _values(published))} if published.record.values else {}),
    }
    made = {f"{name}.csv": _csv(fields, rows) for name, (fields, _, rows) in tables.items()}
    made["result.json"] = visible_in_json(content.decode("utf-8-sig"))
    resources = [
        {
            **_file(f"{name}.csv", made[f"{name}.csv"], "text/csv"),
            "profile": "tabular-data-resource",
            "schema": _schema(published, fields, keys),
        }
        for name, (fields, keys, _) in tables.items()
    ]
    described = _described(published, [*resources, _file("result.json", made["result.json"], "application/json")])
    return made | {"datapackage.json": json.dumps(retold(described, visible), ensure_ascii=False, indent=1) + "\n"}


def _ranking(published: Published) -> list[list[object]]:
    places = {
        id_: (place, one) for one, made in enumerate(published.record.lists) for place, id_ in enumerate(made.units)
    }
    units = sorted(published.record.units, key=lambda unit: places.get(unit.id, (10**9, 10**9))[::-1])
    return [
        [
            unit.list,
            unit.rank,
            unit.id,
            unit.name,
            unit.group,
            unit.scorecard,
            unit.status,
            _decimal(unit.total),
            _decimal(unit.max),
            unit.tier,
            tier_title(published, unit),
            unit.previous.rank if unit.previous else None,
            unit.rank_change,
            " ".join(f"{said}." for said in failed_of(published, unit)),
        ]
        for unit in units
    ]


def _scores(published: Published) -> Table:
    """Give each criterion of each unit, with its rank and tier there where any criterion below a root has one."""
    units = published.record.units
    rows: list[list[object]] = [
        [unit.id, made.id, _decimal(made.score), _decimal(made.counted), made.state]
        for unit in units
        for made in unit.criteria
    ]
    keys = ["unit", "criterion"]
    if not any(map(has_place, units)):
        return _SCORES, keys, rows
    places = [_place(published, node, made) for unit in units for node, made in nodes_made(published, unit)]
    return (*_SCORES, *_PLACES), keys, [[*row, *place] for row, place in zip(rows, places, strict=True)]


def _place(published: Published, node: NodeRecord, made: CriterionRecord) -> list[object]:
    cell = cell_at(published, node, made)
    return [made.rank, cell.rank, made.tier, cell.tier] if cell.places else [None, "", "", ""]


def _values(published: Published) -> list[list[object]]:
    return [
        [
            unit.id,
            value.id,
            value.label.say(published.lang),
            value.type,
            value.measured_in,
            value_for_programs(value, unit),
        ]
        for unit in published.record.units
        for value in published.record.values or ()
    ]


def _criteria(published: Published) -> list[list[object]]:
    lang, formula = published.lang, formulas(published)
    return [
        [
            card.id,
            node.id,
            node.code,
            node.title.say(lang),
            node.parent,
            _decimal(node.max),
            node.role,
            formula(node.formula),
            node.clause,
            node.provenance,
        ]
        for card in published.record.scorecards
        for node in card.criteria
    ]


def _decimal(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal(amount)[0]


def _csv(fields: Sequence[Field], rows: Sequence[Sequence[object]]) -> str:
    """Write a table; a text that a spreadsheet would run as a formula gets a leading apostrophe, numbers stay numbers."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([name for name, *_ in fields])
    for row in rows:
        writer.writerow(
            [
                "" if cell is None else guarded(visible(str(cell))) if kind == "string" else cell
                for (_, kind, *_), cell in zip(fields, row, strict=True)
            ]
        )
    return stream.getvalue()


def _file(name: str, text: str, media: str) -> dict[str, Any]:
    content = text.encode()
    return {
        "name": name.rpartition(".")[0],
        "path": name,
        "format": name.rpartition(".")[2],
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }


def _schema(published: Published, fields: Sequence[Field], keys: Sequence[str]) -> dict[str, Any]:
    at = 2 if published.lang == "vi" else 3
    return {
        "fields": [{"name": field[0], "type": field[1], "description": field[at]} for field in fields],
        "missingValues": [""],
        "primaryKey": list(keys),
    }


def _described(published: Published, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    record = published.record
    rules = record.ruleset
    signs = marks(published)
    return {
        "profile": "data-package",
        "name": f"{rules.id}-{rules.version}".lower().replace("_", "-"),
        "title": titled(published),
        "description": " · ".join(signs),
        "version": rules.version,
        "sources": [
            {"title": source.path, "path": source.path, "sha256": source.sha256}
            for source in (*rules.sources, *record.data)
            if not source.path.startswith(("/", ".."))
        ],
        "itrank": {
            "engine": record.engine,
            "result_sha256": published.sha256,
            "ruleset_sha256": rules.sha256,
            "illustrative": record.illustrative,
            "provisional": record.provisional,
            **({"tiers": list(methods(published))} if any(methods(published)) else {}),
        },
        "resources": list(resources),
    }
