"""The headings that the columns of an annex have, by what each column is for."""

from collections.abc import Mapping

from .alike import is_mistyped, plain
from .printing import HEADS

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("TT", "STT", "Số TT", "Số thứ tự", "Mã", "Mã số", "Ký hiệu", "Mã tiêu chí", "Mã chỉ số", "Số hiệu", "No"),
    "label": (
        "Tiêu chí", "Chỉ số", "Nội dung", "Chỉ tiêu", "Tên tiêu chí", "Tên chỉ số", "Tiêu chí đánh giá", "Nội dung đánh giá",
        "Tiêu chí, chỉ số", "Tiêu chí/chỉ số", "Nội dung tiêu chí", "Tiêu chí thành phần", "Chỉ số thành phần",
        "Nội dung, tiêu chí", "Lĩnh vực", "Lĩnh vực/Tiêu chí", "Hạng mục", "Danh mục", "Tiêu chí chấm điểm",
        "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Chỉ số/Chỉ số thành phần", "Criterion",
    ),
    "max": (
        "Điểm", "Điểm tối đa", "Điểm chuẩn", "Thang điểm", "Số điểm", "Số điểm tối đa", "Điểm tối đa (điểm)", "Mức điểm",
        "Điểm quy định", "Thang điểm tối đa", "Tổng điểm", "Điểm thành phần", "Điểm Tối đa", "Points",
    ),
    "wording": (
        "Cách chấm", "Cách chấm điểm", "Cách tính", "Cách tính điểm", "Phương pháp tính", "Phương pháp tính điểm",
        "Phương pháp chấm điểm", "Phương pháp đánh giá", "Cách đánh giá", "Hướng dẫn", "Hướng dẫn chấm điểm", "Công thức",
        "Công thức tính", "Diễn giải", "Mô tả", "Mô tả cách chấm điểm", "Tiêu chuẩn", "Tiêu chuẩn đánh giá", "Mức đánh giá",
        "Thang đánh giá", "Hướng dẫn đánh giá", "Cách thức chấm điểm", "Cách thức đánh giá", "How it is scored",
    ),
    "evidence": (
        "Minh chứng", "Tài liệu minh chứng", "Tài liệu kiểm chứng", "Hồ sơ minh chứng", "Minh chứng, ghi chú", "Kiểm chứng",
        "Tài liệu kèm theo", "Hồ sơ kèm theo", "Hình thức minh chứng", "Yêu cầu minh chứng", "Căn cứ, minh chứng",
        "Bằng chứng", "Evidence, notes", "Minh chứng/Ghi chú", "Ghi chú, minh chứng",
    ),
    "notes": (
        "Ghi chú", "Nguồn", "Nguồn số liệu", "Nguồn dữ liệu", "Nguồn thông tin", "Cơ quan thẩm định", "Đơn vị thẩm định",
        "Cơ quan chủ trì", "Cơ quan đánh giá", "Đơn vị đánh giá", "Điểm tự chấm", "Điểm thẩm định", "Điểm tự đánh giá",
        "Trọng số", "Kết quả", "Đơn vị chủ trì", "Cơ quan theo dõi", "Cơ quan cung cấp số liệu", "Đơn vị phụ trách",
        "Trách nhiệm", "Đầu mối", "Điểm đạt được", "Điểm thành phần", "Cơ quan, đơn vị thẩm định", "Giải trình", "Kết quả thực hiện",
    ),
}  # fmt: skip
_KNOWN = {plain(text): text for texts in (*_HEADINGS.values(), *HEADS.values()) for text in texts}


def meant(heading: str) -> str | None:
    """Give the known heading that a heading is, or is with one letter mistyped; None for one that nobody here knows.

    >>> meant("ĐIỂM TỐI ĐA"), meant("Cách chấn điểm"), meant("Bình quân vùng")
    ('Điểm tối đa', 'Cách chấm điểm', None)
    """
    words = plain(heading)
    near = (text for known, text in _KNOWN.items() if is_mistyped(words, known))
    return _KNOWN.get(words) or next(near, None)
