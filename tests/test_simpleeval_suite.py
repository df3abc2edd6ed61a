"""What simpleeval's own published tests ask for, as far as it applies to formulas, asked of our evaluator.

Arithmetic, comparison, choice and names give the same value, exactly. Everything of Python's objects (strings,
containers, attributes, comprehensions, assignment, shifts, bits, random numbers) is refused, on purpose, and so is
every way out that its security tests try. Written anew from simpleeval 1.0.8 (MIT); nothing is copied.
"""

from fractions import Fraction

import pytest
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.interpreter import Interpreter
from itrank.engine.formula.parse import parse
from itrank.engine.formula.types import type_of
from itrank.engine.language.workshop import names_of
from itrank.engine.model.findings import Place
from itrank.engine.model.outcome import NoScore, Reason
from itrank.engine.model.ruleset import NUMBER

GIVEN = {
    "21 + 21": 42,
    "6*7": 42,
    "20 + 1 + (10*2) + 1": 42,
    "20 + 30 - ( 10 * 5)": 0,
    "100/10": 10,
    "12*12": 144,
    "2 ** 10": 1024,
    "100 % 9": 1,
    "11.02 - 9.1": "1.92",
    "29.1+39": "68.1",
    "  6 * 7  ": 42,
    "1 if 1 > 0 else 0": 1,
    "1 if 100000 < 28 else 0": 0,
    "1 if -2 < 11 else 0": 1,
    "1 if +2 < 5 else 0": 1,
    "1 if 0 == 0 else 0": 1,
    "1 if -2 <= -2 else 0": 1,
    "1 if 2 >= 2 else 0": 1,
    "1 if 1 >= 12 else 0": 0,
    "1 if 1.09 <= 1967392 else 0": 1,
    "1 if 1 < 2 < 3 < 4 else 0": 1,
    "1 if 1 < 2 > 3 < 4 else 0": 0,
    "1 if 1<2<1+1 else 0": 0,
    "1 if 1 == 1 == 2 else 0": 0,
    "1 if 1 == 1 < 2 else 0": 1,
    "1 if 1 > 0.999999 else 0": 1,
    "1 if 110 == 100 + 10 and 1 == 1 else 0": 1,
    "1 if 110 != 100 + 10 and 1 == 1 else 0": 0,
    "1 if not 1 == 2 else 0": 1,
    "7 if 4 < 1 else 8 if 1 == 2 else 9": 9,
    "a + a": 84,
    "a + also - a": 100,
    "a*2 + also": 184,
}

REFUSED = [
    # strings, and what they lead to
    '"stuff happens"', 'int("42")', '"  blah  ".strip()', '"WORD".lower()', '"{}:{}".format(1, 2)', "50000*'text'",
    "'text'*50000", "'stuff'*100000", "('text'*50000)*1000", '"%1000000000d" % 1', "'a'.ljust(20000)", "'hello'[1]",
    "'hello'[::-1]", '"spam" not in "my breakfast"', '"U" in "RUBBISH"', "'20000'.encode() * 5000",
    "'spam spam'.split() * 5000", '(1).from_bytes("12".encode()*99, "big")', "'a' if 1 == 1 else 'b'",
    '"Test" + str(11)', 'float("42")',
    # f-strings
    'f""', 'f"stuff"', 'f"one is {1}"', "f\"{'x':!<11}\"", 'f"{x.__class__}"', "f'{\"foo\"*50000}'", 'f"{1:>2000000000}"',
    # containers and comprehensions
    "{}", "()", "[]", "(1,)", "(1, 2) + (3, 4)", "[1, 2, 3][1]", '{"a":22}["a"]', "{1, 2}", "2 in {1,2,3,4}",
    "[a + 1 for a in [1,2,3]]", "{a:a for a in [1,2]}", "sum(a+1 for a in [1,2])", "[[0]*9999]*9999", '["a", *x]',
    '{"a": 0, **x}', "list(map(str, [-1]))", "dict(a=1)", "tuple()", "set()", "list()", "not []", "sum(range(10))",
    # assignment and statements
    "a = 200", "s += a", "b[0] = 11", "c['b'] = 99", "a.b.c = 11", "11; x = 21; x + x", "import sys", "x = 5", "a\n+ b = 1",
    # attributes
    "o.a", "o.b + o.c.d", "a.b.d**2", "c['i']", "c.get('i')", "o.method_thing()", "x.add(1).sub(2)", "m.anything",
    # functions that are not ours
    "rand()", "randint(1000)", "rand() < 1.0", "foo()", "foo(12)", "foo(to_return=100)", "read('testfile.txt')",
    "test(boo=x)", "dir(str)", "str.__dict__", "open('x')", "exec('x')", "eval('1')", "compile('1', '', 'eval')",
    "getattr(x, 'y')", "globals()", "vars()", "type(1)", "pow(2, 9)", "__import__('os')", "lambda: 1", "(lambda: 1)()",
    # operators
    "10 << 10", "1000 >> 2", "1<<25000", "1>>25000", "62 ^ 20", "8 | 34", "100 & 63", "~ -43", "1 is 1", "1 is not None",
    "None is None", "True and False", "not True", "1 == True", "False or None", "9**9**5", "9**9**8", "101**200",
    "4000000**4000000", "(1)**a",
    # ways out
    "x.__globals__", "x.__class__", "houdini.trapdoor.__globals__", "houdini.trapdoor.func_globals",
    "houdini._quasi_private()", "b.mro()", '"{a.__class__}".format_map(x)', "path.os.popen('id').read()",
    "thing.p.os.popen('id')", "funcs[0]('exit')", "get_evil()('exit')", "get_module().os", "os.__all__", "os.__dict__",
    "data['nested']['funcs'][0]('exit')", "'test {0}'.format", "'test'.mro", "c.get_exec()('exit')", "evil",
    "evil_caller(evil)", "extract(funcs)", "().__class__.__bases__[0].__subclasses__()", "x.gi_frame", "x.cr_frame",
    "x.f_back.f_globals", "statistics.sys", "x.tofile('PWNED')", "x.dump('PWNED')", "x.clear() or 1", "[].append(1)",
    "(1).__class__.__base__", "a.__getattribute__('x')", "operator.attrgetter('x')",
    # nothing at all, and names that nobody declared
    "", " ", "b()", "nothing",
]  # fmt: skip

NAMES = {"a": Fraction(42), "also": Fraction(100)}


NAMES_TYPES = dict.fromkeys(NAMES, NUMBER)


@pytest.mark.parametrize(("text", "value"), GIVEN.items())
def test_what_formulas_share_with_simpleeval_has_the_same_value(text, value):
    tree, findings = parse(text, Place())
    assert findings == ()
    assert type_of(tree, NAMES_TYPES.__getitem__)[1] == ()
    assert evaluate_exact(tree, Exact(NAMES.__getitem__)) == Fraction(value)


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_python_has_is_refused_before_anything_runs(text):
    tree, findings = parse(text, Place())
    if findings:
        return
    # What can be read is refused by its names or its types, so that no ruleset with it loads.
    unknown = names_of(tree) - set(NAMES)
    assert unknown or type_of(tree, NAMES_TYPES.__getitem__)[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 if a > 2 else 1 / 0", 1),
        ("1 / 0 if a < 2 else 2", 2),
        ("1 if a > 2 or 1 / 0 > 1 else 0", 1),
        ("1 if a < 2 and 1 / 0 > 1 else 0", 0),
    ],
)
def test_only_what_is_needed_is_evaluated(text, value):
    assert evaluate_exact(parse(text, Place())[0], Exact(NAMES.__getitem__)) == value


def test_a_result_too_large_is_a_reason_and_not_a_wait():
    lack = evaluate_exact(parse("(9 ** 64) ** 64", Place())[0], Exact(NAMES.__getitem__))
    assert isinstance(lack, NoScore)
    assert lack.reason is Reason.TOO_LARGE


def test_nothing_of_simpleevals_own_can_be_reached():
    interpreter = Interpreter(Exact(NAMES.__getitem__))
    assert interpreter.functions == {}
    assert interpreter.operators == {}
    assert interpreter.names == {}
    assert len(interpreter.nodes) == 8
    with pytest.raises(NotImplementedError):
        interpreter.parse("1")
    with pytest.raises(NotImplementedError):
        interpreter.eval("1")
