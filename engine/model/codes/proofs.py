"""Codes 38x, 39x and 842: what can happen to points and tiers, proved from the bounds of the inputs before any data."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Kind, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_ranking = partial(Code, subject=Subject.RANKING, depends=Depends.TREE)
_criterion = partial(Code, subject=Subject.CRITERION, depends=Depends.CRITERION)

CODES: tuple[Code, ...] = (
    _ranking(
        "ITR274", W,
        "{id}: mức xếp loại không đi một chiều theo điểm{where_vi}: {examples}",
        "{id}: tiers do not go one way with the points{where_en}: {examples}",
        "Nối liền ngưỡng của các mức: below của mức dưới bằng from của mức trên; mức không ghi ngưỡng nhận mọi điểm còn lại.",
        "Let the bounds meet: below of one tier is from of the next; a tier without bounds takes all points that are left.",
        since="0.2.0",
    ),
    _ranking(
        "ITR303", W,
        "{id}: tie_break {shown} không phân định được gì: {reason}",
        "{id}: tie_break {shown} decides nothing: {reason_en}",
        "Chọn một tiêu chí hay đầu vào khác nhau giữa các đơn vị bằng điểm, hoặc xóa khỏi tie_break.",
        "Choose a criterion or an input in which units with equal points differ, or delete it from tie_break.",
        since="0.2.0",
    ),
    _criterion(
        "ITR304", W,
        "{id}: cap: {limit} không cắt gì: trước khi cắt điểm nhiều nhất là {high}",
        "{id}: cap: {limit} cuts nothing: before it the points are at most {high}",
        "Xem lại mức cap trong văn bản; mức ấy thấp hơn {high}, hoặc không cần cap.",
        "Compare cap with the decree: it is below {high}, or there is no need of it.",
        since="0.2.0",
    ),
    _criterion(
        "ITR380", W,
        "{id}: điểm có thể tới {high}, quá điểm tối đa {max}",
        "{id}: its points can reach {high}, above its maximum of {max}",
        "Cắt bằng cap: {max}, sửa công thức, hoặc khai max cho đầu vào.",
        "Cut it with cap: {max}, mend the formula, or declare max for the inputs.",
        traits=(Trait.REFUTABLE,),
    ),
    _criterion(
        "ITR381", W,
        "{id}: điểm không có chặn trên, nên có thể quá điểm tối đa {max}",
        "{id}: nothing bounds its points, so they can pass its maximum of {max}",
        "Cắt bằng cap: {max}.",
        "Cut it with cap: {max}.",
        traits=(Trait.REFUTABLE,),
    ),
    _criterion(
        "ITR382", W,
        "{id}: không đơn vị nào đạt được điểm tối đa {max}; nhiều nhất là {high}",
        "{id}: no unit can reach its maximum of {max}; the most is {high}",
        "Sửa công thức hoặc điểm tối đa cho khớp với văn bản.",
        "Mend the formula or the maximum, as the decree has it.",
    ),
    _criterion(
        "ITR383", W,
        "{id}: số chia {divisor} có thể bằng 0",
        "{id}: the divisor {divisor} can be 0",
        "Thêm on_zero, hoặc khai min: 1 cho đầu vào, hoặc viết ... if {divisor} > 0 else ...",
        "Add on_zero, or declare min: 1 for the input, or write ... if {divisor} > 0 else ...",
    ),
    _criterion(
        "ITR384", W,
        "{id}: {function} chỉ nhận số {wanted}, nhưng {argument} có thể là {low}",
        "{id}: {function} takes numbers {wanted}, and {argument} can be {low}",
        "Khai min cho đầu vào, hoặc viết điều kiện if.",
        "Declare min for the input, or write an if.",
    ),
    _criterion(
        "ITR385", W,
        "{id}: điều kiện {condition} không bao giờ {answer_vi}",
        "{id}: the condition {condition} never {answer_en}",
        "Xem lại mốc, hoặc min và max của đầu vào; phần ấy của công thức thừa.",
        "Look at the bound, or at min and max of the inputs; that part of the formula is without use.",
    ),
    _criterion(
        "ITR385.applies", W,
        "{id}: applies: {condition} không bao giờ {answer_vi}, nên tiêu chí áp dụng {said}{why_vi}",
        "{id}: applies: {condition} never {answer_en}, so it applies to {said_en}{why_en}",
        "Sửa điều kiện theo văn bản, hoặc bỏ applies nếu tiêu chí áp dụng với mọi đơn vị.",
        "Mend the condition as the decree has it, or drop applies where it is for every unit.",
        since="0.2.0",
    ),
    _ranking(
        "ITR385.tier", W,
        '{id}: mức "{tier}": {word}: {condition} lúc nào cũng đúng nên không loại đơn vị nào{why_vi}',
        '{id}: the tier "{tier}": {word}: {condition} always holds, and keeps no unit out{why_en}',
        "Sửa điều kiện theo văn bản, hoặc xóa nó.",
        "Mend the condition as the decree has it, or delete it.",
        depends=Depends.CRITERION,
        since="0.2.0",
    ),
    _ranking(
        "ITR386", W,
        '{id}: không đơn vị nào được xếp mức "{tier}": {why_vi}',
        '{id}: no unit can be in the tier "{tier}": {why_en}',
        "Sửa ngưỡng, điều kiện hoặc thứ tự các mức; mức đứng trước được xét trước.",
        "Mend the bounds, the condition or the order of the tiers; the first that fits is taken.",
        depends=Depends.CRITERION,
        kinds={"cause": Kind.FORM},
    ),
    _ranking(
        "ITR387", W,
        "{id}: không mức xếp loại nào nhận {example} điểm",
        "{id}: no tier takes {example} points",
        "Để mức cuối không có ngưỡng dưới, hoặc nối hai ngưỡng liền nhau.",
        "Leave the last tier without a lower bound, or let the bounds meet.",
    ),
    _ranking(
        "ITR388", W,
        '{id}: hai mức "{first}" và "{second}" cùng nhận {example} điểm; mức đứng trước được lấy',
        '{id}: two tiers, "{first}" and "{second}", take {example} points; the first is taken',
        "Dùng below (dưới) cho một bên để văn bản và cách tính là một.",
        "Use below on one side, so that text and computation are one.",
    ),
    _ranking(
        "ITR389", I,
        '{id}: điểm in {show} chữ số thập phân nhưng xếp loại trên điểm chưa làm tròn: {example} in ra {printed} mà vẫn chưa tới mức "{tier}"',
        '{id}: points are printed with {show} decimals and tiers decided on the unrounded points: {example} is printed {printed} and is still below "{tier}"',
        "Nếu văn bản xếp loại trên điểm đã làm tròn, khai rounding: {{total: {show}}}.",
        "If the decree decides on rounded points, declare rounding: {{total: {show}}}.",
        depends=Depends.ROUNDING,
    ),
    _criterion(
        "ITR391", W,
        "{id}: {role_vi} này không bao giờ {does_vi} được điểm: chỉ có thể từ {low} đến {high}",
        "{id}: this {role} never {does} a total: it can only be from {low} to {high}",
        "Điểm thưởng được cộng và điểm trừ được trừ đi: viết cả hai bằng số dương.",
        "A bonus is added and a penalty is subtracted: write both as positive numbers.",
        since="0.2.0",
    ),
    _criterion(
        "ITR392", W,
        "{id}: được tính vào {parent} là điểm nhân trọng số {weight}, tối đa {most} điểm; trọng số của các tiêu chí bên cạnh (tổng {sum}) không chia nhỏ nó",
        "{id}: counts in {parent} as its points times the weight {weight}, at most {most} points; the weights of its siblings (sum {sum}) do not scale it",
        "Viết weight bằng phần của điểm trung bình mà nó được cộng hoặc trừ, ví dụ 10%; nếu đúng như vậy thì ghi ignore kèm lý do.",
        "Write weight as the share that it adds to the mean or takes from it, such as 10%; if that is what is meant, silence this with the reason.",
        since="0.2.0",
    ),
    _criterion(
        "ITR842", I,
        "{card}: phiếu để trống hoàn toàn vẫn được {points}{of} điểm, từ {leaves}",
        "{card}: an entirely blank answer sheet earns {points}{of_en} points, from {leaves}",
        "Nếu văn bản không định như vậy, xem lại missing, on_zero, otherwise và not_applicable của các tiêu chí này.",
        "If the decree does not mean that, look at missing, on_zero, otherwise and not_applicable of these criteria.",
        since="0.2.0",
    ),
)  # fmt: skip
