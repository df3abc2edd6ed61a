"""The ruleset that a name means, loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files.file_names import ruleset_name
from ..files.resolve import Named, find_ruleset, package_folder
from ..language import Loaded, load
from ..language.silence import apply
from ..model.codes import is_unopened
from ..model.findings import Finding, finding
from ..model.ruleset import Ruleset
from .stopping import Stopped


@dataclass(frozen=True, slots=True)
class Rules:
    """A ruleset that was found and loaded without errors.

    Attributes:
        named: the file, under the name that results give it.
        findings: warnings that no comment in the file silences.
        texts: file name -> text, for the excerpts of findings.
        loaded: the ruleset with its document.
        shown: file name -> what the user called the file, for the terminal.
    """

    named: Named
    ruleset: Ruleset
    findings: tuple[Finding, ...]
    texts: Mapping[str, str]
    loaded: Loaded
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> str:
        """What the user called the ruleset."""
        return self.shown.get(self.named.name, self.named.name)


def open_rules(name: str) -> Rules | Stopped:
    """Find and load the ruleset that a name means, seen from the current folder.

    Args:
        name: a path, `2022.yaml`, `2022` or `id@version`; of `id@version` the file has to be that version.

    >>> rules = open_rules("2022")
    >>> rules.ruleset.id, rules.named.name
    ('haugiang-dti', 'itrank/rulesets/2022.yaml')
    >>> open_rules("2022@7").findings[0].code
    'ITR901'
    """
    typed = find_ruleset(name, Path(), package_folder())
    if isinstance(typed, Finding):
        return Stopped((typed,), is_usage=True)
    named = Named(typed.path, ruleset_name(typed.path, typed.name))
    shown = {named.name: typed.name}
    rules = load_rules(named)
    if isinstance(rules, Stopped):
        return replace(rules, shown=shown)
    declared = f"{rules.ruleset.id}@{rules.ruleset.version}"
    if "@" in name and not named.path.name.startswith(name) and declared != name:
        return Stopped((finding("ITR105.other", name=typed.name, found=declared, wanted=name),), is_usage=True)
    return replace(rules, shown=shown)


def load_rules(named: Named) -> Rules | Stopped:
    """Load a ruleset from a file or from memory; errors in it stop, warnings that are not silenced stay with it."""
    loaded = load(named.location, named.name)
    if loaded.ruleset is None:
        return Stopped(loaded.findings, is_unopened(loaded.findings), loaded.texts)
    findings, _ = apply(loaded.findings, loaded.texts)
    return Rules(named, loaded.ruleset, findings, loaded.texts, loaded)
