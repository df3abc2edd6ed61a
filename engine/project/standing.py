"""Where a year stands: what was found in the project's folder, as steps, units, and what comes next."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from ..files.seals import seal_of
from ..forms.collecting import Collected, FormStatus
from ..formula.words import day as day_said
from ..model.observed import Unit
from ..model.ruleset import Ruleset, Words
from ..model.sentences import Pair, sentence
from ..result.published import Published
from . import texts
from .project import Project
from .releasing import released_as
from .status_contract import FORMAT, Late, StatusRecord, StepRecord, StepState, UnitStatusRecord

Fit: TypeAlias = Literal["absent", "broken", "behind", "fits"]
"""How a file stands to what it is made of: not there, not readable, made of other inputs, or made of these."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the folder of a project.

    Attributes:
        ruleset: None where it cannot be read.
        errors: how many things are wrong in it.
        units: who is asked; None where that is not known.
        forms: ids of the units whose form is in the folder of forms; None where there is no such folder.
        collected: what came back; None where there is no folder of it.
        dates: of returned files, by name, as far as they are known.
        replies: a folder for the next replies, which is not there yet.
        data: how the data stand to the forms that came back.
        corrected: stage -> ids of the units that it corrected.
        sheets: the stages whose sheets are there.
        result: the result, where it can be read.
        result_fit: how the result stands to the ruleset and the data.
        approval_fit: how the approved files stand to what was approved; `absent` where nothing was.
    """

    ruleset: Ruleset | None = None
    errors: int = 0
    units: tuple[Unit, ...] | None = None
    forms: frozenset[str] | None = None
    collected: Collected | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    replies: str = "phan-hoi"
    data: Fit = "absent"
    corrected: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()
    result: Published | None = None
    result_fit: Fit = "absent"
    approval_fit: Fit = "absent"

    @property
    def states(self) -> Counter[str]:
        """Count the units by the state of their forms."""
        return Counter(status.state for status in self.collected.statuses) if self.collected else Counter()

    @property
    def is_collected(self) -> bool:
        """Whether every unit has sent a form that is whole and right."""
        return self.collected is not None and set(self.states) <= {"complete"}


@dataclass(frozen=True, slots=True)
class _Step:
    """How a step stands, and what is to be done for it where it is not done.

    Attributes:
        values: of both texts.
        task: what comes next; empty where the step is done.
        commands: that do it.
    """

    state: StepState
    said: Pair
    values: Mapping[str, object] = field(default_factory=dict)
    task: Pair = ("", "")
    commands: tuple[str, ...] = ()


def standing(project: Project, found: Found, day: date) -> StatusRecord:
    """Say where a year stands on a day."""
    steps = {name: step(project, found) for name, step in _STEPS.items()}
    if found.errors:  # nothing else was looked at
        steps = dict.fromkeys(steps, _Step("later", texts.NOT_LOOKED_AT)) | {"ruleset": steps["ruleset"]}
    first = steps["approval"] if _is_broken(project, found) else next(filter(_has_task, steps.values()), None)
    ruleset = found.ruleset
    return StatusRecord(
        format=FORMAT,
        day=day.isoformat(),
        title=Words("", "") if ruleset is None else ruleset.title,
        ruleset="" if ruleset is None else f"{ruleset.id}@{ruleset.version}",
        deadline="" if project.deadline is None else project.deadline.isoformat(),
        days_left=None if project.deadline is None else (project.deadline - day).days,
        contact=project.contact or "",
        illustrative=found.result is not None and found.result.record.illustrative,
        steps=tuple(StepRecord(name, step.state, _words(step.said, step)) for name, step in steps.items()),  # type: ignore[arg-type]
        next=_words(texts.NOTHING_LEFT, None) if first is None else _words(first.task, first),
        commands=() if first is None else first.commands,
        units=tuple(_units(project, found, day)),
    )


def _is_broken(project: Project, found: Found) -> bool:
    """Say whether what was approved is no longer there: no command that would do it again is let through."""
    return not found.errors and project.approved is not None and found.approval_fit != "fits"


def _has_task(step: _Step) -> bool:
    return bool(step.task[0])


def _words(pair: Pair, step: _Step | None) -> Words:
    """Fill both texts; days are written as each language does."""
    values = {} if step is None else step.values

    def filled(lang: str) -> str:
        written = {key: day_said(value, lang) if isinstance(value, date) else value for key, value in values.items()}
        return sentence(pair, lang, **written)

    return Words(filled("vi"), filled("en"))


def _day(text: str) -> date | str:
    """Give a recorded day; what no calendar has stays as it is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


# ── Units ──


def _units(project: Project, found: Found, day: date) -> Iterator[UnitStatusRecord]:
    statuses = {status.unit.id: status for status in found.collected.statuses} if found.collected else {}
    ranks = {} if found.result is None else {unit.id: unit.rank for unit in found.result.record.units}
    for unit in found.units or ():
        status = statuses.get(unit.id)
        files = () if status is None else status.files
        dated = max((found.dates[name] for name in files if name in found.dates), default=None)
        yield UnitStatusRecord(
            id=unit.id,
            name=unit.name or unit.id,
            form=None if found.forms is None else unit.id in found.forms,
            state=None if status is None else status.state,
            late=_late(status, dated, project.deadline, day),
            file_date="" if dated is None else dated.isoformat(),
            corrected=tuple(stage for stage, ids in found.corrected.items() if unit.id in ids),
            rank=ranks.get(unit.id),
        )


def _late(status: FormStatus | None, dated: date | None, deadline: date | None, day: date) -> Late:
    """Say whether a form is late: surely where none came, as its file is dated where one did."""
    if status is None or deadline is None:
        return "unknown"
    if status.state == "absent":
        return "overdue" if day > deadline else "no"
    return "unknown" if dated is None else "dated_late" if dated > deadline else "no"


# ── Steps ──


def _ruleset(project: Project, found: Found) -> _Step:
    ruleset, check = found.ruleset, (f"itrank check {project.ruleset}",)
    if ruleset is None:
        return _Step(
            "wrong", texts.RULESET_BROKEN, {"errors": found.errors, "file": project.ruleset}, texts.FIX_RULESET, check
        )
    then = released_as(project, ruleset.id, ruleset.version)
    if then is None:
        return _Step("now", texts.NOT_RELEASED, {}, texts.RELEASE_IT, (*check, "itrank release"))
    if then.sha256 != ruleset.sha256:
        return _Step("wrong", texts.RELEASED_OTHER, {"day": _day(then.on)}, texts.RESTORE_OR_RENUMBER, check)
    number = f" ({then.number})" if then.number else ""
    return _Step("done", texts.RELEASED, {"day": _day(then.on), "number": number})


def _forms(project: Project, found: Found) -> _Step:
    if found.units is None:
        return _Step("wrong", texts.NO_UNITS, {"file": project.units or "units"}, texts.WRITE_UNITS)
    total = len(found.units)
    if found.forms is None or not found.forms:
        command = f"itrank forms -o {project.forms or 'bieu'}"
        is_past = found.collected is not None or found.data != "absent"
        return (
            _Step("later", texts.NO_FORMS)
            if is_past
            else _Step("now", texts.NO_FORMS, {}, texts.SEND_FORMS, (command,))
        )
    state: StepState = "done" if len(found.forms) == total else "wrong"
    return _Step(state, texts.FORMS_OUT, {"forms": len(found.forms), "units": total})


def _returned(project: Project, found: Found) -> _Step:
    folder = project.returned or "da-nop"
    if found.collected is None:
        if found.data != "absent":
            return _Step("later", texts.NONE_RETURNED)
        return _Step("later", texts.NONE_RETURNED, {"folder": folder}, texts.PUT_RETURNED)
    states = found.states
    asked, wrong = sum(states.values()), states["wrong"] + states["conflict"] + states["refused"]
    values = {
        "sent": asked - states["absent"], "asked": asked, "wrong": wrong, "incomplete": states["incomplete"],
        "complete": states["complete"], "absent": states["absent"], "unmended": wrong + states["incomplete"],
    }  # fmt: skip
    if found.is_collected:
        return _Step("done", texts.RETURNED, values)
    task = (
        texts.ASK_BOTH if values["absent"] and values["unmended"]
        else texts.ASK_TO_MEND if values["unmended"]
        else texts.ASK_ABSENT
    )  # fmt: skip
    return _Step("now", texts.RETURNED, values, task, (f"itrank collect{_output(project)} --replies {found.replies}",))


def _data(project: Project, found: Found) -> _Step:
    file = project.data[0] if project.data else ""
    match found.data:
        case "absent":
            task = texts.COLLECT if found.collected is not None else texts.WRITE_DATA
            return _Step("later", texts.NO_DATA, {"file": file}, task, (f"itrank collect{_output(project)}",))
        case "behind":
            return _Step(
                "wrong", texts.DATA_BEHIND, {"file": file}, texts.COLLECT, (f"itrank collect{_output(project)}",)
            )
    return _Step("done", texts.DATA_THERE, {"file": file})


def _output(project: Project) -> str:
    return f" -o {project.data[0]}" if project.data else ""


def _appraisal(project: Project, found: Found) -> _Step:
    corrected = {stage: len(ids) for stage, ids in found.corrected.items() if ids}
    values = {"units": len(frozenset[str]().union(*found.corrected.values())), "stages": len(corrected)}
    is_over = found.result_fit == "fits"
    said = texts.CORRECTED if corrected else texts.NONE_CORRECTED if is_over else texts.NOT_CORRECTED
    state: StepState = "now" if corrected or found.sheets else "later"
    for stage, folder in project.appraisal.items():
        if stage in corrected or is_over:
            continue
        if stage in found.sheets:
            return _Step(
                state, said, {**values, "folder": folder}, texts.APPLY_SHEETS, (f"itrank appraise apply {folder}",)
            )
        option = "" if stage == "first" else f" --stage {stage}"
        return _Step(state, said, values, texts.EXPORT_SHEETS[stage], (f"itrank appraise export{option} -o {folder}",))
    return _Step("done" if corrected or is_over else "later", said, values)


def _result(project: Project, found: Found) -> _Step:
    file = project.result or "ket-qua.json"
    command = (f"itrank evaluate -o {file}",)
    if found.result is None:
        state: StepState = "wrong" if found.result_fit == "broken" else "later"
        return _Step(state, texts.NO_RESULT, {"file": file}, texts.EVALUATE, command)
    units = found.result.record.units
    values = {"file": file, "ranked": sum(unit.status == "ranked" for unit in units), "units": len(units)}
    if found.result_fit == "behind":
        return _Step("wrong", texts.RESULT_BEHIND, values, texts.EVALUATE, command)
    is_whole = all(unit.status != "unranked" for unit in units)
    return _Step("done" if is_whole else "now", texts.RANKED, values)


_TO_APPROVE = ("itrank report -o bao-cao.docx", "itrank approve --minutes bien-ban.pdf --number … --date …")


def _approval(project: Project, found: Found) -> _Step:
    approved = project.approved
    if approved is None:
        return _Step("later", texts.NOT_APPROVED, {}, texts.REPORT_IT, _TO_APPROVE)
    values = {"number": approved.minutes.number, "day": _day(approved.at)}
    if _is_broken(project, found):
        command = f"itrank verify {seal_of(Path(approved.result)).as_posix()}"
        return _Step("wrong", texts.APPROVED_OTHER, values, texts.RESTORE_APPROVED, (command,))
    return _Step("done", texts.APPROVED, values)


_STEPS: Mapping[str, Callable[[Project, Found], _Step]] = {
    "ruleset": _ruleset,
    "forms": _forms,
    "returned": _returned,
    "data": _data,
    "appraisal": _appraisal,
    "result": _result,
    "approval": _approval,
}
"""Each step of the year in its order; the first that has a task says what comes next."""
