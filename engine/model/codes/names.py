"""Codes 25x and 26x: findings about names and about what a formula may refer to."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Fix, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_name = partial(Code, subject=Subject.NAME, depends=Depends.FORMULA)
_formula = partial(Code, subject=Subject.FORMULA, depends=Depends.FORMULA)
_criterion = partial(Code, subject=Subject.CRITERION, depends=Depends.CRITERION)

CODES: tuple[Code, ...] = (
    _name(
        "ITR112.name", E,
        'tên "{name}" trùng với "{twin}" đã khai ở dòng {line} (không phân biệt chữ hoa, chữ thường)',
        'the name "{name}" is already declared as "{twin}" on line {line} (case does not tell names apart)',
        "Tham số, đầu vào, giá trị và tiêu chí dùng chung một không gian tên: mỗi tên chỉ khai một lần.",
        "Parameters, inputs, values and criteria share one namespace: declare each name once.",
        aliases=("ITR251",),
    ),
    _formula(
        "ITR142.function", E,
        '"{found}" không phải đầu đề của hàm', '"{found}" is not the heading of a function',
        "Hãy viết như: dat(a, b): min(a / b, 1).", "Write it as: reached(a, b): min(a / b, 1).",
        aliases=("ITR263",),
    ),
    _formula(
        "ITR214.argument", E,
        "{name} cần một số, ở đây là kiểu {found}", "{name} takes a number, here is a {found_en}",
        "Một điều kiện thành số bằng cách viết: 1 if điều_kiện else 0.", "A condition becomes a number by: 1 if condition else 0.",
        aliases=("ITR261",),
    ),
    _formula(
        "ITR214.bound", E,
        '"{name}" có kiểu {kind}, không so được với {found}', '"{name}" is of type {kind}, which cannot be held against {found}',
        "min, max chỉ dùng cho số và ngày; đầu vào làm giới hạn phải cùng là số, hoặc cùng là ngày.",
        "min and max are of numbers and days; an input that bounds another is a number where that is one, and a day where that is one.",
        aliases=("ITR266",),
    ),
    _formula(
        "ITR214.condition", E,
        'ở đây cần một điều kiện (có/không), nhưng "{source}" là kiểu {found}',
        'a condition (yes/no) is expected here, but "{source}" is of type {found_en}',
        "Hãy so sánh, ví dụ: x >= 20, hoặc dùng một đầu vào kiểu yes_no.",
        "Compare, for instance: x >= 20, or use an input of type yes_no.",
        aliases=("ITR254",),
    ),
    _formula(
        "ITR214.missing", E,
        'missing: {found} chỉ dùng được cho số, mà "{name}" có kiểu {kind}', 'missing: {found} is of numbers only, and "{name}" is of type {kind}',
        "Ghi error, unranked, skip hoặc last_year; với yes_no cũng có zero, nghĩa là Không.",
        "Use error, unranked, skip or last_year; of yes_no also zero, which means no.",
        aliases=("ITR265",),
    ),
    _formula(
        "ITR214.number", E,
        'ở đây cần một số, nhưng "{source}" là kiểu {found}', 'a number is expected here, but "{source}" is of type {found_en}',
        "Một điều kiện thành số bằng cách viết: 1 if điều_kiện else 0.", "A condition becomes a number by: 1 if condition else 0.",
        aliases=("ITR255",),
    ),
    _formula(
        "ITR214.text", E,
        '"{name}" là minh chứng bằng chữ, không tính điểm được', '"{name}" is text, kept as evidence and never scored',
        "Đổi type của đầu vào, hoặc thêm một đầu vào yes_no hay choice.",
        "Change the input's type, or add an input of type yes_no or choice.",
        aliases=("ITR264",),
    ),
    _formula(
        "ITR252", E,
        '"{name}" không phải là tham số; ở đây chỉ dùng được số và tham số',
        '"{name}" is not a parameter; only numbers and parameters can stand here',
        is_local=True, fix=Fix.NAME,
    ),
    _formula(
        "ITR252.figure", E,
        '"{found}" không cho ra một số', '"{found}" does not give a number',
        "Hãy viết một số như 20, một phần trăm như 80%, hoặc tên một tham số.",
        "Write a number such as 20, a percentage such as 80%, or the name of a parameter.",
        aliases=("ITR253",),
    ),
    _formula(
        "ITR257", E,
        'từ "{name}" không có nghĩa ở đây', 'the word "{name}" means nothing here',
        '"self" dùng trong tiêu chí lá, "value" trong then, "total" nơi chỉ có một bảng điểm.',
        '"self" belongs in a leaf, "value" in then, "total" where there is one scorecard.',
    ),
    _formula(
        "ITR258", E,
        "{name} so sánh với các đơn vị khác nhưng chưa nói là những đơn vị nào",
        "{name} compares with other units, and nothing says which",
        "Thêm cohort: list, scorecard, all hoặc [nhóm, nhóm] tại đây hay trong defaults.",
        "Add cohort: list, scorecard, all or [group, group] here or under defaults.",
    ),
    _formula(
        "ITR259", E,
        "{name} cần {count} đối số, ở đây có {found}", "{name} takes {count} argument(s), here there are {found}",
        "Dấu phẩy ngăn các đối số, dấu chấm là dấu thập phân.", "A comma separates arguments, a point is the decimal sign.",
    ),
    _formula(
        "ITR259.last_year", E,
        "last_year cần đúng một tên, ví dụ last_year(can_bo)", "last_year takes exactly one name, as in last_year(staff)",
        aliases=("ITR256",),
    ),
    _formula(
        "ITR262", E,
        "các tên cần nhau thành vòng tròn: {chain}", "names need one another in a circle: {chain}",
        "Hãy bỏ một mắt xích: không giá trị nào được tính từ chính nó.", "Break one link: nothing can be computed from itself.",
    ),
    _name(
        "ITR267", E,
        '"{name}" không dùng làm tên được', '"{name}" cannot be a name',
        "Tên bắt đầu bằng chữ cái, rồi đến chữ cái (kể cả chữ Việt), chữ số hay dấu gạch dưới; số mục của văn bản viết ở code.",
        "A name begins with a letter and goes on with letters, digits or underscores; the number in the decree goes to code.",
        traits=(Trait.NO_NAME,),
    ),
    _name(
        "ITR267.function", E,
        'tên "{name}" đã là tên của hàm ở dòng {line}', 'the name "{name}" is that of the function on line {line}',
        'Hãy đặt tên khác, ví dụ "{proposal}".', 'Choose another, such as "{proposal}".',
        since="0.3.0",
    ),
    _name(
        "ITR267.used", E,
        'tên "{name}" đã được itrank dùng cho việc khác', 'the name "{name}" has a meaning of its own in formulas',
        'Hãy đặt tên khác, ví dụ "{proposal}".', 'Choose another, such as "{proposal}".',
        aliases=("ITR250",),
    ),
    _name(
        "ITR267.word", E,
        '"{name}" là từ của công thức nên không dùng làm tên được', '"{name}" is a word of formulas and cannot be a name',
        'Hãy đặt tên khác, ví dụ "{proposal}".', 'Choose another, such as "{proposal}".',
        since="0.2.0",
        traits=(Trait.NO_NAME,),
        aliases=("ITR269",),
    ),
    _formula(
        "ITR268", E,
        "hai lựa chọn không có phương án chung nên không bao giờ bằng nhau: {first}; và {second}",
        "two choices without a common option can never be equal: {first}; and {second}",
        'So sánh với một phương án trong dấu nháy, như x == "a", hoặc sửa các phương án cho chung mã.',
        'Compare with an option in quotes, as in x == "a", or give both the same ids of options.',
        since="0.2.0",
    ),
    _criterion(
        "ITR271", I,
        "defaults: {key} không tới gốc bảng điểm: {card}", "defaults: {key} does not reach the root of: {card}",
        "Nếu gốc cũng cần, ghi {key} ngay tại bảng điểm ấy; của defaults: criteria gốc chỉ nhận: {taken}.",
        "If the root needs it too, state {key} on that scorecard; of defaults: criteria a root takes only: {taken}.",
        since="0.2.0",
    ),
    _criterion(
        "ITR271.answer", I,
        "defaults: {key} không tới câu trả lời riêng của: {node}", "defaults: {key} does not reach the own answers of: {node}",
        "Nếu cần, ghi answer: {{{key}: ...}} tại tiêu chí ấy; của defaults: inputs câu trả lời riêng chỉ nhận: {taken}.",
        "If it is needed, state answer: {{{key}: ...}} on that criterion; of defaults: inputs an own answer takes only: {taken}.",
        since="0.2.0",
        aliases=("ITR272",),
    ),
    _criterion(
        "ITR372.at_least", E,
        "{id}: at_least: {found} không bao giờ đạt được: chỉ có {there} {of_vi}",
        "{id}: at_least: {found} can never be met: there {there_en} {there} {of_en}",
        "Ghi số không quá số mục tính được, hoặc một phần trăm đến 100%.",
        "State no more than there are, or a percentage up to 100%.",
        since="0.2.0",
        aliases=("ITR273",),
    ),
    _formula(
        "ITR372.percentile", E,
        "phân vị phải là một hằng số từ 0 đến 1 (hay 0% đến 100%)", "a percentile must be a constant from 0 to 1 (or 0% to 100%)",
        "Trong công thức viết 0.25, trong outliers có thể viết 25%.", "Write 0.25 in a formula; under outliers 25% will do.",
        aliases=("ITR260",),
    ),
)  # fmt: skip
