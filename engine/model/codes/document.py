"""Codes 1xx: findings about the text of a file."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Fix, Kind, Subject, Trait

E = Severity.ERROR

_document = partial(Code, subject=Subject.DOCUMENT, depends=Depends.TEXT)
_key = partial(Code, subject=Subject.KEY, depends=Depends.TEXT)
_file = partial(Code, subject=Subject.FILE, depends=Depends.EXTENDS)
_extends = partial(Code, subject=Subject.EXTENDS, depends=Depends.EXTENDS)
_value = partial(Code, subject=Subject.VALUE, depends=Depends.KEY)

CODES: tuple[Code, ...] = (
    _document(
        "ITR101", E,
        "tệp quá lớn: {found} byte, giới hạn là {limit}", "the file is too large: {found} bytes, the limit is {limit}",
        "Xem có chọn nhầm tệp không; số liệu của đơn vị để ở tệp riêng.", "See whether it is the right file; figures of units go into a file of their own.",
    ),
    _document(
        "ITR103", E,
        "có ký tự điều khiển không nhìn thấy ({sign})", "there is an invisible control character ({sign})",
        "Xóa ký tự này; nó thường đến từ việc chép từ Word hay trang web.",
        "Delete it; such characters often come with text copied from Word or a web page.",
        fix=Fix.UNSEEN,
    ),
    _document(
        "ITR104", E,
        "không đọc được YAML ở đây ({problem})", "this is not YAML ({problem_en})",
        "Kiểm tra thụt dòng, dấu hai chấm và dấu nháy.", "Look at indentation, colons and quotes.",
    ),
    _document(
        "ITR105", E,
        "tệp không phải một bộ tiêu chí (phải bắt đầu bằng các khóa như format:, id:)",
        "the file is no ruleset (it must begin with keys such as format:, id:)",
        "Xem có chọn nhầm tệp không; các khóa đầu tiên viết sát lề trái.", "See whether it is the right file; its first keys stand at the left margin.",
    ),
    _document(
        "ITR105.keys", E,
        "tệp trống, hoặc không bắt đầu bằng các khóa; cần format: {expected} ở dòng đầu",
        "the file is empty, or does not begin with keys; format: {expected} is expected on its first line",
        "Xem có chọn nhầm tệp không; các khóa đầu tiên viết sát lề trái.", "See whether it is the right file; its first keys stand at the left margin.",
        since="0.3.0",
    ),
    _document(
        "ITR106", E,
        "lồng nhau quá {limit} tầng", "nested more than {limit} levels deep",
        "Bỏ ngoặc thừa, hoặc chia ít cấp hơn.", "Take out brackets that are too many, or use fewer levels.",
    ),
    _document(
        "ITR109", E,
        "bộ tiêu chí không dùng neo, tham chiếu, nhãn hay khóa trộn của YAML ({what})",
        "rulesets have no YAML anchors, aliases, tags or merge keys ({what})",
        "Viết nội dung ra; để dùng lại, có defaults, parameters, functions và extends.",
        "Write it out; for reuse there are defaults, parameters, functions and extends.",
    ),
    _document(
        "ITR109.documents", E,
        "tệp có hơn một tài liệu YAML (dấu ---)", "the file holds more than one YAML document (---)",
        "Để mỗi bộ tiêu chí trong một tệp riêng.", "Keep each ruleset in a file of its own.",
        aliases=("ITR108",),
    ),
    _document(
        "ITR109.key", E,
        "khóa phải là chữ hoặc số", "a key must be plain text",
        "Bỏ ngoặc quanh khóa, hoặc đặt cả khóa trong dấu nháy.", "Take the brackets off the key, or put the whole key in quotes.",
        aliases=("ITR111",),
    ),
    _key(
        "ITR110", E,
        '"{key}" không có giá trị', '"{key}" has no value',
        "Điền giá trị, hoặc xóa khóa này.", "Give it a value, or delete the key.",
    ),
    _key(
        "ITR112", E,
        'khóa "{key}" bị lặp; đã có ở dòng {line}', 'the key "{key}" is there twice; first on line {line}',
        "YAML thường âm thầm lấy giá trị sau; itrank thì không. Giữ một khóa.",
        "YAML would silently take the last one; itrank does not. Keep one.",
        traits=(Trait.TWICE,),
    ),
    _file(
        "ITR121", E,
        'tệp "{name}" nằm ngoài thư mục của bộ tiêu chí', 'the file "{name}" lies outside the ruleset\'s folder',
        "Chép tệp đó vào cùng thư mục với bộ tiêu chí.", "Copy the file into the folder of the ruleset.",
    ),
    _extends(
        "ITR132", E,
        "extends nối nhau quá {limit} lần", "extends is chained more than {limit} times",
        "Viết một bộ đầy đủ làm gốc mới.", "Write one complete ruleset as a new base.",
    ),
    _key(
        "ITR140", E,
        'khóa "{key}" không có ở đây', 'there is no key "{key}" here',
        depends=Depends.KEY, is_local=True, fix=Fix.KEY,
    ),
    _key("ITR141", E, 'thiếu khóa "{key}"', 'the key "{key}" is missing', is_local=True, fix=Fix.FORMAT_LINE, traits=(Trait.ABSENT,), depends=Depends.KEY),
    _value(
        "ITR142", E,
        "giá trị {found} không đúng: cần {expected}", "{found} does not fit: {expected_en} is expected",
        is_local=True, fix=Fix.VALUE,
        kinds={"form": Kind.FORM},
    ),
    _extends(
        "ITR142.amend", E,
        "{key} viết chưa đúng dạng", "{key} does not have its shape",
        "amend: {{id: {{...}}}}; add: [{{under: id, after: id, id: mới, ...}}]; repeal: [id].",
        "amend: {{id: {{...}}}}; add: [{{under: id, after: id, id: new, ...}}]; repeal: [id].",
        aliases=("ITR136",),
    ),
    _extends(
        "ITR142.extends", E,
        'extends không đọc được: "{found}"', 'extends cannot be read: "{found}"',
        "Viết id@phiên-bản, như haugiang-dti@2022.1, hoặc đường dẫn tương đối trong cùng thư mục.",
        "Write id@version, such as haugiang-dti@2022.1, or a relative path in the same folder.",
        aliases=("ITR131",),
    ),
    _value(
        "ITR143", E,
        '"{found}" không phải một lựa chọn ở đây', '"{found}" is not one of the words for this',
        is_local=True, fix=Fix.WORD,
    ),
    _value(
        "ITR144", E,
        "score cần đúng một cách chấm; ở đây là: {found}", "score takes exactly one scoring kind; here: {found}",
        "Các cách chấm: {kinds}.", "The kinds are: {kinds}.",
        is_local=True, fix=Fix.KIND,
    ),
    _value(
        "ITR145", E,
        "{found} phải đặt trong dấu nháy", "{found} must be put in quotes",
        'Viết "{found}": không có nháy, chương trình khác sẽ đọc 1.10 thành 1.1.',
        'Write "{found}": without quotes other programs read 1.10 as 1.1.',
        is_local=True, fix=Fix.QUOTES,
    ),
    _extends(
        "ITR150", E,
        "criteria viết lại ở đây bỏ mất các tiêu chí của {id} trong bộ gốc: {lost}",
        "the criteria written here replace those of {id} in the ruleset that is extended, and lose: {lost}",
        "Thêm tiêu chí bằng add: [{{under: {id}, id: ...}}], sửa bằng amend: {{{first}: {{...}}}}; muốn bỏ thì ghi repeal: [{first}].",
        "Add criteria with add: [{{under: {id}, id: ...}}], change them with amend: {{{first}: {{...}}}}; to drop them state repeal: [{first}].",
        since="0.2.0",
    ),
    _extends("ITR204.criterion", E, 'không có tiêu chí "{id}"', 'there is no criterion "{id}"', fix=Fix.NAME, depends=Depends.BASE, aliases=("ITR138",)),
    _extends(
        "ITR262.extends", E,
        "extends thành vòng tròn: {chain}", "extends goes in a circle: {chain}",
        "Bỏ extends ở bộ ra đời trước nhất.", "Take extends out of the oldest of them.",
        aliases=("ITR133",),
    ),
    _extends(
        "ITR321.repealed", E,
        '"{id}" vừa bị bãi bỏ vừa được sửa', '"{id}" is both repealed and amended',
        "Giữ một: repeal hoặc amend.", "Keep one: repeal or amend.",
        aliases=("ITR137",),
    ),
    _file(
        "ITR401.ruleset", E,
        'không mở được tệp "{name}"', 'cannot open the file "{name}"',
        "Kiểm tra tên, thư mục và quyền đọc.", "Check the name, the folder and the permission to read.",
        traits=(Trait.UNOPENED,),
        aliases=("ITR120",),
    ),
    _file(
        "ITR402.ruleset", E,
        '"{name}" không phải tệp thường', '"{name}" is not a regular file',
        "Chỉ tới một tệp .yaml, không phải thư mục hay thiết bị.", "Name a .yaml file, not a folder or a device.",
        traits=(Trait.UNOPENED,),
        aliases=("ITR122",),
    ),
    _document(
        "ITR405.ruleset", E,
        "tệp không phải UTF-8 (byte {found} ở dòng này)", "the file is not UTF-8 (byte {found} on this line)",
        "Lưu lại tệp với bảng mã UTF-8.", "Save the file as UTF-8.",
        aliases=("ITR102",),
    ),
    _document(
        "ITR408.ruleset", E,
        "tệp có quá {limit} phần tử", "the file has more than {limit} items",
        "Để số liệu của đơn vị ở tệp riêng; phần dùng lại đặt trong defaults hoặc functions.",
        "Keep figures of units in a file of their own; put what recurs under defaults or functions.",
        aliases=("ITR107",),
    ),
    _extends(
        "ITR901.extends", E,
        "không tìm thấy bộ tiêu chí {wanted}", "the ruleset {wanted} was not found",
        "Đã tìm trong các tệp .yaml cùng thư mục và trong các bộ có sẵn.", "Looked for beside this file and among the packaged ones.",
        traits=(Trait.NO_BASE,),
        aliases=("ITR135",),
    ),
    _extends(
        "ITR947.extends", E,
        "{key} chỉ dùng cùng extends", "{key} goes with extends only",
        "Thêm extends: id@phiên-bản của bộ tiêu chí được sửa.", "Add extends: id@version of the ruleset that is amended.",
        aliases=("ITR130",),
    ),
)  # fmt: skip
