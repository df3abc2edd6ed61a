"""Compare what is written above and below the tables of an annex: the tiers, and the lines that itrank prints there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..formula.words import number as in_full
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Node, Tier
from .alike import likeness, plain
from .annex import Beside
from .points import Range, range_of
from .printing import Printed
from .text import bare

_MOST_LINES, _LONGEST = 400, 3_000  # that are looked at for tiers, and for likeness to a line of ours
_REST = re.compile(r"(?:cac |truong hop |don vi )*(?:con lai|khac)")
_FILLERS = re.compile(
    r"(?:xep |phan )?loai\b|\b(?:muc|dat|diem|tong|so|co|cac|don vi|neu|la|thi|duoc|voi|khi|of|points?)\b|[:;,.()\"'-]"
)


@dataclass(frozen=True, slots=True)
class Outside:
    """What was found of the lines outside of the tables.

    Attributes:
        differs: what they say otherwise than the ruleset.
        left: lines that were not compared.
        untold: scorecards whose tiers stand nowhere in them.
    """

    differs: tuple[Finding, ...]
    left: tuple[Place, ...]
    untold: tuple[Printed, ...]


def outside(tables: Sequence[Printed], lines: Sequence[Beside]) -> Outside:
    """Compare the lines outside of an annex's tables with those that a ruleset prints there, and with its tiers."""
    ours = [text for table in tables for text in (table.title, *table.about, *table.notes)]
    known = {*map(plain, ours), *map(plain, _rows(tables))}
    told = [line for line in lines if plain(line.text)]
    new = [line for line in told if plain(line.text) not in known]
    same = {plain(line.text) for line in told} & known
    # An annex that itrank has printed has its lines; of a signed one a title may say more than the ruleset's.
    is_ours = len(same.intersection(map(plain, ours))) >= 2
    return _with_tiers(tables, same, list(_altered(new, ours, tables[0])) if is_ours else [], new)


def _altered(lines: Sequence[Beside], ours: Sequence[str], table: Printed) -> Iterator[Finding]:
    """Find lines that say nearly what itrank prints."""
    for line in lines[:_MOST_LINES]:
        alike, text = max((likeness(line.text, text), text) for text in ours)
        if alike:
            yield finding(
                "ITR755", line.place, what=table.title[:160], role_vi="dòng ngoài bảng", role_en="line outside of the tables",
                paper=line.text[:160], rule=text[:160], at=table.card.root.place.file,
            )  # fmt: skip


def _with_tiers(tables: Sequence[Printed], same: set[str], differs: list[Finding], lines: Sequence[Beside]) -> Outside:
    """Compare what new lines say of tiers, and give what was found with what differs already."""
    compared = {found.place for found in differs}
    rest = [line for line in lines if line.place not in compared]
    tiered = [table for table in tables if table.card.root.tiers]
    done = [table for table in tiered if same.issuperset(map(plain, table.notes))]
    for table, claims in _told(tables, done, rest):
        differs += _tiers_differ(table, claims)
        done.append(table)
        said = {claim.line for claim in claims}
        rest = [line for line in rest if line not in said]
    # What differs from the printed line of tiers was compared.
    rules = {plain(found.params["rule"]) for found in differs}
    untold = (table for table in tiered if table not in done and rules.isdisjoint(map(plain, table.notes)))
    return Outside(tuple(differs), tuple(line.place for line in rest), tuple(untold))


def _rows(tables: Sequence[Printed]) -> Iterator[str]:
    for table in tables:
        for entry in table.entries:
            yield entry.label
            yield f"{entry.number} {entry.label}"


# ── Tiers ──


@dataclass(frozen=True, slots=True)
class _Claim:
    """A tier as a line says it: the totals that it takes in; None for all others."""

    line: Beside
    tier: Tier
    range: Range | None


def _told(
    tables: Sequence[Printed], done: Sequence[Printed], lines: Sequence[Beside]
) -> Iterator[tuple[Printed, list[_Claim]]]:
    """Give the scorecards whose tiers are told, each with what is said of them; it takes the first lines that fit best."""
    free = list(lines[:_MOST_LINES])
    waiting = [table for table in tables if table.card.root.tiers and table not in done]
    for table in waiting:
        tiers = table.card.root.tiers
        if any(tier.when is not None for tier in tiers):
            continue
        claims = [claim for line in free for claim in _claims(tiers, line)]
        first: dict[str, _Claim] = {}
        for claim in claims:
            first.setdefault(claim.tier.id, claim)
        if len(first) * 2 <= len(tiers):
            continue
        kept = list(first.values())
        free = [line for line in free if line not in {claim.line for claim in kept}]
        yield table, kept


def _claims(tiers: Sequence[Tier], line: Beside) -> Iterator[_Claim]:
    """Read what a line says of tiers: "Tốt: từ 80 điểm trở lên; Khá từ 65 đến dưới 80 điểm", or the other way round."""
    if len(line.text) > _LONGEST:
        return
    titles = sorted(
        {(title, tier.id) for tier in tiers for title in (tier.title.vi, tier.title.en) if title},
        key=lambda each: -len(each[0]),
    )
    by_id = {tier.id: tier for tier in tiers}
    words = line.text.casefold()
    found: list[tuple[int, int, str]] = []
    for title, id_ in titles:
        for match in re.finditer(rf"(?<!\w){re.escape(title.casefold())}(?!\w)", words):
            if len(words) == len(line.text) and not any(
                start < match.end() and match.start() < end for start, end, _ in found
            ):
                found.append((match.start(), match.end(), id_))
    found.sort()
    cuts = [0, *(match.end() for match in re.finditer(r"[;\n]|\.\s|,\s(?=từ |trên |dưới )", words)), len(words)]
    for start, end in pairwise(cuts):
        inside = [each for each in found if start <= each[0] < end]
        for at, (begin, stop, id_) in enumerate(inside):
            # Several tiers between two signs: each is followed by what it takes in.
            after = inside[at + 1][0] if at + 1 < len(inside) else end
            said = line.text[stop:after] if len(inside) > 1 else f"{line.text[start:begin]} {line.text[stop:end]}"
            rest = " ".join(_FILLERS.sub(" ", bare(said)).split())
            if (taken := range_of(said)) is not None:
                yield _Claim(line, by_id[id_], taken)
            elif _REST.fullmatch(rest):
                yield _Claim(line, by_id[id_], None)


def _tiers_differ(table: Printed, claims: Sequence[_Claim]) -> Iterator[Finding]:
    root = table.card.root
    said = {claim.tier.id for claim in claims}
    at = f"{root.place.file}:{root.tiers[0].place.line}"
    for tier in root.tiers:
        if tier.id not in said:
            yield finding(
                "ITR756",
                claims[0].line.place,
                tier=tier.title.say("vi"),
                value="–",
                paper="–",
                at=at,
                rule=tier.title.say("vi"),
            )
    told = set[str]()
    for value in _totals(root, claims):
        those = [
            claim
            for claim in claims
            if claim.range is not None and claim.range.takes(value, _scale(claim.range, root.full))
        ]
        those = those or [claim for claim in claims if claim.range is None]
        gives = next((tier for tier in root.tiers if _fits(tier, value, root.full)), None)
        if len(those) == 1 and gives is not those[0].tier and those[0].tier.id not in told:
            told.add(those[0].tier.id)
            rule = gives.title.say("vi") if gives is not None else "–"
            paper = those[0].tier.title.say("vi")
            shown = in_full(value, "vi")
            yield finding("ITR756", those[0].line.place, tier=paper, value=shown, paper=paper, at=at, rule=rule)


def _totals(root: Node, claims: Sequence[_Claim]) -> Sequence[Fraction]:
    """Choose totals at and beside every bound."""
    full = root.full if root.full is not None else Fraction(1)
    bounds = {
        bound * _scale(claim.range, root.full)
        for claim in claims
        if claim.range is not None
        for bound in (claim.range.low, claim.range.high)
        if bound is not None
    }
    theirs = {
        bound.amount * (full if bound.share else 1)
        for tier in root.tiers
        for bound in (tier.from_, tier.above, tier.up_to, tier.below)
        if bound is not None
    }
    points = sorted(bounds | theirs | {Fraction(0)})
    step = min((high - low for low, high in pairwise(points)), default=Fraction(1)) / 4
    chosen = (each + sign * step for sign in (0, -1, 1) for each in points)
    return [each for each in chosen if each >= 0 and (root.full is None or each <= root.full)]


def _scale(taken: Range, full: Fraction | None) -> Fraction:
    return (full if full is not None else Fraction(1)) / 100 if taken.percent else Fraction(1)


def _fits(tier: Tier, value: Fraction, full: Fraction | None) -> bool:
    whole = full if full is not None else Fraction(1)
    bounds = (tier.from_, tier.above, tier.up_to, tier.below)
    limits = [None if bound is None else bound.amount * (whole if bound.share else 1) for bound in bounds]
    from_, above, up_to, below = limits
    return (
        (from_ is None or value >= from_)
        and (above is None or value > above)
        and (up_to is None or value <= up_to)
        and (below is None or value < below)
    )
