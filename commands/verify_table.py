"""`itrank verify TABLE.parquet`: compute a table of very many units again from its ruleset and data, and compare every cell."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any

from . import words
from .columns import looked_at
from .progress import doing
from .reading import read_rules
from .terminal import LANGUAGES, USAGE, WELL, WRONG, fail, printable, put_out, tell, unranked, without_library
from .words import said

if TYPE_CHECKING:
    from ..engine.model.findings import Finding
    from ..engine.scale.comparing import Compared
    from ..engine.scale.preparing import Looked
    from ..engine.year import YearNames


def verify_table(name: str, names: "YearNames", form: str, lang: str) -> int:
    """Compute a table again; the ruleset and the data have to be those of which it states the hashes."""
    from ..engine.columns.making import UnsupportedError

    try:
        return _verify(name, names, form, lang)
    except UnsupportedError as error:
        return unranked(error, names.ruleset or "", lang)
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or "polars", "scale")


def _verify(name: str, names: "YearNames", form: str, lang: str) -> int:
    from ..engine.scale.comparing import stated_in

    stated = stated_in(Path(name))
    if stated is None:
        return fail("ITR105.columns", lang, WRONG, name=name)
    if not names.ruleset or not names.data:
        ruleset, data = stated["itrank.ruleset_sha256"], stated["itrank.data_sha256"]
        return fail("ITR947.columns", lang, USAGE, name=name, ruleset=ruleset, data=data)
    rules = read_rules(names.ruleset, lang)
    if isinstance(rules, int):
        return rules
    if rules.ruleset.sha256 != stated["itrank.ruleset_sha256"]:
        return fail("ITR871", lang, WRONG, name=rules.typed)
    looked = looked_at(rules, names, "polars", lang)
    if isinstance(looked, int):
        return looked
    if (other := _other_file(looked, stated["itrank.data_sha256"])) is not None:
        return fail("ITR871", lang, WRONG, name=other)
    return _compared(name, looked, stated, form, lang)


def _other_file(looked: "Looked", stated: str) -> str | None:
    """Name the first file that is another than the table was made of; all of them where some are missing."""
    there, here = stated.split(), [source.sha256 for source in looked.sources]
    if len(there) != len(here):
        return ", ".join(source.path for source in looked.sources)
    return next((source.path for source, own in zip(looked.sources, there, strict=True) if source.sha256 != own), None)


def _compared(name: str, looked: "Looked", stated: "Mapping[str, str]", form: str, lang: str) -> int:
    """Compute the table into a file that is thrown away, and say whether both are the same."""
    from ..engine.result.record import engine_version
    from ..engine.scale.comparing import compared
    from ..engine.scale.frames import UntrueError
    from ..engine.scale.running import made_of_others, stream_to_parquet

    spoken = stated.get("itrank.lang", lang)
    spoken = spoken if spoken in LANGUAGES else lang
    only = made_of_others(looked.ruleset) if stated.get("itrank.keep") == "criteria" else None
    try:
        with doing(said(words.COMPUTING, lang)), TemporaryDirectory() as folder:
            again = Path(folder) / "again.parquet"
            stream_to_parquet(looked, again, spoken, engine_version(), only)
            found = compared(Path(name), again)
    except UntrueError as error:
        return tell([error.finding(looked.name)], lang, USAGE)
    except OSError as error:
        from ..engine.files.reasons import reasons

        return fail("ITR906", lang, USAGE, advice=words.NO_ROOM_ASIDE, name=gettempdir(), **reasons(error))
    except ValueError:
        return fail("ITR105.columns", lang, WRONG, name=name)
    text = _as_json(name, looked, found) if form == "json" else _as_text(name, found, lang)
    code = put_out(lambda stream: stream.write(text), None, lang)
    return code or tell([*_findings(name, found)], lang, WELL if found.is_same else WRONG)


def _as_text(name: str, found: "Compared", lang: str) -> str:
    pair = words.TABLE_HOLDS if found.is_same else words.TABLE_DIFFERS
    return said(pair, lang, name=printable(name), units=found.rows[1], columns=found.columns) + "\n"


def _as_json(name: str, looked: "Looked", found: "Compared") -> str:
    made: dict[str, Any] = {
        "table": name,
        "holds": found.is_same,
        "units": {"there": found.rows[0], "here": found.rows[1]},
        "columns": found.columns,
        "ruleset_sha256": looked.ruleset.sha256,
        "data_sha256": [source.sha256 for source in looked.sources],
        "only_there": found.only_there,
        "only_here": found.only_here,
        "differing": [each._asdict() for each in found.differing],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _findings(name: str, found: "Compared") -> "Iterator[Finding]":
    from ..engine.model.findings import Place, finding

    place = Place(name)
    if found.rows[0] != found.rows[1]:
        yield finding("ITR872", place, where="-", there=found.rows[0], here=found.rows[1])
    for column in found.only_there:
        yield finding("ITR872", place, where=printable(column), there="+", here="–")
    for column in found.only_here:
        yield finding("ITR872", place, where=printable(column), there="–", here="+")
    for each in found.differing:
        where = printable(f"{each.column} ({each.unit}; {each.rows})")
        yield finding(
            "ITR872", place, where=where, there=printable(each.there) or "–", here=printable(each.here) or "–"
        )
