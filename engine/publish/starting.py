"""The files of a new project: a ruleset that evaluates at once, its data, and what an editor needs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

TEMPLATE_YEAR = "2025"  # of the files in examples/project; nothing else in them is written so
EXAMPLE = "mau-hai-cap"
PRACTICE = "cntt"
Start = Literal["small", "example", "practice"]
"""With what a project begins: a ruleset of four criteria, the template for two levels, or a made-up year to practise."""
_SHARED = {
    "vscode/extensions.json": ".vscode/extensions.json",
    "vscode/settings.json": ".vscode/settings.json",
    "vscode/tasks.json": ".vscode/tasks.json",
    "gitattributes": ".gitattributes",
    "editorconfig": ".editorconfig",
}
_OWN = ("README.md", "itrank.yaml")
_SMALL = ("rulesets/2025.yaml", "data/2025.csv", "data/2025.units.csv")
_PRACTICE = (
    "rulesets/cntt.yaml", "don-vi.csv",
    "mau/nop-dot-1.csv", "mau/tra-loi-1.csv", "mau/nop-dot-2.csv", "mau/tra-loi-2.csv",
)  # fmt: skip
_PAPERS = ("phu-luc.docx", "bien-ban.docx")
_SCHEMAS = ("ruleset", "project")


def project_files(package: Path, year: int, start: Start = "small") -> Mapping[str, str | bytes]:
    """Give the files of a new project: path -> text, or the bytes of what is no text.

    Args:
        package: where the templates, schemas and examples are.
        year: of the figures.
        start: with what it begins.
    """
    template = package / "examples" / "project"
    own = package / "examples" / "practice" if start == "practice" else template
    made: dict[str, str | bytes] = {
        target: _of_year(_read(template / source), year) for source, target in _SHARED.items()
    }
    for name in _OWN:
        text = _read(own / name)
        made[name] = _of_year(_for_example(text) if start == "example" else text, year)
    match start:
        case "example":
            made[f"rulesets/{EXAMPLE}.yaml"] = _read(package / "rulesets" / f"{EXAMPLE}.yaml")
            for suffix in (".csv", ".units.csv"):
                made[f"data/{EXAMPLE}{suffix}"] = _read(package / "examples" / "data" / f"{EXAMPLE}{suffix}")
        case "practice":
            made |= {name: _of_year(_read(own / name), year) for name in _PRACTICE}
            made |= {name: (own / name).read_bytes() for name in _PAPERS}
        case "small":
            made |= {_of_year(name, year): _of_year(_read(own / name), year) for name in _SMALL}
    return made | {
        f"schemas/{name}.schema.json": _read(package / "schemas" / f"{name}.schema.json") for name in _SCHEMAS
    }


def first_commands(start: Start = "small") -> tuple[str, ...]:
    """Give the commands to run first."""
    if start == "practice":
        return ("itrank check", "itrank status")
    return ("itrank check", "itrank evaluate", "itrank explain so_01", "itrank status")


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _of_year(text: str, year: int) -> str:
    """Write the project's year for the template's, and the year after for the one after.

    >>> _of_year("itrank new 2026 --from 2025", 2030)
    'itrank new 2031 --from 2030'
    """
    marked = text.replace(str(int(TEMPLATE_YEAR) + 1), "\0").replace(TEMPLATE_YEAR, str(year))
    return marked.replace("\0", str(year + 1))


def _for_example(text: str) -> str:
    """Name the example's files in place of the year's.

    >>> _for_example("`data/2025.csv`, năm 2025")
    '`data/mau-hai-cap.csv`, năm 2025'
    """
    for kept in ("rulesets/2025", "data/2025", "--from 2025"):
        text = text.replace(kept, kept.replace(TEMPLATE_YEAR, EXAMPLE))
    return text
