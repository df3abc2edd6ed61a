"""`itrank test --coverage`, `--mutate` and `--generate`: what cases touch, what they notice, and which are missing."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import words
from .progress import doing
from .terminal import STDOUT, WELL, WRONG, columns_of, put_out, put_said, wants_colour
from .words import said

if TYPE_CHECKING:
    from ..engine.publish.cases_out import CasesRun
    from ..engine.publish.coverage_out import CoverageRun
    from ..engine.publish.grid import Look
    from ..engine.year import Rules


@dataclass(frozen=True, slots=True)
class Deeper:
    """What the command line asked beyond running cases.

    Attributes:
        page: the file in which what cases touch is written as a page.
        fail_under: the least share of points in per cent; None where any does.
        generate: the file in which proposed cases are written.
        mutants, seed: how many mutants are tried at most, and of which sample.
    """

    coverage: bool = False
    fail_under: int | None = None
    is_marked: bool = False
    page: str | None = None
    mutate: bool = False
    mutants: int = 500
    seed: int = 0
    generate: str | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether anything is."""
        return self.coverage or self.mutate or self.generate is not None

    @property
    def needs_no_cases(self) -> bool:
        """Whether it says something of a ruleset that has no cases yet."""
        return self.coverage or self.generate is not None


def answered(wanted: Deeper, rules: "Rules", made: "CasesRun", form: str, output: str | None, lang: str) -> int:
    """Write what was asked; 1 where the share of points is less than it should be."""
    if wanted.generate is not None:
        return _generate(wanted.generate, rules, made, lang)
    look = _look(output, lang)
    if wanted.mutate:
        text, code = _mutated(wanted, rules, made, look), WELL
    else:
        run = _covered(rules, made, lang)
        if wanted.page is not None and (failed := _put_page(run, wanted.page, lang)):
            return failed
        text, code = _told(wanted, run, form, look)
    return put_out(lambda stream: stream.write(text), output, lang) or code


def _look(output: str | None, lang: str) -> "Look":
    from ..engine.publish.grid import Look

    to_screen = output is None
    return Look(lang, columns_of(sys.stdout) if to_screen else None, to_screen and wants_colour(sys.stdout, os.environ))


def _covered(rules: "Rules", made: "CasesRun", lang: str) -> "CoverageRun":
    from ..engine.publish.coverage_out import CoverageRun
    from ..engine.testing.covering import coverage_of

    with doing(said(words.LOOKING_AT_POINTS, lang)):
        found = coverage_of(rules.loaded, made.outcomes)
    return CoverageRun(found, rules.texts, rules.shown, made.illustrative)


def _put_page(run: "CoverageRun", file: str, lang: str) -> int:
    """Write the page, in the language of the ruleset; 0 if that went well."""
    from ..engine.report.coverage_page import coverage_page

    page = coverage_page(run, run.coverage.ruleset.locale)
    return put_out(lambda stream: stream.write(page), file, lang)


def _told(wanted: Deeper, run: "CoverageRun", form: str, look: "Look") -> tuple[str, int]:
    """Give what is printed, and 1 where less is touched than should be."""
    from ..engine.publish.coverage_json import coverage_json
    from ..engine.publish.coverage_out import coverage_text, marked_text

    is_short = wanted.fail_under is not None and run.coverage.share * 100 < wanted.fail_under
    code = WRONG if is_short else WELL
    if form == "json":
        return coverage_json(run), code
    text = coverage_text(run, look) + ("\n" + marked_text(run, look) if wanted.is_marked else "")
    if is_short:
        text += "\n" + said(words.COVERED_LESS, look.lang, wanted=wanted.fail_under) + "\n"
    return text, code


def _mutated(wanted: Deeper, rules: "Rules", made: "CasesRun", look: "Look") -> str:
    from ..engine.publish.mutation_out import MutationRun, mutation_text
    from ..engine.testing.mutating import mutation_of

    with doing(said(words.TRYING_MUTANTS, look.lang)):
        found = mutation_of(rules.loaded, made.outcomes, wanted.mutants, wanted.seed)
    return mutation_text(MutationRun(rules.ruleset, found, wanted.seed, rules.shown, made.illustrative), look)


def _generate(file: str, rules: "Rules", made: "CasesRun", lang: str) -> int:
    """Write proposed cases for what no case touches, in the language of the ruleset."""
    from ..engine.publish.mutation_out import proposal_text
    from ..engine.testing.proposing import proposed

    held = [outcome for outcome in made.outcomes if outcome.status == "held"]  # what is proposed already, too
    with doing(said(words.PROPOSING_CASES, lang)):
        proposal = proposed(rules.loaded, held, [outcome.case.name for outcome in made.outcomes])
    text = proposal_text(proposal, rules.ruleset.locale)
    code = put_out(lambda stream: stream.write(text), file, lang)
    if code or file == STDOUT:
        return code
    told = said(words.CASES_PROPOSED, lang, count=len(proposal.cases), left=len(proposal.left), file=file)
    return put_said(told + "\n", lang, [])
