"""Put single errors into annexes and rulesets, and count how many of them a comparison finds.

    python tests/annex_errors.py [--seed N] [--letters 500] [--rules 200]

The annexes are the shipped rulesets as `itrank table` prints them, as a decree would print them (tests/annexes.py) beside the
draft of them, and those of tests/faults. An error is one letter or digit that becomes another; what two writings of one text
have in common (capitals, `0,8` and `80%`) is no error. A cell that is listed as not compared is an error that was missed.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))

import annexes
from annexes import docx, paragraph, row, table, xlsx_of
from itrank.engine.annex.against import Comparison, against
from itrank.engine.annex.alike import plain
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.paper import parse_paper
from itrank.engine.annex.printing import Printed, printed
from itrank.engine.annex.reading import read_annex
from itrank.engine.language.loading import load_text
from itrank.engine.model.ruleset import Ruleset

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tests" / "faults" / "annex"
SHIPPED = ("2021", "2022", "mau-hai-cap")
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệốồổỗộứừửữự"
DIGITS = "0123456789"
LOADER = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True)
class Table:
    """A table as texts: what stands above it, its rows, what stands below."""

    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """An annex beside the ruleset that it agrees with."""

    name: str
    text: str
    tables: tuple[Table, ...]
    form: str

    def ruleset(self) -> Ruleset:
        return loaded(self.text)


@cache
def loaded(text: str) -> Ruleset:
    made = load_text(text, "b.yaml", ROOT / "rulesets")
    assert made.ruleset is not None, made.findings
    return made.ruleset


def written(tables: tuple[Table, ...], form: str) -> bytes:
    if form == "docx":
        return docx(*(
            "".join(map(paragraph, each.above)) + table(*(row(*texts) for texts in each.rows))
            + "".join(map(paragraph, each.below)) for each in tables
        ))  # fmt: skip
    # In a sheet a line below the table is a row of it.
    return xlsx_of(
        *(
            [[text] for text in each.above] + [list(texts) for texts in each.rows] + [[text] for text in each.below]
            for each in tables
        )
    )


def compared(case: Case, tables: tuple[Table, ...], ruleset: Ruleset) -> Comparison:
    annex = read_annex(parse_paper(written(tables, case.form), f"a.{case.form}"))
    return against(ruleset, annex)


def of_printed(made: Printed) -> Table:
    return Table((made.title, *made.about), (made.heads, *(texts for texts, _ in made.rows)), made.notes)


def names() -> list[str]:
    """Name every case without making it."""
    shipped = [f"{name} {form}" for name in SHIPPED for form in ("docx", "xlsx")]
    drafts = [f"{name} drafted {form}" for name in SHIPPED[:2] for form in ("docx", "xlsx")]
    return [*shipped, *drafts, *(path.name for path in sorted(FAULTS.rglob("*.docx")))]


@cache
def cases() -> tuple[Case, ...]:
    """Give every case, made once."""
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    for name in SHIPPED:
        text = (ROOT / "rulesets" / f"{name}.yaml").read_text("utf-8")
        tables = tuple(map(of_printed, printed(loaded(text), "vi")))
        for form in ("docx", "xlsx"):
            yield Case(f"{name} {form}", text, tables, form)
    for name in SHIPPED[:2]:
        document = yaml.load((ROOT / "rulesets" / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
        cards = [annexes.printed_card(card, document) for card in document["scorecards"].values()]
        tables = tuple(Table(("PHỤ LỤC",), tuple(map(tuple, card))) for card in cards)
        for form in ("docx", "xlsx"):
            annex = read_annex(parse_paper(written(tables, form), f"a.{form}"))
            yield Case(f"{name} drafted {form}", draft(annex, 2026).text, tables, form)
    for path in sorted(FAULTS.rglob("*.docx")):
        paper = parse_paper(path.read_bytes(), path.name)
        annex = read_annex(paper)
        if annex.parts:
            tables = tuple(
                Table(tuple(grid.before.split("\n")) if grid.before else (), tuple(each.cells for each in grid.rows))
                for grid in paper.grids
            )
            yield Case(path.name, draft(annex, 2026).text, tables, "docx")


@dataclass(frozen=True)
class Error:
    """One letter that became another."""

    case: str
    old: str
    new: str
    found: bool


def letter_errors(count: int, seed: int) -> list[Error]:
    """Draw letters and digits uniformly over all cells of all annexes, alter each, and compare."""
    chance = random.Random(seed)
    known = cases()
    places = [
        (case, at, line, column, sign)
        for case in known
        for at, each in enumerate(case.tables)
        for line, texts in enumerate(each.rows)
        for column, text in enumerate(texts)
        for sign, letter in enumerate(text)
        if letter.isalnum()
    ]
    made: list[Error] = []
    while len(made) < count:
        case, at, line, column, sign = chance.choice(places)
        old = case.tables[at].rows[line][column]
        letter = chance.choice((DIGITS if old[sign].isdecimal() else LETTERS).replace(old[sign].lower(), ""))
        new = old[:sign] + (letter.upper() if old[sign].isupper() else letter) + old[sign + 1 :]
        if plain(new) == plain(old):
            continue
        rows = list(case.tables[at].rows)
        rows[line] = (*rows[line][:column], new, *rows[line][column + 1 :])
        tables = (
            *case.tables[:at],
            Table(case.tables[at].above, tuple(rows), case.tables[at].below),
            *case.tables[at + 1 :],
        )
        found = bool(compared(case, tables, case.ruleset()).differs)
        made.append(Error(f"{case.name} {at}:{line}:{column}", old, new, found))
    return made


def rule_errors(count: int, seed: int) -> list[Error]:
    """Put one wrong number of points, bound, level or option into a ruleset, and compare with the annex that was right."""
    chance = random.Random(seed)
    known = [case for case in cases() if case.form == "docx"]
    right = {case.name: read_annex(parse_paper(written(case.tables, case.form), "a.docx")) for case in known}
    ways = [(case, way) for case in known for way in alterations(case.text)]
    made: list[Error] = []
    while len(made) < count:
        case, way = chance.choice(ways)
        altered = way(chance)
        made_of = load_text(altered, "b.yaml", ROOT / "rulesets")
        if altered == case.text or made_of.ruleset is None:
            continue
        made.append(Error(case.name, case.text, altered, bool(against(made_of.ruleset, right[case.name]).differs)))
    return made


FIGURE = re.compile(r"(\d+(?:\.\d+)?)(%?)")
SIDES = {"from": "above", "above": "from", "up_to": "below", "below": "up_to"}


def scalars(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """Give every key and every value of a document with the keys above it; of a key the last is `key`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, "key"), key
            yield from scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from scalars(each, path)
    elif isinstance(node, yaml.ScalarNode):
        yield path, node


def alterations(text: str) -> list[Callable[[random.Random], str]]:
    """Give the ways to alter a ruleset: a figure of a score, of tiers or of a parameter, the side of a bound, an option's name."""
    ways: list[Callable[[random.Random], str]] = []
    labels: dict[int, list[yaml.ScalarNode]] = {}
    for path, node in scalars(yaml.compose(text, LOADER)):
        start, end = node.start_mark.index, node.end_mark.index
        where = set(path)
        # An annex is in Vietnamese, and of one year.
        if "en" in where or ("parameters" in where and path[-1] == "key"):
            continue
        if "options" in where and path[-1] != "key":
            labels.setdefault(text.rfind("options:", 0, start), []).append(node)
        elif where & {"score", "tiers", "parameters"} and FIGURE.fullmatch(node.value):
            ways.append(partial(_other_figure, text, start, end, str(node.value)))
        elif where & {"score"} and path[-1] == "key" and node.value in SIDES:
            ways.append(lambda _, start=start, end=end, node=node: text[:start] + SIDES[node.value] + text[end:])
    return [*ways, *(partial(_exchanged, text, nodes) for nodes in labels.values() if len(nodes) > 1)]


def _other_figure(text: str, start: int, end: int, value: str, chance: random.Random) -> str:
    sign = "%" if value.endswith("%") else ""
    new = chance.choice([each for each in "123456789" if each != value.rstrip("%")])
    return f"{text[:start]}{new}{sign}{text[end:]}"


def _exchanged(text: str, nodes: list[yaml.ScalarNode], chance: random.Random) -> str:
    one, two = sorted(chance.sample(nodes, 2), key=lambda node: node.start_mark.index)
    first, second = (text[node.start_mark.index : node.end_mark.index] for node in (one, two))
    middle = text[one.end_mark.index : two.start_mark.index]
    return text[: one.start_mark.index] + second + middle + first + text[two.end_mark.index :]


def _changed(old: str, new: str) -> str:
    at = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    return f"{old[max(at - 60, 0) : at + 40]!r} -> {new[max(at - 20, 0) : at + 20]!r}"


def told(errors: list[Error], what: str) -> str:
    missed = [each for each in errors if not each.found]
    lines = [f"  missed in {each.case}: {_changed(each.old, each.new)}" for each in missed]
    return "\n".join([f"{what}: {len(errors) - len(missed)} of {len(errors)} found", *lines])


def main() -> None:
    """Print what was found and what was missed; exit with 1 below 99 in 100."""
    given = argparse.ArgumentParser()
    given.add_argument("--seed", type=int, default=20261)
    given.add_argument("--letters", type=int, default=500)
    given.add_argument("--rules", type=int, default=200)
    wanted = given.parse_args()
    print("seed", wanted.seed)
    drawn = {"letters": letter_errors(wanted.letters, wanted.seed), "rules": rule_errors(wanted.rules, wanted.seed)}
    for what, errors in drawn.items():
        print(told(errors, what))
    for case in cases():
        made = compared(case, case.tables, case.ruleset())
        print(
            case.name,
            "differs",
            [each.code for each in made.differs],
            "left",
            Counter({why: len(each) for why, each in made.left.items()}),
        )
    sys.exit(any(100 * sum(each.found for each in errors) < 99 * len(errors) for errors in drawn.values()))


if __name__ == "__main__":
    main()
