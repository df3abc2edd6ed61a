"""Let pytest collect `NAME.test.yaml`: every case of a ruleset is a test, and a failure says what `itrank test` says.

pytest finds this module by the entry point of the package. Nothing of the engine is imported before a file is met that
names a format of itrank, or has a ruleset beside it; files of other names are looked at by their names alone.
"""
# ruff: noqa: PLC0415  # other runs of pytest must not load the engine

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .engine.cases import Outcome
    from .engine.cases.case_files import CaseFile
    from .engine.year import Rules

SUFFIX = ".test.yaml"
MOST_BYTES = 1_048_576
"""Of a file that are looked at: as many as a file of cases may have, which `engine/language/document.py` says too."""
_OURS, _RULESET = "itrank-", "itrank-ruleset/"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CasesFile | None":
    """Collect a file of cases."""
    if not file_path.name.endswith(SUFFIX) or not _is_ours(file_path):
        return None
    return CasesFile.from_parent(parent, path=file_path)


def _is_ours(path: Path) -> bool:
    """Say whether a file is read: it declares a format of ours, or belongs to a ruleset, whatever it declares.

    A format that is misspelt or left out is then an error of collecting, and no file is passed over without a word.
    """
    return _declared(path).startswith(_OURS) or _declared(_ruleset_of(path)).startswith(_RULESET)


def _ruleset_of(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(SUFFIX) + ".yaml")


def _declared(path: Path) -> str:
    """Give the format that a file declares; its text is read as YAML only where it names one of ours at all."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
    except OSError:
        return ""
    if _OURS.encode() not in content.replace(b"\0", b""):  # UTF-16 has a zero byte beside each letter
        return ""
    from .engine.language.declared import declared_format

    return declared_format(content)


class CasesFile(pytest.File):
    """A file of cases, with the ruleset beside it."""

    def collect(self) -> "Iterator[CaseItem]":
        """Give an item for each case.

        Raises:
            CollectError: the file or its ruleset cannot be read.
        """
        read, _ = self.read, self.rules
        for number, case in enumerate(read.cases):
            yield CaseItem.from_parent(self, name=case.name, number=number)

    @cached_property
    def rules(self) -> "Rules":
        """The ruleset beside the file."""
        from .engine.files.resolve import Named
        from .engine.year import Stopped
        from .engine.year.rules import load_rules

        path = _ruleset_of(self.path)
        rules = load_rules(Named(path, self.shown(path)))
        if isinstance(rules, Stopped):
            raise self.CollectError(_told(rules.findings, rules.texts))
        return rules

    @cached_property
    def read(self) -> "CaseFile":
        """The cases of the file."""
        from .engine.cases.case_files import read_beside
        from .engine.files.resolve import Named

        read = read_beside(Named(self.path, self.shown(self.path)))
        if read.findings:
            raise self.CollectError(_told(read.findings, {read.name: read.text}))
        return read

    @cached_property
    def outcomes(self) -> "tuple[Outcome, ...]":
        """What came of all of them: they are computed together, when the first is run."""
        from .engine.cases import run

        return run(self.rules.ruleset, self.read.cases)

    def shown(self, path: Path) -> str:
        """Name a file as a terminal makes a link of it."""
        root = self.config.invocation_params.dir
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


class CaseItem(pytest.Item):
    """A case."""

    def __init__(self, *, number: int, **how: Any) -> None:
        super().__init__(**how)
        self.number = number

    @property
    def outcome(self) -> "Outcome":
        """What came of the case."""
        assert isinstance(self.parent, CasesFile)
        return self.parent.outcomes[self.number]

    def runtest(self) -> None:
        """Fail where anything differs; skip, and say why, where that is no evidence.

        Raises:
            CaseError: the case does not hold, or cannot be run.
        """
        outcome = self.outcome
        if outcome.status in {"failed", "ill_made"}:
            raise CaseError(self._text())
        if outcome.status != "held":
            pytest.skip({"idle": "the case expects nothing", "left_out": "too much work together"}[outcome.status])
        if outcome.case.is_generated:
            pytest.skip("it holds, but a program proposed what it expects and nobody has confirmed it")

    def _text(self) -> str:
        """Say what `itrank test --case` says."""
        from .engine.publish.cases_out import CasesRun, explained_lines
        from .engine.publish.grid import Look

        assert isinstance(self.parent, CasesFile)
        rules, read = self.parent.rules, self.parent.read
        texts = {**rules.texts, read.name: read.text}
        made = CasesRun(rules.ruleset, {read.name: 1}, [self.outcome], texts=texts, shown=rules.shown)
        return "\n".join(line for _, lines in explained_lines(made, Look(_language())) for line in lines)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Print what differs, and no traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, CaseError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case is written."""
        assert isinstance(self.parent, CasesFile)
        return self.path, max(self.parent.read.cases[self.number].place.line - 1, 0), self.name


class CaseError(Exception):
    """A case that does not hold."""


def _told(findings: Any, texts: Any) -> str:
    from .engine.publish.diagnostics import as_text

    return as_text(findings, texts, _language())


def _language() -> str:
    return "en" if os.environ.get("ITRANK_LANG") == "en" else "vi"
