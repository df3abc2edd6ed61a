"""A file is written whole or not at all, whichever call fails."""

import os
from pathlib import Path

import pytest
from itrank.engine.files.writing import write_whole

OLD = "năm ngoái\n"


def whole(stream) -> None:
    stream.write("Sở Nội vụ\n")
    stream.write("961\n")


def test_a_new_file_holds_utf8_and_plain_line_ends(tmp_path):
    write_whole(tmp_path / "kết quả.txt", whole)
    assert (tmp_path / "kết quả.txt").read_bytes() == "Sở Nội vụ\n961\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["kết quả.txt"]


def test_an_older_file_is_replaced_and_its_permissions_kept(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text(OLD, encoding="utf-8")
    target.chmod(0o640)
    write_whole(target, whole)
    assert target.read_text(encoding="utf-8") == "Sở Nội vụ\n961\n"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / "out.txt"
    real.write_text(OLD, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(real)
    write_whole(tmp_path / "link.txt", whole)
    assert (tmp_path / "link.txt").is_symlink()
    assert real.read_text(encoding="utf-8") == "Sở Nội vụ\n961\n"


def fail_writing(stream) -> None:
    stream.write("Sở Nội")
    stream.flush()
    raise OSError(28, "No space left on device")


def interrupt(stream) -> None:
    stream.write("Sở Nội")
    raise KeyboardInterrupt


@pytest.mark.parametrize(("write", "error"), [(fail_writing, OSError), (interrupt, KeyboardInterrupt)])
@pytest.mark.parametrize("had_one", [True, False])
def test_what_fails_while_writing_leaves_what_was_there(tmp_path, write, error, had_one):
    target = tmp_path / "out.txt"
    if had_one:
        target.write_text(OLD, encoding="utf-8")
    with pytest.raises(error):
        write_whole(target, write)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ([OLD] if had_one else [])


@pytest.mark.parametrize(
    ("owner", "call"), [(os, "open"), (os, "fsync"), (os, "fdopen"), (Path, "chmod"), (Path, "replace")]
)
def test_whichever_call_fails_the_older_file_survives(tmp_path, monkeypatch, owner, call):
    target = tmp_path / "out.txt"
    target.write_text(OLD, encoding="utf-8")

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(owner, call, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, whole)
    monkeypatch.undo()
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("out.txt", OLD)]


def test_a_disk_that_fills_when_the_file_is_closed_leaves_what_was_there(tmp_path):
    """/dev/full refuses only when the buffer is flushed."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    target = tmp_path / "out.txt"
    target.write_text(OLD, encoding="utf-8")

    def fill(stream):
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, stream.fileno())
        os.close(full)
        whole(stream)

    with pytest.raises(OSError, match="No space left"):
        write_whole(target, fill)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("out.txt", OLD)]


def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path, monkeypatch):
    """Windows cannot open one; the file is in its place by then."""
    really, opened = os.open, []

    def open_files_only(path, *args, **kwargs):
        opened.append(path)
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return really(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", open_files_only)
    write_whole(tmp_path / "out.txt", whole)
    assert (tmp_path / "out.txt").exists()
    assert opened[-1] == tmp_path


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_not_a_regular_file_is_refused(tmp_path, make):
    make(tmp_path / "out")
    with pytest.raises(FileExistsError, match="out is not a regular file"):
        write_whole(tmp_path / "out", whole)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_missing_folder_is_told_by_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "no" / "out.txt", whole)
