"""Draw the flat parts of a ruleset: parameters, inputs, functions, values, and expressions over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

F = Fraction
# Where the text can be read in two ways the generator keeps away; set this to meet those cases as well:
# not applicable by way of `applies` or `then`, `at_least` over imputed values, which of several no-scores is told.
DISPUTED = False
COHORT_FUNCTIONS = (
    "max",
    "min",
    "mean",
    "median",
    "stdev",
    "sum",
    "count",
    "above",
    "below",
    "rank",
    "percentile_rank",
)


@dataclass
class Names:
    """What an expression may read."""

    numbers: list[str]
    answers: list[str]  # yes/no
    choices: dict[str, list[str]]
    cohort: bool = False
    own: str | None = None  # `self` or `value`
    asked: list[str] | None = None  # what only `has` may read; all numbers where None
    plain: bool = False  # names and literals alone
    dates: bool = True


class Draw:
    """One ruleset in the making."""

    def __init__(self, seed: int, *, comparing: bool = True) -> None:
        self.comparing = comparing  # whether a unit may be measured against others
        self.rng = Random(seed)
        self.seed = seed
        self.features: set[str] = set()
        self.index = self.chance(0.35)  # means of shares; else points that add up
        self.leaves = 0
        self.next_id = 0
        self.parameters: dict = {}
        self.due: dict = {}  # parameters that are days
        self.functions: dict = {}
        self.inputs: dict = {}
        self.values: dict = {}
        self.defaults: dict = {}
        self.previous_names: list[str] = []
        self.attribute = self.chance(0.2)
        self.answers: dict[str, dict] = {}  # by leaf id
        self.sparse = self.chance(0.25)  # nothing is imputed, and `at_least` is used
        self.has_totals = self.option("totals", 0.15)
        self.groups = [f"g{i + 1}" for i in range(self.rng.choice([1, 1, 2, 2, 3]))]

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def pick(self, items: Iterable):
        return self.rng.choice(list(items))

    def use(self, feature: str) -> None:
        self.features.add(feature)

    def option(self, feature: str, p: float) -> bool:
        if self.chance(p):
            self.use(feature)
            return True
        return False

    def chosen(self, family: str, *options: str) -> str:
        found = self.pick(options)
        self.use(f"{family}:{found}")
        return found

    def new_id(self, letter: str) -> str:
        self.next_id += 1
        return f"{letter}{self.next_id}"

    def make_parameters(self) -> None:
        for _ in range(self.rng.randint(1, 3)):
            q = self.pick([2, 3, "80%", "50%", F(3, 2), F(1, 4)])
            if self.option("parameters:by_year", 0.3):
                q = {2021: 7, 2022: q, 2023: 9}
            self.parameters[self.new_id("p")] = q

    def cohort(self) -> str | list[str]:
        word = self.chosen("cohort", "list", "scorecard", "all", "groups")
        return sorted(self.rng.sample(self.groups, self.rng.randint(1, len(self.groups)))) if word == "groups" else word

    def make_inputs(self) -> None:
        self.safe = [self.new_id(letter) for letter in ("x", "x", "b")]
        self.inputs |= {i: {"type": t} for i, t in zip(self.safe, ("count", "number", "yes_no"), strict=True)}
        for _ in range(self.rng.randint(3, 8)):
            kind = self.chosen("input", "count", "number", "percent", "money")
            made: dict = {"label": self.new_id("Chỉ tiêu "), "type": kind}
            if self.chance(0.5):
                policies = ["error", "unranked"]
                if not self.sparse:
                    policies += ["zero", "number", "last_year"] + (
                        ["group_mean", "cohort_mean"] if self.comparing else []
                    )
                policy = self.chosen("missing", *policies, *(["skip"] * 3 if self.index else []))
                made["missing"] = self.pick([1, 2, F(1, 2)]) if policy == "number" else policy
                if policy == "number" and kind == "count":
                    made["missing"] = 2
            if self.comparing and self.option("outliers", 0.1):
                made["outliers"] = self.outliers()
            if self.option("input:bounds", 0.15):
                made |= {"min": 0, "max": self.pick([3, 4, 5]) if kind != "percent" else "60%"}
                if isinstance(made.get("missing"), (int, Fraction)):
                    made["missing"] = "zero"
            elif self.chance(0.3) and (others := self.bounding(kind)):
                made["max"] = self.pick(others)
                self.use("input:bound_by_input")
            if ("outliers" in made or made.get("missing") == "cohort_mean") and not self.by_default("inputs"):
                made["cohort"] = self.cohort()
            self.inputs[self.new_id("x")] = made
        for _ in range(self.rng.randint(1, 3)):
            made = {"type": "yes_no", **self.plain_missing()}
            if not self.sparse and self.option("missing:no", 0.15):
                made["missing"] = "zero"
            self.inputs[self.new_id("b")] = made
        for _ in range(self.rng.randint(1, 2)):
            options = {f"k{i}": f"Mức {i}" for i in range(self.rng.randint(2, 4))}
            self.inputs[self.new_id("c")] = {"type": "choice", "options": options, **self.plain_missing()}
        if self.option("input:date", 0.2):
            for _ in range(2):
                self.inputs[self.new_id("d")] = {"type": "date"}
            day = self.pick(["2022-01-31", "2022-02-15"])
            self.due["han"] = {2021: "2021-12-31", 2022: day} if self.chance(0.3) else day
        self.use("input:yes_no")
        self.use("input:choice")

    def bounding(self, kind: str) -> list[str]:
        return [
            k for k, v in self.inputs.items() if v["type"] == kind and not v.keys() & {"missing", "outliers", "max"}
        ]

    def by_default(self, family: str) -> bool:
        """Whether a cohort stands in the defaults."""
        return "cohort" in self.defaults.get(family, {})

    def plain_missing(self) -> dict:
        return {"missing": self.pick(["unranked", "skip"] if self.index else ["unranked"])} if self.chance(0.3) else {}

    def outliers(self) -> dict:
        if self.chosen("outliers", "winsorise", "percentiles") == "percentiles":
            return {"percentiles": self.pick([["5%", "95%"], ["25%", "75%"], ["0%", "50%"]])}
        return {
            "winsorise": self.rng.randint(1, 3),
            "skew": self.pick([F(1, 2), 1, 2]),
            "kurtosis": self.pick([0, 1, F(7, 2)]),
        }

    def of_type(self, *kinds: str) -> list[str]:
        return [k for k, v in self.inputs.items() if v["type"] in kinds]

    def make_functions(self) -> None:
        for _ in range(self.rng.randint(0, 2)):
            name = self.new_id("f")
            body = self.pick(
                ["a + b * 2", "min(a, b) - 1", f"a if a > b else {self.pick(self.parameters)}", "max(a, b)"]
            )
            if self.functions and self.chance(0.5):
                body = f"{self.pick(self.functions).split('(')[0]}(b, a)"
                self.use("functions:nested")
            self.functions[f"{name}(a, b)"] = body

    def names(self, nodes: Iterable[str] = (), *, cohort: bool = False) -> Names:
        numbers = self.of_type("count", "number", "percent", "money")
        numbers += [v for v, d in self.values.items() if v not in self.yes_values]
        choices = {k: list(self.inputs[k]["options"]) for k in self.of_type("choice")}
        return Names([*numbers, *nodes, *nodes], self.of_type("yes_no") + self.yes_values, choices, cohort)

    def sure(self, names: Names, *, plain: bool = False) -> Names:
        """Names that always have a value, and what `has` may ask; all names where disputes are wanted."""
        if DISPUTED:
            return names
        asked = None if plain else names.numbers
        return Names(list(self.safe[:2]), list(self.safe[2:]), {}, names.cohort, asked=asked, plain=plain, dates=False)

    def make_values(self) -> None:
        self.yes_values: list[str] = []
        for _ in range(self.rng.randint(0, 4)):
            name = self.new_id("v")
            if self.option("values:lookup", 0.2):
                keys = self.of_type("choice")
                keys = self.rng.sample(keys, self.rng.randint(1, len(keys)))
                self.values[name] = {"lookup": keys, "table": self.table(keys)}
                continue
            if self.option("values:yes_no", 0.15):
                self.values[name] = self.yes(self.names(), 1)
                self.yes_values.append(name)
                continue
            cohort = self.comparing and self.chance(0.3)
            made: dict = {"formula": self.expression(self.names(cohort=cohort), 2)}
            if not self.sparse and self.option("values:missing", 0.3):
                means = ["group_mean", "cohort_mean"] if self.comparing else []
                policy = self.chosen("value_missing", "unranked", "zero", "number", "last_year", *means)
                made["missing"] = 2 if policy == "number" else policy
                made["publish"] = True
            if self.comparing and self.option("values:outliers", 0.15):
                made["outliers"] = self.outliers()
            if cohort or "outliers" in made or made.get("missing") == "cohort_mean":
                made |= {} if self.by_default("values") else {"cohort": self.cohort()}
            self.values[name] = made if len(made) > 1 or self.chance(0.5) else made["formula"]

    def table(self, keys: list[str]):
        if not keys:
            return self.pick([0, 1, 2, F(5, 2), "50%"])
        return {o: self.table(keys[1:]) for o in self.inputs[keys[0]]["options"]}

    def expression(self, names: Names, depth: int) -> str:
        """Return an expression whose value is a number."""
        e = lambda: self.expression(names, depth - 1)  # noqa: E731
        if names.own and self.chance(0.4):
            return names.own
        if names.plain or depth <= 0 or self.chance(0.15):
            if self.chance(0.75):
                return self.pick(names.numbers)
            return self.pick([*self.parameters, "1", "2", "0.5", "3", "1.25"])
        how = self.rng.randint(0, 21 if names.cohort else 17)
        name = self.pick(names.numbers)
        match how:
            case 0 | 1 | 2:
                return f"({e()} {self.pick('+-*')} {e()})"
            case 3:
                op = self.chosen("operator", "/", "//", "%")
                below = e() if self.chance(0.2) else f"(abs({e()}) + 1)"
                return f"({e()} {op} {below})"
            case 4:
                self.use("operator:**")
                return f"{name} ** {self.pick(['2', '3', '2', '3', '0', '-1'])}"
            case 5 | 6:
                self.use("operator:if")
                return f"({e()} if {self.yes(names, 1)} else {e()})"
            case 7:
                function = self.chosen("function", "min", "max", "sum", "mean")
                return f"{function}({', '.join(e() for _ in range(self.rng.randint(1, 3)))})"
            case 8:
                function = self.chosen("function", "geometric_mean", "harmonic_mean")
                a, b = (x if self.chance(0.15) else f"abs({x}) + 1" for x in (e(), e()))
                return f"{function}({a}, {b})"
            case 9:
                function = self.chosen("function", "round", "floor", "ceil")
                return f"{function}({e()}{self.pick(['', ', 0', ', 1', ', -1'])})"
            case 10:
                self.use("function:clamp")
                return f"clamp({e()}, 0, {self.pick([1, 2, 5])})"
            case 11:
                function = self.chosen("function", "sqrt", "ln", "log10", "abs")
                return f"{function}({e() if self.chance(0.2) else f'abs({e()}) + 1'})"
            case 12:
                function = self.chosen("function", "exp", "normal_cdf")
                return f"{function}(clamp({e()}, -2, 2))"
            case 13:
                self.use("function:power")
                return f"power(abs({e()}), {self.pick(['0.5', '2', '1.5', '0'])})"
            case 14:
                self.use("function:first_nonzero")
                return f"first_nonzero({name}, {e()}, {self.pick(names.numbers)})"
            case 15 if self.comparing:
                self.use("children")
                return f"children_{self.pick(['mean', 'sum', 'sum', 'sum', 'min', 'max', 'count', 'count'])}({name})"
            case 16 if self.functions or (names.dates and self.of_type("date")):
                if names.dates and self.of_type("date") and (not self.functions or self.chance(0.5)):
                    self.use("function:days")
                    dates = self.of_type("date")
                    if self.option("parameters:day", 0.5):
                        op = self.pick(["<", "<=", ">", ">=", "==", "!="])
                        return f"(days({dates[0]}, han) if {dates[1]} {op} han else 1)"
                    return f"days({', '.join(dates)})"
                self.use("functions")
                return f"{self.pick(self.functions).split('(')[0]}({e()}, {e()})"
            case 17 if self.previous_names and self.chance(0.5):
                self.use("last_year")
                return f"last_year({self.pick(self.previous_names)})"
            case 18 | 19 | 20:
                return f"cohort_{self.chosen('cohort_function', *COHORT_FUNCTIONS)}({name})"
            case 21:
                self.use("cohort_function:percentile")
                return f"cohort_percentile({name}, {self.pick(['0.25', '0.5', '0.9', '1'])})"
        return name

    def yes(self, names: Names, depth: int) -> str:
        """Return an expression whose value is yes or no."""
        e = lambda: self.expression(names, depth - 1)  # noqa: E731
        how = self.rng.randint(0, 8)
        if how <= 1 and names.answers:
            return self.pick(names.answers)
        if how == 2 and names.choices:
            name, options = self.pick(names.choices.items())
            return f"{name} {self.pick(['==', '!='])} '{self.pick(options)}'"
        if how == 3:
            self.use("function:has")
            return f"has({self.pick(names.asked or names.numbers)})"
        if how == 4 and depth:
            self.use("operator:chain")
            return f"{e()} < {e()} <= {e()}"
        if how == 5 and depth:
            self.use("operator:and_or")
            return f"({self.yes(names, depth - 1)} {self.pick(['and', 'or'])} not {self.yes(names, depth - 1)})"
        return f"{e()} {self.pick(['<', '<=', '>', '>=', '==', '!='])} {self.pick(['0', '1', '2', '3', self.pick(names.numbers)])}"
