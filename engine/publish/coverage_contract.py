"""What cases touch and which mutants they notice, as types: `itrank-coverage/1` and its schema follow from them.

`python -m itrank.engine.publish.coverage_contract > schemas/coverage.schema.json` writes the committed file.
"""

import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from ..model.ruleset import Words
from ..result.contract import About, Exact
from ..result.schema import schema_of, text_of
from ..testing.covering import Standing
from ..testing.points import PointKind

FORMAT: Literal["itrank-coverage/1"] = "itrank-coverage/1"


@dataclass(frozen=True, slots=True)
class CoveragePlaceRecord:
    """Where a point is written."""

    file: Annotated[str, About("Tệp", "The file")]
    line: Annotated[int, About("Dòng, đếm từ 1", "The line, from 1")]
    column: Annotated[int, About("Cột, đếm từ 1", "The column, from 1")]


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A point of the ruleset that cases should touch."""

    id: Annotated[str, About("Mã, không đổi giữa các lần chạy", "Its id, the same each time")]
    kind: Annotated[PointKind, About("Loại", "What kind of point it is")]
    owner: Annotated[str, About("Tiêu chí, giá trị hoặc đầu vào", "The criterion, value or input that it is of")]
    says: Annotated[Words, About("Chỗ ấy là gì", "What it is")]
    place: CoveragePlaceRecord
    standing: Annotated[Standing, About(
        "touched: đã chạm; gap: chưa; unreachable: đã chứng minh là không ai chạm tới được",
        "touched, not yet (gap), or proved to be out of reach (unreachable)",
    )]  # fmt: skip
    cases: Annotated[tuple[str, ...], About("Các ca chạm tới", "The cases that touch it")]
    needs: Annotated[
        Words, About("Ca cần làm gì; rỗng nếu không cần", "What a case would do; empty where none is needed")
    ]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A criterion of the first level, or what is of no criterion."""

    id: Annotated[str, About("Mã; rỗng: đầu vào và giá trị", "Its id; empty for inputs and values")]
    code: Annotated[str, About("Số hiệu", "Its number")]
    title: Words
    clause: Annotated[str, About("Điều khoản", "The clause")]
    touched: Annotated[int, About("Số chỗ đã chạm", "Points touched")]
    gaps: Annotated[int, About("Số chỗ chưa chạm", "Points not touched")]
    unreachable: Annotated[int, About("Số chỗ không ai chạm tới được", "Points out of reach")]
    points: tuple[PointRecord, ...]


@dataclass(frozen=True, slots=True)
class CoverageRecord:
    """What the cases of a ruleset touch."""

    ABOUT: ClassVar = About("Các ca của một bộ tiêu chí chạm tới đâu.", "What the cases of a ruleset touch.")

    format: Annotated[Literal["itrank-coverage/1"], About("Định dạng của tệp này", "The format of this file")]
    engine: Annotated[str, About("Phiên bản itrank", "The version of itrank")]
    ruleset: Annotated[str, About("Bộ tiêu chí, mã@phiên-bản", "The ruleset, id@version")]
    sha256: Annotated[str, About("Mã băm của bộ tiêu chí", "SHA-256 of the ruleset")]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    per_cent: Annotated[Fraction, About("Phần trăm đã chạm, đúng tuyệt đối", "The share touched in per cent, exactly")]
    touched: int
    gaps: int
    unreachable: int
    counted: Annotated[int, About("Số ca được tính", "How many cases count")]
    generated: Annotated[int, About("Số ca đề xuất chưa ai xác nhận", "How many are proposals that nobody confirmed")]
    failed: Annotated[int, About("Số ca sai", "How many failed")]
    unread: Annotated[int, About("Số ca không so được", "How many could not be compared")]
    parts: tuple[PartRecord, ...]
    exact: ClassVar[Exact]


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(CoverageRecord, "coverage", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
