"""The General Decimal Arithmetic test cases that CPython runs its own decimal module against, as far as they apply.

They are read from the running interpreter (Debian has them in libpython3-testsuite), not copied. A case applies where
its operands and its result are finite numbers within our limits; the result is rounded to the file's precision by our
own rounding in the file's own mode, so that both arithmetic and rounding are held.
"""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.parse import parse
from itrank.engine.formula.rounding import rounded
from itrank.engine.model.findings import Place
from itrank.engine.model.outcome import NoScore

SPEC = find_spec("test")
FOLDER = Path(SPEC.origin).parent / "decimaltestdata" if SPEC is not None and SPEC.origin else Path("absent")
HAVE = FOLDER.is_dir()
MODES = {
    "half_up": "half_up",
    "half_even": "half_even",
    "half_down": "half_down",
    "up": "up",
    "down": "down",
    "floor": "floor",
    "ceiling": "ceiling",
}
FORMULAS = {
    "add": "a + b",
    "subtract": "a - b",
    "multiply": "a * b",
    "divide": "a / b",
    "divideint": "(a // b) if a * b >= 0 else -((-a) // b)",
    "remainder": "a - b * ((a // b) if a * b >= 0 else -((-a) // b))",
    "max": "max(a, b)",
    "min": "min(a, b)",
    "abs": "abs(a)",
    "minus": "-a",
    "plus": "+a",
    "compare": "(1 if a > b else 0) - (1 if a < b else 0)",
    "squareroot": "sqrt(a)",
    "ln": "ln(a)",
    "log10": "log10(a)",
    "exp": "exp(a)",
}
TREES = {name: parse(text, Place())[0] for name, text in FORMULAS.items()}
# file -> the least number of cases that must apply, so that the reader cannot quietly read nothing
FILES = {
    "add": 1000,
    "subtract": 350,
    "multiply": 200,
    "divide": 250,
    "divideint": 150,
    "remainder": 200,
    "max": 90,
    "min": 90,
    "abs": 30,
    "minus": 30,
    "plus": 40,
    "compare": 250,
    "quantize": 350,
    "rounding": 700,
    "tointegral": 60,
    "randoms": 1500,
    "squareroot": 3000,
    "ln": 100,
    "log10": 100,
    "exp": 100,
}
ROUNDED_TO_34 = {"squareroot", "ln", "log10", "exp"}


def number(text):
    try:
        value = Decimal(text.strip("'\""))
    except InvalidOperation:
        return None
    small = value.is_finite() and (value == 0 or -300 < value.adjusted() < 300) and abs(value.as_tuple().exponent) < 400
    return Fraction(value) if small else None


def cases(path):
    """Give (id, operation, operands, expected, precision, mode) of the cases with finite numbers."""
    precision, mode = 9, "half_up"
    for line in path.read_text("utf-8").splitlines():
        setting = re.match(r"\s*(precision|rounding)\s*:\s*(\w+)", line, re.IGNORECASE)
        if setting:
            if setting[1].lower() == "precision":
                precision = int(setting[2])
            else:
                mode = setting[2].lower()
            continue
        left, arrow, right = line.partition("->")
        words = left.split()
        if not arrow or len(words) < 3 or line.lstrip().startswith("--"):
            continue
        conditions = {word.lower() for word in right.split()[1:]}
        if mode not in MODES or conditions & {"overflow", "underflow", "subnormal", "invalid_operation", "clamped"}:
            continue
        operands = [number(word) for word in words[2:]]
        expected = number(right.split()[0])
        if None not in operands and expected is not None and "#" not in line:
            yield words[0], words[1].lower(), operands, words[2:], expected, precision, mode


def to_precision(value, precision, mode):
    """Round to significant digits; a carry to one digit more is rounded again, which changes nothing."""
    if value == 0:
        return value
    size = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else 0
    if size == 0:
        while abs(value) * 10 ** (1 - size) < 1:
            size -= 1
    return rounded(value, precision - size, mode)


@pytest.mark.skipif(not HAVE, reason="this Python comes without its decimal test data (Debian: libpython3-testsuite)")
@pytest.mark.parametrize(("name", "least"), FILES.items())
def test_arithmetic_and_rounding_agree_with_the_general_decimal_arithmetic(name, least):
    applied, wrong = 0, []
    for id_, operation, operands, texts, expected, precision, mode in cases(FOLDER / f"{name}.decTest"):
        if operation == "quantize":
            found = rounded(operands[0], -Decimal(texts[1].strip("'\"")).as_tuple().exponent, mode)
        elif operation in {"tointegral", "tointegralx"}:
            found = rounded(operands[0], 0, mode)
        elif operation in TREES:
            if operation in ROUNDED_TO_34 and (precision > 33 or mode != "half_even"):
                continue
            names = dict(zip("ab", operands, strict=False))
            found = evaluate_exact(TREES[operation], Exact(names.__getitem__))
            if isinstance(found, NoScore):
                continue
            if operation != "compare":
                found = to_precision(found, precision, mode)
        else:
            continue
        applied += 1
        if found != expected:
            wrong.append((id_, operation, texts, str(expected), str(found), precision, mode))
    assert wrong == []
    assert applied >= least, f"only {applied} cases of {name} apply"
