"""Install itrank from the wheels beside this file, without a network: `python3 cai_dat.py [FOLDER]`.

It goes into the zips that `.ci/release` makes. An old Python must be able to read it, to be told that it is old.
"""

import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WHEELS = os.path.join(HERE, "wheels")
IS_WINDOWS = os.name == "nt"


def pythons(folder):
    """Name the versions of Python that a folder has wheels for, the oldest first."""
    names = [
        name[len("requirements-") : -len(".txt")] for name in os.listdir(folder) if name.startswith("requirements-")
    ]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")])


def refusal(version, known, machine, is_windows, made_for_windows):
    """Say in Vietnamese why this computer cannot take these wheels, and what to do; nothing where it can.

    >>> refusal("3.9", ["3.11", "3.12"], "x86_64", False, False)
    'Python 3.9 không dùng được: bộ cài này cần Python 3.11 hoặc 3.12. Hãy cài một bản đó rồi chạy lại.'
    >>> refusal("3.12", ["3.11", "3.12"], "AMD64", True, True)
    ''
    """
    if is_windows != made_for_windows:
        made_for, here = ("Windows", "Linux hoặc macOS") if made_for_windows else ("Linux", "Windows")
        return "Bộ cài này dành cho %s, máy này là %s. Hãy lấy đúng tệp zip." % (made_for, here)
    if machine.lower() not in ("amd64", "x86_64"):
        return "Bộ cài này dành cho máy x86-64 (64 bit), máy này là %s." % machine
    if version not in known:
        return "Python %s không dùng được: bộ cài này cần Python %s. Hãy cài một bản đó rồi chạy lại." % (
            version,
            " hoặc ".join([", ".join(known[:-1]), known[-1]] if known[1:] else known),
        )
    return ""


def tell(text):
    """Say something at once, so that it stands above what pip says."""
    print(text)
    sys.stdout.flush()


def run(*command):
    """Run a command, and stop with its exit code if it fails."""
    done = subprocess.call(command)
    if done:
        tell("Cài chưa xong (mã %s). Chụp lại màn hình này và gửi người phụ trách." % done)
        sys.exit(done)


def main():
    """Make a Python of its own for itrank, install there, and see that all is there."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    version = "%d.%d" % sys.version_info[:2]
    is_for_windows = os.path.exists(os.path.join(HERE, "cai-dat.cmd"))
    why_not = refusal(version, pythons(HERE), platform.machine(), IS_WINDOWS, is_for_windows)
    if not why_not and sys.maxsize < 2**32:
        why_not = "Python này là bản 32 bit. Hãy cài Python bản 64 bit rồi chạy lại."
    if why_not:
        tell(why_not)
        return 1
    try:
        import ensurepip
        import venv
    except ImportError:
        tell("Python thiếu venv. Trên Debian, Ubuntu: apt install python3-venv, rồi chạy lại.")
        return 1
    del ensurepip, venv
    folder = os.path.abspath(sys.argv[1] if sys.argv[1:] else os.path.join(HERE, "itrank"))
    scripts = os.path.join(folder, "Scripts" if IS_WINDOWS else "bin")
    tell("Đang cài itrank vào %s, không cần mạng …" % folder)
    run(sys.executable, "-m", "venv", folder)
    needed = os.path.join(HERE, "requirements-%s.txt" % version)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--find-links", WHEELS]
    # Each wheel's hash stands in the list, so that a file that was changed on its way is refused.
    run(os.path.join(scripts, "python"), *(install + ["--require-hashes", "-r", needed]))
    itrank = os.path.join(scripts, "itrank")
    run(itrank, "doctor")
    tell("\nĐã cài xong. Lệnh itrank nằm ở:\n    %s" % itrank)
    tell("Thử ngay:\n    %s evaluate --ruleset 2021.yaml" % itrank)
    return 0


if __name__ == "__main__":
    sys.exit(main())
