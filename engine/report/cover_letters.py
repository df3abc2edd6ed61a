"""The letter that goes to a unit with its form: what is asked, by when, how to fill it and whom to ask."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..files.visible import visible
from ..model.ruleset import Ruleset, Scorecard
from ..model.sending import Sending
from ..result.numbers import show
from .contents import basis, heading, lowered, signature, words_of

_WORDS = {
    "number": ("Số:       /", "No.       /"),
    "subject": ("V/v báo cáo số liệu {title}{period}", "Data for {title}{period}"),
    "period": (", năm {period}", ", {period}"),
    "to": ("Kính gửi: {unit}", "To: {unit}"),
    "ask": (
        "{agency} đề nghị đơn vị báo cáo số liệu phục vụ {title}{period} theo biểu kèm theo, như sau:",
        "{agency} asks for your data for {title}{period}, on the form that is enclosed:",
    ),
    "agency": ("Cơ quan tổng hợp", "The collecting agency"),
    "form": (
        "1. Biểu kê khai: tệp {form}, gồm {criteria} tiêu chí chấm điểm, {questions} câu hỏi{most}.",
        "1. The form: the file {form}, with {criteria} scored criteria and {questions} questions{most}.",
    ),
    "most": (", tổng điểm tối đa {points}", ", of {points} points"),
    "how": (
        "2. Cách điền: mở tệp bằng Excel hoặc LibreOffice, chỉ nhập vào các ô nền vàng của trang Kê khai; ghi số, ngày, trích yếu hoặc liên kết của tài liệu kiểm chứng bên cạnh câu trả lời. Trang Thiếu cho biết câu hỏi còn trống. Không thêm, bớt, chuyển hàng hoặc cột; điểm tự chấm do biểu tính.",
        "2. How to fill it: open the file in Excel or LibreOffice and type into the yellow cells of the sheet Entry only; name the number, date, title or link of your evidence beside an answer. The sheet Missing lists what is left. Do not add, remove or move rows or columns; the form computes the self-score.",
    ),
    "back": (
        "3. Gửi về: tệp Excel đã điền, và bản in có chữ ký của người lập, thủ trưởng đơn vị và dấu{by}.",
        "3. Please return the filled file, and a print with the signatures of who filled it and of your head, and the seal{by}.",
    ),
    "by": (", chậm nhất ngày {day}", ", by {day} at the latest"),
    "contact": ("4. Nội dung cần trao đổi, đề nghị liên hệ: {contact}.", "4. Please ask: {contact}."),
    "end": ("Đề nghị đơn vị báo cáo đầy đủ, đúng thời hạn./.", "Thank you for answering in full and in time."),
    "recipients": ("- Như trên;\n- Lưu: VT.", "- As above;\n- Files."),
}  # fmt: skip


_UNDATED = date(2000, 1, 1)  # of a file whose day nobody said; the clock is never asked


@dataclass(frozen=True, slots=True)
class Letter:
    """What a cover letter prints, in the order of the paper; the template takes it as it is."""

    lang: str
    author: str
    dated: str
    mark: str
    head: dict[str, str]
    agency: str
    number: str
    nation: str
    motto: str
    place_date: str
    subject: str
    addressee: str
    body: tuple[str, ...]
    recipients: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Give all of it as lists, mappings and texts."""
        return asdict(self)


def cover_letter(
    ruleset: Ruleset, card: Scorecard, unit: str, form: str, questions: int, sending: Sending, *, illustrative: str = ""
) -> Letter:
    """Write the letter of a unit.

    Args:
        ruleset: names the index, its year and its decision.
        card: of the unit.
        unit: by name.
        form: the name of its file.
        questions: how many the form asks.
        sending: who sends it, by when it is due, whom to ask.
        illustrative: the mark of criteria that are partly made up; empty for others.
    """
    lang = ruleset.locale
    words, say = words_of(lang), {key: pair[0 if lang == "vi" else 1] for key, pair in _WORDS.items()}
    title = lowered(ruleset.title.say(lang) or ruleset.id)
    is_said = not ruleset.period or ruleset.period in title
    period = "" if is_said else say["period"].format(period=ruleset.period)
    of = {"title": title, "period": period}
    agency = sending.agency or say["agency"]
    lines = [
        *basis(words, ruleset.decision, lang),
        say["ask"].format(agency=agency, **of),
        *_points(card, form, questions, sending, say, ruleset),
        say["end"],
    ]
    return Letter(
        lang=lang,
        author=visible(sending.agency.upper()),
        dated=(sending.day or sending.deadline or _UNDATED).isoformat(),
        mark=visible(illustrative),
        head=signature(lang, sending.signer),
        **{**_heading(lang, sending), "number": say["number"]},
        subject=visible(say["subject"].format(**of)),
        addressee=visible(say["to"].format(unit=unit)),
        body=tuple(map(visible, lines)),
        recipients=tuple(say["recipients"].split("\n")),
    )


def _heading(lang: str, sending: Sending) -> dict[str, str]:
    return {key: visible(text) for key, text in heading(lang, sending.agency, sending.place, sending.day).items()}


def _points(
    card: Scorecard, form: str, questions: int, sending: Sending, say: dict[str, str], ruleset: Ruleset
) -> Iterator[str]:
    """Give the numbered points: the form, how to fill it, where it goes, whom to ask."""
    full = card.root.full
    most = "" if full is None else say["most"].format(points=show(full, None, ruleset.locale))
    leaves = sum(not node.children and node.role not in {"unscored", "condition"} for node in card.root.walk())
    yield say["form"].format(form=form, criteria=leaves, questions=questions, most=most)
    yield say["how"]
    yield say["back"].format(by="" if sending.deadline is None else say["by"].format(day=_local(sending.deadline)))
    if sending.contact:
        yield say["contact"].format(contact=sending.contact)


def _local(day: date) -> str:
    return f"{day:%d/%m/%Y}"
