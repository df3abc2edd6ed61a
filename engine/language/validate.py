"""Hold a document against the schema, and say each mismatch once, at its place, in the reader's words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..formula.suggest import MOST_ADVISED, closest, did_you_mean, folded
from ..model.findings import Finding, Place, finding
from .document import Map, Num, place_at, plain
from .kinds import KINDS
from .schema import INPUT_KEYS, NODE_KEYS, ruleset_schema
from .workshop import NAME

Path = tuple[str | int, ...]

_FEW = 8  # keys of a score that are held against the kinds

_FOR_EDITORS = frozenset({"properties", "additionalProperties", "if", "then"})

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSIDE = r"^(?![/~])(?!(.*/)?\.\.(/|$))[^\\:]+$"
"""A path that stays in its folder by its name; where links lead is seen when it is read."""
_PATTERNS = {
    _DAY: ("năm-tháng-ngày, như 2022-12-31", "year-month-day, such as 2022-12-31"),
    "^[a-z0-9][a-z0-9._-]*$": (
        "chữ thường không dấu, chữ số, dấu chấm, gạch nối; như haugiang-dti",
        "small letters without marks, digits, points and hyphens; such as haugiang-dti",
    ),
    "^given$": ("given", "given"),
    INSIDE: (
        "đường dẫn từ thư mục này, viết bằng dấu /, không có .. và không bắt đầu bằng /; như data/2026.csv",
        "a path from this folder, written with /, without .. and without a / before it; such as data/2026.csv",
    ),
    "^[0-9a-f]{64}$": ("mã băm SHA-256, 64 chữ số", "a hash of SHA-256, 64 digits"),
    "^[0-9]+([.][0-9]+)?%$": ("phần trăm như 80%", "a percentage such as 80%"),
}
"""What the patterns of the schema ask for, in words."""


@cache
def _validator() -> Any:
    # jsonschema takes a tenth of a second to import: only when a ruleset is read.
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from referencing import Registry  # noqa: PLC0415

    # The empty registry fetches nothing, whatever a schema might refer to.
    return Draft202012Validator(_inlined(ruleset_schema()), registry=Registry())


def _inlined(schema: Any) -> Any:
    """Put the definitions that refer to nothing in the place of references to them: half the time was looking them up."""
    plain_definitions = ruleset_schema()["$defs"]
    if isinstance(schema, list):
        return [_inlined(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name in {"words", "expression", "quantity", "points"}:
        return plain_definitions[name]
    if "dependentSchemas" in schema:
        # The rest is for editors, and would say again what the kind's own schema and `_kinds` say.
        schema = {key: part for key, part in schema.items() if key not in _FOR_EDITORS}
    return {key: part if key == "description" else _inlined(part) for key, part in schema.items()}


def validate(document: Map) -> tuple[Finding, ...]:
    """Find everything in which a document is not of the ruleset language's shape."""
    findings = list(_kinds(document))
    # With two kinds in one score, the keys of each are strange to the other: one problem, told once.
    mixed = {f.place for f in findings}
    for error in _validator().iter_errors(plain(document)):
        score_at = place_at(document, tuple(error.absolute_path)[: _score_depth(error.absolute_path)])
        if not mixed or score_at not in mixed:
            findings.extend(_told(_Mismatch(error, document, ruleset_schema())))
    return tuple({(f.place, f.row, tuple(f.params.items())): f for f in findings}.values())


def mismatches(document: Map, schema: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Find in what another kind of document differs from its own schema, in the same words."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415
    from referencing import Registry  # noqa: PLC0415

    validator: Any = Draft202012Validator(dict(schema), registry=Registry())
    errors = [_Mismatch(error, document, schema) for error in validator.iter_errors(plain(document))]
    found = [told for error in errors for told in _told(error)]
    return tuple({(f.place, f.row, tuple(f.params.items())): f for f in found}.values())


def _score_depth(path: Iterable[str | int]) -> int:
    steps = list(path)
    return steps.index("score") + 1 if "score" in steps else len(steps)


@dataclass(frozen=True, slots=True)
class _Mismatch:
    """One error of jsonschema.

    Attributes:
        error: as jsonschema gives it.
        document: in which it is.
        root: the schema of the whole document.
    """

    error: Any
    document: Map
    root: Mapping[str, Any]

    @property
    def path(self) -> Path:
        """How to get to the value that is wrong."""
        return tuple(self.error.absolute_path)

    @property
    def value(self) -> Any:
        """The value that is wrong, as it was written."""
        return _at(self.document, self.path)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return place_at(self.document, self.path)

    @property
    def wanted(self) -> Any:
        """What the keyword of the schema says that is not kept."""
        return self.error.validator_value


def _told(found: _Mismatch) -> Iterator[Finding]:
    """Turn one error of jsonschema into findings."""
    return _BY_KEYWORD.get(found.error.validator, _of_shape)(found)


def _of_strange_keys(found: _Mismatch) -> Iterator[Finding]:
    allowed = found.error.schema.get("properties", {})
    strange = [key for key in found.error.instance if key not in allowed]
    for count, key in enumerate(strange):
        near = _of_an_input(str(key), found.path, found.error.schema, found.value)
        near = near or (_nearest(str(key), tuple(allowed)) if count < MOST_ADVISED else None)
        yield finding("ITR140", place_at(found.document, (*found.path, key), key=True), help=near, key=key)


def _of_a_missing_key(found: _Mismatch) -> Iterator[Finding]:
    """Tell of the first key that is missing; of the others jsonschema has errors of their own."""
    missing = next((key for key in found.wanted if key not in found.error.instance), None)
    if missing is not None:
        yield finding("ITR141", found.place, help=_purpose(missing, found.error.schema, found.value), key=missing)


def _of_a_word(found: _Mismatch) -> Iterator[Finding]:
    listed = found.wanted if found.error.validator == "enum" else [found.wanted]
    said = _text(found.value)
    yield finding("ITR143", found.place, help=_nearest(said, tuple(map(str, listed))), found=said)


def _of_shape(found: _Mismatch) -> Iterator[Finding]:
    most, wanted = found.wanted, _expected(found.error.schema)
    if found.error.validator == "maxProperties":
        wanted = _Expected(f"nhiều nhất {most} dòng tên: giá trị", f"at most {most} lines of name: value")
    if isinstance(found.value, Num) and "string" in wanted.types:
        yield finding("ITR145", found.place, found=found.value.text)
    else:
        yield _misfit(found, wanted)


def _of_an_input(key: str, path: Path, schema: Mapping[str, Any], node: Any) -> tuple[str, str] | None:
    """Say where a key of inputs belongs that stands on a leaf: under `answer`, or on the input that the score reads."""
    if path == ("defaults", "criteria") and key in INPUT_KEYS:
        return (
            f'"{key}" là khóa của đầu vào: ghi dưới defaults: inputs.',
            f'"{key}" is a key of inputs: state it under defaults: inputs.',
        )
    is_leaf = "answer" in schema.get("properties", {}) and isinstance(node, Map) and "criteria" not in node
    if not is_leaf or key not in INPUT_KEYS or key in NODE_KEYS or "score" not in node:
        return None
    if _reads_its_answer(node["score"]):
        return (
            f'"{key}" là khóa của câu trả lời: viết answer: {{{key}: ...}}.',
            f'"{key}" is a key of the answer: write answer: {{{key}: ...}}.',
        )
    return (
        f'"{key}" là khóa của đầu vào: ghi tại đầu vào mà score đọc, dưới inputs; số báo riêng của tiêu chí thì ghi trong answer.',
        f'"{key}" is a key of inputs: state it on the input that the score reads, under inputs; of the criterion\'s own answer under answer.',
    )


def _reads_its_answer(score: Any) -> bool:
    is_given = score == "given" or (isinstance(score, Map) and "given" in score)
    return is_given or "self" in NAME.findall(str(score))


def _of_branches(found: _Mismatch) -> Iterator[Finding]:
    """Tell the errors of the one branch that the author plainly meant; else what any of them would take."""
    by_branch: dict[int, list[Any]] = {}
    for inner in found.error.context:
        by_branch.setdefault(inner.schema_path[0], []).append(inner)
    meant = [
        errors
        for errors in by_branch.values()
        if not any(inner.validator in {"type", "const", "enum"} and not inner.path for inner in errors)
    ]
    if len(meant) == 1:
        for inner in meant[0]:
            yield from _told(replace(found, error=inner))
    else:
        yield _misfit(found, _either([_expected(branch) for branch in found.wanted]))


_BY_KEYWORD: Mapping[str, Callable[[_Mismatch], Iterator[Finding]]] = {
    "additionalProperties": _of_strange_keys,
    "required": _of_a_missing_key,
    "enum": _of_a_word,
    "const": _of_a_word,
    "anyOf": _of_branches,
}
"""What is said of an error, by the keyword of the schema that is not kept; of all others, of what shape a value should be."""


def _misfit(found: _Mismatch, wanted: "_Expected") -> Finding:
    said, help_ = _text(found.value), _described(found.error, found.root)
    return finding(
        "ITR142", found.place, help=help_, found=said, expected=wanted.vi, expected_en=wanted.en, form=wanted.form
    )


_LONGEST = 60  # signs of a value in a message

_IN_VIETNAMESE = {
    "tham_so": "parameters", "dau_vao": "inputs", "nhom": "groups", "don_vi": "units", "ham": "functions",
    "gia_tri": "values", "bang_diem": "scorecards", "mac_dinh": "defaults", "so_lieu": "data", "lam_tron": "rounding",
    "quyet_dinh": "decision", "hieu_luc": "effective", "ky": "period", "nam": "period", "phien_ban": "version",
    "nguon": "provenance", "tieu_chi": "criteria", "ma": "id", "ten": "title", "ten_goi": "title", "tieu_de": "title",
    "mo_ta": "description", "diem": "max", "diem_toi_da": "max", "toi_da": "max", "toi_thieu": "min",
    "trong_so": "weight", "cach_cham": "score", "cham": "score", "so_muc": "code", "dieu": "clause", "muc": "tiers",
    "xep_loai": "tiers", "xep_hang": "ranking", "nhan": "label", "loai": "type", "kieu": "type", "thieu": "missing",
    "lua_chon": "options", "cot": "column",
    "cho": "for", "vai_tro": "role", "ap_dung": "applies", "con_lai": "otherwise", "diem_moi": "each", "moi": "each",
}  # fmt: skip
"""What an author may have typed in Vietnamese -> the key."""


def _meant(word: str, names: Iterable[str]) -> str | None:
    """Find the key that was probably meant: misspelt, or said in Vietnamese.

    >>> _meant("ten_goi", ["title", "max"]), _meant("bậc", KINDS), _meant("rato", KINDS), _meant("x", KINDS)
    ('title', 'steps', 'ratio', None)
    """
    plain = folded(word).replace("_", " ")
    said = _IN_VIETNAMESE.get(plain.replace(" ", "_"), "")
    if said in names:
        return said
    kind = next((name for name, kind in KINDS.items() if folded(kind.words.vi).startswith(plain)), "")
    return kind if kind in names and len(plain) > 2 else closest(word, names)


def _quoted(word: str) -> str:
    """Set a word that is only signs apart from the list in which it stands.

    >>> _quoted("max"), _quoted(",")
    ('max', '","')
    """
    return word if any(map(str.isalnum, word)) else f'"{word}"'


_TYPES = {
    "object": ("các dòng tên: giá trị ở dưới", "lines of name: value below it"),
    "array": ("một danh sách", "a list"),
    "string": ("chữ", "text"),
    "number": ("một số", "a number"),
    "integer": ("một số nguyên", "a whole number"),
    "boolean": ("true hoặc false", "true or false"),
    "null": ("~", "~"),
}


class _Expected(NamedTuple):
    """What a schema takes, in Vietnamese and English.

    Attributes:
        types: of JSON.
        form: `switch` or `day`, which have one right form that can be written in place of others; else empty.
    """

    vi: str
    en: str
    types: tuple[str, ...] = ("object",)
    form: str = ""


def _either(parts: Sequence[_Expected]) -> _Expected:
    """Say what any of some schemas takes."""
    vi, en = (" hoặc ".join(dict.fromkeys(p.vi for p in parts)), " or ".join(dict.fromkeys(p.en for p in parts)))
    forms = {part.form for part in parts}
    form = "day" if "day" in forms else "switch" if forms == {"switch"} else ""
    return _Expected(vi, en, tuple(kind for part in parts for kind in part.types), form)


_BY_NAME = {
    "quantity": _Expected("một số hoặc phần trăm như 80%", "a number or a percentage such as 80%", ("number",)),
    "points": _Expected("một số hoặc phần trăm như 80%", "a number or a percentage such as 80%", ("number",)),
    "expression": _Expected("một biểu thức", "an expression", ("number",)),
}
"""What definitions of the schema take that have words of their own."""


def _expected(schema: Mapping[str, Any]) -> _Expected:
    """Say what a schema takes."""
    definitions = ruleset_schema()["$defs"]
    inlined = next((name for name, definition in definitions.items() if schema is definition), "")
    name = inlined or str(schema.get("$ref", "")).rpartition("/")[2]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name and not inlined:
        return _expected(definitions[name])
    if "anyOf" in schema:
        return _either([_expected(branch) for branch in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        listed = ", ".join(_quoted(str(word)) for word in schema.get("enum", [schema.get("const")]))
        return _Expected(f"một trong: {listed}", f"one of: {listed}", ("string",))
    if "pattern" in schema:
        pattern = schema["pattern"]
        vi, en = _PATTERNS.get(pattern, (pattern, pattern))
        return _Expected(vi, en, ("string",), "day" if pattern == _DAY else "")
    return _of_types(schema)


def _of_types(schema: Mapping[str, Any]) -> _Expected:
    """Say what a schema takes that states types of JSON and limits."""
    stated = schema.get("type", "object")
    kinds: tuple[str, ...] = (stated,) if isinstance(stated, str) else tuple(stated)
    limits_vi, limits_en = _limits(schema, kinds[0])
    vi = " hoặc ".join(_TYPES[kind][0] for kind in kinds) + limits_vi
    en = " or ".join(_TYPES[kind][1] for kind in kinds) + limits_en
    form = "switch" if kinds == ("boolean",) and not limits_en else ""
    return _Expected(vi, en, kinds if len(kinds) == 1 else ("number",), form)


def _limits(schema: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """Say how many items a list has, between which bounds a whole number lies.

    >>> _limits({"minItems": 1, "maxItems": 9}, "array"), _limits({"minimum": 0}, "integer")
    ((' từ 1 đến 9 mục', ' of 1 to 9 items'), (' từ 0', ' from 0'))
    >>> _limits({"minItems": 2, "maxItems": 2}, "array")
    (' đúng 2 mục', ' of exactly 2 items')
    """
    keys = {
        "array": ("minItems", "maxItems"),
        "integer": ("minimum", "maximum"),
        "object": ("minProperties", "maxProperties"),
    }
    least, most = (schema.get(key) for key in keys.get(kind, ("", "")))
    parts_vi = [f"{word} {bound}" for word, bound in (("từ", least), ("đến", most)) if bound is not None]
    parts_en = [f"{word} {bound}" for word, bound in (("from", least), ("to", most)) if bound is not None]
    if kind == "object":
        return (", ít nhất một", ", at least one") if least else ("", "")  # the most is told where it is passed
    if not parts_vi:
        return "", ""
    if kind != "integer" and least == most:
        return f" đúng {least} mục", f" of exactly {least} items"
    vi, en = " " + " ".join(parts_vi), " " + " ".join(parts_en)
    if kind == "integer":
        return vi, en
    return f"{vi} mục", f"{en.replace(' from ', ' of ', 1)} items"


@lru_cache(maxsize=512)
def _nearest(word: str, names: tuple[str, ...]) -> tuple[str, str]:
    listed = ", ".join(map(_quoted, names[:40]))
    return did_you_mean(_meant(word, names), f"Dùng được: {listed}.", f"Allowed here: {listed}.")


def _purpose(key: str, schema: Mapping[str, Any], value: Any) -> tuple[str, str] | None:
    """Give a missing key's own description as what to do."""
    kind = next((KINDS[name].keys for name in value if name in KINDS), {}) if isinstance(value, Map) else {}
    for keys in (schema.get("properties", {}), kind, ruleset_schema()["properties"]):
        if "description" in keys.get(key, {}):
            return _both(keys[key]["description"])
    return None


def _both(description: str) -> tuple[str, str]:
    vi, _, en = description.partition("\n\n")
    return vi, en


_CHOICES = {"anyOf", "oneOf"}
_NEAR = 4  # steps of a path within a schema: its own description, or that of the table or list in which it stands


def _described(error: Any, root: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give the description of the key whose value is wrong, or of the table or list in which the value stands."""
    part: Any = root
    found, steps, before = "", 0, None
    for step in error.absolute_schema_path:
        if isinstance(part, Mapping) and "$ref" in part:  # which a path does not mention
            part = ruleset_schema()["$defs"].get(str(part["$ref"]).rpartition("/")[2], {})
        part = _step(part, step)
        steps += not {before, step} & _CHOICES  # which of several shapes is no step of the document
        before = step
        if isinstance(part, Mapping) and isinstance(part.get("description"), str):
            found, steps = part["description"], 1
    return _both(found) if found and steps <= _NEAR else None


def _step(part: Any, step: str | int) -> Any:
    if isinstance(part, Mapping):
        return part.get(step)
    return part[step] if isinstance(part, list) and isinstance(step, int) and step < len(part) else None


def _at(document: Any, path: Path) -> Any:
    value = document
    for step in path:
        value = value[step]
    return value


def _text(value: Any) -> str:
    if isinstance(value, Num):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Map):
        return "{" + ", ".join(list(value)[:3]) + "}"
    if isinstance(value, list):
        few = ", ".join(_text(each) for each in value[:2])
        more = ", …" if len(value) > 2 else ""
        return f"[{few}{more}]" if len(few) <= _LONGEST else f"[… {len(value)}]"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _kinds(document: Map) -> Iterator[Finding]:
    """A score has exactly one kind; which keys go with it the schema has told."""
    listed = ", ".join(KINDS)
    told = 0
    for node, score in _scores(document):
        found = [name for name in KINDS if name in score]
        # `choice` has a key `points`, `interpolate` too; `from` belongs to steps and to scale: none is a kind.
        if len(found) == 1:
            continue
        told += 1
        is_advised = not found and len(score) <= _FEW and told <= MOST_ADVISED
        near = next(filter(None, (_meant(key, KINDS) for key in score)), None) if is_advised else None
        words = did_you_mean(near, f"Các cách chấm: {listed}.", f"The kinds are: {listed}.")
        at, said = node.value_places["score"], ", ".join(found or score)
        yield finding("ITR144", at, help=words if near else None, found=said, kinds=listed)


def _scores(document: Map) -> Iterator[tuple[Map, Map]]:
    """Give every criterion whose score has keys, with that score."""
    cards = document.get("scorecards")
    todo: list[Any] = list(cards.values()) if isinstance(cards, Map) else []
    while todo:
        node = todo.pop()
        if not isinstance(node, Map):
            continue
        if isinstance(node.get("score"), Map):
            yield node, node["score"]
        criteria = node.get("criteria")
        todo += criteria if isinstance(criteria, list) else []
