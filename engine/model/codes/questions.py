"""Codes 276 to 299: what is legal, and what a careful colleague would ask about before anybody reports.

Each is asked once for a ruleset, at the first place that it names.
"""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Kind, Subject

I = Severity.INFO  # noqa: E741

_criterion = partial(Code, subject=Subject.CRITERION, depends=Depends.CRITERION, since="0.2.0")
_ranking = partial(Code, subject=Subject.RANKING, depends=Depends.TREE, since="0.2.0")
_input = partial(Code, subject=Subject.CRITERION, depends=Depends.KEY, since="0.2.0")
_version = partial(Code, subject=Subject.VERSION, depends=Depends.KEY, since="0.2.0")

_TIERS = ("ITR386", "ITR386.maximum", "ITR386.order", "ITR387", "ITR388")  # tiers that cannot be as they stand

CODES: tuple[Code, ...] = (
    _ranking(
        "ITR280", I,
        '{id} cộng điểm các tiêu chí con, tới {max}, nhưng mức cao nhất "{tier}" bắt đầu từ {bound}, trong thang {limit} của một tiêu chí con',
        '{id} adds its children, up to {max}, but its highest tier "{tier}" begins at {bound}, within the {limit} of one child',
        "Nếu tổng là trung bình của các tiêu chí con, ghi aggregate: mean (hoặc geometric_mean).",
        "If the total is the mean of its children, write aggregate: mean (or geometric_mean).",
    ),
    _ranking(
        "ITR280.at_least", I,
        "{id} cộng điểm của các tiêu chí con cùng thang {limit}, và at_least cho phép thiếu vài tiêu chí: đơn vị thiếu thì tổng thấp đi",
        "{id} adds children of one scale of {limit}, and at_least lets some be missing: a unit without them has a lower total",
        "Nếu tổng là trung bình của những tiêu chí có số liệu, ghi aggregate: mean.",
        "If the total is the mean of those that have a value, write aggregate: mean.",
    ),
    _ranking(
        "ITR280.branch", I,
        "{id} cộng điểm các tiêu chí con, tới {max}, còn các tiêu chí bên cạnh tối đa {limit}; {parent} lấy trung bình của chúng",
        "{id} adds its children, up to {max}, while its siblings reach {limit}; {parent} takes the mean of them",
        "Nếu cùng một thang, ghi aggregate: mean cho {id}, hoặc out_of: {limit}.",
        "If all are of one scale, write aggregate: mean for {id}, or out_of: {limit}.",
    ),
    _criterion(
        "ITR281", I,
        "không thấy gì giới hạn điểm thưởng hay điểm trừ này: {about}", "no limit is seen of this bonus or penalty: {about}",
        "Khai max cho tiêu chí nếu văn bản có mức tối đa; nếu không có, ghi itrank: ignore[ITR281] kèm lý do.",
        "Give the criterion a max if the decree has one; if it has none, write itrank: ignore[ITR281] with the reason.",
    ),
    _criterion(
        "ITR281.large", I,
        "điểm thưởng hay điểm trừ không có max, chỉ thấy bị chặn ở hơn một phần mười của tổng: {about}", "a bonus or penalty has no max, and the only bound that is seen is more than a tenth of the total: {about}",
        "Khai max cho tiêu chí nếu văn bản có mức tối đa.", "Give the criterion a max if the decree has one.",
    ),
    _criterion(
        "ITR282", I,
        '{id}: tiêu đề nói "{said}", nhưng role là {role}', '{id}: its title says "{said_en}", but its role is {role}',
        "bonus cộng vào tổng, penalty trừ đi; xem lại role, hoặc tiêu đề.",
        "A bonus is added to the total and a penalty taken from it; look at the role, or at the title.",
        depends=Depends.TREE, kinds={"said": Kind.TEXT, "said_en": Kind.TEXT},
    ),
    _version(
        "ITR283", I,
        "period là {period}, nhưng {shown} nói năm khác", "period is {period}, but {shown} says another year",
        "Kiểm tra period: số liệu và tham số theo năm được lấy của kỳ này.",
        "Look at period: figures and parameters by year are those of that period.",
    ),
    _input(
        "ITR284", I,
        "đầu vào phần trăm không có max, nên 850% cũng được nhận: {about}", "percentages without a max, so that 850% is taken too: {about}",
        "Khai max: 100% nếu không thể hơn; nếu có thể, ghi itrank: ignore[ITR284] kèm lý do.",
        "Declare max: 100% if they cannot be more; if they can, write itrank: ignore[ITR284] with the reason.",
    ),
    _ranking(
        "ITR285", I,
        '{id}: ngưỡng của mức "{tier}" là {bound}, lệch hẳn khoảng cách giữa các ngưỡng: {steps}',
        '{id}: the tier "{tier}" begins at {bound}, far off the distances of the bounds: {steps}',
        "Kiểm tra từng chữ số của ngưỡng với văn bản.", "Hold each digit of the bound against the decree.",
        kinds={"steps": Kind.TEXT},
        follows=_TIERS,
    ),
    _ranking(
        "ITR285.order", I,
        '{id}: mức "{tier}" bắt đầu từ {bound}, không thấp hơn mức "{first}" đứng trước: chỉ đơn vị không đạt điều kiện của mức trước mới vào mức này',
        '{id}: the tier "{tier}" begins at {bound}, not below the tier "{first}" before it: only units that fail what that one requires are in it',
        "Kiểm tra ngưỡng của hai mức với văn bản.", "Hold the bounds of the two tiers against the decree.",
        since="0.3.0",
        follows=_TIERS,
    ),
    _criterion(
        "ITR286", I,
        '{about} dùng "{word}", còn những ngưỡng khác dùng "{expected}": giá trị đúng bằng ngưỡng được tính khác',
        '{about} says "{word}" where the other bounds say "{expected}": a value equal to the bound is treated otherwise',
        "from và up_to gồm cả ngưỡng, above và below thì không; xem văn bản viết thế nào.",
        "from and up_to take the bound in, above and below do not; look how the decree has it.",
        depends=Depends.TREE, follows=_TIERS,
    ),
    _criterion(
        "ITR287", I,
        "each lớn hơn điểm tối đa, nên mục đầu tiên đã đủ điểm: {about}", "each is above the maximum, so that the first item earns it all: {about}",
        "Kiểm tra each và max; nếu có là đủ điểm, viết yes_no.", "Look at each and max; if one is enough, write yes_no.",
    ),
    _ranking(
        "ITR288", I,
        "{about}: không có tie_break như các bảng điểm khác ({others}), nên đơn vị bằng điểm thì đồng hạng",
        "{about}: no tie_break as the other scorecards ({others}) have it, so that units with equal points share a rank",
        "Ghi tie_break nếu văn bản so tiếp khi bằng điểm.", "Write a tie_break if the decree goes on comparing.",
        kinds={"others": Kind.NAME},
    ),
    _criterion(
        "ITR289", I,
        "{about} có not_applicable: {policy}, còn mọi tiêu chí khác có {expected}", "{about} has not_applicable: {policy}, where all others have {expected}",
        "Kiểm tra văn bản nói gì khi tiêu chí không áp dụng.", "Look what the decree says of units to whom it does not apply.",
        depends=Depends.TREE,
    ),
    _criterion(
        "ITR290", I,
        "điểm không theo thứ tự của các lựa chọn: {about}", "points do not follow the order of the options: {about}",
        "Kiểm tra điểm của từng lựa chọn, hoặc xếp lại thứ tự các lựa chọn.", "Look at the points of each option, or put the options in order.",
    ),
    _criterion(
        "ITR290.alike", I,
        "có lựa chọn được điểm như nhau: {about}", "some options are worth the same: {about}",
        "Kiểm tra điểm của từng lựa chọn với văn bản.", "Hold the points of each option against the decree.",
    ),
    _criterion(
        "ITR290.branches", I,
        "điểm lên rồi lại xuống qua các điều kiện của công thức: {about}", "points go up and down along the conditions of a formula: {about}",
        "Kiểm tra điểm sau từng điều kiện, và sau else, với văn bản.", "Hold the points after each condition, and after else, against the decree.",
        since="0.3.0",
    ),
    _criterion(
        "ITR290.table", I,
        "bảng tra tăng theo lựa chọn này mà giảm theo lựa chọn kia: {about}", "a table rises along the options of one choice and falls along those of the other: {about}",
        "Kiểm tra thứ tự các dòng của bảng, hoặc của các lựa chọn.", "Look at the order of the rows, or of the options.",
    ),
    _criterion(
        "ITR291", I,
        "chỉ đạt khi trả lời không: {about}", "it is only met where the answer is no: {about}",
        "Bỏ not nếu có mới là tốt; nếu đúng là không, ghi itrank: ignore[ITR291] kèm lý do.",
        "Take not away if yes is the good answer; if no is, write itrank: ignore[ITR291] with the reason.",
    ),
    _criterion(
        "ITR291.applies", I,
        "chỉ chấm những đơn vị không có: {about}", "only units of which it does not hold are scored: {about}",
        "Bỏ not nếu phải có thì mới chấm.", "Take not away if those who have it are meant.",
    ),
    _criterion(
        "ITR292", I,
        "hai tiêu chí khác nhau được chấm giống hệt nhau: {about}", "two different criteria are scored by the very same formula: {about}",
        "Nếu chép từ dòng khác, sửa lại đầu vào.", "If one was copied from the other, mend its inputs.",
    ),
    _criterion(
        "ITR293", I,
        "{first} và {second} cùng tiêu đề, cùng số liệu nhưng chấm khác nhau: {one} và {other}",
        "{first} and {second} have one title and one figure, but are scored otherwise: {one} and {other}",
        "Kiểm tra hai bảng điểm với văn bản.", "Hold both scorecards against the decree.",
    ),
    _criterion(
        "ITR294", I,
        "{id}: trong {part}, phép tính đọc là {meant}", "{id}: {part} is read as {meant}",
        "Nếu ý là {expected}, hãy thêm dấu ngoặc.", "If {expected} is meant, add the brackets.",
    ),
    _criterion(
        "ITR295", I,
        "mốc rất thấp, đã đủ điểm: {about}", "a very low bound already earns full points: {about}",
        "Kiểm tra từng chữ số của mốc với văn bản (80% hay 8%).", "Hold each digit of the bound against the decree (80% or 8%).",
    ),
    _criterion(
        "ITR295.ends", I,
        "mọi điểm nằm giữa hai tỷ lệ rất gần nhau: {about}", "all points lie between two close percentages: {about}",
        "Kiểm tra từng chữ số của hai mốc với văn bản (20% hay 2%).", "Hold each digit of both ends against the decree (20% or 2%).",
    ),
    _criterion(
        "ITR296", I,
        "càng nhiều thì càng được nhiều điểm: {about}", "more of it earns more points: {about}",
        "Theo tên gọi thì càng ít càng tốt: kiểm tra from và to, better, hoặc các mốc.",
        "By its name less of it is better: look at from and to, better, or the bounds.",
        follows=("ITR377", "ITR377.goalpost", "ITR377.parameter", "ITR347"),
    ),
    _criterion(
        "ITR296.day", I,
        "ngày muộn hơn lại được nhiều điểm hơn: {about}", "a later day earns more points: {about}",
        "days(từ, đến) là số ngày từ ngày trước đến ngày sau: đúng hạn khi days(ngày nộp, hạn) >= 0.",
        "days(from, to) counts from the first day to the second: it is in time where days(done, due) >= 0.",
    ),
    _criterion(
        "ITR296.fewer", I,
        "càng nhiều thì càng ít điểm, khác với các tiêu chí khác: {about}", "more of it earns fewer points, unlike in other criteria: {about}",
        "Nếu càng ít càng tốt thì giữ nguyên và ghi itrank: ignore[ITR296] kèm lý do; nếu không, kiểm tra from và to, better, hoặc các mốc.",
        "If less of it is better, write itrank: ignore[ITR296] with the reason; if not, look at from and to, better, or the bounds.",
        follows=("ITR377", "ITR377.goalpost", "ITR377.parameter", "ITR347"),
    ),
    _ranking(
        "ITR297", I,
        "{about}: xếp hạng lấy điểm thấp nhất làm tốt nhất (best: lowest), nhưng mức cao nhất lại cần nhiều điểm",
        "{about}: the lowest points rank first (best: lowest), but the first tier asks for the most",
        "Bỏ best: lowest nếu điểm cao là tốt.", "Take best: lowest away if more points are better.",
    ),
    _ranking(
        "ITR297.points", I,
        "{about}: xếp hạng lấy điểm thấp nhất làm tốt nhất (best: lowest), dù phần lớn điểm là tỷ lệ đạt được hay điểm cho mỗi mục",
        "{about}: the lowest points rank first (best: lowest), though most points are for a share that was reached or for each item",
        "Bỏ best: lowest nếu điểm cao là tốt.", "Take best: lowest away if more points are better.",
    ),
    _criterion(
        "ITR298", I,
        "{id}: hai vế của {part} là một, nên luôn bằng 0", "{id}: both sides of {part} are the same, so that it is always 0",
        "Nếu phải so hai số liệu khác nhau, sửa một vế.", "If two figures are to be compared, mend one side.",
    ),
    _criterion(
        "ITR299", I,
        "mọi từ của tiêu đề nằm trong nhãn của một đầu vào mà tiêu chí không đọc: {about}", "all words of the title are in the label of an input that the criterion does not read: {about}",
        "Nếu chép từ dòng khác, sửa lại đầu vào; nếu đúng, sửa tiêu đề hoặc nhãn.",
        "If it was copied from another row, mend the input; if it is right, mend the title or the label.",
        follows=("ITR292", "ITR379.whole"),
    ),
)  # fmt: skip
