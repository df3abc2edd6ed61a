"""Forms that LibreOffice computed and saved in any of its formats are collected alike (marker `office`)."""

import shutil
import subprocess
from fractions import Fraction

import pytest
from itrank.engine.forms.collected_data import rows
from itrank.engine.forms.collecting import collect
from itrank.engine.forms.returned_files import Workbook
from itrank.engine.model.codes import message
from test_collect import EVIDENCE, asked_of, changed, form_of, numbered, ruleset_of
from test_collect_noticed import formula

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
    assert [status.state for status in after.statuses] == ["complete", "complete"]
    assert list(rows(after)) == list(rows(before))
    assert [one.code for one in after.findings] == ["ITR625"]  # both name the same documents


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_formulas_and_points_typed_over_are_told_whatever_saved_them(tmp_path, kind):
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt install libreoffice-calc"
    ruleset = ruleset_of()
    edits = formula("F10", "4+6", 10), formula("F14", "SUM(F10,1)/8", 1.375), numbered("K17", 1)
    (tmp_path / "b.xlsx").write_bytes(changed(form_of(ruleset, "b"), *EVIDENCE, *edits))
    command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
    sent = ["--outdir", str(tmp_path / "out"), str(tmp_path / "b.xlsx")]
    subprocess.run([*command, *sent], check=True, capture_output=True, timeout=300)
    saved = (tmp_path / "out" / f"b.{kind}").read_bytes()
    made = collect(asked_of(ruleset, "b"), [Workbook("b", saved)])
    said = {one.code: message(one, "en") for one in made.findings}
    assert "in 1 cell: K17" in said["ITR617"]
    checked = "not computed again: F10, F14" if kind == "xls" else "computed again, they agree"
    assert said["ITR645"].endswith(f"F10, F14; {checked}")
