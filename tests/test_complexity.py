"""How many ways lead through a function: none has more than twenty but for those listed, few have more than ten.

Ruff's C901 counts statements alone; here `and`, `or`, `x if y else z` and the loops and conditions of comprehensions
count too, as each is a way that a reader has to follow (radon counts the same). Asserts state what holds, and do not.
`python tests/test_complexity.py` prints the figures of each room, and the worst functions.
"""

import ast
import os
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MANY, MOST = 10, 20
# The share of functions with more than ten: lower it when it has become less, never raise it.
SHARE = 0.08
# Functions that have more than twenty: ITRANK_WRITE=1 takes those off that were split; none is added.
LIST = Path(__file__).parent / "complexity.txt"
LISTED = frozenset(LIST.read_text("utf-8").split())


def ways(function: ast.AST) -> int:
    """Count the ways through a function, those of the functions inside it with them."""
    return 1 + sum(map(_more, ast.walk(function)))


def _more(node: ast.AST) -> int:
    more = MORE.get(type(node))  # most of a million nodes are none of these
    return more(node) if more else 0


def _of_choice(_: ast.AST) -> int:
    return 1


def _of_loop(node: ast.For | ast.AsyncFor | ast.While) -> int:
    return 1 + bool(node.orelse)


def _of_try(node: ast.Try | ast.TryStar) -> int:
    return len(node.handlers) + bool(node.orelse)


def _of_match(node: ast.Match) -> int:
    last = node.cases[-1]
    return len(node.cases) - (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None)


MORE = {
    **dict.fromkeys((ast.If, ast.IfExp), _of_choice),
    **dict.fromkeys((ast.For, ast.AsyncFor, ast.While), _of_loop),
    **dict.fromkeys((ast.Try, ast.TryStar), _of_try),
    ast.BoolOp: lambda node: len(node.values) - 1,
    ast.comprehension: lambda node: 1 + len(node.ifs),
    ast.Match: _of_match,
}


def functions(tree: ast.AST, inside: str = ""):
    """Give the functions of modules and classes with their names; one inside a function is a part of it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{inside}{node.name}", node
        else:
            yield from functions(node, f"{inside}{node.name}." if isinstance(node, ast.ClassDef) else inside)


def measured() -> dict[tuple[str, str], int]:
    """Count the ways of every function that is shipped, by its room and its name with its module's."""
    found = {}
    for path in (*sorted((ROOT / "engine").rglob("*.py")), *sorted((ROOT / "commands").rglob("*.py")), ROOT / "cli.py"):
        room = "/".join(path.relative_to(ROOT).parts[:-1][:2])
        for name, node in functions(ast.parse(path.read_text("utf-8"))):
            key = room, f"{path.stem}.{name}"
            found[key] = max(ways(node), found.get(key, 0))
    return found


@pytest.fixture(scope="module")
def counts():
    return measured()


@pytest.mark.long
def test_no_function_has_more_than_twenty_ways_but_those_listed(counts):
    over = {name: count for (_, name), count in counts.items() if count > MOST and name not in LISTED}
    assert not over, "split these by idea"


def test_no_function_is_listed_that_need_not_be(counts):
    over = {name for (_, name), count in counts.items() if count > MOST}
    if os.environ.get("ITRANK_WRITE") == "1":
        LIST.write_text("".join(f"{name}\n" for name in sorted(LISTED & over)), "utf-8")
        return
    assert sorted(LISTED - over) == [], "ITRANK_WRITE=1 pytest tests/test_complexity.py takes these off the list"


def test_few_functions_have_more_than_ten_ways(counts):
    share = sum(count > MANY for count in counts.values()) / len(counts)
    assert share <= SHARE, f"{share:.4f} of all functions"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return a", 1),
        ("if a:\n  b()\nelif c:\n  d()\nelse:\n  e()", 3),
        ("return a if b and c or d else e", 4),
        ("return [x for x in a if x if y]", 4),
        ("for x in a:\n  b()\nelse:\n  c()", 3),
        ("while a:\n  b()", 2),
        ("try:\n  a()\nexcept B:\n  c()\nexcept D:\n  e()\nelse:\n  f()\nfinally:\n  g()", 4),
        ("match a:\n  case 1:\n    b()\n  case 2 if c and d:\n    e()\n  case _:\n    f()", 4),
        ("match a:\n  case 1:\n    b()\n  case 2:\n    e()", 3),
        ("assert a\nreturn b", 1),
        ("def inside():\n  return a or b\nreturn inside", 2),
    ],
)
def test_ways_are_counted_as_a_reader_meets_them(body, count):
    (function,) = ast.parse("def f():\n  " + body.replace("\n", "\n  ")).body
    assert ways(function) == count


if __name__ == "__main__":
    rooms = defaultdict(list)
    for (room, name), count in measured().items():
        rooms[room].append((count, name))
        rooms["all"].append((count, name))
    for room, rows in sorted(rooms.items()):
        many, most = (sum(count > bound for count, _ in rows) for bound in (MANY, MOST))
        print(f"{room:17} {len(rows):5} functions, {many:4} ({many / len(rows):.1%}) above 10, {most:3} above 20")
    print(*(f"{count:3} {name}" for count, name in sorted(rooms["all"], reverse=True) if count > MOST), sep="\n")
