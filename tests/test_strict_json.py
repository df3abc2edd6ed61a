"""JSON of strangers is read in one way: what another reader would read otherwise, or not at all, is refused."""

import pytest
from itrank.engine.files.strict_json import MOST_DIGITS, MOST_NESTED, JsonNumber, parse_json, parse_record, read_again
from itrank.engine.model.findings import Finding
from itrank.engine.report.figures_read import _json, _Page

REFUSED = {
    "a key twice": '{"a": 1, "b": {"c": 1, "c": 2}}',
    "NaN": '{"a": NaN}',
    "infinity": "[-Infinity]",
    "a nest without an end": "[" * 100_000,
    "a nest of objects": '{"a":' * 100_000,
    "half a character": r'["\ud83d"]',
    "a comma too many": "[1,]",
    "more after the end": "{} {}",
    "nothing": "",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=list(REFUSED))
def test_every_reader_refuses_what_is_no_strict_json(text):
    for read in (parse_json, parse_record):
        made = read(text, "a.json")
        assert isinstance(made, Finding)
        assert (made.code, made.place.file) == ("ITR492", "a.json")
    with pytest.raises(ValueError, match=r"\S"):
        read_again(text.encode())
    assert _json(text.encode()) is None
    page = _Page()
    page._take_data(text)
    assert page.passages == []


def test_a_record_has_so_many_levels_and_no_more():
    def nest(levels: int) -> str:
        return "[" * levels + "]" * levels

    assert not isinstance(parse_record(nest(MOST_NESTED), "a"), Finding)
    assert isinstance(parse_record(nest(MOST_NESTED + 1), "a"), Finding)


@pytest.mark.parametrize("number", ["1.50", "1e400", "-0", "9" * 5_000])
def test_a_number_is_the_text_that_is_written(number):
    (made,) = parse_json(f"[{number}]", "a")
    assert (type(made), made) == (JsonNumber, number)


def test_a_record_has_whole_numbers_of_so_many_digits_and_no_more():
    assert parse_record(f"[{'9' * MOST_DIGITS}, -7]", "a") == [int("9" * MOST_DIGITS), -7]
    assert parse_record(f"[{'9' * (MOST_DIGITS + 1)}, 1.5]", "a") == [b"9" * (MOST_DIGITS + 1), b"1.5"]
