"""Compute a published ranking again, with nothing but Python 3.11 and this file.

    python3 -I recompute.py bundle.zip
    python3 -I recompute.py FOLDER       # the unpacked bundle; with -I nothing in it is imported

It reads `rules.json` (the rules) and `data.json` (what was reported), computes every score, total, tier and rank by
exact fractions, and holds them against `result.json`. It imports nothing of itrank and shares no code with it; what the
rules mean is written in docs/semantics.md, whose sections are named below.

Exit code: 0 everything agrees; 1 something differs, which is listed; 2 the files cannot be read.
"""

import json
import re
import sys
import zipfile
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from math import lcm
from pathlib import Path

ZERO, ONE = Fraction(0), Fraction(1)
LARGEST = Fraction(10) ** 30
NUMBER = re.compile(r"-?[0-9]{1,100000}(/[0-9]{1,100000})?")
LEFT = {"not_applicable", "skipped", "unscored"}
PLAIN_RANKING = {
    "by": None, "best": "highest", "ties": "standard", "tied_as": "", "lists": "group", "tie_break": [],
}  # fmt: skip


class No:
    """No score: a state, its reason."""

    def __init__(self, state, reason):
        self.state, self.reason = state, reason

    def __eq__(self, other):
        return isinstance(other, No) and (self.state, self.reason) == (other.state, other.reason)

    def __hash__(self):
        return hash((self.state, self.reason))

    def __repr__(self):
        return f"{self.state} ({self.reason})"


class Stop(Exception):  # noqa: N818
    """Carries a No out of an expression."""


def is_no(value):
    return isinstance(value, No)


def stop(state, reason):
    raise Stop(No(state, reason))


def number(text):
    """Read "22/7", of any length; None stays None.

    >>> number("22/7"), number("-3"), number(None)
    (Fraction(22, 7), Fraction(-3, 1), None)
    """
    if text is None:
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no exact number")
    above, _, below = text.partition("/")
    return Fraction(int(Decimal(above)), int(Decimal(below or "1")))


# ── Numbers (§1, §2) ──


def rounded(x, digits, mode):
    """Round to so many decimals, in one of seven ways.

    >>> [str(rounded(Fraction(-5, 2), 0, mode)) for mode in ("half_up", "half_even", "half_down", "floor", "down")]
    ['-3', '-2', '-2', '-3', '-2']
    """
    scaled = x * Fraction(10) ** digits
    low = scaled.numerator // scaled.denominator
    rest = scaled - low
    if rest:
        half = Fraction(1, 2)
        up = {
            "floor": False,
            "ceiling": True,
            "up": scaled > 0,
            "down": scaled < 0,
            "half_up": rest > half or (rest == half and scaled > 0),
            "half_down": rest > half or (rest == half and scaled < 0),
            "half_even": rest > half or (rest == half and low % 2 == 1),
        }[mode]
        low += up
    return low / Fraction(10) ** digits


def sized(value):
    """Refuse what passes the limits of §1.6."""
    if isinstance(value, Fraction):
        bits = value.numerator.bit_length()
        if max(bits, value.denominator.bit_length()) > 200_000 or (bits > 99 and abs(value) > LARGEST):
            stop("invalid", "too_large")
    return value


def limited(x):
    """Refuse what a root or a logarithm does not take."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > 20_000:
        stop("invalid", "too_large")
    return x


def nearest(make):
    """Round what `make` computes to 34 significant digits, halves to even, with more digits until none is in doubt."""
    precision = 80
    while True:
        with localcontext(Context(prec=precision, Emax=10**9, Emin=-(10**9))):
            value = make(precision)
            doubt = abs(value) * Decimal(10) ** (10 - precision) if value else Decimal(0)
            near = [Context(prec=34, rounding=ROUND_HALF_EVEN).plus(value + each) for each in (-doubt, doubt)]
        if near[0] == near[1]:
            return Fraction(near[0])
        precision *= 2


def as_decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def whole_root(n, k):
    """Give the k-th root of a whole number where it is whole.

    >>> whole_root(27, 3), whole_root(28, 3)
    (3, None)
    """
    if n > 1 and k > n.bit_length():
        return None  # 2 to that power is more already, and too long a number to write
    low, high = 0, 1 << (n.bit_length() // k + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**k < n:
            low = middle + 1
        else:
            high = middle
    return low if low**k == n else None


def short(y):
    if y.denominator.bit_length() > 200:
        stop("invalid", "too_large")
    return y


def product_of_powers(factors):
    """Give Π x^y for x ≥ 0: exact where it is rational.

    >>> product_of_powers([(Fraction(2), Fraction(1, 2)), (Fraction(8), Fraction(1, 2))])
    Fraction(4, 1)
    """
    if any(x < 0 for x, _ in factors) or any(x == 0 and y < 0 for x, y in factors):
        stop("invalid", "out_of_domain")
    if any(x == 0 and y > 0 for x, y in factors):
        return ZERO
    factors = [(limited(x), short(y)) for x, y in factors if y != 0 and x != 1]
    if not factors:
        return ONE
    k = lcm(*(y.denominator for _, y in factors))
    if sum(abs(int(y * k)) * max(x.numerator.bit_length(), x.denominator.bit_length()) for x, y in factors) < 2_000_000:
        whole = ONE
        for x, y in factors:
            whole *= x ** int(y * k)
        top, bottom = whole_root(whole.numerator, k), whole_root(whole.denominator, k)
        if top is not None and bottom is not None:
            return Fraction(top, bottom)
    return nearest(lambda _: sum((as_decimal(y) * as_decimal(x).ln() for x, y in factors), Decimal(0)).exp())


def power(x, y):
    if x > 0 and x != 1 and abs(y) > 1000:
        stop("invalid", "too_large")
    return product_of_powers([(x, y)])


def ln(x):
    if x <= 0:
        stop("invalid", "out_of_domain")
    limited(x)
    return ZERO if x == 1 else nearest(lambda _: as_decimal(x).ln())


def log10(x):
    if x <= 0:
        stop("invalid", "out_of_domain")
    limited(x)
    for k in range(31):
        if x in {Fraction(10) ** k, Fraction(10) ** -k}:
            return Fraction(k) if x >= 1 else Fraction(-k)
    return nearest(lambda _: as_decimal(x).log10())


def exp(x):
    if not -1000 <= x <= 70:
        stop("invalid", "too_large")
    return ONE if x == 0 else nearest(lambda _: as_decimal(x).exp())


def pi():
    """Give π by Machin's formula, to the digits of the present context."""

    def arctan_of_inverse(n):
        total, term, k = Decimal(0), Decimal(1) / n, 0
        while total + term / (2 * k + 1) != total:
            total += term / (2 * k + 1) * (1 if k % 2 == 0 else -1)
            term /= n * n
            k += 1
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))


def normal_cdf(x):
    """Give Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/15 + …)."""
    if x == 0 or abs(x) > 40:
        return Fraction(1, 2) if x == 0 else ONE if x > 0 else ZERO

    def made(precision):
        with localcontext(Context(prec=precision + 2 * int(x * x) + 20)):
            value = as_decimal(x)
            total, term, k = Decimal(0), value, 1
            while total + term != total:
                total += term
                k += 2
                term = term * value * value / k
            density = (-value * value / 2).exp() / (2 * pi()).sqrt()
            return Decimal(1) / 2 + density * total

    return nearest(made)


# ── Formulas (§3) ──


def divided(a, b):
    return stop("invalid", "division_by_zero") if b == 0 else a / b


def floor_divided(a, b):
    quotient = divided(a, b)
    return Fraction(quotient.numerator // quotient.denominator)


def raised(a, n):
    n = int(n)
    if a == 0 and n < 0:
        stop("invalid", "out_of_domain")
    if a != 0 and abs(n) * max(a.numerator.bit_length(), a.denominator.bit_length()) > 300_000:
        stop("invalid", "too_large")
    return a**n


def harmonic(pairs):
    if any(x <= 0 for _, x in pairs):
        stop("invalid", "out_of_domain")
    below = sum((w / x for w, x in pairs), ZERO)
    return divided(sum((w for w, _ in pairs), ZERO), below)


def geometric(pairs):
    whole = sum((w for w, _ in pairs), ZERO)
    return product_of_powers([(x, divided(w, whole)) for w, x in pairs])


def digits_of(values):
    if len(values) < 2:
        return 0
    if values[1].denominator != 1 or abs(values[1]) > 12:
        stop("invalid", "out_of_domain")
    return int(values[1])


FUNCTIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": divided,
    "//": floor_divided,
    "%": lambda a, b: a - b * floor_divided(a, b),
    "**": raised,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "not": lambda a: not a,
    "negate": lambda a: -a,
    "min": lambda *xs: min(xs),
    "max": lambda *xs: max(xs),
    "sum": lambda *xs: sum(xs, ZERO),
    "mean": lambda *xs: sum(xs, ZERO) / len(xs),
    "geometric_mean": lambda *xs: geometric([(ONE, x) for x in xs]),
    "harmonic_mean": lambda *xs: harmonic([(ONE, x) for x in xs]),
    "abs": abs,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "sqrt": lambda x: product_of_powers([(x, Fraction(1, 2))]),
    "power": power,
    "ln": ln,
    "log10": log10,
    "exp": exp,
    "normal_cdf": normal_cdf,
    "days": lambda a, b: Fraction((b - a).days),
}


class Formulas:
    """Evaluates trees; `look_up(name)` gives a value or a No."""

    def __init__(self, mode):
        self.mode = mode

    def value(self, tree, look_up):
        """Give what a tree comes to, or the No that kept it from a value."""
        try:
            return self.tree(tree, look_up)
        except Stop as stopped:
            return stopped.args[0]

    def tree(self, tree, look_up):
        return sized(self.bare(tree, look_up))

    def bare(self, tree, look_up):
        if "number" in tree:
            return number(tree["number"])
        if "date" in tree:
            return date.fromisoformat(tree["date"])
        if "option" in tree:
            return tree["option"]
        if "name" in tree:
            value = look_up(tree["name"])
            if is_no(value):
                raise Stop(value)
            return value
        op, args = tree["op"], tree["args"]
        if op == "if":
            return self.tree(args[1] if self.tree(args[0], look_up) else args[2], look_up)
        if op == "and":
            return all(self.tree(arg, look_up) for arg in args)
        if op == "or":
            return any(self.tree(arg, look_up) for arg in args)
        if op == "has":
            return not is_no(self.value(args[0], look_up))
        if op == "first_nonzero":
            return self.first_nonzero(args, look_up)
        if op == "not_applicable":
            stop("not_applicable", "option_not_applicable")
        values = [self.tree(arg, look_up) for arg in args]
        if op in {"round", "floor", "ceil"}:
            mode = {"round": self.mode, "floor": "floor", "ceil": "ceiling"}[op]
            return rounded(values[0], digits_of(values), mode)
        return FUNCTIONS[op](*values)

    def first_nonzero(self, args, look_up):
        lacks, any_zero = [], False
        for arg in args:
            value = self.value(arg, look_up)
            if is_no(value):
                lacks.append(value)
            elif value != 0:
                return value
            else:
                any_zero = True
        if any_zero or not lacks:
            return ZERO
        raise Stop(lacks[0])


def reads(tree):
    """Name the columns that a tree reads."""
    if tree is None:
        return []
    return [tree["name"]] if "name" in tree else [name for arg in tree.get("args", ()) for name in reads(arg)]


# ── Cohorts (§12), subordinate units (§13), last year (§14), outliers (§15) ──


def percentile(ascending, share):
    """Give Excel's PERCENTILE.INC.

    >>> percentile([Fraction(x) for x in (10, 20, 20, 40)], Fraction(1, 4))
    Fraction(35, 2)
    """
    position = (len(ascending) - 1) * share
    low = position.numerator // position.denominator
    high = min(low + 1, len(ascending) - 1)
    return ascending[low] + (ascending[high] - ascending[low]) * (position - low)


def statistic(stat, members, own, argument):
    """Give a cohort function for a unit whose own value is `own`, over the members' values."""
    n = len(members)
    if stat in {"above", "below", "rank", "percentile_rank"}:
        if is_no(own):
            return own
        above, below = sum(x > own for x in members), sum(x < own for x in members)
        if stat == "percentile_rank":
            return Fraction(below, n - 1) if n > 1 else No("missing", "no_cohort")
        return Fraction({"above": above, "below": below, "rank": above + 1}[stat])
    if stat == "count":
        return Fraction(n)
    if stat == "sum":
        return sum(members, ZERO)
    if not n or (stat == "stdev" and n < 2):
        return No("missing", "no_cohort")
    ordered = sorted(members)
    mean = sum(ordered, ZERO) / n
    if stat == "stdev":
        try:
            return product_of_powers([(sum((x - mean) ** 2 for x in ordered) / (n - 1), Fraction(1, 2))])
        except Stop as stopped:
            return stopped.args[0]
    if stat == "median":
        return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if stat == "percentile":
        return percentile(ordered, argument)
    return {"max": ordered[-1], "min": ordered[0], "mean": mean}[stat]


def winsorised(values, most, skew, kurtosis):
    """Draw in the extremes while skewness and kurtosis both pass their bounds and fewer than `most` values are treated.

    A value that is drawn in again is still one value; equal values are drawn in together.
    """
    given, values, n = list(values), list(values), len(values)
    while n >= 4 and len(set(values)) > 1 and sum(a != b for a, b in zip(given, values, strict=True)) < most:
        mean = sum(values, ZERO) / n
        m2, m3, m4 = (sum(((x - mean) ** k for x in values), ZERO) / n for k in (2, 3, 4))
        squared = Fraction(n * (n - 1), (n - 2) ** 2) * m3**2 / m2**3
        excess = Fraction(n - 1, (n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
        if not (squared > skew**2 and excess > kurtosis):
            break
        extreme = max(values) if m3 > 0 else min(values)
        rest = [x for x in values if x != extreme]
        nearest_left = max(rest) if m3 > 0 else min(rest)
        values = [nearest_left if x == extreme else x for x in values]
    return values


def successions(units, previous):
    """Find each unit in last year's result: its entry, and what became of it (§14).

    That is "merged", "split", "unclear" or nothing.
    """
    by_id, by_name = {entry["id"]: entry for entry in previous}, {}
    for entry in previous:
        if entry["name"]:
            by_name.setdefault(entry["name"], []).append(entry)

    def once(entries):
        return list({entry["id"]: entry for entry in entries}.values())

    def called(name):
        return [by_id[name]] if name in by_id else by_name.get(name, [])

    # Of each unit: what it finds of itself, what of that stands beside declared predecessors, whether that is sure.
    own = []
    for unit in units:
        aliased = once(entry for alias in unit["aliases"] for entry in called(alias))[:1]
        named = once(called(unit["name"]) + by_name.get(unit["name"], []))
        coded = [by_id[unit["id"]]] if unit["id"] in by_id else []
        if coded and coded[0]["name"] in [unit["name"], *unit["aliases"]]:
            own.append((coded, coded, True))
        elif coded and (not coded[0]["name"] or unit["name"] == unit["id"]):
            own.append((coded, aliased, True))
        elif aliased:
            own.append((aliased, aliased, True))
        else:
            own.append((coded + named, named if len(named) == 1 else [], False))
    declared, taken, unclear = [], [], set()
    for place, unit in enumerate(units):
        itself, beside, _ = own[place]
        meant = [called(name) for name in unit["predecessors"]]
        declared.append(once(entry for entries in meant for entry in entries))
        if any(len(entries) > 1 for entries in meant) or (not declared[place] and len(itself) > 1):
            unclear.add(place)
        rest = beside if declared[place] else itself
        taken.append([] if place in unclear else once(declared[place] + rest))
    takers = {}
    for place, entries in enumerate(taken):
        for entry in entries:
            takers.setdefault(entry["id"], []).append(place)
    for id_, places in takers.items():
        heirs = [place for place in places if declared[place]]
        unsure = [place for place in places if not declared[place] and not own[place][2]]
        if len(places) < 2 or not unsure:
            continue
        name = by_id[id_]["name"]
        if not heirs:
            if len(unsure) == len(places):
                unclear.update(unsure)
        elif len(heirs) == 1 and units[heirs[0]]["name"] == name:
            unsure = [place for place in unsure if units[place]["name"] != name]
        else:
            unsure = []
        for place in unsure:
            taken[place] = []
    heirs, inherited = {}, set()
    for place, entries in enumerate(taken):
        for entry in entries:
            heirs[entry["id"]] = heirs.get(entry["id"], 0) + 1
            if declared[place]:
                inherited.add(entry["id"])
    made = []
    for place, entries in enumerate(taken):
        if place in unclear:
            made.append((None, "unclear"))
        elif len(entries) > 1:
            made.append((None, "merged"))
        elif entries and heirs[entries[0]["id"]] > 1 and entries[0]["id"] in inherited:
            made.append((None, "split"))
        else:
            made.append((entries[0] if entries else None, ""))
    return made


def typed(record):
    """Read a value of data.json."""
    if "number" in record:
        return number(record["number"])
    if "date" in record:
        return date.fromisoformat(record["date"])
    return record["yes"] if "yes" in record else record["option"]


# ── A year ──


class Made:
    """A node for a unit: its value, the maximum with which it counts, points for the root to share, whether it is done."""

    def __init__(self, value, counted=ZERO, pending=ZERO, done=False):
        self.value, self.counted, self.pending, self.done = value, counted, pending, done


class Year:
    """All columns for all units."""

    def __init__(self, rules, data, lenient=frozenset()):
        self.rules, self.data, self.lenient = rules, data, lenient
        self.units = data["units"]
        self.formulas = Formulas(rules["rounding_mode"])
        self.columns = {column["key"]: column for column in rules["columns"]}
        self.roots = {card["root"] for card in rules["scorecards"]}
        self.cards = [self.card_of(unit) for unit in self.units]
        self.before = successions(self.units, data["previous"])
        self.cells = {}
        self.made = {}
        self.imputed = {}
        self.quotas = {}
        self.appraised = {
            leaf: {int(unit): number(points) for unit, points in by_unit.items()}
            for leaf, by_unit in data.get("appraised", {}).items()
        }
        for column in rules["columns"]:
            make = getattr(self, "make_" + column["kind"])
            self.cells[column["key"]] = make(column)

    def card_of(self, unit):
        for card in self.rules["scorecards"]:
            if not card["groups"] or unit["group"] in card["groups"]:
                return card
        return None

    def value(self, tree, unit):
        return self.formulas.value(tree, lambda name: self.cells[name][unit])

    # Cohorts

    def list_of(self, unit, ranking):
        """Name the list of a unit (§17.1)."""
        if ranking is None:
            return unit["group"] or "all"
        lists = ranking["lists"]
        if isinstance(lists, dict):
            return next((name for name, groups in lists.items() if unit["group"] in groups), "")
        if lists == "all":
            return "all"
        if lists == "group":
            return unit["group"] or "all"
        if lists == "parent":
            return unit["parent"]
        return unit["attributes"].get(lists, "")

    def cohort_keys(self, cohort):
        if cohort["by"] in {"all", "groups"}:
            return ["all"] * len(self.units)
        if cohort["by"] == "scorecard":
            return [card and card["id"] for card in self.cards]
        return [
            self.list_of(unit, self.columns[card["root"]]["ranking"]) if card else None
            for unit, card in zip(self.units, self.cards, strict=True)
        ]

    def samples(self, column, cohort):
        """Give each unit's cohort, and the members' values of each cohort."""
        keys = self.cohort_keys(cohort)
        members = {key: [] for key in keys}
        for unit, key, cell in zip(self.units, keys, column, strict=True):
            inside = cohort["by"] != "groups" or unit["group"] in cohort["groups"]
            if unit["role"] == "ranked" and inside and isinstance(cell, Fraction):
                members[key].append(cell)
        return keys, members

    # Columns

    def make_input(self, column):
        lacks = {
            "missing": No("missing", "no_value"),
            "not_applicable": No("not_applicable", "marked_not_applicable"),
            "invalid": No("invalid", "bad_value"),
        }
        given = self.data["inputs"].get(column["key"])
        if given is None:
            cells = [lacks["missing"]] * len(self.units)
        else:
            cells = [lacks[seen["lack"]] if "lack" in seen else typed(seen) for seen in given]
        return self.drawn_in(self.filled(cells, column), column)

    def make_value(self, column):
        cells = [self.value(column["formula"], unit) for unit in range(len(self.units))]
        return self.drawn_in(self.filled(cells, column), column)

    def make_constant(self, column):
        value = column["value"]
        return [typed(value) if isinstance(value, dict) else number(value)] * len(self.units)

    def make_cohort(self, column):
        cells = self.cells[column["of"]]
        keys, members = self.samples(cells, column["cohort"])
        argument = number(column["argument"])
        shared = {}
        made = []
        for key, own in zip(keys, cells, strict=True):
            if column["stat"] in {"above", "below", "rank", "percentile_rank"}:
                made.append(statistic(column["stat"], members[key], own, argument))
            else:
                if key not in shared:
                    shared[key] = statistic(column["stat"], members[key], None, argument)
                made.append(shared[key])
        return made

    def make_children(self, column):
        below = {}
        for unit, cell in zip(self.units, self.cells[column["of"]], strict=True):
            if unit["parent"] and isinstance(cell, Fraction):
                below.setdefault(unit["parent"], []).append(cell)
        made = []
        for unit in self.units:
            values = below.get(unit["id"], [])
            stat = column["stat"]
            if stat in {"sum", "count"}:
                made.append(sum(values, ZERO) if stat == "sum" else Fraction(len(values)))
            elif not values:
                made.append(No("missing", "no_subordinates"))
            else:
                made.append({"mean": sum(values, ZERO) / len(values), "min": min(values), "max": max(values)}[stat])
        return made

    def make_last_year(self, column):
        return self.last_year(column["of"])

    def last_year(self, of):
        made = []
        for entry, became in self.before:
            if became:
                made.append(No("missing", "not_comparable"))
                continue
            value = None
            if entry is not None:
                name = of.removeprefix("self:")
                told = entry["values" if name == of or "answers" not in entry else "answers"].get(name)
                value = None if told is None else typed(told)
                if value is None and of in self.roots:
                    value = number(entry["total"])
            made.append(No("missing", "no_last_year") if value is None else value)
        return made

    def filled(self, cells, column):
        """Do with blanks as `missing` says (§4)."""
        policy = column["missing"]
        blanks = [i for i, cell in enumerate(cells) if is_no(cell) and cell.state in {"missing", "skipped"}]
        if policy == "error" or not blanks:
            return cells
        cells = list(cells)
        if policy in ("skip", "unranked"):
            lack = No("skipped", "left_out") if policy == "skip" else No("missing", "no_value_expected")
            for i in blanks:
                cells[i] = lack
            return cells
        if isinstance(policy, dict):
            stand_ins = dict.fromkeys(blanks, policy["yes_no"] if "yes_no" in policy else number(policy["number"]))
        elif policy == "last_year":
            last = self.last_year(column["key"])
            stand_ins = {i: last[i] for i in blanks}
        elif policy == "group_mean":
            sums = {}
            for unit, cell in zip(self.units, cells, strict=True):
                if unit["role"] == "ranked" and isinstance(cell, Fraction):
                    sums.setdefault(unit["group"], []).append(cell)
            none = No("missing", "no_cohort")
            stand_ins = {
                i: sum(of, ZERO) / len(of) if (of := sums.get(self.units[i]["group"])) else none for i in blanks
            }
        else:
            keys, members = self.samples(cells, column["cohort"])
            stand_ins = {i: statistic("mean", members[keys[i]], None, None) for i in blanks}
        for i, cell in stand_ins.items():
            cells[i] = cell
            if not is_no(cell):
                self.imputed.setdefault(column["key"], set()).add(i)
        return cells

    def drawn_in(self, cells, column):
        """Cut a column to the range that `outliers` leaves (§15)."""
        rule = column["outliers"]
        if rule is None:
            return cells
        keys, members = self.samples(cells, rule["cohort"])
        ranges = {}
        for key, values in members.items():
            if not values:
                continue
            if rule["percentiles"]:
                ordered = sorted(values)
                ranges[key] = [percentile(ordered, number(share)) for share in rule["percentiles"]]
            else:
                drawn = winsorised(values, rule["points"], number(rule["skew"]), number(rule["kurtosis"]))
                ranges[key] = [min(drawn), max(drawn)]
        return [
            min(max(cell, ranges[key][0]), ranges[key][1]) if isinstance(cell, Fraction) and key in ranges else cell
            for key, cell in zip(keys, cells, strict=True)
        ]

    # Nodes (§5)

    def make_before(self, column):
        node = self.columns[column["node"]]
        made = [self.before_then(node, unit) for unit in range(len(self.units))]
        self.made[column["key"]] = made
        return [each.value for each in made]

    def make_node(self, node):
        befores = self.made.get("value:" + node["key"])
        made = []
        for unit in range(len(self.units)):
            before = befores[unit] if befores else self.before_then(node, unit)
            made.append(self.finished(node, unit, before))
        self.made[node["key"]] = made
        return [each.value for each in made]

    def before_then(self, node, unit):
        card = self.cards[unit]
        if card is None or card["id"] != node["scorecard"]:
            return Made(No("not_applicable", "other_scorecard"), done=True)
        for gate in node["inside"]:
            holds = self.value(gate, unit)
            if holds is not True:
                return Made(holds if is_no(holds) else No("not_applicable", "does_not_apply"))
        points = self.appraised.get(node["key"], {}).get(unit)
        if points is not None:  # appraisers gave them in place of the rule
            return Made(points, number(full_of(node)), done=True)
        if node["applies"]:
            holds = self.value(node["applies"], unit)
            if holds is False:
                holds = No("not_applicable", "does_not_apply")
            if is_no(holds):
                return self.left_out(node, holds) if holds.state == "not_applicable" else Made(holds)
        made = self.branch(node, unit) if node["aggregate"] else self.leaf(node, unit)
        if is_no(made.value):
            return self.left_out(node, made.value) if made.value.state == "not_applicable" else made
        value, counted, pending = made.value, made.counted, made.pending
        if node["cap"] is not None:
            value = min(value, number(node["cap"]))
            counted = None if counted is None else min(counted, number(node["cap"]))
        for child in self.children(node, "bonus", "penalty"):
            amount = self.cells[child["key"]][unit]
            if not is_no(amount):
                value += (1 if child["role"] == "bonus" else -1) * number(child["weight"]) * amount
        if node["out_of"] is not None:
            if not counted or counted + pending == 0:
                return Made(No("invalid", "division_by_zero"))
            scale = number(node["out_of"]) / (counted + pending)
            value, counted, pending = value * scale, counted * scale, pending * scale
        return Made(value, counted, pending)

    def finished(self, node, unit, made):
        if is_no(made.value) or made.done:
            return made
        value = made.value
        if node["then"]:
            value = self.value(node["then"], unit)
            if is_no(value):
                return self.left_out(node, value) if value.state == "not_applicable" else Made(value)
        if node["min"] is not None:
            value = max(value, number(node["min"]))
        if node["rounding"]:
            value = rounded(value, node["rounding"]["digits"], node["rounding"]["mode"])
        return Made(value, made.counted, made.pending)

    def left_out(self, node, lack):
        """Deal with what does not apply (§8)."""
        full = number(full_of(node))
        policy = node["not_applicable"]
        if policy == "zero":
            return Made(ZERO, full, done=True)
        if policy == "full":
            return Made(ONE if full is None else full, full, done=True)
        if policy == "rescale_total":
            return Made(lack, ZERO, ONE if full is None else full)
        if policy is None and node["role"] == "scored" and not self.is_root(node):
            return Made(No("invalid", "bad_value"))
        return Made(lack)

    def is_root(self, node):
        return node["is_total"] or node["key"] in self.roots

    def leaf(self, node, unit):
        if node["score"] is None:
            return Made(No("unscored", "not_summed"))
        value = self.value(node["score"], unit)
        if node["role"] == "condition" and not is_no(value):
            return Made(ONE if value > 0 else ZERO)
        return Made(value, ZERO if is_no(value) else number(node["max"]))

    def children(self, node, *roles):
        return [child for id_ in node["children"] if (child := self.columns[id_])["role"] in roles]

    def branch(self, node, unit):
        """Put the children together (§7), and share out what does not apply (§8, §9)."""
        how = node["aggregate"]
        if how == "none":
            return Made(No("unscored", "not_summed"))
        scored = [(child, self.made[child["key"]][unit]) for child in self.children(node, "scored")]
        lacks = [made.value for _, made in scored if self.spoils(node, unit, made.value)]
        if lacks:
            return Made(worst(lacks))
        if node["at_least"] and not self.has_enough(node, unit):
            return Made(No("missing", "too_few"))
        parts = [(number(child["weight"]), made) for child, made in scored if not is_no(made.value)]
        gone = [(child, made) for child, made in scored if is_no(made.value) and made.value.state == "not_applicable"]
        if not parts:
            return Made(No("not_applicable" if gone else "skipped", "no_child_counts"))
        if node["formula"]:
            value = self.value(node["formula"], unit)
        else:
            try:
                value = aggregated(how, [(weight, made.value) for weight, made in parts])
            except Stop as stopped:
                value = stopped.args[0]
        if is_no(value):
            return Made(value)
        extras = [self.cells[child["key"]][unit] for child in self.children(node, "bonus", "penalty")]
        lacks = [lack for lack in extras if self.spoils(node, unit, lack)]
        if lacks:
            return Made(worst(lacks))
        whole = all(not is_no(made.value) and made.counted == number(full_of(child)) for child, made in scored)
        counted = number(node["max"]) if whole and node["cap"] is None else counted_of(node, parts)
        if how != "sum":
            return Made(value, counted)
        pending = sum(
            (number(child["weight"]) * made.pending for child, made in scored
             if not is_no(made.value) or made.value.state == "not_applicable"), ZERO,
        )  # fmt: skip
        if counted:
            shared = sum(
                (number(child["weight"]) * number(full_of(child)) for child, _ in gone
                 if child["not_applicable"] == "rescale" and full_of(child) is not None), ZERO,
            )  # fmt: skip
            value, counted = value * (counted + shared) / counted, counted + shared
            if self.is_root(node):
                value, counted, pending = value * (counted + pending) / counted, counted + pending, ZERO
        return Made(value, counted, pending)

    def spoils(self, node, unit, value):
        if not is_no(value) or value.state in LEFT or unit in self.lenient:
            return False
        return not (node["at_least"] and value == No("missing", "no_value_expected"))

    def has_enough(self, node, unit):
        """Say whether enough children have a value of their own (§10)."""
        rule = node["at_least"]
        could = [
            key
            for key in self.asked(node, unit, rule["of"])
            if not (is_no(cell := self.cells[key][unit]) and cell.state == "not_applicable")
        ]
        have = sum(not is_no(self.cells[key][unit]) and not self.rests_on_imputed(key, unit) for key in could)
        amount = number(rule["amount"])
        return not could or have >= (amount * len(could) if rule["share"] else amount)

    def asked(self, node, unit, of):
        found = []
        for child in self.children(node, "scored"):
            if of == "leaves" and child["children"]:
                cell = self.cells[child["key"]][unit]
                if not (is_no(cell) and cell.state == "not_applicable"):
                    found += self.asked(child, unit, of)
            else:
                found.append(child["key"])
        return found

    def rests_on_imputed(self, key, unit):
        todo, seen = [key], {key}
        while todo:
            column = self.columns[todo.pop()]
            if unit in self.imputed.get(column["key"], ()):
                return True
            if unit in self.appraised.get(column["key"], ()):
                continue
            if column["kind"] == "before":
                column = self.columns[column["node"]]
            fresh = list(column.get("children", ()))
            if column["kind"] == "cohort":
                fresh.append(column["of"])
            for word in ("formula", "score", "then"):
                fresh += reads(column.get(word))
            todo += [name for name in fresh if name not in seen]
            seen.update(fresh)
        return False

    # Tiers (§16) and ranks (§17)

    def conditions_failed(self, card, unit):
        failed = []
        for key in card["tree"]:
            node = self.columns[key]
            if node["role"] == "condition":
                cell = self.cells[key][unit]
                if (is_no(cell) and cell.state not in LEFT) or cell == 0:
                    failed.append(node)
        return failed

    def tier(self, node, unit):
        if any("quota" in tier for tier in node["tiers"]):
            found = self.tiers_with_quotas(node).get(unit, "")
        else:
            found = next((tier["id"] for tier in node["tiers"] if self.fits(tier, node, unit)), "")
        lowest = node["key"] == self.cards[unit]["root"] and self.is_lowest(unit)
        return node["tiers"][-1]["id"] if lowest and node["tiers"] else found

    def is_lowest(self, unit):
        card = self.cards[unit]
        failed = [each["on_fail"] for each in self.conditions_failed(card, unit)]
        return "lowest_tier" in failed and not is_no(self.cells[card["root"]][unit])

    def tiers_with_quotas(self, root):
        """Give unit -> tier of a scorecard: of each list the best by rank, as many as a quota lets through."""
        if root["key"] in self.quotas:
            return self.quotas[root["key"]]
        own = [i for i, card in enumerate(self.cards) if card is not None and card["root"] == root["key"]]
        places, lists, made = self.ranks().get(root["key"], {}), {}, {}
        for unit in own:
            lists.setdefault(self.list_of(self.units[unit], root["ranking"]), []).append(unit)
        for members in lists.values():
            ranked = [unit for unit in members if unit in places]
            open_ = [unit for unit in members if not self.is_lowest(unit)]
            for tier in root["tiers"]:
                takes = [unit for unit in open_ if unit not in made and self.fits(tier, root, unit)]
                if "quota" in tier:
                    most = number(tier["quota"]["amount"]) * (len(ranked) if tier["quota"]["share"] else 1)
                    takes = [unit for unit in takes if unit in places]
                    ranks = {unit: places[unit][0] for unit in takes}
                    above = tier["quota"]["at_ties"] == "above"
                    # Below: all that stand as high are within it. Above: fewer than it stand higher.
                    takes = [
                        unit for unit, rank in ranks.items()
                        if (sum(each < rank for each in ranks.values()) < int(most) if above
                            else sum(each <= rank for each in ranks.values()) <= most)
                    ]  # fmt: skip
                made.update(dict.fromkeys(takes, tier["id"]))
        self.quotas[root["key"]] = made
        return made

    def fits(self, tier, node, unit):
        value, counted = self.cells[node["key"]][unit], self.made[node["key"]][unit].counted
        bounds = [(word, tier[word]) for word in ("from", "above", "up_to", "below") if tier[word]]
        if is_no(value) and (bounds or tier["when"] is None):
            return False
        for word, bound in bounds:
            amount = number(bound["amount"]) * ((counted or ZERO) if bound["share"] else 1)
            holds = {
                "from": value >= amount,
                "above": value > amount,
                "up_to": value <= amount,
                "below": value < amount,
            }
            if not holds[word]:
                return False
        return all(tier[word] is None or self.value(tier[word], unit) is True for word in ("when", "requires"))

    def is_ranked(self, unit):
        """Say whether a unit takes part in the ranking (§17.2)."""
        card = self.cards[unit]
        if card is None or self.units[unit]["role"] != "ranked":
            return False
        ranking = self.columns[card["root"]]["ranking"] or PLAIN_RANKING
        value = self.value(ranking["by"], unit) if ranking["by"] else self.cells[card["root"]][unit]
        if is_no(value):
            return False
        return not any(failed["on_fail"] == "unranked" for failed in self.conditions_failed(card, unit))

    def concerning(self, card, node):
        """Name the conditions that concern a node: those that stand below, beside or above it (§17.5)."""
        if node["is_total"]:
            return {key for named in node["children"] for key in self.concerning(card, self.columns[named])}
        parents = {child: key for key in card["tree"] for child in self.columns[key]["children"]}
        around, key, todo = set(), node["key"], [node["key"]]
        while key is not None:  # what stands beside it, and beside what is above it
            around.update(self.columns[key]["children"])
            key = parents.get(key)
        while todo:
            below = self.columns[todo.pop()]["children"]
            around.update(below)
            todo += below
        return {key for key in around if self.columns[key]["role"] == "condition"}

    def ranks(self):
        """Give node -> unit -> (rank, whether it is shared)."""
        lists = {}
        for unit in range(len(self.units)):
            card = self.cards[unit]
            if card is None or self.units[unit]["role"] != "ranked":
                continue
            failed = {each["key"] for each in self.conditions_failed(card, unit) if each["on_fail"] == "unranked"}
            for key in (*card["tree"], *card["totals"]):
                node, is_root = self.columns[key], key == card["root"]
                if node["ranking"] is None and not is_root:
                    continue
                if failed & self.concerning(card, node):
                    continue
                rule = node["ranking"] or PLAIN_RANKING
                value = self.value(rule["by"], unit) if rule["by"] else self.cells[key][unit]
                if is_no(value):
                    continue
                breaks = [self.value(tree, unit) for tree in rule["tie_break"]]
                name = self.list_of(self.units[unit], node["ranking"] if is_root else rule)
                place = lists.setdefault(("" if is_root else key, name), (rule, []))
                place[1].append((unit, value, [None if is_no(each) else each for each in breaks]))
        made = {}
        for (key, _), (rule, members) in lists.items():
            for unit, placing in placed(rule, members, self.units).items():
                made.setdefault(key or self.cards[unit]["root"], {})[unit] = placing
        return made


def full_of(node):
    """Give the maximum that others see."""
    return node["max"] if node["out_of"] is None else node["out_of"]


def worst(lacks):
    return next((lack for lack in lacks if lack.state == "invalid"), lacks[0])


def aggregated(how, pairs):
    values, weights = [value for _, value in pairs], sum((weight for weight, _ in pairs), ZERO)
    if how in {"min", "max"}:
        return min(values) if how == "min" else max(values)
    if how == "sum":
        return sum((weight * value for weight, value in pairs), ZERO)
    if how == "mean":
        return divided(sum((weight * value for weight, value in pairs), ZERO), weights)
    return geometric(pairs) if how == "geometric_mean" else harmonic(pairs)


def counted_of(node, parts):
    how = node["aggregate"]
    if how in {"geometric_mean", "harmonic_mean", "formula"}:
        return number(node["max"])
    if any(made.counted is None for _, made in parts):
        return None
    if how in {"min", "max"}:
        return (min if how == "min" else max)(made.counted for _, made in parts)
    total = sum((weight * made.counted for weight, made in parts), ZERO)
    weights = sum((weight for weight, _ in parts), ZERO)
    return total if how == "sum" else total / weights if weights else None


def placed(rule, members, units):
    """Rank the members of a list: unit -> (rank, shared)."""

    def key(member):
        _, value, breaks = member
        first = -value if rule["best"] == "highest" else value
        return (first, *((1, ZERO) if each is None else (0, -each) for each in breaks))

    ordered = sorted(members, key=lambda member: (key(member), units[member[0]]["id"]))
    keys = [key(member) for member in ordered]
    made, rank = {}, 0
    for i, member in enumerate(ordered):
        with_former = i > 0 and keys[i - 1] == keys[i]
        with_next = i + 1 < len(keys) and keys[i + 1] == keys[i]
        if rule["ties"] == "ordinal":
            rank = i + 1
        elif not with_former:
            rank = rank + 1 if rule["ties"] == "dense" else i + 1
        made[member[0]] = (rank, (with_former or with_next) and rule["ties"] != "ordinal")
    return made


def computed(rules, data, provisional=False):
    """Compute a year: for each unit what `result.json` says of it, in exact fractions."""
    year = Year(rules, data)

    def root_of(year_, unit):
        card = year_.cards[unit]
        return year_.cells[card["root"]][unit] if card else No("not_applicable", "other_scorecard")

    lenient = frozenset()
    if provisional:
        totals = [root_of(year, unit) for unit in range(len(year.units))]
        lenient = frozenset(i for i, t in enumerate(totals) if is_no(t) and t.state in {"missing", "invalid"})
        year = Year(rules, data, lenient) if lenient else year
    ranks = year.ranks()
    units = []
    for unit, told in enumerate(year.units):
        card = year.cards[unit]
        if card is None:
            units.append({"id": told["id"], "status": "unranked", "total": None, "criteria": {}, "scorecard": ""})
            continue
        root = year.columns[card["root"]]
        rank, tied = ranks.get(card["root"], {}).get(unit, (None, False))
        total = year.cells[card["root"]][unit]
        maximum = number(full_of(root)) if is_no(total) else year.made[card["root"]][unit].counted
        if told["role"] != "ranked":
            status = told["role"]
        elif not year.is_ranked(unit):
            status = "unranked"
        else:
            status = "provisional" if unit in lenient else "ranked"
        before = year.before[unit][0]
        tied_as = (root["ranking"] or PLAIN_RANKING)["tied_as"]
        old_max = number(before["max"]) if before else None
        old_total = number(before["total"]) if before else None
        comparable = old_total is not None and old_max is not None and old_max == maximum and not is_no(total)
        units.append({
            "id": told["id"],
            "scorecard": card["id"],
            "status": status,
            "total": None if is_no(total) else total,
            "max": maximum,
            "tier": year.tier(root, unit),
            "list": year.list_of(told, root["ranking"]),
            "rank": rank,
            "rank_printed": "" if rank is None else tied_as.replace("{}", str(rank)) if tied and tied_as else str(rank),
            "tied": tied,
            "rank_change": before["rank"] - rank if before and before["rank"] is not None and rank is not None else None,
            "total_change": total - old_total if comparable else None,
            "failed": [node["key"] for node in year.conditions_failed(card, unit)],
            "criteria": {
                key: criterion(year, year.columns[key], unit, ranks) for key in (*card["tree"], *card["totals"])
            },
            "values": {
                key.removeprefix("self:"): None if is_no(year.cells[key][unit]) else year.cells[key][unit]
                for key, column in year.columns.items()
                if column.get("publish")
            },
        })  # fmt: skip
    return units


def as_declared(data):
    """Give the data without their corrections; None where there are none.

    >>> as_declared({"inputs": {"a": [1], "b": [2]}, "declared": {"a": [0]}, "appraised": {"x": {"0": "5"}}})
    {'inputs': {'a': [0], 'b': [2]}}
    >>> as_declared({"inputs": {}})
    """
    if "appraised" not in data:
        return None
    kept = {key: value for key, value in data.items() if key not in ("declared", "appraised")}
    return {**kept, "inputs": {**data["inputs"], **data["declared"]}}


def criterion(year, node, unit, ranks):
    made = year.made[node["key"]][unit]
    counted = made.counted
    if node["role"] == "condition":
        counted = None
    elif node["role"] == "unscored":
        counted = ZERO
    return {
        "score": None if is_no(made.value) else made.value,
        "max": number(full_of(node)),
        "counted": counted,
        "state": "unscored" if node["role"] == "unscored" else made.value.state if is_no(made.value) else "scored",
        "tier": year.tier(node, unit) if node["tiers"] else "",
        "rank": ranks.get(node["key"], {}).get(unit, (None,))[0],
    }


# ── Against the result ──


def printed(record, key):
    """Read a number of a result exactly: cut decimals have their fraction in `exact`."""
    return number(text) if (text := record.get("exact", {}).get(key)) else from_decimal(record[key])


def from_decimal(text):
    return None if text is None else Fraction(text)


def differences(result, units):
    """List where a result and what was computed differ; each as (place, in the result, computed)."""
    found = []

    def compare(place, there, here):
        if there != here:
            found.append((place, there, here))

    compare("units", [unit["id"] for unit in result["units"]], [unit["id"] for unit in units])
    for there, here in zip(result["units"], units, strict=False):
        name = there["id"]
        for key in ("scorecard", "status", "tier", "list", "rank", "rank_printed", "tied", "rank_change", "failed"):
            if key in here:
                compare(f"{name}.{key}", there[key], here[key])
        for key in ("total", "max", "total_change"):
            if key in here:
                compare(f"{name}.{key}", printed(there, key), here[key])
        compare(f"{name}.criteria", [each["id"] for each in there["criteria"]], list(here["criteria"]))
        for each in there["criteria"]:
            made = here["criteria"].get(each["id"], {})
            for key in ("score", "max", "counted"):
                if key in made:
                    compare(f"{name}.{each['id']}.{key}", printed(each, key), made[key])
            for key in ("state", "tier", "rank"):
                if key in made:
                    compare(f"{name}.{each['id']}.{key}", each[key], made[key])
        for key, value in here.get("values", {}).items():
            there_value = there["values"].get(key, "absent")
            if isinstance(value, Fraction):
                there_value = printed(there["values"], key)
            compare(f"{name}.values.{key}", there_value, value.isoformat() if isinstance(value, date) else value)
    found += list_differences(result, units)
    return found


def declared_differences(result, units):
    """List where what a result says of the declared answers differs from what they come to; None: it may say nothing."""
    found = []
    if ("appraisal" in result) != (units is not None):
        found.append(("appraisal", "appraisal" in result, units is not None))
    for unit in result["units"] if units is None else ():
        said = [("declared", unit), *((each["id"], each) for each in unit["criteria"])]
        found += [(f"{unit['id']}.{name}", each["declared"], None) for name, each in said if "declared" in each]
    for there, here in zip(result["units"], units or (), strict=False):
        told, name = there.get("declared", {}), f"{there['id']}.declared"
        pairs = [
            (f"{name}.{key}", printed(told, key) if key in told else "absent", here.get(key))
            for key in ("total", "max")
        ]
        pairs += [
            (f"{name}.{key}", told.get(key, "absent"), here.get(key, absent))
            for key, absent in (("tier", ""), ("rank", None))
        ]
        for each in there["criteria"]:
            made = here["criteria"].get(each["id"], {})
            value = printed(each, "declared") if "declared" in each else "absent"
            pairs.append((f"{there['id']}.{each['id']}.declared", value, made.get("score")))
        found += [pair for pair in pairs if pair[1] != pair[2]]
    return found


def list_differences(result, units):
    found = []
    by_list = {}
    for unit in units:
        if unit["scorecard"]:
            by_list.setdefault(unit["list"], []).append(unit)
    if {made["id"] for made in result["lists"]} != set(by_list):
        found.append(("lists", sorted(made["id"] for made in result["lists"]), sorted(by_list)))
    for made in result["lists"]:
        inside = by_list.get(made["id"], [])
        ranked = sorted((unit for unit in inside if unit["rank"] is not None), key=lambda u: (u["rank"], u["id"]))
        totals = [unit["total"] for unit in ranked if unit["total"] is not None]
        here = {
            "units": [unit["id"] for unit in ranked],
            "unranked": [unit["id"] for unit in inside if unit["rank"] is None],
            "tiers": {tier: sum(unit["tier"] == tier for unit in ranked) for tier in made["tiers"]},
            "mean": sum(totals, ZERO) / len(totals) if totals else None,
        }
        there = {**made, "mean": printed(made, "mean")}
        found += [
            (f"lists.{made['id']}.{key}", there[key], value) for key, value in here.items() if there[key] != value
        ]
    return found


def read(place, name):
    path = Path(place)
    if path.is_dir():
        return json.loads((path / name).read_text("utf-8"))
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(name).decode("utf-8"))


def printable(text):
    """Escape what would command a terminal or show a name in another order: a stranger may have written it."""
    signs = (sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(text))
    return "".join(signs)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        rules, data, result = (read(arguments[0], name) for name in ("rules.json", "data.json", "result.json"))
    except (OSError, ValueError, KeyError, RecursionError, zipfile.BadZipFile) as error:
        print(f"cannot be read: {printable(error)}", file=sys.stderr)
        return 2
    try:
        units = computed(rules, data, result["provisional"])
        declared = as_declared(data)
        before = None if declared is None else computed(rules, declared, result["provisional"])
        found = differences(result, units) + declared_differences(result, before)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        print(f"cannot be computed: {type(error).__name__}: {printable(error)}", file=sys.stderr)
        return 2
    for place, there, here in found:
        print(printable(f"{place}: {there} in the result, {here} computed"))
    scores = sum(len(unit["criteria"]) for unit in units)
    if not found:
        print(f"{len(units)} đơn vị, {scores} điểm thành phần: khớp. / {len(units)} units, {scores} scores: all agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    sys.exit(main(sys.argv[1:]))
