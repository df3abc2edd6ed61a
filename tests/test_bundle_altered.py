"""One member of a bundle is altered and every hash corrected: `verify` finds it, or nothing that is shown has changed.

`.ci/bars` draws over 2,000 alterations; a plain run takes the first few of them, `ITRANK_SAMPLE=10` many more,
`ITRANK_SAMPLE=all` all.
"""

import json
from hashlib import sha256

import bundle_alterations as alterations
import pytest
from bundle_alterations import BAD, COUNT, SEED, YEAR, Altered, bases, corrected, drawn, judge, judged, with_guide
from itrank.engine.bundle.manifest import DATA, GUIDE, NAME, RESULT, SIGNATURE, wrong_files
from itrank.engine.bundle.signing import signature_bytes
from sampling import SAMPLE, size

PLAIN = 30
IS_WHOLE = SAMPLE == "all"
QUICK = ("init", "rich")  # Word and workbooks take seconds each


@pytest.mark.parametrize("name", QUICK)
def test_what_is_not_altered_holds(tmp_path, name):
    for base in bases(name):
        code, out, err = alterations.spoken(["verify", str(_written(tmp_path, base.members)), "--format", "json"])
        assert (code, json.loads(out)["holds"]) == (0, True), err


def _written(folder, members):
    path = folder / "goi.zip"
    path.write_bytes(alterations.packed(members))
    return path


def missed(count, names):
    return [f"{one.outcome}: {one.altered}" for one in judged(SEED, count, names=names) if one.outcome in BAD]


@pytest.mark.long
@pytest.mark.sampled
def test_whatever_is_altered_is_found_or_was_not_shown():
    assert missed(size(PLAIN, COUNT), QUICK) == []


@pytest.mark.skipif(not IS_WHOLE, reason="minutes: ITRANK_SAMPLE=all")
def test_whatever_is_altered_in_a_report_is_found():
    assert missed(COUNT // 10, ("pages", "word")) == []


# ── What several members altered in agreement can do: the table of docs/verification.md ──


@pytest.fixture
def forged(tmp_path, monkeypatch):
    """A public bundle of other figures that claims to be made of the original data, whose hashes it bears."""
    monkeypatch.chdir(tmp_path)
    own = bases("rich")[1]
    year = {"nam.csv": YEAR["nam.csv"].replace("38,31,62", "38,38,99")}
    other = alterations.rich(year)[1]
    members = dict(other.members)
    assert own.members[RESULT] != members[RESULT]
    for path, text in year.items():
        claimed, true = (sha256(each.encode()).hexdigest() for each in (YEAR[path], text))
        for member in (RESULT, DATA, NAME):
            assert true.encode() in members[member]
            before = members[member]
            members[member] = before.replace(true.encode(), claimed.encode())
            members = dict(with_guide(members, before, members[member]))
    return own, corrected(members, json.loads(members[NAME]))


def verified(folder, members, *more):
    code, out, err = alterations.spoken(["verify", str(_written(folder, members)), "--format", "json", *more])
    return code, json.loads(out) if out else None, err


def test_other_figures_in_agreement_hold_without_a_signature_and_never_with_one(tmp_path, forged):
    own, members = forged
    private, public, another = alterations._keys()
    (tmp_path / "khoa.pem").write_bytes(public)
    key = ("--key", str(tmp_path / "khoa.pem"))
    code, verdict, err = verified(tmp_path, members)
    assert (code, verdict["holds"]) == (0, True), err
    for signature in (None, signature_bytes(members[NAME], another), signature_bytes(own.members[NAME], private)):
        signed = members if signature is None else {**members, SIGNATURE: signature}
        code, _, err = verified(tmp_path, signed, *key)
        assert (code, "ITR877" in err) == (1, True), err
    honest = {**own.members, SIGNATURE: signature_bytes(own.members[NAME], private)}
    assert verified(tmp_path, honest, *key)[0] == 0


def test_the_original_data_show_the_other_figures(forged):
    own, members = forged
    of_own, of_forged = (json.loads(each[RESULT]) for each in (own.members, members))
    assert of_own["data"] == of_forged["data"]  # who has the originals evaluates again, and has another result
    assert of_own["units"] != of_forged["units"]


# ── The generator and its judge ──


@pytest.mark.long
def test_one_member_is_altered_and_every_hash_corrected():
    kinds = set()
    for one in drawn(1, 150, names=QUICK):
        before, after = one.base.members, one.members
        altered = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        if one.member == alterations.LISTED:
            assert NAME in altered or one.kind == "unlisted", one
        else:
            assert one.member in altered or one.member == SIGNATURE, one
            assert altered <= {one.member, NAME, SIGNATURE, GUIDE}, one
        if one.member not in {NAME, SIGNATURE} and one.kind != "unlisted":
            assert wrong_files(json.loads(after[NAME]), after) == [], one
        kinds.add(one.kind)
    assert kinds >= {"letter", "digit", "exchanged", "key removed", "key doubled, first another", "type", "added"}


def test_every_key_of_every_document_is_drawn():
    places = {(each.base.name, each.member, each.pattern) for each in alterations.tasks(QUICK)}
    for base in (base for name in QUICK for base in bases(name)):
        for member in alterations.JSON_MEMBERS:
            for keys in alterations.Document.of(base.text(member)).spans:
                assert (base.name, member, alterations.pattern(keys)) in places
    assert len(alterations.tasks(QUICK)) < COUNT  # each place at least once, with the pages besides


def test_a_value_stands_where_its_span_says():
    for base in bases("rich"):
        for member in alterations.JSON_MEMBERS:
            document = alterations.Document.of(base.text(member))
            for keys in document.spans:
                assert json.loads(document.raw(keys)) == alterations.at(document.tree, keys)


def test_an_entry_is_taken_out_with_its_comma():
    for text, keys, left in (
        ('{"a": 1, "b": 2}', ("a",), '{"b": 2}'),
        ('{"a": 1, "b": 2}', ("b",), '{"a": 1}'),
        ("[1, 2]", (1,), "[1]"),
        ('{"a": 1}', ("a",), "{}"),
    ):
        assert alterations.without(text, alterations.spans(text)[keys]) == left


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ('{"a": 1, "b": [2]}', '{"b":[2],\n"a":1}', True),
        ('{"a": "\\u0111"}', '{"a": "đ"}', True),
        ('{"a": 1}', '{"a": 1.0}', False),
        ('{"a": 1}', '{"a": true}', False),
        ('{"a": 1}', '{"a": 1, "a": 1}', False),
        ('{"a": 1}', '\ufeff{"a": 1}', False),
        ('{"a": 1}', '{"a": 1', False),
        ("[1, 2]", "[2, 1]", False),
    ],
)
def test_json_is_the_same_only_to_every_reader(one, other, is_same):
    assert alterations.is_same_json(one.encode(), other.encode()) is is_same


def test_the_order_of_rows_of_a_manifest_is_not_shown():
    base = bases("init")[1]
    made = json.loads(base.members[NAME])
    turned = {**made, "files": [dict(reversed(row.items())) for row in reversed(made["files"])]}
    assert alterations.is_same_member(NAME, base.members[NAME], json.dumps(turned).encode())
    lost = {**made, "files": made["files"][1:]}
    assert not alterations.is_same_member(NAME, base.members[NAME], json.dumps(lost).encode())


def test_the_order_of_keys_counts_where_it_is_shown():
    one, other = b'{"tot": 1, "kha": 2}', b'{"kha": 2, "tot": 1}'
    assert alterations.is_same_json(one, other)
    assert not alterations.is_same_json(one, other, is_ordered=True)


HOLDS = '{"holds": true, "diagnostics": [], "not_compared": [{"part": "origin"}, {"part": "evidence"}]}'


@pytest.mark.parametrize(
    ("keys", "answer", "outcome"),
    [
        (("units", 0, "name"), (0, HOLDS, ""), "missed"),
        (("units", 0, "inputs", "minh_chung"), (0, HOLDS, ""), "named"),
        (("units", 0, "inputs", "minh_chung"), (0, HOLDS.replace("evidence", "x"), ""), "missed"),
        (("units", 0, "inputs", "minh_chung"), (0, HOLDS.replace("origin", "x"), ""), "missed"),
        (("units", 0, "name"), (1, "", "goi.zip: error: units[0].name differs"), "found"),
        (("units", 0, "name"), (1, "", "goi.zip: error: something differs"), "no place"),
        (("units", 0, "name"), (3, "", "error ITR908"), "broke"),
        (("units", 0, "name"), (2, "", "no such option"), "broke"),
        (("units", 0, "name"), (0, HOLDS.replace("true", "false"), ""), "broke"),
    ],
)
def test_the_judge_misses_nothing(keys, answer, outcome):
    base = next(base for base in bases("rich") if base.is_public)
    altered = Altered(
        base, RESULT, keys, "letter", base.members, (str(keys[-1]),), places=frozenset({alterations.pattern(keys)})
    )
    assert alterations._outcome(altered, *answer) == outcome


def test_what_takes_too_long_or_breaks_is_told(tmp_path, monkeypatch):
    altered = next(drawn(1, 1, "init, full result.json", ("init",)))

    def late(_):
        while True:
            pass

    monkeypatch.setattr(alterations, "LONGEST", 0.05)
    monkeypatch.setattr(alterations, "spoken", late)
    assert judge(altered, tmp_path).outcome == "slow"
    monkeypatch.setattr(alterations, "spoken", lambda _: 1 / 0)
    assert judge(altered, tmp_path).outcome == "broke"
    monkeypatch.setattr(alterations, "spoken", lambda _: (1, "", "result \u202e"))
    assert judge(altered, tmp_path).outcome == "raw signs"
