"""Codes 447-449, 455-459, 484-488, 545-552: how files are read: decimal signs, headers, rows, mappings, predecessors."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_notation = partial(Code, subject=Subject.NOTATION)
_table = partial(Code, subject=Subject.TABLE)
_mapping = partial(Code, subject=Subject.MAPPING)
_last_year = partial(Code, subject=Subject.LAST_YEAR)
_environment = partial(Code, subject=Subject.ENVIRONMENT)
_unit = partial(Code, subject=Subject.UNIT)
_cell = partial(Code, subject=Subject.CELL)
_answers = partial(Code, subject=Subject.ANSWERS)

CODES: tuple[Code, ...] = (
    _table(
        "ITR218.column",
        E,
        'cột "{header}" ghi đơn vị đo {found}, nhưng đầu vào {input} tính bằng {expected}; cột không được đọc',
        'the column "{header}" is in {found}, but the input {input} is measured in {expected}; the column is not read',
        "Hãy đổi số liệu sang {expected} rồi sửa tên cột, hoặc sửa measured_in trong bộ tiêu chí.",
        "Convert the figures to {expected} and mend the header, or mend measured_in in the ruleset.",
        aliases=("ITR455",),
    ),
    _table(
        "ITR418.heading",
        I,
        'dòng {row} "{heading}" là tiêu đề của các dòng bên dưới, không đọc như một đơn vị',
        'row {row} "{heading}" is a heading of the rows below and not read as a unit',
        "Nếu là đơn vị, hãy ghi vào bảng đơn vị (--units).",
        "If it is a unit, put it in the table of units (--units).",
        since="0.2.0",
        aliases=("ITR546",),
    ),
    _table(
        "ITR418.numbers",
        I,
        'dòng {row} chỉ đánh số hoặc lặp lại tên các cột ("{cells}"), không đọc như một đơn vị',
        'row {row} only numbers the columns or names them again ("{cells}") and is not read as a unit',
        since="0.2.0",
        aliases=("ITR545",),
    ),
    _notation(
        "ITR447",
        E,
        'tệp dùng cả hai dấu thập phân: {first} ghi "{one}", nhưng {second} ghi "{other}"',
        'the file uses both decimal signs: {first} says "{one}", but {second} says "{other}"',
        'Hãy viết mọi số của tệp theo một kiểu; hoặc khai kiểu đúng trong {mapping} (decimal: ",") để được chỉ từng ô sai.',
        'Write all numbers of the file in one way; or declare the right one in {mapping} (decimal: ",") to be told of each wrong cell.',
        help_unit=(
            "Viết mọi số của biểu theo một kiểu, trong ô kiểu số.",
            "Write all numbers of the form in one way, as numbers.",
        ),
    ),
    _cell(
        "ITR448",
        E,
        '{about}: "{found}" là {thousands} hay {fraction}? Không ô nào của tệp cho biết dấu thập phân ({count} ô như vậy)',
        '{about}: is "{found}" {thousands} or {fraction_en}? No cell of the file shows its decimal sign ({count:cell} like this)',
        'Hãy khai dấu thập phân của tệp: decimal: "{sign}" (thành {fraction}) hoặc decimal: "{decimal}" (thành {thousands}, viết liền trong tệp), ở {mapping} hoặc ở data: của bộ tiêu chí.',
        'Declare the decimal sign of the file: decimal: "{sign}" (making it {fraction_en}) or decimal: "{decimal}" (for {thousands}, to be written without a sign), in {mapping} or under data: of the ruleset.',
        help_unit=("Gõ lại số ấy trong ô kiểu số, không phải kiểu chữ.", "Type it again as a number and not as text."),
    ),
    _notation(
        "ITR449",
        I,
        'dấu thập phân của tệp là {sign}, theo ô {about}: "{found}"',
        'the decimal sign of the file is {sign_en}, by the cell {about}: "{found}"',
        traits=(Trait.NOT_FOR_UNITS,),
    ),
    _table(
        "ITR456",
        I,
        '"{found}" được đọc là "{name}": chỉ khác chỗ đặt dấu thanh',
        '"{found}" is read as "{name}": only tone marks stand elsewhere',
    ),
    _mapping(
        "ITR457",
        W,
        'tệp ghép cột nói về "{entry}", nhưng {file} không có',
        'the mapping speaks of "{entry}", which is not in {file}',
        "Hãy sửa cho giống chữ trong tệp số liệu, hoặc xóa dòng này.",
        "Write it as it stands in the data file, or delete this line.",
    ),
    _mapping(
        "ITR458",
        E,
        'tệp ghép cột cho "{header}" là {found}, nhưng bộ tiêu chí không có đầu vào nào tên như vậy',
        'the mapping says that "{header}" is {found}, but the ruleset has no input of that name',
        'Hãy ghi mã của một đầu vào, hoặc id, name, group, parent; để bỏ qua một cột, ghi "{header}": ~',
        'Write the id of an input, or id, name, group, parent; to leave a column out, write "{header}": ~',
    ),
    _mapping(
        "ITR458.line",
        E,
        "tệp ghép cột nói tên cột ở dòng {line}, nhưng dòng đó trống hoặc không có",
        "the mapping says that the headers are in line {line}, which is blank or not there",
        "Hãy sửa header_row trong tệp ghép cột; dòng đếm từ 1, kể cả dòng trống.",
        "Mend header_row in the mapping; lines count from 1, blank ones too.",
        aliases=("ITR486",),
    ),
    _mapping(
        "ITR458.sheet",
        E,
        'tệp không có trang tính "{sheet}" mà tệp ghép cột chỉ đến; các trang: {sheets}',
        'the file has no sheet "{sheet}", to which the mapping points; its sheets: {sheets}',
        "Hãy sửa sheet trong tệp ghép cột.",
        "Mend sheet in the mapping.",
        aliases=("ITR485",),
    ),
    _mapping(
        "ITR460.key",
        E,
        'tệp ghép cột nói cột "{column}" cùng chỉ đơn vị (key), nhưng bảng không có; các cột: {headers}',
        'the mapping says that the column "{column}" is part of the key of units, but the table has none; its columns: {headers}',
        "Hãy sửa key trong tệp ghép cột cho đúng tên cột.",
        "Write the headers in key of the mapping as the table has them.",
        since="0.2.0",
        aliases=("ITR549",),
    ),
    _mapping(
        "ITR461.mapping",
        E,
        'tệp ghép cột cho "{name}" là đơn vị {found}, nhưng không có đơn vị nào mã như vậy',
        'the mapping says that "{name}" is the unit {found}, but there is no unit of that id',
        "Hãy ghi mã của một đơn vị.",
        "Write the id of a unit.",
        traits=(Trait.EXPECTED_WITHOUT_DATA, Trait.AMONG_UNITS),
        aliases=("ITR459",),
    ),
    _unit(
        "ITR464.heading",
        E,
        'tiêu đề "{heading}" không phải tên của nhóm nào ({groups}), mà đơn vị "{unit}" ({where}) ngay dưới không ghi nhóm',
        'the heading "{heading}" is not the title of a group ({groups}), and "{unit}" ({where}) below it states none',
        'Hãy ghi tên nhóm như trong bộ tiêu chí ở dòng tiêu đề hoặc ở cột "{header}", hoặc lập bảng đơn vị (--units).',
        'Write the group as the ruleset has it in the heading or in the column "{header}", or give a table of units (--units).',
        since="0.2.0",
        aliases=("ITR547",),
    ),
    _unit(
        "ITR466.key",
        E,
        'dòng "{found}" để trống cột "{column}", mà hai cột cùng nhau mới chỉ rõ đơn vị (key)',
        'the row "{found}" has a blank in the column "{column}", and only both columns of the key name a unit',
        "Hãy ghi cột ấy ở mỗi dòng, kể cả khi giống dòng trên.",
        "Fill the column in every row, also where it is the same as above.",
        since="0.2.0",
        aliases=("ITR551",),
    ),
    _last_year(
        "ITR469.predecessor",
        W,
        'đơn vị "{unit}" ghi tiền thân là "{found}", nhưng kết quả năm trước không có đơn vị đó',
        'the unit "{unit}" names "{found}" as its predecessor, which last year\'s result does not have',
        "Hãy ghi mã hoặc tên như trong kết quả năm trước.",
        "Write the id or the name as last year's result has it.",
        aliases=("ITR484",),
    ),
    _answers(
        "ITR487",
        W,
        'cột phần trăm "{column}" có số không có dấu % từ 0 đến 1 ({count} giá trị): "{found}" được đọc là {found}%',
        'the percentages of "{column}" without a sign lie from 0 to 1 in places ({count:value}): "{found}" is read as {found}%',
        "Nếu đó là tỷ lệ (0,85 nghĩa là 85%), hãy ghi 85 hoặc 85%; hoặc khai đầu vào là type: number.",
        "If they are shares (0.85 for 85%), write 85 or 85%; or declare the input as type: number.",
        traits=(Trait.OF_ALL_ROWS,),
    ),
    _environment(
        "ITR488",
        E,
        'tệp "{name}" đã có, nên không ghi đè',
        'the file "{name}" exists already and is not overwritten',
        "Hãy ghi ra tên khác, hoặc xóa tệp cũ trước.",
        "Write to another name, or delete the old file first.",
    ),
    _unit(
        "ITR548",
        E,
        '"{name}" có thể là đơn vị, cũng có thể là {what}',
        '"{name}" may be a unit, or {what_en}',
        since="0.2.0",
    ),
    _mapping(
        "ITR550",
        E,
        'tệp ghép cột nói cả tệp là của đơn vị "{unit}" (unit), nhưng "{column}" cũng chỉ đơn vị',
        'the mapping says that the whole file is about the unit "{unit}", but "{column}" names units too',
        'Hãy bỏ unit, hoặc bỏ cột ấy: columns: {{"{column}": ~}}.',
        'Take unit away, or leave the column out: columns: {{"{column}": ~}}.',
        since="0.2.0",
    ),
)
