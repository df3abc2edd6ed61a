"""A PostgreSQL server of our own for the time of a benchmark, on a socket in a private folder."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "fsync": "off",
    "max_parallel_workers_per_gather": "2",
}


def programs() -> Path | None:
    """Find where Debian puts the server's programs, which are on nobody's path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a server, give its connection string, stop it and remove its files.

    Raises:
        FileNotFoundError: there is none on this machine.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL (Debian: apt-get install postgresql)")
    # The server refuses to run as root, so that root hands over to the account of Debian's package.
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="itrank-bench-"))
    if owner:
        shutil.chown(folder, owner)

    def run(*words: str) -> None:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, user=owner, cwd=folder)

    try:
        run(
            f"{found}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = " ".join(
            f"-c {name}={value}" for name, value in (SETTINGS | {"unix_socket_directories": str(folder)}).items()
        )
        run(f"{found}/pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            run(f"{found}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
