"""What a criterion's description quotes of an annex: a draft writes it so, and a comparison reads it so."""

import re

from .annex import Line

_WORDING, _EVIDENCE, _NOTES = "Cách chấm", "Minh chứng", "Ghi chú"
_QUOTED = re.compile(rf"^{_WORDING}:\s*(.*?)(?=\n(?:{_EVIDENCE}|{_NOTES}):|\Z)", re.DOTALL | re.MULTILINE)


def described(line: Line) -> str:
    """Write what the annex says of a line in its own words: how it is scored, the evidence, what other columns say."""
    told = ((_WORDING, line.wording), (_EVIDENCE, line.evidence), (_NOTES, line.notes))
    return "\n".join(f"{name}:\n{said}" if "\n" in said else f"{name}: {said}" for name, said in told if said)


def quoted(description: str) -> str:
    r"""Give how a criterion is scored in the words of the annex; empty where its description quotes nothing.

    >>> quoted("TODO\nCách chấm:\n4 cuộc: 20 điểm;\n3 cuộc: 15 điểm\nMinh chứng: Biên bản"), quoted("Họp trong năm")
    ('4 cuộc: 20 điểm;\n3 cuộc: 15 điểm', '')
    """
    found = _QUOTED.search(description)
    return found[1] if found is not None else ""
