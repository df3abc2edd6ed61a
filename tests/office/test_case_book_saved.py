"""A filled workbook of cases that LibreOffice has saved, as an official without Excel does, is read as the same cases."""

import pytest
from itrank.engine.cases import run
from itrank.engine.cases.sheets import cases_of
from itrank.engine.files.table_files import tables_of
from itrank.engine.forms.case_book import case_template
from itrank.engine.language.loading import load_text
from recalculating import saved_anew
from test_case_book import RULES, filled

pytestmark = pytest.mark.office
ROWS = (
    {
        "case": "một",
        "given.so_hop": 3,
        "given.ty_le": "80%",
        "given.co": "Có",
        "expect.hop": 7.5,
        "expect.le": 8,
        "basis": "3*2,5",
    },
    {"case": "hai", "unit": "p", "given.so_hop": "2,5", "expect.hop": "6,25"},
    {"case": "hai", "unit": "q", "given.so_hop": 2, "expect.hop": "<f>2*2.5+1</f><v>6</v>", "expect.tier": "Khá"},
)


def test_what_libreoffice_saved_is_read_alike(tmp_path):
    ruleset = load_text(RULES).ruleset
    content = filled(case_template(ruleset, "thu"), *ROWS)
    saved = (saved_anew(tmp_path, {"ca.xlsx": content}) / "ca.xlsx").read_bytes()

    def came(made: bytes):
        tables, findings = tables_of(made, "ca.xlsx")
        cases, more = cases_of(ruleset, tables, "ca.xlsx")
        assert (findings, more) == ((), ())
        return [
            (
                outcome.case.name,
                outcome.status,
                [(check.expected.name, check.expected.value, check.found) for check in outcome.checks],
            )
            for outcome in run(ruleset, cases)
        ]

    assert came(saved) == came(content)
    assert [status for _, status, _ in came(saved)] == ["held", "failed"]
