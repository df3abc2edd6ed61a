"""What words say of a figure: that less of it is better, that it is a day by which something is due, that it is good to have."""

import re
import unicodedata
from collections.abc import Iterable

from ...model.ruleset import Input, Node, Words

# Beginnings of words; Vietnamese keeps its accents, since without them late (trễ) is young (trẻ).
_LESS = r"""trễ|chậm|quá hạn|muộn|tồn đọng|sự cố|vi phạm|lỗi|sai|khiếu nại|tố cáo|phạt|trừ|nghèo|thất nghiệp|tử vong|chết
    |tai nạn|tội phạm|tham nhũng|ô nhiễm|phát thải|thất thoát|nợ|bỏ học|suy dinh dưỡng|trả lại|hủy|huỷ|mất|thiệt hại
    |(?<!thiết )(?<!trang )(?<!chuẩn )bị|chi phí|thời gian|không|chưa|thiếu|giảm|kém|yếu|rủi ro|chênh lệch|khoảng cách|bất
    |mù chữ|bệnh|nhiễm|cháy|rác|nguy cơ|kỷ luật|kỉ luật|hạn chế|từ chối|vắng|nghỉ|số ngày|tiêu thụ|tiêu hao|phá rừng
    |nước thải|khí thải|miễn|ngừng|thấp
    |late|delay|overdue|incident|violat|error|fault|complain|penalt|poverty|poor|unemploy|mortal|death|died|accident|crim
    |corrupt|pollut|emission|loss|lost|debt|dropout|drop-out|malnutr|stunt|return|cancel|cost|time (?:to|of|taken|spent)
    |not?\b|without|lack|risk|gap|inequal|illitera|illegal|disease|disaster|dissat|discriminat|disput|fire|wast|backlog
    |absen|reject|days|burden|vulnerab|deficit|informal|outage|fail|missing|unsat|unsafe|unpaid|unresol|unmet|unequal|low
    |less|rank|charge|bias|exempt|slow|wait|deforest|consum|co2|ghg|pm2"""
_SURELY_LESS = r"trễ|chậm|quá hạn|sự cố|vi phạm|tồn đọng|late|overdue|incident|violation|delay"
_MENDED = """xử lý|khắc phục|giải quyết|ứng cứu|phòng|báo cáo|đúng|diễn tập|không|chưa|giảm|hết|sáng kiến|chống|kịp thời|tiếp nhận|phát hiện|quy trình|kế hoạch
    |handl|resolv|solv|fixed|mend|respon|prevent|report|reduc|without|not|no|less|fewer|answer|clos|exercise|plan|detect|latest|related"""
_DUE = r"hạn|thời hạn|đến hạn|due|deadline|limit"
_CALLED = {"bonus": "thưởng|điểm cộng|bonus", "penalty": "phạt|điểm trừ|penalt|deduct"}
_HAVING = r"có|đã|has|have"


def said(text: str) -> str:
    """Give a text as words are looked for in it.

    >>> said("Số  Sự cố")
    'số sự cố'
    """
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


def _found(pattern: str, texts: Iterable[str], *, first: bool = False) -> bool:
    beginnings = "|".join(part.strip() for part in pattern.split("|"))
    wanted = re.compile(("^" if first else r"(?<!\w)") + f"(?:{beginnings})")
    return any(wanted.search(said(text)) for text in texts if text)


def _texts(*words: Words) -> list[str]:
    return [text for each in words for text in (each.vi, each.en) if text]


def is_less_better(*words: Words) -> bool:
    """Say whether some word hints that less of it is better, or that it may be.

    >>> is_less_better(Words("Tỷ lệ hồ sơ trễ hạn")), is_less_better(Words("Số cán bộ"))
    (True, False)
    """
    return _found(_LESS, _texts(*words))


def is_surely_less_better(asked: Input) -> bool:
    """Say whether the label of an input names what nobody wants, and no remedy of it."""
    texts = _texts(asked.label)
    return _found(_SURELY_LESS, texts) and not _found(_MENDED, texts)


def is_due(asked: Input) -> bool:
    """Say whether the label of a day, or its id, says that something is due on it."""
    return _found(_DUE, _texts(asked.label)) or is_of_due(asked.id)


def is_of_due(name: str) -> bool:
    """Say whether a name is that of a day by which something is due.

    >>> is_of_due("han_nop"), is_of_due("ngay_ban_hanh")
    (True, False)
    """
    return not {"han", "due", "deadline"}.isdisjoint(name.casefold().split("_"))


def is_good_to_have(asked: Input) -> bool:
    """Say whether the label of a yes or no names something that is there, and no word that it had better not be."""
    texts = _texts(asked.label)
    return _found(_HAVING, texts, first=True) and not _found(_LESS, texts)


def is_called(title: Words, role: str) -> bool:
    """Say whether a title calls itself a bonus or a penalty.

    >>> is_called(Words("Điểm thưởng sáng kiến"), "bonus"), is_called(Words("Điểm thưởng sáng kiến"), "penalty")
    (True, False)
    """
    return _found(_CALLED[role], _texts(title))


def title_of(node: Node) -> str:
    """Give the title by which two criteria are the same; empty where there is none."""
    return said(node.title.vi or node.title.en)
