"""Every point of a ruleset that its cases should touch, from its checked form."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial

from ..explain.naming import InWords
from ..formula.functions import NOT_APPLICABLE
from ..formula.parse import placed
from ..formula.trees import called, walk
from ..formula.words import number
from ..language.kinds import KINDS
from ..language.loading import Loaded
from ..language.nodes import may_leave
from ..model.findings import Place
from ..model.outcome import NoScore
from ..model.ruleset import Formula, Input, Missing, NamedValue, Node, Ranking, Ruleset, Scorecard
from ..model.sentences import Pair
from ..prove.whole import LEFT_BLANK
from .digits import Written, written_in
from .formula_points import Path, Site, compared, conjoined, constant, sites
from .looking import (
    Fact,
    Look,
    is_lacking,
    was_gated,
    was_put_together,
    was_scored,
    went_on,
)
from .points import Point, of_node, said
from .standing_points import has_rank, rank_points, tier_points, was_asked_of_tier
from .words import SAYS

LANGUAGES = ("vi", "en")
_LONGEST = 160  # of a condition in words

Asked = Callable[[Look], bool]
"""Whether a formula was asked for a unit."""


@dataclass(frozen=True)
class Listing:
    """Lists the points of a ruleset.

    Attributes:
        ruleset: checked.
        written: how its numbers are written.
    """

    ruleset: Ruleset
    written: Written = field(default_factory=dict)

    @classmethod
    def of(cls, loaded: Loaded) -> "Listing":
        """Take a ruleset that was loaded without errors."""
        assert loaded.ruleset is not None
        return cls(loaded.ruleset, {} if loaded.document is None else written_in(loaded.document))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Give every point, in the order in which it is written."""
        found = [*self._of_columns(), *self._of_cards()]
        return tuple(sorted(found, key=lambda point: (point.place.file, point.place.line, point.place.column)))

    def _of_columns(self) -> Iterator[Point]:
        for key, column in self.ruleset.columns.items():
            match column:
                case Input():
                    yield from self._blank(column.id, column, partial(_is_left_blank, key))
                case NamedValue():
                    yield from self._of_formula(key, "formula", column.formula, lambda _: True)
                    yield from self._blank(key, column, partial(is_lacking, column.formula))

    def _of_cards(self) -> Iterator[Point]:
        for card in self.ruleset.scorecards:
            for node in card.nodes():
                yield from self._of_node(card, node)

    # Words

    @cached_property
    def _words(self) -> InWords:
        return InWords(self.ruleset)

    def _said(self, tree: ast.expr, lang: str) -> str:
        text = self._words.said(tree, lang)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    def _of_site(self, site: Site) -> Pair:
        row = f"{site.kind}.{_ROWS.get(site.part, site.part)}"
        templates = SAYS.get(row) or SAYS[site.kind]
        return tuple(  # type: ignore[return-value]  # of two languages
            template.format(**self._filled(site, lang)) for template, lang in zip(templates, LANGUAGES, strict=True)
        )

    def _filled(self, site: Site, lang: str) -> Mapping[str, str]:
        if site.kind == "cut" and isinstance(site.about, ast.Call):
            _, least, most = (self._said(part, lang) for part in site.about.args)
            return {"least": least, "most": most}
        words = self._said(site.about, lang)
        ends = sorted(each for part in walk(site.when) if (each := _number_in(part)) is not None)
        low, high = (number(each, lang) for each in (ends[0], ends[-1])) if site.part == "beside" else ("", "")
        return {"cond": words, "bound": words, "low": low, "high": high}

    # Formulas

    def _of_formula(
        self,
        owner: str,
        role: str,
        formula: Formula,
        asked: Asked,
        path: Path = (),
        fact: Fact = "value",
        *,
        joins: bool = False,
    ) -> Iterator[Point]:
        """Give the points of a formula; `path` is what must hold so that it is asked."""
        for number_, site in enumerate(sites(self.ruleset, formula, self.written, joins=joins), 1):

            def is_seen(look: Look, site: Site = site) -> bool:
                return asked(look) and site.holds(look.parts(formula))

            when = conjoined((*path, *site.path), site.when)
            place = site.place if site.place.line else formula.place
            id_ = f"{owner}/{role}/{number_}"
            seen_in: Fact = "state" if site.decides and fact == "value" else fact
            says = self._of_site(site)
            if site.value is not None and fact == "tier":  # else it would be read as the points of the owner
                says = self._with_value(site.value, says)
            yield Point(id_, site.kind, owner, place, says, seen_in, owner, when, is_seen)

    def _with_value(self, value: ast.expr, says: Pair) -> Pair:
        vi, en = (f"{self._said(value, lang)}: {words}" for lang, words in zip(LANGUAGES, says, strict=True))
        return vi, en

    # Blanks

    def _blank(self, name: str, column: Input | NamedValue, is_seen: Asked) -> Iterator[Point]:
        key, missing = column.key, column.missing
        if missing != "error":
            # A blank that becomes no value is seen where it is expected that there is none.
            fact: Fact = "state" if missing in LEFT_BLANK else "value"
            says = said("blank", name=name, policy=_policy_text(missing))
            yield Point(f"{key}/missing", "blank", key, column.place, says, fact, key, None, is_seen)

    # Nodes

    def _of_node(self, card: Scorecard, node: Node) -> Iterator[Point]:
        gates = tuple(gate.tree for gate in node.inside)
        if node.applies is not None:
            yield from self._of_formula(
                node.id, "applies", node.applies, lambda look: was_gated(look, node), gates, "state"
            )
            gates = (*gates, node.applies.tree)
        if node.score is not None:
            joins = node.kind in KINDS and KINDS[node.kind].joins
            yield from self._of_formula(
                node.id, "score", node.score, lambda look: was_scored(look, node), gates, joins=joins
            )
        if node.formula is not None:
            yield from self._of_formula(
                node.id, "aggregate", node.formula, lambda look: was_put_together(look, node), gates
            )
        if node.then is not None:
            yield from self._of_formula(node.id, "then", node.then, lambda look: went_on(look, node), gates)
        yield from self._of_steps(node)
        yield from self._of_children(node)
        yield from self._of_tiers(node)
        if node.ranking is not None or node is card.root:
            yield from self._of_ranking(node)

    def _of_tiers(self, node: Node) -> Iterator[Point]:
        yield from tier_points(self.ruleset, node, self.written)
        for tier in node.tiers:
            for word, formula in (("when", tier.when), ("requires", tier.requires)):
                if formula is not None:
                    asked = partial(was_asked_of_tier, node, formula)
                    yield from self._of_formula(node.id, f"tiers/{tier.id}/{word}", formula, asked, fact="tier")

    def _of_ranking(self, node: Node) -> Iterator[Point]:
        yield from rank_points(node)
        rule = node.ranking or Ranking()
        asked = partial(has_rank, node)
        for index, formula in enumerate(rule.tie_break, 1):
            yield from self._of_formula(node.id, f"tie_break/{index}", formula, asked, fact="rank")
        if rule.by is not None:
            yield from self._of_formula(node.id, "ranking/by", rule.by, asked, fact="rank")

    def _of_steps(self, node: Node) -> Iterator[Point]:
        """Caps and floors that act and that don't, and whether there are enough data."""
        for kind, limit in (("cap", node.cap), ("min", node.minimum)):
            if limit is not None:
                yield from self._of_limit(node, kind, limit)
        if node.at_least is not None:
            for word, wanted in (("yes", True), ("no", False)):
                yield of_node(
                    node, f"at_least/{word}", "enough", said(f"enough.{word}"), partial(_has_enough, node, wanted),
                    fact="state",
                )  # fmt: skip

    def _of_limit(self, node: Node, kind: str, limit: Fraction) -> Iterator[Point]:
        made = _made(node)
        ops: tuple[ast.cmpop, ast.cmpop] = (ast.Gt(), ast.LtE()) if kind == "cap" else (ast.Lt(), ast.GtE())
        words = ("cuts", "leaves") if kind == "cap" else ("lifts", "leaves")
        for word, wanted, op in zip(words, (True, False), ops, strict=True):
            when = None if made is None else compared(made, op, constant(limit, node.place))
            says = said(f"{kind}.{word}", amount=number(limit, "vi"))
            yield of_node(node, f"{kind}/{word}", "cut", says, partial(_acts, node, kind, wanted), when=when)

    def _of_children(self, node: Node) -> Iterator[Point]:
        """What children do to their parent: which one counts, bonuses, penalties, and those that do not apply."""
        scored = [child for child in node.children if child.role == "scored"]
        if node.aggregate in {"min", "max"} and len(scored) > 1:
            yield from self._best_of(node, scored)
        for child in node.children:
            if child.role in {"bonus", "penalty"}:
                says = said(f"extra.{child.role}", parent=node.id)
                yield of_node(child, "extra", "extra", says, partial(_is_added, node, child), depends=node.id)
            if child.role == "scored" and child.not_applicable is not None and may_leave(child):
                says = said("not_applicable", policy=child.not_applicable)
                is_left = partial(_is_left, child)
                yield of_node(child, "not_applicable", "not_applicable", says, is_left, depends=node.id, fact="counted")

    def _best_of(self, node: Node, scored: Sequence[Node]) -> Iterator[Point]:
        sign = ast.Gt() if node.aggregate == "max" else ast.Lt()
        for child in scored:
            others = [other for other in scored if other is not child]
            tests = [compared(_name(child, node.place), sign, _name(other, node.place)) for other in others]
            when = tests[0] if len(tests) == 1 else placed(ast.BoolOp(ast.And(), tests), node.place)
            says = said("best_of", name=child.id, aggregate=node.aggregate)
            is_best = partial(_is_best, node, child, others)
            yield of_node(child, "best_of", "choice_of", says, is_best, when=when, depends=node.id)


_ROWS: Mapping[str, str] = {"true": "yes", "false": "no"}


def _policy_text(missing: Missing) -> str:
    return number(missing, "vi") if isinstance(missing, Fraction) else str(missing)


def _number_in(part: ast.expr) -> Fraction | None:
    value: object = part.value if isinstance(part, ast.Constant) else None
    return value if isinstance(value, Fraction) else None


def _name(node: Node, place: Place) -> ast.expr:
    return placed(ast.Name(node.id, ast.Load()), place)


def _made(node: Node) -> ast.expr | None:
    """Give what a cap or a floor of a node acts on, as a formula; None where none says it."""
    if (
        node.then is not None
        or node.out_of is not None
        or any(each.role in {"bonus", "penalty"} for each in node.children)
    ):
        return None
    if node.score is not None:
        return None if any(called(part) == NOT_APPLICABLE for part in walk(node.score.tree)) else node.score.tree
    scored = [child for child in node.children if child.role == "scored"]
    if node.aggregate != "sum" or any(child.not_applicable is not None for child in scored) or not scored:
        return None
    terms = [
        placed(ast.BinOp(constant(child.weight, node.place), ast.Mult(), _name(child, node.place)), node.place)
        for child in scored
    ]
    return _summed(terms, node.place)


def _summed(terms: Iterable[ast.expr], place: Place) -> ast.expr:
    first, *rest = terms
    for term in rest:
        first = placed(ast.BinOp(first, ast.Add(), term), place)
    return first


def _acts(node: Node, kind: str, wanted: bool, look: Look) -> bool:  # whether it should
    step = look.took(node, kind)
    if step is None or step.before is None or step.amount is None:
        return False
    acts = step.before > step.amount if kind == "cap" else step.before < step.amount
    return acts is wanted


def _is_left_blank(key: str, look: Look) -> bool:
    return look.is_left_blank(key)


def _has_enough(node: Node, wanted: bool, look: Look) -> bool:  # whether it should
    step = look.took(node, "at_least")
    return step is not None and isinstance(step.after, NoScore) is not wanted


def _is_added(node: Node, child: Node, look: Look) -> bool:
    step = next((each for each in look.steps(node) if each.about == child.id), None)
    return step is not None and step.kind == child.role and bool(step.amount)


def _is_left(child: Node, look: Look) -> bool:
    return look.took(child, "not_applicable") is not None


def _is_best(node: Node, child: Node, others: Sequence[Node], look: Look) -> bool:
    mine, step = look.cell(child.id), look.took(node, "aggregate")
    if step is None or not isinstance(mine, Fraction) or step.after != mine:
        return False
    return all(isinstance(each, NoScore) or each != mine for each in (look.cell(other.id) for other in others))
