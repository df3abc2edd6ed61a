"""Ten annexes as provinces lay them out, made up here: each with the tree, the sums and the doubts that a reader finds in it."""

import io
from collections.abc import Callable
from typing import NamedTuple

import xlsxwriter
from annexes import cell, docx, paragraph, row, rows_of, table, xlsx_of


class Printed(NamedTuple):
    """An annex.

    Attributes:
        trees: of each table, a line `number label = points` for each row, deeper ones indented.
        totals: the printed sums of each table.
        doubts: cell and code of what is told, without what only says how wordings are scored (ITR732, ITR736).
        columns: `--columns`, where an official has to give them.
    """

    name: str
    make: Callable[[], bytes]
    trees: tuple[str, ...]
    totals: tuple[tuple[float, ...], ...]
    doubts: tuple[tuple[str, str], ...] = ()
    columns: str = ""


def word(text: str, *before: str) -> str:
    """Paragraphs and a table drawn with `|`; `>>` merges a cell to the end."""
    rows = rows_of(text)
    width = max(map(len, rows))
    drawn = [
        row(
            *texts[:-1], cell(texts[-1].removeprefix(">>"), span=width - len(texts) + 1 if texts[-1][:2] == ">>" else 1)
        )
        for texts in rows
    ]
    return "".join(map(paragraph, before)) + table(*drawn)


def district() -> bytes:
    return docx(
        word(
            "TT | Chỉ số, chỉ số thành phần | Điểm tối đa | Cách đo và chấm điểm | Tài liệu kiểm chứng | Nguồn số liệu | Cơ quan thẩm định\n"
            "1 | NHẬN THỨC SỐ | 60 | | | |\n"
            "1.1 | Ban chỉ đạo họp trong năm | 20 | 4 cuộc: 20 điểm;\\n3 cuộc: 15 điểm;\\n2 cuộc: 10 điểm;\\n1 cuộc: 5 điểm;\\nKhông họp: 0 điểm | Biên bản, thông báo kết luận | Đơn vị | Sở KH&CN\n"
            "1.2 | Bí thư/Chủ tịch chủ trì họp | 20 | a = Số cuộc họp do Bí thư/Chủ tịch chủ trì;\\nb = Tổng số cuộc họp;\\nĐiểm = a/b × điểm tối đa | Biên bản | Đơn vị | Sở KH&CN\n"
            "1.3 | Văn bản chỉ đạo do người đứng đầu ký | 20 | Theo số văn bản được giao | Văn bản | Đơn vị | VP UBND\n"
            "2 | HẠ TẦNG SỐ | 40 | | | |\n"
            "2.1 | Tỷ lệ CBCC có máy tính | 15 | Tỷ lệ × điểm tối đa | Báo cáo | Đơn vị | Sở KH&CN\n"
            "2.2 | Mạng truyền số liệu chuyên dùng | 25 | Có: 25 điểm; không: 0 điểm | Báo cáo | Đơn vị | Sở KH&CN\n"
            " | TỔNG CỘNG | 100 | | | |",
            "Phụ lục II",
            "BỘ CHỈ SỐ CHUYỂN ĐỔI SỐ CẤP HUYỆN",
            "(Kèm theo Quyết định số 1949/QĐ-UBND ngày 15 tháng 11 năm 2022)",
        )
    )


def workbook_with_parted_headings() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Bang diem")
    sheet.merge_range("A1:H1", "ỦY BAN NHÂN DÂN TỈNH")
    sheet.merge_range("A2:H2", "BẢNG CHẤM ĐIỂM ỨNG DỤNG CÔNG NGHỆ THÔNG TIN")
    for area, text in (
        ("A4:A5", "STT"),
        ("B4:B5", "Nội dung"),
        ("D4:F4", "Điểm"),
        ("G4:G5", "Cách chấm"),
        ("H4:H5", "Ghi chú"),
    ):
        sheet.merge_range(area, text)
    for at, text in enumerate(("Tối đa", "Tự chấm", "Thẩm định"), start=3):
        sheet.write(4, at, text)
    rows = (
        ("I", "Hạ tầng", 12.5, "", "", "", ""),
        (1, "Tỷ lệ máy tính", 7.5, "", "", "Tỷ lệ x điểm tối đa", ""),
        (2, "Tường lửa", 5, "", "", "Có: 5 điểm; không: 0 điểm", "Ảnh chụp"),
        ("II", "Nhân lực", 7.5, "", "", "", ""),
        (1, "Lớp tập huấn", 7.5, "", "", "Mỗi lớp 0,5 điểm, không quá 7,5 điểm", ""),
        ("", "Tổng cộng", 20, "", "", "", ""),
    )
    for at, (number, label, most, own, checked, wording, notes) in enumerate(rows, start=5):
        for column, value in zip(
            (0, 1, 3, 4, 5, 6, 7), (number, label, most, own, checked, wording, notes), strict=True
        ):
            sheet.write(at, column, value)
    sheet.write("B13", "NGƯỜI LẬP BIỂU")
    sheet.write("G13", "THỦ TRƯỞNG ĐƠN VỊ")
    sheet.write("B14", "(Ký, ghi rõ họ tên)")
    sheet.write("G14", "(Ký tên, đóng dấu)")
    book.close()
    return buffer.getvalue()


def two_sheets() -> bytes:
    head = "STT | Tiêu chí | Điểm chuẩn | Hướng dẫn chấm điểm\n"
    return xlsx_of(
        f"Bảng 1. Các sở, ban, ngành | | | \n{head}1 | Kế hoạch năm | 2,5 đ | Có: 2,5 điểm; không: 0 điểm\n2 | Báo cáo | 7,5 đ | Theo quy định\n | Cộng | 10 đ | ",
        f"Bảng 2. UBND cấp xã | | | \n{head}1 | Kế hoạch năm | 4 đ | Có: 4 điểm; không: 0 điểm\n2 | Tổ công nghệ số | 6 đ | Có: 6 điểm; không: 0 điểm\n | Cộng | 10 đ | ",
    )


def two_groups_in_word() -> bytes:
    head = "TT | Tiêu chí | Điểm tối đa | Phương pháp đánh giá\n"
    return docx(
        paragraph("PHỤ LỤC 01"),
        word(
            f"{head}I | Thể chế | 10 |\n1 | Ban hành kế hoạch | 10 | Đã ban hành: 10 điểm; chưa ban hành: 0 điểm\nII | Nhân lực | 5 |\n1 | Cán bộ chuyên trách | 5 | Có: 5 điểm; không: 0 điểm\n | Tổng điểm | 15 |",
            "A. Đối với các sở, ban, ngành",
        ),
        word(
            f"{head}I | Thể chế | 8 |\n1 | Ban hành kế hoạch | 8 | Đã ban hành: 8 điểm; chưa ban hành: 0 điểm\n | Tổng điểm | 8 |",
            "B. Đối với UBND các xã, phường",
        ),
    )


def unknown_words() -> bytes:
    return docx(
        word(
            "Số | Việc phải làm | Mức cao nhất | Tự nhận | Chấm ra sao\n"
            "I | Nhận thức | 2,5 | 2 |\n"
            "1 | Kế hoạch năm | 1,5 | 1 | Có: 1,5 điểm; không: 0 điểm\n"
            "2 | Tuyên truyền | 1,0 | 1 | Mỗi bài 0,1 điểm, không quá 1 điểm\n"
            "II | Dịch vụ công | 7,5 | 5 |\n"
            "1 | Hồ sơ trực tuyến | 7,5 | 5 | Tỷ lệ × điểm tối đa\n"
            " | Tổng cộng | 10 | 7 |",
            "PHỤ LỤC KÈM THEO CÔNG VĂN",
        )
    )


def levels_as_rows() -> bytes:
    return xlsx_of(
        "BỘ TIÊU CHÍ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ CẤP XÃ | | | \n"
        "TT | Tiêu chí, tiêu chí thành phần | Điểm tối đa | Minh chứng\n"
        " | TỔNG ĐIỂM | 45 | \n"
        "A | CHỈ ĐẠO, ĐIỀU HÀNH | 30 | \n"
        "I | Họp ban chỉ đạo | 20 | \n"
        "1 | Số cuộc họp trong năm | 20 | Biên bản\n"
        " | - 4 cuộc trở lên | 20 | \n"
        " | - 3 cuộc | 15 | \n"
        " | - Dưới 3 cuộc | 0 | \n"
        "II | Kế hoạch | 10 | \n"
        "1 | Ban hành kế hoạch | 10 | Quyết định\n"
        "a | Đúng hạn | 10 | \n"
        "b | Trễ hạn | 5 | \n"
        "B | KẾT QUẢ | 15 | \n"
        "I | Dịch vụ công | 15 | \n"
        "1 | Hồ sơ trực tuyến | 9 | Báo cáo\n"
        "2 | Thanh toán trực tuyến | 6 | Báo cáo"
    )


def roles() -> bytes:
    return docx(
        word(
            "TT | Tiêu chí | Điểm tối đa | Cách tính điểm\n"
            "I | Nhóm tiêu chí bắt buộc | 100 |\n"
            "1 | Kế hoạch được phê duyệt | Điều kiện bắt buộc |\n"
            "2 | Thông tin chung | Không tính điểm |\n"
            "3 | Hồ sơ điện tử | 60 | Tỷ lệ × điểm tối đa\n"
            "4 | Chữ ký số | 40 | Có: 40 điểm; không: 0 điểm\n"
            "II | Điểm thưởng | 10 |\n"
            "1 | Sáng kiến | 10 | Mỗi sáng kiến 2 điểm, không quá 10 điểm\n"
            "III | Điểm trừ | -5 |\n"
            "1 | Báo cáo trễ | -5 | Mỗi lần 1 điểm, không quá 5 điểm\n"
            " | Tổng cộng (I + II) | 110 |"
        )
    )


def column_of_groups() -> bytes:
    def merged(text: str, *, is_first: bool) -> str:
        return cell(text, merge="restart" if is_first else "continue")

    return docx(
        table(
            row("TT", "Lĩnh vực", "Tiêu chí", "Thang điểm", "Hướng dẫn", "Minh chứng"),
            row("1", merged("Hạ tầng", is_first=True), "Máy tính", "10", "Tỷ lệ × điểm tối đa", "Báo cáo"),
            row("2", merged("", is_first=False), "Mạng", "5", "có/không", "Ảnh chụp"),
            row("3", merged("An toàn", is_first=True), "Tường lửa", "2", "có/không", "Hợp đồng"),
            row("4", merged("", is_first=False), "Sao lưu", "3", "có/không", "Hợp đồng"),
            row("", "", "Tổng số", "20", "", ""),
        )
    )


def rows_in_cells() -> bytes:
    return xlsx_of(
        "TT | Nội dung đánh giá | Điểm tối đa | Mô tả cách chấm điểm\n"
        "1 | Phần mềm dùng chung | 12 | - Có phần mềm quản lý văn bản. Tối đa 6 điểm;\\n- Có phần mềm một cửa. Tối đa 6 điểm\n"
        "2 | Trung tâm dữ liệu | 10 | \n"
        "2.1 | Đạt một trong các tiêu chuẩn sau: | 10 | \n"
        "a) | TCVN 9250 | 10 | Có: 10 điểm; không: 0 điểm\n"
        "b) | Uptime Tier 2 | 8 | Có: 8 điểm; không: 0 điểm\n"
        "3 | Thiết bị\\n- Máy chủ\\n- Máy quét | 8\\n5\\n3 | \n"
        " | Tổng cộng: | 30 điểm | "
    )


def pages() -> bytes:
    head = ("TT", "Tiêu chí", "Điểm tối đa", "Cách đánh giá")
    lettering = ("(1)", "(2)", "(3)", "(4)")
    return docx(
        paragraph("THANG ĐIỂM 30 ĐIỂM"),
        table(
            row(*head),
            row(*lettering),
            row(cell("I. HẠ TẦNG SỐ (20 điểm)", span=4)),
            row("1", "Máy tính", "12", "Tỷ lệ × điểm"),
        ),
        table(row(*head), row("", "", "", "tối đa"), row("2", "Mạng", "8", "Có: 8 điểm; không: 0 điểm")),
        table(
            row(cell("II. NHÂN LỰC SỐ (10 điểm)", span=4)),
            row("1", "Tập huấn", "10", "Mỗi lớp 1 điểm, không quá 10 điểm"),
            row("", "", "5", ""),
            row("", "Tổng cộng", "30", ""),
            row(cell("Xếp loại: Tốt từ 24 điểm; Khá từ 18 điểm đến dưới 24 điểm; còn lại Trung bình.", span=4)),
        ),
    )


ANNEXES = (
    Printed(
        "a district's DTI in Word.docx",
        district,
        (
            (
                "1 NHẬN THỨC SỐ = 60\n  1.1 Ban chỉ đạo họp trong năm = 20\n  1.2 Bí thư/Chủ tịch chủ trì họp = 20\n"
                "  1.3 Văn bản chỉ đạo do người đứng đầu ký = 20\n2 HẠ TẦNG SỐ = 40\n  2.1 Tỷ lệ CBCC có máy tính = 15\n"
                "  2.2 Mạng truyền số liệu chuyên dùng = 25"
            ),
        ),
        ((100,),),
    ),
    Printed(
        "a workbook with parted headings, a blank column and signatures.xlsx",
        workbook_with_parted_headings,
        (
            "I Hạ tầng = 25/2\n  1 Tỷ lệ máy tính = 15/2\n  2 Tường lửa = 5\nII Nhân lực = 15/2\n  1 Lớp tập huấn = 15/2",
        ),
        ((20,),),
    ),
    Printed(
        "two sheets for two groups.xlsx",
        two_sheets,
        ("1 Kế hoạch năm = 5/2\n2 Báo cáo = 15/2", "1 Kế hoạch năm = 4\n2 Tổ công nghệ số = 6"),
        ((10,), (10,)),
    ),
    Printed(
        "two groups in Word.docx",
        two_groups_in_word,
        (
            "I Thể chế = 10\n  1 Ban hành kế hoạch = 10\nII Nhân lực = 5\n  1 Cán bộ chuyên trách = 5",
            "I Thể chế = 8\n  1 Ban hành kế hoạch = 8",
        ),
        ((15,), (8,)),
    ),
    Printed(
        "headings that nobody knows.docx",
        unknown_words,
        (
            "I Nhận thức = 5/2\n  1 Kế hoạch năm = 3/2\n  2 Tuyên truyền = 1\nII Dịch vụ công = 15/2\n  1 Hồ sơ trực tuyến = 15/2",
        ),
        ((10,),),
        tuple((f"bảng 1, hàng 1, cột {at}", "ITR723") for at in (2, 3, 5)),
    ),
    Printed(
        "levels as rows.xlsx",
        levels_as_rows,
        (
            (
                "A CHỈ ĐẠO, ĐIỀU HÀNH = 30\n  I Họp ban chỉ đạo = 20\n    1 Số cuộc họp trong năm = 20\n"
                "      - 4 cuộc trở lên = 20\n      - 3 cuộc = 15\n      - Dưới 3 cuộc = 0\n  II Kế hoạch = 10\n"
                "    1 Ban hành kế hoạch = 10\n      a Đúng hạn = 10\n      b Trễ hạn = 5\nB KẾT QUẢ = 15\n"
                "  I Dịch vụ công = 15\n    1 Hồ sơ trực tuyến = 9\n    2 Thanh toán trực tuyến = 6"
            ),
        ),
        ((45,),),
    ),
    Printed(
        "conditions, bonus and penalty.docx",
        roles,
        (
            (
                "I Nhóm tiêu chí bắt buộc = 100\n  1 Kế hoạch được phê duyệt\n  2 Thông tin chung\n  3 Hồ sơ điện tử = 60\n"
                "  4 Chữ ký số = 40\nII Điểm thưởng = 10\n  1 Sáng kiến = 10\nIII Điểm trừ = 5\n  1 Báo cáo trễ = 5"
            ),
        ),
        ((110,),),
        (("bảng 1, hàng 3, cột 3", "ITR733"), ("bảng 1, hàng 11, cột 3", "ITR733")),
    ),
    Printed(
        "a column of groups.docx",
        column_of_groups,
        ("· Hạ tầng\n  1 Máy tính = 10\n  2 Mạng = 5\n· An toàn\n  3 Tường lửa = 2\n  4 Sao lưu = 3",),
        ((20,),),
    ),
    Printed(
        "rows in cells and alternatives.xlsx",
        rows_in_cells,
        (
            (
                "1 Phần mềm dùng chung = 12\n  - Có phần mềm quản lý văn bản = 6\n  - Có phần mềm một cửa = 6\n"
                "2 Trung tâm dữ liệu = 10\n  2.1 Đạt một trong các tiêu chuẩn sau: = 10\n    a TCVN 9250 = 10\n    b Uptime Tier 2 = 8\n"
                "3 Thiết bị = 8\n  - Máy chủ = 5\n  - Máy quét = 3"
            ),
        ),
        ((30,),),
    ),
    Printed(
        "pages with headings again, and a row without a name.docx",
        pages,
        ("I HẠ TẦNG SỐ = 20\n  1 Máy tính = 12\n  2 Mạng = 8\nII NHÂN LỰC SỐ = 10\n  1 Tập huấn = 10",),
        ((30, 30),),
        (("bảng 3, hàng 3", "ITR723"),),
    ),
)
