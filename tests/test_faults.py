"""What is written is whole or absent, whatever fails and whenever; an older file survives."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from itrank.cli import run
from test_same_bytes import COMMANDS, project

# Adding a command that writes is one line.
WRITERS = {
    "evaluate json": (*COMMANDS["json"], "--output", "out.txt"),
    "evaluate csv": (*COMMANDS["csv"], "--output", "out.txt"),
    "evaluate table": (*COMMANDS["table"], "--output", "out.txt"),
    "check": (*COMMANDS["check"], "--output", "out.txt"),
    "explain": (*COMMANDS["explain"], "--output", "out.txt"),
    "why-not": (*COMMANDS["why-not"], "--output", "out.txt"),
    "compile": (*COMMANDS["compile"], "--output", "out.txt"),
}
OLD = "bản cũ\n"


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"r.yaml", "phang.yaml", "d.csv"}


def good(folder: Path, arguments, monkeypatch) -> str:
    """What a run without faults writes."""
    monkeypatch.chdir(project(folder))
    assert run(arguments) in {0, 1}
    return (folder / "out.txt").read_text("utf-8")


@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("name", ["open", "fsync", "replace"])
def test_the_nth_call_fails_for_every_n(arguments, name, tmp_path, monkeypatch, capsys):
    whole = good(tmp_path / "good", arguments, monkeypatch)
    folder = project(tmp_path / "bad")
    monkeypatch.chdir(folder)
    true = getattr(os, name)
    failed = 0
    for nth in range(1, 60):
        (folder / "out.txt").write_text(OLD, "utf-8")
        calls = 0

        def broken(*given, nth=nth, **named):
            nonlocal calls
            if name == "open" and not given[1] & os.O_CREAT:
                return true(*given, **named)  # what is read and fails is told as a finding
            calls += 1
            if calls == nth:
                raise OSError(28, "No space left on device")
            return true(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, name, broken)
            code = run(arguments)
        now = (folder / "out.txt").read_text("utf-8")
        assert now in {OLD, whole}
        assert left(folder) == {"out.txt"}, "a draft is left"
        assert "Traceback" not in capsys.readouterr().err
        if calls < nth:  # there were fewer calls: all went well
            assert now == whole
            break
        failed += code == 2 and now == OLD
    else:
        pytest.fail("it never ended well")
    assert failed, "no fault was noticed"


KILLED = """
import os, sys
name, arguments = sys.argv[1], sys.argv[2:]
true, calls = getattr(os, name), 0
def stop(*given, **named):
    global calls
    calls += 1
    if calls == nth:
        os.kill(os.getpid(), 9)
    return true(*given, **named)
from itrank.cli import run
told = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
run(arguments)  # what it needs is imported once
for line in sys.stdin:
    nth = int(line)
    child = os.fork()
    if not child:
        setattr(os, name, stop)
        os._exit(run(arguments))
    os.write(told, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""For each number on standard input a run of its own, killed at that call; Python begins only once."""


@contextmanager
def killing(folder: Path, name: str, arguments):
    """Give a function that starts a run and kills it at its nth call; it gives how the run ended."""
    command = [sys.executable, "-c", KILLED, name, *arguments]
    told = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, text=True, bufsize=1, **told) as process:

        def run_until(nth: int) -> int:
            process.stdin.write(f"{nth}\n")
            return int(process.stdout.readline())

        yield run_until


@pytest.mark.long
@pytest.mark.parametrize("name", ["fsync", "replace", "open"])
def test_kill_9_leaves_the_old_or_the_new_file_whole(name, tmp_path, monkeypatch):
    arguments = WRITERS["evaluate json"]
    whole = good(tmp_path / "good", arguments, monkeypatch)
    folder = project(tmp_path / "bad")
    killed = 0
    with killing(folder, name, arguments) as run_until:
        for nth in range(1, 12):
            (folder / "out.txt").write_text(OLD, "utf-8")
            code = run_until(nth)
            now = (folder / "out.txt").read_text("utf-8")
            assert now in {OLD, whole}
            # What a killed run leaves is a draft by its name; the file itself is never torn.
            assert all(other == "out.txt" or other.startswith(".itrank-") for other in left(folder))
            if code != -signal.SIGKILL:
                assert now == whole
                break
            killed += 1
    assert killed


@pytest.mark.long
def test_the_next_run_takes_away_what_a_killed_one_left(tmp_path, monkeypatch):
    """Drafts of a run whose process is gone; those of one that goes on, or of another machine, stay."""
    arguments = WRITERS["evaluate json"]
    whole = good(tmp_path / "good", arguments, monkeypatch)
    folder = project(tmp_path / "bad")
    with killing(folder, "fsync", arguments) as run_until:
        assert run_until(1) == -signal.SIGKILL
    [draft] = left(folder) - {"out.txt"}
    _, _, gone, _ = draft.split("-")
    running, elsewhere = draft.replace(f"-{gone}-", f"-{os.getpid()}-"), f".itrank-{'0' * 8}-{gone}-{'0' * 16}"
    for name in (elsewhere, running):
        (folder / name).write_text("của lần chạy khác", "utf-8")
    (folder / draft.replace(draft[-16:], "f" * 16)).mkdir()
    (folder / draft.replace(draft[-16:], "f" * 16) / "a.txt").write_text("bản nháp", "utf-8")
    monkeypatch.chdir(folder)
    assert run(arguments) in {0, 1}
    assert (folder / "out.txt").read_text("utf-8") == whole
    assert left(folder) == {"out.txt", elsewhere, running}


ENDED = """
import os, signal, sys
number = int(sys.argv[1])
# A shell gives its jobs in the background SIGINT ignored, and nohup SIGHUP.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
true = os.fsync
os.fsync = lambda *given: os.kill(os.getpid(), number) or true(*given)
from itrank.cli import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_asked_to_end_cleans_up(number, tmp_path):
    folder = project(tmp_path / "p")
    (folder / "out.txt").write_text(OLD, "utf-8")
    command = [sys.executable, "-c", ENDED, str(int(number)), *WRITERS["evaluate json"]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (128 + number, False)
    assert (folder / "out.txt").read_text("utf-8") == OLD
    assert left(folder) == {"out.txt"}


@pytest.mark.parametrize("size", [0, 1, 500])
def test_a_disk_that_is_full_leaves_the_old_file(size, tmp_path):
    folder = project(tmp_path / "p")
    (folder / "out.txt").write_text(OLD, "utf-8")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-B", "-m", "itrank", *WRITERS["evaluate json"], "--lang", "en"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, preexec_fn=limit, check=False
    )
    assert done.returncode == 2
    assert "ITR906" in done.stderr
    assert (folder / "out.txt").read_text("utf-8") == OLD
    assert left(folder) == {"out.txt"}


@pytest.mark.bar(3)
@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-", "2</dev/null", "<&- 2>&-", "<&- >&- 2>&-"])
def test_a_log_that_takes_nothing_costs_no_result(stream, tmp_path, monkeypatch):
    """`2>/dev/full` lost the result: what was to be told could not be, and that was all that became of the run."""
    whole = good(tmp_path / "good", WRITERS["evaluate json"], monkeypatch)
    folder = project(tmp_path / "p")
    words = [sys.executable, "-m", "itrank", *WRITERS["evaluate json"]]
    done = subprocess.run(
        ["bash", "-c", f'exec "$@" {stream}', "bash", *words], cwd=folder, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")  # two units have wrong or missing figures
    assert (folder / "out.txt").read_text("utf-8") == whole
    assert left(folder) == {"out.txt"}


@pytest.mark.bar(3)
@pytest.mark.parametrize("command", [["check", "-"], ["fmt", "-"], ["check", "-", "--diff"]], ids=" ".join)
@pytest.mark.parametrize("stream", ["<&-", "0>dich"])
def test_standard_input_that_cannot_be_read_is_told(command, stream, tmp_path):
    words = [sys.executable, "-m", "itrank", *command, "--lang", "en"]
    done = subprocess.run(
        ["bash", "-c", f'exec "$@" {stream}', "bash", *words],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = (done.stdout + done.stderr).decode()
    assert done.returncode == 2
    assert 'ITR403: the file "<stdin>" cannot be read: it is not open for reading' in told
    assert "Traceback" not in told


@pytest.mark.bar(3)
@pytest.mark.parametrize("stream", [">/dev/full", ">&-"])
@pytest.mark.parametrize("words", [["--help"], ["evaluate", "--help"], ["--version"]], ids=" ".join)
def test_help_that_cannot_be_printed_is_told(words, stream, tmp_path):
    command = ["bash", "-c", f'exec "$@" {stream}', "bash", sys.executable, "-m", "itrank", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "ITR906" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch, capsys):
    folder = project(tmp_path / "p")
    monkeypatch.chdir(folder)
    folder.chmod(0o500)
    try:
        assert run(WRITERS["evaluate json"]) == 2
    finally:
        folder.chmod(0o700)
    assert "ITR906" in capsys.readouterr().err


@pytest.mark.long
def test_two_runs_at_once_leave_one_whole_file(tmp_path, monkeypatch):
    whole = good(tmp_path / "good", WRITERS["evaluate json"], monkeypatch)
    folder = project(tmp_path / "p")
    command = [sys.executable, "-m", "itrank", *WRITERS["evaluate json"]]
    runs = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)
    ]
    assert all(each.wait(60) in {0, 1} for each in runs)
    assert (folder / "out.txt").read_text("utf-8") == whole
    assert left(folder) == {"out.txt"}
