"""docs/data.md holds: its commands are run on its files, and what it shows is what is printed.

A fence with a file name is a file, written when it is reached; a console fence is run, and the text fence after it is
what was printed, first on stdout, then on stderr. `ITRANK_WRITE=1 pytest tests/test_docs_data.py` writes the text fences.
"""

import os
import re
import shlex
from pathlib import Path

from itrank.cli import run

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data.md"
FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def printed(commands: str, capsys) -> str:
    capsys.readouterr()
    for command in commands.splitlines():
        assert command.startswith("$ itrank ")
        run(shlex.split(command)[2:])
    out, err = capsys.readouterr()
    return "\n".join(part for part in (out, err) if part)


def test_what_the_page_shows_is_what_is_printed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR", "ITRANK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    text = PAGE.read_text("utf-8")
    fences = list(FENCE.finditer(text))
    for match in fences:
        if match[2] and match[2] not in {"data.csv", "data.mapping.yaml"}:
            (tmp_path / match[2]).write_text(match[3], "utf-8")
    pieces, end, last, shown = [], 0, "", 0
    for match in fences:
        word, name, body = match.groups()
        if name:
            (tmp_path / name).write_text(body, "utf-8")
        elif word == "console":
            last = printed(body, capsys)
        else:
            assert (word, bool(last)) == ("text", True), f"nothing runs this: {body[:80]}"
            pieces += [text[end : match.start()], f"```text\n{last}```"]
            end, last, shown = match.end(), "", shown + 1
    made = "".join([*pieces, text[end:]])
    if os.environ.get("ITRANK_WRITE"):
        PAGE.write_text(made, "utf-8")
    assert shown == 6
    assert made == text, "run: ITRANK_WRITE=1 pytest tests/test_docs_data.py"


def test_the_page_speaks_both_languages():
    """Each paragraph in Vietnamese is followed by the same in English, quoted; a line holds one sentence."""
    prose = FENCE.sub("", PAGE.read_text("utf-8"))
    blocks = [block for block in prose.split("\n\n") if block.strip() and block.strip()[0] not in "#|"]
    assert [block.strip().startswith(">") for block in blocks] == [False, True] * (len(blocks) // 2)
    assert len(blocks) >= 18
    assert all(line.rstrip().endswith((".", ":", ";")) for block in blocks for line in block.strip().splitlines())
