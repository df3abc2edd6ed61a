"""What is installed is what is in the tree: every package, every data file, and nothing of the tests."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.formula.substitute import template
from itrank.engine.language import kinds, schema, validate
from itrank.engine.language.kinds.fragments import EXPRESSION, described
from itrank.engine.language.kinds.kind import Kind
from itrank.engine.model.codes import message
from itrank.engine.model.ruleset import Words
from itrank.engine.observe import table_of

ROOT = Path(__file__).resolve().parent.parent
TOOL = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


def modules(pattern: str = "*.py") -> list[Path]:
    return [path for top in ("engine", "commands") for path in (ROOT / top).rglob(pattern)]


def packages() -> list[str]:
    """Name the packages that are there: the root and every folder of code with an `__init__.py`."""
    folders = [path.parent.relative_to(ROOT) for path in modules("__init__.py")]
    return sorted(["itrank", *(".".join(("itrank", *folder.parts)) for folder in folders)])


def data_files() -> set[str]:
    patterns = ("rulesets/**/*.yaml", "schemas/*.json", "examples/**/*", "docs/codes/*.md", "py.typed")
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return {f"itrank/{path.relative_to(ROOT).as_posix()}" for path in found}


def test_every_package_is_listed_and_every_listed_package_is_there():
    assert sorted(TOOL["packages"]) == packages()
    assert len(packages()) >= 11


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for path in modules()}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def build(folder: Path) -> Path:
    """Build a wheel from a copy of the tree, with the setuptools at hand if it is new enough."""
    tree = folder / "tree"
    kept = shutil.ignore_patterns(
        ".*", "*.egg-info", "build", "dist", "__pycache__", "decisions", "images", "benchmarks", "node_modules"
    )
    shutil.copytree(ROOT, tree, ignore=kept)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(folder), str(tree)]
    if importlib.util.find_spec("setuptools") is not None:
        from setuptools import __version__

        if int(__version__.split(".")[0]) >= 77:
            command.insert(-1, "--no-build-isolation")
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    if "No matching distribution found for setuptools" in done.stderr:
        pytest.skip("neither setuptools 77 nor a package index is at hand")
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    with zipfile.ZipFile(build(tmp_path_factory.mktemp("wheel"))) as archive:
        return archive.namelist()


@pytest.mark.long
def test_the_wheel_holds_every_module_and_every_data_file(wheel):
    code = {f"itrank/{path.relative_to(ROOT).as_posix()}" for path in modules()}
    code |= {"itrank/__init__.py", "itrank/__main__.py", "itrank/cli.py", "itrank/pytest_plugin.py"}
    assert len(data_files()) >= 10
    assert sorted((code | data_files()) - set(wheel)) == []


def test_the_wheel_holds_nothing_else(wheel):
    top = {name.split("/")[0] for name in wheel}
    assert {name for name in top if not name.endswith(".dist-info")} == {"itrank"}
    inside = {name.split("/")[1] for name in wheel if name.startswith("itrank/")}
    own = {
        "__init__.py",
        "__main__.py",
        "cli.py",
        "py.typed",
        "pytest_plugin.py",
        "commands",
        "engine",
        "rulesets",
        "schemas",
        "examples",
        "docs",
    }
    assert inside == own


def test_the_wheel_installs_the_command(wheel):
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)


# ── A new scoring kind is one record in one file, and its line in the table ─────────────────────────────────────────


def _lower_half(score, leaf):
    value = leaf.expression(score["half_of"], "half_of")
    return None if value is None else template("X / 2", at=leaf.at, X=value)


HALF = Kind(
    name="half_of",
    keys={"half_of": described(EXPRESSION, "Một nửa.", "A half.")},
    lower=_lower_half,
    words=Words(vi="một nửa", en="a half"),
    example="score: {half_of: so_hop}",
)
TEXT = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs: {so_hop: {type: count}}
scorecards: {bang: {criteria: [{id: nua, score: {half_of: so_hop}}]}}
"""


@pytest.fixture
def _with_half_of(monkeypatch):
    """Add the record to the table of kinds, which the schema and its validator are made of."""
    made = (schema.ruleset_schema, validate._validator)
    monkeypatch.setitem(kinds.KINDS, HALF.name, HALF)
    for cached in made:
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in made:
        cached.cache_clear()


@pytest.mark.usefixtures("_with_half_of")
def test_a_new_kind_is_one_record_in_the_table_of_kinds():
    loaded = load_text(TEXT)
    assert [message(found, "en") for found in loaded.findings] == []
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("d", [{"id": "a", "so_hop": "7"}])]))
    assert str(result.units[0].outcome) == "7/2"
    assert '"half_of"' in schema.written()


def test_a_kind_that_is_not_in_the_table_is_refused():
    loaded = load_text(TEXT)
    assert loaded.ruleset is None
    assert "half_of" in "".join(message(found, "en") for found in loaded.findings)
    assert '"half_of"' not in schema.written()


def test_a_kind_is_known_by_its_own_file_and_the_table_alone():
    """Nothing outside `kinds/` speaks of a kind by its name in `score:`, but as a word that others use too (a share).

    The drafts of `annex/` are rulesets: they are written in the language, as those of `rulesets/` are.
    """
    sources = [
        path.read_text("utf-8")
        for path in (ROOT / "engine").rglob("*.py")
        # charts.py speaks Vega-Lite, which has scales of its own.
        if path.parent.name not in {"kinds", "annex"} and path.name not in {"words.py", "charts.py"}
    ]
    text = "\n".join(sources)
    assert [name for name in ("ratio", "checklist", "interpolate", "relative", "scale") if f'"{name}"' in text] == []


def test_every_extra_that_a_page_installs_is_there():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    pages = [
        page
        for page in ROOT.rglob("*.md")
        if not any(part.startswith(".") or part == "node_modules" for part in page.relative_to(ROOT).parts)
    ]
    named = {
        extra
        for page in pages
        for found in re.findall(r"'\.\[([a-z, ]+)\]'", page.read_text("utf-8"))
        for extra in found.split(",")
    }
    assert named >= {"test", "dev", "mutation"}
    assert named <= extras.keys()
