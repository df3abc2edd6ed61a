"""Workbooks that LibreOffice computes anew."""

import io
import re
import shutil
import subprocess
import zipfile

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def saved_anew(folder, made):
    """Let LibreOffice compute workbooks anew, by name: the folder in which it saves them."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt install libreoffice-calc"
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    (folder / "in").mkdir()
    for name, content in made.items():
        (folder / "in" / name).write_bytes(content)
    command = [program, f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to", "xlsx"]
    names = [str(folder / "in" / name) for name in made]
    for first in range(0, len(names), 60):  # of several hundred at once it leaves some out
        some = names[first : first + 60]
        subprocess.run([*command, "--outdir", str(folder / "out"), *some], check=True, capture_output=True, timeout=500)
    return folder / "out"


def spoilt(content):
    """The same workbook, saved by a program that computes nothing: no cached value is left to be shown."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            text = archive.read(name)
            if "worksheets/" in name:
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", re.sub(rb' t="(?:str|e|b)"(?=><f>)', b"", text))
            made.writestr(name, text)
    return stream.getvalue()
