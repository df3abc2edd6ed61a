"""What a library or the system says in English is told in the reader's words."""

import errno
import io
import json
import os
import re
import zipfile

import pytest
import yaml
from itrank.cli import run
from itrank.engine.files.reasons import _DAMAGE, _WORDS, damage, reasons
from itrank.engine.files.strict_json import _UNKNOWN, parse_json
from itrank.engine.files.word import parse_word
from itrank.engine.files.workbooks import open_workbook
from itrank.engine.language import document as module
from itrank.engine.language.document import read_document
from itrank.engine.model.codes import message
from itrank.engine.observe import read_tables
from itrank.engine.report.claims.reading import parse_document

_ACCENTS = re.compile("[à-ỹđ]")


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (errno.ENOENT, "không có tệp hoặc thư mục này", "there is no such file or folder"),
        (errno.EISDIR, "là một thư mục", "it is a folder"),
        (errno.EACCES, "không có quyền", "permission denied"),
        (errno.ENOSPC, "ổ đĩa đã đầy", "the disk is full"),
        (errno.EROFS, "ổ đĩa chỉ cho đọc", "the disk is read-only"),
        (errno.ELOOP, "liên kết dẫn vòng quanh", "too many links lead to each other"),
        (errno.ENOTDIR, "một phần của đường dẫn không phải thư mục", "a part of the path is no folder"),
        (errno.ENAMETOOLONG, "tên quá dài", "the name is too long"),
        (errno.EBUSY, "đang được dùng ở nơi khác", "it is in use"),
        (errno.EIO, "thiết bị đọc ghi bị lỗi", "the device failed to read or write"),
        (errno.ENOTCONN, "lỗi hệ thống ENOTCONN", "system error ENOTCONN"),
        (99_999, "lỗi hệ thống 99999", "system error 99999"),
    ],
)
def test_the_usual_errors_are_told_in_words_and_the_others_by_name(number, vi, en):
    assert reasons(OSError(number, os.strerror(number))) == {"reason": vi, "reason_en": en}


def test_every_name_of_an_error_is_one_that_some_system_has():
    names = {*errno.errorcode.values(), "FileExistsError"}
    assert _WORDS.keys() <= names | {"EDQUOT", "ETXTBSY"}  # Windows has not these


def test_names_that_no_file_can_have():
    with pytest.raises(ValueError, match="null") as nul:
        open("a\0b", encoding="utf-8")  # noqa: PTH123, SIM115
    assert reasons(nul.value)["reason"] == "tên có ký tự mà tên tệp không có được"
    assert reasons(ValueError("whatever"))["reason"] == "lỗi hệ thống ValueError"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("output", "vi", "en"),
    [
        ("khong/co.json", "không có tệp hoặc thư mục này", "there is no such file or folder"),
        (".", "không phải một tệp thường", "it is not a regular file"),
        ("a.txt/b.json", "một phần của đường dẫn không phải thư mục", "a part of the path is no folder"),
        ("x" * 300, "tên quá dài", "the name is too long"),
    ],
)
def test_what_cannot_be_written_is_told_in_the_language_of_the_operator(
    output, vi, en, lang, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("", "utf-8")
    assert run(["schema", "--output", output, "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert "ITR906" in told
    assert {"vi": vi, "en": en}[lang] in told
    assert {"vi": en, "en": vi}[lang] not in told


def archive(*parts: tuple[str, bytes], compressed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compressed) as made:
        for name, content in parts:
            made.writestr(name, content)
    return stream.getvalue()


ODS = archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a>"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "vi"),
    [
        (ODS[:-30], "tệp nén bị hỏng"),
        (archive(("a", b"")), "thiếu một phần phải có"),
        (ODS[:38] + b"\xff" * 10 + ODS[48:], "dữ liệu bên trong bị hỏng"),
        (ODS.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00"), "nén theo cách không đọc được"),
        (ODS, "XML bên trong viết sai"),
        (archive(("mimetype", b"text/plain")), "không phải bảng tính OpenDocument"),
        (b"<table/>", "là HTML hoặc XML"),
        (OLE + b"\0" * 600, "khung của tệp đời cũ bị hỏng"),
        (b"abc", "nội dung không đúng cấu trúc"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told_without_the_words_of_libraries(content, vi):
    found = open_workbook(content, "a.xlsx")
    assert (found.code, message(found, "vi")) == ("ITR498", f"bảng tính bị hỏng hoặc không đúng định dạng ({vi})")
    assert not _ACCENTS.search(message(found, "en"))
    assert "Error" not in message(found, "en")


@pytest.mark.parametrize(
    ("content", "vi"),
    [
        (b"abc", "không phải tệp nén zip"),
        (b"PK\x03\x04", "tệp nén bị hỏng"),
        (archive(("a", b"")), "thiếu một phần phải có"),
        (archive(("word/document.xml", b"<w>")), "XML bên trong viết sai"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_told_without_the_words_of_libraries(content, vi):
    found = parse_document(content, "a.docx")
    assert (found.code, message(found, "vi")) == ("ITR498", f"tệp Word bị hỏng hoặc không đúng định dạng ({vi})")
    assert not _ACCENTS.search(message(found, "en"))


@pytest.mark.parametrize(("content", "vi"), [(OLE, "là tệp Word đời cũ"), (b"abc", "không phải tệp nén zip")])
def test_what_is_no_annex_is_told_without_the_words_of_libraries(content, vi):
    found = parse_word(content, "a.docx")
    assert (found.code, found.params["reason"]) == ("ITR498", vi)


def test_every_damage_is_told_in_both_languages_and_in_no_name_of_a_class():
    for word, (vi, en) in _DAMAGE.items():
        assert damage(word) == {"reason": vi, "reason_en": en}
        assert _ACCENTS.search(vi)
        assert not re.search("[A-Z][a-z]+[A-Z]|Error|Exception", vi.replace("OpenDocument", ""))
    assert damage(UnicodeDecodeError("utf-8", b"", 0, 1, ""))["reason"] == "có chữ không đúng bảng mã"
    assert damage(ZeroDivisionError())["reason"] == "có phép tính không làm được"


@pytest.mark.parametrize("loader", ["CLoader", "Loader"])
@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("a: b: c", "dấu hai chấm ở chỗ không thể có khóa"),
        ("a: 'x", "tệp kết thúc giữa chừng"),
        ("a: [1, 2", "thiếu dấu phẩy hoặc ngoặc đóng"),
        ("a: 1\nb\nc: 1", "thiếu dấu hai chấm"),
        ("a: @x", "có ký tự không được đứng ở đây"),
        ("a: - b", "dấu gạch đầu dòng ở chỗ không thể có danh sách"),
        ('a: "\\q"', "có dấu \\ sai trong dấu nháy"),
        ("a: |x\n b", "có chữ ở chỗ dòng phải kết thúc"),
    ],
)
def test_what_is_no_yaml_is_told_without_english(text, vi, loader, monkeypatch):
    if not hasattr(yaml, loader):
        pytest.skip("this PyYAML comes without libyaml")
    monkeypatch.setattr(module, "Loader", getattr(yaml, loader))
    _, (found,) = read_document(text, "a.yaml")
    assert message(found, "vi") == f"không đọc được YAML ở đây ({vi})"
    assert not _ACCENTS.search(message(found, "en"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a"}',
        '{"a": 1 "b"}',
        "[1 2]",
        "[1] 2",
        '["a',
        '["\t"]',
        '["\\q"]',
        '["\\uZZZZ"]',
        "[1,]",
        '{"a": 1,}',
    ],
)
def test_what_is_no_json_is_told_without_english(text):
    found = parse_json(text, "a.json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert found.params["reason"] != _UNKNOWN[0]
    assert _ACCENTS.search(found.params["reason"])
    assert not _ACCENTS.search(message(found, "en"))


@pytest.mark.parametrize(
    ("row", "vi"),
    [('"a', "một dấu ngoặc kép chưa được đóng"), ('"a"b', "có chữ ngay sau dấu ngoặc kép đóng")],
)
def test_what_is_no_csv_is_told_without_english(row, vi, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"id,x\n{row},1\n", "utf-8")
    _, _, (found,) = read_tables(path, "a.csv")
    assert message(found, "vi") == f"dòng 2 không đúng dạng CSV ({vi})"


def test_a_wrong_use_of_an_option_is_told_without_english(capsys):
    assert run(["check", "--fix=x"]) == 2
    told = capsys.readouterr().err
    assert "--fix không nhận giá trị nào" in told
    assert "does not" not in told
    assert run(["check", "--fix=x", "--lang", "en"]) == 2
    assert "Option '--fix' does not take a value." in capsys.readouterr().err
