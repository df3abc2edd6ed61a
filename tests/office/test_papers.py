"""Reports as LibreOffice lays them out (marker `office`); in English, whose text a reader of its PDF finds whole."""

import shutil
import subprocess
from dataclasses import replace

import pytest
from itrank.engine.report.contents import contents
from itrank.engine.report.docx import document
from pypdf import PdfReader
from reports import read, record_of
from test_report_papers import with_criteria

pytestmark = pytest.mark.office


def laid_out(tmp_path, documents):
    """The pages of Word documents, as texts, by their names."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt install libreoffice-writer"
    for name, content in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    names = [str(tmp_path / f"{name}.docx") for name in documents]
    subprocess.run([*command, "--outdir", str(tmp_path), *names], check=True, capture_output=True, timeout=300)
    return {name: PdfReader(tmp_path / f"{name}.pdf").pages for name in documents}


def test_no_signature_is_alone_on_a_page(tmp_path):
    record = record_of("2022")
    first = record["lists"][0]
    ids, documents = list(first["units"]), {}
    for count in range(6, len(ids), 2):
        first["units"] = ids[:count]
        documents[f"d{count}"] = document(contents(read(record, "en")))
    for pages in laid_out(tmp_path, documents).values():
        (signed,) = [text for page in pages if "Full name" in (text := page.extract_text())]
        assert "Points are exact" in " ".join(signed.split())


def test_heads_come_again_on_turned_pages_and_rows_stay_whole(tmp_path):
    (pages,) = laid_out(tmp_path, {"d": document(contents(replace(with_criteria(9), lang="en")))}).values()
    turned = [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(turned) > 1
    assert all("Rank" in text and "Unit" in text for text in turned)
    assert all(len(page.extract_text()) > 9 for page in pages)  # none is empty
