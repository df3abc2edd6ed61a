"""A sentence in the reader's language, made of a template of a table of words; English plurals are made here alone."""

from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""A text, or a `str.format` template, in Vietnamese and in English."""
_ONE = frozenset({"1", "+1", "-1", "−1"})


class Shown(str):
    """A number as it is shown, which brings its English noun: `{n:unit}`, or `{n:entry/entries}` if that is not `s`.

    >>> "{0:unit}, {1:unit}, {2:reply/replies}; {1}".format(Shown("1"), Shown("1.5"), Shown("0"))
    '1 unit, 1.5 units, 0 replies; 1.5'
    """

    __slots__ = ()

    def __format__(self, noun: str) -> str:
        if not noun:
            return str(self)
        one, _, many = noun.partition("/")
        return f"{self!s} {one if self in _ONE else many or one + 's'}"


def plural(number: object, noun: str) -> str:
    """Give a number with its English noun.

    >>> plural(1, "unit"), plural(3, "reply/replies"), plural("0.5", "point")
    ('1 unit', '3 replies', '0.5 points')
    """
    return format(Shown(number), noun)


def sentence(pair: Pair, lang: str, /, **values: object) -> str:
    """Fill one language of a pair of templates; a number, or how it is shown, may have a noun there.

    >>> sentence(("{n} đơn vị", "{n:unit} in {where}"), "en", n=1, where="kq.json")
    '1 unit in kq.json'
    """
    return pair[lang != "vi"].format(**{name: Shown(value) for name, value in values.items()})
