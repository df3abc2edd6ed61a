"""Text to a checked tree: an allow-list of what a formula may contain, held before anything else reads it.

Python's own parser reads the text; what it read is walked without recursion and every node must be of a kind that
formulas know. Numbers are taken from their source text, so that none ever was a float. Each node carries its place.
"""

import ast
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from ..model.findings import Finding, Place, finding
from .days import DAY, as_parameter
from .trees import below

LONGEST = 4_000
MOST_NODES = 600
MOST_NODES_IN_PLACE = 5_000
DEEPEST = 60
MOST_ARGUMENTS = 64
LONGEST_NUMBER = 40
GREATEST_EXPONENT = 64

OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow,
    ast.UAdd, ast.USub, ast.Not, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip
NODES = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant)
_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"(?<![\w.])[0-9]+,[0-9]+(?![\w.])")
_SHARE = re.compile(r"(?<![\w.])([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:%|\s+%\s*(?:$|[^\s\w(.]|(?:and|or|if|else)\b))")
Hint: TypeAlias = tuple[str, str] | None
"""What helps, in Vietnamese and English."""

_WORDS = {"và": "and", "hoặc": "or", "không": "not", "nếu": "if"}


def place_of(node: ast.AST) -> Place:
    """Tell where a node is written."""
    place: Place = getattr(node, "place", Place())
    return place


def placed(node: ast.expr, place: Place) -> ast.expr:
    """Give a node its place."""
    node.place = place  # type: ignore[attr-defined]
    return node


def parse(text: str, place: Place, *, trusted: bool = False) -> tuple[ast.expr | None, tuple[Finding, ...]]:
    """Read a formula.

    Args:
        text: as written.
        place: of the formula's first character.
        trusted: of a template of ours, which may call what no author can.

    Returns:
        The tree, with exact constants and a place on every node; or None and what is wrong.

    >>> tree, findings = parse("a / 0.1", Place())
    >>> tree.right.value, findings
    (Fraction(1, 10), ())
    """
    line = text.replace("\n", " ").replace("\t", " ") if place.line or "\n" in text else text
    problem = _text_problem(line, place)
    if problem is not None:
        return None, (problem,)
    stripped = line.strip()
    start = len(line) - len(line.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(stripped, mode="eval").body
    except SyntaxError as error:
        return None, (_syntax_problem(stripped, start, error, place),)
    except (ValueError, MemoryError, RecursionError, OverflowError):
        return None, (finding("ITR106.formula", place, limit=DEEPEST),)
    columns = _Columns(stripped, start, place, trusted=trusted)
    problem = _first_problem(tree, columns, stripped)
    if problem is not None:
        return None, (problem,)
    return _exact(tree, columns), ()


class _Columns:
    """Turns the byte offsets of Python's parser into places in the file."""

    def __init__(self, text: str, start: int, place: Place, *, trusted: bool) -> None:
        self.trusted = trusted
        self.plain = text.isascii()
        self.encoded = text.encode()
        self.start = start
        self.place = place

    def offset(self, byte: int) -> int:
        return byte if self.plain else len(self.encoded[:byte].decode())

    def place_of(self, node: ast.expr) -> Place:
        first = self.offset(node.col_offset)
        last = self.offset(node.end_col_offset or node.col_offset)
        return self.at(first, last - first)

    def at(self, offset: int, length: int = 1) -> Place:
        place = self.place
        return Place(place.file, place.line, place.column + self.start + offset, place.cell, max(length, 1))


def _text_problem(text: str, place: Place) -> Finding | None:
    """Refuse text that no formula needs, before any parser sees it."""
    if not text.strip():
        return finding("ITR110.formula", place)
    if len(text) > LONGEST:
        return finding("ITR202", place, found=len(text), limit=LONGEST)
    composed = unicodedata.normalize("NFC", text) == text
    strange = next((n for n, sign in enumerate(text) if not _is_known(sign, composed=composed)), None)
    if strange is not None:
        return _sign_problem(text[strange], Place(place.file, place.line, place.column + strange, place.cell))
    share = _SHARE.search(text)
    if share is not None and share[0] == f"{share[1]}%":  # to Python a remainder: 100% - a is 100 % (-a)
        at = Place(place.file, place.line, place.column + share.start(), place.cell, len(share[1]) + 1)
        return finding("ITR207", at, help=_hint_of_share(text))
    if (day := DAY.search(text)) is not None:  # to Python a subtraction: 2022-12-15 is 1995
        at = Place(place.file, place.line, place.column + day.start(), place.cell, len(day[0]))
        return finding("ITR210", at, help=as_parameter(day[0]), found=day[0])
    return None if composed else finding("ITR206", place)


def _is_known(sign: str, *, composed: bool) -> bool:
    """Say whether a sign may stand in a formula: in a text that is not composed, marks too."""
    if sign.isascii():
        return sign.isprintable() and sign not in "#\\`$?@;[]{}~&|^:"
    category = unicodedata.category(sign)
    # A mark that composes with nothing (a variation selector, a joiner) would make a name that only looks known.
    return (category[0] == "L" and "LATIN" in unicodedata.name(sign, "")) or (category == "Mn" and not composed)


def _sign_problem(sign: str, at: Place) -> Finding:
    shown = sign if sign.isprintable() and unicodedata.category(sign)[0] != "M" else f"U+{ord(sign):04X}"
    return finding("ITR205", at, help=_SIGNS.get(sign), sign=shown, name=unicodedata.name(sign, f"U+{ord(sign):04X}"))


_SIGNS = {
    ";": ("Các phần trong ngoặc cách nhau bằng dấu phẩy: min(a, b).", "Arguments are parted by commas: min(a, b)."),
    "&": ('Viết "and".', 'Write "and".'),
    "|": ('Viết "or".', 'Write "or".'),
    "^": ('Lũy thừa viết là "**".', 'A power is written "**".'),
    "×": ('Viết "*".', 'Write "*".'),
    "÷": ('Viết "/".', 'Write "/".'),
    "≥": ('Viết ">=".', 'Write ">=".'),
    "≤": ('Viết "<=".', 'Write "<=".'),
    "≠": ('Viết "!=".', 'Write "!=".'),
    "–": ('Dấu trừ viết là "-".', 'A minus is written "-".'),
    "−": ('Dấu trừ viết là "-".', 'A minus is written "-".'),
    "“": ('Dùng dấu nháy thẳng: "...".', 'Use straight quotes: "...".'),
    "”": ('Dùng dấu nháy thẳng: "...".', 'Use straight quotes: "...".'),
}


def _syntax_problem(text: str, start: int, error: SyntaxError, place: Place) -> Finding:
    offset = max((error.offset or 1) - 1, 0)
    at = Place(place.file, place.line, place.column + start + min(offset, len(text)), place.cell)
    return finding("ITR207", at, help=next((hint for ask in _HINTS if (hint := ask(text)) is not None), None))


def _hint_of_share(text: str) -> Hint:
    if (share := _SHARE.search(text)) is None:
        return None
    plain = format(Decimal(share[1]).scaleb(-2).normalize(), "f")
    return (
        f"Trong công thức viết {plain} thay cho {share[1]}%, hoặc đặt một tham số.",
        f"Write {plain} for {share[1]}%, or name a parameter.",
    )


def _hint_of_sign(text: str) -> Hint:
    if (written := re.search(r"=>|=<|<>", text)) is None:
        return None
    plain = {"=>": ">=", "=<": "<=", "<>": "!="}[written[0]]
    return (f'Viết "{plain}" thay cho "{written[0]}".', f'Write "{plain}" for "{written[0]}".')


def _hint_of_word(text: str) -> Hint:
    word = next((word for word in _WORDS if re.search(rf"\b{word}\b", text)), None)
    if word is None:
        return None
    return (f'Viết "{_WORDS[word]}" thay cho "{word}".', f'Write "{_WORDS[word]}" for "{word}".')


def _hint_of_letter(text: str) -> Hint:
    if (written := _LETTER_IN_NUMBER.search(text)) is None:
        return None
    found, meant = written[0], written[0].translate(_DIGITS_MEANT)
    asked = (f"; có phải {meant}?", f"; did you mean {meant}?") if _NUMBER.fullmatch(meant) else (".", ".")
    return (f"{found} có chữ cái trong số{asked[0]}", f"{found} is a number with a letter in it{asked[1]}")


_LETTER_IN_NUMBER = re.compile(r"(?<![\w.])\d[\d.]{0,40}[^\W\d_][\w.]{0,40}")
_DIGITS_MEANT = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


EXCEL_IF = (
    "Không viết IF(…) như Excel mà viết: 1 if a > 2 else 0.",
    "Not IF(…) as in Excel but: 1 if a > 2 else 0.",
)
_EQUALITY = ('So sánh bằng viết là "==".', 'Equality is written "==".')
_COMMA = ("Số thập phân trong công thức viết với dấu chấm: 1.5.", "A decimal is written with a point: 1.5.")


_HINTS: tuple[Callable[[str], Hint], ...] = (
    _hint_of_share,
    lambda text: EXCEL_IF if re.search(r"\bif\s*\(", text, re.IGNORECASE) else None,
    _hint_of_sign,
    lambda text: _EQUALITY if re.search(r"(?<![=!<>])=(?!=)", text) else None,
    _hint_of_word,
    lambda text: _COMMA if _DECIMAL_COMMA.search(text) else None,
    _hint_of_letter,
)
"""What may be meant by a text that is no formula: the first that has something to say."""


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr_context):
            yield child


def _walked(tree: ast.expr) -> Iterator[tuple[ast.AST, int]]:
    """Walk a tree without recursion, from left to right, each node with its depth."""
    todo: list[tuple[ast.AST, int]] = [(tree, 1)]
    while todo:
        node, depth = todo.pop()
        if not isinstance(node, OPERATORS):
            yield node, depth
            below = node.args if isinstance(node, ast.Call) else list(_children(node))
            todo.extend((child, depth + 1) for child in reversed(below))


def _first_problem(tree: ast.expr, columns: _Columns, text: str) -> Finding | None:
    """Find the first thing in a tree that formulas do not have."""
    for count, (node, depth) in enumerate(_walked(tree), 1):
        at = columns.place_of(node) if isinstance(node, ast.expr) else columns.place
        if count > MOST_NODES:
            return finding("ITR202", columns.place, found=f"> {MOST_NODES}", limit=MOST_NODES)
        if depth > DEEPEST:
            return finding("ITR106.formula", at, limit=DEEPEST)
        if not isinstance(node, NODES):
            hint = _COMMA if isinstance(node, ast.Tuple) and _DECIMAL_COMMA.search(text) else None
            return finding("ITR208", at, help=hint, what=_snippet(node, columns))
        if (problem := _node_problem(node, columns, at)) is not None:
            return problem
    return None


def _node_problem(node: ast.AST, columns: _Columns, at: Place) -> Finding | None:
    match node:
        case ast.Call(func=ast.Name() as function, keywords=[]):
            if len(node.args) > MOST_ARGUMENTS:
                return finding("ITR202.arguments", at, found=len(node.args), limit=MOST_ARGUMENTS)
            return None if columns.trusted else _name_problem(function, columns)
        case ast.Name():
            return _name_problem(node, columns)
        case ast.Constant():
            return _constant_problem(node, columns, at)
        case ast.BinOp(op=ast.Pow(), right=exponent):
            return _exponent_problem(exponent, columns)
        case ast.Compare(ops=operators):
            is_known = all(isinstance(each, OPERATORS) for each in operators)
        case ast.BinOp(op=operator) | ast.UnaryOp(op=operator):
            is_known = isinstance(operator, OPERATORS)
        case _:
            is_known = not isinstance(node, ast.Call)
    return None if is_known else finding("ITR208", at, what=_snippet(node, columns))


def _constant_problem(node: ast.Constant, columns: _Columns, at: Place) -> Finding | None:
    if isinstance(node.value, str):
        return None
    if node.value is None or isinstance(node.value, bool):
        return finding("ITR208", at, what=_snippet(node, columns))
    written = _source(node, columns)
    if not _NUMBER.fullmatch(written):
        return finding("ITR210", at, found=written)
    return finding("ITR202.number", at, limit=LONGEST_NUMBER) if len(written) > LONGEST_NUMBER else None


def _exponent_problem(exponent: ast.expr, columns: _Columns) -> Finding | None:
    """Refuse an exponent that is no small whole number."""
    bare = exponent
    if isinstance(bare, ast.UnaryOp) and isinstance(bare.op, (ast.USub, ast.UAdd)):
        bare = bare.operand
    value = bare.value if isinstance(bare, ast.Constant) else None
    if type(value) is int and value <= GREATEST_EXPONENT:
        return None
    return finding("ITR372.exponent", columns.place_of(exponent), limit=GREATEST_EXPONENT)


def _name_problem(node: ast.Name, columns: _Columns) -> Finding | None:
    """Refuse a name that Python reads as another one (full-width letters, ligatures), and names of ours."""
    written = _source(node, columns)
    if written != node.id:
        folded = (n for n, sign in enumerate(written) if unicodedata.normalize("NFKC", sign) != sign)
        index = next(folded, 0)
        at = columns.at(columns.offset(node.col_offset) + index)
        return finding("ITR205", at, sign=written[index], name=unicodedata.name(written[index], node.id))
    if node.id.startswith("_"):
        hint = ('Tên không được bắt đầu bằng "_".', 'A name may not begin with "_".')
        return finding("ITR205", columns.place_of(node), help=hint, sign="_", name="LOW LINE")
    return None


def _snippet(node: ast.AST, columns: _Columns) -> str:
    """Show what is meant as it is written, cut where it is long; some nodes have no place of their own."""
    text = ast.get_source_segment(columns.encoded.decode(), node) or type(node).__name__
    return text if len(text) <= LONGEST_NUMBER else text[: LONGEST_NUMBER - 1] + "…"


def _source(node: ast.expr, columns: _Columns) -> str:
    return columns.encoded[node.col_offset : node.end_col_offset].decode()


def _exact(tree: ast.expr, columns: _Columns) -> ast.expr:
    """Put exact numbers for constants and places on all nodes, in the tree itself: it is ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            node.place = columns.place_of(node)  # type: ignore[attr-defined]
            if isinstance(node, ast.Constant) and not isinstance(node.value, str):
                node.value = Fraction(_source(node, columns))  # type: ignore[assignment]
    return tree


def limits_of(tree: ast.expr) -> Finding | None:
    """Hold the limits of size and depth on a tree in which functions were put in place.

    >>> limits_of(ast.Name(id="a", ctx=ast.Load())) is None
    True
    """
    todo = [(tree, 1)]
    count = 0
    while todo:
        node, depth = todo.pop()
        count += 1 + isinstance(node, ast.Call)  # the name of a function is a part too
        if count > MOST_NODES_IN_PLACE:
            return finding("ITR202", place_of(tree), found=f"> {MOST_NODES_IN_PLACE}", limit=MOST_NODES_IN_PLACE)
        if depth > 2 * DEEPEST:
            return finding("ITR106.formula", place_of(tree), limit=2 * DEEPEST)
        todo += [(child, depth + 1) for child in below(node)]
    return None
