"""Ten annexes of ten layouts: the tree, the maxima, the sums against what is declared, and whatever was not read."""

import pytest
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.telling import tables_told
from itrank.engine.language.loading import load_text
from provinces import ANNEXES
from test_annex import annex_of, told, tree


@pytest.mark.parametrize("case", ANNEXES, ids=[case.name for case in ANNEXES])
def test_an_annex_is_read_whole_and_its_sums_agree(case):
    annex = annex_of(case.make(), case.name, case.columns)
    made = draft(annex, 2026)
    assert tuple(map(tree, annex.parts)) == case.trees
    assert tuple(tuple(float(total.value) for total in part.totals) for part in annex.parts) == case.totals
    doubts = [each for each in told(made.findings) if each[1] not in {"ITR732", "ITR736", "ITR738"}]
    assert doubts == list(case.doubts)
    ruleset = load_text(made.text, "2026.yaml").ruleset
    assert ruleset is not None
    # What the draft adds up to is what the paper declares, the bonus apart.
    bonus = [sum(node.full for node in card.root.children if node.role == "bonus") for card in ruleset.scorecards]
    declared = [max(totals) for totals in case.totals]
    assert [card.root.full + more for card, more in zip(ruleset.scorecards, bonus, strict=True)] == declared
    for part in annex.parts:  # who signs is no part of how the last criterion is scored
        assert not any("THỦ TRƯỞNG" in text for line in part.lines for text in (line.wording, line.notes, line.label))
    lines = list(tables_told(annex, "vi"))
    assert sum(" đọc là " in line for line in lines) == sum(len(part.columns) for part in annex.parts)
    for line in (line for line in lines if not line.startswith(" ")):
        assert "tổng" in line.casefold() or "cộng" in line.casefold()
