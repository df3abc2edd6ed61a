"""The pages of the codes, as they come with itrank: `docs/codes/ITR204.md`, in Vietnamese and English.

A code that says one fault of several subjects has a page with a part for each, one below the other in one file.
"""

import re
from importlib.resources import files
from typing import NamedTuple

_PAGE = re.compile(
    r"# (?P<code>ITR\d{3}): (?P<vi>[^·\n]+) · (?P<en>[^\n]+)\n\n(?P<about_vi>.+?)\n\n(?P<about_en>.+?)\n\n(?P<rest>## .*)",
    re.DOTALL,
)
_BELOW = re.compile(r"\n(?=# ITR\d{3}: )")
"""Where the next part of a page begins."""
_HEADINGS = {"## Sai · Bad": ("## Sai", "## Bad"), "## Đúng · Good": ("## Đúng", "## Good")}


class Page(NamedTuple):
    """A page: its title and text in both languages, the examples, and its parts about other subjects."""

    code: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    examples: str
    others: "tuple[Page, ...]" = ()

    def say(self, lang: str) -> str:
        """Write the page in one language."""
        title, about = (self.vi, self.about_vi) if lang == "vi" else (self.en, self.about_en)
        examples = self.examples
        for both, words in _HEADINGS.items():
            examples = examples.replace(both, words[lang != "vi"])
        own = f"# {self.code}: {title}\n\n{about}\n\n{examples.rstrip()}\n"
        return "\n".join([own, *(other.say(lang) for other in self.others)])

    def whole(self) -> str:
        """Write the page in both languages, as the file has it."""
        own = (
            f"# {self.code}: {self.vi} · {self.en}\n\n{self.about_vi}\n\n{self.about_en}\n\n{self.examples.rstrip()}\n"
        )
        return "\n".join([own, *(other.whole() for other in self.others)])


def page_of(code: str) -> Page | None:
    """Read the page of a code; None where there is none.

    >>> page_of("ITR204").en
    'unknown name'
    """
    if not re.fullmatch(r"ITR\d{3}", code):
        return None
    try:
        text = files("itrank").joinpath("docs", "codes", f"{code}.md").read_text("utf-8")
    except OSError:
        return None
    first, *others = [_part(part) for part in _BELOW.split(text)]
    return first._replace(others=tuple(others))


def _part(text: str) -> Page:
    match = _PAGE.fullmatch(text)
    assert match is not None, text  # the tests hold every page against the form
    code, vi, en, about_vi, about_en, rest = match.group("code", "vi", "en", "about_vi", "about_en", "rest")
    return Page(code, vi, en, about_vi, about_en, rest)
