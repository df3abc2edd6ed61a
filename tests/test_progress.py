"""Long work says to a person at a terminal how far it is, or what is done; to a pipe it says nothing."""

import os
import select
from types import SimpleNamespace

import pytest
from itrank.cli import run
from itrank.commands import progress
from itrank.commands.progress import counted, doing

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
ERASE = "\r\x1b[K"


class Screen:
    """A pseudo-terminal as stderr, and what was written to it."""

    def __init__(self):
        self.master, slave = pty.openpty()
        self.stream = os.fdopen(slave, "w", encoding="utf-8")

    def read(self, seconds=0.0):
        self.stream.flush()
        made = b""
        while select.select([self.master], [], [], seconds)[0]:
            made += os.read(self.master, 65536)
            seconds = 0.0
        return made.decode()


@pytest.fixture
def screen(monkeypatch):
    made = Screen()
    # Not sys.stderr itself: capturing puts its own back when the test begins.
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=made.stream))
    monkeypatch.setenv("TERM", "xterm")
    yield made
    made.stream.close()
    os.close(made.master)


@pytest.fixture
def at_once(monkeypatch):
    """As if every step took longer than a second, without waiting for it."""

    class Now:
        def __init__(self, _, function):
            self.start = function

        def cancel(self):
            pass

    monkeypatch.setattr(progress, "AFTER", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(progress, "Timer", Now)


@pytest.mark.usefixtures("at_once")
def test_how_many_there_have_been_is_counted_and_taken_away_again(screen):
    assert list(counted("abc", "Đọc", 2)) == ["a", "b", "c"]
    assert screen.read() == f"{ERASE}Đọc: 0/2{ERASE}Đọc: 1/2{ERASE}Đọc: 2/2{ERASE}"


@pytest.mark.usefixtures("at_once")
def test_a_count_that_is_left_or_fails_is_taken_away_too(screen):
    items = counted("abc", "Đọc", 3)
    next(items)
    items.close()
    assert screen.read().endswith(ERASE)


def test_what_is_done_is_said_while_it_lasts(screen, monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0.01)
    with doing("Lập báo cáo"):
        assert screen.read(30) == "Lập báo cáo…"
    assert screen.read() == ERASE


@pytest.mark.usefixtures("at_once")
def test_what_fails_leaves_no_line(screen):
    with pytest.raises(KeyError), doing("Lập báo cáo"):
        raise KeyError
    assert screen.read() == f"Lập báo cáo…{ERASE}"


def test_what_is_soon_over_says_nothing(screen):
    with doing("Lập báo cáo"):
        pass
    assert list(counted("abc", "Đọc", 3)) == ["a", "b", "c"]
    assert screen.read() == ""


@pytest.mark.usefixtures("at_once")
def test_a_terminal_that_cannot_erase_is_told_nothing(screen, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    with doing("Lập báo cáo"):
        list(counted("abc", "Đọc", 3))
    assert screen.read() == ""


STEPS = [
    (["evaluate", "--ruleset", "2022", "--format", "json", "--output", "kq.json"], {"Đọc số liệu…", "Tính điểm…"}),
    (["report", "kq.json", "--output", "kq.html"], {"Đọc kết quả…", "Lập báo cáo…"}),
    (["report", "kq.json", "--format", "open-data", "--output", "mo"], {"Đọc kết quả…", "Lập báo cáo…"}),
    (["explain", "--all", "--ruleset", "2022", "--output", "giai-thich"], {"Giải thích từng đơn vị: 0/"}),
    (["freeze", "kq.json", "--output", "kq.zip"], {"Tính lại kết quả…", "Đóng gói…"}),
    (["verify", "kq.zip"], {"Tính lại mọi điểm bằng hai bộ tính…"}),
    (["forms", "2022", "--units", "units.csv", "--out", "bieu"], {"Lập biểu: 0/2"}),
    (["collect", "bieu", "--ruleset", "2022", "--units", "units.csv", "--output", "so.csv", "--replies", "phieu"],
     {"Đọc biểu: 0/2", "Lập phiếu phản hồi: 0/2"}),
]  # fmt: skip


@pytest.mark.usefixtures("at_once")
@pytest.mark.slow
@pytest.mark.parametrize("is_watched", [True, False])
def test_every_command_that_takes_long_says_so_to_a_person_only(is_watched, tmp_path, monkeypatch, capsys, request):
    screen = request.getfixturevalue("screen") if is_watched else None
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units.csv").write_text("id,name,group\na,Sở A,cap_tinh\nb,Sở B,cap_tinh\n", "utf-8")
    for arguments, labels in STEPS:
        assert run(arguments) in {0, 1}, arguments
        out, err = capsys.readouterr()
        told = screen.read() if screen is not None else err
        assert {label for label in labels if label in told} == (labels if is_watched else set()), (arguments, told)
        assert not [label for label in labels if label in out]
        assert ("\x1b[K" in told) == is_watched
