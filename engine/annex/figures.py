"""Compare the figures of a wording with those of a rule: what is left to compare where the wording is not understood."""

import re
from collections.abc import Collection
from fractions import Fraction

from ..explain.naming import read_by_value
from ..model.reads import closure, names_in
from ..model.ruleset import Constant, NamedValue, Node, Ruleset
from .agreement import written_in
from .text import number

_FIGURE = re.compile(r"(?<![\w/.,])(\d{1,15}(?:[.,]\d{1,12}){0,4})(?:\s*(%)|(?=đ\b)|(?!\s*%|[\w/]|[.,]?\d))")
_NUMBERED = re.compile(r"(?m)(?:^|(?<=;))\s*\d{1,2}[).]\s")
_FIRST_OF_SHARES = re.compile(r"(\d)(?=\s*(?:-|–|đến|tới)\s*\d+(?:[.,]\d+)?\s*%)")
_HALF = re.compile(r"(?<![\w/])([1-9]\d?)/([1-9]\d?)(?![\w/])")
_BEGUN = re.compile(r"(?i)(?:\btừ |(?<![\w.,/-]))(\d{1,9})(?= *(?:-|–|đến|tới) *\d)|\btừ (\d{1,9})\b(?![.,]\d)")
_ENDED = re.compile(r"(?i)\d *(?:-|–|đến|tới) *(\d{1,9})\b(?![.,/]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def differing_figures(
    wording: str, names: str, rule: Collection[Fraction], full: Fraction
) -> tuple[list[str], set[Fraction]]:
    """Give the figures of a wording that a rule has not, and those of the rule that the wording does not say.

    Args:
        wording: how a criterion is scored, in the annex's words.
        names: texts whose figures belong to names, as "mức độ 4".
        rule: the figures of the rule.
        full: the maximum, of which a figure may be a share.
    """
    wording = _FIRST_OF_SHARES.sub(r"\1%", _NUMBERED.sub(" ", wording))
    theirs, ours, plain = figures(wording), set(rule), {Fraction(0), Fraction(1), full}
    if not theirs:
        return [], set()
    told = set[Fraction]().union(*theirs.values())
    known = ours.union(plain, _beside(wording, ours & told), *figures(names).values())
    alien = [said for said, means in theirs.items() if not any({each, each * full} & known for each in means)]
    said = told | _computed(wording, told, full)
    return alien, {value for value in ours - plain - said if not full or value / full not in said}


def _beside(wording: str, stated: Collection[Fraction]) -> set[Fraction]:
    """Give whole numbers that say the same as one that both have: "2-3" ends before 4, "từ 3" begins behind "không quá 2"."""
    begun = {Fraction(match[1] or match[2]) for match in _BEGUN.finditer(wording)}
    ended = {Fraction(match[1]) for match in _ENDED.finditer(wording)}
    return {each for each in begun if each - 1 in stated} | {each for each in ended if each + 1 in stated}


def _computed(wording: str, told: set[Fraction], full: Fraction) -> set[Fraction]:
    """Give what a wording leaves to the reader: the sum of its points, a share of the most, "1/2"."""
    shares = {one / two for one in told for two in told | {full} if two}
    halves = {Fraction(int(match[1]), int(match[2])) for match in _HALF.finditer(wording)}
    return shares | halves | {sum(told, Fraction(0))}


def figures(text: str) -> dict[str, set[Fraction]]:
    """Find the figures of a wording, each with what it may mean; years and numbers of papers are none.

    >>> {said: sorted(map(str, means)) for said, means in figures("Từ 80% trở lên: 10 điểm (QĐ 12/QĐ-UBND, 2021)").items()}
    {'80%': ['4/5', '80'], '10': ['10']}
    >>> sorted(figures("1.000 máy")["1.000"])
    [Fraction(1, 1), Fraction(1000, 1)]
    >>> list(figures("tăng 10%/năm, trên 12.345.678,9 đồng, 24/7"))
    ['10%', '12.345.678,9']
    """
    found: dict[str, set[Fraction]] = {}
    for match in _FIGURE.finditer(text):
        if match[2] or not _YEAR.fullmatch(match[1]):
            means = _means(match[1])
            found[match[1] + (match[2] or "")] = means | {value / 100 for value in means} if match[2] else means
    return {said: means for said, means in found.items() if means}


def _means(text: str) -> set[Fraction]:
    """Read a figure in every way in which it may be meant: three digits behind a sign may be thousands or a decimal."""
    known = number(text)
    if known is not None:
        return {known}
    found = {Fraction(re.sub("[.,]", "", text))} if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", text) else set()
    if re.fullmatch(r"\d+[.,]\d+", text):
        found.add(Fraction(text.replace(",", ".")))
    # Both signs: the last one is the decimal sign, the others part thousands.
    both = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d+)", text)
    return found | {Fraction(f"{re.sub('[.,]', '', both[1])}.{both[3]}")} if both else found


def rule_figures(ruleset: Ruleset, node: Node) -> frozenset[Fraction]:
    """Gather the figures of a criterion's rule, those of the values that it is made of included."""
    formulas = [one for one in (node.score, node.formula, node.applies, node.then) if one is not None]
    found = {abs(value) for value in (node.cap, node.minimum) if value is not None}
    for key in closure(ruleset.columns, names_in(formulas), read_by_value):
        match ruleset.columns.get(key):
            case NamedValue(formula=formula):
                formulas.append(formula)
            case Constant(value=Fraction() as value):
                found.add(abs(value))
    return frozenset(found).union(*map(written_in, formulas))
