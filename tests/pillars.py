"""A ruleset whose criteria have ranks and tiers of their own, with a leaf that is not scored and published values."""

from itrank.engine import evaluate, load_text, observe
from itrank.engine.model.result import Result
from itrank.engine.observe import table_of
from itrank.engine.publish.diagnostics import as_text

PILLARS = """format: itrank-ruleset/1
id: tru-cot
version: "1"
title: {vi: Hai trụ cột, en: Two pillars}
show: 2
inputs:
  phan: {label: {vi: Tỷ lệ, en: Share}, type: percent, publish: true, missing: unranked}
  loai: {label: {vi: Loại, en: Kind}, type: choice, options: {pho: {vi: Phố, en: Town}, lang: {vi: Làng, en: Village}}, publish: true}
  ngay: {label: {vi: Ngày, en: Day}, type: date, publish: true}
  may: {type: count}
scorecards:
  bang:
    criteria:
      - id: ha_tang
        code: "1"
        title: {vi: Hạ tầng, en: Infrastructure}
        ranking: {lists: all, tied_as: "={}"}
        tiers: [{id: cao, title: {vi: Cao, en: High}, from: 8.5}, {id: thap, title: {vi: Thấp, en: Low}}]
        criteria:
          - {id: muc, code: "1.1", title: {vi: Máy, en: Computers}, max: 10, score: {formula: may}, ranking: {lists: all}}
      - {id: y_kien, code: "2", title: {vi: Ý kiến, en: Opinion}, max: 10, score: {formula: "phan * 10 + (0 if loai == \\"pho\\" and has(ngay) else 0)"}}
      - {id: cu, code: "3", title: {vi: Điểm cũ, en: Points before}, role: unscored, max: 10, score: given, answer: {type: number}}
"""
PILLAR_ROWS = [
    {"id": "a", "may": 9, "phan": "85.5%", "loai": "pho", "ngay": "2023-12-15", "cu": "1.5"},
    {"id": "b", "may": 9, "phan": "80%", "loai": "lang", "ngay": "2023-02-01", "cu": "2"},
    {"id": "c", "may": "3", "phan": "70%", "loai": "lang", "ngay": "2023-02-01", "cu": "2"},
    {"id": "d", "may": "4", "phan": "", "loai": "lang", "ngay": "2023-02-01", "cu": "2"},
]


def pillar_result(text: str = PILLARS, rows: list[dict[str, object]] = PILLAR_ROWS) -> Result:
    """The result of these units, of another ruleset with the same inputs where one is given."""
    loaded = load_text(text)
    assert loaded.ruleset is not None, as_text(loaded.findings, loaded.texts, "en")
    return evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("d", rows)]))
