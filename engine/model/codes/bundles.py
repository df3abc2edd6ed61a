"""ITR85x, ITR87x, ITR88x: bundles that an auditor computes again."""

from functools import partial

from ..findings import Severity
from ..records import Code, Subject

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

_bundle = partial(Code, subject=Subject.BUNDLE)
_result = partial(Code, subject=Subject.RESULT)

CODES = (
    _bundle(
        "ITR105.bundle", E,
        "đây không phải gói kết quả của itrank ({why})", "this is no bundle of itrank ({why})",
        "Cần tệp .zip mà itrank freeze ghi ra.", "The .zip that itrank freeze writes is expected.",
        aliases=("ITR873",),
    ),
    _result(
        "ITR105.columns", E,
        "{name} không phải bảng kết quả Parquet của itrank còn nguyên", "{name} is no whole table of a result in Parquet by itrank",
        "Cần tệp mà itrank evaluate -o kq.parquet ghi ra; bảng CSV và JSON thì tính lại ra Parquet rồi kiểm tra.",
        "The file that itrank evaluate -o result.parquet writes is expected; of tables in CSV and JSON keep one in Parquet too.",
        since="0.3.0",
    ),
    _bundle(
        "ITR105.key", E,
        "tệp {name} không chứa khóa Ed25519 dạng PEM", "the file {name} holds no Ed25519 key in PEM",
        "Tạo khóa: openssl genpkey -algorithm ed25519 -out khoa.pem; openssl pkey -in khoa.pem -pubout -out khoa-cong-khai.pem.",
        "Make one: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out public.pem.",
        aliases=("ITR878",),
    ),
    _bundle(
        "ITR105.seal", E,
        "đây không phải con dấu phê duyệt của itrank ({why})", "this is no seal of an approval by itrank ({why})",
        "Lấy lại tệp này từ bản sao lưu; nếu mất hẳn thì đưa nó ra khỏi đây và phê duyệt lại: mọi lần phê duyệt trước ghi trong gói.", "Restore the file from a copy; if there is none, move it away and approve again: the bundle states what was approved before.",
    ),
    _bundle(
        "ITR112.report", E,
        'đã có tệp báo cáo tên "{name}" trong gói', 'a report named "{name}" is in the bundle already',
        "Đổi tên một trong hai tệp.", "Rename one of the two.",
        aliases=("ITR885",),
    ),
    _result(
        "ITR401.source", E,
        'không tìm thấy tệp "{name}" mà kết quả ghi tên', 'the file "{name}" that the result names is not found',
        "Chạy lệnh ở thư mục của bộ tiêu chí và số liệu, hoặc chỉ ra tệp hay thư mục bằng --source.", "Run it in the folder of the ruleset and the data, or name the file or its folder with --source.",
        aliases=("ITR870",),
    ),
    _bundle(
        "ITR850", E,
        "tệp {path} không được có trong gói: {why}", "the file {path} may not be in a bundle: {why_en}",
        "Đừng giải nén hay chạy gì trong gói; lấy lại bản gốc từ nơi đã công bố.", "Unpack and run nothing of it; fetch the original again from where it was published.",
        since="0.2.0",
    ),
    _bundle(
        "ITR852", E,
        "gói ghi là do itrank {found} lập, mới hơn {own} đang dùng: {path} trong gói chưa được biết ở đây, đừng chạy nó", "the bundle says that itrank {found} made it, newer than this {own}: {path} of the bundle is unknown here, do not run it",
        "Kiểm tra bằng phiên bản itrank ấy hoặc mới hơn.", "Verify it with that version of itrank or a newer one.",
        since="0.2.0",
    ),
    _bundle(
        "ITR855", W,
        "gói không có chữ ký: ai cũng có thể đã lập nó, từ số liệu khác", "the bundle is not signed: anybody could have made it, of other data",
        "So mã băm của bản kê với mã nơi công bố đã in, hoặc xin gói có chữ ký và thêm --key.", "Hold the manifest's hash against the one that the publisher printed, or ask for a signed bundle and add --key.",
        since="0.2.0",
    ),
    _bundle(
        "ITR857", E,
        "{path}, {where}: ghi {stated}, kết quả là {truth}", "{path}, {where_en}: it states {stated}, the result has {truth_en}",
        "Sửa con số trong báo cáo, hoặc lấy lại bản gốc từ nơi đã công bố.", "Mend the figure in the report, or fetch the original again from where it was published.",
        since="0.2.0",
    ),
    _bundle(
        "ITR858", I,
        "{path} không phải báo cáo mà itrank lập đúng từng byte từ kết quả này, nên itrank verify chỉ so mã băm và những con số đọc được", "{path} is not, byte for byte, a report that itrank makes of this result: itrank verify will hold its hash only, and the figures that can be read",
        "Tự xem báo cáo ấy có nêu tên người hay lý do điều chỉnh không, nếu gói được công bố.", "Where the bundle is published, look yourself whether it names persons or reasons of corrections.",
        since="0.2.0",
    ),
    _bundle(
        "ITR859", E,
        "kết quả do itrank {found} lập, mà gói mang bộ tính của itrank {own} đang dùng", "itrank {found} made the result, and a bundle brings the evaluator of this itrank {own}",
        "Chấm lại bằng phiên bản này, hoặc đóng gói bằng phiên bản đã lập.", "Evaluate again with this version, or freeze with the one that made it.",
        since="0.2.0",
    ),
    _bundle(
        "ITR861.data", E,
        "số liệu dạng đơn giản trong gói không đúng ở {where} ({rule})", "the plain data of the bundle are wrong at {where} ({rule_en})",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR894",),
    ),
    _bundle(
        "ITR861.manifest", E,
        "bản kê của gói không đúng: {where} ({rule})", "the manifest of the bundle is wrong: {where} ({rule})",
        "Gói đã bị sửa, hoặc do phiên bản itrank mới hơn ghi.", "The bundle was changed, or a newer version of itrank wrote it.",
        aliases=("ITR875",),
    ),
    _result(
        "ITR866", E,
        '"{name}" thuộc kết quả đã phê duyệt theo biên bản số {number}: không ghi đè ({at})', '"{name}" belongs to a result that was approved by minutes No. {number}: it is not overwritten ({at})',
        'Ghi ra tên khác. Nếu phải sửa điều đã phê duyệt: itrank reopen {file} --reason "lý do", sửa, rồi phê duyệt lại.', 'Write to another name. To change what was approved: itrank reopen {file} --reason "why", change it, then approve it again.',
        since="0.3.0",
    ),
    _result(
        "ITR867", E,
        "{file} không ở trạng thái đã phê duyệt: {why}", "{file} is not approved: {why_en}",
        "Phê duyệt: itrank approve {file} --minutes biên-bản.pdf --number 12/BB --date 20/3/2027", "To approve it: itrank approve {file} --minutes minutes.pdf --number 12 --date 2027-03-20",
        since="0.3.0",
    ),
    _bundle(
        "ITR868", W,
        "gói ghi là đã phê duyệt theo biên bản số {number}, nhưng cạnh nó không có con dấu {file}: không lệnh nào còn từ chối sửa kết quả ở đây", "the bundle states an approval by minutes No. {number}, but there is no seal {file} beside it: no command refuses to change the result here",
        "Lấy lại con dấu từ bản sao lưu, hoặc phê duyệt lại kết quả với đúng biên bản ấy.", "Restore the seal from a copy, or approve the result again with the same minutes.",
        since="0.3.0",
    ),
    _result(
        "ITR868.changed", W,
        "{name} không còn như khi phê duyệt theo biên bản số {number}: điều lập từ đây không phải của kết quả đã phê duyệt", "{name} is not as it was approved by minutes No. {number}: what is made of it is not of the approved result",
        "Xem chỗ khác: itrank verify {file}; rồi lấy lại tệp đã phê duyệt, hoặc itrank reopen và phê duyệt lại.", "See what differs: itrank verify {file}; then restore the approved file, or itrank reopen and approve again.",
        since="0.3.0",
    ),
    _bundle(
        "ITR868.reopened", W,
        "kết quả trong gói này {why}, nên không còn là kết quả được phê duyệt", "the result in this bundle is not approved any more: {why_en}",
        "Phê duyệt lại bằng itrank approve khi đã sửa xong.", "Approve it again by itrank approve when it is changed.",
        since="0.3.0",
    ),
    _bundle(
        "ITR869", I,
        "{file} không có ở đây, nên không so được với lúc phê duyệt", "{file} is not here, so that it is not compared with what was approved",
        "Đặt tệp ấy cạnh con dấu, hoặc chạy ở thư mục của nó, rồi kiểm tra lại.", "Put the file beside the seal, or run it in the file's folder, then verify again.",
        since="0.3.0",
    ),
    _result(
        "ITR871", E,
        'tệp "{name}" đã đổi sau khi chấm điểm', 'the file "{name}" has changed since the result was made',
        "Chấm lại bằng itrank evaluate, rồi đóng gói kết quả mới.", "Evaluate again, then freeze the new result.",
    ),
    _result(
        "ITR872", E,
        "tính lại từ bộ tiêu chí và số liệu thì không ra đúng kết quả này: khác ở {where}, kết quả ghi {there}, tính lại ra {here}", "the ruleset and the data do not give this result again: it differs at {where}, which is {there} in the result and {here} computed",
        "Tệp kết quả đã bị sửa, hoặc do phiên bản itrank khác ghi.", "The result was edited, or another version of itrank wrote it.",
    ),
    _bundle(
        "ITR876", E,
        "tệp {path} trong gói đã bị sửa", "the file {path} of the bundle was changed",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
    ),
    _bundle(
        "ITR876.added", E,
        "tệp {path} trong gói không có trong bản kê", "the file {path} of the bundle is not in the manifest",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        aliases=("ITR887",),
    ),
    _bundle(
        "ITR876.approved", E,
        "{path} không còn như khi phê duyệt, {where}: đã duyệt {there}, nay {here}", "{path} is not as it was approved, {where_en}: approved {there}, now {here}",
        "Lấy lại tệp đã phê duyệt từ gói hoặc bản sao lưu; nếu thay đổi là đúng thì itrank reopen, rồi phê duyệt lại.", "Restore the approved file from the bundle or a copy; if the change is right, itrank reopen, then approve again.",
    ),
    _bundle(
        "ITR876.bytes", E,
        "gói đã bị sửa: đóng gói lại các tệp bên trong thì ra những byte khác", "the bundle was changed: its files, packed again, give other bytes",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        aliases=("ITR874",),
    ),
    _bundle(
        "ITR876.gone", E,
        "{path} đã phê duyệt mà không còn ở đây", "{path} was approved and is not here any more",
        "Lấy lại tệp từ gói hoặc bản sao lưu.", "Restore the file from the bundle or a copy.",
    ),
    _bundle(
        "ITR876.listed", E,
        "bản kê không kê đúng những tệp mà kết quả ghi tên: {path} ({why})", "the manifest does not list the files that the result names: {path} ({why_en})",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR851",),
    ),
    _bundle(
        "ITR876.missing", E,
        "tệp {path} không còn trong gói", "the file {path} is missing from the bundle",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        aliases=("ITR886",),
    ),
    _bundle(
        "ITR876.named", E,
        "{path} trong gói không phải tệp mà {guide} ghi mã băm", "{path} of the bundle is not the file of which {guide} names the hash",
        "Một trong hai tệp đã bị sửa: lấy lại bản gốc từ nơi đã công bố.", "One of the two was changed: fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR895",),
    ),
    _bundle(
        "ITR876.seal", E,
        "con dấu và gói {bundle} ghi khác nhau về việc phê duyệt, {where}: con dấu ghi {there}, gói ghi {here}", "the seal and the bundle {bundle} state the approval otherwise, {where_en}: the seal has {there}, the bundle {here}",
        "Một trong hai tệp đã bị sửa: lấy lại bản gốc từ bản sao lưu.", "One of the two was changed: restore the original from a copy.",
    ),
    _bundle(
        "ITR877", E,
        "gói không mang chữ ký của khóa {key}", "the bundle does not bear the signature of the key {key}",
        "Gói chưa ký hoặc do người khác ký: hỏi lại nơi công bố.", "It is not signed, or somebody else signed it: ask who published it.",
    ),
    _bundle(
        "ITR877.bytes", E,
        "chữ ký trong gói không đúng ở {where}", "the signature in the bundle is wrong at {where}",
        "Chữ ký hoặc bản kê đã bị sửa; lấy lại bản gốc từ nơi đã công bố.", "It or the manifest was altered; fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR854",),
    ),
    _bundle(
        "ITR879", E,
        "bộ tính thứ hai ra kết quả khác ở {where}: {there} trong kết quả, {here} khi tính lại", "the second evaluator differs at {where_en}: {there} in the result, {here_en} computed",
        "Một trong hai bộ tính sai, hoặc gói đã bị sửa: xin gửi gói cho những người làm itrank.", "One of the two evaluators is wrong, or the bundle was changed: please send it to the makers of itrank.",
    ),
    _bundle(
        "ITR880", E,
        "{path} trong gói không phải là dạng đơn giản của bộ tiêu chí và số liệu trong gói", "{path} of the bundle is not the plain form of its ruleset and data",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
    ),
    _bundle(
        "ITR880.evaluator", E,
        "{path} trong gói không phải bộ tính của itrank {found}: không phải của chúng tôi, đừng chạy nó", "{path} of the bundle is not the evaluator of itrank {found}: not ours, do not run it",
        "Lấy lại bản gốc từ nơi đã công bố.", "Fetch the original again from where it was published.",
        aliases=("ITR888",),
    ),
    _bundle(
        "ITR880.guide", E,
        "{path} trong gói không phải lời dẫn mà itrank {found} ghi", "{path} of the bundle is not the guide that itrank {found} writes",
        "Đừng làm theo lời dẫn ấy; lấy lại bản gốc từ nơi đã công bố.", "Do not follow it; fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR853",),
    ),
    _bundle(
        "ITR880.report", E,
        "{path} trong gói không phải là báo cáo mà itrank lập từ kết quả trong gói: {why}", "{path} of the bundle is not the report that itrank makes of its result: {why_en}",
        "Báo cáo đã bị sửa sau khi lập; lấy lại bản gốc từ nơi đã công bố.", "It was altered after it was made; fetch the original again from where it was published.",
        since="0.2.0",
        aliases=("ITR856",),
    ),
    _bundle(
        "ITR882", W,
        "gói có chữ ký nhưng không cho khóa, nên không biết ai ký: ai cũng có thể ký bằng khóa của mình", "the bundle is signed, but no key was given: who signed it is not known, as anybody can sign with a key of their own",
        "Thêm --key và tệp khóa công khai của nơi công bố.", "Add --key and the public key of who published it.",
    ),
    _bundle(
        "ITR883", I,
        "gói công khai không có {count} tệp số liệu gốc; đã tính lại từ số liệu dạng đơn giản", "{count:file of original data is/files of original data are} not in this public bundle; it was computed from the plain data",
        "Muốn đối chiếu với tệp gốc, hỏi nơi công bố.", "To hold it against the originals, ask who published it.",
    ),
    _bundle(
        "ITR884", W,
        "gói do itrank {found} ghi, phiên bản đang dùng là {own}; báo cáo nào phiên bản này lập lại không đúng từng byte thì chỉ được so bằng mã băm", "itrank {found} made the bundle, and this is {own}; reports that this version does not make again byte for byte are checked by their hashes only",
    ),
    _bundle(
        "ITR889", E,
        "kết quả không ra như cũ: do itrank {found} tính theo nghĩa cũ của {key}, hoặc đã bị sửa; từ itrank {since}: {now}", "the result does not come out again: it was made under the old meaning of {key} by itrank {found}, or altered; since itrank {since}: {now_en}",
        "Kiểm tra bằng chính phiên bản đã lập kết quả để biết là điều nào; hoặc tính lại bằng phiên bản này rồi đóng gói lại.", "Verify with the version that made it to know which; or evaluate with this version and freeze again.",
        since="0.2.0",
    ),
    _bundle(
        "ITR890", I,
        "phiên bản này còn báo thêm {code}: {said}", "this version also reports {code}: {said_en}",
        since="0.2.0",
    ),
    _bundle(
        "ITR890.rest", I,
        "và {count} điều khác mà phiên bản này báo thêm", "and {count} more that this version reports besides",
        since="0.2.0",
        aliases=("ITR891",),
    ),
    _bundle(
        "ITR892", I,
        "lời văn của {count} điều báo trong kết quả không được so, vì phiên bản khác viết lời khác; mã và chỗ thì được so", "the words of {count_en} of the result were not compared, as another version words them otherwise; their codes and places were",
        since="0.2.0",
    ),
    _bundle(
        "ITR892.last_year", I,
        "trong số liệu năm trước, những cột mà phiên bản này không đọc thì không được so", "of last year's figures, columns that this version does not read were not compared",
        since="0.2.0",
        aliases=("ITR893",),
    ),
    _bundle(
        "ITR896", E,
        'báo cáo "{name}" có lý do hoặc căn cứ điều chỉnh, mà gói công khai không kèm', 'the report "{name}" has reasons or bases of corrections, which a public bundle leaves out',
        "Đóng gói không có báo cáo này, lấy result.json từ gói ra và lập báo cáo từ đó (itrank report); hoặc thêm --reasons để công khai cả các lý do.",
        "Freeze without it, take result.json out of the bundle and make the report of that (itrank report); or add --reasons to publish the reasons too.",
        since="0.2.0",
    ),
)  # fmt: skip
