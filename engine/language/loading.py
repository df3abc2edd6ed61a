"""Load a ruleset: text to document to checked form, with every finding on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ..files.contents import read_inside
from ..files.held import Location
from ..model.codes import has_errors, of
from ..model.findings import Finding, finding, in_order
from ..model.records import Depends
from ..model.ruleset import Ruleset, Source
from .document import MOST_BYTES, Map, Seq, read_document
from .extends import resolve
from .lowering import lower
from .validate import validate

_SCENARIOS = "itrank-whatif/"
"""How the format of a file of scenarios begins, which is no ruleset."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: the ruleset, or None and the reasons.

    Attributes:
        findings: sorted; warnings may stand beside a ruleset.
        texts: file name -> text, for the excerpts of findings.
        document: what the ruleset is to be made of, with all that it extends put together and every place known.
        own: what stands in the file alone, where it can be read at all.
        is_shaped: whether the document is of the language's shape.
    """

    ruleset: Ruleset | None
    findings: tuple[Finding, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    document: Map | None = None
    own: Map | None = None
    is_shaped: bool = False


def load(path: Location, name: str | None = None) -> Loaded:
    """Load and check a ruleset file, with all that it extends.

    Args:
        path: the file.
        name: what findings call it; the path as given by default.
    """
    shown = name if name is not None else path.as_posix()
    content = read_inside(path, path.parent, shown, MOST_BYTES)
    if isinstance(content, Finding):
        return Loaded(None, (content,))
    return load_bytes(content, shown, path.parent)


def load_text(text: str, name: str = "ruleset.yaml", folder: Location | None = None) -> Loaded:
    """Load a ruleset from text; `folder` is where `extends` looks, by default nowhere.

    >>> load_text("id: 1").ruleset is None
    True
    """
    return load_bytes(text.encode("utf-8", "surrogatepass"), name, folder)


def load_bytes(content: bytes, name: str, folder: Location | None) -> Loaded:
    """Load a ruleset from the bytes of its file."""
    texts = {name: content.decode("utf-8", "replace")}
    document, findings = read_document(content, name)
    if document is None:
        return Loaded(None, in_order(findings), texts)
    if str(document.get("format", "")).startswith(_SCENARIOS):
        return Loaded(None, (finding("ITR105.scenarios", document.value_places["format"]),), texts, None, document)
    source = Source(name, sha256(content).hexdigest())
    resolved, extended, more = resolve(document, name, folder, texts)
    findings = (*findings, *more)
    if resolved is None or has_errors(findings):
        return Loaded(None, in_order(findings), texts, resolved, document)
    return _made(resolved, (source, *extended), Loaded(None, findings, texts, resolved, document))


def remade(loaded: Loaded, document: Map) -> Loaded:
    r"""Load a document that was changed in memory (`edits.edited`) in place of one that was read, with all its findings.

    The ruleset keeps the sources and hash of what was read: who calls says that it is another.

    >>> from .edits import Edit, edited, text
    >>> read = load_text("format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\nscorecards: {}\n")
    >>> remade(read, edited(read.document, [Edit(("title",), text("B"))])).document["title"]
    'B'
    """
    before = loaded.ruleset.sources if loaded.ruleset is not None else ()
    return _made(document, before, replace(loaded, ruleset=None, findings=(), document=document, is_shaped=False))


def _made(document: Map, sources: tuple[Source, ...], read: Loaded) -> Loaded:
    """Validate and lower a document that is put together."""
    findings = (*read.findings, *validate(document))
    if has_errors(findings):
        return replace(read, findings=in_order(findings))
    ruleset, lowered = lower(document, sources)
    lowered = _with_repeals(lowered, read.own) if read.own is not None else lowered
    return replace(read, ruleset=ruleset, findings=in_order((*findings, *lowered)), is_shaped=True)


def _with_repeals(findings: Iterable[Finding], document: Map) -> tuple[Finding, ...]:
    """Say of a name that is not there that this file took it away: it is read in the other one, which is right."""
    repealed = document.get("repeal")
    if not isinstance(repealed, Seq):
        return tuple(findings)
    lines = {str(id_): place.line for id_, place in zip(repealed, repealed.places, strict=True)}

    def told(each: Finding) -> Finding:
        name = each.params.get("name", "")
        if of(each).depends is not Depends.IDS or name not in lines:
            return each
        line = lines[name]
        words = (
            f'repeal ở dòng {line} đã bỏ "{name}": sửa cả chỗ còn dùng nó bằng amend, hoặc giữ lại.',
            f'repeal in line {line} took "{name}" away: amend what still reads it too, or keep it.',
        )
        return replace(each, help=words)

    return tuple(map(told, findings))
