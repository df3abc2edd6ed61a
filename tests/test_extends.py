"""`extends`: next year's ruleset as an amendment of this year's, and what a stranger's `extends` cannot do."""

import ast
import os
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import evaluate, load, load_text, observe
from itrank.engine.files.contents import read_inside
from itrank.engine.formula.suggest import MOST_ADVISED
from itrank.engine.language.extends import DEEPEST
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Finding
from itrank.engine.model.ruleset import Decimals
from itrank.engine.observe import table_of

BASE = """\
format: itrank-ruleset/1
id: tinh-dti
version: "2022.1"
title: {vi: Bộ chỉ số 2022}
parameters: {nguong: 80%}
rounding: {leaf: 2}
inputs:
  a: {type: count}
  b: {type: count, min: 1}
scorecards:
  tinh:
    max: 30
    criteria:
      - id: nhom
        max: 30
        criteria:
          - {id: hop, code: "1.1", max: 10, score: {count: a, each: 1}}
          - {id: ty_le, code: "1.2", max: 15, score: {ratio: [a, b], full_at: nguong}}
          - {id: cu, code: "1.3", max: 5, score: {yes_no: self}}
    tiers: [{id: tot, from: 20}, {id: kem}]
    ranking: {lists: all}
"""
HEAD = 'format: itrank-ruleset/1\nid: tinh-dti\nversion: "2023.1"\nextends: tinh-dti@2022.1\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "2022.yaml").write_text(BASE, "utf-8")
    return tmp_path


def amended(folder, changes, head=HEAD):
    (folder / "2023.yaml").write_text(head + changes, "utf-8")
    return load(folder / "2023.yaml", "2023.yaml")


def ids(ruleset):
    return [node.id for node in ruleset.scorecards[0].root.walk()]


def test_a_year_is_made_by_amending_adding_and_repealing(folder):
    loaded = amended(
        folder,
        """\
title: {vi: Bộ chỉ số 2023}
parameters: {nguong: 90%}
amend:
  nhom: {max: 40}
  tinh: {max: 40, tiers: [{id: gioi, from: 35}, {id: con_lai}]}
  hop: {max: 20}
repeal: [cu]
add:
  - {under: nhom, after: hop, id: moi, code: "1.1b", max: 5, score: {yes_no: self}}
""",
    )
    assert loaded.findings == ()
    ruleset = loaded.ruleset
    assert ruleset is not None
    assert (ruleset.id, ruleset.version, ruleset.title.vi) == ("tinh-dti", "2023.1", "Bộ chỉ số 2023")
    assert ids(ruleset) == ["tinh", "nhom", "hop", "moi", "ty_le"]
    assert [source.path for source in ruleset.sources] == ["2023.yaml", "2022.yaml"]
    assert [tier.id for tier in ruleset.scorecards[0].root.tiers] == ["gioi", "con_lai"]
    row = {"id": "x", "a": 9, "b": 20, "moi": "có"}
    (unit,) = evaluate(ruleset, observe(ruleset, [table_of("rows", [row])])).units
    # 9 points, 5 points, and 9/20 of the 90 % that give 15 points: 7.5
    assert unit.outcome == Fraction("21.5")


def test_inputs_and_parameters_are_repealed_too(folder):
    """*An input that nothing uses any more*: forms no longer ask for it; what still reads it is told."""
    rest = "amend: {nhom: {max: 15}, tinh: {max: 15, tiers: [{id: kem}]}}\nrepeal: [ty_le, b, nguong]\n"
    loaded = amended(folder, rest)
    assert loaded.findings == ()
    assert [asked.id for asked in loaded.ruleset.inputs] == ["a", "cu"]
    assert "nguong" not in loaded.ruleset.columns
    (found, *_) = amended(folder, "repeal: [b]\n").findings
    assert (found.code, advice(found, "en")) == (
        "ITR204",
        'repeal in line 5 took "b" away: amend what still reads it too, or keep it.',
    )
    (found,) = amended(folder, "repeal: [bb]\n").findings
    assert message(found, "en") == 'there is no criterion "bb"'


def test_the_hash_covers_what_is_extended(folder):
    first = amended(folder, "").ruleset
    (folder / "2022.yaml").write_text(BASE.replace("Bộ chỉ số 2022", "Bộ chỉ số năm 2022"), "utf-8")
    second = amended(folder, "").ruleset
    assert first is not None
    assert second is not None
    assert first.sources[0] == second.sources[0]
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("added", "order"),
    [
        ("{under: nhom, id: m, max: 1, score: {yes_no: self}}", ["hop", "ty_le", "cu", "m"]),
        ("{under: nhom, before: hop, id: m, max: 1, score: {yes_no: self}}", ["m", "hop", "ty_le", "cu"]),
        ("{under: nhom, after: hop, id: m, max: 1, score: {yes_no: self}}", ["hop", "m", "ty_le", "cu"]),
    ],
)
def test_an_addition_stands_where_it_says(folder, added, order):
    loaded = amended(folder, f"amend: {{nhom: {{max: 31}}, tinh: {{max: 31}}}}\nadd: [{added}]\n")
    assert loaded.findings == ()
    assert ids(loaded.ruleset)[2:] == order


def test_an_addition_may_stand_under_another_addition(folder):
    loaded = amended(
        folder,
        "amend: {tinh: {max: 31}}\nadd:\n  - {under: tinh, id: g}\n"
        "  - {under: g, id: m, max: 1, score: {yes_no: self}}\n",
    )
    assert loaded.findings == ()
    assert ids(loaded.ruleset)[-2:] == ["g", "m"]


def test_maps_merge_and_lists_are_replaced(folder):
    loaded = amended(folder, "inputs: {a: {max: 99}, z: {type: count}}\n")
    assert loaded.findings == ()
    columns = loaded.ruleset.columns
    assert (columns["a"].type, columns["a"].maximum) == ("count", 99)
    assert {"b", "z"} <= set(columns)


@pytest.mark.parametrize(
    ("before", "change", "shown"),
    [
        ("show: 2", "show: {digits: 2, fixed: true}", Decimals(2, 2)),
        ("show: {digits: 2, fixed: true}", "show: {digits: 1}", Decimals(1, 1)),
        ("show: {digits: 2, fixed: true}", "show: {fixed: false}", 2),
        ("show: {digits: 2, fixed: true}", "show: 1", 1),
        ("show: {digits: 2, fixed: true}", "", Decimals(2, 2)),
    ],
)
def test_how_points_are_printed_is_amended(folder, before, change, shown):
    (folder / "2022.yaml").write_text(BASE.replace("rounding: {leaf: 2}", before), "utf-8")
    loaded = amended(folder, f"{change}\n")
    assert loaded.findings == ()
    assert loaded.ruleset.show == shown


def test_a_finding_points_into_the_file_that_said_it(folder):
    (found,) = amended(folder, "amend: {hop: {max: 11}}\n").findings
    assert (found.code, found.place.file, found.place.line) == ("ITR301", "2022.yaml", 15)
    (found,) = amended(folder, "amend:\n  hop: {score: {count: aa, each: 1}}\n").findings
    assert (found.code, found.place.file, found.place.line) == ("ITR204", "2023.yaml", 6)


STEPS = "score: {steps: a, from: {3: 10, 1: 5}, otherwise: 0}"


@pytest.mark.parametrize(
    ("change", "kind", "numbers"),
    [
        ("{count: a, each: 1}", "count", {0, 1, 10}),
        ("{steps: a, from: {2: 10}, otherwise: 0}", "steps", {0, 2, 10}),
        ("{otherwise: 1}", "steps", {1, 3, 5, 10}),
    ],
    ids=["another kind", "the same kind", "a key of it"],
)
def test_a_score_that_names_its_kind_replaces_the_old_one_whole(folder, change, kind, numbers):
    (folder / "2022.yaml").write_text(BASE.replace("score: {count: a, each: 1}", STEPS), "utf-8")
    loaded = amended(folder, f"amend: {{hop: {{score: {change}}}}}\n")
    assert loaded.findings == ()
    leaf = next(node for node in loaded.ruleset.scorecards[0].nodes() if node.id == "hop")
    assert leaf.kind == kind
    assert {part.value for part in ast.walk(leaf.score.tree) if isinstance(part, ast.Constant)} == numbers


WRONG = {
    "amend: {khong: {max: 1}}": ("ITR204", 'there is no criterion "khong"'),
    "amend: {hopp: {max: 1}}": ("ITR204", 'there is no criterion "hopp"'),
    "repeal: [khong]": ("ITR204", 'there is no criterion "khong"'),
    "repeal: [hop]\namend: {hop: {max: 1}}": ("ITR321", '"hop" is both repealed and amended'),
    "repeal: hop": ("ITR142", "repeal does not have its shape"),
    "amend: [hop]": ("ITR142", "amend does not have its shape"),
    "amend: {hop: 1}": ("ITR142", "amend does not have its shape"),
    "add: [{id: m}]": ("ITR142", "add does not have its shape"),
    "add: [{under: khong, id: m}]": ("ITR204", '"khong"'),
    "add: [{under: nhom, after: khong, id: m}]": ("ITR204", '"khong"'),
}


@pytest.mark.parametrize(("changes", "told"), WRONG.items())
def test_changes_that_do_not_fit_are_told(folder, changes, told):
    findings = amended(folder, changes + "\n").findings
    assert [found.code for found in findings] == [told[0]]
    assert told[1] in message(findings[0], "en")
    assert message(findings[0], "vi")
    assert findings[0].place.file == "2023.yaml"


def test_a_near_id_is_suggested(folder):
    (found,) = amended(folder, "repeal: [tyle]\n").findings
    assert advice(found, "en").startswith('Did you mean "ty_le"?')


@pytest.mark.parametrize(
    "changes",
    [
        "repeal: [{}]".format(", ".join(["tyle"] * (MOST_ADVISED + 1))),
        "amend: {{{}}}".format(", ".join(f"ty_le{n}: {{max: 1}}" for n in range(MOST_ADVISED + 1))),
        "add: [{}]".format(", ".join(["{under: nhom, after: tyle, id: m}"] * (MOST_ADVISED + 1))),
    ],
)
def test_of_many_ids_that_are_not_there_the_first_are_told_what_was_meant(folder, changes):
    findings = amended(folder, changes + "\n").findings
    assert [found.code for found in findings] == ["ITR204"] * (MOST_ADVISED + 1)
    is_advised = [advice(found, "en").startswith('Did you mean "ty_le"?') for found in findings]
    assert is_advised == [True] * MOST_ADVISED + [False]


def test_what_is_added_may_have_more_added_below_it(folder):
    loaded = amended(
        folder,
        "add: [{under: nhom, id: m, criteria: [{id: n, criteria: []}]}, "
        "{under: n, id: o, max: 0, score: given}, {under: m, after: n, id: p, max: 0, score: given}]\n",
    )
    nodes = {node.id: [child.id for child in node.children] for node in loaded.ruleset.scorecards[0].nodes()}
    assert (nodes["m"], nodes["n"]) == (["n", "p"], ["o"])


REFERENCES = {
    "extends: tinh-dti@2021.1": ("ITR901", "the ruleset tinh-dti@2021.1 was not found"),
    "extends: khong.yaml": ("ITR401", 'cannot open the file "khong.yaml"'),
    "extends: ../2022.yaml": ("ITR121", "lies outside the ruleset's folder"),  # whether there is one or not
    "extends: ../../../../../../etc/passwd": ("ITR121", "lies outside the ruleset's folder"),
    "extends: ../ngoai.yaml": ("ITR121", "lies outside the ruleset's folder"),
    "extends: /etc/passwd": ("ITR142", "cannot be read"),
    "extends: https://example.com/x.yaml": ("ITR142", "cannot be read"),
    "extends: file:///etc/passwd": ("ITR142", "cannot be read"),
    "extends: 'C:\\x.yaml'": ("ITR142", "cannot be read"),
    "extends: thu_muc": ("ITR402", "file"),
    "extends: [2022.yaml]": ("ITR142", "cannot be read"),
    "extends: lien_ket.yaml": ("ITR121", "lies outside"),
}


@pytest.mark.parametrize(("reference", "told"), REFERENCES.items())
def test_extends_reads_rulesets_of_its_own_folder_only(folder, reference, told):
    inner = folder / "trong"
    inner.mkdir()
    (inner / "thu_muc").mkdir()
    (folder / "ngoai.yaml").write_text("secret: content", "utf-8")
    if hasattr(os, "symlink"):
        (inner / "lien_ket.yaml").symlink_to(folder / "ngoai.yaml")
    (folder / "2022.yaml").unlink()
    findings = amended(inner, reference + "\n", HEAD.replace("extends: tinh-dti@2022.1\n", "")).findings
    assert len(findings) == 1
    assert findings[0].code.startswith(told[0])
    assert told[1] in message(findings[0], "en")
    assert "secret" not in message(findings[0], "en") + advice(findings[0], "en")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFOs")
def test_a_fifo_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "ong.yaml")
    findings = amended(folder, "", HEAD.replace("tinh-dti@2022.1", "ong.yaml")).findings
    assert [found.code for found in findings] == ["ITR402"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused(tmp_path):
    found = read_inside(Path("/dev/zero"), Path("/dev"), "zero", 1_000_000)
    assert isinstance(found, Finding)
    assert found.code == "ITR402"


def test_a_circle_names_its_chain(folder):
    (folder / "a.yaml").write_text(HEAD.replace("tinh-dti@2022.1", "b.yaml").replace("id: tinh-dti", "id: a"), "utf-8")
    (folder / "b.yaml").write_text(HEAD.replace("tinh-dti@2022.1", "a.yaml").replace("id: tinh-dti", "id: b"), "utf-8")
    (found,) = load(folder / "a.yaml", "a.yaml").findings
    assert found.code == "ITR262"
    assert "a@2023.1 → b@2023.1 → a@2023.1" in message(found, "en")


@pytest.mark.parametrize(("length", "codes"), [(DEEPEST, []), (DEEPEST + 1, ["ITR132"])])
def test_the_longest_chain_is_allowed_and_one_more_is_not(folder, length, codes):
    before = "2022.yaml"
    for step in range(length):
        text = HEAD.replace("tinh-dti@2022.1", before).replace("2023.1", f"s{step}")
        (folder / f"s{step}.yaml").write_text(text, "utf-8")
        before = f"s{step}.yaml"
    assert [found.code for found in load(folder / before, before).findings] == codes


def test_the_version_must_be_the_one_that_is_asked_for(folder):
    (folder / "2022.yaml").write_text(BASE.replace('"2022.1"', '"2022.2"'), "utf-8")
    (found,) = amended(folder, "").findings
    assert found.code == "ITR901"


def test_changes_without_extends_are_told():
    findings = load_text(BASE + "amend: {hop: {max: 1}}\n").findings
    assert [found.code for found in findings] == ["ITR947"]


def test_a_broken_base_is_told_in_its_own_file(folder):
    (folder / "2022.yaml").write_text("a: [", "utf-8")
    (found,) = amended(folder, "", HEAD.replace("tinh-dti@2022.1", "2022.yaml")).findings
    assert (found.code, found.place.file) == ("ITR104", "2022.yaml")


def test_packaged_rulesets_can_be_extended_from_anywhere(tmp_path):
    head = 'format: itrank-ruleset/1\nid: khac\nversion: "1"\nextends: haugiang-cntt@2021.1\ntitle: Khác\n'
    loaded = amended(tmp_path, "", head)
    assert loaded.findings == ()
    assert loaded.ruleset.id == "khac"


def test_a_file_that_is_missing_or_too_large_is_a_finding(tmp_path):
    assert [found.code for found in load(tmp_path / "khong.yaml").findings] == ["ITR401"]
    (tmp_path / "lon.yaml").write_bytes(b"a" * 1_048_577)
    assert [found.code for found in load(tmp_path / "lon.yaml").findings] == ["ITR101"]


def test_what_still_reads_a_criterion_that_was_repealed_is_told_who_took_it_away(tmp_path):
    (tmp_path / "goc.yaml").write_text(
        'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\nscorecards:\n  bang:\n'
        "    criteria: [{id: a, score: given}, {id: b, score: given}]\n    ranking: {tie_break: [b]}\n",
        "utf-8",
    )
    text = 'format: itrank-ruleset/1\nid: thu\nversion: "2"\nextends: goc.yaml\nrepeal:\n  - b\n'
    (found,) = load_text(text, "sua.yaml", tmp_path).findings
    assert (found.code, found.place.file) == ("ITR204", "goc.yaml")
    assert advice(found, "en") == 'repeal in line 6 took "b" away: amend what still reads it too, or keep it.'


TREE = """\
format: itrank-ruleset/1
id: tinh-dti
version: "2022.1"
title: {vi: Gốc}
scorecards:
  tinh:
    criteria:
      - {id: a, max: 60, score: given}
      - {id: n, criteria: [{id: b, max: 10, score: given}, {id: c, max: 30, score: given}]}
"""


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ("scorecards: {tinh: {criteria: [{id: z, max: 5, score: given}]}}\n", "tinh ... lose: a, n, b, c"),
        ("scorecards: {tinh: {criteria: [{id: a, max: 5, score: given}, {id: n, max: 9, score: given}]}}\n", "tinh ... lose: b, c"),
        ("amend: {n: {criteria: [{id: c, max: 5, score: given}]}}\n", "n ... lose: b"),
        ("amend: {tinh: {criteria: [{id: c, max: 5, score: given}]}}\n", "tinh ... lose: a, n, b"),
        # All of it is written again, somewhere.
        ("scorecards: {tinh: {criteria: [{id: c, max: 5, score: given}, {id: n, criteria: [{id: a, score: given}, {id: b, score: given}]}]}}\n", ""),
        ("amend: {n: {criteria: [{id: c, max: 5, score: given}]}}\nadd: [{under: tinh, id: b, max: 1, score: given}]\n", ""),
        # What goes is named.
        ("amend: {n: {criteria: [{id: c, max: 5, score: given}]}}\nrepeal: [b]\n", ""),
        ("scorecards: {tinh: {criteria: [{id: z, max: 5, score: given}]}}\nrepeal: [a, n, b]\n", "tinh ... lose: c"),
        # Of what is lost no more is told.
        ("scorecards: {tinh: {criteria: [{id: z, max: 5, score: given}]}}\namend: {a: {max: 7}}\nadd: [{under: n, id: y, score: given}]\n", "tinh ... lose: a, n, b, c"),
        ("scorecards: {moi: {criteria: [{id: z, max: 5, score: given}]}}\ngroups: {g: {title: G}, h: {title: H}}\namend: {tinh: {for: [g]}, moi: {for: [h]}}\n", ""),
    ],
)  # fmt: skip
def test_criteria_written_anew_lose_none_that_is_not_repealed(tmp_path, changes, lost):
    (tmp_path / "2022.yaml").write_text(TREE, "utf-8")
    found = [message(each, "en") for each in amended(tmp_path, changes).findings]
    said = "the criteria written here replace those of {} in the ruleset that is extended, and lose: {}"
    assert found == ([said.format(*lost.split(" ... lose: "))] if lost else [])


def test_what_is_lost_is_told_at_criteria_with_what_to_write(tmp_path):
    (tmp_path / "2022.yaml").write_text(TREE, "utf-8")
    (found,) = amended(tmp_path, "scorecards:\n  tinh:\n    criteria: [{id: z, score: given}]\n").findings
    assert (found.code, found.place.file, found.place.line, found.place.column) == ("ITR150", "2023.yaml", 7, 5)
    words = "Add criteria with add: [{under: tinh, id: ...}], change them with amend: {a: {...}}; to drop them state repeal: [a]."
    assert advice(found, "en") == words
