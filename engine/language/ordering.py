"""Put columns in an order in which each comes after all that it reads; a circle is a finding that names its chain."""

from collections.abc import Mapping

from ..model.findings import Finding, finding
from ..model.reads import name_in_formula
from ..model.ruleset import Column, Constant, Input, NamedValue, Node
from .workshop import computed_after

_MOST_LINKS = 14  # of a chain in a message


def ordered(columns: Mapping[str, Column]) -> tuple[dict[str, Column], tuple[Finding, ...]]:
    """Sort columns by what they read, keeping the declared order among equals.

    Returns:
        The columns in an order of computation, and a finding for the first circle of each knot.
    """
    done: dict[str, Column] = {}
    findings: list[Finding] = []
    open_: dict[str, None] = {}
    for start in columns:
        stack: list[tuple[str, list[str]]] = [(start, [])]
        while stack:
            key, waiting = stack[-1]
            if key in done or key not in columns:
                stack.pop()
                continue
            if key not in open_:
                open_[key] = None
                waiting.extend(sorted(computed_after(columns[key])))
            step = next((read for read in waiting if read not in done and read in columns), None)
            if step is None:
                done[key] = columns[key]
                open_.pop(key)
                stack.pop()
            elif step in open_:
                chain = [*list(open_)[list(open_).index(step) :], step]
                findings.append(circle(chain, columns))
                waiting.remove(step)
            else:
                stack.append((step, []))
    return done, tuple(findings)


def circle(chain: list[str], columns: Mapping[str, Column]) -> Finding:
    """Report names that need one another, in the author's names."""
    names = [name_in_formula(key.removeprefix("value:").removeprefix("self:")) for key in chain]
    place = next(
        (column.place for key in chain if isinstance(column := columns[key], (NamedValue, Node, Input, Constant))),
        None,
    )
    links = [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]
    if len(links) > _MOST_LINKS:
        links = [*links[: _MOST_LINKS - 2], "…", *links[-2:]]
    told = " → ".join(links)
    return finding("ITR262", place, chain=told) if place is not None else finding("ITR262", chain=told)
