"""Codes of `check`: silencing (14x), what a careful reader sees without data (34x to 37x), own cases (50x), commands (94x)."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Fix, Kind, Subject, Trait

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_comment = partial(Code, subject=Subject.COMMENT)
_formula = partial(Code, subject=Subject.FORMULA, depends=Depends.CRITERION)
_name = partial(Code, subject=Subject.NAME, depends=Depends.READERS)
_ranking = partial(Code, subject=Subject.RANKING, depends=Depends.CRITERION)
_criterion = partial(Code, subject=Subject.CRITERION, depends=Depends.CRITERION)
_version = partial(Code, subject=Subject.VERSION, depends=Depends.CRITERION)
_case = partial(Code, subject=Subject.CASE)
_option = partial(Code, subject=Subject.OPTION)

CODES: tuple[Code, ...] = (
    # ── Silencing at the line ──
    _option(
        "ITR112.let", E,
        '"{name}" được cho hai giá trị bằng --let', '"{name}" is given two values by --let',
        "Giữ một.", "Keep one.",
        aliases=("ITR948",),
    ),
    _comment(
        "ITR146", E,
        "bỏ qua {codes} mà không nói lý do", "{codes} is silenced without a reason",
        "Viết lý do sau ngoặc: # itrank: ignore[{codes}] vì sao.", "Write the reason after the bracket: # itrank: ignore[{codes}] why.",
    ),
    _comment(
        "ITR147", W,
        'itrank không hiểu "{found}" trong chú thích này', 'itrank does not understand "{found}" in this comment',
        "Viết như: # itrank: ignore[ITR340] lý do.", "Write: # itrank: ignore[ITR340] reason.",
    ),
    _comment(
        "ITR148", W,
        "{code} được bỏ qua ở đây, nhưng dòng {line} không có {code}", "{code} is silenced here, but line {line} raises no {code}",
        "Xóa lời bỏ qua này; nó chỉ có tác dụng với dòng nó đứng cuối, hoặc dòng ngay dưới.",
        "Delete the comment; it acts on the line that it ends, or else on the next line.",
        fix=Fix.COMMENT,
    ),
    _comment(
        "ITR149", W,
        "{code} là lỗi nên không bỏ qua được", "{code} is an error and cannot be silenced",
        "Sửa lỗi ở dòng {line}; chỉ cảnh báo và thông tin mới bỏ qua được.", "Mend it on line {line}; only warnings and infos can be silenced.",
    ),
    _comment(
        "ITR166", W,
        "lời bỏ qua {code} không đúng: {id} được {value} trên tối đa {max} với {answers}",
        "the comment that silences {code} does not hold: {id} is worth {value} of at most {max} with {answers}",
        "Cắt bằng cap: {max}, sửa công thức, hoặc khai min, max cho đầu vào để điều ấy không thể xảy ra; rồi xóa lời bỏ qua.",
        "Cut it with cap: {max}, mend the formula, or declare the min and max of inputs that rule it out; then delete the comment.",
        since="0.2.0",
    ),
    # ── The ruleset's own cases ──
    _case(
        "ITR204.case", E,
        'ca "{case}": không có {what} "{name}"', 'case "{case}": there is no {what_en} "{name}"',
        fix=Fix.NAME, aliases=("ITR501", "ITR502", "ITR503"),
    ),
    # ── How formulas are written ──
    _formula(
        "ITR270", W,
        "{function} của một đối số chính là đối số ấy", "{function} of one argument is that argument",
        "So với các đơn vị khác thì viết cohort_{function}, gộp các đơn vị cấp dưới thì children_{function}; nếu không, bỏ {function}(...).",
        "To compare with other units write cohort_{function}, of subordinate units children_{function}; otherwise take {function}(...) away.",
        since="0.2.0",
    ),
    _formula(
        "ITR275", I,
        "phần có thể lớn hơn tổng thể, và khi đó vẫn được trọn điểm: {about}",
        "a part may be more than its whole, and then earns full points: {about}",
        "Nếu không thể lớn hơn, khai max: {second} cho {first}{more_vi}; nếu cố ý, ghi itrank: ignore[ITR275] kèm lý do.",
        "If it cannot be, declare max: {second} for {first}{more_en}; if it is meant, write itrank: ignore[ITR275] with the reason.",
        since="0.2.0",
    ),
    _criterion(
        "ITR300", W,
        "{id}: {first} / {second} không bao giờ dưới 1, vì {second} là một phần của {first}: đơn vị nào có {second} cũng được trọn điểm",
        "{id}: {first} / {second} is never below 1, as {second} is a part of {first}: every unit that has any {second} gets full points",
        "Có thể tử số và mẫu số đổi chỗ: viết {second} trước, {first} sau.",
        "The numerator and the divisor may be exchanged: write {second} first, then {first}.",
        since="0.2.0",
    ),
    _criterion(
        "ITR300.blank", W,
        "{id}: {first} / {second} không dưới 1 khi {first} có số liệu, vì {second} là một phần của {first}: đơn vị nào có {second} cũng được trọn điểm",
        "{id}: {first} / {second} is not below 1 where {first} is reported, as {second} is a part of {first}: every unit that has any {second} gets full points",
        "Có thể tử số và mẫu số đổi chỗ: viết {second} trước, {first} sau.",
        "The numerator and the divisor may be exchanged: write {second} first, then {first}.",
        since="0.3.0",
    ),
    _case(
        "ITR321.case", E,
        'ca "{case}" có cả given và cohort; chỉ dùng một', 'case "{case}" has both given and cohort; it takes one of them',
        "given là số liệu của một đơn vị; cohort là danh sách nhiều đơn vị, mỗi đơn vị có id.",
        "given is what one unit reports; cohort is a list of units, each with its id.",
        aliases=("ITR506",),
    ),
    _ranking(
        "ITR335.list", W,
        "đơn vị của nhóm {group} không thuộc danh sách xếp hạng nào của bảng điểm {card}",
        "units of the group {group} are in no ranking list of the scorecard {card}",
        "Thêm nhóm vào một danh sách trong ranking: lists.", "Add the group to a list under ranking: lists.",
        aliases=("ITR345",),
    ),
    # ── What nothing uses ──
    _name(
        "ITR340", W,
        'đơn vị phải báo cáo "{name}", nhưng không gì dùng đến nó', 'units must report "{name}", and nothing uses it',
        "Xóa đầu vào này (của bộ gốc thì nêu ở repeal), hoặc kiểm tra tiêu chí nào lẽ ra phải đọc nó; chỉ để in ra thì thêm publish: true.",
        "Delete it (one of the ruleset that is extended: name it in repeal), or look which criterion should read it; if it is only to be printed, add publish: true.",
    ),
    _name(
        "ITR341", I,
        '"{name}" chỉ được dùng ở chỗ không tính điểm ({where})', '"{name}" is used only where nothing is scored ({where})',
        "Nếu đúng ý thì không phải làm gì; nếu không, kiểm tra role và aggregate của tiêu chí.",
        "If that is meant there is nothing to do; if not, look at the role and aggregate of the criterion.",
        kinds={"where": Kind.NAME},
    ),
    _name(
        "ITR342", W,
        '{what} "{name}" không được dùng ở đâu', 'the {what_en} "{name}" is used nowhere',
        "Xóa tham số, hoặc dùng tên này thay cho con số đã viết thẳng.", "Delete it, or use the name where the number was written out.",
        aliases=("ITR343", "ITR344"),
        follows=("ITR292",),
    ),
    _name(
        "ITR346", I,
        '"{name}": không công thức nào phân biệt các lựa chọn {options}', '"{name}": no formula tells the options {options} apart',
        "Nếu chúng đáng giá như nhau thì không phải làm gì; nếu không, công thức còn sót một trường hợp.",
        "If they are worth the same there is nothing to do; if not, a formula forgets a case.",
    ),
    # ── Points ──
    _criterion(
        "ITR347", W,
        "{id}: điểm lên rồi lại xuống: {steps}", "{id}: the points go up and down: {steps}",
        "Kiểm tra từng mốc với quyết định; nếu quyết định đúng như vậy thì bỏ qua ở dòng này, kèm lý do.",
        "Compare each bound with the decree; if that is what it says, silence it on this line with the reason.",
        follows=("ITR380", "ITR752"),
    ),
    _criterion(
        "ITR348", I,
        '{id}: "{words}" có chặn trên, nhưng giá trị lớn hơn {bound} vẫn được nhận và được {points} điểm',
        '{id}: "{words}" has an upper end, but values above {bound} are accepted and are worth {points}',
        "Thêm max: {bound} cho đầu vào {input}, hoặc thêm một mốc nữa.", "Give the input {input} a max: {bound}, or add another bound.",
    ),
    _criterion(
        "ITR357", W,
        "{count} trên {total} tiêu chí lá chưa có clause (điều khoản): {ids}", "{count} of {total} leaves have no clause: {ids}",
        "Ghi clause cho từng tiêu chí, hoặc một lần ở nhánh bên trên.", "State the clause of each, or once on a branch above.",
        depends=Depends.TITLES,
    ),
    _criterion(
        "ITR357.provenance", W,
        "{count} trên {total} tiêu chí lá chưa nói nguồn gốc (provenance): {ids}", "{count} of {total} leaves have no provenance: {ids}",
        "Ghi published, inferred hoặc illustrative ở tiêu chí, ở nhánh, hoặc một lần cho cả tệp.",
        "Write published, inferred or illustrative on the leaf, on a branch, or once for the file.",
        depends=Depends.TITLES,
        aliases=("ITR358",),
    ),
    _criterion(
        "ITR357.title", W,
        "{count} chỗ chưa có tên bằng tiếng {language} (locale: {locale}): {ids}", "{count:place has/places have} no title in {language_en} (locale: {locale}): {ids}",
        "Thêm title hoặc label; biểu mẫu và báo cáo in đúng những chữ này.", "Add a title or label: forms and reports print these words.",
        depends=Depends.TITLES,
        aliases=("ITR366",),
    ),
    _ranking(
        "ITR359", W,
        "{id}: mức {tier} tính theo điểm ({bound}), nhưng điểm tối đa của một đơn vị có thể giảm vì {node} có not_applicable: {policy}",
        "{id}: the tier {tier} is in points ({bound}), but a unit's maximum can shrink, as {node} has not_applicable: {policy}",
        "Viết ngưỡng theo phần trăm ({share} thay cho {bound}), hoặc dùng not_applicable: rescale.",
        "Write the bound as a percentage ({share} for {bound}), or use not_applicable: rescale.",
        depends=Depends.TREE,
    ),
    _ranking(
        "ITR360", I,
        "{id}: mức {tier} tính theo điểm ({bound}) và áp dụng cả cho điểm đã chia lại vì {node} có not_applicable: {policy}",
        "{id}: the tier {tier} is in points ({bound}) and is held against shared-out points too, as {node} has not_applicable: {policy}",
        "Nếu quyết định đúng như vậy thì không phải làm gì; nếu không, chọn full, zero hoặc exclude.",
        "If the decree means that there is nothing to do; if not, choose full, zero or exclude.",
        depends=Depends.TREE,
        follows=("ITR386", "ITR386.maximum"),
    ),
    # ── Dates, versions, codes, titles ──
    _version(
        "ITR361", E,
        "hiệu lực từ {first} nhưng đến {last}: ngày cuối ở trước ngày đầu", "effective from {first} through {last}: the last day is before the first",
        "Kiểm tra năm và tháng của hai ngày.", "Look at the year and the month of both days.",
    ),
    _version(
        "ITR362", W,
        "hiệu lực ({first} đến {last}) trùng với {other} trong {file} ({other_first} đến {other_last})",
        "in force ({first} to {last}) at the same time as {other} in {file} ({other_first} to {other_last})",
        "Mỗi ngày chỉ một phiên bản có hiệu lực: sửa effective của một trong hai.", "One version is in force on a day: mend the effective of one of them.",
    ),
    _version(
        "ITR363", W,
        "{identity} cũng là tên của {file}", "{identity} is the name of {file} as well",
        "Đổi version của một tệp, để mã@phiên-bản chỉ đúng một bộ.", "Change the version of one, so that id@version means one ruleset.",
    ),
    _criterion(
        "ITR364", W,
        'số mục "{code}" có hai lần trong {card}: ở {first} và {second}', 'the number "{code}" is there twice in {card}: at {first} and {second}',
        "Đối chiếu với bảng trong quyết định.", "Compare with the table of the decree.",
        depends=Depends.TREE, is_local=True,
    ),
    _name(
        "ITR364.label", W,
        'hai đầu vào cùng nhãn "{label}": {first} và {second}', 'two inputs have the label "{label}": {first} and {second}',
        "Một cột mang nhãn này sẽ không biết là của đầu vào nào: sửa nhãn, hoặc ghi column.",
        "A column of that name could mean either: mend a label, or state column.",
        depends=Depends.CRITERION,
        aliases=("ITR373",),
    ),
    _criterion(
        "ITR365", W,
        'số mục "{code}" đứng không đúng chỗ: {why}', 'the number "{code}" is out of place: {why_en}',
        "Đối chiếu với bảng trong quyết định: có thể gõ sai số, sót một dòng hoặc để nhầm chỗ.",
        "Compare with the table of the decree: a wrong digit, a missing row, or a row in another place.",
        depends=Depends.TREE, is_local=True,
        follows=("ITR301.moved", "ITR301.between"),
        kinds={"id": Kind.FORM},
    ),
    _name(
        "ITR367", I,
        'tên "{name}" chỉ khác "{twin}" (dòng {line}) ở dấu hoặc gạch dưới', 'the name "{name}" differs from "{twin}" (line {line}) only by accents or underscores',
        "Dễ gõ nhầm tên này thành tên kia: đặt tên khác hẳn nhau.", "One is easily typed for the other: choose names that differ more.",
        depends=Depends.CRITERION,
    ),
    _name(
        "ITR368", I,
        'trong hàm {function}, "{name}" là đối số chứ không phải {what} cùng tên', 'in the function {function}, "{name}" is its argument and not the {what_en} of that name',
        "Đặt tên khác cho đối số để khỏi đọc nhầm.", "Name the argument otherwise, so that nobody misreads it.",
        depends=Depends.CRITERION,
    ),
    # ── Ranking ──
    _ranking(
        "ITR369", E,
        "bảng điểm {first} và {second} chung danh sách {lists}, nhưng {key} khác nhau: {one} và {other}",
        "the scorecards {first} and {second} share the list {lists}, but differ in {key}: {one} and {other}",
        "Một danh sách chỉ có một cách xếp hạng: ghi giống nhau, hoặc tách danh sách.", "A list is ranked in one way: state the same, or make lists of their own.",
    ),
    _ranking(
        "ITR370", W,
        "bảng điểm {first} và {second} chung danh sách {lists}, nhưng số lần so khi bằng điểm khác nhau: {one} và {other}",
        "the scorecards {first} and {second} share the list {lists}, but break ties by different numbers of comparisons: {one} and {other}",
        "Đơn vị hết tiêu chí so trước sẽ đứng trước; ghi tie_break tương ứng ở cả hai bảng.",
        "The unit that runs out of comparisons stands first; state matching tie_breaks in both.",
    ),
    _ranking(
        "ITR371", W,
        "bảng điểm {first} (tối đa {one}) và {second} (tối đa {other}) chung danh sách {lists}, nhưng khác thang điểm",
        "the scorecards {first} (max {one}) and {second} (max {other}) share the list {lists}, on different scales",
        "Đổi về một thang (out_of), xếp theo tỷ lệ (by), hoặc tách danh sách.", "Bring both to one scale (out_of), rank by a share (by), or make lists of their own.",
    ),
    _criterion(
        "ITR372", E,
        "số chữ số làm tròn là {found}; phải là số nguyên từ -12 đến 12", "the digits of a rounding are {found}; a whole number from -12 to 12 is expected",
        "Viết số chữ số thập phân cần giữ, ví dụ 2.", "Write how many decimals are kept, such as 2.",
    ),
    _criterion(
        "ITR374", I,
        "{id}: trọng số của các tiêu chí con cộng lại là {found}, không phải {expected}", "{id}: the weights of its children add up to {found}, not {expected}",
        "Kiểm tra từng weight: {terms}.", "Look at each weight: {terms}.",
        depends=Depends.TREE, is_local=True,
    ),
    _criterion(
        "ITR375", W,
        "{id} cần điểm của {name} ở bảng điểm {card}, mà đơn vị của {own} không bao giờ có", "{id} needs the points of {name} in the scorecard {card}, which units of {own} never have",
        "Dùng một tiêu chí của {own}; lấy của đơn vị cấp dưới bằng children_mean({name}); hoặc nói thiếu thì lấy gì: first_nonzero({name}, 0).",
        "Use a criterion of {own}, take those of subordinate units by children_mean({name}), or say what stands in: first_nonzero({name}, 0).",
    ),
    _criterion(
        "ITR376", W,
        "{id}: không số nguyên nào được bậc {word} {bound}: giữa {low} và {high} không có số nào của {input}",
        "{id}: no whole number gets the step {word} {bound}: {input} has none between {low} and {high}",
        "{input} luôn là số nguyên: xem lại hai mốc với văn bản.", "{input} is always a whole number: compare both bounds with the decree.",
    ),
    _criterion(
        "ITR377", W,
        "{found} của đầu vào phần trăm {input} nghĩa là {percent}", "{found}, held against the percentage {input}, is {percent}",
        "Viết {meant} nếu ý là {meant}; trong công thức viết số thập phân, như 0.8.", "Write {meant} where that is meant; in a formula a decimal, such as 0.8.",
    ),
    _criterion(
        "ITR377.full_at", W,
        "{id}: full_at là {found}, tức {percent}: hầu như không đơn vị nào đạt", "{id}: full_at is {found}, that is {percent}: hardly any unit can reach it",
        "Nếu muốn nói phần trăm, viết full_at: {meant}.", "For a percentage write full_at: {meant}.",
        aliases=("ITR349",),
    ),
    _criterion(
        "ITR377.goalpost", W,
        "{id}: mốc {word}: {found} của tỷ lệ {input} nghĩa là {percent}", "{id}: the goalpost {word}: {found} of the percentage {input} is {percent}",
        "Viết {meant} nếu ý là {meant}.", "Write {meant} where that is meant.",
        since="0.2.0",
    ),
    _name(
        "ITR377.parameter", W,
        "tham số {name} là {found}, tức {percent}, mà được so với tỷ lệ: ở {about}", "the parameter {name} is {found}, that is {percent}, and is compared with shares: in {about}",
        "Viết {meant} nếu ý là {meant}.", "Write {meant} where that is meant.",
        depends=Depends.CRITERION,
        since="0.2.0",
    ),
    _criterion(
        "ITR378", W,
        "{input}: không giá trị nào từ {low} đến {high}", "{input}: no value lies from {low} to {high}",
        "min phải nhỏ hơn hoặc bằng max.", "min must not be above max.",
    ),
    _criterion(
        "ITR379", W,
        "{input} ({first}) bị chặn bởi {other} ({second}): hai đơn vị đo khác nhau", "{input} ({first}) is bounded by {other} ({second}): two units of measurement",
        "Đổi về một đơn vị đo, hoặc sửa measured_in.", "Convert one, or mend measured_in.",
    ),
    _criterion(
        "ITR379.whole", W,
        "{id}: {first} ({one}) là một phần của {name}, mà lại chia cho {second} ({other}): hai đơn vị đo khác nhau",
        "{id}: {first} ({one}) is a part of {name}, and is divided by {second} ({other}): two units of measurement",
        "Chia cho {name}, hoặc sửa max hay measured_in của {first}.", "Divide by {name}, or mend max or measured_in of {first}.",
        since="0.2.0",
    ),
    _ranking(
        "ITR393", W,
        "{id}: xếp hạng theo điểm, nhưng điểm tối đa {max} của một đơn vị có thể giảm vì {node} có not_applicable: exclude",
        "{id}: units are ranked by points, but the maximum of {max} can shrink for a unit, as {node} has not_applicable: exclude",
        "Đưa về một thang bằng out_of, dùng not_applicable: rescale, hoặc nếu văn bản đúng như vậy thì ghi ignore kèm lý do.",
        "Bring all to one scale by out_of, use not_applicable: rescale, or silence this with the reason if the decree says so.",
        since="0.2.0",
        follows=("ITR359",),
    ),
    _ranking(
        "ITR394", W,
        "{card}: không tính tổng điểm (aggregate: none) và không tiêu chí nào có ranking, nên không đơn vị nào được xếp hạng",
        "{card}: makes no total (aggregate: none) and no criterion has a ranking, so no unit is ranked",
        "Thêm ranking cho từng tiêu chí cần xếp hạng, hoặc ranking: {{by: ...}} cho bảng điểm.",
        "Give a ranking to each criterion that ranks units, or ranking: {{by: ...}} to the scorecard.",
        since="0.2.0",
    ),
    _ranking(
        "ITR398", W,
        "{id}: mức {tier} giới hạn số đơn vị bằng một điều kiện về thứ hạng, nên khi bằng điểm thì có thể nhiều hơn giới hạn",
        "{id}: the tier {tier} limits its units by a condition on the rank, so that a tie can pass the limit",
        "Dùng quota: 25% và at_ties: below (đồng hạng vượt hạn mức thì không đơn vị nào được) hoặc above (đều được) thay cho điều kiện đó.",
        "Use quota: 25% and at_ties: below (of a tie that passes it, nobody) or above (all) in place of the condition.",
        since="0.2.0",
    ),
    _option("ITR461.expression", E, 'không có đơn vị "{found}" trong số liệu', 'there is no unit "{found}" in the data', aliases=("ITR946",)),
    _case(
        "ITR504", E,
        'ca "{case}": {name} mong đợi {expected}, nhưng tính ra {found}', 'case "{case}": {name} is expected to be {expected}, but is {found_en}',
        "Sửa công thức, hoặc tính lại bằng tay rồi sửa expect.", "Mend the formula, or do the sum again by hand and mend expect.",
    ),
    _case(
        "ITR505", E,
        'ca "{case}": {problem}', 'case "{case}": {problem_en}',
        "Sửa ca ở chỗ ấy: given, cohort, previous, expect, hoặc ô của bảng tính.",
        "Correct the case there: given, cohort, previous, expect, or the cell of the workbook.",
    ),
    _case(
        "ITR507", W,
        'hai ca cùng tên "{case}"; ca trước ở {at}', 'two cases are called "{case}"; the first is at {at}',
        "Đặt tên riêng cho từng ca, hoặc xóa ca bị chép lặp.", "Name each by what it shows, or delete the copy.",
    ),
    _case(
        "ITR508", W,
        '{count} trên {total} ca không được chạy vì quá nhiều việc; ca đầu tiên bị bỏ là "{case}"',
        '{count} of {total} cases were not run, as it would be too much work; the first left out is "{case}"',
        "Bỏ bớt ca nhiều đơn vị: mỗi ca chỉ cần vài đơn vị và những số liệu mà nó dùng đến.",
        "Make cases of many units smaller: each needs a few units, and the inputs that it uses.",
        traits=(Trait.LEAVES_OUT_CASES,),
    ),
    _option(
        "ITR510", E,
        "{count} ca đã tính mà chưa ca nào ghi kết quả mong đợi, nên không so được gì",
        "of {count} cases that were computed none says what is expected, so that nothing was compared",
        "Ghi dưới expect điểm, hạng hoặc xếp loại đã tính tay.", "Say under expect which points, rank or tier was worked out by hand.",
        since="0.3.0",
    ),
    _option(
        "ITR511", E,
        "{ruleset} chưa có ca kiểm thử nào", "{ruleset} has no cases yet",
        "Viết ca dưới tests: của bộ tiêu chí, trong {file} cạnh nó, hoặc nêu tệp có ca bằng --cases.",
        "Write cases under tests: of the ruleset, in {file} beside it, or name a file that has some by --cases.",
        since="0.3.0",
    ),
    _case(
        "ITR512", E,
        "{name} không có trang nào ghi ca: hàng đầu của bảng phải có mã cột case, given.…, expect.…",
        "{name} has no sheet of cases: the first row of the table has the ids of columns, case, given.…, expect.…",
        "Lập tệp mẫu đúng: itrank test BỘ_TIÊU_CHÍ --template ca.xlsx, rồi chép số liệu vào.",
        "Make a template: itrank test RULESET --template cases.xlsx, and copy the figures into it.",
        since="0.3.0",
    ),
    _case(
        "ITR512.sheet", E,
        'trang "{sheet}" có cột của ca mà thiếu cột case, hoặc không có cột given.…, expect.… nào',
        'the sheet "{sheet}" has columns of cases, and no column case or none of given.…, expect.…',
        "Thêm mã cột còn thiếu ở hàng đầu; trang không ghi ca thì xóa mã case, given.…, previous.…, expect.… ở hàng ấy.",
        "Add to the first row the id that is missing; of a sheet without cases delete the ids case, given.…, previous.…, expect.… there.",
        since="0.3.0",
    ),
    _case(
        "ITR513", E,
        'bảng ca: cột "{column}" không phải đầu vào, tiêu chí hay mục nào của ca', 'table of cases: the column "{column}" is no input, criterion or part of a case',
        "Mã cột ở hàng đầu là case, unit, basis, why, given.MÃ, previous.MÃ hoặc expect.MÃ; xóa cột nếu là ghi chú riêng, hoặc để trống mã của nó.",
        "Ids in the first row are case, unit, basis, why, given.ID, previous.ID or expect.ID; leave the id of a column of your own blank.",
        since="0.3.0",
    ),
    _case(
        "ITR514", E,
        'ca "{case}" nằm ở hai chỗ; chỗ trước ở {at}', 'case "{case}" is in two places; the first is {at}',
        "Các đơn vị của một ca phải nằm liền nhau; nếu là ca khác thì đặt tên khác.", "The units of a case stand together; if it is another case, give it another name.",
        since="0.3.0",
    ),
    _case(
        "ITR515", E,
        "bảng ca: dòng {line} có số liệu mà không có tên ca", "table of cases: line {line} has figures and no name of a case",
        "Ghi tên ca ở cột Ca; đơn vị thứ hai của một ca lặp lại tên ca ấy.", "Name the case in its column; a second unit of a case repeats the name.",
        since="0.3.0",
    ),
    _case(
        "ITR516", I,
        "{name}: {count} trang không ghi ca nên không đọc: {sheets}", "{name}: sheets without cases that were not read: {count} ({sheets})",
        "Trang có ca thì hàng đầu phải có mã cột case, given.…, expect.…", "A sheet of cases has the ids of columns in its first row: case, given.…, expect.…",
        since="0.3.0",
    ),
    _case(
        "ITR517", I,
        "bảng ca: cột {column} không có mã ở hàng đầu nên không đọc", "table of cases: column {column} has no id in the first row and is not read",
        "Nếu là ghi chú thì không cần làm gì; nếu là số liệu hay kết quả thì ghi mã given.MÃ hoặc expect.MÃ ở hàng đầu.",
        "Of notes there is nothing to do; of figures or results write the id given.ID or expect.ID into the first row.",
        since="0.3.0",
    ),
    _option(
        "ITR779", E,
        "{count} điều đổi có thể tác động lẫn nhau, mà --shapley chia cho nhiều nhất {limit}: {about}",
        "{count} changes may act on one another, and --shapley shares out among {limit} at most: {about}",
        "Bỏ --shapley: tác động riêng của từng điều vẫn có, phần chung thành một dòng. Hoặc so qua một bộ ở giữa, mỗi lần một nhóm điều đổi.",
        "Drop --shapley: each change's own effect is still given, with one line for what is joint. Or compare by way of a ruleset between, some of the changes at a time.",
        since="0.3.0",
    ),
    _option(
        "ITR901.folder", E,
        'thư mục "{name}" không có bộ tiêu chí nào', 'there is no ruleset in the folder "{name}"',
        "Bộ tiêu chí là tệp .yaml có dòng format: itrank-ruleset/1; tệp khác thì ghi thẳng tên tệp.",
        "A ruleset is a .yaml file with the line format: itrank-ruleset/1; name any other file itself.",
        aliases=("ITR941",),
    ),
    # ── The commands `check` and `formula` ──
    _option(
        "ITR901.here", E,
        "ở đây không có thư mục rulesets/, nên chưa biết phải kiểm tra bộ tiêu chí nào",
        "there is no folder rulesets/ here, so it is unknown which ruleset to check",
        "Chạy: itrank check đường-dẫn.yaml (hoặc một thư mục, hoặc - để đọc từ stdin).", "Run: itrank check path.yaml (or a folder, or - for standard input).",
        aliases=("ITR940",),
    ),
    _option(
        "ITR910.expression", E,
        '"{name}" cần một giá trị để tính biểu thức này', '"{name}" needs a value for this expression',
        "Thêm --let {name}=…, hoặc lấy số liệu của một đơn vị bằng --unit và --data.", "Add --let {name}=…, or take a unit's figures by --unit and --data.",
        aliases=("ITR945",),
    ),
    _option(
        "ITR912.let", E,
        'không đọc được "--let {found}"', '"--let {found}" cannot be read',
        "Viết tên=giá trị: a=3, x=85%, d=2022-12-31, co=có, hoặc tên một lựa chọn.",
        "Write name=value: a=3, x=85%, d=2022-12-31, has=yes, or the name of an option.",
        aliases=("ITR944",),
    ),
    _option(
        "ITR923.case", E,
        'không có ca nào tên "{found}"', 'no case is called "{found}"',
        "Các ca có ở đây: {choices}.", "The cases are: {choices}.",
        since="0.3.0",
    ),
    _option("ITR923.code", E, 'không có mã "{found}"', 'there is no code "{found}"', aliases=("ITR942",)),
    _formula(
        "ITR943", E,
        "biểu thức không có giá trị: {why}", "the expression has no value: {why_en}",
        depends=Depends.ITSELF,
    ),
    _option(
        "ITR947", E,
        "{option} chỉ dùng cùng {other}", "{option} goes with {other} only",
        "Thêm {other}, hoặc bỏ {option}.", "Add {other}, or drop {option}.",
    ),
    _formula(
        "ITR949", E,
        '"{name}" là {what} của bộ tiêu chí nên được tính ra, không cho bằng --let', '"{name}" is a {what_en} of the ruleset: it is computed, and not given by --let',
        "Cho giá trị các đầu vào mà nó dựa vào, hoặc dùng một tên khác.", "Give the inputs that it rests on, or use another name.",
        depends=Depends.ITSELF,
    ),
)  # fmt: skip
