"""Whether what a comment silences happens all the same: a reason is free text, but answers can show that it is false."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...formula.figures import amount
from ...formula.suggest import listed
from ...language.silence import Silenced
from ...model.codes import of
from ...model.findings import Finding, finding
from ...model.records import Trait
from ...model.ruleset import Ruleset, Value
from ..passing import passing

_MOST_NAMED = 6


def reasons_hold(ruleset: Ruleset, silenced: Sequence[Silenced]) -> Iterator[Finding]:
    """No comment takes back that points can pass their maximum where they do.

    Who says in a reason that there are never a hundred of a thing is not contradicted by a hundred and one: an input that
    nothing bounds is tried at its least value and one more. Only where these pass are larger figures looked at too.
    """
    nodes = {node.id: node for node in ruleset.nodes()}
    refutable: dict[str, Finding] = {}  # by id, the first
    for each in silenced:
        if Trait.REFUTABLE in of(each.finding).traits:
            refutable.setdefault(each.finding.params["id"], each.finding)
    for id_, found in refutable.items():
        witness = passing(ruleset, nodes[id_], far=False) if id_ in nodes else None
        if witness is not None:
            ids = {each.key: each.id for each in ruleset.inputs}
            named = [f"{ids[key]} = {_shown(value)}" for key, value in witness.answers.items()]
            told = listed(named, _MOST_NAMED) or "–"
            yield finding(
                "ITR166", found.place, id=id_, code=found.code, value=amount(witness.value),
                max=amount(nodes[id_].full or Fraction(0)), answers=told,
            )  # fmt: skip


def _shown(value: Value) -> str:
    return (
        amount(value) if isinstance(value, Fraction) else str(value).lower() if isinstance(value, bool) else str(value)
    )
