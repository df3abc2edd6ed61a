"""What a bundle says to whoever opens it without knowing itrank."""

import re
from collections.abc import Mapping
from hashlib import sha256

from ..publish import texts
from ..result.contract import ResultRecord
from .manifest import DATA, RESULT, RULES

_TEXT = """\
GÓI KẾT QUẢ XẾP HẠNG

Bộ tiêu chí: {id} {version}
Mã băm bộ tiêu chí (SHA-256): {sha256}
{marks_vi}
Trong gói:
  ruleset/       bộ tiêu chí, và những bộ nó kế thừa
  data/          số liệu{left_vi}
  result.json    kết quả
  rules.json     bộ tiêu chí ở dạng đơn giản, cho máy tính lại
  data.json      số liệu ở dạng đơn giản
  recompute.py   bộ tính thứ hai: một tệp Python, không cần cài gì thêm
  reports/       báo cáo, nếu có
  manifest.json  bản kê: từng tệp và mã băm SHA-256

Tự kiểm tra, không cần tin ai:
  1. Giải nén; so mã băm từng tệp với bản kê (Linux: sha256sum, Windows: certutil -hashfile TỆP SHA256).
  2. Đọc recompute.py, rồi chạy: {run}
     Mọi điểm, tổng, mức và hạng được tính lại từ rules.json và data.json, rồi so với result.json.
  3. Có itrank: itrank verify GÓI.zip. Lệnh này còn tính lại từ chính bộ tiêu chí và số liệu gốc.

Mã băm không cho biết ai đã lập gói: ai cũng có thể sửa số liệu, chấm lại và đóng gói lại.
Muốn biết chắc, so mã băm của cả gói với nơi công bố chính thức, hoặc kiểm tra chữ ký (itrank verify --key).

---

A RANKING, TO BE COMPUTED AGAIN

The ruleset {id} {version}, SHA-256 {sha256}.
{marks_en}
Inside: ruleset/ (what it extends included), data/ (the figures{left_en}), result.json, rules.json and data.json (both
in plain form), recompute.py (a second evaluator in one file of Python that needs nothing else), reports/, and
manifest.json with the SHA-256 of each file.

To check it and trust nobody:
  1. Unpack it and hold each file's SHA-256 against the manifest.
  2. Read recompute.py, then run: {run}
     Every score, total, tier and rank is computed again from rules.json and data.json and held against result.json.
  3. With itrank: itrank verify BUNDLE.zip, which also starts from the ruleset and the data as they were written.

A hash does not say who made the bundle: anybody can change figures, evaluate again and pack again.
To be sure, hold the hash of the bundle against the official publication, or check the signature (itrank verify --key).
"""
_HASHES = """
---

SHA-256 của kết quả và của hai tệp để tính lại · of the result and of the two files to compute it from:

"""
_HASH = re.compile(rb"([0-9a-f]{64})  (.+)\n")


_RUN = "python3 -I recompute.py ."  # isolated: whatever lies beside it in the folder is not imported
_RUN_BEFORE = {"0.1.0": "python3 recompute.py ."}


def guide(record: ResultRecord, *, public: bool, version: str, digests: Mapping[str, str] | None = None) -> bytes:
    """Write the guide of a bundle.

    Args:
        record: of the result.
        public: whether original data were left out.
        version: of itrank that writes it.
        digests: path -> SHA-256 of the files that bind it to its bundle; None in a bundle of the first format.
    """
    marks = [mark for key, mark in texts.MARKS.items() if getattr(record, key)]
    text = _TEXT.format(
        id=record.ruleset.id,
        version=record.ruleset.version,
        sha256=record.ruleset.sha256,
        run=_RUN_BEFORE.get(version, _RUN),
        marks_vi="".join(f"{vi}\n" for vi, _ in marks),
        marks_en="".join(f"{en}\n" for _, en in marks),
        left_vi=" (gói công khai: không kèm tệp gốc)" if public else "",
        left_en="; the originals are not in this public bundle" if public else "",
    )
    if digests is not None:
        text += _HASHES + "".join(f"{digest}  {path}\n" for path, digest in digests.items())
    return text.encode()


def digests_of(members: Mapping[str, bytes]) -> dict[str, str]:
    """Give the hashes of those members that a guide names."""
    return {path: sha256(members[path]).hexdigest() for path in (RESULT, RULES, DATA)}


def stated_digests(content: bytes) -> dict[str, str]:
    r"""Read the hashes that a guide names.

    >>> stated_digests(b"x\n" + b"0" * 64 + b"  data.json\n") == {"data.json": "0" * 64}
    True
    """
    return {path.decode("utf-8", "replace"): digest.decode() for digest, path in _HASH.findall(content)}
