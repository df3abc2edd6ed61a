"""What the parameters of messages hold: a name of a parameter means one thing in the whole table.

A row whose parameter holds another thing says so in its `kinds`.
"""

from collections.abc import Mapping

from .records import Code, Kind, fields_of

_BY_KIND: Mapping[Kind, str] = {
    Kind.NAME: """about argument card chain condition divisor first function group id input lists name node parent root
        second sibling source twin""",
    Kind.COUNT: "column count line places row rows total",
    Kind.AMOUNT: """all bonus bound computed count_en decimal derived difference end example examples fraction
        fraction_en high limit low max megabytes most percent points printed reading score share show start stated steps
        sum terms terms_en terms_vi thousands value weight""",
    Kind.CODE: "code codes",
    Kind.FORM: "form",
    Kind.PLACE: "at cell cells cells_en file files guide mapping path range where where_en where_vi",
    Kind.WORDS: """answer_en answer_vi begun begun_en change change_en checked checked_en does does_vi expected_en
        expected_vi found_en here_en kind kind_en language language_en left_en left_vi more_en more_vi now now_en of_en
        of_vi problem problem_en reason reason_en role_en role_vi rows_en rule_en said said_en sign_en stage stage_en
        there_en truth truth_en what what_en what_vi why why_en why_vi""",
    Kind.TEXT: """address aggregate answers attribute base bundle by bytes candidates case character choices columns command
        criterion data documents encoding engine entries entry expected extra first_header format found groups header headers heading held
        here identity ids key kinds label lacking last leaves left level listed locale lost marks matched meant missing names
        new number of old one option options other other_first other_last others own owner packaged paper part parts period
        policy program proposal rest role rule ruleset second_header sheet sheets shown sign since standing state
        subject stages suffix tag taken target text there tier tiers title unit units unmatched wanted word words wrong
        years""",
}

PARAMETERS: Mapping[str, Kind] = {name: kind for kind, names in _BY_KIND.items() for name in names.split()}


def kinds_of(code: Code) -> Mapping[str, Kind]:
    """Give what each parameter of a code holds, those that no message shows too.

    >>> from .codes import CODES
    >>> {name: str(kind) for name, kind in sorted(kinds_of(CODES["ITR112"]).items())}
    {'key': 'text', 'line': 'count'}
    """
    names = frozenset[str]().union(*map(fields_of, code.templates))
    return {**{name: PARAMETERS[name] for name in names if name not in code.kinds}, **code.kinds}
