"""Codes 610-624: forms that come back from units."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_form = partial(Code, subject=Subject.FORM)
_entry = partial(Code, subject=Subject.ENTRY)

CODES: tuple[Code, ...] = (
    _form(
        "ITR101.forms", E,
        "thư mục hoặc tệp nén quá lớn: {found}; giới hạn là {limit}", "the folder or archive is too large: {found_en}; the limit is {limit}",
        "Chia các biểu thành nhiều thư mục và tổng hợp từng thư mục.", "Split the forms into several folders, and collect them one by one.",
        aliases=("ITR612",),
    ),
    _form(
        "ITR105.form", E,
        "bảng tính này không phải biểu kê khai do itrank lập: không có trang ẩn _itrank",
        "this workbook is no form that itrank made: the hidden sheet _itrank is not in it",
        "Đề nghị đơn vị điền vào đúng tệp đã gửi, không chép sang tệp khác; tệp không phải biểu thì để ra thư mục khác.",
        "Ask the unit to fill the very file that was sent, and not a copy of its cells; keep other workbooks in another folder.",
        aliases=("ITR610",),
    ),
    _form(
        "ITR611", I,
        "bỏ qua {count} tệp không phải bảng tính: {names}", "passed over {count:file that is no workbook/files that are no workbooks}: {names}",
    ),
    _form(
        "ITR613", E,
        "không mở: {reason}", "not opened: {reason_en}",
        "Đề nghị đơn vị gửi lại tệp hỏng; tệp nén có mật khẩu thì giải nén trước, liên kết thì thay bằng chính tệp.",
        "Ask for a damaged file again; unpack an archive that has a password, and put the file in place of a link.",
    ),
    _form(
        "ITR613.archive", E,
        "tệp nén {kind} không mở được ở đây, nên không biết trong đó có biểu nào không",
        "an archive of the kind {kind} cannot be opened here, so nobody knows whether forms are in it",
        "Đề nghị gửi chính các tệp .xlsx, hoặc nén lại thành .zip; tệp kiểm chứng thì để ra thư mục khác.",
        "Ask for the .xlsx files themselves, or for a .zip of them; keep evidence in another folder.",
        since="0.2.0",
        aliases=("ITR640",),
    ),
    _form(
        "ITR614", E,
        "biểu này là của {found}, không phải {wanted}", "this form is of {found} and not of {wanted}",
        "Chuyển tệp sang thư mục của bộ tiêu chí ấy, hoặc đề nghị đơn vị điền biểu mới.",
        "Move the file to where that ruleset is collected, or ask the unit to fill a new form.",
        help_unit=("Điền và gửi biểu của đúng bộ tiêu chí, phiên bản.", "Fill and return the form of the right ruleset and version."),
    ),
    _form(
        "ITR615", W,
        "bộ tiêu chí {ruleset} đã được sửa sau khi lập biểu này mà không đổi phiên bản; câu hỏi vẫn như cũ nên câu trả lời được đọc theo bộ tiêu chí hiện nay",
        "the ruleset {ruleset} was changed after this form was made, and its version was not; the questions are the same, so the answers are read by the rules of now",
        "Đổi version của bộ tiêu chí khi sửa nội dung đã gửi cho các đơn vị.", "Give the ruleset another version when what units have is changed.",
        traits=(Trait.NOT_FOR_UNITS,),
    ),
    _form(
        "ITR616", E,
        "biểu đã bị sửa: {change}", "the form was altered: {change_en}",
        "Lập lại biểu (itrank forms) và đề nghị đơn vị chép câu trả lời sang; chỉ nhập vào các ô nền vàng.",
        "Make the form anew (itrank forms) and ask the unit to copy its answers; only yellow cells are typed into.",
        help_unit=("Chép câu trả lời sang biểu gốc đã gửi; chỉ nhập vào ô nền vàng.", "Copy the answers into the form as it was sent; type into yellow cells only."),
    ),
    _form(
        "ITR617", W,
        "công thức điểm bị gõ đè ở {count} ô: {cells}; điểm được tính lại từ câu trả lời",
        "formulas of points were typed over in {count:cell}: {cells}; points are computed anew from the answers",
        "Hỏi đơn vị vì sao sửa điểm; cần giải trình thì nêu khi thẩm định.", "Ask the unit why it did so; reasons belong to the appraisal.",
        help_unit=("Không gõ vào cột điểm; ý kiến về điểm thì nêu khi giải trình.", "Do not type into points; say what you think of them in the appraisal."),
    ),
    _entry(
        "ITR618", W,
        'điểm tự chấm trong biểu khác điểm tính lại từ câu trả lời ở {count} ô: "{criterion}" ghi {shown}, tính lại {computed}',
        'the self-score in the form differs from what its answers give in {count:cell}: "{criterion}" shows {shown}, computed {computed}',
        "Mở biểu bằng Excel hoặc LibreOffice, để nó tính lại, rồi lưu; nếu vẫn khác thì công thức đã bị sửa, hoặc có số ghi dưới dạng chữ.",
        "Open it in Excel or LibreOffice, let it calculate and save it; if it still differs, formulas were altered or a number is stored as text.",
        help_unit=("Mở biểu bằng Excel, để Excel tính lại, xem các ô số rồi lưu.", "Open the form in Excel, let it calculate, look at the numbers and save it."),
    ),
    _form(
        "ITR619", E,
        'biểu của đơn vị "{unit}": {reason}', 'the form of the unit "{unit}": {reason_en}',
        "Kiểm tra bảng đơn vị (--units), rồi lập lại biểu cho đơn vị ấy nếu cần.", "Look at the table of units (--units), and make that unit's form anew if need be.",
        help_unit=("Liên hệ cơ quan tổng hợp để nhận đúng biểu.", "Ask who collects the forms for the right one."),
    ),
    _form(
        "ITR620", E,
        'đơn vị "{unit}" nộp các biểu khác nhau: {files}; khác ở {count} ô: {cells}; không biểu nào được lấy',
        'the unit "{unit}" sent forms that differ: {files}; they differ in {count:cell}: {cells}; none of them is taken',
        "Hỏi đơn vị biểu nào là đúng, để lại biểu ấy và chuyển các biểu kia ra khỏi thư mục.",
        "Ask the unit which one holds, keep that one and move the others out of the folder.",
        help_unit=("Cho biết biểu nào là đúng; gửi lại một tệp duy nhất.", "Say which one holds; return one file only."),
    ),
    _form(
        "ITR621", I,
        "giống hệt {first}: cùng đơn vị, cùng câu trả lời; chỉ đọc một lần", "the same as {first}: one unit, the same answers; read once",
        traits=(Trait.NOT_FOR_UNITS,),
    ),
    _entry(
        "ITR622", E,
        "còn thiếu {count} câu trả lời: {cells}", "{count:answer is/answers are} missing: {cells}",
        "Đề nghị đơn vị điền các ô này; phiếu phản hồi (--replies) liệt kê từng ô.", "Ask the unit to fill these cells; its reply (--replies) lists each of them.",
        traits=(Trait.NO_ANSWER, Trait.NOT_FOR_UNITS),
    ),
    _form(
        "ITR623", I,
        "{count} câu trả lời không ghi tài liệu kiểm chứng: {cells}", "{count:answer names/answers name} no evidence: {cells}",
        traits=(Trait.NOT_FOR_UNITS,),
        help_unit=("Ghi số, ngày, trích yếu hoặc liên kết vào bốn cột bên phải câu trả lời.", "Give number, date, title or link in the four columns beside the answer."),
    ),
    _form(
        "ITR624", W,
        "{count} đơn vị chưa nộp biểu: {units}", "{count:unit has/units have} sent no form: {units}",
    ),
    _form(
        "ITR625", I,
        "{count} tài liệu được nêu làm minh chứng ở nhiều nơi: {documents}",
        "{count:document is/documents are} cited as evidence more than once: {documents}",
        "Một văn bản có thể dùng chung; người thẩm định xem nó có chứng minh được cho từng đơn vị, từng tiêu chí không.",
        "A document may serve several; appraisers look whether it proves something for each unit and each criterion.",
        traits=(Trait.NOT_FOR_UNITS,),
        since="0.3.0",
    ),
    _entry(
        "ITR641", E,
        '{where} ghi "{shown}", mà biểu này được tính cho "{unit}"; không câu trả lời nào được lấy',
        '{where_en} says "{shown}", and this form counts for "{unit}"; none of its answers is taken',
        "Hỏi xem câu trả lời là của đơn vị nào, rồi đề nghị đơn vị ấy điền vào biểu của chính mình.",
        "Ask whose answers they are, and let that unit fill its own form.",
        since="0.2.0",
    ),
    _entry(
        "ITR642", W,
        'trang "{sheet}" ghi đơn vị là "{shown}", không đúng tên trong bảng đơn vị: "{unit}"',
        'the sheet "{sheet}" calls the unit "{shown}", which is not its name in the table of units: "{unit}"',
        "Nếu đơn vị đã đổi tên thì ghi tên cũ vào aliases của bảng đơn vị; nếu không, hỏi đơn vị vì sao sửa tên.",
        "If the unit got a new name, put the old one into aliases in the table of units; if not, ask why it was changed.",
        since="0.2.0",
    ),
    _entry(
        "ITR643", W,
        "trang khác bộ tiêu chí hoặc khác phần tính của biểu ở {count} ô: {cells}",
        "the page differs from the ruleset, or from its own calculation, in {count_en}: {cells_en}",
        "Điểm vẫn được tính theo bộ tiêu chí. Hỏi đơn vị ai đã sửa, và đơn vị đã trả lời theo nội dung nào.",
        "Points are computed by the ruleset all the same. Ask who changed it, and by which words the unit answered.",
        since="0.2.0",
    ),
    _entry(
        "ITR644", I,
        "không đọc {count} ô không phải chỗ trả lời của biểu: {cells}",
        "{count_en} not read: {cells}; they are not where the form asks for answers",
        "Nếu là câu trả lời thì đề nghị đơn vị chép vào ô nền vàng.",
        "If these are answers, ask the unit to copy them into yellow cells.",
        since="0.2.0",
    ),
    _entry(
        "ITR645", I,
        "{count} câu trả lời là công thức, lấy giá trị mà tệp đã lưu: {cells}; {checked}",
        "{count_en} a formula, of which the value that the file holds is taken: {cells}; {checked_en}",
        since="0.2.0",
    ),
    _entry(
        "ITR646", E,
        "câu trả lời ở ô {cell} là công thức {reason}, nên không được lấy",
        "the answer in {cell} is a formula {reason_en}, so it is not taken",
        "Gõ số vào ô ấy thay cho công thức.",
        "Type the number in place of the formula.",
        since="0.2.0",
    ),
    _entry(
        "ITR647", W,
        "ô {cell} có {found}: bảng tính chỉ giữ được 15 chữ số, các chữ số sau có thể đã mất",
        "{cell} has {found}: a spreadsheet keeps 15 digits, so those after them may be lost",
        "Hỏi lại số đúng; nếu cần hơn 15 chữ số thì gõ dưới dạng chữ.",
        "Ask for the right number; more than 15 digits must be typed as text.",
        since="0.2.0",
    ),
    _entry(
        "ITR648", W,
        "ô minh chứng {cell} có ký tự ẩn ({character}); trong số liệu nó được ghi thành \ufffd",
        "evidence in {cell} has a character that cannot be seen ({character}); in the data it is written as \ufffd",
        "Gõ lại nội dung ô ấy nếu chữ không đúng.",
        "Type it again if the words are wrong.",
        since="0.2.0",
    ),
    _entry(
        "ITR649", W,
        "ngày của tài liệu kiểm chứng ở ô {cell}, {found}, {reason}",
        "the day of the evidence in {cell}, {found}, {reason_en}",
        "Hỏi đơn vị ngày đúng của tài liệu.",
        "Ask the unit for the document's day.",
        since="0.2.0",
    ),
)  # fmt: skip
