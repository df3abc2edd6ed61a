"""*No command overwrites a file it reads, nor any file it was not asked to write.*"""

import shutil
import subprocess
from pathlib import Path

import click
import pytest
import typer
from faults.machine import RULES, contents
from itrank import cli
from itrank.commands.opened import OUTPUT, OUTPUTS, outputs_of
from itrank.engine.report.docx import shipped_template
from test_same_bytes import ROWS

GROUPS = "groups: {so: {title: Sở}, huyen: {title: Huyện}}\n"
PARENT = RULES.replace("id: thu", "id: goc").replace("inputs:", GROUPS + "inputs:")
CHILD = """\
format: itrank-ruleset/1
id: con
version: "2"
extends: ./goc.yaml
amend:
  p: {title: Phần một}
"""
CASES = "format: itrank-tests/1\ntests: [{name: ca, given: {a: 1}, expect: {}}]\n"
YEAR = ["--ruleset", "moi.yaml", "--data", "so.csv", "--units", "dv.csv", "--previous", "truoc.csv"]
READ_BY_A_YEAR = ["moi.yaml", "goc.yaml", "so.csv", "dv.csv", "truoc.csv", "so.mapping.yaml", "so.corrections.csv"]

# A command, the options that it writes to, and the files that it reads, named or not.
COMMANDS = {
    "evaluate": (["evaluate", *YEAR], ["--output"], READ_BY_A_YEAR),
    "explain": (["explain", "dv1", *YEAR], ["--output"], READ_BY_A_YEAR),
    "why-not": (
        ["why-not", "dv1", "--tier", "tot", *YEAR[:-2]],
        ["--output"],
        [*READ_BY_A_YEAR[:4], *READ_BY_A_YEAR[5:]],
    ),
    "what-if": (
        ["what-if", *YEAR, "--scenarios", "thu.whatif.yaml", "--amend", "sua.yaml"],
        ["--output"],
        [*READ_BY_A_YEAR, "thu.whatif.yaml", "sua.yaml"],
    ),
    "check": (["check", "moi.yaml"], ["--output"], ["moi.yaml", "goc.yaml"]),
    "test": (
        ["test", "moi.yaml", "--cases", "khac.test.yaml"],
        ["--output", "--generate"],
        ["moi.yaml", "goc.yaml", "moi.test.yaml", "khac.test.yaml"],
    ),
    "test template": (["test", "moi.yaml"], ["--template"], ["moi.yaml", "goc.yaml"]),
    "test what is touched": (
        ["test", "moi.yaml", "--cases", "khac.test.yaml", "--coverage"],
        ["--output", "--page"],
        ["moi.yaml", "goc.yaml", "moi.test.yaml", "khac.test.yaml"],
    ),
    "plan": (["plan", "moi.yaml"], ["--output"], ["moi.yaml", "goc.yaml"]),
    "compile": (["compile", "moi.yaml"], ["--output"], ["moi.yaml", "goc.yaml"]),
    "table": (
        ["table", "moi.yaml", "--against", "phu-luc.docx"],
        ["--output"],
        ["moi.yaml", "goc.yaml", "phu-luc.docx"],
    ),
    "new": (["new", "2030", "--from", "moi.yaml"], ["--output"], ["moi.yaml", "goc.yaml"]),
    "collect": (
        ["collect", "bieu", "--ruleset", "moi.yaml", "--units", "dv.csv", "--previous", "truoc.csv"],
        ["--output", "--status", "--replies"],
        ["moi.yaml", "goc.yaml", "dv.csv", "truoc.csv", "bieu/dv1.xlsx"],
    ),
    "forms": (
        ["forms", "moi.yaml", "--units", "dv.csv", "--letters", "--template", "mau-cong-van.docx"],
        ["--output"],
        ["moi.yaml", "goc.yaml", "dv.csv", "mau-cong-van.docx"],
    ),
    "appraise export": (["appraise", "export", *YEAR, "--stage", "first"], ["--output"], READ_BY_A_YEAR),
    "report": (
        ["report", "kq.json", "--template", "mau.docx", "--bundle", "goi.zip", "--format", "docx"],
        ["--output"],
        ["kq.json", "mau.docx", "goi.zip"],
    ),
    "report template": (["report"], ["--write-template"], ["kq.json", "moi.yaml"]),
    "claims": (["claims", "van-ban.txt", "--result", "kq.json"], ["--output"], ["van-ban.txt", "kq.json"]),
    "compare": (["compare", "kq-truoc.json", "kq.json"], ["--output"], ["kq-truoc.json", "kq.json"]),
    "diff": (
        ["diff", "moi.yaml", "goc.yaml", "--data", "so.csv", "--units", "dv.csv"],
        ["--output"],
        ["moi.yaml", "goc.yaml", "so.csv", "dv.csv"],
    ),
    "freeze": (
        ["freeze", "kq.json", "--report", "van-ban.txt", "--key", "khoa.pem"],
        ["--output"],
        ["kq.json", "van-ban.txt", "khoa.pem", *READ_BY_A_YEAR],
    ),
    "data describe": (
        ["data", "describe", "so.csv", "--ruleset", "moi.yaml", "--units", "dv.csv"],
        ["--write-mapping"],
        ["so.csv", "moi.yaml", "goc.yaml", "dv.csv", "so.mapping.yaml"],
    ),
    "status": (["status"], ["--output"], ["itrank.yaml", "moi.yaml", "goc.yaml", "so.csv", "dv.csv", "kq.json"]),
    "formula": (
        ["formula", "a", "--ruleset", "moi.yaml", "--unit", "dv1", "--data", "so.csv", "--units", "dv.csv"],
        ["--output"],
        ["moi.yaml", "goc.yaml", "so.csv", "dv.csv"],
    ),
}
NOTHING_READ = {"schema", "rulesets", "doctor"}
REFUSALS = (
    "ITR907",  # a file that is read
    "ITR488",  # a mapping or a template that is there
    "ITR488",  # a new ruleset's name that is taken
    "ITR929",  # a name that does not end as what is written to it
    "ITR720",  # an annex is a workbook or a document
    "ITR906",  # a folder that is there
)
PAIRS = [
    pytest.param(arguments, option, name, id=f"{command} {option} {name}")
    for command, (arguments, options, names) in COMMANDS.items()
    for option in options
    for name in names
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with every file that a command may read."""
    folder = tmp_path_factory.mktemp("du-an")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        rows = [row.split(",") for row in ROWS[:6]]
        texts = {
            "goc.yaml": PARENT,
            "moi.yaml": CHILD,
            "so.csv": "id,a\n" + "".join(f"{row[0]},{n}\n" for n, row in enumerate(rows)),
            "dv.csv": "id,name,group\n" + "".join(",".join(row[:3]) + "\n" for row in rows),
            "truoc.csv": "id,name,total,rank\n" + "".join(f"{row[0]},{row[1]},5,1\n" for row in rows),
            "so.mapping.yaml": "format: itrank-mapping/1\n",
            "so.corrections.csv": "unit,target,stage,from,to,reason,basis,by,at\ndv1,a,first,0,1,x,y,z,2026-01-02\n",
            "moi.test.yaml": CASES,
            "khac.test.yaml": CASES,
            "thu.whatif.yaml": "format: itrank-whatif/1\nscenarios: {thap: {set: {tiers.tot: 6}}}\n",
            "sua.yaml": 'format: itrank-ruleset/1\nid: sua\nversion: "1"\ntitle: Sửa\nextends: con@2\namend: {p: {cap: 2}}\n',
            "van-ban.txt": "Đơn vị 1 đạt 1 điểm.\n",
            "itrank.yaml": "format: itrank-project/1\nruleset: moi.yaml\ndata: so.csv\nunits: dv.csv\nresult: kq.json\n",
        }
        for name, text in texts.items():
            Path(name).write_text(text, "utf-8")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "khoa.pem"], check=True)
        assert cli.run(["evaluate", *YEAR, "--format", "json", "--output", "kq.json"]) == 0
        assert cli.run(["evaluate", *YEAR[:-2], "--format", "json", "--output", "kq-truoc.json"]) == 0
        assert cli.run(["freeze", "kq.json", "--output", "goi.zip"]) == 0
        assert cli.run(["report", "--write-template", "mau.docx"]) == 0
        assert cli.run(["table", "moi.yaml", "--output", "phu-luc.docx"]) == 0
        assert cli.run(["forms", "moi.yaml", "--units", "dv.csv", "--output", "bieu"]) == 0
        next(Path("bieu").rglob("*dv1*.xlsx")).rename("bieu/dv1.xlsx")
        Path("mau-cong-van.docx").write_bytes(shipped_template("letter.docx"))
    return folder


@pytest.fixture
def project(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path / "du-an")
    monkeypatch.chdir(tmp_path / "du-an")
    return tmp_path / "du-an"


@pytest.mark.bar(20)
@pytest.mark.parametrize(("arguments", "option", "name"), PAIRS)
@pytest.mark.parametrize("way", ["its name", "a hard link"])
def test_a_file_that_is_read_is_never_written(project, capsys, arguments, option, name, way):
    output = name
    if way == "a hard link":
        output = "khac.docx" if arguments[0] == "table" else "khac"  # no other ending is wrong for what is written
        Path(output).hardlink_to(name)
    before = contents(project)
    code, told = cli.run([*arguments, option, output]), capsys.readouterr().err
    assert code == 2, told
    assert contents(project) == before
    refusals = REFUSALS if way == "its name" else [each for each in REFUSALS if each != "ITR929"]
    assert any(each in told.replace("lỗi ", "") for each in refusals), told


@pytest.mark.parametrize("said", [["-o", "{}"], ["-o{}"], ["-o={}"], ["--out", "{}"], ["--out={}"], ["--output={}"]])
@pytest.mark.parametrize("command", ["evaluate", "table", "freeze"])
def test_however_the_output_is_written_it_is_one(project, capsys, command, said):
    arguments, _, names = COMMANDS[command]
    before = contents(project)
    assert cli.run([*arguments, *(word.format(names[0]) for word in said)]) == 2
    told = capsys.readouterr().err
    assert any(each in told for each in REFUSALS), told
    assert contents(project) == before
    ending = {"evaluate": "txt", "table": "docx", "freeze": "zip"}[command]
    assert cli.run([*arguments, *(word.format(f"ra.{ending}") for word in said)]) in {0, 1}
    assert contents(project).keys() - before.keys() == {f"ra.{ending}"}


@pytest.mark.parametrize(
    "arguments", [["--output", "ra.csv", "--status", "ra.csv"], ["--output", "a.csv", "--status", "./a.csv"]]
)
def test_two_outputs_are_two_files(project, capsys, arguments):
    """`--output` equal to `--status` destroyed the first."""
    collect, _, _ = COMMANDS["collect"]
    assert cli.run([*collect, *arguments]) == 2
    assert f'ITR907: không ghi đè "{arguments[3]}": lệnh này đọc hoặc vừa ghi chính tệp ấy' in capsys.readouterr().err
    assert Path(arguments[1]).read_text("utf-8").startswith("\ufeffunit,input,"), (
        "the first was written, and is still there"
    )


def test_an_output_of_an_earlier_run_is_written_anew(project):
    assert cli.run(["evaluate", *YEAR, "--format", "json", "--output", "kq.json"]) == 0
    assert cli.run(["report", "--write-template", "mau.docx"]) == 0


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["evaluate", *YEAR, "--format", "json"], b'{"format": "itrank-result/1"'),
        (["report", "kq.json", "--format", "xlsx"], b"PK"),
        (["check", "moi.yaml", "--format", "json"], b'{"format": "itrank-findings/1"'),
    ],
    ids=["a text", "a workbook", "findings"],
)
def test_an_output_named_by_a_dash_is_standard_output(project, capfdbinary, arguments, begins):
    assert cli.run([*arguments, "--output", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(begins)
    assert not Path("-").exists()


def test_a_correction_that_is_appended_in_place_is_refused_by_nobody(project, capsys):
    """The file of corrections is read and written by design."""
    assert cli.run(["appraise", "export", *YEAR, "--stage", "second", "--output", "tham-dinh"]) == 0
    capsys.readouterr()
    cli.run(["appraise", "apply", *map(str, Path("tham-dinh").rglob("*.xlsx")), *YEAR])
    assert "ITR907" not in capsys.readouterr().err


def test_a_template_that_was_edited_stays(project, capsys):
    Path("mau.docx").write_bytes(Path("mau.docx").read_bytes() + b" ")
    before = contents(project)
    assert cli.run(["report", "--write-template", "mau.docx"]) == 2
    assert "ITR488" in capsys.readouterr().err
    assert contents(project) == before


def options_of(command, name=""):
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from options_of(part, f"{name} {part.name}".strip())
        return
    yield name, {parameter.opts[0] for parameter in command.params}


def test_every_option_that_writes_is_tried():
    """A command that is added with an output is in the table above."""
    tried = {option for _, options, _ in COMMANDS.values() for option in options}
    assert tried | set(OUTPUT) == {*OUTPUTS, *outputs_of("test")}
    for name, options in options_of(typer.main.get_command(cli.application("en"))):
        written = {option for option in options if option in outputs_of(name) or "out" in option or "write" in option}
        assert written <= set(outputs_of(name)), name
        if written and name not in NOTHING_READ:
            assert written <= {option for key, row in COMMANDS.items() if key.startswith(name) for option in row[1]}, (
                name
            )
