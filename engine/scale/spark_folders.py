"""A folder of Parquet that Spark writes: under another name until it is complete, here or where Spark keeps its files."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .on_spark import told

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DONE = "_SUCCESS"
_GLOB = frozenset("*?[]{}\\\n\r\0")


class NotParquetError(Exception):
    """A local file or folder that cannot hold Parquet for Spark.

    Attributes:
        why: `name` (Spark takes signs of it for a pattern), `form` (no file of Parquet), `kept` (a folder with other files
            than Spark's, which is not replaced), `partial` (there is something where nothing can be renamed).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_remote(name: str) -> bool:
    """Whether a name is an address that only Spark knows what to do with."""
    return "://" in name


def address(name: str) -> str:
    """Give a name as Spark takes it.

    Raises:
        NotParquetError: it has signs that Spark takes for a pattern.
    """
    text = name if is_remote(name) else f"file://{Path(name).absolute()}"
    if _GLOB & {*text}:
        raise NotParquetError("name")
    return text


def held(name: str) -> str:
    """Look at what is to be read; gives its address.

    Raises:
        NotParquetError: it is no folder, and no file of Parquet.
        OSError: it is not there, or cannot be read.
    """
    if not is_remote(name):
        path = Path(name)
        if path.is_dir():
            os.listdir(path)  # noqa: PTH208 - whether it can be read
        else:
            with path.open("rb") as file:
                if file.read(4) != b"PAR1":
                    raise NotParquetError("form")
    return address(name)


@contextmanager
def drafted(spark: SparkSession, name: str) -> Iterator[str]:
    """Give the address of a folder that gets its name when the block ends well, and is removed otherwise.

    A folder that Spark wrote before is replaced. Through Spark Connect nothing that is not here can be renamed: there the
    folder has its name at once, and is complete when `_SUCCESS` is in it, as Spark has it.

    Raises:
        NotParquetError: what is there is not replaced.
        OSError: what the system says.
        SparkError: what Spark says.
    """
    if not is_remote(name):
        with _here(Path(name)) as draft:
            yield address(str(draft))
        return
    java: Any = getattr(spark, "_jvm", None) if hasattr(spark, "_jsparkSession") else None
    if java is None:
        yield address(name)
        return
    with told(), _there(spark, java, address(name)) as made:
        yield made


@contextmanager
def _here(path: Path) -> Iterator[Path]:
    refuse(path)
    draft = path.with_name(f".{path.name}.itrank-{token_hex(6)}")
    try:
        yield draft
        for each in draft.glob(".*.crc"):  # sums that only Hadoop reads
            each.unlink()
        old = path.with_name(f"{draft.name}-old") if path.exists() else None
        if old is not None:
            path.rename(old)
        try:
            draft.rename(path)
        except OSError:
            if old is not None:
                old.rename(path)
            raise
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def refuse(path: Path) -> None:
    """Refuse to replace anything but a folder that Spark wrote.

    Raises:
        NotParquetError: there are other files in it.
        OSError: it is a file, or there is no folder for it.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_dir() or path.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    names = [each.name for each in path.iterdir()]
    if DONE not in names or not all(name == DONE or name.lstrip(".").startswith(("part-", DONE)) for name in names):
        raise NotParquetError("kept")


@contextmanager
def _there(spark: SparkSession, java: Any, text: str) -> Iterator[str]:
    """Do the same where Java finds the files."""
    below, _, name = text.rstrip("/").rpartition("/")
    path, draft = (java.org.apache.hadoop.fs.Path(each) for each in (text, f"{below}/.{name}.itrank-{token_hex(6)}"))
    context: Any = spark.sparkContext
    files = path.getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001 - there is no public way to rename
    if files.exists(path) and not files.exists(java.org.apache.hadoop.fs.Path(path, DONE)):
        raise NotParquetError("kept")
    try:
        yield draft.toString()
        if files.exists(path):
            files.delete(path, True)
        if not files.rename(draft, path):
            raise NotParquetError("partial")
    finally:
        with suppress(Exception):
            files.delete(draft, True)


def shown(master: str) -> str:
    """Write an address of a server without what else is in it."""
    parts = urlsplit(master)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.scheme else master
