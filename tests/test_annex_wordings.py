"""Wordings of scoring: none is read wrongly, those that determine a rule are recognised, and the others ask what is open.

`wordings.csv` has wordings with their answers, in the notation of `annexes.said`; " / " is a new line. Its half "held" was
written beside the other and kept back while the reader was made. `faults/annex-wordings.md` has those of real annexes.
"""

import csv
import random
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from annexes import docx_of, said
from itrank.engine.annex.against import against
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.paper import Paper, parse_paper
from itrank.engine.annex.reading import read_annex
from itrank.engine.annex.scoring import Scoring, Unsure
from itrank.engine.annex.wording import scoring_of
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import has_errors, message
from itrank.engine.prove.checks import checked
from pace import within
from sampling import size

HERE = Path(__file__).resolve().parent
with (HERE / "wordings.csv").open(encoding="utf-8") as file:
    ROWS = [
        (row["half"], Fraction(row["max"]), row["wording"].replace(" / ", "\n"), row["answer"])
        for row in csv.DictReader(file)
    ]


def known_wordings():
    """Wordings of real annexes, each with the kind that an official would write."""
    rows = (HERE / "faults" / "annex-wordings.md").read_text("utf-8").split("\n")
    matches = [match for row in rows if (match := re.fullmatch(r"\| (\d+) \| ([\d.]+) \| (.*) \| (.*) \|", row))]
    assert len(matches) == 30
    for number, most, wording, answer in (match.groups() for match in matches):
        word = answer.split()[0].strip(":;,")
        kind = {"two": "formula", "above": "steps", "full_at": "share"}.get(word, word)
        yield pytest.param(wording.replace(" / ", "\n"), Fraction(most), kind, id=number)


@pytest.mark.parametrize(("wording", "most", "kind"), list(known_wordings()))
def test_a_wording_of_a_real_annex_is_read_as_an_official_would_or_is_a_todo(wording, most, kind):
    found = scoring_of(wording, most)
    assert (found.kind if isinstance(found, Scoring) else "TODO") == kind


@pytest.mark.parametrize(("most", "wording", "answer"), [row[1:] for row in ROWS])
def test_a_wording_of_the_table_is_read_as_its_answer_says(most, wording, answer):
    assert said(scoring_of(wording, most)) == answer


def test_of_each_half_none_is_wrong_and_all_that_determine_a_rule_are_read():
    counted = Counter[tuple[str, str]]()
    for half, most, wording, answer in ROWS:
        found = said(scoring_of(wording, most))
        counted[
            half,
            "open"
            if answer == found == "TODO"
            else "read"
            if found == answer
            else "missed"
            if found == "TODO"
            else "wrong",
        ] += 1
    assert counted == {(half, word): n for half in ("learnt", "held") for word, n in (("read", 29), ("open", 5))}


ALL = [(most, wording) for _, most, wording, _ in ROWS] + [tuple(each.values[1::-1]) for each in known_wordings()]


@pytest.mark.parametrize(("most", "wording"), ALL)
def test_what_is_read_is_drafted_without_error_and_differs_nowhere_from_its_wording(most, wording):
    found = scoring_of(wording, most)
    cell = wording.replace("\n", "\\n")
    content = docx_of(
        f"TT | Tiêu chí | Điểm tối đa | Cách chấm điểm\n1 | Tiêu chí một | {str(float(most)).replace('.', ',')} | {cell}"
    )
    paper = parse_paper(content, "phu-luc.docx")
    assert isinstance(paper, Paper)
    annex = read_annex(paper)
    made = draft(annex, 2026)
    loaded = load_text(made.text, "2026.yaml")
    assert loaded.ruleset is not None, [message(each, "en") for each in loaded.findings]
    assert not has_errors(checked(loaded, "2026.yaml")[0])
    compared = against(loaded.ruleset, annex)
    assert [message(each, "en") for each in compared.differs] == []
    if isinstance(found, Unsure):
        (told,) = [each for each in made.findings if each.place.cell.endswith("cột 4")]
        assert found.question is not None
        assert found.question.vi in message(told, "vi")


HOSTILE = [
    "điểm = " + "điểm a + " * 40 + "b", "từ 5 " + "a " * 180 + "%", "(" * 390, "a/" * 190, "số " + "a " * 150 + "/ số " + "b " * 20, "5 " * 190,
    "đạt " * 90 + "5%", "không " * 60 + ": 10 điểm; có: 5 điểm", '10 nếu "A" ≥ 1, còn lại ' * 20 + "x", '"A" × 1 + ' * 40 + "x",
]  # fmt: skip
BITS = [
    *("a ", "tỷ lệ ", "điểm ", "5", "% ", "(", ")", "/", "x ", "= ", ": ", "; ", "từ ", "đến ", "dưới ", "mỗi ", "cứ ", "không ", "quá ", "+ ", "- "),
    *("số ", "tổng ", "1.000 ", "năm (05) ", "nếu ", '"X" ', "còn lại ", "lớn nhất ", "≥ ", "trở lên ", "trừ ", "đạt ", "theo ", "ngày 5/6 ", "mức 1: "),
]  # fmt: skip


def test_no_wording_takes_long():
    """A pattern that tries too much takes minutes for these; all of them together take seconds."""
    chance = random.Random(1)
    drawn = (
        "".join(chance.choice(BITS) * chance.choice([1, 1, 1, 2, 40]) for _ in range(15))[:399]
        for _ in range(size(40, 3_000))
    )
    for wording in (*HOSTILE, *drawn):
        with within(5, of=wording):
            scoring_of(wording, Fraction(10))


PAGE = (HERE.parent / "docs" / "annex.md").read_text("utf-8")


def table_of_page(last):
    """Rows of the table of the page whose last column is called so."""
    rows = PAGE.split(f"| {last} |\n|---|---|---|\n")[1].split("\n\n")[0].splitlines()
    return [tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for row in rows]


@pytest.mark.parametrize(("most", "wording", "answer"), table_of_page("đọc thành · read as"))
def test_the_page_says_how_a_wording_is_read(most, wording, answer):
    assert said(scoring_of(wording.replace(" ⏎ ", "\n"), Fraction(most))) == answer


@pytest.mark.parametrize(("most", "wording", "question"), table_of_page("câu hỏi · question"))
def test_the_page_says_what_is_asked(most, wording, question):
    found = scoring_of(wording, Fraction(most))
    assert isinstance(found, Unsure)
    assert found.question is not None
    assert found.question.vi == question
