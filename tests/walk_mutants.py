"""Mutants of the walk of a node: each is engine/score/worth.py with one step moved, dropped or changed."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from itrank.engine.model.ruleset import Formula, Node
from itrank.engine.score import worth as walk

SOURCE = Path(walk.__file__).read_text("utf-8")
TREE = ast.parse(SOURCE)

CHANGES = {
    "a then is not settled": ("domain.settled(node, domain.then(node, node.then))", "domain.then(node, node.then)"),
    "then is asked whatever is before": (
        "domain.continued(node, domain.before(node), domain.settled(node, domain.then(node, node.then)))",
        "domain.settled(node, domain.then(node, node.then))",
    ),
    "what is before then is settled once more": ("domain.before(node), domain", "domain.settled(node, domain.before(node)), domain"),
    "then is not taken": ("if node.then is None:", "if True:"),
    "the gates are asked from within": ("reversed(node.inside)", "node.inside"),
    "a leaf counts with its scale": ("node.score, node.max)", "node.score, node.full)"),
    "a leaf counts with its cap": ("node.score, node.max)", "node.score, node.cap)"),
    "a condition is scored": ('if node.role == "condition":', "if False:"),
    "everything is a condition": ('if node.role == "condition":', "if True:"),
    "a formula is not asked": ("if node.formula is None else", "if True else"),
    "nothing is only a heading": ('if node.aggregate == "none":', "if False:"),
    "an extra without a bonus spoils nothing": ("together) if extras else together", 'together) if extras and extras[0].child.role == "bonus" else together'),
    "what rescale left is shared under every aggregate": ('if node.aggregate == "sum":\n        if any(share', "if True:\n        if any(share"),
    "points are shared out everywhere": ("if domain.is_root(node) else", "if True else"),
    "points are shared out nowhere": ("if domain.is_root(node) else", "if False else"),
    "points are shared out at totals only": ("if domain.is_root(node) else", "if node.is_total else"),
    "points are shared out at roots only": ("if domain.is_root(node) else", "if domain.is_root(node) and not node.is_total else"),
    "at_least is not asked": ("if node.at_least is not None:", "if False:"),
    "children have no weight": ("Share(child, child.weight, ", "Share(child, Fraction(1), "),
    "shared points have no weight": ("child.weight * child.full if", "child.full if"),
    "shared points are on the scale before out_of": ("child.weight * child.full if", "child.weight * (child.max or 0) if"),
    "unscored children count": ('if child.role == "scored"\n', 'if child.role in {"scored", "unscored"}\n'),
    "conditions count": ('if child.role == "scored"\n', 'if child.role in {"scored", "condition"}\n'),
    "bonuses count": ('if child.role == "scored"\n', 'if child.role in {"scored", "bonus"}\n'),
    "penalties are added": ('child.weight if child.role == "bonus" else -child.weight', "child.weight"),
    "bonuses are taken away": ('child.weight if child.role == "bonus" else -child.weight', "-child.weight"),
    "extras have no weight": ('child.weight if child.role == "bonus" else -child.weight', 'Fraction(1 if child.role == "bonus" else -1)'),
    "penalties do nothing": ('if child.role in {"bonus", "penalty"}', 'if child.role in {"bonus"}'),
    "bonuses do nothing": ('if child.role in {"bonus", "penalty"}', 'if child.role in {"penalty"}'),
    "exclude shares": ('child.not_applicable == "rescale" and', 'child.not_applicable in {"rescale", "exclude"} and'),
    "rescale_total shares among siblings": ('child.not_applicable == "rescale" and', 'child.not_applicable in {"rescale", "rescale_total"} and'),
    "rescale shares nothing": ('child.not_applicable == "rescale" and', "False and"),
    "what waits is looked for among children only": ("for below in _all(children)", "for below in children"),
    "exclude waits for the root": ('below.not_applicable == "rescale_total" for', 'below.not_applicable == "exclude" for'),
    "the first of two children without a value is looked for from the end": ("children(node, shares, extras, together)", "children(node, shares[::-1], extras, together)"),
    "no bonus or penalty is looked at": ("children(node, shares, extras, together)", "children(node, shares, (), together)"),
    "the cap is the maximum": ("made, node.cap)", "made, node.max or node.cap)"),
    "the scale is the maximum": ("made, node.out_of)", "made, node.max or node.out_of)"),
    "bonuses and penalties in another order": ("for extra in extras:", "for extra in extras[::-1]:"),
    "only the first bonus or penalty": ("for extra in extras:", "for extra in extras[:1]:"),
    "only the outermost gate": ("reversed(node.inside)", "node.inside[:1]"),
    "only the innermost gate": ("reversed(node.inside)", "node.inside[-1:]"),
}  # fmt: skip
"""A name, what stands in the source, and what stands there in the mutant."""


Mutant = Callable[[], Any]


def mutants() -> Iterator[tuple[str, Mutant]]:
    """Give each mutant by a name that says what was done, and what makes its module: most are never run."""
    before, after, branch = (_split(_function(TREE, name))[1] for name in ("before_then", "worth", "_branch"))
    for name, made in _orders("before then", before):
        yield name, partial(_module, before=made)
    for name, made in _orders("in a branch", branch):
        yield name, partial(_module, branch=made)
    for name, made in _orders("after then", after):
        yield name, partial(_module, after=made)
    for step, place, own, others in _across(before, after):
        yield f"{step} comes {place} then", partial(_module, before=own, after=others)
    for step, place, own, others in _across(after, before):
        yield f"{step} comes {place} then", partial(_module, after=own, before=others)
    for name, (there, instead) in CHANGES.items():
        assert SOURCE.count(there) == 1, f"{name}: {there!r} is there {SOURCE.count(there)} times"
        yield name, partial(_replaced, there, instead)


Step = tuple[str, ast.stmt]


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name)


def _split(function: ast.FunctionDef) -> tuple[list[ast.stmt], list[Step]]:
    """Split what makes the first value from the steps that come before the return."""
    body = function.body
    start = next(i for i, each in enumerate(body) if "made =" in ast.unparse(each) or "together =" in ast.unparse(each))
    return body[: start + 1], [(_name(each), each) for found in body[start + 1 : -1] for each in _apart(found)]


def _apart(found: ast.stmt) -> Iterator[ast.stmt]:
    """Give steps with one condition in common each its own."""
    if isinstance(found, ast.If) and len(found.body) > 1:
        for inner in found.body:
            yield ast.If(found.test, [inner], [])
    else:
        yield found


def _name(step: ast.stmt) -> str:
    """Name a step by the operation that it asks of a domain, and by its argument where two do the same."""
    asked = [each.attr for each in ast.walk(step) if isinstance(each, ast.Attribute) and _is_of(each, "domain")]
    names = [each for each in asked if each != "is_root"]
    text = ast.unparse(step)
    return "gates" if "inside=True" in text else "applies" if "inside=False" in text else names[0]


def _is_of(found: ast.Attribute, name: str) -> bool:
    return isinstance(found.value, ast.Name) and found.value.id == name


def _orders(where: str, steps: list[Step]) -> Iterator[tuple[str, list[Step]]]:
    """Give every list in which one step is dropped, or stands at another place."""
    seen = {tuple(name for name, _ in steps)}
    for index, step in enumerate(steps):
        rest = [*steps[:index], *steps[index + 1 :]]
        yield f"{where}: no {step[0]}", rest
        for at in range(len(steps)):
            made = [*rest[:at], step, *rest[at:]]
            order = tuple(name for name, _ in made)
            if order not in seen:
                seen.add(order)
                place = f"before {rest[at][0]}" if at < len(rest) else "last"
                yield f"{where}: {step[0]} {place}", made


def _across(own: list[Step], others: list[Step]) -> Iterator[tuple[str, str, list[Step], list[Step]]]:
    """Move each step to every place of the other function."""
    for index, step in enumerate(own):
        for at in range(len(others) + 1):
            place = f"before {others[at][0]}, beyond" if at < len(others) else f"after {others[-1][0]}, beyond"
            yield step[0], place, [*own[:index], *own[index + 1 :]], [*others[:at], step, *others[at:]]


def _module(**lists: list[Step]) -> Any:
    """Put a module together again, some of its functions with other steps."""
    tree = deepcopy(TREE)
    for word, name in (("before", "before_then"), ("after", "worth"), ("branch", "_branch")):
        if word in lists:
            function = _function(tree, name)
            first, _ = _split(function)
            function.body = [*first, *(deepcopy(step) for _, step in lists[word]), function.body[-1]]
    _function(tree, "worth").body.insert(0, ast.parse("shares, extras = _parts(node)").body[0])
    return _run(tree)


def _replaced(there: str, instead: str) -> Any:
    return _run(ast.parse(SOURCE.replace(there, instead)))


def _run(tree: ast.Module) -> Any:
    """Run a changed module beside the real one, whose operations and records it shares."""
    names = dict(vars(walk))
    kept = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
    exec(compile(ast.fix_missing_locations(ast.Module(kept, [])), "<mutant>", "exec"), names)
    return SimpleNamespace(before_then=names["before_then"], worth=names["worth"])


class Terms:
    """A domain in which a worth is the term that makes it: two walks with the same terms give the same in every domain."""

    def __init__(self, ruleset: Any) -> None:
        """Take the roots of a ruleset."""
        self.roots = {card.root.id for card in ruleset.scorecards}

    def is_root(self, node: Any) -> bool:
        """Say what the exact domain says."""
        return node.is_total or node.id in self.roots

    def __getattr__(self, operation: str) -> Any:
        """Give any operation as what writes it down."""
        return lambda *parts, **more: (operation, *map(_written, parts), *more.values())


def _written(part: Any) -> Any:
    if isinstance(part, Node):
        return part.id
    if isinstance(part, tuple):
        return tuple(map(_written, part))
    return id(part) if isinstance(part, Formula) else part


def terms(module: Any, ruleset: Any) -> list[Any]:
    """Give what each node of a ruleset is made by, before its `then` and finished; why it cannot be made, where it cannot."""
    domain = Terms(ruleset)
    nodes = [node for card in ruleset.scorecards for node in card.nodes()]
    try:
        return [(module.before_then(domain, node), module.worth(domain, node)) for node in nodes]
    except Exception as error:  # noqa: BLE001  # of a mutant anything may fail
        return [repr(error)]
