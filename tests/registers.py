"""Observations as a stranger's table, and the table that a script makes beside the result of the reference."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from columns_reference import ROLES, last_year_cell, of_last_year
from itrank.engine.columns.program import ATTRIBUTE, INVALID, VALUE
from itrank.engine.model.observed import Observed
from itrank.engine.model.outcome import NoScore
from itrank.engine.model.result import Result
from itrank.engine.model.ruleset import Ruleset
from itrank.engine.scale.dialects import Dialect, quoted_name
from itrank.engine.scale.register import Asked, Register, read_columns, register_of
from itrank.engine.scale.scripts import compiled_script, program_of

TABLE = "Sổ đăng ký"
TYPES = {
    "number": {"duckdb": "DECIMAL(30, 8)", "postgres": "NUMERIC", "spark": "DECIMAL(30, 8)"},
    "yes_no": {"duckdb": "BOOLEAN", "postgres": "BOOLEAN", "spark": "BOOLEAN"},
    "date": {"duckdb": "DATE", "postgres": "DATE", "spark": "DATE"},
    "choice": {"duckdb": "VARCHAR", "postgres": "TEXT", "spark": "STRING"},
}


class CannotHoldError(Exception):
    """Observations that no table of typed columns holds."""


def asked_of(observed: Observed, digits: int = 2) -> Asked:
    groups = tuple(dict.fromkeys(unit.group for unit in observed.units if unit.group))
    return Asked((TABLE,), groups, digits, has_roles=True, has_states=True)


def registered(ruleset: Ruleset, observed: Observed, dialect: Dialect, asked: Asked) -> tuple[str, list[list[Any]]]:
    """Give the statement that makes a register, and its rows."""
    register = register_of(ruleset, program_of(ruleset, dialect, asked), dialect, asked)
    kinds = {name: "choice" for _, name, _ in read_columns(register)} | {
        column.name: column.given.kind for column in register.columns
    }
    columns = ", ".join(f"{quoted_name(dialect, name)} {TYPES[kind][dialect.name]}" for name, kind in kinds.items())
    rows = [[row.get(name) for name in kinds] for row in rows_of(register, observed)]
    return f"CREATE TABLE {quoted_name(dialect, TABLE)} ({columns})", rows


def rows_of(register: Register, observed: Observed) -> Iterator[dict[str, Any]]:
    before = of_last_year(register.ruleset, observed)
    states = {own: name for own, name, _ in read_columns(register)}
    for n, unit in enumerate(observed.units):
        row: dict[str, Any] = {
            "id": unit.id,
            "group": unit.group or None,
            "role": None if unit.role == "ranked" else unit.role,
        }
        assert unit.role in ROLES
        for own, name in register.texts.items():
            text = next(text for text in register.program.texts if own in {text, states.get(own), own})
            row[name] = unit.parent if own == "parent" else unit.attributes.get(_attribute(register, own), "")
            assert text
        for column in register.columns:
            given = column.given
            state = states[f"c{given.name[1:]}_s"]
            if given.key.startswith("last:"):
                cell = before[n][given.key]
                if isinstance(cell, NoScore):
                    row[state] = "not_comparable" if last_year_cell(given, cell)[1] == INVALID else None
                else:
                    row[column.name] = _plain(cell, column.digits, per_cent=given.scale != 10**column.digits)
                continue
            seen = observed.values[given.key][n]
            if seen.state == "invalid":
                raise CannotHoldError
            row[state] = "not_applicable" if seen.state == "not_applicable" else None
            if seen.state == "observed":
                row[column.name] = _plain(seen.value, column.digits, per_cent=given.scale != 10**column.digits)
        yield row


def _attribute(register: Register, own: str) -> str:
    attributes = [text for text in register.program.texts if text != "parent"]
    return attributes[int(own[1:]) - 1].removeprefix(ATTRIBUTE)


def _plain(value: Any, digits: int, *, per_cent: bool) -> Any:
    if not isinstance(value, Fraction):
        return value
    scaled = value * 10**digits * (100 if per_cent else 1)
    if scaled.denominator != 1:
        raise CannotHoldError
    return Decimal(scaled.numerator).scaleb(-digits)


def script_of(ruleset: Ruleset, dialect: Dialect, asked: Asked) -> str:
    return compiled_script(ruleset, dialect, asked, ("result",), lang="vi", made_by="itrank").text


def value_of(row: Mapping[str, Any], name: str) -> Any:
    """Read a value of a row of a result: a fraction, a truth value, a day, a text, or the state where there is none."""
    if row.get(f"{name}_state", "scored") != "scored":
        return row[f"{name}_state"]
    found = (
        row[name]
        if name in row
        else None
        if row[f"{name}_top"] is None
        else Fraction(int(row[f"{name}_top"]), int(row[f"{name}_bottom"]))
    )
    return Fraction(found) if isinstance(found, (int, Decimal)) and not isinstance(found, bool) else found


def told(outcome: Any) -> Any:
    return outcome.state.value if isinstance(outcome, NoScore) else outcome


def differences(result: Result, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Compare each unit with its row; each line says what differs."""
    found = []
    for unit in result.units:
        row = rows[unit.unit.id]
        pairs = [
            ("status", unit.status, row["status"]),
            ("scorecard", unit.scorecard, row["scorecard"] or ""),
            ("total", told(unit.outcome), value_of(row, "total")),
            ("max", unit.max, value_of(row, "max")),
            ("tier", unit.tier, row["tier"] or ""),
            ("rank", unit.rank, row["rank"]),
            ("reason", unit.why is not None, row["reason"] is not None),
        ]
        pairs += [("list", unit.list, row["list"])] if unit.scorecard else []
        for key, value in unit.values.items():
            name = f"{key.removeprefix('self:')}_value"
            if {name, f"{name}_top"} & row.keys():
                pairs.append((name, told(value), value_of(row, name)))
        for criterion in unit.criteria:
            id_ = criterion.node.id
            pairs.append((id_, told(criterion.outcome), value_of(row, id_)))
            if f"{id_}_rank" in row:
                pairs.append((f"{id_}_rank", criterion.rank, row[f"{id_}_rank"]))
            if f"{id_}_tier" in row:
                pairs.append((f"{id_}_tier", criterion.tier, row[f"{id_}_tier"] or ""))
        found += [f"{unit.unit.id} {what}: {one!r} {other!r}" for what, one, other in pairs if one != other]
    return found


__all__ = ["TABLE", "VALUE", "CannotHoldError", "asked_of", "date", "differences", "registered", "script_of"]
