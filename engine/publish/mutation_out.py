"""What became of mutants, for the terminal; and proposed cases as a file that `itrank test` reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..files.visible import visible
from ..model.findings import Place
from ..model.ruleset import Ruleset
from ..testing.drafts import case_lines
from ..testing.mutating import Mutation
from ..testing.proposing import Proposal
from ..testing.showing import Judged
from . import coverage_texts as texts
from .coverage_out import percent
from .grid import Look

_MOST_SHOWN = 60
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class MutationRun:
    """Mutants that were tried, with what it takes to show them.

    Attributes:
        shown: file name -> what the user calls the file.
        illustrative: whether any figure is made up.
    """

    ruleset: Ruleset
    mutation: Mutation
    seed: int
    shown: Mapping[str, str] = field(default_factory=dict)
    illustrative: bool = False

    def place(self, place: Place) -> str:
        """Write a place as the terminal makes a link of it."""
        parts = (self.shown.get(place.file, place.file), *(str(part) for part in place[1:3] if part))
        return visible(":".join(parts))


def mutation_text(made: MutationRun, look: Look) -> str:
    """Write the share, what is not counted, the classes, and each survivor with a case that notices it."""
    blocks = [list(_head(made, look)), list(_classes(made, look)), list(_survivors(made, look))]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _head(made: MutationRun, look: Look) -> Iterator[str]:
    found = made.mutation
    killed, survived = found.count("killed"), found.count("survived")
    name, share = visible(f"{made.ruleset.id}@{made.ruleset.version}"), percent(found.share, look.lang)
    yield look.paint(
        look.say(texts.MUTANTS_HEAD, ruleset=name, killed=killed, whole=killed + survived, share=share), "bold"
    )
    yield look.say(texts.MUTANTS_OUT, same=found.count("same"), stillborn=found.count("stillborn"))
    if found.left:
        tried = len(found.judged)
        yield look.say(texts.MUTANTS_LEFT, tried=tried, all=tried + found.left, seed=made.seed, left=found.left)
    if found.unjudged:
        yield look.say(texts.UNJUDGED, count=found.unjudged)
    yield look.say(texts.COUNTED, counted=found.cases)
    if made.illustrative:
        yield look.paint(look.say(texts.ILLUSTRATIVE), "yellow")


def _classes(made: MutationRun, look: Look) -> Iterator[str]:
    yield look.paint(look.say(texts.BY_CLASS), "bold")
    for kind, (killed, whole) in made.mutation.by_class.items():
        style = "green" if killed == whole else "red" if not killed else ""
        yield look.paint(f"  {killed:>4}/{whole:<4}", style) + f"  {look.say(texts.CLASSES[kind])}"


def _survivors(made: MutationRun, look: Look) -> Iterator[str]:
    survivors = made.mutation.survivors
    if not survivors:
        return
    yield look.paint(look.say(texts.SURVIVED, count=len(survivors)), "bold")
    for each in survivors[:_MOST_SHOWN]:
        yield from _survivor(made, each, look)
    if len(survivors) > _MOST_SHOWN:
        yield look.say(texts.MORE_MUTANTS, count=len(survivors) - _MOST_SHOWN)


def _survivor(made: MutationRun, each: Judged, look: Look) -> Iterator[str]:
    mutant = each.tried.mutant
    after = _cut(mutant.after) or look.say(texts.GONE)
    said = look.say(texts.MUTANT, owner=visible(mutant.owner), before=_cut(mutant.before), after=after)
    yield f"  {made.place(mutant.place)}  [{look.say(texts.CLASSES[mutant.kind])}] {said}"
    if each.case is None:
        yield look.paint(f"      {look.say(texts.NO_CASE)}", "dim")
        return
    yield look.paint(f"      {look.say(texts.KILLED_BY)}", "dim")
    yield from (f"    {visible(line)}" for line in case_lines(each.case.case))


def _cut(text: str) -> str:
    shown = visible(" ".join(text.split()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def proposal_text(proposal: Proposal, lang: str) -> str:
    """Write proposed cases as a file of cases, and say in it for which points none was found."""
    look = Look(lang)
    head = look.say(texts.PROPOSED_HEAD, count=len(proposal.cases), points=proposal.points - len(proposal.left))
    lines = [f"# {head}", f"# {look.say(texts.PROPOSED_ASKS)}"]
    if proposal.left:
        names = ", ".join(dict.fromkeys(f"{point.owner} ({point.says[lang != 'vi']})" for point in proposal.left))
        lines.append("# " + visible(look.say(texts.PROPOSED_LEFT, count=len(proposal.left), names=names)))
    lines += ["format: itrank-tests/1", "tests:"] if proposal.cases else ["format: itrank-tests/1", "tests: []"]
    for outcome in proposal.cases:
        lines += case_lines(outcome.case)
    return "\n".join(lines) + "\n"
