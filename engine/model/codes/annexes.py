"""Codes ITR72x and ITR73x: an annex that is read into a draft."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W = Severity.ERROR, Severity.WARNING

_annex = partial(Code, subject=Subject.ANNEX)

CODES: tuple[Code, ...] = (
    _annex(
        "ITR301.annex", E,
        '"{label}": các mục cộng lại {terms} = {derived}, bản in ghi {printed} (lệch {difference})', '"{label}": the rows add up to {terms} = {derived}, the paper says {printed} (off by {difference})',
        "Tìm số sai trong bản đã ký; bản thảo bỏ trống điểm tối đa của dòng này.", "Find the wrong number in the signed paper; the draft states no maximum for this row.",
        aliases=("ITR735",),
    ),
    _annex(
        "ITR364.annex", W,
        'số thứ tự "{found}" đã dùng ở {first}', 'the number "{found}" stands in {first} already',
        "Đối chiếu với bản đã ký rồi sửa số thứ tự.", "Compare it with the signed paper and mend the number.",
        aliases=("ITR728",),
    ),
    _annex(
        "ITR365.annex", W,
        'số thứ tự "{found}" không nối tiếp: lẽ ra là "{expected}"', 'the number "{found}" does not follow: "{expected}" should',
        "Kiểm tra xem có sót hàng, hay Excel đã đổi 1.10 thành 1.1.", "See whether a row is missing, or Excel has made 1.10 into 1.1.",
        aliases=("ITR731",),
    ),
    _annex(
        "ITR720", E,
        'không đọc được phụ lục từ loại tệp "{found}"', 'an annex cannot be read from a file of the kind "{found}"',
        "Lưu thành .docx hoặc .xlsx.", "Save it as .docx or .xlsx.",
    ),
    _annex(
        "ITR722", W,
        "tệp còn chỗ theo dõi thay đổi; đọc như khi mọi thay đổi đã được chấp nhận",
        "the file still has tracked changes; it is read as if all of them were accepted",
        "Dùng bản đã ký, hoặc chấp nhận hay bỏ các thay đổi rồi lưu lại.", "Use the signed version, or accept or reject the changes and save it.",
    ),
    _annex(
        "ITR723", W,
        "không đọc bảng này ({rows} hàng): không thấy tiêu đề cột nào cho tiêu chí và điểm", "this table ({rows} rows) is not read: no headings of a criterion and points were found",
        'Nếu là bảng tiêu chí, nêu từng cột từ trái sang: --columns "mã, tên, điểm, cách chấm, minh chứng"; hoặc ghi hàng tiêu đề: TT, Tiêu chí, Điểm tối đa, Cách chấm điểm, Minh chứng.',
        'If it is a table of criteria, name its columns from the left: --columns "mã, tên, điểm, cách chấm, minh chứng"; or give it headings: TT, Tiêu chí, Điểm tối đa, Cách chấm điểm, Minh chứng.',
    ),
    _annex(
        "ITR723.asked", W,
        "không đọc bảng này ({rows} hàng): bảng không có đủ các cột mà --columns nêu", "this table ({rows} rows) is not read: it does not have all columns that --columns names",
        "Nếu là bảng tiêu chí thì sửa --columns cho khớp với bảng.", "If it is a table of criteria, make --columns fit it.",
    ),
    _annex(
        "ITR723.columns", W,
        'tiêu đề "{found}" không nói cột này là gì; đọc là {role_vi}, vì thấy {why_vi}', 'the heading "{found}" does not say what the column is; it is read as {role_en}, because of {why_en}',
        'Đối chiếu với phụ lục; nếu sai thì nêu từng cột, ví dụ: --columns "mã, tên, điểm, cách chấm".', 'Compare it with the annex; if it is wrong, name each column: --columns "mã, tên, điểm, cách chấm".',
    ),
    _annex(
        "ITR723.draft", W,
        'dòng "{found}" không có điểm và không có mục con, nên không vào bản thảo', 'the row "{found}" has no points and nothing below it, and is left out of the draft',
        "Nếu là tiêu chí thì thêm vào bản thảo.", "Add it to the draft if it is a criterion.",
        aliases=("ITR739",),
    ),
    _annex(
        "ITR723.row", W,
        "hàng có số hoặc điểm mà không có tên tiêu chí, nên không được đọc", "the row has a number or points and no name, and is not read",
        "Bổ sung tên tiêu chí, hoặc bỏ gộp ô rồi làm lại.", "Give the criterion a name, or part the merged cells, and begin again.",
        aliases=("ITR730",),
    ),
    _annex(
        "ITR724", E,
        "không thấy bảng tiêu chí nào trong tệp", "no table of criteria was found in the file",
        'Nêu từng cột từ trái sang: --columns "mã, tên, điểm, cách chấm, minh chứng"; hoặc ghi hàng tiêu đề như: TT, Tiêu chí, Điểm tối đa, Cách chấm điểm, Minh chứng.',
        'Name the columns from the left: --columns "mã, tên, điểm, cách chấm, minh chứng"; or give the table headings such as: TT, Tiêu chí, Điểm tối đa, Cách chấm điểm, Minh chứng.',
    ),
    _annex(
        "ITR725", W,
        'ô không cho biết đã gõ gì: "{found}" (ngày tháng, hoặc công thức lỗi hay chưa tính)', 'the cell does not tell what was typed: "{found}" (a date, or a formula that failed or was not calculated)',
        "Gõ lại ô ấy dạng văn bản, ví dụ 1.2; trong bản thảo thì sửa ở chỗ TODO.", "Type the cell anew as text, e.g. 1.2; in the draft mend what says TODO.",
    ),
    _annex(
        "ITR725.maximum", W,
        'điểm tối đa "{found}" không phải một con số', 'the maximum "{found}" is not one number',
        "Ghi một số, ví dụ 20 hoặc 2,5; trong bản thảo thì sửa ở chỗ TODO.", "Write one number, e.g. 20 or 2,5; in the draft mend what says TODO.",
        aliases=("ITR727",),
    ),
    _annex(
        "ITR725.number", W,
        'không hiểu số thứ tự "{found}"', 'the number "{found}" is not understood',
        "Dùng I, 1, 1.1, a) hoặc gạch đầu dòng; trong bản thảo thì sửa ở chỗ TODO.", "Use I, 1, 1.1, a) or a dash; in the draft mend what says TODO.",
        aliases=("ITR726",),
    ),
    _annex(
        "ITR729", W,
        "ô điểm ghi {found} mà tên tiêu chí ghi {label}", "the cell for points says {found}, the name of the criterion {label}",
        "Bản thảo lấy số ở ô điểm; đối chiếu với bản đã ký.", "The draft takes the cell; compare it with the signed paper.",
    ),
    _annex(
        "ITR729.wording", W,
        "cách chấm cho nhiều nhất {found} điểm, cột điểm ghi {max}", "the wording gives {found} points at most, the column of points says {max}",
        "Đối chiếu với bản đã ký; bản thảo để nhập điểm trực tiếp (score: given).", "Compare it with the signed paper; the draft takes points as they are reported (score: given).",
        aliases=("ITR734",),
    ),
    _annex(
        "ITR732", W,
        'cách chấm không chắc thuộc cách nào: "{found}"', 'the wording is not surely one scoring kind: "{found}"',
        "Bản thảo để nhập điểm trực tiếp (score: given); viết lại score theo docs/reference-kinds.md rồi xóa chữ TODO.",
        "The draft takes points as they are reported (score: given); write its score by docs/reference-kinds.md and take off the TODO.",
    ),
    _annex(
        "ITR732.open", W,
        'cách chấm để ngỏ: {left_vi} ("{found}")', 'the wording leaves something open: {left_en} ("{found}")',
        "Hỏi người ban hành; bản thảo để nhập điểm trực tiếp (score: given): viết lại score theo câu trả lời rồi xóa chữ TODO.",
        "Ask those who issued it; the draft takes points as they are reported (score: given): write its score by their answer and take off the TODO.",
    ),
    _annex(
        "ITR733", W,
        "{left_vi}", "{left_en}",
        "Đối chiếu với bản đã ký, sửa nếu cần, rồi xóa chữ TODO.", "Compare it with the signed paper, mend it where it must be, and take off the TODO.",
    ),
    _annex(
        "ITR736", W,
        "không ghi cách chấm", "nothing says how it is scored",
        "Bản thảo để nhập điểm trực tiếp (score: given); viết lại score rồi xóa chữ TODO.", "The draft takes points as they are reported (score: given); write its score and take off the TODO.",
    ),
    _annex(
        "ITR736.maximum", W,
        "không ghi điểm tối đa", "no maximum is printed",
        "Ghi max cho tiêu chí này, hoặc role: unscored nếu không tính điểm.", "Give the criterion a max, or role: unscored where it gives no points.",
        aliases=("ITR737",),
    ),
    _annex(
        "ITR738", W,
        "ô {role_vi} gộp chung với hàng trên", "the cell of the {role_en} is merged with the one above",
        "Chia phần của từng hàng theo bản đã ký.", "Say what each row has, by the signed paper.",
    ),
)  # fmt: skip
