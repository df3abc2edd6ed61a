"""Find the units that a text names: without accents or case, abbreviated as officials do, the longest name first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .figures import plain

_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.,\-–—&/]{1,4}")
_TOGETHER = {
    ("uy", "ban", "nhan", "dan"): "ubnd",
    ("thanh", "pho"): "tp",
    ("thi", "xa"): "tx",
    ("thi", "tran"): "tt",
    ("t", "p"): "tp",
    ("t", "x"): "tx",
}
_DOTTED = {"h": "huyen", "q": "quan", "p": "phuong", "x": "xa"}
_PLACES = {"tp", "tx", "tt", "huyen", "quan", "phuong", "xa", "tinh"}
_HEADS = {"so", "ban", "cuc", "chi", "van", "truong", "phong", "trung"}  # of the names of agencies
_MOST_TOKENS = 24
# What begins the name of an agency or a place; the next word has a capital.
_STRANGER = re.compile(
    r"(?:S[ởỞ]|Ban|Cục|Chi cục|Văn phòng|Thanh tra|Kho bạc|Ngân hàng|Bảo hiểm|Công an|Trung tâm|Viện|Trường|"
    r"[Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Tt]hị trấn|[Pp]hường|[Xx]ã|[Qq]uận|TP\.?|TX\.?)"
    r"\s+[A-ZÀ-ỸĐ][\w&.-]*(?:\s+[A-ZÀ-ỸĐ][\w&.-]*)*|(?:Đơn vị|Quận|Phường)\s+\d+(?![.,/]?\d|\s*điểm)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in a text: none where no unit of the result has this name, several where it may be any of them."""

    start: int
    end: int
    units: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Branch:
    next: dict[str, "_Branch"] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)  # unit -> 0 its name, 1 a shorter one, 2 initials


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capitals: bool


class Names:
    """The names of units as a tree of words, so that a text is run through once however many units there are."""

    def __init__(self, units: Mapping[str, str], aliases: Mapping[str, Sequence[str]]) -> None:
        self._root = _Branch()
        for id_, name in units.items():
            full = _words(name)
            self._add(full, id_, 0)
            for other in aliases.get(id_, ()):
                self._add(_words(other), id_, 0)
            for level, alias in _shorter(full):
                self._add(alias, id_, level)

    def _add(self, words: Sequence[str], unit: str, level: int) -> None:
        if not words or len(words) > _MOST_TOKENS:
            return
        branch = self._root
        for word in words:
            branch = branch.next.setdefault(word, _Branch())
        branch.units[unit] = min(level, branch.units.get(unit, level))

    def mentions(self, text: str) -> list[Mention]:
        """Give the units that a text names, in its order; strangers too."""
        words = _tokens(text)
        found: list[Mention] = []
        place = 0
        while place < len(words):
            made = self._longest(text, words, place)
            if made is None:
                place += 1
                continue
            end, units = made
            start = words[place - 1].start if place and words[place - 1].text == "ubnd" else words[place].start
            stop = words[end - 1].end
            found.append(Mention(start, stop, units, text[start:stop]))
            place = end
        return sorted([*found, *_strangers(text, found)], key=lambda mention: mention.start)

    def _longest(self, text: str, words: Sequence[_Word], place: int) -> tuple[int, tuple[str, ...]] | None:
        best: tuple[int, tuple[str, ...]] | None = None
        ways: list[tuple[_Branch, int]] = [(self._root, place)]
        while ways:
            branch, at = ways.pop()
            units = _units_named(branch, text, words, place, at) if best is None or at > best[0] else ()
            if units:
                best = at, units
            ways += _onward(branch, text, words, place, at)
        return best


def _units_named(branch: _Branch, text: str, words: Sequence[_Word], place: int, at: int) -> tuple[str, ...]:
    """Give the units whose name the words from `place` to `at` are."""
    if not branch.units or at == place or words[at - 1].text == "va" or not _ends(text, words[at - 1]):
        return ()
    level, first = min(branch.units.values()), words[place]
    # Shorter names are common words too; a capital tells them apart.
    if level == 0 or (first.capitals if level == 2 else text[first.start].isupper()):
        return tuple(unit for unit, own in branch.units.items() if own == level)
    return ()


def _onward(branch: _Branch, text: str, words: Sequence[_Word], place: int, at: int) -> Iterator[tuple[_Branch, int]]:
    """Give the branches to which the next words lead, and the word after them."""
    if at >= len(words) or (at > place and not _BETWEEN.fullmatch(text, words[at - 1].end, words[at].start)):
        return
    word = words[at].text
    if word in branch.next:
        yield branch.next[word], at + 1
    if word == "va" and at > place:
        yield branch, at + 1
    for joined, end in _joined(text, words, at):
        if joined in branch.next:
            yield branch.next[joined], end


def _ends(text: str, word: _Word) -> bool:
    """Refuse a name whose last number goes on: `Đơn vị 1` in `Đơn vị 1,5`."""
    return not (text[word.end - 1].isdigit() and re.match(r"[.,]\d", text[word.end : word.end + 2]))


def _joined(text: str, words: Sequence[_Word], at: int) -> Iterator[tuple[str, int]]:
    """Give an abbreviation in parts as one word: LĐ-TB&XH is ldtbxh."""
    joined = ""
    for end in range(at, min(at + 8, len(words))):
        word = words[end]
        if end > at and not re.fullmatch(r"\s?[.\-–&]?\s?", text[words[end - 1].end : word.start]):
            return
        if word.text == "va" and joined:
            continue
        if not word.capitals:
            return
        joined += word.text
        if len(joined) >= 2 and end > at:
            yield joined, end + 1


def _tokens(text: str) -> list[_Word]:
    raw = [
        _Word(plain(match.group()), match.start(), match.end(), match.group().isupper())
        for match in _TOKEN.finditer(text)
    ]
    words: list[_Word] = []
    place = 0
    while place < len(raw):
        for parts, one in _TOGETHER.items():
            if tuple(word.text for word in raw[place : place + len(parts)]) == parts:
                words.append(_Word(one, raw[place].start, raw[place + len(parts) - 1].end, False))
                place += len(parts)
                break
        else:
            word = raw[place]
            if word.text in _DOTTED and word.capitals and text[word.end : word.end + 1] == ".":
                word = _Word(_DOTTED[word.text], word.start, word.end, False)
            words.append(word)
            place += 1
    return words


def _words(name: str) -> list[str]:
    words = [word.text for word in _tokens(name) if word.text != "va"]
    return words[1:] if len(words) > 1 and words[0] == "ubnd" else words


def _shorter(words: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the shorter forms of a name: the initials after its first word, all initials, a place without its kind."""
    if len(words) > 2 and words[0] in _HEADS:
        yield 1, [words[0], "".join(word[0] for word in words[1:])]
    if len(words) > 2:
        yield 2, ["".join(word[0] for word in words)]
    if len(words) > 2 and words[0] in _PLACES:
        yield 1, list(words[1:])


def _strangers(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for match in _STRANGER.finditer(text):
        if not any(mention.start < match.end() and match.start() < mention.end for mention in found):
            yield Mention(match.start(), match.end(), (), f"{match.group()}…")
