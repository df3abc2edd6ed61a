"""The pages of the codes, as they come with itrank: `docs/codes/ITR204.md`, in Vietnamese and English."""

import re
from importlib.resources import files
from typing import NamedTuple

_PAGE = re.compile(
    r"# (?P<code>ITR\d{3}): (?P<vi>[^·\n]+) · (?P<en>[^\n]+)\n\n(?P<about_vi>.+?)\n\n(?P<about_en>.+?)\n\n(?P<rest>## .*)",
    re.DOTALL,
)
_HEADINGS = {"## Sai · Bad": ("## Sai", "## Bad"), "## Đúng · Good": ("## Đúng", "## Good")}


class Page(NamedTuple):
    """A page: its title and text in both languages, and the examples."""

    code: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    examples: str

    def say(self, lang: str) -> str:
        """Write the page in one language."""
        title, about = (self.vi, self.about_vi) if lang == "vi" else (self.en, self.about_en)
        examples = self.examples
        for both, words in _HEADINGS.items():
            examples = examples.replace(both, words[lang != "vi"])
        return f"# {self.code}: {title}\n\n{about}\n\n{examples.rstrip()}\n"

    def whole(self) -> str:
        """Write the page in both languages, as the file has it."""
        return (
            f"# {self.code}: {self.vi} · {self.en}\n\n{self.about_vi}\n\n{self.about_en}\n\n{self.examples.rstrip()}\n"
        )


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
    match = _PAGE.fullmatch(text)
    if match is None:
        return None
    return Page(*match.group("code", "vi", "en", "about_vi", "about_en", "rest"))
