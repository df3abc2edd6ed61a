"""Forms that LibreOffice computed and saved in any of its formats are collected alike (marker `office`)."""

import shutil
import subprocess
from fractions import Fraction

import pytest
from itrank.engine.forms.collected_data import rows
from itrank.engine.forms.collecting import collect
from itrank.engine.forms.returned_files import Workbook
from test_collect import EVIDENCE, asked_of, changed, form_of, ruleset_of

pytestmark = pytest.mark.office


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_libreoffice_saves_is_collected_as_it_was_sent(tmp_path, kind):
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt install libreoffice-calc"
    ruleset = ruleset_of()
    sent = {
        name: changed(form_of(ruleset, name, ty_le=ty_le), *EVIDENCE)
        for name, ty_le in (("a", Fraction(4, 5)), ("b", "KAD"))
    }
    for name, content in sent.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
    names = [str(tmp_path / f"{name}.xlsx") for name in sent]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), *names], check=True, capture_output=True, timeout=300)
    saved = {name: (tmp_path / "out" / f"{name}.{kind}").read_bytes() for name in sent}
    before, after = (
        collect(asked_of(ruleset, *sent), [Workbook(name, content) for name, content in files.items()])
        for files in (sent, saved)
    )
    assert [standing.state for standing in after.standings] == ["complete", "complete"]
    assert list(rows(after)) == list(rows(before))
    assert after.findings == ()
