"""Read `NAME.whatif.yaml`: strict YAML compared with its schema; only what is named in it is tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..files.contents import read_inside
from ..formula.suggest import closest, did_you_mean
from ..language.document import MOST_BYTES, Map, read_document
from ..language.inputs import words
from ..language.validate import mismatches
from ..model.codes import has_errors, is_unopened
from ..model.findings import Finding, Place, finding, in_order
from ..model.ruleset import Ruleset
from ..year import Stopped
from .scenario import Change, Scenario, problems_of, value_of
from .scenario_schema import FORMAT, scenario_schema

SUFFIX = ".whatif.yaml"


@dataclass(frozen=True, slots=True)
class Kept:
    """The scenarios of a file.

    Attributes:
        name: of the file.
        scenarios: by name, in the order of the file.
        texts: the file's text, for excerpts.
    """

    name: str
    scenarios: Mapping[str, Scenario]
    texts: Mapping[str, str]


def beside(ruleset: Path) -> Path:
    """Give where the scenarios of a ruleset are kept.

    >>> beside(Path("rulesets/2022.yaml")).as_posix()
    'rulesets/2022.whatif.yaml'
    """
    return ruleset.with_name(ruleset.stem + SUFFIX)


def read_scenarios(path: Path, ruleset: Ruleset) -> Kept | Stopped:
    """Read a file of scenarios for a ruleset."""
    name = path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
    content = read_inside(path, path.parent, name, MOST_BYTES)
    if isinstance(content, Finding):
        return Stopped((content,), is_usage=is_unopened((content,)))
    return scenarios_of(content, name, path.parent, ruleset)


def scenarios_of(content: bytes, name: str, folder: Path, ruleset: Ruleset) -> Kept | Stopped:
    """Make scenarios of the bytes of their file."""
    texts = {name: content.decode("utf-8", "replace")}
    document, findings = read_document(content, name, form=FORMAT)
    if document is not None and not has_errors(findings):
        findings = (*findings, *mismatches(document, scenario_schema()))
    if document is None or has_errors(findings):
        return Stopped(in_order(findings), is_usage=False, texts=texts)
    own, wanted = f"{ruleset.id}@{ruleset.version}", str(document.get("ruleset", ""))
    if wanted and wanted != own:
        wrong = finding("ITR787", document.value_places["ruleset"], found=wanted, wanted=own)
        return Stopped((wrong,), is_usage=False, texts=texts)
    problems: list[Finding] = []
    made = {str(id_): _scenario(str(id_), each, folder, problems) for id_, each in document["scenarios"].items()}
    if problems:
        return Stopped(in_order(problems), is_usage=False, texts=texts)
    return Kept(name, made, texts)


def _scenario(id_: str, given: Map, folder: Path, problems: list[Finding]) -> Scenario:
    """Make one scenario of a part that the schema has passed."""
    changes = []
    said = given.get("set", Map())
    for address, value in said.items():
        place = said.value_places[address]
        read = value_of(value, place)
        if isinstance(read, Finding):
            problems.append(read)
        else:
            changes.append(Change(str(address), read, place))
    amendment = (folder / str(given["amend"])).as_posix() if "amend" in given else ""
    made = Scenario(id_, words(given.get("title")), tuple(changes), amendment)
    problems += problems_of(made)
    return made


def chosen(kept: Kept, names: Sequence[str]) -> tuple[Scenario, ...] | Finding:
    """Give the scenarios of a file that are named, all of them where none is."""
    for name in names:
        if name not in kept.scenarios:
            listed = ", ".join(list(kept.scenarios)[:12])
            help_ = did_you_mean(closest(name, kept.scenarios), f"Các kịch bản: {listed}.", f"The scenarios: {listed}.")
            return finding("ITR783", Place(kept.name), help=help_, name=name)
    return tuple(kept.scenarios[name] for name in dict.fromkeys(names)) if names else tuple(kept.scenarios.values())


def of_amendment(name: str) -> Scenario:
    """Make a scenario of an amendment file."""
    return replace(Scenario(name, words(Path(name).name)), amendment=name)
