"""The files of a new project: a ruleset that evaluates at once, its data, and what an editor needs."""

from collections.abc import Mapping
from pathlib import Path

TEMPLATE_YEAR = "2025"  # of the files in examples/project; nothing else in them is written so
EXAMPLE = "mau-hai-cap"
_SHARED = {
    "vscode/extensions.json": ".vscode/extensions.json",
    "vscode/settings.json": ".vscode/settings.json",
    "vscode/tasks.json": ".vscode/tasks.json",
    "gitattributes": ".gitattributes",
    "editorconfig": ".editorconfig",
    "README.md": "README.md",
}
_OWN = ("rulesets/2025.yaml", "data/2025.csv", "data/2025.units.csv")


def project_files(package: Path, year: int, *, example: bool = False) -> Mapping[str, str]:
    """Give the files of a new project: path -> text.

    Args:
        package: where the templates, schemas and examples are.
        year: of the figures.
        example: begin with the template for two levels of government, in place of a ruleset of four criteria.
    """
    template = package / "examples" / "project"
    made = {}
    for source, target in _SHARED.items():
        text = _read(template / source)
        made[target] = _of_year(_for_example(text) if example else text, year)
    if example:
        made[f"rulesets/{EXAMPLE}.yaml"] = _read(package / "rulesets" / f"{EXAMPLE}.yaml")
        for suffix in (".csv", ".units.csv"):
            made[f"data/{EXAMPLE}{suffix}"] = _read(package / "examples" / "data" / f"{EXAMPLE}{suffix}")
    else:
        for source in _OWN:
            made[_of_year(source, year)] = _of_year(_read(template / source), year)
    made["schemas/ruleset.schema.json"] = _read(package / "schemas" / "ruleset.schema.json")
    return made


def first_commands(name: str, *, example: bool = False) -> tuple[str, str, str]:
    """Give the three commands to run first.

    >>> first_commands("2026")[1]
    'itrank evaluate --ruleset 2026.yaml'
    """
    stem, unit = (EXAMPLE, "so_01") if example else (name, "so_01")
    return ("itrank check", f"itrank evaluate --ruleset {stem}.yaml", f"itrank explain {unit} --ruleset {stem}.yaml")


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
    for kept in ("rulesets/2025", "data/2025", "--ruleset 2025", "--from 2025"):
        text = text.replace(kept, kept.replace(TEMPLATE_YEAR, EXAMPLE))
    return text
