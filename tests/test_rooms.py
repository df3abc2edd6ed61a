"""The rooms of the engine: each has its place, its words and its row in CONTRIBUTING, and nothing imports in a circle."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*chain.from_iterable((ROOT / top).rglob("*.py") for top in ("engine", "commands")), *ROOT.glob("*.py")])


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Give every statement, at any depth, without looking into expressions: these are most of a tree."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        inner = getattr(tree, name, ())
        for each in inner if isinstance(inner, list) else ():
            yield each
            yield from statements(each)


def imported(module: str, path: Path, known: Mapping[str, object]) -> Iterator[str]:
    """Give the modules that one imports, at its top, within a function or for types alone."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in statements(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            source = ".".join([*filter(None, above), *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield inner if inner in known else source


def circle_in(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.long
def test_no_modules_import_each_other_in_a_circle():
    """Import contracts hold between rooms; within a room an import in a function would hide a circle."""
    graph = {module: set(imported(module, path, MODULES)) & MODULES.keys() for module, path in MODULES.items()}
    assert sum(map(len, graph.values())) > 1_000
    assert circle_in(graph) == []


def test_a_circle_is_found():
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert sorted(set(circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}}))) == ["a", "b", "c"]


def test_an_import_within_a_function_counts(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        "def f():\n    from ..files import guard\n    from . import tables\n    from .tables import letters\n"
    )
    known = {"engine.files.guard", "engine.observe.tables"}
    found = list(imported("engine.observe.x", path, dict.fromkeys(known)))
    assert found == ["engine.files.guard", "engine.observe.tables", "engine.observe.tables"]


def rooms_on_disk() -> set[str]:
    return {path.parent.name for path in (ROOT / "engine").glob("*/__init__.py")}


def rooms_of_the_table() -> list[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = text[text.index("| room | what lives there |") :].partition("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \| \S.* \|$", table, re.MULTILINE)


def layers() -> list[set[str]]:
    """The floors of the contract, the lowest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (rooms,) = (each for each in contracts if each.get("containers") == ["itrank.engine"])
    assert rooms["type"] == "layers"
    assert rooms["exhaustive"] is True
    return [set(re.split(r"\s*[|:]\s*", layer)) for layer in reversed(rooms["layers"])]


def test_every_room_has_a_row_and_a_floor():
    assert sorted(rooms_of_the_table()) == sorted(rooms_on_disk())
    assert set().union(*layers()) == rooms_on_disk()


def test_the_rows_are_in_the_order_of_the_floors():
    floor = {room: number for number, rooms in enumerate(layers()) for room in rooms}
    order = [floor[room] for room in rooms_of_the_table()]
    assert order == sorted(order)


@pytest.mark.parametrize("path", sorted((ROOT / "engine").rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_every_room_says_what_lives_there(path):
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said
    assert len(said.partition("\n")[0]) >= 40
    assert not re.search(r"\bfloor \d", said, re.IGNORECASE), "the order of the rooms is that of the contract"


JSON_READERS = {"engine/files/strict_json.py", "engine/bundle/recompute.py"}
"""The one reader; and the second evaluator, which runs alone and imports nothing of itrank."""


def test_json_is_read_by_the_strict_reader_alone():
    """Whatever a stranger sent: keys that come twice, NaN, endless nests and numbers that a float would change."""
    found = set()
    texts = {path: path.read_text("utf-8") for path in FILES}
    for path in (path for path, text in texts.items() if re.search("json|msgspec", text)):
        for node in ast.walk(ast.parse(texts[path])):
            is_call = isinstance(node, ast.Attribute) and node.attr in {"load", "loads", "JSONDecoder", "raw_decode"}
            if is_call and isinstance(node.value, ast.Name) and node.value.id in {"json", "msgspec", "orjson"}:
                found.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.ImportFrom) and node.module == "json":
                found.add(path.relative_to(ROOT).as_posix())
    assert found == JSON_READERS


XML_READERS = {"engine/files/guard.py", "engine/report/charts.py"}
"""The guard; and the charts, whose SVG itrank made itself."""


def test_xml_is_read_behind_the_guard_alone():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if re.search(r"^(?:from|import) (?:xml|lxml|defusedxml)\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert found == XML_READERS
