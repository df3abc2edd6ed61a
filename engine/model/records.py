"""What a finding code is, as a record: its words, what it is about, what its truth depends on, what can be done of it.

Other modules ask the record (`of(found).subject is Subject.CELL`) and never compare numbers of codes.
"""

import string
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from .findings import Severity, code_in


class Subject(StrEnum):
    """What a finding is about."""

    # A ruleset.
    DOCUMENT = "document"  # the text of a file as a whole
    EXTENDS = "extends"  # the chain of rulesets that extend one another
    KEY = "key"
    VALUE = "value"  # of a key
    FORMULA = "formula"
    NAME = "name"  # that an input, a value, a criterion ... is given
    CRITERION = "criterion"  # its points, its maximum, its weight
    RANKING = "ranking"  # groups, tiers, lists
    CASE = "case"  # a test that the ruleset carries
    COMMENT = "comment"  # that silences a finding
    VERSION = "version"
    ANNEX = "annex"  # the signed document beside it
    # Data.
    FILE = "file"  # that it can be opened and read
    TABLE = "table"  # its headers and rows
    NOTATION = "notation"  # how a file writes its numbers
    CELL = "cell"  # one answer: no other is wrong for it
    ANSWERS = "answers"  # two or more that do not go together
    UNIT = "unit"
    MAPPING = "mapping"
    LAST_YEAR = "last year"
    SCORE = "score"  # of a unit, computed from its answers
    # What is sent, appraised and published.
    FORM = "form"  # as a whole
    ENTRY = "entry"  # what was typed into a form
    CORRECTION = "correction"
    RESULT = "result"
    REPORT = "report"
    CLAIM = "claim"  # a statement of a report
    BUNDLE = "bundle"
    # The command.
    OPTION = "option"  # what the command line says
    ENVIRONMENT = "environment"  # folders, outputs, memory, libraries


class Depends(StrEnum):
    """What must be known for a finding to be true: what is wrong elsewhere in a ruleset may change it."""

    ITSELF = "itself"  # what was read or asked, and nothing else
    TEXT = "text"  # the letters of the file
    EXTENDS = "extends"  # every ruleset of the chain
    BASE = "base"  # the criteria of the ruleset that is extended
    KEY = "key"  # one key and its value
    FORMULA = "formula"  # one formula, and the names in it
    NAMES = "names"  # one formula, and that each name in it can be a name
    IDS = "ids"  # one formula, and all names that there are
    GROUPS = "groups"  # the names of groups and tiers
    CRITERION = "criterion"  # a criterion with all that is below it, however it is scored
    TREE = "tree"  # maxima, weights, numbers and bounds of tiers, but not how a leaf is scored
    TITLES = "titles"  # every title, clause and source
    READERS = "readers"  # who reads a name
    ROUNDING = "rounding"  # a criterion, and how points are rounded and shown


class Fix(StrEnum):
    """How `check --fix` and a look at the rest of a file put right what has one right form."""

    KEY = "key"  # an unknown key for the one that was meant
    WORD = "word"  # one of a few words
    KIND = "kind"  # a scoring kind
    NAME = "name"  # the name that was meant
    VALUE = "value"  # true or false, or a day, as `form` says
    DAY = "day"  # 2022-12-31
    QUOTES = "quotes"
    FORMAT_LINE = "format line"
    SIGN = "sign"  # of a formula
    SYNTAX = "syntax"
    COMMA = "comma"
    NUMBER = "number"
    COMPOSED = "composed letters"
    UNSEEN = "unseen signs"
    COMMENT = "comment"


READS_ANEW = frozenset({Fix.SIGN, Fix.SYNTAX, Fix.COMMA, Fix.NUMBER})
"""Fixes after which a formula is read for the first time."""


class Trait(StrEnum):
    """What other code asks of a finding beside its subject; each is asked in one place or a few."""

    ABSENT = "absent"  # the key is not written: it has no place
    TWICE = "twice"  # the key is written twice, and the second is not read
    NO_NAME = "no name"  # no formula can read what is called so
    NO_GROUP = "no group"  # a scorecard is for nobody
    NO_WEIGHT = "no weight"
    NO_BASE = "no base"  # the ruleset that is extended was not found
    SUM = "sum"  # terms do not add up to what is stated
    LISTED = "listed"  # told once a file, with all that it is true of in `parts`
    REFUTABLE = "refutable"  # answers can show that its silencing is wrong
    UNREAD = "unread"  # a column that nothing reads
    UNNAMED = "unnamed"  # a column without a header is not read
    LEAVES_OUT_CASES = "leaves out cases"
    UNOPENED = "unopened"  # a file was not found or opened: the command was called wrongly
    TOO_LARGE = "too large"
    DAMAGED = "damaged"
    NO_SUCH_UNIT = "no such unit"
    NO_ROW = "no row"  # a unit about which no table says anything
    WHOSE = "whose"  # a table does not say whose its rows are
    EXPECTED_WITHOUT_DATA = "expected without data"  # nothing is wrong where forms are yet to be filled
    NO_ANSWER = "no answer"
    AMONG_UNITS = "among units"  # it proposes one of all units
    OF_ALL_ROWS = "of all rows"  # it counts what all rows of the data have
    NOT_FOR_UNITS = "not for units"  # said to who collects, not to who filled the form


class Kind(StrEnum):
    """What a parameter of a message holds."""

    NAME = "name"  # names of the ruleset, also several, also within an expression
    COUNT = "count"  # a whole number
    AMOUNT = "amount"  # an exact number, as it is printed
    TEXT = "text"  # what a file or a person wrote, as it stands there
    WORDS = "words"  # of the language of the message; the other language is in the parameter with `_vi` or `_en`
    PLACE = "place"  # a line, a cell, a file, a path
    CODE = "code"  # of a finding
    FORM = "form"  # a fixed word that other code reads, in no message


class Code(NamedTuple):
    """One row of the table of codes: a code, or what it is where it is about one of several subjects.

    Attributes:
        row: the code; a further row of it has a word for its subject behind (`ITR405.ruleset`), and its own words.
        vi: the message, a `str.format` template over the finding's parameters; so are `en` and both helps.
        help_vi: what to do.
        since: the first version of itrank that has the code.
        in_results_since: the first version whose results tell it, where only `check` did before.
        subject: what it is about.
        depends: what must be known for it to be true.
        is_local: whether it is true whatever `defaults` or a section that cannot be read may say.
        fix: what puts it right, where there is one way.
        traits: what other code asks.
        help_unit: what to do, as (vi, en), said to the unit that filled a form.
        aliases: retired codes that said what this row says: who silences them or asks about them means this code.
        surer: codes that say for sure what this one only asks: a comment that silences one of them silences this too.
        follows: rows of which this can be the mere consequence: it is left out beside one of them that is told of something
            that it rests on.
        kinds: of parameters that hold another thing than their names mean elsewhere, and of those in no template.
    """

    row: str
    severity: Severity
    vi: str
    en: str
    help_vi: str = ""
    help_en: str = ""
    since: str = "0.1.0"
    in_results_since: str = ""
    subject: Subject = Subject.DOCUMENT
    depends: Depends = Depends.ITSELF
    is_local: bool = False
    fix: Fix | None = None
    traits: tuple[Trait, ...] = ()
    help_unit: tuple[str, str] | None = None
    kinds: Mapping[str, Kind] = {}
    aliases: tuple[str, ...] = ()
    surer: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code, whatever the subject."""
        return code_in(self.row)

    @property
    def templates(self) -> tuple[str, str, str, str]:
        """The message and the help, each in Vietnamese and in English."""
        return self.vi, self.en, self.help_vi, self.help_en


@cache
def fields_of(template: str) -> frozenset[str]:
    """Name the parameters of a template.

    >>> sorted(fields_of("{id}: {found} of {{x}}"))
    ['found', 'id']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)
