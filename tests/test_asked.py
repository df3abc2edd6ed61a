"""*Options that are given are used or refused*: every option of every command, in every format, alone and in pairs."""

import itertools
import pkgutil
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import click
import pytest
import typer
from itrank import cli, commands
from itrank.commands import watching
from itrank.commands.asked import FOLDER, SUFFIXES
from itrank.commands.opened import outputs_of
from itrank.engine.report.docx import shipped_template

RULESET = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, huyen: {title: Huyện}}
inputs:
  a: {label: Số, type: number, min: 0, max: 10}
  b: {label: Khác, type: number, missing: zero}
scorecards:
  bang:
    criteria:
      - {id: p, title: Phần, max: 10, score: {formula: a}}
      - {id: q, title: Khác, max: 10, score: {formula: b}}
    tiers: [{id: tot, title: Tốt, from: 8}, {id: yeu, title: Yếu}]
tests:
  - {name: sai, given: {a: 1, b: 1}, expect: {total: 2}}
"""
CASES = "format: itrank-tests/1\ntests: [{name: đúng, given: {a: 1, b: 2}, expect: {total: 3}}]\n"
FILES = {
    "r.yaml": RULESET,
    "r2.yaml": RULESET.replace("from: 8", "from: 9"),
    "itrank.yaml": "format: itrank-project/1\nruleset: r.yaml\n",
    "so.csv": "id,name,group,a,Cột lạ\ndv1,Đơn vị 1,so,5,7\ndv2,Đơn vị 2,so,6,\ndv3,Đơn vị 3,huyen,,8\n",
    "so2.csv": "id,b\ndv1,3\ndv2,4\n",
    "dv.csv": "id,name,group\ndv1,Sở Một,so\ndv2,Sở Hai,so\ndv3,Huyện Ba,huyen\n",
    "it.csv": "id,name,group\ndv1,Sở Một,so\ndv2,Sở Hai,so\n",
    "truoc.csv": "id,name,total,rank,a\ndv1,Đơn vị 1,9,1,9\ndv2,Đơn vị 2,4,2,4\n",
    "ghep.yaml": "format: itrank-mapping/1\ncolumns: {Cột lạ: b}\n",
    "dc.csv": (
        "unit,target,stage,from,to,reason,basis,by,at\n"
        "dv1,a,first,5,4,Thiếu minh chứng,Công văn 1,Tổ thẩm định,2026-01-02\n"
    ),
    "van-ban.txt": "Đơn vị 1 đạt 12 điểm.\n",
    "r.test.yaml": CASES,
    "them.test.yaml": CASES.replace("name: đúng", "name: thêm"),
    "r.whatif.yaml": "format: itrank-whatif/1\nscenarios: {thap: {set: {tiers.tot: 6}}, cao: {set: {tiers.tot: 9}}}\n",
    "khac.whatif.yaml": "format: itrank-whatif/1\nscenarios: {thap: {set: {p.max: 12}}, cao: {set: {tiers.tot: 2}}}\n",
    "sua.yaml": 'format: itrank-ruleset/1\nid: sua\nversion: "1"\ntitle: Sửa\nextends: thu@1\namend: {q: {cap: 2}}\n',
    "chua-trinh-bay.yaml": "format:   itrank-ruleset/1\n",
    "sai.yaml": RULESET.replace("{total: 2}", "{total: 3}"),
    "chua-sua.yaml": RULESET.replace("id: thu", "id: hai").replace("label: Khác", "lable: Khác"),
}
YEAR = {
    "--data": ["--data", "so2.csv"],
    "--units": ["--units", "dv.csv"],
    "--previous": ["--previous", "truoc.csv"],
    "--mapping": ["--mapping", "ghep.yaml"],
    "--corrections": ["--corrections", "dc.csv"],
    "--stage": ["--stage", "first"],
}
RULES = ["--ruleset", "r.yaml", "--data", "so.csv"]
OUTPUT = {"--output": ["--output", "ra"]}
APPROVE = ["approve", "kq.json", "--minutes", "van-ban.txt", "--number", "12", "--date", "2027-03-20"]
# A command line that does something, and of each of its options words that should change what it does.
# "{}" as a value: each of the command's formats is tried.
COMMANDS: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "evaluate": (
        ["evaluate", *RULES],
        {
            **YEAR,
            **OUTPUT,
            "--format": ["{}"],
            "--provisional": ["--provisional"],
            "--watch": ["--watch"],
            "--engine": ["--engine", "polars"],
            "--master": ["--master", "local[2]"],
            "--keep": ["--keep", "criteria"],
        },
    ),
    "explain": (
        ["explain", "dv1", *RULES],
        {**YEAR, **OUTPUT, "--format": ["{}"], "--all": ["--all"]},
    ),
    "explain what is missing": (
        ["explain", "dv3", *RULES],
        {**OUTPUT, "--format": ["{}"], "--provisional": ["--provisional"]},
    ),
    "explain all": (
        ["explain", "--all", *RULES, "--output", "tat-ca"],
        {**YEAR, "--format": ["{}"], "--provisional": ["--provisional"]},
    ),
    "why-not": (["why-not", "dv1", "--tier", "tot", *RULES], {**YEAR, **OUTPUT, "--format": ["{}"]}),
    "what-if": (
        ["what-if", *RULES],
        {
            **YEAR,
            **OUTPUT,
            "--format": ["{}"],
            "--set": ["--set", "tiers.tot=5"],
            "--scenario": ["--scenario", "thap"],
            "--scenarios": ["--scenarios", "khac.whatif.yaml"],
            "--amend": ["--amend", "sua.yaml"],
        },
    ),
    "what-if for the council": (
        ["what-if", *RULES, "--format", "html"],
        {**OUTPUT, "--council": ["--council"], "--set": ["--set", "tiers.tot=5"]},
    ),
    "report": (
        ["report", "kq.json"],
        {
            **OUTPUT,
            "--format": ["{}"],
            "--agency": ["--agency", "UBND tỉnh"],
            "--place": ["--place", "Hà Nội"],
            "--date": ["--date", "2026-01-02"],
            "--signer": ["--signer", "Giám đốc"],
            "--template": ["--template", "mau.docx"],
            "--bundle": ["--bundle", "goi.zip"],
            "--write-template": ["--write-template", "mau-moi.docx"],
        },
    ),
    "check": (
        ["check", "r.yaml"],
        {
            "--ruleset": ["--ruleset", "sai.yaml"],
            **OUTPUT,
            "--format": ["{}"],
            "--fail-level": ["--fail-level", "info"],
            "--diff": ["--diff"],
            "--bounds": ["--bounds"],
            "--explain": ["--explain", "ITR204"],
            "--stdin-filename": ["--stdin-filename", "x.yaml"],
            "--watch": ["--watch"],
        },
    ),
    "check to mend": (
        ["check", "chua-sua.yaml"],
        {
            **OUTPUT,
            "--format": ["{}"],
            "--fix": ["--fix"],
            "--diff": ["--diff"],
        },
    ),
    "test": (
        ["test", "r.yaml"],
        {
            "--ruleset": ["--ruleset", "sai.yaml"],
            **OUTPUT,
            "--format": ["{}"],
            "--cases": ["--cases", "them.test.yaml"],
            "--template": ["--template", "mau-ca.xlsx"],
            "--case": ["--case", "sai"],
            "--coverage": ["--coverage"],
            "--fail-under": ["--coverage", "--fail-under", "100"],
            "--marked": ["--coverage", "--marked"],
            "--page": ["--coverage", "--page", "do.html"],
            "--mutate": ["--mutate"],
            "--mutants": ["--mutate", "--mutants", "3"],
            "--seed": ["--mutate", "--mutants", "3", "--seed", "1"],
            "--generate": ["--generate", "moi.test.yaml"],
        },
    ),
    "check what fails": (["check", "sai.yaml"], {**OUTPUT, "--format": ["{}"], "--no-tests": ["--no-tests"]}),
    "claims": (["claims", "van-ban.txt", "--result", "kq.json"], {**OUTPUT, "--format": ["{}"]}),
    "compare": (
        ["compare", "kq-truoc.json", "kq.json"],
        {**OUTPUT, "--format": ["{}"], "--signer": ["--signer", "Giám đốc"]},
    ),
    "diff": (
        ["diff", "r.yaml", "r2.yaml"],
        {
            **OUTPUT,
            "--format": ["{}"],
            "--exit-code": ["--exit-code"],
            "--git-path": ["--git-path", "r.yaml"],
            "--data": ["--data", "so.csv"],
            "--units": ["--data", "so.csv", "--units", "dv.csv"],
            "--previous": ["--data", "so.csv", "--previous", "truoc.csv"],
            "--shapley": ["--data", "so.csv", "--shapley"],
        },
    ),
    "collect": (
        ["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv"],
        {
            "--previous": ["--previous", "dv.csv"],
            "--output": ["--output", "ra.csv"],
            "--status": ["--status", "tt.json"],
            "--replies": ["--replies", "phieu"],
            "--agency": ["--replies", "phieu", "--agency", "Sở A"],
            "--date": ["--replies", "phieu", "--date", "1/2/2026"],
            "--deadline": ["--replies", "phieu", "--deadline", "1/2/2026"],
            "--contact": ["--replies", "phieu", "--contact", "Bà An"],
        },
    ),
    "forms": (
        ["forms", "r.yaml", "--units", "dv.csv", "--output", "bieu-moi"],
        {
            "--previous": ["--previous", "truoc.csv"],
            "--data": ["--data", "so.csv"],
            "--ruleset": ["--ruleset", "sai.yaml"],
            "--deadline": ["--deadline", "1/2/2026"],
            "--contact": ["--contact", "Bà An"],
            "--place": ["--place", "Vị Thanh"],
            "--letters": ["--letters"],
            "--agency": ["--letters", "--agency", "Sở A"],
            "--signer": ["--letters", "--signer", "Giám đốc"],
            "--date": ["--letters", "--date", "1/2/2026"],
            "--template": ["--letters", "--template", "mau-cong-van.docx"],
        },
    ),
    "appraise export": (
        ["appraise", "export", *RULES, "--output", "tham-dinh"],
        {
            **{option: words for option, words in YEAR.items() if option != "--stage"},
            "--stage": ["--stage", "second"],
            "--by": ["--by", "criterion"],
            "--agency": ["--stage", "explanation", "--agency", "Sở A"],
            "--date": ["--stage", "explanation", "--date", "1/2/2026"],
            "--deadline": ["--stage", "explanation", "--deadline", "1/2/2026"],
            "--contact": ["--stage", "explanation", "--contact", "Bà An"],
        },
    ),
    "appraise apply": (
        ["appraise", "apply", "da-dien", *RULES],
        {
            # That the year is read is seen where it cannot be: what an empty sheet takes back depends on nothing.
            **{option: [option, "khong-co.csv"] for option in ("--data", "--previous", "--mapping", "--units")},
            "--corrections": ["--corrections", "dc.csv"],
            "--dry-run": ["--dry-run"],
        },
    ),
    "approve": (
        APPROVE,
        {
            "--by": ["--by", "Nguyễn A"],
            "--at": ["--at", "2027-03-22"],
            "--report": ["--report", "van-ban.txt"],
            "--source": ["--source", "it.csv"],
            "--key": ["--key", "khoa.pem"],
        },
    ),
    "reopen": (
        ["reopen", "kq-truoc.json", "--reason", "sai", "--at", "2027-03-25"],
        {"--by": ["--by", "Nguyễn A"]},
    ),
    "freeze": (
        ["freeze", "kq.json", "--output", "ra.zip"],
        {
            "--report": ["--report", "van-ban.txt"],
            "--source": ["--source", "it.csv"],
            "--key": ["--key", "khoa.pem"],
            "--public": ["--public"],
            "--reasons": ["--reasons"],
        },
    ),
    "verify": (
        ["verify", "goi.zip"],
        {
            "--key": ["--key", "khoa.pub"],
            "--ruleset": ["--ruleset", "r.yaml"],
            "--data": ["--data", "so.csv"],
            "--previous": ["--previous", "truoc.csv"],
            "--mapping": ["--mapping", "ghep.yaml"],
            "--format": ["{}"],
        },
    ),
    "data describe": (
        ["data", "describe", "so.csv", "--ruleset", "r.yaml"],
        {
            "--units": ["--units", "it.csv"],
            "--mapping": ["--mapping", "ghep.yaml"],
            "--write-mapping": ["--write-mapping", "ghep-moi.yaml"],
            "--format": ["{}"],
        },
    ),
    "formula": (
        ["formula", "round(5 / 2)"],
        {
            **OUTPUT,
            "--format": ["{}"],
            "--let": ["--let", "round=1"],
            "--ruleset": ["--ruleset", "khong-co.yaml"],
            "--unit": ["--unit", "dv1"],
            "--data": ["--data", "so.csv"],
            "--units": ["--units", "dv.csv"],
            "--previous": ["--previous", "truoc.csv"],
            "--rounding": ["--rounding", "down"],
        },
    ),
    "formula of a unit": (
        ["formula", "a", "--ruleset", "r.yaml", "--unit", "Đơn vị 1", "--data", "so.csv"],
        {
            "--let": ["--let", "a=1"],
            "--data": ["--data", "khong-co.csv"],
            "--units": ["--units", "dv.csv"],
            "--previous": ["--previous", "dv.csv"],
        },
    ),
    "table": (
        ["table", "r.yaml", "--output", "bang.docx"],
        {
            "--against": ["--against", "phu-luc.docx"],
            "--columns": ["--against", "phu-luc.docx", "--columns", "mã, tên, điểm, cách chấm, ghi chú"],
            "--ruleset": ["--ruleset", "sai.yaml"],
        },
    ),
    "release": (
        ["release", "r.yaml"],
        {"--ruleset": ["--ruleset", "sai.yaml"], "--date": ["--date", "2026-01-02"]},
    ),
    "status": (
        ["status", "--date", "2026-01-02"],
        {**OUTPUT, "--format": ["{}"], "--date": ["--date", "2026-01-03"]},
    ),
    "doctor": (["doctor"], {**OUTPUT, "--format": ["{}"]}),
    "fmt": (["fmt", "chua-trinh-bay.yaml"], {"--check": ["--check"], "--diff": ["--diff"]}),
    "new": (
        ["new", "2030", "--from", "r.yaml"],
        {
            "--from-table": ["--from-table", "phu-luc.docx"],
            "--columns": ["--from-table", "phu-luc.docx", "--columns", "mã, tên, điểm"],
            "--full": ["--full"],
            "--output": ["--output", "moi.yaml"],
        },
    ),
    "init": (
        ["init", "du-an"],
        {"--year": ["--year", "2031"], "--example": ["--example"], "--practice": ["--practice"]},
    ),
    "plan": (["plan", "r.yaml"], {"--ruleset": ["--ruleset", "sai.yaml"], **OUTPUT, "--format": ["{}"]}),
    "compile": (
        ["compile", "r.yaml"],
        {
            "--ruleset": ["--ruleset", "sai.yaml"],
            **OUTPUT,
            "--to": ["--to", "excel"],
            "--dialect": ["--dialect", "duckdb"],
            "--table": ["--table", "so.don_vi"],
            "--target": ["--target", "ket_qua"],
            "--group": ["--group", "xa"],
            "--decimals": ["--decimals", "4"],
            "--groups": ["--no-groups"],
            "--roles": ["--roles"],
            "--states": ["--states"],
        },
    ),
    "rulesets": (["rulesets"], {**OUTPUT, "--format": ["{}"]}),
    "schema": (["schema", "mapping"], {**OUTPUT}),
}
FORMATS = {
    "evaluate": ("json", "csv"), "explain": ("json", "markdown"), "explain all": ("json", "text"), "why-not": ("json",),
    "what-if": ("json", "html", "xlsx"),
    "report": ("html", "xlsx", "docx", "profiles", "open-data", "pdf"), "check": ("json", "sarif", "github"),
    "check to mend": ("json",), "check what fails": ("json", "sarif", "github"), "claims": ("json",),
    "compare": ("json", "csv", "docx"), "diff": ("json", "html", "docx"), "test": ("json", "junit", "xlsx"),
    "explain what is missing": ("json", "markdown"), "verify": ("json",), "data describe": ("json",),
    "formula": ("json",), "plan": ("json",), "rulesets": ("json",), "doctor": ("json",), "status": ("json", "html"),
}  # fmt: skip
SAME = {
    # The last stage of this file is the first, which is asked for in so many words.
    ("--corrections dc.csv", "--stage first"),
}
"""Pairs of which the second rightly changes nothing beside the first."""


def variants(command):
    """Every option with the words to give it, each format apart."""
    for option, words in COMMANDS[command][1].items():
        if words == ["{}"]:
            for form in FORMATS[command]:
                yield f"--format {form}", ["--format", form]
        else:
            yield option, words


def files_of(words):
    """A report in most formats goes to a file."""
    if words[:1] == ["--format"] and words[1] in {"xlsx", "docx", "profiles", "open-data", "pdf"}:
        return [*words, "--output", "bao-cao"]
    return words


ALONE = [
    pytest.param(command, words, id=f"{command} {option}")
    for command in COMMANDS
    for option, words in variants(command)
]
PAIRS = [
    pytest.param(command, first, second, id=f"{command} {one} {other}")
    for command in COMMANDS
    for (one, first), (other, second) in itertools.permutations(list(variants(command)), 2)
    if first[0] != second[0] and (" ".join(first), " ".join(second)) not in SAME
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with every file that a command may read."""
    folder = tmp_path_factory.mktemp("du-an")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, text in FILES.items():
            Path(name).write_text(text, "utf-8")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "khoa.pem"], check=True)
        subprocess.run(["openssl", "pkey", "-in", "khoa.pem", "-pubout", "-out", "khoa.pub"], check=True)
        assert cli.run(
            [
                "evaluate",
                *RULES,
                "--units",
                "dv.csv",
                "--corrections",
                "dc.csv",
                "--format",
                "json",
                "--output",
                "kq.json",
            ]
        ) in {0, 1}
        assert cli.run(["evaluate", *RULES, "--format", "json", "--output", "kq-truoc.json"]) in {0, 1}
        assert cli.run(["freeze", "kq.json", "--output", "goi.zip"]) == 0
        assert cli.run(["approve", "kq-truoc.json", *APPROVE[2:]]) == 0
        assert cli.run(["report", "--write-template", "mau.docx"]) == 0
        assert cli.run(["table", "r.yaml", "--output", "phu-luc.docx"]) == 0
        assert cli.run(["forms", "r.yaml", "--units", "dv.csv", "--output", "bieu"]) == 0
        assert cli.run(["appraise", "export", *RULES, "--output", "da-dien"]) == 0
        _edit_template(Path("mau.docx"))
        Path("mau-cong-van.docx").write_bytes(shipped_template("letter.docx"))
        _edit_template(Path("mau-cong-van.docx"))
    return folder


def _edit_template(path):
    """Say something in the template that ours does not say."""
    from docx import Document

    document = Document(str(path))
    document.add_paragraph("Mẫu của cơ quan")
    document.save(str(path))


@pytest.fixture
def project(made, tmp_path, monkeypatch):
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    monkeypatch.setattr(watching, "_notices", lambda _: iter(()))  # of --watch: nothing ever changes

    def start(name):
        folder = tmp_path / name
        shutil.copytree(made, folder)
        monkeypatch.chdir(folder)
        return folder

    return start


def done(folder, capfdbinary, arguments):
    """All that a run does: its exit code, what it prints, and the files that it leaves."""
    capfdbinary.readouterr()
    code = cli.run([*arguments, "--lang", "en"])
    printed = capfdbinary.readouterr()
    left = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return code, printed.out, printed.err, left


@pytest.mark.bar(24)
@pytest.mark.parametrize(("command", "words"), ALONE)
def test_an_option_is_used_or_refused(project, capfdbinary, command, words):
    base = COMMANDS[command][0]
    without = done(project("mot"), capfdbinary, base)
    given = done(project("hai"), capfdbinary, [*base, *files_of(words)])
    assert given[0] == 2 or given != without, given[:3]
    assert b"ITR908" not in given[2]


@pytest.mark.bar(18)
@pytest.mark.parametrize(("command", "first", "second"), PAIRS)
def test_an_option_beside_another_is_used_or_refused(project, capfdbinary, command, first, second):
    base = [*COMMANDS[command][0], *files_of(first)]
    without = done(project("mot"), capfdbinary, base)
    given = done(project("hai"), capfdbinary, [*base, *second])
    assert given[0] == 2 or given != without, given[:3]
    assert b"ITR908" not in given[2]


def commands_of(command, name=""):
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from commands_of(part, f"{name} {part.name}".strip())
        return
    yield name, command


ALL = dict(commands_of(typer.main.get_command(cli.application("en"))))


def test_every_option_of_every_command_is_in_the_table():
    for name, command in ALL.items():
        rows = [row for key, row in COMMANDS.items() if key == name or key.startswith(f"{name} ")]
        there = {word for base, _ in rows for word in base} | {option for _, options in rows for option in options}
        for param in command.params:
            if isinstance(param, click.Option) and param.name != "lang":
                assert {*param.opts, *param.secondary_opts} & there, (name, param.opts)


DOUBLED = [
    pytest.param(name, param.opts[0], id=f"{name} {param.opts[0]}")
    for name, command in ALL.items()
    for param in command.params
    if isinstance(param, click.Option) and not param.multiple and not param.is_flag
]


@pytest.mark.parametrize(("command", "option"), DOUBLED)
def test_an_option_with_one_value_is_refused_twice(capsys, command, option):
    """`--ruleset a --ruleset b` took the second, and said nothing."""
    assert (
        cli.run([*command.split(), option, "a", f"{option}=b", "--lang=en"][: None if option != "--lang" else -1]) == 2
    )
    told = capsys.readouterr().err
    assert f"ITR112: {option} " in told
    assert ("is given 2 times" in told) or option == "--lang"


def test_what_may_be_given_more_than_once_is(project, capfdbinary):
    folder = project("mot")
    code, out, err, _ = done(
        folder, capfdbinary, ["evaluate", *RULES, "--data", "so2.csv", "--provisional", "--provisional"]
    )
    assert (code, b"ITR112" in err) == (1, False)
    assert b"so2.csv" in out
    code, _, err, _ = done(folder, capfdbinary, ["check", "r.yaml", "--tests", "--no-tests"])
    assert (code, b"ITR112: --tests is given 2 times" in err) == (2, True)


WRITING = [
    (["evaluate", *RULES], "--output", "table"),
    (["evaluate", *RULES, "--format", "json"], "--output", "json"),
    (["evaluate", *RULES, "--format", "csv"], "--output", "csv"),
    (["explain", "dv1", *RULES], "--output", "text"),
    (["explain", "dv1", *RULES, "--format", "markdown"], "--output", "markdown"),
    (["explain", "dv1", *RULES, "--format", "json"], "--output", "json"),
    (["explain", "--all", *RULES], "--output", FOLDER),
    (["why-not", "dv1", "--tier", "tot", *RULES], "--output", "text"),
    (["what-if", *RULES], "--output", "table"),
    (["check", "r.yaml"], "--output", "text"),
    (["plan", "r.yaml"], "--output", "text"),
    (["test", "r.yaml"], "--output", "text"),
    (["test", "r.yaml", "--format", "json"], "--output", "json"),
    (["test", "r.yaml", "--format", "junit"], "--output", "junit"),
    (["test", "r.yaml", "--coverage"], "--output", "text"),
    (["test", "r.yaml"], "--generate", "yaml"),
    (["test", "r.yaml", "--format", "xlsx"], "--output", "xlsx"),
    (["test", "r.yaml"], "--template", "xlsx"),
    (["test", "r.yaml", "--coverage"], "--page", "html"),
    (["compile", "r.yaml"], "--output", "sql"),
    (["check", "r.yaml", "--format", "sarif"], "--output", "sarif"),
    (["check", "r.yaml", "--format", "github"], "--output", "github"),
    (["check", "r.yaml", "--diff"], "--output", "diff"),
    (["check", "--explain", "ITR204"], "--output", "markdown"),
    (["report", "kq.json", "--format", "text"], "--output", "text"),
    (["report", "kq.json", "--format", "html"], "--output", "html"),
    (["report", "kq.json", "--format", "xlsx"], "--output", "xlsx"),
    (["report", "kq.json", "--format", "docx"], "--output", "docx"),
    (["report", "kq.json", "--format", "open-data"], "--output", FOLDER),
    (["report"], "--write-template", "docx"),
    (["claims", "van-ban.txt", "--result", "kq.json"], "--output", "text"),
    (["compare", "kq-truoc.json", "kq.json", "--format", "table"], "--output", "table"),
    (["compare", "kq-truoc.json", "kq.json", "--format", "json"], "--output", "json"),
    (["compare", "kq-truoc.json", "kq.json", "--format", "csv"], "--output", "csv"),
    (["compare", "kq-truoc.json", "kq.json", "--format", "docx"], "--output", "docx"),
    (["diff", "r.yaml", "r2.yaml"], "--output", "text"),
    (["diff", "r.yaml", "r2.yaml", "--format", "json"], "--output", "json"),
    (["diff", "r.yaml", "r2.yaml", "--format", "html"], "--output", "html"),
    (["diff", "r.yaml", "r2.yaml", "--format", "docx"], "--output", "docx"),
    (["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv"], "--output", "csv"),
    (["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv"], "--replies", FOLDER),
    (["forms", "r.yaml", "--units", "dv.csv"], "--output", FOLDER),
    (["appraise", "export", *RULES], "--output", FOLDER),
    (["freeze", "kq.json"], "--output", "zip"),
    (["data", "describe", "so.csv", "--ruleset", "r.yaml"], "--write-mapping", "yaml"),
    (["formula", "1 + 1"], "--output", "text"),
    (["formula", "1 + 1", "--format", "json"], "--output", "json"),
    (["new", "2030", "--from", "r.yaml"], "--output", "yaml"),
    (["rulesets"], "--output", "text"),
    (["doctor"], "--output", "text"),
    (["status"], "--output", "table"),
    (["status", "--format", "json"], "--output", "json"),
    (["schema"], "--output", "json"),
]
FOLLOWED = {
    "evaluate": {".json": b'{"format": "itrank-result/1"', ".csv": b"\xef\xbb\xbflist,rank,"},
    "explain": {".json": b'{"format": "itrank-explanation/1"', ".md": b"#", ".markdown": b"#"},
    "why-not": {".json": b"{"},
    "what-if": {".json": b'{\n "format": "itrank-tried/1"', ".html": b"<!", ".htm": b"<!", ".xlsx": b"PK"},
    "check": {".json": b'{"format": "itrank-findings/1"', ".sarif": b'{\n "$schema"'},
    "plan": {".json": b"{"},
    "test": {".json": b'{\n "format": "itrank-test-result/1"', ".xml": b"<?xml", ".xlsx": b"PK"},
    "claims": {".json": b"{"},
    "compare": {".json": b"{", ".csv": b"\xef\xbb\xbf", ".docx": b"PK"},
    "diff": {".json": b'{\n "format": "itrank-diff/1"', ".html": b"<!", ".htm": b"<!", ".docx": b"PK"},
    "formula": {".json": b"{"},
    "rulesets": {".json": b"{"},
    "doctor": {".json": b'{\n "format": "itrank-doctor/1"'},
    "status": {".json": b'{\n "format": "itrank-status/1"', ".html": b"<!", ".htm": b"<!"},
    "report": {".html": b"<!", ".htm": b"<!", ".xlsx": b"PK", ".docx": b"PK", ".pdf": b"%PDF"},
}
"""The endings by which the output of a command says its format, and how such a file begins."""
ENDINGS = sorted({suffix for suffixes in SUFFIXES.values() for suffix in suffixes} | {".jsn", ".doc", ".v2"})


@pytest.mark.bar(24)
@pytest.mark.parametrize("ending", ["", ".2026", *ENDINGS])
@pytest.mark.parametrize(("arguments", "option", "form"), WRITING, ids=[" ".join((*a[:4], o)) for a, o, _ in WRITING])
def test_a_name_ends_as_what_is_written(project, capfdbinary, arguments, option, form, ending):
    """`--output kq.csv --format json` wrote JSON that a spreadsheet was to open."""
    folder = project("mot")
    code, _, err, left = done(folder, capfdbinary, [*arguments, option, f"ra{ending}"])
    fits = ending in {"", ".2026", f".{form}", *SUFFIXES.get(form, ())} or (
        form == FOLDER and ending in {".jsn", ".doc", ".v2"}
    )
    if form != FOLDER and not {"--format", "--diff", "--explain"} & {*arguments}:
        fits = fits or (option == "--output" and ending in FOLLOWED.get(arguments[0], {}))
    fits = fits or (arguments[0], ending) == ("forms", ".zip")
    if fits:
        assert code in {0, 1}, err
        assert any(name == f"ra{ending}" or name.startswith(f"ra{ending}/") for name in left)
        return
    assert code == 2
    words = f"ITR929: the file name of {option} ends in {ending}, which does not fit the format {form}"
    folder_words = f"ITR929: {option} names a folder, but ends in {ending} as a file does"
    assert (folder_words if form == FOLDER else words) in err.decode()
    assert not any(name.startswith("ra") for name in left)


@pytest.mark.parametrize(
    ("command", "ending"), [(command, ending) for command, endings in FOLLOWED.items() for ending in endings]
)
def test_an_ending_chooses_the_format(project, capfdbinary, command, ending):
    """`evaluate -o kq.json` was refused for the format of the screen."""
    bare = {"report": ["report", "kq.json"], "compare": ["compare", "kq-truoc.json", "kq.json"]}
    line = bare.get(command) or next(a for a, *_ in WRITING if a[0] == command)
    code, out, err, left = done(project("mot"), capfdbinary, [*line, "-o", f"ra{ending}"])
    assert (code in {0, 1}, out) == (True, b""), err
    assert left[f"ra{ending}"].startswith(FOLLOWED[command][ending]), left[f"ra{ending}"][:40]


def test_every_command_with_formats_and_an_output_follows_the_ending():
    both = {name for name, c in ALL.items() if {"format", "output"} <= {p.name for p in c.params}}
    assert both == set(FOLLOWED)


def test_every_output_is_held_against_its_endings():
    tried = {(" ".join(word for word in a[: 2 if a[0] in {"data", "appraise"} else 1]), o) for a, o, _ in WRITING}
    tried |= {("collect", "--status"), ("table", "--output")}  # which say the format by their ending
    there = {(name, option) for name, c in ALL.items() for p in c.params if (option := p.opts[0]) in outputs_of(name)}
    assert tried == there


@pytest.mark.parametrize(
    ("name", "code"),
    [("tt.csv", 1), ("tt.json", 1), ("tt", 1), ("tt.txt", 2), ("tt.xlsx", 2)],
)
def test_who_has_sent_what_is_of_the_kind_that_its_name_says(project, capfdbinary, name, code):
    collect = ["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv"]
    found, _, err, left = done(project("mot"), capfdbinary, [*collect, "--status", name])
    assert found in ({0, 1} if code == 1 else {2}), err
    if code == 1:
        assert left[name].startswith(b"{" if name.endswith(".json") else b"\xef\xbb\xbf")
    else:
        assert b"ITR929" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", *RULES, "--stage", "first"], "ITR947: --stage first needs the corrections of an appraisal"),
        (["explain", "dv1", *RULES, "--stage", "second"], "ITR947: --stage second needs"),
        (["evaluate", *RULES, "--stage", ""], 'ITR912: --stage cannot be ""'),
        (["report", "kq.json", "--format", ""], 'ITR912: --format cannot be ""'),
        (
            ["evaluate", *RULES, "--corrections", "dc.csv", "--stage", "declared"],
            "ITR542: --corrections and --stage declared do not go together",
        ),
        (["evaluate", *RULES, "--previous", "dv.csv"], 'ITR960: last year\'s file "dv.csv" has no rank, total or value'),
        (["evaluate", *RULES, "--previous", "so.csv"], 'ITR960: last year\'s file "so.csv" has no rank'),
        (["why-not", "dv1", "--tier", "tot", *RULES, "--previous", "dv.csv"], "ITR960"),
        (["formula", "a", "--unit", "dv1", *RULES, "--previous", "dv.csv"], "ITR960"),
        (["forms", "r.yaml", "--units", "dv.csv", "--output", "x", "--previous", "dv.csv"], "ITR960"),
        (["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv", "--previous", "dv.csv"], "ITR960"),
        (["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv", "--agency", "A"], "ITR947: --agency goes with --replies only"),
        (["forms", "r.yaml", "--units", "dv.csv", "--output", "x", "--agency", "A"], "ITR947: --agency goes with --letters only"),
        (["forms", "r.yaml", "--units", "dv.csv", "--output", "x", "--deadline", "30/2/2026"], 'ITR912: --deadline cannot be read: "30/2/2026"'),
        (["forms", "r.yaml", "--units", "dv.csv", "--output", "x", "--letters", "--template", "so.csv"], "ITR839"),
        (["appraise", "export", *RULES, "--output", "x", "--stage", "explanation", "--by", "criterion"], "ITR542: --by criterion and --stage explanation"),
        (["appraise", "export", *RULES, "--output", "x", "--agency", "A"], "ITR947: --agency goes with --stage explanation only"),
        (["appraise", "export", *RULES, "--output", "x", "--previous", "dv.csv"], "ITR960"),
        (["appraise", "export", *RULES, "--output", "x", "--corrections", "khong.csv"], 'ITR401: there is no file "khong.csv"'),
        (["report", "kq.json", "--output", "a.docx", "--template", "khong.docx"], 'there is no file "khong.docx"'),
        (["report", "kq.json", "--output", "a.docx", "--template", "so.csv"], "ITR839"),
        (["report", "kq.json", "--output", "a.docx", "--template", "bieu"], "ITR402"),
        (["report", "kq.json", "--output", "a.pdf", "--template", "mau.docx"], "ITR542: --template and --format pdf"),
        (["report", "kq.json", "--output", "a.html", "--template", "khong.docx"], "ITR542: --template and --format html"),
        (["report", "kq.json", "--output", "a.docx", "--bundle", "khong.zip"], 'there is no file "khong.zip"'),
        (["report", "kq.json", "--output", "a.docx", "--bundle", "so.csv"], "ITR105"),
        (["report", "kq.json", "--bundle", "goi.zip"], "ITR542: --bundle and --format text do not go together"),
        (["report", "kq.json", "--output", "a.docx", "--date", "31/2/2026"], 'ITR912: --date cannot be read: "31/2/2026"'),
        (["report", "kq.json", "--output", "a.pdf", "--date", ""], "ITR912"),
        (["report", "kq.json", "--output", "a.xlsx", "--date", "2026-01-02"], "ITR542: --date and --format xlsx"),
        (["report", "kq.json", "--write-template", "b.docx"], "ITR542: --write-template and RESULT do not go together"),
        (["report", "--write-template", "b.docx", "--date", "2026-01-02"], "ITR542: --write-template and --date"),
        (["check", "r.yaml", "--explain", "ITR204"], "ITR542: --explain and --ruleset do not go together"),
        (["check", "--explain", "ITR204", "--fix"], "ITR542: --explain and --fix do not go together"),
        (["check", "r.yaml", "--diff", "--fail-level", "info"], "ITR542: --diff and --fail-level do not go together"),
        (["freeze", "kq.json", "--output", "b.zip", "--reasons"], "ITR947: --reasons goes with --public only"),
        (["new", "2030", "--from", "r.yaml", "--from-table", "phu-luc.docx"], "ITR542: --from-table and --from do not go"),
        (["why-not", "dv1", "--tier", "tot", *RULES, "--previous", "truoc.csv"], "ITR960"),
        (["explain", "dv3", "p", "--ruleset", "mot-bang.yaml", "--data", "so.csv"], "ITR923: the scorecard of the unit"),
        (["explain", "--all", *RULES, "--output", "-"], "ITR929: --output is a folder, and cannot be standard output"),
        (["report", "kq.json", "--format", "open-data", "--output", "-"], "ITR929"),
        (
            ["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv", "--output", "-", "--status", "-"],
            "ITR542: --output - and --status - do not go together",
        ),
        (["freeze", "kq.json", "--output", "b.zip", "--source", "so2.csv"], 'ITR871: the file "so2.csv" of --source is none'),
        (["formula", "a", "--let", "a"], 'ITR912: "--let a" cannot be read'),
    ],
)  # fmt: skip
def test_what_would_be_left_unused_is_refused_by_name(project, capfdbinary, arguments, words):
    folder = project("mot")
    one = RULESET.replace("  bang:\n", "  bang:\n    for: [so]\n")
    (folder / "mot-bang.yaml").write_text(one, "utf-8")
    code, out, err, _ = done(folder, capfdbinary, arguments)
    assert (code, out) == (2, b""), err
    assert words in err.decode()


BY_POSITION = [
    ["evaluate", "{}", "--data", "so.csv"],
    ["appraise", "export", "{}", "--data", "so.csv", "-o", "tham-dinh"],
    ["check", "{}"],
    ["plan", "{}"],
    ["test", "{}"],
    ["what-if", "{}", "--data", "so.csv"],
    ["compile", "{}"],
    ["forms", "{}", "--units", "dv.csv", "-o", "bieu-moi"],
    ["table", "{}", "-o", "bang.docx"],
    ["release", "{}", "--date", "2026-01-02"],
]


@pytest.mark.parametrize("line", BY_POSITION, ids=" ".join)
def test_a_ruleset_is_named_by_position_or_by_its_option(project, capfdbinary, line):
    at = line.index("{}")

    def ran(name, *ruleset):
        folder = project(name)
        for seal in folder.glob("*.approved.*"):  # nothing is released into a project whose result is approved
            seal.unlink()
        return done(folder, capfdbinary, [*line[:at], *ruleset, *line[at + 1 :]])

    by_position, by_option = ran("mot", "r.yaml"), ran("hai", "--ruleset", "r.yaml")
    assert by_position[0] in {0, 1}, by_position[2]
    assert by_position[:3] == by_option[:3]
    assert by_position[3].keys() == by_option[3].keys()
    assert ran("ba", "r.yaml", "--ruleset", "r.yaml")[:3] == by_position[:3]
    code, out, err, _ = ran("bon", "r.yaml", "--ruleset", "sai.yaml")
    if line[0] == "check":  # which takes many: each is checked
        assert b"r.yaml" in err + out
        assert b"sai.yaml" in err + out
    else:
        assert (code, out) == (2, b"")
        assert "ITR542: --ruleset sai.yaml and r.yaml do not go together" in err.decode()


def test_every_command_without_another_argument_takes_a_ruleset_by_position():
    with_ruleset = {name: c for name, c in ALL.items() if any("--ruleset" in p.opts for p in c.params)}
    alone = {name for name, c in with_ruleset.items() if not any(isinstance(p, click.Argument) for p in c.params)}
    assert alone == {" ".join(line[: line.index("{}")]) for line in BY_POSITION}


def test_values_of_last_year_that_a_formula_reads_are_enough(project, capfdbinary):
    folder = project("mot")
    (folder / "r.yaml").write_text(
        RULESET.replace("type: number, missing: zero", "type: number, missing: last_year"), "utf-8"
    )
    (folder / "truoc.csv").write_text("id,b\ndv1,9\n", "utf-8")
    code, out, err, _ = done(folder, capfdbinary, ["evaluate", *RULES, "--previous", "truoc.csv"])
    assert b"ITR960" not in err
    assert (code, b" 14 " in out) == (1, True), out.decode()


@pytest.mark.parametrize(
    ("arguments", "begins", "beside"),
    [
        (["collect", "bieu", "--ruleset", "r.yaml", "--units", "dv.csv", "--output", "-"], b"\xef\xbb\xbfunit,input", "3"),
        (["freeze", "kq.json", "--output", "-"], b"PK", "files were put into -"),
        (
            ["data", "describe", "so.csv", "--ruleset", "r.yaml", "--write-mapping", "-"],
            b"# ", "so.csv",
        ),
        (["new", "2030", "--from", "r.yaml", "--output", "-"], b"# ", "Fill in what says TODO"),
    ],
    ids=["collect", "freeze", "describe", "new"],
)  # fmt: skip
def test_what_goes_to_standard_output_is_alone_there(project, capfdbinary, arguments, begins, beside):
    """The summary of `freeze --output -` stood behind the zip."""
    code, out, err, left = done(project("mot"), capfdbinary, arguments)
    assert code in {0, 1}, err
    assert out.startswith(begins), out[:100]
    assert beside in err.decode()
    assert "-" not in left


def test_a_suffix_table_names_every_format_of_every_command():
    modules = [import_module(f"itrank.commands.{found.name}") for found in pkgutil.iter_modules(commands.__path__)]
    forms = {form for module in modules for form in getattr(module, "FORMATS", ())}
    assert len(forms) > len({"table", "json"})
    assert forms - {"open-data"} <= set(SUFFIXES)
