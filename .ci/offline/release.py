"""Build itrank's wheel, and for each platform a zip that installs it without a network.

`bash .ci/release` makes `dist/itrank-VERSION-py3-none-any.whl`, a zip for Windows and one for Linux (x86-64, each for
Python 3.11 to 3.13, with every extra that an operator may want), and `SHA256SUMS`. What goes in is what the package index
has on the day; the same inputs give the same bytes, since times are those of the commit and names are sorted.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
EXTRAS = ("report", "print", "sign", "watch")
PYTHONS = ("3.11", "3.12", "3.13")
_MANYLINUX = tuple(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1))


@dataclass(frozen=True, slots=True)
class Platform:
    """What a zip is made for.

    Attributes:
        name: as the zip is called.
        target: as uv calls it.
        tags: of the wheels that it takes, as pip calls them.
        files: what goes in beside the wheels, from this folder.
    """

    name: str
    target: str
    tags: tuple[str, ...]
    files: tuple[str, ...] = ("cai_dat.py",)


PLATFORMS = {
    "windows": Platform("windows-x86-64", "x86_64-pc-windows-msvc", ("win_amd64",), ("cai_dat.py", "cai-dat.cmd")),
    "linux": Platform(
        "linux-x86-64", "x86_64-manylinux_2_28", (*_MANYLINUX, "manylinux2014_x86_64", "manylinux2010_x86_64")
    ),
}


def run(*command: str | Path, epoch: int) -> str:
    """Run a command in the project's folder with the commit's time for a clock, and give what it prints."""
    told = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run([*map(str, command)], cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}")
    return done.stdout


def sha256(path: Path) -> str:
    """Give the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def documents(to: Path, epoch: int) -> None:
    """Copy README.md and docs/, which no wheel has, so that they can be read without a network."""
    for name in run("git", "ls-files", "-z", "README.md", "docs", epoch=epoch).split("\0"):
        if name:
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)


def zipped(folder: Path, to: Path, epoch: int) -> None:
    """Write a folder as a zip whose bytes depend on names and contents alone."""
    then = datetime.fromtimestamp(epoch, UTC)
    moment = (then.year, then.month, then.day, then.hour, then.minute, then.second)
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", moment)
                # Wheels are packed already.
                entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
                entry.external_attr = 0o100644 << 16
                entry.create_system = 3
                archive.writestr(entry, path.read_bytes())


def requirements(platform: Platform, python: str, wheel: Path, version: str, epoch: int) -> str:
    """List every package that itrank and its extras need there, each with a version and its hashes."""
    asked = [word for extra in EXTRAS for word in ("--extra", extra)]
    rest = ("--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
    where = ("--python-platform", platform.target, "--python-version", python)
    needed = run(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *asked, *where, *rest, epoch=epoch)
    return f"{needed}itrank=={version} \\\n    --hash=sha256:{sha256(wheel)}\n"


def download(platform: Platform, python: str, listed: Path, wheels: Path, epoch: int) -> None:
    """Bring the wheels of a list; each is held to its hash."""
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    chosen = ("--python-version", python, "--implementation", "cp", "--only-binary", ":all:", "--no-deps")
    exact = ("--require-hashes", "--find-links", wheels, "-d", wheels, "-r", listed)
    run(sys.executable, "-m", "pip", "download", "-q", *tags, *chosen, *exact, epoch=epoch)


def sheet(version: str, platform: Platform) -> bytes:
    """Typeset the page that tells an official how to install."""
    import typst  # the extra `print`, and here alone

    facts = {"version": version, "platform": platform.name, "pythons": ", ".join(PYTHONS)}
    return bytes(
        typst.compile(
            HERE / "huong-dan.typ",
            sys_inputs=facts,
            font_paths=[str(ROOT / "engine/report/fonts")],
            ignore_system_fonts=True,
        )
    )


def released(platform: Platform, pythons: tuple[str, ...], wheel: Path, version: str, epoch: int) -> Path:
    """Make the zip of a platform."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / f"itrank-{version}-{platform.name}"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        shutil.copy(wheel, wheels)
        for python in pythons:
            print(f"{platform.name}, Python {python} …", flush=True)
            listed = folder / f"requirements-{python}.txt"
            listed.write_text(requirements(platform, python, wheel, version, epoch), "utf-8", newline="\n")
            download(platform, python, listed, wheels, epoch)
        for name in platform.files:
            # cmd.exe reads lines that end as Windows ends them.
            text = (HERE / name).read_text("utf-8")
            (folder / name).write_text(text, "utf-8", newline="\r\n" if name.endswith(".cmd") else "\n")
        (folder / "HUONG-DAN-CAI-DAT.pdf").write_bytes(sheet(version, platform))
        documents(folder / "tai-lieu", epoch)
        to = ROOT / "dist" / f"{folder.name}.zip"
        zipped(folder, to, epoch)
    return to


def main() -> None:
    """Make what was asked for, and print what was made: name, size, hash."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--platform", action="append", choices=PLATFORMS, help="one of them only")
    asked.add_argument("--python", action="append", choices=PYTHONS, help="wheels for these only")
    asked = asked.parse_args()
    epoch = int(run("git", "log", "-1", "--format=%ct", epoch=0))
    if changed := run("git", "status", "--porcelain", epoch=epoch):
        sys.exit(f"commit first, so that what is released can be built again:\n{changed}")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(sys.executable, "-m", "uv", "build", "--wheel", "--quiet", "--out-dir", dist, epoch=epoch)
    (wheel,) = dist.glob("*.whl")
    names = asked.platform or list(PLATFORMS)
    made = [
        wheel,
        *(released(PLATFORMS[name], tuple(asked.python or PYTHONS), wheel, version, epoch) for name in names),
    ]
    sums = "".join(f"{sha256(path)}  {path.name}\n" for path in made)
    (dist / "SHA256SUMS").write_text(sums, "utf-8", newline="\n")
    for path in made:
        print(f"dist/{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {sha256(path)}")


if __name__ == "__main__":
    main()
