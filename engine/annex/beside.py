"""Compare what is written above and below the tables of an annex: the tiers, and the lines that itrank prints there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest

from ..formula.words import number as in_full
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Node, Tier
from ..rank.tiers import within
from .alike import likeness, plain
from .annex import Beside
from .points import Range, range_of
from .printing import Printed
from .text import bare

_MOST_LINES, _LONGEST = (400, 3_000)  # that are looked at for tiers, and for likeness to a line of ours
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
                "ITR744.role", line.place, what=table.title[:160], role_vi="dòng ngoài bảng", role_en="line outside of the tables",
                paper=line.text[:160], rule=text[:160], at=table.card.root.place.file,
            )  # fmt: skip


def _with_tiers(tables: Sequence[Printed], same: set[str], differs: list[Finding], lines: Sequence[Beside]) -> Outside:
    """Compare what new lines say of tiers, and give what was found with what differs already."""
    compared = {found.place for found in differs}
    rest = [line for line in lines if line.place not in compared]
    tiered = [table for table in tables if table.card.root.tiers]
    # A printed line of tiers that is there as it was, or was compared since it differs, tells them.
    done = [table for table in tiered if same.issuperset(map(plain, table.notes))]
    for table, claims in _told(tables, done, rest):
        differs += _tiers_differ(table, claims)
        done.append(table)
        rest = _without(rest, claims)
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


def _without(lines: Sequence[Beside], claims: Sequence[_Claim]) -> list[Beside]:
    said = {claim.line for claim in claims}
    return [line for line in lines if line not in said]


def _told(
    tables: Sequence[Printed], done: Sequence[Printed], lines: Sequence[Beside]
) -> Iterator[tuple[Printed, list[_Claim]]]:
    """Give the scorecards whose tiers are told, each with what is said of them; it takes the first lines that fit best."""
    free = list(lines[:_MOST_LINES])
    for table in tables:
        tiers = table.card.root.tiers
        if not tiers or table in done or any(tier.when is not None for tier in tiers):
            continue
        first: dict[str, _Claim] = {}
        for claim in (claim for line in free for claim in _claims(tiers, line)):
            first.setdefault(claim.tier.id, claim)
        # Fewer than half of the tiers may be named in any text.
        if len(first) * 2 > len(tiers):
            kept = list(first.values())
            free = _without(free, kept)
            yield table, kept


def _claims(tiers: Sequence[Tier], line: Beside) -> Iterator[_Claim]:
    """Read what a line says of tiers: "Tốt: từ 80 điểm trở lên; Khá từ 65 đến dưới 80 điểm", or the other way round."""
    words = line.text.casefold()
    # Where capitals take more letters than small ones, places in the one are not those in the other.
    if len(line.text) > _LONGEST or len(words) != len(line.text):
        return
    named = _named(tiers, words)
    cuts = [0, *(match.end() for match in re.finditer(r"[;\n]|\.\s|,\s(?=từ |trên |dưới )", words)), len(words)]
    for start, end in pairwise(cuts):
        inside = [each for each in named if start <= each.start < end]
        for each, following in zip_longest(inside, inside[1:]):
            # Several tiers between two signs: each is followed by what it takes in.
            after = end if following is None else following.start
            before = line.text[start : each.start] if len(inside) == 1 else ""
            said = f"{before} {line.text[each.end : after]}"
            taken = range_of(said)
            if taken is not None or _REST.fullmatch(" ".join(_FILLERS.sub(" ", bare(said)).split())):
                yield _Claim(line, each.tier, taken)


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a text names a tier."""

    start: int
    end: int
    tier: Tier


def _named(tiers: Sequence[Tier], words: str) -> Sequence[_Named]:
    """Find the titles of tiers in a text, in its order; the longest first, so that one inside of another is not found."""
    titles = {(title, tier.id): tier for tier in tiers for title in (tier.title.vi, tier.title.en) if title}
    found: list[_Named] = []
    for (title, _), tier in sorted(titles.items(), key=lambda each: -len(each[0][0])):
        for match in re.finditer(rf"(?<!\w){re.escape(title.casefold())}(?!\w)", words):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found.append(_Named(match.start(), match.end(), tier))
    return sorted(found, key=lambda each: each.start)


def _tiers_differ(table: Printed, claims: Sequence[_Claim]) -> Iterator[Finding]:
    root, full = table.card.root, _full(table.card.root)
    said = {claim.tier.id for claim in claims}
    for tier in root.tiers:
        if tier.id not in said:
            title = tier.title.say("vi")
            yield _differs(root, claims[0].line, title, "–", "–", title)
    told = set[str]()
    for value in _totals(root, claims):
        claim = _claim_at(value, claims, full)
        gives = next((tier for tier in root.tiers if within(tier, value, full)), None)
        if claim is not None and gives is not claim.tier and claim.tier.id not in told:
            told.add(claim.tier.id)
            paper, rule = (claim.tier.title.say("vi"), "–" if gives is None else gives.title.say("vi"))
            yield _differs(root, claim.line, paper, in_full(value, "vi"), paper, rule)


def _full(root: Node) -> Fraction:
    """Give what bounds in per cent are a share of; without a maximum they are read as they are."""
    return root.full if root.full is not None else Fraction(1)


def _differs(root: Node, line: Beside, tier: str, value: str, paper: str, rule: str) -> Finding:
    at = f"{root.place.file}:{root.tiers[0].place.line}"
    return finding("ITR744.tier", line.place, tier=tier, value=value, paper=paper, at=at, rule=rule)


def _claim_at(value: Fraction, claims: Sequence[_Claim], full: Fraction) -> _Claim | None:
    """Give what a text says of a total: the one tier that takes it in, else the one for all others."""
    ranges = [(claim, claim.range) for claim in claims if claim.range is not None]
    those = [claim for claim, taken in ranges if taken.takes(value, _scale(taken, full))]
    those = those or [claim for claim in claims if claim.range is None]
    return those[0] if len(those) == 1 else None


def _totals(root: Node, claims: Sequence[_Claim]) -> Sequence[Fraction]:
    """Choose totals at and beside every bound."""
    full = _full(root)
    points = sorted(_bounds_said(claims, full) | _bounds(root.tiers, full) | {Fraction(0)})
    step = min((high - low for low, high in pairwise(points)), default=Fraction(1)) / 4
    chosen = (each + sign * step for sign in (0, -1, 1) for each in points)
    return [each for each in chosen if each >= 0 and (root.full is None or each <= root.full)]


def _bounds_said(claims: Sequence[_Claim], full: Fraction) -> set[Fraction]:
    ranges = [claim.range for claim in claims if claim.range is not None]
    return {bound * _scale(each, full) for each in ranges for bound in (each.low, each.high) if bound is not None}


def _bounds(tiers: Sequence[Tier], full: Fraction) -> set[Fraction]:
    bounds = (bound for tier in tiers for bound in (tier.from_, tier.above, tier.up_to, tier.below))
    return {bound.amount * (full if bound.share else 1) for bound in bounds if bound is not None}


def _scale(taken: Range, full: Fraction) -> Fraction:
    return full / 100 if taken.percent else Fraction(1)
