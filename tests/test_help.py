"""Help of every command in the operator's language, whole: what the parser's library says of itself included."""

import re

import click
import pytest
from itrank import cli

ENGLISH = re.compile(
    r"\b(?<!--)(Usage|Options|Arguments|Positional|Commands|COMMAND|ARGS|OPTIONS|TEXT|INTEGER|PATH|FLOAT|RULESET|UNIT|NODE|RESULT"
    r"|FOLDER|FILE|required|default|Show|message|exit)\b"
)
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def commands(lang):
    """Every command and group, by the words that call it."""

    def walk(command, words):
        yield words, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*words, name))

    return dict(walk(cli._parser(lang), ()))


@pytest.fixture
def itrank(capsys, monkeypatch):
    """Run a command in a language; its exit code, output and what it says."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments, lang="vi"):
        monkeypatch.setenv("ITRANK_LANG", lang)
        return cli.run(arguments), *capsys.readouterr()

    return run


CALLED = sorted(commands("vi"))


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_speaks_one_language(itrank, words, lang):
    code, out, _ = itrank(*words, "--help", lang=lang)
    assert code == 0
    found = (ENGLISH if lang == "vi" else VIETNAMESE).findall(out)
    assert not found, out
    assert out.startswith(f"{'Cách dùng' if lang == 'vi' else 'Usage'}: {' '.join(['itrank', *words])} ")
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
def test_every_argument_is_named_and_explained_once(itrank, words):
    command = commands("vi")[words]
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    out = itrank(*words, "--help")[1]
    assert out.count("Tham số:\n") == bool(arguments)
    for param in arguments:
        assert param.metavar, param.name
        row = re.search(rf"^  \[?{re.escape(param.metavar.strip('[]'))}\]?  +\S", out, re.MULTILINE)
        assert param.help, param.name
        assert row, out


def test_what_is_missing_is_called_as_help_calls_it(itrank):
    assert "thiếu ĐƠN_VỊ" in itrank("why-not")[2]
    assert "unit is missing" in itrank("why-not", lang="en")[2]
    assert "thiếu KẾT_QUẢ" in itrank("report")[2]
    assert "Chạy: itrank report --help" in itrank("report")[2]
