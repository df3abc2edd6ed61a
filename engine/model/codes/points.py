"""Codes 3xx: findings about points, tiers and ranking."""

from functools import partial

from ..findings import Severity
from ..records import Code, Depends, Fix, Subject, Trait

E = Severity.ERROR

_criterion = partial(Code, subject=Subject.CRITERION, depends=Depends.CRITERION)
_ranking = partial(Code, subject=Subject.RANKING, depends=Depends.CRITERION)
_score = partial(Code, subject=Subject.SCORE)

CODES: tuple[Code, ...] = (
    _criterion(
        "ITR112.bound", E,
        "{id}: mốc {bound} có hai lần (4 và 4.0 là một)", "{id}: the bound {bound} is there twice (4 and 4.0 are one)",
        "Xóa hoặc sửa một mốc.", "Delete or mend one of them.",
        aliases=("ITR310",),
    ),
    _ranking(
        "ITR112.tier", E,
        'mức xếp loại "{id}" có hai lần', 'the tier "{id}" is there twice',
        "Đổi mã hoặc xóa một mức.", "Rename or delete one of them.",
        depends=Depends.GROUPS, is_local=True,
        aliases=("ITR330",),
    ),
    _ranking(
        "ITR204.group", E,
        'không có nhóm đơn vị "{name}"', 'there is no group "{name}"',
        depends=Depends.GROUPS, is_local=True, fix=Fix.NAME,
        aliases=("ITR331",),
    ),
    _criterion(
        "ITR204.points", E,
        '{id}: không có lựa chọn "{option}"', '{id}: there is no option "{option}"',
        "Các lựa chọn: {options}.", "The options are: {options}.",
        fix=Fix.NAME,
        aliases=("ITR313",),
    ),
    _criterion(
        "ITR214.choice", E,
        "{id}: choice cần một đầu vào kiểu choice", "{id}: choice takes an input of type choice",
        "Dùng tên một đầu vào kiểu choice, hoặc self.", "Use the name of an input of type choice, or self.",
        aliases=("ITR311",),
    ),
    _criterion(
        "ITR214.lookup", E,
        "lookup: {name} phải là một đầu vào kiểu choice và bảng phải có một tầng cho nó",
        "lookup: {name} must be an input of type choice, and the table needs a level for it",
        "Tra theo đầu vào kiểu choice; theo số lượng thì dùng steps.", "Look up by inputs of type choice; for amounts use steps.",
        aliases=("ITR319",),
    ),
    _criterion(
        "ITR301", E,
        "{id}: {terms_vi} = {derived}, nhưng khai max: {stated}", "{id}: {terms_en} = {derived}, but max is stated as {stated}",
        "Sửa max ở đây hoặc ở tiêu chí con; bỏ max ở nhánh thì itrank tự cộng.",
        "Mend max here or below; a branch without max gets the sum by itself.",
        depends=Depends.TREE, is_local=True,
        traits=(Trait.SUM,),
    ),
    _criterion(
        "ITR301.moved", E,
        "{id} (số mục {code}) đứng dưới {parent}, nên điểm tối đa ở đó cộng lại là {derived} chứ không phải {stated}; theo số mục thì nó thuộc mục {target}",
        "{id} (number {code}) stands under {parent}, whose maxima come to {derived} with it and not to {stated}; by its number it belongs under {target}",
        "Đối chiếu với bảng trong quyết định, rồi chuyển tiêu chí về mục của nó hoặc sửa số mục.",
        "Compare with the table of the decree, and move it to its heading or mend its number.",
        since="0.2.0",
        depends=Depends.TREE, is_local=True,
    ),
    _criterion(
        "ITR305", E,
        "{id}: on_zero cần một phép chia ở ngoài cùng của biểu thức", "{id}: on_zero needs a division outermost in the expression",
        "Viết share: a / b, hoặc dùng if ... else.", "Write share: a / b, or use if ... else.",
    ),
    _criterion(
        "ITR306", E,
        "{id}: chưa có max, mà {what} cần max", "{id}: no max is stated, and {what_en} needs one",
        "Thêm max cho tiêu chí.", "Give the criterion a max.",
        aliases=("ITR314", "ITR338"),
    ),
    _criterion(
        "ITR306.out_of", E,
        "{id}: out_of cần max khác 0", "{id}: out_of needs a max other than 0",
        "Thêm max cho tiêu chí, hoặc cho các tiêu chí con.", "State max here, or for each of the children.",
        aliases=("ITR323",),
    ),
    _criterion(
        "ITR306.sibling", E,
        "{id}: not_applicable: {policy} chia lại điểm, nên mọi tiêu chí cùng cấp cần max; {sibling} chưa có",
        "{id}: not_applicable: {policy} shares points out, so every sibling needs a max; {sibling} has none",
        "Thêm max cho {sibling}, hoặc chọn exclude, full, zero.", "Give {sibling} a max, or choose exclude, full, zero.",
        aliases=("ITR337",),
    ),
    _criterion(
        "ITR307", E,
        "{id}: hai mốc from và to bằng nhau ({start})", "{id}: the goalposts from and to are equal ({start})",
        "Sửa một mốc; nếu chỉ có đạt và không đạt thì dùng yes_no.", "Mend one of them; for reached or not, use yes_no.",
    ),
    _criterion(
        "ITR309", E,
        "{id}: bậc thang cần đúng một trong from, above, up_to, below; ở đây là: {found}",
        "{id}: steps take exactly one of from, above, up_to, below; here: {found}",
        "Viết mọi mốc dưới một từ, ví dụ from: {{4: 20, 2: 10}}.", "Write all bounds under one word, such as from: {{4: 20, 2: 10}}.",
    ),
    _criterion(
        "ITR312", E,
        '{id}: lựa chọn "{option}" chưa có điểm', '{id}: the option "{option}" has no points',
        "Mọi lựa chọn đều phải có điểm (hoặc not_applicable).", "Every option needs points (or not_applicable).",
    ),
    _criterion(
        "ITR312.lookup", E,
        'lookup: bảng và {name} không khớp ở lựa chọn "{option}" (tại: {path})',
        'lookup: the table and {name} differ in the option "{option}" (at: {path})',
        "Bảng phải có đúng mọi lựa chọn ở từng tầng.", "The table has exactly all options at each level.",
        aliases=("ITR320",),
    ),
    _criterion(
        "ITR315", E,
        "{id}: nội suy cần ít nhất hai điểm", "{id}: interpolate needs two points or more",
        "Thêm một điểm, hoặc dùng steps.", "Add a second, or use steps.",
    ),
    _criterion(
        "ITR316", E,
        'tham số {name} không có giá trị cho kỳ "{period}" (có: {years})',
        'the parameter {name} has no value for the period "{period}" (there are: {years})',
        "Thêm kỳ này vào tham số, hoặc đặt period của bộ tiêu chí.", "Add this period to the parameter, or set the ruleset's period.",
    ),
    _criterion(
        "ITR317", E,
        '"{found}" không phải ngày', '"{found}" is not a day', "Viết như 2022-12-31.", "Write it as 2022-12-31.",
        fix=Fix.DAY,
    ),
    _criterion(
        "ITR318", E,
        "{id}: đầu vào kiểu choice cần options", "{id}: an input of type choice needs options",
        "Viết như: options: {{bi_thu: Bí thư, khac: Khác}}.", "Write: options: {{secretary: Secretary, other: Other}}.",
    ),
    _criterion(
        "ITR321", E,
        "{id}: một tiêu chí có criteria thì không có score", "{id}: a node with criteria has no score of its own",
        "Chuyển score xuống một tiêu chí con.", "Move the score down to a child.",
    ),
    _criterion(
        "ITR321.weights", E,
        "{parent}: aggregate {aggregate} không dùng weight", "{parent}: aggregate {aggregate} takes no weights",
        "Bỏ weight, hoặc đổi aggregate thành sum hay mean.", "Drop weight, or make the aggregate a sum or a mean.",
        depends=Depends.TREE,
        aliases=("ITR328",),
    ),
    _criterion(
        "ITR322", E,
        "{id}: chưa nói chấm điểm thế nào", "{id}: nothing says how it is scored",
        "Thêm score (hoặc criteria; hoặc role: unscored nếu chỉ là tiêu đề).",
        "Add a score (or criteria; or role: unscored for a mere heading).",
    ),
    _criterion(
        "ITR324", E,
        "{id}: role: condition và on_fail luôn đi cùng nhau", "{id}: role: condition and on_fail go together",
        "on_fail: flag, unranked hoặc lowest_tier.", "on_fail: flag, unranked or lowest_tier.",
    ),
    _ranking(
        "ITR324.quota", E,
        "mức {id}: có {stated} mà không có {lacking}", "the tier {id}: {stated} is stated, and {lacking} is not",
        "Ghi cả hai, như quota: 25% và at_ties: below (đồng hạng vượt hạn mức thì không đơn vị nào được) hoặc above (đều được).",
        "State both, such as quota: 25% and at_ties: below (of a tie that passes it, nobody) or above (all).",
        since="0.2.0",
        aliases=("ITR396",),
    ),
    _criterion(
        "ITR325", E,
        "{id}: có thể không áp dụng cho một đơn vị, nhưng chưa nói khi đó điểm tính thế nào",
        "{id}: may fail to apply to a unit, and nothing says what happens then",
        "Thêm not_applicable: rescale, rescale_total, exclude, full hoặc zero.",
        "Add not_applicable: rescale, rescale_total, exclude, full or zero.",
    ),
    _criterion(
        "ITR327", E,
        "{id}: thiếu weight, trong khi tiêu chí khác của {parent} có",
        "{id}: it has no weight, and other children of {parent} have one",
        "Mọi tiêu chí cùng cấp đều có weight, hoặc không tiêu chí nào có.", "All siblings have a weight, or none.",
        traits=(Trait.NO_WEIGHT,), depends=Depends.TREE,
    ),
    _criterion(
        "ITR329", E,
        "{id}: tổng weight phải lớn hơn 0", "{id}: the weights must have a sum above 0",
        "Sửa các weight bên dưới.", "Mend the weights below.",
        depends=Depends.TREE,
    ),
    _ranking(
        "ITR332", E,
        "nhóm {group} nằm trong hai danh sách xếp hạng: {first} và {second}",
        "the group {group} is in two ranking lists: {first} and {second}",
        "Bỏ nhóm khỏi một danh sách.", "Take the group out of one of them.",
        depends=Depends.GROUPS, is_local=True,
    ),
    _ranking(
        "ITR332.scorecard", E,
        "nhóm {group} có hai bảng điểm: {first} và {second}", "the group {group} has two scorecards: {first} and {second}",
        "Bỏ nhóm khỏi for của một bảng điểm.", "Take the group out of the for of one of them.",
        depends=Depends.GROUPS, is_local=True,
        aliases=("ITR333",),
    ),
    _ranking(
        "ITR334", E,
        "bảng điểm {id} chưa nói dành cho nhóm nào", "the scorecard {id} does not say which groups it is for",
        "Có nhiều bảng điểm thì mỗi bảng cần for: [nhóm].", "With several scorecards each needs for: [group].",
        traits=(Trait.NO_GROUP,),
    ),
    _ranking(
        "ITR335", Severity.WARNING,
        "nhóm {group} không có bảng điểm nào", "the group {group} has no scorecard",
        "Thêm nhóm vào for của một bảng điểm, hoặc xóa nhóm.", "Add it to the for of a scorecard, or delete the group.",
    ),
    _criterion(
        "ITR336", E,
        "{id}: {name} có missing: skip, nhưng {parent} cộng điểm nên bỏ qua sẽ âm thầm thành 0",
        "{id}: {name} has missing: skip, but {parent} is a sum, where leaving out would silently be 0",
        "Chọn cách khác: zero, unranked, hoặc aggregate: mean.", "Choose another: zero, unranked, or aggregate: mean.",
    ),
    _criterion(
        "ITR339", E,
        "{id}: on_fail: lowest_tier nhưng bảng điểm {root} không có tiers",
        "{id}: on_fail: lowest_tier, and the scorecard {root} has no tiers",
        "Thêm tiers, hoặc chọn flag hay unranked.", "Add tiers, or choose flag or unranked.",
    ),
    _score(
        "ITR350", E,
        "{unit}: {id} được {score} điểm, quá điểm tối đa {max}", "{unit}: {id} has {score} points, above its maximum of {max}",
        "Sửa công thức hoặc số liệu; hoặc cắt bằng cap.", "Mend the formula or the data; or cut with cap.",
    ),
    _score(
        "ITR350.addition", E,
        "{unit}: {id} được {score} điểm, quá điểm tối đa {max}; không có cap thì không bị cắt",
        "{unit}: {id} has {score} points, above its maximum of {max}; nothing is cut without cap",
        "Sửa công thức hoặc số liệu của điểm thưởng, điểm trừ (viết cả hai bằng số dương); hoặc cắt bằng cap.",
        "Fix the formula or the data of the bonus or penalty (write both as positive numbers); or cut with cap.",
        since="0.2.0",
        aliases=("ITR399",),
    ),
    _score(
        "ITR350.bonus", E,
        "{unit}: {id} được {score} điểm, quá điểm tối đa {max} cộng điểm thưởng khai báo {bonus}",
        "{unit}: {id} has {score} points, above its maximum of {max} plus the declared bonus of {bonus}",
        "Sửa công thức, trọng số hoặc số liệu của điểm thưởng, điểm trừ; hoặc cắt bằng cap.",
        "Fix the formula, the weight or the data of its bonuses and penalties; or cut with cap.",
        since="0.2.0",
        aliases=("ITR390",),
    ),
    _score(
        "ITR351", E,
        "{unit}: {id} được {score} điểm, không thuộc mức xếp loại nào", "{unit}: {id} has {score} points, which no tier takes",
        "Thêm một mức không có chặn dưới ở cuối.", "Add a last tier without a lower bound.",
    ),
    _score(
        "ITR352", E,
        "{unit}: chia cho 0 khi tính {about}", "{unit}: division by zero in {about}",
        "Thêm on_zero vào cách chấm, hoặc sửa số liệu.", "Add on_zero to the score, or mend the data.",
    ),
    _score(
        "ITR353", E,
        "{unit}: {about} ra ngoài miền xác định của hàm (như ln của 0)",
        "{unit}: {about} is outside the domain of a function (such as ln of 0)",
        "Kiểm tra số liệu, đặt min cho đầu vào, hoặc dùng if ... else.", "Check the figure, give the input a min, or use if ... else.",
    ),
    _score(
        "ITR354", E,
        "{unit}: {about} lớn quá giới hạn", "{unit}: {about} passes the limit of magnitude",
        "Kiểm tra công thức và số liệu, đặt max cho đầu vào.", "Check the formula and the figures, give the input a max.",
    ),
    _score(
        "ITR355", E,
        "{unit}: thiếu {about}, cần cho {id}", "{unit}: {about} is missing, and {id} needs it",
        "Điền số liệu, hoặc nói trong bộ tiêu chí thiếu thì tính thế nào (missing).",
        "Fill it in, or say in the ruleset what a blank means (missing).",
    ),
    _score(
        "ITR356", E,
        "{unit}: {about} không áp dụng cho đơn vị này, nhưng {id} chưa nói khi đó điểm tính thế nào",
        "{unit}: {about} does not apply to the unit, and {id} does not say what happens then",
        "Thêm not_applicable cho tiêu chí, hoặc điền số liệu.", "Give the node a not_applicable, or fill the value in.",
    ),
    _criterion(
        "ITR372.full_at", E,
        "{id}: full_at là {found}; mức được trọn điểm phải lớn hơn 0", "{id}: full_at is {found}; what earns full points must be above 0",
        "Ghi tỷ lệ từ đó được trọn điểm, như 80%; không có mức nào thì bỏ full_at.", "State the share that earns full points, such as 80%; without one leave full_at out.",
        aliases=("ITR302",),
    ),
    _criterion(
        "ITR372.goalposts", E,
        "{id}: thang logarit cần hai mốc dương, ở đây là {start} và {end}",
        "{id}: a logarithmic scale needs positive goalposts, here {start} and {end}",
        "Chọn mốc lớn hơn 0, hoặc bỏ log: true.", "Choose goalposts above 0, or drop log: true.",
        aliases=("ITR308",),
    ),
    _criterion(
        "ITR372.max", E,
        "{id}: max là {found}, nhưng điểm tối đa không âm", "{id}: max is {found}, and a maximum is not negative",
        "Điểm trừ viết bằng role: penalty với max dương.", "Points that are taken off are role: penalty, with a positive max.",
        aliases=("ITR326",),
    ),
    _ranking(
        "ITR372.quota", E,
        "mức {id}: quota là {found}; phải là tỷ lệ trên 0% đến 100%, hoặc số nguyên từ 1",
        "the tier {id}: the quota is {found}; a share above 0% and up to 100%, or a whole number from 1, is expected",
        "Viết như quota: 25%, hoặc quota: 3.", "Write quota: 25%, or quota: 3.",
        since="0.2.0",
        aliases=("ITR397",),
    ),
    _ranking(
        "ITR395", E,
        "mức {id}: quota chỉ đặt được ở các mức của cả bảng điểm", "the tier {id}: a quota stands on tiers of a whole scorecard only",
        "Đặt tiers có quota ở bảng điểm; hạn mức tính trên các đơn vị được xếp hạng của danh sách.",
        "Put tiers with quotas on the scorecard: a quota is of the ranked units of its list.",
        since="0.2.0",
    ),
)  # fmt: skip
