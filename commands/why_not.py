"""`itrank why-not`: which points a unit lacks to a better tier, and where they could come from."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from typing import TYPE_CHECKING, Annotated

import typer

from . import columns, complete, options
from .reading import open_year
from .terminal import LANGUAGES, USAGE, Task, fail, printable, put_out, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.year import YearNames

FORMATS = ("text", "json")


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        "why-not",
        help=say(
            "Vì sao một đơn vị chưa đạt một mức xếp loại: thiếu bao nhiêu điểm, có thể lấy ở tiêu chí nào. "
            "Ví dụ: itrank why-not dv01 --tier tot --ruleset 2022",
            "Why a unit is not in a tier: how many points it lacks and which criteria could give them. "
            "Example: itrank why-not dv01 --tier tot --ruleset 2022",
        ),
    )
    def why_not(
        unit: Annotated[
            str,
            typer.Argument(autocompletion=complete.units, help=say("Đơn vị: mã hoặc tên.", "A unit: its id or name.")),
        ],
        *,
        tier: Annotated[
            str,
            typer.Option(
                autocompletion=complete.tiers, help=say("Mức xếp loại: mã hoặc tên.", "The tier: its id or title.")
            ),
        ],
        ruleset: options.Ruleset,
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        stage: options.Stage = None,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        names = YearNames(ruleset, data or (), units, previous, mapping, corrections, stage, shows_ranks=False)
        return lambda: _why_not(unit, tier, names, format, output, lang)


def _why_not(name: str, tier: str, names: "YearNames", form: str, output: str | None, lang: str) -> int:
    """Read a year, evaluate it, and hold a unit against a tier."""
    if (code := refused(lang, format=(form, FORMATS))) is not None:
        return code
    if columns.engine_for("auto", names, None) != "reference":
        return fail("ITR971.command", lang, USAGE, option="why-not")
    from ..engine.explain.choosing import choose_unit, chosen
    from ..engine.explain.headroom import shortfall
    from ..engine.model.findings import Finding, finding
    from ..engine.publish.headroom_out import as_json, as_text
    from ..engine.result.words import scorecard_of
    from ..engine.year import evaluated

    year = open_year(names, lang)
    if isinstance(year, int):
        return year
    rules = year.rules
    index = choose_unit(printable(name), year.observed.units)
    if isinstance(index, Finding):
        return tell([index], lang, USAGE)
    made = evaluated(year)
    card = scorecard_of(rules.ruleset, made.result.units[index].scorecard)
    tiers = card.root.tiers if card is not None else ()
    found = chosen(printable(tier), [(each.id, each.title.vi, each.title.en) for each in tiers])
    if card is None or len(found) != 1:
        listed = ", ".join(f"{each.id} ({each.title.say(lang)})" if each.title else each.id for each in tiers) or "–"
        unit = year.observed.units[index]
        return tell([finding("ITR935", found=printable(tier), unit=unit.name or unit.id, tiers=listed)], lang, USAGE)
    lacks = shortfall(made, index, card, tiers[found[0]])
    tell(year.notices, lang, 0, rules.texts, rules.shown)
    illustrative = made.result.illustrative
    if form == "json":
        text = as_json(lacks, rules.ruleset, illustrative=illustrative)
    else:
        text = as_text(lacks, rules.ruleset, lang, illustrative=illustrative)
    return put_out(lambda stream: stream.write(text), output, lang)
