"""What is said of where a year stands, as types: its JSON, `itrank-status/1`, and its schema follow from them."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias

from ..model.ruleset import Words
from ..result.contract import About, Rank
from ..result.schema import schema_of, text_of

FORMAT: Literal["itrank-status/1"] = "itrank-status/1"
StepName: TypeAlias = Literal["ruleset", "forms", "returned", "data", "appraisal", "result", "approval"]
StepState: TypeAlias = Literal["done", "now", "later", "wrong"]
Late: TypeAlias = Literal["no", "overdue", "dated_late", "unknown"]


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of the year."""

    name: Annotated[StepName, About("Bước", "The step")]
    state: Annotated[StepState, About(
        "done: xong; now: đang làm; later: chưa đến; wrong: có chỗ phải xem lại",
        "done, now at work, later, or wrong where something needs a look",
    )]  # fmt: skip
    said: Annotated[Words, About("Một dòng", "In one line")]


@dataclass(frozen=True, slots=True)
class UnitStatusRecord:
    """How far a unit is."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    form: Annotated[bool | None, About(
        "Có biểu trong thư mục biểu không; null nếu chưa có thư mục", "Whether its form is in the folder of forms; null without one",
    )]  # fmt: skip
    state: Annotated[
        Literal["complete", "incomplete", "wrong", "conflict", "refused", "absent"] | None,
        About("Như itrank collect; null nếu chưa có thư mục biểu nộp", "As of itrank collect; null without a folder of returned forms"),
    ]  # fmt: skip
    late: Annotated[Late, About(
        "no: không; overdue: quá hạn mà chưa nộp; dated_late: tệp ghi ngày sau hạn (ngày của tệp đổi khi chép lại); unknown: không có hạn, hoặc không biết ngày",
        "no; overdue: not sent and past the deadline; dated_late: its file is dated after it (copying changes such dates); unknown: no deadline or no date",
    )]  # fmt: skip
    file_date: Annotated[
        str, About("Ngày của tệp đã nộp; rỗng nếu không biết", "The date of its file; empty where unknown")
    ]
    corrected: Annotated[tuple[str, ...], About(
        "Các lần thẩm định đã có điều chỉnh", "The stages that corrected something of it",
    )]  # fmt: skip
    rank: Annotated[Rank, About("Hạng trong tệp kết quả", "Its rank in the result")]


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """Where a year stands."""

    ABOUT: ClassVar = About(
        "Tiến độ của một năm, tính đến một ngày. Cùng thư mục và cùng ngày cho cùng từng byte.",
        "Where a year stands on a day. The same folder and the same day give the same bytes.",
    )

    format: Annotated[Literal["itrank-status/1"], About("Định dạng của tệp này", "The format of this file")]
    day: Annotated[str, About("Tính đến ngày", "The day of which it tells")]
    title: Words
    ruleset: Annotated[
        str,
        About(
            "Bộ tiêu chí, mã@phiên-bản; rỗng nếu không đọc được",
            "The ruleset, id@version; empty where it cannot be read",
        ),
    ]
    deadline: Annotated[str, About("Hạn nộp; rỗng nếu không ghi", "The deadline; empty where none is stated")]
    days_left: Annotated[
        int | None, About("Số ngày đến hạn; âm là đã qua", "Days until the deadline; negative once it is past")
    ]
    contact: Annotated[str, About("Đầu mối", "Whom to ask")]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    steps: Annotated[tuple[StepRecord, ...], About("Các bước của năm", "The steps of the year")]
    next: Annotated[Words, About("Việc tiếp theo", "What comes next")]
    commands: Annotated[tuple[str, ...], About("Lệnh làm việc ấy", "The commands that do it")]
    units: Annotated[
        Sequence[UnitStatusRecord], About("Các đơn vị, theo bảng đơn vị", "The units, in the order of their table")
    ]


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(StatusRecord, "status", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
