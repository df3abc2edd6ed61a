"""Read the cells of an input as entries: its value, or why there is none, and what must be said of it."""

from fractions import Fraction

from ..files.naming import fold
from ..files.number_formats import says_scale
from ..files.numbers import Problem
from ..model.observed import CellKind, Look, Remark, Table
from ..model.ruleset import Headers, Input, Value
from .cells import BLANK, Entry, answers_of, marks_of
from .decimal_sign import hint
from .values import Style, reader_of, shown, unsure_from

_DOUBLE = "15"  # significant digits that a binary number of 64 bits holds of every decimal


class Reader(dict[str, Entry]):
    """The entries of an input's cells; each different text is read once."""

    def __init__(self, asked: Input, headers: Headers, sign: str, *, is_own: bool) -> None:
        """Prepare.

        Args:
            asked: the input.
            headers: for the marks.
            sign: the decimal sign; empty where it cannot be told, which was told for the whole file.
            is_own: the table is made of Python values, where fractions may stand.
        """
        super().__init__({"": BLANK})
        self._asked = asked
        self._unsure_from = unsure_from(asked)
        self._read = reader_of(asked, Style(sign or ".", is_own))
        self._exactly = reader_of(asked, Style(".", is_number=True))
        self._is_numeric = asked.traits.is_number
        self._says_scale = says_scale(asked.measured_in or "")
        self._is_unreadable = not sign and self._is_numeric
        self._by_kind: dict[str, Entry] = {}
        self.marks = marks_of(headers)
        self._answers = answers_of(headers) if asked.traits.kind == "yes_no" else {}

    def cell(self, table: Table, row: int, column: int) -> Entry:
        """Read a cell that may be no text; a number of a workbook does not go through the file's decimal sign."""
        text, kind = table.rows[row][column], table.kinds.get((row, column))
        if (remark := table.remarks.get((row, column))) is not None:
            return self._remarked(text, kind, remark)
        return self.read(text, kind)

    def read(self, text: str, kind: CellKind | None) -> Entry:
        """Read a text that is of a kind."""
        if kind is None:
            return self[text]
        key = f"{kind} {text}"
        known = self._by_kind.get(key)
        if known is None:
            known = self._entry(self._of_kind(text, kind))
            self._by_kind[key] = known
        return known

    def _remarked(self, text: str, kind: CellKind | None, remark: Remark) -> Entry:
        """Read a cell of which something must be said: docs/semantics.md, section 4."""
        problem = Problem(remark.row, remark.params)
        match remark.look:
            case Look.STRUCK:
                return BLANK._replace(problem=problem)
            case Look.ZERO | Look.MULTIPLE:
                own = self.read(text, kind)
                is_told = own.problem is None and not (remark.look is Look.MULTIPLE and self._says_scale)
                return own._replace(problem=problem) if is_told else own
            case Look.OTHER if remark.params["how"] == "text":
                seen, held = self[text], self._entry(self._exactly(remark.params["held"]))
                if seen[:2] == held[:2] and seen.state == "observed":
                    return seen
                if seen.state in {"missing", "not_applicable"} or (seen.value is not None and held.value is None):
                    return seen._replace(problem=Problem("ITR565", remark.params))
        return Entry(None, "invalid", problem)

    def _of_kind(self, text: str, kind: CellKind) -> Value | Problem:
        if kind == "uncalculated":
            return Problem("ITR434", {})
        if kind == "inexact":
            digits = str(sum(map(str.isdigit, text.partition("e")[0])))
            return Problem("ITR428.double", {"found": text, "count": digits, "limit": _DOUBLE})
        if kind == "date" and self._is_numeric:
            return Problem("ITR420.day", {"found": text})
        return self._exactly(text)

    def __missing__(self, text: str) -> Entry:
        state = self.marks.get(fold(text)) if self.marks else None
        if state is not None:
            entry = Entry(None, state)
        elif self._answers and (answer := self._answers.get(fold(text))) is not None:
            entry = Entry(answer, "observed")
        elif self._is_unreadable and hint(text):
            entry = Entry(None, "invalid")
        else:
            entry = self._entry(self._read(text))
        self[text] = entry
        return entry

    def _entry(self, value: Value | Problem) -> Entry:
        """Make the entry of what was read."""
        if isinstance(value, Problem):
            return Entry(None, "invalid", value)
        return Entry(value, "observed", self._doubt(value))

    def _doubt(self, value: Value) -> Problem | None:
        """Ask about a percentage a hundred times too large: 85 that is pasted into a cell of per cent is 8500%."""
        if self._unsure_from is None or not isinstance(value, Fraction) or abs(value) < self._unsure_from:
            return None
        found, reading = (shown(each, self._asked, ".") for each in (value, value / 100))
        return Problem("ITR569", {"found": found, "reading": reading})
