"""A private PostgreSQL for tests: its own folder, a socket in it, no port, and nothing left behind."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
DATABASE, USER = "register", "clerk"


def _somebody() -> str | None:
    """Name who runs the server where this is root, whom it refuses."""
    if os.getuid():
        return None
    return next(name for name in ("postgres", "nobody") if name in {user.pw_name for user in pwd.getpwall()})


def _run(command: list[str], user: str | None) -> None:
    done = subprocess.run(
        command,
        check=False,
        user=user,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@contextmanager
def server(password: str = "") -> Iterator[str]:
    """Start a server whose texts are sorted as Vietnamese sort them; gives the folder of its socket.

    Args:
        password: of the user, if one is asked for.
    """
    binaries, user = BINARIES[-1], _somebody()
    home = Path(mkdtemp(prefix="itrank-pg-"))
    try:
        if user:
            shutil.chown(home, user)
        data, secret = home / "data", home / "secret"
        secret.write_text((password or "unused") + "\n")
        secret.chmod(0o644)
        locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi-VN"]
        auth = f"--auth={'scram-sha-256' if password else 'trust'}"
        init = [str(binaries / "initdb"), "-D", str(data), "-U", USER, f"--pwfile={secret}", auth, "-E", "UTF8", "-N"]
        _run([*init, *locale], user)
        settings = f"-k {home} -h '' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log")]
        _run([*control, "-o", settings, "start"], user)
        try:
            yield str(home)
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(home, ignore_errors=True)
