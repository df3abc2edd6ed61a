"""Answers by which what a finding tells does happen, in words, and as a command that shows it."""

import re
import shlex
from typing import Any

from ..files.visible import visible
from ..model.findings import Finding, Witness
from ..model.sentences import sentence
from . import texts

_MOST_NAMED = 6


def told_witness(witness: Witness, lang: str) -> str:
    """Say what is answered, and what comes of it.

    >>> told_witness(Witness("x", {"a": "0", "b": "2"}, ("không có điểm", "no score")), "en")
    'a = 0, b = 2: no score'
    """
    named = [f"{name} = {value}" for name, value in witness.answers.items()]
    more = len(named) - _MOST_NAMED
    answers = ", ".join(named[:_MOST_NAMED]) + (sentence(texts.AND_OTHERS, lang, count=more) if more > 0 else "")
    gives = sentence(witness.gives, lang)
    return visible(f"{answers}: {gives}" if answers else gives)


def as_command(found: Finding) -> str:
    """Give the command that computes it from these answers; empty where no name stands for what is computed.

    >>> from itrank.engine.model.findings import Place
    >>> as_command(Finding("ITR383", Place("2022.yaml", 5), witness=Witness("x", {"a": "0"}, ("", ""))))
    'itrank formula x --ruleset 2022.yaml --let a=0'
    """
    return "" if found.witness is None else command_of(found.witness, found.place.file)


def command_of(witness: Witness, file: str) -> str:
    """Give the command that computes what answers give by a ruleset; empty where no name stands for it."""
    if not re.fullmatch(r"\w+", witness.about):
        return ""
    lets = [part for name, value in witness.answers.items() for part in ("--let", f"{name}={value}")]
    return visible(shlex.join(["itrank", "formula", witness.about, "--ruleset", file, *lets]))


def witness_record(found: Finding) -> dict[str, Any]:
    """Give the witness of a finding as a member of JSON; none where there is none."""
    if found.witness is None:
        return {}
    vi, en = found.witness.gives
    answers = dict(found.witness.answers)
    return {"witness": {"answers": answers, "gives": {"vi": vi, "en": en}, "command": as_command(found)}}
