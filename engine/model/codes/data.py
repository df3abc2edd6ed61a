"""Codes 4xx: findings about data and units.

40x and 41x files and tables, 42x and 43x numbers, 44x other values, 45x columns, 46x and 47x units, 48x tables
together, 49x last year.
"""

from ..findings import Code, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

CODES: tuple[Code, ...] = (
    Code(
        "ITR401", E, 'không có tệp "{name}"', 'there is no file "{name}"',
        "Kiểm tra lại tên và thư mục.", "Check the name and the folder.",
    ),
    Code(
        "ITR402", E, '"{name}" không phải là một tệp thường', '"{name}" is not a regular file',
        "Hãy chỉ tới một tệp CSV hoặc JSON, không phải thư mục hay thiết bị.",
        "Point to a CSV or JSON file, not to a folder or a device.",
    ),
    Code(
        "ITR403", E, 'không đọc được tệp "{name}": {reason}', 'the file "{name}" cannot be read: {reason}',
    ),
    Code(
        "ITR404", E, 'tệp "{name}" lớn hơn mức cho phép {limit} MiB', 'the file "{name}" is larger than the limit of {limit} MiB',
        "Hãy chia dữ liệu thành nhiều tệp, hoặc bỏ các cột không dùng.",
        "Split the data over several files, or leave out columns that nothing reads.",
    ),
    Code(
        "ITR405", E,
        "tệp không phải UTF-8: byte {bytes} tại dòng {line}", "the file is not UTF-8: bytes {bytes} at line {line}",
        'Trong Excel hãy lưu bằng "CSV UTF-8 (Comma delimited)".', 'In Excel, save as "CSV UTF-8 (Comma delimited)".',
    ),
    Code(
        "ITR406", E,
        "có ký tự điều khiển hoặc vô hình {character} tại dòng {line}, ký tự thứ {column}",
        "there is a control or invisible character {character} at line {line}, character {column}",
        "Xóa ký tự đó; nó thường đi theo khi dán từ trang web hoặc Word.",
        "Delete it; it often comes along when pasting from a web page or Word.",
    ),
    Code(
        "ITR407", E, "tệp trống: không có dòng tiêu đề cột", "the file is empty: there is no row of column headers",
        "Dòng đầu phải ghi tên các cột, ví dụ: id,name,so_hop.", "The first row names the columns, for instance: id,name,so_hop.",
    ),
    Code(
        "ITR408", E, "bảng có hơn {limit} dòng", "the table has more than {limit} rows",
        "Hãy chia bảng thành nhiều tệp.", "Split the table over several files.",
    ),
    Code(
        "ITR409", E, "bảng có {found} cột, nhiều hơn mức cho phép {limit}", "the table has {found} columns; the limit is {limit}",
        "Hãy bỏ các cột không dùng, hoặc dùng bảng dọc (data: layout).",
        "Leave out columns that nothing reads, or use a long table (data: layout).",
    ),
    Code(
        "ITR410", E,
        'hai cột trùng tên: cột {first} "{first_header}" và cột {second} "{second_header}"',
        'two columns have the same name: column {first} "{first_header}" and column {second} "{second_header}"',
        "Chữ hoa, chữ thường và khoảng trắng không phân biệt tên cột; hãy đổi tên hoặc xóa một cột.",
        "Case and white space do not tell columns apart; rename or delete one of them.",
    ),
    Code(
        "ITR411", E,
        "dòng {line} có {found} ô, nhiều hơn {expected} cột của bảng",
        "line {line} has {found} cells, more than the table's {expected} columns",
        "Thường là do dấu phân cách nằm trong ô: hãy đặt cả ô trong dấu ngoặc kép.",
        "Usually a cell holds the delimiter: put the whole cell in double quotes.",
    ),
    Code(
        "ITR412", E,
        "dòng {line} không đúng dạng CSV ({reason})", "line {line} is not well-formed CSV ({reason})",
        'Kiểm tra các dấu ngoặc kép: mỗi dấu mở phải có dấu đóng, dấu " bên trong ô viết thành "".',
        'Check the double quotes: each is closed, and a " within a cell is written "".',
    ),
    Code(
        "ITR413", E, "cột {column} có số liệu nhưng không có tên cột", "column {column} has data but no header",
        "Hãy ghi tên cột ở dòng tiêu đề, hoặc xóa cột.", "Name the column in the header row, or delete it.",
    ),
    Code(
        "ITR414", E,
        'không rõ dấu phân cách cột: dòng tiêu đề có "{first}" và "{second}" nhiều như nhau',
        'the column delimiter is unclear: the header row has "{first}" and "{second}" equally often',
        "Hãy đặt trong dấu ngoặc kép những tên cột có dấu phẩy hoặc dấu chấm phẩy.",
        "Put headers that contain commas or semicolons in double quotes.",
    ),
    Code(
        "ITR415", E,
        "ô ở dòng {line}, cột {column} dài {found} ký tự, nhiều hơn mức cho phép {limit}",
        "the cell at line {line}, column {column} has {found} characters; the limit is {limit}",
        "Hãy rút gọn, hoặc để văn bản dài ở tài liệu minh chứng.", "Shorten it, or keep long text in the evidence.",
    ),
    Code(
        "ITR420", E, '{about}: "{found}" không phải là một số', '{about}: "{found}" is not a number',
        "Hãy viết bằng chữ số, ví dụ 12 hoặc 12{decimal}5; để trống nếu không có số liệu.",
        "Write digits, such as 12 or 12{decimal}5; leave the cell blank where there is no figure.",
    ),
    Code(
        "ITR421", E,
        '{about}: "{found}" có hai cách đọc: {thousands} (nếu "{sign}" tách hàng nghìn) hoặc {fraction} (nếu "{sign}" là dấu thập phân)',
        '{about}: "{found}" can be read in two ways: {thousands} (if "{sign}" groups thousands) or {fraction} (if "{sign}" is the decimal sign)',
        "Hãy viết {thousands} hoặc {fraction}.", "Write {thousands} or {fraction}.",
    ),
    Code(
        "ITR422", E,
        '{about}: "{found}" viết với dấu thập phân "{sign}", nhưng bảng dùng dấu "{decimal}"; có lẽ là {reading}',
        '{about}: "{found}" is written with the decimal sign "{sign}", but the table uses "{decimal}"; it would be {reading}',
        'Hãy viết {reading}; nếu cả tệp dùng dấu "{sign}", hãy khai trong bộ quy tắc: data: {{decimal: "{sign}"}}.',
        'Write {reading}; if the whole file uses "{sign}", declare it in the ruleset: data: {{decimal: "{sign}"}}.',
    ),
    Code(
        "ITR423", E,
        '{about}: "{found}" có dấu tách hàng nghìn; có lẽ là {reading}',
        '{about}: "{found}" has thousands separators; it would be {reading}',
        "Hãy viết liền, không tách hàng nghìn: {reading}.", "Write it without separators: {reading}.",
    ),
    Code(
        "ITR424", E,
        '{about}: "{found}" dùng chữ số hoặc dấu không thuộc bảng mã thường; có lẽ là {reading}',
        '{about}: "{found}" uses digits or signs other than 0-9 + - . ,; it would be {reading}',
        "Hãy gõ lại: {reading}.", "Type it again: {reading}.",
    ),
    Code(
        "ITR425", E, '{about}: "{found}" có dấu gạch dưới', '{about}: "{found}" has an underscore',
        "Hãy viết số liền, chỉ dùng chữ số.", "Write the number with digits only.",
    ),
    Code(
        "ITR426", E,
        '{about}: "{found}" viết dạng lũy thừa, có thể đã mất chữ số',
        '{about}: "{found}" is in scientific notation and may have lost digits',
        "Trong Excel hãy định dạng cột là Number rồi lưu lại, để mọi chữ số được ghi đủ.",
        "In Excel, format the column as Number and save again, so that every digit is written.",
    ),
    Code(
        "ITR427", E,
        '{about}: "{found}" là ký hiệu của phần mềm, không phải là một số',
        '{about}: "{found}" is a sign made by software, not a number',
        "Hãy sửa công thức trong bảng tính, hoặc để trống nếu không có số liệu.",
        "Mend the formula in the spreadsheet, or leave the cell blank where there is no figure.",
    ),
    Code(
        "ITR428", E,
        "{about}: số có {count} chữ số, nhiều hơn mức cho phép {limit}", "{about}: the number has {count} digits; the limit is {limit}",
        "Hãy làm tròn số liệu trước khi nhập.", "Round the figure before it is entered.",
    ),
    Code(
        "ITR429", E,
        '{about}: "{found}" là phần trăm, nhưng đầu vào không phải kiểu percent',
        '{about}: "{found}" is a percentage, but the input is not of type percent',
        "Hãy bỏ dấu %, hoặc khai type: percent cho đầu vào.", "Drop the % sign, or declare type: percent for the input.",
    ),
    Code(
        "ITR430", E,
        "{about}: cần một số nguyên, nhưng có {found}", "{about}: a whole number is expected, not {found}",
        "Đầu vào kiểu count đếm số lượng; nếu cần số lẻ hãy khai type: number.",
        "An input of type count counts things; declare type: number if it has decimals.",
    ),
    Code(
        "ITR431", E, "{about}: số lượng không thể âm ({found})", "{about}: a count cannot be negative ({found})",
    ),
    Code(
        "ITR440", E,
        '{about}: "{found}" không phải là một lựa chọn; các lựa chọn: {options}',
        '{about}: "{found}" is not an option; the options are: {options}',
        "Hãy ghi mã hoặc tên của một lựa chọn.", "Write the id or the label of an option.",
    ),
    Code(
        "ITR441", E, '{about}: "{found}" không phải là có hoặc không', '{about}: "{found}" is neither yes nor no',
        "Hãy ghi có hoặc không (cũng được: yes/no, true/false, 1/0).", "Write yes or no (also: có/không, true/false, 1/0).",
    ),
    Code(
        "ITR442", E,
        '{about}: "{found}" là tên của nhiều lựa chọn: {options}', '{about}: "{found}" is the label of several options: {options}',
        "Hãy ghi mã của lựa chọn.", "Write the option's id.",
    ),
    Code(
        "ITR443", E, '{about}: "{found}" không phải là một ngày', '{about}: "{found}" is not a day',
        "Hãy ghi ngày/tháng/năm, ví dụ 31/12/2022, hoặc 2022-12-31.", "Write 2022-12-31, or day/month/year such as 31/12/2022.",
    ),
    Code(
        "ITR444", E,
        '{about}: không có ngày "{found}" trong lịch', '{about}: there is no day "{found}" in the calendar',
        "Thứ tự là ngày/tháng/năm.", "The order is day/month/year.",
    ),
    Code(
        "ITR445", E,
        "{about}: {found} nhỏ hơn mức nhỏ nhất cho phép ({bound})", "{about}: {found} is below the least that is allowed ({bound})",
        "Hãy kiểm tra số liệu, hoặc min trong bộ quy tắc.", "Check the figure, or min in the ruleset.",
    ),
    Code(
        "ITR446", E,
        "{about}: {found} lớn hơn mức lớn nhất cho phép ({bound})", "{about}: {found} is above the most that is allowed ({bound})",
        "Hãy kiểm tra số liệu, hoặc max trong bộ quy tắc.", "Check the figure, or max in the ruleset.",
    ),
    Code(
        "ITR450", W,
        '"{header}" không khớp với đầu vào nào của bộ quy tắc và không được đọc', '"{header}" matches no input of the ruleset and is not read',
        "Cột khớp theo mã, nhãn, hoặc column của đầu vào; theo mã, số hiệu hoặc tên của tiêu chí.",
        "A column is matched by an input's id, label or column, or by a criterion's id, code or title.",
    ),
    Code(
        "ITR451", E,
        '"{header}" khớp với nhiều nghĩa: {candidates}', '"{header}" can mean several things: {candidates}',
        "Hãy dùng mã của đầu vào làm tên cột.", "Use the input's id as the header.",
    ),
    Code(
        "ITR452", E,
        'hai cột "{first}" và "{second}" cùng là đầu vào {input}', 'two columns, "{first}" and "{second}", are both the input {input}',
        "Hãy xóa một trong hai cột.", "Delete one of them.",
    ),
    Code(
        "ITR453", W,
        "không bảng nào có số liệu của {input} ({label}); mọi đơn vị đều thiếu",
        "no table has figures for {input} ({label}); every unit lacks it",
        'Thêm cột "{input}", hoặc khai missing cho đầu vào.', 'Add a column "{input}", or declare missing for the input.',
    ),
    Code(
        "ITR454", I,
        "không bảng nào có số liệu của {input} ({label}); áp dụng missing: {missing}",
        "no table has figures for {input} ({label}); missing: {missing} is applied",
    ),
    Code(
        "ITR460", E,
        'bảng không có cột mã đơn vị "{expected}"; các cột: {headers}', 'the table has no column of unit ids "{expected}"; its columns: {headers}',
        'Hãy đặt tên cột là "{expected}", hoặc khai trong bộ quy tắc: data: {{id: "tên cột"}}.',
        'Name the column "{expected}", or declare in the ruleset: data: {{id: "header"}}.',
    ),
    Code(
        "ITR461", E, 'không có đơn vị "{found}"', 'there is no unit "{found}"',
        "Đơn vị phải có trong bảng đơn vị (hoặc trong bảng số liệu đầu tiên).",
        "A unit must stand in the table of units (or, without one, in the first data table).",
    ),
    Code(
        "ITR462", E,
        'đơn vị "{unit}" có hai lần; lần trước ở {first}', 'the unit "{unit}" is there twice; first at {first}',
        "Mỗi đơn vị chỉ có một dòng.", "Each unit has one row.",
    ),
    Code(
        "ITR463", E,
        'đơn vị "{unit}" thuộc nhóm "{group}", nhưng bộ quy tắc chỉ có các nhóm: {groups}',
        'the unit "{unit}" is in the group "{group}", but the groups of the ruleset are: {groups}',
    ),
    Code(
        "ITR464", E,
        'đơn vị "{unit}" không thuộc nhóm nào; các nhóm: {groups}', 'the unit "{unit}" is in no group; the groups are: {groups}',
        'Hãy ghi nhóm ở cột "{header}".', 'Write its group in the column "{header}".',
    ),
    Code(
        "ITR465", W,
        'đơn vị "{unit}" không có dòng nào trong số liệu', 'the unit "{unit}" has no row in the data',
    ),
    Code(
        "ITR466", E, "dòng có số liệu nhưng không ghi đơn vị", "the row has data but names no unit",
        "Hãy ghi mã đơn vị, hoặc xóa dòng.", "Write the unit's id, or delete the row.",
    ),
    Code(
        "ITR467", E,
        '"{found}" là tên của nhiều đơn vị: {units}', '"{found}" names several units: {units}',
        "Hãy ghi mã đơn vị, hoặc bỏ bí danh trùng.", "Write the unit's id, or take the shared alias away.",
    ),
    Code(
        "ITR468", E,
        'vai trò "{found}" của đơn vị "{unit}" không có; chỉ có ranked, unranked, reference',
        'the role "{found}" of the unit "{unit}" is unknown; roles are ranked, unranked, reference',
    ),
    Code(
        "ITR469", W,
        'đơn vị cấp trên "{parent}" của "{unit}" không có trong các đơn vị', 'the parent "{parent}" of "{unit}" is not among the units',
    ),
    Code(
        "ITR470", W,
        'bộ quy tắc khai vai trò cho đơn vị "{unit}", nhưng không có đơn vị đó',
        'the ruleset gives a role to the unit "{unit}", which is not among the units',
    ),
    Code(
        "ITR471", E,
        'mã đơn vị "{unit}" và "{twin}" chỉ khác nhau ở chữ hoa, chữ thường hoặc khoảng trắng',
        'the unit ids "{unit}" and "{twin}" differ only by case or white space',
        "Nếu là một đơn vị, hãy viết giống nhau; nếu là hai, hãy đặt mã khác hẳn.",
        "If they are one unit, write them alike; if two, give them ids that differ.",
    ),
    Code(
        "ITR472", E,
        '{column} của đơn vị "{unit}" là "{found}" ở đây, nhưng là "{other}" ở {where}',
        '{column} of the unit "{unit}" is "{found}" here, but "{other}" in {where}',
        "Hãy sửa để hai nơi giống nhau.", "Make both places agree.",
    ),
    Code(
        "ITR473", E,
        "không bảng nào có các cột của bảng dọc: {expected}; các cột: {headers}",
        "no table has the columns of the long layout: {expected}; columns found: {headers}",
        "Hãy sửa tên cột, hoặc data: layout trong bộ quy tắc.", "Mend the headers, or data: layout in the ruleset.",
    ),
    Code(
        "ITR474", E, "{about}: có hai dòng, dòng trước ở {first}", "{about}: there are two rows, the first at {first}",
        "Hãy xóa một dòng.", "Delete one of them.",
    ),
    Code(
        "ITR475", E, "dòng có số liệu nhưng không ghi đầu vào nào", "the row has a value but names no input",
        "Hãy ghi mã đầu vào, hoặc xóa dòng.", "Write the input's id, or delete the row.",
    ),
    Code(
        "ITR476", E,
        '{about}: trạng thái "{found}" không có; chỉ có observed, missing, not_applicable: {marks}',
        '{about}: the state "{found}" is unknown; states are observed, missing, not_applicable: {marks}',
        "Hãy khai ký hiệu trong bộ quy tắc: data: marks.", "Declare the mark in the ruleset: data: marks.",
    ),
    Code(
        "ITR477", E,
        '{about}: ô có giá trị "{found}" nhưng trạng thái là {state}', '{about}: the cell has the value "{found}" but its state is {state}',
        "Hãy xóa giá trị hoặc sửa trạng thái.", "Delete the value, or mend the state.",
    ),
    Code(
        "ITR478", E,
        'bảng xếp hạng chia danh sách theo "{attribute}", nhưng không bảng nào có cột đó',
        'the ranking makes lists by "{attribute}", but no table has that column',
        'Thêm cột "{attribute}" vào bảng đơn vị.', 'Add a column "{attribute}" to the table of units.',
    ),
    Code(
        "ITR479", E, "không có đơn vị nào trong số liệu", "there are no units in the data",
    ),
    Code(
        "ITR480", I,
        "{about}: ô trống ở {first} được điền từ {second}", "{about}: blank at {first}, filled from {second}",
    ),
    Code(
        "ITR481", E,
        '{about}: {first} ghi "{one}" nhưng {second} ghi "{other}"', '{about}: {first} says "{one}" but {second} says "{other}"',
        "Tệp sau chỉ điền ô trống, không ghi đè; hãy sửa một trong hai ô.",
        "A later file fills blanks and never overwrites; mend one of the two cells.",
    ),
    Code(
        "ITR482", E,
        'nguồn số liệu "{found}" không có; chỉ có published, illustrative', 'the provenance "{found}" is unknown; it is published or illustrative',
    ),
    Code(
        "ITR483", E, 'đơn vị "{unit}" là cấp trên của chính nó', 'the unit "{unit}" is its own parent',
        "Hãy để trống ô cấp trên, hoặc ghi đơn vị khác.", "Leave the parent blank, or name another unit.",
    ),
    Code(
        "ITR489", I,
        "còn {count} phát hiện {code} như vậy về {subject} không được liệt kê",
        "{count} more findings {code} of this kind about {subject} are not listed",
    ),
    Code(
        "ITR490", W,
        'không bảng nào có cột "{header}" ghi {what} năm trước', 'no table has the column "{header}" with last year\'s {what}',
        "Hãy sửa tên cột, hoặc data: previous trong bộ quy tắc.", "Mend the header, or data: previous in the ruleset.",
    ),
    Code(
        "ITR491", E,
        '{about}: thứ hạng phải là số nguyên từ 1, nhưng có "{found}"', '{about}: a rank is a whole number from 1, not "{found}"',
    ),
    Code(
        "ITR492", E, "tệp không phải JSON hợp lệ: {reason}", "the file is not valid JSON: {reason}",
    ),
    Code(
        "ITR493", E,
        'tệp có định dạng "{found}", nhưng ở đây chỉ đọc được "{expected}"', 'the file has the format "{found}"; only "{expected}" can be read here',
        "Hãy dùng tệp kết quả do itrank ghi ra, và bản itrank đọc được định dạng đó.",
        "Use a result file written by itrank, and a version of itrank that reads its format.",
    ),
    Code(
        "ITR494", E,
        "{path} phải là {expected_vi}", "{path} must be {expected_en}",
        "Hãy dùng tệp kết quả do itrank ghi ra, không sửa bằng tay.", "Use a result file written by itrank, not edited by hand.",
    ),
)
