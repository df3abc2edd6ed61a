"""What a library or the system says in English is told in the reader's words."""

import errno
import json
import os
import re

import pytest
import yaml
from itrank.cli import run
from itrank.engine.language import document as module
from itrank.engine.language.document import read_document
from itrank.engine.model.codes import message
from itrank.engine.model.reasons import _WORDS, reasons
from itrank.engine.observe import read_tables
from itrank.engine.observe.strict_json import _UNKNOWN, parse_json

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
