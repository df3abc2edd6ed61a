"""One unit of very many, explained by the reference: with the figures that columns have of all the others.

Columns compute all units once. The reference then reads the unit's own row, and the rows next to it in its list; takes
from the columns what other units have a part in; and computes all else itself. What both have computed must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..columns.reference import ByReference
from ..explain.choosing import choose_unit
from ..model.codes import of
from ..model.findings import Finding, in_order
from ..model.observed import Unit
from ..model.outcome import NoScore, State
from ..model.records import Trait
from ..rank.ranking import Evaluation, Places, evaluation
from ..score.sheet import Known
from ..year.evaluating import with_unreachable
from .preparing import prepared, program_for

if TYPE_CHECKING:
    import polars as pl

    from ..columns.program import Output, Program
    from ..model.observed import Observed
    from ..model.result import CriterionResult, UnitResult
    from ..model.ruleset import Ruleset, Scorecard, Tier
    from .preparing import Looked, Rows

MOST_FOLDED = 200_000
"""Units among which a name is looked for whatever its accents and case; among more it must be an id, a name, or a part."""
MOST_HELD = 2_000_000
"""Units whose columns are held in memory; those of more are computed again for the few that are read."""
MOST_TIED = 100
"""Units of the same rank that are named; the others are counted."""
_MOST_CHOSEN = 13  # units with a part of a name, to be listed

Told = Mapping[tuple[str, str], Any]
"""What columns say of a unit, by the key and the `what` of outputs."""


class DifferentError(Exception):
    """Columns and the reference have computed different things of one unit: a fault of itrank.

    Attributes:
        about: of which unit, and what differs.
    """

    def __init__(self, unit: str, about: Sequence[str]) -> None:
        super().__init__(unit, about)
        self.about = f"{unit}: {', '.join(about[:5])}"


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """A unit as the reference evaluates it among all others.

    Attributes:
        evaluation: of it and of the units next to it, with the ranks among all.
        index: of the unit in it.
        observed: those units.
    """

    evaluation: Evaluation
    index: int
    observed: Observed


def choose(looked: Looked, name: str) -> int | Finding:
    """Find the row of the unit that somebody named, as `explain.choosing.choose_unit` does.

    Args:
        looked: the data.
        name: an id, a name, or a part of one.

    Returns:
        The number of its row; a finding that says what there is where that is none.

    Raises:
        ValueError: there is no unit.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    about = looked.about().select("n", "unit", "name")
    exact = about.filter((pl.col("unit") == name) | (pl.col("name") == name)).head(_MOST_CHOSEN).collect()
    if len(exact):
        return _among(exact, name)
    if looked.count <= MOST_FOLDED:
        return _among(about.collect(), name)
    wanted = name.strip().lower()
    words = [pl.col(word).str.to_lowercase() for word in ("unit", "name")]
    for fits in ([word == wanted for word in words], [word.str.contains(wanted, literal=True) for word in words]):
        found = about.filter(pl.any_horizontal(fits) if wanted else pl.lit(value=False)).head(_MOST_CHOSEN).collect()
        if len(found):
            return _among(found, name)
    return _among(about.head(2_000).collect(), name)


def _among(about: pl.DataFrame, name: str) -> int | Finding:
    found = choose_unit(name, [Unit(id_, called) for _, id_, called in about.iter_rows()])
    return found if isinstance(found, Finding) else int(about["n"][found])


def one_of_many(looked: Looked, number: int) -> OneOfMany:
    """Evaluate a unit by the reference, with what columns know of all the others.

    Args:
        looked: the data, from a table in columns.
        number: of the unit's row.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
        DifferentError: the reference has computed something else.
        ValueError: there is no unit.
    """
    if looked.rows is None or looked.has_previous:
        raise ValueError("the reference has read these data: it explains them itself")
    computed = _computed(looked)
    rows, tied_left_out = _near(computed, number)
    told = _told(computed, rows)
    observed = _observed(looked, looked.rows, rows, told)
    known, places = _known(computed.program, told), _places(looked.ruleset, told, tied_left_out)
    made = evaluation(looked.ruleset, observed, known=known, places=places)
    for unit, own in zip(made.result.units, told, strict=True):
        if differing := list(_differing(unit, own)):
            raise DifferentError(unit.unit.id, differing)
    index = rows.index(number)
    line = observed.units[index].place.line
    own_findings = [found for found in made.result.findings if found.place.line == line]
    findings = in_order((*looked.findings, *filter(_is_of_rows, own_findings)))
    result = replace(with_unreachable(made.result), findings=findings)
    return OneOfMany(replace(made, result=result), index, observed)


def _is_of_rows(found: Finding) -> bool:
    return not {Trait.OF_ALL_ROWS, Trait.AMONG_UNITS} & {*of(found).traits}


# What columns know


@dataclass(frozen=True, slots=True)
class _Computed:
    """A program that was run, and what is needed to read it."""

    program: Program
    frame: pl.LazyFrame
    answers: ByReference


def _computed(looked: Looked) -> _Computed:
    """Compute all units: in memory, or where they are too many once for their places and once for those few."""
    from .on_polars import lazily, run  # noqa: PLC0415  # it imports polars

    program, answers = program_for(looked, explained=True)
    table = prepared(program, looked)
    is_held = looked.count <= MOST_HELD
    frame = run(program, table, answers).lazy() if is_held else lazily(program, table, answers)
    listed = next((output.key for output in program.outputs if output.what == "list" and output.key), "")
    if listed:
        frame = frame.join(looked.about(listed).select("n", "list"), on="n", how="left")
    return _Computed(program, frame, answers)


def _near(computed: _Computed, number: int) -> tuple[list[int], int]:
    """Find the rows of a unit, of those of its rank, and of the next above and below, and count those left out."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    rank, list_ = (_column_of(computed.program, what) for what in ("rank", "list"))
    frame = computed.frame
    ranks = frame.select("n", "unit", rank.cast(pl.Int64).alias("rank"), list_.alias("of")).filter(pl.col("rank") > 0)
    placed = ranks.collect(engine="streaming")
    own = placed.filter(pl.col("n") == number)
    if not len(own):
        return [number], 0
    _, id_, at, of_list = own.row(0)
    others = placed.filter((pl.col("of") == of_list) & (pl.col("n") != number))
    order = ["rank", "unit"]
    above = others.filter(pl.col("rank") < at).filter(pl.col("rank") == pl.col("rank").max()).sort(order).tail(1)
    below = others.filter(pl.col("rank") > at).filter(pl.col("rank") == pl.col("rank").min()).sort(order).head(1)
    tied = others.filter(pl.col("rank") == at).sort(order)
    # Those next to it by id too: between them and it nothing lies that could have decided.
    beside = [tied.filter(pl.col("unit") < id_).tail(1), tied.filter(pl.col("unit") > id_).head(1)]
    named = pl.concat([tied.head(MOST_TIED), *beside])["n"].unique().to_list()
    return sorted({number, *above["n"], *below["n"], *named}), len(tied) - len(named)


def _column_of(program: Program, what: str) -> pl.Expr:
    """Give the column of an output of units."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    number, output = next((n, each) for n, each in enumerate(program.outputs, 1) if each.what == what)
    if what == "list" and output.key:
        return pl.col("list")
    return pl.lit(output.top.low) if output.top.is_constant else pl.col(f"o{number}")


def _told(computed: _Computed, rows: Sequence[int]) -> list[Told]:
    """Read what columns say of some units."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    wanted = pl.Series(rows, dtype=pl.Int64)
    found = computed.frame.filter(pl.col("n").is_in(wanted.implode())).sort("n").collect(engine="streaming")
    outputs = list(enumerate(computed.program.outputs, 1))
    return [
        {("", "unit"): row["unit"]}
        | {(output.key, output.what): _read(computed, row, number, output) for number, output in outputs}
        | ({("", "list"): row["list"]} if "list" in row else {})
        for row in found.iter_rows(named=True)
    ]


def _read(computed: _Computed, row: Mapping[str, Any], number: int, output: Output) -> Any:
    """Read an output of a unit: a number, a truth value, a day, a word, or why there is none."""
    lack = int(row.get(f"o{number}_s", output.lack.low))
    if lack:
        return computed.program.lacks[lack]
    top = int(row.get(f"o{number}", output.top.low if not output.top.is_truth else output.top.op == "true"))
    match output.kind:
        case "kept":
            return computed.answers.kept[top]
        case "yes_no":
            return bool(top)
        case "date":
            return date.fromordinal(top)
        case "number":
            return Fraction(top, int(row.get(f"o{number}_d", output.bottom.low)))
    return output.words[top]


# What the reference is given


def _observed(looked: Looked, source: Rows, rows: Sequence[int], told: Sequence[Told]) -> Observed:
    """Read the rows as the reference reads them: each must be the unit that columns took it for."""
    observed = source.read(rows).observed
    looked.hold_still()
    ids = [unit.id for unit in observed.units]
    own = [each["", "unit"] for each in told]
    if ids != own:
        raise DifferentError(own[0] if own else "–", ["id"])
    # A parent that is called by its name is known where it stands, and that is not among these rows.
    above = _parents(looked, rows)
    units = tuple(replace(unit, parent=parent) for unit, parent in zip(observed.units, above, strict=True))
    return replace(observed, units=units, sources=looked.sources, illustrative=looked.illustrative)


def _parents(looked: Looked, rows: Sequence[int]) -> list[str]:
    """Give the unit above each of some, in their order, or the name of a list."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    wanted = pl.Series(rows, dtype=pl.Int64)
    about = looked.about().select("n", "parent").filter(pl.col("n").is_in(wanted.implode()))
    return about.sort("n").collect(engine="streaming")["parent"].to_list()


def _known(program: Program, told: Sequence[Told]) -> Known:
    """Take the columns that other units have a part in."""
    keys = {
        what: [each.key for each in program.outputs if each.what == what] for what in ("column", "imputed", "members")
    }
    return Known(
        {key: [own[key, "column"] for own in told] for key in keys["column"]},
        {key: frozenset(n for n, own in enumerate(told) if own[key, "imputed"]) for key in keys["imputed"]},
        {key: [int(own[key, "members"]) for own in told] for key in keys["members"]},
    )


def _places(ruleset: Ruleset, told: Sequence[Told], tied_left_out: int) -> Places:
    """Take ranks, the tiers of roots that have quotas, and how long the lists are."""
    cards = {card.id: card for card in ruleset.scorecards}
    ranks: dict[str, dict[int, int]] = {}
    shared: dict[str, set[int]] = {}
    tiers: dict[str, dict[int, Tier]] = {}
    left_out: dict[str, int] = {}
    for unit, own in enumerate(told):
        card = cards.get(own["", "scorecard"])
        for node, rank, sharing in _ranks(own, card):
            ranks.setdefault(node, {})[unit] = rank
            if sharing > 1:
                shared.setdefault(node, set()).add(unit)
        if card is not None and any(tier.quota is not None for tier in card.root.tiers):
            tiers.setdefault(card.root.id, {}).update(
                (unit, tier) for tier in card.root.tiers if tier.id == own["", "tier"]
            )
        name = own["", "list"]
        left_out[name] = left_out.get(name, int(own["", "listed"])) - bool(own["", "rank"])
    together = {node: frozenset(units) for node, units in shared.items()}
    return Places(ranks, together, tiers, left_out, tied_left_out)


def _ranks(own: Told, card: Scorecard | None) -> Iterator[tuple[str, int, int]]:
    """Give the nodes in which a unit has a rank, with it, and how many share it."""
    for (key, what), rank in own.items():
        if what in {"rank", "node_rank"} and rank and card is not None:
            yield key or card.root.id, int(rank), int(own[key, "sharing"])


# Whether both have computed the same


def _differing(unit: UnitResult, own: Told) -> Iterator[str]:
    """Name what columns and the reference have computed differently of a unit."""
    pairs: list[tuple[str, object, object]] = [
        ("status", unit.status, own["", "status"]),
        ("scorecard", unit.scorecard, own["", "scorecard"]),
        ("total", unit.outcome, own["", "total"]),
        ("max", unit.max, _or_none(own["", "max"])),
        ("rank", unit.rank, int(own["", "rank"]) or None),
        ("tier", unit.tier, own["", "tier"]),
        ("why", unit.why, own["", "why"] or None),
        ("list", unit.list, own["", "list"] if unit.scorecard else unit.list),
        ("failed", {*unit.failed}, {key for (key, what), value in own.items() if what == "failed" and value}),
    ]
    pairs += [(key, value, own[key, "value"]) for key, value in unit.values.items() if (key, "value") in own]
    for criterion in unit.criteria:
        pairs += _of_criterion(criterion, own)
    return (name for name, here, there in pairs if here != there)


def _of_criterion(made: CriterionResult, own: Told) -> Iterator[tuple[str, Any, Any]]:
    """Give what the reference says of a criterion beside what columns say."""
    id_ = made.node.id
    yield id_, made.outcome, own[id_, "criterion"]
    if (id_, "counted") in own and not isinstance(made.outcome, NoScore) and made.state is State.SCORED:
        yield f"{id_} max", made.counted, _or_none(own[id_, "counted"])
    if (id_, "node_rank") in own:
        yield f"{id_} rank", made.rank, int(own[id_, "node_rank"]) or None
    if (id_, "node_tier") in own:
        yield f"{id_} tier", made.tier, own[id_, "node_tier"]


def _or_none(value: Any) -> Any:
    return None if isinstance(value, NoScore) else value
