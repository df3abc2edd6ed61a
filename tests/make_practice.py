"""Write the papers of `itrank init --practice`, as an office would: a made-up decision's annex, and minutes.

`.venv/bin/python tests/make_practice.py`
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

HERE = Path(__file__).resolve().parent.parent / "examples" / "practice"
HEADS = ("STT", "Nội dung tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng")
ROWS = (
    ("I", "Hạ tầng kỹ thuật", "40", "", ""),
    ("1", "Tỷ lệ CBCC có máy tính", "15", "a = Số CBCC có máy tính; b = Tổng số CBCC. Điểm = a/b × điểm tối đa", "Biểu thống kê"),
    ("2", "Tỷ lệ máy tính có phần mềm diệt vi rút", "15", "Từ 90% trở lên: điểm tối đa; dưới 90%: tỷ lệ × điểm tối đa / 90%", "Biểu thống kê"),
    ("3", "Có mạng LAN", "10", "Có: 10 điểm; không: 0 điểm", "Báo cáo"),
    ("II", "Ứng dụng", "40", "", ""),
    ("1", "Số dịch vụ công trực tuyến toàn trình", "20", "Mỗi dịch vụ 2 điểm, tối đa 20 điểm", "Danh sách"),
    ("2", "Hồ sơ xử lý trên môi trường mạng", "20", "- Từ 80% trở lên: 20 điểm;\n- Từ 50% đến dưới 80%: 10 điểm;\n- Dưới 50%: 0 điểm", "Báo cáo"),
    ("III", "Nhân lực, chính sách", "20", "", ""),
    ("1", "Ban chỉ đạo họp", "10", "4 cuộc trở lên: 10 điểm; 2-3 cuộc: 5 điểm; dưới 2 cuộc: 0 điểm", "Thông báo kết luận"),
    ("2", "Kế hoạch ứng dụng CNTT", "10", "Đánh giá theo chất lượng kế hoạch", "Kế hoạch"),
    ("", "Tổng cộng", "100", "", ""),
)  # fmt: skip
WIDTHS = (1.2, 5, 1.7, 4.8, 2.6)


def begun(*titles: str):
    """A document with its titles, and that it is made up."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    for text in titles:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(text).bold = True
    about = document.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.add_run("(Văn bản bịa ra để tập, không phải của cơ quan nào)").italic = True
    return document


def minutes() -> None:
    document = begun("BIÊN BẢN", "Họp Hội đồng đánh giá, xếp hạng mức độ ứng dụng CNTT", "Số: 3/BB-HĐ")
    document.add_paragraph(
        "Hội đồng nghe Tổ giúp việc báo cáo kết quả sau thẩm định lần hai và nhất trí thông qua kết quả."
    )
    document.add_paragraph(
        "Thư ký                                                                     Chủ tịch hội đồng"
    )
    document.save(str(HERE / "bien-ban.docx"))


def annex() -> None:
    document = begun("PHỤ LỤC", "BỘ TIÊU CHÍ")
    table = document.add_table(rows=0, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    for number, texts in enumerate((HEADS, *ROWS)):
        for cell, text, width in zip(table.add_row().cells, texts, WIDTHS, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(text)
            run.bold = number == 0 or not texts[3]
            run.font.size = Pt(11)
    document.save(str(HERE / "phu-luc.docx"))


if __name__ == "__main__":
    annex()
    minutes()
