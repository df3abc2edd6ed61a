"""Codes 447-449, 455-459, 484-488: how files are read: decimal signs, headers, mappings, predecessors."""

from ..findings import Code, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

CODES: tuple[Code, ...] = (
    Code(
        "ITR447",
        E,
        'tệp dùng cả hai dấu thập phân: {first} ghi "{one}", nhưng {second} ghi "{other}"',
        'the file uses both decimal signs: {first} says "{one}", but {second} says "{other}"',
        'Hãy viết mọi số của tệp theo một kiểu; hoặc khai kiểu đúng trong {mapping} (decimal: ",") để được chỉ từng ô sai.',
        'Write all numbers of the file in one way; or declare the right one in {mapping} (decimal: ",") to be told of each wrong cell.',
    ),
    Code(
        "ITR448",
        E,
        '{about}: "{found}" là {thousands} hay {fraction}? Không ô nào của tệp cho biết dấu thập phân ({count} ô như vậy)',
        '{about}: is "{found}" {thousands} or {fraction_en}? No cell of the file shows its decimal sign ({count} cells like this)',
        'Hãy khai dấu thập phân của tệp: decimal: "{sign}" (thành {fraction}) hoặc decimal: "{decimal}" (thành {thousands}, viết liền trong tệp), ở {mapping} hoặc ở data: của bộ tiêu chí.',
        'Declare the decimal sign of the file: decimal: "{sign}" (making it {fraction_en}) or decimal: "{decimal}" (for {thousands}, to be written without a sign), in {mapping} or under data: of the ruleset.',
    ),
    Code(
        "ITR449",
        I,
        'dấu thập phân của tệp là {sign}, theo ô {about}: "{found}"',
        'the decimal sign of the file is {sign_en}, by the cell {about}: "{found}"',
    ),
    Code(
        "ITR455",
        E,
        'cột "{header}" ghi đơn vị đo {found}, nhưng đầu vào {input} tính bằng {expected}; cột không được đọc',
        'the column "{header}" is in {found}, but the input {input} is measured in {expected}; the column is not read',
        "Hãy đổi số liệu sang {expected} rồi sửa tên cột, hoặc sửa measured_in trong bộ tiêu chí.",
        "Convert the figures to {expected} and mend the header, or mend measured_in in the ruleset.",
    ),
    Code(
        "ITR456",
        I,
        '"{found}" được đọc là "{name}": chỉ khác chỗ đặt dấu thanh',
        '"{found}" is read as "{name}": only tone marks stand elsewhere',
    ),
    Code(
        "ITR457",
        W,
        'tệp ghép cột nói về "{entry}", nhưng {file} không có',
        'the mapping speaks of "{entry}", which is not in {file}',
        "Hãy sửa cho giống chữ trong tệp số liệu, hoặc xóa dòng này.",
        "Write it as it stands in the data file, or delete this line.",
    ),
    Code(
        "ITR458",
        E,
        'tệp ghép cột cho "{header}" là {found}, nhưng bộ tiêu chí không có đầu vào nào tên như vậy',
        'the mapping says that "{header}" is {found}, but the ruleset has no input of that name',
        'Hãy ghi mã của một đầu vào, hoặc id, name, group, parent; để bỏ qua một cột, ghi "{header}": ~',
        'Write the id of an input, or id, name, group, parent; to leave a column out, write "{header}": ~',
    ),
    Code(
        "ITR459",
        E,
        'tệp ghép cột cho "{name}" là đơn vị {found}, nhưng không có đơn vị nào mã như vậy',
        'the mapping says that "{name}" is the unit {found}, but there is no unit of that id',
        "Hãy ghi mã của một đơn vị.",
        "Write the id of a unit.",
    ),
    Code(
        "ITR484",
        W,
        'đơn vị "{unit}" ghi tiền thân là "{found}", nhưng kết quả năm trước không có đơn vị đó',
        'the unit "{unit}" names "{found}" as its predecessor, which last year\'s result does not have',
        "Hãy ghi mã hoặc tên như trong kết quả năm trước.",
        "Write the id or the name as last year's result has it.",
    ),
    Code(
        "ITR485",
        E,
        'tệp không có trang tính "{sheet}" mà tệp ghép cột chỉ đến; các trang: {sheets}',
        'the file has no sheet "{sheet}", to which the mapping points; its sheets: {sheets}',
        "Hãy sửa sheet trong tệp ghép cột.",
        "Mend sheet in the mapping.",
    ),
    Code(
        "ITR486",
        E,
        "tệp ghép cột nói tên cột ở dòng {line}, nhưng dòng đó trống hoặc không có",
        "the mapping says that the headers are in line {line}, which is blank or not there",
        "Hãy sửa header_row trong tệp ghép cột; dòng đếm từ 1, kể cả dòng trống.",
        "Mend header_row in the mapping; lines count from 1, blank ones too.",
    ),
    Code(
        "ITR487",
        W,
        'cột phần trăm "{column}" có số không có dấu % từ 0 đến 1 ({count} giá trị): "{found}" được đọc là {found}%',
        'the percentages of "{column}" without a sign lie from 0 to 1 in places ({count} values): "{found}" is read as {found}%',
        "Nếu đó là tỷ lệ (0,85 nghĩa là 85%), hãy ghi 85 hoặc 85%; hoặc khai đầu vào là type: number.",
        "If they are shares (0.85 for 85%), write 85 or 85%; or declare the input as type: number.",
    ),
    Code(
        "ITR488",
        E,
        'tệp "{name}" đã có, nên không ghi đè',
        'the file "{name}" exists already and is not overwritten',
        "Hãy ghi ra tên khác, hoặc xóa tệp cũ trước.",
        "Write to another name, or delete the old file first.",
    ),
)
