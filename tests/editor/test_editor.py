"""What an editor shows of a ruleset: the language server behind VS Code's YAML extension, asked as VS Code asks it."""

import re
from pathlib import Path

import pytest
from editor.session import Session
from itrank.cli import run
from itrank.engine.language.kinds import KINDS
from itrank.engine.language.schema import INPUT_KEYS, NODE_KEYS, RANKING, TIER, ruleset_schema
from itrank.engine.observe.mapping_schema import mapping_schema

pytestmark = pytest.mark.node

ROOT = Path(__file__).resolve().parents[2]
TOP = ruleset_schema()["properties"]
SHIPPED = [
    path
    for folder in ("rulesets", "tests/cases")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.read_text("utf-8").startswith("# yaml-language-server:")
]
# Lines of the ruleset that `itrank init` writes.
YES_NO = "            score: {yes_no: co_quy_che}\n"
STEPS = "score: {steps: so_hop, from: {4: 20, 2: 10}, otherwise: 0}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("editor") / "dự án"
    assert run(["init", str(made), "--year", "2026"]) == 0
    return made


@pytest.fixture(scope="module")
def network_log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("network") / "log"


@pytest.fixture(scope="module")
def editor(folder, network_log):
    session = Session(folder, network_log)
    yield session
    session.close()


@pytest.fixture(scope="module")
def ruleset(folder) -> Path:
    return folder / "rulesets" / "2026.yaml"


def vi(schema) -> str:
    return schema["description"].partition("\n\n")[0]


def plain(shown: str) -> str:
    """Take away the marks of Markdown."""
    return re.sub(r"\\(.)", r"\1", shown)


def edited(path: Path, old: str, new: str) -> tuple[str, int, int]:
    """Put one text in the place of another, with `|` where the cursor stands: the text, its line and its column."""
    text = path.read_text("utf-8")
    assert old in text
    before, _, after = new.partition("|")
    start, _, end = text.partition(old)
    before = start + before
    return before + after + end, before.count("\n"), len(before.rpartition("\n")[2])


def hovered(editor, path, old, new) -> str:
    text, line, column = edited(path, old, new)
    assert editor.open(path, text) == []
    return plain(editor.hover(path, line, column))


def offered(editor, path, old, new) -> dict[str, dict]:
    text, line, column = edited(path, old, new)
    editor.open(path, text)
    return editor.complete(path, line, column)


# ── Hover ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("new", "described"),
    [
        ("for|mat: itrank", TOP["format"]),
        ("\ninpu|ts:", TOP["inputs"]),
        ("  can_bo|_ky_nang:", TOP["inputs"]["additionalProperties"]),
        ("    type|: count", INPUT_KEYS["type"]),
        ("    type: cou|nt", INPUT_KEYS["type"]),
        ("    mea|sured_in: người", INPUT_KEYS["measured_in"]),
        ("type: count, mi|n: 1, measured_in", INPUT_KEYS["min"]),
        ("  ton|g:", TOP["scorecards"]["additionalProperties"]),
        ("    criteria|:\n      - id: chi_dao", NODE_KEYS["criteria"]),
        ("      - i|d: chi_dao", NODE_KEYS["id"]),
        ('            cod|e: "1.1"', NODE_KEYS["code"]),
        ("            sco|re: {yes_no", NODE_KEYS["score"]),
        ("score: {yes|_no: co_quy_che}", KINDS["yes_no"].keys["yes_no"]),
        ("otherwi|se: 0}", KINDS["steps"].keys["otherwise"]),
        ("fro|m: {4: 20", KINDS["steps"].keys["from"]),
        ("full|_at: nguong", KINDS["ratio"].keys["full_at"]),
        ("    tier|s:", NODE_KEYS["tiers"]),
        ("fr|om: 80}", TIER["properties"]["from"]),
        ("    rankin|g:", NODE_KEYS["ranking"]),
        ("tie|s: standard", RANKING["properties"]["ties"]),
        ("tie_|break: [", RANKING["properties"]["tie_break"]),
    ],
)  # fmt: skip
def test_a_key_explains_itself_in_vietnamese_and_english(editor, ruleset, new, described):
    shown = hovered(editor, ruleset, new.replace("|", ""), new)
    assert vi(described) in shown
    assert described["description"].partition("\n\n")[2].replace("`", "") in shown.replace("`", "")


@pytest.mark.parametrize(
    ("score", "kind"),
    [
        ("{scale: so_hop, fr|om: 1, to: 2}", "scale"),
        ("{choice: so_hop, poi|nts: {a: 1}}", "choice"),
        ("{interpolate: so_hop, poi|nts: {1: 1, 2: 2}}", "interpolate"),
    ],
)
def test_a_key_of_several_kinds_says_what_it_is_in_each(editor, ruleset, score, kind):
    key = re.sub(r".*, (\w+)\|(\w+):.*", r"\1\2", score)
    assert f"{kind}: {vi(KINDS[kind].keys[key])}" in hovered(editor, ruleset, STEPS, f"score: {score}")


# ── Completion ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["|", "a|"])
def test_a_criterion_offers_every_key_that_it_lacks(editor, ruleset, typed):
    items = offered(editor, ruleset, YES_NO, f"            {typed}\n")
    assert set(items) == set(NODE_KEYS) - {"id", "code", "title", "max"}
    assert {key: item["documentation"] for key, item in items.items()} == {
        key: NODE_KEYS[key]["description"] for key in items
    }
    assert [key for key, item in items.items() if not item["insertText"].startswith(f"{key}:")] == []


@pytest.mark.parametrize("new", ["score:\n              |", "score:\n              r|", "score: {z|}", "score: { z| }"])
def test_a_score_offers_every_kind_with_its_words(editor, ruleset, new):
    items = offered(editor, ruleset, YES_NO.strip(), new)
    assert set(items) == {key for kind in KINDS.values() for key in kind.keys}
    for name, kind in KINDS.items():
        assert vi(kind.keys[name]) in items[name]["documentation"]
        assert items[name]["insertText"] == f"{name}: "


def test_the_one_word_of_a_score_is_offered(editor, ruleset):
    assert list(offered(editor, ruleset, YES_NO.strip(), "score: |")) == ["given"]


def test_the_example_of_every_kind_is_right(editor, ruleset):
    leaves = "".join(
        f"          - id: mau_{name}\n" + "".join(f"            {line}\n" for line in kind.example.splitlines())
        for name, kind in KINDS.items()
    )
    assert editor.open(ruleset, edited(ruleset, YES_NO, YES_NO + leaves)[0]) == []


@pytest.mark.parametrize(
    ("old", "new", "schema"),
    [
        ("    type: count\n", "    type: |\n", INPUT_KEYS["type"]),
        ("type: yes_no", "type: |", INPUT_KEYS["type"]),
        (YES_NO, "            role: |\n", NODE_KEYS["role"]),
        (YES_NO, "            not_applicable: |\n", NODE_KEYS["not_applicable"]),
        (YES_NO, "            aggregate: |\n", NODE_KEYS["aggregate"]["anyOf"][0]),
        ("    type: count\n", "    missing: |\n", INPUT_KEYS["missing"]["anyOf"][0]),
        ("ties: standard", "ties: |", RANKING["properties"]["ties"]),
        ("mode: half_up", "mode: |", TOP["rounding"]["properties"]["mode"]),
        ("locale: vi", "locale: |", TOP["locale"]),
        (STEPS, "score: {ratio: [a, b], on_zero: |}", KINDS["ratio"].keys["on_zero"]["anyOf"][0]),
        (STEPS, "score: {relative: a, to: |}", KINDS["relative"].keys["to"]),
    ],
)
def test_a_word_of_a_fixed_set_is_offered(editor, ruleset, old, new, schema):
    assert list(offered(editor, ruleset, old, new)) == schema["enum"]


def test_what_goes_with_a_kind_is_offered_once_the_kind_is_written(editor, ruleset):
    items = offered(editor, ruleset, YES_NO.strip(), "score:\n              ratio: [ho_so, can_bo]\n              |")
    assert {"full_at", "on_zero"} <= set(items)
    assert vi(KINDS["ratio"].keys["full_at"]) in items["full_at"]["documentation"]


# ── What is underlined ──────────────────────────────────────────────────────────────────────────────────────────────

# What is there, what is put there with a bar where the underline begins, what is underlined, and what is said of it.
WRONG = [
    # a key that is not one
    ("show: 2", "|shw: 2", "shw", "Property shw is not allowed"),
    ("        max: 40", "        |maxx: 40", "maxx", "Property maxx is not allowed"),
    ("    measured_in: người\n", "    |mesured_in: người\n", "mesured_in", "Property mesured_in is not allowed"),
    ("ties: standard", "|tie: standard", "tie", "Property tie is not allowed"),
    ("from: 80}", "|form: 80}", "form", "Property form is not allowed"),
    ("{yes_no: co_quy_che}", "{|yes_noo: co_quy_che}", "yes_noo", "Property yes_noo is not allowed"),
    ("{yes_no: co_quy_che}", "{yes_no: co_quy_che, |full_at: 1}", "full_at", "Property full_at is not allowed"),
    # a key that is missing
    ("{yes_no: co_quy_che}", "|{full_at: 80%}", "{full_at: 80%}", "Thiếu cách chấm; cần một trong: ratio, share"),
    ("{yes_no: co_quy_che}", "|co_quy_che", "co_quy_che", "Chỉ có một từ: given"),
    (STEPS, "|score: {steps: so_hop, from: {4: 20}}", "score", 'Missing property "otherwise"'),
    # a value of another type
    ("        max: 40", "        max: |[40]", "[40]", "Expected one of number, string"),
    ("        max: 40", "        max: |true", "true", "Expected one of number, string"),
    ("[ket_qua]", "|ket_qua", "ket_qua", 'Expected "array"'),
    ("{yes_no: co_quy_che}", "{ratio: |co_quy_che}", "co_quy_che", 'Expected "array"'),
    ("show: 2", "show: |13", "13", "above the maximum of 12"),
    # a word outside its set
    ("    type: count\n", "    type: |counts\n", "counts", 'Valid values: "count", "number"'),
    ("ties: standard", "ties: |standards", "standards", 'Valid values: "standard", "dense", "ordinal"'),
]


@pytest.mark.parametrize(("old", "new", "underlined", "said"), WRONG)
def test_what_is_wrong_is_underlined_and_named(editor, ruleset, old, new, underlined, said):
    text, line, column = edited(ruleset, old, new)
    told = [item for item in editor.open(ruleset, text) if said in item["message"]]
    assert [item["range"] for item in told] == [
        {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(underlined)}}
    ]


# ── What is right ───────────────────────────────────────────────────────────────────────────────────────────────────


def assert_right(editor, path: Path) -> None:
    """Nothing is underlined; and the silence means something: the same text with a strange key is not passed."""
    text = path.read_text("utf-8")
    assert editor.open(path) == []
    told = editor.open(path, text + "\nkhong_co: 1\n")
    assert [item["message"] for item in told] == ["Property khong_co is not allowed."]
    assert told[0]["range"]["start"] == {"line": text.count("\n") + 1, "character": 0}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_underlined_in_a_shipped_ruleset(editor, path):
    assert_right(editor, path)


def test_every_shipped_ruleset_names_its_schema():
    assert {path.name for path in SHIPPED} >= {path.name for path in (ROOT / "rulesets").glob("*[!t].yaml")} != set()


def test_nothing_is_underlined_in_a_new_project(editor, ruleset):
    assert_right(editor, ruleset)


@pytest.mark.parametrize(("name", "options"), [("2027", ()), ("2028", ("--full",))])
def test_nothing_is_underlined_in_next_years_ruleset(editor, folder, ruleset, monkeypatch, name, options):
    monkeypatch.chdir(folder)
    assert run(["new", name, "--from", "2026", *options]) == 0
    assert_right(editor, folder / "rulesets" / f"{name}.yaml")


def test_nothing_is_underlined_in_the_example_of_two_levels(tmp_path, network_log):
    assert run(["init", str(tmp_path / "mau"), "--example"]) == 0
    session = Session(tmp_path / "mau", network_log)
    try:
        assert_right(session, tmp_path / "mau" / "rulesets" / "mau-hai-cap.yaml")
    finally:
        session.close()


def test_a_mapping_file_is_explained_and_checked_by_its_own_schema(editor, folder):
    (folder / "schemas" / "mapping.schema.json").write_bytes((ROOT / "schemas" / "mapping.schema.json").read_bytes())
    path = folder / "data" / "2026.mapping.yaml"
    modeline = "# yaml-language-server: $schema=../schemas/mapping.schema.json\n"
    path.write_text(
        f'{modeline}format: itrank-mapping/1\ncolumns: {{"Số cuộc họp": so_hop, Ghi chú: ~}}\ndecimal: ","\n'
    )
    assert_right(editor, path)
    assert editor.open(path) == []
    assert vi(mapping_schema()["properties"]["columns"]) in plain(editor.hover(path, 2, 3))
    assert list(offered(editor, path, '","', "|")) == [".", ","]


# ── No network ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_guard_writes_down_what_the_server_would_fetch(folder, ruleset, tmp_path):
    log = tmp_path / "log"
    session = Session(folder, log, {"yaml.schemaStore.enable": True})
    session.open(ruleset)
    session.close()
    assert "schemastore.org" in log.read_text("utf-8")


def test_the_settings_of_a_new_project_let_the_server_ask_no_network(editor, ruleset, network_log):
    editor.open(ruleset)
    assert not network_log.exists()
