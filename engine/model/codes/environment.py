"""Codes 9xx: findings about the machine, files, folders, and how a command was called."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, I = Severity.ERROR, Severity.INFO  # noqa: E741

_environment = partial(Code, subject=Subject.ENVIRONMENT)
_option = partial(Code, subject=Subject.OPTION)
_last_year = partial(Code, subject=Subject.LAST_YEAR)

CODES: tuple[Code, ...] = (
    _option(
        "ITR105.other", E,
        'tệp "{name}" khai là {found}, không phải {wanted}', 'the file "{name}" declares itself to be {found}, not {wanted}',
        aliases=("ITR917",),
    ),
    _option(
        "ITR110.option", E, 'tùy chọn "{option}" cần một giá trị', 'the option "{option}" needs a value',
        "Chạy: {command} --help", "Run: {command} --help",
        aliases=("ITR911",),
    ),
    _option(
        "ITR112.option", E,
        "{option} được ghi {count} lần, mà chỉ nhận một giá trị", "{option} is given {count} times, but takes one value",
        "Giữ một giá trị, bỏ những giá trị khác.", "Keep one of the values.",
        since="0.2.0",
        aliases=("ITR927",),
    ),
    _environment(
        "ITR121.project", E,
        'itrank.yaml: "{name}" dẫn ra ngoài thư mục dự án', 'itrank.yaml: "{name}" leads out of the project\'s folder',
        "Chép tệp ấy vào thư mục dự án, ghi đường dẫn từ đó.", "Copy the file into the project's folder, and write its path from there.",
        since="0.3.0",
    ),
    _option(
        "ITR405.command_line", E,
        'dòng lệnh có "{found}", không phải chữ UTF-8', 'the command line has "{found}", which is not UTF-8',
        "Đổi tên tệp hoặc thư mục ấy thành tên viết bằng UTF-8, rồi chạy lại.",
        "Give the file or folder a name that is written in UTF-8, and run it again.",
        since="0.2.0",
        aliases=("ITR928",),
    ),
    _option(
        "ITR871.source", E,
        'tệp --source "{name}" không phải tệp nào mà kết quả này được tính ra từ đó',
        'the file "{name}" of --source is none of those that this result was computed from',
        "Bỏ tệp ấy, hoặc đưa đúng tệp có mã băm ghi trong kết quả.",
        "Drop it, or give the very file whose hash the result states.",
        since="0.2.0",
        aliases=("ITR937",),
    ),
    _environment(
        "ITR901", E,
        'không tìm thấy bộ tiêu chí "{name}"; đã tìm: {places}', 'there is no ruleset "{name}"; looked for: {places}',
        "Ghi đường dẫn tới tệp .yaml, hoặc một bộ có sẵn: {packaged}.", "Give the path of a .yaml file, or one that comes with itrank: {packaged}.",
    ),
    _environment(
        "ITR903", E,
        "không có số liệu cho {ruleset}; đã tìm: {places}", "there are no data for {ruleset}; looked for: {places}",
        "Chạy: itrank evaluate --ruleset {ruleset} --data số-liệu.csv", "Run: itrank evaluate --ruleset {ruleset} --data figures.csv",
    ),
    _environment(
        "ITR903.example", E,
        "không có số liệu cho {ruleset}; đã tìm: {places}; số liệu mẫu kèm theo itrank là của {owner}, không dùng được cho {id}",
        "there are no data for {ruleset}; looked for: {places}; the example that comes with itrank is of {owner} and not for {id}",
        "Chạy: itrank evaluate --ruleset {ruleset} --data số-liệu.csv", "Run: itrank evaluate --ruleset {ruleset} --data figures.csv",
        aliases=("ITR905",),
    ),
    _environment(
        "ITR906", E,
        'không ghi được tệp "{name}": {reason}', 'the file "{name}" cannot be written: {reason_en}',
        "Tệp cũ, nếu có, còn nguyên.", "An older file, if there was one, is as it was.",
    ),
    _environment(
        "ITR906.stream", E,
        "không ghi được ra màn hình hoặc tệp nhận: {reason}", "standard output cannot be written: {reason_en}",
        "Kiểm tra nơi nhận và chỗ trống của ổ đĩa, hoặc ghi ra tệp bằng --output.", "Check the receiver and the space on the disk, or write to a file by --output.",
        aliases=("ITR919",),
    ),
    _environment(
        "ITR907", E,
        'không ghi đè "{name}": lệnh này đọc hoặc vừa ghi chính tệp ấy', '"{name}" is not overwritten: this very command reads it or has just written it',
        "Chọn một tên khác.", "Choose another name.",
    ),
    _environment(
        "ITR908", E,
        "itrank gặp lỗi của chính nó ({reason}); đây không phải lỗi của tệp hay số liệu của bạn",
        "itrank failed by a fault of its own ({reason}); it is not your files that are wrong",
        "Đặt ITRANK_DEBUG=1, chạy lại, rồi gửi những gì hiện ra cho người phát triển itrank.",
        "Set ITRANK_DEBUG=1, run it again, and send what is shown to the developers of itrank.",
    ),
    _option(
        "ITR910", E, "thiếu {option}", "{option} is missing",
        "Chạy: {command} --help", "Run: {command} --help",
    ),
    _option(
        "ITR912", E,
        '{option} không nhận "{found}"', '{option} cannot be "{found}"',
        "Chọn một trong: {choices}.", "Choose one of: {choices}.",
    ),
    _option(
        "ITR912.table", E,
        '{option} không nhận "{found}" làm tên bảng', '{option} cannot be "{found}": that names no table',
        "Viết tên như so_lieu hoặc luoc_do.so_lieu, mỗi phần không quá 63 byte.",
        "Write a name such as figures or schema.figures, each part of at most 63 bytes.",
        since="0.3.0",
    ),
    _option(
        "ITR914", E, 'thừa "{found}" trong dòng lệnh', '"{found}" does not belong in the command line',
        "Ghi tên tùy chọn ở trước, ví dụ --data {found}; hoặc chạy: {command} --help",
        "Put an option before it, such as --data {found}; or run: {command} --help",
    ),
    _option(
        "ITR915", E, "dòng lệnh chưa đúng: {reason}", "the command line is wrong: {reason_en}",
        "Chạy: {command} --help", "Run: {command} --help",
    ),
    _environment(
        "ITR916", I,
        "không có số liệu của bạn cho {ruleset}, nên dùng số liệu ví dụ kèm theo itrank: mọi con số là minh họa",
        "there are no data of yours for {ruleset}, so the example that comes with itrank is used: all figures are illustrative",
        "Dùng số liệu thật: itrank evaluate --ruleset {ruleset} --data số-liệu.csv",
        "With real data: itrank evaluate --ruleset {ruleset} --data figures.csv",
    ),
    _environment(
        "ITR918", E,
        "hết bộ nhớ", "there is not enough memory",
        "Chia số liệu thành nhiều tệp, hoặc chạy trên máy nhiều bộ nhớ hơn.", "Split the data, or run it on a machine with more memory.",
    ),
    _option(
        "ITR923.command", E, 'không có lệnh "{found}"', 'there is no command "{found}"',
        "Xem các lệnh: itrank --help", "See the commands: itrank --help",
        aliases=("ITR913",),
    ),
    _option(
        "ITR923.option", E, 'không có tùy chọn "{option}"', 'there is no option "{option}"',
        "Chạy: {command} --help", "Run: {command} --help",
        aliases=("ITR909",),
    ),
    _option(
        "ITR929", E,
        "tên tệp của {option} có đuôi {suffix}, không hợp với dạng {format}",
        "the file name of {option} ends in {suffix}, which does not fit the format {format}",
        "Đuôi hợp với dạng ấy: {choices}, hoặc không có đuôi. Đổi tên tệp, hoặc chọn dạng khác bằng --format nếu lệnh có.",
        "Endings of that format: {choices}, or none. Change the name, or the format by --format where the command has it.",
        since="0.2.0",
    ),
    _option(
        "ITR929.folder", E,
        "{option} là tên một thư mục, mà kết thúc bằng {suffix} như một tệp", "{option} names a folder, but ends in {suffix} as a file does",
        "Bỏ đuôi {suffix} khỏi tên thư mục.", "Name the folder without {suffix}.",
        since="0.2.0",
        aliases=("ITR939",),
    ),
    _option(
        "ITR929.screen", E,
        "{option} là một thư mục, không ghi ra màn hình (-) được", "{option} is a folder, and cannot be standard output (-)",
        "Ghi tên một thư mục mới.", "Name a new folder.",
        since="0.2.0",
        aliases=("ITR936",),
    ),
    _environment(
        "ITR930.file", E,
        "không rõ phải dùng tệp nào: {places}", "it is unclear which file is meant: {places}",
        "Nói rõ bằng {option}.", "Say which by {option}.",
        aliases=("ITR904",),
    ),
    _environment(
        "ITR930.ruleset", E,
        '"{name}" có nhiều tệp cùng khớp: {places}', '"{name}" is found in several files: {places}',
        "Ghi đường dẫn đầy đủ của một tệp.", "Give the path of one of them.",
        aliases=("ITR902",),
    ),
    _option(
        "ITR947.stage", E,
        "--stage {stage} cần các điều chỉnh của thẩm định, mà không có tệp điều chỉnh nào",
        "--stage {stage} needs the corrections of an appraisal, but there is no file of corrections",
        "Nêu tệp ấy bằng --corrections, đặt <tên>.corrections.csv cạnh số liệu, hoặc bỏ --stage.",
        "Name the file by --corrections, put <name>.corrections.csv beside the data, or drop --stage.",
        since="0.2.0",
        aliases=("ITR938",),
    ),
    _environment(
        "ITR957", E,
        "thư mục này không có itrank.yaml", "there is no itrank.yaml in this folder",
        "Vào thư mục dự án rồi chạy lại; dự án mới: itrank init xep-hang.",
        "Go to the project's folder and run it again; a new project: itrank init ranking.",
        since="0.3.0",
    ),
    _option(
        "ITR958", I,
        "dùng từ itrank.yaml: {listed}", "taken from itrank.yaml: {listed}",
        since="0.3.0",
    ),
    _last_year(
        "ITR960", E,
        'tệp năm trước "{name}" không có thứ hạng, điểm, hay giá trị nào mà lệnh này dùng tới',
        'last year\'s file "{name}" has no rank, total or value that this command uses',
        "Cần kết quả JSON của itrank, hoặc bảng có cột hạng (rank) hay tổng điểm (total). Kiểm tra xem có đúng tệp không.",
        "It takes a JSON result of itrank, or a table with a column of ranks (rank) or totals (total). See whether it is the right file.",
        since="0.2.0",
    ),
    _option(
        "ITR970", E,
        'bộ tiêu chí "{name}" không xếp hạng được trên cột số nguyên: {why}',
        'the ruleset "{name}" cannot be ranked on columns of integers: {why_en}',
        "Dùng --engine reference: bộ tính chuẩn, tới 20.000 đơn vị.", "Use --engine reference: it takes up to 20,000 units.",
        since="0.3.0",
    ),
    _option(
        "ITR971", E,
        "{option} không dùng được với --engine {engine}", "{option} does not go with --engine {engine}",
        "Bỏ tùy chọn ấy; hoặc dùng --engine reference, tới 20.000 đơn vị.",
        "Leave it out; or use --engine reference, which takes up to 20,000 units.",
        since="0.3.0",
    ),
    _option(
        "ITR971.command", E,
        "{option} chưa nhận tệp Parquet, Arrow hay tệp quá nhiều dòng",
        "{option} does not take Parquet, Arrow or so many rows yet",
        "Dùng itrank explain, nhận được các tệp ấy.", "Use itrank explain, which takes such files.",
        since="0.3.0",
    ),
    _option(
        "ITR971.corrections", E,
        "{option} chưa dùng được với bảng số liệu lớn: thẩm định chỉ bộ tính chuẩn làm, tới 20.000 đơn vị",
        "{option} does not go with a large table: only the reference appraises, up to 20,000 units",
        "Ghi số liệu đã sửa vào bảng số liệu; hoặc tách bảng theo danh sách xếp hạng rồi dùng --engine reference.",
        "Put the corrected figures into the table of data; or part it by lists that are ranked, and use --engine reference.",
        since="0.3.0",
    ),
    _option(
        "ITR971.explain", E,
        "explain không nhận {option} với tệp Parquet, Arrow hay tệp quá nhiều dòng",
        "explain does not take {option} with Parquet, Arrow or so many rows",
        "Bỏ tùy chọn ấy đi.", "Leave it out.",
        since="0.3.0",
    ),
    _option(
        "ITR971.previous", E,
        "bộ tiêu chí không đọc gì của năm trước, nên {option} không có phần trong bảng kết quả trên cột",
        "the ruleset reads nothing of last year, so {option} has no part in a table of columns",
        "Bỏ tệp ấy đi; thứ hạng tăng giảm thì tính từ hai bảng kết quả, hoặc dùng --engine reference, tới 20.000 đơn vị.",
        "Leave it out; compute changes of ranks from the two tables of results, or use --engine reference, up to 20,000 units.",
        since="0.3.0",
    ),
    _option(
        "ITR971.units", E,
        "bảng đơn vị riêng ({option}) chỉ bộ tính chuẩn đọc, tới 20.000 đơn vị",
        "only the reference reads a separate table of units ({option}), up to 20,000 of them",
        "Ghi cột group, name, parent và các thuộc tính ngay trong bảng số liệu, mỗi đơn vị một dòng.",
        "Put the columns group, name, parent and the attributes into the table of data, a row a unit.",
        since="0.3.0",
    ),
    _option(
        "ITR972", E,
        '"{key}" không viết được thành SQL: {why}', '"{key}" cannot be written in SQL: {why_en}',
        "Khai max của đầu vào, làm tròn (round) tiêu chí; hoặc dùng itrank evaluate --engine polars.",
        "Declare max for inputs, round the criterion; or use itrank evaluate --engine polars.",
        since="0.3.0",
    ),
    _environment(
        "ITR973", E,
        "máy chủ PostgreSQL báo: {reason}", "the PostgreSQL server says: {reason}",
        "Xem máy chủ có chạy, bảng có ở đó, và người dùng có quyền không.",
        "See whether the server runs, the table is there, and the user may read or write it.",
        since="0.3.0",
    ),
    _option(
        "ITR974", E,
        "địa chỉ PostgreSQL không dùng được: {reason}", "the PostgreSQL address is not used: {reason_en}",
        "Ghi postgresql://người-dùng@máy/csdl?table=lược-đồ.bảng; mật khẩu ở PGPASSFILE hoặc PGSERVICE.",
        "Write postgresql://user@host/database?table=schema.table; a password goes into PGPASSFILE or PGSERVICE.",
        since="0.3.0",
    ),
)  # fmt: skip
