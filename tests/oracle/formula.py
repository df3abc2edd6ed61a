"""Formulas of docs/semantics.md §3, walked naively; names are answered by the caller."""

from __future__ import annotations

import ast
import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import exact

LIMIT = Fraction(10) ** 30


@dataclass(frozen=True)
class No:
    """No score: a state and its reason."""

    state: str
    reason: str


class NoScoreError(Exception):
    """What stops an expression that has no score."""

    def __init__(self, no: No) -> None:
        super().__init__(no)
        self.no = no


def invalid(reason: str) -> NoScoreError:
    return NoScoreError(No("invalid", reason))


@cache
def parsed(text: str) -> ast.expr:
    """Return the tree of a formula, its literals read from their source text."""
    tree = ast.parse(text.strip(), mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            node.value = Fraction(ast.get_source_segment(text.strip(), node))
    return tree


class Inline(ast.NodeTransformer):
    """Put the ruleset's own functions in place."""

    def __init__(self, functions: Mapping[str, tuple[list[str], ast.expr]], bound: Mapping[str, ast.expr]) -> None:
        self.functions, self.bound = functions, bound

    def visit_Name(self, node: ast.Name):
        return copy.deepcopy(self.bound.get(node.id, node))

    def visit_Call(self, node: ast.Call):
        arguments = [self.visit(a) for a in node.args]
        if node.func.id in self.functions:
            names, body = self.functions[node.func.id]
            inner = Inline(self.functions, dict(zip(names, arguments, strict=True)))
            return inner.visit(copy.deepcopy(body))
        return ast.Call(func=node.func, args=arguments, keywords=[])


def own_functions(texts: Mapping[str, str]) -> dict[str, tuple[list[str], ast.expr]]:
    """Read `name(a, b)` -> expression."""
    out = {}
    for head, body in texts.items():
        call = ast.parse(head, mode="eval").body
        out[call.func.id] = ([a.id for a in call.args], parsed(str(body)))
    return out


def sized(x):
    """§1.6: a value past 10^30 is no score."""
    if type(x) is Fraction:
        bits = x.numerator.bit_length()
        if max(bits, x.denominator.bit_length()) > 200_000 or (bits > 99 and abs(x) > LIMIT):
            raise invalid("too_large")
    return x


def in_domain(x):
    """A function that answers none was asked outside its domain."""
    if x is None:
        raise invalid("out_of_domain")
    return x


def harmonic(pairs):
    if any(x <= 0 for _, x in pairs):
        return None
    return sum((w for w, _ in pairs), Fraction(0)) / sum((w / x for w, x in pairs), Fraction(0))


def geometric(pairs):
    if any(x < 0 for _, x in pairs):
        return None
    whole = sum((w for w, _ in pairs), Fraction(0))
    return exact.product_of_powers([(x, w / whole) for w, x in pairs])


def alike(xs):
    return [(Fraction(1), x) for x in xs]


def divided(a, b):
    if b == 0:
        raise invalid("division_by_zero")
    return a / b


def floor_divided(a, b):
    q = divided(a, b)
    return Fraction(q.numerator // q.denominator)


def raised(a, n):
    if a == 0 and n < 0:
        raise invalid("out_of_domain")
    if a != 0 and abs(n) * max(a.numerator.bit_length(), a.denominator.bit_length()) > 300_000:
        raise invalid("too_large")
    return a**n


SIMPLE: dict[str, Callable] = {
    "min": lambda *xs: min(xs),
    "max": lambda *xs: max(xs),
    "sum": lambda *xs: sum(xs, Fraction(0)),
    "mean": lambda *xs: sum(xs, Fraction(0)) / len(xs),
    "geometric_mean": lambda *xs: in_domain(geometric(alike(xs))),
    "harmonic_mean": lambda *xs: in_domain(harmonic(alike(xs))),
    "abs": abs,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "sqrt": lambda x: in_domain(exact.sqrt(x)),
    "power": lambda x, y: in_domain(exact.power(x, y)),
    "ln": lambda x: in_domain(exact.ln(x)),
    "log10": lambda x: in_domain(exact.log10(x)),
    "exp": exact.exp,
    "normal_cdf": exact.normal_cdf,
    "floor": lambda x, digits=0: exact.rounded(x, int(digits), "floor"),
    "ceil": lambda x, digits=0: exact.rounded(x, int(digits), "ceiling"),
    "days": lambda a, b: Fraction((b - a).days),
}

BINARY = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: divided,
    ast.FloorDiv: floor_divided,
    ast.Mod: lambda a, b: a - b * floor_divided(a, b),
}

COMPARE = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


@dataclass
class Answers:
    """What an expression asks of the world around it."""

    name: Callable  # name -> value; raises NoScoreError
    special: Callable  # function, argument trees -> value, for cohort_*, children_* and last_year
    mode: str  # of round()


def calculate(tree: ast.expr, ask: Answers):
    """Return the value of a formula, or raise what kept it from having one."""

    def calc(node):
        return sized(bare(node))

    def bare(node):
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return ask.name(node.id)
            case ast.UnaryOp(op=ast.Not()):
                return not calc(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                return -calc(node.operand)
            case ast.UnaryOp():
                return calc(node.operand)
            case ast.BinOp(op=ast.Pow()):
                return raised(calc(node.left), int(calc(node.right)))
            case ast.BinOp():
                left = calc(node.left)
                return BINARY[type(node.op)](left, calc(node.right))
            case ast.BoolOp():
                decisive = isinstance(node.op, ast.Or)
                return decisive if any(calc(v) == decisive for v in node.values) else not decisive
            case ast.Compare():
                left = calc(node.left)
                for op, right_tree in zip(node.ops, node.comparators, strict=True):
                    right = calc(right_tree)
                    if not COMPARE[type(op)](left, right):
                        return False
                    left = right
                return True
            case ast.IfExp():
                return calc(node.body) if calc(node.test) else calc(node.orelse)
            case ast.Call():
                return call(node.func.id, node.args)
        raise AssertionError(ast.dump(node))

    def tried(node):
        try:
            return calc(node)
        except NoScoreError as stop:
            return stop.no

    def call(name, args):
        if name == "has":
            return not isinstance(tried(args[0]), No)
        if name == "first_nonzero":
            # Only as far as needed: what follows the first that is not zero is not asked.
            found = []
            for a in args:
                found.append(tried(a))
                if not isinstance(found[-1], No) and found[-1] != 0:
                    return found[-1]
            if any(not isinstance(x, No) for x in found):
                return Fraction(0)
            raise NoScoreError(found[0])
        if name.startswith(("cohort_", "children_")) or name == "last_year":
            return ask.special(name, args)
        values = [calc(a) for a in args]
        if name == "round":
            return exact.rounded(values[0], int(values[1]) if len(values) > 1 else 0, ask.mode)
        return SIMPLE[name](*values)

    return calc(tree)


def day(text: str) -> dt.date:
    """Read `2022-11-30` or `30/11/2022`."""
    if "/" in text:
        d, m, y = text.split("/")
        return dt.date(int(y), int(m), int(d))
    return dt.date.fromisoformat(text)
