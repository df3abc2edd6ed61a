"""Every code has a page in `docs/codes/`, and what the page shows is true: the bad example is refused so, the good is not.

A page has this form; a line holds one sentence, each language has one to three:

    # ITR204: không có tên này · unknown name
    (Vietnamese)
    (English)
    ## Sai · Bad
    (fences: the files; then ```text, what is printed)
    ## Đúng · Good
    (fences: the files)

A code that says one fault of several subjects has such a part for each, one below the other.

A fence's first word says what it is:

    yaml [NAME] [HOW]        a ruleset; `ruleset.yaml` unless named
    csv [NAME] [HOW]         data; `data.csv` unless named, also `units.csv` and `previous.csv`
    json NAME                any other file
    sheet NAME               a workbook: rows as in a CSV, each sheet begun by a line `[its name]`
    console [escapes]        commands `$ itrank ...`, in place of the one that the files ask for
    text                     what is printed, written here by the tests
    none                     why there is no example: `WITHOUT_EXAMPLE` lists the few codes

HOW is an encoding (`cp1258`) that the file is written in, or `escapes` where `\\u200b` stands for what nobody could see.
A name may begin with `../`. A ruleset alone is checked; with data it is evaluated.

`ITRANK_WRITE=1 pytest -n 0 tests/test_code_pages.py` writes the ```text fences and docs/codes/README.md anew.
"""

import csv
import io
import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest
from itrank.cli import COMMANDS, run
from itrank.engine import load
from itrank.engine.model.codes import ALIASES, CODES
from itrank.engine.model.findings import Severity
from itrank.engine.publish.diagnostics import as_text

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "codes"
WRITE = bool(os.environ.get("ITRANK_WRITE"))
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = re.compile(
    r"# (?P<code>ITR\d{3}): (?P<vi>[^·\n]+) · (?P<en>[^·\n]+)\n\n"
    r"(?P<about_vi>(?!```)[^\n#][^#]*?)\n\n(?P<about_en>(?!```)[^\n#][^#]*?)\n\n"
    r"## Sai · Bad\n\n(?P<bad>.*?)\n"
    r"(?:\n## Đúng · Good\n\n(?P<good>.*))?",
    re.DOTALL,
)
TOLD = re.compile(r"^.*?: (lỗi|cảnh báo|thông tin) (ITR\d{3}): ", re.MULTILINE)
VIETNAMESE = re.compile("[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ]|[ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE)

# What no file or command of a few lines can show. Each has a test of its own elsewhere.
WITHOUT_EXAMPLE = {
    "ITR101",  # a megabyte
    "ITR973",  # a server
    "ITR975",  # Spark
    "ITR408",  # tens of thousands of items
    "ITR206",  # no file is read so
    "ITR437",  # a form that was filled
    "ITR613",  # an archive
    "ITR641",  # a form that was filled or altered
    "ITR642",  # a form that was filled or altered
    "ITR643",  # a form that was filled or altered
    "ITR644",  # a form that was filled or altered
    "ITR645",  # a form that was filled or altered
    "ITR646",  # a form that was filled or altered
    "ITR647",  # a form that was filled or altered
    "ITR648",  # a form that was filled or altered
    "ITR625",  # forms that were filled
    "ITR649",  # a form that was filled or altered
    "ITR560",  # struck-out text
    "ITR561",  # struck-out text
    "ITR563",  # merged cells
    "ITR564",  # a number format
    "ITR565",  # a number format
    "ITR566",  # a number format
    "ITR567",  # a number format
    "ITR611",  # files that are no text
    "ITR614",  # a form of another ruleset
    "ITR615",  # a form of earlier rules
    "ITR616",  # a form that was altered
    "ITR617",  # a form that was altered
    "ITR618",  # a form that was altered
    "ITR619",  # a form of another unit
    "ITR620",  # two forms
    "ITR621",  # two forms
    "ITR623",  # a form that was filled
    "ITR632",  # a workbook that was filled
    "ITR634",  # a workbook that was filled
    "ITR635",  # a workbook that was filled
    "ITR543",  # a file that changes
    "ITR639",  # a workbook that was filled
    "ITR722",  # a binary file
    "ITR738",  # a merged cell
    "ITR499",  # a binary file
    "ITR839",  # a binary file
    "ITR850",  # a forged bundle
    "ITR876",  # a forged bundle
    "ITR868",  # a seal that is deleted
    "ITR869",  # a file that is moved away
    "ITR852",  # a newer version
    "ITR880",  # a forged bundle
    "ITR877",  # a forged bundle
    "ITR855",  # a bundle
    "ITR857",  # a bundle
    "ITR858",  # a bundle
    "ITR859",  # another version
    "ITR955",  # five million pairs of a unit and a tier
    "ITR956",  # a thousand lists
    "ITR864",  # a library that the tests install
    "ITR872",  # a result that is edited
    "ITR879",  # a forged bundle
    "ITR882",  # keys
    "ITR884",  # another version
    "ITR889",  # another version
    "ITR896",  # a result with corrections and its page
    "ITR890",  # another version
    "ITR892",  # another version
    "ITR416",  # a zip bomb
    "ITR417",  # a workbook that no program writes
    "ITR419",  # a hidden sheet
    "ITR434",  # a formula that was never calculated
    "ITR435",  # hidden rows
    "ITR497",  # a password
    "ITR498",  # damaged bytes
    "ITR489",  # a hundred and one cells
    "ITR508",  # a hundred thousand cells
    "ITR908",  # a fault of ours
    "ITR918",  # a machine without memory
}

FAMILIES = {
    "1": ("Văn bản của bộ tiêu chí", "The text of a ruleset"),
    "2": ("Công thức và tên", "Formulas and names"),
    "3": ("Điểm, xếp loại, xếp hạng", "Points, tiers, ranking"),
    "4": ("Số liệu và đơn vị", "Data and units"),
    "5": ("Ca kiểm thử của bộ tiêu chí, sửa tệp", "Tests of a ruleset, mending the file"),
    "6": ("Biểu kê khai, thẩm định", "Forms, appraisal"),
    "7": ("Phiên bản", "Versions"),
    "8": ("Báo cáo", "Reports"),
    "9": ("Tệp, thư mục, dòng lệnh", "Files, folders, the command line"),
}
SEVERITIES = {
    Severity.ERROR: "lỗi · error",
    Severity.WARNING: "cảnh báo · warning",
    Severity.INFO: "thông tin · info",
}


class Fence(NamedTuple):
    """A fenced block: its first word, the words after it, its lines."""

    word: str
    rest: tuple[str, ...]
    body: str


class Printed(NamedTuple):
    """What running an example gave."""

    text: str
    exit_code: int

    @property
    def codes(self) -> dict[str, str]:
        """Each code that was told, with its severity in Vietnamese."""
        return {match[2]: match[1] for match in TOLD.finditer(self.text)}

    def about(self, code: str) -> str:
        """The blocks of one code, without those of others, the counts and the result."""
        blocks = self.text.split("\n\n")
        own = [block for block in blocks if (told := TOLD.match(block)) and told[2] == code]
        return "\n\n".join(block.rstrip("\n") for block in own) + "\n"


def pages() -> list[Path]:
    return sorted(FOLDER.glob("ITR*.md"))


def parts_of(path: Path) -> list[str]:
    """The parts of a page, each about one subject."""
    return re.split(r"\n(?=# ITR\d{3}: )", path.read_text("utf-8"))


PARTS = [pytest.param(path, at, id=f"{path.stem}-{at}") for path in pages() for at in range(len(parts_of(path)))]
WITH_EXAMPLE = {path.stem for path in pages() if any("```none" not in part for part in parts_of(path))}


def fences(text: str) -> list[Fence]:
    return [Fence(match[1], tuple(match[2].split()), match[3]) for match in FENCE.finditer(text)]


# ── The form ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sentences_wrong(about: str, language: str) -> list[str]:
    lines = about.split("\n")
    wrong = [f"{language}: {len(lines)} lines, one to three are wanted"] if not 1 <= len(lines) <= 3 else []
    wrong += [f"{language}: this line is no sentence: {line}" for line in lines if not line.endswith((".", "?", "!"))]
    # What is quoted may be in the other language: it is what the author wrote.
    bare = re.sub(r"`[^`]*`|\"[^\"]*\"|\*[^*]*\*", "", about)
    if (language == "vi") != bool(VIETNAMESE.search(bare)):
        wrong.append(f"{language}: this is in another language: {about}")
    return wrong


def form_wrong(text: str, code: str, *, is_part: bool = False) -> list[str]:
    """Say in what a page differs from the form."""
    match = PAGE.fullmatch(text)
    if match is None:
        return ["the page does not have the form (headings, two paragraphs, fences)"]
    wrong = [] if match["code"] == code else [f"the heading names {match['code']}"]
    wrong += [*sentences_wrong(match["about_vi"], "vi"), *sentences_wrong(match["about_en"], "en")]
    bad, good = fences(match["bad"]), fences(match["good"] or "")
    words = [fence.word for fence in bad]
    if words == ["none"]:
        has_one = code in WITHOUT_EXAMPLE or (is_part and code in WITH_EXAMPLE)
        wrong += [] if has_one else ["it says that there can be no example"]
        return wrong + (["there can be no bad example, but there is a good one"] if match["good"] else [])
    if code in WITHOUT_EXAMPLE:
        wrong.append("it has an example: take it out of WITHOUT_EXAMPLE")
    if words.count("text") != 1 or words[-1] != "text" or len(words) < 2:
        wrong.append("the bad example is files or a command, then what is printed (text)")
    if not good or "text" in (fence.word for fence in good):
        wrong.append("the good example is files or a command only")
    outside = FENCE.sub("", match["bad"] + "\n" + (match["good"] or "")).strip()
    return wrong + ([f"prose beside the examples: {outside}"] if outside else [])


# ── Running ─────────────────────────────────────────────────────────────────────────────────────────────────────────

DEFAULT_NAMES = {"yaml": "ruleset.yaml", "csv": "data.csv"}


def put(folder: Path, fence: Fence) -> str:
    """Write a file of an example; give its name."""
    name = fence.rest[0] if fence.rest else DEFAULT_NAMES[fence.word]
    how = fence.rest[1] if len(fence.rest) > 1 else "utf-8"
    path = folder / name
    assert path.resolve().is_relative_to(folder.parent.resolve()), name
    path.parent.mkdir(parents=True, exist_ok=True)
    if fence.word == "sheet":
        put_workbook(path, fence.body)
        return name
    path.write_bytes(unescaped(fence.body).encode() if how == "escapes" else fence.body.encode(how))
    return name


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def put_workbook(path: Path, body: str) -> None:
    import xlsxwriter  # only where a page has a workbook

    book = xlsxwriter.Workbook(path)
    sheet, row = None, 0
    for cells in csv.reader(io.StringIO(body)):
        if len(cells) == 1 and (named := re.fullmatch(r"\[(.+)\]", cells[0])):
            sheet, row = book.add_worksheet(named[1]), 0
            continue
        sheet = sheet or book.add_worksheet()
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
        row += 1
    book.close()


def printed(commands: list[list[str]], capsys) -> Printed:
    capsys.readouterr()
    exit_code = 0
    for command in commands:
        exit_code = max(exit_code, run(command))
    out, err = capsys.readouterr()
    return Printed(f"{err}\n\n{out}", exit_code)


def shown(example: list[Fence], folder: Path, capsys, monkeypatch) -> Printed:
    """Run an example in a folder of its own, in Vietnamese."""
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("ITRANK_LANG", "FORCE_COLOR", "ITRANK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    names = [put(folder, fence) for fence in example if fence.word not in {"console", "text"}]
    console = [
        unescaped(fence.body) if "escapes" in fence.rest else fence.body for fence in example if fence.word == "console"
    ]
    if console:
        lines = [line for body in console for line in body.splitlines()]
        assert all(line.startswith("$ itrank") for line in lines), "a console fence has lines `$ itrank ...` only"
        return printed([shlex.split(line)[2:] for line in lines], capsys)
    tables = [fence for fence in example if fence.word in {"csv", "sheet"}]
    if tables:
        data = [name for name in names if Path(name).stem == "data"]
        command = ["evaluate", "--ruleset", "ruleset.yaml", *(f"--data={name}" for name in data)]
        command += [
            f"--{option}={name}" for option in ("units", "previous") for name in names if Path(name).stem == option
        ]
        return printed([command], capsys)
    if "check" in COMMANDS:
        return printed([["check", "ruleset.yaml"]], capsys)
    loaded = load(Path("ruleset.yaml"), "ruleset.yaml")
    return Printed(as_text(loaded.findings, loaded.texts, "vi"), int(loaded.ruleset is None))


def examples_wrong(text: str, code: str, folder: Path, capsys, monkeypatch) -> list[str]:
    """Say in what a page's examples do not do what the page says."""
    match = PAGE.fullmatch(text)
    assert match is not None
    bad, good = fences(match["bad"]), fences(match["good"] or "")
    if bad[0].word == "none":
        return []
    wrong = []
    before = shown(bad, folder / "bad" / "du-an", capsys, monkeypatch)
    if code not in before.codes:
        wrong.append(f"the bad example does not raise {code}, but: {before.text.strip()}")
    elif bad[-1].body != before.about(code):
        wrong.append(f"the bad example prints:\n{before.about(code)}(write it: ITRANK_WRITE=1)")
    others = {other for other, severity in before.codes.items() if severity == "lỗi"} - {code}
    if others and {fence.word for fence in bad} <= {"yaml", "text"}:
        wrong.append(f"the bad example has other mistakes: {before.text.strip()}")
    after = shown(good, folder / "good" / "du-an", capsys, monkeypatch)
    if code in after.codes:
        wrong.append(f"the good example raises {code}")
    if after.exit_code or "lỗi" in after.codes.values():
        wrong.append(f"the good example ends with {after.exit_code}: {after.text.strip()}")
    return wrong


def rewritten(text: str, code: str, folder: Path, capsys, monkeypatch) -> str:
    """Give the page with what its bad example prints."""
    match = PAGE.fullmatch(text)
    if match is None or "```text\n" not in text or re.search(r"```none", text):
        return text
    told = shown(fences(match["bad"]), folder / "written" / "du-an", capsys, monkeypatch)
    if code not in told.codes:
        return text
    return re.sub(
        r"^```text\n.*?^```$",
        lambda _: f"```text\n{told.about(code)}```",
        text,
        count=1,
        flags=re.MULTILINE | re.DOTALL,
    )


# ── The tests ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_code_has_a_page_and_every_page_a_code():
    with_page = {path.stem for path in pages()}
    assert sorted(with_page - CODES.keys()) == []
    assert sorted(CODES.keys() - with_page) == []


@pytest.mark.parametrize("code", sorted(WITHOUT_EXAMPLE))
def test_what_has_no_example_is_raised_in_another_test(code):
    assert code in CODES
    others = [path for path in Path(__file__).parent.rglob("test_*.py") if path != Path(__file__)]
    assert any(code in path.read_text("utf-8") for path in others)


@pytest.mark.bar(40)
@pytest.mark.parametrize(("path", "at"), PARTS)
def test_a_page_is_true(path, at, tmp_path, capsys, monkeypatch):
    parts, code = parts_of(path), path.stem
    if WRITE:
        parts[at] = rewritten(parts[at], code, tmp_path, capsys, monkeypatch)
        path.write_text("\n".join(parts), "utf-8")
    text = parts[at]
    assert form_wrong(text, code, is_part=len(parts) > 1) == []
    assert examples_wrong(text, code, tmp_path, capsys, monkeypatch) == []


def test_titles_are_told_apart():
    titles = [PAGE.fullmatch(part) for path in pages() for part in parts_of(path)]
    assert all(titles)
    for lang in ("vi", "en"):
        words = [title[lang].casefold() for title in titles]
        assert sorted({word for word in words if words.count(word) > 1}) == []


def example(text: str, which: str) -> str:
    return next(match[0] for match in FENCE.finditer(PAGE.fullmatch(text)[which]))


def swap_languages(text: str) -> str:
    match = PAGE.fullmatch(text)
    return text.replace(match["about_vi"], "@", 1).replace(match["about_en"], match["about_vi"], 1).replace(
        "@", match["about_en"], 1
    )  # fmt: skip


# Each change to a true page makes it false, and is noticed.
TRUE_PAGE = FOLDER / "ITR204.md"
LIES = {
    "another code": (lambda text: text.replace("# ITR204", "# ITR205", 1), "the heading names ITR205"),
    "no English title": (lambda text: text.replace(" · unknown name", "", 1), "does not have the form"),
    "no heading": (lambda text: text.replace("## Sai · Bad\n", "", 1), "does not have the form"),
    "no good example": (lambda text: text.replace("## Đúng · Good\n", "", 1), "the good example is files or a command only"),
    "one language": (lambda text: re.sub(r"\n\n([^\n]+\n)+\n(?=## Sai)", "\n\n", text, count=1), "does not have the form"),
    "the languages in the other order": (swap_languages, "this is in another language"),
    "no full stop": (lambda text: text.replace(".\n\n## Sai", "\n\n## Sai", 1), "this line is no sentence"),
    "prose between": (lambda text: text.replace("\n```text", "\nabc\n\n```text", 1), "prose beside the examples: abc"),
    "nothing printed": (lambda text: text.replace("```text", "```json x.json", 1), "then what is printed"),
    "no example": (lambda text: re.sub(r"```yaml.*", "```none\nx\n```\n", text, flags=re.DOTALL), "there can be no example"),
    "another text": (lambda text: text.replace("lỗi ITR204", "lỗi ITR2O4", 1), "the bad example prints"),
    "the good as bad": (lambda text: text.replace(example(text, "bad"), example(text, "good"), 1), "does not raise ITR204"),
    "the bad as good": (lambda text: example(text, "bad").join(text.rsplit(example(text, "good"), 1)), "the good example raises"),
    "two mistakes": (lambda text: text.replace("inputs:", "inputs:\n  min: {type: count}", 1), "has other mistakes"),
    "a good example with a mistake": (lambda text: "inputs:\n  min: {type: count}".join(text.rsplit("inputs:", 1)), "the good example ends with 1"),
}  # fmt: skip


@pytest.mark.parametrize(("lie", "says"), LIES.values(), ids=LIES)
def test_a_page_that_is_not_true_is_noticed(lie, says, tmp_path, capsys, monkeypatch):
    true = parts_of(TRUE_PAGE)[0]
    text = lie(true)
    assert text != true
    wrong = form_wrong(text, "ITR204")
    wrong = wrong or examples_wrong(text, "ITR204", tmp_path, capsys, monkeypatch)
    assert says in "\n".join(wrong)


# ── The index ───────────────────────────────────────────────────────────────────────────────────────────────────────


def index() -> str:
    """Write docs/codes/README.md from the table of codes and the titles of the pages."""
    titles = {path.stem: [match for part in parts_of(path) if (match := PAGE.fullmatch(part))] for path in pages()}
    lines = [
        "# Các mã · Codes",
        "",
        "Mỗi điều itrank báo có một mã; mã không bao giờ đổi nghĩa, mỗi mã có một trang với ví dụ sai và đúng.",
        "Trang này được tạo từ chương trình.",
        "",
        "> Everything that itrank tells has a code; a code never changes its meaning, and each has a page with a bad and a good example.",
        "> Generated from the program.",
    ]
    for digit, (vi, en) in FAMILIES.items():
        rows = [CODES[code] for code in sorted(CODES) if code[3] == digit and titles.get(code)]
        if rows:
            lines += [
                "",
                f"## {digit}xx: {vi} · {en}",
                "",
                "| mã · code | | tiếng Việt | English |",
                "|---|---|---|---|",
            ]
        for row in rows:
            for title in titles[row.code]:
                cells = (title[lang].replace("|", "\\|") for lang in ("vi", "en"))
                lines.append(f"| [{row.code}]({row.code}.md) | {SEVERITIES[row.severity]} | {' | '.join(cells)} |")
    lines += [
        "",
        "## Mã đã bỏ · Retired codes",
        "",
        "Mã bên trái đã gộp vào mã bên phải; chú thích bỏ qua và câu hỏi về mã cũ là về mã mới.",
        "",
        "> A code on the left went into the one on the right; comments that silence it and questions about it are about that one.",
        "",
        "| mã cũ · retired | mã · code |",
        "|---|---|",
        *(f"| {retired} | [{code}]({code}.md) |" for retired, code in sorted(ALIASES.items())),
    ]
    return "\n".join(lines) + "\n"


def test_the_index_is_the_one_of_the_codes():
    path = FOLDER / "README.md"
    if WRITE:
        path.write_text(index(), "utf-8")
    assert path.read_text("utf-8") == index(), "run: ITRANK_WRITE=1 pytest -n 0 tests/test_code_pages.py"
