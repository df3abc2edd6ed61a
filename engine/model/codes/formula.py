"""Codes 2xx: findings about formulas."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Fix, Subject

E = Severity.ERROR

_formula = partial(Code, subject=Subject.FORMULA, depends=Depends.FORMULA)

CODES: tuple[Code, ...] = (
    _formula(
        "ITR106.formula", E,
        "công thức lồng nhau quá {limit} tầng", "the formula is nested more than {limit} levels deep",
        "Chia thành nhiều bước trong values.", "Split it into steps under values.",
        is_local=True,
        aliases=("ITR203",),
    ),
    _formula("ITR110.formula", E, "công thức trống", "the formula is empty", "Hãy viết một biểu thức.", "Write an expression.", is_local=True, aliases=("ITR201",)),
    _formula(
        "ITR202", E,
        "công thức quá dài: {found} ký tự hoặc phép tính, giới hạn là {limit}",
        "the formula is too long: {found} characters or operations, the limit is {limit}",
        "Chia thành nhiều bước trong values.", "Split it into steps under values.",
        is_local=True,
    ),
    _formula(
        "ITR202.arguments", E,
        "quá nhiều đối số: {found}, giới hạn là {limit}", "too many arguments: {found}, the limit is {limit}",
        "Gộp từng nhóm thành các bước trong values.", "Put them together in groups under values.",
        is_local=True,
        aliases=("ITR209",),
    ),
    _formula(
        "ITR202.functions", E,
        "quá {limit} phép căn, lôgarit, lũy thừa trong tất cả công thức",
        "more than {limit} roots, logarithms and powers in all formulas together",
        "Tính mỗi phép một lần trong values rồi dùng tên của nó.", "Take each once under values, and use its name.",
        aliases=("ITR216",),
    ),
    _formula(
        "ITR202.number", E,
        "số dài quá {limit} ký tự", "the number is longer than {limit} characters",
        "Viết phép chia sinh ra số đó, như 1 / 3, hoặc bỏ bớt chữ số.", "Write the division that it came from, such as 1 / 3, or drop digits.",
        is_local=True,
        aliases=("ITR211",),
    ),
    _formula("ITR204", E, 'không có tên "{name}"', 'unknown name "{name}"', is_local=True, fix=Fix.NAME, depends=Depends.IDS),
    _formula("ITR204.function", E, 'không có hàm "{name}"', 'unknown function "{name}"', fix=Fix.NAME, aliases=("ITR215",)),
    _formula("ITR204.option", E, 'không có lựa chọn "{option}"', 'there is no option "{option}"', fix=Fix.NAME, aliases=("ITR219",)),
    _formula(
        "ITR205", E,
        'ký tự "{sign}" ({name}) không dùng được trong công thức', 'the sign "{sign}" ({name}) has no place in a formula',
        "Chỉ dùng chữ La-tinh, chữ số, _ và các dấu + - * / // % ** ( ) , . < > = !",
        "Only Latin letters, digits, _ and + - * / // % ** ( ) , . < > = ! are read.",
        depends=Depends.NAMES, is_local=True, fix=Fix.SIGN,
    ),
    _formula(
        "ITR206", E,
        "công thức có chữ tổ hợp (không phải Unicode NFC)", "the formula has decomposed letters (it is not Unicode NFC)",
        "Gõ lại tên có dấu, hoặc lưu tệp ở dạng Unicode dựng sẵn.", "Type the accented name again, or save the file as NFC.",
        is_local=True, fix=Fix.COMPOSED,
    ),
    _formula(
        "ITR207", E,
        "công thức viết chưa đúng ở chỗ này", "the formula cannot be read here",
        "Kiểm tra dấu ngoặc, phép tính và dấu phẩy.", "Look at brackets, operators and commas.",
        depends=Depends.NAMES, is_local=True, fix=Fix.SYNTAX,
    ),
    _formula(
        "ITR208", E,
        "công thức không có cách viết này: {what}", "formulas do not have this: {what}",
        "Chỉ có: + - * / // % **, so sánh, and or not, a if c else b, tên, số và các hàm của itrank.",
        "There are: + - * / // % **, comparisons, and or not, a if c else b, names, numbers and itrank's functions.",
        depends=Depends.NAMES, is_local=True, fix=Fix.COMMA,
    ),
    _formula(
        "ITR210", E,
        "số {found} viết chưa đúng cách", "the number {found} is not written as formulas have it",
        "Viết như 1000 hoặc 0.85: không dấu cách, không e, không số 0 ở đầu.",
        "Write 1000 or 0.85: no separators, no exponent, no leading zero.",
        is_local=True, fix=Fix.NUMBER,
    ),
    _formula(
        "ITR214", E,
        "ở đây cần kiểu {expected}, nhưng đây là kiểu {found}", "a {expected_en} is expected here, but this is a {found_en}",
        "Một điều kiện thành số: 1 if điều_kiện else 0; một số thành điều kiện: so sánh nó.",
        "A condition becomes a number: 1 if condition else 0; a number becomes a condition: compare it.",
    ),
    _formula(
        "ITR217", E,
        'chữ trong nháy "{option}" chỉ để so sánh với một đầu vào kiểu choice',
        'the quoted text "{option}" may only be compared with an input of type choice',
        'Ví dụ: chu_tri == "bi_thu".', 'As in: chair == "secretary".',
    ),
    _formula(
        "ITR218", E,
        "hai đại lượng khác đơn vị đo: {first} và {second}", "two amounts of different units of measurement: {first} and {second}",
        "Đổi về một đơn vị, hoặc sửa measured_in.", "Convert one, or mend measured_in.",
    ),
    _formula(
        "ITR262.function", E,
        "hàm gọi lại chính nó: {chain}", "a function calls itself: {chain}",
        "Viết công thức của hàm mà không gọi vòng.", "Write the function without the circle.",
        is_local=True,
        aliases=("ITR213",),
    ),
    _formula(
        "ITR372.exponent", E,
        "số mũ phải là số nguyên viết thẳng, từ -{limit} đến {limit}", "the exponent must be a whole number written out, from -{limit} to {limit}",
        "Dùng power(x, y) cho số mũ khác.", "Use power(x, y) for any other.",
        is_local=True,
        aliases=("ITR212",),
    ),
)  # fmt: skip
